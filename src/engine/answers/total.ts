import { decimalText, readDecimal, tenTo } from '../decimal';
import type { Part } from '../program';
import type { Group } from '../tree';
import type { Applied, Reason, Verdict } from '../verdict';

const fen = -6;

const none = { digits: 0n, power: 0 };

function exactly(text: string): { digits: bigint; power: number } {
  if (text === '0') return none;
  const value = readDecimal(text);
  if (value === null) throw new Error(`not a number: ${text}`);
  return { digits: BigInt(value.digits), power: value.power };
}

/** A part with its bounds as integers of one power of ten of 万元. */
interface Figures {
  readonly part: Part;
  readonly low: bigint;
  readonly high: bigint | null;
}

/** Reads the bounds of all parts once, at the finest power among them, at most 分. */
function figuresOf(parts: readonly Part[]): { readonly figures: readonly Figures[]; readonly power: number } {
  const read = parts.map((part) => {
    const low = exactly(part.low);
    return { part, low, high: part.high === null ? null : part.high === part.low ? low : exactly(part.high) };
  });
  let power = fen;
  for (const { low, high } of read) power = Math.min(power, low.power, high === null ? power : high.power);
  const at = (value: { readonly digits: bigint; readonly power: number }): bigint => value.digits * tenTo(value.power - power);
  const figures = read.map(({ part, low, high }) => {
    const least = at(low);
    return { part, low: least, high: high === null ? null : high === low ? least : at(high) };
  });
  return { figures, power };
}

/** The measures that count towards a group's total under the readings in force. */
export function membersInForce(group: Group, readings: Readonly<Record<string, string>>): readonly string[] {
  if (!('reading' in group.members)) return group.members;
  return group.members.options[readings[group.members.reading] ?? ''] ?? [];
}

/** The limit of a group as an integer of 10^power 万元, `power` at most that of 分. */
function limitOf(group: Group, power: number): bigint {
  if (group.limit.kind !== 'constant') throw new Error(`the limit of ${group.id} is a published sum`);
  const { digits, power: own } = group.limit.value;
  return BigInt(digits) * tenTo(own - 4 - power);
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
  const { figures, power } = figuresOf(parts);
  const text = (value: bigint): string => decimalText(value, power);
  if (figures.some((one) => one.low < 0n)) return undecided('invalid:awards');
  for (const { id, exclusive } of group.conditions) {
    if (exclusive?.every((member) => figures.some(({ part, low }) => part.measure === member && part.amount !== null && low > 0n)))
      return undecided(`conflict:${id}`);
  }
  const counted = figures.filter(({ part }) => members.includes(part.measure));
  const outside = figures.filter(({ part }) => !members.includes(part.measure));
  const limit = limitOf(group, power);
  const low = counted.reduce((sum, one) => sum + one.low, 0n);
  const high = counted.reduce<bigint | null>((sum, one) => (sum === null || one.high === null ? null : sum + one.high), 0n);
  const open = counted.filter(({ part }) => part.amount === null);
  const total = { low: low < limit ? low : limit, high: high === null || high > limit ? limit : high };
  const known = open.length === 0;
  const outsideCap = (): string | null =>
    outside.some(({ part }) => part.amount === null) ? null : text(outside.reduce((sum, one) => sum + one.low, 0n));
  const outputs = {
    sumBeforeCap: known ? text(low) : null,
    cut: known ? text(low > limit ? low - limit : 0n) : null,
    ...(as === 'group' ? { outsideCap: outsideCap() } : {}),
  };
  if (total.low !== total.high) {
    return {
      measure,
      eligible: true,
      amount: null,
      outputs,
      range: { min: text(total.low), max: text(total.high) },
      reasons: [...new Set(open.map(({ part }): Reason => `missing-amount:${part.measure}`))],
      applied: [],
    };
  }
  const cuts = known ? low > limit : low >= limit;
  const applied: Applied[] = cuts ? [`cap:${group.capId}`] : [];
  const verdict: Verdict = { measure, eligible: true, amount: text(total.low), reasons: [], applied, outputs };
  const how = readings[group.allocation];
  if (!known || !cuts || (how !== 'clauseOrder' && how !== 'proRata')) return verdict;
  const order = counted
    .map(({ part, low }, index) => ({ part, low, index }))
    .sort((a, b) => members.indexOf(a.part.measure) - members.indexOf(b.part.measure) || a.index - b.index);
  const perFen = tenTo(fen - power);
  const paid = allocate(
    order.map(({ low }) => low),
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
