import type {
  Applied,
  BlockVerdicts,
  Eligibility,
  Measure,
  Pack,
  Program,
  RawFacts,
  RawParameters,
  RawValue,
  Reason,
  Verdict,
} from '../engine';
import type { LedgerBlock } from '../ledger';
import { Decimals, inTenThousand } from './decimals';
import { PackedFacts } from './facts';
import { Codes, Texts, Words } from './texts';

/** An answer without its amount. Rows share these: there are few different ones. */
export interface Outcome {
  readonly eligible: Eligibility | 'notApplied';
  readonly reasons: readonly Reason[];
  readonly applied: readonly Applied[];
  readonly range?: NonNullable<Verdict['range']>;
}

/** One measure's answer for one row. */
export interface Answer extends Outcome {
  /** Exact 万元; null while open. */
  readonly amount: string | null;
}

/** The total of one row or of one legal person. */
export interface Total {
  readonly eligible: Eligibility;
  /** Exact 万元, each null while open. */
  readonly before: string | null;
  readonly cut: string | null;
  readonly amount: string | null;
  readonly range?: NonNullable<Verdict['range']>;
  readonly applied: readonly Applied[];
  readonly reasons: readonly Reason[];
  /** Shares after the cut, where the reading asks for them. */
  readonly shares?: Readonly<Record<string, string | null>>;
}

/** The same with its figures as cells: numbers where their shortest digits are the figure. `low` and `high` of an open total. */
export interface TotalCells {
  readonly before: number | string | null;
  readonly cut: number | string | null;
  readonly amount: number | string | null;
  readonly low: number | string | null;
  readonly high: number | string | null;
  readonly shares?: NonNullable<Total['shares']>;
  readonly applied: readonly Applied[];
  readonly reasons: readonly Reason[];
}

/** Who a row is. Rows count from 0. */
export interface Identity {
  readonly row: number;
  readonly name: string;
  readonly code: string | null;
  readonly city: string | null;
  readonly county: string | null;
}

const noReasons: readonly Reason[] = [];
const noneApplied: readonly Applied[] = [];

/** A word on the way to an outcome's number. */
interface Step {
  readonly next: Map<string, Step>;
  number: number;
}

const step = (): Step => ({ next: new Map(), number: -1 });

/** Keeps each different outcome once; rows keep its number. Found word by word, so that no key is ever put together. */
class Outcomes {
  private readonly roots = new Map<Outcome['eligible'], Step>();
  private readonly outcomes: Outcome[] = [];

  number(
    eligible: Outcome['eligible'],
    reasons: readonly Reason[],
    applied: readonly Applied[],
    range?: NonNullable<Verdict['range']>,
  ): number {
    let at = this.roots.get(eligible);
    if (at === undefined) this.roots.set(eligible, (at = step()));
    for (let index = 0; index < reasons.length; index += 1) at = this.follow(at, reasons[index]);
    if (applied.length > 0) for (let index = 0; index < applied.length; index += 1) at = this.follow(at, applied[index]);
    if (range !== undefined) at = this.follow(this.follow(at, range.min), range.max ?? '-');
    if (at.number >= 0) return at.number;
    at.number = this.outcomes.length;
    this.outcomes.push({ eligible, reasons, applied, ...(range === undefined ? {} : { range }) });
    return at.number;
  }

  private follow(from: Step, word: string | undefined): Step {
    if (word === undefined) return from;
    const known = from.next.get(word);
    if (known !== undefined) return known;
    const made = step();
    from.next.set(word, made);
    return made;
  }

  at(number: number | undefined): Outcome {
    const outcome = number === undefined ? undefined : this.outcomes[number];
    if (outcome === undefined) throw new RangeError(`no outcome ${String(number)}`);
    return outcome;
  }
}

/** Figures that few rows have: room is made with the first of them. */
class SparseDecimals {
  private kept: Decimals | null = null;

  constructor(private readonly rows: number) {}

