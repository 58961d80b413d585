#!/usr/bin/env node
/**
 * The workbench on a fresh clone: set-up, build, then a page on localhost until Ctrl+C. `--port N` chooses the port.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, runMain, setup, SetupProblem } from './setup.mjs';
import { build } from './steps.mjs';

await runMain(async () => {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' } }, strict: false });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new SetupProblem(`端口应为 1 至 65535 的整数：${values.port}。 The port must be a whole number from 1 to 65535: ${values.port}.`);
  }
  setup();
  build('workbench');
  const { preview } = await import('vite');
  const server = await preview({
    configFile: join(root, 'workbench/vite.config.ts'),
    logLevel: 'warn',
    preview: { port, strictPort: false },
  });
  const address = server.resolvedUrls?.local[0] ?? `http://localhost:${port}/`;
  process.stdout.write(`惠企工作台 huiqi workbench: ${address}\n按 Ctrl+C 停止。 Press Ctrl+C to stop.\n`);
  const stop = () => void server.close().finally(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
});
