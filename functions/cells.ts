/** What stands in an argument's cell: as a host's cell, or a 0 that may be a blank cell. */
export type GridCell = string | number | boolean | null | GridFault;

/** `doubtful`: a 0 where the host cannot say whether the cell is blank. */
export interface GridFault {
  readonly fault: 'error' | 'uncalculated' | 'doubtful';
  readonly text: string;
}

/** Rows of cells, from the top, each from the left. */
export type Grid = readonly (readonly GridCell[])[];

/** Puts a message into a cell: #N/A where something is missing, #VALUE! where something is wrong. Thrown, it stands for the whole result. */
export class CellProblem extends Error {
  constructor(
    readonly code: 'notAvailable' | 'invalidValue',
    message: string,
  ) {
    super(message);
    this.name = 'CellProblem';
  }
}

const isFault = (value: object): value is GridFault => 'fault' in value && 'text' in value && typeof value.text === 'string';

const errorTexts = new Set(['#N/A', '#VALUE!', '#DIV/0!', '#NUM!', '#REF!', '#NAME?', '#NULL!', '#SPILL!', '#CALC!', '#BUSY!']);

/** A value as a grid hands it over. Rich values count by their basic value; anything else that is no cell is an error. */
function cellOf(value: unknown): GridCell {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return errorTexts.has(value) ? { fault: 'error', text: value } : value;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : { fault: 'error', text: '#NUM!' };
  if (typeof value !== 'object') return { fault: 'error', text: '#VALUE!' };
  if (isFault(value)) return value;
  if ('code' in value && typeof value.code === 'string') return { fault: 'error', text: value.code };
  if ('basicValue' in value) return cellOf(value.basicValue);
  return { fault: 'error', text: '#VALUE!' };
}

/** An argument as rows of cells: null where it is left out, one cell where it is one. */
export function gridOf(argument: unknown): Grid {
  if (argument === null || argument === undefined) return [];
  if (!Array.isArray(argument)) return [[cellOf(argument)]];
  return argument.map((row: unknown) => (Array.isArray(row) ? row.map(cellOf) : [cellOf(row)]));
}

/** A cell as the ledger reads it. */
type LedgerCell = string | number | boolean | null | { readonly fault: 'error' | 'uncalculated'; readonly text: string };

/** The cell for the ledger: a 0 that may be a blank cell tells nothing. */
export function ledgerCell(cell: GridCell): LedgerCell {
  if (typeof cell !== 'object' || cell === null) return cell;
  return cell.fault === 'doubtful' ? null : { fault: cell.fault, text: cell.text };
}

/** A row for the ledger; itself where none of its cells is in doubt. */
export const ledgerRow = (row: readonly GridCell[]): readonly LedgerCell[] => (isCertain(row) ? row : row.map(ledgerCell));

const isCertain = (row: readonly GridCell[]): row is readonly LedgerCell[] => !row.some(isDoubtful);

/** A 0 that may be a blank cell. */
export const isDoubtful = (cell: GridCell | undefined): boolean => typeof cell === 'object' && cell !== null && cell.fault === 'doubtful';

/** Whether nothing is in it. */
export const isBlank = (cell: GridCell | undefined): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');

/** What an error of a list travels in: {"valueType":"CustomFunctionError","code":"#N/A","type":"Error", …}, each quotation mark of it escaped. */
const errorBytes = 175;

/** About how many bytes a result takes on its way to Excel: JSON inside JSON, UTF-8. */
export function sizeOf(rows: readonly (readonly unknown[])[]): number {
  let size = 0;
  for (const row of rows) {
    size += 2;
    for (const value of row) {
      if (typeof value === 'string') size += 5 + bytesOf(value);
      else if (value instanceof CellProblem) size += errorBytes + bytesOf(value.message);
      else size += String(value).length + 1;
    }
  }
  return size;
}

function bytesOf(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    bytes += code < 0x20 ? 7 : code === 0x22 || code === 0x5c ? 4 : code < 0x80 ? 1 : 3;
  }
  return bytes;
}
