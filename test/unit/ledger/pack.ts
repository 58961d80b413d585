import type { Choice, Input, Measure, Pack, Parameter, Unit } from '../../../src/engine';
import { readLedgerBlock, planLedger, type ColumnChoices, type LedgerBlock, type LedgerPlan } from '../../../src/ledger';
import type { Cell, Merge } from '../../../src/hosts/host';

const YUAN_WAN: Unit = { name: '万元', dimension: { money: 1 }, power: 4 };
const KWH: Unit = { name: '千瓦时', dimension: { electricity: 1 }, power: 0 };
const PEOPLE: Unit = { name: '人', dimension: { people: 1 }, power: 0 };
const PER_KWH: Unit = { name: '元/千瓦时', dimension: { money: 1, electricity: -1 }, power: 0 };
const PERCENT: Unit = { name: '%', dimension: {}, power: -2 };

const fact = {
  unit: YUAN_WAN,
  decimals: 2,
  max: '100000000',
  whole: false,
  negative: false,
  choices: [],
  meaning: '',
  headers: [],
  table: 'ledger',
} as const;

function number(id: string, name: string, unit: Unit, headers: readonly string[], more: Partial<Input> = {}): Input {
  const people = unit === PEOPLE;
  return {
    ...fact,
    id,
    name,
    type: 'number',
    unit,
    headers,
    decimals: people ? 0 : 2,
    max: people ? '10000000' : '500000000',
    whole: people,
    ...more,
  };
}

function words(
  id: string,
  name: string,
  type: 'yesno' | 'choice' | 'date',
  headers: readonly string[],
  choices: readonly Choice[] = [],
  table: Input['table'] = 'ledger',
): Input {
  return { id, name, type, decimals: 0, max: '0', whole: false, negative: false, meaning: '', headers, choices, table };
}

function choice(id: string, label: string, aliases: readonly string[] = [], parents: readonly string[] = []): Choice {
  return { id, label, aliases, parents };
}

/** Place in this list = value in a column: 0 industrial … */
const enterpriseTypes = [choice('industrial', '工业企业', ['工业']), choice('software', '软件和信息技术服务业企业', ['软件企业', '软件'])];
const industries = [
  choice('machinery', '机械', ['机械装备']),
  choice('nonFerrousMetals', '有色金属', ['有色']),
  choice('electrolyticAluminium', '电解铝', [], ['nonFerrousMetals']),
  choice('paper', '造纸', ['造纸业']),
  choice('cement', '水泥'),
  choice('woodProcessing', '木材加工'),
];

const inputs: readonly Input[] = [
  words('enterpriseType', '企业类型', 'choice', ['企业性质'], enterpriseTypes),
  words('industry', '行业', 'choice', ['所属行业'], industries),
  number('annualOutputValue', '2024年产值', YUAN_WAN, ['2024年工业总产值', '2024年1-12月产值']),
  number('quarterlyOutputValue', '一季度产值', YUAN_WAN, ['2025年一季度产值', '2025年一季度当季产值', '当季产值', '2025年1-3月产值'], {
    max: '100000000',
  }),
  number('quarterlyOutputValueLastYear', '上年一季度产值', YUAN_WAN, ['2024年一季度产值', '2024年一季度当季产值', '上年同期产值'], {
    max: '100000000',
  }),
  number('holidayElectricity', '节假日用电量', KWH, ['2025年1月20日至2月20日用电量']),
  number('festivalElectricityLastYear', '上年春节用电量', KWH, ['2024年2月9日至24日用电量']),
  number('purchasedElectricity', '外购电量', KWH, ['2025年一季度外购电量', '用电量']),
  number('salesGrowth', '销量增速', PERCENT, ['销售增速'], { decimals: 4, max: '100000', negative: true }),
  number('insuredEmployees', '社保缴纳人数', PEOPLE, ['社保人数']),
  number('insuredEmployeesLastYear', '上年同期社保缴纳人数', PEOPLE, ['去年同期社保人数']),
  number('newHires', '新增用工人数', PEOPLE, ['新增用工']),
  words('isDualHighEnterprise', '是否“两高”项目企业', 'yesno', ['“两高”项目企业', '是否两高']),
  words('hasComparisonBase', '是否有基数', 'yesno', ['有无基数']),
  words('eventDate', '活动日期', 'date', ['举办日期'], [], 'event'),
  number('profit', '利润总额', YUAN_WAN, ['利润'], { negative: true }),
  number('profitLastYear', '上年利润总额', YUAN_WAN, ['上年利润', '利润'], { negative: true }),
];

type ParameterGiven = Partial<Parameter> & Pick<Parameter, 'id' | 'name' | 'measure'>;

function parameter(given: ParameterGiven): Parameter {
  return {
    type: 'number',
    decimals: 2,
    max: '1000000',
    whole: false,
    negative: false,
    choices: [],
    quote: '',
    meaning: '',
    band: {},
    bandFromText: true,
    required: true,
    going: [],
    ...given,
  };
}

const HOLIDAY = '2025q1-01-holiday-continuous-production';
const FESTIVAL = '2025q1-02-spring-festival-power';
const GROWTH = '2025q1-03-growth-with-base';
const RAMP_UP = '2025q1-04-ramp-up-no-base';
const POWER = '2025q1-25-incremental-power';

