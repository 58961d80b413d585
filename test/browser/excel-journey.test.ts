import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { chromeOptions } from '../../scripts/chrome';
import type { Flavour } from '../standin/host';
import { officeFiles } from '../standin/office-files';
import { startJourney, steps, type Journey } from './journey';
import { results, serve, type Served } from './page';

const built = join(process.cwd(), 'dist/addin');

jest.setTimeout(30_000);

describe.each<[Flavour]>([['web'], ['desktop']])('the built add-in in Excel, %s', (flavour) => {
  let browser: Browser;
  let served: Served;
  let journey: Journey;

  beforeAll(async () => {
    if (!existsSync(join(built, 'taskpane/index.html'))) throw new Error('The add-in is not built: npm run build addin');
    served = await serve(built);
    browser = await chromium.launch(chromeOptions());
    const page = await browser.newPage({
      viewport: { width: flavour === 'web' ? 1366 : 400, height: 768 },
      locale: 'zh-CN',
      reducedMotion: 'reduce',
    });
    journey = await startJourney(page, { address: served.address, flavour, officeJs: officeFiles(), pictures: results });
  });

  afterAll(async () => {
    await browser.close();
    await served.close();
  });

  test.each(steps.map(({ name, take }) => [name, take] as const))('%s', async (_name, take) => {
    await take(journey);
    expect(journey.excel.faults).toEqual([]);
    expect(journey.host.faults).toEqual([]);
  });
});
