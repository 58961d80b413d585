import {
  assess,
  assessmentSheets,
  type AssessedPolicy,
  type Assessment,
  type AssessOptions,
  type Item,
  type PlacedProblem,
  type Progress,
} from '../assess';
import type { Trace } from '../engine';
import {
  explainNotes,
  explainTotal,
  assumptionLines,
  explainTrace,
  fill,
  measureName,
  sayMoney,
  sayProblem,
  sayStatus,
  timeText,
  type Language,
} from '../explain';
import { loadClauses, loadPolicy, policies, registered, type Policy } from '../policies';
import { checkOutput, openForJudging, readParameterFile, writeNewFile, type StartThread } from './files';
import type { Host } from '../hosts/host';
import { writeXlsx } from '../hosts/xlsx';
import { overlaidBasis, overlaidPolicy } from './compare-overlay';
import { LineJudge, linesOf, longestLine } from './judge';
import type { Output } from './output';
import { progressBar } from './progress';
import { readingLines } from './reading';
import { Refusal } from './refusal';
import { cliWords } from './words';

/** What every command is given: the language, where to print, the time. */
export interface Setting {
  readonly language: Language;
  readonly print: (line: string) => void;
  readonly now: () => Date;
  readonly startThread: StartThread;
}

/** Which ledger to judge, and how it is read. */
export interface LedgerRequest {
  readonly ledger: string;
  readonly policy: string;
  readonly parameters?: string;
  readonly sheet?: string;
  /** From 1. */
  readonly headerRow?: number;
  readonly columns?: Readonly<Record<string, string>>;
  readonly units?: Readonly<Record<string, string>>;
  /** A file with assumed figures, laid over the policy. */
  readonly overlay?: string | undefined;
}

/** Exit codes: done; done, with problems to look at; could not be done. */
export type ExitCode = 0 | 1 | 2;

/** Loads a policy by its id, or says which there are. */
export async function policyNamed(id: string, language: Language): Promise<Policy> {
  if (policies.some((policy) => policy.id === id)) return loadPolicy(id);
  throw new Refusal(
    fill(cliWords(language).errors.policy, { policy: id, known: policies.map((policy) => policy.id).join(cliWords(language).listed) }),
  );
}

/** The policy of a request, under its overlay where it has one. */
export async function policyOf(request: Pick<LedgerRequest, 'policy' | 'overlay'>, language: Language): Promise<AssessedPolicy> {
  const policy = await policyNamed(request.policy, language);
  return request.overlay === undefined ? policy : overlaidPolicy(request.policy, request.overlay, language);
}

/** Judges a ledger, showing how far it is. */
async function judgeLedger(
  request: LedgerRequest,
  setting: Setting,
): Promise<{ assessment: Assessment; bar: ReturnType<typeof progressBar> }> {
  const { language } = setting;
  const policy = await policyOf(request, language);
  const settings = request.parameters === undefined ? undefined : await readParameterFile(request.parameters, policy.pack, language);
  const { result, bar } = await withLedger(request, setting, async (host, options) =>
    assess(host, policy, { ...options, ...(settings === undefined ? {} : { settings }) }),
  );
  return { assessment: result, bar };
}

/** Opens a request's ledger, runs what `start` begins over it, and shows how far it is. The bar still stands when it is done. */
export async function withLedger<T>(
  request: LedgerRequest,
  setting: Setting,
  start: (host: Host, options: Omit<AssessOptions, 'settings'>) => Promise<AsyncGenerator<Progress, T>>,
): Promise<{ result: T; bar: ReturnType<typeof progressBar> }> {
  const { language } = setting;
  const { headerRow, columns, units, sheet } = request;
  const choices = {
    ...(headerRow === undefined ? {} : { headerRow: headerRow - 1 }),
    ...(columns === undefined ? {} : { columns }),
    ...(units === undefined ? {} : { units }),
  };
  const options = { choices, ...(sheet === undefined ? {} : { sheet }) };
  const { host, options: reading, close } = await openForJudging(request.ledger, setting.startThread);
  const bar = progressBar(cliWords(language));
  try {
    const run = await start(host, { ...options, ...reading });
    for (;;) {
      const step = await run.next();
      if (step.done === true) return { result: step.value, bar };
      bar.update(step.value.stage, step.value.rows, step.value.total);
    }
  } catch (error) {
    bar.stop();
    throw error;
  } finally {
    await close();
  }
}

