import { HostProblem } from './host';
import type { Cell, CellFault, Merge } from './host';
import { plainText, withoutEscapes } from './xml';
import type { Place } from './xml';

/** Excel's own bounds. */
export const maxRows = 1_048_576;
export const maxColumns = 16_384;
export const maxCharacters = 32_767;

/** Merges are kept as far as this sheet row: titles and headers stand above it. */
const headRows = 64;
/** Bytes of one cell: every character of the longest as a number reference in rich text, and far more. */
const cellBytes = 8 * 2 ** 20;
/** Bytes of shared text that lie together. */
const pageBytes = 4 * 2 ** 20;
const cachedTexts = 1 << 16;

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const AMPERSAND = 0x26;
const UNDERSCORE = 0x5f;
const RETURN = 0x0d;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const BANG = 0x21;
const QUESTION = 0x3f;
const COLON = 0x3a;
const DOT = 0x2e;
const MINUS = 0x2d;
const letter = (text: string): number => text.charCodeAt(0);
const C = letter('c');
const F = letter('f');
const I = letter('i');
const R = letter('r');
const S = letter('s');
const T = letter('t');
const V = letter('v');

/** More bytes are needed before this can be read. */
const MORE = -1;

/** A byte that is known to be there: the callers stay below the length, and a test for every byte would cost a third of the speed. */
const at = (bytes: Uint8Array, index: number): number => bytes[index] as number;

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x09 || byte === RETURN;
const endsName = (byte: number): boolean => byte === GT || byte === SLASH || isSpace(byte);

/** UTF-8 bytes to a text of its own. */
export type ToText = (bytes: Uint8Array, from: number, to: number) => string;

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

/**
 * Keeps what of a stream is not read yet in front of what comes next. A reader gives back how far it came; what it left is
 * given to it again with more bytes behind.
 */
class Feed {
  #bytes: Uint8Array = new Uint8Array(1 << 20);
  #length = 0;

  push(chunk: Uint8Array, read: (bytes: Uint8Array, end: number) => number, stuck: (bytes: Uint8Array) => HostProblem): void {
    const length = this.#length + chunk.length;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#length);
    const done = read(this.#bytes, length);
    this.#bytes.copyWithin(0, done, length);
    this.#length = length - done;
    if (this.#length > cellBytes) throw stuck(this.#bytes.subarray(0, Math.min(this.#length, 400)));
  }
}

/** Reads tags byte by byte; what a sheet and the shared texts have in common. */
abstract class Scanner {
  /** Length of the prefix of every name, `x:` being 2: told by the first tag. */
  protected prefix = 0;
  /** The last attribute read. */
  private nameAt = 0;
  private nameLength = 0;
  protected valueAt = 0;
  protected valueEnd = 0;
  private rootSeen = false;

  constructor(
    protected readonly toText: ToText,
    protected readonly place: Place,
    private readonly root: string,
  ) {}

  /**
   * Past the special tag at `open` (comment, instruction, CDATA), 0 where a plain tag stands, MORE. A document type is refused: its
   * entities are how a small file becomes a gigabyte.
   */
  protected special(bytes: Uint8Array, open: number, end: number): number {
    if (open + 9 > end) return MORE;
    const next = at(bytes, open + 1);
    if (next === QUESTION) return after(bytes, open + 2, end, '?>');
    if (next !== BANG) return 0;
    if (startsWith(bytes, open, '<!--')) return after(bytes, open + 4, end, '-->');
    if (startsWith(bytes, open, '<![CDATA[')) return after(bytes, open + 9, end, ']]>');
    throw new HostProblem('unsupported-format', { ...this.place, reason: 'doctype' });
  }

  /** The name of the first tag tells the prefix of all, and whether this is the part it should be. */
  protected checkRoot(bytes: Uint8Array, open: number, end: number): boolean {
    if (this.rootSeen) return true;
    let name = open + 1;
    while (name < end && !endsName(at(bytes, name))) name += 1;
    if (name >= end) return false;
    const full = this.toText(bytes, open + 1, name);
    const colon = full.indexOf(':');
    if (full.slice(colon + 1) !== this.root) throw new HostProblem('not-a-workbook', { ...this.place, reason: 'markup' });
    this.prefix = colon + 1;
    this.rootSeen = true;
    return true;
  }

  /** Whether the tag whose name begins at `name` (behind the prefix) is this one. */
  protected named(bytes: Uint8Array, name: number, end: number, wanted: string): boolean {
    return (
      name + wanted.length < end &&
      startsWith(bytes, name, wanted) &&
      endsName(at(bytes, name + wanted.length)) &&
      (this.prefix === 0 || at(bytes, name - 1) === COLON)
    );
  }

  /** Past the end of a tag, quotes minded; MORE. */
  protected tagEnd(bytes: Uint8Array, from: number, end: number): number {
    for (let i = from; i < end; i += 1) {
      const byte = at(bytes, i);
      if (byte === GT) return i + 1;
      if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) {
        i += 1;
        while (i < end && at(bytes, i) !== byte) i += 1;
      }
    }
    return MORE;
  }

  /** Reads the next attribute and goes past it; stands on `>` or `/` where there is none; MORE. */
  protected attribute(bytes: Uint8Array, from: number, end: number): number {
    let i = from;
    while (i < end && isSpace(at(bytes, i))) i += 1;
    if (i >= end) return MORE;
    this.nameLength = 0;
    if (at(bytes, i) === GT || at(bytes, i) === SLASH) return i;
    this.nameAt = i;
    while (i < end && at(bytes, i) !== EQUALS && !endsName(at(bytes, i))) i += 1;
    const nameEnd = i;
    while (i < end && isSpace(at(bytes, i))) i += 1;
    if (i + 1 >= end) return MORE;
    if (at(bytes, i) !== EQUALS) throw this.broken();
    i += 1;
    while (i < end && isSpace(at(bytes, i))) i += 1;
    if (i >= end) return MORE;
    const quote = at(bytes, i);
    if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) throw this.broken();
    i += 1;
    this.valueAt = i;
    while (i < end && at(bytes, i) !== quote) i += 1;
    if (i >= end) return MORE;
    this.valueEnd = i;
    this.nameLength = nameEnd - this.nameAt;
    return i + 1;
  }

