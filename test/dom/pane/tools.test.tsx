import { configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Host } from '../../../src/hosts/host';
import { memoryHost, type MemorySheet } from '../../../src/hosts/memory';
import { App } from '../../../taskpane/App';
import { createAssessor } from '../../../taskpane/judging/assessor';
import type { PaneStorage } from '../../../taskpane/model/ports';
import { toolWords } from '../../../taskpane/words/tools';
import type { Language } from '../../../taskpane/words/pane';
import { fakeStorage } from './fake';
import { Unstyled } from './unstyled';

configure({ defaultHidden: true, asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);

const header = [
  '企业名称',
  '统一社会信用代码',
  '企业类型',
  '行业',
  '一季度产值（万元）',
  '上年一季度产值（万元）',
  '社保缴纳人数',
  '上年同期社保缴纳人数',
  '新增用工人数',
  '是否拟上规',
];
const rows = [
  ['柳州甲汽车', '914501003991114300', '工业企业', '汽车', 5350, 5000, 120, 100, 30, '否'],
  ['南宁乙机械', null, '工业企业', '机械', 2999, 3000, 100, 100, 0, '否'],
  ['北海丙物联网', null, '工业企业', '物联网', 2500, 2400, 110, 100, 10, '否'],
  ['桂林丁', null, '工业企业', null, 2500, 2600, 110, 100, null, '否'],
  ['梧州戊', null, '工业企业', '食品', 100, 90, 10, 9, 1, '是'],
];
const ledger: MemorySheet = { name: '企业台账', cells: [header, ...rows] };
const figures = (...lines: MemorySheet['cells']): MemorySheet => ({
  name: '指标监测',
  cells: [['指标代号', '单位', '实际值', '本期（分子）', '基期（分母）', '来源'], ...lines],
});

interface Shown {
  readonly host?: Host;
  readonly storage?: PaneStorage & { readonly kept: Map<string, string> };
  readonly language?: Language;
}

/** Opens a tool of the pane over a workbook in memory. */
async function openTool(
  name: 'indicators' | 'clauses' | 'entitled' | 'lists',
  { host = memoryHost([ledger]), storage = fakeStorage(new Map([['huiqi.welcome', '1']])), language = 'zh-CN' }: Shown = {},
) {
  const user = userEvent.setup();
  const assessor = createAssessor(() => new Date(2025, 3, 2));
  const { unmount } = render(<App host={host} storage={storage} assessor={assessor} language={language} />, { wrapper: Unstyled });
  await waitFor(() =>
    expect(screen.getByRole('button', { name: language === 'zh-CN' ? '测算' : 'Assess' })).toHaveProperty('disabled', false),
  );
  await user.click(screen.getByRole('tab', { name: language === 'zh-CN' ? '更多' : 'More' }));
  const say = toolWords[language];
  await user.click(await screen.findByRole('button', { name: new RegExp(`^${say[name].name}`) }));
  const page = await screen.findByRole('article', { name: say[name].name });
  return { user, host, storage, page: within(page), say, unmount };
}

const card = (name: RegExp) => within(screen.getByRole('listitem', { name }));

describe('更多', () => {
  it('lists every tool, opens one with the keyboard, and Escape leads back to it', async () => {
    const { user, say } = await openTool('clauses');
    await user.keyboard('{Escape}');
    const list = within(screen.getByRole('list', { name: '更多' }));
    expect(list.getAllByRole('button').length).toBeGreaterThanOrEqual(4);
    expect(document.activeElement?.textContent).toContain(say.clauses.name);
    await user.keyboard('{Enter}');
    await screen.findByRole('article', { name: say.clauses.name });
  });

  it('keeps a tool as it was while another tab is looked at', async () => {
    const { user } = await openTool('indicators');
    await user.type(await screen.findByRole('searchbox'), '汽车');
    await user.click(screen.getByRole('tab', { name: '台账' }));
    await user.click(screen.getByRole('tab', { name: '更多' }));
    expect(screen.getByRole('searchbox')).toHaveProperty('value', '汽车');
  });
});

describe('指标监测', () => {
  it.each([
    ['below', '5.99', '未达到', '差0.01个百分点'],
    ['at', '6', '达到', null],
    ['above', '6.2', '达到', '多0.2个百分点'],
  ])('an actual figure %s the line', async (_name, typed, status, gap) => {
    const { user } = await openTool('indicators');
    await user.click(await screen.findByRole('button', { name: '填写 全区规模以上工业 工业增加值同比增速' }));
    await user.type(card(/工业增加值同比增速/).getByLabelText('实际值'), typed);
    expect(card(/工业增加值同比增速/).getByText(status)).toBeTruthy();
    if (gap !== null) expect(card(/工业增加值同比增速/).getByText(gap)).toBeTruthy();
    expect(card(/工业增加值同比增速/).getByRole('progressbar')).toBeTruthy();
  });

  it.each([
    ['missing', ' ', null],
    ['absurd', '很多', /“很多”不是数/],
    ['doubtful', '0.06', /可能是0.06%/],
    ['of another unit', '6万元', /单位与指标不同/],
  ])('an actual figure that is %s stays without an answer', async (_name, typed, message) => {
    const { user } = await openTool('indicators');
    await user.click(await screen.findByRole('button', { name: '填写 全区规模以上工业 工业增加值同比增速' }));
    await user.type(card(/工业增加值同比增速/).getByLabelText('实际值'), typed);
    expect(card(/工业增加值同比增速/).getByText('尚无数据')).toBeTruthy();
    if (message !== null) expect(card(/工业增加值同比增速/).getByText(message)).toBeTruthy();
  });

  it('two figures count before a rate, exactly', async () => {
    const { user } = await openTool('indicators');
    await user.click(await screen.findByRole('button', { name: '填写 建材行业 产值同比增速' }));
    const fields = card(/建材行业/);
    await user.type(fields.getByLabelText('本期（分子）'), '1049999999');
    expect(fields.getByText('本期和基期要一起填')).toBeTruthy();
    await user.type(fields.getByLabelText('基期（分母）'), '1000000000');
    expect(fields.getByText('未达到')).toBeTruthy();
    await user.clear(fields.getByLabelText('本期（分子）'));
    await user.type(fields.getByLabelText('本期（分子）'), '1050000000');
    expect(fields.getByText('达到')).toBeTruthy();
  });

  it('figures are remembered with the workbook and can be cleared', async () => {
    const first = await openTool('indicators');
    await first.user.click(await screen.findByRole('button', { name: /^填写 自治区 服务/ }));
    await first.user.type(card(/自治区 服务重点工业企业数/).getByLabelText('实际值'), '499');
    await first.user.type(card(/自治区 服务重点工业企业数/).getByLabelText('数据来源'), '处室台账');
    expect(first.storage.kept.get('huiqi.figures.2025q1')).toContain('"actual":"499"');
    first.unmount();
    const second = await openTool('indicators', { storage: first.storage });
    await waitFor(() => expect(card(/自治区 服务重点工业企业数/).getByText('差1家')).toBeTruthy());
    await second.user.click(screen.getByRole('button', { name: /^填写 自治区 服务/ }));
    await second.user.click(screen.getByRole('button', { name: '清除' }));
    expect(card(/自治区 服务重点工业企业数/).getByText('尚无数据')).toBeTruthy();
  });

  it('reads the sheet, tells what cannot be used, and what was typed goes before it', async () => {
    const sheet = figures(
      ['q1-2025-t001', '%', '6.2%', null, null, '统计局'],
      ['q1-2025-t002', '%', '3', null, null, null],
      ['q1-2025-t022', '家', 'x', null, null, null],
      ['q2-2024-t001', '%', '7%', null, null, null],
    );
    const { user } = await openTool('indicators', { host: memoryHost([ledger, sheet]) });
    expect(await screen.findByText('已读取工作表“指标监测”的 2 个数。')).toBeTruthy();
    expect(screen.getByText(/另有 1 行是其他文件的指标/)).toBeTruthy();
    expect(screen.getByText('“x”不是数')).toBeTruthy();
    expect(card(/工业增加值同比增速/).getByText('达到')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: '填写 全区规模以上工业 工业增加值同比增速' }));
    await user.type(card(/工业增加值同比增速/).getByLabelText('实际值'), '5');
    expect(card(/工业增加值同比增速/).getByText('未达到')).toBeTruthy();
  });

  it('sums industries from the ledger, shows the unmapped, and takes an officer’s word', async () => {
    const { user, storage } = await openTool('indicators');
    expect(await screen.findByText('24 项指标')).toBeTruthy();
    expect(card(/汽车行业/).getByText('尚无数据')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: '按台账汇总' }));
    expect(await screen.findByText('台账 5 行：归入行业 3 行，没有归上 2 行')).toBeTruthy();
    expect(screen.getByText(/内置的行业对照（待确认）/)).toBeTruthy();
    expect(card(/汽车行业/).getByText('达到')).toBeTruthy();
    expect(card(/机械行业/).getByText('未达到')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: '查看谁归在哪个行业' }));
    expect(screen.getByText('物联网（1 行）')).toBeTruthy();
    expect(screen.getAllByText('没有填行业').length).toBeGreaterThan(0);
    await user.selectOptions(screen.getByLabelText('“物联网”归入'), '电子信息');
    expect(await screen.findByText('台账 5 行：归入行业 4 行，没有归上 1 行')).toBeTruthy();
    expect(storage.kept.get('huiqi.industries')).toBe('{"物联网":"电子信息"}');
    expect(card(/电子信息行业/).getByText('未达到')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: '取消“物联网”的归类' }));
    expect(await screen.findByText('台账 5 行：归入行业 3 行，没有归上 2 行')).toBeTruthy();
  });

  it('the workbook’s own industry map takes the place of the proposal', async () => {
    const map: MemorySheet = {
      name: '行业对照',
      cells: [
        ['行业', '行业代码', '台账行业'],
        ['机械', '', '物联网；汽车'],
      ],
    };
    const { user } = await openTool('indicators', { host: memoryHost([ledger, map]) });
    await user.click(await screen.findByRole('button', { name: '按台账汇总' }));
    expect(await screen.findByText('用的是工作簿的“行业对照”表。')).toBeTruthy();
    expect(screen.getByText('台账 5 行：归入行业 3 行，没有归上 2 行')).toBeTruthy();
  });

  it('writes new sheets after asking, beside one of the same name, and takes them back', async () => {
    const { user, host } = await openTool('indicators', {
      host: memoryHost([ledger, figures(['q1-2025-t001', '%', '6.2%', null, null, null])]),
    });
    await screen.findByText('已读取工作表“指标监测”的 1 个数。');
    await user.click(screen.getByRole('button', { name: '写入新工作表' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('指标监测（2）')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: '写入' }));
    await waitFor(async () => expect((await host.sheets()).map(({ name }) => name)).toEqual(['企业台账', '指标监测', '指标监测（2）']));
    await user.click(await screen.findByRole('button', { name: '撤销本次写入' }));
    await waitFor(async () => expect((await host.sheets()).map(({ name }) => name)).toEqual(['企业台账', '指标监测']));
  });

  it.each([
    ['2020h2', 33],
    ['2020plan', 27],
    ['2022q4', 14],
    ['2024q2', 37],
    ['2025q1', 24],
  ])('%s shows its %i indicators', async (policy, count) => {
    const { user } = await openTool('indicators');
    await user.selectOptions(await screen.findByLabelText('文件'), policy);
    expect(await screen.findByText(`${count} 项指标`)).toBeTruthy();
    expect(screen.getAllByRole('button', { name: /^填写 / })).toHaveLength(count);
  });

  it('shows one group at a time', async () => {
    const { user } = await openTool('indicators', { host: memoryHost([ledger, figures(['q1-2025-t001', '%', '6.2%', null, null, null])]) });
    await user.click(await screen.findByRole('button', { name: '达到 1' }));
    expect(screen.getAllByRole('button', { name: /^填写 / })).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: '尚无数据 23' }));
    expect(screen.getAllByRole('button', { name: /^填写 / })).toHaveLength(23);
  });
});

