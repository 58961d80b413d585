import { dateOfDay } from './facts';
import { compareBounds, highest, known, lowest, signOf, smallest, union, type Quantity } from './quantity';
import { nothing, one, outputText, ratio, shifted, textOf, times, type Bound, type Ratio } from './ratio';
import { waits, type Row } from './row';
import type { ExclusiveChoice, Measure, Pack, Unit } from '../tree';
import type { Applied, Reason, Verdict } from '../verdict';

/** 万元 to the base unit of money. */
export const tenThousand = 4;

/** What one measure gives, in 万元, while it may still be open. */
export interface Share {
  readonly measure: string;
  readonly low: Ratio;
  readonly high: Bound;
  readonly settled: boolean;
}

interface Judged {
  readonly verdict: Verdict;
  readonly share: Share;
}

function inTenThousands(bound: Bound): Bound {
  return typeof bound === 'string' ? bound : times(bound, ratio(shifted(one, -tenThousand)));
}

function atLeastNothing(bound: Bound): Bound {
  return highest([bound, nothing]);
}

/** The value of a range whose ends meet; undefined where they do not. */
export function settledAt(quantity: Quantity): Ratio | undefined {
  return typeof quantity.low !== 'string' && compareBounds(quantity.low, quantity.high) === 0 ? quantity.low : undefined;
}

/** The lowest of the award and its caps, and the cap that cut it. */
function capped(row: Row, measure: Measure, award: Quantity): { readonly paid: Quantity; readonly applied: readonly Applied[] } {
  const limits = measure.caps.filter((cap) => !row.isUnset(cap)).map((cap) => ({ cap, limit: row.number(cap.limit) }));
  const open = smallest([award, ...limits.map(({ limit }) => limit)]);
  // Nothing below 0 is ever paid.
  const least = { ...open, low: atLeastNothing(open.low), high: atLeastNothing(open.high) };
  const value = settledAt(least);
  if (value === undefined) return { paid: least, applied: [] };
  const cutting = limits.find(({ limit }) => {
    const at = settledAt(limit);
    if (at === undefined || compareBounds(atLeastNothing(at), value) !== 0) return false;
    return compareBounds(award.low, at) > 0;
  });
  return { paid: known(value), applied: cutting ? [`${cutting.cap.code}:${cutting.cap.id}`] : [] };
}

/** Where the amount stands to the floor below which nothing is paid. */
function standing(row: Row, measure: Measure, paid: Quantity): 'paid' | 'nothing' | 'open' {
  if (!measure.floor) return 'paid';
  const floor = row.number(measure.floor.at);
  if (compareBounds(paid.high, floor.low) < 0) return 'nothing';
  return compareBounds(paid.low, floor.high) >= 0 ? 'paid' : 'open';
}

/** The answer of one measure, and what it adds to a total. */
export function judgeMeasure(row: Row, measure: Measure): Judged {
  const failed: Reason[] = [];
  const blockers: ReadonlySet<Reason>[] = [];
  for (const condition of measure.conditions) {
    const truth = row.condition(condition);
    if (waits(truth)) blockers.push(truth);
    else if (!truth) failed.push(`fail:${condition.id}`);
  }
  const undecided = union(...blockers);
  const outputs = (paid: Quantity): Pick<Verdict, 'outputs'> => {
    if (measure.outputs.length === 0) return {};
    const entries = measure.outputs.map(({ id, value, unit }) => {
      const result = row.number(value, paid);
      if (result.reasons.size > 0 || typeof result.low === 'string') return [id, null] as const;
      const at = times(result.low, ratio(shifted(one, -unit.power)));
      return [id, unit.dimension.day === 1 ? dateOfDay(at.above.toNumber()) : outputText(at)] as const;
    });
    return { outputs: Object.fromEntries(entries) };
  };
  const none: Share = { measure: measure.id, low: nothing, high: nothing, settled: true };
  const refused = (reasons: readonly Reason[]): Judged => ({
    verdict: { measure: measure.id, eligible: false, amount: measure.award ? '0' : null, reasons, applied: [], ...outputs(known(nothing)) },
    share: none,
  });
  if (failed.length > 0) return refused(failed);
  if (!measure.award) {
    const eligible = undecided.size > 0 ? 'unknown' : true;
    return {
      verdict: { measure: measure.id, eligible, amount: null, reasons: [...undecided], applied: [], ...outputs(known(nothing)) },
      share: none,
    };
  }
  const { paid, applied } = capped(row, measure, row.number(measure.award));
  const high = inTenThousands(atLeastNothing(paid.high));
  const open = (eligible: 'unknown' | true, low: Ratio, reasons: ReadonlySet<Reason>, ranged: boolean): Judged => ({
    verdict: {
      measure: measure.id,
      eligible,
      amount: null,
      ...(ranged && (signOf(low) > 0 || high !== '+∞') ? { range: { min: amountText(low, measure), max: boundText(high, measure) } } : {}),
      reasons: [...reasons],
      applied: [],
      ...outputs({ low: nothing, high: '+∞', reasons }),
    },
    share: { measure: measure.id, low, high, settled: false },
  });
  // The floor is a condition: missed for sure it decides, and while it hangs on the amount, so does the entitlement.
  const place = standing(row, measure, paid);
  if (place === 'nothing' && measure.floor) return refused([`floor:${measure.floor.id}`]);
  if (place === 'open') return open('unknown', nothing, union(undecided, paid.reasons), true);
  if (undecided.size > 0) return open('unknown', nothing, undecided, false);
  const value = settledAt(paid);
  if (value === undefined) {
    const low = inTenThousands(atLeastNothing(paid.low));
    return open(true, typeof low === 'string' ? nothing : low, paid.reasons, true);
  }
  const amount = times(value, ratio(shifted(one, -tenThousand)));
  // A parameter that only the outputs use, and that cannot be, leaves the amount as it is.
  const unused = union(...measure.outputs.map((output) => row.number(output.value, paid).reasons));
  const reasons = [...unused].filter((reason) => reason.startsWith('invalid-parameter:'));
  return {
    verdict: { measure: measure.id, eligible: true, amount: amountText(amount, measure), reasons, applied, ...outputs(paid) },
    share: { measure: measure.id, low: amount, high: amount, settled: true },
  };
}

