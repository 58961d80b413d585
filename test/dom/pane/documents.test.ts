/** @jest-environment node */
import { memoryHost, type MemorySheet } from '../../../src/hosts/memory';
import { createAssessor } from '../../../taskpane/judging/assessor';
import type { PaneAssessment } from '../../../taskpane/model/answers';

/** Every document can be chosen in the pane and is judged there: what each gives besides an amount in 万元 is shown with it. */

const assessor = createAssessor(() => new Date(2025, 3, 2, 9, 5, 7));

async function judged(id: string, sheets: readonly MemorySheet[], values: Readonly<Record<string, string>> = {}): Promise<PaneAssessment> {
  const pack = await assessor.load(id);
  const settings = { sheet: '台账', choices: { headerRow: null, columns: [] }, values, shapes: {}, sources: {}, readings: {} };
  for await (const step of assessor.run(memoryHost(sheets), pack, settings)) if (step.stage === 'done') return step.assessment;
  throw new Error('the run ended without answers');
}

const code = '914501003991114300';
const ledger = (headers: readonly string[], cells: readonly (string | number)[]): MemorySheet => ({
  name: '台账',
  cells: [
    ['企业名称', '统一社会信用代码', ...headers],
    ['甲厂', code, ...cells],
  ],
});
const measureOf = (assessment: PaneAssessment, id: string) => assessment.detail(0, 'zh-CN').measures.find((measure) => measure.id === id);

test('all five documents stand to choose, and each judges every one of its measures but totals and choices', async () => {
  expect(assessor.policies.map(({ id }) => id).sort()).toEqual(['2020h2', '2020plan', '2022q4', '2024q2', '2025q1']);
  const project: MemorySheet = {
    name: '项目台账',
    cells: [
      ['统一社会信用代码', '项目投资额', '二季度实际完成投资', '行业', '竣工投产日期', '是否成效显著'],
      [code, 1, 1, '钢铁', '2020-01-01', '是'],
    ],
  };
  let measures = 0;
  for (const { id } of assessor.policies) {
    const assessment = await judged(id, [ledger(['企业类型'], ['工业企业']), project]);
    measures += assessment.detail(0, 'zh-CN').measures.length;
  }
  // The other two of the 40 are the ceiling of 2025q1, shown as the total, and the choice between two subsidies of 2024q2.
  expect(measures).toBe(38);
});

test('a toll is shown in 万元 among the amounts and in 元 where it is worked out', async () => {
  const toll = measureOf(
    await judged('2020plan', [ledger(['货车类别', '是否合法装载', '应收通行费'], [3, '是', 1000])]),
    '2020plan-2-5-4-truck-toll',
  );
  expect(toll).toMatchObject({ answer: 'eligible', amount: '0.015', pays: true });
  expect(toll?.steps.filter(({ kind }) => kind === 'output').map(({ quote, value }) => [quote, value])).toEqual([
    ['应付通行费（元）', '850'],
    ['减免（元）', '150'],
  ]);
  expect(toll?.steps.filter(({ kind }) => kind === 'award').map(({ value }) => value)).toEqual(['150 元']);
});

test('a deferred date pays nothing and is no open amount', async () => {
  const assessment = await judged('2022q4', [ledger(['原缴费期限'], ['2022-12-31'])]);
  const date = measureOf(assessment, '2022q4-04-spectrum-fee-deferral');
  expect(date).toMatchObject({ answer: 'eligible', pays: false, amount: null });
  expect(date?.steps.find(({ kind }) => kind === 'output')).toMatchObject({ quote: '应缴日期', value: '2023-03-31' });
  expect(assessment.totals('zh-CN').measures.find(({ id }) => id === '2022q4-04-spectrum-fee-deferral')).toMatchObject({
    amount: null,
    open: 0,
  });
});

test.each([
  ['取高', '', '400', '0'],
  ['选定重大项目补助', '重大项目补助', '0', '250'],
])('one of two subsidies: %s', async (_what, choice, increment, major) => {
  const project: MemorySheet = {
    name: '项目台账',
    cells: [
      ['统一社会信用代码', '二季度实际完成投资', '上年二季度投资'],
      [code, 25000, 5000],
    ],
  };
  const assessment = await judged('2024q2', [ledger(['二季度产值'], [1]), project], {
    '2024q2-13-investment-increment.incrementRate': '2%',
    '2024q2-13-major-project.majorRate': '1%',
    ...(choice === '' ? {} : { '2024q2-13-exclusive-choice.choice': choice }),
  });
  expect(measureOf(assessment, '2024q2-13-investment-increment')?.amount).toBe(increment);
  expect(measureOf(assessment, '2024q2-13-major-project')?.amount).toBe(major);
});
