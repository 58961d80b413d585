import { Decimal as Base } from 'decimal.js';
import { dateOfDay, isDayOfYear, movedDay, readFact, withParents, type Fact } from './facts';
import type { RawFacts, RawParameters } from '../program';
import type {
  Band,
  Cap,
  Condition,
  ExactNumber,
  ExclusiveChoice,
  Group,
  Input,
  Measure,
  NumberNode,
  Pack,
  Parameter,
  TierRow,
  TruthNode,
  Unit,
} from '../tree';
import type { Applied, Reason, Verdict } from '../verdict';

// The second, slow and independent way to the same answers: straight from the checked tree, on decimal.js, one row at a time.
// It shares nothing with the lowering, so that a fault there shows as a disagreement.

/** Wide enough that no sum or product of figures of 400 digits is ever rounded. */
const Decimal = Base.clone({ precision: 20_000, rounding: Base.ROUND_HALF_UP, minE: -9e15, maxE: 9e15, toExpNeg: -9e15, toExpPos: 9e15 });
type Decimal = Base;
/** For the one place where a ratio is written out: an amount that does not end within these digits has no exact text. */
const Quotient = Base.clone({ precision: 2_000, rounding: Base.ROUND_DOWN, toExpNeg: -9e15, toExpPos: 9e15 });

const zero = new Decimal(0);
const one = new Decimal(1);
/** 万元 to the base unit of money. */
const tenThousand = 4;
/** 分 in 万元. */
const fen = new Decimal('0.000001');

// ── exact ratios ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `above` ÷ `below`, never divided out; `below` > 0. */
interface Ratio {
  readonly above: Decimal;
  readonly below: Decimal;
}

/** An end of a range. */
type Bound = Ratio | '+∞' | '-∞';

function ratio(above: Decimal, below: Decimal = one): Ratio {
  return below.isNegative() ? { above: above.negated(), below: below.negated() } : { above, below };
}

const nothing = ratio(zero);

function exact(value: ExactNumber): Ratio {
  return ratio(shifted(new Decimal(value.digits), value.power));
}

function shifted(value: Decimal, power: number): Decimal {
  return value.times(new Decimal(`1e${power}`));
}

function plus(a: Ratio, b: Ratio): Ratio {
  if (a.below.eq(b.below)) return ratio(a.above.plus(b.above), a.below);
  return ratio(a.above.times(b.below).plus(b.above.times(a.below)), a.below.times(b.below));
}

function negated(a: Ratio): Ratio {
  return { above: a.above.negated(), below: a.below };
}

function times(a: Ratio, b: Ratio): Ratio {
  return ratio(a.above.times(b.above), a.below.times(b.below));
}

function inverse(a: Ratio): Ratio {
  return ratio(a.below, a.above);
}

function compareRatios(a: Ratio, b: Ratio): number {
  return a.above.times(b.below).cmp(b.above.times(a.below));
}

/** Half away from zero, to a multiple of `step`. */
function roundedTo(a: Ratio, step: Ratio): Ratio {
  const quotient = times(a, inverse(step));
  const size = quotient.above.abs();
  // The whole part by integer division, the half by doubling the remainder: no quotient is ever written out.
  const whole = size.divToInt(quotient.below);
  const rest = size.minus(whole.times(quotient.below));
  const up = rest.times(2).gte(quotient.below) ? whole.plus(one) : whole;
  return times(ratio(quotient.above.isNegative() ? up.negated() : up), step);
}

/** The greatest whole number not above. */
function floored(a: Ratio): Ratio {
  const whole = a.above.abs().divToInt(a.below);
  if (!a.above.isNegative()) return ratio(whole);
  return ratio(whole.times(a.below).eq(a.above.abs()) ? whole.negated() : whole.negated().minus(one));
}

/** Digits after the point to which an output that has no end is written. */
const outputPlaces = 12;

