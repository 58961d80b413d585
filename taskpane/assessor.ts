/** The real assessor: the pane's questions put to the ledger, the rules and the words, and their answers as the pane shows them. */
import type { Pack, RawValue, Step } from '../src/engine';
import {
  assess,
  assessmentSheets,
  planOf,
  readSettings,
  rowsAtOnce,
  sheetOf,
  writeAssessment,
  type Assessment,
  type Item,
} from '../src/assess';
import {
  comparisonText,
  grouped,
  leftRows,
  problemParts,
  reasonParts,
  outputName,
  sayAmount,
  sayProblem,
  showValue,
  stamp,
  type Language,
  type Problem,
} from '../src/explain';
import type { Host, SheetInfo } from '../src/hosts/host';
import {
  checkShape as checkTyped,
  keyHeaders,
  readLedgerBlocks,
  readParameterJson,
  type ColumnChoices as LedgerChoices,
  type LedgerPlan,
  type ParameterReading,
  type PlannedColumn,
} from '../src/ledger';
import { loadPolicy, policies, type Policy } from '../src/policies';
import { withinBand } from './band';
import { ahead } from './breathe';
import { draftOf, shapeSource } from './shapes';
import type {
  Assessor,
  ColumnChoice,
  ColumnChoices,
  ColumnQuestion,
  EnterpriseDetail,
  EnterpriseGroup,
  EnterpriseLine,
  InputMatch,
  LedgerView,
  MeasureDetail,
  Named,
  PaneAssessment,
  ParameterCheck,
  ParameterTexts,
  ProblemLine,
  RunSettings,
  RunStep,
  ShapeDraft,
  StepView,
  TotalDetail,
  WritePlanSheet,
} from './model';
import { words } from './words';

/** Rows of the ledger read and judged before the page may draw and answer: some hundredths of a second. */
export const blockRows = 2048;

/** Thrown into a run that nobody waits for any more, so that it lets go of the workbook. */
class Abandoned extends Error {}

/** An assessor over the shipped policies. `clock` tells when a run was made. */
export function createAssessor(clock: () => Date = () => new Date()): Assessor {
  const loaded = new Map<string, Policy>();
  const policyOf = async (id: string): Promise<Policy> => {
    const policy = loaded.get(id) ?? (await loadPolicy(id));
    loaded.set(id, policy);
    return policy;
  };
  return {
    policies,
    load: async (id) => (await policyOf(id)).pack,
    look,
    checkParameter,
    checkShape,
    run: async function* (host, pack, settings) {
      yield* run(host, await policyOf(pack.id), settings, clock);
    },
    explainFailure,
  };
}

/** The assessor of this build. */
export const assessor: Assessor = createAssessor();

// ---- the table

async function look(host: Host, pack: Pack, sheet: string, choices: ColumnChoices): Promise<LedgerView> {
  const sheets = await host.sheets();
  const settings = await readSettings(host, pack, sheets);
  const { plan, kept } = await planWith(host, pack, sheet, choices);
  const info = sheets.find((one) => one.name === sheet);
  const found = plan.headerRow >= 0;
  const byTarget = new Map(
    plan.columns.flatMap((column) => (column.state === 'matched' && column.target ? [[column.target.id, column] as const] : [])),
  );
  return {
    sheet,
    headerRow: found ? plan.headerRow + plan.headerRows - 1 : null,
    rows: info === undefined ? 0 : Math.max(0, info.rows - plan.firstRow),
    columns: plan.columns.map(({ column, letters, header }) => ({ index: column, letter: letters, header })),
    inputs: Object.values(pack.inputs)
      .filter((input) => input.table === 'ledger')
      .map((input) => inputMatch(input, byTarget.get(input.id))),
    keys: (['name', 'creditCode', 'city', 'county'] as const).map((key) => ({
      name: keyHeaders[key][0] ?? key,
      column: byTarget.get(key)?.column ?? null,
    })),
    questions: found ? questionsOf(plan, pack) : [],
    choices: kept,
    besides: besidesOf(sheets, sheet),
    parameterColumns: Object.fromEntries(
      [...byTarget].filter(([id]) => Object.hasOwn(pack.parameters, id)).map(([id, { column }]) => [id, column]),
    ),
    parameterSheet: sheetOf(sheets, 'parameters') === undefined ? null : textsOf(settings, pack),
    parameterProblems: settings.problems,
  };
}

