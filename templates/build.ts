import { scaleText, type ExactNumber, type Input, type Pack, type Parameter } from '../src/engine';
import {
  columnLetters,
  StyleList,
  writeBook,
  type Book,
  type BookColumns,
  type BookSheet,
  type BookValidation,
  type BookValue,
  type CellStyle,
} from '../src/ooxml';
import { fill } from '../src/explain';
import type { Register } from '../src/monitor';
import { calculator, type Calculate } from './calculate';
import { clauseOf, isShare, ownParameters, unitName } from './cases';
import { indicatorPage } from './indicators';
import { figure, given, halfWidths, LOOKS, Page, result } from './looks';
import { gridCell, hasWholeRows, resultColumns, type ResultColumn, type RowFigures } from './results';
import type { Sample } from './sample';
import { sampleOf } from './samples';
import { addTiers } from './tiers';
import { guide, WORDS } from './words';

/** The add-in's namespace. */
const NAMESPACE = 'HUIQI';
/** Title and note above the header row of every table. */
const HEADER_ROW = 2;
/** Wider than this, in half-width characters, a page across is too small to read. */
const PAGE_WIDTH = 205;
/** Rows of an empty template that are ready to be typed into. */
const EMPTY_ROWS = 1;
/** Validation reaches this far below an empty table. */
const SPARE_ROWS = 2000;

/** One column of a template's table. */
interface TemplateColumn {
  readonly header: string;
  readonly width: number;
  readonly headerLook: CellStyle;
  readonly look: CellStyle;
  /** Of a word that fits into one line, where `look` allows a second one. */
  readonly short?: CellStyle;
  readonly validation?: Omit<BookValidation, 'areas'>;
  readonly formula?: string;
}

/** The header of an input or parameter: its name with its unit in full-width brackets (half-width ones break references to table columns). */
export function headerOf(fact: Input | Parameter): string {
  const unit = unitName(fact);
  return unit === '' ? fact.name : `${fact.name}（${unit}）`;
}

function exactText(value: ExactNumber): string {
  const text = scaleText(value.digits, value.power);
  if (text === null) throw new Error(`not a number: ${value.digits}`);
  return text;
}

function formatOf(fact: Input | Parameter): string {
  if (fact.type === 'date') return 'yyyy-mm-dd';
  if (fact.whole) return '#,##0';
  return fact.decimals <= 2 ? '#,##0.00' : `#,##0.00${'#'.repeat(fact.decimals - 2)}`;
}

const warning = { allowBlank: true, errorStyle: 'warning', errorTitle: WORDS.checkTitle } as const;

function validationOf(fact: Input | Parameter): Omit<BookValidation, 'areas'> | undefined {
  switch (fact.type) {
    case 'yesno':
      return { ...warning, type: 'list', formula1: `"${WORDS.yes},${WORDS.no}"`, error: WORDS.chooseFrom };
    case 'choice':
      return { ...warning, type: 'list', formula1: `"${fact.choices.map((choice) => choice.label).join(',')}"`, error: WORDS.chooseFrom };
    case 'date':
      return { ...warning, type: 'date', operator: 'between', formula1: '36526', formula2: '73050', error: WORDS.dateWanted };
    case 'number':
      if (fact.negative) return undefined;
      return fact.whole
        ? { ...warning, type: 'whole', operator: 'greaterThanOrEqual', formula1: '0', error: WORDS.wholeNumber }
        : { ...warning, type: 'decimal', operator: 'greaterThanOrEqual', formula1: '0', error: WORDS.notNegative };
    default:
      return undefined;
  }
}

/** What each row of the sample shows: as wide as the longest, up to what a page holds. */
function noteColumn(rows: readonly { readonly note: string }[] | undefined): readonly TemplateColumn[] {
  if (rows === undefined) return [];
  const longest = Math.max(...rows.map(({ note }) => halfWidths(note)));
  const width = Math.min(100, Math.max(40, longest + 2));
  return [{ header: WORDS.sampleNote, width, headerLook: LOOKS.noteHeader, look: LOOKS.longRemark, short: LOOKS.remark }];
}

/** Wide enough for its figures; a header a little wider than these is not broken in two. */
function widthOf(fact: Input | Parameter): number {
  const header = halfWidths(headerOf(fact));
  const width = figureWidth(fact);
  return fact.type === 'number' && header > width && header <= 20 ? header + 1 : width;
}

