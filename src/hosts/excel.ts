import { HostProblem } from './host';
import type { Block, Cell, Host, Merge, SheetInfo, WrittenColumn, Written, WrittenSheet } from './host';

/** Cells of one read: about 2–3 MB of JSON, below the web's 5 MB. */
const cellsPerRead = 200_000;
const rowsPerRead = 10_000;
/** Characters of one write: at most 2 MB even where every character takes three bytes. */
const charactersPerWrite = 600_000;
/** Merged titles and headers stand in the first rows. */
const headRows = 40;
/** Where the workbook remembers the sheets written last, so that they can be taken back after a reload. */
const undoSetting = 'huiqi.lastWriting';

const numberFormats: Readonly<Record<WrittenColumn['kind'], string>> = {
  text: '@',
  number: 'General',
  money: '#,##0.00####',
  percent: '0.00%',
  date: 'yyyy-mm-dd',
};

/**
 * The workbook open in Excel, through Office.js. The pane's floor is ExcelApi 1.7; what newer sets add (merged areas, hidden rows
 * one by one, one change event for all sheets) is used where it is there and left out where it is not.
 */
export function excelHost(): Host {
  return { name: 'excel', sheets, merges, read, write, undo, select, onChange };
}

const supports = (version: string): boolean => Office.context.requirements.isSetSupported('ExcelApi', version);

async function sheets(): Promise<readonly SheetInfo[]> {
  return refusing('cannot-read', '', () =>
    Excel.run(async (context) => {
      const list = context.workbook.worksheets.load('items/name,items/visibility');
      await context.sync();
      const found = list.items.map((sheet) => ({
        sheet,
        used: sheet.getUsedRangeOrNullObject(true).load('rowIndex,columnIndex,rowCount,columnCount'),
        tables: sheet.tables.load('items/name'),
      }));
      await context.sync();
      const tables = found.map(({ tables }) =>
        tables.items.map((table) => ({ table, range: table.getRange().load('rowIndex,columnIndex,rowCount,columnCount') })),
      );
      await context.sync();
      return found.map(({ sheet, used }, index): SheetInfo => {
        const blank = used.isNullObject;
        return {
          name: sheet.name,
          rows: blank ? 0 : used.rowIndex + used.rowCount,
          columns: blank ? 0 : used.columnIndex + used.columnCount,
          hidden: sheet.visibility !== Excel.SheetVisibility.visible,
          tables: (tables[index] ?? []).map(({ table, range }) => ({
            name: table.name,
            top: range.rowIndex,
            left: range.columnIndex,
            rows: range.rowCount,
            columns: range.columnCount,
          })),
          // Office.js does not tell; workbooks that count from 1904 come from old Macs.
          date1904: false,
        };
      });
    }),
  );
}

async function merges(sheet: string): Promise<readonly Merge[]> {
  if (!supports('1.13')) return [];
  const { rows, columns } = await extent(sheet);
  if (rows === 0) return [];
  return refusing('cannot-read', sheet, () =>
    Excel.run(async (context) => {
      const head = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(0, 0, Math.min(rows, headRows), columns);
      const merged = head.getMergedAreasOrNullObject();
      merged.load('areas/items/rowIndex,areas/items/columnIndex,areas/items/rowCount,areas/items/columnCount');
      await context.sync();
      if (merged.isNullObject) return [];
      return merged.areas.items.map((area): Merge => [
        area.rowIndex,
        area.columnIndex,
        area.rowIndex + area.rowCount - 1,
        area.columnIndex + area.columnCount - 1,
      ]);
    }),
  );
}

async function* read(sheet: string, blockRows: number = rowsPerRead): AsyncIterable<Block> {
  const { rows, columns } = await extent(sheet);
  let size = Math.max(1, Math.min(blockRows, Math.floor(cellsPerRead / Math.max(columns, 1))));
  for (let top = 0; top < rows;) {
    const count = Math.min(size, rows - top);
    const block = await readBlock(sheet, top, count, columns);
    if (block === 'too-large') {
      if (count === 1) throw new HostProblem('too-large', { sheet, row: top });
      size = Math.max(1, Math.floor(count / 2));
      continue;
    }
    yield block;
    top += count;
  }
}

