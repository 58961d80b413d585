import { ExcelError, notCovered, type ErrorCode } from './errors';
import { isRecord, listOf, type Json } from './json';
import { nothing, type Reference, type Surroundings } from './objects/kind';
import { isRange, range } from './objects/range';
import { services, workbook } from './objects/workbook';
import type { StandInSheet } from './sheet';

type Target = Reference | typeof nothing;

const words = (value: unknown): string[] => listOf(value).filter((word): word is string => typeof word === 'string');

const actionKinds = { instantiate: 1, query: 2, method: 3, set: 4, trace: 5, unchanged: 6 } as const;
const pathKinds = { root: 1, made: 2, method: 3, property: 4, indexer: 5, reference: 6, none: 7 } as const;

/** What went over the wire, for tests to count. */
interface RequestCount {
  requests: number;
  /** Requests that read cells. */
  reads: number;
  actions: number;
  /** Bytes asked and answered, and the largest of each. */
  bytesIn: number;
  bytesOut: number;
  largestIn: number;
  largestOut: number;
}

/** Looks at an action before it is run (`Range.values =`, `WorksheetCollection.add()`); an error code makes Excel refuse it. */
type Refusal = (action: string) => ErrorCode | null;

/**
 * The answering side of `ProcessQuery`: takes the batch office.js builds, runs it on the workbook in order, stops at the first error as
 * Excel does (what was done before stays done), and gives the answer office.js expects.
 */
export class RichApi {
  readonly count: RequestCount = { requests: 0, reads: 0, actions: 0, bytesIn: 0, bytesOut: 0, largestIn: 0, largestOut: 0 };
  /** A colleague's edit, a lost connection: what Excel refuses for reasons outside the workbook. */
  refuse: Refusal = () => null;
  /** Requests that read cells, by sheet. */
  private readonly readings = new Map<StandInSheet, number>();
  private read = new Set<StandInSheet>();

  constructor(
    private readonly around: Surroundings,
    /** What the stand-in could not do. */
    readonly faults: string[],
  ) {}

  countBytes(way: 'bytesIn' | 'bytesOut', bytes: number): void {
    this.count[way] += bytes;
    const largest = way === 'bytesIn' ? 'largestIn' : 'largestOut';
    this.count[largest] = Math.max(this.count[largest], bytes);
  }

  process(body: unknown): Json {
    this.count.requests += 1;
    const actions = isRecord(body) ? listOf(body['Actions']) : [];
    const paths = isRecord(body) && isRecord(body['ObjectPaths']) ? body['ObjectPaths'] : {};
    const known = new Map<string, Target>();
    const resolve = (id: unknown): Target => {
      const key = String(id);
      const before = known.get(key);
      if (before !== undefined) return before;
      const path = paths[key];
      if (!isRecord(path)) throw new ExcelError('InvalidObjectPath');
      const target = this.path(path, resolve);
      known.set(key, target);
      return target;
    };
    const results: Json[] = [];
    const traces: unknown[] = [];
    this.read = new Set();
    for (const [index, action] of actions.entries()) {
      if (!isRecord(action)) continue;
      this.count.actions += 1;
      try {
        if (this.around.workbook().editing) throw new ExcelError('InvalidOperationInCellEditMode');
        if (action['ActionType'] === actionKinds.trace) traces.push(action['Id']);
        results.push({ ActionId: action['Id'], Value: this.act(action, resolve) });
      } catch (error) {
        if (!(error instanceof ExcelError)) throw error;
        if (error.code === 'NotImplemented') this.faults.push(error.message);
        const status = error.code === 'ItemNotFound' ? 404 : 400;
        return {
          Results: results,
          TraceIds: traces,
          Error: { Code: error.code, Message: error.message, Location: error.location, HttpStatusCode: status, ActionIndex: index },
        };
      }
    }
    if (this.read.size > 0) this.count.reads += 1;
    for (const sheet of this.read) this.readings.set(sheet, this.readsOf(sheet) + 1);
    return { Results: results, TraceIds: traces };
  }

  /** How many requests have read cells of a sheet. */
  readsOf(sheet: StandInSheet): number {
    return this.readings.get(sheet) ?? 0;
  }

  private permit(action: string): void {
    const code = this.refuse(action);
    if (code !== null) throw new ExcelError(code, action);
  }

