/** A tool's own reading of the ledger: asked for, shown while it goes on, stopped, and told when it is no longer that of the sheet. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Assessment } from '../src/assess';
import type { Host } from '../src/hosts/host';
import type { Register } from '../src/monitor';
import { breathe } from './breathe';
import type { Assessor, RunProgress, RunSettings } from './model';
import { readLedger } from './monitoring';
import type { Pane } from './useAssessment';
import type { Language } from './words';

/** How far a reading is, or what came of it. */
export interface LedgerRunState {
  readonly running: boolean;
  readonly progress: RunProgress | null;
  readonly assessment: Assessment | null;
  /** The ledger changed since. */
  readonly stale: boolean;
  readonly failure: string | null;
}

/** A reading with its acts. */
export interface LedgerRun extends LedgerRunState {
  /** Reads the ledger; null where it was stopped or could not be read. */
  readonly run: (register: Register, settings: RunSettings) => Promise<Assessment | null>;
  /** Stops a reading, and forgets what came of one. */
  readonly stop: () => void;
}

const idle: LedgerRunState = { running: false, progress: null, assessment: null, stale: false, failure: null };

/** Reads a ledger for a tool. */
export function useLedgerRun(host: Host, assessor: Assessor, language: Language): LedgerRun {
  const [state, set] = useState<LedgerRunState>(idle);
  const turn = useRef(0);
  const spoken = useRef(language);
  useEffect(() => {
    spoken.current = language;
  }, [language]);

  useEffect(() => {
    let end: (() => void) | null = null;
    let here = true;
    const changed = (sheet: string) => set((before) => (before.assessment?.sheet === sheet ? { ...before, stale: true } : before));
    host.onChange(changed).then(
      (stop) => {
        if (here) end = stop;
        else stop();
      },
      (failure: unknown) => set((before) => ({ ...before, failure: assessor.explainFailure(failure, spoken.current) })),
    );
    return () => {
      here = false;
      turn.current += 1;
      end?.();
    };
  }, [assessor, host]);

  const acts = useMemo(
    () => ({
      run: async (register: Register, settings: RunSettings) => {
        const mine = ++turn.current;
        set({ ...idle, running: true });
        try {
          for await (const step of readLedger(host, register, settings)) {
            if (mine !== turn.current) return null;
            if (step.stage === 'done') {
              set({ ...idle, assessment: step.assessment });
              return step.assessment;
            }
            set((before) => ({ ...before, progress: step }));
            await breathe();
          }
        } catch (failure) {
          if (mine === turn.current) set({ ...idle, failure: assessor.explainFailure(failure, spoken.current) });
        }
        return null;
      },
      stop: () => {
        turn.current += 1;
        set(idle);
      },
    }),
    [assessor, host],
  );
  return { ...state, ...acts };
}

/** What a run of the pane's own ledger is asked with; null before its sheet and columns are settled. Columns and figures of another document do not count. */
export function ledgerSettings(pane: Pane, policy: string): RunSettings | null {
  const { sheet, choices, pack } = pane.state;
  if (sheet === null || !pane.readiness.canRun) return null;
  if (pack?.id !== policy) return { sheet, choices: { headerRow: null, columns: [] }, values: {}, shapes: {}, sources: {}, readings: {} };
  return { sheet, choices: choices[sheet] ?? { headerRow: null, columns: [] }, ...pane.parameters };
}
