import { readFileSync } from 'node:fs';
import { readCsvBytes } from '../../../src/hosts/bytes';
import { openCsv } from '../../../src/hosts/csv';
import type { Cell, WrittenSheet } from '../../../src/hosts/host';
import { problemOf, readAll } from './contract';
import { folder } from './fixture';

let place: ReturnType<typeof folder>;
beforeEach(() => {
  place = folder();
});
afterEach(() => place.close());

const utf8 = (text: string): Buffer => Buffer.from(text);
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

/** GB18030 of the few characters the tests use: all but the last two are GB2312, those have four bytes. */
const gbCodes: Readonly<Record<string, readonly number[]>> = {
  企: [0xc6, 0xf3],
  业: [0xd2, 0xb5],
  名: [0xc3, 0xfb],
  称: [0xb3, 0xc6],
  产: [0xb2, 0xfa],
  值: [0xd6, 0xb5],
  南: [0xc4, 0xcf],
  宁: [0xc4, 0xfe],
  联: [0xc1, 0xaa],
  通: [0xcd, 0xa8],
  甲: [0xbc, 0xd7],
  厂: [0xb3, 0xa7],
  '€': [0xa2, 0xe3],
  㐀: [0x81, 0x39, 0xee, 0x39],
  𠮷: [0x95, 0x34, 0xb2, 0x35],
};
const gb18030 = (text: string): Buffer => Buffer.from([...text].flatMap((one) => gbCodes[one] ?? [one.charCodeAt(0)]));

async function rowsOf(bytes: Uint8Array): Promise<Cell[][]> {
  const { rows } = await readAll(await openCsv(place.put('台账.csv', bytes)), '台账');
  expect((await readAll(await readCsvBytes(bytes, '台账.csv'), '台账')).rows).toEqual(rows);
  return rows;
}

describe('CSV read', () => {
  test.each<[string, Uint8Array, Cell[][]]>([
    [
      'UTF-8',
      utf8('企业名称,产值\n南宁,1\n'),
      [
        ['企业名称', '产值'],
        ['南宁', '1'],
      ],
    ],
    [
      'UTF-8 with its mark',
      utf8('\ufeff企业名称,产值\r\n南宁,1'),
      [
        ['企业名称', '产值'],
        ['南宁', '1'],
      ],
    ],
    [
      'GB18030',
      gb18030('企业名称,产值\r\n南宁,1\r\n'),
      [
        ['企业名称', '产值'],
        ['南宁', '1'],
      ],
    ],
    ['GB18030 with rare characters', gb18030('㐀𠮷,€\n'), [['㐀𠮷', '€']]],
    [
      'the two characters that look like UTF-8',
      gb18030('企业,联通\n联通,1\n'),
      [
        ['企业', '联通'],
        ['联通', '1'],
      ],
    ],
    [
      'UTF-16, as Excel saves text',
      utf16('企业名称\t产值\r\n南宁\t1\r\n'),
      [
        ['企业名称', '产值'],
        ['南宁', '1'],
      ],
    ],
    [
      'ASCII alone',
      utf8('a,b\n1,2'),
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'tabs',
      utf8('a\tb,c\n1\t2,3\n'),
      [
        ['a', 'b,c'],
        ['1', '2,3'],
      ],
    ],
    [
      'semicolons',
      utf8('a;b\n1,5;2\n2,5;3\n'),
      [
        ['a', 'b'],
        ['1,5', '2'],
        ['2,5', '3'],
      ],
    ],
    ['a separator named', utf8('sep=|\na,b|c\n'), [['a,b', 'c']]],
    [
      'title lines above',
      utf8('广西台账\n\n单位：万元\n企业,产值,人数\n甲,1,2\n乙,3,4\n'),
      [['广西台账'], [], ['单位：万元'], ['企业', '产值', '人数'], ['甲', '1', '2'], ['乙', '3', '4']],
    ],
    [
      'quotes',
      utf8('"a,b","c ""d""",e\n"1","2",3\n'),
      [
        ['a,b', 'c "d"', 'e'],
        ['1', '2', '3'],
      ],
    ],
    [
      'lines inside quotes',
      utf8('a,b\n"1\r\n2",3\n'),
      [
        ['a', 'b'],
        ['1\r\n2', '3'],
      ],
    ],
    ['quotes inside a field', utf8('a,5" pipe\n'), [['a', '5" pipe']]],
    ['more after a closing quote', utf8('"a"b,c\n'), [['ab', 'c']]],
    ['an empty text and a blank', utf8('a,"",,b,,\n'), [['a', '', null, 'b']]],
    ['blank lines', utf8('a,b\n\n,\n1,2\n\n'), [['a', 'b'], [], [], ['1', '2'], []]],
    [
      'line ends of old',
      utf8('a,b\r1,2\r'),
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a code kept as text by its program',
      utf8('a,b\n="00123",="9145"\n'),
      [
        ['a', 'b'],
        ['00123', '9145'],
      ],
    ],
    ['nothing is made a number', utf8('007,1e5,2025-01-01\n'), [['007', '1e5', '2025-01-01']]],
  ])('%s', async (_, bytes, expected) => {
    expect(await rowsOf(bytes)).toEqual(expected);
  });

  test('records torn by every chunk are whole again', async () => {
    const line = (k: number): string => `企业${k},"第${k}\n行 ""${k}""",${k}.5`;
    const rows = await rowsOf(utf8(Array.from({ length: 30_000 }, (_, k) => line(k)).join('\r\n')));
    expect(rows).toHaveLength(30_000);
    expect(rows.every((row, k) => row[0] === `企业${k}` && row[1] === `第${k}\n行 "${k}"` && row[2] === `${k}.5`)).toBe(true);
  });

  test('one sheet, named as the file, with its size', async () => {
    const host = await openCsv(place.put('台账.一季度.csv', utf8('a,b\n"x\ny",2,3\n4\n')));
    expect(host.name).toBe('台账.一季度.csv');
    expect(await host.sheets()).toEqual([{ name: '台账.一季度', rows: 3, columns: 3, hidden: false, tables: [], date1904: false }]);
    expect(await host.merges('台账.一季度')).toEqual([]);
    expect((await problemOf(readAll(host, '别的'))).code).toBe('sheet-missing');
    const tops: number[] = [];
    for await (const block of host.read('台账.一季度', 2)) tops.push(block.top);
    expect(tops).toEqual([0, 2]);
  });
});

