/** What every tool stands on. */
import type { Pack } from '../../../src/engine';
import type { Host } from '../../../src/hosts/host';
import type { Assessor, PaneStorage } from '../../model/ports';
import type { Pane } from '../../state/usePane';
import type { Language, Words } from '../../words/pane';

/** The pane with its ports, its policy loaded, and its words. */
export interface ToolProps {
  readonly pane: Pane;
  /** The pane's policy, loaded. */
  readonly pack: Pack;
  readonly host: Host;
  readonly storage: PaneStorage;
  readonly assessor: Assessor;
  readonly language: Language;
  readonly words: Words;
}
