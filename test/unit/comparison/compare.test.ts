import fc from 'fast-check';
import type { SidesApart } from '../../../src/comparison';
import type { Cell } from '../../../src/hosts/host';
import { readParameterJson } from '../../../src/ledger';
import { pack, parameterSheet, policy, judged, textOf, workbook } from '../assess/ledger';
import { assumed, compared, comparedWith, firm, sidesJudged } from './compared';

const reading = (id: string, a: string | null, b: string): SidesApart => ({ readings: [{ reading: id, a, b }] });
const lesserOrHires = reading('hire-count-basis', 'lesser', 'newHires');
const lesserOrNet = reading('hire-count-basis', 'lesser', 'netInsuredIncrease');
const exactOrRounded = reading('growth-rounding', null, 'oneDecimal');
const tenPercent = (): SidesApart => ({ policyB: assumed() });

const growth = '2025q1-03-growth-with-base';
const hiring = '2025q1-26-hiring-subsidy';
const people = (hires: Cell, now: Cell): Record<string, Cell> => ({ 新增用工人数: hires, 社保缴纳人数: now, 上年同期社保缴纳人数: 480 });
const output = (now: Cell, before: Cell = 5000): Record<string, Cell> => ({ 一季度产值: now, 上年一季度产值: before });

describe('one enterprise on two sides', () => {
  test.each([
    // who, figures, sides, measure, moves, A → B, difference, total A → B
    ['新增30人、净增20人，改按新增', people(30, 500), lesserOrHires, hiring, ['more'], ['2', '3'], '1', ['52', '53']],
    ['新增20人、净增30人，改按新增', people(20, 510), lesserOrHires, hiring, null, null, null, null],
    ['新增300人、净增250人，两边都封顶', people(300, 730), lesserOrHires, hiring, null, null, null, null],
    ['新增人数写成“约三十”，改按新增：两边都不能用', people('约三十', 480), lesserOrHires, hiring, null, null, null, null],
    [
      '新增人数空白，改按净增：由待定变为符合',
      people(null, 500),
      lesserOrNet,
      hiring,
      ['unknown>eligible'],
      [null, '2'],
      null,
      [null, '52'],
    ],
    ['新增0人、净增20人，改按净增', people(0, 500), lesserOrNet, hiring, ['not>eligible'], ['0', '2'], '2', ['50', '52']],
    ['新增30人、净增20人，改按净增：一样多', people(30, 500), lesserOrNet, hiring, null, null, null, null],
    ['新增人数写成“约三十”，改按净增', people('约三十', 500), lesserOrNet, hiring, ['unknown>eligible'], [null, '2'], null, [null, '52']],
    ['增7.9998%，改为一位小数', output(5399.99), exactOrRounded, growth, ['not>eligible'], ['0', '50'], '50', ['20', '70']],
    ['增7.94%，一位小数也不到8%', output(5397), exactOrRounded, growth, null, null, null, null],
    ['恰好增8%，假设为10%', output(5400), tenPercent(), growth, ['eligible>not'], ['50', '0'], '-50', ['70', '20']],
    ['增9.9998%，假设为10%', output(5499.99), tenPercent(), growth, ['eligible>not'], ['50', '0'], '-50', ['70', '20']],
    ['恰好增10%，假设为10%', output(5500), tenPercent(), growth, null, null, null, null],
    ['增7.9998%，两边都不到', output(5399.99), tenPercent(), growth, null, null, null, null],
    ['上年产值空白，两边都待定', output(5400, null), tenPercent(), growth, null, null, null, null],
    [
      '饲料企业增8%，放宽的线未填',
      { ...output(5400), 行业: '饲料' },
      tenPercent(),
      growth,
      ['eligible>unknown'],
      ['50', null],
      null,
      ['70', null],
    ],
  ] as const)('%s', async (_, cells, apart, measure, moves, amounts, difference, totals) => {
    const comparison = await compared(workbook([firm('甲公司', 1, cells)]), apart);
    expect(comparison.rows).toEqual(moves === null ? [] : [0]);
    expect(comparison.isEmpty).toBe(moves === null);
    if (moves === null) return;
    const { measures, total } = comparison.change(0);
    expect(measures.map((one) => [one.measure, one.moves, [one.answers.a.amount, one.answers.b.amount], one.difference])).toEqual([
      [measure, moves, amounts, difference],
    ]);
    expect([total!.totals.a.amount, total!.totals.b.amount]).toEqual(totals);
  });

  test('what stays open on both sides may lie within other bounds', async () => {
    const comparison = await compared(workbook([firm('甲公司', 1, people(null, 500))]), lesserOrHires);
    const { measures, total } = comparison.change(0);
    expect([measures, total!.moves, total!.difference]).toEqual([[], ['range'], null]);
    expect([total!.totals.a.range, total!.totals.b.range]).toEqual([
      { min: '50', max: '52' },
      { min: '50', max: '70' },
    ]);
  });

  test('says why on both sides', async () => {
    const comparison = await compared(workbook([firm('甲公司', 1, output(5400))]), tenPercent());
    const [change] = comparison.change(0).measures;
    expect(change!.answers.a.reasons).toEqual([]);
    expect(change!.answers.b.reasons).toEqual(['fail:output-growth-min']);
  });
});

