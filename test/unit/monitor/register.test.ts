import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { coveragePage, dangling, readCovered } from '../../../scripts/build-coverage';
import { readYaml } from '../../../scripts/build-packs';
import { readRegister } from '../../../src/monitor';
import { loadClauses, loadIndustries, registered } from '../../../src/policies';

const root = resolve(__dirname, '../../..');
const covered = readCovered(resolve(root, 'packs'));

describe('every clause of the five documents is registered', () => {
  test.each([
    ['2024q2', 40],
    ['2022q4', 15],
    ['2025q1', 32],
    ['2020h2', 21],
    ['2020plan', 33],
  ])('%s numbers %i clauses', async (id, count) => {
    const register = await loadClauses(id);
    expect(register.clauses.filter((clause) => clause.numbered)).toHaveLength(count);
    expect(register.clauses.every((clause) => clause.does !== '' && clause.quote !== '')).toBe(true);
  });

  test('141 clauses, 135 indicators, in the order of the text', () => {
    expect([...registered].sort()).toEqual(['2020h2', '2020plan', '2022q4', '2024q2', '2025q1']);
    expect(covered.flatMap(({ register }) => register.clauses.filter((clause) => clause.numbered))).toHaveLength(141);
    expect(covered.flatMap(({ register }) => register.indicators)).toHaveLength(135);
    const second = covered.find(({ register }) => register.policy === '2024q2')!.register;
    expect(second.clauses.filter((clause) => clause.numbered).map((clause) => clause.clause)).toEqual(
      Array.from({ length: 40 }, (_, at) => String(at + 1)),
    );
  });

  test('no measure, indicator or related clause leads nowhere, and every measure has its clause', () => {
    expect(covered.every(({ pack }) => pack !== null)).toBe(true);
    expect(dangling(covered)).toEqual([]);
  });

  test('every clause of 2022 Q4 and every task of the 2020 plan names who answers for it', () => {
    for (const { register } of covered) {
      const named = register.clauses.filter((clause) => clause.responsible !== null).length;
      if (register.policy === '2022q4') expect(named).toBe(15);
      // Three tasks of 保障措施 and one more, and the general aims, name nobody.
      if (register.policy === '2020plan') expect(named).toBe(28);
    }
  });

  test('docs/coverage.md is up to date (npx tsx scripts/build-coverage.ts)', () => {
    expect(coveragePage(covered)).toBe(readFileSync(resolve(root, 'docs/coverage.md'), 'utf8'));
  });

  test('the industry map has every industry the indicators name', async () => {
    const { industries } = await loadIndustries();
    const names = new Set(industries.map((industry) => industry.name));
    const wanted = covered.flatMap(({ register }) => register.indicators.flatMap((indicator) => indicator.industry ?? []));
    expect(wanted).toHaveLength(23);
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('a wrong register is refused', () => {
  const folder = resolve(root, 'packs/2022q4');
  const files = ['clauses.yaml', 'targets.yaml'].map((name) => readFileSync(resolve(folder, name), 'utf8'));
  const said = (change: (text: string, at: number) => string): string[] => {
    const [clauses, targets] = files.map((text, at) => readYaml(change(text, at), 'x.yaml').source);
    const read = readRegister(clauses, targets);
    return read.problems?.map(({ what, text }) => `${what} ${text}`.trim()) ?? [];
  };

  test('the files as they are have no fault', () => {
    expect(said((text) => text)).toEqual([]);
  });

  test.each<[string, (text: string, at: number) => string, string]>([
    [
      'a clause that is missing',
      (text, at) => (at === 0 ? text.replace(/\n {2}- clause: 十三\n[\s\S]*?(?=\n {2}- clause: 十四)/, '') : text),
      'count 14/15',
    ],
    ['an indicator nobody has', (text, at) => (at === 0 ? text.replace('2022-t014', '2022-t099') : text), 'dangling 2022-t099'],
    ['a class that is none', (text, at) => (at === 0 ? text.replace('class: [C]', 'class: [Z]') : text), 'unknown-word Z'],
    ['a value that is no number', (text, at) => (at === 1 ? text.replace("value: '95'", "value: '约95'") : text), 'not-a-number 约95'],
    [
      'a day that is none',
      (text, at) => (at === 1 ? text.replace("value: '2022-10-31'", "value: '2022-10-32'") : text),
      'not-a-day 2022-10-32',
    ],
    ['a key that is unknown', (text, at) => (at === 0 ? text.replace('    does: ', '    dose: ') : text), 'unknown-key dose'],
  ])('%s', (_name, change, expected) => {
    expect(said(change)).toContain(expected);
  });
});
