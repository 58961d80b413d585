/** The real office.js and the built add-in in Chromium, with a stand-in host in this process on the other side. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { desktopContext, makeExternal, openDesktop } from './desktop';
import { drawCells, drawWindow } from './drawing';
import type { FunctionMetadata, StandInHost } from './host';
import { isRecord } from './json';
import { readManifest, type Manifest } from './manifest';
import { officeAddresses } from './office-files';
import { frameName, openWeb, webOrigin } from './web';

/** Where the add-in is, and what Excel is told of it. */
interface AddinPlace {
  /** The folder the add-in is served from, with a slash at its end. */
  readonly address: string;
  /** The text of its manifest. */
  readonly manifest: string;
  /** What the manifest's addresses begin with: the browser sees these, and what it asks of them is fetched from `address`, headers and all. */
  readonly manifestAddress: string;
  /** Folder of files that answer for Microsoft's addresses of office.js; null where the add-in brings its own and Microsoft is not asked. */
  readonly officeJs: string | null;
  /** Where Excel on the web stands; worldwide where it is left out. */
  readonly excelOrigin?: string;
}

/** A window of Excel with the add-in known to it. */
export interface ExcelWindow {
  readonly manifest: Manifest;
  /** Faults of the pane so far: exceptions, errors on its console, requests to other places than allowed. */
  readonly faults: string[];
  /** Presses a button of the ribbon; resolves when the pane's page is there or the command is done. */
  press(button: string): Promise<void>;
  /** The pane's document. Throws where it is not open. */
  pane(): Frame;
  /** Loads the pane anew, as after the workbook was closed and opened. */
  reload(): Promise<void>;
  /** Takes a picture: on the web of the whole window, on the desktop of the pane. */
  picture(file: string): Promise<void>;
}

