/** How a ledger is read while the pane stays awake: in small blocks, the next one asked for meanwhile, with the settings of the pane. */
import { readSettings, type AssessOptions } from '../../src/assess';
import type { Pack } from '../../src/engine';
import type { Block, Host } from '../../src/hosts/host';
import { readLedgerBlocks, type ParameterReading } from '../../src/ledger';
import type { RunProgress, RunSettings } from '../model/run';
import { ahead } from './breathe';
import { settingsOf } from './parameters';
import { planWith } from './table';

/** Rows of the ledger read and judged before the page may draw and answer: some hundredths of a second. */
export const blockRows = 2048;

/** Rows judged at first: the browser has yet to get to know the code that judges them, and takes many times as long for each. */
const firstRows = 128;

/** The rows of the blocks, handed on in pieces that double from `firstRows` on; once a block is no larger than a piece it stays whole. */
export async function* growing(blocks: AsyncIterable<Block>): AsyncGenerator<Block, void> {
  let size = firstRows;
  for await (const block of blocks) {
    const { top, cells } = block;
    for (let from = 0, to = 0; from < cells.length; from = to) {
      to = Math.min(from + size, cells.length);
      size *= 2;
      yield { ...block, top: top + from, cells: cells.slice(from, to) };
    }
  }
}

const readBlocks: typeof readLedgerBlocks = (from, plan, info, rows) =>
  readLedgerBlocks({ read: (name, size) => growing(ahead(from.read(name, size))) }, plan, info, rows);

/** What a run is asked for in the pane, as `assess` takes it: columns as the officer corrected them, figures over those of the 参数 sheet. */
export async function optionsOf(
  host: Host,
  pack: Pack,
  asked: RunSettings,
): Promise<AssessOptions & { readonly settings: ParameterReading }> {
  const { given } = await planWith(host, pack, asked.sheet, asked.choices);
  const settings = settingsOf(asked, await readSettings(host, pack), pack);
  return { sheet: asked.sheet, choices: given, settings, blockRows, readBlocks };
}

/** Work that follows the reading, as steps of it: each pause is one, over so many rows. */
export function* inSteps<T>(work: Generator<unknown, T>, rows: number): Generator<RunProgress, T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield { stage: 'totals', rows, total: rows };
  }
}
