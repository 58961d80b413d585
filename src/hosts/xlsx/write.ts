import { halfWidths, headerLines, HostProblem, identifyingColumns, pagesWide, rowMeasure } from '../host';
import type { Cell, Written, WrittenColumn, WrittenSheet } from '../host';
import { markup, XmlBytes } from './xml-bytes';
import { xmlAttribute, xmlText } from './xml';
import { address, maxCharacters, maxColumns, maxRows } from './address';
import type { ZipWriter } from './zip';

/** Bytes of XML that go to the packer together. */
const chunkBytes = 1 << 20;
/** A sheet's XML stays below what a plain zip file can hold (4 GiB); before that the rows go on in another sheet. */
const pieceBytes = 3.5 * 2 ** 30;
const nameCharacters = 31;

/** A sheet of the file: a written sheet, or a part of one that is too long. */
interface Piece {
  readonly name: string;
  readonly headerRow: number;
  readonly lastRow: number;
  readonly columns: number;
  /** Of them, those that say which row it is. */
  readonly identifying: number;
}

/**
 * Writes a new workbook of these sheets: every title line a row, a header with filters that stays in view with the columns that say which
 * row it is, then the rows as they come. Printed on A4 on its side, both are on every page. Rows beyond Excel's last one go on in sheets named (2), (3), … Exact decimal text goes into the file digit by digit.
 */
export async function writeWorkbook(
  zip: ZipWriter,
  sheets: readonly WrittenSheet[],
  progress?: (rows: number) => void,
): Promise<readonly Written[]> {
  checkSheets(sheets);
  const taken = new Set(sheets.map(({ name }) => name.toLowerCase()));
  const pieces: Piece[] = [];
  const repeated = new RepeatedTexts();
  const written: Written[] = [];
  let total = 0;
  const counted = (rows: number): void => {
    total += rows;
    progress?.(total);
  };

  await zip.part('_rels/.rels', one(packageRelations));
  await zip.part('xl/styles.xml', one(styles));
  for (const sheet of sheets) {
    const rows = new RowSource(sheet);
    try {
      do {
        const name = pieces.some((piece) => piece.name === sheet.name) ? freeName(sheet.name, taken) : sheet.name;
        const before = rows.taken;
        await zip.part(`xl/worksheets/sheet${pieces.length + 1}.xml`, sheetXml(sheet, name, rows, pieces.length === 0, counted, repeated));
        const count = rows.taken - before;
        const headerRow = sheet.titles.length;
        pieces.push({
          name,
          headerRow,
          lastRow: headerRow + count,
          columns: sheet.columns.length,
          identifying: identifyingColumns(sheet.columns),
        });
        written.push({ sheet: name, rows: count, columns: sheet.columns.length });
      } while (await rows.more());
    } finally {
      await rows.close();
    }
  }
  await zip.part('xl/sharedStrings.xml', repeated.part());
  await zip.part('xl/workbook.xml', one(workbookXml(pieces)));
  await zip.part('xl/_rels/workbook.xml.rels', one(workbookRelations(pieces)));
  await zip.part('[Content_Types].xml', one(contentTypes(pieces)));
  await zip.end();
  return written;
}

/** Refuses, before anything is written, what no workbook can hold. */
export function checkSheets(sheets: readonly WrittenSheet[]): void {
  if (sheets.length === 0) throw new HostProblem('cannot-write', { reason: 'no-sheets' });
  const names = new Set<string>();
  for (const { name, columns } of sheets) {
    if (!/^(?!')[^[\]:*?/\\\u0000-\u001f]{1,31}(?<!')$/.test(name) || /^history$/i.test(name))
      throw new HostProblem('cannot-write', { sheet: name, reason: 'sheet-name' });
    if (names.has(name.toLowerCase())) throw new HostProblem('sheet-taken', { sheet: name });
    names.add(name.toLowerCase());
    if (columns.length > maxColumns) throw new HostProblem('cannot-write', { sheet: name, reason: 'too-many-columns', limit: maxColumns });
  }
}

function freeName(name: string, taken: Set<string>): string {
  for (let number = 2; ; number += 1) {
    const ending = ` (${number})`;
    const free = name.slice(0, nameCharacters - ending.length) + ending;
    if (taken.has(free.toLowerCase())) continue;
    taken.add(free.toLowerCase());
    return free;
  }
}

