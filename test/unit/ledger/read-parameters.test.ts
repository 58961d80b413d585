import type { Cell } from '../../../src/hosts/host';
import { readParameterJson, readParameterSheet } from '../../../src/ledger';
import { pack } from './pack';

const GROWTH = '2025q1-03-growth-with-base';
const FESTIVAL = '2025q1-02-spring-festival-power';
const HOLIDAY = '2025q1-01-holiday-continuous-production';
const POWER = '2025q1-25-incremental-power';

/** One row below 参数 | 值: what it sets, or the problem's code. */
function sets(name: string, value: Cell): Record<string, unknown> | string {
  const read = readParameterSheet(
    [
      ['参数', '值'],
      [name, value],
    ],
    pack,
    '参数',
  );
  const [problem] = read.problems;
  return problem ? problem.code : { ...read.parameters, ...read.readings };
}

describe('the 参数 sheet', () => {
  test.each<[string, Cell, unknown]>([
    [`${FESTIVAL}.powerRate`, '0.05 元/千瓦时', { [`${FESTIVAL}.powerRate`]: '0.05' }],
    [`${FESTIVAL}.powerRate`, '0.05元/kWh', { [`${FESTIVAL}.powerRate`]: '0.05' }],
    [`${FESTIVAL}.powerRate`, '５分/千瓦时', { [`${FESTIVAL}.powerRate`]: '0.05' }],
    ['春节增量用电奖补标准', '500元/万千瓦时', { [`${FESTIVAL}.powerRate`]: '0.05' }],
    ['春节增量用电奖补标准（元/千瓦时）', 0.05, { [`${FESTIVAL}.powerRate`]: '0.05' }],
    ['春节增量用电奖补标准', 0.05, 'parameter-unit-needed'],
    ['春节增量用电奖补标准', '0.05', 'parameter-unit-needed'],
    ['春节增量用电奖补标准', '0.05 元', 'parameter-unit'],
    ['春节增量用电奖补标准（万元）', 0.05, 'parameter-unit'],
    ['春节增量用电奖补标准', '按实施细则', 'parameter-value'],
    ['春节增量用电奖补标准', '-0.05 元/千瓦时', { [`${FESTIVAL}.powerRate`]: '-0.05' }],
    ['春节期间企业增量用电奖励.本条奖补上限', '30 万元', { [`${FESTIVAL}.measureCap`]: '30' }],
    ['（二）本条奖补上限', '300000元', { [`${FESTIVAL}.measureCap`]: '30' }],
    ['本条奖补上限', 30, { [`${FESTIVAL}.measureCap`]: '30' }],
    [`${GROWTH}.awardAmount`, '19.99万元', { [`${GROWTH}.awardAmount`]: '19.99' }],
    [`${GROWTH}.奖励金额`, 20.123456789, { [`${GROWTH}.awardAmount`]: '20.123456789' }],
    ['（三）奖励金额', '0.002亿元', { [`${GROWTH}.awardAmount`]: '20' }],
    ['奖励金额', '20万元', 'parameter-ambiguous'],
    ['awardAmount', '20万元', 'parameter-ambiguous'],
    ['降低后的增速线', '2%', { [`${GROWTH}.relaxedMinGrowth`]: '2' }],
    ['降低后的增速线', '20‰', { [`${GROWTH}.relaxedMinGrowth`]: '2' }],
    ['降低后的增速线', 0.02, 'parameter-unit-needed'],
    ['降低后的增速线（%）', 2, { [`${GROWTH}.relaxedMinGrowth`]: '2' }],
    ['补充除外行业', '造纸、水泥', { [`${HOLIDAY}.extraExcludedIndustries`]: ['paper', 'cement'] }],
    ['补充除外行业', '造纸业，有色；木材加工', { [`${HOLIDAY}.extraExcludedIndustries`]: ['nonFerrousMetals', 'paper', 'woodProcessing'] }],
    ['补充除外行业', '造纸、钟表', 'unknown-choice'],
    ['补充除外行业', '无', {}],
    ['奖励标准', '5万元', 'parameter-unknown'],
    ['threshold-2000-wording', 'exclusive', { 'threshold-2000-wording': 'exclusive' }],
    ['2000万元界线', '不含2000万元', { 'threshold-2000-wording': 'exclusive' }],
    ['Line of 20 million yuan', 'exclusive', { 'threshold-2000-wording': 'exclusive' }],
    ['2024年产值超2000万元及以上', '不含2000万元', { 'threshold-2000-wording': 'exclusive' }],
    [`${HOLIDAY}.threshold-2000-wording`, 'exclusive', { 'threshold-2000-wording': 'exclusive' }],
    ['growth-rounding', 'ONEDECIMAL', { 'growth-rounding': 'oneDecimal' }],
    ['growth-rounding', '两位小数', 'reading-option-unknown'],
    [`${POWER}.growth-rounding`, 'oneDecimal', 'reading-per-measure'],
    ['growth-rounding', null, {}],
    ['春节增量用电奖补标准', null, {}],
    ['春节增量用电奖补标准', '—', {}],
    ['春节增量用电奖补标准', '待定', {}],
    ['春节增量用电奖补标准', { fault: 'error', text: '#REF!' }, 'error-value'],
    ['春节增量用电奖补标准', { fault: 'uncalculated', text: 'B1' }, 'uncalculated'],
    ['春节增量用电奖补标准', true, 'parameter-value'],
  ])('%s = %j', (name, value, expected) => {
    expect(sets(name, value)).toEqual(expected);
  });

  test('columns 条款, 参数, 单位, 值, 来源 in any order, under a title', () => {
    const read = readParameterSheet(
      [
        ['2025年一季度政策参数表'],
        ['（未公布的标准由各市填写，并注明来源）'],
        ['条款', '参数名称', '原文', '单位', '填报值', '来源（文号）'],
        ['（三）', '奖励金额', '20—50万元', '万元', 25, '柳工信〔2025〕3号'],
        ['（四）', '奖励金额', '30—50万元', '万元', null, ''],
        ['（二）', '春节增量用电奖补标准', '', '元/千瓦时', '0.05', '市细则'],
        ['', 'growth-rounding', '', '', 'oneDecimal', '会议纪要'],
        ['注：空白的为未公布'],
      ],
      pack,
      '参数',
    );
    expect(read.problems).toEqual([]);
    expect(read.parameters).toEqual({ [`${GROWTH}.awardAmount`]: '25', [`${FESTIVAL}.powerRate`]: '0.05' });
    expect(read.readings).toEqual({ 'growth-rounding': 'oneDecimal' });
    expect(read.sources).toEqual({
      [`${GROWTH}.awardAmount`]: '柳工信〔2025〕3号',
      [`${FESTIVAL}.powerRate`]: '市细则',
      'growth-rounding': '会议纪要',
    });
  });

  test('two columns without a header', () => {
    const read = readParameterSheet(
      [
        [`${FESTIVAL}.powerRate`, '0.05 元/千瓦时'],
        [`${GROWTH}.awardAmount`, '25万元', '柳工信〔2025〕3号'],
      ],
      pack,
    );
    expect(read.parameters).toEqual({ [`${FESTIVAL}.powerRate`]: '0.05', [`${GROWTH}.awardAmount`]: '25' });
    expect(read.sources).toEqual({ [`${GROWTH}.awardAmount`]: '柳工信〔2025〕3号' });
  });

  test('the same parameter twice: equal is fine, different leaves it impossible', () => {
    const row = (value: Cell): Cell[] => [`${GROWTH}.awardAmount`, value];
    expect(readParameterSheet([row('25万元'), row('250000元')], pack).parameters).toEqual({ [`${GROWTH}.awardAmount`]: '25' });
    const read = readParameterSheet([row('25万元'), row('30万元')], pack, '参数');
    expect(read.parameters).toEqual({ [`${GROWTH}.awardAmount`]: '?' });
    expect(read.problems).toMatchObject([{ code: 'parameter-twice', sheet: '参数', address: 'B2', input: `${GROWTH}.awardAmount` }]);
  });

  test('a problem says where and what would help', () => {
    const read = readParameterSheet(
      [
        ['参数', '值'],
        ['增量用电标准', '1元/千瓦时'],
        ['春节增量用电奖补标准', 8],
      ],
      pack,
      '参数',
    );
    expect(read.problems).toMatchObject([
      { code: 'parameter-unknown', address: 'B2', header: '增量用电标准', candidates: [`${FESTIVAL}.powerRate`, `${POWER}.powerRate`] },
      { code: 'parameter-unit-needed', address: 'B3', candidates: ['元/千瓦时'], input: `${FESTIVAL}.powerRate` },
    ]);
  });

  test.each([
    ['one of two measures', [[`${POWER}.growth-rounding`, 'oneDecimal']], {}, ['reading-per-measure']],
    ['one of two, as the default has it', [[`${POWER}.growth-rounding`, 'exact']], { 'growth-rounding': 'exact' }, []],
    [
      'both alike',
      [
        [`${POWER}.growth-rounding`, 'oneDecimal'],
        [`${GROWTH}.growth-rounding`, 'oneDecimal'],
      ],
      { 'growth-rounding': 'oneDecimal' },
      [],
    ],
    [
      'both, each its own',
      [
        [`${POWER}.growth-rounding`, 'oneDecimal'],
        [`${GROWTH}.growth-rounding`, 'exact'],
      ],
      {},
      ['reading-per-measure'],
    ],
    [
      'one, and the whole workbook alike',
      [
        [`${POWER}.growth-rounding`, 'oneDecimal'],
        ['growth-rounding', 'oneDecimal'],
      ],
      { 'growth-rounding': 'oneDecimal' },
      [],
    ],
  ])('a reading set for %s', (_, rows, readings, problems) => {
    const read = readParameterSheet([['参数', '值'], ...rows], pack);
    expect(read.readings).toEqual(readings);
    expect(read.problems.map((problem) => problem.code)).toEqual(problems);
  });

  test('an empty sheet sets nothing', () => {
    expect(readParameterSheet([], pack)).toEqual({ parameters: {}, readings: {}, sources: {}, problems: [] });
  });
});

