/**
 * The checked pack: what `check` hands to everything below it (the lowering, the trace, the reference interpreter).
 * Every name is resolved, every unit agrees, every reading has its options; nothing in here can be wrong any more.
 */

/** Powers of the base units of a quantity; the base of money is 元, of electricity 千瓦时, of people 人. A plain ratio has none. */
export interface Dimension {
  readonly money?: number;
  readonly electricity?: number;
  readonly people?: number;
  readonly vehicle?: number;
  readonly mass?: number;
  readonly day?: number;
  /** Things counted without a unit of their own: 户, 类, 个. */
  readonly count?: number;
}

/** A unit as written in a pack: its dimension and the power of ten to the base unit (万元 = 10^4 元, % = 10^-2). */
export interface Unit {
  readonly name: string;
  readonly dimension: Dimension;
  readonly power: number;
}

/** An exact decimal: `digits` × 10^`power`, digits an integer written in decimal (it may be negative). */
export interface ExactNumber {
  readonly digits: string;
  readonly power: number;
}

/** What an input or parameter holds. A `choices` value is a set of choices (an officer's list of industries). */
export type FactType = 'number' | 'yesno' | 'choice' | 'date' | 'choices';

/** One choice of a choice input: its id in code and JSON, the policy's own word, and further words officers write. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly aliases: readonly string[];
  /** Ids of the wider choices that contain this one (电解铝 ⊂ 有色金属). */
  readonly parents: readonly string[];
}

interface FactDeclaration {
  readonly id: string;
  /** The policy's own term. */
  readonly name: string;
  readonly type: FactType;
  /** Numbers only. */
  readonly unit?: Unit;
  /** Digits after the point, in `unit`, that the fast lane carries. */
  readonly decimals: number;
  /** Largest magnitude, in `unit`, that the fast lane carries. */
  readonly max: string;
  /** A fraction of it cannot be (人). */
  readonly whole: boolean;
  /** Values below zero can be. */
  readonly negative: boolean;
  readonly choices: readonly Choice[];
}

/** A column of the ledger. */
export interface Input extends FactDeclaration {
  readonly meaning: string;
  /** Headers, beside `name`, under which officers keep this figure. */
  readonly headers: readonly string[];
  /** The sheet it stands on: the ledger, or one row a project or event. */
  readonly table: 'ledger' | 'project' | 'event';
  /** Numbers only: what it can be at all (货车类别 is 1 to 6); outside it is refused. Left out: whatever `negative` and `whole` let it be. */
  readonly allowed?: Band;
}

/** Bounds of a figure; a missing bound is open on that side. In the figure's own unit. */
export interface Band {
  readonly low?: { readonly value: ExactNumber; readonly inclusive: boolean };
  readonly high?: { readonly value: ExactNumber; readonly inclusive: boolean };
}

/**
 * What the tiers of an unpublished figure may go by: a quantity of the row, or a choice. The ids `total` and `base` have a meaning of their own:
 * the whole of which a share may be paid where there is no base, and the input that, recorded as 0, means that there is none.
 */
export interface Going {
  readonly id: string;
  /** The officer's word for it: 产值增速, 增量电量, 行业. */
  readonly name: string;
  readonly by: { readonly number: NumberNode } | { readonly choice: string };
}

/** A figure the text does not publish: the officer gives it, with its source. */
export interface Parameter extends FactDeclaration {
  /** The measure it belongs to; its full name is `<measure>.<id>`. */
  readonly measure: string;
  /** Verbatim words that announce the figure without giving it. */
  readonly quote: string;
  readonly meaning: string;
  readonly band: Band;
  /** The text itself fixes the band, so it bounds an open amount; otherwise it only says what is refused (a share above 1). */
  readonly bandFromText: boolean;
  /** true: without it the amount or a condition stays open; false: without it the text applies as it stands (no cap, no further industry). */
  readonly required: boolean;
  /** The value that stands where the officer gives none (nothing of a fund used up yet). */
  readonly otherwise?: ExactNumber;
  /** What a tier table in its place may go by. */
  readonly going: readonly Going[];
}

/** A wording that can be read in more than one way, as a switch. */
export interface Reading {
  readonly id: string;
  /** What an officer calls it; no two readings of a pack bear the same name. */
  readonly name: string;
  readonly nameEnglish: string;
  /** The words of the text. */
  readonly text: string;
  readonly options: readonly { readonly id: string; readonly meaning: string }[];
  readonly default: string;
  readonly why: string;
}

