import { columnLetters, columnNumber, LAST_COLUMN, LAST_ROW } from './address';

const REFERENCE =
  /(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(.!])|(\$?)([A-Z]{1,3}):(\$?)([A-Z]{1,3})(?![\w(.!])|(\$?)(\d{1,7}):(\$?)(\d{1,7})(?![\w.])/g;

/** The same formula some rows and columns further on: relative references move, absolute ones stay, what leaves the sheet is #REF!. */
export function shiftFormula(formula: string, rows: number, columns: number): string {
  const movedColumn = (fixed: string, letters: string): string | null => {
    const column = columnNumber(letters) + (fixed ? 0 : columns);
    return column < 0 || column > LAST_COLUMN ? null : fixed + columnLetters(column);
  };
  const movedRow = (fixed: string, digits: string): string | null => {
    const row = Number(digits) - 1 + (fixed ? 0 : rows);
    return row < 0 || row > LAST_ROW ? null : fixed + String(row + 1);
  };
  const pair = (a: string | null, b: string | null, between: string): string => (a === null || b === null ? '#REF!' : a + between + b);
  // Strings, quoted names and bracketed table columns hold no references.
  return formula
    .split(/("(?:[^"]|"")*"|'(?:[^']|'')*'|\[(?:[^[\]]|\[[^\]]*\])*\])/)
    .map((piece, i) => {
      if (i % 2 === 1) return piece;
      return piece.replace(REFERENCE, (whole: string, ...found: (string | undefined)[]) => {
        const at = Number(found[12]);
        const before = piece[at - 1];
        if (before !== undefined && /[\w.\u4e00-\u9fff]/.test(before)) return whole;
        const [f1 = '', c1, f2 = '', r2, f3 = '', c3, f4 = '', c4, f5 = '', r5, f6 = '', r6] = found;
        if (c1 !== undefined && r2 !== undefined) return pair(movedColumn(f1, c1), movedRow(f2, r2), '');
        if (c3 !== undefined && c4 !== undefined) return pair(movedColumn(f3, c3), movedColumn(f4, c4), ':');
        if (r5 !== undefined && r6 !== undefined) return pair(movedRow(f5, r5), movedRow(f6, r6), ':');
        return whole;
      });
    })
    .join('');
}
