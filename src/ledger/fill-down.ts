import type { Block, Cell, Merge } from '../hosts/host';
import type { Target } from './match-headers';

/** A column of the sheet and what it was taken for. */
interface TakenColumn {
  readonly column: number;
  readonly state: string;
  readonly target: Target | null;
}

/** A vertically merged area of one column, below the header: what its first cell says holds for each of its rows. Zero-based, both ends in. */
export interface FilledArea {
  readonly column: number;
  readonly top: number;
  readonly bottom: number;
}

/** Whether a column holds words: who, where, a kind, yes or no. A figure is never spread: one sum for three rows is not three sums. */
function holdsWords({ state, target }: TakenColumn): boolean {
  if (state !== 'matched' || !target) return false;
  return target.kind === 'key' ? target.id !== 'number' : ['choice', 'choices', 'yesno'].includes(target.declaration.type);
}

/** The merged areas that are filled down, from the top. */
export function areasToFill(merges: readonly Merge[], columns: readonly TakenColumn[], firstRow: number): FilledArea[] {
  const words = new Set(columns.filter(holdsWords).map(({ column }) => column));
  return merges
    .filter(([top, left, bottom, right]) => left === right && bottom > top && top >= firstRow && words.has(left))
    .map(([top, column, bottom]) => ({ column, top, bottom }))
    .sort((a, b) => a.top - b.top);
}

/** A column other than the name's whose rows are blank no more often than this is one with gaps, not one of merged areas. */
const usualGaps = 1 / 5;

/**
 * Whether the first rows below a header look as merged areas leave them: below a name a row that holds something else, or another
 * column of words that is blank in many such rows.
 */
export function looksMergedDown(
  cells: readonly (readonly Cell[])[],
  { columns, firstRow }: { readonly columns: readonly TakenColumn[]; readonly firstRow: number },
): boolean {
  const rows = cells.slice(firstRow).filter((line) => !line.every(isBlank));
  return columns.filter(holdsWords).some(({ column, target }) => {
    const first = rows.findIndex((line) => !isBlank(line[column]));
    if (first < 0) return false;
    const gaps = rows.slice(first).filter((line) => isBlank(line[column])).length;
    return target?.id === 'name' ? gaps > 0 : gaps > rows.length * usualGaps;
  });
}

const isBlank = (cell: Cell | undefined): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');

/** The blocks of a sheet, in order, with the words of merged areas in each of their rows. A row with nothing else in it stays blank. */
export async function* filledBlocks(areas: readonly FilledArea[], blocks: AsyncIterable<Block>): AsyncGenerator<Block> {
  const first = new Map<FilledArea, Cell>();
  for await (const block of blocks) {
    const end = block.top + block.cells.length;
    const here = areas.filter(({ top, bottom }) => top < end && bottom >= block.top);
    if (here.length === 0) {
      yield block;
      continue;
    }
    const cells = [...block.cells];
    for (const area of here) {
      const { column, top, bottom } = area;
      const said = top >= block.top ? (block.cells[top - block.top]?.[column] ?? null) : (first.get(area) ?? null);
      if (bottom >= end) first.set(area, said);
      if (typeof said === 'object') continue;
      for (let row = Math.max(top + 1, block.top); row <= Math.min(bottom, end - 1); row++) {
        const line = cells[row - block.top];
        if (!line || block.cells[row - block.top]?.every(isBlank) !== false || !isBlank(line[column])) continue;
        cells[row - block.top] = Array.from({ length: Math.max(line.length, column + 1) }, (_, at) =>
          at === column ? said : (line[at] ?? null),
        );
      }
    }
    yield { ...block, cells };
  }
}
