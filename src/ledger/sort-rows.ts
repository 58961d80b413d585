import type { Block, Cell } from '../hosts/host';
import type { LedgerPlan } from './plan-ledger';
import { compact, halfWidth, shortened } from './text';
import { blankKindOf } from './read-cells';

/** A row that holds no enterprise: a subtotal or total, a note below the table, a heading between rows, the header again. */
export interface SkippedRow {
  /** Zero-based sheet row. */
  readonly row: number;
  readonly kind: 'total' | 'note' | 'heading' | 'header';
  /** What told so. */
  readonly text: string;
}

/** The rows of a block, sorted. */
interface SortedRows {
  /** Places in the block of the rows that hold enterprises. */
  readonly data: Int32Array;
  readonly skipped: readonly SkippedRow[];
  /** Rows with nothing in them, or nothing but a serial number. */
  readonly blank: number;
}

const TOTAL =
  /^[^,。;]{0,12}(?:小计|合计|总计|共计|累计|汇总|平均|平均值|均值)(?:\([^()]*\))?:?(?:\d+[户家个项条]?)?$|^其中(?::.*)?$|^(?:sub)?total(?:s)?:?$/i;
/** 注：, 填表人：, 联系电话：… */
const NOTE_WORDS =
  /^(?:[*※#]?(?:备?注|说明|填表说明|填报说明|数据来源|资料来源)(?:[:\d(]|$)|(?:填表|填报|制表|审核|复核|经办|联系|负责|报送|单位负责|统计负责|财务负责)(?:人|日期|单位|时间|电话)(?:[:(]|$)|(?:联系)?电话:|日期:|单位(?:负责人)?:)/;
/** 2. …, （一）…, 一、… */
const NOTE_NUMBERING = /^(?:\d{1,2}[.、)]|\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十]{1,3}、|[①-⑳])/;
/** How names of enterprises end. */
const ENTERPRISE = /[司厂店场社部所院馆站业团]$/;
/** How other rows begin. */
const BEGINNINGS = '注备说填制审复经联负报单统财数资其合小总共本一二三四五六七八九十（(';

/** Whether a text is the label of a subtotal or total row. */
function isTotalLabel(text: string): boolean {
  if (text.length > 40) return false;
  return TOTAL.test(compact(text));
}

function isFilled(cell: Cell | undefined): boolean {
  if (cell === null || cell === undefined) return false;
  return typeof cell !== 'string' || (cell !== '' && cell.trim() !== '');
}

function firstText(line: readonly Cell[] | undefined): string {
  const found = line?.find((cell) => typeof cell === 'string' && cell.trim() !== '');
  return typeof found === 'string' ? shortened(found) : '';
}

