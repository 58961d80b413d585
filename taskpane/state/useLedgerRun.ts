/** A tool's own reading of the ledger. */
import type { Register } from '../../src/monitor';
import { readLedger, type LedgerRead } from '../judging/monitoring';
import type { RunSettings } from '../model/run';
import { noChoices } from '../model/table';
import { choicesNow, noTexts } from './pane';
import type { Pane } from './usePane';
import { useWork, type Work, type WorkPorts } from './useWork';

/** A reading for the rows a register asks about. */
export type LedgerRun = Work<readonly [register: Register, settings: RunSettings], LedgerRead>;

const sheetOf = ({ assessment }: LedgerRead): string => assessment.sheet;

/** Reads a ledger for a tool. */
export function useLedgerRun(ports: WorkPorts): LedgerRun {
  return useWork(ports, readLedger, sheetOf);
}

/** What a run of the pane's own ledger is asked with; null before its sheet and columns are settled. Columns and figures of another document do not count. */
export function ledgerSettings({ state, readiness, parameters }: Pane, policy: string): RunSettings | null {
  const { sheet, pack } = state;
  if (sheet === null || !readiness.canRun) return null;
  return pack?.id === policy ? { sheet, choices: choicesNow(state), ...parameters } : { sheet, choices: noChoices, ...noTexts };
}
