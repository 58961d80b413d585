import { dayNumber, readMonthDay } from './calendar';
import { readDecimal } from './decimal';
import { SourceReader, type Locate, type PackProblem, type Path } from './source';
import { parseExpression, SyntaxProblem, type Syntax } from './text';
import type {
  Band,
  Cap,
  Choice,
  CompareOperator,
  Condition,
  Dimension,
  ExclusiveChoice,
  ExactNumber,
  FactType,
  Group,
  Input,
  Measure,
  Note,
  NumberNode,
  Pack,
  Parameter,
  Reading,
  TruthNode,
  Unit,
} from './tree';
import { dimensionName, sameDimension, timesDimension, unitless, unitNamed } from './units';

const identifier = /^[A-Za-z0-9][A-Za-z0-9-]*$/;
const factIdentifier = /^[A-Za-z][A-Za-z0-9]*$/;
const mostChoices = 31;
const plain: Dimension = {};
const dated: Dimension = { day: 1 };
const calendarDay: Unit = { name: '日期', dimension: dated, power: 0 };

/** What a pack's source became: the checked pack, or everything that is wrong with it. */
export type PackResult = { readonly pack: Pack; readonly problems?: undefined } | { readonly pack?: undefined; readonly problems: readonly PackProblem[] };

interface Published {
  readonly id: string;
  readonly name: string;
  readonly value: ExactNumber;
  readonly unit: Unit;
  readonly text: string;
  readonly clause: string;
  readonly quote: string;
}

/** What a name may stand for inside one clause. */
interface Scope {
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

class Stop extends Error {}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class Checker {
  readonly source: SourceReader;
  constructor(locate: Locate) {
    this.source = new SourceReader(locate);
  }

  // ── declarations ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private choices(value: unknown, path: Path): Choice[] {
    const choices: Choice[] = [];
    const map = this.source.map(value, path);
    for (const [id, item] of map === null ? [] : map) {
      if (!factIdentifier.test(id)) this.source.report('bad-id', [...path, id], { id });
      if (typeof item === 'string') choices.push({ id, label: item, aliases: [], parents: [] });
      else {
        const fields = this.source.map(item, [...path, id], ['label', 'aliases', 'parents']);
        if (!fields) continue;
        const label = this.source.text(fields, 'label', [...path, id]);
        if (label === null) continue;
        choices.push({ id, label, aliases: this.source.texts(fields, 'aliases', [...path, id]), parents: this.source.texts(fields, 'parents', [...path, id]) });
      }
    }
    if (choices.length > mostChoices) this.source.report('too-many-choices', path, { most: String(mostChoices) });
    const words = new Map<string, string>();
    for (const choice of choices) {
      for (const parent of choice.parents)
        if (!choices.some((other) => other.id === parent)) this.source.report('dangling-name', [...path, choice.id], { name: parent });
      for (const word of new Set([choice.id, choice.label, ...choice.aliases])) {
        const other = words.get(word);
        if (other !== undefined) this.source.report('ambiguous-name', [...path, choice.id], { name: word, also: other });
        words.set(word, choice.id);
      }
    }
    return choices;
  }

  private factDeclaration(fields: ReadonlyMap<string, unknown>, name: string, path: Path, types: readonly FactType[]) {
    const id = this.source.text(fields, 'id', path);
    if (id !== null && !factIdentifier.test(id)) this.source.report('bad-id', [...path, 'id'], { id });
    const type = this.source.oneOf(fields, 'type', path, types, 'number');
    if (id === null || type === null) return null;
    if (type !== 'number') return { id, name, type, decimals: 0, max: '0', whole: false, negative: false };
    const unitText = this.source.text(fields, 'unit', path);
    const unit = unitText === null ? undefined : unitNamed(unitText);
    if (unitText === null) return null;
    if (!unit) {
      this.source.report('unknown-unit', [...path, 'unit'], { unit: unitText });
      return null;
    }
    const whole = this.source.truth(fields, 'whole', path, sameDimension(unit.dimension, { people: 1 }) && unit.power === 0);
    const decimals = fields.get('decimals');
    if (typeof decimals !== 'number' || !Number.isInteger(decimals) || decimals < 0 || decimals > 12) {
      this.source.report('missing-bound', path, { key: 'decimals', name });
      return null;
    }
    const max = fields.get('max');
    const bound = typeof max === 'number' || typeof max === 'string' ? readDecimal(String(max)) : null;
    if (bound === null || bound.digits.startsWith('-') || bound.digits === '0') {
      this.source.report('missing-bound', path, { key: 'max', name });
      return null;
    }
    return { id, name, type, unit, decimals, max: String(max), whole, negative: this.source.truth(fields, 'negative', path, false) };
  }

  inputs(value: unknown): Map<string, Input> {
    const inputs = new Map<string, Input>();
    const ids = new Set<string>();
    const map = this.source.map(value, ['inputs']);
    for (const [name, item] of map === null ? [] : map) {
      const path = ['inputs', name];
      const fields = this.source.map(item, path, ['id', 'type', 'unit', 'decimals', 'max', 'whole', 'negative', 'choices', 'meaning', 'headers', 'table']);
      if (!fields) continue;
      const declared = this.factDeclaration(fields, name, path, ['number', 'yesno', 'choice', 'date']);
      const meaning = this.source.text(fields, 'meaning', path);
      const table = this.source.oneOf(fields, 'table', path, ['ledger', 'project', 'event'], 'ledger');
      if (!declared || meaning === null || table === null) continue;
      if (ids.has(declared.id)) this.source.report('duplicate-id', [...path, 'id'], { id: declared.id });
      ids.add(declared.id);
      const choices = declared.type === 'choice' ? this.choices(fields.get('choices'), [...path, 'choices']) : [];
      inputs.set(name, { ...declared, choices, meaning, headers: this.source.texts(fields, 'headers', path), table });
    }
    return inputs;
  }

