import type { Verdict } from '../../../src/engine';
import { linesOf } from '../../../src/cli/judge';
import { Output } from '../../../src/cli/output';
import { loadCases, spoken, wanted } from '../../cases';
import { shippedPack } from '../explain/pack';
import { scratch, terminal } from './terminal';
import { Writable } from 'node:stream';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const folder = scratch();

interface Answer {
  readonly id: unknown;
  readonly error?: string;
  readonly [field: string]: unknown;
}

/** Answers of `judge` to lines. */
async function judge(lines: readonly (string | object)[], environment: Record<string, string> = {}): Promise<Answer[]> {
  const { code, output, error } = await terminal(
    ['judge'],
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    environment,
  );
  expect([code, error]).toEqual([0, '']);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
}

const hiring = '2025q1-26-hiring-subsidy';
const facts = {
  enterpriseType: 'industrial',
  quarterlyOutputValue: '2500',
  insuredEmployees: '130',
  insuredEmployeesLastYear: '100',
  newHires: '50',
};

describe('every worked case of the pack', () => {
  const cases = loadCases('2025q1', Object.keys(shippedPack().readings));
  const raw = parse(readFileSync(join(process.cwd(), 'packs/2025q1/cases.yaml'), 'utf8')) as {
    id: string;
    measure: string;
    inputs: object;
    parameters: object;
  }[];
  let answers: Map<unknown, Answer>;
  beforeAll(async () => {
    answers = new Map(
      (await judge(raw.map(({ id, measure, inputs, parameters }) => ({ id, measure, inputs, parameters })))).map((answer) => [
        answer.id,
        answer,
      ]),
    );
  });
  test.each(cases.map((one) => [one.id, one] as const))('%s', (id, one) => {
    const answer = answers.get(id);
    expect(answer).toBeDefined();
    expect(
      spoken({ ...(answer as unknown as Verdict), applied: (answer as unknown as Partial<Verdict>).applied ?? [] }, one.expected),
    ).toEqual(wanted(one.measure, one.expected));
    expect('applied' in answer!).toBe((one.expected.applied ?? []).length > 0);
    if (one.expected.range === undefined) expect(answer).not.toHaveProperty('range');
  });
});

describe('a line that cannot be judged gets an error, and the rest goes on', () => {
  test.each([
    ['not JSON', 'nonsense', null, '不是正确的 JSON'],
    ['half a line', '{"id":1,"measure":"', null, '不是正确的 JSON'],
    ['a list', '[1]', null, '这一行须为'],
    ['a number', '7', null, '这一行须为'],
    ['no measure', '{"id":"a"}', 'a', '没有写明 measure'],
    ['an empty measure', '{"id":"a","measure":""}', 'a', '没有写明 measure'],
    ['a measure that is a number', '{"id":"a","measure":26}', 'a', '没有写明 measure'],
    ['an unknown measure', '{"id":"a","measure":"2031q1-99"}', 'a', '不认识的条款“2031q1-99”'],
    ['a measure from a prototype', '{"id":"a","measure":"constructor"}', 'a', '不认识的条款“constructor”'],
    ['__proto__ at the top', `{"id":"a","measure":"${hiring}","__proto__":{"x":1}}`, 'a', '__proto__'],
    ['__proto__ in the inputs', `{"id":"a","measure":"${hiring}","inputs":{"__proto__":{"newHires":9}}}`, 'a', '__proto__'],
    ['__proto__ in escapes', `{"id":"a","measure":"${hiring}","inputs":{"\\u005f_proto__":1}}`, 'a', '__proto__'],
    ['__proto__ inside the id', `{"id":{"__proto__":1},"measure":"${hiring}"}`, null, '__proto__'],
    ['inputs that are a list', `{"id":"a","measure":"${hiring}","inputs":[1]}`, 'a', 'inputs 须为'],
    ['parameters that are a text', `{"id":"a","measure":"${hiring}","parameters":"x"}`, 'a', 'parameters 须为'],
    [
      'an option that is not there',
      `{"id":"a","measure":"${hiring}","parameters":{"hire-count-basis":"most"}}`,
      'a',
      'lesser, newHires, netInsuredIncrease',
    ],
    ['an option that is a number', `{"id":"a","measure":"${hiring}","parameters":{"hire-count-basis":1}}`, 'a', '没有“1”'],
    [
      'a number beyond what JSON numbers hold',
      `{"id":"a","measure":"${hiring}","inputs":{"newHires":12345678901234567890}}`,
      'a',
      '请写成文字',
    ],
    ['a character that is no UTF-8', `{"id":"a","measure":"${hiring}","inputs":{"enterpriseType":"\ufffd"}}`, 'a', '不是 UTF-8'],
  ])('%s', async (_, line, id, text) => {
    const [first, second] = await judge([line, { id: 2, measure: hiring, inputs: facts }]);
    expect(first).toEqual({ id, error: expect.stringContaining(text) as string });
    expect(second).toEqual({ id: 2, measure: hiring, eligible: true, amount: '3', reasons: [] });
  });

  test('in English where English is asked for', async () => {
    expect(await judge(['{}'], { HUIQI_LANG: 'en' })).toEqual([{ id: null, error: 'no measure is named' }]);
  });
});

