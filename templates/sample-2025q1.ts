import { creditCode, shortName } from './fictitious';
import { CITIES } from './places';
import type { Sample, SampleCell, SampleEnterprise, SampleEntry } from './sample';

/** Numbers that look random and are the same on every machine (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const INDUSTRIES: readonly (readonly [label: string, word: string])[] = [
  ['机械', '机械'],
  ['汽车', '汽车零部件'],
  ['电子信息', '电子'],
  ['建材', '建材'],
  ['木材加工', '木业'],
  ['造纸', '纸业'],
  ['饲料', '饲料'],
  ['粮油加工', '粮油'],
  ['制糖', '制糖'],
  ['医药', '药业'],
  ['坯绸', '茧丝绸'],
  ['纺织服装', '服饰'],
  ['轻工', '家居'],
  ['其他食品', '食品'],
  ['有色金属', '铝业'],
  ['化工', '化工'],
  ['短流程钢铁', '特钢'],
  ['铁合金', '合金'],
];

type Facts = Record<string, SampleCell>;
interface Edge {
  readonly note: string;
  readonly facts?: Facts;
  readonly code?: SampleCell | ((own: string) => SampleCell);
  /** Has the credit code of the edge before it. */
  readonly sameCode?: true;
}

const GROWTH = '2025q1-03-growth-with-base.awardAmount';
const RAMP_UP = '2025q1-04-ramp-up-no-base.awardAmount';

/** A software enterprise has revenue and no output. */
const SOFTWARE: Facts = {
  enterpriseType: '软件和信息技术服务业企业',
  industry: '软件和信息技术服务业',
  annualOutputValue: null,
  quarterlyOutputValue: null,
  quarterlyOutputValueLastYear: null,
  isDualHighEnterprise: '否',
  inDualHighCatalogue: '否',
};

