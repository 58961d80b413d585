import { monthDay, nextMonthDay } from '../calendar';
import { INVALID, KNOWN, MISSING } from '../columns';
import type { Branch, CoreMeasure, CoreCondition, Integer, Needs, Slot, Truth } from './core';
import { setBit, type ReasonBits, type ReasonTable } from './reasons';

/** False, true, undecided. */
export type Three = 0 | 1 | 2;

/** What the closures need of a kind of number: BigInt for one row, plain numbers for columns. An unknown number stays unknown. */
export interface Machine<N, R> {
  constant(value: bigint): N;
  /** The slot's number in this row; unknown unless its state is KNOWN. */
  number(slot: number): (row: R) => N;
  state(slot: number): (row: R) => number;
  /** A choice's index, a bit set, 1 or 0 for yes or no; only asked where the state is KNOWN. */
  small(slot: number): (row: R) => number;
  add(left: N, right: N): N;
  subtract(left: N, right: N): N;
  multiply(left: N, right: N): N;
  min(left: N, right: N): N;
  max(left: N, right: N): N;
  quotient(numerator: N, denominator: N): N;
  /** Rounded down. */
  floor(numerator: N, denominator: N): N;
  unknown: N;
  /** Below zero, zero, above zero as left is below, at, above right; NaN where either is unknown. */
  sign(left: N, right: N): number;
}

type Mark<R> = (row: R, bits: ReasonBits) => void;

/** A truth as closures: what it says of a row, and what blocks it where it is undecided. */
interface TruthRun<R> {
  readonly value: (row: R) => Three;
  readonly block: Mark<R>;
}

/** A measure as closures. */
export interface MeasureRun<N, R> {
  /** Above 0: bit i tells that condition i is known to fail; 0: all hold; −1: none fails, some is undecided. */
  judge(row: R): number;
  block(row: R, bits: ReasonBits): void;
  /** Each condition by itself, for the trace: −1 where it does not apply. */
  readonly conditions: readonly { readonly id: string; readonly outcome: (row: R) => Three | -1; readonly block: Mark<R> }[];
  readonly award: ((row: R) => N) | null;
  readonly blockAward: Mark<R>;
  /** Limit of each cap; `absent` where an optional one was not given. */
  readonly caps: readonly { readonly limit: (row: R) => N; readonly absent: (row: R) => boolean }[];
  readonly floor: ((row: R) => N) | null;
}

/** Turns the core into closures over one kind of number. */
export class Runner<N, R> {
  constructor(
    private readonly machine: Machine<N, R>,
    private readonly slots: readonly Slot[],
  ) {}

  integer(node: Integer): (row: R) => N {
    const machine = this.machine;
    switch (node.op) {
      case 'constant': {
        const value = machine.constant(node.value);
        return () => value;
      }
      case 'slot':
        return machine.number(node.slot);
      case 'quotient': {
        const numerator = this.integer(node.numerator);
        const denominator = this.integer(node.denominator);
        return (row) => machine.quotient(numerator(row), denominator(row));
      }
      case 'floor': {
        const numerator = this.integer(node.numerator);
        const denominator = this.integer(node.denominator);
        return (row) => machine.floor(numerator(row), denominator(row));
      }
      case 'tiers': {
        const reached = this.reached(node.rows);
        const values = node.rows.map(({ value }) => this.integer(value));
        const below = this.integer(node.below);
        return (row) => {
          const at = reached(row);
          return at === undefined ? machine.unknown : (values[at] ?? below)(row);
        };
      }
      case 'guarded': {
        const slot = machine.number(node.slot);
        const of = this.integer(node.of);
        const zero = machine.constant(0n);
        return (row) => (machine.sign(slot(row), zero) > 0 ? of(row) : machine.unknown);
      }
      case 'given': {
        const state = machine.state(node.slot);
        const own = this.integer(node.own);
        const of = this.integer(node.of);
        return (row) => (state(row) === MISSING ? of : own)(row);
      }
      case 'within': {
        const of = this.integer(node.of);
        const low = node.low === null ? null : machine.constant(node.low);
        const high = node.high === null ? null : machine.constant(node.high);
        return (row) => {
          const value = of(row);
          const inside = (low === null || machine.sign(value, low) >= 0) && (high === null || machine.sign(value, high) <= 0);
          return inside ? value : machine.unknown;
        };
      }
      case 'byChoice': {
        const state = machine.state(node.slot);
        const small = machine.small(node.slot);
        const cases = new Map(node.cases.map(([index, item]) => [index, this.integer(item)] as const));
        return (row) => {
          const run = state(row) === KNOWN ? cases.get(small(row)) : undefined;
          return run === undefined ? machine.unknown : run(row);
        };
      }
      case 'shift': {
        const state = machine.state(node.slot);
        const small = machine.small(node.slot);
        return (row) => {
          if (state(row) !== KNOWN) return machine.unknown;
          const day = small(row);
          const rule = node.rules.find(({ from }) => from === monthDay(day));
          return machine.constant(BigInt(rule === undefined ? day : nextMonthDay(day, rule.to)));
        };
      }
      default: {
        const left = this.integer(node.left);
        const right = this.integer(node.right);
        const operate = machine[node.op].bind(machine);
        return (row) => operate(left(row), right(row));
      }
    }
  }

