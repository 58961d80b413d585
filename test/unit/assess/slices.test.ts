import { assess, rowsAtOnce, type Assessment, type Progress } from '../../../src/assess';
import { settledAtOnce } from '../../../src/assessment/slices';
import type { Cell } from '../../../src/hosts/host';
import { memoryHost, type MemorySheet } from '../../../src/hosts/memory';
import { creditCode, good, ledgerHeaders, parameterSheet, policy, row } from './ledger';

/** Judges, and gives what was told on the way. */
async function told(sheets: readonly MemorySheet[], blockRows: number): Promise<{ steps: Progress[]; assessment: Assessment }> {
  const steps: Progress[] = [];
  const work = assess(memoryHost(sheets), policy, { blockRows });
  for (;;) {
    const step = await work.next();
    if (step.done === true) return { steps, assessment: step.value };
    steps.push(step.value);
  }
}

const ledger = (cells: readonly (readonly Cell[])[]): MemorySheet => ({ name: '台账', cells: [ledgerHeaders, ...cells] });
const firm = (index: number, code: number): Cell[] =>
  row({ ...good, 企业名称: `第${index}有限责任公司`, 统一社会信用代码: creditCode(code), 新增用工人数: index % 3 === 0 ? null : 5 });
const totals = (steps: readonly Progress[]): number => steps.filter(({ stage }) => stage === 'totals').length;

describe('no step of a judging is long, whatever the size of the table', () => {
  test('between two reports no more rows are judged than a block holds', async () => {
    const { steps } = await told([ledger(Array.from({ length: 1000 }, (_, index) => firm(index, index))), parameterSheet], 100);
    const rows = steps.filter(({ stage }) => stage === 'judging').map((step) => step.rows);
    expect(rows).toHaveLength(11);
    expect(Math.max(...rows.map((at, index) => at - (rows[index - 1] ?? 0)))).toBe(100);
  });

  test.each([
    ['below', settledAtOnce - 2, 0],
    ['at', settledAtOnce, 1],
    ['above', settledAtOnce * 5 + 1, 5],
  ])('persons with several rows are settled a few rows at a time: %s', async (_name, count, reports) => {
    const cells = Array.from({ length: count }, (_, index) => firm(index, index >> 1));
    const { steps, assessment } = await told([ledger(cells), parameterSheet], 8192);
    // One report before, none behind.
    expect(totals(steps)).toBe(1 + reports);
    expect(assessment.persons).toBe(Math.ceil(count / 2));
    expect(assessment.sharedWith(0)).toEqual([1]);
  });

  test('one person with very many rows is settled in as many steps', async () => {
    const { steps } = await told([ledger(Array.from({ length: settledAtOnce * 4 }, (_, index) => firm(index, 1))), parameterSheet], 8192);
    expect(totals(steps)).toBe(1 + 4);
  });

  test('rows of projects are judged a few at a time, and read in blocks as the ledger is', async () => {
    const count = settledAtOnce * 3;
    const projects: MemorySheet = {
      name: '项目',
      cells: [['统一社会信用代码', '项目投资额'], ...Array.from({ length: count }, (_, index): Cell[] => [creditCode(index % 10), 5000])],
    };
    const { steps, assessment } = await told(
      [ledger(Array.from({ length: 10 }, (_, index) => firm(index, index))), parameterSheet, projects],
      settledAtOnce * 2,
    );
    expect(assessment.projects).toHaveLength(count);
    // Before; within and after each of two blocks.
    expect(totals(steps)).toBeGreaterThanOrEqual(1 + 2 + 2);
  });

  test('standings and sums are found a few thousand rows at a time, and are the same', async () => {
    const cells = Array.from({ length: rowsAtOnce * 2 + 10 }, (_, index) => firm(index, index));
    const [sliced, whole] = [await told([ledger(cells), parameterSheet], 8192), await told([ledger(cells), parameterSheet], 8192)];
    expect([...sliced.assessment.settle()]).toHaveLength(4);
    expect([...sliced.assessment.settle()]).toHaveLength(0);
    expect(sliced.assessment.totals()).toEqual(whole.assessment.totals());
    expect(sliced.assessment.standing(rowsAtOnce)).toBe(whole.assessment.standing(rowsAtOnce));
  });
});
