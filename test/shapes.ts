import { dimensionName, sameDimension, type Dimension, type Pack, type Parameter } from '../src/engine';

type Random = () => number;
type Source = Record<string, unknown>;

function pick<T>(random: Random, from: readonly T[]): T {
  const [found] = from.slice(Math.floor(random() * from.length));
  return found as T;
}

const money: Dimension = { money: 1 };

/** A unit for numbers of a dimension, and usual numbers in it, rising. */
function scaleOf(dimension: Dimension): { unit: string; numbers: readonly string[] } {
  if (sameDimension(dimension, {})) return { unit: '%', numbers: ['-20', '0', '5', '8', '10', '12.5', '20', '30', '100'] };
  if (sameDimension(dimension, money)) return { unit: '万元', numbers: ['0', '100', '500.5', '1000', '2000', '5000', '20000'] };
  if (sameDimension(dimension, { electricity: 1 })) return { unit: '千瓦时', numbers: ['0', '10000', '200000', '500000.01', '1000000'] };
  return { unit: dimensionName(dimension), numbers: ['0', '1', '10', '57', '201', '100000'] };
}

/** Rising numbers out of a scale. */
function edges(random: Random, numbers: readonly string[]): string[] {
  const found = numbers.filter(() => random() < 0.5);
  return found.length > 0 ? found : [pick(random, numbers)];
}

const rising = (random: Random, values: readonly string[], count: number): string[] =>
  Array.from({ length: count }, () => pick(random, values)).sort((a, b) => Number(a.split(' ')[0]) - Number(b.split(' ')[0]));