/** The longest of its labels in one line, as long as that is not too wide; 0 for what is no choice. */
function labelWidth({ choices }: Input): number {
  return Math.min(22, Math.max(0, ...choices.map(({ label }) => halfWidths(label) + 2)));
}

function figureWidth(fact: Input | Parameter): number {
  // Two lines of the header, and the button of the filter.
  if (fact.type === 'yesno') return Math.min(14, Math.max(9, Math.ceil(halfWidths(headerOf(fact)) / 2) + 3));
  if (fact.type === 'choice') return Math.min(15, Math.max(12, 2 * Math.max(...fact.choices.map((choice) => choice.label.length)) + 2));
  if (fact.type === 'date') return 14;
  return fact.whole ? 9 : 13;
}

function factColumn(fact: Input | Parameter, headerLook: CellStyle): TemplateColumn {
  const validation = validationOf(fact);
  return {
    header: headerOf(fact),
    width: widthOf(fact),
    headerLook,
    look: fact.type === 'number' || fact.type === 'date' ? figure(formatOf(fact)) : fact.type === 'choice' ? LOOKS.choice : LOOKS.centered,
    ...(fact.type === 'choice' ? { short: LOOKS.centered } : {}),
    ...(validation ? { validation } : {}),
  };
}

function keyColumn(header: string, width: number, look: CellStyle, validation?: Omit<BookValidation, 'areas'>): TemplateColumn {
  return { header, width, headerLook: LOOKS.keyHeader, look, ...(validation ? { validation } : {}) };
}

const codeColumn = keyColumn(WORDS.keys.code, 21, LOOKS.code, {
  ...warning,
  type: 'textLength',
  operator: 'equal',
  formula1: '18',
  error: WORDS.code18,
});

/** The parameters that stand in the ledger, not on the parameter sheet: an amount that is the whole award is each enterprise's own. */
export function enterpriseParameters(pack: Pack): readonly (readonly [fullName: string, parameter: Parameter])[] {
  return ownParameters(pack, 'enterprise');
}

function resultColumn({ header, formula, isMoney }: ResultColumn): TemplateColumn {
  return { header, width: 13, headerLook: LOOKS.resultHeader, look: isMoney ? result('#,##0.00####') : LOOKS.answer, formula };
}

interface TableSheet {
  readonly name: string;
  readonly tableName: string;
  readonly title: string;
  readonly note: string;
  readonly columns: readonly TemplateColumn[];
  readonly rows: readonly (readonly { readonly value: BookValue; readonly formula?: string }[])[];
  readonly tabColor: string;
  readonly zoom: number;
  readonly sample: boolean;
}

/** Whether a word needs a second line in a column that allows one. */
function isLong(value: BookValue, column: TemplateColumn | undefined): boolean {
  return column?.look.wrap === true && typeof value === 'string' && halfWidths(value) > column.width - 1;
}

function tableSheet(spec: TableSheet, styles: StyleList): BookSheet {
  const page = new Page(styles);
  page.add([{ value: spec.title, look: LOOKS.title }], 27);
  // Beside the first column: the grid of the workbench hangs the table's name over the cell above its corner.
  page.add([undefined, { value: spec.note, look: LOOKS.note }], 18);
  page.add(
    spec.columns.map((column) => ({ value: column.header, look: column.headerLook })),
    Math.max(30, 15 * Math.max(...spec.columns.map((column) => Math.ceil((halfWidths(column.header) + 1) / column.width)))),
  );
  for (const row of spec.rows) {
    page.add(
      row.map((one, i) => {
        const column = spec.columns[i];
        if (!column) throw new Error('a row wider than its table');
        return {
          value: one.value,
          look: isLong(one.value, column) ? column.look : (column.short ?? column.look),
          ...(one.formula === undefined ? {} : { formula: one.formula }),
        };
      }),
      row.some((one, i) => isLong(one.value, spec.columns[i])) ? 30 : undefined,
    );
  }
  const bottom = HEADER_ROW + spec.rows.length;
  // Several pages across, each with the names in front.
  const pagesWide = Math.ceil(spec.columns.reduce((sum, { width }) => sum + width, 0) / PAGE_WIDTH);
  const frozenColumns = pagesWide > 1 ? 1 : 0;
  const validated = spec.sample ? bottom : bottom + SPARE_ROWS;
  const columns: BookColumns[] = spec.columns.map((column, i) => ({ first: i, last: i, width: column.width }));
  return {
    name: spec.name,
    rows: page.rows,
    columns,
    merges: [],
    frozen: { rows: HEADER_ROW + 1, columns: frozenColumns },
    tables: [
      {
        name: spec.tableName,
        area: { top: HEADER_ROW, left: 0, bottom, right: spec.columns.length - 1 },
        columns: spec.columns.map((column) => ({
          name: column.header,
          ...(column.formula === undefined ? {} : { formula: column.formula }),
        })),
        filterButtons: true,
      },
    ],
    validations: spec.columns.flatMap((column, i) =>
      column.validation ? [{ ...column.validation, areas: [{ top: HEADER_ROW + 1, left: i, bottom: validated, right: i }] }] : [],
    ),
    print: {
      landscape: true,
      paper: 9,
      pagesWide,
      pagesTall: 0,
      titleRows: [0, HEADER_ROW],
      ...(frozenColumns > 0 ? { titleColumns: [0, frozenColumns - 1] as const } : {}),
      footer: `&L${spec.title}&R${WORDS.pageFooter}`,
    },
    tabColor: spec.tabColor,
    zoom: spec.zoom,
  };
}

