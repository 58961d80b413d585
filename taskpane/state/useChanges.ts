/** What officers do in the workbook while the pane is open. */
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Host } from '../../src/hosts/host';

/** Typing goes on for a while; what it changed is read again when it rests, in ms. */
const settleTime = 400;

/** Calls `heard` with the name of a sheet that was changed, `refused` where the workbook does not tell of changes. */
export function useChanges(host: Host, heard: (sheet: string) => void, refused: (failure: unknown) => void): void {
  const latest = useRef({ heard, refused });
  useLayoutEffect(() => {
    latest.current = { heard, refused };
  });
  useEffect(() => {
    let here = true;
    let end: (() => void) | null = null;
    host
      .onChange((sheet) => {
        if (here) latest.current.heard(sheet);
      })
      .then(
        (stop) => {
          if (here) end = stop;
          else stop();
        },
        (failure: unknown) => {
          if (here) latest.current.refused(failure);
        },
      );
    return () => {
      here = false;
      end?.();
    };
  }, [host]);
}

/** An act put off until it has not been asked for during a moment. */
export function useSettled(act: () => void): () => void {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  });
  const pending = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(pending.current), []);
  return useMemo(
    () => () => {
      clearTimeout(pending.current);
      pending.current = setTimeout(() => latest.current(), settleTime);
    },
    [],
  );
}