  /** The index of the last row reached, −1 below the first; undefined while what is compared is open. */
  reached(rows: readonly { readonly left: Integer; readonly right: Integer }[]): (row: R) => number | undefined {
    const sides = rows.map(({ left, right }) => ({ left: this.integer(left), right: this.integer(right) }));
    return (row) => {
      let at = -1;
      for (const { left, right } of sides) {
        const sign = this.machine.sign(left(row), right(row));
        if (Number.isNaN(sign)) return undefined;
        if (sign < 0) return at;
        at += 1;
      }
      return at;
    };
  }

  private blockSlot(slot: number, table: ReasonTable): Mark<R> {
    const state = this.machine.state(slot);
    const declared = this.slots[slot];
    if (!declared) throw new Error(`no slot ${slot}`);
    const missing = table.place(declared.missing);
    const invalid = table.place(declared.invalid);
    return (row, bits) => {
      const found = state(row);
      if (found === MISSING) setBit(bits, missing);
      else if (found === INVALID) setBit(bits, invalid);
    };
  }

  needs(needs: Needs, table: ReasonTable): Mark<R> {
    const machine = this.machine;
    const zero = machine.constant(0n);
    const marks = needs.slots.map((slot) => this.blockSlot(slot, table));
    for (const guard of needs.guards) {
      const value = machine.number(guard.slot);
      const place = table.place(guard.reason);
      marks.push((row, bits) => {
        if (machine.sign(value(row), zero) <= 0) setBit(bits, place);
      });
    }
    for (const choice of needs.applicable) {
      const state = machine.state(choice.slot);
      const small = machine.small(choice.slot);
      const place = table.place(choice.reason);
      marks.push((row, bits) => {
        if (state(row) === KNOWN && choice.indices.includes(small(row))) setBit(bits, place);
      });
    }
    for (const branch of needs.branches) marks.push(this.branch(branch, table));
    return (row, bits) => {
      for (const mark of marks) mark(row, bits);
    };
  }

  private branch(branch: Branch, table: ReasonTable): Mark<R> {
    const machine = this.machine;
    switch (branch.op) {
      case 'byChoice': {
        const state = machine.state(branch.slot);
        const small = machine.small(branch.slot);
        const cases = new Map(branch.cases.map(([index, needs]) => [index, this.needs(needs, table)] as const));
        return (row, bits) => {
          if (state(row) === KNOWN) cases.get(small(row))?.(row, bits);
          else for (const mark of cases.values()) mark(row, bits);
        };
      }
      case 'tiers': {
        const reached = this.reached(branch.rows);
        const marks = branch.rows.map(({ needs }) => this.needs(needs, table));
        const below = this.needs(branch.below, table);
        return (row, bits) => {
          const at = reached(row);
          for (const [index, mark] of [below, ...marks].entries()) if (at === undefined || index === at + 1) mark(row, bits);
        };
      }
      case 'given': {
        const state = machine.state(branch.slot);
        const own = this.needs(branch.own, table);
        const of = this.needs(branch.of, table);
        return (row, bits) => (state(row) === MISSING ? of : own)(row, bits);
      }
      case 'within': {
        const of = this.integer(branch.value.of);
        const within = this.integer(branch.value);
        const place = table.place(branch.reason);
        const zero = machine.constant(0n);
        const known = (value: N): boolean => !Number.isNaN(machine.sign(value, zero));
        return (row, bits) => {
          if (known(of(row)) && !known(within(row))) setBit(bits, place);
        };
      }
    }
  }

