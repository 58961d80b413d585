import { shapeKind } from '../engine';
import type { Cell } from '../hosts/host';
import { shortestDigits } from './decimal';
import { headerKey } from './match-headers';
import { splitUnit } from './units';

/**
 * The columns of a block of tier tables on the sheet 参数. A row is one tier; name, form, what it goes by and the limits stand in a
 * parameter's first row and may be left blank below it. `above` of a form per step stands under 从.
 */
const columnWords = {
  name: ['参数', '参数名称', '参数名', '全名', '名称', 'parameter'],
  shape: ['形式', '标准形式', '计算形式', '奖补形式', 'shape', 'form'],
  by: ['依据', '分档依据', '按', 'by'],
  of: ['计算基数', '乘以', '按什么计算', 'of'],
  choice: ['行业', '类别', '种类', 'choice', 'industry'],
  from: ['从', '起', '下限', '起点', 'from'],
  to: ['到', '至', '上限', '终点', 'to'],
  step: ['每满', '每', '步长', 'step'],
  value: ['值', '标准', '奖补标准', '金额', 'value'],
  unit: ['单位', '计量单位', 'unit'],
  cap: ['封顶', '最高', 'cap'],
  floor: ['起付', '起付线', 'floor'],
  atLeast: ['保底', '最低', 'atleast'],
  minimum: ['最低增量', '最低数量', 'minimum'],
  noBase: ['无基数', '无基数标准', 'nobase'],
  source: ['来源', '出处', '文件依据', '来源（文号）', 'source'],
} as const;

type Role = keyof typeof columnWords;
type Columns = Partial<Record<Role, { readonly column: number; readonly unit: string | undefined }>>;

const roles = Object.keys(columnWords).filter((role): role is Role => Object.hasOwn(columnWords, role));
const limitRoles = ['cap', 'floor', 'atLeast', 'minimum', 'noBase'] as const;

/** A tier table as it stands on the sheet. */
export interface SheetShape {
  readonly name: string;
  readonly source: Readonly<Record<string, unknown>>;
  /** The sheet row of the parameter's first row, and of each tier as a problem counts them: `2.1` is the first tier of the second kind. */
  readonly row: number;
  /** The column of its name. */
  readonly column: number;
  readonly rowOf: ReadonlyMap<string, number>;
  readonly from: string;
  /** Columns by the key of a shape, for a problem's place. */
  readonly columns: ReadonlyMap<string, number>;
  /** What differs between the rows of one parameter, though it can be said but once. */
  readonly differing: readonly { readonly row: number; readonly column: number; readonly text: string }[];
}

/** The tier tables of a sheet, and its other rows with theirs left blank. */
interface SheetShapes {
  readonly shapes: readonly SheetShape[];
  readonly rest: readonly (readonly Cell[])[];
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'string'
    ? cell.trim()
    : typeof cell === 'number'
      ? shortestDigits(cell)
      : typeof cell === 'object' && cell
        ? cell.text
        : '';
}

/** The columns of a header of tier tables: it has a form, a name and a value. */
function columnsOf(line: readonly Cell[]): Columns | undefined {
  const columns: Columns = {};
  line.forEach((cell, column) => {
    if (typeof cell !== 'string') return;
    const { rest, unit } = splitUnit(cell);
    const key = headerKey(rest);
    const role = roles.find((one) => columnWords[one].some((word) => headerKey(word) === key));
    if (role !== undefined && columns[role] === undefined) columns[role] = { column, unit };
  });
  return columns.shape && columns.name && columns.value ? columns : undefined;
}

/** A number with its unit: the cell's own, or the unit of the column 单位 (for the value) or of the header. */
function quantity(line: readonly Cell[], columns: Columns, role: Role): string | undefined {
  const at = columns[role];
  const text = at === undefined ? '' : textOf(line[at.column]);
  if (at === undefined || text === '') return undefined;
  if (!/^[+-]?[\d.,]+$/.test(text.normalize('NFKC'))) return text;
  const beside = role === 'value' && columns.unit ? textOf(line[columns.unit.column]) : '';
  return `${text} ${beside === '' ? (at.unit ?? '') : beside}`.trim();
}

interface Line {
  readonly row: number;
  readonly cells: readonly Cell[];
  readonly name: string;
  readonly choice: string;
}

