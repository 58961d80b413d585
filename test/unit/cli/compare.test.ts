import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell } from '../../../src/hosts/host';
import { openXlsx } from '../../../src/hosts/xlsx';
import { textOf } from '../assess/ledger';
import { scratch, terminal } from './terminal';

const folder = scratch();
const path = (name: string): string => join(folder, name);
const ledger = join(process.cwd(), 'templates/2025q1.xlsx');
const overlay = join(process.cwd(), 'packs/2025q1/assumptions/issued-10-percent.yaml');

function file(name: string, text: string): string {
  writeFileSync(path(name), text);
  return path(name);
}

async function cellsOf(name: string, sheet: string): Promise<Cell[][]> {
  const cells: Cell[][] = [];
  for await (const block of (await openXlsx(path(name))).read(sheet)) for (const line of block.cells) cells.push([...line]);
  return cells;
}

describe('compare: 200 enterprises', () => {
  test('two readings: who changes and by how much, in a new workbook', async () => {
    const before = readFileSync(ledger);
    const { code, output, error } = await terminal([
      'compare',
      ledger,
      '-p',
      '2025q1',
      '--reading',
      'hire-count-basis=lesser,newHires',
      '-o',
      path('readings.xlsx'),
    ]);
    // The sample has cells to look at.
    expect([code, error]).toEqual([1, '']);
    expect(output).toContain('比较完成：200行，199户；有变化的69行，69户。');
    expect(output).toContain('甲：新增用工人数的取法（口径）：取新增用工人数与社保净增人数的较小者');
    expect(output).toContain('乙：新增用工人数的取法（口径）：按新增用工人数');
    expect(output).toContain('（二十六）新增用工奖补：变化62（金额增加 62）；甲528.1 万元，乙593.8 万元，差额65.7 万元');
    expect(output).toContain('另有59行，见 -o 写出的“变化企业”表。');
    const changes = await cellsOf('readings.xlsx', '变化企业');
    const hiring = changes.filter((line) => line[5] === '（二十六）新增用工奖补');
    expect(hiring).toHaveLength(62);
    const sum = hiring.reduce((whole, line) => whole + Math.round(Number(line[11]) * 1e6), 0);
    expect(sum).toBe(65.7e6);
    expect(readFileSync(ledger).equals(before)).toBe(true);
  });

  test('the shipped assumption, always said to be one', async () => {
    const { code, output } = await terminal(['compare', ledger, '-p', '2025q1', '--overlay', overlay, '-o', path('assumed.xlsx')]);
    expect(code).toBe(1);
    expect(output).toContain('假设：有基数产值增速线按10%（文件为8%）。来源：据新闻报道，正式印发稿为10%；未见正式文本');
    expect(output).toContain('（三）有基数企业扩大生产奖励：变化6（符合→不符合 6）；甲2,151 万元，乙2,011 万元，差额-140 万元');
    for (const sheet of ['比较汇总', '变化企业', '留痕'])
      expect((await cellsOf('assumed.xlsx', sheet)).map((line) => textOf(line[0])).join()).toContain('假设：据报道的正式印发稿');
  });

  test.each(['hire-count-basis', '新增用工人数的取法', 'How new employees are counted'])(
    'a reading by its id or its name: %s',
    async (name) => {
      const { output } = await terminal(['compare', ledger, '-p', '2025q1', '--reading', `${name}=lesser,newHires`]);
      expect(output).toContain('甲：新增用工人数的取法（口径）：取新增用工人数与社保净增人数的较小者');
    },
  );

  test('assess and explain under an assumption say so everywhere', async () => {
    const { output } = await terminal(['assess', ledger, '-p', '2025q1', '--overlay', overlay, '-o', path('assessed.xlsx')]);
    expect(output).toContain('假设：据报道的正式印发稿');
    for (const sheet of ['测算结果', '问题', '参数', '留痕', '项目测算', '活动测算'])
      expect((await cellsOf('assessed.xlsx', sheet)).map((line) => textOf(line[0])).join()).toContain('假设：据报道的正式印发稿');
    const explained = await terminal(['explain', ledger, '-p', '2025q1', '--overlay', overlay, '--row', '48', '--measure', '（三）']);
    expect(explained.output).toContain('（三） 有基数企业扩大生产奖励〔征求意见稿〕〔假设〕');
    expect(explained.output).toContain('[不符合] 同比增长8%及以上（假设：有基数产值增速线按10%，文件为8%）');
    const json = await terminal(['explain', ledger, '-p', '2025q1', '--overlay', overlay, '--row', '48', '--json']);
    expect(JSON.parse(json.output)).toMatchObject({ assumption: { changes: [{ from: '8%', to: '10%' }, {}] } });
  });

  test('two parameter files', async () => {
    const a = file('a.json', JSON.stringify({ '2025q1-03-growth-with-base.awardAmount': '50 万元' }));
    const b = file('b.json', JSON.stringify({ '2025q1-03-growth-with-base.awardAmount': '30 万元' }));
    const { output } = await terminal(['compare', ledger, '-p', '2025q1', '--parameters', a, '--parameters-b', b]);
    expect(output).toContain('甲：有基数奖励金额：按台账“有基数奖励金额（万元）”栏逐户取值；50 万元');
    expect(output).toContain('乙：有基数奖励金额：按台账“有基数奖励金额（万元）”栏逐户取值；30 万元');
    expect(output).toMatch(/（三）有基数企业扩大生产奖励：变化\d+（金额减少 \d+）/);
  });

  test('a document without a total: each clause by itself, what is missing stays open', async () => {
    const lines = [
      '企业名称,所在市,是否消费品工业企业,四季度单品销售额（万元）,线上销售收入（万元）,四季度产值增速',
      '甲公司,南宁市,是,2500,200,10%',
      '乙公司,柳州市,是,2500,200,10.01%',
      '丙公司,柳州市,是,2500,,10%',
    ];
    const table = file('q4.csv', lines.join('\n'));
    const parameters = file('q4.json', JSON.stringify({ '2022q4-10-consumer-single-product.awardAmount': '30 万元' }));
    const args = ['compare', table, '-p', '2022q4', '--parameters', parameters, '--reading', 'yishang-inclusive=exclusive'];
    const { output } = await terminal([...args, '-o', path('q4.xlsx')]);
    expect(output).toContain('变化2（符合→不符合 1、待定→不符合 1）；甲60 万元，乙30 万元，差额-30 万元');
    const places = (await cellsOf('q4.xlsx', '比较汇总')).filter((line) => line[0] === '所在市');
    expect(places.map((line) => [line[1], line[2], line[10], line[14]])).toEqual([
      ['南宁市', 1, 1, -30],
      ['柳州市', 1, 0, 0],
    ]);
  });

  test('in English, without a file', async () => {
    const { output } = await terminal(['compare', ledger, '-p', '2025q1', '--overlay', overlay], '', { LANG: 'en_GB.UTF-8' });
    expect(output).toContain('Compared 200 row(s), 199 enterprise(s); 6 row(s) of 6 enterprise(s) change.');
    expect(output).toContain('Assumption: 有基数产值增速线 at 10% (the text has 8%).');
  });
});