type Row = readonly Cell[];

/** The rows of a sheet, block by block, that can stop between two rows and go on in the next piece. */
class RowSource {
  readonly #blocks: AsyncIterator<readonly Row[]> | Iterator<readonly Row[]>;
  #block: readonly Row[] = [];
  #at = 0;
  #done = false;
  taken = 0;

  constructor({ rows }: WrittenSheet) {
    this.#blocks = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  }

  /** Whether a row is left. */
  async more(): Promise<boolean> {
    while (!this.#done && this.#at >= this.#block.length) {
      const next = await this.#blocks.next();
      this.#done = next.done === true;
      this.#block = next.done === true ? [] : next.value;
      this.#at = 0;
    }
    return !this.#done;
  }

  /** The next row of the block in hand; undefined at its end. */
  take(): Row | undefined {
    const row = this.#block[this.#at];
    if (row !== undefined) {
      this.#at += 1;
      this.taken += 1;
    }
    return row;
  }

  async close(): Promise<void> {
    if (this.#done) return;
    this.#done = true;
    await this.#blocks.return?.();
  }
}

async function* sheetXml(
  sheet: WrittenSheet,
  name: string,
  rows: RowSource,
  first: boolean,
  counted: (rows: number) => void,
  repeated: RepeatedTexts,
): AsyncGenerator<Uint8Array> {
  const headerRow = sheet.titles.length;
  const writer = new RowWriter(name, sheet, repeated);
  const { xml } = writer;
  xml.raw(markup(sheetHead(sheet, headerRow, first)));
  sheet.titles.forEach((title, row) => writer.texts([title], row, look.title));
  writer.texts(
    sheet.columns.map(({ header }) => header),
    headerRow,
    look.header,
    headerLines(sheet.columns) * lineHeight + headerPadding,
  );
  const before = rows.taken;
  let row = headerRow + 1;
  let bytes = 0;
  while (row < maxRows && bytes < pieceBytes && (await rows.more())) {
    const start = rows.taken;
    for (let cells = rows.take(); cells !== undefined; cells = rows.take()) {
      writer.row(cells, row);
      row += 1;
      if (xml.length >= chunkBytes) {
        bytes += xml.length;
        yield xml.take();
      }
      if (row >= maxRows || bytes >= pieceBytes) break;
    }
    counted(rows.taken - start);
  }
  xml.raw(markup(sheetTail(sheet, headerRow, rows.taken - before)));
  yield xml.take();
}

const look = { title: 1, header: 2, text: 3, number: 4, money: 5, percent: 6, date: 7, wrapped: 8 } as const;

/** In points. */
const lineHeight = 15;
const headerPadding = 7;
const rowPadding = 1;
/** Excel's highest row. */
const tallest = 409;

const lookOf = ({ kind, wraps }: WrittenColumn): number => (wraps === true ? look.wrapped : look[kind]);

/** A cell's bytes between its row number and its content. */
const afterReference = (style: number, kind: string): Uint8Array => markup(`" s="${style}"${kind}`);
const inline = ' t="inlineStr"><is><t>';
const keptInline = inline.replace('<t>', '<t xml:space="preserve">');
const piece = {
  rowStart: markup('<row r="'),
  rowHeight: markup('" ht="'),
  rowOpen: markup('">'),
  rowEnd: markup('</row>'),
  valueEnd: markup('</v></c>'),
  textEnd: markup('</t></is></c>'),
  itemStart: markup('<si><t xml:space="preserve">'),
  itemEnd: markup('</t></si>'),
};

/** What the writing of a column's cells needs at hand. */
interface ColumnPieces {
  readonly isText: boolean;
  readonly repeats: Repeats;
  readonly start: Uint8Array;
  readonly number: Uint8Array;
  readonly boolean: Uint8Array;
  readonly error: Uint8Array;
  readonly text: Uint8Array;
  readonly keptText: Uint8Array;
  readonly shared: Uint8Array;
}

/** Whether a column's texts come again: one of names or codes, each its own, is soon no longer looked up. */
interface Repeats {
  asked: number;
  found: number;
}

/** Texts of a column looked up before it is judged, and the share of them that must have come before. */
const tried = 4096;
const worthwhile = 1 / 4;

const errors = new Set(['#NULL!', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!', '#N/A', '#GETTING_DATA']);

/** Most texts of one kind that are remembered. */
const mostRepeated = 1 << 16;

/**
 * The texts that come again and again (answers, reasons, places), written once and named by number. Names and codes come once, and
 * stay inline: a table of a million of them would have to be held until the end.
 */
class RepeatedTexts {
  readonly #numbers = new Map<string, number>();
  readonly #once = new Set<string>();
  readonly #xml = new XmlBytes(chunkBytes);

  /** The number of a text that has come before; −1 where it comes for the first time, the table is full, or its column is not worth asking. */
  number(text: string, column: Repeats): number {
    if (column.asked >= tried && column.found < column.asked * worthwhile) return -1;
    column.asked += 1;
    const number = this.#find(text);
    if (number >= 0) column.found += 1;
    return number;
  }

  #find(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (!this.#once.has(text)) {
      if (this.#once.size >= mostRepeated) this.#once.clear();
      this.#once.add(text);
      return -1;
    }
    if (this.#numbers.size >= mostRepeated || text.length > maxCharacters) return -1;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    this.#xml.raw(piece.itemStart);
    this.#xml.text(text);
    this.#xml.raw(piece.itemEnd);
    return number;
  }

  async *part(): AsyncGenerator<Uint8Array> {
    yield markup(`${declaration}<sst xmlns="${main}">`);
    yield this.#xml.take();
    yield markup('</sst>');
  }
}

/** Writes the rows of one sheet. */
class RowWriter {
  readonly xml = new XmlBytes(2 * chunkBytes);
  readonly #columns: readonly ColumnPieces[];
  readonly #lines: (cells: Row) => number;

  constructor(
    private readonly sheet: string,
    written: WrittenSheet,
    private readonly repeated: RepeatedTexts,
  ) {
    this.#lines = rowMeasure(written);
    this.#columns = written.columns.map((own, column) => ({
      isText: own.kind === 'text',
      repeats: { asked: 0, found: 0 },
      start: markup(`<c r="${letters(column)}`),
      number: afterReference(look[own.kind], '><v>'),
      boolean: afterReference(look[own.kind], ' t="b"><v>'),
      error: afterReference(look[own.kind], ' t="e"><v>'),
      // A text among numbers stays a text.
      text: afterReference(own.kind === 'text' ? lookOf(own) : look.text, inline),
      keptText: afterReference(own.kind === 'text' ? lookOf(own) : look.text, keptInline),
      shared: afterReference(own.kind === 'text' ? lookOf(own) : look.text, ' t="s"><v>'),
    }));
  }

  /** A row of texts in one style, for titles and headers; `height` in points where the row must not be measured by its first line. */
  texts(texts: readonly string[], row: number, style: number, height?: number): void {
    const { xml } = this;
    if (height === undefined) this.#open(String(row + 1));
    else xml.raw(markup(`<row r="${row + 1}" ht="${height}" customHeight="1">`));
    texts.forEach((text, column) => {
      xml.raw(markup(`<c r="${address(row, column)}`));
      xml.raw(afterReference(style, keptInline));
      this.#content(text, row, column);
    });
    xml.raw(piece.rowEnd);
  }

  row(cells: Row, row: number): void {
    const { xml } = this;
    const number = String(row + 1);
    const lines = this.#lines(cells);
    if (lines > 1) this.#openTall(number, lines);
    else this.#open(number);
    for (let column = 0; column < cells.length; column += 1) {
      const cell = cells[column];
      if (cell === null || cell === undefined || cell === '') continue;
      const own = this.#columns[column];
      if (own === undefined) throw this.#refused(row, column, 'too-many-columns', { limit: this.#columns.length });
      xml.raw(own.start);
      xml.ascii(number);
      if (typeof cell === 'string') {
        if (!own.isText && isDecimal(cell)) this.#value(own.number, cell);
        else this.#text(cell, own, row, column);
      } else if (typeof cell === 'number') {
        if (!Number.isFinite(cell)) throw this.#refused(row, column, 'not-a-number', {});
        if (own.isText) this.#text(String(cell), own, row, column);
        else this.#value(own.number, String(cell));
      } else if (typeof cell === 'boolean') {
        if (own.isText) this.#text(cell ? 'TRUE' : 'FALSE', own, row, column);
        else this.#value(own.boolean, cell ? '1' : '0');
      } else if (cell.fault === 'error' && errors.has(cell.text)) {
        this.#value(own.error, cell.text);
      } else {
        this.#text(cell.text, own, row, column);
      }
    }
    xml.raw(piece.rowEnd);
  }

  #open(number: string): void {
    this.xml.raw(piece.rowStart);
    this.xml.ascii(number);
    this.xml.raw(piece.rowOpen);
  }

