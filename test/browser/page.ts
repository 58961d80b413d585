import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { extname, join, normalize, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromeOptions } from '../../scripts/chrome';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.xml': 'text/xml; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Where screenshots and saved files go. */
export const results = resolve(__dirname, '../../test-results');

/** A built page served on localhost, with a browser window on it. */
export interface Opened {
  readonly page: Page;
  /** Faults of the page so far: exceptions and errors on its console. */
  readonly faults: string[];
  close(): Promise<void>;
}

/** A folder served on localhost. */
export interface Served {
  /** With a slash at its end. */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves a folder on a free port of this machine. */
export async function serve(folder: string): Promise<Served> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join(folder, normalize(path === '/' ? '/index.html' : path));
    if (!file.startsWith(folder) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    address: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Serves `dist/<name>` and opens it in a window of the size officers have. */
export async function openPage(name: string): Promise<Opened> {
  const folder = resolve(__dirname, '../../dist', name);
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`${name} is not built: npm run build ${name}`);
  mkdirSync(results, { recursive: true });
  const served = await serve(folder);
  const browser: Browser = await chromium.launch(chromeOptions());
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
  const faults: string[] = [];
  page.on('pageerror', (problem) => faults.push(String(problem.stack)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(served.address);
  return {
    page,
    faults,
    close: async () => {
      await browser.close();
      await served.close();
    },
  };
}
