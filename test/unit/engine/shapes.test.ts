import { readFileSync } from 'node:fs';
import {
  compile,
  readPack,
  readShape,
  withShapes,
  type Pack,
  type RawFacts,
  type ShapeProblemCode,
  type Verdict,
} from '../../../src/engine';
import { judgeReference } from '../../../src/engine/reference/reference';
import { packSource } from '../../cases';

function checked(id: string): Pack {
  const { pack, problems } = readPack(packSource(id));
  if (!pack) throw new Error(JSON.stringify(problems));
  return pack;
}

const q1 = checked('2025q1');
const q2 = checked('2024q2');
const plan = { q1, q2 };

const power = '2025q1-25-incremental-power';
const festival = '2025q1-02-spring-festival-power';
const withBase = '2025q1-03-growth-with-base';
const growth = '2024q2-02-output-growth-with-base';
const research = '2024q2-24-rd-subsidy';

/** The answer under one shape, the same from the engine and from the reference. */
function judged(pack: Pack, measure: string, parameter: string, source: unknown, facts: RawFacts): Verdict {
  const name = `${measure}.${parameter}`;
  const { shape, problems } = readShape(source, name, pack);
  if (!shape) throw new Error(JSON.stringify(problems));
  const laid = withShapes(pack, { [name]: shape });
  const verdict = compile(laid).judge(measure, facts);
  const { reasons, ...same } = judgeReference(laid, {}, measure, facts);
  expect({ ...same, reasons: [...reasons].sort() }).toEqual({ ...verdict, reasons: [...verdict.reasons].sort() });
  return verdict;
}

/** What is paid, or why it is not known. */
const paid = ({ amount, reasons }: Verdict): string => amount ?? reasons.join();

const electricity = (last: string, now: string, more: RawFacts = {}): RawFacts => ({
  enterpriseType: 'industrial',
  inDualHighCatalogue: false,
  separatelyMetered: true,
  quarterlyOutputValueLastYear: last,
  quarterlyOutputValue: now,
  purchasedElectricity: '1500000',
  baseElectricity: '1000000',
  ...more,
});
const output = (last: string | null, now: string | null, more: RawFacts = {}): RawFacts => ({
  enrolled: true,
  quarterlyOutputValueLastYear: last,
  quarterlyOutputValue: now,
  ...more,
});

describe('厦门海沧2021：增速10%—20%、20%—30%、30%以上，每千瓦时0.05、0.1、0.2元，封顶200万元', () => {
  const haicang = {
    shape: '分档',
    by: 'growth',
    rows: [
      { from: '10%', to: '20%', value: '0.05 元/千瓦时' },
      { from: '20%', to: '30%', value: '0.1 元/千瓦时' },
      { from: '30%', value: '0.2 元/千瓦时' },
    ],
    cap: '200 万元',
  };
  test.each([
    ['恰好10%', '1000', '1100', '500000', '2.5'],
    ['差一分不到20%', '1000', '1199.99', '500000', '2.5'],
    ['恰好20%', '1000', '1200', '500000', '5'],
    ['差一分不到30%', '1000', '1299.99', '500000', '5'],
    ['恰好30%', '1000', '1300', '500000', '10'],
    ['增速很大', '1000', '999999', '500000', '10'],
    ['增量恰好到封顶', '1000', '1300', '10000000', '200'],
    ['增量超过封顶', '1000', '1300', '10000000.01', '200'],
    ['增速不到10%，条件不符合', '1000', '1099.99', '500000', '0'],
  ])('%s', (_, last, now, increment, expected) => {
    const purchasedElectricity = String(1000000 + Number(increment));
    expect(paid(judged(q1, power, 'powerRate', haicang, electricity(last, now, { purchasedElectricity })))).toBe(expected);
  });

  test.each([
    ['基数电量未填', { baseElectricity: null }, 'missing:baseElectricity'],
    ['上年产值为0', { quarterlyOutputValueLastYear: '0' }, 'undefined-growth:quarterlyOutputValueLastYear'],
    ['基数电量为0', { baseElectricity: '0' }, 'undefined-base:baseElectricity'],
    ['外购电量填成文字', { purchasedElectricity: '很多' }, 'invalid:purchasedElectricity'],
  ])('%s：待定', (_, more, expected) => {
    expect(paid(judged(q1, power, 'powerRate', haicang, electricity('1000', '1200', more)))).toBe(expected);
  });
});

