/** Everything a stand-in workbook holds, as one text: two are equal where nothing of the workbook is another than before. */
import type { StandInSheet } from './sheet';
import type { StandInWorkbook } from './workbook';

/** What a file would hold, and what is in view and selected. */
export function snapshotOf(workbook: StandInWorkbook): string {
  const { sheets, tables, names, xmlParts, settings, protected: isProtected, password, subject, selection } = workbook;
  return JSON.stringify({
    sheets: sheets.map(sheetParts),
    tables: tables.map(({ id, name, sheet, area, style, filter }) => [id, name, sheet.name, area, style, filterParts(filter)]),
    names: names.map(({ name, scope, formula, comment, visible }) => [name, scope?.name, formula, comment, visible]),
    xmlParts,
    settings: [...settings].sort(([one], [other]) => (one < other ? -1 : 1)),
    isProtected,
    password,
    subject,
    selection: [selection.sheet.name, selection.area],
  });
}

function sheetParts(sheet: StandInSheet): unknown {
  // Whatever a sheet comes to hold later is in it too; maps and sets are no JSON by themselves.
  const { rows, hiddenRows, hiddenColumns, looks, filter, ...others } = sheet;
  const cells = [...rows].flatMap(([row, line]) =>
    [...line.entries()].flatMap(([column, cell]) => (cell === undefined ? [] : [[row, column, cell] as const])),
  );
  return {
    ...others,
    cells: cells.sort((one, other) => one[0] - other[0] || one[1] - other[1]),
    hidden: [[...hiddenRows], [...hiddenColumns]],
    looks: [...looks],
    filter: filter === null ? null : filterParts(filter),
  };
}

const filterParts = ({ area, kept, hidden }: NonNullable<StandInSheet['filter']>): unknown => [
  area,
  [...kept].map(([column, values]) => [column, [...values]]),
  [...hidden],
];
