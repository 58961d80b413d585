import type { Area } from './book';

/** 0 → A, 26 → AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** A → 0, AA → 26. */
export function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}

/** B7 for row 6, column 1. */
export function cellAddress(row: number, column: number): string {
  return columnLetters(column) + (row + 1);
}

/** A1:C9, or A1 for a single cell. */
export function areaAddress(area: Area): string {
  const from = cellAddress(area.top, area.left);
  const to = cellAddress(area.bottom, area.right);
  return from === to ? from : `${from}:${to}`;
}

/** The last row a sheet can have, counted from 0. */
export const LAST_ROW = 1048575;
/** The last column a sheet can have, counted from 0: XFD. */
export const LAST_COLUMN = 16383;

/** Reads `B7`, `$B$7`, `A1:C9`, `A:C`, `1:3`; null for anything else. */
export function readArea(text: string): Area | null {
  const [from = '', to = from, more] = text.replaceAll('$', '').split(':');
  if (more !== undefined) return null;
  const start = /^([A-Za-z]{0,3})(\d{0,7})$/.exec(from);
  const end = /^([A-Za-z]{0,3})(\d{0,7})$/.exec(to);
  if (!start || !end || from === '' || to === '') return null;
  const row = (digits: string | undefined, otherwise: number): number => (digits ? Number(digits) - 1 : otherwise);
  const column = (letters: string | undefined, otherwise: number): number => (letters ? columnNumber(letters) : otherwise);
  const area = { top: row(start[2], 0), left: column(start[1], 0), bottom: row(end[2], LAST_ROW), right: column(end[1], LAST_COLUMN) };
  const inside =
    area.top >= 0 && area.top <= area.bottom && area.left <= area.right && area.bottom <= LAST_ROW && area.right <= LAST_COLUMN;
  return inside ? area : null;
}

/** A sheet's name as formulas write it. */
export function quoteSheet(name: string): string {
  return /^[A-Za-z_\u4e00-\u9fff][\w.\u4e00-\u9fff]*$/.test(name) && readArea(name) === null ? name : `'${name.replaceAll("'", "''")}'`;
}
