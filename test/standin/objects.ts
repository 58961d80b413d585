import {
  ExcelError,
  inside,
  invalidArgument,
  notFound,
  overlap,
  quoteSheet,
  readAddress,
  splitReference,
  writeAddress,
  maxColumns,
  maxRows,
} from './workbook';
import type { Area, StandInSheet, StandInTable, StandInWorkbook } from './workbook';

/** What the objects may ask of the host around them. */
export interface Surroundings {
  readonly workbook: StandInWorkbook;
  /** Ranges the add-in tracks, by reference id. */
  readonly tracked: Map<string, RangeTarget>;
  /** Results of custom functions, as office.js sends them. */
  functionResults(rows: readonly unknown[]): void;
  functionsReady(): void;
}

/** An object of Excel as the protocol sees it. A name that is not listed is refused: nothing passes silently. */
export interface Reference {
  readonly kind: string;
  read(name: string): unknown;
  readable(): readonly string[];
  write(name: string, value: unknown): void;
  child(name: string): Reference | null;
  hasChild(name: string): boolean;
  call(name: string, args: readonly unknown[]): unknown;
  item(args: readonly unknown[]): Reference;
  items(): readonly Reference[] | null;
  /** What every answer about the object carries. */
  identity(): Record<string, unknown>;
  readonly target: unknown;
}

/** Stands for an object that is not there (`…OrNullObject`). */
export const nothing = Symbol('null object');

type By<T, R> = Readonly<Record<string, (target: T, around: Surroundings) => R>>;

interface Definition<T> {
  readonly read?: By<T, unknown>;
  readonly write?: Readonly<Record<string, (target: T, value: unknown, around: Surroundings) => void>>;
  readonly child?: By<T, Reference>;
  readonly call?: Readonly<Record<string, (target: T, args: readonly unknown[], around: Surroundings) => unknown>>;
  readonly item?: (target: T, args: readonly unknown[], around: Surroundings) => Reference;
  readonly items?: (target: T, around: Surroundings) => readonly Reference[];
  readonly identity?: (target: T) => Record<string, unknown>;
}

type Maker<T> = (target: T, around: Surroundings) => Reference;

const notCovered = (what: string): ExcelError => new ExcelError('NotImplemented', `The stand-in host does not cover ${what}.`, what);

/** Own members only: `constructor` is no property of a worksheet. */
function find<V>(table: Readonly<Record<string, V>> | undefined, name: string): V | undefined {
  if (table === undefined) return undefined;
  if (Object.hasOwn(table, name)) return table[name];
  const key = Object.keys(table).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : table[key];
}

function kind<T>(name: string, definition: Definition<T>): Maker<T> {
  return (target, around) => ({
    kind: name,
    target,
    read(property) {
      const reader = find(definition.read, property);
      if (!reader) throw notCovered(`${name}.${property}`);
      return reader(target, around);
    },
    readable: () => Object.keys(definition.read ?? {}),
    write(property, value) {
      const writer = find(definition.write, property);
      if (!writer) throw notCovered(`${name}.${property} =`);
      writer(target, value, around);
    },
    child(property) {
      const make = find(definition.child, property);
      return make ? make(target, around) : null;
    },
    hasChild: (property) => find(definition.child, property) !== undefined,
    call(method, args) {
      const run = find(definition.call, method);
      if (!run) throw notCovered(`${name}.${method}()`);
      return run(target, args, around);
    },
    item(args) {
      if (!definition.item) throw notCovered(`${name}[]`);
      return definition.item(target, args, around);
    },
    items: () => definition.items?.(target, around) ?? null,
    identity: () => definition.identity?.(target) ?? {},
  });
}

/** A range of one sheet; `reference` once the add-in tracks it. */
export interface RangeTarget extends Area {
  readonly sheet: StandInSheet;
  reference?: string;
}

const text = (args: readonly unknown[], index: number, location: string): string => {
  const value = args[index];
  if (typeof value !== 'string') throw invalidArgument(location);
  return value;
};
const whole = (args: readonly unknown[], index: number, location: string): number => {
  const value = args[index];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalidArgument(location);
  return value;
};

function rangeOf(sheet: StandInSheet, area: Area, around: Surroundings): Reference {
  if (!inside(area)) throw invalidArgument('Range');
  return range({ sheet, row: area.row, column: area.column, rows: area.rows, columns: area.columns }, around);
}

function named(sheet: StandInSheet | null, reference: string, around: Surroundings): Reference {
  const parts = splitReference(reference);
  const owner = parts.sheet === null ? sheet : around.workbook.sheet(parts.sheet);
  if (!owner) throw notFound('Worksheet.getRange');
  const area = readAddress(parts.address);
  if (area) return rangeOf(owner, area, around);
  const table = around.workbook.tables.find((each) => each.name.toLowerCase() === parts.address.toLowerCase());
  if (!table) throw invalidArgument('Worksheet.getRange');
  return rangeOf(table.sheet, table.area, around);
}

