/**
 * The two ports the pane stands on beside the workbook: a place to remember choices, and somebody who judges.
 * `judging/assessor.ts` fulfils `Assessor` with the real stream; tests and demos fulfil it with a few lines.
 */
import type { Pack } from '../../src/engine';
import type { Language } from '../../src/explain';
import type { Host } from '../../src/hosts/host';
import type { PolicySummary } from '../../src/policies';
import type { ParameterCheck } from './parameters';
import type { RunSettings, RunStep } from './run';
import type { ShapeDraft } from './shapes';
import type { ColumnChoices, LedgerView } from './table';

/** Where the pane remembers an officer's choices for one workbook. Frames refuse localStorage, so the door passes in what the host has. */
export interface PaneStorage {
  /** The text saved under a key; null where there is none. */
  load(key: string): Promise<string | null>;
  save(key: string, text: string): Promise<void>;
}

/** Who judges: the only thing the pane asks anything of beside the workbook. */
export interface Assessor {
  readonly policies: readonly PolicySummary[];
  load(id: string): Promise<Pack>;
  /** Reads the head of a sheet and matches its columns. */
  look(host: Host, pack: Pack, sheet: string, choices: ColumnChoices): Promise<LedgerView>;
  checkParameter(pack: Pack, fullName: string, text: string): ParameterCheck;
  checkShape(pack: Pack, fullName: string, draft: ShapeDraft): ParameterCheck;
  /** Judges the table block by block; stop asking for more to cancel. */
  run(host: Host, pack: Pack, settings: RunSettings): AsyncIterable<RunStep>;
  /** Says in words why something was refused. */
  explainFailure(failure: unknown, language: Language): string;
}
