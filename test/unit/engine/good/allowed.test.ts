import { columnOf } from '../../../enterprises';
import { compile, readPack, type Pack, type RawFacts } from '../../../../src/engine';
import { judgeReference } from '../../../../src/engine/reference/reference';
import { changed } from '../small-pack';

/** The small pack with an input of which only some numbers can be: 100 to 2000, 100 itself not. */
function limited(allowed: unknown): ReturnType<typeof readPack> {
  return readPack(changed(['inputs', '产值', 'allowed'], allowed));
}

function checked(): Pack {
  const { pack, problems } = limited('100 万元 <.. 0.2 亿元');
  if (!pack) throw new Error(JSON.stringify(problems));
  return pack;
}

const pack = checked();
const program = compile(pack);
const invalid = ['invalid:output'];

const rows: readonly (readonly [string, string, string | null, readonly string[]])[] = [
  ['below', '99.99', null, invalid],
  ['at an end that is out', '100', null, invalid],
  ['just above it', '100.01', '0', ['fail:output-min']],
  ['at an end that is in', '2000', '0.1', []],
  ['one unit above', '2000.01', null, invalid],
  ['above, with more digits than columns carry', '2000.0000000000001', null, invalid],
  ['in, with more digits than columns carry', '1999.9999999999999', '0', ['fail:output-min']],
  ['beyond every size', '1e30', null, invalid],
];

/** What else the first measure asks for: growth held, one person, in an industry. */
function facts(output: string): RawFacts {
  return { output, outputBefore: '90', people: '1', industry: 'feed' };
}

describe('an input with what is allowed (README 1.3, 4.2)', () => {
  test.each(rows)('%s: %s', (_place, output, amount, reasons) => {
    const verdict = program.judge('small-1-hire', facts(output));
    expect([verdict.amount, verdict.reasons]).toEqual([amount, reasons]);
    expect(judgeReference(pack, program.readings, 'small-1-hire', facts(output))).toMatchObject({ amount, reasons });
  });

  test('a column is read alike, and is left as it was', () => {
    const inputs = Object.fromEntries(
      Object.values(pack.inputs).map((input) => [
        input.id,
        columnOf(
          input,
          rows.map(([, output]) => facts(output)[input.id] ?? null),
        ),
      ]),
    );
    const before = [...(inputs['output']?.states ?? [])];
    const block = program.judgeBlock({ rows: rows.length, inputs, parameterColumns: {} });
    rows.forEach(([, , amount, reasons], row) => {
      expect([block.amount('small-1-hire', row), block.reasons('small-1-hire', row)]).toEqual([amount, reasons]);
    });
    expect([...(inputs['output']?.states ?? [])]).toEqual(before);
  });

  test('what cannot be read is refused with the pack', () => {
    expect((limited('from 1 to 6').problems ?? []).map(({ code }) => code)).toContain('bad-band');
  });
});
