import { emptyColumn, INVALID, KNOWN, WIDE } from '../src/engine';
import type {
  BlockFacts,
  Column,
  Input,
  NumberNode,
  Pack,
  Parameter,
  RawFacts,
  RawParameters,
  RawValue,
  TruthNode,
  Unit,
} from '../src/engine';

/** A random number in [0, 1) from a seed (mulberry32): the same seed gives the same enterprises on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Rows under one setting of readings and parameters, as raw figures and as columns. */
export interface Batch {
  readonly readings: Readonly<Record<string, string>>;
  readonly parameters: RawParameters;
  readonly rows: readonly RawFacts[];
  /** What a row's own parameter columns make of the batch's parameters. */
  readonly rowParameters: readonly RawParameters[];
  readonly block: BlockFacts;
}

type Fact = Input | Parameter;
type Random = () => number;

function pick<T>(random: Random, from: readonly T[]): T {
  const [found] = from.slice(Math.floor(random() * from.length));
  return found as T;
}

/** An exact decimal as integer and number of decimals. */
interface Decimal {
  readonly digits: bigint;
  readonly decimals: number;
}

function decimal(text: string): Decimal | null {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text.trim());
  if (!match || text.trim().length > 400) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (Math.abs(Number(exponent)) > 400) return null;
  const decimals = fraction.length - Number(exponent);
  const digits = BigInt(`${whole}${fraction}`) * (decimals < 0 ? 10n ** BigInt(-decimals) : 1n);
  return { digits: sign === '-' ? -digits : digits, decimals: Math.max(0, decimals) };
}

function text({ digits, decimals }: Decimal): string {
  const padded = (digits < 0n ? -digits : digits).toString().padStart(decimals + 1, '0');
  const point = padded.length - decimals;
  return `${digits < 0n ? '-' : ''}${padded.slice(0, point)}${decimals > 0 ? `.${padded.slice(point)}` : ''}`;
}

/** `value` at `decimals`, rounded down. */
function floored(value: Decimal, decimals: number): bigint {
  return value.decimals >= decimals
    ? value.digits / 10n ** BigInt(value.decimals - decimals)
    : value.digits * 10n ** BigInt(decimals - value.decimals);
}

// ── where the thresholds are ───────────────────────────────────────────────────────────────────────────────────────────────────

interface Edges {
  /** Thresholds in base units, by dimension. */
  readonly byDimension: Map<string, Set<string>>;
  /** Days on and around every date a clause names, ISO. */
  readonly dates: readonly string[];
  readonly growths: { readonly now: string; readonly before: string }[];
}

const dimensionKey = (dimension: object): string => JSON.stringify(Object.entries(dimension).sort());

function edgesOf(pack: Pack): Edges {
  const byDimension = new Map<string, Set<string>>();
  const growths: { now: string; before: string }[] = [];
  const number = (node: NumberNode): void => {
    if (node.kind === 'constant') {
      const key = dimensionKey(node.dimension);
      const known = byDimension.get(key) ?? new Set();
      byDimension.set(key, known.add(`${node.value.digits}e${node.value.power}`));
    } else if (node.kind === 'growth') {
      if (node.now.kind === 'input') growths.push({ now: node.now.input, before: node.before });
    } else if ('left' in node) [node.left, node.right].forEach(number);
    else if ('items' in node) node.items.forEach(number);
    else if (node.kind === 'round') number(node.of);
    else if (node.kind === 'reading') Object.values(node.options).forEach(number);
    else if (node.kind === 'byChoice') Object.values(node.cases).forEach(number);
    else if (node.kind === 'tiers' || node.kind === 'marginal') {
      number(node.of);
      for (const row of node.rows) {
        number({ kind: 'constant', value: row.from, text: row.text, dimension: node.of.dimension });
        number(row.value);
      }
    } else if (node.kind === 'steps' || node.kind === 'within') number(node.of);
    else if (node.kind === 'noBase' || node.kind === 'given') {
      number(node.of);
      number(node.kind === 'given' ? node.own : node.none);
    }
  };
  const truth = (node: TruthNode): void => {
    if (node.kind === 'compare') [node.left, node.right].forEach(number);
    else if ('items' in node) node.items.forEach(truth);
    else if (node.kind === 'not') truth(node.of);
    else if (node.kind === 'reading') Object.values(node.options).forEach(truth);
    else if (node.kind === 'byChoice') Object.values(node.cases).forEach(truth);
  };
  for (const measure of pack.measures) {
    for (const condition of measure.conditions) {
      [...condition.guards, condition.test].forEach(truth);
      if (condition.relaxed) [condition.relaxed.guard, condition.relaxed.test].forEach(truth);
    }
    if (measure.award) number(measure.award);
    for (const cap of measure.caps) number(cap.limit);
  }
  const named = [...(byDimension.get(dimensionKey({ day: 1 })) ?? [])].map((base) => Number(base));
  const around = new Set(named.flatMap((day) => [day - 1, day, day + 1]));
  return { byDimension, growths, dates: [...around].map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)) };
}

