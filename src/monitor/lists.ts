import type { Pack, RawFacts } from '../engine';
import { compare, minus, sign, textOf, type Exact } from './exact';
import { figureOf, type LedgerRows } from './gather';
import { ended, rowsAtOnce, sortedInSlices } from './slices';

/** The four lists of 重点企业, and what is on none of them. */
export type ListName = 'growing' | 'falling' | 'new' | 'candidate' | 'level' | 'undecided';

/** How the two documents that ask for the lists call them, and the figures they look at. */
interface ListRules {
  readonly policy: string;
  readonly clause: string;
  readonly names: Readonly<Record<'growing' | 'falling' | 'new' | 'candidate', string>>;
  /** Ids of inputs: this quarter, the same quarter a year before; for software enterprises where the document has them. */
  readonly output: readonly [now: string, before: string];
  readonly revenue: readonly [now: string, before: string] | null;
  /** A yes/no input: yes names a new plant. */
  readonly newFlag: string | null;
  /** A yes/no input: no says there was nothing a year before. */
  readonly baseFlag: string | null;
}

/** The lists of 2024 Q2 clause 1 and of 2025 Q1 （二十九）. */
export const listRules: readonly ListRules[] = [
  {
    policy: '2024q2',
    clause: '1',
    names: { growing: '正增长', falling: '负增长', new: '新建投产', candidate: '拟上规' },
    output: ['quarterlyOutputValue', 'quarterlyOutputValueLastYear'],
    revenue: null,
    newFlag: 'isNewPlant',
    baseFlag: null,
  },
  {
    policy: '2025q1',
    clause: '（二十九）',
    names: { growing: '扩大生产', falling: '扭负为正', new: '新建投产', candidate: '拟上规' },
    output: ['quarterlyOutputValue', 'quarterlyOutputValueLastYear'],
    revenue: ['quarterlyOperatingRevenue', 'quarterlyOperatingRevenueLastYear'],
    newFlag: null,
    baseFlag: 'hasComparisonBase',
  },
];

/** One enterprise on a list. */
export interface ListedRow {
  readonly index: number;
  /** From 1. */
  readonly row: number;
  readonly name: string;
  readonly code: string | null;
  readonly list: ListName;
  readonly now: string | null;
  readonly before: string | null;
  /** now − before, exact; null while one is missing. */
  readonly change: string | null;
  /** Ids of the inputs that would decide. */
  readonly missing: readonly string[];
  /** Figures that contradict each other. */
  readonly odd: 'flag-against-base' | null;
}

/** The lists of a ledger, each by the size of its change, with what stands on none. */
export interface FourLists {
  readonly rules: ListRules;
  readonly rows: Readonly<Record<ListName, readonly ListedRow[]>>;
  /** false: the ledger says of no enterprise whether it is above designated size or to become so; that list cannot be made. */
  readonly candidatesKnown: boolean;
}

const yes = (facts: RawFacts, id: string | null): boolean | null => {
  const value = id === null ? null : facts[id];
  return typeof value === 'boolean' ? value : null;
};

/**
 * Which list a row stands on. The lists do not overlap: what is not yet above size stands on 拟上规 alone, what has no base on 新建投产 alone;
 * the rest goes by the sign of its change. A figure that is missing leaves it undecided, and says which.
 */
function listOf(
  rules: ListRules,
  facts: RawFacts,
): Pick<ListedRow, 'list' | 'missing' | 'odd'> & { readonly now: Exact | null; readonly before: Exact | null } {
  const [nowId, beforeId] = rules.revenue !== null && facts['enterpriseType'] === 'software' ? rules.revenue : rules.output;
  const now = figureOf(facts, nowId);
  const before = figureOf(facts, beforeId);
  const put = (list: ListName, missing: readonly string[] = [], odd: ListedRow['odd'] = null): ReturnType<typeof listOf> => ({
    list,
    missing,
    odd,
    now,
    before,
  });
  const candidate = yes(facts, 'listCandidate');
  if (candidate === true || (candidate === null && yes(facts, 'aboveDesignatedSize') === false)) return put('candidate');
  const isNew = yes(facts, rules.newFlag);
  const hasBase = yes(facts, rules.baseFlag);
  if (before !== null && sign(before) > 0) {
    if (isNew === true) return put('new');
    if (hasBase === false) return put('undecided', [], 'flag-against-base');
    if (now === null) return put('undecided', [nowId]);
    const order = compare(now, before);
    return put(order > 0 ? 'growing' : order < 0 ? 'falling' : 'level');
  }
  if (isNew === true || hasBase === false) return put('new');
  if (before === null) return put('undecided', now === null ? [nowId, beforeId] : [beforeId]);
  if (hasBase === true) return put('undecided', [], 'flag-against-base');
  // A recorded 0: nothing was made a year before.
  if (now === null) return put('undecided', [nowId]);
  return put(sign(now) > 0 ? 'new' : 'level');
}

/** Makes the four lists; each is ordered by the size of the change, the largest first. */
export function fourLists(rules: ListRules, rows: LedgerRows, pack: Pack): FourLists {
  return ended(fourListsInSlices(rules, rows, pack));
}

/** The same, with a pause after every few thousand rows: a page goes on answering its user between them, and stops asking for more to cancel. */
export function* fourListsInSlices(rules: ListRules, rows: LedgerRows, pack: Pack): Generator<void, FourLists, undefined> {
  const made: Record<ListName, ListedRow[]> = { growing: [], falling: [], new: [], candidate: [], level: [], undecided: [] };
  const changes = new Map<ListedRow, Exact>();
  for (let index = 0; index < rows.count; index += 1) {
    if (index % rowsAtOnce === rowsAtOnce - 1) yield;
    const { row, name, code } = rows.identity(index);
    const { list, missing, odd, now, before } = listOf(rules, rows.facts(index));
    const change = now === null || before === null ? null : minus(now, before);
    const listed: ListedRow = {
      index,
      row: row + 1,
      name,
      code,
      list,
      now: now === null ? null : textOf(now),
      before: before === null ? null : textOf(before),
      change: change === null ? null : textOf(change),
      missing,
      odd,
    };
    if (change !== null) changes.set(listed, change);
    made[list].push(listed);
  }
  const byChange =
    (direction: 1 | -1) =>
    (a: ListedRow, b: ListedRow): number => {
      const left = changes.get(a);
      const right = changes.get(b);
      return left === undefined || right === undefined ? 0 : direction * compare(right, left);
    };
  made.growing = yield* sortedInSlices(made.growing, byChange(1));
  made.falling = yield* sortedInSlices(made.falling, byChange(-1));
  const columns = new Set(
    rows.plan.columns.flatMap((column) => (column.state === 'matched' && column.target !== null ? [column.target.id] : [])),
  );
  const declared = new Set(Object.values(pack.inputs).map((input) => input.id));
  const candidatesKnown = ['listCandidate', 'aboveDesignatedSize'].some((id) => declared.has(id) && columns.has(id));
  return { rules, rows: made, candidatesKnown };
}