  set(row: number, text: string | null): void {
    if (text === null) return;
    this.kept ??= new Decimals(this.rows);
    this.kept.set(row, text);
  }

  get(row: number): string | null {
    return this.kept === null ? null : this.kept.get(row);
  }

  cell(row: number): number | string | null {
    return this.kept === null ? null : this.kept.cell(row);
  }
}

/** The totals of a block's rows. */
interface KeptTotals {
  readonly outcomes: Int32Array;
  readonly amounts: Decimals;
  readonly before: SparseDecimals;
  readonly cuts: SparseDecimals;
  readonly lows: SparseDecimals;
  readonly highs: SparseDecimals;
  readonly shares: Map<number, NonNullable<Total['shares']>>;
}

/** One block of rows: who they are and their figures. */
interface KeptRows {
  readonly start: number;
  readonly count: number;
  readonly rows: Int32Array;
  readonly names: Texts;
  readonly codes: Codes;
  readonly cities: Int32Array;
  readonly counties: Int32Array;
  readonly troubled: Uint8Array;
  readonly facts: PackedFacts;
}

/** The same, judged. */
interface KeptBlock extends KeptRows {
  readonly outcomes: readonly Int32Array[];
  readonly amounts: readonly Decimals[];
  readonly totals: KeptTotals | null;
}

/** The judged rows of a ledger in a few bytes each: who they are, their figures, the answers. Rows are numbered from 0 in the order of the sheet. */
export class Enterprises {
  private readonly blocks: KeptBlock[] = [];
  private readonly kept = new Outcomes();
  private readonly cityWords: Words;
  private readonly countyWords: Words;
  private last: KeptBlock | null = null;
  private size = 0;

  constructor(
    private readonly program: Program,
    /** Measures judged row by row, in the order of the pack. */
    readonly measures: readonly string[],
    private readonly composite: string | null,
    /** The same rows judged in another way, block for block a step ahead: who they are and their figures are kept there alone. */
    private readonly beside?: Enterprises,
  ) {
    this.cityWords = beside?.cityWords ?? new Words();
    this.countyWords = beside?.countyWords ?? new Words();
  }

  /** The figures of a block that is read but not kept here. */
  static factsOf(read: LedgerBlock, pack: Pack): PackedFacts {
    return new PackedFacts(read.facts, pack);
  }

  /** Rows so far. */
  get count(): number {
    return this.size;
  }

  /** Whether any row says where it is. */
  get hasPlaces(): boolean {
    return this.cityWords.text(0) !== null || this.countyWords.text(0) !== null;
  }

  /** Takes a judged block in. The verdicts are read out, not kept: they hold far more than an answer. */
  add(read: LedgerBlock, verdicts: BlockVerdicts): void {
    const count = read.rows.length;
    if (count === 0) return;
    const outcomes = this.measures.map(() => new Int32Array(count));
    const amounts = this.measures.map(() => new Decimals(count));
    this.measures.forEach((measure, index) => {
      const numbers = outcomes[index];
      const texts = amounts[index];
      if (!numbers || !texts) return;
      const rule = this.program.measure(measure);
      const nothing = rule?.award === null ? null : '0';
      const hasCaps = rule !== undefined && rule.caps.length > 0;
      for (let row = 0; row < count; row += 1) {
        const status = verdicts.status(measure, row);
        const given = status === 0 ? nothing : verdicts.amount(measure, row);
        const amount = rule === undefined ? given : inTenThousand(given, rule);
        texts.set(row, amount);
        numbers[row] = this.outcomeNumber(verdicts, measure, row, status, amount, hasCaps);
      }
    });
    this.blocks.push({
      ...(this.beside?.blocks[this.blocks.length] ?? this.rowsOf(read)),
      outcomes,
      amounts,
      totals: this.composite === null ? null : this.totalsOf(verdicts, this.composite, count),
    });
    this.size += count;
  }

