/** Addresses and areas of cells, and the bounds of a sheet. */

export const maxRows = 1_048_576;
export const maxColumns = 16_384;

/** A rectangle of cells; rows and columns count from 0. */
export interface Area {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** `A` of column 0. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}

/** `B2`, `$A$1:C9`, `A:C`, `2:5`; null where the text is no such address. */
export function readAddress(text: string): Area | null {
  const cells = /^\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?$/.exec(text.trim());
  if (cells) {
    const [, left = '', top = '', right = left, bottom = top] = cells;
    return between(Number(top) - 1, columnNumber(left), Number(bottom) - 1, columnNumber(right));
  }
  const columns = /^\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})$/.exec(text.trim());
  if (columns) return between(0, columnNumber(columns[1] ?? ''), maxRows - 1, columnNumber(columns[2] ?? ''));
  const rows = /^\$?(\d+):\$?(\d+)$/.exec(text.trim());
  if (rows) return between(Number(rows[1]) - 1, 0, Number(rows[2]) - 1, maxColumns - 1);
  return null;
}

/** As `readAddress`, for addresses a test writes down itself. */
export function areaAt(text: string): Area {
  const area = readAddress(text);
  if (!area) throw new Error(`${text} is no address.`);
  return area;
}

function between(top: number, left: number, bottom: number, right: number): Area | null {
  const area = {
    row: Math.min(top, bottom),
    column: Math.min(left, right),
    rows: Math.abs(bottom - top) + 1,
    columns: Math.abs(right - left) + 1,
  };
  return inside(area) ? area : null;
}

/** Whether all of it lies on a sheet. */
export const inside = (area: Area): boolean =>
  area.row >= 0 &&
  area.column >= 0 &&
  area.rows >= 1 &&
  area.columns >= 1 &&
  area.row + area.rows <= maxRows &&
  area.column + area.columns <= maxColumns;

/** `A1`, `A1:B2`, `2:5`, `A:C`. */
export function writeAddress(area: Area): string {
  if (area.columns >= maxColumns) return `${area.row + 1}:${area.row + area.rows}`;
  if (area.rows >= maxRows) return `${columnLetters(area.column)}:${columnLetters(area.column + area.columns - 1)}`;
  const first = `${columnLetters(area.column)}${area.row + 1}`;
  return area.rows === 1 && area.columns === 1 ? first : `${first}:${columnLetters(area.column + area.columns - 1)}${area.row + area.rows}`;
}

/** A sheet's name as it stands in a reference: quoted where it must be. */
export const quoteSheet = (name: string): string =>
  /^[A-Za-z_\u0080-\uffff][\w\u0080-\uffff.]*$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;

/** Splits `'甲 表'!A1`; the sheet is null where none is named. */
export function splitReference(text: string): { sheet: string | null; address: string } {
  const match = /^(?:'((?:[^']|'')+)'|([^'!]+))!(.+)$/.exec(text);
  if (!match) return { sheet: null, address: text };
  return { sheet: (match[1] ?? match[2] ?? '').replaceAll("''", "'"), address: match[3] ?? '' };
}

/** What two areas share; null where they do not touch. */
export function overlap(a: Area, b: Area): Area | null {
  const row = Math.max(a.row, b.row);
  const column = Math.max(a.column, b.column);
  const bottom = Math.min(a.row + a.rows, b.row + b.rows);
  const right = Math.min(a.column + a.columns, b.column + b.columns);
  return bottom > row && right > column ? { row, column, rows: bottom - row, columns: right - column } : null;
}

/** The smallest rectangle around both. */
export function around(a: Area, b: Area): Area {
  const row = Math.min(a.row, b.row);
  const column = Math.min(a.column, b.column);
  return {
    row,
    column,
    rows: Math.max(a.row + a.rows, b.row + b.rows) - row,
    columns: Math.max(a.column + a.columns, b.column + b.columns) - column,
  };
}

/** Whether the second lies within the first. */
export const contains = (a: Area, b: Area): boolean => {
  const shared = overlap(a, b);
  return shared !== null && shared.rows === b.rows && shared.columns === b.columns;
};
