import { KNOWN, MISSING } from '../columns';
import { dayText } from '../calendar';
import type { Slot } from '../lanes/core';
import { decimalText, tenTo } from '../decimal';
import { type ExactLane, type ExactRow } from '../lanes/exact';
import { Formula } from './formula';
import { Lowering } from '../lanes/lower';
import type { Step, Trace } from '../program';
import type { Condition, Dimension, ExactNumber, Group, Measure, NumberNode, Pack, TruthNode } from '../tree';
import { dimensionName, sameDimension } from '../units';
import type { Reason, Verdict } from '../verdict';

const furtherDigits = 6;

/** How a quantity is shown: money in 万元, ratios in %, electricity in 千瓦时. */
function shown(dimension: Dimension): { unit: string; power: number } {
  if (sameDimension(dimension, { money: 1 })) return { unit: '万元', power: 4 };
  if (sameDimension(dimension, {})) return { unit: '%', power: -2 };
  return { unit: dimensionName(dimension), power: 0 };
}

/** numerator ÷ denominator × 10^power as text: exact where it ends, otherwise cut with an ellipsis. */
function ratioText(numerator: bigint, denominator: bigint, power: number): string {
  if (denominator === 1n) return decimalText(numerator, power);
  const places = furtherDigits + Math.abs(power);
  const scaled = numerator * tenTo(places);
  const text = decimalText(scaled / denominator, power - places);
  return scaled % denominator === 0n ? text : `${text}…`;
}

interface Value {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly power: number;
}

/** Works out figures of one row for display, through the same lowering as the answer. */
class Tracer {
  private readonly formula: Formula;
  private readonly lowering: Lowering;

  constructor(
    private readonly pack: Pack,
    readonly readings: Readonly<Record<string, string>>,
    private readonly lane: ExactLane,
    private readonly row: ExactRow,
    private readonly raw: (slot: Slot) => string | null,
    private readonly measure: Measure,
  ) {
    this.formula = new Formula(pack, readings);
    this.lowering = new Lowering(pack, readings, lane.extraDecimals);
  }

  private value(node: NumberNode): Value | null {
    let lowered = this.lowering.number(node, this.measure.id);
    while (lowered.kind === 'byChoice') {
      const index = this.row.states[lowered.slot] === KNOWN ? this.row.small[lowered.slot] : undefined;
      const found = lowered.cases.find(([choice]) => choice === index);
      if (!found) return null;
      lowered = found[1];
    }
    if (lowered.needs.guards.some((guard) => !this.above(guard.slot))) return null;
    const numerator = this.lane.runner.integer(lowered.numerator.value)(this.row);
    const denominator = lowered.denominator === null ? 1n : this.lane.runner.integer(lowered.denominator.value)(this.row);
    if (numerator === null || denominator === null || denominator === 0n) return null;
    return { numerator, denominator, power: lowered.numerator.power - (lowered.denominator === null ? 0 : lowered.denominator.power) };
  }

  private above(slot: number): boolean {
    const value = this.row.numbers[slot];
    return value !== null && value !== undefined && value > 0n;
  }

  text(node: NumberNode): string | null {
    const value = this.value(node);
    if (value === null) return null;
    if (sameDimension(node.dimension, { day: 1 })) return dayText(Number(value.numerator / value.denominator));
    const { power } = shown(node.dimension);
    return ratioText(value.numerator, value.denominator, value.power - power);
  }

  /** Money that is paid, in the unit its clause counts in. */
  private paid(node: NumberNode): string | null {
    const value = this.value(node);
    return value === null ? null : ratioText(value.numerator, value.denominator, value.power - this.measure.amountUnit.power);
  }