/** `assess`: judges a ledger into a new workbook. 1 where there is something to look at, 2 where nothing could be judged. */
export async function assessCommand(
  request: LedgerRequest & { readonly output: string; readonly force: boolean; readonly quiet: boolean },
  setting: Setting,
): Promise<ExitCode> {
  const { language, print } = setting;
  const say = cliWords(language);
  await checkOutput(request.output, request.force, language, [request.ledger, request.parameters, request.overlay]);
  const { assessment, bar } = await judgeLedger(request, setting);
  try {
    if (assessment.count === 0) {
      bar.stop();
      for (const problem of assessment.problems().slice(0, listedProblems)) print(sayProblem(problem, language, assessment.pack));
      print(say.errors.headerHint);
      throw new Refusal(say.errors.nothingJudged);
    }
    const sheets = assessmentSheets(assessment, { language, time: timeText(setting.now()) });
    const total = assessment.count;
    const written = await writeXlsx(request.output, request.ledger, sheets, (rows) => bar.update('writing', Math.min(rows, total), total));
    bar.stop();
    if (!request.quiet) {
      for (const line of summary(assessment, language)) print(line);
      const listed = written.map(({ sheet, rows }) => fill(say.summary.sheet, { sheet, rows })).join(say.listed);
      print(fill(say.summary.written, { file: request.output, sheets: listed }));
    }
    return assessment.problemCount > 0 ? 1 : 0;
  } finally {
    bar.stop();
  }
}

/** So many problems are listed where nothing was judged, or below a summary. */
const listedProblems = 5;

/** A few lines that say what came out. */
function summary(assessment: Assessment, language: Language): string[] {
  const say = cliWords(language).summary;
  const { pack } = assessment;
  const totals = assessment.totals();
  const standing = { eligible: 0, unknown: 0, not: 0 };
  for (let index = 0; index < assessment.count; index += 1) standing[assessment.standing(index)] += 1;
  const money = (amount: string): string => sayMoney(amount, language);
  const lines = [
    ...readingLines(assessment, language),
    fill(say.judged, { rows: assessment.count, persons: assessment.persons }),
    fill(say.standing, standing),
  ];
  if (pack.status === 'draft') lines.push(say.draft);
  lines.push(...assumptionLines(pack, language));
  for (const total of totals.measures) {
    const template = total.amount === null ? say.measurePaysNothing : total.notApplied > 0 ? say.measureNotApplied : say.measure;
    const amount = total.amount === null ? '' : money(total.amount);
    const line = fill(template, { ...total, measure: measureName(pack, total.measure, language), amount });
    lines.push(`  ${total.amount !== null && total.open > 0 ? fill(say.amountOpen, { line, open: total.open }) : line}`);
  }
  if (assessment.composite !== null)
    lines.push(fill(say.total, { before: money(totals.before), cut: money(totals.cut), after: money(totals.after) }));
  if (totals.atLimit > 0) lines.push(fill(say.atLimit, { count: totals.atLimit }));
  if (totals.open > 0) lines.push(fill(say.totalOpen, { open: totals.open }));
  if (totals.outside !== null)
    lines.push(fill(assessment.composite === null ? say.projects : say.outside, { outside: money(totals.outside) }));
  if (assessment.problemCount === 0) return [...lines, say.noProblems];
  lines.push(fill(say.problems, { count: assessment.problemCount, errors: assessment.errorCount }));
  const problems = assessment.problems();
  const asked = problems.filter((problem) => problem.code === 'header-ambiguous' || problem.code === 'column-twice');
  if (asked.length > 0) lines.push(say.asked, ...asked.map((problem) => `  ${sayProblem(problem, language, pack)}`));
  const rest = problems.filter((problem) => !asked.includes(problem)).slice(0, listedProblems);
  if (rest.length > 0) lines.push(say.firstProblems, ...rest.map((problem) => `  ${sayProblem(problem, language, pack)}`));
  return lines;
}

