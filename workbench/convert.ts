import type { Edge } from '../src/ooxml';

/** Lengths: a file counts columns in characters and rows in points, the grid in pixels. */
export const pixelsOfCharacters = (width: number): number => Math.round(width * 7 + 5);
export const charactersOfPixels = (pixels: number): number => Math.round(((pixels - 5) / 7) * 100) / 100;
export const pixelsOfPoints = (points: number): number => Math.round((points * 96) / 72);
export const pointsOfPixels = (pixels: number): number => Math.round(((pixels * 72) / 96) * 100) / 100;

/** The grid's numbers for lines. */
export const LINE_NUMBERS: Readonly<Record<Edge['line'], number>> = {
  thin: 1,
  hair: 2,
  dotted: 3,
  dashed: 4,
  double: 7,
  medium: 8,
  thick: 13,
};

/** The grid's line numbers as a file's lines; lines of the grid no file style fits become the nearest. */
export function lineOf(number: number): Edge['line'] | undefined {
  if (number === 0) return undefined;
  const exact = Object.entries(LINE_NUMBERS).find(([, known]) => known === number);
  if (exact) {
    const line = exact[0];
    if (
      line === 'thin' ||
      line === 'hair' ||
      line === 'dotted' ||
      line === 'dashed' ||
      line === 'double' ||
      line === 'medium' ||
      line === 'thick'
    )
      return line;
  }
  return number === 6 ? 'dotted' : number === 9 ? 'medium' : 'dashed';
}

/** Error values, as a cell shows them. */
export const ERRORS: ReadonlySet<string> = new Set([
  '#DIV/0!',
  '#NAME?',
  '#VALUE!',
  '#NUM!',
  '#N/A',
  '#CYCLE!',
  '#REF!',
  '#SPILL!',
  '#CALC!',
  '#ERROR!',
  '#GETTING_DATA',
  '#NULL!',
]);

/** What a sheet of the grid carries for the file it is saved to, and the grid itself has no place for. */
export interface Carried {
  readonly print?: unknown;
  readonly tableLooks: Readonly<
    Record<string, { readonly styleName?: string; readonly formulas: readonly (string | null)[]; readonly filterButtons: boolean }>
  >;
}

/** The key under which it stands in the sheet's `custom`. */
export const CARRIED = 'huiqi';

/** Names of the grid's resources. */
export const RESOURCES = {
  tables: 'SHEET_TABLE_PLUGIN',
  validations: 'SHEET_DATA_VALIDATION_PLUGIN',
  names: 'SHEET_DEFINED_NAME_PLUGIN',
  filters: 'SHEET_FILTER_PLUGIN',
} as const;
