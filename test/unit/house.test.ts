import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { downloadAddresses, inexactVersions, rules, textRules, unnamedPackages, type Breach, type Rule } from './house/rules';
import { readSource, type Source } from './house/read';

const root = resolve(__dirname, '../..');
const left = new Set(['node_modules', 'dist', '.git', 'coverage', 'test-results', 'certs']);
const isSource = /\.(ts|tsx|js|jsx|mjs|cjs)$/;
const isText = /(\.(ts|tsx|js|jsx|mjs|cjs|json|yaml|yml|md|html|css|xml|xsd|svg|txt)|\/run|\/\.\w+)$/;

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (left.has(entry.name) || path === 'src/generated') return [];
    return entry.isDirectory() ? walk(path) : [path];
  });
}

const paths = walk('.');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sourcePaths = paths.filter((path) => isSource.test(path));
const known = new Set(paths);
const sources: readonly Source[] = sourcePaths.map((path) => readSource(path, read(path), known));
const texts: readonly Source[] = paths
  .filter((path) => isText.test(`/${path}`))
  .map((path) => ({ path, text: read(path), imports: [], globals: [], exports: [] }));

const said = (rule: Rule, breaches: readonly Breach[]): string[] =>
  breaches.map(({ file, line, what }) => `${file}:${line}: ${what} [${rule.name}]`);

/** A house of a few files, by path. */
function house(files: Readonly<Record<string, string>>): readonly Source[] {
  const names = new Set(Object.keys(files));
  return Object.entries(files).map(([path, text]) => readSource(path, text, names));
}

describe('the house keeps its rules', () => {
  test('there is a house', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.some((source) => source.path === 'src/engine/index.ts' && source.imports.length > 0)).toBe(true);
  });

  test.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
    expect(said(rule, rule.check(sources))).toEqual([]);
  });

  test.each(textRules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
    expect(said(rule, rule.check(texts))).toEqual([]);
  });

  test.each(['package.json', 'bench/package.json'].filter((path) => existsSync(join(root, path))))('%s names exact versions', (path) => {
    expect(inexactVersions(read(path))).toEqual([]);
  });

  test.each(['package-lock.json', 'bench/package-lock.json'].filter((path) => existsSync(join(root, path))))(
    '%s has no download address',
    (path) => {
      expect(downloadAddresses(read(path))).toEqual([]);
    },
  );

  test('every package that is imported is named in a package.json', () => {
    const named = ['package.json', 'bench/package.json'].flatMap((path) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>;
      return [...Object.keys(dependencies), ...Object.keys(devDependencies)];
    });
    expect(unnamedPackages(sources, new Set(named))).toEqual([]);
  });

  test('package-lock.json belongs to package.json', () => {
    const own = JSON.parse(read('package.json')) as Record<string, unknown>;
    const locked = (JSON.parse(read('package-lock.json')) as { packages: Record<string, Record<string, unknown>> }).packages['']!;
    expect(locked.dependencies).toEqual(own.dependencies);
    expect(locked.devDependencies).toEqual(own.devDependencies);
  });
});