/** Takes the tier tables out of a sheet: below a header with 参数, 形式 and 值, down to the next header. A row marked 示例 is an example. */
export function takeShapes(cells: readonly (readonly Cell[])[], isPlainHeader: (line: readonly Cell[]) => boolean): SheetShapes {
  const rest = cells.map((line) => line);
  const shapes: SheetShape[] = [];
  let columns: Columns | undefined;
  let group: Line[] = [];
  const finish = (): void => {
    if (columns !== undefined && group.length > 0) shapes.push(shapeOf(group, columns));
    group = [];
  };
  let example = false;
  cells.forEach((line, row) => {
    const header = columnsOf(line);
    if (header !== undefined || isPlainHeader(line)) {
      finish();
      columns = header;
      if (header !== undefined) rest[row] = [];
      return;
    }
    if (columns === undefined) return;
    rest[row] = [];
    const name = textOf(line[columns.name?.column ?? -1]);
    if (line.every((cell) => textOf(cell) === '')) {
      finish();
      return;
    }
    if (name !== '') example = /^[（(【]?示例/.test(name);
    if (example) return;
    const [first] = group;
    if (name !== '' && first?.name !== name) finish();
    const before = group.at(-1);
    const own = columns.choice === undefined ? '' : textOf(line[columns.choice.column]);
    if (name === '' && before === undefined) return;
    group.push({ row, cells: line, name: name === '' ? (before?.name ?? '') : name, choice: own === '' ? (before?.choice ?? '') : own });
  });
  finish();
  return { shapes, rest };
}

function shapeOf(lines: readonly Line[], columns: Columns): SheetShape {
  const [first] = lines;
  if (first === undefined) throw new Error('a table has a row');
  const differing: SheetShape['differing'][number][] = [];
  const rowOf = new Map<string, number>();
  const once = (own: readonly Line[], role: Role, read: (line: Line) => string | undefined): string | undefined => {
    let found: string | undefined;
    for (const line of own) {
      const text = read(line);
      if (text === undefined || text === '') continue;
      if (found === undefined) found = text;
      else if (found !== text) differing.push({ row: line.row, column: columns[role]?.column ?? -1, text });
    }
    return found;
  };
  const word = (role: Role) => (line: Line) => (columns[role] === undefined ? undefined : textOf(line.cells[columns[role].column]));
  const number = (role: Role) => (line: Line) => quantity(line.cells, columns, role);
  // A table by kinds goes by the one choice its parameter may go by: the reader of parameters knows it.
  /** A table of one parameter, or of one kind of enterprise under it. */
  const table = (own: readonly Line[], prefix: string): Record<string, unknown> => {
    own.forEach((line, index) => rowOf.set(`${prefix}${index + 1}`, line.row));
    const shape = once(own, 'shape', word('shape')) ?? '';
    const by = once(own, 'by', word('by'));
    const of = once(own, 'of', word('of'));
    const kind = shapeKind(shape);
    const limits = Object.fromEntries(
      limitRoles.flatMap((role) => {
        const text = once(own, role, number(role));
        return text === undefined ? [] : [[role, text] as const];
      }),
    );
    const common = { shape, ...(by === undefined ? {} : { by }), ...(of === undefined ? {} : { of }), ...limits };
    if (kind === 'bracket' || kind === 'marginal')
      return {
        ...common,
        rows: own.map((line) => ({
          from: quantity(line.cells, columns, 'from'),
          to: quantity(line.cells, columns, 'to'),
          value: quantity(line.cells, columns, 'value'),
        })),
      };
    const value = once(own, 'value', number('value'));
    const step = once(own, 'step', number('step'));
    const above = once(own, 'from', number('from'));
    return { ...common, value, ...(step === undefined ? {} : { step }), ...(above === undefined ? {} : { above }) };
  };
  const kinds = [...new Set(lines.map(({ choice }) => choice))];
  const isByChoice = kinds.some((kind) => kind !== '');
  const source = isByChoice
    ? {
        shape: 'choice',
        rows: kinds.map((choice, index) => ({
          choice: choice === '' ? '*' : choice,
          value: table(
            lines.filter((line) => line.choice === choice),
            `${index + 1}.`,
          ),
        })),
      }
    : table(lines, '');
  const keys = roles.flatMap((role) => (columns[role] === undefined ? [] : [[role, columns[role].column] as const]));
  return {
    name: first.name,
    source,
    row: first.row,
    column: columns.name?.column ?? -1,
    rowOf,
    from: once(lines, 'source', word('source')) ?? '',
    columns: new Map<string, number>([...keys, ['above', columns.from?.column ?? -1]]),
    differing,
  };
}
