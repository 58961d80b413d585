#!/usr/bin/env node
/** The command line from a clone: builds it when it is missing or its sources changed (said on standard error), then runs it in the caller's folder. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, runMain, setup } from './setup.mjs';
import { build } from './steps.mjs';

await runMain(() => {
  setup();
  build('cli', { quiet: true });
});
if (!process.exitCode) {
  if (process.env.INIT_CWD && process.env.npm_lifecycle_event === 'huiqi') process.chdir(process.env.INIT_CWD);
  const program = join(root, 'dist/cli/huiqi.js');
  process.argv[1] = program;
  await import(pathToFileURL(program).href);
}
