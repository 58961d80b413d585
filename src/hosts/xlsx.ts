import { basename } from 'node:path';
import { exists, fileBytes, namingFile, nodePlatform, placeToWrite, removeFile, writeBeside } from './files';
import type { Host, Written, WrittenSheet } from './host';
import { openWorkbook } from './xlsx/read';
import { writeWorkbook } from './xlsx/write';
import { limits as usualLimits, zipWriter } from './xlsx/zip';
import type { Limits } from './xlsx/zip';

/** Where the results go, and how large a file may be. */
interface XlsxOptions {
  /** The new workbook that `write` makes. A file that stands there is replaced once the new one is whole; the source never is. */
  readonly write?: string;
  readonly limits?: Partial<Limits>;
}

/**
 * A workbook on disk. It is read as a stream and never changed: `write` makes a new workbook of the given sheets alone. Selecting and
 * listening have no meaning for a file and do nothing.
 */
export async function openXlsx(path: string, options: XlsxOptions = {}): Promise<Host> {
  const target = options.write;
  const workbook = await openWorkbook(await fileBytes(path), nodePlatform, { ...usualLimits, ...options.limits });
  let written: { readonly replaced: boolean; readonly sheets: readonly Written[] } | null = null;

  return {
    name: basename(path),
    sheets: workbook.sheets,
    merges: workbook.merges,
    read: workbook.read,

    async write(sheets, progress) {
      const place = placeToWrite(path, target, sheets, written?.sheets ?? null);
      const replaced = await exists(place);
      const result = await writeXlsx(place, path, sheets, progress);
      written = { replaced, sheets: result };
      return result;
    },

    lastWriting: async () => (written === null || written.replaced ? [] : written.sheets),

    /** Removes the new workbook; one that replaced another is left, since the other cannot come back. */
    async undo() {
      if (target === undefined || written === null || written.replaced) return false;
      written = null;
      return removeFile(target);
    },

    async select() {},
    async onChange() {
      return () => undefined;
    },
  };
}

/**
 * Writes a new workbook of these sheets: beside its place, then in its place in one step, or nothing at all. `source` is the file that
 * may not be written over; null where there is none.
 */
export async function writeXlsx(
  target: string,
  source: string | null,
  sheets: readonly WrittenSheet[],
  progress?: (rows: number) => void,
): Promise<readonly Written[]> {
  const beside = await writeBeside(target, source);
  try {
    const result = await writeWorkbook(zipWriter(beside, nodePlatform), sheets, progress);
    await beside.commit();
    return result;
  } catch (error) {
    await beside.discard();
    throw namingFile(error, target);
  }
}
