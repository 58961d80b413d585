import type { Cell, WrittenColumn } from '../hosts/host';
import { fill, type Language } from './language';
import { changeData, clauseName, measureName, nameOf, readingName, ruleOf } from './names';
import { givenValue, readingMark, type ShownSettings } from './settings';
import { hasCeiling } from './tables';
import { sayMoney } from './trace';
import { words } from './words';

/** Why a row was not judged. */
type SkippedKind = 'total' | 'note' | 'heading' | 'header';

/** What a stamp records of a run. */
export interface StampData extends ShownSettings {
  readonly hash: string;
  readonly engineVersion: string;
  readonly file: string;
  readonly sheet: string;
  /** Given from outside: nothing in here asks the clock. */
  readonly time: string;
  readonly rows: number;
  readonly persons: number;
  /** Rows that hold no enterprise: how many of each kind, and the first of them (from 1). */
  readonly skipped: readonly { readonly kind: SkippedKind; readonly count: number; readonly rows: readonly number[] }[];
  /** Rows hidden by hand or by a filter; judged like the others. */
  readonly hidden: number;
  /** Rows with nothing in them, or nothing but a serial number. */
  readonly blank: number;
  readonly errors: number;
  readonly warnings: number;
  /** The ledger's columns as they were taken. `column`: letters. */
  readonly matches: readonly {
    readonly name: string;
    readonly column: string | null;
    readonly header: string | null;
    readonly unit: string | null;
  }[];
  /** Rows of the header, from 1. */
  readonly header: { readonly first: number; readonly last: number };
  /** Columns with a header of which nothing was read, in the order of the sheet. */
  readonly unread: readonly { readonly column: string; readonly header: string }[];
  readonly totals: readonly {
    readonly measure: string;
    readonly eligible: number;
    readonly notEligible: number;
    readonly unknown: number;
    /** Not applied for. */
    readonly notApplied: number;
    /** null: the measure pays nothing. */
    readonly amount: string | null;
  }[];
  readonly sums: {
    readonly before: string;
    readonly cut: string;
    readonly after: string;
    readonly outside: string | null;
    readonly open: number;
  };
}

/** What the reading of a ledger did not take as enterprises, by kind with the first rows (from 1), what was hidden and taken all the same, and blank rows; empty where there was nothing of the kind. */
export function leftRows(
  data: Pick<StampData, 'skipped' | 'hidden' | 'blank'>,
  language: Language,
): { readonly label: string; readonly value: string }[] {
  const say = words(language);
  const lines = data.skipped.map(({ kind, count, rows }) => ({
    label: say.stamp.skipped[kind],
    value: fill(say.stamp.skippedText, { count, rows: rows.join(say.listed) + (count > rows.length ? say.stamp.andMore : '') }),
  }));
  if (data.hidden > 0) lines.push({ label: say.stamp.hidden, value: fill(say.stamp.hiddenText, { count: data.hidden }) });
  if (data.blank > 0) lines.push({ label: say.stamp.blank, value: fill(say.stamp.blankText, { count: data.blank }) });
  return lines;
}

