/** The real office.js in the jsdom window of a test, with a stand-in host on the other side. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { desktopContext, makeExternal, openDesktop } from './desktop';
import type { StandInHost } from './host';
import { officeAddresses, officeFiles } from './office-files';
import { frameName, openWeb, webOrigin } from './web';

/** Where the test's page must be: `@jest-environment-options {"url": "https://addin.test/taskpane.html"}`. */
const addinOrigin = 'https://addin.test';

/**
 * Loads the real office.js of the npm package into the test's own window, with `host` at the other end of its flavour's channel, and waits
 * until it is ready. Once per test file: office.js lives as long as its window, and so does the flavour.
 */
export async function openOffice(host: StandInHost): Promise<void> {
  if (window.location.origin !== addinOrigin) throw new Error(`The page must be at ${addinOrigin}.`);
  Object.defineProperty(document, 'domain', { value: new URL(addinOrigin).hostname });
  if (host.flavour === 'web') placeWeb(host);
  else placeDesktop(host);
  serveScripts();
  const script = document.createElement('script');
  const loaded = new Promise((resolve) => {
    script.addEventListener('load', resolve);
  });
  script.src = `${officeAddresses[0]}office.js`;
  document.head.append(script);
  await loaded;
  await Office.onReady();
}

function placeWeb(host: StandInHost): void {
  window.name = frameName(host.locale);
  const receive = openWeb(host, (message) => {
    setTimeout(() => window.dispatchEvent(new MessageEvent('message', { data: message, origin: webOrigin })), 0);
  });
  Object.defineProperty(window, 'opener', { value: { postMessage: receive } });
}

function placeDesktop(host: StandInHost): void {
  const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  const { external, fire } = makeExternal(
    desktopContext(host),
    async (method, parameters) => {
      await later();
      return side.execute(method, parameters);
    },
    async (pairs) => {
      await later();
      side.saveSettings(pairs);
    },
  );
  const side = openDesktop(host, (event, data) => {
    setTimeout(() => {
      fire(event, data);
    }, 0);
  });
  Object.defineProperty(window, 'external', { value: external });
}

/** Scripts the library asks for come from the package on disk; anything else is refused. */
function serveScripts(): void {
  const addresses = new WeakMap<HTMLScriptElement, string>();
  const [base = ''] = officeAddresses;
  Object.defineProperty(HTMLScriptElement.prototype, 'src', {
    get(this: HTMLScriptElement) {
      return addresses.get(this) ?? '';
    },
    set(this: HTMLScriptElement, address: string) {
      addresses.set(this, address);
      const path = address.startsWith(base) ? address.slice(base.length) : undefined;
      if (path === undefined || path.includes('..')) throw new Error(`office.js asks for ${address}.`);
      // Later, as over a network: office.js loads its second part while it is still starting itself.
      setTimeout(() => {
        const code = document.createElement('script');
        code.textContent = readFileSync(join(officeFiles(), path), 'utf8');
        document.head.append(code);
        this.dispatchEvent(new Event('load'));
      }, 0);
    },
  });
}
