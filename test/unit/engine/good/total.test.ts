import { compile, readPack, type Part } from '../../../../src/engine';
import { allocate } from '../../../../src/engine/answers/total';
import { changed } from '../small-pack';

const { pack } = readPack(changed([], undefined));
if (!pack) throw new Error('the small pack is well formed');

const known = (measure: string, amount: string): Part => ({ measure, amount, low: amount, high: amount });
const open = (measure: string, low: string, high: string | null): Part => ({ measure, amount: null, low, high });
const [one, two] = ['small-1-hire', 'small-2-tier'];

describe('a total (README 6)', () => {
  const program = compile(pack);
  it.each([
    ['below the limit', [known(one, '4'), known(two, '5.99')], '9.99', [], { sumBeforeCap: '9.99', cut: '0', outsideCap: '0' }],
    ['exactly the limit', [known(one, '4'), known(two, '6')], '10', [], { sumBeforeCap: '10', cut: '0', outsideCap: '0' }],
    [
      'one 分 above',
      [known(one, '4'), known(two, '6.000001')],
      '10',
      ['cap:total-10'],
      { sumBeforeCap: '10.000001', cut: '0.000001', outsideCap: '0' },
    ],
    [
      'a sure part settles it',
      [known(one, '11'), open(two, '0', null)],
      '10',
      ['cap:total-10'],
      { sumBeforeCap: null, cut: null, outsideCap: '0' },
    ],
    [
      'the sure part of a band settles it',
      [known(one, '8'), open(two, '2', '5')],
      '10',
      ['cap:total-10'],
      { sumBeforeCap: null, cut: null, outsideCap: '0' },
    ],
    ['nothing at all', [], '0', [], { sumBeforeCap: '0', cut: '0', outsideCap: '0' }],
  ] as const)('%s', (_, parts, amount, applied, outputs) => {
    const verdict = program.total('small-total', parts);
    expect([verdict.amount, verdict.applied, verdict.outputs]).toEqual([amount, applied, outputs]);
  });

  it('stays open with bounds while it hangs on a part', () => {
    const verdict = program.total('small-total', [known(one, '4'), open(two, '2', '5')]);
    expect([verdict.amount, verdict.range, verdict.reasons]).toEqual([null, { min: '6', max: '9' }, ['missing-amount:small-2-tier']]);
  });

  it.each([
    [[{ measure: one, amount: '-1' }], ['invalid:awards']],
    [[{ measure: 'nobody', amount: '1' }], ['invalid:awards']],
    [[{ measure: one, amount: 'much' }], ['invalid:awards']],
    ['text', ['invalid:awards']],
    [null, ['missing:awards']],
  ])('refuses %j', (awards, reasons) => {
    expect(program.judge('small-9-total', { awards } as never).reasons).toEqual(reasons);
  });

  it.each([
    ['clauseOrder', { [one]: '7', [two]: '3' }],
    ['proRata', { [one]: '5', [two]: '5' }],
  ])('shares a cut by %s', (share, perMeasure) => {
    const verdict = compile(pack, { readings: { share } }).total('small-total', [known(two, '7'), known(one, '7')]);
    expect(verdict.perMeasure).toEqual(perMeasure);
  });
});

describe('shares add up to the 分 (README 6.5)', () => {
  it.each([
    [[1n, 1n, 1n], 2n, 'proRata', [1n, 1n, 0n]],
    [[333_333n, 333_333n, 333_334n], 100n, 'proRata', [33n, 33n, 34n]],
    [[50n, 50n], 100n, 'proRata', [50n, 50n]],
    [[70n, 70n], 100n, 'clauseOrder', [70n, 30n]],
    [[120n, 70n], 100n, 'clauseOrder', [100n, 0n]],
  ] as const)('%j within %s by %s', (parts, limit, how, shares) => {
    const paid = allocate(parts, limit, 1n, how);
    expect(paid).toEqual(shares);
    expect(paid.reduce((a, b) => a + b, 0n)).toBe(limit);
  });
});
