/**
 * The pane's view model: what its panels show, and the two ports it stands on (a place to remember choices, and somebody who judges).
 * `assessor.ts` fulfils `Assessor` with the real stream; tests and demos fulfil it with a few lines.
 */
import type { Pack, Shape, ShapeProblem, Step } from '../src/engine';
import type { Language, Problem, ProblemSaying, Saying } from '../src/explain';
import type { Host, Written } from '../src/hosts/host';
import type { PolicySummary } from '../src/policies';

/** Where the pane remembers an officer's choices for one workbook. Frames refuse localStorage, so the door passes in what the host has. */
export interface PaneStorage {
  /** The text saved under a key; null where there is none. */
  load(key: string): Promise<string | null>;
  save(key: string, text: string): Promise<void>;
}

/** How an input found its column. `chosen`: the officer said so. */
export type MatchedBy = 'name' | 'id' | 'alias' | 'chosen';

/** A column of the table: its zero-based index, its letters, its header as written. */
export interface TableColumn {
  readonly index: number;
  readonly letter: string;
  readonly header: string;
}

/** One input and the column it was found in. */
export interface InputMatch {
  readonly input: string;
  /** The policy's own term. */
  readonly name: string;
  readonly meaning: string;
  /** The unit the rules count in; null for words, dates and yes/no. */
  readonly unit: string | null;
  /** Zero-based column; null where none was found. */
  readonly column: number | null;
  /** The unit the header or the 单位 line names; null where none is named. */
  readonly unitFound: string | null;
  /** No unit is named: figures are taken in `unit`. */
  readonly unitAssumed: boolean;
  readonly by: MatchedBy | null;
}

/** A key of a row: the enterprise's name, its credit code, its city. */
export interface KeyMatch {
  readonly name: string;
  readonly column: number | null;
}

/** Something of the policy or the table, by its id and the word officers know it by. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A column or an input nobody may choose for the officer. */
export type ColumnQuestion =
  /** One header that fits several inputs. */
  | { readonly kind: 'column'; readonly column: number; readonly inputs: readonly Named[] }
  /** Several columns that fit one input. */
  | { readonly kind: 'input'; readonly input: Named; readonly columns: readonly number[] }
  /** A column whose unit cannot be told; `units` are those that would fit. */
  | { readonly kind: 'unit'; readonly column: number; readonly input: Named; readonly units: readonly string[] };

/** A table as it was read: the header row, the columns, what matches what, and what stays open. */
export interface LedgerView {
  readonly sheet: string;
  /** Zero-based sheet row of the (last) header line; null where no header was found. */
  readonly headerRow: number | null;
  /** Rows of the sheet below the header. */
  readonly rows: number;
  readonly columns: readonly TableColumn[];
  readonly inputs: readonly InputMatch[];
  readonly keys: readonly KeyMatch[];
  readonly questions: readonly ColumnQuestion[];
  /** The officer's choices as far as their columns are still there. */
  readonly choices: ColumnChoices;
  /** Sheets of projects and events that will be read beside the ledger. */
  readonly besides: readonly string[];
  /** Parameters (full name) that this table keeps in a column of its own: they win row by row. */
  readonly parameterColumns: Readonly<Record<string, number>>;
  /** What the workbook's own 参数 sheet says: texts by full name, options by reading. */
  readonly parameterSheet: ParameterTexts | null;
  /** What that sheet says and nobody can use. */
  readonly parameterProblems: readonly Problem[];
}

/** A number as typed and its unit as chosen; either may be blank. */
export interface DraftAmount {
  readonly number: string;
  readonly unit: string;
}

/** One tier as typed: from (included), to (not included; blank in the last tier), what it gives. */
export interface DraftTier {
  readonly from: DraftAmount;
  readonly to: DraftAmount;
  readonly value: DraftAmount;
}

/** The forms an officer may choose for a figure that is more than one number. */
export const shapeForms = ['bracket', 'marginal', 'rate', 'perPoint', 'perStep', 'sum'] as const;

export type ShapeForm = (typeof shapeForms)[number];

