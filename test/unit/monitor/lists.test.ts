import type { RawFacts, Reason } from '../../../src/engine';
import {
  advanceOf,
  duesInSlices,
  entitledInSlices,
  entitledList,
  exact,
  fourLists,
  fourListsInSlices,
  groupedInSlices,
  IndustryFinder,
  listRules,
  readIndustryMap,
  readPercent,
  settle,
  settleInSlices,
  sharesInSlices,
  sortedInSlices,
  type AnsweredRows,
  type LedgerRows,
  type ListName,
  type TotalledRows,
} from '../../../src/monitor';

import { loadIndustries, loadPolicy } from '../../../src/policies';

describe('the industry of a row', () => {
  const find = async (code: string, word: string): Promise<readonly unknown[]> => {
    const { industry, by } = new IndustryFinder(await loadIndustries()).find(code, word);
    return [industry, by];
  };

  test.each<[string, string, readonly unknown[]]>([
    ['3611', '', ['汽车', 'code']],
    ['C3611', '', ['汽车', 'code']],
    ['C36 汽车制造业', '', ['汽车', 'code']],
    ['3581', '', ['医药', 'code']],
    ['3511', '', ['机械', 'code']],
    ['3770', '', ['轻工', 'code']],
    ['', '短流程钢铁', ['冶金', 'word']],
    ['', ' 汽 车 ', ['汽车', 'word']],
    ['', '3611', ['汽车', 'word']],
    ['3611', '汽车', ['汽车', 'code']],
    ['3611', '建材', [null, 'conflict']],
    ['9999', '', [null, 'unknown']],
    ['', '航天', [null, 'unknown']],
    ['', ' ', [null, 'blank']],
  ])('%j and %j', async (code, word, expected) => {
    expect(await find(code, word)).toEqual(expected);
  });

  test('a map in which a code or word stands twice is refused', () => {
    const { problems } = readIndustryMap({
      industries: [{ name: '甲', codes: ['36', '3'], words: ['车'] }, { name: '乙', codes: ['36'], words: ['车'] }, {}],
    });
    expect(problems.map(({ code }) => code).sort()).toEqual(['bad-code', 'code-twice', 'no-name', 'word-twice']);
    expect(readIndustryMap(null).problems.map(({ code }) => code)).toEqual(['no-industries']);
  });
});

function ledger(columns: readonly string[], ...rows: readonly RawFacts[]): LedgerRows {
  return {
    count: rows.length,
    sheet: '台账',
    plan: { columns: columns.map((id, column) => ({ column, header: id, state: 'matched', target: { id } })) },
    identity: (index) => ({ row: index + 1, name: `企业${index}`, code: null }),
    facts: (index) => rows[index] ?? {},
    blocks: (host) => host.read('台账'),
  };
}

describe('the four lists of 2025 Q1 （二十九）', () => {
  const output = (now: string | null, before: string | null, further: RawFacts = {}): RawFacts => ({
    quarterlyOutputValue: now,
    quarterlyOutputValueLastYear: before,
    ...further,
  });

  test.each<[string, RawFacts, ListName, readonly string[]]>([
    ['a hair more', output('100.01', '100'), 'growing', []],
    ['the same', output('100', '100'), 'level', []],
    ['a hair less', output('99.99', '100'), 'falling', []],
    ['stopped: a recorded 0', output('0', '100'), 'falling', []],
    ['not reported: never 0', output(null, '100'), 'undecided', ['quarterlyOutputValue']],
    ['no figure of last year', output('100', null), 'undecided', ['quarterlyOutputValueLastYear']],
    ['nothing at all', output(null, null), 'undecided', ['quarterlyOutputValue', 'quarterlyOutputValueLastYear']],
    ['a recorded 0 last year', output('100', '0'), 'new', []],
    ['said to have no base', output('100', null, { hasComparisonBase: false }), 'new', []],
    ['said to have no base, and a figure', output('100', '50', { hasComparisonBase: false }), 'undecided', []],
    ['not yet above size', output('100', '50', { aboveDesignatedSize: false }), 'candidate', []],
    ['named a candidate', output(null, null, { listCandidate: true }), 'candidate', []],
    [
      'software goes by revenue',
      output('1', '2', { enterpriseType: 'software', quarterlyOperatingRevenue: '3', quarterlyOperatingRevenueLastYear: '2' }),
      'growing',
      [],
    ],
  ])('%s', async (_name, facts, list, missing) => {
    const { pack } = await loadPolicy('2025q1');
    const made = fourLists(
      listRules.find((rules) => rules.policy === '2025q1')!,
      ledger(['quarterlyOutputValue'], facts),
      pack,
    );
    const found = Object.entries(made.rows).flatMap(([name, rows]) => rows.map((row) => [name, row.missing]));
    expect(found).toEqual([[list, missing]]);
  });

  test('are ordered by the change, and say when candidates cannot be known', async () => {
    const { pack } = await loadPolicy('2025q1');
    const made = fourLists(
      listRules[1]!,
      ledger(['quarterlyOutputValue'], output('110', '100'), output('150', '100'), output('101', '100')),
      pack,
    );
    expect(made.rows.growing.map(({ change }) => change)).toEqual(['50', '10', '1']);
    expect(made.candidatesKnown).toBe(false);
    const { pack: second } = await loadPolicy('2024q2');
    expect(fourLists(listRules[0]!, ledger(['aboveDesignatedSize'], output('1', '2')), second).candidatesKnown).toBe(true);
  });
});

