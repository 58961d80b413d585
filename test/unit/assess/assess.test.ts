import { assess } from '../../../src/assess';
import { HostProblem } from '../../../src/hosts/host';
import { memoryHost } from '../../../src/hosts/memory';
import { creditCode, good, judged, ledgerHeaders, pack, parameterSheet, policy, program, row, workbook, written } from './ledger';

const holiday = '2025q1-01-holiday-continuous-production';
const festival = '2025q1-02-spring-festival-power';
const growth = '2025q1-03-growth-with-base';
const power = '2025q1-25-incremental-power';
const hiring = '2025q1-26-hiring-subsidy';
const exhibition = '2025q1-21-product-launch-exhibition';

const firm = (name: string, code: number | null, cells: Parameters<typeof row>[0] = {}): ReturnType<typeof row> =>
  row({ ...good, 企业名称: name, 统一社会信用代码: code === null ? null : creditCode(code), 所在市: '南宁市', ...cells });

describe('one enterprise', () => {
  test('every measure, the sum before the cap, the cut and the total', async () => {
    const assessment = await judged(workbook([firm('甲公司', 1, { 一季度外购电量: 900002 })]));
    expect(assessment.measures.map((measure) => assessment.answer(0, measure).amount)).toEqual([
      '10',
      '6',
      '50',
      '0',
      null,
      '14.00014',
      '20',
    ]);
    expect(assessment.total(0)).toMatchObject({
      amount: '100',
      before: '100.00014',
      cut: '0.00014',
      applied: ['cap:enterprise-total-100'],
    });
    expect(assessment.standing(0)).toBe('eligible');
    expect(assessment.problems()).toEqual([]);
  });

  test('a blank is missing, never 0, and the total says between what it lies', async () => {
    const assessment = await judged(workbook([firm('甲公司', 1, { 新增用工人数: null })]));
    expect(assessment.answer(0, hiring)).toMatchObject({ eligible: 'unknown', amount: null, reasons: ['missing:newHires'] });
    expect(assessment.total(0)).toMatchObject({
      amount: null,
      before: null,
      cut: null,
      range: { min: '80', max: '100' },
      reasons: [`missing-amount:${hiring}`],
    });
    expect(assessment.standing(0)).toBe('eligible');
  });

  test('entitled to nothing, and undecided about everything', async () => {
    const none = Object.fromEntries(Object.keys(good).map((key) => [key, null]));
    const assessment = await judged(
      workbook([
        firm('甲公司', 1, { ...none, 企业类型: '工业企业', 行业: '机械', '2024年产值': 1, 一季度产值: 1, 上年一季度产值: 5 }),
        firm('乙公司', 2, none),
      ]),
    );
    expect([assessment.standing(0), assessment.standing(1)]).toEqual(['not', 'unknown']);
    expect(assessment.total(1).range).toEqual({ min: '0', max: '100' });
  });

  test('the trace is made from the figures that were kept, and agrees with the answer', async () => {
    const assessment = await judged(workbook([firm('甲公司', 1, { 一季度产值: 1999.99, 行业: '水泥', 四季度用电量: 123456789012345.67 })]));
    for (const measure of [holiday, festival, growth, power, hiring]) {
      const { verdict } = assessment.trace(0, measure);
      const answer = assessment.answer(0, measure);
      expect({ ...verdict, range: verdict.range }).toMatchObject({
        eligible: answer.eligible,
        amount: answer.amount,
        reasons: answer.reasons,
      });
    }
    expect(assessment.facts(0)).toMatchObject({
      quarterlyOutputValue: '1999.99',
      industry: '?',
      isDualHighEnterprise: false,
      enterpriseType: 'industrial',
      newHires: '200',
    });
    expect(assessment.problemsOf(0).map((problem) => [problem.code, problem.address])).toEqual([['unknown-choice', 'E2']]);
    expect(assessment.troubled(0)).toBe(1);
  });
});

