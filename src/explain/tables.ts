import { readReason, type Applied, type Eligibility, type Measure, type Pack, type Reason, type Verdict } from '../engine';
import type { Cell, WrittenColumn } from '../hosts/host';
import { showMoney } from './figures';
import { fill, type Language } from './language';
import { assumptionLines, clauseName, measureName, measureOf, nameOf, outputName, quoted, type Place } from './names';
import { problemParts, type Problem } from './problems';
import { sayApplied, sayEligibility } from './reasons';
import { sayMoney, sayRange } from './trace';
import { words } from './words';

/** How one measure's answer stands, without its amount. Rows may share the object: what is made of it is made once. */
interface ShownOutcome {
  readonly eligible: Eligibility | 'notApplied';
  readonly range?: NonNullable<Verdict['range']>;
  readonly reasons: readonly Reason[];
  readonly applied: readonly Applied[];
}

/** One measure's answer for one row of a result table. */
interface ShownAnswer extends ShownOutcome {
  /** Exact 万元; null while open. */
  readonly amount: string | null;
}

/** A figure in exact 万元 for a cell: a number where its shortest digits are the figure; null while open. */
type ShownFigure = number | string | null;

/** The total of one legal person. */
interface ShownTotal {
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
interface TableMaker<Row> {
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
type SheetKind = 'results' | 'projects' | 'events' | 'problems' | 'parameters' | 'stamp' | 'comparison' | 'changes';

/** The lines above every table: what it is, whether the document is a draft or its figures are assumed, the unit. */
export function titleLines(pack: Pack, kind: SheetKind, language: Language): string[] {
  const say = words(language).titles;
  const heading = kind === 'projects' && hasCeiling(pack) ? say.projectsBeyond : say[kind];
  const lines = [fill(heading, { title: language === 'zh-CN' ? pack.title : pack.titleEnglish })];
  if (pack.status === 'draft') lines.push(say.draft);
  if (pack.status === 'repealed') lines.push(say.repealed);
  lines.push(...assumptionLines(pack, language));
  if (kind !== 'problems' && kind !== 'parameters' && kind !== 'stamp') lines.push(say.unit);
  return lines;
}

/** Whether the document limits what one enterprise is paid in all: only then is anything before, after or outside a cap. */
export function hasCeiling({ groups }: Pick<Pack, 'groups'>): boolean {
  return groups.length > 0;
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

/** What the columns of a measure need to know of it. */
interface ShownMeasure {
  readonly id: string;
  readonly pays: boolean;
  /** What it gives besides its amount. */
  readonly outputs: Measure['outputs'];
}

/** The columns of 测算结果, in the order in which `cells` fills them. */
function resultColumns(layout: ResultLayout, measures: readonly ShownMeasure[], language: Language): WrittenColumn[] {
  const say = words(language);
  const { pack, composite } = layout;
  const label = (id: string): { clause: string; title: string } => {
    const measure = measureOf(pack, id);
    return {
      clause: clauseName(measure?.clause ?? id, language),
      title: (language === 'zh-CN' ? measure?.title : measure?.titleEnglish) ?? '',
    };
  };
  const columns: WrittenColumn[] = [
    { header: say.columns.row, kind: 'number', width: 8, identifies: true },
    { header: say.columns.name, kind: 'text', width: 30, identifies: true, wraps: true },
    { header: say.columns.code, kind: 'text', width: 21, identifies: true },
  ];
  if (layout.places) {
    columns.push(
      { header: say.columns.city, kind: 'text', width: 12, wraps: true },
      { header: say.columns.county, kind: 'text', width: 14, wraps: true },
    );
  }
  for (const { id, pays, outputs } of measures) {
    columns.push({ header: fill(say.columns.answer, label(id)), kind: 'text', width: 12 });
    if (pays) columns.push({ header: fill(say.columns.amount, label(id)), kind: 'money', width: 14 });
    for (const output of outputs)
      columns.push({
        header: fill(say.columns.output, { ...label(id), name: outputName({ pack, measureId: id }, output.id, language) }),
        kind: output.unit.dimension.day === 1 ? 'text' : 'number',
        width: 14,
      });
  }
  if (layout.outside) columns.push({ header: composite === null ? say.columns.projects : say.columns.outside, kind: 'money', width: 16 });
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
    { header: say.columns.needs, kind: 'text', width: 48, wraps: true },
    { header: say.columns.fails, kind: 'text', width: 48, wraps: true },
    { header: say.columns.remarks, kind: 'text', width: 40, wraps: true },
  );
  return columns;
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
    outputs: measureOf(pack, id)?.outputs ?? [],
    made: new Map<ShownOutcome, MadeTexts>(),
  }));
  const columns = resultColumns(layout, measures, language);

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
        for (const { id } of measure.outputs) cells.push(row.outputs[m]?.[id] ?? null);
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
interface ShownItem {
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
      { header: say.columns.itemRow, kind: 'number', width: 8, identifies: true },
      { header: say.columns.name, kind: 'text', width: 30, identifies: true, wraps: true },
      { header: say.columns.code, kind: 'text', width: 21, identifies: true },
      { header: say.columns.measure, kind: 'text', width: 28, wraps: true },
      { header: say.columns.eventAnswer, kind: 'text', width: 12 },
      { header: kind === 'event' ? say.columns.eventAmount : say.columns.projectAmount, kind: 'money', width: 16 },
      { header: say.columns.needs, kind: 'text', width: 48, wraps: true },
      { header: say.columns.fails, kind: 'text', width: 48, wraps: true },
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
interface ShownProblem {
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
      { header: say.columns.header, kind: 'text', width: 24, wraps: true },
      { header: say.columns.found, kind: 'text', width: 24, wraps: true },
      { header: say.columns.problem, kind: 'text', width: 56, wraps: true },
      { header: say.columns.todo, kind: 'text', width: 56, wraps: true },
    ],
    cells({ sheet, address, header, found, problem }) {
      number += 1;
      const parts = problemParts(problem, language, pack);
      return [number, say.severity[parts.severity], sheet, address, header, found, parts.text, parts.todo];
    },
  };
}

/** The name of a result sheet; `number` from 2 where the first name is taken or the rows need another sheet. */
export function sheetName(kind: SheetKind, number: number, language: Language): string {
  const say = words(language);
  const name = say.sheets[kind];
  return number < 2 ? name : fill(say.again, { name, number });
}
