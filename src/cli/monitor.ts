import { readFile } from 'node:fs/promises';
import type { CAC, Command } from 'cac';
import { assess, type AssessOptions, type Assessment } from '../assess';
import { fill, measureName, reasonParts, roundText, type Language } from '../explain';
import { HostProblem, type Cell, type Host, type WrittenSheet } from '../hosts/host';
import { writeXlsx } from '../hosts/xlsx';
import {
  actualText,
  advanceSheet,
  bar,
  cellsOf,
  duesOf,
  entitledList,
  entitledSheet,
  figuresFrom,
  figureSheetOf,
  filled,
  fourLists,
  gapText,
  gatherIndustries,
  indicatorSheet,
  industrySheets,
  isListed,
  judgeIndicators,
  listRules,
  listSheets,
  mapFrom,
  monitoringPack,
  monitorWords,
  noteText,
  problemSheet,
  readFigureJson,
  readFigureSheet,
  readPercent,
  requiredText,
  settle,
  settlementSheet,
  sharesOf,
  statusText,
  sumText,
  type Exact,
  type FigureReading,
  type IndustryMap,
  type IndustryReading,
  type Judged,
  type Register,
  type Settled,
  type Status,
  type TableSetting,
} from '../monitor';
import { loadClauses, loadIndustries, loadPolicy, policies, registered, type Policy } from '../policies';
import { advancesOf } from './advances';
import type { ExitCode, LedgerRequest, Setting } from './commands';
import { checkOutput, openLedger, readParameterFile } from './files';
import { monitorCliWords } from './monitor-words';
import { problemLines } from './reading';
import { Refusal } from './refusal';

/** What a command of this file takes from the command line. */
interface MonitorDoor {
  readonly setting: Setting;
  /** The last value of an option, by any of its names. */
  readonly text: (...names: readonly string[]) => string | undefined;
  readonly has: (...names: readonly string[]) => boolean;
  /** The value, or the sentence that it is missing. */
  readonly needed: (command: string, value: string | undefined, option: string) => string;
  readonly ledgerOptions: (command: Command) => Command;
  readonly ledgerRequest: (command: string, ledger: string) => LedgerRequest;
  readonly chosen: { push(run: () => Promise<ExitCode>): unknown };
  /** Words for options that all commands share. */
  readonly words: { readonly policy: string; readonly output: string; readonly force: string };
}

/** Adds monitor, lists, entitled and settle to the command line. */
export function monitorCommands(cli: CAC, door: MonitorDoor): void {
  const say = monitorCliWords(door.setting.language);
  const { text, has, needed, ledgerRequest, chosen, setting, words } = door;
  const withOutput = (command: Command): Command => command.option('-o, --output <file>', words.output).option('--force', words.force);
  const target = (): Target => ({ output: text('-o', '--output'), force: has('--force') });
  withOutput(door.ledgerOptions(cli.command('monitor [ledger]', say.commands.monitor)))
    .option('--figures <file>', say.options.figures)
    .option('--all', say.options.all)
    .example((name) => `  $ ${name} monitor -p 2025q1 -o indicators.xlsx`)
    .example((name) => `  $ ${name} monitor -p 2025q1 --figures indicators.xlsx ledger.xlsx -o indicators-2.xlsx`)
    .action((ledger: string | undefined) => {
      chosen.push(async () => {
        const policy = needed('monitor', text('-p', '--policy'), '-p');
        const request = ledger === undefined ? null : ledgerRequest('monitor', ledger);
        return monitorCommand({ policy, request, figures: text('--figures'), all: has('--all'), target: target() }, setting);
      });
    });
  withOutput(door.ledgerOptions(cli.command('lists <ledger>', say.commands.lists)))
    .example((name) => `  $ ${name} lists ledger.xlsx -p 2025q1 -o lists.xlsx`)
    .action((ledger: string) => {
      chosen.push(async () => listsCommand(ledgerRequest('lists', ledger), target(), setting));
    });
  withOutput(door.ledgerOptions(cli.command('entitled <ledger>', say.commands.entitled)))
    .example((name) => `  $ ${name} entitled ledger.xlsx -p 2025q1 -o entitled.xlsx`)
    .action((ledger: string) => {
      chosen.push(async () => entitledCommand(ledgerRequest('entitled', ledger), target(), setting));
    });
  withOutput(door.ledgerOptions(cli.command('settle <ledger>', say.commands.settle)))
    .option('--prepaid <file>', say.options.prepaid)
    .option('--advance <percent>', say.options.advance)
    .example((name) => `  $ ${name} settle ledger.xlsx -p 2025q1 --advance 50% -o advance.xlsx`)
    .example((name) => `  $ ${name} settle ledger.xlsx -p 2025q1 --prepaid advance.xlsx -o settlement.xlsx`)
    .action((ledger: string) => {
      chosen.push(async () =>
        settleCommand(
          ledgerRequest('settle', ledger),
          { prepaid: text('--prepaid'), advance: text('--advance'), target: target() },
          setting,
        ),
      );
    });
}

