import { decimalText, scaleText, type BlockVerdicts, type Group, type Measure, type Pack, type Part, type Program, type Reason, type Verdict } from '../src/engine';
import { clauseName, fill, sayApplied, sayEligibility, sayRange, sayReason, shortReasons } from '../src/explain';
import { columnOf, numberOf, open, policyOf, sameHeight, single, spoken, textOf, wrong } from './arguments';
import { gridOf, isBlank, isDoubtful, type Grid, type GridCell } from './cells';
import { choiceOf } from './choice';
import { families, standsFor, type Family } from './families';
import {
  amountCell,
  answersOf,
  clauseOf,
  judge,
  membersOf,
  outputCell,
  problemOf,
  problemsOf,
  saidReasons,
  sayPaid,
  shortName,
  troublesOf,
  truthCell,
  type Answers,
  type Judged,
  type ResultCell,
} from './judged';
import type { Opened, Setting } from './setting';
import { words } from './words';

// ---- one kind of award or rule

type Inputs = Readonly<Record<string, unknown>>;

/**
 * 万元 a row for one kind of award. Every input is a cell or a column; heights of one are repeated. Inputs that the document does not use are left aside.
 * Throws CellProblem where the arguments as a whole are wrong.
 */
export function awardOfFamily(family: Family, policy: unknown, inputs: Inputs, parameters: unknown, setting: Setting): ResultCell[][] {
  return judgeFamily(family, policy, inputs, parameters, setting, (judged, row, answers) => [amountCell(judged, row, answers, setting)]);
}

/** The day by which is to be paid, as an ISO date, a row. */
export function dueDates(policy: unknown, inputs: Inputs, parameters: unknown, setting: Setting): ResultCell[][] {
  return judgeFamily('DUE_DATE', policy, inputs, parameters, setting, (judged, row, answers) =>
    answers.map((each) => outputCell(judged, row, each, 'dueDate', setting)),
  );
}

/** The toll after the discount, in 元, a row. */
export function tolls(policy: unknown, inputs: Inputs, parameters: unknown, setting: Setting): ResultCell[][] {
  return judgeFamily('TOLL', policy, inputs, parameters, setting, (judged, row, answers) =>
    answers.map((each) => asNumber(outputCell(judged, row, each, 'payableYuan', setting))),
  );
}

/** Whether the quotas are kept, and the least for each of the two, in 万元, a row. */
export function quotas(policy: unknown, inputs: Inputs, parameters: unknown, setting: Setting): ResultCell[][] {
  return judgeFamily('QUOTA', policy, inputs, parameters, setting, (judged, row, answers) =>
    answers.flatMap((each) => [
      truthCell(judged, row, each, setting),
      ...['minSmeReserved', 'minMicroReserved'].map((output) => asNumber(outputCell(judged, row, each, output, setting))),
    ]),
  );
}

/** The share a row; beside it whether it is enough, where the document sets a line. */
export function shares(policy: unknown, inputs: Inputs, parameters: unknown, setting: Setting): ResultCell[][] {
  return judgeFamily('SHARE', policy, inputs, parameters, setting, (judged, row, answers) =>
    answers.flatMap((each) => {
      const measure = judged.opened.program.measure(each.id);
      const share = asNumber(outputCell(judged, row, each, measure?.outputs[0]?.id ?? '', setting));
      return measure?.award === null ? [share, truthCell(judged, row, each, setting)] : [share];
    }),
  );
}

const asNumber = (cell: ReturnType<typeof outputCell>): ResultCell => (typeof cell === 'string' ? Number(cell) : cell);