/** Sorts the rows of a block by the plan's columns. */
export function sortRows(plan: LedgerPlan, block: Block): SortedRows {
  const { cells } = block;
  const data = new Int32Array(cells.length);
  const skipped: SkippedRow[] = [];
  let kept = 0;
  let blank = 0;
  const columnOf = (key: string): number =>
    plan.columns.find((column) => column.state === 'matched' && column.target?.id === key)?.column ?? -1;
  const name = columnOf('name');
  const code = columnOf('creditCode');
  const number = columnOf('number');
  const facts = plan.columns.filter((column) => column.target && column.target.kind !== 'key').map((column) => column.column);
  const lead = Math.min(...facts, Number.MAX_SAFE_INTEGER);
  const headed = plan.columns.filter((column) => column.state === 'matched').slice(0, 6);
  const headers = headed.map((column) => compact(column.header.slice(column.header.lastIndexOf(' / ') + 1)));
  const nameHeader = headers[headed.findIndex((column) => column.column === name)];
  const start = Math.max(0, plan.firstRow - block.top);

  const kindOf = (line: readonly Cell[]): SkippedRow['kind'] | 'data' | 'blank' => {
    const named = name < 0 ? null : line[name];
    if (typeof named === 'string' && named.trim() !== '') {
      // Most rows end here: an enterprise's name that looks like nothing else.
      const plain = ENTERPRISE.test(named) && !BEGINNINGS.includes(named.charAt(0));
      if (plain && named !== nameHeader && !isFilledTotal(line)) return 'data';
      if (isTotalLabel(named)) return 'total';
      if (nameHeader !== undefined && compact(named) === nameHeader && repeatsHeader(line)) return 'header';
      const counts = /^\d+[户家个]?$/.test(compact(named)) || blankKindOf(named) > 0;
      if (counts && labelled(line)) return 'total';
      if (blankKindOf(named) > 0 && !facts.some((column) => isFilled(line[column]))) return hasCode(line) ? 'data' : 'blank';
      const text = halfWidth(named).trim();
      if (NOTE_WORDS.test(text) && !hasCode(line) && !hasNumber(line)) return 'note';
      if (isLone(line, name) && (named.length > 40 || (NOTE_NUMBERING.test(text) && !ENTERPRISE.test(text)))) return 'note';
      return 'data';
    }
    if (typeof named === 'number' && labelled(line)) return 'total';
    return kindOfNameless(line);
  };

  const hasCode = (line: readonly Cell[]): boolean => {
    const cell = code < 0 ? null : line[code];
    return typeof cell === 'number' || (typeof cell === 'string' && /[0-9A-Z]{8}/i.test(cell.slice(0, 40)));
  };
  const hasNumber = (line: readonly Cell[]): boolean =>
    facts.some((column) => {
      const cell = line[column];
      return typeof cell === 'number' || (typeof cell === 'string' && /^[-\d.,，]+$/.test(cell.slice(0, 40)));
    });
  // A subtotal set off in a column before the name (所在市: 小计) with a name beside it.
  const isFilledTotal = (line: readonly Cell[]): boolean => !hasCode(line) && labelled(line);
  const labelled = (line: readonly Cell[]): boolean => {
    const end = Math.min(lead, name < 0 ? lead : Math.max(name, lead), line.length);
    for (let column = 0; column < end; column++) {
      const cell = line[column];
      if (typeof cell === 'string' && column !== name && isTotalLabel(cell)) return true;
    }
    return false;
  };
  const repeatsHeader = (line: readonly Cell[]): boolean =>
    headed.filter((column, at) => {
      const cell = line[column.column];
      return typeof cell === 'string' && compact(cell) === headers[at];
    }).length >= Math.min(2, headed.length);
  const isLone = (line: readonly Cell[], at: number): boolean =>
    line.every((cell, column) => column === at || column === number || !isFilled(cell));

  const kindOfNameless = (line: readonly Cell[]): SkippedRow['kind'] | 'data' | 'blank' => {
    const filled: number[] = [];
    for (let column = 0; column < line.length; column++) if (isFilled(line[column])) filled.push(column);
    const first = line[filled[0] ?? -1];
    const serial = filled.length === 1 && filled[0] === number && (typeof first !== 'string' || /^\d+$/.test(first.trim()));
    if (filled.length === 0 || serial) return 'blank';
    if (labelled(line)) return 'total';
    if (repeatsHeader(line)) return 'header';
    const text = typeof first === 'string' ? halfWidth(first).trim() : '';
    if (hasCode(line) || hasNumber(line)) return NOTE_WORDS.test(text) && !hasCode(line) && filled.length === 1 ? 'note' : 'data';
    if (NOTE_WORDS.test(text) || (filled.length <= 2 && NOTE_NUMBERING.test(text))) return 'note';
    if (filled.length === 1 && text !== '') return text.length > 40 ? 'note' : 'heading';
    return facts.some((column) => isFilled(line[column])) ? 'data' : 'blank';
  };

  for (let at = start; at < cells.length; at++) {
    const line = cells[at];
    const kind = line === undefined || line.length === 0 ? 'blank' : kindOf(line);
    if (kind === 'data') data[kept++] = at;
    else if (kind === 'blank') blank++;
    else if (skipped.length < 10_000)
      skipped.push({
        row: block.top + at,
        kind,
        text: firstText(line),
      });
  }
  return { data: data.subarray(0, kept), skipped, blank };
}
