import {
  addEvents,
  answerOf,
  isBlank,
  notApplied,
  ownInputs,
  settleChoice,
  withoutCaps,
  type EventTotal,
  type Item,
} from './assessment/events';
import { Assessment } from './assessment/assessment';
import { Enterprises, totalOf, type Answer, type Total } from './assessment/enterprises';
import { Persons } from './assessment/persons';
import { Problems, type PlacedProblem } from './assessment/problems';
import { findLedger, planOf, readSettings, sheetOf } from './assessment/sheets';
import { rowsAtOnce, settledAtOnce } from './assessment/slices';
import { compile, withShapes, type CompileOptions, type Measure, type Pack, type Part, type Program, type RawParameters } from './engine';
import { problemParts } from './explain';
import type { Block, Host, SheetInfo } from './hosts/host';
import {
  cellAddress,
  filledBlocks,
  readLedgerBlock,
  readLedgerBlocks,
  type ColumnChoices,
  type LedgerPlan,
  type ParameterReading,
  type SkippedRow,
} from './ledger';
import { version } from './version';

export { ExactSum } from './assessment/decimals';
export { Assessment } from './assessment/assessment';
export type { Answer, Total } from './assessment/enterprises';
export type { Item } from './assessment/events';
export type { PlacedProblem } from './assessment/problems';
export { planOf, readSettings, sheetOf } from './assessment/sheets';
export { rowsAtOnce } from './assessment/slices';
export { assessmentSheets, FreeNames, rowsOfSheet, writeAssessment } from './assessment/write';

/** A pack with its digest and, where it is shipped, the code generated from it. */
export interface AssessedPolicy {
  readonly pack: Pack;
  /** SHA-256 of the pack's file, hexadecimal. */
  readonly hash: string;
  readonly columns?: CompileOptions['columns'];
}

/** How a ledger is judged. Everything left out is found in the workbook. */
export interface AssessOptions {
  /** The sheet that holds the ledger. */
  readonly sheet?: string;
  /** The officer's corrections of its columns. */
  readonly choices?: ColumnChoices;
  /** Parameters, readings and sources; without them the workbook's own sheet 参数 is read. */
  readonly settings?: ParameterReading;
  readonly blockRows?: number;
  /** Who reads the ledger's blocks: this thread, unless another is named. */
  readonly readBlocks?: typeof readLedgerBlocks;
}

/** How far the work is. `total` null: not known. */
export interface Progress {
  readonly stage: 'reading' | 'judging' | 'totals';
  readonly rows: number;
  readonly total: number | null;
}

const usualBlockRows = 8192;

/** One way to judge a ledger: a policy under its settings. */
export interface AssessedSide {
  readonly policy: AssessedPolicy;
  /** Without them the workbook's own sheet 参数 is read. */
  readonly settings?: ParameterReading;
}

/** What a ledger is judged with on one side, and what comes out. */
interface Judging extends AssessedSide {
  readonly settings: ParameterReading;
  readonly program: Program;
  readonly problems: Problems;
  readonly enterprises: Enterprises;
}

/** Readings that an assumption changes: they are in force whatever the workbook chose, or the results would not be of that assumption. */
function assumedReadings({ assumption }: Pack): Readonly<Record<string, string>> {
  const changes = assumption?.changes ?? [];
  return Object.fromEntries(changes.flatMap(({ kind, name, to }) => (kind === 'reading' ? [[name, to]] : [])));
}

function judgingOf({ policy }: AssessedSide, settings: ParameterReading, first: Judging | undefined): Judging {
  const { pack, columns } = policy;
  const program = compile(withShapes(pack, settings.shapes ?? {}), {
    readings: { ...settings.readings, ...assumedReadings(pack) },
    ...(columns === undefined ? {} : { columns }),
  });
  const problems = new Problems((problem) => problemParts(problem, 'zh-CN').severity);
  for (const problem of settings.problems) problems.add(problem);
  const measures = pack.measures.filter((measure) => measure.subject === 'enterprise').map((measure) => measure.id);
  return {
    policy,
    settings,
    program,
    problems,
    enterprises: new Enterprises(program, measures, pack.groups[0]?.composite ?? null, first?.enterprises),
  };
}

/**
 * Judges a workbook: reads its parameters and its ledger block by block, judges each block, joins projects and events by credit code, and
 * settles the total of each legal person. Yields after every block, and while it settles after every few rows; stop asking for more to cancel. Host problems are thrown as they come;
 * what is wrong with the table is told in the assessment's problems.
 */
