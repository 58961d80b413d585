import { readDecimal } from '../decimal';
import { SourceReader, type Locate, type Path } from './source';
import { parseExpression, SyntaxProblem, type Syntax } from './text';
import type { Band, Dimension, Choice, ExactNumber, FactType, Input, Note, Parameter, Reading, Unit } from '../tree';
import { dimensionName, sameDimension, unitNamed } from '../units';

const factIdentifier = /^[A-Za-z][A-Za-z0-9]*$/;
const mostChoices = 31;

/** An id of a condition, cap, reading or measure. */
export const identifier = /^[A-Za-z0-9][A-Za-z0-9-]*$/;

/** A figure the text gives, by name. */
export interface Published {
  readonly id: string;
  readonly name: string;
  readonly value: ExactNumber;
  readonly unit: Unit;
  readonly text: string;
  readonly clause: string;
  readonly quote: string;
}

/** A check has failed and was reported: there is no result. */
export class Stop extends Error {}

/** Checks what a pack declares: inputs, readings, published figures, parameters, notes. Each fault is noted with its place; the rest goes on. */
export class FactChecker {
  readonly source: SourceReader;

  constructor(locate: Locate) {
    this.source = new SourceReader(locate);
  }

  protected choices(value: unknown, path: Path): Choice[] {
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
        choices.push({
          id,
          label,
          aliases: this.source.texts(fields, 'aliases', [...path, id]),
          parents: this.source.texts(fields, 'parents', [...path, id]),
        });
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

  protected factDeclaration(fields: ReadonlyMap<string, unknown>, name: string, path: Path, types: readonly FactType[]) {
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
      const fields = this.source.map(item, path, [
        'id',
        'type',
        'unit',
        'decimals',
        'max',
        'whole',
        'negative',
        'choices',
        'meaning',
        'headers',
        'table',
        'allowed',
      ]);
      if (!fields) continue;
      const declared = this.factDeclaration(fields, name, path, ['number', 'yesno', 'choice', 'date']);
      const meaning = this.source.text(fields, 'meaning', path);
      const table = this.source.oneOf(fields, 'table', path, ['ledger', 'project', 'event'], 'ledger');
      if (!declared || meaning === null || table === null) {
        this.source.refused.add(name);
        continue;
      }
      if (ids.has(declared.id)) this.source.report('duplicate-id', [...path, 'id'], { id: declared.id });
      ids.add(declared.id);
      const choices = declared.type === 'choice' ? this.choices(fields.get('choices'), [...path, 'choices']) : [];
      const headers = this.source.texts(fields, 'headers', path);
      const limits = fields.get('allowed');
      const allowed =
        limits === undefined || declared.unit === undefined ? {} : { allowed: this.band(limits, declared.unit, [...path, 'allowed']) };
      inputs.set(name, { ...declared, choices, meaning, headers, table, ...allowed });
    }
    return inputs;
  }

  readings(value: unknown): Map<string, Reading> {
    const readings = new Map<string, Reading>();
    const names = new Map<string, string>();
    const map = value === undefined ? null : this.source.map(value, ['readings']);
    for (const [id, item] of map === null ? [] : map) {
      const path = ['readings', id];
      if (!identifier.test(id)) this.source.report('bad-id', path, { id });
      const fields = this.source.map(item, path, ['name', 'nameEnglish', 'text', 'options', 'default', 'why']);
      if (!fields) continue;
      const name = this.source.text(fields, 'name', path);
      const nameEnglish = this.source.text(fields, 'nameEnglish', path);
      const text = this.source.text(fields, 'text', path);
      const why = this.source.text(fields, 'why', path);
      const chosen = this.source.text(fields, 'default', path);
      const options = this.source.map(fields.get('options'), [...path, 'options']);
      if (name === null || nameEnglish === null || text === null || why === null || chosen === null || options === null) {
        this.source.refused.add(id);
        continue;
      }
      for (const word of new Set([name, nameEnglish])) {
        const also = names.get(word);
        if (also !== undefined) this.source.report('ambiguous-name', path, { name: word, also });
        names.set(word, id);
      }
      const listed = [...options].map(([option, meaning]) => ({ id: option, meaning: String(meaning) }));
      if (!options.has(chosen))
        this.source.report('not-one-of', [...path, 'default'], { key: 'default', options: [...options.keys()].join(', '), found: chosen });
      readings.set(id, { id, name, nameEnglish, text, why, default: chosen, options: listed });
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
      if (id === null || text === null || clause === null || quote === null || quantity === null) {
        this.source.refused.add(name);
        continue;
      }
      published.set(name, { id, name, text, clause, quote, value: quantity.value, unit: quantity.unit });
    }
    return published;
  }

