import { crc32, deflateRawSync } from 'node:zlib';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { readXlsxBytes } from '../../../src/hosts/bytes';
import type { HostProblem } from '../../../src/hosts/host';
import { openXlsx } from '../../../src/hosts/xlsx';
import type { Limits } from '../../../src/hosts/xlsx/zip';
import { problemOf, readAll } from './contract';
import { folder, sharedXml, sheetXml, workbook, workbookOf } from './fixture';

const usual = (): Uint8Array =>
  workbookOf([
    {
      name: '台账',
      cells: [
        ['企业名称', '产值'],
        ['甲厂', 3703.71],
      ],
    },
  ]);

/** What opening and reading all of it is refused with, from disk and from memory: the same problem, with the file's name. */
async function refused(file: Uint8Array, limits: Partial<Limits> = {}): Promise<HostProblem> {
  const place = folder();
  try {
    const path = place.put('台账.xlsx', file);
    const all = async (host: Awaited<ReturnType<typeof openXlsx>>): Promise<void> => {
      for (const { name } of await host.sheets()) {
        await host.merges(name);
        await readAll(host, name);
      }
    };
    const fromDisk = await problemOf(openXlsx(path, { limits }).then(all));
    const fromMemory = await problemOf(readXlsxBytes(file, '台账.xlsx', limits).then(all));
    // How much of a cell was seen depends on how the bytes came.
    const told = ({ code, data: { found: _found, ...data } }: HostProblem): object => ({ code, data });
    expect(told(fromMemory)).toEqual(told(fromDisk));
    expect(fromDisk.data).toMatchObject({ file: '台账.xlsx' });
    expect(place.names()).toEqual(['台账.xlsx']);
    return fromDisk;
  } finally {
    place.close();
  }
}

const bytesOf = (...parts: (Uint8Array | string | readonly number[])[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))));

/** A compound file (the old Office container) with these names in its directory. */
function compound(...names: string[]): Uint8Array {
  const file = Buffer.alloc(512 * 4);
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  ['Root Entry', ...names].forEach((name, index) => file.write(name, 1024 + index * 128, 'utf16le'));
  return file;
}

