import { filledBlocks, looksMergedDown, readLedgerBlocks } from '../../../src/ledger';
import type { Block, Cell, Merge } from '../../../src/hosts/host';
import { figures, readSheet } from './pack';

const HEADER = ['所在市', '企业名称', '企业类型', '一季度产值'];
/** A table as an officer merges it: one city for three enterprises, one type for two, one figure over two rows. */
const TABLE: readonly (readonly Cell[])[] = [
  HEADER,
  ['柳州市', '柳州甲有限公司', '工业企业', 5400],
  [null, '柳州乙有限公司', null, 3000],
  ['', '柳州丙有限公司', '软件企业'],
  ['南宁市', '南宁丁有限公司', '工业企业', 100],
];
const city: Merge = [1, 0, 3, 0];
const type: Merge = [1, 2, 2, 2];
const output: Merge = [2, 3, 3, 3];

/** The same sheet in blocks of so many rows. */
async function* blocks(cells: readonly (readonly Cell[])[], size: number): AsyncGenerator<Block> {
  for (let top = 0; top < cells.length; top += size) yield { top, cells: cells.slice(top, top + size), hiddenRows: new Set() };
}

async function read(cells: readonly (readonly Cell[])[], merges: readonly Merge[], size: number) {
  const { plan } = readSheet(cells, { merges });
  const info = { name: '台账', rows: cells.length, columns: 4, hidden: false, date1904: false, tables: [], filtered: false };
  const cities: (string | null)[] = [];
  const types: string[] = [];
  const outputs: string[] = [];
  const skipped: string[] = [];
  const host = { read: () => blocks(cells, size) };
  for await (const block of readLedgerBlocks(host, plan, info, size)) {
    cities.push(...block.cities);
    types.push(...figures(block, 'enterpriseType'));
    outputs.push(...figures(block, 'quarterlyOutputValue'));
    skipped.push(...block.skipped.map(({ row, kind }) => `${row} ${kind}`));
  }
  return { plan, cities, types, outputs, skipped };
}

describe('words merged over several rows', () => {
  test.each([1, 2, 3, 100])('hold for each of the rows, in blocks of %i', async (size) => {
    const { cities, types } = await read(TABLE, [city, type], size);
    expect(cities).toEqual(['柳州市', '柳州市', '柳州市', '南宁市']);
    expect(types).toEqual(['0', '0', '1', '0']);
  });

  test('nothing is filled where the cells are only blank', async () => {
    const { cities, types, plan } = await read(TABLE, [], 100);
    expect(cities).toEqual(['柳州市', null, null, '南宁市']);
    expect(types).toEqual(['0', 'missing', '1', '0']);
    expect(plan.filled).toEqual([]);
  });

  test('a figure is never spread: one sum for two rows is not two sums', async () => {
    const { outputs, plan } = await read(TABLE, [output], 100);
    expect(outputs).toEqual(['5400', '3000', 'missing', '100']);
    expect(plan.filled).toEqual([]);
  });

  test('a row with nothing else in it stays blank, and a total stays a total', async () => {
    const cells = [...TABLE.slice(0, 3), [null, '小计', null, 8400], [null, null, null, null]];
    const { cities, skipped } = await read(cells, [[1, 0, 4, 0]], 2);
    expect(cities).toEqual(['柳州市', '柳州市']);
    expect(skipped).toEqual(['3 total']);
  });

  test('a merge over several columns, or in the header, fills nothing', async () => {
    const { plan } = await read(
      TABLE,
      [
        [1, 0, 3, 1],
        [0, 0, 1, 0],
      ],
      100,
    );
    expect(plan.filled).toEqual([]);
  });

  test('it is said, with the number of areas, once a column', async () => {
    const { plan } = await read(TABLE, [city, type], 100);
    expect(plan.problems.filter(({ code }) => code === 'merged-down').map(({ address, text }) => [address, text])).toEqual([
      ['A1', '1'],
      ['C1', '1'],
    ]);
  });

  test('blocks that no area touches are handed on as they are', async () => {
    const [block] = [{ top: 0, cells: TABLE, hiddenRows: new Set<number>() }];
    const given = (async function* () {
      yield block;
    })();
    for await (const each of filledBlocks([{ column: 0, top: 50, bottom: 60 }], given)) expect(each).toBe(block);
  });
});

describe('whether the first rows of a long sheet look merged', () => {
  /** Ten enterprises; of each column given, the rows that are blank, counted from the first enterprise. */
  const sheet = (blank: Readonly<Record<string, readonly number[]>>): readonly (readonly Cell[])[] => [
    HEADER,
    ...Array.from({ length: 10 }, (_, row) =>
      ['柳州市', `柳州${row}号有限公司`, '工业企业', 5400].map((cell, column) =>
        blank[String(HEADER[column])]?.includes(row) === true ? null : cell,
      ),
    ),
  ];
  test.each([
    ['nothing is blank', {}, false],
    ['one row has no name', { 企业名称: [4] }, true],
    ['the first row has no name: nothing stands above it', { 企业名称: [0] }, false],
    ['two cities of ten are blank: gaps', { 所在市: [3, 7] }, false],
    ['three are blank: many', { 所在市: [3, 4, 7] }, true],
    ['a figure is blank in many rows', { 一季度产值: [1, 2, 3, 4, 5] }, false],
    ['a column is blank throughout', { 企业类型: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }, false],
    ['a row is blank throughout', Object.fromEntries(HEADER.map((header) => [header, [5]])), false],
  ])('%s', (_what, blank, looks) => {
    const cells = sheet(blank);
    expect(looksMergedDown(cells, readSheet(cells).plan)).toBe(looks);
  });
});
