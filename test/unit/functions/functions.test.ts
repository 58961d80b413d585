import { catalogue } from '../../../functions/catalogue';
import { CellProblem } from '../../../functions/cells';
import { loadSetting, type Setting } from '../../../functions/setting';
import { readExamples, readMetadata } from '../../../scripts/build-functions';
import { readCall, readResult } from './formula';

let setting: Setting;
let english: Setting;
beforeAll(async () => {
  setting = await loadSetting('zh-CN', null);
  english = await loadSetting('en-US', null);
});

const run = (id: string, args: readonly unknown[], under: Setting = setting): unknown[][] => {
  const entry = catalogue.find((each) => each.id === id);
  if (!entry) throw new Error(`no function ${id}`);
  return entry.run(args, under);
};
/** Cells as Excel shows them: errors as #N/A and #VALUE!. */
const shown = (rows: readonly (readonly unknown[])[]): unknown[][] =>
  rows.map((row) => row.map((cell) => (cell instanceof CellProblem ? (cell.code === 'notAvailable' ? '#N/A' : '#VALUE!') : cell)));
const says = (rows: readonly (readonly unknown[])[], row = 0): string => {
  const cell = rows[row]?.[0];
  if (!(cell instanceof CellProblem)) throw new Error(`no message in ${JSON.stringify(rows)}`);
  return cell.message;
};
const one = (value: unknown): unknown[][] => [[value]];
const column = (...values: readonly unknown[]): unknown[][] => values.map((value) => [value]);
const doubtful = { fault: 'doubtful', text: '0' };

test('every declared function is in the catalogue, in the same order', async () => {
  expect(catalogue.map(({ id }) => id)).toEqual((await readMetadata()).functions.map(({ id }) => id));
});

describe('the examples of the documentation', () => {
  test.each(readExamples().map((example) => [example.formula, example.result]))('%s → %s', (formula, result) => {
    const { id, args } = readCall(formula);
    expect(shown(run(id, args))).toEqual(readResult(result));
  });
});

