/**
 * @jest-environment jsdom
 * @jest-environment-options {"url": "https://addin.test/taskpane/index.html"}
 *
 * Writing as the officer sees it: the pane over Microsoft's own office.js and a stand-in Excel.
 */
import { act, cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { excelHost } from '../../src/hosts/excel';
import { App } from '../../taskpane/App';
import { assessor } from '../../taskpane/judging/assessor';
import { StandInHost } from '../standin/host';
import { openOffice } from '../standin/jsdom';
import { snapshotOf } from '../standin/snapshot';
import { StandInWorkbook } from '../standin/workbook';
import { fakeStorage } from './pane/fake';
import { Unstyled } from './pane/unstyled';

configure({ defaultHidden: true, asyncUtilTimeout: 10_000 });

const excel = new StandInHost(new StandInWorkbook());

beforeAll(() => openOffice(excel));
afterEach(() => {
  excel.api.refuse = () => null;
  cleanup();
  expect(excel.faults.splice(0)).toEqual([]);
});

const user = userEvent.setup();
const button = (name: string): Promise<HTMLElement> => screen.findByRole('button', { name });
const names = (): string[] => excel.workbook.sheets.map(({ name }) => name);
const whole = (): string => snapshotOf(excel.workbook);

function openPane(): void {
  render(
    <App
      host={excelHost()}
      storage={fakeStorage(
        new Map([
          ['huiqi.welcome', '1'],
          ['huiqi.policy', '2025q1'],
        ]),
      )}
      assessor={assessor}
      language="zh-CN"
    />,
    { wrapper: Unstyled },
  );
}

/** A small ledger, judged. */
async function judged(): Promise<StandInWorkbook> {
  const workbook = new StandInWorkbook('企业台账');
  workbook.type(workbook.active, 'A1', [
    [
      '企业名称',
      '统一社会信用代码',
      '企业类型',
      '一季度产值（万元）',
      '社保缴纳人数（人）',
      '上年同期社保缴纳人数（人）',
      '新增用工人数（人）',
    ],
    ['=甲机械', '91450100MA5K1ABC1X', '工业企业', 2000, 301, 300, 5],
    ['乙机械有限公司', '91450100MA5K1ABD15', '工业企业', 1999.99, 301, '', 5],
  ]);
  workbook.active.put(1, 0, { value: '=甲机械', format: '@' });
  excel.open(workbook, {});
  openPane();
  const run = await button('测算');
  await waitFor(() => expect([run.hasAttribute('disabled'), run.getAttribute('aria-disabled')]).toEqual([false, null]));
  await user.click(run);
  await screen.findByRole('group', { name: '封顶后合计' });
  return workbook;
}

async function confirm(): Promise<void> {
  await user.click(await button('写入结果'));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '写入' }));
}

test('the pane lists every sheet with its rows and columns, and that nothing is overwritten, before anything is written', async () => {
  await judged();
  const before = whole();
  await user.click(await button('写入结果'));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText(/不覆盖、不改动任何已有内容/)).toBeTruthy();
  const items = within(dialog)
    .getAllByRole('listitem')
    .map((item) => item.textContent ?? '');
  expect(items.map((item) => /^(\S+?) (\d+) 行，(\d+) 列/.exec(item)?.slice(1, 3))).toEqual([
    ['测算结果', '2'],
    ['问题', expect.stringMatching(/^\d+$/)],
    ['参数', expect.stringMatching(/^\d+$/)],
    ['留痕', expect.stringMatching(/^\d+$/)],
  ]);
  expect(whole()).toEqual(before);
});

test('written, the text of a name that begins with = is a text; closed and opened again, the pane undoes it in one step', async () => {
  const workbook = await judged();
  const before = whole();
  await confirm();
  await button('撤销本次写入');
  const results = workbook.sheetNamed('测算结果');
  expect(results.cell(results.frozen.rows, 1)).toMatchObject({ value: '=甲机械', format: '@' });
  cleanup();
  openPane();
  expect(await screen.findByText(/已写入：/)).toBeTruthy();
  await user.click(await button('撤销本次写入'));
  await waitFor(() => expect(whole()).toEqual(before));
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('已撤销'));
});

test.each<[string, (workbook: StandInWorkbook) => void, string]>([
  ['a protected workbook', (workbook) => void (workbook.protected = true), '受保护，不能写入'],
  ['a name taken since it was shown', (workbook) => void workbook.addSheet('测算结果'), '已有名为“测算结果”的工作表'],
  ['a cell being typed in', (workbook) => void (workbook.editing = true), 'Excel 正在编辑单元格'],
  [
    'a colleague who edits meanwhile',
    () => {
      excel.api.refuse = (action) => (action === 'Range.Values =' && names().includes('问题') ? 'Conflict' : null);
    },
    '有人正在同时编辑这个工作簿',
  ],
])('%s: the pane says so, and nothing is half written', async (_what, make, words) => {
  const workbook = await judged();
  await user.click(await button('写入结果'));
  const dialog = await screen.findByRole('dialog');
  make(workbook);
  const before = whole();
  await user.click(within(dialog).getByRole('button', { name: '写入' }));
  // In the message, and said aloud.
  expect(await screen.findAllByText(new RegExp(words))).toHaveLength(2);
  expect(whole()).toEqual(before);
  workbook.editing = false;
  expect(await button('写入结果')).toBeTruthy();
});

test('the pane says how far it has written; cancelled then, the workbook is as it was, and the pane says so', async () => {
  await judged();
  const before = whole();
  let added = 0;
  const said: string[] = [];
  const bar: number[] = [];
  excel.api.refuse = (action) => {
    if (action !== 'WorksheetCollection.Add()') return null;
    added += 1;
    said.push(screen.getByText(/^正在写入/).textContent ?? '');
    bar.push(Number(screen.getByRole('progressbar', { name: '写入进度' }).getAttribute('aria-valuenow')));
    if (added === 3) act(() => screen.getByRole('button', { name: '取消' }).click());
    return null;
  };
  await confirm();
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('已取消写入'));
  expect(added).toBe(3);
  expect(said[0]).toBe('正在写入，0 行');
  expect(bar[0]).toBe(0);
  expect(said[2]).toBe(`正在写入，${bar[2]} 行`);
  expect(bar[2]).toBeGreaterThanOrEqual(2);
  expect(whole()).toEqual(before);
  expect(await button('写入结果')).toBeTruthy();
});

test('what could not be taken away again is named, and can be undone', async () => {
  await judged();
  const before = whole();
  excel.api.refuse = (action) =>
    names().includes('问题') && action !== 'SettingCollection.GetItemOrNullObject()' ? 'ServiceNotAvailable' : null;
  await confirm();
  expect(await screen.findAllByText(/新建的工作表没能删除：测算结果、问题/)).toHaveLength(2);
  excel.api.refuse = () => null;
  cleanup();
  openPane();
  await user.click(await button('撤销本次写入'));
  await waitFor(() => expect(whole()).toEqual(before));
});

test('a colleague who edits the ledger while it is judged: the results say that they are out of date', async () => {
  const workbook = await judged();
  await user.click(await button('重新测算'));
  workbook.type(workbook.sheetNamed('企业台账'), 'D2', [[1]], 'Remote');
  expect(await screen.findByText(/台账或参数已改动/)).toBeTruthy();
});
