import { basename, extname } from 'node:path';
import { exists, fileBytes, namingFile, nodePlatform, placeToWrite, removeFile, writeBeside } from './files';
import type { FileBeside } from './files';
import type { Cell, Host, Written, WrittenColumn, WrittenSheet } from './host';
import { openDelimited } from './csv-read';

/** Where results go: one sheet into this file, several into `<name>-<sheet>.csv` beside it. */
interface CsvOptions {
  readonly write?: string;
}

const chunkCharacters = 1 << 17;

/**
 * A .csv on disk (UTF-8, GB18030 or UTF-16), read as a stream, never changed. `write` makes new files in UTF-8 with the mark that Excel
 * needs, all or none; a text that a spreadsheet would take for a formula gets an apostrophe in front.
 */
export async function openCsv(path: string, options: CsvOptions = {}): Promise<Host> {
  const target = options.write;
  const table = await openDelimited(await fileBytes(path), nodePlatform.text);
  let written: {
    readonly made: readonly string[];
    readonly replaced: boolean;
    readonly sheets: readonly Written[];
  } | null = null;

  return {
    name: basename(path),
    sheets: table.sheets,
    merges: table.merges,
    read: table.read,

    async write(sheets, progress) {
      const place = placeToWrite(path, target, sheets, written?.sheets ?? null);
      const paths = sheets.map(({ name }) => (sheets.length === 1 ? place : besides(place, name)));
      const stood = await Promise.all(paths.map(exists));
      const open: FileBeside[] = [];
      const made: string[] = [];
      try {
        const result: Written[] = [];
        let total = 0;
        for (const [index, sheet] of sheets.entries()) {
          const beside = await writeBeside(paths[index] ?? place, path);
          open.push(beside);
          const rows = await writeRows(beside, sheet, (count) => progress?.((total += count)));
          result.push({ sheet: sheet.name, rows, columns: sheet.columns.length });
        }
        for (const [index, beside] of open.entries()) {
          await beside.commit();
          if (stood[index] !== true) made.push(paths[index] ?? place);
        }
        written = { made, replaced: stood.includes(true), sheets: result };
        return result;
      } catch (error) {
        for (const beside of open) await beside.discard();
        for (const one of made) await removeFile(one);
        throw namingFile(error, place);
      }
    },

    lastWriting: async () => (written === null || written.replaced ? [] : written.sheets),

    /** Removes the new files; where one replaced another they are left, since the other cannot come back. */
    async undo() {
      if (written === null || written.replaced) return false;
      const { made } = written;
      written = null;
      for (const one of made) await removeFile(one);
      return made.length > 0;
    },

    async select() {},
    async onChange() {
      return () => undefined;
    },
  };
}

function besides(target: string, sheet: string): string {
  const ending = extname(target);
  return `${target.slice(0, target.length - ending.length)}-${sheet}${ending}`;
}

async function writeRows(file: FileBeside, { titles, columns, rows }: WrittenSheet, counted: (rows: number) => void): Promise<number> {
  const encoder = new TextEncoder();
  let text = `\ufeff${[...titles.map((title) => [title]), columns.map(({ header }) => header)].map((line) => line.map(guarded).join(',')).join('\r\n')}\r\n`;
  let count = 0;
  for await (const block of rows) {
    for (const row of block) {
      text += `${row.map((cell, column) => field(cell, columns[column])).join(',')}\r\n`;
      if (text.length < chunkCharacters) continue;
      await file.write(encoder.encode(text));
      text = '';
    }
    count += block.length;
    counted(block.length);
  }
  await file.write(encoder.encode(text));
  return count;
}

/** A cell as a field. Figures of number columns stay bare, minus sign and all; every other text is guarded. */
function field(cell: Cell, column: WrittenColumn | undefined): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (typeof cell === 'object') return quoted(cell.text);
  return column !== undefined && column.kind !== 'text' && /^-?\d+(\.\d+)?$/.test(cell) ? cell : guarded(cell);
}

/** `=`, `+`, `-`, `@`, their full-width forms, tab and return begin a formula in one spreadsheet or another. */
function guarded(text: string): string {
  return quoted(/^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text);
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
