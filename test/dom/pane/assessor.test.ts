/** @jest-environment node */
import type { Host } from '../../../src/hosts/host';
import { memoryHost, type MemorySheet } from '../../../src/hosts/memory';
import { createAssessor } from '../../../taskpane/judging/assessor';
import type { PaneAssessment } from '../../../taskpane/model/answers';
import type { RunSettings } from '../../../taskpane/model/run';
import type { ColumnChoices } from '../../../taskpane/model/table';

const assessor = createAssessor(() => new Date(2025, 3, 2, 9, 5, 7));
const nothing: ColumnChoices = { headerRow: null, columns: [] };

/** （二十六）: 1000 元 a head, at most 20 万元. */
const header = ['企业名称', '统一社会信用代码', '企业类型', '一季度产值（千元）', '社保缴纳人数', '上年同期社保缴纳人数', '新增用工人数'];
const rows = [
  ['甲厂', '914501003991114300', '工业企业', 20000, 101, 100, 5],
  ['乙厂', null, '工业企业', 19999.9, 500, 100, 400],
  ['丙厂', null, '工业企业', 50000, 900, 100, 700],
  ['丁厂', null, '工业企业', '待核', 101, 100, 5],
  ['戊厂', null, '工业企业', 50000, null, 100, 5],
];

const ledger = (cells: MemorySheet['cells'] = [['2025年一季度企业台账'], header, ...rows]): MemorySheet => ({ name: '企业台账', cells });

const settings = (more: Partial<RunSettings> = {}): RunSettings => ({
  sheet: '企业台账',
  choices: nothing,
  values: {},
  shapes: {},
  sources: {},
  readings: {},
  ...more,
});

async function judged(host: Host, more: Partial<RunSettings> = {}): Promise<PaneAssessment> {
  const pack = await assessor.load('2025q1');
  for await (const step of assessor.run(host, pack, settings(more))) if (step.stage === 'done') return step.assessment;
  throw new Error('the run ended without answers');
}

const hiring = (assessment: PaneAssessment, index: number) =>
  assessment.detail(index, 'zh-CN').measures.find((measure) => measure.id === '2025q1-26-hiring-subsidy')!;

describe('looking at a table', () => {
  it('finds header, columns and units, and what is missing', async () => {
    const view = await assessor.look(memoryHost([ledger()]), await assessor.load('2025q1'), '企业台账', nothing);
    expect(view).toMatchObject({ headerRow: 1, rows: 5, questions: [], parameterSheet: null });
    expect(view.inputs.find((match) => match.input === 'quarterlyOutputValue')).toMatchObject({
      column: 3,
      unit: '万元',
      unitFound: '千元',
      unitAssumed: false,
    });
    expect(view.inputs.find((match) => match.input === 'industry')).toMatchObject({ column: null, by: null });
    expect(view.keys[0]).toEqual({ name: '企业名称', column: 0 });
  });

  it('asks where two columns claim one input, and takes the officer’s word', async () => {
    const host = memoryHost([ledger([[...header, '新增用工人数'], ...rows.map((row) => [...row, 1])])]);
    const pack = await assessor.load('2025q1');
    const view = await assessor.look(host, pack, '企业台账', nothing);
    expect(view.questions).toEqual([{ kind: 'input', input: { id: 'newHires', name: '新增用工人数' }, columns: [6, 7] }]);
    const choice = { column: 7, header: '新增用工人数', input: 'newHires', unit: null };
    const answered = await assessor.look(host, pack, '企业台账', { headerRow: null, columns: [choice] });
    expect(answered.questions).toEqual([]);
    expect(answered.inputs.find((match) => match.input === 'newHires')).toMatchObject({ column: 7, by: 'chosen' });
  });

  it.each([
    ['moved', ['备注', ...header], 7],
    ['in its place', header, 6],
    ['gone', header.with(6, '别的'), null],
  ])('a remembered column that is %s', async (_name, head, column) => {
    const host = memoryHost([ledger([head, ...rows.map((row) => (head.length > row.length ? [null, ...row] : row))])]);
    const choices = { headerRow: null, columns: [{ column: 6, header: '新增用工人数', input: 'newHires', unit: null }] };
    const view = await assessor.look(host, await assessor.load('2025q1'), '企业台账', choices);
    expect(view.inputs.find((match) => match.input === 'newHires')?.column).toBe(column);
  });

  it('reads the 参数 sheet as an officer would type it', async () => {
    const sheet = {
      name: '参数',
      cells: [
        ['参数', '值', '来源'],
        ['2025q1-03-growth-with-base.awardAmount', '30万元', '细则'],
        ['hire-count-basis', 'newHires'],
        ['不知何物', 3],
      ],
    };
    const view = await assessor.look(memoryHost([ledger(), sheet]), await assessor.load('2025q1'), '企业台账', nothing);
    expect(view.parameterSheet).toEqual({
      values: { '2025q1-03-growth-with-base.awardAmount': '30' },
      shapes: {},
      sources: { '2025q1-03-growth-with-base.awardAmount': '细则' },
      readings: { 'hire-count-basis': 'newHires' },
    });
    expect(view.parameterProblems).toHaveLength(1);
  });
});

