/** What a stand-in workbook holds, and the rules of Excel that hold for it. No Office.js here. */

export const maxRows = 1_048_576;
export const maxColumns = 16_384;

/** A rectangle of cells; rows and columns count from 0. */
export interface Area {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export type Value = string | number | boolean;

/** A cell that is there: a value ("" after clearing), its formula, its number format, how it looks. */
export interface StandInCell {
  value: Value;
  formula?: string;
  format?: string;
  /** The value is an error (`#N/A`), `message` what the function said of it. */
  error?: boolean;
  message?: string;
  /** The cell whose formula spilled here, as `row,column`. */
  spilledFrom?: string;
}

/** An error as Excel raises it. */
export class ExcelError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly location = '',
  ) {
    super(message);
  }
}

export const invalidArgument = (location: string): ExcelError =>
  new ExcelError('InvalidArgument', 'The argument is invalid or missing or has an incorrect format.', location);
export const notFound = (location: string): ExcelError => new ExcelError('ItemNotFound', "The requested resource doesn't exist.", location);

const errorTexts = new Set(['#N/A', '#VALUE!', '#DIV/0!', '#NUM!', '#REF!', '#NAME?', '#NULL!', '#SPILL!', '#BUSY!', '#CALC!']);

export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

export function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}

/** `B2`, `$A$1:C9`, `A:C`, `2:5`; null where the text is no such address. */
export function readAddress(text: string): Area | null {
  const cells = /^\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?$/.exec(text.trim());
  if (cells) {
    const [, left = '', top = '', right = left, bottom = top] = cells;
    return between(Number(top) - 1, columnNumber(left), Number(bottom) - 1, columnNumber(right));
  }
  const columns = /^\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})$/.exec(text.trim());
  if (columns) return between(0, columnNumber(columns[1] ?? ''), maxRows - 1, columnNumber(columns[2] ?? ''));
  const rows = /^\$?(\d+):\$?(\d+)$/.exec(text.trim());
  if (rows) return between(Number(rows[1]) - 1, 0, Number(rows[2]) - 1, maxColumns - 1);
  return null;
}

function between(top: number, left: number, bottom: number, right: number): Area | null {
  const area = {
    row: Math.min(top, bottom),
    column: Math.min(left, right),
    rows: Math.abs(bottom - top) + 1,
    columns: Math.abs(right - left) + 1,
  };
  return inside(area) ? area : null;
}

export const inside = (area: Area): boolean =>
  area.row >= 0 &&
  area.column >= 0 &&
  area.rows >= 1 &&
  area.columns >= 1 &&
  area.row + area.rows <= maxRows &&
  area.column + area.columns <= maxColumns;

export function writeAddress(area: Area): string {
  if (area.columns >= maxColumns) return `${area.row + 1}:${area.row + area.rows}`;
  if (area.rows >= maxRows) return `${columnLetters(area.column)}:${columnLetters(area.column + area.columns - 1)}`;
  const first = `${columnLetters(area.column)}${area.row + 1}`;
  return area.rows === 1 && area.columns === 1 ? first : `${first}:${columnLetters(area.column + area.columns - 1)}${area.row + area.rows}`;
}

/** A sheet's name as it stands in a reference: quoted where it must be. */
export const quoteSheet = (name: string): string =>
  /^[A-Za-z_\u0080-\uffff][\w\u0080-\uffff.]*$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;

/** Splits `'甲 表'!A1`; the sheet is null where none is named. */
export function splitReference(text: string): { sheet: string | null; address: string } {
  const match = /^(?:'((?:[^']|'')+)'|([^'!]+))!(.+)$/.exec(text);
  if (!match) return { sheet: null, address: text };
  return { sheet: (match[1] ?? match[2] ?? '').replaceAll("''", "'"), address: match[3] ?? '' };
}

export function overlap(a: Area, b: Area): Area | null {
  const row = Math.max(a.row, b.row);
  const column = Math.max(a.column, b.column);
  const bottom = Math.min(a.row + a.rows, b.row + b.rows);
  const right = Math.min(a.column + a.columns, b.column + b.columns);
  return bottom > row && right > column ? { row, column, rows: bottom - row, columns: right - column } : null;
}

