import type { Language } from '../explain';

const chinese = {
  sides: { a: '甲', b: '乙' },
  side: '{side}：{text}',
  asPublished: '按文件公布的规则',
  setting: '{name}：{value}',
  assumed: '假设（{title}）',
  joined: '；',
  listed: '、',
  kinds: { measure: '条款', total: '合计', city: '所在市', industry: '行业' },
  blank: '（未填）',
  parts: { total: '合计（封顶后）', outside: '不计上限的金额', projects: '项目资金' },
  moves: {
    more: '金额增加',
    less: '金额减少',
    settled: '金额由待定变为确定',
    opened: '金额由确定变为待定',
    range: '待定的范围改变',
    shares: '核减的分摊改变',
  },
  move: '{from}→{to}',
  columns: {
    row: '台账行号',
    name: '企业名称',
    code: '统一社会信用代码',
    city: '所在市',
    county: '县区',
    measure: '条款',
    kind: '类别',
    item: '项目',
    changed: '变化户数',
    other: '其他变化（户）',
    count: '{move}（户）',
    a: '甲：已确定金额（万元）',
    b: '乙：已确定金额（万元）',
    difference: '差额：乙－甲（万元）',
    settledInA: '只有甲确定的金额（万元）',
    settledInB: '只有乙确定的金额（万元）',
    change: '变化',
    answer: '{side}：结论',
    amount: '{side}：金额（万元）',
    reasons: '{side}：理由',
    differs: '是否不同',
  },
  differs: '不同',
  place: '{measure}（{sheet}第{row}行）',
  share: '{measure}：{a}→{b}',
  notes: {
    difference: '差额只算两边都已确定的；一边待定的另列，不当作 0。乙合计＝甲合计＋差额＋只有乙确定的－只有甲确定的。',
    changes: '每户每条一行，只列结论或金额不同的；理由不同而结论、金额相同的不列。空白金额或差额为待定，不是 0。',
    moves: '资格改变的，不再计入金额增加、减少。',
  },
};

/** Every word of the comparison's own, by the same keys in each language. */
type ComparisonWords = typeof chinese;

const english: ComparisonWords = {
  sides: { a: 'A', b: 'B' },
  side: '{side}: {text}',
  asPublished: 'the rules as published',
  setting: '{name}: {value}',
  assumed: 'assumption ({title})',
  joined: '; ',
  listed: ', ',
  kinds: { measure: 'Measure', total: 'Total', city: 'City', industry: 'Industry' },
  blank: '(blank)',
  parts: { total: 'Total after the cap', outside: 'Paid outside the cap', projects: 'Projects' },
  moves: {
    more: 'gets more',
    less: 'gets less',
    settled: 'amount settled',
    opened: 'amount no longer settled',
    range: 'other bounds of an open amount',
    shares: 'the cut is shared out otherwise',
  },
  move: '{from} → {to}',
  columns: {
    row: 'Ledger row',
    name: 'Enterprise',
    code: 'Credit code',
    city: 'City',
    county: 'County',
    measure: 'Measure',
    kind: 'Kind',
    item: 'Item',
    changed: 'Changed',
    other: 'Other changes',
    count: '{move}',
    a: 'A: settled (10,000 yuan)',
    b: 'B: settled (10,000 yuan)',
    difference: 'Difference: B − A (10,000 yuan)',
    settledInA: 'Settled in A only (10,000 yuan)',
    settledInB: 'Settled in B only (10,000 yuan)',
    change: 'Change',
    answer: '{side}: answer',
    amount: '{side}: amount (10,000 yuan)',
    reasons: '{side}: reasons',
    differs: 'Differs',
  },
  differs: 'differs',
  place: '{measure} ({sheet} row {row})',
  share: '{measure}: {a} → {b}',
  notes: {
    difference:
      'The difference counts what is settled on both sides; what is open on one side stands apart and is not 0. Total B = total A + difference + settled in B only − settled in A only.',
    changes:
      'One line for each enterprise and measure whose answer or amount differs; where only the reasons differ there is none. A blank amount or difference is open; it is not 0.',
    moves: 'Where the answer changes, the amount is not counted as more or less.',
  },
};

/** The words of a language. */
export function comparisonWords(language: Language): ComparisonWords {
  return language === 'en-US' ? english : chinese;
}
