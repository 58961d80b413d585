import { parameterName } from '../../src/engine';
import type { Measure, Pack, RawParameters, Verdict } from '../../src/engine';
import { judgeReference } from '../../src/engine/reference/reference';
import { loadCases } from '../cases';
import {
  dateOf,
  dayOf,
  declared,
  exact,
  lastUnit,
  minus,
  over,
  plus,
  scaled,
  sign,
  textOf,
  times,
  valueIn,
  withValue,
  worth,
  zero,
  type Figure,
  type Ratio,
  type Row,
} from './figures';
import { more } from './more-rows';
import { figuresOf, sites, type Site } from './sites';
import { sidesOf } from './words';

export type Place = 'below' | 'at' | 'above';
/** In this order. */
export const places: readonly Place[] = ['below', 'at', 'above'];

/** What must be answered, worked out from the words and by the tests' own arithmetic. */
export interface Answer {
  readonly eligible: boolean | 'unknown';
  readonly amount: string | null;
  readonly reasons: readonly string[];
  readonly applied: readonly string[];
}

export interface PlacedRow {
  readonly place: Place;
  readonly row: Row;
  readonly expected: Answer;
}

/** A line reached by one of its figures: one unit below, on it, one unit above. */
export interface Boundary {
  readonly site: Site;
  readonly figure: Figure;
  readonly rows: readonly PlacedRow[];
}

/** Conditions that cannot hold beside a line: the days around the first and last day in force are no due dates. */
const beside: Readonly<Record<string, readonly string[]>> = {
  '2022q4-04-spectrum-fee-deferral in-force': ['fail:due-date-kind'],
};

/** A growth over nothing is not asked for: the same recorded 0 means that there is no base, and that is what refuses. */
const instead: Readonly<Record<string, string>> = {
  '2025q1-03-growth-with-base output-growth-min': 'has-base',
  '2025q1-03-growth-with-base revenue-growth-min': 'has-base',
};

/** Rows on which a measure pays, by measure: its worked cases, and a few made for a line that none of them can reach. */
export type PayingRows = ReadonlyMap<string, readonly Row[]>;

export function payingRows(pack: Pack): PayingRows {
  const cases = loadCases(pack.id, Object.keys(pack.readings));
  return new Map(
    pack.measures.map((measure) => {
      const worked = cases
        .filter((one) => one.measure === measure.id && one.expected.eligible === true && one.expected.reasons.length === 0)
        .map(({ facts, parameters, readings }): Row => ({ facts, parameters: fullNames(measure, parameters), readings }));
      const made = (more[measure.id] ?? []).map(({ facts, parameters = {} }): Row => ({
        facts,
        parameters: fullNames(measure, parameters),
        readings: {},
      }));
      return [measure.id, [...made, ...worked]];
    }),
  );
}

function fullNames(measure: Measure, parameters: RawParameters): RawParameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name.includes('.') ? name : parameterName({ measure: measure.id, id: name }),
      value,
    ]),
  );
}

// ── where the line lies ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Left minus right, ratios multiplied out; a rounded growth turns half a step before the figure, or after it where the figure is out. */
function distance(pack: Pack, site: Site, row: Row): Ratio | null {
  const { left, right, operator } = site;
  const value = (node: Parameters<typeof worth>[2]): Ratio | null => worth(pack, row, node);
  if (left.kind === 'growth' || left.kind === 'round') {
    const growth = left.kind === 'round' ? left.of : left;
    if (growth.kind !== 'growth') return null;
    const [now, line] = [value(growth.now), value(right)];
    const before = value({ kind: 'input', input: growth.before, dimension: {} });
    if (now === null || before === null || line === null) return null;
    const half = left.kind === 'round' ? times(exact(left.step), scaled(5n, -1)) : zero;
    const turn = operator === '>=' || operator === '<' ? minus(line, half) : plus(line, half);
    return minus(minus(now, before), times(turn, before));
  }
  if (left.kind === 'divide') {
    const [above, below, line] = [value(left.left), value(left.right), value(right)];
    return above === null || below === null || line === null ? null : minus(above, times(line, below));
  }
  const [one, other] = [value(left), value(right)];
  return one === null || other === null ? null : minus(one, other);
}

