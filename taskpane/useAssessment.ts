/** The one place that holds the pane's state: what was chosen, what was read, what came out, and what may be done next. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'react';
import type { Pack } from '../src/engine';
import { loadWords } from '../src/explain';
import type { Host, SheetInfo, Written, WrittenSheet } from '../src/hosts/host';
import { breathe } from './breathe';
import type {
  Assessor,
  ColumnChoice,
  ColumnChoices,
  EnterpriseGroup,
  LedgerView,
  PaneAssessment,
  PaneStorage,
  ParameterCheck,
  ParameterTexts,
  Remembered,
  RunProgress,
  ShapeDraft,
  WritePlanSheet,
} from './model';
import { countText } from './numbers';
import type { Lack } from './requirements';
import { isShapeDraft } from './shapes';
import { words, type Language } from './words';

/** The pane's tabs, in the order of the work. */
export type Step = 'ledger' | 'parameters' | 'results' | 'problems' | 'more';

/** What is going on in the background. */
export type Activity =
  | { readonly kind: 'idle' | 'opening' | 'looking' }
  | { readonly kind: 'running'; readonly progress: RunProgress | null }
  | { readonly kind: 'writing'; readonly rows: number; readonly total: number; readonly stopping: boolean };

/** Something that could not be done, in words. */
export interface Failure {
  readonly during: 'open' | 'look' | 'run' | 'write' | 'select' | 'remember';
  readonly text: string;
}

/** Everything the panels read. */
export interface PaneState {
  readonly language: Language;
  readonly step: Step;
  readonly welcome: boolean;
  /** What this Excel lacks, until the officer has read it once. */
  readonly lacks: readonly Lack[];
  /** Id of the chosen policy; its pack once it is loaded. */
  readonly policy: string | null;
  readonly pack: Pack | null;
  /** Sheets of the workbook with something on them. */
  readonly sheets: readonly SheetInfo[];
  readonly sheet: string | null;
  readonly choices: Readonly<Record<string, ColumnChoices>>;
  readonly ledger: LedgerView | null;
  /** What the officer typed; the workbook's 参数 sheet stands behind it. */
  readonly typed: ParameterTexts;
  readonly activity: Activity;
  readonly failure: Failure | null;
  readonly assessment: PaneAssessment | null;
  /** The table or a setting changed after the run. */
  readonly stale: boolean;
  readonly group: EnterpriseGroup;
  readonly search: string;
  /** The enterprise whose detail is open. */
  readonly opened: number | null;
  /** The sheets that would be written, while the officer is asked. */
  readonly plan: readonly WritePlanSheet[] | null;
  /** The sheets of a tool that are asked about; null: the results are. */
  readonly offered: readonly WrittenSheet[] | null;
  /** Sheets of the last writing, until it is undone. */
  readonly written: readonly Written[] | null;
  /** Said aloud by screen readers. */
  readonly announcement: string;
}

type Change = Partial<PaneState> | ((state: PaneState) => Partial<PaneState>);

const noTexts: ParameterTexts = { values: {}, shapes: {}, sources: {}, readings: {} };
const noChoices: ColumnChoices = { headerRow: null, columns: [] };

function change(state: PaneState, by: Change): PaneState {
  return { ...state, ...(typeof by === 'function' ? by(state) : by) };
}

/** The sheet an officer worked on before, or one called 台账; null where neither is there. */
function knownSheet(sheets: readonly SheetInfo[], remembered: string | null): string | null {
  const found = sheets.find((sheet) => sheet.name === remembered) ?? sheets.find((sheet) => !sheet.hidden && sheet.name.includes('台账'));
  return found?.name ?? null;
}

/** So many sheets are looked at for the one that holds the ledger. */
const mostSheets = 20;

/** The visible sheet whose header names most inputs, the first one on a tie; null in an empty workbook. */
async function fittingSheet(
  ports: Pick<AssessmentPorts, 'host' | 'assessor'>,
  pack: Pack,
  sheets: readonly SheetInfo[],
): Promise<string | null> {
  const visible = sheets.filter((sheet) => !sheet.hidden).slice(0, mostSheets);
  let best: { name: string; found: number } | null = null;
  for (const { name } of visible) {
    const { inputs } = await ports.assessor.look(ports.host, pack, name, noChoices);
    const found = inputs.filter((match) => match.column !== null).length;
    if (best === null || found > best.found) best = { name, found };
  }
  return best?.name ?? sheets[0]?.name ?? null;
}

