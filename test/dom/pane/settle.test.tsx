import { act, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Cell, Host } from '../../../src/hosts/host';
import { memoryHost, type MemorySheet } from '../../../src/hosts/memory';
import { App } from '../../../taskpane/App';
import { createAssessor } from '../../../taskpane/judging/assessor';
import { toolWords } from '../../../taskpane/words/tools';
import type { Language } from '../../../taskpane/words/pane';
import { fakeStorage } from './fake';
import { Unstyled } from './unstyled';

configure({ defaultHidden: true, asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);

/** Every figure that a total hangs on: nothing but the hiring subsidy is paid. */
const header = [
  ...['企业名称', '统一社会信用代码', '企业类型', '行业', '是否有基数', '一季度产值（万元）', '上年一季度产值（万元）'],
  ...['2024年产值（万元）', '是否“两高”项目企业', '是否属于“两高”目录', '社保缴纳人数', '上年同期社保缴纳人数', '新增用工人数'],
];
const codes = { 甲: '91450200MA5K000010', 乙: '91450200MA5K000029', 丁: '91450200MA5K000037', 戊: '91450200MA5K000045' };
const firm = (name: string, code: string | null, people: number, hires: number | null): Cell[] => [
  ...[name, code, '工业企业', '机械', '是', 2999, 3000],
  ...[100, '否', '是', people, 100, hires],
];
const rows = [
  firm('甲厂', codes.甲, 120, 20), // 新增20人：2万元
  firm('乙厂', codes.乙, 130, 30), // 新增30人：3万元
  firm('丙厂', null, 110, 10), // 新增10人：1万元，没有信用代码
  firm('丁厂', codes.丁, 140, null), // 新增人数未填：应付待定
  firm('戊厂', codes.戊, 90, 0), // 未增：0
];
const ledger: MemorySheet = { name: '企业台账', cells: [header, ...rows] };
const advances = (...lines: Cell[][]): MemorySheet => ({
  name: '预拨情况',
  cells: [['2025年一季度预拨情况'], ['企业名称', '统一社会信用代码', '预拨金额（元）'], ...lines],
});

/** Opens 先预拨后清算 over a workbook in memory. */
async function openSettle(sheets: readonly MemorySheet[] = [ledger], language: Language = 'zh-CN', policy = '2025q1') {
  const user = userEvent.setup();
  const selected: (readonly [string, number])[] = [];
  const inner = memoryHost(sheets);
  const host: Host = {
    ...inner,
    select: async (sheet, row, column, ...more) => {
      selected.push([sheet, row]);
      await inner.select(sheet, row, column, ...more);
    },
  };
  const kept = new Map([
    ['huiqi.welcome', '1'],
    ['huiqi.policy', policy],
  ]);
  const assessor = createAssessor(() => new Date(2025, 3, 2));
  render(<App host={host} storage={fakeStorage(kept)} assessor={assessor} language={language} />, { wrapper: Unstyled });
  await waitFor(() =>
    expect(screen.getByRole('button', { name: language === 'zh-CN' ? '测算' : 'Assess' })).toHaveProperty('disabled', false),
  );
  await user.click(screen.getByRole('tab', { name: language === 'zh-CN' ? '更多' : 'More' }));
  const say = toolWords[language];
  await user.click(await screen.findByRole('button', { name: new RegExp(`^${say.settle.name}`) }));
  const page = within(await screen.findByRole('article', { name: say.settle.name }));
  return { user, host, inner, page, say, selected };
}

async function settled(lines: readonly Cell[][]) {
  const opened = await openSettle([ledger, advances(...lines)]);
  const { user, page, say } = opened;
  await user.click(await page.findByRole('radio', { name: say.settleKind.settle }));
  await user.selectOptions(page.getByLabelText(say.advanceSheet), '预拨情况');
  await user.click(page.getByRole('button', { name: say.settleRun.settle }));
  return opened;
}

const options = (select: HTMLElement): (string | null)[] =>
  within(select)
    .getAllByRole('option')
    .map((option) => option.textContent);

async function rowsOf(host: Host, sheet: string): Promise<(readonly Cell[])[]> {
  const found: (readonly Cell[])[] = [];
  for await (const block of host.read(sheet)) found.push(...block.cells);
  return found;
}

describe('本次预拨', () => {
  test.each(['', '50', '0.5', '101%', '-5%', '50%%', '一半'])('“%s” is no share: nothing is worked out', async (text) => {
    const { user, page, say } = await openSettle();
    const field = await page.findByLabelText(say.advancePercent);
    expect(field).toHaveProperty('value', '');
    if (text !== '') await user.type(field, text);
    expect(page.getByRole('button', { name: say.settleRun.advance })).toHaveProperty('disabled', true);
    expect(page.queryAllByText(say.advancePercentWrong)).toHaveLength(text === '' ? 0 : 1);
  });

  test.each(['50%', '５０％', ' 50% '])('“%s”: half of what is sure, down to the 分; without a code nothing; open said', async (text) => {
    const { user, page, say, selected } = await openSettle();
    await user.type(await page.findByLabelText(say.advancePercent), text);
    await user.click(page.getByRole('button', { name: say.settleRun.advance }));
    expect(await page.findByText('按50%预拨 2 户，共 2.50 万元。只按已确定的金额或下限，舍到分。')).toBeTruthy();
    const select = page.getByLabelText(say.settleGroups);
    expect(options(select)).toEqual(['本次预拨 2', '没有信用代码，不预拨 1', '应付待定，不预拨 1']);
    const list = within(page.getByRole('listbox'));
    expect(list.getByText('1.50 万元')).toBeTruthy();
    await user.dblClick(list.getByText('乙厂'));
    await waitFor(() => expect(selected).toContainEqual(['企业台账', 2]));
    await user.selectOptions(select, 'noCode');
    expect(within(page.getByRole('listbox')).getByText(/丙厂/)).toBeTruthy();
  });

  it('is written as a new sheet, which can be settled against as it stands', async () => {
    const { user, inner, page, say } = await openSettle();
    await user.type(await page.findByLabelText(say.advancePercent), '33.3%');
    await user.click(page.getByRole('button', { name: say.settleRun.advance }));
    await user.click(await page.findByRole('button', { name: say.write }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '写入' }));
    await waitFor(async () => expect((await inner.sheets()).map(({ name }) => name)).toContain('清算'));
    const written = await rowsOf(inner, '清算');
    expect(written.slice(-3).map((row) => [row[0], row[1], row[4] ?? null, row[5] ?? ''])).toEqual([
      ['甲厂', codes.甲, 0.666, ''],
      ['乙厂', codes.乙, 0.999, ''],
      ['丙厂', null, null, '没有信用代码，请核对后处理'],
    ]);
    await user.click(page.getByRole('radio', { name: say.settleKind.settle }));
    await user.selectOptions(page.getByLabelText(say.advanceSheet), '清算');
    await user.click(page.getByRole('button', { name: say.settleRun.settle }));
    expect(await page.findByText('2 户，3.335 万元')).toBeTruthy();
  });
});

