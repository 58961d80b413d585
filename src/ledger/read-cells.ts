import { emptyColumn, INVALID, KNOWN, sameDimension, WIDE, type Column, type Input, type Parameter, type Unit } from '../engine';
import type { Cell, CellFault } from '../hosts/host';
import { plainNumber, readWritten, scaledInteger, shiftDecimal, shortestDigits } from './decimal';
import type { LedgerProblemCode } from './problems';
import { compact, labelKey } from './text';
import { readUnitFor } from './units';

/** Why a cell gives nothing, by number; 0: it gives something, or it is a problem of its own. */
export const blankKinds = ['', 'blank', 'dash', 'slash', 'none', 'lacking', 'unfilled', 'not-available', 'masked'] as const;

const SAYS_SOMETHING = 0;
const BLANK = 1;

const BLANK_WORDS: ReadonlyMap<string, number> = new Map(
  (
    [
      [2, ['-', '--', '---', '—', '——', '–', '－', '―', '_', '…', '...', '……']],
      [3, ['/', '//', '\\', '／']],
      [4, ['无', '没有', '无数据', '无此项']],
      [5, ['缺', '缺失', '缺项', '缺数', '空', '空白']],
      [
        6,
        [
          '未填',
          '未填报',
          '未填写',
          '未报',
          '未上报',
          '未提供',
          '待填',
          '待补',
          '待补充',
          '待定',
          '待核实',
          '暂无',
          '暂缺',
          '不详',
          '未知',
        ],
      ],
      [7, ['n/a', 'na', 'null', 'none', 'nil', '不适用']],
      [8, ['*', '**', '***', '****']],
    ] as const
  ).flatMap(([kind, words]) => words.map((word) => [word, kind] as const)),
);

/** The kind of a text that stands for nothing; 0 where it says something. */
export function blankKindOf(text: string): number {
  if (text.length > 12) return text.trim() === '' ? BLANK : SAYS_SOMETHING;
  const word = compact(text).toLowerCase();
  if (word === '') return BLANK;
  const kind = BLANK_WORDS.get(word);
  return kind === undefined ? SAYS_SOMETHING : kind;
}

/** Told of every cell that is a problem. `row` counts the rows handed in. */
type Report = (code: LedgerProblemCode, row: number, text: string, candidates?: readonly string[]) => void;

/** The cells of one column: sheet rows, and which of them in which order hold enterprises. */
interface ColumnCells {
  readonly cells: readonly (readonly Cell[])[];
  readonly rows: ArrayLike<number>;
  readonly column: number;
}

/** A column read: what the rules see, and why they do not see the rest (numbers of `blankKinds`). */
interface ReadColumn {
  readonly facts: Column;
  readonly blanks: Uint8Array;
}

type Declaration = Input | Parameter;

const ERROR_TEXT = /^#(?:n\/a|div\/0!|ref!|value!|name\?|num!|null!|spill!|calc!|getting_data|busy!)$/i;

/** How a declaration's cells are read. `unit`: of the bare numbers; null where they need one of their own. */
export function readColumn(
  source: ColumnCells,
  declaration: Declaration,
  unit: Unit | null,
  date1904: boolean,
  report: Report,
): ReadColumn {
  const facts = emptyColumn(source.rows.length);
  const blanks = new Uint8Array(source.rows.length);
  if (declaration.type === 'number') readNumbers(source, declaration, unit, { facts, blanks }, report);
  else readWords(source, cellReader(declaration, date1904), { facts, blanks }, report);
  return { facts, blanks };
}

function fault(cell: CellFault, row: number, report: Report): void {
  report(cell.fault === 'error' ? 'error-value' : 'uncalculated', row, cell.text);
}

// ---- numbers

