import fc from 'fast-check';
import { compile, readPack, type BlockFacts, type RawFacts, type RawParameters } from '../../../src/engine';
import { judgeReference } from '../../../src/engine/reference';
import { ties } from '../../agreement';
import { claiming, packSource } from '../../cases';
import { batch, type Ties } from '../../enterprises';

const { pack, problems } = readPack(packSource('2025q1'));
if (!pack) throw new Error(JSON.stringify(problems));
const program = compile(pack);
const tied: Ties = ties['2025q1'] ?? { ratios: [], usual: {}, columns: [] };
const settings = { seed: 20250101, numRuns: 300 };

/** 分 or finer as an integer of 10^-12 万元, to add exactly. */
function units(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(12, '0'));
}

const money = fc.integer({ min: 0, max: 10_000_000 }).map((cents) => (cents / 100).toFixed(2));
const electricity = fc.integer({ min: 0, max: 2_000_000_000 }).map((hundredths) => (hundredths / 100).toFixed(2));
const people = fc.integer({ min: 0, max: 2000 }).map(String);
const rate = fc.integer({ min: 1, max: 20_000 }).map((steps) => (steps / 10_000).toFixed(4));

const hiring = { enterpriseType: 'industrial', quarterlyOutputValue: '3000' };
const power: RawFacts = {
  enterpriseType: 'industrial',
  inDualHighCatalogue: false,
  separatelyMetered: true,
  quarterlyOutputValue: '2000',
  quarterlyOutputValueLastYear: '1500',
};

function amount(id: string, facts: RawFacts, parameters: RawParameters = {}): bigint {
  const verdict = program.judge(id, facts, parameters);
  if (verdict.amount === null) throw new Error(`open: ${verdict.reasons.join()}`);
  return units(verdict.amount);
}

describe('no cap is ever exceeded', () => {
  test('（二十六） pays at most 20', () => {
    fc.assert(
      fc.property(people, people, people, (insuredEmployees, insuredEmployeesLastYear, newHires) => {
        const paid = amount('2025q1-26-hiring-subsidy', { ...hiring, insuredEmployees, insuredEmployeesLastYear, newHires });
        expect(paid).toBeLessThanOrEqual(units('20'));
      }),
      settings,
    );
  });

  test('（二） and （二十五） pay at most the officer’s cap, and say so where it cuts', () => {
    fc.assert(
      fc.property(electricity, electricity, rate, money, (purchasedElectricity, baseElectricity, powerRate, measureCap) => {
        fc.pre(Number(baseElectricity) > 0);
        const id = '2025q1-25-incremental-power';
        const free = amount(id, { ...power, purchasedElectricity, baseElectricity }, { powerRate });
        const capped = program.judge(id, { ...power, purchasedElectricity, baseElectricity }, { powerRate, measureCap });
        expect(units(capped.amount ?? '-1')).toBe(free < units(measureCap) ? free : units(measureCap));
        expect(capped.applied).toEqual(free > units(measureCap) ? ['cap:measureCap'] : []);
      }),
      settings,
    );
  });

  test('the total is at most 100, and total and cut add up to the sum', () => {
    const ids = pack.measures.filter(({ id }) => !/-(04|19)-/.test(id)).map(({ id }) => id);
    fc.assert(
      fc.property(fc.array(fc.record({ measure: fc.constantFrom(...ids), amount: money }), { maxLength: 8 }), (awards) => {
        const { amount: total, outputs } = program.judge('2025q1-99-stacking-cap', claiming(awards));
        const sum = awards.reduce((all, award) => all + units(award.amount), 0n);
        expect(units(total ?? '-1')).toBe(sum < units('100') ? sum : units('100'));
        expect(units(outputs?.sumBeforeCap ?? '-1')).toBe(sum);
        expect(units(total ?? '-1') + units(outputs?.cut ?? '-1')).toBe(sum);
      }),
      settings,
    );
  });
});