/** A share is asked in per cent, as officers write it. */
function unitOf(parameter: Parameter): string {
  if (parameter.type !== 'number') return '';
  return isShare(parameter) ? '（%）' : parameter.unit === undefined ? '' : `（${parameter.unit.name}）`;
}

/** The bounds of a parameter in the unit of its name. */
function bandText(parameter: Parameter): string {
  const { low, high } = parameter.band;
  const percent = isShare(parameter) && parameter.unit ? parameter.unit.power + 2 : 0;
  const text = (value: ExactNumber): string => exactText({ digits: value.digits, power: value.power + percent });
  if (low && high) {
    if (low.inclusive && high.inclusive) return `${text(low.value)}—${text(high.value)}`;
    return `${low.inclusive ? '≥' : '>'}${text(low.value)}，${high.inclusive ? '≤' : '<'}${text(high.value)}`;
  }
  if (low) return `${low.inclusive ? '≥' : '>'}${text(low.value)}`;
  if (high) return `${high.inclusive ? '≤' : '<'}${text(high.value)}`;
  return WORDS.anyValue;
}

function title(pack: Pack, part: string, sample: boolean): string {
  const marks = [...(pack.status === 'draft' ? [WORDS.draft] : []), ...(sample ? [WORDS.sampleMark] : [])];
  return `${part}——${pack.title}${marks.length > 0 ? `（${marks.join('，')}）` : ''}`;
}

