/** `Range` and what is made of several ranges. */
import { around as bounding, contains, inside, maxColumns, maxRows, overlap, quoteSheet, writeAddress, type Area } from '../address';
import { ExcelError, notCovered } from '../errors';
import { isRecord } from '../json';
import { textOf, type StandInCell, type StandInSheet } from '../sheet';
import { conditionalFormats, dataValidation, rangeFormat } from './format';
import { kind, nothing, wholeArgument, type Maker, type Reference, type Surroundings } from './kind';
import { worksheet } from './worksheet';

/** A range of one sheet; `reference` once the add-in tracks it. */
export interface RangeTarget extends Area {
  readonly sheet: StandInSheet;
  reference?: string;
}

/** The range of an area; beyond the sheet's end it is an invalid argument. */
export function rangeOf(sheet: StandInSheet, area: Area, around: Surroundings): Reference {
  if (!inside(area)) throw new ExcelError('InvalidArgument', 'Range');
  return range({ sheet, row: area.row, column: area.column, rows: area.rows, columns: area.columns }, around);
}

/** The range an address, a name or a reference to a table leads to. */
export function rangeNamed(reference: string, from: StandInSheet | null, around: Surroundings, location: string): Reference {
  const found = around.workbook().resolve(reference, from);
  if (!found) throw new ExcelError('InvalidArgument', location);
  return rangeOf(found.sheet, found.area, around);
}

/** The range handed over as an argument, as an object or as an address. */
export function areaArgument(
  value: unknown,
  from: StandInSheet | null,
  around: Surroundings,
  location: string,
): { sheet: StandInSheet; area: Area } {
  if (typeof value === 'string') {
    const found = around.workbook().resolve(value, from);
    if (found) return found;
  } else if (isRange(value)) return { sheet: value.sheet, area: value };
  throw new ExcelError('InvalidArgument', location);
}

/** Whether it is what a `Range` stands for. */
export const isRange = (value: unknown): value is RangeTarget =>
  isRecord(value) && 'sheet' in value && ['row', 'column', 'rows', 'columns'].every((name) => typeof value[name] === 'number');

/** The most cells one read may have. */
const maxCells = 5_000_000;
function cellsOf<V>(target: RangeTarget, of: Parameters<typeof target.sheet.matrix<V>>[1]): V[][] {
  if (target.rows * target.columns > maxCells) throw new ExcelError('RangeExceedsLimit', 'Range.values');
  return target.sheet.matrix(target, of);
}

/** What a cell shows; formats of numbers are not covered. */
function shownText(cell: StandInCell | undefined): string {
  if (cell === undefined) return '';
  const { value, format = 'General' } = cell;
  if (typeof value === 'number' && format !== 'General' && format !== '@') throw notCovered(`the text of a number in the format ${format}`);
  return textOf(value);
}

const areaCollection = kind<{ sheet: StandInSheet; areas: readonly Area[] }>('RangeCollection', {
  items: ({ sheet, areas }, around) => areas.map((area) => rangeOf(sheet, area, around)),
});
const rangeAreas = kind<{ sheet: StandInSheet; areas: readonly Area[] }>('RangeAreas', {
  read: {
    AreaCount: ({ areas }) => areas.length,
    Address: ({ sheet, areas }) => areas.map((area) => `${quoteSheet(sheet.name)}!${writeAddress(area)}`).join(','),
  },
  child: { Areas: areaCollection },
  // The add-in never holds on to several areas beyond its batch.
  call: { _KeepReference: () => null },
});

function isHidden(target: RangeTarget, around: Surroundings): (row: number) => boolean {
  const filters = around.workbook().filters(target.sheet);
  return (row) => target.sheet.isHidden(row, filters);
}

/** Runs of rows that are shown. */
function visibleRuns(target: RangeTarget, around: Surroundings): Area[] {
  const hidden = isHidden(target, around);
  const runs: Area[] = [];
  let start = -1;
  for (let row = target.row; row <= target.row + target.rows; row += 1) {
    const shown = row < target.row + target.rows && !hidden(row);
    if (shown && start < 0) start = row;
    if (!shown && start >= 0) {
      runs.push({ row: start, column: target.column, rows: row - start, columns: target.columns });
      start = -1;
    }
  }
  return runs;
}

function rowHidden(target: RangeTarget, around: Surroundings): boolean | null {
  const hidden = isHidden(target, around);
  let count = 0;
  for (let row = target.row; row < target.row + target.rows; row += 1) if (hidden(row)) count += 1;
  return count === 0 ? false : count === target.rows ? true : null;
}

const move = (target: RangeTarget, rows: number, columns: number): Area => ({
  ...target,
  row: target.row + rows,
  column: target.column + columns,
});

