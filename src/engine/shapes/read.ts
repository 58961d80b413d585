import { partsOf } from '../pack/check-expressions';
import { compareExact, decimalText, isPositive, readDecimal } from '../decimal';
import { choiceIndex, outside } from '../intake';
import { fitsEverywhere, productOf, quantityOf, type Term } from './lay';
import {
  parameterName,
  type Dimension,
  type Measure,
  type Pack,
  type Parameter,
  type Shape,
  type ShapeLimits,
  type ShapeRow,
  type Written,
} from '../tree';
import { dimensionName, sameDimension, timesDimension, unitNamed } from '../units';

/** What can be wrong with a shape. Words stand in src/explain. */
export const shapeProblemCodes = [
  'shape-not-a-shape',
  'shape-not-here',
  'shape-unknown',
  'shape-key',
  'shape-value-needed',
  'shape-number',
  'shape-unit-needed',
  'shape-unit',
  'shape-negative',
  'shape-by-needed',
  'shape-by-unknown',
  'shape-no-increment',
  'shape-of-needed',
  'shape-rows-needed',
  'shape-row',
  'shape-from-needed',
  'shape-to-needed',
  'shape-top-closed',
  'shape-empty-row',
  'shape-gap',
  'shape-overlap',
  'shape-falling',
  'shape-outside-band',
  'shape-step',
  'shape-limits',
  'shape-no-base',
  'shape-choice-unknown',
  'shape-choice-twice',
  'shape-too-large',
] as const;

/** What can be wrong with a shape. Words stand in src/explain. */
export type ShapeProblemCode = (typeof shapeProblemCodes)[number];

/** One fault of a shape: what, in which row of its table (from 1; of a table in a table the outer row first), and the data its sentence needs. */
export interface ShapeProblem {
  readonly code: ShapeProblemCode;
  readonly rows: readonly number[];
  /** The key of the shape it stands under: `value`, `from`, `cap`. */
  readonly key: string;
  readonly data: Readonly<Record<string, string>>;
}

/** What a shape's source became. Nothing of a shape with a problem is used. */
export type ShapeResult =
  { readonly shape: Shape; readonly problems?: undefined } | { readonly shape?: undefined; readonly problems: readonly ShapeProblem[] };

type Fields = Readonly<Record<string, unknown>>;

const money: Dimension = { money: 1 };
const percentagePoint: Written = { text: '1个百分点', value: { digits: '1', power: -2 }, dimension: {} };
const mostRows = 200;
const deepest = 3;
const longestText = 60;

/** Words an officer may write for the kinds of shapes. */
const kinds: Readonly<Record<string, string>> = {
  sum: 'sum',
  定额: 'sum',
  rate: 'rate',
  percent: 'rate',
  比例: 'rate',
  按比例: 'rate',
  perPoint: 'perPoint',
  每个百分点: 'perPoint',
  每百分点: 'perPoint',
  perStep: 'perStep',
  每满: 'perStep',
  整档: 'perStep',
  bracket: 'bracket',
  slab: 'bracket',
  tiers: 'bracket',
  分档: 'bracket',
  marginal: 'marginal',
  分段累计: 'marginal',
  超额累进: 'marginal',
  choice: 'choice',
  分类: 'choice',
  分行业: 'choice',
};

const limitKeys = ['cap', 'floor', 'atLeast', 'minimum', 'noBase'];
const ownKeys: Readonly<Record<string, readonly string[]>> = {
  sum: ['value'],
  rate: ['value', 'of', 'by'],
  perPoint: ['value', 'by', 'above'],
  perStep: ['value', 'by', 'step', 'above'],
  bracket: ['by', 'of', 'rows'],
  marginal: ['by', 'rows'],
  choice: ['by', 'rows'],
};

/** The kind of shape a word names (`分档` is bracket, `每个百分点` is perPoint); undefined where it names none. */
export function shapeKind(word: string): string | undefined {
  return Object.hasOwn(kinds, word.trim()) ? kinds[word.trim()] : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** Whatever stands in a place where a text should, as text. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
}

