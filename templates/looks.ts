import type { BookCell, BookRow, BookValue, CellStyle, Edge } from '../src/ooxml';
import type { StyleList } from '../src/ooxml';

const LINE: Edge = { line: 'thin', color: 'BFC9D4' };
const GRID = { left: LINE, right: LINE, top: LINE, bottom: LINE };
const FONT = { name: '等线', size: 10 };

/** The looks of the template, fills and borders written out: not every program draws Excel's table styles. */
export const LOOKS = {
  plain: { font: FONT, vertical: 'middle' },
  title: { font: { ...FONT, size: 16, bold: true, color: '1B3A57' }, vertical: 'middle' },
  note: { font: { ...FONT, color: '5A6673' }, vertical: 'middle' },
  warning: { font: { ...FONT, bold: true, color: '9C2B00' }, vertical: 'middle' },
  keyHeader: header('1B3A57', 'FFFFFF'),
  inputHeader: header('2F6690', 'FFFFFF'),
  parameterHeader: header('8A5A00', 'FFFFFF'),
  resultHeader: header('2E6B3C', 'FFFFFF'),
  noteHeader: header('6B7480', 'FFFFFF'),
  section: { font: { ...FONT, size: 12, bold: true, color: '1B3A57' }, fill: 'E3ECF4', vertical: 'middle' },
  paragraph: { font: { ...FONT, size: 11 }, vertical: 'top', wrap: true },
  text: cell({ horizontal: 'left' }),
  wrapped: cell({ horizontal: 'left', wrap: true }),
  centered: cell({ horizontal: 'center' }),
  progress: cell({ font: { ...FONT, color: '2E6B3C' }, horizontal: 'left' }),
  code: cell({ format: '@' }),
  fill: cell({ fill: 'FFF8E5', horizontal: 'right' }),
  fillText: cell({ fill: 'FFF8E5', format: '@', wrap: true }),
  source: cell({ fill: 'FFF8E5', wrap: true }),
  answer: cell({ horizontal: 'center', fill: 'EEF6EF' }),
  choice: cell({ horizontal: 'center', wrap: true }),
  identifier: cell({ font: { ...FONT, size: 9, color: '6B7480' }, wrap: true }),
  example: cell({ font: { ...FONT, color: '6B7480', italic: true }, format: '@', wrap: true }),
  remark: cell({ font: { ...FONT, color: '6B7480' } }),
  longRemark: cell({ font: { ...FONT, color: '6B7480' }, wrap: true }),
} as const satisfies Record<string, CellStyle>;

function header(fill: string, ink: string): CellStyle {
  return { font: { ...FONT, bold: true, color: ink }, fill, border: GRID, horizontal: 'center', vertical: 'middle', wrap: true };
}

function cell(more: CellStyle): CellStyle {
  return { font: FONT, border: GRID, vertical: 'middle', ...more };
}

/** A figure with that number format. */
export function figure(format: string): CellStyle {
  return cell({ format, horizontal: 'right' });
}

/** A calculated figure. */
export function result(format: string): CellStyle {
  return cell({ format, horizontal: 'right', fill: 'EEF6EF' });
}

/** A figure the officer gives for a parameter. */
export function given(format: string): CellStyle {
  return cell({ format, horizontal: 'right', fill: 'FFF8E5' });
}

/** How wide a text is, in half-width characters. */
export function halfWidths(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u0020-\u00ff]/.test(character) ? 1 : 2), 0);
}

/** Builds the rows of one sheet; styles are numbered in a list shared by the book. */
export class Page {
  readonly rows: BookRow[] = [];

  constructor(private readonly styles: StyleList) {}

  /** Adds the next row; a missing entry leaves its cell out. */
  add(
    cells: readonly ({ readonly value: BookValue; readonly look: CellStyle; readonly formula?: string } | undefined)[],
    height?: number,
  ): void {
    const out: BookCell[] = [];
    cells.forEach((one, column) => {
      if (!one) return;
      const formula = one.formula === undefined ? {} : { formula: one.formula };
      out.push({ column, value: one.value, style: this.styles.add(one.look), ...formula });
    });
    this.rows.push({ index: this.rows.length, cells: out, ...(height === undefined ? {} : { height }) });
  }
}

/** With brackets of full width: those of half width break references to a table's columns. */
export function fullWidth(text: string): string {
  return text.replaceAll('(', '（').replaceAll(')', '）');
}
