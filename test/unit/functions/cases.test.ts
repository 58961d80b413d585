import { catalogue } from '../../../functions/catalogue';
import { CellProblem, gridOf } from '../../../functions/cells';
import { families, standsFor } from '../../../functions/families';
import { loadSetting, type Setting } from '../../../functions/setting';
import { parameterIds } from '../../../scripts/build-functions';
import { readPack, scaleText, type Pack, type RawValue } from '../../../src/engine';
import { loadCases, packSource, type Case } from '../../cases';

/** The worked cases of all packs, typed into cells: figures under their headers, parameters in a table, and read back as Excel shows them. */

let setting: Setting;
beforeAll(async () => {
  setting = await loadSetting('zh-CN', null);
});

const packs = ['2020plan', '2020h2', '2022q4', '2024q2', '2025q1'].map((id): Pack => {
  const read = readPack(packSource(id));
  if (read.problems) throw new Error(`${id} is wrong`);
  return read.pack;
});
/** Cases of rows; a list of awards is no row. */
const rowCases = packs.flatMap((pack) =>
  loadCases(pack.id, Object.keys(pack.readings))
    .filter(({ measure }) => !pack.groups.some((group) => group.measure === measure))
    .map((one) => [`${one.id} ${one.measure}`, one, pack] as const),
);

type Fact = Pack['inputs'][string] | Pack['parameters'][string];

/** A figure as an officer types it: percentages with their sign. */
function typed(value: RawValue, fact?: Fact): unknown {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.join('、');
  return fact?.unit?.name === '比率' ? `${scaleText(String(value), 2) ?? String(value)}%` : value;
}

/** The full name of a parameter: of the measure, or of a member of an exclusive choice. */
function fullName(name: string, measure: string, pack: Pack): string {
  const members = pack.choices.find(({ id }) => id === measure)?.members ?? [];
  return [name, ...[measure, ...members].map((each) => `${each}.${name}`)].find((full) => Object.hasOwn(pack.parameters, full)) ?? name;
}

function tableOf({ measure, parameters, readings: set }: Case, pack: Pack): unknown[][] {
  const rows = Object.entries(parameters).map(([name, value]) => {
    const full = fullName(name, measure, pack);
    const unit = pack.parameters[full]?.unit?.name;
    const text = typed(value, pack.parameters[full]);
    return [full, text === '' || unit === undefined || unit === '比率' ? text : `${String(text)}${unit}`];
  });
  return [...rows, ...Object.entries(set)];
}

const call = (id: string, args: readonly unknown[]): unknown => {
  const entry = catalogue.find((each) => each.id === id);
  if (!entry) throw new Error(id);
  return entry.run(args, setting)[0]?.[0];
};

const factsOf = (one: Case, pack: Pack): [string, unknown][] =>
  Object.entries(one.facts)
    .filter(([input]) => Object.hasOwn(pack.inputs, input))
    .map(([input, value]) => [input, typed(value as RawValue, pack.inputs[input])]);

const run = (id: string, one: Case, pack: Pack): unknown => {
  const facts = factsOf(one, pack);
  const head = [['企业名称', ...facts.map(([input]) => input)]];
  const row = [['甲机械有限公司', ...facts.map(([, value]) => value)]];
  const table = tableOf(one, pack);
  return call(id, [[[one.measure]], head, row, table.length === 0 ? null : table]);
};

const refused = (one: Case, pack: Pack): boolean => (setting.open(pack.id, gridOf(tableOf(one, pack)))?.problems ?? []).length > 0;
const paysNothing = (one: Case, pack: Pack): boolean => pack.measures.find(({ id }) => id === one.measure)?.award === null;