describe('浙江杭州2023三季度：增量每满1000万元给2万元，封顶1000万元', () => {
  const hangzhou = { shape: '每满', by: 'increment', step: '1000 万元', value: '2 万元', cap: '1000 万元' };
  // The clause itself pays at most 100 and nothing below 5; the awards that were published are whole steps.
  test.each([
    ['公示30万元', '15999.99', '30'],
    ['公示26万元', '13000', '26'],
    ['公示14万元', '7000.01', '14'],
    ['公示22万元', '11500', '22'],
    ['差一分不满三档', '2999.99', '0'],
    ['恰好三档', '3000', '6'],
    ['五十档，到条款的封顶', '50000', '100'],
    ['六十档，条款的封顶先到', '60000', '100'],
  ])('%s：增量%s万元', (_, increment, expected) => {
    const now = (10000 + Number(increment)).toFixed(2);
    expect(paid(judged(q2, growth, 'tierAmount', hangzhou, output('10000', now)))).toBe(expected);
  });
  test('公示4万元，低于条款的5万元线，不给', () => {
    const verdict = judged(q2, growth, 'tierAmount', hangzhou, output('10000', '12000'));
    expect(verdict).toMatchObject({ eligible: false, amount: '0', reasons: ['floor:min-award'] });
  });
  test('产值未填：还差产值', () => {
    expect(judged(q2, growth, 'tierAmount', hangzhou, output('10000', null))).toMatchObject({
      eligible: 'unknown',
      reasons: ['missing:quarterlyOutputValue'],
    });
  });
});

describe('电子信息2021四季度：产值增速每超1个百分点给20万元，封顶100万元', () => {
  const electronics = { shape: '每个百分点', by: 'growth', above: '10%', value: '20 万元', cap: '100 万元' };
  test.each([
    ['恰好10%，没有超', '11000', '0'],
    ['超0.9999个百分点', '11099.99', '0'],
    ['恰好超1个百分点', '11100', '20'],
    ['超4.99个百分点', '11499.99', '80'],
    ['恰好超5个百分点', '11500', '100'],
    ['超9个百分点，封顶', '11900', '100'],
    ['只增长2%', '10200', '0'],
  ])('%s', (_, now, expected) => {
    expect(paid(judged(q2, growth, 'tierAmount', electronics, output('10000', now)))).toBe(expected);
  });
  test('下降的不符合条件，不是倒扣', () => {
    expect(judged(q2, growth, 'tierAmount', electronics, output('10000', '9000'))).toMatchObject({ eligible: false, amount: '0' });
  });
});

describe('厦门海沧2020：增速60%以内的部分1%，以上的部分1.2%', () => {
  const marginal = {
    shape: '分段累计',
    by: 'growth',
    rows: [
      { from: '0%', to: '60%', value: '1%' },
      { from: '60%', value: '1.2%' },
    ],
  };
  test.each([
    ['增长50%：全在第一段', '1500', '5'],
    ['恰好60%', '1600', '6'],
    ['增长60.001%', '1600.01', '6.00012'],
    ['增长100%：600×1%＋400×1.2%', '2000', '10.8'],
  ])('%s', (_, now, expected) => {
    expect(paid(judged(q2, growth, 'tierAmount', marginal, output('1000', now)))).toBe(expected);
  });
});

