/** Whether a parameter's value can stand: compared digit by digit, as the engine will do again in the run. */
import type { ExactNumber, Parameter } from '../src/engine';

const decimal = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Below zero, zero, above zero as `text` is below, at or above `bound`; null for text that is no plain decimal. */
function order(text: string, bound: ExactNumber): number | null {
  const parts = decimal.exec(text);
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = ''] = parts;
  const power = Math.min(-fraction.length, bound.power);
  const left = BigInt(sign + whole + fraction) * 10n ** BigInt(-fraction.length - power);
  const right = BigInt(bound.digits) * 10n ** BigInt(bound.power - power);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether exact decimal text lies within a parameter's band, is not below zero where that cannot be, and is whole where it must be. */
export function withinBand(text: string, { band, negative, whole }: Parameter): boolean {
  const parts = decimal.exec(text);
  if (parts === null) return false;
  const [, sign, digits = '', fraction = ''] = parts;
  if (!negative && sign === '-' && /[1-9]/.test(digits + fraction)) return false;
  if (whole && /[1-9]/.test(fraction)) return false;
  const { low, high } = band;
  const aboveLow = low === undefined ? 1 : order(text, low.value);
  const aboveHigh = high === undefined ? -1 : order(text, high.value);
  if (aboveLow === null || aboveHigh === null) return false;
  return (low?.inclusive === true ? aboveLow >= 0 : aboveLow > 0) && (high?.inclusive === true ? aboveHigh <= 0 : aboveHigh < 0);
}