  private rowsOf(read: LedgerBlock): KeptRows {
    return {
      start: this.size,
      count: read.rows.length,
      rows: read.rows.slice(),
      names: new Texts(read.names),
      codes: new Codes(read.codes),
      cities: Int32Array.from(read.cities, (city) => this.cityWords.index(city)),
      counties: Int32Array.from(read.counties, (county) => this.countyWords.index(county)),
      troubled: read.troubled.slice(),
      facts: new PackedFacts(read.facts, this.program.pack),
    };
  }

  private outcomeNumber(
    verdicts: BlockVerdicts,
    measure: string,
    row: number,
    status: 0 | 1 | 2,
    amount: string | null,
    hasCaps: boolean,
  ): number {
    if (status === 0) return this.kept.number(false, verdicts.reasons(measure, row), noneApplied);
    if (status === 2) return this.kept.number('unknown', verdicts.reasons(measure, row), noneApplied);
    if (amount !== null) {
      const hasOutputs = this.program.measure(measure)?.outputs.length !== 0;
      return this.kept.number(
        true,
        hasOutputs ? verdicts.reasons(measure, row) : noReasons,
        hasCaps ? verdicts.applied(measure, row) : noneApplied,
      );
    }
    const { reasons, applied, range } = verdicts.verdict(measure, row);
    const rule = this.program.measure(measure);
    const bounds = range === undefined || rule === undefined ? range : boundsOf(range, rule);
    return this.kept.number(true, reasons, applied, bounds);
  }

  private totalsOf(verdicts: BlockVerdicts, composite: string, count: number): KeptTotals {
    const sparse = (): SparseDecimals => new SparseDecimals(count);
    const kept: KeptTotals = {
      outcomes: new Int32Array(count),
      amounts: new Decimals(count),
      before: sparse(),
      cuts: sparse(),
      lows: sparse(),
      highs: sparse(),
      shares: new Map(),
    };
    const settled = this.kept.number(true, noReasons, noneApplied);
    for (let row = 0; row < count; row += 1) {
      const amount = verdicts.amount(composite, row);
      if (amount !== null && verdicts.applied(composite, row).length === 0) {
        kept.amounts.set(row, amount);
        kept.outcomes[row] = settled;
        continue;
      }
      const total = totalOf(verdicts.verdict(composite, row));
      const { eligible, reasons, applied } = total;
      kept.outcomes[row] = this.kept.number(eligible, reasons, applied);
      kept.amounts.set(row, total.amount);
      kept.before.set(row, total.before);
      kept.cuts.set(row, total.cut);
      if (total.range !== undefined) {
        kept.lows.set(row, total.range.min);
        kept.highs.set(row, total.range.max);
      }
      if (total.shares !== undefined && applied.length > 0) kept.shares.set(row, total.shares);
    }
    return kept;
  }

