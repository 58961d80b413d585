import { compare, minus, nothing, plus, sign, times, whole, type Exact } from './exact';

/** An industry as the documents name it, with the codes and words under which ledgers keep it. */
interface Industry {
  readonly name: string;
  /** GB/T 4754-2017, two to four digits. */
  readonly codes: readonly string[];
  readonly words: readonly string[];
  readonly doubts: readonly string[];
}

/** Industries of the documents ↔ codes and words of ledgers; a proposal (待确认) until an officer confirms it. */
export interface IndustryMap {
  readonly status: string;
  readonly standard: string;
  readonly industries: readonly Industry[];
}

/** What is wrong with an industry map. */
export interface MapProblem {
  readonly code: 'no-industries' | 'no-name' | 'bad-code' | 'code-twice' | 'word-twice';
  readonly text: string;
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string' && one !== '') : [];
}

/** Checks an industry map as read from YAML or JSON: a code or word that stands under two industries is refused. */
export function readIndustryMap(source: unknown): { readonly map: IndustryMap; readonly problems: readonly MapProblem[] } {
  const problems: MapProblem[] = [];
  const fields: Readonly<Record<string, unknown>> =
    typeof source === 'object' && source !== null && !Array.isArray(source) ? { ...source } : {};
  const listed: readonly unknown[] = Array.isArray(fields['industries']) ? fields['industries'] : [];
  const industries = listed.map((one): Industry => {
    const row: Readonly<Record<string, unknown>> = typeof one === 'object' && one !== null ? { ...one } : {};
    const name = typeof row['name'] === 'string' ? row['name'] : '';
    if (name === '') problems.push({ code: 'no-name', text: '' });
    return { name, codes: texts(row['codes']), words: texts(row['words']), doubts: texts(row['doubts']) };
  });
  if (industries.length === 0) problems.push({ code: 'no-industries', text: '' });
  const codes = new Set<string>();
  const words = new Set<string>();
  for (const industry of industries) {
    for (const code of industry.codes) {
      if (!/^\d{2,4}$/.test(code)) problems.push({ code: 'bad-code', text: `${industry.name} ${code}` });
      if (codes.has(code)) problems.push({ code: 'code-twice', text: code });
      codes.add(code);
    }
    for (const word of industry.words.map(plain)) {
      if (words.has(word)) problems.push({ code: 'word-twice', text: word });
      words.add(word);
    }
  }
  const status = typeof fields['status'] === 'string' ? fields['status'] : '';
  const standard = typeof fields['standard'] === 'string' ? fields['standard'] : '';
  return { map: { status, standard, industries }, problems };
}

/** Where an enterprise falls: by its code, by the word in its industry column, or why nowhere. */
export interface Fall {
  readonly industry: string | null;
  readonly by: 'code' | 'word' | 'blank' | 'unknown' | 'conflict';
  /** For a conflict: what code and word say. */
  readonly says: readonly string[];
}

/** Finds the industry of a row. The longest code that fits decides; code and word at odds decide nothing. */
export class IndustryFinder {
  private readonly codes = new Map<string, string>();
  private readonly words = new Map<string, string>();

  constructor(readonly map: IndustryMap) {
    for (const industry of map.industries) {
      for (const code of industry.codes) this.codes.set(code, industry.name);
      for (const word of [industry.name, ...industry.words]) if (!this.words.has(plain(word))) this.words.set(plain(word), industry.name);
    }
  }

  /** By a code such as `3611`, `C3611`, `C36 汽车制造业`. */
  private byCode(text: string): string | null {
    const digits = /^[A-T]?(\d{2,4})(?!\d)/i.exec(text.normalize('NFKC').trim())?.[1];
    for (let length = digits === undefined ? 0 : digits.length; length >= 2; length -= 1) {
      const found = this.codes.get(digits?.slice(0, length) ?? '');
      if (found !== undefined) return found;
    }
    return null;
  }

