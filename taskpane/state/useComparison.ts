/** A comparison of the ledger. */
import type { Pack } from '../../src/engine';
import { runComparison, type Chosen, type ComparisonDone } from '../judging/comparing';
import type { RunSettings } from '../model/run';
import { useWork, type Work, type WorkPorts } from './useWork';

/** A comparison under what was chosen. */
type ComparisonRun = Work<readonly [pack: Pack, settings: RunSettings, chosen: Chosen], ComparisonDone>;

const sheetsOf = ({ comparison }: ComparisonDone): readonly string[] => [comparison.a.sheet];

/** Compares a ledger for the pane. */
export function useComparison(ports: WorkPorts): ComparisonRun {
  return useWork(ports, runComparison, sheetsOf);
}
