/** Figures an officer types for the indicators of a document, and what is read of them. */
import { readFigureJson, type FigureProblem, type Register, type Reported } from '../../src/monitor';

/** What an officer typed for an indicator or one of its parts, as typed; "" is blank. */
export interface FigureTexts {
  readonly actual: string;
  readonly now: string;
  readonly before: string;
  readonly target: string;
  readonly source: string;
}

/** Nothing typed. */
export const noFigure: FigureTexts = { actual: '', now: '', before: '', target: '', source: '' };

/** The key of an indicator's part; the whole has none. */
export function figureKey(indicator: string, part: string | null): string {
  return `${indicator}|${part ?? ''}`;
}

/** Typed texts by `figureKey`. */
export type TypedFigures = Readonly<Record<string, FigureTexts>>;

/** What was typed, read in each indicator's unit; a problem goes to the field it stands in. */
export interface TypedReading {
  readonly reported: readonly Reported[];
  /** By `figureKey`, then by field. */
  readonly problems: ReadonlyMap<string, ReadonlyMap<keyof FigureTexts, FigureProblem>>;
}

const fields: readonly (keyof FigureTexts)[] = ['actual', 'now', 'before', 'target', 'source'];

/** Reads what was typed. The unit stands beside each field, so a bare number is in it. */
export function readTyped(typed: TypedFigures, register: Register): TypedReading {
  const reported: Reported[] = [];
  const problems = new Map<string, ReadonlyMap<keyof FigureTexts, FigureProblem>>();
  for (const indicator of register.indicators) {
    for (const part of indicator.each.length > 0 ? indicator.each : [null]) {
      const key = figureKey(indicator.id, part);
      const texts = typed[key];
      if (texts === undefined) continue;
      const reading = readFigureJson({ [indicator.id]: { ...texts, part, unit: indicator.unit } }, register);
      reported.push(...reading.reported);
      if (reading.problems.length > 0) {
        problems.set(
          key,
          new Map(reading.problems.map((problem) => [fields.find((field) => problem.place.endsWith(`.${field}`)) ?? 'actual', problem])),
        );
      }
    }
  }
  return { reported, problems };
}

/** Figures of the sheet with those typed in their place. */
export function reportedOf(typed: readonly Reported[], sheet: readonly Reported[]): Reported[] {
  const own = new Set(typed.map((one) => figureKey(one.indicator, one.part)));
  return [...typed, ...sheet.filter((one) => !own.has(figureKey(one.indicator, one.part)))];
}