interface Target {
  readonly output: string | undefined;
  readonly force: boolean;
}

async function checkTarget(target: Target, language: Language, read: readonly (string | undefined)[]): Promise<void> {
  if (target.output !== undefined) await checkOutput(target.output, target.force, language, read);
}

async function writeTarget(target: Target, source: string | undefined, sheets: readonly WrittenSheet[], setting: Setting): Promise<void> {
  if (target.output === undefined) return;
  const say = monitorCliWords(setting.language);
  const written = await writeXlsx(target.output, source ?? null, sheets);
  setting.print(
    fill(say.written, { file: target.output, sheets: written.map(({ sheet, rows }) => fill(say.sheet, { sheet, rows })).join(say.listed) }),
  );
}

async function registerOf(id: string, language: Language): Promise<Register> {
  const say = monitorCliWords(language);
  if (!registered.includes(id)) throw new Refusal(fill(say.errors.policy, { policy: id, known: registered.join(say.listed) }));
  return loadClauses(id);
}

/** Judges a ledger quietly, with the columns that only monitoring reads. */
async function readLedger(
  request: LedgerRequest,
  policy: Policy,
  register: Register,
  language: Language,
): Promise<{ assessment: Assessment; host: Host }> {
  const pack = monitoringPack(policy.pack, register);
  const host = await openLedger(request.ledger);
  const settings = request.parameters === undefined ? undefined : await readParameterFile(request.parameters, policy.pack, language);
  const { headerRow, columns, units, sheet } = request;
  const choices = {
    ...(headerRow === undefined ? {} : { headerRow: headerRow - 1 }),
    ...(columns === undefined ? {} : { columns }),
    ...(units === undefined ? {} : { units }),
  };
  const options: AssessOptions = { choices, ...(sheet === undefined ? {} : { sheet }), ...(settings === undefined ? {} : { settings }) };
  const run = assess(host, { pack, hash: policy.hash }, options);
  for (;;) {
    const step = await run.next();
    if (step.done === true) return { assessment: step.value, host };
  }
}

async function policyOf(id: string, language: Language): Promise<Policy> {
  const say = monitorCliWords(language);
  if (!policies.some((policy) => policy.id === id))
    throw new Refusal(fill(say.errors.policy, { policy: id, known: policies.map((policy) => policy.id).join(say.listed) }));
  return loadPolicy(id);
}

async function readFigures(path: string, register: Register, language: Language): Promise<FigureReading> {
  const say = monitorCliWords(language);
  if (/\.json$/i.test(path)) {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new HostProblem('cannot-read', { file: path, reason: code === 'ENOENT' ? 'missing-file' : code });
    }
    try {
      return readFigureJson(JSON.parse(text.replace(/^\ufeff/, '')), register);
    } catch (error) {
      if (error instanceof SyntaxError) throw new Refusal(fill(say.errors.json, { file: path, what: error.message }));
      throw error;
    }
  }
  if (!/\.(xlsx|csv|tsv|txt)$/i.test(path)) throw new Refusal(fill(say.errors.figuresKind, { file: path }));
  const host = await openLedger(path);
  const sheet = (await figureSheetOf(host)) ?? (await host.sheets())[0]?.name;
  return sheet === undefined ? { reported: [], problems: [] } : readFigureSheet(await cellsOf(host, sheet), register);
}

async function industryMapOf(host: Host, setting: Setting): Promise<IndustryMap> {
  const say = monitorCliWords(setting.language);
  const own = await mapFrom(host);
  if (own === null) return loadIndustries();
  if (own.problems.length === 0) return own.map;
  throw new Refusal(fill(say.monitor.mapWrong, { what: own.problems.map(({ code, text }) => `${code} ${text}`.trim()).join(say.listed) }));
}

