import { HostProblem } from './host';
import type { Block, Cell, Host, Merge, SheetInfo, Written, WrittenSheet } from './host';

/** A sheet to begin with. */
export interface MemorySheet {
  readonly name: string;
  readonly cells: readonly (readonly Cell[])[];
  readonly hidden?: boolean;
  readonly hiddenRows?: readonly number[];
  readonly merges?: readonly Merge[];
  readonly tables?: SheetInfo['tables'];
  readonly date1904?: boolean;
}

/** A workbook in memory, for tests: a Host, and what an officer would do with it. */
interface MemoryHost extends Host {
  /** Types into a cell; listeners hear of it. */
  type(sheet: string, row: number, column: number, value: Cell): void;
  /** While protected, `write` and `undo` are refused. */
  protect(on: boolean): void;
  /** What was selected last. */
  selected(): {
    readonly sheet: string;
    readonly row: number;
    readonly column: number;
    readonly rows: number;
    readonly columns: number;
  } | null;
}

interface Kept {
  readonly sheet: MemorySheet;
  readonly cells: Cell[][];
}

/** Makes a workbook of these sheets. Written sheets stand behind them, texts and figures as a file would give them back. */
export function memoryHost(sheets: readonly MemorySheet[], name = 'memory', subject: string | null = null): MemoryHost {
  let kept: Kept[] = sheets.map((sheet) => ({ sheet, cells: sheet.cells.map((row) => [...row]) }));
  const undos: (readonly Written[])[] = [];
  const listeners = new Set<(sheet: string) => void>();
  let guarded = false;
  let selection: ReturnType<MemoryHost['selected']> = null;

  const find = (sheet: string): Kept => {
    const found = kept.find((one) => one.sheet.name === sheet);
    if (found === undefined) throw new HostProblem('sheet-missing', { file: name, sheet });
    return found;
  };
  const tell = (sheet: string): void => listeners.forEach((listener) => listener(sheet));

  return {
    name,
    subject: async () => subject,
    sheets: async () => kept.map(infoOf),
    merges: async (sheet) => find(sheet).sheet.merges ?? [],

    async *read(sheet, blockRows = 8192): AsyncGenerator<Block> {
      const { sheet: given, cells } = find(sheet);
      const hidden = new Set(given.hiddenRows ?? []);
      for (let top = 0; top < cells.length; top += blockRows) {
        const rows = cells.slice(top, top + blockRows).map(trimmed);
        yield { top, cells: rows, hiddenRows: new Set([...hidden].filter((row) => row >= top && row < top + rows.length)) };
      }
    },

    async write(added, progress) {
      if (guarded) throw new HostProblem('protected', { file: name });
      const taken = new Set(kept.map((one) => one.sheet.name.toLowerCase()));
      for (const sheet of added) {
        if (taken.has(sheet.name.toLowerCase())) throw new HostProblem('sheet-taken', { file: name, sheet: sheet.name });
        taken.add(sheet.name.toLowerCase());
      }
      const made: Kept[] = [];
      const written: Written[] = [];
      let total = 0;
      for (const sheet of added) {
        const rows: Cell[][] = [];
        for await (const block of sheet.rows) {
          for (const row of block) rows.push(row.map((cell, column) => asWritten(cell, sheet, column)));
          total += block.length;
          progress?.(total);
        }
        const head: Cell[][] = [...sheet.titles.map((title) => [title]), sheet.columns.map(({ header }) => header)];
        made.push({ sheet: { name: sheet.name, cells: [] }, cells: [...head, ...rows] });
        written.push({ sheet: sheet.name, rows: rows.length, columns: sheet.columns.length });
      }
      kept = [...kept, ...made];
      undos.push(written);
      added.forEach((sheet) => tell(sheet.name));
      return written;
    },

    lastWriting: async () => undos.at(-1) ?? [],

    async undo() {
      if (guarded) throw new HostProblem('protected', { file: name });
      const names = undos.pop()?.map(({ sheet }) => sheet);
      if (names === undefined) return false;
      kept = kept.filter((one) => !names.includes(one.sheet.name));
      names.forEach(tell);
      return true;
    },

    async select(sheet, row, column, rows = 1, columns = 1) {
      find(sheet);
      selection = { sheet, row, column, rows, columns };
    },

    async onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    type(sheet, row, column, value) {
      const { cells } = find(sheet);
      while (cells.length <= row) cells.push([]);
      const line = cells[row] ?? [];
      while (line.length <= column) line.push(null);
      line[column] = value;
      tell(sheet);
    },
    protect(on) {
      guarded = on;
    },
    selected: () => selection,
  };
}

function infoOf({ sheet, cells }: Kept): SheetInfo {
  const rows = cells.reduce((last, row, index) => (trimmed(row).length > 0 ? index + 1 : last), 0);
  const columns = cells.reduce((most, row) => Math.max(most, trimmed(row).length), 0);
  return { name: sheet.name, rows, columns, hidden: sheet.hidden === true, tables: sheet.tables ?? [], date1904: sheet.date1904 === true };
}

function trimmed(row: readonly Cell[]): readonly Cell[] {
  let length = row.length;
  while (length > 0 && row[length - 1] === null) length -= 1;
  return row.slice(0, length);
}

/** Exact decimal text in a number column is a number, whatever stands in a text column is text, and an empty text is a blank cell. */
function asWritten(cell: Cell, { columns }: WrittenSheet, column: number): Cell {
  if (cell === '') return null;
  if (columns[column]?.kind === 'text')
    return typeof cell === 'number' ? String(cell) : typeof cell === 'boolean' ? (cell ? 'TRUE' : 'FALSE') : cell;
  return typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
}