export async function* assess(host: Host, policy: AssessedPolicy, options: AssessOptions = {}): AsyncGenerator<Progress, Assessment> {
  const { settings, ...reading } = options;
  const [assessment] = yield* assessSides(host, [settings === undefined ? { policy } : { policy, settings }], reading);
  if (assessment === undefined) throw new Error('one side was judged and nothing came out');
  return assessment;
}

/**
 * The same on several sides at once, for comparing them: the ledger is read once, and only the answers are kept for each side. All sides
 * judge by one document: its pack, or that pack with figures laid over it.
 */
export async function* assessSides(
  host: Host,
  sides: readonly AssessedSide[],
  options: Omit<AssessOptions, 'settings'> = {},
): AsyncGenerator<Progress, readonly Assessment[]> {
  yield { stage: 'reading', rows: 0, total: null };
  const sheets = await host.sheets();
  const all: Judging[] = [];
  for (const side of sides) all.push(judgingOf(side, side.settings ?? (await readSettings(host, side.policy.pack, sheets)), all[0]));
  const [first] = all;
  if (first === undefined) return [];
  const { pack } = first.policy;
  if (all.some(({ policy }) => policy.pack.id !== pack.id)) throw new RangeError('all sides judge by one document');
  const { info, plan, others } = await findLedger(host, sheets, pack, options);
  const report = (problem: PlacedProblem): void => {
    for (const { problems } of all) problems.add(problem);
  };
  for (const problem of plan.problems) report({ sheet: info.name, ...problem });
  for (const { name } of others)
    report({ code: 'sheet-left-out', sheet: name, row: -1, column: -1, address: '', header: '', text: info.name });

  const { enterprises } = first;
  const persons = new Persons((row) => enterprises.code(row));
  const total = info.rows > plan.firstRow ? info.rows - plan.firstRow : null;
  const skipped = new SkippedRows();
  let hidden = 0;
  let blank = 0;
  let read = 0;
  if (plan.headerRow >= 0) {
    const readBlocks = options.readBlocks ?? readLedgerBlocks;
    for await (const ledger of readBlocks(host, plan, info, options.blockRows ?? usualBlockRows)) {
      for (const problem of ledger.problems) report(problem);
      for (const { problems, enterprises, program, settings } of all) {
        problems.addUnlisted(info.name, ledger.problemCount - ledger.problems.length);
        enterprises.add(ledger, program.judgeBlock(ledger.facts, settings.parameters));
      }
      for (const code of ledger.codes) persons.add(code);
      skipped.add(ledger.skipped);
      hidden += ledger.hidden.reduce((sum, one) => sum + one, 0);
      blank += ledger.blankRows;
      read = Math.max(0, ledger.end - plan.firstRow);
      yield { stage: 'judging', rows: read, total: total === null ? null : Math.max(total, read) };
    }
    if (enterprises.count === 0) report({ code: 'no-rows', sheet: info.name, row: -1, column: -1, address: '', header: '', text: '' });
  }
  const settling: Progress = { stage: 'totals', rows: read, total: read };
  yield settling;
  yield* each(reportShared(enterprises, persons, plan, info, report), settling);
  yield* each(reportNamesakes(enterprises, plan, info, report), settling);
  const assessments: Assessment[] = [];
  for (const { policy, settings, program, enterprises, problems } of all) {
    const { blockRows } = options;
    const stream = {
      host,
      blockRows,
      settling,
      pack: policy.pack,
      program,
      parameters: settings.parameters,
      enterprises,
      persons,
      problems,
    };
    const projects = yield* readItems(stream, sheetOf(sheets, 'project'), 'project', info.name);
    const events = yield* readItems(stream, sheetOf(sheets, 'event'), 'event', info.name);
    const eventTotals = yield* each(totalEvents(events, program), settling);
    const [group] = policy.pack.groups;
    const totals = group === undefined ? new Map<number, Total>() : yield* each(settlePersons(stream, group.id, eventTotals), settling);
    assessments.push(
      new Assessment({
        program,
        hash: policy.hash,
        version,
        file: host.name,
        sheet: info.name,
        plan,
        settings,
        enterprises,
        persons,
        measures: enterprises.measures,
        projects,
        events,
        eventTotals,
        totals,
        problems,
        skipped: skipped.list(),
        hidden,
        blank,
      }),
    );
  }
  return assessments;
}

/** Tells of progress after each slice of the work. */
function* each<T>(work: Generator<void, T>, progress: Progress): Generator<Progress, T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield progress;
  }
}

/** Only so many rows of a kind are named; all are counted. */
const namedRows = 20;

/** Counts the rows that hold no enterprise, by kind. */
class SkippedRows {
  private readonly kinds = new Map<SkippedRow['kind'], { count: number; rows: number[] }>();