interface MonitorRequest {
  readonly policy: string;
  readonly request: LedgerRequest | null;
  readonly figures: string | undefined;
  readonly all: boolean;
  readonly target: Target;
}

const listedProblems = 10;

async function monitorCommand(asked: MonitorRequest, setting: Setting): Promise<ExitCode> {
  const { language, print } = setting;
  const say = monitorCliWords(language).monitor;
  await checkTarget(asked.target, language, [asked.request?.ledger, asked.request?.parameters, asked.figures]);
  const register = await registerOf(asked.policy, language);
  let figures: FigureReading =
    asked.figures === undefined ? { reported: [], problems: [] } : await readFigures(asked.figures, register, language);
  let industries: LedgerIndustries | null = null;
  if (asked.request !== null) {
    const host = await openLedger(asked.request.ledger);
    if (asked.figures === undefined) figures = (await figuresFrom(host, register)) ?? figures;
    if (register.ledger.output === null) print(fill(say.noLedger, { policy: asked.policy }));
    else industries = await readIndustries(asked.request, register, host, setting);
  }
  const judged = judgeIndicators(register, figures.reported, industries?.reading.sums ?? null);
  const draft = policies.some((policy) => policy.id === asked.policy && policy.status === 'draft');
  const table: TableSetting = { title: register.title, draft, language };
  for (const line of monitorLines(register, judged, asked.all, draft, language)) print(line);
  if (industries !== null) {
    for (const line of ledgerLines(industries.reading, industries.map, language)) print(line);
    for (const line of problemLines(industries.assessment, language)) print(line);
  }
  if (figures.problems.length > 0) {
    print(fill(say.problems, { count: figures.problems.length }));
    for (const problem of figures.problems.slice(0, listedProblems)) {
      print(
        fill(say.problem, { place: problem.place, what: filled(monitorWords(language).problems[problem.code], { text: problem.text }) }),
      );
    }
    if (figures.problems.length > listedProblems) print(fill(say.needOutput, { count: figures.problems.length - listedProblems }));
  }
  const sheets = [
    indicatorSheet(judged, figures.reported, table),
    ...(industries === null ? [] : industrySheets(industries.reading, industries.map, table)),
    ...(figures.problems.length === 0 ? [] : [problemSheet(figures.problems, table)]),
  ];
  await writeTarget(asked.target, asked.request?.ledger ?? asked.figures, sheets, setting);
  return figures.problems.length > 0 || (industries !== null && industries.assessment.problemCount > 0) ? 1 : 0;
}

/** A ledger summed by industry. */
interface LedgerIndustries {
  readonly assessment: Assessment;
  readonly reading: IndustryReading;
  readonly map: IndustryMap;
}

async function readIndustries(request: LedgerRequest, register: Register, host: Host, setting: Setting): Promise<LedgerIndustries> {
  const policy = await policyOf(register.policy, setting.language);
  const map = await industryMapOf(host, setting);
  const { assessment } = await readLedger(request, policy, register, setting.language);
  return { assessment, map, reading: await gatherIndustries(host, assessment, assessment.pack, register, map) };
}

/** How wide a text is on a terminal, where a Chinese character takes two places. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(character) ? 2 : 1;
  return width;
}

/** Cuts or fills a text to a width. */
function fitted(text: string, width: number): string {
  if (widthOf(text) <= width) return text + ' '.repeat(width - widthOf(text));
  let cut = '';
  for (const character of text) {
    if (widthOf(cut + character) > width - 1) break;
    cut += character;
  }
  return `${cut}…${' '.repeat(Math.max(0, width - widthOf(cut) - 1))}`;
}

