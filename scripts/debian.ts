import { spawnSync } from 'node:child_process';

/** Whether this process may install packages for the whole machine, and a browser needs to be told so. */
export const runsAsRoot = process.getuid?.() === 0;

/** Installs Debian's packages for the tests where that is allowed: on Debian, as root. false where it is not, or did not succeed. */
export function installDebian(packages: readonly string[]): boolean {
  if (process.platform !== 'linux' || !runsAsRoot || spawnSync('apt-get', ['--version']).status !== 0) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (args: readonly string[]): boolean => spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env }).status === 0;
  process.stderr.write(`正在安装 ${packages.join('、')}… Installing ${packages.join(', ')}…\n`);
  return apt(['update', '-qq']) && apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
}
