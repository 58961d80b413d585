import { readMonthDay } from '../calendar';
import { compareExact, isPositive } from '../decimal';
import { FactChecker, Stop, type Published } from './check-facts';
import { type Path } from './source';
import { type Syntax } from './text';
import {
  parameterName,
  type Choice,
  type CompareOperator,
  type Dimension,
  type FactType,
  type Input,
  type NumberNode,
  type Parameter,
  type Reading,
  type TierRow,
  type TruthNode,
} from '../tree';
import { dimensionName, sameDimension, timesDimension, unitless, unitNamed } from '../units';

const plain: Dimension = {};

/** Dates are days. */
export const dated: Dimension = { day: 1 };

/** What a name may stand for inside one clause. */
export interface Scope {
  readonly inputs: ReadonlyMap<string, Input>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly published: ReadonlyMap<string, Published>;
  readonly readings: ReadonlyMap<string, Reading>;
  readonly values: ReadonlyMap<string, { readonly source: unknown; readonly path: Path }>;
  readonly names: readonly string[];
  /** Local values being resolved, to find circles. */
  readonly resolving: readonly string[];
  readonly awardAllowed: boolean;
}

/** A number or a truth, before the place where it stands says which it must be. */
type Checked = { readonly number: NumberNode; readonly bare: boolean } | { readonly truth: TruthNode };

/** A map of YAML or JSON. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compareOperator(text: string): CompareOperator | undefined {
  const operators: readonly CompareOperator[] = ['>=', '>', '<=', '<', '=', '!='];
  return operators.find((operator) => operator === text);
}

/**
 * What a marginal table cuts into parts: a quantity itself; for a growth, the increment behind it (never rounded), under every reading and
 * choice it may stand under. `dimension` is that of the parts; null where a ratio has no increment.
 */
export function partsOf(node: NumberNode): { readonly of: NumberNode; readonly dimension: Dimension } | null {
  if (!sameDimension(node.dimension, plain)) return { of: node, dimension: node.dimension };
  if (node.kind === 'growth') return { of: node, dimension: node.now.dimension };
  if (node.kind === 'round') return partsOf(node.of);
  if (node.kind !== 'reading' && node.kind !== 'byChoice') return null;
  const items = Object.entries(node.kind === 'reading' ? node.options : node.cases).map(([key, item]) => [key, partsOf(item)] as const);
  const found: Record<string, NumberNode> = {};
  let dimension: Dimension | null = null;
  for (const [key, item] of items) {
    if (item === null || (dimension !== null && !sameDimension(dimension, item.dimension))) return null;
    dimension = item.dimension;
    found[key] = item.of;
  }
  if (dimension === null) return null;
  return { of: node.kind === 'reading' ? { ...node, options: found } : { ...node, cases: found }, dimension };
}

/** Checks expressions: every name resolved, every unit agreed, every option of a reading given. */
export class ExpressionChecker extends FactChecker {
  /** A source that is an expression text, or a reading with an expression for every option, or one by a choice. */
  protected checked(source: unknown, scope: Scope, path: Path): Checked {
    if (source === true) return { truth: { kind: 'constantTruth', value: true } };
    if (typeof source === 'string') {
      const syntax = this.parse(source, scope.names, path);
      if (syntax === null) throw new Stop();
      return this.expression(syntax, scope, path);
    }
    if (!isMap(source)) this.fail('not-a-text', path, { key: String(path.at(-1)) });
    const reading = typeof source.reading === 'string' ? scope.readings.get(source.reading) : undefined;
    if (!reading) this.fail('dangling-name', path, { name: String(source.reading) });
    const options = this.source.map(source, path, ['reading', ...reading.options.map((option) => option.id)]);
    const numbers: Record<string, NumberNode> = {};
    const truths: Record<string, TruthNode> = {};
    let dimension: Dimension | null = null;
    for (const option of reading.options) {
      if (options === null || !options.has(option.id)) this.fail('missing-option', path, { reading: reading.id, option: option.id });
      const value = this.checked(options.get(option.id), scope, [...path, option.id]);
      if ('truth' in value) truths[option.id] = value.truth;
      else {
        if (dimension !== null && !sameDimension(dimension, value.number.dimension))
          this.disagree(dimension, value.number.dimension, path, reading.id);
        dimension = value.number.dimension;
        numbers[option.id] = value.number;
      }
    }
    const count = reading.options.length;
    if (Object.keys(truths).length === count) return { truth: { kind: 'reading', reading: reading.id, options: truths } };
    if (Object.keys(numbers).length === count && dimension !== null)
      return { number: { kind: 'reading', reading: reading.id, options: numbers, dimension }, bare: false };
    return this.fail('wrong-kind', path, { expected: 'one-kind' });
  }

