import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromeOptions } from '../../scripts/chrome';
import { nginxAdvice, nginxPath } from '../../scripts/nginx';
import type { ManifestForm } from '../../scripts/package/manifest';
import { officeFiles, type OfficeSource } from '../../scripts/package/office';
import { packageFiles, sourcesIn, zipped, type Choice } from '../../scripts/package/pack';
import { placeOf } from '../../scripts/package/place';
import { openExcel, type ExcelWindow } from '../standin/chromium';
import { StandInHost, type Flavour } from '../standin/host';
import { officeFiles as standInFiles } from '../standin/office-files';
import { chinaWebOrigin, webOrigin } from '../standin/web';
import { startJourney, takeAll } from './journey';
import { ledgerWorkbook } from './ledger';
import { results } from './page';
import { freePort, serveWithNginx, type ServedPackage } from './nginx';

jest.setTimeout(120_000);

const path = '/apps/huiqi';

/** Tries in the page what the policy forbids; gives the rules that were broken. */
async function refusals(): Promise<string[]> {
  const broken = new Set<string>();
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => broken.add(effectiveDirective));
  const failed = (element: HTMLElement): Promise<unknown> => new Promise((done) => element.addEventListener('error', done));
  const image = document.createElement('img');
  image.src = 'https://elsewhere.invalid/picture.png';
  const script = document.createElement('script');
  script.src = 'https://elsewhere.invalid/script.js';
  const inline = document.createElement('script');
  inline.textContent = 'document.title = "taken over"';
  const both = [failed(image), failed(script)];
  document.body.append(image, script, inline);
  await Promise.all([...both, fetch('https://elsewhere.invalid/collect', { method: 'POST', body: 'x' }).catch(() => undefined)]);
  if (document.title === 'taken over') broken.add('nothing');
  await new Promise((later) => setTimeout(later, 0));
  return [...broken].sort();
}

/** Without nginx the whole group is skipped, with the reason in its name. */
const withNginx = nginxPath() === null ? describe.skip : describe;

