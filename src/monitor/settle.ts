import { compare, exact, exactOf, minus, nothing, plus, sign, textOf, times, whole, type Exact } from './exact';
import { ended, rowsAtOnce } from './slices';

/** What was paid in advance to one legal person, exact 万元. */
export interface Advance {
  /** The row of the table of advances, from 1. */
  readonly row: number;
  readonly code: string;
  readonly name: string;
  readonly amount: string;
}

/** What is due to one legal person: its total after the cap, exact 万元; null while it is open, with the bounds that are known. */
export interface Due {
  /** The ledger's row that bears the total, from 1. */
  readonly row: number;
  readonly code: string | null;
  readonly name: string;
  readonly amount: string | null;
  readonly range: { readonly min: string; readonly max: string | null } | null;
}

/**
 * How an account stands: pay (more is due than was advanced), recover (more was advanced), even, open (the amount due is not settled),
 * recoverAtLeast (open, and even its upper bound lies below the advance), notInLedger (an advance to nobody the ledger knows), noCode.
 */
export type Settlement = 'pay' | 'recover' | 'even' | 'open' | 'recoverAtLeast' | 'notInLedger' | 'noCode';

/** One legal person's account. `difference` is due − advanced and may be below 0; `pay` and `recover` never are. All exact 万元. */
export interface Settled {
  /** The ledger's row that bears the total, from 1; null where the ledger has no such person. */
  readonly row: number | null;
  /** The first row of the table of advances that names the person, from 1; null where nothing was advanced. */
  readonly advanceRow: number | null;
  readonly code: string | null;
  readonly name: string;
  readonly due: string | null;
  readonly advanced: string;
  readonly difference: string | null;
  readonly pay: string | null;
  readonly recover: string | null;
  readonly settlement: Settlement;
}

/** The rows of an assessment with the totals of their legal persons. */
export interface TotalledRows {
  readonly count: number;
  /** Whether the person's total is shown on this row: on the first of its rows. */
  bearsTotal(index: number): boolean;
  identity(index: number): { readonly row: number; readonly name: string; readonly code: string | null };
  total(index: number): { readonly amount: string | null; readonly range?: { readonly min: string; readonly max: string | null } };
}

/** What is due to every legal person of a ledger, in its order, with a pause after every few thousand rows. */
export function* duesInSlices(rows: TotalledRows): Generator<void, Due[], undefined> {
  const dues: Due[] = [];
  for (let index = 0; index < rows.count; index += 1) {
    if (index % rowsAtOnce === rowsAtOnce - 1) yield;
    if (!rows.bearsTotal(index)) continue;
    const { row, name, code } = rows.identity(index);
    const { amount, range } = rows.total(index);
    dues.push({ row: row + 1, code, name, amount, range: range ?? null });
  }
  return dues;
}

/** The same in one go. */
export function duesOf(rows: TotalledRows): Due[] {
  return ended(duesInSlices(rows));
}

/** Settles dues against advances by credit code. Two advances to one code add up. Every advance appears, also one to nobody known. */
export function settle(dues: readonly Due[], advances: readonly Advance[]): Settled[] {
  return ended(settleInSlices(dues, advances));
}

/** The same, with a pause after every few thousand accounts. */
export function* settleInSlices(dues: readonly Due[], advances: readonly Advance[]): Generator<void, Settled[], undefined> {
  const paid = new Map<string, { readonly row: number; readonly name: string; total: Exact }>();
  for (const [index, { row, code, name, amount }] of advances.entries()) {
    if (index % rowsAtOnce === rowsAtOnce - 1) yield;
    const before = paid.get(code);
    if (before === undefined) paid.set(code, { row, name, total: exactOf(amount) });
    else before.total = plus(before.total, exactOf(amount));
  }
  const settled: Settled[] = [];
  for (const [index, due] of dues.entries()) {
    if (index % rowsAtOnce === rowsAtOnce - 1) yield;
    const own = due.code === null ? undefined : paid.get(due.code);
    settled.push(settledOf(due, own ?? { row: null, total: nothing }));
    if (due.code !== null) paid.delete(due.code);
  }
  for (const [code, { row: advanceRow, total, name }] of paid)
    settled.push({
      ...{ row: null, advanceRow, code, name, due: null, advanced: textOf(total) },
      ...{ difference: null, pay: null, recover: null, settlement: 'notInLedger' },
    });
  return settled;
}