/** The table of indicators for a terminal. */
function monitorLines(register: Register, judged: readonly Judged[], all: boolean, draft: boolean, language: Language): string[] {
  const say = monitorCliWords(language);
  const counts: Record<Status, number> = { met: 0, short: 0, over: 0, none: 0, open: 0, officer: 0, noTarget: 0, recorded: 0 };
  for (const one of judged) counts[one.status] += 1;
  const lines = [fill(say.monitor.head, { title: register.title, count: judged.length, ...counts })];
  if (draft) lines.push(say.entitled.draft);
  const shown = judged.filter((one) => all || one.status !== 'none' || one.parts.some((part) => part.status !== 'none'));
  for (const one of shown) {
    const { clause, subject, name, period } = one.indicator;
    // One figure may be wanted on several days: 60 % on the 5th, all on the 12th.
    const day = period[0] === period[1] ? ` ${period[0]}` : '';
    const title = `${fitted(clause, 10)} ${fitted(`${subject} ${name}${day}`, 44)} ${fitted(requiredText(one, language), 18)}`;
    one.parts.forEach((part, at) => {
      const head = at === 0 ? title : ' '.repeat(74);
      const who = part.part === null ? '' : `${part.part} `;
      const rest = [gapText(one, part, language), at === 0 ? noteText(one, part, language) : ''].filter((text) => text !== '').join('　');
      lines.push(
        `${head} ${fitted(`${who}${actualText(one, part)}`, 16)} ${fitted(bar(part.progress), 15)} ${fitted(statusText(part.status, language), 14)} ${rest}`.trimEnd(),
      );
    });
  }
  const hidden = judged.length - shown.length;
  if (hidden > 0) lines.push(fill(say.monitor.none, { count: hidden }));
  return lines;
}

function ledgerLines(reading: IndustryReading, map: IndustryMap, language: Language): string[] {
  const say = monitorCliWords(language).monitor;
  const count = (by: string): number => reading.rows.filter((row) => row.fall.by === by).length;
  const unmapped = reading.rows.filter((row) => row.fall.industry === null).length;
  const lines = [
    fill(say.ledger, {
      rows: reading.rows.length,
      mapped: reading.rows.length - unmapped,
      unmapped,
      blank: count('blank'),
      unknown: count('unknown'),
      conflict: count('conflict'),
    }),
    fill(say.mapState, { state: map.status }),
  ];
  if (reading.missingColumns.length > 0)
    lines.push(fill(say.missingColumns, { columns: reading.missingColumns.join(monitorCliWords(language).listed) }));
  return lines;
}

async function judged(
  request: LedgerRequest,
  setting: Setting,
): Promise<{ assessment: Assessment; register: Register; table: TableSetting }> {
  const { language } = setting;
  const register = await registerOf(request.policy, language);
  const policy = await policyOf(request.policy, language);
  const { assessment } = await readLedger(request, policy, register, language);
  if (assessment.count === 0) {
    for (const line of problemLines(assessment, language)) setting.print(line);
    throw new Refusal(monitorCliWords(language).errors.nothing);
  }
  const title = language === 'zh-CN' ? policy.pack.title : policy.pack.titleEnglish;
  return { assessment, register, table: { title, draft: policy.pack.status === 'draft', language } };
}

async function listsCommand(request: LedgerRequest, target: Target, setting: Setting): Promise<ExitCode> {
  const { language, print } = setting;
  const say = monitorCliWords(language);
  const rules = listRules.find((one) => one.policy === request.policy);
  if (rules === undefined)
    throw new Refusal(fill(say.lists.noRules, { policy: request.policy, known: listRules.map((one) => one.policy).join(say.listed) }));
  await checkTarget(target, language, [request.ledger, request.parameters]);
  const { assessment, table } = await judged(request, setting);
  const lists = fourLists(rules, assessment, assessment.pack);
  const words = monitorWords(language);
  for (const key of ['growing', 'falling', 'new', 'candidate', 'level', 'undecided'] as const) {
    const list = key === 'level' || key === 'undecided' ? words.lists[key] : rules.names[key];
    print(fill(say.lists.line, { list, count: lists.rows[key].length }));
  }
  if (!lists.candidatesKnown) print(words.candidatesUnknown);
  print(fill(say.lists.total, { count: assessment.count }));
  for (const line of problemLines(assessment, language)) print(line);
  const inputs = Object.values(assessment.pack.inputs);
  await writeTarget(
    target,
    request.ledger,
    listSheets(lists, (id) => inputs.find((input) => input.id === id)?.name ?? id, table),
    setting,
  );
  return lists.rows.undecided.length > 0 || !lists.candidatesKnown || assessment.problemCount > 0 ? 1 : 0;
}

/** Exact amounts as cells, rounded to the 分 for display. */
const money = (amount: string | null): Cell => (amount === null ? null : roundText(amount, 6));

