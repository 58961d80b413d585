/**
 * The add-in in Excel: its production build in Chromium, with Microsoft's office.js, against the stand-in host in this process.
 *
 *   npm run bench:excel [-- runs [opening|functions|judging]]
 *
 * The workbook answers from a process of its own, as Excel does; what it takes is part of the wall time. Each figure is the median of the runs.
 */
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadPolicy } from '../src/policies';
import { StandInHost, type Flavour, type FunctionMetadata } from '../test/standin/host';
import { StandInWorkbook } from '../test/standin/workbook';
import { parameters } from './enterprises';
import { openWindow, type ExcelPage } from './excel-page';
import { ledger } from './ledger';

const addin = join(process.cwd(), 'dist', 'addin');

/** Runs in the window before anything else: when the pane stands there, and every task that kept it from answering. */
const watch = `
  window.bench = {
    tasks: [],
    drawn: null,
    button: (name) => [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === name),
  };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) bench.tasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
  const seen = new MutationObserver(() => {
    if (document.querySelector('[role=tablist]') === null) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => { bench.drawn = performance.now(); }, 0));
  });
  seen.observe(document, { childList: true, subtree: true });
`;

type Row = readonly (string | number | boolean | null)[];

/** The figures of one run, by what is measured. */
type Figures = Record<string, number>;

interface Asked {
  readonly figure: string;
  readonly what: string;
  readonly unit: string;
  /** At most this; null where nothing is asked. */
  readonly most: number | null;
}

const wanted: readonly Asked[] = [
  { figure: 'first load', what: 'code of the first load, pane and functions', unit: 'kB gzip', most: 250 },
  { figure: 'packs', what: 'documents loaded before the pane can be used', unit: 'kB gzip', most: null },
  { figure: 'paint', what: 'navigation to the first paint', unit: 'ms', most: 500 },
  { figure: 'pane', what: 'navigation to the painted pane, tabs and all', unit: 'ms', most: 500 },
  { figure: 'pane busy', what: '… processor time of the window', unit: 'ms', most: null },
  { figure: 'empty', what: '10,000 calls of an empty function in one tick', unit: 'ms', most: null },
  { figure: 'empty busy', what: '… processor time of the window', unit: 'ms', most: null },
  { figure: 'scalars', what: '10,000 calls of AWARD_GROWTH in one tick', unit: 'ms', most: null },
  { figure: 'scalars busy', what: '… processor time of the window', unit: 'ms', most: null },
  { figure: 'ratio', what: 'AWARD_GROWTH of empty', unit: '×', most: 1.3 },
  { figure: 'check', what: 'CHECK, 40,000 rows × 20, 6 MB of answers on the desktop', unit: 'ms', most: 1500 },
  { figure: 'check busy', what: '… processor time of the window', unit: 'ms', most: null },
  { figure: 'refused', what: 'CHECK, the same on the web, told that it is too large', unit: 'ms', most: 1500 },
  { figure: 'refused busy', what: '… processor time of the window', unit: 'ms', most: null },
  { figure: 'judging', what: 'the pane judges 100,000 × 20', unit: 'ms', most: 3000 },
  { figure: 'judging busy', what: '… processor time of the window', unit: 'ms', most: null },
  { figure: 'longest', what: '… the longest the window did not answer', unit: 'ms', most: 100 },
  { figure: 'longest busy', what: '… its longest task, processor time', unit: 'ms', most: 100 },
];

// ── what is loaded ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const gzipped = (file: string): number => gzipSync(readFileSync(join(addin, 'code', file))).length / 1000;

/** Scripts the window asked for, our own. */
async function loadedScripts(page: ExcelPage['page']): Promise<string[]> {
  const names = await page.evaluate<string[]>(`performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)`);
  return names.filter((name) => /^\/code\/.*\.js$/.test(name)).map((name) => name.slice('/code/'.length));
}

/** Code that holds a document is named after it. */
const isDocument = (script: string): boolean => /^20\d\d/.test(script);

// ── the workbook ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Bench {
  readonly rows: readonly Row[];
  readonly table: readonly Row[];
  readonly metadata: readonly FunctionMetadata[];
}

async function prepare(count: number): Promise<Bench> {
  const { pack } = await loadPolicy('2025q1');
  const rows = [...ledger(pack, count)];
  const table = Object.entries(parameters).map(([name, value]): Row => {
    const { unit, choices } = pack.parameters[name]!;
    const label = (id: unknown): string => choices.find((choice) => choice.id === id)?.label ?? String(id);
    return [name, Array.isArray(value) ? value.map(label).join('、') : `${label(value)}${unit?.name ?? ''}`];
  });
  const found: unknown = JSON.parse(readFileSync(join(addin, 'functions', 'functions.json'), 'utf8'));
  if (typeof found !== 'object' || found === null || !('functions' in found)) throw new Error('functions.json has no functions');
  return { rows, table, metadata: found.functions as FunctionMetadata[] };
}

