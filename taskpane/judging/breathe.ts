/** How long work lets go of the page: between its steps the page draws and answers. */

/** Newer browsers put what is left of the work before other tasks, but behind clicks, keys and drawing. */
interface Scheduler {
  readonly yield: () => Promise<void>;
}

const isScheduler = (value: unknown): value is Scheduler =>
  typeof value === 'object' && value !== null && 'yield' in value && typeof value.yield === 'function';

/** Lets the page draw and answer, then goes on. No timer: after a few of them a browser makes each wait for 4 ms. */
export function breathe(): Promise<void> {
  const scheduler: unknown = 'scheduler' in globalThis ? globalThis.scheduler : undefined;
  if (isScheduler(scheduler)) return scheduler.yield();
  if (typeof MessageChannel === 'undefined') return new Promise((resolve) => setTimeout(resolve, 0));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Gives what comes while the next of it is already asked for: the workbook answers while the page works. */
export async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T, void> {
  const steps = source[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<T>> => {
    const asked = steps.next();
    // Whoever takes the answer hears of a failure; where nobody does any more, it concerns nobody.
    asked.catch(() => undefined);
    return asked;
  };
  let coming = ask();
  try {
    for (;;) {
      const step = await coming;
      if (step.done === true) return;
      coming = ask();
      yield step.value;
    }
  } finally {
    await steps.return?.();
  }
}
