import { loadavg } from 'node:os';
import { compile, packKey, type BlockVerdicts, type Pack, type Program } from '../src/engine';
import { judgeReference } from '../src/engine/reference/reference';
import { loadPolicy } from '../src/policies';
import { enterprises, factsOf, parameters, type Enterprises } from './enterprises';
import { answersFor, judgeByHand, type Answers, type HandLists, type HandParameters } from './hand';
import { jsonRules, zen, type Peer, type PeerFacts, type PeerLists } from './peers';

/**
 * How fast the measures of 2025q1 and the total cap are judged, three-valued, and how many rows are judged wrongly.
 *
 *   npm run bench -- rules [rows] [runs]
 *
 * Wall and processor time of whole passes; the column ways take turns within every run, and ratios are taken within a run, so that a busy
 * machine slows all of them alike. What is compared is read from the columns in memory; reading files is another bench.
 */

const blockRows = 8192;
const sampleRows = 20_000;
const judgeRows = 5_000;
const peerRows = 5_000;
const composite = '2025q1-package';

/** The industries that （三） and （四） name, and one that an officer added. */
const relaxed = [
  'shortProcessSteel',
  'feed',
  'grainOilProcessing',
  'pharmaceutical',
  'greigeSilk',
  'buildingMaterials',
  'woodProcessing',
  'sugar',
];

const lists: PeerLists = {
  excluded: ['longProcessSteel', 'nonFerrousMetals', 'chemicals', 'petrochemicals', 'electrolyticAluminium', 'paper'],
  relaxedWithBase: relaxed,
  relaxedWithoutBase: relaxed,
};

function handParameters(pack: Pack): HandParameters {
  const choices = pack.inputs.industry!.choices.map(({ id }) => id);
  const bits = (words: readonly string[]): number => words.reduce((all, word) => all | (1 << choices.indexOf(word)), 0);
  const named: HandLists = {
    excluded: bits(lists.excluded),
    relaxedWithBase: bits(lists.relaxedWithBase),
    relaxedWithoutBase: bits(lists.relaxedWithoutBase),
  };
  const given = (id: string): number => Number(parameters[`2025q1-${id}`]);
  return {
    ...named,
    festivalRate: given('02-spring-festival-power.powerRate'),
    festivalCap: given('02-spring-festival-power.measureCap'),
    growthAward: given('03-growth-with-base.awardAmount'),
    growthRelaxedOutput: given('03-growth-with-base.relaxedMinOutput'),
    growthRelaxedGrowth: given('03-growth-with-base.relaxedMinGrowth'),
    rampUpAward: given('04-ramp-up-no-base.awardAmount'),
    rampUpRelaxedOutput: given('04-ramp-up-no-base.relaxedMinOutput'),
    investmentRate: given('19-project-investment.subsidyRate'),
    eventRate: given('21-product-launch-exhibition.supportRate'),
    eventCap: given('21-product-launch-exhibition.measureCap'),
    powerRate: given('25-incremental-power.powerRate'),
    powerCap: given('25-incremental-power.measureCap'),
  };
}

/** A row as the peers take it: their own kinds of value, null where a cell is blank or cannot be. */
function peerFacts(pack: Pack, { figures }: Enterprises, row: number): PeerFacts {
  return Object.fromEntries(
    Object.values(pack.inputs).map((input): [string, PeerFacts[string]] => {
      const value = figures[input.id]![row]!;
      if (Number.isNaN(value)) return [input.id, null];
      if (input.type === 'yesno') return [input.id, value === 1];
      return [input.id, input.type === 'choice' ? input.choices[value]!.id : value];
    }),
  );
}

// ── time ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Seconds that passed, and seconds of processor time this process took meanwhile. */
interface Time {
  readonly wall: number;
  readonly cpu: number;
}

async function timed(work: () => void | Promise<void>): Promise<Time> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1e6 };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)]!;
  return sorted.length % 2 === 1 ? upper : (upper + sorted[sorted.length / 2 - 1]!) / 2;
}

