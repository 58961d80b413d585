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
    expect([first.code, first.error]).toEqual([0, '']);
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
    expect([code, error]).toEqual([0, '']);
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
    const { code } = await terminal(['entitled', file('ledger.csv'), '-p', '2025q1', '-o', file('entitled.xlsx')]);
    expect(code).toBe(0);
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
    expect([code, error]).toEqual([2, '预拨文件第3行：预拨金额“一万”不是不小于0的数\n']);
    const both = await terminal(['settle', file('ledger.csv'), '-p', '2025q1']);
    expect(both.code).toBe(2);
    const percent = await terminal(['settle', file('ledger.csv'), '-p', '2025q1', '--advance', '101%']);
    expect(percent.error).toContain('0到100之间');
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
