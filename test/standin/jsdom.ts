import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { StandInHost } from './host';

const require = createRequire(join(process.cwd(), 'package.json'));
const library = join(dirname(require.resolve('@microsoft/office-js/package.json')), 'dist');
const hostOrigin = 'https://excel.officeapps.live.com';

/** Where the test's page must be: `@jest-environment-options {"url": "https://addin.test/taskpane.html"}`. */
const addinOrigin = 'https://addin.test';

/** Shared runtime with custom functions, in the words of office.js. */
const runtimeFlags = 3;

/**
 * Loads the real office.js of the npm package into the test's own jsdom window, with `host` on the other side of its messages, and waits
 * until it is ready. Once per test file: office.js lives as long as its window.
 */
export async function openOffice(host: StandInHost, locale = 'zh-CN'): Promise<void> {
  if (window.location.origin !== addinOrigin) throw new Error(`The page must be at ${addinOrigin}.`);
  window.name = JSON.stringify({
    baseFrameName: 'standin',
    hostInfo: `Excel$Web$16.00$${locale}$00000000-0000-0000-0000-000000000001$$$${runtimeFlags}`,
    xdmInfo: `standin|standin|${hostOrigin}/host.html`,
    serializerVersion: '1',
  });
  Object.defineProperty(document, 'domain', { value: new URL(addinOrigin).hostname });
  Object.defineProperty(window, 'opener', {
    value: {
      postMessage: (message: string) => {
        host.receive(message);
      },
    },
  });
  host.connect((message) => {
    setTimeout(() => window.dispatchEvent(new MessageEvent('message', { data: message, origin: hostOrigin })), 0);
  });
  serveScripts();
  const script = document.createElement('script');
  const loaded = new Promise((resolve) => {
    script.addEventListener('load', resolve);
  });
  script.src = 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js';
  document.head.append(script);
  await loaded;
  await Office.onReady();
}

/** Scripts the library asks for come from the package on disk; anything else is refused. */
function serveScripts(): void {
  const addresses = new WeakMap<HTMLScriptElement, string>();
  Object.defineProperty(HTMLScriptElement.prototype, 'src', {
    get(this: HTMLScriptElement) {
      return addresses.get(this) ?? '';
    },
    set(this: HTMLScriptElement, address: string) {
      addresses.set(this, address);
      const path = /^https:\/\/appsforoffice\.microsoft\.com\/lib\/1\/hosted\/(.+)$/.exec(address)?.[1];
      if (path === undefined || path.includes('..')) throw new Error(`office.js asks for ${address}.`);
      // Later, as over a network: office.js loads its second part while it is still starting itself.
      setTimeout(() => {
        const code = document.createElement('script');
        code.textContent = readFileSync(join(library, path), 'utf8');
        document.head.append(code);
        this.dispatchEvent(new Event('load'));
      }, 0);
    },
  });
}
