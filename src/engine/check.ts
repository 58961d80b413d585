import { dayNumber } from './calendar';
import { ClauseChecker } from './pack/check-clauses';
import { LoweringProblem } from './lanes/fractions';
import { Lowering } from './lanes/lower';
import { type Locate, type PackProblem } from './pack/source';
import { parameterName, type ExclusiveChoice, type Group, type Measure, type Pack, type Parameter } from './tree';

/** What a pack's source became: the checked pack, or everything that is wrong with it. */
export type PackResult =
  { readonly pack: Pack; readonly problems?: undefined } | { readonly pack?: undefined; readonly problems: readonly PackProblem[] };

/** What keeps a checked pack from the integer core, under its default readings; null where nothing does. */
function loweringFault(pack: Pack): { code: 'quotient-not-exact' | 'beyond-exact'; measure: string; detail: string } | null {
  const readings = Object.fromEntries(Object.values(pack.readings).map((reading) => [reading.id, reading.default]));
  try {
    const { largest, largestAt } = new Lowering(pack, readings, 0).core();
    if (largest <= BigInt(Number.MAX_SAFE_INTEGER)) return null;
    return { code: 'beyond-exact', measure: largestAt.split(' ')[0] ?? '', detail: `${largestAt}: ${largest}` };
  } catch (error) {
    if (error instanceof LoweringProblem) return error;
    throw error;
  }
}

/**
 * Reads a pack's source (the parsed YAML or its JSON) into a checked pack, or tells everything that is wrong with it.
 * `locate` gives the line of a place in the file, for the problems.
 */
export function readPack(source: unknown, locate: Locate = () => undefined): PackResult {
  const checker = new ClauseChecker(locate);
  const reader = checker.source;
  const fields = reader.map(
    source,
    [],
    ['id', 'version', 'title', 'titleEnglish', 'status', 'period', 'inputs', 'readings', 'published', 'clauses', 'groups', 'choices'],
  );
  if (!fields) return { problems: reader.problems };
  const id = reader.text(fields, 'id', []);
  const version = reader.text(fields, 'version', []);
  const title = reader.text(fields, 'title', []);
  const titleEnglish = reader.text(fields, 'titleEnglish', []);
  const status = reader.oneOf(fields, 'status', [], ['draft', 'issued', 'repealed']);
  const [from, to] = reader.texts(fields, 'period', []);
  const first = from === undefined ? null : dayNumber(from);
  const last = to === undefined ? null : dayNumber(to);
  if (first === null || last === null) reader.report('no-such-date', ['period'], { found: `${from} ${to}`, text: 'period' });
  else if (last < first) reader.report('period-reversed', ['period']);
  const inputs = checker.inputs(fields.get('inputs'));
  const readings = checker.readings(fields.get('readings'));
  const published = checker.published(fields.get('published'));
  const measures: Measure[] = [];
  const parameters: Record<string, Parameter> = {};
  for (const [index, clause] of reader.list(fields.get('clauses'), ['clauses']).entries()) {
    const result = checker.measure(clause, ['clauses', index], inputs, published, readings);
    if (!result) continue;
    if (measures.some((measure) => measure.id === result.measure.id))
      reader.report('duplicate-id', ['clauses', index, 'id'], { id: result.measure.id });
    measures.push(result.measure);
    for (const parameter of result.parameters) parameters[parameterName(parameter)] = parameter;
  }
  const groups: Group[] = [];
  const listed = fields.get('groups') === undefined ? [] : reader.list(fields.get('groups'), ['groups']);
  // A ledger is settled by one total: a second one would be a ceiling that nobody keeps.
  if (listed.length > 1) reader.report('several-totals', ['groups', 1]);
  for (const [index, item] of listed.entries()) {
    const group = checker.group(item, ['groups', index], measures, readings);
    if (group) groups.push(group);
  }
  const choices: ExclusiveChoice[] = [];
  const alternatives = fields.get('choices') === undefined ? [] : reader.list(fields.get('choices'), ['choices']);
  for (const [index, item] of alternatives.entries()) {
    const found = checker.exclusive(item, ['choices', index], measures);
    if (!found) continue;
    choices.push(found.choice);
    parameters[parameterName(found.parameter)] = found.parameter;
  }
  if (
    reader.problems.length > 0 ||
    id === null ||
    version === null ||
    title === null ||
    titleEnglish === null ||
    status === null ||
    from === undefined ||
    to === undefined
  )
    return { problems: reader.problems };
  const pack: Pack = {
    id,
    version,
    title,
    titleEnglish,
    status,
    period: [from, to],
    inputs: Object.fromEntries([...inputs.values()].map((input) => [input.id, input])),
    parameters,
    published: [...published.values()].map(({ id: published, name, text, clause, quote }) => ({
      id: published,
      name,
      text,
      clause,
      quote,
    })),
    readings: Object.fromEntries(readings),
    measures,
    groups,
    choices,
  };
  const fault = loweringFault(pack);
  if (fault === null) return { pack };
  const clause = pack.measures.findIndex((measure) => measure.id === fault.measure);
  reader.report(fault.code, ['clauses', clause], { measure: fault.measure, detail: fault.detail });
  return { problems: reader.problems };
}
