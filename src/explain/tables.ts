import { readReason, type Applied, type Eligibility, type Pack, type Reason, type Verdict } from '../engine';
import type { Cell, WrittenColumn } from '../hosts/host';
import { showMoney } from './figures';
import { fill, type Language } from './language';
import {
  assumedMark,
  assumptionLines,
  bandText,
  clauseName,
  measureName,
  measureOf,
  nameOf,
  parameterOf,
  quoted,
  ruleOf,
  type Place,
} from './names';
import { problemParts, type Problem } from './problems';
import { sayApplied, sayEligibility } from './reasons';
import { sayShape } from './shapes';
import { outputName, sayMoney, sayRange, showValue } from './trace';
import { words } from './words';

/** How one measure's answer stands, without its amount. Rows may share the object: what is made of it is made once. */
export interface ShownOutcome {
  readonly eligible: Eligibility | 'notApplied';
  readonly range?: NonNullable<Verdict['range']>;
  readonly reasons: readonly Reason[];
  readonly applied: readonly Applied[];
}

/** One measure's answer for one row of a result table. */
export interface ShownAnswer extends ShownOutcome {
  /** Exact 万元; null while open. */
  readonly amount: string | null;
}

/** A figure in exact 万元 for a cell: a number where its shortest digits are the figure; null while open. */
export type ShownFigure = number | string | null;

/** The total of one legal person. */
export interface ShownTotal {
  readonly before: ShownFigure;
  readonly cut: ShownFigure;
  readonly amount: ShownFigure;
  /** Bounds of an open total; null where there are none. */
  readonly low: ShownFigure;
  readonly high: ShownFigure;
  readonly applied: readonly Applied[];
  readonly reasons: readonly Reason[];
  /** What each measure is paid after a cut, where a reading shares it out. */
  readonly shares?: Readonly<Record<string, string | null>>;
}

/** Rows of one legal person that a remark names; of more it says that there are more. */
export const mostSharedRows = 20;

/** One enterprise row, as the result table shows it. Rows are sheet rows from 1. */
export interface ShownRow {
  readonly row: number;
  readonly name: string;
  readonly code: string | null;
  readonly city: string | null;
  readonly county: string | null;
  /** In the order of the layout's measures. */
  readonly outcomes: readonly ShownOutcome[];
  readonly amounts: readonly ShownFigure[];
  /** What each measure gives besides its amount, by the output's id. */
  readonly outputs: readonly NonNullable<Verdict['outputs']>[];
  /** null where the total stands on another row of the same legal person. */
  readonly total: ShownTotal | null;
  /** Other rows of the same legal person, one more than are named at most; the first row of the person carries the total. */
  readonly sharedRows: readonly number[];
  /** Events judged together, 0 where there is none. */
  readonly events: number;
  /** Paid outside the total cap; null while open, undefined where there is nothing of the kind. */
  readonly outside?: string | null;
}

/** What a result table holds: the measures in order, the total, and whether the places and projects are there. */
export interface ResultLayout {
  readonly pack: Pack;
  readonly measures: readonly string[];
  /** Id of the composite that judges the total; null where the pack has none. */
  readonly composite: string | null;
  readonly places: boolean;
  readonly outside: boolean;
  /** Measures among which a cut is shared out; none where only the total is cut. */
  readonly shared: readonly string[];
}

/** A table made of rows, with its columns. */
export interface TableMaker<Row> {
  readonly columns: readonly WrittenColumn[];
  cells(row: Row): readonly Cell[];
}

/** Texts made once for an outcome. */
interface MadeTexts {
  readonly answer: string;
  readonly needs: string;
  readonly fails: string;
  readonly remark: string;
}

/** Outcomes whose texts are kept. */
const mostTexts = 20_000;

/** The sheets of an assessment, and of two compared. */
export type SheetKind = 'results' | 'projects' | 'events' | 'problems' | 'parameters' | 'stamp' | 'comparison' | 'changes';

