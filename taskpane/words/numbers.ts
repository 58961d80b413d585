/** Exact decimal text made readable. Everything works on the digits; nothing passes through a float. */
const decimalText = /^(-?)(\d+)(?:\.(\d+))?$/;

/** 1234567 → 1,234,567. */
function separated(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Exact 万元 → whole 分, half up in magnitude; null for text that is no number. */
function fen(exact: string): { readonly negative: boolean; readonly digits: string } | null {
  const parts = decimalText.exec(exact);
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = ''] = parts;
  const kept = BigInt(whole + fraction.slice(0, 6).padEnd(6, '0'));
  const rounded = (fraction.charAt(6) >= '5' ? kept + 1n : kept).toString();
  return { negative: sign === '-' && rounded !== '0', digits: rounded };
}

/** Exact 万元 as 万元 to the 分, half up, with at least two decimals: 3703.71 → 3,703.71. Text that is no number stays as it is. */
export function moneyText(exact: string): string {
  const sum = fen(exact);
  if (sum === null) return exact;
  const digits = sum.digits.padStart(7, '0');
  return `${sum.negative ? '−' : ''}${separated(digits.slice(0, -6))}.${digits.slice(-6).replace(/0{1,4}$/, '')}`;
}

/** Exact 万元 as 元 to the 分, half up: 3703.71 → 37,037,100.00. Text that is no number stays as it is. */
export function yuanText(exact: string): string {
  const sum = fen(exact);
  if (sum === null) return exact;
  const digits = sum.digits.padStart(3, '0');
  return `${sum.negative ? '−' : ''}${separated(digits.slice(0, -2))}.${digits.slice(-2)}`;
}

/** A whole number of rows or enterprises with thousands separators. */
export function countText(count: number): string {
  return separated(String(count));
}
