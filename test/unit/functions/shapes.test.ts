import { readPack } from '../../../src/engine';
import { settingOf } from '../../../functions/setting';
import { packSource } from '../../cases';

const { pack } = readPack(packSource('2025q1'));
if (!pack) throw new Error('the shipped pack is well formed');

test('the parameter table of a function may hold a tier table, in more columns', () => {
  const setting = settingOf([{ pack }], 'zh-CN', null);
  const table = [
    ['参数', '形式', '依据', '从', '到', '值'],
    ['春节增量用电奖补标准', '分档', '春节用电增量', '1 万千瓦时', '10 万千瓦时', '0.05 元/千瓦时'],
    [null, null, null, '10 万千瓦时', null, '0.1 元/千瓦时'],
  ];
  const opened = setting.open('2025q1', table);
  expect(opened?.problems).toEqual([]);
  const paid = (festivalElectricity: string): string | null | undefined =>
    opened?.program.judge('2025q1-02-spring-festival-power', {
      enterpriseType: 'industrial',
      annualOutputValue: '2000',
      isDualHighEnterprise: false,
      festivalElectricityLastYear: '100000',
      festivalElectricity,
    }).amount;
  expect(['109999.99', '110000', '199999.99', '200000'].map(paid)).toEqual(['0', '0.05', '0.49999995', '1']);
});
