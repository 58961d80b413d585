import { fits, placeOf, runsOf, withZeros, writtenZero, zerosOf } from '../../../functions/doubt';

describe('where an argument stands', () => {
  test.each<[unknown, unknown]>([
    ['台账!B2', { sheet: '台账', row: 1, column: 1, rows: 1, columns: 1 }],
    ["'甲 表''s'!$AA$10:$AB$12", { sheet: "甲 表's", row: 9, column: 26, rows: 3, columns: 2 }],
    ['Sheet1!C:D', { sheet: 'Sheet1', row: 0, column: 2, rows: 1_048_576, columns: 2 }],
    ['[别的.xlsx]Sheet1!A1', null],
    ['台账', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('%j', (address, place) => {
    expect(placeOf(address)).toEqual(place);
  });

  test('an argument of another shape is not what the address names', () => {
    const place = placeOf('台账!B2:B4');
    if (!place) throw new Error('no place');
    expect(fits(place, [[0], [1], [2]])).toBe(true);
    expect(fits(place, [[0], [1]])).toBe(false);
    expect(fits(place, [[0, 1]])).toBe(false);
    const wholeColumn = placeOf('台账!B:B');
    expect(wholeColumn && fits(wholeColumn, [[0], [1]])).toBe(true);
  });
});

describe('a 0 without an address', () => {
  test.each<[string, number, string]>([
    ['=HUIQI.HIRE_SUBSIDY("2025q1",A1,0)', 2, 'zero'],
    ['=HUIQI.HIRE_SUBSIDY("2025q1",A1, 0.0 )', 2, 'zero'],
    ['=HUIQI.HIRE_SUBSIDY("2025q1",A1,{0;1})', 2, 'zero'],
    ['=HUIQI.HIRE_SUBSIDY("2025q1",A1,)', 2, 'blank'],
    ['=HUIQI.HIRE_SUBSIDY("2025q1",A1)', 2, 'blank'],
    ['=HUIQI.HIRE_SUBSIDY("2025q1",A1,B1*1)', 2, 'doubtful'],
    ['=HUIQI.HIRE_SUBSIDY("2025q1",A1,IF(B1="",0,B1))', 2, 'doubtful'],
    ['=HUIQI.HIRE_SUBSIDY("2025q1, 0)",SUM(A1,0),0)', 2, 'zero'],
    ['=HUIQI.HIRE_SUBSIDY("2025q1",A1,0)+HUIQI.HIRE_SUBSIDY("2025q1",A1,B1)', 2, 'doubtful'],
    ['=ROUND(_xldudf_HUIQI_HIRE_SUBSIDY("2025q1",A1,0),2)', 2, 'zero'],
    ["=HUIQI.HIRE_SUBSIDY('a,b'!A1,A1,0)", 2, 'zero'],
    ['=SUM(1,0)', 0, 'doubtful'],
  ])('%s, argument %i: %s', (formula, argument, zero) => {
    expect(writtenZero(formula, 'HIRE_SUBSIDY', argument)).toBe(zero);
  });

  test('no formula, no certainty', () => {
    expect(writtenZero(undefined, 'AWARD', 0)).toBe('doubtful');
  });
});

test('zeros are found and put back as they were found out', () => {
  const argument = [
    [0, 1],
    ['', 0],
    [0, null],
  ];
  const zeros = zerosOf(argument);
  expect(zeros).toEqual([
    [0, 0],
    [1, 1],
    [2, 0],
  ]);
  expect(withZeros(argument, zeros, (row) => (row === 0 ? 'zero' : row === 1 ? 'blank' : 'doubtful'))).toEqual([
    [0, 1],
    ['', null],
    [{ fault: 'doubtful', text: '0' }, null],
  ]);
  expect(zerosOf(0)).toEqual([[0, 0]]);
  expect(zerosOf(null)).toEqual([]);
  expect(argument[0]).toEqual([0, 1]);
});

test('cells below each other are one read, far ones another', () => {
  const cells = [5, 1, 2, 3, 900, 901].map((row) => ({ sheet: '台账', row, column: 3 }));
  expect(runsOf([...cells, { sheet: '台账', row: 2, column: 4 }, { sheet: '别表', row: 2, column: 3 }])).toEqual([
    { sheet: '台账', column: 3, row: 1, rows: 5 },
    { sheet: '台账', column: 3, row: 900, rows: 2 },
    { sheet: '台账', column: 4, row: 2, rows: 1 },
    { sheet: '别表', column: 3, row: 2, rows: 1 },
  ]);
  const long = Array.from({ length: 50_000 }, (_, row) => ({ sheet: '台账', row, column: 0 }));
  expect(runsOf(long).map(({ rows }) => rows)).toEqual([20_000, 20_000, 10_000]);
});
