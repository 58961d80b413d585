import { shapeProblemCodes } from '../engine';

/** What can be wrong with a table, a cell or a parameter. Words for them live in src/explain. */
export const ledgerProblemCodes = [
  // the table
  'header-not-found',
  'header-ambiguous',
  'column-twice',
  'merged-down',
  'unit-dimension',
  'unit-unclear',
  'choice-column-unknown',
  'choice-target-unknown',
  'choice-unit-unknown',
  // a cell
  'error-value',
  'uncalculated',
  'not-a-number',
  'cell-unit',
  'unit-needed',
  'negative',
  'fraction',
  'not-yes-no',
  'unknown-choice',
  'not-a-date',
  'impossible-date',
  // who it is
  'name-missing',
  'credit-code-missing',
  'credit-code-digits-lost',
  'credit-code-length',
  'credit-code-characters',
  'credit-code-check',
  'credit-code-organisation',
  'credit-code-duplicate',
  // parameters
  'parameter-unknown',
  'parameter-ambiguous',
  'parameter-twice',
  'parameter-unit-needed',
  'parameter-unit',
  'parameter-value',
  'reading-option-unknown',
  'reading-not-of-measure',
  'reading-per-measure',
  'parameter-key-refused',
  'parameter-rows-unread',
  'parameters-not-an-object',
  'parameter-unlikely',
  'parameter-published',
  // tier tables
  'shape-several',
  'shape-and-number',
  ...shapeProblemCodes,
] as const;

/** The code of a problem, by which src/explain finds its words. */
export type LedgerProblemCode = (typeof ledgerProblemCodes)[number];

/** One problem, with its place. */
export interface LedgerProblem {
  readonly code: LedgerProblemCode;
  readonly sheet?: string;
  /** Zero-based sheet row and column; -1 where there is none (a JSON file, a table without header). */
  readonly row: number;
  readonly column: number;
  /** `B7`; for a JSON file the path of the key; empty where there is no place. */
  readonly address: string;
  readonly header: string;
  /** What stands in the cell, shortened. */
  readonly text: string;
  /** The input id or full parameter name it was meant for. */
  readonly input?: string;
  /** Further data of its sentence. */
  readonly data?: Readonly<Record<string, string>>;
  /** What would help: ids that fit, units, codes that could be meant, other places. */
  readonly candidates?: readonly string[];
}

/** A column's letters: 0 → A, 26 → AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** `B7` for row 6, column 1. */
export function cellAddress(row: number, column: number): string {
  return row < 0 || column < 0 ? '' : `${columnLetters(column)}${row + 1}`;
}
