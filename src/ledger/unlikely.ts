import { readDecimal, sameDimension, unitNamed, type Dimension, type ExactNumber, type Shape, type Unit, type Written } from '../engine';

/** Beyond this much an award, a share or a rate is rarely meant: more often its unit is wrong. A share of half, 1 元/千瓦时, 1亿元. */
const usual: readonly (readonly [most: string, unit: string])[] = [
  ['50', '%'],
  ['1', '元/千瓦时'],
  ['1', '亿元'],
];

function exceeds(value: ExactNumber, dimension: Dimension): boolean {
  return usual.some(([most, name]) => {
    const unit = unitNamed(name);
    const limit = readDecimal(most);
    if (unit === undefined || limit === null || !sameDimension(unit.dimension, dimension)) return false;
    const power = Math.min(value.power, limit.power + unit.power);
    const at = (digits: string, from: number): bigint => BigInt(digits) * 10n ** BigInt(from - power);
    return at(value.digits, value.power) > at(limit.digits, limit.power + unit.power);
  });
}

/** Whether a value in a unit is larger than such values are. Text that is no number is not. */
export function isUnlikely(text: string, unit: Unit): boolean {
  const value = readDecimal(text);
  return value !== null && exceeds({ digits: value.digits, power: value.power + unit.power }, unit.dimension);
}

/** The values of a shape that are larger than such values are, as written. */
export function unlikelyIn(shape: Shape): string[] {
  const one = (value: Written | Shape): string[] =>
    'text' in value ? (exceeds(value.value, value.dimension) ? [value.text] : []) : unlikelyIn(value);
  if ('value' in shape) return one(shape.value);
  return shape.rows.flatMap((row: { readonly value: Written | Shape }) => one(row.value));
}