function parameterSheet(pack: Pack, sample: Sample | undefined, styles: StyleList): BookSheet {
  const page = new Page(styles);
  page.add([{ value: title(pack, WORDS.sheets.parameters, sample !== undefined), look: LOOKS.title }], 27);
  page.add([{ value: WORDS.parameterNote, look: LOOKS.note }], 18);
  page.add(
    WORDS.parameterHeads.map((value, i) => ({ value, look: i === 1 || i === 5 ? LOOKS.parameterHeader : LOOKS.inputHeader })),
    24,
  );
  const names = Object.values(pack.parameters).map((parameter) => parameter.name);
  const own = new Set(
    (['enterprise', 'project', 'event'] as const).flatMap((subject) => ownParameters(pack, subject).map(([name]) => name)),
  );
  const validations: BookValidation[] = [];
  const validate = (rule: Omit<BookValidation, 'areas'>): void => {
    const row = page.rows.length;
    validations.push({ ...rule, areas: [{ top: row, left: 1, bottom: row, right: 1 }] });
  };
  const lines = (text: string, width: number): number => Math.ceil(halfWidths(text) / width);
  for (const [fullName, parameter] of Object.entries(pack.parameters)) {
    if (own.has(fullName)) continue;
    const value = sample?.parameters[fullName];
    const rule = validationOf(parameter);
    if (rule) validate(rule);
    const meaning = parameter.meaning + (parameter.required ? '' : `（${WORDS.optional}）`);
    // The unit stands with the name, where officers look for it.
    const name = (names.filter((other) => other === parameter.name).length > 1 ? fullName : parameter.name) + unitOf(parameter);
    const cells: [BookValue, CellStyle][] = [
      [name, LOOKS.wrapped],
      [value === undefined ? null : value, parameter.type === 'number' ? given('General') : LOOKS.fillText],
      [parameter.type === 'number' ? bandText(parameter) : WORDS.listUnit, LOOKS.centered],
      [clauseOf(pack, parameter.measure), LOOKS.centered],
      [parameter.quote, LOOKS.wrapped],
      [value === undefined ? null : WORDS.sampleSource, LOOKS.source],
      [meaning, LOOKS.wrapped],
      [fullName, LOOKS.identifier],
    ];
    page.add(
      cells.map(([content, look]) => ({ value: content, look })),
      16 *
        Math.max(
          fullName.length > 30 ? 2 : 1,
          value === undefined ? 1 : 2,
          lines(parameter.quote, 34),
          lines(meaning, 44),
          lines(name, 32),
        ),
    );
  }
  for (const reading of Object.values(pack.readings)) {
    validate({ ...warning, type: 'list', formula1: `"${reading.options.map((option) => option.id).join(',')}"`, error: WORDS.chooseFrom });
    const options = reading.options
      .map((option) => `${option.id}：${option.meaning}${option.id === reading.default ? `（${WORDS.defaultOption}）` : ''}`)
      .join('\n');
    const meaning = `${options}\n${reading.why}`;
    const clause = [
      ...pack.measures.filter((measure) => measure.readings.includes(reading.id)).map((measure) => clauseOf(pack, measure.id)),
      ...pack.groups
        .filter((group) => group.allocation === reading.id || ('reading' in group.members && group.members.reading === reading.id))
        .map((group) => group.clause),
    ];
    const cells: [BookValue, CellStyle][] = [
      [reading.name, LOOKS.wrapped],
      [reading.default, { ...LOOKS.fillText, horizontal: 'center' }],
      [reading.options.map((option) => option.id).join('\n'), { ...LOOKS.wrapped, horizontal: 'center' }],
      [[...new Set(clause)].join(''), { ...LOOKS.wrapped, horizontal: 'center' }],
      [reading.text, LOOKS.wrapped],
      [null, LOOKS.source],
      [meaning, LOOKS.wrapped],
      [reading.id, LOOKS.identifier],
    ];
    page.add(
      cells.map(([content, look]) => ({ value: content, look })),
      15 *
        Math.max(
          2,
          lines(reading.text, 34),
          meaning.split('\n').reduce((total, line) => total + Math.max(1, lines(line, 45)), 0),
        ),
    );
  }
  // The example is one that the sheet asks for, where there is one; an enterprise's own amount can go by a table as well.
  const [asked, others] = [false, true].map((isOwn) => Object.entries(pack.parameters).filter(([name]) => own.has(name) === isOwn));
  validations.push(...addTiers(page, Object.fromEntries([...(asked ?? []), ...(others ?? [])])));
  return {
    name: WORDS.sheets.parameters,
    rows: page.rows,
    columns: [34, 17, 18, 12, 36, 22, 46, 32, 22].map((width, i) => ({ first: i, last: i, width })),
    merges: [],
    frozen: { rows: HEADER_ROW + 1, columns: 1 },
    tables: [],
    validations,
    print: {
      landscape: true,
      paper: 9,
      pagesWide: 1,
      pagesTall: 0,
      titleRows: [0, HEADER_ROW],
      footer: `&L${WORDS.sheets.parameters}&R${WORDS.pageFooter}`,
    },
    tabColor: '8A5A00',
    zoom: 100,
  };
}

/** The ceiling of one enterprise's total, as it is written: 100万元. null: there is none. */
function limitOf({ groups: [group] }: Pack): string | null {
  return group?.limit.kind === 'constant' ? group.limit.text.replace(' ', '') : null;
}

function guideSheet(pack: Pack, sample: boolean, styles: StyleList): BookSheet {
  const page = new Page(styles);
  page.add([{ value: title(pack, WORDS.sheets.guide, sample), look: LOOKS.title }], 30);
  if (sample) page.add([{ value: WORDS.sampleWarning, look: LOOKS.warning }], 20);
  const facts = {
    limit: limitOf(pack),
    own: enterpriseParameters(pack)
      .slice(0, 2)
      .map(([, { name }]) => name),
    wholeRows: hasWholeRows(pack),
  };
  for (const { heading, paragraphs } of guide(pack, sample, facts)) {
    page.add([{ value: heading, look: LOOKS.section }], 22);
    for (const paragraph of paragraphs)
      page.add([{ value: paragraph, look: LOOKS.paragraph }], 17 * Math.ceil(halfWidths(paragraph) / 112));
  }
  return {
    name: WORDS.sheets.guide,
    rows: page.rows,
    columns: [{ first: 0, last: 0, width: 118 }],
    merges: [],
    tables: [],
    validations: [],
    gridLines: false,
    print: { landscape: true, paper: 9, pagesWide: 1, pagesTall: 0, footer: `&R${WORDS.pageFooter}` },
    tabColor: '6B7480',
    zoom: 100,
  };
}