describe('CSV refused', () => {
  const refused = async (bytes: Uint8Array): Promise<object> => {
    const { code, data } = await problemOf(openCsv(place.put('台账.csv', bytes)).then(async (host) => readAll(host, '台账')));
    const other = await problemOf(readCsvBytes(bytes, '台账.csv').then(async (host) => readAll(host, '台账')));
    expect({ code: other.code, data: other.data }).toEqual({ code, data });
    return { code, ...data };
  };

  test.each<[string, Uint8Array, Record<string, string | number>]>([
    [
      'GB18030 with a line of UTF-8',
      Buffer.concat([gb18030('企业名称,产值\n甲厂,1\n'), utf8('广西南宁,2\n')]),
      { code: 'unreadable-cell', row: 3, reason: 'mixed-encoding' },
    ],
    [
      'UTF-8 with a line of GB18030',
      Buffer.concat([utf8('企业名称,产值\n广西,"a\nb"\n'), gb18030('企业名称,2\n')]),
      { code: 'unreadable-cell', row: 3, reason: 'mixed-encoding' },
    ],
    [
      'UTF-8 by its mark with a line of GB18030',
      Buffer.concat([utf8('\ufeffa,b\n'), gb18030('企业,2\n')]),
      { code: 'unreadable-cell', row: 2, reason: 'mixed-encoding' },
    ],
    [
      'bytes of no encoding',
      Buffer.concat([gb18030('企业名称,产值\n'), Buffer.from([0x41, 0xff, 0xff, 0x0a])]),
      { code: 'unreadable-cell', reason: 'encoding' },
    ],
    [
      'a quote never closed',
      utf8(`a,b\n1,"${'x\n'.repeat(200_000)}`),
      { code: 'unreadable-cell', cell: 'B2', row: 2, reason: 'open-quote' },
    ],
    ['a quote never closed in a short file', utf8('a,b\n1,"x\n2,3\n'), { code: 'unreadable-cell', cell: 'B2', reason: 'open-quote' }],
    [
      'a million characters in a field',
      utf8(`a,b\n1,${'x'.repeat(1_000_000)}\n`),
      { code: 'unreadable-cell', cell: 'B2', reason: 'cell-too-long' },
    ],
    [
      '32,768 characters in a field',
      utf8(`a,b\n1,2,${'字'.repeat(32_768)}\n`),
      { code: 'unreadable-cell', cell: 'C2', reason: 'cell-too-long' },
    ],
    ['more columns than Excel has', utf8(`a,b\n${','.repeat(16_384)}\n`), { code: 'unreadable-cell', cell: 'XFE2', reason: 'address' }],
    ['more rows than Excel has', utf8('1\n'.repeat(1_048_577)), { code: 'too-large', reason: 'rows' }],
    ['an .xlsx by another name', Buffer.from('PK\u0003\u0004xxxx'), { code: 'unsupported-format', format: 'xlsx' }],
    ['an .xls by another name', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]), { code: 'unsupported-format', format: 'xls' }],
    ['bytes that are no text', Buffer.from([0x41, 0, 0x42]), { code: 'not-a-workbook', reason: 'binary' }],
    ['an empty file', Buffer.alloc(0), { code: 'not-a-workbook', reason: 'empty' }],
  ])('%s', async (_, bytes, expected) => {
    expect(await refused(bytes)).toMatchObject({ file: '台账.csv', ...expected });
  });
});

