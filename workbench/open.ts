import {
  BooleanNumber,
  CellValueType,
  HorizontalAlign,
  LocaleType,
  VerticalAlign,
  WrapStrategy,
  type ICellData,
  type IColumnData,
  type IRange,
  type IRowData,
  type IStyleData,
  type IWorkbookData,
  type IWorksheetData,
} from '@univerjs/core';
import type { Area, Book, BookCell, BookSheet, BookValidation, CellStyle, Edge } from '../src/ooxml';
import { CARRIED, LINE_NUMBERS, pixelsOfCharacters, pixelsOfPoints, RESOURCES, type Carried } from './convert';

const HORIZONTAL = {
  left: HorizontalAlign.LEFT,
  center: HorizontalAlign.CENTER,
  right: HorizontalAlign.RIGHT,
  justify: HorizontalAlign.JUSTIFIED,
} as const;
const VERTICAL = { top: VerticalAlign.TOP, middle: VerticalAlign.MIDDLE, bottom: VerticalAlign.BOTTOM } as const;
/** Days from the 1900 system to the 1904 system. */
const SHIFT_1904 = 1462;

function edgeOf(edge: Edge | undefined): { s: number; cl: { rgb: string } } | undefined {
  return edge ? { s: LINE_NUMBERS[edge.line], cl: { rgb: `#${edge.color}` } } : undefined;
}

function styleOf(style: CellStyle): IStyleData {
  const { font, border } = style;
  const [l, r, t, b] = [edgeOf(border?.left), edgeOf(border?.right), edgeOf(border?.top), edgeOf(border?.bottom)];
  return {
    ...(font?.name === undefined ? {} : { ff: font.name }),
    ...(font?.size === undefined ? {} : { fs: font.size }),
    ...(font?.bold ? { bl: BooleanNumber.TRUE } : {}),
    ...(font?.italic ? { it: BooleanNumber.TRUE } : {}),
    ...(font?.underline ? { ul: { s: BooleanNumber.TRUE } } : {}),
    ...(font?.strike ? { st: { s: BooleanNumber.TRUE } } : {}),
    ...(font?.color === undefined ? {} : { cl: { rgb: `#${font.color}` } }),
    ...(style.fill === undefined ? {} : { bg: { rgb: `#${style.fill}` } }),
    ...(border ? { bd: { ...(l && { l }), ...(r && { r }), ...(t && { t }), ...(b && { b }) } } : {}),
    ...(style.horizontal ? { ht: HORIZONTAL[style.horizontal] } : {}),
    ...(style.vertical ? { vt: VERTICAL[style.vertical] } : {}),
    ...(style.wrap ? { tb: WrapStrategy.WRAP } : {}),
    ...(style.indent ? { pd: { l: style.indent * 9 } } : {}),
    ...(style.format === undefined ? {} : { n: { pattern: style.format } }),
  };
}

/** Whether a format shows days or times: what matters for workbooks that count from 1904. */
function isDateFormat(format: string | undefined): boolean {
  return format !== undefined && /[ymdhs年月日]/i.test(format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ''));
}

function cellOf(cell: BookCell, book: Book): ICellData {
  const { value, formula } = cell;
  const shifted =
    book.date1904 && typeof value === 'number' && isDateFormat(book.styles[cell.style === undefined ? 0 : cell.style]?.format)
      ? value + SHIFT_1904
      : value;
  const data: ICellData = {};
  if (typeof shifted === 'number') Object.assign(data, { v: shifted, t: CellValueType.NUMBER });
  else if (typeof shifted === 'boolean') Object.assign(data, { v: shifted ? 1 : 0, t: CellValueType.BOOLEAN });
  else if (typeof shifted === 'string') Object.assign(data, { v: shifted, t: CellValueType.STRING });
  // Without a type the grid reads the text as the error it is.
  else if (shifted !== null) data.v = shifted.error;
  if (formula !== undefined) data.f = `=${formula}`;
  if (cell.style !== undefined) data.s = `s${cell.style}`;
  return data;
}

function rangeOf(area: Area): IRange {
  return { startRow: area.top, startColumn: area.left, endRow: area.bottom, endColumn: area.right };
}

/** A list's own words stand bare in the grid, references behind `=`. */
function validationFormula(rule: BookValidation, formula: string | undefined): string | undefined {
  if (formula === undefined) return undefined;
  const literal = /^"(.*)"$/s.exec(formula);
  if (rule.type === 'list' && literal?.[1] !== undefined) return literal[1].replaceAll('""', '"');
  return rule.type === 'custom' || !/^-?[\d.]+(?:[eE][-+]?\d+)?$/.test(formula) ? `=${formula}` : formula;
}