  add(skipped: readonly SkippedRow[]): void {
    for (const { kind, row } of skipped) {
      const known = this.kinds.get(kind) ?? { count: 0, rows: [] };
      this.kinds.set(kind, known);
      known.count += 1;
      if (known.rows.length < namedRows) known.rows.push(row + 1);
    }
  }

  list(): { kind: SkippedRow['kind']; count: number; rows: number[] }[] {
    return [...this.kinds].map(([kind, { count, rows }]) => ({ kind, count, rows }));
  }
}

/** Rows with one credit code are told once, at the first of them. */
function* reportShared(
  enterprises: Enterprises,
  persons: Persons,
  plan: LedgerPlan,
  info: SheetInfo,
  report: (problem: PlacedProblem) => void,
): Generator<void, void> {
  const found = plan.columns.find((column) => column.state === 'matched' && column.target?.id === 'creditCode');
  const column = found === undefined ? -1 : found.column;
  for (const [place, first] of persons.shared.entries()) {
    if (place % rowsAtOnce === rowsAtOnce - 1) yield;
    const rows = persons.rowsOf(first).map((index) => enterprises.sheetRow(index));
    const row = rows[0] ?? -1;
    report({
      code: 'credit-code-duplicate',
      sheet: info.name,
      row,
      column,
      address: cellAddress(row, column),
      header: found?.header ?? '',
      text: enterprises.code(first) ?? '',
      candidates: rows.slice(0, 20).map((other) => cellAddress(other, column)),
    });
  }
}

/** Rows of one name and without a credit code, told once at the first of them: nothing else could tell that they are one enterprise. */
function* reportNamesakes(
  enterprises: Enterprises,
  plan: LedgerPlan,
  info: SheetInfo,
  report: (problem: PlacedProblem) => void,
): Generator<void, void> {
  const found = plan.columns.find((column) => column.state === 'matched' && column.target?.id === 'name');
  if (found === undefined) return;
  const rowsOf = new Map<string, number[]>();
  for (let index = 0; index < enterprises.count; index += 1) {
    if (index % rowsAtOnce === rowsAtOnce - 1) yield;
    if (enterprises.code(index) !== null) continue;
    const name = enterprises.identity(index).name.replace(/\s+/g, '');
    if (name === '') continue;
    const rows = rowsOf.get(name);
    if (rows === undefined) rowsOf.set(name, [enterprises.sheetRow(index)]);
    else rows.push(enterprises.sheetRow(index));
  }
  for (const [name, rows] of rowsOf) {
    const [row] = rows;
    if (row === undefined || rows.length < 2) continue;
    report({
      code: 'name-duplicate',
      sheet: info.name,
      row,
      column: found.column,
      address: cellAddress(row, found.column),
      header: found.header,
      text: name,
      candidates: rows.slice(0, 20).map((other) => cellAddress(other, found.column)),
    });
  }
}

/** What the steps after the ledger work on. */
interface Stream {
  readonly host: Host;
  readonly blockRows: number | undefined;
  /** What is told while they go on. */
  readonly settling: Progress;
  readonly pack: Pack;
  readonly program: Program;
  readonly parameters: RawParameters;
  readonly enterprises: Enterprises;
  readonly persons: Persons;
  readonly problems: Problems;
}

/** Reads and judges the rows of 项目 or 活动, each joined to its enterprise by credit code. */
async function* readItems(
  stream: Stream,
  info: SheetInfo | undefined,
  kind: 'project' | 'event',
  ledgerSheet: string,
): AsyncGenerator<Progress, Item[]> {
  const { host, blockRows, settling, pack, problems } = stream;
  const measures = pack.measures.filter((measure) => measure.subject === kind);
  if (info === undefined || info.name === ledgerSheet || measures.length === 0) return [];
  const plan = await planOf(host, info, pack, undefined, kind);
  for (const problem of plan.problems) problems.add({ sheet: info.name, ...problem });
  const items: Item[] = [];
  if (plan.headerRow < 0) return items;
  for await (const block of filledBlocks(plan.filled, host.read(info.name, blockRows))) {
    for (const item of yield* each(itemsOf(stream, block, plan, info, measures), settling)) items.push(item);
    yield settling;
  }
  return items;
}

