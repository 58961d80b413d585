import { INVALID, KNOWN, MISSING } from '../columns';
import { columnMachine, type SlotColumns } from './columns-run';
import type { Core, Integer } from './core';
import { flooredQuotient, roundedQuotient } from './loops';
import type { ReasonBits, ReasonTable } from './reasons';
import { Runner } from './run';

/** Bounds of one measure's amount after its caps, by row; Infinity where it has no upper bound. */
interface AmountBounds {
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
