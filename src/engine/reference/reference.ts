import { judgeChoice, judgeMeasure } from './measure';
import { Row } from './row';
import { judgeAwards, judgeComposite } from './total';
import type { RawFacts, RawParameters } from '../program';
import type { Pack } from '../tree';
import type { Verdict } from '../verdict';

// The second, slow and independent way to the same answers: straight from the checked tree, on decimal.js, one row at a time.
// It shares nothing with the lowering, so that a fault there shows as a disagreement.

/**
 * Judges one row by the checked tree alone, on decimal.js. `id` is a measure, an exclusive choice, a group's measure (its input `awards`) or a composite;
 * readings left out take their defaults. Throws only for an id the pack does not have.
 */
export function judgeReference(
  pack: Pack,
  readings: Readonly<Record<string, string>>,
  id: string,
  facts: RawFacts & { readonly awards?: unknown },
  parameters: RawParameters = {},
): Verdict {
  const { awards, ...figures } = facts;
  const choice = pack.choices.find((candidate) => candidate.id === id);
  const row = new Row(pack, readings, figures, parameters, choice ? [id, ...choice.members] : [id]);
  if (choice) return judgeChoice(row, pack, choice);
  const measure = pack.measures.find((candidate) => candidate.id === id);
  if (measure) return judgeMeasure(row, measure).verdict;
  for (const group of pack.groups) {
    if (group.measure === id) return judgeAwards(row, pack, group, awards);
    if (group.composite === id) return judgeComposite(row, pack, group);
  }
  throw new Error(`no measure ${id} in ${pack.id}`);
}
