import {
  INVALID,
  MISSING,
  readReason,
  type BlockVerdicts,
  type Measure,
  type Pack,
  type Program,
  type Reason,
  type Verdict,
} from '../src/engine';
import { clauseName, fill, quantity, roundText, sayAmount, sayReason } from '../src/explain';
import { readLedgerBlock, type LedgerBlock, type LedgerPlan, type LedgerProblem } from '../src/ledger';
import { joined, spoken, wrong } from './arguments';
import { CellProblem, isDoubtful, ledgerRow, type Grid } from './cells';
import { choiceOf, judgeChoice } from './choice';
import type { Opened, Setting } from './setting';
import { words } from './words';

/** A cell of a result. */
export type ResultCell = string | number | boolean | CellProblem;

/** The answers of one measure, composite or exclusive choice, row by row. */
export interface Answers {
  readonly id: string;
  /** 0 not entitled, 1 entitled, 2 undecided. */
  status(row: number): 0 | 1 | 2;
  /** In the measure's unit of amounts; null while it is open. */
  amount(row: number): string | null;
  reasons(row: number): readonly Reason[];
  verdict(row: number): Verdict;
}

/** Rows that were read and judged together. */
export interface Judged {
  readonly opened: Opened;
  readonly plan: LedgerPlan;
  readonly block: LedgerBlock;
  readonly verdicts: BlockVerdicts;
  readonly problemsByRow: ReadonlyMap<number, readonly LedgerProblem[]>;
  /** The rows as given, for the cells that are in doubt; `top` is the place of the first one. */
  readonly data: Grid;
  readonly top: number;
}

