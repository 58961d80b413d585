/**
 * The functions HUIQI.*, as Excel and the workbench offer them. The JSDoc is the only declaration: functions.json, the table in
 * docs/functions.md and the grid's own help are made from it by scripts/build-functions.ts. Before the first ： of a parameter stands its name.
 */
import { awards, check, eligible, stack, why } from './call';
import { awardOfFamily, dueDates, quotas, shares, tolls } from './family';
import { clauses, creditCodes, growth, parameterInForce, targetsOf } from './helpers';
import type { Setting } from './setting';

/**
 * 扩大生产、增产增效奖励（万元）：2025q1 有基数的企业按（三），无基数的按（四）；2024q2 按第2条。
 * @customfunction AWARD_GROWTH
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param enterpriseType 企业类型：工业企业 或 软件和信息技术服务业企业；2024q2 不用，留空。
 * @param [industry] 行业：文件所用的行业名称；2024q2 不用，留空。
 * @param [hasComparisonBase] 是否有基数：是或否；上年同期数已填时可不填；2024q2 不用，留空。
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
 * @example =HUIQI.AWARD_GROWTH("2024q2",,,,5400,5000,,,,"是",,,{"2024q2-02-output-growth-with-base.tierAmount","120万元"}) → 100
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
 * 增量用电奖励（万元）：2025q1（二十五），2024q2 第28条。
 * @customfunction POWER_INCENTIVE
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param enterpriseType 企业类型：工业企业 或 软件和信息技术服务业企业；2024q2 不用，留空。
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
 * 项目投资补助（万元）：2025q1（十九）；2024q2 第13条的投资增量补助与重大项目补助，只享受其中一类，取高或按所选。
 * @customfunction INVESTMENT_SUBSIDY
 * @param policy 政策：文件编号，如 "2024q2"。
 * @param [investment] 项目投资：万元；2024q2 为项目二季度实际完成投资。
 * @param [investmentLastYear] 上年同期投资：万元，同一项目；没有投资填 0，没有填报留空；2025q1 不用，留空。
 * @param [officerConfirmedConditions] 符合实施细则条件：由经办人确认，是或否；2024q2 不用，留空。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.INVESTMENT_SUBSIDY("2024q2",22000,20000,,{"2024q2-13-investment-increment.incrementRate","10%";"2024q2-13-major-project.majorRate","1%"}) → 220
 * @example =HUIQI.INVESTMENT_SUBSIDY("2025q1",5000,,"是",{"2025q1-19-project-investment.subsidyRate","3%"}) → 150
 */
export function investmentSubsidy(
  policy: unknown[][],
  investment: unknown[][],
  investmentLastYear: unknown[][],
  officerConfirmedConditions: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily('INVESTMENT_SUBSIDY', policy, { investment, investmentLastYear, officerConfirmedConditions }, parameters, setting);
}

/**
 * 研发经费投入奖补（万元）：2024q2 第24条。
 * @customfunction RD_SUBSIDY
 * @param policy 政策：文件编号，如 "2024q2"。
 * @param [aboveDesignatedSize] 规模以上工业企业：是或否。
 * @param [newlyRdActive] 新增有研发活动：有关部门认定，是或否。
 * @param [rdExpenditure] 实际研发投入：申报年度，万元。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.RD_SUBSIDY("2024q2","是","是",300,{"2024q2-24-rd-subsidy.tierAmount","40万元"}) → 30
 */
export function rdSubsidy(
  policy: unknown[][],
  aboveDesignatedSize: unknown[][],
  newlyRdActive: unknown[][],
  rdExpenditure: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily('RD_SUBSIDY', policy, { aboveDesignatedSize, newlyRdActive, rdExpenditure }, parameters, setting);
}

