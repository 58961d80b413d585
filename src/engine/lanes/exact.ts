import { INVALID, KNOWN, MISSING } from '../columns';
import type { Core, CoreMeasure, Integer } from './core';
import { decimalText, flooredQuotient, integerOf, roundedQuotient } from '../decimal';
import type { Intake } from '../intake';
import { Lowering } from './lower';
import { ReasonTable, setBit, type ReasonBits } from './reasons';
import { Runner, type Machine, type MeasureRun, type Three } from './run';
import type { Pack } from '../tree';

/** One row of slots for the exact lane. A known date, choice, yes/no or list stands in `small`, dates also in `numbers`. */
export interface ExactRow {
  readonly numbers: (bigint | null)[];
  readonly small: number[];
  readonly states: number[];
}

/** What a measure says of one row, still in integers of the measure's power. */
export interface Answer {
  readonly status: Three;
  readonly fails: number;
  readonly bits: ReasonBits;
  readonly amount: bigint | null;
  readonly low: bigint;
  readonly high: bigint | null;
  /** Index of the cap that cut; −1: none. */
  readonly applied: number;
  /** Below the floor: nothing is paid. */
  readonly floored: boolean;
  /** No condition fails, but whether the floor is reached is open. */
  readonly floorOpen: boolean;
}

const bigints: Machine<bigint | null, ExactRow> = {
  constant: (value) => value,
  number: (slot) => (row) => row.numbers[slot] ?? null,
  state: (slot) => (row) => row.states[slot] ?? MISSING,
  small: (slot) => (row) => row.small[slot] ?? -1,
  add: (a, b) => (a === null || b === null ? null : a + b),
  subtract: (a, b) => (a === null || b === null ? null : a - b),
  multiply: (a, b) => (a === null || b === null ? null : a * b),
  min: (a, b) => (a === null || b === null ? null : a < b ? a : b),
  max: (a, b) => (a === null || b === null ? null : a > b ? a : b),
  quotient: (a, b) => (a === null || b === null || b <= 0n ? null : roundedQuotient(a, b)),
  floor: (a, b) => (a === null || b === null || b <= 0n ? null : flooredQuotient(a, b)),
  unknown: null,
  sign: (a, b) => (a === null || b === null ? NaN : a < b ? -1 : a > b ? 1 : 0),
};

/** Stands for reasons nobody asks for. */
const unread = new Int32Array(0);

/** Bounds of a value; null is unbounded on that side. */
interface Interval {
  readonly low: bigint | null;
  readonly high: bigint | null;
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const anything: Interval = { low: null, high: null };

/** From the lowest to the highest of several intervals. */
function hull(intervals: readonly Interval[]): Interval {
  return intervals.reduce((a, b) => ({
    low: a.low === null || b.low === null ? null : least(a.low, b.low),
    high: a.high === null || b.high === null ? null : most(a.high, b.high),
  }));
}

/** The corners of the product; an open end makes it open on the side of its sign, and 0 times anything is 0. */
function times(a: Interval, b: Interval): Interval {
  const corner = (x: bigint | number, y: bigint | number): bigint | number => {
    if (typeof x === 'bigint' && typeof y === 'bigint') return x * y;
    return x === 0n || y === 0n ? 0n : x > 0 === y > 0 ? Infinity : -Infinity;
  };
  const ends = ({ low, high }: Interval): readonly (bigint | number)[] => [low ?? -Infinity, high ?? Infinity];
  const corners = ends(a).flatMap((x) => ends(b).map((y) => corner(x, y)));
  const low = corners.reduce((x, y) => (y < x ? y : x));
  const high = corners.reduce((x, y) => (y > x ? y : x));
  return { low: typeof low === 'bigint' ? low : null, high: typeof high === 'bigint' ? high : null };
}

/** The exact lane: BigInt, one row at a time, any size, with `extraDecimals` beyond those declared. */
export class ExactLane {
  readonly core: Core;
  readonly tables: readonly ReasonTable[];
  readonly runner: Runner<bigint | null, ExactRow>;
  readonly runs: readonly MeasureRun<bigint | null, ExactRow>[];

  private readonly unitPowers: readonly number[];

  constructor(
    pack: Pack,
    readings: Readonly<Record<string, string>>,
    readonly extraDecimals: number,
  ) {
    this.core = new Lowering(pack, readings, extraDecimals).core();
    this.runner = new Runner(bigints, this.core.slots);
    this.tables = this.core.measures.map((measure) => new ReasonTable(measure, this.core.slots));
    this.runs = this.core.measures.map((measure, index) => this.runner.measure(measure, this.table(index)));
    this.unitPowers = this.core.slots.map(({ kind, id }) => {
      const fact = kind === 'input' ? pack.inputs[id] : pack.parameters[id];
      return fact?.unit === undefined ? 0 : fact.unit.power;
    });
  }

