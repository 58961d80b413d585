import type { Cell } from '../../../src/hosts/host';
import { figures, readSheet } from './pack';

const HEADER = ['序号', '所在市', '企业名称', '统一社会信用代码', '一季度产值', '备注'];

/** How a row below the header is taken. */
function sorted(row: readonly Cell[]): string {
  const { block } = readSheet([HEADER, row]);
  if (block.rows.length === 1) return 'data';
  return block.skipped[0]?.kind ?? 'blank';
}

describe('rows that hold no enterprise', () => {
  test.each<[readonly Cell[], string]>([
    [[1, '柳州市', '柳州甲有限公司', '91450200MA5QFK3G6Y', 5400, null], 'data'],
    [[1, '柳州市', '柳州甲有限公司', null, null, null], 'data'],
    [[null, null, '广西合计科技有限公司', null, 5400, null], 'data'],
    [[null, null, '广西总和会计师事务所', null, 5400, null], 'data'],
    [[null, null, '3M中国有限公司', null, 5400, null], 'data'],
    [[null, null, '甲', null, 5400, null], 'data'],
    [[7, '柳州市', null, '91450200MA5QFK3G6Y', 5400, null], 'data'],
    [[7, '柳州市', null, null, 5400, null], 'data'],
    [[], 'blank'],
    [[null, '', '  ', null, null, null], 'blank'],
    [[12, null, null, null, null, null], 'blank'],
    [['合计', null, null, null, 5400, null], 'total'],
    [[null, null, '合  计', null, 5400, null], 'total'],
    [[null, null, '合　计：', null, 5400, null], 'total'],
    [[null, '柳州市小计', null, null, 5400, null], 'total'],
    [[null, '柳州市', '小计', null, 5400, null], 'total'],
    [[null, '小计', '12户', null, 5400, null], 'total'],
    [[null, '小计', 12, null, 5400, null], 'total'],
    [[null, null, '合计（57户）', null, 5400, null], 'total'],
    [[null, null, '总计', null, null, null], 'total'],
    [[null, null, '其中：规上工业', null, 5400, null], 'total'],
    [[null, null, '平均', null, 5400, null], 'total'],
    [[null, null, 'Total', null, 5400, null], 'total'],
    [[...HEADER], 'header'],
    [['注：产值为快报数。', null, null, null, null, null], 'note'],
    [['注:1.产值为快报数', null, null, null, null, null], 'note'],
    [['填表人：张三', null, '联系电话：0772-1234567', null, '填报日期：2025-04-10', null], 'note'],
    [['说明：', null, null, null, null, null], 'note'],
    [[null, null, '备注：不含停产企业', null, null, null], 'note'],
    [['审核人：', null, null, null, null, null], 'note'],
    [['2.本表由各市工信局填报。', null, null, null, null, null], 'note'],
    [['一、规模以上工业企业', null, null, null, null, null], 'note'],
    [['南宁市', null, null, null, null, null], 'heading'],
    [
      [null, null, '本表所称产值均为当季数，不含以前年度结转，由各市统计部门会同工信部门核定后填报，逾期不予受理。', null, null, null],
      'note',
    ],
  ])('%j', (row, expected) => {
    expect(sorted(row)).toBe(expected);
  });

  test('totals inside and below are skipped, counted and told', () => {
    const { block } = readSheet([
      HEADER,
      [1, '柳州市', '柳州甲有限公司', null, 100, null],
      [2, '柳州市', '柳州乙有限公司', null, 200, null],
      [null, '柳州市小计', null, null, 300, null],
      [3, '南宁市', '南宁丙有限公司', null, 400, null],
      [...HEADER],
      [4, '南宁', '南宁丁有限公司', null, 500, null],
      [],
      ['合计', null, null, null, 1200, null],
      ['注：产值为快报数。'],
      ['填表人：张三', null, null, '审核人：李四'],
    ]);
    expect(figures(block, 'quarterlyOutputValue')).toEqual(['100', '200', '400', '500']);
    expect([...block.rows]).toEqual([1, 2, 4, 6]);
    expect(block.skipped.map((skipped) => [skipped.row, skipped.kind, skipped.text])).toEqual([
      [3, 'total', '柳州市小计'],
      [5, 'header', '序号'],
      [8, 'total', '合计'],
      [9, 'note', '注：产值为快报数。'],
      [10, 'note', '填表人：张三'],
    ]);
    expect(block.blankRows).toBe(1);
    expect(block.cities).toEqual(['柳州市', '柳州市', '南宁市', '南宁市']);
  });

  test('hidden rows are read and marked', () => {
    const { block } = readSheet(
      [
        ['企业名称', '一季度产值'],
        ['柳州甲有限公司', 1],
        ['柳州乙有限公司', 2],
      ],
      { hidden: [2] },
    );
    expect(figures(block, 'quarterlyOutputValue')).toEqual(['1', '2']);
    expect([...block.hidden]).toEqual([0, 1]);
  });

  test('a ledger without a name column keeps every row with figures', () => {
    const { block } = readSheet([
      ['统一社会信用代码', '一季度产值'],
      ['91450200MA5QFK3G6Y', 1],
      [null, 2],
      [null, null],
      ['合计', 3],
    ]);
    expect(figures(block, 'quarterlyOutputValue')).toEqual(['1', '2']);
  });

  test('a name that is missing, an error or a number', () => {
    const { block } = readSheet([
      ['企业名称', '一季度产值'],
      [null, 1],
      [{ fault: 'error', text: '#N/A' }, 2],
      ['—', 3],
      [360, 4],
    ]);
    expect(block.names).toEqual(['', '', '—', '360']);
    expect(block.problems.map((problem) => [problem.address, problem.code])).toEqual([
      ['A2', 'name-missing'],
      ['A3', 'error-value'],
      ['A4', 'name-missing'],
    ]);
  });

  test.each([
    ['南宁', '青秀', '南宁市', '青秀区'],
    ['广西南宁市', '南宁市青秀区', '南宁市', '青秀区'],
    ['广西壮族自治区柳州市', '柳江县', '柳州市', '柳江区'],
    ['南宁市青秀区', null, '南宁市', '青秀区'],
    ['南宁', '横县', '南宁市', '横州市'],
    ['河池市', '罗城', '河池市', '罗城仫佬族自治县'],
    ['柳州市', '柳东新区', '柳州市', '柳东新区'],
    ['外省', '—', '外省', null],
    [null, null, null, null],
  ])('%s / %s', (city, county, wantedCity, wantedCounty) => {
    const { block } = readSheet([
      ['所在市', '县（市、区）', '企业名称', '一季度产值'],
      [city, county, '柳州甲有限公司', 1],
    ]);
    if (county === null && wantedCounty !== null) {
      const { block: only } = readSheet([
        ['所在市', '企业名称', '一季度产值'],
        [city, '柳州甲有限公司', 1],
      ]);
      return expect([only.cities[0], only.counties[0]]).toEqual([wantedCity, wantedCounty]);
    }
    return expect([block.cities[0], block.counties[0]]).toEqual([wantedCity, wantedCounty]);
  });
});
