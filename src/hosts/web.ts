import { FormulaDataModel } from '@univerjs/preset-sheets-core';
import { CellValueType, type ICellData, type IRange, type IWorksheetData, type Nullable } from '@univerjs/core';
import type { FUniver } from '@univerjs/core/facade';
import type { FWorkbook, FWorksheet } from '@univerjs/sheets/facade';
import type {} from '@univerjs/sheets-table/facade';
import { headerLines, HostProblem, identifyingColumns, rowMeasure, usualWidth } from './host';
import type { Block, Cell, Host, Merge, SheetInfo, Written, WrittenColumn, WrittenSheet } from './host';
import { onContentChange } from './web-changes';

const rowsPerBlock = 5000;
/** Merged titles and headers stand in the first rows; below them areas of one column. */
const headRows = 40;
/** A sheet written here may grow by so many rows and columns before the grid adds more. */
const spare = { rows: 20, columns: 4 };

const numberFormats: Readonly<Record<WrittenColumn['kind'], string>> = {
  text: '@',
  number: 'General',
  money: '#,##0.00####',
  percent: '0.00%',
  date: 'yyyy-mm-dd',
};

const errors: ReadonlySet<unknown> = new Set([
  '#DIV/0!',
  '#NAME?',
  '#VALUE!',
  '#NUM!',
  '#N/A',
  '#CYCLE!',
  '#REF!',
  '#SPILL!',
  '#CALC!',
  '#ERROR!',
  '#NULL!',
]);

