import { readFigureJson, readFigureSheet, type Register } from '../../../src/monitor';
import { loadClauses } from '../../../src/policies';

let register: Register;
beforeAll(async () => {
  register = await loadClauses('2025q1');
});

const codes = (figures: unknown): string[] => readFigureJson(figures, register).problems.map(({ code, place }) => `${code} ${place}`);

describe('a figure that cannot be used is refused with its place', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['a bare percentage: 6.5 may be 6.5 % or 650 %', { 'q1-2025-t001': 6.5 }, ['unit-needed q1-2025-t001.actual']],
    ['0.065 beside %', { 'q1-2025-t001': { actual: 0.065, unit: '%' } }, ['percent-doubtful q1-2025-t001.actual']],
    ['6.5 beside % is taken', { 'q1-2025-t001': { actual: 6.5, unit: '%' } }, []],
    ['no such indicator', { 'q1-2025-t999': 1 }, ['unknown-indicator q1-2025-t999']],
    ['words', { 'q1-2025-t022': '约500家' }, ['not-a-number q1-2025-t022.actual']],
    ['another unit', { 'q1-2025-t022': '500万元' }, ['other-unit q1-2025-t022.actual']],
    ['below zero', { 'q1-2025-t022': -1 }, ['negative q1-2025-t022.actual']],
    ['half an enterprise', { 'q1-2025-t022': 499.5 }, ['fraction q1-2025-t022.actual']],
    ['half a pair', { 'q1-2025-t003': { now: 100 } }, ['half-pair q1-2025-t003.before']],
    ['a pair with one unit', { 'q1-2025-t003': { now: '5亿元', before: 40000 } }, ['unit-needed q1-2025-t003.before']],
    ['a part larger than its whole', { 'q1-2025-t017': { now: 6, before: 5 } }, ['share-over q1-2025-t017.now']],
    ['a target the document gives', { 'q1-2025-t022': { actual: 500, target: 400 } }, ['target-published q1-2025-t022.target']],
    ['a pair for a count', { 'q1-2025-t022': { now: 1, before: 1 } }, ['pair-unused q1-2025-t022.now']],
    ['a blank is no figure and no fault', { 'q1-2025-t022': '—', 'q1-2025-t023': null }, []],
    ['no object', [1], ['no-header ']],
  ])('%s', (_name, figures, expected) => {
    expect(codes(figures)).toEqual(expected);
  });

  test('sums in different units of one kind are brought together', () => {
    const { reported } = readFigureJson({ 'q1-2025-t003': { now: '5亿元', before: '40000万元' } }, register);
    expect(reported).toHaveLength(1);
    expect(reported[0]!.now!.units * 10n ** BigInt(reported[0]!.now!.power - reported[0]!.before!.power)).toBe(
      (reported[0]!.before!.units * 5n) / 4n,
    );
  });
});

describe('a sheet of figures', () => {
  test('is read below its titles, and says the cell of a fault', () => {
    const { reported, problems } = readFigureSheet(
      [
        ['一季度指标'],
        ['指标代号', '对象', '单位', '实际值', '来源'],
        ['q1-2025-t022', null, '家', 512, '统计局'],
        ['q1-2025-t022', null, '家', 513, null],
        ['q1-2025-t001', null, '%', 0.065, null],
        [null, null, null, 5, null],
      ],
      register,
    );
    expect(reported.map(({ indicator, source }) => [indicator, source])).toEqual([['q1-2025-t022', '统计局']]);
    expect(problems.map(({ code, place }) => [code, place])).toEqual([
      ['twice', 'A4'],
      ['percent-doubtful', 'D5'],
    ]);
  });

  test('without a header is refused', () => {
    expect(readFigureSheet([['a', 'b']], register).problems.map(({ code }) => code)).toEqual(['no-header']);
  });
});
