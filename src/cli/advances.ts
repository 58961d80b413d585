import { planOf } from '../assess';
import { KNOWN, MISSING, unitNamed, WIDE, type Column, type Input, type Pack } from '../engine';
import { fill, problemParts, type Language } from '../explain';
import { cellAddress, readLedgerBlocks, type LedgerProblem } from '../ledger';
import { sumText, type Advance } from '../monitor';
import { openLedger } from './files';
import { monitorCliWords } from './monitor-words';
import { Refusal } from './refusal';

const blockRows = 8192;

const tenThousandYuan = unitNamed('万元');
if (tenThousandYuan === undefined) throw new Error('万元 is no unit');

/** The amount of an advance: to the 分 of a 分, below a hundred million 万元. */
const amount: Input = {
  id: 'advance',
  name: '预拨金额',
  type: 'number',
  unit: tenThousandYuan,
  meaning: '已经预拨给本户的资金',
  headers: [
    ...['预拨', '已预拨', '本次预拨', '已预拨金额', '本次预拨金额', '预拨资金', '已预拨资金', '本次预拨资金'],
    ...['advance', 'advanced', 'advance now', 'amount'],
  ],
  decimals: 6,
  max: '100000000',
  whole: false,
  negative: false,
  choices: [],
  table: 'ledger',
};

/**
 * Reads a file of advances (.xlsx or .csv) the way a ledger is read: titles above the header, units in the header or in a 单位 line, totals and notes
 * below are all known. Each advance in exact 万元, without a unit anywhere 万元. A row that is not plainly a code and an amount is a Refusal that
 * names it: money is never guessed, and an advance passed over would be paid twice. A row with neither is no advance.
 */
export async function readAdvances(path: string, pack: Pack, language: Language): Promise<Advance[]> {
  const say = monitorCliWords(language).settle;
  const refuse = (row: number, what: string): never => {
    throw new Refusal(fill(say.wrong, { row: row + 1, what }));
  };
  const host = await openLedger(path);
  const [info] = await host.sheets();
  if (info === undefined) throw new Refusal(fill(say.header, { file: path }));
  const advancePack: Pack = { ...pack, inputs: { [amount.id]: amount }, parameters: {} };
  const plan = await planOf(host, info, advancePack);
  const found = (id: string): boolean => plan.columns.some(({ state, target }) => state === 'matched' && target?.id === id);
  const wrong = plan.problems.find(({ code }) => code !== 'merged-down' && code !== 'header-not-found');
  if (wrong !== undefined) refuse(wrong.row, problemParts(wrong, language, advancePack).text);
  if (!found('advance') || !found('creditCode')) throw new Refusal(fill(say.header, { file: path }));
  const advances: Advance[] = [];
  for await (const block of readLedgerBlocks(host, plan, info, blockRows)) {
    const column = block.facts.inputs['advance'];
    for (const [index, row] of block.rows.entries()) {
      const code = block.codes[index] ?? null;
      const problems = block.problems.filter((problem) => problem.row === row && !mayStand(problem));
      const [problem] = problems;
      if (problem !== undefined) refuse(row, sayAt(problem, language, advancePack));
      const text = column === undefined ? null : amountOf(column, index);
      if (text === null && code === null) continue;
      if (code === null) refuse(row, say.whatCode);
      else if (text === null) refuse(row, say.whatBlank);
      else advances.push({ code, name: block.names[index] ?? '', amount: text });
    }
  }
  return advances;
}

/** A code whose check digit is wrong is the same wrong code in the ledger; that there is none counts only beside an amount. */
function mayStand({ code }: LedgerProblem): boolean {
  return code === 'name-missing' || (code.startsWith('credit-code-') && code !== 'credit-code-digits-lost');
}

function sayAt(problem: LedgerProblem, language: Language, pack: Pack): string {
  return `${cellAddress(problem.row, problem.column)} ${problemParts(problem, language, pack).text}`;
}

/** The exact 万元 of a row; null where it is blank. */
function amountOf({ values, states, wide }: Column, index: number): string | null {
  if (states[index] === MISSING) return null;
  if (states[index] === WIDE) return wide.get(index) ?? null;
  if (states[index] !== KNOWN) throw new Error(`an impossible advance in row ${index} was not told`);
  return sumText([String(values[index])], -amount.decimals);
}
