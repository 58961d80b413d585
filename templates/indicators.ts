import { dayNumber, dayText } from '../src/engine';
import { indicatorSheet, judgeIndicators, monitorWords, readFigureJson, type Register, type Reported } from '../src/monitor';
import { cellAddress, type BookSheet, type BookValue, type CellStyle, type StyleList } from '../src/ooxml';
import { LOOKS, Page, halfWidths } from './looks';
import { WORDS } from './words';

/** Title and note above the header row. */
const HEADER_ROW = 2;

const heads = monitorWords('zh-CN').columns;
type Head = keyof typeof heads;

interface IndicatorColumn {
  readonly head: Head;
  readonly width: number;
  readonly headerLook: CellStyle;
  readonly look: CellStyle;
  /** Said by monitoring: it holds as long as the figures are those it was said of. */
  readonly said?: boolean;
}

const about = (head: Head, width: number, look: CellStyle): IndicatorColumn => ({ head, width, headerLook: LOOKS.keyHeader, look });
const entered = (head: Head, width: number, look: CellStyle): IndicatorColumn => ({ head, width, headerLook: LOOKS.inputHeader, look });
const said = (head: Head, width: number, look: CellStyle): IndicatorColumn => ({
  head,
  width,
  headerLook: LOOKS.resultHeader,
  look: { ...look, fill: 'EEF6EF' },
  said: true,
});

/** The columns of the sheet, in their order; those a document has no use for are left out. */
function columnsOf(register: Register): IndicatorColumn[] {
  const hasParts = register.indicators.some((indicator) => indicator.each.length > 0);
  const hasOpenTargets = register.indicators.some(({ value, every }) => value === null && every === null);
  return [
    about('clause', 9, LOOKS.choice),
    about('subject', 17, LOOKS.wrapped),
    about('name', 15, LOOKS.wrapped),
    ...(hasParts ? [about('part', 10, LOOKS.choice)] : []),
    about('required', 12, LOOKS.choice),
    about('unit', 6, LOOKS.choice),
    about('period', 12, LOOKS.choice),
    entered('actual', 11, LOOKS.fill),
    entered('now', 11, LOOKS.fill),
    entered('before', 11, LOOKS.fill),
    ...(hasOpenTargets ? [entered('target', 10, LOOKS.fill)] : []),
    entered('source', 14, LOOKS.source),
    said('status', 12, LOOKS.choice),
    said('progress', 19, LOOKS.progress),
    said('gap', 14, LOOKS.choice),
    said('shown', 12, LOOKS.centered),
    about('commitment', 8, LOOKS.choice),
    about('note', 22, LOOKS.wrapped),
    about('quote', 44, LOOKS.wrapped),
    about('indicator', 14, LOOKS.identifier),
  ];
}

/** Columns whose figures an answer rests on. */
const figureHeads: readonly Head[] = ['actual', 'now', 'before', 'target'];

/** Made-up figures of 2025q1 that show each standing: at, above and below the line, two figures, a rhythm. */
const sampleFigures: Readonly<Record<string, unknown>> = {
  'q1-2025-t001': { actual: '6%' },
  'q1-2025-t002': { actual: '-1.5%' },
  'q1-2025-t015': { actual: 3 },
  'q1-2025-t016': { actual: 2 },
  'q1-2025-t017': { now: 1250, before: 2000 },
  'q1-2025-t018': { now: 1999, before: 2000 },
  'q1-2025-t022': { actual: 499 },
  'q1-2025-t023': { actual: 5001 },
};

/** Of each sort (percentages, days, other figures) the first indicator just reached, and the second missed by one unit of its last decimal. */
function madeUp(register: Register): Readonly<Record<string, unknown>> {
  const seen = new Map<string, number>();
  const figures: Record<string, unknown> = {};
  for (const { id, compare, value, unit, every, each } of register.indicators) {
    if (value === null || every !== null || each.length > 0 || (compare !== '>=' && compare !== '<=')) continue;
    const isDay = /^\d{4}-/.test(value);
    const sort = isDay ? 'day' : unit === '%' ? unit : 'figure';
    const before = seen.get(sort) ?? 0;
    seen.set(sort, before + 1);
    if (before > 1) continue;
    const figure = before === 0 ? value : isDay ? dayText((dayNumber(value) ?? NaN) + 1) : missed(value, compare);
    figures[id] = { actual: unit === '%' ? `${figure}%` : isDay ? figure : Number(figure) };
  }
  return figures;
}

/** One unit of its last decimal on the wrong side. */
function missed(value: string, compare: '>=' | '<='): string {
  const decimals = value.split('.')[1]?.length ?? 0;
  const units = Math.round(Number(value) * 10 ** decimals) + (compare === '>=' ? -1 : 1);
  return (units / 10 ** decimals).toFixed(decimals);
}