describe('parts after a cut', () => {
  const ids = pack.measures.filter(({ id }) => !/-(04|19)-/.test(id)).map(({ id }) => id);
  const finer = fc.tuple(money, fc.integer({ min: 0, max: 9_999_999 })).map(([whole, rest]) => `${whole}${String(rest).padStart(7, '0')}`);

  test.each(['clauseOrder', 'proRata'])('add up to 100 in whole 分, none above its claim by a 分 (%s)', (way) => {
    const sharing = compile(pack, { readings: { 'cut-allocation': way } });
    fc.assert(
      fc.property(fc.array(finer, { minLength: ids.length, maxLength: ids.length }), (amounts) => {
        const awards = ids.map((measure, index) => ({ measure, amount: amounts[index] ?? '0' }));
        fc.pre(awards.reduce((all, award) => all + units(award.amount), 0n) > units('100'));
        const verdict = sharing.judge('2025q1-99-stacking-cap', claiming(awards));
        const parts = Object.entries(verdict.perMeasure ?? {});
        expect(parts.map(([id]) => id).sort()).toEqual([...ids].sort());
        expect(parts.reduce((all, [, part]) => all + units(part ?? '0'), 0n)).toBe(units('100'));
        for (const { measure, amount: claimed } of awards) {
          const part = units(verdict.perMeasure?.[measure] ?? '-1');
          expect(part % units('0.000001')).toBe(0n);
          expect(part).toBeLessThan(units(claimed) + units('0.000001'));
        }
        expect(judgeReference(pack, { 'cut-allocation': way }, '2025q1-99-stacking-cap', claiming(awards))).toEqual(verdict);
      }),
      settings,
    );
  });
});

describe('more never gives less within one clause', () => {
  test('more electricity, （二十五）', () => {
    fc.assert(
      fc.property(electricity, electricity, electricity, rate, (one, other, baseElectricity, powerRate) => {
        fc.pre(Number(baseElectricity) > 0);
        const [less, more] = Number(one) <= Number(other) ? [one, other] : [other, one];
        const paid = (purchasedElectricity: string): bigint =>
          amount('2025q1-25-incremental-power', { ...power, purchasedElectricity, baseElectricity }, { powerRate });
        expect(paid(less)).toBeLessThanOrEqual(paid(more));
      }),
      settings,
    );
  });

  test('more output, （三）（四）（二十五）（二十六）', () => {
    const facts = {
      purchasedElectricity: '600000',
      baseElectricity: '500000',
      insuredEmployees: '500',
      insuredEmployeesLastYear: '300',
      newHires: '57',
      industry: 'feed',
    };
    const parameters: RawParameters = { powerRate: '0.06', awardAmount: '30', relaxedMinOutput: '1500', relaxedMinGrowth: '0.03' };
    const ids = ['2025q1-03-growth-with-base', '2025q1-04-ramp-up-no-base', '2025q1-25-incremental-power', '2025q1-26-hiring-subsidy'];
    fc.assert(
      fc.property(fc.constantFrom(...ids), money, money, money, (id, one, other, before) => {
        fc.pre(Number(before) > 0);
        const [less, more] = Number(one) <= Number(other) ? [one, other] : [other, one];
        const paid = (now: string): bigint =>
          amount(id, { ...power, ...facts, quarterlyOutputValue: now, quarterlyOutputValueLastYear: before }, parameters);
        expect(paid(less)).toBeLessThanOrEqual(paid(more));
      }),
      settings,
    );
  });
});

describe('rows', () => {
  test('in another order give the same answers in that order', () => {
    const count = 40;
    const order = fc.shuffledSubarray(
      Array.from({ length: count }, (_, row) => row),
      { minLength: count, maxLength: count },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), order, (seed, permuted) => {
        const { block, parameters } = batch(pack, seed, count, tied);
        const move = (columns: BlockFacts['inputs']): BlockFacts['inputs'] =>
          Object.fromEntries(
            Object.entries(columns).map(([id, column]) => [
              id,
              {
                values: Float64Array.from(permuted, (row) => column.values[row] ?? NaN),
                states: Uint8Array.from(permuted, (row) => column.states[row] ?? 1),
                wide: new Map(permuted.flatMap((from, to) => (column.wide.has(from) ? [[to, column.wide.get(from) ?? ''] as const] : []))),
              },
            ]),
          );
        const straight = program.judgeBlock(block, parameters);
        const mixed = program.judgeBlock(
          { rows: count, inputs: move(block.inputs), parameterColumns: move(block.parameterColumns) },
          parameters,
        );
        for (const id of [...pack.measures.map((measure) => measure.id), '2025q1-package'])
          permuted.forEach((from, to) => expect(mixed.verdict(id, to)).toEqual(straight.verdict(id, from)));
      }),
      { seed: 20250101, numRuns: 15 },
    );
  });

  test('a figure that a measure does not use never changes its answer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(...pack.measures), (seed, measure) => {
        const { rows, parameters } = batch(pack, seed, 1, tied);
        const facts = rows[0] ?? {};
        const own = Object.fromEntries(Object.entries(facts).filter(([id]) => measure.inputs.includes(id)));
        expect(program.judge(measure.id, own, parameters)).toEqual(program.judge(measure.id, facts, parameters));
      }),
      settings,
    );
  });
});
