import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  compile,
  readPack,
  type BlockFacts,
  type Input,
  type Measure,
  type Pack,
  type Parameter,
  type RawFacts,
  type RawParameters,
} from '../../../src/engine';
import { judgeReference } from '../../../src/engine/reference/reference';
import { ties } from '../../agreement';
import { declared, exact, minus, plus, ratioOf, scaled, sign, times, worth, zero, type Ratio, type Row } from '../../boundaries/figures';
import { paid, payingRows } from '../../boundaries/rows';
import { survey } from '../../boundaries/survey';
import { claiming, packSource } from '../../cases';
import { batch } from '../../enterprises';

function checked(id: string): Pack {
  const { pack, problems } = readPack(packSource(id));
  if (!pack) throw new Error(JSON.stringify(problems));
  return pack;
}

const packs = readdirSync(join(process.cwd(), 'packs'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => checked(name))
  .sort((a, b) => (a.id < b.id ? -1 : 1));
const pack = checked('2025q1');
const program = compile(pack);
const settings = { seed: 20250101, numRuns: 300 };

/** A figure as text, with no more decimals than its column keeps; small ones as often as large ones. */
function anyFigure(fact: Input | Parameter): fc.Arbitrary<string> {
  const decimals = fact.whole ? 0 : fact.decimals;
  const text = (digits: number): string => {
    const padded = String(Math.abs(digits)).padStart(decimals + 1, '0');
    const point = padded.length - decimals;
    return `${digits < 0 ? '-' : ''}${padded.slice(0, point)}${decimals > 0 ? `.${padded.slice(point)}` : ''}`;
  };
  const sizes = [2, 4, 6, 8, 10, 11].map((power) => fc.integer({ min: fact.negative ? -(10 ** power) : 0, max: 10 ** power }));
  return fc.oneof(...sizes).map(text);
}

/** A parameter inside its band. */
function anyParameter(parameter: Parameter): fc.Arbitrary<string> {
  const { low, high } = parameter.band;
  const inside = (value: string): boolean => {
    const figure = ratioOf(value);
    if (figure === null) return false;
    const above = low ? sign(minus(figure, exact(low.value))) : 1;
    const below = high ? sign(minus(exact(high.value), figure)) : 1;
    return (above > 0 || (above === 0 && low?.inclusive === true)) && (below > 0 || (below === 0 && high?.inclusive === true));
  };
  return anyFigure(parameter).filter(inside);
}

const worked = new Map(packs.map((each) => [each.id, payingRows(each)]));

/** A row of a measure: one that pays, with any of its figures changed. */
function anyRow(of: Pack, measure: Measure): fc.Arbitrary<Row> {
  const numeric = (fact: Input | Parameter): boolean => fact.type === 'number';
  const inputs = measure.inputs.map((id) => declared(of, { input: id })).filter(numeric);
  const parameters = measure.parameters.flatMap((name) => {
    const parameter = of.parameters[name];
    return parameter && numeric(parameter) ? [[name, parameter] as const] : [];
  });
  const perhaps = (arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string | null> => fc.option(arbitrary, { freq: 2 });
  return fc
    .tuple(
      fc.constantFrom(...(worked.get(of.id)?.get(measure.id) ?? [])),
      fc.tuple(...inputs.map((input) => perhaps(anyFigure(input)))),
      fc.tuple(...parameters.map(([, parameter]) => perhaps(anyParameter(parameter)))),
    )
    .map(([row, figures, given]) => ({
      facts: {
        ...row.facts,
        ...changes(
          inputs.map(({ id }) => id),
          figures,
        ),
      },
      parameters: {
        ...row.parameters,
        ...changes(
          parameters.map(([name]) => name),
          given,
        ),
      },
      readings: row.readings,
    }));
}

function changes(names: readonly string[], values: readonly (string | null)[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name, index) => {
      const value = values[index];
      return value === null || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

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

/** Figures that lower an award when they grow, with the clause's own words for it. Whatever is not listed never does. */
const lowers: Readonly<Record<string, string>> = {
  '2025q1-01-holiday-continuous-production fourthQuarterElectricity': '达到2024年四季度平均用电量的90%',
  '2025q1-02-spring-festival-power festivalElectricityLastYear': '较2024年2月9日至24日期间的增量电量',
  '2025q1-03-growth-with-base quarterlyOutputValueLastYear': '同比增长8%及以上',
  '2025q1-03-growth-with-base quarterlyOperatingRevenueLastYear': '同比增长10%及以上',
  '2025q1-04-ramp-up-no-base quarterlyOutputValueLastYear': '无基数的企业',
  '2025q1-04-ramp-up-no-base quarterlyOperatingRevenueLastYear': '无基数的企业',
  '2025q1-25-incremental-power quarterlyOutputValueLastYear': '同比增长10%以上',
  '2025q1-25-incremental-power baseElectricity': '较基数电量增量部分',
  '2025q1-26-hiring-subsidy insuredEmployeesLastYear': '社保缴纳人数同比增长',
  '2024q2-02-output-growth-with-base quarterlyOutputValueLastYear': '同比增量产值增量及增速',
  '2024q2-02-output-growth-new-plant quarterlyOutputValueLastYear': '无基数的新建投产企业',
  '2024q2-13-investment-increment quarterlyInvestmentLastYear': '较2023年二季度投资同比增长',
  '2024q2-28-incremental-power quarterlyOutputValueLastYear': '同比增长10%以上',
  '2024q2-28-incremental-power baseElectricity': '较基数电量增量部分',
  '2020plan-2-5-4-truck-toll truckClass': '二类至五类货车',
};

describe.each(packs.map((one) => [one.id, one] as const))('every measure of %s', (_id, each) => {
  const awarding = each.measures.filter((measure) => measure.award !== null);
  const runs = { ...settings, numRuns: 150 };
  const amountOf = (measure: Measure, row: Row): Ratio | null => {
    const verdict = compiled(row).judge(measure.id, row.facts, row.parameters);
    return ratioOf(verdict.amount);
  };
  const programs = new Map<string, ReturnType<typeof compile>>();
  const compiled = ({ readings }: Row): ReturnType<typeof compile> => {
    const key = JSON.stringify(readings);
    const made = programs.get(key) ?? compile(each, { readings });
    programs.set(key, made);
    return made;
  };

  test.each(awarding.map((measure) => [measure.id, measure] as const))(
    '%s never pays above a ceiling, and pays what its award says below it',
    (id, measure) => {
      fc.assert(
        fc.property(anyRow(each, measure), (row) => {
          const verdict = compiled(row).judge(id, row.facts, row.parameters);
          const amount = ratioOf(verdict.amount);
          if (amount === null) return;
          expect(sign(amount)).toBeGreaterThanOrEqual(0);
          const unit = scaled(1n, measure.amountUnit.power);
          for (const { limit } of measure.caps) {
            const most = worth(each, row, limit);
            if (most !== null) expect(sign(minus(most, times(amount, unit)))).toBeGreaterThanOrEqual(0);
          }
          if (verdict.eligible === true) {
            const { eligible, applied } = verdict;
            // A refused share divides nothing, and says so; the amount stands.
            const reasons = verdict.reasons.filter((reason) => !reason.startsWith('invalid-parameter:'));
            // Where a figure is missing and the bounds still meet, the amount is known without it.
            const whole = paid(each, measure, row);
            if (whole !== null) expect({ eligible, amount: verdict.amount, reasons, applied }).toEqual(whole);
          } else expect(verdict.amount).toBe('0');
        }),
        runs,
      );
    },
  );

  const growing = awarding.flatMap((measure) => {
    const figures = measure.inputs
      .filter((input) => lowers[`${measure.id} ${input}`] === undefined)
      .map((input) => declared(each, { input }))
      .filter(({ type }) => type === 'number');
    return figures.length === 0 ? [] : [[measure.id, measure, figures] as const];
  });

  test.each(growing)('%s never pays less for more', (_measure, measure, figures) => {
    const rows = anyRow(each, measure);
    const twoOf = fc.oneof(...figures.map((figure) => fc.tuple(fc.constant(figure.id), anyFigure(figure), anyFigure(figure))));
    fc.assert(
      fc.property(rows, twoOf, (row, [figure, one, other]) => {
        const of = (value: string): Ratio | null => amountOf(measure, { ...row, facts: { ...row.facts, [figure]: value } });
        const rising = sign(minus(ratioOf(other) ?? zero, ratioOf(one) ?? zero)) >= 0;
        const [less, more] = rising ? [of(one), of(other)] : [of(other), of(one)];
        if (less !== null && more !== null) expect(sign(minus(more, less))).toBeGreaterThanOrEqual(0);
      }),
      runs,
    );
  });

  test('what does lower an award is named with the words of its clause, and truly lowers it', () => {
    const { reached } = survey(each).lines;
    const own = Object.entries(lowers).filter(([name]) => each.measures.some(({ id }) => name.startsWith(`${id} `)));
    for (const [name, words] of own) {
      const [id, input] = name.split(' ');
      const measure = each.measures.find((one) => one.id === id);
      expect([measure?.quote, ...(measure?.conditions ?? []).map(({ quote }) => quote)].join()).toContain(words);
      const amounts = reached
        .filter(({ site, figure }) => site.measure.id === id && 'input' in figure && figure.input === input)
        .map(({ rows }) =>
          rows
            .flatMap(({ row, expected }) =>
              ratioOf(row.facts[input ?? '']) && expected.amount !== null
                ? [{ at: ratioOf(row.facts[input ?? '']) ?? zero, amount: expected.amount }]
                : [],
            )
            .sort((a, b) => sign(minus(a.at, b.at)))
            .map(({ amount: paidAt }) => ratioOf(paidAt) ?? zero),
        );
      const falls = amounts.some((list) => list.some((value, index) => index > 0 && sign(minus(value, list[index - 1] ?? value)) < 0));
      expect([name, falls]).toEqual([name, true]);
    }
  });

  test('rows in another order give the same answers in that order', () => {
    const count = 40;
    const tied = ties[each.id];
    if (!tied) throw new Error(`${each.id} is not tied`);
    const order = fc.shuffledSubarray(
      Array.from({ length: count }, (_, row) => row),
      { minLength: count, maxLength: count },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), order, (seed, permuted) => {
        const { block, parameters, readings } = batch(each, seed, count, tied);
        const judged = compile(each, { readings });
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
        const straight = judged.judgeBlock(block, parameters);
        const mixed = judged.judgeBlock(
          { rows: count, inputs: move(block.inputs), parameterColumns: move(block.parameterColumns) },
          parameters,
        );
        for (const id of [...each.measures.map((measure) => measure.id), ...each.groups.map(({ composite }) => composite)])
          permuted.forEach((from, to) => expect(mixed.verdict(id, to)).toEqual(straight.verdict(id, from)));
      }),
      { seed: 20250101, numRuns: 15 },
    );
  });

  test('a figure that a measure does not use never changes its answer', () => {
    const tied = ties[each.id];
    if (!tied) throw new Error(`${each.id} is not tied`);
    const judged = compile(each);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(...each.measures), (seed, measure) => {
        const { rows, parameters } = batch(each, seed, 1, tied);
        const facts = rows[0] ?? {};
        const own = Object.fromEntries(Object.entries(facts).filter(([id]) => measure.inputs.includes(id)));
        expect(judged.judge(measure.id, own, parameters)).toEqual(judged.judge(measure.id, facts, parameters));
      }),
      settings,
    );
  });
});

