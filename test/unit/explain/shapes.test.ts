import { compile, readShape, withShapes } from '../../../src/engine';
import { explainTrace, loadWords, sayShape, settingsTable } from '../../../src/explain';
import { shippedPack } from './pack';

const pack = shippedPack();
const power = '2025q1-25-incremental-power';
const name = `${power}.powerRate`;
const table = {
  shape: 'bracket',
  by: 'growth',
  rows: [
    { from: '10%', to: '20%', value: '0.05 元/千瓦时' },
    { from: '20%', value: '0.1 元/千瓦时' },
  ],
  cap: '200 万元',
  source: '市工信〔2025〕3号',
};

function shapeOf(source: unknown, parameter = name): NonNullable<ReturnType<typeof readShape>['shape']> {
  const { shape, problems } = readShape(source, parameter, pack);
  if (!shape) throw new Error(JSON.stringify(problems));
  return shape;
}

beforeAll(() => loadWords('en-US'));

describe('a shape in a sentence', () => {
  const award = '2025q1-03-growth-with-base.awardAmount';
  test.each<[unknown, string, string]>([
    [
      table,
      name,
      '按产值同比增速分档（含起点，不含终点）：10% 至 20%：0.05 元/千瓦时、20% 以上：0.1 元/千瓦时；不足 10% 的不给；最高 200 万元',
    ],
    [
      { shape: 'rate', value: '0.1 元/千瓦时', noBase: '0.02 元/千瓦时' },
      name,
      '0.1 元/千瓦时 × 条款所写的数量；基数为 0 的给 0.02 元/千瓦时 × 全部外购电量',
    ],
    [
      { shape: 'perPoint', by: 'growth', above: '8%', value: '20 万元', cap: '50 万元' },
      award,
      '产值（营收）增速超过 8% 的部分，每满 1个百分点 给 20 万元，不足的部分不计；最高 50 万元',
    ],
    [
      {
        shape: 'choice',
        by: 'industry',
        rows: [
          { choice: '饲料、医药', value: '20 万元' },
          { choice: '*', value: '30万元' },
        ],
      },
      award,
      '按行业：饲料、医药：定额 20 万元；其余：定额 30万元',
    ],
  ])('%j', (source, parameter, expected) => {
    expect(sayShape(shapeOf(source, parameter), parameter, pack, 'zh-CN')).toBe(expected);
    expect(sayShape(shapeOf(source, parameter), parameter, pack, 'en-US')).toMatch(/^[a-z0-9]/i);
  });
});

describe('where a shape stood in a result', () => {
  const laid = withShapes(pack, { [name]: shapeOf(table) });
  const facts = {
    enterpriseType: 'industrial',
    inDualHighCatalogue: false,
    separatelyMetered: true,
    quarterlyOutputValue: '1200',
    quarterlyOutputValueLastYear: '1000',
    purchasedElectricity: '1500000',
    baseElectricity: '1000000',
  };
  test('the explanation names the tier, the officer and the source, never the text', () => {
    const lines = explainTrace(compile(laid).trace(power, facts), laid, 'zh-CN').map((line) => line.trim());
    const told = lines.find((line) => line.startsWith('经办人填写的标准'));
    expect(told).toContain('“增量用电奖励标准”（不是文件写明的数）');
    expect(told).toContain('产值');
    expect(told).toContain('20 %，在“20%起”一档：0.1 元/千瓦时');
    expect(told).toContain('来源：市工信〔2025〕3号');
  });
  test('the table 参数 and the stamp say it in words', () => {
    const { rows } = settingsTable({ pack: laid, parameters: {}, sources: {}, readings: {}, columns: {} }, 'zh-CN');
    expect(rows.find((row) => row.includes(name))?.[3]).toContain('按产值同比增速分档');
  });
});
