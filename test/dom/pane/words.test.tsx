import { configure, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Pack } from '../../../src/engine';
import { App } from '../../../taskpane/App';
import type { Assessor } from '../../../taskpane/model/ports';
import type { RunStep } from '../../../taskpane/model/run';
import type { LedgerView } from '../../../taskpane/model/table';
import { languageOf, words } from '../../../taskpane/words/pane';
import { fakeAssessor, fakeHost, fakeStorage } from './fake';
import { Unstyled } from './unstyled';

const han = /\p{Script=Han}/u;

configure({ defaultHidden: true, asyncUtilTimeout: 10_000 });
jest.setTimeout(30_000);

/** The same value with every Chinese character of its texts as `x`: what is Chinese on the page then is the pane's own. */
function latin(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\p{Script=Han}/gu, 'x');
  if (Array.isArray(value)) return value.map(latin);
  if (value instanceof Promise) return value.then(latin);
  if (typeof value === 'function') return (...parts: unknown[]) => latin(Reflect.apply(value, undefined, parts));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, latin(part)]));
}

/** An assessor whose every word is Latin. */
function latinAssessor(): Assessor {
  const plain = fakeAssessor();
  return {
    ...plain,
    policies: latin(plain.policies) as Assessor['policies'],
    load: async (id) => latin(await plain.load(id)) as Pack,
    look: async (...asked) => latin(await plain.look(...asked)) as LedgerView,
    run: async function* (...asked) {
      for await (const step of plain.run(...asked)) yield latin(step) as RunStep;
    },
  };
}

/** Texts, labels and hints with Han characters, but for the button that names the other language. */
function hanLeft(): string[] {
  const found: string[] = [];
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('button[lang="zh-CN"], style, script') !== null) continue;
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? '');
    const said = ['title', 'placeholder', 'aria-label', 'aria-description'].map((name) => element.getAttribute(name) ?? '');
    found.push(...[...own, ...said].filter((text) => han.test(text)));
  }
  return found;
}

/** A word as it would be said. */
function said([key, word]: readonly [string, unknown]): string {
  if (typeof word !== 'function') return String(word);
  return String(Reflect.apply(word, undefined, key === 'list' ? [['1', '2']] : ['1', '2', '3']));
}

describe('English', () => {
  it('has no Han characters of its own in any word', () => {
    const left = Object.entries(words['en-US']).filter((word) => word[0] !== 'languageSwitch' && han.test(said(word)));
    expect(left).toEqual([]);
  });

  it('differs from Chinese in every word', () => {
    const chinese = new Map(Object.entries(words['zh-CN']).map((word) => [word[0], said(word)]));
    const same = Object.entries(words['en-US']).filter((word) => said(word) === chinese.get(word[0]));
    expect(same.map(([key]) => key).filter((key) => key !== 'unitConverted' && key !== 'listPage')).toEqual([]);
  });

  it('leaves Chinese only where the policy speaks, on every tab', async () => {
    const user = userEvent.setup();
    render(<App host={fakeHost(['Notes', 'Ledger'])} storage={fakeStorage()} assessor={latinAssessor()} language="en-US" />, {
      wrapper: Unstyled,
    });
    await screen.findByText('Got it');
    await user.click(await screen.findByRole('button', { name: 'Show all' }));
    expect(screen.getByText('Draft for comment')).toBeTruthy();
    expect(hanLeft()).toEqual([]);
    await user.selectOptions(screen.getByRole('combobox', { name: /column D/ }), 'xxxxxxx');
    await user.click(screen.getByRole('tab', { name: 'Figures' }));
    await screen.findAllByRole('radio');
    expect(hanLeft()).toEqual([]);
    await user.click(await screen.findByRole('button', { name: 'Assess' }));
    await screen.findByText('Total after the cap');
    expect(screen.getByText('111,111,789.06')).toBeTruthy();
    expect(hanLeft()).toEqual([]);
    await user.click(screen.getByRole('option', { name: /xxxx002/ }));
    expect(hanLeft()).toEqual([]);
    await user.click(screen.getByRole('tab', { name: /Problems/ }));
    await user.click(screen.getByRole('button', { name: 'Write results' }));
    await screen.findByRole('dialog');
    expect(hanLeft()).toEqual([]);
  });

  it('switches on the spot', async () => {
    const user = userEvent.setup();
    render(<App host={fakeHost()} storage={fakeStorage()} assessor={fakeAssessor()} language="zh-CN" />, { wrapper: Unstyled });
    await user.click(screen.getByRole('button', { name: '切换为英文' }));
    expect(screen.getByRole('tab', { name: 'Ledger' })).toBeTruthy();
  });
});

it.each([
  ['zh-CN', 'zh-CN'],
  ['zh-TW', 'zh-CN'],
  ['ZH', 'zh-CN'],
  ['en-US', 'en-US'],
  ['de-DE', 'en-US'],
])('locale %s speaks %s', (locale, language) => expect(languageOf(locale)).toBe(language));
