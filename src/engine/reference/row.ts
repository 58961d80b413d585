import { isDayOfYear, movedDay, readFact, withParents, type Fact } from './facts';
import {
  compareBounds,
  eitherOf,
  greatest,
  highest,
  inverseOf,
  known,
  lowest,
  opposite,
  productOf,
  signOf,
  smallest,
  sumOf,
  union,
  type Quantity,
} from './quantity';
import {
  compareRatios,
  Decimal,
  exact,
  floored,
  inverse,
  nothing,
  one,
  ratio,
  roundedTo,
  shifted,
  times,
  zero,
  type Bound,
  type Ratio,
} from './ratio';
import type { RawFacts, RawParameters } from '../program';
import type { Band, Cap, Condition, ExactNumber, Input, NumberNode, Pack, Parameter, TierRow, TruthNode } from '../tree';
import type { Reason } from '../verdict';

/** Holds, fails, or waits for something. */
type Truth = true | false | ReadonlySet<Reason>;

/** Whether a truth is still open. */
export function waits(truth: Truth): truth is ReadonlySet<Reason> {
  return typeof truth !== 'boolean';
}

function compared(operator: string, order: number): boolean {
  switch (operator) {
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '<':
      return order < 0;
    case '=':
      return order === 0;
    default:
      return order !== 0;
  }
}

/** The figures of one row and the settings under which they are judged. */
export class Row {
  constructor(
    private readonly pack: Pack,
    private readonly readings: Readonly<Record<string, string>>,
    private readonly facts: RawFacts,
    private readonly parameters: RawParameters,
    /** The measures whose parameters may be given by their bare ids. */
    private readonly asked: readonly string[],
  ) {}

  option(reading: string): string {
    const chosen = this.readings[reading] ?? this.pack.readings[reading]?.default;
    if (chosen === undefined) throw new Error(`no reading ${reading}`);
    return chosen;
  }

  private input(id: string): Input {
    const input = this.pack.inputs[id];
    if (!input) throw new Error(`no input ${id}`);
    return input;
  }

  private parameter(name: string): Parameter {
    const parameter = this.pack.parameters[name];
    if (!parameter) throw new Error(`no parameter ${name}`);
    return parameter;
  }

  private fact(id: string): Fact {
    const input = this.input(id);
    const fact = sound(readFact(this.facts[id], input), input);
    if (fact.state !== 'number' || input.allowed === undefined) return fact;
    return inBand(new Decimal(fact.text), input.allowed) ? fact : { state: 'invalid' };
  }

  private given(name: string): Fact {
    const parameter = this.parameter(name);
    const full = this.parameters[name];
    const raw = full === undefined && this.asked.includes(parameter.measure) ? this.parameters[parameter.id] : full;
    const fact = sound(readFact(raw, parameter), parameter);
    if (fact.state === 'missing' && parameter.otherwise)
      return { state: 'number', text: `${parameter.otherwise.digits}e${parameter.otherwise.power}` };
    return fact.state === 'number' && !inBand(new Decimal(fact.text), parameter.band) ? { state: 'invalid' } : fact;
  }

  /** What a fact that is not there says. */
  private reason(state: 'missing' | 'invalid', input: string): ReadonlySet<Reason> {
    return new Set<Reason>([`${state}:${input}`]);
  }

  private inputQuantity(id: string): Quantity {
    const input = this.input(id);
    const fact = this.fact(id);
    if (fact.state === 'number') return known(ratio(shifted(new Decimal(fact.text), input.unit === undefined ? 0 : input.unit.power)));
    const unbounded = input.negative || input.type === 'date';
    return { low: unbounded ? '-∞' : nothing, high: '+∞', reasons: this.reason(fact.state === 'missing' ? 'missing' : 'invalid', id) };
  }

  private parameterQuantity(name: string): Quantity {
    const parameter = this.parameter(name);
    const power = parameter.unit === undefined ? 0 : parameter.unit.power;
    const fact = this.given(name);
    if (fact.state === 'number') return known(ratio(shifted(new Decimal(fact.text), power)));
    const least: Bound = parameter.negative ? '-∞' : nothing;
    // A refused figure says nothing, not even that what was meant lies in the published band.
    if (fact.state !== 'missing') return { low: least, high: '+∞', reasons: new Set<Reason>([`invalid-parameter:${parameter.id}`]) };
    const end = (edge: Band['low']): Ratio | undefined =>
      edge === undefined ? undefined : times(exact(edge.value), ratio(shifted(one, power)));
    return {
      low: (parameter.bandFromText ? end(parameter.band.low) : undefined) ?? least,
      high: (parameter.bandFromText ? end(parameter.band.high) : undefined) ?? '+∞',
      reasons: new Set<Reason>([`missing-parameter:${parameter.id}`]),
    };
  }

