import { act, cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '../../../taskpane/App';
import type { Assessor, PaneStorage } from '../../../taskpane/model/ports';
import type { Language } from '../../../taskpane/words/pane';
import { fakeAssessor, fakeHost, fakeStorage, type FakeHost } from './fake';
import { Unstyled } from './unstyled';

// Hidden elements are told apart by hand where it matters: asking the style of every element takes most of the time.
configure({ defaultHidden: true, asyncUtilTimeout: 10_000 });
jest.setTimeout(30_000);

interface Shown {
  readonly host?: FakeHost;
  readonly storage?: PaneStorage;
  readonly assessor?: Assessor;
  readonly language?: Language;
}

async function showPane({
  host = fakeHost(),
  storage = fakeStorage(new Map([['huiqi.welcome', '1']])),
  assessor = fakeAssessor(),
  language = 'zh-CN',
}: Shown = {}) {
  const user = userEvent.setup();
  render(<App host={host} storage={storage} assessor={assessor} language={language} />, { wrapper: Unstyled });
  await screen.findByRole('tab', { name: language === 'zh-CN' ? '台账' : 'Ledger' });
  return { user, host, storage };
}

const answerQuestion = async (user: ReturnType<typeof userEvent.setup>) =>
  user.selectOptions(await screen.findByLabelText('D 列“产值”是哪一项？'), '上年一季度产值');

async function judged(shown: Shown = {}) {
  const pane = await showPane(shown);
  await answerQuestion(pane.user);
  await pane.user.click(await screen.findByRole('button', { name: '测算' }));
  await screen.findByText('封顶后合计');
  return pane;
}

describe('台账', () => {
  it('shows the policy and says plainly that it is a draft', async () => {
    await showPane();
    expect(await screen.findByLabelText('政策文件')).toHaveProperty('value', 'q1');
    expect(screen.getByText('征求意见稿')).toBeTruthy();
    expect(screen.getByText(/不得作为拨付依据/)).toBeTruthy();
  });

  it.each([
    ['the newest policy', null, null, 'q1'],
    ['the policy of last time', 'old', null, 'old'],
    ['the newest where that of last time is gone', 'lost', null, 'q1'],
    ['the policy the workbook’s file is of', null, 'old 1.0.0', 'old'],
    ['the policy the officer chose, whatever the file is of', 'q1', 'old 1.0.0', 'q1'],
    ['the newest where the file is of something else', null, '2024年计划', 'q1'],
  ])('starts with %s', async (_name, remembered, subject, expected) => {
    const assessor = fakeAssessor();
    const [newest] = assessor.policies;
    const policies = [{ ...newest!, id: 'old' }, newest!];
    const load: Assessor['load'] = async (id) => ({ ...(await assessor.load(id)), id });
    const kept = new Map([['huiqi.welcome', '1']]);
    if (remembered !== null) kept.set('huiqi.policy', remembered);
    const host = { ...fakeHost(), subject: async () => subject };
    await showPane({ assessor: { ...assessor, policies, load }, storage: fakeStorage(kept), host });
    expect(await screen.findByLabelText('政策文件')).toHaveProperty('value', expected);
  });

  it('picks the sheet called 台账 and says where the header stands', async () => {
    await showPane();
    expect(await screen.findByLabelText('台账所在工作表')).toHaveProperty('value', '企业台账');
    await waitFor(() => expect(screen.getByLabelText('表头所在行')).toHaveProperty('value', '3'));
  });

  it('without a sheet of that name takes the one whose header fits best', async () => {
    const assessor = fakeAssessor();
    const look: Assessor['look'] = async (host, pack, sheet, choices) => {
      const view = await assessor.look(host, pack, sheet, choices);
      return sheet === '一季度' ? view : { ...view, inputs: view.inputs.map((match) => ({ ...match, column: null })) };
    };
    await showPane({ host: fakeHost(['封面', '一季度', '备查']), assessor: { ...assessor, look } });
    await waitFor(() => expect(screen.getByLabelText('台账所在工作表')).toHaveProperty('value', '一季度'));
  });

  it('asks about an ambiguous column, never chooses, and will not run before', async () => {
    const { user } = await showPane();
    const question = await screen.findByLabelText('D 列“产值”是哪一项？');
    expect(question).toHaveProperty('value', '');
    expect(screen.getByRole('button', { name: '测算' })).toHaveProperty('disabled', true);
    await user.selectOptions(question, '上年一季度产值');
    await waitFor(() => expect(screen.queryByLabelText('D 列“产值”是哪一项？')).toBeNull());
    expect(screen.getByRole('button', { name: '测算' })).toHaveProperty('disabled', false);
  });

  it('lists missing inputs and says that missing is not zero', async () => {
    await showPane();
    const missing = await screen.findByLabelText('是否两高 对应的列');
    expect(missing).toHaveProperty('value', '');
    expect(screen.getByText(/不会当成 0/)).toBeTruthy();
  });

  it('shows unit and kind of match, and lets the officer correct a column', async () => {
    const { user, storage } = await showPane();
    await user.click(await screen.findByRole('button', { name: '显示全部' }));
    expect(screen.getByText(/常用叫法 · 千元 → 万元/)).toBeTruthy();
    await user.selectOptions(screen.getByLabelText('是否两高 对应的列'), 'E 列　同期产值');
    await screen.findByText('您指定的');
    expect(await storage.load('huiqi.q1')).toContain('"header":"同期产值","input":"isDualHighEnterprise"');
  });

  it('remembers a workbook’s answers', async () => {
    const storage = fakeStorage(new Map([['huiqi.welcome', '1']]));
    const first = await showPane({ storage });
    await answerQuestion(first.user);
    await waitFor(() => expect(storage.kept.get('huiqi.q1')).toBeTruthy());
    cleanup();
    await showPane({ storage });
    await screen.findByText('列的对应');
    await waitFor(() => expect(screen.getByRole('button', { name: '测算' })).toHaveProperty('disabled', false));
  });

  it('starts afresh where what was remembered is damaged', async () => {
    await showPane({
      storage: fakeStorage(
        new Map([
          ['huiqi.welcome', '1'],
          ['huiqi.q1', '{"choices":3'],
        ]),
      ),
    });
    expect(await screen.findByLabelText('D 列“产值”是哪一项？')).toBeTruthy();
  });

  it('takes a header row by number', async () => {
    const { user } = await showPane();
    const field = await screen.findByLabelText('表头所在行');
    await waitFor(() => expect(field).toHaveProperty('value', '3'));
    await user.clear(field);
    await user.type(field, '5{Enter}');
    await waitFor(() => expect(screen.getByLabelText('表头所在行')).toHaveProperty('value', '5'));
  });

  it('says what to do in an empty workbook', async () => {
    const { user, host } = await showPane({ host: fakeHost([]) });
    expect(await screen.findByText('工作簿里还没有数据')).toBeTruthy();
    host.names.push('台账');
    await user.click(screen.getByRole('button', { name: '重新读取' }));
    expect(await screen.findByLabelText('台账所在工作表')).toHaveProperty('value', '台账');
  });

  it('says why a sheet could not be read and offers another try', async () => {
    await showPane({ assessor: fakeAssessor({ fail: 'look' }) });
    expect(await screen.findByText('没有完成')).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe('无法完成：look');
    expect(screen.getByRole('button', { name: '再试一次' })).toBeTruthy();
  });

  it('welcomes once and can be skipped', async () => {
    const storage = fakeStorage();
    const { user } = await showPane({ storage });
    await user.click(await screen.findByRole('button', { name: '知道了' }));
    expect(screen.queryByRole('button', { name: '知道了' })).toBeNull();
    expect(storage.kept.get('huiqi.welcome')).toBe('1');
  });
});

describe('参数', () => {
  it.each([
    ['below the band', '19.99', /超出文件允许的范围/],
    ['at the band', '20', null],
    ['above the band', '50.01', /超出文件允许的范围/],
    ['absurd', '很多', /无法采用/],
    ['left blank', ' ', null],
  ])('%s', async (_name, text, message) => {
    const { user } = await showPane();
    await user.click(screen.getByRole('tab', { name: '参数' }));
    const field = await screen.findByLabelText('奖励金额（万元）');
    await user.type(field, text);
    if (message === null) expect(field.getAttribute('aria-invalid')).not.toBe('true');
    else expect(screen.getByText(message)).toBeTruthy();
  });

  it('shows clause, words, band, and asks for the source of a value', async () => {
    const { user } = await showPane();
    await user.click(screen.getByRole('tab', { name: '参数' }));
    const card = await screen.findByRole('group', { name: '（三）奖励金额' });
    expect(within(card).getByText('给予一次性奖励20—50万元')).toBeTruthy();
    expect(within(card).getByText(/允许范围：20 万元—50 万元/)).toBeTruthy();
    expect(within(card).queryByText(/请注明出处/)).toBeNull();
    await user.type(screen.getByLabelText('奖励金额（万元）'), '30');
    expect(within(card).getByText(/请注明出处/)).toBeTruthy();
    await user.type(screen.getByLabelText('奖励金额 的出处'), '市工信局文件');
    expect(within(card).queryByText(/请注明出处/)).toBeNull();
  });

  it('gives values, sources and readings to the run', async () => {
    const assessor = fakeAssessor();
    const { user } = await showPane({ assessor });
    await answerQuestion(user);
    await user.click(screen.getByRole('tab', { name: '参数' }));
    await user.type(await screen.findByLabelText('奖励金额（万元）'), '30');
    await user.type(screen.getByLabelText('奖励金额 的出处'), '细则');
    await user.click(screen.getByRole('radio', { name: '不含本数' }));
    await user.click(screen.getByRole('button', { name: '测算' }));
    await screen.findByText('封顶后合计');
    expect(assessor.ran[0]).toMatchObject({
      sheet: '企业台账',
      values: { 'q1-03.awardAmount': '30' },
      sources: { 'q1-03.awardAmount': '细则' },
      readings: { 'yishang-inclusive': 'exclusive' },
    });
  });

  it('marks the default reading and gives its reason', async () => {
    const { user } = await showPane();
    await user.click(screen.getByRole('tab', { name: '参数' }));
    expect(await screen.findByRole('radio', { name: '含本数 默认' })).toHaveProperty('checked', true);
    expect(screen.getByText('民法典第1259条：“以上”包括本数。')).toBeTruthy();
  });
});

describe('测算', () => {
  it('shows progress, and cancels without touching anything', async () => {
    let goOn: () => void = () => undefined;
    const assessor = fakeAssessor({ pause: () => new Promise((resolve) => (goOn = resolve)) });
    const { user } = await showPane({ assessor });
    await answerQuestion(user);
    await user.click(await screen.findByRole('button', { name: '测算' }));
    expect(await screen.findByRole('progressbar', { name: '测算进度' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: '取消' }));
    await act(async () => goOn());
    expect(await screen.findByRole('button', { name: '测算' })).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe('已取消，台账没有改动。');
    expect(screen.queryByText('封顶后合计')).toBeNull();
  });

  it('says in words why a run failed', async () => {
    const { user } = await showPane({ assessor: fakeAssessor({ fail: 'run' }) });
    await answerQuestion(user);
    await user.click(await screen.findByRole('button', { name: '测算' }));
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('无法完成：run'));
    expect(screen.getByRole('button', { name: '测算' })).toHaveProperty('disabled', false);
  });

  it('leaves the keyboard at the bar when its button makes way', async () => {
    await judged();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: '重新测算' }));
  });

  it('announces the end', async () => {
    await judged();
    expect(screen.getByRole('status').textContent).toBe('测算完成：20 户，3 处问题。');
  });
});

