import type { ExclusiveChoice, Pack, Program, RawFacts, RawParameters, RawValue, Trace, Verdict } from '../engine';
import { mostSharedRows, type ResultLayout, type ShownRow, type StampData } from '../explain';
import type { Block, Host } from '../hosts/host';
import { filledBlocks, keyHeaders, type LedgerPlan, type ParameterReading, type PlannedColumn } from '../ledger';
import { ExactSum, addTexts } from './decimals';
import type { Answer, Enterprises, Identity, Outcome, Total, TotalCells } from './enterprises';
import { notApplied, type EventTotal, type Item } from './events';
import type { Persons } from './persons';
import type { PlacedProblem, Problems } from './problems';
import { ended, rowsAtOnce } from './slices';

/** The columns that say who a row is, named in the stamp even where they are missing; and where it is, where they are there. */
const namingKeys = ['name', 'creditCode'] as const;
const placeKeys = ['city', 'county'] as const;

/** How an enterprise stands over all measures: entitled to one at least; else undecided about one; else to none. */
type Standing = 'eligible' | 'unknown' | 'not';

type Outputs = NonNullable<Verdict['outputs']>;
type EventTotals = ReadonlyMap<number, ReadonlyMap<string, EventTotal & { readonly items: readonly Item[] }>>;

/** Everything a run leaves behind. */
interface AssessmentParts {
  readonly program: Program;
  readonly hash: string;
  readonly version: string;
  readonly file: string;
  readonly sheet: string;
  readonly plan: LedgerPlan;
  readonly settings: ParameterReading;
  readonly enterprises: Enterprises;
  readonly persons: Persons;
  /** Measures judged row by row. */
  readonly measures: readonly string[];
  readonly projects: readonly Item[];
  readonly events: readonly Item[];
  /** By the first row of a person. */
  readonly eventTotals: EventTotals;
  /** Totals of persons with several rows or with events, by first row. */
  readonly totals: ReadonlyMap<number, Total>;
  readonly problems: Problems;
  readonly skipped: StampData['skipped'];
  readonly hidden: number;
  readonly blank: number;
}

/** Sums over the table in exact 万元, of what is settled; persons are counted, not rows. */
interface AssessmentTotals {
  readonly before: string;
  readonly cut: string;
  readonly after: string;
  /** Persons the total cap cut. */
  readonly capped: number;
  /** Persons whose total is open. */
  readonly open: number;
  /** Persons whose total stands at the limit whatever is still open: in `after`, not in `before` and `cut`. */
  readonly atLimit: number;
  /** Paid outside the total cap; null where the policy has nothing of the kind. */
  readonly outside: string | null;
  readonly measures: readonly {
    readonly measure: string;
    /** null: the measure pays nothing (a date, a share, a quota). */
    readonly amount: string | null;
    readonly eligible: number;
    readonly notEligible: number;
    readonly unknown: number;
    /** Not applied for. */
    readonly notApplied: number;
    /** Entitled or undecided, amount not known. */
    readonly open: number;
  }[];
}

/** The step that says that another measure of an exclusive choice is paid. */
function notChosen({ id, quote }: ExclusiveChoice['conditions'][number]): Trace['steps'][number] {
  return { kind: 'condition', id, quote, figures: [], formula: '', holds: false, reasons: [`fail:${id}`] };
}

/** The answers of one run: small per row, made into words and traces only when somebody looks. Enterprises are numbered from 0 in the order of the sheet. */
export class Assessment {
  readonly pack: Pack;
  readonly program: Program;
  readonly hash: string;
  readonly version: string;
  readonly file: string;
  readonly sheet: string;
  readonly plan: LedgerPlan;
  readonly settings: ParameterReading;
  readonly projects: readonly Item[];
  readonly events: readonly Item[];
  /** Every measure with a column in the results: row measures and event measures, in the order of the pack. */
  readonly measures: readonly string[];
  /** Id of the composite that settles the total; null where the pack has none. */
  readonly composite: string | null;
  private readonly members: ReadonlySet<string>;
  private readonly rowMeasures: ReadonlyMap<string, number>;
  /** For each of `measures` its place among the row measures. */
  private readonly places: readonly (number | undefined)[];
  private readonly projectsOf = new Map<number, Item[]>();
  private summed: AssessmentTotals | null = null;
  private standings: Uint8Array | null = null;

