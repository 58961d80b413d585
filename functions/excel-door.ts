import { languageNamed, loadWords } from '../src/explain';
import { answersTo, together, type Call } from './batch';
import { catalogue, type CatalogueEntry } from './catalogue';
import { CellProblem, sizeOf } from './cells';
import { turns, type Turn } from './delivery';
import { fits, placeOf, rangesOf, withZeros, writtenZero, zerosOf, type Asked, type Place, type Zero } from './doubt';
import { settingOnDemand, whenLoaded, type Setting } from './setting';

/** Excel on the web takes answers of 5 MB; the rest is room for what they are wrapped in. */
const webLimit = 4_500_000;
/** What an answer is wrapped in: the number of its call, whether it failed, how long it took. */
const wrapping = 40;
/** Cells asked for at a time, so that an answer stays far below that limit. */
const cellsPerRead = 100_000;

/** Milliseconds until Excel is asked again where a cell was being typed in. */
const askAgainAfter = 500;

type Cell = 'values' | 'formulas';

interface Question extends Asked {
  readonly kind: Cell;
  readonly answer: (contents: readonly unknown[]) => void;
}

/**
 * Makes the functions known to Excel. Call it while the page loads: Excel waits for the names, not for the policies, which the first
 * calls wait for themselves. Every 0 with an address is looked up in the workbook, all questions of one tick in one Excel.run.
 */
export function registerFunctions(): void {
  let opened: Opened | undefined;
  const ready = Office.onReady().then(async () => {
    const language = languageNamed(Office.context.displayLanguage);
    await loadWords(language);
    const isWeb = Office.context.platform === Office.PlatformType.OfficeOnline;
    opened = { setting: settingOnDemand(language, isWeb ? webLimit : null), give: isWeb ? inTurn(turns()) : shown };
    return opened;
  });
  const look = lookup();
  const gathered = gathering((calls) => ready.then(({ setting }) => whenLoaded(() => answersTo(calls, setting))));
  for (const entry of catalogue) {
    CustomFunctions.associate(entry.id, (...given: unknown[]) => {
      const invocation = given.at(-1);
      const args = given.slice(0, -1);
      const certain = withoutDoubt(entry, args, invocation, look);
      if (entry.byRow.length > 0) {
        const answer =
          certain instanceof Promise ? certain.then((sure) => gathered({ entry, args: sure })) : gathered({ entry, args: certain });
        return answer.then(async (rows) => (await ready).give(rows));
      }
      const answer = (sure: readonly unknown[], { setting, give }: Opened): Given => {
        const rows = whenLoaded(() => entry.run(sure, setting));
        return rows instanceof Promise ? rows.then(give) : give(rows);
      };
      if (opened !== undefined && !(certain instanceof Promise)) return answer(certain, opened);
      return Promise.all([certain, ready]).then(([sure, loaded]) => answer(sure, loaded));
    });
  }
}

/** What Excel is given: rows, or the promise of rows or of an error. */
type Given = unknown[][] | Promise<unknown[][]>;

/** What there is once Office is ready: what functions need, and how their rows are given to Excel. */
interface Opened {
  readonly setting: Setting;
  readonly give: (rows: unknown[][]) => Given;
}

/** Gives rows one answer after the other, as many as one request holds. */
const inTurn =
  (turn: Turn) =>
  async (rows: unknown[][]): Promise<unknown[][]> => {
    const alone = aloneIn(rows);
    const taken = await turn(sizeOf(alone === null ? rows : [[alone.message]]) + wrapping);
    return shown(rows, taken);
  };

/** A call that waits for its answer. */
interface Waiting extends Call {
  readonly settle: (answer: Promise<unknown[][]>) => void;
}