/** A written quantity in a unit of `power`, as decimal text. */
function inUnit(written: Written, power: number): string {
  return decimalText(BigInt(written.value.digits), written.value.power - power);
}

/** The fault was noted; there is no result. */
class Refused extends Error {}

class ShapeReader {
  readonly problems: ShapeProblem[] = [];

  constructor(
    private readonly pack: Pack,
    private readonly parameter: Parameter,
    private readonly term: Term,
  ) {}

  private refuse(code: ShapeProblemCode, rows: readonly number[], key: string, data: Readonly<Record<string, string>> = {}): never {
    this.problems.push({ code, rows, key, data });
    throw new Refused();
  }

  /** Runs a check whose fault was noted; the rest goes on, so that every row is told at once. */
  attempt<T>(run: () => T): T | null {
    try {
      return run();
    } catch (error) {
      if (error instanceof Refused) return null;
      throw error;
    }
  }

  private written(value: unknown, rows: readonly number[], key: string): Written {
    if (isBlank(value)) return this.refuse('shape-value-needed', rows, key);
    if (typeof value !== 'string' && typeof value !== 'number')
      return this.refuse('shape-number', rows, key, { text: JSON.stringify(value) });
    const text = String(value).trim();
    const plain = text
      .normalize('NFKC')
      .replace(/[−–]/g, '-')
      .replace(/(\d),(?=\d{3})/g, '$1');
    const match = text.length > longestText ? null : /^([+-]?\d+(?:\.\d+)?)\s*(.*)$/.exec(plain);
    const number = match?.[1] === undefined ? null : readDecimal(match[1]);
    if (number === null) return this.refuse('shape-number', rows, key, { text: text.slice(0, longestText) });
    const named = match?.[2] ?? '';
    if (named === '') return this.refuse('shape-unit-needed', rows, key, { text });
    const unit = unitNamed(named) ?? this.refuse('shape-unit', rows, key, { text, unit: named });
    return {
      text,
      value: { digits: number.digits, power: number.digits === '0' ? 0 : number.power + unit.power },
      dimension: unit.dimension,
    };
  }

  private inDimension(value: unknown, dimension: Dimension, rows: readonly number[], key: string): Written {
    const written = this.written(value, rows, key);
    if (!sameDimension(written.dimension, dimension))
      this.refuse('shape-unit', rows, key, { text: written.text, unit: dimensionName(dimension) });
    return written;
  }

  /** The id of a quantity named by id or word. */
  private quantity(value: unknown, rows: readonly number[], key: string): string {
    if (isBlank(value)) return this.refuse('shape-by-needed', rows, key, { known: this.known() });
    const found = this.parameter.going.find(({ id, name, by }) => 'number' in by && (id === value || name === value));
    return found ? found.id : this.refuse('shape-by-unknown', rows, key, { text: textOf(value), known: this.known() });
  }

  private known(): string {
    return this.parameter.going.map(({ id, name }) => `${name}（${id}）`).join('、');
  }

  private nameOf(id: string): string {
    return this.parameter.going.find((going) => going.id === id)?.name ?? id;
  }

  private dimensionOf(id: string): Dimension {
    return quantityOf(this.parameter, id).dimension;
  }

  /** A value of a shape: a sum, or a rate whose product with what it is taken of is a sum; for a figure that is no award, one of its own kind. */
  private value(value: unknown, of: string | undefined, rows: readonly number[], inTable: boolean): { value: Written; of?: string } {
    const written = this.written(value, rows, 'value');
    if (written.value.digits.startsWith('-')) this.refuse('shape-negative', rows, 'value', { text: written.text });
    this.banded(written, rows, inTable);
    if (of === undefined && sameDimension(written.dimension, this.term.own)) return { value: written };
    if (!this.term.isAward) return this.refuse('shape-unit', rows, 'value', { text: written.text, unit: dimensionName(this.term.own) });
    if (sameDimension(written.dimension, money)) return { value: written };
    if (of === undefined) {
      const fitting = this.parameter.going.filter(
        ({ by }) => 'number' in by && sameDimension(timesDimension(written.dimension, by.number.dimension), money),
      );
      return this.refuse(fitting.length === 0 ? 'shape-unit' : 'shape-of-needed', rows, fitting.length === 0 ? 'value' : 'of', {
        text: written.text,
        unit: dimensionName(this.term.own),
        known: fitting.map(({ id, name }) => `${name}（${id}）`).join('、'),
      });
    }
    if (!sameDimension(timesDimension(written.dimension, this.dimensionOf(of)), money))
      this.refuse('shape-unit', rows, 'value', {
        text: written.text,
        unit: dimensionName(timesDimension(money, this.dimensionOf(of), -1)),
      });
    return { value: written, of };
  }

