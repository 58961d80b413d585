import type { Pack, Step, Trace, Verdict } from '../engine';
import { grouped, roundText, showMoney } from './figures';
import { fill, type Language } from './language';
import {
  assumedChanges,
  assumedMark,
  assumptionLines,
  clauseName,
  groupOf,
  inputOf,
  measureName,
  measureOf,
  nameOf,
  outputName,
  quantity,
  readingName,
  ruleOf,
  type Place,
} from './names';
import { joined, reasonParts, sayEligibility } from './reasons';
import { words } from './words';

/** An amount with its unit, or the range that the text still fixes; null where nothing is known. */
export function sayAmount(verdict: Pick<Verdict, 'amount' | 'range'>, language: Language, unit?: string): string | null {
  if (verdict.amount !== null) return sayMoney(verdict.amount, language, unit);
  return verdict.range === undefined ? null : sayRange(verdict.range, language, unit);
}

/** An exact amount in a sentence, to the 分; `unit` 元 where the clause counts in 元. */
export function sayMoney(amount: string, language: Language, unit = '万元'): string {
  return quantity(unit === '元' ? roundText(amount, yuanDecimals) : showMoney(amount), unit, language);
}

/** Digits after the point of an amount in 元 that is shown to the 分. */
const yuanDecimals = 2;

/** A range with its unit. */
export function sayRange(range: NonNullable<Verdict['range']>, language: Language, unit?: string): string {
  const say = words(language);
  const min = sayMoney(range.min, language, unit);
  return range.max === null ? fill(say.rangeOpen, { min }) : fill(say.range, { min, max: sayMoney(range.max, language, unit) });
}

/** A figure of a step as an officer wrote it: a choice by its label, yes and no in words, a number with its unit. */
function showFigure(figure: Step['figures'][number], place: Place, language: Language): string {
  const say = words(language);
  const name = nameOf(place, figure.id, language) === figure.id ? figure.name : nameOf(place, figure.id, language);
  if (figure.value === null) return fill(say.trace.figureMissing, { name });
  return fill(say.trace.figure, { name, value: showValue(figure.id, figure.value, figure.unit, place, language) });
}

/** A value in words, by what the pack says it holds. */
export function showValue(id: string, value: string, unit: string, place: Place, language: Language): string {
  const say = words(language);
  if (value === 'true' || value === '是') return say.yes;
  if (value === 'false' || value === '否') return say.no;
  const choices = inputOf(place.pack, id)?.choices ?? [];
  if (choices.length > 0) return choices.find((choice) => choice.id === value)?.label ?? value;
  return quantity(value, unit, language);
}

function readingOf(trace: Trace, id: string): string | undefined {
  return trace.readings.find((reading) => reading.id === id)?.option;
}

/** One condition: its words, the figures used, the line and the distance to it, and what blocks it. */
function conditionLines(step: Step, trace: Trace, place: Place, language: Language): string[] {
  const say = words(language);
  const condition = measureOf(place.pack, place.measureId)?.conditions.find((candidate) => candidate.id === step.id);
  const option = condition?.test.kind === 'reading' ? condition.test.options[readingOf(trace, condition.test.reading) ?? ''] : undefined;
  if (option?.kind === 'constantTruth') return [fill(say.trace.condition, { mark: say.trace.notTested, quote: step.quote })];
  const assumed = assumedMark(place, step.id, language);
  const mark =
    step.holds === 'unknown'
      ? say.trace.unknown
      : step.holds === 'notApplicable'
        ? say.trace.notApplicable
        : step.holds
          ? say.trace.holds
          : say.trace.fails;
  const lines = [fill(say.trace.condition, { mark, quote: step.quote }) + assumed];
  if (step.figures.length > 0 && step.holds !== 'notApplicable') {
    lines.push(`  ${step.figures.map((figure) => showFigure(figure, place, language)).join(say.trace.between)}`);
  }
  const comparison = comparisonText(step, language);
  if (comparison !== null && step.holds !== 'notApplicable') lines.push(`  ${comparison}`);
  for (const reason of step.reasons) {
    if (reason.startsWith('fail:')) continue;
    lines.push(`  ${joined(reasonParts(reason, place, language), language)}`);
  }
  return lines;
}

/** Both sides of a comparison and the gap; null where the step compares nothing or a side is open. */
export function comparisonText(step: Step, language: Language): string | null {
  const say = words(language);
  const { comparison } = step;
  if (comparison === undefined || comparison.left === null || comparison.right === null) return null;
  const { unit } = comparison;
  const operators: Readonly<Record<string, string>> = say.compare;
  const parts = [
    fill(say.trace.comparison, {
      left: quantity(comparison.left, unit, language),
      operator: operators[comparison.operator] ?? comparison.operator,
      right: quantity(comparison.right, unit, language),
    }),
  ];
  if (comparison.gap !== null) {
    const below = comparison.gap.startsWith('-');
    const size = below ? comparison.gap.slice(1) : comparison.gap;
    const zero = /^[0.]+$/.test(size);
    parts.push(zero ? say.trace.reached : fill(below ? say.trace.belowLine : say.trace.above, { gap: quantity(size, unit, language) }));
  }
  return parts.join(say.trace.between);
}

