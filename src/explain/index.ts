export { languageNamed, languages, fill, type Language } from './language';
export { grouped, roundText, showMoney } from './figures';
export { assumptionLines, clauseName, measureName, nameOf, quoteOf, bandText, exactText, quantity, type Place } from './names';
export { joined, reasonParts, sayApplied, sayEligibility, sayReason, sayStatus } from './reasons';
export { problemParts, sayPackProblem, sayProblem, type PackFault, type Problem } from './problems';
export {
  comparisonText,
  explainNotes,
  explainTotal,
  explainTrace,
  outputName,
  sayAmount,
  sayMoney,
  sayRange,
  sayReadings,
  showValue,
} from './trace';
export { sayShape, sayShapeProblem } from './shapes';
export type { ProblemSaying, Saying } from './saying';
export {
  itemTable,
  leftRows,
  moneyCell,
  mostSharedRows,
  problemTable,
  resultTable,
  settingsTable,
  sheetName,
  shortReasons,
  stamp,
  stampTable,
  titleLines,
  type ResultLayout,
  type ShownAnswer,
  type ShownItem,
  type ShownOutcome,
  type ShownProblem,
  type ShownRow,
  type ShownSettings,
  type ShownTotal,
  type SkippedKind,
  type StampData,
  type TableMaker,
} from './tables';
export { loadWords } from './words';
