/** A kind of award that every document has in its own clause, with the same inputs in the same order. */
export type Family = 'AWARD_GROWTH' | 'POWER_INCENTIVE' | 'HIRE_SUBSIDY' | 'HOLIDAY_AWARD' | 'FESTIVAL_POWER';

/** The measures of a family in each document; where there are several, an enterprise is entitled to one of them at most. */
export const families: Readonly<Record<Family, Readonly<Record<string, readonly string[]>>>> = {
  AWARD_GROWTH: {
    '2025q1': ['2025q1-03-growth-with-base', '2025q1-04-ramp-up-no-base'],
    '2024q2': ['2024q2-02-output-growth-with-base', '2024q2-02-output-growth-new-plant'],
  },
  POWER_INCENTIVE: { '2025q1': ['2025q1-25-incremental-power'], '2024q2': ['2024q2-28-incremental-power'] },
  HIRE_SUBSIDY: { '2025q1': ['2025q1-26-hiring-subsidy'] },
  HOLIDAY_AWARD: { '2025q1': ['2025q1-01-holiday-continuous-production'] },
  FESTIVAL_POWER: { '2025q1': ['2025q1-02-spring-festival-power'] },
};