function isRecordOfTexts(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}

function isColumnChoice(value: unknown): value is ColumnChoice {
  if (typeof value !== 'object' || value === null) return false;
  const { column, header, input, unit } = value as Record<string, unknown>;
  return (
    typeof column === 'number' &&
    typeof header === 'string' &&
    (input === null || typeof input === 'string') &&
    (unit === null || typeof unit === 'string')
  );
}

/** Reads what was remembered; text from elsewhere or of another form is not used. */
function readRemembered(text: string | null): Remembered | null {
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // not ours: the officer starts afresh
  }
  if (typeof value !== 'object' || value === null) return null;
  const { sheet, choices, values, shapes, sources, readings } = value as Record<string, unknown>;
  if (!isRecordOfTexts(values) || !isRecordOfTexts(sources) || !isRecordOfTexts(readings)) return null;
  if (typeof choices !== 'object' || choices === null) return null;
  const kept: Record<string, ColumnChoices> = {};
  for (const [name, choice] of Object.entries(choices)) {
    if (typeof choice !== 'object' || choice === null) continue;
    const { headerRow, columns } = choice as Record<string, unknown>;
    if (!Array.isArray(columns)) continue;
    kept[name] = { headerRow: typeof headerRow === 'number' ? headerRow : null, columns: columns.filter(isColumnChoice) };
  }
  const drafts = Object.entries(typeof shapes === 'object' && shapes !== null ? shapes : {}).filter(
    (entry): entry is [string, ShapeDraft] => isShapeDraft(entry[1]),
  );
  return { sheet: typeof sheet === 'string' ? sheet : null, choices: kept, values, shapes: Object.fromEntries(drafts), sources, readings };
}

const storageKey = (policy: string) => `huiqi.${policy}`;
const policyKey = 'huiqi.policy';
const welcomeKey = 'huiqi.welcome';
/** Holds what was said, so that another Excel, which lacks something else, says its own. */
const lacksKey = 'huiqi.lacks';
const nothing: readonly Lack[] = [];

/** Typing goes on for a while; the table is looked at again when it rests. */
const settleTime = 400;

/** A run shows how far it is this often, in ms: to draw every step would take a good part of its time. */
const progressPause = 100;

/** The officer called the writing off: nothing went wrong. */
class WritingCancelled extends Error {}

/** What `useAssessment` gives the panels: the state, what follows from it, and the acts. */
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

/** Questions block a run; open columns and parameters only leave answers open. */
export interface Readiness {
  readonly canRun: boolean;
  readonly questions: number;
  readonly missingColumns: number;
  readonly unsetParameters: number;
  readonly wrongParameters: number;
}

