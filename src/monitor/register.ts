import { exact } from './exact';

/** What a clause is to the software: A award with complete figures, B award with an unpublished figure, C indicator, D fee, quota or deadline, E nothing to compute. */
export type ClauseClass = 'A' | 'B' | 'C' | 'D' | 'E';

/** Where the same subject stands in another document, or elsewhere in this one. */
interface Relation {
  readonly when: 'earlier' | 'later' | 'same';
  readonly policy: string;
  readonly clauses: readonly string[];
}

/** Who answers for a clause, as the text names them, with 自治区 put before each name it stands for. */
interface Responsible {
  /** 责任单位 without ranks. */
  readonly all: readonly string[];
  /** 牵头单位. */
  readonly lead: readonly string[];
  /** 配合单位. */
  readonly support: readonly string[];
  readonly quote: string;
}

/** One clause of a document, numbered or not, with what the software does about it. */
export interface Clause {
  /** Its number in the text; a name of its own where it has none (前言, 文末). */
  readonly clause: string;
  readonly numbered: boolean;
  readonly heading: string | null;
  readonly title: string | null;
  /** Verbatim operative words; pieces joined by ……. */
  readonly quote: string;
  readonly classes: readonly ClauseClass[];
  readonly does: string;
  readonly doesEnglish: string;
  readonly responsible: Responsible | null;
  /** Verbatim words on whose money it is and what it is for. */
  readonly funds: readonly string[];
  /** 确保, 力争, 推动, 支持, 鼓励: as far as they stand in the clause. */
  readonly commitments: readonly string[];
  readonly enterprises: readonly string[];
  readonly projects: readonly string[];
  readonly relations: readonly Relation[];
  readonly measures: readonly string[];
  readonly indicators: readonly string[];
}

/** How an indicator is measured. */
export type IndicatorKind =
  /** Growth of an industry's output (or revenue), which a ledger can give. */
  | 'industryGrowth'
  /** Growth over the same time of last year. */
  | 'growth'
  /** One figure as a multiple or percentage of another. */
  | 'ratio'
  /** A difference to last year. */
  | 'increase'
  /** A part of a whole. */
  | 'share'
  | 'count'
  | 'total'
  /** A fund that may not be exceeded. */
  | 'limit'
  /** Done by a day. */
  | 'date'
  /** Done so often. */
  | 'cadence'
  /** Recorded, never judged. */
  | 'note';

/** How actual and required stand to each other. `about` is 左右, whose width the text leaves open; `none` judges nothing. */
type Comparison = '>=' | '>' | '<=' | '=' | 'about' | 'between' | 'none';

/** How often a thing is to be done. */
export type Rhythm = '日' | '旬' | '月' | '季度';

/** One figure, date or rhythm the document sets. */
export interface Indicator {
  readonly id: string;
  readonly clause: string;
  readonly subject: string;
  readonly name: string;
  readonly kind: IndicatorKind;
  /** The industry of the industry map, and the figures of the ledger that give its growth. */
  readonly industry: string | null;
  readonly ledger: 'output' | 'revenue' | null;
  readonly compare: Comparison;
  /** Exact decimal text, or an ISO day; null where the text gives none and an officer must. */
  readonly value: string | null;
  /** The upper end of `between`. */
  readonly most: string | null;
  readonly unit: string;
  readonly every: Rhythm | null;
  /** First and last day, ISO; the last is null where it has no end. */
  readonly period: readonly [string, string | null];
  readonly commitment: string | null;
  /** A wish rather than a number that is asked for. */
  readonly soft: boolean;
  /** It holds for each of these by itself. */
  readonly each: readonly string[];
  readonly quote: string;
  readonly note: string | null;
}

/** A column of a ledger: one of the pack's inputs by name, or one that only monitoring needs. */
export interface LedgerColumn {
  /** Null for an input of the pack. */
  readonly id: string | null;
  readonly name: string;
  readonly unit: string | null;
  readonly headers: readonly string[];
}

/** The two columns that give a growth. */
interface ColumnPair {
  readonly now: LedgerColumn;
  readonly before: LedgerColumn;
}

