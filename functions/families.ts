/** A kind of award or rule that documents have in a clause of their own, with the same inputs in the same order. */
export type Family =
  | 'AWARD_GROWTH'
  | 'POWER_INCENTIVE'
  | 'HIRE_SUBSIDY'
  | 'HOLIDAY_AWARD'
  | 'FESTIVAL_POWER'
  | 'INVESTMENT_SUBSIDY'
  | 'RD_SUBSIDY'
  | 'PROJECT_AWARD'
  | 'NEW_ENTERPRISE_AWARD'
  | 'MARKET_AWARD'
  | 'OUTPUT_INCENTIVE'
  | 'EVENT_SUBSIDY'
  | 'COST_SUBSIDY'
  | 'GUARANTEE_SUBSIDY'
  | 'DUE_DATE'
  | 'TOLL'
  | 'QUOTA'
  | 'SHARE';

/**
 * The measures of each family. Those that stand together are one award: a row is entitled to one of them at most, and the document's id names
 * them. Where a document has several awards of a family, the measure's own id says which.
 */
export const families: Readonly<Record<Family, readonly (readonly string[])[]>> = {
  AWARD_GROWTH: [
    ['2025q1-03-growth-with-base', '2025q1-04-ramp-up-no-base'],
    ['2024q2-02-output-growth-with-base', '2024q2-02-output-growth-new-plant'],
  ],
  POWER_INCENTIVE: [['2025q1-25-incremental-power'], ['2024q2-28-incremental-power']],
  HIRE_SUBSIDY: [['2025q1-26-hiring-subsidy']],
  HOLIDAY_AWARD: [['2025q1-01-holiday-continuous-production']],
  FESTIVAL_POWER: [['2025q1-02-spring-festival-power']],
  INVESTMENT_SUBSIDY: [['2025q1-19-project-investment'], ['2024q2-13-exclusive-choice']],
  RD_SUBSIDY: [['2024q2-24-rd-subsidy']],
  PROJECT_AWARD: [
    ['2024q2-22-innovation-industrialisation'],
    ['2024q2-25-digital-transformation-project'],
    ['2022q4-07-energy-intensive-retrofit'],
    ['2020h2-17-project-completion'],
    ['2020plan-2-3-3-smart-retrofit'],
  ],
  NEW_ENTERPRISE_AWARD: [['2022q4-06-private-new-plant-awards'], ['2020plan-2-7-2-new-above-scale']],
  MARKET_AWARD: [
    ['2022q4-10-commercial-vehicle'],
    ['2022q4-10-consumer-single-product'],
    ['2022q4-10-pharma-procurement'],
    ['2022q4-10-machinery-leader'],
    ['2020h2-08-dealer-promotion'],
  ],
  OUTPUT_INCENTIVE: [['2020h2-01-returning-models'], ['2020h2-03-crude-increment']],
  EVENT_SUBSIDY: [['2025q1-21-product-launch-exhibition']],
  COST_SUBSIDY: [['2020h2-04-agency-purchasing']],
  GUARANTEE_SUBSIDY: [['2020h2-02-raw-silk-guarantee']],
  DUE_DATE: [['2022q4-04-spectrum-fee-deferral']],
  TOLL: [['2020plan-2-5-4-truck-toll']],
  QUOTA: [['2020h2-06-sme-procurement-quota']],
  SHARE: [['2020h2-12-subsidised-loan-share'], ['2022q4-15-city-growth-contribution']],
};

/** An argument that stands for figures of different names: the one of them that the measure uses. */
export const standsFor: Readonly<Record<string, readonly string[]>> = {
  namedEnterprise: ['isCommercialVehicleMaker', 'isConsumerGoodsManufacturer', 'isPharmaManufacturer', 'isMachineryLeader', 'isDealer'],
  growthOfOutput: ['vehicleOutputGrowth', 'outputGrowth'],
  growthOfSales: ['vehicleSalesGrowth', 'salesVolumeGrowth', 'salesGrowth'],
  investment: ['projectInvestment', 'quarterlyInvestment'],
  investmentLastYear: ['quarterlyInvestmentLastYear'],
  countedOutput: ['returnedModelOutput', 'crudeIncrement'],
  fullToll: ['toll'],
  part: ['industrialSubsidisedLoans', 'cityValueAddedIncrement'],
  whole: ['totalSubsidisedLoans', 'regionValueAddedIncrement'],
};