  private comparison(node: TruthNode): Step['comparison'] | undefined {
    if (node.kind === 'reading') {
      const option = node.options[this.readings[node.reading] ?? ''];
      return option === undefined ? undefined : this.comparison(option);
    }
    if (node.kind === 'byChoice') {
      const choices = this.pack.inputs[node.input]?.choices ?? [];
      const slot = this.lowering.slot('input', node.input);
      const chosen = this.row.states[slot] === KNOWN ? choices[this.row.small[slot] ?? -1] : undefined;
      const found = chosen === undefined ? undefined : node.cases[chosen.id];
      return found === undefined ? undefined : this.comparison(found);
    }
    if (node.kind !== 'compare') return undefined;
    const isDay = sameDimension(node.left.dimension, { day: 1 });
    const difference: NumberNode = { kind: 'subtract', left: node.left, right: node.right, dimension: node.left.dimension };
    return {
      operator: node.operator,
      left: this.text(node.left),
      right: this.text(node.right),
      gap: isDay ? null : this.text(difference),
      unit: isDay ? '' : shown(node.left.dimension).unit,
    };
  }

  private figures(nodes: { truths: readonly TruthNode[]; numbers: readonly NumberNode[] }): Step['figures'] {
    const ids = new Set<string>();
    const inputs = (id: string): void => void ids.add(`input ${id}`);
    const number = (node: NumberNode): void => {
      if (node.kind === 'input' || node.kind === 'base' || node.kind === 'shift') inputs(node.input);
      else if (node.kind === 'parameter') ids.add(`parameter ${node.parameter}`);
      else if (node.kind === 'growth') {
        number(node.now);
        inputs(node.before);
      } else if (node.kind === 'min' || node.kind === 'max') node.items.forEach(number);
      else if (node.kind === 'round' || node.kind === 'steps' || node.kind === 'within') number(node.of);
      else if (node.kind === 'tiers' || node.kind === 'marginal') {
        number(node.of);
        for (const row of node.rows) number(row.value);
      } else if (node.kind === 'noBase') {
        inputs(node.base);
        number(node.none);
        number(node.of);
      } else if (node.kind === 'given')
        number(this.row.states[this.lowering.slot('parameter', node.parameter)] === MISSING ? node.of : node.own);
      else if (node.kind === 'reading') {
        const option = node.options[this.readings[node.reading] ?? ''];
        if (option) number(option);
      } else if (node.kind === 'byChoice') {
        inputs(node.input);
        Object.values(node.cases).forEach(number);
      } else if (node.kind === 'add' || node.kind === 'subtract' || node.kind === 'multiply' || node.kind === 'divide') {
        number(node.left);
        number(node.right);
      }
    };
    const truth = (node: TruthNode): void => {
      if (node.kind === 'compare') {
        number(node.left);
        number(node.right);
      } else if (node.kind === 'isYes' || node.kind === 'isBlank' || node.kind === 'isDay') inputs(node.input);
      else if (node.kind === 'in') {
        inputs(node.input);
        for (const list of node.lists) ids.add(`parameter ${list}`);
      } else if (node.kind === 'hasBase') {
        inputs(node.figure);
        inputs(node.flag);
      } else if (node.kind === 'and' || node.kind === 'or') node.items.forEach(truth);
      else if (node.kind === 'not') truth(node.of);
      else if (node.kind === 'reading') {
        const option = node.options[this.readings[node.reading] ?? ''];
        if (option) truth(option);
      } else if (node.kind === 'byChoice') {
        inputs(node.input);
        const choices = this.pack.inputs[node.input]?.choices ?? [];
        const slot = this.lowering.slot('input', node.input);
        const chosen = this.row.states[slot] === KNOWN ? choices[this.row.small[slot] ?? -1] : undefined;
        const found = chosen === undefined ? undefined : node.cases[chosen.id];
        if (found) truth(found);
      }
    };
    nodes.truths.forEach(truth);
    nodes.numbers.forEach(number);
    return [...ids].map((key) => {
      const [kind, id = ''] = key.split(' ');
      const fact = kind === 'input' ? this.pack.inputs[id] : this.pack.parameters[id];
      const slot = this.lowering.slot(kind === 'input' ? 'input' : 'parameter', id);
      const declared = this.lane.core.slots[slot];
      const unit = fact?.unit === undefined ? '' : fact.unit.name;
      const known = this.row.states[slot] === KNOWN;
      let value = declared ? this.raw(declared) : null;
      if (known && fact?.type === 'choice') value = fact.choices[this.row.small[slot] ?? -1]?.label ?? value;
      return { id: fact?.id ?? id, name: fact?.name ?? id, value, unit };
    });
  }

