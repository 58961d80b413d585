import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { assessmentSheets } from '../../../src/assess';
import { compile, readPack, type Pack } from '../../../src/engine';
import { explainTotal, explainTrace } from '../../../src/explain';
import type { Cell } from '../../../src/hosts/host';
import { readParameterJson } from '../../../src/ledger';
import { packSource } from '../../cases';
import { creditCode, good, judged, row, workbook } from '../assess/ledger';

/** Every wording of the five documents that has settings: the document, the switch, its options with the default first, what asks for it. */
const register: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['2025q1', 'threshold-2000-wording', ['inclusive', 'exclusive'], ['2025q1-01-holiday-continuous-production']],
  ['2025q1', 'yishang-inclusive', ['inclusive', 'exclusive'], ['2025q1-25-incremental-power']],
  ['2025q1', 'growth-rounding', ['exact', 'oneDecimal'], ['2025q1-03-growth-with-base', '2025q1-25-incremental-power']],
  ['2025q1', 'other-indicators', ['tierOnly', 'mustMeet'], ['2025q1-03-growth-with-base', '2025q1-04-ramp-up-no-base']],
  ['2025q1', 'hire-count-basis', ['lesser', 'newHires', 'netInsuredIncrease'], ['2025q1-26-hiring-subsidy']],
  ['2025q1', 'which-count', ['all', 'awardsOnly'], ['2025q1-99-stacking-cap']],
  ['2025q1', 'cut-allocation', ['totalOnly', 'clauseOrder', 'proRata'], ['2025q1-99-stacking-cap']],
  ['2024q2', 'after-date', ['inclusive', 'exclusive'], ['2024q2-02-output-growth-new-plant']],
  ['2024q2', 'growth-rounding', ['exact', 'oneDecimal'], ['2024q2-28-incremental-power']],
  ['2024q2', 'modifier-scope', ['all', 'firstOnly'], ['2024q2-25-digital-transformation-project']],
  ['2024q2', 'project-base-zero', ['wholeInvestment', 'ask'], ['2024q2-13-investment-increment']],
  ['2024q2', 'yishang-inclusive', ['inclusive', 'exclusive'], ['2024q2-25-digital-transformation-project', '2024q2-28-incremental-power']],
  ['2022q4', 'yishang-inclusive', ['inclusive', 'exclusive'], ['2022q4-10-consumer-single-product']],
  ['2020h2', 'sixty-of-what', ['actual', 'ofMinimum'], ['2020h2-06-sme-procurement-quota']],
];

function packOf(id: string): Pack {
  const { pack } = readPack(packSource(id));
  if (pack === undefined) throw new Error(id);
  return pack;
}

/** Measures and totals that ask for a reading. */
function askedBy(pack: Pack, id: string): string[] {
  const totals = pack.groups.filter(({ allocation, members }) => allocation === id || ('reading' in members && members.reading === id));
  return [...pack.measures.filter((one) => one.readings.includes(id)).map((one) => one.id), ...totals.map((group) => group.measure)];
}

test.each(register)('%s %s is a switch with its default, why, and where it takes part', (policy, id, options, measures) => {
  const pack = packOf(policy);
  const reading = pack.readings[id];
  expect(reading?.options.map((option) => option.id)).toEqual(options);
  expect(reading?.default).toBe(options[0]);
  expect(reading?.why.length).toBeGreaterThan(8);
  expect(reading?.text.length).toBeGreaterThan(1);
  expect(askedBy(pack, id).sort()).toEqual([...measures].sort());
});

test('the register names every switch of the packs', () => {
  const packs = readdirSync(join(process.cwd(), 'packs'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const found = packs.flatMap(({ name }) => Object.keys(packOf(name).readings).map((id) => `${name} ${id}`));
  expect(found.sort()).toEqual(register.map(([policy, id]) => `${policy} ${id}`).sort());
});

describe('a switch set in the workbook', () => {
  const pack = packOf('2025q1');
  const firm = row({ ...good, 企业名称: '甲公司', 统一社会信用代码: creditCode(1) });
  const sheet = (cells: Cell[][]) => ({ name: '参数', cells: [['参数', '值', '来源'], ...cells] });
  const table = async (name: string, host: ReturnType<typeof workbook>): Promise<Cell[][]> => {
    const assessment = await judged(host);
    const found = assessmentSheets(assessment, { language: 'zh-CN', time: '' }).find((one) => one.name === name)!;
    const cells: Cell[][] = [];
    for await (const block of found.rows) for (const line of block) cells.push([...line]);
    return cells;
  };

  test.each(Object.values(pack.readings).map((reading) => [reading.id, reading] as const))(
    '%s stands in 留痕 and 参数',
    async (id, reading) => {
      const other = reading.options.find((option) => option.id !== reading.default)!;
      const kept = reading.options.find((option) => option.id === reading.default)!;
      const chosen = workbook([firm], [sheet([[id, other.id, '处务会']])]);
      const plain = workbook([firm], []);
      expect(await table('留痕', chosen)).toContainEqual([`口径：${reading.name}`, `${other.meaning}；选定`]);
      expect(await table('留痕', plain)).toContainEqual([`口径：${reading.name}`, `${kept.meaning}；默认`]);
      const line = (await table('参数', chosen)).find((one) => one[1] === id)!;
      expect([line[0], line[2], line[3], line[6]]).toEqual([
        expect.stringMatching(/（.+）|文末/),
        `${reading.name}（口径）`,
        other.meaning,
        '处务会',
      ]);
    },
  );

  test.each(register.filter(([policy]) => policy === '2025q1'))(
    '%s %s stands in the explanation of what it takes part in',
    (_, id, options, measures) => {
      const { readings } = readParameterJson({ [id]: options[1] }, pack);
      for (const given of [{}, readings]) {
        const program = compile(pack, { readings: given });
        for (const measure of measures) {
          const group = program.group(measure);
          const trace = program.trace(group?.composite ?? measure, {});
          const { verdict } = trace;
          const lines =
            group === undefined
              ? explainTrace(trace, pack, 'zh-CN')
              : explainTotal({ ...verdict, before: null, cut: null }, pack, group.composite, [2], 'zh-CN', trace.readings);
          const option = given === readings ? options[1] : options[0];
          const { name, text, options: known, why } = pack.readings[id]!;
          const { meaning } = known.find((one) => one.id === option)!;
          expect(lines.filter((line) => line.includes(`${name}（“${text}”）：按“${meaning}”`))).toHaveLength(1);
          expect(lines.join()).not.toContain(id);
          if (given !== readings) expect(lines.join()).toContain(why);
        }
      }
    },
  );
});