  truth(node: Truth, table: ReasonTable): TruthRun<R> {
    const machine = this.machine;
    switch (node.op) {
      case 'always': {
        const value: Three = node.value ? 1 : 0;
        return { value: () => value, block: () => undefined };
      }
      case 'compare':
        return this.compare(node, table);
      case 'yes': {
        const state = machine.state(node.slot);
        const small = machine.small(node.slot);
        return { value: (row) => (state(row) !== KNOWN ? 2 : small(row) === 1 ? 1 : 0), block: this.blockSlot(node.slot, table) };
      }
      case 'blank': {
        const state = machine.state(node.slot);
        return { value: (row) => (state(row) === MISSING ? 1 : 0), block: () => undefined };
      }
      case 'isDay': {
        const state = machine.state(node.slot);
        const small = machine.small(node.slot);
        return {
          value: (row) => (state(row) !== KNOWN ? 2 : node.days.includes(monthDay(small(row))) ? 1 : 0),
          block: this.blockSlot(node.slot, table),
        };
      }
      case 'in':
        return this.membership(node, table);
      case 'not': {
        const of = this.truth(node.of, table);
        return {
          value: (row) => {
            const found = of.value(row);
            return found === 2 ? 2 : found === 1 ? 0 : 1;
          },
          block: of.block,
        };
      }
      case 'and':
      case 'or': {
        const items = node.items.map((item) => this.truth(item, table));
        const decisive: Three = node.op === 'and' ? 0 : 1;
        const otherwise: Three = node.op === 'and' ? 1 : 0;
        return {
          value: (row) => {
            let result: Three = otherwise;
            for (const item of items) {
              const found = item.value(row);
              if (found === decisive) return decisive;
              if (found === 2) result = 2;
            }
            return result;
          },
          block: (row, bits) => {
            for (const item of items) if (item.value(row) === 2) item.block(row, bits);
          },
        };
      }
      case 'hasBase':
        return this.hasBase(node, table);
      case 'byChoice': {
        const state = machine.state(node.slot);
        const small = machine.small(node.slot);
        const cases = new Map(node.cases.map(([index, item]) => [index, this.truth(item, table)] as const));
        const blockChoice = this.blockSlot(node.slot, table);
        const blockShared = node.shared === null ? null : this.needs(node.shared, table);
        return {
          value: (row) => {
            if (state(row) !== KNOWN) return 2;
            const run = cases.get(small(row));
            return run === undefined ? 1 : run.value(row);
          },
          block: (row, bits) => {
            if (state(row) === KNOWN) cases.get(small(row))?.block(row, bits);
            else {
              blockChoice(row, bits);
              blockShared?.(row, bits);
            }
          },
        };
      }
    }
  }

  private compare(node: Extract<Truth, { op: 'compare' }>, table: ReasonTable): TruthRun<R> {
    const machine = this.machine;
    const left = this.integer(node.left);
    const right = this.integer(node.right);
    const zero = machine.constant(0n);
    const guards = node.needs.guards.map((guard) => machine.number(guard.slot));
    const holds: Record<typeof node.operator, (sign: number) => boolean> = {
      '>=': (sign) => sign >= 0,
      '>': (sign) => sign > 0,
      '<=': (sign) => sign <= 0,
      '<': (sign) => sign < 0,
      '=': (sign) => sign === 0,
      '!=': (sign) => sign !== 0,
    };
    const test = holds[node.operator];
    return {
      value: (row) => {
        for (const guard of guards) if (!(machine.sign(guard(row), zero) > 0)) return 2;
        const sign = machine.sign(left(row), right(row));
        return Number.isNaN(sign) ? 2 : test(sign) ? 1 : 0;
      },
      block: this.needs(node.needs, table),
    };
  }

  private membership(node: Extract<Truth, { op: 'in' }>, table: ReasonTable): TruthRun<R> {
    const machine = this.machine;
    const state = machine.state(node.slot);
    const small = machine.small(node.slot);
    const lists = node.lists.map((list) => ({
      state: machine.state(list.slot),
      small: machine.small(list.slot),
      required: list.required,
      block: this.blockSlot(list.slot, table),
    }));
    const blockChoice = this.blockSlot(node.slot, table);
    return {
      value: (row) => {
        if (state(row) !== KNOWN) return 2;
        const bit = 1 << small(row);
        if ((node.members & bit) !== 0) return 1;
        let result: Three = 0;
        for (const list of lists) {
          const given = list.state(row);
          if (given === KNOWN) {
            if ((list.small(row) & bit) !== 0) return 1;
          } else if (given === INVALID || list.required) result = 2;
        }
        return result;
      },
      block: (row, bits) => {
        if (state(row) !== KNOWN) blockChoice(row, bits);
        else for (const list of lists) if (list.state(row) === INVALID || list.required) list.block(row, bits);
      },
    };
  }

