import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Component, type ReactNode } from 'react';
import { memoryHost } from '../../../src/hosts/memory';
import { App } from '../../../taskpane/App';
import { createAssessor } from '../../../taskpane/judging/assessor';
import { Loaded, fetched } from '../../../taskpane/panels/parts/Loaded';
import { languages } from '../../../src/explain';
import { words } from '../../../taskpane/words/pane';
import { fakeStorage } from './fake';

jest.setTimeout(60_000);

/** As a browser says it where the server has other files by now. */
const gone = new TypeError('Failed to fetch dynamically imported module: https://example.cn/assets/ToolsPanel-0a1b2c.js');

jest.mock('../../../taskpane/panels/tools/ToolsPanel', () => {
  throw gone;
});

// React tells the console of every caught failure.
let told: jest.SpyInstance;
beforeEach(() => {
  told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => told.mockRestore());

/** What no part of the pane catches. */
class Outermost extends Component<{ readonly children: ReactNode }, { readonly message: string | null }> {
  override state = { message: null };
  static getDerivedStateFromError(failure: Error): { message: string } {
    return { message: failure.message };
  }
  override render(): ReactNode {
    return this.state.message ?? this.props.children;
  }
}

function show(part: ReturnType<typeof fetched>, language: (typeof languages)[number], onReload: () => void): void {
  const Part = part;
  render(
    <FluentProvider theme={webLightTheme}>
      <Outermost>
        <Loaded words={words[language]} waiting="…" onReload={onReload}>
          <Part />
        </Loaded>
      </Outermost>
    </FluentProvider>,
  );
}

test.each(languages)('a part that cannot be fetched says so and offers to reload (%s)', async (language) => {
  const onReload = jest.fn();
  show(
    fetched(() => Promise.reject(gone)),
    language,
    onReload,
  );
  expect(await screen.findByText(words[language].notFetchedTitle)).toBeTruthy();
  expect(screen.getByText(words[language].notFetchedText, { exact: false })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: words[language].reloadPane }));
  expect(onReload).toHaveBeenCalledTimes(1);
});

test('a part that is fetched stands there', async () => {
  show(
    fetched(() => Promise.resolve({ default: () => <p>条款</p> })),
    'zh-CN',
    jest.fn(),
  );
  expect(await screen.findByText('条款')).toBeTruthy();
});

test('a fault in a part that was fetched is not laid to the server', async () => {
  const faulty = (): ReactNode => {
    throw new Error('a fault of ours');
  };
  show(
    fetched(() => Promise.resolve({ default: faulty })),
    'zh-CN',
    jest.fn(),
  );
  expect(await screen.findByText('a fault of ours')).toBeTruthy();
  expect(screen.queryByText(words['zh-CN'].notFetchedTitle)).toBeNull();
});

test('in the pane the other tabs go on', async () => {
  const host = memoryHost([
    {
      name: '企业台账',
      cells: [
        ['企业名称', '一季度产值'],
        ['甲公司', 2000],
      ],
    },
  ]);
  const storage = fakeStorage(new Map([['huiqi.welcome', '1']]));
  render(<App host={host} storage={storage} assessor={createAssessor(() => new Date(2025, 3, 2))} language="zh-CN" />);
  await screen.findByText(/已找到/);
  await userEvent.click(screen.getByRole('tab', { name: '更多' }));
  expect(await screen.findByText('这一部分没有载入')).toBeTruthy();
  await userEvent.click(screen.getByRole('tab', { name: '台账' }));
  expect(await screen.findByText(/已找到/)).toBeTruthy();
  expect(screen.getByRole('button', { name: '重新载入窗格', hidden: true })).toBeTruthy();
});
