import { readShape, sameDimension, unitNamed, type Dimension, type Pack, type Parameter, type Shape, type ShapeProblem } from '../engine';
import type { LedgerProblem } from './problems';
import { unlikelyIn } from './unlikely';

/** Units an officer uses, the usual one of each kind first. */
const usual = ['万元', '元', '亿元', '%', '‰', '千瓦时', '万千瓦时', '亿千瓦时', '人', '万人', '辆', '万辆', '吨', '万吨', '个'];

const money: Dimension = { money: 1 };
const ratio: Dimension = {};

function unitsOf(dimension: Dimension): readonly string[] {
  return usual.filter((name) => {
    const unit = unitNamed(name);
    return unit !== undefined && sameDimension(unit.dimension, dimension);
  });
}

/** Money for each unit of a quantity; of money a share, of a share nothing. */
function ratesOf(dimension: Dimension): readonly string[] {
  if (sameDimension(dimension, money)) return unitsOf(ratio);
  if (sameDimension(dimension, ratio)) return [];
  return unitsOf(dimension)
    .slice(0, 2)
    .flatMap((below) => [`元/${below}`, `万元/${below}`]);
}

/** Names of the units an officer may choose from in a tier table. */
export interface ShapeUnits {
  /** By the id of what a table goes by. */
  readonly quantities: Readonly<Record<string, readonly string[]>>;
  /** Of what a tier gives: the parameter's own unit, sums, shares, and money for each unit of a quantity. */
  readonly values: readonly string[];
  /** Of sums. */
  readonly money: readonly string[];
}

/** The units of a parameter's tier table; other units of the same kind are read as well. */
export function shapeUnits({ going, unit }: Parameter): ShapeUnits {
  const numbers = going.flatMap(({ id, by }) => ('number' in by ? [{ id, dimension: by.number.dimension }] : []));
  const own = unit === undefined ? [] : [unit.name];
  return {
    quantities: Object.fromEntries(numbers.map(({ id, dimension }) => [id, unitsOf(dimension)])),
    values: [...new Set([...own, ...unitsOf(money), ...numbers.flatMap(({ dimension }) => ratesOf(dimension))])],
    money: unitsOf(money),
  };
}

/** The usual name of a unit: `元/度` is 元/千瓦时; text that names none stays as it is. */
export function usualUnit(text: string): string {
  return unitNamed(text)?.name ?? text;
}

/** What a typed tier table comes to: the shape and what is unlikely about it, or every fault with its row. */
type ShapeCheck =
  | { readonly shape: Shape; readonly doubts: readonly LedgerProblem[] }
  | { readonly shape?: undefined; readonly problems: readonly ShapeProblem[] };

/** Reads a tier table for a parameter by its full name as `readShape` does, and tells the values that are larger than such values are. */
export function checkShape(source: unknown, parameter: string, pack: Pack): ShapeCheck {
  const { shape, problems } = readShape(source, parameter, pack);
  if (shape === undefined) return { problems };
  const place = { row: -1, column: -1, address: parameter, header: parameter, input: parameter };
  return { shape, doubts: unlikelyIn(shape).map((text) => ({ code: 'parameter-unlikely', ...place, text })) };
}
