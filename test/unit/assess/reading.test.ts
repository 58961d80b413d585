import { readSettings } from '../../../src/assess';
import { problemParts } from '../../../src/explain';
import type { Cell, Merge } from '../../../src/hosts/host';
import { memoryHost } from '../../../src/hosts/memory';
import { gatherIndustries } from '../../../src/monitor';
import { loadClauses, loadIndustries } from '../../../src/policies';
import { creditCode, good, judged, ledgerHeaders, pack, parameterSheet, row } from './ledger';

const firm = (name: string, code: number, cells: Readonly<Record<string, Cell>> = {}): Cell[] =>
  row({ ...good, 企业名称: name, 统一社会信用代码: creditCode(code), 所在市: '南宁市', ...cells });

const codes = (problems: readonly { readonly code: string; readonly sheet?: string }[]): string[] =>
  problems.map(({ code, sheet }) => `${sheet ?? ''} ${code}`);

describe('several sheets that could be the ledger', () => {
  const ledger = (name: string, first: number, hidden = false) => ({
    name,
    cells: [ledgerHeaders, firm('甲公司', first), firm('乙公司', first + 1)],
    ...(hidden ? { hidden } : {}),
  });
  const summary = {
    name: '汇总',
    cells: [
      ['企业名称', '奖补金额'],
      ['甲公司', 10],
    ],
  };

  test.each([
    ['one ledger and a summary', [ledger('柳北区', 1), summary], '柳北区', []],
    ['two counties', [ledger('柳北区', 1), ledger('鱼峰区', 3), parameterSheet], '柳北区', ['鱼峰区 sheet-left-out']],
    ['the fuller one stands second', [summary, ledger('鱼峰区', 3)], '鱼峰区', []],
    ['a hidden copy', [ledger('旧', 1, true), ledger('新', 1)], '新', ['旧 sheet-left-out']],
  ])('%s: the rest are not passed over in silence', async (_, sheets, read, left) => {
    const assessment = await judged(memoryHost(sheets, '台账.xlsx'));
    expect(assessment.sheet).toBe(read);
    expect(codes(assessment.problems()).filter((code) => code.endsWith('sheet-left-out'))).toEqual(left);
  });

  test('nothing is said where the officer chose', async () => {
    const host = memoryHost([ledger('柳北区', 1), ledger('鱼峰区', 3)], '台账.xlsx');
    const assessment = await judged(host, { sheet: '鱼峰区' });
    expect([assessment.sheet, codes(assessment.problems())]).toEqual(['鱼峰区', []]);
  });
});

describe('a sheet 参数 of more than 5,000 rows', () => {
  const ledger = { name: '台账', cells: [ledgerHeaders, firm('甲公司', 1)] };
  const blank = (rows: number): null[][] => Array.from({ length: rows }, () => [null, null]);
  const header = ['参数', '取值'];
  const said = { code: 'parameter-rows-unread', sheet: '参数', column: 1, text: '', data: { rows: '5000' } };

  test.each([
    ['its last line is read', [header, ...blank(4998), ['增速门槛', '8%']], []],
    ['nothing stands below', [header, ...blank(9000)], []],
    ['the first line below', [header, ...blank(4999), [null, '8%']], [{ ...said, row: 5000, address: 'B5001' }]],
    ['far below, after blank lines, and only once', [header, ...blank(8999), ['', 9], ['', 8]], [{ ...said, row: 9000, address: 'B9001' }]],
  ])('%s', async (_, cells, expected) => {
    const { problems } = await readSettings(memoryHost([ledger, { name: '参数', cells }], '台账.xlsx'), pack);
    expect(problems.filter(({ code }) => code === said.code)).toEqual(expected.map((one) => ({ header: '', ...one })));
  });

  test('is an error, in both languages', () => {
    const problem = { ...said, row: 5000, address: 'B5001', header: '' };
    expect(problemParts(problem, 'zh-CN')).toEqual({
      severity: 'error',
      text: '参数表超过5000行，从本行起没有读取',
      todo: '请删去用不到的行，把参数移到前5000行以内',
    });
    expect(problemParts(problem, 'en-US').text).toBe('The parameter sheet is longer than 5000 rows; from this row on nothing was read');
  });
});

describe('a name merged over two rows, below a header of one row', () => {
  const second = row({ ...good, 一季度产值: 600 });
  const merges: readonly Merge[] = [0, 1, 3].map((column) => [1, column, 2, column]);

  test.each([
    ['merged', merges, ['甲公司', '甲公司', '乙公司'], 2],
    ['only left blank', [], ['甲公司', '', '乙公司'], 3],
  ])('%s', async (_, areas, names, persons) => {
    const cells = [ledgerHeaders, firm('甲公司', 1), [null, null, '南宁市', ...second.slice(3)], firm('乙公司', 2)];
    const assessment = await judged(memoryHost([{ name: '台账', cells, merges: areas }], '台账.xlsx'));
    expect([0, 1, 2].map((index) => assessment.identity(index).name)).toEqual(names);
    expect(assessment.persons).toBe(persons);
  });

  test('an industry merged over two rows counts for both in the sums of industries', async () => {
    const column = ledgerHeaders.indexOf('行业');
    const other = firm('乙公司', 2).map((cell, at) => (at === column ? null : cell));
    const sheet = { name: '台账', cells: [ledgerHeaders, firm('甲公司', 1), other], merges: [[1, column, 2, column]] as const };
    const host = memoryHost([sheet], '台账.xlsx');
    const assessment = await judged(host);
    const { rows } = await gatherIndustries(host, assessment, pack, await loadClauses('2025q1'), await loadIndustries());
    expect(rows.map(({ name, fall }) => [name, fall.industry])).toEqual([
      ['甲公司', '机械'],
      ['乙公司', '机械'],
    ]);
  });
});

describe('a header far down', () => {
  const above = Array.from({ length: 120 }, (_, at): Cell[] => [`说明第${at + 1}条`]);
  const host = () => memoryHost([{ name: '台账', cells: [...above, ['单位：千元'], ledgerHeaders, firm('甲公司', 1)] }], '台账.xlsx');

  test('is not found by itself', async () => {
    expect(codes((await judged(host())).problems())).toEqual(['台账 header-not-found']);
  });

  test.each([
    ['its row', 121, 1],
    ['a row below the sheet', 5000, 0],
  ])('is read where the officer names %s', async (_, headerRow, count) => {
    const assessment = await judged(host(), { choices: { headerRow } });
    expect(assessment.count).toBe(count);
    if (count === 0) return;
    expect(assessment.identity(0).row).toBe(122);
    const output = assessment.plan.columns.find(({ target }) => target?.id === 'quarterlyOutputValue');
    expect([output?.unit?.name, output?.unitFrom]).toEqual(['千元', 'unitLine']);
  });
});

describe('rows of one name', () => {
  test.each([
    ['both without a code', [null, null], ['台账 name-duplicate']],
    ['the same code: told by the code', [1, 1], ['台账 credit-code-duplicate']],
    ['a code in one of them', [1, null], []],
    ['two codes: two enterprises of one name', [1, 2], []],
  ])('%s', async (_, given, expected) => {
    const rows = given.map((code, at) => [
      at === 0 ? '甲公司' : ' 甲公司　',
      code === null ? null : creditCode(code),
      ...firm('', 9).slice(2),
    ]);
    const assessment = await judged(memoryHost([{ name: '台账', cells: [ledgerHeaders, ...rows] }, parameterSheet], '台账.xlsx'));
    expect(codes(assessment.problems()).filter((code) => code.endsWith('-duplicate'))).toEqual(expected);
  });
});