  /** LibreOffice does not measure the rows of a file, so what wraps would be cut. */
  #openTall(number: string, lines: number): void {
    this.xml.raw(piece.rowStart);
    this.xml.ascii(number);
    this.xml.raw(piece.rowHeight);
    this.xml.ascii(String(Math.min(tallest, lines * lineHeight + rowPadding)));
    this.xml.raw(piece.rowOpen);
  }

  #value(before: Uint8Array, value: string): void {
    this.xml.raw(before);
    this.xml.ascii(value);
    this.xml.raw(piece.valueEnd);
  }

  /** A string, shared or inline, which no program takes for a formula. */
  #text(text: string, own: ColumnPieces, row: number, column: number): void {
    const shared = this.repeated.number(text, own.repeats);
    if (shared >= 0) {
      this.#value(own.shared, String(shared));
      return;
    }
    this.xml.raw(keepsSpace(text) ? own.keptText : own.text);
    this.#content(text, row, column);
  }

  #content(text: string, row: number, column: number): void {
    if (text.length > maxCharacters) throw this.#refused(row, column, 'cell-too-long', { limit: maxCharacters, found: text.length });
    this.xml.text(text);
    this.xml.raw(piece.textEnd);
  }

  #refused(row: number, column: number, reason: string, data: Readonly<Record<string, number>>): HostProblem {
    return new HostProblem('cannot-write', { sheet: this.sheet, cell: address(row, column), reason, ...data });
  }
}

