import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { timeText } from '../../../src/explain';
import type { Cell } from '../../../src/hosts/host';
import { openXlsx, writeXlsx } from '../../../src/hosts/xlsx';
import { creditCode, good, ledgerHeaders, parameterSheet, row, textOf } from '../assess/ledger';
import { scratch, terminal } from './terminal';

const folder = scratch();
const path = (name: string): string => join(folder, name);

const firm = (name: string, code: number, cells: Parameters<typeof row>[0] = {}): Cell[] =>
  row({ ...good, 企业名称: name, 统一社会信用代码: creditCode(code), 所在市: '南宁市', ...cells });

/** A workbook on disk. */
async function workbook(
  name: string,
  rows: readonly (readonly Cell[])[],
  more: readonly { name: string; cells: readonly (readonly Cell[])[] }[] = [parameterSheet],
): Promise<string> {
  const sheet = (title: string, cells: readonly (readonly Cell[])[]) => ({
    name: title,
    titles: [],
    columns: cells[0]!.map((header) => ({ header: textOf(header), kind: 'text' as const })),
    rows: [cells.slice(1).map((line) => line.map((cell) => (typeof cell === 'number' ? String(cell) : cell)))],
  });
  await writeXlsx(path(name), path('nothing.xlsx'), [
    sheet('台账', [ledgerHeaders, ...rows]),
    ...more.map((one) => sheet(one.name, one.cells)),
  ]);
  return path(name);
}

async function sheetsOf(file: string): Promise<Record<string, number>> {
  const host = await openXlsx(file);
  const counts: Record<string, number> = {};
  for (const { name } of await host.sheets()) {
    counts[name] = 0;
    for await (const block of host.read(name)) counts[name] += block.cells.length;
  }
  return counts;
}

const rows = [
  firm('甲公司', 1, { 一季度外购电量: 900002 }),
  firm('乙公司', 2, { 新增用工人数: null }),
  firm('丙公司', 3, { 一季度产值: 1 }),
];

