/** Digits after the point of an amount in 万元 that is shown to the 分. */
const fenDecimals = 6;

/** Rounds exact decimal text half away from zero to `decimals` digits after the point, without trailing zeros. Other text stays as it is. */
export function roundText(text: string, decimals: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '0', fraction = ''] = match;
  let digits = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  if (fraction.length > decimals && fraction.charCodeAt(decimals) >= 53) digits += 1n;
  const padded = digits.toString().padStart(decimals + 1, '0');
  const kept = decimals === 0 ? padded : `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`.replace(/\.?0+$/, '');
  return digits === 0n ? '0' : sign + kept;
}

/** An exact 万元 amount as an officer reads it: rounded half up to the 分. */
export function showMoney(amount: string): string {
  return roundText(amount, fenDecimals);
}

/** Thousands apart, for figures in a sentence: `1,234.5`. */
export function grouped(number: string): string {
  const match = /^(-?)(\d+)(\.\d+…?|…)?$/.exec(number);
  if (!match) return number;
  const [, sign = '', whole = '', rest = ''] = match;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest}`;
}

/** Exact decimal text times 10^power, by moving the point; a trailing `…` stays. */
export function shifted(number: string, power: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(…?)$/.exec(number);
  if (!match || power <= 0) return number;
  const [, sign = '', whole = '', fraction = '', rest = ''] = match;
  const padded = fraction.padEnd(power, '0');
  const moved = `${whole}${padded.slice(0, power)}`.replace(/^0+(?=\d)/, '');
  const behind = padded.slice(power).replace(/0+$/, '');
  return `${sign}${moved}${behind === '' ? '' : `.${behind}`}${rest}`;
}
