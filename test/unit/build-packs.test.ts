import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readAssumptionFile, readPackFile, readYaml, WrongPack } from '../../scripts/build-packs';
import { packKey, readingsInForce } from '../../src/engine';
import { shippedAssumption } from '../../src/comparison';
import { assumptions, loadPolicy, policies } from '../../src/policies';

const file = 'packs/2025q1/pack.yaml';
const text = readFileSync(resolve(__dirname, '../..', file), 'utf8');

/** What the build says of a text. */
function refusal(wrong: string): string {
  try {
    readPackFile(wrong, file);
  } catch (error) {
    if (error instanceof WrongPack) return error.message;
    throw error;
  }
  return '';
}

describe('a place in a pack', () => {
  const { locate } = readYaml('a: 1\nlist:\n  - x\n  - { y: 1,\n      z: 2 }\nnamed: &n\n  k: v\nagain: *n\n', 'p.yaml');

  test.each([
    [['a'], 1],
    [['list'], 2],
    [['list', 0], 3],
    [['list', 1, 'z'], 5],
    [['list', 7], 2],
    [['list', 1, 'missing', 'deeper'], 4],
    [['again', 'k'], 7],
    [[], 1],
  ])('%j is on line %i', (path, line) => {
    expect(locate(path)).toBe(line);
  });
});

describe('assumed figures', () => {
  const at = 'packs/2025q1/assumptions/issued-10-percent.yaml';
  const written = readFileSync(resolve(__dirname, '../..', at), 'utf8');
  const pack = readPackFile(text, file);

  test.each([
    ['有基数产值增速线: 10%', '有基数产值增速线: 10 万元', 'published.有基数产值增速线'],
    ['有基数产值增速线: 10%', '有基数产值增速线: 8%', 'published.有基数产值增速线'],
    ['有基数产值增速线: 10%', '产值增速线: 10%', 'published.产值增速线'],
    ['basedOn: 2025q1', 'basedOn: 2024q2', 'basedOn'],
    [': 0 .. 0.1', ': 0到0.1', 'bands'],
  ])('“%s” as “%s” stops the build with file and line', (right, wrong, place) => {
    const lines = written.split('\n');
    const line = lines.findIndex((one) => one.includes(right)) + 1;
    const faulty = lines.map((one, index) => (index === line - 1 ? one.replace(right, wrong) : one)).join('\n');
    expect(() => readAssumptionFile(faulty, at, 'issued-10-percent', pack)).toThrow(WrongPack);
    expect(() => readAssumptionFile(faulty, at, 'issued-10-percent', pack)).toThrow(`${at}:${line}: 第${line}行（${place}`);
  });

  test.each(assumptions.map(({ policy, id }) => [policy, id] as const))('%s %s is shipped as it stands in its file', async (policy, id) => {
    const assumed = await shippedAssumption(policy, id);
    const file = readFileSync(resolve(__dirname, `../../packs/${policy}/assumptions/${id}.yaml`), 'utf8');
    expect(assumed.pack.assumption?.hash).toBe(createHash('sha256').update(file, 'utf8').digest('hex'));
    expect(assumed.pack.assumption?.changes.every(({ source }) => source.includes('未见正式文本'))).toBe(true);
  });
});

describe('a wrong pack stops the build with file and line', () => {
  test('a status that there is none of', () => {
    const said = refusal(text.replace('status: draft', 'status: drft'));
    expect(said).toMatch(/^packs\/2025q1\/pack\.yaml:\d+: .*drft.*draft, issued, repealed/);
    expect(said.split('\n')).toHaveLength(1);
  });

  test('a figure without a unit', () => {
    const wrong = text.replace('2000 万元', '2000');
    const line = text.slice(0, text.indexOf('2000 万元')).split('\n').length;
    expect(refusal(wrong)).toContain(`packs/2025q1/pack.yaml:${line}: `);
  });

  test('a key that stands twice, and YAML that is none', () => {
    expect(refusal(`${text}\nid: again\n`)).toMatch(/^packs\/2025q1\/pack\.yaml:\d+: YAML: .*unique/);
    expect(refusal('a: [1,\nb: "')).toMatch(/pack\.yaml:\d+: YAML: /);
    const bare = refusal('id: x\naward: TIERS(x; 0 万元: 1 万元)\n').split('\n');
    expect(bare).toEqual([expect.stringMatching(/^packs\/2025q1\/pack\.yaml:2: YAML: .*要放在引号里/)]);
  });

  test('a file that is empty', () => {
    expect(refusal('')).toContain('packs/2025q1/pack.yaml:1: ');
  });
});

describe('shipped policies', () => {
  test('2025q1 is a draft, listed with the hash of its file', () => {
    const hash = createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
    expect(policies.find(({ id }) => id === '2025q1')).toMatchObject({ status: 'draft', hash });
  });

  test.each(policies.map(({ id }) => [id]))('%s loads as it was built', async (id) => {
    const policy = await loadPolicy(id);
    expect(policy.pack.id).toBe(id);
    expect(policy.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(policy.columns.pack).toBe(packKey(policy.pack));
    expect(policy.columns.readings).toEqual(readingsInForce(policy.pack));
    expect(policy.columns.columns).toBeInstanceOf(Function);
  });

  test('another id is our own mistake', async () => {
    await expect(loadPolicy('1999q9')).rejects.toThrow(RangeError);
  });
});
