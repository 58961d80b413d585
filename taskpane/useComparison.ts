/** A comparison of the ledger: asked for, shown while it goes on, stopped, and told when it is no longer that of the sheet. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Pack } from '../src/engine';
import type { Host } from '../src/hosts/host';
import { breathe } from './breathe';
import { runComparison, type Chosen, type Compared } from './comparing';
import type { Assessor, RunProgress, RunSettings } from './model';
import type { Language } from './words';

/** How far a comparison is, or what came of it. */
export interface ComparisonState {
  readonly running: boolean;
  readonly progress: RunProgress | null;
  readonly compared: Compared | null;
  /** The ledger changed since. */
  readonly stale: boolean;
  readonly failure: string | null;
}

/** A comparison with its acts. */
export interface ComparisonRun extends ComparisonState {
  readonly run: (pack: Pack, settings: RunSettings, chosen: Chosen) => Promise<void>;
  /** Stops a comparison, and forgets what came of one. */
  readonly stop: () => void;
}

const idle: ComparisonState = { running: false, progress: null, compared: null, stale: false, failure: null };

/** Compares a ledger for the pane. */
export function useComparison(host: Host, assessor: Assessor, language: Language): ComparisonRun {
  const [state, set] = useState<ComparisonState>(idle);
  const turn = useRef(0);
  const spoken = useRef(language);
  useEffect(() => {
    spoken.current = language;
  }, [language]);

  useEffect(() => {
    let end: (() => void) | null = null;
    let here = true;
    const changed = (sheet: string) =>
      set((before) => (before.compared?.comparison.a.sheet === sheet ? { ...before, stale: true } : before));
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
      run: async (pack: Pack, settings: RunSettings, chosen: Chosen) => {
        const mine = ++turn.current;
        set({ ...idle, running: true });
        try {
          for await (const step of runComparison(host, pack, settings, chosen)) {
            if (mine !== turn.current) return;
            if (step.stage === 'done') set({ ...idle, compared: step });
            else set((before) => ({ ...before, progress: step }));
            await breathe();
          }
        } catch (failure) {
          if (mine === turn.current) set({ ...idle, failure: assessor.explainFailure(failure, spoken.current) });
        }
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
