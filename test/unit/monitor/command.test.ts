import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openXlsx } from '../../../src/hosts/xlsx';
import { scratch, terminal } from '../cli/terminal';

const folder = scratch();
const file = (name: string): string => join(folder, name);
const header =
  '企业名称,统一社会信用代码,企业类型,行业,行业代码,一季度产值（万元）,上年一季度产值（万元）,社保缴纳人数,上年同期社保缴纳人数,新增用工人数';
const lines = [
  '柳州甲汽车,91450200MA5K000010,工业企业,汽车,3611,5350,5000,120,100,30',
  '南宁乙机械,91450100MA5K00002X,工业企业,机械,3511,2999,3000,100,100,0',
  '北海丙建材,91450500MA5K000036,工业企业,建材,3611,2500,2400,110,100,10',
  '桂林丁,91450300MA5K000044,工业企业,,,2500,,110,100,',
];

beforeAll(() => writeFileSync(file('ledger.csv'), `${header}\n${lines.join('\n')}\n`));

async function rowsOf(path: string, sheet: string): Promise<readonly (readonly unknown[])[]> {
  const host = await openXlsx(path);
  const rows: (readonly unknown[])[] = [];
  for await (const block of host.read(sheet)) rows.push(...block.cells);
  return rows;
}

describe('huiqi monitor', () => {
  test('sums industries from a ledger, shows the unmapped, and reads its own sheet back', async () => {
    const first = await terminal(['monitor', file('ledger.csv'), '-p', '2025q1', '-o', file('first.xlsx')]);
    expect([first.code, first.error]).toEqual([1, '']);
    expect(first.output).toMatch(/汽车行业 产值同比增速 .*≥7% .*7% .*达到/);
    expect(first.output).toMatch(/机械行业 产值同比增速 .*未达到/);
    expect(first.output).toContain('没有归上2行（1行没有填行业，0行对照表里没有，1行代码与名称不一致）');
    const rows = await rowsOf(file('first.xlsx'), '行业归类');
    expect(rows.find((row) => row[1] === '北海丙建材')?.slice(5, 7)).toEqual(['（未归类）', '代码与名称不一致：汽车／建材']);

    writeFileSync(file('figures.json'), JSON.stringify({ 'q1-2025-t001': '6.2%', 'q1-2025-t022': 499, 'q1-2025-t002': 3 }));
    const second = await terminal(['monitor', '-p', '2025q1', '--figures', file('figures.json'), '-o', file('second.xlsx')]);
    expect(second.code).toBe(1);
    expect(second.output).toMatch(/工业增加值同比增速 .*6.2% .*达到/);
    expect(second.output).toMatch(/服务重点工业企业数 .*499家 .*未达到 +差1家/);
    expect(second.output).toContain('q1-2025-t002.actual　“3”没有单位');
    const third = await terminal(['monitor', '-p', '2025q1', '--figures', file('second.xlsx')]);
    expect(third.code).toBe(0);
    expect(third.output.split('\n')[0]).toBe(second.output.split('\n')[0]);
  });

  test('reads the figures an officer enters in the template, beside its ledger', async () => {
    expect((await terminal(['template', '-p', '2025q1', '-o', file('template.xlsx')])).error).toBe('');
    const { code, output, error } = await terminal(['monitor', file('template.xlsx'), '-p', '2025q1', '-o', file('again.xlsx')]);
    // The template's ledger has rows to look at, for practice.
    expect([code, error]).toEqual([1, '']);
    expect(output).toMatch(/工业增加值同比增速 .*≥6% +6% .*100% .*达到/);
    expect(output).toMatch(/企业生产 复工比例 .*≥60% .*62.5% .*达到/);
    expect(output).toMatch(/服务重点工业企业数 .*499家 .*未达到 +差1家/);
    expect(output).toMatch(/汽车行业 产值同比增速/);
    const host = await openXlsx(file('again.xlsx'));
    expect((await host.sheets()).map(({ name }) => name)).toEqual(['指标监测', '行业汇总', '行业归类', '行业对照']);
  });

  test.each(['2020plan', '2020h2', '2022q4', '2024q2'])('%s needs no ledger', async (policy) => {
    const { code, output } = await terminal(['monitor', '-p', policy, '--all'], '', { HUIQI_LANG: 'en' });
    expect(code).toBe(0);
    expect(output).toMatch(/no figure yet/);
  });

  test('--force replaces an earlier result, never the figures or advances that are read', async () => {
    const first = await terminal(['monitor', '-p', '2025q1', '-o', file('figures.xlsx')]);
    const replaced = await terminal(['monitor', '-p', '2025q1', '-o', file('figures.xlsx'), '--force']);
    expect([first.code, replaced.code, replaced.error]).toEqual([0, 0, '']);
    const before = readFileSync(file('figures.xlsx'));
    const refused = '是这次要读的文件，不会覆盖它';
    const kept = ['-o', file('figures.xlsx'), '--force'];
    const monitor = await terminal(['monitor', file('ledger.csv'), '-p', '2025q1', '--figures', file('figures.xlsx'), ...kept]);
    const settle = await terminal(['settle', file('ledger.csv'), '-p', '2025q1', '--prepaid', file('figures.xlsx'), ...kept]);
    const assess = await terminal(['assess', file('ledger.csv'), '-p', '2025q1', '--parameters', file('figures.xlsx'), ...kept]);
    for (const { code, error } of [monitor, settle, assess]) expect([code, error]).toEqual([2, expect.stringContaining(refused)]);
    expect(readFileSync(file('figures.xlsx')).equals(before)).toBe(true);
  });

  test('refuses a policy it does not know', async () => {
    const { code, error } = await terminal(['monitor', '-p', '2031']);
    expect([code, error]).toEqual([2, '没有代号为“2031”的政策。可用：2020h2、2020plan、2022q4、2024q2、2025q1\n']);
  });
});

