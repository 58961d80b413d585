import {
  canBe,
  readDecimal,
  readShape,
  sameDimension,
  type Pack,
  type Parameter,
  type RawParameters,
  type RawValue,
  type Reading,
  type Shape,
  type ShapeProblem,
  type Unit,
} from '../engine';
import type { Cell } from '../hosts/host';
import { shiftDecimal, shortestDigits } from './decimal';
import { headerKey } from './match-headers';
import { cellAddress, type LedgerProblem, type LedgerProblemCode } from './problems';
import { blankKindOf, choiceIndex, exactText, placesIn, readDate, readYesNo } from './read-cells';
import { takeShapes, type SheetShape } from './read-shapes';
import { labelKey, shortened } from './text';
import { isRate, readUnitFor, splitUnit } from './units';
import { isUnlikely, unlikelyIn } from './unlikely';

/** What a parameter sheet or file says. Values outside their bands pass: the engine refuses them. What cannot be read is told, and stands as impossible, never as not given. */
export interface ParameterReading {
  /** By full name; exact decimal text in the parameter's unit, a list of choice ids, true/false, an ISO date. */
  readonly parameters: RawParameters;
  /** Tier tables and other shapes in place of figures, by full name; a faulty one is told, and its parameter stands among `parameters` as impossible. */
  readonly shapes?: Readonly<Record<string, Shape>>;
  /** Reading id → option id. */
  readonly readings: Readonly<Record<string, string>>;
  /** Full name or reading id → where the figure comes from. */
  readonly sources: Readonly<Record<string, string>>;
  readonly problems: readonly LedgerProblem[];
}

type RawCell = string | number | boolean | null;

/** Where a value stands, for its problems. */
interface Place {
  readonly row: number;
  readonly column: number;
  readonly address: string;
  readonly name: string;
}

/** What a written 参数 sheet says where nothing was given or a tier table further down gives it, and in front of a value that some rows of the ledger give themselves. */
const NOT_GIVEN = /^(?:未填|见下面的分档标准|not given|see the tier tables below)(?:[，,：:；;]|$)/i;
const BY_COLUMN = /^(?:按台账“[^”]*”栏逐户取值|row by row from the ledger column “[^”]*”)(?:[；;]\s*)?/i;
/** …and as the source of a reading that needs none. */
const NO_SOURCE = new Set(['默认', '选定', 'default', 'chosen']);

/** The value of a cell, as an officer or a written 参数 sheet gives it; null where it gives none. */
function givenIn(cell: RawCell): RawCell {
  if (typeof cell !== 'string') return cell;
  const text = cell.trim().replace(BY_COLUMN, '');
  return NOT_GIVEN.test(text) ? null : text;
}

/** Stands for a value no parameter can have, so that the rules refuse it. */
const impossible = '?';

class Gathering {
  readonly parameters = new Map<string, RawValue>();
  private readonly shapes = new Map<string, Shape>();
  /** Where shapes stand, faulty ones too. */
  private readonly shaped = new Map<string, Place>();
  readonly readings = new Map<string, string>();
  readonly sources = new Map<string, string>();
  readonly problems: LedgerProblem[] = [];
  private readonly given = new Map<string, string>();
  private readonly refused = new Set<string>();
  private readonly perMeasure = new Map<Reading, Map<string, { option: string; place: Place }>>();

  constructor(
    readonly pack: Pack,
    readonly sheet: string | undefined,
  ) {}

  problem(
    code: LedgerProblemCode,
    place: Place,
    text: string,
    more: { input?: string; candidates?: readonly string[]; data?: Readonly<Record<string, string>> } = {},
  ): void {
    this.problems.push({
      code,
      ...(this.sheet === undefined ? {} : { sheet: this.sheet }),
      row: place.row,
      column: place.column,
      address: place.address,
      header: place.name,
      text: shortened(text),
      ...(more.input === undefined ? {} : { input: more.input }),
      ...(more.data === undefined ? {} : { data: more.data }),
      ...(more.candidates && more.candidates.length > 0 ? { candidates: more.candidates } : {}),
    });
  }

  /** A second, different value leaves neither. */
  put(name: string, value: RawValue, into: Map<string, RawValue> | Map<string, string>, place: Place): void {
    const text = JSON.stringify(value);
    const before = this.given.get(name);
    if (before !== undefined && before !== text) {
      into.delete(name);
      if (into === this.parameters) this.refuse(name);
      this.problem('parameter-twice', place, String(value), { input: name });
      return;
    }
    this.given.set(name, text);
    if (into === this.readings) this.readings.set(name, String(value));
    else this.parameters.set(name, value);
  }