const letters = (column: number): string => address(0, column).slice(0, -1);

const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 9 || code === 13;

/** Blanks at the ends, and line ends, count only where the file says so. */
function keepsSpace(text: string): boolean {
  return isBlank(text.charCodeAt(0)) || isBlank(text.charCodeAt(text.length - 1)) || text.includes('\n');
}

/** Whether a text is a plain decimal (`-12.50`), looked at digit by digit: this is asked of every amount. */
function isDecimal(text: string): boolean {
  let at = text.charCodeAt(0) === 45 ? 1 : 0;
  let digits = 0;
  let dots = 0;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits += 1;
    else if (code === 46 && dots === 0 && digits > 0 && at + 1 < text.length) dots += 1;
    else return false;
  }
  return digits > 0;
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield markup(text);
}

const packageRelations = `${declaration}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

function workbookRelations(pieces: readonly Piece[]): string {
  const list = pieces.map(
    (_, index) => `<Relationship Id="rId${index + 1}" Type="${relationships}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  return `${declaration}<Relationships xmlns="${packages}/relationships">${list.join('')}<Relationship Id="rId${pieces.length + 1}" Type="${relationships}/styles" Target="styles.xml"/><Relationship Id="rId${pieces.length + 2}" Type="${relationships}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`;
}

function contentTypes(pieces: readonly Piece[]): string {
  const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const override = (part: string, type: string): string =>
    `<Override PartName="/xl/${part}.xml" ContentType="${spreadsheet}.${type}+xml"/>`;
  return `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('workbook', 'sheet.main')}${override('styles', 'styles')}${override('sharedStrings', 'sharedStrings')}${pieces.map((_, index) => override(`worksheets/sheet${index + 1}`, 'worksheet')).join('')}</Types>`;
}

function workbookXml(pieces: readonly Piece[]): string {
  const sheets = pieces
    .map(({ name }, index) => `<sheet name="${xmlAttribute(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
    .join('');
  const quoted = (name: string): string => xmlText(`'${name.replaceAll("'", "''")}'`);
  const filters = pieces.map(({ name, headerRow, lastRow, columns }, index) =>
    columns === 0
      ? ''
      : `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${quoted(name)}!${fixed(headerRow, 0)}:${fixed(lastRow, columns - 1)}</definedName>`,
  );
  const titles = pieces.map(({ name, headerRow, identifying }, index) => {
    const rows = `${quoted(name)}!$${headerRow + 1}:$${headerRow + 1}`;
    const columns = identifying === 0 ? '' : `${quoted(name)}!$A:$${letters(identifying - 1)},`;
    return `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${columns}${rows}</definedName>`;
  });
  return `${declaration}<workbook xmlns="${main}" xmlns:r="${relationships}"><bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="12000"/></bookViews><sheets>${sheets}</sheets><definedNames>${filters.join('')}${titles.join('')}</definedNames></workbook>`;
}