  condition(condition: Condition): Step {
    const index = this.measure.conditions.filter((other) => other.tested).indexOf(condition);
    const run = this.lane.runs[this.pack.measures.indexOf(this.measure)]?.conditions[index];
    const table = this.lane.table(this.pack.measures.indexOf(this.measure));
    const outcome = run?.outcome(this.row);
    const bits = new Int32Array(table.words);
    if (outcome === 2) run?.block(this.row, bits);
    const reasons: Reason[] = outcome === 2 ? table.read(bits, 0) : outcome === 0 ? [`fail:${condition.id}`] : [];
    const relaxedInForce =
      condition.relaxed !== undefined &&
      this.lane.runner.truth(this.lowering.truth(condition.test, this.measure.id), table).value(this.row) === 0;
    const test = condition.relaxed && relaxedInForce && this.guardHolds(condition.relaxed.guard) ? condition.relaxed.test : condition.test;
    const comparison = this.comparison(test);
    return {
      id: condition.id,
      kind: 'condition',
      quote: test === condition.test ? condition.quote : `${condition.quote}；${condition.relaxed?.quote ?? ''}`,
      holds: outcome === -1 ? 'notApplicable' : outcome === 2 ? 'unknown' : outcome === 1,
      figures: this.figures({ truths: [...condition.guards, condition.test, ...(test === condition.test ? [] : [test])], numbers: [] }),
      ...(comparison ? { comparison } : {}),
      formula: this.formula.truth(test),
      reasons,
    };
  }

  private guardHolds(guard: TruthNode): boolean {
    const table = this.lane.table(this.pack.measures.indexOf(this.measure));
    return this.lane.runner.truth(this.lowering.truth(guard, this.measure.id), table).value(this.row) === 1;
  }

  /** What a table gave this row: the tier it reached, with the figures, down to the values taken. */
  private taken(node: NumberNode): string {
    switch (node.kind) {
      case 'tiers': {
        const at = this.text(node.of);
        if (at === null) return this.formula.number(node);
        const reached = node.rows.filter(({ from }) => this.reaches(node.of, from)).at(-1);
        const on = `${this.formula.number(node.of)} ＝ ${at} ${shown(node.of.dimension).unit}`;
        const first = node.rows[0]?.text ?? '';
        return reached === undefined ? `${on}，不足“${first}”，为 0` : `${on}，在“${reached.text}起”一档：${this.taken(reached.value)}`;
      }
      case 'noBase': {
        const slot = this.lowering.slot('input', node.base);
        if (this.row.states[slot] !== KNOWN) return this.formula.number(node);
        const none = this.pack.inputs[node.base]?.name ?? node.base;
        return this.above(slot) ? this.taken(node.of) : `${none}为 0：${this.taken(node.none)}`;
      }
      case 'byChoice': {
        const choices = this.pack.inputs[node.input]?.choices ?? [];
        const slot = this.lowering.slot('input', node.input);
        const chosen = this.row.states[slot] === KNOWN ? choices[this.row.small[slot] ?? -1] : undefined;
        const found = chosen === undefined ? undefined : node.cases[chosen.id];
        return chosen === undefined || found === undefined ? this.formula.number(node) : `${chosen.label}：${this.taken(found)}`;
      }
      case 'steps':
        return `${this.formula.number(node)} ＝ ${this.count(node) ?? '？'}`;
      case 'multiply':
        return `${this.taken(node.left)} × ${this.formula.inner(node.right)}${node.right.kind === 'steps' ? ` ＝ ${this.count(node.right) ?? '？'} 档` : ''}`;
      case 'max':
        // Only nothing below 0: the first item is 0.
        return node.items.length === 2 && node.items[0]?.kind === 'constant' && node.items[0].value.digits === '0' && node.items[1]
          ? this.taken(node.items[1])
          : `取大(${node.items.map((item) => this.taken(item)).join('，')})`;
      case 'min':
        return `取小(${node.items.map((item) => this.taken(item)).join('，')})`;
      case 'given':
      case 'within':
        return this.taken(node.of);
      default:
        return this.formula.number(node);
    }
  }

