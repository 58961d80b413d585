import { itemTable, problemTable, resultTable, settingsTable, sheetName, stampTable, titleLines, type Language } from '../explain';
import type { Cell, Host, Written, WrittenColumn, WrittenSheet } from '../hosts/host';
import type { Assessment } from './assessment';
import type { Item } from './events';
import type { PlacedProblem } from './problems';

/** How results are written. */
interface WriteOptions {
  readonly language: Language;
  /** When it was judged, as the stamp states it: given from outside. */
  readonly time: string;
  /** Told how many rows are written. */
  readonly progress?: (rows: number) => void;
}

/** Rows of one sheet: what Excel holds, less titles and header. */
export const rowsOfSheet = 1_048_000;
const blockRows = 4096;

/** Cells made block by block, so that no sheet is ever held as a whole. */
function* blocks<T>(
  from: number,
  to: number,
  at: (index: number) => T,
  cells: (row: T) => readonly Cell[],
): Generator<(readonly Cell[])[]> {
  for (let start = from; start < to; start += blockRows) {
    const block: (readonly Cell[])[] = [];
    for (let index = start; index < Math.min(start + blockRows, to); index += 1) block.push(cells(at(index)));
    yield block;
  }
}

type Kind = Parameters<typeof sheetName>[0];

/** Gives out names of result sheets that no sheet of the workbook bears yet. */
export class FreeNames {
  private readonly taken: Set<string>;

  constructor(
    names: readonly string[],
    private readonly language: Language,
  ) {
    this.taken = new Set(names.map((name) => name.toLowerCase()));
  }

  next(kind: Kind): string {
    for (let number = 1; ; number += 1) {
      const name = sheetName(kind, number, this.language);
      if (this.taken.has(name.toLowerCase())) continue;
      this.taken.add(name.toLowerCase());
      return name;
    }
  }
}

/** The sheets of an assessment: 测算结果 (several where the rows need them), 项目测算 and 活动测算 where there are any, 问题, 参数, 留痕. `taken`: names in use. */
export function assessmentSheets(assessment: Assessment, options: WriteOptions, taken: readonly string[] = []): WrittenSheet[] {
  const { language } = options;
  const { pack } = assessment;
  const names = new FreeNames(taken, language);
  const sheets: WrittenSheet[] = [];
  const add = (kind: Kind, columns: readonly WrittenColumn[], count: number, rows: WrittenSheet['rows']): void => {
    sheets.push({ name: names.next(kind), titles: titleLines(pack, kind, language), columns, rows, count });
  };
  const layout = assessment.layout();
  for (let from = 0; from === 0 || from < assessment.count; from += rowsOfSheet) {
    const table = resultTable(layout, language);
    const to = Math.min(from + rowsOfSheet, assessment.count);
    add(
      'results',
      table.columns,
      to - from,
      blocks(
        from,
        to,
        (index) => assessment.shown(index),
        (row) => table.cells(row),
      ),
    );
  }
  for (const [kind, items] of [
    ['projects', assessment.projects],
    ['events', assessment.events],
  ] as const) {
    if (items.length === 0) continue;
    const single = kind === 'projects' ? 'project' : 'event';
    const measures = [...new Set(items.map((item) => item.measure))];
    const tables = new Map(measures.map((measure) => [measure, itemTable(pack, measure, single, language)]));
    const [table] = tables.values();
    if (table === undefined) continue;
    const cells = (item: Item): readonly Cell[] => tables.get(item.measure)?.cells({ ...item, row: item.row + 1 }) ?? [];
    add(
      kind,
      table.columns,
      Math.min(items.length, rowsOfSheet),
      blocks(0, Math.min(items.length, rowsOfSheet), (index) => itemAt(items, index), cells),
    );
  }
  const problems = assessment.problems();
  const problemsTable = problemTable(language, pack);
  add(
    'problems',
    problemsTable.columns,
    Math.min(problems.length, rowsOfSheet),
    blocks(
      0,
      Math.min(problems.length, rowsOfSheet),
      (index) => itemAt(problems, index),
      (problem) => problemsTable.cells(shownProblem(problem)),
    ),
  );
  const stamp = assessment.stampData(options.time);
  const settings = settingsTable(stamp, language);
  add('parameters', settings.columns, settings.rows.length, [settings.rows]);
  const record = stampTable(stamp, language);
  add('stamp', record.columns, record.rows.length, [record.rows]);
  return sheets;
}

function itemAt<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}

function shownProblem(problem: PlacedProblem): Parameters<ReturnType<typeof problemTable>['cells']>[0] {
  const { sheet, address, header, text } = problem;
  const orNull = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value);
  return {
    sheet: orNull(sheet),
    address: orNull(address),
    header: orNull(header),
    found: problem.code === 'more-problems' ? null : orNull(text),
    problem,
  };
}

/** Writes an assessment as new sheets and nothing else; a name already in use gets a number. */
export async function writeAssessment(
  host: Host,
  assessment: Assessment,
  options: WriteOptions,
  taken?: readonly string[],
): Promise<readonly Written[]> {
  const names = taken ?? (await host.sheets()).map((sheet) => sheet.name);
  return host.write(assessmentSheets(assessment, options, names), options.progress);
}