  /** Whether `attribute` found one. */
  protected get found(): boolean {
    return this.nameLength > 0;
  }

  /** The one-letter name of the attribute just read; 0 where it is longer. */
  protected letterName(bytes: Uint8Array): number {
    return this.nameLength === 1 ? at(bytes, this.nameAt) : 0;
  }

  protected attributeIs(bytes: Uint8Array, name: string): boolean {
    return this.nameLength === name.length && startsWith(bytes, this.nameAt, name);
  }

  protected value(bytes: Uint8Array): string {
    return this.toText(bytes, this.valueAt, this.valueEnd);
  }

  protected broken(): HostProblem {
    return new HostProblem('unreadable-cell', { ...this.place, reason: 'markup' });
  }

  /** The text read last by `content` or `runs`. */
  protected text = '';

  /** Reads content without tags up to the closing tag, comments and CDATA resolved, and stands on its `<`; MORE. */
  protected content(bytes: Uint8Array, from: number, end: number): number {
    let text = '';
    let i = from;
    for (;;) {
      const start = i;
      while (i < end && at(bytes, i) !== LT) i += 1;
      if (i >= end) return MORE;
      if (i > start) text += this.unescaped(bytes, start, i);
      const past = this.special(bytes, i, end);
      if (past === MORE) return MORE;
      if (past === 0) break;
      if (startsWith(bytes, i, '<![CDATA[')) text += this.toText(bytes, i + 9, past - 3);
      i = past;
    }
    this.text = text;
    return i;
  }

  private unescaped(bytes: Uint8Array, from: number, to: number): string {
    const text = plainText(this.toText(bytes, from, to));
    if (text === null) throw this.unknownEntity();
    return text;
  }

  protected unknownEntity(): HostProblem {
    return new HostProblem('unreadable-cell', { ...this.place, reason: 'entity' });
  }

  /** Reads the runs of a text (`<is>`, `<si>`) past its closing tag into `text`; the pronunciation beside it (`rPh`) is not part of it; MORE. */
  protected runs(bytes: Uint8Array, from: number, end: number, closer: string): number {
    let text = '';
    let spoken = false;
    let i = from;
    for (;;) {
      while (i < end && at(bytes, i) !== LT) i += 1;
      const past = this.special(bytes, i, end);
      if (past === MORE) return MORE;
      if (past > 0) {
        i = past;
        continue;
      }
      const closing = at(bytes, i + 1) === SLASH;
      const name = i + (closing ? 2 : 1) + this.prefix;
      if (closing) {
        const tag = this.tagEnd(bytes, i, end);
        if (tag === MORE) return MORE;
        if (this.named(bytes, name, end, closer)) {
          this.text = text;
          return tag;
        }
        if (this.named(bytes, name, end, 'rPh')) spoken = false;
        i = tag;
      } else if (this.named(bytes, name, end, 't')) {
        const next = this.run(bytes, name + 1, end);
        if (next === MORE) return MORE;
        if (!spoken) text += this.text;
        i = next;
      } else {
        const tag = this.tagEnd(bytes, i, end);
        if (tag === MORE) return MORE;
        if (this.named(bytes, name, end, 'rPh') && at(bytes, tag - 2) !== SLASH) spoken = true;
        i = tag;
      }
    }
  }