function readNumbers(source: ColumnCells, declaration: Declaration, unit: Unit | null, into: ReadColumn, report: Report): void {
  const { cells, rows, column } = source;
  const { values, states } = into.facts;
  const { blanks } = into;
  const declared = declaration.unit;
  const shift = unit && declared ? unit.power - declared.power : 0;
  const bare = unit !== null || declared === undefined;
  const scale = declaration.decimals + shift;
  const factor = scale >= 0 && scale <= 22 ? 10 ** scale : NaN;
  const divisor = scale < 0 && scale >= -22 ? 10 ** -scale : NaN;
  const largest = largestScaled(declaration);
  const lowest = declaration.negative ? -largest : 0;
  const whole = declaration.whole && declaration.decimals > 0 ? 10 ** declaration.decimals : 1;
  for (let at = 0; at < rows.length; at++) {
    const line = cells[rows[at] ?? -1];
    const cell = line === undefined ? null : line[column];
    if (cell === null || cell === undefined) {
      blanks[at] = BLANK;
      continue;
    }
    let number = NaN;
    if (typeof cell === 'number') number = cell;
    else if (typeof cell === 'string') number = plainNumber(cell);
    if (bare && number === number) {
      // Exact: both divisions round the true quotient, and a decimal of at most 15 digits is the only one near its double.
      let scaled = NaN;
      if (scale >= 0) {
        const near = Math.round(number * factor);
        if (near / factor === number) scaled = near;
      } else if (Number.isInteger(number) && number % divisor === 0) scaled = number / divisor;
      if (scaled >= lowest && scaled <= largest && (whole === 1 || scaled % whole === 0)) {
        values[at] = scaled === 0 ? 0 : scaled;
        states[at] = KNOWN;
        continue;
      }
    }
    if (typeof cell === 'number') {
      if (bare) settleExact(shiftDecimal(shortestDigits(cell), shift), at, declaration, into.facts, largest, report, String(cell));
      else report('unit-needed', at, String(cell), declared ? [declared.name] : []);
    } else if (typeof cell === 'string') {
      const kind = blankKindOf(cell);
      if (kind > 0) blanks[at] = kind;
      else readWrittenNumber(cell, at, declaration, bare ? shift : null, into.facts, largest, report);
    } else if (typeof cell === 'boolean') report('not-a-number', at, cell ? 'TRUE' : 'FALSE');
    else fault(cell, at, report);
  }
}

/** The largest scaled integer the fast lane carries for this declaration. */
function largestScaled(declaration: Declaration): number {
  const largest = scaledInteger(declaration.max, declaration.decimals);
  return Number.isNaN(largest) ? 999_999_999_999_999 : largest;
}

function readWrittenNumber(
  cell: string,
  row: number,
  declaration: Declaration,
  shift: number | null,
  facts: Column,
  largest: number,
  report: Report,
): void {
  const written = exactText(cell, declaration, shift);
  if ('code' in written) report(written.code, row, cell, written.candidates);
  else settleExact(written.decimal, row, declaration, facts, largest, report, cell);
}

/**
 * The exact figure of a written number in the declaration's own unit. `shift`: from the bare numbers' unit; null where a bare number says nothing.
 * A unit behind the number counts before the column's.
 */
export function exactText(
  text: string,
  declaration: Declaration,
  shift: number | null,
): { readonly decimal: string } | { readonly code: LedgerProblemCode; readonly candidates: readonly string[] } {
  const declared = declaration.unit;
  const wanted = declared ? [declared.name] : [];
  if (text.length < 20 && ERROR_TEXT.test(text.trim())) return { code: 'error-value', candidates: [] };
  const written = readWritten(text);
  if (!written) return { code: 'not-a-number', candidates: [] };
  if (written.suffix === '') {
    if (shift === null) return { code: 'unit-needed', candidates: wanted };
    return { decimal: shiftDecimal(written.decimal, shift) };
  }
  const unit = declared && readUnitFor(written.suffix, declared.dimension);
  if (!declared || !unit) return { code: 'not-a-number', candidates: wanted };
  if (!sameDimension(unit.dimension, declared.dimension)) return { code: 'cell-unit', candidates: wanted };
  return { decimal: shiftDecimal(written.decimal, unit.power - declared.power) };
}