describe('免申即享', () => {
  const answers = (
    ...given: readonly (readonly [boolean | 'unknown' | 'notApplied', string | null, readonly Reason[]])[]
  ): AnsweredRows => ({
    count: given.length,
    measures: ['2025q1-26-hiring-subsidy'],
    identity: (index) => ({ row: index, name: '', code: null }),
    answer: (index) => ({ eligible: given[index]![0], amount: given[index]![1], reasons: given[index]![2] }),
  });

  test('who qualifies, who is one figure short, who needs more; those that fail are not on it', async () => {
    const { pack } = await loadPolicy('2025q1');
    const rows = answers(
      [true, '2', []],
      [false, '0', ['fail:output-min']],
      ['unknown', null, ['missing:newHires']],
      ['unknown', null, ['missing:newHires', 'missing:insuredEmployees']],
      [true, null, ['missing-parameter:powerRate']],
      ['unknown', null, ['missing-parameter:powerRate']],
      ['unknown', null, ['officer-decision:x']],
      ['notApplied', '0', []],
      [true, '0', []],
    );
    const list = entitledList(rows, pack);
    expect(list.rows.map(({ index, standing }) => [index, standing])).toEqual([
      [0, 'qualifies'],
      [2, 'oneShort'],
      [3, 'more'],
      [4, 'qualifiesOpen'],
      [5, 'more'],
      [6, 'officer'],
    ]);
    expect(list.measures).toEqual(['2025q1-26-hiring-subsidy']);
  });
});

describe('先预拨后清算', () => {
  const due = (code: string | null, amount: string | null, range: { min: string; max: string | null } | null = null) => ({
    row: 2,
    code,
    name: `企业${code}`,
    amount,
    range,
  });

  test.each<[string, ReturnType<typeof due>, string, readonly unknown[]]>([
    ['more is due', due('A', '20'), '10', ['pay', '10', '10', '0']],
    ['all was advanced', due('A', '20'), '20', ['even', '0', '0', '0']],
    ['too much was advanced', due('A', '20'), '20.01', ['recover', '-0.01', '0', '0.01']],
    ['nothing is due', due('A', '0'), '5', ['recover', '-5', '0', '5']],
    ['due is open', due('A', null, { min: '10', max: '50' }), '5', ['open', null, null, null]],
    ['due is open, but cannot reach the advance', due('A', null, { min: '10', max: '50' }), '60', ['recoverAtLeast', null, null, '10']],
  ])('%s', (_name, one, amount, expected) => {
    const [settled] = settle([one], [{ row: 2, code: 'A', name: '', amount }]);
    expect([settled!.settlement, settled!.difference, settled!.pay, settled!.recover]).toEqual(expected);
  });

  test('two advances add up; an advance to nobody known, and a due without a code, are said', () => {
    const settled = settle(
      [due('A', '1'), due(null, '3'), due('B', '2')],
      [
        { row: 2, code: 'A', name: '', amount: '0.3' },
        { row: 3, code: 'A', name: '', amount: '0.7' },
        { row: 4, code: 'Z', name: '无此户', amount: '9' },
      ],
    );
    expect(settled.map(({ settlement, advanced }) => [settlement, advanced])).toEqual([
      ['even', '1'],
      ['noCode', '0'],
      ['pay', '0'],
      ['notInLedger', '9'],
    ]);
  });

  test.each<[string, ReturnType<typeof due>, string, string]>([
    ['half of what is due', due('A', '20'), '50', '10'],
    ['down to the 分', due('A', '0.000003'), '50', '0.000001'],
    ['of the lower bound where due is open', due('A', null, { min: '20', max: '50' }), '50', '10'],
    ['nothing where nothing is sure', due('A', null), '50', '0'],
    ['a third of a percent', due('A', '100'), '0.33', '0.33'],
  ])('an advance: %s', (_name, one, percent, expected) => {
    expect(advanceOf(one, exact(percent)!)).toBe(expected);
  });
});

