/** What the workbook remembers of the pane itself: the policy of last time, and what was read once. */
import { useCallback, useEffect } from 'react';
import type { Assessor, PaneStorage } from '../model/ports';
import type { Lack } from '../model/requirements';
import { keys, lacksText } from './remembered';
import type { Live } from './useLive';
import type { Refuse } from './useRefusal';

/** Keeps a text under a key; a failure is said, and the work goes on. */
export type Keep = (key: string, text: string) => void;

interface MemoryPorts {
  readonly storage: PaneStorage;
  readonly assessor: Assessor;
  readonly lacks: readonly Lack[];
}

/** Brings back the policy of last time, else the newest; says what this Excel lacks where that was not read yet. */
export function useMemory({ storage, assessor, lacks }: MemoryPorts, { set }: Live, refuse: Refuse): Keep {
  useEffect(() => {
    let here = true;
    const choose = (remembered: string | null) => {
      const chosen = assessor.policies.find((one) => one.id === remembered) ?? assessor.policies.at(-1);
      if (here) set({ policy: chosen?.id ?? null });
    };
    storage.load(keys.policy).then(choose, (failure: unknown) => {
      choose(null);
      refuse('remember', failure);
    });
    return () => {
      here = false;
    };
  }, [assessor, refuse, set, storage]);

  useEffect(() => {
    let here = true;
    const say = (told: string | null) => {
      if (here && told !== lacksText(lacks)) set({ lacks });
    };
    if (lacks.length > 0)
      storage.load(keys.lacks).then(say, (failure: unknown) => {
        say(null);
        refuse('remember', failure);
      });
    return () => {
      here = false;
    };
  }, [lacks, refuse, set, storage]);

  return useCallback(
    (key, text) => {
      storage.save(key, text).catch((failure: unknown) => refuse('remember', failure));
    },
    [refuse, storage],
  );
}
