import { ExactSum, type Answer, type Assessment, type Item, type Total } from '../assess';

/** How an answer stands. */
export type Stand = 'eligible' | 'not' | 'unknown' | 'notApplied';

/** From one stand to another, or within one: entitled on both sides for more or less, or only settled on one of them. */
export type Move = `${Stand}>${Stand}` | 'more' | 'less' | 'settled' | 'opened' | 'range' | 'shares';

/** One line of the comparison on both sides. Amounts are exact 万元, null while open. */
export interface Sides<T> {
  readonly a: T;
  readonly b: T;
}

/** A measure, or what a legal person gets: the total after the cap, and what is paid outside it. */
type Part = 'measure' | 'total' | 'outside';

/** Something that the two sides judge differently. */
interface Change {
  readonly moves: readonly Move[];
  /** b − a in exact 万元; null where a side is open: missing is not zero. */
  readonly difference: string | null;
}

/** A measure's change with both answers. */
export interface MeasureChange extends Change {
  readonly measure: string;
  readonly answers: Sides<Answer>;
  /** A project's own row; null for a row of the ledger. */
  readonly place: { readonly sheet: string; readonly row: number; readonly name: string; readonly code: string | null } | null;
}

/** The total's change with both totals, and where a cut is shared out differently, the shares (exact 万元, null while open or not shared). */
export interface TotalChange extends Change {
  readonly totals: Sides<Total>;
  readonly shares: readonly ({ readonly measure: string } & Sides<string | null>)[];
}

/** What is paid outside the total cap on each side, exact 万元; null while open. */
export interface OutsideChange extends Change {
  readonly amounts: Sides<string | null>;
}

/** What changed for one row of the ledger. */
export interface RowChange {
  readonly index: number;
  readonly measures: readonly MeasureChange[];
  /** null where the total is the same, or stands on another row of the person; so with what is paid outside it. */
  readonly total: TotalChange | null;
  readonly outside: OutsideChange | null;
}

/** Sums over the table for one measure or the total, in exact 万元. `b − a = difference + settledInB − settledInA`. */
export interface ChangeSummary {
  readonly part: Part;
  /** The measure's id; null for the total and what is outside it. */
  readonly measure: string | null;
  /** Rows (projects; for the total and outside it persons) that changed. */
  readonly changed: number;
  readonly moves: Readonly<Partial<Record<Move, number>>>;
  /** Sums of what is settled on each side. */
  readonly a: string;
  readonly b: string;
  /** Over the rows settled on both sides. */
  readonly difference: string;
  /** Settled on one side only. */
  readonly settledInA: string;
  readonly settledInB: string;
}

/** Changed enterprises of one city or industry. */
export interface PlaceSummary {
  readonly kind: 'city' | 'industry';
  /** null: the ledger leaves it blank. */
  readonly name: string | null;
  /** Legal persons that changed. */
  readonly persons: number;
  /** Those that get more or less where both sides are settled: by the total, or row by row in a document without one. */
  readonly more: number;
  readonly less: number;
  /** Over those settled on both sides, exact 万元. */
  readonly difference: string;
}

function standOf({ eligible }: Pick<Answer, 'eligible'>): Stand {
  return eligible === true ? 'eligible' : eligible === false ? 'not' : eligible;
}

type Range = { readonly min: string; readonly max: string | null } | undefined;

function sameRange(left: Range, right: Range): boolean {
  return left?.min === right?.min && left?.max === right?.max;
}

function negated(text: string): string {
  return text === '0' ? text : text.startsWith('-') ? text.slice(1) : `-${text}`;
}

/** A figure of at most eight decimals as a whole number of the eighth; null where it is finer, or too large to be exact. */
function eighths(text: string): number | null {
  const cell = Number(text);
  const whole = Math.round(cell * 1e8);
  return Math.abs(whole) < 1e15 && whole / 1e8 === cell ? whole : null;
}

/** b − a exactly; null while a side is open. */
function differenceOf(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null;
  if (a === b) return '0';
  const [left, right] = [eighths(a), eighths(b)];
  // Below 10^-6 a number's digits would be written otherwise.
  if (left !== null && right !== null && Math.abs(right - left) >= 100) return String((right - left) / 1e8);
  const sum = new ExactSum();
  sum.add(b);
  sum.add(negated(a));
  return sum.text();
}

/** An amount on both sides, and what is known of it while it is open. */
interface Amount {
  readonly amount: string | null;
  readonly range?: { readonly min: string; readonly max: string | null };
}

