import { readCsvBytes } from '../src/hosts/bytes';
import type { Book, BookCell, BookRow, BookValue } from '../src/ooxml';

/** The widest a column is made for its texts, in characters. */
const widest = 40;
const narrowest = 8;

/** A text as a cell shows it: a number where it is written exactly as one is shown, otherwise the text as it stands. A code of 18 digits, `007` and `1.50` stay texts. */
function valueOf(text: string): BookValue {
  const number = Number(text);
  return text !== '' && Number.isFinite(number) && String(number) === text && Math.abs(number) < 1e15 ? number : text;
}

function cellsOf(line: readonly unknown[]): BookCell[] {
  return line.flatMap((cell, column): BookCell[] => (typeof cell === 'string' && cell !== '' ? [{ column, value: valueOf(cell) }] : []));
}

function widthOf(rows: readonly BookRow[], column: number): number {
  const widths = rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell.column === column ? [shownWidth(cell.value)] : [])));
  return Math.min(widest, Math.max(narrowest, ...widths));
}

/** A Chinese character takes two places, a digit or a capital a little more than one. */
function shownWidth(value: BookValue): number {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
  return Math.ceil([...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1.2), 2));
}

/** Rows whose texts decide how wide the columns are. */
const measured = 200;

/**
 * A .csv, .tsv or .txt (UTF-8, UTF-16 with its mark, GB18030) as a book of one sheet named after the file. A field that stands in the file as `"007"` or
 * `1.50` keeps every character. What is no text, or in two encodings, is a HostProblem.
 */
export async function readCsvBook(bytes: Uint8Array, name: string): Promise<Book> {
  const host = await readCsvBytes(bytes, name);
  const [info] = await host.sheets();
  const rows: BookRow[] = [];
  for await (const block of host.read(info?.name ?? '')) {
    for (const [at, line] of block.cells.entries()) rows.push({ index: block.top + at, cells: cellsOf(line) });
  }
  const head = rows.slice(0, measured);
  const last = Math.max(0, ...head.flatMap(({ cells }) => cells.map(({ column }) => column)));
  return {
    sheets: [
      {
        name: (info?.name ?? '').slice(0, 31),
        rows: rows.filter(({ cells }) => cells.length > 0),
        columns: Array.from({ length: last + 1 }, (_, column) => ({ first: column, last: column, width: widthOf(head, column) })),
        merges: [],
        tables: [],
        validations: [],
      },
    ],
    styles: [{}],
    names: [],
  };
}
