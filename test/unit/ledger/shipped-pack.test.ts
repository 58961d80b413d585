import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readPack, type Pack } from '../../../src/engine';
import { planLedger } from '../../../src/ledger';

/** Tests run in the project's root. */
const packs = join(process.cwd(), 'packs');

function shipped(id: string): Pack {
  const source: unknown = parse(readFileSync(join(packs, id, 'pack.yaml'), 'utf8'));
  const result = readPack(source);
  if (!result.pack) throw new Error(`${id} does not load`);
  return result.pack;
}

const folders = readdirSync(packs, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe.each(folders)('pack %s', (id) => {
  const pack = shipped(id);

  test('every name, id and header of an input fits that input alone', () => {
    const misfits = Object.values(pack.inputs).flatMap((input) =>
      [input.name, input.id, ...input.headers].filter((header) => {
        const [column] = planLedger({ cells: [[header]] }, pack).columns;
        return column?.state !== 'matched' || column.target?.id !== input.id;
      }),
    );
    expect(misfits).toEqual([]);
  });

  test('every full name and Chinese name of a parameter fits that parameter', () => {
    const misfits = Object.entries(pack.parameters).flatMap(([full, parameter]) =>
      [full, `${parameter.measure}.${parameter.name}`].filter(
        (header) => planLedger({ cells: [[header]] }, pack).columns[0]?.target?.id !== full,
      ),
    );
    expect(misfits).toEqual([]);
  });
});
