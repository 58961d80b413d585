/** `Table`, its columns and rows, and filters. */
import type { Area } from '../address';
import { ExcelError } from '../errors';
import { applyFilter, keptValues, newFilter, type Filter } from '../filter';
import { listOf } from '../json';
import type { StandInSheet } from '../sheet';
import type { StandInTable } from '../table';
import { kind, nothing, textArgument, type Maker, type Reference, type Surroundings } from './kind';
import { areaArgument, rangeOf } from './range';
import { worksheet } from './worksheet';

interface Column {
  readonly table: StandInTable;
  readonly index: number;
}

/** The filter button of one column. */
const columnFilter = kind<Column>('Filter', {
  read: { Criteria: ({ table, index }) => ({ filterOn: 'Values', values: [...(table.filter.kept.get(index) ?? [])] }) },
  call: {
    ApplyValuesFilter: ({ table, index }, args) => {
      permitFilter(table.sheet);
      table.filter.kept.set(index, new Set(listOf(args[0]).map(String)));
      applyFilter(table.filter, table.sheet);
      return null;
    },
    Clear: ({ table, index }) => {
      permitFilter(table.sheet);
      table.filter.kept.delete(index);
      applyFilter(table.filter, table.sheet);
      return null;
    },
  },
});

const permitFilter = (sheet: StandInSheet): void => {
  sheet.permit('AutoFilter', 'allowAutoFilter');
};

const tableColumn: Maker<Column> = kind<Column>('TableColumn', {
  identity: ({ index }) => ({ Id: index + 1 }),
  read: {
    Id: ({ index }) => index + 1,
    Index: ({ index }) => index,
    Name: ({ table, index }) => table.columns[index],
    Values: ({ table, index }) => table.sheet.values(table.column(index)),
  },
  child: { Filter: columnFilter },
  call: {
    GetRange: ({ table, index }, _args, around) => rangeOf(table.sheet, table.column(index), around),
    GetHeaderRowRange: ({ table, index }, _args, around) => rangeOf(table.sheet, { ...table.column(index), rows: 1 }, around),
    GetDataBodyRange: ({ table, index }, _args, around) =>
      rangeOf(table.sheet, { ...table.body, column: table.area.column + index, columns: 1 }, around),
  },
});

function columnOf(table: StandInTable, key: unknown): Column | null {
  const index = typeof key === 'number' ? key - 1 : typeof key === 'string' ? table.indexOf(key) : -1;
  return index >= 0 && index < table.area.columns ? { table, index } : null;
}

const columnCollection = kind<StandInTable>('TableColumnCollection', {
  read: { Count: (table) => table.area.columns },
  items: (table, around) => table.columns.map((_name, index) => tableColumn({ table, index }, around)),
  item: (table, args, around) => {
    const found = columnOf(table, args[0]);
    if (!found) throw new ExcelError('ItemNotFound', 'TableColumnCollection.getItem');
    return tableColumn(found, around);
  },
  call: {
    GetItemOrNullObject: (table, args, around) => {
      const found = columnOf(table, args[0]);
      return found ? tableColumn(found, around) : nothing;
    },
  },
});

const rowCollection = kind<StandInTable>('TableRowCollection', {
  read: { Count: (table) => table.area.rows - 1 },
  call: {
    GetCount: (table) => table.area.rows - 1,
    /** Rows at the end only; cells below the table are in the way. */
    Add: (table, args, around) => {
      if (args[0] !== null && args[0] !== undefined) throw new ExcelError('NotImplemented', 'TableRowCollection.add');
      const rows = listOf(args[1]);
      if ([...table.filter.kept].length > 0) throw new ExcelError('FilteredRangeConflict', 'TableRowCollection.add');
      const area = { ...table.area, row: table.area.row + table.area.rows, rows: rows.length };
      if (table.sheet.used(true, area)) throw new ExcelError('InsertDeleteConflict', 'TableRowCollection.add');
      around.workbook().write(table.sheet, area, rows, 'Local');
      table.area = { ...table.area, rows: table.area.rows + rows.length };
      return tableRow({ table, index: table.area.rows - 2 }, around);
    },
  },
});
const tableRow = kind<Column>('TableRow', {
  identity: ({ index }) => ({ Index: index }),
  read: { Index: ({ index }) => index },
});

