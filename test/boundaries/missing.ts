import type { Measure, Pack } from '../../src/engine';
import { namesUsed } from '../../src/engine/pack/names-used';
import { judgeReference } from '../../src/engine/reference/reference';
import { declared, type Figure, type Row } from './figures';
import type { Answer, PayingRows } from './rows';

/** A row that pays, with one figure taken out of it. */
interface Gap {
  readonly measure: Measure;
  readonly figure: Figure;
  readonly row: Row;
  readonly expected: Answer;
}

/** Figures that may be blank, and why: the answer stays what it was. */
export const mayBeBlank: Readonly<Record<string, string>> = {
  '2025q1-03-growth-with-base hasComparisonBase': '是否有基数由上年数得出；上年数也空白时，增速仍缺上年数',
  '2024q2-02-output-growth-new-plant quarterlyOutputValueLastYear': '没有填报上年产值的，正是无基数',
};

/** The officer's 是否有基数 only stands in for last year's figure: where both are blank it is the figure that is asked for. */
export const standsIn: Readonly<Record<string, string>> = { '2025q1-04-ramp-up-no-base hasComparisonBase': 'quarterlyOutputValueLastYear' };

function without(row: Row, figure: Figure): Row {
  return 'input' in figure
    ? { ...row, facts: { ...row.facts, [figure.input]: null } }
    : { ...row, parameters: { ...row.parameters, [figure.parameter]: null } };
}

function given(row: Row, figure: Figure): boolean {
  const raw = 'input' in figure ? row.facts[figure.input] : row.parameters[figure.parameter];
  return raw !== undefined && raw !== null && raw !== '';
}

/** Whether a condition, or a floor under the amount, asks for a figure. */
function decides(measure: Measure, figure: Figure): boolean {
  const asked = { ...measure, award: null, caps: [], outputs: [] };
  if (measure.floor) return true;
  return 'input' in figure
    ? namesUsed(asked).inputs.includes(figure.input)
    : JSON.stringify(measure.conditions).includes(JSON.stringify(figure.parameter));
}

/** Every input of a measure, and every parameter that it cannot do without. */
function asked(pack: Pack, measure: Measure): Figure[] {
  return [
    ...namesUsed(measure).inputs.map((input) => ({ input })),
    ...measure.parameters.filter((name) => pack.parameters[name]?.required).map((parameter) => ({ parameter })),
  ];
}

/** For every figure that a measure uses, a row that lacks just that one. What can always be blank is listed in `never`. */
export function gaps(pack: Pack, paying: PayingRows): { readonly found: readonly Gap[]; readonly never: readonly string[] } {
  const found: Gap[] = [];
  const never: string[] = [];
  for (const measure of pack.measures) {
    const rows = paying.get(measure.id) ?? [];
    for (const figure of asked(pack, measure)) {
      const name = 'input' in figure ? figure.input : figure.parameter;
      // A figure of the other branch, or of another reading, changes nothing in this row: another row is looked for.
      const row = rows.find((one) => {
        const judged = (of: Row): string => JSON.stringify(judgeReference(pack, of.readings, measure.id, of.facts, of.parameters));
        return given(one, figure) && judged(one) !== judged(without(one, figure));
      });
      if (!row) never.push(`${measure.id} ${name}`);
      else
        found.push({
          measure,
          figure,
          row: without(row, figure),
          expected: {
            eligible: decides(measure, figure) ? 'unknown' : true,
            amount: null,
            reasons: [
              'input' in figure ? `missing:${standsIn[`${measure.id} ${name}`] ?? name}` : `missing-parameter:${declared(pack, figure).id}`,
            ],
            applied: [],
          },
        });
    }
  }
  return { found, never };
}