/** The rows that stand on an edge of the text; every other row is an ordinary one. */
const EDGES: readonly Edge[] = [
  { note: '各项条件都满足，奖励金额已核定' },
  { note: '（三）符合条件，奖励金额未定：给出20—50万元的范围', facts: { [GROWTH]: null } },
  { note: '（一）2024年产值恰为2000万元（有两种读法）', facts: { annualOutputValue: 2000 } },
  { note: '（一）（二）2024年产值1999.99万元，差0.01万元', facts: { annualOutputValue: 1999.99 } },
  { note: '2024年产值未填', facts: { annualOutputValue: null } },
  { note: '（一）日均用电恰为四季度的90%', facts: { fourthQuarterElectricity: 920000, holidayElectricity: 288000 } },
  { note: '（一）用电比90%少1千瓦时', facts: { fourthQuarterElectricity: 920000, holidayElectricity: 287999 } },
  { note: '（一）四季度用电量为0，没有可比的数', facts: { fourthQuarterElectricity: 0 } },
  { note: '（一）节假日用电量未填', facts: { holidayElectricity: null } },
  { note: '（一）长流程钢铁，除外', facts: { industry: '长流程钢铁' } },
  { note: '（一）电解铝属于有色金属，除外', facts: { industry: '电解铝' } },
  { note: '（一）石化属于化工，除外', facts: { industry: '石化' } },
  { note: '行业未填', facts: { industry: null } },
  { note: '行业不在目录内', facts: { industry: '新材料' } },
  { note: '企业类型未填', facts: { enterpriseType: null } },
  { note: '（二）增量为0', facts: { festivalElectricity: 150000, festivalElectricityLastYear: 150000 } },
  { note: '（二）用电减少', facts: { festivalElectricity: 149999, festivalElectricityLastYear: 150000 } },
  { note: '（二）上年用电为0，全部为增量', facts: { festivalElectricity: 150000, festivalElectricityLastYear: 0 } },
  { note: '（二）上年用电未填（未填不等于0）', facts: { festivalElectricityLastYear: null } },
  { note: '（二）“两高”项目企业，除外', facts: { isDualHighEnterprise: '是' } },
  { note: '是否“两高”填了“待核”，不是是或否', facts: { isDualHighEnterprise: '待核' } },
  { note: '是否填了√和×', facts: { isDualHighEnterprise: '×', separatelyMetered: '√' } },
  { note: '（三）恰为4000万元，增长恰为8%', facts: { quarterlyOutputValue: 4320, quarterlyOutputValueLastYear: 4000, [GROWTH]: 20 } },
  {
    note: '（三）3703.71→4000，增长7.9998%，显示为8.00%',
    facts: { quarterlyOutputValue: 4000, quarterlyOutputValueLastYear: 3703.71, [GROWTH]: 20 },
  },
  { note: '（三）3999.99万元，差0.01万元', facts: { industry: '机械', quarterlyOutputValue: 3999.99, quarterlyOutputValueLastYear: 3000 } },
  {
    note: '（三）（四）上年产值为0，按无基数',
    facts: { quarterlyOutputValue: 2600, quarterlyOutputValueLastYear: 0, hasComparisonBase: null, [GROWTH]: null, [RAMP_UP]: 40 },
  },
  { note: '（三）（四）上年产值为0，却填“有基数”，前后矛盾', facts: { quarterlyOutputValueLastYear: 0, hasComparisonBase: '是' } },
  { note: '（三）（四）上年产值和是否有基数都未填', facts: { quarterlyOutputValueLastYear: null, hasComparisonBase: null } },
  {
    note: '（四）无基数，恰为2000万元，奖励金额待定',
    facts: { quarterlyOutputValue: 2000, quarterlyOutputValueLastYear: null, hasComparisonBase: '否', [GROWTH]: null },
  },
  {
    note: '（四）无基数，1999.99万元',
    facts: { industry: '机械', quarterlyOutputValue: 1999.99, quarterlyOutputValueLastYear: null, hasComparisonBase: '否', [GROWTH]: null },
  },
  {
    note: '（四）奖励金额超出30—50万元',
    facts: { quarterlyOutputValue: 3000, quarterlyOutputValueLastYear: 0, hasComparisonBase: '否', [GROWTH]: null, [RAMP_UP]: 55 },
  },
  { note: '（三）奖励金额恰为上限50万元', facts: { quarterlyOutputValue: 9000, quarterlyOutputValueLastYear: 6000, [GROWTH]: 50 } },
  {
    note: '（三）饲料，低于4000万元，可放宽，标准未公布',
    facts: { industry: '饲料', quarterlyOutputValue: 3200, quarterlyOutputValueLastYear: 2800 },
  },
  {
    note: '（三）医药，增速低于8%，可放宽，标准未公布',
    facts: { industry: '医药', quarterlyOutputValue: 5200, quarterlyOutputValueLastYear: 5000 },
  },
  {
    note: '（四）木材加工，低于2000万元，可放宽，标准未公布',
    facts: { industry: '木材加工', quarterlyOutputValue: 1500, quarterlyOutputValueLastYear: 0, hasComparisonBase: '否', [GROWTH]: null },
  },
  {
    note: '软件企业，恰为2000万元且增长恰为10%',
    facts: { ...SOFTWARE, quarterlyOperatingRevenue: 2200, quarterlyOperatingRevenueLastYear: 2000, [GROWTH]: 25 },
  },
  { note: '软件企业，增长9.9995%', facts: { ...SOFTWARE, quarterlyOperatingRevenue: 2199.99, quarterlyOperatingRevenueLastYear: 2000 } },
  {
    note: '软件企业，无基数，恰为1000万元',
    facts: {
      ...SOFTWARE,
      quarterlyOperatingRevenue: 1000,
      quarterlyOperatingRevenueLastYear: 0,
      hasComparisonBase: '否',
      [GROWTH]: null,
      [RAMP_UP]: 30,
    },
  },
  {
    note: '软件企业，无基数，999.99万元',
    facts: {
      ...SOFTWARE,
      quarterlyOperatingRevenue: 999.99,
      quarterlyOperatingRevenueLastYear: 0,
      hasComparisonBase: '否',
      [GROWTH]: null,
    },
  },
  { note: '软件企业，营业收入未填', facts: { ...SOFTWARE, quarterlyOperatingRevenue: null, quarterlyOperatingRevenueLastYear: 1800 } },
  { note: '（二十五）恰为1000万元，增长恰为10%', facts: { quarterlyOutputValue: 1100, quarterlyOutputValueLastYear: 1000 } },
  { note: '（二十五）999.99万元', facts: { quarterlyOutputValue: 999.99, quarterlyOutputValueLastYear: 800 } },
  { note: '（二十五）增长9.99%', facts: { quarterlyOutputValue: 10999, quarterlyOutputValueLastYear: 10000 } },
  { note: '（二十五）属于“两高”目录', facts: { inDualHighCatalogue: '是' } },
  { note: '（二十五）不具备独立计量条件', facts: { separatelyMetered: '否' } },
  { note: '（二十五）是否独立计量未填', facts: { separatelyMetered: null } },
  { note: '（二十五）基数电量为0，不算基数', facts: { baseElectricity: 0 } },
  { note: '（二十五）电量没有增加', facts: { purchasedElectricity: 1200000, baseElectricity: 1200000 } },
  { note: '（二十五）基数电量未填', facts: { baseElectricity: null } },
  { note: '（二十六）恰好200人，恰为20万元', facts: { insuredEmployees: 520, insuredEmployeesLastYear: 320, newHires: 200 } },
  { note: '（二十六）201人，封顶20万元', facts: { insuredEmployees: 521, insuredEmployeesLastYear: 320, newHires: 201 } },
  { note: '（二十六）社保人数持平，不算增长', facts: { insuredEmployees: 320, insuredEmployeesLastYear: 320, newHires: 15 } },
  { note: '（二十六）新增60人、净增40人，取较小者', facts: { insuredEmployees: 360, insuredEmployeesLastYear: 320, newHires: 60 } },
  { note: '（二十六）新增用工为0', facts: { insuredEmployees: 330, insuredEmployeesLastYear: 320, newHires: 0 } },
  { note: '（二十六）新增用工未填', facts: { insuredEmployees: 330, insuredEmployeesLastYear: 320, newHires: null } },
  { note: '（二十六）上年同期人数未填', facts: { insuredEmployeesLastYear: null } },
  { note: '（二十六）上年同期人数为0', facts: { insuredEmployees: 80, insuredEmployeesLastYear: 0, newHires: 80 } },
  { note: '人数是小数', facts: { newHires: 3.5 } },
  { note: '人数是负数', facts: { newHires: -5 } },
  { note: '产值是负数', facts: { quarterlyOutputValue: -100 } },
  { note: '产值大得反常（疑单位为元），照数计算', facts: { quarterlyOutputValue: 52000000000, quarterlyOutputValueLastYear: 48000000000 } },
  { note: '产值是带千分号的文本数字', facts: { quarterlyOutputValue: '5,200.00', quarterlyOutputValueLastYear: '4,800.00' } },
  { note: '产值是全角数字', facts: { quarterlyOutputValue: '６８００', quarterlyOutputValueLastYear: '６０００' } },
  { note: '产值写了单位', facts: { quarterlyOutputValue: '5200万元' } },
  { note: '产值写“约5200”，不能计算', facts: { quarterlyOutputValue: '约5200' } },
  { note: '产值填“-”，视为未填', facts: { quarterlyOutputValue: '-' } },
  { note: '上年产值填“无”，视为未填', facts: { quarterlyOutputValueLastYear: '无' } },
  { note: '产值是错误值', facts: { quarterlyOutputValue: { error: '#N/A' } } },
  { note: '用电量是错误值', facts: { holidayElectricity: { error: '#REF!' } } },
  { note: '小数点后多位', facts: { quarterlyOutputValue: 5200.123456, quarterlyOutputValueLastYear: 4800.654321 } },
  {
    note: '合计超过100万元，按单个企业上限核减',
    facts: {
      quarterlyOutputValue: 30000,
      quarterlyOutputValueLastYear: 20000,
      [GROWTH]: 50,
      festivalElectricity: 9000000,
      festivalElectricityLastYear: 1000000,
      insuredEmployees: 900,
      insuredEmployeesLastYear: 600,
      newHires: 300,
    },
  },
  {
    note: '与下一行同一信用代码，两行合并计算上限',
    facts: { festivalElectricity: 6000000, festivalElectricityLastYear: 1000000, [GROWTH]: 40 },
  },
  {
    note: '与上一行同一信用代码',
    facts: { festivalElectricity: 6000000, festivalElectricityLastYear: 1000000, [GROWTH]: 40 },
    sameCode: true,
  },
  { note: '信用代码校验位不对', code: (own) => own.slice(0, 17) + (own.endsWith('0') ? '1' : '0') },
  { note: '信用代码少一位', code: (own) => own.slice(0, 17) },
  { note: '信用代码含字母O', code: (own) => `${own.slice(0, 12)}O${own.slice(13)}` },
  { note: '信用代码未填', code: null },
  { note: '信用代码成了数字，末三位已丢失', code: 914501003991114e3 },
  { note: '信用代码是小写字母、带空格', code: (own) => ` ${own.toLowerCase()} ` },
  {
    note: '除企业名称外都未填',
    code: null,
    facts: {
      enterpriseType: null,
      industry: null,
      annualOutputValue: null,
      holidayElectricity: null,
      fourthQuarterElectricity: null,
      isDualHighEnterprise: null,
      festivalElectricity: null,
      festivalElectricityLastYear: null,
      hasComparisonBase: null,
      quarterlyOutputValue: null,
      quarterlyOutputValueLastYear: null,
      otherStandardsMet: null,
      separatelyMetered: null,
      inDualHighCatalogue: null,
      purchasedElectricity: null,
      baseElectricity: null,
      insuredEmployees: null,
      insuredEmployeesLastYear: null,
      newHires: null,
      [GROWTH]: null,
    },
  },
];

