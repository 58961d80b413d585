#!/usr/bin/env node
/**
 * Builds the add-in and serves it to Excel on this machine at https://localhost:3000, where manifest.xml looks for it, until Ctrl+C.
 * The certificate is made and trusted once by office-addin-dev-certs, which asks for your consent.
 */
import { join } from 'node:path';
import { root, runMain, setup, SetupProblem } from './setup.mjs';
import { build } from './steps.mjs';

await runMain(async () => {
  setup();
  build('addin');
  const { getHttpsServerOptions } = (await import('office-addin-dev-certs')).default;
  const https = await getHttpsServerOptions().catch((error) => {
    throw new SetupProblem(
      `没有可信的本机证书：请先运行 npx office-addin-dev-certs install。 No trusted certificate: run npx office-addin-dev-certs install first. (${error instanceof Error ? error.message : String(error)})`,
    );
  });
  const { preview } = await import('vite');
  const server = await preview({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    preview: { https, headers: { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' } },
  });
  process.stdout.write(
    `加载项 add-in: ${server.resolvedUrls?.local[0] ?? 'https://localhost:3000/'}manifest.xml\n按 Ctrl+C 停止。 Press Ctrl+C to stop.\n`,
  );
  const stop = () => void server.close().finally(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
});
