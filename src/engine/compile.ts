import { dayText } from './calendar';
import { INVALID, KNOWN, MISSING, WIDE, type Column } from './columns';
import { closureColumns, columnBounds, constantColumn, measureColumns, type ColumnsFunction, type MeasureColumns, type SlotColumns } from './columns-run';
import type { Slot } from './core';
import { decimalText, readDecimal, tenTo } from './decimal';
import { chooseOne, type Alternative } from './exclusive';
import { ExactLane, tenThousands, type Answer, type ExactRow } from './exact';
import { canBe, takeIn, type Intake } from './intake';
import type { BlockFacts, BlockVerdicts, Part, Program, RawFacts, RawParameters, RawValue, Trace } from './program';
import { limitText, membersInForce, readAwards, settle } from './total';
import { traceMeasure, traceTotal } from './trace';
import type { ExclusiveChoice, Group, Input, Measure, Pack, Parameter } from './tree';
import type { Applied, Reason, Verdict } from './verdict';

/** Generated columns code for one pack under one setting of its readings. */
export interface ColumnsModule {
  /** The pack id and version it was printed from. */
  readonly pack: string;
  readonly readings: Readonly<Record<string, string>>;
  readonly columns: ColumnsFunction;
}

/** How a pack is compiled. */
export interface CompileOptions {
  /** Option by reading; those left out stand at their default. An unknown reading or option is refused with a RangeError. */
  readonly readings?: Readonly<Record<string, string>>;
  /** Used where it was printed for this pack under these readings; closures otherwise. */
  readonly columns?: ColumnsModule | undefined;
}

/** Widths of the exact lane: decimals beyond those declared. */
const widths = [0, 6, 24, 120, 800];

/** The key of generated code: which pack and version it belongs to. */
export function packKey(pack: Pack): string {
  return `${pack.id}@${pack.version}`;
}

/** The readings in force: each at the given option or its default. */
export function readingsInForce(pack: Pack, given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const readings: Record<string, string> = {};
  for (const reading of Object.values(pack.readings)) readings[reading.id] = reading.default;
  for (const [id, option] of Object.entries(given)) {
    const reading = Object.hasOwn(pack.readings, id) ? pack.readings[id] : undefined;
    if (!reading?.options.some((known) => known.id === option)) throw new RangeError(`${id} = ${option}`);
    readings[id] = option;
  }
  return readings;
}

/** A measure's reasons in the order of its conditions, then of what blocks it. */
function reasonsOf(lane: ExactLane, index: number, fails: number, bits: Int32Array, from: number): Reason[] {
  const conditions = lane.core.measures[index]?.conditions ?? [];
  const failed = conditions.filter((_, position) => (fails & (1 << position)) !== 0).map(({ id }): Reason => `fail:${id}`);
  return failed.length > 0 ? failed : lane.table(index).read(bits, from);
}

class Compiled implements Program {
  private readonly lanes = new Map<number, ExactLane>();
  private readonly measureIndex: ReadonlyMap<string, number>;
  private readonly columnsFunction: ColumnsFunction;
  readonly readings: Readonly<Record<string, string>>;

  constructor(
    readonly pack: Pack,
    options: CompileOptions,
  ) {
    this.readings = Object.freeze(readingsInForce(pack, options.readings));
    this.measureIndex = new Map(pack.measures.map((measure, index) => [measure.id, index]));
    const lane = this.lane(0);
    if (lane.core.largest > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`${pack.id}: ${lane.core.largestAt} may reach ${lane.core.largest}, beyond 2^53`);
    const module = options.columns;
    const fits = module?.pack === packKey(pack) && Object.entries(this.readings).every(([id, option]) => module.readings[id] === option);
    this.columnsFunction = module && fits ? module.columns : closureColumns(lane.core, lane.tables);
  }

  measure(id: string): Measure | undefined {
    return this.pack.measures.find((measure) => measure.id === id);
  }