const areaOf = (value: unknown): Area => {
  if (
    typeof value !== 'object' ||
    value === null ||
    !('row' in value) ||
    !('column' in value) ||
    !('rows' in value) ||
    !('columns' in value)
  )
    throw invalidArgument('Range');
  const { row, column, rows, columns } = value;
  if (typeof row !== 'number' || typeof column !== 'number' || typeof rows !== 'number' || typeof columns !== 'number')
    throw invalidArgument('Range');
  return { row, column, rows, columns };
};

/** The most cells one read may have. */
const maxCells = 5_000_000;
const readCells = <V>(target: RangeTarget, of: (target: RangeTarget) => V): V => {
  if (target.rows * target.columns > maxCells)
    throw new ExcelError('RangeExceedsLimit', 'The cell count in the range has exceeded the maximum supported number.', 'Range.values');
  return of(target);
};

/** Looks are kept per address, enough to say what was asked for. */
const look = (target: RangeTarget): Record<string, unknown> => {
  const key = writeAddress(target);
  let looks = target.sheet.looks.get(key);
  if (!looks) target.sheet.looks.set(key, (looks = {}));
  return looks;
};
const looks = (prefix: string, names: readonly string[]): Definition<RangeTarget> => ({
  read: Object.fromEntries(names.map((name) => [name, (target: RangeTarget) => look(target)[`${prefix}${name}`] ?? null])),
  write: Object.fromEntries(
    names.map((name) => [
      name,
      (target: RangeTarget, value: unknown) => {
        look(target)[`${prefix}${name}`] = value;
      },
    ]),
  ),
});

const rangeFont = kind<RangeTarget>('RangeFont', looks('Font.', ['Bold', 'Color', 'Italic', 'Name', 'Size']));
const rangeFill = kind<RangeTarget>('RangeFill', looks('Fill.', ['Color']));
const rangeFormat = kind<RangeTarget>('RangeFormat', {
  ...looks('', ['ColumnWidth', 'RowHeight', 'WrapText', 'HorizontalAlignment', 'VerticalAlignment']),
  child: { Font: rangeFont, Fill: rangeFill },
});

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

/** Runs of rows that are shown. */
function visibleRuns(target: RangeTarget): Area[] {
  const runs: Area[] = [];
  let start = -1;
  for (let row = target.row; row <= target.row + target.rows; row++) {
    const shown = row < target.row + target.rows && !target.sheet.hiddenRows.has(row);
    if (shown && start < 0) start = row;
    if (!shown && start >= 0) {
      runs.push({ row: start, column: target.column, rows: row - start, columns: target.columns });
      start = -1;
    }
  }
  return runs;
}

function rowHidden(target: RangeTarget): boolean | null {
  let hidden = 0;
  for (let row = target.row; row < target.row + target.rows; row++) if (target.sheet.hiddenRows.has(row)) hidden += 1;
  return hidden === 0 ? false : hidden === target.rows ? true : null;
}

const fullAddress = (target: RangeTarget): string => `${quoteSheet(target.sheet.name)}!${writeAddress(target)}`;

