import { HostProblem } from '../host';
import type { Block, Merge, SheetInfo } from '../host';
import { elements } from './xml';
import type { Element, Place } from './xml';
import { area } from './address';
import { SheetScanner } from './sheet';
import { SharedTexts, SharedTextScanner } from './texts';
import { readDirectory, unpack } from './zip';
import type { Bytes, Entry, Limits, Platform } from './zip';

/** A workbook open for reading. Nothing but the list of its parts is held; sheets are read as often as asked. */
export interface OpenWorkbook {
  readonly sheets: () => Promise<readonly SheetInfo[]>;
  readonly merges: (sheet: string) => Promise<readonly Merge[]>;
  readonly read: (sheet: string, blockRows?: number) => AsyncIterable<Block>;
}

interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly entry: Entry;
}

type Tables = SheetInfo['tables'];

/** What reading a sheet teaches about it. */
interface Learned {
  rows: number;
  columns: number;
  merges: readonly Merge[] | null;
}

const usualBlockRows = 8192;

/** Opens an .xlsx; anything else is refused by its name. */
export async function openWorkbook(bytes: Bytes, platform: Platform, bounds: Limits): Promise<OpenWorkbook> {
  const file = bytes.name;
  await refuseForeign(bytes);
  const parts = await readDirectory(bytes, bounds);
  refuseForeignParts(file, parts);

  const small = async (entry: Entry): Promise<string> => {
    const decoder = new TextDecoder('utf-8');
    let text = '';
    for await (const chunk of unpack(bytes, platform, entry, bounds, bounds.smallPartBytes))
      text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  };
  const need = (path: string, place: Place = {}): Entry => {
    const entry = parts.get(path.toLowerCase());
    if (entry === undefined) throw new HostProblem('not-a-workbook', { file, ...place, part: path, reason: 'missing-part' });
    return entry;
  };
  const relations = async (path: string): Promise<readonly Relation[]> => {
    const entry = parts.get(relationsOf(path).toLowerCase());
    return entry === undefined ? [] : relationsIn(await small(entry), path, { file, part: entry.name });
  };

  const bookPath = (await relations('')).find((one) => one.type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const book = need(bookPath);
  const bookRelations = await relations(bookPath);
  const place = { file, part: book.name };
  const list: Sheet[] = [];
  let date1904 = false;
  for (const { name, attributes } of elements(await small(book), place)) {
    if (name === 'workbookPr') date1904 = truth(attributes.get('date1904'));
    if (name !== 'sheet') continue;
    const title = attributes.get('name') ?? '';
    const id = [...attributes].find(([key]) => key.endsWith(':id'))?.[1];
    const relation = bookRelations.find((one) => one.id === id);
    if (relation === undefined) throw new HostProblem('not-a-workbook', { ...place, sheet: title, reason: 'missing-part' });
    if (relation.type !== 'worksheet') continue;
    if (relation.outside) throw new HostProblem('not-a-workbook', { ...place, sheet: title, reason: 'outside-part' });
    list.push({
      name: title,
      hidden: (attributes.get('state') ?? 'visible') !== 'visible',
      entry: need(relation.target, { sheet: title }),
    });
  }
  if (list.length === 0) throw new HostProblem('not-a-workbook', { ...place, reason: 'missing-part' });

  const textsRelation = bookRelations.find((one) => one.type === 'sharedStrings');
  let sharedTexts: Promise<SharedTexts | null> | null = null;
  const learned = new Map<Sheet, Learned>();

  async function readSharedTexts(): Promise<SharedTexts | null> {
    if (textsRelation === undefined) return null;
    const entry = need(textsRelation.target);
    const where = { file, part: entry.name };
    const texts = new SharedTexts(platform.text, bounds.sharedTextBytes, where);
    const scanner = new SharedTextScanner(platform.text, where, texts);
    for await (const chunk of unpack(bytes, platform, entry, bounds, bounds.partBytes)) scanner.push(chunk);
    scanner.finish();
    return texts;
  }

  function find(name: string): Sheet {
    const sheet = list.find((one) => one.name === name);
    if (sheet === undefined) throw new HostProblem('sheet-missing', { file, sheet: name });
    return sheet;
  }

  async function* read(sheet: Sheet, blockRows: number): AsyncGenerator<Block> {
    const texts = await (sharedTexts ??= readSharedTexts());
    const where = { file, sheet: sheet.name };
    const scanner = new SheetScanner(platform.text, where, texts, date1904, blockRows);
    for await (const chunk of inSheet(sheet, unpack(bytes, platform, sheet.entry, bounds, bounds.partBytes))) {
      scanner.push(chunk);
      yield* scanner.ready.splice(0);
    }
    scanner.finish();
    yield* scanner.ready.splice(0);
    learned.set(sheet, { rows: scanner.rows, columns: scanner.columns, merges: scanner.merges });
  }

  /** The declared size and, unless it is enough, what a pass over the whole sheet tells. */
  async function learn(sheet: Sheet, wanted: 'size' | 'merges'): Promise<Learned> {
    const known = learned.get(sheet);
    if (known !== undefined && (wanted === 'size' || known.merges !== null)) return known;
    const skipping = new SheetScanner(platform.text, { file, sheet: sheet.name }, null, date1904, usualBlockRows, true);
    for await (const chunk of inSheet(sheet, unpack(bytes, platform, sheet.entry, bounds, bounds.partBytes))) {
      skipping.push(chunk);
      if (wanted === 'size' && skipping.begun) break;
    }
    if (wanted === 'merges') skipping.finish();
    const declared = skipping.declared;
    // Some programs leave the size out, or declare A1 alone.
    if (wanted === 'size' && (declared === null || (declared[2] === 0 && declared[3] === 0))) {
      await drain(read(sheet, usualBlockRows));
      return learned.get(sheet) ?? { rows: 0, columns: 0, merges: null };
    }
    const size = known ?? { rows: declared === null ? 0 : declared[2] + 1, columns: declared === null ? 0 : declared[3] + 1 };
    const result = { rows: size.rows, columns: size.columns, merges: wanted === 'merges' ? skipping.merges : null };
    learned.set(sheet, result);
    return result;
  }

  async function* inSheet(sheet: Sheet, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks;
    } catch (error) {
      if (error instanceof HostProblem) throw new HostProblem(error.code, { ...error.data, sheet: sheet.name });
      throw error;
    }
  }

  async function tablesOf(sheet: Sheet): Promise<Tables> {
    const tables: Tables[number][] = [];
    for (const relation of await relations(sheet.entry.name)) {
      if (relation.type !== 'table' || relation.outside) continue;
      const entry = need(relation.target, { sheet: sheet.name });
      for (const { name, attributes } of elements(await small(entry), { file, part: entry.name, sheet: sheet.name })) {
        if (name !== 'table') continue;
        const box = area(attributes.get('ref') ?? '');
        const title = attributes.get('displayName') ?? attributes.get('name');
        if (box === null || title === undefined)
          throw new HostProblem('not-a-workbook', { file, part: entry.name, sheet: sheet.name, reason: 'markup' });
        tables.push({ name: title, top: box[0], left: box[1], rows: box[2] - box[0] + 1, columns: box[3] - box[1] + 1 });
      }
    }
    return tables;
  }

  return {
    async sheets() {
      const infos: SheetInfo[] = [];
      for (const sheet of list) {
        const { rows, columns } = await learn(sheet, 'size');
        infos.push({ name: sheet.name, rows, columns, hidden: sheet.hidden, tables: await tablesOf(sheet), date1904 });
      }
      return infos;
    },
    async merges(name) {
      return (await learn(find(name), 'merges')).merges ?? [];
    },
    read: (name, blockRows = usualBlockRows) => lazily(() => read(find(name), blockRows)),
  };
}

