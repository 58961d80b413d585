import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromeOptions, chromePath } from '../../scripts/chrome';
import { entryFor, leftOut } from '../../scripts/lock.mjs';
import { missingPackages, nodeIsEnough } from '../../scripts/setup.mjs';

describe('set-up', () => {
  test.each([
    ['18.20.8', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['20.20.2', true],
    ['21.7.3', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['24.0.0', true],
  ])('Node %s is enough: %s', (version, enough) => {
    expect(nodeIsEnough(version)).toBe(enough);
  });

  const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } } };

  test.each([
    ['nothing was ever installed', null, ['node_modules/a']],
    ['all is there', { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } } }, []],
    ['only another system’s build is not there', { packages: { 'node_modules/a': { version: '1.0.0' } } }, []],
    ['a version changed', { packages: { 'node_modules/a': { version: '0.9.0' } } }, ['node_modules/a']],
  ])('packages are installed when needed: %s', (_name, installed, missing) => {
    expect(missingPackages(lock, installed)).toEqual(missing);
  });
});

describe('package-lock.json', () => {
  test('names the builds for every system, so that npm ci takes it on each', () => {
    const text = readFileSync(resolve(__dirname, '../../package-lock.json'), 'utf8');
    const lock = JSON.parse(text) as Parameters<typeof leftOut>[0];
    expect(leftOut(lock)).toEqual([]);
    expect(Object.keys(lock.packages)).toContain('node_modules/@swc/core-win32-x64-msvc');
  });

  test('a build left out is found, in the folder where npm would look for it', () => {
    const found = { optionalDependencies: { 'x-linux-x64-gnu': '1.0.0', 'x-darwin-arm64': '1.0.0' }, dev: true };
    expect(leftOut({ packages: { '': {}, 'node_modules/p/node_modules/x': found, 'node_modules/x-darwin-arm64': {} } })).toEqual([
      { name: 'x-linux-x64-gnu', version: '1.0.0', dev: true },
    ]);
  });

  test.each([
    ['@swc/core-linux-s390x-gnu', { os: ['linux'], cpu: ['s390x'], libc: ['glibc'] }],
    ['@u/binding-linux-arm-musleabihf', { os: ['linux'], cpu: ['arm'], libc: ['musl'] }],
    ['@u/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
    ['@swc/core-win32-ia32-msvc', { os: ['win32'], cpu: ['ia32'] }],
    ['@x/validator-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
  ])('%s is for one system', (name, system) => {
    expect(entryFor({ name, version: '1.2.3', dev: true })).toEqual({ version: '1.2.3', dev: true, optional: true, ...system });
  });

  test('a name without a system is refused', () => {
    expect(() => entryFor({ name: 'left-pad', version: '1.2.3', dev: false })).toThrow('no system in the name of left-pad@1.2.3');
  });
});

describe('the browser at hand', () => {
  const before = process.env['CHROME_PATH'];
  afterEach(() => {
    if (before === undefined) delete process.env['CHROME_PATH'];
    else process.env['CHROME_PATH'] = before;
  });

  test('CHROME_PATH comes first', () => {
    process.env['CHROME_PATH'] = process.execPath;
    expect(chromePath()).toBe(process.execPath);
    expect(chromeOptions().executablePath).toBe(process.execPath);
  });

  test('a CHROME_PATH that leads nowhere is said, not passed over', () => {
    process.env['CHROME_PATH'] = '/nowhere/chrome';
    expect(chromePath()).toBeNull();
    expect(() => chromeOptions()).toThrow('CHROME_PATH');
  });
});
