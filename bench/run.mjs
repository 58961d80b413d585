#!/usr/bin/env node
/**
 * npm run bench [-- name [arguments]]: bundles the bench programs as the product itself is bundled, then runs them one after another, or the one named.
 * Bundled, because a loader that compiles file by file puts a getter in front of every import, and the rules run two to four times slower.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { npm, root, runMain, setup, SetupProblem } from '../scripts/setup.mjs';
import { build as buildPart } from '../scripts/steps.mjs';

const programs = ['rules', 'assess', 'files', 'agreement', 'startup', 'excel'];
const out = join(root, 'dist', 'bench');

/** The engines compared with; the bench goes on without them. */
function installPeers() {
  if (existsSync(join(root, 'bench', 'node_modules', '.package-lock.json'))) return;
  process.stderr.write('installing the engines to compare with (npm ci in bench/)…\n');
  const done = npm(['ci', '--no-audit', '--no-fund'], { cwd: join(root, 'bench'), stdio: ['ignore', 2, 2] });
  if (done.status !== 0) process.stderr.write('they could not be installed; their rows are left out\n');
}

await runMain(async () => {
  const [wanted, ...rest] = process.argv.slice(2);
  if (wanted !== undefined && !programs.includes(wanted)) throw new SetupProblem(`no bench ${wanted}; there are: ${programs.join(' ')}`);
  setup();
  if (wanted === undefined || wanted === 'rules') installPeers();
  const names = wanted === undefined ? programs : [wanted];
  const inAddin = names.some((name) => name === 'startup' || name === 'excel');
  for (const part of ['packs', 'cli', ...(inAddin ? ['addin'] : [])]) buildPart(part, { quiet: true });
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    // startup builds the page itself, excel opens a browser; neither tool can be bundled.
    ssr: { noExternal: true, external: ['vite', '@vitejs/plugin-react', 'playwright-core'], target: 'node' },
    build: {
      ssr: true,
      target: 'node20',
      outDir: out,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [name, join(root, 'bench', `${name}.ts`)])),
        output: { entryFileNames: '[name].mjs' },
      },
    },
  });
  let code = 0;
  for (const name of names) {
    console.log(`\n── ${name} ${'─'.repeat(100 - name.length)}`);
    const done = spawnSync(process.execPath, [join(out, `${name}.mjs`), ...rest], { cwd: root, stdio: 'inherit' });
    if (done.error) throw done.error;
    if (done.status !== 0) code = 1;
  }
  return code;
});
