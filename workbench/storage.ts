import type { PaneStorage } from '../taskpane/model/ports';

/** The pane's memory for a workbook of that name, in this browser. A browser that keeps nothing remembers as long as the page is open. */
export function pageStorage(workbook: string): PaneStorage {
  const full = (key: string): string => `huiqi ${workbook} ${key}`;
  return {
    load: async (key) => {
      try {
        return window.localStorage.getItem(full(key)) ?? kept.get(full(key)) ?? null;
      } catch {
        // Storage is switched off in this browser: `kept` is all there is.
        return kept.get(full(key)) ?? null;
      }
    },
    save: async (key, text) => {
      kept.set(full(key), text);
      try {
        window.localStorage.setItem(full(key), text);
      } catch {
        // As above; the choice lasts as long as the page.
      }
    },
  };
}

const kept = new Map<string, string>();