  /** Reads one `<t>` from behind its name into `text`; blanks at its ends count only where the file says so. */
  private run(bytes: Uint8Array, from: number, end: number): number {
    let preserve = false;
    let i = from;
    for (;;) {
      i = this.attribute(bytes, i, end);
      if (i === MORE) return MORE;
      if (!this.found) break;
      if (this.attributeIs(bytes, 'xml:space')) preserve = this.value(bytes) === 'preserve';
    }
    if (at(bytes, i) === SLASH) {
      this.text = '';
      return this.tagEnd(bytes, i, end);
    }
    i = this.content(bytes, i + 1, end);
    if (i === MORE) return MORE;
    this.text = withoutEscapes(preserve ? this.text : this.text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''));
    return i;
  }
}

/** Past the first `wanted` at or behind `from`; MORE. */
function after(bytes: Uint8Array, from: number, end: number, wanted: string): number {
  const first = wanted.charCodeAt(0);
  for (let i = from; i + wanted.length <= end; i += 1) {
    if (at(bytes, i) === first && startsWith(bytes, i, wanted)) return i + wanted.length;
  }
  return MORE;
}

function startsWith(bytes: Uint8Array, from: number, wanted: string): boolean {
  for (let k = 0; k < wanted.length; k += 1) if (bytes[from + k] !== wanted.charCodeAt(k)) return false;
  return true;
}

/**
 * The shared texts of a workbook, kept as UTF-8 outside the heap (a third of the memory, and nothing for the collector to walk);
 * texts asked for again and again stay ready.
 */
export class SharedTexts {
  readonly #pages: Uint8Array[] = [];
  #page = new Uint8Array(0);
  #used = 0;
  #starts = new Float64Array(1 << 12);
  #lengths = new Uint32Array(1 << 12);
  #count = 0;
  readonly #cacheKeys = new Int32Array(cachedTexts).fill(-1);
  readonly #cache: string[] = [];

  constructor(
    private readonly toText: ToText,
    private readonly limit: number,
    private readonly place: Place,
  ) {}

  get count(): number {
    return this.#count;
  }