/** `judge`: JSON Lines in, one line each out. `overlay`: an assumption file, for the policy that it names. */
export async function judgeCommand(
  input: AsyncIterable<Uint8Array>,
  output: Output,
  overlay: string | undefined,
  language: Language,
): Promise<ExitCode> {
  const say = cliWords(language);
  const assumed = overlay === undefined ? undefined : await overlaidBasis(overlay, language);
  const judged = policies.map(async ({ id }) => (id === assumed?.pack.id ? assumed : loadPolicy(id)));
  const judge = new LineJudge(await Promise.all(judged), say, language);
  let first = true;
  for await (const lines of linesOf(input)) {
    for (const line of lines) {
      const text = first && line !== null ? line.replace(/^\ufeff/, '') : line;
      first = false;
      const answer = text === null ? judge.refused(null, fill(say.judge.tooLong, { limit: longestLine })) : judge.answer(text);
      if (answer !== null && output.add(answer)) await output.flush();
      if (output.closed) return 0;
    }
  }
  await output.flush();
  return 0;
}

/** `explain`: one enterprise in words, or as JSON. */
export async function explainCommand(
  request: LedgerRequest & {
    readonly row?: number;
    readonly enterprise?: string;
    readonly measure?: string;
    readonly notes: boolean;
    readonly json: boolean;
  },
  setting: Setting,
): Promise<ExitCode> {
  const { language, print } = setting;
  const say = cliWords(language);
  if (request.row === undefined && request.enterprise === undefined) throw new Refusal(say.errors.rowOrName);
  const { assessment, bar } = await judgeLedger(request, setting);
  bar.stop();
  const index =
    request.row === undefined ? byName(assessment, request.enterprise ?? '', language) : byRow(assessment, request.row, language);
  const measures = request.measure === undefined ? null : [measureNamed(assessment, request.measure, language)];
  const found = explained(assessment, index, measures);
  if (request.json) {
    print(
      JSON.stringify(
        { ...found, assumption: assessment.pack.assumption, traces: found.traces.map(({ trace, place }) => ({ ...trace, place })) },
        null,
        2,
      ),
    );
    return 0;
  }
  const { pack } = assessment;
  const { name, code, row } = assessment.identity(index);
  print(fill(say.explain.enterprise, { name, code: code ?? say.explain.noCode, row: row + 1 }));
  const title = language === 'zh-CN' ? pack.title : pack.titleEnglish;
  print(fill(say.explain.document, { title, status: sayStatus(pack, language), version: pack.version }));
  const own = assessment.problemsOf(index);
  if (own.length > 0) {
    print('');
    print(say.explain.problems);
    for (const problem of own) print(`  ${sayProblem(problem, language, pack)}`);
  }
  for (const { trace, place, notApplied } of found.traces) {
    print('');
    if (place !== null) print(fill(say.explain.item, place));
    for (const line of explainTrace(trace, pack, language, notApplied)) print(line);
    if (request.notes) for (const line of explainNotes(pack, trace.verdict.measure, language)) print(line);
  }
  if (found.total !== null && assessment.composite !== null) {
    print('');
    const rows = [index, ...assessment.sharedWith(index)].map((other) => assessment.identity(other).row + 1).sort((a, b) => a - b);
    const { readings } = assessment.trace(index, assessment.composite);
    for (const line of explainTotal(found.total, pack, assessment.composite, rows, language, readings)) print(line);
    if (request.notes) for (const line of explainNotes(pack, assessment.composite, language)) print(line);
  }
  return 0;
}

/** What is known of one row: each measure's trace, then its events and projects, then the total. */
interface Explained {
  readonly row: number;
  readonly name: string;
  readonly code: string | null;
  readonly problems: readonly PlacedProblem[];
  readonly traces: readonly {
    readonly trace: Trace;
    readonly place: { readonly sheet: string; readonly row: number } | null;
    readonly notApplied: boolean;
  }[];
  readonly total: ReturnType<Assessment['total']> | null;
}