/** What two amounts of one line say beside each other. */
function amountChange(a: Amount, b: Amount): { moves: Move[]; difference: string | null } {
  const difference = differenceOf(a.amount, b.amount);
  if (difference !== null) return { moves: difference === '0' ? [] : [difference.startsWith('-') ? 'less' : 'more'], difference };
  if (a.amount === null && b.amount === null) return { moves: sameRange(a.range, b.range) ? [] : ['range'], difference };
  return { moves: [a.amount === null ? 'settled' : 'opened'], difference };
}

/** What became of one answer; no moves where both sides say the same, whatever their reasons. */
function answerChange(a: Answer, b: Answer): { moves: Move[]; difference: string | null } {
  const change = amountChange(a, b);
  const from = standOf(a);
  const to = standOf(b);
  return from === to ? change : { moves: [`${from}>${to}`], difference: change.difference };
}

function sharesOf(a: Total, b: Total): TotalChange['shares'] {
  const measures = new Set([...Object.keys(a.shares ?? {}), ...Object.keys(b.shares ?? {})]);
  return [...measures].flatMap((measure) => {
    const left = a.shares?.[measure] ?? null;
    const right = b.shares?.[measure] ?? null;
    return left === right ? [] : [{ measure, a: left, b: right }];
  });
}

/** Gathers the sums of one line. */
class Summing {
  private readonly sums = { a: new ExactSum(), b: new ExactSum(), difference: new ExactSum(), inA: new ExactSum(), inB: new ExactSum() };
  private readonly moves = new Map<Move, number>();
  private changed = 0;

  constructor(
    private readonly part: Part,
    private readonly measure: string | null = null,
  ) {}

  /** A line that both sides settle at the same amount. */
  addSame(amount: number | string): void {
    if (amount === 0 || amount === '0') return;
    this.sums.a.addCell(amount);
    this.sums.b.addCell(amount);
  }

  add(a: string | null, b: string | null, { moves, difference }: Change): void {
    const { sums } = this;
    if (a !== null && a !== '0') sums.a.add(a);
    if (b !== null && b !== '0') sums.b.add(b);
    if (a !== null && b === null) sums.inA.add(a);
    if (b !== null && a === null) sums.inB.add(b);
    if (difference !== null && difference !== '0') sums.difference.add(difference);
    if (moves.length === 0) return;
    this.changed += 1;
    for (const move of moves) {
      const known = this.moves.get(move);
      this.moves.set(move, known === undefined ? 1 : known + 1);
    }
  }

  summary(): ChangeSummary {
    const { a, b, difference, inA, inB } = this.sums;
    return {
      part: this.part,
      measure: this.measure,
      changed: this.changed,
      moves: Object.fromEntries(this.moves),
      a: a.text(),
      b: b.text(),
      difference: difference.text(),
      settledInA: inA.text(),
      settledInB: inB.text(),
    };
  }
}

/** A project row judged on both sides. */
interface Pair extends Sides<Item>, Change {}

/** Projects of the two sides by sheet row and measure: an overlay may ask for other figures of one. */
function pairsOf(a: readonly Item[], b: readonly Item[]): Pair[] {
  const key = ({ sheet, row, measure }: Item): string => `${measure} ${row} ${sheet}`;
  const others = new Map(b.map((item) => [key(item), item]));
  return a.flatMap((item) => {
    const other = others.get(key(item));
    return other === undefined ? [] : [{ a: item, b: other, ...answerChange(item.answer, other.answer) }];
  });
}

/** Two assessments of one ledger beside each other. Of the rows only the numbers of the changed ones are kept; the rest is made when somebody looks. */
export class Comparison {
  /** Rows of the ledger with a change, in their order. */
  readonly rows: readonly number[];
  /** How many measures and totals changed in each of `rows`. */
  readonly lines: readonly number[];
  /** Changed projects of no enterprise in the ledger. */
  readonly strays: readonly MeasureChange[];
  /** Every measure of the document, then the total where it has one, then what is paid outside it where there is any. */
  readonly summaries: readonly ChangeSummary[];
  readonly places: readonly PlaceSummary[];
  /** Legal persons with a change. */
  readonly persons: number;
  private readonly projects: ReadonlyMap<number, readonly Pair[]>;

  constructor(
    readonly a: Assessment,
    readonly b: Assessment,
    found: Found,
  ) {
    this.rows = found.rows;
    this.lines = found.lines;
    this.projects = found.projects;
    this.strays = (found.projects.get(noEnterprise) ?? []).map(projectChange);
    this.summaries = found.summaries;
    this.places = found.places;
    this.persons = found.persons;
  }

  /** Whether any answer is different. */
  get isEmpty(): boolean {
    return this.rows.length === 0 && this.strays.length === 0;
  }

  /** What changed in a row of the ledger, with both answers. */
  change(index: number): RowChange {
    return rowChange(this.a, this.b, index, this.projects.get(index) ?? []);
  }
}

