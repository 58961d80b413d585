import {
  compile,
  readShape,
  withShapes,
  type Assumption,
  type Pack,
  type Program,
  type RawFacts,
  type RawValue,
  type ShapeResult,
  type Verdict,
} from '../engine';
import { fill, sayShapeProblem, type Language } from '../explain';
import type { CliWords } from './words';

/** A policy that lines may ask for. `columns` is not used: a line is one row. */
interface JudgedPolicy {
  readonly pack: Pack;
}

type Fields = Readonly<Record<string, unknown>>;

/** One setting of a pack's readings and shapes is compiled once; only so many settings are kept. */
const mostPrograms = 64;

/** Shapes read are remembered by their text: a hundred thousand lines may carry the same table. */
const mostShapes = 1024;

/** A line is refused in words. */
class LineRefusal extends Error {}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Stands for a value no input can have, so that the rules call it impossible. */
const impossible = '?';

/** A JSON value as the rules take it; what no rule could take becomes impossible, never missing. */
function rawValue(value: unknown, say: CliWords): RawValue {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new LineRefusal(fill(say.judge.number, { number: String(value) }));
    return value;
  }
  return Array.isArray(value) && value.every((item): item is string => typeof item === 'string') ? value : impossible;
}

/** Whether a key that reaches an object's prototype stands anywhere in a line. */
function hasRefusedKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasRefusedKey);
  return Object.entries(value).some(([key, item]) => key === '__proto__' || hasRefusedKey(item));
}

/** Parameters and readings of a line, apart: readings for the whole line, and for single measures where a package names them so. */
interface Settings {
  readonly parameters: Record<string, RawValue>;
  readonly readings: Record<string, string>;
  readonly readingsOf: Map<string, Record<string, string>>;
  /** Tables in place of figures, by full name. */
  readonly shapes: Map<string, ReadShape>;
  /** What is wrong with a table, in words; its parameter is impossible. */
  readonly problems: string[];
}

/** A shape, and the text it was read from. */
interface ReadShape {
  readonly text: string;
  readonly result: ShapeResult;
}

/** What every answer under an assumption says of it. */
function shownAssumption({
  title,
  titleEnglish,
  basedOn,
  hash,
}: Assumption): Pick<Assumption, 'title' | 'titleEnglish' | 'basedOn' | 'hash'> {
  return { title, titleEnglish, basedOn, hash };
}

/** Answers lines of JSON, each by itself. */
export class LineJudge {
  private readonly programs = new Map<string, Program>();
  private readonly defaults = new Map<Pack, Program>();
  private readonly byMeasure = new Map<string, Pack>();
  private readonly shapes = new Map<string, ShapeResult>();

  constructor(
    policies: readonly JudgedPolicy[],
    private readonly say: CliWords,
    private readonly language: Language,
  ) {
    for (const { pack } of policies) {
      for (const measure of pack.measures) this.byMeasure.set(measure.id, pack);
      for (const choice of pack.choices) this.byMeasure.set(choice.id, pack);
      for (const group of pack.groups) {
        this.byMeasure.set(group.measure, pack);
        this.byMeasure.set(group.composite, pack);
      }
    }
  }

  /** One line of JSON for one line of JSON; null for a blank line. */
  answer(line: string): string | null {
    if (/^\s*$/.test(line)) return null;
    let read: unknown;
    try {
      read = JSON.parse(line);
    } catch (error) {
      if (error instanceof SyntaxError)
        return this.refused(null, line.includes('\ufffd') ? this.say.judge.encoding : this.say.judge.notJson);
      throw error;
    }
    if (!isFields(read)) return this.refused(null, this.say.judge.notObject);
    const id = read['id'] ?? null;
    try {
      if ((line.includes('__proto__') || line.includes('\\u')) && hasRefusedKey(read)) throw new LineRefusal(this.say.judge.refusedKey);
      if (line.includes('\ufffd')) throw new LineRefusal(this.say.judge.encoding);
      const problems: string[] = [];
      const verdict = this.judge(read, problems);
      return this.said(id, verdict, this.byMeasure.get(verdict.measure)?.assumption, problems);
    } catch (error) {
      if (error instanceof LineRefusal) return this.refused(hasRefusedKey(id) ? null : id, error.message);
      // A single line never stops the rest.
      if (error instanceof RangeError) return this.refused(id, fill(this.say.judge.failed, { what: error.message }));
      throw error;
    }
  }

