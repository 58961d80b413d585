/** The ledger judged on two sides for the pane: no view, no state. */
import { assessSides, readSettings, type AssessedPolicy, type Assessment } from '../src/assess';
import { compare, settingsApart, shippedAssumption, sidesOf, type Comparison, type ReadingChoice } from '../src/comparison';
import type { Pack } from '../src/engine';
import type { Host } from '../src/hosts/host';
import { readLedgerBlocks } from '../src/ledger';
import { assumptions, loadPolicy, type AssumptionSummary } from '../src/policies';
import { blockRows, planWith, settingsOf, timeText } from './assessor';
import { ahead } from './breathe';
import type { RunProgress, RunSettings } from './model';

/** What side B differs in: one reading, or the figures of a shipped assumption. */
export type Chosen = { readonly kind: 'reading'; readonly choice: ReadingChoice } | { readonly kind: 'assumption'; readonly id: string };

/** A comparison and when it was made; `same`: the two sides are judged by the same settings. */
export interface Compared {
  readonly comparison: Comparison;
  readonly same: boolean;
  readonly time: string;
}

/** How far a comparison is, or what came of it. */
export type CompareStep = ({ readonly stage: RunProgress['stage'] } & RunProgress) | ({ readonly stage: 'done' } & Compared);

/** The shipped assumptions for a document. */
export function assumptionsFor(policy: string): readonly AssumptionSummary[] {
  return assumptions.filter((one) => one.policy === policy);
}

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
  const own = settingsOf(settings, await readSettings(host, policy.pack), policy.pack);
  const readings = chosen.kind === 'reading' ? [chosen.choice] : [];
  const { given } = await planWith(host, policy.pack, settings.sheet, settings.choices);
  const sides = await sidesOf(host, policy, { policyB, readings }, own);
  const [a, b] = yield* assessSides(host, sides, {
    sheet: settings.sheet,
    choices: given,
    blockRows,
    readBlocks: (from, plan, info, rows) => readLedgerBlocks({ read: (name, size) => ahead(from.read(name, size)) }, plan, info, rows),
  });
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