/** Every clause and indicator of one document. */
export interface Register {
  readonly policy: string;
  readonly title: string;
  readonly issuer: string | null;
  readonly number: string | null;
  readonly date: string | null;
  readonly validity: string;
  readonly note: string;
  /** How many clauses the document numbers. */
  readonly numbered: number;
  readonly clauses: readonly Clause[];
  readonly indicators: readonly Indicator[];
  readonly ledger: { readonly output: ColumnPair | null; readonly revenue: ColumnPair | null };
}

/** A fault of clauses.yaml or targets.yaml: where, and what is wrong. */
interface RegisterProblem {
  readonly place: string;
  readonly what:
    'missing' | 'not-text' | 'not-a-list' | 'unknown-word' | 'not-a-number' | 'not-a-day' | 'twice' | 'dangling' | 'count' | 'unknown-key';
  readonly text: string;
}

/** A checked register, or everything wrong with it. */
type RegisterResult = { readonly register: Register; readonly problems?: undefined } | { readonly problems: readonly RegisterProblem[] };

const classNames: readonly ClauseClass[] = ['A', 'B', 'C', 'D', 'E'];
const kinds: readonly IndicatorKind[] = [
  'industryGrowth',
  'growth',
  'ratio',
  'increase',
  'share',
  'count',
  'total',
  'limit',
  'date',
  'cadence',
  'note',
];
const comparisons: readonly Comparison[] = ['>=', '>', '<=', '=', 'about', 'between', 'none'];
const rhythms: readonly Rhythm[] = ['日', '旬', '月', '季度'];
const whens: readonly Relation['when'][] = ['earlier', 'later', 'same'];

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a text is a day that exists. */
export function isDay(text: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return false;
  const time = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3])));
  return time.getUTCMonth() === Number(found[2]) - 1 && time.getUTCDate() === Number(found[3]);
}

/** Reads fields and remembers what is wrong. */
class Reader {
  readonly problems: RegisterProblem[] = [];

  wrong(place: string, what: RegisterProblem['what'], text = ''): void {
    this.problems.push({ place, what, text });
  }

  keys(fields: Fields, place: string, known: readonly string[]): void {
    for (const key of Object.keys(fields)) if (!known.includes(key)) this.wrong(`${place}.${key}`, 'unknown-key', key);
  }

  text(fields: Fields, key: string, place: string): string {
    const value = fields[key];
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.wrong(`${place}.${key}`, value === undefined ? 'missing' : 'not-text');
    return '';
  }

  optional(fields: Fields, key: string, place: string): string | null {
    return fields[key] === undefined || fields[key] === null ? null : this.text(fields, key, place);
  }

  list(fields: Fields, key: string, place: string): readonly unknown[] {
    const value = fields[key];
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.wrong(`${place}.${key}`, 'not-a-list');
    return [];
  }

  texts(fields: Fields, key: string, place: string): string[] {
    return this.list(fields, key, place).flatMap((item, index) => {
      if (typeof item === 'string' && item !== '') return [item];
      this.wrong(`${place}.${key}[${index}]`, 'not-text');
      return [];
    });
  }

  word<T extends string>(value: unknown, known: readonly T[], place: string): T | null {
    const found = known.find((one) => one === value);
    if (found === undefined) this.wrong(place, 'unknown-word', typeof value === 'string' ? value : '');
    return found ?? null;
  }

  fields(value: unknown, place: string): Fields {
    if (isFields(value)) return value;
    this.wrong(place, 'missing');
    return {};
  }
}

