import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import {
  areaAddress,
  BookProblem,
  cellAddress,
  fromDisk,
  quoteSheet,
  readArea,
  readBook,
  shiftFormula,
  toDisk,
  writeBook,
  type Book,
} from '../../src/ooxml';

const NAMESPACE = 'HUIQI';

/** A book with one of everything a file keeps. */
const everything: Book = {
  properties: { title: '台账', subject: '2025q1 1.0.0', creator: '惠企', created: '2025-01-01T00:00:00Z' },
  sheets: [
    {
      name: "台账's 表",
      rows: [
        { index: 0, height: 27, cells: [{ column: 0, value: '标题 <&"\'> \n 第二行', style: 1 }] },
        {
          index: 2,
          cells: [
            { column: 0, value: '企业名称' },
            { column: 1, value: '产值（万元）' },
            { column: 2, value: '测算' },
          ],
        },
        {
          index: 3,
          hidden: true,
          cells: [
            { column: 0, value: '_x0041_ =1+1' },
            { column: 1, value: 0.1, style: 2 },
            { column: 2, value: { error: '#N/A' }, formula: 'HUIQI.AWARD("HUIQI.X(",台账[[#This Row],[产值（万元）]]&"")' },
          ],
        },
        {
          index: 4,
          cells: [
            { column: 0, value: true },
            { column: 1, value: null, style: 2 },
            { column: 2, value: 2.5, formula: 'IFS(B5>0,LET(x,1,x+1.5))' },
          ],
        },
        {
          index: 6,
          cells: [
            { column: 0, value: 100, formula: 'HUIQI.STACK("2025q1",A1:A2)', area: { rows: 2, columns: 1, spills: true } },
            { column: 1, value: 'a', formula: 'CONCAT("a")' },
          ],
        },
        { index: 7, cells: [{ column: 0, value: 50 }] },
      ],
      columns: [
        { first: 0, last: 1, width: 20 },
        { first: 2, last: 2, width: 13.5, hidden: true },
      ],
      merges: [{ top: 0, left: 0, bottom: 0, right: 2 }],
      frozen: { rows: 3, columns: 1 },
      tables: [
        {
          name: '台账',
          area: { top: 2, left: 0, bottom: 4, right: 2 },
          columns: [
            { name: '企业名称' },
            { name: '产值（万元）' },
            { name: '测算', formula: 'HUIQI.AWARD("a",台账[[#This Row],[产值（万元）]]&"")' },
          ],
          styleName: 'TableStyleLight1',
          filterButtons: true,
        },
      ],
      validations: [
        {
          areas: [{ top: 3, left: 0, bottom: 4, right: 0 }],
          type: 'list',
          formula1: '"是,否"',
          allowBlank: true,
          errorStyle: 'warning',
          error: '请选择',
          errorTitle: '核对',
        },
        {
          areas: [{ top: 3, left: 1, bottom: 4, right: 1 }],
          type: 'decimal',
          operator: 'between',
          formula1: '0',
          formula2: '100',
          allowBlank: false,
          errorStyle: 'stop',
          prompt: '万元',
          promptTitle: '单位',
        },
      ],
      print: { landscape: true, paper: 9, pagesWide: 1, pagesTall: 0, titleRows: [0, 2], titleColumns: [0, 0], footer: '&P' },
      tabColor: '2F6690',
      gridLines: false,
      zoom: 90,
    },
    {
      name: '名单',
      hidden: true,
      rows: [],
      columns: [],
      merges: [],
      tables: [],
      validations: [],
      filter: { top: 0, left: 0, bottom: 3, right: 1 },
    },
  ],
  styles: [
    { font: { name: '等线', size: 11, color: '000000' } },
    {
      font: { name: '等线', size: 16, bold: true, color: 'FF0000' },
      fill: 'E3ECF4',
      horizontal: 'center',
      vertical: 'middle',
      wrap: true,
      border: { top: { line: 'thin', color: '112233' } },
    },
    { font: { name: '等线', size: 11, color: '000000' }, format: '#,##0.00##', indent: 1, locked: false },
  ],
  names: [{ name: '标准', refersTo: '名单!$A$1' }],
  active: 0,
};