  /** A parameter whose value cannot be used: to leave it out would be to judge as if nobody had set it. */
  refuse(name: string): void {
    this.refused.add(name);
  }

  /** A shape, or nothing but that one was tried; a second one, or a number beside it, leaves neither. */
  putShape(name: string, shape: Shape | null, place: Place): void {
    if (this.shaped.has(name)) {
      this.problem('parameter-twice', place, place.name, { input: name });
      this.shapes.delete(name);
    } else if (shape !== null) this.shapes.set(name, shape);
    this.shaped.set(name, place);
  }

  private settleShapes(): void {
    for (const [name, place] of this.shaped) {
      if (this.parameters.has(name)) {
        this.problem('shape-and-number', place, place.name, { input: name });
        this.shapes.delete(name);
      }
      if (this.shapes.has(name)) this.parameters.delete(name);
      else this.parameters.set(name, impossible);
    }
  }

  /** A reading set for one measure; `result` sees whether all measures that hang on it agree. */
  putForMeasure(reading: Reading, measure: string, option: string, place: Place): void {
    const settings = this.perMeasure.get(reading) ?? new Map<string, { option: string; place: Place }>();
    this.perMeasure.set(reading, settings);
    const before = settings.get(measure);
    if (before && before.option !== option) this.problem('parameter-twice', place, option, { input: reading.id });
    settings.set(measure, { option, place });
  }

  /** One option of a reading holds for a whole assessment: set for some measures only, it must be what the others use anyway. */
  private settlePerMeasure(): void {
    for (const [reading, settings] of this.perMeasure) {
      const general = this.readings.get(reading.id) ?? reading.default;
      const users = this.pack.measures.filter((measure) => measure.readings.includes(reading.id)).map((measure) => measure.id);
      const options = new Set(users.map((user) => settings.get(user)?.option ?? general));
      const [option] = options;
      const [first] = settings.values();
      if (option !== undefined && options.size === 1) this.readings.set(reading.id, option);
      else if (first) this.problem('reading-per-measure', first.place, first.option, { input: reading.id, candidates: users });
    }
  }

  result(): ParameterReading {
    this.settlePerMeasure();
    this.settleShapes();
    for (const name of this.refused) {
      this.parameters.set(name, impossible);
      this.shapes.delete(name);
    }
    const { problems } = this;
    return {
      parameters: Object.fromEntries(this.parameters),
      ...(this.shapes.size === 0 ? {} : { shapes: Object.fromEntries(this.shapes) }),
      readings: Object.fromEntries(this.readings),
      sources: Object.fromEntries(this.sources),
      problems,
    };
  }
}

// ---- names

type Named =
  | { readonly kind: 'parameter'; readonly full: string; readonly parameter: Parameter }
  | { readonly kind: 'reading'; readonly reading: Reading; readonly measure?: string };

/** Every name under which something may be set. */
function namesOf(pack: Pack): ReadonlyMap<string, readonly Named[]> {
  const names = new Map<string, Named[]>();
  const add = (spelling: string, named: Named): void => {
    const key = headerKey(spelling);
    const list = names.get(key);
    if (!list) names.set(key, [named]);
    else if (!list.some((other) => sameTarget(other, named))) list.push(named);
  };
  for (const [full, parameter] of Object.entries(pack.parameters)) {
    const named: Named = { kind: 'parameter', full, parameter };
    const measure = pack.measures.find((one) => one.id === parameter.measure);
    for (const own of [parameter.id, parameter.name]) {
      add(own, named);
      for (const prefix of measure ? [measure.id, measure.title, measure.clause, measure.clause + measure.title] : [parameter.measure])
        add(`${prefix}.${own}`, named);
    }
  }
  for (const reading of Object.values(pack.readings)) {
    for (const own of [reading.id, reading.name, reading.nameEnglish, reading.text]) add(own, { kind: 'reading', reading });
    for (const measure of pack.measures) {
      if (measure.readings.includes(reading.id)) add(`${measure.id}.${reading.id}`, { kind: 'reading', reading, measure: measure.id });
    }
  }
  return names;
}

function sameTarget(left: Named, right: Named): boolean {
  if (left.kind === 'parameter') return right.kind === 'parameter' && left.full === right.full;
  return right.kind === 'reading' && left.reading.id === right.reading.id && left.measure === right.measure;
}

