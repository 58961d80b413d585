import { zipSync, strToU8 } from 'fflate';
import { bytesPlatform, memoryBytes, readXlsxBytes } from '../../../src/hosts/bytes';
import { nodePlatform } from '../../../src/hosts/files';
import type { Cell, Host } from '../../../src/hosts/host';
import { openXlsx } from '../../../src/hosts/xlsx';
import { openWorkbook } from '../../../src/hosts/xlsx/read';
import type { OpenWorkbook } from '../../../src/hosts/xlsx/read';
import { limits } from '../../../src/hosts/xlsx/zip';
import { hostContract, readAll } from './contract';
import { folder, sharedXml, sheetXml, tableXml, workbook, workbookOf } from './fixture';

const fresh: (() => void)[] = [];
afterEach(() => fresh.splice(0).forEach((close) => close()));
const newFolder = (): ReturnType<typeof folder> => {
  const made = folder();
  fresh.push(made.close);
  return made;
};

hostContract(
  'xlsx file',
  async (sheets) => {
    const place = newFolder();
    const target = place.path('结果.xlsx');
    return { host: await openXlsx(place.put('台账.xlsx', workbookOf(sheets)), { write: target }), again: () => openXlsx(target) };
  },
  { sameWorkbook: false },
);

/** Rows of the first sheet, read on every platform and in small pieces: all must agree. */
async function rowsOf(file: Uint8Array, sheet = '台账'): Promise<Cell[][]> {
  const place = newFolder();
  const fromFile = (await readAll(await openXlsx(place.put('台账.xlsx', file)), sheet)).rows;
  const fromBytes = (await readAll(await readXlsxBytes(file, '台账.xlsx'), sheet)).rows;
  expect(fromBytes).toEqual(fromFile);
  for (const size of [1, 3, 7]) expect(await inPieces(file, sheet, size)).toEqual(fromFile);
  return fromFile;
}

/** The same reading with unpacked bytes coming a few at a time, so that every cell is torn at every place. */
async function inPieces(file: Uint8Array, sheet: string, size: number): Promise<Cell[][]> {
  const { read } = await torn(file, size);
  const rows: Cell[][] = [];
  for await (const block of read(sheet)) for (const row of block.cells) rows.push([...row]);
  return rows;
}

async function torn(file: Uint8Array, size: number): Promise<OpenWorkbook> {
  const platform = {
    ...nodePlatform,
    async *inflate(chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of nodePlatform.inflate(chunks))
        for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size);
    },
  };
  return openWorkbook(memoryBytes(file, '台账.xlsx'), platform, limits);
}

const sheetOf = (rows: string, shared?: string): Uint8Array =>
  workbook([{ name: '台账', xml: sheetXml(rows) }], shared === undefined ? {} : { shared: sharedXml(shared) });

/** One cell's XML, in row 1; `A1` unless the XML says otherwise. */
const cellOf = async (xml: string, shared?: string): Promise<Cell | undefined> =>
  (await rowsOf(sheetOf(`<row r="1">${xml}</row>`, shared)))[0]?.[0];

