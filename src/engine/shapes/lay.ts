import { partsOf } from '../pack/check-expressions';
import { namesUsed } from '../pack/names-used';
import {
  parameterName,
  type Condition,
  type Dimension,
  type Measure,
  type NumberNode,
  type Pack,
  type Parameter,
  type Shape,
  type TruthNode,
  type Written,
} from '../tree';
import { sameDimension, timesDimension } from '../units';

const money: Dimension = { money: 1 };
const nothing: NumberNode = { kind: 'constant', value: { digits: '0', power: 0 }, text: '0 元', dimension: money };

/** Where a parameter stands in its measure. */
export interface Term {
  /** The dimension of the parameter itself. */
  readonly own: Dimension;
  /** What the award multiplies it with; null where it stands for a sum by itself. */
  readonly of: NumberNode | null;
  /** It stands in the award, and nowhere else: a shape may work the sum out; elsewhere only a figure of its own kind will do. */
  readonly isAward: boolean;
}

/** Whether a node is the parameter itself. */
function isParameter(node: NumberNode, name: string): boolean {
  return node.kind === 'parameter' && node.parameter === name;
}

/** The other factor of a product in which the parameter stands. */
function otherFactor(node: NumberNode, name: string): NumberNode | null {
  if (node.kind !== 'multiply') return null;
  if (isParameter(node.left, name)) return node.right;
  return isParameter(node.right, name) ? node.left : null;
}

/** Where a parameter stands in its measure. */
export function productOf(measure: Measure, parameter: Parameter): Term {
  const name = parameterName(parameter);
  const { award } = measure;
  const of = award === null ? null : otherFactor(award, name);
  const own = parameter.unit === undefined ? {} : parameter.unit.dimension;
  return { own, of, isAward: award !== null && (of !== null || isParameter(award, name)) };
}

/** The quantity a table goes by, by its id. */
export function quantityOf(parameter: Parameter, id: string): NumberNode {
  const found = parameter.going.find((going) => going.id === id);
  if (found === undefined || !('number' in found.by)) throw new Error(`${parameter.id} does not go by ${id}`);
  return found.by.number;
}

function constant({ value, text, dimension }: Written): NumberNode {
  return { kind: 'constant', value, text, dimension };
}

function times(left: NumberNode, right: NumberNode): NumberNode {
  return { kind: 'multiply', left, right, dimension: timesDimension(left.dimension, right.dimension) };
}

/** Turns a shape into an expression. */
class Builder {
  constructor(
    private readonly pack: Pack,
    private readonly parameter: Parameter,
    private readonly term: Term,
  ) {}

  private quantity(id: string): NumberNode {
    return quantityOf(this.parameter, id);
  }

  /** A sum, or a rate times what it is taken of; in a figure that is no award, the figure. */
  private amount(value: Written, of: string | undefined): NumberNode {
    const figure = constant(value);
    if (!this.term.isAward || sameDimension(value.dimension, money)) return figure;
    const taken = of === undefined ? this.term.of : this.quantity(of);
    return taken === null ? figure : times(figure, taken);
  }

  node(shape: Shape): NumberNode {
    return this.limited(this.plain(shape), shape);
  }

  private plain(shape: Shape): NumberNode {
    switch (shape.shape) {
      case 'sum':
        return this.amount(shape.value, undefined);
      case 'rate':
        return this.notNegative(this.amount(shape.value, shape.of));
      case 'perStep': {
        const by = this.quantity(shape.by);
        const over: NumberNode =
          shape.above === undefined ? by : { kind: 'subtract', left: by, right: constant(shape.above), dimension: by.dimension };
        const steps: NumberNode = { kind: 'steps', of: over, step: shape.step.value, text: shape.step.text, dimension: {} };
        return this.notNegative(times(constant(shape.value), steps));
      }
      case 'bracket': {
        const rows = shape.rows.map(({ from, value }) => ({
          from: from.value,
          text: from.text,
          value: 'shape' in value ? this.node(value) : this.notNegative(this.amount(value, shape.of)),
        }));
        return { kind: 'tiers', of: this.quantity(shape.by), rows, dimension: this.dimension };
      }
      case 'marginal': {
        const parts = partsOf(this.quantity(shape.by));
        if (parts === null) throw new Error(`${shape.by} has no parts`);
        const rows = shape.rows.flatMap(({ from, value }) =>
          'shape' in value ? [] : [{ from: from.value, text: from.text, value: constant(value) }],
        );
        return { kind: 'marginal', of: parts.of, rows, dimension: money };
      }
      case 'choice':
        return this.byChoice(shape, (value) => this.node(value), this.unset());
    }
  }