  constructor(private readonly parts: AssessmentParts) {
    const { program } = parts;
    this.program = program;
    this.pack = program.pack;
    this.hash = parts.hash;
    this.version = parts.version;
    this.file = parts.file;
    this.sheet = parts.sheet;
    this.plan = parts.plan;
    this.settings = parts.settings;
    this.projects = parts.projects;
    this.events = parts.events;
    this.rowMeasures = new Map(parts.measures.map((measure, index) => [measure, index]));
    this.measures = this.pack.measures.filter((measure) => measure.subject !== 'project').map((measure) => measure.id);
    this.places = this.measures.map((measure) => this.rowMeasures.get(measure));
    const [group] = this.pack.groups;
    this.composite = group?.composite ?? null;
    const members =
      group === undefined
        ? []
        : 'reading' in group.members
          ? (group.members.options[program.readings[group.members.reading] ?? ''] ?? [])
          : group.members;
    this.members = new Set(members);
    for (const project of parts.projects) {
      if (project.enterprise < 0) continue;
      const own = this.projectsOf.get(project.enterprise);
      if (own === undefined) this.projectsOf.set(project.enterprise, [project]);
      else own.push(project);
    }
  }

  /** Rows judged. */
  get count(): number {
    return this.parts.enterprises.count;
  }

  /** Legal persons among them. */
  get persons(): number {
    return this.parts.persons.count;
  }

  /** All problems, the unlisted ones too. */
  get problemCount(): number {
    return this.parts.problems.count;
  }

  get errorCount(): number {
    return this.parts.problems.errors;
  }

  /** The listed problems; a kind with too many ends in one line that counts the rest. */
  problems(): readonly PlacedProblem[] {
    return this.parts.problems.list();
  }

  /** The listed problems of one row's cells. */
  problemsOf(index: number): readonly PlacedProblem[] {
    if (this.parts.enterprises.troubled(index) === 0 && !this.parts.persons.isShared(index)) return [];
    const row = this.parts.enterprises.sheetRow(index);
    return this.problems().filter((problem) => problem.row === row && problem.sheet === this.sheet);
  }

  /** Cells of a row that had a problem; 255: that many or more. */
  troubled(index: number): number {
    return this.parts.enterprises.troubled(index);
  }

  identity(index: number): Identity {
    return this.parts.enterprises.identity(index);
  }

