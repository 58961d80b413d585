/** A small policy, a workbook in memory and an assessor of a few lines: enough for every panel to show every state. */
import type { ExactNumber, Input, Measure, Pack, Parameter, Unit } from '../../../src/engine';
import type { Host, SheetInfo } from '../../../src/hosts/host';
import type {
  Answer,
  EnterpriseDetail,
  EnterpriseGroup,
  EnterpriseLine,
  PaneAssessment,
  ProblemLine,
} from '../../../taskpane/model/answers';
import type { Assessor, PaneStorage } from '../../../taskpane/model/ports';
import type { RunSettings, RunStep } from '../../../taskpane/model/run';
import type { ColumnChoices, LedgerView } from '../../../taskpane/model/table';

const tenThousandYuan: Unit = { name: '万元', dimension: { money: 1 }, power: 4 };
const exact = (digits: string, power = 0): ExactNumber => ({ digits, power });
const fact = { type: 'number', decimals: 2, max: '100000000', whole: false, negative: false, choices: [] } as const;

const output: Input = {
  ...fact,
  id: 'quarterlyOutputValue',
  name: '一季度产值',
  unit: tenThousandYuan,
  meaning: '当季工业总产值',
  headers: ['当季产值'],
  table: 'ledger',
};
const before: Input = {
  ...fact,
  id: 'quarterlyOutputValueLastYear',
  name: '上年一季度产值',
  unit: tenThousandYuan,
  meaning: '上年同期产值',
  headers: ['同期产值'],
  table: 'ledger',
};
const dualHigh: Input = {
  ...fact,
  type: 'yesno',
  id: 'isDualHighEnterprise',
  name: '是否两高',
  meaning: '“两高”项目企业',
  headers: [],
  table: 'ledger',
};

const award: Parameter = {
  ...fact,
  id: 'awardAmount',
  name: '奖励金额',
  unit: tenThousandYuan,
  measure: 'q1-03',
  quote: '给予一次性奖励20—50万元',
  meaning: '本企业所在档次的奖励金额',
  bandFromText: true,
  band: { low: { value: exact('20'), inclusive: true }, high: { value: exact('5', 1), inclusive: true } },
  required: true,
  going: [],
};
const rate: Parameter = {
  ...fact,
  id: 'powerRate',
  name: '增量用电奖励标准',
  unit: { name: '元/千瓦时', dimension: { money: 1, electricity: -1 }, power: 0 },
  measure: 'q1-25',
  quote: '给予一定奖励',
  meaning: '',
  bandFromText: true,
  band: { low: { value: exact('0'), inclusive: false } },
  required: true,
  going: [],
};

const measure = (id: string, clause: string, title: string, quote: string): Measure => ({
  id,
  clause,
  title,
  titleEnglish: title,
  quote,
  subject: 'enterprise',
  onApplication: false,
  inputs: [],
  parameters: [],
  readings: [],
  notes: [],
  conditions: [],
  amountUnit: tenThousandYuan,
  award: null,
  caps: [],
  outputs: [],
});

/** Two clauses, three inputs, two open figures, one wording with two readings. */
const pack: Pack = {
  id: 'q1',
  version: '1.0.0',
  title: '关于推动工业经济实现一季度“开门红”的政策措施',
  titleEnglish: 'Good-start measures',
  status: 'draft',
  period: ['2025-01-01', '2025-03-31'],
  inputs: { [output.id]: output, [before.id]: before, [dualHigh.id]: dualHigh },
  parameters: { 'q1-03.awardAmount': award, 'q1-25.powerRate': rate },
  published: [],
  readings: {
    'yishang-inclusive': {
      id: 'yishang-inclusive',
      name: '“以上”是否含本数',
      nameEnglish: 'Whether “以上” includes the figure itself',
      text: '同比增长10%以上',
      options: [
        { id: 'inclusive', meaning: '含本数' },
        { id: 'exclusive', meaning: '不含本数' },
      ],
      default: 'inclusive',
      why: '民法典第1259条：“以上”包括本数。',
    },
  },
  measures: [
    measure('q1-03', '（三）', '有基数企业扩大生产奖励', '给予一次性奖励20—50万元'),
    measure('q1-25', '（二十五）', '阶段性工业企业增量用电奖励', '较基数电量增量部分，给予一定奖励'),
  ],
  groups: [],
  choices: [],
};

/** The sheets of a small workbook; writing adds sheets, undoing takes them away. */
export interface FakeHost extends Host {
  readonly selected: (readonly [sheet: string, row: number, column: number])[];
  readonly names: string[];
  /** What an edit by the officer would cause. */
  edit(sheet: string): void;
}

const info = (name: string, rows: number, hidden = false): SheetInfo => ({ name, rows, columns: 9, hidden, tables: [], date1904: false });

