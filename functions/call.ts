import {
  decimalText,
  readDecimal,
  readReason,
  type BlockVerdicts,
  type Group,
  type Measure,
  type Pack,
  type Part,
  type Program,
  type Reason,
  type Verdict,
} from '../src/engine';
import { fill, sayAmount, sayApplied, sayEligibility, sayProblem, sayRange, sayReason, shortReasons } from '../src/explain';
import { readLedgerBlock, type LedgerBlock, type LedgerPlan, type LedgerProblem } from '../src/ledger';
import { CellProblem, gridOf, isBlank, isDoubtful, ledgerCell, type Grid, type GridCell } from './cells';
import { families, type Family } from './families';
import type { Opened, Setting } from './setting';
import { words } from './words';

/** A cell of a result. */
type ResultCell = string | number | boolean | CellProblem;

/** Rows that were read and judged together. */
interface Judged {
  readonly opened: Opened;
  readonly plan: LedgerPlan;
  readonly block: LedgerBlock;
  readonly verdicts: BlockVerdicts;
  readonly problemsByRow: ReadonlyMap<number, readonly LedgerProblem[]>;
  /** The rows as given, for the cells that are in doubt; `top` is the place of the first one. */
  readonly data: Grid;
  readonly top: number;
}

const wrong = (message: string): CellProblem => new CellProblem('invalidValue', message);

// ---- the award of one family

/**
 * 万元 a row for one kind of award. Every input is a cell or a column; heights of one are repeated. Inputs that the document does not use are left aside.
 * Throws CellProblem where the arguments as a whole are wrong.
 */
export function awardOfFamily(
  family: Family,
  policy: unknown,
  inputs: Readonly<Record<string, unknown>>,
  parameters: unknown,
  setting: Setting,
): ResultCell[][] {
  const say = words(setting.language);
  const id = single(policy, say.onePolicy);
  const opened = open(id, parameters, setting);
  const measures = (Object.hasOwn(families[family], id) ? families[family][id] : undefined) ?? [];
  const known = measures.filter((measure) => opened.program.measure(measure) !== undefined);
  if (known.length === 0) throw wrong(fill(say.noFamily, { policy: id }));
  const { pack } = opened.program;
  const used = Object.entries(inputs).filter(([input]) => Object.hasOwn(pack.inputs, input));
  const columns = used.map(([input, argument]) => columnOf(argument, pack.inputs[input]?.name ?? input, setting));
  const rows = Math.max(1, ...columns.map((column) => column.length));
  columns.forEach((column, index) => {
    if (column.length > 1 && column.length !== rows)
      throw wrong(fill(say.heights, { name: nameAt(used, index, pack), found: column.length, rows }));
  });
  // A name that looks like a company's makes every row one of an enterprise, however little it holds.
  const head: Grid = [[anyName.header, ...used.map(([input]) => input)]];
  const data = Array.from({ length: rows }, (_, row) => [
    anyName.value,
    ...columns.map((column) => column[column.length === 1 ? 0 : row] ?? null),
  ]);
  const judged = judge(opened, head, data, 'ledger');
  return Array.from({ length: rows }, (_, row) => [amountCell(judged, row, known, setting)]);
}

const anyName = { header: '企业名称', value: '某公司' } as const;

const nameAt = (used: readonly (readonly [string, unknown])[], index: number, pack: Pack): string => {
  const input = used[index]?.[0] ?? '';
  return pack.inputs[input]?.name ?? input;
};

