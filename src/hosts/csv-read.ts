import { HostProblem } from './host';
import type { Block, Cell, SheetInfo } from './host';
import { address, maxCharacters, maxColumns, maxRows } from './xlsx/address';
import type { OpenWorkbook } from './xlsx/read';
import { at } from './xlsx/xml-scan';
import type { ToText } from './xlsx/xml-scan';
import type { Bytes } from './xlsx/zip';

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const headBytes = 1 << 16;
const usualBlockRows = 8192;
/** UTF-8 bytes of the longest text a cell may hold. */
const fieldBytes = maxCharacters * 4;
/** Where two fit equally, the first: a tab within a text is rarer than a comma. */
const separators = ['\t', ',', ';', '|'] as const;

type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/**
 * Opens a table of separated values: one sheet named as the file, every cell a text, a field left out null. The encoding is told by the
 * mark at its head, else by all of its bytes (UTF-8, or else GB18030); a file that mixes two is refused with the row where the second begins.
 */
export async function openDelimited(bytes: Bytes, toText: ToText): Promise<OpenWorkbook> {
  const file = bytes.name;
  const name = file.replace(/\.[^.]+$/, '');
  const { encoding, markBytes, rows } = await encodingOf(bytes);
  const head = await collect(utf8(bytes, encoding, markBytes, headBytes));
  const { separator, begin } = separatorOf(head, toText, file);
  const columns = recordsIn(head, separator, toText, file).reduce((most, { length }) => Math.max(most, length), 0);
  const info: SheetInfo = { name, rows, columns, hidden: false, tables: [], date1904: false };

  function check(sheet: string): void {
    if (sheet !== name) throw new HostProblem('sheet-missing', { file, sheet });
  }

  return {
    sheets: async () => [info],
    async merges(sheet) {
      check(sheet);
      return [];
    },
    async *read(sheet, blockRows = usualBlockRows) {
      check(sheet);
      const scanner = new RecordScanner(separator, toText, file, blockRows);
      let first = true;
      for await (const chunk of utf8(bytes, encoding, markBytes, bytes.size)) {
        scanner.push(first ? chunk.subarray(begin) : chunk);
        first = false;
        yield* scanner.ready.splice(0);
      }
      scanner.finish();
      yield* scanner.ready.splice(0);
    },
  };
}