/** The lines above every table: what it is, whether the document is a draft or its figures are assumed, the unit. */
export function titleLines(pack: Pack, kind: SheetKind, language: Language): string[] {
  const say = words(language).titles;
  const lines = [fill(say[kind], { title: language === 'zh-CN' ? pack.title : pack.titleEnglish })];
  if (pack.status === 'draft') lines.push(say.draft);
  if (pack.status === 'repealed') lines.push(say.repealed);
  lines.push(...assumptionLines(pack, language));
  if (kind !== 'problems' && kind !== 'parameters' && kind !== 'stamp') lines.push(say.unit);
  return lines;
}

/** An amount for a cell, to the 分; blank while open. */
export function moneyCell(amount: number | string | null | undefined): Cell {
  if (amount === null || amount === undefined) return null;
  if (typeof amount === 'string') return showMoney(amount);
  if (Number.isInteger(amount)) return amount;
  // To the 分, half up, in whole numbers of a hundredth of it; finer or larger amounts by their digits.
  const hundredths = Math.round(amount * 1e8);
  if (hundredths >= 0 && hundredths < 2 ** 51 && hundredths / 1e8 === amount) return Math.floor((hundredths + 50) / 100) / 1e6;
  return showMoney(String(amount));
}

/** What has been said so far in one cell, and what was said after it in other rows. */
interface Sentence {
  readonly text: string;
  readonly next: Map<string, Sentence>;
}

/** Sentences put together in the same order again and again: each is joined once, so that a million rows share a few thousand texts. */
class Sentences {
  nothing: Sentence = { text: '', next: new Map() };
  private made = 0;

  constructor(private readonly separator: string) {}

  also(before: Sentence, more: string): Sentence {
    if (more === '') return before;
    const known = before.next.get(more);
    if (known !== undefined) return known;
    const joined = { text: before.text === '' ? more : before.text + this.separator + more, next: new Map<string, Sentence>() };
    if (this.made >= mostTexts) {
      this.nothing = { text: '', next: new Map() };
      this.made = 0;
    }
    this.made += 1;
    before.next.set(more, joined);
    return joined;
  }
}