  group(id: string): Group | undefined {
    return this.pack.groups.find((group) => group.measure === id || group.composite === id || group.id === id);
  }

  lane(extraDecimals: number): ExactLane {
    let lane = this.lanes.get(extraDecimals);
    if (!lane) {
      lane = new ExactLane(this.pack, this.readings, extraDecimals);
      this.lanes.set(extraDecimals, lane);
    }
    return lane;
  }

  indexOf(measure: string): number {
    const index = this.measureIndex.get(measure);
    if (index === undefined) throw new RangeError(`no measure ${measure} in ${this.pack.id}`);
    return index;
  }

  fact(slot: Slot): Input | Parameter {
    const fact = slot.kind === 'input' ? this.pack.inputs[slot.id] : this.pack.parameters[slot.id];
    if (!fact) throw new Error(`no fact for ${slot.id}`);
    return fact;
  }

  /** A row of the narrowest exact lane that carries all its digits. */
  row(intake: (slot: Slot, fact: Input | Parameter, index: number) => Intake): { lane: ExactLane; row: ExactRow } {
    const slots = this.lane(0).core.slots;
    const taken = slots.map((slot, index) => intake(slot, this.fact(slot), index));
    for (const width of widths) {
      const lane = this.lane(width);
      const row = lane.emptyRow();
      if (taken.every((value, slot) => lane.put(row, slot, value))) return { lane, row };
    }
    throw new RangeError('a figure carries more than 800 decimals');
  }

  /** Raw figures of one row; a bare parameter name serves the measures named. */
  rawRow(measures: readonly string[], facts: RawFacts, parameters: RawParameters): { lane: ExactLane; row: ExactRow } {
    return this.row((slot, fact) => {
      if (slot.kind === 'input') return takeIn(fact, Object.hasOwn(facts, slot.id) ? facts[slot.id] : undefined);
      const own = 'measure' in fact && measures.includes(fact.measure) && Object.hasOwn(parameters, fact.id) ? parameters[fact.id] : undefined;
      const full = Object.hasOwn(parameters, slot.id) ? parameters[slot.id] : undefined;
      return takeIn(fact, full === undefined ? own : full);
    });
  }

  judge(id: string, facts: RawFacts & { readonly awards?: unknown }, parameters: RawParameters = {}): Verdict {
    const group = this.group(id);
    if (group && group.composite === id) {
      const { lane, row } = this.rawRow([], facts, parameters);
      return this.composite(group, lane, row);
    }
    if (group) return this.judgeAwards(group, facts.awards);
    const choice = this.choice(id);
    if (choice) {
      const { lane, row } = this.rawRow([choice.id, ...choice.members], facts, parameters);
      return this.judgeChoice(choice, lane, row);
    }
    const index = this.indexOf(id);
    const { lane, row } = this.rawRow([id], facts, parameters);
    return this.verdict(lane, index, row, lane.answer(index, row));
  }

  choice(id: string): ExclusiveChoice | undefined {
    return this.pack.choices.find((choice) => choice.id === id);
  }

  private judgeChoice(choice: ExclusiveChoice, lane: ExactLane, row: ExactRow): Verdict {
    const members = choice.members.map((id): Alternative => {
      const index = this.indexOf(id);
      const answer = lane.answer(index, row);
      return { verdict: this.verdict(lane, index, row, answer), part: this.answerPart(lane, index, answer) };
    });
    const slot = lane.core.slots.findIndex(({ kind, id }) => kind === 'parameter' && id === choice.parameter);
    const state = row.states[slot];
    const measure = state === KNOWN ? choice.members[row.small[slot] ?? -1] : undefined;
    return chooseOne(choice, members, { measure: measure ?? null, invalid: state === INVALID });
  }