/** The plan under the officer's choices. A choice whose header is gone, or stands there twice, is left out. */
export async function planWith(
  host: Host,
  pack: Pack,
  sheet: string,
  choices: ColumnChoices,
): Promise<{ plan: LedgerPlan; kept: ColumnChoices; given: LedgerChoices }> {
  const header = choices.headerRow === null ? {} : { headerRow: choices.headerRow };
  const plain = await planOf(host, sheet, pack, header);
  const columns = choices.columns.flatMap((choice) => {
    const column = columnOf(choice, plain.columns);
    return column === null ? [] : [{ ...choice, column }];
  });
  const kept: ColumnChoices = { ...choices, columns };
  if (columns.length === 0) return { plan: plain, kept, given: header };
  const given: LedgerChoices = {
    ...header,
    columns: Object.fromEntries(columns.flatMap(({ column, input }) => (input === null ? [] : [[column, input]]))),
    units: Object.fromEntries(columns.flatMap(({ column, unit }) => (unit === null ? [] : [[column, unit]]))),
  };
  return { plan: await planOf(host, sheet, pack, given), kept, given };
}

function columnOf(choice: ColumnChoice, columns: readonly PlannedColumn[]): number | null {
  const same = columns.filter((column) => column.header === choice.header);
  const here = same.find((column) => column.column === choice.column);
  if (here !== undefined) return here.column;
  const [only] = same;
  return same.length === 1 && only !== undefined ? only.column : null;
}

function inputMatch(input: Pack['inputs'][string], found: PlannedColumn | undefined): InputMatch {
  const { id, name, meaning } = input;
  const unit = input.unit?.name ?? null;
  if (found === undefined) return { input: id, name, meaning, unit, column: null, unitFound: null, unitAssumed: false, by: null };
  const by = found.by === 'choice' ? 'chosen' : found.by === 'id' ? 'id' : found.header.includes(name) ? 'name' : 'alias';
  const assumed = found.unitFrom === 'declared';
  return {
    input: id,
    name,
    meaning,
    unit,
    column: found.column,
    unitFound: assumed ? null : (found.unit?.name ?? null),
    unitAssumed: assumed,
    by,
  };
}

function questionsOf(plan: LedgerPlan, pack: Pack): ColumnQuestion[] {
  const named = (id: string): Named => ({ id, name: pack.inputs[id]?.name ?? pack.parameters[id]?.name ?? keyName(id) ?? id });
  const questions: ColumnQuestion[] = [];
  const twice = new Map<string, number[]>();
  for (const { column, state, candidates, target } of plan.columns) {
    const [only] = candidates;
    if (state === 'ambiguous' && candidates.length === 1 && only !== undefined) {
      twice.set(only, [...(twice.get(only) ?? []), column]);
    } else if (state === 'ambiguous') {
      questions.push({ kind: 'column', column, inputs: candidates.map(named) });
    } else if (state === 'refused' && target !== null) {
      const units = plan.problems.find((problem) => problem.column === column && problem.code.startsWith('unit-'))?.candidates ?? [];
      questions.push({ kind: 'unit', column, input: named(target.id), units });
    }
  }
  for (const [id, columns] of twice) questions.push({ kind: 'input', input: named(id), columns });
  return questions;
}

function keyName(id: string): string | undefined {
  return Object.entries(keyHeaders).find(([key]) => key === id)?.[1][0];
}

function besidesOf(sheets: readonly SheetInfo[], ledger: string): string[] {
  return (['project', 'event'] as const).flatMap((kind) => {
    const info = sheetOf(sheets, kind);
    return info === undefined || info.name === ledger ? [] : [info.name];
  });
}

// ---- parameters

