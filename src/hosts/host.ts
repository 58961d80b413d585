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
