import { sameDimension, type Input, type Pack, type Unit } from '../engine';
import type { Cell, Merge } from '../hosts/host';
import {
  isLedgerKey,
  keyHeaders,
  lexiconOf,
  headerMatcher,
  headerKey,
  suggestionsFor,
  type HeaderMatcher,
  type LedgerKey,
  type Lexicon,
  type Target,
} from './match-headers';
import { areasToFill, type FilledArea } from './fill-down';
import { cellAddress, columnLetters, type LedgerProblem, type LedgerProblemCode } from './problems';
import { compact, shortened } from './text';
import { isRatio, readUnit, readUnitFor, readUnitLine } from './units';

/** An officer's corrections. A column is named by its zero-based number, its letters (`C`) or its header; the target by id, full name, Chinese name, key, or `ignore`. */
export interface ColumnChoices {
  /** Zero-based sheet row of the header, or of either row of a header of two. */
  readonly headerRow?: number;
  readonly columns?: Readonly<Record<number | string, string>>;
  /** The unit a column's figures are in, where its header does not say so. */
  readonly units?: Readonly<Record<number | string, string>>;
}

/** One column of the sheet that has a header. */
export interface PlannedColumn {
  readonly column: number;
  readonly letters: string;
  /** As written, group titles first. */
  readonly header: string;
  /** matched: read; ambiguous: fits several, or several fit it, so it is asked and not read; refused: its unit cannot be; ignored: by choice; unknown: nothing of the pack. */
  readonly state: 'matched' | 'ambiguous' | 'refused' | 'ignored' | 'unknown';
  readonly target: Target | null;
  readonly by: 'id' | 'header' | 'choice' | null;
  /** The unit its figures are read in, for matched numbers; null while a ratio's bare numbers cannot be read. */
  readonly unit: Unit | null;
  /** Where that unit was found; `declared`: nowhere, the pack's own unit is assumed. */
  readonly unitFrom: 'choice' | 'header' | 'group' | 'unitRow' | 'unitLine' | 'declared' | null;
  /** Ids it may mean: all that fit an ambiguous one; the nearest words for an unknown one, none for one of ours. */
  readonly candidates: readonly string[];
  /** A template's own: what its formulas make of the row, or a note on a sample. It is never a figure to be read. */
  readonly isOurs: boolean;
}

/** How a sheet will be read. Plain data; every block of the sheet is read by the same plan. */
export interface LedgerPlan {
  /** Zero-based first row of the header and its number of rows; -1 and 0 where none was found. */
  readonly headerRow: number;
  readonly headerRows: number;
  /** The first row that may hold an enterprise. */
  readonly firstRow: number;
  /** Texts above the header. */
  readonly titles: readonly string[];
  /** Units of the 单位 line, for columns without their own. */
  readonly lineUnits: readonly Unit[];
  readonly columns: readonly PlannedColumn[];
  /** Vertically merged areas whose words hold for each of their rows, from the top. */
  readonly filled: readonly FilledArea[];
  /** Input ids of this table that no column gives. */
  readonly missing: readonly string[];
  readonly missingKeys: readonly LedgerKey[];
  readonly problems: readonly LedgerProblem[];
}

/** Only so many rows at the top are looked at, and so many on either side of a header row that was named. */
export const headRows = 40;

/**
 * Finds titles, 单位 line and header in the first rows of a sheet and what each column holds. `cells[0]` is the sheet's first row. `table`: the
 * sheet's kind, which decides what counts as missing. Never chooses between two fits.
 */
