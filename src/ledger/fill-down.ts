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

/** Whether the rows below a header look as merged areas leave them: a row with something in it, and a blank below the words of a column. */
export function looksMergedDown(
  cells: readonly (readonly Cell[])[],
  { columns, firstRow }: { readonly columns: readonly TakenColumn[]; readonly firstRow: number },
): boolean {
  const words = columns.filter(holdsWords).map(({ column }) => column);
  return cells.slice(firstRow).some((line, at) => {
    const above = cells[firstRow + at - 1];
    return (
      at > 0 && above !== undefined && !line.every(isBlank) && words.some((column) => isBlank(line[column]) && !isBlank(above[column]))
    );
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
