/** The pane over a workbook, a memory and an assessor: all state, and all acts of an officer. */
import { useMemo } from 'react';
import { loadWords } from '../../src/explain';
import type { Host, WrittenSheet } from '../../src/hosts/host';
import type { EnterpriseGroup } from '../model/answers';
import type { ParameterCheck, ParameterTexts } from '../model/parameters';
import type { Assessor, PaneStorage } from '../model/ports';
import type { Lack } from '../model/requirements';
import type { ShapeDraft } from '../model/shapes';
import { noChoices, type ColumnChoices } from '../model/table';
import type { Language } from '../words/pane';
import { withColumn, withHeaderRow, withInputColumn, withUnit } from './corrections';
import { checkerOf, choicesNow, parametersOf, readinessOf, selectedColumns, type PaneState, type Readiness, type Step } from './pane';
import { keys, lacksText, rememberedText } from './remembered';
import { useChanges } from './useChanges';
import { useLive } from './useLive';
import { useMemory } from './useMemory';
import { useRefusal } from './useRefusal';
import { useRun } from './useRun';
import { useTable } from './useTable';
import { useWriting } from './useWriting';

/** What `usePane` gives the panels: the state, what follows from it, and the acts. */
export interface Pane {
  readonly state: PaneState;
  /** Typed texts over those of the 参数 sheet. */
  readonly parameters: ParameterTexts;
  readonly checks: Readonly<Record<string, ParameterCheck>>;
  /** What stands between the officer and a full answer. */
  readonly readiness: Readiness;
  /** Indices of the enterprises of the open list. */
  readonly listed: Int32Array;
  readonly acts: PaneActs;
}

/** What an officer can do. */
interface PaneActs {
  readonly goTo: (step: Step) => void;
  readonly dismissWelcome: () => void;
  readonly dismissLacks: () => void;
  readonly setLanguage: (language: Language) => void;
  readonly choosePolicy: (id: string) => void;
  readonly chooseSheet: (name: string) => void;
  /** One-based row as Excel numbers it; null goes back to finding it. */
  readonly chooseHeaderRow: (row: number | null) => void;
  /** Column → input id, or `ignore`; null forgets the correction. */
  readonly chooseColumn: (column: number, input: string | null) => void;
  /** Gives an input this column and takes it from any other; null: the input has none. */
  readonly chooseInputColumn: (input: string, column: number | null) => void;
  readonly chooseUnit: (column: number, unit: string) => void;
  readonly setParameter: (name: string, text: string) => void;
  /** How a figure is worked out where it is more than one number. */
  readonly setShape: (name: string, draft: ShapeDraft) => void;
  readonly setSource: (name: string, text: string) => void;
  readonly setReading: (id: string, option: string) => void;
  readonly reload: () => void;
  readonly run: () => void;
  readonly cancel: () => void;
  readonly showGroup: (group: EnterpriseGroup) => void;
  readonly searchFor: (text: string) => void;
  readonly openEnterprise: (index: number) => void;
  readonly closeEnterprise: () => void;
  /** Shows and selects a row or a cell in the sheet. */
  readonly select: (sheet: string, row: number, column: number | null) => void;
  /** Shows what would be written. */
  readonly askToWrite: () => void;
  /** Shows what a tool would write; a name already in use gets a number. */
  readonly offer: (sheets: readonly WrittenSheet[]) => void;
  readonly dismissWrite: () => void;
  readonly write: () => void;
  readonly undo: () => void;
  readonly dismissFailure: () => void;
}

/** What the hook stands on. */
interface PanePorts {
  readonly host: Host;
  readonly storage: PaneStorage;
  readonly assessor: Assessor;
  readonly language: Language;
  /** What this Excel lacks. */
  readonly lacks?: readonly Lack[];
}

const nothing: readonly Lack[] = [];