describe('what cannot be compared is said, and nothing is written', () => {
  const options: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['nothing asked', [], /请用 --reading、--overlay 或 --parameters-b/],
    ['the same on both sides', ['--reading', 'hire-count-basis=lesser,lesser'], /甲、乙两边相同/],
    ['no such reading', ['--reading', 'hires=a,b'], /没有口径“hires”。可选：threshold-2000-wording（2000万元界线）/],
    ['no such option', ['--reading', 'hire-count-basis=lesser,most'], /没有“most”这一选项；可选：lesser、newHires/],
    ['three options', ['--reading', 'hire-count-basis=lesser,newHires,lesser'], /看不懂 --reading/],
    ['a reading without an option', ['--reading', 'hire-count-basis'], /写法：口径=甲的选项,乙的选项/],
    ['a missing overlay', ['--overlay', path('nowhere.yaml')], /不能读取“nowhere.yaml”：没有这个文件/],
  ];
  test.each(options)('%s', async (_, more, said) => {
    const { code, error } = await terminal(['compare', ledger, '-p', '2025q1', ...more, '-o', path('none.xlsx')]);
    expect(code).toBe(2);
    expect(error).toMatch(said);
  });

  test.each([
    ['text that is no YAML', 'basedOn: [2025q1', /第1行/],
    [
      'written for another document',
      'basedOn: 2024q2\ntitle: 甲\ntitleEnglish: A\nsource: 乙\npublished: { 用工标准: 2 元/人 }',
      /第1行（basedOn）：.*可用：2025q1/,
    ],
    [
      'a figure of another unit',
      'basedOn: 2025q1\ntitle: 甲\ntitleEnglish: A\nsource: 乙\npublished:\n  用工标准: 8%',
      /第6行（published\.用工标准）/,
    ],
    ['no source', 'basedOn: 2025q1\ntitle: 甲\ntitleEnglish: A\npublished:\n  用工标准: 900 元/人', /没有注明来源/],
  ])('an overlay: %s', async (_, text, said) => {
    const { code, error } = await terminal([
      'assess',
      ledger,
      '-p',
      '2025q1',
      '--overlay',
      file('wrong.yaml', text),
      '-o',
      path('none.xlsx'),
    ]);
    expect(code).toBe(2);
    expect(error).toContain('不能使用：');
    expect(error).toMatch(said);
  });

  test('a reading that an assumption changes stands over the one of the workbook; named twice it is refused', async () => {
    const json = { basedOn: '2025q1', title: '甲', titleEnglish: 'A', source: '乙', readings: { 'hire-count-basis': 'newHires' } };
    const args = ['compare', ledger, '-p', '2025q1', '--overlay', file('reading.json', JSON.stringify(json))];
    // The sample's own sheet 参数 says lesser.
    const { output } = await terminal(args);
    expect(output).toContain('（二十六）新增用工奖补：变化62（金额增加 62）；甲528.1 万元，乙593.8 万元，差额65.7 万元');
    expect(output).toContain('乙：假设（甲）；新增用工人数的取法（口径）：按新增用工人数');
    const twice = await terminal([...args, '--reading', 'hire-count-basis=netInsuredIncrease']);
    expect([twice.code, twice.error]).toEqual([2, expect.stringContaining('在假设文件里已经改动')]);
  });

  test('an overlay in JSON is read as well', async () => {
    const json = { basedOn: '2025q1', title: '甲', titleEnglish: 'A', source: '乙', published: { 用工标准: '900 元/人' } };
    const { output } = await terminal(['compare', ledger, '-p', '2025q1', '--overlay', file('one.json', JSON.stringify(json))]);
    expect(output).toContain('假设：用工标准按900 元/人（文件为1000 元/人）。来源：乙');
  });
});
