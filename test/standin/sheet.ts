/** One sheet of a stand-in workbook: its cells, and the rules of Excel that hold for them. No office.js here. */
import { contains, overlap, type Area } from './address';
import { ExcelError, notCovered } from './errors';
import type { Filter } from './filter';

export type Value = string | number | boolean;

/** A cell that is there: a value ("" after clearing), its formula, its number format. */
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

/** Rules for what may be typed, as they were set. */
export interface Validation {
  readonly area: Area;
  readonly properties: Record<string, unknown>;
}

/** A conditional format, as it was set. */
export interface Conditional {
  readonly id: string;
  readonly area: Area;
  readonly type: string;
  readonly properties: Record<string, unknown>;
}

/** What is held fast while the rest scrolls. */
interface Frozen {
  readonly rows: number;
  readonly columns: number;
}

/** How a sheet is printed, as it was asked for. */
interface Printed {
  orientation: string;
  paperSize: string;
  /** `{ horizontalFitToPages: 3 }` or `{ scale: 80 }`. */
  zoom: Readonly<Record<string, unknown>>;
  gridlines: boolean;
  /** Repeated on every page; null: none. */
  titleRows: Area | null;
  titleColumns: Area | null;
}

/** Digits that Excel shows of a number. */
const digits = 15;

/** A value as Excel turns it into text (`&""`). What it would write with an exponent is not covered. */
export function textOf(value: Value): string {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string') return value;
  const text = String(Number(value.toPrecision(digits)));
  if (Math.abs(value) >= 1e15 || text.includes('e')) throw notCovered(`the text of ${text}`);
  return text;
}

const isEmpty = (cell: StandInCell | undefined): boolean => cell === undefined || (cell.value === '' && cell.formula === undefined);

/** One sheet. Cells are set through the workbook, which tells of changes; `put` is for tests and for results of formulas. */
export class StandInSheet {
  readonly rows = new Map<number, (StandInCell | undefined)[]>();
  readonly hiddenRows = new Set<number>();
  readonly hiddenColumns = new Set<number>();
  readonly merges: Area[] = [];
  readonly validations: Validation[] = [];
  readonly conditionals: Conditional[] = [];
  /** What was asked of a range's looks, by address: `{ 'A1:C1': { 'font.bold': true } }`. */
  readonly looks = new Map<string, Record<string, unknown>>();
  visibility: 'Visible' | 'Hidden' | 'VeryHidden' = 'Visible';
  tabColor = '';
  /** null: not protected; else the options it is protected under. */
  protection: Readonly<Record<string, unknown>> | null = null;
  password: string | undefined;
  /** The sheet's own filter; tables bear their own. */
  filter: Filter | null = null;
  frozen: Frozen = { rows: 0, columns: 0 };
  readonly printed: Printed = {
    orientation: 'Portrait',
    paperSize: 'Letter',
    zoom: { scale: 100 },
    gridlines: false,
    titleRows: null,
    titleColumns: null,
  };

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
  used(valuesOnly: boolean, within?: Area): Area | null {
    let top = Infinity;
    let left = Infinity;
    let bottom = -1;
    let right = -1;
    const counts = (cell: StandInCell | undefined): boolean =>
      cell !== undefined && (!isEmpty(cell) || (!valuesOnly && cell.format !== undefined));
    const from = within?.column ?? 0;
    const to = within ? within.column + within.columns : Infinity;
    for (const [row, cells] of this.rows) {
      if (within && (row < within.row || row >= within.row + within.rows)) continue;
      let first = from;
      let last = Math.min(cells.length, to) - 1;
      while (first <= last && !counts(cells[first])) first += 1;
      while (last >= first && !counts(cells[last])) last -= 1;
      if (first > last) continue;
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
      left = Math.min(left, first);
      right = Math.max(right, last);
    }
    return bottom < 0 ? null : { row: top, column: left, rows: bottom - top + 1, columns: right - left + 1 };
  }

  values(area: Area): Value[][] {
    return this.matrix(area, (cell) => cell?.value ?? '');
  }

  matrix<T>(area: Area, of: (cell: StandInCell | undefined, row: number, column: number) => T): T[][] {
    const lines: T[][] = [];
    for (let row = area.row; row < area.row + area.rows; row += 1) {
      const cells = this.rows.get(row);
      const line: T[] = [];
      for (let column = area.column; column < area.column + area.columns; column += 1) line.push(of(cells?.[column], row, column));
      lines.push(line);
    }
    return lines;
  }

  /** Refuses where the sheet is protected, unless its protection allows it. */
  permit(location: string, option?: string): void {
    if (this.protection !== null && (option === undefined || this.protection[option] !== true))
      throw new ExcelError('AccessDenied', location);
  }

  /** Merges the cells; what stood outside the first is lost, as in Excel. */
  merge(area: Area, across: boolean): void {
    this.permit('Range.merge');
    const parts = across ? Array.from({ length: area.rows }, (_, row) => ({ ...area, row: area.row + row, rows: 1 })) : [area];
    for (const part of parts) {
      this.unmerge(part);
      this.merges.push(part);
      for (let r = part.row; r < part.row + part.rows; r += 1)
        for (let c = part.column; c < part.column + part.columns; c += 1)
          if ((r !== part.row || c !== part.column) && this.cell(r, c) !== undefined) delete this.rows.get(r)?.[c];
    }
  }

  unmerge(area: Area): void {
    for (const merge of this.merges.filter((each) => overlap(each, area) !== null)) this.merges.splice(this.merges.indexOf(merge), 1);
  }

  /** Inserts empty cells and pushes the others down; a table or merged cells cut by that are a conflict. */
  insertDown(area: Area): void {
    this.permit('Range.insert');
    this.refuseCuts(area);
    this.shift(area, area.rows, area.row);
  }

  /** Takes cells out and moves the others up. */
  deleteUp(area: Area): void {
    this.permit('Range.delete');
    this.refuseCuts(area);
    for (const cells of this.rowsOf(area)) for (let c = area.column; c < area.column + area.columns; c += 1) cells[c] = undefined;
    this.shift(area, -area.rows, area.row + area.rows);
  }

  private refuseCuts(area: Area): void {
    const below = { ...area, rows: 1_048_576 - area.row };
    if (this.merges.some((merge) => overlap(merge, below) !== null && !contains(below, merge)))
      throw new ExcelError('InsertDeleteConflict');
  }

  private rowsOf(area: Area): (StandInCell | undefined)[][] {
    return [...this.rows].filter(([row]) => row >= area.row && row < area.row + area.rows).map(([, cells]) => cells);
  }

  private shift(area: Area, by: number, from: number): void {
    const moved: [number, number, StandInCell][] = [];
    for (const [row, cells] of this.rows) {
      if (row < from) continue;
      for (let column = area.column; column < area.column + area.columns; column += 1) {
        const cell = cells[column];
        if (cell === undefined) continue;
        moved.push([row + by, column, cell]);
        cells[column] = undefined;
      }
    }
    for (const [row, column, cell] of moved) this.put(row, column, cell);
  }

  /** Whether a row is out of sight, by hand or by a filter. */
  isHidden(row: number, filters: readonly Filter[]): boolean {
    return this.hiddenRows.has(row) || filters.some((filter) => filter.hidden.has(row));
  }
}
