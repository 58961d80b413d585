import type { ExactNumber, Input, NumberNode, Pack, Parameter, RawFacts, RawParameters, RawValue, Unit } from '../../src/engine';

// The tests' own arithmetic: ratios of two whole numbers, nothing of the engine. It says where a line lies and what a row is worth.

/** `above` ÷ `below`, `below` > 0. */
export interface Ratio {
  readonly above: bigint;
  readonly below: bigint;
}

function ratio(above: bigint, below: bigint): Ratio {
  if (below === 0n) throw new RangeError('a ratio over nothing');
  let [a, b] = [above < 0n ? -above : above, below < 0n ? -below : below];
  while (b !== 0n) [a, b] = [b, a % b];
  const common = (a === 0n ? 1n : a) * (below < 0n ? -1n : 1n);
  return { above: above / common, below: below / common };
}

/** A whole number × 10^power. */
export function scaled(digits: bigint, power: number): Ratio {
  return power < 0 ? ratio(digits, 10n ** BigInt(-power)) : ratio(digits * 10n ** BigInt(power), 1n);
}

export const zero: Ratio = scaled(0n, 0);
export const plus = (a: Ratio, b: Ratio): Ratio => ratio(a.above * b.below + b.above * a.below, a.below * b.below);
export const times = (a: Ratio, b: Ratio): Ratio => ratio(a.above * b.above, a.below * b.below);
export const minus = (a: Ratio, b: Ratio): Ratio => plus(a, { above: -b.above, below: b.below });
export const over = (a: Ratio, b: Ratio): Ratio => ratio(a.above * b.below, a.below * b.above);
/** −1, 0 or 1. */
export const sign = ({ above }: Ratio): number => (above === 0n ? 0 : above < 0n ? -1 : 1);
const least = (a: Ratio, b: Ratio): Ratio => (sign(minus(a, b)) <= 0 ? a : b);

/** A decimal text (or number) as a ratio; null where it is none. */
export function ratioOf(raw: RawValue): Ratio | null {
  const match = typeof raw === 'string' || typeof raw === 'number' ? /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(raw)) : null;
  if (!match) return null;
  const [, minusSign, whole = '', fraction = ''] = match;
  const value = scaled(BigInt(whole + fraction), -fraction.length);
  return minusSign === '-' ? minus(zero, value) : value;
}

/** Decimal text without trailing zeros; null where the ratio does not end. */
export function textOf(value: Ratio): string | null {
  let decimals = 0;
  let digits = value.above;
  for (; digits % value.below !== 0n; decimals++) {
    if (decimals > 60) return null;
    digits *= 10n;
  }
  digits /= value.below;
  const padded = (digits < 0n ? -digits : digits).toString().padStart(decimals + 1, '0');
  const point = padded.length - decimals;
  return `${digits < 0n ? '-' : ''}${padded.slice(0, point)}${decimals > 0 ? `.${padded.slice(point)}` : ''}`;
}

/** Day number of an ISO date (days since 1970-01-01), and back. */
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
export const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** One row under one setting. */
export interface Row {
  readonly facts: RawFacts;
  /** By full name. */
  readonly parameters: RawParameters;
  readonly readings: Readonly<Record<string, string>>;
}

/** A figure of a row that a line can be reached by. */
export type Figure = { readonly input: string } | { readonly parameter: string };

/** How a figure is declared; of a date: whole days. */
export function declared(pack: Pack, figure: Figure): Input | Parameter {
  const found = 'input' in figure ? pack.inputs[figure.input] : pack.parameters[figure.parameter];
  if (!found) throw new RangeError(`no figure ${JSON.stringify(figure)}`);
  return found;
}

const days: Unit = { name: '日', dimension: { day: 1 }, power: 0 };

/** One unit of a figure's last decimal, in its own unit. */
export function lastUnit(fact: Input | Parameter): Ratio {
  return scaled(1n, fact.type === 'date' || fact.whole ? 0 : -fact.decimals);
}