/** The row in which a figure stands exactly on the line, and which way leads above it; null where the figure cannot be written so. */
function onTheLine(pack: Pack, site: Site, start: Row, figure: Figure): { row: Row; up: Ratio } | null {
  const unit = lastUnit(declared(pack, figure));
  if (site.day !== undefined) {
    const before = 'input' in figure ? start.facts[figure.input] : null;
    if (typeof before !== 'string') return null;
    const day = dayOf(`${before.slice(0, 4)}-${String(10000 + site.day).slice(1, 3)}-${String(site.day).slice(-2)}`);
    const row = withValue(pack, start, figure, scaled(BigInt(day), 0));
    return row && { row, up: unit };
  }
  let row: Row | null = start;
  for (let turn = 0; turn < 4; turn++) {
    const value: Ratio | null = valueIn(pack, row, figure);
    const next: Row | null = value && withValue(pack, row, figure, plus(value, unit));
    const here = distance(pack, site, row);
    const there = next && distance(pack, site, next);
    if (value === null || here === null || !there) return null;
    const slope = over(minus(there, here), unit);
    if (sign(here) === 0 && sign(slope) !== 0) return { row, up: sign(slope) > 0 ? unit : minus(zero, unit) };
    // On a flat stretch of a MIN or MAX nothing tells where the line is.
    if (sign(slope) === 0) return null;
    row = withValue(pack, row, figure, minus(value, over(here, slope)));
    if (row === null) return null;
  }
  return null;
}

// ── what must be answered ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a row is paid where every condition holds: the award, the lowest ceiling, then the floor. Null where a figure is missing. */
export function paid(pack: Pack, measure: Measure, row: Row): Answer | null {
  if (measure.award === null) return { eligible: true, amount: null, reasons: [], applied: [] };
  let amount = worth(pack, row, measure.award);
  if (amount === null) return null;
  const applied: string[] = [];
  for (const { id, limit, code } of measure.caps) {
    const most = worth(pack, row, limit);
    if (most === null || sign(minus(most, amount)) >= 0) continue;
    amount = most;
    applied.splice(0, 1, `${code}:${id}`);
  }
  const floor = measure.floor && worth(pack, row, measure.floor.at);
  if (measure.floor && floor && sign(minus(amount, floor)) < 0)
    return { eligible: false, amount: '0', reasons: [`floor:${measure.floor.id}`], applied: [] };
  return { eligible: true, amount: textOf(times(amount, scaled(1n, -measure.amountUnit.power))), reasons: [], applied };
}

/** Why a figure of a row cannot be: below nothing, or outside what its parameter allows. */
function refusal(pack: Pack, row: Row, figure: Figure): string | null {
  const value = valueIn(pack, row, figure);
  if (value === null) return null;
  const fact = declared(pack, figure);
  if ('input' in figure) return fact.type !== 'date' && !fact.negative && sign(value) < 0 ? `invalid:${figure.input}` : null;
  return inBand(pack, figure.parameter, value) ? null : `invalid-parameter:${fact.id}`;
}

/** Whether a parameter may have a value, in its own unit. */
export function inBand(pack: Pack, parameter: string, value: Ratio): boolean {
  const { low, high } = pack.parameters[parameter]?.band ?? {};
  const inside = (gap: number, inclusive: boolean): boolean => gap > 0 || (gap === 0 && inclusive);
  return (
    (!low || inside(sign(minus(value, exact(low.value))), low.inclusive)) &&
    (!high || inside(sign(minus(exact(high.value), value)), high.inclusive))
  );
}

