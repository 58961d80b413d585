import type { Column } from './columns';
import type { Group, Measure, Pack } from './tree';
import type { Applied, Reason, Verdict } from './verdict';

/** A figure as JSON carries it: exact decimal text (or a JSON number), true/false, a choice's id or label, an ISO date, a list of choices; null, undefined or "" is missing. */
export type RawValue = string | number | boolean | null | undefined | readonly string[];

/** Figures of one row by input id. */
export type RawFacts = Readonly<Record<string, RawValue>>;

/** Parameters by full name `<measure>.<id>`; a bare `<id>` serves the measure asked for. */
export type RawParameters = Readonly<Record<string, RawValue>>;

/** A block of rows by columns. An input or parameter left out is missing in every row. */
export interface BlockFacts {
  readonly rows: number;
  /** By input id. */
  readonly inputs: Readonly<Record<string, Column>>;
  /** By full name; a column wins over the batch's value, row by row where it is not missing. */
  readonly parameterColumns: Readonly<Record<string, Column>>;
}

/** The answers for a block, kept as numbers until somebody looks at a row. */
export interface BlockVerdicts {
  readonly rows: number;
  /** 0 not entitled, 1 entitled, 2 undecided. */
  status(measure: string, row: number): 0 | 1 | 2;
  /** Exact 万元, or null while it is open. For the composite: after the total cap. */
  amount(measure: string, row: number): string | null;
  reasons(measure: string, row: number): readonly Reason[];
  applied(measure: string, row: number): readonly Applied[];
  /** What the row's answer contributes to a total. */
  part(measure: string, row: number): Part;
  /** Everything the one-row lane would say. */
  verdict(measure: string, row: number): Verdict;
}

/** A part of a total: what one measure gives one enterprise. `high` null: no upper bound known. Exact 万元. */
export interface Part {
  readonly measure: string;
  readonly amount: string | null;
  readonly low: string;
  readonly high: string | null;
}

/** One figure or comparison on the way to an answer, for the row an officer looks at. */
export interface Step {
  /** The condition, cap or output it belongs to; `award` for the amount. */
  readonly id: string;
  readonly kind: 'condition' | 'shape' | 'award' | 'cap' | 'floor' | 'output' | 'total';
  /** Verbatim words. */
  readonly quote: string;
  /** Whether it holds; for caps whether it cuts. */
  readonly holds: boolean | 'unknown' | 'notApplicable';
  /** The figures it used, by input or parameter id, as exact text in their declared unit; null where missing. */
  readonly figures: readonly { readonly id: string; readonly name: string; readonly value: string | null; readonly unit: string }[];
  /** The comparison, where there is one: both sides and the difference left − right, exact or to 6 further digits (`…` at the end), with unit. */
  readonly comparison?: {
    readonly operator: string;
    readonly left: string | null;
    readonly right: string | null;
    readonly gap: string | null;
    readonly unit: string;
  };
  /** The expression in the pack's own words. */
  readonly formula: string;
  /** Its value, for awards, caps and outputs; of awards and caps in the measure's `amountUnit`. */
  readonly value?: string | null;
  /** Where an officer's own figure comes from, for a shape: what it says is the officer's, and never the text's. */
  readonly source?: string;
  readonly reasons: readonly Reason[];
}

/** How one answer came about. */
export interface Trace {
  readonly verdict: Verdict;
  readonly steps: readonly Step[];
  /** Readings that took part, with the option in force. */
  readonly readings: readonly { readonly id: string; readonly option: string; readonly isDefault: boolean }[];
}

/** A compiled pack under one setting of its readings. Frozen; several may live side by side. */
export interface Program {
  readonly pack: Pack;
  readonly readings: Readonly<Record<string, string>>;
  measure(id: string): Measure | undefined;
  group(measureOrComposite: string): Group | undefined;
  /** One row. `id` is a measure, a group's measure (its input `awards`) or a composite. */
  judge(id: string, facts: RawFacts & { readonly awards?: unknown }, parameters?: RawParameters): Verdict;
  /** Many rows by columns, for every measure, exclusive choice and composite of the pack. The same answers as `judge`, row by row. */
  judgeBlock(block: BlockFacts, parameters?: RawParameters): BlockVerdicts;
  /** The parts of a row or of several rows of one legal person, settled by the group. */
  total(group: string, parts: readonly Part[]): Verdict;
  /** What a measure's answer for one row contributes to a total. */
  part(measure: string, facts: RawFacts, parameters?: RawParameters): Part;
  /** What each measure of a composite contributes for one row, read once. Throws a RangeError where `composite` is none. */
  parts(composite: string, facts: RawFacts, parameters?: RawParameters): readonly Part[];
  /** A composite's answer from such parts, some of which may have been judged under other readings. */
  compose(composite: string, parts: readonly Part[]): Verdict;
  trace(id: string, facts: RawFacts, parameters?: RawParameters): Trace;
}
