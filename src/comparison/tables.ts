import { FreeNames, rowsOfSheet, type Answer, type Assessment } from '../assess';
import {
  fill,
  measureName,
  moneyCell,
  sayApplied,
  sayEligibility,
  sayMoney,
  sayRange,
  settingRows,
  shortReasons,
  stamp,
  titleLines,
  type Language,
} from '../explain';
import type { Cell, WrittenColumn, WrittenSheet } from '../hosts/host';
import type {
  ChangeSummary,
  Comparison,
  MeasureChange,
  Move,
  OutsideChange,
  PlaceSummary,
  RowChange,
  Sides,
  Stand,
  TotalChange,
} from './compare';
import { comparisonWords } from './words';

/** Moves with a column of their own; the rest stand under other changes. */
const counted: readonly Move[] = [
  'not>eligible',
  'eligible>not',
  'unknown>eligible',
  'unknown>not',
  'eligible>unknown',
  'not>unknown',
  'more',
  'less',
];

const eligibilities = { eligible: true, not: false, unknown: 'unknown', notApplied: 'notApplied' } as const;

function isStand(text: string | undefined): text is Stand {
  return text !== undefined && Object.hasOwn(eligibilities, text);
}

/** A move in words: 不符合→符合, 金额增加. */
export function sayMove(move: Move, language: Language): string {
  const say = comparisonWords(language);
  const [from, to] = move.split('>');
  if (isStand(from) && isStand(to))
    return fill(say.move, { from: sayEligibility(eligibilities[from], language), to: sayEligibility(eligibilities[to], language) });
  const named: Readonly<Record<string, string>> = say.moves;
  return named[move] ?? move;
}

/** What each side is judged by where the two differ: assumed figures, readings, parameters, each in words. Two empty lists: nothing differs. */
export function settingsApart(a: Assessment, b: Assessment, language: Language): Sides<readonly string[]> {
  const say = comparisonWords(language);
  const rows = { a: settingRows(a.stampData(''), language), b: settingRows(b.stampData(''), language) };
  const apart: { a: string[]; b: string[] } = { a: [], b: [] };
  for (const side of ['a', 'b'] as const) {
    const { assumption } = side === 'a' ? a.pack : b.pack;
    if (assumption !== undefined)
      apart[side].push(fill(say.assumed, { title: language === 'zh-CN' ? assumption.title : assumption.titleEnglish }));
  }
  const nameAt = 2;
  const valueAt = 3;
  rows.a.forEach((left, index) => {
    const right = rows.b[index];
    if (right === undefined || left[valueAt] === right[valueAt]) return;
    apart.a.push(fill(say.setting, { name: left[nameAt], value: left[valueAt] }));
    apart.b.push(fill(say.setting, { name: right[nameAt], value: right[valueAt] }));
  });
  return apart;
}

/** What each side is, one line each: 甲：…, 乙：…. */
export function sideLines(comparison: Comparison, language: Language): readonly [string, string] {
  const say = comparisonWords(language);
  const apart = settingsApart(comparison.a, comparison.b, language);
  const line = (side: 'a' | 'b'): string => {
    const text = apart[side].length === 0 ? say.asPublished : apart[side].join(say.joined);
    return fill(say.side, { side: say.sides[side], text });
  };
  return [line('a'), line('b')];
}

/** The reasons, the cap that cut, the bounds of what is open: as short as a cell needs them. */
function answerText(assessment: Assessment, measure: string, answer: Omit<Answer, 'eligible'>, language: Language): string {
  const { pack } = assessment;
  const place = { pack, measureId: measure };
  return [
    ...(answer.reasons.length === 0 ? [] : [shortReasons(answer.reasons, place, language)]),
    ...answer.applied.map((applied) => sayApplied(applied, place, language)),
    ...(answer.range === undefined ? [] : [sayRange(answer.range, language)]),
  ].join(comparisonWords(language).joined);
}