describe('checking a parameter', () => {
  it.each([
    ['2025q1-03-growth-with-base.awardAmount', '', 'unset'],
    ['2025q1-03-growth-with-base.awardAmount', '19.999999', 'outside'],
    ['2025q1-03-growth-with-base.awardAmount', '20', 'taken'],
    ['2025q1-03-growth-with-base.awardAmount', '50 万元', 'taken'],
    ['2025q1-03-growth-with-base.awardAmount', '500000元', 'taken'],
    ['2025q1-03-growth-with-base.awardAmount', '50.000001', 'outside'],
    ['2025q1-03-growth-with-base.awardAmount', '三十', 'unreadable'],
    ['2025q1-25-incremental-power.powerRate', '0', 'outside'],
    ['2025q1-25-incremental-power.powerRate', '0.0001', 'taken'],
    ['2025q1-25-incremental-power.powerRate', '-0.1', 'outside'],
    ['2025q1-25-incremental-power.powerRate', '5 万元', 'unreadable'],
    ['2025q1-19-project-investment.subsidyRate', '100%', 'taken'],
    ['2025q1-19-project-investment.subsidyRate', '1.000001', 'outside'],
    ['2025q1-01-holiday-continuous-production.extraExcludedIndustries', '造纸、制糖', 'taken'],
    ['2025q1-01-holiday-continuous-production.extraExcludedIndustries', '炼丹', 'unreadable'],
    ['no-such.parameter', '5', 'unset'],
  ])('%s = “%s”: %s', async (name, text, state) => {
    expect(assessor.checkParameter(await assessor.load('2025q1'), name, text).state).toBe(state);
  });
});

