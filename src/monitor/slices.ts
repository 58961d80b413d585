import { exactOf, nothing, plus, textOf, type Exact } from './exact';

/** Rows between two pauses of work that goes through a whole ledger: some milliseconds. */
export const rowsAtOnce = 4096;

/** Drives work cut into slices to its end in one go. */
export function ended<T>(work: Generator<void, T, undefined>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** The rows in order, equals as they stood, with a pause after every few thousand of a pass over them. */
export function* sortedInSlices<Row extends object>(
  rows: readonly Row[],
  order: (left: Row, right: Row) => number,
): Generator<void, Row[], undefined> {
  let runs: Row[][] = [];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    if (from > 0) yield;
    runs.push(rows.slice(from, from + rowsAtOnce).sort(order));
  }
  while (runs.length > 1) {
    const merged: Row[][] = [];
    for (let at = 0; at < runs.length; at += 2) merged.push(yield* mergedInSlices(runs[at] ?? [], runs[at + 1] ?? [], order));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergedInSlices<Row extends object>(
  left: readonly Row[],
  right: readonly Row[],
  order: (left: Row, right: Row) => number,
): Generator<void, Row[], undefined> {
  const merged: Row[] = [];
  let lefts = 0;
  for (const row of right) {
    for (let next = left[lefts]; next !== undefined && order(next, row) <= 0; next = left[lefts]) {
      merged.push(next);
      lefts += 1;
      if (merged.length % rowsAtOnce === 0) yield;
    }
    merged.push(row);
    if (merged.length % rowsAtOnce === 0) yield;
  }
  return merged.concat(left.slice(lefts));
}

/** Rows under one name, with the exact sum of their amounts. */
export interface Group<Row> {
  readonly rows: readonly Row[];
  readonly sum: string;
}

/** Puts rows under names, with a pause after every few thousand; an amount of null adds nothing. */
export function* groupedInSlices<Key extends string, Row>(
  rows: readonly Row[],
  names: readonly Key[],
  nameOf: (row: Row) => Key,
  amountOf: (row: Row) => string | null,
): Generator<void, ReadonlyMap<Key, Group<Row>>, undefined> {
  const groups = new Map<Key, { readonly rows: Row[]; sum: Exact }>(names.map((name) => [name, { rows: [], sum: nothing }]));
  for (const [index, row] of rows.entries()) {
    if (index % rowsAtOnce === rowsAtOnce - 1) yield;
    const group = groups.get(nameOf(row));
    if (group === undefined) throw new RangeError(`no group ${nameOf(row)}`);
    group.rows.push(row);
    const text = amountOf(row);
    if (text !== null) group.sum = plus(group.sum, exactOf(text));
  }
  return new Map([...groups].map(([name, { rows: own, sum }]) => [name, { rows: own, sum: textOf(sum) }]));
}