describe('assess', () => {
  test('writes a new workbook and says what came out; 0 without problems', async () => {
    const ledger = await workbook('ledger.xlsx', rows);
    const { code, output, error } = await terminal(['assess', ledger, '-p', '2025q1', '-o', path('result.xlsx')]);
    expect([code, error]).toEqual([0, '']);
    expect(output).toContain('测算完成：3行，3户。');
    expect(output).toContain('征求意见稿');
    expect(output).toContain('（二十六）新增用工奖补：符合1，不符合1，待定1');
    expect(output).toContain('没有发现问题。');
    expect(await sheetsOf(path('result.xlsx'))).toMatchObject({ 测算结果: 7, 问题: 3 });
    expect(readdirSync(folder).filter((name) => name.includes('tmp'))).toEqual([]);
  });

  test('1 where there is something to look at, with the first problems', async () => {
    const ledger = await workbook('problems.xlsx', [firm('甲公司', 1), firm('甲公司', 1), firm('乙公司', 2, { 新增用工人数: '约三十' })]);
    const { code, output } = await terminal(['assess', ledger, '-p', '2025q1', '-o', path('r1.xlsx')]);
    expect(code).toBe(1);
    expect(output).toMatch(/“台账”[A-Z]+4：“约三十”不是数，按缺项处理，不当作 0。请填入数值；没有数据的请留空。/);
    expect(output).toContain(`统一社会信用代码 ${creditCode(1)} 重复出现`);
  });

  test('says how the ledger was read: header, columns not used, columns it lacks, rows left out, amounts still open', async () => {
    const headers = [...ledgerHeaders.filter((header) => header !== '节假日用电量'), '去年同期一季度产值情况', '备注'];
    const cells = firm('甲公司', 1).filter((_, at) => ledgerHeaders[at] !== '节假日用电量');
    writeFileSync(
      path('read.csv'),
      [headers, [...cells, '', ''], ['合计', '', '', '', '', '', '9000']]
        .map((line) => line.map(textOf).join(','))
        .join('\n')
        .replaceAll('"', ''),
    );
    const { output } = await terminal(['assess', path('read.csv'), '-p', '2025q1', '-o', path('read.xlsx')]);
    expect(output).toContain('读取工作表“read”，表头在第1行。');
    expect(output).toMatch(/没有用到的栏目2个：[A-Z]+列“去年同期一季度产值情况”（像“上年一季度产值”）、[A-Z]+列“备注”。/);
    expect(output).toMatch(/如 --columns [A-Z]+=上年一季度产值/);
    expect(output).toContain('台账里没有的栏目1个：节假日用电量。要看这些数据的条款为待定。');
    expect(output).toContain('小计、合计行（未测算）：1行：第3行。');
    expect(output).toMatch(/（三）有基数企业扩大生产奖励：符合1，不符合0，待定0；已确定金额0 万元，另有1行金额未定/);
    const english = await terminal(['assess', path('read.csv'), '-p', '2025q1', '-o', path('read2.xlsx')], '', { HUIQI_LANG: 'en' });
    expect(english.output).toMatch(/2 column\(s\) not used: column [A-Z]+ “去年同期一季度产值情况”/);
  });

  test('a second sheet that looks like the ledger is named', async () => {
    const ledger = await workbook('two.xlsx', [firm('甲公司', 1)], [{ name: '鱼峰区', cells: [ledgerHeaders, firm('乙公司', 2)] }]);
    const { code, output } = await terminal(['assess', ledger, '-p', '2025q1', '-o', path('two-result.xlsx')]);
    expect(code).toBe(1);
    expect(output).toContain('“鱼峰区”：这个工作表也像一份台账，本次没有测算。');
  });

  test('no header: the sheet is named, and how to say where the header is', async () => {
    writeFileSync(path('phones.csv'), '姓名,电话\n张三,123\n');
    const { code, output } = await terminal(['assess', path('phones.csv'), '-p', '2025q1', '-o', path('phones.xlsx')]);
    expect(code).toBe(2);
    expect(output).toContain('“phones”：没有找到表头');
    expect(output).toContain('用 --header-row 指定表头所在的行');
  });

  test('English where English is asked for', async () => {
    const ledger = await workbook('english.xlsx', rows);
    const { output } = await terminal(['assess', ledger, '-p', '2025q1', '-o', path('r2.xlsx')], '', { LANG: 'en_GB.UTF-8' });
    expect(output).toContain('Judged 3 row(s), 3 enterprise(s).');
    expect(Object.keys(await sheetsOf(path('r2.xlsx')))).toEqual(['Results', 'Problems', 'Parameters', 'Record']);
  });

  test('a CSV', async () => {
    const lines = [ledgerHeaders, ...rows].map((line) => line.map(textOf).join(','));
    writeFileSync(path('utf8.csv'), lines.join('\n'));
    const { code, output } = await terminal(['assess', path('utf8.csv'), '-p', '2025q1', '-o', path('r3.xlsx'), '--quiet']);
    expect([code, output]).toEqual([0, '']);
    expect(await sheetsOf(path('r3.xlsx'))).toMatchObject({ 测算结果: 7 });
  });

  test('parameters from a workbook or from JSON, with readings and sources', async () => {
    const ledger = await workbook('bare.xlsx', rows, []);
    const other = await workbook('parameters.xlsx', [], [parameterSheet]);
    writeFileSync(
      path('parameters.json'),
      JSON.stringify({
        '2025q1-03-growth-with-base': { awardAmount: '50' },
        '2025q1-25-incremental-power.powerRate': { value: '0.7', source: '桂工信〔2025〕1号' },
        'hire-count-basis': 'newHires',
      }),
    );
    const open = await terminal(['assess', ledger, '-p', '2025q1', '-o', path('r4.xlsx')]);
    expect(open.output).toContain('（三）有基数企业扩大生产奖励：符合2，不符合1，待定0；已确定金额0 万元');
    const sheet = await terminal(['assess', ledger, '-p', '2025q1', '--parameters', other, '-o', path('r4.xlsx'), '--force']);
    expect(sheet.output).toContain('（三）有基数企业扩大生产奖励：符合2，不符合1，待定0；已确定金额100 万元');
    const json = await terminal([
      'assess',
      ledger,
      '-p',
      '2025q1',
      '--parameters',
      path('parameters.json'),
      '-o',
      path('r4.xlsx'),
      '--force',
    ]);
    expect(json.output).toContain('（三）有基数企业扩大生产奖励：符合2，不符合1，待定0；已确定金额100 万元');
    expect(json.code).toBe(0);
  });

  test('the sheet, the header row and the columns as the officer says', async () => {
    const cells: Cell[][] = [['标题'], ['企业名称', '产值甲', '产值乙'], ['甲公司', '3000', '1']];
    const file = path('columns.xlsx');
    await writeXlsx(file, path('none'), [
      {
        name: '007',
        titles: ['标题'],
        columns: cells[1]!.map((header) => ({ header: textOf(header), kind: 'text' as const })),
        rows: [cells.slice(2)],
      },
    ]);
    const explain = await terminal([
      'explain',
      file,
      '-p',
      '2025q1',
      '--sheet',
      '007',
      '--header-row',
      '2',
      '--columns',
      'B=一季度产值，C=ignore',
      '--units',
      'B=千元',
      '--row',
      '3',
      '--measure',
      '二十六',
    ]);
    expect(explain.error).toBe('');
    expect(explain.output).toContain('一季度产值：300 万元');
  });
});