function idOf(named: Named): string {
  return named.kind === 'parameter' ? named.full : named.reading.id;
}

/** Names that share most of their words, for a name that is none. */
function nearNames(name: string, pack: Pack): string[] {
  const key = headerKey(name);
  const all = [
    ...Object.entries(pack.parameters).map(([full, parameter]) => ({ id: full, words: full + parameter.name })),
    ...Object.values(pack.readings).map((reading) => ({ id: reading.id, words: reading.id + reading.name + reading.text })),
  ];
  return all
    .filter(({ words }) => {
      const other = headerKey(words);
      return key.length >= 2 && (other.includes(key) || [...key].filter((letter) => other.includes(letter)).length >= key.length * 0.8);
    })
    .slice(0, 5)
    .map(({ id }) => id);
}

// ---- values

/** `bareCounts`: a number without a unit is in the parameter's own (JSON); on a sheet a rate without its unit is asked. */
function settle(named: Named, value: RawValue, unit: Unit | undefined, bareCounts: boolean, place: Place, gathering: Gathering): boolean {
  if (named.kind === 'reading') return settleReading(named, value, place, gathering);
  const { parameter, full } = named;
  if (
    value === null ||
    value === undefined ||
    (typeof value === 'string' && blankKindOf(value) > 0 && !(parameter.type === 'yesno' && value.trim() === '无'))
  )
    return true;
  const refuse = (code: LedgerProblemCode, text: string, candidates: readonly string[] = []): boolean => {
    gathering.problem(code, place, text, { input: full, candidates });
    gathering.refuse(full);
    return false;
  };
  const store = (settled: RawValue): boolean => {
    gathering.put(full, settled, gathering.parameters, place);
    return true;
  };
  const text = Array.isArray(value) ? value.join('、') : typeof value === 'number' ? shortestDigits(value) : String(value);
  if (parameter.type === 'choice' || parameter.type === 'choices') {
    const places = placesIn(text, choiceIndex(parameter));
    if (!places || (parameter.type === 'choice' && places.length !== 1))
      return refuse(
        'unknown-choice',
        text,
        parameter.choices.map((choice) => choice.label),
      );
    const ids = places.map((at) => parameter.choices[at]?.id ?? '');
    return store(parameter.type === 'choice' ? ids[0] : ids);
  }
  if (Array.isArray(value)) return refuse('parameter-value', text);
  if (parameter.type === 'yesno') {
    const read = readYesNo(typeof value === 'boolean' || typeof value === 'number' ? value : text);
    return 'value' in read ? store(read.value === 1) : refuse('not-yes-no', text, ['是', '否']);
  }
  if (parameter.type === 'date') {
    const read = readDate(typeof value === 'number' ? value : text, false);
    if ('value' in read) return store(new Date(read.value * 86_400_000).toISOString().slice(0, 10));
    return refuse('code' in read ? read.code : 'not-a-date', text);
  }
  if (typeof value === 'boolean') return refuse('parameter-value', text);
  const declared = parameter.unit;
  if (unit && declared && !sameDimension(unit.dimension, declared.dimension))
    return refuse('parameter-unit', `${text} ${unit.name}`, [declared.name]);
  const asked = declared !== undefined && unit === undefined && !bareCounts && isRate(declared.dimension);
  const shift = asked ? null : unit && declared ? unit.power - declared.power : 0;
  const exact = exactText(text, parameter, shift);
  if ('decimal' in exact) {
    if (declared && isUnlikely(exact.decimal, declared)) gathering.problem('parameter-unlikely', place, text, { input: full });
    return store(exact.decimal);
  }
  const wanted = declared ? [declared.name] : [];
  if (exact.code === 'unit-needed') return refuse('parameter-unit-needed', text, wanted);
  return refuse(exact.code === 'cell-unit' ? 'parameter-unit' : 'parameter-value', text, wanted);
}

function settleReading(named: Extract<Named, { kind: 'reading' }>, value: RawValue, place: Place, gathering: Gathering): boolean {
  const { reading, measure } = named;
  if (value === null || value === undefined || value === '') return true;
  const options = reading.options.map((option) => option.id);
  const key = labelKey(String(value));
  const option = reading.options.find(({ id, meaning }) => [id, meaning, `${id}:${meaning}`].some((words) => labelKey(words) === key));
  if (!option) {
    gathering.problem('reading-option-unknown', place, String(value), { input: reading.id, candidates: options });
    return false;
  }
  if (measure !== undefined) {
    gathering.putForMeasure(reading, measure, option.id, place);
    return true;
  }
  gathering.put(reading.id, option.id, gathering.readings, place);
  return true;
}

