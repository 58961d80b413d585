/**
 * @jest-environment jsdom
 * @jest-environment-options {"url": "https://addin.test/taskpane/index.html"}
 *
 * The oldest Excel the pane works in: ExcelApi 1.7, no custom functions, no shared runtime.
 */
import { excelHost } from '../../src/hosts/excel';
import { StandInHost } from '../standin/host';
import { openOffice } from '../standin/jsdom';
import { StandInWorkbook } from '../standin/workbook';
import { readAll } from '../unit/hosts/contract';

const excel = new StandInHost(new StandInWorkbook('台账'), { flavour: 'desktop', requirements: { ExcelApi: 1.7 } });

beforeAll(() => openOffice(excel));
afterEach(() => {
  expect(excel.faults.splice(0)).toEqual([]);
});

const ledger = (): StandInWorkbook => {
  const workbook = new StandInWorkbook('台账');
  workbook.type(workbook.active, 'A1', [
    ['企业', '产值'],
    ['甲', 1],
    ['乙', 2],
  ]);
  workbook.active.merges.push({ row: 4, column: 0, rows: 1, columns: 2 });
  workbook.active.hiddenRows.add(1);
  excel.open(workbook);
  return workbook;
};

test('says what it lacks, and refuses it by name', async () => {
  ledger();
  expect(Office.context.requirements.isSetSupported('ExcelApi', '1.7')).toBe(true);
  expect(Office.context.requirements.isSetSupported('ExcelApi', '1.8')).toBe(false);
  expect(Office.context.requirements.isSetSupported('CustomFunctionsRuntime', '1.1')).toBe(false);
  await expect(
    Excel.run(async (context) => {
      context.workbook.worksheets.getItem('台账').getRange('A1:B2').getMergedAreasOrNullObject();
      await context.sync();
    }),
  ).rejects.toMatchObject({ code: 'ApiNotFound' });
});

test('the ledger is read; merged titles and single hidden rows are not told', async () => {
  ledger();
  expect(await excelHost().merges('台账')).toEqual([]);
  const { rows, hidden } = await readAll(excelHost(), '台账');
  expect(rows).toEqual([
    ['企业', '产值'],
    ['甲', 1],
    ['乙', 2],
  ]);
  expect(hidden).toEqual([]);
});

test('results are written and taken back; changes are heard on each sheet', async () => {
  const workbook = ledger();
  const heard: string[] = [];
  const stop = await excelHost().onChange((sheet) => heard.push(sheet));
  await excelHost().write([
    {
      name: '测算结果',
      titles: ['题'],
      columns: [{ header: '企业', kind: 'text', identifies: true, wraps: true }],
      rows: [[['甲'], ['=乙']]],
    },
  ]);
  expect(workbook.sheet('测算结果')?.cell(3, 0)).toMatchObject({ value: '=乙', format: '@' });
  // Pages are laid out from ExcelApi 1.9 on.
  const { frozen, printed } = workbook.sheetNamed('测算结果');
  expect([frozen, printed.orientation]).toEqual([{ rows: 2, columns: 1 }, 'Portrait']);
  workbook.type(workbook.sheetNamed('台账'), 'B2', [[3]]);
  for (let turn = 0; turn < 200 && heard.length === 0; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(heard).toEqual(['台账']);
  stop();
  expect(await excelHost().undo()).toBe(true);
  expect(workbook.sheets.map(({ name }) => name)).toEqual(['台账']);
});
