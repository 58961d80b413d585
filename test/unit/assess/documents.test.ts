import { assess, assessmentSheets, type Assessment } from '../../../src/assess';
import { explainTrace } from '../../../src/explain';
import type { Cell } from '../../../src/hosts/host';
import { memoryHost, type MemorySheet } from '../../../src/hosts/memory';
import { loadPolicy } from '../../../src/policies';
import { creditCode, written } from './ledger';

/** Documents whose measures give more than an amount in 万元: one of two subsidies, an amount in 元, a date, the parts of two payers, a quota. */

async function judge(
  id: string,
  ...sheets: readonly MemorySheet[]
): Promise<{ assessment: Assessment; host: ReturnType<typeof memoryHost> }> {
  const host = memoryHost(sheets, '台账.xlsx');
  const run = assess(host, await loadPolicy(id));
  for (;;) {
    const step = await run.next();
    if (step.done === true) return { assessment: step.value, host };
  }
}

const firms = (headers: readonly string[], ...rows: readonly (readonly Cell[])[]): MemorySheet => ({
  name: '企业台账',
  cells: [['企业名称', '统一社会信用代码', ...headers], ...rows.map((cells, at) => [`第${at + 1}户`, creditCode(at + 1), ...cells])],
});
const parameters = (...rows: readonly (readonly [string, string])[]): MemorySheet => ({
  name: '参数',
  cells: [['参数', '值', '来源'], ...rows.map(([name, value]) => [name, value, '细则'])],
});

describe('2024q2 第13条：同一项目只享受一类补助', () => {
  const increment = '2024q2-13-investment-increment';
  const major = '2024q2-13-major-project';
  const only = ['fail:choose-one'];
  const rates: readonly (readonly [string, string])[] = [
    [`${increment}.incrementRate`, '2%'],
    [`${major}.majorRate`, '1%'],
  ];
  const project = (now: Cell, before: Cell): MemorySheet => ({
    name: '项目台账',
    cells: [
      [
        '统一社会信用代码',
        '项目名称',
        '二季度实际完成投资',
        '上年二季度投资',
        '是否大规模工业化成效显著',
        '项目类型',
        '是否在建',
        '总投资',
      ],
      [creditCode(1), '一期', now, before, '否', '其他项目', '否', 1],
    ],
  });
  const judged = async (now: Cell, before: Cell, ...set: readonly (readonly [string, string])[]) => {
    const { assessment } = await judge('2024q2', firms([], []), project(now, before), parameters(...set));
    const answer = (measure: string) => assessment.projects.find((item) => item.measure === measure)?.answer;
    return { assessment, increment: answer(increment), major: answer(major) };
  };

  test.each<[string, [Cell, Cell, (readonly [string, string])[]], [unknown, unknown, string | null]]>([
    ['取高：增量补助', [25000, 5000, [...rates]], [{ amount: '400' }, { eligible: false, amount: '0', reasons: only }, '400']],
    ['取高：重大项目补助', [25000, 20000, [...rates]], [{ eligible: false, reasons: only }, { amount: '250' }, '250']],
    ['两类相等，只付一次', [20000, 10000, [...rates]], [{ amount: '200' }, { eligible: false, amount: '0', reasons: only }, '200']],
    [
      '选定重大项目补助',
      [25000, 5000, [...rates, ['选择享受的补助', '重大项目补助']]],
      [{ eligible: false, reasons: only }, { amount: '250' }, '250'],
    ],
    [
      '只符合增量补助',
      [19999.99, 19999, [...rates]],
      [{ amount: '0.0198' }, { eligible: false, reasons: ['fail:investment-min'] }, '0.0198'],
    ],
    [
      '一个比例未填，哪个高不知道',
      [25000, 5000, rates.slice(0, 1)],
      [
        { amount: null, reasons: [`missing-amount:${major}`], range: { min: '400' } },
        { amount: null, reasons: ['missing-parameter:majorRate'] },
        null,
      ],
    ],
    [
      '上年投资未填，金额在两者之间',
      [25000, null, [...rates]],
      [{ eligible: 'unknown' }, { amount: null, reasons: [`missing-amount:${increment}`], range: { min: '250', max: '500' } }, null],
    ],
    [
      '选了别的项目的措施，两类都不付',
      [25000, 5000, [...rates, ['选择享受的补助', '项目加快投资激励']]],
      [
        { amount: null, reasons: ['invalid-parameter:2024q2-13-exclusive-choice.choice'] },
        { amount: null, reasons: ['invalid-parameter:2024q2-13-exclusive-choice.choice'] },
        null,
      ],
    ],
  ])('%s', async (_what, [now, before, set], [first, second, paid]) => {
    const { assessment, ...answers } = await judged(now, before, ...set);
    expect(answers).toMatchObject({ increment: first, major: second });
    expect(assessment.outside(0)).toBe(paid);
    expect(assessment.totals().outside).toBe(paid ?? '0');
  });

  test('no ceiling, no word of one: project funds are called by their name', async () => {
    const { assessment } = await judged(25000, 5000, ...rates);
    const sheets = assessmentSheets(assessment, { language: 'zh-CN', time: '' });
    const words = await Promise.all(
      sheets
        .filter(({ name }) => ['测算结果', '项目测算', '留痕'].includes(name))
        .map(async ({ titles, columns, rows }) => {
          const cells: unknown[] = [...titles, ...columns.map(({ header }) => header)];
          for await (const block of rows) cells.push(...block.flat());
          return cells.join('｜');
        }),
    );
    expect(words).toHaveLength(3);
    expect(words.join()).not.toMatch(/上限|封顶前|封顶后|核减/);
    expect(words.map((text) => /项目资金（万元）|项目测算结果|项目资金｜/.test(text))).toEqual([true, true, true]);
  });

  test('a choice that is none is told at its cell', async () => {
    const { assessment } = await judged(25000, 5000, ...rates, ['选择享受的补助', '项目加快投资激励']);
    expect(assessment.problems()).toMatchObject([{ code: 'unknown-choice', sheet: '参数', address: 'B4', text: '项目加快投资激励' }]);
  });

  test('the subsidy that is not paid says so in the words of the clause', async () => {
    const { assessment } = await judged(25000, 5000, ...rates);
    const item = assessment.projects.find(({ measure }) => measure === major)!;
    const lines = explainTrace(assessment.traceItem(item), assessment.pack, 'zh-CN');
    expect(lines).toContain('结论：不符合');
    expect(lines.map((line) => line.trim())).toContain('[不符合] 同时符合投资增量补助和重大项目补助的项目，仅享受其中一类补助');
  });
});