function judgeFamily(
  family: Family,
  policy: unknown,
  inputs: Inputs,
  parameters: unknown,
  setting: Setting,
  line: (judged: Judged, row: number, answers: readonly Answers[]) => ResultCell[],
): ResultCell[][] {
  const { opened, ids } = openFamily(family, policy, parameters, setting);
  const { pack } = opened.program;
  const measures = ids.flatMap((id) => membersOf(opened.program, id));
  const used = new Set(measures.flatMap((measure) => [...measure.inputs]));
  const columns = Object.entries(inputs).flatMap(([argument, value]) => {
    const id = (standsFor[argument] ?? [argument]).find((input) => used.has(input));
    const input = id === undefined ? undefined : pack.inputs[id];
    if (input === undefined) return [];
    const cells = columnOf(value, input.name, setting);
    return [{ id: input.id, name: input.name, cells: input.unit?.name === '比率' ? cells.map(percentage) : cells }];
  });
  const cells = sameHeight(columns, setting);
  // A name that looks like a company's makes every row one of an enterprise, however little it holds.
  const head: Grid = [[anyName.header, ...columns.map(({ id }) => id)]];
  const data = Array.from({ length: cells[0]?.length ?? 1 }, (_, row) => [anyName.value, ...cells.map((column) => column[row] ?? null)]);
  const judged = judge(opened, head, data, tableOfMeasures(measures));
  const answers = ids.map((id) => answersOf(judged, id));
  return data.map((_, row) => line(judged, row, answers));
}

const anyName = { header: '企业名称', value: '某公司' } as const;

/** A number up to 1 in a ratio's cell is what Excel shows as a percentage; a larger one says nothing without its sign and is refused with the row. */
function percentage(cell: GridCell): GridCell {
  if (typeof cell !== 'number' || Math.abs(cell) > 1) return cell;
  const text = scaleText(String(cell), 2);
  return text === null ? cell : `${text}%`;
}

/** The sheet on which a measure's rows stand. */
const tableOfMeasures = (measures: readonly Measure[]): 'ledger' | 'project' | 'event' => {
  const subject = measures[0]?.subject ?? 'enterprise';
  return subject === 'enterprise' ? 'ledger' : subject;
};

/** The measures of a family that the document's id, or a measure's own, names. */
function openFamily(family: Family, policy: unknown, parameters: unknown, setting: Setting): { opened: Opened; ids: readonly string[] } {
  const say = words(setting.language);
  const id = single(policy, say.onePolicy);
  const owner = policyOf(id, setting);
  if (owner === undefined) throw wrong(fill(say.unknownPolicy, { policy: id, known: setting.policies.join('、') }));
  const awards = families[family].filter((ids) => ids.every((each) => policyOf(each, setting) === owner));
  const [award, other] = id === owner ? awards : awards.filter((ids) => ids.includes(id));
  if (!award) throw wrong(fill(say.noFamily, { policy: id }));
  if (other) throw wrong(fill(say.whichOfFamily, { policy: id, known: awards.flat().join('、') }));
  return { opened: open(owner, parameters, setting), ids: id === owner ? award : [id] };
}

// ---- a table by one measure

/** 万元 a row by one measure or a composite; a blank row, a total row and a note give "". */
export function awards(measure: unknown, headers: unknown, rows: unknown, parameters: unknown, setting: Setting): ResultCell[][] {
  const { id, judged } = judgeMeasure(measure, headers, rows, parameters, setting);
  return eachRow(judged, (row) => amountCell(judged, row, [id], setting));
}

/** TRUE, FALSE or 待定 a row. */
export function eligible(measure: unknown, headers: unknown, rows: unknown, parameters: unknown, setting: Setting): ResultCell[][] {
  const { id, judged } = judgeMeasure(measure, headers, rows, parameters, setting);
  return eachRow(judged, (row) => {
    const status = judged.verdicts.status(id, row);
    return status === 2 ? sayEligibility('unknown', 'zh-CN') : status === 1;
  });
}

/** The reasons a row, in words. */
export function why(measure: unknown, headers: unknown, rows: unknown, parameters: unknown, setting: Setting): ResultCell[][] {
  const { id, judged } = judgeMeasure(measure, headers, rows, parameters, setting);
  return eachRow(judged, (row) => whyText(judged, row, id, setting));
}

