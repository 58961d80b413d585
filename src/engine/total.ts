import { decimalText, readDecimal, tenTo } from './decimal';
import type { Part } from './program';
import type { Group } from './tree';
import type { Applied, Reason, Verdict } from './verdict';

const fen = -6;

function exactly(text: string): { digits: bigint; power: number } {
  const value = readDecimal(text);
  if (value === null) throw new Error(`not a number: ${text}`);
  return { digits: BigInt(value.digits), power: value.power };
}

/** Adds and compares 万元 texts at the finest power among them. */
class Sums {
  readonly power: number;
  constructor(texts: readonly string[]) {
    this.power = texts.reduce((least, text) => Math.min(least, exactly(text).power), fen);
  }
  of(text: string): bigint {
    const { digits, power } = exactly(text);
    return digits * tenTo(power - this.power);
  }
  text(value: bigint): string {
    return decimalText(value, this.power);
  }
}

/** The measures that count towards a group's total under the readings in force. */
export function membersInForce(group: Group, readings: Readonly<Record<string, string>>): readonly string[] {
  if (!('reading' in group.members)) return group.members;
  return group.members.options[readings[group.members.reading] ?? ''] ?? [];
}

/** The limit of a group in 万元. */
export function limitText(group: Group): string {
  if (group.limit.kind !== 'constant') throw new Error(`the limit of ${group.id} is a published sum`);
  const { digits, power } = group.limit.value;
  return decimalText(BigInt(digits), power - 4);
}

/**
 * Shares `limit` (in 分) among parts (in units of which `perFen` make one 分) so that the shares, in 分, add up to the limit exactly.
 * Clause order takes the cut from the last parts first; pro rata shares in proportion, the 分 left over going to the largest remainders,
 * earlier clauses first on a tie. Parts that do not exceed the limit are not cut.
 */
export function allocate(parts: readonly bigint[], limit: bigint, perFen: bigint, how: 'clauseOrder' | 'proRata'): bigint[] {
  const sum = parts.reduce((a, b) => a + b, 0n);
  if (how === 'clauseOrder' || sum <= limit * perFen) {
    let before = 0n;
    let reached = 0n;
    return parts.map((part) => {
      reached += part;
      const upTo = reached / perFen < limit ? reached / perFen : limit;
      const paid = upTo - before;
      before = upTo;
      return paid;
    });
  }
  const shares = parts.map((part, index) => ({ index, paid: (part * limit) / sum, remainder: (part * limit) % sum }));
  let left = limit - shares.reduce((a, share) => a + share.paid, 0n);
  for (const share of [...shares].sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))) {
    if (left === 0n) break;
    share.paid += 1n;
    left -= 1n;
  }
  return shares.map((share) => share.paid);
}

/** Settles the total of one legal person: the cap, what it cut, or what it still hangs on (README §6). */
export function settle(
  group: Group,
  readings: Readonly<Record<string, string>>,
  parts: readonly Part[],
  as: 'group' | 'composite',
): Verdict {
  const measure = as === 'group' ? group.measure : group.composite;
  const members = membersInForce(group, readings);
  const undecided = (reason: Reason): Verdict => ({ measure, eligible: 'unknown', amount: null, reasons: [reason], applied: [] });
  const sums = new Sums(parts.flatMap((part) => [part.low, ...(part.high === null ? [] : [part.high])]));
  if (parts.some((part) => sums.of(part.low) < 0n)) return undecided('invalid:awards');
  for (const { id, exclusive } of group.conditions) {
    if (
      exclusive &&
      exclusive.every((member) => parts.some((part) => part.measure === member && part.amount !== null && sums.of(part.amount) > 0n))
    )
      return undecided(`conflict:${id}`);
  }
  const counted = parts.filter((part) => members.includes(part.measure));
  const outside = parts.filter((part) => !members.includes(part.measure));
  const limit = new Sums([limitText(group)]).of(limitText(group)) * tenTo(fen - sums.power);
  const low = counted.reduce((sum, part) => sum + sums.of(part.low), 0n);
  const high = counted.reduce<bigint | null>((sum, part) => (sum === null || part.high === null ? null : sum + sums.of(part.high)), 0n);
  const open = counted.filter((part) => part.amount === null);
  const total = { low: low < limit ? low : limit, high: high === null || high > limit ? limit : high };
  const outsideOpen = outside.some((part) => part.amount === null);
  const outsideCap = outsideOpen ? null : sums.text(outside.reduce((sum, part) => sum + sums.of(part.low), 0n));
  const known = open.length === 0;
  const outputs = {
    sumBeforeCap: known ? sums.text(low) : null,
    cut: known ? sums.text(low > limit ? low - limit : 0n) : null,
    ...(as === 'group' ? { outsideCap } : {}),
  };
  if (total.low !== total.high) {
    return {
      measure,
      eligible: true,
      amount: null,
      outputs,
      range: { min: sums.text(total.low), max: sums.text(total.high) },
      reasons: [...new Set(open.map((part): Reason => `missing-amount:${part.measure}`))],
      applied: [],
    };
  }
  const cuts = known ? low > limit : low >= limit;
  const applied: Applied[] = cuts ? [`cap:${group.capId}`] : [];
  const verdict: Verdict = { measure, eligible: true, amount: sums.text(total.low), reasons: [], applied, outputs };
  const how = readings[group.allocation];
  if (!known || !cuts || (how !== 'clauseOrder' && how !== 'proRata')) return verdict;
  const order = counted
    .map((part, index) => ({ part, index }))
    .sort((a, b) => members.indexOf(a.part.measure) - members.indexOf(b.part.measure) || a.index - b.index);
  const perFen = tenTo(fen - sums.power);
  const paid = allocate(
    order.map(({ part }) => sums.of(part.low)),
    limit / perFen,
    perFen,
    how,
  );
  const perMeasure: Record<string, bigint> = {};
  order.forEach(({ part }, index) => {
    const before = perMeasure[part.measure];
    const share = paid[index];
    if (share !== undefined) perMeasure[part.measure] = before === undefined ? share : before + share;
  });
  return { ...verdict, perMeasure: Object.fromEntries(Object.entries(perMeasure).map(([id, value]) => [id, decimalText(value, fen)])) };
}

/** Reads a list of awards `[{measure, amount|null}]` into parts; null where it is none, or names a measure the document does not have. */
export function readAwards(value: unknown, measures: ReadonlySet<string>): Part[] | null {
  if (!Array.isArray(value)) return null;
  const parts: Part[] = [];
  const items: readonly unknown[] = value;
  for (const item of items) {
    if (
      typeof item !== 'object' ||
      item === null ||
      !('measure' in item) ||
      typeof item.measure !== 'string' ||
      !measures.has(item.measure)
    )
      return null;
    const amount: unknown = 'amount' in item ? item.amount : null;
    if (amount === null || amount === undefined || amount === '') parts.push({ measure: item.measure, amount: null, low: '0', high: null });
    else {
      const number = typeof amount === 'string' || typeof amount === 'number' ? readDecimal(String(amount).trim()) : null;
      if (number === null) return null;
      const exact = decimalText(BigInt(number.digits), number.power);
      parts.push({ measure: item.measure, amount: exact, low: exact, high: exact });
    }
  }
  return parts;
}
