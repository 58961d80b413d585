import {
  BooleanNumber,
  CellValueType,
  WrapStrategy,
  type ICellData,
  type IColumnData,
  type IRange,
  type IRowData,
  type IStyleData,
  type IWorkbookData,
  type IWorksheetData,
} from '@univerjs/core';
import {
  StyleList,
  type Area,
  type Book,
  type BookCell,
  type BookColumns,
  type BookRow,
  type BookSheet,
  type BookTable,
  type BookValidation,
  type BookValue,
  type CellStyle,
  type Edge,
  type PrintSetup,
} from '../src/ooxml';
import { CARRIED, charactersOfPixels, ERRORS, lineOf, pointsOfPixels, RESOURCES } from './convert';

/** What only the running grid knows, beside the snapshot. */
interface Live {
  /** Formulas of a sheet as shown, by row and column: shared ones written out for each cell. */
  formulas(sheetId: string): (row: number, column: number) => string;
  /** Areas that formulas fill: from the formula's cell to the last cell of its result. */
  spills(sheetId: string): readonly IRange[];
  /** The value a formula put into a cell that is not its own. */
  spilled(sheetId: string, row: number, column: number): ICellData | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const number = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function areaOf(range: unknown): Area | undefined {
  if (!isRecord(range)) return undefined;
  const [top, left, bottom, right] = [
    number(range['startRow']),
    number(range['startColumn']),
    number(range['endRow']),
    number(range['endColumn']),
  ];
  return top === undefined || left === undefined || bottom === undefined || right === undefined ? undefined : { top, left, bottom, right };
}

/** `#1b3a57`, `rgb(27,58,87)`: six digits, or nothing where the grid names no colour. */
function colorOf(value: unknown): string | undefined {
  const rgb = isRecord(value) ? text(value['rgb']) : undefined;
  if (rgb === undefined) return undefined;
  const hex = /^#?([0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(rgb)?.[1];
  if (hex !== undefined) return hex.toUpperCase();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(rgb);
  if (short)
    return [short[1], short[2], short[3]]
      .map((digit) => `${digit}${digit}`)
      .join('')
      .toUpperCase();
  const parts = /^rgba?\((\d+),\s*(\d+),\s*(\d+)/.exec(rgb);
  return parts
    ? [parts[1], parts[2], parts[3]]
        .map((part) => Number(part).toString(16).padStart(2, '0'))
        .join('')
        .toUpperCase()
    : undefined;
}

function edgeOf(value: unknown): Edge | undefined {
  if (!isRecord(value)) return undefined;
  const style = number(value['s']);
  const line = style === undefined ? undefined : lineOf(style);
  return line ? { line, color: colorOf(value['cl']) ?? '000000' } : undefined;
}

const HORIZONTAL: readonly CellStyle['horizontal'][] = [undefined, 'left', 'center', 'right', 'justify'];
const VERTICAL: readonly CellStyle['vertical'][] = [undefined, 'top', 'middle', 'bottom'];

function styleOf(data: IStyleData): CellStyle {
  const color = colorOf(data.cl);
  const fill = colorOf(data.bg);
  const bd = data.bd;
  const [left, right, top, bottom] = [edgeOf(bd?.l), edgeOf(bd?.r), edgeOf(bd?.t), edgeOf(bd?.b)];
  const border =
    left || right || top || bottom
      ? { ...(left && { left }), ...(right && { right }), ...(top && { top }), ...(bottom && { bottom }) }
      : undefined;
  const font = {
    ...(data.ff ? { name: data.ff } : {}),
    ...(data.fs ? { size: data.fs } : {}),
    ...(data.bl === BooleanNumber.TRUE ? { bold: true } : {}),
    ...(data.it === BooleanNumber.TRUE ? { italic: true } : {}),
    ...(data.ul?.s === BooleanNumber.TRUE ? { underline: true } : {}),
    ...(data.st?.s === BooleanNumber.TRUE ? { strike: true } : {}),
    ...(color === undefined ? {} : { color }),
  };
  const horizontal = HORIZONTAL[data.ht ?? 0];
  const vertical = VERTICAL[data.vt ?? 0];
  const indent = data.pd?.l === undefined ? 0 : Math.round(data.pd.l / 9);
  const format = data.n?.pattern;
  return {
    ...(Object.keys(font).length > 0 ? { font } : {}),
    ...(fill === undefined ? {} : { fill }),
    ...(border ? { border } : {}),
    ...(horizontal ? { horizontal } : {}),
    ...(vertical ? { vertical } : {}),
    ...(data.tb === WrapStrategy.WRAP ? { wrap: true } : {}),
    ...(indent > 0 ? { indent } : {}),
    ...(format === undefined || format === '' || format === 'General' ? {} : { format }),
  };
}

/** Univer calls its snapshot's zoom deprecated and has no other place for it; so it is read by its own shape. */
function zoomOf(sheet: { readonly zoomRatio?: number }): number | undefined {
  return sheet.zoomRatio;
}

/** What a cell of the grid holds. */
function valueOf(cell: ICellData): BookValue {
  const rich = cell.p?.body?.dataStream;
  if (rich !== undefined) return rich.replace(/\r\n$/, '').replace(/\r/g, '\n');
  const { v, t } = cell;
  if (v === null || v === undefined) return null;
  if (typeof v === 'boolean') return v;
  if (t === CellValueType.BOOLEAN) return v === 1 || v === '1' || String(v).toUpperCase() === 'TRUE';
  if (typeof v === 'number') return v;
  if (ERRORS.has(v) && (cell.f || cell.si || t === undefined || t === null)) return { error: v };
  if (t === CellValueType.NUMBER && v.trim() !== '' && Number.isFinite(Number(v))) return Number(v);
  return v;
}

function validationFormula(type: string, formula: unknown): string | undefined {
  const raw = typeof formula === 'number' ? String(formula) : text(formula);
  if (raw === undefined) return undefined;
  if (raw.startsWith('=')) return raw.slice(1);
  return type === 'list' ? `"${raw.replaceAll('"', '""')}"` : raw;
}

const TYPES = ['list', 'whole', 'decimal', 'date', 'time', 'textLength', 'custom'] as const;
const OPERATORS = [
  'between',
  'notBetween',
  'equal',
  'notEqual',
  'greaterThan',
  'greaterThanOrEqual',
  'lessThan',
  'lessThanOrEqual',
] as const;

function validationOf(rule: unknown): BookValidation | undefined {
  if (!isRecord(rule)) return undefined;
  const type = TYPES.find((known) => known === rule['type'] || (known === 'list' && rule['type'] === 'listMultiple'));
  const areas = list(rule['ranges']).flatMap((range) => areaOf(range) ?? []);
  if (!type || areas.length === 0) return undefined;
  const operator = OPERATORS.find((known) => known === rule['operator']);
  const [formula1, formula2] = [validationFormula(type, rule['formula1']), validationFormula(type, rule['formula2'])];
  // A file cannot hold a list of its own longer than 255 characters; Excel would call it damaged.
  if (formula1 === undefined || (type === 'list' && formula1.startsWith('"') && formula1.length > 257)) return undefined;
  const words = {
    error: text(rule['error']),
    errorTitle: text(rule['errorTitle']),
    prompt: text(rule['prompt']),
    promptTitle: text(rule['promptTitle']),
  };
  return {
    areas,
    type,
    ...(operator && type !== 'list' && type !== 'custom' ? { operator } : {}),
    formula1,
    ...(formula2 === undefined || type === 'list' || type === 'custom' ? {} : { formula2 }),
    allowBlank: rule['allowBlank'] !== false,
    errorStyle: rule['errorStyle'] === 2 ? 'warning' : rule['errorStyle'] === 0 ? 'information' : 'stop',
    ...(words.error === undefined ? {} : { error: words.error.slice(0, 255) }),
    ...(words.errorTitle === undefined ? {} : { errorTitle: words.errorTitle.slice(0, 32) }),
    ...(words.prompt === undefined ? {} : { prompt: words.prompt.slice(0, 255) }),
    ...(words.promptTitle === undefined ? {} : { promptTitle: words.promptTitle.slice(0, 32) }),
  };
}

function printOf(value: unknown): PrintSetup | undefined {
  if (!isRecord(value)) return undefined;
  const pair = (name: string): readonly [number, number] | undefined => {
    const [first, last] = list(value[name]).map(number);
    return first === undefined || last === undefined ? undefined : [first, last];
  };
  const [titleRows, titleColumns, header, footer] = [pair('titleRows'), pair('titleColumns'), text(value['header']), text(value['footer'])];
  return {
    landscape: value['landscape'] === true,
    paper: number(value['paper']) ?? 9,
    pagesWide: number(value['pagesWide']) ?? 1,
    pagesTall: number(value['pagesTall']) ?? 1,
    ...(titleRows ? { titleRows } : {}),
    ...(titleColumns ? { titleColumns } : {}),
    ...(header === undefined ? {} : { header }),
    ...(footer === undefined ? {} : { footer }),
  };
}

/** The grid's workbook as a book, to be written to a file. */
export function fromGrid(snapshot: IWorkbookData, live: Live, activeSheetId: string): Book {
  const styleData = (style: unknown): IStyleData => {
    if (typeof style === 'string') return snapshot.styles[style] ?? {};
    return isRecord(style) ? style : {};
  };
  const styles = new StyleList(styleOf(styleData(snapshot.defaultStyle)));
  // Styles are shared: each is turned into a file's style once.
  const known = new Map<unknown, number>();
  const styleNumber = (style: unknown): number => {
    if (style === null || style === undefined) return 0;
    const before = known.get(style);
    if (before !== undefined) return before;
    const made = styles.add(styleOf(styleData(style)));
    known.set(style, made);
    return made;
  };
  const resources = new Map<string, unknown>();
  for (const { name, data } of snapshot.resources ?? []) {
    if (data === '' || !Object.values<string>(RESOURCES).includes(name)) continue;
    resources.set(name, JSON.parse(data));
  }
  const resource = (name: string, sheetId: string): unknown => {
    const all = resources.get(name);
    return isRecord(all) ? all[sheetId] : undefined;
  };

  const sheetOf = (sheet: Partial<IWorksheetData>, sheetId: string): BookSheet => {
    const custom = isRecord(sheet.custom) ? sheet.custom[CARRIED] : undefined;
    const carried = isRecord(custom) ? custom : {};
    const looks = isRecord(carried['tableLooks']) ? carried['tableLooks'] : {};
    const formulaAt = live.formulas(sheetId);
    const spills = live.spills(sheetId).filter((range) => range.startRow !== range.endRow || range.startColumn !== range.endColumn);
    const spillAt = new Map(spills.map((range) => [`${range.startRow},${range.startColumn}`, range]));
    const spilledCells = new Map<number, Map<number, BookValue>>();
    for (const range of spills) {
      for (let row = range.startRow; row <= range.endRow; row += 1) {
        for (let column = range.startColumn; column <= range.endColumn; column += 1) {
          if (row === range.startRow && column === range.startColumn) continue;
          const cell = live.spilled(sheetId, row, column);
          if (!cell) continue;
          const rowCells = spilledCells.get(row) ?? new Map<number, BookValue>();
          rowCells.set(column, typeof cell.v === 'string' && ERRORS.has(cell.v) ? { error: cell.v } : valueOf(cell));
          spilledCells.set(row, rowCells);
        }
      }
    }
    const cellData: Readonly<Record<number, Readonly<Record<number, ICellData | null | undefined>> | undefined>> = sheet.cellData ?? {};
    const rowData: Readonly<Record<number, Partial<IRowData> | undefined>> = sheet.rowData ?? {};
    const columnData: Readonly<Record<number, Partial<IColumnData> | undefined>> = sheet.columnData ?? {};
    const indexes = new Set([...Object.keys(cellData), ...Object.keys(rowData), ...[...spilledCells.keys()].map(String)].map(Number));
    const rows: BookRow[] = [];
    for (const index of [...indexes].sort((a, b) => a - b)) {
      const source = cellData[index] ?? {};
      const extra = spilledCells.get(index);
      const columns = new Set([...Object.keys(source).map(Number), ...(extra ? extra.keys() : [])]);
      const cells: BookCell[] = [];
      for (const column of [...columns].sort((a, b) => a - b)) {
        const cell = source[column];
        const style = styleNumber(cell?.s);
        const own = cell && (cell.f || cell.si) ? formulaAt(index, column).replace(/^=/, '') : '';
        const spill = own === '' ? undefined : spillAt.get(`${index},${column}`);
        const value = extra?.get(column) ?? (cell ? valueOf(cell) : null);
        if (value === null && own === '' && style === 0) continue;
        cells.push({
          column,
          value,
          ...(own === '' ? {} : { formula: own }),
          ...(spill
            ? { area: { rows: spill.endRow - spill.startRow + 1, columns: spill.endColumn - spill.startColumn + 1, spills: true } }
            : {}),
          ...(style === 0 ? {} : { style }),
        });
      }
      const look = rowData[index];
      const height = look?.h !== undefined && look.ia === BooleanNumber.FALSE ? pointsOfPixels(look.h) : undefined;
      if (cells.length === 0 && height === undefined && look?.hd !== BooleanNumber.TRUE) continue;
      rows.push({
        index,
        cells,
        ...(height === undefined ? {} : { height }),
        ...(look?.hd === BooleanNumber.TRUE ? { hidden: true } : {}),
      });
    }
    const columns: BookColumns[] = Object.keys(columnData)
      .map(Number)
      .sort((a, b) => a - b)
      .flatMap((index) => {
        const look = columnData[index];
        if (!look) return [];
        const style = styleNumber(look.s);
        return [
          {
            first: index,
            last: index,
            ...(look.w === undefined ? {} : { width: charactersOfPixels(look.w) }),
            ...(look.hd === BooleanNumber.TRUE ? { hidden: true } : {}),
            ...(style === 0 ? {} : { style }),
          },
        ];
      });
    const headerTexts = (area: Area): string[] => {
      const seen = new Set<string>();
      return Array.from({ length: area.right - area.left + 1 }, (_, i) => {
        const cell = cellData[area.top]?.[area.left + i];
        const value = cell ? valueOf(cell) : null;
        // A file's table needs a header in each column, each once.
        let name = value === null || typeof value === 'object' || String(value) === '' ? `列${i + 1}` : String(value);
        for (let n = 2; seen.has(name.toLowerCase()); n += 1) name = `${name.replace(/\d+$/, '')}${n}`;
        seen.add(name.toLowerCase());
        return name;
      });
    };
    const tableResource = resource(RESOURCES.tables, sheetId);
    const tables: BookTable[] = list(isRecord(tableResource) ? tableResource['tables'] : undefined).flatMap((table) => {
      if (!isRecord(table)) return [];
      const area = areaOf(table['range']);
      const name = text(table['name']);
      if (!area || name === undefined || area.bottom <= area.top) return [];
      const look = looks[name];
      const formulas = list(isRecord(look) ? look['formulas'] : undefined);
      const styleName = isRecord(look) ? text(look['styleName']) : undefined;
      return [
        {
          name,
          area,
          columns: headerTexts(area).map((columnName, i) => {
            const formula = text(formulas[i]);
            return { name: columnName, ...(formula === undefined ? {} : { formula }) };
          }),
          ...(styleName === undefined ? {} : { styleName }),
          filterButtons: !isRecord(look) || look['filterButtons'] !== false,
        },
      ];
    });
    // The header cells must say what the table says.
    for (const table of tables) {
      const row = rows.find((candidate) => candidate.index === table.area.top);
      const names = new Map(table.columns.map((column, i) => [table.area.left + i, column.name]));
      const kept = row ? row.cells.filter((cell) => !names.has(cell.column)) : [];
      const headers = [...names].map(([column, value]): BookCell => {
        const cell = row?.cells.find((candidate) => candidate.column === column);
        return { column, value, ...(cell?.style === undefined ? {} : { style: cell.style }) };
      });
      const cells = [...kept, ...headers].sort((a, b) => a.column - b.column);
      if (row) rows[rows.indexOf(row)] = { ...row, cells };
      else {
        rows.push({ index: table.area.top, cells });
        rows.sort((a, b) => a.index - b.index);
      }
    }
    const validations = list(resource(RESOURCES.validations, sheetId)).flatMap((rule) => validationOf(rule) ?? []);
    const filterResource = resource(RESOURCES.filters, sheetId);
    const filter = isRecord(filterResource) ? areaOf(filterResource['ref']) : undefined;
    const freeze = sheet.freeze;
    const frozen = freeze && (freeze.xSplit > 0 || freeze.ySplit > 0) ? { rows: freeze.ySplit, columns: freeze.xSplit } : undefined;
    const print = printOf(carried['print']);
    const tabColor = sheet.tabColor ? colorOf({ rgb: sheet.tabColor }) : undefined;
    const ratio = zoomOf(sheet);
    const zoom = ratio === undefined || ratio === 1 ? undefined : Math.round(ratio * 100);
    return {
      name: sheet.name ?? sheetId,
      ...(sheet.hidden === BooleanNumber.TRUE ? { hidden: true } : {}),
      rows,
      columns,
      merges: (sheet.mergeData ?? []).flatMap((range) => areaOf(range) ?? []),
      ...(frozen ? { frozen } : {}),
      tables,
      validations,
      ...(filter ? { filter } : {}),
      ...(print ? { print } : {}),
      ...(tabColor === undefined ? {} : { tabColor }),
      ...(sheet.showGridlines === BooleanNumber.FALSE ? { gridLines: false } : {}),
      ...(zoom === undefined ? {} : { zoom }),
    };
  };

  const order = snapshot.sheetOrder;
  const nameResource = resources.get(RESOURCES.names);
  const names = Object.values(isRecord(nameResource) ? nameResource : {}).flatMap((entry) => {
    if (!isRecord(entry)) return [];
    const [name, refersTo] = [text(entry['name']), text(entry['formulaOrRefString'])];
    if (name === undefined || refersTo === undefined) return [];
    const sheet = snapshot.sheets[text(entry['localSheetId']) ?? '']?.name;
    return [{ name, refersTo: refersTo.replace(/^=/, ''), ...(sheet === undefined ? {} : { sheet }) }];
  });
  return {
    sheets: order.map((sheetId) => sheetOf(snapshot.sheets[sheetId] ?? {}, sheetId)),
    styles: styles.styles,
    names,
    active: Math.max(0, order.indexOf(activeSheetId)),
    properties: { title: snapshot.name, creator: '惠企' },
  };
}
