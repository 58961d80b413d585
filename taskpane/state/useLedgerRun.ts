/** A tool's own reading of the ledger. */
import type { Register } from '../../src/monitor';
import { readEntitled, readLedger, readLists, type EntitledRead, type LedgerRead, type ListsRead } from '../judging/monitoring';
import type { RunSettings } from '../model/run';
import { noChoices } from '../model/table';
import { choicesNow, noTexts } from './pane';
import type { Pane } from './usePane';
import { useWork, type Work, type WorkPorts } from './useWork';

/** A reading for the rows a register asks about, and what is made of them. */
export type LedgerRun<Done extends LedgerRead = LedgerRead> = Work<readonly [register: Register, settings: RunSettings], Done>;

const sheetsOf = ({ assessment }: LedgerRead): readonly string[] => [assessment.sheet];

/** Reads a ledger for sums by industry. */
export function useReading(ports: WorkPorts): LedgerRun {
  return useWork(ports, readLedger, sheetsOf);
}

/** Reads a ledger for the list 免申即享. */
export function useEntitled(ports: WorkPorts): LedgerRun<EntitledRead> {
  return useWork(ports, readEntitled, sheetsOf);
}

/** Reads a ledger for the four lists. */
export function useLists(ports: WorkPorts): LedgerRun<ListsRead> {
  return useWork(ports, readLists, sheetsOf);
}

/** What a run of the pane's own ledger is asked with; null before its sheet and columns are settled. Columns and figures of another document do not count. */
export function ledgerSettings({ state, readiness, parameters }: Pane, policy: string): RunSettings | null {
  const { sheet, pack } = state;
  if (sheet === null || !readiness.canRun) return null;
  return pack?.id === policy ? { sheet, choices: choicesNow(state), ...parameters } : { sheet, choices: noChoices, ...noTexts };
}