/** For each rule, a house that breaks it, and where. */
const broken: readonly (readonly [rule: string, files: Readonly<Record<string, string>>, breaches: readonly string[]])[] = [
  [
    'src/engine imports nothing but itself and decimal.js',
    {
      'src/engine/a.ts':
        "import './b';\nimport D from 'decimal.js';\nimport { parse } from 'yaml';\nimport type { Cell } from '../hosts/host';",
      'src/engine/b.ts': '',
      'src/hosts/host.ts': '',
    },
    ['src/engine/a.ts:3', 'src/engine/a.ts:4'],
  ],
  [
    'src/engine has no clock, console, chance or environment',
    {
      'src/engine/a.ts':
        'const day = new Date(0);\nconst now = Date.now();\nconsole.log(new Date());\nconst named = { process: 1, window: 2 };\nconst x = Math.random();',
    },
    ['src/engine/a.ts:2', 'src/engine/a.ts:3', 'src/engine/a.ts:3', 'src/engine/a.ts:5'],
  ],
  [
    'in the engine data flows one way: ground, pack, shapes; ground, lanes, answers; the reference stands on the ground alone',
    {
      'src/engine/compile.ts': "import { run } from './lanes/run';\nimport { trace } from './answers/trace';",
      'src/engine/tree.ts': "import { readDecimal } from './decimal';\nimport type { Core } from './lanes/core';",
      'src/engine/decimal.ts': "import { compile } from './compile';",
      'src/engine/pack/text.ts': "import type { Pack } from '../tree';\nimport { run } from '../lanes/run';",
      'src/engine/lanes/run.ts': "import './core';\nimport type { Trace } from '../answers/trace';",
      'src/engine/lanes/core.ts': '',
      'src/engine/answers/trace.ts': "import { run } from '../lanes/run';\nimport { compile } from '../compile';",
      'src/engine/reference/reference.ts': "import { run } from '../lanes/run';",
    },
    [
      'src/engine/answers/trace.ts:2',
      'src/engine/decimal.ts:1',
      'src/engine/lanes/run.ts:2',
      'src/engine/pack/text.ts:2',
      'src/engine/reference/reference.ts:1',
      'src/engine/tree.ts:2',
    ],
  ],
  [
    'decimal.js is imported by one file',
    {
      'src/engine/a.ts': "import D from 'decimal.js';",
      'src/explain/b.ts': "import D from 'decimal.js';",
      'bench/c.ts': "import D from 'decimal.js';",
    },
    ['src/engine/a.ts:1', 'src/explain/b.ts:1'],
  ],
  [
    'each part of src and functions imports only what stands below it',
    {
      'src/ledger/a.ts':
        "import type { Cell } from '../hosts/host';\nimport { HostProblem } from '../hosts/host';\nimport { say } from '../explain';",
      'src/explain/index.ts': "import { readPack } from '../engine';\nimport { plan } from '../ledger';",
      'src/ledger/index.ts': '',
      'src/engine/index.ts': '',
      'src/hosts/host.ts': '',
      'src/hosts/memory.ts': "import { x } from '../engine';",
      'functions/a.ts': "import { policies } from '../src/policies';\nimport { memory } from '../src/hosts/memory';",
      'src/policies.ts': "import { built } from './generated';",
    },
    ['functions/a.ts:2', 'src/explain/index.ts:2', 'src/hosts/memory.ts:1', 'src/ledger/a.ts:2', 'src/ledger/a.ts:3'],
  ],
  [
    'src/ledger and src/explain need no package',
    { 'src/ledger/a.ts': "import * as React from 'react';", 'src/explain/b.ts': "import { readFileSync } from 'node:fs';" },
    ['src/explain/b.ts:1', 'src/ledger/a.ts:1'],
  ],
  [
    'a host imports host.ts, not another host',
    {
      'src/hosts/csv.ts': "import { HostProblem } from './host';\nimport { excelHost } from './excel';\nimport './xlsx-scan';",
      'src/hosts/web.ts': "import { memoryHost } from './memory';",
      'src/hosts/xlsx-scan.ts': '',
      'src/hosts/host.ts': '',
      'src/hosts/excel.ts': '',
      'src/hosts/memory.ts': '',
    },
    ['src/hosts/csv.ts:2', 'src/hosts/web.ts:1'],
  ],
  ['host.ts stands alone', { 'src/hosts/host.ts': "import type { Pack } from '../engine';" }, ['src/hosts/host.ts:1']],
  [
    'files are touched by the file hosts, the command line and build scripts only',
    {
      'src/assess.ts': "import { readFileSync } from 'node:fs';",
      'src/hosts/xlsx.ts': "import { open } from 'node:fs/promises';",
      'src/cli/main.ts': "import 'node:fs';",
      'functions/a.ts': "await import('fs/promises');",
    },
    ['functions/a.ts:1', 'src/assess.ts:1'],
  ],
  [
    'no page loads a module of Node',
    {
      'taskpane/excel.tsx': "import { a } from '../src/assess';",
      'src/assess.ts': "import { b } from './deep';\nimport type { Stats } from 'node:fs';",
      'src/deep.ts': "import { createHash } from 'node:crypto';",
      'src/cli/main.ts': "import 'node:os';",
    },
    ['src/deep.ts:1'],
  ],
  [
    'only excel.ts and the doors say Excel. or Office.',
    {
      'src/hosts/excel.ts': 'Excel.run(f);',
      'src/hosts/web.ts': 'Excel.run(f);',
      'taskpane/Pane.tsx': "const a: Office.Settings = b;\nconst Title = () => <p>Excel</p>;\nconst words = { Excel: 'Excel' };",
    },
    ['src/hosts/web.ts:1', 'taskpane/Pane.tsx:1'],
  ],
  [
    'only functions and the doors say CustomFunctions.',
    { 'functions/a.ts': 'throw new CustomFunctions.Error(x);', 'src/explain/a.ts': 'throw new CustomFunctions.Error(x);' },
    ['src/explain/a.ts:1'],
  ],
  [
    'nothing makes code from text',
    { 'src/a.ts': "eval('1');\nconst f = new Function('return 1');\nconst kind = 'Function';" },
    ['src/a.ts:1', 'src/a.ts:2'],
  ],
  [
    'the pane but its doors knows no host but the port’s types',
    {
      'taskpane/excel.tsx': "import { excelHost } from '../src/hosts/excel';",
      'taskpane/Pane.tsx':
        "import { excelHost } from '../src/hosts/excel';\nimport type { Host } from '../src/hosts/host';\nimport { HostProblem } from '../src/hosts/host';",
      'src/hosts/excel.ts': '',
      'src/hosts/host.ts': '',
    },
    ['taskpane/Pane.tsx:1', 'taskpane/Pane.tsx:3'],
  ],
  [
    'the pane but its doors takes only types of the engine',
    {
      'taskpane/a.tsx': "import { type Pack } from '../src/engine';\nimport { compile, type Program } from '../src/engine';",
      'src/engine/index.ts': '',
    },
    ['taskpane/a.tsx:2'],
  ],
  [
    'in the pane data flows one way: model, words, judging, state, panels',
    {
      'taskpane/App.tsx': "import { usePane } from './state/usePane';\nimport { RunBar } from './panels/RunBar';",
      'taskpane/panels/RunBar.tsx':
        "import type { Run } from '../judging/run';\nimport { run } from '../judging/run';\nimport { usePane } from '../state/usePane';\nimport { App } from '../App';",
      'taskpane/state/usePane.ts': "import { run } from '../judging/run';\nimport type { RunBar } from '../panels/RunBar';",
      'taskpane/judging/run.ts': "import { words } from '../words/pane';\nimport type { Pane } from '../state/usePane';",
      'taskpane/words/pane.ts': "import type { Table } from '../model/table';\nimport { table } from '../model/table';",
      'taskpane/model/table.ts': "import type { Pack } from '../../src/engine';\nimport type { Words } from '../words/pane';",
      'src/engine/index.ts': '',
    },
    [
      'taskpane/judging/run.ts:2',
      'taskpane/model/table.ts:2',
      'taskpane/panels/RunBar.tsx:2',
      'taskpane/panels/RunBar.tsx:4',
      'taskpane/state/usePane.ts:2',
      'taskpane/words/pane.ts:2',
    ],
  ],
  [
    'the parts that panels share import no panel',
    {
      'taskpane/panels/parts/parts.tsx': "import { scrollerOf } from './scroller';\nimport { RunBar } from '../frame/RunBar';",
      'taskpane/panels/parts/scroller.ts': '',
      'taskpane/panels/frame/RunBar.tsx': "import { Term } from '../parts/parts';",
    },
    ['taskpane/panels/parts/parts.tsx:2'],
  ],
  [
    'in the pane only panels know Fluent, only they and the state React',
    {
      'taskpane/panels/RunBar.tsx': "import { Button } from '@fluentui/react-components';\nimport { useState } from 'react';",
      'taskpane/state/usePane.ts': "import { useState } from 'react';\nimport type { Theme } from '@fluentui/react-components';",
      'taskpane/judging/run.ts': "import { useState } from 'react';",
    },
    ['taskpane/judging/run.ts:1', 'taskpane/state/usePane.ts:2'],
  ],
  ['functions know no React', { 'functions/a.ts': "import { useState } from 'react';" }, ['functions/a.ts:1']],
  [
    'only src/policies.ts reads the packs',
    {
      'src/policies.ts': "import { built } from './generated';",
      'src/assess.ts': "import { built } from './generated';",
      'taskpane/a.ts': "import pack from '../packs/2025q1/pack.yaml?raw';",
      'scripts/build-packs.ts': "import '../packs/x.json';",
    },
    ['src/assess.ts:1', 'taskpane/a.ts:1'],
  ],
  [
    'the product imports no test, bench or script, and templates only where the command line writes one',
    {
      'src/a.ts': "import { t } from '../test/standin';",
      'workbench/main.ts': "import url from '../templates/2025q1.xlsx?url';\nimport { make } from '../templates/build';",
      'src/cli/main.ts': "import { make } from '../../templates/build';\nimport { looks } from '../../templates/looks';",
      'test/standin.ts': '',
      'templates/build.ts': '',
      'templates/looks.ts': '',
    },
    ['src/a.ts:1', 'src/cli/main.ts:2', 'workbench/main.ts:2'],
  ],
  [
    'src imports no door',
    {
      'src/assess.ts': "import { run } from './cli/main';",
      'src/explain/a.ts': "import { words } from '../../taskpane/words/pane';",
      'src/cli/main.ts': '',
      'taskpane/words/pane.ts': '',
    },
    ['src/assess.ts:1', 'src/explain/a.ts:1'],
  ],
  [
    'engine, ledger, explain, monitor, ooxml, assess and comparison are entered by their index',
    {
      'src/ledger/a.ts': "import { x } from '../engine/units';\nimport { y } from '../engine';\nimport { z } from './b';",
      'src/ledger/b.ts': '',
      'src/engine/units.ts': '',
      'src/engine/index.ts': '',
      'test/unit/a.ts': "import { x } from '../../src/engine/units';",
      'src/cli/main.ts': "import { assess } from '../assess';\nimport { write } from '../assessment/write';",
      'src/assess.ts': "import { write } from './assessment/write';",
      'src/assessment/write.ts': '',
    },
    ['src/cli/main.ts:2', 'src/ledger/a.ts:1'],
  ],
  [
    'no module of the product runs itself: bundled, it would run in the command line',
    { 'templates/build.ts': '\nif (process.argv[1] === here) await main();', 'scripts/a.ts': 'process.argv[1];' },
    ['templates/build.ts:2'],
  ],
  [
    'no circular imports but among the stand-ins of tests',
    {
      'src/a.ts': "import './b';",
      'src/b.ts': "export { c } from './c';",
      'src/c.ts': "import type { A } from './a';",
      'src/d.ts': "import './a';",
      'taskpane/panels/tools.tsx': "const panel = import('./ListsPanel');",
      'taskpane/panels/ListsPanel.tsx': "import type { ToolProps } from './tools';",
      'templates/sample.ts': "import { rows } from './rows';",
      'templates/rows.ts': "import type { Sample } from './sample';",
    },
    ['src/a.ts:1', 'taskpane/panels/tools.tsx:1', 'templates/sample.ts:1'],
  ],
  [
    'what is exported is imported somewhere',
    {
      'src/a.ts': 'export const used = 1;\nexport const [left, right] = pair;\nexport interface Shape {}\nconst own = 2;',
      'src/b.ts': "export { used } from './a';\nexport type { Shape as Form } from './a';\nexport default 1;",
      'src/c.ts': "export function run() {}\nexport function walk() {}\nimport { left } from './a';\nimport own from './b';",
      'src/d.tsx': "import { used as mine } from './b';\nconst Panel = lazy(() => import('./e'));\nimport * as all from './c';\nall.run();",
      'src/e.tsx': 'export default class Panel {}\nexport class Other {}',
      'src/f.ts': "export * from './g';",
      'src/g.ts': 'export type Taken = 1;\nexport enum Left {}',
      'src/h.ts': "let one: import('./f').Taken;",
      'src/vite.config.ts': 'export default {};\nexport const place = 1;',
    },
    ['src/a.ts:2', 'src/b.ts:2', 'src/c.ts:2', 'src/e.tsx:2', 'src/g.ts:2', 'src/vite.config.ts:2'],
  ],
  ['no unfinished work', { 'src/a.ts': `// ${'TO'}DO later` }, ['src/a.ts:1']],
  ['no path of one machine', { 'a.md': `see ${'/wo'}rk/main and '${'/ho'}me/x/y'\nbut a/work/b is fine` }, ['a.md:1']],
  ['no package registry by name', { 'a.md': `https://${'regi'}stry.example.org/` }, ['a.md:1']],
  ['nothing outside the project is named', { 'a.md': `cp ${'../sha'}red/x .`, '.ci/run': `node ${'../sha'}red/x` }, ['a.md:1']],
];

