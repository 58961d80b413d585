/** How the kinds of Excel's objects are defined: what can be read, set, called, and what hangs below. A name not listed is refused. */
import { ExcelError, notCovered } from '../errors';
import type { StandInWorkbook } from '../workbook';
import type { RangeTarget } from './range';

/** What the objects may ask of the host around them. */
export interface Surroundings {
  workbook(): StandInWorkbook;
  /** Ranges the add-in tracks, by reference id. */
  readonly tracked: Map<string, RangeTarget>;
  /** Results of custom functions, as office.js sends them. */
  functionResults(rows: readonly unknown[]): void;
  functionsReady(): void;
  /** Whether this Excel is too old for a member (`Range.getMergedAreasOrNullObject`). */
  lacks(member: string): boolean;
}

/** An object of Excel as the protocol sees it. */
export interface Reference {
  readonly kind: string;
  read(name: string): unknown;
  /** What a load without names asks for. */
  readable(): readonly string[];
  write(name: string, value: unknown): void;
  child(name: string): Reference | typeof nothing | null;
  hasChild(name: string): boolean;
  call(name: string, args: readonly unknown[]): unknown;
  item(args: readonly unknown[]): Reference;
  /** Items of a collection; null where it is none. */
  items(): readonly Reference[] | null;
  /** What every answer about the object carries. */
  identity(): Record<string, unknown>;
  readonly target: unknown;
}

/** Stands for an object that is not there (`…OrNullObject`). */
export const nothing = Symbol('null object');

type By<T, R> = Readonly<Record<string, (target: T, around: Surroundings) => R>>;

/** One kind of object, by the names the protocol uses (with a capital). */
interface Definition<T> {
  readonly read?: By<T, unknown>;
  readonly write?: Readonly<Record<string, (target: T, value: unknown, around: Surroundings) => void>>;
  readonly child?: By<T, Reference | typeof nothing>;
  readonly call?: Readonly<Record<string, (target: T, args: readonly unknown[], around: Surroundings) => unknown>>;
  readonly item?: (target: T, args: readonly unknown[], around: Surroundings) => Reference;
  readonly items?: (target: T, around: Surroundings) => readonly Reference[];
  readonly identity?: (target: T) => Record<string, unknown>;
}

/** Makes the protocol's object of a thing of the workbook. */
export type Maker<T> = (target: T, around: Surroundings) => Reference;

/** Own members only: `constructor` is no property of a worksheet. */
function find<V>(table: Readonly<Record<string, V>> | undefined, name: string): V | undefined {
  if (table === undefined) return undefined;
  if (Object.hasOwn(table, name)) return table[name];
  const key = Object.keys(table).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : table[key];
}

/** Defines a kind. */
export function kind<T>(name: string, definition: Definition<T>): Maker<T> {
  const permit = (around: Surroundings, member: string): void => {
    if (around.lacks(`${name}.${member}`)) throw new ExcelError('ApiNotFound', `${name}.${member}`);
  };
  return (target, around) => ({
    kind: name,
    target,
    read(property) {
      const reader = find(definition.read, property);
      if (!reader) throw notCovered(`${name}.${property}`);
      permit(around, property);
      return reader(target, around);
    },
    readable: () => Object.keys(definition.read ?? {}),
    write(property, value) {
      const writer = find(definition.write, property);
      if (!writer) throw notCovered(`${name}.${property} =`);
      permit(around, property);
      writer(target, value, around);
    },
    child(property) {
      permit(around, property);
      return find(definition.child, property)?.(target, around) ?? null;
    },
    hasChild: (property) => find(definition.child, property) !== undefined,
    call(method, args) {
      const run = find(definition.call, method);
      if (!run) throw notCovered(`${name}.${method}()`);
      permit(around, method);
      return allRead(args, `${name}.${method}`, (watched) => run(target, watched, around));
    },
    item(args) {
      const { item } = definition;
      if (!item) throw notCovered(`${name}[]`);
      return allRead(args, `${name}.getItem`, (watched) => item(target, watched, around));
    },
    items: () => definition.items?.(target, around) ?? null,
    identity: () => definition.identity?.(target) ?? {},
  });
}

/** An argument that nobody looks at would pass silently: whatever it asks for is not covered. */
function allRead<R>(args: readonly unknown[], what: string, run: (args: readonly unknown[]) => R): R {
  const read = new Set<PropertyKey>();
  const watched = new Proxy(args, {
    get: (list, index) => {
      read.add(index);
      const found: unknown = Reflect.get(list, index);
      return found;
    },
  });
  const result = run(watched);
  const ignored = args.findIndex((argument, index) => argument !== null && argument !== undefined && !read.has(String(index)));
  if (ignored >= 0) throw notCovered(`argument ${ignored + 1} of ${what}()`);
  return result;
}

/** Reading and setting of properties that are only remembered. */
export function remembered<T>(store: (target: T) => Record<string, unknown>, names: readonly string[], prefix = ''): Definition<T> {
  return {
    read: Object.fromEntries(names.map((name) => [name, (target: T) => store(target)[`${prefix}${name}`] ?? null])),
    write: Object.fromEntries(
      names.map((name) => [
        name,
        (target: T, value: unknown) => {
          store(target)[`${prefix}${name}`] = value;
        },
      ]),
    ),
  };
}

/** The argument as text; anything else is an invalid argument. */
export function textArgument(args: readonly unknown[], index: number, location: string): string {
  const value = args[index];
  if (typeof value !== 'string') throw new ExcelError('InvalidArgument', location);
  return value;
}

/** The argument as a whole number; anything else is an invalid argument. */
export function wholeArgument(args: readonly unknown[], index: number, location: string): number {
  const value = args[index];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new ExcelError('InvalidArgument', location);
  return value;
}