describe('新增用工奖补 HIRE_SUBSIDY', () => {
  const hire = (output: unknown, insured: unknown, before: unknown, hires: unknown, parameters: unknown = null): unknown[][] =>
    run('HIRE_SUBSIDY', [one('2025q1'), one('工业企业'), one(output), one(insured), one(before), one(hires), parameters]);

  test.each<[string, unknown[], unknown]>([
    ['产值低于线', [1999.99, 301, 300, 5], 0],
    ['产值在线上', [2000, 301, 300, 5], 0.1],
    ['产值高于线', [2000.01, 301, 300, 5], 0.1],
    ['社保人数未增', [2000, 300, 300, 5], 0],
    ['封顶前', [2000, 499, 300, 199], 19.9],
    ['封顶', [2000, 501, 300, 201], 20],
    ['上年同期填 0', [2000, 5, 0, 5], 0.5],
    ['上年同期空白', [2000, 301, '', 5], '#N/A'],
    ['上年同期为空值', [2000, 301, null, 5], '#N/A'],
    ['文本数字', ['2,000', '３０１', '300人', '5'], 0.1],
    ['写着“无”', [2000, 301, '无', 5], '#N/A'],
    ['人数不是整数', [2000, 301.5, 300, 5], '#VALUE!'],
    ['人数为负', [2000, -301, 300, 5], '#VALUE!'],
    ['产值是文字', ['约两千', 301, 300, 5], '#VALUE!'],
    ['产值是错误值', ['#DIV/0!', 301, 300, 5], '#VALUE!'],
    ['产值单位不对', ['2000 人', 301, 300, 5], '#VALUE!'],
    ['0 可能是空白', [2000, 301, doubtful, 5], '#N/A'],
  ])('%s', (_what, [output, insured, before, hires], result) => {
    expect(shown(hire(output, insured, before, hires))).toEqual([[result]]);
  });

  test('what is missing is named; what is already decided is not asked', () => {
    expect(says(hire(2000, 301, '', ''))).toMatch(/上年同期社保缴纳人数.*新增用工人数/s);
    expect(shown(hire(1999, 301, '', ''))).toEqual([[0]]);
    expect(says(hire(2000, 301, doubtful, 5))).toContain('无法分清');
    expect(says(hire('约两千', 301, 300, 5))).toContain('约两千');
  });

  test('a reading is set in the parameter table', () => {
    expect(hire(2000, 350, 300, '', [['hire-count-basis', 'netInsuredIncrease']])).toEqual([[5]]);
    expect(shown(hire(2000, 350, 300, ''))).toEqual([['#N/A']]);
  });

  test.each<[string, unknown[][], RegExp]>([
    ['没有这个参数', [['不存在的参数', 5]], /不存在的参数/],
    ['没有这个选项', [['hire-count-basis', '随便']], /随便/],
  ])('a wrong parameter table is refused: %s', (_what, table, message) => {
    const result = hire(2000, 350, 300, 5, table);
    expect(shown(result)).toEqual([['#VALUE!']]);
    expect(says(result)).toMatch(message);
  });

  test('columns spill; one cell stands for all rows; other heights are refused', () => {
    const rows = run('HIRE_SUBSIDY', [
      one('2025q1'),
      one('工业企业'),
      column(2000, 1999, 2000),
      column(301, 301, ''),
      one(300),
      column(5, 5, 5),
    ]);
    expect(shown(rows)).toEqual([[0.1], [0], ['#N/A']]);
    const uneven = run('HIRE_SUBSIDY', [one('2025q1'), one('工业企业'), column(2000, 1999, 2000), column(301, 301), one(300), one(5)]);
    expect(says(uneven)).toContain('社保缴纳人数');
    expect(says(run('HIRE_SUBSIDY', [one('2025q1'), [['工业企业', '工业企业']], one(2000)]))).toContain('一列');
  });

  test.each<[string, unknown, RegExp]>([
    ['没有这个文件', one('2099q9'), /2099q9.*2025q1/],
    ['没有给文件', null, /一个单元格/],
    ['给了两个文件', column('2025q1', '2024q2'), /一个单元格/],
  ])('the policy is one that is there: %s', (_what, policy, message) => {
    expect(says(run('HIRE_SUBSIDY', [policy, one('工业企业')]))).toMatch(message);
  });

  test('the message comes in English too', () => {
    const message = says(run('HIRE_SUBSIDY', [one('2099q9'), one('工业企业')], english));
    expect(message).toBe('There is no policy “2099q9”. There are: 2020h2, 2020plan, 2022q4, 2024q2, 2025q1.');
  });
});

describe('扩大生产奖励 AWARD_GROWTH', () => {
  const award = (id: string, value: string): unknown[][] => [[`2025q1-${id}.awardAmount`, value]];
  const grow = (type: string, base: unknown, now: unknown, before: unknown, table: unknown): unknown[][] =>
    run('AWARD_GROWTH', [
      one('2025q1'),
      one(type),
      one('机械'),
      one(base),
      one(now),
      one(before),
      null,
      null,
      null,
      null,
      null,
      null,
      table,
    ]);

  test.each<[string, unknown[], unknown]>([
    ['有基数，增 8 %', ['是', 5400, 5000, award('03-growth-with-base', '20万元')], 20],
    ['有基数，增不到 8 %', ['是', 4000, 3703.71, award('03-growth-with-base', '20万元')], 0],
    ['无基数，产值达到', ['否', 2000, '', award('04-ramp-up-no-base', '30万元')], 30],
    ['金额未公布，没有填', ['是', 5400, 5000, null], '#N/A'],
    ['金额超出区间', ['是', 5400, 5000, award('03-growth-with-base', '51万元')], '#VALUE!'],
    ['有无基数都没填', ['', 5400, '', award('03-growth-with-base', '20万元')], '#N/A'],
  ])('%s', (_what, [base, now, before, table], result) => {
    expect(shown(grow('工业企业', base, now, before, table))).toEqual([[result]]);
  });

  test('inputs that the document does not use change nothing', () => {
    const args = [
      one('2025q1'),
      one('工业企业'),
      one('机械'),
      one('是'),
      one(5400),
      one(5000),
      null,
      null,
      null,
      one('是'),
      one('否'),
      one('2025-01-01'),
    ];
    expect(run('AWARD_GROWTH', [...args, award('03-growth-with-base', '25万元')])).toEqual([[25]]);
  });
});

