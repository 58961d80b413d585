import type { BlockFacts, Column } from '../engine';
import type { Block, Cell, Host, SheetInfo } from '../hosts/host';
import { checkCreditCode, checkNumericCode, isCreditCode, normalCreditCode, type CreditCodeCheck } from './credit-code';
import { readCity, readCounty, type Place } from './divisions';
import { filledBlocks } from './fill-down';
import type { LedgerPlan, PlannedColumn } from './plan-ledger';
import { cellAddress, type LedgerProblem, type LedgerProblemCode } from './problems';
import { blankKindOf, readColumn } from './read-cells';
import { sortRows, type SkippedRow } from './sort-rows';
import { shortened } from './text';

/** Problems kept for one block; further ones are counted. */
const KEPT_PROBLEMS = 4096;

/** The enterprises of a block. All lists have one entry a row, in the order of the sheet. */
export interface LedgerBlock {
  /** One past the last sheet row read. */
  readonly end: number;
  /** Zero-based sheet rows. */
  readonly rows: Int32Array;
  /** "" where it is missing. */
  readonly names: readonly string[];
  /** In normal form (half-width, upper case), right or wrong; null where there is none, or its digits are lost: such rows join no other. */
  readonly codes: readonly (string | null)[];
  readonly cities: readonly (string | null)[];
  readonly counties: readonly (string | null)[];
  readonly facts: BlockFacts;
  /** By input id and full parameter name: why a cell gave nothing, as places in `blankKinds`. */
  readonly blanks: Readonly<Record<string, Uint8Array>>;
  /** At most 4,096; `problemCount` has them all. */
  readonly problems: readonly LedgerProblem[];
  readonly problemCount: number;
  /** Cells with a problem, for each row (255: that many or more). */
  readonly troubled: Uint8Array;
  /** 1 for rows hidden by hand or by a filter: they are read like the others. */
  readonly hidden: Uint8Array;
  readonly skipped: readonly SkippedRow[];
  /** Rows with nothing in them. */
  readonly blankRows: number;
}

/** Reads a whole ledger by its plan, block by block. */
export async function* readLedgerBlocks(
  host: Pick<Host, 'read'>,
  plan: LedgerPlan,
  info: SheetInfo,
  blockRows: number,
): AsyncGenerator<LedgerBlock> {
  for await (const block of filledBlocks(plan.filled, host.read(info.name, blockRows))) yield readLedgerBlock(plan, block, info);
}

/** Reads one block by the plan. One bad cell never stops the rest; nothing but a figure ever becomes one. */
export function readLedgerBlock(plan: LedgerPlan, block: Block, info: Pick<SheetInfo, 'name' | 'date1904'>): LedgerBlock {
  const sorted = sortRows(plan, block);
  const count = sorted.data.length;
  const rows = sorted.data.map((at) => at + block.top);
  const problems: LedgerProblem[] = [];
  const troubled = new Uint8Array(count);
  let problemCount = 0;
  const reporter =
    (column: PlannedColumn) =>
    (code: LedgerProblemCode, row: number, text: string, candidates?: readonly string[]): void => {
      problemCount++;
      const cells = troubled[row];
      if (cells !== undefined && cells < 255) troubled[row] = cells + 1;
      if (problems.length >= KEPT_PROBLEMS) return;
      const sheetRow = rows[row] ?? -1;
      problems.push({
        code,
        sheet: info.name,
        row: sheetRow,
        column: column.column,
        address: cellAddress(sheetRow, column.column),
        header: column.header,
        text: shortened(text),
        ...(column.target && column.target.kind !== 'key' ? { input: column.target.id } : {}),
        ...(candidates && candidates.length > 0 ? { candidates } : {}),
      });
    };

  let names: readonly string[] = new Array<string>(count).fill('');
  let codes: readonly (string | null)[] = new Array<null>(count).fill(null);
  let places: readonly Place[] | undefined;
  let counties: readonly (string | null)[] | undefined;
  const inputs: Record<string, Column> = {};
  const parameterColumns: Record<string, Column> = {};
  const blanks: Record<string, Uint8Array> = {};
  const source = { cells: block.cells, rows: sorted.data };

  for (const column of plan.columns) {
    const { target } = column;
    if (column.state !== 'matched' || !target) continue;
    const report = reporter(column);
    const cellAt = (row: number): Cell => block.cells[sorted.data[row] ?? -1]?.[column.column] ?? null;
    if (target.kind !== 'key') {
      const read = readColumn({ ...source, column: column.column }, target.declaration, column.unit, info.date1904, report);
      (target.kind === 'input' ? inputs : parameterColumns)[target.id] = read.facts;
      blanks[target.id] = read.blanks;
    } else if (target.id === 'name') names = readNames(count, cellAt, report);
    else if (target.id === 'creditCode') codes = readCodes(count, cellAt, report);
    else if (target.id === 'city') places = readWith(count, cellAt, readCity);
    else if (target.id === 'county') counties = readWith(count, cellAt, readCounty);
  }
  const nowhere = new Array<null>(count).fill(null);
  return {
    end: block.top + block.cells.length,
    rows,
    names,
    codes,
    cities: places ? places.map((place) => place.city) : nowhere,
    counties: counties ?? (places ? places.map((place) => place.county) : nowhere),
    facts: { rows: count, inputs, parameterColumns },
    blanks,
    problems,
    problemCount,
    troubled,
    hidden: Uint8Array.from(rows, (row) => (block.hiddenRows.has(row) ? 1 : 0)),
    skipped: sorted.skipped,
    blankRows: sorted.blank,
  };
}

