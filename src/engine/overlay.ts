import { readPack, type PackResult } from './check';
import { SourceReader, type Locate, type PackProblem, type Path } from './pack/source';
import { parseExpression, SyntaxProblem } from './pack/text';
import type { AssumedChange, AssumedPart, Assumption, Dimension, Measure, Pack } from './tree';
import { dimensionName, sameDimension, unitNamed } from './units';

/** A file as read, with the SHA-256 of its text in hexadecimal. */
export interface ReadFile {
  readonly source: unknown;
  readonly hash: string;
}

type Kind = AssumedChange['kind'];
type Fields = Readonly<Record<string, unknown>>;

/** A place of a pack that an overlay may change, by the names it answers to; the first name is the full one. */
interface Changeable {
  readonly kind: Kind;
  readonly names: readonly string[];
  readonly label: string;
  readonly path: Path;
}

/** The key of an overlay under which each kind of change is written. */
const kinds: Readonly<Record<string, Kind>> = {
  published: 'published',
  conditions: 'condition',
  limits: 'limit',
  bands: 'band',
  readings: 'reading',
};
const leastHash = 8;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): readonly (readonly [string, Fields])[] {
  return isFields(value) ? Object.entries(value).flatMap(([key, item]) => (isFields(item) ? [[key, item] as const] : [])) : [];
}

function itemsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** Everything of a pack's source that an overlay may change. */
function changeables(source: unknown): Changeable[] {
  if (!isFields(source)) return [];
  const found: Changeable[] = [];
  const add = (kind: Kind, path: Path, label: string, ...names: unknown[]): void => {
    found.push({ kind, path, label, names: names.filter((name) => typeof name === 'string') });
  };
  for (const [name, figure] of fieldsOf(source['published'])) add('published', ['published', name, 'value'], name, name, figure['id']);
  for (const [id, reading] of fieldsOf(source['readings']))
    add('reading', ['readings', id, 'default'], String(reading['name']), id, reading['name']);
  itemsOf(source['clauses']).forEach((clause, index) => {
    const at = ['clauses', index];
    const full = (id: string): string => `${String(clause['id'])}.${id}`;
    const said = (part: Fields): string => `${String(clause['clause'])}${String(part['quote'])}`;
    for (const [id, condition] of fieldsOf(clause['when']))
      if ('is' in condition) add('condition', [...at, 'when', id, 'is'], said(condition), full(id), id);
    for (const [id, cap] of fieldsOf(clause['cap'])) add('limit', [...at, 'cap', id, 'limit'], said(cap), full(id), id);
    for (const [id, floor] of fieldsOf(clause['floor'])) add('limit', [...at, 'floor', id, 'at'], said(floor), full(id), id);
    for (const [name, parameter] of fieldsOf(clause['parameters'])) {
      const key = ['band', 'allowed'].find((one) => one in parameter);
      if (key !== undefined) add('band', [...at, 'parameters', name, key], name, full(String(parameter['id'])), name, parameter['id']);
    }
  });
  itemsOf(source['groups']).forEach((group, index) =>
    add('limit', ['groups', index, 'limit'], `${String(group['clause'])}：${String(group['quote'])}`, group['capId']),
  );
  return found;
}

function valueAt(source: unknown, path: Path): unknown {
  return path.reduce<unknown>((here, key) => {
    if (Array.isArray(here)) return typeof key === 'number' ? (here as unknown[])[key] : undefined;
    return isFields(here) ? here[key] : undefined;
  }, source);
}

/** A copy of the source with the value at a path replaced; what the path does not touch is shared. */
function replaced(source: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(source)) return source.map((item: unknown, index) => (index === key ? replaced(item, rest, value) : item));
  return isFields(source) ? { ...source, [key]: replaced(source[key], rest, value) } : source;
}

/** What stands at a place, as an officer reads it: an expression, or one for each option of a reading. */
function shown(value: unknown): string {
  if (!isFields(value)) return String(value);
  return Object.entries(value)
    .filter(([key]) => key !== 'reading')
    .map(([key, item]) => `${key}: ${shown(item)}`)
    .join('; ');
}

/** The dimension of a quantity as `8%` or `2000 万元`; null where the text is none, undefined where it has no unit. */
function dimensionOf(text: string): Dimension | null | undefined {
  try {
    const syntax = parseExpression(text, []);
    if (syntax.kind !== 'number') return null;
    return syntax.unit === null ? undefined : unitNamed(syntax.unit)?.dimension;
  } catch (error) {
    if (error instanceof SyntaxProblem) return null;
    throw error;
  }
}

