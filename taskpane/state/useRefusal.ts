/** What could not be done, said in words. */
import { useCallback } from 'react';
import type { Assessor } from '../model/ports';
import type { Failure } from './pane';
import type { Live } from './useLive';

/** Says that something could not be done, and why. */
export type Refuse = (during: Failure['during'], failure: unknown) => void;

/** Shows and announces a failure; what was going on has ended with it. */
export function useRefusal(assessor: Assessor, { now, set }: Live): Refuse {
  return useCallback(
    (during, failure) => {
      const text = assessor.explainFailure(failure, now().language);
      // Looking at a cell and remembering a choice go on beside other work.
      const beside = during === 'select' || during === 'remember';
      set({ ...(beside ? {} : { activity: { kind: 'idle' } }), failure: { during, text }, announcement: text });
    },
    [assessor, now, set],
  );
}
