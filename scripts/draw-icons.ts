/** assets/icon.svg → assets/icon-<size>.png, drawn by an installed Chromium at every size the ribbon asks for. Run it when the drawing changes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { chromeOptions } from './chrome';

const assets = join(fileURLToPath(new URL('..', import.meta.url)), 'assets');
/** Pixels: Office takes 16, 32 and 80 always, the rest on screens of other densities. */
const sizes = [16, 20, 24, 32, 40, 48, 64, 80];

const drawing = readFileSync(join(assets, 'icon.svg'), 'utf8');
const browser = await chromium.launch(chromeOptions());
const page = await browser.newPage();
for (const size of sizes) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>html,body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`);
  await page.screenshot({ path: join(assets, `icon-${size}.png`), omitBackground: true });
}
await browser.close();
