import { compile, printColumns, readPack, type RawFacts, type RawParameters, type Verdict } from '../../../../src/engine';
import { changed } from '../small-pack';

const { pack, problems } = readPack(changed([], undefined));
if (!pack) throw new Error(JSON.stringify(problems));
const program = compile(pack);

const entitled: RawFacts = { output: '2160', outputBefore: '2000', people: '57', industry: 'feed' };

function hire(facts: RawFacts, parameters: RawParameters = {}, readings: Record<string, string> = {}): Verdict {
  return compile(pack!, { readings }).judge('small-1-hire', { ...entitled, ...facts }, parameters);
}

describe('an answer (README 5)', () => {
  it.each([
    ['just below the line', { output: '1999.99' }, false, '0', ['fail:output-min', 'fail:growth']],
    ['growth exactly 8 %', {}, true, '5.7', []],
    ['growth 7.9995 %', { output: '2159.99' }, false, '0', ['fail:growth']],
    ['last year blank', { outputBefore: null }, 'unknown', null, ['missing:outputBefore']],
    ['last year recorded as 0', { outputBefore: '0' }, 'unknown', null, ['undefined-growth:outputBefore']],
    ['last year negative', { outputBefore: '-1' }, 'unknown', null, ['invalid:outputBefore']],
    ['a fraction of a person', { people: '3.5' }, true, null, ['invalid:people']],
    ['nobody told how many people', { people: '' }, true, null, ['missing:people']],
    ['aluminium is a metal', { industry: '电解铝' }, false, '0', ['fail:not-metals']],
    ['an industry nobody knows', { industry: '炼丹' }, 'unknown', null, ['invalid:industry']],
    ['a failed condition beats a blank', { industry: 'metals', outputBefore: null }, false, '0', ['fail:not-metals']],
  ] as const)('%s', (_, facts, eligible, amount, reasons) => {
    const verdict = hire(facts);
    expect([verdict.eligible, verdict.amount, verdict.reasons]).toEqual([eligible, amount, reasons]);
  });

  it('is exact where doubles are not, at any size', () => {
    expect(hire({ output: '99999999999999999999.99', outputBefore: '1', people: '1' }).amount).toBe('0.1');
    expect(hire({ output: '2160.0000000000000000001', outputBefore: '2000' }).eligible).toBe(true);
    expect(hire({ output: '2159.9999999999999999999', outputBefore: '2000' }).reasons).toEqual(['fail:growth']);
  });

  it('switches a reading', () => {
    expect(hire({ output: '2000', outputBefore: '1000' }).eligible).toBe(true);
    expect(hire({ output: '2000', outputBefore: '1000' }, {}, { above: 'exclusive' }).reasons).toEqual(['fail:output-min']);
  });

  it.each([
    ['200 people reach the cap', '200', {}, '20', []],
    ['201 people are cut', '201', {}, '20', ['cap:per-enterprise-20']],
    ['the officer caps lower', '201', { measureCap: '5' }, '5', ['cap:measureCap']],
    ['both caps the same: the first', '300', { measureCap: '20' }, '20', ['cap:per-enterprise-20']],
  ] as const)('%s', (_, people, parameters, amount, applied) => {
    const verdict = hire({ people }, parameters);
    expect([verdict.amount, verdict.applied]).toEqual([amount, applied]);
  });

  it('refuses a cap below zero and leaves the amount open', () => {
    const verdict = hire({}, { measureCap: '-1' });
    expect([verdict.eligible, verdict.amount, verdict.reasons]).toEqual([true, null, ['invalid-parameter:measureCap']]);
  });

  it('gives the range that the cap still fixes', () => {
    expect(hire({ people: null }).range).toEqual({ min: '0', max: '20' });
  });

  it("takes the officer's industries", () => {
    expect(hire({}, { extra: ['feed'] }).reasons).toEqual(['fail:not-metals']);
    expect(hire({}, { extra: ['饲料'] }).reasons).toEqual(['fail:not-metals']);
    expect(hire({}, { extra: ['炼丹'] }).reasons).toEqual(['invalid-parameter:extra']);
  });
});

