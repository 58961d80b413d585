import { writeAssessment } from '../../../src/assess';
import type { Cell } from '../../../src/hosts/host';
import { memoryHost, type MemorySheet } from '../../../src/hosts/memory';
import { creditCode, good, judged, ledgerHeaders, parameterSheet, row, textOf } from './ledger';

/** The 参数 sheet that a run writes into a workbook is the one the next run reads: officers fill it in there. */

const ledger = (more: Readonly<Record<string, Cell>> = {}): MemorySheet => ({
  name: '台账',
  cells: [
    [...ledgerHeaders, ...Object.keys(more)],
    [...row({ ...good, 企业名称: '甲公司', 统一社会信用代码: creditCode(1) }), ...Object.values(more)],
  ],
});

/** Judges under these settings and writes, then takes only the ledger and the 参数 sheet it wrote. */
async function written(settings: readonly MemorySheet[], language: 'zh-CN' | 'en-US' = 'zh-CN', more: Readonly<Record<string, Cell>> = {}) {
  const host = memoryHost([ledger(more), ...settings], '台账.xlsx');
  const first = await judged(host);
  const [, , parameters] = await writeAssessment(host, first, { language, time: '1' });
  const cells: Cell[][] = [];
  for await (const block of host.read(parameters?.sheet ?? '')) for (const line of block.cells) cells.push([...line]);
  const again = (changes: Readonly<Record<string, Cell>> = {}) => {
    const changed = cells.map((line) =>
      line.map((cell, column) => (column === 3 && changes[textOf(line[1])] !== undefined ? changes[textOf(line[1])]! : cell)),
    );
    return judged(memoryHost([ledger(more), { name: language === 'zh-CN' ? '参数' : 'Parameters', cells: changed }], '台账.xlsx'));
  };
  return { first, again, cells };
}

const readingSheet: MemorySheet = {
  name: '参数',
  cells: [
    ...parameterSheet.cells,
    ['hire-count-basis', 'newHires', '桂工信〔2025〕2号'],
    ['2025q1-01-holiday-continuous-production.extraExcludedIndustries', '造纸、建材', '桂工信〔2025〕3号'],
    ['2025q1-03-growth-with-base.relaxedMinGrowth', '5.5%', ''],
  ],
};

test.each([
  ['nothing given', [], 'zh-CN'],
  ['nothing given, in English', [], 'en-US'],
  ['values, lists, shares, readings and sources', [readingSheet], 'zh-CN'],
])('%s: read back as it was, without a problem', async (_, settings, language) => {
  const { first, again } = await written(settings, language === 'en-US' ? 'en-US' : 'zh-CN');
  const second = await again();
  expect(second.problems()).toEqual([]);
  expect(second.settings.parameters).toEqual(first.settings.parameters);
  expect(second.settings.sources).toEqual(first.settings.sources);
  expect(second.program.readings).toEqual(first.program.readings);
});

const tierSheet = (...rows: Cell[][]): MemorySheet => ({
  name: '参数',
  cells: [
    ['参数', '形式', '依据', '计算基数', '行业', '从', '到', '每满', '值', '封顶', '起付', '保底', '最低增量', '无基数', '来源'],
    ...rows.map((cells) => cells.map((cell) => (cell === '' ? null : cell))),
  ],
});
const power = '增量用电奖励标准';
const source = '市工信〔2025〕3号';