/** A random shape that an officer might give for a parameter, without a fault. */
function randomShape(random: Random, parameter: Parameter, isAward: boolean, depth = 0): Source {
  const own = parameter.unit === undefined ? {} : parameter.unit.dimension;
  const isSum = sameDimension(own, money);
  const { low, high } = parameter.band;
  const narrow = isSum && high !== undefined && low !== undefined;
  const [least, most] = [low, high].map((edge) => (edge === undefined ? 0 : Number(`${edge.value.digits}e${edge.value.power}`)));
  const sums = narrow
    ? [0, 0.25, 0.5, 1].map((part) => `${(least ?? 0) + part * ((most ?? 0) - (least ?? 0))} 万元`)
    : ['2 万元', '5 万元', '7.5 万元', '20 万元', '120 万元'];
  const rates = sameDimension(own, {})
    ? most !== undefined && most > 0 && most < 0.3
      ? ['0 %', '2.5 %', '8 %']
      : ['0.5 %', '1 %', '2.25 %', '8 %', '30 %']
    : [`0.02 ${dimensionName(own)}`, `0.05 ${dimensionName(own)}`, `0.1333 ${dimensionName(own)}`, `0.2 ${dimensionName(own)}`];
  const figures = isSum ? sums : rates;
  const numbers = parameter.going.flatMap(({ id, by }) => ('number' in by ? [{ id, dimension: by.number.dimension }] : []));
  const choices = parameter.going.flatMap(({ id, by }) => ('choice' in by ? [id] : []));
  const amounts = numbers.filter(({ dimension }) => sameDimension(dimension, money));
  const growths = numbers.filter(({ id, dimension }) => sameDimension(dimension, {}) && /growth/i.test(id));
  const base = parameter.going.some(({ id }) => id === 'base');
  const limits: Source = {};
  if (isAward) {
    if (random() < 0.3) limits['cap'] = pick(random, ['30 万元', '100 万元', '500000 元']);
    if (random() < 0.2) limits['floor'] = '5 万元';
    if (random() < 0.15) limits['atLeast'] = '3 万元';
    if (random() < 0.2 && numbers.length > 0) {
      const { id, dimension } = pick(random, numbers);
      const { unit, numbers: scale } = scaleOf(dimension);
      limits['minimum'] = { from: `${scale.at(-2)}${unit}`, by: id };
    }
    if (random() < 0.3 && base)
      limits['noBase'] = pick(random, [
        { value: `0.02 ${isSum ? '%' : dimensionName(own) === '比率' ? '%' : dimensionName(own)}` },
        { value: '3 万元' },
      ]);
  }
  const table = (id: string, dimension: Dimension, values: readonly string[], nested: boolean): Source => {
    const { unit, numbers: scale } = scaleOf(dimension);
    const froms = edges(random, scale);
    const rowValues = rising(random, values, froms.length);
    return {
      by: id,
      rows: froms.map((from, index) => {
        const next = froms[index + 1];
        return {
          from: `${from}${unit}`,
          ...(next === undefined ? {} : { to: `${next}${unit}` }),
          value: nested && random() < 0.5 ? randomShape(random, parameter, isAward, depth + 1) : rowValues[index],
        };
      }),
    };
  };
  const ways: (() => Source)[] = [() => ({ shape: 'sum', value: pick(random, figures) })];
  if (numbers.length > 0)
    ways.push(() => {
      const { id, dimension } = pick(random, numbers);
      return { shape: 'bracket', ...table(id, dimension, figures, depth < 2) };
    });
  if (isAward && isSum && amounts.length > 0) {
    const rate = ['0.5 %', '1 %', '2.25 %'];
    ways.push(() => ({ shape: 'rate', value: pick(random, rate), of: pick(random, amounts).id }));
    if (numbers.length > 0)
      ways.push(() => {
        const { id, dimension } = pick(random, numbers);
        return { shape: 'bracket', ...table(id, dimension, rate, false), of: pick(random, amounts).id };
      });
  }
  if (isAward && !isSum) ways.push(() => ({ shape: 'rate', value: pick(random, rates) }));
  if (isAward) {
    for (const { id } of growths)
      ways.push(() => ({
        shape: 'perPoint',
        value: pick(random, ['2 万元', '20 万元', '3333.33 元']),
        by: id,
        above: pick(random, ['0%', '8%', '12%']),
      }));
    for (const { id } of amounts)
      ways.push(
        () => ({
          shape: 'perStep',
          value: '2 万元',
          by: id,
          step: pick(random, ['1000 万元', '333.3 万元']),
          ...(random() < 0.3 ? { above: '500 万元' } : {}),
        }),
        () => ({ shape: 'marginal', ...table(id, money, ['0.5 %', '1 %', '1.2 %'], false) }),
      );
    for (const { id, dimension } of numbers.filter((one) => sameDimension(one.dimension, { electricity: 1 })))
      ways.push(() => ({ shape: 'marginal', ...table(id, dimension, ['0.05 元/千瓦时', '0.1 元/千瓦时'], false) }));
  }
  if (isAward && isSum)
    for (const { id } of growths.filter(
      () => parameter.going.some((going) => going.id === 'increment') && parameter.going.some((going) => going.id === 'total'),
    ))
      ways.push(() => ({ shape: 'marginal', ...table(id, {}, ['0.5 %', '1 %', '1.2 %'], false) }));
  if (depth < 2)
    for (const id of choices)
      ways.push(() => ({
        shape: 'choice',
        by: id,
        rows: [
          ...(id === 'industry'
            ? [{ choice: pick(random, ['电子信息', '机械、汽车', '有色金属']), value: randomShape(random, parameter, isAward, depth + 1) }]
            : []),
          ...(random() < 0.6 ? [{ choice: '*', value: randomShape(random, parameter, isAward, depth + 1) }] : []),
        ].slice(0, 3),
      }));
  const made = pick(random, ways)();
  const rows = made['rows'];
  if (Array.isArray(rows) && rows.length === 0) return { shape: 'sum', value: pick(random, figures), ...limits };
  return { ...made, ...limits };
}

/** Random shapes for some of a pack's parameters, by full name. */
export function randomShapes(random: Random, pack: Pack): Record<string, Source> {
  const shapes: Record<string, Source> = {};
  for (const [name, parameter] of Object.entries(pack.parameters)) {
    if (parameter.going.length === 0 || random() < 0.3) continue;
    const award = pack.measures.find((measure) => measure.parameters.includes(name))?.award;
    const isIt = (node: unknown): boolean => JSON.stringify(node).includes(`"parameter":"${name}"`);
    shapes[name] = randomShape(random, parameter, award !== null && isIt(award));
  }
  return shapes;
}
