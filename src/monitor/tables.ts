import type { Cell, WrittenColumn, WrittenSheet } from '../hosts/host';
import type { EntitledRow } from './entitled';
import { exact, minus, plus, quotientText, sign, textOf, times, whole } from './exact';
import type { FigureProblem, Reported } from './figures';
import type { IndustryReading } from './gather';
import type { IndustryMap } from './industry';
import type { Judged, JudgedPart } from './judge';
import type { FourLists, ListedRow } from './lists';
import type { Settled, Shared } from './settle';
import { filled, monitorWords, type MonitorWords } from './words';

type Language = 'zh-CN' | 'en-US';

/** Where a table comes from. */
export interface TableSetting {
  readonly title: string;
  readonly draft: boolean;
  readonly language: Language;
}

type Kind = WrittenColumn['kind'];

/** A sheet whose rows are made already. */
interface MadeSheet extends WrittenSheet {
  readonly rows: readonly (readonly (readonly Cell[])[])[];
}

const column = (header: string, kind: Kind = 'text', width = 14): WrittenColumn => ({ header, kind, width, wraps: kind === 'text' });

function sheet(name: string, titles: readonly string[], columns: readonly WrittenColumn[], rows: readonly (readonly Cell[])[]): MadeSheet {
  return { name, titles, columns, rows: [rows] };
}

/** Rows made while they are written: few enough at a time that a page draws between them. */
const rowsWritten = 512;

function* madeInBlocks<Row>(rows: readonly Row[], cells: (row: Row) => readonly Cell[]): Generator<readonly (readonly Cell[])[]> {
  for (let from = 0; from < rows.length; from += rowsWritten) yield rows.slice(from, from + rowsWritten).map(cells);
}

/** A sheet of as many rows as a ledger has: its cells are made block by block, each time it is written. */
function longSheet<Row>(
  name: string,
  titles: readonly string[],
  columns: readonly WrittenColumn[],
  rows: readonly Row[],
  cells: (row: Row) => readonly Cell[],
): WrittenSheet {
  return { name, titles, columns, rows: { [Symbol.iterator]: () => madeInBlocks(rows, cells) }, count: rows.length };
}

function titles(setting: TableSetting, template: string, ...further: readonly string[]): string[] {
  const say = monitorWords(setting.language);
  return [filled(template, { title: setting.title }), ...(setting.draft ? [say.titles.draft] : []), ...further];
}

/** What an indicator asks for: `≥7%`, `每旬一次，共9次`. */
export function requiredText(judged: Judged, language: Language): string {
  const say = monitorWords(language).required;
  const { indicator, required } = judged;
  const value = required === null ? say.unset : `${required}${indicator.kind === 'date' || indicator.every !== null ? '' : indicator.unit}`;
  if (indicator.every !== null) return filled(say.every, { every: indicator.every, value });
  return filled(say[indicator.compare], { value, most: `${indicator.most ?? ''}${indicator.unit}` });
}

/** How far off a part is: `差0.4个百分点`, `晚3天`; "" where nothing is to be said. */
export function gapText(judged: Judged, part: JudgedPart, language: Language): string {
  const say = monitorWords(language).gap;
  const gap = part.gap === null ? null : exact(part.gap);
  if (gap === null || part.status === 'recorded' || part.status === 'noTarget' || part.status === 'none') return '';
  const order = sign(gap);
  const size = textOf(order < 0 ? times(gap, whole(-1)) : gap);
  if (judged.indicator.kind === 'date') return order === 0 ? '' : filled(order > 0 ? say.early : say.late, { gap: size });
  const unit = judged.indicator.unit === '%' ? say.points : judged.indicator.unit;
  // More than 0 is asked and 0 is there: nothing can be said but that it is not more.
  if (order === 0) return '';
  const about = part.gapRounded ? '≈' : '';
  return filled(order > 0 ? say.short : part.status === 'over' ? say.over : say.beyond, { gap: `${about}${size}${unit}` });
}