describe('CSV written', () => {
  const sheet = (name: string, rows: readonly Cell[][]): WrittenSheet => ({
    name,
    titles: ['惠企', '=标题'],
    columns: [
      { header: '企业', kind: 'text' },
      { header: '金额', kind: 'money' },
    ],
    rows: [rows],
  });
  const host = async (): ReturnType<typeof openCsv> =>
    openCsv(place.put('台账.csv', utf8('a,b\n1,2\n')), { write: place.path('结果.csv') });

  test('UTF-8 with its mark; formulas disarmed, figures bare', async () => {
    const made = await (
      await host()
    ).write([
      sheet('测算结果', [
        ['=1+1', '-3.50'],
        ['+1', '=2'],
        ['-', -2],
        ['@x', '1e5'],
        ['＝全角', null],
        ['\t=1', true],
        ['a,"b"\nc', { fault: 'error', text: '#N/A' }],
        [' 甲 ', ''],
      ]),
    ]);
    expect(made).toEqual([{ sheet: '测算结果', rows: 8, columns: 2 }]);
    expect(readFileSync(place.path('结果.csv'), 'utf8')).toBe(
      '\ufeff惠企\r\n\'=标题\r\n企业,金额\r\n\'=1+1,-3.50\r\n\'+1,\'=2\r\n\'-,-2\r\n\'@x,1e5\r\n\'＝全角,\r\n\'\t=1,TRUE\r\n"a,""b""\nc",#N/A\r\n" 甲 ",\r\n',
    );
  });

  test('several sheets are several files, all or none, and are taken back together', async () => {
    const opened = await host();
    await opened.write([sheet('测算结果', [['甲', '1']]), sheet('问题', [])]);
    expect(place.names()).toEqual(['台账.csv', '结果-测算结果.csv', '结果-问题.csv']);
    expect(await problemOf(opened.write([sheet('问题', [])]))).toMatchObject({ code: 'sheet-taken' });
    expect(await opened.undo()).toBe(true);
    expect(await opened.undo()).toBe(false);
    expect(place.names()).toEqual(['台账.csv']);
    function* failing(): Generator<Cell[][]> {
      yield [['乙']];
      throw new Error('rows ended early');
    }
    await expect(opened.write([sheet('测算结果', []), { ...sheet('问题', []), rows: failing() }])).rejects.toThrow('rows ended early');
    expect(place.names()).toEqual(['台账.csv']);
  });

  test('never the file that is read', async () => {
    const path = place.put('台账.csv', utf8('a\n'));
    expect(await problemOf((await openCsv(path, { write: path })).write([sheet('结果', [])]))).toMatchObject({
      code: 'cannot-write',
      data: { reason: 'is-source' },
    });
    expect(await problemOf((await openCsv(path)).write([sheet('结果', [])]))).toMatchObject({
      code: 'cannot-write',
      data: { reason: 'read-only' },
    });
    expect(readFileSync(path, 'utf8')).toBe('a\n');
  });
});