  /** The industry of a row by its industry code and its industry word, each "" where blank. */
  find(code: string, word: string): Fall {
    // A word column may hold a code, and the other way round.
    const byCode = code.trim() === '' ? null : (this.byCode(code) ?? this.words.get(plain(code)) ?? null);
    const byWord = word.trim() === '' ? null : (this.words.get(plain(word)) ?? this.byCode(word));
    if (byCode !== null && byWord !== null && byCode !== byWord) return { industry: null, by: 'conflict', says: [byCode, byWord] };
    if (byCode !== null) return { industry: byCode, by: 'code', says: [] };
    if (byWord !== null) return { industry: byWord, by: 'word', says: [] };
    return { industry: null, by: code.trim() === '' && word.trim() === '' ? 'blank' : 'unknown', says: [] };
  }
}

/** Sums of one industry's two figures. A row with a figure missing is counted, never taken as 0. */
export interface IndustrySum {
  readonly industry: string;
  /** Rows with both figures, and their sums. */
  readonly rows: number;
  readonly now: Exact;
  readonly before: Exact;
  /** Rows without the figure of this year, and what they had last year. */
  readonly withoutNow: number;
  readonly beforeOfWithoutNow: Exact;
  /** Rows without last year's figure, and what they have now. */
  readonly withoutBefore: number;
  readonly nowOfWithoutBefore: Exact;
  readonly withoutBoth: number;
}

/** Adds up one industry. */
export class IndustryAdder {
  private rows = 0;
  private now = nothing;
  private before = nothing;
  private withoutNow = 0;
  private beforeOfWithoutNow = nothing;
  private withoutBefore = 0;
  private nowOfWithoutBefore = nothing;
  private withoutBoth = 0;

  constructor(private readonly industry: string) {}

  /** One enterprise; null is missing. */
  add(now: Exact | null, before: Exact | null): void {
    if (now !== null && before !== null) {
      this.rows += 1;
      this.now = plus(this.now, now);
      this.before = plus(this.before, before);
    } else if (before !== null) {
      this.withoutNow += 1;
      this.beforeOfWithoutNow = plus(this.beforeOfWithoutNow, before);
    } else if (now !== null) {
      this.withoutBefore += 1;
      this.nowOfWithoutBefore = plus(this.nowOfWithoutBefore, now);
    } else this.withoutBoth += 1;
  }

  sum(): IndustrySum {
    const { industry, rows, now, before, withoutNow, beforeOfWithoutNow, withoutBefore, nowOfWithoutBefore, withoutBoth } = this;
    return { industry, rows, now, before, withoutNow, beforeOfWithoutNow, withoutBefore, nowOfWithoutBefore, withoutBoth };
  }
}

/** now ≥ (or >) before × (100 + percent) %, multiplied out; `before` > 0. */
function grows(now: Exact, before: Exact, percent: Exact, strictly: boolean): boolean {
  const order = compare(times(now, whole(100)), times(before, plus(whole(100), percent)));
  return strictly ? order > 0 : order >= 0;
}

/**
 * Whether an industry's sums reach a growth, whatever the missing figures are (figures are never below 0): true, false, or open.
 * Missing this year's figures can only add; missing last year's can only take away.
 */
export function sumReaches(sum: IndustrySum, percent: Exact, strictly: boolean): boolean | 'open' {
  const before = plus(sum.before, sum.beforeOfWithoutNow);
  const now = plus(sum.now, sum.nowOfWithoutBefore);
  const openNow = sum.withoutNow + sum.withoutBoth > 0;
  const openBefore = sum.withoutBefore + sum.withoutBoth > 0;
  if (sum.rows + sum.withoutNow + sum.withoutBefore === 0) return 'open';
  // Growth over nothing is undefined.
  if (sign(before) <= 0) return 'open';
  const reached = grows(now, before, percent, strictly);
  if (reached) return openBefore ? 'open' : true;
  return openNow ? 'open' : false;
}

/** before × (100 + percent) % − now: what is missing to a growth, exact; below 0 what stands above it. */
export function shortOf(now: Exact, before: Exact, percent: Exact): Exact {
  const required = times(before, plus(whole(100), percent));
  return minus({ units: required.units, power: required.power - 2 }, now);
}
