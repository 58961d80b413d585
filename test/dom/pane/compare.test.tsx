import { configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Cell, Host } from '../../../src/hosts/host';
import { memoryHost, type MemorySheet } from '../../../src/hosts/memory';
import { App } from '../../../taskpane/App';
import { createAssessor } from '../../../taskpane/judging/assessor';
import { runComparison } from '../../../taskpane/judging/comparing';
import { toolWords } from '../../../taskpane/words/tools';
import type { Language } from '../../../taskpane/words/pane';
import { fakeStorage } from './fake';
import { Unstyled } from './unstyled';

configure({ defaultHidden: true, asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);

const header = [
  '企业名称',
  '统一社会信用代码',
  '所在市',
  '行业',
  '企业类型',
  '一季度产值（万元）',
  '上年一季度产值（万元）',
  '社保缴纳人数',
  '上年同期社保缴纳人数',
  '新增用工人数',
];
const firm = (name: string, output: number, people: number, hires: number | null): Cell[] => [
  name,
  null,
  '柳州市',
  '机械',
  '工业企业',
  output,
  5000,
  people,
  100,
  hires,
];
const rows = [
  firm('甲厂', 5400, 120, 30), // 恰好增8%；新增30人、净增20人
  firm('乙厂', 5500, 130, 20), // 恰好增10%；新增20人、净增30人
  firm('丙厂', 5399.99, 120, 25), // 增7.9998%；新增25人、净增20人
  firm('丁厂', 5399.99, 120, null), // 增7.9998%；新增人数未填
];
const ledger: MemorySheet = { name: '企业台账', cells: [header, ...rows] };

/** Opens 比较 over a workbook in memory. */
async function openCompare(host: Host = memoryHost([ledger]), language: Language = 'zh-CN') {
  const user = userEvent.setup();
  const assessor = createAssessor(() => new Date(2025, 3, 2));
  render(<App host={host} storage={fakeStorage(new Map([['huiqi.welcome', '1']]))} assessor={assessor} language={language} />, {
    wrapper: Unstyled,
  });
  await waitFor(() =>
    expect(screen.getByRole('button', { name: language === 'zh-CN' ? '测算' : 'Assess' })).toHaveProperty('disabled', false),
  );
  await user.click(screen.getByRole('tab', { name: language === 'zh-CN' ? '更多' : 'More' }));
  const say = toolWords[language];
  await user.click(await screen.findByRole('button', { name: new RegExp(`^${say.compare.name}`) }));
  const page = within(await screen.findByRole('article', { name: say.compare.name }));
  await page.findByLabelText(say.compareWhat);
  return { user, host, page, say };
}

const hiring = '新增用工人数的取法';

describe('比较', () => {
  it('two readings: who changes, by how much, exactly', async () => {
    const { user, page } = await openCompare();
    await user.selectOptions(page.getByLabelText('比较什么'), hiring);
    expect(page.getByLabelText('甲的读法')).toHaveProperty('value', 'lesser');
    expect(page.getByLabelText('乙的读法')).toHaveProperty('value', 'newHires');
    await user.click(page.getByRole('button', { name: '比较' }));
    expect(await page.findByRole('region', { name: '2 户有变化' })).toBeTruthy();
    const sums = within(page.getByRole('list', { name: '分条款的变化' }));
    expect(sums.getByText('甲 6 万元，乙 7.5 万元，差额 1.5 万元')).toBeTruthy();
    const list = within(page.getByRole('listbox', { name: /变化企业/ }));
    expect(list.getAllByRole('option').map((option) => within(option).getAllByText(/厂$/)[0]!.textContent)).toEqual(['甲厂', '丙厂']);
    expect(list.getByText(/（二十六）新增用工奖补 金额增加，2 万元 → 3 万元/)).toBeTruthy();
  });

  it('the shipped assumption is always said to be one, with what was changed and from where', async () => {
    const { user, page } = await openCompare();
    await user.selectOptions(page.getByLabelText('比较什么'), '假设：据报道的正式印发稿：（三）工业企业增速10%');
    expect(page.getByText(/假设的结果始终注明/)).toBeTruthy();
    await user.click(page.getByRole('button', { name: '比较' }));
    expect(await page.findByRole('region', { name: '1 户有变化' })).toBeTruthy();
    expect(page.getByText('假设：有基数产值增速线按10%（文件为8%）。来源：据新闻报道，正式印发稿为10%；未见正式文本')).toBeTruthy();
    expect(page.getByText('征求意见稿，结果仅供参考。')).toBeTruthy();
    expect(page.getByText('符合→不符合 1')).toBeTruthy();
    const list = within(page.getByRole('listbox', { name: /变化企业/ }));
    expect(list.getAllByRole('option')).toHaveLength(1);
    expect(list.getByText('甲厂')).toBeTruthy();
  });

  it('a click selects the enterprise’s row', async () => {
    const host = memoryHost([ledger]);
    const select = jest.spyOn(host, 'select');
    const { user, page } = await openCompare(host);
    await user.selectOptions(page.getByLabelText('比较什么'), hiring);
    await user.click(page.getByRole('button', { name: '比较' }));
    await user.click(await page.findByText('丙厂'));
    await waitFor(() => expect(select.mock.calls[0]?.slice(0, 2)).toEqual(['企业台账', 3]));
  });

  it('writes new sheets after asking, and takes them back', async () => {
    const { user, page, host } = await openCompare();
    await user.selectOptions(page.getByLabelText('比较什么'), '假设：据报道的正式印发稿：（三）工业企业增速10%');
    await user.click(page.getByRole('button', { name: '比较' }));
    await user.click(await page.findByRole('button', { name: '写入新工作表' }));
    const dialog = within(await screen.findByRole('dialog'));
    for (const name of ['比较汇总', '变化企业', '留痕']) expect(dialog.getByText(name)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: '写入' }));
    const names = async () => (await host.sheets()).map(({ name }) => name);
    await waitFor(async () => expect(await names()).toEqual(['企业台账', '比较汇总', '变化企业', '留痕']));
    await user.click(await screen.findByRole('button', { name: '撤销本次写入' }));
    await waitFor(async () => expect(await names()).toEqual(['企业台账']));
  });

  it('the same option on both sides is no comparison', async () => {
    const { user, page, say } = await openCompare();
    await user.selectOptions(page.getByLabelText('比较什么'), hiring);
    await user.selectOptions(page.getByLabelText('乙的读法'), 'lesser');
    expect(page.getByRole('button', { name: '比较' })).toHaveProperty('disabled', true);
    expect(page.getByText(say.compareSame)).toBeTruthy();
  });

  it('nobody changes: it is said', async () => {
    const { user, page, say } = await openCompare(memoryHost([{ name: '企业台账', cells: [header, rows[1]!] }]));
    await user.selectOptions(page.getByLabelText('比较什么'), '假设：据报道的正式印发稿：（三）工业企业增速10%');
    await user.click(page.getByRole('button', { name: '比较' }));
    expect(await page.findByText(say.compareNobody)).toBeTruthy();
  });

  it('in English', async () => {
    const { user, page } = await openCompare(memoryHost([ledger]), 'en-US');
    await user.selectOptions(page.getByLabelText('What to compare'), 'How new employees are counted');
    await user.click(page.getByRole('button', { name: 'Compare' }));
    expect(await page.findByRole('region', { name: '2 enterprises change' })).toBeTruthy();
    expect(page.getByText('A 60,000 yuan, B 75,000 yuan, difference 15,000 yuan')).toBeTruthy();
  });

  it('lets go of the page between its steps, and of the workbook when nobody waits any more', async () => {
    const many: MemorySheet = { name: '企业台账', cells: [header, ...Array.from({ length: 5000 }, () => rows[0]!)] };
    const pack = await createAssessor().load('2025q1');
    const settings = { sheet: '企业台账', choices: { headerRow: null, columns: [] }, values: {}, shapes: {}, sources: {}, readings: {} };
    const chosen = { kind: 'reading', choice: { reading: 'hire-count-basis', a: null, b: 'newHires' } } as const;
    const stages: string[] = [];
    for await (const step of runComparison(memoryHost([many]), pack, settings, chosen)) stages.push(step.stage);
    expect(stages.filter((stage) => stage === 'judging').length).toBeGreaterThanOrEqual(3);
    // A changed row weighs more than one that stays.
    expect(stages.filter((stage) => stage === 'totals').length).toBeGreaterThanOrEqual(30);
    expect(stages.at(-1)).toBe('done');
  });
});