/** Decimal text of an output; a quotient of two figures is cut off after twelve places. */
function outputText(a: Ratio): string {
  const scale = new Decimal(`1e${outputPlaces}`);
  const whole = a.above.abs().times(scale).divToInt(a.below);
  const cut = (a.above.isNegative() ? whole.negated() : whole).div(scale);
  return a.below.eq(one) ? textOf(a) : cut.isZero() ? '0' : cut.toFixed();
}

/** Exact decimal text without exponent or trailing zeros. */
function textOf(a: Ratio): string {
  const value = a.below.eq(one) ? a.above : new Decimal(new Quotient(a.above).div(a.below));
  if (!value.times(a.below).eq(a.above)) throw new Error(`no exact decimal: ${a.above.toString()} / ${a.below.toString()}`);
  return value.isZero() ? '0' : value.toFixed();
}

// ── ranges ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A number that is known (no reasons, low = high), or what can still be said of it and what it waits for. */
interface Quantity {
  readonly low: Bound;
  readonly high: Bound;
  readonly reasons: ReadonlySet<Reason>;
}

const noReasons: ReadonlySet<Reason> = new Set();

function known(value: Ratio): Quantity {
  return { low: value, high: value, reasons: noReasons };
}

function union(...sets: readonly ReadonlySet<Reason>[]): ReadonlySet<Reason> {
  return new Set(sets.flatMap((set) => [...set]));
}

function compareBounds(a: Bound, b: Bound): number {
  if (a === b) return 0;
  if (a === '-∞' || b === '+∞') return -1;
  if (a === '+∞' || b === '-∞') return 1;
  return compareRatios(a, b);
}

function lowest(bounds: readonly Bound[]): Bound {
  return bounds.reduce((a, b) => (compareBounds(b, a) < 0 ? b : a));
}

function highest(bounds: readonly Bound[]): Bound {
  return bounds.reduce((a, b) => (compareBounds(b, a) > 0 ? b : a));
}

function addBounds(a: Bound, b: Bound): Bound {
  if (typeof a === 'string') return a;
  if (typeof b === 'string') return b;
  return plus(a, b);
}

function negateBound(a: Bound): Bound {
  if (a === '+∞') return '-∞';
  return a === '-∞' ? '+∞' : negated(a);
}

function signOf(a: Bound): number {
  if (typeof a === 'string') return a === '+∞' ? 1 : -1;
  return a.above.isZero() ? 0 : a.above.isNegative() ? -1 : 1;
}

function multiplyBounds(a: Bound, b: Bound): Bound {
  if (typeof a !== 'string' && typeof b !== 'string') return times(a, b);
  const sign = signOf(a) * signOf(b);
  return sign === 0 ? nothing : sign > 0 ? '+∞' : '-∞';
}

function sumOf(a: Quantity, b: Quantity): Quantity {
  return { low: addBounds(a.low, b.low), high: addBounds(a.high, b.high), reasons: union(a.reasons, b.reasons) };
}

function opposite(a: Quantity): Quantity {
  return { low: negateBound(a.high), high: negateBound(a.low), reasons: a.reasons };
}

function productOf(a: Quantity, b: Quantity): Quantity {
  const corners = [a.low, a.high].flatMap((x) => [b.low, b.high].map((y) => multiplyBounds(x, y)));
  return { low: lowest(corners), high: highest(corners), reasons: union(a.reasons, b.reasons) };
}

function inverseOf(a: Quantity): Quantity {
  const low = signOf(a.low);
  const high = signOf(a.high);
  if (low === 0 && high === 0 && a.reasons.size === 0) throw new Error('division by a recorded 0');
  if (low < 0 && high > 0) return { low: '-∞', high: '+∞', reasons: a.reasons };
  const flip = (bound: Bound, atZero: Bound): Bound =>
    typeof bound === 'string' ? nothing : bound.above.isZero() ? atZero : inverse(bound);
  return { low: flip(a.high, '-∞'), high: flip(a.low, '+∞'), reasons: a.reasons };
}

