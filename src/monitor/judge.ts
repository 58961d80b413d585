import { compare, exact, minus, quotientText, sign, textOf, times, whole, type Exact } from './exact';
import type { Reported } from './figures';
import { shortOf, sumReaches, type IndustrySum } from './industry';
import type { Indicator, Register, Rhythm } from './register';

/**
 * How an indicator stands: met, short, over (more than it may be), none (no figure yet), open (what is known does not decide it),
 * officer (左右: the text leaves the width open), noTarget (the text gives no figure to reach), recorded (never judged).
 */
export type Status = 'met' | 'short' | 'over' | 'none' | 'open' | 'officer' | 'noTarget' | 'recorded';

/** Why a figure decides nothing. */
export type Because = 'no-base' | 'missing-figures' | 'no-rows';

/** How one part of an indicator (a city, or the whole) stands. */
export interface JudgedPart {
  readonly part: string | null;
  readonly status: Status;
  readonly because: Because | null;
  /** Where the figure comes from. */
  readonly basis: 'reported' | 'pair' | 'ledger' | null;
  /** The actual figure in the indicator's unit, or an ISO day. */
  readonly actual: string | null;
  /** `actual` was divided and rounded for display; the decision was exact. */
  readonly rounded: boolean;
  /** How much is missing, in the indicator's unit (percentage points for %, days for a date); above 0 short, below 0 beyond. Null where nothing is to be said. */
  readonly gap: string | null;
  readonly gapRounded: boolean;
  /** For a growth of sums: what this year's sum lacks, exact, in the unit of the sums. */
  readonly sumGap: string | null;
  readonly now: string | null;
  readonly before: string | null;
  /** How far, 0 to 100, rounded down; 100 only where it is met. Null where it has no sense. */
  readonly progress: number | null;
  /** Rows of the ledger that lack a figure. */
  readonly incomplete: number;
  readonly source: string | null;
}

/** An indicator with how it stands. */
export interface Judged {
  readonly indicator: Indicator;
  /** What is required: decimal text or an ISO day; for a rhythm the number of times its period holds. Null where the text gives none. */
  readonly required: string | null;
  readonly status: Status;
  /** One for the whole, or one a part. */
  readonly parts: readonly JudgedPart[];
  /** Parts that the text names and nobody reported. */
  readonly unreported: readonly string[];
}

/** How often a rhythm comes round within its days, both ends counted, broken ones left out: 旬 are 1–10, 11–20, 21–end. */
export function timesOf(every: Rhythm, from: string, to: string): number {
  const first = Date.parse(`${from}T00:00:00Z`);
  const last = Date.parse(`${to}T00:00:00Z`);
  const day = 86_400_000;
  if (every === '日') return Math.round((last - first) / day) + 1;
  let count = 0;
  // A span counts where its first day and its last day both lie within.
  let start = first;
  for (let at = first; at <= last; at += day) {
    const date = new Date(at);
    const next = new Date(at + day);
    const d = date.getUTCDate();
    const begins = every === '旬' ? d === 1 || d === 11 || d === 21 : d === 1 && (every === '月' || date.getUTCMonth() % 3 === 0);
    if (begins) start = at;
    const ends =
      every === '旬'
        ? d === 10 || d === 20 || next.getUTCDate() === 1
        : next.getUTCDate() === 1 && (every === '月' || next.getUTCMonth() % 3 === 0);
    if (!ends) continue;
    const startDate = new Date(start).getUTCDate();
    const wholeSpan = every === '旬' ? startDate === 1 || startDate === 11 || startDate === 21 : startDate === 1;
    const quarterStart = every !== '季度' || new Date(start).getUTCMonth() % 3 === 0;
    if (wholeSpan && quarterStart) count += 1;
    start = at + day;
  }
  return count;
}

const emptyPart: Omit<JudgedPart, 'status'> = {
  part: null,
  because: null,
  basis: null,
  actual: null,
  rounded: false,
  gap: null,
  gapRounded: false,
  sumGap: null,
  now: null,
  before: null,
  progress: null,
  incomplete: 0,
  source: null,
};

