import {
  decimalText,
  emptyColumn,
  INVALID,
  KNOWN,
  WIDE,
  type BlockFacts,
  type Column,
  type Input,
  type Pack,
  type RawFacts,
  type RawParameters,
} from '../src/engine';
import { seeded } from '../test/enterprises';

/** A block of the same enterprises in the two forms that are compared: for the engine, and as a program on doubles would keep them. */
export interface Enterprises {
  readonly rows: number;
  readonly block: BlockFacts;
  /** By input id: the figure in its declared unit, 1/0 for yes/no, the index of a choice, a day number; NaN where the cell is blank or cannot be. */
  readonly figures: Readonly<Record<string, Float64Array>>;
}

/** Every parameter of the document, so that each rule is asked in full. */
export const parameters: RawParameters = {
  '2025q1-01-holiday-continuous-production.extraExcludedIndustries': ['paper'],
  '2025q1-02-spring-festival-power.powerRate': '0.05',
  '2025q1-02-spring-festival-power.measureCap': '50',
  '2025q1-03-growth-with-base.awardAmount': '30',
  '2025q1-03-growth-with-base.relaxedMinOutput': '3000',
  '2025q1-03-growth-with-base.relaxedMinGrowth': '0.05',
  '2025q1-03-growth-with-base.extraRelaxedIndustries': ['sugar'],
  '2025q1-04-ramp-up-no-base.awardAmount': '40',
  '2025q1-04-ramp-up-no-base.relaxedMinOutput': '1500',
  '2025q1-04-ramp-up-no-base.extraRelaxedIndustries': ['sugar'],
  '2025q1-19-project-investment.subsidyRate': '0.05',
  '2025q1-21-product-launch-exhibition.supportRate': '0.3',
  '2025q1-21-product-launch-exhibition.measureCap': '8',
  '2025q1-25-incremental-power.powerRate': '0.06',
  '2025q1-25-incremental-power.measureCap': '50',
};

/** Of every 1000 cells, 30 are blank; of every 10,000, 5 hold what cannot be, and of every 100,000 numbers one has more decimals than declared. */
const gaps = 0.03;
const absurd = 0.0005;
const fine = 0.00001;
/** Of every 1000 enterprises, 5 stand exactly on a threshold, for each threshold; of every 100, two had nothing the year before. */
const onThreshold = 0.005;
const nothingBefore = 0.02;

const firstDay = 20089;
/** What officers write where it cannot be, by type. */
const nonsense = { number: '-1', yesno: '或许', choice: '不详', date: '2025-02-30', choices: '' } as const;

