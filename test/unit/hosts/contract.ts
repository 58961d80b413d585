import type { Cell, Host, WrittenSheet } from '../../../src/hosts/host';
import { HostProblem } from '../../../src/hosts/host';
import type { MemorySheet } from '../../../src/hosts/memory';

/** What a host under the contract can do, and how a test looks at it. */
interface ContractHost {
  readonly host: Host;
  /** Where the written sheets are read from: the host itself, or the new file opened again. */
  readonly again: () => Promise<Host>;
  /** Types into a cell, as an officer would; left out where nothing can be typed. */
  readonly type?: (sheet: string, row: number, column: number, value: Cell) => Promise<void>;
  /** What is selected now, `台账!B3:C4`; left out where nothing can be. */
  readonly selected?: () => Promise<string>;
  readonly close?: () => Promise<void>;
}

/** What hosts differ in; all of it true unless said. */
interface ContractTraits {
  /** Shows rows hidden by hand or by a filter. */
  readonly hiddenRows?: boolean;
  readonly hiddenSheets?: boolean;
  readonly tables?: boolean;
  /** Can hold a cell with an error value. */
  readonly faults?: boolean;
  /** The sheets written stand in the workbook that is read (a file host writes a new one). */
  readonly sameWorkbook?: boolean;
  /** Names of all sheets but ours that the host brings along. */
  readonly ownSheets?: readonly string[];
}

const ledger: MemorySheet = {
  name: '台账',
  cells: [
    ['广西工业企业台账（2025年一季度）'],
    [null, null, '单位：万元'],
    ['企业名称', '统一社会信用代码', '产值', '备注'],
    ['甲厂', '914501000000000001', 3703.71, null],
    ['乙厂', '914501000000000002', 0, 'a & b <c>'],
    [],
    ['丙厂', '914501000000000003', 0.1, null, true],
    ['丁厂', '=1+1', 1e15, '㐀䶮𠮷'],
    [null, null, -12.5],
  ],
  merges: [[0, 0, 0, 3]],
  hiddenRows: [4],
  tables: [{ name: '企业', top: 2, left: 0, rows: 3, columns: 4 }],
};
const hiddenSheet: MemorySheet = { name: '参数', hidden: true, cells: [['名称', '值']] };

/** All rows of a sheet, and the rows hidden in it. */
export async function readAll(
  host: Host,
  sheet: string,
  blockRows?: number,
): Promise<{ rows: Cell[][]; hidden: number[]; tops: number[] }> {
  const all: { rows: Cell[][]; hidden: number[]; tops: number[] } = { rows: [], hidden: [], tops: [] };
  for await (const block of host.read(sheet, blockRows)) {
    expect(block.top).toBe(all.rows.length);
    all.tops.push(block.top);
    all.hidden.push(...block.hiddenRows);
    for (const row of block.cells) all.rows.push([...row]);
  }
  return all;
}

/** The problem a promise is refused with. */
export async function problemOf(work: Promise<unknown>): Promise<HostProblem> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof HostProblem)) throw new Error(`expected a HostProblem, got ${String(outcome)}`);
  return outcome;
}

const results = (name: string, rows: WrittenSheet['rows']): WrittenSheet => ({
  name,
  titles: ['惠企测算结果', '征求意见稿'],
  columns: [
    { header: '企业名称', kind: 'text' },
    { header: '统一社会信用代码', kind: 'text', width: 22 },
    { header: '金额（万元）', kind: 'money' },
    { header: '增速', kind: 'percent' },
    { header: '人数', kind: 'number' },
    { header: '日期', kind: 'date' },
  ],
  rows,
});

const written: readonly (readonly Cell[])[] = [
  ['甲厂', '914501000000000001', '12.345678', 0.079998, 101, 45678],
  ['=HYPERLINK("x")', '+1', '0', null, '0', null],
  ['-乙', '@丙', '-3.5', 0, null, 45679],
];

