import type { Assessment } from '../assess';
import { fill, leftRows, sayProblem, type Language } from '../explain';
import type { PlannedColumn } from '../ledger';
import { cliWords } from './words';

/** Columns that are named in one line; of more it is said how many there are. */
const mostNamed = 20;

/** Problems listed one by one where there is no sheet 问题 to look at. */
const listedProblems = 5;

/** The first problems of a ledger, each with its place, for a command that writes no sheet 问题; empty where there is none. */
export function problemLines(assessment: Assessment, language: Language): string[] {
  const count = assessment.problemCount;
  if (count === 0) return [];
  const first = assessment.problems().slice(0, listedProblems);
  const say = cliWords(language).reading;
  return [
    fill(count > first.length ? say.problemsMore : say.problems, { count, first: first.length }),
    ...first.map((problem) => `  ${sayProblem(problem, language, assessment.pack)}`),
  ];
}

/** How a ledger was read, for a terminal: sheet and header, columns nothing was read of, inputs without a column, rows left out. Nothing of a ledger is passed over in silence. */
export function readingLines(assessment: Assessment, language: Language): string[] {
  const say = cliWords(language).reading;
  const { listed } = cliWords(language);
  const { plan, sheet } = assessment;
  const data = assessment.stampData('');
  const named = (names: readonly string[]): string =>
    names.length > mostNamed ? fill(say.andMore, { names: names.slice(0, mostNamed).join(listed) }) : names.join(listed);
  const lines = [fill(data.header.first === data.header.last ? say.sheet : say.sheetRows, { sheet, ...data.header })];
  // What an officer set aside, and what a template of ours makes by itself, needs no telling.
  const unread = assessment.unread().filter((column) => column.state !== 'ignored' && !column.isOurs);
  const guess = unread.find((column) => meantBy(assessment, column).length > 0);
  if (unread.length > 0) {
    const names = unread.map((column) => {
      const meant = meantBy(assessment, column);
      return fill(meant.length > 0 ? say.columnMeant : say.column, { ...column, meant: meant.join() });
    });
    lines.push(fill(say.unread, { count: unread.length, columns: named(names) }));
    lines.push(
      guess === undefined ? say.unreadTodo : fill(say.unreadAs, { letters: guess.letters, name: meantBy(assessment, guess).join() }),
    );
  }
  if (plan.missing.length > 0) {
    const names = plan.missing.map((id) => nameOf(assessment, id));
    lines.push(fill(say.absent, { count: names.length, columns: named(names) }));
  }
  for (const { label, value } of leftRows(data, language)) lines.push(fill(say.left, { label, value }));
  return lines;
}

/** The one thing an unknown column's words come nearest to; nothing where they come near none. */
function meantBy(assessment: Assessment, { state, candidates }: PlannedColumn): string[] {
  return state === 'unknown' ? candidates.slice(0, 1).map((id) => nameOf(assessment, id)) : [];
}

/** What an input or a parameter is called where it is named on the command line. */
function nameOf({ pack }: Assessment, id: string): string {
  const input = Object.values(pack.inputs).find((one) => one.id === id);
  const parameter = Object.hasOwn(pack.parameters, id) ? pack.parameters[id] : undefined;
  if (input !== undefined || parameter === undefined) return input?.name ?? id;
  // A name that several clauses use would not say which is meant.
  const isAlone = Object.values(pack.parameters).filter(({ name }) => name === parameter.name).length === 1;
  return isAlone ? parameter.name : id;
}
