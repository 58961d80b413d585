import { planLedger } from '../../../src/ledger';
import { matched, pack, readSheet } from './pack';

describe('where the header is', () => {
  test('first row, nothing above', () => {
    const { plan } = readSheet([
      ['企业名称', '统一社会信用代码', '2025年一季度产值（万元）'],
      ['甲公司', '91350100M000100Y43', 5400],
    ]);
    expect([plan.headerRow, plan.headerRows, plan.firstRow]).toEqual([0, 1, 1]);
    expect(matched(plan)).toEqual({ A: 'name', B: 'creditCode', C: 'quarterlyOutputValue' });
  });

  test('title lines, a filling unit and a 单位 line above', () => {
    const { plan } = readSheet(
      [
        ['附件1'],
        ['2025年一季度工业企业生产情况汇总表', null, null, null],
        ['填报单位：柳州市工业和信息化局', null, null, '单位：千元'],
        ['序号', '企业名称', '2025年一季度产值', '社保缴纳人数'],
        [1, '甲公司', 54000, 12],
      ],
      { merges: [[1, 0, 1, 3]] },
    );
    expect([plan.headerRow, plan.firstRow]).toEqual([3, 4]);
    expect(plan.lineUnits.map((unit) => unit.name)).toEqual(['千元']);
    expect(plan.columns.map((column) => [column.letters, column.unit?.name ?? null, column.unitFrom])).toEqual([
      ['A', null, null],
      ['B', null, null],
      ['C', '千元', 'unitLine'],
      ['D', '人', 'declared'],
    ]);
    expect(plan.titles).toContain('2025年一季度工业企业生产情况汇总表');
  });

  test('two rows with merged group titles', () => {
    const { plan, block } = readSheet(
      [
        ['工业企业台账', null, null, null, null, null, null],
        ['企业名称', '行业', '产值（万元）', null, '社保缴纳人数（人）', null, '备注'],
        [null, null, '2025年一季度', '2024年一季度', '社保人数', '去年同期社保人数', null],
        ['甲公司', '机械', 5400, 5000, 300, 280, null],
      ],
      {
        merges: [
          [0, 0, 0, 6],
          [1, 0, 2, 0],
          [1, 1, 2, 1],
          [1, 2, 1, 3],
          [1, 4, 1, 5],
          [1, 6, 2, 6],
        ],
      },
    );
    expect([plan.headerRow, plan.headerRows, plan.firstRow]).toEqual([1, 2, 3]);
    expect(matched(plan)).toEqual({
      A: 'name',
      B: 'industry',
      C: 'quarterlyOutputValue',
      D: 'quarterlyOutputValueLastYear',
      E: 'insuredEmployees',
      F: 'insuredEmployeesLastYear',
    });
    expect(plan.columns[2]).toMatchObject({ header: '产值（万元） / 2025年一季度', unitFrom: 'group' });
    expect(block.names).toEqual(['甲公司']);
  });

  test('two rows without merges, as a CSV file has them', () => {
    const { plan } = readSheet([
      ['企业名称', '产值（万元）', '', '行业'],
      ['', '2025年一季度', '2024年一季度', ''],
      ['甲公司', '5400', '5000', '机械'],
    ]);
    expect(matched(plan)).toEqual({ A: 'name', B: 'quarterlyOutputValue', C: 'quarterlyOutputValueLastYear', D: 'industry' });
    expect(plan.firstRow).toBe(2);
  });

  test('a group title of another year never lends its figures', () => {
    const { plan } = readSheet(
      [
        ['企业名称', '2023年', null],
        [null, '一季度产值', '社保缴纳人数'],
        ['甲公司', 5400, 300],
      ],
      {
        merges: [
          [0, 0, 1, 0],
          [0, 1, 0, 2],
        ],
      },
    );
    expect(matched(plan)).toEqual({ A: 'name' });
    expect(plan.missing).toContain('quarterlyOutputValue');
  });

  test('a group title that names no time does not stand in the way', () => {
    const { plan } = readSheet([
      ['基本情况', null, '生产情况', null],
      ['企业名称', '企业类型', '一季度产值', '上年一季度产值'],
      ['甲公司', '工业企业', 5400, 5000],
    ]);
    expect(matched(plan)).toEqual({ A: 'name', B: 'enterpriseType', C: 'quarterlyOutputValue', D: 'quarterlyOutputValueLastYear' });
  });

  test('years as numbers in the lower row', () => {
    const { plan } = readSheet(
      [
        ['企业名称', '一季度产值', null],
        [null, 2025, 2024],
        ['甲公司', 5400, 5000],
      ],
      {
        merges: [
          [0, 0, 1, 0],
          [0, 1, 0, 2],
        ],
      },
    );
    expect(matched(plan)).toMatchObject({ B: 'quarterlyOutputValue', C: 'quarterlyOutputValueLastYear' });
  });

  test('a row of units and a row of column numbers below the header', () => {
    const { plan } = readSheet([
      ['企业名称', '行业', '一季度产值', '外购电量', '社保缴纳人数'],
      ['—', '—', '千元', '万千瓦小时', '人'],
      ['甲', '乙', 1, 2, 3],
      ['甲公司', '机械', 54000, 12, 300],
    ]);
    expect(plan.firstRow).toBe(3);
    expect(plan.columns.slice(2).map((column) => [column.unit?.name, column.unitFrom])).toEqual([
      ['千元', 'unitRow'],
      ['万千瓦时', 'unitRow'],
      ['人', 'unitRow'],
    ]);
  });

  test('no header at all', () => {
    const { plan, block } = readSheet([
      ['今日天气', '晴'],
      [1, 2],
    ]);
    expect(plan.headerRow).toBe(-1);
    expect(plan.problems.map((problem) => problem.code)).toEqual(['header-not-found']);
    expect(block.rows).toHaveLength(0);
  });

  test('an empty sheet', () => {
    expect(planLedger({ cells: [] }, pack).problems.map((problem) => problem.code)).toEqual(['header-not-found']);
  });

  test('the officer says which row', () => {
    const cells = [
      ['企业名称', '一季度产值'],
      ['（旧表）', ''],
      ['企业名称', '上年一季度产值'],
      ['甲公司', 5000],
    ];
    expect(matched(readSheet(cells).plan)).toEqual({ A: 'name', B: 'quarterlyOutputValue' });
    const { plan, block } = readSheet(cells, { choices: { headerRow: 2 } });
    expect(matched(plan)).toEqual({ A: 'name', B: 'quarterlyOutputValueLastYear' });
    expect([...block.rows]).toEqual([3]);
  });

  test('the header is only looked for in the first 40 rows', () => {
    const cells = [...Array.from({ length: 45 }, () => ['说明文字']), ['企业名称', '一季度产值'], ['甲公司', 1]];
    expect(planLedger({ cells }, pack).headerRow).toBe(-1);
  });

  test('a planted wide and wordy top does not hold up the plan', () => {
    const long = '产值 /'.repeat(200_000);
    const cells = Array.from({ length: 40 }, () =>
      Array.from({ length: 3000 }, (_, column) => (column % 500 === 0 ? long : `列${column}`)),
    );
    const began = performance.now();
    expect(planLedger({ cells, merges: [[0, 0, 1, 16_383]] }, pack).headerRow).toBe(-1);
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});