function shownAmount({ amount, range }: Pick<Answer, 'amount' | 'range'>, language: Language): string {
  if (amount !== null) return sayMoney(amount, language);
  return range === undefined ? sayEligibility('unknown', language) : sayRange(range, language);
}

/** One measure of one enterprise on both sides, in words. */
interface Line {
  /** The measure's name, 合计, or what is paid besides: 不计上限的金额 where there is a ceiling, 项目资金 where there is none. */
  readonly measure: string;
  readonly change: string;
  readonly answers: Sides<string>;
  readonly amounts: Sides<string | null>;
  /** The amounts in words: with their unit, an open one by its bounds. */
  readonly shown: Sides<string>;
  readonly difference: string | null;
  readonly reasons: Sides<string>;
}

/** A changed measure in words. */
function measureLine(comparison: Comparison, change: MeasureChange, language: Language): Line {
  const say = comparisonWords(language);
  const { answers, place } = change;
  const name = measureName(comparison.a.pack, change.measure, language);
  const both = <T>(made: (side: 'a' | 'b') => T): Sides<T> => ({ a: made('a'), b: made('b') });
  return {
    measure: place === null ? name : fill(say.place, { measure: name, sheet: place.sheet, row: place.row + 1 }),
    change: change.moves.map((move) => sayMove(move, language)).join(say.joined),
    answers: both((side) => sayEligibility(answers[side].eligible, language)),
    amounts: both((side) => answers[side].amount),
    shown: both((side) => shownAmount(answers[side], language)),
    difference: change.difference,
    reasons: both((side) => answerText(comparison[side], change.measure, answers[side], language)),
  };
}

/** A changed total in words. */
function totalLine(comparison: Comparison, change: TotalChange, language: Language): Line {
  const say = comparisonWords(language);
  const { totals, shares } = change;
  const composite = comparison.a.composite ?? '';
  const both = <T>(made: (side: 'a' | 'b') => T): Sides<T> => ({ a: made('a'), b: made('b') });
  const money = (amount: string | null): string => (amount === null ? sayEligibility('unknown', language) : sayMoney(amount, language));
  const shared = shares.map(({ measure, a, b }) =>
    fill(say.share, { measure: measureName(comparison.a.pack, measure, language), a: money(a), b: money(b) }),
  );
  return {
    measure: say.parts.total,
    change: [...change.moves.map((move) => sayMove(move, language)), ...shared].join(say.joined),
    answers: both((side) => (totals[side].amount === null ? sayEligibility('unknown', language) : '')),
    amounts: both((side) => totals[side].amount),
    shown: both((side) => shownAmount(totals[side], language)),
    difference: change.difference,
    reasons: both((side) => answerText(comparison[side], composite, totals[side], language)),
  };
}

function outsideLine({ amounts, difference, moves }: OutsideChange, hasCeiling: boolean, language: Language): Line {
  const say = comparisonWords(language);
  const both = <T>(made: (amount: string | null) => T): Sides<T> => ({ a: made(amounts.a), b: made(amounts.b) });
  return {
    measure: hasCeiling ? say.parts.outside : say.parts.projects,
    change: moves.map((move) => sayMove(move, language)).join(say.joined),
    answers: both((amount) => (amount === null ? sayEligibility('unknown', language) : '')),
    amounts,
    shown: both((amount) => shownAmount({ amount }, language)),
    difference,
    reasons: { a: '', b: '' },
  };
}

/** What a summary is of: a measure by its name, the total, what is outside it. */
export function summaryName(comparison: Comparison, { part, measure }: ChangeSummary, language: Language): string {
  if (part === 'measure') return measureName(comparison.a.pack, measure ?? '', language);
  return comparisonWords(language).parts[part === 'outside' && comparison.a.composite === null ? 'projects' : part];
}

/** The lines of one changed row, the total and what is outside it last. */
export function linesOf(comparison: Comparison, change: RowChange, language: Language): readonly Line[] {
  const lines = change.measures.map((one) => measureLine(comparison, one, language));
  if (change.total !== null) lines.push(totalLine(comparison, change.total, language));
  if (change.outside !== null) lines.push(outsideLine(change.outside, comparison.a.composite !== null, language));
  return lines;
}