  /** An input used as a base: 0 is none, nor is anything below it. */
  private base(id: string, code: 'undefined-base' | 'undefined-growth'): Quantity {
    const value = this.inputQuantity(id);
    if (value.reasons.size > 0 || signOf(value.low) > 0) return value;
    return { low: nothing, high: '+∞', reasons: new Set<Reason>([`${code}:${id}`]) };
  }

  number(node: NumberNode, paid?: Quantity): Quantity {
    switch (node.kind) {
      case 'constant':
        return known(exact(node.value));
      case 'input':
        return this.inputQuantity(node.input);
      case 'parameter':
        return this.parameterQuantity(node.parameter);
      case 'add':
        return sumOf(this.number(node.left, paid), this.number(node.right, paid));
      case 'subtract':
        return sumOf(this.number(node.left, paid), opposite(this.number(node.right, paid)));
      case 'multiply':
        return productOf(this.number(node.left, paid), this.number(node.right, paid));
      case 'divide':
        return productOf(this.number(node.left, paid), inverseOf(this.number(node.right, paid)));
      case 'min':
        return smallest(node.items.map((item) => this.number(item, paid)));
      case 'max':
        return greatest(node.items.map((item) => this.number(item, paid)));
      case 'base':
        return this.base(node.input, 'undefined-base');
      case 'growth': {
        const now = this.number(node.now, paid);
        const before = this.base(node.before, 'undefined-growth');
        if (now.reasons.size > 0 || before.reasons.size > 0) return { low: '-∞', high: '+∞', reasons: union(now.reasons, before.reasons) };
        return productOf(sumOf(now, opposite(before)), inverseOf(before));
      }
      case 'round': {
        const of = this.number(node.of, paid);
        const step = exact(node.step);
        const end = (bound: Bound): Bound => (typeof bound === 'string' ? bound : roundedTo(bound, step));
        return { low: end(of.low), high: end(of.high), reasons: of.reasons };
      }
      case 'reading':
        return this.number(chosen(node.options, this.option(node.reading)), paid);
      case 'byChoice': {
        const fact = this.fact(node.input);
        if (fact.state !== 'choice') {
          const cases = Object.values(node.cases).map((item) => this.number(item, paid));
          return eitherOf(cases, this.reason(fact.state === 'missing' ? 'missing' : 'invalid', node.input));
        }
        const found = node.cases[fact.id];
        return found ? this.number(found, paid) : { low: '-∞', high: '+∞', reasons: new Set<Reason>([`not-applicable:${node.input}`]) };
      }
      case 'shift': {
        const day = this.day(node.input);
        if (day === undefined) return this.inputQuantity(node.input);
        return known(ratio(new Decimal(movedDay(day, node.rules))));
      }
      case 'steps': {
        const of = this.number(node.of, paid);
        const step = exact(node.step);
        const end = (bound: Bound): Bound => (typeof bound === 'string' ? bound : floored(times(bound, inverse(step))));
        return { low: end(of.low), high: end(of.high), reasons: of.reasons };
      }
      case 'tiers': {
        const of = this.number(node.of, paid);
        if (of.reasons.size > 0) return eitherOf([known(nothing), ...node.rows.map(({ value }) => this.number(value, paid))], of.reasons);
        const reached = node.rows.filter(({ from }) => compareBounds(of.low, exact(from)) >= 0).at(-1);
        return reached === undefined ? known(nothing) : this.number(reached.value, paid);
      }
      case 'marginal':
        return this.marginal(node.of, node.rows, paid);
      case 'noBase': {
        const base = this.inputQuantity(node.base);
        if (base.reasons.size > 0)
          return eitherOf(
            [node.none, node.of].map((item) => this.number(item, paid)),
            base.reasons,
          );
        return this.number(signOf(base.low) > 0 ? node.of : node.none, paid);
      }
      case 'given':
        return this.number(this.given(node.parameter).state === 'missing' ? node.of : node.own, paid);
      case 'within': {
        const of = this.number(node.of, paid);
        const { band, id, unit } = this.parameter(node.parameter);
        const inUnit = (bound: Ratio): Decimal => shifted(bound.above.div(bound.below), unit === undefined ? 0 : -unit.power);
        if (of.reasons.size === 0)
          return typeof of.low !== 'string' && inBand(inUnit(of.low), band)
            ? of
            : { low: nothing, high: '+∞', reasons: new Set<Reason>([`invalid-parameter:${id}`]) };
        const edge = (end: Band['low'], open: Bound): Bound =>
          end === undefined ? open : times(exact(end.value), ratio(shifted(one, unit === undefined ? 0 : unit.power)));
        const low = highest([of.low, edge(band.low, '-∞')]);
        const high = lowest([of.high, edge(band.high, '+∞')]);
        return compareBounds(low, high) > 0 ? { low: nothing, high: '+∞', reasons: of.reasons } : { low, high, reasons: of.reasons };
      }
      case 'award':
        if (!paid) throw new Error('AWARD stands in outputs only');
        return paid;
    }
  }