  /** What stands in the parameter's own unit must lie in its band; a row that pays nothing may stand in a table. */
  private banded(written: Written, rows: readonly number[], inTable: boolean): void {
    const { band, unit } = this.parameter;
    if (!sameDimension(written.dimension, this.term.own)) return;
    if (inTable && !isPositive(written.value) && (band.low === undefined || band.low.value.digits === '0')) return;
    const power = unit === undefined ? 0 : unit.power;
    if (outside({ digits: written.value.digits, power: written.value.power - power }, band))
      this.refuse('shape-outside-band', rows, 'value', { text: written.text, value: inUnit(written, power) });
  }

  /** A shape for every place where its parameter stands. */
  whole(source: unknown, measure: Measure): Shape {
    const shape = this.read(source, [], 0);
    if (this.problems.length === 0 && !fitsEverywhere(this.pack, measure, this.parameter, shape))
      this.refuse('shape-not-here', [], 'shape', { text: shape.shape });
    return shape;
  }

  private read(source: unknown, rows: readonly number[], depth: number): Shape {
    if (!isFields(source)) return this.refuse('shape-not-a-shape', rows, 'shape');
    if (depth > deepest) this.refuse('shape-too-large', rows, 'rows', { most: String(deepest) });
    const kind = typeof source['shape'] === 'string' ? shapeKind(source['shape']) : undefined;
    if (kind === undefined)
      return this.refuse('shape-unknown', rows, 'shape', { text: textOf(source['shape']), known: Object.keys(ownKeys).join('、') });
    const allowed = ['shape', ...(ownKeys[kind] ?? []), ...limitKeys, 'source'];
    for (const key of Object.keys(source))
      if (!allowed.includes(key)) this.refuse('shape-key', rows, key, { text: key, known: allowed.join('、') });
    const shape = this.kind(kind, source, rows, depth);
    const from = source['source'];
    return { ...shape, ...this.limits(shape, source, rows), ...(typeof from === 'string' && !isBlank(from) ? { source: from } : {}) };
  }

  private kind(kind: string, source: Fields, rows: readonly number[], depth: number): Shape {
    switch (kind) {
      case 'sum': {
        const { value } = this.value(source['value'], undefined, rows, false);
        return { shape: this.term.of !== null && !sameDimension(value.dimension, money) ? 'rate' : 'sum', value };
      }
      case 'rate': {
        const named = isBlank(source['of']) ? source['by'] : source['of'];
        const of = isBlank(named) ? undefined : this.quantity(named, rows, isBlank(source['of']) ? 'by' : 'of');
        const read = this.value(source['value'], of, rows, false);
        return read.of === undefined && this.term.of === null ? { shape: 'sum', value: read.value } : { shape: 'rate', ...read };
      }
      case 'perPoint':
      case 'perStep':
        return this.steps(kind, source, rows);
      case 'choice':
        return this.byChoice(source, rows, depth);
      default:
        return this.table(kind === 'marginal' ? 'marginal' : 'bracket', source, rows, depth);
    }
  }