function explained(assessment: Assessment, index: number, only: readonly string[] | null): Explained {
  const { name, code, row } = assessment.identity(index);
  const wanted = (measure: string): boolean => only === null || only.includes(measure);
  const item = (one: Item): Explained['traces'][number] => ({
    trace: assessment.traceItem(one),
    place: { sheet: one.sheet, row: one.row + 1 },
    notApplied: one.answer.eligible === 'notApplied',
  });
  const traces: Explained['traces'][number][] = [];
  for (const measure of assessment.measures) {
    if (!wanted(measure)) continue;
    const items = assessment.eventsOf(index, measure);
    if (items.length > 0) traces.push(...items.map(item));
    else
      traces.push({
        trace: assessment.trace(index, measure),
        place: null,
        notApplied: assessment.answer(index, measure).eligible === 'notApplied',
      });
  }
  for (const project of assessment.projectsFor(index)) if (wanted(project.measure)) traces.push(item(project));
  const total = assessment.composite !== null && (only === null || only.includes(assessment.composite)) ? assessment.total(index) : null;
  return { row: row + 1, name, code, problems: assessment.problemsOf(index), traces, total };
}

function byRow(assessment: Assessment, row: number, language: Language): number {
  const index = assessment.find(row - 1);
  if (index >= 0) return index;
  const last = assessment.count - 1;
  const bounds = last < 0 ? { first: '-', last: '-' } : { first: assessment.identity(0).row + 1, last: assessment.identity(last).row + 1 };
  throw new Refusal(fill(cliWords(language).explain.noRow, { row, ...bounds }));
}

const listedNames = 10;

function byName(assessment: Assessment, text: string, language: Language): number {
  const say = cliWords(language).explain;
  const found: number[] = [];
  const whole: number[] = [];
  for (let index = 0; index < assessment.count; index += 1) {
    const { name, code } = assessment.identity(index);
    if (name === text || code === text) whole.push(index);
    else if (name.includes(text) || code?.includes(text.toUpperCase()) === true) found.push(index);
  }
  const matches = whole.length > 0 ? whole : found;
  const [only] = matches;
  if (matches.length === 1 && only !== undefined) return only;
  if (matches.length === 0) throw new Refusal(fill(say.none, { text }));
  const lines = matches.slice(0, listedNames).map((index) => {
    const { name, code, row } = assessment.identity(index);
    return fill(say.severalLine, { row: row + 1, name, code: code ?? say.noCode });
  });
  throw new Refusal([fill(say.several, { count: matches.length, text }), ...lines].join('\n'));
}

function measureNamed(assessment: Assessment, text: string, language: Language): string {
  const { pack, composite } = assessment;
  const places = [...pack.measures, ...pack.groups.map((group) => ({ id: group.composite, clause: group.clause, title: group.title }))];
  const plain = text.replace(/[()（）]/g, '');
  const exact = places.find((place) => place.id === text);
  if (exact !== undefined) return exact.id;
  const matches = places.filter(
    (place) => place.clause.replace(/[()（）]/g, '') === plain || place.title === text || place.id.includes(text),
  );
  const [only] = matches;
  if (matches.length === 1 && only !== undefined) return only.id;
  const group = pack.groups.find((candidate) => candidate.measure === text);
  if (group !== undefined && composite !== null) return composite;
  const known = places.map((place) => `${place.clause} ${place.id}`).join(cliWords(language).listed);
  throw new Refusal(fill(cliWords(language).explain.noMeasure, { policy: pack.id, measure: text, known }));
}

/** `template`: a workbook with an example to fill in. */
export async function templateCommand(
  request: { readonly policy: string; readonly output: string; readonly force: boolean; readonly blank: boolean },
  setting: Setting,
): Promise<ExitCode> {
  const { language, print } = setting;
  const say = cliWords(language);
  const { pack } = await policyNamed(request.policy, language);
  await checkOutput(request.output, request.force, language);
  const { buildTemplate } = await import('../../templates/build');
  const register = registered.includes(pack.id) ? await loadClauses(pack.id) : null;
  await writeNewFile(request.output, buildTemplate(pack, { sample: !request.blank, register }));
  print(fill(say.template.written, { file: request.output }));
  return 0;
}

/** `policies`: what this version can judge by. */
export function policiesCommand(setting: Setting): ExitCode {
  const { language, print } = setting;
  const say = cliWords(language).policies;
  for (const policy of policies) {
    const title = language === 'zh-CN' ? policy.title : policy.titleEnglish;
    print(fill(say.line, { id: policy.id, title, status: sayStatus(policy, language), version: policy.version }));
    print(fill(say.hash, { hash: policy.hash }));
  }
  return 0;
}