/** An argument as one column; a row of several cells is refused. */
function columnOf(argument: unknown, name: string, setting: Setting): readonly GridCell[] {
  const grid = gridOf(argument);
  if (grid.some((row) => row.length > 1)) throw wrong(fill(words(setting.language).oneColumn, { name }));
  return grid.length === 0 ? [null] : grid.map((row) => row[0] ?? null);
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

function textOf(cell: GridCell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? cell.text : String(cell).trim();
}

/** The only text of an argument. */
function single(argument: unknown, message: string): string {
  const cells = gridOf(argument)
    .flat()
    .filter((cell) => !isBlank(cell));
  const [cell] = cells;
  if (cells.length !== 1 || (typeof cell !== 'string' && typeof cell !== 'number')) throw wrong(message);
  return textOf(cell);
}

/** A policy under the parameter table of the formula. */
function open(policy: string, parameters: unknown, setting: Setting): Opened {
  const opened = setting.open(policy, gridOf(parameters));
  if (!opened) throw wrong(fill(words(setting.language).unknownPolicy, { policy, known: setting.policies.join('、') }));
  const [problem] = opened.problems;
  if (problem) throw wrong(spoken(problem, opened.program.pack, setting));
  return opened;
}

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

/** The rows read by the ledger and judged by columns. */
function judge(opened: Opened, head: Grid, data: Grid, table: 'ledger' | 'project' | 'event'): Judged {
  const { program, parameters } = opened;
  const plan = opened.plan(head, table);
  const top = Math.max(head.length, plan.firstRow);
  const block = readRows(plan, top, data);
  const problemsByRow = new Map<number, LedgerProblem[]>();
  for (const problem of block.problems) {
    const others = problemsByRow.get(problem.row);
    if (others) others.push(problem);
    else problemsByRow.set(problem.row, [problem]);
  }
  return { opened, plan, block, verdicts: program.judgeBlock(block.facts, parameters), problemsByRow, data, top };
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

/** What the measures pay the row: of several at most one does. */
function amountCell(judged: Judged, row: number, measures: readonly string[], setting: Setting): ResultCell {
  const { verdicts } = judged;
  const open: { measure: string; reasons: readonly Reason[] }[] = [];
  for (const measure of measures) {
    const status = verdicts.status(measure, row);
    if (status === 0) continue;
    const amount = status === 1 ? verdicts.amount(measure, row) : null;
    if (amount !== null) return Number(amount);
    if (status === 1) return openCell(judged, row, [{ measure, reasons: verdicts.reasons(measure, row) }], setting);
    open.push({ measure, reasons: verdicts.reasons(measure, row) });
  }
  return open.length === 0 ? 0 : openCell(judged, row, open, setting);
}

function openCell(
  judged: Judged,
  row: number,
  open: readonly { measure: string; reasons: readonly Reason[] }[],
  setting: Setting,
): CellProblem {
  const { pack } = judged.opened.program;
  const reasons = [...new Set(open.flatMap((each) => each.reasons))];
  const measure = open[0]?.measure ?? '';
  const sentences = [
    ...new Set(
      open.flatMap((each) => each.reasons.map((reason) => sayReason(reason, { pack, measureId: each.measure }, setting.language))),
    ),
  ];
  const troubles = troublesOf(judged, row, reasons, setting);
  const wrongCells = problemsOf(judged, row).some((problem) => concerns(problem.input, reasons));
  const composite = judged.opened.program.group(measure)?.composite === measure;
  const said = [...troubles, ...sentences];
  return wrongCells && !composite ? new CellProblem('invalidValue', joined(said, setting)) : problemOf(reasons, said, setting);
}

/** What the ledger found wrong in a row. */
function problemsOf({ block, problemsByRow, plan, data, top }: Judged, row: number): readonly LedgerProblem[] {
  if (!block.troubled[row]) return [];
  const sheetRow = block.rows[row] ?? top;
  // A block keeps its first few thousand problems; a row beyond them is read again for its own.
  return problemsByRow.get(sheetRow) ?? readRows(plan, sheetRow, data.slice(sheetRow - top, sheetRow - top + 1)).problems;
}

/** Rows of a table by the ledger; `top` is the place of the first one. */
function readRows(plan: LedgerPlan, top: number, data: Grid): LedgerBlock {
  return readLedgerBlock(
    plan,
    { top, cells: data.map((row) => row.map(ledgerCell)), hiddenRows: new Set() },
    { name: '', date1904: false },
  );
}

/** Cells of the row that could not be used, and those in doubt, as far as the reasons hang on them. */
function troublesOf(judged: Judged, row: number, reasons: readonly Reason[], setting: Setting): string[] {
  const { pack } = judged.opened.program;
  const sheetRow = judged.block.rows[row] ?? -1;
  const troubles = problemsOf(judged, row).filter((problem) => concerns(problem.input, reasons));
  const line = judged.data[sheetRow - judged.top] ?? [];
  const doubtful = judged.plan.columns.filter((column) => isDoubtful(line[column.column]) && concerns(column.target?.id, reasons));
  return [
    ...troubles.map((problem) => spoken(problem, pack, setting)),
    ...(judged.opened.doubtful && reasons.some((reason) => readReason(reason).kind === 'missing-parameter')
      ? [fill(words(setting.language).zeroOrBlank, { name: words(setting.language).parameterTable })]
      : []),
    ...doubtful.map((column) =>
      fill(words(setting.language).zeroOrBlank, { name: pack.inputs[column.target?.id ?? '']?.name ?? column.header }),
    ),
  ];
}

const concerns = (input: string | undefined, reasons: readonly Reason[]): boolean =>
  input !== undefined && reasons.some((reason) => readReason(reason).subject === input || input.endsWith(`.${readReason(reason).subject}`));

/** A problem of the ledger in words. Its address is one of the arguments and not of the officer's sheet, so only the row is said. */
function spoken(problem: LedgerProblem, pack: Pack, setting: Setting): string {
  const placed: LedgerProblem = { ...problem, header: pack.inputs[problem.header]?.name ?? problem.header, address: '' };
  return sayProblem(placed, setting.language, pack);
}

const wrongKinds = new Set(['invalid', 'invalid-parameter', 'conflict']);

function problemOf(reasons: readonly Reason[], sentences: readonly string[], setting: Setting): CellProblem {
  const code = reasons.some((reason) => wrongKinds.has(readReason(reason).kind)) ? 'invalidValue' : 'notAvailable';
  return new CellProblem(code, joined(sentences, setting));
}

const joined = (sentences: readonly string[], setting: Setting): string => sentences.join(setting.language === 'zh-CN' ? '' : ' ');
