/** The pane's state and what follows from it: plain data and pure functions, no workbook and no view. */
import type { Pack } from '../../src/engine';
import type { SheetInfo, Written, WrittenSheet } from '../../src/hosts/host';
import type { EnterpriseGroup, PaneAssessment } from '../model/answers';
import type { ParameterCheck, ParameterTexts } from '../model/parameters';
import type { Assessor } from '../model/ports';
import type { Lack } from '../model/requirements';
import type { RunProgress } from '../model/run';
import type { ShapeDraft } from '../model/shapes';
import { askedInputs, noChoices, type ColumnChoices, type LedgerView } from '../model/table';
import type { WritePlanSheet } from '../model/writing';
import type { Language } from '../words/pane';

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

/** What becomes different: some of the state, or what follows from the state as it is. */
export type Change = Partial<PaneState> | ((state: PaneState) => Partial<PaneState>);

/** Nothing typed. */
export const noTexts: ParameterTexts = { values: {}, shapes: {}, sources: {}, readings: {} };

/** The pane before anything was read. */
export function startState(language: Language): PaneState {
  return {
    language,
    step: 'ledger',
    welcome: false,
    lacks: [],
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
  };
}

/** The state after a change. */
export function changed(state: PaneState, by: Change): PaneState {
  return { ...state, ...(typeof by === 'function' ? by(state) : by) };
}

/** The officer's corrections of the sheet on show. */
export function choicesNow({ sheet, choices }: PaneState): ColumnChoices {
  return (sheet === null ? undefined : choices[sheet]) ?? noChoices;
}

/** Typed texts over those of the 参数 sheet. */
export function parametersOf(typed: ParameterTexts, ledger: LedgerView | null): ParameterTexts {
  const sheet = ledger?.parameterSheet ?? noTexts;
  // A figure typed here stands in place of a table of the sheet.
  const tables = Object.entries(sheet.shapes).filter(([name]) => (typed.values[name] ?? '').trim() === '');
  return {
    values: { ...sheet.values, ...typed.values },
    shapes: { ...Object.fromEntries(tables), ...typed.shapes },
    sources: { ...sheet.sources, ...typed.sources },
    readings: { ...sheet.readings, ...typed.readings },
  };
}

/** Whether each parameter's text can be used, by full name. A text or table that stays as it is is not checked again, and keeps its answer. */
export function checkerOf(
  assessor: Pick<Assessor, 'checkParameter' | 'checkShape'>,
  pack: Pack,
): (parameters: ParameterTexts) => Readonly<Record<string, ParameterCheck>> {
  const known = new Map<string, { readonly given: string | ShapeDraft; readonly check: ParameterCheck }>();
  const checkOf = (name: string, { shapes, values }: ParameterTexts): ParameterCheck => {
    const draft = shapes[name];
    const given = draft?.isUsed === true ? draft : (values[name] ?? '');
    const before = known.get(name);
    if (before !== undefined && before.given === given) return before.check;
    const check = typeof given === 'string' ? assessor.checkParameter(pack, name, given) : assessor.checkShape(pack, name, given);
    known.set(name, { given, check });
    return check;
  };
  return (parameters) => Object.fromEntries(Object.keys(pack.parameters).map((name) => [name, checkOf(name, parameters)]));
}

/** Questions block a run; open columns and parameters only leave answers open. */
export interface Readiness {
  readonly canRun: boolean;
  readonly questions: number;
  readonly missingColumns: number;
  readonly unsetParameters: number;
  readonly wrongParameters: number;
}

/** Whether a run may start: the table was read, its header found, and no question about it is open. */
export function canRun(ledger: LedgerView | null): boolean {
  return ledger !== null && ledger.headerRow !== null && ledger.questions.length === 0;
}

/** What stands between the officer and a full answer. */
export function readinessOf(ledger: LedgerView | null, pack: Pack | null, checks: Readonly<Record<string, ParameterCheck>>): Readiness {
  const required = Object.entries(pack?.parameters ?? {}).filter(
    ([name, parameter]) => parameter.required && ledger?.parameterColumns[name] === undefined,
  );
  const states = Object.values(checks).map((check) => check.state);
  const asked = new Set(ledger === null ? [] : askedInputs(ledger));
  return {
    canRun: canRun(ledger),
    questions: ledger?.questions.length ?? 0,
    missingColumns: ledger?.inputs.filter((match) => match.column === null && !asked.has(match.input)).length ?? 0,
    unsetParameters: required.filter(([name]) => checks[name]?.state === 'unset').length,
    wrongParameters: states.filter((state) => state === 'outside' || state === 'unreadable' || state === 'faulty').length,
  };
}

/** How many columns of a row are selected when an officer looks at an enterprise: those of the table. */
export function selectedColumns({ ledger }: PaneState): number {
  const last = ledger?.columns.at(-1);
  return last === undefined ? 1 : last.index + 1;
}
