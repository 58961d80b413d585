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
  readonly run: (args: readonly unknown[], setting: Setting) => unknown[][];
  /** Asks for the targets: a door that has not loaded them does so first. */
  readonly needsTargets?: true;
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
function entry(id: string, declared: Declared): CatalogueEntry {
  const count = declared.length - 1;
  return {
    id,
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

/** The namespace before the names: `=HUIQI.AWARD(…)`. */
export const namespace = 'HUIQI';

/** All functions, in the order of the documentation. */
export const catalogue: readonly CatalogueEntry[] = [
  entry('AWARD_GROWTH', awardGrowth),
  entry('POWER_INCENTIVE', powerIncentive),
  entry('HIRE_SUBSIDY', hireSubsidy),
  entry('HOLIDAY_AWARD', holidayAward),
  entry('FESTIVAL_POWER', festivalPower),
  entry('INVESTMENT_SUBSIDY', investmentSubsidy),
  entry('RD_SUBSIDY', rdSubsidy),
  entry('PROJECT_AWARD', projectAward),
  entry('NEW_ENTERPRISE_AWARD', newEnterpriseAward),
  entry('MARKET_AWARD', marketAward),
  entry('OUTPUT_INCENTIVE', outputIncentive),
  entry('EVENT_SUBSIDY', eventSubsidy),
  entry('COST_SUBSIDY', costSubsidy),
  entry('GUARANTEE_SUBSIDY', guaranteeSubsidy),
  entry('DUE_DATE', dueDate),
  entry('TOLL', toll),
  entry('QUOTA', quota),
  entry('SHARE', share),
  entry('AWARD', awardRows),
  entry('ELIGIBLE', eligibleRows),
  entry('WHY', whyRows),
  entry('CHECK', checkRows),
  entry('STACK', stackRows),
  entry('GROWTH', growthRows),
  entry('CREDIT_CODE', creditCodeRows),
  entry('CLAUSE', clauseRows),
  entry('PARAMETER', parameterRows),
  { ...entry('TARGET', targetRows), needsTargets: true },
];