  protected number(source: unknown, scope: Scope, path: Path): NumberNode {
    const value = this.checked(source, scope, path);
    return 'number' in value ? value.number : this.fail('wrong-kind', path, { expected: 'number' });
  }

  protected truth(source: unknown, scope: Scope, path: Path): TruthNode {
    const value = this.checked(source, scope, path);
    return 'truth' in value ? value.truth : this.fail('wrong-kind', path, { expected: 'truth' });
  }

  protected disagree(left: Dimension, right: Dimension, path: Path, operator: string): never {
    return this.fail('units-disagree', path, { left: dimensionName(left), right: dimensionName(right), operator });
  }

  protected expression(syntax: Syntax, scope: Scope, path: Path): Checked {
    switch (syntax.kind) {
      case 'truth':
        return { truth: { kind: 'constantTruth', value: syntax.value } };
      case 'number': {
        const unit = syntax.unit === null ? unitless : (unitNamed(syntax.unit) ?? this.fail('unknown-unit', path, { unit: syntax.unit }));
        const value = { digits: syntax.value.digits, power: syntax.value.power + unit.power };
        return { number: { kind: 'constant', value, text: syntax.text, dimension: unit.dimension }, bare: syntax.unit === null };
      }
      case 'date':
        return {
          number: { kind: 'constant', value: { digits: String(syntax.day), power: 0 }, text: syntax.text, dimension: dated },
          bare: false,
        };
      case 'name':
        return this.name(syntax.name, scope, path);
      case 'not':
        return { truth: { kind: 'not', of: this.truthOf(syntax.of, scope, path) } };
      case 'in':
        return { truth: this.membership(syntax, scope, path) };
      case 'call':
        return this.call(syntax, scope, path);
      case 'by':
        return this.byChoice(syntax, scope, path);
      case 'days':
        return this.days(syntax, scope, path);
      case 'rows':
        return this.rows(syntax, scope, path);
      case 'binary':
        return this.binary(syntax, scope, path);
    }
  }

  protected truthOf(syntax: Syntax, scope: Scope, path: Path): TruthNode {
    const value = this.expression(syntax, scope, path);
    return 'truth' in value ? value.truth : this.fail('wrong-kind', path, { expected: 'truth' });
  }

  protected numberOf(syntax: Syntax, scope: Scope, path: Path, bareAllowed: boolean): NumberNode {
    const value = this.expression(syntax, scope, path);
    if ('truth' in value) return this.fail('wrong-kind', path, { expected: 'number' });
    if (value.bare && !bareAllowed) this.fail('bare-number', path, { text: syntax.kind === 'number' ? syntax.text : '' });
    return value.number;
  }

