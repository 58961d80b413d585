/** The run: asked for, shown while it goes on, called off. */
import { useCallback, useRef } from 'react';
import type { Host } from '../../src/hosts/host';
import { breathe } from '../judging/breathe';
import type { Assessor } from '../model/ports';
import type { RunProgress } from '../model/run';
import { countText } from '../words/numbers';
import { words } from '../words/pane';
import { canRun, choicesNow, parametersOf } from './pane';
import type { Live } from './useLive';
import type { Refuse } from './useRefusal';

/** A run shows how far it is this often, in ms: to draw every step would take a good part of its time. */
const progressPause = 100;

/** A run and its end. */
interface Run {
  readonly run: () => Promise<void>;
  readonly cancel: () => void;
  /** The table changed: what a run that reads now finds is out of date when it comes. */
  readonly touch: () => void;
}

/** Judges the ledger with the settings as they are when it is asked for. */
export function useRun(host: Host, assessor: Assessor, { now, set }: Live, refuse: Refuse): Run {
  /** A run is called off by moving on. */
  const newest = useRef(0);
  const touched = useRef(false);

  const run = useCallback(async () => {
    const { pack, sheet, ledger, typed } = now();
    if (pack === null || sheet === null || !canRun(ledger)) return;
    const settings = { sheet, choices: choicesNow(now()), ...parametersOf(typed, ledger) };
    const turn = ++newest.current;
    touched.current = false;
    set({ activity: { kind: 'running', progress: null }, failure: null, opened: null });
    let stage: RunProgress['stage'] | null = null;
    let drawn = 0;
    try {
      for await (const step of assessor.run(host, pack, settings)) {
        if (turn !== newest.current) return;
        if (step.stage === 'done') {
          const { assessment } = step;
          set(({ language }) => ({
            assessment,
            stale: touched.current,
            written: null,
            activity: { kind: 'idle' },
            step: 'results',
            group: 'all',
            search: '',
            announcement: words[language].runDone(countText(assessment.count), countText(assessment.problemCount)),
          }));
          return;
        }
        const time = performance.now();
        if (step.stage !== stage || time - drawn >= progressPause) {
          stage = step.stage;
          drawn = time;
          set({ activity: { kind: 'running', progress: step } });
        }
        await breathe();
      }
    } catch (failure) {
      if (turn === newest.current) refuse('run', failure);
    }
  }, [assessor, host, now, refuse, set]);

  const cancel = useCallback(() => {
    newest.current += 1;
    set(({ language }) => ({ activity: { kind: 'idle' }, announcement: words[language].runCancelled }));
  }, [set]);

  const touch = useCallback(() => {
    touched.current = true;
  }, []);

  return { run, cancel, touch };
}
