/** The real assessor: the pane's questions put to the ledger, the rules and the words. */
import { sayProblem, type Language, type Problem } from '../../src/explain';
import { loadPolicy, policies, type Policy } from '../../src/policies';
import type { Assessor } from '../model/ports';
import { words } from '../words/pane';
import { checkParameter, checkShape } from './parameters';
import { run } from './run';
import { look } from './table';

/** An assessor over the shipped policies. `clock` tells when a run was made. */
export function createAssessor(clock: () => Date = () => new Date()): Assessor {
  const loaded = new Map<string, Policy>();
  const policyOf = async (id: string): Promise<Policy> => {
    const policy = loaded.get(id) ?? (await loadPolicy(id));
    loaded.set(id, policy);
    return policy;
  };
  return {
    policies,
    load: async (id) => (await policyOf(id)).pack,
    look,
    checkParameter,
    checkShape,
    run: async function* (host, pack, settings) {
      yield* run(host, await policyOf(pack.id), settings, clock);
    },
    explainFailure,
  };
}

/** The assessor of this build. */
export const assessor: Assessor = createAssessor();

function isProblem(failure: unknown): failure is Problem {
  return failure instanceof Error && 'code' in failure && typeof failure.code === 'string' && 'data' in failure;
}

/** A host's refusal in its own words; anything else is a fault of ours, said as one. */
function explainFailure(failure: unknown, language: Language): string {
  if (isProblem(failure)) return sayProblem(failure, language);
  return words[language].unexpected(failure instanceof Error ? failure.message : String(failure));
}
