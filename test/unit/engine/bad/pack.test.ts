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