describe('条款', () => {
  it('shows class, responsible authority, use of funds and commitment of a clause', async () => {
    const { user } = await openTool('clauses');
    expect(await screen.findByText('36 条')).toBeTruthy();
    await user.type(screen.getByRole('searchbox'), '安全生产 连续生产');
    await user.click(screen.getByRole('button', { name: /^（一） / }));
    const region = within(screen.getByRole('article', { name: '条款' }));
    expect(region.getByText('支持企业用于加强安全生产、发放节假日稳岗补助等')).toBeTruthy();
    expect(region.getByText('确保、支持、鼓励')).toBeTruthy();
    expect(region.getByText('文件没有写明')).toBeTruthy();
    expect(region.getAllByText(/^A.金额齐全的奖励$/).length).toBeGreaterThan(0);
  });

  it.each([
    ['2020h2', 22],
    ['2020plan', 33],
    ['2022q4', 15],
    ['2024q2', 41],
    ['2025q1', 36],
  ])('%s has all its %i clauses', async (policy, count) => {
    const { user } = await openTool('clauses');
    await user.selectOptions(await screen.findByLabelText('文件'), policy);
    expect(await screen.findByText(`${count} 条`)).toBeTruthy();
  });

  it('names who leads and who supports, and filters by class', async () => {
    const { user } = await openTool('clauses');
    await user.selectOptions(await screen.findByLabelText('文件'), '2022q4');
    await screen.findByText('15 条');
    await user.selectOptions(screen.getByLabelText('类别'), 'E');
    expect(screen.queryByText('15 条')).toBeNull();
    await user.type(screen.getByRole('searchbox'), '没有这句话');
    expect(screen.getByText('没有符合的。')).toBeTruthy();
  });

  it('stand beside the measures of an enterprise', async () => {
    const user = userEvent.setup();
    render(
      <App
        host={memoryHost([ledger])}
        storage={fakeStorage(new Map([['huiqi.welcome', '1']]))}
        assessor={createAssessor(() => new Date(2025, 3, 2))}
        language="zh-CN"
      />,
      { wrapper: Unstyled },
    );
    await waitFor(() => expect(screen.getByRole('button', { name: '测算' })).toHaveProperty('disabled', false));
    await user.click(screen.getByRole('button', { name: '测算' }));
    await user.click(await screen.findByRole('option', { name: /柳州甲汽车/ }));
    const [first] = await screen.findAllByRole('button', { name: '条款说明与责任单位' });
    await user.click(first!);
    expect(await screen.findByText('测算内容')).toBeTruthy();
  });
});

