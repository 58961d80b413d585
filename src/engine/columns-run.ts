import { KNOWN, type Column } from './columns';
import type { Core } from './core';
import { ReasonTable, Runner, type Machine, type MeasureRun } from './run';

/** The slots of a block, each a column of `rows` rows. */
export interface SlotColumns {
  readonly rows: number;
  readonly values: readonly Float64Array[];
  readonly states: readonly Uint8Array[];
}

/** What the column lane writes for one measure: one entry a row, `bits` one word group a row. */
export interface MeasureColumns {
  readonly status: Uint8Array;
  /** Integer of the measure's power in 元; NaN while open. */
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

/** Empty answers for a block. */
export function measureColumns(rows: number, words: number): MeasureColumns {
  return {
    status: new Uint8Array(rows),
    amount: new Float64Array(rows),
    fails: new Int32Array(rows),
    bits: new Int32Array(rows * words),
    applied: new Uint8Array(rows),
    floored: new Uint8Array(rows),
  };
}

/** Integer division rounded half away from zero, exact below 2^53; the denominator is above zero. */
export function roundedQuotient(numerator: number, denominator: number): number {
  const magnitude = Math.abs(numerator);
  let quotient = Math.floor(magnitude / denominator);
  // The division of doubles may land one off where the quotient is close to a whole number.
  let rest = magnitude - quotient * denominator;
  if (rest < 0) {
    quotient -= 1;
    rest += denominator;
  } else if (rest >= denominator) {
    quotient += 1;
    rest -= denominator;
  }
  if (2 * rest >= denominator) quotient += 1;
  return numerator < 0 ? -quotient : quotient;
}

/** Closures over plain numbers, for packs loaded at run time. Unknown is NaN, and stays NaN. */
export function closureColumns(core: Core, tables: readonly ReasonTable[]): ColumnsFunction {
  let values: readonly Float64Array[] = [];
  let states: readonly Uint8Array[] = [];
  const machine: Machine<number, number> = {
    constant: Number,
    number: (slot) => (row) => values[slot]?.[row] ?? NaN,
    state: (slot) => (row) => states[slot]?.[row] ?? KNOWN,
    small: (slot) => (row) => values[slot]?.[row] ?? NaN,
    add: (a, b) => a + b,
    subtract: (a, b) => a - b,
    multiply: (a, b) => a * b,
    min: Math.min,
    max: Math.max,
    quotient: (a, b) => (b > 0 ? roundedQuotient(a, b) : NaN),
    unknown: NaN,
    isKnown: (value) => !Number.isNaN(value),
    sign: (a, b) => (a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN),
  };
  const runner = new Runner(machine, core.slots);
  const runs: MeasureRun<number, number>[] = core.measures.map((measure, index) => runner.measure(measure, tables[index] ?? new ReasonTable(measure, core.slots)));
  return (slots, skip, out) => {
    values = slots.values;
    states = slots.states;
    runs.forEach((run, index) => {
      const columns = out[index];
      const table = tables[index];
      const measure = core.measures[index];
      if (!columns || !table || !measure) return;
      const scratch = new Int32Array(table.words);
      const reason = measure.floor === null ? null : table.place(measure.floor.reason);
      for (let row = 0; row < slots.rows; row++) {
        if (skip[row] === 1) continue;
        const fails = run.fails(row);
        if (fails !== 0) {
          columns.fails[row] = fails;
          columns.amount[row] = run.award === null ? NaN : 0;
          continue;
        }
        const status = run.status(row);
        columns.status[row] = status;
        let amount = status === 1 && run.award !== null ? run.award(row) : NaN;
        if (status === 1) {
          run.caps.forEach((cap, position) => {
            if (cap.absent(row)) return;
            const limit = cap.limit(row);
            if (Number.isNaN(limit)) amount = NaN;
            else if (limit < amount) {
              amount = limit;
              columns.applied[row] = position + 1;
            }
          });
          const floor = run.floor === null ? NaN : run.floor(row);
          if (amount < floor && reason !== null) {
            columns.status[row] = 0;
            columns.floored[row] = 1;
            columns.bits[row * table.words + reason.word] = reason.bit;
            columns.applied[row] = 0;
            amount = 0;
          }
        }
        columns.amount[row] = amount;
        if (Number.isNaN(amount)) columns.applied[row] = 0;
        if (status === 2 || (status === 1 && Number.isNaN(amount) && run.award !== null)) {
          scratch.fill(0);
          if (status === 2) run.block(row, scratch);
          else run.blockAward(row, scratch);
          columns.bits.set(scratch, row * table.words);
        }
      }
    });
  };
}

/** A column of one value. */
export function constantColumn(rows: number, value: number, state: number): Column {
  return { values: new Float64Array(rows).fill(value), states: new Uint8Array(rows).fill(state), wide: new Map() };
}