const fixed = (row: number, column: number): string => address(row, column).replace(/^([A-Z]+)/, '$$$1$$');

function sheetHead({ columns }: WrittenSheet, headerRow: number, first: boolean): string {
  const beside = identifyingColumns(columns);
  const scrolled = address(headerRow + 1, beside);
  const [across, where] = beside === 0 ? ['', 'bottomLeft'] : [`xSplit="${beside}" `, 'bottomRight'];
  const pane = `<pane ${across}ySplit="${headerRow + 1}" topLeftCell="${scrolled}" activePane="${where}" state="frozen"/><selection pane="${where}" activeCell="${scrolled}" sqref="${scrolled}"/>`;
  const widths = columns.map(
    (column, index) => `<col min="${index + 1}" max="${index + 1}" width="${widthOf(column)}" style="${lookOf(column)}" customWidth="1"/>`,
  );
  return (
    `${declaration}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    `<sheetViews><sheetView ${first ? 'tabSelected="1" ' : ''}workbookViewId="0">${pane}</sheetView></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="16"/>${widths.length === 0 ? '' : `<cols>${widths.join('')}</cols>`}<sheetData>`
  );
}

function sheetTail({ columns }: WrittenSheet, headerRow: number, rows: number): string {
  const filter =
    columns.length === 0 ? '' : `<autoFilter ref="${address(headerRow, 0)}:${address(headerRow + rows, columns.length - 1)}"/>`;
  return (
    `</sheetData>${filter}<printOptions gridLines="1"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>` +
    `<pageSetup paperSize="9" orientation="landscape" fitToWidth="${pagesWide(columns)}" fitToHeight="0"/><headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`
  );
}

/** Han characters are two wide; the filter's arrow needs room too. */
function widthOf({ header, width }: WrittenColumn): number {
  if (width !== undefined) return Math.min(255, Math.max(1, width));
  return Math.min(40, Math.max(10, halfWidths(header) + 4));
}

const border =
  '<left style="thin"><color rgb="FFBFBFBF"/></left><right style="thin"><color rgb="FFBFBFBF"/></right><top style="thin"><color rgb="FFBFBFBF"/></top><bottom style="thin"><color rgb="FFBFBFBF"/></bottom><diagonal/>';
const font = (more: string, size: number, color: string): string =>
  `<font>${more}<sz val="${size}"/><color rgb="${color}"/><name val="等线"/><family val="2"/><charset val="134"/></font>`;
const middle = ' applyAlignment="1"><alignment vertical="center"/></xf>';
const xf = (format: number, fontId: number, more = ''): string =>
  `<xf numFmtId="${format}" fontId="${fontId}" fillId="0" borderId="0" xfId="0"${format === 0 ? '' : ' applyNumberFormat="1"'}${fontId === 0 ? '' : ' applyFont="1"'}${more}`;

/** Money in 万元 shows the 分, its sixth decimal, where there is one; nothing is rounded but for the eye. */
const styles =
  `${declaration}<styleSheet xmlns="${main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="#,##0.00####"/><numFmt numFmtId="165" formatCode="0.00##%"/><numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd"/></numFmts>` +
  `<fonts count="3">${font('', 11, 'FF000000')}${font('<b/>', 13, 'FF1F3864')}${font('<b/>', 11, 'FFFFFFFF')}</fonts>` +
  `<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF1F4E79"/><bgColor indexed="64"/></patternFill></fill></fills>` +
  `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${border}</border></borders>` +
  `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="9">` +
  `${xf(0, 0)}/>${xf(0, 1)}/>` +
  `<xf numFmtId="49" fontId="2" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>` +
  `${[49, 0, 164, 165, 166].map((format) => xf(format, 0, middle)).join('')}${xf(49, 0, ' applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>')}</cellXfs>` +
  `<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