/** What an officer can do. */
export interface PaneActs {
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
export interface AssessmentPorts {
  readonly host: Host;
  readonly storage: PaneStorage;
  readonly assessor: Assessor;
  readonly language: Language;
  /** What this Excel lacks. */
  readonly lacks?: readonly Lack[];
}

/** Holds the pane's state over a workbook, a memory and an assessor. */
export function useAssessment({ host, storage, assessor, language, lacks = nothing }: AssessmentPorts): Pane {
  const [state, set] = useReducer(change, null, (): PaneState => ({
    language,
    step: 'ledger',
    welcome: false,
    lacks: nothing,
    policy: null,
    pack: null,
    sheets: [],
    sheet: null,
    choices: {},
    ledger: null,
    typed: noTexts,
    activity: { kind: 'opening' },
    failure: null,
    assessment: null,
    stale: false,
    group: 'all',
    search: '',
    opened: null,
    plan: null,
    offered: null,
    written: null,
    announcement: '',
  }));
  useEffect(() => set({ language }), [language]);

  /** The state as it is now, for acts that go on after a wait. */
  const now = useRef(state);
  useLayoutEffect(() => {
    now.current = state;
  }, [state]);
  /** Only the newest of overlapping readings counts; a run is cancelled by moving on. */
  const lookTurn = useRef(0);
  const runTurn = useRef(0);
  const writingCancelled = useRef(false);
  /** An edit while a run reads: its results are out of date when they come. */
  const changedInRun = useRef(false);
  const ownSheets = useRef<ReadonlySet<string>>(new Set());

  const refuse = useCallback(
    (during: Failure['during'], failure: unknown) => {
      const text = assessor.explainFailure(failure, now.current.language);
      // Looking at a cell and remembering a choice go on beside other work.
      const beside = during === 'select' || during === 'remember';
      set({ ...(beside ? {} : { activity: { kind: 'idle' } }), failure: { during, text }, announcement: text });
    },
    [assessor],
  );

  const look = useCallback(
    async (pack: Pack, sheet: string, choices: ColumnChoices, quietly = false) => {
      const turn = ++lookTurn.current;
      if (!quietly) set({ activity: { kind: 'looking' } });
      try {
        const ledger = await assessor.look(host, pack, sheet, choices);
        if (turn !== lookTurn.current) return;
        set(quietly ? { ledger } : { ledger, activity: { kind: 'idle' }, failure: null });
      } catch (failure) {
        if (turn === lookTurn.current) {
          set({ ledger: null });
          refuse('look', failure);
        }
      }
    },
    [assessor, host, refuse],
  );

  const open = useCallback(
    async (policy: string) => {
      const turn = ++lookTurn.current;
      set({ activity: { kind: 'opening' }, failure: null });
      try {
        const [pack, sheets, text, welcomed] = await Promise.all([
          assessor.load(policy),
          usedSheets(host),
          storage.load(storageKey(policy)),
          storage.load(welcomeKey),
        ]);
        if (turn !== lookTurn.current) return;
        const remembered = readRemembered(text);
        const sheet =
          knownSheet(sheets, now.current.sheet ?? remembered?.sheet ?? null) ?? (await fittingSheet({ host, assessor }, pack, sheets));
        if (turn !== lookTurn.current) return;
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
        if (turn === lookTurn.current) refuse('open', failure);
      }
    },
    [assessor, host, look, refuse, storage],
  );

  /** What the workbook remembers of the last writing can be undone, also after the pane was closed; of a writing that failed, what stayed. */
  const recallWriting = useCallback(
    async (tried: readonly string[] | null) => {
      try {
        const written = await host.lastWriting();
        const ours = tried === null || written.some(({ sheet }) => tried.includes(sheet)) ? written : [];
        ownSheets.current = new Set(ours.map(({ sheet }) => sheet));
        if (ours.length > 0) set({ written: ours });
      } catch (failure) {
        // After a writing that failed, its failure is what counts.
        if (tried === null) refuse('open', failure);
      }
    },
    [host, refuse],
  );
  useEffect(() => void recallWriting(null), [recallWriting]);

  // The policy of last time, else the newest.
  useEffect(() => {
    let here = true;
    const choose = (remembered: string | null) => {
      const chosen = assessor.policies.find((one) => one.id === remembered) ?? assessor.policies.at(-1);
      if (here) set({ policy: chosen?.id ?? null });
    };
    storage.load(policyKey).then(choose, (failure: unknown) => {
      choose(null);
      refuse('remember', failure);
    });
    return () => {
      here = false;
    };
  }, [assessor, refuse, storage]);

  useEffect(() => {
    let here = true;
    const say = (told: string | null) => {
      if (here && told !== lacks.join(' ')) set({ lacks });
    };
    if (lacks.length > 0)
      storage.load(lacksKey).then(say, (failure: unknown) => {
        say(null);
        refuse('remember', failure);
      });
    return () => {
      here = false;
    };
  }, [lacks, refuse, storage]);

  const { policy, pack } = state;
  useEffect(() => {
    if (policy !== null) void open(policy);
  }, [open, policy]);

  const remember = useCallback(
    (next: PaneState) => {
      if (next.pack === null) return;
      const { sheet, choices, typed } = next;
      const { values, shapes, sources, readings } = typed;
      const kept: Remembered = { sheet, choices, values, shapes, sources, readings };
      storage.save(storageKey(next.pack.id), JSON.stringify(kept)).catch((failure: unknown) => refuse('remember', failure));
    },
    [refuse, storage],
  );

  useEffect(() => {
    let stopped = false;
    let stop: (() => void) | null = null;
    let pending: ReturnType<typeof setTimeout> | undefined;
    const changed = (name: string) => {
      if (ownSheets.current.has(name)) return;
      const { assessment, pack: current, sheet, choices, activity } = now.current;
      changedInRun.current = true;
      if (assessment !== null) set({ stale: true });
      if (sheet === null || current === null || activity.kind !== 'idle') return;
      clearTimeout(pending);
      pending = setTimeout(() => void look(current, sheet, choices[sheet] ?? noChoices, true), settleTime);
    };
    host.onChange(changed).then(
      (end) => {
        if (stopped) end();
        else stop = end;
      },
      (failure: unknown) => refuse('open', failure),
    );
    return () => {
      stopped = true;
      clearTimeout(pending);
      stop?.();
    };
  }, [host, look, refuse]);

  const { typed, ledger } = state;
  const parameters = useMemo<ParameterTexts>(() => {
    const sheet = ledger?.parameterSheet ?? noTexts;
    // A figure typed here stands in place of a table of the sheet.
    const tables = Object.entries(sheet.shapes).filter(([name]) => (typed.values[name] ?? '').trim() === '');
    return {
      values: { ...sheet.values, ...typed.values },
      shapes: { ...Object.fromEntries(tables), ...typed.shapes },
      sources: { ...sheet.sources, ...typed.sources },
      readings: { ...sheet.readings, ...typed.readings },
    };
  }, [typed, ledger]);

  const checks = useMemo(() => {
    const found: Record<string, ParameterCheck> = {};
    if (pack !== null)
      for (const name of Object.keys(pack.parameters)) {
        const draft = parameters.shapes[name];
        found[name] =
          draft?.isUsed === true
            ? assessor.checkShape(pack, name, draft)
            : assessor.checkParameter(pack, name, parameters.values[name] ?? '');
      }
    return found;
  }, [assessor, pack, parameters]);

  const readiness = useMemo<Readiness>(() => {
    const questions = ledger?.questions.length ?? 0;
    const required = Object.entries(pack?.parameters ?? {}).filter(
      ([name, parameter]) => parameter.required && ledger?.parameterColumns[name] === undefined,
    );
    const states = Object.values(checks).map((check) => check.state);
    const asked = new Set(ledger === null ? [] : askedInputs(ledger));
    return {
      canRun: ledger !== null && ledger.headerRow !== null && questions === 0,
      questions,
      missingColumns: ledger?.inputs.filter((match) => match.column === null && !asked.has(match.input)).length ?? 0,
      unsetParameters: required.filter(([name]) => checks[name]?.state === 'unset').length,
      wrongParameters: states.filter((check) => check === 'outside' || check === 'unreadable' || check === 'faulty').length,
    };
  }, [checks, ledger, pack]);

  const { assessment, group, search } = state;
  const listed = useMemo(() => assessment?.find(group, search) ?? new Int32Array(), [assessment, group, search]);

  const latest = useRef({ parameters, readiness });
  useLayoutEffect(() => {
    latest.current = { parameters, readiness };
  }, [parameters, readiness]);

  const acts = useMemo<PaneActs>(() => {
    /** Changes a setting: remembered, and the results on show are no longer those of the settings. */
    const setting = (by: Partial<PaneState>) => {
      const next = { ...now.current, ...by };
      now.current = next;
      set({ ...by, stale: next.assessment !== null });
      remember(next);
      return next;
    };
    const choose = (choice: ColumnChoices) => {
      const { pack: current, sheet, choices } = now.current;
      if (current === null || sheet === null) return;
      setting({ choices: { ...choices, [sheet]: choice } });
      void look(current, sheet, choice);
    };
    const chosen = (): ColumnChoices => {
      const { sheet, choices } = now.current;
      return (sheet === null ? undefined : choices[sheet]) ?? noChoices;
    };

    const word = (column: number, input: string | null): ColumnChoice => ({
      column,
      header: now.current.ledger?.columns.find((one) => one.index === column)?.header ?? '',
      input,
      unit: null,
    });

    const run = async () => {
      const { pack: current, sheet } = now.current;
      if (current === null || sheet === null || !latest.current.readiness.canRun) return;
      const turn = ++runTurn.current;
      changedInRun.current = false;
      set({ activity: { kind: 'running', progress: null }, failure: null, opened: null });
      let stage: RunProgress['stage'] | null = null;
      let drawn = 0;
      try {
        for await (const step of assessor.run(host, current, { sheet, choices: chosen(), ...latest.current.parameters })) {
          if (turn !== runTurn.current) return;
          if (step.stage === 'done') {
            const done = step.assessment;
            const said = words[now.current.language].runDone(countText(done.count), countText(done.problemCount));
            set({
              assessment: done,
              stale: changedInRun.current,
              written: null,
              activity: { kind: 'idle' },
              step: 'results',
              group: 'all',
              search: '',
              announcement: said,
            });
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
        if (turn === runTurn.current) refuse('run', failure);
      }
    };

    const write = async () => {
      const { assessment: results, language: spoken, offered } = now.current;
      if (results === null && offered === null) return;
      ownSheets.current = new Set(now.current.plan?.map((sheet) => sheet.name) ?? []);
      writingCancelled.current = false;
      const total = now.current.plan?.reduce((sum, { rows }) => sum + (rows ?? 0), 0) ?? 0;
      set({ activity: { kind: 'writing', rows: 0, total, stopping: false }, failure: null, plan: null });
      try {
        const progress = (rows: number) => {
          // A host takes back what it wrote where its progress throws.
          if (writingCancelled.current) throw new WritingCancelled();
          set({ activity: { kind: 'writing', rows, total, stopping: false } });
        };
        const written = offered === null ? await results?.write(spoken, progress) : await host.write(offered, progress);
        if (written === undefined) return;
        ownSheets.current = new Set(written.map((sheet) => sheet.sheet));
        set({
          written,
          offered: null,
          sheets: await usedSheets(host),
          activity: { kind: 'idle' },
          announcement: words[spoken].written(words[spoken].list(written.map((sheet) => sheet.sheet))),
        });
      } catch (failure) {
        if (failure instanceof WritingCancelled) set({ activity: { kind: 'idle' }, announcement: words[spoken].writeCancelled });
        else refuse('write', failure);
        await recallWriting([...ownSheets.current]);
      }
    };

    const askToWrite = async () => {
      const { assessment: results, language: spoken } = now.current;
      if (results === null) return;
      try {
        set({ plan: await results.writePlan(spoken), offered: null, failure: null });
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

    const undo = async () => {
      try {
        const undone = await host.undo();
        const { undone: said, undoNothing } = words[now.current.language];
        set({ written: null, sheets: await usedSheets(host), announcement: undone ? said : undoNothing });
      } catch (failure) {
        refuse('write', failure);
      }
    };

    return {
      goTo: (step) => set({ step }),
      dismissWelcome: () => {
        set({ welcome: false });
        storage.save(welcomeKey, '1').catch((failure: unknown) => refuse('remember', failure));
      },
      dismissLacks: () => {
        set({ lacks: nothing });
        storage.save(lacksKey, lacks.join(' ')).catch((failure: unknown) => refuse('remember', failure));
      },
      setLanguage: (next) => {
        loadWords(next).then(
          () => set({ language: next }),
          (failure: unknown) => refuse('remember', failure),
        );
      },
      choosePolicy: (id) => {
        storage.save(policyKey, id).catch((failure: unknown) => refuse('remember', failure));
        set({ policy: id, pack: null, ledger: null, assessment: null, stale: false, opened: null, written: null });
      },
      chooseSheet: (name) => {
        const next = setting({ sheet: name, ledger: null });
        if (next.pack !== null) void look(next.pack, name, next.choices[name] ?? noChoices);
      },
      chooseHeaderRow: (row) => choose({ headerRow: row === null ? null : row - 1, columns: [] }),
      chooseColumn: (column, input) => {
        const others = chosen().columns.filter((choice) => choice.column !== column);
        choose({ ...chosen(), columns: input === null ? others : [...others, word(column, input)] });
      },
      chooseInputColumn: (input, column) => {
        const { ledger: table } = now.current;
        const asked = table?.questions.find((question) => question.kind === 'input' && question.input.id === input);
        const held = table?.inputs.find((match) => match.input === input)?.column ?? null;
        // Columns that would be taken for it again are set aside by name.
        const aside = [...(asked?.kind === 'input' ? asked.columns : []), ...(held === null ? [] : [held])].filter(
          (other) => other !== column,
        );
        const others = chosen().columns.filter(
          (choice) => choice.input !== input && choice.column !== column && !aside.includes(choice.column),
        );
        const taken = column === null ? [] : [word(column, input)];
        choose({ ...chosen(), columns: [...others, ...aside.map((other) => word(other, 'ignore')), ...taken] });
      },
      chooseUnit: (column, unit) => {
        const before = chosen().columns.find((choice) => choice.column === column);
        const others = chosen().columns.filter((choice) => choice.column !== column);
        choose({ ...chosen(), columns: [...others, { ...(before ?? word(column, null)), unit }] });
      },
      setParameter: (name, text) => setting({ typed: { ...now.current.typed, values: { ...now.current.typed.values, [name]: text } } }),
      setShape: (name, draft) => setting({ typed: { ...now.current.typed, shapes: { ...now.current.typed.shapes, [name]: draft } } }),
      setSource: (name, text) => setting({ typed: { ...now.current.typed, sources: { ...now.current.typed.sources, [name]: text } } }),
      setReading: (id, option) => setting({ typed: { ...now.current.typed, readings: { ...now.current.typed.readings, [id]: option } } }),
      reload: () => {
        if (now.current.policy !== null) void open(now.current.policy);
      },
      run: () => void run(),
      cancel: () => {
        if (now.current.activity.kind === 'writing') {
          writingCancelled.current = true;
          set({ activity: { ...now.current.activity, stopping: true } });
          return;
        }
        runTurn.current += 1;
        set((before) => ({ activity: { kind: 'idle' }, announcement: words[before.language].runCancelled }));
      },
      showGroup: (next) => set({ group: next }),
      searchFor: (text) => set({ search: text }),
      openEnterprise: (index) => {
        const results = now.current.assessment;
        if (results === null) return;
        set({ opened: index });
        const line = results.line(index);
        host.select(line.sheet, line.row, 0, 1, selectedColumns(now.current)).catch((failure: unknown) => refuse('select', failure));
      },
      closeEnterprise: () => set({ opened: null }),
      select: (sheet, row, column) => {
        const width = column === null ? selectedColumns(now.current) : 1;
        host.select(sheet, row, column ?? 0, 1, width).catch((failure: unknown) => refuse('select', failure));
      },
      askToWrite: () => void askToWrite(),
      offer: (sheets) => void offer(sheets),
      dismissWrite: () => set({ plan: null, offered: null }),
      write: () => void write(),
      undo: () => void undo(),
      dismissFailure: () => set({ failure: null }),
    };
  }, [assessor, host, lacks, look, open, recallWriting, refuse, remember, storage]);

  return { state, parameters, checks, readiness, listed, acts };
}

/** The same sheets under names that no sheet bears yet: a name in use gets a number. */
function withFreeNames(sheets: readonly WrittenSheet[], names: readonly string[]): WrittenSheet[] {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  return sheets.map((sheet) => {
    let { name } = sheet;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${sheet.name}（${number}）`;
    taken.add(name.toLowerCase());
    return { ...sheet, name };
  });
}

/** What the officer is told of a sheet before it is written; rows of a stream are known when they are written. */
function planned({ name, columns, rows }: WrittenSheet): WritePlanSheet {
  const count = Array.isArray(rows) ? rows.reduce<number>((sum, block: readonly unknown[]) => sum + block.length, 0) : null;
  return { name, rows: count, columns: columns.map((column) => column.header) };
}

/** Sheets with something on them. */
async function usedSheets(host: Host): Promise<readonly SheetInfo[]> {
  return (await host.sheets()).filter((sheet) => sheet.rows > 0 && sheet.columns > 0);
}

/** Ids of inputs that an open question is about. */
export function askedInputs({ questions }: LedgerView): string[] {
  return questions.flatMap((question) => (question.kind === 'column' ? question.inputs.map((input) => input.id) : [question.input.id]));
}

/** How many columns of a row are selected when an officer looks at an enterprise: those of the table. */
function selectedColumns(state: PaneState): number {
  const last = state.ledger?.columns.at(-1);
  return last === undefined ? 1 : last.index + 1;
}