  private judgeAwards(group: Group, awards: unknown): Verdict {
    const undecided = (reason: Reason): Verdict => ({ measure: group.measure, eligible: 'unknown', amount: null, reasons: [reason], applied: [] });
    if (awards === null || awards === undefined || awards === '') return undecided('missing:awards');
    const parts = readAwards(awards, new Set(this.pack.measures.map((measure) => measure.id)));
    return parts === null ? undecided('invalid:awards') : settle(group, this.readings, parts, 'group');
  }

  private readonly memberLists = new Map<string, readonly string[]>();

  /** The members of a total that one enterprise row can answer by itself. */
  rowMembers(group: Group): readonly string[] {
    const known = this.memberLists.get(group.id);
    if (known) return known;
    const all = 'reading' in group.members ? [...new Set(Object.values(group.members.options).flat())] : group.members;
    const members = this.pack.measures.filter((measure) => all.includes(measure.id) && measure.subject === 'enterprise').map((measure) => measure.id);
    this.memberLists.set(group.id, members);
    return members;
  }

  private composite(group: Group, lane: ExactLane, row: ExactRow): Verdict {
    const members = this.rowMembers(group).map((id) => this.answerPart(lane, this.indexOf(id), lane.answer(this.indexOf(id), row)));
    return this.settleMembers(group, members);
  }

  /** The composite's answer from the parts of its row members. */
  settleMembers(group: Group, members: readonly Part[]): Verdict {
    const counted = membersInForce(group, this.readings);
    const total = settle(group, this.readings, members.filter((part) => counted.includes(part.measure)), 'composite');
    return { ...total, perMeasure: { ...Object.fromEntries(members.map((part) => [part.measure, part.amount])), ...total.perMeasure } };
  }

  answerPart(lane: ExactLane, index: number, answer: Answer): Part {
    const measure = lane.core.measures[index];
    if (!measure) throw new Error(`no measure ${index}`);
    const text = (value: bigint): string => tenThousands(value, measure.power);
    return {
      measure: measure.id,
      amount: answer.status === 2 || answer.amount === null ? null : text(answer.amount),
      low: text(answer.low),
      high: answer.high === null ? null : text(answer.high),
    };
  }

  verdict(lane: ExactLane, index: number, row: ExactRow, answer: Answer): Verdict {
    const core = lane.core.measures[index];
    const measure = this.pack.measures[index];
    if (!core || !measure) throw new Error(`no measure ${index}`);
    const open = answer.status === 1 && answer.amount === null && core.award !== null;
    const cap = core.caps[answer.applied];
    const applied: Applied[] = cap === undefined ? [] : [cap.applied];
    const bounded = (open || answer.floorOpen) && (answer.low > 0n || answer.high !== null);
    const text = (value: bigint): string => decimalText(value, core.power - core.unitPower);
    const range = { min: text(answer.low), max: answer.high === null ? null : text(answer.high) };
    return {
      measure: core.id,
      eligible: answer.status === 2 ? 'unknown' : answer.status === 1,
      amount: answer.status === 2 || answer.amount === null ? null : text(answer.amount),
      reasons: reasonsOf(lane, index, answer.fails, answer.bits, 0),
      applied,
      ...(bounded ? { range } : {}),
      ...(core.outputs.length > 0 ? { outputs: this.outputs(lane, index, row, answer) } : {}),
    };
  }

  private outputs(lane: ExactLane, index: number, row: ExactRow, answer: Answer): Record<string, string | null> {
    const core = lane.core.measures[index];
    const award = lane.core.slots.length;
    row.states[award] = answer.amount === null || answer.status === 2 ? MISSING : KNOWN;
    row.numbers[award] = answer.status === 2 ? null : answer.amount;
    const outputs: Record<string, string | null> = {};
    for (const [position, output] of (core?.outputs ?? []).entries()) {
      const isDay = this.pack.measures[index]?.outputs[position]?.unit.dimension.day === 1;
      const value = lane.runner.integer(output.value.value)(row);
      const divisor = output.denominator === null ? 1n : lane.runner.integer(output.denominator)(row);
      if (value === null || divisor === null || divisor === 0n) outputs[output.id] = null;
      else outputs[output.id] = isDay ? dayText(Number(value)) : quotientText(value, divisor, output.value.power);
    }
    return outputs;
  }

  // ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private readonly constants = new WeakMap<RawParameters, Map<number, { columns: Map<number, Column>; wide: boolean }>>();

  /** The batch's parameters as columns, made once for each block size. */
  private parameterColumns(parameters: RawParameters, rows: number): { columns: Map<number, Column>; wide: boolean } {
    let bySize = this.constants.get(parameters);
    if (!bySize) {
      bySize = new Map<number, { columns: Map<number, Column>; wide: boolean }>();
      this.constants.set(parameters, bySize);
    }
    let made = bySize.get(rows);
    if (made) return made;
    made = { columns: new Map(), wide: false };
    const lane = this.lane(0);
    for (const [slot, declared] of lane.core.slots.entries()) {
      if (declared.kind !== 'parameter') continue;
      const intake = takeIn(this.fact(declared), Object.hasOwn(parameters, declared.id) ? parameters[declared.id] : undefined);
      const row = lane.emptyRow();
      const fits = lane.put(row, slot, intake);
      const number = row.numbers[slot];
      const within = number === null || number === undefined || (number <= declared.bound && -number <= declared.bound);
      if (!fits || !within) made.wide = true;
      const value = intake.state !== KNOWN || !fits || !within ? NaN : 'small' in intake ? intake.small : Number(number);
      made.columns.set(slot, constantColumn(rows, value, intake.state));
    }
    bySize.set(rows, made);
    return made;
  }

  private readonly blanks = new Map<number, Column>();

  private blank(rows: number): Column {
    let column = this.blanks.get(rows);
    if (!column) this.blanks.set(rows, (column = constantColumn(rows, NaN, MISSING)));
    return column;
  }

  /** A parameter column over the batch's value: blank rows take the batch's, values outside the band are refused. */
  private merged(slot: number, declared: Slot, own: Column, batch: Column, rows: number): Column {
    const values = own.values.slice(0, rows);
    const states = own.states.slice(0, rows);
    const fact = this.fact(declared);
    for (let row = 0; row < rows; row++) {
      if (states[row] === MISSING) {
        values[row] = batch.values[row] ?? NaN;
        states[row] = batch.states[row] ?? MISSING;
      } else if (states[row] === KNOWN && fact.type === 'number' && !canBe(fact, { digits: String(values[row]), power: this.slotPower(slot) })) {
        values[row] = NaN;
        states[row] = INVALID;
      }
    }
    return { values, states, wide: own.wide };
  }

  /** The power of a slot's integers in its declared unit. */
  slotPower(slot: number): number {
    const declared = this.lane(0).core.slots[slot];
    if (!declared) throw new Error(`no slot ${slot}`);
    const unit = this.fact(declared).unit;
    return unit === undefined ? 0 : declared.power - unit.power;
  }

  judgeBlock(block: BlockFacts, parameters: RawParameters = {}): BlockVerdicts {
    const lane = this.lane(0);
    const { rows } = block;
    const batch = this.parameterColumns(parameters, rows);
    const columns = lane.core.slots.map((declared, slot): Column => {
      if (declared.kind === 'input') return block.inputs[declared.id] ?? this.blank(rows);
      const constant = batch.columns.get(slot) ?? this.blank(rows);
      const own = Object.hasOwn(block.parameterColumns, declared.id) ? block.parameterColumns[declared.id] : undefined;
      return own ? this.merged(slot, declared, own, constant, rows) : constant;
    });
    const skip = new Uint8Array(rows);
    if (batch.wide) skip.fill(1);
    for (const column of columns) for (const row of column.wide.keys()) if (row < rows && column.states[row] === WIDE) skip[row] = 1;
    const slots: SlotColumns = { rows, values: columns.map((column) => column.values), states: columns.map((column) => column.states) };
    const out = lane.core.measures.map((_, index) => measureColumns(rows, lane.table(index).words));
    this.columnsFunction(slots, skip, out);
    return new Judged(this, skip, out, columns, slots, parameters);
  }