describe('huiqi lists, entitled, settle', () => {
  test('lists', async () => {
    const { code, output } = await terminal(['lists', file('ledger.csv'), '-p', '2025q1', '-o', file('lists.xlsx')]);
    expect(code).toBe(1);
    expect(output).toContain('扩大生产：2户\n扭负为正：1户\n新建投产：0户\n拟上规：0户\n持平：0户\n待定：1户');
    expect((await rowsOf(file('lists.xlsx'), '待定')).at(-1)?.at(-1)).toBe('上年一季度产值');
    const refused = await terminal(['lists', file('ledger.csv'), '-p', '2022q4']);
    expect([refused.code, refused.error]).toEqual([2, '政策 2022q4 没有要求四张清单。可用：2024q2、2025q1\n']);
  });

  test('entitled: the one who lacks one figure is told which', async () => {
    const { code, output } = await terminal(['entitled', file('ledger.csv'), '-p', '2025q1', '-o', file('entitled.xlsx')]);
    expect(code).toBe(1);
    expect(output).toContain('台账有4个问题：');
    const rows = await rowsOf(file('entitled.xlsx'), '免申即享');
    const hiring = rows.filter((row) => String(row[0]).includes('二十六'));
    expect(hiring.map((row) => [row[2], row[4], row[5]])).toEqual([
      ['柳州甲汽车', '符合，免申报', 2],
      ['北海丙建材', '符合，免申报', 1],
      ['桂林丁', expect.stringMatching(/符合|差/), null],
    ]);
  });

  test('settle: a file of advances with a wrong amount is refused with its row', async () => {
    writeFileSync(file('prepaid.csv'), '统一社会信用代码,企业名称,预拨金额（万元）\n91450200MA5K000010,甲,1\n91450100MA5K00002X,乙,一万\n');
    const { code, error } = await terminal(['settle', file('ledger.csv'), '-p', '2025q1', '--prepaid', file('prepaid.csv')]);
    expect([code, error]).toEqual([2, '预拨文件第3行：C3 “一万”不是数，按缺项处理，不当作 0\n']);
    const both = await terminal(['settle', file('ledger.csv'), '-p', '2025q1']);
    expect(both.code).toBe(2);
    const percent = await terminal(['settle', file('ledger.csv'), '-p', '2025q1', '--advance', '101%']);
    expect(percent.error).toContain('0到100之间');
  });

  test.each([
    [
      '元 in a 单位 line',
      ['预拨情况表,,,', '单位：元,,,', '序号,企业名称,统一社会信用代码,预拨金额', '1,甲,91450200MA5K000010,"10,000"'],
      '1',
    ],
    ['with its unit behind it', ['企业名称,统一社会信用代码,预拨金额', '甲,91450200MA5K000010,2 万元'], '2'],
    ['in full width, a total below', ['统一社会信用代码,企业名称,已预拨（千元）', '91450200MA5K000010,甲,１０', ',合计,10'], '1'],
  ])('settle: an advance is read as a ledger is: %s', async (_, lines, advanced) => {
    writeFileSync(file('prepaid.csv'), lines.join('\n'));
    const target = file(`settled-${advanced}-${lines.length}.xlsx`);
    await terminal(['settle', file('ledger.csv'), '-p', '2025q1', '--prepaid', file('prepaid.csv'), '-o', target]);
    const rows = await rowsOf(target, '清算');
    expect(rows.filter((row) => row[1] === '91450200MA5K000010').map((row) => String(row[3]))).toEqual([advanced]);
  });

  test.each([
    ['nothing beside a code', ['统一社会信用代码,预拨金额（万元）', '91450200MA5K000010,'], '第2行：没有预拨金额；没有预拨的请填0'],
    ['nothing beside an amount', ['统一社会信用代码,预拨金额（万元）', ',3'], '第2行：没有信用代码'],
    ['an error of a formula', ['统一社会信用代码,预拨金额（万元）', '91450200MA5K000010,#REF!'], '第2行：B2 单元格是错误值 #REF!'],
    ['less than nothing', ['统一社会信用代码,预拨金额（万元）', '91450200MA5K000010,-3'], '第2行：B2 “预拨金额”不能是负数（-3）'],
    ['in heads', ['统一社会信用代码,预拨金额（人）', '91450200MA5K000010,3'], '第1行：栏目“预拨金额（人）”的单位与“预拨金额”不是同一种量'],
  ])('settle: an advance of %s is refused, never passed over', async (_, lines, sentence) => {
    writeFileSync(file('prepaid.csv'), lines.join('\n'));
    const { code, error } = await terminal(['settle', file('ledger.csv'), '-p', '2025q1', '--prepaid', file('prepaid.csv')]);
    expect([code, error]).toEqual([2, expect.stringContaining(`预拨文件${sentence}`)]);
  });

  test.each(['lists', 'entitled', 'settle', 'monitor', 'compare'])('%s says what is wrong with the ledger', async (command) => {
    writeFileSync(file('wrong.csv'), '企业名称,统一社会信用代码,企业类型,一季度产值\n甲,91450200MA5K000010,工业企业,约五千\n');
    const more = { settle: ['--advance', '50%'], compare: ['--reading', 'hire-count-basis=newHires'] };
    const asked = command === 'settle' || command === 'compare' ? more[command] : [];
    const { code, output } = await terminal([command, file('wrong.csv'), '-p', '2025q1', ...asked]);
    expect(code).toBe(1);
    expect(output).toContain('“wrong”D2：“约五千”不是数，按缺项处理，不当作 0。');
  });

  test('settle: an advance to nobody of the ledger is said', async () => {
    writeFileSync(file('prepaid.csv'), '统一社会信用代码,企业名称,预拨金额（元）\n91450900MA5K00009X,无此户,10000\n');
    const { code, output } = await terminal([
      'settle',
      file('ledger.csv'),
      '-p',
      '2025q1',
      '--prepaid',
      file('prepaid.csv'),
      '-o',
      file('settled.xlsx'),
    ]);
    expect(code).toBe(1);
    expect(output).toContain('须核对1户');
    expect((await rowsOf(file('settled.xlsx'), '清算')).at(-1)?.slice(3)).toEqual([1, null, null, null, '台账没有这户，请核对']);
    expect(readFileSync(file('settled.xlsx')).length).toBeGreaterThan(1000);
  });
});
