import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { readSettings, sheetOf, type AssessOptions } from '../assess';
import type { Pack } from '../engine';
import { fill, type Language } from '../explain';
import { openCsv } from '../hosts/csv';
import { exists, isSame, writeBeside } from '../hosts/files';
import { HostProblem, type Host } from '../hosts/host';
import { openXlsx } from '../hosts/xlsx';
import { readParameterJson, type ParameterReading } from '../ledger';
import { askLedger } from './ledger-thread';
import { Refusal } from './refusal';
import { cliWords } from './words';

/** Opens a ledger by what its name says it is; a name that says nothing is tried as a workbook. */
export async function openLedger(path: string): Promise<Host> {
  return /\.(csv|txt|tsv)$/i.test(path) ? openCsv(path) : openXlsx(path);
}

/** A second thread of this program that serves the ledger named; null where there is none to be had. */
export type StartThread = ((ledger: string) => Worker) | null;

/** Bytes from which on a ledger is worth a thread of its own: it costs a tenth of a second to start. */
const threadBytes = 8 * 2 ** 20;

/** A ledger opened for judging: a large one in a second thread, which ends with `close`. */
export async function openForJudging(
  path: string,
  startThread: StartThread,
): Promise<{ host: Host; options: AssessOptions; close: () => Promise<void> }> {
  const size =
    startThread === null
      ? 0
      : await stat(path).then(
          (found) => found.size,
          () => 0,
        );
  if (startThread === null || size < threadBytes) return { host: await openLedger(path), options: {}, close: async () => undefined };
  const worker = startThread(path);
  const { host, readBlocks } = askLedger(worker, path);
  return { host, options: { readBlocks }, close: async () => void (await worker.terminate()) };
}

/** Refuses a result file that is no .xlsx, that stands there already without `force`, or that is one of the files to be read. */
export async function checkOutput(
  target: string,
  force: boolean,
  language: Language,
  read: readonly (string | undefined)[] = [],
): Promise<void> {
  const say = cliWords(language).errors;
  if (extname(target).toLowerCase() !== '.xlsx') throw new Refusal(fill(say.output, { file: target }));
  for (const file of read)
    if (file !== undefined && (await isSame(file, target))) throw new Refusal(fill(say.sourceKept, { file: target }));
  if (!force && (await exists(target))) throw new Refusal(fill(say.exists, { file: target }));
}

/** Writes bytes to a new file: beside its place, then in its place in one step, or nothing at all. */
export async function writeNewFile(target: string, bytes: Uint8Array): Promise<void> {
  const beside = await writeBeside(target, null);
  try {
    await beside.write(bytes);
    await beside.commit();
  } catch (error) {
    await beside.discard();
    throw error;
  }
}

/** The text of a small file in UTF-8, without its byte order mark. What cannot be read is a HostProblem. */
export async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'missing-file',
      EACCES: 'no-permission',
      EPERM: 'no-permission',
      EISDIR: 'is-folder',
    };
    throw new HostProblem('cannot-read', { file: basename(path), reason: reasons[code] ?? code });
  }
}

/** Reads the parameters of `--parameters`: a workbook with a sheet 参数, or JSON. */
export async function readParameterFile(path: string, pack: Pack, language: Language): Promise<ParameterReading> {
  const say = cliWords(language).errors;
  if (/\.xlsx$/i.test(path)) {
    const host = await openXlsx(path);
    const sheets = await host.sheets();
    const [first] = sheets;
    const named = sheetOf(sheets, 'parameters') !== undefined;
    if (!named && (sheets.length !== 1 || first === undefined)) throw new Refusal(fill(say.parametersSheet, { file: path }));
    // A workbook of one sheet is the parameter sheet, whatever it is called.
    return readSettings(host, pack, named || first === undefined ? sheets : [first], named ? undefined : first?.name);
  }
  if (!/\.json$/i.test(path)) throw new Refusal(fill(say.parametersKind, { file: path }));
  const text = await readText(path);
  try {
    return readParameterJson(JSON.parse(text), pack);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(fill(say.parametersJson, { file: path, what: error.message }));
    throw error;
  }
}
