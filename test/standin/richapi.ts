import { nothing, range, services, workbook } from './objects';
import type { Reference, Surroundings } from './objects';
import { ExcelError } from './workbook';

type Target = Reference | typeof nothing;

interface Json {
  readonly [key: string]: unknown;
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const words = (value: unknown): string[] => list(value).filter((word): word is string => typeof word === 'string');

const actionKinds = { instantiate: 1, query: 2, method: 3, set: 4, trace: 5, unchanged: 6 } as const;
const pathKinds = { root: 1, made: 2, method: 3, property: 4, indexer: 5, reference: 6, none: 7 } as const;

/** What a batch did, for tests to count. */
export interface RequestCount {
  requests: number;
  /** Requests that read cells. */
  reads: number;
  actions: number;
  bytesIn: number;
  bytesOut: number;
}

/**
 * The answering side of `ProcessQuery`: takes the batch office.js builds, runs it on the workbook in order, stops at the first error as
 * Excel does, and gives the answer office.js expects.
 */
export class RichApi {
  readonly count: RequestCount = { requests: 0, reads: 0, actions: 0, bytesIn: 0, bytesOut: 0 };

  /** What the stand-in could not do; a test that is sound leaves it empty. */
  readonly faults: string[] = [];

  private readsCells = false;

  constructor(private readonly around: Surroundings) {}

  process(body: unknown): Json {
    this.count.requests += 1;
    const actions = isJson(body) ? list(body['Actions']) : [];
    const paths = isJson(body) && isJson(body['ObjectPaths']) ? body['ObjectPaths'] : {};
    const known = new Map<string, Target>();
    const resolve = (id: unknown): Target => {
      const key = String(id);
      const before = known.get(key);
      if (before !== undefined) return before;
      const path = paths[key];
      if (!isJson(path)) throw new ExcelError('InvalidObjectPath', `No object path ${key}.`);
      const target = this.path(path, resolve);
      known.set(key, target);
      return target;
    };
    const results: Json[] = [];
    const traces: unknown[] = [];
    this.readsCells = false;
    for (const [index, action] of actions.entries()) {
      if (!isJson(action)) continue;
      this.count.actions += 1;
      try {
        if (this.around.workbook.editing) throw new ExcelError('InvalidOperationInCellEditMode', 'Excel is in cell-editing mode.');
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
    if (this.readsCells) this.count.reads += 1;
    return { Results: results, TraceIds: traces };
  }

  private path(path: Json, resolve: (id: unknown) => Target): Target {
    const type = path['ObjectPathType'];
    const name = String(path['Name']);
    if (type === pathKinds.root) return workbook(null, this.around);
    if (type === pathKinds.none) return nothing;
    if (type === pathKinds.made) {
      const make = Object.hasOwn(services, name) ? services[name] : undefined;
      if (!make) throw new ExcelError('NotImplemented', `The stand-in host does not cover new ${name}().`);
      return make(null, this.around);
    }
    if (type === pathKinds.reference) {
      const tracked = this.around.tracked.get(name);
      if (!tracked) throw new ExcelError('InvalidReference', 'This reference is not valid for the current operation.');
      return range(tracked, this.around);
    }
    const parent = resolve(path['ParentObjectPathId']);
    if (parent === nothing) return nothing;
    const args = this.args(path['ArgumentInfo'], resolve);
    if (type === pathKinds.indexer) return parent.item(args);
    if (type === pathKinds.property) {
      const child = parent.child(name);
      if (!child) throw new ExcelError('NotImplemented', `The stand-in host does not cover ${parent.kind}.${name}.`);
      return child;
    }
    if (type === pathKinds.method) return asTarget(parent.call(name, args), `${parent.kind}.${name}()`);
    throw new ExcelError('InvalidObjectPath', `Object path type ${String(type)}.`);
  }

  /** Arguments; where an object is handed over, what it stands for. */
  private args(info: unknown, resolve: (id: unknown) => Target): readonly unknown[] {
    if (!isJson(info)) return [];
    const references = list(info['ReferencedObjectPathIds']);
    return list(info['Arguments']).map((argument, index) => {
      const id = references[index];
      if (typeof id !== 'number' || id === 0) return argument;
      const target = resolve(id);
      return target === nothing ? null : target.target;
    });
  }

  private act(action: Json, resolve: (id: unknown) => Target): unknown {
    const type = action['ActionType'];
    if (type === actionKinds.trace) return null;
    const target = resolve(action['ObjectPathId']);
    if (target === nothing) {
      // office.js tracks what it was given before it knows whether it is there.
      if (
        type === actionKinds.instantiate ||
        type === actionKinds.query ||
        type === actionKinds.unchanged ||
        action['Name'] === '_KeepReference'
      )
        return null;
      throw new ExcelError('InvalidOperation', 'The object is a null object.');
    }
    const name = String(action['Name']);
    const args = this.args(action['ArgumentInfo'], resolve);
    switch (type) {
      case actionKinds.instantiate:
        return target.identity();
      case actionKinds.query:
        if (target.kind === 'Range') this.readsCells = true;
        return project(target, action['QueryInfo']);
      case actionKinds.method: {
        const result = target.call(name, args);
        return isReference(result) ? result.identity() : result === nothing ? null : result;
      }
      case actionKinds.set:
        target.write(name, args[0]);
        return null;
      case actionKinds.unchanged:
        return null;
      default:
        throw new ExcelError('NotImplemented', `The stand-in host does not cover action type ${String(type)}.`);
    }
  }
}

const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && 'identity' in value && 'readable' in value;

function asTarget(value: unknown, what: string): Target {
  if (value === nothing || isReference(value)) return value;
  throw new ExcelError('NotImplemented', `The stand-in host gives no object for ${what}.`);
}

/** What a `load` asks for: properties by path, items of collections. */
function project(target: Reference, query: unknown): Json {
  const select = isJson(query) ? words(query['Select']) : [];
  const expand = isJson(query) ? words(query['Expand']) : [];
  if (isJson(query) && (query['Top'] !== undefined || query['Skip'] !== undefined))
    throw new ExcelError('NotImplemented', 'The stand-in host does not cover $top and $skip.');
  return pick(
    target,
    [...select, ...expand].map((path) => path.replaceAll('.', '/').split('/')),
  );
}

const pascal = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function pick(target: Reference, paths: readonly (readonly string[])[]): Json {
  const items = target.items();
  if (items !== null)
    return {
      _Items: items.map((item) =>
        pick(
          item,
          paths.filter((path) => path.length > 0),
        ),
      ),
    };
  const answer: Record<string, unknown> = { ...target.identity() };
  const children = new Map<string, string[][]>();
  const wanted = paths.length === 0 ? target.readable().map((name) => [name]) : paths;
  for (const [first, ...rest] of wanted) {
    if (first === undefined) continue;
    if (target.hasChild(first)) children.set(first, [...(children.get(first) ?? []), ...(rest.length > 0 ? [rest] : [])]);
    else if (rest.length === 0) answer[pascal(first)] = target.read(first);
    else throw new ExcelError('InvalidArgument', `${target.kind} has no ${first}.`, `${target.kind}.load`);
  }
  for (const [name, inner] of children) {
    const child = target.child(name);
    if (child) answer[pascal(name)] = pick(child, inner);
  }
  return answer;
}