  /** The answer to a line that could not be read at all. */
  refused(id: unknown, sentence: string): string {
    return JSON.stringify({ id, error: sentence });
  }

  /** `assumption`: the figures of the policy are assumed, and the answer says so. */
  private said(id: unknown, verdict: Verdict, assumption: Assumption | undefined, problems: readonly string[]): string {
    const { measure, eligible, amount, reasons, applied, range, outputs, perMeasure } = verdict;
    return JSON.stringify({
      id,
      measure,
      eligible,
      amount,
      reasons,
      ...(applied.length > 0 ? { applied } : {}),
      range,
      outputs,
      perMeasure,
      ...(assumption === undefined ? {} : { assumption: shownAssumption(assumption) }),
      ...(problems.length > 0 ? { problems } : {}),
    });
  }

  /** `problems` takes what is wrong with the line's tables. */
  private judge(line: Fields, problems: string[]): Verdict {
    const { measure, inputs = {}, parameters = {} } = line;
    if (typeof measure !== 'string' || measure === '') throw new LineRefusal(this.say.judge.noMeasure);
    const pack = this.byMeasure.get(measure);
    if (pack === undefined) throw new LineRefusal(fill(this.say.judge.unknownMeasure, { measure: measure.slice(0, 100) }));
    if (inputs !== null && !isFields(inputs)) throw new LineRefusal(this.say.judge.inputs);
    if (parameters !== null && !isFields(parameters)) throw new LineRefusal(this.say.judge.parameters);
    const settings = this.settings(pack, measure, parameters ?? {});
    problems.push(...settings.problems);
    const facts = this.facts(pack, inputs ?? {});
    const group = pack.groups.find((candidate) => candidate.composite === measure);
    if (group !== undefined && settings.readingsOf.size > 0) return this.package(pack, measure, facts, settings);
    const own = settings.readingsOf.get(measure);
    return this.program(pack, own === undefined ? settings.readings : { ...settings.readings, ...own }, settings.shapes).judge(
      measure,
      facts,
      settings.parameters,
    );
  }

  /** A package whose measures stand under different readings: each is judged under its own, then the total is settled. */
  private package(pack: Pack, composite: string, facts: RawFacts, settings: Settings): Verdict {
    const program = this.program(pack, settings.readings, settings.shapes);
    const parts = new Map(program.parts(composite, facts, settings.parameters).map((part) => [part.measure, part]));
    for (const [measure, own] of settings.readingsOf) {
      if (!parts.has(measure)) continue;
      const under = this.program(pack, { ...settings.readings, ...own }, settings.shapes);
      for (const part of under.parts(composite, facts, settings.parameters)) if (part.measure === measure) parts.set(measure, part);
    }
    return program.compose(composite, [...parts.values()]);
  }

  private facts(pack: Pack, inputs: Fields): RawFacts {
    const facts: Record<string, RawValue> = {};
    for (const id of Object.keys(inputs)) if (Object.hasOwn(pack.inputs, id)) facts[id] = rawValue(inputs[id], this.say);
    // A list of awards is read by the group itself.
    return Object.hasOwn(inputs, 'awards') ? Object.assign(facts, { awards: inputs['awards'] }) : facts;
  }

  private settings(pack: Pack, asked: string, given: Fields): Settings {
    const settings: Settings = { parameters: {}, readings: {}, readingsOf: new Map(), shapes: new Map(), problems: [] };
    const choice = pack.choices.find(({ id }) => id === asked);
    const measures = choice === undefined ? [asked] : [asked, ...choice.members];
    for (const [name, value] of Object.entries(given)) {
      if (isFields(value) && this.byMeasure.get(name) === pack) {
        for (const [own, figure] of Object.entries(value)) {
          if (Object.hasOwn(pack.readings, own)) {
            const readings = settings.readingsOf.get(name) ?? {};
            settings.readingsOf.set(name, readings);
            this.setReading(pack, own, figure, readings);
          } else this.setParameter(pack, `${name}.${own}`, figure, settings);
        }
      } else if (Object.hasOwn(pack.readings, name)) this.setReading(pack, name, value, settings.readings);
      else if (isFields(value) && !Object.hasOwn(pack.parameters, name))
        for (const measure of measures) this.setParameter(pack, `${measure}.${name}`, value, settings);
      else this.setParameter(pack, name, value, settings);
    }
    return settings;
  }