/** One way to judge: what it was given, how long each run took, and on how many of how many rows it was wrong. */
interface Way {
  readonly name: string;
  readonly rows: number;
  readonly runs: readonly Time[];
  readonly wrong: { readonly rows: number; readonly of: number };
}

// ── right and wrong ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const eligibility = { true: 1, false: 0, unknown: 2 } as const;
const amountOf = (text: string | null): number => (text === null ? NaN : Number(text));

/** Rows on which an answer differs from the exact one: another eligibility, open against known, or 0.01 元 or more. */
function wrongRows(exact: Answers, answers: Answers, rows: number): number {
  const differs = (a: number, b: number): boolean =>
    Number.isNaN(a) || Number.isNaN(b) ? Number.isNaN(a) !== Number.isNaN(b) : Math.abs(a - b) >= 1e-6 - 1e-12;
  let wrong = 0;
  for (let row = 0; row < rows; row += 1) {
    const measures = exact.status.some(
      (status, index) => status[row] !== answers.status[index]![row] || differs(exact.amount[index]![row]!, answers.amount[index]![row]!),
    );
    if (measures || differs(exact.total[row]!, answers.total[row]!)) wrong += 1;
  }
  return wrong;
}

/** The answers of a block as numbers, from row `at` on. */
function readBlock(pack: Pack, verdicts: BlockVerdicts, answers: Answers, at: number, rows: number): void {
  for (let row = 0; row < rows; row += 1) {
    pack.measures.forEach(({ id }, index) => {
      answers.status[index]![at + row] = verdicts.status(id, row);
      answers.amount[index]![at + row] = amountOf(verdicts.amount(id, row));
    });
    answers.total[at + row] = amountOf(verdicts.amount(composite, row));
  }
}

/** Each row of the first blocks, up to `rows`. */
function* firstRows(blocks: readonly Enterprises[], rows: number): Generator<{ block: Enterprises; row: number; at: number }> {
  let at = 0;
  for (const block of blocks) {
    for (let row = 0; row < block.rows && at < rows; row += 1) yield { block, row, at: at++ };
  }
}

// ── the ways ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The hand-written rules and both column lanes, taking turns. */
async function columnWays(
  pack: Pack,
  programs: readonly (readonly [string, Program])[],
  blocks: readonly Enterprises[],
  runs: number,
  exact: Answers,
): Promise<Way[]> {
  const given = handParameters(pack);
  const scratch = answersFor(blockRows);
  const byHand = (some: readonly Enterprises[]): void => {
    for (const { rows, figures } of some) judgeByHand(rows, figures, given, scratch);
  };
  const byColumns =
    (program: Program) =>
    (some: readonly Enterprises[]): void => {
      for (const { block } of some) program.judgeBlock(block, parameters);
    };
  const ways: readonly (readonly [string, (some: readonly Enterprises[]) => void])[] = [
    ['hand-written doubles', byHand],
    ...programs.map(([name, program]) => [name, byColumns(program)] as const),
  ];
  const times = ways.map((): Time[] => []);
  for (const [, judge] of ways) judge(blocks.slice(0, 24));
  for (let run = 0; run < runs; run += 1) {
    for (const [index, [, judge]] of ways.entries()) times[index]!.push(await timed(() => judge(blocks)));
  }
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
  const of = Math.min(sampleRows, rows);
  return ways.map(([name], index): Way => {
    const answers = answersFor(of + blockRows);
    let at = 0;
    for (const one of blocks) {
      if (at >= of) break;
      if (index === 0) {
        judgeByHand(one.rows, one.figures, given, scratch);
        answers.status.forEach((status, measure) => status.set(scratch.status[measure]!.subarray(0, one.rows), at));
        answers.amount.forEach((amount, measure) => amount.set(scratch.amount[measure]!.subarray(0, one.rows), at));
        answers.total.set(scratch.total.subarray(0, one.rows), at);
      } else readBlock(pack, programs[index - 1]![1].judgeBlock(one.block, parameters), answers, at, one.rows);
      at += one.rows;
    }
    return { name, rows, runs: times[index]!, wrong: { rows: wrongRows(exact, answers, of), of } };
  });
}