describe('cells of an .xlsx', () => {
  test.each<[string, string, Cell | undefined]>([
    ['a number', '<c r="A1"><v>3703.71</v></c>', 3703.71],
    ['a number with a style', '<c r="A1" s="12"><v>8</v></c>', 8],
    ['a number as Excel stores 7.9998 %', `<c r="A1"><v>${(0.079998).toExponential(16).replace('e', 'E')}</v></c>`, 0.079998],
    ['seventeen digits', '<c r="A1"><v>0.10000000000000001</v></c>', 0.1],
    ['twenty-five decimals', '<c r="A1"><v>0.1000000000000000055511151</v></c>', 0.1],
    ['the largest safe number', '<c r="A1"><v>9007199254740991</v></c>', 9007199254740991],
    ['a larger one', '<c r="A1"><v>914501000000000001</v></c>', 914501000000000001],
    ['a negative one', '<c r="A1"><v>-12.5</v></c>', -12.5],
    ['minus zero is zero', '<c r="A1"><v>-0</v></c>', 0],
    ['zero is not blank', '<c r="A1"><v>0</v></c>', 0],
    ['a number with blanks around', '<c r="A1"><v> 5 </v></c>', 5],
    ['a number that is none', '<c r="A1"><v>12abc</v></c>', { fault: 'error', text: '12abc' }],
    ['a hexadecimal is none', '<c r="A1"><v>0x10</v></c>', { fault: 'error', text: '0x10' }],
    ['a number beyond all bounds', '<c r="A1"><v>1e999</v></c>', { fault: 'error', text: '1e999' }],
    ['an explicit number', '<c r="A1" t="n"><v>5</v></c>', 5],
    ['blank with a style', '<c r="A1" s="3"/>', undefined],
    ['blank with an empty value', '<c r="A1"><v></v></c>', undefined],
    ['blank with a closed value', '<c r="A1"><v/></c>', undefined],
    ['true', '<c r="A1" t="b"><v>1</v></c>', true],
    ['false', '<c r="A1" t="b"><v>0</v></c>', false],
    ['an error', '<c r="A1" t="e"><v>#N/A</v></c>', { fault: 'error', text: '#N/A' }],
    ['an error of a formula', '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', { fault: 'error', text: '#DIV/0!' }],
    ['a formula with its value', '<c r="A1"><f>SUM(B1:C1)</f><v>12</v></c>', 12],
    ['a formula with a text', '<c r="A1" t="str"><f>B1&amp;"x"</f><v>甲&amp;乙</v></c>', '甲&乙'],
    ['a formula with an empty text', '<c r="A1" t="str"><f>""</f><v></v></c>', ''],
    ['a formula with true', '<c r="A1" t="b"><f>TRUE()</f><v>1</v></c>', true],
    ['a formula never calculated', '<c r="A1"><f>SUM(B1:C1)</f></c>', { fault: 'uncalculated', text: 'SUM(B1:C1)' }],
    ['a formula with an empty value', '<c r="A1"><f>B1&lt;2</f><v></v></c>', { fault: 'uncalculated', text: 'B1<2' }],
    ['a formula with a closed value', '<c r="A1"><f>A2</f><v/></c>', { fault: 'uncalculated', text: 'A2' }],
    ['a text formula never calculated', '<c r="A1" t="str"><f>A2</f></c>', { fault: 'uncalculated', text: 'A2' }],
    ['a shared formula', '<c r="A1"><f t="shared" ref="A1:A9" si="0">B1</f><v>3</v></c>', 3],
    ['the rest of a shared formula, not calculated', '<c r="A1"><f t="shared" si="0"/></c>', { fault: 'uncalculated', text: '' }],
    ['an inline text', '<c r="A1" t="inlineStr"><is><t>南宁</t></is></c>', '南宁'],
    ['an inline text in runs', '<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>南</t></r><r><t>宁</t></r></is></c>', '南宁'],
    ['an empty inline text', '<c r="A1" t="inlineStr"><is><t/></is></c>', ''],
    ['an inline text without any', '<c r="A1" t="inlineStr"><is/></c>', ''],
    ['entities', '<c r="A1" t="inlineStr"><is><t>a&lt;b&gt;c&amp;d&quot;e&apos;f&#x4E2D;&#22269;</t></is></c>', 'a<b>c&d"e\'f中国'],
    ['CDATA', '<c r="A1" t="inlineStr"><is><t><![CDATA[a<b>&amp;</c>]]></t></is></c>', 'a<b>&amp;</c>'],
    ['CDATA in a value', '<c r="A1"><v><![CDATA[42]]></v></c>', 42],
    ['a comment inside', '<c r="A1"><!-- </c> --><v>4<!-- x -->2</v></c>', 42],
    ['an escaped return', '<c r="A1" t="inlineStr"><is><t>a_x000D_b</t></is></c>', 'a\rb'],
    ['an escaped escape', '<c r="A1" t="inlineStr"><is><t>a_x005F_x000D_b</t></is></c>', 'a_x000D_b'],
    ['an underscore', '<c r="A1" t="inlineStr"><is><t>a_xyz_b</t></is></c>', 'a_xyz_b'],
    ['line ends are one', '<c r="A1" t="inlineStr"><is><t>a\r\nb</t></is></c>', 'a\nb'],
    ['blanks at the ends do not count', '<c r="A1" t="inlineStr"><is><t> 甲 </t></is></c>', '甲'],
    ['unless the file keeps them', '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c>', ' 甲 '],
    ['characters beyond the first plane', '<c r="A1" t="inlineStr"><is><t>㐀䶮𠮷</t></is></c>', '㐀䶮𠮷'],
    ['an ISO date', '<c r="A1" t="d"><v>2025-01-20</v></c>', 45677],
    ['an ISO date and time', '<c r="A1" t="d"><v>2025-01-20T12:00:00</v></c>', 45677.5],
    ['an ISO date before March 1900', '<c r="A1" t="d"><v>1900-01-01</v></c>', 1],
    ['a date that is none', '<c r="A1" t="d"><v>昨天</v></c>', { fault: 'error', text: '昨天' }],
    ['single quotes', "<c r='A1' t='b'><v>1</v></c>", true],
    ['blanks in tags', '<c  r = "A1"\n t="b" ><v >1</v ></c >', true],
    ['> in an attribute', '<c r="A1"><f ref="a>b">1</f><v>7</v></c>', 7],
    ['a cell with an extension', '<c r="A1"><v>7</v><extLst><ext><x>9</x></ext></extLst></c>', 7],
    ['a cell without its address', '<c><v>7</v></c>', 7],
  ])('%s', async (_, xml, expected) => {
    expect(await cellOf(xml)).toEqual(expected);
  });

  test.each<[string, string, Cell]>([
    ['plain', '<si><t>南宁</t></si>', '南宁'],
    ['empty', '<si><t></t></si>', ''],
    ['closed', '<si/>', ''],
    ['with an entity', '<si><t>a&amp;b</t></si>', 'a&b'],
    ['in runs', '<si><r><rPr><sz val="9"/></rPr><t>南</t></r><r><t xml:space="preserve"> 宁</t></r></si>', '南 宁'],
    ['with its pronunciation', '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>', '東京'],
    ['escaped', '<si><t>_x005F_x0041_</t></si>', '_x0041_'],
    ['with blanks', '<si><t>\n 甲 \t</t></si>', '甲'],
    ['with blanks kept', '<si><t xml:space="preserve">甲 </t></si>', '甲 '],
  ])('shared text, %s', async (_, item, expected) => {
    expect(await cellOf('<c r="A1" t="s"><v>1</v></c>', `<si><t>别的</t></si>${item}<si><t>又一个</t></si>`)).toEqual(expected);
  });

  test('a part in a prefix of its own', async () => {
    const xml =
      '<?xml version="1.0"?><x:worksheet xmlns:x="m"><x:dimension ref="A1:C2"/><x:sheetData><x:row r="1" hidden="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1"><x:f>1</x:f><x:v>2</x:v></x:c></x:row><x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>乙</x:t></x:is></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>';
    const file = workbook([{ name: '台账', xml }], { shared: '<x:sst xmlns:x="m"><x:si><x:t>甲</x:t></x:si></x:sst>' });
    expect(await rowsOf(file)).toEqual([['甲', null, 2], ['乙']]);
    expect(await (await readXlsxBytes(file, 'x')).merges('台账')).toEqual([[0, 0, 0, 1]]);
  });

  test('parts in UTF-16', async () => {
    const text = `\ufeff${sheetXml('<row r="1"><c r="A1" t="inlineStr"><is><t>南宁</t></is></c><c r="B1"><v>5</v></c></row>').replace('UTF-8', 'UTF-16')}`;
    expect(
      await rowsOf(
        workbook([{ name: '台账', xml: null }], { parts: { 'xl/worksheets/sheet1.xml': new Uint8Array(Buffer.from(text, 'utf16le')) } }),
      ),
    ).toEqual([['南宁', 5]]);
  });
});