/** Tier tables of each form, as docs/tier-tables.md has officers write them. */
const tables: readonly (readonly [string, MemorySheet])[] = [
  [
    'tiers by growth, up to a cap',
    tierSheet(
      [power, '分档', '产值同比增速', '', '', '10%', '20%', '', '0.05 元/千瓦时', '200 万元', '', '', '', '', source],
      ['', '', '', '', '', '20%', '', '', '0.1 元/千瓦时', '', '', '', '', '', ''],
    ),
  ],
  [
    'parts of the increment added up, at least and not below',
    tierSheet(
      [power, '分段累计', '用电增量', '', '', '0 千瓦时', '50 万千瓦时', '', '0.05 元/千瓦时', '', '3 万元', '1 万元', '', '', source],
      ['', '', '', '', '', '50 万千瓦时', '', '', '0.1 元/千瓦时', '', '', '', '', '', ''],
    ),
  ],
  [
    'a rate from so much on, another where there is no base',
    tierSheet([power, '按比例', '', '', '', '', '', '', '0.1 元/千瓦时', '80 万元', '3 万元', '', '20 万千瓦时', '0.02 元/千瓦时', source]),
  ],
  [
    'a sum for every full step',
    tierSheet([power, '每满', '产值增加额', '', '', '', '', '1000 万元', '2 万元', '', '', '', '', '', source]),
  ],
  [
    'a sum for every percentage point',
    tierSheet([power, '每个百分点', '产值同比增速', '', '', '10%', '', '', '20 万元', '100 万元', '', '', '', '', source]),
  ],
  [
    'another table for each industry',
    tierSheet(
      [power, '分档', '产值同比增速', '', '建材', '10%', '20%', '', '0.05 元/千瓦时', '', '', '', '', '', source],
      ['', '', '', '', '', '20%', '', '', '0.1 元/千瓦时', '', '', '', '', '', ''],
      [power, '每满', '产值增加额', '', '机械、造纸', '', '', '1000 万元', '2 万元', '50 万元', '', '', '', '', ''],
      [power, '按比例', '', '', '*', '', '', '', '0.05 元/千瓦时', '', '', '', '', '', ''],
    ),
  ],
];

describe.each(tables)('a tier table: %s', (_, sheet) => {
  test.each(['zh-CN', 'en-US'] as const)('read back as it was, without a problem (%s)', async (language) => {
    const { first, again } = await written([sheet], language);
    expect(first.problems()).toEqual([]);
    expect(Object.keys(first.settings.shapes ?? {})).toEqual(['2025q1-25-incremental-power.powerRate']);
    const second = await again();
    expect(second.problems()).toEqual([]);
    expect(second.settings.shapes).toEqual(first.settings.shapes);
    expect(second.settings.sources).toEqual(first.settings.sources);
    expect(second.answer(0, '2025q1-25-incremental-power')).toEqual(first.answer(0, '2025q1-25-incremental-power'));
  });
});

test('a tier table is told in words above itself', async () => {
  const [, [, sheet] = ['', tierSheet()]] = tables;
  const { cells } = await written([sheet]);
  expect(cells.find((line) => line[1] === '2025q1-25-incremental-power.powerRate')?.[3]).toMatch(/^见下面的分档标准：按用电增量分段累计/);
  expect(cells.slice(-3).map((line) => line.map((cell) => (cell === null ? '' : textOf(cell))).join('｜'))).toEqual([
    '参数｜来源｜形式｜依据｜从｜到｜值｜起付｜保底',
    `${power}｜${source}｜分段累计｜用电增量｜0 千瓦时｜50 万千瓦时｜0.05 元/千瓦时｜3 万元｜1 万元`,
    '｜｜｜｜50 万千瓦时｜｜0.1 元/千瓦时',
  ]);
});

test('a parameter that a column of the ledger gives stays the column’s', async () => {
  const { again } = await written([], 'zh-CN', { 有基数奖励金额: '30 万元' });
  const second = await again();
  expect(second.problems()).toEqual([]);
  expect(second.answer(0, '2025q1-03-growth-with-base').amount).toBe('30');
});

test('what an officer fills in there counts', async () => {
  const { first, again } = await written([]);
  expect(first.answer(0, '2025q1-03-growth-with-base').amount).toBeNull();
  const second = await again({ '2025q1-03-growth-with-base.awardAmount': '50 万元', 'hire-count-basis': 'netInsuredIncrease' });
  expect(second.problems()).toEqual([]);
  expect(second.answer(0, '2025q1-03-growth-with-base').amount).toBe('50');
  expect(second.program.readings['hire-count-basis']).toBe('netInsuredIncrease');
});

test('a published figure cannot be changed there, and that is said', async () => {
  const { again } = await written([]);
  const second = await again({ perHire: '2000 元/人' });
  expect(second.problems().map(({ code, header, text }) => [code, header, text])).toEqual([
    ['parameter-published', 'perHire', '1000 元/人'],
  ]);
});
