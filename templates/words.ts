/** Every word of the template that is not the pack's own. */
export const WORDS = {
  sheets: { ledger: '企业台账', projects: '项目', events: '活动', parameters: '参数', indicators: '指标监测', guide: '说明' },
  tables: { ledger: '台账', projects: '项目表', events: '活动表', indicators: '指标表' },
  keys: { name: '企业名称', code: '统一社会信用代码', city: '所在市', county: '县区', project: '项目名称', event: '活动名称' },
  sampleNote: '示例说明',
  yes: '是',
  no: '否',
  draft: '征求意见稿',
  sampleMark: '示例',
  sampleWarning: '示例数据，企业均为虚构，信用代码的主体标识码以 EX 开头。',
  ledgerNote: '蓝列填报数据，褐列填核定的奖励金额，绿列由函数测算。未填不等于0：缺项的显示 #N/A。',
  projectNote: '一行一个项目，用统一社会信用代码与企业台账对应。',
  outsideLimit: '项目资金不计入单个企业{limit}上限。',
  eventNote: '一行一场活动，用统一社会信用代码与企业台账对应；同一企业可有多场。没有活动的企业不必填。',
  parameterNote:
    '文件没有公布的标准在这里填写，并注明来源；不填的，测算结果只给范围或提示待定，绝不臆造。下半部分是有两种读法的字句，可改选。',
  indicatorNote:
    '蓝列填实际值，或填本期和基期（百分数请带%，如 7.2%），并注明来源；行业增速也可由台账汇总。改动后请在“惠企”窗格“更多—指标监测”重新对照。',
  sampleFigure: '示例数值，请改为实际数',
  judgeAgain: '已改动，请重新对照',
  parameterHeads: ['参数', '参数值', '允许范围', '条款', '文件原文', '来源', '说明', '编号'],
  tierTitle: '分档标准',
  tierNote:
    '实施细则是一张表的（按增速分档、按比例、每满多少给多少、分行业），在下面空行填写，每档一行，数都写单位；同一标准上面填了数的先清空。名称以“示例”开头的不读。',
  tierHeads: ['参数', '形式', '依据', '行业', '从', '到', '值', '封顶', '来源'],
  tierForms: ['分档', '分段累计', '按比例', '每个百分点', '每满', '定额'],
  tierExample: '示例：',
  anyValue: '不限',
  listUnit: '行业名称，用顿号分开',
  sampleSource: '示例数值，请改为本地实施细则的标准',
  optional: '可不填',
  defaultOption: '默认',
  result: '测算',
  entitled: '符合',
  notEntitled: '不符合',
  tenThousand: '万元',
  code18: '统一社会信用代码为18位，请按文本填写。',
  chooseFrom: '请从下拉列表中选择，或填写文件中的名称。',
  notNegative: '一般不小于0；没有数据的请留空，不要填0。',
  wholeNumber: '人数应为不小于0的整数。',
  dateWanted: '请填写日期，如 2025/2/20。',
  checkTitle: '请核对',
  pageFooter: '第 &P 页，共 &N 页',
} as const;

/** Words of the sample's cases. */
export const CASES = {
  example: '示例',
  is: '为',
  share: '比率',
  blank: '未填',
  nothingShown: '（绿列留空）',
  allHolds: '条件都满足，',
  onTheLine: '恰在界线上',
  below: '比界线少',
  above: '比界线多',
  dayEarlier: '比界线早一天',
  dayLater: '比界线晚一天',
  paid: '享受',
  cut: '封顶为',
  amountOpen: '符合，金额待定',
  undecided: '是否符合待定',
  until: '延长至',
  cityItself: '市本级',
  again: ['', '', '二厂', '三厂', '四厂', '五厂', '六厂', '七厂', '八厂', '九厂'],
  wrong: {
    textNumber: '是带千分号的文本数字，照常计算',
    withUnit: '写了单位，照常计算',
    about: '约',
    approximate: '写了“约”，不能计算',
    dash: '填“-”，视为未填',
    error: '是错误值',
    mark: '填了√或×',
    pendingWord: '待核',
    pending: '填了“待核”，不是是或否',
    textDateValue: '2023年10月1日',
    textDate: '是文本',
    checkDigit: '信用代码校验位不对',
    noCode: '信用代码未填',
  },
} as const;

/** What is said of an undecided row, by the kind of its reason; of other kinds `CASES.undecided`. */
export const UNDECIDED: Readonly<Record<string, string>> = {
  'officer-decision': '由经办人认定',
  'not-applicable': '不适用',
  'undefined-growth': '没有可比的数，待定',
  'undefined-base': '没有可比的数，待定',
};