/** Holds the pane's state over a workbook, a memory and an assessor. */
export function usePane({ host, storage, assessor, language, lacks = nothing }: PanePorts): Pane {
  const [state, live] = useLive(language);
  const { policy, pack, typed, ledger, assessment, group, search } = state;
  const refuse = useRefusal(assessor, live);
  const keep = useMemory({ host, storage, assessor, lacks }, live, refuse);
  const { look, open, lookAgain } = useTable({ host, storage, assessor }, policy, live, refuse);
  const writing = useWriting(host, live, refuse);
  const { run, cancel, touch } = useRun(host, assessor, live, refuse);

  useChanges(
    host,
    (sheet) => {
      if (writing.isOwn(sheet)) return;
      touch();
      live.set((before) => (before.assessment === null ? {} : { stale: true }));
      lookAgain();
    },
    (failure) => refuse('open', failure),
  );

  const parameters = useMemo(() => parametersOf(typed, ledger), [typed, ledger]);
  const checker = useMemo(() => (pack === null ? null : checkerOf(assessor, pack)), [assessor, pack]);
  const checks = useMemo(() => checker?.(parameters) ?? {}, [checker, parameters]);
  const readiness = useMemo(() => readinessOf(ledger, pack, checks), [checks, ledger, pack]);
  const listed = useMemo(() => assessment?.find(group, search) ?? new Int32Array(), [assessment, group, search]);

  const acts = useMemo<PaneActs>(() => {
    const { now, set } = live;

    /** Changes a setting: remembered, and the results on show are no longer those of the settings. */
    const setting = (by: Partial<PaneState>) => {
      set((before) => ({ ...by, stale: before.assessment !== null }));
      const next = now();
      if (next.pack !== null) keep(keys.settings(next.pack.id), rememberedText(next));
    };
    const typing = (by: (before: ParameterTexts) => Partial<ParameterTexts>) => {
      const before = now().typed;
      setting({ typed: { ...before, ...by(before) } });
    };
    const correct = (choice: ColumnChoices) => {
      const { pack: current, sheet, choices } = now();
      if (current === null || sheet === null) return;
      setting({ choices: { ...choices, [sheet]: choice } });
      void look(current, sheet, choice);
    };
    const select = (sheet: string, row: number, column: number, width: number) => {
      host.select(sheet, row, column, 1, width).catch((failure: unknown) => refuse('select', failure));
    };

    return {
      goTo: (step) => set({ step }),
      dismissWelcome: () => {
        set({ welcome: false });
        keep(keys.welcome, '1');
      },
      dismissLacks: () => {
        set({ lacks: nothing });
        keep(keys.lacks, lacksText(lacks));
      },
      setLanguage: (next) => {
        loadWords(next).then(
          () => set({ language: next }),
          (failure: unknown) => refuse('remember', failure),
        );
      },
      choosePolicy: (id) => {
        keep(keys.policy, id);
        set({ policy: id, pack: null, ledger: null, assessment: null, stale: false, opened: null, written: null });
      },
      chooseSheet: (name) => {
        setting({ sheet: name, ledger: null });
        const { pack: current, choices } = now();
        if (current !== null) void look(current, name, choices[name] ?? noChoices);
      },
      chooseHeaderRow: (row) => correct(withHeaderRow(row)),
      chooseColumn: (column, input) => correct(withColumn(choicesNow(now()), now().ledger, column, input)),
      chooseInputColumn: (input, column) => correct(withInputColumn(choicesNow(now()), now().ledger, input, column)),
      chooseUnit: (column, unit) => correct(withUnit(choicesNow(now()), now().ledger, column, unit)),
      setParameter: (name, text) => typing(({ values }) => ({ values: { ...values, [name]: text } })),
      setShape: (name, draft) => typing(({ shapes }) => ({ shapes: { ...shapes, [name]: draft } })),
      setSource: (name, text) => typing(({ sources }) => ({ sources: { ...sources, [name]: text } })),
      setReading: (id, option) => typing(({ readings }) => ({ readings: { ...readings, [id]: option } })),
      reload: () => {
        const { policy: chosen } = now();
        if (chosen !== null) void open(chosen);
      },
      run: () => void run(),
      cancel: () => (now().activity.kind === 'writing' ? writing.cancel() : cancel()),
      showGroup: (next) => set({ group: next }),
      searchFor: (text) => set({ search: text }),
      openEnterprise: (index) => {
        const results = now().assessment;
        if (results === null) return;
        set({ opened: index });
        const { sheet, row } = results.line(index);
        select(sheet, row, 0, selectedColumns(now()));
      },
      closeEnterprise: () => set({ opened: null }),
      select: (sheet, row, column) => select(sheet, row, column ?? 0, column === null ? selectedColumns(now()) : 1),
      askToWrite: () => void writing.ask(),
      offer: (sheets) => void writing.offer(sheets),
      dismissWrite: writing.dismiss,
      write: () => void writing.write(),
      undo: () => void writing.undo(),
      dismissFailure: () => set({ failure: null }),
    };
  }, [cancel, host, keep, lacks, live, look, open, refuse, run, writing]);

  return { state, parameters, checks, readiness, listed, acts };
}
