/** A place in a pack's source: the keys and indices that lead to it. */
export type Path = readonly (string | number)[];

/** What can be wrong with a pack. Words stand in src/explain. */
export type PackProblemCode =
  | 'not-a-map'
  | 'not-a-list'
  | 'not-a-text'
  | 'not-a-truth'
  | 'missing-key'
  | 'unknown-key'
  | 'forbidden-key'
  | 'not-one-of'
  | 'duplicate-id'
  | 'bad-id'
  | 'dangling-name'
  | 'ambiguous-name'
  | 'missing-quote'
  | 'missing-bound'
  | 'unknown-unit'
  | 'units-disagree'
  | 'bare-number'
  | 'unexpected-text'
  | 'no-such-date'
  | 'wrong-kind'
  | 'wrong-argument'
  | 'missing-option'
  | 'bad-band'
  | 'too-many-choices'
  | 'too-many-conditions'
  | 'several-totals'
  | 'circular-name'
  | 'quotient-not-exact'
  | 'beyond-exact'
  | 'period-reversed'
  | 'other-edition'
  | 'no-such-figure'
  | 'several-figures'
  | 'missing-source'
  | 'nothing-changed';

/** One fault of a pack: where, what, and the data its sentence needs. */
export interface PackProblem {
  readonly code: PackProblemCode;
  readonly path: Path;
  /** Line in the pack's file, from 1, where it is known. */
  readonly line?: number;
  readonly data: Readonly<Record<string, string>>;
}

/** Tells the line of a place in the source. */
export type Locate = (path: Path) => number | undefined;

const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

const shape = (keys: readonly string[]): string => `{ ${keys.map((key) => `${key}: …`).join(', ')} }`;

/** Walks a pack's source, noting each fault with its place instead of stopping at the first. */
export class SourceReader {
  readonly problems: PackProblem[] = [];
  /** Names whose declaration is at fault: that fault stands, so that they are not defined is not said once more wherever they are used. */
  readonly refused = new Set<string>();
  constructor(private readonly locate: Locate) {}

  report(code: PackProblemCode, path: Path, data: Readonly<Record<string, string>> = {}): void {
    const follows = code === 'dangling-name' ? data.name : code === 'wrong-argument' ? data.found : undefined;
    if (follows !== undefined && this.refused.has(follows)) return;
    const line = this.locate(path);
    this.problems.push(line === undefined ? { code, path, data } : { code, path, line, data });
  }

  /**
   * A map with only the keys named; null (and a fault) where it is none. Where the writer chooses the keys, `inner` are those of each entry,
   * for the fault's example.
   */
  map(value: unknown, path: Path, allowed?: readonly string[], inner?: readonly string[]): ReadonlyMap<string, unknown> | null {
    if (value === undefined && path.length > 0) {
      this.report('missing-key', path.slice(0, -1), { key: String(path.at(-1)) });
      return null;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const example = allowed ? shape(allowed) : `{ …: ${inner ? shape(inner) : '…'} }`;
      this.report('not-a-map', path, { example });
      return null;
    }
    const entries = new Map<string, unknown>();
    for (const [key, item] of Object.entries(value)) {
      if (forbidden.has(key)) this.report('forbidden-key', [...path, key], { key });
      else if (allowed && !allowed.includes(key)) this.report('unknown-key', [...path, key], { key, allowed: allowed.join(', ') });
      else entries.set(key, item);
    }
    return entries;
  }

  list(value: unknown, path: Path): readonly unknown[] {
    if (Array.isArray(value)) return value;
    if (value === undefined && path.length > 0) this.report('missing-key', path.slice(0, -1), { key: String(path.at(-1)) });
    else this.report('not-a-list', path);
    return [];
  }

  /** A non-empty text; null and a fault where it is missing or something else. */
  text(from: ReadonlyMap<string, unknown>, key: string, path: Path): string | null {
    const value = from.get(key);
    if (value === undefined || value === null || value === '') {
      this.report(key === 'quote' ? 'missing-quote' : 'missing-key', path, { key });
      return null;
    }
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    this.report('not-a-text', [...path, key], { key });
    return null;
  }

  optionalText(from: ReadonlyMap<string, unknown>, key: string, path: Path, otherwise: string): string {
    return from.get(key) === undefined ? otherwise : (this.text(from, key, path) ?? otherwise);
  }

  truth(from: ReadonlyMap<string, unknown>, key: string, path: Path, otherwise: boolean): boolean {
    const value = from.get(key);
    if (value === undefined) return otherwise;
    if (typeof value === 'boolean') return value;
    this.report('not-a-truth', [...path, key], { key });
    return otherwise;
  }

  texts(from: ReadonlyMap<string, unknown>, key: string, path: Path): string[] {
    const value = from.get(key);
    if (value === undefined) return [];
    const texts: string[] = [];
    for (const [index, item] of this.list(value, [...path, key]).entries()) {
      if (typeof item === 'string') texts.push(item);
      else if (typeof item === 'number') texts.push(String(item));
      else this.report('not-a-text', [...path, key, index], { key });
    }
    return texts;
  }

  oneOf<T extends string>(from: ReadonlyMap<string, unknown>, key: string, path: Path, options: readonly T[], otherwise?: T): T | null {
    const value = from.get(key);
    if (value === undefined && otherwise !== undefined) return otherwise;
    const found = options.find((option) => option === value);
    if (found === undefined) this.report('not-one-of', [...path, key], { key, options: options.join(', '), found: String(value) });
    return found ?? null;
  }
}