  /** The figure itself, in the parameter's own unit; null where the shape gives only sums. */
  figure(shape: Shape): NumberNode | null {
    const dimension = this.term.own;
    switch (shape.shape) {
      case 'sum':
      case 'rate':
        return sameDimension(shape.value.dimension, dimension) && !('of' in shape) ? constant(shape.value) : null;
      case 'bracket': {
        const rows = shape.rows.flatMap(({ from, value }) => {
          const figure = 'shape' in value ? this.figure(value) : sameDimension(value.dimension, dimension) ? constant(value) : null;
          return figure === null ? [] : [{ from: from.value, text: from.text, value: figure }];
        });
        return rows.length < shape.rows.length ? null : { kind: 'tiers', of: this.quantity(shape.by), rows, dimension };
      }
      case 'choice': {
        const inner = shape.rows.every(({ value }) => this.figure(value) !== null);
        return inner ? this.byChoice(shape, (value) => this.figure(value) ?? this.bare, this.bare) : null;
      }
      case 'perStep':
      case 'marginal':
        return null;
    }
  }

  private get bare(): NumberNode {
    return { kind: 'parameter', parameter: parameterName(this.parameter), dimension: this.term.own };
  }

  private get dimension(): Dimension {
    return this.term.isAward ? money : this.term.own;
  }

  private byChoice(shape: Extract<Shape, { shape: 'choice' }>, made: (value: Shape) => NumberNode, unset: NumberNode): NumberNode {
    const going = this.parameter.going.find(({ id }) => id === shape.by);
    const input = going !== undefined && 'choice' in going.by ? this.pack.inputs[going.by.choice] : undefined;
    if (input === undefined) throw new Error(`${this.parameter.id} does not go by ${shape.by}`);
    const named = new Map(shape.rows.flatMap(({ choices, value }) => (choices ?? []).map((id) => [id, made(value)] as const)));
    const rest = shape.rows.find(({ choices }) => choices === null);
    // Without a row of its own a choice takes that of the wider one it belongs to, then that of all others; without either its figure is still missing.
    const wider = (id: string): NumberNode | undefined => {
      const own = named.get(id);
      if (own !== undefined) return own;
      const parents = input.choices.find((choice) => choice.id === id)?.parents ?? [];
      return parents.map(wider).find((found) => found !== undefined);
    };
    const others = rest === undefined ? unset : made(rest.value);
    const cases = Object.fromEntries(input.choices.map(({ id }) => [id, wider(id) ?? others]));
    return { kind: 'byChoice', input: input.id, cases, dimension: unset.dimension };
  }

  /** The parameter as the pack has it: a figure that was not given. */
  unset(): NumberNode {
    return this.term.isAward && this.term.of !== null ? times(this.bare, this.term.of) : this.bare;
  }

  private notNegative(node: NumberNode): NumberNode {
    const isSure = node.kind === 'constant' || !this.term.isAward;
    return isSure ? node : { kind: 'max', items: [nothing, node], dimension: node.dimension };
  }

  private limited(amount: NumberNode, { cap, floor, atLeast, minimum, noBase }: Shape): NumberNode {
    let node = amount;
    const from = (of: NumberNode, at: Written): NumberNode => ({
      kind: 'tiers',
      of,
      rows: [{ from: at.value, text: at.text, value: node }],
      dimension: node.dimension,
    });
    if (minimum !== undefined) node = from(this.quantity(minimum.by), minimum.from);
    if (noBase !== undefined) {
      const base = this.quantity('base');
      if (base.kind !== 'input') throw new Error(`the base of ${this.parameter.id} is a figure of the row`);
      node = { kind: 'noBase', base: base.input, none: this.amount(noBase.value, noBase.of), of: node, dimension: node.dimension };
    }
    if (atLeast !== undefined) node = { kind: 'max', items: [node, constant(atLeast)], dimension: node.dimension };
    if (cap !== undefined) node = { kind: 'min', items: [node, constant(cap)], dimension: node.dimension };
    return floor === undefined ? node : from(node, floor);
  }
}

/** Whether the band refuses more than what is below zero. */
function isNarrow({ band }: Parameter): boolean {
  return band.high !== undefined || (band.low !== undefined && (!band.low.inclusive || band.low.value.digits !== '0'));
}

/** An expression with a change made to every number in it; the change is offered a node before what is inside it. */
function mapped(change: (node: NumberNode) => NumberNode | undefined): {
  number: (node: NumberNode) => NumberNode;
  truth: (node: TruthNode) => TruthNode;
} {
  const each = <T>(items: Readonly<Record<string, T>>, map: (item: T) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(items).map(([key, item]) => [key, map(item)]));
  const number = (node: NumberNode): NumberNode => {
    const changed = change(node);
    if (changed !== undefined) return changed;
    switch (node.kind) {
      case 'add':
      case 'subtract':
      case 'multiply':
      case 'divide':
        return { ...node, left: number(node.left), right: number(node.right) };
      case 'min':
      case 'max':
        return { ...node, items: node.items.map(number) };
      case 'round':
      case 'steps':
      case 'within':
        return { ...node, of: number(node.of) };
      case 'growth':
        return { ...node, now: number(node.now) };
      case 'reading':
        return { ...node, options: each(node.options, number) };
      case 'byChoice':
        return { ...node, cases: each(node.cases, number) };
      case 'tiers':
      case 'marginal':
        return { ...node, of: number(node.of), rows: node.rows.map((row) => ({ ...row, value: number(row.value) })) };
      case 'noBase':
        return { ...node, none: number(node.none), of: number(node.of) };
      case 'given':
        return { ...node, own: number(node.own), of: number(node.of) };
      case 'constant':
      case 'input':
      case 'parameter':
      case 'base':
      case 'shift':
      case 'award':
        return node;
    }
  };
  const truth = (node: TruthNode): TruthNode => {
    switch (node.kind) {
      case 'compare':
        return { ...node, left: number(node.left), right: number(node.right) };
      case 'and':
      case 'or':
        return { ...node, items: node.items.map(truth) };
      case 'not':
        return { ...node, of: truth(node.of) };
      case 'reading':
        return { ...node, options: each(node.options, truth) };
      case 'byChoice':
        return { ...node, cases: each(node.cases, truth) };
      default:
        return node;
    }
  };
  return { number, truth };
}