/** `Table`. */
const table: Maker<StandInTable> = kind<StandInTable>('Table', {
  identity: (target) => ({ Id: target.id }),
  read: {
    Id: (target) => target.id,
    Name: (target) => target.name,
    Style: (target) => target.style,
    ShowHeaders: () => true,
    ShowTotals: () => false,
  },
  write: {
    Name: (target, value, { workbook }) => {
      if (typeof value !== 'string') throw new ExcelError('InvalidArgument', 'Table.name');
      target.sheet.permit('Table.name');
      workbook().renameTable(target, value);
    },
    Style: (target, value) => {
      target.sheet.permit('Table.style');
      target.style = String(value);
    },
  },
  child: {
    Columns: columnCollection,
    Rows: rowCollection,
    AutoFilter: (target, around) => autoFilter({ sheet: target.sheet, table: target }, around),
    Worksheet: (target, around) => worksheet(target.sheet, around),
  },
  call: {
    GetRange: (target, _args, around) => rangeOf(target.sheet, target.area, around),
    GetHeaderRowRange: (target, _args, around) => rangeOf(target.sheet, target.header, around),
    GetDataBodyRange: (target, _args, around) => rangeOf(target.sheet, target.body, around),
    ClearFilters: (target) => {
      permitFilter(target.sheet);
      target.filter.kept.clear();
      applyFilter(target.filter, target.sheet);
      return null;
    },
    ReapplyFilters: (target) => {
      permitFilter(target.sheet);
      applyFilter(target.filter, target.sheet);
      return null;
    },
    Resize: (target, args, around) => {
      target.sheet.permit('Table.resize');
      target.area = areaArgument(args[0], target.sheet, around, 'Table.resize').area;
      return null;
    },
    Delete: (target, _args, { workbook }) => {
      target.sheet.permit('Table.delete');
      workbook().clear(target.sheet, target.area, 'All');
      workbook().tables.splice(workbook().tables.indexOf(target), 1);
      return null;
    },
    ConvertToRange: (target, _args, around) => {
      target.sheet.permit('Table.convertToRange');
      const { tables } = around.workbook();
      tables.splice(tables.indexOf(target), 1);
      return rangeOf(target.sheet, target.area, around);
    },
  },
});

/** `tables` of the workbook (null) or of a sheet. */
export const tableCollection: Maker<StandInSheet | null> = kind<StandInSheet | null>('TableCollection', {
  read: { Count: (sheet, around) => tablesOf(sheet, around).length },
  items: (sheet, around) => tablesOf(sheet, around).map((each) => table(each, around)),
  item: (sheet, args, around) => {
    const found = tableOf(sheet, textArgument(args, 0, 'TableCollection.getItem'), around);
    if (!found) throw new ExcelError('ItemNotFound', 'TableCollection.getItem');
    return table(found, around);
  },
  call: {
    GetCount: (sheet, _args, around) => tablesOf(sheet, around).length,
    GetItemOrNullObject: (sheet, args, around) => {
      const found = tableOf(sheet, textArgument(args, 0, 'TableCollection.getItemOrNullObject'), around);
      return found ? table(found, around) : nothing;
    },
    Add: (sheet, args, around) => {
      if (args[1] !== true) throw new ExcelError('NotImplemented', 'TableCollection.add');
      const place = areaArgument(args[0], sheet ?? around.workbook().active, around, 'TableCollection.add');
      return table(around.workbook().addTable(null, place.sheet, place.area), around);
    },
  },
});

const tablesOf = (sheet: StandInSheet | null, { workbook }: Surroundings): StandInTable[] =>
  workbook().tables.filter((each) => sheet === null || each.sheet === sheet);
const tableOf = (sheet: StandInSheet | null, key: string, around: Surroundings): StandInTable | undefined => {
  const found = around.workbook().table(key);
  return found && (sheet === null || found.sheet === sheet) ? found : undefined;
};

/** `autoFilter` of a sheet, or of a table, where it cannot be put elsewhere. */
export const autoFilter: Maker<{ readonly sheet: StandInSheet; readonly table: StandInTable | null }> = kind('AutoFilter', {
  read: {
    Enabled: (target) => filterOf(target) !== null,
    IsDataFiltered: (target) => (filterOf(target)?.kept.size ?? 0) > 0,
  },
  call: {
    Apply: ({ sheet, table }, args, around) => {
      permitFilter(sheet);
      if (table) throw new ExcelError('NotImplemented', 'AutoFilter.apply');
      const { area } = areaArgument(args[0], sheet, around, 'AutoFilter.apply');
      const filter: Filter = sheet.filter && sameArea(sheet.filter, area) ? sheet.filter : newFilter(area);
      if (typeof args[1] === 'number') filter.kept.set(args[1], keptValues(args[2]));
      applyFilter(filter, sheet);
      sheet.filter = filter;
      return null;
    },
    Reapply: (target) => {
      permitFilter(target.sheet);
      const filter = filterOf(target);
      if (filter) applyFilter(filter, target.sheet);
      return null;
    },
    ClearCriteria: (target) => {
      permitFilter(target.sheet);
      const filter = filterOf(target);
      filter?.kept.clear();
      if (filter) applyFilter(filter, target.sheet);
      return null;
    },
    Remove: (target) => {
      permitFilter(target.sheet);
      if (target.table) throw new ExcelError('NotImplemented', 'AutoFilter.remove');
      target.sheet.filter = null;
      return null;
    },
    GetRangeOrNullObject: (target, _args, around): Reference | typeof nothing => {
      const filter = filterOf(target);
      return filter ? rangeOf(target.sheet, filter.area, around) : nothing;
    },
  },
});

const filterOf = ({ sheet, table }: { readonly sheet: StandInSheet; readonly table: StandInTable | null }): Filter | null =>
  table ? table.filter : sheet.filter;
const sameArea = (filter: Filter, area: Area): boolean =>
  filter.area.row === area.row &&
  filter.area.column === area.column &&
  filter.area.rows === area.rows &&
  filter.area.columns === area.columns;
