const separator = '\u0001';

/**
 * Many texts as one, apart again when somebody asks. A name cut from a file's buffer keeps the whole buffer alive; joined texts keep
 * themselves only, and a row costs its characters instead of an object.
 */
export class Texts {
  private readonly joined: string;
  private apart: readonly string[] | null = null;
  private static last: Texts | null = null;

  constructor(texts: readonly (string | null)[]) {
    this.joined = texts
      .map((text) => (text === null ? '' : text.includes(separator) ? text.replaceAll(separator, ' ') : text))
      .join(separator);
  }

  /** The text of a row; "" where there was none. */
  get(row: number): string {
    if (this.apart === null) {
      // One block at a time stays apart.
      if (Texts.last !== null) Texts.last.apart = null;
      Texts.last = this;
      this.apart = this.joined.split(separator);
    }
    return this.apart[row] ?? '';
  }
}

/** Short texts of much the same length, such as codes: any of them is found without taking the others apart. */
export class Codes {
  private readonly width: number;
  private readonly joined: string;

  constructor(texts: readonly (string | null)[]) {
    this.width = texts.reduce((most, text) => (text !== null && text.length > most ? text.length : most), 1);
    this.joined = texts.map((text) => (text ?? '').padEnd(this.width)).join('');
  }

  /** The text of a row; null where there was none. */
  get(row: number): string | null {
    const text = this.joined.slice(row * this.width, (row + 1) * this.width).trimEnd();
    return text === '' ? null : text;
  }
}

/** Texts of few different values: one number a row. */
export class Words {
  private readonly indices = new Map<string, number>();
  private readonly texts: string[] = [];

  index(text: string | null): number {
    if (text === null || text === '') return -1;
    const found = this.indices.get(text);
    if (found !== undefined) return found;
    // A copy of its own, for the reason above.
    const copy = [...text].join('');
    this.indices.set(copy, this.texts.length);
    this.texts.push(copy);
    return this.texts.length - 1;
  }

  text(index: number): string | null {
    return this.texts[index] ?? null;
  }
}
