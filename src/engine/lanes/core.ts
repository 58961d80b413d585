import type { CompareOperator } from '../tree';
import type { Reason } from '../verdict';

/**
 * The integer core: what a pack is lowered to. Every number is an integer with a static power of ten and a static bound; a ratio never
 * exists as a value, only as a comparison multiplied out. Readings are settled while lowering, so the core holds none. The same core runs as closures over BigInt, closures over numbers, and as
 * generated JavaScript.
 */

/** An integer expression. Unknown slots make it unknown. */
export type Integer =
  | { readonly op: 'constant'; readonly value: bigint }
  | { readonly op: 'slot'; readonly slot: number }
  | { readonly op: 'add' | 'subtract' | 'multiply' | 'min' | 'max'; readonly left: Integer; readonly right: Integer }
  /** Rounded half away from zero; the denominator is above zero wherever it is asked. */
  | { readonly op: 'quotient'; readonly numerator: Integer; readonly denominator: Integer }
  | { readonly op: 'shift'; readonly slot: number; readonly rules: readonly { readonly from: number; readonly to: number }[] }
  /** By the index of a choice; a choice without a case is unknown. */
  | { readonly op: 'byChoice'; readonly slot: number; readonly cases: readonly (readonly [index: number, value: Integer])[] }
  /** Rounded down; unknown unless the denominator is above zero. */
  | { readonly op: 'floor'; readonly numerator: Integer; readonly denominator: Integer }
  /** The value of the last row reached (`left` ≥ `right`), in order; `below` where the first is not. */
  | { readonly op: 'tiers'; readonly rows: readonly TierInteger[]; readonly below: Integer }
  /** Unknown unless the slot is above zero. */
  | { readonly op: 'guarded'; readonly slot: number; readonly of: Integer }
  /** `own` unless the slot is blank. */
  | { readonly op: 'given'; readonly slot: number; readonly own: Integer; readonly of: Integer }
  /** Unknown outside the bounds, both of which are in; null: none. */
  | { readonly op: 'within'; readonly of: Integer; readonly low: bigint | null; readonly high: bigint | null };

/** A row of a table: it is reached where `left` ≥ `right`. */
interface TierInteger {
  readonly left: Integer;
  readonly right: Integer;
  readonly value: Integer;
}

/** A recorded value that makes an expression meaningless: the slot must be above zero. */
export interface Guard {
  readonly slot: number;
  readonly reason: Reason;
}

/** What a question hangs on while it is open. */
export interface Needs {
  readonly slots: readonly number[];
  readonly guards: readonly Guard[];
  /** Choices without a case. */
  readonly applicable: readonly { readonly slot: number; readonly indices: readonly number[]; readonly reason: Reason }[];
  /** What only some rows hang on. */
  readonly branches: readonly Branch[];
}

/** Needs that depend on which way a row takes. */
export type Branch =
  /** Those of the recorded choice; while it is open, of every case. */
  | { readonly op: 'byChoice'; readonly slot: number; readonly cases: readonly (readonly [index: number, needs: Needs])[] }
  /** Those of the row reached; while that is open, of every row. */
  | {
      readonly op: 'tiers';
      readonly rows: readonly { readonly left: Integer; readonly right: Integer; readonly needs: Needs }[];
      readonly below: Needs;
    }
  | { readonly op: 'given'; readonly slot: number; readonly own: Needs; readonly of: Needs }
  /** `reason` stands where the value is known and not within. */
  | { readonly op: 'within'; readonly value: Extract<Integer, { op: 'within' }>; readonly reason: Reason };

/** A three-valued expression. */
export type Truth =
  | { readonly op: 'always'; readonly value: boolean }
  | { readonly op: 'compare'; readonly operator: CompareOperator; readonly left: Integer; readonly right: Integer; readonly needs: Needs }
  | { readonly op: 'yes'; readonly slot: number }
  /** `members`: bit i set where choice i, or a parent of it, is named. `lists`: slots that hold such bit sets. */
  | {
      readonly op: 'in';
      readonly slot: number;
      readonly members: number;
      readonly lists: readonly { readonly slot: number; readonly required: boolean }[];
    }
  | { readonly op: 'and' | 'or'; readonly items: readonly Truth[] }
  | { readonly op: 'not'; readonly of: Truth }
  | { readonly op: 'hasBase'; readonly figure: number; readonly flag: number; readonly contradiction: Reason }
  | { readonly op: 'isDay'; readonly slot: number; readonly days: readonly number[] }
  | { readonly op: 'blank'; readonly slot: number }
  /** `shared`: what every case needs, asked for even while the choice is open. */
  | {
      readonly op: 'byChoice';
      readonly slot: number;
      readonly cases: readonly (readonly [index: number, value: Truth])[];
      readonly shared: Needs | null;
    };

/** A lowered condition. */
export interface CoreCondition {
  readonly id: string;
  readonly guards: readonly Truth[];
  readonly officer: { readonly when: Truth; readonly reason: Reason } | null;
  readonly test: Truth;
  readonly relaxed: { readonly guard: Truth; readonly test: Truth } | null;
}

/** An amount: an integer of 10^power 元 (or of the output's unit). */
export interface Amount {
  readonly value: Integer;
  readonly power: number;
  readonly bound: bigint;
  readonly needs: Needs;
}

/** A lowered measure. */
export interface CoreMeasure {
  readonly id: string;
  readonly conditions: readonly CoreCondition[];
  /** All amounts of a measure stand at one power. */
  readonly power: number;
  /** The power of ten of the unit its amount is given in. */
  readonly unitPower: number;
  readonly award: Amount | null;
  /** `optional`: a slot that, left out, means there is no such cap. */
  readonly caps: readonly {
    readonly applied: `cap:${string}` | `fund-limit:${string}`;
    readonly limit: Amount;
    readonly optional: number | null;
  }[];
  readonly floor: { readonly reason: Reason; readonly at: Amount } | null;
  readonly outputs: readonly { readonly id: string; readonly value: Amount; readonly denominator: Integer | null }[];
}

/** What a slot holds and what its want is called. */
export interface Slot {
  readonly kind: 'input' | 'parameter' | 'award';
  /** Input id, or a parameter's full name. */
  readonly id: string;
  readonly missing: Reason;
  readonly invalid: Reason;
  /** For numbers: the slot holds value × 10^-power in base units. */
  readonly power: number;
  readonly bound: bigint;
  /** Bounds of what it may hold, in the slot's integers, for open amounts. */
  readonly low: bigint | null;
  readonly high: bigint | null;
}

/** A lowered pack. */
export interface Core {
  readonly slots: readonly Slot[];
  readonly measures: readonly CoreMeasure[];
  /** Largest magnitude any intermediate can reach. */
  readonly largest: bigint;
  /** The measure and condition where it is reached. */
  readonly largestAt: string;
}
