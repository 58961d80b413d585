/**
 * packs/<id>/pack.yaml → src/generated: the pack as JSON, its code for whole columns, and a list of all packs with their hashes;
 * packs/<id>/assumptions/*.yaml beside them, checked against their pack.
 * A wrong pack stops the build with file and line, what is wrong and what to do.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readYaml as readYamlText, YamlProblem, type ReadYaml } from '../src/cli/yaml';
import { layOver, printColumns, readPack, type Pack, type PackProblem, type ReadFile } from '../src/engine';
import { loadWords, sayPackProblem } from '../src/explain';
import { readIndustryMap, readRegister } from '../src/monitor';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A pack.yaml that cannot be used, as lines for a terminal. */
export class WrongPack extends Error {}

/** What is behind most faults of YAML in a pack. */
const quoting = '含“: ”或“, ”的算式要放在引号里。 An expression with “: ” or “, ” in it stands in quotes.';

/** Reads YAML text (1.2 core, no repeated keys); its faults are thrown as WrongPack. */
export function readYaml(text: string, file: string): ReadYaml {
  try {
    return readYamlText(text);
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    const lines = new Set(error.faults.map(({ line, message }) => `${file}:${line}: YAML: ${message}. ${quoting}`));
    throw new WrongPack([...lines].join('\n'));
  }
}

function problemLine(problem: PackProblem, file: string): string {
  const place = problem.line === undefined ? file : `${file}:${problem.line}`;
  return `${place}: ${sayPackProblem(problem, 'zh-CN')} ${sayPackProblem(problem, 'en-US')}`;
}

/** A pack.yaml as it goes into the build. */
interface BuiltPack {
  readonly pack: Pack;
  readonly source: unknown;
  /** SHA-256 of the file's text, hexadecimal. */
  readonly hash: string;
}

/** Reads and checks one pack.yaml; WrongPack lists every fault with file and line. */
export function readPackFile(text: string, file: string): BuiltPack {
  const { source, locate } = readYaml(text, file);
  const read = readPack(source, locate);
  if (read.problems) throw new WrongPack(read.problems.map((problem) => problemLine(problem, file)).join('\n'));
  return { pack: read.pack, source, hash: hashOf(text) };
}

/** An overlay of packs/<id>/assumptions as it goes into the build. */
interface BuiltAssumption extends ReadFile {
  readonly policy: string;
  /** The file's name without its ending. */
  readonly id: string;
  readonly title: string;
  readonly titleEnglish: string;
}