  /** A number with its unit, as `1000 元/人`. */
  protected quantity(text: string, path: Path): { value: ExactNumber; unit: Unit } | null {
    const syntax = this.parse(text, [], path);
    if (syntax === null) return null;
    if (syntax.kind !== 'number' || syntax.unit === null) {
      this.source.report('bare-number', path, { text });
      return null;
    }
    const unit = unitNamed(syntax.unit);
    return unit ? { value: syntax.value, unit } : null;
  }

  protected band(value: unknown, unit: Unit, path: Path): Band {
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
      return given && sameDimension(given.dimension, unit.dimension)
        ? { digits: number.digits, power: number.power + given.power - unit.power }
        : null;
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
      if (low !== null && high !== null)
        return { low: { value: low, inclusive: both[2] === undefined }, high: { value: high, inclusive: both[3] === undefined } };
    }
    this.source.report('bad-band', path, { text, unit: unit.name });
    return {};
  }

  protected parameters(value: unknown, measure: string, inputs: ReadonlyMap<string, Input>, path: Path): Map<string, Parameter> {
    const parameters = new Map<string, Parameter>();
    const map = value === undefined ? null : this.source.map(value, path);
    for (const [name, item] of map === null ? [] : map) {
      const here = [...path, name];
      const fields = this.source.map(item, here, [
        'id',
        'type',
        'of',
        'unit',
        'decimals',
        'max',
        'whole',
        'negative',
        'band',
        'allowed',
        'quote',
        'meaning',
        'required',
        'otherwise',
        'by',
      ]);
      if (!fields) continue;
      const declared = this.factDeclaration(fields, name, here, ['number', 'choices', 'yesno', 'choice']);
      const quote = this.source.text(fields, 'quote', here);
      const meaning = this.source.text(fields, 'meaning', here);
      if (!declared || quote === null || meaning === null) {
        this.source.refused.add(name);
        continue;
      }
      let choices: readonly Choice[] = [];
      if (declared.type === 'choices' || declared.type === 'choice') {
        const of = this.source.text(fields, 'of', here);
        const input = of === null ? undefined : inputs.get(of);
        if (of !== null && (!input || input.type !== 'choice')) this.source.report('dangling-name', [...here, 'of'], { name: of });
        choices = input === undefined ? [] : input.choices;
      }
      const bandFromText = fields.get('allowed') === undefined;
      const limits = bandFromText ? 'band' : 'allowed';
      const band = declared.unit === undefined ? {} : this.band(fields.get(limits), declared.unit, [...here, limits]);
      const negative = declared.negative || (band.low !== undefined && band.low.value.digits.startsWith('-'));
      const standing =
        fields.get('otherwise') === undefined ? null : this.quantity(String(fields.get('otherwise')), [...here, 'otherwise']);
      if (standing && declared.unit && !sameDimension(standing.unit.dimension, declared.unit.dimension))
        this.disagreeing(standing.unit.dimension, declared.unit.dimension, [...here, 'otherwise']);
      const otherwise =
        standing && declared.unit
          ? { otherwise: { digits: standing.value.digits, power: standing.value.power + standing.unit.power - declared.unit.power } }
          : {};
      parameters.set(name, {
        ...declared,
        negative,
        choices,
        measure,
        quote,
        meaning,
        band,
        bandFromText,
        required: this.source.truth(fields, 'required', here, true),
        going: [],
        ...otherwise,
      });
    }
    return parameters;
  }

  protected notes(value: unknown, path: Path): Note[] {
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

  protected parse(text: string, names: readonly string[], path: Path): Syntax | null {
    try {
      return parseExpression(text, names);
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      const code =
        error.code === 'unknown-name'
          ? 'dangling-name'
          : error.code === 'unknown-unit'
            ? 'unknown-unit'
            : error.code === 'no-such-date'
              ? 'no-such-date'
              : 'unexpected-text';
      this.source.report(code, path, { name: error.found, unit: error.found, found: error.found, at: String(error.at + 1), text });
      return null;
    }
  }

  protected disagreeing(left: Dimension, right: Dimension, path: Path): void {
    this.source.report('units-disagree', path, { left: dimensionName(left), right: dimensionName(right), operator: '=' });
  }

  protected fail(code: Parameters<SourceReader['report']>[0], path: Path, data: Readonly<Record<string, string>> = {}): never {
    this.source.report(code, path, data);
    throw new Stop();
  }

  /** Runs a check; what it reports stands already, so its failure only means there is no result. */
  protected attempt<T>(run: () => T): T | null {
    try {
      return run();
    } catch (error) {
      if (error instanceof Stop) return null;
      throw error;
    }
  }
}
