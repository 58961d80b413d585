import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compile, emptyColumn, readPack, type BlockFacts, type Pack } from '../../../src/engine';
import { namesUsed } from '../../../src/engine/pack/names-used';
import { judgeReference } from '../../../src/engine/reference/reference';
import { mayBeBlank, standsIn } from '../../boundaries/missing';
import { loadCases, packSource, spoken, wanted } from '../../cases';

function checked(id: string): Pack {
  const { pack, problems } = readPack(packSource(id));
  if (!pack) throw new Error(JSON.stringify(problems, null, 2));
  return pack;
}

const packs = readdirSync(join(process.cwd(), 'packs'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** Conditions that ask for figures and hold whatever they are. */
const neverFails = ['2022q4-15-city-growth-contribution fail:contribution'];

describe.each(packs)('worked cases of %s', (id) => {
  const pack = checked(id);
  const cases = loadCases(id, Object.keys(pack.readings));

  test('every measure and total has cases', () => {
    const judged = new Set(cases.map(({ measure }) => measure));
    const all = [...pack.measures, ...pack.choices].map((measure) => measure.id);
    all.push(...pack.groups.flatMap(({ measure, composite }) => [measure, composite]));
    expect(all.filter((measure) => !judged.has(measure))).toEqual([]);
    expect(new Set(cases.map((one) => one.id)).size).toBe(cases.length);
  });

  test('every condition fails in some case, every reading has a case for each option', () => {
    const failed = new Set(cases.flatMap(({ measure, expected }) => expected.reasons.map((reason) => `${measure} ${reason}`)));
    const conditions = pack.measures.flatMap((measure) =>
      // Where every other choice is left to the officer, nothing can fail.
      measure.conditions
        .filter(({ tested, officerDecides }) => tested && !officerDecides)
        .map((condition) => `${measure.id} fail:${condition.id}`),
    );
    expect(conditions.filter((condition) => !failed.has(condition) && !neverFails.includes(condition))).toEqual([]);
    const options = Object.values(pack.readings).flatMap((reading) => reading.options.map((option) => `${reading.id}=${option.id}`));
    const set = new Set(cases.flatMap(({ readings }) => Object.entries(readings).map(([reading, option]) => `${reading}=${option}`)));
    const defaults = new Set(Object.values(pack.readings).map((reading) => `${reading.id}=${reading.default}`));
    expect(options.filter((option) => !set.has(option) && !defaults.has(option))).toEqual([]);
  });

  test('every measure is met, each of its figures is missing, each ceiling cuts and each floor refuses in some case', () => {
    const said = new Set(
      cases.flatMap(({ measure, expected: { eligible, reasons, applied = [] } }) => [
        ...(eligible === true && reasons.length === 0 ? [`${measure} met`] : []),
        ...[...reasons, ...applied].map((code) => `${measure} ${code}`),
      ]),
    );
    const asked = pack.measures.flatMap((measure) =>
      [
        'met',
        ...namesUsed(measure)
          .inputs.filter((input) => mayBeBlank[`${measure.id} ${input}`] === undefined && standsIn[`${measure.id} ${input}`] === undefined)
          .map((input) => `missing:${input}`),
        ...measure.parameters.flatMap((name) => {
          const parameter = pack.parameters[name];
          return parameter?.required ? [`missing-parameter:${parameter.id}`] : [];
        }),
        ...measure.caps.map(({ id: cap, code }) => `${code}:${cap}`),
        ...(measure.floor ? [`floor:${measure.floor.id}`] : []),
      ].map((code) => `${measure.id} ${code}`),
    );
    expect(asked.filter((one) => !said.has(one))).toEqual([]);
  });

  test.each(cases.map((one) => [one.id, one.expected.note, one] as const))(
    '%s %s',
    (_id, _note, { measure, facts, parameters, readings, expected }) => {
      const program = compile(pack, { readings });
      expect(spoken(program.judge(measure, facts, parameters), expected)).toEqual(wanted(measure, expected));
      expect(spoken(judgeReference(pack, readings, measure, facts, parameters), expected)).toEqual(wanted(measure, expected));
    },
  );
});

describe.each(packs)('rows of %s with nothing in them', (id) => {
  const pack = checked(id);
  const program = compile(pack);
  const [first = ''] = Object.keys(pack.inputs);
  const block: BlockFacts = { rows: 2, inputs: { [first]: emptyColumn(2) }, parameterColumns: {} };
  const verdicts = program.judgeBlock(block);

  test.each(pack.measures.map((measure) => measure.id))('%s is unknown, never 0 and never refused', (measure) => {
    const verdict = program.judge(measure, {});
    expect(verdict.eligible).toBe('unknown');
    expect(verdict.amount).toBeNull();
    expect(verdict.reasons.length).toBeGreaterThan(0);
    expect(verdict.reasons.every((reason) => /^missing(-parameter)?:/.test(reason))).toBe(true);
    expect(verdicts.verdict(measure, 1)).toEqual(verdict);
    expect(judgeReference(pack, {}, measure, {})).toEqual(expect.objectContaining({ eligible: 'unknown', amount: null }));
  });
});