describe('the JSON file', () => {
  test('by full name, by measure, by unique id and Chinese name, with source', () => {
    const read = readParameterJson(
      {
        [`${GROWTH}.awardAmount`]: '20',
        [FESTIVAL]: { powerRate: 0.05, measureCap: '30 万元' },
        [POWER]: { powerRate: { value: '0.06 元/千瓦时', source: '市细则' } },
        relaxedMinGrowth: '2%',
        补充除外行业: ['paper', '水泥'],
        'growth-rounding': 'oneDecimal',
      },
      pack,
    );
    expect(read.problems).toEqual([]);
    expect(read.parameters).toEqual({
      [`${GROWTH}.awardAmount`]: '20',
      [`${FESTIVAL}.powerRate`]: '0.05',
      [`${FESTIVAL}.measureCap`]: '30',
      [`${POWER}.powerRate`]: '0.06',
      [`${GROWTH}.relaxedMinGrowth`]: '2',
      [`${HOLIDAY}.extraExcludedIndustries`]: ['paper', 'cement'],
    });
    expect(read.readings).toEqual({ 'growth-rounding': 'oneDecimal' });
    expect(read.sources).toEqual({ [`${POWER}.powerRate`]: '市细则' });
  });

  test.each<[string, string]>([
    ['{"__proto__": {"powerRate": 1}}', 'parameter-key-refused'],
    ['{"constructor": 1}', 'parameter-key-refused'],
    [`{"${FESTIVAL}": {"__proto__": 1}}`, 'parameter-key-refused'],
    [`{"${FESTIVAL}.powerRate": {"value": 1, "__proto__": 1}}`, 'parameter-key-refused'],
    ['{"powerrate2": 1}', 'parameter-unknown'],
    ['{"powerRate": 1}', 'parameter-ambiguous'],
    [`{"${FESTIVAL}": {"awardAmount": 1}}`, 'parameter-unknown'],
    [`{"${FESTIVAL}.powerRate": {"amount": 1}}`, 'parameter-unknown'],
    [`{"${FESTIVAL}.powerRate": [1]}`, 'parameter-value'],
    [`{"${FESTIVAL}.powerRate": true}`, 'parameter-value'],
    [`{"${FESTIVAL}.powerRate": "30 人"}`, 'parameter-unit'],
    ['{"growth-rounding": "never"}', 'reading-option-unknown'],
    ['[1]', 'parameters-not-an-object'],
    ['"text"', 'parameters-not-an-object'],
    ['null', 'parameters-not-an-object'],
  ])('%s is refused: %s', (text, code) => {
    const value: unknown = JSON.parse(text);
    const read = readParameterJson(value, pack);
    expect(read.problems.map((problem) => problem.code)).toEqual([code]);
    // A value that cannot be used stands as impossible; where the name itself is unknown there is nothing to stand.
    const isNamed = text.startsWith(`{"${FESTIVAL}.powerRate"`);
    expect(read.parameters).toEqual(isNamed ? { [`${FESTIVAL}.powerRate`]: '?' } : {});
    expect(({} as Record<string, unknown>)['powerRate']).toBeUndefined();
  });

  test('null and "" are missing', () => {
    expect(readParameterJson({ [`${GROWTH}.awardAmount`]: null, [FESTIVAL]: { powerRate: '' } }, pack)).toEqual({
      parameters: {},
      readings: {},
      sources: {},
      problems: [],
    });
  });
});
