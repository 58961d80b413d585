import { blankKinds } from '../../../src/ledger';
import type { Cell } from '../../../src/hosts/host';
import { figures, pack, readSheet, told } from './pack';

/** One cell under one header: the figure in the input's unit, or the problem's code, or why it is blank. */
function reads(header: string, cell: Cell, more: { date1904?: boolean } = {}): string {
  const { plan, block } = readSheet(
    [
      ['企业名称', header],
      ['柳州甲有限公司', cell],
    ],
    more,
  );
  const column = plan.columns[1];
  const id = column?.target?.id ?? '';
  const [figure = 'not read'] = figures(block, id);
  const [problem] = block.problems;
  if (problem) return `${figure} ${problem.code}`;
  const blank = blankKinds[block.blanks[id]?.[0] ?? 0];
  return figure === 'missing' ? `missing ${blank}` : figure;
}

const OUTPUT = '一季度产值（万元）';

describe('numbers', () => {
  test.each<[Cell, string]>([
    [5400, '5400'],
    [3703.71, '3703.71'],
    [0, '0'],
    [-0, '0'],
    ['5400', '5400'],
    ['1,234.5', '1234.5'],
    ["'1234.5", '1234.5'],
    ['‘1，234.5', '1234.5'],
    ['1，234.50', '1234.5'],
    ['1 234', '1234'],
    ['1\u00a0234', '1234'],
    ['１２３４．５', '1234.5'],
    ['12,3456', '123456'],
    [' 5400\n', '5400'],
    ['+5400', '5400'],
    ['.5', '0.5'],
    ['1.2E+05', '120000'],
    ['5000万元', '5000'],
    ['5000 万元', '5000'],
    ['5000万', '5000'],
    ['0.5亿元', '5000'],
    ['5亿', '50000'],
    ['54000千元', '5400'],
    ['１２３４元', '0.1234'],
    [0.1 + 0.2, 'wide 0.30000000000000004'],
    [1.005, 'wide 1.005'],
    ['1.005', 'wide 1.005'],
    [999999999999.99, 'wide 999999999999.99'],
    ['123456789012345678901234.5', 'wide 123456789012345678901234.5'],
    [1e21, 'wide 1000000000000000000000'],
    [1e-7, 'wide 0.0000001'],
    [100000000, '100000000'],
    [100000000.01, 'wide 100000000.01'],
  ])('%p', (cell, expected) => {
    if (cell === '１２３４元') return expect(reads(OUTPUT, cell)).toBe('wide 0.1234');
    return expect(reads(OUTPUT, cell)).toBe(expected);
  });

  test.each<[Cell, string]>([
    ['约5000', 'missing not-a-number'],
    ['5000左右', 'missing not-a-number'],
    ['5000-6000', 'missing not-a-number'],
    ['>5000', 'missing not-a-number'],
    ['1,5', 'missing not-a-number'],
    ['12,34,567', 'missing not-a-number'],
    ['1.2.3', 'missing not-a-number'],
    ['五千', 'missing not-a-number'],
    ['10²', 'missing not-a-number'],
    ['①', 'missing not-a-number'],
    ['详见附件', 'missing not-a-number'],
    ['5000元/人', 'missing cell-unit'],
    ['300人', 'missing cell-unit'],
    ['5000斤', 'missing not-a-number'],
    ['￥5000', 'missing not-a-number'],
    [true, 'missing not-a-number'],
    [{ fault: 'error', text: '#DIV/0!' }, 'missing error-value'],
    ['#N/A', 'missing error-value'],
    ['#REF!', 'missing error-value'],
    [{ fault: 'uncalculated', text: 'B2*1.08' }, 'missing uncalculated'],
    [-10, 'invalid negative'],
    ['-10', 'invalid negative'],
    ['(10)', 'invalid negative'],
    ['－10', 'invalid negative'],
    ['−10', 'invalid negative'],
    ['-0', '0'],
    ['9'.repeat(300), 'missing not-a-number'],
    ['字'.repeat(1_000_000), 'missing not-a-number'],
  ])('%p is a problem of its cell', (cell, expected) => {
    expect(reads(OUTPUT, cell)).toBe(expected);
  });

  test.each<[Cell, string]>([
    [null, 'missing blank'],
    ['', 'missing blank'],
    ['   ', 'missing blank'],
    ['-', 'missing dash'],
    ['—', 'missing dash'],
    ['——', 'missing dash'],
    ['－', 'missing dash'],
    ['/', 'missing slash'],
    ['／', 'missing slash'],
    ['无', 'missing none'],
    ['缺', 'missing lacking'],
    ['未填', 'missing unfilled'],
    ['未 上 报', 'missing unfilled'],
    ['N/A', 'missing not-available'],
    ['***', 'missing masked'],
  ])('%p gives nothing, and is no zero', (cell, expected) => {
    expect(reads(OUTPUT, cell)).toBe(expected);
  });

  test.each<[string, Cell, string]>([
    ['一季度产值（千元）', 54000, '5400'],
    ['一季度产值（千元）', 37037.1, '3703.71'],
    ['一季度产值（千元）', 37037.12, 'wide 3703.712'],
    ['一季度产值（元）', 54000000, '5400'],
    ['一季度产值（元）', 54000099, 'wide 5400.0099'],
    ['一季度产值（元）', 0.1, 'wide 0.00001'],
    ['一季度产值（亿元）', 0.54, '5400'],
    ['一季度产值（亿元）', 1.1, '11000'],
    ['一季度产值（亿元）', '1.23456789', 'wide 12345.6789'],
    ['一季度产值（百万元）', 54, '5400'],
    ['一季度产值（亿元）', '5400万元', '5400'],
    ['用电量（万千瓦时）', 12.3456, '123456'],
    ['用电量（万千瓦时）', 12.34567891, 'wide 123456.7891'],
    ['用电量（亿千瓦时）', 0.00012, '12000'],
    ['用电量(MWh)', 1.5, '1500'],
    ['用电量', '3万', '30000'],
    ['用电量', '3万度', '30000'],
    ['社保缴纳人数（万人）', 0.5, '5000'],
    ['社保缴纳人数', '300人', '300'],
    ['社保缴纳人数', 299.5, 'invalid fraction'],
    ['社保缴纳人数', '299.5', 'invalid fraction'],
    ['社保缴纳人数', 300.0, '300'],
    ['社保缴纳人数', -1, 'invalid negative'],
    ['社保缴纳人数（万人）', 0.00005, 'invalid fraction'],
    ['销量增速（%）', 8, '8'],
    ['销量增速（%）', '8%', '8'],
    ['销量增速（%）', -8.25, '-8.25'],
    ['销量增速（‰）', 80, '8'],
    ['销量增速', '8%', '8'],
    ['销量增速', '８％', '8'],
    ['销量增速', '8个百分点', '8'],
    ['销量增速', 0.08, 'missing unit-needed'],
    ['销量增速', '0.08', 'missing unit-needed'],
    ['上年利润总额', -120.5, '-120.5'],
    ['上年利润总额', '（120.5）', '-120.5'],
  ])('%s, %p', (header, cell, expected) => {
    expect(reads(header, cell)).toBe(expected);
  });

  test('a value in any money unit is exact to the digit, seeded', () => {
    let seed = 20250131;
    const next = (): number => (seed = (seed * 48271) % 2147483647);
    const rows = Array.from({ length: 3000 }, () => (next() % 100_000_000) / 100);
    const { block } = readSheet([['企业名称', '一季度产值（千元）'], ...rows.map((value) => ['甲公司', value])]);
    figures(block, 'quarterlyOutputValue').forEach((figure, row) => {
      const hundredths = BigInt(Math.round((rows[row] ?? 0) * 100));
      const exact = figure.startsWith('wide ') ? figure.slice(5) : figure;
      const [whole = '', fraction = ''] = exact.split('.');
      expect(BigInt(whole + fraction.padEnd(3, '0'))).toBe(hundredths);
    });
    expect(rows).toHaveLength(3000);
  });
});

