import { configure, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '../../../taskpane/App';
import { TooOld } from '../../../taskpane/panels/frame/Lacks';
import { lacksOf, type Lack } from '../../../taskpane/model/requirements';
import { fakeAssessor, fakeHost, fakeStorage } from './fake';

configure({ defaultHidden: true, asyncUtilTimeout: 10_000 });
jest.setTimeout(30_000);

/** An Excel that has sets up to these versions. */
const having = (sets: Readonly<Record<string, number>>) => (set: string, version: string) => {
  const minor = (text: string): number => Number(text.split('.')[1]);
  const has = sets[set];
  return has !== undefined && has >= minor(version);
};

describe('what an Excel lacks', () => {
  test.each<[string, Readonly<Record<string, number>>, readonly Lack[]]>([
    ['Microsoft 365', { ExcelApi: 17, CustomFunctionsRuntime: 4, SharedRuntime: 2 }, []],
    ['volume 2021 by the requirement sets’ page', { ExcelApi: 14, CustomFunctionsRuntime: 3, SharedRuntime: 1 }, []],
    ['volume 2021 by the overview', { ExcelApi: 14 }, ['functions']],
    ['functions without a shared runtime', { ExcelApi: 14, CustomFunctionsRuntime: 3 }, ['functions']],
    ['a shared runtime without functions', { ExcelApi: 14, SharedRuntime: 1 }, ['functions']],
    ['functions that cannot ask for addresses', { ExcelApi: 14, CustomFunctionsRuntime: 2, SharedRuntime: 1 }, ['addresses']],
    ['ExcelApi 1.13, exactly enough', { ExcelApi: 13, CustomFunctionsRuntime: 3, SharedRuntime: 1 }, []],
    ['ExcelApi 1.12', { ExcelApi: 12, CustomFunctionsRuntime: 3, SharedRuntime: 1 }, ['merges']],
    ['ExcelApi 1.9', { ExcelApi: 9 }, ['functions', 'merges']],
    ['ExcelApi 1.8', { ExcelApi: 8 }, ['functions', 'hiddenRows', 'merges']],
    ['the pane’s floor', { ExcelApi: 7 }, ['functions', 'hiddenRows', 'merges']],
    ['below the floor', { ExcelApi: 6, CustomFunctionsRuntime: 3, SharedRuntime: 1 }, ['pane']],
    ['volume 2016', { ExcelApi: 1 }, ['pane']],
    ['no Excel at all', {}, ['pane']],
  ])('%s', (_what, sets, lacks) => {
    expect(lacksOf(having(sets))).toEqual(lacks);
  });
});

describe('the pane says it once', () => {
  const show = (lacks: readonly Lack[] | undefined, kept: Map<string, string>, language: 'zh-CN' | 'en-US' = 'zh-CN') =>
    render(
      <App
        host={fakeHost()}
        storage={fakeStorage(kept)}
        assessor={fakeAssessor()}
        language={language}
        {...(lacks === undefined ? {} : { lacks })}
      />,
    );
  const said = () => screen.queryByText('这台 Excel 有些功能没有');

  test('what is lacking, what to do instead; the pane works on', async () => {
    const user = userEvent.setup();
    const kept = new Map<string, string>();
    const { unmount } = show(['functions', 'merges'], kept);
    await screen.findByText('这台 Excel 有些功能没有');
    expect(screen.getByText(/公式在这里不会计算。请用窗格测算，结果以数值写入新工作表/)).toBeTruthy();
    expect(screen.getByText(/先取消合并/)).toBeTruthy();
    expect(screen.queryByText(/隐藏的行照常测算/)).toBeNull();
    expect(await screen.findByRole('button', { name: '测算' })).toBeTruthy();
    const [own] = screen.getAllByRole('button', { name: '知道了' });
    await user.click(own!);
    expect(said()).toBeNull();
    expect(kept.get('huiqi.lacks')).toBe('functions merges');
    unmount();

    show(['functions', 'merges'], kept);
    expect(await screen.findByRole('button', { name: '测算' })).toBeTruthy();
    expect(said()).toBeNull();
  });

  test('another Excel that lacks something else says its own', async () => {
    show(['functions'], new Map([['huiqi.lacks', 'functions merges']]));
    expect(await screen.findByText('这台 Excel 有些功能没有')).toBeTruthy();
  });

  test.each([[undefined], [[]]])('where nothing is lacking nothing is said', async (lacks) => {
    show(lacks, new Map());
    expect(await screen.findByRole('button', { name: '测算' })).toBeTruthy();
    expect(said()).toBeNull();
  });

  test('in English', async () => {
    show(['functions', 'addresses', 'hiddenRows', 'merges'], new Map(), 'en-US');
    expect(await screen.findByText('This Excel lacks something')).toBeTruthy();
    expect(screen.getByText(/writes the results as values to new sheets/)).toBeTruthy();
  });

  test('below the floor there is no pane, but the way by files', () => {
    render(<TooOld language="zh-CN" />);
    expect(screen.getByText(/用命令行 huiqi 或网页工作台测算文件/)).toBeTruthy();
  });
});
