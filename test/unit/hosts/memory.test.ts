import { memoryHost } from '../../../src/hosts/memory';
import { hostContract, problemOf, readAll } from './contract';

const letters = (column: number): string => String.fromCharCode(65 + column);

hostContract('memory', async (sheets) => {
  const host = memoryHost(sheets);
  return {
    host,
    again: async () => host,
    type: async (...typed) => host.type(...typed),
    selected: async () => {
      const at = host.selected()!;
      const first = `${letters(at.column)}${at.row + 1}`;
      const last = `${letters(at.column + at.columns - 1)}${at.row + at.rows}`;
      return `${at.sheet}!${first === last ? first : `${first}:${last}`}`;
    },
  };
});

describe('memory host', () => {
  test('what is given stays as it was given', async () => {
    const cells = [['甲厂', 1]];
    const host = memoryHost([{ name: '台账', cells }]);
    host.type('台账', 2, 3, '新');
    expect(cells).toEqual([['甲厂', 1]]);
    expect((await readAll(host, '台账')).rows).toEqual([['甲厂', 1], [], [null, null, null, '新']]);
  });

  test('a protected workbook refuses writing and taking back', async () => {
    const host = memoryHost([{ name: '台账', cells: [] }]);
    host.protect(true);
    expect((await problemOf(host.write([]))).code).toBe('protected');
    expect((await problemOf(host.undo())).code).toBe('protected');
    host.protect(false);
    expect(await host.write([])).toEqual([]);
  });
});