/** Size of the used part of a sheet, counted from A1. */
async function extent(sheet: string): Promise<{ rows: number; columns: number }> {
  return refusing('cannot-read', sheet, () =>
    Excel.run(async (context) => {
      const item = context.workbook.worksheets.getItemOrNullObject(sheet);
      await context.sync();
      if (item.isNullObject) throw new HostProblem('sheet-missing', { sheet });
      const used = item.getUsedRangeOrNullObject(true).load('rowIndex,columnIndex,rowCount,columnCount');
      await context.sync();
      return used.isNullObject
        ? { rows: 0, columns: 0 }
        : { rows: used.rowIndex + used.rowCount, columns: used.columnIndex + used.columnCount };
    }),
  );
}

async function readBlock(sheet: string, top: number, rows: number, columns: number): Promise<Block | 'too-large'> {
  try {
    return await Excel.run(async (context) => {
      const range = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(top, 0, rows, columns).load('values,rowHidden');
      await context.sync();
      const values: unknown = range.values;
      // Excel gives null, and no error, for a range that is too large for it.
      if (!Array.isArray(values)) return 'too-large';
      const cells = range.values.map((row) => row.map(cellOf));
      if (cells.some((row) => row.some(looksLikeError))) {
        range.load('valueTypes');
        await context.sync();
        range.valueTypes.forEach((row, r) =>
          row.forEach((type, c) => {
            const cell = cells[r]?.[c];
            if (type === Excel.RangeValueType.error && typeof cell === 'string') cells[r]?.splice(c, 1, { fault: 'error', text: cell });
          }),
        );
      }
      const hiddenRows = new Set<number>();
      const hidden: boolean | null = range.rowHidden;
      if (hidden === true) for (let row = 0; row < rows; row++) hiddenRows.add(top + row);
      if (hidden === null && supports('1.9')) {
        const visible = range.getSpecialCellsOrNullObject('Visible');
        visible.load('areas/items/rowIndex,areas/items/rowCount');
        await context.sync();
        for (let row = 0; row < rows; row++) hiddenRows.add(top + row);
        if (!visible.isNullObject)
          for (const area of visible.areas.items) for (let row = 0; row < area.rowCount; row++) hiddenRows.delete(area.rowIndex + row);
      }
      return { top, cells: cells.map(withoutTail), hiddenRows };
    });
  } catch (error) {
    if (codeOf(error) === 'ResponsePayloadSizeLimitExceeded') return 'too-large';
    throw problemOf(error, 'cannot-read', sheet);
  }
}

