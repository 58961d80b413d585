import { decimalText, readDecimal, tenTo } from '../decimal';
import type { Part } from '../program';
import type { ExclusiveChoice } from '../tree';
import type { Reason, Verdict } from '../verdict';

/** A member's answer and its bounds. */
export interface Alternative {
  readonly verdict: Verdict;
  readonly part: Part;
}

function compare(left: string, right: string): number {
  const [a, b] = [readDecimal(left), readDecimal(right)];
  if (a === null || b === null) throw new Error(`not numbers: ${left}, ${right}`);
  const power = Math.min(a.power, b.power);
  const difference = BigInt(a.digits) * tenTo(a.power - power) - BigInt(b.digits) * tenTo(b.power - power);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const higher = (a: string, b: string): string => (compare(a, b) >= 0 ? a : b);

/**
 * Pays one of several measures (README 6.7): the only one that holds, the officer's choice among those that hold, or else the higher.
 * `chosen.measure`: a member's id, null where the officer chose none; `invalid` where the choice names no member.
 */
export function chooseOne(
  choice: ExclusiveChoice,
  members: readonly Alternative[],
  chosen: { readonly measure: string | null; readonly invalid: boolean },
): Verdict {
  const entitled = members.filter(({ verdict }) => verdict.eligible === true);
  const undecided = members.filter(({ verdict }) => verdict.eligible === 'unknown');
  const reasonsOf = (of: readonly Alternative[]): Reason[] => [...new Set(of.flatMap(({ verdict }) => verdict.reasons))];
  const base = { measure: choice.id, applied: [] };
  if (entitled.length === 0) {
    return undecided.length > 0
      ? { ...base, eligible: 'unknown', amount: null, reasons: reasonsOf(undecided) }
      : { ...base, eligible: false, amount: '0', reasons: reasonsOf(members) };
  }
  const pay = ({ verdict }: Alternative): Verdict => ({
    ...verdict,
    measure: choice.id,
    outputs: { ...verdict.outputs, chosen: verdict.measure },
  });
  const open = [...entitled.filter(({ verdict }) => verdict.amount === null), ...undecided];
  const [only] = entitled;
  if (only && entitled.length === 1 && undecided.length === 0) return pay(only);
  if (chosen.invalid)
    return { ...base, eligible: true, amount: null, reasons: [`invalid-parameter:${choice.parameter.slice(choice.id.length + 1)}`] };
  const picked = entitled.find(({ verdict }) => verdict.measure === chosen.measure);
  if (picked) return pay(picked);
  const awaited = undecided.find(({ verdict }) => verdict.measure === chosen.measure);
  // Where the chosen one turns out to hold it is paid, however low; otherwise the best of the others.
  const low = awaited ? '0' : entitled.map(({ part }) => part.low).reduce(higher);
  const highs = [...entitled, ...undecided].map(({ part }) => part.high);
  const high = highs.some((value) => value === null) ? null : highs.reduce<string>((a, b) => (b === null ? a : higher(a, b)), '0');
  const settled = high !== null && compare(low, high) === 0;
  const range = low !== '0' || high !== null ? { range: { min: low, max: high } } : {};
  if (!settled) return { ...base, eligible: true, amount: null, reasons: reasonsOf(open), ...range };
  const winners = entitled.filter(({ verdict }) => verdict.amount !== null && compare(verdict.amount, low) === 0);
  const [winner] = winners;
  if (winner && winners.length === 1) return pay(winner);
  const exact = readDecimal(low);
  return { ...base, eligible: true, amount: exact === null ? low : decimalText(BigInt(exact.digits), exact.power), reasons: [] };
}
