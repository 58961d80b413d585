/** The pane's state on show, and as it is now for acts that go on after a wait. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Language } from '../words/pane';
import { changed, startState, type Change, type PaneState } from './pane';

/** The one place the state is kept. `now` and `set` stay the same for the life of the pane. */
export interface Live {
  /** The state with every change so far, also those not drawn yet. */
  readonly now: () => PaneState;
  readonly set: (by: Change) => void;
}

/** Keeps the pane's state; the language follows the door's. */
export function useLive(language: Language): readonly [PaneState, Live] {
  const [state, show] = useState(() => startState(language));
  const latest = useRef(state);
  const live = useMemo<Live>(
    () => ({
      now: () => latest.current,
      set: (by) => {
        latest.current = changed(latest.current, by);
        show(latest.current);
      },
    }),
    [],
  );
  useEffect(() => live.set({ language }), [language, live]);
  return [state, live];
}