/** The actual figure as it is shown, with its unit. */
export function actualText(judged: Judged, part: JudgedPart): string {
  if (part.actual === null) return '';
  return `${part.rounded ? '≈' : ''}${part.actual}${judged.indicator.kind === 'date' ? '' : judged.indicator.unit}`;
}

/** Why it is open, who is not reported, and the register's own remark. */
export function noteText(judged: Judged, part: JudgedPart, language: Language): string {
  const say = monitorWords(language);
  const notes = [
    part.because === null ? '' : filled(say.because[part.because], { count: part.incomplete }),
    part.because === null && part.incomplete > 0 ? filled(say.because['missing-figures'], { count: part.incomplete }) : '',
    judged.unreported.length > 0 ? filled(say.unreported, { parts: judged.unreported.join('、') }) : '',
    judged.indicator.note ?? '',
  ];
  return notes.filter((note) => note !== '').join(language === 'zh-CN' ? '；' : '; ');
}

/** The sheet 指标监测: one line an indicator, or one a part; what officers fill in stands in columns of its own, so that the sheet can be read back. */
export function indicatorSheet(judged: readonly Judged[], reported: readonly Reported[], setting: TableSetting): MadeSheet {
  const say = monitorWords(setting.language);
  const c = say.columns;
  const given = new Map(reported.map((one) => [`${one.indicator}|${one.part ?? ''}`, one]));
  const columns = [
    column(c.indicator, 'text', 15),
    column(c.clause, 'text', 10),
    column(c.subject, 'text', 26),
    column(c.name, 'text', 26),
    column(c.part, 'text', 12),
    column(c.required, 'text', 18),
    column(c.unit, 'text', 8),
    column(c.period, 'text', 24),
    column(c.actual, 'text', 14),
    column(c.now, 'text', 14),
    column(c.before, 'text', 14),
    column(c.target, 'text', 12),
    column(c.shown, 'text', 16),
    column(c.status, 'text', 14),
    column(c.gap, 'text', 20),
    column(c.sumGap, 'text', 18),
    column(c.progress, 'text', 16),
    column(c.commitment, 'text', 10),
    column(c.basis, 'text', 14),
    column(c.source, 'text', 20),
    column(c.note, 'text', 36),
    column(c.quote, 'text', 60),
  ];
  const rows: Cell[][] = [];
  const line = (one: Judged, part: JudgedPart): void => {
    const { indicator } = one;
    const own = given.get(`${indicator.id}|${part.part ?? ''}`);
    const cellOf = (value: { readonly units: bigint; readonly power: number } | null | undefined, unit: string): Cell =>
      value === null || value === undefined ? null : `${textOf(value)}${unit}`;
    const percent = indicator.unit === '%' ? '%' : '';
    rows.push([
      indicator.id,
      indicator.clause,
      indicator.subject,
      indicator.name,
      part.part,
      requiredText(one, setting.language),
      indicator.unit === '' ? null : indicator.unit,
      `${indicator.period[0]} — ${indicator.period[1] ?? ''}`,
      own?.day ?? cellOf(own?.actual, percent),
      cellOf(own?.now, ''),
      cellOf(own?.before, ''),
      cellOf(own?.target, percent),
      actualText(one, part),
      say.status[part.status],
      gapText(one, part, setting.language),
      part.sumGap,
      bar(part.progress),
      indicator.commitment,
      part.basis === null ? null : say.basis[part.basis],
      part.source,
      noteText(one, part, setting.language),
      indicator.quote,
    ]);
  };
  for (const one of judged) {
    for (const part of one.parts) if (part.status !== 'none' || one.indicator.each.length === 0) line(one, part);
    const [first] = one.parts;
    if (first === undefined) continue;
    for (const name of one.unreported)
      line(
        { ...one, unreported: [] },
        {
          ...first,
          part: name,
          status: 'none',
          because: null,
          actual: null,
          gap: null,
          sumGap: null,
          progress: null,
          basis: null,
          source: null,
        },
      );
  }
  return sheet(say.sheets.indicators, titles(setting, say.titles.indicators, say.titles.figures), columns, rows);
}

