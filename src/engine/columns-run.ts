import { INVALID, KNOWN, MISSING, type Column } from './columns';
import type { Core, Integer } from './core';
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
  /** What an undecided row would be paid if its conditions held; NaN where that is open too. Zero elsewhere. */
  readonly high: Float64Array;
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
    high: new Float64Array(rows),
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
        const judged = run.judge(row);
        if (judged > 0) {
          columns.fails[row] = judged;
          columns.amount[row] = run.award === null ? NaN : 0;
          continue;
        }
        const status = judged === 0 ? 1 : 2;
        columns.status[row] = status;
        let amount = run.award === null ? NaN : run.award(row);
        let applied = 0;
        run.caps.forEach((cap, position) => {
          if (cap.absent(row)) return;
          const limit = cap.limit(row);
          if (Number.isNaN(limit)) amount = NaN;
          else if (limit < amount) {
            amount = limit;
            applied = position + 1;
          }
        });
        if (status === 2) {
          columns.high[row] = amount < 0 ? 0 : amount;
          amount = NaN;
        } else {
          columns.applied[row] = applied;
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

/** Bounds of one measure's amount after its caps, by row; Infinity where it has no upper bound. */
export interface AmountBounds {
  /** Bounds the row; then `low`, `high`, `applied` (cap index or −1) and `floor` (NaN: none) hold. */
  readonly bound: (row: number) => void;
  low: number;
  high: number;
  applied: number;
  floor: number;
}

interface Range {
  readonly low: (row: number) => number;
  readonly high: (row: number) => number;
}

/** Interval arithmetic over plain numbers: the column lane's form of ExactLane.bounds, with the same answers. */
export function columnBounds(core: Core, index: number, slots: SlotColumns): AmountBounds | null {
  const measure = core.measures[index];
  if (!measure || measure.award === null) return null;
  const unbounded: Range = { low: () => -Infinity, high: () => Infinity };
  const compile = (node: Integer): Range => {
    switch (node.op) {
      case 'constant': {
        const value = Number(node.value);
        return { low: () => value, high: () => value };
      }
      case 'slot': {
        const values = slots.values[node.slot];
        const states = slots.states[node.slot];
        const slot = core.slots[node.slot];
        if (!values || !states || !slot) return unbounded;
        const low = slot.low === null ? -Infinity : Number(slot.low);
        const high = slot.high === null ? Infinity : Number(slot.high);
        const refused = low < 0 ? -Infinity : 0;
        return {
          low: (row) => (states[row] === KNOWN ? (values[row] ?? NaN) : states[row] === INVALID ? refused : low),
          high: (row) => (states[row] === KNOWN ? (values[row] ?? NaN) : states[row] === INVALID ? Infinity : high),
        };
      }
      case 'shift':
        return unbounded;
      case 'quotient': {
        const [numerator, denominator] = [compile(node.numerator), compile(node.denominator)];
        const exact = (row: number): boolean => numerator.low(row) === numerator.high(row) && denominator.low(row) === denominator.high(row) && denominator.low(row) > 0;
        const value = (row: number): number => roundedQuotient(numerator.low(row), denominator.low(row));
        return { low: (row) => (exact(row) ? value(row) : -Infinity), high: (row) => (exact(row) ? value(row) : Infinity) };
      }
      case 'byChoice': {
        const cases = node.cases.map(([choice, item]) => [choice, compile(item)] as const);
        const values = slots.values[node.slot];
        const found = (row: number): Range | null | undefined => {
          const choice = values?.[row];
          return choice === undefined || Number.isNaN(choice) ? null : (cases.find(([known]) => known === choice)?.[1] ?? undefined);
        };
        return {
          low: (row) => {
            const one = found(row);
            return one === undefined ? -Infinity : one === null ? Math.min(...cases.map(([, item]) => item.low(row))) : one.low(row);
          },
          high: (row) => {
            const one = found(row);
            return one === undefined ? Infinity : one === null ? Math.max(...cases.map(([, item]) => item.high(row))) : one.high(row);
          },
        };
      }
      default: {
        const [a, b] = [compile(node.left), compile(node.right)];
        if (node.op === 'add') return { low: (row) => a.low(row) + b.low(row), high: (row) => a.high(row) + b.high(row) };
        if (node.op === 'subtract') return { low: (row) => a.low(row) - b.high(row), high: (row) => a.high(row) - b.low(row) };
        if (node.op === 'min') return { low: (row) => Math.min(a.low(row), b.low(row)), high: (row) => Math.min(a.high(row), b.high(row)) };
        if (node.op === 'max') return { low: (row) => Math.max(a.low(row), b.low(row)), high: (row) => Math.max(a.high(row), b.high(row)) };
        return {
          low: (row) => {
            const [al, ah, bl, bh] = [a.low(row), a.high(row), b.low(row), b.high(row)];
            if (al >= 0 && bl >= 0) return al * bl;
            return Math.min(corner(al, bl), corner(al, bh), corner(ah, bl), corner(ah, bh));
          },
          high: (row) => {
            const [al, ah, bl, bh] = [a.low(row), a.high(row), b.low(row), b.high(row)];
            if (al >= 0 && bl >= 0) return ah === 0 || bh === 0 ? 0 : ah * bh;
            return Math.max(corner(al, bl), corner(al, bh), corner(ah, bl), corner(ah, bh));
          },
        };
      }
    }
  };
  const award = compile(measure.award.value);
  const caps = measure.caps.map((cap) => ({ ...compile(cap.limit.value), states: cap.optional === null ? undefined : slots.states[cap.optional] }));
  const floor = measure.floor === null ? null : compile(measure.floor.at.value);
  const bounds: AmountBounds = {
    low: 0,
    high: 0,
    applied: -1,
    floor: NaN,
    bound: (row) => {
      let low = Math.max(0, award.low(row));
      let high = Math.max(0, award.high(row));
      let applied = -1;
      caps.forEach((cap, position) => {
        if (cap.states !== undefined && cap.states[row] === MISSING) return;
        const [least, most] = [cap.low(row), cap.high(row)];
        if (most < low) applied = position;
        if (least < low) low = Math.max(0, least);
        if (most < high) high = Math.max(0, most);
      });
      bounds.low = low;
      bounds.high = high;
      bounds.applied = low === high ? applied : -1;
      bounds.floor = floor === null ? NaN : floor.low(row);
    },
  };
  return bounds;
}

/** A corner of a product of ranges: 0 times anything, however large, is 0. */
function corner(x: number, y: number): number {
  return x === 0 || y === 0 ? 0 : x * y;
}

/** A column of one value. */
export function constantColumn(rows: number, value: number, state: number): Column {
  return { values: new Float64Array(rows).fill(value), states: new Uint8Array(rows).fill(state), wide: new Map() };
}
