/** What a stand-in workbook holds, and the rules of Excel that hold for it. No office.js here. */
import { contains, overlap, readAddress, splitReference, type Area } from './address';
import { ExcelError } from './errors';
import type { Filter } from './filter';
import { StandInSheet, type Value } from './sheet';
import { StandInTable, readStructured, type Caller } from './table';

/** A name of the workbook, or of one sheet. */
export interface StandInName {
  readonly name: string;
  readonly scope: StandInSheet | null;
  /** `=Sheet1!$A$1` or `=0.5`. */
  formula: string;
  comment: string;
  visible: boolean;
}

/** A part of XML that travels with the workbook. */
export interface StandInXmlPart {
  readonly id: string;
  xml: string;
}

/** Something happened on a sheet. */
export interface Change {
  readonly sheet: StandInSheet;
  readonly area: Area;
  readonly source: 'Local' | 'Remote';
}

const errorTexts = new Set(['#N/A', '#VALUE!', '#DIV/0!', '#NUM!', '#REF!', '#NAME?', '#NULL!', '#SPILL!', '#BUSY!', '#CALC!']);
const longestText = 32_767;

/** One workbook in memory. Starts with one sheet, as Excel does. */
export class StandInWorkbook {
  /** Of its file; another once it is saved under another. */
  fileName = '台账.xlsx';
  readonly sheets: StandInSheet[] = [];
  readonly tables: StandInTable[] = [];
  readonly names: StandInName[] = [];
  readonly xmlParts: StandInXmlPart[] = [];
  readonly settings = new Map<string, unknown>();
  /** Told of every change of values. */
  readonly listeners: ((change: Change) => void)[] = [];
  /** Told when something else was selected. */
  readonly selectionListeners: (() => void)[] = [];
  /** The structure is protected: no sheet may be added, removed or renamed. */
  protected = false;
  password: string | undefined;
  /** Among the properties of its file. */
  subject = '';
  /** A cell is being typed in: every request is refused. */
  editing = false;
  active: StandInSheet;
  /** What is selected on each sheet; A1 where nothing was. */
  private readonly chosen = new Map<StandInSheet, Area>();
  private made = 0;

  constructor(firstSheet = 'Sheet1') {
    this.active = this.addSheet(firstSheet);
  }

  newId(kind: string): string {
    this.made += 1;
    return `{${kind}-${String(this.made).padStart(8, '0')}}`;
  }

  // ---- sheets

  addSheet(name: string): StandInSheet {
    if (this.protected) throw new ExcelError('InvalidOperation', 'WorksheetCollection.add');
    this.refuseName(name, 'WorksheetCollection.add');
    const sheet = new StandInSheet(this.newId('SHEET'), name);
    this.sheets.push(sheet);
    return sheet;
  }

  /** A name for a sheet that is added without one. */
  freeName(): string {
    for (let number = this.sheets.length + 1; ; number += 1) if (!this.sheet(`Sheet${number}`)) return `Sheet${number}`;
  }

  renameSheet(sheet: StandInSheet, name: string): void {
    if (this.protected) throw new ExcelError('AccessDenied', 'Worksheet.name');
    if (this.sheet(name) !== sheet) this.refuseName(name, 'Worksheet.name');
    sheet.name = name;
  }

  private refuseName(name: string, location: string): void {
    if (name === '' || name.length > 31 || /[:\\/?*[\]]/.test(name) || /^'|'$/.test(name) || name.toLowerCase() === 'history')
      throw new ExcelError('InvalidArgument', location);
    if (this.sheet(name)) throw new ExcelError('ItemAlreadyExists', location);
  }

  /** By name or id, without regard to case. */
  sheet(key: string): StandInSheet | undefined {
    const wanted = key.toLowerCase();
    return this.sheets.find((sheet) => sheet.name.toLowerCase() === wanted || sheet.id.toLowerCase() === wanted);
  }

  /** As `sheet`, for sheets a test knows to be there. */
  sheetNamed(name: string): StandInSheet {
    const sheet = this.sheet(name);
    if (!sheet) throw new Error(`There is no sheet ${name}.`);
    return sheet;
  }

