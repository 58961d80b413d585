import type { SheetInfo } from '../../../src/hosts/host';
import { loadPolicy } from '../../../src/policies';
import type { ParameterTexts } from '../../../taskpane/model/parameters';
import { noChoices, type ColumnChoice, type ColumnQuestion, type InputMatch, type LedgerView } from '../../../taskpane/model/table';
import { planned } from '../../../taskpane/model/writing';
import { withColumn, withHeaderRow, withInputColumn, withUnit } from '../../../taskpane/state/corrections';
import { canRun, changed, checkerOf, noTexts, parametersOf, readinessOf, startState } from '../../../taskpane/state/pane';
import { readRemembered, rememberedText } from '../../../taskpane/state/remembered';
import { knownSheet, withFreeNames } from '../../../taskpane/state/sheets';

const match = (input: string, column: number | null): InputMatch => ({
  input,
  name: input,
  meaning: '',
  unit: '万元',
  column,
  unitFound: null,
  unitAssumed: false,
  by: column === null ? null : 'name',
});

const ledger = (more: Partial<LedgerView> = {}): LedgerView => ({
  sheet: '企业台账',
  headerRow: 0,
  rows: 3,
  columns: ['企业名称', '当季产值', '产值', '同期产值'].map((header, index) => ({ index, letter: 'ABCD'.charAt(index), header })),
  inputs: [match('output', 1), match('outputBefore', 3)],
  keys: [],
  questions: [],
  choices: noChoices,
  besides: [],
  parameterColumns: {},
  parameterSheet: null,
  parameterProblems: [],
  ...more,
});

const twice: ColumnQuestion = { kind: 'input', input: { id: 'output', name: '产值' }, columns: [1, 2] };
const said = (column: number, header: string, input: string | null, unit: string | null = null): ColumnChoice => ({
  column,
  header,
  input,
  unit,
});

describe('列的更正', () => {
  test.each([
    ['a column is given an input, with the header it bears', withColumn(noChoices, ledger(), 2, 'output'), [said(2, '产值', 'output')]],
    ['a column holds nothing of ours', withColumn(noChoices, ledger(), 2, 'ignore'), [said(2, '产值', 'ignore')]],
    [
      'a second word on a column takes the place of the first',
      withColumn({ headerRow: null, columns: [said(2, '产值', 'output')] }, ledger(), 2, 'ignore'),
      [said(2, '产值', 'ignore')],
    ],
    ['a correction is forgotten', withColumn({ headerRow: null, columns: [said(2, '产值', 'output')] }, ledger(), 2, null), []],
    [
      'an input moves: the column that held it is set aside',
      withInputColumn(noChoices, ledger(), 'output', 2),
      [said(1, '当季产值', 'ignore'), said(2, '产值', 'output')],
    ],
    [
      'a question is answered: the other column is set aside',
      withInputColumn(noChoices, ledger({ inputs: [match('output', null)], questions: [twice] }), 'output', 1),
      [said(2, '产值', 'ignore'), said(1, '当季产值', 'output')],
    ],
    ['an input has no column', withInputColumn(noChoices, ledger(), 'output', null), [said(1, '当季产值', 'ignore')]],
    [
      'a unit is said; what the column holds stays',
      withUnit({ headerRow: null, columns: [said(1, '当季产值', 'output')] }, ledger(), 1, '元'),
      [said(1, '当季产值', 'output', '元')],
    ],
    ['a unit alone', withUnit(noChoices, ledger(), 1, '元'), [said(1, '当季产值', null, '元')]],
    ['a column that is not there has no header', withColumn(noChoices, null, 9, 'output'), [said(9, '', 'output')]],
  ])('%s', (_name, after, columns) => {
    expect(after).toEqual({ headerRow: null, columns });
  });

  test.each([
    [3, 2],
    [1, 0],
    [null, null],
  ])('header row %s of Excel is row %s here, and columns are asked for anew', (row, headerRow) => {
    expect(withHeaderRow(row)).toEqual({ headerRow, columns: [] });
  });
});

describe('可以测算吗', () => {
  test.each([
    ['nothing was read', null, false],
    ['no header was found', ledger({ headerRow: null }), false],
    ['a question is open', ledger({ questions: [twice] }), false],
    ['a column is missing: its answers stay open', ledger({ inputs: [match('output', null)] }), true],
    ['everything is there', ledger(), true],
  ])('%s', (_name, table, expected) => {
    expect(canRun(table)).toBe(expected);
  });

  test('an input that is asked about is not counted as missing', () => {
    const table = ledger({ inputs: [match('output', null), match('outputBefore', null)], questions: [twice] });
    expect(readinessOf(table, null, {})).toEqual({
      canRun: false,
      questions: 1,
      missingColumns: 1,
      unsetParameters: 0,
      wrongParameters: 0,
    });
  });

  test('of the parameters the required ones are counted, and not those the ledger keeps in a column', async () => {
    const { pack } = await loadPolicy('2025q1');
    const required = Object.keys(pack.parameters).filter((name) => pack.parameters[name]!.required);
    const [first] = required;
    const checks = Object.fromEntries(Object.keys(pack.parameters).map((name) => [name, { state: 'unset' } as const]));
    expect(readinessOf(ledger(), pack, checks).unsetParameters).toBe(required.length);
    expect(readinessOf(ledger({ parameterColumns: { [first!]: 2 } }), pack, checks).unsetParameters).toBe(required.length - 1);
    expect(readinessOf(ledger(), pack, { ...checks, [first!]: { state: 'outside' } })).toMatchObject({
      unsetParameters: required.length - 1,
      wrongParameters: 1,
    });
  });
});