const range: Maker<RangeTarget> = kind<RangeTarget>('Range', {
  identity: (target) => (target.reference === undefined ? {} : { _ReferenceId: target.reference }),
  read: {
    Values: (target) => readCells(target, () => target.sheet.values(target)),
    Formulas: (target) => readCells(target, () => target.sheet.matrix(target, (cell) => cell?.formula ?? cell?.value ?? '')),
    Text: (target) => readCells(target, () => target.sheet.matrix(target, (cell) => (cell === undefined ? '' : String(cell.value)))),
    NumberFormat: (target) => readCells(target, () => target.sheet.matrix(target, (cell) => cell?.format ?? 'General')),
    ValueTypes: (target) =>
      readCells(target, () =>
        target.sheet.matrix(target, (cell) => {
          if (cell === undefined || (cell.value === '' && cell.formula === undefined)) return 'Empty';
          if (cell.error === true) return 'Error';
          return typeof cell.value === 'number' ? 'Double' : typeof cell.value === 'boolean' ? 'Boolean' : 'String';
        }),
      ),
    Address: fullAddress,
    RowIndex: (target) => target.row,
    ColumnIndex: (target) => target.column,
    RowCount: (target) => target.rows,
    ColumnCount: (target) => target.columns,
    CellCount: (target) => target.rows * target.columns,
    RowHidden: rowHidden,
  },
  write: {
    Values: (target, value, { workbook }) => {
      workbook.write(target.sheet, target, value, 'Local');
    },
    Formulas: (target, value, { workbook }) => {
      workbook.write(target.sheet, target, value, 'Local');
    },
    NumberFormat: (target, value, { workbook }) => {
      workbook.setFormat(target.sheet, target, value);
    },
  },
  child: { Format: rangeFormat, Worksheet: (target, around) => worksheet(target.sheet, around) },
  call: {
    GetCell: (target, args, around) =>
      rangeOf(
        target.sheet,
        { row: target.row + whole(args, 0, 'Range.getCell'), column: target.column + whole(args, 1, 'Range.getCell'), rows: 1, columns: 1 },
        around,
      ),
    GetRow: (target, args, around) =>
      rangeOf(target.sheet, { ...target, row: target.row + whole(args, 0, 'Range.getRow'), rows: 1 }, around),
    GetColumn: (target, args, around) =>
      rangeOf(target.sheet, { ...target, column: target.column + whole(args, 0, 'Range.getColumn'), columns: 1 }, around),
    GetBoundingRect: (target, args, around) => {
      const other = areaOf(args[0]);
      const row = Math.min(target.row, other.row);
      const column = Math.min(target.column, other.column);
      const rows = Math.max(target.row + target.rows, other.row + other.rows) - row;
      const columns = Math.max(target.column + target.columns, other.column + other.columns) - column;
      return rangeOf(target.sheet, { row, column, rows, columns }, around);
    },
    /** office.js asks this before it cuts a large `values` into parts. */
    _ValidateArraySize: (target, args) => {
      if (args[0] !== target.rows || args[1] !== target.columns) throw invalidArgument('Range.values');
      return null;
    },
    GetMergedAreasOrNullObject: (target, _args, around) => {
      const areas = target.sheet.merges.filter((merge) => overlap(merge, target) !== null);
      return areas.length === 0 ? nothing : rangeAreas({ sheet: target.sheet, areas }, around);
    },
    GetSpecialCellsOrNullObject: (target, args, around) => {
      if (args[0] !== 'Visible') throw notCovered(`Range.getSpecialCellsOrNullObject(${JSON.stringify(args[0])})`);
      const areas = visibleRuns(target);
      return areas.length === 0 ? nothing : rangeAreas({ sheet: target.sheet, areas }, around);
    },
    Select: (target, _args, { workbook }) => {
      if (workbook.active !== target.sheet) throw new ExcelError('InvalidOperation', 'The sheet is not the active one.', 'Range.select');
      workbook.selection = {
        sheet: target.sheet,
        area: { row: target.row, column: target.column, rows: target.rows, columns: target.columns },
      };
      return null;
    },
    _KeepReference: (target, _args, around) => {
      target.reference ??= around.workbook.newId('REFERENCE');
      around.tracked.set(target.reference, target);
      return null;
    },
  },
});
export { range };

const table: Maker<StandInTable> = kind<StandInTable>('Table', {
  identity: (target) => ({ Id: target.id }),
  read: { Id: (target) => target.id, Name: (target) => target.name },
  call: { GetRange: (target, _args, around) => rangeOf(target.sheet, target.area, around) },
});

const tableCollection = kind<StandInSheet | null>('TableCollection', {
  items: (sheet, around) =>
    around.workbook.tables.filter((each) => sheet === null || each.sheet === sheet).map((each) => table(each, around)),
  item: (sheet, args, around) => {
    const key = text(args, 0, 'TableCollection.getItem').toLowerCase();
    const found = around.workbook.tables.find(
      (each) => (sheet === null || each.sheet === sheet) && (each.id.toLowerCase() === key || each.name.toLowerCase() === key),
    );
    if (!found) throw notFound('TableCollection.getItem');
    return table(found, around);
  },
});

const freezePanes = kind<StandInSheet>('WorksheetFreezePanes', {
  call: {
    FreezeRows: (sheet, args) => {
      sheet.frozenRows = whole(args, 0, 'freezeRows');
      return null;
    },
  },
});