/** The table 测算结果: one row an enterprise row of the ledger. Sentences of a list of reasons are made once and kept. */
export function resultTable(layout: ResultLayout, language: Language): TableMaker<ShownRow> {
  const say = words(language);
  const { pack, composite } = layout;
  const measures = layout.measures.map((id) => ({
    id,
    place: { pack, measureId: id },
    clause: clauseName(measureOf(pack, id)?.clause ?? id, language),
    pays: measureOf(pack, id)?.award !== null,
    outputs: measureOf(pack, id)?.outputs.map((output) => output.id) ?? [],
    made: new Map<ShownOutcome, MadeTexts>(),
  }));
  const label = (id: string): { clause: string; title: string } => {
    const measure = measureOf(pack, id);
    return {
      clause: clauseName(measure?.clause ?? id, language),
      title: (language === 'zh-CN' ? measure?.title : measure?.titleEnglish) ?? '',
    };
  };
  const columns: WrittenColumn[] = [
    { header: say.columns.row, kind: 'number', width: 10 },
    { header: say.columns.name, kind: 'text', width: 32 },
    { header: say.columns.code, kind: 'text', width: 22 },
  ];
  if (layout.places) {
    columns.push({ header: say.columns.city, kind: 'text', width: 12 }, { header: say.columns.county, kind: 'text', width: 12 });
  }
  for (const { id, pays, outputs } of measures) {
    columns.push({ header: fill(say.columns.answer, label(id)), kind: 'text', width: 12 });
    if (pays) columns.push({ header: fill(say.columns.amount, label(id)), kind: 'money', width: 14 });
    for (const output of outputs)
      columns.push({
        header: fill(say.columns.output, { ...label(id), name: outputName(output, language) }),
        kind: output === 'dueDate' ? 'text' : 'number',
        width: 14,
      });
  }
  if (layout.outside) columns.push({ header: say.columns.outside, kind: 'money', width: 16 });
  if (composite !== null) {
    columns.push(
      { header: say.columns.before, kind: 'money', width: 16 },
      { header: say.columns.cut, kind: 'money', width: 12 },
      { header: say.columns.total, kind: 'money', width: 14 },
      { header: say.columns.totalAnswer, kind: 'text', width: 12 },
      { header: say.columns.totalLow, kind: 'money', width: 14 },
      { header: say.columns.totalHigh, kind: 'money', width: 14 },
      ...layout.shared.map((id) => ({ header: fill(say.columns.share, label(id)), kind: 'money' as const, width: 14 })),
    );
  }
  columns.push(
    { header: say.columns.needs, kind: 'text', width: 48 },
    { header: say.columns.fails, kind: 'text', width: 48 },
    { header: say.columns.remarks, kind: 'text', width: 40 },
  );

  const textsOf = (measure: (typeof measures)[number], outcome: ShownOutcome): MadeTexts => {
    const kept = measure.made.get(outcome);
    if (kept !== undefined) return kept;
    const reasons = outcome.reasons.length === 0 ? '' : measure.clause + shortReasons(outcome.reasons, measure.place, language);
    const remarks = outcome.applied.map((applied) =>
      fill(say.remarks.capped, { measure: measure.clause, quote: sayApplied(applied, measure.place, language) }),
    );
    if (outcome.range !== undefined)
      remarks.push(fill(say.remarks.range, { measure: measure.clause, range: sayRange(outcome.range, language) }));
    const made = {
      answer: sayEligibility(outcome.eligible, language),
      needs: outcome.eligible === false ? '' : reasons,
      fails: outcome.eligible === false ? reasons : '',
      remark: remarks.join(say.semicolon),
    };
    if (measure.made.size > mostTexts) measure.made.clear();
    measure.made.set(outcome, made);
    return made;
  };
  const said = new Sentences(say.semicolon);

  return {
    columns,
    cells(row) {
      const cells: Cell[] = [row.row, row.name, row.code];
      if (layout.places) cells.push(row.city, row.county);
      let needs = said.nothing;
      let fails = said.nothing;
      let remarks = said.nothing;
      for (let m = 0; m < measures.length; m += 1) {
        const measure = measures[m];
        const outcome = row.outcomes[m];
        if (measure === undefined || outcome === undefined) continue;
        const texts = textsOf(measure, outcome);
        cells.push(texts.answer);
        if (measure.pays) cells.push(outcome.eligible === 'notApplied' ? null : moneyCell(row.amounts[m]));
        for (const output of measure.outputs) cells.push(row.outputs[m]?.[output] ?? null);
        needs = said.also(needs, texts.needs);
        fails = said.also(fails, texts.fails);
        remarks = said.also(remarks, texts.remark);
      }
      if (layout.outside) cells.push(moneyCell(row.outside));
      if (composite !== null) {
        const { total } = row;
        if (total === null) cells.push(null, null, null, null, null, null, ...layout.shared.map(() => null));
        else {
          cells.push(
            moneyCell(total.before),
            moneyCell(total.cut),
            moneyCell(total.amount),
            total.amount === null ? say.answer.unknown : say.totals.settled,
          );
          cells.push(moneyCell(total.low), moneyCell(total.high));
          for (const id of layout.shared) cells.push(moneyCell(total.shares?.[id]));
          for (const remark of totalRemarks(total, language)) remarks = said.also(remarks, remark);
          for (const reason of total.reasons) {
            const { kind, subject } = readReason(reason);
            if (kind !== 'conflict') continue;
            needs = said.also(needs, fill(say.short.conflict, { quote: quoted({ pack, measureId: composite }, subject, language) }));
          }
        }
      }
      if (row.sharedRows.length > 0) {
        const [first] = row.sharedRows;
        const more = row.sharedRows.length > mostSharedRows ? say.stamp.andMore : '';
        const rows = row.sharedRows.slice(0, mostSharedRows).join(say.listed) + more;
        remarks = said.also(
          remarks,
          row.total === null ? fill(say.remarks.sharedOther, { row: first }) : fill(say.remarks.sharedFirst, { rows }),
        );
      }
      if (row.events > 0) remarks = said.also(remarks, fill(say.remarks.events, { count: row.events }));
      cells.push(needs.text, fails.text, remarks.text);
      return cells;
    },
  };
}

