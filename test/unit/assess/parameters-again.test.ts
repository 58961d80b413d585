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
  return { first, again };
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
