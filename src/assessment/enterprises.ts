import type { Applied, BlockVerdicts, Eligibility, Pack, Program, RawFacts, RawParameters, Reason, Verdict } from '../engine';
import type { LedgerBlock } from '../ledger';
import { Decimals } from './decimals';
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

/** Keeps each different outcome once; rows keep its number. */
class Outcomes {
  private readonly numbers = new Map<string, number>();
  private readonly outcomes: Outcome[] = [];

  number(outcome: Outcome): number {
    const { eligible, reasons, applied, range } = outcome;
    const key = `${String(eligible)} ${reasons.join(' ')}|${applied.join(' ')}${range === undefined ? '' : `|${range.min} ${String(range.max)}`}`;
    const found = this.numbers.get(key);
    if (found !== undefined) return found;
    this.numbers.set(key, this.outcomes.length);
    this.outcomes.push(outcome);
    return this.outcomes.length - 1;
  }

  at(number: number | undefined): Outcome {
    const outcome = number === undefined ? undefined : this.outcomes[number];
    if (outcome === undefined) throw new RangeError(`no outcome ${String(number)}`);
    return outcome;
  }
}

/** One block of judged rows. */
interface KeptBlock {
  readonly start: number;
  readonly count: number;
  readonly rows: Int32Array;
  readonly names: Texts;
  readonly codes: Codes;
  readonly cities: Int32Array;
  readonly counties: Int32Array;
  readonly troubled: Uint8Array;
  readonly facts: PackedFacts;
  readonly outcomes: readonly Int32Array[];
  readonly amounts: readonly Decimals[];
  readonly totals: Int32Array;
  readonly totalAmounts: Decimals;
  /** Totals that are more than their amount: cut, or still open. */
  readonly special: Map<number, Total>;
}

/** The judged rows of a ledger in a few bytes each: who they are, their figures, the answers. Rows are numbered from 0 in the order of the sheet. */
export class Enterprises {
  private readonly blocks: KeptBlock[] = [];
  private readonly kept = new Outcomes();
  private readonly cityWords = new Words();
  private readonly countyWords = new Words();
  private last: KeptBlock | null = null;
  private size = 0;

  constructor(
    private readonly program: Program,
    /** Measures judged row by row, in the order of the pack. */
    readonly measures: readonly string[],
    private readonly composite: string | null,
  ) {}

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
      const nothing = this.program.measure(measure)?.award === null ? null : '0';
      for (let row = 0; row < count; row += 1) {
        const amount = verdicts.status(measure, row) === 0 ? nothing : verdicts.amount(measure, row);
        texts.set(row, amount);
        numbers[row] = this.kept.number(this.outcome(verdicts, measure, row, amount));
      }
    });
    const totals = new Int32Array(count);
    const totalAmounts = new Decimals(count);
    const special = new Map<number, Total>();
    if (this.composite !== null) this.addTotals(verdicts, this.composite, count, totals, totalAmounts, special);
    this.blocks.push({
      start: this.size,
      count,
      rows: read.rows.slice(),
      names: new Texts(read.names),
      codes: new Codes(read.codes),
      cities: Int32Array.from(read.cities, (city) => this.cityWords.index(city)),
      counties: Int32Array.from(read.counties, (county) => this.countyWords.index(county)),
      troubled: read.troubled.slice(),
      facts: new PackedFacts(read.facts, this.program.pack),
      outcomes,
      amounts,
      totals,
      totalAmounts,
      special,
    });
    this.size += count;
  }

  private outcome(verdicts: BlockVerdicts, measure: string, row: number, amount: string | null): Outcome {
    const status = verdicts.status(measure, row);
    const eligible: Eligibility = status === 2 ? 'unknown' : status === 1;
    if (status === 1 && amount !== null) return { eligible, reasons: noReasons, applied: verdicts.applied(measure, row) };
    const reasons = verdicts.reasons(measure, row);
    if (status !== 1) return { eligible, reasons, applied: noneApplied };
    const { range, applied } = verdicts.verdict(measure, row);
    return range === undefined ? { eligible, reasons, applied } : { eligible, reasons, applied, range };
  }

  private addTotals(verdicts: BlockVerdicts, composite: string, count: number, totals: Int32Array, amounts: Decimals, special: Map<number, Total>): void {
    for (let row = 0; row < count; row += 1) {
      const amount = verdicts.amount(composite, row);
      const applied = amount === null ? noneApplied : verdicts.applied(composite, row);
      if (amount !== null && applied.length === 0) {
        amounts.set(row, amount);
        totals[row] = -1;
        continue;
      }
      special.set(row, totalOf(verdicts.verdict(composite, row)));
    }
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
    const block = this.block(index);
    const row = index - block.start;
    const outcome = this.kept.at(block.outcomes[measure]?.[row]);
    return { ...outcome, amount: block.amounts[measure]?.get(row) ?? null };
  }

  /** Only how it stands, for counting. */
  eligible(index: number, measure: number): Outcome['eligible'] {
    const block = this.block(index);
    return this.kept.at(block.outcomes[measure]?.[index - block.start]).eligible;
  }

  /** The total of the row by itself. */
  total(index: number): Total {
    const block = this.block(index);
    const row = index - block.start;
    const special = block.special.get(row);
    if (special !== undefined) return special;
    const amount = block.totalAmounts.get(row);
    return { eligible: true, before: amount, cut: amount === null ? null : '0', amount, applied: noneApplied, reasons: noReasons };
  }

  facts(index: number): RawFacts {
    const block = this.block(index);
    return block.facts.facts(index - block.start);
  }

  rowParameters(index: number): RawParameters {
    const block = this.block(index);
    return block.facts.rowParameters(index - block.start);
  }
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