/** Only totals that the cap touched have something to say. */
function totalRemarks(total: ShownTotal, language: Language): string[] {
  if (total.applied.length === 0) return [];
  const say = words(language).remarks;
  if (total.cut !== null && String(total.cut) !== '0') return [fill(say.totalCut, { cut: sayMoney(String(total.cut), language) })];
  return total.amount !== null && total.before === null ? [say.totalAtLimit] : [];
}

/** Reasons as short as a cell needs them: failed conditions by their words, missing figures by name. */
export function shortReasons(reasons: readonly Reason[], place: Place, language: Language): string {
  const say = words(language);
  const templates: Readonly<Record<string, string>> = say.short;
  const byKind = new Map<string, string[]>();
  for (const reason of reasons) {
    const { kind, subject } = readReason(reason);
    const shown =
      kind === 'fail' || kind === 'floor' || kind === 'conflict' || kind === 'officer-decision'
        ? quoted(place, subject, language)
        : kind === 'missing-amount'
          ? measureName(place.pack, subject, language)
          : fill(say.quoted, { text: nameOf(place, subject, language) });
    const list = byKind.get(kind);
    if (list === undefined) byKind.set(kind, [shown]);
    else if (!list.includes(shown)) list.push(shown);
  }
  return [...byKind]
    .map(([kind, list]) => {
      const text = list.join(say.listedQuotes);
      return fill((Object.hasOwn(templates, kind) ? templates[kind] : undefined) ?? say.short.other, {
        name: text,
        quote: text,
        code: text,
      });
    })
    .join(say.comma);
}

/** A project or an event row, judged on its own. */
export interface ShownItem {
  readonly row: number;
  readonly name: string;
  readonly code: string | null;
  readonly answer: ShownAnswer;
}

/** The tables 项目测算 and 活动测算. */
export function itemTable(pack: Pack, measureId: string, kind: 'project' | 'event', language: Language): TableMaker<ShownItem> {
  const say = words(language);
  const place: Place = { pack, measureId };
  return {
    columns: [
      { header: say.columns.itemRow, kind: 'number', width: 10 },
      { header: say.columns.name, kind: 'text', width: 32 },
      { header: say.columns.code, kind: 'text', width: 22 },
      { header: say.columns.measure, kind: 'text', width: 28 },
      { header: say.columns.eventAnswer, kind: 'text', width: 12 },
      { header: kind === 'event' ? say.columns.eventAmount : say.columns.projectAmount, kind: 'money', width: 16 },
      { header: say.columns.needs, kind: 'text', width: 48 },
      { header: say.columns.fails, kind: 'text', width: 48 },
    ],
    cells({ row, name, code, answer }) {
      const text = answer.reasons.length === 0 ? '' : shortReasons(answer.reasons, place, language);
      return [
        row,
        name,
        code,
        measureName(pack, measureId, language),
        sayEligibility(answer.eligible, language),
        answer.eligible === 'notApplied' ? null : moneyCell(answer.amount),
        answer.eligible === false ? '' : text,
        answer.eligible === false ? text : '',
      ];
    },
  };
}

/** A problem with its place, as the table 问题 lists it. */
export interface ShownProblem {
  readonly sheet: string | null;
  readonly address: string | null;
  readonly header: string | null;
  readonly found: string | null;
  readonly problem: Problem;
}