function titlesOf(comparison: Comparison, kind: 'comparison' | 'changes' | 'stamp', language: Language): string[] {
  const { a, b } = comparison;
  const say = comparisonWords(language);
  const pack = b.pack.assumption === undefined ? a.pack : b.pack;
  const notes = { comparison: [say.notes.difference, say.notes.moves], changes: [say.notes.changes], stamp: [] };
  return [...titleLines(pack, kind, language), ...sideLines(comparison, language), ...notes[kind]];
}

function summaryCells(comparison: Comparison, summary: ChangeSummary, language: Language): Cell[] {
  const say = comparisonWords(language);
  const moves = Object.entries(summary.moves);
  const other = moves.filter(([move]) => !counted.some((one) => one === move)).reduce((sum, [, count]) => sum + count, 0);
  return [
    summary.part === 'measure' ? say.kinds.measure : say.kinds.total,
    summaryName(comparison, summary, language),
    summary.changed,
    ...counted.map((move) => summary.moves[move] ?? null),
    other === 0 ? null : other,
    moneyCell(summary.a),
    moneyCell(summary.b),
    moneyCell(summary.difference),
    moneyCell(summary.settledInA),
    moneyCell(summary.settledInB),
  ];
}

function placeCells(place: PlaceSummary, language: Language): Cell[] {
  const say = comparisonWords(language);
  const counts = counted.map((move) => (move === 'more' ? place.more : move === 'less' ? place.less : null));
  return [
    say.kinds[place.kind],
    place.name ?? say.blank,
    place.persons,
    ...counts,
    null,
    null,
    null,
    moneyCell(place.difference),
    null,
    null,
  ];
}

function summarySheet(comparison: Comparison, name: string, language: Language): WrittenSheet {
  const { columns } = comparisonWords(language);
  const number = (header: string): WrittenColumn => ({ header, kind: 'number', width: 12 });
  const money = (header: string): WrittenColumn => ({ header, kind: 'money', width: 18 });
  return {
    name,
    titles: titlesOf(comparison, 'comparison', language),
    columns: [
      { header: columns.kind, kind: 'text', width: 10, identifies: true },
      { header: columns.item, kind: 'text', width: 36, identifies: true, wraps: true },
      number(columns.changed),
      ...counted.map((move) => number(fill(columns.count, { move: sayMove(move, language) }))),
      number(columns.other),
      ...[columns.a, columns.b, columns.difference, columns.settledInA, columns.settledInB].map(money),
    ],
    rows: [
      [
        ...comparison.summaries.map((summary) => summaryCells(comparison, summary, language)),
        ...comparison.places.map((place) => placeCells(place, language)),
      ],
    ],
  };
}

/** Rows whose lines are written together. */
const rowsAtOnce = 1024;

/** Where a new sheet begins: rows by their lines, as many as a sheet takes. */
function sheetStarts(lines: readonly number[]): number[] {
  const starts = [0];
  let size = 0;
  lines.forEach((count, index) => {
    if (size + count > rowsOfSheet) {
      starts.push(index);
      size = 0;
    }
    size += count;
  });
  return starts;
}

function changeColumns(hasPlaces: boolean, language: Language): WrittenColumn[] {
  const { columns, sides } = comparisonWords(language);
  const text = (header: string, width: number): WrittenColumn => ({ header, kind: 'text', width, wraps: true });
  const money = (header: string): WrittenColumn => ({ header, kind: 'money', width: 16 });
  const side = (template: string, one: 'a' | 'b'): string => fill(template, { side: sides[one] });
  return [
    { header: columns.row, kind: 'number', width: 8, identifies: true },
    { ...text(columns.name, 30), identifies: true },
    { ...text(columns.code, 21), identifies: true },
    ...(hasPlaces ? [text(columns.city, 12), text(columns.county, 12)] : []),
    text(columns.measure, 32),
    text(columns.change, 22),
    text(side(columns.answer, 'a'), 12),
    money(side(columns.amount, 'a')),
    text(side(columns.answer, 'b'), 12),
    money(side(columns.amount, 'b')),
    money(columns.difference),
    text(side(columns.reasons, 'a'), 48),
    text(side(columns.reasons, 'b'), 48),
  ];
}