function smallest(items: readonly Quantity[]): Quantity {
  return {
    low: lowest(items.map((item) => item.low)),
    high: lowest(items.map((item) => item.high)),
    reasons: union(...items.map((item) => item.reasons)),
  };
}

function greatest(items: readonly Quantity[]): Quantity {
  return {
    low: highest(items.map((item) => item.low)),
    high: highest(items.map((item) => item.high)),
    reasons: union(...items.map((item) => item.reasons)),
  };
}

/** One of several, and what decides which is still open. */
function eitherOf(items: readonly Quantity[], reasons: ReadonlySet<Reason>): Quantity {
  return {
    low: lowest(items.map((item) => item.low)),
    high: highest(items.map((item) => item.high)),
    reasons: union(reasons, ...items.map((item) => item.reasons)),
  };
}

// ── truths ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Holds, fails, or waits for something. */
type Truth = true | false | ReadonlySet<Reason>;

function waits(truth: Truth): truth is ReadonlySet<Reason> {
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

// ── one row ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The figures of one row and the settings under which they are judged. */
class Row {
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

function chosen<T>(options: Readonly<Record<string, T>>, option: string): T {
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

// ── one measure ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What one measure gives, in 万元, while it may still be open. */
interface Share {
  readonly measure: string;
  readonly low: Ratio;
  readonly high: Bound;
  readonly settled: boolean;
}

interface Judged {
  readonly verdict: Verdict;
  readonly share: Share;
}

function inTenThousands(bound: Bound): Bound {
  return typeof bound === 'string' ? bound : times(bound, ratio(shifted(one, -tenThousand)));
}

function atLeastNothing(bound: Bound): Bound {
  return highest([bound, nothing]);
}

function settledAt(quantity: Quantity): Ratio | undefined {
  return typeof quantity.low !== 'string' && compareBounds(quantity.low, quantity.high) === 0 ? quantity.low : undefined;
}

/** The lowest of the award and its caps, and the cap that cut it. */
function capped(row: Row, measure: Measure, award: Quantity): { readonly paid: Quantity; readonly applied: readonly Applied[] } {
  const limits = measure.caps.filter((cap) => !row.isUnset(cap)).map((cap) => ({ cap, limit: row.number(cap.limit) }));
  const open = smallest([award, ...limits.map(({ limit }) => limit)]);
  // Nothing below 0 is ever paid.
  const least = { ...open, low: atLeastNothing(open.low), high: atLeastNothing(open.high) };
  const value = settledAt(least);
  if (value === undefined) return { paid: least, applied: [] };
  const cutting = limits.find(({ limit }) => {
    const at = settledAt(limit);
    if (at === undefined || compareBounds(atLeastNothing(at), value) !== 0) return false;
    return compareBounds(award.low, at) > 0;
  });
  return { paid: known(value), applied: cutting ? [`${cutting.cap.code}:${cutting.cap.id}`] : [] };
}

/** Where the amount stands to the floor below which nothing is paid. */
function standing(row: Row, measure: Measure, paid: Quantity): 'paid' | 'nothing' | 'open' {
  if (!measure.floor) return 'paid';
  const floor = row.number(measure.floor.at);
  if (compareBounds(paid.high, floor.low) < 0) return 'nothing';
  return compareBounds(paid.low, floor.high) >= 0 ? 'paid' : 'open';
}

function judgeMeasure(row: Row, measure: Measure): Judged {
  const failed: Reason[] = [];
  const blockers: ReadonlySet<Reason>[] = [];
  for (const condition of measure.conditions) {
    const truth = row.condition(condition);
    if (waits(truth)) blockers.push(truth);
    else if (!truth) failed.push(`fail:${condition.id}`);
  }
  const undecided = union(...blockers);
  const outputs = (paid: Quantity): Pick<Verdict, 'outputs'> => {
    if (measure.outputs.length === 0) return {};
    const entries = measure.outputs.map(({ id, value, unit }) => {
      const result = row.number(value, paid);
      if (result.reasons.size > 0 || typeof result.low === 'string') return [id, null] as const;
      const at = times(result.low, ratio(shifted(one, -unit.power)));
      return [id, unit.dimension.day === 1 ? dateOfDay(at.above.toNumber()) : outputText(at)] as const;
    });
    return { outputs: Object.fromEntries(entries) };
  };
  const none: Share = { measure: measure.id, low: nothing, high: nothing, settled: true };
  const refused = (reasons: readonly Reason[]): Judged => ({
    verdict: { measure: measure.id, eligible: false, amount: measure.award ? '0' : null, reasons, applied: [], ...outputs(known(nothing)) },
    share: none,
  });
  if (failed.length > 0) return refused(failed);
  if (!measure.award) {
    const eligible = undecided.size > 0 ? 'unknown' : true;
    return {
      verdict: { measure: measure.id, eligible, amount: null, reasons: [...undecided], applied: [], ...outputs(known(nothing)) },
      share: none,
    };
  }
  const { paid, applied } = capped(row, measure, row.number(measure.award));
  const high = inTenThousands(atLeastNothing(paid.high));
  const open = (eligible: 'unknown' | true, low: Ratio, reasons: ReadonlySet<Reason>, ranged: boolean): Judged => ({
    verdict: {
      measure: measure.id,
      eligible,
      amount: null,
      ...(ranged && (signOf(low) > 0 || high !== '+∞') ? { range: { min: amountText(low, measure), max: boundText(high, measure) } } : {}),
      reasons: [...reasons],
      applied: [],
      ...outputs({ low: nothing, high: '+∞', reasons }),
    },
    share: { measure: measure.id, low, high, settled: false },
  });
  // The floor is a condition: missed for sure it decides, and while it hangs on the amount, so does the entitlement.
  const place = standing(row, measure, paid);
  if (place === 'nothing' && measure.floor) return refused([`floor:${measure.floor.id}`]);
  if (place === 'open') return open('unknown', nothing, union(undecided, paid.reasons), true);
  if (undecided.size > 0) return open('unknown', nothing, undecided, false);
  const value = settledAt(paid);
  if (value === undefined) {
    const low = inTenThousands(atLeastNothing(paid.low));
    return open(true, typeof low === 'string' ? nothing : low, paid.reasons, true);
  }
  const amount = times(value, ratio(shifted(one, -tenThousand)));
  // A parameter that only the outputs use, and that cannot be, leaves the amount as it is.
  const unused = union(...measure.outputs.map((output) => row.number(output.value, paid).reasons));
  const reasons = [...unused].filter((reason) => reason.startsWith('invalid-parameter:'));
  return {
    verdict: { measure: measure.id, eligible: true, amount: amountText(amount, measure), reasons, applied, ...outputs(paid) },
    share: { measure: measure.id, low: amount, high: amount, settled: true },
  };
}

/** An amount of 万元 in the unit the measure gives its amounts in. */
function amountText(amount: Ratio, { amountUnit }: { readonly amountUnit: Unit }): string {
  return textOf(times(amount, ratio(shifted(one, tenThousand - amountUnit.power))));
}

function boundText(bound: Bound, measure: Measure): string | null {
  return typeof bound === 'string' ? null : amountText(bound, measure);
}

// ── one of several measures ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Members of an exclusive choice are paid in 万元. */
const inTenThousand = { amountUnit: { name: '万元', dimension: { money: 1 }, power: tenThousand } };

/**
 * Pays one of several measures. The officer's choice is paid where it holds; where it does not, or none was made, the highest is.
 * While a member is open, every way it may still turn out gives a bound.
 */
function judgeChoice(row: Row, pack: Pack, choice: ExclusiveChoice): Verdict {
  const members = pack.measures.filter(({ id }) => choice.members.includes(id)).map((measure) => judgeMeasure(row, measure));
  const holding = members.filter(({ verdict }) => verdict.eligible === true);
  const waiting = members.filter(({ verdict }) => verdict.eligible === 'unknown');
  const reasonsOf = (some: readonly Judged[]): readonly Reason[] => [...new Set(some.flatMap(({ verdict }) => verdict.reasons))];
  const answer = { measure: choice.id, applied: [] };
  if (holding.length === 0)
    return waiting.length > 0
      ? { ...answer, eligible: 'unknown', amount: null, reasons: reasonsOf(waiting) }
      : { ...answer, eligible: false, amount: '0', reasons: reasonsOf(members) };
  const pay = ({ verdict }: Judged): Verdict => ({
    ...verdict,
    measure: choice.id,
    outputs: { ...verdict.outputs, chosen: verdict.measure },
  });
  const [only] = holding;
  if (only && holding.length === 1 && waiting.length === 0) return pay(only);
  const picked = row.choice(choice.parameter);
  if (picked.state === 'invalid')
    return { ...answer, eligible: true, amount: null, reasons: [`invalid-parameter:${choice.parameter.slice(choice.id.length + 1)}`] };
  const named = picked.state === 'choice' ? picked.id : undefined;
  const sure = holding.find(({ verdict }) => verdict.measure === named);
  if (sure) return pay(sure);
  const hoped = waiting.find(({ verdict }) => verdict.measure === named);
  const rest = [...holding, ...waiting].filter((member) => member !== hoped);
  const without = {
    low: highest(holding.map(({ share }) => share.low)),
    high: highest(rest.map(({ share }) => share.high)),
  };
  const low = hoped ? lowest([without.low, hoped.share.low]) : without.low;
  const high = hoped ? highest([without.high, hoped.share.high]) : without.high;
  const text = (bound: Bound): string | null => (typeof bound === 'string' ? null : amountText(bound, inTenThousand));
  if (compareBounds(low, high) === 0) {
    const best = holding.filter(({ share }) => share.settled && compareBounds(share.low, low) === 0);
    const [winner] = best;
    return winner && best.length === 1 && !hoped ? pay(winner) : { ...answer, eligible: true, amount: text(low), reasons: [] };
  }
  const open = [...holding.filter(({ share }) => !share.settled), ...waiting];
  const answered = { ...answer, eligible: true as const, amount: null, reasons: reasonsOf(open) };
  if (typeof low === 'string' || (signOf(low) <= 0 && high === '+∞')) return answered;
  return { ...answered, range: { min: amountText(low, inTenThousand), max: text(high) } };
}

// ── the total over measures ────────────────────────────────────────────────────────────────────────────────────────────────────

function membersOf(row: Row, group: Group): readonly string[] {
  return 'reading' in group.members ? chosen(group.members.options, row.option(group.members.reading)) : group.members;
}

function added(shares: readonly Share[]): { readonly low: Ratio; readonly high: Bound; readonly settled: boolean } {
  return shares.reduce<{ low: Ratio; high: Bound; settled: boolean }>(
    (sum, share) => ({ low: plus(sum.low, share.low), high: addBounds(sum.high, share.high), settled: sum.settled && share.settled }),
    { low: nothing, high: nothing, settled: true },
  );
}

/** Whole 分 in an amount of 万元, rounded down. */
function wholeFen(amount: Ratio): Decimal {
  return amount.above.divToInt(amount.below.times(fen));
}

/** Each measure's part of a total that is cut to `limit`, in whole 分, adding up to it; `order` is the order of the clauses. */
function allocated(shares: readonly Share[], order: readonly string[], limit: Ratio, way: string): Readonly<Record<string, string>> {
  const claimed = order.flatMap((id) => {
    const own = shares.filter((share) => share.measure === id);
    return own.length === 0 ? [] : [{ id, amount: added(own).low }];
  });
  const parts = way === 'clauseOrder' ? inClauseOrder(claimed, limit) : proRata(claimed, limit);
  return Object.fromEntries(parts.map(({ id, parts }) => [id, textOf(ratio(parts.times(fen)))]));
}

interface Claim {
  readonly id: string;
  readonly amount: Ratio;
}

/** The running sum is paid up to the limit, so the last clauses give way; a part of a 分 goes over to the next clause. */
function inClauseOrder(claimed: readonly Claim[], limit: Ratio): { id: string; parts: Decimal }[] {
  let sum = nothing;
  let paid = zero;
  return claimed.map(({ id, amount }) => {
    sum = plus(sum, amount);
    const upTo = Decimal.min(wholeFen(sum), wholeFen(limit));
    const parts = upTo.minus(paid);
    paid = upTo;
    return { id, parts };
  });
}

/** In proportion, rounded down; what is left of the limit goes, a 分 each, to the largest remainders, earlier clauses first. */
function proRata(claimed: readonly Claim[], limit: Ratio): { id: string; parts: Decimal }[] {
  const sum = claimed.reduce((total, { amount }) => plus(total, amount), nothing);
  const shared = claimed.map(({ id, amount }) => {
    const exactly = times(times(amount, limit), inverse(sum));
    const parts = wholeFen(exactly);
    return { id, parts, rest: plus(exactly, negated(ratio(parts.times(fen)))) };
  });
  const spare = shared.reduce((left, { parts }) => left.minus(parts), wholeFen(limit)).toNumber();
  const favoured = new Set([...shared].sort((a, b) => compareRatios(b.rest, a.rest)).slice(0, spare));
  return shared.map((share) => ({ id: share.id, parts: favoured.has(share) ? share.parts.plus(one) : share.parts }));
}

interface Total {
  readonly verdict: Verdict;
  /** The parts after the cut, where a reading asks for them and something was cut. */
  readonly parts: Readonly<Record<string, string>> | undefined;
}

function judgeTotal(row: Row, group: Group, id: string, shares: readonly Share[], outside: readonly Share[] | null): Total {
  const conflict = group.conditions.find(
    ({ exclusive }) =>
      exclusive !== undefined && exclusive.every((member) => shares.some((share) => share.measure === member && signOf(share.low) > 0)),
  );
  if (conflict)
    return {
      verdict: { measure: id, eligible: 'unknown', amount: null, reasons: [`conflict:${conflict.id}`], applied: [] },
      parts: undefined,
    };
  const limitQuantity = settledAt(row.number(group.limit));
  if (limitQuantity === undefined) throw new Error(`the limit of ${group.id} is no constant`);
  const limit = times(limitQuantity, ratio(shifted(one, -tenThousand)));
  const sum = added(shares);
  const low = compareRatios(sum.low, limit) < 0 ? sum.low : limit;
  const high = compareBounds(sum.high, limit) < 0 ? sum.high : limit;
  const beyond = added(outside === null ? [] : outside);
  const cut = plus(sum.low, negated(low));
  const outputs = {
    sumBeforeCap: sum.settled ? textOf(sum.low) : null,
    cut: sum.settled ? textOf(cut) : null,
    ...(outside === null ? {} : { outsideCap: beyond.settled ? textOf(beyond.low) : null }),
  };
  if (compareBounds(low, high) === 0) {
    const cuts = compareRatios(sum.low, limit) > 0 || (!sum.settled && compareRatios(sum.low, limit) >= 0);
    const way = row.option(group.allocation);
    const parts = way !== 'totalOnly' && sum.settled && cuts ? allocated(shares, membersOf(row, group), limit, way) : undefined;
    return {
      verdict: { measure: id, eligible: true, amount: textOf(low), reasons: [], applied: cuts ? [`cap:${group.capId}`] : [], outputs },
      parts,
    };
  }
  const reasons = shares.filter((share) => !share.settled).map((share): Reason => `missing-amount:${share.measure}`);
  const max = typeof high === 'string' ? null : textOf(high);
  return {
    verdict: {
      measure: id,
      eligible: true,
      amount: null,
      range: { min: textOf(low), max },
      reasons: [...new Set(reasons)],
      applied: [],
      outputs,
    },
    parts: undefined,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parts of a list of awards; null where one of them cannot be. */
function readAwards(pack: Pack, awards: unknown): Share[] | null {
  if (!Array.isArray(awards)) return null;
  const shares: Share[] = [];
  for (const item of awards) {
    if (!isRecord(item) || typeof item['measure'] !== 'string' || !pack.measures.some(({ id }) => id === item['measure'])) return null;
    const { measure, amount } = item;
    if (typeof measure !== 'string') return null;
    if (amount !== null && amount !== undefined && typeof amount !== 'string' && typeof amount !== 'number') return null;
    const fact = readFact(amount, { type: 'number', choices: [] });
    if (fact.state === 'missing') shares.push({ measure, low: nothing, high: '+∞', settled: false });
    else if (fact.state !== 'number') return null;
    else {
      const value = new Decimal(fact.text);
      if (value.lt(zero)) return null;
      shares.push({ measure, low: ratio(value), high: ratio(value), settled: true });
    }
  }
  return shares;
}

function judgeAwards(row: Row, pack: Pack, group: Group, awards: unknown): Verdict {
  const open = (reason: Reason): Verdict => ({ measure: group.measure, eligible: 'unknown', amount: null, reasons: [reason], applied: [] });
  if (awards === undefined || awards === null || awards === '') return open('missing:awards');
  const shares = readAwards(pack, awards);
  if (shares === null) return open('invalid:awards');
  const members = membersOf(row, group);
  const counted = shares.filter(({ measure }) => members.includes(measure));
  const outside = shares.filter(({ measure }) => !members.includes(measure));
  const { verdict, parts } = judgeTotal(row, group, group.measure, counted, outside);
  return parts === undefined ? verdict : { ...verdict, perMeasure: parts };
}

function judgeComposite(row: Row, pack: Pack, group: Group): Verdict {
  const counted = membersOf(row, group);
  // Measures that count under another reading only are shown beside the total.
  const named = 'reading' in group.members ? Object.values(group.members.options).flat() : group.members;
  const measures = pack.measures.filter(({ id, subject }) => subject === 'enterprise' && named.includes(id));
  const judged = measures.map((measure) => judgeMeasure(row, measure));
  const shares = judged.map(({ share }) => share).filter(({ measure }) => counted.includes(measure));
  const { verdict, parts } = judgeTotal(row, group, group.composite, shares, null);
  const amounts = Object.fromEntries(judged.map(({ verdict: { measure, amount } }) => [measure, amount]));
  return { ...verdict, perMeasure: { ...amounts, ...parts } };
}

/**
 * Judges one row by the checked tree alone, on decimal.js. `id` is a measure, an exclusive choice, a group's measure (its input `awards`) or a composite;
 * readings left out take their defaults. Throws only for an id the pack does not have.
 */
export function judgeReference(
  pack: Pack,
  readings: Readonly<Record<string, string>>,
  id: string,
  facts: RawFacts & { readonly awards?: unknown },
  parameters: RawParameters = {},
): Verdict {
  const { awards, ...figures } = facts;
  const choice = pack.choices.find((candidate) => candidate.id === id);
  const row = new Row(pack, readings, figures, parameters, choice ? [id, ...choice.members] : [id]);
  if (choice) return judgeChoice(row, pack, choice);
  const measure = pack.measures.find((candidate) => candidate.id === id);
  if (measure) return judgeMeasure(row, measure).verdict;
  for (const group of pack.groups) {
    if (group.measure === id) return judgeAwards(row, pack, group, awards);
    if (group.composite === id) return judgeComposite(row, pack, group);
  }
  throw new Error(`no measure ${id} in ${pack.id}`);
}