  readings(value: unknown): Map<string, Reading> {
    const readings = new Map<string, Reading>();
    const map = value === undefined ? null : this.source.map(value, ['readings']);
    for (const [id, item] of map === null ? [] : map) {
      const path = ['readings', id];
      if (!identifier.test(id)) this.source.report('bad-id', path, { id });
      const fields = this.source.map(item, path, ['text', 'options', 'default', 'why']);
      if (!fields) continue;
      const text = this.source.text(fields, 'text', path);
      const why = this.source.text(fields, 'why', path);
      const chosen = this.source.text(fields, 'default', path);
      const options = this.source.map(fields.get('options'), [...path, 'options']);
      if (text === null || why === null || chosen === null || options === null) continue;
      const listed = [...options].map(([option, meaning]) => ({ id: option, meaning: String(meaning) }));
      if (!options.has(chosen)) this.source.report('not-one-of', [...path, 'default'], { key: 'default', options: [...options.keys()].join(', '), found: chosen });
      readings.set(id, { id, text, why, default: chosen, options: listed });
    }
    return readings;
  }

  published(value: unknown): Map<string, Published> {
    const published = new Map<string, Published>();
    const map = value === undefined ? null : this.source.map(value, ['published']);
    for (const [name, item] of map === null ? [] : map) {
      const path = ['published', name];
      const fields = this.source.map(item, path, ['id', 'value', 'clause', 'quote']);
      if (!fields) continue;
      const id = this.source.text(fields, 'id', path);
      const text = this.source.text(fields, 'value', path);
      const clause = this.source.text(fields, 'clause', path);
      const quote = this.source.text(fields, 'quote', path);
      const quantity = text === null ? null : this.quantity(text, [...path, 'value']);
      if (id === null || text === null || clause === null || quote === null || quantity === null) continue;
      published.set(name, { id, name, text, clause, quote, value: quantity.value, unit: quantity.unit });
    }
    return published;
  }

  /** A number with its unit, as `1000 元/人`. */
  private quantity(text: string, path: Path): { value: ExactNumber; unit: Unit } | null {
    const syntax = this.parse(text, [], path);
    if (syntax === null) return null;
    if (syntax.kind !== 'number' || syntax.unit === null) {
      this.source.report('bare-number', path, { text });
      return null;
    }
    const unit = unitNamed(syntax.unit);
    return unit ? { value: syntax.value, unit } : null;
  }

  private band(value: unknown, unit: Unit, path: Path): Band {
    if (value === undefined) return {};
    if (typeof value !== 'string' && typeof value !== 'number') {
      this.source.report('bad-band', path, { text: typeof value, unit: unit.name });
      return {};
    }
    const text = String(value).trim();
    const bound = (part: string): ExactNumber | null => {
      const match = /^(-?[\d.]+)\s*(\S*)$/.exec(part.trim());
      const number = match?.[1] === undefined ? null : readDecimal(match[1]);
      if (number === null) return null;
      const named = match?.[2];
      if (named === undefined || named === '') return number;
      const given = unitNamed(named);
      return given && sameDimension(given.dimension, unit.dimension) ? { digits: number.digits, power: number.power + given.power - unit.power } : null;
    };
    const single = /^(>=|>|<=|<)\s*(.+)$/.exec(text);
    if (single?.[1] !== undefined && single[2] !== undefined) {
      const limit = bound(single[2]);
      if (limit !== null) {
        const edge = { value: limit, inclusive: single[1].length === 2 };
        return single[1].startsWith('>') ? { low: edge } : { high: edge };
      }
    }
    const both = /^(.+?)\s*(<)?\.\.(<)?\s*(.+)$/.exec(text);
    if (both?.[1] !== undefined && both[4] !== undefined) {
      const low = bound(both[1]);
      const high = bound(both[4]);
      if (low !== null && high !== null) return { low: { value: low, inclusive: both[2] === undefined }, high: { value: high, inclusive: both[3] === undefined } };
    }
    this.source.report('bad-band', path, { text, unit: unit.name });
    return {};
  }

  private parameters(value: unknown, measure: string, inputs: ReadonlyMap<string, Input>, path: Path): Map<string, Parameter> {
    const parameters = new Map<string, Parameter>();
    const map = value === undefined ? null : this.source.map(value, path);
    for (const [name, item] of map === null ? [] : map) {
      const here = [...path, name];
      const fields = this.source.map(item, here, ['id', 'type', 'of', 'unit', 'decimals', 'max', 'whole', 'negative', 'band', 'quote', 'meaning', 'required', 'otherwise']);
      if (!fields) continue;
      const declared = this.factDeclaration(fields, name, here, ['number', 'choices', 'yesno', 'choice']);
      const quote = this.source.text(fields, 'quote', here);
      const meaning = this.source.text(fields, 'meaning', here);
      if (!declared || quote === null || meaning === null) continue;
      let choices: readonly Choice[] = [];
      if (declared.type === 'choices' || declared.type === 'choice') {
        const of = this.source.text(fields, 'of', here);
        const input = of === null ? undefined : inputs.get(of);
        if (of !== null && (!input || input.type !== 'choice')) this.source.report('dangling-name', [...here, 'of'], { name: of });
        choices = input === undefined ? [] : input.choices;
      }
      const band = declared.unit === undefined ? {} : this.band(fields.get('band'), declared.unit, [...here, 'band']);
      const negative = declared.negative || (band.low !== undefined && band.low.value.digits.startsWith('-'));
      const standing = fields.get('otherwise') === undefined ? null : this.quantity(String(fields.get('otherwise')), [...here, 'otherwise']);
      if (standing && declared.unit && !sameDimension(standing.unit.dimension, declared.unit.dimension)) this.disagreeing(standing.unit.dimension, declared.unit.dimension, [...here, 'otherwise']);
      const otherwise = standing && declared.unit ? { otherwise: { digits: standing.value.digits, power: standing.value.power + standing.unit.power - declared.unit.power } } : {};
      parameters.set(name, { ...declared, negative, choices, measure, quote, meaning, band, required: this.source.truth(fields, 'required', here, true), ...otherwise });
    }
    return parameters;
  }