const ERROR_STYLES = { information: 0, stop: 1, warning: 2 } as const;

function validationOf(rule: BookValidation, uid: string): Record<string, unknown> {
  return {
    uid,
    ranges: rule.areas.map(rangeOf),
    type: rule.type,
    // Lists and formulas have no bounds; with an operator the grid would compare them with some.
    ...(rule.type === 'list' || rule.type === 'custom' ? {} : { operator: rule.operator ?? 'between' }),
    allowBlank: rule.allowBlank,
    formula1: validationFormula(rule, rule.formula1),
    formula2: validationFormula(rule, rule.formula2),
    errorStyle: ERROR_STYLES[rule.errorStyle ?? 'stop'],
    showErrorMessage: true,
    error: rule.error,
    errorTitle: rule.errorTitle,
    showInputMessage: rule.prompt !== undefined,
    prompt: rule.prompt,
    promptTitle: rule.promptTitle,
    showDropDown: true,
    // Arrow only: the coloured chips of the default look like content.
    renderMode: 1,
  };
}

/** Cells that a formula fills are its own; loaded as values they would stand in its way. */
function spilledInto(sheet: BookSheet): (row: number, column: number) => boolean {
  const areas = sheet.rows.flatMap((row) =>
    row.cells.flatMap((cell) =>
      cell.area && cell.formula !== undefined && (cell.area.rows > 1 || cell.area.columns > 1)
        ? [{ top: row.index, left: cell.column, bottom: row.index + cell.area.rows - 1, right: cell.column + cell.area.columns - 1 }]
        : [],
    ),
  );
  return (row, column) =>
    areas.some(
      (area) =>
        row >= area.top && row <= area.bottom && column >= area.left && column <= area.right && (row !== area.top || column !== area.left),
    );
}

function sheetOf(sheet: BookSheet, id: string, book: Book): Partial<IWorksheetData> {
  const cellData: Record<number, Record<number, ICellData>> = {};
  const rowData: Record<number, Partial<IRowData>> = {};
  const columnData: Record<number, Partial<IColumnData>> = {};
  const spilled = spilledInto(sheet);
  let bottom = 0;
  let right = 0;
  for (const row of sheet.rows) {
    if (row.height !== undefined || row.hidden) {
      rowData[row.index] = {
        ...(row.height === undefined ? {} : { h: pixelsOfPoints(row.height), ia: BooleanNumber.FALSE }),
        ...(row.hidden ? { hd: BooleanNumber.TRUE } : {}),
      };
    }
    if (row.cells.length === 0) continue;
    const cells: Record<number, ICellData> = {};
    for (const cell of row.cells) {
      if (spilled(row.index, cell.column)) continue;
      cells[cell.column] = cellOf(cell, book);
      right = Math.max(right, cell.column);
    }
    cellData[row.index] = cells;
    bottom = row.index;
  }
  for (const column of sheet.columns) {
    // A file may style all 16,384 columns at once; the grid needs only those it has.
    for (let i = column.first; i <= Math.min(column.last, Math.max(right + 30, 60)); i += 1) {
      columnData[i] = {
        ...(column.width === undefined ? {} : { w: pixelsOfCharacters(column.width) }),
        ...(column.hidden ? { hd: BooleanNumber.TRUE } : {}),
        ...(column.style === undefined ? {} : { s: `s${column.style}` }),
      };
    }
  }
  const carried: Carried = {
    ...(sheet.print ? { print: sheet.print } : {}),
    tableLooks: Object.fromEntries(
      sheet.tables.map((table) => [
        table.name,
        {
          ...(table.styleName === undefined ? {} : { styleName: table.styleName }),
          formulas: table.columns.map((column) => column.formula ?? null),
          filterButtons: table.filterButtons,
        },
      ]),
    ),
  };
  const { frozen } = sheet;
  return {
    id,
    name: sheet.name,
    hidden: sheet.hidden ? BooleanNumber.TRUE : BooleanNumber.FALSE,
    rowCount: bottom + 101,
    columnCount: Math.max(right + 11, 26),
    defaultRowHeight: 20,
    defaultColumnWidth: 73,
    defaultStyle: styleOf(book.styles[0] ?? {}),
    cellData,
    rowData,
    columnData,
    mergeData: sheet.merges.map(rangeOf),
    freeze: {
      xSplit: frozen ? frozen.columns : 0,
      ySplit: frozen ? frozen.rows : 0,
      startRow: frozen && frozen.rows > 0 ? frozen.rows : -1,
      startColumn: frozen && frozen.columns > 0 ? frozen.columns : -1,
    },
    showGridlines: sheet.gridLines === false ? BooleanNumber.FALSE : BooleanNumber.TRUE,
    ...zoomOf(sheet.zoom),
    ...(sheet.tabColor === undefined ? {} : { tabColor: `#${sheet.tabColor}` }),
    custom: { [CARRIED]: carried },
  };
}