  // ── totals and traces ────────────────────────────────────────────────────────────────────────────────────────────────────────

  total(group: string, parts: readonly Part[]): Verdict {
    const found = this.group(group);
    if (!found) throw new RangeError(`no group ${group} in ${this.pack.id}`);
    return settle(found, this.readings, parts, 'group');
  }

  part(measure: string, facts: RawFacts, parameters: RawParameters = {}): Part {
    const index = this.indexOf(measure);
    const { lane, row } = this.rawRow([measure], facts, parameters);
    return this.answerPart(lane, index, lane.answer(index, row));
  }

  trace(id: string, facts: RawFacts & { readonly awards?: unknown }, parameters: RawParameters = {}): Trace {
    const group = this.group(id);
    const verdict = this.judge(id, facts, parameters);
    if (group) return traceTotal(group, verdict, this.readings, this.pack, limitText(group));
    const choice = this.choice(id);
    if (choice) {
      const members = choice.members.map((member) => this.trace(member, facts, parameters));
      return { verdict, steps: members.flatMap(({ steps }) => steps), readings: members.flatMap(({ readings }) => readings) };
    }
    const index = this.indexOf(id);
    const { lane, row } = this.rawRow([id], facts, parameters);
    return traceMeasure(this.pack, this.readings, lane, index, row, verdict, (slot: Slot) => rawText(this.rawValue(id, slot, facts, parameters)));
  }

  private rawValue(measure: string, slot: Slot, facts: RawFacts, parameters: RawParameters): RawValue {
    if (slot.kind === 'input') return Object.hasOwn(facts, slot.id) ? facts[slot.id] : undefined;
    const fact = this.fact(slot);
    if (Object.hasOwn(parameters, slot.id)) return parameters[slot.id];
    return 'measure' in fact && fact.measure === measure && Object.hasOwn(parameters, fact.id) ? parameters[fact.id] : undefined;
  }
}

/** A raw figure as an officer would write it. */
function rawText(value: RawValue): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'object') return value.join('、');
  return String(value);
}

/** A quotient as exact text, or to six significant decimals more than it needs where it has no end. */
function quotientText(value: bigint, divisor: bigint, power: number): string {
  if (divisor === 1n) return decimalText(value, power);
  const places = 12;
  const scaled = value * 10n ** BigInt(places);
  return decimalText(scaled / divisor, power - places);
}

/** In `floored`: whether the floor is reached is open. */
const floorOpen = 2;

/** Bounds by row, in a measure's integers. */
interface Bounds {
  readonly low: Float64Array;
  /** Infinity: none. */
  readonly high: Float64Array;
}

/** A total over columns: what is sure of the parts at one power, and what the open ones may add to it. */
interface Totals {
  readonly power: number;
  readonly limit: number;
  readonly sure: Float64Array;
  /** Infinity: no upper bound beyond the limit. */
  readonly more: Float64Array;
  /** Some part is open. */
  readonly open: Uint8Array;
}

/** The answers of one block. */
class Judged implements BlockVerdicts {
  readonly rows: number;
  /** Rows beyond the fast lane, and measures with outputs: whole verdicts. */
  private readonly verdicts = new Map<number, Map<number, { verdict: Verdict; part: Part }>>();
  /** By measure: bounds of the rows that are entitled to an open amount, where there are such. */
  private readonly bounds: (Bounds | undefined)[];
  private readonly totals = new Map<string, Totals>();