/** A progress bar of ten blocks: `██████░░░░ 62%`; "" where progress has no sense. */
export function bar(progress: number | null, width = 10): string {
  if (progress === null) return '';
  const full = Math.floor((progress * width) / 100);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${progress}%`;
}

/** One industry's sums as they are shown: exact decimal text in the unit of the ledger's figures. */
export interface SumLine {
  readonly industry: string;
  /** Rows with both figures: only they are in the sums. */
  readonly rows: number;
  readonly now: string;
  readonly before: string;
  /** Percent, to four decimals; null over a base of 0. */
  readonly growth: string | null;
  readonly withoutNow: number;
  readonly withoutBefore: number;
  readonly withoutBoth: number;
}

/** The sums of the industries a ledger has rows of. */
export function sumLines(reading: IndustryReading): SumLine[] {
  return [...reading.sums.values()]
    .filter((sum) => sum.rows + sum.withoutNow + sum.withoutBefore + sum.withoutBoth > 0)
    .map(({ industry, rows, now, before, withoutNow, withoutBefore, withoutBoth }) => ({
      industry,
      rows,
      now: textOf(now),
      before: textOf(before),
      growth: sign(before) > 0 ? quotientText(times(minus(now, before), whole(100)), before, 4) : null,
      withoutNow,
      withoutBefore,
      withoutBoth,
    }));
}

/** The sheets 行业汇总, 行业归类 and 行业对照 of a ledger. */
export function industrySheets(reading: IndustryReading, map: IndustryMap, setting: TableSetting): WrittenSheet[] {
  const say = monitorWords(setting.language);
  const c = say.columns;
  const unmapped = reading.rows.filter((row) => row.fall.industry === null);
  const total = (key: 'now' | 'before'): string =>
    textOf(
      unmapped.reduce((sum, row) => {
        const value = row[key] === null ? null : exact(row[key]);
        return value === null ? sum : plus(sum, value);
      }, whole(0)),
    );
  const sumRows = sumLines(reading).map((sum): Cell[] => [
    sum.industry,
    sum.rows,
    sum.now,
    sum.before,
    sum.growth,
    sum.withoutNow,
    sum.withoutBefore,
    sum.withoutBoth,
  ]);
  sumRows.push([
    say.unmapped,
    unmapped.filter((row) => row.now !== null && row.before !== null).length,
    total('now'),
    total('before'),
    null,
    unmapped.filter((row) => row.now === null && row.before !== null).length,
    unmapped.filter((row) => row.now !== null && row.before === null).length,
    unmapped.filter((row) => row.now === null && row.before === null).length,
  ]);
  const sumSheet = sheet(
    say.sheets.industries,
    titles(setting, say.titles.industries, say.titles.ledger),
    [
      column(c.industry, 'text', 20),
      column(c.rows, 'number', 10),
      column(c.sumNow, 'number', 18),
      column(c.sumBefore, 'number', 18),
      column(c.growth, 'number', 12),
      column(c.withoutNow, 'number', 12),
      column(c.withoutBefore, 'number', 12),
      column(c.withoutBoth, 'number', 14),
    ],
    sumRows,
  );
  // The unmapped come first: they are what an officer must look at.
  const ordered = [...unmapped, ...reading.rows.filter((row) => row.fall.industry !== null)];
  const rowSheet = longSheet(
    say.sheets.rows,
    titles(setting, say.titles.rows),
    [
      column(c.row, 'number', 8),
      column(c.enterprise, 'text', 32),
      column(c.code, 'text', 22),
      column(c.industryCode, 'text', 12),
      column(c.industryWord, 'text', 18),
      column(c.industry, 'text', 20),
      column(c.by, 'text', 24),
      column(c.figureNow, 'number', 16),
      column(c.figureBefore, 'number', 16),
    ],
    ordered,
    (row) => [
      row.row,
      row.name,
      row.code,
      row.industryCode,
      row.industryWord,
      row.fall.industry ?? say.unmapped,
      filled(say.by[row.fall.by], { says: row.fall.says.join('／') }),
      row.now,
      row.before,
    ],
  );
  return [sumSheet, rowSheet, mapSheet(map, setting.language)];
}

/** The sheet 行业对照, to be changed and read back. */
export function mapSheet(map: IndustryMap, language: Language): WrittenSheet {
  const say = monitorWords(language);
  const c = say.columns;
  const rows = map.industries.map((one): Cell[] => [
    one.name,
    one.codes.join('、'),
    one.words.join('；'),
    map.status,
    one.doubts.join('；'),
  ]);
  const state = map.status === '' ? '' : map.status;
  return sheet(
    say.sheets.map,
    [say.titles.map, filled(say.titles.map2, { status: state })],
    [
      column(c.industry, 'text', 20),
      column(c.industryCode, 'text', 24),
      column(c.industryWord, 'text', 60),
      column(c.state, 'text', 10),
      column(c.doubts, 'text', 50),
    ],
    rows,
  );
}

/** Reads the sheet 行业对照 back, as `readIndustryMap` takes it; null where its header is not there. */
export function mapFromSheet(cells: readonly (readonly Cell[])[]): unknown {
  const heads = [monitorWords('zh-CN').columns, monitorWords('en-US').columns];
  const top = cells.findIndex((line) => heads.some((c) => line[0] === c.industry && line[1] === c.industryCode));
  if (top < 0) return null;
  const text = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell.trim() : typeof cell === 'number' ? String(cell) : '');
  const parts = (cell: Cell | undefined, separator: RegExp): string[] =>
    text(cell)
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const industries = cells.slice(top + 1).flatMap((line) => {
    const name = text(line[0]);
    return name === ''
      ? []
      : [{ name, codes: parts(line[1], /[、,，;；\s]+/), words: parts(line[2], /[;；]+/), doubts: parts(line[4], /[;；]+/) }];
  });
  return { status: text(cells[top + 1]?.[3]), standard: 'GB/T 4754-2017', industries };
}

/** The sheet of figures that could not be used. */
export function problemSheet(problems: readonly FigureProblem[], setting: TableSetting): WrittenSheet {
  const say = monitorWords(setting.language);
  const c = say.columns;
  return sheet(
    say.sheets.problems,
    titles(setting, say.titles.problems),
    [column(c.indicator, 'text', 15), column(c.place, 'text', 20), column(c.what, 'text', 50), column(c.found, 'text', 24)],
    problems.map((problem): Cell[] => [
      problem.indicator,
      problem.place,
      filled(say.problems[problem.code], { text: problem.text }),
      problem.text,
    ]),
  );
}

/** One sheet for each of the four lists, then 持平 and 待定 where they have rows. */
export function listSheets(lists: FourLists, nameOf: (input: string) => string, setting: TableSetting): WrittenSheet[] {
  const say = monitorWords(setting.language);
  const c = say.columns;
  const columns = [
    column(c.row, 'number', 8),
    column(c.enterprise, 'text', 32),
    column(c.code, 'text', 22),
    column(c.figureNow, 'number', 16),
    column(c.figureBefore, 'number', 16),
    column(c.change, 'number', 16),
    column(c.growth, 'number', 12),
    column(c.missing, 'text', 40),
  ];
  const cells = (row: ListedRow): Cell[] => {
    const before = row.before === null ? null : exact(row.before);
    const change = row.change === null ? null : exact(row.change);
    const growth = before !== null && change !== null && sign(before) > 0 ? quotientText(times(change, whole(100)), before, 4) : null;
    const needs = [...row.missing.map(nameOf), ...(row.odd === null ? [] : [say.odd])].join('、');
    return [row.row, row.name, row.code, row.now, row.before, row.change, growth, needs === '' ? null : needs];
  };
  const { names, clause } = lists.rules;
  const sheets: WrittenSheet[] = [];
  for (const key of ['growing', 'falling', 'new', 'candidate', 'level', 'undecided'] as const) {
    const rows = lists.rows[key];
    if ((key === 'level' || key === 'undecided') && rows.length === 0) continue;
    const name = key === 'level' || key === 'undecided' ? say.lists[key] : names[key];
    const further = key === 'candidate' && !lists.candidatesKnown ? [say.candidatesUnknown] : [say.titles.listsNote];
    sheets.push(longSheet(name, titles(setting, filled(say.titles.lists, { clause, list: name }), ...further), columns, rows, cells));
  }
  return sheets;
}

/** What the sheet 免申即享 says of a pack: its own words and reasons belong to those who know the pack. */
export interface EntitledSaying {
  /** Clause and title of a measure. */
  readonly measure: (measure: string) => string;
  /** Verbatim words of a measure; null where it is not known. */
  readonly quote: (measure: string) => string | null;
  /** What is needed, in words; "" where nothing is. */
  readonly needs: (row: EntitledRow) => string;
  /** An exact amount as it is shown; null stays null. */
  readonly money: (amount: string | null) => Cell;
}

/** The sheet 免申即享: one line an enterprise and measure, in the order of the list. */
export function entitledSheet(rows: readonly EntitledRow[], saying: EntitledSaying, setting: TableSetting): WrittenSheet {
  const say = monitorWords(setting.language);
  const c = say.columns;
  return longSheet(
    say.sheets.entitled,
    titles(setting, say.titles.entitled, say.titles.entitledNote),
    [
      column(c.measure, 'text', 36),
      column(c.row, 'number', 8),
      column(c.enterprise, 'text', 32),
      column(c.code, 'text', 22),
      column(c.standing, 'text', 16),
      column(c.amount, 'money', 14),
      column(c.low, 'money', 14),
      column(c.high, 'money', 14),
      column(c.missing, 'text', 60),
      column(c.quote, 'text', 60),
    ],
    rows,
    (row) => [
      saying.measure(row.measure),
      row.row,
      row.name,
      row.code,
      say.standing[row.standing],
      saying.money(row.amount),
      saying.money(row.range?.min ?? null),
      saying.money(row.range?.max ?? null),
      saying.needs(row),
      saying.quote(row.measure),
    ],
  );
}

/** An exact amount as a cell shows it, to the 分; null stays null. */
type Money = EntitledSaying['money'];

/** The sheet 清算 of an advance: what each legal person gets now. Those to whom nothing is sure to be due are not on it. */
export function advanceSheet(shares: readonly Shared[], money: Money, setting: TableSetting): WrittenSheet {
  const say = monitorWords(setting.language);
  const c = say.columns;
  return longSheet(
    say.sheets.settlement,
    titles(setting, say.titles.settlement),
    [
      column(c.enterprise, 'text', 32),
      column(c.code, 'text', 22),
      column(c.due, 'money', 14),
      column(c.low, 'money', 14),
      column(c.advance, 'money', 16),
      column(c.remark, 'text', 24),
    ],
    shares.filter(({ standing }) => standing !== 'open'),
    ({ due, share, standing }) => [
      due.name,
      due.code,
      money(due.amount),
      money(due.range?.min ?? null),
      standing === 'noCode' ? null : share,
      standing === 'noCode' ? say.settlement.noCode : null,
    ],
  );
}

/** The sheet 清算: one line a legal person, in the order of the ledger, then the advances to nobody it knows. */
export function settlementSheet(settled: readonly Settled[], money: Money, setting: TableSetting): WrittenSheet {
  const say = monitorWords(setting.language);
  const c = say.columns;
  return longSheet(
    say.sheets.settlement,
    titles(setting, say.titles.settlement, say.titles.settleNote),
    [
      column(c.enterprise, 'text', 32),
      column(c.code, 'text', 22),
      column(c.due, 'money', 14),
      column(c.advanced, 'money', 14),
      column(c.difference, 'money', 14),
      column(c.pay, 'money', 14),
      column(c.recover, 'money', 14),
      column(c.settlement, 'text', 24),
    ],
    settled,
    (one) => [
      one.name,
      one.code,
      money(one.due),
      money(one.advanced),
      money(one.difference),
      money(one.pay),
      money(one.recover),
      say.settlement[one.settlement],
    ],
  );
}

/** Words for a status, for a terminal. */
export function statusText(status: JudgedPart['status'], language: Language): MonitorWords['status'][JudgedPart['status']] {
  return monitorWords(language).status[status];
}