  table(index: number): ReasonTable {
    const table = this.tables[index];
    if (!table) throw new Error(`no measure ${index}`);
    return table;
  }

  /** A row with every slot missing. The last slot holds the award, for outputs. */
  emptyRow(): ExactRow {
    const count = this.core.slots.length + 1;
    return {
      numbers: new Array<bigint | null>(count).fill(null),
      small: new Array<number>(count).fill(-1),
      states: new Array<number>(count).fill(MISSING),
    };
  }

  /** Puts a figure into its slot; false where it has more decimals than this lane carries. */
  put(row: ExactRow, slot: number, intake: Intake): boolean {
    row.states[slot] = intake.state;
    if (intake.state !== KNOWN) return true;
    if ('small' in intake) {
      row.small[slot] = intake.small;
      row.numbers[slot] = BigInt(intake.small);
      return true;
    }
    const power = this.core.slots[slot]?.power;
    const unit = this.unitPower(slot);
    if (power === undefined) throw new Error(`no slot ${slot}`);
    const shift = intake.number.power + unit - power;
    if (shift < 0) return false;
    row.numbers[slot] = integerOf(intake.number.digits, shift);
    return true;
  }

  /** The power of ten from a slot's declared unit to base units. */
  private unitPower(slot: number): number {
    const power = this.unitPowers[slot];
    if (power === undefined) throw new Error(`no slot ${slot}`);
    return power;
  }

  interval(node: Integer, row: ExactRow): Interval {
    switch (node.op) {
      case 'constant':
        return { low: node.value, high: node.value };
      case 'slot': {
        const value = row.states[node.slot] === KNOWN ? row.numbers[node.slot] : null;
        if (value !== null && value !== undefined) return { low: value, high: value };
        const slot = this.core.slots[node.slot];
        if (!slot) return { low: null, high: null };
        // A refused figure says nothing, not even that the published band holds for what was meant.
        return row.states[node.slot] === INVALID
          ? { low: slot.low === null || slot.low < 0n ? null : 0n, high: null }
          : { low: slot.low, high: slot.high };
      }
      case 'add': {
        const [a, b] = [this.interval(node.left, row), this.interval(node.right, row)];
        return {
          low: a.low === null || b.low === null ? null : a.low + b.low,
          high: a.high === null || b.high === null ? null : a.high + b.high,
        };
      }
      case 'subtract': {
        const [a, b] = [this.interval(node.left, row), this.interval(node.right, row)];
        return {
          low: a.low === null || b.high === null ? null : a.low - b.high,
          high: a.high === null || b.low === null ? null : a.high - b.low,
        };
      }
      case 'multiply':
        return times(this.interval(node.left, row), this.interval(node.right, row));
      case 'min': {
        const [a, b] = [this.interval(node.left, row), this.interval(node.right, row)];
        return {
          low: a.low === null || b.low === null ? null : least(a.low, b.low),
          high: a.high === null ? b.high : b.high === null ? a.high : least(a.high, b.high),
        };
      }
      case 'max': {
        const [a, b] = [this.interval(node.left, row), this.interval(node.right, row)];
        return {
          low: a.low === null ? b.low : b.low === null ? a.low : most(a.low, b.low),
          high: a.high === null || b.high === null ? null : most(a.high, b.high),
        };
      }
      case 'shift':
      case 'quotient': {
        const value = this.runner.integer(node)(row);
        return { low: value, high: value };
      }
      case 'byChoice': {
        if (row.states[node.slot] === KNOWN) {
          const found = node.cases.find(([index]) => index === row.small[node.slot]);
          return found ? this.interval(found[1], row) : { low: null, high: null };
        }
        return hull(node.cases.map(([, item]) => this.interval(item, row)));
      }
      case 'floor': {
        const of = this.interval(node.numerator, row);
        const by = this.interval(node.denominator, row);
        if (by.low === null || by.low !== by.high || by.low <= 0n) return anything;
        const steps = by.low;
        return {
          low: of.low === null ? null : flooredQuotient(of.low, steps),
          high: of.high === null ? null : flooredQuotient(of.high, steps),
        };
      }
      case 'tiers': {
        const reached = this.runner.reached(node.rows)(row);
        if (reached === undefined)
          return hull([node.below, ...node.rows.map(({ value }) => value)].map((item) => this.interval(item, row)));
        return this.interval(node.rows[reached]?.value ?? node.below, row);
      }
      case 'guarded': {
        // A base recorded as 0 is none; what it ought to be lies above.
        const value = row.states[node.slot] === KNOWN ? row.numbers[node.slot] : null;
        return value !== null && value !== undefined && value <= 0n ? { low: 0n, high: null } : this.interval(node.of, row);
      }
      case 'given':
        return this.interval(row.states[node.slot] === MISSING ? node.of : node.own, row);
      case 'within': {
        const of = this.interval(node.of, row);
        const low = node.low === null ? of.low : of.low === null ? node.low : most(of.low, node.low);
        const high = node.high === null ? of.high : of.high === null ? node.high : least(of.high, node.high);
        // No value of the band can come of it: it will be refused, and a refused figure says nothing.
        return low !== null && high !== null && low > high ? { low: 0n, high: null } : { low, high };
      }
    }
  }

