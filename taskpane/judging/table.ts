/** A sheet of the workbook looked at: which column holds what, under the officer's choices. */
import { planOf, readSettings, sheetOf } from '../../src/assess';
import type { Pack } from '../../src/engine';
import type { Host, SheetInfo } from '../../src/hosts/host';
import { keyHeaders, type ColumnChoices as LedgerChoices, type LedgerPlan, type PlannedColumn } from '../../src/ledger';
import type { ColumnChoice, ColumnChoices, ColumnQuestion, InputMatch, LedgerView, Named } from '../model/table';
import { textsOf } from './parameters';

/** Reads the head of a sheet and matches its columns. */
export async function look(host: Host, pack: Pack, sheet: string, choices: ColumnChoices): Promise<LedgerView> {
  const sheets = await host.sheets();
  const settings = await readSettings(host, pack, sheets);
  const { plan, kept } = await planWith(host, pack, sheet, choices);
  const info = sheets.find((one) => one.name === sheet);
  const found = plan.headerRow >= 0;
  const byTarget = new Map(
    plan.columns.flatMap((column) => (column.state === 'matched' && column.target ? [[column.target.id, column] as const] : [])),
  );
  return {
    sheet,
    headerRow: found ? plan.headerRow + plan.headerRows - 1 : null,
    rows: info === undefined ? 0 : Math.max(0, info.rows - plan.firstRow),
    columns: plan.columns.map(({ column, letters, header }) => ({ index: column, letter: letters, header })),
    inputs: Object.values(pack.inputs)
      .filter((input) => input.table === 'ledger')
      .map((input) => inputMatch(input, byTarget.get(input.id))),
    keys: (['name', 'creditCode', 'city', 'county'] as const).map((key) => ({
      name: keyHeaders[key][0] ?? key,
      column: byTarget.get(key)?.column ?? null,
    })),
    questions: found ? questionsOf(plan, pack) : [],
    choices: kept,
    besides: besidesOf(sheets, sheet),
    parameterColumns: Object.fromEntries(
      [...byTarget].filter(([id]) => Object.hasOwn(pack.parameters, id)).map(([id, { column }]) => [id, column]),
    ),
    parameterSheet: sheetOf(sheets, 'parameters') === undefined ? null : textsOf(settings, pack),
    parameterProblems: settings.problems,
  };
}

/** The plan under the officer's choices. A choice whose header is gone, or stands there twice, is left out. */
export async function planWith(
  host: Host,
  pack: Pack,
  sheet: string,
  choices: ColumnChoices,
): Promise<{ plan: LedgerPlan; kept: ColumnChoices; given: LedgerChoices }> {
  const header = choices.headerRow === null ? {} : { headerRow: choices.headerRow };
  const plain = await planOf(host, sheet, pack, header);
  const columns = choices.columns.flatMap((choice) => {
    const column = columnOf(choice, plain.columns);
    return column === null ? [] : [{ ...choice, column }];
  });
  const kept: ColumnChoices = { ...choices, columns };
  if (columns.length === 0) return { plan: plain, kept, given: header };
  const given: LedgerChoices = {
    ...header,
    columns: Object.fromEntries(columns.flatMap(({ column, input }) => (input === null ? [] : [[column, input]]))),
    units: Object.fromEntries(columns.flatMap(({ column, unit }) => (unit === null ? [] : [[column, unit]]))),
  };
  return { plan: await planOf(host, sheet, pack, given), kept, given };
}

function columnOf(choice: ColumnChoice, columns: readonly PlannedColumn[]): number | null {
  const same = columns.filter((column) => column.header === choice.header);
  const here = same.find((column) => column.column === choice.column);
  if (here !== undefined) return here.column;
  const [only] = same;
  return same.length === 1 && only !== undefined ? only.column : null;
}

function inputMatch(input: Pack['inputs'][string], found: PlannedColumn | undefined): InputMatch {
  const { id, name, meaning } = input;
  const unit = input.unit?.name ?? null;
  if (found === undefined) return { input: id, name, meaning, unit, column: null, unitFound: null, unitAssumed: false, by: null };
  const by = found.by === 'choice' ? 'chosen' : found.by === 'id' ? 'id' : found.header.includes(name) ? 'name' : 'alias';
  const assumed = found.unitFrom === 'declared';
  return {
    input: id,
    name,
    meaning,
    unit,
    column: found.column,
    unitFound: assumed ? null : (found.unit?.name ?? null),
    unitAssumed: assumed,
    by,
  };
}

function questionsOf(plan: LedgerPlan, pack: Pack): ColumnQuestion[] {
  const named = (id: string): Named => ({ id, name: pack.inputs[id]?.name ?? pack.parameters[id]?.name ?? keyName(id) ?? id });
  const questions: ColumnQuestion[] = [];
  const twice = new Map<string, number[]>();
  for (const { column, state, candidates, target } of plan.columns) {
    const [only] = candidates;
    if (state === 'ambiguous' && candidates.length === 1 && only !== undefined) {
      twice.set(only, [...(twice.get(only) ?? []), column]);
    } else if (state === 'ambiguous') {
      questions.push({ kind: 'column', column, inputs: candidates.map(named) });
    } else if (state === 'refused' && target !== null) {
      const units = plan.problems.find((problem) => problem.column === column && problem.code.startsWith('unit-'))?.candidates ?? [];
      questions.push({ kind: 'unit', column, input: named(target.id), units });
    }
  }
  for (const [id, columns] of twice) questions.push({ kind: 'input', input: named(id), columns });
  return questions;
}

function keyName(id: string): string | undefined {
  return Object.entries(keyHeaders).find(([key]) => key === id)?.[1][0];
}

function besidesOf(sheets: readonly SheetInfo[], ledger: string): string[] {
  return (['project', 'event'] as const).flatMap((kind) => {
    const info = sheetOf(sheets, kind);
    return info === undefined || info.name === ledger ? [] : [info.name];
  });
}
