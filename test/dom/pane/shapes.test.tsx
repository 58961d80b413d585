import { configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel, type UserEvent } from '@testing-library/user-event';
import { memoryHost, type MemorySheet } from '../../../src/hosts/memory';
import { App } from '../../../taskpane/App';
import { createAssessor } from '../../../taskpane/judging/assessor';
import type { PaneStorage } from '../../../taskpane/model/ports';
import { shapeWords } from '../../../taskpane/words/shapes';
import { words, type Language } from '../../../taskpane/words/pane';
import { fakeStorage } from './fake';
import { Unstyled } from './unstyled';

configure({ defaultHidden: true, asyncUtilTimeout: 10_000 });
jest.setTimeout(120_000);

const header = ['企业名称', '统一社会信用代码', '企业类型', '行业', '一季度产值（万元）', '上年一季度产值（万元）'];
/** Growth just below, at and just above 10 %. */
const rows = [
  ['甲厂', null, '工业企业', '机械', 5499.99, 5000],
  ['乙厂', null, '工业企业', '汽车', 5500, 5000],
  ['丙厂', null, '工业企业', '化工', 5500.01, 5000],
];
const ledger: MemorySheet = { name: '企业台账', cells: [header, ...rows] };

interface Shown {
  readonly sheets?: readonly MemorySheet[];
  readonly storage?: PaneStorage & { readonly kept: Map<string, string> };
  readonly language?: Language;
}

/** The tab 参数 over a workbook in memory. */
async function showParameters({
  sheets = [ledger],
  storage = fakeStorage(new Map([['huiqi.welcome', '1']])),
  language = 'zh-CN',
}: Shown = {}) {
  const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
  const assessor = createAssessor(() => new Date(2025, 3, 2));
  const { unmount } = render(<App host={memoryHost([...sheets])} storage={storage} assessor={assessor} language={language} />, {
    wrapper: Unstyled,
  });
  const say = words[language];
  await waitFor(() => expect(screen.getByRole('button', { name: say.run })).toHaveProperty('disabled', false));
  await user.click(screen.getByRole('tab', { name: say.stepParameters }));
  await screen.findByText(say.parametersTitle);
  return { user, storage, unmount };
}

const card = (name = '（三）有基数奖励金额') => within(screen.getByRole('group', { name }));
const tier = (number: number) => within(card().getByRole('listitem', { name: `第 ${number} 档` }));

type Place = ReturnType<typeof card>;

async function fill(user: UserEvent, place: Place, label: RegExp, number: string, unit: string | null) {
  const input = place.getByRole('textbox', { name: label });
  await user.clear(input);
  if (number !== '') await user.type(input, number);
  if (unit !== null)
    await user.selectOptions(place.getByRole('combobox', { name: new RegExp(`${label.source.replace('$', '')} 单位$`) }), unit);
}

/** Begins a tier table by growth. */
async function begin(user: UserEvent) {
  await user.click(card().getByRole('radio', { name: '分档、按比例等' }));
  await user.selectOptions(await card().findByLabelText('按什么分'), 'growth');
}

type Row = readonly [from: string, to: string, value: string];

/** Types a table row by row; units are chosen in the first and carried on. */
async function type(user: UserEvent, table: readonly Row[]) {
  await begin(user);
  for (const [index, [from, to, value]] of table.entries()) {
    if (index > 0) await user.click(card().getByRole('button', { name: '加一档' }));
    const unit = index === 0;
    await fill(user, tier(index + 1), /从（含）/, from, unit ? '%' : null);
    await fill(user, tier(index + 1), /到（不含）/, to, unit ? '%' : null);
    await fill(user, tier(index + 1), /标准/, value, unit ? '万元' : null);
  }
}

const three: readonly Row[] = [
  ['8', '10', '20'],
  ['10', '15', '30'],
  ['15', '', '50'],
];

/** Runs and gives what each enterprise gets under the clause, as its head line says it. */
async function answers(user: UserEvent): Promise<string[]> {
  await user.click(screen.getByRole('button', { name: /^(重新)?测算$/ }));
  const found: string[] = [];
  for (const [name] of rows) {
    await user.click(await screen.findByRole('option', { name: new RegExp(String(name)) }));
    const head = await screen.findByRole('button', { name: /^（三）/ });
    found.push((head.textContent ?? '').replace(/^.*奖励(?=符合|不符合|待定)/, ''));
    await user.click(screen.getByRole('button', { name: '返回企业列表' }));
  }
  return found;
}