/** Opens a window of Excel in `page`, which must be fresh. */
export async function openExcel(page: Page, host: StandInHost, place: AddinPlace): Promise<ExcelWindow> {
  const manifest = readManifest(place.manifest, host.locale);
  const excelOrigin = place.excelOrigin ?? webOrigin;
  const served = (address: string): string => {
    if (!address.startsWith(place.manifestAddress)) throw new Error(`${address} does not begin with ${place.manifestAddress}.`);
    return place.address + address.slice(place.manifestAddress.length);
  };
  await page.route(`${place.manifestAddress}**`, async (route) => {
    await route.fulfill({ response: await route.fetch({ url: served(route.request().url()) }) });
  });
  const faults: string[] = [];
  page.on('pageerror', (problem) => faults.push(String(problem.stack ?? problem.message)));
  page.on('console', (message) => {
    // A frame from elsewhere has no storage; office.js says so itself and goes on without.
    const known =
      message.text().startsWith('SecurityError') && message.text().includes('sessionStorage') && message.text().includes('/excel-web-');
    if (message.type() === 'error' && !known) faults.push(`${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    const allowed = [
      place.manifestAddress,
      `${excelOrigin}/`,
      'data:',
      'blob:',
      'about:',
      ...(place.officeJs === null ? [] : officeAddresses),
    ];
    if (!allowed.some((start) => url.startsWith(start))) faults.push(`asked for ${url}`);
  });
  for (const base of officeAddresses)
    await page.route(`${base}**`, (route) => {
      const file =
        place.officeJs === null ? null : join(place.officeJs, new URL(route.request().url()).pathname.slice(new URL(base).pathname.length));
      return file !== null && existsSync(file)
        ? route.fulfill({ contentType: 'text/javascript; charset=utf-8', body: readFileSync(file) })
        : route.abort();
    });
  if (manifest.functions !== null) {
    const metadata: unknown = await (await page.request.get(served(manifest.functions))).json();
    host.install(functionsOf(metadata), isRecord(metadata) && metadata['allowErrorForDataTypeAny'] === true);
  }
  const open = host.flavour === 'web' ? await webWindow(page, host, manifest, excelOrigin) : await desktopWindow(page, host);
  let address = manifest.page;
  return {
    manifest,
    faults,
    pane: open.pane,
    press: async (id) => {
      const button = manifest.buttons.find((each) => each.id === id);
      if (!button) throw new Error(`The ribbon has no button ${id}.`);
      if (button.action.kind === 'function') await host.runCommand(id, button.action.name);
      else {
        ({ address } = button.action);
        await open.show(address, id);
      }
    },
    reload: () => open.show(address),
    picture: open.picture,
  };
}

function functionsOf(metadata: unknown): FunctionMetadata[] {
  if (!isRecord(metadata) || !Array.isArray(metadata['functions'])) throw new Error('functions.json has no functions.');
  return metadata['functions'].filter(
    (each): each is FunctionMetadata => isRecord(each) && typeof each['id'] === 'string' && Array.isArray(each['parameters']),
  );
}

interface Opened {
  /** Shows the pane; where a button is named, by pressing it. */
  show(address: string, button?: string): Promise<void>;
  pane(): Frame;
  picture(file: string): Promise<void>;
}

/** Excel on the web: a page of Microsoft's that holds the add-in in a frame. */
async function webWindow(page: Page, host: StandInHost, manifest: Manifest, origin: string): Promise<Opened> {
  await page.route(`${origin}/**`, (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: drawWindow(manifest, frameName(host.locale, origin)) }),
  );
  let receive: (message: string) => void = () => undefined;
  await page.exposeFunction('toExcel', (message: string) => {
    receive(message);
  });
  const addresses = new Map<string, string>();
  await page.exposeFunction('paneOf', (button: string) => addresses.get(button));
  await page.goto(`${origin}/host.html`);
  const draw = (): Promise<void> =>
    page.evaluate((cells) => {
      const place = document.querySelector('#cells');
      if (place) place.innerHTML = cells;
    }, drawCells(host.workbook));
  await draw();
  const send = inOrder(page);
  let frame: Frame | null = null;
  return {
    pane: () => {
      if (!frame) throw new Error('The pane is not open.');
      return frame;
    },
    show: async (address, button) => {
      receive = openWeb(
        host,
        (message) => {
          send(`toAddin(${JSON.stringify(message)})`);
        },
        origin,
      );
      const attached = page.waitForEvent('frameattached');
      if (button === undefined) await page.evaluate(`show(${JSON.stringify(address)})`);
      else {
        addresses.set(button, address);
        await page.locator(`[id="${button}"]`).click();
      }
      frame = await attached;
      await frame.waitForURL(address);
    },
    picture: async (file) => {
      await draw();
      await page.screenshot({ path: file });
    },
  };
}

/** Excel for Windows: the pane is a web view of its own; Excel is what it finds at `window.external`. */
async function desktopWindow(page: Page, host: StandInHost): Promise<Opened> {
  const send = inOrder(page);
  let side = openDesktop(host, () => undefined);
  await page.exposeFunction('excelExecute', (method: number, parameters: unknown) => side.execute(method, parameters));
  await page.exposeFunction('excelSave', (pairs: [string, string][]) => {
    side.saveSettings(pairs);
  });
  return {
    pane: () => page.mainFrame(),
    show: async (address) => {
      side = openDesktop(host, (event, data) => {
        send(`fromExcel(${event}, ${JSON.stringify(data)})`);
      });
      // The page finds its host before any of its own scripts runs. A later script of this kind stands in for an earlier one.
      // Tools that run TypeScript mark names of functions by a helper the page lacks.
      await page.addInitScript(`{
        const __name = (named) => named;
        const { external, fire } = (${makeExternal.toString()})(
          ${JSON.stringify(desktopContext(host))},
          (method, parameters) => window.excelExecute(method, parameters),
          (pairs) => window.excelSave(pairs),
        );
        Object.defineProperty(window, 'external', { value: external, configurable: true });
        Object.defineProperty(window, 'fromExcel', { value: fire, configurable: true });
      }`);
      await page.goto(address);
    },
    picture: async (file) => {
      await page.screenshot({ path: file });
    },
  };
}

/** Runs code in the page, one after the other however busy the page is; a window that was closed hears no more. */
function inOrder(page: Page): (code: string) => void {
  let last: Promise<unknown> = Promise.resolve();
  return (code) => {
    last = last.then(async () => {
      if (page.isClosed()) return;
      await page.evaluate(code).catch((error: unknown) => {
        if (!page.isClosed()) throw error;
      });
    });
  };
}