/** The place of projects whose enterprise the ledger does not have. */
const noEnterprise = -1;

interface Found {
  readonly rows: readonly number[];
  readonly lines: readonly number[];
  readonly projects: ReadonlyMap<number, readonly Pair[]>;
  readonly summaries: readonly ChangeSummary[];
  readonly places: readonly PlaceSummary[];
  readonly persons: number;
}

function projectChange({ a, b, moves, difference }: Pair): MeasureChange {
  const { measure, sheet, row, name, code } = b;
  return {
    measure,
    moves,
    difference,
    answers: { a: a.answer, b: b.answer },
    place: { sheet, row, name, code },
  };
}

function totalSides(a: Assessment, b: Assessment, index: number): TotalChange {
  const totals = { a: a.total(index), b: b.total(index) };
  const shares = sharesOf(totals.a, totals.b);
  const { moves, difference } = amountChange(totals.a, totals.b);
  return { totals, shares, difference, moves: shares.length > 0 ? [...moves, 'shares'] : moves };
}

/** The total that both sides settle alike; null where they do not, or share out a cut. */
function sameTotal(a: Assessment, b: Assessment, index: number): number | string | null {
  const left = a.totalCells(index);
  const right = b.totalCells(index);
  return left.amount === right.amount && left.shares === undefined && right.shares === undefined ? left.amount : null;
}

function totalChange(a: Assessment, b: Assessment, index: number): TotalChange | null {
  if (a.composite === null || !a.bearsTotal(index)) return null;
  const sides = totalSides(a, b, index);
  return sides.moves.length === 0 ? null : sides;
}

function outsideSides(a: Assessment, b: Assessment, index: number): OutsideChange {
  // Nothing of the kind is nothing paid; what is open stays open.
  const paid = (side: Assessment): string | null => {
    const amount = side.outside(index);
    return amount === undefined ? '0' : amount;
  };
  const amounts = { a: paid(a), b: paid(b) };
  return { amounts, ...amountChange({ amount: amounts.a }, { amount: amounts.b }) };
}

function outsideChange(a: Assessment, b: Assessment, index: number): OutsideChange | null {
  if (!a.bearsTotal(index) || !(a.hasOutside || b.hasOutside)) return null;
  const sides = outsideSides(a, b, index);
  return sides.moves.length === 0 ? null : sides;
}

/** Answers over all events of a person stand on its first row; others on each row. */
function ownsAnswer(assessment: Assessment, index: number, measure: string): boolean {
  return assessment.bearsTotal(index) || assessment.program.measure(measure)?.subject === 'enterprise';
}

function rowChange(a: Assessment, b: Assessment, index: number, projects: readonly Pair[]): RowChange {
  const measures = a.measures.flatMap((measure): MeasureChange[] => {
    if (!ownsAnswer(a, index, measure)) return [];
    const answers = { a: a.answer(index, measure), b: b.answer(index, measure) };
    const change = answerChange(answers.a, answers.b);
    return change.moves.length === 0 ? [] : [{ measure, ...change, answers, place: null }];
  });
  const { total, outside } = { total: totalChange(a, b, index), outside: outsideChange(a, b, index) };
  return { index, measures: [...measures, ...projects.map(projectChange)], total, outside };
}

/** Counts changed persons by city and by industry. */
class Places {
  private readonly kinds = new Map<
    string,
    { kind: PlaceSummary['kind']; name: string | null; persons: Set<number>; more: number; less: number; sum: ExactSum }
  >();
  private readonly labels: ReadonlyMap<string, string>;
  private readonly industry: string | null;
  private readonly hasPlaces: boolean;

  constructor(private readonly assessment: Assessment) {
    this.hasPlaces = assessment.layout().places;
    const input = Object.values(assessment.pack.inputs).find((one) => one.id === 'industry' && one.type === 'choice');
    const isThere = assessment.plan.columns.some((column) => column.state === 'matched' && column.target?.id === input?.id);
    this.industry = input !== undefined && isThere ? input.id : null;
    this.labels = new Map(input?.choices.map(({ id, label }) => [id, label]));
  }

  /** Counts a changed row; `difference` of what it gets, null while a side is open. */
  add(index: number, person: number, difference: string | null): void {
    if (this.hasPlaces) this.count('city', this.assessment.identity(index).city, person, difference);
    if (this.industry === null) return;
    const found = this.assessment.fact(index, this.industry);
    this.count('industry', typeof found === 'string' ? (this.labels.get(found) ?? found) : null, person, difference);
  }

