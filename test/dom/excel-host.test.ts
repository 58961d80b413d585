/**
 * @jest-environment jsdom
 * @jest-environment-options {"url": "https://addin.test/taskpane/index.html"}
 *
 * The Excel host on Microsoft's own office.js, with a stand-in for Excel on the other side of its messages.
 */
import { excelHost } from '../../src/hosts/excel';
import type { Cell } from '../../src/hosts/host';
import type { MemorySheet } from '../../src/hosts/memory';
import { StandInHost } from '../standin/host';
import { openOffice } from '../standin/jsdom';
import { StandInWorkbook, quoteSheet, writeAddress, type StandInSheet } from '../standin/workbook';
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
  expect(excel.api.faults.splice(0)).toEqual([]);
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

  test('an empty sheet has no rows', async () => {
    open([{ name: '空', cells: [] }]);
    expect(await readAll(excelHost(), '空')).toEqual({ rows: [], hidden: [], tops: [] });
    expect(await excelHost().merges('空')).toEqual([]);
    expect((await excelHost().sheets())[0]).toMatchObject({ rows: 0, columns: 0 });
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
    expect([problem.code, problem.data]).toEqual(['too-large', { sheet: '台账', row: 0 }]);
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
    expect(sheet?.frozenRows).toBe(2);
  });

  test('undo is remembered in the workbook: it works after a reload and leaves all else', async () => {
    const workbook = open([ledger]);
    await excelHost().write([one('测算结果', [['甲', '1']]), one('问题', [])]);
    workbook.addSheet('我的');
    excel.open(workbook, {});
    expect(await excelHost().undo()).toBe(true);
    expect(workbook.sheets.map((sheet) => sheet.name)).toEqual(['台账', '我的']);
    expect(await excelHost().undo()).toBe(false);
  });

  test('undo after the officer deleted the sheets himself has nothing to take back', async () => {
    const workbook = open([ledger]);
    await excelHost().write([one('测算结果', [['甲', '1']])]);
    const written = workbook.sheet('测算结果');
    if (!written) throw new Error('nothing was written');
    workbook.removeSheet(written);
    expect(await excelHost().undo()).toBe(false);
  });

  test.each<[string, (workbook: StandInWorkbook) => void, string]>([
    ['a protected workbook', (workbook) => void (workbook.protected = true), 'protected'],
    ['a cell being typed in', (workbook) => void (workbook.editing = true), 'cannot-write'],
  ])('%s: nothing is written, and the code says why', async (_what, make, code) => {
    const workbook = open([ledger]);
    make(workbook);
    expect((await problemOf(excelHost().write([one('测算结果', [['甲', '1']])]))).code).toBe(code);
    expect(workbook.sheets).toHaveLength(1);
  });

  test('a block that Excel refuses takes the whole writing back', async () => {
    const workbook = open([ledger]);
    const problem = await problemOf(excelHost().write([one('测算结果', [['甲', '1']]), one('问题', [['企'.repeat(40_000), '1']])]));
    expect(problem.code).toBe('cannot-write');
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
});
