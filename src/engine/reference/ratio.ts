import { Decimal as Base } from 'decimal.js';
import type { ExactNumber } from '../tree';

// The only file that imports decimal.js, through clones of its own.

/** Wide enough that no sum or product of figures of 400 digits is ever rounded. */
export const Decimal = Base.clone({
  precision: 20_000,
  rounding: Base.ROUND_HALF_UP,
  minE: -9e15,
  maxE: 9e15,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});
/** A decimal number of any size. */
export type Decimal = Base;
/** For the one place where a ratio is written out: an amount that does not end within these digits has no exact text. */
const Quotient = Base.clone({ precision: 2_000, rounding: Base.ROUND_DOWN, toExpNeg: -9e15, toExpPos: 9e15 });

/** 0. */
export const zero = new Decimal(0);
/** 1. */
export const one = new Decimal(1);

/** `above` ÷ `below`, never divided out; `below` > 0. */
export interface Ratio {
  readonly above: Decimal;
  readonly below: Decimal;
}

/** An end of a range. */
export type Bound = Ratio | '+∞' | '-∞';

/** A ratio with its sign above. */
export function ratio(above: Decimal, below: Decimal = one): Ratio {
  return below.isNegative() ? { above: above.negated(), below: below.negated() } : { above, below };
}

/** The ratio 0. */
export const nothing = ratio(zero);

/** A number of the pack. */
export function exact(value: ExactNumber): Ratio {
  return ratio(shifted(new Decimal(value.digits), value.power));
}

/** Times 10^power. */
export function shifted(value: Decimal, power: number): Decimal {
  return value.times(new Decimal(`1e${power}`));
}

/** Over one denominator; never shortened. */
export function plus(a: Ratio, b: Ratio): Ratio {
  if (a.below.eq(b.below)) return ratio(a.above.plus(b.above), a.below);
  return ratio(a.above.times(b.below).plus(b.above.times(a.below)), a.below.times(b.below));
}

/** Below zero for above. */
export function negated(a: Ratio): Ratio {
  return { above: a.above.negated(), below: a.below };
}

/** Numerators and denominators each multiplied. */
export function times(a: Ratio, b: Ratio): Ratio {
  return ratio(a.above.times(b.above), a.below.times(b.below));
}

/** The other way up; not for 0. */
export function inverse(a: Ratio): Ratio {
  return ratio(a.below, a.above);
}

/** Below zero, zero or above as `a` is below, at or above `b`: multiplied out, never divided. */
export function compareRatios(a: Ratio, b: Ratio): number {
  return a.above.times(b.below).cmp(b.above.times(a.below));
}

/** Half away from zero, to a multiple of `step`. */
export function roundedTo(a: Ratio, step: Ratio): Ratio {
  const quotient = times(a, inverse(step));
  const size = quotient.above.abs();
  // The whole part by integer division, the half by doubling the remainder: no quotient is ever written out.
  const whole = size.divToInt(quotient.below);
  const rest = size.minus(whole.times(quotient.below));
  const up = rest.times(2).gte(quotient.below) ? whole.plus(one) : whole;
  return times(ratio(quotient.above.isNegative() ? up.negated() : up), step);
}

/** The greatest whole number not above. */
export function floored(a: Ratio): Ratio {
  const whole = a.above.abs().divToInt(a.below);
  if (!a.above.isNegative()) return ratio(whole);
  return ratio(whole.times(a.below).eq(a.above.abs()) ? whole.negated() : whole.negated().minus(one));
}

/** Digits after the point to which an output that has no end is written. */
const outputPlaces = 12;

/** Decimal text of an output; a quotient of two figures is cut off after twelve places. */
export function outputText(a: Ratio): string {
  const scale = new Decimal(`1e${outputPlaces}`);
  const whole = a.above.abs().times(scale).divToInt(a.below);
  const cut = (a.above.isNegative() ? whole.negated() : whole).div(scale);
  return a.below.eq(one) ? textOf(a) : cut.isZero() ? '0' : cut.toFixed();
}

/** Exact decimal text without exponent or trailing zeros. */
export function textOf(a: Ratio): string {
  const value = a.below.eq(one) ? a.above : new Decimal(new Quotient(a.above).div(a.below));
  if (!value.times(a.below).eq(a.above)) throw new Error(`no exact decimal: ${a.above.toString()} / ${a.below.toString()}`);
  return value.isZero() ? '0' : value.toFixed();
}
