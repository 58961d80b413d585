/** The answers of a run as the pane shows them: sums, enterprises by answer, one enterprise in full, problems, the sheets that would be written. */
import type { Step } from '../../src/engine';
import type { Language, ProblemSaying, Saying } from '../../src/explain';
import type { Written } from '../../src/hosts/host';
import type { WritePlanSheet } from './writing';

/** How an enterprise stands over all measures. */
export type Answer = 'eligible' | 'not' | 'unknown';

/** The lists an officer may open: by answer, those with problems, or everybody. */
export type EnterpriseGroup = 'all' | Answer | 'problem';

/** An enterprise in a list. Amounts are exact 万元. */
export interface EnterpriseLine {
  readonly name: string;
  readonly code: string | null;
  readonly sheet: string;
  /** Zero-based sheet row. */
  readonly row: number;
  readonly answer: Answer;
  /** The policy settles a total for an enterprise; without one the clauses stand side by side and `amount` and `range` are null. */
  readonly hasTotal: boolean;
  /** After the total cap; null while it is open. */
  readonly amount: string | null;
  /** What the text still fixes, where the amount is open. */
  readonly range: { readonly min: string; readonly max: string | null } | null;
  readonly problems: number;
}

/** A reason in words, and what to do about it. */
export type Need = Saying;

/** One figure, condition or cap on the way to an answer, in words. */
export interface StepView {
  readonly id: string;
  readonly kind: Step['kind'];
  readonly holds: Step['holds'];
  readonly quote: string;
  /** `text` null: missing. */
  readonly figures: readonly { readonly name: string; readonly text: string | null }[];
  /** Both sides and the gap; null where nothing is compared or a side is open. */
  readonly comparison: string | null;
  readonly formula: string;
  /** What an award, a cap or an output comes to; null where it has none or is open. */
  readonly value: string | null;
}

/** One measure for one enterprise. */
export interface MeasureDetail {
  readonly id: string;
  readonly clause: string;
  readonly title: string;
  readonly quote: string;
  /** `notApplied`: a measure paid on application, with its own columns blank. */
  readonly answer: Answer | 'notApplied';
  /** false: a date, a share or a quota, which pays nothing. */
  readonly pays: boolean;
  readonly amount: string | null;
  readonly range: { readonly min: string; readonly max: string | null } | null;
  /** The row of a project or an event; null for the enterprise's own row. */
  readonly place: { readonly sheet: string; readonly row: number } | null;
  readonly steps: readonly StepView[];
  /** What blocks or refuses it. */
  readonly needs: readonly Need[];
  /** Wordings that took part, with the reading in force. */
  readonly readings: readonly { readonly id: string; readonly text: string; readonly meaning: string; readonly isDefault: boolean }[];
}

/** The total cap for one legal person. */
export interface TotalDetail {
  /** Wordings that took part, with the reading in force. */
  readonly readings: MeasureDetail['readings'];
  readonly clause: string;
  readonly quote: string;
  readonly before: string | null;
  readonly cut: string | null;
  readonly after: string | null;
  readonly range: { readonly min: string; readonly max: string | null } | null;
  /** Whether the cap cut the sum, or holds it whatever is still open. */
  readonly capped: boolean;
  /** Other ledger rows (zero-based) that carry the same credit code and count with this one. */
  readonly sharedRows: readonly number[];
  readonly needs: readonly Need[];
}

/** Everything the pane shows of one enterprise. */
export interface EnterpriseDetail extends EnterpriseLine {
  readonly total: TotalDetail | null;
  readonly measures: readonly MeasureDetail[];
  readonly problemLines: readonly ProblemLine[];
}

/** A problem of the table, with its place, in words. */
export interface ProblemLine extends ProblemSaying {
  readonly sheet: string;
  /** `B7`; null where the problem is not in one cell. */
  readonly address: string | null;
  readonly row: number | null;
  readonly column: number | null;
  readonly header: string | null;
  /** What the cell holds, as written. */
  readonly found: string | null;
}

/** The sum of one measure over the table. `open`: entitled or undecided rows whose amount is not known. */
export interface MeasureTotal {
  readonly id: string;
  readonly clause: string;
  readonly title: string;
  /** null: the measure pays nothing. */
  readonly amount: string | null;
  readonly eligible: number;
  readonly not: number;
  readonly unknown: number;
  readonly notApplied: number;
  readonly open: number;
}

/** Sums over the table, exact 万元, of what is settled. */
export interface Totals {
  /** The policy settles a total for an enterprise; without one only the clauses have sums. */
  readonly hasTotal: boolean;
  readonly before: string;
  readonly cut: string;
  readonly after: string;
  /** Enterprises the total cap cut. */
  readonly capped: number;
  /** Enterprises that stand at the limit whatever is still open: in `after`, not in `before` and `cut`. */
  readonly atLimit: number;
  /** Paid outside the total cap (projects); null where the policy has nothing of the kind. */
  readonly outside: string | null;
  /** Enterprises whose total is still open. */
  readonly open: number;
  readonly measures: readonly MeasureTotal[];
}

/** The answers of one run. Lines and details are made when somebody looks. */
export interface PaneAssessment {
  readonly count: number;
  readonly counts: Readonly<Record<EnterpriseGroup, number>>;
  readonly problemCount: number;
  /** Indices of enterprises of a group whose name or code contains `text` (trimmed, any case), in sheet order. */
  find(group: EnterpriseGroup, text: string): Int32Array;
  line(index: number): EnterpriseLine;
  detail(index: number, language: Language): EnterpriseDetail;
  problem(index: number, language: Language): ProblemLine;
  totals(language: Language): Totals;
  /** Rows of the ledger that hold no enterprise (totals, notes, headings, blank ones) and hidden rows that count all the same, by kind; empty where there are none. */
  left(language: Language): readonly { readonly label: string; readonly value: string }[];
  /** Pack, version, status, digest, engine, parameters, time: as written on every result. */
  stamp(language: Language): readonly { readonly label: string; readonly value: string }[];
  writePlan(language: Language): Promise<readonly WritePlanSheet[]>;
  write(language: Language, progress: (rows: number) => void): Promise<readonly Written[]>;
}