/** An ambiguity that is no switch: an officer can read how it was decided. */
export interface Note {
  readonly id: string;
  readonly text: string;
  readonly readings: readonly string[];
  readonly default: string;
  readonly why: string;
}

/** A row of a table: from `from` on, up to the next row's, `value` counts. */
export interface TierRow {
  readonly from: ExactNumber;
  /** `from` as it was written. */
  readonly text: string;
  readonly value: NumberNode;
}

/** A numeric expression; `dimension` is that of its value. Dates are day numbers (days since 1970-01-01) of dimension { day: 1 }. */
export type NumberNode = { readonly dimension: Dimension } & (
  | { readonly kind: 'constant'; readonly value: ExactNumber; readonly text: string }
  | { readonly kind: 'input'; readonly input: string }
  | { readonly kind: 'parameter'; readonly parameter: string }
  | { readonly kind: 'add' | 'subtract' | 'multiply' | 'divide'; readonly left: NumberNode; readonly right: NumberNode }
  | { readonly kind: 'min' | 'max'; readonly items: readonly NumberNode[] }
  /** The value of an input used as a base: a recorded 0 is no base (`undefined-base:<input>`). */
  | { readonly kind: 'base'; readonly input: string }
  /** (now − before) ÷ before; `before` is an input or an input's base; a recorded 0 there gives `undefined-growth:<before>`. */
  | { readonly kind: 'growth'; readonly now: NumberNode; readonly before: string }
  /** Rounded half away from zero to a multiple of `step`. */
  | { readonly kind: 'round'; readonly of: NumberNode; readonly step: ExactNumber }
  | { readonly kind: 'reading'; readonly reading: string; readonly options: Readonly<Record<string, NumberNode>> }
  /** A date moved to the next day `to` (month × 100 + day) on or after a day `from`; any other day stays. */
  | { readonly kind: 'shift'; readonly input: string; readonly rules: readonly { readonly from: number; readonly to: number }[] }
  /** What is paid, after caps; in outputs only. */
  | { readonly kind: 'award' }
  /** The value that belongs to the choice recorded in `input`; a choice without a case gives `not-applicable:<input>`. */
  | { readonly kind: 'byChoice'; readonly input: string; readonly cases: Readonly<Record<string, NumberNode>> }
  /** How many whole steps fit into a quantity or a growth, rounded down; the step is above zero. */
  | { readonly kind: 'steps'; readonly of: NumberNode; readonly step: ExactNumber; readonly text: string }
  /** The value of the last row whose `from` is reached; below the first row 0. Rows rise. */
  | { readonly kind: 'tiers'; readonly of: NumberNode; readonly rows: readonly TierRow[] }
  /** The part of a quantity in each row, times the row's rate, added up; of a growth, the parts of the increment. Below the first row 0. */
  | { readonly kind: 'marginal'; readonly of: NumberNode; readonly rows: readonly TierRow[] }
  /** `none` where the input `base` is recorded as 0 (or below), `of` where it is above. */
  | { readonly kind: 'noBase'; readonly base: string; readonly none: NumberNode; readonly of: NumberNode }
  /** `own` where the row gives the parameter itself, `of` where it does not. */
  | { readonly kind: 'given'; readonly parameter: string; readonly own: NumberNode; readonly of: NumberNode }
  /** The value where it lies in the parameter's band; outside it is refused as the parameter would be. */
  | { readonly kind: 'within'; readonly parameter: string; readonly of: NumberNode }
);

/** How two numbers are compared. */
export type CompareOperator = '>=' | '>' | '<=' | '<' | '=' | '!=';

/** A three-valued expression. */
export type TruthNode =
  | { readonly kind: 'constantTruth'; readonly value: boolean }
  | { readonly kind: 'compare'; readonly operator: CompareOperator; readonly left: NumberNode; readonly right: NumberNode }
  /** A yes/no input is yes. */
  | { readonly kind: 'isYes'; readonly input: string }
  /** The choice, or one of its parents, is in the named set or in an officer's list. An unset list that is not required is empty. */
  | { readonly kind: 'in'; readonly input: string; readonly choices: readonly string[]; readonly lists: readonly string[] }
  | { readonly kind: 'and' | 'or'; readonly items: readonly TruthNode[] }
  | { readonly kind: 'not'; readonly of: TruthNode }
  /** A figure of last year above zero, or an officer's yes/no where it is blank; both given and at odds: `invalid:<flag>`. */
  | { readonly kind: 'hasBase'; readonly figure: string; readonly flag: string }
  /** The case of the choice recorded in `input`; blank or invalid: unknown for that alone; a choice without a case does not apply (holds). */
  | { readonly kind: 'byChoice'; readonly input: string; readonly cases: Readonly<Record<string, TruthNode>> }
  /** The date is one of these days of a year (month × 100 + day). */
  | { readonly kind: 'isDay'; readonly input: string; readonly days: readonly number[] }
  /** True when the cell is blank, whatever it would hold. */
  | { readonly kind: 'isBlank'; readonly input: string }
  | { readonly kind: 'reading'; readonly reading: string; readonly options: Readonly<Record<string, TruthNode>> };