/** The word for a choice by which the tables of a parameter are told apart. */
function choiceLabel(pack: Pack, parameter: string, id: string): string {
  for (const { by } of pack.parameters[parameter]?.going ?? []) {
    const found = 'choice' in by ? pack.inputs[by.choice]?.choices.find((choice) => choice.id === id) : undefined;
    if (found !== undefined) return found.label;
  }
  return id;
}

/** What a parameter sheet holds, as an officer would type it. */
function textsOf(settings: ParameterReading, pack: Pack): ParameterTexts {
  const values = Object.entries(settings.parameters).map(([name, value]) => [name, valueText(value, pack.parameters[name])] as const);
  const shapes = Object.entries(settings.shapes ?? {}).flatMap(([name, shape]) => {
    const draft = draftOf(shape, (id) => choiceLabel(pack, name, id));
    return draft === null ? [] : [[name, draft] as const];
  });
  return {
    values: Object.fromEntries(values),
    shapes: Object.fromEntries(shapes),
    sources: settings.sources,
    readings: settings.readings,
  };
}

function valueText(value: RawValue, parameter: Pack['parameters'][string] | undefined): string {
  if (value === null || value === undefined) return '';
  const label = (id: string) => parameter?.choices.find((choice) => choice.id === id)?.label ?? id;
  if (typeof value === 'object') return value.map(label).join('、');
  if (typeof value === 'boolean') return value ? '是' : '否';
  return label(String(value));
}

function checkParameter(pack: Pack, fullName: string, text: string): ParameterCheck {
  const parameter = pack.parameters[fullName];
  if (parameter === undefined || text.trim() === '') return { state: 'unset' };
  const { parameters, problems } = readParameterJson({ [fullName]: text }, pack);
  const problem = problems.find((one) => !isDoubt(one));
  if (problem !== undefined) return { state: 'unreadable', problem };
  const value = parameters[fullName];
  if (parameter.type === 'number' && (typeof value !== 'string' || !withinBand(value, parameter))) return { state: 'outside' };
  return { state: 'taken', doubts: problems };
}

/** Whether a problem only asks to look again: its value is used. */
function isDoubt(problem: Problem): boolean {
  return problem.code === 'parameter-unlikely';
}

function checkShape(pack: Pack, fullName: string, draft: ShapeDraft): ParameterCheck {
  const checked = checkTyped(shapeSource(draft, ''), fullName, pack);
  return checked.shape === undefined ? { state: 'faulty', problems: checked.problems } : { state: 'taken', ...checked };
}

/** The texts of the pane as the rules take them. Readings of an older edition of the policy fall back to their defaults. */
export function settingsOf(texts: ParameterTexts, fromSheet: ParameterReading, pack: Pack): ParameterReading {
  const onSheet = textsOf(fromSheet, pack);
  const isKnown = (name: string): boolean => Object.hasOwn(pack.parameters, name);
  const shaped = Object.entries(texts.shapes).filter(([name, draft]) => isKnown(name) && draft.isUsed);
  const isShaped = new Set(shaped.map(([name]) => name));
  const valued = Object.entries(texts.values).filter(([name, text]) => text.trim() !== '' && isKnown(name) && !isShaped.has(name));
  // What still stands as on the sheet was read and told there.
  const isSame = (name: string): boolean =>
    JSON.stringify(texts.shapes[name]) === JSON.stringify(onSheet.shapes[name]) && texts.sources[name] === onSheet.sources[name];
  const isUntouched = (name: string): boolean =>
    onSheet.shapes[name] === undefined && texts.shapes[name] === undefined && !valued.some(([other]) => other === name);
  const keptShapes = [
    ...shaped.filter(([name]) => isSame(name)).map(([name]) => name),
    ...Object.keys(fromSheet.shapes ?? {}).filter(isUntouched),
  ];
  const keptValues = valued.filter(([name, text]) => onSheet.values[name] === text).map(([name]) => name);
  const typed = readParameterJson(
    Object.fromEntries([
      ...valued.filter(([name]) => !keptValues.includes(name)),
      ...shaped
        .filter(([name]) => !keptShapes.includes(name))
        .map(([name, draft]) => [name, shapeSource(draft, texts.sources[name] ?? '')] as const),
    ]),
    pack,
  );
  const readings = Object.entries(texts.readings).filter(
    ([id, option]) => pack.readings[id]?.options.some((one) => one.id === option) === true,
  );
  const sources = Object.entries(texts.sources).filter(([, source]) => source.trim() !== '');
  return {
    shapes: { ...only(fromSheet.shapes ?? {}, keptShapes), ...typed.shapes },
    parameters: { ...only(fromSheet.parameters, keptValues), ...typed.parameters },
    readings: Object.fromEntries(readings),
    sources: Object.fromEntries(sources),
    problems: [...fromSheet.problems, ...typed.problems],
  };
}

