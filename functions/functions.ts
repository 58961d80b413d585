/**
 * The functions HUIQI.*, as Excel and the workbench offer them. The JSDoc is the only declaration: functions.json, the table in
 * docs/functions.md and the grid's own help are made from it by scripts/build-functions.ts. Before the first ： of a parameter stands its name.
 */
import { awardOfFamily, awards, check, eligible, stack, why } from './call';
import type { Setting } from './setting';

/**
 * 扩大生产奖励（万元）：有基数的企业按（三），无基数的企业按（四）。
 * @customfunction AWARD_GROWTH
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param enterpriseType 企业类型：工业企业 或 软件和信息技术服务业企业。
 * @param [industry] 行业：文件所用的行业名称。
 * @param [hasComparisonBase] 是否有基数：是或否；上年同期数已填时可不填。
 * @param [quarterlyOutputValue] 当季产值：万元。
 * @param [quarterlyOutputValueLastYear] 上年同期产值：万元；没有数就留空，不要填 0。
 * @param [quarterlyOperatingRevenue] 当季营业收入：万元；软件企业填。
 * @param [quarterlyOperatingRevenueLastYear] 上年同期营业收入：万元；软件企业填。
 * @param [otherStandardsMet] 其他指标达标：用电、利润、用工等标准已达到，是或否。
 * @param [enrolled] 已入统：是或否；2025q1 不用，留空。
 * @param [isNewPlant] 新建投产：是或否；2025q1 不用，留空。
 * @param [enrolmentDate] 入统日期：2025q1 不用，留空。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.AWARD_GROWTH("2025q1","工业企业","机械","是",5400,5000,,,,,,,{"2025q1-03-growth-with-base.awardAmount","30万元"}) → 30
 */
export function awardGrowth(
  policy: unknown[][],
  enterpriseType: unknown[][],
  industry: unknown[][],
  hasComparisonBase: unknown[][],
  quarterlyOutputValue: unknown[][],
  quarterlyOutputValueLastYear: unknown[][],
  quarterlyOperatingRevenue: unknown[][],
  quarterlyOperatingRevenueLastYear: unknown[][],
  otherStandardsMet: unknown[][],
  enrolled: unknown[][],
  isNewPlant: unknown[][],
  enrolmentDate: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily(
    'AWARD_GROWTH',
    policy,
    {
      enterpriseType,
      industry,
      hasComparisonBase,
      quarterlyOutputValue,
      quarterlyOutputValueLastYear,
      quarterlyOperatingRevenue,
      quarterlyOperatingRevenueLastYear,
      otherStandardsMet,
      enrolled,
      isNewPlant,
      enrolmentDate,
    },
    parameters,
    setting,
  );
}

/**
 * 增量用电奖励（万元），（二十五）。
 * @customfunction POWER_INCENTIVE
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param enterpriseType 企业类型：工业企业 或 软件和信息技术服务业企业。
 * @param [inDualHighCatalogue] 属于“两高”目录：属于“两高”目录的工序或产品，是或否。
 * @param [separatelyMetered] 独立电量计量：具备独立电量计量条件，是或否。
 * @param [quarterlyOutputValue] 当季产值：万元。
 * @param [quarterlyOutputValueLastYear] 上年同期产值：万元。
 * @param [purchasedElectricity] 外购电量：千瓦时。
 * @param [baseElectricity] 基数电量：千瓦时。
 * @param [aboveDesignatedSize] 规模以上：是或否；2025q1 不用，留空。
 * @param [isManufacturing] 制造业：是或否；2025q1 不用，留空。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.POWER_INCENTIVE("2025q1","工业企业","否","是",5500,5000,1200000,1000000,,,{"2025q1-25-incremental-power.powerRate","0.05元/千瓦时"}) → 1
 */
export function powerIncentive(
  policy: unknown[][],
  enterpriseType: unknown[][],
  inDualHighCatalogue: unknown[][],
  separatelyMetered: unknown[][],
  quarterlyOutputValue: unknown[][],
  quarterlyOutputValueLastYear: unknown[][],
  purchasedElectricity: unknown[][],
  baseElectricity: unknown[][],
  aboveDesignatedSize: unknown[][],
  isManufacturing: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily(
    'POWER_INCENTIVE',
    policy,
    {
      enterpriseType,
      inDualHighCatalogue,
      separatelyMetered,
      quarterlyOutputValue,
      quarterlyOutputValueLastYear,
      purchasedElectricity,
      baseElectricity,
      aboveDesignatedSize,
      isManufacturing,
    },
    parameters,
    setting,
  );
}

/**
 * 新增用工奖补（万元），（二十六）。
 * @customfunction HIRE_SUBSIDY
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param enterpriseType 企业类型：工业企业 或 软件和信息技术服务业企业。
 * @param [quarterlyOutputValue] 当季产值：万元。
 * @param [insuredEmployees] 社保缴纳人数：人。
 * @param [insuredEmployeesLastYear] 上年同期社保缴纳人数：人；没有数就留空，不要填 0。
 * @param [newHires] 新增用工人数：人。
 * @param [parameters] 参数表：两列，名称和带单位的数值；读法也写在这里。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.HIRE_SUBSIDY("2025q1","工业企业",2000,301,100,250) → 20
 * @example =HUIQI.HIRE_SUBSIDY("2025q1","工业企业",2000,301,"",250) → #N/A
 */