/** `judge`, measure by measure and row by row. */
async function rowWay(pack: Pack, program: Program, blocks: readonly Enterprises[], runs: number, exact: Answers): Promise<Way> {
  const answers = answersFor(sampleRows);
  const rows = [...firstRows(blocks, judgeRows)].map(({ block, row }) => factsOf(pack, block, row));
  const times: Time[] = [];
  for (let run = 0; run < runs; run += 1) {
    times.push(
      await timed(() =>
        rows.forEach((facts, at) => {
          pack.measures.forEach(({ id }, index) => {
            const { eligible, amount } = program.judge(id, facts, parameters);
            answers.status[index]![at] = eligibility[`${eligible}`];
            answers.amount[index]![at] = amountOf(amount);
          });
          answers.total[at] = amountOf(program.judge(composite, facts, parameters).amount);
        }),
      ),
    );
  }
  return {
    name: 'one row, judge',
    rows: rows.length,
    runs: times,
    wrong: { rows: wrongRows(exact, answers, rows.length), of: rows.length },
  };
}

/** The reference interpreter over the sample, in as many parts as there are runs; its answers are the exact ones. */
async function referenceWay(
  pack: Pack,
  program: Program,
  blocks: readonly Enterprises[],
  runs: number,
): Promise<{ way: Way; exact: Answers }> {
  const exact = answersFor(sampleRows);
  const rows = [...firstRows(blocks, sampleRows)];
  const each = Math.ceil(rows.length / runs);
  const times: Time[] = [];
  for (let from = 0; from < rows.length; from += each) {
    const part = rows.slice(from, from + each).map(({ block, row, at }) => ({ at, facts: factsOf(pack, block, row) }));
    times.push(
      await timed(() =>
        part.forEach(({ at, facts }) => {
          pack.measures.forEach(({ id }, index) => {
            const { eligible, amount } = judgeReference(pack, program.readings, id, facts, parameters);
            exact.status[index]![at] = eligibility[`${eligible}`];
            exact.amount[index]![at] = amountOf(amount);
          });
          exact.total[at] = amountOf(judgeReference(pack, program.readings, composite, facts, parameters).amount);
        }),
      ),
    );
  }
  return { way: { name: 'reference (decimal.js)', rows: each, runs: times, wrong: { rows: 0, of: rows.length } }, exact };
}

async function peerWay(pack: Pack, peer: Peer, blocks: readonly Enterprises[], runs: number, exact: Answers): Promise<Way> {
  const answers = answersFor(sampleRows);
  const rows = [...firstRows(blocks, peerRows)].map(({ block, row }) => peerFacts(pack, block, row));
  const keep = (at: number, status: readonly number[], amount: readonly number[], total: number): void => {
    status.forEach((value, index) => (answers.status[index]![at] = value));
    amount.forEach((value, index) => (answers.amount[index]![at] = value));
    answers.total[at] = total;
  };
  await peer.judge(rows.slice(0, 500), keep);
  const times: Time[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await timed(() => peer.judge(rows, keep)));
  const wrong = { rows: wrongRows(exact, answers, rows.length), of: rows.length };
  return { name: `${peer.name}, ${peer.how}`, rows: rows.length, runs: times, wrong };
}

// ── the table ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const perSecond = (way: Way, kind: keyof Time): number => way.rows / median(way.runs.map((run) => run[kind]));

