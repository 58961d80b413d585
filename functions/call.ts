import {
  decimalText,
  readingsOf,
  type BlockVerdicts,
  type Group,
  type Measure,
  type Pack,
  type Part,
  type Program,
  type Reason,
  type Verdict,
} from '../src/engine';
import { clauseName, fill, sayApplied, sayEligibility, sayRange, sayReadings, sayReason, shortReasons } from '../src/explain';
import { joined, listed, numberOf, open, policyOf, single, spoken, textOf, wrong } from './arguments';
import { gridOf, isBlank, isDoubtful, type Grid, type GridCell } from './cells';
import { choiceOf } from './choice';
import {
  amountCell,
  answersOf,
  clauseOf,
  judge,
  membersOf,
  problemOf,
  problemsOf,
  saidReasons,
  sayPaid,
  shortName,
  tableOfMeasures,
  troublesOf,
  type Answers,
  type Judged,
  type ResultCell,
} from './judged';
import type { Opened, Setting } from './setting';
import { words } from './words';

// ---- a table by one measure

/** What one measure, composite or exclusive choice pays a row, in its unit of amounts; a blank row, a total row and a note give "". */
export function awards(measure: unknown, headers: unknown, rows: unknown, parameters: unknown, setting: Setting): ResultCell[][] {
  const { judged, answers } = judgeMeasure(measure, headers, rows, parameters, setting);
  if (judged.opened.program.measure(answers.id)?.award === null)
    throw wrong(fill(words(setting.language).noAward, { measure: answers.id }));
  return eachRow(judged, (row) => amountCell(judged, row, [answers], setting));
}

/** TRUE, FALSE or 待定 a row. */
export function eligible(measure: unknown, headers: unknown, rows: unknown, parameters: unknown, setting: Setting): ResultCell[][] {
  const { judged, answers } = judgeMeasure(measure, headers, rows, parameters, setting);
  return eachRow(judged, (row) => {
    const status = answers.status(row);
    return status === 2 ? sayEligibility('unknown', 'zh-CN') : status === 1;
  });
}

/** The reasons a row, in words, and the readings they hang on. */
export function why(measure: unknown, headers: unknown, rows: unknown, parameters: unknown, setting: Setting): ResultCell[][] {
  const { judged, answers } = judgeMeasure(measure, headers, rows, parameters, setting);
  const { program } = judged.opened;
  const readings = sayReadings(readingsOf(program.pack, answers.id, program.readings), program.pack, setting.language);
  return eachRow(judged, (row) => joined([whyText(judged, row, answers, setting), ...(readings === '' ? [] : [readings])], setting));
}

function whyText(judged: Judged, row: number, answers: Answers, setting: Setting): string {
  const { language } = setting;
  const say = words(language);
  const { program } = judged.opened;
  const { pack } = program;
  const { id } = answers;
  const verdict = answers.verdict(row);
  const clause = clauseOf(program, id, setting);
  const draft = pack.status === 'draft' ? say.draft : '';
  const chosen = choiceOf(pack, id) ? program.measure(verdict.outputs?.['chosen'] ?? '') : undefined;
  const measureId = chosen?.id ?? id;
  const reasons = saidReasons(judged, id, row, verdict.reasons, setting);
  const troubles = troublesOf(judged, row, verdict.reasons, setting);
  if (verdict.eligible === true && verdict.reasons.length === 0) {
    const pays = verdict.amount === null ? say.holds : say.eligibleWith;
    const said = [
      fill(pays, { clause, draft, amount: sayPaid(judged, id, verdict, setting) }),
      ...(chosen ? [fill(say.chosen, { title: language === 'zh-CN' ? chosen.title : chosen.titleEnglish })] : []),
      ...verdict.applied.map((each) => sayApplied(each, { pack, measureId }, language)),
    ].join(say.between);
    return said + say.stop;
  }
  const head =
    verdict.eligible === true && verdict.range !== undefined && (verdict.range.min !== '0' || verdict.range.max !== null)
      ? fill(say.range, { clause, draft, range: sayRange(verdict.range, language) }) + say.between
      : fill(say.sentence, { clause, draft, answer: sayEligibility(verdict.eligible, language) });
  return head + joined([...reasons, ...troubles], setting);
}

// ---- a table by all measures of a document

/**
 * A table with header: what each enterprise measure pays (a measure that pays nothing: whether it holds), the total after the cap, and what is
 * missing. Rows with one credit code have one total. Without a total, measures of which the table has no column are left out.
 */
