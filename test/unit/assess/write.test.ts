import { writeAssessment } from '../../../src/assess';
import type { Cell } from '../../../src/hosts/host';
import { Persons } from '../../../src/assessment/persons';
import { memoryHost } from '../../../src/hosts/memory';
import { creditCode, good, judged, ledgerHeaders, parameterSheet, row, textOf, workbook, written } from './ledger';

const firm = (name: string, code: number | null, cells: Parameters<typeof row>[0] = {}): ReturnType<typeof row> =>
  row({ ...good, 企业名称: name, 统一社会信用代码: code === null ? null : creditCode(code), 所在市: '南宁市', ...cells });

const open = { 新增用工人数: null, 一季度外购电量: null };
const rows = [
  firm('甲公司', 1, { 一季度外购电量: 900002 }),
  firm('=HYPERLINK("x")', 2, open),
  firm('甲公司（二厂）', 1),
  firm('丁公司', 3, { 企业类型: '工业企业', 一季度产值: 1999.99, 社保缴纳人数: 700, 新增用工人数: 400 }),
];

const at = (table: { header: string[]; rows: readonly Cell[][] }, line: number, header: string): Cell => {
  const column = table.header.findIndex((one) => one.includes(header));
  if (column < 0) throw new Error(`no column ${header}: ${table.header.join()}`);
  return table.rows[line]?.[column] ?? null;
};

describe('测算结果', () => {
  test('says on top what it is, that the document is a draft, and the unit', async () => {
    const host = workbook(rows);
    const { titles } = await written(host, await judged(host), '测算结果');
    expect(titles[0]).toContain('2025年一季度“开门红”的政策措施　测算结果');
    expect(titles[1]).toContain('征求意见稿');
    expect(titles[2]).toContain('空白金额为待定，不是 0');
  });

  test('one row an enterprise: each measure, the total on the first row of a person', async () => {
    const host = workbook(rows);
    const table = await written(host, await judged(host), '测算结果');
    expect(table.rows).toHaveLength(4);
    expect([at(table, 0, '台账行号'), at(table, 0, '企业名称'), at(table, 0, '信用代码'), at(table, 0, '所在市')]).toEqual([
      2,
      '甲公司',
      creditCode(1),
      '南宁市',
    ]);
    expect([
      at(table, 0, '（二十五）阶段性工业企业增量用电奖励（资格）'),
      at(table, 0, '（二十五）阶段性工业企业增量用电奖励（万元）'),
    ]).toEqual(['符合', 14.00014]);
    expect([at(table, 0, '封顶前'), at(table, 0, '核减'), at(table, 0, '合计（万元）')]).toEqual([200.00014, 100.00014, 200.00014]);
    expect([at(table, 0, '合计状态'), at(table, 0, '说明')]).toEqual([
      '已确定',
      '合计超过上限，核减100.00014 万元；与第4行信用代码相同，合计按一户计算并列在本行',
    ]);
    expect([at(table, 2, '封顶前'), at(table, 2, '合计状态'), at(table, 2, '说明')]).toEqual([
      null,
      null,
      '与第2行信用代码相同，合计列在该行',
    ]);
  });

  test('what is open is blank, says what is missing and between what it lies; never 0', async () => {
    const host = workbook(rows);
    const table = await written(host, await judged(host), '测算结果');
    expect([at(table, 1, '（二十六）新增用工奖补（资格）'), at(table, 1, '（二十六）新增用工奖补（万元）')]).toEqual(['待定', null]);
    expect([at(table, 1, '核减'), at(table, 1, '至少'), at(table, 1, '至多'), at(table, 1, '合计状态')]).toEqual([null, 66, 100, '待定']);
    expect(at(table, 1, '待补事项')).toBe('（二十五）缺“一季度外购电量”；（二十六）缺“新增用工人数”');
    expect(at(table, 1, '企业名称')).toBe('=HYPERLINK("x")');
  });

  test('what is not met is told by the words of the text', async () => {
    const host = workbook(rows);
    const table = await written(host, await judged(host), '测算结果');
    expect(at(table, 3, '不符合的条件')).toContain('（二十六）“2025年一季度产值2000万元及以上”');
    expect(at(table, 3, '（二十六）新增用工奖补（万元）')).toBe(0);
  });

  test.each<[rows: number, said: string]>([
    [21, '与第3、4、5、6、7、8、9、10、11、12、13、14、15、16、17、18、19、20、21、22行'],
    [22, '与第3、4、5、6、7、8、9、10、11、12、13、14、15、16、17、18、19、20、21、22……行'],
  ])('of %i rows of one person twenty others are named', async (count, said) => {
    const host = workbook(Array.from({ length: count }, () => firm('甲公司', 1)));
    const table = await written(host, await judged(host), '测算结果');
    expect(at(table, 0, '说明')).toContain(`${said}信用代码相同，合计按一户计算并列在本行`);
    expect(at(table, count - 1, '说明')).toBe('与第2行信用代码相同，合计列在该行');
  });

  test('20,000 rows of one person: the others of a row are never gone through for each row', async () => {
    const count = 20_000;
    const walked = jest.spyOn(Persons.prototype, 'rowsOf');
    const assessment = await judged(
      workbook(Array.from({ length: count }, () => row({ 企业名称: '甲公司', 统一社会信用代码: creditCode(1) }))),
    );
    walked.mockClear();
    for (let index = 0; index < count; index += 1) assessment.shown(index);
    const steps = walked.mock.results.reduce((sum, { value }) => sum + (Array.isArray(value) ? value.length : 0), 0);
    expect([walked.mock.calls.length, steps]).toEqual([count, 22 + 2 * (count - 1)]);
    walked.mockRestore();
  });

  test('English has the same table', async () => {
    const host = workbook(rows);
    const table = await written(host, await judged(host), 'Results', 'en-US');
    expect(table.titles[1]).toMatch(/^Draft for comment/);
    expect(at(table, 1, 'Still needed')).toBe(
      '（二十五）missing “一季度外购电量 (purchasedElectricity)”; （二十六）missing “新增用工人数 (newHires)”',
    );
    expect(at(table, 0, 'State of the total')).toBe('Settled');
  });
});

