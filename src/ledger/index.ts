export { planLedger, headRows, type ColumnChoices, type LedgerPlan, type PlannedColumn } from './plan-ledger';
export { keyHeaders, type LedgerKey, type Target } from './match-headers';
export { readLedgerBlock, readLedgerBlocks, type LedgerBlock } from './read-ledger';
export { blankKinds, type BlankKind } from './read-cells';
export { filledBlocks, type FilledArea } from './fill-down';
export type { SkippedRow } from './sort-rows';
export { checkCreditCode, type CreditCodeCheck } from './credit-code';
export { readParameterSheet, readParameterJson, type ParameterReading } from './read-parameters';
export { cellAddress, columnLetters, ledgerProblemCodes, type LedgerProblem, type LedgerProblemCode } from './problems';