  constructor(
    private readonly program: Compiled,
    private readonly skip: Uint8Array,
    private readonly out: readonly MeasureColumns[],
    columns: readonly Column[],
    slots: SlotColumns,
    parameters: RawParameters,
  ) {
    this.rows = skip.length;
    this.bounds = out.map(() => undefined);
    const lane = program.lane(0);
    for (let row = skip.indexOf(1); row !== -1; row = skip.indexOf(1, row + 1)) {
      const made = this.exactRow(row, columns, parameters);
      for (const index of out.keys()) this.keep(index, row, made);
    }
    for (const [index, measure] of lane.core.measures.entries()) {
      if (measure.award !== null) this.boundOpen(index, slots);
      if (measure.outputs.length === 0) continue;
      for (let row = 0; row < this.rows; row++) if (skip[row] !== 1) this.keep(index, row, this.exactRow(row, columns, parameters));
    }
    for (const group of program.pack.groups) this.totals.set(group.id, this.sum(group));
  }

  /** The row for the exact lane, from the columns. */
  private exactRow(row: number, columns: readonly Column[], parameters: RawParameters): { lane: ExactLane; row: ExactRow } {
    return this.program.row((slot, fact, index): Intake => {
      const column = columns[index];
      const state = column?.states[row];
      if (state === WIDE) {
        const number = readDecimal(column?.wide.get(row) ?? '');
        return number === null || !canBe(fact, number) ? { state: INVALID } : { state: KNOWN, number };
      }
      // A batch parameter too wide for a column stands in the batch itself.
      if (slot.kind === 'parameter' && state !== INVALID && column !== undefined && Number.isNaN(column.values[row]) && Object.hasOwn(parameters, slot.id))
        return takeIn(fact, parameters[slot.id]);
      if (state === KNOWN && column) {
        const value = column.values[row] ?? NaN;
        return fact.type === 'number' ? { state: KNOWN, number: { digits: String(value), power: this.program.slotPower(index) } } : { state: KNOWN, small: value };
      }
      return { state: state === INVALID ? INVALID : MISSING };
    });
  }

  private keep(index: number, row: number, made: { lane: ExactLane; row: ExactRow }): void {
    const answer = made.lane.answer(index, made.row);
    let kept = this.verdicts.get(row);
    if (!kept) {
      kept = new Map<number, { verdict: Verdict; part: Part }>();
      this.verdicts.set(row, kept);
    }
    kept.set(index, { verdict: this.program.verdict(made.lane, index, made.row, answer), part: this.program.answerPart(made.lane, index, answer) });
  }

  /** Bounds of one measure's open amounts, and the amount itself where the bounds meet. */
  private boundOpen(index: number, slots: SlotColumns): void {
    const lane = this.program.lane(0);
    const { status, amount, applied, bits, floored } = this.columnsOf(index);
    const words = lane.table(index).words;
    const floorReason = lane.core.measures[index]?.floor?.reason;
    const bounds = columnBounds(lane.core, index, slots);
    if (bounds === null) return;
    for (let row = 0; row < this.rows; row++) {
      const known = amount[row];
      if (known === known) continue;
      bounds.bound(row);
      if (status[row] === 2) amount[row] = bounds.high;
      else if (bounds.high < bounds.floor && floorReason) {
        status[row] = 0;
        amount[row] = 0;
        floored[row] = 1;
        bits.fill(0, row * words, (row + 1) * words);
        const { word, bit } = lane.table(index).place(floorReason);
        bits[row * words + word] = bit;
      } else if (bounds.low === bounds.high) {
        amount[row] = bounds.low;
        applied[row] = bounds.applied + 1;
        bits.fill(0, row * words, (row + 1) * words);
      } else if (bounds.low < bounds.floor) {
        status[row] = 2;
        amount[row] = bounds.high;
        floored[row] = floorOpen;
      } else {
        const open = this.bounds[index] ?? { low: new Float64Array(this.rows), high: new Float64Array(this.rows) };
        this.bounds[index] = open;
        open.low[row] = bounds.low;
        open.high[row] = bounds.high;
      }
    }
  }