/**
 * 项目奖补（万元）：创新成果工业化、数字化转型、技术改造、智能化改造、竣工投产。用不到的参数留空。
 * @customfunction PROJECT_AWARD
 * @param policy 政策：文件编号，如 "2020h2"；文件里有几条的写措施编号，如 "2024q2-22-innovation-industrialisation"。
 * @param [officerConfirmedEffect] 成效显著：由经办人认定，是或否；2024q2 第22条、2020plan 用。
 * @param [fixedAssetInvestment] 固定资产投资：万元；2024q2 第22条用。
 * @param [projectKind] 项目类型：文件点名的三类项目；2024q2 第25条用。
 * @param [underConstruction] 在建：是或否；2024q2 第25条用。
 * @param [totalInvestment] 总投资：万元；2024q2 第25条用。
 * @param [industry] 行业：文件所用的行业名称；2022q4 用。
 * @param [retrofitProject] 实施改造：是或否；2022q4 用。
 * @param [completionDate] 竣工投产日期：2020h2 用。
 * @param [enrolled] 统计入库：是或否；2020h2 用。
 * @param [halfYearOutputIncrement] 下半年同比新增产值：万元；2020h2 用。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.PROJECT_AWARD("2020h2",,,,,,,,"2020-03-01","是",2000.01,{"2020h2-17-project-completion.awardAmount","60万元"}) → 50
 * @example =HUIQI.PROJECT_AWARD("2024q2-22-innovation-industrialisation","是",10000,,,,,,,,,{"2024q2-22-innovation-industrialisation.supportRate","5%"}) → 500
 */
export function projectAward(
  policy: unknown[][],
  officerConfirmedEffect: unknown[][],
  fixedAssetInvestment: unknown[][],
  projectKind: unknown[][],
  underConstruction: unknown[][],
  totalInvestment: unknown[][],
  industry: unknown[][],
  retrofitProject: unknown[][],
  completionDate: unknown[][],
  enrolled: unknown[][],
  halfYearOutputIncrement: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily(
    'PROJECT_AWARD',
    policy,
    {
      officerConfirmedEffect,
      fixedAssetInvestment,
      projectKind,
      underConstruction,
      totalInvestment,
      industry,
      retrofitProject,
      completionDate,
      enrolled,
      halfYearOutputIncrement,
    },
    parameters,
    setting,
  );
}

/**
 * 新建投产、新增上规模企业奖励（万元）：2022q4 第六条，2020plan 二（七）2。
 * @customfunction NEW_ENTERPRISE_AWARD
 * @param policy 政策：文件编号，如 "2020plan"。
 * @param [enterpriseType] 企业类型：工业企业 或 软件和信息技术服务业企业；2020plan 用。
 * @param [newlyAboveDesignatedSize] 新增上规模：当年首次上规，是或否；2020plan 用。
 * @param [previouslyAwarded] 已获该奖励：是或否；2020plan 用。
 * @param [isPrivate] 民营企业：是或否；2022q4 用。
 * @param [isNewPlant] 新建投产：是或否；2022q4 用。
 * @param [enrolledAboveScale] 完成上规入统：是或否；2022q4 用。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.NEW_ENTERPRISE_AWARD("2020plan","工业企业","是","否") → 10
 */
export function newEnterpriseAward(
  policy: unknown[][],
  enterpriseType: unknown[][],
  newlyAboveDesignatedSize: unknown[][],
  previouslyAwarded: unknown[][],
  isPrivate: unknown[][],
  isNewPlant: unknown[][],
  enrolledAboveScale: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily(
    'NEW_ENTERPRISE_AWARD',
    policy,
    { enterpriseType, newlyAboveDesignatedSize, previouslyAwarded, isPrivate, isNewPlant, enrolledAboveScale },
    parameters,
    setting,
  );
}

/**
 * 产销增长、市场开拓奖励（万元）：商用车、消费品单品、医药、机械龙头，工程机械经销商。用不到的参数留空。
 * @customfunction MARKET_AWARD
 * @param policy 政策：文件编号，如 "2020h2"；文件里有几条的写措施编号，如 "2022q4-10-commercial-vehicle"。
 * @param [namedEnterprise] 属于所奖企业：属于该条点名的企业（商用车生产企业、消费品工业企业、医药制造业企业、机械行业龙头企业、经销商），是或否。
 * @param [growthOfOutput] 产量或产值增速：12% 或 0.12；商用车为产量，其他为产值。
 * @param [growthOfSales] 销量增速：12% 或 0.12。
 * @param [singleProductSales] 单品销售额：四季度，万元；消费品用。
 * @param [onlineSales] 线上销售收入：万元；消费品用。
 * @param [annualRevenue] 年营收：万元；医药用。
 * @param [wonOutOfProvinceProcurement] 中标外省集采：是或否；医药用。
 * @param [introducedVariety] 新引进外省品种：是或否；医药用。
 * @param [producedInGuangxi] 在广西落地生产：是或否；医药用。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.MARKET_AWARD("2022q4-10-consumer-single-product","是","12%",,2600,260,,,,,{"2022q4-10-consumer-single-product.awardAmount","60万元"}) → 50
 * @example =HUIQI.MARKET_AWARD("2020h2","是",,0.08,,,,,,,{"经销商奖励金额","20万元";"促销奖励已用额度","3990万元"}) → 10
 */
