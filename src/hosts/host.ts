/**
 * The port to a workbook, wherever it is: Excel, the grid of the workbench, a file, memory. Tables in, tables out; no policy word.
 * Addresses are zero-based rows and columns of a sheet.
 */

/** A cell that holds no usable value: an error (`#N/A`), or a formula that was never calculated. */
export interface CellFault {
  readonly fault: 'error' | 'uncalculated';
  /** `#N/A`, or the formula's text. */
  readonly text: string;
}

/** null is a blank cell; "" is an empty text. A date is its serial number, counted from the sheet's epoch (`date1904`). */
export type Cell = string | number | boolean | null | CellFault;

/** A sheet as the host sees it. */
export interface SheetInfo {
  readonly name: string;
  /** Size of the used range, counted from A1: as the file declares it where reading it all would be slow, so a hint and not a promise. */
  readonly rows: number;
  readonly columns: number;
  readonly hidden: boolean;
  /** Excel tables on the sheet, with their extent. */
  readonly tables: readonly {
    readonly name: string;
    readonly top: number;
    readonly left: number;
    readonly rows: number;
    readonly columns: number;
  }[];
  /** Dates count from 1904. */
  readonly date1904: boolean;
}

/** Consecutive rows of a sheet, from column A; short rows end where their last cell does. */
export interface Block {
  /** Sheet row of `cells[0]`. */
  readonly top: number;
  readonly cells: readonly (readonly Cell[])[];
  /** Sheet rows hidden by hand or by a filter. */
  readonly hiddenRows: ReadonlySet<number>;
}

/** Merged areas that touch the first rows (titles and headers), and below them those of one column, as [top, left, bottom, right]. */
export type Merge = readonly [top: number, left: number, bottom: number, right: number];

/** How a column of a written sheet looks. Text columns are written as text even where they look like numbers or formulas. */
export interface WrittenColumn {
  readonly header: string;
  readonly kind: 'text' | 'number' | 'money' | 'percent' | 'date';
  /** In characters. */
  readonly width?: number;
  /** Says which row it is: the first columns that do stay in view and are repeated on every printed page. */
  readonly identifies?: boolean;
  /** Sentences: a text longer than the column goes on in further lines, and its row grows with it. */
  readonly wraps?: boolean;
}

/** How many columns, counted from the first, say which row it is. */
export function identifyingColumns(columns: readonly WrittenColumn[]): number {
  const first = columns.findIndex(({ identifies }) => identifies !== true);
  return first < 0 ? columns.length : first;
}

/** Of a column that names no width, in characters. */
export const usualWidth = 12;

/** Characters of a header's last line that the filter's arrow covers. */
const arrowWidth = 3;

/** Lines that a header row needs so that every header is read whole in its column; at least one. */
export function headerLines(columns: readonly WrittenColumn[]): number {
  return Math.max(
    1,
    ...columns.map(({ header, width = usualWidth }) => Math.ceil((halfWidths(header) + arrowWidth) / Math.max(1, width - 1))),
  );
}

/** How wide a text is, in half-width characters: a Han character is two wide, one of two code units as well. */
export function halfWidths(text: string): number {
  let width = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= 0xff) width += 1;
    else if (code < 0xdc00 || code > 0xdfff) width += 2;
  }
  return width;
}

/** Characters of a line that breaking it between words and signs may leave unused. */
const lostByBreaks = 3;

/** Rows from which on a sheet is there to be filtered, not to be read from its first row to its last. */
const longSheet = 100_000;

/**
 * Measures rows for hosts that do not do it themselves: lines a row needs so that what wraps in it is read whole; 1 where nothing is
 * longer than its column, and for every row of a sheet of more than 100,000.
 */
export function rowMeasure({ columns, count }: Pick<WrittenSheet, 'columns' | 'count'>): (cells: readonly Cell[]) => number {
  if (count !== undefined && count > longSheet) return () => 1;
  const wrapping = columns.flatMap(({ wraps, width = usualWidth }, at) => (wraps === true ? [{ at, width }] : []));
  return (cells) => {
    let most = 1;
    for (const { at, width } of wrapping) {
      const cell = cells[at];
      // Most cells are seen to fit by their length alone.
      if (typeof cell !== 'string' || cell.length * 2 < width) continue;
      const wide = halfWidths(cell);
      if (wide >= width) most = Math.max(most, Math.ceil(wide / Math.max(1, width - lostByBreaks)));
    }
    return most;
  };
}

/** Characters that an A4 page on its side shows across, in letters that are still read easily on paper. */
const pageWidth = 200;