  private steps(kind: 'perPoint' | 'perStep', source: Fields, rows: readonly number[]): Shape {
    this.award(rows, kind);
    const by = this.quantity(source['by'], rows, 'by');
    const dimension = this.dimensionOf(by);
    const value = this.inDimension(source['value'], money, rows, 'value');
    if (!isPositive(value.value)) this.refuse('shape-negative', rows, 'value', { text: value.text });
    if (kind === 'perPoint' && !sameDimension(dimension, {})) this.refuse('shape-unit', rows, 'by', { text: this.nameOf(by), unit: '%' });
    const step = kind === 'perPoint' ? percentagePoint : this.inDimension(source['step'], dimension, rows, 'step');
    if (!isPositive(step.value)) this.refuse('shape-step', rows, 'step', { text: step.text });
    // 每超1个百分点 says over what.
    if (kind === 'perPoint' || !isBlank(source['above']))
      return { shape: 'perStep', value, by, step, above: this.inDimension(source['above'], dimension, rows, 'above') };
    return { shape: 'perStep', value, by, step };
  }

  /** Only an award can be more than a figure of the parameter's own kind. */
  private award(rows: readonly number[], kind: string): void {
    if (!this.term.isAward) this.refuse('shape-not-here', rows, 'shape', { text: kind });
  }

  private list(source: Fields, rows: readonly number[]): readonly Fields[] {
    const list: unknown = source['rows'];
    if (!Array.isArray(list) || list.length === 0) return this.refuse('shape-rows-needed', rows, 'rows');
    if (list.length > mostRows) this.refuse('shape-too-large', rows, 'rows', { most: String(mostRows) });
    return list.map((item: unknown, index) => (isFields(item) ? item : this.refuse('shape-row', [...rows, index + 1], 'rows')));
  }

  private table(kind: 'bracket' | 'marginal', source: Fields, above: readonly number[], depth: number): Shape {
    if (kind === 'marginal') this.award(above, kind);
    const by = this.quantity(source['by'], above, 'by');
    const of = isBlank(source['of']) ? undefined : this.quantity(source['of'], above, 'of');
    const parts = kind === 'marginal' ? partsOf(quantityOf(this.parameter, by)) : null;
    if (kind === 'marginal' && parts === null) this.refuse('shape-no-increment', above, 'by', { text: this.nameOf(by) });
    const rate = parts === null ? null : timesDimension(money, parts.dimension, -1);
    const list = this.list(source, above);
    const rows = list.map((item, index) =>
      this.attempt(() => this.row(rate, item, by, of, [...above, index + 1], depth, index === list.length - 1)),
    );
    if (rows.some((row) => row === null)) throw new Refused();
    const read = rows.filter((row) => row !== null);
    read.forEach((row, index) => {
      const before = read[index - 1];
      if (before !== undefined) this.attempt(() => this.adjacent(before, row, [...above, index + 1]));
    });
    if (this.problems.length > 0) throw new Refused();
    return { shape: kind, by, ...(of === undefined ? {} : { of }), rows: read };
  }

  /** `rate`: the dimension of a marginal table's rates; null in a bracket. */
  private row(
    rate: Dimension | null,
    item: Fields,
    by: string,
    of: string | undefined,
    rows: readonly number[],
    depth: number,
    isLast: boolean,
  ): ShapeRow {
    for (const key of Object.keys(item))
      if (!['from', 'to', 'value'].includes(key)) this.refuse('shape-key', rows, key, { text: key, known: 'from、to、value' });
    const dimension = this.dimensionOf(by);
    if (isBlank(item['from'])) this.refuse('shape-from-needed', rows, 'from');
    const from = this.inDimension(item['from'], dimension, rows, 'from');
    if (!isLast && isBlank(item['to'])) this.refuse('shape-to-needed', rows, 'to');
    if (isLast && !isBlank(item['to'])) this.refuse('shape-top-closed', rows, 'to', { text: textOf(item['to']) });
    const to = isLast ? undefined : this.inDimension(item['to'], dimension, rows, 'to');
    if (to !== undefined && compareExact(from.value, to.value) >= 0)
      this.refuse('shape-empty-row', rows, 'to', { from: from.text, to: to.text });
    const range = { from, ...(to === undefined ? {} : { to }) };
    if (rate !== null) {
      const value = this.inDimension(item['value'], rate, rows, 'value');
      if (value.value.digits.startsWith('-')) this.refuse('shape-negative', rows, 'value', { text: value.text });
      this.banded(value, rows, true);
      return { ...range, value };
    }
    if (isFields(item['value'])) return { ...range, value: this.read(item['value'], rows, depth + 1) };
    return { ...range, value: this.value(item['value'], of, rows, true).value };
  }

