import { dayText } from './calendar';
import { INVALID, KNOWN, MISSING, WIDE, type Column } from './columns';
import { closureColumns, constantColumn, measureColumns, type ColumnsFunction, type SlotColumns } from './lanes/columns-run';
import type { Core, CoreMeasure, Slot } from './lanes/core';
import { decimalText } from './decimal';
import { chooseOne, type Alternative } from './answers/exclusive';
import { ExactLane, tenThousands, type Answer, type ExactRow } from './lanes/exact';
import { canBe, takeIn, type Intake } from './intake';
import type { BlockFacts, BlockVerdicts, Part, Program, RawFacts, RawParameters, RawValue, Trace } from './program';
import { Judged, reachOf, ReasonMemory, reasonsOf, type BlockProgram } from './answers/judged';
import { limitText, membersInForce, readAwards, settle } from './answers/total';
import { traceMeasure, traceTotal } from './answers/trace';
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
  const key = `${pack.id}@${pack.version}`;
  return pack.shapes === undefined ? key : `${key} ${JSON.stringify(pack.shapes)}`;
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

class Compiled implements Program, BlockProgram {
  readonly said = new ReasonMemory();
  private readonly lanes = new Map<number, ExactLane>();
  private readonly measureIndex: ReadonlyMap<string, number>;
  private readonly columnsFunction: ColumnsFunction;
  readonly readings: Readonly<Record<string, string>>;
  /** Every slot with its declaration. */
  private readonly slotFacts: readonly { readonly slot: Slot; readonly fact: Input | Parameter }[];
  /** An officer's table may carry more digits than the fast lane: then every row of a block takes the exact one. */
  private readonly exactOnly: boolean;

  constructor(
    readonly pack: Pack,
    options: CompileOptions,
  ) {
    this.readings = Object.freeze(readingsInForce(pack, options.readings));
    this.measureIndex = new Map(pack.measures.map((measure, index) => [measure.id, index]));
    const lane = this.lane(0);
    this.slotFacts = lane.core.slots.map((slot) => ({ slot, fact: this.fact(slot) }));
    this.exactOnly = pack.shapes !== undefined && isBeyond(lane, pack, this);
    if (lane.core.largest > BigInt(Number.MAX_SAFE_INTEGER) && !this.exactOnly)
      throw new RangeError(`${pack.id}: ${lane.core.largestAt} may reach ${lane.core.largest}, beyond 2^53`);
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
    const taken = this.slotFacts.map(({ slot, fact }, index) => intake(slot, fact, index));
    for (const width of widths) {
      const lane = this.lane(width);
      const row = lane.emptyRow();
      let slot = 0;
      for (const value of taken) {
        if (!lane.put(row, slot, value)) break;
        slot += 1;
      }
      if (slot === taken.length) return { lane, row };
    }
    throw new RangeError('a figure carries more than 800 decimals');
  }

  /** Raw figures of one row; a bare parameter name serves the measures named. */
  rawRow(measures: readonly string[], facts: RawFacts, parameters: RawParameters): { lane: ExactLane; row: ExactRow } {
    return this.row((slot, fact, index) => {
      if (slot.kind === 'input') return takeIn(fact, Object.hasOwn(facts, slot.id) ? facts[slot.id] : undefined);
      const own =
        'measure' in fact && measures.includes(fact.measure) && Object.hasOwn(parameters, fact.id) ? parameters[fact.id] : undefined;
      const full = Object.hasOwn(parameters, slot.id) ? parameters[slot.id] : undefined;
      return this.parameterIntake(index, fact, full === undefined ? own : full);
    });
  }

  private readonly lastIntakes = new Map<number, { readonly raw: RawValue; readonly intake: Intake }>();

  /** A parameter's figure: row after row brings the same, so the last one read is kept. */
  private parameterIntake(slot: number, fact: Input | Parameter, raw: RawValue): Intake {
    const last = this.lastIntakes.get(slot);
    if (last !== undefined && last.raw === raw) return last.intake;
    const intake = takeIn(fact, raw);
    // A list can be changed by whoever holds it.
    if (typeof raw !== 'object') this.lastIntakes.set(slot, { raw, intake });
    return intake;
  }

  judge(id: string, facts: RawFacts & { readonly awards?: unknown }, parameters: RawParameters = {}): Verdict {
    const group = this.group(id);
    if (group?.composite === id) return this.settleMembers(group, this.parts(id, facts, parameters));
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
    const undecided = (reason: Reason): Verdict => ({
      measure: group.measure,
      eligible: 'unknown',
      amount: null,
      reasons: [reason],
      applied: [],
    });
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
    const members = this.pack.measures
      .filter((measure) => all.includes(measure.id) && measure.subject === 'enterprise')
      .map((measure) => measure.id);
    this.memberLists.set(group.id, members);
    return members;
  }

  /** The group of a composite, refused where it is none. */
  private composed(composite: string): Group {
    const group = this.group(composite);
    if (group?.composite !== composite) throw new RangeError(`no composite ${composite} in ${this.pack.id}`);
    return group;
  }

  parts(composite: string, facts: RawFacts, parameters: RawParameters = {}): readonly Part[] {
    const { lane, row } = this.rawRow([], facts, parameters);
    return this.rowMembers(this.composed(composite)).map((id) => {
      const index = this.indexOf(id);
      return this.answerPart(lane, index, lane.answer(index, row, false));
    });
  }