  protected name(name: string, scope: Scope, path: Path): Checked {
    const local = scope.values.get(name);
    if (local) {
      if (scope.resolving.includes(name)) this.fail('circular-name', path, { name });
      return this.checked(local.source, { ...scope, resolving: [...scope.resolving, name] }, local.path);
    }
    const input = scope.inputs.get(name);
    if (input) {
      if (input.type === 'yesno') return { truth: { kind: 'isYes', input: input.id } };
      if (input.type === 'date') return { number: { kind: 'input', input: input.id, dimension: dated }, bare: false };
      if (input.type === 'number')
        return {
          number: { kind: 'input', input: input.id, dimension: input.unit === undefined ? plain : input.unit.dimension },
          bare: false,
        };
      return this.fail('wrong-kind', path, { expected: 'number', name });
    }
    const parameter = scope.parameters.get(name);
    if (parameter) {
      if (parameter.type !== 'number') this.fail('wrong-kind', path, { expected: 'number', name });
      return {
        number: {
          kind: 'parameter',
          parameter: parameterName(parameter),
          dimension: parameter.unit === undefined ? plain : parameter.unit.dimension,
        },
        bare: false,
      };
    }
    const published = scope.published.get(name);
    if (published) {
      const value = { digits: published.value.digits, power: published.value.power + published.unit.power };
      return { number: { kind: 'constant', value, text: published.text, dimension: published.unit.dimension }, bare: false };
    }
    return this.fail('dangling-name', path, { name });
  }

  protected choiceInput(syntax: Syntax, scope: Scope, path: Path): Input {
    const input = syntax.kind === 'name' ? scope.inputs.get(syntax.name) : undefined;
    return input?.type === 'choice'
      ? input
      : this.fail('wrong-argument', path, { expected: 'choice', found: syntax.kind === 'name' ? syntax.name : syntax.kind });
  }

  protected choiceNamed(input: Input, label: string): Choice | undefined {
    return input.choices.find((choice) => choice.label === label || choice.id === label || choice.aliases.includes(label));
  }

  protected membership(syntax: Extract<Syntax, { kind: 'in' }>, scope: Scope, path: Path): TruthNode {
    const input = this.choiceInput(syntax.subject, scope, path);
    const choices: string[] = [];
    const lists: string[] = [];
    for (const { name } of syntax.members) {
      const choice = this.choiceNamed(input, name);
      const list = scope.parameters.get(name);
      if (choice) choices.push(choice.id);
      else if (list?.type === 'choices') lists.push(parameterName(list));
      else this.fail('dangling-name', path, { name });
    }
    return { kind: 'in', input: input.id, choices, lists };
  }

  protected byChoice(syntax: Extract<Syntax, { kind: 'by' }>, scope: Scope, path: Path): Checked {
    const input = this.choiceInput(syntax.subject, scope, path);
    const cases: Record<string, NumberNode> = {};
    let dimension: Dimension | null = null;
    for (const { label, value } of syntax.cases) {
      const choice = this.choiceNamed(input, label) ?? this.fail('dangling-name', path, { name: label });
      const number = this.numberOf(value, scope, path, false);
      if (dimension !== null && !sameDimension(dimension, number.dimension)) this.disagree(dimension, number.dimension, path, 'BY');
      dimension = number.dimension;
      cases[choice.id] = number;
    }
    if (dimension === null) return this.fail('wrong-argument', path, { expected: 'cases', found: 'BY' });
    return { number: { kind: 'byChoice', input: input.id, cases, dimension }, bare: false };
  }

  protected rows(syntax: Extract<Syntax, { kind: 'rows' }>, scope: Scope, path: Path): Checked {
    const subject = this.numberOf(syntax.subject, scope, path, false);
    const rows = syntax.rows.map(({ from, value }): TierRow => {
      const edge = this.numberOf(from, scope, path, false);
      if (edge.kind !== 'constant') return this.fail('wrong-argument', path, { expected: 'rising', found: syntax.call });
      if (!sameDimension(edge.dimension, subject.dimension)) this.disagree(subject.dimension, edge.dimension, path, syntax.call);
      return { from: edge.value, text: edge.text, value: this.numberOf(value, scope, path, false) };
    });
    const fault = rows.findIndex((row, index) => {
      const before = rows[index - 1];
      return before !== undefined && compareExact(before.from, row.from) >= 0;
    });
    const [first] = rows;
    if (first === undefined || fault >= 0) return this.fail('wrong-argument', path, { expected: 'rising', found: syntax.call });
    for (const { value } of rows)
      if (!sameDimension(value.dimension, first.value.dimension)) this.disagree(first.value.dimension, value.dimension, path, syntax.call);
    if (syntax.call === 'TIERS') return { number: { kind: 'tiers', of: subject, rows, dimension: first.value.dimension }, bare: false };
    const parts = partsOf(subject) ?? this.fail('wrong-argument', path, { expected: 'quantity', found: syntax.call });
    const dimension = timesDimension(parts.dimension, first.value.dimension);
    return { number: { kind: 'marginal', of: parts.of, rows, dimension }, bare: false };
  }

