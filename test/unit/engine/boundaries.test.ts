import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, readPack, type Pack, type Program, type RawParameters, type Verdict } from '../../../src/engine';
import { judgeReference } from '../../../src/engine/reference/reference';
import { loadPolicy } from '../../../src/policies';
import { written } from '../../agreement';
import { refuses } from '../../boundaries/bands';
import type { Row } from '../../boundaries/figures';
import { mayBeBlank } from '../../boundaries/missing';
import { answered } from '../../boundaries/rows';
import { sites } from '../../boundaries/sites';
import { survey } from '../../boundaries/survey';
import { namesFigure } from '../../boundaries/words';
import { boundariesPage } from '../../boundaries/page';
import { claiming, packSource } from '../../cases';
import { columnOf } from '../../enterprises';

const ids = readdirSync(join(process.cwd(), 'packs'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

function checked(id: string): Pack {
  const { pack, problems } = readPack(packSource(id));
  if (!pack) throw new Error(JSON.stringify(problems, null, 2));
  return pack;
}

/** One program a setting of the readings. */
function programs(pack: Pack): (readings: Row['readings']) => Program {
  const made = new Map<string, Program>();
  return (readings) => {
    const key = JSON.stringify(Object.entries(readings).sort());
    const program = made.get(key) ?? compile(pack, { readings });
    made.set(key, program);
    return program;
  };
}

/** Rows of one measure. */
interface Asked {
  readonly measure: string;
  readonly row: Row;
}

/** The same rows judged as columns: all that share their readings and parameters in one block. */
function inColumns(program: (readings: Row['readings']) => Program, pack: Pack, asked: readonly Asked[]): Verdict[] {
  const blocks = new Map<string, { readonly parameters: RawParameters; readonly readings: Row['readings']; readonly at: number[] }>();
  asked.forEach(({ row }, index) => {
    const key = JSON.stringify([Object.entries(row.readings).sort(), Object.entries(row.parameters).sort()]);
    const block = blocks.get(key) ?? { parameters: row.parameters, readings: row.readings, at: [] };
    block.at.push(index);
    blocks.set(key, block);
  });
  const verdicts: Verdict[] = [];
  for (const { parameters, readings, at } of blocks.values()) {
    const inputs = Object.fromEntries(
      Object.values(pack.inputs).map((input) => [
        input.id,
        columnOf(
          input,
          at.map((index) => asked[index]?.row.facts[input.id]),
        ),
      ]),
    );
    const judged = program(readings).judgeBlock({ rows: at.length, inputs, parameterColumns: {} }, parameters);
    at.forEach((index, row) => (verdicts[index] = judged.verdict(asked[index]?.measure ?? '', row)));
  }
  return verdicts;
}

const surveys = ids.map((id) => survey(checked(id)));

describe.each(surveys.map((one) => [one.pack.id, one] as const))('boundaries of %s', (id, { pack, lines, missing, bands }) => {
  const program = programs(pack);
  const all = sites(pack);
  const { reached, unreached } = lines;
  const judge = ({ measure, row }: Asked): Verdict => program(row.readings).judge(measure, row.facts, row.parameters);
  const asked: Asked[] = [
    ...reached.flatMap(({ site, rows }) => rows.map(({ row }) => ({ measure: site.measure.id, row }))),
    ...missing.found.map(({ measure, row }) => ({ measure: measure.id, row })),
    ...bands.found.flatMap(({ parameter, rows }) =>
      rows.map(({ row }) => ({ measure: parameter.slice(0, parameter.lastIndexOf('.')), row })),
    ),
  ];
  const named = (figure: object): string => Object.values(figure).join();
  const under = (readings: object): string =>
    Object.entries(readings)
      .map((pair) => pair.join('='))
      .join(' ');

  test(`each of ${all.length} lines is reached by a figure: ${reached.length} × below, at, above`, () => {
    expect(unreached.map(({ measure, part, id: line, readings }) => `${measure.id} ${part} ${line} ${under(readings)}`)).toEqual([]);
    expect(new Set(reached.map(({ site }) => site)).size).toBe(all.length);
    expect(reached.every(({ rows }) => rows.map(({ place }) => place).join() === 'below,at,above')).toBe(true);
  });

  test('each line is drawn at a figure that its own words name', () => {
    expect(
      all.filter((site) => !namesFigure(site, pack.period)).map(({ measure, id: line, quote }) => `${measure.id} ${line} ${quote}`),
    ).toEqual([]);
  });

  test.each(
    reached.map((one) => [one.site.measure.id, one.site.part, one.site.id, under(one.site.readings), named(one.figure), one] as const),
  )('%s %s %s %s by %s', (_measure, _part, _line, _readings, _figure, one) => {
    for (const { place, row, expected } of one.rows) {
      const verdict = judge({ measure: one.site.measure.id, row });
      expect({ place, ...answered(one, verdict) }).toEqual({ place, ...expected, reasons: [...expected.reasons].sort() });
    }
  });

  test(`each of ${missing.found.length} figures that a measure uses is asked for where it alone is missing`, () => {
    expect(missing.never.filter((name) => mayBeBlank[name] === undefined)).toEqual([]);
    for (const { measure, figure, row, expected } of missing.found) {
      const { eligible, amount, reasons, applied } = judge({ measure: measure.id, row });
      expect({ measure: measure.id, figure, eligible, amount, reasons, applied }).toEqual({ measure: measure.id, figure, ...expected });
    }
  });

  test(`each of ${bands.found.length} ends of what a parameter may be: refused outside, taken inside`, () => {
    expect(bands.unasked).toEqual([]);
    for (const { parameter, end, rows } of bands.found)
      for (const { place, row, accepted } of rows) {
        const measure = parameter.slice(0, parameter.lastIndexOf('.'));
        const verdict = judge({ measure, row });
        const refused = refuses(pack, verdict, parameter);
        expect({ parameter, end, place, accepted: !refused }).toEqual({ parameter, end, place, accepted });
      }
  });

  test(`one row, columns and reference agree on all ${asked.length} rows, in every field`, () => {
    const columns = inColumns(program, pack, asked);
    asked.forEach((one, index) => {
      const verdict = written(judge(one));
      const { measure, row } = one;
      expect(written(judgeReference(pack, row.readings, measure, row.facts, row.parameters))).toBe(verdict);
      expect(columns[index] && written(columns[index])).toBe(verdict);
    });
  });

  test('so does the code printed for the shipped document, under its default readings', async () => {
    const policy = await loadPolicy(id);
    const printed = compile(policy.pack, { columns: policy.columns });
    const plain = asked.filter(({ row }) =>
      Object.entries(row.readings).every(([reading, option]) => pack.readings[reading]?.default === option),
    );
    expect(plain.length).toBeGreaterThan(0);
    inColumns(() => printed, pack, plain).forEach((verdict, index) => {
      const one = plain[index];
      expect(one && written(judge(one))).toBe(written(verdict));
    });
  });
});

test('docs/boundaries.md is what npm run boundaries makes', () => {
  const page = readFileSync(join(process.cwd(), 'docs/boundaries.md'), 'utf8').replaceAll('\r\n', '\n');
  expect(page).toBe(boundariesPage(surveys));
});

describe('a growth that is shown as the line and lies below it', () => {
  const growth = (measure: string, now: string, before: string, other: object): Verdict => {
    const pack = checked(measure.slice(0, 6));
    return compile(pack).judge(measure, { ...other, quarterlyOutputValue: now, quarterlyOutputValueLastYear: before });
  };
  const withBase = { enterpriseType: 'industrial', industry: 'machinery' };
  const power = {
    enterpriseType: 'industrial',
    aboveDesignatedSize: true,
    isManufacturing: true,
    inDualHighCatalogue: false,
    separatelyMetered: true,
    purchasedElectricity: '2',
    baseElectricity: '1',
  };

  test.each([
    ['2025q1-03-growth-with-base', '4000', '3703.71', withBase, 'fail:output-growth-min'],
    ['2025q1-03-growth-with-base', '4000.01', '3703.71', withBase, 'missing-parameter:awardAmount'],
    ['2025q1-25-incremental-power', '1099.99', '1000', power, 'fail:output-growth-min'],
    ['2025q1-25-incremental-power', '2200', '2000.01', power, 'fail:output-growth-min'],
    ['2024q2-28-incremental-power', '2200', '2000.01', power, 'fail:output-growth-min'],
    ['2024q2-28-incremental-power', '2200', '2000', power, 'missing-parameter:powerRate'],
  ])('%s: %s over %s', (measure, now, before, other, reason) => {
    expect(growth(measure, now, before, other).reasons).toEqual([reason]);
  });
});

describe.each(ids.filter((id) => checked(id).groups.length > 0))('the total of %s: one 分 below, at, above', (id) => {
  const pack = checked(id);
  const program = compile(pack);
  const ids = pack.measures.map((measure) => measure.id);

  test.each([
    ['99.999999', '99.999999', []],
    ['100', '100', []],
    ['100.000001', '100', ['cap:enterprise-total-100']],
  ])('parts of %s give %s', (sum, total, applied) => {
    const awards = [
      { measure: ids[0], amount: '10' },
      { measure: ids[1], amount: `${Number(sum.split('.')[0]) - 10}.${sum.split('.')[1] ?? '0'}` },
    ];
    const group = pack.groups[0]?.measure ?? '';
    const verdict = program.judge(group, claiming(awards));
    expect([verdict.amount, verdict.applied]).toEqual([total, applied]);
    expect(written(judgeReference(pack, {}, group, claiming(awards)))).toBe(written(verdict));
  });

  test.each([
    ['899999.99', '99.999999', []],
    ['900000', '100', []],
    ['900000.01', '100', ['cap:enterprise-total-100']],
  ])('an enterprise of 10 万元 for the holidays and %s 千瓦时 at 1 元 gets %s, in every lane', (more, total, applied) => {
    const composite = pack.groups[0]?.composite ?? '';
    const row: Row = {
      facts: {
        enterpriseType: 'industrial',
        industry: 'machinery',
        annualOutputValue: '2000',
        holidayElectricity: '288000',
        fourthQuarterElectricity: '920000',
        isDualHighEnterprise: true,
        quarterlyOutputValue: '1100',
        quarterlyOutputValueLastYear: '1000',
        inDualHighCatalogue: false,
        separatelyMetered: true,
        baseElectricity: '1000000',
        purchasedElectricity: `${1_000_000 + Number(more)}`,
      },
      parameters: { '2025q1-25-incremental-power.powerRate': '1' },
      readings: {},
    };
    const verdict = program.judge(composite, row.facts, row.parameters);
    expect([verdict.amount, verdict.applied]).toEqual([total, applied]);
    expect(written(judgeReference(pack, {}, composite, row.facts, row.parameters))).toBe(written(verdict));
    expect(inColumns(() => program, pack, [{ measure: composite, row }]).map(written)).toEqual([written(verdict)]);
  });
});