describe('参数', () => {
  const draft = { isUsed: true, choice: '', tables: [] };
  const texts = (more: Partial<ParameterTexts>): ParameterTexts => ({ ...noTexts, ...more });

  test.each([
    ['what is typed goes before the sheet', { values: { a: '2' } }, { values: { a: '1', b: '3' } }, { values: { a: '2', b: '3' } }],
    ['a figure typed stands in place of a table of the sheet', { values: { a: '2' } }, { shapes: { a: draft } }, { values: { a: '2' } }],
    ['a blank does not', { values: { a: ' ' } }, { shapes: { a: draft } }, { values: { a: ' ' }, shapes: { a: draft } }],
  ])('%s', (_name, typed, sheet, expected) => {
    expect(parametersOf(texts(typed), ledger({ parameterSheet: texts(sheet) }))).toEqual(texts(expected));
  });

  test('only what changed is checked again', async () => {
    const { pack } = await loadPolicy('2025q1');
    const [first, second] = Object.keys(pack.parameters);
    const checked: string[] = [];
    const check = checkerOf(
      {
        checkParameter: (_pack, name, text) => {
          checked.push(`${name}=${text}`);
          return { state: 'taken', doubts: [] };
        },
        checkShape: (_pack, name) => {
          checked.push(`${name}: table`);
          return { state: 'faulty', problems: [] };
        },
      },
      pack,
    );
    const before = check(texts({}));
    checked.length = 0;
    const after = check(texts({ values: { [first!]: '20' } }));
    expect(checked).toEqual([`${first}=20`]);
    expect(after[second!]).toBe(before[second!]);
    check(texts({ values: { [first!]: '20' }, shapes: { [first!]: draft } }));
    expect(checked).toEqual([`${first}=20`, `${first}: table`]);
  });
});

describe('记住的', () => {
  const state = changed(startState('zh-CN'), {
    sheet: '企业台账',
    choices: { 企业台账: { headerRow: 2, columns: [said(1, '当季产值', 'output', '元')] } },
    typed: { ...noTexts, values: { 'a.b': '20' }, sources: { 'a.b': '细则' }, readings: { r: 'x' } },
  });

  test('what is kept is read again', () => {
    expect(readRemembered(rememberedText(state))).toEqual({ sheet: state.sheet, choices: state.choices, ...state.typed });
  });

  test.each([
    ['nothing', null],
    ['no JSON', '{"sheet":'],
    ['a list', '[]'],
    ['a word', '"台账"'],
    ['null', 'null'],
    ['values that are no texts', JSON.stringify({ choices: {}, values: { a: 1 }, sources: {}, readings: {} })],
    ['no choices', JSON.stringify({ values: {}, sources: {}, readings: {} })],
  ])('%s is not used', (_name, text) => {
    expect(readRemembered(text)).toBeNull();
  });

  test('of a choice or a table in another form nothing is used, and the rest is', () => {
    const text = JSON.stringify({
      sheet: 3,
      choices: { 甲: { headerRow: '1', columns: [said(1, '产值', 'output'), { column: '1' }] }, 乙: null, 丙: { columns: 1 } },
      values: {},
      shapes: { a: { isUsed: true, choice: '', tables: [] } },
      sources: {},
      readings: {},
    });
    expect(readRemembered(text)).toEqual({
      ...noTexts,
      sheet: null,
      choices: { 甲: { headerRow: null, columns: [said(1, '产值', 'output')] } },
    });
  });
});

describe('工作表', () => {
  const info = (name: string, hidden = false): SheetInfo => ({ name, rows: 3, columns: 2, hidden, tables: [], date1904: false });
  const sheet = (name: string) => ({
    name,
    titles: [],
    columns: [{ header: '企业', kind: 'text' as const }],
    rows: [[['甲']], [['乙'], ['丙']]],
  });

  test.each([
    ['the one worked on before', [info('台账'), info('二')], '二', '二'],
    ['the one worked on before, hidden since', [info('台账'), info('二', true)], '二', '二'],
    ['else one called 台账', [info('一'), info('企业台账')], '没有了', '企业台账'],
    ['a hidden one is not found by its name', [info('一'), info('企业台账', true)], null, null],
    ['an empty workbook', [], '台账', null],
  ])('%s', (_name, sheets, remembered, expected) => {
    expect(knownSheet(sheets, remembered)).toBe(expected);
  });

  test.each([
    [['清单'], [], ['清单']],
    [['清单'], ['清单'], ['清单（2）']],
    [['清单'], ['清单', '清单（2）'], ['清单（3）']],
    [['List', 'list'], ['LIST'], ['List（2）', 'list（3）']],
  ])('%j beside %j: %j', (wanted, taken, expected) => {
    expect(withFreeNames(wanted.map(sheet), taken).map(({ name }) => name)).toEqual(expected);
  });

  test('rows are told where they are known', () => {
    async function* stream() {
      yield await Promise.resolve([['甲']]);
    }
    expect(planned(sheet('清单'))).toEqual({ name: '清单', rows: 3, columns: ['企业'] });
    expect(planned({ ...sheet('清单'), rows: stream(), count: 9 }).rows).toBe(9);
    expect(planned({ ...sheet('清单'), rows: stream() }).rows).toBeNull();
  });
});
