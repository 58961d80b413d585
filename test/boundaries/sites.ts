import type { CompareOperator, Measure, NumberNode, Pack, TruthNode } from '../../src/engine';
import { exact, minus, sign, type Figure } from './figures';

/** What a line is drawn for. */
type Part = 'condition' | 'guard' | 'officer' | 'relaxed' | 'cap' | 'floor' | 'kink';

/** A line of a measure: two sides, and which of them is in. */
export interface Site {
  readonly measure: Measure;
  readonly part: Part;
  /** The condition, cap or floor it belongs to; `award` for a bend of the amount. */
  readonly id: string;
  readonly quote: string;
  /** The switches and choices it stands under. */
  readonly readings: Readonly<Record<string, string>>;
  readonly choices: Readonly<Record<string, string>>;
  /** What the options of the switches mean, in the pack's words. */
  readonly meanings: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Of two lines that one condition draws: the first day or the last, the least or the most. */
  readonly edge: 'first' | 'last' | 'alone';
  readonly operator: CompareOperator | 'isDay';
  readonly left: NumberNode;
  readonly right: NumberNode;
  /** Month × 100 + day, of `isDay`. */
  readonly day?: number;
}

type Under = Pick<Site, 'measure' | 'part' | 'id' | 'quote' | 'readings' | 'choices' | 'meanings' | 'edge'>;

const nothing: NumberNode = { kind: 'constant', value: { digits: '0', power: 0 }, text: '0', dimension: {} };

/** Every node of an expression. */
export function nodes(node: NumberNode): NumberNode[] {
  const below =
    'left' in node
      ? [node.left, node.right]
      : 'items' in node
        ? node.items
        : node.kind === 'round'
          ? [node.of]
          : node.kind === 'growth'
            ? [node.now]
            : node.kind === 'reading'
              ? Object.values(node.options)
              : node.kind === 'byChoice'
                ? Object.values(node.cases)
                : [];
  return [node, ...below.flatMap(nodes)];
}

/** The figures of an expression that can be moved, in the order they stand there. */
export function figuresOf(node: NumberNode): Figure[] {
  const found = nodes(node).flatMap((each): Figure[] =>
    each.kind === 'input' || each.kind === 'base'
      ? [{ input: each.input }]
      : each.kind === 'growth'
        ? [{ input: each.before }]
        : each.kind === 'parameter'
          ? [{ parameter: each.parameter }]
          : [],
  );
  return [...new Map(found.map((figure) => [JSON.stringify(figure), figure])).values()];
}

/** An expression under every switch and choice inside it. */
function settled(node: NumberNode, under: Under): { node: NumberNode; under: Under }[] {
  const choice = nodes(node).find((each) => each.kind === 'reading' || each.kind === 'byChoice');
  if (!choice || (choice.kind !== 'reading' && choice.kind !== 'byChoice')) return [{ node, under }];
  const options = Object.entries(choice.kind === 'reading' ? choice.options : choice.cases);
  const of = choice.kind === 'reading' ? under.readings[choice.reading] : under.choices[choice.input];
  return options
    .filter(([option]) => of === undefined || option === of)
    .flatMap(([option, chosen]) =>
      settled(replaced(node, choice, chosen), {
        ...under,
        ...(choice.kind === 'reading'
          ? { readings: { ...under.readings, [choice.reading]: option } }
          : { choices: { ...under.choices, [choice.input]: option } }),
      }),
    );
}

function replaced(node: NumberNode, from: NumberNode, to: NumberNode): NumberNode {
  const each = (one: NumberNode): NumberNode => replaced(one, from, to);
  if (node === from) return to;
  if ('left' in node) return { ...node, left: each(node.left), right: each(node.right) };
  if ('items' in node) return { ...node, items: node.items.map(each) };
  if (node.kind === 'round') return { ...node, of: each(node.of) };
  if (node.kind === 'growth') return { ...node, now: each(node.now) };
  return node;
}