describe('a ledger on two sides', () => {
  const rows = [
    firm('甲公司', 1, people(30, 500)),
    firm('乙公司', 2, { ...people(0, 500), 所在市: '柳州市', 行业: '汽车' }),
    firm('丙公司', 3, people(20, 500)),
    firm('甲公司（二厂）', 1, people(40, 500)),
    firm('丁公司', 4, { ...people(null, 500), 所在市: null }),
  ];
  const hiresOrNet = reading('hire-count-basis', 'newHires', 'netInsuredIncrease');

  test('counts rows by what became of them, and adds up exactly', async () => {
    const { summaries, rows: changed, persons } = await compared(workbook(rows), hiresOrNet);
    expect(changed).toEqual([0, 1, 3, 4]);
    expect(persons).toBe(3);
    expect(summaries.find((one) => one.measure === hiring)).toEqual({
      part: 'measure',
      measure: hiring,
      changed: 4,
      moves: { less: 2, 'not>eligible': 1, 'unknown>eligible': 1 },
      a: '9',
      b: '10',
      difference: '-1',
      settledInA: '0',
      settledInB: '2',
    });
    // 甲公司's two rows are one person: 50 + 50 + 3 + 4 is cut to 100 on both sides.
    expect(summaries.find((one) => one.part === 'total')).toEqual({
      part: 'total',
      measure: null,
      changed: 2,
      moves: { more: 1, settled: 1 },
      a: '202',
      b: '256',
      difference: '2',
      settledInA: '0',
      settledInB: '52',
    });
    expect(summaries.filter((one) => one.part === 'outside')).toEqual([]);
  });

  test('counts the changed enterprises by city and industry, blanks apart', async () => {
    const { places } = await compared(workbook(rows), hiresOrNet);
    expect(places.map(({ kind, name, persons, more, less, difference }) => [kind, name, persons, more, less, difference])).toEqual([
      ['city', '南宁市', 1, 0, 0, '0'],
      ['city', '柳州市', 1, 1, 0, '2'],
      ['city', null, 1, 0, 0, '0'],
      ['industry', '机械', 2, 0, 0, '0'],
      ['industry', '汽车', 1, 1, 0, '2'],
    ]);
  });

  test('each side answers as if it were judged alone', async () => {
    const sides = await sidesJudged(workbook(rows), tenPercent());
    const alone = await judged(workbook(rows));
    for (let index = 0; index < rows.length; index += 1) {
      expect(sides[0].identity(index)).toEqual(alone.identity(index));
      expect(sides[1].identity(index)).toEqual(alone.identity(index));
      expect(sides[1].facts(index)).toEqual(alone.facts(index));
      expect(sides[0].total(index)).toEqual(alone.total(index));
      for (const measure of alone.measures) expect(sides[0].answer(index, measure)).toEqual(alone.answer(index, measure));
    }
    expect(sides[0].problems()).toEqual(alone.problems());
    expect(sides[1].stampData('').pack.assumption?.title).toContain('10%');
  });

  test('two sets of parameters', async () => {
    const settingsB = readParameterJson({ [`${growth}.awardAmount`]: '40 万元' }, pack);
    const { summaries } = await compared(workbook([firm('甲公司', 1)], [parameterSheet]), { settingsB });
    const found = summaries.find((one) => one.measure === growth);
    expect([found!.a, found!.b, found!.difference, found!.moves]).toEqual(['50', '40', '-10', { less: 1 }]);
  });

  test('projects are outside the total, and said to be', async () => {
    const projects = (code: string): Parameters<typeof workbook>[1] => [
      parameterSheet,
      {
        name: '项目',
        cells: [
          ['统一社会信用代码', '项目投资额', '是否符合实施细则条件'],
          [code, 1000, '是'],
        ],
      },
    ];
    const own = firm('甲公司', 1);
    const settingsB = readParameterJson({ '2025q1-19-project-investment.subsidyRate': '5%', [`${growth}.awardAmount`]: '50 万元' }, pack);
    const comparison = await compared(workbook([own], projects(textOf(own[1]))), { settingsB });
    const { measures, total, outside } = comparison.change(0);
    expect([measures.map((one) => [one.difference, one.place?.row]), total, outside?.difference]).toEqual([[['20', 1]], null, '20']);
    const strays = await compared(workbook([firm('甲公司', 1)], projects(textOf(firm('乙公司', 2)[1]))), { settingsB });
    expect([strays.rows, strays.strays.map((one) => one.difference), strays.isEmpty]).toEqual([[], ['20'], false]);
  });

  test('a cut that is shared out otherwise changes the shares, not the total', async () => {
    const rich = { '是否“两高”项目企业': '否', '是否属于“两高”目录': '否', 节假日用电量: 288000, 一季度外购电量: 1000000 };
    const comparison = await compared(workbook([firm('甲公司', 1, rich)]), reading('cut-allocation', 'clauseOrder', 'proRata'));
    const { measures, total } = comparison.change(0);
    expect([measures, total!.moves, total!.difference]).toEqual([[], ['shares'], '0']);
    const cents = (side: 'a' | 'b'): number =>
      Object.values(total!.totals[side].shares!).reduce((whole, share) => whole + Math.round(Number(share) * 1e6), 0);
    expect([cents('a'), cents('b')]).toEqual([100e6, 100e6]);
  });

  test('the same on both sides: nobody changes', async () => {
    const comparison = await compared(workbook(rows), reading('hire-count-basis', 'lesser', 'lesser'));
    expect([comparison.isEmpty, comparison.rows, comparison.places]).toEqual([true, [], []]);
  });

  test('different ledgers are no comparison', async () => {
    const [a] = await sidesJudged(workbook(rows), lesserOrHires);
    const [, b] = await sidesJudged(workbook(rows.slice(1)), lesserOrHires);
    expect(() => comparedWith(a, b)).toThrow(RangeError);
  });

  test('an unknown option is refused before anything is read', async () => {
    await expect(compared(workbook(rows), reading('hire-count-basis', null, 'most'))).rejects.toThrow(RangeError);
  });
});