/** One enterprise with its project and its event, complete: figures as whole numbers of their last declared decimal. */
function enterprise(random: () => number, set: (id: string, value: number) => void): void {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const around = (median: number, spread: number): number => median * Math.exp(spread * normal());
  const chance = (share: number): boolean => random() < share;
  /** `[now, before]` in hundredths; the years before are sometimes 0. */
  const grown = (now: number, spread: number): [number, number] => [
    Math.round(now * 100),
    chance(nothingBefore) ? 0 : Math.round((now * 100) / Math.exp(0.06 + spread * normal())),
  ];

  const industrial = chance(0.85);
  set('enterpriseType', industrial ? 0 : 1);
  set('industry', industrial ? Math.floor(random() * 21) : 21);

  const annual = around(9000, 1.1);
  set('annualOutputValue', chance(onThreshold) ? 200_000 : Math.round(annual * 100));
  let [output, outputBefore] = grown((annual / 4) * Math.exp(0.1 * normal()), 0.12);
  if (chance(onThreshold)) output = 400_000;
  if (chance(onThreshold)) output = 200_000;
  if (chance(onThreshold)) output = 100_000;
  if (chance(onThreshold)) [output, outputBefore] = [Math.round(output / 108) * 108, Math.round(output / 108) * 100];
  if (chance(onThreshold)) [output, outputBefore] = [Math.round(output / 11) * 11, Math.round(output / 11) * 10];
  set('quarterlyOutputValue', output);
  set('quarterlyOutputValueLastYear', outputBefore);
  let [revenue, revenueBefore] = grown(around(2200, 0.9), 0.2);
  if (chance(onThreshold)) revenue = 200_000;
  if (chance(onThreshold)) [revenue, revenueBefore] = [Math.round(revenue / 11) * 11, Math.round(revenue / 11) * 10];
  set('quarterlyOperatingRevenue', revenue);
  set('quarterlyOperatingRevenueLastYear', revenueBefore);
  const before = industrial ? outputBefore : revenueBefore;
  set('hasComparisonBase', before > 0 !== chance(0.002) ? 1 : 0);
  set('otherStandardsMet', chance(0.7) ? 1 : 0);

  let fourthQuarter = chance(nothingBefore) ? 0 : Math.round(around(60_000_000, 1.2));
  let holidays = Math.round((fourthQuarter * 32 * Math.exp(0.12 * normal())) / 92);
  if (chance(onThreshold)) [holidays, fourthQuarter] = [Math.round(fourthQuarter / 920) * 288, Math.round(fourthQuarter / 920) * 920];
  set('fourthQuarterElectricity', fourthQuarter);
  set('holidayElectricity', holidays);
  const [festival, festivalBefore] = grown(around(100_000, 1.2), 0.2);
  set('festivalElectricity', festival);
  set('festivalElectricityLastYear', chance(onThreshold) ? festival : festivalBefore);
  const [purchased, base] = grown(around(600_000, 1.2), 0.15);
  set('purchasedElectricity', purchased);
  set('baseElectricity', chance(onThreshold) ? purchased : base);
  set('isDualHighEnterprise', chance(0.1) ? 1 : 0);
  set('inDualHighCatalogue', chance(0.1) ? 1 : 0);
  set('separatelyMetered', chance(0.85) ? 1 : 0);

  const insured = Math.round(around(130, 0.9));
  set('insuredEmployees', insured);
  set('insuredEmployeesLastYear', chance(onThreshold) ? insured : Math.round(insured / Math.exp(0.03 + 0.1 * normal())));
  set('newHires', chance(onThreshold) ? 200 : Math.round(insured * 0.2 * random()));

  set('projectInvestment', Math.round(around(3000, 1.3) * 100));
  set('officerConfirmedConditions', chance(0.7) ? 1 : 0);
  set('eventDate', firstDay + Math.floor(random() * 110));
  set('eventKind', Math.floor(random() * 4));
  set('venueRent', Math.round(around(6, 0.8) * 10_000));
  set('standConstructionCost', Math.round(around(4, 0.8) * 10_000));
}

/** Seeded enterprises: the same seed gives the same rows on every machine. */
export function enterprises(pack: Pack, seed: number, rows: number): Enterprises {
  const random = seeded(seed);
  const inputs = Object.values(pack.inputs);
  const columns: Record<string, Column> = {};
  const figures: Record<string, Float64Array> = {};
  for (const { id } of inputs) {
    columns[id] = emptyColumn(rows);
    figures[id] = new Float64Array(rows).fill(NaN);
  }
  for (let row = 0; row < rows; row += 1) {
    enterprise(random, (id, value) => {
      const input = pack.inputs[id]!;
      const column = columns[id]!;
      const roll = random();
      if (roll < gaps) return;
      if (roll < gaps + absurd) column.states[row] = INVALID;
      else if (roll < gaps + absurd + fine && input.type === 'number' && !input.whole) {
        const text = `${decimalText(BigInt(value), -input.decimals)}${value % 10 ** input.decimals === 0 ? '.000' : ''}0001`;
        column.states[row] = WIDE;
        column.wide.set(row, text);
        figures[id]![row] = Number(text);
      } else {
        column.states[row] = KNOWN;
        column.values[row] = value;
        // The quotient of two whole numbers below 2^53 is the double nearest to the decimal: what a program would have read.
        figures[id]![row] = input.type === 'number' ? value / 10 ** input.decimals : value;
      }
    });
  }
  return { rows, block: { rows, inputs: columns, parameterColumns: {} }, figures };
}

/** A cell as an officer or a JSON line gives it. */
function written(input: Input, column: Column, row: number): RawFacts[string] {
  const value = column.values[row]!;
  switch (column.states[row]) {
    case WIDE:
      return column.wide.get(row);
    case INVALID:
      return nonsense[input.type];
    case KNOWN:
      if (input.type === 'number') return decimalText(BigInt(value), -input.decimals);
      if (input.type === 'yesno') return value === 1;
      if (input.type === 'choice') return input.choices[value]!.id;
      return new Date(value * 86_400_000).toISOString().slice(0, 10);
    default:
      return null;
  }
}

/** One enterprise as raw figures by input id. */
export function factsOf(pack: Pack, { block }: Enterprises, row: number): RawFacts {
  return Object.fromEntries(Object.values(pack.inputs).map((input) => [input.id, written(input, block.inputs[input.id]!, row)]));
}
