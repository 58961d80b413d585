/** The functions in cells, through Microsoft's own office.js: what Excel hands over, what it asks back, what it shows. Of either flavour. */
import { catalogue } from '../../functions/catalogue';
import { CellProblem } from '../../functions/cells';
import { registerFunctions } from '../../functions/excel-door';
import { loadSetting } from '../../functions/setting';
import { readExamples, readMetadata } from '../../scripts/build-functions';
import { StandInHost, type Flavour, type StandInOptions } from '../standin/host';
import { areaAt, writeAddress } from '../standin/address';
import { openOffice } from '../standin/jsdom';
import type { StandInSheet } from '../standin/sheet';
import { StandInWorkbook } from '../standin/workbook';
import { readCall } from '../unit/functions/formula';

function fill(sheet: StandInSheet, at: string, rows: readonly (readonly (string | number | boolean)[])[]): void {
  const area = areaAt(at);
  rows.forEach((row, r) => {
    row.forEach((value, c) => {
      if (value !== '') sheet.put(area.row + r, area.column + c, { value });
    });
  });
}

const shown = (sheet: StandInSheet, at: string): unknown => {
  const { row, column } = areaAt(at);
  return sheet.cell(row, column)?.value;
};
const message = (sheet: StandInSheet, at: string): string => {
  const { row, column } = areaAt(at);
  return sheet.cell(row, column)?.message ?? '';
};

type Cells = (string | number | boolean)[][];
const isCells = (value: unknown): value is Cells =>
  Array.isArray(value) &&
  value.every((row) => Array.isArray(row) && row.every((cell) => ['string', 'number', 'boolean'].includes(typeof cell)));

/** The arguments as they are, and with one of their cells blank, each in turn. */
function emptied(args: readonly unknown[]): (Cells | null)[][] {
  const given = args.map((argument) => {
    if (argument === null || isCells(argument)) return argument;
    throw new Error(`no cells: ${JSON.stringify(argument)}`);
  });
  const blankAt = (place: number, row: number, column: number): (Cells | null)[] =>
    given.map((argument, index) =>
      index !== place || argument === null
        ? argument
        : argument.map((line, r) => line.map((value, c) => (r === row && c === column ? '' : value))),
    );
  return [
    given,
    ...given.flatMap((argument, place) => (argument ?? []).flatMap((line, r) => line.map((_value, c) => blankAt(place, r, c)))),
  ];
}

/** What the cells show of an answer. */
const asShown = (cell: unknown): unknown => (cell instanceof CellProblem ? (cell.code === 'notAvailable' ? '#N/A' : '#VALUE!') : cell);

/** 企业类型, 产值, 社保人数, 上年同期, 新增: below, at, above a recorded 0 and a blank of last year. */
const enterprises = [
  ['工业企业', 2000, 301, 300, 5],
  ['工业企业', 2000, 301, 0, 5],
  ['工业企业', 2000, 301, '', 5],
  ['工业企业', 0, 301, 300, 5],
  ['工业企业', '', 301, 300, 5],
];
const hireFormula = (row: number): string => `=HUIQI.HIRE_SUBSIDY("2025q1",A${row},B${row},C${row},D${row},E${row})`;
const columnFormula = '=HUIQI.HIRE_SUBSIDY("2025q1",A1:A5,B1:B5,C1:C5,D1:D5,E1:E5)';
const answers = [0.1, 0.5, '#N/A', 0, '#N/A'];

