import type { Program, RawFacts, RawParameters, Verdict } from '../src/engine';
import { judgeReference } from '../src/engine/reference';
import type { Batch, Ties } from './enterprises';

/** How the enterprises of a document are tied, by pack. */
export const ties: Readonly<Record<string, Ties>> = {
  '2025q1': {
    ratios: [
      { left: 'holidayElectricity', right: 'fourthQuarterElectricity', numerator: 288n, denominator: 920n },
      { left: 'festivalElectricity', right: 'festivalElectricityLastYear', numerator: 1n, denominator: 1n },
      { left: 'purchasedElectricity', right: 'baseElectricity', numerator: 11n, denominator: 10n },
      { left: 'insuredEmployees', right: 'insuredEmployeesLastYear', numerator: 21n, denominator: 20n },
    ],
    columns: ['2025q1-03-growth-with-base.awardAmount', '2025q1-04-ramp-up-no-base.awardAmount', '2025q1-25-incremental-power.powerRate'],
  },
};

/** One row on which two ways to an answer differ. */
export interface Disagreement {
  readonly measure: string;
  readonly ways: string;
  readonly facts: RawFacts;
  readonly parameters: RawParameters;
  readonly readings: Readonly<Record<string, string>>;
  readonly one: string;
  readonly other: string;
}

/** A verdict as text: every field, sets in order. */
export function written(verdict: Verdict): string {
  const sorted = (value: Readonly<Record<string, string | null>> | undefined): unknown => (value ? Object.entries(value).sort() : null);
  const { measure, eligible, amount, range, reasons, applied, outputs, perMeasure } = verdict;
  return JSON.stringify([
    measure,
    eligible,
    amount,
    range ? [range.min, range.max] : null,
    [...reasons].sort(),
    [...applied].sort(),
    sorted(outputs),
    sorted(perMeasure),
  ]);
}

/** Judges a batch three ways and tells where they differ: the one-row lane, the columns, and the reference. */
export function disagreements(program: Program, batch: Batch): Disagreement[] {
  const { pack } = program;
  const found: Disagreement[] = [];
  const block = program.judgeBlock(batch.block, batch.parameters);
  const ids = [...pack.measures.map(({ id }) => id), ...pack.groups.map(({ composite }) => composite)];
  batch.rows.forEach((facts, row) => {
    const parameters = batch.rowParameters[row] ?? {};
    for (const measure of ids) {
      const one = written(program.judge(measure, facts, parameters));
      const others = {
        reference: written(judgeReference(pack, program.readings, measure, facts, parameters)),
        block: written(block.verdict(measure, row)),
        'block, field by field': one,
      };
      const judged = program.judge(measure, facts, parameters);
      const fields = [block.status(measure, row), block.amount(measure, row), [...block.reasons(measure, row)].sort(), block.applied(measure, row)];
      const same = [judged.eligible === 'unknown' ? 2 : judged.eligible ? 1 : 0, judged.amount, [...judged.reasons].sort(), judged.applied];
      if (JSON.stringify(fields) !== JSON.stringify(same)) others['block, field by field'] = JSON.stringify(fields);
      for (const [ways, other] of Object.entries(others)) {
        if (other !== one) found.push({ measure, ways: `judge and ${ways}`, facts, parameters, readings: batch.readings, one, other });
      }
    }
  });
  return found;
}
