/**
 * The steps that the commands in package.json are made of: run a tool of node_modules, build a part when its sources changed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, SetupProblem } from './setup.mjs';

const scripts = {
  tsx: 'tsx/dist/cli.mjs',
  vite: 'vite/bin/vite.js',
  eslint: 'eslint/bin/eslint.js',
  prettier: 'prettier/bin/prettier.cjs',
  tsc: 'typescript/bin/tsc',
  jest: 'jest/bin/jest.js',
};

/** Runs an installed tool from the project's root; its output goes to standard error when `quiet`. Returns its exit code. */
export function run(tool, args, { quiet = false, env = {} } = {}) {
  const done = spawnSync(process.execPath, [join(root, 'node_modules', scripts[tool]), ...args], {
    cwd: root,
    stdio: ['ignore', quiet ? 2 : 'inherit', quiet ? 2 : 'inherit'],
    env: { ...process.env, ...env },
  });
  if (done.error) throw done.error;
  return done.status ?? 1;
}

function files(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== 'node_modules' && !name.startsWith('.'))
    .flatMap((name) => files(join(path, name)));
}

/** A short text that changes when any file under the paths is changed, added or removed. */
function signature(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((each) => files(join(root, each))).sort()) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}:${size}:${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** What every part is built from. */
const everywhere = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'packs',
  'src/engine',
  'src/monitor',
  'src/cli/yaml.ts',
  'scripts/build-packs.ts',
];

/** Parts that are built: their sources, and how. `output` is a file that stands there once the part is built. */
const parts = {
  packs: {
    sources: everywhere,
    output: 'src/generated/index.ts',
    build: (options) => run('tsx', ['scripts/build-packs.ts'], options),
  },
  functions: {
    sources: ['package-lock.json', 'functions', 'scripts/build-functions.ts'],
    output: 'dist/functions/functions.json',
    build: (options) => run('tsx', ['scripts/build-functions.ts'], options),
  },
  cli: {
    needs: ['packs'],
    sources: [...everywhere, 'src', 'templates'],
    output: 'dist/cli/huiqi.js',
    build: (options) => run('vite', ['build', '--config', 'src/cli/vite.config.ts', '--logLevel', 'warn'], options),
  },
  addin: {
    needs: ['packs', 'functions'],
    sources: [...everywhere, 'src', 'functions', 'taskpane', 'assets', 'manifest.xml', 'vite.config.ts'],
    output: 'dist/addin/taskpane/index.html',
    build: (options) => run('vite', ['build', '--logLevel', 'warn'], options),
  },
  workbench: {
    needs: ['packs', 'functions'],
    sources: [...everywhere, 'src', 'functions', 'taskpane', 'workbench', 'templates', 'assets'],
    output: 'dist/workbench/index.html',
    build: (options) => run('vite', ['build', '--config', 'workbench/vite.config.ts', '--logLevel', 'warn'], options),
  },
};

/** Names of all parts, in building order. */
export const allParts = Object.keys(parts);

/** Builds a part, and what it needs first, unless it stands there and nothing it is made from has changed. Throws SetupProblem where a build fails. */
export function build(name, options = {}) {
  const part = parts[name];
  for (const needed of part.needs ?? []) build(needed, options);
  const stamp = join(root, 'node_modules', '.huiqi', `${name}.built`);
  const now = signature(part.sources);
  const fresh = existsSync(join(root, part.output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now;
  if (fresh && !options.always) return;
  process.stderr.write(`构建 ${name}… building ${name}…\n`);
  const code = part.build(options);
  if (code !== 0) throw new SetupProblem(`构建失败：${name}（见上）。 Building ${name} failed (see above).`);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}
