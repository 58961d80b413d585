import { compile, type RawFacts, type RawParameters } from '../../../src/engine';
import { explainNotes, explainTotal, explainTrace } from '../../../src/explain';
import { loadPolicy, policies } from '../../../src/policies';
import { shippedPack, shippedProgram } from './pack';

const pack = shippedPack();
const program = shippedProgram();
const explain = (
  measure: string,
  facts: RawFacts,
  parameters: RawParameters = {},
  readings: Readonly<Record<string, string>> = {},
): string[] => explainTrace(shippedProgram(readings).trace(measure, facts, parameters), pack, 'zh-CN');

const hiring = {
  enterpriseType: 'industrial',
  quarterlyOutputValue: '2500',
  insuredEmployees: '600',
  insuredEmployeesLastYear: '300',
  newHires: '250',
};

test('an award that a cap cuts: conditions with figures and gaps, the formula, what was cut, the reading in force', () => {
  const lines = explain('2025q1-26-hiring-subsidy', hiring);
  expect(lines).toEqual([
    '（二十六） 新增用工奖补〔征求意见稿〕',
    expect.stringMatching(/^原文：对2025年一季度产值2000万元及以上/),
    '结论：符合',
    '金额：20 万元',
    '条件：',
    '  [符合] 工业企业',
    '    企业类型：工业企业',
    '  [符合] 2025年一季度产值2000万元及以上',
    '    一季度产值：2,500 万元',
    '    2,500 万元，要求不低于2,000 万元；超出界线500 万元',
    '  [符合] 社保缴纳人数同比增长',
    '    社保缴纳人数：600 人；上年同期社保缴纳人数：300 人',
    '    600 人，要求大于300 人；超出界线300 人',
    '  [符合] 按新增用工人数',
    '    新增用工人数：250 人',
    '    250 人，要求大于0 人；超出界线250 人',
    '计算：',
    '  新增用工人数：250 人；社保缴纳人数：600 人；上年同期社保缴纳人数：300 人',
    expect.stringMatching(/^ {2}算式：/),
    '  算得 25 万元',
    '  封顶：“单户企业不超过20万元”，由 25 万元 减为 20 万元，核减 5 万元',
    '口径：',
    expect.stringMatching(/^ {2}新增用工人数的取法（“.*”）：按“取新增用工人数与社保净增人数的较小者”（默认；/),
  ]);
});

test('days are counted out in the formula, both ends in', () => {
  const { steps } = program.trace('2025q1-01-holiday-continuous-production', {});
  const formulas = steps.map(({ formula }) => formula);
  expect(formulas).toContain(
    '节假日用电量 ÷ 32天（2025-01-20至2025-02-20，含首尾两日） ≥ 90% × (四季度用电量 ÷ 92天（2024-10-01至2024-12-31，含首尾两日）)',
  );
});

test.each(policies.map(({ id }) => id))('no formula of %s has a word of the rule language, under any reading', async (id) => {
  const { pack: own } = await loadPolicy(id);
  const settings = [
    {},
    ...Object.values(own.readings).flatMap((reading) => reading.options.map((option) => ({ [reading.id]: option.id }))),
  ];
  const asked = [...own.measures.map((measure) => measure.id), ...own.choices.map((choice) => choice.id)];
  const formulas = settings.flatMap((readings) => {
    const compiled = compile(own, { readings });
    return asked.flatMap((measure) =>
      compiled.trace(measure, {}).steps.flatMap(({ kind, formula }) => (kind === 'output' ? [] : [formula])),
    );
  });
  expect(formulas.length).toBeGreaterThan(asked.length);
  expect(formulas.filter((formula) => /[A-Za-z]|undefined/.test(formula))).toEqual([]);
});

describe('at, below and above a line', () => {
  test.each([
    ['2000', '[符合] 2025年一季度产值2000万元及以上', '恰好等于界线'],
    ['1999.99', '[不符合] 2025年一季度产值2000万元及以上', '低于界线0.01 万元'],
    ['2000.01', '[符合] 2025年一季度产值2000万元及以上', '超出界线0.01 万元'],
  ])('output %s', (quarterlyOutputValue, mark, gap) => {
    const lines = explain('2025q1-26-hiring-subsidy', { ...hiring, quarterlyOutputValue }).map((line) => line.trim());
    const at = lines.indexOf(mark);
    expect(at).toBeGreaterThan(0);
    expect(lines[at + 2]).toContain(gap);
  });
});

