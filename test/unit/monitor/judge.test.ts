import { exact, IndustryAdder, judgeIndicators, readFigureJson, timesOf, type Judged, type Register } from '../../../src/monitor';
import { loadClauses } from '../../../src/policies';

const registers = new Map<string, Register>();
beforeAll(async () => {
  for (const id of ['2024q2', '2022q4', '2025q1', '2020h2', '2020plan']) registers.set(id, await loadClauses(id));
});

function judged(policy: string, id: string, figure: unknown): Judged {
  const register = registers.get(policy)!;
  const { reported, problems } = readFigureJson(figure === undefined ? {} : { [id]: figure }, register);
  expect(problems).toEqual([]);
  return judgeIndicators(register, reported, null).find((one) => one.indicator.id === id)!;
}

/** Status, gap and progress of the whole. */
const stands = (policy: string, id: string, figure: unknown): readonly unknown[] => {
  const one = judged(policy, id, figure);
  return [one.status, one.parts[0]?.gap ?? null, one.parts[0]?.progress ?? null];
};

describe('an actual figure against an indicator', () => {
  test.each<[string, string, string, unknown, readonly unknown[]]>([
    ['技术改造项目800个以上，799', '2024q2', 'q2-2024-t022', '799个', ['short', '1', 99]],
    ['800 is 800个以上', '2024q2', 'q2-2024-t022', 800, ['met', '0', 100]],
    ['801', '2024q2', 'q2-2024-t022', 801, ['met', '-1', 100]],
    ['no figure yet', '2024q2', 'q2-2024-t022', undefined, ['none', null, null]],
    ['a recorded 0 is a figure', '2024q2', 'q2-2024-t022', 0, ['short', '800', 0]],
    ['超过3000家次, exactly 3000', '2020h2', 'h2-2020-t022', 3000, ['short', '0', 99]],
    ['超过3000家次, 3001', '2020h2', 'h2-2020-t022', 3001, ['met', '-1', 100]],
    ['500亿元以上 in 万元', '2024q2', 'q2-2024-t023', '4999999.99万元', ['short', '0.000001', 99]],
    ['500亿元以上 in 万元, reached', '2024q2', 'q2-2024-t023', '5000000万元', ['met', '0', 100]],
    ['资金5000万元, used up', '2020h2', 'h2-2020-t006', '0.5亿元', ['met', '0', null]],
    ['资金5000万元, exceeded', '2020h2', 'h2-2020-t006', '5000.01万元', ['over', '-0.01', null]],
    ['10月底前, on the last day', '2022q4', '2022-t006', '2022-10-31', ['met', '0', 100]],
    ['10月底前, two days late', '2022q4', '2022-t006', '2022年11月2日', ['short', '-2', null]],
    ['5000家左右, exactly', '2025q1', 'q1-2025-t023', 5000, ['met', '0', 100]],
    ['5000家左右, near', '2025q1', 'q1-2025-t023', 4980, ['officer', '20', 99]],
    ['24小时 is only recorded', '2024q2', 'q2-2024-t030', 30, ['recorded', null, null]],
    ['旬监测 in the second quarter: nine times', '2024q2', 'q2-2024-t031', 8, ['short', '1', 88]],
    ['旬监测, all nine', '2024q2', 'q2-2024-t031', 9, ['met', '0', 100]],
    ['复工60%', '2025q1', 'q1-2025-t017', { now: 299, before: 500 }, ['short', '0.2', 99]],
    ['复工60%, exactly', '2025q1', 'q1-2025-t017', { now: 300, before: 500 }, ['met', '0', 100]],
    ['占比不低于70%, as a rate', '2020h2', 'h2-2020-t019', '70%', ['met', '0', 100]],
    ['比去年同期不低于', '2024q2', 'q2-2024-t018', { now: '799万吨', before: '800万吨' }, ['short', '0.12', 99]],
    ['同比增加120万吨', '2020h2', 'h2-2020-t007', { now: '920万吨', before: '800万吨' }, ['met', '0', 100]],
  ])('%s', (_name, policy, id, figure, expected) => {
    expect(stands(policy, id, figure)).toEqual(expected);
  });

  test('growth is multiplied out: 7.9998 % is not 8 %, and is never shown as 8.00 %', () => {
    const [part] = judged('2025q1', 'q1-2025-t010', { now: 4000, before: 3703.71 }).parts;
    expect(part).toMatchObject({ status: 'short', actual: '7.9998', rounded: true, sumGap: '0.0068', progress: 99 });
    expect(judged('2025q1', 'q1-2025-t010', { now: '4000.0068', before: '3703.71' }).status).toBe('met');
    expect(judged('2025q1', 'q1-2025-t010', { now: '4000.0067', before: '3703.71' }).status).toBe('short');
  });

  test.each<[string, unknown, string]>([
    ['正增长 at 0 is not reached', { now: 100, before: 100 }, 'short'],
    ['正增长 by a hair', { now: '100.0001', before: 100 }, 'met'],
    ['正增长 as a negative rate', '-0.1%', 'short'],
  ])('%s', (_name, figure, expected) => {
    expect(judged('2025q1', 'q1-2025-t007', figure).status).toBe(expected);
  });

  test('growth over nothing has no meaning: it stays open', () => {
    const one = judged('2025q1', 'q1-2025-t003', { now: 100, before: 0 });
    expect([one.status, one.parts[0]?.because]).toEqual(['open', 'no-base']);
  });

  test('each city stands by itself; those not reported are named', () => {
    const one = judged('2020plan', 'plan-2020-t020', [
      { part: '南宁', actual: 2 },
      { part: '柳州市', actual: 3 },
    ]);
    expect(one.status).toBe('none');
    expect(one.unreported).toEqual(['桂林市', '北海市', '梧州市', '玉林市']);
    expect(judged('2020plan', 'plan-2020-t020', [{ part: '南宁市', actual: 1 }]).status).toBe('short');
  });

  test.each([
    [0, 'short'],
    [1, 'met'],
    [2, 'met'],
    [3, 'over'],
  ])('每市1—2家: %i is %s', (actual, status) => {
    expect(judged('2020h2', 'h2-2020-t010', { part: '南宁市', actual }).parts[0]?.status).toBe(status);
  });

  test('a target the text does not give is asked for, and taken with its source', () => {
    expect(judged('2020plan', 'plan-2020-t004', '0.8').status).toBe('noTarget');
    expect(judged('2020plan', 'plan-2020-t004', { actual: '0.8', target: '0.79', source: '国家下达' }).status).toBe('over');
  });
});