/** How many times as fast `way` is as `other`: run against run where they took turns, medians otherwise. */
function ratio(way: Way, other: Way, kind: keyof Time): number {
  if (way.rows !== other.rows || way.runs.length !== other.runs.length) return perSecond(way, kind) / perSecond(other, kind);
  return median(way.runs.map((run, index) => other.runs[index]![kind] / run[kind]));
}

function times(value: number): string {
  return value >= 100 ? `${Math.round(value)} ×` : value >= 1 ? `${value.toFixed(2)} ×` : `1/${(1 / value).toFixed(value > 0.1 ? 2 : 0)}`;
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    console.log(row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '));
}

const load = (): string =>
  loadavg()
    .map((each) => each.toFixed(1))
    .join(' ');
const [rows = 1_000_000, runs = 7] = process.argv.slice(2).map(Number);
const { pack, columns } = await loadPolicy('2025q1');
const generated = compile(pack, { columns });
const closures = compile(pack);
if (columns.pack !== packKey(pack)) throw new Error(`the generated code is of ${columns.pack}, not of ${packKey(pack)}`);

console.log(`load ${load()} before; ${rows} enterprises, blocks of ${blockRows}, ${runs} runs, Node ${process.versions.node}`);
const blocks = Array.from({ length: Math.ceil(rows / blockRows) }, (_, index) =>
  enterprises(pack, index + 1, Math.min(blockRows, rows - index * blockRows)),
);
const { way: reference, exact } = await referenceWay(pack, closures, blocks, runs);
const [hand, shipped, loaded] = (await columnWays(
  pack,
  [
    ['shipped pack (generated)', generated],
    ['pack at run time (closures)', closures],
  ],
  blocks,
  runs,
  exact,
)) as [Way, Way, Way];
const row = await rowWay(pack, closures, blocks, runs, exact);
const peers: Way[] = [];
for (const make of [jsonRules, zen]) {
  let peer: Peer;
  try {
    peer = make(handParameters(pack), lists);
  } catch (error) {
    console.log(
      `not measured: ${make.name} is not installed here (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`,
    );
    continue;
  }
  peers.push(await peerWay(pack, peer, blocks, runs, exact));
}

const ways = [hand, shipped, loaded, row, reference, ...peers];
print([
  [
    'way',
    'rows',
    'median s',
    'cpu s',
    'rows/s',
    'rows/cpu s',
    'of hand',
    'of hand (cpu)',
    ...peers.map((_, index) => `of peer ${index + 1}`),
    'wrong rows',
  ],
  ...ways.map((way) => [
    way.name,
    String(way.rows),
    median(way.runs.map(({ wall }) => wall)).toFixed(3),
    median(way.runs.map(({ cpu }) => cpu)).toFixed(3),
    String(Math.round(perSecond(way, 'wall'))),
    String(Math.round(perSecond(way, 'cpu'))),
    times(ratio(way, hand, 'wall')),
    times(ratio(way, hand, 'cpu')),
    ...peers.map((peer) => times(ratio(way, peer, 'wall'))),
    `${way.wrong.rows} of ${way.wrong.of}`,
  ]),
]);
console.log(`load ${load()} after; wrong: another eligibility, open against known, or 0.01 元 or more from the reference interpreter`);

const said = (what: string, value: number, least: number): boolean => {
  const met = value >= least;
  console.log(`${met ? 'met   ' : 'MISSED'} ${what}: ${times(value)} (asked: ${times(least)})`);
  return met;
};
said('shipped pack against hand-written, processor time', ratio(shipped, hand, 'cpu'), 1 / 3);
said('closures against hand-written, processor time', ratio(loaded, hand, 'cpu'), 1 / 15);
for (const peer of peers) said(`shipped pack against ${peer.name}`, ratio(shipped, peer, 'wall'), 100);
const ours = [shipped, loaded, row].filter((way) => way.wrong.rows > 0);
for (const way of ours) console.log(`WRONG  ${way.name}: ${way.wrong.rows} rows`);
process.exitCode = ours.length > 0 ? 1 : 0;
