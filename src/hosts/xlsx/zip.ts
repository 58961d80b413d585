import { HostProblem } from '../host';

/** Bytes that can be read anywhere: a file, or memory. */
export interface Bytes {
  /** Of the file, for problems. */
  readonly name: string;
  readonly size: number;
  /** Exactly that many bytes, fewer only at the end. */
  read(from: number, length: number): Promise<Uint8Array>;
  /** The same in chunks, as they are needed. */
  stream(from: number, length: number): AsyncIterable<Uint8Array>;
}

/** What the machine does for us: zlib in Node, fflate in a browser. */
export interface Platform {
  readonly inflate: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  readonly deflate: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  readonly crc32: (bytes: Uint8Array, before: number) => number;
  /** UTF-8 bytes as a text of its own (never a view of a larger one). */
  readonly text: (bytes: Uint8Array, from: number, to: number) => string;
}

/** How large a file may be once unpacked: far above any ledger, so that only bombs meet them. */
export interface Limits {
  /** Unpacked bytes of a sheet or of the shared texts. */
  readonly partBytes: number;
  /** Unpacked bytes of any other part. */
  readonly smallPartBytes: number;
  /** Unpacked ÷ packed, asked once a part has unpacked `ratioFrom` bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Parts in the file. */
  readonly parts: number;
  /** Bytes of shared text kept in memory. */
  readonly sharedTextBytes: number;
}

/** The bounds that hold where none are given. */
export const limits: Limits = {
  partBytes: 4 * 2 ** 30,
  smallPartBytes: 32 * 2 ** 20,
  ratio: 250,
  ratioFrom: 64 * 2 ** 20,
  parts: 20_000,
  sharedTextBytes: 512 * 2 ** 20,
};

/** A part of a zip file. */
export interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  /** Where its local header stands. */
  readonly at: number;
}