// ---- the sheet

const COLUMN_WORDS = {
  name: [
    '参数',
    '参数名称',
    '名称',
    '参数名',
    '项目',
    '参数项',
    '参数编号',
    '全名',
    '编号',
    '参数id',
    '开关',
    '名称（填写参数表用）',
    'name (for the parameter sheet)',
    'parameter',
    'name',
    'key',
    'id',
  ],
  label: ['中文名称', '参数中文名', '中文名', '说明名称', 'label'],
  clause: ['条款', '政策条款', '措施', '政策措施', '所属条款', '所属措施', 'clause', 'measure'],
  value: ['值', '数值', '参数值', '取值', '填报值', '填写值', '标准', '当地标准', '本地标准', 'value'],
  unit: ['单位', '计量单位', 'unit'],
  source: ['来源', '依据', '出处', '数据来源', '文件依据', '来源（文号）', '文件来源', 'source'],
} as const;

type ColumnRole = keyof typeof COLUMN_WORDS;

const ROLES: readonly ColumnRole[] = ['name', 'label', 'clause', 'value', 'unit', 'source'];

function roleOf(cell: Cell): ColumnRole | undefined {
  if (typeof cell !== 'string') return undefined;
  const key = headerKey(cell);
  return ROLES.find((role) => COLUMN_WORDS[role].some((word) => headerKey(word) === key));
}

/** A header of the table of names and values. */
function isPlainHeader(line: readonly Cell[]): boolean {
  const found = new Set(line.map(roleOf));
  return found.has('value') && (found.has('name') || found.has('label'));
}

/** The columns by their header; without a header: name, value, source in the first three. */
function layoutOf(cells: readonly (readonly Cell[])[]): { first: number; columns: Partial<Record<ColumnRole, number>> } {
  for (let row = 0; row < Math.min(cells.length, 30); row++) {
    const columns: Partial<Record<ColumnRole, number>> = {};
    cells[row]?.forEach((cell, column) => {
      const role = roleOf(cell);
      if (role && columns[role] === undefined) columns[role] = column;
    });
    if (columns.value !== undefined && (columns.name !== undefined || columns.label !== undefined)) return { first: row + 1, columns };
  }
  return { first: 0, columns: { name: 0, value: 1, source: 2 } };
}

function textAt(line: readonly Cell[], column: number | undefined): string {
  const cell = column === undefined ? null : line[column];
  return typeof cell === 'string' ? cell.trim() : typeof cell === 'number' ? shortestDigits(cell) : '';
}

/**
 * Reads the 参数 sheet: a name and a value in each row, perhaps 单位, 条款 and 来源. A name is `<measure>.<id>`, an id or Chinese name that only one
 * parameter bears, or either behind the measure's title or clause; a reading's id or words. `cells[0]` is the sheet's first row.
 */
export function readParameterSheet(cells: readonly (readonly Cell[])[], pack: Pack, sheet?: string): ParameterReading {
  const gathering = new Gathering(pack, sheet);
  const names = namesOf(pack);
  const { shapes, rest } = takeShapes(cells, isPlainHeader);
  const { first, columns } = layoutOf(rest);
  const headed = first > 0;
  for (let row = first; row < rest.length; row++) {
    const line = rest[row] ?? [];
    const spoken = [textAt(line, columns.name), textAt(line, columns.label)].filter((text) => text !== '');
    const [name] = spoken;
    const at = columns.value ?? 1;
    const cell = line[at] ?? null;
    if (name === undefined) continue;
    const place: Place = { row, column: at, address: cellAddress(row, at), name };
    const named = findNamed(spoken, textAt(line, columns.clause), names);
    if (named.length !== 1 || !named[0]) {
      // Titles and notes around the table have no value beside them.
      if (cell === null || (typeof cell === 'string' && cell.trim() === '')) continue;
      if (!headed && roleOf(name) !== undefined) continue;
      const figure = pack.published.find((one) => spoken.some((word) => word === one.id || headerKey(word) === headerKey(one.name)));
      if (figure !== undefined) {
        if (labelKey(textAt(line, at)) !== labelKey(figure.text)) gathering.problem('parameter-published', place, figure.text);
        continue;
      }
      if (named.length > 1) gathering.problem('parameter-ambiguous', place, name, { candidates: named.map(idOf) });
      else gathering.problem('parameter-unknown', place, name, { candidates: nearNames(name, pack) });
      continue;
    }
    const [target] = named;
    if (cell !== null && typeof cell === 'object') {
      gathering.problem(cell.fault === 'error' ? 'error-value' : 'uncalculated', place, cell.text, { input: idOf(target) });
      if (target.kind === 'parameter') gathering.refuse(target.full);
      continue;
    }
    const unit = unitBeside(target, textAt(line, columns.unit), splitUnit(name).unit, place, gathering);
    if (unit === null) {
      if (target.kind === 'parameter' && cell !== null && cell !== '') gathering.refuse(target.full);
      continue;
    }
    const settled = settle(target, givenIn(cell), unit, false, place, gathering);
    const source = textAt(line, columns.source);
    const isSource = source !== '' && !(target.kind === 'reading' && NO_SOURCE.has(source));
    if (settled && isSource) gathering.sources.set(idOf(target), source);
  }
  for (const shape of shapes) settleSheetShape(shape, names, gathering);
  return gathering.result();
}

