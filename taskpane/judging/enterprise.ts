/** One enterprise of a run: its line in a list, and in full with every measure, its steps and reasons in words. */
import type { Assessment, Item } from '../../src/assess';
import type { Pack, Step } from '../../src/engine';
import { comparisonText, grouped, outputName, problemParts, reasonParts, sayMoney, showValue, type Language } from '../../src/explain';
import type { EnterpriseDetail, EnterpriseLine, MeasureDetail, ProblemLine, StepView, TotalDetail } from '../model/answers';

/** Cells with a problem, and a credit code that stands in other rows too. */
export function problemCountOf(assessment: Assessment, index: number): number {
  return assessment.troubled(index) + (assessment.isShared(index) ? 1 : 0);
}

/** An enterprise in a list. */
export function lineOf(assessment: Assessment, index: number): EnterpriseLine {
  const { row, name, code } = assessment.identity(index);
  const hasTotal = assessment.composite !== null;
  const total = hasTotal ? assessment.total(index) : null;
  return {
    name,
    code,
    sheet: assessment.sheet,
    row,
    answer: assessment.standing(index),
    hasTotal,
    amount: total?.amount ?? null,
    range: total?.range ?? null,
    problems: problemCountOf(assessment, index),
  };
}

/** Everything the pane shows of one enterprise. */
export function detailOf(assessment: Assessment, index: number, language: Language): EnterpriseDetail {
  const { pack } = assessment;
  const rowMeasures = pack.measures
    .filter((measure) => measure.subject === 'enterprise')
    .map((measure) =>
      measureDetail(assessment, measure.id, assessment.answer(index, measure.id), assessment.trace(index, measure.id), null, language),
    );
  const applied = [...assessment.eventsOf(index), ...assessment.projectsFor(index)].map((item) => itemDetail(assessment, item, language));
  const missing = pack.measures
    .filter((measure) => measure.subject === 'event' && !applied.some((detail) => detail.id === measure.id))
    .map((measure) => measureDetail(assessment, measure.id, assessment.answer(index, measure.id), null, null, language));
  const order = new Map(pack.measures.map((measure, place) => [measure.id, place]));
  const measures = [...rowMeasures, ...applied, ...missing].sort((left, right) => (order.get(left.id) ?? -1) - (order.get(right.id) ?? -1));
  return {
    ...lineOf(assessment, index),
    total: totalDetail(assessment, index, language),
    measures,
    problemLines: assessment.problemsOf(index).map((problem) => problemLine(problem, assessment, language)),
  };
}

function itemDetail(assessment: Assessment, item: Item, language: Language): MeasureDetail {
  return measureDetail(assessment, item.measure, item.answer, assessment.traceItem(item), { sheet: item.sheet, row: item.row }, language);
}

type Answer = ReturnType<Assessment['answer']>;
type Trace = ReturnType<Assessment['trace']>;

function measureDetail(
  assessment: Assessment,
  id: string,
  answer: Answer,
  trace: Trace | null,
  place: MeasureDetail['place'],
  language: Language,
): MeasureDetail {
  const { pack } = assessment;
  const measure = pack.measures.find((one) => one.id === id);
  const where = { pack, measureId: id };
  const notApplied = answer.eligible === 'notApplied';
  return {
    id,
    clause: measure?.clause ?? '',
    title: titleOf(measure, id, language),
    quote: measure?.quote ?? '',
    answer:
      answer.eligible === true ? 'eligible' : answer.eligible === false ? 'not' : answer.eligible === 'unknown' ? 'unknown' : 'notApplied',
    pays: measure?.award !== null,
    amount: answer.amount,
    range: answer.range ?? null,
    place,
    steps: trace === null || notApplied ? [] : trace.steps.map((step) => stepView(step, pack, id, language)),
    needs: answer.reasons.map((reason) => reasonParts(reason, where, language)),
    readings: trace === null || notApplied ? [] : readingsOf(trace, pack),
  };
}

/** A measure's title in a language; its id where it is not of this policy. */
export function titleOf(measure: Pack['measures'][number] | undefined, id: string, language: Language): string {
  if (measure === undefined) return id;
  return language === 'zh-CN' ? measure.title : measure.titleEnglish;
}

function readingsOf(trace: Trace, pack: Pack): MeasureDetail['readings'] {
  return trace.readings.flatMap(({ id, option, isDefault }) => {
    const reading = pack.readings[id];
    return reading === undefined
      ? []
      : [{ id, text: reading.text, meaning: reading.options.find((one) => one.id === option)?.meaning ?? option, isDefault }];
  });
}

function stepView(step: Step, pack: Pack, measureId: string, language: Language): StepView {
  const where = { pack, measureId };
  return {
    id: step.id,
    kind: step.kind,
    holds: step.holds,
    quote: step.kind === 'output' ? outputName(where, step.id, language) : step.quote,
    figures: step.figures.map(({ id, name, value, unit }) => ({
      name,
      text: value === null ? null : showValue(id, value, unit, where, language),
    })),
    comparison: comparisonText(step, language),
    formula: step.formula,
    value: valueOfStep(step, pack.measures.find(({ id }) => id === measureId)?.amountUnit.name, language),
  };
}

/** What an award comes to in the unit its clause counts in, an output as a plain figure; caps say theirs in the comparison. */
function valueOfStep({ kind, value }: Step, unit: string | undefined, language: Language): string | null {
  if (value === undefined || value === null) return null;
  if (kind === 'award') return sayMoney(value, language, unit);
  return kind === 'output' ? grouped(value) : null;
}

function totalDetail(assessment: Assessment, index: number, language: Language): TotalDetail | null {
  const [group] = assessment.pack.groups;
  if (group === undefined) return null;
  const { before, cut, amount, range, applied, reasons } = assessment.total(index);
  return {
    clause: group.clause,
    quote: group.quote,
    before,
    cut,
    after: amount,
    range: range ?? null,
    capped: applied.length > 0,
    sharedRows: assessment.sharedWith(index).map((other) => assessment.identity(other).row),
    readings: readingsOf(assessment.trace(index, group.composite), assessment.pack),
    // That a clause is open is said by the clause itself.
    needs: reasons
      .filter((reason) => !reason.startsWith('missing-amount:'))
      .map((reason) => reasonParts(reason, { pack: assessment.pack, measureId: group.composite }, language)),
  };
}

/** A problem of the table with its place, in words. */
export function problemLine(problem: ReturnType<Assessment['problems']>[number], assessment: Assessment, language: Language): ProblemLine {
  const orNull = (text: string | undefined) => (text === undefined || text === '' ? null : text);
  return {
    ...problemParts(problem, language, assessment.pack),
    sheet: problem.sheet ?? assessment.sheet,
    address: orNull(problem.address),
    row: problem.row < 0 ? null : problem.row,
    column: problem.column < 0 ? null : problem.column,
    header: orNull(problem.header),
    found: orNull(problem.text),
  };
}