test('what fails is not asked for, what is missing is', () => {
  const failed = explain('2025q1-26-hiring-subsidy', { ...hiring, quarterlyOutputValue: '1', newHires: null });
  expect(failed).toContain('结论：不符合');
  expect(failed).not.toContain('还需要：');
  const open = explain('2025q1-26-hiring-subsidy', { ...hiring, newHires: null });
  expect(open).toContain('结论：待定');
  expect(open.join('\n')).toContain('新增用工人数：空白');
  expect(open.slice(open.indexOf('还需要：'))[1]).toBe('  缺少“新增用工人数”，未填不等于 0。请补填“新增用工人数”后重算。');
});

test('an open amount gives the range the text fixes', () => {
  const facts = { enterpriseType: 'industrial', industry: 'machinery', quarterlyOutputValue: '5000', quarterlyOutputValueLastYear: '4000' };
  const lines = explain('2025q1-03-growth-with-base', facts);
  expect(lines).toContain('金额：待定，现有数据和原文能确定的范围是20 万元—50 万元');
  expect(lines.join('\n')).toContain('25%，要求不低于8%；超出界线17%');
});

test('words that are no condition under the reading in force say so', () => {
  const facts = { enterpriseType: 'industrial', industry: 'machinery', quarterlyOutputValue: '5000', quarterlyOutputValueLastYear: '4000' };
  const quote = '产值、用电、利润、新增就业人数等指标可适当降低标准';
  expect(explain('2025q1-03-growth-with-base', facts)).toContain(`  [不作条件] ${quote}`);
  expect(explain('2025q1-03-growth-with-base', facts, {}, { 'other-indicators': 'mustMeet' })).toContain(`  [待定] ${quote}`);
});

test('未申报 says no more than that', () => {
  const trace = program.trace('2025q1-21-product-launch-exhibition', { enterpriseType: 'industrial' });
  expect(explainTrace(trace, pack, 'zh-CN', true).at(-1)).toBe('结论：未申报');
});

test('English says the same in yuan', () => {
  const lines = explainTrace(program.trace('2025q1-26-hiring-subsidy', hiring), pack, 'en-US');
  expect(lines[0]).toBe('（二十六） Hiring subsidy [draft for comment]');
  expect(lines).toContain('Amount: 200,000 yuan');
  expect(lines.join('\n')).toContain('25,000,000 yuan, must be at least 20,000,000 yuan; 5,000,000 yuan above the line');
});

test('the package lists the amounts and the total', () => {
  const lines = explain('2025q1-package', hiring);
  expect(lines).toContain('各条金额：');
  expect(lines).toContain('  （二十六）新增用工奖补：20 万元');
  expect(lines).toContain('  （一）节假日连续生产一次性奖励：待定');
});

describe('a total', () => {
  const total = { eligible: true as const, amount: '100', before: '130.5', cut: '30.5', reasons: [] };
  test('that was cut, over two rows', () => {
    expect(explainTotal(total, pack, '2025q1-package', [7, 9], 'zh-CN').slice(2)).toEqual([
      '第7、9行信用代码相同，按一户合并计算',
      '各条合计：130.5 万元',
      '超过上限，核减：30.5 万元',
      '合计：100 万元',
    ]);
  });
  test('that is open', () => {
    const open = {
      ...total,
      amount: null,
      before: null,
      cut: null,
      range: { min: '60', max: '100' },
      reasons: ['missing-amount:2025q1-02-spring-festival-power' as const],
    };
    expect(explainTotal(open, pack, '2025q1-package', [7], 'zh-CN').slice(2)).toEqual([
      '合计：待定，范围60 万元—100 万元',
      expect.stringContaining('（二）春节期间企业增量用电奖励的金额未定'),
    ]);
  });
  test('that stands at the limit whatever is open', () => {
    const lines = explainTotal({ ...total, before: null, cut: null }, pack, '2025q1-package', [7], 'zh-CN');
    expect(lines.at(-1)).toBe('已确定的部分达到上限，未定部分不影响合计');
  });
});

test('ambiguities without a switch are told with how they are taken', () => {
  const lines = explainNotes(pack, '2025q1-26-hiring-subsidy', 'zh-CN');
  expect(lines.some((line) => line.includes('不超过20万元') && line.includes('含20万元'))).toBe(true);
  expect(explainNotes(pack, 'no measure', 'zh-CN')).toEqual([]);
});