function sampleOf(register: Register): readonly Reported[] {
  const own = register.indicators.some(({ id }) => id in sampleFigures) ? sampleFigures : madeUp(register);
  const given = register.indicators.flatMap(({ id }) => {
    const figures = own[id];
    return typeof figures === 'object' && figures !== null ? [[id, { ...figures, source: WORDS.sampleFigure }] as const] : [];
  });
  const { reported, problems } = readFigureJson(Object.fromEntries(given), register);
  if (problems.length > 0) throw new Error(`a sample figure cannot be used: ${JSON.stringify(problems[0])}`);
  return reported;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A figure as a number where the cell is no text: a percentage is text, so that it is not turned into a hundredth. */
function figureOf(text: string): BookValue {
  return /^-?\d{1,15}(?:\.\d+)?$/.test(text) && String(Number(text)) === text ? Number(text) : text;
}

/** `6%` as the decimal 0.06; null where the text is no percentage. In a formula's result some sheets make that number of the text themselves. */
function shareOf(text: string): string | null {
  const [, sign, whole, fraction] = /^(-?)(\d{1,12})(?:\.(\d+))?%$/.exec(text) ?? [];
  if (sign === undefined || whole === undefined) return null;
  const digits = whole.padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}${fraction ?? ''}`.replace(/\.?0+$/, '');
}

/**
 * The sheet 指标监测 of a document: what is asked for, columns for actual figures, and what monitoring said of them. That stands in formulas
 * which keep it only while the figures stay as they were: a changed figure shows that it waits to be judged again, never an old answer.
 */
export function indicatorPage(register: Register, draft: boolean, sample: boolean, styles: StyleList): BookSheet {
  const reported = sample ? sampleOf(register) : [];
  const setting = { title: register.title, draft, language: 'zh-CN' } as const;
  const table = indicatorSheet(judgeIndicators(register, reported, null), reported, setting);
  const places = new Map(table.columns.map(({ header }, at) => [header, at]));
  const columns = columnsOf(register);
  const marks = [...(draft ? [WORDS.draft] : []), ...(sample ? [WORDS.sampleMark] : [])];
  const title = `${WORDS.sheets.indicators}——${register.title}${marks.length > 0 ? `（${marks.join('，')}）` : ''}`;
  const page = new Page(styles);
  page.add([{ value: title, look: LOOKS.title }], 27);
  page.add([undefined, { value: WORDS.indicatorNote, look: LOOKS.note }], 18);
  page.add(
    columns.map(({ head, headerLook }) => ({ value: heads[head], look: headerLook })),
    30,
  );
  const lines = table.rows.flat();
  for (const line of lines) {
    const row = page.rows.length;
    const textOf = (head: Head): string => {
      const value = line[places.get(heads[head]) ?? -1];
      return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
    };
    const given = columns.map(({ head }, column) => ({ head, column })).filter(({ head }) => figureHeads.includes(head));
    const unchanged = `${given.map(({ column }) => cellAddress(row, column)).join('&"|"&')}=${quoted(given.map(({ head }) => textOf(head)).join('|'))}`;
    const isPercent = textOf('unit') === '%';
    page.add(
      columns.map(({ head, look, said: isSaid }) => {
        const text = textOf(head);
        if (isSaid === true) {
          if (text === '') return { value: null, look };
          const share = shareOf(text);
          if (share !== null)
            return { value: Number(share), look: { ...look, format: '0.00##%' }, formula: `IF(${unchanged},${share},"")` };
          return { value: text, look, formula: `IF(${unchanged},${quoted(text)},${quoted(head === 'status' ? WORDS.judgeAgain : '')})` };
        }
        if (!figureHeads.includes(head)) return { value: text === '' ? null : text, look };
        const asText = isPercent && (head === 'actual' || head === 'target');
        return { value: text === '' ? null : asText ? text : figureOf(text), look: asText ? { ...look, format: '@' } : look };
      }),
      15 *
        Math.max(
          2,
          ...columns.map(({ head, width, look }) => (look.wrap === true ? Math.ceil((halfWidths(textOf(head)) + 1) / (width - 1)) : 1)),
        ),
    );
  }
  return {
    name: WORDS.sheets.indicators,
    rows: page.rows,
    columns: columns.map(({ width }, at) => ({ first: at, last: at, width })),
    merges: [],
    frozen: { rows: HEADER_ROW + 1, columns: 3 },
    tables: [
      {
        name: WORDS.tables.indicators,
        area: { top: HEADER_ROW, left: 0, bottom: HEADER_ROW + lines.length, right: columns.length - 1 },
        columns: columns.map(({ head }) => ({ name: heads[head] })),
        filterButtons: true,
      },
    ],
    validations: [],
    print: {
      landscape: true,
      paper: 9,
      pagesWide: 2,
      pagesTall: 0,
      titleRows: [0, HEADER_ROW],
      titleColumns: [0, 2],
      footer: `&L${title}&R${WORDS.pageFooter}`,
    },
    tabColor: '2E6B3C',
    zoom: 100,
  };
}
