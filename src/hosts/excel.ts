import { headerLines, HostProblem, identifyingColumns, pagesWide } from './host';
import type { Block, Cell, Host, Merge, SheetInfo, WrittenColumn, Written, WrittenSheet } from './host';

/** Cells of one read: about 2–3 MB of JSON, below the web's 5 MB. */
const cellsPerRead = 200_000;
const rowsPerRead = 10_000;
/** Cells of one read that gives several blocks: more of them keep the page from answering while they are taken up. */
const cellsAtOnce = 100_000;
/** Reads asked for at a time: Excel answers one while the page takes up another. */
const readsAtOnce = 2;
/** Bytes of cells in one write; what they are wrapped in stays far below the rest of 2 MB. */
const bytesPerWrite = 1_900_000;
/** Merged titles and headers stand in the first rows; below them areas of one column. */
const headRows = 40;
/** A change is told as soon as Excel answers again; asked anew after so many milliseconds. */
const askAgainAfter = 500;
/** Of the header row, in points. */
const lineHeight = 15;
const headerPadding = 7;
/** Where the workbook remembers the sheets written last, so that they can be taken back after a reload. */
const undoSetting = 'huiqi.lastWriting';

/** A sheet we made. Its id is known one step after it was made; until then its title tells it from a sheet of the same name. */
interface OwnSheet extends Written {
  readonly id: string | null;
  readonly title: string;
  /** Rows of titles and header. */
  readonly head: number;
}

/** What can be taken back: our sheets, the sheet the officer was on, and whether it was written to its end. */
interface LastWriting {
  readonly sheets: readonly OwnSheet[];
  readonly from: string;
  readonly whole: boolean;
}

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
  let name = 'Excel';
  return {
    /** The name of the workbook's file once its sheets were looked at; it may be saved under another at any time. */
    get name() {
      return name;
    },
    async sheets() {
      const found = await workbook();
      if (found.name !== '') name = found.name;
      return found.sheets;
    },
    subject,
    merges,
    read,
    write,
    lastWriting,
    undo,
    select,
    onChange,
  };
}

const supports = (version: string): boolean => Office.context.requirements.isSetSupported('ExcelApi', version);

async function subject(): Promise<string | null> {
  return refusing('', () =>
    Excel.run(async (context) => {
      const properties = context.workbook.properties.load('subject');
      await context.sync();
      return properties.subject === '' ? null : properties.subject;
    }),
  );
}

