import { turns } from '../../../functions/delivery';

/** What was handed over, in order, and what is to be called once it was taken. */
function delivery() {
  const turn = turns();
  const handed: string[] = [];
  const tells = new Map<string, () => void>();
  return {
    handed,
    ask: (name: string, bytes: number): void =>
      void turn(bytes).then((taken) => {
        handed.push(name);
        if (taken !== null) tells.set(name, taken);
      }),
    /** The one that tells, when it is taken. */
    taken: (name: string): void => tells.get(name)?.(),
    tellers: (): string[] => [...tells.keys()],
  };
}

const half = 1_100_000;
const whole = 2 * half;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());
const settled = (): Promise<void> => jest.advanceTimersByTimeAsync(0);

describe('answers on their way to Excel', () => {
  test('what fits into one request goes at once; the first of it tells when all was taken', async () => {
    const { ask, handed, tellers } = delivery();
    for (const name of ['甲', '乙', '丙']) ask(name, 10);
    await settled();
    expect([handed, tellers()]).toEqual([['甲', '乙', '丙'], ['甲']]);
  });

  test.each([
    ['just fits', half, ['甲', '乙']],
    ['is a byte too much', half + 1, ['甲']],
  ])('a second that %s', async (_what, bytes, expected) => {
    const { ask, handed } = delivery();
    ask('甲', half);
    ask('乙', bytes);
    await settled();
    expect(handed).toEqual(expected);
  });

  test('one that is larger than all the room goes alone; what came after it waits for its turn, even where it would fit', async () => {
    const { ask, handed, taken } = delivery();
    ask('甲', 10);
    ask('乙', 2 * whole);
    ask('丙', 10);
    await settled();
    expect(handed).toEqual(['甲']);
    taken('甲');
    await settled();
    expect(handed).toEqual(['甲', '乙']);
    taken('乙');
    await settled();
    expect(handed).toEqual(['甲', '乙', '丙']);
  });

  test('taken twice, as where Excel refuses and office.js sends again, is taken once', async () => {
    const { ask, handed, taken } = delivery();
    for (const name of ['甲', '乙', '丙']) ask(name, whole);
    await settled();
    taken('甲');
    taken('甲');
    await settled();
    expect(handed).toEqual(['甲', '乙']);
  });

  test('where nothing ever tells, the next goes when office.js itself no longer waits', async () => {
    const { ask, handed } = delivery();
    ask('甲', whole);
    ask('乙', whole);
    await jest.advanceTimersByTimeAsync(19_999);
    expect(handed).toEqual(['甲']);
    await jest.advanceTimersByTimeAsync(1);
    expect(handed).toEqual(['甲', '乙']);
  });

  test('all that were taken are forgotten: there is room again', async () => {
    const { ask, handed, taken, tellers } = delivery();
    ask('甲', whole);
    await settled();
    taken('甲');
    ask('乙', whole);
    await settled();
    expect([handed, tellers()]).toEqual([
      ['甲', '乙'],
      ['甲', '乙'],
    ]);
  });
});
