import type { RawFacts } from '../src/engine';

/** Figures by input id or by a parameter's full name, in the units of the pack; a choice by its label, a date as ISO text. */
export type Figures = RawFacts;

/** A made-up row that meets everything a measure asks for; the cases around its lines are found from it. */
export interface Typical {
  /** The measure, or the exclusive choice, that it shows. */
  readonly measure: string;
  /** The end of the name: 车桥有限公司; of a project its title. */
  readonly name: string;
  /** A public body and no enterprise. */
  readonly isPublicBody?: true;
  /** What differs from what the document's rows have in common. */
  readonly figures: Figures;
  /** Cases that no figure leads to step by step. */
  readonly also?: readonly Figures[];
}

/** The typical rows of one document. */
export interface TypicalRows {
  /** Example values of unpublished parameters, by full name, in the parameter's unit. */
  readonly parameters: Figures;
  readonly ledger: { readonly common: Figures; readonly rows: readonly Typical[] };
  /** `owners`: the end of the names of the enterprises they belong to. */
  readonly projects: { readonly common: Figures; readonly owners: string; readonly rows: readonly Typical[] };
}

const OUTPUT_GROWTH = '2024q2-02-output-growth';
const TYPICAL: Readonly<Record<string, TypicalRows>> = {
  '2024q2': {
    parameters: {
      '2024q2-13-investment-increment.incrementRate': '0.02',
      '2024q2-13-major-project.majorRate': '0.01',
      '2024q2-22-innovation-industrialisation.supportRate': '0.05',
      '2024q2-22-innovation-industrialisation.measureCap': '500',
      '2024q2-28-incremental-power.powerRate': '0.05',
      '2024q2-28-incremental-power.measureCap': '50',
    },
    ledger: {
      common: {
        industry: '机械',
        enrolled: true,
        quarterlyOutputValue: '6000',
        quarterlyOutputValueLastYear: '5000',
        isNewPlant: false,
        enrolmentDate: '2015-03-01',
        aboveDesignatedSize: true,
        isManufacturing: true,
        inDualHighCatalogue: false,
        separatelyMetered: true,
        purchasedElectricity: '1200000',
        baseElectricity: '1000000',
        newlyRdActive: false,
        [`${OUTPUT_GROWTH}-with-base.tierAmount`]: '20',
      },
      rows: [
        { measure: `${OUTPUT_GROWTH}-with-base`, name: '机械有限公司', figures: {} },
        {
          measure: `${OUTPUT_GROWTH}-new-plant`,
          name: '电子科技有限公司',
          figures: {
            industry: '电子信息',
            quarterlyOutputValue: '3000',
            quarterlyOutputValueLastYear: null,
            isNewPlant: true,
            enrolmentDate: '2023-10-01',
            baseElectricity: null,
            [`${OUTPUT_GROWTH}-with-base.tierAmount`]: null,
            [`${OUTPUT_GROWTH}-new-plant.tierAmount`]: '30',
          },
          also: [{ quarterlyOutputValueLastYear: '0' }],
        },
        {
          measure: '2024q2-24-rd-subsidy',
          name: '医药有限公司',
          figures: { industry: '医药', newlyRdActive: true, rdExpenditure: '600', '2024q2-24-rd-subsidy.tierAmount': '30' },
        },
        {
          measure: '2024q2-24-rd-subsidy',
          name: '汽车零部件有限公司',
          figures: { industry: '汽车', newlyRdActive: true, rdExpenditure: '2000', '2024q2-24-rd-subsidy.tierAmount': '80' },
        },
        { measure: '2024q2-28-incremental-power', name: '建材有限公司', figures: { industry: '建材' } },
      ],
    },
    projects: {
      common: { underConstruction: true, officerConfirmedEffect: false, projectKind: '其他项目' },
      owners: '机械有限公司',
      rows: [
        {
          measure: '2024q2-13-investment-increment',
          name: '装备生产线项目',
          figures: { quarterlyInvestment: '3000', quarterlyInvestmentLastYear: '2000', totalInvestment: '8000' },
        },
        {
          measure: '2024q2-13-major-project',
          name: '新能源材料基地项目',
          figures: { quarterlyInvestment: '25000', quarterlyInvestmentLastYear: '25000', totalInvestment: '120000' },
        },
        {
          measure: '2024q2-13-exclusive-choice',
          name: '整车扩建项目',
          figures: { quarterlyInvestment: '30000', quarterlyInvestmentLastYear: '10000', totalInvestment: '150000' },
        },
        {
          measure: '2024q2-22-innovation-industrialisation',
          name: '创新成果产业化项目',
          figures: {
            quarterlyInvestment: '800',
            quarterlyInvestmentLastYear: '0',
            officerConfirmedEffect: true,
            fixedAssetInvestment: '8000',
            totalInvestment: '9000',
          },
        },
        {
          measure: '2024q2-25-digital-transformation-project',
          name: '数字化车间项目',
          figures: {
            quarterlyInvestment: '300',
            quarterlyInvestmentLastYear: '0',
            projectKind: '链式数字化转型项目',
            totalInvestment: '1200',
            '2024q2-25-digital-transformation-project.supportAmount': '60',
          },
        },
      ],
    },
  },
  '2022q4': {
    parameters: {
      '2022q4-10-commercial-vehicle.growthTarget': '0.1',
      '2022q4-10-pharma-procurement.revenueScale': '5000',
      '2022q4-10-machinery-leader.outputGrowthTarget': '0.08',
      '2022q4-10-machinery-leader.salesGrowthTarget': '0.05',
    },
    ledger: {
      common: {
        isPrivate: true,
        isNewPlant: false,
        enrolledAboveScale: true,
        meetsReferencedRules: false,
        isCommercialVehicleMaker: false,
        isConsumerGoodsManufacturer: false,
        isPharmaManufacturer: false,
        isMachineryLeader: false,
      },
      rows: [
        {
          measure: '2022q4-04-spectrum-fee-deferral',
          name: '通信有限公司',
          figures: { originalDueDate: '2022-12-31' },
          also: [
            { originalDueDate: '2023-06-30' },
            { originalDueDate: '2023-12-31' },
            { originalDueDate: '2022-06-30' },
            { originalDueDate: '2024-06-30' },
          ],
        },
        {
          measure: '2022q4-06-private-new-plant-awards',
          name: '家居有限公司',
          figures: { isNewPlant: true, '2022q4-06-private-new-plant-awards.awardAmount': '50' },
        },
        {
          measure: '2022q4-08-leading-enterprise-incentives',
          name: '合金有限公司',
          figures: { meetsReferencedRules: true, '2022q4-08-leading-enterprise-incentives.awardAmount': '80' },
        },
        {
          measure: '2022q4-10-commercial-vehicle',
          name: '商用车有限公司',
          figures: {
            isCommercialVehicleMaker: true,
            vehicleOutputGrowth: '0.12',
            vehicleSalesGrowth: '0.11',
            '2022q4-10-commercial-vehicle.awardAmount': '800',
          },
        },
        {
          measure: '2022q4-10-consumer-single-product',
          name: '食品有限公司',
          figures: {
            isConsumerGoodsManufacturer: true,
            singleProductSales: '3000',
            onlineSales: '400',
            outputGrowth: '0.12',
            '2022q4-10-consumer-single-product.awardAmount': '40',
          },
        },
        {
          measure: '2022q4-10-pharma-procurement',
          name: '药业有限公司',
          figures: {
            isPharmaManufacturer: true,
            wonOutOfProvinceProcurement: true,
            annualRevenue: '8000',
            introducedVariety: false,
            producedInGuangxi: false,
            '2022q4-10-pharma-procurement.awardAmount': '30',
          },
          also: [
            { wonOutOfProvinceProcurement: false, introducedVariety: true, producedInGuangxi: true },
            { wonOutOfProvinceProcurement: false, introducedVariety: true },
          ],
        },
        {
          measure: '2022q4-10-machinery-leader',
          name: '机械股份有限公司',
          figures: {
            isMachineryLeader: true,
            outputGrowth: '0.1',
            salesVolumeGrowth: '0.07',
            '2022q4-10-machinery-leader.awardAmount': '60',
          },
        },
        {
          measure: '2022q4-15-city-growth-contribution',
          name: '工业和信息化局',
          isPublicBody: true,
          figures: {
            isPrivate: false,
            enrolledAboveScale: false,
            cityValueAddedIncrement: '300000',
            regionValueAddedIncrement: '2000000',
            '2022q4-15-city-growth-contribution.rewardAmount': '200',
          },
        },
      ],
    },
    projects: {
      common: { retrofitProject: true },
      owners: '合金有限公司',
      rows: [
        {
          measure: '2022q4-07-energy-intensive-retrofit',
          name: '节能降碳改造项目',
          figures: { industry: '铁合金', '2022q4-07-energy-intensive-retrofit.awardAmount': '120' },
          also: [{ industry: '长流程钢铁' }, { industry: '短流程钢铁' }, { industry: '电解铝' }],
        },
      ],
    },
  },
  '2020h2': {
    parameters: {
      '2020h2-01-returning-models.vehicleRate': '1000',
      '2020h2-01-returning-models.sharing': '0.5',
      '2020h2-02-raw-silk-guarantee.fundUsed': '4900',
      '2020h2-03-crude-increment.incentiveRate': '10',
      '2020h2-04-agency-purchasing.subsidyRate': '0.3',
      '2020h2-08-dealer-promotion.fundUsed': '3900',
    },
    ledger: {
      common: {
        returnedModelOutput: '0',
        isRawSilkPledgeLoan: false,
        crudeIncrement: '0',
        isAgencyPurchaser: false,
        isSelectedCoreEnterprise: false,
        isDealer: false,
      },
      rows: [
        { measure: '2020h2-01-returning-models', name: '汽车有限公司', figures: { returnedModelOutput: '106000' } },
        {
          measure: '2020h2-02-raw-silk-guarantee',
          name: '茧丝绸有限公司',
          figures: { isRawSilkPledgeLoan: true, loanPrincipal: '1000' },
        },
        { measure: '2020h2-03-crude-increment', name: '石化有限公司', figures: { crudeIncrement: '30' } },
        {
          measure: '2020h2-04-agency-purchasing',
          name: '电子有限公司',
          figures: {
            isAgencyPurchaser: true,
            materialCostIncrease: '100',
            taxCostIncrease: '20',
            marketingCostIncrease: '30',
            labourCostIncrease: '10',
          },
          also: [
            { marketingCostIncrease: '-30' },
            { materialCostIncrease: '0', taxCostIncrease: '0', marketingCostIncrease: '-30', labourCostIncrease: '0' },
          ],
        },
        {
          measure: '2020h2-05-core-enterprise',
          name: '集团有限公司',
          figures: { isSelectedCoreEnterprise: true, connectedToPlatform: true, '2020h2-05-core-enterprise.awardAmount': '20' },
        },
        {
          measure: '2020h2-06-sme-procurement-quota',
          name: '机关事务管理局',
          isPublicBody: true,
          figures: { procurementBudget: '1000', smeReserved: '390', microReserved: '264' },
        },
        { measure: '2020h2-07-auto-promotion-window', name: '汽车销售有限公司', figures: { saleDate: '2020-10-20' } },
        {
          measure: '2020h2-08-dealer-promotion',
          name: '工程机械销售有限公司',
          figures: { isDealer: true, salesGrowth: '0.15', '2020h2-08-dealer-promotion.awardAmount': '60' },
        },
        {
          measure: '2020h2-12-subsidised-loan-share',
          name: '银行分行',
          figures: { bankKind: '国有大型银行', industrialSubsidisedLoans: '8000', totalSubsidisedLoans: '10000' },
        },
        {
          measure: '2020h2-12-subsidised-loan-share',
          name: '农商银行',
          figures: { bankKind: '农合机构', industrialSubsidisedLoans: '6000', totalSubsidisedLoans: '10000' },
        },
      ],
    },
    projects: {
      common: { enrolled: true },
      owners: '电子有限公司',
      rows: [
        {
          measure: '2020h2-17-project-completion',
          name: '新建生产线项目',
          figures: {
            completionDate: '2020-05-20',
            halfYearOutputIncrement: '3000',
            '2020h2-17-project-completion.awardAmount': '30',
          },
        },
      ],
    },
  },
  '2020plan': {
    parameters: {},
    ledger: {
      common: { newlyAboveDesignatedSize: false, previouslyAwarded: false },
      rows: [
        {
          measure: '2020plan-2-5-4-truck-toll',
          name: '物流有限公司',
          figures: { truckClass: '3', lawfullyLoaded: true, toll: '1000' },
        },
        {
          measure: '2020plan-2-7-2-new-above-scale',
          name: '木业有限公司',
          figures: { enterpriseType: '工业企业', newlyAboveDesignatedSize: true },
        },
      ],
    },
    projects: {
      common: {},
      owners: '木业有限公司',
      rows: [
        {
          measure: '2020plan-2-3-3-smart-retrofit',
          name: '智能化改造项目',
          figures: { officerConfirmedEffect: true, '2020plan-2-3-3-smart-retrofit.awardAmount': '80' },
        },
      ],
    },
  },
};

/** The typical rows of a document; undefined where none are written down. */
export function typicalOf(policy: string): TypicalRows | undefined {
  return TYPICAL[policy];
}