describe('the same answers as the one-row lane', () => {
  test('over rows with every kind of gap', async () => {
    const gaps = Object.keys(good).flatMap((key, at) => [
      firm(`缺${key}`, at + 1, { [key]: null }),
      firm(`零${key}`, at + 101, { [key]: 0 }),
    ]);
    const assessment = await judged(workbook(gaps), { blockRows: 7 });
    expect(assessment.count).toBe(gaps.length);
    for (let index = 0; index < assessment.count; index += 1) {
      const facts = assessment.facts(index);
      for (const measure of [holiday, festival, growth, power, hiring]) {
        const one = program.judge(measure, facts, assessment.parameters(index));
        expect(assessment.answer(index, measure)).toEqual({
          eligible: one.eligible,
          amount: one.amount,
          reasons: one.reasons,
          applied: one.applied,
          ...(one.range === undefined ? {} : { range: one.range }),
        });
      }
      const whole = program.judge('2025q1-package', facts, assessment.parameters(index));
      expect(assessment.total(index)).toMatchObject({
        amount: whole.amount,
        before: whole.outputs?.['sumBeforeCap'],
        cut: whole.outputs?.['cut'],
        reasons: whole.reasons,
      });
    }
  });
});

describe('one legal person on several rows', () => {
  const rows = [firm('甲公司', 1), firm('乙公司', 2), firm('甲公司（二厂）', 1), firm('丙公司', null), firm('丁公司', null)];

  test('counts once for the total cap, is told once, and bears its total on the first row', async () => {
    const assessment = await judged(workbook(rows), { blockRows: 2 });
    expect([assessment.count, assessment.persons]).toEqual([5, 4]);
    expect(assessment.total(0)).toMatchObject({ before: '200', cut: '100', amount: '100' });
    expect(assessment.total(2)).toEqual(assessment.total(0));
    expect(assessment.total(1)).toMatchObject({ before: '100', cut: '0', amount: '100', applied: [] });
    expect([assessment.bearsTotal(0), assessment.bearsTotal(2)]).toEqual([true, false]);
    expect(assessment.sharedWith(2)).toEqual([0]);
    const told = assessment.problems().filter((problem) => problem.code === 'credit-code-duplicate');
    expect(told).toMatchObject([{ address: 'B2', text: creditCode(1), candidates: ['B2', 'B4'] }]);
  });

  test('sums count persons, not rows', async () => {
    const totals = (await judged(workbook(rows))).totals();
    expect(totals).toMatchObject({ before: '500', cut: '100', after: '400', capped: 1, open: 0 });
    expect(totals.measures.find((total) => total.measure === hiring)).toMatchObject({ amount: '100', eligible: 5, open: 0 });
  });

  test('exclusive awards on two rows of one person leave the total open', async () => {
    const assessment = await judged(workbook([firm('甲公司', 1), firm('甲公司', 1, { 上年一季度产值: 0 })]));
    expect(assessment.total(0)).toMatchObject({ eligible: 'unknown', amount: null, reasons: ['conflict:03-04-exclusive'] });
    const host = workbook([]);
    const { rows: cells } = await written(host, assessment, '测算结果');
    expect(JSON.stringify(cells[0])).toContain('不能同时享受“有基数的企业……无基数的企业”');
  });

  test('a code that is wrong twice is still one enterprise twice', async () => {
    const wrong = { 统一社会信用代码: '91450100MA5KXXXX0X' };
    const assessment = await judged(workbook([firm('甲公司', 1, wrong), firm('乙公司', 2, wrong)]));
    expect(assessment.persons).toBe(1);
    expect(assessment.problems().map((problem) => problem.code)).toContain('credit-code-duplicate');
  });
});

