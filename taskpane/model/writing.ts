/** What an officer is shown before anything is written. */
import type { WrittenSheet } from '../../src/hosts/host';

/** A sheet that will be written. */
export interface WritePlanSheet {
  readonly name: string;
  /** null: known when it is written. */
  readonly rows: number | null;
  readonly columns: readonly string[];
}

/** What is told of a sheet before it is written; rows of a stream that does not say how many come are known when they are written. */
export function planned({ name, columns, rows, count }: WrittenSheet): WritePlanSheet {
  const made = Array.isArray(rows) ? rows.reduce<number>((sum, block: readonly unknown[]) => sum + block.length, 0) : null;
  return { name, rows: count ?? made, columns: columns.map((column) => column.header) };
}