/** How many printed pages the columns need side by side, where each repeats the columns that say which row it is. */
export function pagesWide(columns: readonly WrittenColumn[]): number {
  const widthOf = (some: readonly WrittenColumn[]): number => some.reduce((sum, { width = usualWidth }) => sum + width, 0);
  const repeated = identifyingColumns(columns);
  const fixed = widthOf(columns.slice(0, repeated));
  const rest = widthOf(columns.slice(repeated));
  return Math.max(1, Math.ceil(rest / Math.max(pageWidth - fixed, pageWidth / 4)));
}

/** A sheet to write: title lines, one header row, then the rows, block by block. Money and numbers may be exact decimal text. */
export interface WrittenSheet {
  readonly name: string;
  readonly titles: readonly string[];
  readonly columns: readonly WrittenColumn[];
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]> | Iterable<readonly (readonly Cell[])[]>;
  /** How many rows there will be, where that is known before they are made. */
  readonly count?: number;
}

/** What a writing did, for the pane to say and to undo. */
export interface Written {
  readonly sheet: string;
  readonly rows: number;
  readonly columns: number;
}

/** A workbook. */
export interface Host {
  readonly name: string;
  /** The subject among the properties of the workbook's file, as its maker wrote it; null where it has none. A host that cannot tell leaves this out. */
  subject?(): Promise<string | null>;
  sheets(): Promise<readonly SheetInfo[]>;
  merges(sheet: string): Promise<readonly Merge[]>;
  /** All rows of a sheet in order, in blocks of about `blockRows`. */
  read(sheet: string, blockRows?: number): AsyncIterable<Block>;
  /**
   * Writes new sheets and nothing else; a name already taken is refused, never overwritten. All or nothing: where the rows or `progress`
   * throw, nothing stays. That is how a writing is cancelled.
   */
  write(sheets: readonly WrittenSheet[], progress?: (rows: number) => void): Promise<readonly Written[]>;
  /** The sheets of the last writing that are still there, which `undo` would take back; empty where there is none. */
  lastWriting(): Promise<readonly Written[]>;
  /** Takes back the last writing; false where there is none. */
  undo(): Promise<boolean>;
  /** Shows and selects a cell or range, given as rows and columns. */
  select(sheet: string, row: number, column: number, rows?: number, columns?: number): Promise<void>;
  /** Calls back when a sheet's content changes; returns the way to stop. */
  onChange(listener: (sheet: string) => void): Promise<() => void>;
}

/**
 * A host refuses in this form only: a code, its data, and no stack for the officer.
 * The data of file hosts: `file`; where known `sheet`, `cell` (`B7`), `row` (counted from 1), `part` (inside the .xlsx); `reason`, a word
 * that narrows the code (below); `format` of a foreign file; `limit` and `found` of a bound.
 *
 * | code | reasons |
 * |---|---|
 * | cannot-read | missing-file, no-permission, in-use, is-folder, changed (while it was read), or the system's own code |
 * | cannot-write | is-source, no-folder, no-permission, in-use, is-folder, disk-full, already-written, read-only, no-sheets, sheet-name, cell-too-long, too-many-columns, not-a-number, or the system's own code |
 * | encrypted | (none) |
 * | not-a-workbook | empty, text, missing-part, duplicate-part, part-name, markup, outside-part, binary |
 * | truncated | end, damaged, checksum |
 * | too-large | rows, part, ratio, strings, parts, file |
 * | unsupported-format | `format` is xls, xlsb, ods, html, mht, xml2003, doc, docx, pptx, xlsx; or reason doctype, compression, part-encoding |
 * | row-too-large | (none) `sheet`, `row` counted from 1 |
 * | cell-edited, edited-by-others, refused-by-excel | Excel's own code; `sheet` where one was meant |
 * | edited-since | (none) `sheet` of the last writing bears more than was written: it is not taken back |
 * | left-behind | Excel's own code; `sheet` names the sheets that could not be taken away after a writing that failed |
 * | unreadable-cell | cell-too-long, address, order, repeated, shared-text, entity, open-quote, encoding, mixed-encoding, markup |
 */
export class HostProblem extends Error {
  constructor(
    readonly code:
      | 'sheet-taken'
      | 'sheet-missing'
      | 'protected'
      | 'encrypted'
      | 'not-a-workbook'
      | 'truncated'
      | 'too-large'
      | 'unsupported-format'
      | 'unreadable-cell'
      | 'cannot-read'
      | 'cannot-write'
      | 'nothing-to-undo'
      | 'row-too-large'
      | 'cell-edited'
      | 'edited-by-others'
      | 'refused-by-excel'
      | 'left-behind'
      | 'edited-since',
    readonly data: Readonly<Record<string, string | number>>,
  ) {
    super(code);
    this.name = 'HostProblem';
  }
}