  private count(node: NumberNode): string | null {
    const value = this.value(node);
    return value === null ? null : ratioText(value.numerator, value.denominator, value.power);
  }

  private reaches(of: NumberNode, from: ExactNumber): boolean {
    const edge: NumberNode = { kind: 'constant', value: from, text: '', dimension: of.dimension };
    const test = this.lowering.truth({ kind: 'compare', operator: '>=', left: of, right: edge }, this.measure.id);
    return this.lane.runner.truth(test, this.lane.table(this.pack.measures.indexOf(this.measure))).value(this.row) === 1;
  }

  /** What the officer's shapes gave this row, in place of a figure the row does not give itself. */
  shapes(): Step[] {
    return Object.entries(this.pack.shapes ?? {}).flatMap(([name, { source }]): Step[] => {
      const parameter = this.pack.parameters[name];
      const slot = this.lowering.slot('parameter', name);
      const node = this.measure.parameters.includes(name) && this.row.states[slot] === MISSING ? givenIn(this.measure, name) : undefined;
      if (parameter === undefined || node === undefined) return [];
      return [
        {
          id: parameter.id,
          kind: 'shape',
          quote: '',
          holds: true,
          figures: [],
          formula: this.taken(node),
          value: this.text(node),
          reasons: [],
          ...(source === undefined ? {} : { source }),
        },
      ];
    });
  }

  award(award: NumberNode, verdict: Verdict): Step {
    return {
      id: 'award',
      kind: 'award',
      quote: this.measure.quote,
      holds: verdict.eligible,
      figures: this.figures({ truths: [], numbers: [award] }),
      formula: this.formula.number(award),
      value: this.paid(award),
      reasons: verdict.eligible === true ? verdict.reasons : [],
    };
  }

  cap(cap: Measure['caps'][number], verdict: Verdict, award: NumberNode | null): Step {
    const limit = this.paid(cap.limit);
    const before = award === null ? null : this.paid(award);
    const gap = award === null ? null : this.paid({ kind: 'subtract', left: award, right: cap.limit, dimension: cap.limit.dimension });
    const cuts = verdict.applied.includes(`${cap.code}:${cap.id}`);
    return {
      id: cap.id,
      kind: 'cap',
      quote: cap.quote,
      holds: cuts,
      figures: this.figures({ truths: [], numbers: [cap.limit] }),
      comparison: { operator: '<=', left: before, right: limit, gap, unit: this.measure.amountUnit.name },
      formula: this.formula.number(cap.limit),
      value: limit,
      reasons: [],
    };
  }
}

/** The expression laid over a parameter in the award or a cap of its measure. */
function givenIn(measure: Measure, name: string): NumberNode | undefined {
  const inside = (node: NumberNode): NumberNode | undefined => {
    if (node.kind === 'given' && node.parameter === name) return node.of;
    const parts = 'left' in node ? [node.left, node.right] : 'items' in node ? node.items : 'of' in node ? [node.of] : [];
    return parts.map(inside).find((found) => found !== undefined);
  };
  return [measure.award, ...measure.caps.map(({ limit }) => limit)].flatMap((node) => (node === null ? [] : (inside(node) ?? []))).at(0);
}

