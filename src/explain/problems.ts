import type { Pack } from '../engine';
import { fill, type Language } from './language';
import { inputOf, measureName, parameterOf, readingName } from './names';
import { joined } from './reasons';
import type { ProblemSaying, Saying } from './saying';
import { words } from './words';

/** A problem as the ledger, a host or the assessment reports it: a code, and the data its sentence needs. */
export interface Problem {
  readonly code: string;
}

/** A fault of a pack, as the engine's check reports it. */
interface PackFault {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly line?: number;
  readonly data: Readonly<Record<string, string>>;
}

/** The data of a problem, flat: what a host carries in `data` beside what the ledger carries in the problem itself. */
function dataOf(problem: Problem): Record<string, unknown> {
  const data: Record<string, unknown> = Object.fromEntries(Object.entries(problem));
  const { data: inner } = data;
  return typeof inner === 'object' && inner !== null ? { ...data, ...Object.fromEntries(Object.entries(inner)) } : data;
}

/** What an input id, a full parameter name or a reading is called; anything else stays as it is. */
function called(id: string, pack: Pack | undefined, language: Language): string {
  if (pack === undefined) return id;
  const input = inputOf(pack, id);
  if (input) return fill(words(language).figureName, { name: input.name, id });
  const parameter = parameterOf({ pack, measureId: '' }, id);
  return parameter === undefined ? readingName(pack, id, language) : `${measureName(pack, parameter.measure, language)} ${parameter.name}`;
}

/** The same for what could be meant: a parameter as it is to be written. */
function meant(id: string, pack: Pack | undefined, language: Language): string {
  const parameter = pack === undefined ? undefined : parameterOf({ pack, measureId: '' }, id);
  return parameter === undefined ? called(id, pack, language) : fill(words(language).parameterName, { fullName: id, name: parameter.name });
}

/** A problem in words: what, what to do, and how much it weighs; its place is not in it. An unknown code is still said, never dropped. */
export function problemParts(problem: Problem, language: Language, pack?: Pack): ProblemSaying {
  const say = words(language);
  const sayings: Readonly<Record<string, ProblemSaying>> = say.problems;
  const saying = (Object.hasOwn(sayings, problem.code) ? sayings[problem.code] : undefined) ?? say.problems.other;
  const data = dataOf(problem);
  for (const [key, value] of Object.entries(data)) {
    if (Array.isArray(value)) data[key] = value.map((item) => meant(String(item), pack, language)).join(say.listed);
  }
  if (typeof data['input'] === 'string') data['input'] = called(data['input'], pack, language);
  data['suggested'] = data['candidates'] === undefined || data['candidates'] === '' ? '' : fill(say.suggested, data);
  if (typeof data['reason'] === 'string') {
    const because = Object.hasOwn(say.because, data['reason']) ? say.because[data['reason']] : say.because['other'];
    data['because'] = because === undefined ? '' : fill(because, data);
  }
  return { severity: saying.severity, text: fill(saying.text, data), todo: saying.todo === null ? null : fill(saying.todo, data) };
}

/** A problem as whole sentences, its place in front. */
export function sayProblem(problem: Problem, language: Language, pack?: Pack): string {
  const { place } = words(language);
  const { address, sheet } = dataOf(problem);
  const inCell = typeof address === 'string' && address !== '';
  const ofTable = address === '' && typeof sheet === 'string' && sheet !== '';
  const where = ofTable
    ? fill(place.sheet, { sheet })
    : !inCell
      ? ''
      : typeof sheet === 'string'
        ? fill(place.cell, { sheet, address })
        : fill(place.address, { address });
  return where + joined(problemParts(problem, language, pack), language);
}

/** A pack's fault as whole sentences, with its line. */
export function sayPackProblem(problem: PackFault, language: Language): string {
  const say = words(language);
  const sayings: Readonly<Record<string, Saying>> = say.pack;
  const saying = (Object.hasOwn(sayings, problem.code) ? sayings[problem.code] : undefined) ?? say.pack.other;
  const data = { ...problem.data, code: problem.code, line: problem.line, path: problem.path.join('.') };
  const where = fill(problem.line === undefined ? say.place.packPath : say.place.packLine, data);
  return where + joined({ text: fill(saying.text, data), todo: saying.todo === null ? null : fill(saying.todo, data) }, language);
}