describe('files that are no .xlsx', () => {
  test.each<[string, Uint8Array, string, Record<string, string>]>([
    ['an empty file', new Uint8Array(0), 'not-a-workbook', { reason: 'empty' }],
    ['plain text', strToU8('企业名称,产值\n甲厂,1\n'), 'not-a-workbook', { reason: 'text' }],
    ['other bytes', bytesOf([1, 2, 0, 4, 5]), 'not-a-workbook', { reason: 'binary' }],
    ['a workbook with a password', compound('EncryptionInfo', 'EncryptedPackage'), 'encrypted', {}],
    ['an .xls', compound('Workbook'), 'unsupported-format', { format: 'xls' }],
    ['a very old .xls', bytesOf([0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00]), 'unsupported-format', { format: 'xls' }],
    [
      'a web page named .xls',
      strToU8('\ufeff <html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>'),
      'unsupported-format',
      { format: 'html' },
    ],
    ['a single-file web page', strToU8('MIME-Version: 1.0\nX-Document-Type: Workbook'), 'unsupported-format', { format: 'mht' }],
    [
      'an XML spreadsheet of 2003',
      strToU8('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
      'unsupported-format',
      { format: 'xml2003' },
    ],
    ['an .xlsb', zipSync({ 'xl/workbook.bin': strToU8('x') }), 'unsupported-format', { format: 'xlsb' }],
    [
      'an .ods',
      zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet'), 'content.xml': strToU8('x') }),
      'unsupported-format',
      { format: 'ods' },
    ],
    ['a .docx', zipSync({ 'word/document.xml': strToU8('x') }), 'unsupported-format', { format: 'docx' }],
    ['some other zip file', zipSync({ 'a.txt': strToU8('x') }), 'not-a-workbook', { reason: 'missing-part', part: 'xl/workbook.xml' }],
    ['a zip file of nothing', zipSync({}), 'not-a-workbook', { reason: 'missing-part' }],
  ])('%s', async (_, file, code, data) => {
    const problem = await refused(file);
    expect(problem.code).toBe(code);
    expect(problem.data).toMatchObject(data);
  });

  test('a file that is not there, and a folder', async () => {
    const place = folder();
    expect(await problemOf(openXlsx(place.path('没有.xlsx')))).toMatchObject({
      code: 'cannot-read',
      data: { file: '没有.xlsx', reason: 'missing-file' },
    });
    expect(await problemOf(openXlsx(place.path('.')))).toMatchObject({ code: 'cannot-read', data: { reason: 'is-folder' } });
    place.close();
  });
});

describe('damaged files', () => {
  test('cut off anywhere, a file is refused; never half read', async () => {
    const whole = workbookOf([{ name: '台账', cells: Array.from({ length: 300 }, (_, k) => [`企业${k}`, k * 1.37, `说明${k * 7919}`]) }]);
    for (let part = 1; part < 12; part += 1) {
      const problem = await refused(whole.subarray(0, Math.floor((whole.length * part) / 12)));
      expect(problem.code).toBe('truncated');
    }
    expect((await refused(whole.subarray(0, whole.length - 1))).code).toBe('truncated');
  });

  test('one wrong bit in a sheet is found', async () => {
    const sheet = strToU8(
      sheetXml(Array.from({ length: 400 }, (_, k) => `<row r="${k + 1}"><c r="A${k + 1}"><v>${k * 37}</v></c></row>`).join('')),
    );
    const file = zipSync({ ...partsOf(usual()), 'xl/worksheets/sheet1.xml': [sheet, { level: 0 }] });
    const at = Buffer.from(file).indexOf('<v>370</v>') + 3;
    file[at] = file[at]! ^ 1;
    expect(await refused(file)).toMatchObject({
      code: 'truncated',
      data: { reason: 'checksum', sheet: '台账', part: 'xl/worksheets/sheet1.xml' },
    });
  });

  test.each(['<row r="1"><c r="A1"><v>1</v></c>', '<row r="1"><c r="A1"><v>1</v></c></row>'])(
    'a sheet that ends in its midst: %s',
    async (rows) => {
      const file = workbook([{ name: '台账', xml: `<worksheet><sheetData>${rows}` }]);
      expect(await refused(file)).toMatchObject({ code: 'truncated', data: { sheet: '台账', reason: 'end' } });
    },
  );

  test('shared texts that end in their midst', async () => {
    const file = workbook([{ name: '台账', xml: sheetXml('') }], { shared: '<sst><si><t>甲</t></si><si><t>乙' });
    expect(await refused(file)).toMatchObject({ code: 'truncated', data: { part: 'xl/sharedStrings.xml' } });
  });

  test('missing parts', async () => {
    const sheet = { name: '台账', xml: null };
    expect(await refused(workbook([sheet]))).toMatchObject({
      code: 'not-a-workbook',
      data: { sheet: '台账', part: 'xl/worksheets/sheet1.xml', reason: 'missing-part' },
    });
    expect(await refused(workbook([{ name: '台账', xml: sheetXml('') }], { parts: { 'xl/sharedStrings.xml': null } }))).toMatchObject({
      data: { part: 'xl/sharedStrings.xml', reason: 'missing-part' },
    });
    expect(await refused(workbook([{ name: '台账', xml: sheetXml('') }], { parts: { 'xl/_rels/workbook.xml.rels': null } }))).toMatchObject(
      { data: { sheet: '台账', reason: 'missing-part' } },
    );
    expect(await refused(workbook([{ name: '台账', xml: '<html><body/></html>' }]))).toMatchObject({
      code: 'not-a-workbook',
      data: { sheet: '台账', reason: 'markup' },
    });
  });
});

describe('files made to harm', () => {
  test('a document type is refused before any of its entities is read', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    const sheet = (head: string, rows = ''): Uint8Array =>
      workbook([{ name: '台账', xml: `<?xml version="1.0"?>${head}<worksheet><sheetData>${rows}</sheetData></worksheet>` }]);
    expect(await refused(sheet(bomb))).toMatchObject({ code: 'unsupported-format', data: { sheet: '台账', reason: 'doctype' } });
    expect(await refused(workbook([{ name: '台账', xml: sheetXml('') }], { shared: `${bomb}<sst></sst>` }))).toMatchObject({
      code: 'unsupported-format',
      data: { reason: 'doctype', part: 'xl/sharedStrings.xml' },
    });
    expect(
      await refused(workbook([{ name: '台账', xml: sheetXml('') }], { parts: { 'xl/workbook.xml': `${bomb}<workbook/>` } })),
    ).toMatchObject({ code: 'unsupported-format', data: { reason: 'doctype', part: 'xl/workbook.xml' } });
    expect(await refused(sheet('', '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'))).toMatchObject({
      code: 'unreadable-cell',
      data: { sheet: '台账', cell: 'A1', reason: 'entity' },
    });
  });

  test('a gigabyte in a small file is not unpacked to its end', async () => {
    const pad = Buffer.alloc(1 << 22, ' ');
    const chunk = deflateRawSync(pad, { level: 9, finishFlush: 2 });
    const inner = Buffer.concat([
      deflateRawSync(Buffer.from('<worksheet><sheetData>'), { finishFlush: 2 }),
      ...Array.from({ length: 256 }, () => chunk),
      deflateRawSync(Buffer.from('</sheetData></worksheet>')),
    ]);
    const problem = await refused(rawZip({ ...partsOf(usual()), 'xl/worksheets/sheet1.xml': { packed: inner, unpacked: 1 << 30 } }));
    expect(problem).toMatchObject({ code: 'too-large', data: { sheet: '台账', part: 'xl/worksheets/sheet1.xml', reason: 'ratio' } });
    const lying = await refused(rawZip({ ...partsOf(usual()), 'xl/worksheets/sheet1.xml': { packed: inner, unpacked: 1 << 20 } }));
    expect(lying).toMatchObject({ code: 'truncated', data: { sheet: '台账', reason: 'damaged' } });
  });

  test('a size that is a lie is found out', async () => {
    const inner = deflateRawSync(strToU8(sheetXml('<row r="1"><c r="A1"><v>1</v></c></row>')));
    expect((await refused(rawZip({ ...partsOf(usual()), 'xl/worksheets/sheet1.xml': { packed: inner, unpacked: 5 } }))).code).toBe(
      'truncated',
    );
    expect(
      await refused(rawZip({ ...partsOf(usual()), 'xl/worksheets/sheet1.xml': { packed: inner, unpacked: 2 ** 32 - 2 } }), {
        partBytes: 2 ** 31,
      }),
    ).toMatchObject({ code: 'too-large', data: { reason: 'part' } });
  });

  test('bounds on parts are the caller’s to set', async () => {
    const file = workbookOf([{ name: '台账', cells: Array.from({ length: 500 }, (_, k) => [`企业${k}`]) }]);
    expect(await refused(file, { partBytes: 1000 })).toMatchObject({ code: 'too-large', data: { reason: 'part', limit: 1000 } });
    expect(await refused(file, { parts: 2 })).toMatchObject({ code: 'too-large', data: { reason: 'parts' } });
    expect(await refused(file, { smallPartBytes: 200 })).toMatchObject({ code: 'too-large' });
    expect(await refused(file, { sharedTextBytes: 1000 })).toMatchObject({ code: 'too-large', data: { reason: 'strings' } });
    expect(await refused(file, { ratio: 2, ratioFrom: 1000 })).toMatchObject({ code: 'too-large', data: { reason: 'ratio' } });
  });

  test('a million characters in a cell: the address is told', async () => {
    const long = 'x'.repeat(1_000_000);
    const row = (cell: string): Uint8Array =>
      workbook([{ name: '台账', xml: sheetXml(`<row r="7"><c r="A7"><v>1</v></c>${cell}</row>`) }], {
        shared: sharedXml(`<si><t>${long}</t></si><si><t>${'字'.repeat(40_000)}</t></si>`),
      });
    const expected = { code: 'unreadable-cell', data: { sheet: '台账', cell: 'B7', reason: 'cell-too-long', limit: 32767 } };
    expect(await refused(row(`<c r="B7" t="inlineStr"><is><t>${long}</t></is></c>`))).toMatchObject(expected);
    expect(await refused(row(`<c t="inlineStr"><is><t>${long}</t></is></c>`))).toMatchObject(expected);
    expect(await refused(row(`<c r="B7" t="str"><v>${long}</v></c>`))).toMatchObject(expected);
    expect(await refused(row('<c r="B7" t="s"><v>0</v></c>'))).toMatchObject(expected);
    expect(await refused(row('<c r="B7" t="s"><v>1</v></c>'))).toMatchObject(expected);
    expect(await refused(row(`<c r="B7" t="inlineStr"><is><t>${'&#x4E2D;'.repeat(600_000)}</t></is></c>`))).toMatchObject(expected);
  });

  test('exactly Excel’s 32,767 characters are fine', async () => {
    const text = '字'.repeat(32_767);
    const host = await readXlsxBytes(workbookOf([{ name: '台账', cells: [[text]] }]), 'x');
    expect((await readAll(host, '台账')).rows[0]![0]).toHaveLength(32_767);
  });

  test.each<[string, string, string, Record<string, string | number>]>([
    ['a row beyond the last', '<row r="1048577"/>', 'too-large', { reason: 'rows', limit: 1048576 }],
    ['rows running backwards', '<row r="5"/><row r="3"/>', 'unreadable-cell', { row: 3, reason: 'order' }],
    ['the same row twice', '<row r="5"/><row r="5"/>', 'unreadable-cell', { row: 5, reason: 'order' }],
    ['row nought', '<row r="0"/>', 'unreadable-cell', { reason: 'order' }],
    ['a row that is no number', '<row r="x"/>', 'unreadable-cell', { reason: 'markup' }],
    ['a column beyond the last', '<row r="1"><c r="XFE1"><v>1</v></c></row>', 'unreadable-cell', { cell: 'XFE1', reason: 'address' }],
    ['a cell of another row', '<row r="1"><c r="A2"><v>1</v></c></row>', 'unreadable-cell', { cell: 'A2', reason: 'address' }],
    ['an address without letters', '<row r="1"><c r="1"><v>1</v></c></row>', 'unreadable-cell', { reason: 'address' }],
    [
      'the same cell twice',
      '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
      'unreadable-cell',
      { cell: 'A1', reason: 'repeated' },
    ],
    [
      'a shared text that is not there',
      '<row r="1"><c r="A1" t="s"><v>999</v></c></row>',
      'unreadable-cell',
      { cell: 'A1', reason: 'shared-text' },
    ],
    [
      'a shared text of a strange number',
      '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
      'unreadable-cell',
      { cell: 'A1', reason: 'shared-text' },
    ],
    ['a kind of cell nobody knows', '<row r="1"><c r="A1" t="zz"><v>1</v></c></row>', 'unreadable-cell', { reason: 'markup' }],
    ['an attribute without quotes', '<row r="1"><c r=A1><v>1</v></c></row>', 'unreadable-cell', { reason: 'markup' }],
  ])('%s', async (_, rows, code, data) => {
    const problem = await refused(workbook([{ name: '台账', xml: sheetXml(rows, '<dimension ref="A1:B2"/>') }]));
    expect(problem.code).toBe(code);
    expect(problem.data).toMatchObject({ sheet: '台账', ...data });
  });

  test('a million cells that follow each other beyond the last column', async () => {
    const rows = `<row r="1">${'<c><v>1</v></c>'.repeat(20_000)}</row>`;
    expect(await refused(workbook([{ name: '台账', xml: sheetXml(rows) }]))).toMatchObject({
      code: 'unreadable-cell',
      data: { sheet: '台账', reason: 'address' },
    });
  });

  test('two parts of one name', async () => {
    const parts = partsOf(usual());
    const sheet = parts['xl/worksheets/sheet1.xml']!;
    expect(await refused(rawZip({ ...parts, 'xl/worksheets/SHEET1.xml': sheet }))).toMatchObject({
      code: 'not-a-workbook',
      data: { part: 'xl/worksheets/SHEET1.xml', reason: 'duplicate-part' },
    });
  });

  test.each(['../../etc/passwd', '/etc/passwd', 'xl/../../x', 'xl//x', 'xl\\..\\x', 'C:/../x'])(
    'a part that would leave the file: %s',
    async (name) => {
      expect(await refused(rawZip({ ...partsOf(usual()), [name]: strToU8('x') }))).toMatchObject({
        code: 'not-a-workbook',
        data: { reason: 'part-name' },
      });
    },
  );

  test('a target that climbs stays inside the file, and one outside is refused', async () => {
    const relations = (more: string): Record<string, string> => ({
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="x/worksheet" ${more}/></Relationships>`,
    });
    const sheet = { name: '台账', xml: sheetXml('') };
    expect(await refused(workbook([sheet], { parts: relations('Target="../../../../etc/passwd"') }))).toMatchObject({
      data: { part: 'etc/passwd', reason: 'missing-part' },
    });
    expect(await refused(workbook([sheet], { parts: relations('Target="http://x.example/a" TargetMode="External"') }))).toMatchObject({
      data: { sheet: '台账', reason: 'outside-part' },
    });
  });

  test('two lists that name a part differently', async () => {
    const file = Buffer.from(usual());
    const at = file.indexOf('xl/worksheets/sheet1.xml');
    file.write('xl/worksheets/sheet9.xml', at);
    expect(await refused(new Uint8Array(file))).toMatchObject({ code: 'not-a-workbook', data: { reason: 'part-name' } });
  });

  test('a part locked by the zip file itself, or packed another way', async () => {
    const locked = Buffer.from(usual());
    for (let at = locked.indexOf('PK\u0001\u0002'); at >= 0; at = locked.indexOf('PK\u0001\u0002', at + 1))
      locked[at + 8] = locked[at + 8]! | 1;
    expect((await refused(new Uint8Array(locked))).code).toBe('encrypted');
    const strange = Buffer.from(usual());
    for (let at = strange.indexOf('PK\u0001\u0002'); at >= 0; at = strange.indexOf('PK\u0001\u0002', at + 1)) strange[at + 10] = 12;
    expect(await refused(new Uint8Array(strange))).toMatchObject({ code: 'unsupported-format', data: { reason: 'compression' } });
  });

  test('a part in an encoding we would have to guess', async () => {
    const xml = sheetXml('<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>').replace('UTF-8', 'GB2312');
    expect(await refused(workbook([{ name: '台账', xml }]))).toMatchObject({
      code: 'unsupported-format',
      data: { sheet: '台账', reason: 'part-encoding' },
    });
  });

  test('a file that changes while it is read', async () => {
    const place = folder();
    const path = place.put('台账.xlsx', usual());
    const host = await openXlsx(path);
    place.put('台账.xlsx', workbookOf([{ name: '台账', cells: [['别的', 1, 2, 3]] }]));
    expect(await problemOf(readAll(host, '台账'))).toMatchObject({ code: 'cannot-read', data: { file: '台账.xlsx', reason: 'changed' } });
    place.close();
  });

  test('names that mean something to the language mean nothing here', async () => {
    const file = workbookOf([{ name: '__proto__', cells: [['__proto__', 'constructor']] }]);
    const host = await readXlsxBytes(file, 'x');
    expect((await host.sheets())[0]!.name).toBe('__proto__');
    expect((await readAll(host, '__proto__')).rows).toEqual([['__proto__', 'constructor']]);
  });
});

test('a zip file with 64-bit sizes is read', async () => {
  const host = await readXlsxBytes(rawZip(partsOf(usual()), true), 'x.xlsx');
  expect((await readAll(host, '台账')).rows).toEqual([
    ['企业名称', '产值'],
    ['甲厂', 3703.71],
  ]);
});

test('a comment at the end of the zip file does not mislead', async () => {
  const file = Buffer.from(usual());
  file.writeUInt16LE(30, file.length - 2);
  const host = await readXlsxBytes(bytesOf(file, `PK\u0005\u0006${'x'.repeat(26)}`), 'x.xlsx');
  expect((await readAll(host, '台账')).rows).toHaveLength(2);
});

type RawPart = Uint8Array | { readonly packed: Uint8Array; readonly unpacked: number };

/** The parts of a zip file, unpacked. */
const partsOf = (file: Uint8Array): Record<string, Uint8Array> => unzipSync(file);

/** A zip file made byte by byte, so that its lists can say what no honest program writes. */
function rawZip(parts: Readonly<Record<string, RawPart>>, wide = false): Uint8Array {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, part] of Object.entries(parts)) {
    const bytes = Buffer.from(name);
    const packed = part instanceof Uint8Array ? deflateRawSync(part) : part.packed;
    const unpacked = part instanceof Uint8Array ? part.length : part.unpacked;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50);
    head.writeUInt16LE(8, 8);
    head.writeUInt16LE(bytes.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(part instanceof Uint8Array ? crc32(part) : 0, 16);
    entry.writeUInt32LE(wide ? 0xffffffff : packed.length, 20);
    entry.writeUInt32LE(wide ? 0xffffffff : unpacked, 24);
    entry.writeUInt16LE(bytes.length, 28);
    entry.writeUInt16LE(wide ? 28 : 0, 30);
    entry.writeUInt32LE(wide ? 0xffffffff : at, 42);
    const extra = Buffer.alloc(wide ? 28 : 0);
    if (wide) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      extra.writeBigUInt64LE(BigInt(unpacked), 4);
      extra.writeBigUInt64LE(BigInt(packed.length), 12);
      extra.writeBigUInt64LE(BigInt(at), 20);
    }
    local.push(head, bytes, Buffer.from(packed));
    central.push(entry, bytes, extra);
    at += head.length + bytes.length + packed.length;
  }
  const list = Buffer.concat(central);
  const count = Object.keys(parts).length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(wide ? 0xffff : count, 10);
  end.writeUInt32LE(wide ? 0xffffffff : list.length, 12);
  end.writeUInt32LE(wide ? 0xffffffff : at, 16);
  const wideEnd = Buffer.alloc(wide ? 76 : 0);
  if (wide) {
    wideEnd.writeUInt32LE(0x06064b50);
    wideEnd.writeBigUInt64LE(BigInt(count), 32);
    wideEnd.writeBigUInt64LE(BigInt(list.length), 40);
    wideEnd.writeBigUInt64LE(BigInt(at), 48);
    wideEnd.writeUInt32LE(0x07064b50, 56);
    wideEnd.writeBigUInt64LE(BigInt(at + list.length), 64);
  }
  return bytesOf(...local, list, wideEnd, end);
}
