import type { Program, RawFacts, RawParameters, Verdict } from '../src/engine';
import { judgeReference } from '../src/engine/reference/reference';
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
  '2024q2': {
    ratios: [
      { left: 'purchasedElectricity', right: 'baseElectricity', numerator: 1n, denominator: 1n },
      { left: 'quarterlyInvestment', right: 'quarterlyInvestmentLastYear', numerator: 5n, denominator: 4n },
    ],
    usual: {
      enrolled: [true],
      isNewPlant: [true],
      enrolmentDate: ['2023-07-01', '2023-10-01'],
      quarterlyOutputValue: ['5500', '2200'],
      quarterlyOutputValueLastYear: ['5000', '2000', null, '0'],
      aboveDesignatedSize: [true],
      isManufacturing: [true],
      inDualHighCatalogue: [false],
      separatelyMetered: [true],
      purchasedElectricity: ['600000', '500000.01'],
      baseElectricity: ['500000'],
      newlyRdActive: [true],
      rdExpenditure: ['50', '300', '1000'],
      quarterlyInvestment: ['25000', '20000', '1000'],
      quarterlyInvestmentLastYear: ['20000', '999.99', '0', null],
      officerConfirmedEffect: [true],
      fixedAssetInvestment: ['10000'],
      projectKind: ['chainDigital', 'typicalScenario'],
      underConstruction: [true],
      totalInvestment: ['500', '499.99'],
    },
    columns: [
      '2024q2-02-output-growth-with-base.tierAmount',
      '2024q2-02-output-growth-new-plant.tierAmount',
      '2024q2-13-investment-increment.incrementRate',
      '2024q2-24-rd-subsidy.tierAmount',
    ],
  },
  '2022q4': {
    ratios: [{ left: 'cityValueAddedIncrement', right: 'regionValueAddedIncrement', numerator: 1n, denominator: 4n }],
    usual: {
      originalDueDate: ['2022-06-30', '2022-12-31', '2023-06-30', '2023-12-31', '2024-06-30', '2023-05-31'],
      isPrivate: [true],
      isNewPlant: [true],
      enrolledAboveScale: [true],
      industry: ['longProcessSteel', 'paper', '电解铝'],
      retrofitProject: [true],
      meetsReferencedRules: [true],
      isCommercialVehicleMaker: [true],
      vehicleOutputGrowth: ['0.1', '0.2'],
      vehicleSalesGrowth: ['0.1', '-0.2'],
      isConsumerGoodsManufacturer: [true],
      singleProductSales: ['2000.01'],
      onlineSales: ['200'],
      outputGrowth: ['0.1', '0.12'],
      isPharmaManufacturer: [true],
      wonOutOfProvinceProcurement: [true],
      annualRevenue: ['5000'],
      introducedVariety: [false],
      isMachineryLeader: [true],
      salesVolumeGrowth: ['0.05', '0.1'],
      cityValueAddedIncrement: ['250', '-1'],
      regionValueAddedIncrement: ['1000', '3'],
    },
    columns: ['2022q4-10-commercial-vehicle.awardAmount', '2022q4-10-machinery-leader.outputGrowthTarget'],
    neverRefused: ['2022q4-15-city-growth-contribution'],
  },
  '2020h2': {
    ratios: [
      { left: 'smeReserved', right: 'procurementBudget', numerator: 3n, denominator: 10n },
      { left: 'microReserved', right: 'smeReserved', numerator: 6n, denominator: 10n },
      { left: 'industrialSubsidisedLoans', right: 'totalSubsidisedLoans', numerator: 7n, denominator: 10n },
    ],
    usual: {
      returnedModelOutput: ['100000', '106001'],
      isRawSilkPledgeLoan: [true],
      loanPrincipal: ['1000', '250000.01'],
      crudeIncrement: ['120', '-3'],
      isAgencyPurchaser: [true],
      materialCostIncrease: ['10', '-4'],
      taxCostIncrease: ['2', '-2'],
      isSelectedCoreEnterprise: [true],
      connectedToPlatform: [true],
      saleDate: ['2020-12-31'],
      isDealer: [true],
      salesGrowth: ['0.05'],
      bankKind: ['largeStateOwned', 'cityCommercial', 'ruralCooperative'],
      completionDate: ['2020-05-01', '2019-01-01'],
      enrolled: [true],
      halfYearOutputIncrement: ['2000.01', '2500'],
    },
    columns: ['2020h2-01-returning-models.sharing', '2020h2-02-raw-silk-guarantee.fundUsed', '2020h2-17-project-completion.awardAmount'],
  },
  '2020plan': {
    ratios: [],
    usual: {
      enterpriseType: ['industrial'],
      newlyAboveDesignatedSize: [true],
      previouslyAwarded: [false],
      truckClass: ['2', '5', '3'],
      lawfullyLoaded: [true],
      toll: ['1000', '33.33'],
      officerConfirmedEffect: [true],
    },
    columns: ['2020plan-2-3-3-smart-retrofit.awardAmount'],
  },
};

/** One row on which two ways to an answer differ. */
interface Disagreement {
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
  const ids = [...[...pack.measures, ...pack.choices].map(({ id }) => id), ...pack.groups.map(({ composite }) => composite)];
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
