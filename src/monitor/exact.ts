import { decimalText, readDecimal } from '../engine';

/** An exact decimal: units × 10^power. */
export interface Exact {
  readonly units: bigint;
  readonly power: number;
}

/** Reads decimal text; null where it is no number. */
export function exact(text: string): Exact | null {
  const read = readDecimal(text.trim());
  return read === null ? null : { units: BigInt(read.digits), power: read.power };
}

/** Reads an amount that is one by its maker's promise; a text that is no number is a RangeError. */
export function exactOf(text: string): Exact {
  const value = exact(text);
  if (value === null) throw new RangeError(`no number: ${text}`);
  return value;
}

/** A whole number as an exact one. */
export function whole(value: number): Exact {
  return { units: BigInt(value), power: 0 };
}

/** Nothing: the start of a sum. */
export const nothing: Exact = { units: 0n, power: 0 };

function aligned(left: Exact, right: Exact): readonly [bigint, bigint, number] {
  const power = Math.min(left.power, right.power);
  return [left.units * 10n ** BigInt(left.power - power), right.units * 10n ** BigInt(right.power - power), power];
}

/** left + right. */
export function plus(left: Exact, right: Exact): Exact {
  const [a, b, power] = aligned(left, right);
  return { units: a + b, power };
}

/** left − right. */
export function minus(left: Exact, right: Exact): Exact {
  const [a, b, power] = aligned(left, right);
  return { units: a - b, power };
}

/** left × right. */
export function times(left: Exact, right: Exact): Exact {
  return { units: left.units * right.units, power: left.power + right.power };
}

/** value × 10^places. */
export function shift(value: Exact, places: number): Exact {
  return { units: value.units, power: value.power + places };
}

/** −1, 0 or 1: how left stands to right. */
export function compare(left: Exact, right: Exact): -1 | 0 | 1 {
  const [a, b] = aligned(left, right);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** −1, 0 or 1. */
export function sign(value: Exact): -1 | 0 | 1 {
  return value.units < 0n ? -1 : value.units > 0n ? 1 : 0;
}

/** Exact decimal text, no exponent, no trailing zeros. */
export function textOf(value: Exact): string {
  return decimalText(value.units, value.power);
}

/** top ÷ bottom for display, rounded half away from zero (`down`: towards zero) to `decimals`; `bottom` is not zero. */
export function quotientText(top: Exact, bottom: Exact, decimals: number, rounding: 'half' | 'down' = 'half'): string {
  const places = top.power - bottom.power + decimals;
  const numerator = top.units * (places > 0 ? 10n ** BigInt(places) : 1n);
  const denominator = bottom.units * (places < 0 ? 10n ** BigInt(-places) : 1n);
  const negative = numerator < 0n !== denominator < 0n;
  const a = numerator < 0n ? -numerator : numerator;
  const b = denominator < 0n ? -denominator : denominator;
  const rounded = rounding === 'down' ? a / b : (2n * a + b) / (2n * b);
  return decimalText(negative ? -rounded : rounded, -decimals);
}

/** The exact sum of decimal texts, times 10^places. A text that is no number is a RangeError. */
export function sumText(texts: readonly string[], places = 0): string {
  return textOf(
    shift(
      texts.reduce((total, text) => plus(total, exactOf(text)), nothing),
      places,
    ),
  );
}
