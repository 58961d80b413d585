/**
 * Which zeros may be blank cells. A blank cell reaches a custom function as 0 on the desktop and as null on the web; a cell that holds 0 is
 * 0 everywhere. So every 0 is asked for where it stands. Nothing here touches Excel: the door asks, this says what to ask and what it means.
 */

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

/** Where an argument holds a 0, as [row, column] within it. */
export function zerosOf(argument: unknown): readonly (readonly [number, number])[] {
  if (argument === 0) return [[0, 0]];
  if (!Array.isArray(argument)) return [];
  const zeros: [number, number][] = [];
  argument.forEach((row: unknown, r) => {
    if (Array.isArray(row)) row.forEach((cell: unknown, c) => void (cell === 0 && zeros.push([r, c])));
  });
  return zeros;
}

/** Whether an address is that of an argument of this shape; a whole column may be cut to the rows in use. */
export function fits(place: Place, argument: unknown): boolean {
  if (!Array.isArray(argument)) return place.rows === 1 && place.columns === 1;
  const first: unknown = argument[0];
  const columns = Array.isArray(first) ? first.length : 1;
  return columns === place.columns && (argument.length === place.rows || (place.rows === maxRows && argument.length < maxRows));
}

/** The argument with each 0 as it was found out: 0, blank (null), or in doubt. */
export function withZeros(
  argument: unknown,
  zeros: readonly (readonly [number, number])[],
  found: (row: number, column: number) => Zero,
): unknown {
  const rows: unknown[] = Array.isArray(argument) ? argument : [[argument]];
  const copy = rows.map((row): unknown[] => (Array.isArray(row) ? [...(row as readonly unknown[])] : [row]));
  for (const [row, column] of zeros) {
    const zero = found(row, column);
    copy[row]?.splice(column, 1, zero === 'zero' ? 0 : zero === 'blank' ? null : { fault: 'doubtful', text: '0' });
  }
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

/** Consecutive cells of one column. */
export interface Run {
  readonly sheet: string;
  readonly column: number;
  readonly row: number;
  readonly rows: number;
}

/** Rows between two cells that are read along rather than asked apart. */
const gap = 32;
const longestRun = 20_000;

/** Cells gathered into runs, so that thousands of cells below each other are a few reads. */
export function runsOf(cells: Iterable<{ readonly sheet: string; readonly row: number; readonly column: number }>): Run[] {
  const byColumn = new Map<string, { sheet: string; column: number; rows: number[] }>();
  for (const { sheet, row, column } of cells) {
    const key = `${column} ${sheet}`;
    const found = byColumn.get(key);
    if (found) found.rows.push(row);
    else byColumn.set(key, { sheet, column, rows: [row] });
  }
  return [...byColumn.values()].flatMap(({ sheet, column, rows }) => {
    const runs: Run[] = [];
    let first = -1;
    let last = -1;
    for (const row of rows.sort((a, b) => a - b)) {
      if (first >= 0 && row - last <= gap && row - first < longestRun) last = row;
      else {
        if (first >= 0) runs.push({ sheet, column, row: first, rows: last - first + 1 });
        first = row;
        last = row;
      }
    }
    if (first >= 0) runs.push({ sheet, column, row: first, rows: last - first + 1 });
    return runs;
  });
}
