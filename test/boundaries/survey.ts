import type { Pack } from '../../src/engine';
import { bandEdges } from './bands';
import { gaps } from './missing';
import { boundaries, payingRows } from './rows';

/** Everything around the lines of one document. */
export interface Survey {
  readonly pack: Pack;
  readonly lines: ReturnType<typeof boundaries>;
  readonly missing: ReturnType<typeof gaps>;
  readonly bands: ReturnType<typeof bandEdges>;
}

/** Finds every line of a document, every figure that can be missing and every end of a parameter, with rows for each. */
export function survey(pack: Pack): Survey {
  const rows = payingRows(pack);
  return { pack, lines: boundaries(pack, rows), missing: gaps(pack, rows), bands: bandEdges(pack, rows) };
}