/** A part of a range, counted from its own corner. */
const part =
  (location: string, of: (target: RangeTarget, args: readonly unknown[]) => Area) =>
  (target: RangeTarget, args: readonly unknown[], around: Surroundings): Reference => {
    const area = of(target, args);
    if (!inside(area)) throw new ExcelError('InvalidArgument', location);
    return rangeOf(target.sheet, area, around);
  };

const setCells = (target: RangeTarget, value: unknown, { workbook }: Surroundings): void => {
  workbook().write(target.sheet, target, value, 'Local');
};

/** Calls that change the sheet itself. */
function changing(change: (target: RangeTarget, args: readonly unknown[], around: Surroundings) => void) {
  return (target: RangeTarget, args: readonly unknown[], around: Surroundings): null => {
    change(target, args, around);
    around.workbook().tell({ sheet: target.sheet, area: { ...target }, source: 'Local' });
    return null;
  };
}

/** Tables cut by a shift of cells would fall apart. */
function refuseTables(target: RangeTarget, around: Surroundings): void {
  const below: Area = { ...target, rows: maxRows - target.row };
  for (const table of around.workbook().tables)
    if (table.sheet === target.sheet && overlap(table.area, below) !== null && !contains(below, table.area))
      throw new ExcelError('InsertDeleteConflict');
}