export function planLedger(
  head: { readonly cells: readonly (readonly Cell[])[]; readonly merges?: readonly Merge[] },
  pack: Pack,
  choices: ColumnChoices = {},
  table: Input['table'] = 'ledger',
): LedgerPlan {
  const lexicon = lexiconOf(pack);
  const merges = head.merges ?? [];
  const grid = spread(head.cells.slice(0, choices.headerRow === undefined ? headRows : choices.headerRow + headRows), merges);
  const match = headerMatcher(lexicon);
  const header = findHeader(grid, merges, match, choices.headerRow);
  const inputs = Object.values(pack.inputs).filter((input) => input.table === table);
  if (!header) {
    return {
      headerRow: -1,
      headerRows: 0,
      firstRow: grid.length,
      titles: textsOf(grid),
      lineUnits: [],
      columns: [],
      filled: [],
      missing: inputs.map((input) => input.id),
      missingKeys: Object.keys(keyHeaders).filter(isLedgerKey),
      problems: [
        {
          code: 'header-not-found',
          row: -1,
          column: -1,
          address: '',
          header: '',
          text: '',
          candidates: inputs.slice(0, 8).map((input) => input.name),
        },
      ],
    };
  }
  const above = grid.slice(0, header.top);
  const lineUnits = above.flatMap((row) => distinctTexts(row).flatMap(readUnitLine));
  const after = readAfterHeader(grid, header);
  const drafts = header.columns.map((headed) => draftColumn(headed, match));
  const problems: LedgerProblem[] = [];
  const place = (code: LedgerProblemCode, draft: Draft | undefined, text: string, candidates: readonly string[] = []): void => {
    const column = draft ? draft.headed.column : -1;
    problems.push({
      code,
      row: header.bottom,
      column,
      address: cellAddress(header.bottom, column),
      header: draft ? draft.headed.full : '',
      text: shortened(text),
      ...(draft?.target ? { input: draft.target.id } : {}),
      ...(candidates.length > 0 ? { candidates } : {}),
    });
  };
  applyChoices(drafts, choices, lexicon, place);
  settleTwice(drafts, place);
  for (const draft of drafts)
    if (draft.state === 'ambiguous' && draft.targets.length > 1) place('header-ambiguous', draft, draft.headed.full, ids(draft.targets));
  for (const draft of drafts) settleUnit(draft, after.units, lineUnits, place);
  const columns = drafts.map((draft) => finish(draft, lexicon, pack));
  const filled = areasToFill(merges, columns, after.row);
  for (const draft of drafts) {
    const areas = filled.filter(({ column }) => column === draft.headed.column);
    if (areas.length > 0) place('merged-down', draft, String(areas.length));
  }
  const read = new Set(columns.flatMap((column) => (column.state === 'matched' && column.target ? [column.target.id] : [])));
  return {
    headerRow: header.top,
    headerRows: header.bottom - header.top + 1,
    firstRow: after.row,
    titles: textsOf(above),
    lineUnits,
    columns,
    filled,
    missing: inputs.filter((input) => !read.has(input.id)).map((input) => input.id),
    missingKeys: Object.keys(keyHeaders)
      .filter(isLedgerKey)
      .filter((key) => !read.has(key)),
    problems,
  };
}

// ---- the grid

/** Only so much of a text, and so many columns, can be a header: a planted cell must not hold up the rest. */
const LONGEST_HEADER = 300;
const WIDEST_HEADER = 2048;

function cellText(cell: Cell | undefined): string {
  if (typeof cell === 'string') return cell.slice(0, LONGEST_HEADER).trim();
  return typeof cell === 'number' && isYear(cell) ? String(cell) : '';
}

function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= 1990 && value <= 2100;
}

/** Every cell of a merged area shows its first cell's content. */
function spread(cells: readonly (readonly Cell[])[], merges: readonly Merge[]): (readonly Cell[])[] {
  const grid = cells.map((row) => row.slice(0, WIDEST_HEADER));
  for (const [top, left, bottom, right] of merges) {
    const first = grid[top]?.[left] ?? null;
    if (first === null) continue;
    for (let row = top; row <= Math.min(bottom, grid.length - 1); row++) {
      const line = grid[row];
      if (!line) continue;
      for (let column = left; column <= Math.min(right, WIDEST_HEADER - 1); column++) {
        while (line.length <= column) line.push(null);
        line[column] = first;
      }
    }
  }
  return grid;
}

function distinctTexts(row: readonly Cell[]): string[] {
  return [...new Set(row.map(cellText).filter((text) => text !== ''))];
}

function textsOf(rows: readonly (readonly Cell[])[]): string[] {
  return [...new Set(rows.flatMap(distinctTexts))];
}

// ---- the header

interface Headed {
  readonly column: number;
  readonly own: string;
  readonly groups: readonly string[];
  readonly full: string;
}

interface Header {
  readonly top: number;
  readonly bottom: number;
  readonly columns: readonly Headed[];
}

const TITLE = /^附件|单位\s*[:：为]|日期\s*[:：]|时间\s*[:：]|填报|填表|制表|报送|台账$|(?:统计|汇总|明细|审核|申报|情况|一览)表|清单$/;