function compared(operator: CompareOperator, left: NumberNode, right: NumberNode, under: Under): Site[] {
  return settled(left, under).flatMap((one) =>
    settled(right, one.under).map((other) => ({ ...other.under, operator, left: one.node, right: other.node })),
  );
}

/** Two lines drawn for the same figure: the lower is the first, the higher the last. */
function spanned(found: readonly Site[]): Site[] {
  const [one, other] = found;
  if (found.length !== 2 || !one || !other || one.left.kind !== 'input' || other.left.kind !== 'input') return [...found];
  if (one.left.input !== other.left.input || one.right.kind !== 'constant' || other.right.kind !== 'constant') return [...found];
  const rising = sign(minus(exact(other.right.value), exact(one.right.value))) > 0;
  return [
    { ...one, edge: rising ? 'first' : 'last' },
    { ...other, edge: rising ? 'last' : 'first' },
  ];
}

function inTruth(node: TruthNode, under: Under): Site[] {
  switch (node.kind) {
    case 'compare':
      return compared(node.operator, node.left, node.right, under);
    case 'hasBase':
      return compared('>', { kind: 'input', input: node.figure, dimension: {} }, nothing, under);
    case 'isDay':
      return node.days.map((day) => ({
        ...under,
        operator: 'isDay',
        left: { kind: 'input', input: node.input, dimension: { day: 1 } },
        right: nothing,
        day,
      }));
    case 'and':
    case 'or':
      return spanned(node.items.flatMap((item) => inTruth(item, under)));
    case 'not':
      return inTruth(node.of, under);
    case 'reading':
      return Object.entries(node.options).flatMap(([option, truth]) =>
        inTruth(truth, { ...under, readings: { ...under.readings, [node.reading]: option } }),
      );
    case 'byChoice':
      return Object.entries(node.cases).flatMap(([choice, truth]) =>
        inTruth(truth, { ...under, choices: { ...under.choices, [node.input]: choice } }),
      );
    case 'constantTruth':
    case 'isYes':
    case 'in':
    case 'isBlank':
      return [];
  }
}

/** Every line of a measure: in conditions and what asks for them, in lowered lines, caps, the floor, and where an amount bends. */
function sitesOf(pack: Pack, measure: Measure): Site[] {
  const meanings = Object.fromEntries(
    Object.values(pack.readings).map(({ id, options }) => [id, Object.fromEntries(options.map((option) => [option.id, option.meaning]))]),
  );
  const under = (part: Part, id: string, quote: string): Under => ({
    measure,
    part,
    id,
    quote,
    readings: {},
    choices: {},
    meanings,
    edge: 'alone',
  });
  const { award, floor } = measure;
  return [
    ...measure.conditions.flatMap(({ id, quote, guards, test, relaxed, officerDecides }) => [
      ...guards.flatMap((guard) => inTruth(guard, under('guard', id, quote))),
      ...(officerDecides ? inTruth(officerDecides.when, under('officer', id, quote)) : []),
      ...inTruth(test, under('condition', id, quote)),
      ...(relaxed ? [...inTruth(relaxed.guard, under('guard', id, quote)), ...inTruth(relaxed.test, under('relaxed', id, quote))] : []),
    ]),
    ...(award ? measure.caps.flatMap(({ id, limit, quote }) => compared('<=', award, limit, under('cap', id, quote))) : []),
    ...(award && floor ? compared('>=', award, floor.at, under('floor', floor.id, floor.quote)) : []),
    ...(award
      ? settled(award, under('kink', 'award', measure.quote)).flatMap((one) =>
          nodes(one.node).flatMap((node) =>
            node.kind === 'min' || node.kind === 'max'
              ? node.items.slice(1).flatMap((item) => compared('<=', node.items[0] ?? item, item, one.under))
              : [],
          ),
        )
      : []),
  ];
}

/** Every line of a document. */
export function sites(pack: Pack): Site[] {
  return pack.measures.flatMap((measure) => sitesOf(pack, measure));
}