/** The workbook open in the grid of the workbench, through the grid's own programming interface. */
export function webHost(api: FUniver): Host {
  let lastWritten: readonly { readonly id: string; readonly written: Written }[] = [];

  const workbook = (): FWorkbook => {
    const active = api.getActiveWorkbook();
    if (!active) throw new HostProblem('cannot-read', { reason: 'missing-file' });
    return active;
  };

  const sheetNamed = (name: string): FWorksheet => {
    const sheet = workbook().getSheetByName(name);
    if (!sheet) throw new HostProblem('sheet-missing', { sheet: name });
    return sheet;
  };

  async function sheets(): Promise<readonly SheetInfo[]> {
    return workbook()
      .getSheets()
      .map((sheet) => {
        const { rows, columns } = extentOf(sheet);
        return {
          name: sheet.getSheetName(),
          rows,
          columns,
          hidden: sheet.isSheetHidden(),
          tables: sheet.getSubTableInfos().map(({ name, range }) => ({
            name,
            top: range.startRow,
            left: range.startColumn,
            rows: range.endRow - range.startRow + 1,
            columns: range.endColumn - range.startColumn + 1,
          })),
          date1904: false,
        };
      });
  }

  async function merges(name: string): Promise<readonly Merge[]> {
    return sheetNamed(name)
      .getMergedRanges()
      .map((merged) => merged.getRange())
      .filter(({ startRow, startColumn, endColumn }) => startRow < headRows || startColumn === endColumn)
      .map(({ startRow, startColumn, endRow, endColumn }) => [startRow, startColumn, endRow, endColumn] as const);
  }

  async function* read(name: string, blockRows: number = rowsPerBlock): AsyncGenerator<Block> {
    const sheet = sheetNamed(name);
    const { rows, columns } = extentOf(sheet);
    const filled = filledByFormulas(sheet);
    const core = sheet.getSheet();
    for (let top = 0; top < rows; top += blockRows) {
      const bottom = Math.min(rows, top + blockRows);
      const hiddenRows = new Set<number>();
      const cells: Cell[][] = [];
      for (let row = top; row < bottom; row += 1) {
        if (!core.getRowVisible(row) || core.isRowFiltered(row)) hiddenRows.add(row);
        const line: Cell[] = [];
        for (let column = 0; column < columns; column += 1) {
          const value = cellOf(core.getCellRaw(row, column), filled(row, column));
          if (value === null) continue;
          while (line.length < column) line.push(null);
          line.push(value);
        }
        cells.push(line);
      }
      yield { top, cells, hiddenRows };
      // A long sheet must not hold the page.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  async function write(list: readonly WrittenSheet[], progress?: (rows: number) => void): Promise<readonly Written[]> {
    if (list.length === 0) return [];
    const book = workbook();
    const taken = new Set(book.getSheets().map((sheet) => sheet.getSheetName().toLowerCase()));
    for (const { name } of list) {
      if (taken.has(name.toLowerCase())) throw new HostProblem('sheet-taken', { sheet: name });
      taken.add(name.toLowerCase());
    }
    // Everything is gathered before the first sheet appears, so that a fault on the way leaves nothing behind.
    const made: { readonly data: Partial<IWorksheetData>; readonly written: Written }[] = [];
    let total = 0;
    for (const sheet of list) {
      const rows: (readonly Cell[])[] = [];
      for await (const piece of sheet.rows) {
        rows.push(...piece);
        total += piece.length;
        progress?.(total);
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      made.push({ data: sheetData(sheet, rows), written: { sheet: sheet.name, rows: rows.length, columns: sheet.columns.length } });
    }
    const added: { readonly id: string; readonly written: Written }[] = [];
    try {
      for (const { data, written } of made)
        added.push({ id: book.insertSheet(written.sheet, { index: book.getNumSheets(), sheet: data }).getSheetId(), written });
    } catch {
      for (const { id } of added) book.deleteSheet(id);
      throw new HostProblem('cannot-write', { sheet: list[0]?.name ?? '' });
    }
    lastWritten = added;
    const first = added[0] === undefined ? null : book.getSheetBySheetId(added[0].id);
    if (first) book.setActiveSheet(first);
    return made.map(({ written }) => written);
  }

  async function lastWriting(): Promise<readonly Written[]> {
    const book = workbook();
    return lastWritten.filter(({ id }) => book.getSheetBySheetId(id) !== null).map(({ written }) => written);
  }

  async function undo(): Promise<boolean> {
    const book = workbook();
    const there = lastWritten.filter(({ id }) => book.getSheetBySheetId(id) !== null);
    lastWritten = [];
    for (const { id } of there) book.deleteSheet(id);
    return there.length > 0;
  }

  async function select(name: string, row: number, column: number, rows = 1, columns = 1): Promise<void> {
    const sheet = sheetNamed(name);
    if (workbook().getActiveSheet().getSheetName() !== name) {
      workbook().setActiveSheet(sheet);
      // The grid draws another sheet with the next frame; what is not drawn cannot be scrolled.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    sheet.getRange(row, column, rows, columns).activate();
    sheet.scrollToCell(Math.max(0, row - 4), Math.max(0, column - 1));
  }

  async function onChange(listener: (sheet: string) => void): Promise<() => void> {
    const heard = onContentChange(api, (names) => names.forEach((name) => listener(name)));
    return () => heard.dispose();
  }

  return { name: 'web', sheets, merges, read, write, lastWriting, undo, select, onChange };
}

/** Rows and columns from A1 to the last cell that holds something. */
function extentOf(sheet: FWorksheet): { rows: number; columns: number } {
  let rows = 0;
  let columns = 0;
  const cells = sheet.getSheet().getCellMatrix();
  const width = sheet.getSheet().getColumnCount();
  // From below: above the last row only what stands further right than all that was seen counts.
  for (let row = cells.getLength() - 1; row >= 0; row -= 1) {
    const line = cells.getRow(row);
    for (let column = width - 1; line && column >= columns; column -= 1) {
      if (cellOf(line[column], undefined) === null) continue;
      rows = Math.max(rows, row + 1);
      columns = column + 1;
    }
  }
  const spilled = sheet.getInject().get(FormulaDataModel).getArrayFormulaRange()[sheet.getWorkbook().getUnitId()]?.[sheet.getSheetId()];
  const areas: readonly Readonly<Record<number, IRange>>[] = Object.values(spilled ?? {});
  for (const line of areas) {
    for (const { endRow, endColumn } of Object.values(line)) {
      rows = Math.max(rows, endRow + 1);
      columns = Math.max(columns, endColumn + 1);
    }
  }
  return { rows, columns };
}

/** What formulas put into cells beside their own. */
function filledByFormulas(sheet: FWorksheet): (row: number, column: number) => Nullable<ICellData> {
  const cells = sheet.getInject().get(FormulaDataModel).getArrayFormulaCellData()[sheet.getWorkbook().getUnitId()]?.[sheet.getSheetId()];
  return (row, column) => cells?.[row]?.[column];
}

function cellOf(cell: Nullable<ICellData>, filled: Nullable<ICellData>): Cell {
  const formula = Boolean(cell?.f || cell?.si);
  const source = formula || !filled ? cell : filled;
  if (!source) return null;
  const rich = source.p?.body?.dataStream;
  if (rich !== undefined) return rich.replace(/\r\n$/, '').replace(/\r/g, '\n');
  const { v, t } = source;
  if (v === null || v === undefined) return formula ? { fault: 'uncalculated', text: source.f ?? '' } : null;
  if (typeof v === 'boolean') return v;
  if (t === CellValueType.BOOLEAN) return v === 1 || v === '1' || String(v).toUpperCase() === 'TRUE';
  if (typeof v === 'number') return v;
  const typed = t === CellValueType.STRING && !formula && !filled;
  if (!typed && errors.has(v)) return { fault: 'error', text: v };
  return t === CellValueType.NUMBER && v.trim() !== '' && Number.isFinite(Number(v)) ? Number(v) : v;
}

/** In pixels. */
const lineHeight = 18;

const plainNumber = /^-?\d+(\.\d+)?$/;

function written(value: Cell | undefined, kind: WrittenColumn['kind']): ICellData | null {
  if (value === null || value === undefined) return null;
  const plain = typeof value === 'object' ? value.text : value;
  if (typeof plain === 'boolean') return { v: plain ? 1 : 0, t: CellValueType.BOOLEAN, s: kind };
  if (typeof plain === 'number')
    return kind === 'text' ? { v: String(plain), t: CellValueType.STRING, s: kind } : { v: plain, t: CellValueType.NUMBER, s: kind };
  return kind !== 'text' && plainNumber.test(plain)
    ? { v: Number(plain), t: CellValueType.NUMBER, s: kind }
    : { v: plain, t: CellValueType.STRING, s: kind };
}

/** A new sheet: titles, header row, rows. Text is never read as a formula, for it comes in as text. */
function sheetData(sheet: WrittenSheet, rows: readonly (readonly Cell[])[]): Partial<IWorksheetData> {
  const styles: Readonly<Record<string, NonNullable<ICellData['s']>>> = {
    title: { bl: 1, fs: 13, n: { pattern: '@' } },
    note: { cl: { rgb: '#5A6673' }, n: { pattern: '@' } },
    header: { bl: 1, bg: { rgb: '#E3ECF4' }, tb: 3, vt: 2, ht: 2, n: { pattern: '@' } },
    wrapped: { tb: 3, vt: 2, n: { pattern: '@' } },
    ...Object.fromEntries(
      Object.entries(numberFormats).map(([kind, pattern]) => [kind, { vt: 2, ...(pattern === 'General' ? {} : { n: { pattern } }) }]),
    ),
  };
  const styled = (cell: ICellData): ICellData => ({ ...cell, s: typeof cell.s === 'string' ? (styles[cell.s] ?? null) : (cell.s ?? null) });
  const cellData: Record<number, Record<number, ICellData>> = {};
  sheet.titles.forEach((title, row) => {
    cellData[row] = { 0: styled({ v: title, t: CellValueType.STRING, s: row === 0 ? 'title' : 'note' }) };
  });
  const header = sheet.titles.length;
  cellData[header] = Object.fromEntries(
    sheet.columns.map((column, i) => [i, styled({ v: column.header, t: CellValueType.STRING, s: 'header' })]),
  );
  const rowData: Record<number, { readonly h: number; readonly ia: 0 }> = {
    [header]: { h: 8 + lineHeight * headerLines(sheet.columns), ia: 0 },
  };
  const linesOf = rowMeasure(sheet);
  rows.forEach((row, i) => {
    const lines = linesOf(row);
    if (lines > 1) rowData[header + 1 + i] = { h: 6 + lineHeight * lines, ia: 0 };
    const line: Record<number, ICellData> = {};
    sheet.columns.forEach((column, at) => {
      const cell = written(row[at], column.kind);
      if (cell) line[at] = styled(column.wraps === true ? { ...cell, s: 'wrapped' } : cell);
    });
    cellData[header + 1 + i] = line;
  });
  const identifying = identifyingColumns(sheet.columns);
  return {
    name: sheet.name,
    defaultStyle: { ff: '等线', fs: 11 },
    rowData,
    rowCount: header + 1 + rows.length + spare.rows,
    columnCount: Math.max(sheet.columns.length + spare.columns, 12),
    cellData,
    columnData: Object.fromEntries(sheet.columns.map((column, i) => [i, { w: Math.round((column.width ?? usualWidth) * 7 + 5) }])),
    freeze: { xSplit: identifying, ySplit: header + 1, startRow: header + 1, startColumn: identifying === 0 ? -1 : identifying },
  };
}
