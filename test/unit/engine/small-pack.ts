/** A pack small enough to break one thing in at a time. */
function smallPack(): Record<string, unknown> {
  return {
    id: 'small',
    version: '1.0.0',
    title: '示例政策',
    titleEnglish: 'Sample policy',
    status: 'issued',
    period: ['2025-01-01', '2025-03-31'],
    inputs: {
      产值: { id: 'output', unit: '万元', decimals: 2, max: 100000000, meaning: '当季产值' },
      上年产值: { id: 'outputBefore', unit: '万元', decimals: 2, max: 100000000, meaning: '上年同期产值' },
      人数: { id: 'people', unit: '人', decimals: 0, max: 1000000, meaning: '新增人数' },
      电量: { id: 'electricity', unit: '千瓦时', decimals: 2, max: 100000000, meaning: '用电量' },
      上年电量: { id: 'electricityBefore', unit: '千瓦时', decimals: 2, max: 100000000, meaning: '上年用电量' },
      有基数: { id: 'hasBase', type: 'yesno', meaning: '是否有基数' },
      日期: { id: 'date', type: 'date', meaning: '活动日期' },
      行业: {
        id: 'industry',
        type: 'choice',
        meaning: '行业',
        choices: { metals: '有色金属', aluminium: { label: '电解铝', parents: ['metals'] }, feed: '饲料', paper: '造纸' },
      },
    },
    readings: {
      above: {
        name: '“以上”是否含本数',
        nameEnglish: 'Whether “以上” includes the figure itself',
        text: '以上',
        options: { inclusive: '含本数', exclusive: '不含本数' },
        default: 'inclusive',
        why: '民法典第1259条',
      },
    },
    published: { 标准: { id: 'perHire', value: '1000 元/人', clause: '（一）', quote: '1000元/人' } },
    clauses: [
      {
        id: 'small-1-hire',
        clause: '（一）',
        title: '用工奖补',
        titleEnglish: 'Hiring',
        quote: '按新增人数给予1000元/人',
        parameters: {
          档次: { id: 'tier', unit: '万元', decimals: 2, max: 100, band: '2 万元 .. 5 万元', quote: '给予一定奖励', meaning: '档次金额' },
          清单: { id: 'extra', type: 'choices', of: '行业', required: false, quote: '等行业', meaning: '补充行业' },
          封顶额: {
            id: 'measureCap',
            unit: '万元',
            decimals: 2,
            max: 1000,
            band: '>= 0',
            required: false,
            quote: '一定限额',
            meaning: '封顶',
          },
        },
        values: { 增速: 'GROWTH(产值, 上年产值)' },
        when: {
          'output-min': {
            is: { reading: 'above', inclusive: '产值 >= 2000 万元', exclusive: '产值 > 2000 万元' },
            quote: '产值2000万元以上',
          },
          growth: { is: '增速 >= 8%', quote: '同比增长8%' },
          'not-metals': { is: 'NOT 行业 IN {有色金属, 清单}', quote: '有色金属除外' },
        },
        award: '标准 * 人数',
        cap: { 'per-enterprise-20': { limit: '20 万元', quote: '不超过20万元' }, measureCap: { limit: '封顶额', quote: '一定限额' } },
      },
      {
        id: 'small-2-tier',
        clause: '（二）',
        title: '档次奖励',
        titleEnglish: 'Tier',
        quote: '给予一定奖励',
        parameters: {
          奖励档次: {
            id: 'tier',
            unit: '万元',
            decimals: 2,
            max: 100,
            band: '2 万元 .. 5 万元',
            quote: '给予一定奖励',
            meaning: '档次金额',
          },
        },
        when: { increase: { is: '电量 - BASE(上年电量) > 0 千瓦时', quote: '增量电量' } },
        award: '奖励档次',
        floor: { 'min-award': { at: '3 万元', quote: '低于3万元的，不给予奖励' } },
      },
    ],
    groups: [
      {
        id: 'small-total',
        measure: 'small-9-total',
        composite: 'small-package',
        clause: '文末',
        title: '总额上限',
        titleEnglish: 'Total',
        quote: '最高不超过10万元',
        limit: '10 万元',
        capId: 'total-10',
        members: ['small-1-hire', 'small-2-tier'],
        outside: [],
        conditions: { 'total-cap': { quote: '最高不超过10万元' } },
        allocation: 'share',
        notes: [],
      },
    ],
  };
}

type Path = readonly (string | number)[];

/** The small pack with one place changed; `undefined` removes it. */
export function changed(path: Path, value: unknown): Record<string, unknown> {
  const pack = smallPack();
  Object.assign(pack.readings as object, {
    share: {
      name: '怎样核减',
      nameEnglish: 'How a cut is shared out',
      text: '不超过',
      options: { totalOnly: '只看总额', clauseOrder: '按条款', proRata: '按比例' },
      default: 'totalOnly',
      why: '文件只限总额',
    },
  });
  let here: unknown = pack;
  for (const key of path.slice(0, -1)) here = (here as Record<string | number, unknown>)[key];
  const last = path.at(-1);
  if (last !== undefined) {
    if (value === undefined) delete (here as Record<string | number, unknown>)[last];
    else (here as Record<string | number, unknown>)[last] = value;
  }
  return pack;
}