const STORED = 0;
const DEFLATED = 8;
const AES = 99;
/** A 32-bit size that says: see the 64-bit one. */
const wide = 0xffffffff;
const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locatorSignature = 0x07064b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The parts of a zip file by name in lower case (Excel's names do not tell case apart). Nothing is ever unpacked to a path. */
export async function readDirectory(bytes: Bytes, bounds: Limits): Promise<ReadonlyMap<string, Entry>> {
  const file = bytes.name;
  const { count, at, length } = await findDirectory(bytes);
  if (count > bounds.parts || length > bounds.smallPartBytes)
    throw new HostProblem('too-large', { file, reason: 'parts', limit: bounds.parts });
  if (at + length > bytes.size) throw new HostProblem('truncated', { file, reason: 'end' });
  const directory = await bytes.read(at, length);
  const view = viewOf(directory);
  const parts = new Map<string, Entry>();
  let from = 0;
  for (let index = 0; index < count; index += 1) {
    if (from + 46 > directory.length || view.getUint32(from, true) !== centralSignature)
      throw new HostProblem('truncated', { file, reason: 'damaged' });
    const nameLength = view.getUint16(from + 28, true);
    const next = from + 46 + nameLength + view.getUint16(from + 30, true) + view.getUint16(from + 32, true);
    if (next > directory.length) throw new HostProblem('truncated', { file, reason: 'damaged' });
    const entry = readEntry(directory, from, nameLength);
    const encrypted = (view.getUint16(from + 8, true) & 1) !== 0 || entry.method === AES;
    from = next;
    if (encrypted) throw new HostProblem('encrypted', { file, part: entry.name });
    if (entry.name.endsWith('/')) continue;
    if (entry.name.includes('\0') || entry.name.split('/').some((step) => step === '..' || step === '.' || step === '')) {
      throw new HostProblem('not-a-workbook', { file, part: entry.name, reason: 'part-name' });
    }
    const key = entry.name.toLowerCase();
    if (parts.has(key)) throw new HostProblem('not-a-workbook', { file, part: entry.name, reason: 'duplicate-part' });
    parts.set(key, entry);
  }
  return parts;
}

/** Where the list of parts stands: at the end of the file, before a comment; in large files a 64-bit record says it. */
async function findDirectory(bytes: Bytes): Promise<{ count: number; at: number; length: number }> {
  const file = bytes.name;
  const tailAt = Math.max(0, bytes.size - 22 - 0xffff - 20);
  const tail = await bytes.read(tailAt, bytes.size - tailAt);
  const view = viewOf(tail);
  for (let end = tail.length - 22; end >= 0; end -= 1) {
    if (view.getUint32(end, true) !== endSignature || end + 22 + view.getUint16(end + 20, true) > tail.length) continue;
    const plain = { count: view.getUint16(end + 10, true), length: view.getUint32(end + 12, true), at: view.getUint32(end + 16, true) };
    if (plain.count !== 0xffff && plain.length !== wide && plain.at !== wide) return plain;
    if (end < 20 || view.getUint32(end - 20, true) !== locatorSignature) return plain;
    const record = viewOf(await bytes.read(exact(view.getBigUint64(end - 12, true), file), 56));
    if (record.byteLength < 56 || record.getUint32(0, true) !== end64Signature)
      throw new HostProblem('truncated', { file, reason: 'damaged' });
    return {
      count: exact(record.getBigUint64(32, true), file),
      length: exact(record.getBigUint64(40, true), file),
      at: exact(record.getBigUint64(48, true), file),
    };
  }
  throw new HostProblem('truncated', { file, reason: 'end' });
}

function readEntry(directory: Uint8Array, from: number, nameLength: number): Entry {
  const view = viewOf(directory);
  const name = new TextDecoder().decode(directory.subarray(from + 46, from + 46 + nameLength)).replaceAll('\\', '/');
  const sizes = { unpacked: view.getUint32(from + 24, true), packed: view.getUint32(from + 20, true), at: view.getUint32(from + 42, true) };
  const extraAt = from + 46 + nameLength;
  const extraEnd = extraAt + view.getUint16(from + 30, true);
  for (let extra = extraAt; extra + 4 <= extraEnd; extra += 4 + view.getUint16(extra + 2, true)) {
    if (view.getUint16(extra, true) !== 1) continue;
    const end = Math.min(extraEnd, extra + 4 + view.getUint16(extra + 2, true));
    let field = extra + 4;
    for (const key of ['unpacked', 'packed', 'at'] as const) {
      if (sizes[key] !== wide || field + 8 > end) continue;
      sizes[key] = exact(view.getBigUint64(field, true), name);
      field += 8;
    }
    break;
  }
  return { name, method: view.getUint16(from + 10, true), crc: view.getUint32(from + 16, true), ...sizes };
}

function exact(value: bigint, file: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new HostProblem('truncated', { file, reason: 'damaged' });
  return Number(value);
}

/**
 * The unpacked bytes of a part, chunk by chunk, within the limits and checked by their checksum: a wrong figure is worse than none.
 * A part in UTF-16 comes as UTF-8.
 */
export async function* unpack(bytes: Bytes, platform: Platform, entry: Entry, bounds: Limits, limit: number): AsyncGenerator<Uint8Array> {
  const place = { file: bytes.name, part: entry.name };
  const tooLarge = (reason: string, most: number): HostProblem => new HostProblem('too-large', { ...place, reason, limit: most });
  if (entry.method !== STORED && entry.method !== DEFLATED)
    throw new HostProblem('unsupported-format', { ...place, reason: 'compression' });
  // A part may not unpack to more than it declares, so a bomb has to say that it is one.
  if (entry.unpacked > limit) throw tooLarge('part', limit);
  if (entry.unpacked > bounds.ratioFrom && entry.unpacked > bounds.ratio * entry.packed) throw tooLarge('ratio', bounds.ratio);
  const packed = bytes.stream(await dataAt(bytes, entry), entry.packed);
  let length = 0;
  let crc = 0;
  let head: Uint8Array = new Uint8Array(0);
  let recode: Recode | null | 'unknown' = 'unknown';
  try {
    for await (const chunk of entry.method === DEFLATED ? platform.inflate(packed) : packed) {
      length += chunk.length;
      if (length > entry.unpacked) throw new HostProblem('truncated', { ...place, reason: 'damaged' });
      crc = platform.crc32(chunk, crc);
      if (recode !== 'unknown') {
        yield recode === null ? chunk : recode(chunk);
        continue;
      }
      head = head.length === 0 ? chunk : joined(head, chunk);
      if (head.length < encodingBytes && length < entry.unpacked) continue;
      recode = recodeOf(head, place);
      yield recode === null ? head : recode(head);
    }
  } catch (error) {
    if (error instanceof InflateFault) throw new HostProblem('truncated', { ...place, reason: error.ended ? 'end' : 'damaged' });
    throw error;
  }
  if (length !== entry.unpacked) throw new HostProblem('truncated', { ...place, reason: 'end' });
  if (crc !== entry.crc) throw new HostProblem('truncated', { ...place, reason: 'checksum' });
}

/** What a platform throws when packed bytes end early or are no packed bytes. */
export class InflateFault extends Error {
  constructor(readonly ended: boolean) {
    super(ended ? 'packed data ends early' : 'packed data is damaged');
  }
}

/** A part says within its first bytes how it is encoded. */
const encodingBytes = 256;

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

type Recode = (chunk: Uint8Array) => Uint8Array;

/** Parts are UTF-8 or UTF-16; a part that declares anything else is refused rather than misread. */
function recodeOf(head: Uint8Array, place: { file: string; part: string }): Recode | null {
  const utf16 = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
  if (utf16 !== null) {
    const decoder = new TextDecoder(utf16);
    const encoder = new TextEncoder();
    return (chunk) => encoder.encode(decoder.decode(chunk, { stream: true }));
  }
  const declared = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)/.exec(
    new TextDecoder('latin1').decode(head.subarray(0, 200)),
  );
  if (declared !== null && !/^(utf-?8|us-ascii)$/i.test(declared[1] ?? ''))
    throw new HostProblem('unsupported-format', { ...place, reason: 'part-encoding' });
  return null;
}