function lineCells({ measure, change, answers, amounts, difference, reasons }: Line): Cell[] {
  const shown = (amount: string | null): Cell => moneyCell(amount);
  return [measure, change, answers.a, shown(amounts.a), answers.b, shown(amounts.b), shown(difference), reasons.a, reasons.b];
}

function changeSheets(comparison: Comparison, next: () => string, language: Language): WrittenSheet[] {
  const { a, rows, strays } = comparison;
  const hasPlaces = a.layout().places;
  const columns = changeColumns(hasPlaces, language);
  const who = (index: number): Cell[] => {
    const { row, name, code, city, county } = a.identity(index);
    return [row + 1, name, code, ...(hasPlaces ? [city, county] : [])];
  };
  const nobody = ({ place }: MeasureChange): Cell[] => [null, place?.name ?? null, place?.code ?? null, ...(hasPlaces ? [null, null] : [])];
  const starts = sheetStarts(comparison.lines);
  return starts.map((from, at): WrittenSheet => {
    const to = starts[at + 1] ?? rows.length;
    function* blocks(): Generator<Cell[][]> {
      for (let start = from; start < to; start += rowsAtOnce) {
        const block: Cell[][] = [];
        for (const index of rows.slice(start, Math.min(start + rowsAtOnce, to)))
          for (const line of linesOf(comparison, comparison.change(index), language)) block.push([...who(index), ...lineCells(line)]);
        yield block;
      }
      if (to === rows.length && strays.length > 0)
        yield strays.map((stray) => [...nobody(stray), ...lineCells(measureLine(comparison, stray, language))]);
    }
    const count = comparison.lines.slice(from, to).reduce((sum, lines) => sum + lines, to === rows.length ? strays.length : 0);
    return { name: next(), titles: titlesOf(comparison, 'changes', language), columns, rows: { [Symbol.iterator]: blocks }, count };
  });
}

/** The stamps of both sides beside each other, and where they differ. */
function stampSheet(comparison: Comparison, name: string, time: string, language: Language): WrittenSheet {
  const say = comparisonWords(language);
  const a = stamp(comparison.a.stampData(time), language);
  const b = stamp(comparison.b.stampData(time), language);
  const others = new Map(b.map(({ label, value }) => [label, value]));
  const known = new Set(a.map(({ label }) => label));
  const line = (label: string, left: string | null, right: string | null): Cell[] => [
    label,
    left,
    right,
    left === right ? null : say.differs,
  ];
  return {
    name,
    titles: titlesOf(comparison, 'stamp', language),
    columns: [
      { header: say.columns.item, kind: 'text', width: 36, identifies: true, wraps: true },
      { header: say.sides.a, kind: 'text', width: 60, wraps: true },
      { header: say.sides.b, kind: 'text', width: 60, wraps: true },
      { header: say.columns.differs, kind: 'text', width: 10 },
    ],
    rows: [
      [
        ...a.map(({ label, value }) => line(label, value, others.get(label) ?? null)),
        ...b.filter(({ label }) => !known.has(label)).map(({ label, value }) => line(label, null, value)),
      ],
    ],
  };
}

/** The sheets of a comparison: 比较汇总, 变化企业 (several where the lines need them), 留痕. `time` stands in the stamp; `taken`: names in use. */
export function comparisonSheets(
  comparison: Comparison,
  options: { readonly language: Language; readonly time: string },
  taken: readonly string[] = [],
): WrittenSheet[] {
  const { language, time } = options;
  const names = new FreeNames(taken, language);
  return [
    summarySheet(comparison, names.next('comparison'), language),
    ...changeSheets(comparison, () => names.next('changes'), language),
    stampSheet(comparison, names.next('stamp'), time, language),
  ];
}