/** Excel's "" is a blank cell, or a formula that gives nothing: both hold no figure. */
function cellOf(value: unknown): Cell {
  if (value === '' || value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return { fault: 'error', text: JSON.stringify(value) };
}

const looksLikeError = (cell: Cell): boolean => typeof cell === 'string' && cell.startsWith('#');

function withoutTail(row: readonly Cell[]): readonly Cell[] {
  let end = row.length;
  while (end > 0 && row[end - 1] === null) end -= 1;
  return end === row.length ? row : row.slice(0, end);
}

async function write(list: readonly WrittenSheet[], progress?: (rows: number) => void): Promise<readonly Written[]> {
  const first = list[0];
  if (first === undefined) return [];
  await ensureWritable(list.map((sheet) => sheet.name));
  const added: string[] = [];
  const written: Written[] = [];
  let total = 0;
  try {
    for (const sheet of list) {
      added.push(await addSheet(sheet));
      let top = sheet.titles.length + 1;
      for await (const rows of sheet.rows) {
        for (const piece of pieces(rows)) {
          await writeRows(sheet, top, piece);
          top += piece.length;
          total += piece.length;
          progress?.(total);
        }
      }
      written.push({ sheet: sheet.name, rows: top - sheet.titles.length - 1, columns: sheet.columns.length });
    }
    await finish(list, added);
    return written;
  } catch (error) {
    await removeSheets(added);
    throw problemOf(error, 'cannot-write', first.name);
  }
}

async function ensureWritable(names: readonly string[]): Promise<void> {
  await refusing('cannot-write', names[0] ?? '', () =>
    Excel.run(async (context) => {
      const protection = context.workbook.protection.load('protected');
      const taken = names.map((name) => context.workbook.worksheets.getItemOrNullObject(name));
      await context.sync();
      if (protection.protected) throw new HostProblem('protected', { sheet: names[0] ?? '' });
      taken.forEach((sheet, index) => {
        if (!sheet.isNullObject) throw new HostProblem('sheet-taken', { sheet: names[index] ?? '' });
      });
      const repeated = names.find((name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== index);
      if (repeated !== undefined) throw new HostProblem('sheet-taken', { sheet: repeated });
    }),
  );
}

/** Adds the sheet with its titles and header row; gives its id. */
async function addSheet(sheet: WrittenSheet): Promise<string> {
  return Excel.run(async (context) => {
    const item = context.workbook.worksheets.add(sheet.name).load('id');
    sheet.titles.forEach((title, row) => {
      const cell = item.getRangeByIndexes(row, 0, 1, 1);
      cell.numberFormat = [['@']];
      cell.values = [[title]];
      cell.format.font.bold = row === 0;
    });
    if (sheet.columns.length > 0) {
      const header = item.getRangeByIndexes(sheet.titles.length, 0, 1, sheet.columns.length);
      header.numberFormat = [sheet.columns.map(() => '@')];
      header.values = [sheet.columns.map((column) => column.header)];
      header.format.font.bold = true;
      header.format.wrapText = true;
      sheet.columns.forEach((column, index) => {
        // A character of the default font is about 5.25 points wide; a column measures in points.
        if (column.width !== undefined) item.getRangeByIndexes(0, index, 1, 1).format.columnWidth = column.width * 5.25 + 4;
      });
    }
    item.freezePanes.freezeRows(sheet.titles.length + 1);
    await context.sync();
    return item.id;
  });
}

async function writeRows(sheet: WrittenSheet, top: number, rows: readonly (readonly Cell[])[]): Promise<void> {
  const columns = sheet.columns;
  if (rows.length === 0 || columns.length === 0) return;
  await Excel.run(async (context) => {
    const range = context.workbook.worksheets.getItem(sheet.name).getRangeByIndexes(top, 0, rows.length, columns.length);
    // Formats go first: in a cell already in text format "=1+1" and "0012" stay as they are.
    columns.forEach((column, index) => {
      range.getColumn(index).numberFormat = [[numberFormats[column.kind]]];
    });
    range.values = rows.map((row) => columns.map((column, index) => writtenValue(row[index], column.kind)));
    await context.sync();
  });
}

const plainNumber = /^-?\d+(\.\d+)?$/;

/** What Excel is given for a cell. Exact decimal text becomes a number in number columns; other text never turns into a formula. */
function writtenValue(cell: Cell | undefined, kind: WrittenColumn['kind']): string | number | boolean {
  if (cell === null || cell === undefined) return '';
  const value = typeof cell === 'object' ? cell.text : cell;
  if (kind === 'text') return String(value);
  if (typeof value !== 'string') return value;
  return plainNumber.test(value) ? Number(value) : `'${value}`;
}

/** Cuts rows so that one request stays small. */
function* pieces(rows: readonly (readonly Cell[])[]): Iterable<readonly (readonly Cell[])[]> {
  let start = 0;
  let size = 0;
  for (const [index, row] of rows.entries()) {
    const length = row.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length + 3 : 12), 2);
    if (index > start && size + length > charactersPerWrite) {
      yield rows.slice(start, index);
      start = index;
      size = 0;
    }
    size += length;
  }
  if (start < rows.length) yield rows.slice(start);
}