function problemOf(bytes: Uint8Array, limits?: { bytes: number; cells: number }): string {
  try {
    readBook(bytes, NAMESPACE, limits);
  } catch (problem) {
    if (problem instanceof BookProblem) return problem.code;
    throw problem;
  }
  return 'opened';
}

/** The bytes with one part changed. */
function changed(part: string, change: (text: string) => string): Uint8Array {
  const files = unzipSync(writeBook(everything, NAMESPACE));
  const before = files[part];
  if (!before) throw new Error(`no part ${part}`);
  return zipSync({ ...files, [part]: strToU8(change(strFromU8(before))) });
}

describe('a book written and read again', () => {
  test('is the same', () => {
    const { book, left } = readBook(writeBook(everything, NAMESPACE), NAMESPACE);
    expect(left).toEqual([]);
    // A rule between two bounds is what a file means by leaving the operator out.
    const [first, second] = everything.sheets[0]?.validations ?? [];
    const { operator, ...between } = second ?? {};
    expect(operator).toBe('between');
    expect(book).toEqual({ ...everything, sheets: [{ ...everything.sheets[0], validations: [first, between] }, everything.sheets[1]] });
  });

  test('gives the same bytes every time', () => {
    expect(Buffer.from(writeBook(everything, NAMESPACE)).equals(Buffer.from(writeBook(everything, NAMESPACE)))).toBe(true);
  });
});

describe('formulas on disk', () => {
  test.each([
    ['HUIQI.AWARD(A1)', '_xldudf_HUIQI_AWARD(A1)'],
    ['IF(huiqi.award_growth("HUIQI.AWARD(")>0,1,0)', 'IF(_xldudf_HUIQI_AWARD_GROWTH("HUIQI.AWARD(")>0,1,0)'],
    ["'HUIQI.AWARD('!A1+HUIQI.STACK(1)", "'HUIQI.AWARD('!A1+_xldudf_HUIQI_STACK(1)"],
    ['台账[[#This Row],[IFS(]]&""', '台账[[#This Row],[IFS(]]&""'],
    ['IFS(A1>0,FILTER(A:A,B:B))', '_xlfn.IFS(A1>0,_xlfn._xlws.FILTER(A:A,B:B))'],
    ['XHUIQI.AWARD(1)', 'XHUIQI.AWARD(1)'],
    ['SUM(A1:A3)', 'SUM(A1:A3)'],
  ])('%s', (shown, disk) => {
    expect(toDisk(shown, NAMESPACE)).toBe(disk);
    if (!shown.includes('huiqi')) expect(fromDisk(disk, NAMESPACE)).toBe(shown);
  });

  test('loses the workbook number that another machine put before the name', () => {
    expect(fromDisk('[2]!_xldudf_HUIQI_AWARD(A1)', NAMESPACE)).toBe('HUIQI.AWARD(A1)');
  });

  test.each([
    ['A1+$B$2+C$3+$D4', 'B3+$B$2+D$3+$D6'],
    ['SUM(A:A)+SUM(1:1)', 'SUM(B:B)+SUM(3:3)'],
    ['"A1"&台账[[#This Row],[A1]]&\'A1\'!A1', '"A1"&台账[[#This Row],[A1]]&\'A1\'!B3'],
    ['LOG10(A1)', 'LOG10(B3)'],
    ['XFD1', '#REF!'],
  ])('%s two rows down and one column on is %s', (before, after) => {
    expect(shiftFormula(before, 2, 1)).toBe(after);
  });

  test('a shared formula is written out for each of its cells', () => {
    const shared = changed('xl/worksheets/sheet1.xml', (text) =>
      text.replace(
        /<row r="8".*?<\/row>/,
        '<row r="8"><c r="A8"><f t="shared" ref="A8:A9" si="0">B8*$B$1</f><v>1</v></c></row><row r="9"><c r="A9"><f t="shared" si="0"/><v>2</v></c></row>',
      ),
    );
    const rows = readBook(shared, NAMESPACE).book.sheets[0]?.rows ?? [];
    expect(rows.flatMap((row) => (row.index >= 7 ? row.cells.map((cell) => cell.formula) : []))).toEqual(['B8*$B$1', 'B9*$B$1']);
  });
});