/** What a template is made with. */
interface TemplateOptions {
  /** Made-up data that show every edge. */
  readonly sample: boolean;
  /** The document's clauses and indicators, for the sheet 指标监测; null: it is left out. */
  readonly register: Register | null;
}

/**
 * The workbook cities fill in: sheets 企业台账, 项目, 活动, 参数, 指标监测, 说明, as the bytes of an .xlsx file. The same pack and register give
 * the same bytes.
 */
export function buildTemplate(pack: Pack, options: TemplateOptions): Uint8Array {
  return writeBook(templateBook(pack, options), NAMESPACE);
}

/** The same as a book, before it becomes bytes. */
function templateBook(pack: Pack, { sample: wanted, register }: TemplateOptions): Book {
  const sample = wanted ? sampleOf(pack) : undefined;
  const isSample = sample !== undefined;
  const styles = new StyleList(LOOKS.plain);
  const inputs = Object.values(pack.inputs);
  const own = enterpriseParameters(pack);
  const ledgerInputs = inputs.filter((input) => input.table === 'ledger');
  const judged = [
    ...ledgerInputs.map((input) => ({ id: input.id, header: headerOf(input) })),
    ...own.map(([id, parameter]) => ({ id, header: headerOf(parameter) })),
  ];
  const parameters = parameterSheet(pack, sample, styles);
  // The functions are handed the whole sheet below its title, by its plain address: templates/README.md says why not less.
  const parameterColumns = Math.max(...parameters.rows.map(({ cells }) => (cells.at(-1)?.column ?? 0) + 1));
  const parameterCells = parameters.rows
    .slice(HEADER_ROW)
    .map((row) =>
      Array.from({ length: parameterColumns }, (_, column) => gridCell(row.cells.find((cell) => cell.column === column)?.value)),
    );
  const lastCell = `$${columnLetters(parameterColumns - 1)}$${parameters.rows.length}`;
  const parameterRange = `${WORDS.sheets.parameters}!$A$${HEADER_ROW + 1}:${lastCell}`;
  const calculate = calculator(pack);
  const ledgerKeys = [WORDS.keys.name, WORDS.keys.code, WORDS.keys.city, WORDS.keys.county];
  const results = resultColumns(pack, {
    table: WORDS.tables.ledger,
    subject: 'enterprise',
    headerOf,
    parameterRange,
    parameters: parameterCells,
    keys: ledgerKeys,
    judged,
  });
  const ledgerColumns: TemplateColumn[] = [
    keyColumn(WORDS.keys.name, 30, LOOKS.text),
    codeColumn,
    keyColumn(WORDS.keys.city, 9, LOOKS.centered),
    keyColumn(WORDS.keys.county, 15, LOOKS.centered),
    ...ledgerInputs.map((input) => factColumn(input, LOOKS.inputHeader)),
    ...own.map(([, parameter]) => factColumn(parameter, LOOKS.parameterHeader)),
    ...results.map(resultColumn),
    ...noteColumn(sample?.enterprises),
  ];
  const ledgerRows = filledRows(
    sample?.enterprises.map(({ name, code, city, county, facts, note }) => ({ keys: [name, code, city, county], facts, note })),
    { keys: ledgerKeys, judged, results, calculate },
  );

  const entries = (table: 'project' | 'event', nameHeader: string): Pick<TableSheet, 'columns' | 'rows'> => {
    const facts = inputs.filter((input) => input.table === table);
    const given = ownParameters(pack, table);
    const source = sample === undefined ? undefined : table === 'project' ? sample.projects : sample.events;
    const keys = [nameHeader, WORDS.keys.name, WORDS.keys.code];
    const judgedHere = [
      ...facts.map((input) => ({ id: input.id, header: headerOf(input) })),
      ...given.map(([id, parameter]) => ({ id, header: headerOf(parameter) })),
    ];
    const calculated = resultColumns(pack, {
      table: table === 'project' ? WORDS.tables.projects : WORDS.tables.events,
      subject: table,
      headerOf,
      parameterRange,
      parameters: parameterCells,
      keys,
      judged: judgedHere,
    });
    const columns = [
      keyColumn(nameHeader, 28, LOOKS.text),
      keyColumn(WORDS.keys.name, 34, LOOKS.text),
      codeColumn,
      ...facts.map((input) => ({ ...factColumn(input, LOOKS.inputHeader), width: Math.max(15, widthOf(input), labelWidth(input)) })),
      ...given.map(([, parameter]) => ({ ...factColumn(parameter, LOOKS.parameterHeader), width: 15 })),
      ...calculated.map(resultColumn),
      ...noteColumn(source),
    ];
    const rows = filledRows(
      source?.map(({ title: name, enterprise, code, facts: own, note }) => ({ keys: [name, enterprise, code], facts: own, note })),
      { keys, judged: judgedHere, results: calculated, calculate },
    );
    return { columns, rows };
  };
  const projects = entries('project', WORDS.keys.project);
  const events = entries('event', WORDS.keys.event);
  const limit = limitOf(pack);
  const has = (table: Input['table']): boolean => inputs.some((input) => input.table === table);
  const sheets: BookSheet[] = [
    tableSheet(
      {
        name: WORDS.sheets.ledger,
        tableName: WORDS.tables.ledger,
        title: title(pack, WORDS.sheets.ledger, isSample),
        note: (isSample ? WORDS.sampleWarning : '') + WORDS.ledgerNote,
        columns: ledgerColumns,
        rows: ledgerRows,
        tabColor: '2F6690',
        zoom: 90,
        sample: isSample,
      },
      styles,
    ),
    ...(has('project')
      ? [
          tableSheet(
            {
              name: WORDS.sheets.projects,
              tableName: WORDS.tables.projects,
              title: title(pack, WORDS.sheets.projects, isSample),
              note: WORDS.projectNote + (limit === null ? '' : fill(WORDS.outsideLimit, { limit })),
              ...projects,
              tabColor: '2F6690',
              zoom: 100,
              sample: isSample,
            },
            styles,
          ),
        ]
      : []),
    ...(has('event')
      ? [
          tableSheet(
            {
              name: WORDS.sheets.events,
              tableName: WORDS.tables.events,
              title: title(pack, WORDS.sheets.events, isSample),
              note: WORDS.eventNote,
              ...events,
              tabColor: '2F6690',
              zoom: 100,
              sample: isSample,
            },
            styles,
          ),
        ]
      : []),
    parameters,
    ...(register === null ? [] : [indicatorPage(register, pack.status === 'draft', isSample, styles)]),
    guideSheet(pack, isSample, styles),
  ];
  return {
    sheets,
    styles: styles.styles,
    names: [],
    active: 0,
    properties: {
      title: title(pack, WORDS.sheets.ledger, isSample),
      creator: '惠企',
      subject: `${pack.id} ${pack.version}`,
      created: '2025-01-01T00:00:00Z',
    },
  };
}

/** The columns of a sheet by what fills them. */
interface Filling {
  readonly keys: readonly string[];
  readonly judged: readonly { readonly id: string }[];
  readonly results: readonly ResultColumn[];
  readonly calculate: Calculate;
}

/** The rows of a sheet with what its formulas show; one of them empty where there is no sample. */
function filledRows(
  sample: readonly (RowFigures & { readonly note: string })[] | undefined,
  { keys, judged, results, calculate }: Filling,
): TableSheet['rows'] {
  const rows: readonly RowFigures[] = sample ?? Array.from({ length: EMPTY_ROWS }, () => ({ keys: [], facts: {} }));
  const shown = results.map((column) => column.values(rows, calculate));
  return rows.map((row, at) => [
    ...keys.map((_, key) => ({ value: cellOf(row.keys[key]) })),
    ...judged.map(({ id }) => ({ value: cellOf(row.facts[id]) })),
    ...results.map(({ formula }, column) => ({ value: shown[column]?.[at] ?? null, formula })),
    ...(sample === undefined ? [] : [{ value: sample[at]?.note ?? null }]),
  ]);
}

function cellOf(value: BookValue | undefined): BookValue {
  return value === undefined ? null : value;
}
