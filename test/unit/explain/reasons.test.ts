import type { Reason } from '../../../src/engine';
import { sayApplied, sayEligibility, sayReason, shortReasons } from '../../../src/explain';
import { shippedPack } from './pack';

const pack = shippedPack();

const said: readonly (readonly [measure: string, reason: Reason, chinese: string])[] = [
  ['2025q1-26-hiring-subsidy', 'fail:output-min', '不符合“2025年一季度产值2000万元及以上”。'],
  ['2025q1-26-hiring-subsidy', 'missing:newHires', '缺少“新增用工人数”，未填不等于 0。请补填“新增用工人数”后重算。'],
  [
    '2025q1-03-growth-with-base',
    'invalid:hasComparisonBase',
    '“是否有基数”的数据不能成立（如负数、人数带小数、无此选项，或与其他栏矛盾）。请核对原始资料，更正“是否有基数”后重算。',
  ],
  [
    '2025q1-25-incremental-power',
    'missing-parameter:powerRate',
    '文件（二十五）只写“给予一定奖励”，未公布“增量用电奖励标准”。请在“参数”表填写实施细则规定的“增量用电奖励标准”并注明来源。',
  ],
  [
    '2025q1-03-growth-with-base',
    'invalid-parameter:awardAmount',
    '参数“有基数奖励金额”不在文件允许的范围（20 万元—50 万元（含两端））。请按实施细则更正“有基数奖励金额”；超出范围的数不会被自动改动。',
  ],
  [
    '2025q1-01-holiday-continuous-production',
    'undefined-base:fourthQuarterElectricity',
    '“四季度用电量”记录为 0，不能作为基数。请核实“四季度用电量”；确为 0 的，由主管人员按实施细则认定。',
  ],
  [
    '2025q1-25-incremental-power',
    'undefined-growth:quarterlyOutputValueLastYear',
    '“上年一季度产值”记录为 0，同比增速无法计算。请核实“上年一季度产值”；确为 0 的，由主管人员按实施细则认定。',
  ],
  [
    '2025q1-21-product-launch-exhibition',
    'officer-decision:event-kind',
    '本户情况文件没有逐一列明，“新品发布会、产品订货会等活动或参加国内外展会活动”是否适用须由主管人员认定。请认定后改填为文件列明的情形，或注明不适用。',
  ],
  [
    '2025q1-99-stacking-cap',
    'conflict:03-04-exclusive',
    '同一企业不能同时享受两项：“有基数的企业……无基数的企业”。请核对两行数据，保留其中一项。',
  ],
  [
    '2025q1-package',
    'missing-amount:2025q1-02-spring-festival-power',
    '（二）春节期间企业增量用电奖励的金额未定，合计随之未定。请先补齐（二）春节期间企业增量用电奖励所缺的数据或参数。',
  ],
];

test.each(said)('%s %s', (measureId, reason, chinese) => {
  expect(sayReason(reason, { pack, measureId }, 'zh-CN')).toBe(chinese);
});

test.each(said)('%s %s in English has no empty place and both sentences', (measureId, reason) => {
  const english = sayReason(reason, { pack, measureId }, 'en-US');
  expect(english).not.toMatch(/\{|\}|“”|\( \)| {2}/);
  expect(english).toMatch(/\.$/);
});

test('a code nobody knows is still said', () => {
  expect(sayReason('surprise:x' as Reason, { pack, measureId: '2025q1-package' }, 'zh-CN')).toBe('未定事项：surprise:x。');
  expect(sayReason('missing:nothing', { pack, measureId: 'no measure' }, 'zh-CN')).toContain('nothing');
});

test('names from outside the pack reach no prototype', () => {
  expect(sayReason('missing:constructor', { pack, measureId: '__proto__' }, 'zh-CN')).toContain('“constructor”');
  expect(sayReason('toString:x' as Reason, { pack, measureId: '2025q1-package' }, 'zh-CN')).toBe('未定事项：toString:x。');
});

test.each([
  ['zh-CN', '文件第13条只写“仅享受其中一类补助”，未公布“选择享受的补助”。请在“参数”表填写实施细则规定的“选择享受的补助”并注明来源。'],
  [
    'en-US',
    'In the document, Clause 13 only says “仅享受其中一类补助” and does not publish 选择享受的补助 (choice). Enter 选择享受的补助 (choice) from the implementing rules on the parameter sheet, with its source.',
  ],
] as const)('the parameter of an exclusive choice is said with its clause (%s)', (language, sentence) => {
  const place = { pack: shippedPack('2024q2'), measureId: '2024q2-13-exclusive-choice' };
  expect(sayReason('missing-parameter:choice', place, language)).toBe(sentence);
});

test('short forms gather what is of one kind', () => {
  const place = { pack, measureId: '2025q1-26-hiring-subsidy' };
  expect(shortReasons(['fail:output-min', 'fail:insured-growth'], place, 'zh-CN')).toBe(
    '“2025年一季度产值2000万元及以上”“社保缴纳人数同比增长”',
  );
  expect(shortReasons(['missing:newHires', 'missing:insuredEmployees', 'invalid:quarterlyOutputValue'], place, 'zh-CN')).toBe(
    '缺“新增用工人数”“社保缴纳人数”，“一季度产值”的数据不能成立',
  );
});

test('caps and answers in words', () => {
  expect(sayApplied('cap:per-enterprise-20', { pack, measureId: '2025q1-26-hiring-subsidy' }, 'zh-CN')).toBe(
    '已按“单户企业不超过20万元”封顶',
  );
  expect(sayApplied('cap:enterprise-total-100', { pack, measureId: '2025q1-package' }, 'zh-CN')).toBe('已按“最高不超过100万元”封顶');
  expect([true, false, 'unknown', 'notApplied'].map((answer) => sayEligibility(answer as never, 'zh-CN'))).toEqual([
    '符合',
    '不符合',
    '待定',
    '未申报',
  ]);
});

describe('a clause is called a clause once', () => {
  const numbered = shippedPack('2024q2');
  const clauses = new Map(numbered.measures.map((measure) => [measure.id, measure.clause]));
  const parameters = Object.values(numbered.parameters).flatMap(({ measure, id }) => {
    const clause = clauses.get(measure);
    return clause === undefined ? [] : [[measure, id, clause] as const];
  });

  test.each(parameters)('%s %s', (measureId, id, clause) => {
    const place = { pack: numbered, measureId };
    const english = sayReason(`missing-parameter:${id}`, place, 'en-US');
    expect(english).toContain(`In the document, Clause ${clause} only says`);
    expect(english).not.toMatch(/clause clause/i);
    expect(sayReason(`missing-parameter:${id}`, place, 'zh-CN')).toContain(`文件第${clause}条只写`);
  });

  test('a clause in brackets keeps them and no more', () => {
    const place = { pack, measureId: '2025q1-25-incremental-power' };
    expect(sayReason('missing-parameter:powerRate', place, 'en-US')).toContain('In the document, （二十五） only says');
  });
});
