import { matched, readSheet } from './pack';

/** What a header alone is taken for. */
function taken(header: string): string {
  return (
    matched(
      readSheet([
        ['企业名称', header],
        ['甲公司', null],
      ]).plan,
    )['B'] ?? 'unknown'
  );
}

/** …and its unit. */
function unit(header: string): string {
  const column = readSheet([
    ['企业名称', header],
    ['甲公司', null],
  ]).plan.columns[1];
  return `${column?.unit?.name ?? '-'} ${column?.unitFrom ?? '-'}`;
}

describe('one header, many spellings', () => {
  test.each([
    '一季度产值',
    'quarterlyOutputValue',
    '2025年一季度产值',
    '２０２５年一季度产值（万元）',
    '2025年 一季度\n产值（万元）',
    '2025年第一季度产值',
    '2025年1季度产值(万元)',
    '2025年Q1产值',
    '2025Q1产值',
    '2025年1-3月产值',
    '2025年1—3月产值',
    '2025年1至3月产值',
    '2025年1月-3月份产值（单位：万元）',
    '2025年1-3月累计产值（万元）',
    '1-3月份累计工业总产值',
    '2025年一季度总产值',
    '25年一季度产值',
    '产值（2025年一季度）',
    '产值（2025年一季度）（千元）',
    '2025年一季度产值（万元，保留两位小数）',
    '2025年一季度产值/万元',
    '2025年一季度产值万元',
    '*2025年一季度产值（必填）',
    '3.2025年一季度产值',
    '【2025年一季度产值】',
  ])('%s', (header) => {
    expect(taken(header)).toBe('quarterlyOutputValue');
  });

  test.each([
    ['统一社会信用代码', 'creditCode'],
    ['统一社会信用代码（18位）', 'creditCode'],
    ['单位详细名称', 'ambiguous:name'],
    ['所在市', 'city'],
    ['县（市、区）', 'county'],
    ['县(市/区)', 'county'],
    ['序号', 'number'],
    ['2025.1.20-2.20用电量（千瓦时）', 'holidayElectricity'],
    ['2025年1月20日—2025年2月20日用电量', 'holidayElectricity'],
    ['2024年2月9日-2月24日用电量（度）', 'festivalElectricityLastYear'],
    ['2024年度产值', 'annualOutputValue'],
    ['2024年全年产值', 'annualOutputValue'],
    ['去年同期社保缴纳人数', 'insuredEmployeesLastYear'],
    ['是否有基数？', 'hasComparisonBase'],
    ['有基数', 'hasComparisonBase'],
    ['“两高”项目企业（是/否）', 'isDualHighEnterprise'],
    ['春节增量用电奖补标准', '2025q1-02-spring-festival-power.powerRate'],
    ['2025q1-03-growth-with-base.awardAmount', '2025q1-03-growth-with-base.awardAmount'],
    ['（三）奖励金额（万元）', '2025q1-03-growth-with-base.awardAmount'],
    ['有基数企业扩大生产奖励·奖励金额', '2025q1-03-growth-with-base.awardAmount'],
    ['relaxedMinGrowth', '2025q1-03-growth-with-base.relaxedMinGrowth'],
    ['2024年一季度产值', 'quarterlyOutputValueLastYear'],
    ['2023年一季度产值', 'unknown'],
    ['2025年二季度产值', 'unknown'],
    ['2025年1-2月产值', 'unknown'],
    ['2024年10-12月产值', 'unknown'],
    ['备注', 'unknown'],
  ])('%s → %s', (header, target) => {
    expect(taken(header)).toBe(target);
  });

  test.each([
    ['2025年一季度产值（千元）', '千元 header'],
    ['2025年一季度产值（亿元）', '亿元 header'],
    ['2025年一季度产值(元)', '元 header'],
    ['2025年一季度产值/百万元', '百万元 header'],
    ['2025年一季度产值', '万元 declared'],
    ['用电量(万千瓦时)', '万千瓦时 header'],
    ['用电量（万度）', '万千瓦时 header'],
    ['用电量（万）', '万千瓦时 header'],
    ['用电量(MWh)', '兆瓦时 header'],
    ['用电量（kWh）', '千瓦时 header'],
    ['销量增速%', '% header'],
    ['销量增速（‰）', '‰ header'],
    ['销量增速', '- -'],
  ])('%s is in %s', (header, expected) => {
    expect(unit(header)).toBe(expected);
  });
});

