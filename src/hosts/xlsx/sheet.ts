import { HostProblem } from '../host';
import type { Cell, CellFault, Merge } from '../host';
import { address, area, maxCharacters, maxColumns, maxRows } from './address';
import type { SharedTexts } from './texts';
import { withoutEscapes } from './xml';
import type { Place } from './xml';
import {
  AMPERSAND,
  at,
  DOUBLE_QUOTE,
  endsName,
  EQUALS,
  Feed,
  GT,
  isSpace,
  LT,
  MORE,
  RETURN,
  Scanner,
  SLASH,
  startsWith,
  UNDERSCORE,
} from './xml-scan';
import type { ToText } from './xml-scan';

/** All merges are kept as far as this sheet row: titles and headers stand above it. Below it those of one column only. */
const headRows = 64;
/** Further ones of a file are not kept: a planted list must not fill the memory. */
const mostMerges = 100_000;

const letter = (text: string): number => text.charCodeAt(0);
const C = letter('c');
const F = letter('f');
const R = letter('r');
const S = letter('s');
const T = letter('t');
const V = letter('v');
const SPACE = 0x20;
const COLON = 0x3a;
const DOT = 0x2e;
const MINUS = 0x2d;

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

const rowsEnd = 'sheetData';
/** How far a byte says that the end of `sheetData` cannot be: its distance to the last letter. */
const rowsEndSkips = Uint8Array.from({ length: 256 }, (_, byte) => {
  const last = rowsEnd.lastIndexOf(String.fromCharCode(byte));
  return last < 0 ? rowsEnd.length : rowsEnd.length - 1 - last;
});

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
  /** The column of the cell being read. */
  #reading = 0;
  /** The open row's cells, as far as `#filled`; the array is used again for every row. */
  readonly #cells: Cell[] = [];
  #filled = 0;
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
      if (this.skipping && this.#state === ROWS) {
        const tag = this.#rowsEndAt(bytes, i, end);
        // The tag may have begun in the last bytes.
        if (tag === MORE) return Math.max(i, end - rowsEnd.length - 2 - this.prefix);
        i = tag;
      }
      while (i < end && at(bytes, i) !== LT) i += 1;
      if (i >= end) return end;
      const quick = this.#inRow && this.prefix === 0 && at(bytes, i + 1) === C ? this.#quick(bytes, i + 2, end) : 0;
      const next =
        quick > 0
          ? quick
          : this.#inRow && this.#isCell(bytes, i, end)
            ? this.#cell(bytes, i + 2 + this.prefix, end)
            : this.#tag(bytes, i, end);
      if (next === MORE) return i;
      i = next;
    }
  }

  #isCell(bytes: Uint8Array, open: number, end: number): boolean {
    const name = open + 1 + this.prefix;
    return name + 1 < end && at(bytes, name) === C && endsName(at(bytes, name + 1)) && (this.prefix === 0 || at(bytes, name - 1) === COLON);
  }

  /** Where the tag stands that ends the rows; MORE. Only every ninth byte is looked at: `sheetData` has nine letters. */
  #rowsEndAt(bytes: Uint8Array, from: number, end: number): number {
    for (let i = from + rowsEnd.length; i <= end;) {
      const skip = rowsEndSkips[at(bytes, i - 1)];
      if (skip === 0) {
        const name = i - rowsEnd.length;
        const tag = name - 2 - this.prefix;
        if (tag >= from && startsWith(bytes, name, rowsEnd) && at(bytes, tag) === LT && at(bytes, tag + 1) === SLASH) return tag;
        i += 1;
      } else {
        i += skip ?? rowsEnd.length;
      }
    }
    return MORE;
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
      if (merge !== null && (merge[0] < headRows || merge[1] === merge[3]) && this.merges.length < mostMerges) this.merges.push(merge);
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
    let row: number | null = null;
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
    this.#numberless = row === null;
    this.#begin(row ?? this.#next);
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
    this.#filled = 0;
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
    const cells = this.#filled === 0 ? blankRow : this.#cells.slice(0, this.#filled);
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
    if (column >= maxColumns) throw this.#unreadable(column, 'address');
    this.#reading = column;
    if (at(bytes, i) === SLASH) {
      const past = this.tagEnd(bytes, i, end);
      if (past !== MORE) this.#column = column;
      return past;
    }
    return this.#inside(bytes, i + 1, end, type);
  }

  #inside(bytes: Uint8Array, from: number, end: number, type: number): number {
    const column = this.#reading;
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
      if (first === V && endsName(second)) {
        i = this.#leaf(bytes, name + 1, end);
        if (i === MORE) return MORE;
        value = this.#valueOf(this.text, type, column);
        calculated = this.text !== '' || type === TEXT;
      } else if (first === F && endsName(second)) {
        i = this.#leaf(bytes, name + 1, end);
        if (i === MORE) return MORE;
        formula = this.text;
      } else if (this.named(bytes, name, end, 'is')) {
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
    if (column < this.#filled) {
      if (cells[column] !== null) throw this.#unreadable(column, 'repeated');
      cells[column] = value;
      return;
    }
    while (this.#filled < column) cells[this.#filled++] = null;
    cells[this.#filled++] = value;
  }

  protected override unknownEntity(): HostProblem {
    return this.#unreadable(this.#reading, 'entity');
  }

  #unreadable(column: number, reason: string): HostProblem {
    return new HostProblem('unreadable-cell', { ...this.place, cell: address(this.#row, column), reason });
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
      case SHARED:
        return text === '' ? null : this.#shared(/^\s*\d{1,9}\s*$/.test(text) ? Number(text) : NaN, column);
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

  #shared(index: number, column: number): string {
    const text = this.texts === null ? null : this.texts.get(index);
    if (typeof text === 'string') return text;
    if (typeof text === 'number') throw this.#longText(column, text);
    throw this.#unreadable(column, 'shared-text');
  }

  /**
   * Reads a cell in the form that nearly all have: `<c r="B7" s="1" t="s"><v>12</v></c>`, a plain decimal, or an inline text without
   * runs. Past its end; 0 where it has another form or is not whole, which `#cell` finds out. Bytes behind `end` may be looked at: what
   * they say is not taken.
   */
  #quick(bytes: Uint8Array, from: number, end: number): number {
    let i = from;
    if (at(bytes, i) !== SPACE || at(bytes, i + 1) !== R || at(bytes, i + 2) !== EQUALS || at(bytes, i + 3) !== DOUBLE_QUOTE) return 0;
    i += 4;
    let column = 0;
    let row = 0;
    let byte = at(bytes, i);
    for (; byte >= 65 && byte <= 90; byte = at(bytes, ++i)) column = column * 26 + byte - 64;
    for (; byte >= 48 && byte <= 57; byte = at(bytes, ++i)) row = row * 10 + byte - 48;
    if (byte !== DOUBLE_QUOTE || row !== this.#row + 1 || column === 0 || column > maxColumns) return 0;
    column -= 1;
    byte = at(bytes, ++i);
    if (byte === SPACE && at(bytes, i + 1) === S && at(bytes, i + 2) === EQUALS && at(bytes, i + 3) === DOUBLE_QUOTE) {
      i += 4;
      for (byte = at(bytes, i); byte >= 48 && byte <= 57;) byte = at(bytes, ++i);
      if (byte !== DOUBLE_QUOTE) return 0;
      byte = at(bytes, ++i);
    }
    if (byte === GT) return this.#quickNumber(bytes, i + 1, end, column, false);
    if (byte !== SPACE || at(bytes, i + 1) !== T || at(bytes, i + 2) !== EQUALS || at(bytes, i + 3) !== DOUBLE_QUOTE) return 0;
    if (at(bytes, i + 4) === S && at(bytes, i + 5) === DOUBLE_QUOTE && at(bytes, i + 6) === GT)
      return this.#quickNumber(bytes, i + 7, end, column, true);
    return startsWith(bytes, i + 4, inlineStart) ? this.#quickText(bytes, i + 4 + inlineStart.length, end, column) : 0;
  }

  /** A decimal, or the number of a shared text. Up to 2^53 and 22 decimals, one division of two exact doubles gives the nearest one. */
  #quickNumber(bytes: Uint8Array, from: number, end: number, column: number, shared: boolean): number {
    if (at(bytes, from) !== LT || at(bytes, from + 1) !== V || at(bytes, from + 2) !== GT) return 0;
    let i = from + 3;
    const negative = at(bytes, i) === MINUS;
    if (negative) i += 1;
    const first = i;
    let digits = 0;
    let decimals = 0;
    let byte = at(bytes, i);
    for (; byte >= 48 && byte <= 57; byte = at(bytes, ++i)) digits = digits * 10 + byte - 48;
    if (i === first) return 0;
    if (byte === DOT) {
      const dot = i;
      byte = at(bytes, ++i);
      for (; byte >= 48 && byte <= 57; byte = at(bytes, ++i)) digits = digits * 10 + byte - 48;
      decimals = i - dot - 1;
    }
    if (byte !== LT || digits > Number.MAX_SAFE_INTEGER || decimals > 22) return 0;
    if (at(bytes, i + 1) !== SLASH || at(bytes, i + 2) !== V || !this.#cellEnds(bytes, i + 3, end)) return 0;
    if (shared) {
      if (negative || decimals > 0) return 0;
      this.#place(column, this.#shared(digits, column));
    } else {
      const size = decimals === 0 ? digits : digits / powerOfTen(decimals);
      this.#place(column, negative && size !== 0 ? -size : size);
    }
    return i + 8;
  }

  #quickText(bytes: Uint8Array, from: number, end: number, column: number): number {
    let i = from;
    let byte = at(bytes, i);
    for (; byte !== LT; byte = at(bytes, ++i)) if (byte === AMPERSAND || byte === UNDERSCORE || byte === RETURN || i >= end) return 0;
    if (i + inlineEnd.length > end || !startsWith(bytes, i, inlineEnd)) return 0;
    if (i > from && (isSpace(at(bytes, from)) || isSpace(at(bytes, i - 1)))) return 0;
    this.#place(column, this.#checked(this.toText(bytes, from, i), column));
    return i + inlineEnd.length;
  }

  /** Whether `></c>` stands there. */
  #cellEnds(bytes: Uint8Array, from: number, end: number): boolean {
    return (
      from + 5 <= end &&
      at(bytes, from) === GT &&
      at(bytes, from + 1) === LT &&
      at(bytes, from + 2) === SLASH &&
      at(bytes, from + 3) === C &&
      at(bytes, from + 4) === GT
    );
  }
}

const inlineStart = 'inlineStr"><is><t>';
const inlineEnd = '</t></is></c>';

const powerOfTen = (power: number): number => powersOfTen[power] as number;

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
