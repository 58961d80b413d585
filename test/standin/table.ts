/** Tables of a stand-in workbook and references that name them (`台账[[#This Row],[产值]]`). */
import { around, type Area } from './address';
import { newFilter, type Filter } from './filter';
import type { StandInSheet } from './sheet';

/** One table: a header row, its data. Totals rows are not covered. */
export class StandInTable {
  readonly filter: Filter;
  style = 'TableStyleMedium2';
  private extent: Area;

  constructor(
    readonly id: string,
    public name: string,
    readonly sheet: StandInSheet,
    area: Area,
  ) {
    this.extent = area;
    this.filter = newFilter(area);
  }

  get area(): Area {
    return this.extent;
  }

  set area(area: Area) {
    this.extent = area;
    this.filter.area = area;
  }

  get header(): Area {
    return { ...this.area, rows: 1 };
  }

  get body(): Area {
    return { ...this.area, row: this.area.row + 1, rows: Math.max(1, this.area.rows - 1) };
  }

  get columns(): string[] {
    return this.sheet.values(this.header).flat().map(String);
  }

  /** The column's cells, header included. */
  column(index: number): Area {
    return { ...this.area, column: this.area.column + index, columns: 1 };
  }

  /** By name, without regard to case; -1 where there is none. */
  indexOf(name: string): number {
    return this.columns.findIndex((column) => column.toLowerCase() === name.toLowerCase());
  }
}

/** A cell a formula stands in. */
export interface Caller {
  readonly sheet: StandInSheet;
  readonly row: number;
  readonly column: number;
}

const bare = (text: string): string => text.replace(/'(.)/g, '$1');

/** Splits at commas outside brackets. */
function specifiers(inner: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (let at = 0; at < inner.length; at += 1) {
    const letter = inner.charAt(at);
    if (letter === "'") {
      part += letter + inner.charAt(at + 1);
      at += 1;
      continue;
    }
    if (letter === '[') depth += 1;
    if (letter === ']') depth -= 1;
    if (letter === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += letter;
  }
  parts.push(part.trim());
  return parts;
}

/**
 * The cells a reference to a table stands for; null where the text is none, or names what is not there. `caller` is the formula's own cell,
 * for `[#This Row]` and `@`, and for a table left unnamed.
 */
export function readStructured(text: string, tables: readonly StandInTable[], caller?: Caller): { table: StandInTable; area: Area } | null {
  const match = /^([^\s[\]!'"(),&]*)(?:\[(.*)\])?$/s.exec(text.trim());
  if (!match) return null;
  const [, name = '', inner] = match;
  const table =
    name === '' && caller && inner !== undefined
      ? tables.find((each) => each.sheet === caller.sheet && caller.row >= each.area.row && caller.row < each.area.row + each.area.rows)
      : tables.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!table) return null;
  const area = inner === undefined || inner === '' ? table.body : within(table, inner, caller);
  return area && { table, area };
}

function within(table: StandInTable, inner: string, caller: Caller | undefined): Area | null {
  let rows: Area | null = null;
  let columns: Area | null = null;
  const add = (part: Area): void => {
    rows = rows === null ? part : around(rows, part);
  };
  const thisRow = (): boolean => {
    if (!caller || caller.sheet !== table.sheet || caller.row <= table.area.row || caller.row >= table.area.row + table.area.rows)
      return false;
    add({ ...table.area, row: caller.row, rows: 1 });
    return true;
  };
  let rest = inner;
  if (rest.startsWith('@')) {
    if (!thisRow()) return null;
    rest = rest.slice(1);
    if (rest === '') return rows;
    if (!rest.startsWith('[')) rest = `[${rest}]`;
  } else if (!rest.startsWith('[')) rest = `[${rest}]`;
  for (const part of specifiers(rest)) {
    const [first, last = first] = part.split(/(?<!')\](?::)\[/).map((each) => bare(each.replace(/^\[|(?<!')\]$/g, '')));
    if (first === undefined || last === undefined) return null;
    if (first === '#Headers') add(table.header);
    else if (first === '#Data') add(table.body);
    else if (first === '#All') add(table.area);
    else if (first === '#This Row') {
      if (!thisRow()) return null;
    } else {
      const from = table.indexOf(first);
      const to = table.indexOf(last);
      if (from < 0 || to < 0) return null;
      columns = around(table.column(from), table.column(to));
    }
  }
  const tall: Area = rows ?? table.body;
  const wide: Area = columns ?? table.area;
  return { row: tall.row, rows: tall.rows, column: wide.column, columns: wide.columns };
}
