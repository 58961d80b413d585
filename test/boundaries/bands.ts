import type { Pack, Verdict } from '../../src/engine';
import { judgeReference } from '../../src/engine/reference/reference';
import { declared, exact, lastUnit, minus, plus, withValue, type Row } from './figures';
import { inBand, places, type PayingRows, type Place } from './rows';

/** An end of what a parameter may be: one unit below, on it, one unit above. */
interface BandEdge {
  readonly parameter: string;
  readonly end: 'low' | 'high';
  readonly rows: readonly { readonly place: Place; readonly row: Row; readonly accepted: boolean }[];
}

/** Whether an answer refuses a parameter: by name, or, where only a further figure hangs on it, by leaving that figure out. */
export function refuses(pack: Pack, verdict: Verdict, parameter: string): boolean {
  const measure = pack.measures.find(({ id }) => id === verdict.measure);
  const decides = JSON.stringify({ ...measure, outputs: [], parameters: [] }).includes(JSON.stringify(parameter));
  return decides
    ? verdict.reasons.some((reason) => reason === `invalid-parameter:${declared(pack, { parameter }).id}`)
    : Object.values(verdict.outputs ?? {}).includes(null);
}

/** Both ends of every band of a document, in a row that asks for the parameter; what no row asks for is listed in `unasked`. */
export function bandEdges(pack: Pack, paying: PayingRows): { readonly found: readonly BandEdge[]; readonly unasked: readonly string[] } {
  const found: BandEdge[] = [];
  const unasked: string[] = [];
  for (const measure of pack.measures)
    for (const parameter of measure.parameters) {
      for (const end of ['low', 'high'] as const) {
        const edge = pack.parameters[parameter]?.band[end];
        if (!edge) continue;
        const value = exact(edge.value);
        const unit = lastUnit(declared(pack, { parameter }));
        const values = { below: minus(value, unit), at: value, above: plus(value, unit) };
        const outside = end === 'low' ? values.below : values.above;
        const start = (paying.get(measure.id) ?? []).find((row) => {
          const wrong = withValue(pack, row, { parameter }, outside);
          if (!wrong) return false;
          return refuses(pack, judgeReference(pack, wrong.readings, measure.id, wrong.facts, wrong.parameters), parameter);
        });
        const rows = places.flatMap((place) => {
          const row = start && withValue(pack, start, { parameter }, values[place]);
          return row ? [{ place, row, accepted: inBand(pack, parameter, values[place]) }] : [];
        });
        if (rows.length === places.length) found.push({ parameter, end, rows });
        else unasked.push(`${parameter} ${end}`);
      }
    }
  return { found, unasked };
}