describe('a share to advance', () => {
  test.each([
    ['0%', '0'],
    ['50%', '50'],
    ['33.333333%', '33.333333'],
    ['100%', '100'],
    ['100.000001%', null],
    ['101%', null],
    ['50', null],
    ['0.5', null],
    ['-1%', null],
    ['50 %', null],
    ['1e1%', null],
    ['%', null],
    ['', null],
  ])('“%s” is %p', (text, expected) => {
    expect(readPercent(text)).toEqual(expected === null ? null : exact(expected));
  });
});

describe('sorting in slices', () => {
  test.each([0, 1, 2, 4095, 4096, 4097, 8192, 12_289, 20_000])('%d rows come in order, equals as they stood', (count) => {
    const rows = Array.from({ length: count }, (_, place) => ({ key: (place * 7919) % 101, place }));
    const order = (left: { key: number }, right: { key: number }): number => left.key - right.key;
    const work = sortedInSlices(rows, order);
    let pauses = 0;
    for (let step = work.next(); ; step = work.next(), pauses += 1) {
      if (step.done !== true) continue;
      expect(step.value).toEqual([...rows].sort(order));
      break;
    }
    expect(pauses > 0).toBe(count > 4096);
  });
});

describe('a large ledger does not hold the page', () => {
  /** How often the work pauses, and what it makes. */
  function driven<T>(work: Generator<void, T, undefined>): { readonly pauses: number; readonly made: T } {
    for (let pauses = 0; ; pauses += 1) {
      const step = work.next();
      if (step.done === true) return { pauses, made: step.value };
    }
  }
  const rules = listRules[0]!;

  test.each([
    [100, 0],
    [4096, 1],
    [20_000, 4],
  ])('%d rows: %d pauses, and the same list', async (count, expected) => {
    const { pack } = await loadPolicy(rules.policy);
    const rows = {
      ...ledger([]),
      count,
      identity: (index: number) => ({ row: index, name: `企业${index}`, code: null }),
      facts: () => ({}),
    };
    const lists = driven(fourListsInSlices(rules, rows, pack));
    expect(lists.pauses).toBe(expected);
    expect(lists.made).toEqual(fourLists(rules, rows, pack));
    const measures = pack.measures.map(({ id }) => id);
    const answered: AnsweredRows = { ...rows, measures, answer: () => ({ eligible: true, amount: '1', reasons: [] }) };
    const entitled = driven(entitledInSlices(answered, pack));
    expect(entitled.pauses).toBe(expected * entitled.made.measures.length);
    expect(entitled.made).toEqual(entitledList(answered, pack));

    const codeOf = (index: number): string => `code${index}`;
    const totalled: TotalledRows = {
      count,
      bearsTotal: () => true,
      identity: (index) => ({ row: index, name: '', code: codeOf(index) }),
      total: () => ({ amount: '2' }),
    };
    const dues = driven(duesInSlices(totalled));
    expect(dues.pauses).toBe(expected);
    const advances = dues.made.map(({ row, code, name }) => ({ row, code: code ?? '', name, amount: '1' }));
    const settled = driven(settleInSlices(dues.made, advances));
    expect(settled.pauses).toBe(2 * expected);
    const shares = driven(sharesInSlices(dues.made, exact('50')!));
    expect(shares.pauses).toBe(expected);
    expect(shares.made.every(({ share }) => share === '1')).toBe(true);
    const groups = driven(
      groupedInSlices(
        settled.made,
        ['pay', 'even'],
        ({ settlement }) => (settlement === 'pay' ? 'pay' : 'even'),
        ({ pay }) => pay,
      ),
    );
    expect(groups.pauses).toBe(expected);
    expect([...groups.made].map(([name, { rows: own, sum }]) => [name, own.length, sum])).toEqual([
      ['pay', count, String(count)],
      ['even', 0, '0'],
    ]);
  });
});
