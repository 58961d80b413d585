import { unitNamed, type Input, type Pack, type RawFacts } from '../engine';
import type { Block, Cell, Host } from '../hosts/host';
import { exact, textOf, type Exact } from './exact';
import { IndustryAdder, IndustryFinder, type Fall, type IndustryMap, type IndustrySum } from './industry';
import type { LedgerColumn, Register } from './register';
import { rowsAtOnce } from './slices';

/** The rows of a ledger, as an assessment has read them. */
export interface LedgerRows {
  readonly count: number;
  readonly sheet: string;
  /** Columns of the sheet that were recognised or not. */
  readonly plan: {
    readonly columns: readonly {
      readonly column: number;
      readonly header: string;
      readonly state: string;
      readonly target: { readonly id: string } | null;
    }[];
  };
  /** The cells of the sheet as they were read: words of a merged area stand in each of its rows. */
  blocks(host: Pick<Host, 'read'>): AsyncIterable<Block>;
  identity(index: number): { readonly row: number; readonly name: string; readonly code: string | null };
  facts(index: number): RawFacts;
}

function numberInput(column: LedgerColumn): Input | null {
  const unit = column.unit === null ? undefined : unitNamed(column.unit);
  if (column.id === null || unit === undefined) return null;
  const { id, name, headers } = column;
  return {
    id,
    name,
    headers,
    unit,
    type: 'number',
    meaning: name,
    decimals: 2,
    max: '100000000',
    whole: false,
    negative: false,
    choices: [],
    table: 'ledger',
  };
}

function yesNoInput(id: string, name: string, headers: readonly string[]): Input {
  return {
    id,
    name,
    headers,
    type: 'yesno',
    meaning: name,
    decimals: 0,
    max: '1',
    whole: false,
    negative: false,
    choices: [],
    table: 'ledger',
  };
}

/** The pack with the columns that only monitoring reads: figures of the indicators, 是否拟上规, 是否规上. The rules stay as they are. */
export function monitoringPack(pack: Pack, register: Register): Pack {
  const inputs: Record<string, Input> = { ...pack.inputs };
  const known = new Set(Object.values(inputs).map((input) => input.id));
  const add = (input: Input | null): void => {
    if (input === null || known.has(input.id)) return;
    known.add(input.id);
    inputs[input.id] = input;
  };
  for (const pair of [register.ledger.output, register.ledger.revenue]) {
    if (pair === null) continue;
    add(numberInput(pair.now));
    add(numberInput(pair.before));
  }
  add(yesNoInput('listCandidate', '是否拟上规', ['拟上规', '拟上规企业', '是否拟上规企业']));
  add(
    yesNoInput('aboveDesignatedSize', '是否规模以上工业企业', [
      '规模以上工业企业',
      '规上工业企业',
      '规上企业',
      '是否规模以上',
      '是否规上',
      '是否规上企业',
    ]),
  );
  return { ...pack, inputs };
}

/** One row of the ledger with the industry it fell under and its two figures; null is missing. */
export interface FallenRow {
  readonly index: number;
  /** From 1. */
  readonly row: number;
  readonly name: string;
  readonly code: string | null;
  /** What stands in the ledger. */
  readonly industryCode: string;
  readonly industryWord: string;
  readonly fall: Fall;
  readonly now: string | null;
  readonly before: string | null;
}

/** Industry sums of a ledger, and where every row fell; the unmapped are among them. */
export interface IndustryReading {
  /** By `output:汽车`, `revenue:软件和信息技术服务业`. */
  readonly sums: ReadonlyMap<string, IndustrySum>;
  readonly rows: readonly FallenRow[];
  /** Columns the ledger lacks, by name. */
  readonly missingColumns: readonly string[];
}

const codeHeader = /行业代码|行业小类|行业中类|行业大类|国民经济行业/;

function text(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : typeof cell === 'number' ? String(cell) : '';
}

/** A figure of a row as exact decimal; null where it is missing or cannot be. */
export function figureOf(facts: RawFacts, id: string | null): Exact | null {
  const value = id === null ? null : facts[id];
  return typeof value === 'string' || typeof value === 'number' ? exact(String(value)) : null;
}