/** A cap, a floor or a total: whether it cut, from what to what. */
function capLine(step: Step, place: Place, language: Language): string {
  const say = words(language).trace;
  const data = { quote: fill(words(language).quoted, { text: step.quote }) + assumedMark(place, step.id, language) };
  if (step.kind === 'floor')
    return fill(step.holds === true ? say.floorFails : step.holds === 'unknown' ? say.floorUnknown : say.floorHolds, data);
  if (step.holds === 'unknown') return fill(say.capUnknown, data);
  if (step.holds !== true) return fill(say.capIdle, data);
  const { comparison } = step;
  const unit = comparison === undefined ? '' : comparison.unit;
  if (comparison === undefined || comparison.left === null || comparison.gap === null) {
    const limit = comparison?.right ?? step.value ?? null;
    return fill(say.capCutsOpen, { ...data, limit: limit === null ? '' : quantity(limit, unit, language) });
  }
  return fill(say.capCuts, {
    ...data,
    before: quantity(comparison.left, unit, language),
    after: comparison.right === null ? '' : quantity(comparison.right, unit, language),
    cut: quantity(comparison.gap.replace(/^-/, ''), unit, language),
  });
}

/**
 * How one answer came about, line by line: the clause and its words, the conclusion, each condition with value, line and gap, the
 * calculation, the caps and what they cut, what is still needed, and the readings in force. `notApplied`: 未申报 stands for the answer.
 */
export function explainTrace(trace: Trace, pack: Pack, language: Language, notApplied = false): string[] {
  const say = words(language);
  const { verdict } = trace;
  const place: Place = { pack, measureId: verdict.measure };
  const known = ruleOf(pack, verdict.measure);
  const lines = [
    fill(say.trace.heading, {
      clause: clauseName(known?.clause ?? '', language),
      title: known === undefined ? verdict.measure : language === 'zh-CN' ? known.title : known.titleEnglish,
    }) + marks(pack, language),
  ];
  if (known) lines.push(fill(say.trace.quote, { quote: known.quote }));
  lines.push(...assumedLines(place, language));
  lines.push(fill(say.trace.answer, { answer: sayEligibility(notApplied ? 'notApplied' : verdict.eligible, language) }));
  if (notApplied) return lines;
  const measure = measureOf(pack, verdict.measure);
  if (measure?.award !== null) lines.push(...amountLines(verdict, language, measure?.amountUnit.name));

  const conditions = trace.steps.filter((step) => step.kind === 'condition');
  if (conditions.length > 0) {
    lines.push(say.trace.conditions);
    for (const step of conditions) lines.push(...conditionLines(step, trace, place, language).map((line) => `  ${line}`));
  }
  if (verdict.perMeasure) {
    lines.push(say.trace.members);
    for (const [id, amount] of Object.entries(verdict.perMeasure)) {
      const shown = amount === null ? say.answer.unknown : sayMoney(amount, language);
      lines.push(`  ${fill(say.trace.memberLine, { measure: measureName(pack, id, language), amount: shown })}`);
    }
  }
  const others = trace.steps.filter((step) => step.kind !== 'condition');
  if (verdict.eligible !== false && others.length > 0) {
    lines.push(say.trace.award);
    for (const step of others) lines.push(...calculationLines(step, place, language).map((line) => `  ${line}`));
  }
  if (verdict.reasons.length > 0 && verdict.eligible !== false) {
    lines.push(say.trace.needs);
    for (const reason of verdict.reasons) lines.push(`  ${joined(reasonParts(reason, place, language), language)}`);
  }
  const readings = readingLines(trace.readings, pack, language);
  if (readings.length > 0) lines.push(say.trace.readings, ...readings.map((line) => `  ${line}`));
  return lines;
}

/** 〔征求意见稿〕, 〔假设〕. */
function marks(pack: Pack, language: Language): string {
  const { trace, assumed } = words(language);
  return (pack.status === 'draft' ? trace.draft : '') + (pack.assumption === undefined ? '' : assumed.mark);
}

/** What is assumed, where it touches the measure. */
function assumedLines(place: Place, language: Language): string[] {
  return assumedChanges(place).length === 0 ? [] : assumptionLines(place.pack, language);
}

/** `unit` of the verdict's amount: 万元 where none is given. */
function amountLines(verdict: Verdict, language: Language, unit?: string): string[] {
  const say = words(language).trace;
  if (verdict.eligible === false) return [];
  if (verdict.amount !== null) return [fill(say.amount, { amount: sayAmount(verdict, language, unit) })];
  return [verdict.range === undefined ? say.amountOpen : fill(say.amountRange, { range: sayRange(verdict.range, language, unit) })];
}