async function dataAt(bytes: Bytes, entry: Entry): Promise<number> {
  const place = { file: bytes.name, part: entry.name };
  const header = await bytes.read(entry.at, 30 + 0xffff);
  const view = viewOf(header);
  if (header.length < 30 || view.getUint32(0, true) !== localSignature) throw new HostProblem('truncated', { ...place, reason: 'damaged' });
  const nameLength = view.getUint16(26, true);
  // Two lists that name a part differently are a trick to show different readers different files.
  const name = new TextDecoder().decode(header.subarray(30, 30 + nameLength)).replaceAll('\\', '/');
  if (name !== entry.name) throw new HostProblem('not-a-workbook', { ...place, reason: 'part-name' });
  const at = entry.at + 30 + nameLength + view.getUint16(28, true);
  if (at + entry.packed > bytes.size) throw new HostProblem('truncated', { ...place, reason: 'end' });
  return at;
}

/** Where a zip file is written to. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
  /** Overwrites bytes written before. */
  patch(at: number, bytes: Uint8Array): Promise<void>;
}

/** A zip file being written, part after part. */
export interface ZipWriter {
  part(name: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  end(): Promise<void>;
}

// 1980-01-01 00:00, the zero of zip files: the same sheets give the same bytes, whenever they are written.
const noTime = 0x00210000;
const utf8Names = 0x0800;

/** Writes parts one after another; sizes are filled in afterwards, so nothing is held in memory. 4 GiB at most: sheets are split long before. */
export function zipWriter(sink: Sink, platform: Platform): ZipWriter {
  const written: (Entry & { readonly bytes: Uint8Array })[] = [];
  let at = 0;

  async function put(bytes: Uint8Array): Promise<void> {
    if (at + bytes.length > wide) throw new HostProblem('too-large', { reason: 'file', limit: wide });
    await sink.write(bytes);
    at += bytes.length;
  }

  return {
    async part(name, chunks) {
      const start = at;
      const bytes = new TextEncoder().encode(name);
      let crc = 0;
      let unpacked = 0;
      async function* counted(): AsyncGenerator<Uint8Array> {
        for await (const chunk of chunks) {
          crc = platform.crc32(chunk, crc);
          unpacked += chunk.length;
          yield chunk;
        }
      }
      await put(header(localSignature, { name, method: DEFLATED, crc: 0, packed: 0, unpacked: 0, at: 0 }, bytes));
      const dataStart = at;
      for await (const chunk of platform.deflate(counted())) await put(chunk);
      const entry = { name, method: DEFLATED, crc, packed: at - dataStart, unpacked, at: start, bytes };
      if (unpacked >= wide) throw new HostProblem('too-large', { part: name, reason: 'part', limit: wide });
      await sink.patch(start, header(localSignature, entry, bytes));
      written.push(entry);
    },

    async end() {
      const start = at;
      for (const entry of written) await put(header(centralSignature, entry, entry.bytes));
      const end = new DataView(new ArrayBuffer(22));
      end.setUint32(0, endSignature, true);
      end.setUint16(8, written.length, true);
      end.setUint16(10, written.length, true);
      end.setUint32(12, at - start, true);
      end.setUint32(16, start, true);
      await put(new Uint8Array(end.buffer));
    },
  };
}

/** A part's header: the local one, or the list's, which is longer. */
function header(signature: number, entry: Entry, name: Uint8Array): Uint8Array {
  const central = signature === centralSignature;
  const fixed = central ? 46 : 30;
  const bytes = new Uint8Array(fixed + name.length);
  const view = viewOf(bytes);
  view.setUint32(0, signature, true);
  const from = central ? 6 : 4;
  if (central) view.setUint16(4, 20, true);
  view.setUint16(from, 20, true);
  view.setUint16(from + 2, utf8Names, true);
  view.setUint16(from + 4, entry.method, true);
  view.setUint32(from + 6, noTime, true);
  view.setUint32(from + 10, entry.crc, true);
  view.setUint32(from + 14, entry.packed, true);
  view.setUint32(from + 18, entry.unpacked, true);
  view.setUint16(from + 22, name.length, true);
  if (central) view.setUint32(42, entry.at, true);
  bytes.set(name, fixed);
  return bytes;
}