describe('a house that breaks a rule is told so', () => {
  test.each(broken)('%s', (name, files, expected) => {
    const rule = [...rules, ...textRules].find((one) => one.name === name);
    const breaches = rule!.check(house(files)).map(({ file, line }) => `${file}:${line}`);
    expect(breaches.sort()).toEqual([...expected].sort());
  });

  test('every rule has such a house', () => {
    const names = [...rules, ...textRules].map((rule) => rule.name);
    expect(broken.map(([name]) => name).sort()).toEqual([...names].sort());
  });

  test('a version that is not exact', () => {
    expect(inexactVersions('{"dependencies":{"a":"1.2.3","b":"^1.2.3"},"devDependencies":{"c":"latest","d":"1.0.0-rc.1"}}')).toEqual([
      'b: ^1.2.3',
      'c: latest',
    ]);
  });

  test('a package that is there by chance', () => {
    const sources = house({
      'src/a.ts': "import 'named/part';\nimport type { B } from '@scope/b/facade';\nimport { join } from 'node:path';",
    });
    expect(unnamedPackages(sources, new Set(['named'])).map(({ file, line }) => `${file}:${line}`)).toEqual(['src/a.ts:2']);
  });

  test('a download address in the lock file', () => {
    expect(downloadAddresses('{\n"resolved": "x",\n"version": "1.0.0"\n}')).toEqual(['2: "resolved": "x",']);
  });
});
