import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDebian } from './debian';

/** The installed nginx: NGINX_PATH first, then PATH and the folders for servers. null where there is none; an NGINX_PATH that leads nowhere is none. */
export function nginxPath(): string | null {
  const wanted = process.env.NGINX_PATH;
  if (wanted !== undefined && wanted !== '') return existsSync(wanted) ? wanted : null;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin', '/usr/local/bin'];
  const name = process.platform === 'win32' ? 'nginx.exe' : 'nginx';
  return (
    folders
      .filter((folder) => folder !== '')
      .map((folder) => join(folder, name))
      .find((path) => existsSync(path)) ?? null
  );
}

/** What is said where there is no nginx and none can be installed. */
export const nginxAdvice =
  '没有 nginx，用它提供部署包的那一组测试这次没有跑：请安装（Debian：apt-get install nginx-light），或用环境变量 NGINX_PATH 指明路径。' +
  ' There is no nginx, so the tests that serve the package with it did not run: install it (Debian: apt-get install nginx-light) or set NGINX_PATH.';

/** Makes sure that there is an nginx, installing Debian's where that is allowed. false where a person has to help. */
function prepareNginx(): boolean {
  if (nginxPath() !== null) return true;
  const wanted = process.env.NGINX_PATH;
  return (wanted === undefined || wanted === '') && installDebian(['nginx-light']) && nginxPath() !== null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${prepareNginx() ? String(nginxPath()) : nginxAdvice}\n`);
}
