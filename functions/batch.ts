/**
 * A column of formulas asks the same of one row each, and Excel calls all of them in one tick. Put as one question they are judged by
 * columns, as a range is: many times as fast. Nothing here touches Excel.
 */
import type { CatalogueEntry } from './catalogue';
import type { Setting } from './setting';

/** A call of a function, its zeros found out. */
export interface Call {
  readonly entry: CatalogueEntry;
  readonly args: readonly unknown[];
}

/** Rows put as one question: some hundredths of a second of work. */
const mostRows = 2048;

/** The one row of an argument; null where it is left out, undefined where it has several. */
function rowOf(argument: unknown): readonly unknown[] | null | undefined {
  if (argument === null || argument === undefined) return null;
  if (!Array.isArray(argument)) return [argument];
  const rows: readonly unknown[] = argument;
  const [row] = rows;
  return rows.length === 1 && Array.isArray(row) ? row : undefined;
}

/** The function of a call and how wide its row is in each argument; null where the call stands alone. */
function shapeOf({ entry, args }: Call): string | null {
  if (entry.byRow.length === 0) return null;
  let shape = entry.id;
  let filled = false;
  for (const index of entry.byRow) {
    const row = rowOf(args[index]);
    if (row === undefined) return null;
    if (row !== null) filled = true;
    shape += row === null ? ' -' : ` ${row.length}`;
  }
  return filled ? shape : null;
}

/** Whether two arguments hold the same cells. */
function same(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item: unknown, index) => same(item, right[index]));
  return left === right || ((left === undefined || left === null) && (right === undefined || right === null));
}

/** Whether two calls of one shape agree in all but the cells of their rows. */
const agree = (left: Call, right: Call): boolean =>
  left.args.length === right.args.length &&
  left.args.every((argument, index) => left.entry.byRow.includes(index) || same(argument, right.args[index]));

/** Lists that a call may join: formulas of one sheet seldom take turns among more. */
const openLists = 8;

/** Cuts calls into lists, each to be put as one question. */
export function together<C extends Call>(calls: readonly C[]): C[][] {
  const lists: C[][] = [];
  const open = new Map<string, C[][]>();
  for (const call of calls) {
    const shape = shapeOf(call);
    const near = shape === null ? [] : (open.get(shape) ?? []);
    const list = near.find(([first]) => first !== undefined && agree(first, call));
    if (list !== undefined && list.length < mostRows) {
      list.push(call);
      continue;
    }
    const started = [call];
    lists.push(started);
    if (shape !== null) open.set(shape, [started, ...near.filter((other) => other !== list)].slice(0, openLists));
  }
  return lists;
}

/** The answer of each call of a list, asked as one question. What is wrong with the arguments they have in common is the answer of all. */
export function answersTo(calls: readonly Call[], setting: Setting): unknown[][][] {
  const [first, ...others] = calls;
  if (first === undefined) return [];
  const { entry, args } = first;
  if (others.length === 0) return [entry.run(args, setting)];
  // The rows below each other, everything else as in the first.
  const joined = args.map((argument, index) =>
    !entry.byRow.includes(index) || rowOf(argument) === null ? argument : calls.map((call) => rowOf(call.args[index])),
  );
  const rows = entry.run(joined, setting);
  if (rows.length === calls.length) return rows.map((row) => [row]);
  if (rows.length !== 1) throw new Error(`${calls.length} calls and ${rows.length} rows`);
  return calls.map(() => rows);
}