/** How a figure stands to what is required. */
function statusOf(indicator: Indicator, order: -1 | 0 | 1, mostOrder: -1 | 0 | 1 | null): Status {
  switch (indicator.compare) {
    case '>=':
      return order >= 0 ? 'met' : 'short';
    case '>':
      return order > 0 ? 'met' : 'short';
    case '<=':
      return order <= 0 ? 'met' : 'over';
    case '=':
      return order === 0 ? 'met' : order < 0 ? 'short' : 'over';
    case 'between':
      return order < 0 ? 'short' : mostOrder === 1 ? 'over' : 'met';
    case 'about':
      return order === 0 ? 'met' : 'officer';
    case 'none':
      return 'recorded';
  }
}

/** top ÷ bottom in percent, down to whole ones and never 100 unless met. */
function progressOf(top: Exact, bottom: Exact, status: Status): number | null {
  if (status === 'met') return 100;
  if (sign(bottom) <= 0) return null;
  if (sign(top) <= 0) return 0;
  const percent = Number(quotientText(times(top, whole(100)), bottom, 0, 'down'));
  return Math.min(percent, 99);
}

/** A quotient × 100 for display, with so many digits that rounding never hides on which side of `limit` it stands. */
function shownPercent(top: Exact, bottom: Exact, limit: Exact | null): { readonly text: string; readonly rounded: boolean } {
  const hundred = times(top, whole(100));
  for (let decimals = 2; ; decimals += 2) {
    const text = quotientText(hundred, bottom, decimals);
    const value = exact(text);
    if (value === null) return { text, rounded: true };
    const isExact = compare(times(value, bottom), hundred) === 0;
    const hides = limit !== null && !isExact && compare(value, limit) === 0;
    if (!hides || decimals >= 40) return { text, rounded: !isExact };
  }
}

/** A figure that is given as it is. */
function judgeFigure(indicator: Indicator, required: Exact | null, actual: Exact, base: Partial<JudgedPart>): JudgedPart {
  const part = { ...emptyPart, ...base, actual: textOf(actual) };
  if (indicator.compare === 'none') return { ...part, status: 'recorded' };
  if (required === null) return { ...part, status: 'noTarget' };
  const most = indicator.most === null ? null : exact(indicator.most);
  const status = statusOf(indicator, compare(actual, required), most === null ? null : compare(actual, most));
  const against = status === 'over' && most !== null ? most : required;
  // For a ceiling (fund, cost) the bar shows what of it is used.
  const progress = indicator.compare === '<=' ? null : progressOf(actual, required, status);
  return { ...part, status, gap: textOf(minus(against, actual)), progress };
}

/** A figure that is one sum over another: growth, ratio or share. */
function judgePair(indicator: Indicator, required: Exact | null, now: Exact, before: Exact, base: Partial<JudgedPart>): JudgedPart {
  const part = { ...emptyPart, ...base, now: textOf(now), before: textOf(before) };
  if (indicator.kind === 'increase')
    return { ...judgeFigure(indicator, required, minus(now, before), base), now: part.now, before: part.before };
  // Nothing can be said over a base of nothing.
  if (sign(before) <= 0) return { ...part, status: 'open', because: 'no-base' };
  const growth = indicator.kind === 'growth' || indicator.kind === 'industryGrowth';
  const percent = indicator.unit === '%';
  const top = growth ? minus(now, before) : now;
  const shown = percent ? shownPercent(top, before, required) : { text: quotientText(now, before, 6), rounded: true };
  const seen = { ...part, actual: shown.text, rounded: shown.rounded };
  if (required === null) return { ...seen, status: 'noTarget' };
  // top ÷ before against required, multiplied out.
  const scaled = percent ? times(top, whole(100)) : top;
  const order = compare(scaled, times(before, required));
  const status = statusOf(indicator, order, null);
  const value = exact(shown.text);
  const gap = value === null ? null : textOf(minus(required, value));
  const sumGap = growth
    ? textOf(shortOf(now, before, required))
    : textOf(minus({ ...times(before, required), power: times(before, required).power - (percent ? 2 : 0) }, now));
  return { ...seen, status, gap, gapRounded: shown.rounded, sumGap, progress: progressOf(scaled, times(before, required), status) };
}

