/** A tool's own work over the ledger: asked for, shown while it goes on, stopped, and told when it is no longer that of the sheet. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Host } from '../../src/hosts/host';
import { breathe } from '../judging/breathe';
import type { Assessor } from '../model/ports';
import type { RunProgress } from '../model/run';
import type { Language } from '../words/pane';
import { useChanges } from './useChanges';

/** What came of a work, as its last step. */
interface Result {
  readonly stage: 'done';
}

/** How far a work is, or what came of it. */
export interface WorkState<Done> {
  readonly running: boolean;
  readonly progress: RunProgress | null;
  readonly done: Done | null;
  /** A sheet it was made from changed since. */
  readonly stale: boolean;
  readonly failure: string | null;
}

/** A work with its acts. */
export interface Work<Given extends readonly unknown[], Done> extends WorkState<Done> {
  /** Does it; null where it was stopped or went wrong. */
  readonly run: (...given: Given) => Promise<Done | null>;
  /** Stops it, and forgets what came of it. */
  readonly stop: () => void;
}

/** What every work stands on. */
export interface WorkPorts {
  readonly host: Host;
  readonly assessor: Assessor;
  readonly language: Language;
}

const idle: WorkState<never> = { running: false, progress: null, done: null, stale: false, failure: null };

/** Does the work whose steps `steps` gives; `sheetsOf` names the sheets it was made from. Both stay the same for the life of the tool. */
export function useWork<Given extends readonly unknown[], Done extends Result>(
  { host, assessor, language }: WorkPorts,
  steps: (host: Host, ...given: Given) => AsyncIterable<RunProgress | Done>,
  sheetsOf: (done: Done) => readonly string[],
): Work<Given, Done> {
  const [state, set] = useState<WorkState<Done>>(idle);
  /** A work is stopped by moving on. */
  const newest = useRef(0);
  const spoken = useRef(language);
  useEffect(() => {
    spoken.current = language;
  }, [language]);
  useEffect(
    () => () => {
      newest.current += 1;
    },
    [host],
  );

  useChanges(
    host,
    (sheet) => set((before) => (before.done !== null && sheetsOf(before.done).includes(sheet) ? { ...before, stale: true } : before)),
    (failure) => set((before) => ({ ...before, failure: assessor.explainFailure(failure, language) })),
  );

  const acts = useMemo(() => {
    const isDone = (step: RunProgress | Done): step is Done => step.stage === 'done';
    return {
      run: async (...given: Given) => {
        const turn = ++newest.current;
        set({ ...idle, running: true });
        try {
          for await (const step of steps(host, ...given)) {
            if (turn !== newest.current) return null;
            if (isDone(step)) {
              set({ ...idle, done: step });
              return step;
            }
            set((before) => ({ ...before, progress: step }));
            await breathe();
          }
        } catch (failure) {
          if (turn === newest.current) set({ ...idle, failure: assessor.explainFailure(failure, spoken.current) });
        }
        return null;
      },
      stop: () => {
        newest.current += 1;
        set(idle);
      },
    };
  }, [assessor, host, steps]);
  return { ...state, ...acts };
}