/** A tier table of the sheet: its parameter found by name, each fault told at its own row. */
function settleSheetShape(found: SheetShape, names: ReadonlyMap<string, readonly Named[]>, gathering: Gathering): void {
  const at = (row: number, key: string): Place => {
    const column = found.columns.get(key) ?? found.column;
    return { row, column, address: cellAddress(row, column), name: found.name };
  };
  const place = at(found.row, 'name');
  const named = findNamed([found.name], '', names);
  const [target] = named;
  if (target === undefined || named.length > 1 || target.kind !== 'parameter') {
    if (named.length > 1) gathering.problem('parameter-ambiguous', place, found.name, { candidates: named.map(idOf) });
    else gathering.problem('parameter-unknown', place, found.name, { candidates: nearNames(found.name, gathering.pack) });
    return;
  }
  for (const { row, column, text } of found.differing)
    gathering.problem('shape-several', { row, column, address: cellAddress(row, column), name: found.name }, text, { input: target.full });
  const kind = target.parameter.going.find(({ by }) => 'choice' in by);
  const source = found.source['shape'] === 'choice' ? { ...found.source, by: kind === undefined ? '' : kind.id } : found.source;
  const own = found.from === '' ? source : { ...source, source: found.from };
  const rowOf = (tier: string): number => found.rowOf.get(tier) ?? found.rowOf.get(`${tier}.1`) ?? found.row;
  settleShape(target, own, found.differing.length === 0, place, gathering, ({ rows, key }) => at(rowOf(rows.join('.')), key));
}

/** Reads a shape and keeps it, or tells what is wrong with it; `placeOf` says where a fault stands. */
function settleShape(
  target: Extract<Named, { kind: 'parameter' }>,
  source: unknown,
  isWhole: boolean,
  place: Place,
  gathering: Gathering,
  placeOf: (problem: ShapeProblem) => Place,
): boolean {
  const { shape, problems } = readShape(source, target.full, gathering.pack);
  for (const problem of problems ?? []) {
    const row = problem.rows.join('.');
    const where = placeOf(problem);
    const data = { ...problem.data, key: problem.key };
    gathering.problem(problem.code, row === '' ? where : { ...where, name: `${where.name} ${row}` }, problem.data['text'] ?? '', {
      input: target.full,
      data,
    });
  }
  for (const text of shape === undefined ? [] : unlikelyIn(shape))
    gathering.problem('parameter-unlikely', place, text, { input: target.full });
  gathering.putShape(target.full, isWhole && shape !== undefined ? shape : null, place);
  if (shape?.source !== undefined) gathering.sources.set(target.full, shape.source);
  return shape !== undefined;
}

/** The unit beside a value or in its name; null where it is of another kind (reported). */
function unitBeside(named: Named, beside: string, inName: string | undefined, place: Place, gathering: Gathering): Unit | undefined | null {
  const declared = named.kind === 'parameter' ? named.parameter.unit : undefined;
  const text = beside === '' || blankKindOf(beside) > 0 ? inName : beside;
  if (!declared || text === undefined) return undefined;
  const unit = readUnitFor(text, declared.dimension);
  if (unit && sameDimension(unit.dimension, declared.dimension)) return unit;
  gathering.problem('parameter-unit', place, text, { input: idOf(named), candidates: [declared.name] });
  return null;
}