/** The table 问题. */
export function problemTable(language: Language, pack?: Pack): TableMaker<ShownProblem> {
  const say = words(language);
  let number = 0;
  return {
    columns: [
      { header: say.columns.problemNumber, kind: 'number', width: 8 },
      { header: say.columns.severity, kind: 'text', width: 8 },
      { header: say.columns.sheet, kind: 'text', width: 14 },
      { header: say.columns.address, kind: 'text', width: 10 },
      { header: say.columns.header, kind: 'text', width: 24 },
      { header: say.columns.found, kind: 'text', width: 24 },
      { header: say.columns.problem, kind: 'text', width: 56 },
      { header: say.columns.todo, kind: 'text', width: 56 },
    ],
    cells({ sheet, address, header, found, problem }) {
      number += 1;
      const parts = problemParts(problem, language, pack);
      return [number, say.severity[parts.severity], sheet, address, header, found, parts.text, parts.todo];
    },
  };
}

/** The parameters and readings of a run: values by full name as they were given, their sources, the options in force. */
export interface ShownSettings {
  readonly pack: Pack;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** By full parameter name or reading id. */
  readonly sources: Readonly<Record<string, string>>;
  readonly readings: Readonly<Record<string, string>>;
  /** Header of the ledger column that gives a parameter row by row, by full name. */
  readonly columns: Readonly<Record<string, string>>;
}

/** A parameter's value as it was given, with its unit. */
function givenValue(settings: ShownSettings, fullName: string, language: Language): string | null {
  const parameter = Object.hasOwn(settings.pack.parameters, fullName) ? settings.pack.parameters[fullName] : undefined;
  const value = Object.hasOwn(settings.parameters, fullName) ? settings.parameters[fullName] : undefined;
  if (parameter === undefined) return null;
  const shape = settings.pack.shapes?.[fullName];
  if (shape !== undefined) return sayShape(shape, fullName, settings.pack, language);
  if (value === undefined || value === null || value === '') return null;
  // What no parameter can be stands for a value or a table that was refused.
  if (value === '?') return words(language).shape.refused;
  const place = { pack: settings.pack, measureId: parameter.measure };
  const one = (item: unknown): string => {
    const text = String(item);
    const choice = parameter.choices.find((candidate) => candidate.id === text);
    return choice ? choice.label : showValue(fullName, text, parameter.unit?.name ?? '', place, language);
  };
  return Array.isArray(value) ? value.map(one).join(words(language).listed) : one(value);
}

/** The table 参数: every unpublished figure with its quote, value, band and source; published figures; the readings in force. */
export function settingsTable(
  settings: ShownSettings,
  language: Language,
): { readonly columns: readonly WrittenColumn[]; readonly rows: Cell[][] } {
  const say = words(language);
  const { pack } = settings;
  const rows: Cell[][] = [];
  for (const [fullName, parameter] of Object.entries(pack.parameters)) {
    const place: Place = { pack, measureId: parameter.measure };
    const column = Object.hasOwn(settings.columns, fullName) ? settings.columns[fullName] : undefined;
    const given = givenValue(settings, fullName, language);
    const value =
      column !== undefined
        ? [fill(say.parameterState.column, { header: column }), ...(given === null ? [] : [given])].join(say.semicolon)
        : (given ?? unsetText(fullName, pack, language));
    rows.push([
      measureName(pack, parameter.measure, language),
      fullName,
      nameOf(place, parameter.id, language),
      value,
      parameterBand(fullName, pack, language),
      parameter.quote,
      settings.sources[fullName] ?? '',
    ]);
  }
  for (const figure of pack.published) {
    const assumed = pack.assumption?.changes.find((change) => change.kind === 'published' && change.name === figure.name);
    const [state, source] =
      assumed === undefined ? [say.published, say.published] : [fill(say.assumed.published, { ...assumed }), assumed.source];
    rows.push([clauseName(figure.clause, language), figure.id, figure.name, figure.text, state, figure.quote, source]);
  }
  for (const reading of Object.values(pack.readings)) {
    const option = settings.readings[reading.id] ?? reading.default;
    const meaning = reading.options.find((candidate) => candidate.id === option)?.meaning ?? option;
    const users = pack.measures
      .filter((measure) => measure.readings.includes(reading.id))
      .map((measure) => clauseName(measure.clause, language));
    for (const { allocation, members, clause } of pack.groups)
      if (allocation === reading.id || ('reading' in members && members.reading === reading.id)) users.push(clauseName(clause, language));
    rows.push([
      users.join(''),
      reading.id,
      fill(say.readingName, { id: reading.id }),
      fill(say.readingValue, { option, meaning }),
      reading.options.map((candidate) => `${candidate.id}（${candidate.meaning}）`).join(say.listed),
      reading.text,
      settings.sources[reading.id] ?? readingMark(pack, reading.id, option, language),
    ]);
  }
  return {
    columns: [
      { header: say.columns.measure, kind: 'text', width: 28 },
      { header: say.columns.parameterId, kind: 'text', width: 40 },
      { header: say.columns.parameter, kind: 'text', width: 24 },
      { header: say.columns.value, kind: 'text', width: 32 },
      { header: say.columns.band, kind: 'text', width: 28 },
      { header: say.columns.quote, kind: 'text', width: 48 },
      { header: say.columns.source, kind: 'text', width: 32 },
    ],
    rows,
  };
}