  private notes(value: unknown, path: Path): Note[] {
    if (value === undefined) return [];
    const notes: Note[] = [];
    for (const [index, item] of this.source.list(value, path).entries()) {
      const here = [...path, index];
      const fields = this.source.map(item, here, ['id', 'text', 'readings', 'default', 'why']);
      if (!fields) continue;
      const id = this.source.text(fields, 'id', here);
      const text = this.source.text(fields, 'text', here);
      const chosen = this.source.text(fields, 'default', here);
      const why = this.source.text(fields, 'why', here);
      if (id === null || text === null || chosen === null || why === null) continue;
      notes.push({ id, text, readings: this.source.texts(fields, 'readings', here), default: chosen, why });
    }
    return notes;
  }

  // ── expressions ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private parse(text: string, names: readonly string[], path: Path): Syntax | null {
    try {
      return parseExpression(text, names);
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      const code = error.code === 'unknown-name' ? 'dangling-name' : error.code === 'unknown-unit' ? 'unknown-unit' : error.code === 'no-such-date' ? 'no-such-date' : 'unexpected-text';
      this.source.report(code, path, { name: error.found, unit: error.found, found: error.found, at: String(error.at + 1), text });
      return null;
    }
  }

  private fail(code: Parameters<SourceReader['report']>[0], path: Path, data: Readonly<Record<string, string>> = {}): never {
    this.source.report(code, path, data);
    throw new Stop();
  }

  /** Runs a check; what it reports stands already, so its failure only means there is no result. */
  private attempt<T>(run: () => T): T | null {
    try {
      return run();
    } catch (error) {
      if (error instanceof Stop) return null;
      throw error;
    }
  }

  /** A source that is an expression text, or a reading with an expression for every option, or one by a choice. */
  private checked(source: unknown, scope: Scope, path: Path): Checked {
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
        if (dimension !== null && !sameDimension(dimension, value.number.dimension)) this.disagree(dimension, value.number.dimension, path, reading.id);
        dimension = value.number.dimension;
        numbers[option.id] = value.number;
      }
    }
    const count = reading.options.length;
    if (Object.keys(truths).length === count) return { truth: { kind: 'reading', reading: reading.id, options: truths } };
    if (Object.keys(numbers).length === count && dimension !== null) return { number: { kind: 'reading', reading: reading.id, options: numbers, dimension }, bare: false };
    return this.fail('wrong-kind', path, { expected: 'one-kind' });
  }

  private number(source: unknown, scope: Scope, path: Path): NumberNode {
    const value = this.checked(source, scope, path);
    return 'number' in value ? value.number : this.fail('wrong-kind', path, { expected: 'number' });
  }

  private truth(source: unknown, scope: Scope, path: Path): TruthNode {
    const value = this.checked(source, scope, path);
    return 'truth' in value ? value.truth : this.fail('wrong-kind', path, { expected: 'truth' });
  }

  private disagreeing(left: Dimension, right: Dimension, path: Path): void {
    this.source.report('units-disagree', path, { left: dimensionName(left), right: dimensionName(right), operator: '=' });
  }

  private disagree(left: Dimension, right: Dimension, path: Path, operator: string): never {
    return this.fail('units-disagree', path, { left: dimensionName(left), right: dimensionName(right), operator });
  }

  private expression(syntax: Syntax, scope: Scope, path: Path): Checked {
    switch (syntax.kind) {
      case 'truth':
        return { truth: { kind: 'constantTruth', value: syntax.value } };
      case 'number': {
        const unit = syntax.unit === null ? unitless : (unitNamed(syntax.unit) ?? this.fail('unknown-unit', path, { unit: syntax.unit }));
        const value = { digits: syntax.value.digits, power: syntax.value.power + unit.power };
        return { number: { kind: 'constant', value, text: syntax.text, dimension: unit.dimension }, bare: syntax.unit === null };
      }
      case 'date':
        return { number: { kind: 'constant', value: { digits: String(syntax.day), power: 0 }, text: syntax.text, dimension: dated }, bare: false };
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
      case 'binary':
        return this.binary(syntax, scope, path);
    }
  }

  private truthOf(syntax: Syntax, scope: Scope, path: Path): TruthNode {
    const value = this.expression(syntax, scope, path);
    return 'truth' in value ? value.truth : this.fail('wrong-kind', path, { expected: 'truth' });
  }

  private numberOf(syntax: Syntax, scope: Scope, path: Path, bareAllowed: boolean): NumberNode {
    const value = this.expression(syntax, scope, path);
    if ('truth' in value) return this.fail('wrong-kind', path, { expected: 'number' });
    if (value.bare && !bareAllowed) this.fail('bare-number', path, { text: syntax.kind === 'number' ? syntax.text : '' });
    return value.number;
  }

  private name(name: string, scope: Scope, path: Path): Checked {
    const local = scope.values.get(name);
    if (local) {
      if (scope.resolving.includes(name)) this.fail('circular-name', path, { name });
      return this.checked(local.source, { ...scope, resolving: [...scope.resolving, name] }, local.path);
    }
    const input = scope.inputs.get(name);
    if (input) {
      if (input.type === 'yesno') return { truth: { kind: 'isYes', input: input.id } };
      if (input.type === 'date') return { number: { kind: 'input', input: input.id, dimension: dated }, bare: false };
      if (input.type === 'number') return { number: { kind: 'input', input: input.id, dimension: input.unit === undefined ? plain : input.unit.dimension }, bare: false };
      return this.fail('wrong-kind', path, { expected: 'number', name });
    }
    const parameter = scope.parameters.get(name);
    if (parameter) {
      if (parameter.type !== 'number') this.fail('wrong-kind', path, { expected: 'number', name });
      return { number: { kind: 'parameter', parameter: parameterName(parameter), dimension: parameter.unit === undefined ? plain : parameter.unit.dimension }, bare: false };
    }
    const published = scope.published.get(name);
    if (published) {
      const value = { digits: published.value.digits, power: published.value.power + published.unit.power };
      return { number: { kind: 'constant', value, text: published.text, dimension: published.unit.dimension }, bare: false };
    }
    return this.fail('dangling-name', path, { name });
  }

  private choiceInput(syntax: Syntax, scope: Scope, path: Path): Input {
    const input = syntax.kind === 'name' ? scope.inputs.get(syntax.name) : undefined;
    return input?.type === 'choice' ? input : this.fail('wrong-argument', path, { expected: 'choice', found: syntax.kind === 'name' ? syntax.name : syntax.kind });
  }

  private choiceNamed(input: Input, label: string): Choice | undefined {
    return input.choices.find((choice) => choice.label === label || choice.id === label || choice.aliases.includes(label));
  }

  private membership(syntax: Extract<Syntax, { kind: 'in' }>, scope: Scope, path: Path): TruthNode {
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

  private byChoice(syntax: Extract<Syntax, { kind: 'by' }>, scope: Scope, path: Path): Checked {
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

  private days(syntax: Extract<Syntax, { kind: 'days' }>, scope: Scope, path: Path): Checked {
    const input = this.figure(syntax.subject, scope, path, 'date').id;
    const day = (text: string | null): number => (text === null ? null : readMonthDay(text)) ?? this.fail('no-such-date', path, { found: String(text), text: syntax.call });
    if (syntax.days.length === 0) this.fail('wrong-argument', path, { expected: 'dates', found: syntax.call });
    if (syntax.call === 'IS_DAY') return { truth: { kind: 'isDay', input, days: syntax.days.map(({ from }) => day(from)) } };
    return { number: { kind: 'shift', input, rules: syntax.days.map(({ from, to }) => ({ from: day(from), to: day(to) })), dimension: dated }, bare: false };
  }

  private figure(syntax: Syntax | undefined, scope: Scope, path: Path, type: FactType): Input {
    const input = syntax?.kind === 'name' ? scope.inputs.get(syntax.name) : undefined;
    return input?.type === type ? input : this.fail('wrong-argument', path, { expected: type === 'yesno' ? 'yesno-input' : 'number-input', found: syntax?.kind === 'name' ? syntax.name : '' });
  }

  private call(syntax: Extract<Syntax, { kind: 'call' }>, scope: Scope, path: Path): Checked {
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
        for (const item of items) if (!sameDimension(item.dimension, first.dimension)) this.disagree(first.dimension, item.dimension, path, syntax.name);
        return quantity({ kind: syntax.name === 'MIN' ? 'min' : 'max', items, dimension: first.dimension });
      }
      case 'DAYS': {
        count(2);
        const [from, to] = given;
        if (from?.kind !== 'date' || to?.kind !== 'date' || to.day < from.day) return this.fail('wrong-argument', path, { expected: 'dates', found: 'DAYS' });
        const days = String(to.day - from.day + 1);
        return quantity({ kind: 'constant', value: { digits: days, power: 0 }, text: `DAYS(${from.text}, ${to.text})`, dimension: plain });
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
      case 'ROUND': {
        count(2);
        const [value, step] = given;
        if (value === undefined || step === undefined) return this.fail('wrong-argument', path);
        const of = this.numberOf(value, scope, path, false);
        const unit = this.numberOf(step, scope, path, false);
        if (unit.kind !== 'constant' || !sameDimension(of.dimension, unit.dimension) || unit.value.digits.startsWith('-') || unit.value.digits === '0')
          return this.fail('wrong-argument', path, { expected: 'step', found: 'ROUND' });
        return quantity({ kind: 'round', of, step: unit.value, dimension: of.dimension });
      }
      case 'HAS_BASE':
        count(2);
        return { truth: { kind: 'hasBase', figure: this.figure(given[0], scope, path, 'number').id, flag: this.figure(given[1], scope, path, 'yesno').id } };
      case 'BLANK': {
        count(1);
        const input = given[0]?.kind === 'name' ? scope.inputs.get(given[0].name) : undefined;
        return input ? { truth: { kind: 'isBlank', input: input.id } } : this.fail('wrong-argument', path, { expected: 'input', found: 'BLANK' });
      }
      default:
        return this.fail('unexpected-text', path, { found: syntax.name, at: String(syntax.at + 1), text: syntax.name });
    }
  }

  private binary(syntax: Extract<Syntax, { kind: 'binary' }>, scope: Scope, path: Path): Checked {
    const { operator, left, right } = syntax;
    if (operator === 'AND' || operator === 'OR')
      return { truth: { kind: operator === 'AND' ? 'and' : 'or', items: [this.truthOf(left, scope, path), this.truthOf(right, scope, path)] } };
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
        const compare = compareOperator(operator) ?? this.fail('unexpected-text', path, { found: operator, at: String(syntax.at + 1), text: operator });
        if (!sameDimension(a.dimension, b.dimension)) this.disagree(a.dimension, b.dimension, path, operator);
        return { truth: { kind: 'compare', operator: compare, left: a, right: b } };
      }
    }
  }

  // ── clauses ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private guards(source: unknown, scope: Scope, path: Path): TruthNode[] {
    if (source === undefined) return [];
    const list: readonly unknown[] = Array.isArray(source) ? source : [source];
    return list.map((item, index) => this.truth(item, scope, Array.isArray(source) ? [...path, index] : path));
  }

  private conditions(value: unknown, scope: Scope, path: Path): Condition[] {
    const map = value === undefined ? null : this.source.map(value, path);
    const conditions: Condition[] = [];
    const relaxing: { by: string; quote: string; guard: TruthNode; tests: ReadonlyMap<string, TruthNode> }[] = [];
    for (const [id, item] of map === null ? [] : map) {
      const here = [...path, id];
      if (!identifier.test(id)) this.source.report('bad-id', here, { id });
      const condition = this.attempt(() => this.condition(id, item, scope, here, relaxing));
      if (condition) conditions.push(condition);
    }
    return conditions.map((condition) => {
      const found = relaxing.find(({ tests }) => tests.has(condition.id));
      const test = found?.tests.get(condition.id);
      return found && test ? { ...condition, relaxed: { by: found.by, quote: found.quote, guard: found.guard, test } } : condition;
    });
  }

  private condition(
    id: string,
    item: unknown,
    scope: Scope,
    path: Path,
    relaxing: { by: string; quote: string; guard: TruthNode; tests: ReadonlyMap<string, TruthNode> }[],
  ): Condition {
    const byInput = isMap(item) && typeof item.by === 'string' ? scope.inputs.get(item.by) : undefined;
    const cases = byInput === undefined ? [] : byInput.choices.map((choice) => choice.id);
    const fields = this.source.map(item, path, ['is', 'for', 'quote', 'relaxes', 'officer', 'by', ...cases]);
    const quote = fields === null ? null : this.source.text(fields, 'quote', path);
    if (fields === null || quote === null) throw new Stop();
    const always: TruthNode = { kind: 'constantTruth', value: true };
    if (fields.has('relaxes')) {
      const lines = this.source.map(fields.get('relaxes'), [...path, 'relaxes']);
      const guards = this.guards(fields.get('for'), scope, [...path, 'for']);
      const guard: TruthNode = guards.length === 1 && guards[0] ? guards[0] : { kind: 'and', items: guards };
      const tests = new Map<string, TruthNode>();
      for (const [line, test] of lines === null ? [] : lines) tests.set(line, this.truth(test, scope, [...path, 'relaxes', line]));
      relaxing.push({ by: id, quote, guard, tests });
      return { id, quote, guards: [], test: always, tested: false };
    }
    const guards = this.guards(fields.get('for'), scope, [...path, 'for']);
    let test: TruthNode;
    if (fields.has('by')) {
      if (byInput?.type !== 'choice') this.fail('dangling-name', [...path, 'by'], { name: String(fields.get('by')) });
      const truths: Record<string, TruthNode> = {};
      for (const choice of byInput.choices) if (fields.has(choice.id)) truths[choice.id] = this.truth(fields.get(choice.id), scope, [...path, choice.id]);
      test = { kind: 'byChoice', input: byInput.id, cases: truths };
    } else {
      if (!fields.has('is')) this.fail('missing-key', path, { key: 'is' });
      test = this.truth(fields.get('is'), scope, [...path, 'is']);
    }
    const condition: Condition = { id, quote, guards, test, tested: true };
    if (!fields.has('officer')) return condition;
    const officer = this.source.map(fields.get('officer'), [...path, 'officer'], ['when', 'code']);
    const code = officer === null ? null : this.source.text(officer, 'code', [...path, 'officer']);
    if (officer === null || code === null) throw new Stop();
    return { ...condition, officerDecides: { when: this.truth(officer.get('when'), scope, [...path, 'officer', 'when']), code } };
  }

  private money(source: unknown, scope: Scope, path: Path): NumberNode {
    const number = this.number(source, scope, path);
    if (!sameDimension(number.dimension, { money: 1 })) this.disagree(number.dimension, { money: 1 }, path, 'award');
    return number;
  }

  measure(value: unknown, path: Path, inputs: ReadonlyMap<string, Input>, published: ReadonlyMap<string, Published>, readings: ReadonlyMap<string, Reading>): { measure: Measure; parameters: Parameter[] } | null {
    const fields = this.source.map(value, path, [
      'id', 'clause', 'title', 'titleEnglish', 'subject', 'onApplication', 'amountUnit', 'quote', 'parameters', 'values', 'when', 'award', 'cap', 'floor', 'outputs', 'notes',
    ]);
    if (!fields) return null;
    const id = this.source.text(fields, 'id', path);
    const clause = this.source.text(fields, 'clause', path);
    const title = this.source.text(fields, 'title', path);
    const titleEnglish = this.source.text(fields, 'titleEnglish', path);
    const quote = this.source.text(fields, 'quote', path);
    const subject = this.source.oneOf(fields, 'subject', path, ['enterprise', 'project', 'event'], 'enterprise');
    if (id === null || clause === null || title === null || titleEnglish === null || quote === null || subject === null) return null;
    if (!identifier.test(id)) this.source.report('bad-id', [...path, 'id'], { id });
    const parameters = this.parameters(fields.get('parameters'), id, inputs, [...path, 'parameters']);
    const locals = fields.get('values') === undefined ? null : this.source.map(fields.get('values'), [...path, 'values']);
    const values = new Map([...(locals === null ? [] : locals)].map(([name, source]) => [name, { source, path: [...path, 'values', name] }]));
    const labels = [...inputs.values()].flatMap((input) => input.choices.flatMap((choice) => [choice.label, ...choice.aliases]));
    const names = [...new Set([...inputs.keys(), ...parameters.keys(), ...published.keys(), ...values.keys(), ...labels])];
    for (const name of [...parameters.keys(), ...values.keys()])
      if (inputs.has(name) || published.has(name) || (parameters.has(name) && values.has(name))) this.source.report('ambiguous-name', path, { name, also: id });
    const scope: Scope = { inputs, parameters, published, readings, values, names, resolving: [], awardAllowed: false };
    const conditions = this.conditions(fields.get('when'), scope, [...path, 'when']);
    const award = fields.get('award') === undefined ? null : this.attempt(() => this.money(fields.get('award'), scope, [...path, 'award']));
    const caps = this.caps(fields.get('cap'), scope, [...path, 'cap']);
    const floor = fields.get('floor') === undefined ? undefined : this.floor(fields.get('floor'), scope, [...path, 'floor']);
    const outputs = this.outputs(fields.get('outputs'), { ...scope, awardAllowed: true }, [...path, 'outputs']);
    const measure = {
      id, clause, title, titleEnglish, quote, subject,
      onApplication: this.source.truth(fields, 'onApplication', path, false),
      amountUnit: this.amountUnit(fields.get('amountUnit'), [...path, 'amountUnit']),
      parameters: [...parameters.values()].map(parameterName),
      notes: this.notes(fields.get('notes'), [...path, 'notes']),
      conditions, award, caps, outputs, inputs: [], readings: [],
      ...(floor ? { floor } : {}),
    };
    return { measure: { ...measure, ...namesUsed(measure) }, parameters: [...parameters.values()] };
  }

  private amountUnit(value: unknown, path: Path): Unit {
    const named = typeof value === 'string' ? value : value === undefined ? '万元' : typeof value;
    const unit = unitNamed(named);
    if (!unit || !sameDimension(unit.dimension, { money: 1 })) this.source.report('unknown-unit', path, { unit: named });
    return { name: unit?.name ?? named, dimension: { money: 1 }, power: unit === undefined ? 4 : unit.power };
  }

  private caps(value: unknown, scope: Scope, path: Path): Cap[] {
    const caps: Cap[] = [];
    const map = value === undefined ? null : this.source.map(value, path);
    for (const [id, item] of map === null ? [] : map) {
      const here = [...path, id];
      if (!identifier.test(id)) this.source.report('bad-id', here, { id });
      const fields = this.source.map(item, here, ['limit', 'quote', 'code']);
      const quote = fields === null ? null : this.source.text(fields, 'quote', here);
      const limit = fields === null ? null : this.attempt(() => this.money(fields.get('limit'), scope, [...here, 'limit']));
      const code = fields === null ? null : this.source.oneOf(fields, 'code', here, ['cap', 'fund-limit'], 'cap');
      if (quote !== null && limit !== null && code !== null) caps.push({ id, limit, quote, code });
    }
    return caps;
  }

  private floor(value: unknown, scope: Scope, path: Path): Measure['floor'] | undefined {
    const map = this.source.map(value, path);
    const entry = map === null ? undefined : [...map][0];
    if (!entry) return undefined;
    const here = [...path, entry[0]];
    const fields = this.source.map(entry[1], here, ['at', 'quote']);
    const quote = fields === null ? null : this.source.text(fields, 'quote', here);
    const at = fields === null ? null : this.attempt(() => this.money(fields.get('at'), scope, [...here, 'at']));
    return quote === null || at === null ? undefined : { id: entry[0], at, quote };
  }

  private outputs(value: unknown, scope: Scope, path: Path): Measure['outputs'] {
    const outputs: { id: string; value: NumberNode; unit: Unit }[] = [];
    const map = value === undefined ? null : this.source.map(value, path);
    for (const [id, item] of map === null ? [] : map) {
      const here = [...path, id];
      const fields = this.source.map(item, here, ['is', 'unit']);
      const unitText = fields?.get('unit');
      const unit = unitText === undefined ? unitless : unitText === '日期' ? calendarDay : unitNamed(typeof unitText === 'string' ? unitText : typeof unitText);
      if (!unit) this.source.report('unknown-unit', [...here, 'unit'], { unit: typeof unitText === 'string' ? unitText : typeof unitText });
      const number = fields === null ? null : this.attempt(() => this.number(fields.get('is'), scope, [...here, 'is']));
      if (!unit || number === null) continue;
      if (!sameDimension(unit.dimension, number.dimension)) this.source.report('units-disagree', here, { left: dimensionName(number.dimension), right: dimensionName(unit.dimension), operator: id });
      else outputs.push({ id, value: number, unit });
    }
    return outputs;
  }

  exclusive(value: unknown, path: Path, measures: readonly Measure[]): { choice: ExclusiveChoice; parameter: Parameter } | null {
    const fields = this.source.map(value, path, ['id', 'clause', 'title', 'titleEnglish', 'quote', 'members', 'parameter', 'conditions', 'notes']);
    if (!fields) return null;
    const [id, clause, title, titleEnglish, quote] = ['id', 'clause', 'title', 'titleEnglish', 'quote'].map((key) => this.source.text(fields, key, path));
    const members = this.source.texts(fields, 'members', path).flatMap((member) => {
      const found = measures.find((measure) => measure.id === member);
      if (!found) this.source.report('dangling-name', [...path, 'members'], { name: member });
      return found ? [found] : [];
    });
    if (members.length < 2) this.source.report('wrong-argument', [...path, 'members'], { expected: '2', found: String(members.length) });
    const named = this.source.map(fields.get('parameter'), [...path, 'parameter']);
    const entry = named === null ? undefined : [...named][0];
    const at = [...path, 'parameter', entry?.[0] ?? ''];
    const declared = entry === undefined ? null : this.source.map(entry[1], at, ['id', 'quote', 'meaning']);
    const [parameterId, words, meaning] = declared === null ? [] : ['id', 'quote', 'meaning'].map((key) => this.source.text(declared, key, at));
    const conditions: { id: string; quote: string }[] = [];
    const map = this.source.map(fields.get('conditions'), [...path, 'conditions']);
    for (const [condition, item] of map === null ? [] : map) {
      const here = [...path, 'conditions', condition];
      const stated = this.source.map(item, here, ['quote']);
      const said = stated === null ? null : this.source.text(stated, 'quote', here);
      if (said !== null) conditions.push({ id: condition, quote: said });
    }
    if (!id || !clause || !title || !titleEnglish || !quote || !entry || !parameterId || !words || !meaning) return null;
    const parameter = choiceParameter(id, entry[0], parameterId, words, meaning, members);
    const choice = { id, clause, title, titleEnglish, quote, members: members.map((member) => member.id), parameter: parameterName(parameter), conditions, notes: this.notes(fields.get('notes'), [...path, 'notes']) };
    return { choice, parameter };
  }

  group(value: unknown, path: Path, measures: readonly Measure[], readings: ReadonlyMap<string, Reading>): Group | null {
    const fields = this.source.map(value, path, [
      'id', 'measure', 'composite', 'clause', 'title', 'titleEnglish', 'quote', 'limit', 'capId', 'members', 'outside', 'conditions', 'allocation', 'notes',
    ]);
    if (!fields) return null;
    const text = (key: string): string | null => this.source.text(fields, key, path);
    const [id, measure, composite, clause, title, titleEnglish, quote, capId, allocation] = ['id', 'measure', 'composite', 'clause', 'title', 'titleEnglish', 'quote', 'capId', 'allocation'].map(text);
    const scope: Scope = { inputs: new Map(), parameters: new Map(), published: new Map(), readings, values: new Map(), names: [], resolving: [], awardAllowed: false };
    const limit = this.attempt(() => this.money(fields.get('limit'), scope, [...path, 'limit']));
    const known = (list: readonly string[], here: Path): readonly string[] => {
      for (const member of list) if (!measures.some((candidate) => candidate.id === member)) this.source.report('dangling-name', here, { name: member });
      return list;
    };
    const outside = known(this.source.texts(fields, 'outside', path), [...path, 'outside']);
    let members: Group['members'] = [];
    const source = fields.get('members');
    if (Array.isArray(source)) members = known(this.source.texts(fields, 'members', path), [...path, 'members']);
    else {
      const map = this.source.map(source, [...path, 'members']);
      const reading = map === null ? undefined : readings.get(String(map.get('reading')));
      if (map && !reading) this.source.report('dangling-name', [...path, 'members'], { name: String(map.get('reading')) });
      if (map && reading) {
        const options: Record<string, readonly string[]> = {};
        for (const option of reading.options) {
          if (!map.has(option.id)) this.source.report('missing-option', [...path, 'members'], { reading: reading.id, option: option.id });
          options[option.id] = known(this.source.texts(map, option.id, [...path, 'members']), [...path, 'members', option.id]);
        }
        members = { reading: reading.id, options };
      }
    }
    if (typeof allocation === 'string' && !readings.has(allocation)) this.source.report('dangling-name', [...path, 'allocation'], { name: allocation });
    const conditions: Group['conditions'][number][] = [];
    const map = this.source.map(fields.get('conditions'), [...path, 'conditions']);
    for (const [condition, item] of map === null ? [] : map) {
      const here = [...path, 'conditions', condition];
      const entry = this.source.map(item, here, ['quote', 'exclusive']);
      const words = entry === null ? null : this.source.text(entry, 'quote', here);
      if (entry === null || words === null) continue;
      const [first, second] = known(this.source.texts(entry, 'exclusive', here), [...here, 'exclusive']);
      conditions.push({ id: condition, quote: words, ...(first !== undefined && second !== undefined ? { exclusive: [first, second] as const } : {}) });
    }
    if (!id || !measure || !composite || !clause || !title || !titleEnglish || !quote || !capId || !allocation || limit === null) return null;
    return { id, measure, composite, clause, title, titleEnglish, quote, limit, capId, members, outside, conditions, allocation, notes: this.notes(fields.get('notes'), [...path, 'notes']) };
  }
}

