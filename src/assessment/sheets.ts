import type { Pack } from '../engine';
import { HostProblem, type Cell, type Host, type SheetInfo } from '../hosts/host';
import {
  cellAddress,
  headRows,
  looksMergedDown,
  planLedger,
  readParameterSheet,
  type ColumnChoices,
  type LedgerProblem,
  type LedgerPlan,
  type ParameterReading,
} from '../ledger';

/** Rows of the sheet 参数 that are read at most; a longer one is told. */
const parameterRows = 5000;

/** Names by which the sheets beside the ledger are known. */
const sheetNames = {
  parameters: /^(?:参数|参数表|政策参数|parameters?)$/i,
  project: /^(?:项目|项目台账|项目清单|项目表|projects?)$/i,
  event: /^(?:活动|活动台账|活动清单|活动表|events?)$/i,
  other:
    /^(?:说明|填表说明|参数|指标监测|行业汇总|行业归类|行业对照|测算结果|问题|留痕|项目测算|活动测算|比较汇总|变化企业|comparison|changes|results|problems|record|project results|event results|parameters|notes|readme)(?:\s?[（(]\d+[)）])?$/i,
};

/** Finds a sheet by the kind of its name. */
export function sheetOf(sheets: readonly SheetInfo[], kind: 'parameters' | 'project' | 'event'): SheetInfo | undefined {
  return sheets.find((sheet) => sheetNames[kind].test(sheet.name.trim()));
}

/** The first rows of a sheet, and those around the header an officer named; rows between them are left empty. */
async function headOf(host: Host, sheet: string, headerRow = 0): Promise<readonly (readonly Cell[])[]> {
  const cells: (readonly Cell[])[] = [];
  const end = headerRow + headRows;
  for await (const block of host.read(sheet, headRows)) {
    for (const [index, line] of block.cells.entries()) {
      const row = block.top + index;
      if (row < headRows || (row > headerRow - headRows && row < end)) cells[row] = line;
    }
    if (block.top + block.cells.length >= end) break;
  }
  return Array.from({ length: cells.length }, (_, row) => cells[row] ?? []);
}

/** In a file the merged areas stand behind the rows: of a longer sheet than this they are read only where its first rows show that it has some. */
const mergesReadRows = 200_000;

/** How a sheet would be read. A sheet given by its name alone is taken for a long one. */
export async function planOf(
  host: Host,
  sheet: string | SheetInfo,
  pack: Pack,
  choices?: ColumnChoices,
  table: 'ledger' | 'project' | 'event' = 'ledger',
): Promise<LedgerPlan> {
  const name = typeof sheet === 'string' ? sheet : sheet.name;
  const cells = await headOf(host, name, choices?.headerRow);
  const plain = planLedger({ cells }, pack, choices ?? {}, table);
  const isLong = typeof sheet === 'string' || sheet.rows > mergesReadRows;
  if (isLong && hasPlainHeader(cells, plain) && !looksMergedDown(cells, plain)) return plain;
  return planLedger({ cells, merges: await host.merges(name) }, pack, choices ?? {}, table);
}

/** A header of one row without a gap, and above it nothing but single texts: no merged area could change what it says. */
function hasPlainHeader(cells: readonly (readonly Cell[])[], plan: LedgerPlan): boolean {
  if (plan.headerRows !== 1) return false;
  const filled = (row: readonly Cell[]): number[] => row.flatMap((cell, column) => (cell === null || cell === '' ? [] : [column]));
  if (cells.slice(0, plan.headerRow).some((row) => filled(row).length > 1)) return false;
  const columns = filled(cells[plan.headerRow] ?? []);
  const [first] = columns;
  const last = columns.at(-1);
  return first !== undefined && last !== undefined && columns.length === last - first + 1;
}

/** The parameters, readings and sources of a workbook's sheet 参数, or of the sheet named; empty where it has none. */
export async function readSettings(host: Host, pack: Pack, sheets?: readonly SheetInfo[], named?: string): Promise<ParameterReading> {
  const all = sheets ?? (await host.sheets());
  const sheet = named === undefined ? sheetOf(all, 'parameters') : all.find((one) => one.name === named);
  if (sheet === undefined) return { parameters: {}, readings: {}, sources: {}, problems: [] };
  const cells: (readonly Cell[])[] = [];
  let unread: LedgerProblem | null = null;
  for await (const block of host.read(sheet.name)) {
    for (const [index, line] of block.cells.entries()) {
      const row = block.top + index;
      if (row < parameterRows) cells[row] = line;
      else unread ??= rowUnread(sheet.name, row, line);
    }
    if (unread !== null) break;
  }
  const reading = readParameterSheet(
    Array.from({ length: cells.length }, (_, row) => cells[row] ?? []),
    pack,
    sheet.name,
  );
  return unread === null ? reading : { ...reading, problems: [...reading.problems, unread] };
}

/** A row of the sheet 参数 that stands too far down to be read; null where nothing is in it. */
function rowUnread(sheet: string, row: number, line: readonly Cell[]): LedgerProblem | null {
  const column = line.findIndex((cell) => cell !== null && cell !== '');
  if (column < 0) return null;
  const place = { sheet, row, column, address: cellAddress(row, column), header: '', text: '' };
  return { code: 'parameter-rows-unread', ...place, data: { rows: String(parameterRows) } };
}

/** A sheet and how it is read. */
interface FoundLedger {
  readonly info: SheetInfo;
  readonly plan: LedgerPlan;
  /** Sheets that could be the ledger as well, and are not judged; none where the officer chose. */
  readonly others: readonly SheetInfo[];
}

/** The sheet whose header names most of the pack's inputs; the officer's choice where there is one. */
export async function findLedger(
  host: Host,
  sheets: readonly SheetInfo[],
  pack: Pack,
  options: { readonly sheet?: string; readonly choices?: ColumnChoices },
): Promise<FoundLedger> {
  if (options.sheet !== undefined) {
    const info = sheets.find((sheet) => sheet.name === options.sheet);
    if (info === undefined) throw new HostProblem('sheet-missing', { file: host.name, sheet: options.sheet });
    return { info, plan: await planOf(host, info, pack, options.choices), others: [] };
  }
  const headed: { info: SheetInfo; plan: LedgerPlan; matched: number }[] = [];
  const special = (name: string): boolean => Object.values(sheetNames).some((pattern) => pattern.test(name.trim()));
  const candidates = sheets.filter((sheet) => !special(sheet.name));
  for (const info of candidates.length > 0 ? candidates : sheets) {
    const plan = await planOf(host, info, pack, options.choices);
    const matched = plan.columns.filter((column) => column.state === 'matched').length;
    if (plan.headerRow >= 0) headed.push({ info, plan, matched });
  }
  // Of equals the first that is not hidden.
  const [best, ...rest] = headed.sort((a, b) => b.matched - a.matched || Number(a.info.hidden) - Number(b.info.hidden));
  if (best !== undefined) {
    const others = rest.filter(({ plan, matched }) => 2 * matched >= best.matched && namesEnterprises(plan)).map(({ info }) => info);
    return { info: best.info, plan: best.plan, others };
  }
  const first = candidates[0] ?? sheets[0];
  if (first === undefined) throw new HostProblem('sheet-missing', { file: host.name, sheet: '' });
  return { info: first, plan: await planOf(host, first, pack, options.choices), others: [] };
}

/** Whether a sheet says of whom its figures are. */
function namesEnterprises({ columns }: LedgerPlan): boolean {
  return columns.some(({ state, target }) => state === 'matched' && (target?.id === 'name' || target?.id === 'creditCode'));
}