/** One condition of a measure, in the order of the text. */
export interface Condition {
  readonly id: string;
  readonly quote: string;
  /** Taken in order; the first that is not true decides: false → the condition does not apply (it holds), unknown → unknown for that reason alone. */
  readonly guards: readonly TruthNode[];
  readonly test: TruthNode;
  /** Where the test is known to fail and `guard` holds, `test` is asked instead (lowered lines of named industries). */
  readonly relaxed?: { readonly by: string; readonly quote: string; readonly guard: TruthNode; readonly test: TruthNode };
  /** Where `when` holds the text leaves it to the officer: unknown with `officer-decision:<code>`. Asked before the test. */
  readonly officerDecides?: { readonly when: TruthNode; readonly code: string };
  /** false: stands in the pack for its words only (it relaxes other conditions). */
  readonly tested: boolean;
}

/** A ceiling on a measure's amount. */
export interface Cap {
  readonly id: string;
  readonly limit: NumberNode;
  readonly quote: string;
  /** `fund-limit` where it is the rest of a fund rather than a ceiling of the measure. */
  readonly code: 'cap' | 'fund-limit';
}

/** A computed measure of the document. */
export interface Measure {
  readonly id: string;
  /** The clause's number in the text: （二十六）. */
  readonly clause: string;
  readonly title: string;
  readonly titleEnglish: string;
  readonly quote: string;
  /** Who it is paid to: an enterprise row, a project row, or an event row of an enterprise. */
  readonly subject: 'enterprise' | 'project' | 'event';
  /** With its own inputs all blank it was not applied for: 未申报. */
  readonly onApplication: boolean;
  readonly inputs: readonly string[];
  readonly parameters: readonly string[];
  readonly readings: readonly string[];
  readonly notes: readonly Note[];
  readonly conditions: readonly Condition[];
  /** The unit amounts are given in: 万元, or 元 where the clause counts in 元. */
  readonly amountUnit: Unit;
  /** Money; null where the measure pays nothing (a test). */
  readonly award: NumberNode | null;
  /** All apply; the lowest is the one that cuts, the first listed on a tie. */
  readonly caps: readonly Cap[];
  /** Tested on what would be paid, after the caps. */
  readonly floor?: { readonly id: string; readonly at: NumberNode; readonly quote: string };
  readonly outputs: readonly Output[];
}

/** What a clause gives besides its amount. */
export interface Output {
  readonly id: string;
  /** What officers call it, in Chinese and in English, without its unit. */
  readonly name: string;
  readonly nameEnglish: string;
  readonly value: NumberNode;
  readonly unit: Unit;
}

/** A total over measures of one legal person. */
export interface Group {
  readonly id: string;
  /** The id of the measure that judges a list of awards by it (2025q1-99-stacking-cap). */
  readonly measure: string;
  /** The id of the composite that judges one enterprise row by all its row measures and this total. */
  readonly composite: string;
  readonly clause: string;
  readonly title: string;
  readonly titleEnglish: string;
  readonly quote: string;
  readonly limit: NumberNode;
  /** The applied code is `cap:<capId>`. */
  readonly capId: string;
  /** Measures that count; under a reading, by option. */
  readonly members: readonly string[] | { readonly reading: string; readonly options: Readonly<Record<string, readonly string[]>> };
  /** Measures of the document that are paid outside the total. */
  readonly outside: readonly string[];
  /** Conditions of the group measure with their words; `conflict:<id>` where two members exclude each other. */
  readonly conditions: readonly { readonly id: string; readonly quote: string; readonly exclusive?: readonly [string, string] }[];
  /** The reading that says how a cut is shared out: totalOnly, clauseOrder, proRata. */
  readonly allocation: string;
  readonly notes: readonly Note[];
}

/** Measures of which only one is paid (仅享受其中一类): the higher, or the officer's choice. */
export interface ExclusiveChoice {
  /** Judged like a measure, from the figures of its members. */
  readonly id: string;
  readonly clause: string;
  readonly title: string;
  readonly titleEnglish: string;
  readonly quote: string;
  readonly members: readonly string[];
  /** Full name of the parameter that holds the officer's choice. */
  readonly parameter: string;
  readonly conditions: readonly { readonly id: string; readonly quote: string }[];
  readonly notes: readonly Note[];
}

