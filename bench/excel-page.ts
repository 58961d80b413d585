import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join, normalize } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { chromeOptions } from '../scripts/chrome';
import { desktopContext, makeExternal, openDesktop } from '../test/standin/desktop';
import type { StandInHost } from '../test/standin/host';
import { frameName, webOrigin } from '../test/standin/web';

const require = createRequire(join(process.cwd(), 'package.json'));
const library = join(dirname(require.resolve('@microsoft/office-js/package.json')), 'dist');
const builtAddin = join(process.cwd(), 'dist', 'addin');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
};
const start = 'taskpane/index.html';
/** A pane as wide as Excel opens it. */
const pane = { width: 350, height: 800 };

/** The built add-in in a window of Chromium. */
export interface ExcelPage {
  /** The window that holds the pane and the functions. */
  readonly page: Page;
  /** Faults of the page so far: exceptions and errors on its console. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

function send(response: ServerResponse, file: string): void {
  if (!existsSync(file)) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
}

/** Serves the production build as it stands; only office.js comes from the npm package, as where an add-in is built with its own. */
async function serveAddin(): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://addin').pathname));
    if (path.startsWith('/office/')) send(response, join(library, path.slice('/office/'.length)));
    else if (path === '/favicon.ico') response.writeHead(204).end();
    else if (path !== `/${start}`) send(response, join(builtAddin, path));
    else {
      const page = readFileSync(join(builtAddin, path), 'utf8').replace(
        /<script src="[^"]*\/office\.js">/,
        '<script src="/office/office.js">',
      );
      response.writeHead(200, { 'content-type': types['.html'] }).end(page);
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const found = server.address();
  if (found === null || typeof found === 'string') throw new Error('no port');
  return { server, address: `http://localhost:${found.port}` };
}

/** Opens the window, and carries texts between it and the binding `toHost`. */
const carrier = `<!doctype html><meta charset="utf-8"><script>
  let opened;
  addEventListener('message', ({ data }) => { if (typeof data === 'string') toHost(data); });
  const openAddin = ([address, name]) => { opened = open(address, name); };
  const toAddin = (text) => opened.postMessage(text, '*');
</script>`;

interface Launched {
  readonly context: BrowserContext;
  /** The add-in's page. */
  readonly address: string;
  readonly faults: string[];
  close(): Promise<void>;
}

async function launch(watch: string): Promise<Launched> {
  const { server, address } = await serveAddin();
  const browser = await chromium.launch(chromeOptions());
  const context = await browser.newContext({ viewport: pane, locale: 'zh-CN' });
  const faults: string[] = [];
  context.on('weberror', (problem) => faults.push(String(problem.error().stack)));
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} ${message.location().url}`);
  });
  await context.addInitScript(watch);
  return {
    context,
    address: `${address}/${start}`,
    faults,
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/**
 * Opens the built add-in in Chromium as Excel on the web does, with the real office.js. The workbook's side stays in this process, as Excel's
 * does: `connect` is given where texts to the add-in go and gives where its texts go. `watch` runs in the window before anything else.
 */
export async function openOnWeb(connect: (post: (text: string) => void) => (text: string) => void, watch: string): Promise<ExcelPage> {
  const { context, address, faults, close } = await launch(watch);
  await context.route(`${webOrigin}/**`, (route) => route.fulfill({ contentType: 'text/html', body: carrier }));
  const opener = await context.newPage();
  const receive = connect((text) => {
    opener.evaluate(`toAddin(${JSON.stringify(text)})`).catch((problem: unknown) => faults.push(String(problem)));
  });
  await opener.exposeFunction('toHost', receive);
  await opener.goto(`${webOrigin}/host.html`);
  const opening = context.waitForEvent('page');
  await opener.evaluate(`openAddin(${JSON.stringify([address, frameName('zh-CN')])})`);
  return { page: await opening, faults, close };
}

/** The same as Excel for Windows does: no second window, and no limit on what an answer may hold. */
export async function openOnDesktop(host: StandInHost, watch: string): Promise<ExcelPage> {
  const { context, address, faults, close } = await launch(watch);
  const page = await context.newPage();
  const side = openDesktop(host, (event, data) => {
    page.evaluate(`fromExcel(${event}, ${JSON.stringify(data)})`).catch((problem: unknown) => faults.push(String(problem)));
  });
  await page.exposeFunction('excelExecute', (method: number, given: unknown) => side.execute(method, given));
  await page.exposeFunction('excelSave', (pairs: [string, string][]) => side.saveSettings(pairs));
  await page.addInitScript(`{
    const { external, fire } = (${makeExternal.toString()})(
      ${JSON.stringify(desktopContext(host))},
      (method, given) => window.excelExecute(method, given),
      (pairs) => window.excelSave(pairs),
    );
    Object.defineProperty(window, 'external', { value: external });
    Object.defineProperty(window, 'fromExcel', { value: fire });
  }`);
  await page.goto(address);
  return { page, faults, close };
}
