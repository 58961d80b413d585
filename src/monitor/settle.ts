import { compare, exact, minus, sign, textOf, times, type Exact } from './exact';

/** What was paid in advance to one legal person, exact 万元. */
export interface Advance {
  readonly code: string;
  readonly name: string;
  readonly amount: string;
}

/** What is due to one legal person: its total after the cap, exact 万元; null while it is open, with the bounds that are known. */
export interface Due {
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
  readonly code: string | null;
  readonly name: string;
  readonly due: string | null;
  readonly advanced: string;
  readonly difference: string | null;
  readonly pay: string | null;
  readonly recover: string | null;
  readonly settlement: Settlement;
}

function amountOf(text: string): Exact {
  const value = exact(text);
  if (value === null) throw new RangeError(`no amount: ${text}`);
  return value;
}

/** Settles dues against advances by credit code. Two advances to one code add up. Every advance appears, also one to nobody known. */
export function settle(dues: readonly Due[], advances: readonly Advance[]): Settled[] {
  const paid = new Map<string, { total: Exact; name: string }>();
  for (const advance of advances) {
    const before = paid.get(advance.code);
    const amount = amountOf(advance.amount);
    paid.set(
      advance.code,
      before === undefined
        ? { total: amount, name: advance.name }
        : { total: minus(before.total, times(amount, { units: -1n, power: 0 })), name: before.name },
    );
  }
  const used = new Set<string>();
  const settled = dues.map((due): Settled => {
    const own = due.code === null ? undefined : paid.get(due.code);
    if (due.code !== null) used.add(due.code);
    const advanced = own === undefined ? { units: 0n, power: 0 } : own.total;
    const base = { code: due.code, name: due.name, due: due.amount, advanced: textOf(advanced) };
    if (due.amount === null) {
      const most = due.range?.max ?? null;
      const over = most === null ? null : minus(advanced, amountOf(most));
      if (over !== null && sign(over) > 0)
        return { ...base, difference: null, pay: null, recover: textOf(over), settlement: 'recoverAtLeast' };
      return { ...base, difference: null, pay: null, recover: null, settlement: 'open' };
    }
    const difference = minus(amountOf(due.amount), advanced);
    if (due.code === null && sign(difference) !== 0)
      return { ...base, difference: textOf(difference), pay: null, recover: null, settlement: 'noCode' };
    return accountOf(base, difference);
  });
  for (const [code, { total, name }] of paid) {
    if (used.has(code)) continue;
    settled.push({ code, name, due: null, advanced: textOf(total), difference: null, pay: null, recover: null, settlement: 'notInLedger' });
  }
  return settled;
}

function accountOf(base: Pick<Settled, 'code' | 'name' | 'due' | 'advanced'>, difference: Exact): Settled {
  const order = sign(difference);
  const size = textOf(order < 0 ? times(difference, { units: -1n, power: 0 }) : difference);
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
  const share = times(amountOf(sure), { units: percent.units, power: percent.power - 2 });
  // 分 are 10^-6 万元.
  const fen = {
    units: share.power >= -6 ? share.units * 10n ** BigInt(share.power + 6) : share.units / 10n ** BigInt(-6 - share.power),
    power: -6,
  };
  return compare(fen, share) <= 0 ? textOf(fen) : textOf(share);
}
