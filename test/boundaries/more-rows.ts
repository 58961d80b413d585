import type { RawFacts, RawParameters } from '../../src/engine';

const software = { enterpriseType: 'software', industry: 'software', quarterlyOperatingRevenue: '2000' };

/** Rows that pay, for lines that no worked case can be moved onto. */
export const more: Readonly<Record<string, readonly { readonly facts: RawFacts; readonly parameters?: RawParameters }[]>> = {
  '2025q1-03-growth-with-base': [
    { facts: { ...software, quarterlyOperatingRevenueLastYear: '1000', hasComparisonBase: null }, parameters: { awardAmount: '20' } },
  ],
  '2025q1-04-ramp-up-no-base': [
    { facts: { ...software, quarterlyOperatingRevenueLastYear: '0', hasComparisonBase: null }, parameters: { awardAmount: '30' } },
  ],
};