function expected(pack: Pack, site: Site, figure: Figure, row: Row, holds: boolean): Answer | null {
  const wrong = refusal(pack, row, figure);
  if (wrong !== null) return refused(site, wrong);
  const pays = paid(pack, site.measure, row);
  if (holds || site.part === 'cap' || site.part === 'floor' || pays === null) return pays;
  const failed = site.part === 'guard' ? instead[`${site.measure.id} ${site.id}`] : site.id;
  return failed === undefined
    ? null
    : { eligible: false, amount: site.measure.award === null ? null : '0', reasons: [`fail:${failed}`], applied: [] };
}

/** A refused figure leaves open what it would have decided: a condition, or the amount alone. */
function refused(site: Site, reason: string): Answer {
  const decides = site.part === 'condition' || site.part === 'guard' || site.part === 'relaxed';
  return { eligible: decides ? 'unknown' : true, amount: null, reasons: [reason], applied: [] };
}

/** The part of a verdict that is expected, without what cannot hold beside the line. */
export function answered({ site }: Pick<Boundary, 'site'>, verdict: Verdict): Answer {
  const also = beside[`${site.measure.id} ${site.id}`] ?? [];
  const reasons = verdict.reasons.filter((reason) => !also.includes(reason)).sort();
  const eligible = verdict.eligible === false && reasons.length === 0 ? true : verdict.eligible;
  return { eligible, amount: verdict.amount, reasons, applied: verdict.applied };
}

// ── boundaries ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function boundary(pack: Pack, site: Site, figure: Figure, start: Row): Boundary | null {
  const found = onTheLine(
    pack,
    site,
    { ...start, facts: { ...start.facts, ...site.choices }, readings: { ...start.readings, ...site.readings } },
    figure,
  );
  if (!found) return null;
  const value = valueIn(pack, found.row, figure);
  if (value === null) return null;
  const values = [minus(value, found.up), value, plus(value, found.up)];
  const sides = sidesOf(site);
  const rows = places.flatMap((place, index): PlacedRow[] => {
    const row = withValue(pack, found.row, figure, values[index] ?? zero);
    const answer = row && expected(pack, site, figure, row, sides[index] === true);
    return row && answer ? [{ place, row, expected: answer }] : [];
  });
  if (rows.length !== places.length) return null;
  // Everything else must hold. Only the two rows beside the line are asked for that; what is answered on the line is for the tests to say.
  const apart = rows.filter(({ place }) => place !== 'at');
  const fits = apart.every(({ row, expected: { eligible, reasons } }) => {
    const verdict = answered({ site }, judgeReference(pack, row.readings, site.measure.id, row.facts, row.parameters));
    return verdict.eligible === eligible && verdict.reasons.join() === [...reasons].sort().join();
  });
  return fits ? { site, figure, rows } : null;
}

/** Every line of a document, reached by every figure that can reach it. A line without a boundary is listed in `unreached`. */
export function boundaries(pack: Pack, rows: PayingRows): { readonly reached: readonly Boundary[]; readonly unreached: readonly Site[] } {
  const reached: Boundary[] = [];
  const unreached: Site[] = [];
  for (const site of sites(pack)) {
    const starts = rows.get(site.measure.id) ?? [];
    const found = [...figuresOf(site.left), ...figuresOf(site.right)].flatMap((figure) => {
      for (const start of starts) {
        const made = boundary(pack, site, figure, start);
        if (made) return [made];
      }
      return [];
    });
    reached.push(...found);
    if (found.length === 0) unreached.push(site);
  }
  return { reached, unreached };
}

/** A figure as a page shows it: a date, or decimal text. */
export function shown(pack: Pack, row: Row, figure: Figure): string {
  const value = valueIn(pack, row, figure);
  if (value === null) return '';
  return declared(pack, figure).type === 'date' ? dateOf(Number(value.above)) : (textOf(value) ?? '');
}