function settleExact(
  decimal: string,
  row: number,
  declaration: Declaration,
  facts: Column,
  largest: number,
  report: Report,
  written: string,
): void {
  if (decimal.startsWith('-') && !declaration.negative) {
    facts.states[row] = INVALID;
    report('negative', row, written);
    return;
  }
  if (declaration.whole && decimal.includes('.')) {
    facts.states[row] = INVALID;
    report('fraction', row, written);
    return;
  }
  const scaled = scaledInteger(decimal, declaration.decimals);
  if (Math.abs(scaled) <= largest) {
    facts.values[row] = scaled;
    facts.states[row] = KNOWN;
    return;
  }
  facts.states[row] = WIDE;
  facts.wide.set(row, decimal);
}

// ---- words

/** A cell's value for the columns, a blank kind, or what is wrong with it. */
type Reading =
  | { readonly value: number }
  | { readonly blank: number }
  | { readonly code: LedgerProblemCode; readonly invalid: boolean; readonly candidates?: readonly string[] };

type CellReader = (cell: string | number | boolean) => Reading;

function readWords(source: ColumnCells, read: CellReader, into: ReadColumn, report: Report): void {
  const { cells, rows, column } = source;
  const { values, states } = into.facts;
  const seen = new Map<string | number | boolean, Reading>();
  for (let at = 0; at < rows.length; at++) {
    const cell = cells[rows[at] ?? -1]?.[column];
    if (cell === null || cell === undefined) {
      into.blanks[at] = BLANK;
      continue;
    }
    if (typeof cell === 'object') {
      fault(cell, at, report);
      continue;
    }
    let reading = seen.get(cell);
    if (reading === undefined) {
      reading = read(cell);
      if (seen.size < 4096) seen.set(cell, reading);
    }
    if ('value' in reading) {
      values[at] = reading.value;
      states[at] = KNOWN;
    } else if ('blank' in reading) into.blanks[at] = reading.blank;
    else {
      if (reading.invalid) states[at] = INVALID;
      report(reading.code, at, String(cell), reading.candidates);
    }
  }
}

function cellReader(declaration: Declaration, date1904: boolean): CellReader {
  if (declaration.type === 'yesno') return readYesNo;
  if (declaration.type === 'date') return (cell) => readDate(cell, date1904);
  const choices = choiceIndex(declaration);
  return declaration.type === 'choice'
    ? (cell) => readChoice(cell, choices, declaration)
    : (cell) => readChoices(cell, choices, declaration);
}

const YES = new Set(['是', '√', '✓', '✔', '☑', 'y', 'yes', 't', 'true', '1', '有', '对', '符合', '具备', '属于', '已达到', '达到', '已']);
const NO = new Set([
  '否',
  '×',
  '✗',
  '✘',
  '☒',
  '╳',
  'x',
  'n',
  'no',
  'f',
  'false',
  '0',
  '无',
  '没有',
  '错',
  '不',
  '非',
  '不是',
  '不符合',
  '不具备',
  '不属于',
  '未达到',
  '未',
]);

/** 是/否/√/×/有/无 …; true and false themselves; 1 and 0. A cell without a tick is blank, never no. */
export function readYesNo(cell: string | number | boolean): Reading {
  const word =
    typeof cell === 'boolean'
      ? String(cell)
      : typeof cell === 'number'
        ? shortestDigits(cell)
        : cell.length > 20
          ? cell
          : compact(cell)
              .toLowerCase()
              .replace(/[。.!]$/, '');
  if (YES.has(word)) return { value: 1 };
  if (NO.has(word)) return { value: 0 };
  return nothingOr(cell, { code: 'not-yes-no', invalid: false, candidates: ['是', '否'] });
}

function nothingOr(cell: string | number | boolean, problem: Reading): Reading {
  if (typeof cell !== 'string') return problem;
  const blank = blankKindOf(cell);
  if (blank > 0) return { blank };
  return cell.length < 20 && ERROR_TEXT.test(cell.trim()) ? { code: 'error-value', invalid: false } : problem;
}

/** Label, alias or id → place in the list; null where two choices share a word. */
type ChoiceIndex = ReadonlyMap<string, number | null>;

/** All words for the choices of a declaration. */
export function choiceIndex(declaration: Declaration): ChoiceIndex {
  const index = new Map<string, number | null>();
  declaration.choices.forEach((choice, at) => {
    for (const word of [choice.label, choice.id, ...choice.aliases]) {
      const key = labelKey(word);
      const taken = index.get(key);
      index.set(key, taken === undefined || taken === at ? at : null);
    }
  });
  return index;
}