/** The id under which a column's figures stand among the facts; null where the pack has no such input. */
function factId(pack: Pack, column: LedgerColumn | undefined): string | null {
  if (column === undefined) return null;
  return column.id ?? Object.values(pack.inputs).find((input) => input.name === column.name)?.id ?? null;
}

/** Sums a ledger by the documents' industries. `pack` is the monitoring pack the rows were read by. */
export async function gatherIndustries(
  host: Pick<Host, 'read'>,
  rows: LedgerRows,
  pack: Pack,
  register: Register,
  map: IndustryMap,
): Promise<IndustryReading> {
  const work = gatherInSlices(host, rows, pack, register, map);
  for (;;) {
    const step = await work.next();
    if (step.done === true) return step.value;
  }
}

/** The same, with a pause after every block that was read again and every few thousand rows: a page goes on answering its user between them. */
export async function* gatherInSlices(
  host: Pick<Host, 'read'>,
  rows: LedgerRows,
  pack: Pack,
  register: Register,
  map: IndustryMap,
): AsyncGenerator<undefined, IndustryReading, undefined> {
  const finder = new IndustryFinder(map);
  const wordColumn = rows.plan.columns.find((column) => column.state === 'matched' && column.target?.id === 'industry')?.column ?? -1;
  const codeColumn = rows.plan.columns.find((column) => column.column !== wordColumn && codeHeader.test(column.header))?.column ?? -1;
  const raw = new Map<number, readonly [string, string]>();
  if (wordColumn >= 0 || codeColumn >= 0) {
    for await (const block of rows.blocks(host)) {
      block.cells.forEach((line, at) => raw.set(block.top + at, [text(line[codeColumn]), text(line[wordColumn])]));
      yield;
    }
  }
  const ids = {
    output: [factId(pack, register.ledger.output?.now), factId(pack, register.ledger.output?.before)],
    revenue: [factId(pack, register.ledger.revenue?.now), factId(pack, register.ledger.revenue?.before)],
  } as const;
  const byRevenue = new Set(
    register.indicators.filter((indicator) => indicator.ledger === 'revenue').map((indicator) => indicator.industry),
  );
  const adders = new Map<string, IndustryAdder>();
  for (const { name } of map.industries) {
    const kind = byRevenue.has(name) ? 'revenue' : 'output';
    adders.set(`${kind}:${name}`, new IndustryAdder(name));
  }
  const fallen: FallenRow[] = [];
  for (let index = 0; index < rows.count; index += 1) {
    if (index % rowsAtOnce === rowsAtOnce - 1) yield;
    const { row, name, code } = rows.identity(index);
    const [industryCode, industryWord] = raw.get(row) ?? ['', ''];
    const fall = finder.find(industryCode, industryWord);
    const kind = byRevenue.has(fall.industry) ? 'revenue' : 'output';
    const facts = rows.facts(index);
    const now = figureOf(facts, ids[kind][0]);
    const before = figureOf(facts, ids[kind][1]);
    if (fall.industry !== null) adders.get(`${kind}:${fall.industry}`)?.add(now, before);
    fallen.push({
      index,
      row: row + 1,
      name,
      code,
      industryCode,
      industryWord,
      fall,
      now: now === null ? null : textOf(now),
      before: before === null ? null : textOf(before),
    });
  }
  const matched = new Set(
    rows.plan.columns.flatMap((column) => (column.state === 'matched' && column.target !== null ? [column.target.id] : [])),
  );
  const wanted = [register.ledger.output?.now, register.ledger.output?.before].flatMap((column) => column ?? []);
  const missingColumns = wanted.filter((column) => !matched.has(factId(pack, column) ?? '')).map((column) => column.name);
  if (wordColumn < 0 && codeColumn < 0) missingColumns.push('行业');
  return { sums: new Map([...adders].map(([key, adder]) => [key, adder.sum()])), rows: fallen, missingColumns };
}
