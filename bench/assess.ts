/**
 * The command line at its largest: `assess` on an .xlsx of 1,000,000 enterprises × 20 columns, and `judge` on 100,000 JSON lines.
 *
 *   npm run bench -- assess [rows] [lines] [runs]
 *
 * Each command runs as a user runs it, in a process of its own; seconds from start to end, and that process's largest memory.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pack } from '../src/engine';
import { loadPolicy } from '../src/policies';
import { factsOf, parameters } from './enterprises';
import { blocks, kept, ledger } from './ledger';
import { writeLedger } from './workbook';

const program = join(process.cwd(), 'dist', 'cli', 'huiqi.js');

// ── making the files ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Questions as they are asked: each measure in turn, with its own inputs and parameters. */
async function writeLines(path: string, pack: Pack, lines: number): Promise<void> {
  const file = await open(path, 'w');
  const members = (ids: readonly string[]): { inputs: Set<string>; parameters: Set<string> } => {
    const measures = pack.measures.filter(({ id }) => ids.includes(id));
    return {
      inputs: new Set(measures.flatMap(({ inputs }) => inputs)),
      parameters: new Set(measures.flatMap((measure) => measure.parameters)),
    };
  };
  const row = pack.measures.filter(({ subject }) => subject === 'enterprise').map(({ id }) => id);
  const asked = [
    ...pack.measures.map(({ id }) => ({ measure: id, ...members([id]) })),
    ...pack.groups.map(({ composite }) => ({ measure: composite, ...members(row) })),
  ];
  const own = <T>(values: Readonly<Record<string, T>>, ids: ReadonlySet<string>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([id]) => ids.has(id)));
  let number = 0;
  for (const block of blocks(pack, lines)) {
    let text = '';
    for (let row = 0; row < block.rows; row += 1) {
      const { measure, inputs, parameters: names } = asked[number % asked.length]!;
      number += 1;
      text += `${JSON.stringify({ id: number, measure, inputs: own(factsOf(pack, block, row), inputs), parameters: own(parameters, names) })}\n`;
    }
    await file.write(text);
  }
  await file.close();
}

async function make(what: string, path: string, rows: number): Promise<void> {
  const { pack } = await loadPolicy('2025q1');
  if (what === 'ledger') await writeLedger(path, ledger(pack, rows), rows + 1, kept.length + 3);
  else await writeLines(path, pack, rows);
}

// ── running the command line ───────────────────────────────────────────────────────────────────────────────────────────────────

interface Run {
  readonly seconds: number;
  /** Seconds of processor time. */
  readonly cpu: number;
  readonly peak: number;
  readonly code: number | null;
  readonly said: string;
}

/** Runs inside the command: what it took, at its end. */
const report = `data:text/javascript,process.on("exit",()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();process.stderr.write("\\ntook "+maxRSS+" "+(userCPUTime+systemCPUTime)+"\\n")})`;

/** Runs the command line; its standard output goes to `output`. Peak in MB. */
async function huiqi(args: readonly string[], output: string, input?: string): Promise<Run> {
  const start = performance.now();
  const child = spawn(process.execPath, ['--max-old-space-size=1400', '--max-semi-space-size=32', '--import', report, program, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdout.pipe(createWriteStream(output));
  if (input === undefined) child.stdin.end();
  else createReadStream(input).pipe(child.stdin);
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const seconds = (performance.now() - start) / 1000;
  const [, peak, cpu] = /took (\d+) (\d+)/.exec(said) ?? [];
  return { seconds, cpu: Number(cpu) / 1e6, peak: Number(peak) / 1024, code, said };
}

const load = (): string =>
  loadavg()
    .map((each) => each.toFixed(1))
    .join(' ');

/** Runs a command several times and prints its median time and largest memory. */
async function measure(label: string, runs: number, seconds: number, peak: number, once: () => Promise<Run>): Promise<boolean> {
  const before = load();
  const all: Run[] = [];
  for (let run = 0; run < runs; run += 1) {
    const done = await once();
    // 1: written, with problems to look at; these ledgers have some.
    if (done.code !== 0 && done.code !== 1) throw new Error(`${label} ended with ${done.code}\n${done.said}`);
    all.push(done);
  }
  const median = (of: 'seconds' | 'cpu'): number => all.map((run) => run[of]).sort((a, b) => a - b)[Math.floor(all.length / 2)]!;
  const middle = median('seconds');
  const largest = Math.max(...all.map((run) => run.peak));
  const met = middle <= seconds && largest <= peak;
  console.log(
    `${met ? 'met   ' : 'MISSED'} ${label}: ${middle.toFixed(1)} s (asked: ${seconds} s), processor ${median('cpu').toFixed(1)} s, peak ${largest.toFixed(0)} MB${peak === Infinity ? '' : ` (asked: ${peak} MB)`}; load ${before} before, ${load()} after`,
  );
  return met;
}

async function main(rows: number, lines: number, runs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'huiqi-assess-'));
  const file = (name: string): string => join(folder, name);
  /** In a process of its own: a child counts what its parent held when it was started. */
  const made = (what: string, path: string, count: number): void => {
    const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--make', what, path, String(count)], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  };
  try {
    made('ledger', file('ledger.xlsx'), rows);
    made('lines', file('lines.jsonl'), lines);
    writeFileSync(file('parameters.json'), JSON.stringify(parameters));
    console.log(
      `ledger ${rows} × ${kept.length + 3}, ${(statSync(file('ledger.xlsx')).size / 1e6).toFixed(0)} MB; ${lines} JSON lines, ${(statSync(file('lines.jsonl')).size / 1e6).toFixed(0)} MB; median of ${runs} runs`,
    );
    await measure(`assess, ${rows} × ${kept.length + 3} .xlsx`, runs, 20, 700, () =>
      huiqi(
        [
          'assess',
          file('ledger.xlsx'),
          '-p',
          '2025q1',
          '--parameters',
          file('parameters.json'),
          '-o',
          file('result.xlsx'),
          '--force',
          '--quiet',
        ],
        file('assess.out'),
      ),
    );
    await measure(`judge, ${lines} lines`, runs, 5, Infinity, () => huiqi(['judge'], file('answers.jsonl'), file('lines.jsonl')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first === '--make') await make(rest[0]!, rest[1]!, Number(rest[2]));
else await main(Number(first ?? 1_000_000), Number(rest[0] ?? 100_000), Number(rest[1] ?? 3));