/** The entries of these names. */
function only<T>(entries: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => names.includes(name)));
}

// ---- the run

async function* run(host: Host, policy: Policy, settings: RunSettings, clock: () => Date): AsyncGenerator<RunStep, void> {
  const { pack } = policy;
  const { given } = await planWith(host, pack, settings.sheet, settings.choices);
  const steps = assess(host, policy, {
    sheet: settings.sheet,
    choices: given,
    settings: settingsOf(settings, await readSettings(host, pack), pack),
    blockRows,
    readBlocks: (from, plan, info, rows) => readLedgerBlocks({ read: (name, size) => ahead(from.read(name, size)) }, plan, info, rows),
  });
  let ended = false;
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done === true) {
        ended = true;
        yield* settled(step.value, host, timeText(clock()));
        return;
      }
      yield step.value;
    }
  } catch (failure) {
    ended = true;
    throw failure;
  } finally {
    if (!ended) await abandon(steps);
  }
}

async function abandon(steps: AsyncGenerator<unknown, unknown>): Promise<void> {
  try {
    await steps.throw(new Abandoned());
  } catch (failure) {
    if (!(failure instanceof Abandoned)) throw failure;
  }
}

/** Local date and time, as an officer writes it: 2025-04-02 09:30:05. */
export function timeText(time: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`;
}

// ---- the answers

/** Adds up and groups what was judged, a few thousand rows at a time. */
function* settled(assessment: Assessment, host: Host, time: string): Generator<RunStep, void> {
  const { count } = assessment;
  const step: RunStep = { stage: 'totals', rows: count, total: count };
  for (const _ of assessment.settle()) yield step;
  const groups = groupsFrom(assessment);
  for (;;) {
    const found = groups.next();
    if (found.done === true) {
      yield { stage: 'done', assessment: paneAssessment(assessment, found.value, host, time) };
      return;
    }
    yield step;
  }
}

type Groups = Record<EnterpriseGroup, Int32Array>;

function paneAssessment(assessment: Assessment, groups: Groups, host: Host, time: string): PaneAssessment {
  const problems = assessment.problems();
  // What is written bears the names that were shown: one taken since is refused, not replaced by another.
  let taken: readonly string[] | undefined;
  const sheets = async (language: Language) => {
    taken = (await host.sheets()).map((sheet) => sheet.name);
    return assessmentSheets(assessment, { language, time }, taken);
  };
  return {
    count: assessment.count,
    counts: {
      all: groups.all.length,
      eligible: groups.eligible.length,
      not: groups.not.length,
      unknown: groups.unknown.length,
      problem: groups.problem.length,
    },
    problemCount: problems.length,
    find: (group, text) => search(assessment, groups[group], text.trim().toLowerCase()),
    line: (index) => lineOf(assessment, index),
    detail: (index, language) => detailOf(assessment, index, language),
    problem: (index, language) => {
      const problem = problems[index];
      if (problem === undefined) throw new RangeError(`no problem ${index}`);
      return problemLine(problem, assessment, language);
    },
    totals: (language) => {
      const { measures, ...sums } = assessment.totals();
      return {
        ...sums,
        hasTotal: assessment.composite !== null,
        measures: measures.map(({ measure, notEligible, ...counts }) => {
          const known = assessment.pack.measures.find((one) => one.id === measure);
          return { ...counts, id: measure, not: notEligible, clause: known?.clause ?? '', title: titleOf(known, measure, language) };
        }),
      };
    },
    left: (language) => leftRows(assessment.stampData(time), language),
    stamp: (language) => stamp(assessment.stampData(time), language),
    writePlan: async (language) => (await sheets(language)).map(planned),
    write: (language, progress) => writeAssessment(host, assessment, { language, time, progress }, taken),
  };
}

const planned = ({ name, columns, count }: ReturnType<typeof assessmentSheets>[number]): WritePlanSheet => ({
  name,
  rows: count ?? null,
  columns: columns.map((column) => column.header),
});

function* groupsFrom(assessment: Assessment): Generator<void, Groups> {
  const all = new Int32Array(assessment.count);
  const lists: Record<Exclude<EnterpriseGroup, 'all'>, number[]> = { eligible: [], not: [], unknown: [], problem: [] };
  for (let index = 0; index < all.length; index += 1) {
    all[index] = index;
    lists[assessment.standing(index)].push(index);
    if (problemCountOf(assessment, index) > 0) lists.problem.push(index);
    if (index % rowsAtOnce === rowsAtOnce - 1) yield;
  }
  return {
    all,
    eligible: Int32Array.from(lists.eligible),
    not: Int32Array.from(lists.not),
    unknown: Int32Array.from(lists.unknown),
    problem: Int32Array.from(lists.problem),
  };
}

/** Cells with a problem, and a credit code that stands in other rows too. */
function problemCountOf(assessment: Assessment, index: number): number {
  return assessment.troubled(index) + (assessment.isShared(index) ? 1 : 0);
}

function search(assessment: Assessment, among: Int32Array, text: string): Int32Array {
  if (text === '') return among;
  return among.filter((index) => {
    const { name, code } = assessment.identity(index);
    return name.toLowerCase().includes(text) || (code !== null && code.toLowerCase().includes(text));
  });
}

function lineOf(assessment: Assessment, index: number): EnterpriseLine {
  const { row, name, code } = assessment.identity(index);
  const hasTotal = assessment.composite !== null;
  const total = hasTotal ? assessment.total(index) : null;
  return {
    name,
    code,
    sheet: assessment.sheet,
    row,
    answer: assessment.standing(index),
    hasTotal,
    amount: total?.amount ?? null,
    range: total?.range ?? null,
    problems: problemCountOf(assessment, index),
  };
}

function detailOf(assessment: Assessment, index: number, language: Language): EnterpriseDetail {
  const { pack } = assessment;
  const rowMeasures = pack.measures
    .filter((measure) => measure.subject === 'enterprise')
    .map((measure) =>
      measureDetail(assessment, measure.id, assessment.answer(index, measure.id), assessment.trace(index, measure.id), null, language),
    );
  const applied = [...assessment.eventsOf(index), ...assessment.projectsFor(index)].map((item) => itemDetail(assessment, item, language));
  const missing = pack.measures
    .filter((measure) => measure.subject === 'event' && !applied.some((detail) => detail.id === measure.id))
    .map((measure) => measureDetail(assessment, measure.id, assessment.answer(index, measure.id), null, null, language));
  const order = new Map(pack.measures.map((measure, place) => [measure.id, place]));
  const measures = [...rowMeasures, ...applied, ...missing].sort((left, right) => (order.get(left.id) ?? -1) - (order.get(right.id) ?? -1));
  return {
    ...lineOf(assessment, index),
    total: totalDetail(assessment, index, language),
    measures,
    problemLines: assessment.problemsOf(index).map((problem) => problemLine(problem, assessment, language)),
  };
}

function itemDetail(assessment: Assessment, item: Item, language: Language): MeasureDetail {
  return measureDetail(assessment, item.measure, item.answer, assessment.traceItem(item), { sheet: item.sheet, row: item.row }, language);
}

type Answer = ReturnType<Assessment['answer']>;
type Trace = ReturnType<Assessment['trace']>;

function measureDetail(
  assessment: Assessment,
  id: string,
  answer: Answer,
  trace: Trace | null,
  place: MeasureDetail['place'],
  language: Language,
): MeasureDetail {
  const { pack } = assessment;
  const measure = pack.measures.find((one) => one.id === id);
  const where = { pack, measureId: id };
  const notApplied = answer.eligible === 'notApplied';
  return {
    id,
    clause: measure?.clause ?? '',
    title: titleOf(measure, id, language),
    quote: measure?.quote ?? '',
    answer:
      answer.eligible === true ? 'eligible' : answer.eligible === false ? 'not' : answer.eligible === 'unknown' ? 'unknown' : 'notApplied',
    pays: measure?.award !== null,
    amount: answer.amount,
    range: answer.range ?? null,
    place,
    steps: trace === null || notApplied ? [] : trace.steps.map((step) => stepView(step, pack, id, language)),
    needs: answer.reasons.map((reason) => reasonParts(reason, where, language)),
    readings: trace === null || notApplied ? [] : readingsOf(trace, pack),
  };
}

function titleOf(measure: Pack['measures'][number] | undefined, id: string, language: Language): string {
  if (measure === undefined) return id;
  return language === 'zh-CN' ? measure.title : measure.titleEnglish;
}

function readingsOf(trace: Trace, pack: Pack): MeasureDetail['readings'] {
  return trace.readings.flatMap(({ id, option, isDefault }) => {
    const reading = pack.readings[id];
    return reading === undefined
      ? []
      : [{ id, text: reading.text, meaning: reading.options.find((one) => one.id === option)?.meaning ?? option, isDefault }];
  });
}

function stepView(step: Step, pack: Pack, measureId: string, language: Language): StepView {
  const where = { pack, measureId };
  return {
    id: step.id,
    kind: step.kind,
    holds: step.holds,
    quote: step.kind === 'output' ? outputName(step.id, language) : step.quote,
    figures: step.figures.map(({ id, name, value, unit }) => ({
      name,
      text: value === null ? null : showValue(id, value, unit, where, language),
    })),
    comparison: comparisonText(step, language),
    formula: step.formula,
    value: valueOfStep(step, language),
  };
}

/** What an award comes to in money, an output as a plain figure; caps say theirs in the comparison. */
function valueOfStep({ kind, value }: Step, language: Language): string | null {
  if (value === undefined || value === null) return null;
  if (kind === 'award') return sayAmount({ amount: value }, language);
  return kind === 'output' ? grouped(value) : null;
}

function totalDetail(assessment: Assessment, index: number, language: Language): TotalDetail | null {
  const [group] = assessment.pack.groups;
  if (group === undefined) return null;
  const { before, cut, amount, range, applied, reasons } = assessment.total(index);
  return {
    clause: group.clause,
    quote: group.quote,
    before,
    cut,
    after: amount,
    range: range ?? null,
    capped: applied.length > 0,
    sharedRows: assessment.sharedWith(index).map((other) => assessment.identity(other).row),
    readings: readingsOf(assessment.trace(index, group.composite), assessment.pack),
    // That a clause is open is said by the clause itself.
    needs: reasons
      .filter((reason) => !reason.startsWith('missing-amount:'))
      .map((reason) => reasonParts(reason, { pack: assessment.pack, measureId: group.composite }, language)),
  };
}

function problemLine(problem: ReturnType<Assessment['problems']>[number], assessment: Assessment, language: Language): ProblemLine {
  const orNull = (text: string | undefined) => (text === undefined || text === '' ? null : text);
  return {
    ...problemParts(problem, language, assessment.pack),
    sheet: problem.sheet ?? assessment.sheet,
    address: orNull(problem.address),
    row: problem.row < 0 ? null : problem.row,
    column: problem.column < 0 ? null : problem.column,
    header: orNull(problem.header),
    found: orNull(problem.text),
  };
}

// ---- refusals

function isProblem(failure: unknown): failure is Problem {
  return failure instanceof Error && 'code' in failure && typeof failure.code === 'string' && 'data' in failure;
}

/** A host's refusal in its own words; anything else is a fault of ours, said as one. */
function explainFailure(failure: unknown, language: Language): string {
  if (isProblem(failure)) return sayProblem(failure, language);
  return words[language].unexpected(failure instanceof Error ? failure.message : String(failure));
}
