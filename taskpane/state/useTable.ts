/** The workbook as the pane reads it before a run: its sheets, the policy's pack, the ledger's columns. */
import { useCallback, useEffect, useRef } from 'react';
import type { Pack } from '../../src/engine';
import type { Host } from '../../src/hosts/host';
import type { Assessor, PaneStorage } from '../model/ports';
import { noChoices, type ColumnChoices } from '../model/table';
import { choicesNow, noTexts } from './pane';
import { keys, readRemembered } from './remembered';
import { fittingSheet, knownSheet, usedSheets } from './sheets';
import { useSettled } from './useChanges';
import type { Live } from './useLive';
import type { Refuse } from './useRefusal';

/** How the table is looked at. */
interface Table {
  /** Looks at a sheet under these choices; what it finds replaces what is on show. */
  readonly look: (pack: Pack, sheet: string, choices: ColumnChoices) => Promise<void>;
  /** Loads a policy with what is remembered of it, finds its ledger and looks at it. */
  readonly open: (policy: string) => Promise<void>;
  /** Looks again once typing in the workbook rests, without a word of it, unless other work goes on by then. */
  readonly lookAgain: () => void;
}

interface TablePorts {
  readonly host: Host;
  readonly storage: PaneStorage;
  readonly assessor: Assessor;
}

/** Opens the chosen policy and looks at its ledger. */
export function useTable({ host, storage, assessor }: TablePorts, policy: string | null, { now, set }: Live, refuse: Refuse): Table {
  /** Only the newest of overlapping readings counts. */
  const newest = useRef(0);

  const read = useCallback(
    async (pack: Pack, sheet: string, choices: ColumnChoices, quietly: boolean) => {
      const turn = ++newest.current;
      if (!quietly) set({ activity: { kind: 'looking' } });
      try {
        const ledger = await assessor.look(host, pack, sheet, choices);
        if (turn !== newest.current) return;
        set(quietly ? { ledger } : { ledger, activity: { kind: 'idle' }, failure: null });
      } catch (failure) {
        if (turn !== newest.current) return;
        set({ ledger: null });
        refuse('look', failure);
      }
    },
    [assessor, host, refuse, set],
  );

  const look = useCallback((pack: Pack, sheet: string, choices: ColumnChoices) => read(pack, sheet, choices, false), [read]);

  const lookAgain = useSettled(() => {
    const state = now();
    if (state.sheet === null || state.pack === null || state.activity.kind !== 'idle') return;
    void read(state.pack, state.sheet, choicesNow(state), true);
  });

  const open = useCallback(
    async (id: string) => {
      const turn = ++newest.current;
      set({ activity: { kind: 'opening' }, failure: null });
      try {
        const [pack, sheets, text, welcomed] = await Promise.all([
          assessor.load(id),
          usedSheets(host),
          storage.load(keys.settings(id)),
          storage.load(keys.welcome),
        ]);
        if (turn !== newest.current) return;
        const remembered = readRemembered(text);
        const sheet = knownSheet(sheets, now().sheet ?? remembered?.sheet ?? null) ?? (await fittingSheet(host, assessor, pack, sheets));
        if (turn !== newest.current) return;
        const choices = remembered?.choices ?? {};
        set({
          pack,
          sheets,
          sheet,
          choices,
          typed: remembered ?? noTexts,
          ledger: null,
          welcome: welcomed === null,
          activity: { kind: 'idle' },
        });
        if (sheet !== null) await look(pack, sheet, choices[sheet] ?? noChoices);
      } catch (failure) {
        if (turn === newest.current) refuse('open', failure);
      }
    },
    [assessor, host, look, now, refuse, set, storage],
  );

  useEffect(() => {
    if (policy !== null) void open(policy);
  }, [open, policy]);

  return { look, open, lookAgain };
}