const SIZE = 200;

/** 200 made-up enterprises of the 14 cities with the edges among them, 12 projects and 12 events. Always the same. */
export function sample2025q1(): Sample {
  const random = seeded(20250101);
  const between = (low: number, high: number): number => low + random() * (high - low);
  const whole = (low: number, high: number): number => Math.round(between(low, high));
  const cents = (low: number, high: number): number => Math.round(between(low, high) * 100) / 100;
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('an empty list');
    return item;
  };

  // Every fifth ordinary row lies between two edges, so that a screen shows both.
  const enterprises: SampleEnterprise[] = [];
  const used = new Map<string, number>();
  let edge = 0;
  let edgeCode: SampleCell = null;
  for (let i = 0; i < SIZE; i += 1) {
    const special = i % 2 === 0 || SIZE - i <= EDGES.length - edge ? EDGES[edge] : undefined;
    if (special) edge += 1;
    const city = CITIES[i % CITIES.length];
    if (!city) throw new Error('no city');
    const [division, county] = pick(city.counties);
    const software = !special && random() < 0.12;
    const [industry, word] = pick(INDUSTRIES);
    const before = cents(900, 16000);
    const quarter = Math.round(before * between(0.88, 1.35) * 100) / 100;
    const fourth = whole(400, 9000) * 1000;
    const festivalBefore = whole(20, 900) * 1000;
    const base = whole(300, 6000) * 1000;
    const people = whole(40, 900);
    const net = whole(-20, 80);
    const facts: Facts = {
      enterpriseType: '工业企业',
      industry,
      annualOutputValue: Math.round(before * between(3.6, 4.4) * 100) / 100,
      holidayElectricity: Math.round(((fourth * 32) / 92) * between(0.7, 1.15)),
      fourthQuarterElectricity: fourth,
      isDualHighEnterprise: random() < 0.08 ? '是' : '否',
      festivalElectricity: Math.round(festivalBefore * between(0.8, 1.5)),
      festivalElectricityLastYear: festivalBefore,
      hasComparisonBase: '是',
      quarterlyOutputValue: quarter,
      quarterlyOutputValueLastYear: before,
      quarterlyOperatingRevenue: null,
      quarterlyOperatingRevenueLastYear: null,
      otherStandardsMet: null,
      separatelyMetered: random() < 0.92 ? '是' : '否',
      inDualHighCatalogue: random() < 0.08 ? '是' : '否',
      purchasedElectricity: Math.round(base * between(0.85, 1.4)),
      baseElectricity: base,
      insuredEmployees: people + net,
      insuredEmployeesLastYear: people,
      newHires: Math.max(0, net + whole(-5, 20)),
      [GROWTH]: random() < 0.5 ? whole(20, 50) : null,
      [RAMP_UP]: null,
    };
    let note = '';
    if (special) {
      // An edge stands out only when everything else about the row is in order.
      Object.assign(facts, {
        annualOutputValue: cents(9000, 40000),
        industry: '机械',
        isDualHighEnterprise: '否',
        inDualHighCatalogue: '否',
        separatelyMetered: '是',
        holidayElectricity: Math.round((fourth * 32) / 92),
        festivalElectricity: festivalBefore + whole(5, 60) * 1000,
        quarterlyOutputValue: 5600,
        quarterlyOutputValueLastYear: 5000,
        purchasedElectricity: base + whole(50, 300) * 1000,
        insuredEmployees: people + 30,
        newHires: 25,
        [GROWTH]: 30,
      });
      Object.assign(facts, special.facts);
      note = special.note;
    } else if (software) {
      const revenue = cents(500, 6000);
      Object.assign(facts, SOFTWARE, {
        quarterlyOperatingRevenueLastYear: revenue,
        quarterlyOperatingRevenue: Math.round(revenue * between(0.95, 1.3) * 100) / 100,
      });
      note = '软件企业';
    } else if (random() < 0.2) {
      const gap = pick([
        'annualOutputValue',
        'holidayElectricity',
        'festivalElectricityLastYear',
        'quarterlyOutputValueLastYear',
        'baseElectricity',
        'newHires',
        'insuredEmployees',
      ]);
      facts[gap] = null;
      note = '有一项未填';
    }
    const isSoftware = facts['enterpriseType'] === SOFTWARE['enterpriseType'];
    const own = isSoftware ? '软件科技' : (INDUSTRIES.find(([label]) => label === facts['industry'])?.[1] ?? word);
    const stem = `${shortName(city.name, county)}示例${own}有限公司`;
    const times = (used.get(stem) ?? 0) + 1;
    used.set(stem, times);
    const code = creditCode(division, i + 1);
    const rowCode: SampleCell = special?.sameCode
      ? edgeCode
      : special?.code === undefined
        ? code
        : typeof special.code === 'function'
          ? special.code(code)
          : special.code;
    if (special) edgeCode = rowCode;
    enterprises.push({
      name: times === 1 ? stem : stem.replace('有限公司', `${'二三四五六七八九'[times - 2] ?? times}厂有限公司`),
      code: rowCode,
      city: city.name,
      county,
      facts,
      note,
    });
  }

  const owner = (i: number): SampleEnterprise => {
    const enterprise = enterprises[i];
    if (!enterprise) throw new Error('no such enterprise');
    return enterprise;
  };
  const entry = (i: number, title: string, note: string, facts: Facts): SampleEntry => ({
    title,
    enterprise: owner(i).name,
    code: owner(i).code,
    facts,
    note,
  });
  const projects: SampleEntry[] = [
    ['年产10万台电机项目', 12000, '是', '条件已确认'],
    ['智能化改造项目', 3580.5, '是', '条件已确认'],
    ['新建厂房项目', 8600, '否', '不符合条件'],
    ['技术改造二期', 2300, null, '条件未确认'],
    ['仓储扩建项目', null, '是', '投资额未填'],
    ['节能改造项目', '1,250.00', '是', '投资额是文本数字'],
    ['生产线搬迁项目', 0, '是', '投资额为0'],
    ['研发中心项目', '约3000', '是', '投资额不能计算'],
    ['光伏屋顶项目', 460, '是', '与上限无关：项目不计入100万元'],
    ['冷链物流项目', 5200, '是', '条件已确认'],
    ['自动化立库项目', 980, '待核', '是否符合条件填了“待核”'],
    ['污水处理项目', 760, '是', '条件已确认'],
  ].map(([title, amount, confirmed, note], i) =>
    entry(i * 7, String(title), String(note), { projectInvestment: amount ?? null, officerConfirmedConditions: confirmed ?? null }),
  );
  // Serial numbers: 45658 is 2025-01-01, 45747 is 2025-03-31.
  const events: SampleEntry[] = (
    [
      ['春季新品发布会', 45658, '新品发布会', 3.2, 5.5, '恰为一季度第一天'],
      ['东盟博览会专场订货会', 45747, '产品订货会', 6, 9.8, '恰为一季度最后一天'],
      ['广州展会', 45748, '国内外展会', 4.5, 7, '4月1日，已过一季度'],
      ['2024年年末发布会', 45657, '新品发布会', 2, 3, '2024年12月31日，早于一季度'],
      ['客户答谢会', 45700, '其他活动', 1.5, 2, '活动类型由经办人认定'],
      ['海外展会', 45720, '国内外展会', 12.5, 20.25, ''],
      ['海外展会（第二次）', 45730, '国内外展会', 8.75, 10, '同一企业第二场活动'],
      ['产品推介会', 45710, '新品发布会', null, 4, '场地租赁费未填'],
      ['经销商订货会', null, '产品订货会', 3, 3, '日期未填'],
      ['区域订货会', '2025年2月20日', '产品订货会', 2.4, 1.6, '日期是文本'],
      ['新品鉴赏会', 45705, null, 2, 2, '活动类型未填'],
      ['线上发布会', 45715, '新品发布会', 0, 1.2, '场地租赁费为0'],
    ] as const
  ).map(([title, date, kind, rent, stand, note], i) =>
    entry(i === 6 ? 5 * 9 + 1 : i * 9 + 1, title, note, {
      eventDate: date,
      eventKind: kind,
      venueRent: rent,
      standConstructionCost: stand,
    }),
  );
  return {
    enterprises,
    projects,
    events,
    parameters: {
      '2025q1-02-spring-festival-power.powerRate': 0.1,
      '2025q1-19-project-investment.subsidyRate': 5,
      '2025q1-21-product-launch-exhibition.measureCap': 10,
      '2025q1-25-incremental-power.powerRate': 0.05,
    },
  };
}