withNginx(`the package behind nginx${nginxPath() === null ? `: ${nginxAdvice}` : ''}`, () => {
  let port: number;
  let served: ServedPackage;

  beforeAll(async () => {
    // The maker of certificates reports on the console.
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    port = await freePort();
    const choice: Choice = { place: placeOf(`https://localhost:${port}${path}`), office: 'self', form: 'full', frames: [] };
    served = await serveWithNginx(zipped(packageFiles(sourcesIn(process.cwd()), choice)), port);
  });
  afterAll(() => served.close());

  const script = (html: string): string => /src="\.\.\/(code\/[^"]+)"/.exec(html)?.[1] ?? '';

  describe('headers of each kind of file', () => {
    const always = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

    test.each<[string, string, string | undefined, string | undefined]>([
      ['taskpane/index.html', 'text/html; charset=utf-8', 'no-cache', undefined],
      ['the pane’s code', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable', undefined],
      ['functions/functions.json', 'application/json; charset=utf-8', 'no-cache', '*'],
      ['functions/functions.en-US.json', 'application/json; charset=utf-8', 'no-cache', '*'],
      ['assets/icon-32.png', 'image/png', undefined, undefined],
      ['manifest.xml', 'text/xml; charset=utf-8', 'no-cache', undefined],
      ['office/office.js', 'text/javascript; charset=utf-8', 'no-cache', undefined],
    ])('%s: %s, cache %s, readable by %s', async (name, type, cache, readers) => {
      const file = name === 'the pane’s code' ? script((await served.ask(`${path}/taskpane/index.html`)).body) : name;
      const { status, headers } = await served.ask(`${path}/${file}`);
      expect(status).toBe(200);
      expect(headers).toMatchObject({ ...always, 'content-type': type });
      expect(headers['cache-control']).toBe(cache);
      expect(headers['access-control-allow-origin']).toBe(readers);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';");
      expect(policy).toContain("connect-src 'self'; worker-src 'self';");
      expect(policy).toMatch(/frame-ancestors 'self' https:\/\/\*\.officeapps\.live\.com .*https:\/\/\*\.partner\.officewebapps\.cn /);
    });

    test('text is compressed, and what did not change is not sent twice', async () => {
      const packed = await served.ask(`${path}/office/office.js`, { 'accept-encoding': 'gzip' });
      expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
      const first = await served.ask(`${path}/taskpane/index.html`);
      const again = await served.ask(`${path}/taskpane/index.html`, { 'if-none-match': String(first.headers.etag) });
      expect(again.status).toBe(304);
    });
  });

  test.each([
    ['the settings of another server', `${path}/web.config`, 404],
    ['a folder', `${path}/code/`, 403],
    ['a file that is not there', `${path}/nothing.js`, 404],
    ['anything outside the add-in', '/', 404],
    ['a way out of the folder', `${path}/../nginx.conf`, 404],
    ['a way out of the folder, disguised', `${path}/%2e%2e/server.key`, 404],
    ['a way out beside the folder', `${path}../server.key`, 404],
    ['what Excel does not need of office.js', `${path}/office/word-web-16.00.js`, 404],
    ['code that is not there yet', `${path}/code/later.js`, 404],
  ])('not served, and not remembered as missing: %s', async (_what, address, status) => {
    const { status: found, body, headers } = await served.ask(address);
    expect([found, /PRIVATE KEY|listen /.test(body), headers['cache-control']]).toEqual([status, false, undefined]);
  });

  test('every file is what SHA256SUMS says', () => {
    const lines = readFileSync(join(served.folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    const wrong = lines.filter((line) => {
      const [hash, name] = [line.slice(0, 64), line.slice(66)];
      return (
        createHash('sha256')
          .update(readFileSync(join(served.folder, name)))
          .digest('hex') !== hash
      );
    });
    expect(wrong).toEqual([]);
    expect(lines.map((line) => line.slice(66))).toEqual(expect.arrayContaining(officeFiles.map((file) => `site/office/${file}`)));
  });

  test('every address in the manifest answers', async () => {
    const { body } = await served.ask(`${path}/manifest.xml`);
    const addresses = [...body.matchAll(/(?:DefaultValue|Value)="(https:[^"]+)"/g)].map((found) => String(found[1]));
    expect(new Set(addresses).size).toBe(12);
    for (const address of new Set(addresses)) {
      const { origin, pathname } = new URL(address);
      expect(origin).toBe(`https://localhost:${port}`);
      expect([address, (await served.ask(pathname)).status]).toEqual([address, 200]);
    }
  });

  test.each<[Flavour]>([['web'], ['desktop']])(
    'the whole journey in Excel (%s): nothing breaks the policy, nothing leaves the server',
    async (flavour) => {
      const browser = await chromium.launch(chromeOptions());
      const context = await browser.newContext({
        ignoreHTTPSErrors: true,
        locale: 'zh-CN',
        viewport: { width: flavour === 'web' ? 1366 : 400, height: 768 },
      });
      const asked = new Set<string>();
      context.on('request', (request) => asked.add(new URL(request.url()).origin));
      try {
        const page = await context.newPage();
        const journey = await startJourney(page, { address: `https://localhost:${port}${path}/`, flavour, officeJs: null });
        await takeAll(journey);
        expect(journey.excel.faults).toEqual([]);
        expect(journey.host.faults).toEqual([]);
        // The window of Excel itself is Microsoft's; everything else is ours.
        asked.delete('https://excel.officeapps.live.com');
        expect([...asked]).toEqual([`https://localhost:${port}`]);
        expect(await journey.excel.pane().evaluate(refusals)).toEqual(['connect-src', 'img-src', 'script-src-elem']);
      } finally {
        await browser.close();
      }
    },
  );

  test('where office.js cannot be had, the page says so and what to do', async () => {
    const browser = await chromium.launch(chromeOptions());
    try {
      const page = await browser.newPage({ ignoreHTTPSErrors: true });
      await page.route('**/office.js', (route) => route.abort());
      await page.goto(`https://localhost:${port}${path}/taskpane/index.html`);
      const advice = page.getByText('惠企窗格没有打开');
      expect(await advice.isVisible()).toBe(false);
      await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
      expect(await advice.isVisible()).toBe(true);
      expect(await advice.innerText()).toContain('网页工作台');
    } finally {
      await browser.close();
    }
  });
});

withNginx('office.js from elsewhere, behind nginx', () => {
  test.each<[OfficeSource, string, string]>([
    ['global', webOrigin, 'https://appsforoffice.microsoft.com'],
    ['21vianet', chinaWebOrigin, 'https://appsforoffice.cdn.partner.office365.cn'],
  ])('%s: the whole journey inside the page of %s; scripts from %s and the server, nothing else', async (office, excelOrigin, library) => {
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const port = await freePort();
    const own = `https://localhost:${port}`;
    const choice: Choice = { place: placeOf(`${own}/oa/apps/huiqi`), office, form: 'full', frames: [] };
    const served = await serveWithNginx(zipped(packageFiles(sourcesIn(process.cwd()), choice)), port);
    const browser = await chromium.launch(chromeOptions());
    try {
      const page = await browser.newPage({ ignoreHTTPSErrors: true, locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
      const asked = new Set<string>();
      page.on('request', (request) => asked.add(new URL(request.url()).origin));
      const address = `${own}/oa/apps/huiqi/`;
      const journey = await startJourney(page, { address, flavour: 'web', officeJs: standInFiles(), excelOrigin });
      await takeAll(journey);
      expect([journey.excel.faults, journey.host.faults]).toEqual([[], []]);
      expect([...asked].sort()).toEqual([library, excelOrigin, own].sort());
      expect(await journey.excel.pane().evaluate(refusals)).toEqual(['connect-src', 'img-src', 'script-src-elem']);
    } finally {
      await browser.close();
      await served.close();
    }
  });

  test('of three pages only that of the chosen cloud’s Excel shows the pane', async () => {
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const port = await freePort();
    const choice: Choice = { place: placeOf(`https://localhost:${port}`), office: '21vianet', form: 'full', frames: [] };
    const served = await serveWithNginx(zipped(packageFiles(sourcesIn(process.cwd()), choice)), port);
    const browser = await chromium.launch(chromeOptions());
    try {
      const page = await browser.newPage({ ignoreHTTPSErrors: true });
      // A browser asks before a page from elsewhere reaches this machine; fetched for it, nobody is asked.
      await page.route(`https://localhost:${port}/**`, async (route) => route.fulfill({ response: await route.fetch() }));
      const shown: string[] = [];
      for (const outside of ['https://elsewhere.invalid', webOrigin, chinaWebOrigin]) {
        const frame = `<iframe src="https://localhost:${port}/taskpane/index.html"></iframe>`;
        await page.route(`${outside}/**`, (route) => route.fulfill({ contentType: 'text/html', body: frame }));
        await page.goto(`${outside}/host.html`);
        const [, inside] = page.frames();
        if (inside?.url().startsWith('https://localhost')) shown.push(outside);
      }
      expect(shown).toEqual([chinaWebOrigin]);
    } finally {
      await browser.close();
      await served.close();
    }
  });
});

/** An Excel at the pane's floor: no custom functions, no shared runtime. */
const plainExcel = { ExcelApi: 1.7, Settings: 1.1 };

withNginx('an Excel without functions', () => {
  test.each<[ManifestForm, string]>([
    ['full', 'which has no button for it there'],
    ['pane', 'by its button'],
  ])('with the form %s the pane opens, %s; it says once what is lacking, and writes values', async (form) => {
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const port = await freePort();
    const choice: Choice = { place: placeOf(`https://localhost:${port}`), office: 'self', form, frames: [] };
    const served = await serveWithNginx(zipped(packageFiles(sourcesIn(process.cwd()), choice)), port);
    const browser = await chromium.launch(chromeOptions());
    try {
      const host = new StandInHost(ledgerWorkbook(), { flavour: 'desktop', requirements: plainExcel });
      const address = `https://localhost:${port}/`;
      const manifest = readFileSync(join(served.folder, 'manifest.xml'), 'utf8');
      const open = async (): Promise<ExcelWindow> => {
        const page = await browser.newPage({ ignoreHTTPSErrors: true, locale: 'zh-CN', viewport: { width: 400, height: 768 } });
        const window = await openExcel(page, host, { address, manifestAddress: address, manifest, officeJs: null });
        const [button] = window.manifest.buttons;
        if (form === 'pane') await window.press(button!.id);
        // As from Insert, My Add-ins: the pane's page without a button.
        else await window.reload();
        return window;
      };
      const excel = await open();

      const lacking = excel.pane().getByText('这台 Excel 有些功能没有');
      await lacking.waitFor();
      expect(await excel.pane().getByText('请用窗格测算，结果以数值写入新工作表').isVisible()).toBe(true);
      await excel.picture(join(results, `package-lacks-${form}.png`));
      await excel.pane().getByRole('button', { name: '知道了' }).first().click();
      await lacking.waitFor({ state: 'detached' });

      await excel.pane().getByRole('button', { name: '测算', exact: true }).click();
      await excel.pane().getByRole('button', { name: '写入结果' }).click();
      await excel.pane().getByRole('dialog').getByRole('button', { name: '写入' }).click();
      await excel.pane().getByRole('button', { name: '撤销本次写入' }).waitFor();
      const cells = [...host.workbook.sheetNamed('测算结果').rows.values()].flatMap((row) => [...row.values()]);
      expect(cells.length).toBeGreaterThan(100);
      expect(cells.filter((cell) => cell?.formula !== undefined)).toEqual([]);

      // The workbook is closed and opened again.
      await excel.pane().page().close();
      const later = await open();
      await later.pane().getByRole('button', { name: '测算', exact: true, disabled: false }).waitFor();
      expect(await later.pane().getByText('这台 Excel 有些功能没有').count()).toBe(0);
      expect(later.faults).toEqual([]);
      expect(excel.faults).toEqual([]);
      expect(host.faults).toEqual([]);
    } finally {
      await browser.close();
      await served.close();
    }
  });
});
