/**
 * @jest-environment jsdom
 * @jest-environment-options {"url": "https://addin.test/taskpane/index.html"}
 *
 * The Excel host on Microsoft's own office.js, with a stand-in for Excel on the other side of its messages.
 */
import { excelHost } from '../../src/hosts/excel';
import { HostProblem, type Cell } from '../../src/hosts/host';
import type { MemorySheet } from '../../src/hosts/memory';
import { StandInHost } from '../standin/host';
import { openOffice } from '../standin/jsdom';
import { areaAt, quoteSheet, writeAddress } from '../standin/address';
import { applyFilter } from '../standin/filter';
import type { StandInSheet } from '../standin/sheet';
import { snapshotOf } from '../standin/snapshot';
import { StandInWorkbook } from '../standin/workbook';
import { hostContract, problemOf, readAll } from '../unit/hosts/contract';

const excel = new StandInHost(new StandInWorkbook());

/** A workbook with the sheets of a test. */
function workbookOf(sheets: readonly MemorySheet[]): StandInWorkbook {
  const workbook = new StandInWorkbook(sheets[0]?.name ?? 'Sheet1');
  for (const [index, given] of sheets.entries()) {
    const sheet = index === 0 ? workbook.active : workbook.addSheet(given.name);
    given.cells.forEach((row, r) => {
      row.forEach((cell, c) => {
        putCell(sheet, r, c, cell);
      });
    });
    for (const [top, left, bottom, right] of given.merges ?? [])
      sheet.merges.push({ row: top, column: left, rows: bottom - top + 1, columns: right - left + 1 });
    for (const row of given.hiddenRows ?? []) sheet.hiddenRows.add(row);
    for (const table of given.tables ?? [])
      workbook.addTable(table.name, sheet, { row: table.top, column: table.left, rows: table.rows, columns: table.columns });
    if (given.hidden === true) sheet.visibility = 'Hidden';
  }
  return workbook;
}

function putCell(sheet: StandInSheet, row: number, column: number, cell: Cell): void {
  if (cell === null) return;
  if (typeof cell === 'object') sheet.put(row, column, { value: cell.text, error: true });
  else sheet.put(row, column, { value: cell });
}