async function entitledCommand(request: LedgerRequest, target: Target, setting: Setting): Promise<ExitCode> {
  const { language, print } = setting;
  const say = monitorCliWords(language).entitled;
  await checkTarget(target, language, [request.ledger, request.parameters]);
  const { assessment, table } = await judged(request, setting);
  const list = entitledList(assessment, assessment.pack);
  const count = (standing: string): number => list.rows.filter((row) => row.standing === standing).length;
  const sum = sumText(list.rows.flatMap((row) => (row.amount === null ? [] : [row.amount])));
  print(
    fill(say.head, {
      measures: list.measures.length,
      qualifies: count('qualifies'),
      sum,
      open: count('qualifiesOpen'),
      one: count('oneShort'),
      more: count('more'),
      officer: count('officer'),
    }),
  );
  if (table.draft) print(say.draft);
  for (const line of problemLines(assessment, language)) print(line);
  const { pack } = assessment;
  const sheet = entitledSheet(
    list.rows,
    {
      measure: (measure) => measureName(pack, measure, language),
      quote: (measure) => pack.measures.find((one) => one.id === measure)?.quote ?? null,
      needs: ({ measure, needs }) =>
        needs.map((reason) => reasonParts(reason, { pack, measureId: measure }, language).text).join(language === 'zh-CN' ? '；' : '; '),
      money,
    },
    table,
  );
  await writeTarget(target, request.ledger, [sheet], setting);
  return assessment.problemCount > 0 ? 1 : 0;
}

async function settleCommand(
  request: LedgerRequest,
  asked: { readonly prepaid: string | undefined; readonly advance: string | undefined; readonly target: Target },
  setting: Setting,
): Promise<ExitCode> {
  const { language, print } = setting;
  const say = monitorCliWords(language).settle;
  if ((asked.prepaid === undefined) === (asked.advance === undefined)) throw new Refusal(say.one);
  const percent = asked.advance === undefined ? null : percentOf(asked.advance, language);
  await checkTarget(asked.target, language, [request.ledger, request.parameters, asked.prepaid]);
  const policy = await policyOf(request.policy, language);
  const advances = asked.prepaid === undefined ? [] : await advancesOf(asked.prepaid, policy.pack, language);
  const { assessment, table } = await judged(request, setting);
  if (assessment.composite === null) throw new Refusal(fill(say.noTotal, { policy: request.policy }));
  const dues = duesOf(assessment);
  for (const line of problemLines(assessment, language)) print(line);
  if (dues.length < assessment.count) print(fill(say.share, { count: assessment.count - dues.length }));
  if (percent !== null) {
    const shares = sharesOf(dues, percent);
    const paid = shares.filter(({ standing }) => standing === 'advanced').map(({ share }) => share);
    const withoutCode = shares.filter(({ standing }) => standing === 'noCode').length;
    print(fill(say.advance, { percent: asked.advance, count: paid.length, sum: sumText(paid) }));
    if (withoutCode > 0) print(fill(say.noCodes, { count: withoutCode }));
    await writeTarget(asked.target, request.ledger, [advanceSheet(shares, money, table)], setting);
    return assessment.problemCount > 0 ? 1 : 0;
  }
  const settled = settle(dues, advances).filter(isListed);
  const of = (...kinds: readonly Settled['settlement'][]): Settled[] => settled.filter((one) => kinds.includes(one.settlement));
  print(
    fill(say.head, {
      pay: of('pay').length,
      paySum: sumText(of('pay').flatMap((one) => one.pay ?? [])),
      recover: of('recover').length,
      recoverSum: sumText(of('recover').flatMap((one) => one.recover ?? [])),
      even: of('even').length,
      open: of('open', 'recoverAtLeast').length,
      check: of('notInLedger', 'noCode').length,
    }),
  );
  await writeTarget(asked.target, request.ledger, [settlementSheet(settled, money, table)], setting);
  return assessment.problemCount > 0 || of('notInLedger', 'noCode', 'open', 'recoverAtLeast').length > 0 ? 1 : 0;
}

function percentOf(text: string, language: Language): Exact {
  const value = readPercent(text);
  if (value === null) throw new Refusal(fill(monitorCliWords(language).settle.percent, { option: '--advance', text }));
  return value;
}
