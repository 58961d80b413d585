#!/usr/bin/env node
/** Builds the parts named on the command line, or all; `--always` builds what is fresh too. */
import { runMain, setup, SetupProblem } from './setup.mjs';
import { allParts, build } from './steps.mjs';

await runMain(() => {
  const always = process.argv.includes('--always');
  const wanted = process.argv.slice(2).filter((word) => word !== '--always');
  const unknown = wanted.filter((word) => !allParts.includes(word));
  if (unknown.length > 0) throw new SetupProblem(`没有这一部分：${unknown.join(' ')}。 Parts are: ${allParts.join(' ')}.`);
  setup();
  for (const part of wanted.length > 0 ? wanted : allParts) build(part, { always });
});