function whyText(judged: Judged, row: number, id: string, setting: Setting): string {
  const { language } = setting;
  const say = words(language);
  const { pack } = judged.opened.program;
  const place = { pack, measureId: id };
  const verdict = judged.verdicts.verdict(id, row);
  const clause = clauseOf(judged.opened.program, id);
  const draft = pack.status === 'draft' ? say.draft : '';
  const reasons = verdict.reasons.map((reason) => sayReason(reason, place, language));
  const troubles = troublesOf(judged, row, verdict.reasons, setting);
  const applied = verdict.applied.map((each) => sayApplied(each, place, language));
  const space = language === 'zh-CN' ? '' : ' ';
  if (verdict.eligible === true && verdict.amount !== null)
    return [fill(say.eligibleWith, { clause, draft, amount: sayAmount(verdict, language) ?? '' }), ...applied].join(say.between);
  const head =
    verdict.eligible === true && verdict.range !== undefined
      ? fill(say.range, { clause, draft, range: sayRange(verdict.range, language) }) + say.between
      : fill(say.sentence, { clause, draft, answer: sayEligibility(verdict.eligible, language) });
  return head + [...reasons, ...troubles].join(space);
}

/** The clause of a measure, or of the total of a group. */
function clauseOf(program: Program, id: string): string {
  return program.measure(id)?.clause ?? program.group(id)?.clause ?? id;
}

// ---- a table by all measures of a document

/** A table with header: what each enterprise measure pays, the total after the cap, and what is missing. Rows with one credit code have one total. */
export function check(policy: unknown, headers: unknown, rows: unknown, parameters: unknown, setting: Setting): ResultCell[][] {
  const say = words(setting.language);
  const opened = open(single(policy, say.onePolicy), parameters, setting);
  const { program } = opened;
  const { pack } = program;
  const measures = pack.measures.filter((measure) => measure.subject === 'enterprise');
  const { head, data } = tableOf(headers, rows, setting);
  const judged = judge(opened, head, data, 'ledger');
  const group = pack.groups[0];
  const relevant = new Set(measures.flatMap((measure) => [...measure.inputs]));
  refuseWrongTable(judged, relevant, setting);
  const draft = pack.status === 'draft' ? say.draft : '';
  const header = [
    say.columns.name,
    ...measures.map((measure) => `${measure.clause}${setting.language === 'zh-CN' ? measure.title : measure.titleEnglish}`),
    ...(group ? [`${say.columns.total}${draft}`] : []),
    `${say.columns.notes}${group ? '' : draft}`,
  ];
  const totals = group ? totalsOf(judged, group.composite, setting) : null;
  const short = shortened(pack, setting);
  const undecided = sayEligibility('unknown', setting.language);
  const body = eachRow(judged, (row) => {
    const notes: string[] = [];
    const cells: ResultCell[] = [judged.block.names[row] ?? ''];
    for (const measure of measures) {
      const { id } = measure;
      const status = judged.verdicts.status(id, row);
      const amount = status === 2 ? null : judged.verdicts.amount(id, row);
      cells.push(status === 0 ? 0 : amount === null ? undecided : Number(amount));
      if (status !== 0 && amount === null) notes.push(short(measure, judged.verdicts.reasons(id, row)));
    }
    if (totals) {
      const total = totals(row);
      cells.push(total.cell);
      if (total.note !== '') notes.push(total.note);
    }
    notes.push(...problemsOf(judged, row).map((problem) => spoken(problem, pack, setting)));
    cells.push(notes.join(say.between));
    return cells;
  });
  return [header, ...body.map((row) => (row.length === 1 ? [...row, ...header.slice(1).map(() => '')] : row))];
}

/** Short reasons, made once for each list of reasons. */
function shortened(pack: Pack, setting: Setting): (measure: Measure, reasons: readonly Reason[]) => string {
  const made = new Map<string, string>();
  return (measure, reasons) => {
    const key = `${measure.id} ${reasons.join(' ')}`;
    const before = made.get(key);
    if (before !== undefined) return before;
    const text = fill(words(setting.language).notes, {
      clause: measure.clause,
      text: shortReasons(reasons, { pack, measureId: measure.id }, setting.language),
    });
    made.set(key, text);
    return text;
  };
}