  compose(composite: string, parts: readonly Part[]): Verdict {
    return this.settleMembers(this.composed(composite), parts);
  }

  /** The composite's answer from the parts of its row members. */
  settleMembers(group: Group, members: readonly Part[]): Verdict {
    const counted = membersInForce(group, this.readings);
    const total = settle(
      group,
      this.readings,
      members.filter((part) => counted.includes(part.measure)),
      'composite',
    );
    const perMeasure: Record<string, string | null> = {};
    for (const part of members) perMeasure[part.measure] = part.amount;
    return { ...total, perMeasure: Object.assign(perMeasure, total.perMeasure) };
  }

  answerPart(lane: ExactLane, index: number, answer: Answer): Part {
    const measure = lane.core.measures[index];
    if (!measure) throw new Error(`no measure ${index}`);
    const text = (value: bigint): string => tenThousands(value, measure.power);
    const low = text(answer.low);
    const high = answer.high === null ? null : answer.high === answer.low ? low : text(answer.high);
    const { amount, status } = answer;
    return { measure: measure.id, amount: status === 2 || amount === null ? null : amount === answer.low ? low : text(amount), low, high };
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
      reasons: [
        ...reasonsOf(lane, index, answer.fails, answer.bits, 0),
        ...(answer.status === 1 && answer.amount !== null ? refusedOutputs(lane.core, core, row) : []),
      ],
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
      const meaningless = output.value.needs.guards.some((guard) => !isAbove(row.numbers[guard.slot]));
      const value = meaningless ? null : lane.runner.integer(output.value.value)(row);
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
      } else if (
        states[row] === KNOWN &&
        fact.type === 'number' &&
        !canBe(fact, { digits: String(values[row]), power: this.slotPower(slot) })
      ) {
        values[row] = NaN;
        states[row] = INVALID;
      }
    }
    return { values, states, wide: own.wide };
  }

  /** An input column without what cannot be: a ledger knows signs and fractions, the pack alone knows that no lorry is of class 7. */
  private allowed(slot: number, declared: Slot, column: Column, rows: number): Column {
    const fact = this.fact(declared);
    if (!('allowed' in fact) || fact.allowed === undefined) return column;
    const values = column.values.slice(0, rows);
    const states = column.states.slice(0, rows);
    const power = this.slotPower(slot);
    for (let row = 0; row < rows; row++) {
      if (states[row] !== KNOWN || canBe(fact, { digits: String(values[row]), power })) continue;
      values[row] = NaN;
      states[row] = INVALID;
    }
    return { values, states, wide: column.wide };
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
      if (declared.kind === 'input') return this.allowed(slot, declared, block.inputs[declared.id] ?? this.blank(rows), rows);
      const constant = batch.columns.get(slot) ?? this.blank(rows);
      const own = Object.hasOwn(block.parameterColumns, declared.id) ? block.parameterColumns[declared.id] : undefined;
      return own ? this.merged(slot, declared, own, constant, rows) : constant;
    });
    const skip = new Uint8Array(rows);
    if (batch.wide || this.exactOnly) skip.fill(1);
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
    return this.answerPart(lane, index, lane.answer(index, row, false));
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
    return traceMeasure(this.pack, this.readings, lane, index, row, verdict, (slot: Slot) =>
      rawText(this.rawValue(id, slot, facts, parameters)),
    );
  }

  private rawValue(measure: string, slot: Slot, facts: RawFacts, parameters: RawParameters): RawValue {
    if (slot.kind === 'input') return Object.hasOwn(facts, slot.id) ? facts[slot.id] : undefined;
    const fact = this.fact(slot);
    if (Object.hasOwn(parameters, slot.id)) return parameters[slot.id];
    return 'measure' in fact && fact.measure === measure && Object.hasOwn(parameters, fact.id) ? parameters[fact.id] : undefined;
  }
}

/** Whether an amount, or the sum of a total, may exceed 2^53 in the fast lane. */
function isBeyond({ core }: ExactLane, pack: Pack, program: Pick<Compiled, 'rowMembers' | 'indexOf'>): boolean {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return (
    core.largest > most ||
    pack.groups.some(
      (group) =>
        reachOf(
          core,
          program.rowMembers(group).map((id) => program.indexOf(id)),
        ) > most,
    )
  );
}

/** Known and above zero. */
function isAbove(value: bigint | null | undefined): boolean {
  return value !== null && value !== undefined && value > 0n;
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

/** Compiles a checked pack under one setting of its readings. Frozen; several may live side by side. Throws a RangeError for an unknown reading. */
export function compile(pack: Pack, options: CompileOptions = {}): Program {
  return Object.freeze(new Compiled(pack, options));
}

/** Parameters that cannot be, which only the outputs of a settled amount use: the amount stands, what they would divide is open. */
function refusedOutputs({ slots }: Core, measure: CoreMeasure, row: ExactRow): Reason[] {
  const used = new Set(measure.outputs.flatMap(({ value }) => value.needs.slots));
  return [...used].flatMap((at) => {
    const slot = slots[at];
    return slot?.kind === 'parameter' && row.states[at] === INVALID ? [slot.invalid] : [];
  });
}
