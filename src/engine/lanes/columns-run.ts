import { KNOWN, MISSING, type Column } from '../columns';
import type { Core, CoreMeasure } from './core';
import { flooredQuotient, numbers, outcomes, roundedQuotient, stretchRows, type Stretch } from './loops';
import { ReasonTable } from './reasons';
import { Runner, type Machine, type MeasureRun } from './run';

/** The slots of a block, each a column of `rows` rows. */
export interface SlotColumns {
  readonly rows: number;
  readonly values: readonly Float64Array[];
  readonly states: readonly Uint8Array[];
}

/** What the column lane writes for one measure: one entry a row, `bits` one word group a row. */
export interface MeasureColumns {
  readonly status: Uint8Array;
  /**
   * Integer of the measure's power in 元. Entitled: what is paid, NaN while open. Undecided: the most it may come to if its conditions hold,
   * NaN until it is bounded, 0 where the measure pays nothing. Not entitled: 0, or NaN where the measure pays nothing.
   */
  readonly amount: Float64Array;
  readonly fails: Int32Array;
  readonly bits: Int32Array;
  /** 1 + the index of the cap that cut; 0: none. */
  readonly applied: Uint8Array;
  /** 1 where the floor took the award away. */
  readonly floored: Uint8Array;
}

/** Judges rows `0 … rows − 1` of all measures; `skip` marks rows for the exact lane. Generated code and closures both have this form. */
export type ColumnsFunction = (slots: SlotColumns, skip: Uint8Array, out: readonly MeasureColumns[]) => void;

/** Empty answers for a block, in one piece of memory. */
export function measureColumns(rows: number, words: number): MeasureColumns {
  const memory = new ArrayBuffer(rows * (8 + 4 + 4 * words + 3));
  const [fails, bits, status] = [8 * rows, 12 * rows, (12 + 4 * words) * rows];
  return {
    amount: new Float64Array(memory, 0, rows),
    fails: new Int32Array(memory, fails, rows),
    bits: new Int32Array(memory, bits, rows * words),
    status: new Uint8Array(memory, status, rows),
    applied: new Uint8Array(memory, status + rows, rows),
    floored: new Uint8Array(memory, status + 2 * rows, rows),
  };
}

/** One measure as loops, written into `out` from row `from` on. */
type MeasureLoops = (at: Stretch, from: number, skip: Uint8Array, out: MeasureColumns) => void;