/** Thresholds of a unit, in that unit. */
function thresholds(edges: Edges, unit: Unit): Decimal[] {
  return [...(edges.byDimension.get(dimensionKey(unit.dimension)) ?? [])].flatMap((base) => {
    const [digits, power] = base.split('e');
    const value = decimal(`${digits}e${Number(power) - unit.power}`);
    return value === null || value.digits < 0n ? [] : [value];
  });
}

// ── one figure ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const absurd: readonly RawValue[] = [
  'abc',
  '-1',
  '-0.01',
  '0.5',
  '1e500',
  '1e-3',
  '１００',
  '1,000',
  '12.',
  '.5',
  'NaN',
  true,
  '2025-02-30',
  'maybe',
  NaN,
  -7,
  ['paper'],
];
const blank: readonly RawValue[] = [null, '', undefined, ' '];

/** The same number as an officer or a program may write it. */
function written(random: Random, value: Decimal): RawValue {
  const plain = text(value);
  const roll = random();
  if (roll < 0.1 && plain.length < 15) return Number(plain);
  if (roll < 0.15) return `${plain}${plain.includes('.') ? '' : '.'}00`;
  if (roll < 0.18) return `+${plain}`;
  if (roll < 0.2) return `${value.digits}e-${value.decimals}`;
  return plain;
}

function anyNumber(random: Random, fact: Fact, near: readonly Decimal[]): Decimal {
  const decimals = fact.whole ? 0 : fact.decimals;
  const scale = 10n ** BigInt(decimals);
  const roll = random();
  if (roll < 0.35 && near.length > 0) {
    const step = BigInt(Math.floor(random() * 3) - 1);
    const digits = floored(pick(random, near), decimals) + step;
    return { digits: digits < 0n ? 0n : digits, decimals };
  }
  if (roll < 0.42) return { digits: 0n, decimals };
  if (roll < 0.46) {
    // More digits, or a larger figure, than the fast lane carries.
    const digits = BigInt(Math.floor(random() * 1e15)) * 10n ** BigInt(Math.floor(random() * 15)) + BigInt(Math.floor(random() * 1e9));
    return fact.whole ? { digits, decimals: 0 } : { digits, decimals: Math.floor(random() * 20) };
  }
  const max = floored(decimal(fact.max) ?? { digits: 1n, decimals: 0 }, decimals);
  // As many small figures as large ones.
  const most = scale * 10n ** BigInt(Math.floor(random() * String(max / scale).length));
  const digits = (BigInt(Math.floor(random() * 2 ** 30)) * (most > scale && most < max ? most : max)) / BigInt(2 ** 30);
  return { digits, decimals };
}

