import { nodePlatform, writeBeside } from '../src/hosts/files';
import { address } from '../src/hosts/xlsx/address';
import { zipWriter } from '../src/hosts/xlsx/zip';

/** The 14 cities, for ledgers that are made up. */
export const cities = [
  '南宁市',
  '柳州市',
  '桂林市',
  '梧州市',
  '北海市',
  '防城港市',
  '钦州市',
  '贵港市',
  '玉林市',
  '百色市',
  '贺州市',
  '河池市',
  '来宾市',
  '崇左市',
];

const encoder = new TextEncoder();
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
/** Characters held before a piece is handed on. */
const piece = 1 << 17;

async function* one(xml: string): AsyncGenerator<Uint8Array> {
  yield encoder.encode(xml);
}

/**
 * Writes an .xlsx of one sheet 台账 as Excel saves it: shared texts, a declared size, a style on every cell, blank cells left out.
 * `rows` is walked once; `count` is how many there are, the headers among them, `width` how many columns.
 */
export async function writeLedger(
  path: string,
  rows: Iterable<readonly (string | number | null)[]>,
  count: number,
  width: number,
): Promise<void> {
  const shared = new Map<string, number>();
  const index = (text: string): number => {
    const known = shared.get(text);
    if (known !== undefined) return known;
    shared.set(text, shared.size);
    return shared.size - 1;
  };
  const letters = Array.from({ length: width }, (_, column) => address(0, column).slice(0, -1));
  async function* sheet(): AsyncGenerator<Uint8Array> {
    let xml = `${declaration}<worksheet xmlns="${main}"><dimension ref="A1:${address(count - 1, width - 1)}"/><sheetData>`;
    let n = 0;
    for (const row of rows) {
      n += 1;
      xml += `<row r="${n}" spans="1:${width}">`;
      for (let column = 0; column < width; column += 1) {
        const cell = row[column];
        if (typeof cell === 'string') xml += `<c r="${letters[column]}${n}" s="1" t="s"><v>${index(cell)}</v></c>`;
        else if (typeof cell === 'number') xml += `<c r="${letters[column]}${n}" s="2"><v>${cell}</v></c>`;
      }
      xml += '</row>';
      if (xml.length < piece) continue;
      yield encoder.encode(xml);
      xml = '';
    }
    yield encoder.encode(`${xml}</sheetData></worksheet>`);
  }
  async function* texts(): AsyncGenerator<Uint8Array> {
    let xml = `${declaration}<sst xmlns="${main}" uniqueCount="${shared.size}">`;
    for (const text of shared.keys()) {
      xml += `<si><t>${text}</t></si>`;
      if (xml.length < piece) continue;
      yield encoder.encode(xml);
      xml = '';
    }
    yield encoder.encode(`${xml}</sst>`);
  }
  const part = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${relation}/${type}" Target="${target}"/>`;
  const override = (name: string, type: string): string =>
    `<Override PartName="/xl/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
  const beside = await writeBeside(path, null);
  const zip = zipWriter(beside, nodePlatform);
  await zip.part(
    '[Content_Types].xml',
    one(
      `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${override('workbook', 'sheet.main')}${override('worksheets/sheet1', 'worksheet')}${override('sharedStrings', 'sharedStrings')}${override('styles', 'styles')}</Types>`,
    ),
  );
  await zip.part(
    '_rels/.rels',
    one(`${declaration}<Relationships ${relations}>${part('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`),
  );
  await zip.part(
    'xl/workbook.xml',
    one(
      `${declaration}<workbook xmlns="${main}" xmlns:r="${relation}"><sheets><sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
  );
  await zip.part(
    'xl/_rels/workbook.xml.rels',
    one(
      `${declaration}<Relationships ${relations}>${part('r1', 'worksheet', 'worksheets/sheet1.xml')}${part('r2', 'sharedStrings', 'sharedStrings.xml')}${part('r3', 'styles', 'styles.xml')}</Relationships>`,
    ),
  );
  await zip.part(
    'xl/styles.xml',
    one(
      `${declaration}<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ),
  );
  await zip.part('xl/worksheets/sheet1.xml', sheet());
  await zip.part('xl/sharedStrings.xml', texts());
  await zip.end();
  await beside.commit();
}
