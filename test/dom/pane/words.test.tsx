import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '../../../taskpane/App';
import { languageOf, words } from '../../../taskpane/words';
import { fakeAssessor, fakeHost, fakeStorage } from './fake';

const han = /\p{Script=Han}/u;

/** Texts and labels with Han characters outside parts marked as Chinese. The assessor's sentences are its own affair. */
function hanLeft(): string[] {
  const found: string[] = [];
  const chinese = (element: Element | null) => element === null || element.closest('[lang="zh-CN"]') !== null;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent ?? '';
    if (han.test(text) && !chinese(node.parentElement)) found.push(text);
  }
  for (const element of document.querySelectorAll('[title], [placeholder]')) {
    const text = `${element.getAttribute('title') ?? ''}${element.getAttribute('placeholder') ?? ''}`;
    if (han.test(text) && !chinese(element) && element.textContent === '') found.push(text);
  }
  return found;
}

describe('English', () => {
  it('has no Han characters of its own in any word', () => {
    const left = Object.entries(words['en-US']).filter(([key, word]) => {
      const said = typeof word === 'string' ? word : String(word.call(null, '1', '2', '3'));
      return key !== 'languageSwitch' && han.test(said);
    });
    expect(left).toEqual([]);
  });

  it('differs from Chinese in every word', () => {
    const say = (word: unknown) => (typeof word === 'function' ? String(word.call(null, '1', '2', '3')) : word);
    const same = Object.entries(words['en-US']).filter(([key, word]) => say(word) === say(words['zh-CN'][key as keyof typeof words['zh-CN']]));
    expect(same.map(([key]) => key).filter((key) => key !== 'unitConverted' && key !== 'listPage')).toEqual([]);
  });

  it('leaves Chinese only where the policy speaks, on every tab', async () => {
    const user = userEvent.setup();
    render(<App host={fakeHost()} storage={fakeStorage()} assessor={fakeAssessor()} language="en-US" />);
    await screen.findByText('Got it');
    await user.click(await screen.findByRole('button', { name: 'Show all' }));
    expect(screen.getByText('Draft for comment')).toBeTruthy();
    expect(hanLeft()).toEqual([]);
    await user.selectOptions(screen.getByRole('combobox', { name: /column D/ }), '上年一季度产值');
    await user.click(screen.getByRole('tab', { name: 'Parameters' }));
    expect(hanLeft()).toEqual([]);
    await user.click(await screen.findByRole('button', { name: 'Assess' }));
    await screen.findByText('Total after the cap');
    expect(screen.getByText('111,111,789.06')).toBeTruthy();
    expect(hanLeft()).toEqual([]);
    await user.click(screen.getByRole('option', { name: /示例企业002/ }));
    expect(hanLeft()).toEqual([]);
    await user.click(screen.getByRole('tab', { name: /Problems/ }));
    await user.click(screen.getByRole('button', { name: 'Write results' }));
    await screen.findByRole('dialog');
    expect(hanLeft()).toEqual([]);
  });

  it('switches on the spot', async () => {
    const user = userEvent.setup();
    render(<App host={fakeHost()} storage={fakeStorage()} assessor={fakeAssessor()} language="zh-CN" />);
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
