import type { Input, Pack } from '../src/engine';
import { enterprises, factsOf, type Enterprises } from './enterprises';
import { cities } from './workbook';

const blockRows = 8192;
/** What this ledger keeps, beside the names: 20 columns with them. */
export const kept = [
  'enterpriseType',
  'industry',
  'annualOutputValue',
  'holidayElectricity',
  'fourthQuarterElectricity',
  'isDualHighEnterprise',
  'festivalElectricity',
  'festivalElectricityLastYear',
  'quarterlyOutputValue',
  'quarterlyOutputValueLastYear',
  'quarterlyOperatingRevenue',
  'quarterlyOperatingRevenueLastYear',
  'separatelyMetered',
  'inDualHighCatalogue',
  'purchasedElectricity',
  'baseElectricity',
  'insuredEmployees',
];

const codeLetters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];
const codeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** A 统一社会信用代码 with both check digits right. */
function creditCode(number: number): string {
  const organisation = `MA${String(number).padStart(6, '0').slice(-6)}`;
  const division = `4501${String(Math.floor(number / 1_000_000)).padStart(2, '0')}`;
  const weighed = (text: string, weights: readonly number[], value: (letter: string) => number): number =>
    weights.reduce((sum, weight, index) => sum + weight * value(text[index]!), 0);
  const ninth = 11 - (weighed(organisation, organisationWeights, (letter) => parseInt(letter, 36)) % 11);
  const first = `91${division}${organisation}${ninth === 10 ? 'X' : ninth === 11 ? '0' : ninth}`;
  return first + codeLetters[(31 - (weighed(first, codeWeights, (letter) => codeLetters.indexOf(letter)) % 31)) % 31]!;
}

/** Blocks of made-up enterprises, one after another. */
export function* blocks(pack: Pack, rows: number): Generator<Enterprises> {
  for (let from = 0; from < rows; from += blockRows) yield enterprises(pack, from / blockRows + 1, Math.min(blockRows, rows - from));
}

/** A cell as it stands in an officer's ledger: numbers as numbers, choices by label, 是 and 否. */
function cellOf(input: Input, value: ReturnType<typeof factsOf>[string]): string | number | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (input.type === 'number') return Number(value);
  return input.choices.find(({ id }) => id === value)?.label ?? String(value);
}

/** A header and `rows` rows of 20 columns as an officer keeps them: the seed is fixed, blank cells are null. */
export function* ledger(pack: Pack, rows: number): Generator<readonly (string | number | null)[]> {
  const inputs = kept.map((id) => pack.inputs[id]!);
  yield [
    '企业名称',
    '统一社会信用代码',
    '所在市',
    ...inputs.map(({ name, unit }) => (unit === undefined ? name : `${name}（${unit.name}）`)),
  ];
  let number = 0;
  for (const block of blocks(pack, rows)) {
    for (let row = 0; row < block.rows; row += 1) {
      number += 1;
      const facts = factsOf(pack, block, row);
      yield [
        `广西第${number}工业有限责任公司`,
        creditCode(number),
        cities[number % cities.length]!,
        ...inputs.map((input) => cellOf(input, facts[input.id])),
      ];
    }
  }
}