/** The tests, once a file: office.js lives as long as its window, and so does the flavour. */
export function functionTests(flavour: Flavour): void {
  const excel = new StandInHost(new StandInWorkbook(), { flavour });

  beforeAll(async () => {
    const { functions, allowErrorForDataTypeAny } = await readMetadata();
    excel.install(functions, allowErrorForDataTypeAny);
    await openOffice(excel);
    registerFunctions();
    await excel.functionsReady;
  });

  afterEach(() => {
    expect(excel.faults.splice(0)).toEqual([]);
  });

  function workbook(options: StandInOptions = {}, name = '台账'): StandInSheet {
    const made = new StandInWorkbook(name);
    excel.open(made, { flavour, ...options });
    return made.active;
  }

  describe('blank is not zero', () => {
    const blanks = [0, null, ''] as const;
    /** One formula a row, or one for all rows: where it stands and what it is. */
    const ways = [
      ['row by row', enterprises.map((_row, index) => ({ cell: `G${index + 1}`, formula: hireFormula(index + 1) }))],
      ['in a column', [{ cell: 'G1', formula: columnFormula }]],
    ] as const;
    const results = (sheet: StandInSheet): unknown[] => enterprises.map((_row, index) => shown(sheet, `G${index + 1}`));

    describe.each(ways)('%s', (_way, formulas) => {
      test.each(blanks)('a blank that arrives as %j gives the same answers, in one question to the workbook', async (blank) => {
        const sheet = workbook({ blank }, "甲 市's");
        fill(sheet, 'A1', enterprises);
        const before = excel.api.count.reads;
        await excel.enter(formulas);
        expect(results(sheet)).toEqual(answers);
        expect(excel.api.count.reads - before).toBe(1);
      });

      test.each(blanks)('where the host gives no addresses, a blank as %j: no 0 is paid for, and nothing is asked', async (blank) => {
        const sheet = workbook({ blank, addresses: false });
        fill(sheet, 'A1', enterprises);
        const before = excel.api.count.reads;
        await excel.enter(formulas);
        expect(results(sheet)).toEqual([0.1, '#N/A', '#N/A', '#N/A', '#N/A']);
        expect(excel.api.count.reads - before).toBe(0);
      });
    });

    test.each(blanks)('the message names what is missing, or what may be a blank: %j', async (blank) => {
      const known = workbook({ blank });
      fill(known, 'A1', enterprises);
      await excel.enter(ways[0][1]);
      expect(message(known, 'G3')).toContain('缺少“上年同期社保缴纳人数”');
      expect(message(known, 'G5')).toContain('缺少“一季度产值”');
      const unknown = workbook({ blank, addresses: false });
      fill(unknown, 'A1', enterprises);
      await excel.enter(ways[0][1]);
      expect(message(unknown, 'G2')).toMatch(/上年同期社保缴纳人数.*无法分清/);
      expect(message(unknown, 'G4')).toMatch(/一季度产值.*无法分清/);
    });

    test.each(blanks)('every function of the catalogue, with each of its cells blank in turn: %j', async (blank) => {
      const sheet = workbook({ blank });
      const setting = await loadSetting('zh-CN', null);
      const asked = readExamples().flatMap(({ formula }) => {
        const { id, args } = readCall(formula);
        const run = catalogue.find((entry) => entry.id === id)?.run;
        if (!run) throw new Error(`no function ${id}`);
        return emptied(args).map((given) => ({ id, given, expected: run(given, setting) }));
      });
      expect(asked.length).toBeGreaterThan(200);
      let top = 0;
      const formulas = asked.map(({ id, given }) => {
        let left = 0;
        const addresses = given.map((argument) => {
          if (argument === null) return '';
          const area = { row: top, column: left, rows: argument.length, columns: argument[0]?.length ?? 1 };
          argument.forEach((row, r) => row.forEach((value, c) => value !== '' && sheet.put(top + r, left + c, { value })));
          left += area.columns;
          return writeAddress(area);
        });
        top += Math.max(...given.map((argument) => argument?.length ?? 1));
        return `=HUIQI.${id}(${addresses.join(',')})`;
      });
      const found = await Promise.all(formulas.map((formula) => excel.calculate(formula)));
      const differing = asked.flatMap(({ expected }, index) => {
        const texts = [found[index]?.map((row) => row.map(({ value }) => value)), expected.map((row) => row.map(asShown))];
        return JSON.stringify(texts[0]) === JSON.stringify(texts[1]) ? [] : [[formulas[index], ...texts]];
      });
      expect(differing).toEqual([]);
    });

    test('as this Excel hands it over, a blank gives the same answers', async () => {
      const sheet = workbook();
      fill(sheet, 'A1', enterprises);
      const before = excel.api.readsOf(sheet);
      await excel.enter(enterprises.map((_row, index) => ({ cell: `G${index + 1}`, formula: hireFormula(index + 1) })));
      await excel.enter([{ cell: 'I1', formula: columnFormula }]);
      expect(enterprises.map((_row, index) => shown(sheet, `G${index + 1}`))).toEqual(answers);
      expect(enterprises.map((_row, index) => shown(sheet, `I${index + 1}`))).toEqual(answers);
      expect(excel.api.readsOf(sheet) - before).toBe(2);
    });

    test('thousands of cells in doubt, in several columns and on two sheets, are one Excel.run', async () => {
      const sheet = workbook({ blank: 0 });
      const other = excel.workbook.addSheet('别表');
      const rows = Array.from({ length: 1500 }, (_, index) => enterprises[index % enterprises.length] ?? []);
      for (const each of [sheet, other]) fill(each, 'A1', rows);
      const run = jest.spyOn(Excel, 'run');
      const before = [excel.api.readsOf(sheet), excel.api.readsOf(other), excel.api.count.reads];
      await excel.enter(
        [sheet, other].flatMap((each) =>
          rows.map((_row, index) => ({ sheet: each, cell: `G${index + 1}`, formula: hireFormula(index + 1) })),
        ),
      );
      for (const each of [sheet, other])
        expect(rows.map((_row, index) => shown(each, `G${index + 1}`))).toEqual(rows.map((_row, index) => answers[index % answers.length]));
      expect([excel.api.readsOf(sheet), excel.api.readsOf(other), excel.api.count.reads]).toEqual(before.map((count) => count + 1));
      expect(run).toHaveBeenCalledTimes(1);
      run.mockRestore();
    });

    test('three thousand cells in doubt are one question', async () => {
      const sheet = workbook({ blank: 0 });
      const rows = Array.from({ length: 3000 }, (_, index) => ['工业企业', 2000, 301, index % 2 === 0 ? 0 : '', 5]);
      fill(sheet, 'A1', rows);
      const before = excel.api.count.reads;
      await excel.enter(rows.map((_row, index) => ({ cell: `G${index + 1}`, formula: hireFormula(index + 1) })));
      expect(rows.map((_row, index) => shown(sheet, `G${index + 1}`))).toEqual(rows.map((_row, index) => (index % 2 === 0 ? 0.5 : '#N/A')));
      expect(excel.api.count.reads - before).toBe(1);
    });

    test('60,000 rows in doubt in two columns are read side by side in two answers', async () => {
      const rows = Array.from({ length: 60_000 }, (_, index) => [
        '工业企业',
        2000,
        301,
        index % 50 === 0 ? '' : 0,
        index % 75 === 0 ? '' : 5,
      ]);
      fill(workbook({ blank: 0 }), 'A1', rows);
      const before = excel.api.count.reads;
      const formula = '=HUIQI.HIRE_SUBSIDY("2025q1",A1:A60000,B1:B60000,C1:C60000,D1:D60000,E1:E60000)';
      const paid = (await excel.calculate(formula)).map(([cell]) => cell?.value);
      expect(paid).toEqual(rows.map((_row, index) => (index % 50 === 0 || index % 75 === 0 ? '#N/A' : 0.5)));
      expect(excel.api.count.reads - before).toBe(2);
    });

    test('where Excel refuses to show some of the rows in doubt, none of them is paid for', async () => {
      const rows = Array.from({ length: 1000 }, (_, index) => ['工业企业', 2000, 301, index < 100 || index > 900 ? 0 : 7, 5]);
      fill(workbook({ blank: 0 }), 'A1', rows);
      let asked = 0;
      excel.api.refuse = (action) => {
        if (action !== 'Worksheet.GetRangeByIndexes()') return null;
        asked += 1;
        return asked > 1 ? 'GeneralException' : null;
      };
      const formula = '=HUIQI.HIRE_SUBSIDY("2025q1",A1:A1000,B1:B1000,C1:C1000,D1:D1000,E1:E1000)';
      const paid = (await excel.calculate(formula)).map(([cell]) => cell?.value);
      excel.api.refuse = () => null;
      expect(asked).toBe(2);
      expect(paid).toEqual(rows.map(([, , , last]) => (last === 0 ? '#N/A' : 0.5)));
    });

    test.each([
      ['1.2, which has no addresses', { ExcelApi: 1.15, CustomFunctionsRuntime: 1.2 }, [0.1, '#N/A', '#N/A', '#N/A', '#N/A']],
      ['none', { ExcelApi: 1.15 }, ['#NAME?', '#NAME?', '#NAME?', '#NAME?', '#NAME?']],
    ])('an Excel whose CustomFunctionsRuntime is %s', async (_which, requirements, expected) => {
      const sheet = workbook({ blank: 0, requirements });
      fill(sheet, 'A1', enterprises);
      await excel.enter(ways[0][1]);
      expect(results(sheet)).toEqual(expected);
    });

    test('text is always certain: the templates pass their cells as text', async () => {
      const sheet = workbook({ blank: 0, addresses: false });
      fill(sheet, 'A1', enterprises);
      const asText = (row: number): string => `=HUIQI.HIRE_SUBSIDY("2025q1",A${row}&"",B${row}&"",C${row}&"",D${row}&"",E${row}&"")`;
      await excel.enter(enterprises.map((_row, index) => ({ cell: `G${index + 1}`, formula: asText(index + 1) })));
      expect([1, 2, 3, 4, 5].map((row) => shown(sheet, `G${row}`))).toEqual(answers);
    });

    test('a 0 written in the formula is a 0, an argument left empty is blank', async () => {
      const sheet = workbook({ blank: 0 });
      fill(sheet, 'A1', enterprises);
      await excel.enter([
        { cell: 'G1', formula: '=HUIQI.HIRE_SUBSIDY("2025q1",A1,B1,C1,0,E1)' },
        { cell: 'G2', formula: '=HUIQI.HIRE_SUBSIDY("2025q1",A1,B1,C1,,E1)' },
        { cell: 'G3', formula: '=HUIQI.HIRE_SUBSIDY("2025q1",A1:A2,B1:B2,C1:C2,{300;0},E1:E2)' },
      ]);
      expect([1, 2, 3, 4].map((row) => shown(sheet, `G${row}`))).toEqual([0.5, '#N/A', 0.1, 0.5]);
    });

    test('while a cell is being typed in the workbook does not answer: the function waits until it does', async () => {
      const sheet = workbook({ blank: 0 });
      fill(sheet, 'A1', enterprises);
      const before = excel.api.count.requests;
      const answer = excel.calculate(hireFormula(2));
      excel.workbook.editing = true;
      while (excel.api.count.requests === before) await new Promise((resolve) => setTimeout(resolve, 5));
      excel.workbook.editing = false;
      expect(await answer).toEqual([[{ value: 0.5 }]]);
    });

    test('a workbook that cannot answer otherwise leaves the 0 in doubt', async () => {
      const sheet = workbook({ blank: 0 });
      fill(sheet, 'A1', enterprises);
      excel.api.refuse = (action) => (action === 'Worksheet.GetRangeByIndexes()' ? 'ServiceNotAvailable' : null);
      const answer = await excel.calculate(hireFormula(2));
      excel.api.refuse = () => null;
      expect(answer).toEqual([[{ value: '#N/A', message: expect.stringContaining('无法分清') as string }]]);
    });
  });

  describe('cells that calculate', () => {
    test('a cell is busy until its function answers, and is calculated again when what it reads changes', async () => {
      const sheet = workbook();
      const book = excel.workbook;
      book.type(sheet, 'A1', enterprises);
      book.type(sheet, 'G1', [[hireFormula(1)]]);
      expect(shown(sheet, 'G1')).toBe('#BUSY!');
      await excel.settled();
      expect(shown(sheet, 'G1')).toBe(0.1);
      book.type(sheet, 'B1', [[1999.99]]);
      expect(shown(sheet, 'G1')).toBe('#BUSY!');
      await excel.settled();
      expect(shown(sheet, 'G1')).toBe(0);
      book.type(sheet, 'F1', [['别的']]);
      expect(shown(sheet, 'G1')).toBe(0);
    });

    test('a cell that reads the result of another follows it', async () => {
      const sheet = workbook();
      const book = excel.workbook;
      book.type(sheet, 'A1', [[5400, 5000]]);
      book.type(sheet, 'C1', [['=HUIQI.GROWTH(A1,B1)', '=C1']]);
      await excel.settled();
      expect([shown(sheet, 'C1'), shown(sheet, 'D1')]).toEqual([0.08, 0.08]);
      book.type(sheet, 'A1', [[5500]]);
      await excel.settled();
      expect([shown(sheet, 'C1'), shown(sheet, 'D1')]).toEqual([0.1, 0.1]);
    });

    test('a spill that is blocked fills its cells when the way is free, and empties them when its formula goes', async () => {
      const sheet = workbook();
      const book = excel.workbook;
      book.type(sheet, 'A1', enterprises);
      book.type(sheet, 'G3', [['挡']]);
      book.type(sheet, 'G1', [[columnFormula]]);
      await excel.settled();
      expect(['G1', 'G2', 'G3'].map((cell) => shown(sheet, cell))).toEqual(['#SPILL!', undefined, '挡']);
      book.clear(sheet, areaAt('G3'), 'All');
      await excel.settled();
      expect(['G1', 'G2', 'G3', 'G4', 'G5'].map((cell) => shown(sheet, cell))).toEqual(answers);
      book.type(sheet, 'G1', [['']]);
      expect(['G1', 'G2', 'G5'].map((cell) => shown(sheet, cell))).toEqual(['', '', '']);
    });

    test('a function Excel does not know is #NAME?; too few arguments are #VALUE!', async () => {
      workbook();
      expect(await excel.calculate('=HUIQI.NO_SUCH(1)')).toEqual([[{ value: '#NAME?' }]]);
      expect(await excel.calculate('=HUIQI.GROWTH(1)')).toEqual([[{ value: '#VALUE!' }]]);
    });

    test('a formula of Excel alone is beyond the stand-in, which says so', async () => {
      workbook();
      expect(await excel.calculate('=SUM(A1:A5)')).toEqual([[{ value: '#NAME?' }]]);
      expect(excel.faults.splice(0)).toEqual(['The stand-in host cannot calculate =SUM(A1:A5).']);
    });

    test('references to a table: this row, headers, several columns', async () => {
      const sheet = workbook();
      const book = excel.workbook;
      const head = ['企业名称', '企业类型', '一季度产值（万元）', '社保缴纳人数', '上年同期社保缴纳人数', '新增用工人数'];
      book.type(sheet, 'A1', [head, ...enterprises.map((row, index) => [`企业${index}`, ...row])]);
      book.addTable('台账表', sheet, areaAt('A1:F6'));
      const [, , output = '', insured = '', before = '', hired = ''] = head;
      const scalar = `=HUIQI.HIRE_SUBSIDY("2025q1",[@企业类型],[@[${output}]],[@${insured}],[@${before}]&"",台账表[[#This Row],[${hired}]])`;
      const table = `=HUIQI.AWARD("2025q1-26-hiring-subsidy",台账表[#Headers],台账表[[#This Row],[企业名称]:[${hired}]])`;
      await excel.enter(
        enterprises.flatMap((_row, index) => [
          { cell: `H${index + 2}`, formula: scalar },
          { cell: `I${index + 2}`, formula: table },
        ]),
      );
      for (const column of ['H', 'I']) expect(enterprises.map((_row, index) => shown(sheet, `${column}${index + 2}`))).toEqual(answers);
    });
  });

  describe('tables in cells', () => {
    const head = ['企业名称', '统一社会信用代码', '企业类型', '一季度产值（万元）', '社保缴纳人数', '上年同期社保缴纳人数', '新增用工人数'];
    const rows = [
      ['甲机械有限公司', '91450100MA5K1ABC1X', '工业企业', 2000, 301, 300, 5],
      ['乙机械有限公司', '91450100MA5K1ABD15', '工业企业', 1999.99, 301, 300, 5],
      ['丙机械有限公司', '91450100MA5K1ABE1C', '工业企业', 2000, 301, '', 5],
      ['合计', '', '', 5999.99, 903, 600, 15],
    ];

    test('AWARD, ELIGIBLE and WHY give one result a row; a total row gives nothing', async () => {
      const sheet = workbook({ blank: 0 });
      fill(sheet, 'A1', [head, ...rows]);
      await excel.enter([
        { cell: 'J2', formula: '=HUIQI.AWARD("2025q1-26-hiring-subsidy",A1:G1,A2:G5)' },
        { cell: 'K2', formula: '=HUIQI.ELIGIBLE("2025q1-26-hiring-subsidy",A1:G1,A2:G5)' },
        { cell: 'L2', formula: '=HUIQI.WHY("2025q1-26-hiring-subsidy",A1:G1,A2:G5)' },
      ]);
      const column = (letter: string): unknown[] => [2, 3, 4, 5].map((row) => shown(sheet, `${letter}${row}`));
      expect(column('J')).toEqual([0.1, 0, '#N/A', '']);
      expect(column('K')).toEqual([true, false, '待定', '']);
      expect(column('L')[0]).toMatch(/（二十六）（征求意见稿）符合，0\.1 万元/);
      expect(column('L')[1]).toContain('2000万元及以上');
      expect(column('L')[2]).toContain('上年同期社保缴纳人数');
    });

    test('CHECK spills a table with its header', async () => {
      const sheet = workbook({ blank: null });
      fill(sheet, 'A1', [head, ...rows]);
      await excel.enter([{ cell: 'J1', formula: '=HUIQI.CHECK("2025q1",A1:G1,A2:G5)' }]);
      expect(shown(sheet, 'J1')).toBe('企业名称');
      expect(shown(sheet, 'P1')).toContain('（二十六）');
      expect(shown(sheet, 'Q1')).toContain('征求意见稿');
      expect([2, 3, 4, 5].map((row) => shown(sheet, `J${row}`))).toEqual(['甲机械有限公司', '乙机械有限公司', '丙机械有限公司', '']);
      expect([2, 3, 4, 5].map((row) => shown(sheet, `P${row}`))).toEqual([0.1, 0, '待定', '']);
    });

    test('TARGET loads what it asks for and spills', async () => {
      const sheet = workbook();
      await excel.enter([{ cell: 'A1', formula: '=HUIQI.TARGET("2025q1","汽车行业")' }]);
      expect(['A1', 'B1', 'C1', 'D1'].map((cell) => shown(sheet, cell))).toEqual(['产值同比增速', '不低于', 7, '%']);
    });

    test('GROWTH: a blank that arrives as 0 is no 0', async () => {
      const sheet = workbook({ blank: 0 });
      fill(sheet, 'A1', [
        [5400, 5000],
        [5400, 0],
        [5400, ''],
        ['', 5000],
        [0, 5000],
      ]);
      await excel.enter([{ cell: 'D1', formula: '=HUIQI.GROWTH(A1:A5,B1:B5)' }]);
      expect(['D1', 'D2', 'D3', 'D4', 'D5'].map((cell) => shown(sheet, cell))).toEqual([0.08, '无基数', '#N/A', '#N/A', -1]);
    });

    test('#SPILL! where something stands in the way', async () => {
      const sheet = workbook();
      fill(sheet, 'A1', [head, ...rows]);
      fill(sheet, 'J3', [['挡']]);
      await excel.enter([{ cell: 'J2', formula: '=HUIQI.AWARD("2025q1-26-hiring-subsidy",A1:G1,A2:G5)' }]);
      expect(shown(sheet, 'J2')).toBe('#SPILL!');
    });

    test('an error among the arguments is shown as it is where functions.json does not let errors in', async () => {
      const { functions } = await readMetadata();
      const sheet = workbook();
      fill(sheet, 'A1', [[5400, 5000]]);
      sheet.put(0, 1, { value: '#DIV/0!', error: true });
      excel.install(functions);
      const refused = await excel.calculate('=HUIQI.GROWTH(A1,B1)');
      excel.install(functions, true);
      expect([refused, await excel.calculate('=HUIQI.GROWTH(A1,B1)')]).toEqual([
        [[{ value: '#DIV/0!' }]],
        [[{ value: '#VALUE!', message: expect.stringContaining('#DIV/0!') as string }]],
      ]);
    });

    test('an error in a row spoils that row only, and says where', async () => {
      const sheet = workbook();
      fill(sheet, 'A1', [head, ...rows]);
      sheet.put(1, 3, { value: '#DIV/0!', error: true });
      sheet.put(2, 3, { value: '约两千' });
      const results = await excel.calculate('=HUIQI.AWARD("2025q1-26-hiring-subsidy",A1:G1,A2:G3)');
      expect(results.map(([result]) => result?.value)).toEqual(['#VALUE!', '#VALUE!']);
      const alone = await excel.calculate('=HUIQI.AWARD("2025q1-26-hiring-subsidy",A1:G1,A3:G3)');
      expect(alone[0]?.[0]?.message).toContain('约两千');
    });

    test('a result too large for the web is refused with a message, not left at #BUSY!; the desktop takes it', async () => {
      const sheet = workbook();
      fill(sheet, 'A1', [head]);
      fill(
        sheet,
        'A2',
        Array.from({ length: 15_000 }, (_, index) => [`广西第${index}号机械制造有限责任公司`, '', '工业企业', 2000, 301]),
      );
      const [[result] = []] = await excel.calculate('=HUIQI.CHECK("2025q1",A1:G1,A2:G15001)');
      expect(result?.value).toBe(flavour === 'web' ? '#VALUE!' : '企业名称');
      expect(result?.message ?? '').toMatch(flavour === 'web' ? /5 MB/ : /^$/);
    });

    test.each([
      ['a column of messages', '=HUIQI.HIRE_SUBSIDY("2025q1",C2:C20001,D2:D20001,E2:E20001,F2:F20001,G2:G20001)', '#N/A'],
      ['reasons', '=HUIQI.WHY("2025q1-26-hiring-subsidy",A1:G1,A2:G20001)', expect.stringContaining('缺少“上年同期社保缴纳人数”')],
      ['amounts that wait', '=HUIQI.AWARD("2025q1-26-hiring-subsidy",A1:G1,A2:G20001)', '#N/A'],
    ])('so are %s', async (_what, formula, first: unknown) => {
      const sheet = workbook();
      fill(sheet, 'A1', [head]);
      fill(
        sheet,
        'A2',
        Array.from({ length: 20_000 }, (_, index) => [`广西第${index}号机械制造有限责任公司`, '', '工业企业', 2000, 301]),
      );
      const rows = await excel.calculate(formula);
      expect([rows.length, rows[0]?.[0]?.value]).toEqual(flavour === 'web' ? [1, '#VALUE!'] : [20_000, first]);
      expect(rows[0]?.[0]?.message ?? '').toMatch(flavour === 'web' ? /5 MB/ : /^$/);
    });

    test('answers that are too large only together travel one after the other, and none stays at #BUSY!', async () => {
      const sheet = workbook();
      fill(sheet, 'A1', [head]);
      fill(
        sheet,
        'A2',
        Array.from({ length: 6000 }, (_, index) => [`广西第${index}号机械制造有限责任公司`, '', '工业企业', 2000, 301]),
      );
      excel.api.count.largestIn = 0;
      const formula = '=HUIQI.WHY("2025q1-26-hiring-subsidy",A1:G1,A2:G6001)';
      await excel.enter(['J2', 'K2', 'L2'].map((cell) => ({ cell, formula })));
      for (const column of ['J', 'K', 'L'])
        expect([2, 6001].map((row) => shown(sheet, `${column}${row}`))).toEqual(
          Array(2).fill(expect.stringContaining('缺少“上年同期社保缴纳人数”')),
        );
      expect(excel.api.count.largestIn).toBeGreaterThan(2_000_000);
      if (flavour === 'web') expect(excel.api.count.largestIn).toBeLessThan(3_000_000);
    });

    test('so do the messages of ten thousand cells', async () => {
      const sheet = workbook();
      const rows = Array.from({ length: 10_000 }, () => ['工业企业', 2000, 301, '', '']);
      fill(sheet, 'A1', rows);
      excel.api.count.largestIn = 0;
      await excel.enter(rows.map((_row, index) => ({ cell: `G${index + 1}`, formula: hireFormula(index + 1) })));
      expect(rows.filter((_row, index) => shown(sheet, `G${index + 1}`) !== '#N/A')).toEqual([]);
      expect(message(sheet, 'G10000')).toContain('缺少“上年同期社保缴纳人数”');
      if (flavour === 'web') expect(excel.api.count.largestIn).toBeLessThan(2_500_000);
    });
  });
}