  private hasBase(node: Extract<Truth, { op: 'hasBase' }>, table: ReasonTable): TruthRun<R> {
    const machine = this.machine;
    const figureState = machine.state(node.figure);
    const figure = machine.number(node.figure);
    const flagState = machine.state(node.flag);
    const flag = machine.small(node.flag);
    const zero = machine.constant(0n);
    const blockFigure = this.blockSlot(node.figure, table);
    const blockFlag = this.blockSlot(node.flag, table);
    const contradiction = table.place(node.contradiction);
    /** null: undecided. */
    const above = (row: R): boolean | null => (figureState(row) === KNOWN ? machine.sign(figure(row), zero) > 0 : null);
    return {
      value: (row) => {
        if (figureState(row) === INVALID || flagState(row) === INVALID) return 2;
        const recorded = above(row);
        const said = flagState(row) === KNOWN ? flag(row) === 1 : null;
        if (recorded === null) return said === null ? 2 : said ? 1 : 0;
        return said !== null && said !== recorded ? 2 : recorded ? 1 : 0;
      },
      block: (row, bits) => {
        if (figureState(row) === INVALID || flagState(row) === INVALID) {
          if (figureState(row) === INVALID) blockFigure(row, bits);
          if (flagState(row) === INVALID) blockFlag(row, bits);
        } else if (figureState(row) === MISSING) blockFigure(row, bits);
        else setBit(bits, contradiction);
      },
    };
  }

  private condition(condition: CoreCondition, table: ReasonTable): { id: string; outcome: (row: R) => Three | -1; block: Mark<R> } {
    const guards = condition.guards.map((guard) => this.truth(guard, table));
    const officer =
      condition.officer === null ? null : { when: this.truth(condition.officer.when, table), place: table.place(condition.officer.reason) };
    const test = this.truth(condition.test, table);
    const relaxed =
      condition.relaxed === null
        ? null
        : { guard: this.truth(condition.relaxed.guard, table), test: this.truth(condition.relaxed.test, table) };
    return {
      id: condition.id,
      outcome: (row) => {
        for (const guard of guards) {
          const found = guard.value(row);
          if (found === 0) return -1;
          if (found === 2) return 2;
        }
        if (officer !== null && officer.when.value(row) !== 0) return 2;
        const found = test.value(row);
        if (found !== 0 || relaxed === null) return found;
        const named = relaxed.guard.value(row);
        return named === 1 ? relaxed.test.value(row) : named;
      },
      block: (row, bits) => {
        for (const guard of guards) {
          const found = guard.value(row);
          if (found === 0) return;
          if (found === 2) {
            guard.block(row, bits);
            return;
          }
        }
        const decides = officer === null ? 0 : officer.when.value(row);
        if (officer !== null && decides === 1) {
          setBit(bits, officer.place);
          return;
        }
        if (officer !== null && decides === 2) {
          officer.when.block(row, bits);
          return;
        }
        if (test.value(row) === 2) test.block(row, bits);
        else if (relaxed !== null) (relaxed.guard.value(row) === 2 ? relaxed.guard : relaxed.test).block(row, bits);
      },
    };
  }

  measure(measure: CoreMeasure, table: ReasonTable): MeasureRun<N, R> {
    const conditions = measure.conditions.map((condition) => this.condition(condition, table));
    const outcomes = conditions.map((condition) => condition.outcome);
    const award = measure.award === null ? null : this.integer(measure.award.value);
    const blockAward = measure.award === null ? (): void => undefined : this.needs(measure.award.needs, table);
    const caps = measure.caps.map((cap) => {
      const optional = cap.optional === null ? null : this.machine.state(cap.optional);
      return {
        limit: this.integer(cap.limit.value),
        absent: (row: R): boolean => optional !== null && optional(row) === MISSING,
        block: this.needs(cap.limit.needs, table),
      };
    });
    return {
      conditions,
      award,
      caps,
      floor: measure.floor === null ? null : this.integer(measure.floor.at.value),
      judge: (row) => {
        let fails = 0;
        let undecided = false;
        for (let index = 0; index < outcomes.length; index++) {
          const found = outcomes[index]?.(row);
          if (found === 0) fails |= 1 << index;
          else if (found === 2) undecided = true;
        }
        return fails !== 0 ? fails : undecided ? -1 : 0;
      },
      block: (row, bits) => {
        for (const condition of conditions) if (condition.outcome(row) === 2) condition.block(row, bits);
      },
      blockAward: (row, bits) => {
        blockAward(row, bits);
        for (const cap of caps) if (!cap.absent(row)) cap.block(row, bits);
      },
    };
  }
}
