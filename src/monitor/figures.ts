import type { Cell } from '../hosts/host';
import { compare, exact, shift, sign, textOf, whole, type Exact } from './exact';
import { isDay, type Indicator, type Register } from './register';

/** One reported figure, read and in the indicator's own unit. */
export interface Reported {
  readonly indicator: string;
  /** The city or other part it is for; null for the whole. */
  readonly part: string | null;
  readonly actual: Exact | null;
  /** An ISO day, for indicators that are dates. */
  readonly day: string | null;
  /** This time and its base: now and a year before, or a part and its whole. */
  readonly now: Exact | null;
  readonly before: Exact | null;
  /** The value required, where the text leaves it to an officer. */
  readonly target: Exact | null;
  readonly source: string | null;
}

/** What is wrong with a reported figure, and where it stands. */
export interface FigureProblem {
  readonly code:
    | 'no-header'
    | 'unknown-indicator'
    | 'unknown-part'
    | 'part-needed'
    | 'no-parts'
    | 'twice'
    | 'not-a-number'
    | 'not-a-day'
    | 'unit-needed'
    | 'percent-doubtful'
    | 'other-unit'
    | 'negative'
    | 'fraction'
    | 'half-pair'
    | 'share-over'
    | 'target-published'
    | 'pair-unused'
    | 'error-value';
  readonly indicator: string | null;
  /** `E7` or a JSON key. */
  readonly place: string;
  readonly text: string;
}

/** Figures as they were reported, with everything that could not be used. */
export interface FigureReading {
  readonly reported: readonly Reported[];
  readonly problems: readonly FigureProblem[];
}

/** The columns of a sheet of figures; the first name is the one the sheet 指标监测 writes. */
const figureHeaders = {
  indicator: ['指标代号', '代号', 'indicator', 'id'],
  part: ['对象', '市', '设区市', 'part'],
  unit: ['单位', 'unit'],
  actual: ['实际值', '实际', '完成数', 'actual'],
  now: ['本期（分子）', '本期', '分子', 'now'],
  before: ['基期（分母）', '基期', '上年同期', '分母', 'before'],
  target: ['目标值', '由经办人填写的目标值', 'target'],
  source: ['来源', '数据来源', 'source'],
} as const;

type Field = keyof typeof figureHeaders;

function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

/** Words for things counted one by one: 500家 and 500户 are the same count. */
const counted = new Set(['个', '家', '户', '项', '条', '种', '场', '张', '件', '名', '家次', '次', '台套']);
const multiples: Readonly<Record<string, number>> = { 十: 1, 百: 2, 千: 3, 万: 4, 亿: 8 };

interface NamedUnit {
  readonly base: string;
  readonly power: number;
}

/** 亿元 is 元 × 10^8; 8000 平方米 and 0.8 万平方米 are the same. */
function unitOf(name: string): NamedUnit {
  let base = plain(name);
  let power = 0;
  if (base === '%' || base === '百分比') return { base: '', power: -2 };
  if (base === '‰') return { base: '', power: -3 };
  if (base === '倍') return { base: '', power: 0 };
  for (;;) {
    const multiple = multiples[base.charAt(0)];
    if (multiple === undefined || base.length < 2) break;
    power += multiple;
    base = base.slice(1);
  }
  if (base === '万' || base === '亿') return { base: '元', power: base === '万' ? 4 : 8 };
  return { base: counted.has(base) ? '个' : base, power };
}

/** A cell or JSON value as text, by its shortest digits. */
function textOfCell(cell: unknown): string {
  if (typeof cell === 'string') return cell.trim();
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

type Said = { readonly value: Exact } | { readonly code: FigureProblem['code'] };

/** A number with or without a unit, in `unit`. A bare percentage needs the unit beside it, and above 1: 0.065 may be 6.5 % or 0.065 %. */
function readQuantity(cell: unknown, given: string, unit: string): Said {
  const text = plain(textOfCell(cell)).replace(/,/g, '');
  const found = /^([+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?)(.*)$/.exec(text);
  const value = found ? exact(found[1] ?? '') : null;
  if (!found || value === null) return { code: 'not-a-number' };
  const wanted = unitOf(unit);
  const written = found[2] === '' ? given : (found[2] ?? '');
  if (written === '') {
    if (wanted.base === '' && wanted.power !== 0) return { code: 'unit-needed' };
    return { value };
  }
  const said = unitOf(written);
  if (said.base !== wanted.base) return { code: 'other-unit' };
  if (found[2] === '' && wanted.base === '' && wanted.power === -2 && said.power === -2 && sign(value) !== 0) {
    const magnitude = sign(value) < 0 ? { units: -value.units, power: value.power } : value;
    if (compare(magnitude, whole(1)) <= 0) return { code: 'percent-doubtful' };
  }
  return { value: shift(value, said.power - wanted.power) };
}

const epoch1900 = Date.UTC(1899, 11, 30);

/** A day as `2022-10-31`, `2022/10/31`, `2022年10月31日` or a serial of the 1900 system. */
function readDayOf(cell: unknown): string | null {
  if (typeof cell === 'number' && Number.isFinite(cell) && cell > 60 && cell < 2_958_466)
    return new Date(epoch1900 + Math.floor(cell) * 86_400_000).toISOString().slice(0, 10);
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain(textOfCell(cell)));
  if (!found) return null;
  const day = `${found[1]}-${(found[2] ?? '').padStart(2, '0')}-${(found[3] ?? '').padStart(2, '0')}`;
  return isDay(day) ? day : null;
}

type Row = Readonly<Record<Field, unknown>> & { readonly placeOf: (field: Field) => string };

const blank = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'string' && /^(?:|-|\/|—|无|未填)$/.test(value.trim()));
const signedKinds = new Set<Indicator['kind']>(['growth', 'industryGrowth', 'increase']);

