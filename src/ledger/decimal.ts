import { compact } from './text';

/** A number written as text: its exact plain decimal, and whatever stands behind it (a unit, or nothing). */
interface WrittenNumber {
  readonly decimal: string;
  readonly suffix: string;
}

const WRITTEN = /^([+-]?)(\()?(\d[\d,]*|(?=\.\d))(\.\d+)?(?:e([+-]?\d{1,3}))?(\))?([^\d].*)?$/i;

/**
 * Reads `1,234.5`, `１，２３４`, `1 234`, `(12)`, `1.2E+05`, `5000万元`, `8％`. Separators must group all digits by three or all by four.
 * undefined where the text is no number (`约5000`, `5000-6000`, `1,5`, `五千`).
 */
export function readWritten(text: string): WrittenNumber | undefined {
  if (text.length > 200) return undefined;
  const plain = compact(text)
    .replace(/^['‘’](?=[-+\d.(])/, '')
    .replace(/^[\u2212\u2013\u2014](?=[\d.])/, '-');
  const found = WRITTEN.exec(plain);
  if (!found) return undefined;
  const [, sign, open, whole = '', fraction = '', exponent, close, suffix = ''] = found;
  if ((open === undefined) !== (close === undefined) || (open !== undefined && sign !== '')) return undefined;
  const groups = whole.split(',');
  if (groups.length > 1 && !evenGroups(groups)) return undefined;
  if (/\d/.test(suffix)) return undefined;
  const negative = sign === '-' || open !== undefined;
  // A missing whole part (.5) reads as nothing in front of the point.
  const decimal = shiftDecimal(`${negative ? '-' : ''}${groups.join('')}${fraction}`, exponent === undefined ? 0 : Number(exponent));
  return { decimal, suffix };
}

function evenGroups(groups: readonly string[]): boolean {
  const [first = '', ...rest] = groups;
  return [3, 4].some((size) => first.length >= 1 && first.length <= size && rest.every((group) => group.length === size));
}

/** The number of a text that is nothing but at most 15 digits, a point and a sign; NaN for everything else. */
export function plainNumber(text: string): number {
  const length = text.length;
  if (length === 0 || length > 16) return NaN;
  let at = text.charCodeAt(0) === 45 ? 1 : 0;
  let digits = 0;
  let point = -1;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits++;
    else if (code === 46 && point < 0 && digits > 0 && at < length - 1) point = at;
    else return NaN;
  }
  return digits > 0 && digits <= 15 ? Number(text) : NaN;
}

/** The shortest digits of a double, written out without an exponent. */
export function shortestDigits(value: number): string {
  const text = String(value);
  const at = text.indexOf('e');
  return at < 0 ? text : shiftDecimal(text.slice(0, at), Number(text.slice(at + 1)));
}

/** `text` × 10^shift, digit by digit; without needless zeros, `-0` is `0`. */
export function shiftDecimal(text: string, shift: number): string {
  const negative = text.startsWith('-');
  const unsigned = negative || text.startsWith('+') ? text.slice(1) : text;
  const point = unsigned.indexOf('.');
  const digits = point < 0 ? unsigned : unsigned.slice(0, point) + unsigned.slice(point + 1);
  const at = (point < 0 ? unsigned.length : point) + shift;
  const whole = (at <= 0 ? '' : digits.slice(0, at).padEnd(at, '0')).replace(/^0+/, '');
  const fraction = (at >= digits.length ? '' : at < 0 ? '0'.repeat(-at) + digits : digits.slice(at)).replace(/0+$/, '');
  const result = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return negative && result !== '0' ? `-${result}` : result;
}

/** `text` × 10^decimals as an integer a double holds safely; NaN where digits would be lost or it is 10^15 or more. */
export function scaledInteger(text: string, decimals: number): number {
  const scaled = shiftDecimal(text, decimals);
  return scaled.includes('.') || scaled.length > 16 ? NaN : Math.abs(Number(scaled)) < 1e15 ? Number(scaled) : NaN;
}
