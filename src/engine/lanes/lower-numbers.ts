import type { Amount, Branch, Integer, Needs, Slot } from './core';
import { Fractions, hasNeeds, join, LoweringProblem, need, nothing, type Lowered, type Plain } from './fractions';
import { constant, decimalInverse, exact, type Scaled } from './scaled';
import { readDecimal, tenTo } from '../decimal';
import { parameterName, type ExactNumber, type Input, type NumberNode, type Pack, type Parameter, type TierRow } from '../tree';
import type { Reason } from '../verdict';

/** Lowers the numbers of a checked pack under one setting of its readings. `extraDecimals` widens every figure for rows that carry more digits than declared. */
export class NumberLowering extends Fractions {
  protected readonly slots: Slot[] = [];
  private readonly slotOf = new Map<string, number>();
  /** A comparison asks its guards itself; in an amount, and in what decides a row of a table, a base recorded as 0 is unknown. */
  private guards = false;
  /** What is paid, as outputs may ask for it: a slot after all others. */
  protected awardScaled: Scaled = { value: constant(0n), power: 0, bound: 0n };

  constructor(
    protected readonly pack: Pack,
    private readonly readings: Readonly<Record<string, string>>,
    private readonly extraDecimals: number,
  ) {
    super();
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

  /** Where the figure stands in a row. */
  slot(kind: 'input' | 'parameter', id: string): number {
    const slot = this.slotOf.get(`${kind} ${id}`);
    if (slot === undefined) throw new Error(`no slot for ${kind} ${id}`);
    return slot;
  }

  protected at(slot: number): Slot {
    const found = this.slots[slot];
    if (!found) throw new Error(`no slot ${slot}`);
    return found;
  }

  /** The option of a switch that is in force. */
  protected chosen<T>(node: { readonly reading: string; readonly options: Readonly<Record<string, T>> }): T {
    const option = node.options[this.readings[node.reading] ?? ''];
    if (option === undefined) throw new Error(`reading ${node.reading} has no option ${this.readings[node.reading]}`);
    return option;
  }

  protected fact(slot: number): Scaled {
    const { power, bound } = this.at(slot);
    return this.seen({ value: { op: 'slot', slot }, power, bound });
  }

  protected guarding<T>(lower: () => T): T {
    const before = this.guards;
    this.guards = true;
    const lowered = lower();
    this.guards = before;
    return lowered;
  }

  protected base(slot: number): Scaled {
    const fact = this.fact(slot);
    return this.guards ? { ...fact, value: { op: 'guarded', slot, of: fact.value } } : fact;
  }

  protected value(node: NumberNode, measure: string): Amount {
    return this.guarding(() => this.amount(this.number(node, measure), measure));
  }

  protected choiceCount(slot: number): number {
    const input = this.pack.inputs[this.at(slot).id];
    return input === undefined ? 0 : input.choices.length;
  }

  /** A number under the readings in force; `measure` is named where it cannot be exact. */
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
      case 'round':
        return this.each(this.number(node.of, measure), (of) => this.round(of, exact(node.step)));
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
        const [own, of] = this.levelled([node.own, node.of].map((item) => this.value(item, measure)));
        if (own === undefined || of === undefined) throw new Error('two values are two');
        const needs: Needs = { ...nothing, branches: [{ op: 'given', slot, own: own.needs, of: of.needs }] };
        const bound = own.bound > of.bound ? own.bound : of.bound;
        return this.plain({ value: { op: 'given', slot, own: own.value, of: of.value }, power: own.power, bound }, needs);
      }
      case 'within':
        return this.within(this.value(node.of, measure), node.parameter);
    }
  }

  /** `under`: the choices that decide what is compared; while one of them is open, so is the row. */
  protected tiers(
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

  protected choose(rows: readonly { left: Integer; right: Integer; value: Amount }[], below: Amount, needs: Needs): Plain {
    const [least, ...values] = this.levelled([below, ...rows.map(({ value }) => value)]);
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
  protected marginal(of: Plain, rows: readonly TierRow[], rates: readonly Amount[]): Plain {
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

  protected within(amount: Amount, name: string): Plain {
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

  /** A number as one exact integer: denominators must be made of twos and fives. */
  protected amount(lowered: Lowered, measure: string): Amount {
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
}
