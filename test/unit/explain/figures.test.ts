import { bandText, exactText, grouped, moneyCell, quantity, roundText, sayMoney, sayRange, showMoney } from '../../../src/explain';
import { shifted } from '../../../src/explain/figures';

describe('amounts are shown to the 分, half up', () => {
  test.each([
    ['0', '0'],
    ['10', '10'],
    ['14.00014', '14.00014'],
    ['0.000005', '0.000005'],
    ['0.0000004', '0'],
    ['0.0000005', '0.000001'],
    ['1.9999995', '2'],
    ['99.99999949', '99.999999'],
    ['123456789012345678.1234565', '123456789012345678.123457'],
    ['-0.0000005', '-0.000001'],
    ['待定', '待定'],
  ])('%s → %s', (exact, shown) => {
    expect(showMoney(exact)).toBe(shown);
  });

  test.each([
    [0, 0],
    [6.25, 6.25],
    [0.00000049, 0],
    [0.0000005, 0.000001],
    [2.50002549, 2.500025],
    [2.5000255, 2.500026],
    [0.0001234567891, '0.000123'],
    [98765432109.5, 98765432109.5],
  ])('a cell of %s shows %s', (exact, shown) => {
    expect(Number(moneyCell(exact))).toBe(Number(shown));
  });

  test('text and number cells agree', () => {
    for (let hundredths = 0; hundredths < 20_000; hundredths += 7) {
      const text = `0.${String(hundredths).padStart(8, '0')}`.replace(/\.?0+$/, '');
      expect(Number(moneyCell(Number(text)))).toBe(Number(showMoney(text === '' ? '0' : text)));
    }
  });

  test('an open amount is a blank cell, never 0', () => {
    expect(moneyCell(null)).toBeNull();
    expect(moneyCell(undefined)).toBeNull();
  });
});

test.each([
  ['1234567', '1,234,567'],
  ['-1234.5', '-1,234.5'],
  ['999', '999'],
  ['65944.565217…', '65,944.565217…'],
  ['工业企业', '工业企业'],
])('%s is grouped as %s', (plain, shown) => {
  expect(grouped(plain)).toBe(shown);
});

test.each([
  ['2000', 4, '20000000'],
  ['0.00014', 4, '1.4'],
  ['12.5', 1, '125'],
  ['-0.05', 3, '-50'],
  ['5058.278532…', 4, '50582785.32…'],
  ['x', 4, 'x'],
])('%s × 10^%i = %s', (text, power, moved) => {
  expect(shifted(text, power)).toBe(moved);
});

test('quantities are said with the units of the language', () => {
  expect(quantity('2000', '万元', 'zh-CN')).toBe('2,000 万元');
  expect(quantity('2000', '万元', 'en-US')).toBe('20,000,000 yuan');
  expect(quantity('8', '%', 'en-US')).toBe('8%');
  expect(quantity('3', '', 'zh-CN')).toBe('3');
  expect(quantity('3', '箱', 'en-US')).toBe('3 箱');
  expect(sayMoney('6.6', 'en-US')).toBe('66,000 yuan');
  expect(sayRange({ min: '20', max: '50' }, 'zh-CN')).toBe('20 万元—50 万元');
  expect(sayRange({ min: '20', max: null }, 'zh-CN')).toBe('不低于20 万元');
});

test.each([
  [{ digits: '2000', power: 0 }, '2000'],
  [{ digits: '2', power: 3 }, '2000'],
  [{ digits: '0', power: 3 }, '0'],
  [{ digits: '8', power: -2 }, '0.08'],
  [{ digits: '1050', power: -2 }, '10.5'],
  [{ digits: '-5', power: -1 }, '-0.5'],
])('%j is %s', (number, text) => {
  expect(exactText(number)).toBe(text);
});

describe('bands in words', () => {
  const bound = (digits: string, inclusive: boolean): { value: { digits: string; power: number }; inclusive: boolean } => ({
    value: { digits, power: 0 },
    inclusive,
  });
  test.each([
    [{ low: bound('20', true), high: bound('50', true) }, '20 万元—50 万元（含两端）'],
    [{ low: bound('0', false), high: bound('1', true) }, '大于0 万元、不超过1 万元'],
    [{ low: bound('0', true), high: bound('1', false) }, '不低于0 万元、小于1 万元'],
    [{ low: bound('0', false) }, '大于0 万元'],
    [{ low: bound('0', true) }, '不低于0 万元'],
    [{ high: bound('9', true) }, '不超过9 万元'],
    [{ high: bound('9', false) }, '小于9 万元'],
    [{}, '不限'],
  ])('%j', (band, text) => {
    expect(bandText(band, '万元', 'zh-CN')).toBe(text);
  });
});

test('rounding to whole numbers needs no point', () => {
  expect(roundText('19.5', 0)).toBe('20');
  expect(roundText('0.4', 0)).toBe('0');
});