describe('parts add up to the 分', () => {
  /** Two outputs that together are the whole: what is paid, or a figure of the row. */
  const shared = [
    ['2022q4-10-commercial-vehicle', 'regionShare', 'cityShare', null],
    ['2020h2-01-returning-models', 'regionShare', 'cityShare', null],
    ['2020plan-2-5-4-truck-toll', 'payableYuan', 'savingYuan', 'toll'],
  ] as const;

  test('every pair of outputs that shares a whole is among them', () => {
    const shares = packs.flatMap(({ measures }) =>
      measures.filter(({ outputs }) => outputs.filter(({ id }) => /Share$|Yuan$/.test(id)).length > 1).map(({ id }) => id),
    );
    expect(shares.sort()).toEqual(shared.map(([id]) => id).sort());
  });

  test.each(shared)('%s: %s and %s', (id, one, other, whole) => {
    const of = packs.find(({ measures }) => measures.some((measure) => measure.id === id));
    const measure = of?.measures.find((each) => each.id === id);
    if (!of || !measure) throw new Error(`no measure ${id}`);
    const judged = compile(of);
    const share: RawParameters = id.startsWith('2020h2-01') ? { [`${id}.sharing`]: '0.37' } : {};
    fc.assert(
      fc.property(anyRow(of, measure), (row) => {
        const verdict = judged.judge(id, row.facts, { ...row.parameters, ...share });
        const parts = [verdict.outputs?.[one], verdict.outputs?.[other]].map((part) => ratioOf(part));
        const sum = whole === null ? ratioOf(verdict.amount) : ratioOf(row.facts[whole]);
        if (sum === null || verdict.amount === null) return;
        expect(parts).not.toContain(null);
        expect(plus(parts[0] ?? zero, parts[1] ?? zero)).toEqual(sum);
      }),
      settings,
    );
  });

  test('of measures of which only one is paid, what is paid is the higher, whole', () => {
    const of = checked('2024q2');
    const judged = compile(of);
    const [choice] = of.choices;
    if (!choice) throw new Error('2024q2 has a choice');
    fc.assert(
      fc.property(money, money, rate, rate, (quarterlyInvestment, quarterlyInvestmentLastYear, incrementRate, majorRate) => {
        const facts = { quarterlyInvestment, quarterlyInvestmentLastYear };
        const small = { incrementRate: String(Number(incrementRate) / 10), majorRate: String(Number(majorRate) / 10) };
        const parameters = Object.fromEntries(
          choice.members.flatMap((id) => Object.entries(small).map(([name, value]) => [`${id}.${name}`, value])),
        );
        const amounts = choice.members.map((id) => ratioOf(judged.judge(id, facts, parameters).amount));
        const chosen = ratioOf(judged.judge(choice.id, facts, parameters).amount);
        fc.pre(chosen !== null && !amounts.includes(null));
        const highest = amounts.reduce((a, b) => (a && b && sign(minus(a, b)) < 0 ? b : a));
        expect(chosen).toEqual(highest);
      }),
      settings,
    );
  });
});

describe('more output, in the words of the first document', () => {
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