  /** Each row's part of a quantity, or of the increment behind a growth, at the row's rate. */
  private marginal(of: NumberNode, rows: readonly TierRow[], paid: Quantity | undefined): Quantity {
    if (of.kind === 'reading') return this.marginal(chosen(of.options, this.option(of.reading)), rows, paid);
    if (of.kind === 'byChoice') {
      const fact = this.fact(of.input);
      const found = fact.state === 'choice' ? of.cases[fact.id] : undefined;
      if (found) return this.marginal(found, rows, paid);
      const cases = Object.values(of.cases).map((item) => this.marginal(item, rows, paid));
      return eitherOf(cases, this.number(of, paid).reasons);
    }
    const grown = of.kind === 'growth';
    const before = grown ? this.base(of.before, 'undefined-growth') : known(ratio(one));
    const whole = grown ? sumOf(this.number(of.now, paid), opposite(before)) : this.number(of, paid);
    return rows.reduce<Quantity>((sum, { from, value }, index) => {
      const next = rows[index + 1];
      const edge = (at: ExactNumber): Quantity => productOf(known(exact(at)), before);
      const upTo = next === undefined ? whole : smallest([whole, edge(next.from)]);
      const part = greatest([known(nothing), sumOf(upTo, opposite(edge(from)))]);
      return sumOf(sum, productOf(part, this.number(value, paid)));
    }, known(nothing));
  }

  truth(node: TruthNode): Truth {
    switch (node.kind) {
      case 'constantTruth':
        return node.value;
      case 'compare': {
        const left = this.number(node.left);
        const right = this.number(node.right);
        if (left.reasons.size > 0 || right.reasons.size > 0) {
          const open = union(left.reasons, right.reasons);
          // Where the text sets nothing for this choice, no further figure could decide.
          const never = [...open].filter((reason) => reason.startsWith('not-applicable:'));
          return never.length > 0 ? new Set(never) : open;
        }
        return compared(node.operator, compareBounds(left.low, right.low));
      }
      case 'isYes': {
        const fact = this.fact(node.input);
        return fact.state === 'yesno' ? fact.yes : this.reason(fact.state === 'missing' ? 'missing' : 'invalid', node.input);
      }
      case 'in':
        return this.membership(node);
      case 'and':
      case 'or': {
        const decisive = node.kind === 'or';
        const truths = node.items.map((item) => this.truth(item));
        if (truths.includes(decisive)) return decisive;
        const open = truths.filter(waits);
        return open.length > 0 ? union(...open) : !decisive;
      }
      case 'not': {
        const of = this.truth(node.of);
        return waits(of) ? of : !of;
      }
      case 'hasBase':
        return this.hasBase(node.figure, node.flag);
      case 'byChoice': {
        const fact = this.fact(node.input);
        if (fact.state !== 'choice') return this.reason(fact.state === 'missing' ? 'missing' : 'invalid', node.input);
        const found = node.cases[fact.id];
        return found ? this.truth(found) : true;
      }
      case 'isDay': {
        const day = this.day(node.input);
        if (day === undefined) return this.reason(this.fact(node.input).state === 'missing' ? 'missing' : 'invalid', node.input);
        return node.days.some((wanted) => isDayOfYear(day, wanted));
      }
      case 'isBlank':
        return this.fact(node.input).state === 'missing';
      case 'reading':
        return this.truth(chosen(node.options, this.option(node.reading)));
    }
  }