  private adjacent(before: ShapeRow, row: ShapeRow, rows: readonly number[]): void {
    if (before.to !== undefined) {
      const order = compareExact(before.to.value, row.from.value);
      if (order !== 0) this.refuse(order < 0 ? 'shape-gap' : 'shape-overlap', rows, 'from', { from: row.from.text, to: before.to.text });
    }
    if ('shape' in before.value || 'shape' in row.value) return;
    if (!sameDimension(before.value.dimension, row.value.dimension))
      this.refuse('shape-unit', rows, 'value', { text: row.value.text, unit: dimensionName(before.value.dimension) });
    if (compareExact(before.value.value, row.value.value) > 0)
      this.refuse('shape-falling', rows, 'value', { text: row.value.text, before: before.value.text });
  }

  private byChoice(source: Fields, above: readonly number[], depth: number): Shape {
    const named = this.parameter.going.find(({ id, name, by }) => 'choice' in by && (id === source['by'] || name === source['by']));
    const input = named !== undefined && 'choice' in named.by ? this.pack.inputs[named.by.choice] : undefined;
    if (named === undefined || input === undefined) {
      if (isBlank(source['by'])) this.refuse('shape-by-needed', above, 'by', { known: this.known() });
      return this.refuse('shape-by-unknown', above, 'by', { text: textOf(source['by']), known: this.known() });
    }
    const taken = new Set<string>();
    const rows = this.list(source, above).map((item, index) =>
      this.attempt(() => {
        const here = [...above, index + 1];
        for (const key of Object.keys(item))
          if (!['choice', 'value'].includes(key)) this.refuse('shape-key', here, key, { text: key, known: 'choice、value' });
        const words: readonly unknown[] = Array.isArray(item['choice']) ? item['choice'] : textOf(item['choice']).split(/[、,，;；]/);
        const rest = words.length === 1 && ['', '*', '其余', '其他未列'].includes(textOf(words[0]).trim());
        const choices = rest
          ? null
          : words.map((word) => {
              const found = input.choices[choiceIndex(input.choices, textOf(word))];
              return found
                ? found.id
                : this.refuse('shape-choice-unknown', here, 'choice', {
                    text: textOf(word),
                    known: input.choices.map(({ label }) => label).join('、'),
                  });
            });
        for (const id of choices ?? ['*']) {
          if (taken.has(id)) this.refuse('shape-choice-twice', here, 'choice', { text: textOf(item['choice']) });
          taken.add(id);
        }
        const value = isFields(item['value']) ? item['value'] : { shape: 'sum', value: item['value'] };
        return { choices, value: this.read(value, here, depth + 1) };
      }),
    );
    const read = rows.filter((row) => row !== null);
    if (read.length < rows.length) throw new Refused();
    return { shape: 'choice', by: named.id, rows: read };
  }

  private limits(shape: Shape, source: Fields, rows: readonly number[]): ShapeLimits {
    if (limitKeys.some((key) => !isBlank(source[key]))) this.award(rows, limitKeys.filter((key) => !isBlank(source[key])).join('、'));
    const sum = (key: string): Written | undefined => {
      if (isBlank(source[key])) return undefined;
      const written = this.inDimension(source[key], money, rows, key);
      if (!isPositive(written.value)) this.refuse('shape-negative', rows, key, { text: written.text });
      return written;
    };
    const cap = sum('cap');
    const floor = sum('floor');
    const atLeast = sum('atLeast');
    for (const [key, low] of Object.entries({ floor, atLeast }))
      if (low !== undefined && cap !== undefined && compareExact(low.value, cap.value) > 0)
        this.refuse('shape-limits', rows, key, { text: low.text, cap: cap.text });
    return {
      ...(cap === undefined ? {} : { cap }),
      ...(floor === undefined ? {} : { floor }),
      ...(atLeast === undefined ? {} : { atLeast }),
      ...(isBlank(source['minimum']) ? {} : { minimum: this.minimum(shape, source['minimum'], rows) }),
      ...(isBlank(source['noBase']) ? {} : { noBase: this.noBase(source['noBase'], rows) }),
    };
  }