/** The promises of the port, for every host alike. `open` makes a workbook of the given sheets. */
export function hostContract(
  name: string,
  open: (sheets: readonly MemorySheet[]) => Promise<ContractHost>,
  traits: ContractTraits = {},
): void {
  const can = { hiddenRows: true, hiddenSheets: true, tables: true, sameWorkbook: true, ownSheets: [] as readonly string[], ...traits };

  describe(`host contract: ${name}`, () => {
    let opened: ContractHost;
    beforeEach(async () => {
      opened = await open([ledger, hiddenSheet]);
    });
    afterEach(async () => {
      await opened.close?.();
    });

    test('names its sheets with their size', async () => {
      const sheets = (await opened.host.sheets()).filter((sheet) => !can.ownSheets.includes(sheet.name));
      expect(sheets.map((sheet) => sheet.name)).toEqual(['台账', '参数']);
      expect(sheets[0]).toMatchObject({ rows: 9, columns: 5, hidden: false, date1904: false });
      if (can.hiddenSheets) expect(sheets[1]).toMatchObject({ hidden: true });
      if (can.tables) expect(sheets[0]!.tables).toEqual(ledger.tables);
    });

    test('reads rows in order; blanks are null, short rows end with their last cell', async () => {
      const { rows, hidden } = await readAll(opened.host, '台账');
      expect(rows).toEqual([
        ['广西工业企业台账（2025年一季度）'],
        [null, null, '单位：万元'],
        ['企业名称', '统一社会信用代码', '产值', '备注'],
        ['甲厂', '914501000000000001', 3703.71],
        ['乙厂', '914501000000000002', 0, 'a & b <c>'],
        [],
        ['丙厂', '914501000000000003', 0.1, null, true],
        ['丁厂', '=1+1', 1e15, '㐀䶮𠮷'],
        [null, null, -12.5],
      ]);
      if (can.hiddenRows) expect(hidden).toEqual([4]);
    });

    test('reads in blocks of the size asked for, each once', async () => {
      const { tops, rows } = await readAll(opened.host, '台账', 4);
      expect(tops).toEqual([0, 4, 8]);
      expect(rows).toHaveLength(9);
    });

    test('can be read again, and left in the middle', async () => {
      for await (const block of opened.host.read('台账', 2)) {
        expect(block.cells).toHaveLength(2);
        break;
      }
      expect((await readAll(opened.host, '台账')).rows).toHaveLength(9);
    });

    test('tells merged titles', async () => {
      expect(await opened.host.merges('台账')).toEqual([[0, 0, 0, 3]]);
      expect(await opened.host.merges('参数')).toEqual([]);
    });

    test('refuses a sheet that is not there', async () => {
      const problem = await problemOf(readAll(opened.host, '没有'));
      expect(problem.code).toBe('sheet-missing');
      expect(problem.data).toMatchObject({ sheet: '没有' });
      expect((await problemOf(opened.host.merges('没有'))).code).toBe('sheet-missing');
    });

    test('writes titles, a header and rows; texts stay texts, amounts keep every digit', async () => {
      const progress: number[] = [];
      const made = await opened.host.write([results('测算结果', [written.slice(0, 2), written.slice(2)]), results('问题', [])], (rows) =>
        progress.push(rows),
      );
      expect(made).toEqual([
        { sheet: '测算结果', rows: 3, columns: 6 },
        { sheet: '问题', rows: 0, columns: 6 },
      ]);
      expect(progress.at(-1)).toBe(3);
      expect([...progress].sort((a, b) => a - b)).toEqual(progress);
      const { rows } = await readAll(await opened.again(), '测算结果');
      expect(rows).toEqual([
        ['惠企测算结果'],
        ['征求意见稿'],
        ['企业名称', '统一社会信用代码', '金额（万元）', '增速', '人数', '日期'],
        ['甲厂', '914501000000000001', 12.345678, 0.079998, 101, 45678],
        ['=HYPERLINK("x")', '+1', 0, null, 0],
        ['-乙', '@丙', -3.5, 0, null, 45679],
      ]);
      expect((await readAll(await opened.again(), '问题')).rows).toHaveLength(3);
    });

    test('writes rows that come late', async () => {
      async function* late(): AsyncGenerator<Cell[][]> {
        for (let from = 0; from < 3; from += 1) {
          await Promise.resolve();
          yield [[`企业${from}`, null, String(from)]];
        }
      }
      await opened.host.write([results('测算结果', late())]);
      expect((await readAll(await opened.again(), '测算结果')).rows.slice(3)).toEqual([
        ['企业0', null, 0],
        ['企业1', null, 1],
        ['企业2', null, 2],
      ]);
    });

    test('all or nothing: rows that fail leave no sheet', async () => {
      function* failing(): Generator<Cell[][]> {
        yield [['甲厂']];
        throw new Error('rows ended early');
      }
      await expect(opened.host.write([results('测算结果', [[['乙厂']]]), results('问题', failing())])).rejects.toThrow('rows ended early');
      if (can.sameWorkbook) {
        const names = (await opened.host.sheets()).map((sheet) => sheet.name);
        expect(names).not.toContain('测算结果');
        expect(names).not.toContain('问题');
      }
      await opened.host.write([results('测算结果', [[['丙厂']]])]);
      expect((await readAll(await opened.again(), '测算结果')).rows.at(-1)).toEqual(['丙厂']);
    });

    test('cancelled by its own progress: what was written so far goes again', async () => {
      const cancelled = new Error('cancelled');
      const stop = (): never => {
        throw cancelled;
      };
      await expect(opened.host.write([results('测算结果', [written]), results('问题', [])], stop)).rejects.toBe(cancelled);
      expect(await opened.host.lastWriting()).toEqual([]);
      if (can.sameWorkbook)
        expect((await opened.host.sheets()).map((sheet) => sheet.name).filter((one) => !can.ownSheets.includes(one))).toEqual([
          '台账',
          '参数',
        ]);
    });

    test('refuses a name that is taken, and overwrites nothing', async () => {
      await opened.host.write([results('测算结果', [written])]);
      const problem = await problemOf(opened.host.write([results('测算结果', [[['丁厂']]])]));
      expect(problem.code).toBe('sheet-taken');
      expect(problem.data).toMatchObject({ sheet: '测算结果' });
      expect((await readAll(await opened.again(), '测算结果')).rows).toHaveLength(6);
      expect((await problemOf(opened.host.write([results('甲', []), results('甲', [])]))).code).toBe('sheet-taken');
      if (can.sameWorkbook) expect((await problemOf(opened.host.write([results('台账', [])]))).code).toBe('sheet-taken');
    });

    test('takes back the last writing, once', async () => {
      expect(await opened.host.lastWriting()).toEqual([]);
      expect(await opened.host.undo()).toBe(false);
      const made = await opened.host.write([results('测算结果', [written])]);
      expect(await opened.host.lastWriting()).toEqual(made);
      expect(await opened.host.undo()).toBe(true);
      expect(await opened.host.lastWriting()).toEqual([]);
      expect(await opened.host.undo()).toBe(false);
      if (can.sameWorkbook) expect((await opened.host.sheets()).map((sheet) => sheet.name)).not.toContain('测算结果');
      expect((await readAll(opened.host, '台账')).rows).toHaveLength(9);
    });

    test('selects a cell and a range', async () => {
      await opened.host.select('台账', 3, 1);
      if (opened.selected) expect(await opened.selected()).toMatch(/台账'?!B4$/);
      await opened.host.select('台账', 3, 1, 2, 2);
      if (opened.selected) expect(await opened.selected()).toMatch(/台账'?!B4:C5$/);
    });

    test('tells of a change until told to stop', async () => {
      const heard: string[] = [];
      const stop = await opened.host.onChange((sheet) => heard.push(sheet));
      await opened.type?.('台账', 3, 2, 1);
      if (opened.type) expect(heard).toEqual(['台账']);
      stop();
      await opened.type?.('台账', 3, 2, 2);
      expect(heard).toHaveLength(opened.type ? 1 : 0);
    });
  });
}
