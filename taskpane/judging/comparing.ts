/** The ledger judged on two sides for the pane: no view, no state. */
import { assessSides, type AssessedPolicy, type Assessment } from '../../src/assess';
import { compare, settingsApart, shippedAssumption, sidesOf, type Comparison, type ReadingChoice } from '../../src/comparison';
import type { Pack } from '../../src/engine';
import { timeText } from '../../src/explain';
import type { Host } from '../../src/hosts/host';
import { loadPolicy } from '../../src/policies';
import type { RunProgress, RunSettings } from '../model/run';
import { optionsOf } from './reading';

/** What side B differs in: one reading, or the figures of a shipped assumption. */
export type Chosen = { readonly kind: 'reading'; readonly choice: ReadingChoice } | { readonly kind: 'assumption'; readonly id: string };

/** A comparison and when it was made; `same`: the two sides are judged by the same settings. */
interface Compared {
  readonly comparison: Comparison;
  readonly same: boolean;
  readonly time: string;
}

/** A comparison that has come to its end. */
export interface ComparisonDone extends Compared {
  readonly stage: 'done';
}

/** How far a comparison is, or what came of it. */
type CompareStep = RunProgress | ComparisonDone;

/** Sums of an assessment made a few thousand rows at a time, so that nothing after it has to make them at once. */
function* settled(assessment: Assessment): Generator<RunProgress, void> {
  for (const _ of assessment.settle()) yield { stage: 'totals', rows: assessment.count, total: assessment.count };
}

/** Judges the ledger once on both sides and compares them, a few hundredths of a second at a time; stop asking for more to cancel. */
export async function* runComparison(
  host: Host,
  pack: Pack,
  settings: RunSettings,
  chosen: Chosen,
  clock: () => Date = () => new Date(),
): AsyncGenerator<CompareStep, void> {
  const policy: AssessedPolicy = await loadPolicy(pack.id);
  const policyB = chosen.kind === 'assumption' ? await shippedAssumption(pack.id, chosen.id) : policy;
  const { settings: own, ...reading } = await optionsOf(host, policy.pack, settings);
  const readings = chosen.kind === 'reading' ? [chosen.choice] : [];
  const sides = await sidesOf(host, policy, { policyB, readings }, own);
  const [a, b] = yield* assessSides(host, sides, reading);
  if (a === undefined || b === undefined) throw new Error('two sides were judged and did not come out');
  yield* settled(a);
  yield* settled(b);
  const run = compare(a, b);
  for (;;) {
    const step = run.next();
    if (step.done === true) {
      const apart = settingsApart(a, b, 'zh-CN');
      yield { stage: 'done', comparison: step.value, same: apart.a.length === 0 && apart.b.length === 0, time: timeText(clock()) };
      return;
    }
    yield { stage: 'totals', rows: step.value, total: a.count };
  }
}