export interface StandInTable {
  readonly id: string;
  name: string;
  readonly sheet: StandInSheet;
  area: Area;
}

export class StandInSheet {
  readonly rows = new Map<number, (StandInCell | undefined)[]>();
  readonly hiddenRows = new Set<number>();
  readonly merges: Area[] = [];
  /** What was asked of a range's looks, by address: `{ 'A1:C1': { 'font.bold': true } }`. */
  readonly looks = new Map<string, Record<string, unknown>>();
  visibility: 'Visible' | 'Hidden' | 'VeryHidden' = 'Visible';
  protected = false;
  frozenRows = 0;

  constructor(
    readonly id: string,
    public name: string,
  ) {}

  cell(row: number, column: number): StandInCell | undefined {
    return this.rows.get(row)?.[column];
  }

  put(row: number, column: number, cell: StandInCell): void {
    let cells = this.rows.get(row);
    if (cells === undefined) this.rows.set(row, (cells = []));
    cells[column] = cell;
  }

  /** The smallest rectangle around all cells; with `valuesOnly` formats alone do not count. */
  used(valuesOnly: boolean): Area | null {
    let top = Infinity;
    let left = Infinity;
    let bottom = -1;
    let right = -1;
    for (const [row, cells] of this.rows)
      cells.forEach((cell, column) => {
        if (cell === undefined || (cell.value === '' && cell.formula === undefined && (valuesOnly || cell.format === undefined))) return;
        top = Math.min(top, row);
        bottom = Math.max(bottom, row);
        left = Math.min(left, column);
        right = Math.max(right, column);
      });
    return bottom < 0 ? null : { row: top, column: left, rows: bottom - top + 1, columns: right - left + 1 };
  }

  values(area: Area): Value[][] {
    return this.matrix(area, (cell) => cell?.value ?? '');
  }

  matrix<T>(area: Area, of: (cell: StandInCell | undefined) => T): T[][] {
    return Array.from({ length: area.rows }, (_, r) => {
      const cells = this.rows.get(area.row + r);
      return Array.from({ length: area.columns }, (_, c) => of(cells?.[area.column + c]));
    });
  }
}

export interface Change {
  readonly sheet: StandInSheet;
  readonly area: Area;
  readonly source: 'Local' | 'Remote';
  /** Cells that were given a formula. */
  readonly formulas: readonly { readonly row: number; readonly column: number }[];
}

/** One workbook in memory. Starts with one sheet, as Excel does. */
export class StandInWorkbook {
  readonly sheets: StandInSheet[] = [];
  readonly tables: StandInTable[] = [];
  readonly settings = new Map<string, unknown>();
  readonly listeners: ((change: Change) => void)[] = [];
  /** The structure is protected: no sheet may be added, removed or renamed. */
  protected = false;
  /** A cell is being typed in: every request is refused. */
  editing = false;
  active: StandInSheet;
  selection: { sheet: StandInSheet; area: Area };
  private made = 0;

  constructor(firstSheet = 'Sheet1') {
    this.active = this.addSheet(firstSheet);
    this.selection = { sheet: this.active, area: { row: 0, column: 0, rows: 1, columns: 1 } };
  }

  newId(kind: string): string {
    this.made += 1;
    return `{${kind}-${String(this.made).padStart(8, '0')}}`;
  }

  addSheet(name: string): StandInSheet {
    if (this.protected) throw new ExcelError('InvalidOperation', 'The workbook structure is protected.', 'WorksheetCollection.add');
    if (name === '' || name.length > 31 || /[:\\/?*[\]]/.test(name) || /^'|'$/.test(name)) throw invalidArgument('WorksheetCollection.add');
    if (this.sheet(name))
      throw new ExcelError('ItemAlreadyExists', 'A resource with the same name or identifier already exists.', 'WorksheetCollection.add');
    const sheet = new StandInSheet(this.newId('SHEET'), name);
    this.sheets.push(sheet);
    return sheet;
  }