/** Univer calls its snapshot's zoom deprecated and has no other place for it; so it is written by its own shape. */
function zoomOf(percent: number | undefined): { readonly zoomRatio: number } {
  return { zoomRatio: percent === undefined ? 1 : Math.min(4, Math.max(0.1, percent / 100)) };
}

/** How many formulas a book holds; many are not calculated anew when it opens. */
export function formulasIn(book: Book): number {
  return book.sheets.reduce(
    (sum, sheet) => sum + sheet.rows.reduce((inner, row) => inner + row.cells.filter((cell) => cell.formula !== undefined).length, 0),
    0,
  );
}

/** A book as the grid's workbook. `id` is new for every opening, `name` the file's. */
export function toGrid(book: Book, id: string, name: string): IWorkbookData {
  const ids = book.sheets.map((_, i) => `sheet${i + 1}`);
  const of = <T>(make: (sheet: BookSheet, sheetId: string) => T | undefined): Record<string, T> => {
    const out: Record<string, T> = {};
    book.sheets.forEach((sheet, i) => {
      const sheetId = ids[i];
      if (sheetId === undefined) return;
      const made = make(sheet, sheetId);
      if (made !== undefined) out[sheetId] = made;
    });
    return out;
  };
  const tables = of((sheet, sheetId) =>
    sheet.tables.length === 0
      ? undefined
      : {
          tables: sheet.tables.map((table) => ({
            id: `${sheetId}-${table.name}`,
            name: table.name,
            range: { ...rangeOf(table.area), unitId: id, sheetId },
            options: { showHeader: true, showFooter: false, tableStyleId: 'table-default-0' },
            filters: { tableColumnFilterList: [] },
            columns: table.columns.map((column, i) => ({
              id: `c${i}`,
              displayName: column.name,
              dataType: 'string',
              formula: '',
              meta: {},
              style: {},
            })),
            meta: {},
          })),
          tableFilteredOutRows: [],
        },
  );
  const validations = of((sheet, sheetId) =>
    sheet.validations.length === 0
      ? undefined
      : sheet.validations.filter((rule) => rule.areas.length > 0).map((rule, i) => validationOf(rule, `${sheetId}-v${i}`)),
  );
  const filters = of((sheet) => (sheet.filter ? { ref: rangeOf(sheet.filter), filterColumns: [], cachedFilteredOut: [] } : undefined));
  const names = Object.fromEntries(
    book.names
      .filter((entry) => !entry.hidden)
      .map((entry, i) => {
        const sheet = book.sheets.findIndex((one) => one.name === entry.sheet);
        return [
          `n${i}`,
          {
            id: `n${i}`,
            name: entry.name,
            formulaOrRefString: entry.refersTo,
            localSheetId: sheet < 0 ? 'AllDefaultWorkbook' : (ids[sheet] ?? 'AllDefaultWorkbook'),
          },
        ];
      }),
  );
  const resource = (resourceName: string, data: unknown): { name: string; data: string } => ({
    name: resourceName,
    data: JSON.stringify(data),
  });
  return {
    id,
    name,
    appVersion: '0.25.1',
    locale: LocaleType.ZH_CN,
    styles: Object.fromEntries(book.styles.map((style, i) => [`s${i}`, styleOf(style)])),
    defaultStyle: styleOf(book.styles[0] ?? {}),
    sheetOrder: ids,
    sheets: Object.fromEntries(book.sheets.map((sheet, i) => [ids[i] ?? `sheet${i + 1}`, sheetOf(sheet, ids[i] ?? `sheet${i + 1}`, book)])),
    resources: [
      resource(RESOURCES.tables, tables),
      resource(RESOURCES.validations, validations),
      resource(RESOURCES.names, names),
      resource(RESOURCES.filters, filters),
    ],
  };
}