describe('asked, never chosen', () => {
  test('a header that fits two inputs', () => {
    const { plan, block } = readSheet([
      ['企业名称', '利润（万元）'],
      ['甲公司', 100],
    ]);
    expect(matched(plan)['B']).toBe('ambiguous:profit|profitLastYear');
    expect(plan.problems).toMatchObject([{ code: 'header-ambiguous', address: 'B1', candidates: ['profit', 'profitLastYear'] }]);
    expect(block.facts.inputs['profit']).toBeUndefined();
  });

  test('a Chinese name two parameters bear', () => {
    expect(taken('奖励金额')).toBe('ambiguous:2025q1-03-growth-with-base.awardAmount|2025q1-04-ramp-up-no-base.awardAmount');
  });

  test('two columns that fit one input', () => {
    const { plan, block } = readSheet([
      ['企业名称', '一季度产值', '2025年一季度产值（千元）'],
      ['甲公司', 100, 1000],
    ]);
    expect(plan.problems.map((problem) => [problem.code, problem.address, problem.candidates])).toEqual([
      ['column-twice', 'B1', ['B', 'C']],
      ['column-twice', 'C1', ['B', 'C']],
    ]);
    expect(plan.missing).toContain('quarterlyOutputValue');
    expect(block.facts.inputs['quarterlyOutputValue']).toBeUndefined();
  });

  test('the same header twice', () => {
    expect(
      readSheet([
        ['企业名称', '一季度产值', '一季度产值'],
        ['甲公司', 1, 2],
      ]).plan.problems,
    ).toHaveLength(2);
  });

  test.each([
    ['去年同期社保人数情况', 'insuredEmployeesLastYear', 'insuredEmployees'],
    ['去年同期一季度产值情况', 'quarterlyOutputValueLastYear', 'quarterlyOutputValue'],
    ['一季度产值情况', 'quarterlyOutputValue', 'quarterlyOutputValueLastYear'],
  ])('%s: last year is never offered for this year, nor this year for last year', (header, offered, other) => {
    const { plan } = readSheet([
      ['企业名称', header],
      ['甲公司', 100],
    ]);
    expect(plan.columns[1]?.candidates).toContain(offered);
    expect(plan.columns[1]?.candidates).not.toContain(other);
  });

  test('near words are suggested, not taken', () => {
    const { plan } = readSheet([
      ['企业名称', '一季度工业产值'],
      ['甲公司', 100],
    ]);
    expect(plan.columns[1]?.state).toBe('unknown');
    expect(plan.columns[1]?.candidates).toContain('quarterlyOutputValue');
  });

  test.each([
    ['一季度产值（人）', 'unit-dimension'],
    ['社保缴纳人数（万元）', 'unit-dimension'],
    ['用电量（万元）', 'unit-dimension'],
    ['一季度产值（万元）（千元）', 'unit-unclear'],
  ])('%s: %s, and the column is not read', (header, code) => {
    const { plan, block } = readSheet([
      ['企业名称', header],
      ['甲公司', 100],
    ]);
    expect(plan.problems.map((problem) => problem.code)).toEqual([code]);
    expect(plan.columns[1]?.state).toBe('refused');
    expect(block.facts.inputs).toEqual({});
  });

  test('a 单位 line with two money units', () => {
    const { plan } = readSheet([['单位：万元、千元'], ['企业名称', '一季度产值', '社保缴纳人数'], ['甲公司', 100, 3]]);
    expect(plan.problems.map((problem) => problem.code)).toEqual(['unit-unclear']);
  });

  test('a 单位 line with one unit for each kind', () => {
    const { plan } = readSheet([
      ['单位：千元、万千瓦时、人'],
      ['企业名称', '一季度产值', '外购电量', '社保缴纳人数'],
      ['甲公司', 100, 3, 3],
    ]);
    expect(plan.columns.slice(1).map((column) => column.unit?.name)).toEqual(['千元', '万千瓦时', '人']);
  });
});

describe('the officer corrects', () => {
  const cells = [
    ['企业名称', '利润（万元）', '产出', '一季度产值', '2025年一季度产值'],
    ['甲公司', 100, 7, 1, 2],
  ];
  test.each([
    [{ B: 'profit' }, { B: 'profit' }],
    [{ 1: 'profitLastYear' }, { B: 'profitLastYear' }],
    [{ '利润（万元）': '利润总额' }, { B: 'profit' }],
    [{ 利润: '利润总额' }, {}],
    [{ 产出: 'newHires' }, { C: 'newHires' }],
    [{ D: 'ignore' }, { D: 'ignored:', E: 'quarterlyOutputValue' }],
    [{ D: 'quarterlyOutputValue' }, { D: 'quarterlyOutputValue', E: 'ignored:' }],
    [{ C: 'city' }, { C: 'city' }],
  ])('%j', (columns, expected) => {
    expect(matched(readSheet(cells, { choices: { columns } }).plan)).toMatchObject(expected);
  });

  test('words that lead nowhere are told', () => {
    const { plan } = readSheet(cells, { choices: { columns: { 没有这列: 'profit', B: '没有这项' }, units: { E: '斤' } } });
    expect(plan.problems.map((problem) => problem.code)).toEqual(
      expect.arrayContaining(['choice-column-unknown', 'choice-target-unknown', 'choice-unit-unknown']),
    );
  });

  test('a unit the header does not say', () => {
    const { plan, block } = readSheet(
      [
        ['企业名称', '一季度产值'],
        ['甲公司', 54000],
      ],
      { choices: { units: { B: '千元' } } },
    );
    expect(plan.columns[1]).toMatchObject({ unit: { name: '千元' }, unitFrom: 'choice' });
    expect(block.facts.inputs['quarterlyOutputValue']?.values[0]).toBe(540000);
  });
});

test.each([
  ['测算（二）春节用电（万元）', true, ''],
  ['测算 (二) 春节用电', true, ''],
  ['示例说明', true, ''],
  ['去年同期一季度产值情况', false, 'quarterlyOutputValueLastYear'],
  ['测算去年同期一季度产值情况', false, 'quarterlyOutputValueLastYear'],
  ['说明', false, ''],
])('a template’s own column is none of the officer’s: %s', (header, isOurs, offered) => {
  const column = readSheet([
    ['企业名称', header],
    ['甲公司', null],
  ]).plan.columns[1];
  expect([column?.state, column?.isOurs, column?.candidates[0] ?? '']).toEqual(['unknown', isOurs, offered]);
});