describe('福建：有基数每千瓦时0.1元，基数为0的按全部用电量每千瓦时0.02元，封顶80万元', () => {
  const fujian = {
    shape: 'rate',
    value: '0.1 元/kWh',
    noBase: { value: '0.02 元/kWh', of: 'total' },
    cap: '80 万元',
    minimum: '20 万千瓦时',
  };
  const facts = (last: string | null, now: string): RawFacts => ({
    enterpriseType: 'industrial',
    annualOutputValue: '3000',
    isDualHighEnterprise: false,
    festivalElectricityLastYear: last,
    festivalElectricity: now,
  });
  test.each([
    ['增量差一度不到20万', '100000', '299999', '0'],
    ['增量恰好20万', '100000', '300000', '2'],
    ['基数为0：全部80万度', '0', '800000', '1.6'],
    ['增量很大，封顶', '100000', '90000000', '80'],
    ['基数未填', null, '800000', 'missing:festivalElectricityLastYear'],
  ])('%s', (_, last, now, expected) => {
    expect(paid(judged(q1, festival, 'powerRate', fujian, facts(last, now)))).toBe(expected);
  });
  test('基数电量为0本来无从说增量；实施细则另有标准的，按全部计算', () => {
    const rate = { shape: 'rate', value: '0.1 元/kWh', noBase: '0.02 元/kWh' };
    expect(paid(judged(q1, power, 'powerRate', rate, electricity('1000', '1200', { baseElectricity: '0' })))).toBe('3');
    expect(paid(judged(q1, power, 'powerRate', rate, electricity('1000', '1200')))).toBe('5');
  });
});

describe('分行业：电子信息按百分点，机械和汽车按档，其余定额', () => {
  const byIndustry = {
    shape: '分行业',
    by: '行业',
    rows: [
      { choice: '电子信息', value: { shape: 'perPoint', by: 'growth', above: '10%', value: '6 万元', cap: '30 万元' } },
      {
        choice: '机械、汽车',
        value: {
          shape: 'bracket',
          by: '产值同比增量',
          rows: [
            { from: '1000万元', to: '2000万元', value: '8 万元' },
            { from: '2000万元', value: '16万元' },
          ],
        },
      },
      { choice: '有色金属', value: '12 万元' },
    ],
  };
  test.each([
    ['电子信息增长12%', 'electronics', '11200', '12'],
    ['机械增量差一分不到1000万元', '机械', '10999.99', '0'],
    ['机械增量恰好1000万元', '机械', '11000', '8'],
    ['汽车增量恰好2000万元', '汽车', '12000', '16'],
    ['电解铝没有自己的一行，随有色金属', '电解铝', '10000.01', '12'],
    ['造纸没有一行：标准仍缺', '造纸', '12000', 'missing-parameter:tierAmount'],
    ['行业未填：也可能是没有一行的行业', null, '12000', 'missing-parameter:tierAmount,missing:industry'],
  ])('%s', (_, industry, now, expected) => {
    expect(paid(judged(q2, growth, 'tierAmount', byIndustry, output('10000', now, { industry })))).toBe(expected);
  });
});

describe('研发投入：分档按比例，仍受条款的10%和100万元限制', () => {
  const facts = (rdExpenditure: string): RawFacts => ({ aboveDesignatedSize: true, newlyRdActive: true, rdExpenditure });
  test.each([
    ['恰好50万元，3%', '50', '1.5', []],
    ['100万元，8%', '100', '8', []],
    ['1000万元，12%超过条款的10%', '1000', '100', ['cap:100']],
    ['900万元，12%超过条款的10%', '900', '90', ['cap:10-percent-of-rd']],
  ])('%s', (_, spent, amount, applied) => {
    const rows = [
      { from: '50 万元', to: '100 万元', value: '3%' },
      { from: '100 万元', to: '500 万元', value: '8%' },
      { from: '500 万元', value: '12%' },
    ];
    expect(judged(q2, research, 'tierAmount', { shape: 'bracket', by: 'total', of: 'total', rows }, facts(spent))).toMatchObject({
      amount,
      applied,
    });
  });
});

