export { assumedPolicy, shippedAssumption } from './assumed';
export { compare, type ChangeSummary, type Comparison, type Move } from './compare';
export { sidesOf, type ReadingChoice, type SidesApart } from './sides';
export { comparisonSheets, linesOf, sayMove, settingsApart, sideLines, summaryName } from './tables';