const has = (number: number, text: RegExp) => expect(tier(number).getByText(text)).toBeTruthy();

describe('分档标准', () => {
  it('by growth: below, at and above an edge are judged by their tier, and the record says the table', async () => {
    const { user } = await showParameters();
    await type(user, three);
    expect(card().getByText(/按产值（营收）增速分档/)).toBeTruthy();
    await user.type(card().getByRole('textbox', { name: '有基数奖励金额 的出处' }), '细则第三条');
    expect(await answers(user)).toEqual(['符合20.00 万元', '符合30.00 万元', '符合30.00 万元']);
    expect(document.body.textContent).toMatch(/按产值（营收）增速分档.*细则第三条/);
  });

  it.each([
    ['a gap', [three[0], ['11', '15', '30'], three[2]], 2, /上一档到“10%”为止，这一档从“11%”起，中间有空档/],
    ['an overlap', [three[0], ['9', '15', '30'], three[2]], 2, /两档重叠/],
    ['a falling tier', [['8', '10', '40'], three[1], three[2]], 2, /“30 万元”低于上一档的“40 万元”/],
    ['a value below the band', [['8', '10', '19.99'], three[1], three[2]], 1, /“19.99 万元”不在文件允许的范围内/],
    ['a value above the band', [three[0], three[1], ['15', '', '50.01']], 3, /“50.01 万元”不在文件允许的范围内/],
    ['an upper end of the last tier', [three[0], three[1], ['15', '20', '50']], 3, /以上没有规定/],
    ['an absurd value', [three[0], ['10', '15', '三十'], three[2]], 2, /“三十 万元”不是一个带单位的数/],
  ] as const)('%s is refused at its row', async (_name, table, number, message) => {
    const { user } = await showParameters();
    await type(user, table as readonly Row[]);
    has(number, message);
    expect(card().getByText('改好之前，这个参数不参与测算。')).toBeTruthy();
    expect(screen.getByText(/1 个参数有误或超出范围，不会采用/)).toBeTruthy();
  });

  it('nothing is judged with a table that has a gap', async () => {
    const { user } = await showParameters();
    await type(user, [
      ['8', '10', '20'],
      ['11', '', '30'],
    ]);
    const found = await answers(user);
    expect(found.filter((text) => /^符合[\d.]+ 万元$/.test(text))).toEqual([]);
    expect(document.body.textContent).toContain('填写有误，未采用');
  });

  it('asks for the unit of every number, and chooses none', async () => {
    const { user } = await showParameters();
    await begin(user);
    for (const select of tier(1).getAllByRole('combobox')) expect(select).toHaveProperty('value', '');
    await fill(user, tier(1), /从（含）/, '8', null);
    has(1, /“8”没有写单位/);
    await fill(user, tier(1), /从（含）/, '8', '%');
    has(1, /“标准”没有填/);
    await fill(user, tier(1), /标准/, '20', null);
    has(1, /“20”没有写单位/);
    await fill(user, tier(1), /标准/, '20', '万元');
    expect(card().getByText(/按产值（营收）增速分档/)).toBeTruthy();
  });

  it('is kept with the workbook, and one number may stand instead without losing it', async () => {
    const { user, storage, unmount } = await showParameters();
    await type(user, three);
    await user.click(card().getByRole('radio', { name: '一个数' }));
    expect(card().getByRole('textbox', { name: '有基数奖励金额（万元）' })).toHaveProperty('value', '');
    await user.click(card().getByRole('radio', { name: '分档、按比例等' }));
    unmount();
    const again = await showParameters({ storage });
    await waitFor(() => expect(tier(2).getByRole('textbox', { name: /从/ })).toHaveProperty('value', '10'));
    expect(tier(3).getByRole('combobox', { name: /标准 单位/ })).toHaveProperty('value', '万元');
    expect(await answers(again.user)).toEqual(['符合20.00 万元', '符合30.00 万元', '符合30.00 万元']);
  });

  it('by industry: each kind has its own standard, and a kind nobody knows is refused in its place', async () => {
    const { user } = await showParameters();
    await user.click(card().getByRole('radio', { name: '分档、按比例等' }));
    await user.selectOptions(await card().findByLabelText('分类填写，按'), '行业');
    await user.click(card().getByRole('button', { name: '加一类' }));
    for (const [number, kinds, value] of [
      [1, '炼丹', '25'],
      [2, '其余', '20'],
    ] as const) {
      const kind = within(card().getByRole('group', { name: `第 ${number} 类` }));
      await user.type(kind.getByLabelText(/适用的类别/), kinds);
      await user.selectOptions(kind.getByLabelText('形式'), 'sum');
      await fill(user, kind, /标准/, value, '万元');
    }
    const first = within(card().getByRole('group', { name: '第 1 类' }));
    expect(first.getByText(/没有“炼丹”这个类别/)).toBeTruthy();
    await user.clear(first.getByLabelText(/适用的类别/));
    await user.type(first.getByLabelText(/适用的类别/), '机械、汽车');
    expect(await answers(user)).toEqual(['符合25.00 万元', '符合25.00 万元', '符合20.00 万元']);
  });

  it('a table of the 参数 sheet stands in the pane, and what is corrected here goes before it', async () => {
    const sheet: MemorySheet = {
      name: '参数',
      cells: [
        ['参数', '形式', '依据', '从', '到', '值', '单位', '来源'],
        ['有基数奖励金额', '分档', '产值（营收）增速', '8%', '10%', 20, '万元', '细则'],
        [null, null, null, '10%', null, 30, '万元', null],
      ],
    };
    const { user } = await showParameters({ sheets: [ledger, sheet] });
    await waitFor(() => expect(tier(2).getByRole('textbox', { name: /标准/ })).toHaveProperty('value', '30'));
    expect(card().getByText('取自工作簿的“参数”表')).toBeTruthy();
    await fill(user, tier(2), /标准/, '35', null);
    expect(card().queryByText('取自工作簿的“参数”表')).toBeNull();
    expect(await answers(user)).toEqual(['符合20.00 万元', '符合35.00 万元', '符合35.00 万元']);
  });

  it('an unlikely value is asked about and used', async () => {
    const { user } = await showParameters();
    const name = '（二十五）增量用电奖励标准';
    await user.click(card(name).getByRole('radio', { name: '分档、按比例等' }));
    await user.selectOptions(await card(name).findByLabelText('形式'), 'rate');
    await fill(user, card(name), /^标准$/, '5', '元/千瓦时');
    expect(card(name).getByRole('alert').textContent).toMatch(/5 元\/千瓦时/);
  });

  it('works by keyboard', async () => {
    const { user } = await showParameters();
    await begin(user);
    card().getByRole('button', { name: '加一档' }).focus();
    await user.keyboard('{Enter}');
    await user.tab();
    expect(tier(2)).toBeTruthy();
    card().getByRole('button', { name: '删除第 1 档' }).focus();
    await user.keyboard('{Enter}');
    expect(card().queryByRole('listitem', { name: '第 2 档' })).toBeNull();
  });
});

