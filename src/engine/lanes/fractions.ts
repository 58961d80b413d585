import type { Amount, Guard, Integer, Needs } from './core';
import { constant, exact, ScaledArithmetic, type Scaled } from './scaled';
import type { ExactNumber } from '../tree';
import type { Reason } from '../verdict';

/** Why a checked pack cannot be lowered. */
export class LoweringProblem extends Error {
  constructor(
    readonly code: 'quotient-not-exact' | 'beyond-exact',
    readonly measure: string,
    readonly detail: string,
  ) {
    super(`${code}: ${measure}: ${detail}`);
  }
}

/** A number on its way down: numerator ÷ denominator, or one of these by a choice that is settled where the number is used. */
export type Lowered =
  | { readonly kind: 'plain'; readonly numerator: Scaled; readonly denominator: Scaled | null; readonly needs: Needs }
  | { readonly kind: 'byChoice'; readonly slot: number; readonly cases: readonly (readonly [number, Lowered])[]; readonly reason: Reason };

/** A number whose way down hangs on no choice. */
export type Plain = Extract<Lowered, { kind: 'plain' }>;

/** What hangs on nothing. */
export const nothing: Needs = { slots: [], guards: [], applicable: [], branches: [] };

/** What hangs on all of these; nothing is named twice. */
export function join(...needs: readonly Needs[]): Needs {
  const guards: Guard[] = [];
  for (const guard of needs.flatMap((need) => need.guards))
    if (!guards.some((other) => other.slot === guard.slot && other.reason === guard.reason)) guards.push(guard);
  return {
    slots: [...new Set(needs.flatMap((need) => need.slots))],
    guards,
    applicable: needs.flatMap((need) => need.applicable),
    branches: [...new Set(needs.flatMap((need) => need.branches))],
  };
}

/** The needs of one slot, and of what must be above zero there. */
export function need(slot: number, ...reasons: readonly Reason[]): Needs {
  return { ...nothing, slots: [slot], guards: reasons.map((reason) => ({ slot, reason })) };
}

/** Whether anything is needed at all. */
export function hasNeeds({ slots, guards, applicable, branches }: Needs): boolean {
  return slots.length + guards.length + applicable.length + branches.length > 0;
}

/** Arithmetic of numbers on their way down: ratios stay numerator and denominator, choices stay open, needs are gathered. */
export class Fractions extends ScaledArithmetic {
  protected each(value: Lowered, f: (plain: Plain) => Lowered): Lowered {
    if (value.kind === 'plain') return f(value);
    return { ...value, cases: value.cases.map(([index, item]) => [index, this.each(item, f)] as const) };
  }

  protected pair(a: Lowered, b: Lowered, f: (a: Plain, b: Plain) => Lowered): Lowered {
    return this.each(a, (left) => this.each(b, (right) => f(left, right)));
  }

  protected plain(numerator: Scaled, needs: Needs, denominator: Scaled | null = null): Plain {
    return { kind: 'plain', numerator, denominator, needs };
  }

  /** The product of both denominators; null is 1. */
  private denominator({ denominator: a }: Plain, { denominator: b }: Plain): Scaled | null {
    return a === null ? b : b === null ? a : this.times(a, b);
  }

  protected sum(op: 'add' | 'subtract' | 'min' | 'max', a: Plain, b: Plain): Plain {
    const needs = join(a.needs, b.needs);
    if (a.denominator === null && b.denominator === null) return this.plain(this.combine(op, a.numerator, b.numerator), needs);
    const across = (x: Plain, y: Plain): Scaled => (y.denominator === null ? x.numerator : this.times(x.numerator, y.denominator));
    return this.plain(this.combine(op, across(a, b), across(b, a)), needs, this.denominator(a, b));
  }

  protected product(a: Plain, b: Plain): Plain {
    return this.plain(this.times(a.numerator, b.numerator), join(a.needs, b.needs), this.denominator(a, b));
  }

  protected quotient(a: Plain, b: Plain, measure: string): Plain {
    if (
      b.numerator.value.op !== 'constant' &&
      b.needs.guards.every((guard) => {
        const { value } = b.numerator;
        return (value.op !== 'slot' && value.op !== 'guarded') || guard.slot !== value.slot;
      })
    )
      throw new LoweringProblem('quotient-not-exact', measure, 'a divisor is a constant or BASE(…)');
    const inverse = this.plain(b.denominator === null ? { value: constant(1n), power: 0, bound: 1n } : b.denominator, b.needs, b.numerator);
    return this.product(a, inverse);
  }

  /** Amounts at one power. */
  protected levelled(amounts: readonly Amount[]): Amount[] {
    const power = Math.min(...amounts.map((amount) => amount.power));
    return amounts.map((amount) => ({ ...this.rescale(amount, power), needs: amount.needs }));
  }

  /** Both sides of `of` compared with `edge`, multiplied out. */
  protected sides(of: Plain, edge: ExactNumber): { left: Integer; right: Integer } {
    const against = of.denominator === null ? exact(edge) : this.times(exact(edge), of.denominator);
    const [left, right] = this.level(of.numerator, against);
    return { left: left.value, right: right.value };
  }

  /** To a whole number of steps, half away from zero. */
  protected round(of: Plain, step: Scaled): Plain {
    const [numerator, denominator] = this.level(of.numerator, of.denominator === null ? step : this.times(of.denominator, step));
    // The quotient is a whole number of steps; its own size is bounded by the numerator's, and 2n + d appears on the way.
    this.seen({ ...numerator, bound: 2n * numerator.bound + denominator.bound });
    const value: Integer = { op: 'quotient', numerator: numerator.value, denominator: denominator.value };
    const steps = this.seen({ value, power: 0, bound: numerator.bound + 1n });
    return this.plain(this.times(steps, step), of.needs);
  }

  /** How many whole steps fit in, rounded down. */
  protected steps(of: Plain, step: Scaled): Plain {
    const [numerator, denominator] = this.level(of.numerator, of.denominator === null ? step : this.times(of.denominator, step));
    const value: Integer = { op: 'floor', numerator: numerator.value, denominator: denominator.value };
    return this.plain(this.seen({ value, power: 0, bound: numerator.bound + 1n }), of.needs);
  }
}