describe('assess refuses, writes nothing, and ends with 2', () => {
  let ledger: string;
  beforeAll(async () => {
    ledger = await workbook('refuse.xlsx', rows);
    writeFileSync(path('there.xlsx'), 'mine');
    writeFileSync(path('broken.json'), '{"a":');
    writeFileSync(path('parameters.txt'), 'x');
    writeFileSync(path('text.xlsx'), '这不是工作簿');
    writeFileSync(path('half.xlsx'), readFileSync(ledger).subarray(0, 900));
    writeFileSync(path('empty.csv'), '');
    mkdirSync(path('folder.xlsx'));
    await workbook('nobody.xlsx', [], []);
  });
  const cases: readonly (readonly [
    what: string,
    args: (given: { ledger: string; path: typeof path }) => string[],
    sentence: string | RegExp,
  ])[] = [
    ['no ledger', () => ['assess'], '缺少台账文件'],
    [
      'no policy',
      (given) => ['assess', given.ledger, '-o', given.path('x.xlsx')],
      '没有写明按哪份政策测算，请加 -p 和政策代号，如 -p 2025q1。可用：2020h2、2020plan、2022q4、2024q2、2025q1',
    ],
    [
      'an unknown policy',
      (given) => ['assess', given.ledger, '-p', '2031', '-o', given.path('x.xlsx')],
      /没有代号为“2031”的政策。可用：.*2025q1/,
    ],
    ['no result file', (given) => ['assess', given.ledger, '-p', '2025q1'], '缺少 -o'],
    ['a result that is no .xlsx', (given) => ['assess', given.ledger, '-p', '2025q1', '-o', given.path('x.csv')], '须以 .xlsx 结尾'],
    [
      'a result that is there',
      (given) => ['assess', given.ledger, '-p', '2025q1', '-o', given.path('there.xlsx')],
      '要替换它，请加 --force',
    ],
    [
      'the ledger itself as result',
      (given) => ['assess', given.ledger, '-p', '2025q1', '-o', given.ledger, '--force'],
      '是这次要读的文件，不会覆盖它。请把结果写到另一个文件',
    ],
    ['a folder as result', (given) => ['assess', given.ledger, '-p', '2025q1', '-o', given.path('folder.xlsx'), '--force'], '这是文件夹'],
    [
      'a result in no folder',
      (given) => ['assess', given.ledger, '-p', '2025q1', '-o', given.path('no/where.xlsx')],
      '不能写入“where.xlsx”',
    ],
    [
      'a ledger that is not there',
      (given) => ['assess', given.path('none.xlsx'), '-p', '2025q1', '-o', given.path('x.xlsx')],
      '没有这个文件',
    ],
    ['a text called .xlsx', (given) => ['assess', given.path('text.xlsx'), '-p', '2025q1', '-o', given.path('x.xlsx')], '“text.xlsx”'],
    [
      'half a workbook',
      (given) => ['assess', given.path('half.xlsx'), '-p', '2025q1', '-o', given.path('x.xlsx')],
      '文件“half.xlsx”不完整',
    ],
    [
      'an empty CSV',
      (given) => ['assess', given.path('empty.csv'), '-p', '2025q1', '-o', given.path('x.xlsx')],
      /“empty\.csv”|没有测算任何企业/,
    ],
    [
      'a ledger of nobody',
      (given) => ['assess', given.path('nobody.xlsx'), '-p', '2025q1', '-o', given.path('x.xlsx')],
      '没有测算任何企业，结果没有写出',
    ],
    [
      'a sheet that is not there',
      (given) => ['assess', given.ledger, '-p', '2025q1', '--sheet', '丙', '-o', given.path('x.xlsx')],
      '没有名为“丙”的工作表',
    ],
    [
      'parameters that are not JSON',
      (given) => ['assess', given.ledger, '-p', '2025q1', '--parameters', given.path('broken.json'), '-o', given.path('x.xlsx')],
      '不是正确的 JSON',
    ],
    [
      'parameters of another kind',
      (given) => ['assess', given.ledger, '-p', '2025q1', '--parameters', given.path('parameters.txt'), '-o', given.path('x.xlsx')],
      '须为 .xlsx 或 .json',
    ],
    [
      'parameters that are not there',
      (given) => ['assess', given.ledger, '-p', '2025q1', '--parameters', given.path('none.json'), '-o', given.path('x.xlsx')],
      '不能读取“none.json”：没有这个文件',
    ],
    [
      'columns that cannot be read',
      (given) => ['assess', given.ledger, '-p', '2025q1', '--columns', 'H', '-o', given.path('x.xlsx')],
      '看不懂 --columns 中的“H”',
    ],
    [
      'a header row 0',
      (given) => ['assess', given.ledger, '-p', '2025q1', '--header-row', '0', '-o', given.path('x.xlsx')],
      '--header-row 须为从1数起的行号',
    ],
    ['an unknown option', (given) => ['assess', given.ledger, '-p', '2025q1', '--froce'], '不认识选项 --froce'],
    ['an option without value', (given) => ['assess', given.ledger, '-p'], '-p, --policy <id> 后面要跟一个值'],
    ['too much', (given) => ['assess', given.ledger, 'more.xlsx', '-p', '2025q1'], '多出的内容：more.xlsx'],
    ['an unknown command', () => ['asess'], '没有“asess”这个命令。可用的命令：assess、judge、explain、template、policies'],
  ];
  test.each(cases)('%s', async (_, args, sentence) => {
    const { code, output, error } = await terminal(args({ ledger, path }));
    expect(code).toBe(2);
    expect(output + error).toMatch(typeof sentence === 'string' ? new RegExp(sentence.replace(/[.*+?^${}()|[\]\\<>]/g, '\\$&')) : sentence);
    expect(output + error).not.toMatch(/\n\s+at |Error:/);
    expect(existsSync(path('x.xlsx'))).toBe(false);
    expect(readFileSync(path('there.xlsx'), 'utf8')).toBe('mine');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('the ledger is as it was', async () => {
    const before = statSync(ledger).mtimeMs;
    await terminal(['assess', ledger, '-p', '2025q1', '-o', ledger, '--force']);
    expect(statSync(ledger).mtimeMs).toBe(before);
  });

  test('HUIQI_DEBUG=1 shows the technical details', async () => {
    const { error } = await terminal(['assess', path('none.xlsx'), '-p', '2025q1', '-o', path('x.xlsx')], '', { HUIQI_DEBUG: '1' });
    expect(error).toMatch(/\n\s+at /);
  });
});

describe('explain', () => {
  let ledger: string;
  beforeAll(async () => {
    const events = {
      name: '活动',
      cells: [
        ['企业名称', '统一社会信用代码', '活动日期', '活动类型', '场地租赁费（万元）', '会场搭建费（万元）'],
        ['甲公司', creditCode(1), '2025-02-01', '国内外展会', 4, 4],
      ],
    };
    ledger = await workbook('explain.xlsx', [...rows, firm('甲公司（二厂）', 1)], [parameterSheet, events]);
  });
  const explain = async (...args: string[]): Promise<string> => {
    const { code, output, error } = await terminal(['explain', ledger, '-p', '2025q1', ...args]);
    expect([code, error]).toEqual([0, '']);
    return output;
  };

  test('one row, every measure, the events and the total', async () => {
    const output = await explain('--row', '2');
    expect(output).toContain(`甲公司（${creditCode(1)}）　台账第2行`);
    expect(output).toContain('征求意见稿（未正式印发），规则版本');
    for (const clause of ['（一） ', '（二） ', '（三） ', '（四） ', '（二十一） ', '（二十五） ', '（二十六） '])
      expect(output).toContain(`\n${clause}`);
    expect(output).toContain('活动第2行');
    expect(output).toContain('第2、5行信用代码相同，按一户合并计算');
    expect(output).toMatch(/合计：100 万元\n口径：\n {2}哪些奖补计入上限（.*（默认；.*\n {2}超过上限怎样核减（.*（默认；.*\n$/);
  });

  test('by name, by part of it, by code; one measure by id or clause', async () => {
    expect(await explain('--enterprise', '乙公司', '--measure', '（二十六）')).toContain('缺少“新增用工人数”，未填不等于 0');
    expect(await explain('--enterprise', '甲公司', '--measure', '2025q1-26-hiring-subsidy')).toContain('台账第2行');
    expect(await explain('--enterprise', creditCode(3), '--measure', '26-hiring')).toContain('丙公司');
    expect(await explain('--row', '2', '--measure', '2025q1-99-stacking-cap', '--notes')).toContain('各条政策可以叠加享受');
  });

  test('as JSON', async () => {
    const read = JSON.parse(await explain('--row', '3', '--json')) as {
      name: string;
      traces: { verdict: { measure: string } }[];
      total: { amount: string | null };
    };
    expect(read.name).toBe('乙公司');
    expect(read.traces.map((trace) => trace.verdict.measure)).toContain('2025q1-26-hiring-subsidy');
    expect(read.total.amount).toBeNull();
  });

  test.each([
    [[], '请用 --row 或 --enterprise'],
    [['--row', '1'], '台账第1行不是企业数据行'],
    [['--row', '999'], '数据在第2—5行'],
    [['--row', 'x'], '--row 须为从1数起的行号，不能是“x”'],
    [['--enterprise', '公司'], '有4行符合“公司”'],
    [['--enterprise', '丁'], '台账中没有符合“丁”的企业'],
    [['--row', '2', '--measure', '九十'], '没有“九十”这一条'],
  ])('%j is refused', async (args, sentence) => {
    const { code, error } = await terminal(['explain', ledger, '-p', '2025q1', ...args]);
    expect(code).toBe(2);
    expect(error).toContain(sentence);
  });
});

describe('the rest', () => {
  test('policies, version and help', async () => {
    expect((await terminal(['policies'])).output).toMatch(/(^|\n)2025q1　关于推动.*征求意见稿.*\n　　SHA-256 [0-9a-f]{64}\n/);
    expect((await terminal(['--version'])).output).toMatch(/^huiqi\/\d+\.\d+\.\d+/);
    expect((await terminal(['--help'])).output).toContain('用法');
    expect((await terminal([])).output).toContain('命令');
    for (const command of ['assess', 'judge', 'explain', 'template', 'policies']) {
      const { code, output } = await terminal([command, '--help'], '', { HUIQI_LANG: 'en-US' });
      expect([code, output.includes('Examples')]).toEqual([0, true]);
      expect(output.replace(/企业台账|桂林|二十六/g, '')).not.toMatch(/\p{Script=Han}/u);
    }
  });

  test('template writes a ledger that assess reads', async () => {
    const made = await terminal(['template', '-p', '2025q1', '-o', path('template.xlsx')]);
    expect([made.code, made.error]).toEqual([0, '']);
    const again = await terminal(['template', '-p', '2025q1', '-o', path('template.xlsx')]);
    expect([again.code, again.error.includes('--force')]).toEqual([2, true]);
    const replaced = await terminal(['template', '-p', '2025q1', '-o', path('template.xlsx'), '--force']);
    expect([replaced.code, replaced.error]).toEqual([0, '']);
    const judged = await terminal(['assess', path('template.xlsx'), '-p', '2025q1', '-o', path('from-template.xlsx')]);
    expect(judged.output).toContain('测算完成：200行');
  });

  test('the time of a stamp has its offset', () => {
    expect(timeText(new Date(2025, 3, 1, 9, 5, 7))).toMatch(/^2025-04-01 09:05:07 [+-]\d{2}:\d{2}$/);
  });
});