describe('文件写明20—50万元的奖励', () => {
  const facts = (now: string): RawFacts => ({
    enterpriseType: 'industrial',
    industry: 'machinery',
    quarterlyOutputValueLastYear: '10000',
    quarterlyOutputValue: now,
  });
  test.each([
    ['增量1%，保底20万元、封顶50万元', { shape: 'rate', value: '1%', of: 'increment', atLeast: '20 万元', cap: '50 万元' }, '10800', '20'],
    ['增量3000万元的1%', { shape: 'rate', value: '1%', of: 'increment', atLeast: '20 万元', cap: '50 万元' }, '13000', '30'],
    ['没有保底，算得8万元：不在范围内，不采用', { shape: 'rate', value: '1%', of: 'increment' }, '10800', 'invalid-parameter:awardAmount'],
    ['没有封顶，算得60万元：不在范围内，不采用', { shape: 'rate', value: '1%', of: 'increment' }, '16000', 'invalid-parameter:awardAmount'],
    ['恰好50万元', { shape: 'rate', value: '1%', of: 'increment' }, '15000', '50'],
  ])('%s', (_, source, now, expected) => {
    expect(paid(judged(q1, withBase, 'awardAmount', source, facts(now)))).toBe(expected);
  });
  test('产值未填时，范围仍是文件的20—50万元', () => {
    const verdict = judged(
      q1,
      withBase,
      'awardAmount',
      { shape: 'perStep', by: 'newHires', step: '10 人', value: '5 万元' },
      facts('12000'),
    );
    expect(verdict).toMatchObject({ amount: null, range: { min: '20', max: '50' }, reasons: ['missing:newHires'] });
  });
});

describe('降低后的标准也可以分行业', () => {
  const facts = (industry: string, now: string): RawFacts => ({
    enterpriseType: 'industrial',
    industry,
    quarterlyOutputValueLastYear: '1000',
    quarterlyOutputValue: now,
  });
  const source = {
    shape: 'choice',
    by: 'industry',
    rows: [
      { choice: '饲料', value: '3000 万元' },
      { choice: '医药', value: '2000万元' },
    ],
  };
  test.each([
    ['饲料3000万元', '饲料', '3000', true],
    ['饲料2999.99万元', '饲料', '2999.99', false],
    ['医药2000万元', '医药', '2000', true],
    ['建材没有一行', '建材', '2000', 'unknown'],
    ['机械不在放宽之列', '机械', '3000', false],
  ])('%s', (_, industry, now, expected) => {
    expect(judged(q1, withBase, 'relaxedMinOutput', source, facts(industry, now)).eligible).toBe(expected);
  });
});

