import { compile, withShapes, type Program, type RawParameters } from '../src/engine';
import { loadWords, type Language } from '../src/explain';
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
  /** A policy under a parameter table; undefined where there is no such policy. Throws NotYetLoaded. */
  open(policy: string, table: Grid): Opened | undefined;
  /** What a document sets to be reached; undefined where there is no such document. Throws NotYetLoaded. */
  targets(policy: string): readonly Target[] | undefined;
}

/** What a function asks for is not loaded yet. A door that may answer later loads it and asks again: `whenLoaded`. */
export class NotYetLoaded extends Error {
  constructor(
    name: string,
    readonly load: () => Promise<void>,
  ) {
    super(`${name} is not loaded yet`);
  }
}

/** The answer at once, or, where something must be loaded first, as soon as it is. */
export function whenLoaded<T>(ask: () => T): T | Promise<T> {
  try {
    return ask();
  } catch (error) {
    if (error instanceof NotYetLoaded) return error.load().then(() => whenLoaded(ask));
    throw error;
  }
}

/** Gives what belongs to an id, once it is loaded; undefined where there is none. Loaded once, when it is first asked for; a load that failed is tried again. */
function onDemand<T>(ids: readonly string[], load: (id: string) => Promise<T>): (id: string) => T | undefined {
  const loaded = new Map<string, T>();
  const loading = new Map<string, Promise<void>>();
  return (id) => {
    if (loaded.has(id) || !ids.includes(id)) return loaded.get(id);
    throw new NotYetLoaded(id, () => {
      const already = loading.get(id);
      if (already) return already;
      const started = load(id)
        .then((found) => void loaded.set(id, found))
        .finally(() => loading.delete(id));
      loading.set(id, started);
      return started;
    });
  };
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

const ids = policies.map(({ id }) => id);

/** A setting that loads a policy, or its targets, when a function first asks for it: for a door that may answer later. */
export function settingOnDemand(language: Language, resultLimit: number | null): Setting {
  return settingWith(language, resultLimit, ids, onDemand(ids, loadPolicy), onDemand(registered, targetsOf));
}

/** Loads all shipped policies and their targets first: for a grid that must be answered at once. */
export async function loadSetting(language: Language, resultLimit: number | null): Promise<Setting> {
  const policyOf = onDemand(ids, loadPolicy);
  const targets = onDemand(registered, targetsOf);
  await loadWords(language);
  await Promise.all([...ids.map((id) => whenLoaded(() => policyOf(id))), ...registered.map((id) => whenLoaded(() => targets(id)))]);
  return settingWith(language, resultLimit, ids, policyOf, targets);
}

const targetsOf = (id: string): Promise<readonly Target[]> => loadClauses(id).then(({ indicators }) => indicators);

/** What is known of a policy beside its id; without its generated code its columns run as closures. */
type AtHand = Pick<Policy, 'pack'> & Partial<Pick<Policy, 'columns'>>;

/** The setting over policies at hand; there are no targets to be reached. */
export function settingOf(atHand: readonly AtHand[], language: Language, resultLimit: number | null): Setting {
  const byId = new Map(atHand.map((policy) => [policy.pack.id, policy]));
  return settingWith(
    language,
    resultLimit,
    [...byId.keys()],
    (id) => byId.get(id),
    () => undefined,
  );
}

function settingWith(
  language: Language,
  resultLimit: number | null,
  known: readonly string[],
  policyOf: (id: string) => AtHand | undefined,
  targets: Setting['targets'],
): Setting {
  const opened = new Map<string, Opened>();
  const programs = new Map<string, Program>();
  return {
    language,
    resultLimit,
    policies: known,
    targets,
    open(id, table) {
      const key = `${id}\n${table.length === 0 ? '' : JSON.stringify(table)}`;
      const before = opened.get(key);
      if (before) return before;
      const policy = policyOf(id);
      if (!policy) return undefined;
      const { parameters, shapes, readings, problems } = readParameterSheet(
        table.map((row) => row.map(ledgerCell)),
        policy.pack,
      );
      const under = `${id}\n${JSON.stringify([readings, shapes])}`;
      const program =
        programs.get(under) ??
        compile(withShapes(policy.pack, shapes ?? {}), policy.columns ? { readings, columns: policy.columns } : { readings });
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