async function workbook(): Promise<{ readonly name: string; readonly sheets: readonly SheetInfo[] }> {
  return refusing('', () =>
    Excel.run(async (context) => {
      const book = context.workbook.load('name');
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
      const sheets = found.map(({ sheet, used }, index): SheetInfo => {
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
      return { name: book.name, sheets };
    }),
  );
}

async function merges(sheet: string): Promise<readonly Merge[]> {
  if (!supports('1.13')) return [];
  const { rows, columns } = await extent(sheet);
  if (rows === 0) return [];
  return refusing(sheet, () =>
    Excel.run(async (context) => {
      const used = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(0, 0, rows, columns);
      const merged = used.getMergedAreasOrNullObject();
      merged.load('areas/items/rowIndex,areas/items/columnIndex,areas/items/rowCount,areas/items/columnCount');
      await context.sync();
      if (merged.isNullObject) return [];
      return merged.areas.items
        .filter((area) => area.rowIndex < headRows || area.columnCount === 1)
        .map((area): Merge => [
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
  let most = cellsAtOnce;
  let asked: readonly AskedRows[] = [];
  let top = 0;
  let next = 0;
  while (top < rows) {
    // Who wants the first block only is given no more; after it a read holds as many as are no burden, and the next are asked for meanwhile.
    const isFirst = top === 0;
    const blocks = isFirst ? 1 : Math.max(1, Math.floor(most / (size * Math.max(columns, 1))));
    while (next < rows && asked.length < (isFirst ? 1 : readsAtOnce)) {
      const count = Math.min(size * blocks, rows - next);
      asked = [...asked, { count, answer: readAhead(sheet, next, count, columns) }];
      next += count;
    }
    const [first, ...later] = asked;
    if (first === undefined) throw new Error(`nothing was asked for at row ${top}`);
    const found = await first.answer;
    if (found === 'too-large') {
      if (first.count === 1) throw new HostProblem('row-too-large', { sheet, row: top + 1 });
      most = 0;
      size = Math.max(1, Math.min(size, Math.floor(first.count / 2)));
      asked = [];
      next = top;
      continue;
    }
    asked = later;
    yield* cutInto(size, found);
    top += first.count;
  }
}

/** Rows that Excel was asked for. */
interface AskedRows {
  readonly count: number;
  readonly answer: ReturnType<typeof readBlock>;
}

/** Asks for rows before they are wanted. Whoever wants them hears of a failure; where nobody does any more, it concerns nobody. */
function readAhead(...rows: Parameters<typeof readBlock>): ReturnType<typeof readBlock> {
  const answer = readBlock(...rows);
  answer.catch(() => undefined);
  return answer;
}

/** The rows of a block as blocks of so many rows. */
function* cutInto(size: number, { top, cells, hiddenRows }: Block): Iterable<Block> {
  for (let at = 0; at < cells.length; at += size) {
    const part = cells.slice(at, at + size);
    const isWithin = (row: number): boolean => row >= top + at && row < top + at + part.length;
    yield { top: top + at, cells: part, hiddenRows: new Set([...hiddenRows].filter(isWithin)) };
  }
}

/** Size of the used part of a sheet, counted from A1. */
async function extent(sheet: string): Promise<{ rows: number; columns: number }> {
  return refusing(sheet, () =>
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
    throw problemOf(error, sheet);
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
  const before = await ensureWritable(list.map((sheet) => sheet.name));
  let added: readonly OwnSheet[] = [];
  let total = 0;
  try {
    for (const sheet of list) {
      const own = ownOf(sheet);
      added = [...added, own];
      const id = await addSheet(own, { sheets: added, from: before.from, whole: false });
      added = added.map((one) => (one === own ? { ...own, id } : one));
      await writeHead(sheet);
      let top = sheet.titles.length + 1;
      for await (const rows of sheet.rows) {
        for (const piece of pieces(rows)) {
          await writeRows(sheet, top, piece);
          top += piece.length;
          total += piece.length;
          progress?.(total);
        }
      }
      const rows = top - sheet.titles.length - 1;
      added = added.map((own) => (own.sheet === sheet.name ? { ...own, rows } : own));
    }
    await finish(first.name, { sheets: added, from: before.from, whole: true });
    return added.map(writtenOf);
  } catch (error) {
    // A name that was taken in the meantime is somebody else's sheet.
    await takeBack(codeOf(error) === 'ItemAlreadyExists' ? added.filter(({ id }) => id !== null) : added, before);
    throw problemOf(error, first.name);
  }
}

const writtenOf = ({ sheet, rows, columns }: OwnSheet): Written => ({ sheet, rows, columns });

/** What stood before a writing: the names in use, the sheet in view, what was remembered. */
interface Before {
  readonly from: string;
  readonly last: LastWriting | null;
}

/** Refuses what can be foreseen, before anything is written. */
async function ensureWritable(names: readonly string[]): Promise<Before> {
  return refusing(names[0] ?? '', () =>
    Excel.run(async (context) => {
      const protection = context.workbook.protection.load('protected');
      const active = context.workbook.worksheets.getActiveWorksheet().load('id');
      const setting = context.workbook.settings.getItemOrNullObject(undoSetting).load('value');
      const taken = names.map((name) => context.workbook.worksheets.getItemOrNullObject(name));
      await context.sync();
      if (protection.protected) throw new HostProblem('protected', { sheet: names[0] ?? '' });
      taken.forEach((sheet, index) => {
        if (!sheet.isNullObject) throw new HostProblem('sheet-taken', { sheet: names[index] ?? '' });
      });
      const repeated = names.find((name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== index);
      if (repeated !== undefined) throw new HostProblem('sheet-taken', { sheet: repeated });
      return { from: active.id, last: setting.isNullObject ? null : readLast(setting.value) };
    }),
  );
}

const ownOf = ({ name, titles, columns }: WrittenSheet): OwnSheet => ({
  id: null,
  title: titles[0] ?? '',
  head: titles.length + 1,
  sheet: name,
  rows: 0,
  columns: columns.length,
});

/** Adds a sheet and gives its id. That it will be ours is remembered first, in the same step: a pane closed halfway can still take it back. */
async function addSheet(own: OwnSheet, last: LastWriting): Promise<string> {
  return Excel.run(async (context) => {
    remember(context, last);
    const item = context.workbook.worksheets.add(own.sheet).load('id');
    await context.sync();
    return item.id;
  });
}

/** Titles and header row, which stay in view. */
async function writeHead(sheet: WrittenSheet): Promise<void> {
  await Excel.run(async (context) => {
    const item = context.workbook.worksheets.getItem(sheet.name);
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
      header.format.verticalAlignment = Excel.VerticalAlignment.center;
      header.format.rowHeight = headerLines(sheet.columns) * lineHeight + headerPadding;
      sheet.columns.forEach((column, index) => {
        // A character of the default font is about 5.25 points wide; a column measures in points.
        if (column.width !== undefined) item.getRangeByIndexes(0, index, 1, 1).format.columnWidth = column.width * 5.25 + 4;
      });
    }
    const head = sheet.titles.length + 1;
    const identifying = identifyingColumns(sheet.columns);
    if (identifying === 0) item.freezePanes.freezeRows(head);
    else item.freezePanes.freezeAt(item.getRangeByIndexes(0, 0, head, identifying));
    layOutPages(item, sheet);
    await context.sync();
  });
}

/**
 * Printed on A4 on its side: as many pages wide as can be read, with the header and the columns that say which row it is on each of them.
 * An Excel that cannot lay out pages prints as it does.
 */
function layOutPages(item: Excel.Worksheet, { titles, columns }: WrittenSheet): void {
  if (!supports('1.9')) return;
  const { pageLayout } = item;
  pageLayout.orientation = Excel.PageOrientation.landscape;
  pageLayout.paperSize = Excel.PaperType.a4;
  pageLayout.zoom = { horizontalFitToPages: pagesWide(columns) };
  pageLayout.printGridlines = true;
  pageLayout.setPrintTitleRows(item.getRangeByIndexes(titles.length, 0, 1, 1).getEntireRow());
  const identifying = identifyingColumns(columns);
  if (identifying > 0) pageLayout.setPrintTitleColumns(item.getRangeByIndexes(0, 0, 1, identifying).getEntireColumn());
}

async function writeRows(sheet: WrittenSheet, top: number, rows: readonly (readonly Cell[])[]): Promise<void> {
  const columns = sheet.columns;
  if (rows.length === 0 || columns.length === 0) return;
  await Excel.run(async (context) => {
    const range = context.workbook.worksheets.getItem(sheet.name).getRangeByIndexes(top, 0, rows.length, columns.length);
    // Formats go first: in a cell already in text format "=1+1" and "0012" stay as they are.
    columns.forEach((column, index) => {
      const cells = range.getColumn(index);
      cells.numberFormat = [[numberFormats[column.kind]]];
      if (column.wraps === true) cells.format.wrapText = true;
    });
    if (columns.some(({ wraps }) => wraps === true)) range.format.verticalAlignment = Excel.VerticalAlignment.center;
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
    const bytes = row.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? textBytes(cell) : 24), 2);
    if (index > start && size + bytes > bytesPerWrite) {
      yield rows.slice(start, index);
      start = index;
      size = 0;
    }
    size += bytes;
  }
  if (start < rows.length) yield rows.slice(start);
}

/** Bytes of a text in a request: the request is JSON, and travels as JSON within JSON. */
function textBytes(text: string): number {
  let bytes = 8;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    bytes += code < 0x20 ? 7 : code === 0x22 || code === 0x5c ? 4 : code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  return bytes;
}

/** Shows the first sheet and remembers all, in the workbook itself. */
async function finish(first: string, last: LastWriting): Promise<void> {
  await Excel.run(async (context) => {
    remember(context, last);
    context.workbook.worksheets.getItem(first).activate();
    await context.sync();
  });
}

function remember(context: Excel.RequestContext, last: LastWriting): void {
  context.workbook.settings.add(undoSetting, JSON.stringify(last));
}

/** After a writing that failed or was cancelled: its sheets go, and what was remembered before comes back. */
async function takeBack(sheets: readonly OwnSheet[], before: Before): Promise<void> {
  try {
    await Excel.run(async (context) => {
      await remove(context, { sheets, from: before.from, whole: false });
      const setting = context.workbook.settings.getItemOrNullObject(undoSetting).load('key');
      await context.sync();
      if (before.last !== null) remember(context, before.last);
      else if (!setting.isNullObject) setting.delete();
      await context.sync();
    });
  } catch (error) {
    throw new HostProblem('left-behind', { sheet: sheets.map(({ sheet }) => sheet).join('、'), reason: codeOf(error) ?? '' });
  }
}

/** Our sheets that are still there; a sheet the officer renamed is theirs. */
async function stillThere(
  context: Excel.RequestContext,
  sheets: readonly OwnSheet[],
): Promise<{ own: OwnSheet; sheet: Excel.Worksheet }[]> {
  const found = sheets.map((own) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(own.id ?? own.sheet).load('name');
    return { own, sheet, used: sheet.getUsedRangeOrNullObject(true), corner: sheet.getRangeByIndexes(0, 0, 1, 1).load('values') };
  });
  await context.sync();
  return found.filter(
    ({ own, sheet, used, corner }) =>
      !sheet.isNullObject && sheet.name === own.sheet && (own.id !== null || used.isNullObject || corner.values[0]?.[0] === own.title),
  );
}

/** Takes our sheets away and shows the sheet the officer came from; gives how many there were. Refuses where somebody wrote beside what we did. */
async function remove(context: Excel.RequestContext, last: LastWriting): Promise<number> {
  const there = await stillThere(context, last.sheets);
  if (last.whole) await refuseEdited(context, there);
  const from = context.workbook.worksheets.getItemOrNullObject(last.from).load('visibility');
  await context.sync();
  if (!from.isNullObject && from.visibility === Excel.SheetVisibility.visible) from.activate();
  for (const { sheet } of there) sheet.delete();
  await context.sync();
  return there.length;
}

/** Cells below or right of what we wrote are the officer's. */
async function refuseEdited(context: Excel.RequestContext, there: readonly { own: OwnSheet; sheet: Excel.Worksheet }[]): Promise<void> {
  const all = there.map(({ own, sheet }) => ({
    own,
    used: sheet.getUsedRangeOrNullObject(true).load('rowIndex,columnIndex,rowCount,columnCount'),
  }));
  await context.sync();
  const edited = all.find(
    ({ own, used }) =>
      !used.isNullObject &&
      (used.rowIndex + used.rowCount > own.head + own.rows || used.columnIndex + used.columnCount > Math.max(own.columns, 1)),
  );
  if (edited) throw new HostProblem('edited-since', { sheet: edited.own.sheet });
}

async function lastWriting(): Promise<readonly Written[]> {
  return refusing('', () =>
    Excel.run(async (context) => {
      const setting = context.workbook.settings.getItemOrNullObject(undoSetting).load('value');
      await context.sync();
      const last = setting.isNullObject ? null : readLast(setting.value);
      return last === null ? [] : (await stillThere(context, last.sheets)).map(({ own }) => writtenOf(own));
    }),
  );
}

async function undo(): Promise<boolean> {
  return refusing('', () =>
    Excel.run(async (context) => {
      const protection = context.workbook.protection.load('protected');
      const setting = context.workbook.settings.getItemOrNullObject(undoSetting).load('value');
      await context.sync();
      const last = setting.isNullObject ? null : readLast(setting.value);
      if (last === null) return false;
      if (protection.protected) throw new HostProblem('protected', { sheet: last.sheets[0]?.sheet ?? '' });
      const removed = await remove(context, last);
      setting.delete();
      await context.sync();
      return removed > 0;
    }),
  );
}

/** What an earlier pane remembered; null where it is nothing of ours. */
function readLast(value: unknown): LastWriting | null {
  const read: unknown = typeof value === 'string' ? JSON.parse(value) : null;
  if (!isRecord(read) || typeof read['from'] !== 'string' || !Array.isArray(read['sheets'])) return null;
  return { sheets: read['sheets'].filter(isOwnSheet), from: read['from'], whole: read['whole'] === true };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const isOwnSheet = (value: unknown): value is OwnSheet =>
  isRecord(value) &&
  (value['id'] === null || typeof value['id'] === 'string') &&
  ['title', 'sheet'].every((name) => typeof value[name] === 'string') &&
  ['rows', 'columns', 'head'].every((name) => typeof value[name] === 'number');

async function select(sheet: string, row: number, column: number, rows = 1, columns = 1): Promise<void> {
  await refusing(sheet, () =>
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
  const asking = new Set<string>();
  const tell = async ({ worksheetId }: { worksheetId: string }): Promise<void> => {
    // Who waits for the sheet's name tells of this change too.
    if (stopped || asking.has(worksheetId)) return;
    asking.add(worksheetId);
    let name: Awaited<ReturnType<typeof nameOf>>;
    try {
      name = await nameOf(worksheetId);
      while (name === 'refused' && !stopped) {
        await new Promise((resolve) => setTimeout(resolve, askAgainAfter));
        name = await nameOf(worksheetId);
      }
    } finally {
      asking.delete(worksheetId);
    }
    if (typeof name === 'object' && name !== null && !stopped) listener(name.sheet);
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
    // Handlers of one registration share its context.
    Excel.run(first.context, async (context) => {
      for (const handler of registered) handler.remove();
      await context.sync();
    }).catch((error: unknown) => {
      // Where Excel takes no request now, the handlers stay and tell nobody: `stopped` sees to that.
      if (codeOf(error) === null) throw error;
    });
  };
}

/** The name of a sheet; null where it is gone; `refused` where Excel does not answer, as while a cell is being typed in. */
async function nameOf(worksheetId: string): Promise<{ readonly sheet: string } | 'refused' | null> {
  try {
    return await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItemOrNullObject(worksheetId).load('name');
      await context.sync();
      return sheet.isNullObject ? null : { sheet: sheet.name };
    });
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return 'refused';
  }
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
  InvalidOperationInCellEditMode: 'cell-edited',
  Conflict: 'edited-by-others',
  InsertDeleteConflict: 'edited-by-others',
};

/** Our own problem, or Excel's as one with Excel's code as `reason`. What is no problem of Excel's stays what it is. */
function problemOf(error: unknown, sheet: string): unknown {
  if (error instanceof HostProblem) return error;
  const reason = codeOf(error);
  return reason === null ? error : new HostProblem(problemCodes[reason] ?? 'refused-by-excel', { sheet, reason });
}

async function refusing<T>(sheet: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw problemOf(error, sheet);
  }
}