function* itemsOf(stream: Stream, block: Block, plan: LedgerPlan, info: SheetInfo, measures: readonly Measure[]): Generator<void, Item[]> {
  const { pack, program, enterprises, persons, problems } = stream;
  const ledger = readLedgerBlock(plan, block, info);
  for (const problem of ledger.problems) problems.add(problem);
  problems.addUnlisted(info.name, ledger.problemCount - ledger.problems.length);
  const figures = Enterprises.factsOf(ledger, pack);
  const column = plan.columns.find((one) => one.state === 'matched' && one.target?.id === 'creditCode')?.column ?? -1;
  const items: Item[] = [];
  for (const [index, code] of ledger.codes.entries()) {
    if (index % settledAtOnce === settledAtOnce - 1) yield;
    const row = ledger.rows[index] ?? -1;
    const own = figures.facts(index);
    if (measures.every((measure) => isBlank(own, ownInputs(pack, measure)))) continue;
    const enterprise = code === null ? -1 : persons.find(code);
    if (enterprise < 0) {
      const place = { sheet: info.name, row, column, address: cellAddress(row, column), header: '', text: code ?? '' };
      problems.add({ code: code === null ? 'join-no-code' : 'join-no-enterprise', ...place });
    }
    const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== null));
    const facts = { ...(enterprise < 0 ? {} : enterprises.facts(enterprise)), ...given };
    const parameters = {
      ...stream.parameters,
      ...(enterprise < 0 ? {} : enterprises.rowParameters(enterprise)),
      ...figures.rowParameters(index),
    };
    const name = ledger.names[index] ?? '';
    const judged = new Map(
      measures.map((measure) => {
        const applies = !measure.onApplication || !isBlank(own, ownInputs(pack, measure));
        return [measure.id, applies ? answerOf(program.judge(measure.id, facts, parameters), measure) : notApplied];
      }),
    );
    let answers: ReadonlyMap<string, Answer> = judged;
    for (const choice of pack.choices) answers = settleChoice(choice, program.judge(choice.id, facts, parameters), answers);
    for (const measure of measures) {
      const answer = answers.get(measure.id) ?? notApplied;
      const choice = answer === judged.get(measure.id) ? undefined : pack.choices.find(({ members }) => members.includes(measure.id));
      items.push({
        sheet: info.name,
        row,
        measure: measure.id,
        name: name === '' && enterprise >= 0 ? enterprises.identity(enterprise).name : name,
        code,
        enterprise,
        answer,
        ...(choice === undefined ? {} : { choice }),
        facts,
        parameters,
      });
    }
  }
  return items;
}

/** The events of each enterprise under each measure, by the first row of the person. */
function* totalEvents(
  events: readonly Item[],
  program: Program,
): Generator<void, Map<number, ReadonlyMap<string, EventTotal & { readonly items: readonly Item[] }>>> {
  const byPerson = new Map<number, Map<string, Item[]>>();
  for (const item of events) {
    if (item.enterprise < 0 || item.answer.eligible === 'notApplied') continue;
    const person = byPerson.get(item.enterprise) ?? new Map<string, Item[]>();
    byPerson.set(item.enterprise, person);
    const items = person.get(item.measure) ?? [];
    person.set(item.measure, items);
    items.push(item);
  }
  const uncapped = new Map<string, Program>();
  const totals = new Map<number, Map<string, EventTotal & { readonly items: readonly Item[] }>>();
  for (const [enterprise, person] of byPerson) {
    const made = new Map<string, EventTotal & { readonly items: readonly Item[] }>();
    for (const [id, items] of person) {
      const measure = program.measure(id);
      if (measure === undefined) continue;
      const without = uncapped.get(id) ?? compile(withoutCaps(program.pack, id), { readings: program.readings });
      uncapped.set(id, without);
      made.set(id, { ...addEvents(measure, items, program, without), items });
    }
    totals.set(enterprise, made);
    if (totals.size % settledAtOnce === 0) yield;
  }
  return totals;
}

/** Totals of persons with several rows or with events; a person of one row keeps the total of that row. */
function* settlePersons(
  stream: Stream,
  group: string,
  events: ReadonlyMap<number, ReadonlyMap<string, EventTotal>>,
): Generator<void, Map<number, Total>> {
  const { program, enterprises, persons, parameters } = stream;
  const totals = new Map<number, Total>();
  let rows = 0;
  for (const first of new Set([...persons.shared, ...events.keys()])) {
    const parts: Part[] = [...(events.get(first)?.values() ?? [])].map((event) => event.part);
    for (const index of persons.rowsOf(first)) {
      rows += 1;
      if (rows % settledAtOnce === 0) yield;
      const rowParameters = { ...parameters, ...enterprises.rowParameters(index) };
      const facts = enterprises.facts(index);
      enterprises.measures.forEach((measure, position) => {
        const { amount } = enterprises.answer(index, position);
        parts.push(amount === null ? program.part(measure, facts, rowParameters) : { measure, amount, low: amount, high: amount });
      });
    }
    totals.set(first, totalOf(program.total(group, parts)));
  }
  return totals;
}
