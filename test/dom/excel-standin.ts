/** What the stand-in Excel does, each thing asked of it through Microsoft's own office.js. Of either flavour. */
import { areaAt } from '../standin/address';
import { StandInHost, type Flavour, type StandInOptions } from '../standin/host';
import { openOffice } from '../standin/jsdom';
import type { Value } from '../standin/sheet';
import { StandInWorkbook } from '../standin/workbook';

const ledger: readonly (readonly Value[])[] = [
  ['企业', '行业', '产值'],
  ['甲厂', '机械', 3703.71],
  ['乙厂', '医药', 0],
  ['丙厂', '机械', 12],
];

/** Excel's code of what went wrong; "none" where nothing did. */
async function codeOf(batch: (context: Excel.RequestContext) => Promise<void> | void): Promise<string> {
  try {
    await Excel.run(async (context) => {
      await batch(context);
      await context.sync();
    });
    return 'none';
  } catch (error) {
    if (error instanceof OfficeExtension.Error) return error.code;
    throw error;
  }
}

/** The tests, once a file: office.js lives as long as its window, and so does the flavour. */
export function standInTests(flavour: Flavour): void {
  const excel = new StandInHost(new StandInWorkbook(), { flavour });
  let book: StandInWorkbook;

  const open = (options: StandInOptions = {}): StandInWorkbook => {
    book = new StandInWorkbook('台账');
    book.type(book.active, 'A1', ledger);
    excel.open(book, { flavour, ...options });
    return book;
  };

  beforeAll(() => openOffice(excel));
  beforeEach(() => void open());
  afterEach(() => {
    expect(excel.faults.splice(0)).toEqual([]);
  });

  const sheet = (context: Excel.RequestContext): Excel.Worksheet => context.workbook.worksheets.getItem('台账');
  /** Reads one property after the batch. */
  const valuesOf = (address: string, on = '台账'): Promise<unknown[][]> =>
    Excel.run(async (context) => {
      const range = context.workbook.worksheets.getItem(on).getRange(address).load('values');
      await context.sync();
      return range.values;
    });

  test('says which Excel it is', () => {
    expect(Office.context.host).toBe(Office.HostType.Excel);
    expect(Office.context.platform).toBe(flavour === 'web' ? Office.PlatformType.OfficeOnline : Office.PlatformType.PC);
    expect(Office.context.displayLanguage).toBe('zh-CN');
    expect(Office.context.requirements.isSetSupported('ExcelApi', '1.15')).toBe(true);
    expect(Office.context.requirements.isSetSupported('ExcelApi', '1.99')).toBe(false);
  });

  describe('what it does not cover is an error and a fault', () => {
    test.each<[string, (context: Excel.RequestContext) => void, string]>([
      ['a method', (context) => void context.workbook.worksheets.getItem('台账').calculate(true), 'Worksheet.Calculate()'],
      ['a property', (context) => void context.workbook.load('isDirty'), 'Workbook.isDirty'],
      [
        'a property that is set',
        (context) => void (context.workbook.worksheets.getItem('台账').showGridlines = false),
        'Worksheet.Gridlines =',
      ],
      ['an object', (context) => void context.workbook.application.load('calculationMode'), 'Workbook.Application'],
      ['an option', (context) => void context.workbook.worksheets.load({ name: true, $top: 1 }), '$top and $skip'],
      [
        'one of the values',
        (context) => void context.workbook.worksheets.getItem('台账').getRange('A1').getSpecialCells('Formulas'),
        'Range.GetSpecialCells()',
      ],
      [
        'an argument',
        (context) => void context.workbook.worksheets.getItem('台账').getRange('A1').getSpecialCellsOrNullObject('Visible', 'Errors'),
        'argument 2 of Range.GetSpecialCellsOrNullObject()',
      ],
      [
        'what a format of numbers shows',
        (context) => {
          const cell = context.workbook.worksheets.getItem('台账').getRange('C2');
          cell.numberFormat = [['0.00%']];
          cell.load('text');
        },
        'the text of a number in the format 0.00%',
      ],
    ])('%s', async (_what, batch, named) => {
      expect(await codeOf(batch)).toBe('NotImplemented');
      expect(excel.faults.splice(0)).toEqual([`The stand-in host does not cover ${named}.`]);
    });
  });

  describe('ranges', () => {
    test('give values, formulas, types, texts, formats and where they lie', async () => {
      book.type(book.active, 'D2', [['#N/A', true, "'0012"]]);
      const read = await Excel.run(async (context) => {
        const range = sheet(context)
          .getRange('C1:F2')
          .load('values,valueTypes,text,address,rowIndex,columnIndex,rowCount,columnCount,cellCount,numberFormat');
        await context.sync();
        return range.toJSON();
      });
      expect(read).toMatchObject({
        values: [
          ['产值', '', '', ''],
          [3703.71, '#N/A', true, '0012'],
        ],
        valueTypes: [
          ['String', 'Empty', 'Empty', 'Empty'],
          ['Double', 'Error', 'Boolean', 'String'],
        ],
        text: [
          ['产值', '', '', ''],
          ['3703.71', '#N/A', 'TRUE', '0012'],
        ],
        address: '台账!C1:F2',
        rowIndex: 0,
        columnIndex: 2,
        rowCount: 2,
        columnCount: 4,
        cellCount: 8,
        numberFormat: Array.from({ length: 2 }, () => Array.from({ length: 4 }, () => 'General')),
      });
    });

    test('lead to parts of themselves and to others', async () => {
      const found = await Excel.run(async (context) => {
        const range = sheet(context).getRange('B2:C4');
        const all = [
          range.getCell(1, 1),
          range.getRow(1),
          range.getColumn(1),
          range.getLastRow(),
          range.getLastColumn(),
          range.getLastCell(),
          range.getOffsetRange(1, -1),
          range.getResizedRange(1, -1),
          range.getAbsoluteResizedRange(1, 1),
          range.getEntireRow(),
          range.getEntireColumn(),
          range.getBoundingRect('E6'),
          range.getIntersection('A3:B9'),
          range.getUsedRange(true),
        ].map((each) => each.load('address'));
        const none = range.getIntersectionOrNullObject('Z9');
        await context.sync();
        return [...all.map((each) => each.address.replace('台账!', '')), none.isNullObject];
      });
      expect(found).toEqual([
        'C3',
        'B3:C3',
        'C2:C4',
        'B4:C4',
        'C2:C4',
        'C4',
        'A3:B5',
        'B2:B5',
        'B2',
        '2:4',
        'B:C',
        'B2:E6',
        'B3:B4',
        'B2:C4',
        true,
      ]);
    });

    test('the used range of values is smaller than that of formats; an empty sheet has none', async () => {
      book.setFormat(book.active, areaAt('H9'), '@');
      book.addSheet('空');
      const found = await Excel.run(async (context) => {
        const values = sheet(context).getUsedRange(true).load('address');
        const formats = sheet(context).getUsedRange().load('address');
        const empty = context.workbook.worksheets.getItem('空').getUsedRangeOrNullObject();
        const corner = context.workbook.worksheets.getItem('空').getUsedRange().load('address');
        await context.sync();
        return [values.address, formats.address, empty.isNullObject, corner.address];
      });
      expect(found).toEqual(['台账!A1:C4', '台账!A1:H9', true, '空!A1']);
    });

    test.each<[string, unknown, unknown]>([
      ['a number written as text', '12.50', 12.5],
      ['a percentage', '50%', 0.5],
      ['TRUE', 'true', true],
      ['a text after an apostrophe', "'=1", '=1'],
      ['a text', '甲', '甲'],
      ['an error', '#N/A', '#N/A'],
    ])('%s is taken as Excel takes it', async (_what, given, taken) => {
      expect(await codeOf((context) => void (sheet(context).getRange('E1').values = [[given]]))).toBe('none');
      expect(await valuesOf('E1')).toEqual([[taken]]);
    });

    test('null leaves a cell alone, one value fills all, a text format keeps what is written', async () => {
      await Excel.run(async (context) => {
        sheet(context).getRange('A2:B2').values = [[null, '化工']];
        sheet(context).getRange('E1:F2').values = [[7]];
        sheet(context).getRange('G1').numberFormat = [['@']];
        sheet(context).getRange('G1').values = [['=1+1']];
        await context.sync();
      });
      expect(await valuesOf('A2:B2')).toEqual([['甲厂', '化工']]);
      expect(await valuesOf('E1:G2')).toEqual([
        [7, 7, '=1+1'],
        [7, 7, ''],
      ]);
    });

    test.each(['=1+1', '+A1', '-甲', '@SUM(A1)'])('%s in a plain cell is a formula', async (text) => {
      await Excel.run(async (context) => {
        sheet(context).getRange('E1').values = [[text]];
        await context.sync();
      });
      await excel.settled();
      expect(book.active.cell(0, 4)?.formula).toMatch(/^=/);
      expect(excel.faults.splice(0)).toHaveLength(1);
    });

    test('more than 1500 cells, which office.js cuts, arrive whole', async () => {
      const rows = Array.from({ length: 700 }, (_, row) => [row, `企业${row}`, row / 8]);
      await Excel.run(async (context) => {
        sheet(context).getRange('A10:C709').values = rows;
        await context.sync();
      });
      expect(await valuesOf('A10:C709')).toEqual(rows);
    });

    test('are cleared, inserted, taken out', async () => {
      await Excel.run(async (context) => {
        sheet(context).getRange('A2:C2').insert('Down');
        await context.sync();
      });
      expect(await valuesOf('A2:A5')).toEqual([[''], ['甲厂'], ['乙厂'], ['丙厂']]);
      await Excel.run(async (context) => {
        sheet(context).getRange('A2:C3').delete('Up');
        sheet(context).getRange('C1:C2').clear('Contents');
        await context.sync();
      });
      expect(await valuesOf('A1:C3')).toEqual([
        ['企业', '行业', ''],
        ['乙厂', '医药', ''],
        ['丙厂', '机械', 12],
      ]);
    });

    test('merged cells keep the first; what is written into the others is lost', async () => {
      const merged = await Excel.run(async (context) => {
        sheet(context).getRange('A2:B3').merge(false);
        sheet(context).getRange('A2:B3').values = [
          ['新', '丢'],
          ['丢', '丢'],
        ];
        const areas = sheet(context).getRange('A1:C9').getMergedAreasOrNullObject();
        areas.load('address,areas/items/rowCount');
        await context.sync();
        return [areas.address, areas.areas.items.map((area) => area.rowCount)];
      });
      expect(merged).toEqual(['台账!A2:B3', [2]]);
      expect(await valuesOf('A2:B3')).toEqual([
        ['新', ''],
        ['', ''],
      ]);
      expect(await codeOf((context) => sheet(context).getRange('A3:C3').insert('Down') && undefined)).toBe('InsertDeleteConflict');
      expect(await codeOf((context) => sheet(context).getRange('A1:C9').unmerge())).toBe('none');
      expect(book.active.merges).toEqual([]);
    });

    test('hidden rows and columns, and what is visible', async () => {
      const found = await Excel.run(async (context) => {
        sheet(context).getRange('2:2').rowHidden = true;
        sheet(context).getRange('B:B').columnHidden = true;
        const range = sheet(context).getRange('A1:B4').load('rowHidden,columnHidden');
        const visible = range.getSpecialCellsOrNullObject('Visible');
        visible.load('areas/items/address');
        await context.sync();
        return [range.rowHidden, range.columnHidden, visible.areas.items.map((area) => area.address)];
      });
      expect(found).toEqual([null, null, ['台账!A1:B1', '台账!A3:B4']]);
    });

    test('a tracked range is still known in a later batch; an untracked one is not', async () => {
      let range: Excel.Range | undefined;
      await Excel.run(async (context) => {
        range = sheet(context).getRange('A2');
        context.trackedObjects.add(range);
        await context.sync();
      });
      if (!range) throw new Error('no range');
      const kept = range;
      await Excel.run(kept, async (context) => {
        kept.load('values');
        await context.sync();
        kept.untrack();
        await context.sync();
      });
      expect(kept.values).toEqual([['甲厂']]);
    });
  });

  describe('refusals, with the codes of Excel', () => {
    test('a range of a workbook that is closed', async () => {
      const kept = await Excel.run(async (context) => {
        const range = sheet(context).getRange('A2');
        context.trackedObjects.add(range);
        await context.sync();
        return range;
      });
      open();
      await expect(
        Excel.run(kept, async (context) => {
          kept.load('values');
          await context.sync();
        }),
      ).rejects.toMatchObject({ code: 'InvalidReference' });
    });

    test.each<[string, (context: Excel.RequestContext) => void, string]>([
      ['a sheet that is not there', (context) => void context.workbook.worksheets.getItem('无').load('name'), 'ItemNotFound'],
      ['a table that is not there', (context) => void context.workbook.tables.getItem('无').load('name'), 'ItemNotFound'],
      ['an address that is none', (context) => void sheet(context).getRange('没有').load('address'), 'InvalidArgument'],
      ['a cell beyond the sheet', (context) => void sheet(context).getRange('A1').getOffsetRange(-1, 0).load('address'), 'InvalidArgument'],
      ['values of another shape', (context) => void (sheet(context).getRange('A1:B2').values = [[1, 2, 3]]), 'InvalidArgument'],
      ['a text longer than a cell', (context) => void (sheet(context).getRange('A1').values = [['企'.repeat(32_768)]]), 'InvalidArgument'],
      ['more cells than one read takes', (context) => void sheet(context).getRange('A:F').load('values'), 'RangeExceedsLimit'],
      ['a sheet name that is taken', (context) => void context.workbook.worksheets.add('台账'), 'ItemAlreadyExists'],
      ['a sheet name in other letters', (context) => void context.workbook.worksheets.add('台账'.toUpperCase()), 'ItemAlreadyExists'],
      ['a sheet name with a colon', (context) => void context.workbook.worksheets.add('甲:乙'), 'InvalidArgument'],
      ['a sheet name of 32 letters', (context) => void context.workbook.worksheets.add('表'.repeat(32)), 'InvalidArgument'],
      ['the only sheet taken away', (context) => sheet(context).delete(), 'InvalidOperation'],
      ['the only sheet hidden', (context) => void (sheet(context).visibility = 'Hidden'), 'InvalidOperation'],
    ])('%s', async (_what, batch, code) => {
      expect(await codeOf(batch)).toBe(code);
    });

    test('what stood before the fault in a batch stays done', async () => {
      expect(
        await codeOf((context) => {
          sheet(context).getRange('E1').values = [['先']];
          context.workbook.worksheets.add('台账');
          sheet(context).getRange('E2').values = [['后']];
        }),
      ).toBe('ItemAlreadyExists');
      expect(await valuesOf('E1:E2')).toEqual([['先'], ['']]);
    });

    test('a cell being typed in refuses everything', async () => {
      book.editing = true;
      expect(await codeOf((context) => void sheet(context).load('name'))).toBe('InvalidOperationInCellEditMode');
    });

    test('a colleague in the way', async () => {
      excel.api.refuse = (action) => (action === 'Range.Values =' ? 'Conflict' : null);
      expect(await codeOf((context) => void (sheet(context).getRange('A1').values = [[1]]))).toBe('Conflict');
      excel.api.refuse = () => null;
    });

    test('requests and answers beyond the limit', async () => {
      open({ limit: 20_000 });
      expect(await codeOf((context) => void (sheet(context).getRange('A1').values = [['企'.repeat(9000)]]))).toBe(
        'RequestPayloadSizeLimitExceeded',
      );
      book.type(book.active, 'A9', [['企'.repeat(9000)]]);
      expect(await codeOf((context) => void sheet(context).getRange('A9').load('values'))).toBe('ResponsePayloadSizeLimitExceeded');
    });

    test('5 MB is the limit of the web, and none of the desktop', async () => {
      book.type(
        book.active,
        'A9',
        Array.from({ length: 60 }, () => ['企'.repeat(30_000)]),
      );
      expect(await codeOf((context) => void sheet(context).getRange('A9:A68').load('values'))).toBe(
        flavour === 'web' ? 'ResponsePayloadSizeLimitExceeded' : 'none',
      );
    });
  });

  describe('sheets', () => {
    test('are added, named, moved, coloured, hidden, shown, counted, taken away', async () => {
      const found = await Excel.run(async (context) => {
        const { worksheets } = context.workbook;
        const added = worksheets.add('结果');
        const unnamed = worksheets.add();
        added.tabColor = '#00B050';
        added.position = 0;
        unnamed.visibility = 'VeryHidden';
        added.activate();
        await context.sync();
        added.name = '测算结果';
        worksheets.load('items/name,items/visibility,items/position');
        const active = worksheets.getActiveWorksheet().load('name,tabColor');
        const count = worksheets.getCount();
        const missing = worksheets.getItemOrNullObject('无');
        await context.sync();
        const before = worksheets.items.map(({ name, visibility }) => `${name} ${visibility}`);
        added.delete();
        await context.sync();
        return [before, active.name, active.tabColor, count.value, missing.isNullObject];
      });
      expect(found).toEqual([['测算结果 Visible', '台账 Visible', 'Sheet3 VeryHidden'], '测算结果', '#00B050', 3, true]);
      expect(book.sheets.map(({ name }) => name)).toEqual(['台账', 'Sheet3']);
      expect(book.active.name).toBe('台账');
    });

    test('panes are frozen and freed', async () => {
      const frozen = async (batch: (panes: Excel.WorksheetFreezePanes) => void): Promise<unknown> =>
        Excel.run(async (context) => {
          batch(sheet(context).freezePanes);
          const place = sheet(context).freezePanes.getLocationOrNullObject().load('address');
          await context.sync();
          return place.isNullObject ? null : place.address;
        });
      expect(await frozen((panes) => panes.freezeRows(3))).toBe('台账!1:3');
      expect(await frozen((panes) => panes.freezeColumns(2))).toBe('台账!A:B');
      expect(await frozen((panes) => panes.freezeAt('A1:B3'))).toBe('台账!A1:B3');
      expect(await frozen((panes) => panes.unfreeze())).toBeNull();
    });

    test('a protected sheet is read but not written', async () => {
      const protect = await codeOf((context) =>
        sheet(context).protection.protect({ allowAutoFilter: true, allowFormatCells: true }, '口令'),
      );
      expect(protect).toBe('none');
      expect(await valuesOf('A2')).toEqual([['甲厂']]);
      for (const [what, batch, code] of [
        ['values', (context) => void (sheet(context).getRange('A1').values = [[1]]), 'AccessDenied'],
        ['clear', (context) => sheet(context).getRange('A1').clear(), 'AccessDenied'],
        ['merge', (context) => sheet(context).getRange('A1:B1').merge(false), 'AccessDenied'],
        ['table', (context) => void context.workbook.tables.add('台账!A1:C4', true), 'AccessDenied'],
        ['validation', (context) => sheet(context).getRange('A1').dataValidation.clear(), 'AccessDenied'],
        ['widths', (context) => sheet(context).getRange('A:A').format.autofitColumns(), 'AccessDenied'],
        ['allowed format', (context) => void (sheet(context).getRange('A1').format.font.bold = true), 'none'],
        ['allowed filter', (context) => void sheet(context).autoFilter.apply(sheet(context).getRange('A1:C4')), 'none'],
        ['wrong password', (context) => sheet(context).protection.unprotect('别的'), 'AccessDenied'],
        ['password', (context) => sheet(context).protection.unprotect('口令'), 'none'],
        ['values again', (context) => void (sheet(context).getRange('A1').values = [['企业']]), 'none'],
      ] as const satisfies readonly (readonly [string, (context: Excel.RequestContext) => void, string])[])
        expect([what, await codeOf(batch)]).toEqual([what, code]);
    });

    test('a protected workbook keeps its sheets', async () => {
      const found = await Excel.run(async (context) => {
        context.workbook.protection.protect('口令');
        const protection = context.workbook.protection.load('protected');
        await context.sync();
        return protection.protected;
      });
      expect(found).toBe(true);
      expect(await codeOf((context) => void context.workbook.worksheets.add('新'))).toBe('InvalidOperation');
      expect(await codeOf((context) => void (sheet(context).name = '改'))).toBe('AccessDenied');
      expect(await codeOf((context) => context.workbook.protection.unprotect())).toBe('AccessDenied');
      expect(await codeOf((context) => context.workbook.protection.unprotect('口令'))).toBe('none');
      expect(await codeOf((context) => void context.workbook.worksheets.add('新'))).toBe('none');
    });
  });

  describe('tables', () => {
    const addTable = (): Promise<string> =>
      codeOf((context) => {
        const table = context.workbook.tables.add('台账!A1:C4', true);
        table.name = '企业表';
      });

    test('have a name, columns, rows and ranges', async () => {
      await addTable();
      const found = await Excel.run(async (context) => {
        const table = sheet(context).tables.getItem('企业表').load('name,style,showHeaders');
        table.columns.load('items/name,count');
        const body = table.getDataBodyRange().load('address');
        const header = table.getHeaderRowRange().load('values');
        const whole = table.getRange().load('address');
        const column = table.columns.getItem('产值').getDataBodyRange().load('values');
        const missing = table.columns.getItemOrNullObject('无');
        const rows = table.rows.getCount();
        await context.sync();
        return [
          table.name,
          table.columns.items.map(({ name }) => name),
          body.address,
          header.values,
          whole.address,
          column.values,
          missing.isNullObject,
          rows.value,
        ];
      });
      expect(found).toEqual([
        '企业表',
        ['企业', '行业', '产值'],
        '台账!A2:C4',
        [['企业', '行业', '产值']],
        '台账!A1:C4',
        [[3703.71], [0], [12]],
        true,
        3,
      ]);
    });

    test.each([
      ['企业表', 'A2:C4'],
      ['企业表[产值]', 'C2:C4'],
      ['企业表[#Headers]', 'A1:C1'],
      ['企业表[#All]', 'A1:C4'],
      ['企业表[[行业]:[产值]]', 'B2:C4'],
      ['企业表[[#Headers],[产值]]', 'C1'],
      ['企业表[[#All],[企业]:[行业]]', 'A1:B4'],
    ])('%s is %s', async (reference, address) => {
      await addTable();
      const found = await Excel.run(async (context) => {
        const range = sheet(context).getRange(reference).load('address');
        await context.sync();
        return range.address;
      });
      expect(found).toBe(`台账!${address}`);
    });

    test('a column that is not there is no reference', async () => {
      await addTable();
      expect(await codeOf((context) => void sheet(context).getRange('企业表[没有]').load('address'))).toBe('InvalidArgument');
    });

    test('a name taken, a name that is none, tables over tables and over merged cells', async () => {
      await addTable();
      book.type(book.active, 'E1', [['列'], [1]]);
      book.active.merge(areaAt('G1:H2'), false);
      for (const [what, batch, code] of [
        ['taken', (context) => void (context.workbook.tables.add('台账!E1:E2', true).name = '企业表'), 'ItemAlreadyExists'],
        ['an address', (context) => void (context.workbook.tables.getItem('企业表').name = 'A1'), 'InvalidArgument'],
        ['a blank in it', (context) => void (context.workbook.tables.getItem('企业表').name = '企业 表'), 'InvalidArgument'],
        ['overlap', (context) => void context.workbook.tables.add('台账!C3:D5', true), 'MergedRangeConflict'],
        ['merged cells', (context) => void context.workbook.tables.add('台账!G1:H3', true), 'MergedRangeConflict'],
        ['cells pushed through it', (context) => void sheet(context).getRange('B2').insert('Down'), 'InsertDeleteConflict'],
      ] as const satisfies readonly (readonly [string, (context: Excel.RequestContext) => void, string])[])
        expect([what, await codeOf(batch)]).toEqual([what, code]);
    });

    test('grow by rows, but not into cells and not while filtered', async () => {
      await addTable();
      const add = (context: Excel.RequestContext): void =>
        void context.workbook.tables.getItem('企业表').rows.add(undefined, [['丁厂', '化工', 1]]);
      expect(await codeOf(add)).toBe('none');
      expect(await valuesOf('企业表')).toHaveLength(4);
      book.type(book.active, 'A6', [['别的']]);
      expect(await codeOf(add)).toBe('InsertDeleteConflict');
      expect(
        await codeOf((context) => context.workbook.tables.getItem('企业表').columns.getItem('行业').filter.applyValuesFilter(['机械'])),
      ).toBe('none');
      expect(await codeOf(add)).toBe('FilteredRangeConflict');
    });

    test('filters hide rows and give them back', async () => {
      await addTable();
      const hidden = async (batch: (table: Excel.Table) => void): Promise<unknown> =>
        Excel.run(async (context) => {
          const table = context.workbook.tables.getItem('企业表');
          batch(table);
          const filter = table.autoFilter.load('isDataFiltered');
          const rows = ['2:2', '3:3', '4:4'].map((row) => sheet(context).getRange(row).load('rowHidden'));
          await context.sync();
          return [filter.isDataFiltered, ...rows.map((row) => row.rowHidden)];
        });
      expect(await hidden((table) => table.columns.getItem('行业').filter.applyValuesFilter(['机械']))).toEqual([true, false, true, false]);
      expect(await hidden((table) => table.clearFilters())).toEqual([false, false, false, false]);
    });

    test('turn back into cells, or go with them', async () => {
      await addTable();
      expect(await codeOf((context) => context.workbook.tables.getItem('企业表').convertToRange() && undefined)).toBe('none');
      expect([book.tables.length, book.active.cell(0, 0)?.value]).toEqual([0, '企业']);
      await addTable();
      expect(await codeOf((context) => context.workbook.tables.getItem('企业表').delete())).toBe('none');
      expect([book.tables.length, book.active.cell(0, 0)?.value]).toEqual([0, undefined]);
    });
  });

  test("a sheet's own filter hides rows until it is removed", async () => {
    const hidden = async (batch: (filter: Excel.AutoFilter, context: Excel.RequestContext) => void): Promise<unknown> =>
      Excel.run(async (context) => {
        const filter = sheet(context).autoFilter;
        batch(filter, context);
        filter.load('enabled,isDataFiltered');
        const place = filter.getRangeOrNullObject().load('address');
        const row = sheet(context).getRange('3:3').load('rowHidden');
        await context.sync();
        return [filter.enabled, filter.isDataFiltered, place.isNullObject ? null : place.address, row.rowHidden];
      });
    const criteria: Excel.FilterCriteria = { filterOn: 'Values', values: ['机械'] };
    expect(await hidden((filter, context) => filter.apply(sheet(context).getRange('A1:C4'), 1, criteria))).toEqual([
      true,
      true,
      '台账!A1:C4',
      true,
    ]);
    expect(await hidden((filter) => filter.clearCriteria())).toEqual([true, false, '台账!A1:C4', false]);
    expect(await hidden((filter) => filter.remove())).toEqual([false, false, null, false]);
  });

  test('names lead to cells, are listed, and go', async () => {
    const found = await Excel.run(async (context) => {
      const { names } = context.workbook;
      names.add('上限', sheet(context).getRange('C2'), '年度上限');
      names.add('税率', '=0.13');
      sheet(context).names.add('本表', '=台账!$A$1:$A$4');
      await context.sync();
      names.load('items/name,items/type,items/comment,items/scope');
      const place = names.getItem('上限').getRange().load('address');
      const through = sheet(context).getRange('本表').load('address');
      const missing = names.getItemOrNullObject('无');
      const rate = names.getItem('税率').getRangeOrNullObject();
      await context.sync();
      names.getItem('税率').delete();
      const count = names.getCount();
      await context.sync();
      return [
        names.items.map(({ name, type, scope }) => `${name} ${type} ${scope}`),
        place.address,
        through.address,
        missing.isNullObject,
        rate.isNullObject,
        count.value,
      ];
    });
    expect(found).toEqual([['上限 Range Workbook', '税率 String Workbook'], '台账!C2', '台账!A1:A4', true, true, 1]);
    expect(await codeOf((context) => void context.workbook.names.add('上限', '=1'))).toBe('ItemAlreadyExists');
    expect(await codeOf((context) => void context.workbook.names.add('A1', '=1'))).toBe('InvalidArgument');
  });

  test('looks are remembered where they were asked for', async () => {
    await Excel.run(async (context) => {
      const range = sheet(context).getRange('A1:C1');
      range.format.font.bold = true;
      range.format.fill.color = '#E2EFDA';
      range.format.wrapText = true;
      range.format.columnWidth = 80;
      range.format.borders.getItem('EdgeBottom').style = 'Continuous';
      range.numberFormat = [['@', '@', '0.00']];
      sheet(context).getRange('A:A').format.autofitColumns();
      await context.sync();
    });
    expect(book.active.looks.get('A1:C1')).toEqual({
      'Font.Bold': true,
      'Fill.Color': '#E2EFDA',
      WrapText: true,
      ColumnWidth: 80,
      'Border.EdgeBottom.Style': 'Continuous',
    });
    expect(book.active.cell(0, 2)?.format).toBe('0.00');
  });

  test('validation is set, read and cleared', async () => {
    const rule = { list: { inCellDropDown: true, source: '是,否' } };
    const found = await Excel.run(async (context) => {
      const validation = sheet(context).getRange('D2:D4').dataValidation;
      validation.rule = rule;
      validation.errorAlert = { message: '只填是或否', showAlert: true, style: 'Stop', title: '台账' };
      validation.ignoreBlanks = true;
      await context.sync();
      const part = sheet(context).getRange('D3').dataValidation.load('rule,type');
      await context.sync();
      return [part.rule, part.type];
    });
    expect(found).toEqual([rule, 'List']);
    expect(book.active.validations).toHaveLength(1);
    expect(await codeOf((context) => sheet(context).getRange('D2:D4').dataValidation.clear())).toBe('none');
    expect(book.active.validations).toEqual([]);
  });

  test('conditional formats are added, counted and cleared', async () => {
    const found = await Excel.run(async (context) => {
      const formats = sheet(context).getRange('C2:C4').conditionalFormats;
      const custom = formats.add('Custom').custom;
      custom.rule.formula = '=$C2=0';
      custom.format.fill.color = '#FFC7CE';
      const value = formats.add('CellValue').cellValue;
      value.rule = { formula1: '0', operator: 'LessThan' };
      value.format.font.color = '#9C0006';
      const count = formats.getCount();
      formats.load('items/type');
      await context.sync();
      return [count.value, formats.items.map(({ type }) => type)];
    });
    expect(found).toEqual([2, ['CellValue', 'Custom']]);
    expect(book.active.conditionals.map(({ properties }) => properties)).toEqual([
      { Rule: { formula1: '0', operator: 'LessThan' }, 'Font.Color': '#9C0006' },
      { 'Rule.Formula': '=$C2=0', 'Fill.Color': '#FFC7CE' },
    ]);
    expect(await codeOf((context) => void sheet(context).getRange('A1').conditionalFormats.add('DataBar'))).toBe('NotImplemented');
    expect(excel.faults.splice(0)).toHaveLength(1);
    expect(await codeOf((context) => sheet(context).getRange().conditionalFormats.clearAll())).toBe('none');
    expect(book.active.conditionals).toEqual([]);
  });

  test('parts of XML travel with the workbook', async () => {
    const xml = '<policy xmlns="urn:huiqi:policy" version="1"/>';
    const found = await Excel.run(async (context) => {
      const part = context.workbook.customXmlParts.add(xml).load('id,namespaceUri');
      await context.sync();
      const same = context.workbook.customXmlParts.getByNamespace('urn:huiqi:policy').load('items/id');
      const text = context.workbook.customXmlParts.getItem(part.id).getXml();
      const other = context.workbook.customXmlParts.getByNamespace('urn:other').getCount();
      await context.sync();
      part.setXml('<policy xmlns="urn:huiqi:policy"><a/></policy>');
      const changed = part.getXml();
      await context.sync();
      part.delete();
      const count = context.workbook.customXmlParts.getCount();
      await context.sync();
      return [part.namespaceUri, same.items.length, text.value, other.value, changed.value, count.value];
    });
    expect(found).toEqual(['urn:huiqi:policy', 1, xml, 0, '<policy xmlns="urn:huiqi:policy"><a/></policy>', 0]);
    expect(await codeOf((context) => void context.workbook.customXmlParts.add('<a>'))).toBe('InvalidArgument');
  });

  test('settings are kept in the workbook, by either way of office.js', async () => {
    const found = await Excel.run(async (context) => {
      context.workbook.settings.add('huiqi.test', '一');
      await context.sync();
      const setting = context.workbook.settings.getItem('huiqi.test').load('value');
      const missing = context.workbook.settings.getItemOrNullObject('无');
      await context.sync();
      const value: unknown = setting.value;
      return [value, missing.isNullObject];
    });
    expect(found).toEqual(['一', true]);
    Office.context.document.settings.set('huiqi.other', { row: 3 });
    await new Promise((resolve) => Office.context.document.settings.saveAsync(resolve));
    expect(book.settings.get('huiqi.other')).toEqual({ row: 3 });
    expect(await codeOf((context) => context.workbook.settings.getItem('huiqi.test').delete())).toBe('none');
    expect(book.settings.has('huiqi.test')).toBe(false);
  });

  test('a selection is made, read and told', async () => {
    const heard: string[] = [];
    const registered = await Excel.run(async (context) => {
      const one = context.workbook.worksheets.onSelectionChanged.add(async ({ address }) => void heard.push(`all ${address}`));
      const own = sheet(context).onSelectionChanged.add(async ({ address }) => void heard.push(`own ${address}`));
      const whole = context.workbook.onSelectionChanged.add(async () => void heard.push('workbook'));
      await context.sync();
      return [one, own, whole];
    });
    const found = await Excel.run(async (context) => {
      sheet(context).getRange('B2:C3').select();
      const selected = context.workbook.getSelectedRange().load('address');
      const cell = context.workbook.getActiveCell().load('address');
      await context.sync();
      return [selected.address, cell.address];
    });
    expect(found).toEqual(['台账!B2:C3', '台账!B2']);
    await heardAll(heard, 3);
    expect([...heard].sort()).toEqual(['all B2:C3', 'own B2:C3', 'workbook']);
    const [first] = registered;
    if (first)
      await Excel.run(first.context, async (context) => {
        for (const handler of registered) handler.remove();
        await context.sync();
      });
    book.select(book.active, areaAt('A1'));
    await valuesOf('A1');
    expect(heard).toHaveLength(3);
  });

  test('a change is told: where, and whether it was a colleague', async () => {
    const heard: unknown[] = [];
    await Excel.run(async (context) => {
      sheet(context).onChanged.add(async ({ address, source, changeType }) => void heard.push([address, source, changeType]));
      await context.sync();
    });
    book.type(book.active, 'C3', [[1]]);
    book.type(book.active, 'A2', [['改名']], 'Remote');
    await heardAll(heard, 2);
    expect(heard).toEqual([
      ['C3', 'Local', 'RangeEdited'],
      ['A2', 'Remote', 'RangeEdited'],
    ]);
  });

  test('a button of the ribbon runs its function, and hears when it is done', async () => {
    const ran: string[] = [];
    Office.actions.associate('judgeLedger', (event: Office.AddinCommands.Event) => {
      ran.push(event.source.id);
      event.completed();
    });
    await excel.runCommand('Huiqi.Judge', 'judgeLedger');
    expect(ran).toEqual(['Huiqi.Judge']);
  });

  test('what went over the wire is counted', async () => {
    const before = { ...excel.api.count };
    await valuesOf('A1:C4');
    const { requests, reads, largestIn } = excel.api.count;
    expect(requests).toBeGreaterThan(before.requests);
    expect(reads - before.reads).toBe(1);
    expect(largestIn).toBeGreaterThan(0);
  });
}

/** Waits until so many things were heard. */
async function heardAll(heard: readonly unknown[], count: number): Promise<void> {
  for (let turn = 0; turn < 200 && heard.length < count; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
}