function workbookOf(sheets: Readonly<Record<string, readonly Row[]>>): StandInWorkbook {
  const [[first, rows], ...others] = Object.entries(sheets) as [[string, readonly Row[]], ...[string, readonly Row[]][]];
  const workbook = new StandInWorkbook(first);
  const put = (sheet: StandInWorkbook['active'], cells: readonly Row[]): void =>
    cells.forEach((row, r) => row.forEach((value, c) => value !== null && sheet.put(r, c, { value })));
  put(workbook.active, rows);
  for (const [name, cells] of others) put(workbook.addSheet(name), cells);
  return workbook;
}

interface AddinWindow extends ExcelPage {
  readonly host: StandInHost;
  /** When Excel said something for the first time since `from` was forgotten, and when the add-in did last. */
  readonly heard: { from: number; to: number };
}

async function withExcel<T>(
  bench: Bench,
  workbook: StandInWorkbook,
  use: (excel: AddinWindow) => Promise<T>,
  flavour: Flavour = 'web',
): Promise<T> {
  const host = new StandInHost(workbook, { flavour });
  host.install([...bench.metadata, emptyFunction(bench)]);
  const heard = { from: NaN, to: NaN };
  const page = await openWindow(
    host,
    (from) => {
      if (from === 'add-in') heard.to = performance.now();
      else if (Number.isNaN(heard.from)) heard.from = performance.now();
    },
    watch,
  );
  try {
    await host.functionsReady;
    await page.page.waitForFunction('bench.drawn !== null');
    const result = await use({ ...page, host, heard });
    const faults = [...page.faults, ...host.faults];
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return result;
  } finally {
    await page.close();
  }
}

/** EMPTY, declared like AWARD_GROWTH. */
function emptyFunction({ metadata }: Bench): FunctionMetadata {
  return { ...metadata.find(({ id }) => id === 'AWARD_GROWTH')!, id: 'EMPTY' };
}

// ── processor time ────

/** What an event of a trace says that is asked of it. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time of the thread, in µs. */
  readonly tdur?: number;
}

const ownMark = 'the window of the add-in';

/** Runs work; gives the processor time of each task that the window's own thread did meanwhile, in ms. */
async function tasksDuring(page: ExcelPage['page'], work: () => Promise<void>): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', 'toplevel', 'blink.user_timing'] },
  });
  await work();
  await page.evaluate(`performance.mark('${ownMark}')`);
  const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await ended;
  await session.detach();
  const own = events.find(({ name }) => name === ownMark);
  return events.flatMap(({ name, pid, tid, tdur }) =>
    name === 'RunTask' && tdur !== undefined && pid === own?.pid && tid === own.tid ? [tdur / 1000] : [],
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

// ── what is measured ───────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Took {
  /** From Excel's first call to the last answer, in ms. */
  readonly wall: number;
  /** Processor time of the window. */
  readonly busy: number;
}

/** So long after the add-in's last word it has no more to say; the pane looks again half a second after a change. */
const quiet = 1000;

/** Resolves when the add-in has said nothing for a while. */
async function silence({ heard }: AddinWindow): Promise<void> {
  for (;;) {
    const left = heard.to + quiet - performance.now();
    if (!(left > 0)) return;
    await new Promise((resolve) => setTimeout(resolve, left));
  }
}

/** Runs work; what it took between Excel's first word and the add-in's last. */
async function took(excel: AddinWindow, work: () => Promise<void>): Promise<Took> {
  const { page, heard } = excel;
  // What the pane does about the change before is no part of this one.
  await silence(excel);
  heard.from = NaN;
  const tasks = await tasksDuring(page, work);
  return { wall: heard.to - heard.from, busy: sum(tasks) };
}

async function opening(bench: Bench): Promise<Figures> {
  return withExcel(bench, workbookOf({ 台账: bench.rows.slice(0, 201) }), async ({ page }) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    // Again: this time the browser is awake, and what the window does can be counted from its beginning.
    const tasks = await tasksDuring(page, async () => {
      await page.reload();
      await page.waitForFunction('bench.drawn !== null');
    });
    const [paint, pane] = await page.evaluate<[number, number]>(
      `[performance.getEntriesByName('first-contentful-paint')[0].startTime, bench.drawn]`,
    );
    await page.getByRole('combobox').first().waitFor();
    const scripts = await loadedScripts(page);
    const size = (of: (script: string) => boolean): number => sum(scripts.filter(of).map(gzipped));
    return { paint, pane, 'pane busy': sum(tasks), 'first load': size((script) => !isDocument(script)), packs: size(isDocument) };
  });
}