  /** A least quantity is one of what the shape itself goes by, of what its rate is taken of, or of the one quantity of its kind. */
  private minimum(shape: Shape, value: unknown, rows: readonly number[]): NonNullable<ShapeLimits['minimum']> {
    const source: Fields = isFields(value) ? value : { from: value };
    const from = this.written(source['from'], rows, 'minimum');
    if (!isPositive(from.value)) this.refuse('shape-negative', rows, 'minimum', { text: from.text });
    if (!isBlank(source['by'])) {
      const by = this.quantity(source['by'], rows, 'minimum');
      return { from: this.inDimension(source['from'], this.dimensionOf(by), rows, 'minimum'), by };
    }
    const own = ['by' in shape ? shape.by : undefined, 'of' in shape ? shape.of : undefined, 'increment'];
    const fits = (id: string): boolean => sameDimension(this.dimensionOf(id), from.dimension);
    const quantities = this.parameter.going.flatMap(({ id, by }) => ('number' in by && fits(id) ? [id] : []));
    const by = own.find((id) => id !== undefined && quantities.includes(id)) ?? (quantities.length === 1 ? quantities[0] : undefined);
    return by === undefined ? this.refuse('shape-by-needed', rows, 'minimum', { known: this.known() }) : { from, by };
  }

  private noBase(source: unknown, rows: readonly number[]): NonNullable<ShapeLimits['noBase']> {
    const base = this.parameter.going.find(({ id }) => id === 'base');
    if (base === undefined) return this.refuse('shape-no-base', rows, 'noBase', { known: this.known() });
    const fields: Fields = isFields(source) ? source : { value: source };
    for (const key of Object.keys(fields))
      if (!['value', 'of'].includes(key)) this.refuse('shape-key', rows, key, { text: key, known: 'value、of' });
    const value = this.written(fields['value'], rows, 'noBase');
    if (value.value.digits.startsWith('-')) this.refuse('shape-negative', rows, 'noBase', { text: value.text });
    if (sameDimension(value.dimension, money)) return { value };
    const of = this.quantity(isBlank(fields['of']) ? 'total' : fields['of'], rows, 'noBase');
    if (!sameDimension(timesDimension(value.dimension, this.dimensionOf(of)), money))
      this.refuse('shape-unit', rows, 'noBase', { text: value.text, unit: dimensionName(timesDimension(money, this.dimensionOf(of), -1)) });
    return { value, of };
  }
}

/** The measure a parameter belongs to. */
function measureOf(pack: Pack, parameter: Parameter): Measure | undefined {
  return pack.measures.find((measure) => measure.parameters.includes(parameterName(parameter)));
}

/**
 * Reads the shape of an unpublished figure (`{ shape, by, rows, cap, floor, … }`, README §9) for a pack's parameter by its full name. Every number carries its unit as text.
 * Tells every fault with the row of the table it stands in; nothing of a faulty shape is used.
 */
export function readShape(source: unknown, parameter: string, pack: Pack): ShapeResult {
  const declared = Object.hasOwn(pack.parameters, parameter) ? pack.parameters[parameter] : undefined;
  const measure = declared === undefined ? undefined : measureOf(pack, declared);
  if (declared === undefined || measure === undefined || declared.type !== 'number')
    return { problems: [{ code: 'shape-not-here', rows: [], key: 'shape', data: { text: parameter } }] };
  const reader = new ShapeReader(pack, declared, productOf(measure, declared));
  const shape = reader.attempt(() => reader.whole(source, measure));
  return shape === null || reader.problems.length > 0 ? { problems: reader.problems } : { shape };
}