describe('how often a rhythm comes round', () => {
  test.each<['日' | '旬' | '月' | '季度', string, string, number]>([
    ['日', '2022-09-30', '2022-12-31', 93],
    ['旬', '2022-09-30', '2022-12-31', 9],
    ['旬', '2024-02-05', '2024-02-29', 2],
    ['月', '2025-01-01', '2025-03-31', 3],
    ['月', '2025-01-02', '2025-03-30', 1],
    ['季度', '2020-01-01', '2020-12-31', 4],
    ['季度', '2020-02-01', '2020-12-30', 2],
  ])('%s from %s to %s: %i', (every, from, to, expected) => {
    expect(timesOf(every, from, to)).toBe(expected);
  });
});

describe('industry growth from a ledger', () => {
  const sums = (...rows: readonly (readonly [string | null, string | null])[]): ReadonlyMap<string, ReturnType<IndustryAdder['sum']>> => {
    const adder = new IndustryAdder('汽车');
    for (const [now, before] of rows) adder.add(now === null ? null : exact(now), before === null ? null : exact(before));
    return new Map([['output:汽车', adder.sum()]]);
  };
  const status = (...rows: readonly (readonly [string | null, string | null])[]): readonly unknown[] => {
    const register = registers.get('2025q1')!;
    const one = judgeIndicators(register, [], sums(...rows)).find(({ indicator }) => indicator.id === 'q1-2025-t003')!;
    return [one.status, one.parts[0]?.incomplete];
  };

  test.each<[string, readonly (readonly [string | null, string | null])[], readonly unknown[]]>([
    [
      '7 % exactly, by the sums',
      [
        ['53.5', '50'],
        ['53.5', '50'],
      ],
      ['met', 0],
    ],
    [
      'just below',
      [
        ['53.49', '50'],
        ['53.5', '50'],
      ],
      ['short', 0],
    ],
    [
      'a new plant counts with its recorded 0',
      [
        ['7', '0'],
        ['100', '100'],
      ],
      ['met', 0],
    ],
    [
      'missing this year cannot undo what is reached',
      [
        ['300', '100'],
        [null, '50'],
      ],
      ['met', 1],
    ],
    [
      'missing this year leaves a short one open',
      [
        ['100', '100'],
        [null, '50'],
      ],
      ['open', 1],
    ],
    [
      'missing last year leaves a reached one open',
      [
        ['300', '100'],
        ['5', null],
      ],
      ['open', 1],
    ],
    [
      'missing last year cannot help a short one',
      [
        ['90', '100'],
        ['5', null],
      ],
      ['short', 1],
    ],
    ['nothing complete', [[null, null]], ['open', 1]],
    ['no row at all', [], ['none', 0]],
  ])('%s', (_name, rows, expected) => {
    expect(status(...rows)).toEqual(expected);
  });
});