/** Gathers the calls of one tick and puts those that can be put as one together; between two questions the page may answer others. */
function gathering(ask: (calls: readonly Call[]) => Promise<unknown[][][]>): (call: Call) => Promise<unknown[][]> {
  let waiting: Waiting[] = [];
  const put = async (): Promise<void> => {
    const lists = together(waiting);
    waiting = [];
    for (const calls of lists) {
      const answers = ask(calls);
      calls.forEach((call, index) => call.settle(answers.then((all) => all[index] ?? [])));
      await answers.catch(() => undefined);
      if (calls.length > 1) await new Promise((resolve) => setTimeout(resolve, 0));
    }
  };
  return (call) =>
    new Promise((settle) => {
      if (waiting.length === 0) setTimeout(() => void put(), 0);
      waiting.push({ ...call, settle });
    });
}

/**
 * What Excel takes: rows of values and errors; an error alone is thrown, for only so its message is sure to be shown. `taken` is called when
 * they travel: whatever becomes JSON is asked for it then.
 */
function shown(rows: unknown[][], taken: (() => void) | null = null): unknown[][] {
  const alone = aloneIn(rows);
  if (alone !== null) {
    const error: unknown = excelError(alone);
    if (taken !== null)
      Object.defineProperty(error, 'message', { value: telling({ toString: () => alone.message }, alone.message, taken) });
    if (error instanceof Error) throw error;
  }
  const cells = rows.map((row) => row.map((cell) => (cell instanceof CellProblem ? excelError(cell) : cell)));
  return taken === null ? cells : telling(cells, cells, taken);
}

/** The error that is the whole answer; null where there is more. */
function aloneIn(rows: readonly (readonly unknown[])[]): CellProblem | null {
  const [[only] = []] = rows;
  return rows.length === 1 && rows[0]?.length === 1 && only instanceof CellProblem ? only : null;
}

/** The thing, which becomes `json` when it travels and tells so. Whoever copies it instead copies none of this. */
const telling = <T extends object>(thing: T, json: unknown, taken: () => void): T =>
  Object.defineProperty(thing, 'toJSON', {
    value: (name: string) => {
      // For its log office.js makes JSON of the whole error, before it travels: there this is its `message`.
      if (name !== 'message') taken();
      return json;
    },
  });

function excelError({ code, message }: CellProblem): CustomFunctions.Error {
  return new CustomFunctions.Error(
    code === 'notAvailable' ? CustomFunctions.ErrorCode.notAvailable : CustomFunctions.ErrorCode.invalidValue,
    message,
  );
}

/** The arguments with every 0 found out; at once where there is none. */
function withoutDoubt(
  entry: CatalogueEntry,
  args: readonly unknown[],
  invocation: unknown,
  look: Look,
): readonly unknown[] | Promise<readonly unknown[]> {
  const all = args.map((argument) => zerosOf(argument));
  if (all.every((zeros) => zeros.length === 0)) return args;
  const { address, parameterAddresses } = addressesOf(invocation);
  const caller = placeOf(address);
  return Promise.all(
    args.map(async (argument, index) => {
      const zeros = all[index] ?? [];
      if (zeros.length === 0) return argument;
      // A host that gives no addresses cannot be asked anything.
      if (parameterAddresses === null) return withZeros(argument, zeros, () => 'doubtful');
      const place = placeOf(parameterAddresses[index]);
      if (place !== null) {
        if (!fits(place, argument)) return withZeros(argument, zeros, () => 'doubtful');
        const contents = await Promise.all(
          zeros.map(({ column, rows }) =>
            look('values', { sheet: place.sheet, column: place.column + column, rows: rows.map((row) => place.row + row) }),
          ),
        );
        return withZeros(argument, zeros, (column, row) => zeroOf(contents[column]?.[row]));
      }
      const [formula] = caller === null ? [] : await look('formulas', { sheet: caller.sheet, column: caller.column, rows: [caller.row] });
      const written = writtenZero(formula, entry.id, index);
      return withZeros(argument, zeros, () => written);
    }),
  );
}

/** What stands in a cell that arrived as 0. */
const zeroOf = (content: unknown): Zero => (content === 0 ? 'zero' : content === '' ? 'blank' : 'doubtful');