describe('tables', () => {
  const head = [['企业名称', '统一社会信用代码', '企业类型', '一季度产值（万元）', '社保缴纳人数', '上年同期社保缴纳人数', '新增用工人数']];
  const measure = one('2025q1-26-hiring-subsidy');
  const rows = [
    ['甲机械有限公司', '91450100MA5K1ABC1X', '工业企业', 2000, 301, 300, 5],
    ['', '', '', '', '', '', ''],
    ['小计', '', '', 2000, 301, 300, 5],
    ['乙机械有限公司', '', '工业企业', 2000, 301, '', 5],
  ];

  test('AWARD: a blank row and a total row give nothing, a gap gives #N/A', () => {
    expect(shown(run('AWARD', [measure, head, rows]))).toEqual([[0.1], [''], [''], ['#N/A']]);
  });

  test('the unit in the header counts', () => {
    const inThousands = [['企业名称', '企业类型', '一季度产值（千元）', '社保缴纳人数', '上年同期社保缴纳人数', '新增用工人数']];
    expect(
      run('AWARD', [
        measure,
        inThousands,
        [
          ['甲公司', '工业企业', 20000, 301, 300, 5],
          ['乙公司', '工业企业', 19999, 301, 300, 5],
        ],
      ]),
    ).toEqual([[0.1], [0]]);
  });

  test('ELIGIBLE has three answers', () => {
    expect(run('ELIGIBLE', [measure, head, rows])).toEqual([[true], [''], [''], ['待定']]);
  });

  test('WHY says the clause, that it is a draft, and the reason', () => {
    const [[paid], , , [open]] = run('WHY', [measure, head, rows]) as [unknown[], unknown[], unknown[], unknown[]];
    expect(paid).toMatch(/^（二十六）（征求意见稿）符合，0\.1/);
    expect(open).toMatch(/待定.*上年同期社保缴纳人数/s);
  });

  test.each<[string, unknown[], RegExp]>([
    ['没有这条措施', [one('2025q1-77-nothing'), head, rows], /2025q1-77-nothing.*2025q1-26/s],
    ['合计规则不是措施', [one('2025q1-99-stacking-cap'), head, rows], /STACK.*2025q1-package/s],
    ['没有表头', [measure, null, rows], /表头/],
    ['数据比表头宽', [measure, [['企业类型']], rows], /7/],
    [
      '表头看不懂',
      [
        measure,
        [
          ['甲', '乙'],
          ['丙', '丁'],
        ],
        [['1', '2']],
      ],
      /./,
    ],
  ])('bad arguments are refused: %s', (_what, args, message) => {
    const result = run('AWARD', args);
    expect(shown(result)).toEqual([['#VALUE!']]);
    expect(says(result)).toMatch(message);
  });

  test('two columns for one figure are not chosen between', () => {
    const twice = [[...head[0]!, '一季度产值']];
    const result = run('AWARD', [measure, twice, [[...rows[0]!, 3000]]]);
    expect(shown(result)).toEqual([['#VALUE!']]);
  });

  test('CHECK: header, each measure, the total after the cap, what is missing; all rows equally wide', () => {
    const table = run('CHECK', [one('2025q1'), head, rows]);
    const [header = []] = table;
    expect(header[0]).toBe('企业名称');
    expect(header.at(-2)).toMatch(/合计.*征求意见稿/);
    expect(new Set(table.map((row) => row.length))).toEqual(new Set([header.length]));
    const hire = header.findIndex((text) => String(text).startsWith('（二十六）'));
    expect(table.map((row) => row[hire]).slice(1)).toEqual([0.1, '', '', '待定']);
    expect(table[4]?.at(-1)).toContain('上年同期社保缴纳人数');
  });

  test('CHECK: rows with one credit code have one total, on the first', () => {
    const code = '91450100MA5K1ABC1X';
    const wide = [['企业名称', '统一社会信用代码', '企业类型', '行业', '2024年产值', '节假日用电量', '四季度用电量']];
    const enterprise = (name: string): unknown[] => [name, code, '工业企业', '机械', 5000, 288000, 920000];
    const table = run('CHECK', [one('2025q1'), wide, [enterprise('甲公司'), enterprise('甲公司二厂')]]);
    const total = (table[0]?.length ?? 0) - 2;
    expect(table[2]?.[total]).toBe('');
    expect(table[2]?.at(-1)).toMatch(/第 1 行/);
    expect(table[1]?.at(-1)).toMatch(/20 万元—100 万元/);
  });

  test('an amount never comes from a blank, whatever is left out', () => {
    const full = rows[0]!;
    for (let gap = 2; gap < full.length; gap += 1) {
      const [[result]] = run('AWARD', [measure, head, [full.map((cell, index) => (index === gap ? '' : cell))]]) as [unknown[]];
      expect(result).toBeInstanceOf(CellProblem);
    }
  });
});