  /** The enterprise on a zero-based sheet row; −1 where there is none. */
  find(sheetRow: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const row = this.parts.enterprises.sheetRow(middle);
      if (row === sheetRow) return middle;
      if (row < sheetRow) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The answer of a measure; for an event measure over all events of the person. */
  answer(index: number, measure: string): Answer {
    const position = this.rowMeasures.get(measure);
    if (position !== undefined) return this.parts.enterprises.answer(index, position);
    return this.parts.eventTotals.get(this.parts.persons.firstOf(index))?.get(measure)?.answer ?? notApplied;
  }

  /** How a measure's answer stands, apart from its amount; many rows share the object. */
  outcome(index: number, measure: string): Outcome {
    const position = this.rowMeasures.get(measure);
    return position === undefined ? this.answer(index, measure) : this.parts.enterprises.outcomeOf(index, position);
  }

  /** A measure's amount in exact 万元, as a number where that says the same; null while open. */
  amount(index: number, measure: string): number | string | null {
    const position = this.rowMeasures.get(measure);
    return position === undefined ? this.answer(index, measure).amount : this.parts.enterprises.amount(index, position);
  }

  /** What a row measure gives besides its amount, as exact text: a date, the parts of two payers, a share. Most measures give nothing of the kind. */
  outputs(index: number, measure: string): Outputs {
    if (!this.rowMeasures.has(measure) || this.program.measure(measure)?.outputs.length === 0) return {};
    return this.program.judge(measure, this.facts(index), this.parameters(index)).outputs ?? {};
  }

  /** The events of the row's person under a measure. */
  eventsOf(index: number, measure?: string): readonly Item[] {
    if (this.parts.eventTotals.size === 0) return [];
    const own = this.parts.eventTotals.get(this.parts.persons.firstOf(index));
    if (own === undefined) return [];
    return [...own].filter(([id]) => measure === undefined || id === measure).flatMap(([, total]) => total.items);
  }

  /** The projects of the row's person: paid outside the total cap. */
  projectsFor(index: number): readonly Item[] {
    return this.projectsOf.get(this.parts.persons.firstOf(index)) ?? [];
  }

  /** The total of the row's legal person. */
  total(index: number): Total {
    return this.parts.totals.get(this.parts.persons.firstOf(index)) ?? this.parts.enterprises.total(index);
  }

  /** Whether the person's total is shown on this row: on the first of its rows. */
  bearsTotal(index: number): boolean {
    return this.parts.persons.firstOf(index) === index;
  }

  /** The first row of the row's legal person. */
  personOf(index: number): number {
    return this.parts.persons.firstOf(index);
  }

  /** Whether other rows are of the same legal person. */
  isShared(index: number): boolean {
    return this.parts.persons.isShared(index);
  }

  /** Other rows of the same legal person: all of them, or the first `most`. */
  sharedWith(index: number, most = Infinity): readonly number[] {
    if (!this.parts.persons.isShared(index)) return [];
    const others = this.parts.persons.rowsOf(index, most + 1).filter((other) => other !== index);
    return others.length > most ? others.slice(0, most) : others;
  }

  /** What the person is paid outside the total; null while open, undefined where there is nothing of the kind. */
  outside(index: number): string | null | undefined {
    const amounts: (string | null)[] = this.projectsFor(index).map((project) => project.answer.amount);
    for (const measure of this.measures) {
      if (this.composite === null || this.members.has(measure)) continue;
      for (const row of this.rowMeasures.has(measure) ? this.parts.persons.rowsOf(index) : [index]) {
        const answer = this.answer(row, measure);
        if (answer.eligible !== 'notApplied') amounts.push(answer.amount);
      }
    }
    if (amounts.length === 0) return undefined;
    const known = amounts.filter((amount) => amount !== null);
    return known.length < amounts.length ? null : addTexts(known);
  }

  /** Whether anything is paid outside the total. */
  get hasOutside(): boolean {
    return this.projects.length > 0 || (this.composite !== null && this.measures.some((measure) => !this.members.has(measure)));
  }

  standing(index: number): Standing {
    this.standings ??= ended(this.findingStandings());
    const code = this.standings[index];
    return code === 1 ? 'eligible' : code === 2 ? 'unknown' : 'not';
  }

  private *findingStandings(): Generator<void, Uint8Array, undefined> {
    const { enterprises, measures } = this.parts;
    const standings = new Uint8Array(enterprises.count);
    const events = this.measures.filter((measure) => !this.rowMeasures.has(measure));
    for (let index = 0; index < standings.length; index += 1) {
      let unknown = false;
      let eligible = false;
      for (let position = 0; position < measures.length && !eligible; position += 1) {
        const found = enterprises.outcomeOf(index, position).eligible;
        if (found === true) eligible = true;
        else if (found === 'unknown') unknown = true;
      }
      if (!eligible && this.parts.eventTotals.size > 0) {
        for (const measure of events) {
          const found = this.answer(index, measure).eligible;
          if (found === true) eligible = true;
          else if (found === 'unknown') unknown = true;
        }
      }
      standings[index] = eligible ? 1 : unknown ? 2 : 0;
      if (index % rowsAtOnce === rowsAtOnce - 1) yield;
    }
    return standings;
  }

  /** The figures the rules saw in a row: input id → exact text, blank null. */
  facts(index: number): RawFacts {
    return this.parts.enterprises.facts(index);
  }

  /** One figure of a row. */
  fact(index: number, input: string): RawValue {
    return this.parts.enterprises.fact(index, input);
  }

  /** The batch's parameters with those the row gives itself. */
  parameters(index: number): RawParameters {
    return { ...this.settings.parameters, ...this.parts.enterprises.rowParameters(index) };
  }

  /** How a row measure's answer came about. */
  trace(index: number, measure: string): Trace {
    return this.program.trace(measure, this.facts(index), this.parameters(index));
  }

  /** How the answer for one event or project came about. */
  traceItem(item: Item): Trace {
    const trace = this.program.trace(item.measure, item.facts, item.parameters);
    const { choice, answer } = item;
    if (choice === undefined || answer.eligible === 'notApplied') return trace;
    const { eligible, amount, reasons, applied, range } = answer;
    const { measure } = trace.verdict;
    return {
      ...trace,
      steps: eligible === false ? [...trace.steps, ...choice.conditions.map(notChosen)] : trace.steps,
      verdict: { measure, eligible, amount, reasons, applied, ...(range === undefined ? {} : { range }) },
    };
  }

  /** Sums over the table; made once. */
  totals(): AssessmentTotals {
    this.summed ??= ended(this.summing());
    return this.summed;
  }

  /** Finds all standings and totals a few thousand rows at a time, for those who must answer others in between; at its end they are at hand. */
  *settle(): Generator<void, void, undefined> {
    this.standings ??= yield* this.findingStandings();
    this.summed ??= yield* this.summing();
  }

  private *summing(): Generator<void, AssessmentTotals, undefined> {
    const { enterprises, persons } = this.parts;
    const before = new ExactSum();
    const cut = new ExactSum();
    const after = new ExactSum();
    const outside = new ExactSum();
    let capped = 0;
    let open = 0;
    let atLimit = 0;
    const counts = this.measures.map((measure) => ({
      measure,
      pays: this.program.measure(measure)?.award !== null,
      sum: new ExactSum(),
      eligible: 0,
      notEligible: 0,
      unknown: 0,
      notApplied: 0,
      open: 0,
    }));
    const count = (position: number, eligible: Answer['eligible'], amount: number | string | null): void => {
      const one = counts[position];
      if (one === undefined) return;
      if (eligible === true) one.eligible += 1;
      else if (eligible === false) one.notEligible += 1;
      else if (eligible === 'unknown') one.unknown += 1;
      else one.notApplied += 1;
      if (amount === null) {
        if (one.pays && (eligible === true || eligible === 'unknown')) one.open += 1;
      } else if (amount !== 0) one.sum.addCell(amount);
    };
    const { places } = this;
    const hasOutside = this.composite !== null && this.measures.some((measure) => !this.members.has(measure));
    const add = (index: number): void => {
      const first = persons.firstOf(index) === index;
      places.forEach((place, position) => {
        const measure = this.measures[position];
        if (place !== undefined) count(position, enterprises.outcomeOf(index, place).eligible, enterprises.amount(index, place));
        else if (first && measure !== undefined) {
          const { eligible, amount } = this.answer(index, measure);
          count(position, eligible, amount);
        }
      });
      if (!first || this.composite === null) return;
      const total = this.totalCells(index);
      if (total.before !== null) before.addCell(total.before);
      if (total.cut !== null) cut.addCell(total.cut);
      if (total.amount === null) open += 1;
      else after.addCell(total.amount);
      if (total.amount !== null && total.before === null) atLimit += 1;
      if (total.applied.length > 0) capped += 1;
      if (!hasOutside) return;
      const paid = this.outside(index);
      if (typeof paid === 'string') outside.add(paid);
    };
    for (let index = 0; index < enterprises.count; index += 1) {
      add(index);
      if (index % rowsAtOnce === rowsAtOnce - 1) yield;
    }
    if (!hasOutside) for (const project of this.projects) if (project.answer.amount !== null) outside.add(project.answer.amount);
    return {
      before: before.text(),
      cut: cut.text(),
      after: after.text(),
      capped,
      open,
      atLimit,
      outside: this.hasOutside ? outside.text() : null,
      measures: counts.map(({ sum, pays, ...rest }) => ({ ...rest, amount: pays ? sum.text() : null })),
    };
  }

  /** What the result table of this run holds. */
  layout(): ResultLayout {
    const [group] = this.pack.groups;
    const allocation = group === undefined ? undefined : this.program.readings[group.allocation];
    const isShared = allocation === 'clauseOrder' || allocation === 'proRata';
    return {
      shared: isShared ? this.measures.filter((measure) => this.members.has(measure)) : [],
      pack: this.pack,
      measures: this.measures,
      composite: this.composite,
      places: this.parts.enterprises.hasPlaces,
      outside: this.hasOutside,
    };
  }

  /** A row as the result table shows it. */
  shown(index: number): ShownRow {
    const { row, name, code, city, county } = this.identity(index);
    const bears = this.bearsTotal(index);
    const outside = bears && this.hasOutside ? this.outside(index) : undefined;
    const outcomes = new Array<Outcome>(this.measures.length);
    const amounts = new Array<number | string | null>(this.measures.length);
    const outputs = this.measures.map((measure) => this.outputs(index, measure));
    this.places.forEach((place, at) => {
      if (place !== undefined) {
        outcomes[at] = this.parts.enterprises.outcomeOf(index, place);
        amounts[at] = this.parts.enterprises.amount(index, place);
        return;
      }
      const answer = this.answer(index, this.measures[at] ?? '');
      outcomes[at] = answer;
      amounts[at] = answer.amount;
    });
    return {
      row: row + 1,
      name,
      code,
      city,
      county,
      outcomes,
      amounts,
      outputs,
      total: this.composite === null || !bears ? null : this.totalCells(index),
      sharedRows: this.sharedWith(index, bears ? mostSharedRows + 1 : 1).map((other) => this.parts.enterprises.sheetRow(other) + 1),
      events: bears ? this.eventsOf(index).length : 0,
      ...(outside === undefined ? {} : { outside }),
    };
  }

  /** The total of the row's legal person, its figures as cells. */
  totalCells(index: number): TotalCells {
    const own = this.parts.totals.size === 0 ? undefined : this.parts.totals.get(this.parts.persons.firstOf(index));
    if (own === undefined) return this.parts.enterprises.totalCells(index);
    const { before, cut, amount, applied, reasons, range, shares } = own;
    const cells = { before, cut, amount, applied, reasons, low: range?.min ?? null, high: range?.max ?? null };
    return shares === undefined || applied.length === 0 ? cells : { ...cells, shares };
  }

  /** The ledger's cells as they were read: words of a merged area stand in each of its rows. */
  blocks(host: Pick<Host, 'read'>): AsyncIterable<Block> {
    return filledBlocks(this.plan.filled, host.read(this.sheet));
  }

  /** Columns of the ledger that have a header and of which nothing was read, in the order of the sheet. */
  unread(): readonly PlannedColumn[] {
    return this.parts.plan.columns.filter((column) => column.state !== 'matched');
  }

  /** What the stamp says of this run. `time` is given from outside. */
  stampData(time: string): StampData {
    const { plan, settings, sheet, file } = this.parts;
    const totals = this.totals();
    const matched = new Map(
      plan.columns.flatMap((column) => (column.state === 'matched' && column.target ? [[column.target.id, column] as const] : [])),
    );
    const ledgerInputs = Object.values(this.pack.inputs).filter((input) => input.table === 'ledger');
    const named = [...namingKeys, ...placeKeys.filter((key) => matched.has(key))].map((key) => ({
      id: key,
      name: keyHeaders[key][0] ?? key,
    }));
    return {
      pack: this.pack,
      hash: this.hash,
      engineVersion: this.version,
      file,
      sheet,
      time,
      rows: this.count,
      persons: this.persons,
      skipped: this.parts.skipped,
      hidden: this.parts.hidden,
      blank: this.parts.blank,
      errors: this.errorCount,
      warnings: this.problemCount - this.errorCount,
      parameters: settings.parameters,
      readings: this.program.readings,
      sources: settings.sources,
      columns: Object.fromEntries(
        [...matched.values()].flatMap((column) =>
          column.target?.kind === 'parameter' ? [[column.target.id, column.header] as const] : [],
        ),
      ),
      header: { first: plan.headerRow + 1, last: plan.headerRow + plan.headerRows },
      unread: this.unread().map(({ letters, header }) => ({ column: letters, header })),
      matches: [...named, ...ledgerInputs].map((input) => {
        const column = matched.get(input.id);
        return { name: input.name, column: column?.letters ?? null, header: column?.header ?? null, unit: column?.unit?.name ?? null };
      }),
      totals: totals.measures,
      sums: totals,
    };
  }
}
