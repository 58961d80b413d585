import { HostProblem } from '../host';
import { maxCharacters } from './address';
import type { Place } from './xml';
import { AMPERSAND, at, Feed, GT, isSpace, LT, MORE, RETURN, Scanner, SLASH, startsWith, UNDERSCORE } from './xml-scan';
import type { ToText } from './xml-scan';

/** Bytes of shared text that lie together. */
const pageBytes = 4 * 2 ** 20;
const cachedTexts = 1 << 16;
const T = 0x74;

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
    const page = this.#page;
    const used = this.#used;
    for (let k = 0; k < kept; k += 1) page[used + k] = at(bytes, from + k);
    this.#starts[this.#count] = (this.#pages.length - 1) * pageBytes + used;
    this.#lengths[this.#count] = length;
    this.#used = used + kept;
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