/** A condition, cap, floor, award (`award`), output, parameter (full name) or reading of a measure, by its id. */
export interface AssumedPart {
  readonly measure: string;
  readonly part: string;
}

/** One figure or setting of a pack that an overlay changed. */
export interface AssumedChange {
  readonly kind: 'published' | 'condition' | 'limit' | 'band' | 'reading';
  /** Its full name in the pack. */
  readonly name: string;
  /** What an officer calls it: a figure's or parameter's own name, the clause and its words, the name of a reading. */
  readonly label: string;
  /** What the published text gives, and what is assumed in its place, as written. */
  readonly from: string;
  readonly to: string;
  /** Where the assumed figure comes from. */
  readonly source: string;
  /** What it changes. */
  readonly touches: readonly AssumedPart[];
}

/** Figures assumed in place of published ones. */
export interface Assumption {
  readonly title: string;
  readonly titleEnglish: string;
  /** `<pack>@<SHA-256 of its file>`. */
  readonly basedOn: string;
  /** SHA-256 of the overlay's file, hexadecimal. */
  readonly hash: string;
  readonly changes: readonly AssumedChange[];
}

/** A number with its unit, as an officer wrote it. `value` in base units. */
export interface Written {
  readonly text: string;
  readonly value: ExactNumber;
  readonly dimension: Dimension;
}

/** What a shape may carry besides: each of them only narrows or lifts what the shape itself gives. */
export interface ShapeLimits {
  /** 封顶: at most this. */
  readonly cap?: Written;
  /** 起付: below this nothing. */
  readonly floor?: Written;
  /** 保底: at least this. */
  readonly atLeast?: Written;
  /** 最低增量: below this quantity nothing; `by` is the id of the quantity. */
  readonly minimum?: { readonly from: Written; readonly by: string };
  /** Where the base is recorded as 0: so much, or so much of the quantity `of`. */
  readonly noBase?: { readonly value: Written; readonly of?: string };
  /** Where the officer has it from. */
  readonly source?: string;
}

/** A row of a tier table: from `from` on, below `to`; the last has no `to`. */
export interface ShapeRow {
  readonly from: Written;
  readonly to?: Written;
  readonly value: Written | Shape;
}

/**
 * How an officer gives an unpublished figure that is more than one number. `by` and `of` are ids of quantities the pack names for the parameter; `of`
 * is what a rate is taken of, left out where the text itself says of what.
 */
export type Shape = ShapeLimits &
  (
    | { readonly shape: 'sum'; readonly value: Written }
    | { readonly shape: 'rate'; readonly value: Written; readonly of?: string }
    /** `value` for every whole `step` of what exceeds `above`. */
    | { readonly shape: 'perStep'; readonly value: Written; readonly by: string; readonly step: Written; readonly above?: Written }
    | { readonly shape: 'bracket' | 'marginal'; readonly by: string; readonly of?: string; readonly rows: readonly ShapeRow[] }
    /** By the recorded choice; `choices` null: all not named. */
    | {
        readonly shape: 'choice';
        readonly by: string;
        readonly rows: readonly { readonly choices: readonly string[] | null; readonly value: Shape }[];
      }
  );

/** Every computable thing of one policy document. */
export interface Pack {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly titleEnglish: string;
  readonly status: 'draft' | 'issued' | 'repealed';
  /** First and last day, ISO. */
  readonly period: readonly [string, string];
  readonly inputs: Readonly<Record<string, Input>>;
  /** By full name `<measure>.<id>`. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Published figures, by name, for display: `用工标准` → 1000 元/人 with its words. */
  readonly published: readonly {
    readonly id: string;
    readonly name: string;
    readonly text: string;
    readonly clause: string;
    readonly quote: string;
  }[];
  readonly readings: Readonly<Record<string, Reading>>;
  readonly measures: readonly Measure[];
  readonly groups: readonly Group[];
  readonly choices: readonly ExclusiveChoice[];
  /** Shapes laid over unpublished figures, by full name. */
  readonly shapes?: Readonly<Record<string, Shape>>;
  /** Where figures were changed over the published text: everything made with this pack says so. */
  readonly assumption?: Assumption;
}

/** The name under which a parameter is given: `<measure>.<id>`. */
export function parameterName(parameter: { readonly measure: string; readonly id: string }): string {
  return `${parameter.measure}.${parameter.id}`;
}