describe('events', () => {
  const events = (rows: readonly (readonly (string | number | null)[])[]): { name: string; cells: (string | number | null)[][] } => ({
    name: '活动',
    cells: [
      ['企业名称', '统一社会信用代码', '活动日期', '活动类型', '场地租赁费（万元）', '会场搭建费（万元）'],
      ...rows.map((line) => [...line]),
    ],
  });
  const limited = {
    name: '参数',
    cells: [...parameterSheet.cells, ['2025q1-21-product-launch-exhibition.measureCap', '5 万元', '']],
  };

  test('no row is 未申报, no row is lost', async () => {
    const assessment = await judged(workbook([firm('甲公司', 1)], [parameterSheet, events([])]));
    expect(assessment.answer(0, exhibition)).toEqual({ eligible: 'notApplied', amount: null, reasons: [], applied: [] });
  });

  test('several events add up, under the cap of the measure, under the total cap', async () => {
    const sheet = events([
      ['甲公司', creditCode(1), '2025-01-01', '国内外展会', 3.5, 4.5],
      ['甲公司', creditCode(1), '2025-03-31', '新品发布会', 2, 0],
      ['乙公司', creditCode(2), '2025-02-01', '产品订货会', 1, null],
    ]);
    const free = await judged(workbook([firm('甲公司', 1), firm('乙公司', 2)], [parameterSheet, sheet]));
    expect(free.answer(0, exhibition)).toMatchObject({ eligible: true, amount: '5' });
    expect(free.total(0)).toMatchObject({ before: '105', cut: '5', amount: '100' });
    expect(free.answer(1, exhibition)).toMatchObject({
      eligible: true,
      amount: null,
      reasons: ['missing:standConstructionCost'],
      range: { min: '0.5', max: null },
    });
    expect(free.total(1)).toMatchObject({ amount: '100', before: null });

    const bound = await judged(
      workbook(
        [firm('甲公司', 1, { 新增用工人数: 10 })],
        [
          { ...limited, cells: limited.cells.map((line) => [...line]) },
          events([...[...sheet.cells.slice(1, 3)], ['甲公司', creditCode(1), '2025-03-01', '产品订货会', 9, 9]]),
        ],
      ),
    );
    expect(bound.answer(0, exhibition)).toMatchObject({ eligible: true, amount: '5', applied: ['cap:measureCap'] });
    expect(bound.total(0)).toMatchObject({ before: '86', amount: '86', cut: '0' });
    expect(bound.events.map((event) => event.answer.amount)).toEqual(['4', '1', '5']);
  });

  test('each cap binds the sum and not each event: three of 4 under a cap of 5 are 5, not 12 and not 4', async () => {
    const three = Array.from({ length: 3 }, () => ['甲公司', creditCode(1), '2025-02-01', '国内外展会', 4, 4]);
    const assessment = await judged(workbook([firm('甲公司', 1)], [{ ...limited, cells: limited.cells }, events(three)]));
    expect(assessment.answer(0, exhibition).amount).toBe('5');
  });

  test('an open event whose enterprise reached the cap already is settled', async () => {
    const sheet = events([
      ['甲公司', creditCode(1), '2025-02-01', '国内外展会', 20, 20],
      ['甲公司', creditCode(1), '2025-02-01', '国内外展会', 20, null],
    ]);
    const assessment = await judged(workbook([firm('甲公司', 1)], [{ ...limited, cells: limited.cells }, sheet]));
    expect(assessment.answer(0, exhibition)).toMatchObject({ eligible: true, amount: '5', applied: ['cap:measureCap'], reasons: [] });
  });

  test('a refused cap leaves the amount open', async () => {
    const refused = { name: '参数', cells: [...parameterSheet.cells, ['2025q1-21-product-launch-exhibition.measureCap', '-5 万元', '']] };
    const assessment = await judged(
      workbook([firm('甲公司', 1)], [refused, events([['甲公司', creditCode(1), '2025-02-01', '国内外展会', 4, 4]])]),
    );
    expect(assessment.answer(0, exhibition)).toMatchObject({ eligible: true, amount: null, reasons: ['invalid-parameter:measureCap'] });
  });

  test('software firms, dates outside the quarter and unnamed kinds', async () => {
    const sheet = events([
      ['甲公司', creditCode(1), '2024-12-31', '国内外展会', 4, 4],
      ['乙公司', creditCode(2), '2025-02-01', '其他活动', 4, 4],
      ['丙公司', creditCode(3), '2025-02-01', '国内外展会', 4, 4],
    ]);
    const software = { 企业类型: '软件企业', 一季度营业收入: 3000, 上年一季度营业收入: 2000 };
    const assessment = await judged(workbook([firm('甲公司', 1), firm('乙公司', 2), firm('丙公司', 3, software)], [parameterSheet, sheet]));
    expect([0, 1, 2].map((index) => assessment.answer(index, exhibition).reasons)).toEqual([
      ['fail:event-in-quarter'],
      ['officer-decision:event-kind'],
      ['fail:is-industrial'],
    ]);
    expect(assessment.traceItem(assessment.eventsOf(0)[0]!).verdict.reasons).toEqual(['fail:event-in-quarter']);
  });

  test('an event of nobody is told, judged as far as it goes, and in no total', async () => {
    const sheet = events([
      ['无名公司', creditCode(9), '2025-02-01', '国内外展会', 4, 4],
      ['无码公司', null, '2025-02-01', '国内外展会', 4, 4],
      [null, null, null, null, null, null],
    ]);
    const assessment = await judged(workbook([firm('甲公司', 1)], [parameterSheet, sheet]));
    const codes = assessment.problems().map((problem) => [problem.code, problem.sheet, problem.address]);
    expect(codes).toEqual(
      expect.arrayContaining([
        ['join-no-enterprise', '活动', 'B2'],
        ['join-no-code', '活动', 'B3'],
      ]),
    );
    expect(assessment.events.map((event) => event.answer.reasons)).toEqual([['missing:enterpriseType'], ['missing:enterpriseType']]);
    expect(assessment.answer(0, exhibition).eligible).toBe('notApplied');
  });
});