describe('a faulty table is refused with its row, and nothing is computed from it', () => {
  const row = (from: string, to: string | undefined, value: unknown): object => ({ from, ...(to === undefined ? {} : { to }), value });
  const rate = '元/千瓦时';
  const bracket = (...rows: object[]): object => ({ shape: 'bracket', by: 'growth', rows });
  test.each<[string, keyof typeof plan, string, unknown, ShapeProblemCode, number[]]>([
    [
      '空档',
      'q1',
      `${power}.powerRate`,
      bracket(row('10%', '20%', `0.05 ${rate}`), row('25%', undefined, `0.1 ${rate}`)),
      'shape-gap',
      [2],
    ],
    [
      '重叠',
      'q1',
      `${power}.powerRate`,
      bracket(row('10%', '20%', `0.05 ${rate}`), row('15%', undefined, `0.1 ${rate}`)),
      'shape-overlap',
      [2],
    ],
    [
      '标准倒挂',
      'q1',
      `${power}.powerRate`,
      bracket(row('10%', '20%', `0.1 ${rate}`), row('20%', undefined, `0.05 ${rate}`)),
      'shape-falling',
      [2],
    ],
    [
      '标准没有单位',
      'q1',
      `${power}.powerRate`,
      bracket(row('10%', '20%', 0.05), row('20%', undefined, `0.1 ${rate}`)),
      'shape-unit-needed',
      [1],
    ],
    [
      '界限没有单位',
      'q1',
      `${power}.powerRate`,
      bracket(row('10', '20%', `0.05 ${rate}`), row('20%', undefined, `0.1 ${rate}`)),
      'shape-unit-needed',
      [1],
    ],
    ['单位不对', 'q1', `${power}.powerRate`, bracket(row('10%', undefined, '5 人')), 'shape-unit', [1]],
    ['界限的单位不对', 'q1', `${power}.powerRate`, bracket(row('10万元', undefined, `0.05 ${rate}`)), 'shape-unit', [1]],
    [
      '起点不小于终点',
      'q1',
      `${power}.powerRate`,
      bracket(row('20%', '20%', `0.05 ${rate}`), row('20%', undefined, `0.1 ${rate}`)),
      'shape-empty-row',
      [1],
    ],
    [
      '中间一档没有终点',
      'q1',
      `${power}.powerRate`,
      bracket(row('10%', undefined, `0.05 ${rate}`), row('20%', undefined, `0.1 ${rate}`)),
      'shape-to-needed',
      [1],
    ],
    ['最后一档有终点', 'q1', `${power}.powerRate`, bracket(row('10%', '20%', `0.05 ${rate}`)), 'shape-top-closed', [1]],
    [
      '第一档没有起点',
      'q1',
      `${power}.powerRate`,
      { shape: 'bracket', by: 'growth', rows: [{ value: `0.05 ${rate}` }] },
      'shape-from-needed',
      [1],
    ],
    ['不能按此分档', 'q1', `${power}.powerRate`, { shape: 'bracket', by: '职工人数', rows: [] }, 'shape-by-unknown', []],
    ['没写按什么分档', 'q1', `${power}.powerRate`, { shape: 'bracket', rows: [] }, 'shape-by-needed', []],
    ['没有档次', 'q1', `${power}.powerRate`, bracket(), 'shape-rows-needed', []],
    ['比例没写按什么计算', 'q2', `${growth}.tierAmount`, bracket(row('0%', undefined, '1%')), 'shape-of-needed', [1]],
    [
      '超出文件的范围',
      'q1',
      `${withBase}.awardAmount`,
      bracket(row('8%', '20%', '20 万元'), row('20%', undefined, '60 万元')),
      'shape-outside-band',
      [2],
    ],
    ['低于文件的范围', 'q1', `${withBase}.awardAmount`, { shape: 'sum', value: '19.99 万元' }, 'shape-outside-band', []],
    ['补助比例超过100%', 'q1', '2025q1-19-project-investment.subsidyRate', { shape: 'sum', value: '101%' }, 'shape-outside-band', []],
    ['一档为0', 'q2', `${growth}.tierAmount`, { shape: 'perStep', by: 'increment', step: '0 万元', value: '2 万元' }, 'shape-step', []],
    [
      '每超一个百分点，没写超过多少',
      'q2',
      `${growth}.tierAmount`,
      { shape: 'perPoint', by: 'growth', value: '2 万元' },
      'shape-value-needed',
      [],
    ],
    ['负数', 'q2', `${growth}.tierAmount`, { shape: 'sum', value: '-2 万元' }, 'shape-negative', []],
    ['封顶低于保底', 'q2', `${growth}.tierAmount`, { shape: 'sum', value: '2 万元', cap: '5万元', atLeast: '6万元' }, 'shape-limits', []],
    ['封顶没有单位', 'q2', `${growth}.tierAmount`, { shape: 'sum', value: '2 万元', cap: 80 }, 'shape-unit-needed', []],
    ['没有这种形式', 'q2', `${growth}.tierAmount`, { shape: '抛物线' }, 'shape-unknown', []],
    ['多写的内容', 'q2', `${growth}.tierAmount`, { shape: 'sum', value: '2 万元', limit: '5 万元' }, 'shape-key', []],
    ['没有基数之说', 'q2', `${growth}.tierAmount`, { shape: 'sum', value: '2 万元', noBase: '1 万元' }, 'shape-no-base', []],
    [
      '没有这个行业',
      'q2',
      `${growth}.tierAmount`,
      { shape: 'choice', by: 'industry', rows: [{ choice: '钟表', value: '2 万元' }] },
      'shape-choice-unknown',
      [1],
    ],
    [
      '行业写了两次',
      'q2',
      `${growth}.tierAmount`,
      {
        shape: 'choice',
        by: 'industry',
        rows: [
          { choice: '机械', value: '2 万元' },
          { choice: '汽车、机械', value: '3 万元' },
        ],
      },
      'shape-choice-twice',
      [2],
    ],
    ['界限不能是奖励公式', 'q1', `${withBase}.relaxedMinOutput`, { shape: 'sum', value: '3000 万元', cap: '5 万元' }, 'shape-not-here', []],
    ['清单不能分档', 'q1', `${withBase}.extraRelaxedIndustries`, { shape: 'sum', value: '2 万元' }, 'shape-not-here', []],
    ['不是对象', 'q2', `${growth}.tierAmount`, [1, 2], 'shape-not-a-shape', []],
  ])('%s', (_, id, name, source, code, rows) => {
    const { shape, problems } = readShape(source, name, plan[id]);
    expect(shape).toBeUndefined();
    expect(problems?.map((problem) => [problem.code, problem.rows])).toContainEqual([code, rows]);
  });

  test('every faulty row is told at once', () => {
    const { problems } = readShape(
      bracket(row('a', '20%', `0.1 ${rate}`), row('20%', '30%', 5), row('30%', undefined, '')),
      `${power}.powerRate`,
      q1,
    );
    expect(problems?.map(({ code, rows }) => `${code} ${rows.join()}`)).toEqual([
      'shape-number 1',
      'shape-unit-needed 2',
      'shape-value-needed 3',
    ]);
  });
});

