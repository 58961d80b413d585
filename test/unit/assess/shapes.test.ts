import { creditCode, good, judged, row, textOf, workbook, written } from './ledger';

const power = '2025q1-25-incremental-power';
const sheet = (...rows: (string | number | null)[][]): Parameters<typeof workbook>[1] => [
  { name: '参数', cells: [['参数', '形式', '依据', '从（%）', '到（%）', '值', '单位', '封顶', '来源'], ...rows] },
];
const firm = (name: string, code: number, cells: Parameters<typeof row>[0]): ReturnType<typeof row> =>
  row({ ...good, 企业名称: name, 统一社会信用代码: creditCode(code), ...cells });

const ledger = [
  firm('恰好20%', 1, { 上年一季度产值: 5000, 一季度产值: 6000 }),
  firm('差一分不到20%', 2, { 上年一季度产值: 5000, 一季度产值: 5999.99 }),
  firm('增速7%，不符合', 3, { 上年一季度产值: 5000, 一季度产值: 5350 }),
  firm('上年产值未填', 4, { 上年一季度产值: null, 是否有基数: '是' }),
  firm('基数电量未填', 5, { 基数电量: null, 上年一季度产值: 5000, 一季度产值: 6000 }),
];

describe('a tier table on the sheet 参数 of a ledger', () => {
  const rows = [
    ['增量用电奖励标准', '分档', '产值同比增速', 10, 20, 0.05, '元/千瓦时', '80 万元', '市工信〔2025〕3号'],
    [null, null, null, 20, null, 0.1, '元/千瓦时', null, null],
  ];

  test('judges every row by its tier', async () => {
    const assessment = await judged(workbook(ledger, sheet(...rows)));
    const answers = ledger.map((_, index) => assessment.answer(index, power));
    expect(answers.map(({ eligible, amount }) => [eligible, amount])).toEqual([
      [true, '2'],
      [true, '1'],
      [false, '0'],
      ['unknown', null],
      ['unknown', null],
    ]);
    expect(assessment.trace(0, power).steps.find(({ kind }) => kind === 'shape')).toMatchObject({
      value: '2',
      source: '市工信〔2025〕3号',
    });
  });

  test('stands in words, with its source, in the tables 参数 and 留痕', async () => {
    const host = workbook(ledger, sheet(...rows));
    const { rows: stamp } = await written(host, await judged(host), '留痕');
    const told = stamp.map((line) => line.map(textOf).join(' ')).filter((line) => line.includes('增量用电奖励标准'));
    expect(told.join()).toContain('按产值同比增速分档（含起点，不含终点）：10 % 至 20 %：0.05 元/千瓦时');
    expect(told.join()).toContain('市工信〔2025〕3号');
  });

  test('with a hole pays nobody, and says where', async () => {
    const assessment = await judged(workbook(ledger, sheet(rows[0] ?? [], [null, null, null, 25, null, 0.1, '元/千瓦时', null, null])));
    expect(assessment.answer(0, power)).toMatchObject({ eligible: true, amount: null, reasons: ['invalid-parameter:powerRate'] });
    expect(assessment.problems().map(({ code, address }) => `${code} ${address}`)).toContain('shape-gap D3');
  });
});