describe('whatever the ledger', () => {
  const number = fc.integer({ min: 0, max: 60 });
  const maybe = fc.option(number, { nil: null });
  const firms = fc.array(fc.record({ code: fc.integer({ min: 1, max: 4 }), hires: maybe, now: fc.integer({ min: 470, max: 540 }) }), {
    minLength: 1,
    maxLength: 6,
  });
  const made = (list: readonly { code: number; hires: number | null; now: number }[]): ReturnType<typeof workbook> =>
    workbook(list.map(({ code, hires, now }, index) => firm(`企业${index}`, code, people(hires, now))));
  /** Whole 元. */
  const yuan = (text: string): number => Math.round(Number(text) * 10000);

  test('B is A with the difference and what only one side settles; the other way round all is turned round', async () => {
    await fc.assert(
      fc.asyncProperty(firms, async (list) => {
        const [a, b] = await sidesJudged(made(list), lesserOrNet);
        const there = comparedWith(a, b);
        const back = comparedWith(b, a);
        expect(back.rows).toEqual(there.rows);
        there.summaries.forEach((one, at) => {
          expect(yuan(one.b)).toBe(yuan(one.a) + yuan(one.difference) + yuan(one.settledInB) - yuan(one.settledInA));
          const other = back.summaries[at]!;
          expect([other.a, other.b, other.settledInA, other.settledInB]).toEqual([one.b, one.a, one.settledInB, one.settledInA]);
          expect(Number(other.difference)).toBe(0 - Number(one.difference));
        });
      }),
      { numRuns: 40 },
    );
  });

  test('the policy’s own digest stands on both sides', async () => {
    const [a, b] = await sidesJudged(made([{ code: 1, hires: 1, now: 500 }]), tenPercent());
    expect([a.hash, b.hash]).toEqual([policy.hash, policy.hash]);
  });
});