export function marketAward(
  policy: unknown[][],
  namedEnterprise: unknown[][],
  growthOfOutput: unknown[][],
  growthOfSales: unknown[][],
  singleProductSales: unknown[][],
  onlineSales: unknown[][],
  annualRevenue: unknown[][],
  wonOutOfProvinceProcurement: unknown[][],
  introducedVariety: unknown[][],
  producedInGuangxi: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily(
    'MARKET_AWARD',
    policy,
    {
      namedEnterprise,
      growthOfOutput,
      growthOfSales,
      singleProductSales,
      onlineSales,
      annualRevenue,
      wonOutOfProvinceProcurement,
      introducedVariety,
      producedInGuangxi,
    },
    parameters,
    setting,
  );
}

/**
 * 按产量、加工增量结算的激励（万元）：2020h2（一）返柳车型、（三）原油加工增量。
 * @customfunction OUTPUT_INCENTIVE
 * @param policy 政策：措施编号，"2020h2-01-returning-models" 或 "2020h2-03-crude-increment"。
 * @param [countedOutput] 数量：返柳车型产量，辆；原油加工增量，万吨。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.OUTPUT_INCENTIVE("2020h2-01-returning-models",100000,{"返柳车型奖励标准","200元/辆"}) → 2000
 */
export function outputIncentive(policy: unknown[][], countedOutput: unknown[][], parameters: unknown[][], setting: Setting): unknown[][] {
  return awardOfFamily('OUTPUT_INCENTIVE', policy, { countedOutput }, parameters, setting);
}

/**
 * 新品发布、订货会及参展费用支持（万元），每场一行：2025q1（二十一）。
 * @customfunction EVENT_SUBSIDY
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param [enterpriseType] 企业类型：工业企业 或 软件和信息技术服务业企业。
 * @param [eventDate] 活动日期：举办或参展的日期。
 * @param [eventKind] 活动类型：新品发布会、产品订货会、国内外展会 或 其他活动。
 * @param [venueRent] 场地租赁费：万元。
 * @param [standConstructionCost] 会场搭建费：万元。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.EVENT_SUBSIDY("2025q1","工业企业","2025-02-20","国内外展会",3,5,{"2025q1-21-product-launch-exhibition.supportRate","50%"}) → 4
 */
export function eventSubsidy(
  policy: unknown[][],
  enterpriseType: unknown[][],
  eventDate: unknown[][],
  eventKind: unknown[][],
  venueRent: unknown[][],
  standConstructionCost: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily(
    'EVENT_SUBSIDY',
    policy,
    { enterpriseType, eventDate, eventKind, venueRent, standConstructionCost },
    parameters,
    setting,
  );
}

/**
 * 代采成本补助（万元）：2020h2（四）。减少的一项不抵减其他各项。
 * @customfunction COST_SUBSIDY
 * @param policy 政策：文件编号，如 "2020h2"。
 * @param [isAgencyPurchaser] 代采企业：是或否。
 * @param [materialCostIncrease] 购买原料成本增加额：万元；减少的填负数。
 * @param [taxCostIncrease] 税收成本增加额：万元；减少的填负数。
 * @param [marketingCostIncrease] 市场开拓成本增加额：万元；减少的填负数。
 * @param [labourCostIncrease] 人工成本增加额：万元；减少的填负数。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.COST_SUBSIDY("2020h2","是",100,-5,20,10,{"代采成本补助比例","10%"}) → 13
 */
export function costSubsidy(
  policy: unknown[][],
  isAgencyPurchaser: unknown[][],
  materialCostIncrease: unknown[][],
  taxCostIncrease: unknown[][],
  marketingCostIncrease: unknown[][],
  labourCostIncrease: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily(
    'COST_SUBSIDY',
    policy,
    { isAgencyPurchaser, materialCostIncrease, taxCostIncrease, marketingCostIncrease, labourCostIncrease },
    parameters,
    setting,
  );
}