describe('what a measure gives besides an amount in 万元', () => {
  const shown = async (id: string, sheets: readonly MemorySheet[]): Promise<Record<string, Cell>[]> => {
    const { assessment, host } = await judge(id, ...sheets);
    const { header, rows } = await written(host, assessment, '测算结果');
    return rows.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at] ?? null])));
  };

  test('a toll in 元 stands in 万元 among the amounts, and in 元 beside it', async () => {
    const ledger = firms(['货车类别', '是否合法装载', '应收通行费'], [1, '是', 1000], [2, '是', 1000.01], [5, '是', 1000], [6, '是', 1000]);
    const rows = await shown('2020plan', [ledger]);
    expect(
      rows.map((row) => [
        row['二（五）4货车通行费8.5折（万元）'],
        row['二（五）4货车通行费8.5折：应付通行费（元）'],
        row['二（五）4货车通行费8.5折：减免（元）'],
      ]),
    ).toEqual([
      [0, 1000, 0],
      [0.015, 850.0085, 150.0015],
      [0.015, 850, 150],
      [0, 1000, 0],
    ]);
    const { assessment } = await judge('2020plan', ledger);
    expect(assessment.totals().measures.find(({ measure }) => measure === '2020plan-2-5-4-truck-toll')?.amount).toBe('0.03000015');
    const lines = explainTrace(assessment.trace(1, '2020plan-2-5-4-truck-toll'), assessment.pack, 'zh-CN');
    expect(lines).toEqual(expect.arrayContaining(['金额：150 元', expect.stringContaining('算得 150 元')]));
  });

  test.each<[string, Cell, Cell]>([
    ['六月底', '2023-06-30', '2023-09-30'],
    ['十二月底', '2022-12-31', '2023-03-31'],
    ['未延长的', '2022-06-30', '2022-06-30'],
    ['没有这一天', '2023-02-30', null],
    ['未填', null, null],
  ])('a date: %s', async (_what, original, due) => {
    const [row] = await shown('2022q4', [firms(['原缴费期限', '是否民营企业'], [original, '否'])]);
    expect(row?.['第四条无线电频率占用费缓缴：应缴日期']).toBe(due);
    expect(row).not.toHaveProperty('第四条无线电频率占用费缓缴（万元）');
  });

  test('the parts of two payers, of what is paid after the ceiling', async () => {
    const [row] = await shown('2022q4', [
      firms(['是否商用车生产企业', '商用车产量增速', '商用车销量增速'], ['是', '20%', '20%']),
      parameters(['产销增长目标', '10%'], ['商用车奖励金额', '1000.01 万元']),
    ]);
    expect(row).toMatchObject({
      '第十条商用车产销增长奖励（万元）': 1000,
      '第十条商用车产销增长奖励：自治区承担（万元）': 500,
      '第十条商用车产销增长奖励：设区市承担（万元）': 500,
    });
  });

  test('the least a quota asks for, and a share', async () => {
    const [row] = await shown('2020h2', [
      firms(
        ['政府采购项目预算总额', '专门面向中小企业采购额', '预留小微企业采购额', '银行类型', '支持工业企业贴息贷款', '贴息贷款规模'],
        [1000, 299.99, 180, '农合机构', 50, 100],
      ),
    ]);
    expect(row).toMatchObject({
      '(六)政府采购中小企业份额（资格）': '不符合',
      '(六)政府采购中小企业份额：中小企业采购最低额（万元）': 300,
      '(十二)稳企贷工业贴息贷款占比（资格）': '符合',
      '(十二)稳企贷工业贴息贷款占比：占比': 0.5,
    });
  });
});

describe('a parameter that cannot be used is not as good as none', () => {
  test.each<[string, string, string | null]>([
    ['未填即为 0', '', '20'],
    ['已用一部分', '4990 万元', '10'],
    ['超过资金总额', '5001 万元', null],
    ['单位不对', '4990 人', null],
    ['不是数', '约五千', null],
  ])('资金已用额度：%s', async (_what, value, amount) => {
    const ledger = firms(['是否生丝质押担保贷款', '担保贷款金额'], ['是', 1000]);
    const { assessment } = await judge('2020h2', ledger, parameters(['生丝补贴已用额度', value]));
    expect(assessment.answer(0, '2020h2-02-raw-silk-guarantee')).toMatchObject({
      eligible: true,
      amount,
      reasons: amount === null ? ['invalid-parameter:fundUsed'] : [],
    });
  });
});
