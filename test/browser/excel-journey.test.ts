import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { chromeOptions } from '../../scripts/chrome';
import { areaAt } from '../standin/address';
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

  test('columns of reasons that are too large only together all arrive', async () => {
    const { host } = journey;
    const sheet = host.workbook.addSheet('理由');
    const head = ['企业名称', '企业类型', '一季度产值（万元）', '社保缴纳人数'];
    const rows = Array.from({ length: 7000 }, (_, index) => [`广西第${index}号机械制造有限责任公司`, '工业企业', 2000, 301]);
    host.workbook.type(sheet, 'A1', [head, ...rows]);
    host.api.count.largestIn = 0;
    const cells = ['F2', 'G2', 'H2'];
    await host.enter(cells.map((cell) => ({ sheet, cell, formula: '=HUIQI.WHY("2025q1-26-hiring-subsidy",A1:D1,A2:D7001)' })));
    const last = sheet.values(areaAt('F7001:H7001')).flat();
    expect(last).toEqual(Array(3).fill(expect.stringContaining('缺少“上年同期社保缴纳人数”')));
    // On the desktop they travel together, and are more than the web would take.
    if (flavour === 'web') expect(host.api.count.largestIn).toBeLessThan(5_000_000);
    else expect(host.api.count.largestIn).toBeGreaterThan(5_000_000);
    expect([journey.excel.faults, host.faults]).toEqual([[], []]);
  });
});
