import type { Import, Source } from './read';

/** A broken rule: where, and what was done against it. */
export interface Breach {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

/** A rule of the house, named as its test is. */
export interface Rule {
  readonly name: string;
  readonly check: (sources: readonly Source[]) => readonly Breach[];
}

/** Which part of the house a file belongs to. */
function areaOf(path: string): string {
  const [first, second, third] = path.split('/');
  if (first !== 'src') return path.includes('/') ? String(first) : 'root';
  // src/assess.ts is the way into src/assessment.
  if (second === 'assessment') return 'assess';
  return third === undefined ? String(second).replace(/\.tsx?$/, '') : String(second);
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const isNode = (specifier: string): boolean =>
  specifier.startsWith('node:') ||
  ['fs', 'path', 'os', 'url', 'crypto', 'stream', 'zlib', 'child_process'].includes(packageOf(specifier).replace(/\/.*/, ''));

/** Tests, benches and scripts may look inside; the product may not. */
const outsideProduct = new Set(['test', 'bench', 'scripts', 'root']);

const product = (source: Source): boolean => !outsideProduct.has(areaOf(source.path));

function importRule(name: string, covers: (source: Source) => boolean, wrong: (one: Import, source: Source) => string | null): Rule {
  return {
    name,
    check: (sources) =>
      sources.filter(covers).flatMap((source) =>
        source.imports.flatMap((one) => {
          const what = wrong(one, source);
          return what === null ? [] : [{ file: source.path, line: one.line, what: `${what}: ${one.specifier}` }];
        }),
      ),
  };
}

function nameRule(name: string, covers: (source: Source) => boolean, forbidden: readonly string[]): Rule {
  return {
    name,
    check: (sources) =>
      sources
        .filter(covers)
        .flatMap((source) =>
          source.globals
            .filter((one) => forbidden.includes(one.name))
            .map((one) => ({ file: source.path, line: one.line, what: `says ${one.name}` })),
        ),
  };
}

function textRule(name: string, covers: (source: Source) => boolean, forbidden: RegExp): Rule {
  return {
    name,
    check: (sources) =>
      sources.filter(covers).flatMap((source) =>
        source.text.split('\n').flatMap((line, index) => {
          const found = forbidden.exec(line);
          return found ? [{ file: source.path, line: index + 1, what: `says ${found[0]}` }] : [];
        }),
      ),
  };
}

/** What each part may import of the rest of the project: areas, or single files. `type:` before one allows types only. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  ooxml: [],
  ledger: ['engine', 'type:src/hosts/host.ts'],
  explain: ['engine', 'type:src/hosts/host.ts'],
  hosts: ['ooxml'],
  generated: [],
  monitor: ['engine', 'ledger', 'type:src/hosts/host.ts'],
  policies: ['engine', 'generated', 'monitor'],
  assess: ['engine', 'ledger', 'explain', 'policies', 'version', 'src/hosts/host.ts'],
  comparison: ['engine', 'ledger', 'explain', 'policies', 'assess', 'type:src/hosts/host.ts'],
  version: ['package.json'],
  functions: ['engine', 'ledger', 'explain', 'policies'],
};

function allowed(one: Import, list: readonly string[]): boolean {
  const target = one.target;
  if (target === null) return false;
  return list.some((entry) => {
    const types = entry.startsWith('type:');
    const place = types ? entry.slice('type:'.length) : entry;
    return (target === place || areaOf(target) === place) && (!types || one.typeOnly);
  });
}

/** What each folder of the engine may import of the others; all may import the files of `engineGround`. Packs are read, lowered, run and answered. */
const engineFolders: Readonly<Record<string, readonly string[]>> = {
  ground: [],
  pack: [],
  lanes: [],
  reference: [],
  shapes: ['pack'],
  answers: ['lanes'],
};
const engineGround = new Set(['calendar', 'columns', 'decimal', 'intake', 'program', 'tree', 'units', 'verdict']);

/** Which folder of the engine a file stands in: `ground` for what all stand on, `door` for the files that bring folders together, null outside. */
function engineFolderOf(path: string): string | null {
  const [, area, name, file] = path.split('/');
  if (!path.startsWith('src/') || area !== 'engine' || name === undefined) return null;
  if (file !== undefined) return name;
  return engineGround.has(name.replace(/\.ts$/, '')) ? 'ground' : 'door';
}

/** What each folder of the pane may import of the others: data flows one way. `type:` before one allows types only. */
const paneFolders: Readonly<Record<string, readonly string[]>> = {
  model: [],
  words: ['type:model'],
  judging: ['model', 'words'],
  state: ['model', 'words', 'judging'],
  panels: ['model', 'words', 'state', 'type:judging'],
};

/** Which folder of the pane a file stands in; `root` for its entry points, null outside the pane. */
function paneFolderOf(path: string): string | null {
  const [first, second, ...rest] = path.split('/');
  return first !== 'taskpane' ? null : rest.length === 0 ? 'root' : String(second);
}

/** Doors: files that bring a host and the pane together. */
const paneDoors = /^taskpane\/(excel|web|main)\.tsx?$/;
const officeFiles = /^(src\/hosts\/excel\.ts|taskpane\/(excel|main)\.tsx?|functions\/excel-door\.ts|test\/.*)$/;
const customFunctionFiles = /^(functions\/.*|taskpane\/(excel|main)\.tsx?|workbench\/.*|test\/.*)$/;

/** Each host is a world of its own; those that read and write files share one. */
const worlds = new Set(['excel', 'web', 'memory']);

/** `excel`, `web`, `memory`, `host` for the port, `file` for everything else in src/hosts. */
function worldOf(path: string): string {
  const name = String(path.replace(/^src\/hosts\//, '').split(/[-./]/)[0]);
  return name === 'host' || worlds.has(name) ? name : 'file';
}

function circles(sources: readonly Source[]): readonly Breach[] {
  const edges = new Map(sources.map((source) => [source.path, source.imports.flatMap((one) => (one.target === null ? [] : [one.target]))]));
  const done = new Set<string>();
  const found: Breach[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      found.push({ file: path, line: 1, what: `circle: ${[...trail.slice(at), path].join(' → ')}` });
      return;
    }
    if (done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return found;
}

/** Files that a tool loads by their name: it asks for what they export by default. */
const loadedByTools = /(^|\/)(eslint|jest|vite)\.config\.(js|ts)$/;

function exportedInVain(sources: readonly Source[]): readonly Breach[] {
  const importers = new Map<string, { readonly one: Import; readonly by: string }[]>();
  for (const { path, imports } of sources)
    for (const one of imports)
      if (one.target !== null && one.target !== path) importers.set(one.target, [...(importers.get(one.target) ?? []), { one, by: path }]);
  const isTaken = (path: string, name: string, trail: readonly string[] = []): boolean =>
    !trail.includes(path) &&
    (importers.get(path) ?? []).some(({ one, by }) => one.names.has(name) || (one.passesAll && isTaken(by, name, [...trail, path])));
  return sources.flatMap(({ path, exports }) =>
    exports
      .filter(({ name }) => !isTaken(path, name) && !(name === 'default' && loadedByTools.test(path)))
      .map(({ name, line }) => ({ file: path, line, what: `nobody imports ${name}` })),
  );
}

function nodeInBrowser(sources: readonly Source[]): readonly Breach[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set<string>();
  const walk = (path: string): void => {
    const source = byPath.get(path);
    if (!source || reached.has(path)) return;
    reached.add(path);
    for (const one of source.imports) if (!one.typeOnly && one.target !== null) walk(one.target);
  };
  const pages = /^(taskpane|workbench|functions)\/(?!.*vite\.config)/;
  for (const path of byPath.keys()) if (pages.test(path)) walk(path);
  return [...reached].flatMap((path) =>
    byPath
      .get(path)!
      .imports.filter((one) => !one.typeOnly && one.target === null && isNode(one.specifier))
      .map((one) => ({ file: path, line: one.line, what: `a page would load ${one.specifier}` })),
  );
}

const is =
  (...areas: readonly string[]): ((source: Source) => boolean) =>
  (source) =>
    areas.includes(areaOf(source.path));
const config = (source: Source): boolean => /vite\.config\.ts$/.test(source.path);
/** Joined here so that this file does not say what it forbids. */
const words = (...pieces: readonly string[]): string => pieces.join('');

/** The rules on imports and names ("what must never be imported"). */
export const rules: readonly Rule[] = [
  importRule('src/engine imports nothing but itself and decimal.js', is('engine'), (one) =>
    (one.target !== null && areaOf(one.target) === 'engine') || one.specifier === 'decimal.js' ? null : 'the engine imports',
  ),
  nameRule('src/engine has no clock, console, chance or environment', is('engine'), [
    'console',
    'process',
    'performance',
    'window',
    'document',
    'localStorage',
    'fetch',
    'setTimeout',
    'setInterval',
    'globalThis',
    'Buffer',
    'Date.now',
    'Math.random',
    'new Date()',
  ]),
  importRule(
    'in the engine data flows one way: ground, pack, shapes; ground, lanes, answers; the reference stands on the ground alone',
    (source) => !['door', null].includes(engineFolderOf(source.path)),
    (one, source) => {
      const folder = String(engineFolderOf(source.path));
      const other = one.target === null ? null : engineFolderOf(one.target);
      if (other === null || other === folder || other === 'ground') return null;
      return (engineFolders[folder] ?? []).includes(other) ? null : `${folder} imports`;
    },
  ),
  {
    name: 'decimal.js is imported by one file',
    check: (sources) => {
      const importers = sources
        .filter((source) => product(source) && source.imports.some((one) => one.specifier === 'decimal.js'))
        .map((source) => source.path);
      return importers.length <= 1 ? [] : importers.map((file) => ({ file, line: 1, what: 'imports decimal.js' }));
    },
  },
  importRule(
    'each part of src and functions imports only what stands below it',
    (source) => areaOf(source.path) in mayImport && !config(source),
    (one, source) => {
      const area = areaOf(source.path);
      if (one.target === null || areaOf(one.target) === area) return null;
      return allowed(one, mayImport[area] ?? []) ? null : `${area} imports`;
    },
  ),
  importRule('src/ledger and src/explain need no package', is('ledger', 'explain'), (one) => (one.target === null ? 'a package' : null)),
  importRule('a host imports host.ts, not another host', is('hosts'), (one, source) => {
    if (one.target === null || areaOf(one.target) !== 'hosts') return null;
    const other = worldOf(one.target);
    return other === 'host' || other === worldOf(source.path) ? null : 'another host';
  }),
  importRule(
    'host.ts stands alone',
    (source) => source.path === 'src/hosts/host.ts',
    () => 'the port imports',
  ),
  importRule(
    'files are touched by the file hosts, the command line and build scripts only',
    (source) => product(source) && !config(source),
    (one, source) =>
      /^(node:)?fs(\/|$)/.test(one.specifier) && !/^(src\/hosts\/(xlsx|csv|files)\b|src\/cli\/|templates\/)/.test(source.path)
        ? 'reads or writes files'
        : null,
  ),
  {
    name: 'no page loads a module of Node',
    check: nodeInBrowser,
  },
  nameRule('only excel.ts and the doors say Excel. or Office.', (source) => !officeFiles.test(source.path), [
    'Excel',
    'Office',
    'OfficeExtension',
  ]),
  nameRule('only functions and the doors say CustomFunctions.', (source) => !customFunctionFiles.test(source.path), ['CustomFunctions']),
  nameRule('nothing makes code from text', () => true, ['eval', 'Function']),
  importRule(
    'the pane but its doors knows no host but the port’s types',
    (source) => areaOf(source.path) === 'taskpane' && !paneDoors.test(source.path),
    (one) => {
      if (one.target === null || areaOf(one.target) !== 'hosts') return null;
      return one.target === 'src/hosts/host.ts' && one.typeOnly ? null : 'a host';
    },
  ),
  importRule(
    'the pane but its doors takes only types of the engine',
    (source) => areaOf(source.path) === 'taskpane' && !paneDoors.test(source.path),
    (one) => (one.target !== null && areaOf(one.target) === 'engine' && !one.typeOnly ? 'the engine runs in the pane' : null),
  ),
  importRule(
    'in the pane data flows one way: model, words, judging, state, panels',
    (source) => (paneFolderOf(source.path) ?? 'root') !== 'root',
    (one, source) => {
      const folder = String(paneFolderOf(source.path));
      const other = one.target === null ? null : paneFolderOf(one.target);
      if (other === null || other === folder) return null;
      const below = paneFolders[folder] ?? [];
      return below.includes(other) || (one.typeOnly && below.includes(`type:${other}`)) ? null : `${folder} imports`;
    },
  ),
  importRule(
    'the parts that panels share import no panel',
    (source) => source.path.startsWith('taskpane/panels/parts/'),
    (one) => (/^taskpane\/panels\/(?!parts\/)/.test(one.target ?? '') ? 'a panel' : null),
  ),
  importRule(
    'in the pane only panels know Fluent, only they and the state React',
    (source) => (paneFolderOf(source.path) ?? 'root') !== 'root' && !source.path.startsWith('taskpane/panels/'),
    (one, source) => {
      if (/^@fluentui\//.test(one.specifier)) return 'a view';
      return /^react(-dom)?(\/|$)/.test(one.specifier) && paneFolderOf(source.path) !== 'state' ? 'a view' : null;
    },
  ),
  importRule('functions know no React', is('functions'), (one) =>
    /^(react|react-dom|@fluentui|@univerjs)/.test(one.specifier) ? 'a view' : null,
  ),
  importRule('only src/policies.ts reads the packs', product, (one, source) =>
    one.target !== null &&
    /^(packs|src\/generated)(\/|$)/.test(one.target) &&
    source.path !== 'src/policies.ts' &&
    areaOf(source.path) !== 'generated'
      ? 'a pack'
      : null,
  ),
  importRule(
    'the product imports no test, bench or script, and templates only where the command line writes one',
    (source) => product(source) && areaOf(source.path) !== 'templates',
    (one, source) => {
      if (one.target === null || !/^(test|bench|templates|scripts)\//.test(one.target) || /\.(xlsx|json)(\?|$)/.test(one.specifier))
        return null;
      return areaOf(source.path) === 'cli' && one.target === 'templates/build.ts' ? null : 'not part of the product';
    },
  ),
  importRule(
    'src imports no door',
    (source) => source.path.startsWith('src/') && areaOf(source.path) !== 'cli',
    (one) => (one.target !== null && /^(functions|taskpane|workbench|src\/cli)\//.test(one.target) ? 'a door' : null),
  ),
  importRule(
    'engine, ledger, explain, monitor, ooxml, assess and comparison are entered by their index',
    (source) => areaOf(source.path) !== 'test' && areaOf(source.path) !== 'bench',
    (one, source) => {
      if (one.target === null || !one.target.startsWith('src/')) return null;
      const area = areaOf(one.target);
      const entry = area === 'assess' ? 'src/assess.ts' : `src/${area}/index.ts`;
      const guarded = ['engine', 'ledger', 'explain', 'monitor', 'ooxml', 'assess', 'comparison'].includes(area);
      return guarded && area !== areaOf(source.path) && one.target !== entry ? 'past the index' : null;
    },
  ),
  textRule('no module of the product runs itself: bundled, it would run in the command line', product, /process\.argv\[1\]/),
  {
    name: 'no circular imports but among the stand-ins of tests',
    check: (sources) => circles(sources.filter((source) => !is('test')(source))),
  },
  { name: 'what is exported is imported somewhere', check: exportedInVain },
  textRule(
    'no unfinished work',
    (source) => !source.path.startsWith('test/unit/house'),
    new RegExp(`\\b(${words('TO', 'DO')}|${words('FIX', 'ME')}|${words('X', 'XX')})\\b`),
  ),
];

/** The rules on every text file of the project, not only sources. */
export const textRules: readonly Rule[] = [
  textRule(
    'no path of one machine',
    () => true,
    new RegExp(words('(^|[\\s"\'`(=:])', '(/wo', 'rk/|/ro', 'ot/|/ho', 'me/\\w|/Us', 'ers/\\w|[A-Z]:\\\\\\\\?Us', 'ers)')),
  ),
  textRule(
    'no package registry by name',
    () => true,
    new RegExp(words('regi', 'stry\\.\\w+\\.|npm', 'mirror|npm', 'js\\.(com|org)|deb\\.deb', 'ian\\.org|py', 'pi\\.org'), 'i'),
  ),
  textRule(`nothing outside the project is named`, (source) => source.path !== '.ci/run', new RegExp(words('\\.\\./', 'shared\\b'))),
];

/** Imports of packages that are not in `named`: they are there by chance, as another's dependency. */
export function unnamedPackages(sources: readonly Source[], named: ReadonlySet<string>): readonly Breach[] {
  return sources.flatMap((source) =>
    source.imports
      .filter((one) => one.target === null && !isNode(one.specifier) && !named.has(packageOf(one.specifier)))
      .map((one) => ({ file: source.path, line: one.line, what: `a package nobody names: ${one.specifier}` })),
  );
}

/** What is wrong with package.json: versions that are not exact. */
export function inexactVersions(text: string): readonly string[] {
  const read = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
  return ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) =>
    Object.entries(read[key] ?? {}).flatMap(([name, version]) =>
      /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) ? [] : [`${name}: ${version}`],
    ),
  );
}

/** What is wrong with package-lock.json: download addresses. */
export function downloadAddresses(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (/"resolved"\s*:|https?:\/\/[^"]*\.tgz/.test(line) ? [`${index + 1}: ${line.trim()}`] : []));
}
