import type { Dimension, Unit } from './tree';

/** A unit with the other names it goes by. */
interface KnownUnit extends Unit {
  readonly aliases: readonly string[];
}

const money = { money: 1 };
const electricity = { electricity: 1 };
const none = {};

/** Units a pack, a header or a parameter may name. All conversions are powers of ten, so they are exact. */
const knownUnits: readonly KnownUnit[] = [
  { name: '元', dimension: money, power: 0, aliases: ['人民币元', 'rmb', 'cny'] },
  { name: '角', dimension: money, power: -1, aliases: [] },
  { name: '分', dimension: money, power: -2, aliases: [] },
  { name: '千元', dimension: money, power: 3, aliases: ['仟元'] },
  { name: '万元', dimension: money, power: 4, aliases: ['万', '萬元'] },
  { name: '十万元', dimension: money, power: 5, aliases: [] },
  { name: '百万元', dimension: money, power: 6, aliases: [] },
  { name: '千万元', dimension: money, power: 7, aliases: [] },
  { name: '亿元', dimension: money, power: 8, aliases: ['亿', '億元'] },
  { name: '千瓦时', dimension: electricity, power: 0, aliases: ['度', 'kwh', '千瓦小时', 'kw·h', 'kw.h'] },
  { name: '万千瓦时', dimension: electricity, power: 4, aliases: ['万度', '万kwh', '万千瓦小时'] },
  { name: '百万千瓦时', dimension: electricity, power: 6, aliases: ['gwh', '吉瓦时'] },
  { name: '亿千瓦时', dimension: electricity, power: 8, aliases: ['亿度', '亿kwh', '亿千瓦小时'] },
  { name: '兆瓦时', dimension: electricity, power: 3, aliases: ['mwh', '千度'] },
  { name: '人', dimension: { people: 1 }, power: 0, aliases: ['人次', '名'] },
  { name: '万人', dimension: { people: 1 }, power: 4, aliases: [] },
  { name: '%', dimension: none, power: -2, aliases: ['百分比', '个百分点', '百分点'] },
  { name: '‰', dimension: none, power: -3, aliases: [] },
  { name: '比率', dimension: none, power: 0, aliases: ['小数', '倍', 'fraction'] },
  { name: '辆', dimension: { vehicle: 1 }, power: 0, aliases: ['台'] },
  { name: '万辆', dimension: { vehicle: 1 }, power: 4, aliases: ['万台'] },
  { name: '吨', dimension: { mass: 1 }, power: 0, aliases: [] },
  { name: '万吨', dimension: { mass: 1 }, power: 4, aliases: [] },
  { name: '个', dimension: { count: 1 }, power: 0, aliases: ['家', '户', '项', '件'] },
  { name: '类', dimension: { count: 1 }, power: 0, aliases: [] },
];

const byName = new Map<string, KnownUnit>();
for (const unit of knownUnits) for (const name of [unit.name, ...unit.aliases]) byName.set(name, unit);

/** One form for full and half width, and for letter case. */
function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

/** The unit a text names, compound ones (`元/千瓦时`) included; undefined where it names none. */
export function unitNamed(text: string): Unit | undefined {
  const name = plain(text);
  const simple = byName.get(name);
  if (simple) return simple;
  const parts = name.split(/\/|每/);
  if (parts.length !== 2) return undefined;
  const [above, below] = parts.map((part) => byName.get(part));
  if (!above || !below) return undefined;
  return {
    name: `${above.name}/${below.name}`,
    dimension: timesDimension(above.dimension, below.dimension, -1),
    power: above.power - below.power,
  };
}

/** The plain number: no dimension, no power. */
export const unitless: Unit = { name: '', dimension: none, power: 0 };

const axes = ['money', 'electricity', 'people', 'vehicle', 'mass', 'day', 'count'] as const;

/** The dimension of a product; `sign` −1 for a quotient. */
export function timesDimension(left: Dimension, right: Dimension, sign: 1 | -1 = 1): Dimension {
  const product: Record<string, number> = {};
  for (const axis of axes) {
    const power = (left[axis] === undefined ? 0 : left[axis]) + sign * (right[axis] === undefined ? 0 : right[axis]);
    if (power !== 0) product[axis] = power;
  }
  return product;
}

/** Whether two quantities may be added and compared. */
export function sameDimension(left: Dimension, right: Dimension): boolean {
  return axes.every((axis) => left[axis] === right[axis]);
}

/** A dimension in words for a problem: 元/千瓦时, 人, 比率. */
export function dimensionName(dimension: Dimension): string {
  const words: Record<(typeof axes)[number], string> = {
    money: '元',
    electricity: '千瓦时',
    people: '人',
    vehicle: '辆',
    mass: '吨',
    day: '日期',
    count: '个',
  };
  const above = axes.filter((axis) => (dimension[axis] ?? -1) > 0).map((axis) => words[axis]);
  const below = axes.filter((axis) => (dimension[axis] ?? 1) < 0).map((axis) => words[axis]);
  if (above.length + below.length === 0) return '比率';
  return [above.join('·') || '1', ...below].join('/');
}