describe('rows of an .xlsx', () => {
  test('left-out rows and cells are blank', async () => {
    expect(
      await rowsOf(sheetOf('<row r="2"><c r="B2"><v>1</v></c><c r="E2"><v>2</v></c></row><row r="5"><c r="A5"><v>3</v></c></row>')),
    ).toEqual([[], [null, 1, null, null, 2], [], [], [3]]);
  });

  test('rows and cells without numbers follow each other', async () => {
    expect(
      await rowsOf(sheetOf('<row><c><v>1</v></c><c/><c><v>2</v></c></row><row/><row><c r="B3"><v>3</v></c><c><v>4</v></c></row>')),
    ).toEqual([[1, null, 2], [], [null, 3, 4]]);
  });

  test('a row without a number takes it from its first cell', async () => {
    expect(await rowsOf(sheetOf('<row><c r="A3"><v>1</v></c><c r="B3"><v>2</v></c></row><row><c><v>9</v></c></row>'))).toEqual([
      [],
      [],
      [1, 2],
      [9],
    ]);
  });

  test('cells out of order find their place', async () => {
    expect(await rowsOf(sheetOf('<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>'))).toEqual([[1, null, 3]]);
  });

  test('styled blanks at the end are no cells', async () => {
    expect(
      await rowsOf(
        sheetOf('<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="4"/><c r="XFD1" s="4"/></row><row r="2"><c r="A2" s="1"/></row>'),
      ),
    ).toEqual([[1], []]);
  });

  test('no rows at all', async () => {
    expect(await rowsOf(sheetOf(''))).toEqual([]);
    expect(await rowsOf(workbook([{ name: '台账', xml: '<worksheet><sheetData/></worksheet>' }]))).toEqual([]);
  });

  test('hidden rows are told block by block', async () => {
    const rows = Array.from(
      { length: 10 },
      (_, k) =>
        `<row r="${k + 1}"${k % 4 === 3 ? ' hidden="1"' : k % 4 === 2 ? ' hidden="true"' : ' hidden="0"'}><c r="A${k + 1}"><v>${k}</v></c></row>`,
    );
    const host = await readXlsxBytes(sheetOf(rows.join('')), 'x.xlsx');
    const blocks: number[][] = [];
    for await (const block of host.read('台账', 3)) blocks.push([...block.hiddenRows]);
    expect(blocks).toEqual([[2], [3], [6, 7], []]);
  });

  test('the quick way and the careful one say the same', async () => {
    const numbers = [
      0,
      1,
      -1,
      0.1,
      12.34,
      123456.789,
      1e-5,
      1e15,
      2 ** 53,
      2 ** 53 + 2,
      0.1 + 0.2,
      1 / 3,
      4000 / 3703.71,
      1e21,
      5e-324,
      Number.MAX_VALUE,
    ];
    const row = (space: string): string =>
      `<row r="1">${numbers.map((n, k) => `<c${space} r="${String.fromCharCode(65 + k)}1" s="1"><v>${n}</v></c>`).join('')}</row>`;
    expect(await rowsOf(sheetOf(row('')))).toEqual([numbers]);
    expect(await rowsOf(sheetOf(row(' ')))).toEqual([numbers]);
  });

  test('random decimals come back to the last digit', async () => {
    let seed = 20250331;
    const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const numbers = Array.from({ length: 3000 }, () =>
      Number(((random() - 0.3) * 10 ** Math.floor(random() * 16)).toFixed(Math.floor(random() * 12))),
    );
    const xml = numbers.map((n, k) => `<row r="${k + 1}"><c r="A${k + 1}"><v>${n}</v></c></row>`).join('');
    const host = await readXlsxBytes(sheetOf(xml), 'x.xlsx');
    expect((await readAll(host, '台账')).rows.map(([cell]) => cell)).toEqual(numbers.map((n) => (n === 0 ? 0 : n)));
  });

  test('Excel’s last cell', async () => {
    const { rows } = await readAll(await readXlsxBytes(sheetOf('<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'), 'x'), '台账');
    expect(rows).toHaveLength(1048576);
    expect(rows.at(-1)).toHaveLength(16384);
    expect(rows.at(-1)!.at(-1)).toBe(7);
  });
});