  private path(path: Json, resolve: (id: unknown) => Target): Target {
    const type = path['ObjectPathType'];
    const name = String(path['Name']);
    if (type === pathKinds.root) return workbook(null, this.around);
    if (type === pathKinds.none) return nothing;
    if (type === pathKinds.made) {
      const make = Object.hasOwn(services, name) ? services[name] : undefined;
      if (!make) throw notCovered(`new ${name}()`);
      return make(null, this.around);
    }
    if (type === pathKinds.reference) {
      const tracked = this.around.tracked.get(name);
      if (!tracked) throw new ExcelError('InvalidReference');
      return range(tracked, this.around);
    }
    const parent = resolve(path['ParentObjectPathId']);
    if (parent === nothing) return nothing;
    const args = this.args(path['ArgumentInfo'], resolve);
    if (type === pathKinds.indexer) return parent.item(args);
    if (type === pathKinds.property) {
      const child = parent.child(name);
      if (!child) throw notCovered(`${parent.kind}.${name}`);
      return child;
    }
    if (type === pathKinds.method) {
      this.permit(`${parent.kind}.${name}()`);
      return asTarget(parent.call(name, args), `${parent.kind}.${name}()`);
    }
    throw notCovered(`object path type ${String(type)}`);
  }

  /** Arguments; where an object is handed over, what it stands for. */
  private args(info: unknown, resolve: (id: unknown) => Target): readonly unknown[] {
    if (!isRecord(info)) return [];
    const references = listOf(info['ReferencedObjectPathIds']);
    return listOf(info['Arguments']).map((argument, index) => {
      const id = references[index];
      if (typeof id !== 'number' || id === 0) return argument;
      const target = resolve(id);
      return target === nothing ? null : target.target;
    });
  }

  private act(action: Json, resolve: (id: unknown) => Target): unknown {
    const type = action['ActionType'];
    if (type === actionKinds.trace) return null;
    const name = String(action['Name']);
    const target = resolve(action['ObjectPathId']);
    if (target === nothing) {
      // office.js tracks what it was given before it knows whether it is there.
      if (type === actionKinds.instantiate || type === actionKinds.query || type === actionKinds.unchanged || name === '_KeepReference')
        return null;
      throw new ExcelError('InvalidOperation', name);
    }
    const args = this.args(action['ArgumentInfo'], resolve);
    switch (type) {
      case actionKinds.instantiate:
        return target.identity();
      case actionKinds.query:
        if (isRange(target.target) && asksForCells(action['QueryInfo'])) this.read.add(target.target.sheet);
        return project(target, action['QueryInfo']);
      case actionKinds.method: {
        this.permit(`${target.kind}.${name}()`);
        const result = target.call(name, args);
        return isReference(result) ? result.identity() : result === nothing ? null : result;
      }
      case actionKinds.set:
        this.permit(`${target.kind}.${name} =`);
        target.write(name, args[0]);
        return null;
      case actionKinds.unchanged:
        return null;
      default:
        throw notCovered(`action type ${String(type)}`);
    }
  }
}

const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && 'identity' in value && 'readable' in value;

function asTarget(value: unknown, what: string): Target {
  if (value === nothing || isReference(value)) return value;
  throw notCovered(`the object of ${what}`);
}

/** Whether a load wants what stands in cells, not only where a range lies. */
const asksForCells = (query: unknown): boolean => {
  const select = isRecord(query) ? words(query['Select']) : [];
  return select.length === 0 || select.some((name) => /^(values|formulas|text)$/i.test(name));
};

/** What a `load` asks for: properties by path, items of collections. */
function project(target: Reference, query: unknown): Json {
  const select = isRecord(query) ? words(query['Select']) : [];
  const expand = isRecord(query) ? words(query['Expand']) : [];
  if (isRecord(query) && (query['Top'] !== undefined || query['Skip'] !== undefined)) throw notCovered('$top and $skip');
  return pick(
    target,
    [...select, ...expand].map((path) => path.replaceAll('.', '/').split('/')),
  );
}

const pascal = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Whether a name is the collection's own, not that of its items. */
const isOwn = (target: Reference, name: string): boolean => target.readable().some((each) => each.toLowerCase() === name.toLowerCase());

function pick(target: Reference, paths: readonly (readonly string[])[]): Json {
  const items = target.items();
  if (items !== null) {
    const own = paths.flatMap(([first, ...rest]) => (first !== undefined && rest.length === 0 && isOwn(target, first) ? [first] : []));
    return {
      ...Object.fromEntries(own.map((name) => [pascal(name), target.read(name)])),
      _Items: items.map((item) =>
        pick(
          item,
          paths.filter(([first]) => first !== undefined && !own.includes(first)),
        ),
      ),
    };
  }
  const answer: Record<string, unknown> = { ...target.identity() };
  const children = new Map<string, string[][]>();
  const wanted = paths.length === 0 ? target.readable().map((name) => [name]) : paths;
  for (const [first, ...rest] of wanted) {
    if (first === undefined) continue;
    if (target.hasChild(first)) children.set(first, [...(children.get(first) ?? []), ...(rest.length > 0 ? [rest] : [])]);
    else if (rest.length === 0) answer[pascal(first)] = target.read(first);
    else throw new ExcelError('InvalidArgument', `${target.kind}.load`);
  }
  for (const [name, inner] of children) {
    const child = target.child(name);
    answer[pascal(name)] = child === null || child === nothing ? null : pick(child, inner);
  }
  return answer;
}
