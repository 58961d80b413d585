import { readPack, type ColumnsModule, type Pack, type ReadFile } from './engine';
import { assumptions as builtAssumptions, built, industries, registers } from './generated';
import type { IndustryMap, Register } from './monitor';

/** What is known of a shipped policy before it is loaded. */
export interface PolicySummary {
  readonly id: string;
  readonly title: string;
  readonly titleEnglish: string;
  readonly status: Pack['status'];
  readonly version: string;
  /** SHA-256 of the pack's file, hexadecimal. */
  readonly hash: string;
}

/** A shipped policy, ready to compile. */
export interface Policy {
  readonly pack: Pack;
  /** SHA-256 of the pack's file, hexadecimal. */
  readonly hash: string;
  /** Its generated code for whole columns, for `compile`. */
  readonly columns: ColumnsModule;
}

/** The policies shipped with this build, in the order of their ids. */
export const policies: readonly PolicySummary[] = built.map(({ id, title, titleEnglish, status, version, hash }) => ({
  id,
  title,
  titleEnglish,
  status,
  version,
  hash,
}));

/** Loads a shipped policy. An id that is not in `policies` is a RangeError: ask the list first. */
export async function loadPolicy(id: string): Promise<Policy> {
  const entry = built.find((policy) => policy.id === id);
  if (!entry) throw new RangeError(`no policy ${id}`);
  const [source, columns] = await Promise.all([entry.source(), entry.columns()]);
  const read = readPack(source.default);
  if (read.problems)
    throw new Error(`${id} was built with faults: ${read.problems.map(({ code, path }) => `${code} ${path.join('.')}`).join(', ')}`);
  return { pack: read.pack, hash: entry.hash, columns };
}

/** A shipped overlay: figures that may be assumed in place of a document's published ones. */
interface AssumptionSummary {
  /** Id of the policy it is laid over. */
  readonly policy: string;
  readonly id: string;
  readonly title: string;
  readonly titleEnglish: string;
}

/** The overlays shipped with this build. */
export const assumptions: readonly AssumptionSummary[] = builtAssumptions.map(({ policy, id, title, titleEnglish }) => ({
  policy,
  id,
  title,
  titleEnglish,
}));

/** A shipped policy's file as it was built, for laying figures over it. An id that is not in `policies` is a RangeError. */
export async function loadSource(id: string): Promise<ReadFile> {
  const entry = built.find((policy) => policy.id === id);
  if (!entry) throw new RangeError(`no policy ${id}`);
  return { source: (await entry.source()).default, hash: entry.hash };
}

/** A shipped overlay's file. A policy or id that is not in `assumptions` is a RangeError. */
export async function loadAssumption(policy: string, id: string): Promise<ReadFile> {
  const entry = builtAssumptions.find((one) => one.policy === policy && one.id === id);
  if (!entry) throw new RangeError(`no assumption ${id} for ${policy}`);
  return { source: (await entry.source()).default, hash: entry.hash };
}

/** Documents whose clauses and indicators are registered, in the order of their ids. */
export const registered: readonly string[] = registers.map(({ id }) => id);

/** Loads the clauses and indicators of a document. An id that is not in `registered` is a RangeError. */
export async function loadClauses(id: string): Promise<Register> {
  const entry = registers.find((one) => one.id === id);
  if (!entry) throw new RangeError(`no register ${id}`);
  const [source, { readRegister }] = await Promise.all([entry.source(), import('./monitor')]);
  const read = readRegister(source.default.clauses, source.default.targets);
  if (read.problems)
    throw new Error(`the register ${id} was built with faults: ${read.problems.map(({ place, what }) => `${what} ${place}`).join(', ')}`);
  return read.register;
}

/** Loads the proposed map between the industries of the documents and those of ledgers. */
export async function loadIndustries(): Promise<IndustryMap> {
  const [source, { readIndustryMap }] = await Promise.all([industries(), import('./monitor')]);
  return readIndustryMap(source.default).map;
}