function readClause(read: Reader, source: unknown, place: string): Clause {
  const fields = read.fields(source, place);
  read.keys(fields, place, [
    'clause',
    'numbered',
    'heading',
    'title',
    'quote',
    'class',
    'does',
    'doesEnglish',
    'responsible',
    'funds',
    'commitments',
    'enterprises',
    'projects',
    'relations',
    'measures',
    'indicators',
  ]);
  const classes = read.list(fields, 'class', place).flatMap((one) => read.word(one, classNames, `${place}.class`) ?? []);
  if (classes.length === 0) read.wrong(`${place}.class`, 'missing');
  const answers = fields['responsible'] === undefined ? null : read.fields(fields['responsible'], `${place}.responsible`);
  return {
    clause: read.text(fields, 'clause', place),
    numbered: fields['numbered'] !== false,
    heading: read.optional(fields, 'heading', place),
    title: read.optional(fields, 'title', place),
    quote: read.text(fields, 'quote', place),
    classes,
    does: read.text(fields, 'does', place),
    doesEnglish: read.text(fields, 'doesEnglish', place),
    responsible:
      answers === null
        ? null
        : {
            all: read.texts(answers, 'all', `${place}.responsible`),
            lead: read.texts(answers, 'lead', `${place}.responsible`),
            support: read.texts(answers, 'support', `${place}.responsible`),
            quote: read.text(answers, 'quote', `${place}.responsible`),
          },
    funds: read
      .list(fields, 'funds', place)
      .map((one, index) => read.text(read.fields(one, `${place}.funds[${index}]`), 'quote', `${place}.funds[${index}]`)),
    commitments: read.texts(fields, 'commitments', place),
    enterprises: read.texts(fields, 'enterprises', place),
    projects: read.texts(fields, 'projects', place),
    relations: read.list(fields, 'relations', place).flatMap((one, index) => {
      const at = `${place}.relations[${index}]`;
      const relation = read.fields(one, at);
      const when = read.word(relation['when'], whens, `${at}.when`);
      return when === null ? [] : [{ when, policy: read.text(relation, 'policy', at), clauses: read.texts(relation, 'clauses', at) }];
    }),
    measures: read.texts(fields, 'measures', place),
    indicators: read.texts(fields, 'indicators', place),
  };
}

function readIndicator(read: Reader, source: unknown, place: string): Indicator | null {
  const fields = read.fields(source, place);
  read.keys(fields, place, [
    'id',
    'clause',
    'subject',
    'name',
    'kind',
    'industry',
    'ledger',
    'compare',
    'value',
    'most',
    'unit',
    'every',
    'period',
    'commitment',
    'soft',
    'each',
    'quote',
    'note',
  ]);
  const kind = read.word(fields['kind'], kinds, `${place}.kind`);
  if (kind === null) return null;
  const compare: Comparison | null = kind === 'cadence' ? '>=' : read.word(fields['compare'], comparisons, `${place}.compare`);
  const every = kind === 'cadence' ? read.word(fields['every'], rhythms, `${place}.every`) : null;
  const value = kind === 'cadence' ? null : read.optional(fields, 'value', place);
  if (kind === 'date') {
    if (value === null || !isDay(value)) read.wrong(`${place}.value`, 'not-a-day', value ?? '');
  } else if (value !== null && exact(value) === null) read.wrong(`${place}.value`, 'not-a-number', value);
  if (kind !== 'cadence' && fields['value'] === undefined) read.wrong(`${place}.value`, 'missing');
  const most = read.optional(fields, 'most', place);
  if (compare === 'between' && (most === null || exact(most) === null)) read.wrong(`${place}.most`, 'not-a-number', most ?? '');
  const [from, to] = read.list(fields, 'period', place);
  if (typeof from !== 'string' || !isDay(from)) read.wrong(`${place}.period`, 'not-a-day', typeof from === 'string' ? from : '');
  if (to !== null && (typeof to !== 'string' || !isDay(to))) read.wrong(`${place}.period`, 'not-a-day', typeof to === 'string' ? to : '');
  const ledger = fields['ledger'] === undefined ? null : read.word(fields['ledger'], ['output', 'revenue'] as const, `${place}.ledger`);
  const industry = read.optional(fields, 'industry', place);
  if (kind === 'industryGrowth' && industry === null) read.wrong(`${place}.industry`, 'missing');
  return {
    id: read.text(fields, 'id', place),
    clause: read.text(fields, 'clause', place),
    subject: read.text(fields, 'subject', place),
    name: read.text(fields, 'name', place),
    kind,
    industry,
    ledger,
    compare: compare ?? 'none',
    value,
    most,
    unit: kind === 'cadence' ? '次' : (read.optional(fields, 'unit', place) ?? ''),
    every,
    period: [typeof from === 'string' ? from : '', typeof to === 'string' ? to : null],
    commitment: read.optional(fields, 'commitment', place),
    soft: fields['soft'] === true,
    each: read.texts(fields, 'each', place),
    quote: read.text(fields, 'quote', place),
    note: read.optional(fields, 'note', place),
  };
}