/** Shows the first sheet and remembers all, in the workbook itself. */
async function finish(list: readonly WrittenSheet[], ids: readonly string[]): Promise<void> {
  await Excel.run(async (context) => {
    context.workbook.settings.add(undoSetting, JSON.stringify(ids));
    const first = list[0];
    if (first !== undefined) context.workbook.worksheets.getItem(first.name).activate();
    await context.sync();
  });
}

async function removeSheets(ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  return Excel.run(async (context) => {
    const found = ids.map((id) => context.workbook.worksheets.getItemOrNullObject(id));
    await context.sync();
    const there = found.filter((sheet) => !sheet.isNullObject);
    for (const sheet of there) sheet.delete();
    await context.sync();
    return there.length;
  });
}

async function undo(): Promise<boolean> {
  return refusing('cannot-write', '', async () => {
    const ids = await Excel.run(async (context) => {
      const setting = context.workbook.settings.getItemOrNullObject(undoSetting).load('value');
      await context.sync();
      return setting.isNullObject ? [] : idsOf(setting.value);
    });
    const removed = await removeSheets(ids);
    if (ids.length > 0) await forget();
    return removed > 0;
  });
}

async function forget(): Promise<void> {
  await Excel.run(async (context) => {
    context.workbook.settings.getItem(undoSetting).delete();
    await context.sync();
  });
}

function idsOf(value: unknown): string[] {
  const list: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  return Array.isArray(list) ? list.filter((id): id is string => typeof id === 'string') : [];
}

async function select(sheet: string, row: number, column: number, rows = 1, columns = 1): Promise<void> {
  await refusing('cannot-read', sheet, () =>
    Excel.run(async (context) => {
      const item = context.workbook.worksheets.getItem(sheet);
      item.activate();
      item.getRangeByIndexes(row, column, rows, columns).select();
      await context.sync();
    }),
  );
}

async function onChange(listener: (sheet: string) => void): Promise<() => void> {
  let stopped = false;
  const tell = async (event: { worksheetId: string }): Promise<void> => {
    if (stopped) return;
    const name = await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItemOrNullObject(event.worksheetId).load('name');
      await context.sync();
      return sheet.isNullObject ? null : sheet.name;
    });
    if (name !== null && !stopped) listener(name);
  };
  const registered = await Excel.run(async (context) => {
    if (supports('1.9')) {
      const one = context.workbook.worksheets.onChanged.add(tell);
      await context.sync();
      return [one];
    }
    const list = context.workbook.worksheets.load('items/name');
    await context.sync();
    const each = list.items.map((sheet) => sheet.onChanged.add(tell));
    await context.sync();
    return each;
  });
  return () => {
    stopped = true;
    const [first] = registered;
    if (first === undefined) return;
    // Nobody waits for it. Handlers of one registration share its context.
    void Excel.run(first.context, async (context) => {
      for (const handler of registered) handler.remove();
      await context.sync();
    });
  };
}

/** Office.js errors carry a code; anything else is our own bug. */
function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

const problemCodes: Readonly<Record<string, HostProblem['code']>> = {
  AccessDenied: 'protected',
  ItemAlreadyExists: 'sheet-taken',
  ItemNotFound: 'sheet-missing',
  RequestPayloadSizeLimitExceeded: 'too-large',
  ResponsePayloadSizeLimitExceeded: 'too-large',
  RangeExceedsLimit: 'too-large',
};

/** Our own problem, or Excel's as one; `reason` is Excel's code (a cell in edit mode is InvalidOperationInCellEditMode). */
function problemOf(error: unknown, doing: 'cannot-write' | 'cannot-read', sheet: string): unknown {
  if (error instanceof HostProblem) return error;
  const reason = codeOf(error);
  if (reason === null) return error;
  return new HostProblem(problemCodes[reason] ?? (doing === 'cannot-write' ? 'cannot-write' : 'unreadable-cell'), { sheet, reason });
}

async function refusing<T>(doing: 'cannot-write' | 'cannot-read', sheet: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw problemOf(error, doing, sheet);
  }
}
