import { comparisonSheets, sayMove, sideLines } from '../../../src/comparison';
import { comparisonWords } from '../../../src/comparison/words';
import type { Cell, WrittenSheet } from '../../../src/hosts/host';
import { memoryHost } from '../../../src/hosts/memory';
import { workbook } from '../assess/ledger';
import { assumed, compared, firm } from './compared';

const rows = [
  firm('甲公司', 1, { 一季度产值: 5400, 上年一季度产值: 5000 }),
  firm('乙公司', 2, { 一季度产值: 5500, 上年一季度产值: 5000 }),
  firm('=丙公司', 3, { 一季度产值: 5400, 上年一季度产值: 5000, 行业: '饲料' }),
];
const made = (language: 'zh-CN' | 'en-US') => ({ language, time: '2025-04-01 09:00:00 +08:00' });

async function cells(sheet: WrittenSheet): Promise<Cell[][]> {
  const lines: Cell[][] = [];
  for await (const block of sheet.rows) for (const line of block) lines.push([...line]);
  return lines;
}

describe('the sheets of a comparison', () => {
  test('every sheet says what is compared, that the document is a draft, and that the figures are assumed', async () => {
    const sheets = comparisonSheets(await compared(workbook(rows), { policyB: assumed() }), made('zh-CN'));
    expect(sheets.map(({ name }) => name)).toEqual(['比较汇总', '变化企业', '留痕']);
    for (const { titles } of sheets) {
      expect(titles).toContain('甲：有基数产值增速线：8%');
      expect(titles).toContain('乙：假设（据报道的正式印发稿：（三）工业企业增速10%）；有基数产值增速线：10%');
      expect(titles).toContain('假设：有基数产值增速线按10%（文件为8%）。来源：据新闻报道，正式印发稿为10%；未见正式文本');
      expect(titles.join()).toContain('征求意见稿：本表按未正式印发的文件测算');
      expect(titles.join()).toContain('不作为兑付依据');
    }
  });

  test('变化企业: one line for each enterprise and measure, both answers, the difference and both reasons', async () => {
    const [, changes] = comparisonSheets(await compared(workbook(rows), { policyB: assumed() }), made('zh-CN'));
    const lines = await cells(changes!);
    const at = (header: string): number => changes!.columns.findIndex((column) => column.header === header);
    const shown = [
      '台账行号',
      '企业名称',
      '条款',
      '变化',
      '甲：结论',
      '甲：金额（万元）',
      '乙：结论',
      '乙：金额（万元）',
      '差额：乙－甲（万元）',
    ];
    expect(lines.map((line) => shown.map((header) => line[at(header)]))).toEqual([
      [2, '甲公司', '（三）有基数企业扩大生产奖励', '符合→不符合', '符合', '50', '不符合', '0', '-50'],
      [2, '甲公司', '合计（封顶后）', '金额减少', '', '70', '', '20', '-50'],
      [4, '=丙公司', '（三）有基数企业扩大生产奖励', '符合→待定', '符合', '50', '待定', null, null],
      [4, '=丙公司', '合计（封顶后）', '金额由确定变为待定', '', '70', '待定', null, null],
    ]);
    expect(lines[0]![at('乙：理由')]).toBe('“同比增长8%及以上”（假设：有基数产值增速线按10%，文件为8%）');
    expect(lines[0]![at('甲：理由')]).toBe('');
    expect(lines[2]![at('乙：理由')]).toContain('“有基数放宽增速线”未填');
  });

  test('比较汇总: every measure, the total, then cities and industries', async () => {
    const [summary] = comparisonSheets(await compared(workbook(rows), { policyB: assumed() }), made('zh-CN'));
    const lines = await cells(summary!);
    const at = (header: string): number => summary!.columns.findIndex((column) => column.header === header);
    const line = (item: string): Cell[] => lines.find((one) => one[at('项目')] === item)!;
    const counts = ['变化户数', '符合→不符合（户）', '符合→待定（户）', '金额减少（户）', '其他变化（户）'];
    expect(counts.map((header) => line('（三）有基数企业扩大生产奖励')[at(header)])).toEqual([2, 1, 1, null, null]);
    expect(counts.map((header) => line('合计（封顶后）')[at(header)])).toEqual([2, null, null, 1, 1]);
    const sums = [
      '甲：已确定金额（万元）',
      '乙：已确定金额（万元）',
      '差额：乙－甲（万元）',
      '只有甲确定的金额（万元）',
      '只有乙确定的金额（万元）',
    ];
    expect(sums.map((header) => line('合计（封顶后）')[at(header)])).toEqual(['210', '90', '-50', '70', '0']);
    expect(lines.slice(-3).map((one) => one.slice(0, 3))).toEqual([
      ['所在市', '南宁市', 2],
      ['行业', '机械', 1],
      ['行业', '饲料', 1],
    ]);
  });

  test('留痕: the stamps of both sides, and where they differ', async () => {
    const apart = { readings: [{ reading: 'hire-count-basis', a: 'lesser', b: 'newHires' }], policyB: assumed() };
    const sheets = comparisonSheets(await compared(workbook(rows), apart), made('zh-CN'));
    const lines = await cells(sheets[2]!);
    expect(lines).toContainEqual([
      '口径：新增用工人数的取法',
      '取新增用工人数与社保净增人数的较小者；默认',
      '按新增用工人数；选定',
      '不同',
    ]);
    expect(lines).toContainEqual(['规则版本', '1.0.0', '1.0.0+assumed', '不同']);
    expect(lines).toContainEqual(['测算时间', '2025-04-01 09:00:00 +08:00', '2025-04-01 09:00:00 +08:00', null]);
    expect(lines).toContainEqual([
      '假设：有基数产值增速线',
      null,
      '按10%（文件为8%）；来源：据新闻报道，正式印发稿为10%；未见正式文本',
      '不同',
    ]);
    expect(lines).toContainEqual(['假设文件校验值（SHA-256）', null, 'cd'.repeat(32), '不同']);
  });

  test('a name in use gets a number; a written comparison is no ledger', async () => {
    const host = workbook(rows);
    const comparison = await compared(host, { policyB: assumed() });
    await host.write(comparisonSheets(comparison, made('zh-CN'), ['台账', '参数', '比较汇总']));
    expect((await host.sheets()).map(({ name }) => name)).toEqual(['台账', '参数', '比较汇总（2）', '变化企业', '留痕']);
    const again = await compared(host, { policyB: assumed() });
    expect([again.a.sheet, again.rows]).toEqual(['台账', comparison.rows]);
  });

  test('in English', async () => {
    const comparison = await compared(workbook(rows), { policyB: assumed() });
    const sheets = comparisonSheets(comparison, made('en-US'));
    expect(sheets.map(({ name }) => name)).toEqual(['Comparison', 'Changes', 'Record']);
    expect(sideLines(comparison, 'en-US')[1]).toMatch(/^B: assumption \(The issued text as reported: growth of 10 %/);
    expect((await cells(sheets[1]!))[0]!.slice(6, 8)).toEqual(['Eligible → Not eligible', 'Eligible']);
    expect(await memoryHost([]).write(sheets)).toHaveLength(3);
  });
});

test('every move has words of its own in both languages', () => {
  const moves = ['more', 'less', 'settled', 'opened', 'range', 'shares', 'not>eligible', 'notApplied>unknown'] as const;
  for (const language of ['zh-CN', 'en-US'] as const) {
    const said = moves.map((move) => sayMove(move, language));
    expect(new Set(said).size).toBe(moves.length);
    for (const one of said) expect(one).not.toContain('>');
  }
});

test('the words hold the same places in both languages', () => {
  const places = (value: unknown): unknown =>
    typeof value === 'string'
      ? [...value.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()
      : Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, places(item)]));
  expect(places(comparisonWords('en-US'))).toEqual(places(comparisonWords('zh-CN')));
});