/** Whether a shape can stand wherever its parameter does: beside the award only a figure of the parameter's own kind can. */
export function fitsEverywhere(pack: Pack, measure: Measure, parameter: Parameter, shape: Shape): boolean {
  const name = parameterName(parameter);
  const term = productOf(measure, parameter);
  if (term.of === null || new Builder(pack, parameter, term).figure(shape) !== null) return true;
  let found = false;
  const { number, truth } = mapped((node) => {
    if (isParameter(node, name)) found = true;
    return undefined;
  });
  for (const { guards, test, relaxed, officerDecides } of measure.conditions)
    [...guards, test, ...(relaxed ? [relaxed.guard, relaxed.test] : []), ...(officerDecides ? [officerDecides.when] : [])].forEach(truth);
  for (const limit of [...measure.caps.map((cap) => cap.limit), ...measure.outputs.map(({ value }) => value)]) number(limit);
  return !found;
}

/** A measure with a shape in a parameter's place. */
function laidOver(pack: Pack, measure: Measure, parameter: Parameter, shape: Shape): Measure {
  const name = parameterName(parameter);
  const term = productOf(measure, parameter);
  const builder = new Builder(pack, parameter, term);
  const made = builder.node(shape);
  const banded = sameDimension(made.dimension, term.own) && isNarrow(parameter);
  const own = builder.unset();
  const of: NumberNode = banded ? { kind: 'within', parameter: name, of: made, dimension: made.dimension } : made;
  const given: NumberNode = { kind: 'given', parameter: name, own, of, dimension: own.dimension };
  const figure = term.of === null ? null : builder.figure(shape);
  const bareGiven: NumberNode | null =
    figure === null
      ? null
      : {
          kind: 'given',
          parameter: name,
          own: { kind: 'parameter', parameter: name, dimension: term.own },
          of: figure,
          dimension: term.own,
        };
  // Its own rate on the total makes a base recorded as 0 meaningful: the whole is the increment.
  const base = shape.noBase === undefined ? undefined : quantityOf(parameter, 'base');
  const bare = base?.kind === 'input' ? base.input : undefined;
  const { number, truth } = mapped((node) => {
    if (node.kind === 'base' && node.input === bare) return { kind: 'input', input: bare, dimension: node.dimension };
    if (isParameter(node, name)) return term.of === null ? given : (bareGiven ?? undefined);
    return term.of !== null && node === measure.award ? given : undefined;
  });
  const condition = (one: Condition): Condition => ({
    ...one,
    guards: one.guards.map(truth),
    test: truth(one.test),
    ...(one.relaxed ? { relaxed: { ...one.relaxed, guard: truth(one.relaxed.guard), test: truth(one.relaxed.test) } } : {}),
    ...(one.officerDecides ? { officerDecides: { ...one.officerDecides, when: truth(one.officerDecides.when) } } : {}),
  });
  const changed: Measure = {
    ...measure,
    conditions: measure.conditions.map(condition),
    award: measure.award === null ? null : number(measure.award),
    caps: measure.caps.map((cap) => ({ ...cap, limit: number(cap.limit) })),
    outputs: measure.outputs.map((output) => ({ ...output, value: number(output.value) })),
    ...(measure.floor ? { floor: { ...measure.floor, at: number(measure.floor.at) } } : {}),
  };
  return { ...changed, ...namesUsed(changed) };
}

/**
 * A pack with shapes laid over its unpublished figures (full name → shape, as `readShape` gave it): an expression stands where the figure stood, so that one engine judges, bounds and
 * explains it. A row that gives the figure itself keeps it. The pack given is not changed.
 */
export function withShapes(pack: Pack, shapes: Readonly<Record<string, Shape>>): Pack {
  if (Object.keys(shapes).length === 0) return pack;
  let measures = pack.measures;
  for (const [name, shape] of Object.entries(shapes)) {
    const parameter = Object.hasOwn(pack.parameters, name) ? pack.parameters[name] : undefined;
    if (parameter === undefined) throw new RangeError(`no parameter ${name} in ${pack.id}`);
    measures = measures.map((measure) => (measure.parameters.includes(name) ? laidOver(pack, measure, parameter, shape) : measure));
  }
  return { ...pack, measures, shapes: { ...pack.shapes, ...shapes } };
}
