/** `Worksheet` and what belongs to one sheet. */
import { maxColumns, maxRows, type Area } from '../address';
import { ExcelError } from '../errors';
import { isRecord } from '../json';
import type { Surroundings } from './kind';
import type { StandInSheet } from '../sheet';
import { kind, nothing, textArgument, wholeArgument, type Maker } from './kind';
import { nameCollection } from './name';
import { areaArgument, rangeNamed, rangeOf } from './range';
import { autoFilter, tableCollection } from './table';

const freezePanes = kind<StandInSheet>('WorksheetFreezePanes', {
  call: {
    FreezeRows: (sheet, args) => {
      sheet.frozen = { rows: wholeArgument(args, 0, 'WorksheetFreezePanes.freezeRows'), columns: 0 };
      return null;
    },
    FreezeColumns: (sheet, args) => {
      sheet.frozen = { rows: 0, columns: wholeArgument(args, 0, 'WorksheetFreezePanes.freezeColumns') };
      return null;
    },
    FreezeAt: (sheet, args, around) => {
      const { area } = areaArgument(args[0], sheet, around, 'WorksheetFreezePanes.freezeAt');
      sheet.frozen = { rows: area.row + area.rows, columns: area.column + area.columns };
      return null;
    },
    Unfreeze: (sheet) => {
      sheet.frozen = { rows: 0, columns: 0 };
      return null;
    },
    GetLocationOrNullObject: ({ frozen, ...sheet }, _args, around) => {
      if (frozen.rows === 0 && frozen.columns === 0) return nothing;
      const owner = around.workbook().sheetNamed(sheet.name);
      return rangeOf(owner, { row: 0, column: 0, rows: frozen.rows || maxRows, columns: frozen.columns || maxColumns }, around);
    },
  },
});

const orientations = ['Portrait', 'Landscape'];
const paperSizes = ['Letter', 'Legal', 'A3', 'A4', 'A5', 'B4', 'B5'];
const mostPages = 32_767;

/** Pages that a sheet is fitted to, or its scale in percent; never both. */
function isZoom(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return false;
  const { scale, horizontalFitToPages, verticalFitToPages, ...others } = value;
  const isWhole = (number: unknown, low: number, high: number): boolean =>
    typeof number === 'number' && Number.isInteger(number) && number >= low && number <= high;
  const pages = [horizontalFitToPages, verticalFitToPages].filter((number) => number !== undefined);
  if (Object.keys(others).length > 0) return false;
  return scale === undefined
    ? pages.length > 0 && pages.every((number) => isWhole(number, 1, mostPages))
    : pages.length === 0 && isWhole(scale, 10, 400);
}

/** Rows or columns of this sheet, whole ones. */
function printTitle(value: unknown, sheet: StandInSheet, around: Surroundings, whole: (area: Area) => boolean, location: string): Area {
  const { sheet: owner, area } = areaArgument(value, sheet, around, location);
  if (owner !== sheet || !whole(area)) throw new ExcelError('InvalidArgument', location);
  return { row: area.row, column: area.column, rows: area.rows, columns: area.columns };
}

const pageLayout = kind<StandInSheet>('PageLayout', {
  read: {
    Orientation: ({ printed }) => printed.orientation,
    PaperSize: ({ printed }) => printed.paperSize,
    Zoom: ({ printed }) => printed.zoom,
    PrintGridlines: ({ printed }) => printed.gridlines,
  },
  write: {
    Orientation: ({ printed }, value) => {
      const wanted = orientations.find((each) => each === value);
      if (wanted === undefined) throw new ExcelError('InvalidArgument', 'PageLayout.orientation');
      printed.orientation = wanted;
    },
    PaperSize: ({ printed }, value) => {
      const wanted = paperSizes.find((each) => each === value);
      if (wanted === undefined) throw new ExcelError('InvalidArgument', 'PageLayout.paperSize');
      printed.paperSize = wanted;
    },
    PrintGridlines: ({ printed }, value) => {
      if (typeof value !== 'boolean') throw new ExcelError('InvalidArgument', 'PageLayout.printGridlines');
      printed.gridlines = value;
    },
    Zoom: ({ printed }, value) => {
      if (!isZoom(value)) throw new ExcelError('InvalidArgument', 'PageLayout.zoom');
      printed.zoom = value;
    },
  },
  call: {
    SetPrintTitleRows: (sheet, args, around) => {
      const whole = ({ column, columns }: Area): boolean => column === 0 && columns === maxColumns;
      sheet.printed.titleRows = printTitle(args[0], sheet, around, whole, 'PageLayout.setPrintTitleRows');
      return null;
    },
    SetPrintTitleColumns: (sheet, args, around) => {
      const whole = ({ row, rows }: Area): boolean => row === 0 && rows === maxRows;
      sheet.printed.titleColumns = printTitle(args[0], sheet, around, whole, 'PageLayout.setPrintTitleColumns');
      return null;
    },
  },
});

const protection = kind<StandInSheet>('WorksheetProtection', {
  read: { Protected: (sheet) => sheet.protection !== null, Options: (sheet) => sheet.protection ?? {} },
  call: {
    Protect: (sheet, args) => {
      if (sheet.protection !== null) throw new ExcelError('AccessDenied', 'WorksheetProtection.protect');
      sheet.protection = isRecord(args[0]) ? args[0] : {};
      sheet.password = typeof args[1] === 'string' ? args[1] : undefined;
      return null;
    },
    Unprotect: (sheet, args) => {
      if (sheet.password !== undefined && sheet.password !== args[0]) throw new ExcelError('AccessDenied', 'WorksheetProtection.unprotect');
      sheet.protection = null;
      return null;
    },
  },
});