  protected days(syntax: Extract<Syntax, { kind: 'days' }>, scope: Scope, path: Path): Checked {
    const input = this.figure(syntax.subject, scope, path, 'date').id;
    const day = (text: string | null): number =>
      (text === null ? null : readMonthDay(text)) ?? this.fail('no-such-date', path, { found: String(text), text: syntax.call });
    if (syntax.days.length === 0) this.fail('wrong-argument', path, { expected: 'dates', found: syntax.call });
    if (syntax.call === 'IS_DAY') return { truth: { kind: 'isDay', input, days: syntax.days.map(({ from }) => day(from)) } };
    return {
      number: { kind: 'shift', input, rules: syntax.days.map(({ from, to }) => ({ from: day(from), to: day(to) })), dimension: dated },
      bare: false,
    };
  }

  protected figure(syntax: Syntax | undefined, scope: Scope, path: Path, type: FactType): Input {
    const input = syntax?.kind === 'name' ? scope.inputs.get(syntax.name) : undefined;
    return input?.type === type
      ? input
      : this.fail('wrong-argument', path, {
          expected: type === 'yesno' ? 'yesno-input' : 'number-input',
          found: syntax?.kind === 'name' ? syntax.name : '',
        });
  }

  protected call(syntax: Extract<Syntax, { kind: 'call' }>, scope: Scope, path: Path): Checked {
    const given = syntax.arguments;
    const count = (n: number): void => {
      if (given.length !== n) this.fail('wrong-argument', path, { expected: String(n), found: `${syntax.name}(${given.length})` });
    };
    const quantity = (number: NumberNode): Checked => ({ number, bare: false });
    switch (syntax.name) {
      case 'AWARD':
        if (!scope.awardAllowed) this.fail('wrong-argument', path, { expected: 'outputs', found: 'AWARD' });
        return quantity({ kind: 'award', dimension: { money: 1 } });
      case 'MIN':
      case 'MAX': {
        const items = given.map((item) => this.numberOf(item, scope, path, false));
        const first = items[0];
        if (first === undefined || items.length < 2) return this.fail('wrong-argument', path, { expected: '2', found: syntax.name });
        for (const item of items)
          if (!sameDimension(item.dimension, first.dimension)) this.disagree(first.dimension, item.dimension, path, syntax.name);
        return quantity({ kind: syntax.name === 'MIN' ? 'min' : 'max', items, dimension: first.dimension });
      }
      case 'DAYS': {
        count(2);
        const [from, to] = given;
        if (from?.kind !== 'date' || to?.kind !== 'date' || to.day < from.day)
          return this.fail('wrong-argument', path, { expected: 'dates', found: 'DAYS' });
        const days = String(to.day - from.day + 1);
        const text = `${days}天（${from.text}至${to.text}，含首尾两日）`;
        return quantity({ kind: 'constant', value: { digits: days, power: 0 }, text, dimension: plain });
      }
      case 'GROWTH': {
        count(2);
        const before = this.figure(given[1], scope, path, 'number');
        const now = given[0] === undefined ? this.fail('wrong-argument', path) : this.numberOf(given[0], scope, path, false);
        const dimension = before.unit === undefined ? plain : before.unit.dimension;
        if (!sameDimension(now.dimension, dimension)) this.disagree(now.dimension, dimension, path, 'GROWTH');
        return quantity({ kind: 'growth', now, before: before.id, dimension: plain });
      }
      case 'BASE': {
        count(1);
        const input = this.figure(given[0], scope, path, 'number');
        return quantity({ kind: 'base', input: input.id, dimension: input.unit === undefined ? plain : input.unit.dimension });
      }
      case 'ROUND':
      case 'STEPS': {
        count(2);
        const [value, step] = given;
        if (value === undefined || step === undefined) return this.fail('wrong-argument', path);
        const of = this.numberOf(value, scope, path, false);
        const unit = this.numberOf(step, scope, path, false);
        if (unit.kind !== 'constant' || !sameDimension(of.dimension, unit.dimension) || !isPositive(unit.value))
          return this.fail('wrong-argument', path, { expected: 'step', found: syntax.name });
        return quantity(
          syntax.name === 'ROUND'
            ? { kind: 'round', of, step: unit.value, dimension: of.dimension }
            : { kind: 'steps', of, step: unit.value, text: unit.text, dimension: plain },
        );
      }
      case 'NO_BASE': {
        count(3);
        const base = this.figure(given[0], scope, path, 'number');
        const [, first, second] = given;
        if (first === undefined || second === undefined) return this.fail('wrong-argument', path);
        const none = this.numberOf(first, scope, path, false);
        const of = this.numberOf(second, scope, path, false);
        if (!sameDimension(none.dimension, of.dimension)) this.disagree(none.dimension, of.dimension, path, 'NO_BASE');
        return quantity({ kind: 'noBase', base: base.id, none, of, dimension: of.dimension });
      }
      case 'HAS_BASE':
        count(2);
        return {
          truth: {
            kind: 'hasBase',
            figure: this.figure(given[0], scope, path, 'number').id,
            flag: this.figure(given[1], scope, path, 'yesno').id,
          },
        };
      case 'BLANK': {
        count(1);
        const input = given[0]?.kind === 'name' ? scope.inputs.get(given[0].name) : undefined;
        return input
          ? { truth: { kind: 'isBlank', input: input.id } }
          : this.fail('wrong-argument', path, { expected: 'input', found: 'BLANK' });
      }
      default:
        return this.fail('unexpected-text', path, { found: syntax.name, at: String(syntax.at + 1), text: syntax.name });
    }
  }

