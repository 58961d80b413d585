import { createHash } from 'node:crypto';
import type { AssessedPolicy } from '../assess';
import { assumedPolicy } from '../comparison';
import { fill, sayPackProblem, type Language } from '../explain';
import { policies } from '../policies';
import { readText } from './files';
import { Refusal } from './refusal';
import { cliWords } from './words';
import { readYaml, YamlProblem } from './yaml';

/** A shipped policy with the figures of an overlay file (YAML or JSON) laid over it. A wrong file is a Refusal that tells every fault with its line. */
export async function overlaidPolicy(policy: string, path: string, language: Language): Promise<AssessedPolicy> {
  return laidOver(policy, path, await readOverlay(path, language), language);
}

/** The same for the policy that the file itself names as its basis. */
export async function overlaidBasis(path: string, language: Language): Promise<AssessedPolicy> {
  const read = await readOverlay(path, language);
  const { source } = read;
  const basis: unknown = typeof source === 'object' && source !== null && 'basedOn' in source ? source.basedOn : undefined;
  const [named = ''] = typeof basis === 'string' ? basis.split('@') : [];
  if (!policies.some(({ id }) => id === named)) {
    const say = cliWords(language);
    const known = policies.map(({ id }) => id).join(say.listed);
    return refuse(path, [fill(say.errors.overlayBasis, { found: named, known })], language);
  }
  return laidOver(named, path, read, language);
}

type Read = ReturnType<typeof readYaml> & { readonly hash: string };

async function readOverlay(path: string, language: Language): Promise<Read> {
  const text = (await readText(path)).replaceAll('\r\n', '\n');
  try {
    return { ...readYaml(text), hash: createHash('sha256').update(text, 'utf8').digest('hex') };
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    const { overlayLine } = cliWords(language).errors;
    return refuse(
      path,
      error.faults.map(({ line, message }) => fill(overlayLine, { line, what: message })),
      language,
    );
  }
}

async function laidOver(policy: string, path: string, { source, hash, locate }: Read, language: Language): Promise<AssessedPolicy> {
  const assumed = await assumedPolicy(policy, { source, hash }, locate);
  if (!assumed.problems) return assumed.policy;
  return refuse(
    path,
    assumed.problems.map((problem) => sayPackProblem(problem, language)),
    language,
  );
}

function refuse(path: string, faults: readonly string[], language: Language): never {
  throw new Refusal([fill(cliWords(language).errors.overlay, { file: path }), ...faults.map((fault) => `  ${fault}`)].join('\n'));
}