const visibilities: readonly StandInSheet['visibility'][] = ['Visible', 'Hidden', 'VeryHidden'];

/** `Worksheet`. */
export const worksheet: Maker<StandInSheet> = kind<StandInSheet>('Worksheet', {
  identity: (sheet) => ({ Id: sheet.id }),
  read: {
    Id: (sheet) => sheet.id,
    Name: (sheet) => sheet.name,
    Visibility: (sheet) => sheet.visibility,
    Position: (sheet, { workbook }) => workbook().sheets.indexOf(sheet),
    TabColor: (sheet) => sheet.tabColor,
  },
  write: {
    Name: (sheet, value, { workbook }) => {
      if (typeof value !== 'string') throw new ExcelError('InvalidArgument', 'Worksheet.name');
      workbook().renameSheet(sheet, value);
    },
    Visibility: (sheet, value, { workbook }) => {
      const wanted = visibilities.find((each) => each === value);
      if (wanted === undefined) throw new ExcelError('InvalidArgument', 'Worksheet.visibility');
      const others = workbook().sheets.some((each) => each !== sheet && each.visibility === 'Visible');
      if (workbook().protected || (wanted !== 'Visible' && !others)) throw new ExcelError('InvalidOperation', 'Worksheet.visibility');
      sheet.visibility = wanted;
    },
    TabColor: (sheet, value) => {
      sheet.tabColor = String(value);
    },
    Position: (sheet, value, { workbook }) => {
      const { sheets, protected: fixed } = workbook();
      if (fixed) throw new ExcelError('AccessDenied', 'Worksheet.position');
      sheets.splice(sheets.indexOf(sheet), 1);
      sheets.splice(Number(value), 0, sheet);
    },
  },
  child: {
    Tables: (sheet, around) => tableCollection(sheet, around),
    FreezePanes: freezePanes,
    PageLayout: pageLayout,
    Protection: protection,
    Names: (sheet, around) => nameCollection(sheet, around),
    AutoFilter: (sheet, around) => autoFilter({ sheet, table: null }, around),
  },
  call: {
    GetRange: (sheet, args, around) =>
      args[0] === undefined || args[0] === null
        ? rangeOf(sheet, { row: 0, column: 0, rows: maxRows, columns: maxColumns }, around)
        : rangeNamed(textArgument(args, 0, 'Worksheet.getRange'), sheet, around, 'Worksheet.getRange'),
    GetCell: (sheet, args, around) =>
      rangeOf(
        sheet,
        { row: wholeArgument(args, 0, 'Worksheet.getCell'), column: wholeArgument(args, 1, 'Worksheet.getCell'), rows: 1, columns: 1 },
        around,
      ),
    GetRangeByIndexes: (sheet, args, around) => {
      const at = 'Worksheet.getRangeByIndexes';
      const area = {
        row: wholeArgument(args, 0, at),
        column: wholeArgument(args, 1, at),
        rows: wholeArgument(args, 2, at),
        columns: wholeArgument(args, 3, at),
      };
      return rangeOf(sheet, area, around);
    },
    GetUsedRange: (sheet, args, around) =>
      rangeOf(sheet, sheet.used(args[0] === true) ?? { row: 0, column: 0, rows: 1, columns: 1 }, around),
    GetUsedRangeOrNullObject: (sheet, args, around) => {
      const used = sheet.used(args[0] === true);
      return used === null ? nothing : rangeOf(sheet, used, around);
    },
    Activate: (sheet, _args, { workbook }) => {
      workbook().activate(sheet);
      return null;
    },
    Delete: (sheet, _args, { workbook }) => {
      workbook().removeSheet(sheet);
      return null;
    },
    _RegisterDataChangedEvent: () => null,
    _UnregisterDataChangedEvent: () => null,
    _RegisterSelectionChangedEvent: () => null,
    _UnregisterSelectionChangedEvent: () => null,
  },
});

/** `Workbook.worksheets`. */
export const worksheetCollection: Maker<null> = kind<null>('WorksheetCollection', {
  items: (_target, around) => around.workbook().sheets.map((sheet) => worksheet(sheet, around)),
  item: (_target, args, around) => {
    const sheet = around.workbook().sheet(textArgument(args, 0, 'WorksheetCollection.getItem'));
    if (!sheet) throw new ExcelError('ItemNotFound', 'WorksheetCollection.getItem');
    return worksheet(sheet, around);
  },
  call: {
    Add: (_target, args, around) => {
      const name =
        args[0] === null || args[0] === undefined ? around.workbook().freeName() : textArgument(args, 0, 'WorksheetCollection.add');
      return worksheet(around.workbook().addSheet(name), around);
    },
    GetItemOrNullObject: (_target, args, around) => {
      const sheet = around.workbook().sheet(textArgument(args, 0, 'WorksheetCollection.getItemOrNullObject'));
      return sheet ? worksheet(sheet, around) : nothing;
    },
    GetActiveWorksheet: (_target, _args, around) => worksheet(around.workbook().active, around),
    GetCount: (_target, _args, { workbook }) => workbook().sheets.length,
    _RegisterDataChangedEvent: () => null,
    _UnregisterDataChangedEvent: () => null,
    _RegisterSelectionChangedEvent: () => null,
    _UnregisterSelectionChangedEvent: () => null,
  },
});
