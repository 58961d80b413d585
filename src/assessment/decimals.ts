import type { Measure } from '../engine';

/** Exact decimal texts of many rows, kept as numbers where a number's shortest digits give the text back, else as text. null is kept as such. */
export class Decimals {
  private readonly numbers: Float64Array;
  private readonly texts = new Map<number, string>();

  constructor(rows: number) {
    this.numbers = new Float64Array(rows).fill(NaN);
  }

  set(row: number, text: string | null): void {
    this.texts.delete(row);
    if (text === null) {
      this.numbers[row] = NaN;
      return;
    }
    const number = Number(text);
    // Fifteen digits survive a double; only below 10^-6 would its shortest digits be written otherwise.
    if ((text.length <= 15 && !text.startsWith('0.000000')) || String(number) === text) this.numbers[row] = number;
    else {
      this.numbers[row] = NaN;
      this.texts.set(row, text);
    }
  }

  /** As a number where its shortest digits are the figure, else as text. */
  cell(row: number): number | string | null {
    const number = this.numbers[row];
    if (number !== undefined && !Number.isNaN(number)) return number;
    return this.texts.get(row) ?? null;
  }

  get(row: number): string | null {
    const number = this.numbers[row];
    if (number !== undefined && !Number.isNaN(number)) return String(number);
    return this.texts.get(row) ?? null;
  }
}

/** Adds exact decimal texts: in plain numbers while they are small and short, in BigInt beyond that. */
export class ExactSum {
  private fast = 0;
  private exact = 0n;

  add(text: string): void {
    const cell = Number(text);
    // Fifteen digits survive a double.
    if (text.length <= 15) this.addCell(cell, text);
    else this.exact += scaled(text);
  }

  /** Adds a figure as `Decimals` holds it; `text` where it stands at hand. */
  addCell(cell: number | string, text?: string): void {
    const scaledUp = typeof cell === 'number' ? Math.round(cell * fastScale) : NaN;
    // Where scaling there and back meets, the scaled number is the figure's own digits; the running sum stays whole below 2^53.
    if (scaledUp >= 0 && scaledUp < 2 ** 51 && scaledUp / fastScale === cell) {
      this.fast += scaledUp;
      if (this.fast > 2 ** 52) this.carry();
    } else this.exact += scaled(text ?? String(cell));
  }

  /** The sum as decimal text without trailing zeros. */
  text(): string {
    this.carry();
    const negative = this.exact < 0n;
    const digits = (negative ? -this.exact : this.exact).toString().padStart(sumDecimals + 1, '0');
    const text = `${digits.slice(0, -sumDecimals)}.${digits.slice(-sumDecimals)}`.replace(/\.?0+$/, '');
    return negative ? `-${text}` : text;
  }

  private carry(): void {
    this.exact += BigInt(this.fast) * 10n ** BigInt(sumDecimals - fastDecimals);
    this.fast = 0;
  }
}

const fastDecimals = 8;
const fastScale = 10 ** fastDecimals;
/** Finer than any amount a pack can make from decimals of figures and rates; what is finer still is refused. */
const sumDecimals = 60;

function scaled(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new Error(`not a decimal: ${text}`);
  const [, sign = '', whole = '', fraction = ''] = match;
  if (fraction.length > sumDecimals) throw new Error(`too fine to add: ${text}`);
  const value = BigInt(whole + fraction.padEnd(sumDecimals, '0'));
  return sign === '-' ? -value : value;
}

/** The sum of a few exact decimal texts. */
export function addTexts(texts: Iterable<string>): string {
  const sum = new ExactSum();
  for (const text of texts) sum.add(text);
  return sum.text();
}

/** Compares two exact decimal texts: below zero, zero, above zero. */
export function compareTexts(left: string, right: string): number {
  const difference = scaled(left) - scaled(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** An amount of a measure in exact 万元, whatever unit its clause counts in; null stays open. */
export function inTenThousand<Amount extends string | null>(amount: Amount, { amountUnit }: Pick<Measure, 'amountUnit'>): Amount | string {
  return amount === null || amountUnit.power === tenThousand ? amount : shiftText(amount, amountUnit.power - tenThousand);
}

/** 万元 as a power of ten of 元. */
export const tenThousand = 4;

/** Exact decimal text times 10^power, by moving the point. */
export function shiftText(text: string, power: number): string {
  const point = text.indexOf('.');
  const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1);
  const behind = (point < 0 ? 0 : text.length - point - 1) - power;
  if (behind <= 0) return `${digits}${'0'.repeat(-behind)}`.replace(/^(-?)0+(?=\d)/, '$1');
  const padded = digits.replace('-', '').padStart(behind + 1, '0');
  const moved = `${padded.slice(0, -behind)}.${padded.slice(-behind)}`.replace(/\.?0+$/, '').replace(/^0+(?=\d)/, '');
  return digits.startsWith('-') ? `-${moved}` : moved;
}
