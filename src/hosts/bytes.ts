import { Deflate, Inflate } from 'fflate';
import type { Host, WrittenSheet } from './host';
import { openDelimited } from './csv-read';
import { readOnly } from './read-only';
import { openWorkbook } from './xlsx/read';
import { writeWorkbook } from './xlsx/write';
import { InflateFault, limits as usualLimits, zipWriter } from './xlsx/zip';
import type { Bytes, Limits, Platform } from './xlsx/zip';

const chunkBytes = 1 << 16;

/** fflate and the browser's own decoder: no thread beside us, and nothing that needs Node. */
export const bytesPlatform: Platform = {
  async *inflate(chunks) {
    const out: Uint8Array[] = [];
    let ended = false;
    const engine = new Inflate((chunk, final) => {
      out.push(chunk);
      ended ||= final;
    });
    const push = (chunk: Uint8Array, last: boolean): void => {
      try {
        engine.push(chunk, last);
      } catch {
        // fflate tells damage and an early end by texts; which of the two it was, the end of our own chunks knows.
        throw new InflateFault(last);
      }
    };
    for await (const chunk of chunks) {
      push(chunk, false);
      yield* out.splice(0);
    }
    push(new Uint8Array(0), true);
    yield* out.splice(0);
    if (!ended) throw new InflateFault(true);
  },

  async *deflate(chunks) {
    const out: Uint8Array[] = [];
    const engine = new Deflate({ level: 1 }, (chunk) => out.push(chunk));
    for await (const chunk of chunks) {
      engine.push(chunk);
      yield* out.splice(0);
    }
    engine.push(new Uint8Array(0), true);
    yield* out.splice(0);
  },

  crc32(bytes, before) {
    let crc = ~before;
    for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? NaN) ^ (crc >>> 8);
    return ~crc >>> 0;
  },

  text: (bytes, from, to) => decoder.decode(bytes.subarray(from, to)),
};

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** Bytes in memory as a file. */
export function memoryBytes(bytes: Uint8Array, name: string): Bytes {
  return {
    name,
    size: bytes.length,
    read: async (from, length) => bytes.subarray(from, from + length),
    async *stream(from, length) {
      const end = Math.min(bytes.length, from + length);
      for (let at = from; at < end; at += chunkBytes) yield bytes.subarray(at, Math.min(end, at + chunkBytes));
    },
  };
}

/** An .xlsx held in memory, as a page gets it from a file dialog: for reading; `write` is refused. */
export async function readXlsxBytes(bytes: Uint8Array, name: string, limits: Partial<Limits> = {}): Promise<Host> {
  return readOnly(name, await openWorkbook(memoryBytes(bytes, name), bytesPlatform, { ...usualLimits, ...limits }));
}

/** A .csv held in memory: for reading; `write` is refused. */
export async function readCsvBytes(bytes: Uint8Array, name: string): Promise<Host> {
  return readOnly(name, await openDelimited(memoryBytes(bytes, name), bytesPlatform.text));
}

/** A new workbook of these sheets as bytes, for a page to offer as a download. */
export async function writeXlsxBytes(sheets: readonly WrittenSheet[], progress?: (rows: number) => void): Promise<Uint8Array> {
  let file = new Uint8Array(1 << 16);
  let length = 0;
  const zip = zipWriter(
    {
      async write(bytes) {
        if (length + bytes.length > file.length) {
          const larger = new Uint8Array(Math.max(length + bytes.length, file.length * 2));
          larger.set(file.subarray(0, length));
          file = larger;
        }
        file.set(bytes, length);
        length += bytes.length;
      },
      async patch(at, bytes) {
        file.set(bytes, at);
      },
    },
    bytesPlatform,
  );
  await writeWorkbook(zip, sheets, progress);
  return file.slice(0, length);
}