describe('台账 after a run', () => {
  it('counts total rows, hidden rows and blank rows', async () => {
    const user = userEvent.setup();
    const cells = [header, ...rows, [], ['合计', null, null, null, 13449]];
    render(
      <App
        host={memoryHost([{ name: '企业台账', cells, hiddenRows: [2] }])}
        storage={fakeStorage(new Map([['huiqi.welcome', '1']]))}
        assessor={createAssessor(() => new Date(2025, 3, 2))}
        language="zh-CN"
      />,
      { wrapper: Unstyled },
    );
    await waitFor(() => expect(screen.getByRole('button', { name: '测算' })).toHaveProperty('disabled', false));
    expect(screen.queryByText('合计行、隐藏行、空行')).toBeNull();
    await user.click(screen.getByRole('button', { name: '测算' }));
    await screen.findByRole('group', { name: '封顶后合计' });
    await user.click(screen.getByRole('tab', { name: '台账' }));
    const part = within(screen.getByRole('region', { name: '合计行、隐藏行、空行' }));
    expect(part.getByText('小计、合计行（未测算）').nextSibling?.textContent).toBe('1行：第8行');
    expect(part.getByText('隐藏或筛选掉的行').nextSibling?.textContent).toBe('1行，照常测算');
    expect(part.getByText('空行（未测算）').nextSibling?.textContent).toBe('1行');
  });
});

