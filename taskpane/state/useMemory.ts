/** What the workbook remembers of the pane itself: the policy of last time, and what was read once. */
import { useCallback, useEffect } from 'react';
import type { Host } from '../../src/hosts/host';
import type { Assessor, PaneStorage } from '../model/ports';
import type { Lack } from '../model/requirements';
import { keys, lacksText } from './remembered';
import type { Live } from './useLive';
import type { Refuse } from './useRefusal';

/** Keeps a text under a key; a failure is said, and the work goes on. */
type Keep = (key: string, text: string) => void;

interface MemoryPorts {
  readonly host: Host;
  readonly storage: PaneStorage;
  readonly assessor: Assessor;
  readonly lacks: readonly Lack[];
}

/**
 * Brings back the policy of last time; else that of which the workbook's file says it is (the subject of a template: `2020h2 1.0.0`); else the
 * newest. Says what this Excel lacks where that was not read yet.
 */
export function useMemory({ host, storage, assessor, lacks }: MemoryPorts, { set }: Live, refuse: Refuse): Keep {
  useEffect(() => {
    let here = true;
    const known = (id: string | undefined | null): string | undefined => assessor.policies.find((one) => one.id === id)?.id;
    const subject = async (): Promise<string | null> => (await host.subject?.()) ?? null;
    void Promise.allSettled([storage.load(keys.policy), subject()]).then(([remembered, said]) => {
      if (!here) return;
      const ofFile = said.status === 'fulfilled' ? said.value?.split(' ')[0] : null;
      const ofLastTime = remembered.status === 'fulfilled' ? remembered.value : null;
      set({ policy: known(ofLastTime) ?? known(ofFile) ?? assessor.policies.at(-1)?.id ?? null });
      if (remembered.status === 'rejected') refuse('remember', remembered.reason);
      if (said.status === 'rejected') refuse('open', said.reason);
    });
    return () => {
      here = false;
    };
  }, [assessor, host, refuse, set, storage]);

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
