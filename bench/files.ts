/**
 * How fast workbooks are read and written, and what it takes: 1,000,000 rows × 20 columns (6 texts, 14 numbers) as Excel saves them
 * (shared texts) read in full, 1,000,000 × 10 written and read back. Each step runs in a process of its own, so that its peak is its own.
 *
 *   npm run bench -- files [rows] [runs]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCsv } from '../src/hosts/csv';
import type { Cell, Host, WrittenSheet } from '../src/hosts/host';
import { openXlsx, writeXlsx } from '../src/hosts/xlsx';
import { cities, writeLedger } from './workbook';

const textColumns = 6;
const numberColumns = 14;
const industries = ['汽车制造业', '有色金属冶炼和压延加工业', '农副食品加工业', '电气机械和器材制造业', '木材加工业'];

const textsOf = (row: number): readonly string[] => [
  `广西第${row}工业有限责任公司`,
  `91450100MA${String(row).padStart(8, '0')}`,
  cities[row % cities.length]!,
  `第${row % 111}县区`,
  industries[row % industries.length]!,
  `联系人${row % 5000}`,
];
/** Two thirds with two decimals, the rest whole: as in a ledger. */
const numberOf = (row: number, column: number): number => {
  const mixed = (row * 7919 + column * 104729) % 10_000_000;
  return column % 3 === 0 ? mixed % 100_000 : mixed / 100;
};

function* ledger(rows: number): Generator<readonly (string | number)[]> {
  yield Array.from({ length: textColumns + numberColumns }, (_, column) => `第${column + 1}列`);
  for (let row = 1; row <= rows; row += 1)
    yield [...textsOf(row), ...Array.from({ length: numberColumns }, (_, column) => numberOf(row, column))];
}

async function generateCsv(path: string, rows: number): Promise<void> {
  const file = await open(path, 'w');
  let text = '\ufeff';
  for (let row = 1; row <= rows; row += 1) {
    text += `${[...textsOf(row), ...Array.from({ length: numberColumns }, (_, k) => numberOf(row, k))].join(',')}\r\n`;
    if (text.length < 1 << 18 && row < rows) continue;
    await file.write(text);
    text = '';
  }
  await file.close();
}

/** Reads every cell; the figures are added up in whole 分, so that nothing can be left out. */
async function readAll(host: Host): Promise<{ rows: number; cells: number; sum: number }> {
  const sheet = (await host.sheets())[0]!.name;
  await host.merges(sheet);
  const seen = { rows: 0, cells: 0, sum: 0 };
  for await (const block of host.read(sheet)) {
    seen.rows += block.cells.length;
    for (const row of block.cells) {
      seen.cells += row.length;
      for (const cell of row) if (typeof cell === 'number') seen.sum += Math.round(cell * 100);
    }
  }
  return seen;
}

/** Results as an assessment writes them: five texts, five amounts as exact text. */
function results(rows: number): WrittenSheet {
  function* blocks(): Generator<Cell[][]> {
    for (let from = 1; from <= rows; from += 8192) {
      yield Array.from({ length: Math.min(8192, rows - from + 1) }, (_, k): Cell[] => {
        const row = from + k;
        const [name, code, city, county, industry] = textsOf(row);
        const amounts = Array.from({ length: 5 }, (_unused, column) => (numberOf(row, column) / 10).toFixed(6));
        return [name!, code!, city!, county!, industry!, ...amounts];
      });
    }
  }
  const column = (header: string, kind: 'text' | 'money') => ({ header, kind });
  const columns = [
    ...['企业名称', '统一社会信用代码', '所在市', '县区', '行业'].map((header) => column(header, 'text')),
    ...[1, 2, 3, 4, 5].map((n) => column(`金额${n}（万元）`, 'money')),
  ];
  return { name: '测算结果', titles: ['征求意见稿'], columns, rows: blocks() };
}

async function step(name: string, path: string, rows: number): Promise<void> {
  if (name === 'generate') await writeLedger(path, ledger(rows), rows + 1, textColumns + numberColumns);
  if (name === 'generate-csv') await generateCsv(path, rows);
  const start = performance.now();
  let seen = {};
  if (name === 'read') seen = await readAll(await openXlsx(path));
  if (name === 'read-csv') seen = await readAll(await openCsv(path));
  if (name === 'write') await writeXlsx(path, null, [results(rows)]);
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ seconds, peak: process.resourceUsage().maxRSS / 1024, ...seen }));
}

function run(name: string, path: string, rows: number): { seconds: number; peak: number } {
  const child = spawnSync(process.execPath, [...process.execArgv, process.argv[1]!, '--step', name, path, String(rows)], {
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as { seconds: number; peak: number };
}

function main(): void {
  const rows = Number(process.argv[2] ?? 1_000_000);
  const runs = Number(process.argv[3] ?? 3);
  const folder = mkdtempSync(join(tmpdir(), 'huiqi-files-'));
  const print = (label: string, name: string, file: string): void => {
    const path = join(folder, file);
    const all = Array.from({ length: runs }, () => run(name, path, rows)).sort((a, b) => a.seconds - b.seconds);
    const middle = all[Math.floor(all.length / 2)]!;
    const size = (statSync(path).size / 1e6).toFixed(0);
    console.log(
      `${label.padEnd(44)} ${middle.seconds.toFixed(2).padStart(6)} s   peak ${Math.max(...all.map(({ peak }) => peak))
        .toFixed(0)
        .padStart(4)} MB   file ${size} MB`,
    );
  };
  try {
    run('generate', join(folder, 'ledger.xlsx'), rows);
    print(`read .xlsx, ${rows} × 20, shared texts`, 'read', 'ledger.xlsx');
    print(`write .xlsx, ${rows} × 10`, 'write', 'results.xlsx');
    print(`read .xlsx, ${rows} × 10, inline texts`, 'read', 'results.xlsx');
    run('generate-csv', join(folder, 'ledger.csv'), rows);
    print(`read .csv, ${rows} × 20`, 'read-csv', 'ledger.csv');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[2] === '--step') {
  step(process.argv[3]!, process.argv[4]!, Number(process.argv[5])).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
} else {
  main();
}
