import type { ExactNumber } from './tree';

const pattern = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;
const longest = 400;
const zeroDigit = 48;

/** The exact value of a decimal text (`-1234.50`, `1e21`), without trailing zeros; null where the text is no number or absurdly long. */
export function readDecimal(text: string): ExactNumber | null {
  if (text.length > longest) return null;
  const match = pattern.exec(text);
  if (!match) return null;
  const [, sign, whole = '', fraction = '', exponent] = match;
  const shift = exponent === undefined ? 0 : Number(exponent);
  if (Math.abs(shift) > longest) return null;
  const written = whole + fraction;
  let from = 0;
  let to = written.length;
  while (from < to && written.charCodeAt(from) === zeroDigit) from += 1;
  while (to > from && written.charCodeAt(to - 1) === zeroDigit) to -= 1;
  if (from === to) return { digits: '0', power: 0 };
  return { digits: (sign === '-' ? '-' : '') + written.slice(from, to), power: shift - fraction.length + written.length - to };
}

const powers: bigint[] = [1n];

/** 10^n for n ≥ 0. */
export function tenTo(n: number): bigint {
  for (let next = powers.length; next <= n; next++) powers.push((powers[next - 1] ?? 1n) * 10n);
  const power = powers[n];
  if (power === undefined) throw new RangeError(`no power of ten for ${n}`);
  return power;
}

/** So many digits a double always carries exactly. */
const safeDigits = 15;

/** Digits moved by a power of ten ≥ 0, as an integer. */
export function integerOf(digits: string, shift: number): bigint {
  return digits.length + shift <= safeDigits ? BigInt(Number(digits) * 10 ** shift) : BigInt(digits) * tenTo(shift);
}

/** Compares two exact numbers: below zero, zero, above zero. */
export function compareExact(a: ExactNumber, b: ExactNumber): number {
  const power = Math.min(a.power, b.power);
  const difference = integerOf(a.digits, a.power - power) - integerOf(b.digits, b.power - power);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Whether an exact number is above zero. */
export function isPositive(value: ExactNumber): boolean {
  return value.digits !== '0' && !value.digits.startsWith('-');
}

/** `value` × 10^power as decimal text without trailing zeros or exponent. */
export function decimalText(value: bigint, power: number): string {
  return value < 0n ? placed((-value).toString(), power, true) : placed(value.toString(), power, false);
}

/** The same of a whole number below 2^53, as the column lane has them. */
export function integerText(value: number, power: number): string {
  return value < 0 ? placed(String(-value), power, true) : placed(String(value), power, false);
}

/** Digits with the point put in, without trailing zeros. */
function placed(unsigned: string, power: number, negative: boolean): string {
  if (unsigned === '0') return '0';
  let digits = unsigned;
  if (power >= 0) digits += '0'.repeat(power);
  else {
    const point = -power;
    const padded = digits.padStart(point + 1, '0');
    const fraction = padded.slice(-point).replace(/0+$/, '');
    const whole = padded.slice(0, -point);
    digits = fraction === '' ? whole : `${whole}.${fraction}`;
  }
  return negative ? `-${digits}` : digits;
}

/** An exact decimal text moved by a power of ten (`scaleText('5000', -1)` is '500'); null where the text is no number. */
export function scaleText(text: string, shift: number): string | null {
  const value = readDecimal(text.trim());
  return value === null ? null : decimalText(BigInt(value.digits), value.power + shift);
}

/** Integer division rounded down; `denominator` > 0. */
export function flooredQuotient(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

/** Integer division rounded half away from zero; `denominator` > 0. */
export function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const magnitude = negative ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return negative ? -rounded : rounded;
}