const parameters: readonly Parameter[] = [
  parameter({
    id: 'extraExcludedIndustries',
    name: '补充除外行业',
    measure: HOLIDAY,
    type: 'choices',
    decimals: 0,
    choices: industries,
    required: false,
  }),
  parameter({ id: 'powerRate', name: '春节增量用电奖补标准', measure: FESTIVAL, unit: PER_KWH, decimals: 4, max: '5' }),
  parameter({ id: 'measureCap', name: '本条奖补上限', measure: FESTIVAL, unit: YUAN_WAN, required: false }),
  parameter({ id: 'awardAmount', name: '奖励金额', measure: GROWTH, unit: YUAN_WAN }),
  parameter({ id: 'relaxedMinGrowth', name: '降低后的增速线', measure: GROWTH, unit: PERCENT, decimals: 4, required: false }),
  parameter({ id: 'awardAmount', name: '奖励金额', measure: RAMP_UP, unit: YUAN_WAN }),
  parameter({ id: 'powerRate', name: '增量用电奖励标准', measure: POWER, unit: PER_KWH, decimals: 4, max: '5' }),
];

function measure(id: string, clause: string, title: string, readings: readonly string[] = []): Measure {
  return {
    id,
    clause,
    title,
    titleEnglish: '',
    quote: '',
    subject: 'enterprise',
    onApplication: false,
    amountUnit: { name: '万元', dimension: { money: 1 }, power: 4 },
    inputs: [],
    parameters: parameters.filter((one) => one.measure === id).map((one) => one.id),
    readings,
    notes: [],
    conditions: [],
    award: null,
    caps: [],
    outputs: [],
  };
}

/** A small pack in the shape of 2025q1: enough of its columns to be lifelike, and two profits that share an alias. */
export const pack: Pack = {
  id: '2025q1',
  version: '0.0.0',
  title: '测试',
  titleEnglish: 'test',
  status: 'draft',
  period: ['2025-01-01', '2025-03-31'],
  inputs: Object.fromEntries(inputs.map((input) => [input.id, input])),
  parameters: Object.fromEntries(parameters.map((one) => [`${one.measure}.${one.id}`, one])),
  published: [],
  readings: {
    'threshold-2000-wording': {
      id: 'threshold-2000-wording',
      name: '2000万元界线',
      nameEnglish: 'Line of 20 million yuan',
      text: '2024年产值超2000万元及以上',
      options: [
        { id: 'inclusive', meaning: '含2000万元' },
        { id: 'exclusive', meaning: '不含2000万元' },
      ],
      default: 'inclusive',
      why: '',
    },
    'growth-rounding': {
      id: 'growth-rounding',
      name: '增速是否取整',
      nameEnglish: 'Whether growth is rounded',
      text: '同比增长8%及以上',
      options: [
        { id: 'exact', meaning: '不取整' },
        { id: 'oneDecimal', meaning: '一位小数' },
      ],
      default: 'exact',
      why: '',
    },
  },
  measures: [
    measure(HOLIDAY, '（一）', '节假日连续生产一次性奖励', ['threshold-2000-wording']),
    measure(FESTIVAL, '（二）', '春节期间企业增量用电奖励'),
    measure(GROWTH, '（三）', '有基数企业扩大生产奖励', ['growth-rounding']),
    measure(RAMP_UP, '（四）', '无基数企业爬坡满产奖励'),
    measure(POWER, '（二十五）', '增量用电奖励', ['growth-rounding']),
  ],
  groups: [],
  choices: [],
};

/** A sheet read in one block, with its plan. */
export function readSheet(
  cells: readonly (readonly Cell[])[],
  more: { merges?: readonly Merge[]; choices?: ColumnChoices; hidden?: readonly number[]; date1904?: boolean } = {},
): { plan: LedgerPlan; block: LedgerBlock } {
  const plan = planLedger({ cells, merges: more.merges ?? [] }, pack, more.choices);
  const block = readLedgerBlock(
    plan,
    { top: 0, cells, hiddenRows: new Set(more.hidden ?? []) },
    { name: '台账', date1904: more.date1904 ?? false },
  );
  return { plan, block };
}

/** Column letters → what it was taken for, `?` before candidates that are asked. */
export function matched(plan: LedgerPlan): Record<string, string> {
  return Object.fromEntries(
    plan.columns
      .filter((column) => column.state !== 'unknown')
      .map((column) => [
        column.letters,
        column.state === 'matched' ? (column.target?.id ?? '') : `${column.state}:${column.candidates.join('|')}`,
      ]),
  );
}

const STATES = ['', 'missing', 'invalid', 'wide'];

/** The figures of an input, row by row: the exact value in its unit, or why there is none. */
export function figures(block: LedgerBlock, id: string): string[] {
  const column = block.facts.inputs[id] ?? block.facts.parameterColumns[id];
  if (!column) return [];
  const decimals = (pack.inputs[id] ?? pack.parameters[id])?.decimals ?? 0;
  return [...column.states].map((state, row) => {
    if (state === 3) return `wide ${column.wide.get(row)}`;
    return state === 0 ? String((column.values[row] ?? NaN) / 10 ** decimals) : (STATES[state] ?? '');
  });
}

/** `B3 not-a-number` … */
export function told(block: LedgerBlock): string[] {
  return block.problems.map((problem) => `${problem.address} ${problem.code}`);
}