describe('结果', () => {
  it('shows totals before the cap, cut and after, to the 分 with separators', async () => {
    await judged();
    expect(screen.getByText('11,111.178906')).toBeTruthy();
    expect(screen.getByText('12,345.678905')).toBeTruthy();
    expect(screen.getByText('1,234.50')).toBeTruthy();
    expect(screen.getByText('另有 40 户金额待定，未计入合计')).toBeTruthy();
    expect(screen.getByText('符合 80 不符合 80 待定 40 · 40 户金额待定')).toBeTruthy();
  });

  it.each([
    ['nothing counted yet and amounts open: no 0', '0', 3, '待定', false],
    ['something counted and amounts open: so much at least', '0.5', 3, '0.50', true],
    ['nothing to pay, nothing open: 0', '0', 0, '0.00', true],
  ])('%s', async (_what, sum, open, shown, hasUnit) => {
    const counts = { eligible: 1, not: 2, unknown: open, notApplied: 0, open };
    const measures = [{ id: 'q1-03', clause: '（三）', title: '有基数企业扩大生产奖励', amount: sum, ...counts }];
    await judged({ assessor: fakeAssessor({ totals: { before: sum, cut: '12', after: sum, open, measures } }) });
    const sums = screen.getByRole('group', { name: '封顶后合计' });
    expect(within(sums).getAllByText(shown)).toHaveLength(2);
    expect(within(sums).queryByText('万元') !== null).toBe(hasUnit);
    expect(within(screen.getByText('有基数企业扩大生产奖励').closest('li')!).getByText(shown)).toBeTruthy();
  });

  it.each([
    ['符合 8', 8],
    ['不符合 8', 8],
    ['待定 4', 4],
    ['有问题 3', 3],
    ['全部 20', 20],
  ])('groups enterprises: %s', async (name, count) => {
    const { user } = await judged();
    await user.click(screen.getByRole('button', { name, pressed: name.startsWith('全部') }));
    expect(screen.getByRole('button', { name }).getAttribute('aria-pressed')).toBe('true');
    expect(screen.getByText(`${count} 户`)).toBeTruthy();
  });

  it('finds by name, and says when there is none', async () => {
    const { user } = await judged();
    const search = screen.getByRole('searchbox', { name: '查找企业名称或信用代码' });
    await user.type(search, '企业007');
    expect(screen.getAllByRole('option')).toHaveLength(1);
    await user.type(search, '天上');
    expect(screen.getByText('没有这样的企业。')).toBeTruthy();
  });

  it('opens an enterprise by keyboard, selects its row, and comes back', async () => {
    const { user, host } = await judged();
    const list = screen.getByRole('listbox', { name: /企业/ });
    act(() => list.focus());
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(host.selected.at(-1)).toEqual(['企业台账', 5, 0]);
    expect(screen.getByRole('article', { name: '示例企业003有限公司 的测算明细' })).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(screen.getByRole('listbox', { name: /企业/ })).toBe(document.activeElement);
    expect(screen.getByRole('option', { selected: true }).textContent).toContain('示例企业003');
  });

  it('shows each clause: quote, figures, line, gap, what is missing, what to do, and the cap', async () => {
    const { user } = await judged();
    await user.click(screen.getByRole('option', { name: /示例企业001/ }));
    await user.click(screen.getByRole('button', { name: /扩大生产奖励/ }));
    expect(screen.getByText('同比增长8%及以上', { selector: 'li span' })).toBeTruthy();
    expect(screen.getByText('4,000 万元')).toBeTruthy();
    expect(screen.getByText(/差 0.000184…%/)).toBeTruthy();
    expect(screen.getByText('缺少：是否两高')).toBeTruthy();
    expect(screen.getByText('补填后重算')).toBeTruthy();
    expect(screen.getByText('单个企业（除项目外）最高不超过100万元')).toBeTruthy();
    expect(screen.getByText(/封顶核减 23.456789 万元/)).toBeTruthy();
  });

  it('says when the table changed after the run', async () => {
    const { host, user } = await judged();
    act(() => host.edit('企业台账'));
    expect(screen.getByText(/已改动/)).toBeTruthy();
    const [again] = screen.getAllByRole('button', { name: '重新测算' });
    await user.click(again!);
    await waitFor(() => expect(screen.queryByText(/已改动/)).toBeNull());
  });

  it('draws only the rows in view of ten thousand', async () => {
    await judged({ assessor: fakeAssessor({ enterprises: 10_000 }) });
    const options = screen.getAllByRole('option');
    expect(options.length).toBeLessThan(60);
    expect(options[0]!.getAttribute('aria-setsize')).toBe('10000');
  });

  it('turns pages beyond ten thousand rows, and End reaches the last', async () => {
    const { user } = await judged({ assessor: fakeAssessor({ enterprises: 25_000 }) });
    expect(screen.getByText('第 1–10,000，共 25,000')).toBeTruthy();
    act(() => screen.getByRole('listbox').focus());
    await user.keyboard('{End}');
    expect(screen.getByText('第 20,001–25,000，共 25,000')).toBeTruthy();
    expect(screen.getByRole('option', { selected: true }).getAttribute('aria-posinset')).toBe('25000');
  });
});