/** What the guide says of one document and not of another. */
interface GuideFacts {
  /** The ceiling of one enterprise's total, 100万元; null: the document has none. */
  readonly limit: string | null;
  /** Names of the amounts that each row gives itself. */
  readonly own: readonly string[];
  /** Every row is about all measures; otherwise a row is about some, and what it leaves blank of the others is nothing. */
  readonly wholeRows: boolean;
}

/** The guide sheet: sections with their paragraphs. */
export function guide(
  pack: { title: string; status: string; id: string; version: string; period: readonly [string, string] },
  sample: boolean,
  { limit, own, wholeRows }: GuideFacts,
): readonly { heading: string; paragraphs: readonly string[] }[] {
  return [
    {
      heading: '这是什么',
      paragraphs: [
        `按《${pack.title}》${pack.status === 'draft' ? '（征求意见稿）' : ''}测算企业奖补的台账。规则包 ${pack.id}，版本 ${pack.version}，政策期间 ${pack.period[0]} 至 ${pack.period[1]}。`,
        ...(pack.status === 'draft' ? ['文件尚未正式印发，所有测算结果都只供参考，并标注“征求意见稿”。'] : []),
        ...(sample ? ['本表的企业、项目、活动都是虚构的示例，各种缺项和恰好在标准线上的情形都有，“示例说明”列写明了每一行要看什么。'] : []),
      ],
    },
    {
      heading: '怎样填',
      paragraphs: [
        '企业台账：一行一户。列的顺序可以变，也可以加自己的列；列名请保留，括号里是单位，改成“（亿元）”“（万千瓦时）”等，系统会换算并说明。',
        '没有数据的单元格请留空，或填“-”“无”。留空不等于0：系统会写明缺哪一项，不会按0计算，也不会判为不符合。确实为0的填0。',
        '统一社会信用代码按文本填写（列已设为文本格式）。按数字填写的，Excel 只保留15位，末三位会丢失。',
        ...(limit === null ? [] : ['同一信用代码的几行视为同一法人，合并计算单个企业上限。']),
        '项目、活动：各一张表，一行一个，用信用代码对应企业。',
      ],
    },
    {
      heading: '参数',
      paragraphs: [
        '文件写“一定奖补”“20—50万元”等没有公布的标准，在“参数”表填写，并注明来源。没有填的，结果给出文件已确定的范围，或写明待定。',
        '实施细则是分档表的，填在“参数”表最下面的“分档标准”：含起点、不含终点，首尾相接，最后一档不写终点。绿列和窗格都按它测算；有空档、重叠或缺单位的，整张表不采用并指出是第几档。',
        ...(own.length === 0
          ? []
          : [`同名的列写在企业台账里的，以该行为准：如${own.map((name) => `“${name}”`).join('')}是各企业自己的档次。`]),
        '字句有两种读法的，“参数”表下半部分列出各种读法、默认选择和理由，可以改选。',
      ],
    },
    {
      heading: '指标监测',
      paragraphs: [
        '“指标监测”表列出文件的各项指标。在蓝列填实际值，或填本期和基期两个数；百分数请带%，日期如 2025-03-31。没有数的留空，显示“尚无数据”。',
        '绿列是最近一次对照的结果；改动数字后显示“已改动，请重新对照”，在任务窗格“更多—指标监测”或用命令 huiqi monitor 重新对照，结果另存新表，不改动本表。',
      ],
    },
    {
      heading: '测算',
      paragraphs: [
        '绿色列是自定义函数 HUIQI.*，装有“惠企”加载项时自动计算；没有加载项时显示上次保存的结果（有的程序把 #N/A 显示成 #NAME?）。显示 #N/A 的，是缺数据或参数待定；显示 #VALUE! 的，是数据有误。',
        '金额单位为万元，按数据精确计算，不四舍五入；单元格里只显示到小数点后六位以内。',
        ...(wholeRows ? [] : ['一条政策要用的栏全部空白的，视为与本行无关，绿列留空；没有金额的政策显示“符合”“不符合”或“待定”。']),
        limit === null
          ? '各列是单项政策的金额。理由、逐条对照和结果表，请在“惠企”任务窗格中点“测算”。'
          : `各列是单项政策的金额，尚未按“单个企业${limit}”合计核减。合计、理由、逐条对照和结果表，请在“惠企”任务窗格中点“测算”。`,
      ],
    },
  ];
}
