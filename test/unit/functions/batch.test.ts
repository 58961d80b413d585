import { answersTo, together, type Call } from '../../../functions/batch';
import { catalogue, type CatalogueEntry } from '../../../functions/catalogue';
import { CellProblem } from '../../../functions/cells';
import { loadSetting, type Setting } from '../../../functions/setting';
import { readExamples } from '../../../scripts/build-functions';
import { readCall } from './formula';

let setting: Setting;
beforeAll(async () => {
  setting = await loadSetting('zh-CN', null);
});

const entryOf = (id: string): CatalogueEntry => {
  const entry = catalogue.find((each) => each.id === id);
  if (!entry) throw new Error(`no function ${id}`);
  return entry;
};
const hire = (row: readonly unknown[], policy = '2025q1', parameters: unknown = null): Call => ({
  entry: entryOf('HIRE_SUBSIDY'),
  args: [[[policy]], ...row.map((cell) => [[cell]]), parameters],
});
/** Cells with their messages, to be compared. */
const shown = (rows: readonly (readonly unknown[])[]): unknown[][] =>
  rows.map((row) => row.map((cell) => (cell instanceof CellProblem ? `${cell.code} ${cell.message}` : cell)));
const alone = ({ entry, args }: Call): unknown[][] => shown(entry.run(args, setting));

/** What may stand in a cell: below, at, above, missing, absurd. */
const cells = [0, 1, 2000, 0.5, null, '', '无', '是', '约两千', -1, '2,000', true, '#N/A', '2025-02-30', { fault: 'doubtful', text: '0' }];

describe('calls put as one question are answered as if each were put alone', () => {
  const examples = readExamples()
    .map(({ formula }) => ({ formula, ...readCall(formula) }))
    .filter(({ id }) => entryOf(id).byRow.length > 0);

  test('there is an example of every function that is answered by row', () => {
    const byRow = catalogue.filter(({ byRow }) => byRow.length > 0).map(({ id }) => id);
    expect([...new Set(examples.map(({ id }) => id))].sort()).toEqual([...byRow].sort());
  });

  test.each(examples.map(({ formula, id, args }) => [id, formula, args] as const))('%s: %s', (id, _formula, args) => {
    const entry = entryOf(id);
    const calls: Call[] = [{ entry, args }];
    for (const index of entry.byRow) {
      const given: unknown = args[index];
      if (given === null || given === undefined) continue;
      const row: readonly unknown[] = Array.isArray(given) && Array.isArray(given[0]) ? (given[0] as readonly unknown[]) : [given];
      row.forEach((_cell, column) => {
        for (const cell of cells) {
          const changed = row.map((other, at) => (at === column ? cell : other));
          calls.push({ entry, args: args.map((other, at) => (at === index ? [changed] : other)) });
        }
      });
    }
    const lists = together(calls);
    expect(lists.flat()).toHaveLength(calls.length);
    for (const list of lists) expect(answersTo(list, setting).map(shown)).toEqual(list.map(alone));
  });
});

describe('what is put together', () => {
  const row = ['工业企业', 2000, 301, 300, 5];

  test.each<[string, Call[], number[]]>([
    ['one document, one parameter table, other rows', [hire(row), hire(['工业企业', 1999, 301, 300, 5]), hire(row)], [3]],
    ['another document stands apart', [hire(row), hire(row, '2024q2'), hire(row)], [2, 1]],
    ['another parameter table stands apart', [hire(row), hire(row, '2025q1', [['甲', '1']])], [1, 1]],
    ['an argument left out stands apart from a blank cell', [hire(row), { ...hire(row), args: [[['2025q1']], [['工业企业']]] }], [1, 1]],
    [
      'a range stands alone',
      [hire(row), { ...hire(row), args: [[['2025q1']], [['工业企业']], [[2000], [2000]], [[301]], [[300]], [[5]], null] }, hire(row)],
      [2, 1],
    ],
    ['a function that is not answered by row stands alone', [1, 2].map(() => ({ entry: entryOf('GROWTH'), args: [[[2]], [[1]]] })), [1, 1]],
  ])('%s', (_what, calls, sizes) => {
    expect(together(calls).map((list) => list.length)).toEqual(sizes);
  });

  test('ten thousand calls are questions of at most 2,048 rows', () => {
    const lists = together(Array.from({ length: 10_000 }, () => hire(row)));
    expect(lists.map((list) => list.length)).toEqual([2048, 2048, 2048, 2048, 1808]);
  });

  test('what is wrong with the document is said to each', () => {
    const calls = [hire(row, '2031'), hire(row, '2031')];
    expect(together(calls)).toHaveLength(1);
    expect(answersTo(calls, setting).map(shown)).toEqual(calls.map(alone));
    expect(String(alone(hire(row, '2031')))).toContain('2031');
  });
});
