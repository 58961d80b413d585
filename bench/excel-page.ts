import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join, normalize } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { chromeOptions } from '../scripts/chrome';
import { desktopContext, makeExternal, openDesktop } from '../test/standin/desktop';
import type { StandInHost } from '../test/standin/host';
import { frameName, openWeb, webOrigin } from '../test/standin/web';

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

/** How texts travel between the window and this process: by HTTP, which takes megabytes as fast as Excel's own way, unlike a browser's debugger. */
class Wire {
  /** Gives the answer to a text of the window. */
  answer: (text: string) => string = () => '';
  private asking: ServerResponse | null = null;
  private readonly waiting: string[] = [];
  /** How many of the window's texts were answered: they bear numbers, for requests may overtake each other. */
  private answered = 0;
  private readonly early = new Map<number, () => void>();

  /** Sends a text to the window, which asks for one after the other. */
  post(text: string): void {
    if (this.asking === null) this.waiting.push(text);
    else this.asking.end(text);
    this.asking = null;
  }

  /** Whether the request is one of the window's; then it is answered. */
  takes(request: IncomingMessage, response: ServerResponse): boolean {
    const path = request.url ?? '';
    if (!path.startsWith(wirePath)) return false;
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'GET') {
      const text = this.waiting.shift();
      if (text === undefined) this.asking = response;
      else response.end(text);
    } else {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const text = Buffer.concat(parts).toString();
        this.early.set(Number(path.slice(wirePath.length)), () => response.end(this.answer(text)));
        this.answerInTurn();
      });
    }
    return true;
  }

  private answerInTurn(): void {
    for (let next = this.early.get(this.answered); next !== undefined; next = this.early.get(this.answered)) {
      this.early.delete(this.answered);
      this.answered += 1;
      next();
    }
  }
}

const wirePath = '/excel/';

/** Code of the window: sends a text and gives the answer. */
const sending = (origin: string): string => `(() => {
  let count = 0;
  return (body) => fetch('${origin}${wirePath}' + count++, { method: 'POST', body });
})()`;

/** Code of the window: hands each text of the wire to `take`, one after the other. */
const listening = (origin: string, take: string): string =>
  `(async () => { for (;;) (${take})(await (await fetch('${origin}${wirePath}next')).text()); })();`;

/** Serves the production build as it stands; only office.js comes from the npm package, as where an add-in is built with its own. */
async function serveAddin(wire: Wire): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => {
    if (wire.takes(request, response)) return;
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

/** Opens the window, and carries texts between it and the wire. */
const carrier = (address: string): string => `<!doctype html><meta charset="utf-8"><script>
  let opened;
  const send = ${sending(address)};
  addEventListener('message', ({ data }) => { if (typeof data === 'string') void send(data); });
  ${listening(address, "(text) => opened.postMessage(text, '*')")}
  const openAddin = ([address, name]) => { opened = open(address, name); };
</script>`;

interface Launched {
  readonly context: BrowserContext;
  /** Where it is served. */
  readonly origin: string;
  /** The add-in's page. */
  readonly address: string;
  readonly wire: Wire;
  readonly faults: string[];
  close(): Promise<void>;
}

async function launch(watch: string): Promise<Launched> {
  const wire = new Wire();
  const { server, address } = await serveAddin(wire);
  const options = chromeOptions();
  // A page of Microsoft's may not ask this computer without a person's leave; here it stands for Excel.
  const browser = await chromium.launch({ ...options, args: [...options.args, '--disable-features=LocalNetworkAccessChecks'] });
  const context = await browser.newContext({ viewport: pane, locale: 'zh-CN' });
  const faults: string[] = [];
  context.on('weberror', (problem) => faults.push(String(problem.error().stack)));
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} ${message.location().url}`);
  });
  await context.addInitScript(watch);
  return {
    context,
    origin: address,
    address: `${address}/${start}`,
    wire,
    faults,
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** What is told of each text that passes: Excel's own, or the add-in's. */
type Heard = (from: 'excel' | 'add-in') => void;

/**
 * Opens the built add-in in Chromium as Excel does, on the web or for Windows, with the real office.js. The workbook's side stays in this
 * process, as Excel's does. `watch` runs in the window before anything else.
 */
export function openWindow(host: StandInHost, heard: Heard, watch: string): Promise<ExcelPage> {
  return host.flavour === 'web' ? openOnWeb(host, heard, watch) : openOnDesktop(host, heard, watch);
}

/** A second window holds Excel's page. */
async function openOnWeb(host: StandInHost, heard: Heard, watch: string): Promise<ExcelPage> {
  const { context, origin, address, wire, faults, close } = await launch(watch);
  await context.route(`${webOrigin}/**`, (route) => route.fulfill({ contentType: 'text/html', body: carrier(origin) }));
  const receive = openWeb(host, (text) => {
    heard('excel');
    wire.post(text);
  });
  wire.answer = (text) => {
    heard('add-in');
    receive(text);
    return '';
  };
  const opener = await context.newPage();
  await opener.goto(`${webOrigin}/host.html`);
  const opening = context.waitForEvent('page');
  await opener.evaluate(`openAddin(${JSON.stringify([address, frameName('zh-CN')])})`);
  return { page: await opening, faults, close };
}

/** No second window, and no limit on what an answer may hold. */
async function openOnDesktop(host: StandInHost, heard: Heard, watch: string): Promise<ExcelPage> {
  const { context, address, wire, faults, close } = await launch(watch);
  const side = openDesktop(host, (event, data) => {
    heard('excel');
    wire.post(JSON.stringify([event, data]));
  });
  wire.answer = (text) => {
    heard('add-in');
    const given: unknown = JSON.parse(text);
    if (!Array.isArray(given)) throw new Error('The window sends lists.');
    const parts: readonly unknown[] = given;
    return JSON.stringify(side.execute(Number(parts[0]), parts[1]));
  };
  const page = await context.newPage();
  await page.addInitScript(`{
    const send = ${sending('')};
    const { external, fire } = (${makeExternal.toString()})(
      ${JSON.stringify(desktopContext(host))},
      (...given) => send(JSON.stringify(given)).then((answer) => answer.json()),
      () => Promise.reject(new Error('Nothing is kept here.')),
    );
    Object.defineProperty(window, 'external', { value: external });
    ${listening('', '(text) => fire(...JSON.parse(text))')}
  }`);
  await page.goto(address);
  return { page, faults, close };
}
