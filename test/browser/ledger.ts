import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBook, type BookValue } from '../../src/ooxml';
import { StandInWorkbook } from '../standin/workbook';

/** Enterprises taken over from the template: enough to fill the pane, few enough to be read through. */
export const enterprises = 40;
/** The template's title, its line of notes and its header. */
export const headRows = 3;

const shownValue = (value: BookValue): string | number | boolean => (typeof value === 'object' ? (value?.error ?? '') : value);

/** The template of 2025q1 as an open workbook: its first enterprises with the functions and what they gave, its projects, events, parameters. */
export function ledgerWorkbook(): StandInWorkbook {
  const { book } = readBook(readFileSync(join(process.cwd(), 'templates/2025q1.xlsx')), 'HUIQI');
  const workbook = new StandInWorkbook(book.sheets[0]?.name);
  for (const [place, given] of book.sheets.entries()) {
    const sheet = place === 0 ? workbook.active : workbook.addSheet(given.name);
    const last = place === 0 ? headRows + enterprises : Infinity;
    for (const row of given.rows.filter(({ index }) => index < last))
      for (const { column, value, formula } of row.cells)
        if (value !== null || formula !== undefined)
          sheet.put(row.index, column, {
            value: shownValue(value),
            ...(formula === undefined ? {} : { formula: `=${formula}` }),
            ...(typeof value === 'object' && value !== null ? { error: true } : {}),
          });
    for (const { name, area } of given.tables) {
      const bottom = Math.min(area.bottom, last - 1);
      workbook.addTable(name, sheet, {
        row: area.top,
        column: area.left,
        rows: bottom - area.top + 1,
        columns: area.right - area.left + 1,
      });
    }
    if (place === 0) sheet.frozen = { rows: headRows, columns: 0 };
  }
  return workbook;
}
