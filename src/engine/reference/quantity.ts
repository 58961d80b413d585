import { compareRatios, inverse, negated, nothing, plus, times, type Bound, type Ratio } from './ratio';
import type { Reason } from '../verdict';

// Ranges of what is still open.

/** A number that is known (no reasons, low = high), or what can still be said of it and what it waits for. */
export interface Quantity {
  readonly low: Bound;
  readonly high: Bound;
  readonly reasons: ReadonlySet<Reason>;
}

const noReasons: ReadonlySet<Reason> = new Set();

/** A number that waits for nothing. */
export function known(value: Ratio): Quantity {
  return { low: value, high: value, reasons: noReasons };
}

/** All of these reasons. */
export function union(...sets: readonly ReadonlySet<Reason>[]): ReadonlySet<Reason> {
  return new Set(sets.flatMap((set) => [...set]));
}

/** Below zero, zero or above as `a` is below, at or above `b`. */
export function compareBounds(a: Bound, b: Bound): number {
  if (a === b) return 0;
  if (a === '-∞' || b === '+∞') return -1;
  if (a === '+∞' || b === '-∞') return 1;
  return compareRatios(a, b);
}

/** The least of at least one. */
export function lowest(bounds: readonly Bound[]): Bound {
  return bounds.reduce((a, b) => (compareBounds(b, a) < 0 ? b : a));
}

/** The greatest of at least one. */
export function highest(bounds: readonly Bound[]): Bound {
  return bounds.reduce((a, b) => (compareBounds(b, a) > 0 ? b : a));
}

/** A sum; an end without limit stays without. */
export function addBounds(a: Bound, b: Bound): Bound {
  if (typeof a === 'string') return a;
  if (typeof b === 'string') return b;
  return plus(a, b);
}

function negateBound(a: Bound): Bound {
  if (a === '+∞') return '-∞';
  return a === '-∞' ? '+∞' : negated(a);
}

/** −1, 0 or 1. */
export function signOf(a: Bound): number {
  if (typeof a === 'string') return a === '+∞' ? 1 : -1;
  return a.above.isZero() ? 0 : a.above.isNegative() ? -1 : 1;
}

function multiplyBounds(a: Bound, b: Bound): Bound {
  if (typeof a !== 'string' && typeof b !== 'string') return times(a, b);
  const sign = signOf(a) * signOf(b);
  return sign === 0 ? nothing : sign > 0 ? '+∞' : '-∞';
}

/** The range of a sum. */
export function sumOf(a: Quantity, b: Quantity): Quantity {
  return { low: addBounds(a.low, b.low), high: addBounds(a.high, b.high), reasons: union(a.reasons, b.reasons) };
}

/** The range with its sign turned. */
export function opposite(a: Quantity): Quantity {
  return { low: negateBound(a.high), high: negateBound(a.low), reasons: a.reasons };
}

/** The range of a product: its ends are among the products of the ends. */
export function productOf(a: Quantity, b: Quantity): Quantity {
  const corners = [a.low, a.high].flatMap((x) => [b.low, b.high].map((y) => multiplyBounds(x, y)));
  return { low: lowest(corners), high: highest(corners), reasons: union(a.reasons, b.reasons) };
}

/** The range of 1 ÷ a. A recorded 0 is our own fault: a base asks for more than 0 first. */
export function inverseOf(a: Quantity): Quantity {
  const low = signOf(a.low);
  const high = signOf(a.high);
  if (low === 0 && high === 0 && a.reasons.size === 0) throw new Error('division by a recorded 0');
  if (low < 0 && high > 0) return { low: '-∞', high: '+∞', reasons: a.reasons };
  const flip = (bound: Bound, atZero: Bound): Bound =>
    typeof bound === 'string' ? nothing : bound.above.isZero() ? atZero : inverse(bound);
  return { low: flip(a.high, '-∞'), high: flip(a.low, '+∞'), reasons: a.reasons };
}

/** The range of the least of several. */
export function smallest(items: readonly Quantity[]): Quantity {
  return {
    low: lowest(items.map((item) => item.low)),
    high: lowest(items.map((item) => item.high)),
    reasons: union(...items.map((item) => item.reasons)),
  };
}

/** The range of the greatest of several. */
export function greatest(items: readonly Quantity[]): Quantity {
  return {
    low: highest(items.map((item) => item.low)),
    high: highest(items.map((item) => item.high)),
    reasons: union(...items.map((item) => item.reasons)),
  };
}

/** One of several, and what decides which is still open. */
export function eitherOf(items: readonly Quantity[], reasons: ReadonlySet<Reason>): Quantity {
  return {
    low: lowest(items.map((item) => item.low)),
    high: highest(items.map((item) => item.high)),
    reasons: union(reasons, ...items.map((item) => item.reasons)),
  };
}