describe('values of any kind', () => {
  const answer = async (inputs: object, parameters: object = {}): Promise<Answer> =>
    (await judge([{ id: 1, measure: hiring, inputs: { ...facts, ...inputs }, parameters }]))[0]!;
  test.each([
    ['a number', { newHires: 20 }, { amount: '2' }],
    ['a blank', { newHires: '' }, { eligible: 'unknown', reasons: ['missing:newHires'] }],
    ['nothing', { newHires: null }, { eligible: 'unknown', reasons: ['missing:newHires'] }],
    ['part of a person', { newHires: '1.5' }, { eligible: 'unknown', reasons: ['invalid:newHires'] }],
    ['an object', { newHires: { a: 1 } }, { eligible: 'unknown', reasons: ['invalid:newHires'] }],
    ['a list', { newHires: [1] }, { eligible: 'unknown', reasons: ['invalid:newHires'] }],
    ['true for a number', { newHires: true }, { eligible: 'unknown', reasons: ['invalid:newHires'] }],
    ['a field nobody asked for', { toString: 1, colour: 'red' }, { amount: '3' }],
  ])('%s', async (_, inputs, expected) => {
    expect(await answer(inputs)).toMatchObject(expected);
  });

  test('lists of industries in parameters, and impossible ones', async () => {
    const measure = '2025q1-01-holiday-continuous-production';
    const inputs = {
      enterpriseType: 'industrial',
      annualOutputValue: '5000',
      industry: 'paper',
      holidayElectricity: '300000',
      fourthQuarterElectricity: '920000',
    };
    const ask = (list: unknown): object => ({ id: 1, measure, inputs, parameters: { extraExcludedIndustries: list } });
    const answers = await judge([ask(['paper']), ask(['造纸']), ask([]), ask({ a: 1 }), ask([1])]);
    expect(answers.map((one) => one['reasons'])).toEqual([
      ['fail:not-continuous-process-industry'],
      ['fail:not-continuous-process-industry'],
      [],
      ['invalid-parameter:extraExcludedIndustries'],
      ['invalid-parameter:extraExcludedIndustries'],
    ]);
  });
});

describe('a package', () => {
  const inputs = {
    ...facts,
    annualOutputValue: '20000',
    quarterlyOutputValue: '5399.99',
    quarterlyOutputValueLastYear: '4999.999',
    industry: 'machinery',
    inDualHighCatalogue: false,
    separatelyMetered: true,
    purchasedElectricity: '900000',
    baseElectricity: '800000',
    newHires: '0',
  };
  const growth = '2025q1-03-growth-with-base';
  const power = '2025q1-25-incremental-power';
  const parameters: Readonly<Record<string, object>> = { [growth]: { awardAmount: '50' }, [power]: { powerRate: '1' } };
  const line = (more: object): object => ({ id: 1, measure: '2025q1-package', inputs, parameters: { ...parameters, ...more } });

  test('readings at the top hold for all its measures', async () => {
    const [exact, rounded] = await judge([line({}), line({ 'growth-rounding': 'oneDecimal' })]);
    expect(exact!['perMeasure']).toMatchObject({ [growth]: '0', [power]: '0' });
    expect(rounded!['perMeasure']).toMatchObject({ [growth]: '50', [power]: '0' });
  });

  test('a reading under one measure holds for that measure alone', async () => {
    const near = { ...inputs, quarterlyOutputValue: '5498', quarterlyOutputValueLastYear: '5000' };
    const under = (measure: string): object => ({
      id: 1,
      measure: '2025q1-package',
      inputs: near,
      parameters: { ...parameters, [measure]: { ...parameters[measure], 'growth-rounding': 'oneDecimal' } },
    });
    // 9.96 %: above the 8 % of （三） either way, 10.0 % only where it is rounded.
    const [growthOnly, powerOnly] = await judge([under(growth), under(power)]);
    expect(growthOnly!['perMeasure']).toMatchObject({ [growth]: '50', [power]: '0' });
    expect(powerOnly!['perMeasure']).toMatchObject({ [growth]: '50', [power]: '10' });
    expect(Object.keys(powerOnly!['outputs'] as object)).toEqual(['sumBeforeCap', 'cut']);
    expect(powerOnly!['measure']).toBe('2025q1-package');
  });
});

