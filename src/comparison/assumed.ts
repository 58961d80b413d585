import type { AssessedPolicy } from '../assess';
import { layOver, type Locate, type PackProblem, type ReadFile } from '../engine';
import { loadAssumption, loadSource } from '../policies';

/** A policy with assumed figures, or everything that is wrong with the overlay. */
type Assumed =
  | { readonly policy: AssessedPolicy; readonly problems?: undefined }
  | { readonly policy?: undefined; readonly problems: readonly PackProblem[] };

/** Lays an overlay over a shipped policy. A policy that is not shipped is a RangeError. `locate` gives lines of the overlay's file. */
export async function assumedPolicy(id: string, overlay: ReadFile, locate?: Locate): Promise<Assumed> {
  const source = await loadSource(id);
  const laid = layOver(source, overlay, locate);
  return laid.problems ? { problems: laid.problems } : { policy: { pack: laid.pack, hash: source.hash } };
}

/** A policy under one of its shipped overlays. One that is not shipped is a RangeError. */
export async function shippedAssumption(policy: string, id: string): Promise<AssessedPolicy> {
  const assumed = await assumedPolicy(policy, await loadAssumption(policy, id));
  if (assumed.problems)
    throw new Error(`${id} was built with faults: ${assumed.problems.map(({ code, path }) => `${code} ${path.join('.')}`).join(', ')}`);
  return assumed.policy;
}
