import { monthDay } from '../calendar';
import { INVALID, KNOWN, MISSING } from '../columns';
import type { CoreCondition, Integer, Truth } from './core';

/**
 * Expressions of the core as loops over whole columns, for packs loaded at run time: each node is one loop, called once for a stretch of rows
 * and not once for each. Truths are 0 no, 1 yes, 2 undecided; unknown numbers are NaN and stay so. A node owns the column it writes.
 */

/** Rows taken at a time: what one loop has written is still at hand when the next one reads it. */
export const stretchRows = 1024;

/** At most `stretchRows` rows of every slot. */
export interface Stretch {
  readonly rows: number;
  readonly values: readonly Float64Array[];
  readonly states: readonly Uint8Array[];
}

/** A number in every row of a stretch; what it returns holds until it is asked again. */
type Numbers = (at: Stretch) => Float64Array;

/** A truth in every row of a stretch; what it returns holds until it is asked again. */
type Truths = (at: Stretch) => Uint8Array;

function column<T>(columns: readonly T[], slot: number): T {
  const found = columns[slot];
  if (found === undefined) throw new Error(`no slot ${slot}`);
  return found;
}

// ── numbers ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

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

/** Integer division rounded down, exact below 2^53; the denominator is above zero. */
export function flooredQuotient(numerator: number, denominator: number): number {
  const quotient = Math.floor(numerator / denominator);
  // The division of doubles may land one off where the quotient is close to a whole number.
  const rest = numerator - quotient * denominator;
  return rest < 0 ? quotient - 1 : rest >= denominator ? quotient + 1 : quotient;
}

type NumberLoop = (left: Float64Array, right: Float64Array, out: Float64Array, rows: number) => void;

const numberLoops: Readonly<Record<'add' | 'subtract' | 'multiply' | 'min' | 'max' | 'quotient' | 'floor', NumberLoop>> = {
  add: (left, right, out, rows) => {
    for (let row = 0; row < rows; row++) out[row] = (left[row] ?? NaN) + (right[row] ?? NaN);
  },
  subtract: (left, right, out, rows) => {
    for (let row = 0; row < rows; row++) out[row] = (left[row] ?? NaN) - (right[row] ?? NaN);
  },
  multiply: (left, right, out, rows) => {
    for (let row = 0; row < rows; row++) out[row] = (left[row] ?? NaN) * (right[row] ?? NaN);
  },
  min: (left, right, out, rows) => {
    for (let row = 0; row < rows; row++) out[row] = Math.min(left[row] ?? NaN, right[row] ?? NaN);
  },
  max: (left, right, out, rows) => {
    for (let row = 0; row < rows; row++) out[row] = Math.max(left[row] ?? NaN, right[row] ?? NaN);
  },
  quotient: (left, right, out, rows) => {
    for (let row = 0; row < rows; row++) {
      const denominator = right[row] ?? NaN;
      out[row] = denominator > 0 ? roundedQuotient(left[row] ?? NaN, denominator) : NaN;
    }
  },
  floor: (left, right, out, rows) => {
    for (let row = 0; row < rows; row++) {
      const denominator = right[row] ?? NaN;
      out[row] = denominator > 0 ? flooredQuotient(left[row] ?? NaN, denominator) : NaN;
    }
  },
};

/** An integer expression as loops. */
export function numbers(node: Integer): Numbers {
  const out = new Float64Array(stretchRows);
  switch (node.op) {
    case 'constant':
      out.fill(Number(node.value));
      return () => out;
    case 'slot':
      return (at) => column(at.values, node.slot);
    case 'shift':
      throw new Error('a moved date stands in outputs, which are not judged by columns');
    case 'byChoice': {
      const cases = node.cases.map(([index, item]) => ({ index, of: numbers(item) }));
      return (at) => {
        const choices = column(at.values, node.slot);
        out.fill(NaN);
        for (const { index, of } of cases) {
          const found = of(at);
          for (let row = 0; row < at.rows; row++) if (choices[row] === index) out[row] = found[row] ?? NaN;
        }
        return out;
      };
    }
    case 'tiers': {
      const below = numbers(node.below);
      const tiers = node.rows.map(({ left, right, value }) => ({ left: numbers(left), right: numbers(right), value: numbers(value) }));
      return (at) => {
        out.set(below(at).subarray(0, at.rows));
        for (const tier of tiers) {
          const left = tier.left(at);
          const right = tier.right(at);
          const value = tier.value(at);
          // Rows rise, so that the last one reached is the one that counts.
          for (let row = 0; row < at.rows; row++) {
            const a = left[row] ?? NaN;
            const b = right[row] ?? NaN;
            if (a >= b) out[row] = value[row] ?? NaN;
            else if (!(a < b)) out[row] = NaN;
          }
        }
        return out;
      };
    }
    case 'guarded': {
      const of = numbers(node.of);
      return (at) => {
        out.set(of(at).subarray(0, at.rows));
        const base = column(at.values, node.slot);
        for (let row = 0; row < at.rows; row++) if (!((base[row] ?? NaN) > 0)) out[row] = NaN;
        return out;
      };
    }
    case 'given': {
      const own = numbers(node.own);
      const of = numbers(node.of);
      return (at) => {
        const states = column(at.states, node.slot);
        const given = own(at);
        const other = of(at);
        for (let row = 0; row < at.rows; row++) out[row] = (states[row] === MISSING ? other[row] : given[row]) ?? NaN;
        return out;
      };
    }
    case 'within': {
      const of = numbers(node.of);
      const low = node.low === null ? -Infinity : Number(node.low);
      const high = node.high === null ? Infinity : Number(node.high);
      return (at) => {
        const found = of(at);
        for (let row = 0; row < at.rows; row++) {
          const value = found[row] ?? NaN;
          out[row] = value >= low && value <= high ? value : NaN;
        }
        return out;
      };
    }
    default: {
      const isQuotient = node.op === 'quotient' || node.op === 'floor';
      const left = numbers(isQuotient ? node.numerator : node.left);
      const right = numbers(isQuotient ? node.denominator : node.right);
      const loop = numberLoops[node.op];
      return (at) => {
        loop(left(at), right(at), out, at.rows);
        return out;
      };
    }
  }
}

