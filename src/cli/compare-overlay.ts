import { createHash } from 'node:crypto';
import type { AssessedPolicy } from '../assess';
import { assumedPolicy } from '../comparison';
import { fill, sayPackProblem, type Language } from '../explain';
import { readText } from './files';
import { Refusal } from './refusal';
import { cliWords } from './words';
import { readYaml, YamlProblem } from './yaml';

/** A shipped policy with the figures of an overlay file (YAML or JSON) laid over it. A wrong file is a Refusal that tells every fault with its line. */
export async function overlaidPolicy(policy: string, path: string, language: Language): Promise<AssessedPolicy> {
  const say = cliWords(language).errors;
  const refuse = (faults: readonly string[]): never => {
    throw new Refusal([fill(say.overlay, { file: path }), ...faults.map((fault) => `  ${fault}`)].join('\n'));
  };
  const text = (await readText(path)).replaceAll('\r\n', '\n');
  let read: ReturnType<typeof readYaml>;
  try {
    read = readYaml(text);
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    return refuse(error.faults.map(({ line, message }) => fill(say.overlayLine, { line, what: message })));
  }
  const overlay = { source: read.source, hash: createHash('sha256').update(text, 'utf8').digest('hex') };
  const assumed = await assumedPolicy(policy, overlay, read.locate);
  if (assumed.problems) return refuse(assumed.problems.map((problem) => sayPackProblem(problem, language)));
  return assumed.policy;
}
