import { languageNamed, loadWords } from '../src/explain';
import { answersTo, together, type Call } from './batch';
import { catalogue, type CatalogueEntry } from './catalogue';
import { CellProblem } from './cells';
import { fits, placeOf, runsOf, withZeros, writtenZero, zerosOf, type Run, type Zero } from './doubt';
import { settingOnDemand, whenLoaded, type Setting } from './setting';

/** Excel on the web takes answers of 5 MB; the rest is room for what they are wrapped in. */
const webLimit = 4_500_000;
/** Cells asked for at a time, so that an answer stays far below that limit. */
const cellsPerRead = 100_000;

type Cell = 'values' | 'formulas';

interface Question {
  readonly kind: Cell;
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly answer: (content: unknown) => void;
}

/**
 * Makes the functions known to Excel. Call it while the page loads: Excel waits for the names, not for the policies, which the first
 * calls wait for themselves. Every 0 with an address is looked up in the workbook, all questions of one tick in one Excel.run.
 */
export function registerFunctions(): void {
  let setting: Setting | undefined;
  const ready = Office.onReady().then(async () => {
    const language = languageNamed(Office.context.displayLanguage);
    await loadWords(language);
    setting = settingOnDemand(language, Office.context.platform === Office.PlatformType.OfficeOnline ? webLimit : null);
    return setting;
  });
  const look = lookup();
  const gathered = gathering((calls) => ready.then((loaded) => whenLoaded(() => answersTo(calls, loaded))));
  for (const entry of catalogue) {
    CustomFunctions.associate(entry.id, (...given: unknown[]) => {
      const invocation = given.at(-1);
      const args = given.slice(0, -1);
      const certain = withoutDoubt(entry, args, invocation, look);
      if (entry.byRow.length > 0) {
        const answer =
          certain instanceof Promise ? certain.then((sure) => gathered({ entry, args: sure })) : gathered({ entry, args: certain });
        return answer.then(shown);
      }
      const answer = (sure: readonly unknown[], loaded: Setting): unknown => whenLoaded(() => shown(entry.run(sure, loaded)));
      if (setting !== undefined && !(certain instanceof Promise)) return answer(certain, setting);
      return Promise.all([certain, ready]).then(([sure, loaded]) => answer(sure, loaded));
    });
  }
}

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

/** What Excel takes: rows of values and errors; an error alone is thrown, for only so its message is sure to be shown. */
function shown(rows: unknown[][]): unknown[][] {
  const alone = rows.length === 1 && rows[0]?.length === 1 ? rows[0][0] : undefined;
  if (alone instanceof CellProblem) {
    const error: unknown = excelError(alone);
    if (error instanceof Error) throw error;
  }
  return rows.map((row) => row.map((cell) => (cell instanceof CellProblem ? excelError(cell) : cell)));
}

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
        const found = await Promise.all(
          zeros.map(async ([row, column]): Promise<Zero> => {
            const content = await look('values', place.sheet, place.row + row, place.column + column);
            return content === 0 ? 'zero' : content === '' ? 'blank' : 'doubtful';
          }),
        );
        const answers = new Map(zeros.map(([row, column], at) => [`${row},${column}`, found[at] ?? 'doubtful']));
        return withZeros(argument, zeros, (row, column) => answers.get(`${row},${column}`) ?? 'doubtful');
      }
      const written =
        caller === null ? 'doubtful' : writtenZero(await look('formulas', caller.sheet, caller.row, caller.column), entry.id, index);
      return withZeros(argument, zeros, () => written);
    }),
  );
}

function addressesOf(invocation: unknown): { address: unknown; parameterAddresses: readonly unknown[] | null } {
  if (typeof invocation !== 'object' || invocation === null) return { address: undefined, parameterAddresses: null };
  const parameterAddresses: unknown = 'parameterAddresses' in invocation ? invocation.parameterAddresses : null;
  return {
    address: 'address' in invocation ? invocation.address : undefined,
    parameterAddresses: Array.isArray(parameterAddresses) ? parameterAddresses : null,
  };
}

/** Gives what stands in a cell; undefined where the workbook does not answer. */
type Look = (kind: Cell, sheet: string, row: number, column: number) => Promise<unknown>;

/** Gathers the questions of one tick and asks them in one Excel.run. */
function lookup(): Look {
  let asked: Question[] = [];
  const ask = (): void => {
    const questions = asked;
    asked = [];
    void answerAll(questions);
  };
  return (kind, sheet, row, column) =>
    new Promise((answer) => {
      if (asked.length === 0) setTimeout(ask, 0);
      asked.push({ kind, sheet, row, column, answer });
    });
}

async function answerAll(questions: readonly Question[]): Promise<void> {
  try {
    await Excel.run(async (context) => {
      for (const kind of ['values', 'formulas'] as const) {
        const own = questions.filter((question) => question.kind === kind);
        const contents = new Map<string, unknown>();
        for (const runs of batches(runsOf(own))) await readRuns(context, kind, runs, contents);
        for (const { sheet, row, column, answer } of own) answer(contents.get(`${column},${row} ${sheet}`));
      }
    });
  } catch {
    // Excel is busy, in cell-editing mode, or the sheet is gone: then nobody knows, and the function says so. Answers already given stay.
    for (const { answer } of questions) answer(undefined);
  }
}

async function readRuns(context: Excel.RequestContext, kind: Cell, runs: readonly Run[], contents: Map<string, unknown>): Promise<void> {
  const ranges = runs.map((run) =>
    context.workbook.worksheets.getItem(run.sheet).getRangeByIndexes(run.row, run.column, run.rows, 1).load(kind),
  );
  await context.sync();
  ranges.forEach((range, index) => {
    const run = runs[index];
    if (!run) return;
    const read: readonly (readonly unknown[])[] = range[kind];
    read.forEach(([content], row) => contents.set(`${run.column},${run.row + row} ${run.sheet}`, content));
  });
}

function batches(runs: readonly Run[]): Run[][] {
  const lists: Run[][] = [];
  let cells = Infinity;
  for (const run of runs) {
    if (cells + run.rows > cellsPerRead || (lists.at(-1)?.length ?? Infinity) >= 500) {
      lists.push([]);
      cells = 0;
    }
    lists.at(-1)?.push(run);
    cells += run.rows;
  }
  return lists;
}
