import type { Language } from '../explain';

const chinese = {
  commands: {
    monitor: '对照文件的各项指标：达到、差多少、尚无数据；行业增速可由台账汇总',
    lists: '由台账列出四张重点企业清单（2024q2第1条、2025q1（二十九））',
    entitled: '列出免申即享清单：无需申报即符合的、差一项的、还缺什么的',
    settle: '先预拨后清算：应付减预拨，应补付或应退回；或计算本次预拨',
  },
  options: {
    figures: '实际数文件（.xlsx、.csv 或 .json）；不给时读台账里的“指标监测”表',
    prepaid: '已预拨的文件（.xlsx 或 .csv）：统一社会信用代码、企业名称、预拨金额',
    advance: '本次预拨的比例，如 50%（文件没有写明比例）',
    all: '列出全部指标（不给时，尚无数据的只计数）',
  },
  monitor: {
    head: '《{title}》共{count}项指标：达到{met}，未达到{short}，超出{over}，待定{open}，由经办人认定{officer}，缺目标值{noTarget}，只记录{recorded}，尚无数据{none}。',
    ledger:
      '台账{rows}行：归入行业{mapped}行，没有归上{unmapped}行（{blank}行没有填行业，{unknown}行对照表里没有，{conflict}行代码与名称不一致）。',
    missingColumns: '台账没有这些栏目，行业增速不能由台账汇总：{columns}',
    noLedger: '政策 {policy} 的指标不由台账汇总，台账没有使用。',
    problems: '有{count}处数据不能使用：',
    problem: '  {place}　{what}',
    mapWrong: '“行业对照”表有问题，没有使用：{what}',
    mapState: '行业对照：{state}',
    needOutput: '还有{count}处，详见结果文件的“数据问题”表（-o）',
    none: '还有{count}项尚无数据（--all 全部列出）',
  },
  lists: { line: '{list}：{count}户', total: '台账{count}行，每行只在一处。', noRules: '政策 {policy} 没有要求四张清单。可用：{known}' },
  entitled: {
    head: '无需申报的条款{measures}条；符合并金额确定{qualifies}户次，共{sum}万元；符合、金额待定{open}户次；差一项{one}户次；差多项{more}户次；须经办人认定{officer}户次。',
    draft: '注意：本文件为征求意见稿，结果仅供参考。',
  },
  settle: {
    head: '应补付{pay}户{paySum}万元；应退回{recover}户{recoverSum}万元；已结清{even}户；应付待定{open}户；须核对{check}户。',
    advance: '按{percent}预拨{count}户，共{sum}万元（只按已确定的金额或下限，舍到分）。',
    one: '请用 --prepaid 给出已预拨的文件，或用 --advance 给出本次预拨的比例（只用其一）',
    percent: '{option} 须为0到100之间的百分数，如 50%，不能是“{text}”',
    header: '预拨文件“{file}”里没有找到“统一社会信用代码”和“预拨金额”两栏',
    wrong: '预拨文件第{row}行：{what}',
    noTotal: '政策 {policy} 没有企业合计，不能清算',
    noCodes: '{count}户没有信用代码，没有预拨，见备注。',
    share: '{count}行与别的行同一信用代码，合并清算。',
  },
  errors: {
    figuresKind: '实际数文件“{file}”须为 .xlsx、.csv 或 .json',
    json: '实际数文件“{file}”不是正确的 JSON：{what}',
    policy: '没有代号为“{policy}”的政策。可用：{known}',
    nothing: '没有可测算的企业，结果没有写出。',
  },
  written: '已写入 {file}：{sheets}',
  sheet: '{sheet} {rows}行',
  listed: '、',
};

type Words = typeof chinese;

const english: Words = {
  commands: {
    monitor: 'Hold actual figures against the indicators of a document; industry growth can come from a ledger',
    lists: 'Make the four lists of key enterprises from a ledger (2024q2 clause 1, 2025q1 clause 29)',
    entitled: 'List who is entitled without applying, who is one figure short, and what the rest lack',
    settle: 'Settle advances: due less advanced, to pay or to recover; or work out an advance',
  },
  options: {
    figures: 'File of actual figures (.xlsx, .csv or .json); without it the sheet 指标监测 of the ledger is read',
    prepaid: 'File of advances (.xlsx or .csv): credit code, name, amount',
    advance: 'The share to advance now, as 50% (the document gives none)',
    all: 'List every indicator (otherwise those without a figure are only counted)',
  },
  monitor: {
    head: '{title}: {count} indicators: {met} met, {short} not met, {over} exceeded, {open} open, {officer} for an officer, {noTarget} without target, {recorded} recorded, {none} without a figure.',
    ledger:
      'Ledger of {rows} rows: {mapped} under an industry, {unmapped} under none ({blank} blank, {unknown} not in the map, {conflict} with code and name at odds).',
    missingColumns: 'The ledger lacks these columns, so industry growth cannot be summed: {columns}',
    noLedger: 'The indicators of {policy} do not come from a ledger; it was not used.',
    problems: '{count} figure(s) cannot be used:',
    problem: '  {place}  {what}',
    mapWrong: 'The industry map of the workbook is wrong and was not used: {what}',
    mapState: 'Industry map: {state}',
    needOutput: '{count} more: see the sheet of unusable figures (-o)',
    none: '{count} more without a figure (--all lists them)',
  },
  lists: {
    line: '{list}: {count}',
    total: '{count} rows of the ledger, each in one place.',
    noRules: 'The policy {policy} asks for no four lists. Available: {known}',
  },
  entitled: {
    head: '{measures} measure(s) need no application: {qualifies} case(s) qualify, {sum} 万元; {open} qualify with an open amount; {one} one figure short; {more} several short; {officer} for an officer.',
    draft: 'Note: this document is a draft for comment; the results are for information only.',
  },
  settle: {
    head: 'To pay: {pay}, {paySum} 万元; to recover: {recover}, {recoverSum} 万元; settled: {even}; open: {open}; to check: {check}.',
    advance: 'Advance of {percent} to {count}, {sum} 万元 (of settled amounts or lower bounds only, down to the 分).',
    one: 'Give the advances with --prepaid, or the share with --advance (one of them)',
    percent: '{option} must be a percentage from 0 to 100, as 50%, not “{text}”',
    header: 'The file of advances “{file}” has no columns of credit code and amount',
    wrong: 'File of advances, row {row}: {what}',
    noTotal: 'The policy {policy} has no total by enterprise and cannot be settled',
    noCodes: '{count} without a credit code get no advance: see the remarks.',
    share: '{count} row(s) share a credit code with another and are settled together.',
  },
  errors: {
    figuresKind: 'The file of figures “{file}” must be .xlsx, .csv or .json',
    json: 'The file of figures “{file}” is not JSON: {what}',
    policy: 'There is no policy with the id “{policy}”. Available: {known}',
    nothing: 'No enterprise was judged, and no results were written.',
  },
  written: 'Written to {file}: {sheets}',
  sheet: '{sheet} {rows} row(s)',
  listed: ', ',
};

/** The words of monitoring on the command line. */
export function monitorCliWords(language: Language): Words {
  return language === 'en-US' ? english : chinese;
}