/** The officer's choice among members, as a parameter of the choice. */
function choiceParameter(choice: string, name: string, id: string, quote: string, meaning: string, members: readonly Measure[]): Parameter {
  const choices = members.map((member) => ({ id: member.id, label: member.title, aliases: [member.clause], parents: [] }));
  return { id, name, type: 'choice', decimals: 0, max: '0', whole: false, negative: false, choices, measure: choice, quote, meaning, band: {}, required: false };
}

function compareOperator(text: string): CompareOperator | undefined {
  const operators: readonly CompareOperator[] = ['>=', '>', '<=', '<', '=', '!='];
  return operators.find((operator) => operator === text);
}

/** The name under which a parameter is given: `<measure>.<id>`. */
export function parameterName(parameter: { readonly measure: string; readonly id: string }): string {
  return `${parameter.measure}.${parameter.id}`;
}

/** The inputs and readings a measure's expressions touch, in the order they first stand there. */
function namesUsed(measure: Pick<Measure, 'conditions' | 'award' | 'caps' | 'outputs' | 'floor'>): { inputs: string[]; readings: string[] } {
  const inputs = new Set<string>();
  const readings = new Set<string>();
  const number = (node: NumberNode): void => {
    switch (node.kind) {
      case 'input':
      case 'base':
      case 'shift':
        inputs.add(node.input);
        return;
      case 'growth':
        number(node.now);
        inputs.add(node.before);
        return;
      case 'add':
      case 'subtract':
      case 'multiply':
      case 'divide':
        number(node.left);
        number(node.right);
        return;
      case 'min':
      case 'max':
        node.items.forEach(number);
        return;
      case 'round':
        number(node.of);
        return;
      case 'reading':
        readings.add(node.reading);
        Object.values(node.options).forEach(number);
        return;
      case 'byChoice':
        inputs.add(node.input);
        Object.values(node.cases).forEach(number);
        return;
      case 'constant':
      case 'parameter':
      case 'award':
        return;
    }
  };
  const truth = (node: TruthNode): void => {
    switch (node.kind) {
      case 'compare':
        number(node.left);
        number(node.right);
        return;
      case 'isYes':
      case 'in':
      case 'isBlank':
      case 'isDay':
        inputs.add(node.input);
        return;
      case 'hasBase':
        inputs.add(node.figure).add(node.flag);
        return;
      case 'and':
      case 'or':
        node.items.forEach(truth);
        return;
      case 'not':
        truth(node.of);
        return;
      case 'reading':
        readings.add(node.reading);
        Object.values(node.options).forEach(truth);
        return;
      case 'byChoice':
        inputs.add(node.input);
        Object.values(node.cases).forEach(truth);
        return;
      case 'constantTruth':
        return;
    }
  };
  for (const condition of measure.conditions) {
    condition.guards.forEach(truth);
    if (condition.officerDecides) truth(condition.officerDecides.when);
    truth(condition.test);
    if (condition.relaxed) {
      truth(condition.relaxed.guard);
      truth(condition.relaxed.test);
    }
  }
  if (measure.award) number(measure.award);
  for (const cap of measure.caps) number(cap.limit);
  if (measure.floor) number(measure.floor.at);
  for (const output of measure.outputs) number(output.value);
  return { inputs: [...inputs], readings: [...readings] };
}

