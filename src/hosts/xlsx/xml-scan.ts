import { HostProblem } from '../host';
import { plainText, withoutEscapes } from './xml';
import type { Place } from './xml';

/** Bytes of one cell: every character of the longest as a number reference in rich text, and far more. */
const cellBytes = 4 * 2 ** 20;

/** The byte of `<`, which begins a tag. */
export const LT = 0x3c;
/** The byte of `>`, which ends a tag. */
export const GT = 0x3e;
/** The byte of `/`, which closes a tag. */
export const SLASH = 0x2f;
/** The byte of `=`, between an attribute and its value. */
export const EQUALS = 0x3d;
/** The byte of `&`, which begins a reference. */
export const AMPERSAND = 0x26;
/** The byte of `_`, which begins Excel's own escapes (`_x000D_`). */
export const UNDERSCORE = 0x5f;
/** The byte of a carriage return, which XML turns into a line feed. */
export const RETURN = 0x0d;
/** The byte of `"`, around an attribute's value. */
export const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const BANG = 0x21;
const QUESTION = 0x3f;
const COLON = 0x3a;

/** More bytes are needed before this can be read. */
export const MORE = -1;

/** A byte that is known to be there: the callers stay below the length, and a test for every byte would cost a third of the speed. */
export const at = (bytes: Uint8Array, index: number): number => bytes[index] as number;

/** Blanks as XML knows them. */
export const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x09 || byte === RETURN;

/** Whether a name of a tag ends here. */
export const endsName = (byte: number): boolean => byte === GT || byte === SLASH || isSpace(byte);

/** UTF-8 bytes to a text of its own. */
export type ToText = (bytes: Uint8Array, from: number, to: number) => string;

/**
 * Keeps what of a stream is not read yet in front of what comes next. A reader gives back how far it came; what it left is
 * given to it again with more bytes behind.
 */
export class Feed {
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
export abstract class Scanner {
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

/** Whether these letters (ASCII) stand there. */
export function startsWith(bytes: Uint8Array, from: number, wanted: string): boolean {
  for (let k = 0; k < wanted.length; k += 1) if (bytes[from + k] !== wanted.charCodeAt(k)) return false;
  return true;
}