// ── truths ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What two truths make together: a row for the first being 0, 1, 2, in it the results for the second being 0, 1, 2. */
type TruthTable = Uint8Array;
const truthTable = (...rows: readonly (readonly [number, number, number])[]): TruthTable =>
  Uint8Array.from(rows.flatMap((row) => [...row, 2]));

const both = truthTable([0, 0, 0], [0, 1, 2], [0, 2, 2]);
const either = truthTable([0, 1, 2], [1, 1, 1], [2, 1, 2]);
/** A guard and what it guards: where the guard is false the condition does not apply, so nothing fails. */
const guarded = truthTable([1, 1, 1], [0, 1, 2], [2, 2, 2]);
/** Whether the officer decides, and what would hold otherwise. */
const unlessOfficer = truthTable([0, 1, 2], [2, 2, 2], [2, 2, 2]);
/** Whether a row is named for lowered lines, and whether it reaches them: asked in this order. */
const named = truthTable([0, 0, 0], [0, 1, 2], [2, 2, 2]);
/** Whether the full line is reached, and the lowered one. */
const relaxed = truthTable([0, 1, 2], [1, 1, 1], [2, 2, 2]);

function together(table: TruthTable, first: Truths, second: Truths): Truths {
  const out = new Uint8Array(stretchRows);
  return (at) => {
    const a = first(at);
    const b = second(at);
    for (let row = 0; row < at.rows; row++) out[row] = table[((a[row] ?? 2) << 2) | (b[row] ?? 2)] ?? 2;
    return out;
  };
}

type CompareLoop = (left: Float64Array, right: Float64Array, out: Uint8Array, rows: number) => void;

const reaches: CompareLoop = (left, right, out, rows) => {
  for (let row = 0; row < rows; row++) {
    const a = left[row] ?? NaN;
    const b = right[row] ?? NaN;
    out[row] = a >= b ? 1 : a < b ? 0 : 2;
  }
};
const exceeds: CompareLoop = (left, right, out, rows) => {
  for (let row = 0; row < rows; row++) {
    const a = left[row] ?? NaN;
    const b = right[row] ?? NaN;
    out[row] = a > b ? 1 : a <= b ? 0 : 2;
  }
};
const equals: CompareLoop = (left, right, out, rows) => {
  for (let row = 0; row < rows; row++) {
    const a = left[row] ?? NaN;
    const b = right[row] ?? NaN;
    out[row] = a === b ? 1 : a < b || a > b ? 0 : 2;
  }
};
const differs: CompareLoop = (left, right, out, rows) => {
  for (let row = 0; row < rows; row++) {
    const a = left[row] ?? NaN;
    const b = right[row] ?? NaN;
    out[row] = a === b ? 0 : a < b || a > b ? 1 : 2;
  }
};
const compareLoops = {
  '>=': reaches,
  '>': exceeds,
  '<=': (left, right, out, rows) => reaches(right, left, out, rows),
  '<': (left, right, out, rows) => exceeds(right, left, out, rows),
  '=': equals,
  '!=': differs,
} as const satisfies Readonly<Record<string, CompareLoop>>;

