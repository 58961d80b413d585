const encoder = new TextEncoder();

/** Bytes that one character can become at most: `_x0001_`. */
const bytesPerCharacter = 7;

const AMPERSAND = 0x26;
const LT = 0x3c;
const GT = 0x3e;
const UNDERSCORE = 0x5f;
const hexDigits = encoder.encode('0123456789ABCDEF');
const entities: Readonly<Record<number, Uint8Array>> = {
  [AMPERSAND]: encoder.encode('&amp;'),
  [LT]: encoder.encode('&lt;'),
  [GT]: encoder.encode('&gt;'),
};
const escapeLike = /^_x[0-9A-Fa-f]{4}_/;

/** Markup as the bytes it is written as. */
export const markup = (text: string): Uint8Array => encoder.encode(text);

/** XML being written byte by byte into one buffer: no text in between that would have to be joined, encoded and thrown away. */
export class XmlBytes {
  #bytes: Uint8Array;
  #length = 0;

  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written since the last time, as bytes of its own. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  /** Markup, as it is. */
  raw(piece: Uint8Array): void {
    const { length } = piece;
    this.#room(length);
    const bytes = this.#bytes;
    const start = this.#length;
    // A loop: for a few bytes it is faster than a call out of the language.
    for (let k = 0; k < length; k += 1) bytes[start + k] = piece[k] as number;
    this.#length = start + length;
  }

  /** Digits, signs and other ASCII that needs no escape. */
  ascii(text: string): void {
    const { length } = text;
    this.#room(length);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let k = 0; k < length; k += 1) bytes[start + k] = text.charCodeAt(k);
    this.#length = start + length;
  }

  /** Content: markup escaped; what XML cannot hold, and what looks like such an escape, written as Excel does (`_x0001_`). */
  text(text: string): void {
    this.#room(text.length * bytesPerCharacter);
    const bytes = this.#bytes;
    let to = this.#length;
    for (let k = 0; k < text.length; k += 1) {
      const code = text.charCodeAt(k);
      if (code >= 0x4e00 && code <= 0x9fff) {
        bytes[to++] = 0xe0 | (code >> 12);
        bytes[to++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[to++] = 0x80 | (code & 0x3f);
      } else if (code < 0x80) {
        const entity = entities[code];
        if (entity !== undefined) {
          for (const byte of entity) bytes[to++] = byte;
        } else if ((code < 0x20 && code !== 9 && code !== 10) || (code === UNDERSCORE && escapeLike.test(text.slice(k, k + 7)))) {
          to = escape(bytes, to, code);
        } else {
          bytes[to++] = code;
        }
      } else if (code < 0x800) {
        bytes[to++] = 0xc0 | (code >> 6);
        bytes[to++] = 0x80 | (code & 0x3f);
      } else if (code < 0xd800 || (code > 0xdfff && code < 0xfffe)) {
        bytes[to++] = 0xe0 | (code >> 12);
        bytes[to++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[to++] = 0x80 | (code & 0x3f);
      } else {
        const next = code < 0xdc00 ? text.charCodeAt(k + 1) : NaN;
        if (next >= 0xdc00 && next <= 0xdfff) {
          const point = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
          bytes[to++] = 0xf0 | (point >> 18);
          bytes[to++] = 0x80 | ((point >> 12) & 0x3f);
          bytes[to++] = 0x80 | ((point >> 6) & 0x3f);
          bytes[to++] = 0x80 | (point & 0x3f);
          k += 1;
        } else {
          to = escape(bytes, to, code);
        }
      }
    }
    this.#length = to;
  }
}

function escape(bytes: Uint8Array, at: number, code: number): number {
  let to = at;
  bytes[to++] = UNDERSCORE;
  bytes[to++] = 0x78;
  for (let shift = 12; shift >= 0; shift -= 4) bytes[to++] = hexDigits[(code >> shift) & 15] as number;
  bytes[to++] = UNDERSCORE;
  return to;
}