  private sum(group: Group): Totals {
    const counted = membersInForce(group, this.program.readings);
    const members = this.program.rowMembers(group).filter((id) => counted.includes(id)).map((id) => this.program.indexOf(id));
    const power = Math.min(0, ...members.map((index) => this.power(index)));
    const limit = readDecimal(limitText(group));
    const totals: Totals = {
      power,
      limit: limit === null ? NaN : Number(limit.digits) * 10 ** (limit.power + 4 - power),
      sure: new Float64Array(this.rows),
      more: new Float64Array(this.rows),
      open: new Uint8Array(this.rows),
    };
    const { sure, more, open } = totals;
    const reach = members.reduce((sum, index) => sum + this.reach(index) * tenTo(this.power(index) - power), 0n);
    if (reach > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`${group.id}: the sum of its parts may exceed 2^53`);
    for (const index of members) {
      const { status, amount } = this.columnsOf(index);
      const bounds = this.bounds[index];
      const factor = 10 ** (this.power(index) - power);
      for (let row = 0; row < this.rows; row++) {
        const value = amount[row] ?? NaN;
        if (status[row] === 2) {
          open[row] = 1;
          more[row] = (more[row] ?? NaN) + value * factor;
        } else if (value === value) sure[row] = (sure[row] ?? NaN) + value * factor;
        else {
          const low = bounds?.low[row] ?? NaN;
          const high = bounds?.high[row] ?? NaN;
          open[row] = 1;
          sure[row] = (sure[row] ?? NaN) + low * factor;
          more[row] = (more[row] ?? NaN) + (high - low) * factor;
        }
      }
    }
    return totals;
  }

  /** The most a measure's award can be, in its own integers. */
  private reach(index: number): bigint {
    const award = this.program.lane(0).core.measures[index]?.award;
    return award ? award.bound : 0n;
  }

  private columnsOf(index: number): MeasureColumns {
    const columns = this.out[index];
    if (!columns) throw new Error(`no measure ${index}`);
    return columns;
  }

  private power(index: number): number {
    return this.program.lane(0).core.measures[index]?.power ?? NaN;
  }

  /** An amount of a measure in the unit it is given in. */
  private text(index: number, value: number): string {
    const measure = this.program.lane(0).core.measures[index];
    if (!measure) throw new Error(`no measure ${index}`);
    return decimalText(BigInt(value), measure.power - measure.unitPower);
  }

  /** Bounds of an open amount; of an undecided row nothing is sure. A measure that pays nothing has none. */
  private range(index: number, row: number): { low: number | undefined; high: number | undefined } {
    const { status, amount } = this.columnsOf(index);
    const bounds = this.bounds[index];
    return status[row] === 2 ? { low: undefined, high: amount[row] } : { low: bounds?.low[row], high: bounds?.high[row] };
  }

  private kept(index: number, row: number): { verdict: Verdict; part: Part } | undefined {
    return this.verdicts.size === 0 ? undefined : this.verdicts.get(row)?.get(index);
  }

  /** A row's total from the sums, where it stands in the fast lane. */
  private total(group: Group, row: number): { amount: string | null; capped: boolean } | null {
    const totals = this.totals.get(group.id);
    if (!totals || this.skip[row] === 1) return null;
    const sure = totals.sure[row] ?? NaN;
    const open = totals.open[row] === 1;
    const top = Math.min(sure + (totals.more[row] ?? NaN), totals.limit);
    const bottom = Math.min(sure, totals.limit);
    if (bottom !== top) return { amount: null, capped: false };
    return { amount: tenThousands(BigInt(bottom), totals.power), capped: open ? sure >= totals.limit : sure > totals.limit };
  }