/** The rows read by the ledger and judged by columns. */
export function judge(opened: Opened, head: Grid, data: Grid, table: 'ledger' | 'project' | 'event'): Judged {
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

/** Rows of a table by the ledger; `top` is the place of the first one. */
function readRows(plan: LedgerPlan, top: number, data: Grid): LedgerBlock {
  return readLedgerBlock(plan, { top, cells: data.map(ledgerRow), hiddenRows: new Set() }, { name: '', date1904: false });
}

/** The answers of an id of the pack. */
export function answersOf({ opened, block, verdicts }: Judged, id: string): Answers {
  const { program, parameters } = opened;
  const choice = choiceOf(program.pack, id);
  if (!choice)
    return {
      id,
      status: (row) => verdicts.status(id, row),
      amount: (row) => verdicts.amount(id, row),
      reasons: (row) => verdicts.reasons(id, row),
      verdict: (row) => verdicts.verdict(id, row),
    };
  const verdict = judgeChoice(program, choice, block.facts, parameters);
  return {
    id,
    status: (row) => (verdict(row).eligible === 'unknown' ? 2 : verdict(row).eligible ? 1 : 0),
    amount: (row) => verdict(row).amount,
    reasons: (row) => verdict(row).reasons,
    verdict,
  };
}

/** The measures an id is answered by: itself, or the members of an exclusive choice; for a composite those of the enterprise's own row. */
export function membersOf(program: Program, id: string): readonly Measure[] {
  const own = program.measure(id);
  if (own) return [own];
  const choice = choiceOf(program.pack, id);
  return program.pack.measures.filter((measure) => (choice ? choice.members.includes(measure.id) : measure.subject === 'enterprise'));
}

/** The sheet on which the rows of these measures stand. */
export function tableOfMeasures(measures: readonly Measure[]): 'ledger' | 'project' | 'event' {
  const subject = measures[0]?.subject ?? 'enterprise';
  return subject === 'enterprise' ? 'ledger' : subject;
}

/** The clause of a measure, an exclusive choice or a total, as it is spoken of. */
export function clauseOf(program: Program, id: string, setting: Setting): string {
  const known = program.measure(id) ?? choiceOf(program.pack, id) ?? program.group(id);
  return known ? clauseName(known.clause, setting.language) : id;
}

/** The clause, and the title where several measures stand in one clause. */
export function shortName(pack: Pack, measure: Measure, setting: Setting): string {
  const clause = clauseName(measure.clause, setting.language);
  const alone = pack.measures.filter((other) => other.clause === measure.clause).length === 1;
  return alone ? clause : `${clause} ${setting.language === 'zh-CN' ? measure.title : measure.titleEnglish}`;
}

/** An amount or its range in words, in the measure's unit of amounts. */
export function sayPaid(judged: Judged, id: string, verdict: Verdict, setting: Setting): string {
  const unit = judged.opened.program.measure(id)?.amountUnit.name;
  if (unit === '元' && verdict.amount !== null) return quantity(roundText(verdict.amount, 2), unit, setting.language);
  return sayAmount(verdict, setting.language) ?? '';
}

/** Reasons of a row in words. Those of an exclusive choice are said by the members they come from. */
export function saidReasons(judged: Judged, id: string, row: number, reasons: readonly Reason[], setting: Setting): string[] {
  const { pack } = judged.opened.program;
  const members = choiceOf(pack, id)?.members ?? [];
  const sentences = reasons.flatMap((reason) => {
    const own = members.filter((member) => judged.verdicts.reasons(member, row).includes(reason));
    return (own.length > 0 ? own : [id]).map((measureId) => sayReason(reason, { pack, measureId }, setting.language));
  });
  return [...new Set(sentences)];
}

/** What the measures pay the row: of several at most one does. */
export function amountCell(judged: Judged, row: number, measures: readonly Answers[], setting: Setting): ResultCell {
  const open: { id: string; reasons: readonly Reason[] }[] = [];
  for (const answers of measures) {
    const status = answers.status(row);
    if (status === 0) continue;
    const amount = status === 1 ? answers.amount(row) : null;
    if (amount !== null) return Number(amount);
    const { id } = answers;
    if (status === 1) return openCell(judged, row, [{ id, reasons: answers.reasons(row) }], setting);
    open.push({ id, reasons: answers.reasons(row) });
  }
  return open.length === 0 ? 0 : openCell(judged, row, open, setting);
}

/** TRUE or FALSE; undecided, #N/A that says what is missing. */
export function truthCell(judged: Judged, row: number, answers: Answers, setting: Setting): ResultCell {
  const status = answers.status(row);
  return status === 2 ? openCell(judged, row, [{ id: answers.id, reasons: answers.reasons(row) }], setting) : status === 1;
}

/** An output of the measure as it stands; open, #N/A that says what is missing. */
export function outputCell(judged: Judged, row: number, answers: Answers, output: string, setting: Setting): string | CellProblem {
  const verdict = answers.verdict(row);
  const value = verdict.outputs?.[output] ?? null;
  // Over a base that is none a share is a number and says nothing.
  const hollow = verdict.reasons.some((reason) => readReason(reason).kind === 'undefined-base');
  if (value !== null && !hollow) return value;
  // A row that fails for another reason says nothing of what its output lacks.
  const blocking = verdict.reasons.filter((reason) => readReason(reason).kind !== 'fail');
  const reasons = blocking.length > 0 ? blocking : lackingOf(judged, row, answers.id);
  return openCell(judged, row, [{ id: answers.id, reasons }], setting);
}

/** The inputs of a measure that a row lacks. */
function lackingOf({ opened, block }: Judged, row: number, id: string): Reason[] {
  return (opened.program.measure(id)?.inputs ?? []).flatMap((input): Reason[] => {
    const state = block.facts.inputs[input]?.states[row] ?? MISSING;
    return state === MISSING ? [`missing:${input}`] : state === INVALID ? [`invalid:${input}`] : [];
  });
}

function openCell(
  judged: Judged,
  row: number,
  open: readonly { readonly id: string; readonly reasons: readonly Reason[] }[],
  setting: Setting,
): CellProblem {
  const reasons = [...new Set(open.flatMap((each) => each.reasons))];
  const sentences = [...new Set(open.flatMap((each) => saidReasons(judged, each.id, row, each.reasons, setting)))];
  const troubles = troublesOf(judged, row, reasons, setting);
  const wrongCells = problemsOf(judged, row).some((problem) => concerns(problem.input, reasons));
  const id = open[0]?.id ?? '';
  const composite = judged.opened.program.group(id)?.composite === id;
  const said = [...troubles, ...sentences];
  return wrongCells && !composite ? wrong(joined(said, setting)) : problemOf(reasons, said, setting);
}

/** What the ledger found wrong in a row. */
export function problemsOf({ block, problemsByRow, plan, data, top }: Judged, row: number): readonly LedgerProblem[] {
  if (!block.troubled[row]) return [];
  const sheetRow = block.rows[row] ?? top;
  // A block keeps its first few thousand problems; a row beyond them is read again for its own.
  return problemsByRow.get(sheetRow) ?? readRows(plan, sheetRow, data.slice(sheetRow - top, sheetRow - top + 1)).problems;
}

/** Cells of the row that could not be used, and those in doubt, as far as the reasons hang on them. */
export function troublesOf(judged: Judged, row: number, reasons: readonly Reason[], setting: Setting): string[] {
  const { pack } = judged.opened.program;
  const say = words(setting.language);
  const sheetRow = judged.block.rows[row] ?? -1;
  const troubles = problemsOf(judged, row).filter((problem) => concerns(problem.input, reasons));
  const line = judged.data[sheetRow - judged.top] ?? [];
  const doubtful = judged.plan.columns.filter((column) => isDoubtful(line[column.column]) && concerns(column.target?.id, reasons));
  const asksParameter = reasons.some((reason) => readReason(reason).kind === 'missing-parameter');
  return [
    ...troubles.map((problem) => spoken(problem, pack, setting)),
    ...(judged.opened.doubtful && asksParameter ? [fill(say.zeroOrBlank, { name: say.parameterTable })] : []),
    ...doubtful.map((column) => fill(say.zeroOrBlank, { name: pack.inputs[column.target?.id ?? '']?.name ?? column.header })),
  ];
}

const concerns = (input: string | undefined, reasons: readonly Reason[]): boolean =>
  input !== undefined && reasons.some((reason) => readReason(reason).subject === input || input.endsWith(`.${readReason(reason).subject}`));

const wrongKinds = new Set(['invalid', 'invalid-parameter', 'conflict']);

/** #VALUE! where something is wrong, #N/A where something is missing, with the sentences. */
export function problemOf(reasons: readonly Reason[], sentences: readonly string[], setting: Setting): CellProblem {
  const code = reasons.some((reason) => wrongKinds.has(readReason(reason).kind)) ? 'invalidValue' : 'notAvailable';
  return new CellProblem(code, joined(sentences, setting));
}