describe('addresses', () => {
  test.each([
    ['A1', 0, 0],
    ['AA10', 9, 26],
    ['XFD1048576', 1048575, 16383],
  ])('%s', (address, row, column) => {
    expect(cellAddress(row, column)).toBe(address);
    expect(readArea(address)).toEqual({ top: row, left: column, bottom: row, right: column });
  });

  test.each(['', 'A', 'A0', 'XFE1', 'B2:A1', 'A1:B2:C3', '企业', 'A1048577'])('%s is none, or the whole column', (text) => {
    expect(text === 'A' ? readArea(text)?.bottom : readArea(text)).toEqual(text === 'A' ? 1048575 : null);
  });

  test('areas and sheet names', () => {
    expect(areaAddress({ top: 0, left: 0, bottom: 2, right: 1 })).toBe('A1:B3');
    expect(quoteSheet('参数')).toBe('参数');
    expect(quoteSheet('参数（2）')).toBe("'参数（2）'");
    expect(quoteSheet('A1')).toBe("'A1'");
  });
});

describe('what is refused', () => {
  const good = writeBook(everything, NAMESPACE);
  test.each([
    ['text', strToU8('企业名称,产值'), 'not-a-workbook'],
    ['nothing', new Uint8Array(), 'not-a-workbook'],
    ['an old .xls', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]), 'unsupported-format'],
    [
      'a workbook under a password',
      Buffer.concat([Buffer.from('d0cf11e0', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'encrypted',
    ],
    ['half a file', good.subarray(0, good.length / 2), 'truncated'],
    ['a zip of something else', zipSync({ 'a.txt': strToU8('a') }), 'not-a-workbook'],
    ['a binary workbook', zipSync({ 'xl/workbook.bin': strToU8('a') }), 'not-a-workbook'],
    [
      'a document type with entities',
      changed('xl/workbook.xml', (text) => text.replace('<workbook', '<!DOCTYPE a [<!ENTITY b "c">]><workbook')),
      'not-a-workbook',
    ],
    ['an entity of its own', changed('xl/sharedStrings.xml', (text) => text.replace('企业名称', '&b;')), 'not-a-workbook'],
    ['a sheet that breaks off', changed('xl/worksheets/sheet1.xml', (text) => text.slice(0, 900)), 'truncated'],
    [
      'tags that do not match',
      changed('xl/worksheets/sheet1.xml', (text) => text.replace('</sheetData>', '</sheetdata>')),
      'not-a-workbook',
    ],
  ])('%s', (_name, bytes, code) => {
    expect(problemOf(bytes)).toBe(code);
  });

  test('a bomb is refused by its own announcement, before it unpacks', () => {
    const bomb = zipSync({ 'xl/workbook.xml': new Uint8Array(3_000_000) });
    expect(problemOf(bomb, { bytes: 1_000_000, cells: 10 })).toBe('too-large');
  });

  test('more cells than a grid can show', () => {
    expect(problemOf(good, { bytes: 10_000_000, cells: 5 })).toBe('too-large');
  });
});

describe('what is left behind is said', () => {
  test.each([
    ['<conditionalFormatting sqref="A1"/>', 'conditional-formats'],
    ['<hyperlinks><hyperlink ref="A1"/></hyperlinks>', 'links'],
    ['<legacyDrawing r:id="rId9"/>', 'notes'],
    ['<drawing r:id="rId9"/>', 'drawings'],
    ['<sheetProtection sheet="1"/>', 'protection'],
  ])('%s', (element, thing) => {
    const bytes = changed('xl/worksheets/sheet1.xml', (text) => text.replace('</sheetData>', `</sheetData>${element}`));
    expect(readBook(bytes, NAMESPACE).left).toEqual([thing]);
  });
});
