export { languageNamed, languages, fill, type Language } from './language';
export { grouped, roundText, showMoney } from './figures';
export { assumptionLines, clauseName, measureName, quoteOf, bandText, exactText, outputName, quantity, readingName } from './names';
export { joined, reasonParts, sayApplied, sayEligibility, sayReason, sayStatus } from './reasons';
export { problemParts, sayPackProblem, sayProblem, type Problem } from './problems';
export { comparisonText, explainNotes, explainTotal, explainTrace, sayAmount, sayMoney, sayRange, sayReadings, showValue } from './trace';
export { sayShape, sayShapeProblem } from './shapes';
export type { ProblemSaying, Saying } from './saying';
export {
  itemTable,
  moneyCell,
  mostSharedRows,
  problemTable,
  resultTable,
  sheetName,
  shortReasons,
  titleLines,
  type ResultLayout,
  type ShownRow,
} from './tables';
export { settingRows, settingsTable } from './settings';
export { leftRows, stamp, stampTable, type StampData } from './stamp';
export { timeText } from './time';
export { loadWords } from './words';