function findNamed(spoken: readonly string[], clause: string, names: ReadonlyMap<string, readonly Named[]>): readonly Named[] {
  let several: readonly Named[] = [];
  for (const name of spoken) {
    const plain = splitUnit(name).rest;
    for (const spelling of [name, plain, ...(clause === '' ? [] : [`${clause}.${name}`, `${clause}.${plain}`])]) {
      const found = names.get(headerKey(spelling)) ?? [];
      if (found.length === 1) return found;
      if (found.length > 1) several = found;
    }
  }
  return several;
}

// ---- the file

const REFUSED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rawValue(value: unknown): { readonly raw: RawValue } | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return { raw: value };
  if (typeof value === 'number') return Number.isFinite(value) ? { raw: shiftDecimal(shortestDigits(value), 0) } : undefined;
  if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return { raw: value };
  return undefined;
}

/**
 * Reads a JSON parameter file, already parsed: names as on the sheet, or parameters by measure id. A value is text, number, true/false, a list, or
 * `{"value": …, "source": "文号"}`. Numbers without a unit are in the parameter's own. `__proto__` and unknown keys are refused.
 */
export function readParameterJson(value: unknown, pack: Pack): ParameterReading {
  const gathering = new Gathering(pack, undefined);
  if (!isRecord(value)) {
    gathering.problem(
      'parameters-not-an-object',
      { row: -1, column: -1, address: '', name: '' },
      Array.isArray(value) ? '[…]' : String(value),
    );
    return gathering.result();
  }
  const names = namesOf(pack);
  readObject(value, '', names, gathering);
  return gathering.result();
}

/** Whether the rules take a figure that was read (exact decimal text in the parameter's unit): no text that is no number, nothing outside the band. */
export function isPossible(value: string, parameter: Parameter): boolean {
  const number = readDecimal(value);
  return number !== null && canBe(parameter, number);
}

function readObject(
  object: Readonly<Record<string, unknown>>,
  measure: string,
  names: ReadonlyMap<string, readonly Named[]>,
  gathering: Gathering,
): void {
  for (const key of Object.keys(object)) {
    const path = measure === '' ? key : `${measure}.${key}`;
    const place: Place = { row: -1, column: -1, address: path, name: path };
    if (REFUSED_KEYS.has(key)) {
      gathering.problem('parameter-key-refused', place, key);
      continue;
    }
    const content = object[key];
    if (measure === '' && isRecord(content) && gathering.pack.measures.some((one) => one.id === key)) {
      readObject(content, key, names, gathering);
      continue;
    }
    const named = findNamed([path], '', names);
    const [target] = named;
    if (!target || named.length > 1) {
      if (named.length > 1) gathering.problem('parameter-ambiguous', place, key, { candidates: named.map(idOf) });
      else if (measure !== '' && gathering.pack.readings[key]) gathering.problem('reading-not-of-measure', place, key);
      else gathering.problem('parameter-unknown', place, key, { candidates: nearNames(key, gathering.pack) });
      continue;
    }
    const inner = isRecord(content) ? (isRecord(content['value']) ? { ...content['value'], source: content['source'] } : content) : null;
    if (inner !== null && 'shape' in inner && target.kind === 'parameter') {
      settleShape(target, inner, true, place, gathering, ({ rows, key }) => {
        const path = [place.address, ...(rows.length === 0 ? [] : [`rows[${rows.join('.')}]`]), key].join('.');
        return { ...place, address: path };
      });
      continue;
    }
    const entry = isRecord(content) ? content : { value: content };
    const strange = Object.keys(entry).find((inner) => inner !== 'value' && inner !== 'source');
    const raw = rawValue(entry['value']);
    if (target.kind === 'parameter' && (strange !== undefined || !raw)) gathering.refuse(target.full);
    if (strange !== undefined) gathering.problem(REFUSED_KEYS.has(strange) ? 'parameter-key-refused' : 'parameter-unknown', place, strange);
    else if (!raw) gathering.problem('parameter-value', place, JSON.stringify(entry['value']) ?? '', { input: idOf(target) });
    else if (settle(target, raw.raw, undefined, true, place, gathering) && typeof entry['source'] === 'string' && entry['source'] !== '')
      gathering.sources.set(idOf(target), entry['source']);
  }
}
