/**
 * packs/<id>/pack.yaml → src/generated: the pack as JSON, its code for whole columns, and a list of all packs with their hashes.
 * A wrong pack stops the build with file and line, what is wrong and what to do.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlias, isMap, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { printColumns, readPack, type Pack, type PackProblem } from '../src/engine';
import { sayPackProblem } from '../src/explain';
import { readIndustryMap, readRegister } from '../src/monitor';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A pack.yaml that cannot be used, as lines for a terminal. */
export class WrongPack extends Error {}

interface ReadFile {
  readonly source: unknown;
  /** The line, from 1, of the key or item that a path leads to; of its nearest container where it does not exist. */
  readonly locate: (path: readonly (string | number)[]) => number | undefined;
}

function lineOfPath(document: Document, lines: LineCounter, path: readonly (string | number)[]): number | undefined {
  const lineAt = (offset: number | undefined): number | undefined => (offset === undefined ? undefined : lines.linePos(offset).line);
  let node: unknown = document.contents;
  let line: number | undefined;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap<Node, Node | null>(node)) {
      const pair = node.items.find((item) => String(item.key) === String(step));
      if (!pair) break;
      line = lineAt(pair.key.range?.[0]) ?? line;
      node = pair.value;
    } else if (isSeq<Node>(node)) {
      const item = node.items[Number(step)];
      if (!item) break;
      line = lineAt(item.range?.[0]) ?? line;
      node = item;
    } else break;
  }
  return line ?? 1;
}

/** Reads YAML text (1.2 core, no repeated keys); its faults are thrown as WrongPack. */
export function readYaml(text: string, file: string): ReadFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, strict: true });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    throw new WrongPack(faults.map((fault) => `${file}:${lines.linePos(fault.pos[0]).line}: YAML: ${fault.message}`).join('\n'));
  }
  return { source: document.toJS({ maxAliasCount: 1000 }) as unknown, locate: (path) => lineOfPath(document, lines, path) };
}

function problemLine(problem: PackProblem, file: string): string {
  const place = problem.line === undefined ? file : `${file}:${problem.line}`;
  return `${place}: ${sayPackProblem(problem, 'zh-CN')} ${sayPackProblem(problem, 'en-US')}`;
}

/** A pack.yaml as it goes into the build. */
export interface BuiltPack {
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
  return { pack: read.pack, source, hash: createHash('sha256').update(text, 'utf8').digest('hex') };
}

const generatedNote = '// Made by scripts/build-packs.ts from packs/: do not edit.\n';

const columnsTypes = `${generatedNote}import type { ColumnsModule } from '../engine';
export declare const pack: ColumnsModule['pack'];
export declare const readings: ColumnsModule['readings'];
export declare const columns: ColumnsModule['columns'];
`;

/** clauses.yaml and targets.yaml of one document as they go into the build; WrongPack lists every fault. */
export function readRegisterFiles(
  clauses: string,
  targets: string,
  folder: string,
): { readonly clauses: unknown; readonly targets: unknown } {
  const files = {
    clauses: readYaml(clauses, `${folder}/clauses.yaml`).source,
    targets: readYaml(targets, `${folder}/targets.yaml`).source,
  };
  const read = readRegister(files.clauses, files.targets);
  if (read.problems) throw new WrongPack(read.problems.map(({ place, what, text }) => `${folder}: ${place}: ${what} ${text}`).join('\n'));
  return files;
}

/** The list of packs as a module: what a pane shows before it loads one, and the way to load it; then the registers of clauses and indicators. */
function listModule(packs: readonly BuiltPack[], registers: readonly string[]): string {
  const entries = packs.map(({ pack: { id, title, titleEnglish, status, version }, hash }) => {
    const summary = JSON.stringify({ id, title, titleEnglish, status, version, hash }).slice(1, -1);
    return `  {${summary}, source: () => import('./${id}.json'), columns: () => import('./${id}.columns.js') },\n`;
  });
  const others = registers.map((id) => `  { id: ${JSON.stringify(id)}, source: () => import('./${id}.clauses.json') },\n`);
  const industries = "export const industries = () => import('./industries.json');\n";
  return `${generatedNote}export const built = [\n${entries.join('')}] as const;\nexport const registers = [\n${others.join('')}] as const;\n${industries}`;
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

  // All is made before anything is written, so that a fault leaves the last good build.
  const made = new Map([
    [
      'index.ts',
      listModule(
        read,
        registers.map(({ id }) => id),
      ),
    ],
  ]);
  made.set('industries.json', `${JSON.stringify(industries)}\n`);
  for (const { id, files: register } of registers) made.set(`${id}.clauses.json`, `${JSON.stringify(register)}\n`);
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
  try {
    main();
  } catch (error) {
    if (!(error instanceof WrongPack)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
