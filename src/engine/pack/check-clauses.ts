import { identifier, Stop, type Published } from './check-facts';
import { dated, ExpressionChecker, isMap, type Scope } from './check-expressions';
import { namesUsed } from './names-used';
import { type Path } from './source';
import {
  parameterName,
  type Cap,
  type Condition,
  type ExclusiveChoice,
  type Going,
  type Group,
  type Input,
  type Measure,
  type NumberNode,
  type Output,
  type Parameter,
  type Reading,
  type TruthNode,
  type Unit,
} from '../tree';
import { dimensionName, sameDimension, unitless, unitNamed } from '../units';

/** Which conditions fail is one integer of 32 bits in every lane. */
const mostConditions = 31;

const allocations = ['totalOnly', 'clauseOrder', 'proRata'];

const calendarDay: Unit = { name: '日期', dimension: dated, power: 0 };

/** The officer's choice among members, as a parameter of the choice. */
function choiceParameter(
  choice: string,
  name: string,
  id: string,
  quote: string,
  meaning: string,
  members: readonly { readonly measure: Measure; readonly word: string }[],
): Parameter {
  const named = members.map(({ measure, word }) => ({ id: measure.id, label: measure.title, aliases: [word], parents: [] }));
  // What stands without a choice may be chosen, too.
  const choices = [...named, { id: 'higher', label: '取高', aliases: [], parents: [] }];
  return {
    id,
    name,
    type: 'choice',
    decimals: 0,
    max: '0',
    whole: false,
    negative: false,
    choices,
    measure: choice,
    quote,
    meaning,
    band: {},
    bandFromText: true,
    required: false,
    going: [],
  };
}

/** Checks clauses, totals and exclusive choices. */
export class ClauseChecker extends ExpressionChecker {
  protected guards(source: unknown, scope: Scope, path: Path): TruthNode[] {
    if (source === undefined) return [];
    const list: readonly unknown[] = Array.isArray(source) ? source : [source];
    return list.map((item, index) => this.truth(item, scope, Array.isArray(source) ? [...path, index] : path));
  }

  protected conditions(value: unknown, scope: Scope, path: Path): Condition[] {
    const map = value === undefined ? null : this.source.map(value, path, undefined, ['is', 'quote']);
    const conditions: Condition[] = [];
    const relaxing: { by: string; quote: string; guard: TruthNode; tests: ReadonlyMap<string, TruthNode> }[] = [];
    for (const [id, item] of map === null ? [] : map) {
      const here = [...path, id];
      if (!identifier.test(id)) this.source.report('bad-id', here, { id });
      const condition = this.attempt(() => this.condition(id, item, scope, here, relaxing));
      if (condition) conditions.push(condition);
    }
    if (conditions.length > mostConditions) this.source.report('too-many-conditions', path, { most: String(mostConditions) });
    return conditions.map((condition) => {
      const found = relaxing.find(({ tests }) => tests.has(condition.id));
      const test = found?.tests.get(condition.id);
      return found && test ? { ...condition, relaxed: { by: found.by, quote: found.quote, guard: found.guard, test } } : condition;
    });
  }