  /** A figure, or the table in its place. */
  private setParameter(pack: Pack, name: string, value: unknown, settings: Settings): void {
    if (!isFields(value) || !Object.hasOwn(pack.parameters, name)) {
      settings.parameters[name] = rawValue(value, this.say);
      return;
    }
    const text = JSON.stringify(value);
    const result = this.shape(pack, name, value, text);
    if (result.shape !== undefined) settings.shapes.set(name, { text, result });
    else {
      settings.parameters[name] = impossible;
      settings.problems.push(...result.problems.map((problem) => sayShapeProblem(problem, name, pack, this.language)));
    }
  }

  private shape(pack: Pack, name: string, source: Fields, text: string): ShapeResult {
    const key = `${pack.id} ${name} ${text}`;
    const result = this.shapes.get(key) ?? readShape(source, name, pack);
    this.shapes.delete(key);
    this.shapes.set(key, result);
    const [oldest] = this.shapes.keys();
    if (this.shapes.size > mostShapes && oldest !== undefined) this.shapes.delete(oldest);
    return result;
  }

  private setReading(pack: Pack, id: string, value: unknown, into: Record<string, string>): void {
    if (value === null || value === undefined || value === '') return;
    const options = pack.readings[id]?.options.map((option) => option.id) ?? [];
    const option = options.find((known) => known === value);
    if (option === undefined)
      throw new LineRefusal(
        fill(this.say.judge.option, {
          reading: id,
          option: (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 100),
          known: options.join(', '),
        }),
      );
    into[id] = option;
  }

  private program(pack: Pack, readings: Readonly<Record<string, string>>, shapes: Settings['shapes']): Program {
    const settings = Object.entries(readings);
    if (settings.length === 0 && shapes.size === 0) {
      const usual = this.defaults.get(pack) ?? compile(pack);
      this.defaults.set(pack, usual);
      return usual;
    }
    const tables = [...shapes].map(([name, { text }]) => `${name}=${text}`);
    const key = `${pack.id} ${[...settings.map(([id, option]) => `${id}=${option}`), ...tables].sort().join(' ')}`;
    const made = this.programs.get(key) ?? compile(withShapes(pack, shapesOf(shapes)), { readings });
    // The one used last is the last to go.
    this.programs.delete(key);
    this.programs.set(key, made);
    const [oldest] = this.programs.keys();
    if (this.programs.size > mostPrograms && oldest !== undefined) this.programs.delete(oldest);
    return made;
  }
}

function shapesOf(shapes: Settings['shapes']): Parameters<typeof withShapes>[1] {
  return Object.fromEntries(
    [...shapes].flatMap(([name, { result }]) => (result.shape === undefined ? [] : [[name, result.shape] as const])),
  );
}

/** A line longer than this is refused instead of held. */
export const longestLine = 8 * 1024 * 1024;

/** Splits a stream of bytes into lines of text, holding no more than one line. A line that is too long comes as null. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, longest = longestLine): AsyncGenerator<(string | null)[]> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let skipping = false;
  const take = (text: string): (string | null)[] => {
    const lines: (string | null)[] = (rest + text).split('\n');
    const last = lines.pop() ?? '';
    rest = last ?? '';
    if (skipping && lines.length > 0) {
      lines.shift();
      skipping = false;
    }
    if (skipping) rest = '';
    else if (rest.length > longest) {
      rest = '';
      skipping = true;
      lines.push(null);
    }
    return lines.map((line) => (line !== null && line.length > longest ? null : line));
  };
  for await (const chunk of chunks) yield take(decoder.decode(chunk, { stream: true }));
  const lines = take(decoder.decode());
  yield skipping || rest === '' ? lines : [...lines, rest];
}