/**
 * The readings that the answers of an id hang on, each with the option in force: of a measure its own, of a total those of its members and of
 * how it is cut, of an exclusive choice those of its members. Empty for an id the pack does not know. `readings`: reading id → option in force.
 */
export function readingsOf(pack: Pack, id: string, readings: Readonly<Record<string, string>>): Trace['readings'] {
  const group = pack.groups.find(({ measure, composite }) => measure === id || composite === id);
  if (group !== undefined) return readingsUsed(pack, readingsOfTotal(group), readings);
  const measures = pack.choices.find((choice) => choice.id === id)?.members ?? [id];
  const own = pack.measures.filter((measure) => measures.includes(measure.id)).flatMap((measure) => measure.readings);
  return readingsUsed(pack, [...new Set(own)], readings);
}

function readingsOfTotal({ members, allocation }: Group): readonly string[] {
  return 'reading' in members ? [members.reading, allocation] : [allocation];
}

function readingsUsed(pack: Pack, ids: readonly string[], readings: Readonly<Record<string, string>>): Trace['readings'] {
  return ids.flatMap((id) => {
    const option = readings[id];
    const reading = pack.readings[id];
    return option === undefined || reading === undefined ? [] : [{ id, option, isDefault: option === reading.default }];
  });
}

/** Explains one measure on one row: every condition with its figures and gap, the award, each cap and what it cut. */
export function traceMeasure(
  pack: Pack,
  readings: Readonly<Record<string, string>>,
  lane: ExactLane,
  index: number,
  row: ExactRow,
  verdict: Verdict,
  raw: (slot: Slot) => string | null,
): Trace {
  const measure = pack.measures[index];
  if (!measure) throw new RangeError(`no measure ${index}`);
  const tracer = new Tracer(pack, readings, lane, row, raw, measure);
  const steps: Step[] = measure.conditions.filter((condition) => condition.tested).map((condition) => tracer.condition(condition));
  if (measure.award !== null && verdict.eligible !== false) {
    steps.push(...tracer.shapes());
    steps.push(tracer.award(measure.award, verdict));
    for (const cap of measure.caps) if (tracer.text(cap.limit) !== null) steps.push(tracer.cap(cap, verdict, measure.award));
  }
  const below = measure.floor !== undefined && verdict.reasons.includes(`floor:${measure.floor.id}`);
  if (measure.floor !== undefined && (below || verdict.eligible !== false)) {
    // An undecided answer has a range only where the floor is open.
    const open = verdict.eligible === 'unknown' && verdict.range !== undefined;
    steps.push({
      id: measure.floor.id,
      kind: 'floor',
      quote: measure.floor.quote,
      holds: open ? 'unknown' : below,
      figures: [],
      formula: tracer.text(measure.floor.at) ?? '',
      value: tracer.text(measure.floor.at),
      reasons: below ? verdict.reasons : [],
    });
  }
  for (const [id, value] of Object.entries(verdict.outputs ?? {}))
    steps.push({ id, kind: 'output', quote: measure.quote, holds: true, figures: [], formula: id, value, reasons: [] });
  return { verdict, steps, readings: readingsUsed(pack, measure.readings, readings) };
}

/** Explains a total: the limit, the sum before it and what it cut. */
export function traceTotal(group: Group, verdict: Verdict, readings: Readonly<Record<string, string>>, pack: Pack, limit: string): Trace {
  const before = verdict.outputs?.sumBeforeCap ?? null;
  const cut = verdict.outputs?.cut ?? null;
  return {
    verdict,
    steps: [
      {
        id: group.capId,
        kind: 'total',
        quote: group.quote,
        holds: verdict.applied.length > 0,
        figures: [],
        comparison: { operator: '<=', left: before, right: limit, gap: cut, unit: '万元' },
        formula: group.title,
        value: verdict.amount,
        reasons: verdict.reasons,
      },
    ],
    readings: readingsUsed(pack, readingsOfTotal(group), readings),
  };
}
