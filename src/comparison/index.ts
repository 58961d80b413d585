export { assumedPolicy, shippedAssumption, type Assumed } from './assumed';
export {
  compare,
  type Change,
  type ChangeSummary,
  type Comparison,
  type MeasureChange,
  type Move,
  type OutsideChange,
  type PlaceSummary,
  type RowChange,
  type Sides,
  type Stand,
  type TotalChange,
} from './compare';
export { sidesOf, type ReadingChoice, type SidesApart } from './sides';
export { comparisonSheets, linesOf, sayMove, settingsApart, sideLines, summaryName, type Line } from './tables';