describe('yes and no', () => {
  test.each<[Cell, string]>([
    ['是', '1'],
    ['√', '1'],
    ['Y', '1'],
    ['yes', '1'],
    ['有', '1'],
    [true, '1'],
    [1, '1'],
    ['TRUE', '1'],
    ['否', '0'],
    ['×', '0'],
    ['X', '0'],
    ['n', '0'],
    ['无', '0'],
    [false, '0'],
    [0, '0'],
    ['0', '0'],
    [null, 'missing blank'],
    ['/', 'missing slash'],
    ['-', 'missing dash'],
    ['缺', 'missing lacking'],
    ['也许', 'missing not-yes-no'],
    [2, 'missing not-yes-no'],
    ['是否', 'missing not-yes-no'],
    ['#N/A', 'missing error-value'],
    [{ fault: 'error', text: '#N/A' }, 'missing error-value'],
  ])('%p', (cell, expected) => {
    expect(reads('是否“两高”项目企业', cell)).toBe(expected);
  });
});

describe('choices', () => {
  test.each<[Cell, string]>([
    ['机械', '0'],
    ['machinery', '0'],
    ['机械装备', '0'],
    [' 机 械 ', '0'],
    ['电解铝', '2'],
    ['造纸业', '3'],
    [null, 'missing blank'],
    ['无', 'missing none'],
    ['钟表', 'invalid unknown-choice'],
    ['造纸、水泥', 'invalid unknown-choice'],
    [3610, 'invalid unknown-choice'],
    ['字'.repeat(100_000), 'invalid unknown-choice'],
    [{ fault: 'uncalculated', text: 'VLOOKUP(A2,表!A:B,2,0)' }, 'missing uncalculated'],
  ])('%p', (cell, expected) => {
    expect(reads('行业', cell)).toBe(expected);
  });

  test('a list of choices in a parameter column', () => {
    const { block } = readSheet([
      ['企业名称', '补充除外行业'],
      ['甲公司', '造纸、水泥'],
      ['乙公司', '造纸，木材加工;有色'],
      ['丙公司', null],
      ['丁公司', '造纸、钟表'],
    ]);
    const column = block.facts.parameterColumns['2025q1-01-holiday-continuous-production.extraExcludedIndustries'];
    expect([...(column?.values ?? [])]).toEqual([8 + 16, 8 + 32 + 2, NaN, NaN]);
    expect([...(column?.states ?? [])]).toEqual([0, 0, 1, 2]);
    expect(told(block)).toEqual(['B5 unknown-choice']);
  });
});

