/** Filters of sheets and tables. */
import type { Area } from './address';
import { notCovered } from './errors';
import { isRecord, listOf } from './json';
import type { StandInSheet } from './sheet';

/** A filter over an area whose first row is its header. */
export interface Filter {
  area: Area;
  /** Values that stay, by column from the left. */
  readonly kept: Map<number, ReadonlySet<string>>;
  /** Rows it hides now: as in Excel, since it was last applied. */
  hidden: ReadonlySet<number>;
}

export const newFilter = (area: Area): Filter => ({ area, kept: new Map(), hidden: new Set() });

/** The values a criterion keeps; only lists of values are covered. */
export function keptValues(criteria: unknown): ReadonlySet<string> {
  if (!isRecord(criteria) || criteria['filterOn'] !== 'Values') throw notCovered(`the filter ${JSON.stringify(criteria)}`);
  return new Set(listOf(criteria['values']).map(String));
}

/** Works out anew which rows are hidden. */
export function applyFilter(filter: Filter, sheet: StandInSheet): void {
  const hidden = new Set<number>();
  const { row: top, rows, column: left } = filter.area;
  for (let row = top + 1; row < top + rows; row += 1)
    for (const [column, kept] of filter.kept) if (!kept.has(String(sheet.cell(row, left + column)?.value ?? ''))) hidden.add(row);
  filter.hidden = hidden;
}