interface Change {
  readonly place: Changeable;
  readonly from: unknown;
  readonly to: unknown;
  readonly source: string;
  /** Where it stands in the overlay. */
  readonly at: Path;
}

/** Reads one overlay against one pack. */
class OverlayReader {
  readonly reader: SourceReader;
  private readonly places: readonly Changeable[];

  constructor(
    private readonly pack: ReadFile,
    locate: Locate,
  ) {
    this.reader = new SourceReader(locate);
    this.places = changeables(pack.source);
  }

  /** Whether the overlay was written for this pack, and for this edition of it where it names one. */
  basis(text: string | null): void {
    if (text === null) return;
    const id = String(valueAt(this.pack.source, ['id']));
    const [named = '', edition] = text.split('@');
    if (named !== id) this.reader.report('not-one-of', ['basedOn'], { key: 'basedOn', found: named, options: id });
    else if (edition !== undefined && (edition.length < leastHash || !this.pack.hash.startsWith(edition.toLowerCase())))
      this.reader.report('other-edition', ['basedOn'], { found: edition, hash: this.pack.hash });
  }

  changes(fields: ReadonlyMap<string, unknown>, source: string | null): Change[] {
    const changes: Change[] = [];
    for (const [key, kind] of Object.entries(kinds)) {
      const written = fields.get(key) === undefined ? null : this.reader.map(fields.get(key), [key]);
      for (const [name, item] of written ?? []) {
        const change = this.change(kind, name, item, source, [key, name]);
        if (change === null) continue;
        if (changes.some((other) => other.place.path.join() === change.place.path.join()))
          this.reader.report('duplicate-id', change.at, { id: name });
        changes.push(change);
      }
    }
    if (changes.length === 0 && this.reader.problems.length === 0)
      this.reader.report('missing-key', [], { key: Object.keys(kinds)[0] ?? '' });
    return changes;
  }

  private change(kind: Kind, name: string, item: unknown, general: string | null, at: Path): Change | null {
    const place = this.placeOf(kind, name, at);
    const own = isFields(item) && 'value' in item ? this.reader.map(item, at, ['value', 'source']) : null;
    const to = own === null ? item : own.get('value');
    const source = own?.get('source') === undefined ? general : this.reader.text(own, 'source', at);
    if (source === null) this.reader.report('missing-source', at, { name });
    if (place === null || source === null || !this.isValue(kind, to, [...at, ...(own === null ? [] : ['value'])])) return null;
    const from = valueAt(this.pack.source, place.path);
    if (shown(from) === shown(to)) {
      this.reader.report('nothing-changed', at, { name, found: shown(from) });
      return null;
    }
    if (kind === 'published' && !this.sameKind(shown(from), shown(to), at)) return null;
    return { place, from, to, source, at };
  }

  private placeOf(kind: Kind, name: string, at: Path): Changeable | null {
    const alike = this.places.filter((place) => place.kind === kind);
    const found = alike.filter((place) => place.names.includes(name));
    const full = found.filter((place) => place.names[0] === name);
    const [only] = full.length === 1 ? full : found;
    const names = (places: readonly Changeable[]): string => places.map((place) => place.names[0] ?? '').join(', ');
    if (only === undefined) this.reader.report('no-such-figure', at, { name, known: names(alike) });
    else if (full.length !== 1 && found.length > 1) this.reader.report('several-figures', at, { name, also: names(found) });
    else return only;
    return null;
  }

  /** A text; a number as it is written; for a condition also one expression an option of a reading. */
  private isValue(kind: Kind, value: unknown, at: Path): boolean {
    if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number' || (kind === 'condition' && isFields(value)))
      return true;
    this.reader.report('not-a-text', at, { key: String(at.at(-1)) });
    return false;
  }

  /** Whether the new figure counts the same thing as the old one. */
  private sameKind(from: string, to: string, at: Path): boolean {
    const left = dimensionOf(from);
    const right = dimensionOf(to);
    if (right === undefined || right === null) this.reader.report('bare-number', at, { text: to });
    else if (left && !sameDimension(left, right))
      this.reader.report('units-disagree', at, { left: dimensionName(left), right: dimensionName(right), operator: '=' });
    else return true;
    return false;
  }
}

function laid(source: unknown, changes: readonly Change[]): unknown {
  return changes.reduce((here, change) => {
    const value = typeof change.to === 'number' ? String(change.to) : change.to;
    const next = replaced(here, change.place.path, value);
    // A default that was changed stands there for the overlay's reason, not for the pack's.
    return change.place.kind === 'reading' ? replaced(next, [...change.place.path.slice(0, -1), 'why'], change.source) : next;
  }, source);
}

