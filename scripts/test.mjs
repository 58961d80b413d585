#!/usr/bin/env node
/**
 * All tests on a fresh clone: set-up, builds, lint, types, then unit, dom and browser tests, stopping at the first stage that fails.
 * The last line sums up what ran: `N passed, N failed`.
 */
import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain, setup } from './setup.mjs';
import { allParts, build, run } from './steps.mjs';

const reports = mkdtempSync(join(tmpdir(), 'huiqi-test-'));
const counts = { passed: 0, failed: 0 };

/** Runs one kind of tests and adds up what passed and failed; a suite that could not even start counts as one failure. */
function jest(project, ...args) {
  const report = join(reports, `${project}.json`);
  const code = run('jest', ['--ci', '--selectProjects', project, '--json', '--outputFile', report, ...args]);
  if (existsSync(report)) {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    counts.passed += result.numPassedTests;
    counts.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  }
  return code;
}

const stages = [
  ['set-up', () => setup()],
  ['browser at hand', () => run('tsx', ['scripts/chrome.ts'])],
  ['nginx at hand', () => run('tsx', ['scripts/nginx.ts'])],
  ['build', () => allParts.forEach((part) => build(part))],
  ['lint', () => run('eslint', ['.', '--max-warnings', '0']) || run('prettier', ['--check', '--log-level', 'warn', '.'])],
  ['types', () => run('tsc', ['--project', '.'])],
  ['unit', () => jest('unit', '--maxWorkers=2')],
  ['dom', () => jest('dom', '--maxWorkers=2')],
  ['browser', () => jest('browser', '--runInBand')],
];

const times = [];

await runMain(async () => {
  try {
    for (const [name, stage] of stages) {
      process.stdout.write(`\n== ${name}\n`);
      const start = performance.now();
      const code = (await stage()) ?? 0;
      times.push(`${name} ${((performance.now() - start) / 1000).toFixed(1)} s`);
      if (code !== 0) {
        process.stdout.write(`\n${name} failed with exit code ${code}\n`);
        return code;
      }
    }
    return 0;
  } finally {
    rmSync(reports, { recursive: true, force: true });
    process.stdout.write(`\n${times.join(' · ')}\n`);
  }
});
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