describe('免申即享', () => {
  it('tells who qualifies, who is one figure short and what is missing', async () => {
    const { user, host } = await openTool('entitled');
    await user.click(await screen.findByRole('button', { name: '按台账列出' }));
    const select = await screen.findByLabelText('按结论查看');
    expect(
      within(select)
        .getAllByRole('option')
        .map((option) => option.textContent)[0],
    ).toMatch(/^符合，免申报 [1-9]/);
    expect(screen.getByRole('option', { name: /柳州甲汽车/ })).toBeTruthy();
    await user.selectOptions(select, 'oneShort');
    expect(screen.getAllByText(/缺少“.*”，未填不等于 0/).length).toBeGreaterThan(0);
    await user.click(screen.getByRole('button', { name: '写入新工作表' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '写入' }));
    await waitFor(async () => expect((await host.sheets()).map(({ name }) => name)).toContain('免申即享'));
  });
});

describe('重点企业清单', () => {
  it('each enterprise stands on one list', async () => {
    const { user } = await openTool('lists');
    await user.click(await screen.findByRole('button', { name: '按台账列出' }));
    const select = await screen.findByRole('combobox', { name: '重点企业清单' });
    expect(
      within(select)
        .getAllByRole('option')
        .map((option) => option.textContent),
    ).toEqual(['扩大生产 2', '扭负为正 2', '新建投产 0', '拟上规 1', '持平 0', '待定 0']);
    await user.selectOptions(select, 'candidate');
    expect(screen.getByRole('option', { name: /梧州戊/ })).toBeTruthy();
  });
});

