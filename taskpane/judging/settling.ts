/** 先预拨后清算 over the pane's ledger: what is due, the shares of an advance, the accounts against a sheet of advances. No view, no state. */
import { assess, planOf, type Assessment } from '../../src/assess';
import type { Pack } from '../../src/engine';
import type { Host } from '../../src/hosts/host';
import {
  advancePack,
  duesInSlices,
  groupedInSlices,
  isListed,
  readAdvances,
  settleInSlices,
  sharesInSlices,
  type Advance,
  type AdvanceReading,
  type AdvanceRefusal,
  type AdvanceStanding,
  type Due,
  type Exact,
  type Group,
  type Settled,
  type Settlement,
  type Shared,
} from '../../src/monitor';
import { loadPolicy } from '../../src/policies';
import type { RunProgress, RunSettings } from '../model/run';
import { ahead } from './breathe';
import { inSteps, optionsOf } from './reading';

/** What is worked out: an advance of so many percent, or the accounts against a sheet that says what was advanced. */
export type SettlingChoice = { readonly kind: 'advance'; readonly percent: Exact } | { readonly kind: 'settle'; readonly sheet: string };

/** The ledger behind an advance or a settlement. */
interface Judged {
  readonly stage: 'done';
  readonly assessment: Assessment;
  /** Rows that count with another one, as they bear the same credit code. */
  readonly sharing: number;
}

/** An advance for every legal person, also by standing with the sum of the shares. */
export interface AdvanceMade extends Judged {
  readonly kind: 'advance';
  readonly shares: readonly Shared[];
  readonly groups: ReadonlyMap<AdvanceStanding, Group<Shared>>;
}

/** The accounts of every legal person, also by outcome with the sum that outcome is about (`sumOf`). */
export interface SettlementMade extends Judged {
  readonly kind: 'settle';
  /** The sheet of advances. */
  readonly advances: string;
  readonly settled: readonly Settled[];
  readonly groups: ReadonlyMap<Settlement, Group<Settled>>;
}

/** A sheet of advances that cannot be used; nothing was settled. `pack` says the words of the problem. */
export interface SettlingRefused {
  readonly stage: 'done';
  readonly kind: 'refused';
  readonly advances: string;
  readonly refused: AdvanceRefusal;
  readonly pack: Pack;
}

/** What came of it. */
export type SettlingDone = AdvanceMade | SettlementMade | SettlingRefused;

/** The sheets it was made from. */
export function sheetsOf(done: SettlingDone): readonly string[] {
  if (done.kind === 'refused') return [done.advances];
  return done.kind === 'settle' ? [done.assessment.sheet, done.advances] : [done.assessment.sheet];
}

const advanceStandings: readonly AdvanceStanding[] = ['advanced', 'noCode', 'open'];
const settlements: readonly Settlement[] = ['pay', 'recover', 'recoverAtLeast', 'notInLedger', 'noCode', 'open', 'even'];

/** The amount that counts for an outcome: what is to be paid or recovered, what is due to somebody without a code, else what was advanced. */
function sumOf({ settlement, pay, recover, due, advanced }: Settled): string | null {
  if (settlement === 'pay') return pay;
  if (settlement === 'recover' || settlement === 'recoverAtLeast') return recover;
  return settlement === 'noCode' ? due : advanced;
}

/** Reads the advances where there are any, judges the ledger, works it out a few thousand rows at a time; stop asking for more to cancel. */
export async function* settleLedger(
  host: Host,
  pack: Pack,
  settings: RunSettings,
  choice: SettlingChoice,
): AsyncGenerator<RunProgress | SettlingDone, void> {
  let advances: readonly Advance[] = [];
  if (choice.kind === 'settle') {
    const own = advancePack(pack);
    const reading = yield* advancesOf(host, choice.sheet, own);
    if ('refused' in reading) {
      yield { stage: 'done', kind: 'refused', advances: choice.sheet, refused: reading.refused, pack: own };
      return;
    }
    advances = reading.advances;
  }
  const policy = await loadPolicy(pack.id);
  const assessment = yield* assess(host, policy, await optionsOf(host, policy.pack, settings));
  const { count } = assessment;
  yield* inSteps(assessment.settle(), count);
  const dues = yield* inSteps(duesInSlices(assessment), count);
  const judged: Judged = { stage: 'done', assessment, sharing: count - dues.length };
  if (choice.kind === 'advance') yield { ...judged, ...(yield* advanceOf(dues, choice.percent, count)) };
  else yield { ...judged, ...(yield* accountsOf(dues, advances, count)), advances: choice.sheet };
}

function* advanceOf(
  dues: readonly Due[],
  percent: Exact,
  count: number,
): Generator<RunProgress, Pick<AdvanceMade, 'kind' | 'shares' | 'groups'>> {
  const shares = yield* inSteps(sharesInSlices(dues, percent), count);
  const byStanding = groupedInSlices(
    shares,
    advanceStandings,
    ({ standing }) => standing,
    ({ share }) => share,
  );
  return { kind: 'advance', shares, groups: yield* inSteps(byStanding, count) };
}

function* accountsOf(
  dues: readonly Due[],
  advances: readonly Advance[],
  count: number,
): Generator<RunProgress, Pick<SettlementMade, 'kind' | 'settled' | 'groups'>> {
  const settled = (yield* inSteps(settleInSlices(dues, advances), count)).filter(isListed);
  const bySettlement = groupedInSlices(settled, settlements, ({ settlement }) => settlement, sumOf);
  return { kind: 'settle', settled, groups: yield* inSteps(bySettlement, count) };
}

/** A sheet that is gone has no columns of advances. */
async function* advancesOf(host: Host, sheet: string, pack: Pack): AsyncGenerator<RunProgress, AdvanceReading> {
  const info = (await host.sheets()).find(({ name }) => name === sheet);
  if (info === undefined) return { refused: { kind: 'header' } };
  const reading = readAdvances({ read: (name, size) => ahead(host.read(name, size)) }, info, await planOf(host, info, pack));
  for (;;) {
    const step = await reading.next();
    if (step.done === true) return step.value;
    yield { stage: 'reading', rows: step.value, total: null };
  }
}
