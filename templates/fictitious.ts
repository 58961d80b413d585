const CODE_LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const CODE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Who registers: 91 an enterprise, 11 a public body. */
type Register = '91' | '11';

/** A credit code with both check digits right. Its organisation part begins with EX, so that it reads as an example. */
export function creditCode(division: string, number: number, register: Register = '91'): string {
  const organisation = `EX${String(number).padStart(6, '0')}`;
  const sum = (text: string, weights: readonly number[], value: (letter: string) => number): number =>
    weights.reduce((total, weight, i) => total + weight * value(text[i] ?? ''), 0);
  const nine = 11 - (sum(organisation, ORGANISATION_WEIGHTS, (letter) => parseInt(letter, 36)) % 11);
  const seventeen = `${register}${division}${organisation}${nine === 10 ? 'X' : nine === 11 ? '0' : nine}`;
  const last = (31 - (sum(seventeen, CODE_WEIGHTS, (letter) => CODE_LETTERS.indexOf(letter)) % 31)) % 31;
  return seventeen + (CODE_LETTERS[last] ?? '');
}

/** 南宁市 and 青秀区 as they stand in a company's name: 南宁青秀. */
export function shortName(city: string, county: string): string {
  return city.replace(/市$/, '') + county.replace(/(?:(?:苗|侗|瑶|仫佬|毛南|各)族)?自治县$|[市区县]$/, '');
}
