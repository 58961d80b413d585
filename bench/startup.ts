import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build, type Plugin } from 'vite';

// npm run bench -- startup [runs]: what the four further documents cost a pane and functions that are asked about 2025q1 alone.
// The same sources are bundled twice, once with all documents and once with 2025q1 only, and compared in turns.

const [runs = 25] = process.argv.slice(2).map(Number);
const root = process.cwd();
const one = '2025q1';
/** Asked of the four further documents. */
const mostTime = 1.3;
const mostBytes = 60_000;

/** The build as if one document were shipped. */
const only: Plugin = {
  name: 'one-document',
  // Before the builder rewrites the file: a line a document.
  enforce: 'pre',
  transform(code, id) {
    if (!/src[/\\]generated[/\\]index\.ts$/.test(id)) return null;
    const kept = code.split('\n').filter((line) => {
      const [, policy] = /"?(?:policy|id)"?: ?"([^"]+)"/.exec(line) ?? [];
      return policy === undefined || policy === one;
    });
    if (kept.length === code.split('\n').length) throw new Error('src/generated/index.ts names no further document');
    return { code: kept.join('\n'), map: null };
  },
};

interface Chunk {
  readonly name: string;
  readonly bytes: number;
}

/** The page as Excel loads it: what every start loads, and what is loaded when it is asked for. Bytes as sent, gzipped. */
async function page(plugins: Plugin[]): Promise<{ start: number; later: readonly Chunk[] }> {
  const built = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    plugins: [react(), ...plugins],
    build: { write: false, target: 'es2020', assetsDir: 'code', rolldownOptions: { input: join(root, 'taskpane/index.html') } },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) => ('output' in each ? each.output : []));
  const chunks = new Map(outputs.flatMap((each) => (each.type === 'chunk' ? [[each.fileName, each] as const] : [])));
  const atStart = new Set<string>();
  const walk = (name: string): void => {
    const chunk = chunks.get(name);
    if (!chunk || atStart.has(name)) return;
    atStart.add(name);
    chunk.imports.forEach(walk);
  };
  for (const [name, chunk] of chunks) if (chunk.isEntry) walk(name);
  const bytes = (name: string): number => gzipSync(chunks.get(name)?.code ?? '', { level: 9 }).length;
  return {
    start: [...atStart].reduce((sum, name) => sum + bytes(name), 0),
    later: [...chunks.keys()].filter((name) => !atStart.has(name)).map((name) => ({ name, bytes: bytes(name) })),
  };
}

/** The probe bundled as the command line is. */
async function probe(folder: string, plugins: Plugin[]): Promise<string> {
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    plugins,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: { input: { probe: join(root, 'bench/startup-probe.ts') }, output: { entryFileNames: '[name].mjs' } },
    },
  });
  return join(folder, 'probe.mjs');
}

interface Times {
  readonly ready: number;
  readonly answered: number;
}

function timesOf(program: string, door: string): Times {
  const done = spawnSync(process.execPath, [program, door], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout) as Times;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

const sum = (chunks: readonly Chunk[], which: RegExp): number =>
  chunks.filter(({ name }) => which.test(name)).reduce((all, { bytes }) => all + bytes, 0);
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

// Bundles find their packages from inside the project.
const folder = mkdtempSync(join(root, 'dist/startup-'));
let missed = 0;
const verdict = (met: boolean): string => {
  if (!met) missed++;
  return met ? 'met' : 'missed';
};
try {
  const [whole, single] = [await page([]), await page([only])];
  const rules = /[/\\]20\w+(\.columns)?-[^/\\]+\.js$/;
  const registers = /[/\\]20\w+\.clauses-[^/\\]+\.js$/;
  const added = {
    start: whole.start - single.start,
    rules: sum(whole.later, rules) - sum(single.later, rules),
    registers: sum(whole.later, registers) - sum(single.later, registers),
  };
  console.log(`page at start, gzipped: ${kB(single.start)} with one document, ${kB(whole.start)} with five: ${kB(added.start)} more`);
  console.log(
    `rules of four further documents, loaded when asked for: ${kB(added.rules)}; at start and later together ${kB(added.start + added.rules)} (asked: ${kB(mostBytes)}: ${verdict(added.start + added.rules <= mostBytes)})`,
  );
  console.log(`their clauses and indicators, loaded when asked for: ${kB(added.registers)}`);

  const programs = { one: await probe(join(folder, 'one'), [only]), five: await probe(join(folder, 'five'), []) };
  for (const door of ['functions', 'pane', 'everything']) {
    const seen: { one: Times; five: Times }[] = [];
    for (let run = 0; run < runs; run++) {
      const first = run % 2 === 0;
      const before = first ? timesOf(programs.one, door) : null;
      const five = timesOf(programs.five, door);
      seen.push({ one: before ?? timesOf(programs.one, door), five });
    }
    const ratio = median(seen.map((each) => each.five.answered / each.one.answered));
    const of = (which: 'one' | 'five', key: keyof Times): string => median(seen.map((each) => each[which][key])).toFixed(0);
    const asked =
      door === 'everything' ? 'all documents loaded first, for comparison' : `asked: ${mostTime} ×: ${verdict(ratio <= mostTime)}`;
    console.log(
      `${door}: ready ${of('one', 'ready')} → ${of('five', 'ready')} ms, first answer ${of('one', 'answered')} → ${of('five', 'answered')} ms, median ratio ${ratio.toFixed(2)} × (${asked})`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = missed === 0 ? 0 : 1;
