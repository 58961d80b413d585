import type { Language } from '../src/explain';
import type { Target } from './setting';

/** What the functions themselves say; {name} is filled in. Sentences about figures, clauses and cells come from src/explain. */
interface Words {
  readonly unknownPolicy: string;
  readonly onePolicy: string;
  readonly unknownMeasure: string;
  readonly groupMeasure: string;
  readonly noFamily: string;
  readonly whichOfFamily: string;
  readonly noAward: string;
  readonly noTotal: string;
  readonly noMeasure: string;
  readonly oneColumn: string;
  readonly heights: string;
  readonly noHeaders: string;
  readonly tooWide: string;
  readonly zeroOrBlank: string;
  readonly parameterTable: string;
  readonly tooLarge: string;
  readonly stackShape: string;
  readonly notAnAmount: string;
  readonly blank: string;
  readonly notANumber: string;
  readonly now: string;
  readonly before: string;
  readonly measure: string;
  readonly parameterName: string;
  readonly severalParameters: string;
  readonly unknownParameter: string;
  readonly subject: string;
  readonly unknownSubject: string;
  /** What a target asks for, by its comparison. */
  readonly compare: Readonly<Record<Target['compare'], string>>;
  readonly every: string;
  readonly draft: string;
  readonly eligibleWith: string;
  readonly holds: string;
  readonly chosen: string;
  readonly inYuan: string;
  readonly range: string;
  readonly sentence: string;
  readonly columns: {
    readonly name: string;
    readonly code: string;
    readonly total: string;
    readonly answer: string;
    readonly notes: string;
  };
  readonly sameCode: string;
  readonly notes: string;
  readonly between: string;
  readonly stop: string;
}

const chinese: Words = {
  unknownPolicy: '没有政策“{policy}”。现有：{known}。',
  onePolicy: '政策要一个单元格。',
  unknownMeasure: '没有措施“{measure}”。现有：{known}。',
  groupMeasure: '“{measure}”是合计规则，请用 HUIQI.STACK；逐行合计请用“{composite}”。',
  noFamily: '政策“{policy}”没有这一类奖补。',
  whichOfFamily: '政策“{policy}”有几条这类措施，请写措施编号：{known}。',
  noAward: '“{measure}”不发奖补，只判断是否符合，请用 HUIQI.ELIGIBLE。',
  noTotal: '政策“{policy}”没有合计上限。',
  noMeasure: '表中没有政策“{policy}”的企业类措施所用的栏目。',
  oneColumn: '“{name}”要一个单元格或一列。',
  heights: '各参数的行数不一致：“{name}”是 {found} 行，其他是 {rows} 行。',
  noHeaders: '请给出表头和数据行。',
  tooWide: '数据行比表头宽：表头 {headers} 列，数据 {found} 列。',
  zeroOrBlank: '“{name}”收到 0，但无法分清是填了 0 还是空白。请直接引用单元格，或写成 单元格&""。',
  parameterTable: '参数表',
  tooLarge: '结果约 {size} MB，网页版 Excel 一次只能接收 5 MB。请分段计算，或用窗格测算后写入工作表。',
  stackShape: '措施与金额的形状不一致：措施 {measures} 个，金额 {rows} 行 {columns} 列。',
  notAnAmount: '“{text}”不是金额（万元）。',
  blank: '“{name}”没有填。',
  notANumber: '“{name}”填的“{text}”不是数字。',
  now: '本期数',
  before: '上年同期数',
  measure: '措施',
  parameterName: '名称',
  severalParameters: '“{name}”是几个参数的名称，请写全名：{known}。',
  unknownParameter: '政策“{policy}”没有参数、公布数值或读法“{name}”。',
  subject: '对象',
  unknownSubject: '政策“{policy}”没有“{subject}”的指标。现有：{known}。',
  compare: { '>=': '不低于', '>': '高于', '<=': '不超过', '=': '等于', about: '左右', between: '至 {most}', none: '只记录' },
  every: '每{every}',
  draft: '（征求意见稿）',
  eligibleWith: '{clause}{draft}符合，{amount}',
  holds: '{clause}{draft}符合',
  chosen: '享受“{title}”',
  inYuan: '{title}（元）',
  range: '{clause}{draft}符合，金额待定（{range}）',
  sentence: '{clause}{draft}{answer}：',
  columns: { name: '企业名称', code: '统一社会信用代码', total: '封顶后合计（万元）', answer: '结论', notes: '待补与说明' },
  sameCode: '与第 {row} 行同一信用代码，合计见该行',
  notes: '{clause}{text}',
  between: '；',
  stop: '。',
};

