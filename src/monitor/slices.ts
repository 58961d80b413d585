/** Rows between two pauses of work that goes through a whole ledger: some milliseconds. */
export const rowsAtOnce = 4096;

/** Drives work cut into slices to its end in one go. */
export function ended<T>(work: Generator<void, T, undefined>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
