import { terminal } from './terminal';

interface Answer {
  readonly amount?: string | null;
  readonly reasons?: readonly string[];
  readonly problems?: readonly string[];
  readonly error?: string;
}

async function judge(lines: readonly object[], environment: Record<string, string> = {}): Promise<Answer[]> {
  const { output } = await terminal(['judge'], lines.map((line) => JSON.stringify(line)).join('\n'), environment);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
}

const measure = '2025q1-25-incremental-power';
const inputs = {
  enterpriseType: 'industrial',
  inDualHighCatalogue: false,
  separatelyMetered: true,
  quarterlyOutputValue: '1200',
  quarterlyOutputValueLastYear: '1000',
  purchasedElectricity: '1500000',
  baseElectricity: '1000000',
};
const bands = (second: string): object => ({
  shape: 'bracket',
  by: 'growth',
  rows: [
    { from: '10%', to: '20%', value: '0.05 元/千瓦时' },
    { from: second, value: '0.1 元/千瓦时' },
  ],
});

describe('judge takes a shape where it takes a number', () => {
  test.each<[string, object, Answer]>([
    ['a number stays a number', { powerRate: 0.05 }, { amount: '2.5', reasons: [] }],
    ['a table under the bare name', { powerRate: bands('20%') }, { amount: '5', reasons: [] }],
    ['a table under the full name', { [`${measure}.powerRate`]: bands('20%') }, { amount: '5', reasons: [] }],
    ['a table keyed by its measure', { [measure]: { powerRate: bands('20%') } }, { amount: '5', reasons: [] }],
    [
      'with its own cap, beside the cap of the clause',
      { powerRate: { ...bands('20%'), cap: '4 万元' }, measureCap: '3' },
      { amount: '3', reasons: [] },
    ],
    [
      'a hole is refused with its row',
      { powerRate: bands('25%') },
      {
        amount: null,
        reasons: ['invalid-parameter:powerRate'],
        problems: ['增量用电奖励标准第2档：上一档到“20%”为止，这一档从“25%”起，中间有空档。请使相邻两档首尾相接。'],
      },
    ],
    [
      'a bare number in a table is asked',
      { powerRate: { shape: 'rate', value: 0.05 } },
      {
        amount: null,
        reasons: ['invalid-parameter:powerRate'],
        problems: ['增量用电奖励标准：“0.05”没有写单位，不知道是百分之几、多少元还是多少万元。请在数后写明单位。'],
      },
    ],
    ['an object that is no shape', { powerRate: {} }, { amount: null, reasons: ['invalid-parameter:powerRate'] }],
  ])('%s', async (_, parameters, expected) => {
    const [answer] = await judge([{ id: 1, measure, inputs, parameters }], { LANG: 'zh_CN.UTF-8' });
    expect(answer).toMatchObject(expected);
  });

  test('a package, an exclusive choice, and a choice of readings beside the table', async () => {
    const rate = {
      shape: 'bracket',
      by: 'total',
      rows: [
        { from: '1000万元', to: '2亿元', value: '1%' },
        { from: '2亿元', value: '2%' },
      ],
    };
    const answers = await judge([
      { measure: '2025q1-package', inputs, parameters: { [measure]: { powerRate: bands('20%'), 'yishang-inclusive': 'exclusive' } } },
      {
        measure: '2024q2-13-exclusive-choice',
        inputs: { quarterlyInvestment: '25000', quarterlyInvestmentLastYear: '20000' },
        parameters: { majorRate: rate, incrementRate: '0.01' },
      },
    ]);
    expect(answers[0]).toHaveProperty(['perMeasure', measure], '5');
    expect(answers[1]).toMatchObject({ amount: '500', outputs: { chosen: '2024q2-13-major-project' } });
  });

  test('ten thousand lines with the same table', async () => {
    const answers = await judge(Array.from({ length: 10_000 }, () => ({ measure, inputs, parameters: { powerRate: bands('20%') } })));
    expect(new Set(answers.map(({ amount }) => amount))).toEqual(new Set(['5']));
  });
});
