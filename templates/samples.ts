import type { Pack } from '../src/engine';
import type { Sample } from './sample';
import { exampleSample } from './sample-cases';
import { sample2025q1 } from './sample-2025q1';
import { typicalOf } from './typical';

/**
 * The made-up data of a document. Of 2025q1 a whole ledger of 200, in which ordinary rows stand between the edges: one total binds its measures,
 * so a row there is about all of them at once. Of the others the cases around typical rows. undefined: nobody has said what a typical row is.
 */
export function sampleOf(pack: Pack): Sample | undefined {
  if (pack.id === '2025q1') return sample2025q1();
  const typical = typicalOf(pack.id);
  return typical && exampleSample(pack, typical);
}
