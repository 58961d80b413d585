/**
 * A workbook as this project writes and reads it whole: values, formulas, looks, tables, validations.
 * Rows and columns count from 0. Formulas are as an officer types them (`HUIQI.AWARD(…)`, no `=`); their names on disk are formulas.ts' business.
 */

/** What a cell shows; null is a blank cell. Dates are serial numbers under a date format. */
export type BookValue = string | number | boolean | null | { readonly error: string };

/** One cell. A formula carries its last result as `value`; null means it was never calculated. */
export interface BookCell {
  readonly column: number;
  readonly value: BookValue;
  readonly formula?: string;
  /** The area an array formula fills, in rows and columns from this cell. */
  readonly area?: { readonly rows: number; readonly columns: number; readonly spills: boolean };
  /** Index into `styles` of the book. */
  readonly style?: number;
}

/** One row; `height` in points. Cells stand in column order. */
export interface BookRow {
  readonly index: number;
  readonly height?: number;
  readonly hidden?: boolean;
  readonly cells: readonly BookCell[];
}

/** Zero-based and inclusive. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** One side of a cell's border: its line and its colour as `RRGGBB`. */
export type Edge = { readonly line: 'thin' | 'medium' | 'thick' | 'dashed' | 'dotted' | 'double' | 'hair'; readonly color: string };

/** How a cell looks. Colours are `RRGGBB`. */
export interface CellStyle {
  readonly font?: {
    readonly name?: string;
    readonly size?: number;
    readonly bold?: boolean;
    readonly italic?: boolean;
    readonly underline?: boolean;
    readonly strike?: boolean;
    readonly color?: string;
  };
  readonly fill?: string;
  readonly border?: { readonly left?: Edge; readonly right?: Edge; readonly top?: Edge; readonly bottom?: Edge };
  readonly horizontal?: 'left' | 'center' | 'right' | 'justify';
  readonly vertical?: 'top' | 'middle' | 'bottom';
  readonly wrap?: boolean;
  readonly indent?: number;
  /** A number format code; none is General. */
  readonly format?: string;
  /** false: can be typed into on a protected sheet. */
  readonly locked?: boolean;
}

/** An Excel table. `formula` of a column is what every row of it calculates. */
export interface BookTable {
  readonly name: string;
  /** Header row included. */
  readonly area: Area;
  readonly columns: readonly { readonly name: string; readonly formula?: string }[];
  readonly styleName?: string;
  readonly filterButtons: boolean;
}

/** A rule on what may be typed; formulas without `=`, a literal list as `"是,否"`. */
export interface BookValidation {
  readonly areas: readonly Area[];
  readonly type: 'list' | 'whole' | 'decimal' | 'date' | 'time' | 'textLength' | 'custom' | 'none';
  readonly operator?:
    'between' | 'notBetween' | 'equal' | 'notEqual' | 'greaterThan' | 'greaterThanOrEqual' | 'lessThan' | 'lessThanOrEqual';
  readonly formula1?: string;
  readonly formula2?: string;
  readonly allowBlank: boolean;
  readonly errorStyle?: 'stop' | 'warning' | 'information';
  readonly errorTitle?: string;
  readonly error?: string;
  readonly promptTitle?: string;
  readonly prompt?: string;
}

/** A width in characters for consecutive columns. */
export interface BookColumns {
  readonly first: number;
  readonly last: number;
  readonly width?: number;
  readonly hidden?: boolean;
  readonly style?: number;
}

/** How a sheet goes onto paper. */
export interface PrintSetup {
  readonly landscape: boolean;
  /** 9 is A4, 8 is A3. */
  readonly paper: number;
  /** Pages across; 0 leaves it open. */
  readonly pagesWide: number;
  readonly pagesTall: number;
  readonly titleRows?: readonly [first: number, last: number];
  readonly titleColumns?: readonly [first: number, last: number];
  readonly header?: string;
  readonly footer?: string;
}

/** One sheet. */
export interface BookSheet {
  readonly name: string;
  readonly hidden?: boolean;
  readonly rows: readonly BookRow[];
  readonly columns: readonly BookColumns[];
  readonly merges: readonly Area[];
  readonly frozen?: { readonly rows: number; readonly columns: number };
  readonly tables: readonly BookTable[];
  readonly validations: readonly BookValidation[];
  /** Filter buttons outside a table. */
  readonly filter?: Area;
  readonly print?: PrintSetup;
  /** `RRGGBB`. */
  readonly tabColor?: string;
  readonly gridLines?: boolean;
  /** Percent. */
  readonly zoom?: number;
}

/** A name for a range or a constant; `sheet` (its name) where it holds on one sheet only. */
export interface BookName {
  readonly name: string;
  readonly refersTo: string;
  readonly sheet?: string;
  readonly hidden?: boolean;
}

/** A workbook. `styles[0]` is how a cell without a style looks. */
export interface Book {
  readonly sheets: readonly BookSheet[];
  readonly styles: readonly CellStyle[];
  readonly names: readonly BookName[];
  readonly active?: number;
  readonly date1904?: boolean;
  readonly properties?: {
    readonly title?: string;
    readonly creator?: string;
    readonly subject?: string;
    /** ISO instant. */ readonly created?: string;
  };
}

/** Gathers styles, each once, and numbers them. */
export class StyleList {
  readonly styles: CellStyle[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(base: CellStyle) {
    this.add(base);
  }

  add(style: CellStyle): number {
    const key = JSON.stringify(style);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.styles.length;
    this.styles.push(style);
    this.numbers.set(key, number);
    return number;
  }
}

/** A file that cannot be opened, as a code with data; words are the door's. */
export class BookProblem extends Error {
  constructor(
    readonly code: 'not-a-workbook' | 'encrypted' | 'truncated' | 'too-large' | 'unsupported-format',
    readonly data: Readonly<Record<string, string | number>>,
  ) {
    super(code);
    this.name = 'BookProblem';
  }
}
