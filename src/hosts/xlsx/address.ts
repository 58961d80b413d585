/** Rows an Excel sheet has. */
export const maxRows = 1_048_576;
/** Columns an Excel sheet has: A to XFD. */
export const maxColumns = 16_384;
/** Characters (UTF-16 units) that Excel keeps in one cell. */
export const maxCharacters = 32_767;

/** `A1` of a zero-based row and column. */
export function address(row: number, column: number): string {
  let letters = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

/** `B2:D7` as [top, left, bottom, right], zero-based; null where it is none. */
export function area(reference: string): readonly [number, number, number, number] | null {
  const found = /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/i.exec(reference);
  if (found === null) return null;
  const [, left, top, right, bottom] = found;
  if (left === undefined || top === undefined) return null;
  const box = [Number(top) - 1, columnOf(left), Number(bottom ?? top) - 1, columnOf(right ?? left)] as const;
  return box[0] < 0 || box[2] >= maxRows || box[3] >= maxColumns || box[2] < box[0] || box[3] < box[1] ? null : box;
}

const columnOf = (letters: string): number => [...letters.toUpperCase()].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1;