describe('English', () => {
  const han = /\p{Script=Han}/u;

  it('leaves Chinese only where the document speaks', async () => {
    const { user } = await showParameters({ language: 'en-US' });
    await user.click(card().getByRole('radio', { name: words['en-US'].parameterAsShape }));
    await user.selectOptions(await card().findByLabelText(shapeWords['en-US'].by), 'growth');
    const input = card().getByRole('textbox', { name: /Tier 1, From/ });
    await user.type(input, 'x');
    const left = [...screen.getByRole('group', { name: '（三）有基数奖励金额' }).querySelectorAll('*')].flatMap((element) => {
      if (element.closest('[lang="zh-CN"]') !== null) return [];
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? '');
      return own.filter((text) => han.test(text));
    });
    expect(left).toEqual([]);
  });

  it('has no Han characters in its words, and every word differs from the Chinese', () => {
    const flat = (value: unknown, path: string): [string, string][] => {
      if (typeof value === 'function') return [[path, String(Reflect.apply(value, undefined, ['1', '2']))]];
      if (typeof value === 'string') return [[path, value]];
      return Object.entries(value as Record<string, unknown>).flatMap(([key, part]) => flat(part, `${path}.${key}`));
    };
    const chinese = new Map(flat(shapeWords['zh-CN'], ''));
    const english = flat(shapeWords['en-US'], '');
    expect(english.filter(([, text]) => han.test(text))).toEqual([]);
    expect(english.filter(([path, text]) => /\p{L}/u.test(text) && chinese.get(path) === text)).toEqual([]);
  });
});