describe('floor and band (README 5.4, 5.5)', () => {
  const facts = { electricity: '10', electricityBefore: '5' };
  it.each([
    ['below the floor nothing', '2.99', false, '0', ['floor:min-award']],
    ['exactly the floor is paid', '3', true, '3', []],
    ['above the band: refused', '5.01', 'unknown', null, ['invalid-parameter:tier']],
    ['not given', null, 'unknown', null, ['missing-parameter:tier']],
  ] as const)('%s', (_, tier, eligible, amount, reasons) => {
    const verdict = program.judge('small-2-tier', facts, { tier });
    expect([verdict.eligible, verdict.amount, verdict.reasons]).toEqual([eligible, amount, reasons]);
  });
  it('a recorded 0 is no base', () => {
    expect(program.judge('small-2-tier', { electricity: '10', electricityBefore: '0' }, { tier: '4' }).reasons).toEqual([
      'undefined-base:electricityBefore',
    ]);
  });
  it.each([
    ['below it, whatever is open', '2.99', false, '0', ['floor:min-award'], undefined, true],
    ['at it, another condition open', '3', 'unknown', null, ['missing:electricityBefore'], undefined, false],
    [
      'open beside another condition',
      null,
      'unknown',
      null,
      ['missing:electricityBefore', 'missing-parameter:tier'],
      { min: '0', max: '5' },
      'unknown',
    ],
  ] as const)('the floor is a condition: %s', (_, tier, eligible, amount, reasons, range, missed) => {
    const verdict = program.judge('small-2-tier', { electricity: '10' }, { tier });
    expect([verdict.eligible, verdict.amount, verdict.reasons, verdict.range]).toEqual([eligible, amount, reasons, range]);
    const { steps } = program.trace('small-2-tier', { electricity: '10' }, { tier });
    expect(steps.find((step) => step.kind === 'floor')?.holds).toBe(missed);
  });
  it('does not speak of the floor where another condition refuses', () => {
    const { steps } = program.trace('small-2-tier', { electricity: '1', electricityBefore: '5' }, { tier: '4' });
    expect(steps.filter((step) => step.kind === 'floor')).toEqual([]);
  });
});

describe('explanation', () => {
  it('shows value, threshold and gap with the words of the clause', () => {
    const { steps } = program.trace('small-1-hire', { ...entitled, output: '2159.99' });
    const growth = steps.find((step) => step.id === 'growth');
    expect(growth?.comparison).toEqual({ operator: '>=', left: '7.9995', right: '8', gap: '-0.0005', unit: '%' });
    expect(growth?.quote).toBe('同比增长8%');
    expect(growth?.formula).toBe('(产值 − 上年产值) ÷ 上年产值 ≥ 8%');
  });
  it('shows what a cap cut', () => {
    const { steps } = program.trace('small-1-hire', { ...entitled, people: '257' });
    expect(steps.find((step) => step.kind === 'cap')?.comparison).toEqual({
      operator: '<=',
      left: '25.7',
      right: '20',
      gap: '5.7',
      unit: '万元',
    });
  });
});

describe('a program (README 7.4)', () => {
  it('is frozen, and what it was asked leaves no mark on what it says next', () => {
    expect([Object.isFrozen(program), Object.isFrozen(program.readings)]).toEqual([true, true]);
    const first = program.judge('small-1-hire', entitled);
    program.judge('small-1-hire', { ...entitled, people: null }, { tier: '2' });
    expect(program.judge('small-1-hire', entitled)).toEqual(first);
  });
});

describe('printed code', () => {
  it('names its pack and readings, and holds no eval', () => {
    const code = printColumns(pack);
    expect(code).toContain('small@1.0.0');
    expect(code).not.toMatch(/\beval\b|new Function/);
  });
});