  removeSheet(sheet: StandInSheet): void {
    const others = this.sheets.filter((each) => each !== sheet && each.visibility === 'Visible');
    if (this.protected || others.length === 0 || sheet.visibility === 'VeryHidden')
      throw new ExcelError('InvalidOperation', 'Worksheet.delete');
    this.sheets.splice(this.sheets.indexOf(sheet), 1);
    for (const table of this.tables.filter((each) => each.sheet === sheet)) this.tables.splice(this.tables.indexOf(table), 1);
    const next = others[0];
    if (this.active === sheet && next) this.activate(next);
  }

  activate(sheet: StandInSheet): void {
    if (sheet.visibility !== 'Visible') throw new ExcelError('InvalidOperation', 'Worksheet.activate');
    if (this.active === sheet) return;
    this.active = sheet;
    this.tellSelection();
  }

  // ---- selection

  get selection(): { readonly sheet: StandInSheet; readonly area: Area } {
    return { sheet: this.active, area: this.chosen.get(this.active) ?? { row: 0, column: 0, rows: 1, columns: 1 } };
  }

  select(sheet: StandInSheet, { row, column, rows, columns }: Area): void {
    this.active = sheet;
    this.chosen.set(sheet, { row, column, rows, columns });
    this.tellSelection();
  }

  private tellSelection(): void {
    for (const listener of this.selectionListeners) listener();
  }

  // ---- tables and names

  addTable(name: string | null, sheet: StandInSheet, area: Area): StandInTable {
    sheet.permit('TableCollection.add');
    const blocked =
      this.tables.some((table) => table.sheet === sheet && overlap(table.area, area) !== null) ||
      sheet.merges.some((merge) => overlap(merge, area) !== null);
    if (blocked) throw new ExcelError('MergedRangeConflict', 'TableCollection.add');
    let number = 1;
    while (this.table(`Table${number}`)) number += 1;
    const table = new StandInTable(this.newId('TABLE'), `Table${number}`, sheet, area);
    if (name !== null) this.renameTable(table, name);
    this.tables.push(table);
    return table;
  }

  renameTable(table: StandInTable, name: string): void {
    if (!/^[\p{L}_\\][\p{L}\p{N}_.\\]*$/u.test(name) || name.length > 255 || readAddress(name))
      throw new ExcelError('InvalidArgument', 'Table.name');
    const taken = this.tables.some((each) => each !== table && each.name.toLowerCase() === name.toLowerCase());
    if (taken || this.names.some((each) => each.name.toLowerCase() === name.toLowerCase()))
      throw new ExcelError('ItemAlreadyExists', 'Table.name');
    table.name = name;
  }

  /** By name or id, without regard to case. */
  table(key: string): StandInTable | undefined {
    const wanted = key.toLowerCase();
    return this.tables.find((table) => table.name.toLowerCase() === wanted || table.id.toLowerCase() === wanted);
  }

  addName(name: string, formula: string, scope: StandInSheet | null, comment = ''): StandInName {
    if (!/^[\p{L}_\\][\p{L}\p{N}_.\\]*$/u.test(name) || readAddress(name))
      throw new ExcelError('InvalidArgument', 'NamedItemCollection.add');
    if (this.name(name, scope) || this.table(name)) throw new ExcelError('ItemAlreadyExists', 'NamedItemCollection.add');
    const made: StandInName = { name, scope, formula, comment, visible: true };
    this.names.push(made);
    return made;
  }

  name(name: string, scope: StandInSheet | null): StandInName | undefined {
    return this.names.find((each) => each.name.toLowerCase() === name.toLowerCase() && each.scope === scope);
  }

  /** Where `台账!A1`, `A1`, a name or a reference to a table leads; null where nowhere. */
  resolve(reference: string, from: StandInSheet | null, caller?: Caller): { sheet: StandInSheet; area: Area } | null {
    const parts = splitReference(reference.trim());
    const sheet = parts.sheet === null ? from : (this.sheet(parts.sheet) ?? null);
    const area = readAddress(parts.address);
    if (area) return sheet && { sheet, area };
    const named = this.name(parts.address, sheet) ?? this.name(parts.address, null);
    if (named) return this.resolve(named.formula.replace(/^=/, ''), from);
    const structured = readStructured(parts.address, this.tables, caller);
    return structured && { sheet: structured.table.sheet, area: structured.area };
  }

  /** Filters that may hide rows of a sheet. */
  filters(sheet: StandInSheet): Filter[] {
    const own = this.tables.filter((table) => table.sheet === sheet).map((table) => table.filter);
    return sheet.filter ? [sheet.filter, ...own] : own;
  }

  // ---- cells