/** An amount of 万元 in the unit the measure gives its amounts in. */
function amountText(amount: Ratio, { amountUnit }: { readonly amountUnit: Unit }): string {
  return textOf(times(amount, ratio(shifted(one, tenThousand - amountUnit.power))));
}

function boundText(bound: Bound, measure: Measure): string | null {
  return typeof bound === 'string' ? null : amountText(bound, measure);
}

/** Members of an exclusive choice are paid in 万元. */
const inTenThousand = { amountUnit: { name: '万元', dimension: { money: 1 }, power: tenThousand } };

/**
 * Pays one of several measures. The officer's choice is paid where it holds; where it does not, or none was made, the highest is.
 * While a member is open, every way it may still turn out gives a bound.
 */
export function judgeChoice(row: Row, pack: Pack, choice: ExclusiveChoice): Verdict {
  const members = pack.measures.filter(({ id }) => choice.members.includes(id)).map((measure) => judgeMeasure(row, measure));
  const holding = members.filter(({ verdict }) => verdict.eligible === true);
  const waiting = members.filter(({ verdict }) => verdict.eligible === 'unknown');
  const reasonsOf = (some: readonly Judged[]): readonly Reason[] => [...new Set(some.flatMap(({ verdict }) => verdict.reasons))];
  const answer = { measure: choice.id, applied: [] };
  if (holding.length === 0)
    return waiting.length > 0
      ? { ...answer, eligible: 'unknown', amount: null, reasons: reasonsOf(waiting) }
      : { ...answer, eligible: false, amount: '0', reasons: reasonsOf(members) };
  const pay = ({ verdict }: Judged): Verdict => ({
    ...verdict,
    measure: choice.id,
    outputs: { ...verdict.outputs, chosen: verdict.measure },
  });
  const [only] = holding;
  if (only && holding.length === 1 && waiting.length === 0) return pay(only);
  const picked = row.choice(choice.parameter);
  if (picked.state === 'invalid')
    return { ...answer, eligible: true, amount: null, reasons: [`invalid-parameter:${choice.parameter.slice(choice.id.length + 1)}`] };
  const named = picked.state === 'choice' ? picked.id : undefined;
  const sure = holding.find(({ verdict }) => verdict.measure === named);
  if (sure) return pay(sure);
  const hoped = waiting.find(({ verdict }) => verdict.measure === named);
  const rest = [...holding, ...waiting].filter((member) => member !== hoped);
  const without = {
    low: highest(holding.map(({ share }) => share.low)),
    high: highest(rest.map(({ share }) => share.high)),
  };
  const low = hoped ? lowest([without.low, hoped.share.low]) : without.low;
  const high = hoped ? highest([without.high, hoped.share.high]) : without.high;
  const text = (bound: Bound): string | null => (typeof bound === 'string' ? null : amountText(bound, inTenThousand));
  if (compareBounds(low, high) === 0) {
    const best = holding.filter(({ share }) => share.settled && compareBounds(share.low, low) === 0);
    const [winner] = best;
    return winner && best.length === 1 && !hoped ? pay(winner) : { ...answer, eligible: true, amount: text(low), reasons: [] };
  }
  const open = [...holding.filter(({ share }) => !share.settled), ...waiting];
  const answered = { ...answer, eligible: true as const, amount: null, reasons: reasonsOf(open) };
  if (typeof low === 'string' || (signOf(low) <= 0 && high === '+∞')) return answered;
  return { ...answered, range: { min: amountText(low, inTenThousand), max: text(high) } };
}
