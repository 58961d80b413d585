import { INVALID, KNOWN, MISSING, WIDE, type Column } from '../columns';
import { columnBounds } from '../lanes/column-bounds';
import type { MeasureColumns, SlotColumns } from '../lanes/columns-run';
import type { Core, Slot } from '../lanes/core';
import { integerText, readDecimal, tenTo } from '../decimal';
import { chooseOne } from './exclusive';
import type { Answer, ExactLane, ExactRow } from '../lanes/exact';
import { canBe, takeIn, type Intake } from '../intake';
import type { BlockVerdicts, Part, RawParameters } from '../program';
import { limitText, membersInForce } from './total';
import type { ExclusiveChoice, Group, Input, Pack, Parameter } from '../tree';
import type { Applied, Reason, Verdict } from '../verdict';

/** What the answers of a block need of the program that made them. */
export interface BlockProgram {
  readonly pack: Pack;
  readonly readings: Readonly<Record<string, string>>;
  lane(extraDecimals: number): ExactLane;
  group(id: string): Group | undefined;
  choice(id: string): ExclusiveChoice | undefined;
  indexOf(measure: string): number;
  rowMembers(group: Group): readonly string[];
  slotPower(slot: number): number;
  row(intake: (slot: Slot, fact: Input | Parameter, index: number) => Intake): { lane: ExactLane; row: ExactRow };
  verdict(lane: ExactLane, index: number, row: ExactRow, answer: Answer): Verdict;
  answerPart(lane: ExactLane, index: number, answer: Answer): Part;
  settleMembers(group: Group, members: readonly Part[]): Verdict;
  readonly said: ReasonMemory;
}

/** Reasons by what stands in the columns: few rows differ, so each list is made once and shared. */
export class ReasonMemory {
  private readonly failed = new Map<number, readonly Reason[]>();
  private readonly blocked = new Map<number, Map<string, readonly Reason[]>>();

  reasons(lane: ExactLane, index: number, fails: number, bits: Int32Array, from: number): readonly Reason[] {
    if (fails !== 0) {
      const key = index * 2 ** 31 + fails;
      let known = this.failed.get(key);
      if (!known) this.failed.set(key, (known = reasonsOf(lane, index, fails, bits, from)));
      return known;
    }
    let byBits = this.blocked.get(index);
    if (!byBits) this.blocked.set(index, (byBits = new Map<string, readonly Reason[]>()));
    const key = bits.subarray(from, from + lane.table(index).words).join();
    let known = byBits.get(key);
    if (!known) byBits.set(key, (known = lane.table(index).read(bits, from)));
    return known;
  }
}

/** A measure's reasons in the order of its conditions, then of what blocks it. */
export function reasonsOf(lane: ExactLane, index: number, fails: number, bits: Int32Array, from: number): Reason[] {
  const conditions = lane.core.measures[index]?.conditions ?? [];
  const failed = conditions.filter((_, position) => (fails & (1 << position)) !== 0).map(({ id }): Reason => `fail:${id}`);
  return failed.length > 0 ? failed : lane.table(index).read(bits, from);
}

/** The most the awards of some measures can add up to, in integers of the finest power among them. */
export function reachOf(core: Core, measures: readonly number[]): bigint {
  const parts = measures.flatMap((index) => core.measures[index] ?? []);
  const power = Math.min(0, ...parts.map((measure) => measure.power));
  return parts.reduce((sum, measure) => sum + (measure.award === null ? 0n : measure.award.bound) * tenTo(measure.power - power), 0n);
}

function statusOf({ eligible }: Verdict): 0 | 1 | 2 {
  return eligible === 'unknown' ? 2 : eligible ? 1 : 0;
}

/** In `floored`: whether the floor is reached is open. */
const floorOpen = 2;

/** Totals are given in 万元: 10^4 元. */
const tenThousand = 4;

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
export class Judged implements BlockVerdicts {
  readonly rows: number;
  /** Rows beyond the fast lane, and measures with outputs: whole verdicts. */
  private readonly verdicts = new Map<number, Map<number, { verdict: Verdict; part: Part }>>();
  /** By measure: bounds of the rows that are entitled to an open amount, where there are such. */
  private readonly bounds: (Bounds | undefined)[];
  private readonly totals = new Map<string, Totals>();