describe('清算', () => {
  it('chooses no sheet for the officer', async () => {
    const { user, page, say } = await openSettle([ledger, advances()]);
    await user.click(await page.findByRole('radio', { name: say.settleKind.settle }));
    expect(page.getByLabelText(say.advanceSheet)).toHaveProperty('value', '');
    expect(page.getByRole('button', { name: say.settleRun.settle })).toHaveProperty('disabled', true);
    expect(page.getByText(say.settleFirst.settle)).toBeTruthy();
  });

  it('says of everybody how the account stands, by the unit of the header; a click leads to the row', async () => {
    const { user, inner, page, say, selected } = await settled([
      ['甲厂', codes.甲, 5000],
      ['乙厂', codes.乙, '40000.01'],
      ['丁厂', codes.丁, 10000],
      ['无此户', '91450900MA5K00009X', 20000],
    ]);
    const select = await page.findByLabelText(say.settleGroups);
    expect(options(select)).toEqual([
      '应补付 1',
      '应退回 1',
      '应付待定，至少应退回 0',
      '台账没有这户，请核对 1',
      '没有信用代码，请核对后处理 1',
      '应付待定，暂不清算 1',
      '已结清 1',
    ]);
    expect(page.getByText('1 户，1.50 万元')).toBeTruthy();
    expect(page.getByText('1 户，1.000001 万元')).toBeTruthy();
    await user.dblClick(within(page.getByRole('listbox')).getByText('甲厂'));
    await waitFor(() => expect(selected).toContainEqual(['企业台账', 1]));
    await user.selectOptions(select, 'notInLedger');
    await user.dblClick(within(page.getByRole('listbox')).getByText('无此户'));
    await waitFor(() => expect(selected).toContainEqual(['预拨情况', 5]));
    await user.click(page.getByRole('button', { name: say.write }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '写入' }));
    await waitFor(async () => expect((await inner.sheets()).map(({ name }) => name)).toContain('清算'));
    expect((await rowsOf(inner, '清算')).slice(-6).map((row) => [row[0], row.at(-1)])).toEqual([
      ['甲厂', '应补付'],
      ['乙厂', '应退回'],
      ['丙厂', '没有信用代码，请核对后处理'],
      ['丁厂', '应付待定，暂不清算'],
      ['戊厂', '已结清'],
      ['无此户', '台账没有这户，请核对'],
    ]);
  });

  test.each<[string, Cell[][], RegExp]>([
    ['an amount that is none', [['甲厂', codes.甲, '一万']], /“预拨情况”第 3 行：“一万”不是数/],
    ['nothing beside a code', [['甲厂', codes.甲, null]], /“预拨情况”第 3 行：没有预拨金额；没有预拨的请填0/],
    ['nothing beside an amount', [['甲厂', null, 3]], /“预拨情况”第 3 行：没有信用代码/],
  ])('%s refuses the sheet and shows the cell', async (_name, lines, sentence) => {
    const { user, page, selected } = await settled(lines);
    expect(await page.findByText(sentence)).toBeTruthy();
    expect(page.queryByRole('listbox')).toBeNull();
    await user.click(page.getByRole('button', { name: '在表中选中' }));
    await waitFor(() => expect(selected).toContainEqual(['预拨情况', 2]));
  });

  it('a sheet without advances is said to be none', async () => {
    const { user, page, say } = await openSettle([ledger]);
    await user.click(await page.findByRole('radio', { name: say.settleKind.settle }));
    await user.selectOptions(page.getByLabelText(say.advanceSheet), '企业台账');
    await user.click(page.getByRole('button', { name: say.settleRun.settle }));
    expect(await page.findByText(say.advanceHeader('企业台账'))).toBeTruthy();
  });

  it('a changed sheet of advances makes it stale', async () => {
    const { inner, page, say } = await settled([['甲厂', codes.甲, 5000]]);
    await page.findByLabelText(say.settleGroups);
    act(() => inner.type('预拨情况', 2, 2, 6000));
    expect(await page.findByText(say.ledgerStale)).toBeTruthy();
  });
});

it('a document without a total by enterprise is not settled', async () => {
  const { page, say } = await openSettle([ledger], 'zh-CN', '2022q4');
  expect(await page.findByText(say.settleNone)).toBeTruthy();
});

it('in English Chinese stands only where the document or the ledger speaks', async () => {
  const { user, page, say } = await openSettle([ledger], 'en-US');
  await user.type(await page.findByLabelText(say.advancePercent), '50%');
  await user.click(page.getByRole('button', { name: say.settleRun.advance }));
  await page.findByText('50% to 2 enterprises, CNY 25,000.00 in all. Of settled amounts or lower bounds only, down to the fen.');
  const left = [...screen.getByRole('article').querySelectorAll('*')].flatMap((element) =>
    element.closest('[lang="zh-CN"]') !== null
      ? []
      : [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).flatMap((node) => node.textContent ?? ''),
  );
  expect(left.filter((text) => /\p{Script=Han}/u.test(text))).toEqual([]);
});