  protected binary(syntax: Extract<Syntax, { kind: 'binary' }>, scope: Scope, path: Path): Checked {
    const { operator, left, right } = syntax;
    if (operator === 'AND' || operator === 'OR')
      return {
        truth: { kind: operator === 'AND' ? 'and' : 'or', items: [this.truthOf(left, scope, path), this.truthOf(right, scope, path)] },
      };
    if ((operator === '=' || operator === '!=') && left.kind === 'name' && scope.inputs.get(left.name)?.type === 'choice') {
      const input = this.choiceInput(left, scope, path);
      const label = right.kind === 'name' ? right.name : this.fail('wrong-argument', path, { expected: 'choice', found: right.kind });
      const choice = this.choiceNamed(input, label) ?? this.fail('dangling-name', path, { name: label });
      const truth: TruthNode = { kind: 'in', input: input.id, choices: [choice.id], lists: [] };
      return { truth: operator === '=' ? truth : { kind: 'not', of: truth } };
    }
    const factor = operator === '*' || operator === '/';
    const a = this.numberOf(left, scope, path, factor);
    const b = this.numberOf(right, scope, path, factor);
    switch (operator) {
      case '*':
        return { number: { kind: 'multiply', left: a, right: b, dimension: timesDimension(a.dimension, b.dimension) }, bare: false };
      case '/':
        return { number: { kind: 'divide', left: a, right: b, dimension: timesDimension(a.dimension, b.dimension, -1) }, bare: false };
      case '+':
      case '-':
        if (!sameDimension(a.dimension, b.dimension)) this.disagree(a.dimension, b.dimension, path, operator);
        return { number: { kind: operator === '+' ? 'add' : 'subtract', left: a, right: b, dimension: a.dimension }, bare: false };
      default: {
        const compare =
          compareOperator(operator) ?? this.fail('unexpected-text', path, { found: operator, at: String(syntax.at + 1), text: operator });
        if (!sameDimension(a.dimension, b.dimension)) this.disagree(a.dimension, b.dimension, path, operator);
        return { truth: { kind: 'compare', operator: compare, left: a, right: b } };
      }
    }
  }
}