/** The total of a row; of several rows with one credit code, on the first of them. */
function totalsOf(judged: Judged, composite: string, setting: Setting): (row: number) => { cell: ResultCell; note: string } {
  const { program } = judged.opened;
  const group = program.group(composite);
  const open = sayEligibility('unknown', setting.language);
  const said = new Map<string, string>();
  const remark = ({ applied, amount, range }: Verdict): string => {
    const key = `${applied.join()} ${amount === null && range !== undefined ? `${range.min} ${range.max}` : ''}`;
    const before = said.get(key);
    if (before !== undefined) return before;
    const remarks = applied.map((each) => sayApplied(each, { pack: program.pack, measureId: composite }, setting.language));
    if (amount === null && range !== undefined) remarks.push(sayRange(range, setting.language));
    const text = remarks.join(words(setting.language).between);
    said.set(key, text);
    return text;
  };
  const rowsByCode = new Map<string, number[]>();
  judged.block.codes.forEach((code, row) => {
    if (code === null) return;
    const rows = rowsByCode.get(code);
    if (rows) rows.push(row);
    else rowsByCode.set(code, [row]);
  });
  return (row) => {
    const rows = rowsByCode.get(judged.block.codes[row] ?? '') ?? [row];
    const [first = row] = rows;
    if (first !== row)
      return { cell: '', note: fill(words(setting.language).sameCode, { row: (judged.block.rows[first] ?? first) - judged.top + 1 }) };
    const verdict =
      rows.length === 1 || !group
        ? judged.verdicts.verdict(composite, row)
        : program.total(
            group.id,
            rows.flatMap((each) => partsOf(judged.verdicts.verdict(composite, each), judged.verdicts, each)),
          );
    const cell = verdict.amount === null ? open : Number(verdict.amount);
    return { cell, note: remark(verdict) };
  };
}

/** What a row's measures bring to a total of several rows. */
function partsOf(composite: Verdict, verdicts: BlockVerdicts, row: number): Part[] {
  return Object.keys(composite.perMeasure ?? {}).map((measure) => {
    const { eligible, amount, range } = verdicts.verdict(measure, row);
    return eligible === false ? part(measure, '0') : part(measure, amount, range);
  });
}

/** A known amount, or an open one with the bounds that are known of it. */
function part(measure: string, amount: string | null, range?: Verdict['range']): Part {
  if (amount !== null) return { measure, amount, low: amount, high: amount };
  // No award is below zero.
  return range === undefined ? { measure, amount, low: '0', high: null } : { measure, amount, low: range.min, high: range.max };
}

// ---- a total of given amounts

/** The total after the cap: one for measures and amounts of one shape, one a row where the measures stand in a row over several rows of amounts. */
export function stack(policy: unknown, measures: unknown, amounts: unknown, parameters: unknown, setting: Setting): ResultCell[][] {
  const say = words(setting.language);
  const id = single(policy, say.onePolicy);
  const opened = open(id, parameters, setting);
  const { program } = opened;
  const group = program.pack.groups[0];
  if (!group) throw wrong(fill(say.noFamily, { policy: id }));
  const names = gridOf(measures);
  const grid = gridOf(amounts);
  const [line = []] = names;
  const across = names.length === 1 && line.length > 1;
  const wanted = across ? line : names.map((row) => row[0] ?? null);
  const lines = across ? grid : [grid.flatMap((row) => row)];
  if (names.some((row) => !across && row.length > 1) || lines.some((line) => line.length !== wanted.length) || lines.length === 0)
    throw wrong(fill(say.stackShape, { measures: wanted.length, rows: grid.length, columns: grid[0]?.length ?? '' }));
  return lines.map((line) => [totalOf(wanted, line, group, program, setting)]);
}

function totalOf(wanted: readonly GridCell[], line: readonly GridCell[], group: Group, program: Program, setting: Setting): ResultCell {
  const say = words(setting.language);
  const parts: Part[] = [];
  for (const [index, name] of wanted.entries()) {
    const cell = line[index] ?? null;
    if (isBlank(name) && isBlank(cell)) continue;
    const measure = textOf(name);
    if (program.measure(measure) === undefined)
      return wrong(fill(say.unknownMeasure, { measure, known: program.pack.measures.map((each) => each.id).join('、') }));
    const amount = amountOf(cell);
    if (amount === undefined) return wrong(fill(say.notAnAmount, { text: textOf(cell) }));
    parts.push(part(measure, amount));
  }
  const verdict = program.total(group.id, parts);
  if (verdict.amount !== null) return Number(verdict.amount);
  const doubt = line.findIndex(isDoubtful);
  const sentences = verdict.reasons.map((reason) => sayReason(reason, { pack: program.pack, measureId: group.measure }, setting.language));
  if (doubt >= 0) sentences.push(fill(say.zeroOrBlank, { name: textOf(wanted[doubt] ?? null) }));
  return problemOf(verdict.reasons, sentences, setting);
}

