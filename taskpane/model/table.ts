/** A table of the workbook as the pane shows it: what was found in which column, what is asked, and what the officer said. */
import type { Problem } from '../../src/explain';
import type { ParameterTexts } from './parameters';

/** How an input found its column. `chosen`: the officer said so. */
type MatchedBy = 'name' | 'id' | 'alias' | 'chosen';

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
interface KeyMatch {
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

/** Nothing corrected. */
export const noChoices: ColumnChoices = { headerRow: null, columns: [] };

/** Ids of inputs that an open question is about. */
export function askedInputs({ questions }: LedgerView): string[] {
  return questions.flatMap((question) => (question.kind === 'column' ? question.inputs.map((input) => input.id) : [question.input.id]));
}
