import { catalogue } from '../../../functions/catalogue';
import { CellProblem } from '../../../functions/cells';
import { loadSetting, NotYetLoaded, settingOnDemand, whenLoaded, type Setting } from '../../../functions/setting';
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

  test('WHY says which readings the answer hangs on: a chosen one in full, a default by its first words', () => {
    const why = (id: string, table: unknown, under = setting): string =>
      String(run('WHY', [one(id), head, [rows[0]], table], under)[0]?.[0]);
    expect(why('2025q1-26-hiring-subsidy', null)).toBe(
      '（二十六）（征求意见稿）符合，0.1 万元。口径：取新增用工人数与社保净增人数的较小者（“社保缴纳人数同比增长……按新增用…”，默认）。',
    );
    const chosen = [['hire-count-basis', 'netInsuredIncrease']];
    expect(why('2025q1-26-hiring-subsidy', chosen)).toContain('口径：按社保缴纳人数同比净增数（“社保缴纳人数同比增长……按新增用工人数”）。');
    expect(why('2025q1-26-hiring-subsidy', chosen, english)).toMatch(
      /yuan\. Readings in force: “社保缴纳人数同比增长……按新增用工人数” as “按社保缴纳人数同比净增数”\.$/,
    );
    expect(why('2025q1-package', [['cut-allocation', 'proRata']])).toMatch(
      /口径：各项企业奖补都计入（奖励、奖补、支持）（“单个企业（除项目外）……获得本政…”，默认）；按各条金额比例核减（“最高不超过100万元”）。$/,
    );
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

describe('kinds of award that documents have in several measures', () => {
  const market = (...inputs: readonly unknown[]): unknown[][] =>
    run(
      'MARKET_AWARD',
      inputs.map((input): unknown => (Array.isArray(input) ? (input as unknown[][]) : one(input))),
    );
  const single = '2022q4-10-consumer-single-product';
  const award = [['单品销售奖励金额', '30万元']];

  test('the document alone does not say which: all are named', () => {
    const result = market('2022q4', '是');
    expect(shown(result)).toEqual([['#VALUE!']]);
    expect(says(result)).toMatch(/2022q4-10-commercial-vehicle、2022q4-10-consumer-single-product/);
  });

  test('a measure of another kind, and a document without the kind, are refused', () => {
    expect(says(market('2024q2-24-rd-subsidy', '是'))).toContain('2024q2-24-rd-subsidy');
    expect(says(market('2025q1', '是'))).toContain('2025q1');
  });

  test.each<[string, unknown, unknown]>([
    ['9.9999 %', '9.9999%', 0],
    ['10 %', '10%', 30],
    ['0.1 as Excel hands over 10 %', 0.1, 30],
    ['0.0999 as Excel hands over 9.99 %', 0.0999, 0],
    ['1 is 100 %', 1, 30],
    ['12 without its sign', 12, '#VALUE!'],
    ['text without its sign', '0.12', '#VALUE!'],
    ['a fall', -0.05, 0],
    ['blank', '', '#N/A'],
  ])('a growth of %s', (_what, growth, result) => {
    expect(shown(market(single, '是', growth, null, 2600, 260, null, null, null, null, award))).toEqual([[result]]);
  });

  test('the growth that GROWTH gives is taken as it is', () => {
    const [[growth]] = run('GROWTH', [one(3300.3), one(3000.3)]) as [unknown[]];
    const [[under]] = run('GROWTH', [one(3300), one(3000.01)]) as [unknown[]];
    expect(shown(market(single, '是', growth, null, 2600, 260, null, null, null, null, award))).toEqual([[0]]);
    expect(shown(market(single, '是', under, null, 2600, 260, null, null, null, null, award))).toEqual([[0]]);
    const [[exactly]] = run('GROWTH', [one(3300.33), one(3000.3)]) as [unknown[]];
    expect(exactly).toBe(0.1);
    expect(shown(market(single, '是', exactly, null, 2600, 260, null, null, null, null, award))).toEqual([[30]]);
  });
});

describe('only one of two subsidies is paid', () => {
  const choice = one('2024q2-13-exclusive-choice');
  const head = [['项目名称', '企业名称', '二季度实际完成投资', '上年二季度投资']];
  const rows = [
    ['甲项目', '甲公司', 22000, 20000],
    ['乙项目', '乙公司', 999.99, 900],
    ['丙项目', '丙公司', 30000, ''],
    ['丁项目', '丁公司', 5000, 4000],
  ];
  const increment = ['2024q2-13-investment-increment.incrementRate', '5%'];
  const major = ['2024q2-13-major-project.majorRate', '1%'];

  test('the higher, the only one, none, or open', () => {
    const table = [increment, major];
    expect(shown(run('AWARD', [choice, head, rows, table]))).toEqual([[220], [0], ['#N/A'], [50]]);
    expect(run('ELIGIBLE', [choice, head, rows, table])).toEqual([[true], [false], [true], [true]]);
    const why = run('WHY', [choice, head, rows, table]).map(([text]) => text);
    expect(why[0]).toBe(
      '第13条符合，220 万元；享受“重大项目补助”。口径：上年记录为0的，全部投资都是增量（“较2023年二季度投资同比增长”，默认）。',
    );
    expect(why[1]).toMatch(/不符合.*1000万元.*2亿元/s);
    expect(why[2]).toMatch(/待定（300 万元—1,500 万元）.*上年二季度投资/s);
    expect(why[3]).toContain('投资增量补助');
  });

  test('a choice, and a rate that is missing', () => {
    const chosen = [increment, major, ['选择享受的补助', '投资增量补助']];
    expect(run('AWARD', [choice, head, [rows[0]], chosen])).toEqual([[100]]);
    const open = run('AWARD', [choice, head, [rows[0]], [increment]]);
    expect(says(open)).toContain('重大项目补助比例');
    expect(says(open)).not.toContain('majorRate');
    expect(run('WHY', [choice, head, [rows[0]], [increment]])[0]?.[0]).toMatch(/不低于100 万元/);
    // Nothing is known of the amount: no range of nothing to anything.
    expect(run('WHY', [choice, head, [rows[0]]])[0]?.[0]).not.toContain('不低于');
  });

  test('the function of its kind says the same', () => {
    const columns = [column(...rows.map((row) => row[2])), column(...rows.map((row) => row[3]))];
    expect(shown(run('INVESTMENT_SUBSIDY', [one('2024q2'), ...columns, null, [increment, major]]))).toEqual([[220], [0], ['#N/A'], [50]]);
  });
});

describe('rules that pay nothing', () => {
  const quota = one('2020h2-06-sme-procurement-quota');
  const head = [['部门', '政府采购项目预算总额', '专门面向中小企业采购额', '预留小微企业采购额']];
  const rows = [
    ['甲局', 1000, 300, 180],
    ['乙局', 1000, 299.99, 180],
    ['丙局', 1000, 300, ''],
  ];

  test('AWARD refuses them and names ELIGIBLE, which answers', () => {
    expect(says(run('AWARD', [quota, head, rows]))).toContain('HUIQI.ELIGIBLE');
    expect(run('ELIGIBLE', [quota, head, rows])).toEqual([[true], [false], ['待定']]);
    expect(run('WHY', [quota, head, [rows[0]]])).toEqual([
      ['(六)符合。口径：实际面向中小企业采购额的60%（“其中预留给小型和微型企业的比例不…”，默认）。'],
    ]);
  });

  test('QUOTA: the answer and both minimums; each cell is open for itself', () => {
    const cells = run('QUOTA', [one('2020h2'), column(1000, 1000, ''), column(300, 299.99, 300), column(180, 180, 180)]);
    expect(shown(cells)).toEqual([
      [true, 300, 180],
      [false, 300, 179.994],
      ['#N/A', '#N/A', 180],
    ]);
    expect(says(cells, 2)).toContain('政府采购项目预算总额');
  });

  test('SHARE: the line hangs on the kind of bank; over 0 there is no share', () => {
    const cells = run('SHARE', [
      one('2020h2'),
      column(70, 69.99, 50, 49.99, 50, 50),
      column(100, 100, 100, 100, 0, 100),
      column('城商行', '国有大型银行', '农合机构', '农合机构', '城商行', '其他银行'),
    ]);
    expect(shown(cells)).toEqual([
      [0.7, true],
      [0.6999, false],
      [0.5, true],
      [0.4999, false],
      ['#N/A', '#N/A'],
      [0.5, '#N/A'],
    ]);
    expect(shown(run('SHARE', [one('2022q4'), one(25), column(100, 0, -100, '')]))).toEqual([[0.25], ['#N/A'], ['#N/A'], ['#N/A']]);
  });

  test('DUE_DATE: moved, not moved, and what is no date', () => {
    const cells = run('DUE_DATE', [one('2022q4'), column('2022-06-30', '2022-12-31', 45107, '2023-12-31', '2023-12-30', '', '2023-02-30')]);
    expect(shown(cells)).toEqual([['2022-06-30'], ['2023-03-31'], ['2023-09-30'], ['2024-03-31'], ['2023-12-30'], ['#N/A'], ['#VALUE!']]);
  });

  test('TOLL: classes 2 to 5, lawfully loaded; a toll that is missing is asked even where there is no discount', () => {
    const cells = run('TOLL', [
      one('2020plan'),
      column(1, 2, 5, 6, 2, '', 6),
      column('是', '是', '是', '是', '否', '是', '是'),
      column(100, 100, 33.33, 100, 100, 100, ''),
    ]);
    expect(shown(cells)).toEqual([[100], [85], [28.3305], [100], [100], ['#N/A'], ['#N/A']]);
    expect(says(cells, 6)).toContain('应收通行费');
  });
});

describe('CHECK of the other documents', () => {
  test('measures of which the table has no column are left out; what pays nothing is met or not; tolls are in 元', () => {
    const table = run('CHECK', [
      one('2020plan'),
      [['企业名称', '企业类型', '是否新增上规模', '是否已获该奖励', '货车类别', '是否合法装载', '应收通行费']],
      [
        ['甲公司', '工业企业', '是', '否', 2, '是', 100],
        ['乙公司', '工业企业', '', '否', 6, '是', 100],
      ],
    ]);
    expect(table[0]).toEqual(['企业名称', '二（五）4货车通行费8.5折（元）', '二（七）2新增上规模工业企业奖励', '待补与说明']);
    expect(table[1]).toEqual(['甲公司', 15, 10, '']);
    expect(table[2]?.slice(0, 3)).toEqual(['乙公司', 0, '待定']);
    const quota = run('CHECK', [
      one('2022q4'),
      [['企业名称', '原缴费期限']],
      [
        ['甲公司', '2022-12-31'],
        ['乙公司', '2022-12-30'],
        ['丙公司', ''],
      ],
    ]);
    expect(quota.map((row) => row[1])).toEqual(['第四条无线电频率占用费缓缴', '符合', '不符合', '待定']);
    expect(quota[3]?.at(-1)).toContain('原缴费期限');
  });

  test('clauses of one number are told apart by their titles', () => {
    const table = run('CHECK', [one('2022q4'), [['企业名称', '是否机械行业龙头企业', '是否医药制造业企业']], [['甲公司', '是', '是']]]);
    expect(table[1]?.at(-1)).toMatch(/第十条 医药集采中标.*；第十条 机械行业龙头企业排产奖励/s);
  });

  test('a table without any column of the document is refused', () => {
    expect(shown(run('CHECK', [one('2020plan'), [['企业名称', '所在市']], [['甲公司', '南宁市']]]))).toEqual([['#VALUE!']]);
  });
});

describe('GROWTH', () => {
  test.each<[string, unknown, unknown, unknown]>([
    ['8 % to the last digit', 5400, 5000, 0.08],
    ['just below 8 %', 4000, 3703.71, 0.0799981640031212],
    ['a fall', 4500, 5000, -0.1],
    ['to nothing', 0, 5000, -1],
    ['from nothing', 5000, 0, '无基数'],
    ['from less than nothing', 5000, -1, '无基数'],
    ['from nothing, now blank', '', 0, '无基数'],
    ['now blank', '', 5000, '#N/A'],
    ['before blank', 5000, '', '#N/A'],
    ['both blank', null, null, '#N/A'],
    ['a 0 in doubt', 5000, doubtful, '#N/A'],
    ['#N/A goes on', '#N/A', 5000, '#N/A'],
    ['another error', 5000, '#DIV/0!', '#VALUE!'],
    ['words', '约五千', 5000, '#VALUE!'],
    ['separators', '１，０００', '800', 0.25],
    ['a comma that separates nothing', '1,5', 1, '#VALUE!'],
    ['yes', true, 1, '#VALUE!'],
  ])('%s', (_what, now, before, result) => {
    expect(shown(run('GROWTH', [one(now), one(before)]))).toEqual([[result]]);
  });

  test('columns, one height', () => {
    expect(run('GROWTH', [column(110, 120), one(100)])).toEqual([[0.1], [0.2]]);
    expect(says(run('GROWTH', [column(110, 120, 130), column(100, 100)]))).toContain('上年同期数');
  });
});

describe('CREDIT_CODE, CLAUSE, PARAMETER, TARGET', () => {
  test.each<[string, unknown, RegExp | true]>([
    ['right', '91350100M000100Y43', true],
    ['right, spaced and small', ' 91350100m000100y43 ', true],
    ['a wrong check character', '91350100M000100Y44', /校验位/],
    ['too short', '913501', /18位/],
    ['kept as a number', 913501000001001000, /末几位已丢失/],
    ['blank', '', /没有统一社会信用代码/],
  ])('a code that is %s', (_what, code, says) => {
    const [[answer]] = run('CREDIT_CODE', [one(code)]) as [unknown[]];
    if (says === true) expect(answer).toBe(true);
    else expect(answer).toMatch(says);
  });

  test('CLAUSE: number and words, for measures, choices and totals; a draft says so', () => {
    const cells = run('CLAUSE', [column('2024q2-13-exclusive-choice', '2025q1-package', '', '2025q1-77')]);
    expect(cells[0]).toEqual(['第13条', '同时符合投资增量补助和重大项目补助的项目，仅享受其中一类补助']);
    expect(cells[1]?.[0]).toBe('文末（征求意见稿）');
    expect(cells[2]).toEqual(['', '']);
    expect(shown(cells)[3]).toEqual(['#VALUE!', '']);
  });

  const rate = '2025q1-25-incremental-power.powerRate';
  test.each<[string, unknown, unknown, unknown]>([
    ['given', rate, [[rate, '0.05元/千瓦时']], 0.05],
    ['not given', rate, null, '#N/A'],
    ['in doubt', rate, [[rate, doubtful]], '#N/A'],
    ['out of its band', '2025q1-04-ramp-up-no-base.awardAmount', [['2025q1-04-ramp-up-no-base.awardAmount', '29.99万元']], '#VALUE!'],
    ['at the end of its band', '2025q1-04-ramp-up-no-base.awardAmount', [['2025q1-04-ramp-up-no-base.awardAmount', '30万元']], 30],
    ['a share', '2025q1-19-project-investment.subsidyRate', [['2025q1-19-project-investment.subsidyRate', '3%']], 0.03],
    ['of several measures', 'powerRate', null, '#VALUE!'],
    ['need not be given', '2025q1-25-incremental-power.measureCap', null, ''],
    [
      'a list',
      '2025q1-01-holiday-continuous-production.extraExcludedIndustries',
      [['2025q1-01-holiday-continuous-production.extraExcludedIndustries', '造纸、饲料']],
      '饲料、造纸',
    ],
    ['published', '用工标准', null, '1000 元/人'],
    ['a reading', 'hire-count-basis', null, 'lesser'],
    ['a reading that is set', 'hire-count-basis', [['hire-count-basis', 'newHires']], 'newHires'],
    ['unknown', '没有的名称', null, '#VALUE!'],
    ['blank', '', null, ''],
  ])('PARAMETER: %s', (_what, name, table, result) => {
    const [[value]] = shown(run('PARAMETER', [one('2025q1'), one(name), table])) as [unknown[]];
    expect(value).toBe(result);
  });

  test('PARAMETER asks for what is missing, by its clause', () => {
    expect(says(run('PARAMETER', [one('2025q1'), one(rate)]))).toMatch(/（二十五）.*增量用电奖励标准/s);
  });

  test('TARGET: by subject, by industry, by id, all of them', () => {
    const [line = []] = run('TARGET', [one('2024q2'), one('钢铁行业')]);
    expect(line.slice(1, 4)).toEqual(['不低于', 10, '%']);
    expect(run('TARGET', [one('2024q2'), one('冶金')])).toEqual([line]);
    expect(run('TARGET', [one('2024q2'), one('q2-2024-t007')])).toEqual([line]);
    const all = run('TARGET', [one('2025q1'), null]);
    expect(all.length).toBeGreaterThan(15);
    expect(all.every((each) => String(each.at(-1)).endsWith('（征求意见稿）'))).toBe(true);
    expect(new Set(all.map((each) => each.length))).toEqual(new Set([5]));
    expect(says(run('TARGET', [one('2024q2'), one('钢材')]))).toContain('钢铁行业');
    expect(says(run('TARGET', [one('2099q9'), null]))).toContain('2099q9');
  });

  test('TARGET: a day is text, a rhythm is said, a range has its upper end', () => {
    expect(run('TARGET', [one('2022q4'), one('2022-t006')])[0]?.slice(1, 3)).toEqual(['不超过', '2022-10-31']);
    expect(run('TARGET', [one('2022q4'), one('2022-t011')])[0]?.slice(1, 4)).toEqual(['每旬', '', '次']);
    expect(run('TARGET', [one('2020h2'), one('h2-2020-t010')])[0]?.slice(1, 4)).toEqual(['至 2', 1, '家']);
  });

  test('a document and its targets are loaded when they are first asked for, and then at hand', async () => {
    const later = settingOnDemand('zh-CN', null);
    const hiring = [one('2025q1'), one('工业企业'), one(2000), one(301), one(300), one(5), null];
    const award = (): unknown[][] => run('HIRE_SUBSIDY', hiring, later);
    const target = (): unknown => run('TARGET', [one('2025q1'), one('汽车行业')], later);
    expect(award).toThrow(NotYetLoaded);
    expect(target).toThrow('2025q1 is not loaded yet');
    expect(await Promise.all([whenLoaded(award), whenLoaded(award)])).toEqual([run('HIRE_SUBSIDY', hiring), run('HIRE_SUBSIDY', hiring)]);
    expect(award()).toEqual(run('HIRE_SUBSIDY', hiring));
    expect(await whenLoaded(target)).toHaveLength(1);
    expect(() => run('CLAUSE', [one('2024q2-24-rd-subsidy')], later)).toThrow('2024q2 is not loaded yet');
    expect(run('PARAMETER', [one('1999q9'), one('x'), null], later)[0]?.[0]).toBeInstanceOf(CellProblem);
  });
});