describe('sheets of an .xlsx', () => {
  test('size, hidden sheets, tables, 1904', async () => {
    const file = workbook(
      [
        {
          name: '台账 & 表',
          xml: sheetXml('<row r="1"><c r="A1"><v>1</v></c></row>', '<dimension ref="B2:D30"/>'),
          tables: [tableXml('企业', 'B2:D30'), tableXml('项目', '$A$40:$B$41')],
        },
        { name: '隐藏', xml: sheetXml(''), state: 'veryHidden' },
        { name: '无尺寸', xml: sheetXml('<row r="3"><c r="C3"><v>1</v></c></row><row r="9"/>') },
        { name: '只报A1', xml: sheetXml('<row r="2"><c r="B2"><v>1</v></c></row>', '<dimension ref="A1"/>') },
      ],
      { bookProperties: '<workbookPr date1904="true"/>' },
    );
    const host = await readXlsxBytes(file, 'x.xlsx');
    expect(await host.sheets()).toEqual([
      {
        name: '台账 & 表',
        rows: 30,
        columns: 4,
        hidden: false,
        date1904: true,
        tables: [
          { name: '企业', top: 1, left: 1, rows: 29, columns: 3 },
          { name: '项目', top: 39, left: 0, rows: 2, columns: 2 },
        ],
      },
      { name: '隐藏', rows: 0, columns: 0, hidden: true, date1904: true, tables: [] },
      { name: '无尺寸', rows: 3, columns: 3, hidden: false, date1904: true, tables: [] },
      { name: '只报A1', rows: 2, columns: 2, hidden: false, date1904: true, tables: [] },
    ]);
  });

  test('a date counted from 1904', async () => {
    const file = workbook([{ name: '台账', xml: sheetXml('<row r="1"><c r="A1" t="d"><v>2025-01-20</v></c></row>') }], {
      bookProperties: '<workbookPr date1904="1"/>',
    });
    expect(await rowsOf(file)).toEqual([[44215]]);
  });

  test('merged areas of the first rows, below them those of one column, whatever stands around them', async () => {
    const merges =
      '<mergeCells count="4"><mergeCell ref="A1:D1"/><mergeCell ref="A2:A3"/><mergeCell ref="A900:B900"/><mergeCell ref="B901:B905"/></mergeCells>';
    const rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>sheetData&gt; 不是结尾 &lt;/sheetData</t></is></c></row>';
    const file = workbook([{ name: '台账', xml: sheetXml(rows, '', `<autoFilter ref="A2:D9"/>${merges}<pageMargins left="1"/>`) }]);
    const host: Host = await readXlsxBytes(file, 'x.xlsx');
    expect(await host.merges('台账')).toEqual([
      [0, 0, 0, 3],
      [1, 0, 2, 0],
      [900, 1, 904, 1],
    ]);
    for (const size of [1, 2, 5, 11, 64]) expect(await (await torn(file, size)).merges('台账')).toEqual(await host.merges('台账'));
    await readAll(host, '台账');
    expect(await host.merges('台账')).toEqual([
      [0, 0, 0, 3],
      [1, 0, 2, 0],
      [900, 1, 904, 1],
    ]);
  });

  test('charts among the sheets are passed over', async () => {
    const file = workbook([{ name: '台账', xml: sheetXml('') }], {
      parts: {
        'xl/workbook.xml':
          '<workbook xmlns:r="r"><sheets><sheet name="图" sheetId="2" r:id="c"/><sheet name="台账" sheetId="1" r:id="s"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="c" Type="http://x/chartsheet" Target="chartsheets/sheet1.xml"/><Relationship Id="s" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="./../xl/worksheets/sheet1.xml"/></Relationships>',
      },
    });
    expect((await (await readXlsxBytes(file, 'x')).sheets()).map((sheet) => sheet.name)).toEqual(['台账']);
  });

  test('names with backslashes, and parts that are stored unpacked', async () => {
    const usual = workbookOf([{ name: '台账', cells: [['甲', 1]] }]);
    const parts = {
      '_rels\\.rels': '',
      'xl\\workbook.xml': '',
      'xl\\_rels\\workbook.xml.rels': '',
      'xl\\worksheets\\sheet1.xml': '',
      'xl\\sharedStrings.xml': '',
    };
    const { unzipSync } = await import('fflate');
    const unpacked = unzipSync(usual);
    const renamed = Object.fromEntries(Object.keys(parts).map((name) => [name, unpacked[name.replaceAll('\\', '/')] ?? strToU8('')]));
    expect(await rowsOf(zipSync(renamed, { level: 0 }))).toEqual([['甲', 1]]);
  });

  test('the checksum is the one of zlib', () => {
    const bytes = strToU8('惠企 123456789');
    expect(bytesPlatform.crc32(bytes, 0)).toBe(nodePlatform.crc32(bytes, 0));
    expect(bytesPlatform.crc32(bytes.subarray(5), bytesPlatform.crc32(bytes.subarray(0, 5), 0))).toBe(nodePlatform.crc32(bytes, 0));
  });
});