test.each([...readFileSync('docs/tier-tables.md', 'utf8').matchAll(/```json\n(.+)\n```/g)].map(([, example]) => example ?? ''))(
  'an example of docs/tier-tables.md: %s',
  (example) => {
    expect(readShape(JSON.parse(example), `${power}.powerRate`, q1).problems).toBeUndefined();
  },
);

describe('a pack with shapes', () => {
  const name = `${growth}.tierAmount`;
  const { shape } = readShape(
    { shape: 'perPoint', by: 'growth', above: '10%', value: '20 万元', source: '桂工信规范〔2021〕12号' },
    name,
    q2,
  );
  if (!shape) throw new Error('no shape');
  const program = compile(withShapes(q2, { [name]: shape }));

  test('leaves the pack as it was, and asks for what its table goes by', () => {
    expect(q2.measures.find(({ id }) => id === growth)?.award?.kind).toBe('parameter');
    expect(compile(q2).judge(growth, output('10000', '11500'))).toMatchObject({ amount: null, eligible: 'unknown' });
    expect(program.measure(growth)?.readings).toContain('growth-rounding');
  });
  test('a row that gives the figure itself keeps it', () => {
    expect(program.judge(growth, output('10000', '11500'), { tierAmount: '7' }).amount).toBe('7');
    expect(program.judge(growth, output('10000', '11500'), { tierAmount: 'x' }).reasons).toEqual(['invalid-parameter:tierAmount']);
  });
  test('the reading of growth rates holds for the table, too', () => {
    const rounding = compile(withShapes(q2, { [name]: shape }), { readings: { 'growth-rounding': 'oneDecimal' } });
    expect(program.judge(growth, output('10000', '11099.99')).amount).toBe('0');
    expect(rounding.judge(growth, output('10000', '11099.99')).amount).toBe('20');
  });
  test('a trace tells the tier reached, as the officer’s figure with its source', () => {
    const step = program.trace(growth, output('10000', '11500')).steps.find(({ kind }) => kind === 'shape');
    expect(step).toMatchObject({ id: 'tierAmount', quote: '', value: '100', source: '桂工信规范〔2021〕12号' });
    expect(step?.formula).toContain('＝ 5 档');
  });
  test('tables with more digits than the fast lane carries are still exact', () => {
    const fine = readShape({ shape: 'rate', value: '1.23456789012345%', of: 'increment' }, name, q2).shape;
    if (!fine) throw new Error('no shape');
    const laid = withShapes(q2, { [name]: fine });
    const columns = { quarterlyOutputValue: '1050000', quarterlyOutputValueLastYear: '1000000' };
    const one = compile(laid).judge(growth, { enrolled: true, ...columns });
    const block = compile(laid).judgeBlock({
      rows: 1,
      inputs: Object.fromEntries(
        Object.entries({ enrolled: 1, quarterlyOutputValue: 105000000, quarterlyOutputValueLastYear: 100000000 }).map(([id, value]) => [
          id,
          { values: Float64Array.of(value), states: Uint8Array.of(0), wide: new Map<number, string>() },
        ]),
      ),
      parameterColumns: {},
    });
    expect(one.amount).toBe('100');
    expect(block.verdict(growth, 0)).toEqual(one);
  });
});
