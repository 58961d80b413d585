import { compile, type Program, type RawParameters } from '../src/engine';
import type { Language } from '../src/explain';
import { planLedger, readParameterSheet, type LedgerPlan, type LedgerProblem } from '../src/ledger';
import { loadClauses, loadPolicy, policies, registered, type Policy } from '../src/policies';
import { isDoubtful, ledgerCell, type Grid } from './cells';

/** A policy under one parameter table. */
export interface Opened {
  readonly program: Program;
  readonly parameters: RawParameters;
  readonly problems: readonly LedgerProblem[];
  /** The table holds a 0 that may be a blank cell. */
  readonly doubtful: boolean;
  /** How a table under these headers is read. */
  plan(head: Grid, table: 'ledger' | 'project' | 'event'): LedgerPlan;
}

/** What a function needs beside its arguments. Made once by the door; the functions themselves keep nothing. */
export interface Setting {
  readonly language: Language;
  /** Bytes a result may take; null where there is no limit. */
  readonly resultLimit: number | null;
  /** Ids of the policies at hand. */
  readonly policies: readonly string[];
  /** A policy under a parameter table; undefined where there is no such policy. */
  open(policy: string, table: Grid): Opened | undefined;
  /** What a document sets to be reached; undefined where there is no such document, or before `loadTargets`. */
  targets(policy: string): readonly Target[] | undefined;
  /** Loads the targets, once. Only one function asks for them. */
  loadTargets(): Promise<void>;
}

/** One figure, day or rhythm that a document sets to be reached. */
export type Target = Awaited<ReturnType<typeof loadClauses>>['indicators'][number];

/** Tables and headers remembered: a column of formulas gives the same ones again and again. */
const remembered = 32;

/** The same answer for the same arguments, for the last few of them. */
function kept<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
  const answers = new Map<string, R>();
  return (...args) => {
    const key = JSON.stringify(args);
    const before = answers.get(key);
    if (before !== undefined) return before;
    const answer = make(...args);
    if (answers.size >= remembered) answers.clear();
    answers.set(key, answer);
    return answer;
  };
}

/** Loads all shipped policies, so that the functions can answer at once; their targets too, unless the door loads them when they are asked for. */
export async function loadSetting(language: Language, resultLimit: number | null, targetsLater = false): Promise<Setting> {
  const targets = new Map<string, readonly Target[]>();
  let loadingTargets: Promise<void> | undefined;
  const loadTargets = (): Promise<void> =>
    (loadingTargets ??= Promise.all(registered.map(loadClauses)).then((registers) => {
      for (const { policy, indicators } of registers) targets.set(policy, indicators);
    }));
  const early = targetsLater ? undefined : loadTargets();
  const loaded = await Promise.all(policies.map(({ id }) => loadPolicy(id)));
  await early;
  return settingOf(loaded, language, resultLimit, { of: (policy) => targets.get(policy), load: loadTargets });
}

/** The setting over policies at hand; without `targets` there are none to be reached. */
export function settingOf(
  policies: readonly { readonly pack: Policy['pack']; readonly columns?: Policy['columns'] | undefined }[],
  language: Language,
  resultLimit: number | null,
  targets: { of(policy: string): readonly Target[] | undefined; load(): Promise<void> } = {
    of: () => undefined,
    load: () => Promise.resolve(),
  },
): Setting {
  const loaded = new Map(policies.map((policy) => [policy.pack.id, policy]));
  const opened = new Map<string, Opened>();
  const programs = new Map<string, Program>();
  return {
    language,
    resultLimit,
    policies: [...loaded.keys()],
    targets: (policy) => targets.of(policy),
    loadTargets: () => targets.load(),
    open(id, table) {
      const key = `${id}\n${table.length === 0 ? '' : JSON.stringify(table)}`;
      const before = opened.get(key);
      if (before) return before;
      const policy = loaded.get(id);
      if (!policy) return undefined;
      const { parameters, readings, problems } = readParameterSheet(
        table.map((row) => row.map(ledgerCell)),
        policy.pack,
      );
      const under = `${id}\n${JSON.stringify(readings)}`;
      const program = programs.get(under) ?? compile(policy.pack, { readings, columns: policy.columns });
      programs.set(under, program);
      const plan = kept((head: Grid, table: 'ledger' | 'project' | 'event') =>
        planLedger({ cells: head.map((row) => row.map(ledgerCell)) }, policy.pack, {}, table),
      );
      const made = { program, parameters, problems, doubtful: table.some((row) => row.some(isDoubtful)), plan };
      if (opened.size >= remembered) opened.clear();
      opened.set(key, made);
      return made;
    },
  };
}