  /** Judges one measure on one row. `reasons` false: what blocks an open answer is not looked for, as a total never asks. */
  answer(index: number, row: ExactRow, reasons = true): Answer {
    const measure = this.core.measures[index];
    const run = this.runs[index];
    if (!measure || !run) throw new Error(`no measure ${index}`);
    const bits = reasons ? new Int32Array(this.table(index).words) : unread;
    const judged = run.judge(row);
    if (judged > 0) return said(0, bits, measure.award === null ? null : 0n, 0n, 0n, { fails: judged });
    if (judged < 0 && reasons) run.block(row, bits);
    if (measure.award === null) return said(judged < 0 ? 2 : 1, bits, null, 0n, 0n);
    const paid = this.paid(measure, run, row);
    // The floor is a condition like the others: known to be missed it decides, open it blocks.
    const floor = run.floor === null ? null : run.floor(row);
    const below = floor !== null && paid.high !== null && paid.high < floor;
    if (below) {
      bits.fill(0);
      if (measure.floor && reasons) mark(bits, this.table(index), measure.floor.reason);
      return said(0, bits, 0n, 0n, 0n, { floored: true });
    }
    const floorOpen = floor !== null && paid.amount === null && paid.low < floor;
    if (reasons && (floorOpen || (judged === 0 && paid.amount === null))) run.blockAward(row, bits);
    if (floorOpen || judged < 0) return said(2, bits, null, 0n, paid.high, { floorOpen });
    if (paid.amount === null) return said(1, bits, null, paid.low, paid.high);
    return said(1, bits, paid.amount, paid.amount, paid.amount, { applied: paid.applied });
  }

  /** The amount after the caps where every figure of it is known. */
  private exactlyPaid(
    run: MeasureRun<bigint | null, ExactRow>,
    row: ExactRow,
  ): { amount: bigint; low: bigint; high: bigint; applied: number } | null {
    let amount = run.award === null ? null : run.award(row);
    let applied = -1;
    for (let index = 0; index < run.caps.length; index++) {
      const cap = run.caps[index];
      if (cap === undefined || cap.absent(row)) continue;
      const limit = cap.limit(row);
      if (limit === null || amount === null) return null;
      if (limit < amount) {
        amount = limit;
        applied = index;
      }
    }
    if (amount === null) return null;
    const paid = amount < 0n ? 0n : amount;
    return { amount: paid, low: paid, high: paid, applied };
  }

  private paid(
    measure: CoreMeasure,
    run: MeasureRun<bigint | null, ExactRow>,
    row: ExactRow,
  ): { amount: bigint | null; low: bigint; high: bigint | null; applied: number } {
    if (measure.award === null) return { amount: null, low: 0n, high: 0n, applied: -1 };
    const known = this.exactlyPaid(run, row);
    if (known !== null) return known;
    const raw = this.interval(measure.award.value, row);
    let low = raw.low === null || raw.low < 0n ? 0n : raw.low;
    let high = raw.high !== null && raw.high < 0n ? 0n : raw.high;
    let applied = -1;
    measure.caps.forEach((cap, index) => {
      if (run.caps[index]?.absent(row) === true) return;
      const limit = this.interval(cap.limit.value, row);
      if (limit.high !== null && limit.high < low) applied = index;
      if (limit.low === null || limit.low < low) low = limit.low === null || limit.low < 0n ? 0n : limit.low;
      if (limit.high !== null && (high === null || limit.high < high)) high = limit.high < 0n ? 0n : limit.high;
    });
    const settled = high !== null && low === high;
    return { amount: settled ? low : null, low, high, applied: settled ? applied : -1 };
  }
}

/** An answer, where nothing failed, no cap cut and no floor matters unless it is said. */
function said(
  status: Three,
  bits: ReasonBits,
  amount: bigint | null,
  low: bigint,
  high: bigint | null,
  {
    fails = 0,
    applied = -1,
    floored = false,
    floorOpen = false,
  }: Partial<Pick<Answer, 'fails' | 'applied' | 'floored' | 'floorOpen'>> = {},
): Answer {
  return { status, fails, bits, amount, low, high, applied, floored, floorOpen };
}

/** Sets a reason's bit. */
function mark(bits: ReasonBits, table: ReasonTable, reason: Parameters<ReasonTable['place']>[0]): void {
  const { word, bit } = table.place(reason);
  setBit(bits, { word, bit });
}

/** An integer of 10^power 元 as 万元 text: the unit of every total. */
export function tenThousands(value: bigint, power: number): string {
  return decimalText(value, power - 4);
}
