import { tenTo } from '../decimal';
import type { ExactNumber } from '../tree';
import type { Integer } from './core';

/** An integer of 10^power, with the bound of its magnitude. */
export interface Scaled {
  readonly value: Integer;
  readonly power: number;
  readonly bound: bigint;
}

/** A constant of the core. */
export function constant(value: bigint): Integer {
  return { op: 'constant', value };
}

/** An exact number as an integer with its own power. */
export function exact(value: ExactNumber): Scaled {
  const digits = BigInt(value.digits);
  return { value: constant(digits), power: value.power, bound: digits < 0n ? -digits : digits };
}

/** Arithmetic of scaled integers that loses no digit, and remembers the largest magnitude anything may reach. */
export class ScaledArithmetic {
  protected largest = 0n;
  /** What is being lowered, to name the place of a bound that is too large. */
  protected place = '';
  protected largestAt = '';

  protected seen(scaled: Scaled): Scaled {
    if (scaled.bound > this.largest) {
      this.largest = scaled.bound;
      this.largestAt = this.place;
    }
    return scaled;
  }

  protected rescale(scaled: Scaled, power: number): Scaled {
    if (scaled.power === power) return scaled;
    if (scaled.power < power) throw new Error('rescaling would lose digits');
    const factor = tenTo(scaled.power - power);
    const value: Integer =
      scaled.value.op === 'constant'
        ? constant(scaled.value.value * factor)
        : { op: 'multiply', left: scaled.value, right: constant(factor) };
    return this.seen({ value, power, bound: scaled.bound * factor });
  }

  /** Both at the lower of their powers. */
  protected level(a: Scaled, b: Scaled): readonly [Scaled, Scaled] {
    const power = Math.min(a.power, b.power);
    return [this.rescale(a, power), this.rescale(b, power)];
  }

  protected combine(op: 'add' | 'subtract' | 'min' | 'max', a: Scaled, b: Scaled): Scaled {
    const [left, right] = this.level(a, b);
    const bound = op === 'min' || op === 'max' ? (left.bound > right.bound ? left.bound : right.bound) : left.bound + right.bound;
    return this.seen({ value: { op, left: left.value, right: right.value }, power: left.power, bound });
  }

  protected times(a: Scaled, b: Scaled): Scaled {
    const one = (scaled: Scaled): boolean => scaled.value.op === 'constant' && scaled.value.value === 1n;
    const power = a.power + b.power;
    if (one(a)) return { ...b, power };
    if (one(b)) return { ...a, power };
    if (a.value.op === 'constant' && b.value.op === 'constant')
      return this.seen({ value: constant(a.value.value * b.value.value), power, bound: a.bound * b.bound });
    return this.seen({ value: { op: 'multiply', left: a.value, right: b.value }, power, bound: a.bound * b.bound });
  }
}

/** 1 ÷ divisor as factor × 10^power; null where that has no end. */
export function decimalInverse(divisor: bigint): { factor: bigint; power: number } | null {
  if (divisor <= 0n) return null;
  let rest = divisor;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  if (rest !== 1n) return null;
  const digits = Math.max(twos, fives);
  return { factor: tenTo(digits) / divisor, power: -digits };
}

/** Both sides of a comparison, divided by the largest constant that both are multiplied by. */
export function inLowestTerms(left: Integer, right: Integer): { readonly left: Integer; readonly right: Integer } {
  const divisor = commonFactor(left, right);
  return divisor > 1n ? { left: divided(left, divisor), right: divided(right, divisor) } : { left, right };
}

function factorOf(value: Integer): bigint {
  if (value.op === 'constant') return value.value < 0n ? -value.value : value.value;
  if (value.op === 'multiply') return factorOf(value.left) * factorOf(value.right);
  return 1n;
}

/** The largest constant both sides of a comparison are multiplied by. */
function commonFactor(left: Integer, right: Integer): bigint {
  const reducible = (value: Integer): boolean =>
    value.op === 'constant' || (value.op === 'multiply' && (value.left.op === 'constant' || value.right.op === 'constant'));
  if (!reducible(left) || !reducible(right)) return 1n;
  let [a, b] = [constantFactor(left), constantFactor(right)];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

function constantFactor(value: Integer): bigint {
  if (value.op === 'constant') return factorOf(value);
  if (value.op === 'multiply' && value.left.op === 'constant') return factorOf(value.left);
  if (value.op === 'multiply' && value.right.op === 'constant') return factorOf(value.right);
  return 1n;
}

function divided(value: Integer, by: bigint): Integer {
  if (value.op === 'constant') return constant(value.value / by);
  if (value.op === 'multiply') {
    const side = value.left.op === 'constant' ? value.left : value.right.op === 'constant' ? value.right : null;
    if (side === null) return value;
    const other = side === value.left ? value.right : value.left;
    const factor = side.value / by;
    return factor === 1n ? other : { op: 'multiply', left: other, right: constant(factor) };
  }
  return value;
}
