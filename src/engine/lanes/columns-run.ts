import { INVALID, KNOWN, MISSING, type Column } from '../columns';
import type { Core, CoreMeasure, Integer } from './core';
import { flooredQuotient, numbers, outcomes, roundedQuotient, stretchRows, type Stretch } from './loops';
import { ReasonTable, Runner, type Machine, type MeasureRun, type ReasonBits } from './run';

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
function columnMachine(at: { readonly values: readonly Float64Array[]; readonly states: readonly Uint8Array[] }): Machine<number, number> {
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

/** Bounds of one measure's amount after its caps, by row; Infinity where it has no upper bound. */
export interface AmountBounds {
  /** Bounds the row; then `low`, `high`, `applied` (cap index or −1) and `floor` (NaN: none) hold. */
  readonly bound: (row: number) => void;
  /** Adds what the amount hangs on, as bits of the measure's reasons. */
  readonly block: (row: number, bits: ReasonBits) => void;
  low: number;
  high: number;
  applied: number;
  floor: number;
}

/** Bounds of one expression in one row: a node leaves them here, and its parent takes them before it asks the next. */
interface Range {
  low: number;
  high: number;
}

/** Interval arithmetic over plain numbers: the column lane's form of ExactLane.bounds, with the same answers. */
export function columnBounds(core: Core, index: number, slots: SlotColumns, table: ReasonTable): AmountBounds | null {
  const measure = core.measures[index];
  if (!measure || measure.award === null) return null;
  const range: Range = { low: -Infinity, high: Infinity };
  const leave = (low: number, high: number): void => {
    range.low = low;
    range.high = high;
  };
  const unbounded = (): void => leave(-Infinity, Infinity);
  const runner = new Runner(columnMachine(slots), core.slots);
  const hull = (items: readonly { readonly bound: (row: number) => void }[], row: number): void => {
    let low = Infinity;
    let high = -Infinity;
    for (const { bound } of items) {
      bound(row);
      low = Math.min(low, range.low);
      high = Math.max(high, range.high);
    }
    leave(low, high);
  };
  const compile = (node: Integer): ((row: number) => void) => {
    switch (node.op) {
      case 'constant': {
        const value = Number(node.value);
        return () => leave(value, value);
      }
      case 'slot': {
        const values = slots.values[node.slot];
        const states = slots.states[node.slot];
        const slot = core.slots[node.slot];
        if (!values || !states || !slot) return unbounded;
        const low = slot.low === null ? -Infinity : Number(slot.low);
        const high = slot.high === null ? Infinity : Number(slot.high);
        const refused = low < 0 ? -Infinity : 0;
        return (row) => {
          const value = values[row] ?? NaN;
          if (states[row] === KNOWN) leave(value, value);
          else if (states[row] === INVALID) leave(refused, Infinity);
          else leave(low, high);
        };
      }
      case 'shift':
        return unbounded;
      case 'quotient': {
        const numerator = compile(node.numerator);
        const denominator = compile(node.denominator);
        return (row) => {
          numerator(row);
          const { low, high } = range;
          denominator(row);
          if (low !== high || range.low !== range.high || !(range.low > 0)) return unbounded();
          const value = roundedQuotient(low, range.low);
          leave(value, value);
        };
      }
      case 'byChoice': {
        const cases = node.cases.map(([choice, item]) => ({ choice, bound: compile(item) }));
        const values = slots.values[node.slot];
        return (row) => {
          const choice = values?.[row];
          if (choice !== undefined && !Number.isNaN(choice)) {
            const found = cases.find((known) => known.choice === choice);
            return found === undefined ? unbounded() : found.bound(row);
          }
          hull(cases, row);
        };
      }
      case 'floor': {
        const numerator = compile(node.numerator);
        const denominator = compile(node.denominator);
        return (row) => {
          numerator(row);
          const { low, high } = range;
          denominator(row);
          const by = range.low;
          if (by !== range.high || !(by > 0)) return unbounded();
          const whole = (end: number): number => (Number.isFinite(end) ? flooredQuotient(end, by) : end);
          leave(whole(low), whole(high));
        };
      }
      case 'tiers': {
        const reached = runner.reached(node.rows);
        const values = [node.below, ...node.rows.map(({ value }) => value)].map((item) => ({ bound: compile(item) }));
        return (row) => {
          const at = reached(row);
          if (at === undefined) hull(values, row);
          else values[at + 1]?.bound(row);
        };
      }
      case 'guarded': {
        const of = compile(node.of);
        const base = slots.values[node.slot];
        return (row) => {
          if ((base?.[row] ?? NaN) <= 0) leave(0, Infinity);
          else of(row);
        };
      }
      case 'given': {
        const own = compile(node.own);
        const of = compile(node.of);
        const states = slots.states[node.slot];
        return (row) => (states?.[row] === MISSING ? of : own)(row);
      }
      case 'within': {
        const of = compile(node.of);
        const least = node.low === null ? -Infinity : Number(node.low);
        const most = node.high === null ? Infinity : Number(node.high);
        return (row) => {
          of(row);
          const low = Math.max(range.low, least);
          const high = Math.min(range.high, most);
          // No value of the band can come of it: it will be refused, and a refused figure says nothing.
          if (low > high) leave(0, Infinity);
          else leave(low, high);
        };
      }
      default: {
        const left = compile(node.left);
        const right = compile(node.right);
        const combine = combinations[node.op];
        return (row) => {
          left(row);
          const { low, high } = range;
          right(row);
          combine(low, high, range.low, range.high, range);
        };
      }
    }
  };
  const award = compile(measure.award.value);
  const caps = measure.caps.map((cap) => ({
    bound: compile(cap.limit.value),
    states: cap.optional === null ? undefined : slots.states[cap.optional],
  }));
  const floor = measure.floor === null ? null : compile(measure.floor.at.value);
  const bounds: AmountBounds = {
    block: runner.measure(measure, table).blockAward,
    low: 0,
    high: 0,
    applied: -1,
    floor: NaN,
    bound: (row) => {
      award(row);
      let low = Math.max(0, range.low);
      let high = Math.max(0, range.high);
      let applied = -1;
      for (const [position, cap] of caps.entries()) {
        if (cap.states !== undefined && cap.states[row] === MISSING) continue;
        cap.bound(row);
        if (range.high < low) applied = position;
        if (range.low < low) low = Math.max(0, range.low);
        if (range.high < high) high = Math.max(0, range.high);
      }
      bounds.low = low;
      bounds.high = high;
      bounds.applied = low === high ? applied : -1;
      if (floor !== null) {
        floor(row);
        bounds.floor = range.low;
      }
    },
  };
  return bounds;
}

type Combination = (al: number, ah: number, bl: number, bh: number, range: Range) => void;

const combinations: Readonly<Record<'add' | 'subtract' | 'multiply' | 'min' | 'max', Combination>> = {
  add: (al, ah, bl, bh, range) => {
    range.low = al + bl;
    range.high = ah + bh;
  },
  subtract: (al, ah, bl, bh, range) => {
    range.low = al - bh;
    range.high = ah - bl;
  },
  multiply: (al, ah, bl, bh, range) => {
    const sure = al >= 0 && bl >= 0;
    range.low = sure ? al * bl : Math.min(corner(al, bl), corner(al, bh), corner(ah, bl), corner(ah, bh));
    range.high = sure ? corner(ah, bh) : Math.max(corner(al, bl), corner(al, bh), corner(ah, bl), corner(ah, bh));
  },
  min: (al, ah, bl, bh, range) => {
    range.low = Math.min(al, bl);
    range.high = Math.min(ah, bh);
  },
  max: (al, ah, bl, bh, range) => {
    range.low = Math.max(al, bl);
    range.high = Math.max(ah, bh);
  },
};

/** A corner of a product of ranges: 0 times anything, however large, is 0. */
function corner(x: number, y: number): number {
  return x === 0 || y === 0 ? 0 : x * y;
}

/** A column of one value. */
export function constantColumn(rows: number, value: number, state: number): Column {
  return { values: new Float64Array(rows).fill(value), states: new Uint8Array(rows).fill(state), wide: new Map() };
}