/** A text that names the sheet rather than columns. */
function isTitle(text: string): boolean {
  return text.length > 24 || TITLE.test(text);
}

/** Whether this row stands over a header as its group titles. */
function isGroupRow(row: readonly Cell[]): boolean {
  return (
    row.every((cell) => cell === null || cell === '' || cellText(cell) !== '') &&
    distinctTexts(row).filter((text) => !isTitle(text)).length >= 2
  );
}

/** No data row: texts, blanks and years only. */
function mayBeHeader(row: readonly Cell[] | undefined): row is readonly Cell[] {
  return (
    row !== undefined &&
    row.some((cell) => cellText(cell) !== '') &&
    row.every((cell) => cell === null || typeof cell === 'string' || (typeof cell === 'number' && isYear(cell)))
  );
}

function headerEndingAt(grid: readonly (readonly Cell[])[], bottom: number): Header {
  let top = bottom;
  while (top > 0 && bottom - top < 2) {
    const above = grid[top - 1];
    if (!above || !isGroupRow(above)) break;
    top--;
  }
  const width = Math.max(...grid.slice(top, bottom + 1).map((row) => row.length));
  const titles = grid.slice(top, bottom).map((row) => stretched(row, width));
  const columns: Headed[] = [];
  for (let column = 0; column < width; column++) {
    const levels = titles.map((row) => row[column] ?? { text: '', loose: false });
    let own = cellText(grid[bottom]?.[column]);
    let groups = levels.map((level) => level.text).filter((text) => text !== '' && text !== own && !isTitle(text));
    if (own === '') {
      // A key written in the upper row of an unmerged header.
      own = levels.findLast((level) => level.text !== '' && !level.loose)?.text ?? '';
      groups = groups.filter((text) => text !== own);
    }
    if (own === '') continue;
    const distinct = [...new Set(groups)];
    columns.push({ column, own, groups: distinct, full: [...distinct, own].map((text) => text.replace(/\s+/g, ' ')).join(' / ') });
  }
  return { top, bottom, columns };
}

/** A group title also stands over the empty cells to its right. */
function stretched(row: readonly Cell[], width: number): { text: string; loose: boolean }[] {
  const line: { text: string; loose: boolean }[] = [];
  let last = '';
  for (let column = 0; column < width; column++) {
    const text = cellText(row[column]);
    if (text !== '') last = text;
    line.push({ text: last, loose: text === '' });
  }
  return line;
}

function score(header: Header, match: HeaderMatcher): number {
  const found = new Set<string>();
  let several = 0;
  for (const headed of header.columns) {
    const { targets } = match(headed.own, headed.groups);
    if (targets.length === 1 && targets[0]) found.add(targets[0].id);
    else if (targets.length > 1) several++;
  }
  return found.size + several;
}

function findHeader(
  grid: readonly (readonly Cell[])[],
  merges: readonly Merge[],
  match: HeaderMatcher,
  chosen: number | undefined,
): Header | undefined {
  let best: Header | undefined;
  let bestScore = 0;
  for (let bottom = 0; bottom < grid.length; bottom++) {
    if (!mayBeHeader(grid[bottom])) continue;
    // A key merged over both rows of a header: the header does not end between them.
    if (merges.some(([top, , last]) => top <= bottom && last > bottom && last - top < 4)) continue;
    const header = headerEndingAt(grid, bottom);
    if (chosen !== undefined && !(header.top <= chosen && chosen <= header.bottom)) continue;
    const points = score(header, match);
    const better = points > bestScore || (best === undefined && chosen !== undefined);
    if (better) {
      best = header;
      bestScore = points;
    }
  }
  if (best) return best;
  return chosen !== undefined && grid[chosen] ? headerEndingAt(grid, chosen) : undefined;
}

/** Rows between the header and the data: units of their own, column numbers (栏次). */
function readAfterHeader(grid: readonly (readonly Cell[])[], header: Header): { row: number; units: ReadonlyMap<number, string> } {
  const units = new Map<number, string>();
  let row = header.bottom + 1;
  for (; row < grid.length && row <= header.bottom + 2; row++) {
    const cells = grid[row];
    if (!cells) break;
    const filled = cells.map((cell, column) => ({ cell, column })).filter(({ cell }) => cell !== null && cell !== '');
    const named = filled.filter(({ cell }) => typeof cell === 'string' && readUnit(cell) !== undefined);
    if (
      named.length >= 2 &&
      filled.every(
        ({ cell }) => typeof cell === 'string' && (readUnit(cell) !== undefined || /^(?:[-—–/]+|计量单位|单位)$/.test(compact(cell))),
      )
    ) {
      for (const { cell, column } of named) if (typeof cell === 'string') units.set(column, compact(cell));
    } else if (!isNumbering(filled.map(({ cell }) => cell))) break;
  }
  return { row, units };
}