describe('projects', () => {
  const projects = {
    name: '项目',
    cells: [
      ['企业名称', '统一社会信用代码', '项目投资额（万元）', '是否符合实施细则条件'],
      ['甲公司', creditCode(1), 5000, '是'],
      ['甲公司', creditCode(1), 1000, '否'],
      ['乙公司', creditCode(2), 1000, null],
    ],
  };
  test('are paid outside the cap, each by itself', async () => {
    const assessment = await judged(
      workbook([firm('甲公司', 1, { 新增用工人数: 400, 社保缴纳人数: 900 }), firm('乙公司', 2)], [parameterSheet, projects]),
    );
    expect(assessment.projects.map((project) => project.answer.amount)).toEqual(['150', '0', null]);
    expect([assessment.outside(0), assessment.outside(1)]).toEqual(['150', null]);
    expect(assessment.total(0).amount).toBe('100');
    expect(assessment.totals().outside).toBe('150');
  });

  test('without a sheet 项目 nothing stands outside', async () => {
    const assessment = await judged(workbook([firm('甲公司', 1)]));
    expect([assessment.hasOutside, assessment.outside(0), assessment.totals().outside]).toEqual([false, undefined, null]);
  });
});

describe('parameters and readings', () => {
  test('stand on the sheet 参数, with their sources', async () => {
    const assessment = await judged(workbook([firm('甲公司', 1)]));
    const stamp = assessment.stampData('T');
    expect(stamp.sources['2025q1-02-spring-festival-power.powerRate']).toBe('桂工信〔2025〕1号');
    expect(stamp).toMatchObject({
      file: '台账.xlsx',
      sheet: '台账',
      time: 'T',
      rows: 1,
      hash: policy.hash,
      engineVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
    });
  });

  test('given ones take the place of the sheet', async () => {
    const settings = {
      parameters: { [`${growth}.awardAmount`]: '20' },
      readings: { 'hire-count-basis': 'newHires' },
      sources: {},
      problems: [],
    };
    const assessment = await judged(workbook([firm('甲公司', 1, { 新增用工人数: 100, 社保缴纳人数: 310 })]), { settings });
    expect(assessment.answer(0, growth).amount).toBe('20');
    expect(assessment.answer(0, hiring).amount).toBe('10');
    expect(assessment.answer(0, festival).reasons).toEqual(['missing-parameter:powerRate']);
  });

  test('a ledger column wins for its row', async () => {
    const header = [...ledgerHeaders, '有基数奖励金额（万元）'];
    const host = memoryHost([
      { name: '台账', cells: [header, [...firm('甲公司', 1), 25], [...firm('乙公司', 2), null], [...firm('丙公司', 3), 60]] },
      parameterSheet,
    ]);
    const assessment = await judged(host);
    expect([0, 1, 2].map((index) => assessment.answer(index, growth).amount)).toEqual(['25', '50', null]);
    expect(assessment.answer(2, growth).reasons).toEqual(['invalid-parameter:awardAmount']);
    expect(assessment.trace(0, growth).verdict.amount).toBe('25');
  });

  test('a cut may be shared out by clause order or pro rata', async () => {
    const ask = (option: string): typeof parameterSheet => ({
      name: '参数',
      cells: [...parameterSheet.cells, ['cut-allocation', option, '']],
    });
    const cells = { 新增用工人数: 200, 一季度外购电量: 1_100_000 };
    const order = await judged(workbook([firm('甲公司', 1, cells)], [ask('clauseOrder')]));
    expect(order.total(0).shares).toMatchObject({ [holiday]: '10', [hiring]: '6' });
    const shares = Object.values((await judged(workbook([firm('甲公司', 1, cells)], [ask('proRata')]))).total(0).shares ?? {});
    expect(shares.reduce<number>((sum, share) => sum + Math.round(Number(share) * 1e6), 0)).toBe(100_000_000);
  });

  test('under awardsOnly what does not count is paid outside', async () => {
    const reading = { name: '参数', cells: [...parameterSheet.cells, ['which-count', 'awardsOnly', '']] };
    const assessment = await judged(workbook([firm('甲公司', 1)], [reading]));
    expect(assessment.total(0)).toMatchObject({ before: '80', amount: '80' });
    expect([assessment.outside(0), assessment.totals().outside]).toEqual(['20', '20']);
  });
});

