import { compile, readPack, type Pack } from '../../../src/engine';
import { disagreements, ties } from '../../agreement';
import { packSource } from '../../cases';
import { batch, type Batch, type Ties } from '../../enterprises';

const rows = 100;

function checked(id: string): Pack {
  const { pack, problems } = readPack(packSource(id));
  if (!pack) throw new Error(JSON.stringify(problems, null, 2));
  return pack;
}

describe.each(Object.entries(ties))('random enterprises of %s', (id: string, tied: Ties) => {
  const pack = checked(id);
  const made = (seed: number): Batch => batch(pack, seed, rows, tied);

  test('the same seed gives the same enterprises', () => {
    expect(made(7)).toEqual(made(7));
    expect(made(7).rows).not.toEqual(made(8).rows);
  });

  test('among them are all three answers of every measure', () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 10; seed++) {
      const { readings, block, parameters } = made(seed);
      const verdicts = compile(pack, { readings }).judgeBlock(block, parameters);
      for (const measure of pack.measures)
        for (let row = 0; row < rows; row++) seen.add(`${measure.id} ${verdicts.status(measure.id, row)}`);
    }
    const never = (tied.neverRefused ?? []).map((measure) => `${measure} 0`);
    const all = pack.measures.flatMap(({ id: measure }) => [0, 1, 2].map((status) => `${measure} ${status}`));
    expect([...seen].sort()).toEqual(all.filter((answer) => !never.includes(answer)).sort());
  });

  // The run over 200,000 rows is bench/agreement.ts.
  test.each(Array.from({ length: 30 }, (_, index) => index + 1))('one row, columns and reference agree on every field, seed %i', (seed) => {
    const enterprises = made(seed);
    const program = compile(pack, { readings: enterprises.readings });
    expect(disagreements(program, enterprises).slice(0, 2)).toEqual([]);
  });
});
