import { readPack, type Pack } from '../../../src/engine';
import { outputName } from '../../../src/explain';
import { changed } from '../engine/small-pack';
import { shippedPack } from './pack';

/** Every output of the shipped packs as a header of the results says it. */
test.each([
  ['2020h2', 'regionShare', '自治区承担（万元）', 'Paid by the region (10,000 yuan)'],
  ['2020h2', 'cityShare', '设区市承担（万元）', 'Paid by the city (10,000 yuan)'],
  ['2020h2', 'minSmeReserved', '中小企业采购最低额（万元）', 'Least to be bought from small and medium enterprises (10,000 yuan)'],
  ['2020h2', 'minMicroReserved', '小微企业采购最低额（万元）', 'Least to be bought from micro enterprises (10,000 yuan)'],
  ['2020h2', 'share', '占比', 'Share'],
  ['2020plan', 'payableYuan', '应付通行费（元）', 'Toll to pay (yuan)'],
  ['2020plan', 'savingYuan', '减免（元）', 'Saved (yuan)'],
  ['2022q4', 'dueDate', '应缴日期', 'Due date'],
  ['2022q4', 'regionShare', '自治区承担（万元）', 'Paid by the region (10,000 yuan)'],
  ['2022q4', 'cityShare', '设区市承担（万元）', 'Paid by the city (10,000 yuan)'],
  ['2022q4', 'contribution', '贡献率', 'Contribution'],
])('%s %s: %s', (document, id, chinese, english) => {
  const pack = shippedPack(document);
  const measureId = pack.measures.find(({ outputs }) => outputs.some((one) => one.id === id))!.id;
  expect(outputName({ pack, measureId }, id, 'zh-CN')).toBe(chinese);
  expect(outputName({ pack, measureId }, id, 'en-US')).toBe(english);
});

/** A pack nobody here has seen, whose first clause gives one output. */
function packGiving(is: string, unit: string | undefined): Pack {
  const output = { name: '每人', nameEnglish: 'Each', is, ...(unit === undefined ? {} : { unit }) };
  const read = readPack(changed(['clauses', 0, 'outputs'], { perHead: output }));
  if (read.problems) throw new Error(JSON.stringify(read.problems));
  return read.pack;
}

describe('an output of a new pack is called what the pack calls it, with its unit', () => {
  test.each([
    ['in 万元', '产值', '万元', '每人（万元）', 'Each (10,000 yuan)'],
    ['in 元', '产值', '元', '每人（元）', 'Each (yuan)'],
    ['in 万千瓦时', '电量', '万千瓦时', '每人（万千瓦时）', 'Each (10,000 kWh)'],
    ['in percent', '增速', '%', '每人（%）', 'Each (%)'],
    ['a plain ratio', '增速', '比率', '每人', 'Each'],
    ['without a unit', '增速', undefined, '每人', 'Each'],
  ])('%s', (_, is, unit, chinese, english) => {
    const pack = packGiving(is, unit);
    const place = { pack, measureId: pack.measures[0]!.id };
    expect([outputName(place, 'perHead', 'zh-CN'), outputName(place, 'perHead', 'en-US')]).toEqual([chinese, english]);
  });
});

test('what a total or a choice gives has the words of the rules, and what nobody gives its id', () => {
  const pack = shippedPack();
  const place = { pack, measureId: pack.groups[0]!.measure };
  expect(outputName(place, 'cut', 'zh-CN')).toBe('核减（万元）');
  expect(outputName(place, 'cut', 'en-US')).toBe('Cut (10,000 yuan)');
  expect(outputName(place, 'nothing', 'zh-CN')).toBe('nothing');
});
