export { readRegister, type Clause, type ClauseClass, type Indicator, type Register } from './register';
export { readIndustryMap, IndustryAdder, IndustryFinder, type IndustryMap, type MapProblem } from './industry';
export { readFigureJson, readFigureSheet, type FigureProblem, type FigureReading, type Reported } from './figures';
export { judgeIndicators, timesOf, type Judged, type JudgedPart, type Status } from './judge';
export { exact, sumText, type Exact } from './exact';
export { advancePack, readAdvances, type AdvanceReading, type AdvanceRefusal } from './advances';
export { gatherIndustries, gatherInSlices, monitoringPack, type FallenRow, type IndustryReading, type LedgerRows } from './gather';
export { fourLists, fourListsInSlices, listRules, type FourLists, type ListedRow, type ListName } from './lists';
export {
  entitledInSlices,
  entitledList,
  measuresWithoutApplication,
  type AnsweredRows,
  type EntitledList,
  type EntitledRow,
} from './entitled';
export {
  advanceOf,
  duesInSlices,
  duesOf,
  isListed,
  readPercent,
  settle,
  settleInSlices,
  sharesInSlices,
  sharesOf,
  type Advance,
  type AdvanceStanding,
  type Due,
  type Settled,
  type Settlement,
  type Shared,
  type TotalledRows,
} from './settle';
export { groupedInSlices, sortedInSlices, type Group } from './slices';
export {
  actualText,
  advanceSheet,
  bar,
  entitledSheet,
  gapText,
  indicatorSheet,
  industrySheets,
  listSheets,
  mapSheet,
  noteText,
  problemSheet,
  requiredText,
  settlementSheet,
  statusText,
  sumLines,
  type EntitledSaying,
  type SumLine,
  type TableSetting,
} from './tables';
export { cellsOf, figuresFrom, figureSheetOf, mapFrom } from './sheets';
export { filled, monitorWords } from './words';