describe('English', () => {
  const han = /\p{Script=Han}/u;

  /** Chinese that is not marked as the document's own words. */
  const hanLeft = (): string[] =>
    [...screen.getByRole('article').querySelectorAll('*')].flatMap((element) => {
      if (element.closest('[lang="zh-CN"]') !== null) return [];
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? '');
      return own.filter((text) => han.test(text));
    });

  it.each(['indicators', 'clauses', 'entitled', 'lists'] as const)('%s leaves Chinese only where the document speaks', async (name) => {
    const { user } = await openTool(name, { language: 'en-US' });
    if (name === 'clauses') await screen.findByText('36 clauses');
    else {
      await user.click(await screen.findByRole('button', { name: /Sum the ledger|List from the ledger/ }));
      await screen.findByRole('button', { name: /^(Sum|List) again$/ });
    }
    expect(hanLeft()).toEqual([]);
  });

  it('has no Han characters in its words, and every word differs from the Chinese', () => {
    const flat = (value: unknown, path: string): [string, string][] => {
      if (typeof value === 'function')
        return [[path, String(Reflect.apply(value, undefined, path === '.join' ? [['1', '2']] : ['1', '2', '3']))]];
      if (typeof value === 'string') return [[path, value]];
      return Object.entries(value as Record<string, unknown>).flatMap(([key, part]) => flat(part, `${path}.${key}`));
    };
    const chinese = new Map(flat(toolWords['zh-CN'], ''));
    const english = flat(toolWords['en-US'], '');
    expect(english.filter(([, text]) => han.test(text))).toEqual([]);
    // Where a word is made of its figures and signs alone, there is nothing to translate.
    expect(english.filter(([path, text]) => /\p{L}/u.test(text) && chinese.get(path) === text)).toEqual([]);
  });
});