  /**
   * Writes as Excel does when values are set from code: null leaves a cell alone, one value fills the range, text that looks like a number
   * becomes one unless the cell is in text format or the text begins with an apostrophe.
   */
  write(sheet: StandInSheet, area: Area, given: unknown, source: Change['source'] = 'Local'): void {
    sheet.permit('Range.values');
    each(area, given, (row, column, value) => {
      if (value === null || inMerge(sheet, row, column)) return;
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
        throw new ExcelError('InvalidArgument', 'Range.values');
      if (typeof value === 'string' && value.length > longestText) throw new ExcelError('InvalidArgument', 'Range.values');
      const format = sheet.cell(row, column)?.format;
      sheet.put(row, column, { ...taken(value, format), ...(format === undefined ? {} : { format }) });
    });
    this.tell({ sheet, area, source });
  }

  /** As an officer types into cells; a colleague types from afar. */
  type(sheet: StandInSheet, address: string, values: readonly (readonly Value[])[], source: Change['source'] = 'Local'): void {
    const at = readAddress(address);
    if (!at) throw new Error(`${address} is no address.`);
    this.write(sheet, { ...at, rows: values.length, columns: values[0]?.length ?? 1 }, values, source);
  }

  setFormat(sheet: StandInSheet, area: Area, given: unknown): void {
    sheet.permit('Range.numberFormat', 'allowFormatCells');
    each(area, given, (row, column, format) => {
      if (format === null) return;
      if (typeof format !== 'string') throw new ExcelError('InvalidArgument', 'Range.numberFormat');
      sheet.put(row, column, { ...(sheet.cell(row, column) ?? { value: '' }), format });
    });
  }

  clear(sheet: StandInSheet, area: Area, what: string): void {
    sheet.permit('Range.clear');
    for (const [row, cells] of sheet.rows) {
      if (row < area.row || row >= area.row + area.rows) continue;
      for (let column = area.column; column < Math.min(cells.length, area.column + area.columns); column += 1) {
        const format = cells[column]?.format;
        if (what === 'All') cells[column] = undefined;
        else if (what === 'Contents') cells[column] = format === undefined ? undefined : { value: '', format };
        else if (what === 'Formats') delete cells[column]?.format;
        else throw new ExcelError('InvalidArgument', 'Range.clear');
      }
    }
    if (what !== 'Formats') this.tell({ sheet, area, source: 'Local' });
  }

  tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }
}

/** Cells of merged areas hold nothing but in their first one. */
const inMerge = (sheet: StandInSheet, row: number, column: number): boolean =>
  sheet.merges.some((merge) => contains(merge, { row, column, rows: 1, columns: 1 }) && (merge.row !== row || merge.column !== column));

function each(area: Area, given: unknown, take: (row: number, column: number, value: unknown) => void): void {
  const rows: unknown[] = Array.isArray(given) ? given : [[given]];
  const first = rows[0];
  const one = rows.length === 1 && Array.isArray(first) && first.length === 1;
  if (!one && (rows.length !== area.rows || rows.some((row) => !Array.isArray(row) || row.length !== area.columns)))
    throw new ExcelError(
      'InvalidArgument',
      'Range',
      "The number of rows or columns in the input array doesn't match the size or dimensions of the range.",
    );
  for (let r = 0; r < area.rows; r += 1) {
    const row = one ? first : rows[r];
    if (!Array.isArray(row)) throw new ExcelError('InvalidArgument', 'Range');
    for (let c = 0; c < area.columns; c += 1) take(area.row + r, area.column + c, one ? row[0] : row[c]);
  }
}

/** What a cell holds after a value was set. Excel takes text that begins with = + − @ for a formula. */
function taken(value: Value, format: string | undefined): { value: Value; formula?: string; error?: boolean } {
  if (typeof value !== 'string' || format === '@') return { value };
  if (value.startsWith('=') && value.length > 1) return { value: 0, formula: value };
  const read = typed(value);
  if (read === value && /^[-+@]./.test(value)) return { value: 0, formula: `=${value}` };
  return typeof read === 'string' && !value.startsWith("'") && errorTexts.has(read) ? { value: read, error: true } : { value: read };
}

function typed(text: string): Value {
  if (text.startsWith("'")) return text.slice(1);
  if (/^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$/.test(text)) return Number(text);
  if (/^\s*[-+]?(\d+(\.\d*)?|\.\d+)%\s*$/.test(text)) return Number(text.replace('%', '')) / 100;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}
