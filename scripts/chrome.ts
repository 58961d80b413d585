import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDebian, runsAsRoot } from './debian';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'msedge',
];

function candidates(): string[] {
  const env = process.env;
  const onPath = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const found = names.flatMap((name) => onPath.map((folder) => join(folder, name + suffix)));
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Microsoft Edge', 'Chromium'];
    for (const folder of ['/Applications', join(homedir(), 'Applications')]) {
      found.push(...apps.map((app) => join(folder, `${app}.app`, 'Contents', 'MacOS', app)));
    }
  }
  if (process.platform === 'win32') {
    const programs = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
      'Chromium\\Application\\chrome.exe',
    ];
    for (const folder of [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]) {
      if (folder !== undefined) found.push(...programs.map((program) => join(folder, program)));
    }
  }
  return found;
}

/** The installed Chromium, Chrome or Edge: CHROME_PATH first, then the usual places of this system. null where there is none; a CHROME_PATH that leads nowhere is none. */
export function chromePath(): string | null {
  const wanted = process.env.CHROME_PATH;
  if (wanted !== undefined && wanted !== '') return existsSync(wanted) ? wanted : null;
  return candidates().find((path) => existsSync(path)) ?? null;
}

/** What playwright-core's `chromium.launch` needs to start the installed browser without a window. Throws where there is no browser. */
export function chromeOptions(): { executablePath: string; headless: boolean; args: string[] } {
  const executablePath = chromePath();
  if (executablePath === null) throw new Error(advice);
  return { executablePath, headless: true, args: runsAsRoot ? ['--no-sandbox'] : [] };
}

const advice =
  '没有找到 Chrome、Edge 或 Chromium：请安装其一和中文字体（Debian：apt-get install chromium fonts-noto-cjk），或用环境变量 CHROME_PATH 指明路径。' +
  ' No Chrome, Edge or Chromium with a Chinese font was found: install one (Debian: apt-get install chromium fonts-noto-cjk) or set CHROME_PATH.';

function hasFontFile(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) =>
    /cjk|wqy|sourcehan|droidsansfallback|ukai|uming|simsun/i.test(String(name)),
  );
}

/** Whether Chinese text can be drawn. Windows and macOS bring a font; elsewhere fontconfig tells, or the font folders. */
function hasChineseFont(): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true;
  const listed = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  if (listed.status === 0) return listed.stdout.trim() !== '';
  return ['/usr/share/fonts', '/usr/local/share/fonts', join(homedir(), '.fonts')].some(hasFontFile);
}

/** Makes sure that there is a browser and a Chinese font, installing Debian's packages where that is allowed. false where a person has to help. */
function prepareChrome(): boolean {
  const wanted = process.env.CHROME_PATH;
  if (wanted !== undefined && wanted !== '' && !existsSync(wanted)) return false;
  const wants = [...(chromePath() === null ? ['chromium'] : []), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])];
  if (wants.length === 0) return true;
  return installDebian(wants) && chromePath() !== null && hasChineseFont();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (prepareChrome()) {
    process.stdout.write(`${String(chromePath())}\n`);
  } else {
    process.stderr.write(`${advice}\n`);
    process.exitCode = 2;
  }
}
