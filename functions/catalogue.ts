import {
  awardGrowth,
  awardRows,
  checkRows,
  clauseRows,
  costSubsidy,
  creditCodeRows,
  dueDate,
  eligibleRows,
  eventSubsidy,
  festivalPower,
  growthRows,
  guaranteeSubsidy,
  hireSubsidy,
  holidayAward,
  investmentSubsidy,
  marketAward,
  newEnterpriseAward,
  outputIncentive,
  parameterRows,
  powerIncentive,
  projectAward,
  quota,
  rdSubsidy,
  share,
  stackRows,
  targetRows,
  toll,
  whyRows,
} from './functions';
import { fill } from '../src/explain';
import { CellProblem, sizeOf } from './cells';
import type { Setting } from './setting';
import { words } from './words';

/**
 * A function as a grid registers it. `run` takes the cells of each argument (an argument left out is null), then the setting; it gives rows of
 * text, numbers, true/false, and CellProblem where a cell is to show #N/A or #VALUE! with a message. It never throws for what an officer did.
 */
export interface CatalogueEntry {
  /** The name after `HUIQI.`, and the id in functions.json. */
  readonly id: string;
  /** Throws NotYetLoaded where the setting has not loaded what is asked for. */
  readonly run: (args: readonly unknown[], setting: Setting) => unknown[][];
  /** Places of the arguments of which each row is answered by itself: what stands in the other rows changes nothing. */
  readonly byRow: readonly number[];
}

/** A result that Excel on the web would never finish receiving is refused instead. */
function withinLimit(rows: unknown[][], { resultLimit, language }: Setting): unknown[][] {
  if (resultLimit === null) return rows;
  const size = sizeOf(rows);
  if (size <= resultLimit) return rows;
  return [[new CellProblem('invalidValue', fill(words(language).tooLarge, { size: (size / 1_000_000).toFixed(1) }))]];
}

type Declared = (...args: never[]) => unknown[][];

const isMatrix = (value: unknown): value is unknown[][] => Array.isArray(value) && value.every(Array.isArray);

/** The declaration's own arguments, padded with null where the formula leaves some out; the setting stands last. */
function entry(id: string, declared: Declared, byRow: readonly number[] = []): CatalogueEntry {
  const count = declared.length - 1;
  return {
    id,
    byRow,
    run: (args, setting) => {
      const padded = Array.from({ length: count }, (_, index) => args[index] ?? null);
      try {
        const result: unknown = Reflect.apply(declared, undefined, [...padded, setting]);
        if (!isMatrix(result)) throw new TypeError(`${id} must give rows.`);
        return withinLimit(result, setting);
      } catch (error) {
        if (error instanceof CellProblem) return [[error]];
        throw error;
      }
    },
  };
}

/** A function of a family: one document and one parameter table, and columns between them. */
const family = (id: string, declared: Declared): CatalogueEntry =>
  entry(
    id,
    declared,
    Array.from({ length: declared.length - 3 }, (_, index) => index + 1),
  );

/** Where AWARD and its like have their rows. */
const rowsOfTable = [2];

/** The namespace before the names: `=HUIQI.AWARD(…)`. */
export const namespace = 'HUIQI';

/** All functions, in the order of the documentation. */
export const catalogue: readonly CatalogueEntry[] = [
  family('AWARD_GROWTH', awardGrowth),
  family('POWER_INCENTIVE', powerIncentive),
  family('HIRE_SUBSIDY', hireSubsidy),
  family('HOLIDAY_AWARD', holidayAward),
  family('FESTIVAL_POWER', festivalPower),
  family('INVESTMENT_SUBSIDY', investmentSubsidy),
  family('RD_SUBSIDY', rdSubsidy),
  family('PROJECT_AWARD', projectAward),
  family('NEW_ENTERPRISE_AWARD', newEnterpriseAward),
  family('MARKET_AWARD', marketAward),
  family('OUTPUT_INCENTIVE', outputIncentive),
  family('EVENT_SUBSIDY', eventSubsidy),
  family('COST_SUBSIDY', costSubsidy),
  family('GUARANTEE_SUBSIDY', guaranteeSubsidy),
  family('DUE_DATE', dueDate),
  family('TOLL', toll),
  family('QUOTA', quota),
  family('SHARE', share),
  entry('AWARD', awardRows, rowsOfTable),
  entry('ELIGIBLE', eligibleRows, rowsOfTable),
  entry('WHY', whyRows, rowsOfTable),
  entry('CHECK', checkRows),
  entry('STACK', stackRows),
  entry('GROWTH', growthRows),
  entry('CREDIT_CODE', creditCodeRows),
  entry('CLAUSE', clauseRows),
  entry('PARAMETER', parameterRows),
  entry('TARGET', targetRows),
];
