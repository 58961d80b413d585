import { fits, placeOf, rangesOf, withZeros, writtenZero, zerosOf, type Zero } from '../../../functions/doubt';

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
    { column: 0, rows: [0, 2] },
    { column: 1, rows: [1] },
  ]);
  const found: Zero[][] = [['zero', 'doubtful'], ['blank']];
  expect(withZeros(argument, zeros, (column, row) => found[column]?.[row] ?? 'zero')).toEqual([
    [0, 1],
    ['', null],
    [{ fault: 'doubtful', text: '0' }, null],
  ]);
  expect(zerosOf(0)).toEqual([{ column: 0, rows: [0] }]);
  expect(zerosOf(null)).toEqual([]);
  expect(argument[0]).toEqual([0, 1]);
});

describe('cells are read in few ranges', () => {
  const rows = (from: number, to: number, step = 1): number[] =>
    Array.from({ length: Math.ceil((to - from + 1) / step) }, (_, at) => from + at * step);
  const rangesIn = (...asked: readonly [sheet: string, column: number, rows: readonly number[]][]): string[] =>
    rangesOf(asked.map(([sheet, column, rows]) => ({ sheet, column, rows }))).map(
      (place) => `${place.sheet} ${place.row}+${place.rows} ${place.column}+${place.columns}`,
    );

  test('below each other: one; far from each other: one each', () => {
    expect(rangesIn(['台账', 3, [5]], ['台账', 3, [1, 2, 3]], ['台账', 3, [1900, 1901]])).toEqual(['台账 1+5 3+1', '台账 1900+2 3+1']);
  });

  test('beside each other: one; of other rows, of another sheet, not side by side: one each', () => {
    expect(rangesIn(['台账', 3, rows(1, 900)], ['台账', 4, rows(2, 890, 3)], ['台账', 5, rows(1, 900, 2)])).toEqual(['台账 1+900 3+3']);
    expect(rangesIn(['台账', 3, rows(1, 900)], ['台账', 4, [850]])).toEqual(['台账 1+900 3+1', '台账 850+1 4+1']);
    expect(rangesIn(['台账', 3, [1]], ['别表', 4, [1]])).toEqual(['别表 1+1 4+1', '台账 1+1 3+1']);
    expect(rangesIn(['台账', 3, [1]], ['台账', 5, [1]])).toEqual(['台账 1+1 3+1', '台账 1+1 5+1']);
  });

  test('a long or a wide table is cut', () => {
    const long = rows(0, 49_999);
    expect(rangesIn(['台账', 0, long])).toEqual(['台账 0+20000 0+1', '台账 20000+20000 0+1', '台账 40000+10000 0+1']);
    const wide = rangesIn(...rows(0, 6).map((column): [string, number, number[]] => ['台账', column, rows(0, 19_999)]));
    expect(wide).toEqual(['台账 0+20000 0+5', '台账 0+20000 5+2']);
  });

  test('each cell lies in a range of its column, the ranges of a column from the top', () => {
    const asked = rows(0, 5).map((column) => ({ sheet: '台账', column, rows: rows(column * 7, 60_000, 1 + ((column * 5) % 11)) }));
    const ranges = rangesOf(asked);
    for (const { column, rows } of asked) {
      const own = ranges.filter((place) => place.column <= column && column < place.column + place.columns);
      expect(own.map(({ row }) => row)).toEqual(own.map(({ row }) => row).sort((a, b) => a - b));
      expect(rows.filter((row) => !own.some((place) => place.row <= row && row < place.row + place.rows))).toEqual([]);
    }
  });
});
