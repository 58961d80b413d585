import { readDecimal, type ExactNumber } from '../src/engine';
import { fill, sayProblem } from '../src/explain';
import type { LedgerProblem } from '../src/ledger';
import type { Pack } from '../src/engine';
import { CellProblem, gridOf, isBlank, type GridCell } from './cells';
import type { Opened, Setting } from './setting';
import { words } from './words';

/** Something in the arguments that is wrong as a whole: #VALUE! with a message. */
export const wrong = (message: string): CellProblem => new CellProblem('invalidValue', message);

/** What a cell shows. */
export function textOf(cell: GridCell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? cell.text : String(cell).trim();
}

/** The only text of an argument. */
export function single(argument: unknown, message: string): string {
  const cells = gridOf(argument)
    .flat()
    .filter((cell) => !isBlank(cell));
  const [cell] = cells;
  if (cells.length !== 1 || (typeof cell !== 'string' && typeof cell !== 'number')) throw wrong(message);
  return textOf(cell);
}

/** An argument as one column; a row of several cells is refused. An argument left out is one blank cell. */
export function columnOf(argument: unknown, name: string, setting: Setting): readonly GridCell[] {
  const grid = gridOf(argument);
  if (grid.some((row) => row.length > 1)) throw wrong(fill(words(setting.language).oneColumn, { name }));
  return grid.length === 0 ? [null] : grid.map((row) => row[0] ?? null);
}

/** Columns of one height, one cell repeated; another height is refused. */
export function sameHeight(
  columns: readonly { readonly name: string; readonly cells: readonly GridCell[] }[],
  setting: Setting,
): readonly (readonly GridCell[])[] {
  const rows = Math.max(1, ...columns.map(({ cells }) => cells.length));
  return columns.map(({ name, cells }) => {
    if (cells.length > 1 && cells.length !== rows) throw wrong(fill(words(setting.language).heights, { name, found: cells.length, rows }));
    return Array.from({ length: rows }, (_, row) => cells[cells.length === 1 ? 0 : row] ?? null);
  });
}

/** A number as officers write it: `5,400`, `５４００`; null where the text is none. */
export function numberOf(text: string): ExactNumber | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain) || /^[+-]?\d{1,4}(,\d{4})+(\.\d*)?$/.test(plain);
  return readDecimal(grouped ? plain.replaceAll(',', '') : plain);
}

/** A policy under the parameter table of the formula. */
export function open(policy: string, parameters: unknown, setting: Setting): Opened {
  const opened = setting.open(policy, gridOf(parameters));
  if (!opened) throw wrong(fill(words(setting.language).unknownPolicy, { policy, known: listed(setting.policies, setting) }));
  const [problem] = opened.problems;
  if (problem) throw wrong(spoken(problem, opened.program.pack, setting));
  return opened;
}

/** The policy that a measure's id begins with; undefined where there is none. */
export function policyOf(id: string, setting: Setting): string | undefined {
  return setting.policies.find((policy) => id === policy || id.startsWith(`${policy}-`));
}

/** A problem of the ledger in words. Its address is one of the arguments and not of the officer's sheet, so only the row is said. */
export function spoken(problem: LedgerProblem, pack: Pack, setting: Setting): string {
  const placed: LedgerProblem = { ...problem, header: pack.inputs[problem.header]?.name ?? problem.header, address: '' };
  return sayProblem(placed, setting.language, pack);
}

/** Sentences one behind the other. */
export const joined = (sentences: readonly string[], setting: Setting): string => sentences.join(setting.language === 'zh-CN' ? '' : ' ');

/** Items of a list in a sentence. */
export const listed = (items: readonly string[], setting: Setting): string => items.join(setting.language === 'zh-CN' ? '、' : ', ');
