import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { open, realpath, rename, stat, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import type { Transform, TransformOptions } from 'node:stream';
import { promisify } from 'node:util';
import { constants, crc32, createInflateRaw, deflateRaw } from 'node:zlib';
import type { ZlibOptions } from 'node:zlib';
import { HostProblem } from './host';
import type { Written, WrittenSheet } from './host';
import { checkSheets } from './xlsx/write';
import { InflateFault } from './xlsx/zip';
import type { Bytes, Platform, Sink } from './xlsx/zip';

const chunkBytes = 1 << 18;
/** Unpacked bytes that wait ready while others are read. */
const readyBytes = 1 << 22;

const unpacking: ZlibOptions & TransformOptions = { chunkSize: chunkBytes, readableHighWaterMark: readyBytes };
/** Every piece ends on a whole byte and refers to none before it, so pieces packed side by side follow one another in one stream. */
const packing: ZlibOptions = { level: constants.Z_BEST_SPEED, memLevel: 9, chunkSize: chunkBytes, finishFlush: constants.Z_SYNC_FLUSH };
/** Pieces that are packed at one time. */
const piecesAtOnce = 3;
/** A last block that holds nothing. */
const endOfStream = Uint8Array.of(3, 0);

/** Node's zlib, which works beside us in other threads. */
export const nodePlatform: Platform = {
  inflate: (chunks) => through(createInflateRaw(unpacking), chunks),
  deflate: packed,
  crc32: (bytes, before) => crc32(bytes, before),
  text: (bytes, from, to) => bufferOf(bytes).toString('utf8', from, to),
};

let lastBytes: Uint8Array | null = null;
let lastBuffer: Buffer = Buffer.alloc(0);

/** The same bytes as a Buffer; the last one is kept, since thousands of texts are taken from the same bytes. */
function bufferOf(bytes: Uint8Array): Buffer {
  if (bytes !== lastBytes) {
    lastBytes = bytes;
    lastBuffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return lastBuffer;
}

const pack = promisify<Uint8Array, ZlibOptions, Buffer>(deflateRaw);

async function* packed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pending: Promise<Uint8Array>[] = [];
  for await (const chunk of chunks) {
    const piece = pack(chunk, packing);
    // A fault comes out where the piece is awaited, which may be later.
    piece.catch(() => undefined);
    pending.push(piece);
    const first = pending.length < piecesAtOnce ? undefined : pending.shift();
    if (first !== undefined) yield await first;
  }
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) yield await next;
  yield endOfStream;
}

async function* through(engine: Transform, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // What fails on either side comes out of the loop below; the callback has nothing to add.
  pipeline(Readable.from(chunks), engine, () => undefined);
  try {
    for await (const chunk of engine) if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'Z_BUF_ERROR') throw new InflateFault(true);
    if (code === 'Z_DATA_ERROR') throw new InflateFault(false);
    throw error;
  }
}

function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'missing-file',
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  EROFS: 'no-permission',
  EBUSY: 'in-use',
  EISDIR: 'is-folder',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
};

/** A fault of the file system as a problem; anything else is our own bug and stays what it is. */
function refusal(doing: 'cannot-read' | 'cannot-write', file: string, error: unknown): unknown {
  const code = codeOf(error);
  if (error instanceof HostProblem || code === null || !/^E[A-Z]+$/.test(code)) return error;
  const missing = doing === 'cannot-write' && (code === 'ENOENT' || code === 'ENOTDIR');
  return new HostProblem(doing, { file, reason: missing ? 'no-folder' : (reasons[code] ?? code) });
}

/** A file on disk. It is opened for each reading, so that Excel can save it in between; one that did is refused from then on. */
export async function fileBytes(path: string): Promise<Bytes> {
  const name = basename(path);
  const look = async (handle: FileHandle): Promise<{ size: number; changed: number }> => {
    const found = await handle.stat();
    if (!found.isFile()) throw new HostProblem('cannot-read', { file: name, reason: found.isDirectory() ? 'is-folder' : 'missing-file' });
    return { size: found.size, changed: found.mtimeMs };
  };
  const opened = async <T>(use: (handle: FileHandle) => Promise<T>): Promise<T> => {
    let handle: FileHandle | null = null;
    try {
      handle = await open(path, 'r');
      return await use(handle);
    } catch (error) {
      throw refusal('cannot-read', name, error);
    } finally {
      await handle?.close();
    }
  };
  const first = await opened(look);
  const unchanged = async (handle: FileHandle): Promise<void> => {
    const now = await look(handle);
    if (now.size !== first.size || now.changed !== first.changed) throw new HostProblem('cannot-read', { file: name, reason: 'changed' });
  };

  return {
    name,
    size: first.size,
    read: (from, length) =>
      opened(async (handle) => {
        await unchanged(handle);
        const most = Math.max(0, Math.min(length, first.size - from));
        const buffer = Buffer.alloc(most);
        const { bytesRead } = await handle.read(buffer, 0, most, from);
        return buffer.subarray(0, bytesRead);
      }),
    async *stream(from, length) {
      let handle: FileHandle | null = null;
      try {
        handle = await open(path, 'r');
        await unchanged(handle);
        const end = Math.min(from + length, first.size);
        for (let at = from; at < end;) {
          const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, end - at));
          const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
          if (bytesRead === 0) return;
          at += bytesRead;
          yield buffer.subarray(0, bytesRead);
        }
      } catch (error) {
        throw refusal('cannot-read', name, error);
      } finally {
        await handle?.close();
      }
    },
  };
}

