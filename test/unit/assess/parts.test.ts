import { Decimals, ExactSum, addTexts, compareTexts, shiftText } from '../../../src/assessment/decimals';
import { PackedFacts } from '../../../src/assessment/facts';
import { Persons } from '../../../src/assessment/persons';
import { Codes, Texts, Words } from '../../../src/assessment/texts';
import { INVALID, KNOWN, MISSING, WIDE, emptyColumn, type Column } from '../../../src/engine';
import { pack } from './ledger';

/** A small generator with a seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('exact decimals', () => {
  test.each(['0', '10', '0.1', '14.00014', '0.0000001', '123456789012345678.00000000001', '99999999999999.9'])(
    '%s comes back as it was',
    (text) => {
      const kept = new Decimals(3);
      kept.set(1, text);
      expect([kept.get(0), kept.get(1), kept.get(2)]).toEqual([null, text, null]);
      expect(String(kept.cell(1))).toBe(text);
      kept.set(1, null);
      expect(kept.get(1)).toBeNull();
    },
  );

  test('sums keep every digit, whatever way the figures come', () => {
    const next = random(7);
    let exact = 0n;
    const texts = new ExactSum();
    const cells = new ExactSum();
    for (let i = 0; i < 20_000; i += 1) {
      const decimals = Math.floor(next() * 12);
      const digits = BigInt(Math.floor(next() * 2 ** 45)) * (next() < 0.01 ? 10n ** 9n : 1n);
      const whole = digits / 10n ** BigInt(decimals);
      const fraction = (digits % 10n ** BigInt(decimals)).toString().padStart(decimals, '0').replace(/0+$/, '');
      const text = decimals === 0 || fraction === '' ? whole.toString() : `${whole}.${fraction}`;
      exact += digits * 10n ** BigInt(12 - decimals);
      texts.add(text);
      const kept = new Decimals(1);
      kept.set(0, text);
      cells.addCell(kept.cell(0)!);
    }
    const expected = `${exact / 10n ** 12n}.${(exact % 10n ** 12n).toString().padStart(12, '0')}`.replace(/\.?0+$/, '');
    expect(texts.text()).toBe(expected);
    expect(cells.text()).toBe(expected);
  });

  test('0.1 ten times is 1, and signs count', () => {
    expect(addTexts(Array.from({ length: 10 }, () => '0.1'))).toBe('1');
    expect(addTexts(['-0.3', '0.1', '0.2'])).toBe('0');
    expect(addTexts(['-5', '2.5'])).toBe('-2.5');
    expect(addTexts([])).toBe('0');
    expect([compareTexts('0.1', '0.10'), compareTexts('99.999999', '100'), compareTexts('100.00000001', '100')]).toEqual([0, -1, 1]);
    expect(() => addTexts(['无法识别的长文字不是数'])).toThrow();
  });

  test.each([
    ['5', 0, '5'],
    ['5', 4, '50000'],
    ['0.05', 4, '500'],
    ['1.25', 1, '12.5'],
    ['200000', -4, '20'],
    ['1', -4, '0.0001'],
    ['-1.5', -1, '-0.15'],
    ['0', -4, '0'],
  ])('%s × 10^%i = %s', (text, shift, moved) => {
    expect(shiftText(text, shift)).toBe(moved);
  });
});

describe('facts kept for later', () => {
  const column = (values: readonly (number | string | null)[]): Column => {
    const made = emptyColumn(values.length);
    values.forEach((value, at) => {
      if (value === null) return;
      if (value === 'x') made.states[at] = INVALID;
      else if (typeof value === 'string') {
        made.states[at] = WIDE;
        made.wide.set(at, value);
      } else {
        made.states[at] = KNOWN;
        made.values[at] = value;
      }
    });
    return made;
  };

  test('come back as the one-row lane takes them; a blank stays a blank', () => {
    const facts = new PackedFacts(
      {
        rows: 4,
        inputs: {
          quarterlyOutputValue: column([199999, null, 'x', '123456789012345678.999']),
          insuredEmployees: column([300, 0, 70000, 5_000_000_000]),
          enterpriseType: column([0, 1, null, 'x']),
          isDualHighEnterprise: column([1, 0, null, null]),
          eventDate: column([20089, null, null, null]),
          newHires: column([null, null, null, null]),
        },
        parameterColumns: { '2025q1-03-growth-with-base.awardAmount': column([2550, null, 'x', null]) },
      },
      pack,
    );
    expect(facts.facts(0)).toEqual({
      quarterlyOutputValue: '1999.99',
      insuredEmployees: '300',
      enterpriseType: 'industrial',
      isDualHighEnterprise: true,
      eventDate: '2025-01-01',
    });
    expect(facts.facts(1)).toEqual({
      quarterlyOutputValue: null,
      insuredEmployees: '0',
      enterpriseType: 'software',
      isDualHighEnterprise: false,
      eventDate: null,
    });
    expect(facts.facts(2)).toMatchObject({ quarterlyOutputValue: '?', insuredEmployees: '70000' });
    expect(facts.facts(3)).toMatchObject({
      quarterlyOutputValue: '123456789012345678.999',
      insuredEmployees: '5000000000',
      enterpriseType: '?',
    });
    expect([0, 1, 2].map((at) => facts.rowParameters(at))).toEqual([
      { '2025q1-03-growth-with-base.awardAmount': '25.5' },
      {},
      { '2025q1-03-growth-with-base.awardAmount': '?' },
    ]);
  });

  test('states that are all missing take no room', () => {
    const facts = new PackedFacts({ rows: 1, inputs: { newHires: emptyColumn(1) }, parameterColumns: {} }, pack);
    expect(emptyColumn(1).states[0]).toBe(MISSING);
    expect(facts.facts(0)).toEqual({});
  });
});

describe('texts of many rows', () => {
  test('come back, blanks and separators and all', () => {
    const first = new Texts(['甲', '', null, 'a\u0001b', '乙']);
    const second = new Texts(['丙']);
    expect([0, 1, 2, 3, 4].map((at) => first.get(at))).toEqual(['甲', '', '', 'a b', '乙']);
    expect([second.get(0), first.get(4), second.get(1)]).toEqual(['丙', '乙', '']);
  });
  test('codes of any length', () => {
    const kept = new Codes(['91450100MA5KXXXX0X', null, '短', '']);
    expect([0, 1, 2, 3, 4].map((at) => kept.get(at))).toEqual(['91450100MA5KXXXX0X', null, '短', null, null]);
    expect(new Codes([]).get(0)).toBeNull();
  });
  test('words are kept once', () => {
    const kept = new Words();
    expect([kept.index('南宁市'), kept.index('柳州市'), kept.index('南宁市'), kept.index(null), kept.index('')]).toEqual([0, 1, 0, -1, -1]);
    expect([kept.text(1), kept.text(-1)]).toEqual(['柳州市', null]);
  });
});

describe('rows of one person', () => {
  test('are found among many, in order, by the code alone', () => {
    const next = random(3);
    const codes = Array.from({ length: 5000 }, () => (next() < 0.1 ? null : `91${Math.floor(next() * 2000)}`));
    const persons = new Persons((row) => codes[row] ?? null);
    for (const code of codes) persons.add(code);
    const expected = new Map<string, number[]>();
    codes.forEach((code, at) => code !== null && expected.set(code, [...(expected.get(code) ?? []), at]));
    codes.forEach((code, at) => {
      const rows = code === null ? [at] : expected.get(code)!;
      expect(persons.rowsOf(at)).toEqual(rows);
      expect(persons.firstOf(at)).toBe(rows[0]);
      expect(persons.isShared(at)).toBe(rows.length > 1);
    });
    expect(persons.count).toBe(expected.size + codes.filter((code) => code === null).length);
    expect(persons.shared).toEqual(
      [...expected.values()]
        .filter((rows) => rows.length > 1)
        .map((rows) => rows[0])
        .sort((a, b) => a! - b!),
    );
    expect(persons.find('91 no such')).toBe(-1);
    const [known] = expected.keys();
    expect(persons.find(known!)).toBe(expected.get(known!)![0]);
  });
});