describe('the stream', () => {
  test('blank lines, carriage returns, a mark at the start and no end of line', async () => {
    const one = JSON.stringify({ id: 1, measure: hiring, inputs: facts });
    const { output } = await terminal(['judge'], `\ufeff${one}\r\n\r\n   \n${one}`);
    expect(output.trim().split('\n')).toHaveLength(2);
    expect(output).not.toContain('error');
  });

  test('a character cut in two by the pipe comes together again', async () => {
    const bytes = new TextEncoder().encode(
      JSON.stringify({ id: '企业', measure: hiring, inputs: { ...facts, enterpriseType: '工业企业' } }),
    );
    const { output } = await terminal(
      ['judge'],
      Array.from(bytes, (byte) => Uint8Array.of(byte)),
    );
    expect(JSON.parse(output)).toMatchObject({ id: '企业', amount: '3' });
  });

  test('a line without end is refused, not held, and what follows is read', async () => {
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 50; i += 1) yield new TextEncoder().encode('x'.repeat(100));
      yield new TextEncoder().encode('\nshort\nlast');
    };
    const lines: (string | null)[] = [];
    for await (const some of linesOf(chunks(), 1000)) lines.push(...some);
    expect(lines).toEqual([null, 'short', 'last']);
  });

  test('a whole line that is too long is refused as well', async () => {
    const lines: (string | null)[] = [];
    for await (const some of linesOf(
      (async function* () {
        yield new TextEncoder().encode(`${'y'.repeat(20)}\nok\n`);
      })(),
      10,
    ))
      lines.push(...some);
    expect(lines).toEqual([null, 'ok']);
  });

  test('a reader that went away ends the work quietly', async () => {
    class Gone extends Writable {
      override _write(_chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      }
    }
    const output = new Output(new Gone(), 1);
    expect(output.add('a')).toBe(true);
    await output.flush();
    expect(output.closed).toBe(true);
    output.add('b');
    await expect(output.flush()).resolves.toBeUndefined();
  });

  test('a full disk is not taken for a reader that went away', async () => {
    class Full extends Writable {
      override _write(_chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
        done(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
      }
    }
    const output = new Output(new Full(), 1);
    output.add('a');
    await expect(output.flush()).rejects.toThrow('no space');
    expect(output.closed).toBe(false);
  });
});

describe('under an assumption', () => {
  const overlay = join(__dirname, '../../../packs/2025q1/assumptions/issued-10-percent.yaml');
  const growth = {
    id: 1,
    measure: '2025q1-03-growth-with-base',
    inputs: {
      enterpriseType: 'industrial',
      quarterlyOutputValue: '5450',
      quarterlyOutputValueLastYear: '5000',
      hasBase: 'true',
    },
    parameters: { awardAmount: '30' },
  };
  const power = { id: 2, measure: '2024q2-28-power-incentive', inputs: {} };

  async function under(file: string, ...lines: readonly object[]) {
    const { code, output, error } = await terminal(['judge', '--overlay', file], lines.map((line) => JSON.stringify(line)).join('\n'));
    const answers = output.split('\n').filter((line) => line !== '');
    return { code, error, answers: answers.map((line) => JSON.parse(line) as Answer) };
  }

  test('9% is enough as published; as assumed it is only where the line is lowered, and the answer says that it is assumed', async () => {
    const [published] = await judge([growth]);
    expect(published).toMatchObject({ eligible: true });
    expect(published).not.toHaveProperty('assumption');
    const { code, answers } = await under(overlay, growth);
    expect(code).toBe(0);
    expect(answers).toMatchObject([{ id: 1, eligible: 'unknown', assumption: { title: '据报道的正式印发稿：（三）工业企业增速10%' } }]);
    expect(JSON.stringify(answers[0]?.['assumption'])).toMatch(/"basedOn":"2025q1@[0-9a-f]{64}","hash":"[0-9a-f]{64}"/);
  });

  test('the other documents stay as published', async () => {
    const [published] = await judge([power]);
    const { answers } = await under(overlay, power);
    expect(answers).toEqual([published]);
  });

  test.each([
    ['of a document not shipped', 'basedOn: 2030q1\ntitle: 假设\n', /basedOn 写的“2030q1”不是内置的政策。请写 2020h2、.*、2025q1 之一/],
    ['that names none', 'title: 假设\n', /basedOn 写的“”不是内置的政策/],
    ['with a figure nobody knows', 'basedOn: 2025q1\ntitle: 假\ntitleEnglish: x\nsource: y\npublished: { 无此数: 1% }\n', /第5行.*无此数/],
    ['that is no YAML', 'basedOn: [2025q1', /第1行/],
  ])('an assumption file %s is refused, and nothing is answered', async (_, text, said) => {
    const file = join(folder, 'overlay.yaml');
    writeFileSync(file, text);
    const { code, error, answers } = await under(file, growth);
    expect([code, answers]).toEqual([2, []]);
    expect(error).toMatch(said);
  });
});
