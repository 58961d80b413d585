export {
  readRegister,
  type Clause,
  type ClauseClass,
  type ColumnPair,
  type Indicator,
  type IndicatorKind,
  type LedgerColumn,
  type Register,
  type RegisterProblem,
  type Relation,
  type Responsible,
} from './register';
export {
  readIndustryMap,
  IndustryAdder,
  IndustryFinder,
  type Fall,
  type Industry,
  type IndustryMap,
  type IndustrySum,
  type MapProblem,
} from './industry';
export { figureHeaders, readFigureJson, readFigureSheet, type FigureProblem, type FigureReading, type Reported } from './figures';
export { judgeIndicators, timesOf, type Judged, type JudgedPart, type Status } from './judge';
export { exact, sumText, type Exact } from './exact';
export { factId, gatherIndustries, monitoringPack, type FallenRow, type IndustryReading, type LedgerRows } from './gather';
export { fourLists, fourListsInSlices, listRules, type FourLists, type ListedRow, type ListName, type ListRules } from './lists';
export {
  entitledInSlices,
  entitledList,
  measuresWithoutApplication,
  type AnsweredRows,
  type EntitledList,
  type EntitledRow,
} from './entitled';
export { advanceOf, settle, type Advance, type Due, type Settled, type Settlement } from './settle';
export {
  actualText,
  bar,
  entitledSheet,
  gapText,
  indicatorSheet,
  industrySheets,
  listSheets,
  mapFromSheet,
  mapSheet,
  noteText,
  problemSheet,
  requiredText,
  statusText,
  sumLines,
  type EntitledSaying,
  type MadeSheet,
  type SumLine,
  type TableSetting,
} from './tables';
export { cellsOf, figuresFrom, figureSheetOf, mapFrom } from './sheets';
export { filled, monitorWords, type MonitorWords } from './words';