export function hireSubsidy(
  policy: unknown[][],
  enterpriseType: unknown[][],
  quarterlyOutputValue: unknown[][],
  insuredEmployees: unknown[][],
  insuredEmployeesLastYear: unknown[][],
  newHires: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily(
    'HIRE_SUBSIDY',
    policy,
    { enterpriseType, quarterlyOutputValue, insuredEmployees, insuredEmployeesLastYear, newHires },
    parameters,
    setting,
  );
}

/**
 * 节假日连续生产一次性奖励（万元），（一）。
 * @customfunction HOLIDAY_AWARD
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param enterpriseType 企业类型：工业企业 或 软件和信息技术服务业企业。
 * @param [annualOutputValue] 上年产值：万元。
 * @param [industry] 行业：文件所用的行业名称。
 * @param [holidayElectricity] 节假日用电量：2025年1月20日至2月20日，千瓦时。
 * @param [fourthQuarterElectricity] 四季度用电量：2024年四季度，千瓦时。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.HOLIDAY_AWARD("2025q1","工业企业",2000,"机械",288000,920000) → 10
 */
export function holidayAward(
  policy: unknown[][],
  enterpriseType: unknown[][],
  annualOutputValue: unknown[][],
  industry: unknown[][],
  holidayElectricity: unknown[][],
  fourthQuarterElectricity: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily(
    'HOLIDAY_AWARD',
    policy,
    { enterpriseType, annualOutputValue, industry, holidayElectricity, fourthQuarterElectricity },
    parameters,
    setting,
  );
}

/**
 * 春节期间增量用电奖励（万元），（二）。
 * @customfunction FESTIVAL_POWER
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param enterpriseType 企业类型：工业企业 或 软件和信息技术服务业企业。
 * @param [annualOutputValue] 上年产值：万元。
 * @param [isDualHighEnterprise] “两高”项目企业：是或否。
 * @param [festivalElectricity] 春节期间用电量：2025年1月28日至2月12日，千瓦时。
 * @param [festivalElectricityLastYear] 上年春节期间用电量：2024年2月9日至24日，千瓦时；没有数就留空，不要填 0。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.FESTIVAL_POWER("2025q1","工业企业",2000,"否",300000,100000,{"2025q1-02-spring-festival-power.powerRate","0.1元/千瓦时"}) → 2
 */
export function festivalPower(
  policy: unknown[][],
  enterpriseType: unknown[][],
  annualOutputValue: unknown[][],
  isDualHighEnterprise: unknown[][],
  festivalElectricity: unknown[][],
  festivalElectricityLastYear: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily(
    'FESTIVAL_POWER',
    policy,
    { enterpriseType, annualOutputValue, isDualHighEnterprise, festivalElectricity, festivalElectricityLastYear },
    parameters,
    setting,
  );
}

/**
 * 一条措施逐行的奖补金额（万元）；不符合为 0，缺数为 #N/A。
 * @customfunction AWARD
 * @param measure 措施：编号，如 "2025q1-26-hiring-subsidy"；"2025q1-package" 为封顶后的合计。
 * @param headers 表头：一行或两行，列名照台账。
 * @param rows 数据行：与表头同宽。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.AWARD("2025q1-26-hiring-subsidy",{"企业类型","一季度产值","社保缴纳人数","上年同期社保缴纳人数","新增用工人数"},{"工业企业",2000,301,300,5;"工业企业",1999,301,300,5}) → {0.1;0}
 */
export function awardRows(
  measure: unknown[][],
  headers: unknown[][],
  rows: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awards(measure, headers, rows, parameters, setting);
}

/**
 * 一条措施逐行是否符合：TRUE、FALSE 或“待定”。
 * @customfunction ELIGIBLE
 * @param measure 措施：编号，如 "2025q1-26-hiring-subsidy"。
 * @param headers 表头：一行或两行，列名照台账。
 * @param rows 数据行：与表头同宽。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.ELIGIBLE("2025q1-26-hiring-subsidy",{"企业类型","一季度产值","社保缴纳人数","上年同期社保缴纳人数","新增用工人数"},{"工业企业",2000,301,300,5;"工业企业",2000,300,300,5;"工业企业",2000,301,"",5}) → {TRUE;FALSE;"待定"}
 */
export function eligibleRows(
  measure: unknown[][],
  headers: unknown[][],
  rows: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return eligible(measure, headers, rows, parameters, setting);
}

/**
 * 一条措施逐行的理由：符合多少，不符合哪一条，还缺什么。
 * @customfunction WHY
 * @param measure 措施：编号，如 "2025q1-26-hiring-subsidy"。
 * @param headers 表头：一行或两行，列名照台账。
 * @param rows 数据行：与表头同宽。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 */
export function whyRows(
  measure: unknown[][],
  headers: unknown[][],
  rows: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return why(measure, headers, rows, parameters, setting);
}

/**
 * 逐行核对一个文件的全部企业类措施：带表头的结果表，含封顶后的合计和待补事项。
 * @customfunction CHECK
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param headers 表头：一行或两行，列名照台账。
 * @param rows 数据行：与表头同宽。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 */
export function checkRows(
  policy: unknown[][],
  headers: unknown[][],
  rows: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return check(policy, headers, rows, parameters, setting);
}

/**
 * 各条奖补叠加、封顶后的合计（万元）。
 * @customfunction STACK
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param measures 措施：编号，一行或一列。
 * @param amounts 金额：万元，与措施同形；措施为一行时可有多行金额，一行一家企业。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.STACK("2025q1",{"2025q1-03-growth-with-base","2025q1-25-incremental-power"},{50,60;30,20}) → {100;50}
 */
export function stackRows(
  policy: unknown[][],
  measures: unknown[][],
  amounts: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return stack(policy, measures, amounts, parameters, setting);
}