/**
 * Reads a pack's source (the parsed YAML or its JSON) into a checked pack, or tells everything that is wrong with it.
 * `locate` gives the line of a place in the file, for the problems.
 */
export function readPack(source: unknown, locate: Locate = () => undefined): PackResult {
  const checker = new Checker(locate);
  const reader = checker.source;
  const fields = reader.map(source, [], ['id', 'version', 'title', 'titleEnglish', 'status', 'period', 'inputs', 'readings', 'published', 'clauses', 'groups', 'choices']);
  if (!fields) return { problems: reader.problems };
  const id = reader.text(fields, 'id', []);
  const version = reader.text(fields, 'version', []);
  const title = reader.text(fields, 'title', []);
  const titleEnglish = reader.text(fields, 'titleEnglish', []);
  const status = reader.oneOf(fields, 'status', [], ['draft', 'issued', 'repealed']);
  const [from, to] = reader.texts(fields, 'period', []);
  const first = from === undefined ? null : dayNumber(from);
  const last = to === undefined ? null : dayNumber(to);
  if (first === null || last === null) reader.report('no-such-date', ['period'], { found: `${from} ${to}`, text: 'period' });
  else if (last < first) reader.report('period-reversed', ['period']);
  const inputs = checker.inputs(fields.get('inputs'));
  const readings = checker.readings(fields.get('readings'));
  const published = checker.published(fields.get('published'));
  const measures: Measure[] = [];
  const parameters: Record<string, Parameter> = {};
  for (const [index, clause] of reader.list(fields.get('clauses'), ['clauses']).entries()) {
    const result = checker.measure(clause, ['clauses', index], inputs, published, readings);
    if (!result) continue;
    if (measures.some((measure) => measure.id === result.measure.id)) reader.report('duplicate-id', ['clauses', index, 'id'], { id: result.measure.id });
    measures.push(result.measure);
    for (const parameter of result.parameters) parameters[parameterName(parameter)] = parameter;
  }
  const groups: Group[] = [];
  const listed = fields.get('groups') === undefined ? [] : reader.list(fields.get('groups'), ['groups']);
  for (const [index, item] of listed.entries()) {
    const group = checker.group(item, ['groups', index], measures, readings);
    if (group) groups.push(group);
  }
  const choices: ExclusiveChoice[] = [];
  const alternatives = fields.get('choices') === undefined ? [] : reader.list(fields.get('choices'), ['choices']);
  for (const [index, item] of alternatives.entries()) {
    const found = checker.exclusive(item, ['choices', index], measures);
    if (!found) continue;
    choices.push(found.choice);
    parameters[parameterName(found.parameter)] = found.parameter;
  }
  if (reader.problems.length > 0 || id === null || version === null || title === null || titleEnglish === null || status === null || from === undefined || to === undefined)
    return { problems: reader.problems };
  const pack: Pack = {
    id, version, title, titleEnglish, status, period: [from, to],
    inputs: Object.fromEntries([...inputs.values()].map((input) => [input.id, input])),
    parameters,
    published: [...published.values()].map(({ id: published, name, text, clause, quote }) => ({ id: published, name, text, clause, quote })),
    readings: Object.fromEntries(readings),
    measures, groups, choices,
  };
  return { pack };
}