describe('the other sheets', () => {
  test('问题 has the cell, what was found, and what to do', async () => {
    const host = workbook([firm('甲公司', 1, { 行业: '水泥', 新增用工人数: -3 })]);
    const table = await written(host, await judged(host), '问题');
    expect(table.rows).toHaveLength(2);
    expect(table.rows.map((line) => line.slice(1, 6))).toEqual([
      ['错误', '台账', 'E2', '行业', '水泥'],
      ['错误', '台账', expect.stringMatching(/^[A-Z]+2$/), '新增用工人数', '-3'],
    ]);
    expect(JSON.stringify(table.rows[0])).toContain('建材');
  });

  test('参数 has every open figure with its words, band and source, the published ones and the readings', async () => {
    const host = workbook(rows);
    const assessment = await judged(host);
    const table = await written(host, assessment, '参数（2）');
    const find = (name: string): readonly Cell[] => table.rows.find((line) => line[1] === name) ?? [];
    expect(find('2025q1-02-spring-festival-power.powerRate').slice(2)).toEqual([
      '春节增量用电奖补标准',
      '0.5 元/千瓦时',
      '大于0 元/千瓦时',
      '给予一定奖补',
      '桂工信〔2025〕1号',
    ]);
    expect(find('2025q1-02-spring-festival-power.measureCap')[3]).toBe('未填，按原文办理');
    expect(find('2025q1-03-growth-with-base.relaxedMinGrowth')[4]).toBe('0%—8%（含两端）');
    expect(find('2025q1-19-project-investment.subsidyRate')[3]).toBe('3%');
    expect(find('2025q1-03-growth-with-base.relaxedMinOutput')[3]).toBe('未填，用到它的企业为待定');
    expect(find('perHire')[3]).toBe('1000 元/人');
    expect(find('hire-count-basis')[3]).toMatch(/^取新增用工人数与社保净增人数的较小者$/);
    expect(table.rows).toHaveLength(
      Object.keys(assessment.pack.parameters).length + assessment.pack.published.length + Object.keys(assessment.pack.readings).length,
    );
  });

  test('留痕 carries the stamp', async () => {
    const host = workbook(rows);
    const table = await written(host, await judged(host), '留痕');
    const value = (label: string): Cell => table.rows.find((line) => line[0] === label)?.[1] ?? null;
    expect(value('文件状态')).toBe('征求意见稿（未正式印发）');
    expect([value('规则包'), value('规则版本'), value('规则包校验值（SHA-256）')]).toEqual(['2025q1', '1.0.0', 'ab'.repeat(32)]);
    expect([value('台账文件'), value('工作表'), value('测算时间')]).toEqual(['台账.xlsx', '台账', '2025-04-01 09:00:00 +08:00']);
    expect(value('测算户数')).toBe('4行，3户');
    expect(value('参数：（二）春节增量用电奖补标准')).toBe('0.5 元/千瓦时；来源：桂工信〔2025〕1号');
    expect(value('口径：新增用工人数的取法')).toMatch(/^取.*；默认$/);
    expect(value('栏目对应：一季度产值')).toMatch(/^[A-Z]+列“一季度产值”，单位万元$/);
    expect([value('表头'), value('栏目对应：企业名称'), value('没有用到的栏目')]).toEqual(['第1行', 'A列“企业名称”', null]);
    expect(value('（二十六）新增用工奖补')).toBe('符合2行，不符合1行，待定1行，已确定金额40 万元');
  });

  test.each([
    ['a few', ['同比（%）', '备注'], /^[A-Z]+列“同比（%）”、[A-Z]+列“备注”$/],
    ['very many', Array.from({ length: 300 }, (_, at) => `其他${at}`), /^[A-Z]+列“其他0”、.*“其他29”……共300栏$/],
  ])('留痕 names the columns that nothing was read of: %s', async (_, headers, expected) => {
    const host = memoryHost([{ name: '台账', cells: [[...ledgerHeaders, ...headers], firm('甲公司', 1)] }, parameterSheet]);
    const table = await written(host, await judged(host), '留痕');
    expect(table.rows.find(([label]) => label === '没有用到的栏目')?.[1]).toMatch(expected);
  });

  test('留痕 names the rows that hold no enterprise', async () => {
    const host = workbook([
      firm('甲公司', 1),
      row({ 企业名称: '合计', 一季度产值: 5400 }),
      row({ 企业名称: '填表人：张三' }),
      row({}),
      firm('乙公司', 2),
    ]);
    const table = await written(host, await judged(host), '留痕');
    expect(table.rows.filter((line) => textOf(line[0]).includes('未测算'))).toEqual([
      ['小计、合计行（未测算）', '1行：第3行'],
      ['备注行（未测算）', '1行：第4行'],
      ['空行（未测算）', '1行'],
    ]);
  });

  test('a second run writes beside the first and leaves it alone', async () => {
    const host = workbook(rows);
    const assessment = await judged(host);
    const names = async (): Promise<string[]> => (await host.sheets()).map((sheet) => sheet.name);
    await writeAssessment(host, assessment, { language: 'zh-CN', time: '1' });
    await writeAssessment(host, assessment, { language: 'zh-CN', time: '2' });
    expect(await names()).toEqual([
      '台账',
      '参数',
      '测算结果',
      '问题',
      '参数（2）',
      '留痕',
      '测算结果（2）',
      '问题（2）',
      '参数（3）',
      '留痕（2）',
    ]);
    expect(await host.undo()).toBe(true);
    expect(await names()).toHaveLength(6);
  });

  test('项目测算 and 活动测算 stand there when their sheets do', async () => {
    const projects = {
      name: '项目',
      cells: [
        ['企业名称', '统一社会信用代码', '项目投资额', '是否符合实施细则条件'],
        ['甲公司', creditCode(1), 5000, '是'],
      ],
    };
    const host = workbook(rows, [parameterSheet, projects]);
    const assessment = await judged(host);
    const table = await written(host, assessment, '项目测算');
    expect(table.rows).toEqual([[2, '甲公司', creditCode(1), '（十九）项目加快投资激励', '符合', 150]]);
    const results: Cell[][] = [];
    for await (const block of host.read('测算结果')) for (const line of block.cells) results.push([...line]);
    const header = results.find((line) => line.length > 1) ?? [];
    const column = header.findIndex((cell) => textOf(cell).includes('不计上限'));
    expect(results.slice(results.indexOf(header) + 1).map((line) => line[column] ?? null)).toEqual([150, null, null, null]);
  });

  test('a cut that is shared out shows what each measure is paid after it', async () => {
    const reading = { name: '参数', cells: [...parameterSheet.cells, ['cut-allocation', 'clauseOrder', '']] };
    const host = workbook([firm('甲公司', 1, { 一季度外购电量: 1_100_000 }), firm('乙公司', 2, { 新增用工人数: 10 })], [reading]);
    const table = await written(host, await judged(host), '测算结果');
    expect([
      at(table, 0, '（二十六）新增用工奖补（万元）'),
      at(table, 0, '（二十六）新增用工奖补（核减后'),
      at(table, 0, '（一）节假日连续生产一次性奖励（核减后'),
    ]).toEqual([20, 6, 10]);
    expect(at(table, 1, '（二十六）新增用工奖补（核减后')).toBeNull();
  });
});