/** The bytes of the file as UTF-8, without its mark. */
async function* utf8(bytes: Bytes, encoding: Encoding, markBytes: number, length: number): AsyncGenerator<Uint8Array> {
  const chunks = bytes.stream(markBytes, length);
  if (encoding === 'utf-8') {
    yield* chunks;
    return;
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  const encoder = new TextEncoder();
  let rows = 1;
  const decode = (chunk: Uint8Array, stream: boolean): string => {
    try {
      return decoder.decode(chunk, { stream });
    } catch {
      throw new HostProblem('unreadable-cell', { file: bytes.name, row: rows, reason: 'encoding' });
    }
  };
  for await (const chunk of chunks) {
    yield encoder.encode(decode(chunk, true));
    if (encoding === 'gb18030') for (const byte of chunk) if (byte === NEWLINE) rows += 1;
  }
  // A part of a file may end within a character; the whole file may not.
  if (markBytes + length >= bytes.size) decode(new Uint8Array(0), false);
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((from, part) => {
    all.set(part, from);
    return from + part.length;
  }, 0);
  return all;
}

/** What the lines of a file say of its encoding. */
class LineJudge {
  rows = 0;
  /** Rows, counted from 1: the first that is no UTF-8, and the first that is UTF-8 beyond doubt (two characters of three bytes). */
  firstForeign: number | null = null;
  firstUtf8: number | null = null;
  #row = 1;
  #quoted = false;
  /** Bytes that are still to come of a character, and the lowest and highest its next byte may be. */
  #due = 0;
  #low = 0x80;
  #high = 0xbf;
  #foreign = false;
  #wideCharacters = 0;
  #any = false;

  push(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i += 1) {
      const byte = at(bytes, i);
      if (byte < 0x80) {
        if (this.#due > 0) {
          this.#foreign = true;
          this.#due = 0;
        }
        if (byte === NEWLINE) this.#endLine();
        else {
          if (byte === QUOTE) this.#quoted = !this.#quoted;
          this.#any = true;
        }
      } else if (!this.#foreign) {
        this.#character(byte);
      }
    }
  }

  #character(byte: number): void {
    this.#any = true;
    if (this.#due > 0) {
      if (byte < this.#low || byte > this.#high) this.#foreign = true;
      this.#due -= 1;
      this.#low = 0x80;
      this.#high = 0xbf;
      return;
    }
    if (byte >= 0xc2 && byte <= 0xdf) this.#due = 1;
    else if (byte >= 0xe0 && byte <= 0xef) {
      this.#due = 2;
      this.#wideCharacters += 1;
      if (byte === 0xe0) this.#low = 0xa0;
      if (byte === 0xed) this.#high = 0x9f;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      this.#due = 3;
      if (byte === 0xf0) this.#low = 0x90;
      if (byte === 0xf4) this.#high = 0x8f;
    } else this.#foreign = true;
  }

  #endLine(): void {
    if (this.#foreign) this.firstForeign ??= this.#row;
    else if (this.#wideCharacters >= 2) this.firstUtf8 ??= this.#row;
    this.#foreign = false;
    this.#due = 0;
    this.#low = 0x80;
    this.#high = 0xbf;
    this.#wideCharacters = 0;
    this.#any = false;
    if (!this.#quoted) this.#row += 1;
    this.rows = this.#row - 1;
  }

  finish(): void {
    if (this.#due > 0) this.#foreign = true;
    const any = this.#any;
    this.#quoted = false;
    this.#endLine();
    if (!any) this.rows -= 1;
  }
}

async function encodingOf(bytes: Bytes): Promise<{ encoding: Encoding; markBytes: number; rows: number }> {
  const file = bytes.name;
  const head = await bytes.read(0, 4096);
  const begins = (...mark: number[]): boolean => mark.every((byte, index) => head[index] === byte);
  if (head.length === 0) throw new HostProblem('not-a-workbook', { file, reason: 'empty' });
  if (begins(0x50, 0x4b, 3, 4)) throw new HostProblem('unsupported-format', { file, format: 'xlsx' });
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) throw new HostProblem('unsupported-format', { file, format: 'xls' });
  const wide = begins(0xff, 0xfe) ? 'utf-16le' : begins(0xfe, 0xff) ? 'utf-16be' : null;
  if (wide !== null) return { encoding: wide, markBytes: 2, rows: await countLines(utf8(bytes, wide, 2, bytes.size)) };
  if (head.includes(0)) throw new HostProblem('not-a-workbook', { file, reason: 'binary' });
  const markBytes = begins(0xef, 0xbb, 0xbf) ? 3 : 0;
  const judge = new LineJudge();
  for await (const chunk of bytes.stream(markBytes, bytes.size)) judge.push(chunk);
  judge.finish();
  const { firstForeign, firstUtf8, rows } = judge;
  if (firstForeign === null) return { encoding: 'utf-8', markBytes, rows };
  if (markBytes > 0) throw new HostProblem('unreadable-cell', { file, row: firstForeign, reason: 'mixed-encoding' });
  if (firstUtf8 !== null)
    throw new HostProblem('unreadable-cell', { file, row: Math.max(firstForeign, firstUtf8), reason: 'mixed-encoding' });
  return { encoding: 'gb18030', markBytes, rows };
}

async function countLines(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const judge = new LineJudge();
  for await (const chunk of chunks) judge.push(chunk);
  judge.finish();
  return judge.rows;
}

/** The separator that makes the first records most even, or the one that a first line `sep=;` names; `begin` is past that line. */
function separatorOf(head: Uint8Array, toText: ToText, file: string): { separator: number; begin: number } {
  const named = /^sep=(.)\r?\n/.exec(toText(head, 0, Math.min(head.length, 8)));
  if (named !== null) return { separator: (named[1] ?? ',').charCodeAt(0), begin: named[0].length };
  let best = { separator: ',', score: -1 };
  for (const separator of separators) {
    const widths = recordsIn(head, separator.charCodeAt(0), toText, file).map(({ length }) => length);
    const most = widths.reduce(
      (found, width) =>
        width > 1 && widths.filter((one) => one === width).length > found.count
          ? { width, count: widths.filter((one) => one === width).length }
          : found,
      { width: 1, count: 0 },
    );
    const score = most.count * (most.width - 1);
    if (score > best.score) best = { separator, score };
  }
  return { separator: best.separator.charCodeAt(0), begin: 0 };
}

/** The first records of the head, for a look at the form of the file. */
function recordsIn(head: Uint8Array, separator: number, toText: ToText, file: string): readonly (readonly Cell[])[] {
  const scanner = new RecordScanner(separator, toText, file, 50, true);
  scanner.push(head);
  if (head.length < headBytes) scanner.finish();
  return scanner.ready.flatMap(({ cells }) => cells).slice(0, 50);
}

const blankRow: readonly Cell[] = Object.freeze([]);

/** Reads records byte by byte; a record is taken in once it is whole. */
class RecordScanner {
  readonly ready: Block[] = [];
  #rest = new Uint8Array(0);
  #top = 0;
  #rows: (readonly Cell[])[] = [];
  #stopped = false;

  /** `glancing`: a look at the form only, so that what is wrong is left for the reading. */
  constructor(
    private readonly separator: number,
    private readonly toText: ToText,
    private readonly file: string,
    private readonly blockRows: number,
    private readonly glancing = false,
  ) {}

  push(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + chunk.length);
      bytes.set(this.#rest);
      bytes.set(chunk, this.#rest.length);
    }
    this.#rest = bytes.slice(this.#read(bytes, false));
    if (this.glancing) this.#flush();
  }

  finish(): void {
    this.#read(this.#rest, true);
    this.#flush();
  }

  /** Reads whole records; how far it came. */
  #read(bytes: Uint8Array, last: boolean): number {
    let start = 0;
    while (start < bytes.length && !this.#stopped) {
      const next = this.#record(bytes, start, last);
      if (next === start) return start;
      start = next;
    }
    return start;
  }

  /** Reads one record; past its end, or `start` where more bytes are needed. */
  #record(bytes: Uint8Array, start: number, last: boolean): number {
    const end = bytes.length;
    const cells: Cell[] = [];
    let filled = 0;
    let i = start;
    for (;;) {
      let value: Cell;
      if (i < end && at(bytes, i) === QUOTE) {
        const close = this.#closingQuote(bytes, i + 1, cells.length);
        if (close < 0) {
          if (!last) return start;
          if (this.glancing) return end;
          throw this.#problem(cells.length, 'open-quote');
        }
        const inside = this.toText(bytes, i + 1, close);
        i = close + 1;
        const rest = i;
        i = this.#fieldEnd(bytes, i, cells.length);
        value = (inside.includes('"') ? inside.replaceAll('""', '"') : inside) + (i > rest ? this.toText(bytes, rest, i) : '');
      } else {
        const from = i;
        i = this.#fieldEnd(bytes, i, cells.length);
        value = i === from ? null : this.toText(bytes, from, i);
      }
      // The end of the bytes ends a field only where it is the end of the file; a return may have its newline behind.
      if (!last && (i >= end || (at(bytes, i) === RETURN && i + 1 >= end))) return start;
      if (cells.length >= maxColumns) throw this.#problem(cells.length, 'address');
      cells.push(this.#checked(value, cells.length));
      if (value !== null) filled = cells.length;
      if (i >= end) break;
      const byte = at(bytes, i);
      i += 1;
      if (byte === this.separator) continue;
      if (byte === RETURN && i < end && at(bytes, i) === NEWLINE) i += 1;
      break;
    }
    cells.length = filled;
    this.#append(filled === 0 ? blankRow : cells);
    return i;
  }

  #closingQuote(bytes: Uint8Array, from: number, column: number): number {
    for (let i = from; i < bytes.length; i += 1) {
      if (at(bytes, i) !== QUOTE) continue;
      if (i + 1 < bytes.length && at(bytes, i + 1) === QUOTE) i += 1;
      else return i;
    }
    if (bytes.length - from > fieldBytes * 2 && !this.glancing) throw this.#problem(column, 'open-quote');
    return -1;
  }

  /** Where a field that is not quoted ends, or the bytes do. */
  #fieldEnd(bytes: Uint8Array, from: number, column: number): number {
    let i = from;
    for (; i < bytes.length; i += 1) {
      const byte = at(bytes, i);
      if (byte === this.separator || byte === NEWLINE || byte === RETURN) return i;
    }
    if (i - from > fieldBytes && !this.glancing) throw this.#problem(column, 'cell-too-long');
    return i;
  }

  /** `="0012"` is how programs keep Excel from reading a text as a number: the text is what they mean. */
  #checked(value: Cell, column: number): Cell {
    if (typeof value !== 'string') return value;
    if (value.length > maxCharacters && !this.glancing) throw this.#problem(column, 'cell-too-long');
    if (value.charCodeAt(0) !== 0x3d) return value;
    return /^="([^"]*)"$/.exec(value)?.[1] ?? value;
  }

  #append(cells: readonly Cell[]): void {
    const row = this.#top + this.#rows.length;
    if (row >= maxRows) throw new HostProblem('too-large', { file: this.file, reason: 'rows', limit: maxRows });
    this.#rows.push(cells);
    if (this.#rows.length >= this.blockRows) this.#flush();
    if (this.glancing && row >= 49) this.#stopped = true;
  }

  #flush(): void {
    if (this.#rows.length === 0) return;
    this.ready.push({ top: this.#top, cells: this.#rows, hiddenRows: new Set() });
    this.#top += this.#rows.length;
    this.#rows = [];
  }

  #problem(column: number, reason: string): HostProblem {
    const row = this.#top + this.#rows.length;
    return new HostProblem('unreadable-cell', { file: this.file, cell: address(row, column), row: row + 1, reason, limit: maxCharacters });
  }
}