  private block(index: number): KeptBlock {
    if (this.last !== null && index >= this.last.start && index < this.last.start + this.last.count) return this.last;
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.blocks[middle]?.start ?? Infinity) <= index) low = middle;
      else high = middle - 1;
    }
    const found = this.blocks[low];
    if (found === undefined || index < 0 || index >= this.size) throw new RangeError(`no enterprise ${index}`);
    this.last = found;
    return found;
  }

  identity(index: number): Identity {
    const block = this.block(index);
    const row = index - block.start;
    return {
      row: block.rows[row] ?? -1,
      name: block.names.get(row),
      code: block.codes.get(row),
      city: this.cityWords.text(block.cities[row] ?? -1),
      county: this.countyWords.text(block.counties[row] ?? -1),
    };
  }

  /** The credit code of a row. */
  code(index: number): string | null {
    const block = this.block(index);
    return block.codes.get(index - block.start);
  }

  /** Zero-based sheet row. */
  sheetRow(index: number): number {
    const block = this.block(index);
    return block.rows[index - block.start] ?? -1;
  }

  /** Cells of the row that had a problem; 255: that many or more. */
  troubled(index: number): number {
    const block = this.block(index);
    const cells = block.troubled[index - block.start];
    if (cells === undefined) throw new RangeError(`no enterprise ${index}`);
    return cells;
  }

  /** The answer of one of the row measures. */
  answer(index: number, measure: number): Answer {
    const { eligible, reasons, applied, range } = this.outcomeOf(index, measure);
    const amount = this.amount(index, measure);
    return { eligible, reasons, applied, ...(range === undefined ? {} : { range }), amount: amount === null ? null : String(amount) };
  }

  /** How the answer of a row measure stands; rows with the same answer share the object. */
  outcomeOf(index: number, measure: number): Outcome {
    const block = this.block(index);
    return this.kept.at(block.outcomes[measure]?.[index - block.start]);
  }

  /** The amount of a row measure in exact 万元, as a number where that says the same; null while open. */
  amount(index: number, measure: number): number | string | null {
    const block = this.block(index);
    return block.amounts[measure]?.cell(index - block.start) ?? null;
  }

  /** The total of the row by itself. */
  total(index: number): Total {
    const block = this.block(index);
    const row = index - block.start;
    const { totals } = block;
    if (totals === null) throw new RangeError('the pack settles no total');
    const { eligible: standing, reasons, applied } = this.kept.at(totals.outcomes[row]);
    const eligible: Eligibility = standing === 'notApplied' ? 'unknown' : standing;
    const amount = totals.amounts.get(row);
    if (amount !== null && applied.length === 0) return { eligible, before: amount, cut: '0', amount, applied, reasons };
    const min = totals.lows.get(row);
    const shares = totals.shares.get(row);
    return {
      eligible,
      before: totals.before.get(row),
      cut: totals.cuts.get(row),
      amount,
      applied,
      reasons,
      ...(min === null ? {} : { range: { min, max: totals.highs.get(row) } }),
      ...(shares === undefined ? {} : { shares }),
    };
  }

  /** The total of the row by itself, its figures as cells. */
  totalCells(index: number): TotalCells {
    const block = this.block(index);
    const row = index - block.start;
    const { totals } = block;
    if (totals === null) throw new RangeError('the pack settles no total');
    const { applied, reasons } = this.kept.at(totals.outcomes[row]);
    const amount = totals.amounts.cell(row);
    if (amount !== null && applied.length === 0) return { applied, reasons, before: amount, cut: 0, amount, low: null, high: null };
    const shares = totals.shares.get(row);
    return {
      ...(shares === undefined ? {} : { shares }),
      applied,
      reasons,
      before: totals.before.cell(row),
      cut: totals.cuts.cell(row),
      amount,
      low: totals.lows.cell(row),
      high: totals.highs.cell(row),
    };
  }

  facts(index: number): RawFacts {
    const block = this.block(index);
    return block.facts.facts(index - block.start);
  }

  /** One figure of a row; a blank, and one that no column gives, is null. */
  fact(index: number, input: string): RawValue {
    const block = this.block(index);
    return block.facts.fact(index - block.start, input);
  }

  rowParameters(index: number): RawParameters {
    const block = this.block(index);
    return block.facts.rowParameters(index - block.start);
  }
}

/** The range of an open amount in exact 万元. */
export function boundsOf(range: NonNullable<Verdict['range']>, measure: Pick<Measure, 'amountUnit'>): NonNullable<Verdict['range']> {
  return { min: inTenThousand(range.min, measure), max: inTenThousand(range.max, measure) };
}

/** A total from the verdict of a composite or a group. */
export function totalOf(verdict: Verdict): Total {
  const { outputs, range, perMeasure, eligible, amount, applied, reasons } = verdict;
  return {
    eligible,
    amount,
    before: outputs?.['sumBeforeCap'] ?? null,
    cut: outputs?.['cut'] ?? null,
    applied,
    reasons,
    ...(range === undefined ? {} : { range }),
    ...(perMeasure === undefined ? {} : { shares: perMeasure }),
  };
}