function anyValue(random: Random, fact: Fact, near: readonly Decimal[], gaps: number, dates: readonly string[]): RawValue {
  const roll = random();
  if (roll < gaps) return pick(random, blank);
  if (roll < gaps + 0.02) return pick(random, absurd);
  switch (fact.type) {
    case 'number': {
      const value = anyNumber(random, fact, near);
      return written(random, fact.negative && random() < 0.2 ? { ...value, digits: -value.digits } : value);
    }
    case 'yesno':
      return pick(random, [true, false, '是', '否']);
    case 'choice': {
      const choice = pick(random, fact.choices);
      return pick(random, [choice.id, choice.label, ...choice.aliases]);
    }
    case 'choices': {
      const named = fact.choices.filter(() => random() < 0.1).map((choice) => choice.id);
      return random() < 0.5 ? named : named.join('、');
    }
    case 'date':
      return pick(random, [...dates, '2024-02-29']);
  }
}

// ── columns ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The index of the choice a word names. */
function choiceOf(fact: Fact, word: string): number {
  return fact.choices.findIndex((choice) => [choice.id, choice.label, ...choice.aliases].includes(word.trim()));
}

function put(column: Column, row: number, fact: Fact, raw: RawValue): void {
  if (raw === null || raw === undefined || (typeof raw === 'string' && raw.trim() === '')) return;
  const set = (value: number | null): void => {
    column.states[row] = value === null ? INVALID : KNOWN;
    column.values[row] = value === null ? NaN : value;
  };
  if (fact.type === 'yesno') {
    set(raw === true || raw === '是' || raw === 'true' ? 1 : raw === false || raw === '否' || raw === 'false' ? 0 : null);
  } else if (fact.type === 'choice') {
    const index = typeof raw === 'string' ? choiceOf(fact, raw) : -1;
    set(index < 0 ? null : index);
  } else if (fact.type === 'date') {
    const day = typeof raw === 'string' && /^\d{4}-\d\d-\d\d$/.test(raw) ? new Date(`${raw}T00:00:00Z`) : null;
    const real = day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(String(raw));
    set(real ? day.getTime() / 86_400_000 : null);
  } else {
    const value = typeof raw === 'string' || (typeof raw === 'number' && Number.isFinite(raw)) ? decimal(String(raw)) : null;
    if (value === null || (value.digits < 0n && !fact.negative)) set(null);
    else {
      const decimals = fact.whole ? 0 : fact.decimals;
      const scaled = floored(value, decimals);
      const whole = floored(value, value.decimals) * 10n ** BigInt(decimals) === scaled * 10n ** BigInt(value.decimals);
      const max = floored(decimal(fact.max) ?? { digits: 0n, decimals: 0 }, decimals);
      if (fact.whole && !whole) set(null);
      else if (whole && scaled <= max && -scaled <= max) set(Number(scaled));
      else {
        column.states[row] = WIDE;
        column.wide.set(row, text(value));
      }
    }
  }
}

/** A column of raw values, as a ledger would be read. */
export function columnOf(fact: Fact, values: readonly RawValue[]): Column {
  const column = emptyColumn(values.length);
  values.forEach((raw, row) => put(column, row, fact, raw));
  return column;
}

// ── a batch ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** How enterprises of one document are made, beyond what its tree tells. */
export interface Ties {
  /** Pairs that a clause compares by a ratio: `left` is set near `right` × numerator ÷ denominator. */
  readonly ratios: readonly { readonly left: string; readonly right: string; readonly numerator: bigint; readonly denominator: bigint }[];
  /** What most enterprises that apply would write, by input. */
  readonly usual: Readonly<Record<string, readonly RawValue[]>>;
  /** Parameters that stand as columns of the ledger now and then. */
  readonly columns: readonly string[];
  /** Measures that no figure can refuse: where nothing is missing they hold. */
  readonly neverRefused?: readonly string[];
}