async function functions(bench: Bench): Promise<Figures> {
  const scalars = 10_000;
  const growth = (row: number): Row => ['工业企业', '机械', '是', 5000 + (row % 900), 5000, '是'];
  const sheets = {
    标量: Array.from({ length: scalars }, (_, row) => growth(row)),
    台账: bench.rows.slice(0, 40_001),
    参数表: bench.table,
  };
  const given = `参数表!A1:B${bench.table.length}`;
  const tick = async (excel: AddinWindow, name: string): Promise<Took> =>
    took(excel, async () => {
      await excel.host.enter(
        Array.from({ length: scalars }, (_, row) => {
          const cell = (letter: string): string => `${letter}${row + 1}`;
          const inputs = `${cell('A')},${cell('B')},${cell('C')},${cell('D')},${cell('E')},,,${cell('F')},,,`;
          return { cell: cell('H'), formula: `=HUIQI.${name}("2025q1",${inputs},${given})` };
        }),
      );
    });
  const check = async (excel: AddinWindow): Promise<Took & { readonly shown: number | string | undefined }> => {
    let shown: number | string | undefined;
    const figures = await took(excel, async () => {
      const rows = await excel.host.calculate(`=HUIQI.CHECK("2025q1",台账!A1:T1,台账!A2:T40001,${given})`);
      shown = rows.length === 40_001 ? rows.length : rows[0]?.[0]?.message;
    });
    return { ...figures, shown };
  };
  const web = await withExcel(bench, workbookOf(sheets), async (excel) => {
    await excel.page.evaluate(`CustomFunctions.associate('EMPTY', () => [[0]])`);
    // Once before, so that documents are loaded and code is warm in both.
    await tick(excel, 'EMPTY');
    await tick(excel, 'AWARD_GROWTH');
    const empty = await tick(excel, 'EMPTY');
    const award = await tick(excel, 'AWARD_GROWTH');
    await check(excel);
    const refused = await check(excel);
    if (typeof refused.shown !== 'string') throw new Error('CHECK gave more than the web can take');
    return {
      empty: empty.wall,
      'empty busy': empty.busy,
      scalars: award.wall,
      'scalars busy': award.busy,
      ratio: award.wall / empty.wall,
      refused: refused.wall,
      'refused busy': refused.busy,
    };
  });
  const desktop = await withExcel(
    bench,
    workbookOf(sheets),
    async (excel) => {
      await check(excel);
      const full = await check(excel);
      if (full.shown !== 40_001) throw new Error(`CHECK gave ${String(full.shown)}`);
      return { check: full.wall, 'check busy': full.busy };
    },
    'desktop',
  );
  return { ...web, ...desktop };
}

async function judging(bench: Bench): Promise<Figures> {
  return withExcel(bench, workbookOf({ 台账: bench.rows, 参数: bench.table }), async ({ page }) => {
    await page.waitForFunction(`bench.button('测算')?.matches(':enabled:not([aria-disabled=true])')`);
    let taken = NaN;
    let longest = NaN;
    const tasks = await tasksDuring(page, async () => {
      [taken, longest] = await page.evaluate<[number, number]>(`(async () => {
        const done = new Promise((resolve) => {
          const look = new MutationObserver(() => {
            if (document.querySelector('[role=tab][aria-selected=true]').textContent !== '结果') return;
            look.disconnect();
            requestAnimationFrame(() => setTimeout(resolve, 0));
          });
          look.observe(document.body, { childList: true, subtree: true, attributes: true });
        });
        const start = performance.now();
        bench.button('测算').click();
        await done;
        const end = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 200));
        return [end - start, Math.max(0, ...bench.tasks.filter(([from]) => from >= start).map(([, duration]) => duration))];
      })()`);
    });
    return { judging: taken, 'judging busy': sum(tasks), longest, 'longest busy': Math.max(...tasks) };
  });
}

// ── running ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const parts = { opening, functions, judging };

async function main(runs: number, only: string | undefined): Promise<void> {
  const bench = await prepare(100_000);
  const load = (): string =>
    loadavg()
      .map((each) => each.toFixed(1))
      .join(' ');
  console.log(`median of ${runs} runs; load ${load()}`);
  const all: Figures[] = [];
  for (let run = 0; run < runs; run += 1) {
    const figures: Figures = {};
    for (const [name, part] of Object.entries(parts)) if (only === undefined || only === name) Object.assign(figures, await part(bench));
    all.push(figures);
  }
  for (const { figure, what, unit, most } of wanted) {
    const values = all.flatMap((figures) => figures[figure] ?? []);
    if (values.length === 0) continue;
    const middle = median(values);
    const digits = unit === '×' ? 2 : 0;
    const verdict = most === null ? '      ' : middle <= most ? 'met   ' : 'MISSED';
    const asked = most === null ? '' : ` (asked: ${most})`;
    const [least, largest] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits));
    console.log(`${verdict} ${what}: ${middle.toFixed(digits)} ${unit}${asked}; ${least}–${largest}`);
  }
  console.log(`load at the end ${load()}`);
}

await main(Number(process.argv[2] ?? 5), process.argv[3]);