/**
 * The file that these sheets go to, for a host that reads `source` and has written `before` (null: nothing yet). Throws a HostProblem
 * where the host only reads, where the sheets cannot be written, and for a second writing: the first stands until it is undone.
 */
export function placeToWrite(
  source: string,
  target: string | undefined,
  sheets: readonly WrittenSheet[],
  before: readonly Written[] | null,
): string {
  if (target === undefined) throw new HostProblem('cannot-write', { file: basename(source), reason: 'read-only' });
  checkSheets(sheets);
  if (before === null) return target;
  const names = new Set(before.map(({ sheet }) => sheet.toLowerCase()));
  const taken = sheets.find(({ name }) => names.has(name.toLowerCase()));
  throw taken === undefined
    ? new HostProblem('cannot-write', { file: basename(target), reason: 'already-written' })
    : new HostProblem('sheet-taken', { file: basename(target), sheet: taken.name });
}

/** What went wrong while a file was written: a HostProblem that names no file yet names this one, anything else stays what it is. */
export function namingFile(error: unknown, target: string): unknown {
  return error instanceof HostProblem ? new HostProblem(error.code, { file: basename(target), ...error.data }) : error;
}

/** A file being written beside the place where it will stand. */
export interface FileBeside extends Sink {
  /** Puts it in its place, in one step. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** Begins a file that will stand at `target`; never the file we read from (null where there is none), by whatever name it is called. */
export async function writeBeside(target: string, source: string | null): Promise<FileBeside> {
  const name = basename(target);
  const refusing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw refusal('cannot-write', name, error);
    }
  };
  if (source !== null && (await isSame(source, target))) throw new HostProblem('cannot-write', { file: name, reason: 'is-source' });
  if (await isFolder(target)) throw new HostProblem('cannot-write', { file: name, reason: 'is-folder' });
  const beside = join(dirname(resolve(target)), `.${name}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
  const handle = await refusing(() => open(beside, 'wx'));
  let at = 0;
  let closed = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    rmSync(beside, { force: true });
    forget();
    process.kill(process.pid, signal);
  };
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const forget = (): void => signals.forEach((signal) => process.off(signal, onSignal));
  signals.forEach((signal) => process.once(signal, onSignal));

  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    await handle.close();
  };
  const put = async (bytes: Uint8Array, from: number): Promise<void> => {
    for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done, bytes.length - done, from + done)).bytesWritten;
  };
  return {
    write: (bytes) =>
      refusing(async () => {
        await put(bytes, at);
        at += bytes.length;
      }),
    patch: (from, bytes) => refusing(() => put(bytes, from)),
    commit: () =>
      refusing(async () => {
        await handle.datasync();
        await close();
        await rename(beside, target);
        forget();
      }),
    discard: () =>
      refusing(async () => {
        await close();
        await removeFile(beside);
        forget();
      }),
  };
}

/** Removes a file; false where there is none. */
export async function removeFile(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw refusal('cannot-write', basename(path), error);
  }
}

/** Whether something stands there. */
export async function exists(path: string): Promise<boolean> {
  return (await statOf(path)) !== null;
}

async function isFolder(path: string): Promise<boolean> {
  return (await statOf(path))?.isDirectory() === true;
}

/** Whether two paths lead to one file, by whatever names; false where either is not there. */
export async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = [await statOf(one), await statOf(other)];
  if (first === null || second === null) return false;
  if (first.ino !== 0n && first.ino === second.ino && first.dev === second.dev) return true;
  return (await realpath(one)) === (await realpath(other));
}

async function statOf(path: string): Promise<BigIntStats | null> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw refusal('cannot-read', basename(path), error);
  }
}
