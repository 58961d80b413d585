/**
 * office.js sends all that functions answered within some moments as one request, and Excel on the web takes 5 MB at a time: a larger one is
 * tried again for ever, and its cells stay at #BUSY!. So answers wait until those before them were taken. Nothing here touches Excel.
 */

/** Bytes handed over at a time. What Excel did not accept travels again with what came after it: both together still fit. */
const mostAtOnce = 2_200_000;
/** Milliseconds after which office.js itself holds a request for done; then nothing will tell any more that its answers were taken. */
const givenUp = 20_000;

/**
 * Waits until an answer of so many bytes may be handed over; in the order of asking. Gives what is to be called once the answer was taken,
 * or null where an answer handed over before tells it for this one too: they are taken together.
 */
export type Turn = (bytes: number) => Promise<(() => void) | null>;

interface Waiting {
  readonly bytes: number;
  readonly go: (taken: (() => void) | null) => void;
}

/** Turns for the answers of one window. */
export function turns(patience: number = givenUp): Turn {
  let waiting: Waiting[] = [];
  /** Bytes handed over since the last were taken. */
  let handed = 0;
  let round = 0;

  const takenIn = (own: number): void => {
    if (own !== round) return;
    round += 1;
    handed = 0;
    next();
  };
  /** Counts an answer; the first of a round is the one that tells. */
  const start = (bytes: number): (() => void) | null => {
    const isFirst = handed === 0;
    handed += bytes;
    if (!isFirst) return null;
    const own = round;
    const timer = setTimeout(() => takenIn(own), patience);
    return () => {
      clearTimeout(timer);
      takenIn(own);
    };
  };
  const fits = (bytes: number): boolean => handed === 0 || handed + bytes <= mostAtOnce;
  const next = (): void => {
    let count = 0;
    for (const { bytes, go } of waiting) {
      if (!fits(bytes)) break;
      go(start(bytes));
      count += 1;
    }
    waiting = waiting.slice(count);
  };

  return (bytes) =>
    new Promise((go) => {
      if (waiting.length === 0 && fits(bytes)) go(start(bytes));
      else waiting.push({ bytes, go });
    });
}