describe('finding the table', () => {
  test('the sheet with the most known columns, past 说明, 参数 and old results', async () => {
    const host = memoryHost([
      { name: '说明', cells: [['填表说明']] },
      { name: '测算结果', cells: [ledgerHeaders, firm('旧公司', 8)] },
      {
        name: '一季度',
        cells: [
          ['企业名称', '一季度产值（万元）'],
          ['丙公司', 1],
        ],
      },
      { name: '汇总', cells: [['广西一季度台账'], ['单位：万元、千瓦时'], ledgerHeaders, firm('甲公司', 1)] },
      parameterSheet,
    ]);
    const assessment = await judged(host);
    expect([assessment.sheet, assessment.count, assessment.identity(0).row]).toEqual(['汇总', 1, 3]);
  });

  test('the officer says which sheet and which column', async () => {
    const host = memoryHost([
      {
        name: '甲',
        cells: [
          ['企业名称', '产值甲'],
          ['丙公司', 3000],
        ],
      },
      { name: '乙', cells: [ledgerHeaders] },
    ]);
    const assessment = await judged(host, { sheet: '甲', choices: { columns: { B: 'quarterlyOutputValue' } } });
    expect(assessment.facts(0)).toMatchObject({ quarterlyOutputValue: '3000' });
  });

  test('a sheet that is not there is refused', async () => {
    await expect(judged(workbook([]), { sheet: '丙' })).rejects.toThrow(HostProblem);
  });

  test('a sheet without header, and a header without rows, are told', async () => {
    const blank = await judged(memoryHost([{ name: '台账', cells: [['你好']] }]));
    expect([blank.count, blank.problems().map((problem) => problem.code)]).toEqual([0, ['header-not-found']]);
    const empty = await judged(workbook([]));
    expect([empty.count, empty.problems().map((problem) => problem.code)]).toEqual([0, ['no-rows']]);
  });

  test('rows are found by their sheet row', async () => {
    const assessment = await judged(workbook([firm('甲公司', 1), row({ 企业名称: '合计', 一季度产值: 5400 }), firm('乙公司', 2)]), {
      blockRows: 1,
    });
    expect([assessment.find(1), assessment.find(2), assessment.find(3), assessment.find(9)]).toEqual([0, -1, 1, -1]);
    expect(assessment.identity(1)).toMatchObject({ name: '乙公司', code: creditCode(2), city: '南宁市', row: 3 });
  });
});

describe('many problems', () => {
  test('none goes uncounted, only so many are listed', async () => {
    const rows = Array.from({ length: 5200 }, (_, at) => firm(`第${at}公司`, at + 1, { 一季度产值: '约五千' }));
    const assessment = await judged(workbook(rows), { blockRows: 1000 });
    expect(assessment.problemCount).toBe(5200);
    const listed = assessment.problems();
    expect(listed).toHaveLength(5001);
    expect(listed.at(-1)).toMatchObject({ code: 'more-problems', count: 200, sheet: '台账' });
  });
});

test('progress comes block by block and can be stopped', async () => {
  const run = assess(workbook(Array.from({ length: 50 }, (_, at) => firm(`第${at}公司`, at + 1))), policy, { blockRows: 10 });
  const stages: [string, number][] = [];
  for (let step = await run.next(); step.done !== true; step = await run.next()) {
    stages.push([step.value.stage, step.value.rows]);
    if (stages.length === 3) await run.return(undefined as never);
  }
  expect(stages).toEqual([
    ['reading', 0],
    ['judging', 9],
    ['judging', 19],
  ]);
});

test('the pack is a draft wherever something is said', () => {
  expect(pack.status).toBe('draft');
});
