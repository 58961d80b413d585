#!/usr/bin/env node
/**
 * Completes package-lock.json after `npm install`: npm leaves out builds for other systems that its registry did not hand over,
 * and then `npm ci` refuses the file on every system. Each is added with its version and system, so that `npm ci` takes it where it fits.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

function lookUp(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const found = packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`];
    if (found || folder === '') return found;
  }
}

/**
 * Optional packages that a locked package names and the lock file does not hold.
 * @typedef {{ dev?: boolean, optionalDependencies?: Record<string, string> }} LockedPackage
 * @param {{ packages: Record<string, LockedPackage> }} lock
 * @returns {{ name: string, version: string, dev: boolean }[]}
 */
export function leftOut(lock) {
  return Object.entries(lock.packages).flatMap(([path, one]) =>
    Object.entries(one.optionalDependencies ?? {})
      .filter(([name]) => path !== '' && lookUp(lock.packages, path, name) === undefined)
      .map(([name, version]) => ({ name, version, dev: one.dev === true })),
  );
}

/**
 * The lock file's entry for a package built for one system, read from its name: `core-linux-x64-gnu`.
 * @param {{ name: string, version: string, dev: boolean }} left
 * @returns {Record<string, unknown>}
 */
export function entryFor({ name, version, dev }) {
  const words = name.split(/[-/]/);
  // WebAssembly builds serve every system.
  if (words.includes('wasm32') && /^\d+\.\d+\.\d+$/.test(version))
    return { version, cpu: ['wasm32'], ...(dev ? { dev } : {}), optional: true };
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined || !/^\d+\.\d+\.\d+$/.test(version))
    throw new Error(`no system in the name of ${name}@${version}`);
  const libc =
    os !== 'linux'
      ? undefined
      : words.some((word) => word.startsWith('musl'))
        ? 'musl'
        : words.some((word) => word.startsWith('gnu'))
          ? 'glibc'
          : undefined;
  return { version, cpu: [cpu], ...(dev ? { dev } : {}), ...(libc ? { libc: [libc] } : {}), optional: true, os: [os] };
}

/** The lock file with nothing left out, its packages in npm's order. */
function completed(lock) {
  const added = leftOut(lock).map((one) => [`node_modules/${one.name}`, entryFor(one)]);
  const packages = [...Object.entries(lock.packages), ...added].sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(packages) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(fileURLToPath(new URL('..', import.meta.url)), process.argv[2] ?? '', 'package-lock.json');
  writeFileSync(file, `${JSON.stringify(completed(JSON.parse(readFileSync(file, 'utf8'))), null, 2)}\n`);
}