describe('问题', () => {
  it('walks from cell to cell with the arrow keys', async () => {
    const { user, host } = await judged();
    await user.click(screen.getByRole('tab', { name: /问题/ }));
    const list = await screen.findByRole('listbox', { name: '台账中的问题' });
    act(() => list.focus());
    await user.keyboard('{ArrowDown}');
    expect(host.selected.at(-1)).toEqual(['企业台账', 10, 2]);
    await user.keyboard('{ArrowUp}');
    expect(host.selected.at(-1)).toEqual(['企业台账', 3, 2]);
  });

  it('is empty before the first run', async () => {
    const { user } = await showPane();
    await user.click(screen.getByRole('tab', { name: /问题/ }));
    expect(await screen.findByText('测算后，这里列出有问题的单元格。')).toBeTruthy();
  });
});

describe('写入', () => {
  it('lists the new sheets first, writes on confirmation, and takes it back', async () => {
    const { user, host } = await judged();
    await user.click(screen.getByRole('button', { name: '写入结果' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('测算结果')).toBeTruthy();
    expect(within(dialog).getByText('20 行，2 列')).toBeTruthy();
    expect(host.names).not.toContain('测算结果');
    await user.click(within(dialog).getByRole('button', { name: '写入' }));
    const undo = await screen.findByRole('button', { name: '撤销本次写入' });
    expect(host.names).toContain('测算结果');
    await user.click(undo);
    await waitFor(() => expect(host.names).not.toContain('测算结果'));
    expect(screen.getByRole('status').textContent).toContain('已撤销');
  });

  it('writes nothing when the officer thinks again', async () => {
    const { user, host } = await judged();
    await user.click(screen.getByRole('button', { name: '写入结果' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '取消' }));
    expect(host.names).not.toContain('测算结果');
  });
});