/** What stands in a row, in the figure's own unit (days for a date); null where nothing does. */
export function valueIn(pack: Pack, row: Row, figure: Figure): Ratio | null {
  const raw = 'input' in figure ? row.facts[figure.input] : row.parameters[figure.parameter];
  if (declared(pack, figure).type === 'date') return typeof raw === 'string' && raw !== '' ? scaled(BigInt(dayOf(raw)), 0) : null;
  return ratioOf(raw);
}

/** The row with one figure set, written with all its decimals; null where it cannot be written so. */
export function withValue(pack: Pack, row: Row, figure: Figure, value: Ratio): Row | null {
  const fact = declared(pack, figure);
  const written = textOf(value);
  if (written === null || over(value, lastUnit(fact)).below !== 1n) return null;
  const raw = fact.type === 'date' ? dateOf(Number(written)) : written;
  return 'input' in figure
    ? { ...row, facts: { ...row.facts, [figure.input]: raw } }
    : { ...row, parameters: { ...row.parameters, [figure.parameter]: raw } };
}

/** The id of the choice that stands in a row. */
function choiceIn(pack: Pack, row: Row, input: string): string | null {
  const raw = row.facts[input];
  const found = pack.inputs[input]?.choices.find(({ id, label, aliases }) => [id, label, ...aliases].some((word) => word === raw));
  return found ? found.id : null;
}

/** What an expression is worth on a row, in base units; null where something it needs is missing. */
export function worth(pack: Pack, row: Row, node: NumberNode): Ratio | null {
  const of = (each: NumberNode): Ratio | null => worth(pack, row, each);
  const both = (left: NumberNode, right: NumberNode, make: (a: Ratio, b: Ratio) => Ratio): Ratio | null => {
    const [a, b] = [of(left), of(right)];
    return a === null || b === null ? null : make(a, b);
  };
  const figure = (which: Figure): Ratio | null => {
    const value = valueIn(pack, row, which);
    const unit = declared(pack, which).unit ?? days;
    return value === null ? null : times(value, scaled(1n, unit.power));
  };
  switch (node.kind) {
    case 'constant':
      return exact(node.value);
    case 'input':
    case 'base':
      return figure({ input: node.input });
    case 'parameter': {
      const otherwise = pack.parameters[node.parameter]?.otherwise;
      const given = figure({ parameter: node.parameter });
      return given === null && otherwise ? times(exact(otherwise), scaled(1n, pack.parameters[node.parameter]?.unit?.power ?? NaN)) : given;
    }
    case 'add':
      return both(node.left, node.right, plus);
    case 'subtract':
      return both(node.left, node.right, minus);
    case 'multiply':
      return both(node.left, node.right, times);
    case 'divide':
      return both(node.left, node.right, over);
    case 'min':
    case 'max': {
      const items = node.items.map(of);
      return items.reduce((one, other) => {
        if (one === null || other === null) return null;
        return (least(one, other) === one) === (node.kind === 'min') ? one : other;
      });
    }
    case 'growth': {
      const [now, before] = [of(node.now), figure({ input: node.before })];
      return now === null || before === null || sign(before) <= 0 ? null : over(minus(now, before), before);
    }
    case 'round': {
      const value = of(node.of);
      if (value === null) return null;
      const steps = over(value, exact(node.step));
      const size = steps.above < 0n ? -steps.above : steps.above;
      const whole = (2n * size + steps.below) / (2n * steps.below);
      return times(scaled(steps.above < 0n ? -whole : whole, 0), exact(node.step));
    }
    case 'reading': {
      const option = node.options[row.readings[node.reading] ?? pack.readings[node.reading]?.default ?? ''];
      return option ? of(option) : null;
    }
    case 'byChoice': {
      const chosen = node.cases[choiceIn(pack, row, node.input) ?? ''];
      return chosen ? of(chosen) : null;
    }
    default:
      throw new RangeError(`no figure of kind ${node.kind} has a boundary`);
  }
}

export function exact({ digits, power }: ExactNumber): Ratio {
  return scaled(BigInt(digits), power);
}