  private count(kind: PlaceSummary['kind'], name: string | null, person: number, difference: string | null): void {
    const key = `${kind} ${name ?? ''}`;
    const place = this.kinds.get(key) ?? { kind, name, persons: new Set<number>(), more: 0, less: 0, sum: new ExactSum() };
    this.kinds.set(key, place);
    place.persons.add(person);
    if (difference === null) return;
    place.sum.add(difference);
    if (difference.startsWith('-')) place.less += 1;
    else if (difference !== '0') place.more += 1;
  }

  summaries(): PlaceSummary[] {
    const kinds: readonly PlaceSummary['kind'][] = ['city', 'industry'];
    return kinds.flatMap((kind) =>
      [...this.kinds.values()]
        .filter((place) => place.kind === kind)
        .sort((left, right) => right.persons.size - left.persons.size)
        .map(({ name, persons, more, less, sum }) => ({ kind, name, persons: persons.size, more, less, difference: sum.text() })),
    );
  }
}

/** Rows compared between two breaths: some hundredths of a second. A changed row counts as several. */
const workAtOnce = 1024;
const changedWork = 8;

/** What a row gets more or less over all that changed; null while any of it is open on a side. */
function sumOf(changes: readonly Change[]): string | null {
  const sum = new ExactSum();
  for (const { difference } of changes) {
    if (difference === null) return null;
    sum.add(difference);
  }
  return sum.text();
}

/**
 * Compares two assessments made side by side of one ledger, row by row on the exact amounts. Yields the rows compared so far, some
 * thousand at a time; stop asking for more to cancel. Assessments of different ledgers or documents are a RangeError.
 */
export function* compare(a: Assessment, b: Assessment): Generator<number, Comparison> {
  if (a.count !== b.count || a.pack.id !== b.pack.id || a.file !== b.file) throw new RangeError('not two assessments of one ledger');
  const summing = a.pack.measures.map(({ id }) => ({ id, sums: new Summing('measure', id) }));
  const byId = new Map(summing.map(({ id, sums }) => [id, sums]));
  const total = a.composite === null ? null : new Summing('total');
  const outside = a.hasOutside || b.hasOutside ? new Summing('outside') : null;
  const projects = new Map<number, Pair[]>();
  for (const pair of pairsOf(a.projects, b.projects)) {
    byId.get(pair.a.measure)?.add(pair.a.answer.amount, pair.b.answer.amount, pair);
    if (pair.moves.length === 0) continue;
    const { enterprise } = pair.a;
    const own = projects.get(enterprise) ?? [];
    projects.set(enterprise, own);
    own.push(pair);
  }
  const byRow = new Set(a.pack.measures.filter(({ subject }) => subject === 'enterprise').map(({ id }) => id));
  const rows: number[] = [];
  const lines: number[] = [];
  const persons = new Set<number>();
  const places = new Places(a);
  let work = 0;
  for (let index = 0; index < a.count; index += 1) {
    const bears = a.bearsTotal(index);
    const changes: Change[] = [...(projects.get(index) ?? [])];
    for (const measure of a.measures) {
      if (!byRow.has(measure) && !bears) continue;
      const sums = byId.get(measure);
      const same = a.amount(index, measure);
      // Most rows are the same on both sides: that is seen without making their answers.
      if (same !== null && same === b.amount(index, measure) && a.outcome(index, measure).eligible === b.outcome(index, measure).eligible) {
        sums?.addSame(same);
        continue;
      }
      const left = a.answer(index, measure);
      const right = b.answer(index, measure);
      const change = answerChange(left, right);
      sums?.add(left.amount, right.amount, change);
      if (change.moves.length > 0) changes.push(change);
    }
    const got: Change[] = total === null ? changes.slice() : [];
    const same = total === null || !bears ? null : sameTotal(a, b, index);
    if (same !== null) total?.addSame(same);
    else if (total !== null && bears) {
      const sides = totalSides(a, b, index);
      total.add(sides.totals.a.amount, sides.totals.b.amount, sides);
      if (sides.moves.length > 0) got.push(sides);
    }
    if (outside !== null && bears) {
      const sides = outsideSides(a, b, index);
      outside.add(sides.amounts.a, sides.amounts.b, sides);
      if (sides.moves.length > 0) got.push(sides);
    }
    const count = changes.length + (total === null ? 0 : got.length);
    if (count > 0) {
      const person = a.personOf(index);
      rows.push(index);
      lines.push(count);
      persons.add(person);
      places.add(index, person, sumOf(got));
    }
    work += count > 0 ? changedWork : 1;
    if (work < workAtOnce) continue;
    work = 0;
    yield index + 1;
  }
  const sums = [...summing.map((one) => one.sums), ...[total, outside].filter((one) => one !== null)];
  const summaries = sums.map((one) => one.summary());
  return new Comparison(a, b, { rows, lines, projects, summaries, places: places.summaries(), persons: persons.size });
}
