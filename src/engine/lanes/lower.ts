import type { Amount, Branch, Core, CoreCondition, CoreMeasure, Guard, Integer, Needs, Slot, Truth } from './core';
import { readDecimal, tenTo } from '../decimal';
import {
  parameterName,
  type Choice,
  type CompareOperator,
  type Condition,
  type ExactNumber,
  type Input,
  type Measure,
  type NumberNode,
  type Pack,
  type Parameter,
  type TierRow,
  type TruthNode,
} from '../tree';
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

/** An integer of 10^power, with the bound of its magnitude. */
interface Scaled {
  readonly value: Integer;
  readonly power: number;
  readonly bound: bigint;
}

/** A number on its way down: numerator ÷ denominator, or one of these by a choice that is settled where the number is used. */
type Lowered =
  | { readonly kind: 'plain'; readonly numerator: Scaled; readonly denominator: Scaled | null; readonly needs: Needs }
  | { readonly kind: 'byChoice'; readonly slot: number; readonly cases: readonly (readonly [number, Lowered])[]; readonly reason: Reason };

type Plain = Extract<Lowered, { kind: 'plain' }>;

const nothing: Needs = { slots: [], guards: [], applicable: [], branches: [] };

function join(...needs: readonly Needs[]): Needs {
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
function need(slot: number, ...reasons: readonly Reason[]): Needs {
  return { ...nothing, slots: [slot], guards: reasons.map((reason) => ({ slot, reason })) };
}

function constant(value: bigint): Integer {
  return { op: 'constant', value };
}

function exact(value: ExactNumber): Scaled {
  const digits = BigInt(value.digits);
  return { value: constant(digits), power: value.power, bound: digits < 0n ? -digits : digits };
}

/** The choices a set of ids covers: those named and all below them. */
export function membersOf(choices: readonly Choice[], named: readonly string[]): number {
  const covered = (choice: Choice): boolean =>
    named.includes(choice.id) || choice.parents.some((parent) => choices.some((other) => other.id === parent && covered(other)));
  return choices.reduce((bits, choice, index) => (covered(choice) ? bits | (1 << index) : bits), 0);
}

/** Lowers a checked pack under one setting of its readings. `extraDecimals` widens every figure for rows that carry more digits than declared. */
export class Lowering {
  private readonly slots: Slot[] = [];
  private readonly slotOf = new Map<string, number>();
  private largest = 0n;
  /** What is being lowered, to name the place of a bound that is too large. */
  private place = '';
  private largestAt = '';

  constructor(
    private readonly pack: Pack,
    private readonly readings: Readonly<Record<string, string>>,
    private readonly extraDecimals: number,
  ) {
    for (const input of Object.values(pack.inputs)) this.declare('input', input.id, input, `missing:${input.id}`, `invalid:${input.id}`);
    for (const parameter of Object.values(pack.parameters))
      this.declare(
        'parameter',
        parameterName(parameter),
        parameter,
        `missing-parameter:${parameter.id}`,
        `invalid-parameter:${parameter.id}`,
      );
  }

  core(): Core {
    const measures = this.pack.measures.map((measure) => this.measure(measure));
    return { slots: this.slots, measures, largest: this.largest, largestAt: this.largestAt };
  }

  private declare(kind: 'input' | 'parameter', id: string, fact: Input | Parameter, missing: Reason, invalid: Reason): void {
    const decimals = fact.unit === undefined || fact.whole ? 0 : fact.decimals + this.extraDecimals;
    const power = fact.unit === undefined ? 0 : fact.unit.power - decimals;
    const max = fact.unit === undefined ? null : readDecimal(fact.max);
    const bound = max === null ? 4_000_000n : this.ceiling(max, -decimals);
    const band = 'band' in fact && fact.bandFromText ? fact.band : {};
    const low = band.low === undefined ? (fact.negative ? null : 0n) : this.ceiling(band.low.value, -decimals);
    const high = band.high === undefined ? null : this.ceiling(band.high.value, -decimals);
    this.slotOf.set(`${kind} ${id}`, this.slots.length);
    this.slots.push({ kind, id, missing, invalid, power, bound, low, high });
  }

  /** An exact number in integers of 10^power. A bound with more digits than the figure may hold is taken one up. */
  private ceiling(value: ExactNumber, power: number): bigint {
    const shift = value.power - power;
    if (shift >= 0) return BigInt(value.digits) * tenTo(shift);
    const divisor = tenTo(-shift);
    const digits = BigInt(value.digits);
    return digits >= 0n ? (digits + divisor - 1n) / divisor : digits / divisor;
  }

  slot(kind: 'input' | 'parameter', id: string): number {
    const slot = this.slotOf.get(`${kind} ${id}`);
    if (slot === undefined) throw new Error(`no slot for ${kind} ${id}`);
    return slot;
  }

  private at(slot: number): Slot {
    const found = this.slots[slot];
    if (!found) throw new Error(`no slot ${slot}`);
    return found;
  }

  /** The option of a switch that is in force. */
  private chosen<T>(node: { readonly reading: string; readonly options: Readonly<Record<string, T>> }): T {
    const option = node.options[this.readings[node.reading] ?? ''];
    if (option === undefined) throw new Error(`reading ${node.reading} has no option ${this.readings[node.reading]}`);
    return option;
  }

  // ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private seen(scaled: Scaled): Scaled {
    if (scaled.bound > this.largest) {
      this.largest = scaled.bound;
      this.largestAt = this.place;
    }
    return scaled;
  }

  private rescale(scaled: Scaled, power: number): Scaled {
    if (scaled.power === power) return scaled;
    if (scaled.power < power) throw new Error('rescaling would lose digits');
    const factor = tenTo(scaled.power - power);
    const value: Integer =
      scaled.value.op === 'constant'
        ? constant(scaled.value.value * factor)
        : { op: 'multiply', left: scaled.value, right: constant(factor) };
    return this.seen({ value, power, bound: scaled.bound * factor });
  }

  private combine(op: 'add' | 'subtract' | 'min' | 'max', a: Scaled, b: Scaled): Scaled {
    const power = Math.min(a.power, b.power);
    const left = this.rescale(a, power);
    const right = this.rescale(b, power);
    const bound = op === 'min' || op === 'max' ? (left.bound > right.bound ? left.bound : right.bound) : left.bound + right.bound;
    return this.seen({ value: { op, left: left.value, right: right.value }, power, bound });
  }

  private times(a: Scaled, b: Scaled): Scaled {
    const one = (scaled: Scaled): boolean => scaled.value.op === 'constant' && scaled.value.value === 1n;
    const power = a.power + b.power;
    if (one(a)) return { ...b, power };
    if (one(b)) return { ...a, power };
    if (a.value.op === 'constant' && b.value.op === 'constant')
      return this.seen({ value: constant(a.value.value * b.value.value), power, bound: a.bound * b.bound });
    return this.seen({ value: { op: 'multiply', left: a.value, right: b.value }, power, bound: a.bound * b.bound });
  }

  private fact(slot: number): Scaled {
    const { power, bound } = this.at(slot);
    return this.seen({ value: { op: 'slot', slot }, power, bound });
  }

  /** A comparison asks its guards itself; in an amount, and in what decides a row of a table, a base recorded as 0 is unknown. */
  private guards = false;

  private guarding<T>(lower: () => T): T {
    const before = this.guards;
    this.guards = true;
    const lowered = lower();
    this.guards = before;
    return lowered;
  }

  private base(slot: number): Scaled {
    const fact = this.fact(slot);
    return this.guards ? { ...fact, value: { op: 'guarded', slot, of: fact.value } } : fact;
  }

  private value(node: NumberNode, measure: string): Amount {
    return this.guarding(() => this.amount(this.number(node, measure), measure));
  }

  private each(value: Lowered, f: (plain: Plain) => Lowered): Lowered {
    if (value.kind === 'plain') return f(value);
    return { ...value, cases: value.cases.map(([index, item]) => [index, this.each(item, f)] as const) };
  }

  private pair(a: Lowered, b: Lowered, f: (a: Plain, b: Plain) => Lowered): Lowered {
    return this.each(a, (left) => this.each(b, (right) => f(left, right)));
  }

  private plain(numerator: Scaled, needs: Needs, denominator: Scaled | null = null): Plain {
    return { kind: 'plain', numerator, denominator, needs };
  }

  private sum(op: 'add' | 'subtract' | 'min' | 'max', a: Plain, b: Plain): Plain {
    const needs = join(a.needs, b.needs);
    if (a.denominator === null && b.denominator === null) return this.plain(this.combine(op, a.numerator, b.numerator), needs);
    const across = (x: Plain, y: Plain): Scaled => (y.denominator === null ? x.numerator : this.times(x.numerator, y.denominator));
    const denominator =
      a.denominator === null ? b.denominator : b.denominator === null ? a.denominator : this.times(a.denominator, b.denominator);
    return this.plain(this.combine(op, across(a, b), across(b, a)), needs, denominator);
  }

  private product(a: Plain, b: Plain): Plain {
    const denominator =
      a.denominator === null ? b.denominator : b.denominator === null ? a.denominator : this.times(a.denominator, b.denominator);
    return this.plain(this.times(a.numerator, b.numerator), join(a.needs, b.needs), denominator);
  }

  private quotient(a: Plain, b: Plain, measure: string): Plain {
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

  number(node: NumberNode, measure: string): Lowered {
    switch (node.kind) {
      case 'constant':
        return this.plain(exact(node.value), nothing);
      case 'input': {
        const slot = this.slot('input', node.input);
        return this.plain(this.fact(slot), need(slot));
      }
      case 'parameter': {
        const slot = this.slot('parameter', node.parameter);
        return this.plain(this.fact(slot), need(slot));
      }
      case 'base': {
        const slot = this.slot('input', node.input);
        return this.plain(this.base(slot), need(slot, `undefined-base:${node.input}`));
      }
      case 'award':
        return this.plain(this.awardScaled, nothing);
      case 'shift': {
        const slot = this.slot('input', node.input);
        const { bound } = this.at(slot);
        return this.plain(this.seen({ value: { op: 'shift', slot, rules: node.rules }, power: 0, bound }), need(slot));
      }
      case 'growth': {
        const slot = this.slot('input', node.before);
        const before = this.plain(this.base(slot), need(slot, `undefined-growth:${node.before}`));
        return this.each(this.number(node.now, measure), (now) => {
          const increase = this.sum('subtract', now, before);
          return this.plain(
            increase.numerator,
            increase.needs,
            increase.denominator === null ? before.numerator : this.times(increase.denominator, before.numerator),
          );
        });
      }
      case 'add':
      case 'subtract': {
        const op = node.kind;
        return this.pair(this.number(node.left, measure), this.number(node.right, measure), (a, b) => this.sum(op, a, b));
      }
      case 'min':
      case 'max': {
        const op = node.kind;
        const [first, ...rest] = node.items.map((item) => this.number(item, measure));
        if (first === undefined) throw new Error('MIN and MAX have items');
        return rest.reduce((left, right) => this.pair(left, right, (a, b) => this.sum(op, a, b)), first);
      }
      case 'multiply':
        return this.pair(this.number(node.left, measure), this.number(node.right, measure), (a, b) => this.product(a, b));
      case 'divide':
        return this.pair(this.number(node.left, measure), this.number(node.right, measure), (a, b) => this.quotient(a, b, measure));
      case 'round': {
        const step = exact(node.step);
        return this.each(this.number(node.of, measure), (of) => {
          const divisor = of.denominator === null ? step : this.times(of.denominator, step);
          const power = Math.min(of.numerator.power, divisor.power);
          const numerator = this.rescale(of.numerator, power);
          const denominator = this.rescale(divisor, power);
          // The quotient is a whole number of steps; its own size is bounded by the numerator's, and 2n + d appears on the way.
          const bound = numerator.bound + 1n;
          this.seen({ ...numerator, bound: 2n * numerator.bound + denominator.bound });
          const steps = this.seen({
            value: { op: 'quotient', numerator: numerator.value, denominator: denominator.value },
            power: 0,
            bound,
          });
          return this.plain(this.times(steps, step), of.needs);
        });
      }
      case 'reading':
        return this.number(this.chosen(node), measure);
      case 'byChoice': {
        const slot = this.slot('input', node.input);
        const choices = this.pack.inputs[node.input]?.choices ?? [];
        const cases = Object.entries(node.cases).map(
          ([id, item]) => [choices.findIndex((choice) => choice.id === id), this.number(item, measure)] as const,
        );
        return { kind: 'byChoice', slot, cases, reason: `not-applicable:${node.input}` };
      }
      case 'steps':
        return this.each(this.number(node.of, measure), (of) => this.steps(of, exact(node.step)));
      case 'tiers': {
        const values = node.rows.map((row) => this.value(row.value, measure));
        return this.tiers(
          this.guarding(() => this.number(node.of, measure)),
          node.rows,
          values,
        );
      }
      case 'marginal': {
        const rates = node.rows.map((row) => this.value(row.value, measure));
        return this.each(this.number(node.of, measure), (of) => this.marginal(of, node.rows, rates));
      }
      case 'noBase': {
        const slot = this.slot('input', node.base);
        const none = this.value(node.none, measure);
        const of = this.value(node.of, measure);
        const recorded: Scaled = { value: { op: 'slot', slot }, power: 0, bound: this.at(slot).bound };
        // A figure is above zero where it is at least one of its own smallest units.
        const row = { left: recorded.value, right: constant(1n), value: of };
        return this.choose([row], none, need(slot));
      }
      case 'given': {
        const slot = this.slot('parameter', node.parameter);
        const [own, of] = this.level([node.own, node.of].map((item) => this.value(item, measure)));
        if (own === undefined || of === undefined) throw new Error('two values are two');
        const needs: Needs = { ...nothing, branches: [{ op: 'given', slot, own: own.needs, of: of.needs }] };
        const bound = own.bound > of.bound ? own.bound : of.bound;
        return this.plain({ value: { op: 'given', slot, own: own.value, of: of.value }, power: own.power, bound }, needs);
      }
      case 'within':
        return this.within(this.value(node.of, measure), node.parameter);
    }
  }

  // ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Amounts at one power. */
  private level(amounts: readonly Amount[]): Amount[] {
    const power = Math.min(...amounts.map((amount) => amount.power));
    return amounts.map((amount) => ({ ...this.rescale(amount, power), needs: amount.needs }));
  }

  /** Both sides of `of` compared with `edge`, multiplied out. */
  private sides(of: Plain, edge: ExactNumber): { left: Integer; right: Integer } {
    const against = of.denominator === null ? exact(edge) : this.times(exact(edge), of.denominator);
    const power = Math.min(of.numerator.power, against.power);
    return { left: this.rescale(of.numerator, power).value, right: this.rescale(against, power).value };
  }

  private steps(of: Plain, step: Scaled): Plain {
    const divisor = of.denominator === null ? step : this.times(of.denominator, step);
    const power = Math.min(of.numerator.power, divisor.power);
    const numerator = this.rescale(of.numerator, power);
    const denominator = this.rescale(divisor, power);
    const value: Integer = { op: 'floor', numerator: numerator.value, denominator: denominator.value };
    return this.plain(this.seen({ value, power: 0, bound: numerator.bound + 1n }), of.needs);
  }

  /** `under`: the choices that decide what is compared; while one of them is open, so is the row. */
  private tiers(
    of: Lowered,
    rows: readonly TierRow[],
    values: readonly Amount[],
    under: readonly (readonly [number, number])[] = [],
  ): Lowered {
    if (of.kind === 'byChoice') {
      const cases = of.cases.map(([index, item]) => [index, this.tiers(item, rows, values, [...under, [of.slot, index]])] as const);
      return { ...of, cases };
    }
    const compared = rows.flatMap(({ from }, index) => {
      const value = values[index];
      if (value === undefined) return [];
      const { left, right } = this.sides(of, from);
      const decided = under.reduce<Integer>((inner, [slot, choice]) => ({ op: 'byChoice', slot, cases: [[choice, inner]] }), left);
      return [{ left: decided, right, value }];
    });
    return this.choose(compared, { value: constant(0n), power: 0, bound: 0n, needs: nothing }, of.needs);
  }

  private choose(rows: readonly { left: Integer; right: Integer; value: Amount }[], below: Amount, needs: Needs): Plain {
    const [least, ...values] = this.level([below, ...rows.map(({ value }) => value)]);
    if (least === undefined) throw new Error('a table has a value below its first row');
    const taken = rows.flatMap(({ left, right }, index) => {
      const value = values[index];
      return value === undefined ? [] : [{ left, right, value }];
    });
    const bound = values.reduce((most, value) => (value.bound > most ? value.bound : most), least.bound);
    const value: Integer = { op: 'tiers', rows: taken.map((row) => ({ ...row, value: row.value.value })), below: least.value };
    const hangsOn = [least, ...values].some((amount) => hasNeeds(amount.needs));
    const branch: Branch = { op: 'tiers', rows: taken.map((row) => ({ ...row, needs: row.value.needs })), below: least.needs };
    return this.plain(
      this.seen({ value, power: least.power, bound }),
      hangsOn ? { ...needs, branches: [...needs.branches, branch] } : needs,
    );
  }

  /** Σ rate × MAX(0, MIN(x, to) − from); of a ratio n ÷ d the edges are taken times d, so that the parts are those of n. */
  private marginal(of: Plain, rows: readonly TierRow[], rates: readonly Amount[]): Plain {
    const edge = (value: ExactNumber): Scaled => (of.denominator === null ? exact(value) : this.times(exact(value), of.denominator));
    const zero: Scaled = { value: constant(0n), power: 0, bound: 0n };
    const parts = rows.flatMap(({ from }, index) => {
      const rate = rates[index];
      const next = rows[index + 1];
      if (rate === undefined) return [];
      const upTo = next === undefined ? of.numerator : this.combine('min', of.numerator, edge(next.from));
      return [this.times(rate, this.combine('max', zero, this.combine('subtract', upTo, edge(from))))];
    });
    const sum = parts.reduce((all, part) => this.combine('add', all, part), zero);
    return this.plain(sum, join(of.needs, ...rates.map((rate) => rate.needs)));
  }

  private within(amount: Amount, name: string): Plain {
    const parameter = this.pack.parameters[name];
    if (parameter === undefined) throw new Error(`no parameter ${name}`);
    const unit = parameter.unit === undefined ? 0 : parameter.unit.power;
    const { low, high } = parameter.band;
    const edges = [low, high].map((edge) => (edge === undefined ? null : { digits: edge.value.digits, power: edge.value.power + unit }));
    const power = Math.min(amount.power, ...edges.map((edge) => (edge === null ? amount.power : edge.power)));
    const scaled = this.rescale(amount, power);
    const [from, to] = edges.map((edge) => (edge === null ? null : this.rescale(exact(edge), power).value));
    const bound = (edge: Integer | null | undefined, out: bigint): bigint | null =>
      edge === null || edge?.op !== 'constant' ? null : edge.value + out;
    const value: Extract<Integer, { op: 'within' }> = {
      op: 'within',
      of: scaled.value,
      low: bound(from, low?.inclusive === false ? 1n : 0n),
      high: bound(to, high?.inclusive === false ? -1n : 0n),
    };
    const branch: Branch = { op: 'within', value, reason: `invalid-parameter:${parameter.id}` };
    return this.plain({ ...scaled, value }, { ...amount.needs, branches: [...amount.needs.branches, branch] });
  }

  // ── truths ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private compare(operator: CompareOperator, a: Lowered, b: Lowered): Truth {
    if (a.kind === 'byChoice' || b.kind === 'byChoice') return this.compareByChoice(operator, a, b);
    const needs = join(a.needs, b.needs);
    const left = b.denominator === null ? a.numerator : this.times(a.numerator, b.denominator);
    const right = a.denominator === null ? b.numerator : this.times(b.numerator, a.denominator);
    const power = Math.min(left.power, right.power);
    let x = this.rescale(left, power);
    let y = this.rescale(right, power);
    const divisor = commonFactor(x.value, y.value);
    if (divisor > 1n) {
      x = { ...x, value: divided(x.value, divisor) };
      y = { ...y, value: divided(y.value, divisor) };
    }
    return { op: 'compare', operator, left: x.value, right: y.value, needs };
  }

  /** A comparison by choice: each case its own; a choice without a case leaves it open as not applicable. */
  private compareByChoice(operator: CompareOperator, a: Lowered, b: Lowered): Truth {
    const by = a.kind === 'byChoice' ? a : b;
    if (by.kind !== 'byChoice') throw new Error('one side is by choice');
    const choices = this.choiceCount(by.slot);
    const cases: (readonly [number, Truth])[] = by.cases.map(
      ([index, item]) => [index, a.kind === 'byChoice' ? this.compare(operator, item, b) : this.compare(operator, a, item)] as const,
    );
    const covered = new Set(by.cases.map(([index]) => index));
    const uncovered = Array.from({ length: choices }, (_, index) => index).filter((index) => !covered.has(index));
    const never: Truth = {
      op: 'compare',
      operator: '=',
      left: { op: 'byChoice', slot: by.slot, cases: [] },
      right: constant(0n),
      needs: { ...nothing, applicable: [{ slot: by.slot, indices: uncovered, reason: by.reason }] },
    };
    const other = a.kind === 'byChoice' ? b : a;
    const shared = other.kind === 'plain' ? other.needs : null;
    return { op: 'byChoice', slot: by.slot, cases: [...cases, ...uncovered.map((index) => [index, never] as const)], shared };
  }

  private choiceCount(slot: number): number {
    const input = this.pack.inputs[this.at(slot).id];
    return input === undefined ? 0 : input.choices.length;
  }

  truth(node: TruthNode, measure: string): Truth {
    switch (node.kind) {
      case 'constantTruth':
        return { op: 'always', value: node.value };
      case 'compare':
        return this.compare(node.operator, this.number(node.left, measure), this.number(node.right, measure));
      case 'isYes':
        return { op: 'yes', slot: this.slot('input', node.input) };
      case 'in': {
        const input = this.pack.inputs[node.input];
        const lists = node.lists.map((list) => ({
          slot: this.slot('parameter', list),
          required: this.pack.parameters[list]?.required === true,
        }));
        return {
          op: 'in',
          slot: this.slot('input', node.input),
          members: membersOf(input === undefined ? [] : input.choices, node.choices),
          lists,
        };
      }
      case 'and':
      case 'or':
        return { op: node.kind, items: node.items.map((item) => this.truth(item, measure)) };
      case 'not':
        return { op: 'not', of: this.truth(node.of, measure) };
      case 'hasBase':
        return {
          op: 'hasBase',
          figure: this.slot('input', node.figure),
          flag: this.slot('input', node.flag),
          contradiction: `invalid:${node.flag}`,
        };
      case 'isDay':
        return { op: 'isDay', slot: this.slot('input', node.input), days: node.days };
      case 'isBlank':
        return { op: 'blank', slot: this.slot('input', node.input) };
      case 'reading':
        return this.truth(this.chosen(node), measure);
      case 'byChoice': {
        const choices = this.pack.inputs[node.input]?.choices ?? [];
        const cases = Object.entries(node.cases).map(
          ([id, item]) => [choices.findIndex((choice) => choice.id === id), this.truth(item, measure)] as const,
        );
        return { op: 'byChoice', slot: this.slot('input', node.input), cases, shared: null };
      }
    }
  }

  // ── measures ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private awardScaled: Scaled = { value: constant(0n), power: 0, bound: 0n };

  /** A number as one exact integer: denominators must be made of twos and fives. */
  private amount(lowered: Lowered, measure: string): Amount {
    if (lowered.kind === 'plain') {
      if (lowered.denominator === null) return { ...lowered.numerator, needs: lowered.needs };
      const { value, power } = lowered.denominator;
      const multiplier = value.op === 'constant' ? decimalInverse(value.value) : null;
      if (multiplier === null)
        throw new LoweringProblem(
          'quotient-not-exact',
          measure,
          'an amount is divided by something that leaves no exact decimal: use ROUND',
        );
      const scaled = this.times(
        { ...lowered.numerator, power: lowered.numerator.power - power },
        { value: constant(multiplier.factor), power: multiplier.power, bound: multiplier.factor },
      );
      return { ...scaled, needs: lowered.needs };
    }
    const amounts = lowered.cases.map(([, item]) => this.amount(item, measure));
    const power = Math.min(...amounts.map((amount) => amount.power));
    const scaled = amounts.map((amount) => this.rescale(amount, power));
    const bound = scaled.reduce((most, item) => (item.bound > most ? item.bound : most), 0n);
    const take = (index: number): Integer => scaled[index]?.value ?? constant(0n);
    const covered = new Set(lowered.cases.map(([index]) => index));
    const uncovered = Array.from({ length: this.choiceCount(lowered.slot) }, (_, index) => index).filter((index) => !covered.has(index));
    return {
      value: { op: 'byChoice', slot: lowered.slot, cases: lowered.cases.map(([index], position) => [index, take(position)] as const) },
      power,
      bound,
      needs: {
        ...need(lowered.slot),
        applicable: [{ slot: lowered.slot, indices: uncovered, reason: lowered.reason }],
        branches: [
          {
            op: 'byChoice',
            slot: lowered.slot,
            cases: lowered.cases.map(([index], position) => [index, amounts[position]?.needs ?? nothing] as const),
          },
        ],
      },
    };
  }

  private condition(condition: Condition, measure: string): CoreCondition {
    this.place = `${measure} ${condition.id}`;
    return {
      id: condition.id,
      guards: condition.guards.map((guard) => this.truth(guard, measure)),
      officer: condition.officerDecides
        ? { when: this.truth(condition.officerDecides.when, measure), reason: `officer-decision:${condition.officerDecides.code}` }
        : null,
      test: this.truth(condition.test, measure),
      relaxed: condition.relaxed
        ? { guard: this.truth(condition.relaxed.guard, measure), test: this.truth(condition.relaxed.test, measure) }
        : null,
    };
  }

  private measure(measure: Measure): CoreMeasure {
    const conditions = measure.conditions.filter((condition) => condition.tested).map((condition) => this.condition(condition, measure.id));
    this.place = `${measure.id} award`;
    const award = measure.award === null ? null : this.value(measure.award, measure.id);
    const caps = measure.caps.map((cap) => {
      const optional =
        cap.limit.kind === 'parameter' && this.pack.parameters[cap.limit.parameter]?.required === false
          ? this.slot('parameter', cap.limit.parameter)
          : null;
      return { applied: `${cap.code}:${cap.id}` as const, limit: this.value(cap.limit, measure.id), optional };
    });
    const floor =
      measure.floor === undefined ? null : { reason: `floor:${measure.floor.id}` as const, at: this.value(measure.floor.at, measure.id) };
    const parts = [award, ...caps.map((cap) => cap.limit), floor === null ? null : floor.at].filter((part) => part !== null);
    const power = Math.min(0, ...parts.map((part) => part.power));
    const level = (amount: Amount): Amount => ({ ...this.rescale(amount, power), needs: amount.needs });
    const paid = award === null ? null : level(award);
    this.awardScaled = { value: { op: 'slot', slot: this.slots.length }, power, bound: paid === null ? 0n : paid.bound };
    const outputs = measure.outputs.map((output) => {
      const lowered = this.number(output.value, measure.id);
      if (
        lowered.kind === 'plain' &&
        lowered.denominator !== null &&
        (lowered.denominator.value.op !== 'constant' || decimalInverse(lowered.denominator.value.value) === null)
      ) {
        const { numerator, denominator } = lowered;
        return {
          id: output.id,
          value: { ...numerator, power: numerator.power - denominator.power - output.unit.power, needs: lowered.needs },
          denominator: denominator.value,
        };
      }
      const amount = this.amount(lowered, measure.id);
      return { id: output.id, value: { ...amount, power: amount.power - output.unit.power }, denominator: null };
    });
    return {
      id: measure.id,
      conditions,
      power,
      unitPower: measure.amountUnit.power,
      award: paid,
      caps: caps.map((cap) => ({ ...cap, limit: level(cap.limit) })),
      floor: floor === null ? null : { ...floor, at: level(floor.at) },
      outputs,
    };
  }
}

function hasNeeds({ slots, guards, applicable, branches }: Needs): boolean {
  return slots.length + guards.length + applicable.length + branches.length > 0;
}

/** 1 ÷ divisor as factor × 10^power; null where that has no end. */
function decimalInverse(divisor: bigint): { factor: bigint; power: number } | null {
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