/** 甲 乙 丙 1 2 3: the numbers of the columns. */
function isNumbering(cells: readonly Cell[]): boolean {
  if (cells.length < 3) return false;
  let next: number | undefined;
  for (const cell of cells) {
    const text = typeof cell === 'number' ? String(cell) : typeof cell === 'string' ? compact(cell).replace(/^\((.*)\)$/, '$1') : '';
    if (/^(?:[甲乙丙丁戊己庚辛]|栏次|序号|[A-H])$/.test(text)) {
      if (next !== undefined) return false;
    } else if (/^\d{1,3}(?:=.*)?$/.test(text)) {
      const value = parseInt(text, 10);
      if (next !== undefined ? value !== next : value > 8) return false;
      next = value + 1;
    } else return false;
  }
  return next !== undefined;
}

// ---- the columns

interface Draft {
  readonly headed: Headed;
  targets: readonly Target[];
  target: Target | null;
  state: PlannedColumn['state'];
  by: PlannedColumn['by'];
  unitText: string | undefined;
  unitFrom: PlannedColumn['unitFrom'];
  unitUnclear: boolean;
  unit: Unit | null;
}

type Place = (code: LedgerProblemCode, draft: Draft | undefined, text: string, candidates?: readonly string[]) => void;

function draftColumn(headed: Headed, matcher: HeaderMatcher): Draft {
  const match = matcher(headed.own, headed.groups);
  const [only, ...more] = match.targets;
  const one = only !== undefined && more.length === 0 ? only : null;
  return {
    headed,
    targets: match.targets,
    target: one,
    state: one ? 'matched' : only ? 'ambiguous' : 'unknown',
    by: match.by,
    unitText: match.unit,
    unitFrom: match.unitFrom ?? null,
    unitUnclear: match.unitUnclear,
    unit: null,
  };
}

function ids(targets: readonly Target[]): string[] {
  return targets.map((target) => target.id);
}

function applyChoices(drafts: readonly Draft[], choices: ColumnChoices, lexicon: Lexicon, place: Place): void {
  for (const [named, wanted] of Object.entries(choices.columns ?? {})) {
    const draft = columnNamed(drafts, named);
    if (!draft) {
      place('choice-column-unknown', undefined, named, drafts.map((one) => one.headed.full).slice(0, 20));
      continue;
    }
    if (wanted === 'ignore') {
      Object.assign(draft, { state: 'ignored', target: null, targets: [], by: 'choice' } satisfies Partial<Draft>);
      continue;
    }
    const targets = targetsNamed(wanted, lexicon);
    const [target] = targets;
    if (target && targets.length === 1) Object.assign(draft, { state: 'matched', target, targets, by: 'choice' } satisfies Partial<Draft>);
    else place('choice-target-unknown', draft, wanted, ids(targets));
  }
  for (const [named, wanted] of Object.entries(choices.units ?? {})) {
    const draft = columnNamed(drafts, named);
    if (!draft) place('choice-column-unknown', undefined, named, drafts.map((one) => one.headed.full).slice(0, 20));
    else if (!readUnit(wanted)) place('choice-unit-unknown', draft, wanted);
    else Object.assign(draft, { unitText: wanted, unitFrom: 'choice', unitUnclear: false } satisfies Partial<Draft>);
  }
}

function columnNamed(drafts: readonly Draft[], named: string): Draft | undefined {
  const key = headerKey(named);
  const byHeader = drafts.filter(
    (draft) =>
      draft.headed.full === named || draft.headed.own === named || headerKey(draft.headed.groups.join('') + draft.headed.own) === key,
  );
  if (byHeader.length === 1) return byHeader[0];
  if (/^\d+$/.test(named)) return drafts.find((draft) => draft.headed.column === Number(named));
  return drafts.find((draft) => columnLetters(draft.headed.column) === named.toUpperCase());
}