  status(measure: string, row: number): 0 | 1 | 2 {
    if (this.program.group(measure)) return 1;
    const index = this.program.indexOf(measure);
    const kept = this.kept(index, row);
    if (kept) return kept.verdict.eligible === 'unknown' ? 2 : kept.verdict.eligible ? 1 : 0;
    const status = this.columnsOf(index).status[row];
    return status === 1 ? 1 : status === 2 ? 2 : 0;
  }

  amount(measure: string, row: number): string | null {
    const group = this.program.group(measure);
    if (group) {
      const total = this.total(group, row);
      return total ? total.amount : this.verdict(measure, row).amount;
    }
    const index = this.program.indexOf(measure);
    const kept = this.kept(index, row);
    if (kept) return kept.verdict.amount;
    const columns = this.columnsOf(index);
    const value = columns.amount[row] ?? NaN;
    return columns.status[row] === 2 || Number.isNaN(value) ? null : this.text(index, value);
  }

  reasons(measure: string, row: number): readonly Reason[] {
    const group = this.program.group(measure);
    if (group) {
      if (this.total(group, row)?.amount) return [];
      return this.verdict(measure, row).reasons;
    }
    const index = this.program.indexOf(measure);
    const kept = this.kept(index, row);
    if (kept) return kept.verdict.reasons;
    const columns = this.columnsOf(index);
    const lane = this.program.lane(0);
    return reasonsOf(lane, index, columns.fails[row] ?? NaN, columns.bits, row * lane.table(index).words);
  }

  applied(measure: string, row: number): readonly Applied[] {
    const group = this.program.group(measure);
    if (group) {
      const total = this.total(group, row);
      return total === null ? this.verdict(measure, row).applied : total.capped ? [`cap:${group.capId}`] : [];
    }
    const index = this.program.indexOf(measure);
    const kept = this.kept(index, row);
    if (kept) return kept.verdict.applied;
    const cap = this.program.lane(0).core.measures[index]?.caps[(this.columnsOf(index).applied[row] ?? NaN) - 1];
    return cap ? [cap.applied] : [];
  }

  part(measure: string, row: number): Part {
    const index = this.program.indexOf(measure);
    const kept = this.kept(index, row);
    if (kept) return kept.part;
    const power = this.power(index);
    const text = (value: number | undefined): string => tenThousands(value === undefined ? 0n : BigInt(value), power);
    const columns = this.columnsOf(index);
    const paid = columns.amount[row] ?? NaN;
    const amount = columns.status[row] === 2 || Number.isNaN(paid) ? null : text(paid);
    if (amount !== null) return { measure, amount, low: amount, high: amount };
    const { low, high } = this.range(index, row);
    return { measure, amount, low: text(low), high: high === Infinity ? null : text(high) };
  }

  verdict(measure: string, row: number): Verdict {
    const group = this.program.group(measure);
    if (group) return this.program.settleMembers(group, this.program.rowMembers(group).map((id) => this.part(id, row)));
    const index = this.program.indexOf(measure);
    const kept = this.kept(index, row);
    if (kept) return kept.verdict;
    const status = this.status(measure, row);
    const amount = this.amount(measure, row);
    const award = this.program.lane(0).core.measures[index]?.award;
    const open = (status === 1 && amount === null && award !== null) || this.columnsOf(index).floored[row] === floorOpen;
    const { low, high } = this.range(index, row);
    const range = { min: low === undefined ? '0' : this.text(index, low), max: high === undefined || high === Infinity ? null : this.text(index, high) };
    return {
      measure,
      eligible: status === 2 ? 'unknown' : status === 1,
      amount,
      reasons: this.reasons(measure, row),
      applied: this.applied(measure, row),
      ...(open && (range.min !== '0' || range.max !== null) ? { range } : {}),
    };
  }
}

/** Compiles a checked pack under one setting of its readings. Frozen; several may live side by side. Throws a RangeError for an unknown reading. */
export function compile(pack: Pack, options: CompileOptions = {}): Program {
  return new Compiled(pack, options);
}