describe('STACK', () => {
  const measures = [['2025q1-01-holiday-continuous-production', '2025q1-03-growth-with-base', '2025q1-25-incremental-power']];
  const stack = (amounts: unknown, names: unknown = measures): unknown[][] => run('STACK', [one('2025q1'), names, amounts]);

  test.each<[string, unknown[], unknown]>([
    ['低于上限', [10, 30, 20], 60],
    ['正好上限', [10, 50, 40], 100],
    ['超过上限', [10, 50, 60], 100],
    ['文本金额', ['10', '５０', '1,000万元'], 100],
    ['一条空白', [10, 50, ''], '#N/A'],
    ['一条空白，但已到上限', ['', 50, 60], 100],
    ['一条 #N/A', [10, 50, '#N/A'], '#N/A'],
    ['一条错误值', [10, 50, '#DIV/0!'], '#VALUE!'],
    ['一条不是金额', [10, 50, '很多'], '#VALUE!'],
    ['一条为负', [10, 50, -1], '#VALUE!'],
    ['0 可能是空白', [10, 50, doubtful], '#N/A'],
  ])('%s', (_what, amounts, result) => {
    expect(shown(stack([amounts]))).toEqual([[result]]);
    expect(shown(stack(column(...amounts), column(...measures[0]!)))).toEqual([[result]]);
  });

  test('several rows of amounts, one an enterprise', () => {
    expect(
      stack([
        [10, 50, 60],
        [1, 2, 3],
      ]),
    ).toEqual([[100], [6]]);
  });

  test('shapes that differ, and measures that are none, are refused', () => {
    expect(says(stack([[10, 50]]))).toMatch(/3.*2/s);
    expect(says(stack([[10, 50, 60]], [['甲', '乙', '丙']]))).toContain('甲');
  });
});

describe('a result too large for the web', () => {
  test('is refused with its size and what to do', async () => {
    const web = await loadSetting('zh-CN', 10_000);
    const head = [['企业名称', '企业类型']];
    const rows = Array.from({ length: 200 }, (_, index) => [`广西第${index}号机械制造有限责任公司`, '工业企业']);
    expect(says(run('CHECK', [one('2025q1'), head, rows], web))).toMatch(/MB.*窗格/s);
    expect(run('CHECK', [one('2025q1'), head, rows.slice(0, 5)], web)).toHaveLength(6);
  });
});
