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
    usual: {
      enterpriseType: ['industrial', 'industrial', 'industrial', 'software'],
      industry: ['machinery', 'feed', 'software', '建材'],
      annualOutputValue: ['2000', '20000'],
      isDualHighEnterprise: [false],
      festivalElectricity: ['6200000', '50000.01'],
      quarterlyOutputValue: ['5400', '4000', '3500', '2000'],
      separatelyMetered: [true],
      inDualHighCatalogue: [false],
      purchasedElectricity: ['9000000.5', '800000'],
      baseElectricity: ['500000', '7000000.25'],
      insuredEmployees: ['500', '320'],
      insuredEmployeesLastYear: ['300'],
      newHires: ['57', '201'],
      officerConfirmedConditions: [true],
      eventDate: ['2025-03-31'],
    },
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
      const judged = program.judge(measure, facts, parameters);
      const one = written(judged);
      const status = judged.eligible === 'unknown' ? 2 : judged.eligible ? 1 : 0;
      const same = JSON.stringify([status, judged.amount, [...judged.reasons].sort(), judged.applied]);
      const fields = JSON.stringify([
        block.status(measure, row),
        block.amount(measure, row),
        [...block.reasons(measure, row)].sort(),
        block.applied(measure, row),
      ]);
      const others = {
        reference: written(judgeReference(pack, program.readings, measure, facts, parameters)),
        'the verdict of the block': written(block.verdict(measure, row)),
        'the columns of the block': fields === same ? one : fields,
      };
      for (const [ways, other] of Object.entries(others)) {
        if (other !== one) found.push({ measure, ways: `judge and ${ways}`, facts, parameters, readings: batch.readings, one, other });
      }
    }
  });
  return found;
}