type RowReport = (code: LedgerProblemCode, row: number, text: string, candidates?: readonly string[]) => void;

function textOf(cell: Cell): string {
  if (cell === null || typeof cell === 'object') return '';
  return typeof cell === 'string' ? cell : String(cell);
}

function readNames(count: number, cellAt: (row: number) => Cell, report: RowReport): readonly string[] {
  const names = new Array<string>(count);
  for (let row = 0; row < count; row++) {
    const cell = cellAt(row);
    const name = typeof cell === 'string' ? cell.trim() : textOf(cell);
    names[row] = name;
    if (typeof cell === 'object' && cell !== null) report(cell.fault === 'error' ? 'error-value' : 'uncalculated', row, cell.text);
    else if (name.length < 4 && blankKindOf(name) > 0) report('name-missing', row, name);
  }
  return names;
}

function readCodes(count: number, cellAt: (row: number) => Cell, report: RowReport): readonly (string | null)[] {
  const codes = new Array<string | null>(count);
  for (let row = 0; row < count; row++) {
    const cell = cellAt(row);
    if (typeof cell === 'string' && isCreditCode(cell)) {
      codes[row] = cell;
      continue;
    }
    codes[row] = null;
    if (typeof cell === 'object' && cell !== null) {
      report(cell.fault === 'error' ? 'error-value' : 'uncalculated', row, cell.text);
      continue;
    }
    const text = textOf(cell);
    const code = normalCreditCode(text.length > 60 ? text.slice(0, 60) : text);
    const checked: CreditCodeCheck =
      typeof cell === 'number' ? checkNumericCode(cell) : blankKindOf(text) > 0 ? checkCreditCode('') : checkCreditCode(code);
    if (checked.problem !== undefined) report(checked.problem, row, text, checked.suggestions);
    if (checked.problem !== 'credit-code-missing' && checked.problem !== 'credit-code-digits-lost') codes[row] = code;
  }
  return codes;
}

function readWith<T>(count: number, cellAt: (row: number) => Cell, read: (text: string) => T): readonly T[] {
  const seen = new Map<string, T>();
  const found = new Array<T>(count);
  for (let row = 0; row < count; row++) {
    const text = textOf(cellAt(row));
    let value = seen.get(text);
    if (value === undefined) {
      value = read(blankKindOf(text) > 0 ? '' : text.slice(0, 100));
      if (seen.size < 4096) seen.set(text, value);
    }
    found[row] = value;
  }
  return found;
}
