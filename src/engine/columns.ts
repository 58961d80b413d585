/** How a cell stands towards the rules. */
export const KNOWN = 0;
/** Blank, or a cell whose content cannot be used: the rules see nothing, never 0. */
export const MISSING = 1;
/** A figure that cannot be (a negative headcount, an unknown industry). */
export const INVALID = 2;
/** Exact, but beyond the fast lane's decimals or size: the text in `wide` counts. */
export const WIDE = 3;

/**
 * One input or parameter over a block of rows.
 * `values`: scaled integers (value × 10^decimals in the declared unit), 1/0 for yes/no, the index of a choice, a day number, a bit set of
 * choices; NaN unless the state is KNOWN. `states`: one of KNOWN, MISSING, INVALID, WIDE.
 */
export interface Column {
  readonly values: Float64Array;
  readonly states: Uint8Array;
  /** Row → exact decimal text in the declared unit, for WIDE rows. */
  readonly wide: Map<number, string>;
}

/** A column of `rows` rows, all missing. */
export function emptyColumn(rows: number): Column {
  return { values: new Float64Array(rows).fill(NaN), states: new Uint8Array(rows).fill(MISSING), wide: new Map() };
}