/** Reads an overlay and lays it over its pack; WrongPack lists every fault with file and line. */
export function readAssumptionFile(text: string, file: string, id: string, pack: BuiltPack): BuiltAssumption {
  const { source, locate } = readYaml(text, file);
  const overlay = { source, hash: hashOf(text) };
  const laid = layOver(pack, overlay, locate);
  if (laid.problems) throw new WrongPack(laid.problems.map((problem) => problemLine(problem, file)).join('\n'));
  const { title = '', titleEnglish = '' } = laid.pack.assumption ?? {};
  return { ...overlay, policy: pack.pack.id, id, title, titleEnglish };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

const generatedNote = '// Made by scripts/build-packs.ts from packs/: do not edit.\n';

const columnsTypes = `${generatedNote}import type { ColumnsModule } from '../engine';
export declare const pack: ColumnsModule['pack'];
export declare const readings: ColumnsModule['readings'];
export declare const columns: ColumnsModule['columns'];
`;

/** clauses.yaml and targets.yaml of one document as they go into the build; WrongPack lists every fault. */
function readRegisterFiles(clauses: string, targets: string, folder: string): { readonly clauses: unknown; readonly targets: unknown } {
  const files = {
    clauses: readYaml(clauses, `${folder}/clauses.yaml`).source,
    targets: readYaml(targets, `${folder}/targets.yaml`).source,
  };
  const read = readRegister(files.clauses, files.targets);
  if (read.problems) throw new WrongPack(read.problems.map(({ place, what, text }) => `${folder}: ${place}: ${what} ${text}`).join('\n'));
  return files;
}

/** The list of packs as a module: what a pane shows before it loads one, and the way to load it; then the registers of clauses and indicators. */
function listModule(packs: readonly BuiltPack[], registers: readonly string[], assumptions: readonly BuiltAssumption[]): string {
  const entries = packs.map(({ pack: { id, title, titleEnglish, status, version }, hash }) => {
    const summary = JSON.stringify({ id, title, titleEnglish, status, version, hash }).slice(1, -1);
    return `  {${summary}, source: () => import('./${id}.json'), columns: () => import('./${id}.columns.js') },\n`;
  });
  const others = registers.map((id) => `  { id: ${JSON.stringify(id)}, source: () => import('./${id}.clauses.json') },\n`);
  const assumed = assumptions.map(({ policy, id, title, titleEnglish, hash }) => {
    const summary = JSON.stringify({ policy, id, title, titleEnglish, hash }).slice(1, -1);
    return `  {${summary}, source: () => import('./${policy}.${id}.assumption.json') },\n`;
  });
  const industries = "export const industries = () => import('./industries.json');\n";
  return `${generatedNote}export const built = [\n${entries.join('')}] as const;\nexport const registers = [\n${others.join('')}] as const;\nexport const assumptions = [\n${assumed.join('')}] as const;\n${industries}`;
}

function main(): void {
  const packs = join(root, 'packs');
  const files = readdirSync(packs)
    .map((name) => join(packs, name, 'pack.yaml'))
    .filter((file) => existsSync(file))
    .sort();
  const read = files.map((file) => readPackFile(readFileSync(file, 'utf8').replaceAll('\r\n', '\n'), relative(root, file)));

  const text = (path: string): string => readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  const registers = readdirSync(packs)
    .filter((name) => existsSync(join(packs, name, 'clauses.yaml')))
    .sort()
    .map((id) => {
      const folder = join(packs, id);
      return { id, files: readRegisterFiles(text(join(folder, 'clauses.yaml')), text(join(folder, 'targets.yaml')), `packs/${id}`) };
    });
  const mapFile = 'packs/industry-map.yaml';
  const { source: industries } = readYaml(text(join(root, mapFile)), mapFile);
  const { problems: mapProblems } = readIndustryMap(industries);
  if (mapProblems.length > 0) throw new WrongPack(mapProblems.map(({ code, text: what }) => `${mapFile}: ${code} ${what}`).join('\n'));

  const assumptions = read.flatMap((pack) => {
    const folder = join('packs', pack.pack.id, 'assumptions');
    if (!existsSync(join(root, folder))) return [];
    const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.yaml'));
    return names.sort().map((name) => {
      const file = join(folder, name);
      return readAssumptionFile(text(join(root, file)), file, name.slice(0, -'.yaml'.length), pack);
    });
  });

  // All is made before anything is written, so that a fault leaves the last good build.
  const made = new Map([
    [
      'index.ts',
      listModule(
        read,
        registers.map(({ id }) => id),
        assumptions,
      ),
    ],
  ]);
  made.set('industries.json', `${JSON.stringify(industries)}\n`);
  for (const { id, files: register } of registers) made.set(`${id}.clauses.json`, `${JSON.stringify(register)}\n`);
  for (const { policy, id, source } of assumptions) made.set(`${policy}.${id}.assumption.json`, `${JSON.stringify(source)}\n`);
  for (const { pack, source } of read) {
    made.set(`${pack.id}.json`, `${JSON.stringify(source)}\n`);
    made.set(`${pack.id}.columns.js`, `${generatedNote}${printColumns(pack)}`);
    made.set(`${pack.id}.columns.d.ts`, columnsTypes);
  }
  const out = join(root, 'src/generated');
  mkdirSync(out, { recursive: true });
  for (const [name, text] of made) writeFileSync(join(out, name), text);
  for (const name of readdirSync(out)) if (!made.has(name)) rmSync(join(out, name));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  loadWords('en-US')
    .then(main)
    .catch((error: unknown) => {
      if (!(error instanceof WrongPack)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    });
}