function measureLoops(measure: CoreMeasure, table: ReasonTable, run: MeasureRun<number, number>): MeasureLoops {
  /** `bits`: what an outcome of 0, 1, 2 adds to the failed conditions. No branch: which of them fail is hard to foresee. */
  const conditions = measure.conditions.map((condition, index) => ({
    outcome: outcomes(condition),
    bits: Int32Array.of(1 << index, 0, 0),
  }));
  const award = measure.award === null ? null : numbers(measure.award.value);
  const caps = measure.caps.map((cap) => ({ limit: numbers(cap.limit.value), optional: cap.optional }));
  const floor = measure.floor === null ? null : { at: numbers(measure.floor.at.value), place: table.place(measure.floor.reason) };
  const failed = new Int32Array(stretchRows);
  const undecided = new Uint8Array(stretchRows);
  const paid = new Float64Array(stretchRows).fill(NaN);
  const cut = new Uint8Array(stretchRows);
  const scratch = new Int32Array(table.words);

  const judge = (at: Stretch): void => {
    failed.fill(0);
    undecided.fill(0);
    for (const { outcome, bits } of conditions) {
      const found = outcome(at);
      for (let row = 0; row < at.rows; row++) {
        const three = found[row] ?? NaN;
        failed[row] = (failed[row] ?? NaN) | (bits[three] ?? NaN);
        undecided[row] = (undecided[row] ?? NaN) | (three >> 1);
      }
    }
  };
  /** The award after its caps, whatever the conditions say. */
  const pay = (at: Stretch): void => {
    if (award === null) return;
    paid.set(award(at).subarray(0, at.rows));
    cut.fill(0);
    for (const [index, cap] of caps.entries()) {
      const limits = cap.limit(at);
      const states = cap.optional === null ? undefined : at.states[cap.optional];
      for (let row = 0; row < at.rows; row++) {
        if (states !== undefined && states[row] === MISSING) continue;
        const limit = limits[row] ?? NaN;
        if (limit !== limit) paid[row] = NaN;
        else if (limit < (paid[row] ?? NaN)) {
          paid[row] = limit;
          cut[row] = index + 1;
        }
      }
    }
  };
  return (at, from, skip, out) => {
    judge(at);
    pay(at);
    const floors = floor === null ? null : floor.at(at);
    for (let row = 0; row < at.rows; row++) {
      const to = from + row;
      if (skip[to] === 1) continue;
      const fails = failed[row] ?? NaN;
      const amount = paid[row] ?? NaN;
      if (fails !== 0) {
        out.fails[to] = fails;
        if (award === null) out.amount[to] = NaN;
      } else if (floor !== null && floors !== null && amount < (floors[row] ?? NaN)) {
        out.floored[to] = 1;
        out.bits[to * table.words + floor.place.word] = floor.place.bit;
      } else if (undecided[row] === 1) {
        out.status[to] = 2;
        out.amount[to] = award === null || amount < 0 ? 0 : amount;
        scratch.fill(0);
        run.block(to, scratch);
        out.bits.set(scratch, to * table.words);
      } else {
        out.status[to] = 1;
        out.amount[to] = amount;
        if (amount === amount) out.applied[to] = cut[row] ?? NaN;
        else if (award !== null) {
          scratch.fill(0);
          run.blockAward(to, scratch);
          out.bits.set(scratch, to * table.words);
        }
      }
    }
  };
}

/** Plain numbers over the columns that `at` holds when a row is asked for. */
export function columnMachine(at: {
  readonly values: readonly Float64Array[];
  readonly states: readonly Uint8Array[];
}): Machine<number, number> {
  return {
    constant: Number,
    number: (slot) => (row) => at.values[slot]?.[row] ?? NaN,
    state: (slot) => (row) => at.states[slot]?.[row] ?? KNOWN,
    small: (slot) => (row) => at.values[slot]?.[row] ?? NaN,
    add: (a, b) => a + b,
    subtract: (a, b) => a - b,
    multiply: (a, b) => a * b,
    min: Math.min,
    max: Math.max,
    quotient: (a, b) => (b > 0 ? roundedQuotient(a, b) : NaN),
    floor: (a, b) => (b > 0 ? flooredQuotient(a, b) : NaN),
    unknown: NaN,
    sign: (a, b) => (a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN),
  };
}

/** Closures for packs loaded at run time: loops over columns for the answers, a row at a time for what blocks the few that stay open. */
export function closureColumns(core: Core, tables: readonly ReasonTable[]): ColumnsFunction {
  const at: { values: readonly Float64Array[]; states: readonly Uint8Array[] } = { values: [], states: [] };
  const runner = new Runner(columnMachine(at), core.slots);
  const measures = core.measures.map((measure, index) => {
    const table = tables[index] ?? new ReasonTable(measure, core.slots);
    return measureLoops(measure, table, runner.measure(measure, table));
  });
  return (slots, skip, out) => {
    at.values = slots.values;
    at.states = slots.states;
    for (let from = 0; from < slots.rows; from += stretchRows) {
      const to = Math.min(from + stretchRows, slots.rows);
      const stretch: Stretch = {
        rows: to - from,
        values: slots.values.map((column) => column.subarray(from, to)),
        states: slots.states.map((column) => column.subarray(from, to)),
      };
      for (const [index, judge] of measures.entries()) {
        const columns = out[index];
        if (columns) judge(stretch, from, skip, columns);
      }
    }
  };
}

/** A column of one value. */
export function constantColumn(rows: number, value: number, state: number): Column {
  return { values: new Float64Array(rows).fill(value), states: new Uint8Array(rows).fill(state), wide: new Map() };
}