  constructor(
    private readonly program: BlockProgram,
    private readonly skip: Uint8Array,
    private readonly out: readonly MeasureColumns[],
    private readonly columns: readonly Column[],
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
      if (
        slot.kind === 'parameter' &&
        state !== INVALID &&
        column !== undefined &&
        Number.isNaN(column.values[row]) &&
        Object.hasOwn(parameters, slot.id)
      )
        return takeIn(fact, parameters[slot.id]);
      if (state === KNOWN && column) {
        const value = column.values[row] ?? NaN;
        return fact.type === 'number'
          ? { state: KNOWN, number: { digits: String(value), power: this.program.slotPower(index) } }
          : { state: KNOWN, small: value };
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
    kept.set(index, {
      verdict: this.program.verdict(made.lane, index, made.row, answer),
      part: this.program.answerPart(made.lane, index, answer),
    });
  }

  /** Bounds of one measure's open amounts, and the amount itself where the bounds meet. */
  private boundOpen(index: number, slots: SlotColumns): void {
    const lane = this.program.lane(0);
    const { status, amount, applied, bits, floored } = this.columnsOf(index);
    const table = lane.table(index);
    const { words } = table;
    const floorReason = lane.core.measures[index]?.floor?.reason;
    const bounds = columnBounds(lane.core, index, slots, table);
    if (bounds === null) return;
    for (let row = 0; row < this.rows; row++) {
      const known = amount[row];
      if (known === known) continue;
      bounds.bound(row);
      if (bounds.high < bounds.floor && floorReason) {
        status[row] = 0;
        amount[row] = 0;
        floored[row] = 1;
        bits.fill(0, row * words, (row + 1) * words);
        const { word, bit } = table.place(floorReason);
        bits[row * words + word] = bit;
      } else if (status[row] === 2) {
        amount[row] = bounds.high;
        if (bounds.low < bounds.floor) {
          floored[row] = floorOpen;
          bounds.block(row, bits.subarray(row * words, (row + 1) * words));
        }
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
    const members = this.program
      .rowMembers(group)
      .filter((id) => counted.includes(id))
      .map((id) => this.program.indexOf(id));
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
    if (this.skip.includes(0) && reachOf(this.program.lane(0).core, members) > BigInt(Number.MAX_SAFE_INTEGER))
      throw new RangeError(`${group.id}: the sum of its parts may exceed 2^53`);
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
    return integerText(value, measure.power - measure.unitPower);
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
    return { amount: integerText(bottom, totals.power - tenThousand), capped: open ? sure >= totals.limit : sure > totals.limit };
  }

  /** An open total from the sums, without settling its parts again; null where it is not open or not in the fast lane. */
  private openTotal(group: Group, row: number): Verdict | null {
    const totals = this.totals.get(group.id);
    if (!totals || this.total(group, row)?.amount !== null) return null;
    const text = (value: number): string => integerText(value, totals.power - tenThousand);
    const perMeasure: Record<string, string | null> = {};
    for (const id of this.program.rowMembers(group)) perMeasure[id] = this.part(id, row).amount;
    const clash = group.conditions.some(({ exclusive }) =>
      exclusive?.every((id) => perMeasure[id] !== undefined && perMeasure[id] !== null && perMeasure[id] !== '0'),
    );
    if (clash) return null;
    const counted = membersInForce(group, this.program.readings);
    const sure = totals.sure[row] ?? NaN;
    return {
      measure: group.composite,
      eligible: true,
      amount: null,
      range: { min: text(Math.min(sure, totals.limit)), max: text(Math.min(sure + (totals.more[row] ?? NaN), totals.limit)) },
      reasons: this.program
        .rowMembers(group)
        .flatMap((id): Reason[] => (counted.includes(id) && perMeasure[id] === null ? [`missing-amount:${id}`] : [])),
      applied: [],
      outputs: { sumBeforeCap: null, cut: null },
      perMeasure,
    };
  }

  private readonly chosen = new Map<string, Map<number, Verdict>>();

  /** One of several measures: chosen from their answers when somebody asks, and kept. */
  private choose(choice: ExclusiveChoice, row: number): Verdict {
    let byRow = this.chosen.get(choice.id);
    if (!byRow) this.chosen.set(choice.id, (byRow = new Map<number, Verdict>()));
    const known = byRow.get(row);
    if (known) return known;
    const slot = this.program.lane(0).core.slots.findIndex(({ kind, id }) => kind === 'parameter' && id === choice.parameter);
    const state = this.columns[slot]?.states[row];
    const measure = state === KNOWN ? choice.members[this.columns[slot]?.values[row] ?? -1] : undefined;
    const verdict = chooseOne(
      choice,
      choice.members.map((id) => ({ verdict: this.verdict(id, row), part: this.part(id, row) })),
      { measure: measure ?? null, invalid: state === INVALID },
    );
    byRow.set(row, verdict);
    return verdict;
  }

  status(measure: string, row: number): 0 | 1 | 2 {
    if (this.program.group(measure)) return 1;
    const choice = this.program.choice(measure);
    if (choice) return statusOf(this.choose(choice, row));
    const index = this.program.indexOf(measure);
    const kept = this.kept(index, row);
    if (kept) return statusOf(kept.verdict);
    const status = this.columnsOf(index).status[row];
    return status === 1 ? 1 : status === 2 ? 2 : 0;
  }

  amount(measure: string, row: number): string | null {
    const group = this.program.group(measure);
    if (group) {
      const total = this.total(group, row);
      return total ? total.amount : this.verdict(measure, row).amount;
    }
    const choice = this.program.choice(measure);
    if (choice) return this.choose(choice, row).amount;
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
    const choice = this.program.choice(measure);
    if (choice) return this.choose(choice, row).reasons;
    const index = this.program.indexOf(measure);
    const kept = this.kept(index, row);
    if (kept) return kept.verdict.reasons;
    const columns = this.columnsOf(index);
    const lane = this.program.lane(0);
    return this.program.said.reasons(lane, index, columns.fails[row] ?? NaN, columns.bits, row * lane.table(index).words);
  }

  applied(measure: string, row: number): readonly Applied[] {
    const group = this.program.group(measure);
    if (group) {
      const total = this.total(group, row);
      return total === null ? this.verdict(measure, row).applied : total.capped ? [`cap:${group.capId}`] : [];
    }
    const choice = this.program.choice(measure);
    if (choice) return this.choose(choice, row).applied;
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
    const text = (value: number | undefined): string => (value === undefined ? '0' : integerText(value, power - tenThousand));
    const columns = this.columnsOf(index);
    const paid = columns.amount[row] ?? NaN;
    const amount = columns.status[row] === 2 || Number.isNaN(paid) ? null : text(paid);
    if (amount !== null) return { measure, amount, low: amount, high: amount };
    const { low, high } = this.range(index, row);
    return { measure, amount, low: text(low), high: high === Infinity ? null : text(high) };
  }

  verdict(measure: string, row: number): Verdict {
    const group = this.program.group(measure);
    if (group)
      return (
        this.openTotal(group, row) ??
        this.program.settleMembers(
          group,
          this.program.rowMembers(group).map((id) => this.part(id, row)),
        )
      );
    const choice = this.program.choice(measure);
    if (choice) return this.choose(choice, row);
    const index = this.program.indexOf(measure);
    const kept = this.kept(index, row);
    if (kept) return kept.verdict;
    const status = this.status(measure, row);
    const amount = this.amount(measure, row);
    const award = this.program.lane(0).core.measures[index]?.award;
    const open = (status === 1 && amount === null && award !== null) || this.columnsOf(index).floored[row] === floorOpen;
    const { low, high } = this.range(index, row);
    const range = {
      min: low === undefined ? '0' : this.text(index, low),
      max: high === undefined || high === Infinity ? null : this.text(index, high),
    };
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
