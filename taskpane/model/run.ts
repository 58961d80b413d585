/** A run: what it needs, how far it is, what comes of it. */
import type { PaneAssessment } from './answers';
import type { ParameterTexts } from './parameters';
import type { ColumnChoices } from './table';

/** What a run needs. */
export interface RunSettings extends ParameterTexts {
  readonly sheet: string;
  readonly choices: ColumnChoices;
}

/** How far a run is. `total` null: not known yet. */
export interface RunProgress {
  readonly stage: 'reading' | 'judging' | 'totals';
  readonly rows: number;
  readonly total: number | null;
}

/** What a run gives while it goes on, and last of all the answers. */
export type RunStep = RunProgress | { readonly stage: 'done'; readonly assessment: PaneAssessment };