describe('the worked cases in cells', () => {
  test.each(rowCases)('%s', (_name, one, pack) => {
    const { eligible, amount } = one.expected;
    const result = run('AWARD', one, pack);
    if (refused(one, pack)) {
      // In JSON the engine refuses such a parameter where it is used; a table that cannot be read is refused before anything is judged.
      for (const id of ['AWARD', 'ELIGIBLE', 'WHY']) expect(run(id, one, pack)).toMatchObject({ code: 'invalidValue' });
      return;
    }
    if (paysNothing(one, pack))
      expect(result).toMatchObject({ code: 'invalidValue', message: expect.stringContaining('ELIGIBLE') as unknown });
    else if (amount === null) expect(result).toBeInstanceOf(CellProblem);
    else expect(result).toBe(Number(amount));
    expect(run('ELIGIBLE', one, pack)).toBe(eligible === 'unknown' ? '待定' : eligible);
    const why = run('WHY', one, pack);
    expect(why).toMatch(eligible === true ? /符合/ : eligible === false ? /不符合/ : /待定/);
    // Codes are for programs: no condition, cap or parameter is left without its words.
    for (const reason of one.expected.reasons.filter((each) => each.startsWith('fail:'))) expect(why).not.toContain(reason.slice(5));
  });
});

/** Each measure that a function of its own kind judges. */
const familyOf = new Map(
  Object.entries(families).flatMap(([family, awards]) => awards.flat().map((measure) => [measure, family] as const)),
);
const argumentsOf = parameterIds();
const inputsOf = (argument: string): readonly string[] => standsFor[argument] ?? [argument];

describe('the worked cases by the function of their kind', () => {
  const own = rowCases.filter(([, { measure }]) => familyOf.has(measure));

  test('every measure of the documents is there, but for tests of one input and those that hang on an officer alone', () => {
    const all = packs.flatMap((pack) => pack.measures.filter(({ id }) => !pack.choices.some(({ members }) => members.includes(id))));
    expect(all.map(({ id }) => id).filter((id) => !familyOf.has(id))).toEqual([
      '2020h2-05-core-enterprise',
      '2020h2-07-auto-promotion-window',
      '2022q4-08-leading-enterprise-incentives',
    ]);
  });

  test.each([...familyOf].map(([measure, family]) => [family, measure] as const))(
    '%s has an argument for each input of %s',
    (family, measure) => {
      const pack = packs.find(({ id }) => measure.startsWith(`${id}-`))!;
      const members = pack.choices.find(({ id }) => id === measure)?.members ?? [measure];
      const inputs = pack.measures.filter(({ id }) => members.includes(id)).flatMap((each) => [...each.inputs]);
      expect(inputs.length).toBeGreaterThan(0);
      const given = (argumentsOf.get(family) ?? []).flatMap(inputsOf);
      expect(inputs.filter((input) => !given.includes(input))).toEqual([]);
    },
  );

  test.each(own)('%s', (_name, one, pack) => {
    const family = familyOf.get(one.measure) ?? '';
    const facts = new Map(factsOf(one, pack));
    const table = tableOf(one, pack);
    const args = (argumentsOf.get(family) ?? []).map((argument): unknown => {
      if (argument === 'policy') return [[one.measure]];
      if (argument === 'parameters') return table.length === 0 ? null : table;
      const input = inputsOf(argument).find((id) => facts.has(id));
      return input === undefined ? null : [[facts.get(input)]];
    });
    const result = call(family, args);
    const { amount, outputs, eligible } = one.expected;
    const output = { DUE_DATE: 'dueDate', TOLL: 'payableYuan', SHARE: pack.id === '2020h2' ? 'share' : 'contribution' }[family];
    if (refused(one, pack)) expect(result).toMatchObject({ code: 'invalidValue' });
    else if (output !== undefined) {
      // Where a case does not speak of the output, the engine's own answer counts.
      const answer = outputs ?? setting.open(pack.id, gridOf(table))?.program.judge(one.measure, one.facts, one.parameters).outputs;
      const value = answer?.[output] ?? null;
      if (value === null) expect(result).toBeInstanceOf(CellProblem);
      else expect(result).toBe(family === 'DUE_DATE' ? value : Number(value));
    } else if (family === 'QUOTA') {
      if (eligible === 'unknown') expect(result).toBeInstanceOf(CellProblem);
      else expect(result).toBe(eligible);
    } else if (amount === null) expect(result).toBeInstanceOf(CellProblem);
    else expect(result).toBe(Number(amount));
  });
});