/** Waits until office.js and the stand-in have nothing more to say to each other. */
async function quiet(): Promise<void> {
  let before = -1;
  while (before !== excel.api.count.requests) {
    before = excel.api.count.requests;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

beforeAll(async () => {
  await openOffice(excel);
});

afterEach(() => {
  // Whatever the stand-in does not cover is a hole in these tests.
  expect(excel.faults.splice(0)).toEqual([]);
});

hostContract('Excel (office.js)', async (sheets) => {
  const workbook = workbookOf(sheets);
  excel.open(workbook, {});
  return {
    host: excelHost(),
    again: async () => excelHost(),
    type: async (name, row, column, value) => {
      const sheet = workbook.sheet(name);
      if (!sheet) throw new Error(`no sheet ${name}`);
      workbook.write(sheet, { row, column, rows: 1, columns: 1 }, [[value]], 'Local');
      await quiet();
    },
    selected: async () => `${quoteSheet(workbook.selection.sheet.name)}!${writeAddress(workbook.selection.area)}`,
  };
});

const one = (name: string, rows: readonly (readonly Cell[])[]) => ({
  name,
  titles: ['题'],
  columns: [
    { header: '企业', kind: 'text' as const, width: 20 },
    { header: '金额', kind: 'money' as const },
  ],
  rows: [rows],
});

describe('Excel alone', () => {
  const open = (sheets: readonly MemorySheet[], options = {}): StandInWorkbook => {
    const workbook = workbookOf(sheets);
    excel.open(workbook, options);
    return workbook;
  };
  const ledger: MemorySheet = {
    name: '台账',
    cells: [
      ['企业', '产值'],
      ['甲', 1],
    ],
  };

  test('an error value is a fault, a text that looks like one is text', async () => {
    open([
      {
        name: '台账',
        cells: [
          [{ fault: 'error', text: '#N/A' }, '#1厂'],
          ['#N/A', { fault: 'error', text: '#DIV/0!' }],
        ],
      },
    ]);
    const { rows } = await readAll(excelHost(), '台账');
    expect(rows).toEqual([
      [{ fault: 'error', text: '#N/A' }, '#1厂'],
      ['#N/A', { fault: 'error', text: '#DIV/0!' }],
    ]);
  });

  test.each([
    ['2020h2 1.0.0', '2020h2 1.0.0'],
    ['', null],
  ])('the subject “%s” of the file is %p', async (written, expected) => {
    open([ledger]).subject = written;
    expect(await excelHost().subject?.()).toBe(expected);
  });

  test('an empty sheet has no rows', async () => {
    open([{ name: '空', cells: [] }]);
    expect(await readAll(excelHost(), '空')).toEqual({ rows: [], hidden: [], tops: [] });
    expect(await excelHost().merges('空')).toEqual([]);
    expect((await excelHost().sheets())[0]).toMatchObject({ rows: 0, columns: 0 });
  });

  test('after the first block a read holds several; each comes by itself, with its own hidden rows', async () => {
    open([{ name: '台账', cells: Array.from({ length: 2500 }, (_, row) => [row]), hiddenRows: [1000, 2001] }]);
    const before = excel.api.count.reads;
    const blocks: (readonly [top: number, rows: number, hidden: readonly number[]])[] = [];
    for await (const { top, cells, hiddenRows } of excelHost().read('台账', 1000)) {
      if (top === 0) expect(excel.api.count.reads - before).toBe(1);
      blocks.push([top, cells.length, [...hiddenRows]]);
    }
    expect(blocks).toEqual([
      [0, 1000, []],
      [1000, 1000, [1000]],
      [2000, 500, [2001]],
    ]);
    expect(excel.api.count.reads - before).toBe(2);
  });

  test('an answer too large for the web is read in smaller blocks', async () => {
    const long = '企'.repeat(300);
    open([{ name: '台账', cells: Array.from({ length: 100 }, () => [long, long]) }], { limit: 50_000 });
    const { rows, tops } = await readAll(excelHost(), '台账');
    expect(rows).toEqual(Array.from({ length: 100 }, () => [long, long]));
    expect(tops.length).toBeGreaterThan(3);
  });

  test('a single row that is too large is refused with its place', async () => {
    open([{ name: '台账', cells: [['企'.repeat(30_000)]] }], { limit: 50_000 });
    const problem = await problemOf(readAll(excelHost(), '台账'));
    expect([problem.code, problem.data]).toEqual(['row-too-large', { sheet: '台账', row: 1 }]);
  });

  test('writes 20,000 rows of long text in requests of 2 MB at most', async () => {
    const workbook = open([ledger], { limit: 2_000_000 });
    const rows = Array.from({ length: 20_000 }, (_, index): Cell[] => [`广西第${index}号机械制造有限责任公司`.repeat(4), '12.5']);
    await excelHost().write([one('测算结果', rows)]);
    expect(workbook.sheet('测算结果')?.used(true)).toMatchObject({ rows: 20_002, columns: 2 });
  });

  test('text of every dangerous kind stays text, in text columns and beside numbers', async () => {
    const workbook = open([ledger]);
    const texts = ['=1+1', '+1', '-1', '@SUM(A1)', '0012', '1e5', 'TRUE', "'quoted", '50%'];
    await excelHost().write([
      one(
        '测算结果',
        texts.map((text) => [text, text === '-1' ? null : text === '0012' ? 'n/a' : text === '=1+1' ? text : '1']),
      ),
    ]);
    const sheet = workbook.sheet('测算结果');
    expect(sheet?.values({ row: 2, column: 0, rows: texts.length, columns: 1 }).flat()).toEqual(texts);
    expect(sheet?.cell(2, 1)).toMatchObject({ value: '=1+1' });
    expect(sheet?.cell(2, 1)?.formula).toBeUndefined();
    expect(sheet?.cell(6, 1)).toMatchObject({ value: 'n/a' });
    expect(sheet?.cell(2, 0)?.format).toBe('@');
    expect(sheet?.frozen.rows).toBe(2);
  });

  const wide = {
    name: '测算结果',
    titles: ['惠企测算结果', '单位：万元'],
    columns: [
      { header: '台账行号', kind: 'number', width: 8, identifies: true },
      { header: '企业名称', kind: 'text', width: 30, identifies: true },
      { header: '（二十一）新品发布、订货会及参展费用支持（万元）', kind: 'money', width: 14 },
      { header: '待补事项', kind: 'text', width: 48, wraps: true },
      { header: '不符合的条件', kind: 'text', width: 150, wraps: true },
    ],
    rows: [[[4, '甲', '1', '（三）缺“产值”', null]]],
  } as const;

  test('a result sheet reads and prints like the written file: high header, names in view and on every page, sentences in lines', async () => {
    const workbook = open([ledger]);
    await excelHost().write([wide]);
    const sheet = workbook.sheetNamed('测算结果');
    expect(sheet.frozen).toEqual({ rows: 3, columns: 2 });
    expect(sheet.looks.get('A3:E3')).toMatchObject({ RowHeight: 67, WrapText: true, VerticalAlignment: 'Center' });
    expect([sheet.looks.get('D4'), sheet.looks.get('E4')]).toEqual([{ WrapText: true }, { WrapText: true }]);
    expect(sheet.looks.get('A4:E4')).toEqual({ VerticalAlignment: 'Center' });
    const whole = { row: 0, column: 0, rows: 1_048_576, columns: 16_384 };
    expect(sheet.printed).toEqual({
      orientation: 'Landscape',
      paperSize: 'A4',
      zoom: { horizontalFitToPages: 2 },
      gridlines: true,
      titleRows: { ...whole, row: 2, rows: 1 },
      titleColumns: { ...whole, columns: 2 },
    });
  });

  test('bears the name of the workbook’s file once its sheets were looked at, also after it was saved under another', async () => {
    const workbook = open([ledger]);
    const host = excelHost();
    expect(host.name).toBe('Excel');
    await host.sheets();
    expect(host.name).toBe('台账.xlsx');
    workbook.fileName = '柳北区台账（终稿）.xlsx';
    await host.sheets();
    expect(host.name).toBe('柳北区台账（终稿）.xlsx');
    workbook.fileName = '';
    await host.sheets();
    expect(host.name).toBe('柳北区台账（终稿）.xlsx');
  });

  const results = [
    one('测算结果', [
      ['甲', '1'],
      ['乙', '2'],
    ]),
    one('问题', [['甲', null]]),
  ];

  test('undo is remembered in the workbook: it works after a reload, leaves all else, and shows the sheet one came from', async () => {
    const workbook = open([ledger]);
    workbook.select(workbook.active, areaAt('B2'));
    const before = snapshotOf(workbook);
    const written = await excelHost().write(results);
    expect(workbook.active.name).toBe('测算结果');
    excel.open(workbook, {});
    expect(await excelHost().lastWriting()).toEqual(written);
    expect(await excelHost().undo()).toBe(true);
    expect(snapshotOf(workbook)).toEqual(before);
    expect(await excelHost().undo()).toBe(false);
  });

  test("undo leaves the officer's own sheets, also one of ours under a new name", async () => {
    const workbook = open([ledger]);
    await excelHost().write(results);
    workbook.addSheet('我的');
    workbook.renameSheet(workbook.sheetNamed('问题'), '我的问题');
    expect(await excelHost().lastWriting()).toMatchObject([{ sheet: '测算结果' }]);
    expect(await excelHost().undo()).toBe(true);
    expect(workbook.sheets.map((sheet) => sheet.name)).toEqual(['台账', '我的问题', '我的']);
  });

  test.each([
    ['a remark beside the results', 'C3'],
    ['a line below them', 'A5'],
  ])('%s is not deleted with them: undo is refused until the sheet has a name of its own', async (_what, cell) => {
    const workbook = open([ledger]);
    await excelHost().write(results);
    workbook.type(workbook.sheetNamed('测算结果'), cell, [['已核实']]);
    const before = snapshotOf(workbook);
    const problem = await problemOf(excelHost().undo());
    expect([problem.code, problem.data]).toEqual(['edited-since', { sheet: '测算结果' }]);
    expect(snapshotOf(workbook)).toEqual(before);
    workbook.renameSheet(workbook.sheetNamed('测算结果'), '测算结果（已核）');
    expect(await excelHost().undo()).toBe(true);
    expect(workbook.sheets.map(({ name }) => name)).toEqual(['台账', '测算结果（已核）']);
  });

  test('undo after the officer deleted the sheets himself has nothing to take back', async () => {
    const workbook = open([ledger]);
    await excelHost().write([one('测算结果', [['甲', '1']])]);
    workbook.removeSheet(workbook.sheetNamed('测算结果'));
    expect(await excelHost().lastWriting()).toEqual([]);
    expect(await excelHost().undo()).toBe(false);
  });

  test('undo in a workbook protected since is refused, and can be done later', async () => {
    const workbook = open([ledger]);
    await excelHost().write(results);
    workbook.protected = true;
    expect((await problemOf(excelHost().undo())).code).toBe('protected');
    expect(workbook.sheets).toHaveLength(3);
    workbook.protected = false;
    expect(await excelHost().undo()).toBe(true);
  });

  test('a pane that is closed halfway leaves what the next one can take back', async () => {
    const workbook = open([ledger]);
    const before = snapshotOf(workbook);
    async function* endless(): AsyncGenerator<Cell[][]> {
      yield [['甲', '1']];
      await new Promise(() => undefined);
    }
    void excelHost().write([one('测算结果', [['甲', '1']]), { ...one('问题', []), rows: endless() }]);
    for (let turn = 0; turn < 400 && workbook.sheet('问题')?.cell(2, 0) === undefined; turn += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await excelHost().lastWriting()).map(({ sheet }) => sheet)).toEqual(['测算结果', '问题']);
    expect(await excelHost().undo()).toBe(true);
    expect(snapshotOf(workbook)).toEqual(before);
  });

  test.each<[string, (workbook: StandInWorkbook) => void, string]>([
    ['a protected workbook', (workbook) => void (workbook.protected = true), 'protected'],
    ['a cell being typed in', (workbook) => void (workbook.editing = true), 'cell-edited'],
    ['a name that is taken', (workbook) => void workbook.addSheet('问题'), 'sheet-taken'],
    ['a name taken in other letters', (workbook) => void workbook.addSheet('result A'), 'sheet-taken'],
  ])('%s: nothing is written, and the code says why', async (_what, make, code) => {
    const workbook = open([ledger]);
    make(workbook);
    const before = snapshotOf(workbook);
    expect((await problemOf(excelHost().write([...results, one('RESULT A', [])]))).code).toBe(code);
    expect(snapshotOf(workbook)).toEqual(before);
  });

  test('protected, filtered and merged ledgers are read, and new sheets written beside them', async () => {
    const rows = [
      ['甲', '机械', 1],
      ['乙', '医药', 2],
      ['丙', '机械', 3],
    ];
    const workbook = open([{ name: '台账', cells: [['标题'], ['企业', '行业', '产值'], ...rows], merges: [[0, 0, 0, 2]] }]);
    const table = workbook.addTable('企业', workbook.active, areaAt('A2:C5'));
    table.filter.kept.set(1, new Set(['机械']));
    applyFilter(table.filter, workbook.active);
    workbook.active.protection = {};
    const before = workbook.active.values(areaAt('A1:C5'));
    const read = await readAll(excelHost(), '台账');
    expect(read.rows.slice(2)).toEqual(rows);
    expect(read.hidden).toEqual([3]);
    expect(await excelHost().merges('台账')).toEqual([[0, 0, 0, 2]]);
    await excelHost().write(results);
    expect(workbook.sheetNamed('台账').values(areaAt('A1:C5'))).toEqual(before);
    expect([...table.filter.hidden]).toEqual([3]);
  });

  test('whatever step Excel refuses because of a colleague, the workbook is as it was, with the writing before still to be undone', async () => {
    const steps = [
      'WorksheetCollection.Add()',
      'SettingCollection.Add()',
      'Range.Values =',
      'Range.NumberFormat =',
      'RangeFormat.WrapText =',
    ];
    for (const step of [...steps, 'WorksheetFreezePanes.FreezeRows()', 'Worksheet.Activate()'])
      for (let turn = 1; turn <= 2; turn += 1) {
        const workbook = open([ledger]);
        await excelHost().write([one('上次', [['甲', '1']])]);
        const before = snapshotOf(workbook);
        let left = turn;
        excel.api.refuse = (action) => {
          if (action === step) left -= 1;
          return action === step && left === 0 ? 'Conflict' : null;
        };
        const outcome = await excelHost()
          .write(results)
          .then(
            () => 'written',
            (error: unknown) => (error instanceof HostProblem ? error.code : String(error)),
          );
        excel.api.refuse = () => null;
        const refused = left <= 0;
        expect([step, turn, outcome]).toEqual([step, turn, refused ? 'edited-by-others' : 'written']);
        if (refused) expect(snapshotOf(workbook)).toEqual(before);
      }
  });

  test('sheets that cannot be taken away again are named, and undo takes them later', async () => {
    const workbook = open([ledger]);
    let broken = false;
    excel.api.refuse = (action) => {
      if (action === 'Range.Values =' && workbook.sheet('问题')) broken = true;
      return broken ? 'ServiceNotAvailable' : null;
    };
    const problem = await problemOf(excelHost().write(results));
    excel.api.refuse = () => null;
    expect([problem.code, problem.data]).toEqual(['left-behind', { sheet: '测算结果、问题', reason: 'ServiceNotAvailable' }]);
    expect(await excelHost().undo()).toBe(true);
    expect(workbook.sheets.map(({ name }) => name)).toEqual(['台账']);
  });

  test('a name that somebody takes in the last moment stays theirs', async () => {
    const workbook = open([ledger]);
    excel.api.refuse = (action) => {
      if (action === 'WorksheetCollection.Add()' && !workbook.sheet('问题') && workbook.sheet('测算结果')) {
        const theirs = workbook.addSheet('问题');
        workbook.type(theirs, 'A1', [['同事的']], 'Remote');
      }
      return null;
    };
    expect((await problemOf(excelHost().write(results))).code).toBe('sheet-taken');
    excel.api.refuse = () => null;
    expect(workbook.sheets.map(({ name }) => name)).toEqual(['台账', '问题']);
    expect(workbook.sheetNamed('问题').cell(0, 0)?.value).toBe('同事的');
  });

  test('cancelled at any of its blocks, the workbook is as it was', async () => {
    const rows = Array.from({ length: 3000 }, (_, index): Cell[] => ['企业'.repeat(200), String(index)]);
    for (let stop = 1; stop <= 3; stop += 1) {
      const workbook = open([ledger]);
      const before = snapshotOf(workbook);
      const cancelled = new Error('cancelled');
      let told = 0;
      const progress = (): void => {
        told += 1;
        if (told === stop) throw cancelled;
      };
      await expect(excelHost().write([one('测算结果', rows), one('问题', rows)], progress)).rejects.toBe(cancelled);
      expect(snapshotOf(workbook)).toEqual(before);
    }
  });

  test.each([
    ['Chinese', '企业'.repeat(100)],
    ['quotes and backslashes', '"\\'.repeat(100)],
    ['control characters', '\u0001\t'.repeat(100)],
  ])('no request is larger than 2 MB: %s', async (_what, text) => {
    open([ledger]);
    excel.api.count.largestIn = 0;
    await excelHost().write([
      one(
        '测算结果',
        Array.from({ length: 8000 }, (): Cell[] => [text, '12.5']),
      ),
    ]);
    expect(excel.api.count.largestIn).toBeGreaterThan(500_000);
    expect(excel.api.count.largestIn).toBeLessThan(2_000_000);
  });

  test('a block that Excel refuses takes the whole writing back', async () => {
    const workbook = open([ledger]);
    const problem = await problemOf(excelHost().write([one('测算结果', [['甲', '1']]), one('问题', [['企'.repeat(40_000), '1']])]));
    expect([problem.code, problem.data['reason']]).toEqual(['refused-by-excel', 'InvalidArgument']);
    expect(workbook.sheets.map((sheet) => sheet.name)).toEqual(['台账']);
  });

  test('a change on any sheet is told, also on one added later', async () => {
    const workbook = open([ledger]);
    const heard: string[] = [];
    const stop = await excelHost().onChange((sheet) => heard.push(sheet));
    const later = workbook.addSheet('后来');
    workbook.write(later, { row: 0, column: 0, rows: 1, columns: 1 }, [[1]]);
    await quiet();
    expect(heard).toEqual(['后来']);
    stop();
    await quiet();
  });

  test('what colleagues change while the officer types is told once Excel answers again, once a sheet', async () => {
    const workbook = open([ledger, { name: '参数', cells: [['项', '值']] }]);
    const heard: string[] = [];
    const stop = await excelHost().onChange((sheet) => heard.push(sheet));
    workbook.editing = true;
    for (const sheet of ['台账', '参数', '台账']) workbook.type(workbook.sheetNamed(sheet), 'B2', [[2]], 'Remote');
    await quiet();
    expect(heard).toEqual([]);
    workbook.editing = false;
    while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    await quiet();
    expect([...heard].sort()).toEqual(['参数', '台账']);
    workbook.type(workbook.sheetNamed('台账'), 'B2', [[3]], 'Remote');
    await quiet();
    expect(heard).toHaveLength(3);
    stop();
    await quiet();
  });
});