describe('judging', () => {
  it('answers each enterprise, missing apart from zero', async () => {
    const assessment = await judged(memoryHost([ledger()]));
    expect(assessment.count).toBe(5);
    expect([0, 1, 2, 3, 4].map((index) => [hiring(assessment, index).answer, hiring(assessment, index).amount])).toEqual([
      ['eligible', '0.1'],
      ['not', '0'],
      ['eligible', '20'],
      ['unknown', null],
      ['unknown', null],
    ]);
    expect(hiring(assessment, 3).needs[0]?.text).toContain('一季度产值');
    expect(assessment.line(3)).toMatchObject({ name: '丁厂', row: 5, problems: 2 });
  });

  it('shows the threshold, the gap and what the cap cut', async () => {
    const assessment = await judged(memoryHost([ledger()]));
    const missed = hiring(assessment, 1).steps.find((step) => step.id === 'output-min');
    expect(missed).toMatchObject({ holds: false, quote: '2025年一季度产值2000万元及以上' });
    expect(missed?.comparison).toContain('0.01');
    const cap = hiring(assessment, 2).steps.find((step) => step.kind === 'cap');
    expect(cap).toMatchObject({ holds: true, quote: '单户企业不超过20万元' });
  });

  it('groups, finds by name and code, and places problems in cells', async () => {
    const assessment = await judged(memoryHost([ledger()]));
    expect(assessment.counts).toMatchObject({ all: 5, problem: 4 });
    expect([...assessment.find('all', ' 丙 ')]).toEqual([2]);
    expect([...assessment.find('all', '3991114300')]).toEqual([0]);
    expect([...assessment.find('problem', '丁')]).toEqual([3]);
    const problems = Array.from({ length: assessment.problemCount }, (_, index) => assessment.problem(index, 'zh-CN'));
    expect(problems).toContainEqual(expect.objectContaining({ address: 'D6', row: 5, column: 3, found: '待核' }));
  });

  it('takes typed parameters, sources and readings, and forgets readings that no longer exist', async () => {
    const assessment = await judged(memoryHost([ledger()]), {
      values: { '2025q1-25-incremental-power.powerRate': '0.05' },
      sources: { '2025q1-25-incremental-power.powerRate': '细则第三条' },
      readings: { 'hire-count-basis': 'newHires', 'of-old': 'x' },
    });
    expect(hiring(assessment, 0).amount).toBe('0.5');
    const stamp = assessment.stamp('zh-CN').map(({ label, value }) => `${label} ${value}`);
    expect(stamp.some((line) => line.includes('0.05') && line.includes('细则第三条'))).toBe(true);
    expect(stamp.some((line) => line.includes('征求意见稿'))).toBe(true);
    expect(stamp.some((line) => /2025-04-02 09:05:07 [+-]\d{2}:\d{2}$/.test(line))).toBe(true);
  });

  it('says what it will write, writes just that, and it can be undone', async () => {
    const host = memoryHost([ledger()]);
    const assessment = await judged(host);
    const plan = await assessment.writePlan('zh-CN');
    expect(plan[0]).toMatchObject({ name: '测算结果', rows: 5 });
    const written = await assessment.write('zh-CN', () => undefined);
    expect(written.map((sheet) => sheet.sheet)).toEqual(plan.map((sheet) => sheet.name));
    expect(await host.undo()).toBe(true);
    expect((await host.sheets()).map((sheet) => sheet.name)).toEqual(['企业台账']);
  });

  it('lets go of the workbook when nobody waits any more', async () => {
    let closed = false;
    const inner = memoryHost([ledger([header, ...Array.from({ length: 30_000 }, () => rows[0]!)])]);
    const host: Host = {
      ...inner,
      read: async function* (sheet, blockRows) {
        try {
          yield* inner.read(sheet, blockRows);
        } finally {
          closed = true;
        }
      },
    };
    const pack = await assessor.load('2025q1');
    for await (const step of assessor.run(host, pack, settings())) {
      closed = false;
      if (step.stage === 'judging') break;
    }
    expect(closed).toBe(true);
  });

  it.each(assessor.policies.map(({ id }) => id))('%s shows every enterprise, total and sheet of a bare ledger', async (id) => {
    const pack = await assessor.load(id);
    const host = memoryHost([
      ledger([
        [
          '企业名称',
          ...Object.values(pack.inputs)
            .slice(0, 3)
            .map((input) => input.name),
        ],
        ['甲厂'],
        ['乙厂'],
      ]),
    ]);
    for await (const step of assessor.run(host, pack, settings())) {
      if (step.stage !== 'done') continue;
      const { assessment } = step;
      expect(assessment.count).toBe(2);
      expect(assessment.totals('zh-CN').measures.length).toBeGreaterThan(0);
      for (const language of ['zh-CN', 'en-US'] as const) {
        expect(assessment.detail(1, language)).toMatchObject({ name: '乙厂', answer: 'unknown' });
        expect((await assessment.writePlan(language)).length).toBeGreaterThan(2);
      }
    }
  });

  it('says a refusal of the workbook in words, and a fault of ours as one', async () => {
    const refused = await judged(memoryHost([ledger()]), { sheet: '没有' }).catch((failure: unknown) => failure);
    expect(assessor.explainFailure(refused, 'zh-CN')).toContain('没有');
    expect(assessor.explainFailure(new RangeError('boom'), 'en-US')).toContain('boom');
  });
});
