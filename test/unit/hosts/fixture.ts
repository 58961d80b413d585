import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Cell } from '../../../src/hosts/host';
import type { MemorySheet } from '../../../src/hosts/memory';
import { address } from '../../../src/hosts/xlsx/address';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A sheet of a workbook made by hand. */
interface FixtureSheet {
  readonly name: string;
  /** The whole part, or (where it does not begin with `<`) nothing. */
  readonly xml: string | null;
  readonly state?: string;
  /** Tables by their part's XML. */
  readonly tables?: readonly string[];
}

/** What else the file holds. */
interface FixtureParts {
  readonly shared?: string;
  readonly bookProperties?: string;
  /** Parts added, or put in the place of the usual ones; null leaves one out. */
  readonly parts?: Readonly<Record<string, string | Uint8Array | null>>;
}

/** `<worksheet>` around rows. */
export const sheetXml = (rows: string, before = '', after = ''): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${main}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`;

/** `<sst>` around items. */
export const sharedXml = (items: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="${main}">${items}</sst>`;

/** A workbook file of these parts. */
export function workbook(sheets: readonly FixtureSheet[], { shared, bookProperties = '', parts = {} }: FixtureParts = {}): Uint8Array {
  const files: Record<string, string | Uint8Array | null> = {
    '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relation}">${bookProperties}<sheets>${sheets
      .map(
        ({ name, state }, k) =>
          `<sheet name="${escaped(name)}" sheetId="${k + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${k + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relations}">${sheets
      .map((_, k) => `<Relationship Id="rId${k + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${k + 1}.xml"/>`)
      .join('')}<Relationship Id="rIdS" Type="${relation}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
    'xl/sharedStrings.xml': shared ?? sharedXml(''),
  };
  let tables = 0;
  sheets.forEach((sheet, k) => {
    files[`xl/worksheets/sheet${k + 1}.xml`] = sheet.xml;
    if (sheet.tables === undefined) return;
    const first = tables;
    sheet.tables.forEach((xml) => (files[`xl/tables/table${(tables += 1)}.xml`] = xml));
    files[`xl/worksheets/_rels/sheet${k + 1}.xml.rels`] = `<Relationships xmlns="${relations}">${sheet.tables
      .map((_, n) => `<Relationship Id="t${n}" Type="${relation}/table" Target="../tables/table${first + n + 1}.xml"/>`)
      .join('')}</Relationships>`;
  });
  const all = Object.entries({ ...files, ...parts }).filter((one): one is [string, string | Uint8Array] => one[1] !== null);
  return zipSync(Object.fromEntries(all.map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part])));
}

/** A table's part. */
export const tableXml = (name: string, ref: string): string =>
  `<table xmlns="${main}" id="1" name="${name}" displayName="${name}" ref="${ref}"/>`;

/** The workbook that holds these sheets, as Excel would save them. */
export function workbookOf(sheets: readonly MemorySheet[]): Uint8Array {
  const shared: string[] = [];
  const cellXml = (cell: Cell, reference: string): string => {
    if (cell === null) return '';
    if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
    if (typeof cell === 'object') return `<c r="${reference}" t="e"><v>${cell.text}</v></c>`;
    if (!shared.includes(cell)) shared.push(cell);
    return `<c r="${reference}" t="s"><v>${shared.indexOf(cell)}</v></c>`;
  };
  const made = sheets.map((sheet): FixtureSheet => {
    const rows = sheet.cells
      .map((row, r) => {
        const hidden = sheet.hiddenRows?.includes(r) === true ? ' hidden="1"' : '';
        return row.length === 0 ? '' : `<row r="${r + 1}"${hidden}>${row.map((cell, c) => cellXml(cell, address(r, c))).join('')}</row>`;
      })
      .join('');
    const columns = Math.max(1, ...sheet.cells.map((row) => row.length));
    const merges = sheet.merges ?? [];
    const box = ([top, left, bottom, right]: readonly [number, number, number, number]): string =>
      `${address(top, left)}:${address(bottom, right)}`;
    return {
      name: sheet.name,
      xml: sheetXml(
        rows,
        `<dimension ref="${box([0, 0, Math.max(0, sheet.cells.length - 1), columns - 1])}"/>`,
        merges.length === 0 ? '' : `<mergeCells>${merges.map((merge) => `<mergeCell ref="${box(merge)}"/>`).join('')}</mergeCells>`,
      ),
      ...(sheet.hidden === true ? { state: 'hidden' } : {}),
      tables: (sheet.tables ?? []).map((table) =>
        tableXml(table.name, box([table.top, table.left, table.top + table.rows - 1, table.left + table.columns - 1])),
      ),
    };
  });
  const date1904 = sheets.some((sheet) => sheet.date1904 === true);
  return workbook(made, {
    shared: sharedXml(shared.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')),
    bookProperties: date1904 ? '<workbookPr date1904="1"/>' : '',
  });
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A folder for one test; `close` removes it. */
export function folder(): {
  readonly path: (name: string) => string;
  readonly put: (name: string, bytes: Uint8Array | string) => string;
  readonly names: () => string[];
  readonly close: () => void;
} {
  const base = mkdtempSync(join(tmpdir(), 'huiqi-hosts-'));
  const path = (name: string): string => join(base, name);
  return {
    path,
    put(name, bytes) {
      writeFileSync(path(name), bytes);
      return path(name);
    },
    names: () => readdirSync(base).sort(),
    close: () => rmSync(base, { recursive: true }),
  };
}