  /** The day number of a recorded date. */
  private day(id: string): number | undefined {
    const fact = this.fact(id);
    return fact.state === 'number' ? Number(fact.text) : undefined;
  }

  /** What the officer chose among the members of an exclusive choice; the id of one, or that the choice is blank or names none. */
  choice(name: string): Fact {
    return this.given(name);
  }

  private membership(node: Extract<TruthNode, { kind: 'in' }>): Truth {
    const fact = this.fact(node.input);
    if (fact.state !== 'choice') return this.reason(fact.state === 'missing' ? 'missing' : 'invalid', node.input);
    const open: Reason[] = [];
    const lists: string[] = [];
    for (const name of node.lists) {
      const list = this.given(name);
      const { id, required } = this.parameter(name);
      if (list.state === 'choices') lists.push(...list.ids);
      else if (list.state === 'invalid') open.push(`invalid-parameter:${id}`);
      else if (required) open.push(`missing-parameter:${id}`);
    }
    const under = withParents(fact.id, this.input(node.input).choices);
    if ([...node.choices, ...lists].some((choice) => under.has(choice))) return true;
    return open.length > 0 ? new Set(open) : false;
  }

  /** A figure of the year before and an officer's tick must not contradict each other; either may be blank. */
  private hasBase(figure: string, flag: string): Truth {
    const base = this.fact(figure);
    const tick = this.fact(flag);
    const refused: Reason[] = [];
    if (base.state === 'invalid') refused.push(`invalid:${figure}`);
    if (tick.state === 'invalid') refused.push(`invalid:${flag}`);
    if (refused.length > 0) return new Set(refused);
    if (base.state === 'number') {
      const positive = new Decimal(base.text).gt(zero);
      return tick.state === 'yesno' && tick.yes !== positive ? this.reason('invalid', flag) : positive;
    }
    return tick.state === 'yesno' ? tick.yes : this.reason('missing', figure);
  }

  condition(condition: Condition): Truth {
    if (!condition.tested) return true;
    for (const guard of condition.guards) {
      const applies = this.truth(guard);
      if (waits(applies)) return applies;
      if (!applies) return true;
    }
    if (condition.officerDecides) {
      const left = this.truth(condition.officerDecides.when);
      if (waits(left)) return left;
      if (left) return new Set<Reason>([`officer-decision:${condition.officerDecides.code}`]);
    }
    const standard = this.truth(condition.test);
    if (standard !== false || !condition.relaxed) return standard;
    const named = this.truth(condition.relaxed.guard);
    return named === true ? this.truth(condition.relaxed.test) : named;
  }

  /** A cap whose figure an officer may leave out, and did. */
  isUnset(cap: Cap): boolean {
    if (cap.limit.kind !== 'parameter') return false;
    return !this.parameter(cap.limit.parameter).required && this.given(cap.limit.parameter).state === 'missing';
  }
}

/** What stands for the option in force. */
export function chosen<T>(options: Readonly<Record<string, T>>, option: string): T {
  const found = options[option];
  if (found === undefined) throw new Error(`no option ${option}`);
  return found;
}

/** Refuses figures that cannot be: below zero, or a fraction of what is whole. */
function sound(fact: Fact, declared: Input | Parameter): Fact {
  if (fact.state !== 'number' || declared.type === 'date') return fact;
  const value = new Decimal(fact.text);
  if (value.lt(zero) && !declared.negative) return { state: 'invalid' };
  return declared.whole && !value.isInteger() ? { state: 'invalid' } : fact;
}

function inBand(value: Decimal, band: Band): boolean {
  const order = (edge: ExactNumber): number => compareRatios(ratio(value), exact(edge));
  if (band.low && (band.low.inclusive ? order(band.low.value) < 0 : order(band.low.value) <= 0)) return false;
  return !(band.high && (band.high.inclusive ? order(band.high.value) > 0 : order(band.high.value) >= 0));
}