/**
 * 生丝质押担保贷款担保补贴（万元）：2020h2（二）。资金已用额度写在参数表里。
 * @customfunction GUARANTEE_SUBSIDY
 * @param policy 政策：文件编号，如 "2020h2"。
 * @param [isRawSilkPledgeLoan] 生丝质押担保贷款：是或否。
 * @param [loanPrincipal] 担保贷款金额：万元。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.GUARANTEE_SUBSIDY("2020h2","是",1000) → 20
 * @example =HUIQI.GUARANTEE_SUBSIDY("2020h2","是",1000,{"生丝补贴已用额度","4990万元"}) → 10
 */
export function guaranteeSubsidy(
  policy: unknown[][],
  isRawSilkPledgeLoan: unknown[][],
  loanPrincipal: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return awardOfFamily('GUARANTEE_SUBSIDY', policy, { isRawSilkPledgeLoan, loanPrincipal }, parameters, setting);
}

/**
 * 延长后的缴费期限（日期文本，如 2023-03-31）：2022q4 第四条；不在延长之列的为原期限。
 * @customfunction DUE_DATE
 * @param policy 政策：文件编号，如 "2022q4"。
 * @param [originalDueDate] 原缴费期限：日期。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.DUE_DATE("2022q4",{"2022-12-31";"2023-06-30";"2024-06-30"}) → {"2023-03-31";"2023-09-30";"2024-06-30"}
 */
export function dueDate(policy: unknown[][], originalDueDate: unknown[][], parameters: unknown[][], setting: Setting): unknown[][] {
  return dueDates(policy, { originalDueDate }, parameters, setting);
}

/**
 * 货车应交通行费（元），已按 8.5 折：2020plan 二（五）4；不打折的为原数。
 * @customfunction TOLL
 * @param policy 政策：文件编号，如 "2020plan"。
 * @param [truckClass] 货车类别：1 到 6。
 * @param [lawfullyLoaded] 合法装载：是或否。
 * @param [fullToll] 应收通行费：打折以前，元。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.TOLL("2020plan",{2;6},"是",100) → {85;100}
 */
export function toll(
  policy: unknown[][],
  truckClass: unknown[][],
  lawfullyLoaded: unknown[][],
  fullToll: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return tolls(policy, { truckClass, lawfullyLoaded, fullToll }, parameters, setting);
}

/**
 * 政府采购中小企业份额：2020h2（六）。三格：是否达到，中小企业最低额（万元），小微企业最低额（万元）。
 * @customfunction QUOTA
 * @param policy 政策：文件编号，如 "2020h2"。
 * @param [procurementBudget] 预算总额：部门年度政府采购项目预算总额，万元。
 * @param [smeReserved] 面向中小企业采购额：万元。
 * @param [microReserved] 预留小微企业采购额：万元。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.QUOTA("2020h2",1000,300,180) → {TRUE,300,180}
 */
export function quota(
  policy: unknown[][],
  procurementBudget: unknown[][],
  smeReserved: unknown[][],
  microReserved: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return quotas(policy, { procurementBudget, smeReserved, microReserved }, parameters, setting);
}

/**
 * 占比：2020h2（十二）贴息贷款中支持工业企业的，右边一格为是否达到规定；2022q4 第十五条设区市占全区增量的。
 * @customfunction SHARE
 * @param policy 政策：文件编号，如 "2020h2"。
 * @param [part] 部分：支持工业企业贴息贷款，万元；2022q4 为市规上工业增加值增量。
 * @param [whole] 总量：贴息贷款规模，万元；2022q4 为全区规上工业增加值增量。
 * @param [bankKind] 银行类型：国有大型银行、城商行、农合机构 或 其他银行；2022q4 不用，留空。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.SHARE("2020h2",{700;699.99},1000,"城商行") → {0.7,TRUE;0.69999,FALSE}
 * @example =HUIQI.SHARE("2022q4",25,200) → 0.125
 */
export function share(
  policy: unknown[][],
  part: unknown[][],
  whole: unknown[][],
  bankKind: unknown[][],
  parameters: unknown[][],
  setting: Setting,
): unknown[][] {
  return shares(policy, { part, whole, bankKind }, parameters, setting);
}