function compare(node: Extract<Truth, { op: 'compare' }>): Truths {
  const left = numbers(node.left);
  const right = numbers(node.right);
  const loop = compareLoops[node.operator];
  const out = new Uint8Array(stretchRows);
  return (at) => {
    loop(left(at), right(at), out, at.rows);
    for (const { slot } of node.needs.guards) {
      const base = column(at.values, slot);
      for (let row = 0; row < at.rows; row++) if (!((base[row] ?? NaN) > 0)) out[row] = 2;
    }
    return out;
  };
}

function membership(node: Extract<Truth, { op: 'in' }>): Truths {
  const out = new Uint8Array(stretchRows);
  return (at) => {
    const choices = column(at.values, node.slot);
    for (let row = 0; row < at.rows; row++) {
      const choice = choices[row] ?? NaN;
      out[row] = choice === choice ? (node.members >> choice) & 1 : 2;
    }
    for (const list of node.lists) {
      const bits = column(at.values, list.slot);
      const states = column(at.states, list.slot);
      for (let row = 0; row < at.rows; row++) {
        const choice = choices[row] ?? NaN;
        if (choice !== choice || out[row] === 1) continue;
        if (states[row] === KNOWN) {
          if ((((bits[row] ?? NaN) >> choice) & 1) === 1) out[row] = 1;
        } else if (list.required || states[row] === INVALID) out[row] = 2;
      }
    }
    return out;
  };
}

function hasBase(node: Extract<Truth, { op: 'hasBase' }>): Truths {
  const out = new Uint8Array(stretchRows);
  return (at) => {
    const figures = column(at.values, node.figure);
    const figureStates = column(at.states, node.figure);
    const flags = column(at.values, node.flag);
    const flagStates = column(at.states, node.flag);
    for (let row = 0; row < at.rows; row++) {
      const figure = figures[row] ?? NaN;
      const flag = flags[row] ?? NaN;
      const said = flag === 1 ? 1 : flag === 0 ? 0 : 2;
      const recorded = figure > 0 ? 1 : figure <= 0 ? 0 : 2;
      if (figureStates[row] === INVALID || flagStates[row] === INVALID) out[row] = 2;
      else out[row] = recorded === 2 ? said : said === 2 || said === recorded ? recorded : 2;
    }
    return out;
  };
}

/** A truth as loops. */
function truths(node: Truth): Truths {
  const out = new Uint8Array(stretchRows);
  switch (node.op) {
    case 'always':
      out.fill(node.value ? 1 : 0);
      return () => out;
    case 'compare':
      return compare(node);
    case 'yes':
      return (at) => {
        const flags = column(at.values, node.slot);
        for (let row = 0; row < at.rows; row++) {
          const flag = flags[row] ?? NaN;
          out[row] = flag === 1 ? 1 : flag === flag ? 0 : 2;
        }
        return out;
      };
    case 'blank':
      return (at) => {
        const states = column(at.states, node.slot);
        for (let row = 0; row < at.rows; row++) out[row] = states[row] === MISSING ? 1 : 0;
        return out;
      };
    case 'isDay':
      return (at) => {
        const days = column(at.values, node.slot);
        for (let row = 0; row < at.rows; row++) {
          const day = days[row] ?? NaN;
          out[row] = day === day ? (node.days.includes(monthDay(day)) ? 1 : 0) : 2;
        }
        return out;
      };
    case 'in':
      return membership(node);
    case 'and':
    case 'or': {
      const [first, ...others] = node.items.map(truths);
      const table = node.op === 'and' ? both : either;
      if (first === undefined) throw new Error(`${node.op} of nothing`);
      return others.reduce((all, one) => together(table, all, one), first);
    }
    case 'not': {
      const of = truths(node.of);
      return (at) => {
        const found = of(at);
        for (let row = 0; row < at.rows; row++) out[row] = found[row] === 2 ? 2 : found[row] === 1 ? 0 : 1;
        return out;
      };
    }
    case 'hasBase':
      return hasBase(node);
    case 'byChoice': {
      const cases = node.cases.map(([index, item]) => ({ index, of: truths(item) }));
      return (at) => {
        const choices = column(at.values, node.slot);
        for (let row = 0; row < at.rows; row++) out[row] = Number.isNaN(choices[row]) ? 2 : 1;
        for (const { index, of } of cases) {
          const found = of(at);
          for (let row = 0; row < at.rows; row++) if (choices[row] === index) out[row] = found[row] ?? 2;
        }
        return out;
      };
    }
  }
}

/** A condition as loops; where it does not apply it holds. */
export function outcomes(condition: CoreCondition): Truths {
  let outcome = truths(condition.test);
  if (condition.relaxed !== null)
    outcome = together(relaxed, outcome, together(named, truths(condition.relaxed.guard), truths(condition.relaxed.test)));
  if (condition.officer !== null) outcome = together(unlessOfficer, truths(condition.officer.when), outcome);
  return [...condition.guards].reverse().reduce((all, guard) => together(guarded, truths(guard), all), outcome);
}