function readChoice(cell: string | number | boolean, index: ChoiceIndex, declaration: Declaration): Reading {
  const text = typeof cell === 'number' ? shortestDigits(cell) : String(cell);
  const at = text.length > 100 ? undefined : index.get(labelKey(text));
  if (typeof at === 'number') return { value: at };
  return nothingOr(cell, { code: 'unknown-choice', invalid: true, candidates: labels(declaration) });
}

function labels(declaration: Declaration): string[] {
  return declaration.choices.slice(0, 40).map((choice) => choice.label);
}

/** The places named by a list such as `造纸、水泥`; undefined where one of its words is none of the choices. */
export function placesIn(text: string, index: ChoiceIndex): readonly number[] | undefined {
  if (text.length > 2000) return undefined;
  const whole = index.get(labelKey(text));
  if (typeof whole === 'number') return [whole];
  const found = new Set<number>();
  for (const word of text.split(/[、,，;；\/|\n]+/).map(labelKey)) {
    if (word === '') continue;
    const at = index.get(word);
    if (typeof at !== 'number') return undefined;
    found.add(at);
  }
  return [...found].sort((a, b) => a - b);
}

function readChoices(cell: string | number | boolean, index: ChoiceIndex, declaration: Declaration): Reading {
  const problem: Reading = { code: 'unknown-choice', invalid: true, candidates: labels(declaration) };
  const nothing = nothingOr(cell, problem);
  if ('blank' in nothing) return nothing;
  const places = typeof cell === 'string' ? placesIn(cell, index) : undefined;
  return places ? { value: places.reduce((bits, at) => bits + 2 ** at, 0) } : nothing;
}

// ---- dates

const UNIX_EPOCH_1900 = 25569;
const UNIX_EPOCH_1904 = 24107;
/** 9999-12-31 in the 1900 system. */
const LAST_SERIAL = 2_958_465;

/** A day as a serial of the sheet (1900 with its false 29 February, or 1904), `20250131`, `2025-01-31`, `2025/1/31`, `2025年1月31日`, with or without a time. */
export function readDate(cell: string | number | boolean, date1904: boolean): Reading {
  if (typeof cell === 'number') return readSerial(cell, date1904);
  if (typeof cell !== 'string') return { code: 'not-a-date', invalid: false };
  const text = cell.length > 40 ? '' : labelKey(cell);
  if (/^\d+(?:\.\d+)?$/.test(text) && !/^\d{4}\.\d{1,2}$/.test(text)) return readSerial(Number(text), date1904);
  const found =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\(?(?:周|星期)[一二三四五六日天]\)?)?(?:t?\d{1,2}[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?z?)?$/.exec(
      text,
    );
  return found ? readDay(Number(found[1]), Number(found[2]), Number(found[3])) : nothingOr(cell, { code: 'not-a-date', invalid: false });
}

function readSerial(serial: number, date1904: boolean): Reading {
  if (Number.isInteger(serial) && serial >= 18_000_101 && serial <= 99_991_231) {
    return readDay(Math.floor(serial / 10_000), Math.floor(serial / 100) % 100, serial % 100);
  }
  // A bare year, or 2025.1 for January, says no day.
  if (serial >= 1900 && serial < 2101) return { code: 'not-a-date', invalid: false };
  const day = Math.floor(serial);
  if (date1904)
    return day >= 0 && day <= LAST_SERIAL - 1462 ? { value: day - UNIX_EPOCH_1904 } : { code: 'impossible-date', invalid: true };
  // Serial 60 is the 29 February 1900 that never was; before it every serial is one day late.
  if (day < 1 || day === 60 || day > LAST_SERIAL) return { code: 'impossible-date', invalid: true };
  return { value: day - UNIX_EPOCH_1900 + (day < 60 ? 1 : 0) };
}

function readDay(year: number, month: number, day: number): Reading {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { value: time / 86_400_000 } : { code: 'impossible-date', invalid: true };
}