  /** Adds bytes as they are; the length of one too long for a cell is kept, its text is not. */
  add(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    const kept = length > maxCharacters * 3 ? 0 : length;
    if (this.#used + kept > this.#page.length) {
      if ((this.#pages.length + 1) * pageBytes > this.limit)
        throw new HostProblem('too-large', { ...this.place, reason: 'strings', limit: this.limit });
      this.#page = new Uint8Array(pageBytes);
      this.#pages.push(this.#page);
      this.#used = 0;
    }
    if (this.#count === this.#starts.length) this.#grow();
    for (let k = 0; k < kept; k += 1) this.#page[this.#used + k] = at(bytes, from + k);
    this.#starts[this.#count] = (this.#pages.length - 1) * pageBytes + this.#used;
    this.#lengths[this.#count] = length;
    this.#used += kept;
    this.#count += 1;
  }

  #grow(): void {
    const starts = new Float64Array(this.#count * 2);
    starts.set(this.#starts);
    this.#starts = starts;
    const lengths = new Uint32Array(this.#count * 2);
    lengths.set(this.#lengths);
    this.#lengths = lengths;
  }

  /** The text of that number; null where there is none; a number (its length) where it is too long for a cell. */
  get(index: number): string | number | null {
    const slot = index & (cachedTexts - 1);
    if (this.#cacheKeys[slot] === index) return this.#cache[slot] ?? null;
    const start = this.#starts[index];
    const length = this.#lengths[index];
    if (start === undefined || length === undefined || index >= this.#count) return null;
    if (length > maxCharacters * 3) return length;
    const page = this.#pages[Math.floor(start / pageBytes)];
    if (page === undefined) return null;
    const text = length === 0 ? '' : this.toText(page, start % pageBytes, (start % pageBytes) + length);
    if (text.length > maxCharacters) return text.length;
    this.#cache[slot] = text;
    this.#cacheKeys[slot] = index;
    return text;
  }
}

/** Reads `sharedStrings.xml` into `texts`. */
export class SharedTextScanner extends Scanner {
  readonly #feed = new Feed();
  readonly #encoder = new TextEncoder();
  #closed = false;

  constructor(
    toText: ToText,
    place: Place,
    private readonly texts: SharedTexts,
  ) {
    super(toText, place, 'sst');
  }

  push(chunk: Uint8Array): void {
    this.#feed.push(
      chunk,
      (bytes, end) => this.#read(bytes, end),
      () => new HostProblem('unreadable-cell', { ...this.place, reason: 'cell-too-long', index: this.texts.count, limit: maxCharacters }),
    );
  }

  finish(): void {
    if (!this.#closed) throw new HostProblem('truncated', { ...this.place, reason: 'end' });
  }

  #read(bytes: Uint8Array, end: number): number {
    let i = 0;
    for (;;) {
      while (i < end && at(bytes, i) !== LT) i += 1;
      if (i >= end) return end;
      const past = this.special(bytes, i, end);
      if (past === MORE) return this.#closingAtEnd(bytes, i, end);
      if (past > 0) {
        i = past;
        continue;
      }
      if (!this.checkRoot(bytes, i, end)) return i;
      const next = this.#tag(bytes, i, end);
      if (next === MORE) return i;
      i = next;
    }
  }

  /** The last tag may be shorter than the shortest special one: `</sst>` ends the part. */
  #closingAtEnd(bytes: Uint8Array, open: number, end: number): number {
    if (this.toText(bytes, open, end).trimEnd() !== `</${this.toText(bytes, open + 2, open + 2 + this.prefix)}sst>`) return open;
    this.#closed = true;
    return end;
  }

  #tag(bytes: Uint8Array, open: number, end: number): number {
    const name = open + 1 + this.prefix;
    if (at(bytes, open + 1) === SLASH) {
      const tag = this.tagEnd(bytes, open, end);
      if (tag !== MORE && this.named(bytes, name + 1, end, 'sst')) this.#closed = true;
      return tag;
    }
    if (!this.named(bytes, name, end, 'si')) {
      const tag = this.tagEnd(bytes, open, end);
      if (tag !== MORE && this.named(bytes, name, end, 'sst') && at(bytes, tag - 2) === SLASH) this.#closed = true;
      return tag;
    }
    const inside = this.tagEnd(bytes, name + 2, end);
    if (inside === MORE) return MORE;
    if (at(bytes, inside - 2) === SLASH) {
      this.texts.add(bytes, 0, 0);
      return inside;
    }
    const plain = this.prefix === 0 ? this.#plain(bytes, inside, end) : 0;
    if (plain !== 0) return plain;
    const next = this.runs(bytes, inside, end, 'si');
    if (next === MORE) return MORE;
    const text = this.#encoder.encode(this.text);
    this.texts.add(text, 0, text.length);
    return next;
  }

  /** `<t>plain</t></si>`, which nearly all are: the bytes are the text. 0 where it is anything more; MORE. */
  #plain(bytes: Uint8Array, from: number, end: number): number {
    if (from + 3 > end) return MORE;
    if (at(bytes, from) !== LT || at(bytes, from + 1) !== T || at(bytes, from + 2) !== GT) return 0;
    const start = from + 3;
    let i = start;
    for (; i < end; i += 1) {
      const byte = at(bytes, i);
      if (byte === LT) break;
      if (byte === AMPERSAND || byte === UNDERSCORE || byte === RETURN) return 0;
    }
    if (i + 9 > end) return MORE;
    if (!startsWith(bytes, i, '</t></si>') || (i > start && (isSpace(at(bytes, start)) || isSpace(at(bytes, i - 1))))) return 0;
    this.texts.add(bytes, start, i);
    return i + 9;
  }
}

const NUMBER = 0;
const SHARED = 1;
const TEXT = 2;
const INLINE = 3;
const BOOLEAN = 4;
const FAULT = 5;
const DATE = 6;

const faults = new Map<string, CellFault>(
  [
    '#NULL!',
    '#DIV/0!',
    '#VALUE!',
    '#REF!',
    '#NAME?',
    '#NUM!',
    '#N/A',
    '#GETTING_DATA',
    '#SPILL!',
    '#CALC!',
    '#BUSY!',
    '#FIELD!',
    '#BLOCKED!',
    '#CONNECT!',
  ].map((text) => [text, Object.freeze({ fault: 'error', text })]),
);

const powersOfTen = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const blankRow: readonly Cell[] = Object.freeze([]);

const BEFORE = 0;
const ROWS = 1;
const AFTER = 2;

/** Reads a sheet from its bytes: rows in blocks, merged areas of the first rows, the declared size. */
export class SheetScanner extends Scanner {
  readonly #feed = new Feed();
  #state = BEFORE;
  /** Sheet row of `cells`' next row, and of the row that is open. */
  #next = 0;
  #row = -1;
  #inRow = false;
  #rowHidden = false;
  /** The open row takes its number from its first cell. */
  #numberless = false;
  #column = -1;
  #cells: Cell[] = [];
  #block: (readonly Cell[])[] = [];
  #top = 0;
  #hidden = new Set<number>();
  #blockRows: number;
  #closed = false;

  /** Full blocks, to be taken away by the caller. */
  readonly ready: { top: number; cells: (readonly Cell[])[]; hiddenRows: Set<number> }[] = [];
  /** Of the first rows. */
  readonly merges: Merge[] = [];
  /** What `<dimension>` says: [top, left, bottom, right]. */
  declared: Merge | null = null;
  /** Counted from the cells and rows seen. */
  rows = 0;
  columns = 0;

  /** `skipping`: only what stands around the rows is read, at the speed of unpacking. */
  constructor(
    toText: ToText,
    place: Place,
    private readonly texts: SharedTexts | null,
    private readonly date1904: boolean,
    blockRows: number,
    private readonly skipping = false,
  ) {
    super(toText, place, 'worksheet');
    this.#blockRows = blockRows;
  }

  /** Whether the rows have begun. */
  get begun(): boolean {
    return this.#state !== BEFORE;
  }

  push(chunk: Uint8Array): void {
    this.#feed.push(
      chunk,
      (bytes, end) => this.#read(bytes, end),
      (head) => this.#tooLong(head),
    );
  }

  /** The last rows, and whether the sheet is whole. */
  finish(): void {
    if (this.#state !== AFTER || !this.#closed) throw new HostProblem('truncated', { ...this.place, reason: 'end' });
    if (this.#block.length > 0) this.#flush();
  }

  #tooLong(head: Uint8Array): HostProblem {
    if (!this.#inRow || !this.#isCell(head, 0, head.length)) return this.broken();
    const reference = /^<[^>]*?\sr\s*=\s*["']([A-Z]{1,3}\d{1,7})["']/.exec(this.toText(head, 0, head.length))?.[1];
    const cell = reference ?? address(Math.max(this.#row, 0), this.#column + 1);
    return new HostProblem('unreadable-cell', { ...this.place, cell, reason: 'cell-too-long', limit: maxCharacters });
  }

  #read(bytes: Uint8Array, end: number): number {
    let i = 0;
    for (;;) {
      if (this.skipping && this.#state === ROWS) i = this.#skipRows(bytes, i, end);
      while (i < end && at(bytes, i) !== LT) i += 1;
      if (i >= end) return end;
      const next = this.#inRow && this.#isCell(bytes, i, end) ? this.#cell(bytes, i + 2 + this.prefix, end) : this.#tag(bytes, i, end);
      if (next === MORE) return i;
      i = next;
    }
  }

  #isCell(bytes: Uint8Array, open: number, end: number): boolean {
    const name = open + 1 + this.prefix;
    return name + 1 < end && at(bytes, name) === C && endsName(at(bytes, name + 1)) && (this.prefix === 0 || at(bytes, name - 1) === COLON);
  }

  /** To the `</s…` that may end the rows. */
  #skipRows(bytes: Uint8Array, from: number, end: number): number {
    const far = 2 + this.prefix;
    for (let i = from; i < end; i += 1) {
      if (at(bytes, i) === LT && (i + far >= end || (at(bytes, i + 1) === SLASH && at(bytes, i + far) === S))) return i;
    }
    return end;
  }

  /** Any tag but a cell's. */
  #tag(bytes: Uint8Array, open: number, end: number): number {
    const past = this.special(bytes, open, end);
    if (past !== 0) return past;
    if (!this.checkRoot(bytes, open, end)) return MORE;
    const closing = at(bytes, open + 1) === SLASH;
    const name = open + (closing ? 2 : 1) + this.prefix;
    if (!closing && this.#state === ROWS && this.named(bytes, name, end, 'row')) return this.#openRow(bytes, name + 3, end);
    const tag = this.tagEnd(bytes, open, end);
    if (tag === MORE) return MORE;
    const empty = at(bytes, tag - 2) === SLASH;
    if (this.#state === BEFORE) {
      if (this.named(bytes, name, end, 'dimension')) this.declared = this.#areaOf(bytes, name + 9, end);
      else if (this.named(bytes, name, end, 'sheetData')) this.#state = empty ? AFTER : ROWS;
    } else if (this.#state === ROWS) {
      if (closing && this.named(bytes, name, end, 'row')) this.#closeRow();
      else if (closing && this.named(bytes, name, end, 'sheetData')) this.#state = AFTER;
    } else if (!closing && this.named(bytes, name, end, 'mergeCell')) {
      const merge = this.#areaOf(bytes, name + 9, end);
      if (merge !== null && merge[0] < headRows) this.merges.push(merge);
    } else if (closing && this.named(bytes, name, end, 'worksheet')) {
      this.#closed = true;
    }
    return tag;
  }

  #areaOf(bytes: Uint8Array, from: number, end: number): Merge | null {
    for (let i = from; ;) {
      i = this.attribute(bytes, i, end);
      if (i === MORE || !this.found) return null;
      if (this.attributeIs(bytes, 'ref')) return area(this.value(bytes));
    }
  }

  #openRow(bytes: Uint8Array, from: number, end: number): number {
    let row = -1;
    let hidden = false;
    let i = from;
    for (;;) {
      i = this.attribute(bytes, i, end);
      if (i === MORE) return MORE;
      if (!this.found) break;
      if (this.letterName(bytes) === R) row = this.#wholeNumber(bytes, this.valueAt, this.valueEnd) - 1;
      else if (this.attributeIs(bytes, 'hidden')) hidden = at(bytes, this.valueAt) === 0x31 || at(bytes, this.valueAt) === T;
    }
    const tag = this.tagEnd(bytes, i, end);
    if (tag === MORE) return MORE;
    this.#numberless = row === -1;
    this.#begin(row === -1 ? this.#next : row);
    this.#rowHidden = hidden;
    if (at(bytes, i) === SLASH) this.#closeRow();
    return tag;
  }

  #begin(row: number): void {
    if (row >= maxRows) throw new HostProblem('too-large', { ...this.place, reason: 'rows', limit: maxRows });
    if (row < this.#next) throw new HostProblem('unreadable-cell', { ...this.place, row: row + 1, reason: 'order' });
    this.#row = row;
    this.#inRow = true;
    this.#column = -1;
    this.#cells = [];
    this.#fillTo(row);
  }

  /** Rows the file leaves out are blank. */
  #fillTo(row: number): void {
    while (this.#next < row) this.#append(blankRow);
  }

  #append(cells: readonly Cell[]): void {
    if (this.#block.length === this.#blockRows) this.#flush();
    this.#block.push(cells);
    this.#next += 1;
  }

  #flush(): void {
    const hiddenNext = new Set<number>();
    const end = this.#top + this.#block.length;
    for (const row of this.#hidden) if (row >= end) hiddenNext.add(row);
    for (const row of hiddenNext) this.#hidden.delete(row);
    this.ready.push({ top: this.#top, cells: this.#block, hiddenRows: this.#hidden });
    this.#top = end;
    this.#block = [];
    this.#hidden = hiddenNext;
  }

  #closeRow(): void {
    if (!this.#inRow) throw new HostProblem('unreadable-cell', { ...this.place, row: this.#next + 1, reason: 'markup' });
    const cells = this.#cells.length === 0 ? blankRow : this.#cells;
    if (this.#rowHidden) this.#hidden.add(this.#row);
    this.#append(cells);
    if (cells.length > 0) this.rows = this.#next;
    if (cells.length > this.columns) this.columns = cells.length;
    this.#inRow = false;
  }

  #wholeNumber(bytes: Uint8Array, from: number, to: number): number {
    let number = to > from ? 0 : NaN;
    for (let i = from; i < to; i += 1) {
      const digit = at(bytes, i) - 48;
      if (digit < 0 || digit > 9) throw this.broken();
      number = number * 10 + digit;
    }
    return number;
  }

  /** Reads the cell whose name ends at `from`, and only then takes it in; past its end, or MORE. */
  #cell(bytes: Uint8Array, from: number, end: number): number {
    let column = this.#column + 1;
    let type = NUMBER;
    let i = from;
    for (;;) {
      i = this.attribute(bytes, i, end);
      if (i === MORE) return MORE;
      if (!this.found) break;
      const name = this.letterName(bytes);
      if (name === R) column = this.#reference(bytes);
      else if (name === T) type = this.#type(bytes);
    }
    if (at(bytes, i) === SLASH) {
      const past = this.tagEnd(bytes, i, end);
      if (past !== MORE) this.#column = column;
      return past;
    }
    return this.#inside(bytes, i + 1, end, column, type);
  }

  #inside(bytes: Uint8Array, from: number, end: number, column: number, type: number): number {
    let value: Cell = null;
    let formula: string | null = null;
    let calculated = false;
    let i = from;
    for (;;) {
      while (i < end && at(bytes, i) !== LT) i += 1;
      const name = i + 1 + this.prefix;
      if (name + 1 >= end) return MORE;
      if (at(bytes, i + 1) === SLASH) {
        const past = this.tagEnd(bytes, i, end);
        if (past === MORE) return MORE;
        i = past;
        if (at(bytes, name + 1) !== C || !endsName(at(bytes, name + 2))) continue;
        this.#place(column, formula !== null && !calculated ? Object.freeze({ fault: 'uncalculated', text: formula }) : value);
        return i;
      }
      const first = at(bytes, name);
      const second = at(bytes, name + 1);
      if (first === V && second === GT && type <= SHARED) {
        // The two forms nearly all cells have, without a text in between.
        const start = name + 2;
        let j = start;
        while (j < end && at(bytes, j) !== LT) j += 1;
        if (j + 1 >= end) return MORE;
        if (at(bytes, j + 1) === SLASH) {
          value = j === start ? null : type === NUMBER ? this.#number(bytes, start, j) : this.#shared(bytes, start, j, column);
          calculated = j > start;
          i = this.tagEnd(bytes, j, end);
          if (i === MORE) return MORE;
          continue;
        }
      }
      if (first === V && endsName(second)) {
        i = this.#leaf(bytes, name + 1, end);
        if (i === MORE) return MORE;
        value = this.#valueOf(this.text, type, column);
        calculated = this.text !== '' || type === TEXT;
      } else if (first === F && endsName(second)) {
        i = this.#leaf(bytes, name + 1, end);
        if (i === MORE) return MORE;
        formula = this.text;
      } else if (first === I && second === S && this.named(bytes, name, end, 'is')) {
        i = this.tagEnd(bytes, name, end);
        if (i === MORE) return MORE;
        this.text = '';
        if (at(bytes, i - 2) !== SLASH) i = this.runs(bytes, i, end, 'is');
        if (i === MORE) return MORE;
        value = this.#checked(this.text, column);
        calculated = true;
      } else {
        const past = this.special(bytes, i, end);
        i = past === 0 ? this.tagEnd(bytes, i, end) : past;
        if (i === MORE) return MORE;
      }
    }
  }

  /** Reads an element without children from behind its name into `text`, and goes past its closing tag; MORE. */
  #leaf(bytes: Uint8Array, from: number, end: number): number {
    const inside = this.tagEnd(bytes, from, end);
    if (inside === MORE) return MORE;
    this.text = '';
    if (at(bytes, inside - 2) === SLASH) return inside;
    const closing = this.content(bytes, inside, end);
    return closing === MORE ? MORE : this.tagEnd(bytes, closing, end);
  }

  #place(column: number, value: Cell): void {
    this.#column = column;
    if (value === null) return;
    const cells = this.#cells;
    if (column < cells.length) {
      if (cells[column] !== null)
        throw new HostProblem('unreadable-cell', { ...this.place, cell: address(this.#row, column), reason: 'repeated' });
      cells[column] = value;
      return;
    }
    while (cells.length < column) cells.push(null);
    cells.push(value);
  }

  /** The column of a cell's `r`; its row must be the row it stands in. */
  #reference(bytes: Uint8Array): number {
    let column = 0;
    let i = this.valueAt;
    for (; i < this.valueEnd; i += 1) {
      const byte = at(bytes, i) & 0xdf;
      if (byte < 65 || byte > 90) break;
      column = column * 26 + byte - 64;
    }
    const row = this.#wholeNumber(bytes, i, this.valueEnd) - 1;
    if (row !== this.#row) {
      const first = this.#numberless && this.#column === -1 && row > this.#row && row < maxRows;
      if (!first)
        throw new HostProblem('unreadable-cell', { ...this.place, cell: this.value(bytes), row: this.#row + 1, reason: 'address' });
      this.#row = row;
      this.#fillTo(row);
      this.#numberless = false;
    }
    if (column === 0 || column > maxColumns)
      throw new HostProblem('unreadable-cell', { ...this.place, cell: this.value(bytes), reason: 'address' });
    return column - 1;
  }

  #type(bytes: Uint8Array): number {
    const length = this.valueEnd - this.valueAt;
    const first = at(bytes, this.valueAt);
    if (length === 1) {
      if (first === S) return SHARED;
      if (first === letter('b')) return BOOLEAN;
      if (first === letter('e')) return FAULT;
      if (first === letter('d')) return DATE;
      if (first === letter('n')) return NUMBER;
    }
    const name = this.value(bytes);
    if (name === 'str') return TEXT;
    if (name === 'inlineStr') return INLINE;
    throw this.broken();
  }

  #valueOf(text: string, type: number, column: number): Cell {
    switch (type) {
      case NUMBER:
        return text === '' ? null : numberOf(text);
      case SHARED: {
        const bytes = new TextEncoder().encode(text.trim());
        return bytes.length === 0 ? null : this.#shared(bytes, 0, bytes.length, column);
      }
      case BOOLEAN:
        return text === '' ? null : text.trim() === '1' || text.trim() === 'true';
      case FAULT:
        return text === '' ? null : faultOf(text);
      case DATE:
        return text === '' ? null : serialOf(text.trim(), this.date1904);
      default:
        return this.#checked(withoutEscapes(text), column);
    }
  }

  #checked(text: string, column: number): string {
    if (text.length > maxCharacters) throw this.#longText(column, text.length);
    return text;
  }

  #longText(column: number, found: number): HostProblem {
    return new HostProblem('unreadable-cell', {
      ...this.place,
      cell: address(this.#row, column),
      reason: 'cell-too-long',
      limit: maxCharacters,
      found,
    });
  }

  #shared(bytes: Uint8Array, from: number, to: number, column: number): Cell {
    let index = 0;
    for (let i = from; i < to; i += 1) {
      const digit = at(bytes, i) - 48;
      index = digit < 0 || digit > 9 ? NaN : index * 10 + digit;
    }
    const text = this.texts === null ? null : this.texts.get(index);
    if (typeof text === 'string') return text;
    if (typeof text === 'number') throw this.#longText(column, text);
    throw new HostProblem('unreadable-cell', { ...this.place, cell: address(this.#row, column), reason: 'shared-text' });
  }

  /**
   * A number from its digits. Up to 2^53 and 22 decimals one division of two exact doubles gives the nearest one; the rest goes
   * through the language's own reader.
   */
  #number(bytes: Uint8Array, from: number, to: number): Cell {
    let i = from;
    const negative = at(bytes, i) === MINUS;
    if (negative) i += 1;
    let digits = 0;
    let decimals = 0;
    let dot = false;
    const first = i;
    for (; i < to; i += 1) {
      const byte = at(bytes, i);
      const digit = byte - 48;
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        if (dot) decimals += 1;
      } else if (byte === DOT && !dot && i > first) {
        dot = true;
      } else {
        return numberOf(this.toText(bytes, from, to));
      }
    }
    if (digits > Number.MAX_SAFE_INTEGER || decimals > 22 || i === first) return numberOf(this.toText(bytes, from, to));
    const size = decimals === 0 ? digits : digits / at2(powersOfTen, decimals);
    return negative && size !== 0 ? -size : size;
  }
}

const at2 = (numbers: Float64Array, index: number): number => numbers[index] as number;

/** A number of a file; what is none is a fault of its cell, with the text that stands there. */
function numberOf(raw: string): Cell {
  const text = raw.trim();
  const number = decimal.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(number)) return faultOf(text);
  return number === 0 ? 0 : number;
}

function faultOf(text: string): CellFault {
  const short = text.slice(0, 64);
  return faults.get(short) ?? Object.freeze({ fault: 'error', text: short });
}

/** An ISO date (`t="d"`) as its serial number. */
function serialOf(text: string, date1904: boolean): Cell {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?Z?)?$/.exec(text);
  if (found === null) return faultOf(text);
  const [, year, month, day, hours, minutes, seconds] = found;
  const days = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000;
  const time =
    hours === undefined ? 0 : (Number(hours) * 3600 + Number(minutes) * 60 + (seconds === undefined ? 0 : Number(seconds))) / 86_400;
  // Excel's 1900 is a leap year: before March of it, serials are one less.
  const since1900 = days + 25_569;
  return (date1904 ? since1900 - 1462 : since1900 < 61 ? since1900 - 1 : since1900) + time;
}
