/** An advance or a settlement of the ledger. */
import type { Pack } from '../../src/engine';
import { settleLedger, sheetsOf, type SettlingChoice, type SettlingDone } from '../judging/settling';
import type { RunSettings } from '../model/run';
import { useWork, type Work, type WorkPorts } from './useWork';

/** A settling under what was chosen. */
type SettlingRun = Work<readonly [pack: Pack, settings: RunSettings, choice: SettlingChoice], SettlingDone>;

/** Settles a ledger for the pane. */
export function useSettling(ports: WorkPorts): SettlingRun {
  return useWork(ports, settleLedger, sheetsOf);
}
