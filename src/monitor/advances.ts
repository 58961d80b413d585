import { KNOWN, MISSING, unitNamed, WIDE, type Column, type Input, type Pack } from '../engine';
import type { Host, SheetInfo } from '../hosts/host';
import { readLedgerBlocks, type LedgerPlan, type LedgerProblem } from '../ledger';
import { sumText } from './exact';
import type { Advance } from './settle';

/** Few enough that no problem of a block is passed over: there are three columns, and 4,096 are kept. */
const blockRows = 1024;

const tenThousandYuan = unitNamed('万元');
if (tenThousandYuan === undefined) throw new Error('万元 is no unit');

/** The amount of an advance: to the 分, below a hundred million 万元. */
const amount: Input = {
  id: 'advance',
  name: '预拨金额',
  type: 'number',
  unit: tenThousandYuan,
  meaning: '已经预拨给本户的资金',
  headers: [
    ...['预拨', '已预拨', '本次预拨', '已预拨金额', '本次预拨金额', '预拨资金', '已预拨资金', '本次预拨资金'],
    ...['advance', 'advanced', 'advance now', 'advanced now', 'amount'],
  ],
  decimals: 6,
  max: '100000000',
  whole: false,
  negative: false,
  choices: [],
  table: 'ledger',
};

/** A pack that asks for one figure, what was advanced: by it the columns of a table of advances are found as those of a ledger are. */
export function advancePack(pack: Pack): Pack {
  return { ...pack, inputs: { [amount.id]: amount }, parameters: {} };
}

/**
 * Why a table of advances is not used: header (it has no columns of code and amount), table or cell (a problem of its head or of one cell),
 * noCode (an amount beside no code), noAmount (a code beside no amount). `row` is the zero-based sheet row.
 */
export type AdvanceRefusal =
  | { readonly kind: 'header' }
  | { readonly kind: 'table' | 'cell'; readonly row: number; readonly problem: LedgerProblem }
  | { readonly kind: 'noCode'; readonly row: number }
  | { readonly kind: 'noAmount'; readonly row: number };

/** What a table of advances holds, or the first thing for which none of it is used. */
export type AdvanceReading = { readonly advances: readonly Advance[] } | { readonly refused: AdvanceRefusal };

/** Whether the plan of a sheet (under `advancePack`) has the columns of advances, each once. */
function bearsAdvances({ columns }: LedgerPlan): boolean {
  const found = (id: string): boolean => columns.some(({ state, target }) => state === 'matched' && target?.id === id);
  return found(amount.id) && found('creditCode');
}

/**
 * Reads a sheet of advances the way a ledger is read, by its plan under `advancePack`: titles above the header, units in the header or in a 单位
 * line, totals and notes below are all known. Each advance in exact 万元, without a unit anywhere 万元. A row that is not plainly a code and an
 * amount refuses the whole: money is never guessed, and an advance passed over would be paid twice. A row with neither is no advance.
 * Between blocks it gives how many rows were read.
 */
export async function* readAdvances(
  host: Pick<Host, 'read'>,
  info: SheetInfo,
  plan: LedgerPlan,
): AsyncGenerator<number, AdvanceReading, undefined> {
  const wrong = plan.problems.find(({ code }) => code !== 'merged-down' && code !== 'header-not-found');
  if (wrong !== undefined) return { refused: { kind: 'table', row: wrong.row, problem: wrong } };
  if (!bearsAdvances(plan)) return { refused: { kind: 'header' } };
  const advances: Advance[] = [];
  for await (const block of readLedgerBlocks(host, plan, info, blockRows)) {
    const column = block.facts.inputs[amount.id];
    const problems = new Map<number, LedgerProblem>();
    for (const problem of block.problems) if (!mayStand(problem) && !problems.has(problem.row)) problems.set(problem.row, problem);
    for (const [index, row] of block.rows.entries()) {
      const problem = problems.get(row);
      if (problem !== undefined) return { refused: { kind: 'cell', row, problem } };
      const code = block.codes[index] ?? null;
      const text = column === undefined ? null : amountOf(column, index);
      if (text === null && code === null) continue;
      if (code === null) return { refused: { kind: 'noCode', row } };
      if (text === null) return { refused: { kind: 'noAmount', row } };
      advances.push({ row: row + 1, code, name: block.names[index] ?? '', amount: text });
    }
    yield block.end;
  }
  return { advances };
}

/** A code whose check digit is wrong is the same wrong code in the ledger; that there is none counts only beside an amount. */
function mayStand({ code }: LedgerProblem): boolean {
  return code === 'name-missing' || (code.startsWith('credit-code-') && code !== 'credit-code-digits-lost');
}

/** The exact 万元 of a row; null where it is blank. */
function amountOf({ values, states, wide }: Column, index: number): string | null {
  if (states[index] === MISSING) return null;
  if (states[index] === WIDE) return wide.get(index) ?? null;
  if (states[index] !== KNOWN) throw new Error(`an impossible advance in row ${index} was not told`);
  return sumText([String(values[index])], -amount.decimals);
}