/** Reads rows of figures for a register. */
class FigureReader {
  readonly reported: Reported[] = [];
  readonly problems: FigureProblem[] = [];
  private readonly seen = new Set<string>();
  private readonly byId: ReadonlyMap<string, Indicator>;

  constructor(register: Register) {
    this.byId = new Map(register.indicators.map((indicator) => [indicator.id, indicator]));
  }

  row(row: Row): void {
    const values = (['actual', 'now', 'before', 'target'] as const).filter((field) => !blank(row[field]));
    const id = textOfCell(row.indicator);
    if (id === '' || values.length === 0) return;
    const indicator = this.byId.get(id);
    const report = (code: FigureProblem['code'], field: Field, text = textOfCell(row[field])): void => {
      this.problems.push({ code, indicator: indicator?.id ?? null, place: row.placeOf(field), text });
    };
    if (indicator === undefined) {
      report('unknown-indicator', 'indicator');
      return;
    }
    const fault = values.find((field) => typeof row[field] === 'object');
    if (fault !== undefined) {
      report('error-value', fault);
      return;
    }
    const part = blank(row.part) ? null : this.partOf(indicator, textOfCell(row.part));
    if (part === undefined) {
      report('unknown-part', 'part');
      return;
    }
    if (indicator.each.length > 0 && part === null) {
      report('part-needed', 'indicator', indicator.each.join('、'));
      return;
    }
    const key = `${id}|${part ?? ''}`;
    if (this.seen.has(key)) {
      report('twice', 'indicator');
      return;
    }
    this.seen.add(key);
    const found = this.figures(indicator, row, report);
    if (found !== null) this.reported.push({ indicator: id, part, source: blank(row.source) ? null : textOfCell(row.source), ...found });
  }

  /** The part's own name; undefined where the indicator has none of that name. */
  private partOf(indicator: Indicator, text: string): string | undefined {
    if (indicator.each.length === 0) return text;
    return indicator.each.find((one) => one === text || one === `${text}市`);
  }

  private figures(
    indicator: Indicator,
    row: Row,
    report: (code: FigureProblem['code'], field: Field, text?: string) => void,
  ): Pick<Reported, 'actual' | 'day' | 'now' | 'before' | 'target'> | null {
    const none = { actual: null, day: null, now: null, before: null, target: null };
    if (indicator.kind === 'date') {
      if (blank(row.actual)) {
        report('pair-unused', 'now');
        return null;
      }
      const day = readDayOf(row.actual);
      if (day === null) report('not-a-day', 'actual');
      return day === null ? null : { ...none, day };
    }
    const given = blank(row.unit) ? '' : textOfCell(row.unit);
    let right = true;
    const read = (field: 'actual' | 'target', unit: string): Exact | null => {
      if (blank(row[field])) return null;
      const said = readQuantity(row[field], given, unit);
      if ('value' in said) return said.value;
      report(said.code, field);
      right = false;
      return null;
    };
    const actual = read('actual', indicator.unit);
    const target = read('target', indicator.unit);
    const paired =
      indicator.kind === 'growth' ||
      indicator.kind === 'industryGrowth' ||
      indicator.kind === 'ratio' ||
      indicator.kind === 'share' ||
      indicator.kind === 'increase';
    const pairGiven = !blank(row.now) || !blank(row.before);
    if (pairGiven && !paired) {
      report('pair-unused', blank(row.now) ? 'before' : 'now');
      right = false;
    }
    const pair = paired && pairGiven ? this.pair(indicator, row, report) : { now: null, before: null };
    if (target !== null && indicator.value !== null) {
      report('target-published', 'target');
      right = false;
    }
    if (actual !== null && !signedKinds.has(indicator.kind) && sign(actual) < 0) {
      report('negative', 'actual');
      right = false;
    }
    if (actual !== null && (indicator.kind === 'count' || indicator.kind === 'cadence') && textOf(actual).includes('.')) {
      report('fraction', 'actual');
      right = false;
    }
    return right && pair !== null ? { ...none, actual, target, ...pair } : null;
  }

