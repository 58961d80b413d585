#!/usr/bin/env node
/** Packs the add-in for a server: set-up, then scripts/package/main.ts with the words of the command line. */
import { runMain, setup } from './setup.mjs';
import { run } from './steps.mjs';

await runMain(() => {
  setup();
  return run('tsx', ['scripts/package/main.ts', ...process.argv.slice(2)]);
});