const worksheet: Maker<StandInSheet> = kind<StandInSheet>('Worksheet', {
  identity: (sheet) => ({ Id: sheet.id }),
  read: {
    Id: (sheet) => sheet.id,
    Name: (sheet) => sheet.name,
    Visibility: (sheet) => sheet.visibility,
    Position: (sheet, { workbook }) => workbook.sheets.indexOf(sheet),
  },
  child: { Tables: tableCollection, FreezePanes: freezePanes },
  call: {
    GetRange: (sheet, args, around) =>
      args[0] === undefined || args[0] === null
        ? rangeOf(sheet, { row: 0, column: 0, rows: maxRows, columns: maxColumns }, around)
        : named(sheet, text(args, 0, 'Worksheet.getRange'), around),
    GetRangeByIndexes: (sheet, args, around) => {
      const at = 'Worksheet.getRangeByIndexes';
      return rangeOf(
        sheet,
        { row: whole(args, 0, at), column: whole(args, 1, at), rows: whole(args, 2, at), columns: whole(args, 3, at) },
        around,
      );
    },
    GetUsedRangeOrNullObject: (sheet, args, around) => {
      const used = sheet.used(args[0] === true);
      return used === null ? nothing : rangeOf(sheet, used, around);
    },
    Activate: (sheet, _args, { workbook }) => {
      if (sheet.visibility !== 'Visible')
        throw new ExcelError('InvalidOperation', 'A hidden sheet cannot be activated.', 'Worksheet.activate');
      workbook.active = sheet;
      return null;
    },
    Delete: (sheet, _args, { workbook }) => {
      workbook.removeSheet(sheet);
      return null;
    },
    _RegisterDataChangedEvent: () => null,
    _UnregisterDataChangedEvent: () => null,
  },
});

const worksheetCollection = kind<null>('WorksheetCollection', {
  items: (_target, around) => around.workbook.sheets.map((sheet) => worksheet(sheet, around)),
  item: (_target, args, around) => {
    const sheet = around.workbook.sheet(text(args, 0, 'WorksheetCollection.getItem'));
    if (!sheet) throw notFound('WorksheetCollection.getItem');
    return worksheet(sheet, around);
  },
  call: {
    Add: (_target, args, around) => worksheet(around.workbook.addSheet(text(args, 0, 'WorksheetCollection.add')), around),
    GetItemOrNullObject: (_target, args, around) => {
      const sheet = around.workbook.sheet(text(args, 0, 'WorksheetCollection.getItemOrNullObject'));
      return sheet ? worksheet(sheet, around) : nothing;
    },
    GetActiveWorksheet: (_target, _args, around) => worksheet(around.workbook.active, around),
    _RegisterDataChangedEvent: () => null,
    _UnregisterDataChangedEvent: () => null,
  },
});

const workbookProtection = kind<null>('WorkbookProtection', { read: { Protected: (_target, { workbook }) => workbook.protected } });

const setting = kind<string>('Setting', {
  identity: (key) => ({ _Id: key }),
  read: { Key: (key) => key, _Id: (key) => key, Value: (key, { workbook }) => workbook.settings.get(key) },
  write: {
    Value: (key, value, { workbook }) => {
      workbook.settings.set(key, value);
    },
  },
  call: {
    Delete: (key, _args, { workbook }) => {
      workbook.settings.delete(key);
      return null;
    },
  },
});

const settingCollection = kind<null>('SettingCollection', {
  items: (_target, around) => [...around.workbook.settings.keys()].map((key) => setting(key, around)),
  item: (_target, args, around) => {
    const key = text(args, 0, 'SettingCollection.getItem');
    if (!around.workbook.settings.has(key)) throw notFound('SettingCollection.getItem');
    return setting(key, around);
  },
  call: {
    Add: (_target, args, around) => {
      const key = text(args, 0, 'SettingCollection.add');
      around.workbook.settings.set(key, args[1]);
      return setting(key, around);
    },
    GetItemOrNullObject: (_target, args, around) => {
      const key = text(args, 0, 'SettingCollection.getItemOrNullObject');
      return around.workbook.settings.has(key) ? setting(key, around) : nothing;
    },
  },
});

export const workbook: Maker<null> = kind<null>('Workbook', {
  read: { Name: () => '台账.xlsx' },
  child: { Worksheets: worksheetCollection, Tables: tableCollection, Protection: workbookProtection, Settings: settingCollection },
  call: {
    GetSelectedRange: (_target, _args, around) => rangeOf(around.workbook.selection.sheet, around.workbook.selection.area, around),
    _RemoveReference: (_target, args, { tracked }) => {
      tracked.delete(text(args, 0, 'removeReference'));
      return null;
    },
  },
});

/** The service objects of the custom-function runtime. */
const customFunctions = kind<null>('CustomFunctions', {
  call: {
    _SetOsfControlContainerReadyForCustomFunctions: (_target, _args, around) => {
      around.functionsReady();
      return null;
    },
    _GetEnabledFeatures: () => [],
    SetInvocationArrayResults: (_target, args, around) => {
      if (!Array.isArray(args[0])) throw invalidArgument('SetInvocationArrayResults');
      around.functionResults(args[0]);
      return null;
    },
  },
});
const addinService = kind<null>('AddinInternalService', { call: { NotifyActionHandlerReady: () => null } });

/** Objects the protocol makes by name. */
export const services: Readonly<Record<string, Maker<null>>> = {
  'Microsoft.ExcelServices.CustomFunctions': customFunctions,
  'Microsoft.InternalService.AddinInternalService': addinService,
};
