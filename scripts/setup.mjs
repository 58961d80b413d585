#!/usr/bin/env node
/**
 * Set-up on a fresh clone: checks Node and installs the packages of package-lock.json when they are not there yet.
 * Plain Node, because nothing else may be installed when it runs. Everything it says goes to standard error.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Set-up that a person has to help with: a sentence, no stack. */
export class SetupProblem extends Error {}

/**
 * Whether a version of Node is one that the tools used here run on.
 * @param {string} version
 * @returns {boolean}
 */
export function nodeIsEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

/**
 * What package-lock.json names and node_modules does not hold, by npm's own record of what it installed there.
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }} LockedPackage
 * @param {{ packages: Record<string, LockedPackage> }} lock
 * @param {{ packages?: Record<string, LockedPackage> } | null} installed
 * @returns {string[]}
 */
export function missingPackages(lock, installed) {
  return Object.entries(lock.packages)
    .filter(([path, wanted]) => {
      if (path === '' || wanted.link) return false;
      const found = installed?.packages?.[path];
      return found ? found.version !== wanted.version : !wanted.optional && !wanted.devOptional && !wanted.peer;
    })
    .map(([path]) => path);
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/** npm as a command: the very npm that runs us where there is one. */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.[cm]?js$/.test(script)) return spawnSync(process.execPath, [script, ...args], options);
  return spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { ...options, shell: process.platform === 'win32' });
}

/** Makes node_modules match package-lock.json; does nothing where it already does. Throws SetupProblem with a sentence. */
export function setup() {
  if (!nodeIsEnough(process.versions.node)) {
    throw new SetupProblem(
      `需要 Node 20.19 以上（或 22.12 以上），现为 ${process.versions.node}，请升级后重试。` +
        ` Node 20.19 or newer (22.12 or newer in the 22 line) is needed; this is ${process.versions.node}.`,
    );
  }
  const lock = readJson(join(root, 'package-lock.json'));
  if (lock === null) throw new SetupProblem('缺少 package-lock.json，请重新克隆。 package-lock.json is missing: clone again.');
  if (missingPackages(lock, readJson(join(root, 'node_modules', '.package-lock.json'))).length === 0) return;
  process.stderr.write('正在安装依赖（npm ci）… Installing packages (npm ci)…\n');
  const done = npm(['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) {
    throw new SetupProblem(
      '依赖安装失败：请检查网络和 npm 镜像设置后重试。 npm ci failed: check the network and npm settings, then try again.',
    );
  }
}

/** Runs a script's main function; a SetupProblem is printed as its sentence with exit code 2. */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? process.exitCode;
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) void runMain(() => setup());