/** A batch of `count` rows: gaps, absurd figures, figures on and around every threshold, figures beyond the fast lane. */
export function batch(pack: Pack, seed: number, count: number, ties: Ties): Batch {
  const random = seeded(seed);
  const edges = edgesOf(pack);
  const rates = thresholds(edges, { name: '', dimension: {}, power: 0 }).filter(({ digits, decimals }) => digits < 10n ** BigInt(decimals));
  const readings: Record<string, string> = {};
  for (const reading of Object.values(pack.readings)) if (random() < 0.4) readings[reading.id] = pick(random, reading.options).id;
  const parameterValue = (parameter: Parameter): RawValue => {
    const { low, high } = parameter.band;
    const near = [low, high]
      .flatMap((edge) => (edge ? [decimal(`${edge.value.digits}e${edge.value.power}`)] : []))
      .filter((edge) => edge !== null);
    const inside = near.length === 2 && random() < 0.6 ? near : [];
    const [from, to] = inside;
    if (from && to) {
      const scale = 10n ** BigInt(parameter.decimals);
      const width = floored(to, parameter.decimals) - floored(from, parameter.decimals);
      const digits = floored(from, parameter.decimals) + (width * BigInt(Math.floor(random() * 1000))) / 1000n;
      return text({ digits: digits > scale * 10n ** 9n ? scale : digits, decimals: parameter.decimals });
    }
    return anyValue(random, parameter, random() < 0.2 ? near : [], parameter.required ? 0.15 : 0.4, edges.dates);
  };
  const parameters: Record<string, RawValue> = {};
  for (const [name, parameter] of Object.entries(pack.parameters)) parameters[name] = parameterValue(parameter);
  const asColumns = ties.columns.filter(() => random() < 0.5);
  const rowParameters: RawParameters[] = [];
  const own: RawParameters[] = [];
  const rows = Array.from({ length: count }, (): RawFacts => {
    const facts: Record<string, RawValue> = {};
    const gaps = random() < 0.5 ? 0.01 : 0.12;
    const likely = random() < 0.6 ? 0.9 : 0;
    for (const input of Object.values(pack.inputs)) {
      const near = input.unit === undefined ? [] : thresholds(edges, input.unit);
      const usual = ties.usual[input.id];
      facts[input.id] = usual && random() < likely ? pick(random, usual) : anyValue(random, input, near, gaps, edges.dates);
    }
    const nudge = (): bigint => BigInt(Math.floor(random() * 3) - 1);
    const tied = (left: string, right: string, numerator: bigint, denominator: bigint): void => {
      const of = pack.inputs[right];
      const to = pack.inputs[left];
      const value = decimal(String(facts[right]));
      if (!of || !to || value === null || value.digits < 0n) return;
      const digits = (floored(value, to.decimals) * numerator) / denominator + nudge();
      facts[left] = text({ digits: digits < 0n ? 0n : digits, decimals: to.decimals });
    };
    for (const { now, before } of edges.growths) {
      if (random() > 0.3 || rates.length === 0) continue;
      const rate = pick(random, rates);
      const one = 10n ** BigInt(rate.decimals);
      tied(now, before, one + rate.digits, one);
    }
    for (const { left, right, numerator, denominator } of ties.ratios) if (random() < 0.5) tied(left, right, numerator, denominator);
    const ownParameters = Object.fromEntries(
      asColumns.flatMap((name) => {
        const parameter = pack.parameters[name];
        return parameter ? [[name, parameterValue(parameter)] as const] : [];
      }),
    );
    own.push(ownParameters);
    const given = Object.entries(ownParameters).filter(([, raw]) => raw !== null && raw !== undefined && String(raw).trim() !== '');
    rowParameters.push({ ...parameters, ...Object.fromEntries(given) });
    return facts;
  });
  const inputs = Object.fromEntries(
    Object.values(pack.inputs).map((input) => [
      input.id,
      columnOf(
        input,
        rows.map((row) => row[input.id]),
      ),
    ]),
  );
  const parameterColumns = Object.fromEntries(
    asColumns.flatMap((name) => {
      const parameter = pack.parameters[name];
      return parameter
        ? [
            [
              name,
              columnOf(
                parameter,
                own.map((row) => row[name]),
              ),
            ] as const,
          ]
        : [];
    }),
  );
  return { readings, parameters, rows, rowParameters, block: { rows: count, inputs, parameterColumns } };
}