/** How a figure is worked out, as typed, for everybody or for some kinds of enterprises. What its form does not use is kept, and not used. */
export interface DraftTable {
  /** The kinds it is for, as written (`汽车、机械`; `其余`); blank where it is for everybody. */
  readonly choice: string;
  readonly form: ShapeForm;
  /** Ids of the quantities it goes by and is taken of; blank where none is chosen. */
  readonly by: string;
  readonly of: string;
  readonly value: DraftAmount;
  readonly step: DraftAmount;
  readonly above: DraftAmount;
  readonly tiers: readonly DraftTier[];
  readonly cap: DraftAmount;
  readonly floor: DraftAmount;
  readonly atLeast: DraftAmount;
  readonly minimum: DraftAmount;
  readonly noBase: DraftAmount;
}

/** A figure that is more than one number, as the officer has it so far. */
export interface ShapeDraft {
  /** False: one number stands instead, and the draft is only kept. */
  readonly isUsed: boolean;
  /** Id of the choice the tables are told apart by (industry); blank: one table for everybody. */
  readonly choice: string;
  readonly tables: readonly DraftTable[];
}

/** Parameter texts as an officer writes them (`0.5`, `30 万元`), their sources, and the readings chosen. */
export interface ParameterTexts {
  readonly values: Readonly<Record<string, string>>;
  /** By full name; one that is used goes before the value. */
  readonly shapes: Readonly<Record<string, ShapeDraft>>;
  readonly sources: Readonly<Record<string, string>>;
  readonly readings: Readonly<Record<string, string>>;
}

/** An officer's word on one column: what it holds (`ignore`: nothing of ours), in which unit. The header is kept with it: a column that moved is found again, one that is gone is not mistaken for its neighbour. */
export interface ColumnChoice {
  readonly column: number;
  readonly header: string;
  readonly input: string | null;
  readonly unit: string | null;
}

/** The officer's corrections of one sheet. */
export interface ColumnChoices {
  /** Zero-based. */
  readonly headerRow: number | null;
  readonly columns: readonly ColumnChoice[];
}

/** What the pane remembers for a workbook and a policy. */
export interface Remembered extends ParameterTexts {
  readonly sheet: string | null;
  /** By sheet name. */
  readonly choices: Readonly<Record<string, ColumnChoices>>;
}

/** Whether the engine takes a parameter's text. `unset` is no mistake: the answers stay open. */
export type ParameterCheck =
  | { readonly state: 'unset' | 'outside' }
  /** `doubts`: what is unlikely, and is used all the same. `shape`: the tier table that is used. */
  | { readonly state: 'taken'; readonly doubts: readonly Problem[]; readonly shape?: Shape }
  | { readonly state: 'unreadable'; readonly problem: Problem }
  /** A tier table with faults, each at its row; nothing of it is used. */
  | { readonly state: 'faulty'; readonly problems: readonly ShapeProblem[] };

/** What a run needs. */
export interface RunSettings extends ParameterTexts {
  readonly sheet: string;
  readonly choices: ColumnChoices;
}

/** How far a run is. `total` null: not known yet. */
export interface RunProgress {
  readonly stage: 'reading' | 'judging' | 'totals';
  readonly rows: number;
  readonly total: number | null;
}

/** What a run gives while it goes on, and last of all the answers. */
export type RunStep = RunProgress | { readonly stage: 'done'; readonly assessment: PaneAssessment };

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

/** A sheet that will be written. */
export interface WritePlanSheet {
  readonly name: string;
  /** null: known when it is written. */
  readonly rows: number | null;
  readonly columns: readonly string[];
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

/** Who judges: the only thing the pane asks anything of beside the workbook. */
export interface Assessor {
  readonly policies: readonly PolicySummary[];
  load(id: string): Promise<Pack>;
  /** Reads the head of a sheet and matches its columns. */
  look(host: Host, pack: Pack, sheet: string, choices: ColumnChoices): Promise<LedgerView>;
  checkParameter(pack: Pack, fullName: string, text: string): ParameterCheck;
  checkShape(pack: Pack, fullName: string, draft: ShapeDraft): ParameterCheck;
  /** Judges the table block by block; stop asking for more to cancel. */
  run(host: Host, pack: Pack, settings: RunSettings): AsyncIterable<RunStep>;
  /** Says in words why something was refused. */
  explainFailure(failure: unknown, language: Language): string;
}