type Account = Pick<Settled, 'row' | 'advanceRow' | 'code' | 'name' | 'due' | 'advanced'>;

function settledOf(
  { row, code, name, amount, range }: Due,
  { row: advanceRow, total: advanced }: { readonly row: number | null; readonly total: Exact },
): Settled {
  const account: Account = { row, advanceRow, code, name, due: amount, advanced: textOf(advanced) };
  if (amount === null) {
    const most = range?.max ?? null;
    const over = most === null ? null : minus(advanced, exactOf(most));
    if (over !== null && sign(over) > 0)
      return { ...account, difference: null, pay: null, recover: textOf(over), settlement: 'recoverAtLeast' };
    return { ...account, difference: null, pay: null, recover: null, settlement: 'open' };
  }
  const difference = minus(exactOf(amount), advanced);
  if (code === null && sign(difference) !== 0)
    return { ...account, difference: textOf(difference), pay: null, recover: null, settlement: 'noCode' };
  return accountOf(account, difference);
}

/** Whether an account is listed: nothing can be said of an open total against which nothing was advanced. */
export function isListed({ settlement, advanced }: Settled): boolean {
  return settlement !== 'open' || advanced !== '0';
}

function accountOf(base: Account, difference: Exact): Settled {
  const order = sign(difference);
  const size = textOf(order < 0 ? times(difference, whole(-1)) : difference);
  return {
    ...base,
    difference: textOf(difference),
    pay: order > 0 ? size : '0',
    recover: order < 0 ? size : '0',
    settlement: order > 0 ? 'pay' : order < 0 ? 'recover' : 'even',
  };
}

/** An advance of `percent` % of what is sure to be due (the amount, or the lower bound of an open one), in whole 分, rounded down: never more than the share. */
export function advanceOf(due: Due, percent: Exact): string {
  const sure = due.amount ?? due.range?.min ?? null;
  if (sure === null) return '0';
  const share = times(exactOf(sure), { units: percent.units, power: percent.power - 2 });
  // 分 are 10^-6 万元.
  const fen = {
    units: share.power >= -6 ? share.units * 10n ** BigInt(share.power + 6) : share.units / 10n ** BigInt(-6 - share.power),
    power: -6,
  };
  return compare(fen, share) <= 0 ? textOf(fen) : textOf(share);
}

/** A share to advance, as `50%` or `33.3%`, from 0% to 100%: the number of percent. Anything else, also a number without its sign, is null. */
export function readPercent(text: string): Exact | null {
  const value = /^\d{1,3}(?:\.\d{1,6})?%$/.test(text) ? exact(text.slice(0, -1)) : null;
  return value === null || compare(value, whole(100)) > 0 ? null : value;
}

/** How one legal person stands with an advance: it gets one, it has no code by which it could be settled later, or nothing is sure to be due. */
export type AdvanceStanding = 'advanced' | 'noCode' | 'open';

/** One legal person with its share; `share` is exact 万元 in whole 分, and paid only where `standing` is advanced. */
export interface Shared {
  readonly due: Due;
  readonly share: string;
  readonly standing: AdvanceStanding;
}

/** The advance of `percent` % for every legal person to whom something is due or may be; a share below one 分 is none. */
export function* sharesInSlices(dues: readonly Due[], percent: Exact): Generator<void, Shared[], undefined> {
  const shares: Shared[] = [];
  for (const [index, due] of dues.entries()) {
    if (index % rowsAtOnce === rowsAtOnce - 1) yield;
    const share = advanceOf(due, percent);
    if (share !== '0') shares.push({ due, share, standing: due.code === null ? 'noCode' : 'advanced' });
    else if (due.amount === null) shares.push({ due, share, standing: 'open' });
  }
  return shares;
}

/** The same in one go. */
export function sharesOf(dues: readonly Due[], percent: Exact): Shared[] {
  return ended(sharesInSlices(dues, percent));
}