/** The stamp every result carries: which pack, which engine, which figures, when, from where. */
export function stamp(data: StampData, language: Language): { readonly label: string; readonly value: string }[] {
  const say = words(language);
  const { pack } = data;
  const lines: { label: string; value: string }[] = [];
  const add = (label: string, value: string): void => {
    lines.push({ label, value });
  };
  add(say.stamp.policy, language === 'zh-CN' ? pack.title : pack.titleEnglish);
  add(say.stamp.status, say.status[pack.status]);
  if (pack.assumption !== undefined) {
    const { title, titleEnglish, basedOn, hash, changes } = pack.assumption;
    add(say.assumed.label, fill(say.assumed.title, { title: language === 'zh-CN' ? title : titleEnglish }));
    for (const change of changes) {
      const told = changeData(pack, change);
      add(fill(say.assumed.named, told), fill(say.assumed.value, told));
    }
    add(say.assumed.basedOn, basedOn);
    add(say.assumed.hash, hash);
  }
  add(say.stamp.period, pack.period.join(' — '));
  add(say.stamp.pack, pack.id);
  add(say.stamp.version, pack.version);
  add(say.stamp.hash, data.hash);
  add(say.stamp.hashRead, data.hash.replace(/(.{4})(?=.)/g, '$1 '));
  add(say.stamp.engine, data.engineVersion);
  add(say.stamp.file, data.file);
  add(say.stamp.sheet, data.sheet);
  add(say.stamp.header, fill(data.header.first === data.header.last ? say.stamp.headerRow : say.stamp.headerRows, data.header));
  add(say.stamp.time, data.time);
  add(say.stamp.rows, fill(say.stamp.rowsText, { rows: data.rows, persons: data.persons }));
  lines.push(...leftRows(data, language));
  add(say.stamp.problems, fill(say.stamp.problemsText, { errors: data.errors, warnings: data.warnings }));
  for (const total of data.totals) {
    add(
      fill(say.stamp.totals, { measure: measureName(pack, total.measure, language) }),
      total.amount === null
        ? fill(say.stamp.countsText, { ...total, not: total.notEligible })
        : fill(total.notApplied > 0 ? say.stamp.totalsAppliedText : say.stamp.totalsText, {
            ...total,
            not: total.notEligible,
            amount: sayMoney(total.amount, language),
          }),
    );
  }
  const { before, cut, after, outside, open } = data.sums;
  if (hasCeiling(pack)) {
    add(say.stamp.before, sayMoney(before, language));
    add(say.stamp.cut, sayMoney(cut, language));
    add(say.stamp.after, open > 0 ? fill(say.stamp.openText, { amount: sayMoney(after, language), open }) : sayMoney(after, language));
  }
  if (outside !== null) add(hasCeiling(pack) ? say.stamp.outside : say.stamp.projects, sayMoney(outside, language));
  for (const [fullName, parameter] of Object.entries(pack.parameters)) {
    const value = givenValue(data, fullName, language);
    const source = data.sources[fullName] ?? say.stamp.sourceMissing;
    const label = `${clauseName(ruleOf(pack, parameter.measure)?.clause ?? '', language)}${nameOf({ pack, measureId: parameter.measure }, parameter.id, language)}`;
    const column = Object.hasOwn(data.columns, fullName) ? data.columns[fullName] : undefined;
    const texts = [
      ...(column === undefined ? [] : [fill(say.parameterState.column, { header: column })]),
      ...(value === null ? (column === undefined ? [say.stamp.parameterMissing] : []) : [fill(say.stamp.parameterText, { value, source })]),
    ];
    add(fill(say.stamp.parameter, { name: label }), texts.join(say.semicolon));
  }
  for (const reading of Object.values(pack.readings)) {
    const option = data.readings[reading.id] ?? reading.default;
    const meaning = reading.options.find((candidate) => candidate.id === option)?.meaning ?? option;
    const mark = readingMark(pack, reading.id, option, language);
    add(fill(say.stamp.reading, { name: readingName(pack, reading.id, language) }), `${meaning}${say.semicolon}${mark}`);
  }
  for (const match of data.matches) {
    const unit = match.unit === null ? '' : fill(say.stamp.columnUnit, { unit: match.unit });
    add(
      fill(say.stamp.column, { name: match.name }),
      match.column === null
        ? say.stamp.columnMissing
        : fill(say.stamp.columnText, { column: match.column, header: match.header ?? '', unit }),
    );
  }
  if (data.unread.length > 0) add(say.stamp.unread, unreadText(data.unread, language));
  add(say.stamp.note, say.stamp.noteText);
  return lines;
}

/** Columns that are named of those nothing was read of; of more it is said how many there are. */
const mostUnread = 30;

/** The columns of which nothing was read: `H列“同比”、M列“备注”`. */
function unreadText(unread: StampData['unread'], language: Language): string {
  const say = words(language);
  const named = unread.slice(0, mostUnread).map((column) => fill(say.stamp.unreadColumn, column));
  const text = named.join(say.listed);
  return unread.length > mostUnread ? fill(say.stamp.unreadMore, { columns: text, count: unread.length }) : text;
}

/** The table 留痕. */
export function stampTable(data: StampData, language: Language): { readonly columns: readonly WrittenColumn[]; readonly rows: Cell[][] } {
  const say = words(language).columns;
  return {
    columns: [
      { header: say.item, kind: 'text', width: 36, wraps: true },
      { header: say.content, kind: 'text', width: 90, wraps: true },
    ],
    rows: stamp(data, language).map(({ label, value }) => [label, value]),
  };
}