function calculationLines(step: Step, place: Place, language: Language): string[] {
  const say = words(language);
  if (step.kind === 'cap' || step.kind === 'floor' || step.kind === 'total') return [capLine(step, place, language)];
  const lines: string[] = [];
  if (step.kind === 'shape') {
    const source = step.source === undefined ? say.trace.shapeNoSource : fill(say.trace.shapeSource, { source: step.source });
    return [fill(say.trace.shape, { name: nameOf(place, step.id, language), formula: step.formula, source })];
  }
  if (step.kind === 'output') {
    return [
      fill(say.trace.output, {
        name: outputName(place, step.id, language),
        value: typeof step.value === 'string' ? grouped(step.value) : say.answer.unknown,
      }),
    ];
  }
  if (step.figures.length > 0) lines.push(step.figures.map((figure) => showFigure(figure, place, language)).join(say.trace.between));
  lines.push(fill(say.trace.awardLine, { formula: step.formula }) + assumedMark(place, 'award', language));
  if (typeof step.value === 'string')
    lines.push(
      fill(say.trace.awardValue, { value: sayMoney(step.value, language, measureOf(place.pack, place.measureId)?.amountUnit.name) }),
    );
  return lines;
}

function readingLines(readings: Trace['readings'], pack: Pack, language: Language): string[] {
  const say = words(language).trace;
  return readings.flatMap(({ id, option, isDefault }) => {
    const reading = Object.hasOwn(pack.readings, id) ? pack.readings[id] : undefined;
    if (reading === undefined) return [];
    const meaning = reading.options.find((candidate) => candidate.id === option)?.meaning ?? option;
    return [
      fill(isDefault ? say.readingDefault : say.reading, {
        name: readingName(pack, id, language),
        text: reading.text,
        meaning,
        why: reading.why,
      }),
    ];
  });
}

/** Characters of a quote that stand in a sentence about a default. */
const shortQuote = 16;

/** The readings in force as one sentence for a cell: what was chosen in full, a default by the first words of its quote; "" where there are none. */
export function sayReadings(readings: Trace['readings'], pack: Pack, language: Language): string {
  const say = words(language);
  const said = readings.flatMap(({ id, option, isDefault }) => {
    const reading = Object.hasOwn(pack.readings, id) ? pack.readings[id] : undefined;
    if (reading === undefined) return [];
    const meaning = reading.options.find((candidate) => candidate.id === option)?.meaning ?? option;
    const text = isDefault && reading.text.length > shortQuote ? `${reading.text.slice(0, shortQuote)}…` : reading.text;
    return [fill(isDefault ? say.trace.takenByDefault : say.trace.takenAs, { text, meaning })];
  });
  return said.length === 0 ? '' : fill(say.trace.taken, { readings: said.join(say.trace.between) }) + say.stop;
}

/** The total of one legal person, line by line: the sum, the cap and what it cut, what is still open. `rows`: sheet rows counted together; `readings`: those that took part. */
export function explainTotal(
  total: Pick<Verdict, 'eligible' | 'amount' | 'range' | 'reasons'> & { readonly before: string | null; readonly cut: string | null },
  pack: Pack,
  composite: string,
  rows: readonly number[],
  language: Language,
  readings: Trace['readings'] = [],
): string[] {
  const say = words(language);
  const group = groupOf(pack, composite);
  const place: Place = { pack, measureId: composite };
  const lines = [
    fill(say.trace.heading, {
      clause: clauseName(group?.clause ?? '', language),
      title: language === 'zh-CN' ? group?.title : group?.titleEnglish,
    }) + marks(pack, language),
    fill(say.trace.quote, { quote: group?.quote }),
    ...assumedLines(place, language),
  ];
  if (rows.length > 1) lines.push(fill(say.trace.together, { rows: rows.join(say.listed) }));
  if (total.before !== null) lines.push(fill(say.trace.totalBefore, { amount: sayMoney(total.before, language) }));
  if (total.cut !== null && total.cut !== '0') lines.push(fill(say.trace.totalCut, { cut: sayMoney(total.cut, language) }));
  if (total.amount !== null) lines.push(fill(say.trace.total, { amount: sayMoney(total.amount, language) }));
  else if (total.range !== undefined) lines.push(fill(say.trace.totalRange, { range: sayRange(total.range, language) }));
  if (total.amount !== null && total.before === null) lines.push(say.remarks.totalAtLimit);
  for (const reason of total.reasons) lines.push(joined(reasonParts(reason, place, language), language));
  const read = readingLines(readings, pack, language);
  if (read.length > 0) lines.push(say.trace.readings, ...read.map((line) => `  ${line}`));
  return lines;
}

/** Ambiguities of a measure that are no switches: the words, how they are taken, and why. */
export function explainNotes(pack: Pack, measureId: string, language: Language): string[] {
  const say = words(language).trace;
  const notes = ruleOf(pack, measureId)?.notes ?? [];
  if (notes.length === 0) return [];
  return [say.notes, ...notes.map((note) => `  ${fill(say.note, { text: note.text, chosen: note.default, why: note.why })}`)];
}