function targetsNamed(wanted: string, lexicon: Lexicon): readonly Target[] {
  const exact = lexicon.byId.get(wanted.toLowerCase()) ?? lexicon.targets.find((target) => target.kind === 'key' && target.id === wanted);
  return exact ? [exact] : (lexicon.byKey.get(headerKey(wanted)) ?? []);
}

/** Two columns for one input: asked, unless an officer has chosen one; then the other is left aside. */
function settleTwice(drafts: readonly Draft[], place: Place): void {
  const byTarget = new Map<string, Draft[]>();
  for (const draft of drafts) {
    if (draft.state !== 'matched' || !draft.target) continue;
    const list = byTarget.get(draft.target.id);
    if (list) list.push(draft);
    else byTarget.set(draft.target.id, [draft]);
  }
  for (const claims of byTarget.values()) {
    if (claims.length < 2) continue;
    const chosen = claims.filter((draft) => draft.by === 'choice');
    const aside = chosen.length === 1 ? claims.filter((draft) => draft.by !== 'choice') : claims;
    for (const draft of aside) {
      if (chosen.length !== 1)
        place(
          'column-twice',
          draft,
          draft.headed.full,
          claims.map((other) => cellAddress(0, other.headed.column).replace(/1$/, '')),
        );
      draft.state = chosen.length === 1 ? 'ignored' : 'ambiguous';
    }
  }
}

function settleUnit(draft: Draft, rowUnits: ReadonlyMap<number, string>, lineUnits: readonly Unit[], place: Place): void {
  const { target } = draft;
  if (draft.state !== 'matched' || !target || target.kind === 'key' || target.declaration.type !== 'number' || !target.declaration.unit) {
    draft.unitFrom = null;
    return;
  }
  const declared = target.declaration.unit;
  if (draft.unitUnclear) {
    draft.state = 'refused';
    place('unit-unclear', draft, draft.headed.full, [declared.name]);
    return;
  }
  if (draft.unitText === undefined) {
    const own = rowUnits.get(draft.headed.column);
    if (own !== undefined) Object.assign(draft, { unitText: own, unitFrom: 'unitRow' } satisfies Partial<Draft>);
  }
  if (draft.unitText !== undefined) {
    const unit = readUnitFor(draft.unitText, declared.dimension);
    if (unit && sameDimension(unit.dimension, declared.dimension)) draft.unit = unit;
    else {
      draft.state = 'refused';
      place('unit-dimension', draft, draft.unitText, [declared.name]);
    }
    return;
  }
  const fitting = lineUnits.filter((unit) => sameDimension(unit.dimension, declared.dimension));
  if (fitting.length > 1) {
    draft.state = 'refused';
    place(
      'unit-unclear',
      draft,
      fitting.map((unit) => unit.name).join('、'),
      fitting.map((unit) => unit.name),
    );
    return;
  }
  const [line] = fitting;
  draft.unit = line ?? (isRatio(declared.dimension) ? null : declared);
  draft.unitFrom = line ? 'unitLine' : draft.unit ? 'declared' : null;
}

/** What the columns that a template makes begin with, before the number of their clause; and the heading of its notes on sample rows. */
const resultMark = '测算';
const sampleNote = '示例说明';

function isTemplateColumn(header: string, pack: Pack): boolean {
  const clauses = [...pack.measures, ...pack.choices].flatMap(({ clause }) => [clause, `第${clause}条`]);
  const key = headerKey(header);
  return key === headerKey(sampleNote) || clauses.some((clause) => key.startsWith(headerKey(resultMark + clause)));
}

function finish(draft: Draft, lexicon: Lexicon, pack: Pack): PlannedColumn {
  const read = draft.state === 'matched';
  const isOurs = draft.state === 'unknown' && isTemplateColumn(draft.headed.own, pack);
  return {
    column: draft.headed.column,
    letters: columnLetters(draft.headed.column),
    header: draft.headed.full,
    state: draft.state,
    target: read || draft.state === 'refused' ? draft.target : null,
    by: draft.by,
    unit: read ? draft.unit : null,
    unitFrom: read ? draft.unitFrom : null,
    candidates:
      draft.state === 'ambiguous'
        ? ids(draft.targets)
        : draft.state === 'unknown' && !isOurs
          ? ids(suggestionsFor(draft.headed.own, lexicon))
          : [],
    isOurs,
  };
}
