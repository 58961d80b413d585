import { readPack } from '../../../src/engine';
import type { Cell } from '../../../src/hosts/host';
import { readParameterJson, readParameterSheet } from '../../../src/ledger';
import { packSource } from '../../cases';

const { pack } = readPack(packSource('2025q1'));
if (!pack) throw new Error('the shipped pack is well formed');

const power = '2025q1-25-incremental-power.powerRate';
const award = '2025q1-03-growth-with-base.awardAmount';
const header: Cell[] = ['参数', '形式', '依据', '行业', '从', '到', '值', '单位', '封顶', '来源'];

const read = (...rows: Cell[][]): ReturnType<typeof readParameterSheet> => readParameterSheet([header, ...rows], pack, '参数');
const told = ({ problems }: ReturnType<typeof read>): string[] => problems.map(({ code, address }) => `${code} ${address}`);

describe('分档标准 on the sheet 参数', () => {
  test('one row a tier; name, form and limits in the first row', () => {
    const found = read(
      [power, '分档', '产值同比增速', null, '10%', '20%', 0.05, '元/千瓦时', '200万元', '市工信〔2025〕3号'],
      [null, null, null, null, '20%', '30%', 0.1, '元/千瓦时', null, null],
      [null, null, null, null, '30%', null, 0.2, '元/千瓦时', null, null],
    );
    expect(found.problems).toEqual([]);
    expect(found.parameters).toEqual({});
    expect(found.sources).toEqual({ [power]: '市工信〔2025〕3号' });
    expect(found.shapes?.[power]).toMatchObject({ shape: 'bracket', by: 'growth', cap: { text: '200万元' }, source: '市工信〔2025〕3号' });
    expect(found.shapes?.[power]).toHaveProperty('rows.length', 3);
  });

  test('rows of several kinds of industries make a table for each', () => {
    const found = read(
      [award, '每个百分点', '产值（营收）增速', '电子信息', '8%', null, '20万元', null, '50万元', '细则'],
      [null, '分档', '产值（营收）增量', '机械、汽车', '0万元', '1000万元', 20, '万元', null, null],
      [null, null, null, null, '1000万元', null, 50, '万元', null, null],
    );
    expect(told(found)).toEqual([]);
    expect(found.shapes?.[award]).toMatchObject({
      shape: 'choice',
      by: 'industry',
      rows: [
        { choices: ['electronics'], value: { shape: 'perStep', by: 'growth', above: { text: '8%' } } },
        { choices: ['machinery', 'automobile'], value: { shape: 'bracket', by: 'increment' } },
      ],
    });
  });

  test('beside plain figures, and an example that is none', () => {
    const found = readParameterSheet(
      [
        ['参数', '值', '单位', '来源'],
        [award, 25, '万元', '细则'],
        [],
        header,
        ['示例：增量用电奖励标准', '分档', '产值同比增速', null, '10%', null, 0.05, '元/千瓦时', null, null],
        [null, null, null, null, '20%', null, 0.1, '元/千瓦时', null, null],
      ],
      pack,
      '参数',
    );
    expect(found.problems).toEqual([]);
    expect(found.parameters).toEqual({ [award]: '25' });
    expect(found.shapes).toBeUndefined();
  });

  test.each<[string, Cell[][], string[]]>([
    [
      '空档，在出错的那一行',
      [
        [power, '分档', '产值同比增速', null, '10%', '20%', '0.05元/千瓦时'],
        [null, null, null, null, '25%', null, '0.1元/千瓦时'],
      ],
      ['shape-gap E3'],
    ],
    ['标准没有单位', [[power, '分档', '产值同比增速', null, '10%', null, 0.05]], ['shape-unit-needed G2']],
    ['界限没有单位', [[power, '分档', '产值同比增速', null, 0.1, null, '0.05元/千瓦时']], ['shape-unit-needed E2']],
    [
      '标准倒挂',
      [
        [power, '分档', '产值同比增速', null, '10%', '20%', '0.1元/千瓦时'],
        [null, null, null, null, '20%', null, '0.05元/千瓦时'],
      ],
      ['shape-falling G3'],
    ],
    ['超出20—50万元', [[award, '定额', null, null, null, null, 60, '万元']], ['shape-outside-band G2']],
    [
      '按行业：第二类的第一档',
      [
        [award, '定额', null, '电子信息', null, null, 20, '万元'],
        [null, '定额', null, '机械', null, null, 60, '万元'],
      ],
      ['shape-outside-band G3'],
    ],
    ['没有这个参数', [['用电大奖', '定额', null, null, null, null, 60, '万元']], ['parameter-unknown A2']],
    [
      '前后形式不同',
      [
        [power, '分档', '产值同比增速', null, '10%', '20%', '0.05元/千瓦时'],
        [null, '分段累计', null, null, '20%', null, '0.1元/千瓦时'],
      ],
      ['shape-several B3'],
    ],
    ['每千瓦时5元，少见', [[power, '定额', null, null, null, null, 5, '元/千瓦时']], ['parameter-unlikely A2']],
  ])('%s', (_, rows, expected) => {
    expect(told(read(...rows))).toEqual(expected);
  });

  test('nothing is computed from a faulty table, nor from a table beside a number', () => {
    expect(read([power, '分档', '产值同比增速', null, '10%', '20%', '0.05元/千瓦时']).parameters).toEqual({ [power]: '?' });
    const both = readParameterSheet([['参数', '值'], [award, '25万元'], header, [award, '定额', null, null, null, null, '30万元']], pack);
    expect(both.problems.map(({ code }) => code)).toEqual(['shape-and-number']);
    expect(both.shapes).toBeUndefined();
    expect(both.parameters).toEqual({ [award]: '?' });
  });
});

describe('a number on the sheet', () => {
  test.each<[string, Cell, string[]]>([
    [power, '0.05 元/千瓦时', []],
    [power, '5 元/千瓦时', ['parameter-unlikely']],
    ['2025q1-19-project-investment.subsidyRate', '10%', []],
    ['2025q1-19-project-investment.subsidyRate', '80%', ['parameter-unlikely']],
  ])('%s = %s', (name, value, expected) => {
    const { problems, parameters } = readParameterSheet(
      [
        ['参数', '值'],
        [name, value],
      ],
      pack,
    );
    expect(problems.map(({ code }) => code)).toEqual(expected);
    expect(parameters[name]).toBeDefined();
  });
});

describe('the parameter file', () => {
  const shape = { shape: 'rate', value: '0.1 元/千瓦时', cap: '80 万元' };
  test.each([
    ['by full name', { [power]: shape }],
    ['under its measure', { '2025q1-25-incremental-power': { powerRate: shape } }],
    ['with its source', { [power]: { value: shape, source: '闽工信〔2025〕1号' } }],
  ])('%s', (_, file) => {
    const { shapes, problems } = readParameterJson(file, pack);
    expect(problems).toEqual([]);
    expect(shapes?.[power]).toMatchObject({ shape: 'rate', cap: { text: '80 万元' } });
  });
  test('a fault tells its place', () => {
    const { problems, shapes } = readParameterJson(
      { [power]: { shape: 'bracket', by: 'growth', rows: [{ from: '10%', value: 0.1 }] } },
      pack,
    );
    expect(problems.map(({ code, address }) => [code, address])).toEqual([['shape-unit-needed', `${power}.rows[1].value`]]);
    expect(shapes).toBeUndefined();
  });
});