export function check(policy: unknown, headers: unknown, rows: unknown, parameters: unknown, setting: Setting): ResultCell[][] {
  const { language } = setting;
  const say = words(language);
  const opened = open(single(policy, say.onePolicy), parameters, setting);
  const { program } = opened;
  const { pack } = program;
  const { head, data } = tableOf(headers, rows, setting);
  const judged = judge(opened, head, data, 'ledger');
  const group = pack.groups[0];
  const found = new Set(judged.plan.columns.flatMap(({ target, candidates }) => [...(target ? [target.id] : []), ...candidates]));
  const own = pack.measures.filter((measure) => measure.subject === 'enterprise');
  const measures = own.filter((measure) => group || measure.inputs.some((input) => found.has(input)));
  const relevant = new Set(own.flatMap((measure) => [...measure.inputs]));
  refuseWrongTable(judged, relevant, setting);
  if (measures.length === 0) throw wrong(fill(say.noMeasure, { policy: pack.id }));
  const draft = pack.status === 'draft' ? say.draft : '';
  const header = [
    say.columns.name,
    ...measures.map((measure) => columnTitle(measure, setting)),
    ...(group ? [`${say.columns.total}${draft}`] : []),
    `${say.columns.notes}${group ? '' : draft}`,
  ];
  const totals = group ? totalsOf(judged, group.composite, setting) : null;
  const short = shortened(pack, setting);
  const undecided = sayEligibility('unknown', language);
  const body = eachRow(judged, (row) => {
    const notes: string[] = [];
    const cells: ResultCell[] = [judged.block.names[row] ?? ''];
    for (const measure of measures) {
      const { id } = measure;
      const status = judged.verdicts.status(id, row);
      const amount = status === 2 ? null : judged.verdicts.amount(id, row);
      const open = status === 2 || (status === 1 && amount === null && measure.award !== null);
      if (open) notes.push(short(measure, judged.verdicts.reasons(id, row)));
      if (open) cells.push(undecided);
      else if (measure.award === null) cells.push(sayEligibility(status === 1, language));
      else cells.push(status === 0 ? 0 : Number(amount));
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

/** Clause and title, and the unit where it is not 万元. */
function columnTitle(measure: Measure, { language }: Setting): string {
  const title = `${clauseName(measure.clause, language)}${language === 'zh-CN' ? '' : ' '}${language === 'zh-CN' ? measure.title : measure.titleEnglish}`;
  return measure.amountUnit.name === '元' ? fill(words(language).inYuan, { title }) : title;
}

/** Short reasons, made once for each list of reasons. */
function shortened(pack: Pack, setting: Setting): (measure: Measure, reasons: readonly Reason[]) => string {
  const made = new Map<string, string>();
  return (measure, reasons) => {
    const key = `${measure.id} ${reasons.join(' ')}`;
    const before = made.get(key);
    if (before !== undefined) return before;
    const text = fill(words(setting.language).notes, {
      clause: shortName(pack, measure, setting),
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
    const alone = rows.length === 1 || !group;
    // Most rows are settled and uncut: their amount alone says all.
    if (alone && judged.verdicts.applied(composite, row).length === 0) {
      const amount = judged.verdicts.amount(composite, row);
      if (amount !== null) return { cell: Number(amount), note: '' };
    }
    const verdict = alone
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
  if (!group) throw wrong(fill(say.noTotal, { policy: id }));
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
      return wrong(
        fill(say.unknownMeasure, {
          measure,
          known: listed(
            program.pack.measures.map((each) => each.id),
            setting,
          ),
        }),
      );
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
  const text = String(cell).replace(/\s*万元\s*$/, '');
  if (text.trim() === '') return null;
  const exact = numberOf(text);
  return exact === null ? undefined : decimalText(BigInt(exact.digits), exact.power);
}

// ---- what they share

/** The policy whose measure, composite or exclusive choice it is, opened. */
function openMeasure(argument: unknown, parameters: unknown, setting: Setting): { id: string; opened: Opened } {
  const say = words(setting.language);
  const id = single(argument, fill(say.unknownMeasure, { measure: '', known: listed(setting.policies, setting) }));
  const owner = policyOf(id, setting);
  const opened = owner === undefined ? undefined : open(owner, parameters, setting);
  const group = opened?.program.group(id);
  if (opened && group && group.composite !== id) throw wrong(fill(say.groupMeasure, { measure: id, composite: group.composite }));
  if (!opened || (opened.program.measure(id) === undefined && !choiceOf(opened.program.pack, id) && !group)) {
    const known = opened ? idsOf(opened.program.pack) : setting.policies;
    throw wrong(fill(say.unknownMeasure, { measure: id, known: listed(known, setting) }));
  }
  return { id, opened };
}

/** What AWARD and its like take of a policy. */
const idsOf = ({ measures, choices, groups }: Pack): readonly string[] => [
  ...[...measures, ...choices].map(({ id }) => id),
  ...groups.map(({ composite }) => composite),
];

function judgeMeasure(
  measure: unknown,
  headers: unknown,
  rows: unknown,
  parameters: unknown,
  setting: Setting,
): { judged: Judged; answers: Answers } {
  const { id, opened } = openMeasure(measure, parameters, setting);
  const { head, data } = tableOf(headers, rows, setting);
  const members = membersOf(opened.program, id);
  const judged = judge(opened, head, data, tableOfMeasures(members));
  refuseWrongTable(judged, new Set(members.flatMap((each) => [...each.inputs])), setting);
  return { judged, answers: answersOf(judged, id) };
}

function tableOf(headers: unknown, rows: unknown, setting: Setting): { head: Grid; data: Grid } {
  const say = words(setting.language);
  const head = gridOf(headers);
  const data = gridOf(rows);
  if (head.length === 0 || data.length === 0 || head.every((row) => row.every(isBlank))) throw wrong(say.noHeaders);
  const width = Math.max(...head.map((row) => row.length));
  const found = data.reduce((most, row) => Math.max(most, row.length), 0);
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