/** A workbook of the named sheets. */
export function fakeHost(names: readonly string[] = ['说明', '企业台账', '参数']): FakeHost {
  const listeners = new Set<(sheet: string) => void>();
  const host: FakeHost = {
    name: 'fake',
    selected: [],
    names: [...names],
    sheets: async () => host.names.map((name) => info(name, 203)),
    merges: async () => [],
    read: async function* () {},
    write: async (sheets) => {
      for (const { name } of sheets) host.names.push(name);
      return sheets.map(({ name, columns }) => ({ sheet: name, rows: 1, columns: columns.length }));
    },
    lastWriting: async () => host.names.slice(names.length).map((name) => ({ sheet: name, rows: 1, columns: 1 })),
    undo: async () => {
      const had = host.names.length > names.length;
      host.names.splice(names.length);
      return had;
    },
    select: async (sheet, row, column) => {
      host.selected.push([sheet, row, column]);
    },
    onChange: async (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    edit: (sheet) => listeners.forEach((listener) => listener(sheet)),
  };
  return host;
}

/** A memory that lasts as long as the test. */
export function fakeStorage(kept = new Map<string, string>()): PaneStorage & { readonly kept: Map<string, string> } {
  return {
    kept,
    load: async (key) => kept.get(key) ?? null,
    save: async (key, text) => {
      kept.set(key, text);
    },
  };
}

const columns = [
  { index: 0, letter: 'A', header: '企业名称' },
  { index: 1, letter: 'B', header: '统一社会信用代码' },
  { index: 2, letter: 'C', header: '当季产值（千元）' },
  { index: 3, letter: 'D', header: '产值' },
  { index: 4, letter: 'E', header: '同期产值' },
];

/** What the table looks like under some corrections: D is a question until it is answered. */
function fakeLedger(choices: ColumnChoices): LedgerView {
  const chosen = (input: string) => choices.columns.find((choice) => choice.input === input)?.column;
  const taken = (column: number) => choices.columns.some((choice) => choice.column === column);
  const at = (input: string, found: number | null) => {
    const by = chosen(input);
    if (by !== undefined) return { column: by, by: 'chosen' } as const;
    return found === null || taken(found) ? ({ column: null, by: null } as const) : ({ column: found, by: 'alias' } as const);
  };
  return {
    sheet: '企业台账',
    headerRow: choices.headerRow ?? 2,
    rows: 200,
    columns,
    inputs: [
      {
        input: output.id,
        name: output.name,
        meaning: output.meaning,
        unit: '万元',
        unitFound: '千元',
        unitAssumed: false,
        ...at(output.id, 2),
      },
      {
        input: before.id,
        name: before.name,
        meaning: before.meaning,
        unit: '万元',
        unitFound: null,
        unitAssumed: true,
        ...at(before.id, null),
      },
      {
        input: dualHigh.id,
        name: dualHigh.name,
        meaning: dualHigh.meaning,
        unit: null,
        unitFound: null,
        unitAssumed: false,
        ...at(dualHigh.id, null),
      },
    ],
    keys: [
      { name: '企业名称', column: 0 },
      { name: '统一社会信用代码', column: 1 },
      { name: '所在市', column: null },
    ],
    questions: !taken(3) ? [{ kind: 'column', column: 3, inputs: [output, before].map(({ id, name }) => ({ id, name })) }] : [],
    choices,
    besides: [],
    parameterColumns: {},
    parameterSheet: null,
    parameterProblems: [],
  };
}

const answers: readonly Answer[] = ['eligible', 'not', 'unknown', 'eligible', 'not'];

function line(index: number): EnterpriseLine {
  const answer = answers[index % answers.length] ?? 'not';
  return {
    name: `示例企业${String(index + 1).padStart(3, '0')}有限公司`,
    code: `91450100MA5K${String(index).padStart(6, '0')}`,
    sheet: '企业台账',
    row: index + 3,
    answer,
    hasTotal: true,
    amount: answer === 'eligible' ? '100' : answer === 'not' ? '0' : null,
    range: answer === 'unknown' ? { min: '20', max: '50' } : null,
    problems: index % 7 === 0 ? 1 : 0,
  };
}

function detail(index: number): EnterpriseDetail {
  return {
    ...line(index),
    total: {
      clause: '文末',
      quote: '单个企业（除项目外）最高不超过100万元',
      before: '123.4567891',
      cut: '23.4567891',
      after: '100',
      range: null,
      capped: true,
      sharedRows: [],
      readings: [],
      needs: [],
    },
    measures: [
      {
        id: 'q1-03',
        clause: '（三）',
        title: '有基数企业扩大生产奖励',
        quote: '给予一次性奖励20—50万元',
        place: null,
        answer: 'not',
        pays: true,
        amount: '0',
        range: null,
        steps: [
          {
            id: 'output-growth-min',
            kind: 'condition',
            quote: '同比增长8%及以上',
            holds: false,
            figures: [
              { name: output.name, text: '4,000 万元' },
              { name: before.name, text: '3,703.71 万元' },
            ],
            comparison: '7.999816…% 不低于 8%：差 0.000184…%',
            formula: 'GROWTH(一季度产值, 上年一季度产值) >= 8%',
            value: null,
          },
        ],
        needs: [{ text: '同比增长8%及以上：未达到', todo: null }],
        readings: [{ id: 'yishang-inclusive', text: '同比增长10%以上', meaning: '含本数', isDefault: true }],
      },
      {
        id: 'q1-25',
        clause: '（二十五）',
        title: '阶段性工业企业增量用电奖励',
        quote: '给予一定奖励',
        place: null,
        answer: 'unknown',
        pays: true,
        amount: null,
        range: { min: '0', max: null },
        steps: [],
        needs: [{ text: '缺少：是否两高', todo: '补填后重算' }],
        readings: [],
      },
    ],
    problemLines: index % 7 === 0 ? [problem(index)] : [],
  };
}

function problem(index: number): ProblemLine {
  return {
    severity: index % 2 === 0 ? 'error' : 'warning',
    sheet: '企业台账',
    address: `C${index + 4}`,
    row: index + 3,
    column: 2,
    header: '当季产值（千元）',
    found: '待核',
    text: '这里应当是数字，填的是“待核”',
    todo: '改为数字',
  };
}

/** The answers for `count` enterprises. */
type Totals = ReturnType<PaneAssessment['totals']>;

function fakeAssessment(count: number, host: Host, totals: Partial<Totals>): PaneAssessment {
  const group = (name: EnterpriseGroup) => (index: number) =>
    name === 'all' || (name === 'problem' ? line(index).problems > 0 : line(index).answer === name);
  const all = Array.from({ length: count }, (_, index) => index);
  const counted = (name: EnterpriseGroup) => all.filter(group(name)).length;
  const plan = [{ name: '测算结果', rows: count, columns: ['企业名称', '合计（万元）'] }];
  return {
    count,
    counts: { all: count, eligible: counted('eligible'), not: counted('not'), unknown: counted('unknown'), problem: counted('problem') },
    problemCount: counted('problem'),
    find: (name, text) => Int32Array.from(all.filter((index) => group(name)(index) && line(index).name.includes(text.trim()))),
    line,
    detail,
    problem: (index) => problem(index * 7),
    totals: () => ({
      hasTotal: true,
      before: '12345.678905',
      cut: '1234.5',
      after: '11111.1789055',
      capped: 12,
      atLimit: 2,
      outside: null,
      open: 40,
      measures: [
        {
          id: 'q1-03',
          clause: '（三）',
          title: '有基数企业扩大生产奖励',
          amount: '8000',
          eligible: 80,
          not: 80,
          unknown: 40,
          notApplied: 0,
          open: 40,
        },
        {
          id: 'q1-25',
          clause: '（二十五）',
          title: '阶段性工业企业增量用电奖励',
          amount: '4345.678905',
          eligible: 100,
          not: 90,
          unknown: 10,
          notApplied: 0,
          open: 0,
        },
      ],
      ...totals,
    }),
    left: () => [
      { label: '小计、合计行（未测算）', value: '2行：第9、203行' },
      { label: '隐藏或筛选掉的行', value: '3行，照常测算' },
    ],
    stamp: () => [
      { label: '规则', value: 'q1 1.0.0' },
      { label: '摘要', value: '9f2c 11ab 73d0' },
    ],
    writePlan: async () => plan,
    write: async () => host.write(plan.map(({ name }) => ({ name, titles: [], columns: [], rows: [] }))),
  };
}

/** How a fake assessor behaves. */
interface FakeOptions {
  readonly enterprises?: number;
  /** Waits between two blocks of a run. */
  readonly pause?: () => Promise<void>;
  readonly fail?: 'look' | 'run';
  readonly ledger?: (choices: ColumnChoices) => LedgerView;
  /** Sums other than the usual ones. */
  readonly totals?: Partial<Totals>;
}

/** An assessor that remembers what it was asked. */
export function fakeAssessor({ enterprises = 20, pause, fail, ledger = fakeLedger, totals = {} }: FakeOptions = {}): Assessor & {
  readonly ran: RunSettings[];
} {
  const ran: RunSettings[] = [];
  return {
    ran,
    policies: [
      { id: pack.id, title: pack.title, titleEnglish: pack.titleEnglish, status: pack.status, version: pack.version, hash: '9f2c' },
    ],
    load: async () => pack,
    look: async (_host, _pack, _sheet, choices) => {
      if (fail === 'look') throw new Error('look');
      return ledger(choices);
    },
    checkParameter: (_pack, name, text) => {
      if (text.trim() === '') return { state: 'unset' };
      if (!/^\d+(\.\d+)?$/.test(text.trim())) return { state: 'unreadable', problem: { code: 'parameter-value' } };
      return name === 'q1-03.awardAmount' && (Number(text) < 20 || Number(text) > 50)
        ? { state: 'outside' }
        : { state: 'taken', doubts: [] };
    },
    checkShape: () => ({ state: 'unset' }),
    run: async function* (host, _pack, settings): AsyncGenerator<RunStep, void> {
      ran.push(settings);
      for (const rows of [0, 5000, 10000]) {
        yield { stage: 'judging', rows, total: 20000 };
        await pause?.();
      }
      if (fail === 'run') throw new Error('run');
      yield { stage: 'done', assessment: fakeAssessment(enterprises, host, totals) };
    },
    explainFailure: (failure) => (failure instanceof Error ? `无法完成：${failure.message}` : '无法完成'),
  };
}
