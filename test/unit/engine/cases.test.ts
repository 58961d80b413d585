import { compile, emptyColumn, readPack, type BlockFacts, type Pack } from '../../../src/engine';
import { judgeReference } from '../../../src/engine/reference';
import { loadCases, packSource, spoken, wanted } from '../../cases';

function checked(id: string): Pack {
  const { pack, problems } = readPack(packSource(id));
  if (!pack) throw new Error(JSON.stringify(problems, null, 2));
  return pack;
}

describe.each(['2025q1'])('worked cases of %s', (id) => {
  const pack = checked(id);
  const cases = loadCases(id, Object.keys(pack.readings));

  test('every measure and total has cases', () => {
    const judged = new Set(cases.map(({ measure }) => measure));
    const all = [...pack.measures.map((measure) => measure.id), ...pack.groups.flatMap(({ measure, composite }) => [measure, composite])];
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
    expect(conditions.filter((condition) => !failed.has(condition))).toEqual([]);
    const options = Object.values(pack.readings).flatMap((reading) => reading.options.map((option) => `${reading.id}=${option.id}`));
    const set = new Set(cases.flatMap(({ readings }) => Object.entries(readings).map(([reading, option]) => `${reading}=${option}`)));
    const defaults = new Set(Object.values(pack.readings).map((reading) => `${reading.id}=${reading.default}`));
    expect(options.filter((option) => !set.has(option) && !defaults.has(option))).toEqual([]);
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

describe('rows with nothing in them', () => {
  const pack = checked('2025q1');
  const program = compile(pack);
  const block: BlockFacts = { rows: 2, inputs: { industry: emptyColumn(2) }, parameterColumns: {} };
  const verdicts = program.judgeBlock(block);

  test.each(pack.measures.map(({ id }) => id))('%s is unknown, never 0 and never refused', (id) => {
    const verdict = program.judge(id, {});
    expect(verdict.eligible).toBe('unknown');
    expect(verdict.amount).toBeNull();
    expect(verdict.reasons.length).toBeGreaterThan(0);
    expect(verdict.reasons.every((reason) => reason.startsWith('missing:'))).toBe(true);
    expect(verdicts.verdict(id, 1)).toEqual(verdict);
    expect(judgeReference(pack, {}, id, {})).toEqual(expect.objectContaining({ eligible: 'unknown', amount: null }));
  });
});