  /** Both figures of a pair, in one unit; null where one is missing or wrong. */
  private pair(
    indicator: Indicator,
    row: Row,
    report: (code: FigureProblem['code'], field: Field, text?: string) => void,
  ): Pick<Reported, 'now' | 'before'> | null {
    const both: Exact[] = [];
    const unit = indicator.kind === 'increase' ? indicator.unit : this.pairUnit(row);
    if (unit === null) {
      report('unit-needed', 'before');
      return null;
    }
    for (const field of ['now', 'before'] as const) {
      if (blank(row[field])) {
        report('half-pair', field);
        return null;
      }
      const said = readQuantity(row[field], '', unit);
      if (!('value' in said)) {
        report(said.code, field);
        return null;
      }
      if (sign(said.value) < 0) {
        report('negative', field);
        return null;
      }
      both.push(said.value);
    }
    const [now, before] = both;
    if (now === undefined || before === undefined) return null;
    if (indicator.kind === 'share' && compare(now, before) > 0) {
      report('share-over', 'now');
      return null;
    }
    return { now, before };
  }

  /** The unit both figures are read in: none where both are bare; null where only one of them says its unit. */
  private pairUnit(row: Row): string | null {
    const [now = '', before = ''] = [row.now, row.before].map((value) =>
      plain(textOfCell(value))
        .replace(/,/g, '')
        .replace(/^[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?/, ''),
    );
    return (now === '') === (before === '') ? before : null;
  }
}

/** Reads a sheet of figures; its header stands in one of the first 20 rows and names at least 指标代号. Serial days count from 1900. */
export function readFigureSheet(cells: readonly (readonly Cell[])[], register: Register): FigureReading {
  const reader = new FigureReader(register);
  const fields = new Map<Field, number>();
  let top = -1;
  for (let row = 0; row < Math.min(cells.length, 20) && top < 0; row += 1) {
    fields.clear();
    cells[row]?.forEach((cell, column) => {
      if (typeof cell !== 'string') return;
      for (const field of fieldNames)
        if (!fields.has(field) && figureHeaders[field].some((name) => plain(name) === plain(cell))) fields.set(field, column);
    });
    if (fields.has('indicator')) top = row;
  }
  if (top < 0) return { reported: [], problems: [{ code: 'no-header', indicator: null, place: '', text: figureHeaders.indicator[0] }] };
  for (let row = top + 1; row < cells.length; row += 1) {
    const line = cells[row];
    if (line === undefined) continue;
    const at = (field: Field): Cell => line[fields.get(field) ?? -1] ?? null;
    const placeOf = (field: Field): string => {
      const column = fields.get(field);
      return column === undefined ? String(row + 1) : address(row, column);
    };
    reader.row({ ...rowOf(at), placeOf });
  }
  return { reported: reader.reported, problems: reader.problems };
}

const fieldNames: readonly Field[] = ['indicator', 'part', 'unit', 'actual', 'now', 'before', 'target', 'source'];

function rowOf(at: (field: Field) => unknown): Readonly<Record<Field, unknown>> {
  return {
    indicator: at('indicator'),
    part: at('part'),
    unit: at('unit'),
    actual: at('actual'),
    now: at('now'),
    before: at('before'),
    target: at('target'),
    source: at('source'),
  };
}

function address(row: number, column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

/** Reads figures from JSON: `{"q1-2025-t003": "7.2%"}`, `{"…": {"now": 1, "before": 1}}`, or a list of such with `part`. */
export function readFigureJson(source: unknown, register: Register): FigureReading {
  const reader = new FigureReader(register);
  if (typeof source !== 'object' || source === null || Array.isArray(source)) {
    return { reported: [], problems: [{ code: 'no-header', indicator: null, place: '', text: '{}' }] };
  }
  for (const [id, value] of Object.entries(source)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    items.forEach((item, index) => {
      const fields: Readonly<Record<string, unknown>> = typeof item === 'object' && item !== null ? { ...item } : { actual: item };
      const place = items.length > 1 ? `${id}[${index}]` : id;
      reader.row({
        ...rowOf((field) => (field === 'indicator' ? id : fields[field])),
        placeOf: (field) => (field === 'indicator' ? place : `${place}.${field}`),
      });
    });
  }
  return { reported: reader.reported, problems: reader.problems };
}