/** `Range`. */
export const range: Maker<RangeTarget> = kind<RangeTarget>('Range', {
  identity: (target) => (target.reference === undefined ? {} : { _ReferenceId: target.reference }),
  read: {
    Values: (target) => cellsOf(target, (cell) => cell?.value ?? ''),
    Formulas: (target) => cellsOf(target, (cell) => cell?.formula ?? cell?.value ?? ''),
    Text: (target) => cellsOf(target, shownText),
    NumberFormat: (target) => cellsOf(target, (cell) => cell?.format ?? 'General'),
    ValueTypes: (target) =>
      cellsOf(target, (cell) => {
        if (cell === undefined || (cell.value === '' && cell.formula === undefined && cell.spilledFrom === undefined)) return 'Empty';
        if (cell.error === true) return 'Error';
        return typeof cell.value === 'number' ? 'Double' : typeof cell.value === 'boolean' ? 'Boolean' : 'String';
      }),
    Address: (target) => `${quoteSheet(target.sheet.name)}!${writeAddress(target)}`,
    AddressLocal: (target) => `${quoteSheet(target.sheet.name)}!${writeAddress(target)}`,
    RowIndex: (target) => target.row,
    ColumnIndex: (target) => target.column,
    RowCount: (target) => target.rows,
    ColumnCount: (target) => target.columns,
    CellCount: (target) => target.rows * target.columns,
    RowHidden: rowHidden,
    ColumnHidden: (target) => {
      const hidden = Array.from({ length: target.columns }, (_, column) => target.sheet.hiddenColumns.has(target.column + column));
      return hidden.every((each) => each === hidden[0]) ? (hidden[0] ?? false) : null;
    },
  },
  write: {
    Values: setCells,
    Formulas: setCells,
    NumberFormat: (target, value, { workbook }) => {
      workbook().setFormat(target.sheet, target, value);
    },
    RowHidden: (target, value) => {
      target.sheet.permit('Range.rowHidden', 'allowFormatRows');
      for (let row = target.row; row < target.row + target.rows; row += 1)
        if (value === true) target.sheet.hiddenRows.add(row);
        else target.sheet.hiddenRows.delete(row);
    },
    ColumnHidden: (target, value) => {
      target.sheet.permit('Range.columnHidden', 'allowFormatColumns');
      for (let column = target.column; column < target.column + target.columns; column += 1)
        if (value === true) target.sheet.hiddenColumns.add(column);
        else target.sheet.hiddenColumns.delete(column);
    },
  },
  child: {
    Format: rangeFormat,
    DataValidation: dataValidation,
    ConditionalFormats: conditionalFormats,
    Worksheet: (target, around) => worksheet(target.sheet, around),
  },
  call: {
    GetCell: part('Range.getCell', (target, args) => ({
      ...move(target, wholeArgument(args, 0, 'Range.getCell'), wholeArgument(args, 1, 'Range.getCell')),
      rows: 1,
      columns: 1,
    })),
    GetRow: part('Range.getRow', (target, args) => ({ ...move(target, wholeArgument(args, 0, 'Range.getRow'), 0), rows: 1 })),
    GetColumn: part('Range.getColumn', (target, args) => ({ ...move(target, 0, wholeArgument(args, 0, 'Range.getColumn')), columns: 1 })),
    GetLastRow: part('Range.getLastRow', (target) => ({ ...move(target, target.rows - 1, 0), rows: 1 })),
    GetLastColumn: part('Range.getLastColumn', (target) => ({ ...move(target, 0, target.columns - 1), columns: 1 })),
    GetLastCell: part('Range.getLastCell', (target) => ({ ...move(target, target.rows - 1, target.columns - 1), rows: 1, columns: 1 })),
    GetOffsetRange: part('Range.getOffsetRange', (target, args) =>
      move(target, wholeArgument(args, 0, 'Range.getOffsetRange'), wholeArgument(args, 1, 'Range.getOffsetRange')),
    ),
    GetResizedRange: part('Range.getResizedRange', (target, args) => ({
      ...target,
      rows: target.rows + wholeArgument(args, 0, 'Range.getResizedRange'),
      columns: target.columns + wholeArgument(args, 1, 'Range.getResizedRange'),
    })),
    GetAbsoluteResizedRange: part('Range.getAbsoluteResizedRange', (target, args) => ({
      ...target,
      rows: wholeArgument(args, 0, 'Range.getAbsoluteResizedRange'),
      columns: wholeArgument(args, 1, 'Range.getAbsoluteResizedRange'),
    })),
    GetEntireRow: part('Range.getEntireRow', (target) => ({ ...target, column: 0, columns: maxColumns })),
    GetEntireColumn: part('Range.getEntireColumn', (target) => ({ ...target, row: 0, rows: maxRows })),
    GetBoundingRect: (target, args, around) => {
      const other = areaArgument(args[0], target.sheet, around, 'Range.getBoundingRect');
      return rangeOf(target.sheet, bounding(target, other.area), around);
    },
    GetIntersection: (target, args, around) => {
      const other = areaArgument(args[0], target.sheet, around, 'Range.getIntersection');
      const shared = other.sheet === target.sheet ? overlap(target, other.area) : null;
      if (!shared) throw new ExcelError('ItemNotFound', 'Range.getIntersection');
      return rangeOf(target.sheet, shared, around);
    },
    GetIntersectionOrNullObject: (target, args, around) => {
      const other = areaArgument(args[0], target.sheet, around, 'Range.getIntersectionOrNullObject');
      const shared = other.sheet === target.sheet ? overlap(target, other.area) : null;
      return shared ? rangeOf(target.sheet, shared, around) : nothing;
    },
    GetUsedRange: (target, args, around) =>
      rangeOf(target.sheet, target.sheet.used(args[0] === true, target) ?? { ...target, rows: 1, columns: 1 }, around),
    GetUsedRangeOrNullObject: (target, args, around) => {
      const used = target.sheet.used(args[0] === true, target);
      return used ? rangeOf(target.sheet, used, around) : nothing;
    },
    /** office.js asks this before it cuts a large `values` into parts. */
    _ValidateArraySize: (target, args) => {
      if (args[0] !== target.rows || args[1] !== target.columns) throw new ExcelError('InvalidArgument', 'Range.values');
      return null;
    },
    GetMergedAreasOrNullObject: (target, _args, around) => {
      const areas = target.sheet.merges.filter((merge) => overlap(merge, target) !== null);
      return areas.length === 0 ? nothing : rangeAreas({ sheet: target.sheet, areas }, around);
    },
    GetSpecialCellsOrNullObject: (target, args, around) => {
      if (args[0] !== 'Visible') throw notCovered(`Range.getSpecialCellsOrNullObject(${JSON.stringify(args[0])})`);
      const areas = visibleRuns(target, around);
      return areas.length === 0 ? nothing : rangeAreas({ sheet: target.sheet, areas }, around);
    },
    Clear: (target, args, { workbook }) => {
      workbook().clear(target.sheet, target, typeof args[0] === 'string' ? args[0] : 'All');
      return null;
    },
    Merge: changing((target, args) => {
      target.sheet.merge({ row: target.row, column: target.column, rows: target.rows, columns: target.columns }, args[0] === true);
    }),
    Unmerge: changing((target) => {
      target.sheet.permit('Range.unmerge');
      target.sheet.unmerge(target);
    }),
    Insert: (target, args, around) => {
      if (args[0] !== 'Down') throw notCovered(`Range.insert(${JSON.stringify(args[0])})`);
      refuseTables(target, around);
      target.sheet.insertDown(target);
      around.workbook().tell({ sheet: target.sheet, area: { ...target, rows: maxRows - target.row }, source: 'Local' });
      return rangeOf(target.sheet, target, around);
    },
    Delete: (target, args, around) => {
      if (args[0] !== 'Up') throw notCovered(`Range.delete(${JSON.stringify(args[0])})`);
      refuseTables(target, around);
      target.sheet.deleteUp(target);
      around.workbook().tell({ sheet: target.sheet, area: { ...target, rows: maxRows - target.row }, source: 'Local' });
      return null;
    },
    Select: (target, _args, { workbook }) => {
      if (target.sheet.visibility !== 'Visible') throw new ExcelError('InvalidOperation', 'Range.select');
      workbook().select(target.sheet, target);
      return null;
    },
    _KeepReference: (target, _args, around) => {
      target.reference ??= around.workbook().newId('REFERENCE');
      around.tracked.set(target.reference, target);
      return null;
    },
  },
});