/** Whether a reading stands at its default, at an assumed one, or was chosen. */
function readingMark(pack: Pack, id: string, option: string, language: Language): string {
  const say = words(language);
  if (option !== pack.readings[id]?.default) return say.readingChosen;
  const assumed = pack.assumption?.changes.find((change) => change.kind === 'reading' && change.name === id);
  return assumed === undefined ? say.readingDefault : fill(say.assumed.value, { ...assumed });
}

/** What it means that a parameter was not given: nothing, for a list, a ceiling or a choice that the text need not have, and where a value stands in. */
function unsetText(fullName: string, pack: Pack, language: Language): string {
  const say = words(language).parameterState;
  const parameter = pack.parameters[fullName];
  if (parameter === undefined || parameter.required) return say.missing;
  const isCeiling = measureOf(pack, parameter.measure)?.caps.some(
    (cap) => cap.limit.kind === 'parameter' && cap.limit.parameter === fullName,
  );
  const isChoice = pack.choices.some((choice) => choice.parameter === fullName);
  return parameter.type === 'choices' || isCeiling === true || isChoice || parameter.otherwise !== undefined ? say.optional : say.whereUsed;
}

function parameterBand(fullName: string, pack: Pack, language: Language): string {
  const parameter = parameterOf({ pack, measureId: '' }, fullName);
  if (parameter === undefined || parameter.type !== 'number') return '';
  return (
    bandText(parameter.band, parameter.unit?.name ?? '', language) + assumedMark({ pack, measureId: parameter.measure }, fullName, language)
  );
}

/** Why a row was not judged. */
export type SkippedKind = 'total' | 'note' | 'heading' | 'header';

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
    for (const change of changes) add(fill(say.assumed.named, { ...change }), fill(say.assumed.value, { ...change }));
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
  add(say.stamp.before, sayMoney(before, language));
  add(say.stamp.cut, sayMoney(cut, language));
  add(say.stamp.after, open > 0 ? fill(say.stamp.openText, { amount: sayMoney(after, language), open }) : sayMoney(after, language));
  if (outside !== null) add(say.stamp.outside, sayMoney(outside, language));
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
    add(fill(say.stamp.reading, { id: reading.id }), `${fill(say.readingValue, { option, meaning })}${say.semicolon}${mark}`);
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
export function unreadText(unread: StampData['unread'], language: Language): string {
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
      { header: say.item, kind: 'text', width: 36 },
      { header: say.content, kind: 'text', width: 90 },
    ],
    rows: stamp(data, language).map(({ label, value }) => [label, value]),
  };
}

/** The name of a result sheet; `number` from 2 where the first name is taken or the rows need another sheet. */
export function sheetName(kind: SheetKind, number: number, language: Language): string {
  const say = words(language);
  const name = say.sheets[kind];
  return number < 2 ? name : fill(say.again, { name, number });
}
