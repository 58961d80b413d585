import { readFact } from './facts';
import { judgeMeasure, settledAt, tenThousand, type Share } from './measure';
import { addBounds, compareBounds, signOf } from './quantity';
import {
  compareRatios,
  Decimal,
  inverse,
  negated,
  nothing,
  one,
  plus,
  ratio,
  shifted,
  textOf,
  times,
  zero,
  type Bound,
  type Ratio,
} from './ratio';
import { chosen, type Row } from './row';
import type { Group, Pack } from '../tree';
import type { Reason, Verdict } from '../verdict';

/** 分 in 万元. */
const fen = new Decimal('0.000001');

function membersOf(row: Row, group: Group): readonly string[] {
  return 'reading' in group.members ? chosen(group.members.options, row.option(group.members.reading)) : group.members;
}

function added(shares: readonly Share[]): { readonly low: Ratio; readonly high: Bound; readonly settled: boolean } {
  return shares.reduce<{ low: Ratio; high: Bound; settled: boolean }>(
    (sum, share) => ({ low: plus(sum.low, share.low), high: addBounds(sum.high, share.high), settled: sum.settled && share.settled }),
    { low: nothing, high: nothing, settled: true },
  );
}

/** Whole 分 in an amount of 万元, rounded down. */
function wholeFen(amount: Ratio): Decimal {
  return amount.above.divToInt(amount.below.times(fen));
}

/** Each measure's part of a total that is cut to `limit`, in whole 分, adding up to it; `order` is the order of the clauses. */
function allocated(shares: readonly Share[], order: readonly string[], limit: Ratio, way: string): Readonly<Record<string, string>> {
  const claimed = order.flatMap((id) => {
    const own = shares.filter((share) => share.measure === id);
    return own.length === 0 ? [] : [{ id, amount: added(own).low }];
  });
  const parts = way === 'clauseOrder' ? inClauseOrder(claimed, limit) : proRata(claimed, limit);
  return Object.fromEntries(parts.map(({ id, parts }) => [id, textOf(ratio(parts.times(fen)))]));
}

interface Claim {
  readonly id: string;
  readonly amount: Ratio;
}

/** The running sum is paid up to the limit, so the last clauses give way; a part of a 分 goes over to the next clause. */
function inClauseOrder(claimed: readonly Claim[], limit: Ratio): { id: string; parts: Decimal }[] {
  let sum = nothing;
  let paid = zero;
  return claimed.map(({ id, amount }) => {
    sum = plus(sum, amount);
    const upTo = Decimal.min(wholeFen(sum), wholeFen(limit));
    const parts = upTo.minus(paid);
    paid = upTo;
    return { id, parts };
  });
}

/** In proportion, rounded down; what is left of the limit goes, a 分 each, to the largest remainders, earlier clauses first. */
function proRata(claimed: readonly Claim[], limit: Ratio): { id: string; parts: Decimal }[] {
  const sum = claimed.reduce((total, { amount }) => plus(total, amount), nothing);
  const shared = claimed.map(({ id, amount }) => {
    const exactly = times(times(amount, limit), inverse(sum));
    const parts = wholeFen(exactly);
    return { id, parts, rest: plus(exactly, negated(ratio(parts.times(fen)))) };
  });
  const spare = shared.reduce((left, { parts }) => left.minus(parts), wholeFen(limit)).toNumber();
  const favoured = new Set([...shared].sort((a, b) => compareRatios(b.rest, a.rest)).slice(0, spare));
  return shared.map((share) => ({ id: share.id, parts: favoured.has(share) ? share.parts.plus(one) : share.parts }));
}

interface Total {
  readonly verdict: Verdict;
  /** The parts after the cut, where a reading asks for them and something was cut. */
  readonly parts: Readonly<Record<string, string>> | undefined;
}

