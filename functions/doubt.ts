/**
 * Which zeros may be blank cells. A blank cell reaches a custom function as 0 on the desktop and as null on the web; a cell that holds 0 is
 * 0 everywhere. So every 0 is asked for where it stands. Nothing here touches Excel: the door asks, this says what to ask and what it means.
 */

import type { GridFault } from './cells';

/** A rectangle of one sheet. Rows and columns from 0. */
export interface Place {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** What a 0 turns out to be; `doubtful` where nobody can say. */
export type Zero = 'zero' | 'blank' | 'doubtful';

const maxRows = 1_048_576;

/** `'甲 表'!$B$2:$C$9` or `台账!B:C`; null for another workbook, a name, or nothing. */
export function placeOf(address: unknown): Place | null {
  if (typeof address !== 'string') return null;
  const cut = address.lastIndexOf('!');
  if (cut < 1 || address.includes('[')) return null;
  const name = address.slice(0, cut);
  const sheet = name.startsWith("'") && name.endsWith("'") ? name.slice(1, -1).replaceAll("''", "'") : name;
  const reference = address.slice(cut + 1).replaceAll('$', '');
  const cells = /^([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?$/i.exec(reference);
  const columns = /^([A-Z]{1,3}):([A-Z]{1,3})$/i.exec(reference);
  if (cells) {
    const [, left = '', top = '', right = left, bottom = top] = cells;
    return {
      sheet,
      row: Number(top) - 1,
      column: columnOf(left),
      rows: Number(bottom) - Number(top) + 1,
      columns: columnOf(right) - columnOf(left) + 1,
    };
  }
  if (!columns) return null;
  const [, left = '', right = ''] = columns;
  return { sheet, row: 0, column: columnOf(left), rows: maxRows, columns: columnOf(right) - columnOf(left) + 1 };
}

function columnOf(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}

/** Where one column of an argument holds a 0: rows from the top, both counted within the argument. */
interface Zeros {
  readonly column: number;
  readonly rows: readonly number[];
}

/** Where an argument holds a 0, by column. */
export function zerosOf(argument: unknown): readonly Zeros[] {
  if (argument === 0) return [{ column: 0, rows: [0] }];
  if (!Array.isArray(argument)) return [];
  const byColumn: (number[] | undefined)[] = [];
  for (let row = 0; row < argument.length; row += 1) {
    const cells: unknown = argument[row];
    if (!Array.isArray(cells)) continue;
    for (let column = 0; column < cells.length; column += 1) if (cells[column] === 0) (byColumn[column] ??= []).push(row);
  }
  return byColumn.flatMap((rows, column) => (rows === undefined ? [] : [{ column, rows }]));
}

/** Whether an address is that of an argument of this shape; a whole column may be cut to the rows in use. */
export function fits(place: Place, argument: unknown): boolean {
  if (!Array.isArray(argument)) return place.rows === 1 && place.columns === 1;
  const first: unknown = argument[0];
  const columns = Array.isArray(first) ? first.length : 1;
  return columns === place.columns && (argument.length === place.rows || (place.rows === maxRows && argument.length < maxRows));
}

/** A 0 that tells nothing. */
const inDoubt: GridFault = { fault: 'doubtful', text: '0' };

/** The argument with each 0 as it was found out: 0, blank (null), or in doubt. `found` is asked for the n-th row of the n-th of the columns. */
export function withZeros(argument: unknown, zeros: readonly Zeros[], found: (column: number, row: number) => Zero): unknown {
  const rows: readonly unknown[] = Array.isArray(argument) ? argument : [[argument]];
  const copy = rows.map((row): unknown[] => (Array.isArray(row) ? row.slice() : [row]));
  zeros.forEach(({ column, rows }, list) => {
    for (let at = 0; at < rows.length; at += 1) {
      const cells = copy[rows[at] ?? -1];
      const zero = found(list, at);
      if (cells !== undefined && zero !== 'zero') cells[column] = zero === 'blank' ? null : inDoubt;
    }
  });
  return copy;
}

/**
 * What a 0 without an address is, by the formula of the cell that called: a 0 or an array written there is a 0, an argument left empty is
 * blank, an expression is in doubt. Where the function is called several times in one formula all must say the same.
 */
export function writtenZero(formula: unknown, functionId: string, argument: number): Zero {
  if (typeof formula !== 'string') return 'doubtful';
  const calls = [...formula.matchAll(new RegExp(`(?:HUIQI\\.|_xldudf_HUIQI_)${functionId}\\(`, 'gi'))];
  const zeros = calls.map((call) => zeroIn(argumentText(formula, call.index + call[0].length, argument)));
  const [first = 'doubtful'] = zeros;
  return zeros.every((zero) => zero === first) ? first : 'doubtful';
}

function zeroIn(text: string | null): Zero {
  if (text === null || text === '') return 'blank';
  if (/^[-+]?(0+\.?0*|\.0+)%?$/.test(text)) return 'zero';
  return text.startsWith('{') && text.endsWith('}') ? 'zero' : 'doubtful';
}

/** The text of one argument; `from` stands behind the bracket. null where the call has fewer. */
function argumentText(formula: string, from: number, wanted: number): string | null {
  let depth = 0;
  let quote = '';
  let start = from;
  let index = 0;
  for (let at = from; at < formula.length; at++) {
    const letter = formula.charAt(at);
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '(' || letter === '{' || letter === '[') depth += 1;
    else if (depth > 0 && (letter === ')' || letter === '}' || letter === ']')) depth -= 1;
    else if (depth === 0 && (letter === ',' || letter === ')')) {
      if (index === wanted) return formula.slice(start, at).trim();
      if (letter === ')') return null;
      index += 1;
      start = at + 1;
    }
  }
  return null;
}

/** Cells of one column of a sheet, from the top. */
export interface Asked {
  readonly sheet: string;
  readonly column: number;
  readonly rows: readonly number[];
}

/** Cells between two that are read along rather than asked apart: a range of its own costs more than some hundred figures. */
const gap = 512;
const longestRun = 20_000;
/** Cells of one range, so that it fits into one answer. */
const mostCells = 100_000;

/** The ranges that hold all these cells, so that thousands of them are a few reads; those of one column from the top. */
export function rangesOf(asked: Iterable<Asked>): Place[] {
  const byColumn = new Map<string, { sheet: string; column: number; lists: (readonly number[])[] }>();
  for (const { sheet, column, rows } of asked) {
    const key = `${column} ${sheet}`;
    const found = byColumn.get(key);
    if (found) found.lists.push(rows);
    else byColumn.set(key, { sheet, column, lists: [rows] });
  }
  const columns = [...byColumn.values()].sort((left, right) =>
    left.sheet === right.sheet ? left.column - right.column : left.sheet < right.sheet ? -1 : 1,
  );
  const ranges: Place[] = [];
  // Those that end at the column before: they may grow by the next.
  let beside: readonly Place[] = [];
  for (const { sheet, column, lists } of columns) {
    const [only = []] = lists;
    const runs = runsOf(lists.length === 1 ? only : lists.flat().sort((a, b) => a - b));
    const grown = new Set<Place>();
    const own = runs.map(({ row, rows }): Place => {
      const place = { sheet, row, column, rows, columns: 1 };
      const before = beside.find((other) => other.sheet === sheet && other.column + other.columns === column && isNear(other, place));
      if (before === undefined) return place;
      grown.add(before);
      return around(before, place);
    });
    ranges.push(...beside.filter((place) => !grown.has(place)));
    beside = own;
  }
  return [...ranges, ...beside].sort((left, right) => left.row - right.row);
}

/** Rows, from the top, as runs of rows near each other. */
function runsOf(asked: readonly number[]): { readonly row: number; readonly rows: number }[] {
  const runs: { row: number; rows: number }[] = [];
  let first = -1;
  let last = -1;
  for (const row of asked) {
    if (first >= 0 && row - last <= gap && row - first < longestRun) last = row;
    else {
      if (first >= 0) runs.push({ row: first, rows: last - first + 1 });
      first = row;
      last = row;
    }
  }
  if (first >= 0) runs.push({ row: first, rows: last - first + 1 });
  return runs;
}

const around = (left: Place, right: Place): Place => {
  const row = Math.min(left.row, right.row);
  return {
    ...left,
    row,
    rows: Math.max(left.row + left.rows, right.row + right.rows) - row,
    columns: left.columns + right.columns,
  };
};

/** Whether two neighbouring ranges begin and end at about the same rows, and fit into one read. */
function isNear(left: Place, right: Place): boolean {
  const both = around(left, right);
  const between = Math.abs(left.row - right.row) + Math.abs(left.row + left.rows - right.row - right.rows);
  return between * left.columns <= gap && both.rows * both.columns <= mostCells;
}