/** The parts of a pack that two editions of it say differently. */
function differing(before: Pack, after: Pack): AssumedPart[] {
  const alike = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
  const parts = (measure: Measure): Map<string, unknown> =>
    new Map<string, unknown>([
      ...measure.conditions.map((condition): [string, unknown] => [condition.id, condition]),
      ...measure.caps.map((cap): [string, unknown] => [cap.id, cap]),
      ...(measure.floor ? [[measure.floor.id, measure.floor] as [string, unknown]] : []),
      ...(measure.award ? [['award', measure.award] as [string, unknown]] : []),
      ...measure.outputs.map((output): [string, unknown] => [output.id, output]),
      ...measure.parameters.map((name): [string, unknown] => [name, name]),
    ]);
  const found: AssumedPart[] = [];
  for (const measure of after.measures) {
    const old = before.measures.find((one) => one.id === measure.id);
    const known = old === undefined ? new Map<string, unknown>() : parts(old);
    for (const [part, node] of parts(measure)) {
      const isParameter = measure.parameters.includes(part);
      const same = isParameter ? alike(before.parameters[part], after.parameters[part]) : alike(known.get(part), node);
      if (!same) found.push({ measure: measure.id, part });
    }
    for (const reading of measure.readings)
      if (before.readings[reading]?.default !== after.readings[reading]?.default) found.push({ measure: measure.id, part: reading });
  }
  for (const group of after.groups) {
    const old = before.groups.find((one) => one.id === group.id);
    const own = [
      ...(alike(old?.limit, group.limit) ? [] : [group.capId]),
      ...(before.readings[group.allocation]?.default === after.readings[group.allocation]?.default ? [] : [group.allocation]),
    ];
    for (const measure of [group.measure, group.composite]) found.push(...own.map((part) => ({ measure, part })));
  }
  return found;
}

/** A fault of the laid-over pack at a place the overlay changed is a fault of the overlay. */
function atOverlay(problem: PackProblem, changes: readonly Change[], locate: Locate): PackProblem {
  const change = changes.find(({ place }) => place.path.every((key, index) => problem.path[index] === key));
  if (change === undefined) return { code: problem.code, path: problem.path, data: problem.data };
  const line = locate(change.at);
  return { code: problem.code, path: change.at, data: problem.data, ...(line === undefined ? {} : { line }) };
}

/**
 * Lays changed figures over a pack and reads the result: a pack that knows it is an assumption, under a version of its own so that no
 * code made for the published figures is used with it. The overlay:
 * `{ basedOn: '2025q1' or '2025q1@<hash>', title, titleEnglish, source, published, conditions, limits, bands, readings }`, each of the
 * last five a map from a name (or `<measure>.<id>`) to its new value, or to `{ value, source }`. Everything wrong with it is told;
 * nothing of a refused overlay is used. A pack whose own source is wrong gives that pack's problems.
 */
export function layOver(pack: ReadFile, overlay: ReadFile, locate: Locate = () => undefined): PackResult {
  const base = readPack(pack.source);
  if (base.problems) return base;
  const reading = new OverlayReader(pack, locate);
  const { reader } = reading;
  const fields = reader.map(overlay.source, [], ['basedOn', 'title', 'titleEnglish', 'source', ...Object.keys(kinds)]);
  if (!fields) return { problems: reader.problems };
  reading.basis(reader.text(fields, 'basedOn', []));
  const title = reader.text(fields, 'title', []);
  const titleEnglish = reader.text(fields, 'titleEnglish', []);
  const source = fields.get('source') === undefined ? null : reader.text(fields, 'source', []);
  const changes = reading.changes(fields, source);
  if (reader.problems.length > 0 || title === null || titleEnglish === null) return { problems: reader.problems };
  const result = readPack(laid(pack.source, changes));
  if (result.problems) return { problems: result.problems.map((problem) => atOverlay(problem, changes, locate)) };
  const all = differing(base.pack, result.pack);
  const assumption: Assumption = {
    title,
    titleEnglish,
    basedOn: `${base.pack.id}@${pack.hash}`,
    hash: overlay.hash,
    changes: changes.map((change): AssumedChange => {
      const alone = readPack(laid(pack.source, [change]));
      return {
        kind: change.place.kind,
        name: change.place.names[0] ?? '',
        label: change.place.label,
        from: shown(change.from),
        to: shown(change.to),
        source: change.source,
        // A change that only stands together with others cannot be told apart from them.
        touches: alone.problems ? all : differing(base.pack, alone.pack),
      };
    }),
  };
  return { pack: { ...result.pack, version: `${result.pack.version}+assumed`, assumption } };
}