const english: Words = {
  unknownPolicy: 'There is no policy “{policy}”. There are: {known}.',
  onePolicy: 'The policy must be one cell.',
  unknownMeasure: 'There is no measure “{measure}”. There are: {known}.',
  groupMeasure: '“{measure}” is the rule of a total: use HUIQI.STACK, or “{composite}” for a total in each row.',
  noFamily: 'The policy “{policy}” has no award of this kind.',
  whichOfFamily: 'The policy “{policy}” has several measures of this kind; give the id of one: {known}.',
  noAward: '“{measure}” pays nothing and is only met or not: use HUIQI.ELIGIBLE.',
  noTotal: 'The policy “{policy}” has no cap on a total.',
  noMeasure: 'The table has no column that an enterprise measure of the policy “{policy}” uses.',
  oneColumn: '“{name}” must be one cell or one column.',
  heights: 'The arguments differ in height: “{name}” has {found} rows, the others {rows}.',
  noHeaders: 'Give headers and rows.',
  tooWide: 'The rows are wider than the headers: {headers} headers, {found} columns.',
  zeroOrBlank: '“{name}” came as 0, and a recorded 0 cannot be told from a blank cell here. Refer to the cell itself, or write cell&"".',
  parameterTable: 'parameters',
  tooLarge:
    'The result takes about {size} MB; Excel on the web takes 5 MB at a time. Calculate it in parts, or judge in the pane and write the results to a sheet.',
  stackShape: 'Measures and amounts differ in shape: {measures} measures, {rows} rows and {columns} columns of amounts.',
  notAnAmount: '“{text}” is not an amount (10,000 yuan).',
  blank: '“{name}” is not filled in.',
  notANumber: '“{text}”, given as “{name}”, is not a number.',
  now: 'now',
  before: 'a year before',
  measure: 'measure',
  parameterName: 'name',
  severalParameters: '“{name}” is the name of several parameters; give the full name: {known}.',
  unknownParameter: 'The policy “{policy}” has no parameter, published figure or reading “{name}”.',
  subject: 'subject',
  unknownSubject: 'The policy “{policy}” has no indicator for “{subject}”. There are: {known}.',
  compare: {
    '>=': 'at least',
    '>': 'above',
    '<=': 'at most',
    '=': 'exactly',
    about: 'about',
    between: 'up to {most}',
    none: 'recorded only',
  },
  every: 'every {every}',
  draft: ' (draft for comment)',
  eligibleWith: '{clause}{draft} entitled, {amount}',
  holds: '{clause}{draft} met',
  chosen: 'paid: {title}',
  inYuan: '{title} (yuan)',
  range: '{clause}{draft} entitled, amount open ({range})',
  sentence: '{clause}{draft} {answer}: ',
  columns: {
    name: 'Enterprise',
    code: 'Credit code',
    total: 'Total after the cap (10,000 yuan)',
    answer: 'Answer',
    notes: 'Missing and remarks',
  },
  sameCode: 'same credit code as row {row}: the total stands there',
  notes: '{clause} {text}',
  between: '; ',
  stop: '.',
};

const both: Readonly<Record<Language, Words>> = { 'zh-CN': chinese, 'en-US': english };

/** The functions' own words. */
export const words = (language: Language): Words => both[language];