async function drain(blocks: AsyncIterable<Block>): Promise<void> {
  const iterator = blocks[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}

/** A refusal comes when the reading begins, as for every other fault of the file. */
async function* lazily<T>(begin: () => AsyncIterable<T>): AsyncGenerator<T> {
  yield* begin();
}

interface Relation {
  readonly id: string;
  /** The last word of its type: Excel and the strict form of the standard differ in all before it. */
  readonly type: string;
  readonly target: string;
  readonly outside: boolean;
}

function relationsOf(path: string): string {
  const slash = path.lastIndexOf('/') + 1;
  return `${path.slice(0, slash)}_rels/${path.slice(slash)}.rels`;
}

function relationsIn(xml: string, path: string, place: Place): Relation[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return [...elements(xml, place)].filter(({ name }) => name === 'Relationship').map((one) => relation(one, folder));
}

function relation({ attributes }: Element, folder: string): Relation {
  const type = attributes.get('Type') ?? '';
  const target = attributes.get('Target') ?? '';
  return {
    id: attributes.get('Id') ?? '',
    type: type.slice(type.lastIndexOf('/') + 1),
    target: resolve(target, folder),
    outside: attributes.get('TargetMode') === 'External',
  };
}

/** A target within the package; `..` stops at its root. */
function resolve(target: string, folder: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : folder + target).replaceAll('\\', '/').split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

const truth = (text: string | undefined): boolean => text === '1' || text === 'true';

const compoundSignature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** What a file is by its first bytes: a zip file, or the name of what it is instead. */
async function refuseForeign(bytes: Bytes): Promise<void> {
  const file = bytes.name;
  if (bytes.size === 0) throw new HostProblem('not-a-workbook', { file, reason: 'empty' });
  const head = await bytes.read(0, 4096);
  if (compoundSignature.every((byte, index) => head[index] === byte)) {
    if (await contains(bytes, 'EncryptedPackage')) throw new HostProblem('encrypted', { file });
    throw new HostProblem('unsupported-format', { file, format: (await contains(bytes, 'WordDocument')) ? 'doc' : 'xls' });
  }
  // Very old .xls files are a bare stream of records.
  if (head[0] === 9 && (head[1] === 0 || head[1] === 2 || head[1] === 4 || head[1] === 8) && head[2] !== 0 && head[3] === 0) {
    throw new HostProblem('unsupported-format', { file, format: 'xls' });
  }
  if (head[0] === 0x50 && head[1] === 0x4b) return;
  const text = new TextDecoder('utf-8').decode(head).trimStart().toLowerCase();
  if (text.startsWith('mime-version:')) throw new HostProblem('unsupported-format', { file, format: 'mht' });
  if (text.startsWith('<'))
    throw new HostProblem('unsupported-format', {
      file,
      format: text.includes('urn:schemas-microsoft-com:office:spreadsheet') ? 'xml2003' : 'html',
    });
  throw new HostProblem('not-a-workbook', { file, reason: head.includes(0) ? 'binary' : 'text' });
}

/** Whether the directory of a compound file names this stream. Its entries are 128 bytes long, each beginning with a name in UTF-16. */
async function contains(bytes: Bytes, stream: string): Promise<boolean> {
  const wanted = [...stream].flatMap((letter) => [letter.charCodeAt(0), 0]);
  const chunkBytes = 1 << 20;
  for (let from = 0; from < Math.min(bytes.size, 256 * chunkBytes); from += chunkBytes) {
    const chunk = await bytes.read(from, chunkBytes);
    for (let entry = 0; entry + wanted.length <= chunk.length; entry += 128) {
      if (wanted.every((byte, index) => chunk[entry + index] === byte)) return true;
    }
  }
  return false;
}

/** Other office files are zip files too. */
function refuseForeignParts(file: string, parts: ReadonlyMap<string, Entry>): void {
  const format = parts.has('xl/workbook.bin')
    ? 'xlsb'
    : parts.has('content.xml') && parts.has('mimetype')
      ? 'ods'
      : parts.has('word/document.xml')
        ? 'docx'
        : parts.has('ppt/presentation.xml')
          ? 'pptx'
          : null;
  if (format !== null) throw new HostProblem('unsupported-format', { file, format });
}
