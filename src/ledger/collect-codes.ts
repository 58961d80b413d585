import { cellAddress, type LedgerProblem } from './problems';
import type { LedgerPlan } from './plan-ledger';
import type { LedgerBlock } from './read-ledger';

/** Rows of one legal person that stand on several lines of the ledger. */
export interface SharedCode {
  readonly code: string;
  /** Zero-based sheet rows, in order. */
  readonly rows: readonly number[];
}

/** Gathers the credit codes of a sheet, block by block. */
export interface CodeCollector {
  add(block: LedgerBlock): void;
  /** Codes on more than one row, in the order of their first rows. */
  shared(): readonly SharedCode[];
  /** One problem for each of them, at its first row, with all addresses as candidates. */
  problems(sheet: string): readonly LedgerProblem[];
}

/** A collector for one sheet. Codes with a wrong check digit count too: the same mistake twice is still one enterprise twice. */
export function collectCodes(plan: LedgerPlan): CodeCollector {
  const first = new Map<string, number>();
  const shared = new Map<string, number[]>();
  const column = plan.columns.find((one) => one.state === 'matched' && one.target?.id === 'creditCode');
  const list = (): readonly SharedCode[] => [...shared].map(([code, rows]) => ({ code, rows })).sort((a, b) => (a.rows[0] ?? 0) - (b.rows[0] ?? 0));
  return {
    add(block) {
      block.codes.forEach((code, at) => {
        const row = block.rows[at];
        if (code === null || row === undefined) return;
        const before = first.get(code);
        if (before === undefined) first.set(code, row);
        else {
          const rows = shared.get(code);
          if (rows) rows.push(row);
          else shared.set(code, [before, row]);
        }
      });
    },
    shared: list,
    problems: (sheet) =>
      list().map(({ code, rows }) => {
        const row = rows[0] ?? -1;
        const at = column ? column.column : -1;
        return {
          code: 'credit-code-duplicate',
          sheet,
          row,
          column: at,
          address: cellAddress(row, at),
          header: column ? column.header : '',
          text: code,
          candidates: rows.map((one) => cellAddress(one, at)),
        };
      }),
  };
}
