import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import officeAddins from 'eslint-plugin-office-addins';

const root = process.cwd();
const left = new Set(['node_modules', 'dist', 'generated', 'coverage', 'test-results', '.git']);

/** Every source of ours, by its path from the project's root. */
function sources(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return left.has(entry.name) ? [] : sources(path);
    return /\.(ts|tsx|js|mjs|cjs)$/.test(entry.name) ? [path] : [];
  });
}

/** Ways to silence a checker, put together here so that this file does not hold them. */
const silencers = ['eslint' + '-disable', '@ts' + '-ignore', '@ts' + '-nocheck', 'prettier' + '-ignore'];

/** All rules of eslint-plugin-office-addins. */
const officeRules = [
  'call-sync-after-load',
  'call-sync-before-read',
  'load-object-before-read',
  'no-context-sync-in-loop',
  'no-empty-load',
  'no-navigational-load',
  'no-office-initialize',
  'test-for-null-using-isNullObject',
].map((name) => `office-addins/${name}`);

/** ESLint as `npm run lint` runs it; what it prints. */
function eslint(words: readonly string[]): string {
  const done = spawnSync(process.execPath, [join(root, 'node_modules/eslint/bin/eslint.js'), ...words], { cwd: root, encoding: 'utf8' });
  if (done.stdout === '') throw new Error(done.stderr);
  return done.stdout;
}

describe('lint', () => {
  test('nobody silences a checker', () => {
    const all = sources();
    expect(all.length).toBeGreaterThan(200);
    const silenced = all.flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return silencers.filter((silencer) => text.includes(silencer)).map((silencer) => `${path}: ${silencer}`);
    });
    expect(silenced).toEqual([]);
  });

  test.each(['functions/excel-door.ts', 'taskpane/excel.tsx', 'src/hosts/excel.ts'])(
    'the rules for Office add-ins are errors in %s',
    (file) => {
      const printed: unknown = JSON.parse(eslint(['--print-config', file]));
      expect(printed).toMatchObject({ rules: Object.fromEntries(officeRules.map((name) => [name, [2]])) });
    },
  );

  test('the plugin has no rule that is left out', () => {
    const plugin = join(root, 'node_modules/eslint-plugin-office-addins/lib/rules');
    const rules = readdirSync(plugin)
      .filter((name) => name.endsWith('.js') && name !== 'index.js')
      .map((name) => `office-addins/${name.slice(0, -3)}`);
    expect(rules.sort()).toEqual(officeRules);
  });

  test('a planted mistake is found', () => {
    const mistaken =
      'Excel.run(async (context) => { const range = context.workbook.getSelectedRange(); await context.sync(); use(range.values); });';
    const sound = mistaken.replace('await', "range.load('values'); await");
    const found = (code: string): unknown[] =>
      new Linter()
        .verify(code, {
          plugins: { 'office-addins': officeAddins },
          rules: Object.fromEntries(officeRules.map((name) => [name, 'error'])),
        })
        .map(({ ruleId }) => ruleId);
    expect(found(mistaken)).toContain('office-addins/load-object-before-read');
    expect(found(sound)).toEqual([]);
  });
});