  protected condition(
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
      for (const choice of byInput.choices)
        if (fields.has(choice.id)) truths[choice.id] = this.truth(fields.get(choice.id), scope, [...path, choice.id]);
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

  /** What a table in a parameter's place may go by: `by: { 产值增速: { id: growth, is: … } }`. */
  protected goings(declared: unknown, parameter: string, scope: Scope, path: Path): Going[] {
    const own = isMap(declared) ? declared[parameter] : undefined;
    const source = isMap(own) ? own['by'] : undefined;
    const map = source === undefined ? null : this.source.map(source, [...path, 'by']);
    const found: Going[] = [];
    for (const [name, item] of map === null ? [] : map) {
      const here = [...path, 'by', name];
      const fields = this.source.map(item, here, ['id', 'is']);
      const id = fields === null ? null : this.source.text(fields, 'id', here);
      if (fields === null || id === null) continue;
      if (!identifier.test(id)) this.source.report('bad-id', [...here, 'id'], { id });
      if (found.some((other) => other.id === id)) this.source.report('duplicate-id', [...here, 'id'], { id });
      const input = scope.inputs.get(String(fields.get('is')));
      if (input?.type === 'choice') found.push({ id, name, by: { choice: input.id } });
      else {
        const number = this.attempt(() => this.number(fields.get('is'), scope, [...here, 'is']));
        if (number === null) continue;
        if (id === 'base' && number.kind !== 'input')
          this.source.report('wrong-argument', [...here, 'is'], { expected: 'number-input', found: name });
        found.push({ id, name, by: { number } });
      }
    }
    return found;
  }

  protected money(source: unknown, scope: Scope, path: Path): NumberNode {
    const number = this.number(source, scope, path);
    if (!sameDimension(number.dimension, { money: 1 })) this.disagree(number.dimension, { money: 1 }, path, 'award');
    return number;
  }

  measure(
    value: unknown,
    path: Path,
    inputs: ReadonlyMap<string, Input>,
    published: ReadonlyMap<string, Published>,
    readings: ReadonlyMap<string, Reading>,
  ): { measure: Measure; parameters: Parameter[] } | null {
    const fields = this.source.map(value, path, [
      'id',
      'clause',
      'title',
      'titleEnglish',
      'subject',
      'onApplication',
      'amountUnit',
      'quote',
      'parameters',
      'values',
      'when',
      'award',
      'cap',
      'floor',
      'outputs',
      'notes',
    ]);
    if (!fields) return null;
    const id = this.source.text(fields, 'id', path);
    const clause = this.source.text(fields, 'clause', path);
    const title = this.source.text(fields, 'title', path);
    const titleEnglish = this.source.text(fields, 'titleEnglish', path);
    const quote = this.source.text(fields, 'quote', path);
    const subject = this.source.oneOf(fields, 'subject', path, ['enterprise', 'project', 'event'], 'enterprise');
    if (id === null) return null;
    if (!identifier.test(id)) this.source.report('bad-id', [...path, 'id'], { id });
    const parameters = this.parameters(fields.get('parameters'), id, inputs, [...path, 'parameters']);
    const locals = fields.get('values') === undefined ? null : this.source.map(fields.get('values'), [...path, 'values']);
    const values = new Map(
      [...(locals === null ? [] : locals)].map(([name, source]) => [name, { source, path: [...path, 'values', name] }]),
    );
    const labels = [...inputs.values()].flatMap((input) => input.choices.flatMap((choice) => [choice.label, ...choice.aliases]));
    const refused = this.source.refused;
    const names = [...new Set([...inputs.keys(), ...parameters.keys(), ...published.keys(), ...values.keys(), ...labels, ...refused])];
    for (const name of [...parameters.keys(), ...values.keys()])
      if (inputs.has(name) || published.has(name) || (parameters.has(name) && values.has(name)))
        this.source.report('ambiguous-name', path, { name, also: id });
    const scope: Scope = { inputs, parameters, published, readings, values, names, resolving: [], awardAllowed: false };
    for (const [name, parameter] of parameters) {
      const here = [...path, 'parameters', name];
      parameters.set(name, { ...parameter, going: this.goings(fields.get('parameters'), name, scope, here) });
    }
    const conditions = this.conditions(fields.get('when'), scope, [...path, 'when']);
    const award = fields.get('award') === undefined ? null : this.attempt(() => this.money(fields.get('award'), scope, [...path, 'award']));
    const caps = this.caps(fields.get('cap'), scope, [...path, 'cap']);
    const floor = fields.get('floor') === undefined ? undefined : this.floor(fields.get('floor'), scope, [...path, 'floor']);
    const outputs = this.outputs(fields.get('outputs'), { ...scope, awardAllowed: true }, [...path, 'outputs']);
    const onApplication = this.source.truth(fields, 'onApplication', path, false);
    const amountUnit = this.amountUnit(fields.get('amountUnit'), [...path, 'amountUnit']);
    const notes = this.notes(fields.get('notes'), [...path, 'notes']);
    if (clause === null || title === null || titleEnglish === null || quote === null || subject === null) {
      refused.add(id);
      return null;
    }
    const measure = {
      id,
      clause,
      title,
      titleEnglish,
      quote,
      subject,
      onApplication,
      amountUnit,
      parameters: [...parameters.values()].map(parameterName),
      notes,
      conditions,
      award,
      caps,
      outputs,
      inputs: [],
      readings: [],
      ...(floor ? { floor } : {}),
    };
    return { measure: { ...measure, ...namesUsed(measure) }, parameters: [...parameters.values()] };
  }

  protected amountUnit(value: unknown, path: Path): Unit {
    const named = typeof value === 'string' ? value : value === undefined ? '万元' : typeof value;
    const unit = unitNamed(named);
    if (!unit || !sameDimension(unit.dimension, { money: 1 })) this.source.report('unknown-unit', path, { unit: named });
    return { name: unit?.name ?? named, dimension: { money: 1 }, power: unit === undefined ? 4 : unit.power };
  }

  protected caps(value: unknown, scope: Scope, path: Path): Cap[] {
    const caps: Cap[] = [];
    const keys = ['limit', 'quote', 'code'];
    const map = value === undefined ? null : this.source.map(value, path, undefined, keys);
    for (const [id, item] of map === null ? [] : map) {
      const here = [...path, id];
      if (!identifier.test(id)) this.source.report('bad-id', here, { id });
      const fields = this.source.map(item, here, keys);
      const quote = fields === null ? null : this.source.text(fields, 'quote', here);
      const limit = fields === null ? null : this.attempt(() => this.money(fields.get('limit'), scope, [...here, 'limit']));
      const code = fields === null ? null : this.source.oneOf(fields, 'code', here, ['cap', 'fund-limit'], 'cap');
      if (quote !== null && limit !== null && code !== null) caps.push({ id, limit, quote, code });
    }
    return caps;
  }

  protected floor(value: unknown, scope: Scope, path: Path): Measure['floor'] | undefined {
    const keys = ['at', 'quote'];
    const map = this.source.map(value, path, undefined, keys);
    const entry = map === null ? undefined : [...map][0];
    if (!entry) return undefined;
    const here = [...path, entry[0]];
    const fields = this.source.map(entry[1], here, keys);
    const quote = fields === null ? null : this.source.text(fields, 'quote', here);
    const at = fields === null ? null : this.attempt(() => this.money(fields.get('at'), scope, [...here, 'at']));
    return quote === null || at === null ? undefined : { id: entry[0], at, quote };
  }

  protected outputs(value: unknown, scope: Scope, path: Path): Measure['outputs'] {
    const outputs: Output[] = [];
    const keys = ['name', 'nameEnglish', 'is', 'unit'];
    const map = value === undefined ? null : this.source.map(value, path, undefined, keys);
    for (const [id, item] of map === null ? [] : map) {
      const here = [...path, id];
      const fields = this.source.map(item, here, keys);
      const name = fields === null ? null : this.source.text(fields, 'name', here);
      const nameEnglish = fields === null ? null : this.source.text(fields, 'nameEnglish', here);
      const unitText = fields?.get('unit');
      const unit =
        unitText === undefined
          ? unitless
          : unitText === '日期'
            ? calendarDay
            : unitNamed(typeof unitText === 'string' ? unitText : typeof unitText);
      if (!unit) this.source.report('unknown-unit', [...here, 'unit'], { unit: typeof unitText === 'string' ? unitText : typeof unitText });
      const number = fields === null ? null : this.attempt(() => this.number(fields.get('is'), scope, [...here, 'is']));
      if (!unit || number === null || name === null || nameEnglish === null) continue;
      if (!sameDimension(unit.dimension, number.dimension))
        this.source.report('units-disagree', here, {
          left: dimensionName(number.dimension),
          right: dimensionName(unit.dimension),
          operator: id,
        });
      else outputs.push({ id, name, nameEnglish, value: number, unit });
    }
    return outputs;
  }

  exclusive(value: unknown, path: Path, measures: readonly Measure[]): { choice: ExclusiveChoice; parameter: Parameter } | null {
    const fields = this.source.map(value, path, [
      'id',
      'clause',
      'title',
      'titleEnglish',
      'quote',
      'members',
      'parameter',
      'conditions',
      'notes',
    ]);
    if (!fields) return null;
    const [id, clause, title, titleEnglish, quote] = ['id', 'clause', 'title', 'titleEnglish', 'quote'].map((key) =>
      this.source.text(fields, key, path),
    );
    const source = this.source.map(fields.get('members'), [...path, 'members']);
    const members = [...(source === null ? [] : source)].flatMap(([word, member]) => {
      const found = measures.find((measure) => measure.id === member);
      if (!found) this.source.report('dangling-name', [...path, 'members', word], { name: String(member) });
      return found ? [{ measure: found, word }] : [];
    });
    if (members.length < 2) this.source.report('wrong-argument', [...path, 'members'], { expected: '2', found: String(members.length) });
    const named = this.source.map(fields.get('parameter'), [...path, 'parameter']);
    const entry = named === null ? undefined : [...named][0];
    const at = [...path, 'parameter', entry?.[0] ?? ''];
    const declared = entry === undefined ? null : this.source.map(entry[1], at, ['id', 'quote', 'meaning']);
    const [parameterId, words, meaning] =
      declared === null ? [] : ['id', 'quote', 'meaning'].map((key) => this.source.text(declared, key, at));
    const conditions: { id: string; quote: string }[] = [];
    const map = this.source.map(fields.get('conditions'), [...path, 'conditions'], undefined, ['quote']);
    for (const [condition, item] of map === null ? [] : map) {
      const here = [...path, 'conditions', condition];
      const stated = this.source.map(item, here, ['quote']);
      const said = stated === null ? null : this.source.text(stated, 'quote', here);
      if (said !== null) conditions.push({ id: condition, quote: said });
    }
    if (!id || !clause || !title || !titleEnglish || !quote || !entry || !parameterId || !words || !meaning) return null;
    const parameter = choiceParameter(id, entry[0], parameterId, words, meaning, members);
    const choice = {
      id,
      clause,
      title,
      titleEnglish,
      quote,
      members: members.map(({ measure }) => measure.id),
      parameter: parameterName(parameter),
      conditions,
      notes: this.notes(fields.get('notes'), [...path, 'notes']),
    };
    return { choice, parameter };
  }

  /** How a cut is shared out is a reading whose options the engine knows by name: another would be taken for none. */
  private allocation(id: string, readings: ReadonlyMap<string, Reading>, path: Path): void {
    const reading = readings.get(id);
    if (!reading) this.source.report('dangling-name', path, { name: id });
    for (const option of reading === undefined ? [] : reading.options)
      if (!allocations.includes(option.id))
        this.source.report('not-one-of', ['readings', id, 'options', option.id], {
          key: 'options',
          options: allocations.join(', '),
          found: option.id,
        });
  }

  group(value: unknown, path: Path, measures: readonly Measure[], readings: ReadonlyMap<string, Reading>): Group | null {
    const fields = this.source.map(value, path, [
      'id',
      'measure',
      'composite',
      'clause',
      'title',
      'titleEnglish',
      'quote',
      'limit',
      'capId',
      'members',
      'outside',
      'conditions',
      'allocation',
      'notes',
    ]);
    if (!fields) return null;
    const text = (key: string): string | null => this.source.text(fields, key, path);
    const [id, measure, composite, clause, title, titleEnglish, quote, capId, allocation] = [
      'id',
      'measure',
      'composite',
      'clause',
      'title',
      'titleEnglish',
      'quote',
      'capId',
      'allocation',
    ].map(text);
    const scope: Scope = {
      inputs: new Map(),
      parameters: new Map(),
      published: new Map(),
      readings,
      values: new Map(),
      names: [],
      resolving: [],
      awardAllowed: false,
    };
    const limit = this.attempt(() => this.money(fields.get('limit'), scope, [...path, 'limit']));
    const known = (list: readonly string[], here: Path): readonly string[] => {
      for (const member of list)
        if (!measures.some((candidate) => candidate.id === member)) this.source.report('dangling-name', here, { name: member });
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
    if (typeof allocation === 'string') this.allocation(allocation, readings, [...path, 'allocation']);
    const conditions: Group['conditions'][number][] = [];
    const map = this.source.map(fields.get('conditions'), [...path, 'conditions'], undefined, ['quote']);
    for (const [condition, item] of map === null ? [] : map) {
      const here = [...path, 'conditions', condition];
      const entry = this.source.map(item, here, ['quote', 'exclusive']);
      const words = entry === null ? null : this.source.text(entry, 'quote', here);
      if (entry === null || words === null) continue;
      const [first, second] = known(this.source.texts(entry, 'exclusive', here), [...here, 'exclusive']);
      conditions.push({
        id: condition,
        quote: words,
        ...(first !== undefined && second !== undefined ? { exclusive: [first, second] as const } : {}),
      });
    }
    if (!id || !measure || !composite || !clause || !title || !titleEnglish || !quote || !capId || !allocation || limit === null)
      return null;
    return {
      id,
      measure,
      composite,
      clause,
      title,
      titleEnglish,
      quote,
      limit,
      capId,
      members,
      outside,
      conditions,
      allocation,
      notes: this.notes(fields.get('notes'), [...path, 'notes']),
    };
  }
}
