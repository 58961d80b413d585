import { defineConfig, globalIgnores } from 'eslint/config';
import officeAddins from 'eslint-plugin-office-addins';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** The Office rules alone: their full preset brings a second TypeScript plugin and its own formatting. */
const officeRules = Object.fromEntries(
  officeAddins.configs.recommended
    .flatMap((part) => Object.entries(part.rules ?? {}))
    .filter(([name]) => name.startsWith('office-addins/'))
    .map(([name]) => [name, 'error']),
);

const zeroForMissing = 'Missing is not zero: give the missing value a name instead of 0.';

/** A blank must never become 0. */
const noZeroForMissing = ['0', '0n', "'0'", '"0"'].flatMap((zero) => [
  { selector: `LogicalExpression[operator=/^(\\?\\?|\\|\\|)$/][right.raw=${JSON.stringify(zero)}]`, message: zeroForMissing },
  { selector: `AssignmentExpression[operator=/^(\\?\\?=|\\|\\|=)$/][right.raw=${JSON.stringify(zero)}]`, message: zeroForMissing },
]);

export default defineConfig(
  globalIgnores(['dist/', 'src/generated/', 'coverage/', 'test-results/', '**/node_modules/']),

  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/return-await': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // An async generator or a port's method may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-empty': 'error',
    },
  },

  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.base],
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-empty': 'error',
      'no-unused-vars': 'error',
    },
  },

  {
    files: ['src/**/*.{ts,tsx}', 'functions/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', ...noZeroForMissing] },
  },

  {
    files: ['src/engine/**', 'src/ledger/**', 'src/explain/**', 'functions/**', 'src/hosts/**'],
    rules: { 'no-console': 'error' },
  },

  {
    files: ['functions/**/*.{ts,tsx}', 'taskpane/**/*.{ts,tsx}', 'src/hosts/excel.ts'],
    plugins: { 'office-addins': officeAddins },
    rules: officeRules,
  },

  {
    files: ['taskpane/**/*.{ts,tsx}', 'workbench/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    rules: { 'react-hooks/set-state-in-effect': 'off' },
  },

  {
    files: ['test/**/*.{ts,tsx}', 'bench/**/*.ts'],
    rules: {
      // A test says what it expects of a value it has just made.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