function judgeDay(indicator: Indicator, day: string, base: Partial<JudgedPart>): JudgedPart {
  const last = indicator.value ?? '';
  const late = Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${last}T00:00:00Z`)) / 86_400_000);
  const status: Status = late <= 0 ? 'met' : 'short';
  return { ...emptyPart, ...base, status, actual: day, gap: String(-late), progress: status === 'met' ? 100 : null };
}

/** The growth of an industry by the ledger: exact over what is there, open while what is missing could change it. */
function judgeSum(indicator: Indicator, required: Exact | null, sum: IndustrySum): JudgedPart {
  const incomplete = sum.withoutNow + sum.withoutBefore + sum.withoutBoth;
  const base = { basis: 'ledger' as const, incomplete };
  if (sum.rows === 0)
    return { ...emptyPart, ...base, status: incomplete > 0 ? 'open' : 'none', because: incomplete > 0 ? 'missing-figures' : 'no-rows' };
  // Shown is the growth of the rows that have both figures; the decision takes the others' bounds in.
  const comparable = judgePair(indicator, required, sum.now, sum.before, base);
  if (required === null || incomplete === 0) return comparable;
  const reached = sumReaches(sum, required, indicator.compare === '>');
  if (reached === 'open') return { ...comparable, status: 'open', because: 'missing-figures', progress: null };
  return {
    ...comparable,
    status: reached ? 'met' : 'short',
    gap: null,
    sumGap: null,
    progress: reached ? 100 : comparable.progress === 100 ? 99 : comparable.progress,
  };
}

/** What the whole is when each part stands by itself: the worst of them, and none while a part is not reported. */
function together(parts: readonly JudgedPart[], unreported: readonly string[]): Status {
  const order: readonly Status[] = ['over', 'short', 'open', 'officer', 'noTarget'];
  const worst = order.find((status) => parts.some((part) => part.status === status));
  if (worst === 'short' || worst === 'over') return worst;
  if (unreported.length > 0) return 'none';
  return worst ?? parts[0]?.status ?? 'none';
}

/** Judges every indicator of a register by reported figures and, where there are none, by the ledger's sums. */
export function judgeIndicators(
  register: Register,
  reported: readonly Reported[],
  sums: ReadonlyMap<string, IndustrySum> | null,
): Judged[] {
  const given = new Map<string, Reported[]>();
  for (const one of reported) given.set(one.indicator, [...(given.get(one.indicator) ?? []), one]);
  return register.indicators.map((indicator) => judgeIndicator(indicator, given.get(indicator.id) ?? [], sums));
}

function requiredOf(indicator: Indicator, reported: readonly Reported[]): string | null {
  if (indicator.every !== null) {
    const [from, to] = indicator.period;
    return to === null ? null : String(timesOf(indicator.every, from, to));
  }
  if (indicator.value !== null) return indicator.value;
  const target = reported.find((one) => one.target !== null)?.target;
  return target === undefined || target === null ? null : textOf(target);
}

function judgeIndicator(indicator: Indicator, reported: readonly Reported[], sums: ReadonlyMap<string, IndustrySum> | null): Judged {
  const required = requiredOf(indicator, reported);
  const limit = indicator.kind === 'date' || required === null ? null : exact(required);
  const judge = (one: Reported): JudgedPart => {
    const base = { part: one.part, source: one.source };
    if (one.day !== null) return judgeDay(indicator, one.day, { ...base, basis: 'reported' });
    // Two sums say more than a rounded rate.
    if (one.now !== null && one.before !== null) return judgePair(indicator, limit, one.now, one.before, { ...base, basis: 'pair' });
    if (one.actual !== null) return judgeFigure(indicator, limit, one.actual, { ...base, basis: 'reported' });
    return { ...emptyPart, ...base, status: 'none' };
  };
  const parts = reported.map(judge);
  if (parts.length === 0 && indicator.ledger !== null && indicator.industry !== null && sums !== null) {
    const sum = sums.get(`${indicator.ledger}:${indicator.industry}`);
    if (sum !== undefined) parts.push(judgeSum(indicator, limit, sum));
  }
  const unreported = indicator.each.filter((name) => !parts.some((part) => part.part === name && part.status !== 'none'));
  if (parts.length === 0) return { indicator, required, status: 'none', parts: [{ ...emptyPart, status: 'none' }], unreported };
  return { indicator, required, status: together(parts, unreported), parts, unreported };
}
