/** Figures of the policy as an officer writes them, and whether they can be used. */
import type { Shape, ShapeProblem } from '../../src/engine';
import type { Problem } from '../../src/explain';
import type { ShapeDraft } from './shapes';

/** Parameter texts as an officer writes them (`0.5`, `30 万元`), their sources, and the readings chosen. */
export interface ParameterTexts {
  readonly values: Readonly<Record<string, string>>;
  /** By full name; one that is used goes before the value. */
  readonly shapes: Readonly<Record<string, ShapeDraft>>;
  readonly sources: Readonly<Record<string, string>>;
  readonly readings: Readonly<Record<string, string>>;
}

/** Whether the engine takes a parameter's text. `unset` is no mistake: the answers stay open. */
export type ParameterCheck =
  | { readonly state: 'unset' | 'outside' }
  /** `doubts`: what is unlikely, and is used all the same. `shape`: the tier table that is used. */
  | { readonly state: 'taken'; readonly doubts: readonly Problem[]; readonly shape?: Shape }
  | { readonly state: 'unreadable'; readonly problem: Problem }
  /** A tier table with faults, each at its row; nothing of it is used. */
  | { readonly state: 'faulty'; readonly problems: readonly ShapeProblem[] };