/**
 * 一条措施逐行的奖补金额（万元；货车通行费为元）；不符合为 0，缺数为 #N/A。
 * @customfunction AWARD
 * @param measure 措施：编号，如 "2025q1-26-hiring-subsidy"；"2025q1-package" 为封顶后的合计，"2024q2-13-exclusive-choice" 为两类补助择一。
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
 * 一条措施逐行的理由：符合多少，不符合哪一条，还缺什么，按什么口径（默认的只引开头几个字）。
 * @customfunction WHY
 * @param measure 措施：编号，如 "2025q1-26-hiring-subsidy"。
 * @param headers 表头：一行或两行，列名照台账。
 * @param rows 数据行：与表头同宽。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.WHY("2025q1-26-hiring-subsidy",{"企业类型","一季度产值","社保缴纳人数","上年同期社保缴纳人数","新增用工人数"},{"工业企业",2000,301,300,5},{"hire-count-basis","newHires"}) → "（二十六）（征求意见稿）符合，0.5 万元。口径：按新增用工人数（“社保缴纳人数同比增长……按新增用工人数”）。"
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
 * 逐行核对一个文件的全部企业类措施：带表头的结果表，含封顶后的合计和待补事项。没有合计的文件，表中一栏都没有的措施不列。
 * @customfunction CHECK
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param headers 表头：一行或两行，列名照台账。
 * @param rows 数据行：与表头同宽。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.CHECK("2020plan",{"企业名称","企业类型","是否新增上规模","是否已获该奖励"},{"甲公司","工业企业","是","否"}) → {"企业名称","二（七）2新增上规模工业企业奖励","待补与说明";"甲公司",10,""}
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

/**
 * 同比增速：（本期 − 上年同期）÷ 上年同期，精确计算；上年同期不大于 0 的为“无基数”。
 * @customfunction GROWTH
 * @param now 本期数：空白为 #N/A。
 * @param before 上年同期数：单位与本期数相同；空白为 #N/A。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.GROWTH({5400;4500;5},{5000;5000;0}) → {0.08;-0.1;"无基数"}
 */
export function growthRows(now: unknown[][], before: unknown[][], setting: Setting): unknown[][] {
  return growth(now, before, setting);
}

/**
 * 核对统一社会信用代码：正确为 TRUE，不正确的写明问题。
 * @customfunction CREDIT_CODE
 * @param code 统一社会信用代码：按文本存放。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.CREDIT_CODE("91350100M000100Y43") → TRUE
 */
export function creditCodeRows(code: unknown[][], setting: Setting): unknown[][] {
  return creditCodes(code, setting);
}

/**
 * 措施的条款号和原文，两格。
 * @customfunction CLAUSE
 * @param measure 措施：编号，如 "2025q1-26-hiring-subsidy"。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.CLAUSE("2020h2-02-raw-silk-guarantee") → {"(二)","自治区财政安排5000万元,对生丝质押担保贷款给予2%的担保补贴"}
 */
export function clauseRows(measure: unknown[][], setting: Setting): unknown[][] {
  return clauses(measure, setting);
}

/**
 * 参数、公布数值或读法现在取什么：参数按其单位给出数值，未公布又没有填的为 #N/A，可以不填的为空文本。
 * @customfunction PARAMETER
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param name 名称：参数的全名、编号或中文名，公布数值的名称，读法的编号。
 * @param [parameters] 参数表：两列，名称和带单位的数值。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.PARAMETER("2025q1","2025q1-25-incremental-power.powerRate",{"2025q1-25-incremental-power.powerRate","0.05元/千瓦时"}) → 0.05
 * @example =HUIQI.PARAMETER("2020h2","生丝补贴已用额度") → 0
 */
export function parameterRows(policy: unknown[][], name: unknown[][], parameters: unknown[][], setting: Setting): unknown[][] {
  return parameterInForce(policy, name, parameters, setting);
}

/**
 * 文件对一个对象（行业、项目、企业）定的指标，一行一条：指标、要求、数值、单位、原文。
 * @customfunction TARGET
 * @param policy 政策：文件编号，如 "2025q1"。
 * @param [subject] 对象：文件所写的对象、行业或指标编号；不填为全部。
 * @param {CustomFunctions.Invocation} setting
 * @requiresAddress
 * @requiresParameterAddresses
 * @example =HUIQI.TARGET("2025q1","汽车行业") → {"产值同比增速","不低于",7,"%","力争2025年一季度汽车行业产值同比增长7%以上（征求意见稿）"}
 */
export function targetRows(policy: unknown[][], subject: unknown[][], setting: Setting): unknown[][] {
  return targetsOf(policy, subject, setting);
}