/** Exact 万元 as text; null where the cell is blank, in doubt, or itself waits for something (#N/A); undefined where it is no amount. */
function amountOf(cell: GridCell): string | null | undefined {
  if (cell === null) return null;
  if (typeof cell === 'boolean') return undefined;
  if (typeof cell === 'object') return cell.fault === 'doubtful' || cell.text === '#N/A' ? null : undefined;
  const text = String(cell)
    .normalize('NFKC')
    .replace(/[\s,]|万元$/g, '');
  if (text === '') return null;
  const exact = readDecimal(text);
  return exact === null ? undefined : decimalText(BigInt(exact.digits), exact.power);
}

// ---- what they share

/** The policy whose measure it is, opened. */
function openMeasure(argument: unknown, parameters: unknown, setting: Setting): { id: string; opened: Opened } {
  const say = words(setting.language);
  const id = single(argument, fill(say.unknownMeasure, { measure: '', known: setting.policies.join('、') }));
  const owner = setting.policies.find((policy) => id === policy || id.startsWith(`${policy}-`));
  const opened = owner === undefined ? undefined : open(owner, parameters, setting);
  const group = opened?.program.group(id);
  if (opened && group && group.composite !== id) throw wrong(fill(say.groupMeasure, { measure: id, composite: group.composite }));
  if (!opened || (opened.program.measure(id) === undefined && !group)) {
    const known = opened ? opened.program.pack.measures.map((measure) => measure.id) : setting.policies;
    throw wrong(fill(say.unknownMeasure, { measure: id, known: known.join('、') }));
  }
  return { id, opened };
}

function judgeMeasure(
  measure: unknown,
  headers: unknown,
  rows: unknown,
  parameters: unknown,
  setting: Setting,
): { id: string; judged: Judged } {
  const { id, opened } = openMeasure(measure, parameters, setting);
  const { head, data } = tableOf(headers, rows, setting);
  const own = opened.program.measure(id);
  const subject = own?.subject ?? 'enterprise';
  const judged = judge(opened, head, data, subject === 'enterprise' ? 'ledger' : subject);
  const members = own ? [own] : opened.program.pack.measures.filter((each) => each.subject === 'enterprise');
  refuseWrongTable(judged, new Set(members.flatMap((each) => [...each.inputs])), setting);
  return { id, judged };
}

function tableOf(headers: unknown, rows: unknown, setting: Setting): { head: Grid; data: Grid } {
  const say = words(setting.language);
  const head = gridOf(headers);
  const data = gridOf(rows);
  if (head.length === 0 || data.length === 0 || head.every((row) => row.every(isBlank))) throw wrong(say.noHeaders);
  const width = Math.max(...head.map((row) => row.length));
  const found = Math.max(...data.map((row) => row.length));
  if (found > width) throw wrong(fill(say.tooWide, { headers: width, found }));
  return { head, data };
}

/** A header that cannot be read, or read in two ways, is refused where it matters: nothing is chosen for the officer. */
function refuseWrongTable({ plan, opened }: Judged, inputs: ReadonlySet<string>, setting: Setting): void {
  const problem = plan.problems.find(
    ({ code, input, candidates }) =>
      code === 'header-not-found' ||
      (input !== undefined && inputs.has(input)) ||
      (candidates ?? []).some((candidate) => inputs.has(candidate)),
  );
  if (problem) throw wrong(spoken(problem, opened.program.pack, setting));
}

/** One result a given row; rows that hold no enterprise give "". */
function eachRow(judged: Judged, of: (row: number) => ResultCell | ResultCell[]): ResultCell[][] {
  const results: ResultCell[][] = judged.data.map(() => ['']);
  judged.block.rows.forEach((sheetRow, row) => {
    const result = of(row);
    results[sheetRow - judged.top] = Array.isArray(result) ? result : [result];
  });
  return results;
}

