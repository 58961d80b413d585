import { checkCreditCode } from '../../../src/ledger';
import type { Cell } from '../../../src/hosts/host';
import { readSheet } from './pack';

/** A code with both check digits right, for division digits that are no longer in use. */
function completed(first16: string): string {
  const tails = [...'0123456789X'].flatMap((seventeen) => [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((last) => first16 + seventeen + last));
  return tails.find((code) => checkCreditCode(code).valid) ?? '';
}

describe('统一社会信用代码', () => {
  test.each([
    '91350100M000100Y43',
    '91450200MA5QFK3G6Y',
    '91450100MA5KD9R87W',
    '91450200322587799A',
    '91450200794328218E',
    '914501003991114300',
    '914501003307932183',
  ])('%s is right', (code) => {
    expect(checkCreditCode(code)).toEqual({ valid: true });
  });

  test.each([' 91450200ma5qfk3g6y ', '９１４５０２００ＭＡ５ＱＦＫ３Ｇ６Ｙ', '91450200-MA5QFK3G6-Y', "'91450200MA5QFK3G6Y"])(
    '%s is right, differently written',
    (code) => {
      expect(checkCreditCode(code).valid).toBe(true);
    },
  );

  test.each([
    ['91350100M000100Y4Z', 'credit-code-characters'],
    ['91450200MA5QFK3G6X', 'credit-code-check'],
    ['91450200MA5QFK3G5Y', 'credit-code-check'],
    ['91450200MA5QFK3G', 'credit-code-length'],
    ['450200123456789', 'credit-code-length'],
    ['', 'credit-code-missing'],
    ['914501003991114000', 'credit-code-digits-lost'],
    ['9.14501003991114E+17', 'credit-code-digits-lost'],
    ['9.1450100399E+17', 'credit-code-digits-lost'],
  ])('%s: %s', (code, problem) => {
    expect(checkCreditCode(code)).toMatchObject({ valid: false, problem });
  });

  test('a letter taken for a digit is offered, not changed', () => {
    expect(checkCreditCode('91450200MASQFK3G6Y')).toEqual({
      valid: false,
      problem: 'credit-code-characters',
      suggestions: ['91450200MA5QFK3G6Y'],
    });
  });

  test('the organisation digit is a check of its own', () => {
    const wrong = ['91450200MA5QFK3G0', '91450200MA5QFK3G1'].flatMap((head) =>
      [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((last) => head + last),
    );
    expect(wrong.map((code) => checkCreditCode(code).problem)).toContain('credit-code-organisation');
    expect(wrong.some((code) => checkCreditCode(code).valid)).toBe(false);
  });

  test.each(['450127', '450221', '450331', '451021', '451023', '451281'])('a former division, %s, stays valid', (division) => {
    expect(checkCreditCode(completed(`91${division}39911143`))).toEqual({ valid: true });
  });

  test('fifteen digits left: about three candidates, the true one among them', () => {
    expect(checkCreditCode('914501003991114000').suggestions).toEqual(['914501003991114225', '914501003991114300', '914501003991114818']);
    expect(checkCreditCode('914501003307932000').suggestions).toEqual(['914501003307932183', '914501003307932776', '914501003307932851']);
  });

  test('random slips of one character do not pass, seeded', () => {
    let seed = 7;
    const next = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    for (let round = 0; round < 5000; round++) {
      const code = '91450200MA5QFK3G6Y';
      const at = next(17);
      const letter = alphabet.charAt(next(31));
      if (letter === code.charAt(at)) continue;
      expect(checkCreditCode(code.slice(0, at) + letter + code.slice(at + 1)).valid).toBe(false);
    }
  });
});

describe('in a ledger', () => {
  const read = (...codes: Cell[]) =>
    readSheet([['企业名称', '统一社会信用代码', '一季度产值'], ...codes.map((code) => ['柳州甲有限公司', code, 1])]);

  test('stays text, normal form; lost digits join nothing', () => {
    const { block } = read('91450200ma5qfk3g6y', '91450200MA5QFK3G6X', 914501003991114000, null, '无', { fault: 'error', text: '#N/A' });
    expect(block.codes).toEqual(['91450200MA5QFK3G6Y', '91450200MA5QFK3G6X', null, null, null, null]);
    expect(block.problems.map((problem) => [problem.address, problem.code, problem.candidates?.length ?? 0])).toEqual([
      ['B3', 'credit-code-check', 0],
      ['B4', 'credit-code-digits-lost', 3],
      ['B5', 'credit-code-missing', 0],
      ['B6', 'credit-code-missing', 0],
      ['B7', 'error-value', 0],
    ]);
    expect(block.problems[1]?.text).toBe('914501003991114000');
  });
});