function addressesOf(invocation: unknown): { address: unknown; parameterAddresses: readonly unknown[] | null } {
  if (typeof invocation !== 'object' || invocation === null) return { address: undefined, parameterAddresses: null };
  const parameterAddresses: unknown = 'parameterAddresses' in invocation ? invocation.parameterAddresses : null;
  return {
    address: 'address' in invocation ? invocation.address : undefined,
    parameterAddresses: Array.isArray(parameterAddresses) ? parameterAddresses : null,
  };
}

/** Gives what stands in cells of a column; nothing where the workbook does not answer. */
type Look = (kind: Cell, asked: Asked) => Promise<readonly unknown[]>;

/** Gathers the questions of one tick and asks them in one Excel.run. */
function lookup(): Look {
  let waiting: Question[] = [];
  const ask = (): void => {
    const questions = waiting;
    waiting = [];
    void answerAll(questions);
  };
  return (kind, asked) =>
    new Promise((answer) => {
      if (waiting.length === 0) setTimeout(ask, 0);
      waiting.push({ kind, ...asked, answer });
    });
}

async function answerAll(questions: readonly Question[]): Promise<void> {
  try {
    await Excel.run(async (context) => {
      for (const kind of ['values', 'formulas'] as const) {
        const own = questions.filter((question) => question.kind === kind);
        const contents = new Contents();
        for (const places of batches(rangesOf(own))) await readPlaces(context, kind, places, contents);
        for (const question of own) question.answer(contents.of(question));
      }
    });
  } catch (error) {
    if (isTyping(error)) {
      // Who types is done some time; a function that gave up would stand there with a doubt until it is calculated again.
      setTimeout(() => void answerAll(questions), askAgainAfter);
      return;
    }
    // Excel is busy, or the sheet is gone: then nobody knows, and the function says so. Answers already given stay.
    for (const { answer } of questions) answer([]);
  }
}

/** Whether Excel answers nothing because a cell is being typed in. */
const isTyping = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'InvalidOperationInCellEditMode';

async function readPlaces(context: Excel.RequestContext, kind: Cell, places: readonly Place[], contents: Contents): Promise<void> {
  const ranges = places.map(({ sheet, row, column, rows, columns }) =>
    context.workbook.worksheets.getItem(sheet).getRangeByIndexes(row, column, rows, columns).load(kind),
  );
  await context.sync();
  ranges.forEach((range, index) => {
    const place = places[index];
    if (place) contents.add(place, range[kind]);
  });
}

/** A part of a column that was read: its cells stand at place `at` of the lines. */
interface Part {
  readonly row: number;
  readonly at: number;
  readonly lines: readonly (readonly unknown[])[];
}

/** What was read, by column. */
class Contents {
  private readonly parts = new Map<string, Part[]>();

  /** Takes up a range; those of one column come from the top. */
  add({ sheet, row, column, columns }: Place, lines: readonly (readonly unknown[])[]): void {
    for (let at = 0; at < columns; at += 1) {
      const key = `${column + at} ${sheet}`;
      const parts = this.parts.get(key);
      if (parts) parts.push({ row, at, lines });
      else this.parts.set(key, [{ row, at, lines }]);
    }
  }

  /** What stands in the cells, one a row. */
  of({ sheet, column, rows }: Asked): unknown[] {
    const parts = this.parts.get(`${column} ${sheet}`) ?? [];
    let part: Part | undefined;
    return rows.map((row) => {
      if (part === undefined || row < part.row || row >= part.row + part.lines.length) part = partWith(parts, row);
      return part?.lines[row - part.row]?.[part.at];
    });
  }
}

/** The last part that begins at a row or above it: they come from the top. */
function partWith(parts: readonly Part[], row: number): Part | undefined {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const part = parts[middle];
    if (part !== undefined && part.row <= row) low = middle + 1;
    else high = middle;
  }
  return parts[low - 1];
}

function batches(places: readonly Place[]): Place[][] {
  const lists: Place[][] = [];
  let cells = Infinity;
  for (const place of places) {
    const own = place.rows * place.columns;
    if (cells + own > cellsPerRead || (lists.at(-1)?.length ?? Infinity) >= 500) {
      lists.push([]);
      cells = 0;
    }
    lists.at(-1)?.push(place);
    cells += own;
  }
  return lists;
}
