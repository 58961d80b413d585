/** Long work cut into slices, so that whoever drives it can answer others in between: some milliseconds each, whatever the size of the table. */

/** Rows whose answers are only read again and added up. */
export const rowsAtOnce = 4096;

/** Rows of projects and events, and persons, each of them judged or settled by itself. */
export const settledAtOnce = 128;

/** Drives cut work to its end in one go. */
export function ended<T>(work: Generator<unknown, T, undefined>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
