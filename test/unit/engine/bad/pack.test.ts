import { compile, readPack, type PackProblemCode } from '../../../../src/engine';
import { changed } from '../small-pack';

function refused(why: string, code: PackProblemCode, path: (string | number)[], value: unknown, place: (string | number)[] = path): void {
  it(why, () => {
    const lines: string[] = [];
    const result = readPack(changed(path, value), (at) => {
      lines.push(at.join('.'));
      return 7;
    });
    const found = (result.problems ?? []).map((problem) => ({ code: problem.code, path: problem.path.join('.'), line: problem.line }));
    expect(found).toContainEqual({ code, path: place.join('.'), line: 7 });
    expect(lines).toContain(place.join('.'));
  });
}

const hire = ['clauses', 0];
const outputMin = [...hire, 'when', 'output-min'];

describe('a wrong pack is refused with its place (README 1.10)', () => {
  refused('no quote on a clause', 'missing-quote', [...hire, 'quote'], undefined, hire);
  refused('no quote on a condition', 'missing-quote', [...outputMin, 'quote'], undefined, outputMin);
  refused('no quote on a cap', 'missing-quote', [...hire, 'cap', 'per-enterprise-20', 'quote'], '', [...hire, 'cap', 'per-enterprise-20']);
  refused('no unit on an input', 'missing-key', ['inputs', '产值', 'unit'], undefined, ['inputs', '产值']);
  const perHead = [...hire, 'outputs', 'perHead'];
  refused(
    'no name on an output',
    'missing-key',
    [...hire, 'outputs'],
    { perHead: { nameEnglish: 'Each', is: '产值', unit: '元' } },
    perHead,
  );
  refused(
    'no English name on an output',
    'missing-key',
    [...hire, 'outputs'],
    { perHead: { name: '每人', is: '产值', unit: '元' } },
    perHead,
  );
  refused('a unit nobody knows', 'unknown-unit', ['inputs', '产值', 'unit'], '两');
  refused('no bound', 'missing-bound', ['inputs', '产值', 'max'], undefined, ['inputs', '产值']);
  refused('a bare 8 for a rate', 'bare-number', [...hire, 'when', 'growth', 'is'], '增速 >= 8');
  refused('万元 + 人', 'units-disagree', [...hire, 'award'], '产值 + 人数');
  refused('产值 compared with 人', 'units-disagree', [...hire, 'when', 'growth', 'is'], '产值 >= 人数');
  refused('an award in 千瓦时', 'units-disagree', [...hire, 'award'], '电量');
  refused('a name that is nowhere', 'dangling-name', [...hire, 'award'], '标准 * 工人数');
  refused('a choice that is nowhere', 'dangling-name', [...hire, 'when', 'not-metals', 'is'], 'NOT 行业 IN {钢铁}');
  refused('an option left out', 'missing-option', [...outputMin, 'is'], { reading: 'above', inclusive: '产值 >= 2000 万元' }, [
    ...outputMin,
    'is',
  ]);
  refused('a reading that is nowhere', 'dangling-name', [...outputMin, 'is'], { reading: 'below', inclusive: 'TRUE' }, [
    ...outputMin,
    'is',
  ]);
  refused('a local name in a circle', 'circular-name', [...hire, 'values', '增速'], '增速 + 1%');
  refused('text that cannot be read', 'unexpected-text', [...hire, 'award'], '标准 * * 人数');
  refused('no such date', 'no-such-date', ['period'], ['2025-02-30', '2025-03-31']);
  refused('a period turned round', 'period-reversed', ['period'], ['2025-03-31', '2025-01-01']);
  refused('days backwards', 'wrong-argument', [...hire, 'award'], '标准 * 人数 * DAYS(2025-02-01, 2025-01-01)');
  refused('an unknown key', 'unknown-key', [...hire, 'bonus'], '1 万元');
  refused('__proto__', 'forbidden-key', [...hire, 'when', 'constructor'], { is: 'TRUE', quote: '一' });
  refused('an id twice', 'duplicate-id', ['inputs', '上年产值', 'id'], 'output');
  refused('a band that cannot be read', 'bad-band', [...hire, 'parameters', '档次', 'band'], 'between 2 and 5');
  refused('a status nobody knows', 'not-one-of', ['status'], 'final');
  refused('a member that is nowhere', 'dangling-name', ['groups', 0, 'members'], ['small-3'], ['groups', 0, 'members']);
  refused('a truth where an amount belongs', 'wrong-kind', [...hire, 'award'], '产值 >= 2000 万元');

  refused('a cap that is no map', 'not-a-map', [...hire, 'cap'], '20 万元');
  refused('a total that says nothing of how it is put', 'missing-key', ['groups', 0, 'conditions'], undefined, ['groups', 0]);
  refused('a way to share out a cut that the engine does not know', 'not-one-of', ['groups', 0, 'allocation'], 'above', [
    'readings',
    'above',
    'options',
    'inclusive',
  ]);

  const conditions = (count: number): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`above-${at}`, { is: `产值 >= ${at} 万元`, quote: '一' }]));
  refused('32 conditions: which of them fail no longer fits one integer', 'too-many-conditions', [...hire, 'when'], conditions(32));

  it('a second total: a ledger is settled by one, and nobody would keep the other', () => {
    const pack = changed([], undefined);
    const [group] = pack.groups as [object];
    const { problems = [] } = readPack({
      ...pack,
      groups: [group, { ...group, id: 'small-total-2', measure: 'small-8-total', composite: 'small-2' }],
    });
    expect(problems.map(({ code, path }) => [code, path.join('.')])).toEqual([['several-totals', 'groups.1']]);
  });

  it('31 conditions are judged each by itself', () => {
    const { pack } = readPack(changed(['clauses', 1, 'when'], conditions(31)));
    if (!pack) throw new Error('31 conditions are allowed');
    const program = compile(pack);
    expect(program.judge('small-2-tier', { output: '29.99' }, { tier: '4' })).toMatchObject({
      eligible: false,
      reasons: ['fail:above-30'],
    });
    expect(program.judge('small-2-tier', { output: '30' }, { tier: '4' })).toMatchObject({ eligible: true, amount: '4' });
  });

  it('two readings of one name: an officer could not tell them apart', () => {
    const { problems = [] } = readPack(changed(['readings', 'share', 'name'], '“以上”是否含本数'));
    expect(problems).toMatchObject([
      { code: 'ambiguous-name', path: ['readings', 'share'], data: { name: '“以上”是否含本数', also: 'above' } },
    ]);
  });

  it('a cap that is no map: the remedy shows what one looks like', () => {
    const { problems = [] } = readPack(changed([...hire, 'cap'], '20 万元'));
    expect(problems.map(({ data }) => data['example'])).toEqual(['{ …: { limit: …, quote: …, code: … } }']);
  });

  it.each([
    ['an input without its bound', ['inputs', '产值', 'max'], ['missing-bound']],
    ['a published figure without its clause', ['published', '标准', 'clause'], ['missing-key']],
    ['a parameter without its meaning', ['clauses', 1, 'parameters', '奖励档次', 'meaning'], ['missing-key']],
    ['a reading without its name', ['readings', 'above', 'name'], ['missing-key']],
    ['a reading without its English name', ['readings', 'above', 'nameEnglish'], ['missing-key']],
    ['a reading without its default', ['readings', 'above', 'default'], ['missing-key']],
    ['a clause without its title, counted in a total', ['clauses', 1, 'title'], ['missing-key']],
  ])('%s is one fault, not one more wherever it is used', (_why, path, codes) => {
    const { problems = [] } = readPack(changed(path, undefined));
    expect(problems.map(({ code }) => code)).toEqual(codes);
  });

  it('a clause without its title is checked all the same', () => {
    const pack = changed([...hire, 'title'], undefined);
    const { problems = [] } = readPack({ ...pack, clauses: [{ ...(pack.clauses as [object])[0], award: '电量' }] });
    expect(problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['missing-key', 'units-disagree']));
  });

  it('tells every fault, not only the first', () => {
    const pack = changed([...hire, 'quote'], undefined);
    Object.assign(pack, { status: 'final', period: ['x', 'y'] });
    const result = readPack(pack);
    expect((result.problems ?? []).length).toBeGreaterThanOrEqual(3);
  });

  it('refuses expressions nested without end', () => {
    const deep = `${'('.repeat(500)}产值${')'.repeat(500)} >= 2000 万元`;
    expect(readPack(changed([...outputMin, 'is'], deep)).problems?.[0]?.code).toBe('unexpected-text');
  });

  it('is not a pack at all', () => {
    for (const source of [null, 3, 'text', []]) expect(readPack(source).problems?.[0]?.code).toBe('not-a-map');
  });

  refused('a bound that could exceed 2^53', 'beyond-exact', ['inputs', '人数', 'max'], '100000000000000', hire);
  refused('an amount with no exact decimal', 'quotient-not-exact', [...hire, 'award'], '标准 * 人数 / 3', hire);
});

describe('a program refuses', () => {
  const { pack } = readPack(changed([], undefined));
  if (!pack) throw new Error('the small pack is well formed');
  it('a reading or option that does not exist', () => {
    expect(() => compile(pack, { readings: { above: 'perhaps' } })).toThrow(RangeError);
    expect(() => compile(pack, { readings: { toString: 'x' } })).toThrow(RangeError);
  });
  it('a measure that does not exist', () => {
    expect(() => compile(pack).judge('small-7', {})).toThrow(RangeError);
  });
});