  /** By name or id, without regard to case. */
  sheet(key: string): StandInSheet | undefined {
    const wanted = key.toLowerCase();
    return this.sheets.find((sheet) => sheet.name.toLowerCase() === wanted || sheet.id.toLowerCase() === wanted);
  }

  removeSheet(sheet: StandInSheet): void {
    if (this.protected || this.sheets.length === 1)
      throw new ExcelError('InvalidOperation', "This operation isn't permitted for the current object.", 'Worksheet.delete');
    this.sheets.splice(this.sheets.indexOf(sheet), 1);
    for (const table of this.tables.filter((table) => table.sheet === sheet)) this.tables.splice(this.tables.indexOf(table), 1);
    const first = this.sheets[0];
    if (this.active === sheet && first) this.active = first;
  }

  addTable(name: string, sheet: StandInSheet, area: Area): StandInTable {
    const table: StandInTable = { id: this.newId('TABLE'), name, sheet, area };
    this.tables.push(table);
    return table;
  }

  /**
   * Writes as Excel does when values are set from code: null leaves a cell alone, one value fills the range, text that looks like a number
   * becomes one unless the cell is in text format or the text begins with an apostrophe.
   */
  write(sheet: StandInSheet, area: Area, given: unknown, source: Change['source'] = 'Local'): void {
    if (sheet.protected) throw new ExcelError('AccessDenied', "You can't perform the requested operation.", 'Range.values');
    const formulas: { row: number; column: number }[] = [];
    this.each(area, given, (row, column, value) => {
      if (value === null) return;
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw invalidArgument('Range.values');
      const format = sheet.cell(row, column)?.format;
      const kept = format === undefined ? {} : { format };
      if (typeof value === 'string' && value.length > 32_767) throw invalidArgument('Range.values');
      if (format !== '@' && typeof value === 'string' && value.startsWith('=') && value.length > 1) {
        sheet.put(row, column, { value: 0, formula: value, ...kept });
        formulas.push({ row, column });
      } else if (typeof value === 'string' && format !== '@') {
        const taken = typed(value);
        sheet.put(row, column, {
          value: taken,
          ...kept,
          ...(typeof taken === 'string' && !value.startsWith("'") && errorTexts.has(taken) ? { error: true } : {}),
        });
      } else sheet.put(row, column, { value, ...kept });
    });
    this.tell({ sheet, area, source, formulas });
  }

  setFormat(sheet: StandInSheet, area: Area, given: unknown): void {
    if (sheet.protected) throw new ExcelError('AccessDenied', "You can't perform the requested operation.", 'Range.numberFormat');
    this.each(area, given, (row, column, format) => {
      if (format === null) return;
      if (typeof format !== 'string') throw invalidArgument('Range.numberFormat');
      sheet.put(row, column, { ...(sheet.cell(row, column) ?? { value: '' }), format });
    });
  }

  tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }

  private each(area: Area, given: unknown, take: (row: number, column: number, value: unknown) => void): void {
    const rows: unknown[] = Array.isArray(given) ? given : [[given]];
    const first = rows[0];
    const one = rows.length === 1 && Array.isArray(first) && first.length === 1;
    if (!one && (rows.length !== area.rows || rows.some((row) => !Array.isArray(row) || row.length !== area.columns)))
      throw new ExcelError(
        'InvalidArgument',
        "The number of rows or columns in the input array doesn't match the size or dimensions of the range.",
        'Range',
      );
    for (let r = 0; r < area.rows; r++) {
      const row = one ? first : rows[r];
      if (!Array.isArray(row)) throw invalidArgument('Range');
      for (let c = 0; c < area.columns; c++) take(area.row + r, area.column + c, one ? row[0] : row[c]);
    }
  }
}

function typed(text: string): Value {
  if (text.startsWith("'")) return text.slice(1);
  if (/^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$/.test(text)) return Number(text);
  if (/^\s*[-+]?(\d+(\.\d*)?|\.\d+)%\s*$/.test(text)) return Number(text.replace('%', '')) / 100;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}