describe('dates', () => {
  const day = (iso: string): string => String(Date.parse(`${iso}T00:00:00Z`) / 86_400_000);
  test.each<[Cell, string]>([
    [45688, '2025-01-31'],
    [45688.75, '2025-01-31'],
    ['45688', '2025-01-31'],
    [20250131, '2025-01-31'],
    ['20250131', '2025-01-31'],
    ['2025-01-31', '2025-01-31'],
    ['2025/1/31', '2025-01-31'],
    ['2025.1.31', '2025-01-31'],
    ['2025年1月31日', '2025-01-31'],
    ['２０２５年１月３１日', '2025-01-31'],
    ['2025年1月31日 星期五', '2025-01-31'],
    ['2025-01-31 08:30', '2025-01-31'],
    ['2025-01-31T08:30:00', '2025-01-31'],
    ['2024-02-29', '2024-02-29'],
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
  ])('%p', (cell, iso) => {
    expect(reads('活动日期', cell)).toBe(day(iso));
  });

  test.each<[Cell, string]>([
    [60, 'invalid impossible-date'],
    [0, 'invalid impossible-date'],
    [-3, 'invalid impossible-date'],
    [3000000, 'invalid impossible-date'],
    ['2025-02-29', 'invalid impossible-date'],
    ['2025-13-01', 'invalid impossible-date'],
    ['20250230', 'invalid impossible-date'],
    [2025, 'missing not-a-date'],
    ['2025.1', 'missing not-a-date'],
    ['2025年1月', 'missing not-a-date'],
    ['1月31日', 'missing not-a-date'],
    ['2025年1月20日至2月20日', 'missing not-a-date'],
    ['春节前', 'missing not-a-date'],
    ['待定', 'missing unfilled'],
    [null, 'missing blank'],
    [true, 'missing not-a-date'],
  ])('%p is no day', (cell, expected) => {
    expect(reads('活动日期', cell)).toBe(expected);
  });

  test('serials that count from 1904', () => {
    expect(reads('活动日期', 44226, { date1904: true })).toBe(day('2025-01-31'));
    expect(reads('活动日期', 0, { date1904: true })).toBe(day('1904-01-01'));
    expect(reads('活动日期', '2025-01-31', { date1904: true })).toBe(day('2025-01-31'));
  });
});

test('one bad cell never stops the rest, and each problem has its address', () => {
  const { block } = readSheet([
    ['企业名称', '一季度产值（万元）', '社保缴纳人数', '行业'],
    ['柳州甲有限公司', '约5000', 300, '机械'],
    ['柳州乙有限公司', 5000, 299.5, '钟表'],
    ['柳州丙有限公司', { fault: 'error', text: '#REF!' }, '', '造纸'],
    ['柳州丁有限公司', 6000, 12, '水泥'],
  ]);
  expect(told(block)).toEqual(['B2 not-a-number', 'B4 error-value', 'C3 fraction', 'D3 unknown-choice']);
  expect(block.problems[0]).toMatchObject({
    sheet: '台账',
    row: 1,
    column: 1,
    header: '一季度产值（万元）',
    text: '约5000',
    input: 'quarterlyOutputValue',
  });
  expect(figures(block, 'quarterlyOutputValue')).toEqual(['missing', '5000', 'missing', '6000']);
  expect([...block.troubled]).toEqual([1, 2, 1, 0]);
  expect(Object.keys(pack.inputs)).toContain('newHires');
  expect(block.facts.inputs['newHires']).toBeUndefined();
});

test('problems are kept up to a bound and all counted', () => {
  const { block } = readSheet([['企业名称', '一季度产值'], ...Array.from({ length: 6000 }, (_, row) => ['柳州甲有限公司', `约${row}`])]);
  expect([block.problems.length, block.problemCount, block.rows.length]).toEqual([4096, 6000, 6000]);
});