function judgeTotal(row: Row, group: Group, id: string, shares: readonly Share[], outside: readonly Share[] | null): Total {
  const conflict = group.conditions.find(
    ({ exclusive }) =>
      exclusive !== undefined && exclusive.every((member) => shares.some((share) => share.measure === member && signOf(share.low) > 0)),
  );
  if (conflict)
    return {
      verdict: { measure: id, eligible: 'unknown', amount: null, reasons: [`conflict:${conflict.id}`], applied: [] },
      parts: undefined,
    };
  const limitQuantity = settledAt(row.number(group.limit));
  if (limitQuantity === undefined) throw new Error(`the limit of ${group.id} is no constant`);
  const limit = times(limitQuantity, ratio(shifted(one, -tenThousand)));
  const sum = added(shares);
  const low = compareRatios(sum.low, limit) < 0 ? sum.low : limit;
  const high = compareBounds(sum.high, limit) < 0 ? sum.high : limit;
  const beyond = added(outside === null ? [] : outside);
  const cut = plus(sum.low, negated(low));
  const outputs = {
    sumBeforeCap: sum.settled ? textOf(sum.low) : null,
    cut: sum.settled ? textOf(cut) : null,
    ...(outside === null ? {} : { outsideCap: beyond.settled ? textOf(beyond.low) : null }),
  };
  if (compareBounds(low, high) === 0) {
    const cuts = compareRatios(sum.low, limit) > 0 || (!sum.settled && compareRatios(sum.low, limit) >= 0);
    const way = row.option(group.allocation);
    const parts = way !== 'totalOnly' && sum.settled && cuts ? allocated(shares, membersOf(row, group), limit, way) : undefined;
    return {
      verdict: { measure: id, eligible: true, amount: textOf(low), reasons: [], applied: cuts ? [`cap:${group.capId}`] : [], outputs },
      parts,
    };
  }
  const reasons = shares.filter((share) => !share.settled).map((share): Reason => `missing-amount:${share.measure}`);
  const max = typeof high === 'string' ? null : textOf(high);
  return {
    verdict: {
      measure: id,
      eligible: true,
      amount: null,
      range: { min: textOf(low), max },
      reasons: [...new Set(reasons)],
      applied: [],
      outputs,
    },
    parts: undefined,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parts of a list of awards; null where one of them cannot be. */
function readAwards(pack: Pack, awards: unknown): Share[] | null {
  if (!Array.isArray(awards)) return null;
  const shares: Share[] = [];
  for (const item of awards) {
    if (!isRecord(item) || typeof item['measure'] !== 'string' || !pack.measures.some(({ id }) => id === item['measure'])) return null;
    const { measure, amount } = item;
    if (typeof measure !== 'string') return null;
    if (amount !== null && amount !== undefined && typeof amount !== 'string' && typeof amount !== 'number') return null;
    const fact = readFact(amount, { type: 'number', choices: [] });
    if (fact.state === 'missing') shares.push({ measure, low: nothing, high: '+∞', settled: false });
    else if (fact.state !== 'number') return null;
    else {
      const value = new Decimal(fact.text);
      if (value.lt(zero)) return null;
      shares.push({ measure, low: ratio(value), high: ratio(value), settled: true });
    }
  }
  return shares;
}

/** The total over amounts that are given: `awards`, a list of `{ measure, amount }`. */
export function judgeAwards(row: Row, pack: Pack, group: Group, awards: unknown): Verdict {
  const open = (reason: Reason): Verdict => ({ measure: group.measure, eligible: 'unknown', amount: null, reasons: [reason], applied: [] });
  if (awards === undefined || awards === null || awards === '') return open('missing:awards');
  const shares = readAwards(pack, awards);
  if (shares === null) return open('invalid:awards');
  const members = membersOf(row, group);
  const counted = shares.filter(({ measure }) => members.includes(measure));
  const outside = shares.filter(({ measure }) => !members.includes(measure));
  const { verdict, parts } = judgeTotal(row, group, group.measure, counted, outside);
  return parts === undefined ? verdict : { ...verdict, perMeasure: parts };
}

/** Every measure of one enterprise row, and the total over those that count. */
export function judgeComposite(row: Row, pack: Pack, group: Group): Verdict {
  const counted = membersOf(row, group);
  // Measures that count under another reading only are shown beside the total.
  const named = 'reading' in group.members ? Object.values(group.members.options).flat() : group.members;
  const measures = pack.measures.filter(({ id, subject }) => subject === 'enterprise' && named.includes(id));
  const judged = measures.map((measure) => judgeMeasure(row, measure));
  const shares = judged.map(({ share }) => share).filter(({ measure }) => counted.includes(measure));
  const { verdict, parts } = judgeTotal(row, group, group.composite, shares, null);
  const amounts = Object.fromEntries(judged.map(({ verdict: { measure, amount } }) => [measure, amount]));
  return { ...verdict, perMeasure: { ...amounts, ...parts } };
}