function readColumn(read: Reader, source: unknown, place: string): LedgerColumn {
  if (typeof source === 'string') return { id: null, name: source, unit: null, headers: [] };
  const fields = read.fields(source, place);
  return {
    id: read.text(fields, 'id', place),
    name: read.text(fields, 'name', place),
    unit: read.text(fields, 'unit', place),
    headers: read.texts(fields, 'headers', place),
  };
}

function readPair(read: Reader, fields: Fields, key: string): ColumnPair | null {
  if (fields[key] === undefined) return null;
  const pair = read.fields(fields[key], `ledger.${key}`);
  return { now: readColumn(read, pair['now'], `ledger.${key}.now`), before: readColumn(read, pair['before'], `ledger.${key}.before`) };
}

/** Checks clauses.yaml and targets.yaml of one document, as read from YAML or JSON. Names that lead nowhere, doubles and a wrong count are refused. */
export function readRegister(clauseFile: unknown, targetFile: unknown): RegisterResult {
  const read = new Reader();
  const head = read.fields(clauseFile, 'clauses.yaml');
  const targets = read.fields(targetFile, 'targets.yaml');
  const clauses = read.list(head, 'clauses', 'clauses.yaml').map((one, index) => readClause(read, one, `clauses[${index}]`));
  const indicators = read
    .list(targets, 'indicators', 'targets.yaml')
    .flatMap((one, index) => readIndicator(read, one, `indicators[${index}]`) ?? []);
  const policy = read.text(head, 'policy', 'clauses.yaml');
  if (targets['policy'] !== policy) read.wrong('targets.yaml.policy', 'unknown-word', policy);
  const numbered = typeof head['numbered'] === 'number' ? head['numbered'] : -1;
  const found = clauses.filter((clause) => clause.numbered).length;
  if (found !== numbered) read.wrong('clauses.yaml.numbered', 'count', `${found}/${numbered}`);

  const places = new Map<string, Clause>();
  for (const clause of clauses) {
    if (places.has(clause.clause)) read.wrong(`clause ${clause.clause}`, 'twice', clause.clause);
    places.set(clause.clause, clause);
  }
  const known = new Set<string>();
  for (const indicator of indicators) {
    if (known.has(indicator.id)) read.wrong(`indicator ${indicator.id}`, 'twice', indicator.id);
    known.add(indicator.id);
    if (places.get(indicator.clause)?.indicators.includes(indicator.id) !== true)
      read.wrong(`indicator ${indicator.id}`, 'dangling', indicator.clause);
  }
  for (const clause of clauses) {
    for (const id of clause.indicators) if (!known.has(id)) read.wrong(`clause ${clause.clause}`, 'dangling', id);
    for (const relation of clause.relations) {
      if (relation.policy !== policy) continue;
      for (const other of relation.clauses) if (!places.has(other)) read.wrong(`clause ${clause.clause}`, 'dangling', other);
    }
  }
  const ledger = targets['ledger'] === undefined ? {} : read.fields(targets['ledger'], 'targets.yaml.ledger');
  const register: Register = {
    policy,
    title: read.text(head, 'title', 'clauses.yaml'),
    issuer: read.optional(head, 'issuer', 'clauses.yaml'),
    number: read.optional(head, 'number', 'clauses.yaml'),
    date: read.optional(head, 'date', 'clauses.yaml'),
    validity: read.text(head, 'validity', 'clauses.yaml'),
    note: read.text(head, 'note', 'clauses.yaml'),
    numbered,
    clauses,
    indicators,
    ledger: { output: readPair(read, ledger, 'output'), revenue: readPair(read, ledger, 'revenue') },
  };
  return read.problems.length > 0 ? { problems: read.problems } : { register };
}
