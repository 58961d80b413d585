/** Writing new sheets: listed first, written whole or not at all, taken back. */
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Host, WrittenSheet } from '../../src/hosts/host';
import { planned } from '../model/writing';
import { words } from '../words/pane';
import { usedSheets, withFreeNames } from './sheets';
import type { Live } from './useLive';
import type { Refuse } from './useRefusal';

/** The officer called the writing off: nothing went wrong. */
class WritingCancelled extends Error {}

/** A writing from the question to its taking back. */
interface Writing {
  /** Shows what would be written of the results. */
  readonly ask: () => Promise<void>;
  /** Shows what a tool would write; a name already in use gets a number. */
  readonly offer: (sheets: readonly WrittenSheet[]) => Promise<void>;
  readonly dismiss: () => void;
  readonly write: () => Promise<void>;
  readonly cancel: () => void;
  readonly undo: () => Promise<void>;
  /** Whether a sheet is one of the pane's own writing, whose changes are no officer's. */
  readonly isOwn: (sheet: string) => boolean;
}

/** Writes to a workbook. */
export function useWriting(host: Host, { now, set }: Live, refuse: Refuse): Writing {
  const cancelled = useRef(false);
  const own = useRef<ReadonlySet<string>>(new Set());

  /** What the workbook remembers of the last writing can be undone, also after the pane was closed; of a writing that failed, what stayed. */
  const recall = useCallback(
    async (tried: readonly string[] | null) => {
      try {
        const written = await host.lastWriting();
        const ours = tried === null || written.some(({ sheet }) => tried.includes(sheet)) ? written : [];
        own.current = new Set(ours.map(({ sheet }) => sheet));
        if (ours.length > 0) set({ written: ours });
      } catch (failure) {
        // After a writing that failed, its failure is what counts.
        if (tried === null) refuse('open', failure);
      }
    },
    [host, refuse, set],
  );
  useEffect(() => void recall(null), [recall]);

  return useMemo<Writing>(() => {
    const ask = async () => {
      const { assessment, language } = now();
      if (assessment === null) return;
      try {
        set({ plan: await assessment.writePlan(language), offered: null, failure: null });
      } catch (failure) {
        refuse('write', failure);
      }
    };

    const offer = async (sheets: readonly WrittenSheet[]) => {
      try {
        const offered = withFreeNames(
          sheets,
          (await host.sheets()).map((sheet) => sheet.name),
        );
        set({ plan: offered.map(planned), offered, failure: null });
      } catch (failure) {
        refuse('write', failure);
      }
    };

    const write = async () => {
      const { assessment, language, offered, plan } = now();
      if (assessment === null && offered === null) return;
      own.current = new Set(plan?.map((sheet) => sheet.name) ?? []);
      cancelled.current = false;
      const total = plan?.reduce((sum, { rows }) => sum + (rows ?? 0), 0) ?? 0;
      set({ activity: { kind: 'writing', rows: 0, total, stopping: false }, failure: null, plan: null });
      try {
        const progress = (rows: number) => {
          // A host takes back what it wrote where its progress throws.
          if (cancelled.current) throw new WritingCancelled();
          set({ activity: { kind: 'writing', rows, total, stopping: false } });
        };
        const written = offered === null ? await assessment?.write(language, progress) : await host.write(offered, progress);
        if (written === undefined) return;
        const names = written.map((sheet) => sheet.sheet);
        own.current = new Set(names);
        const say = words[language];
        const sheets = await usedSheets(host);
        set({ written, offered: null, sheets, activity: { kind: 'idle' }, announcement: say.written(say.list(names)) });
      } catch (failure) {
        if (failure instanceof WritingCancelled) set({ activity: { kind: 'idle' }, announcement: words[language].writeCancelled });
        else refuse('write', failure);
        await recall([...own.current]);
      }
    };

    const undo = async () => {
      try {
        const undone = await host.undo();
        const sheets = await usedSheets(host);
        set(({ language }) => ({ written: null, sheets, announcement: undone ? words[language].undone : words[language].undoNothing }));
      } catch (failure) {
        refuse('write', failure);
      }
    };

    return {
      ask,
      offer,
      dismiss: () => set({ plan: null, offered: null }),
      write,
      cancel: () => {
        cancelled.current = true;
        set(({ activity }) => (activity.kind === 'writing' ? { activity: { ...activity, stopping: true } } : {}));
      },
      undo,
      isOwn: (sheet) => own.current.has(sheet),
    };
  }, [host, now, recall, refuse, set]);
}
