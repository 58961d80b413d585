/** The ledger as the tools of monitoring need it, and the officer's figures put to src/monitor: no view, no state. */
import { assess, type Assessment } from '../../src/assess';
import type { Host } from '../../src/hosts/host';
import {
  figuresFrom,
  figureSheetOf,
  entitledInSlices,
  fourListsInSlices,
  gatherInSlices,
  groupedInSlices,
  listRules,
  mapFrom,
  monitoringPack,
  type EntitledList,
  type EntitledRow,
  type FigureProblem,
  type FigureReading,
  type FourLists,
  type Group,
  type IndustryMap,
  type IndustryReading,
  type MapProblem,
  type Register,
} from '../../src/monitor';
import { loadIndustries, loadPolicy } from '../../src/policies';
import { assignedTo, type Assigned } from '../model/industries';
import type { RunProgress, RunSettings } from '../model/run';
import { blockRows, inSteps, optionsOf } from './reading';

/** A ledger as it was read. */
export interface LedgerRead {
  readonly stage: 'done';
  readonly assessment: Assessment;
}

/** The rows of a ledger on their way, and last of all what was read. */
type LedgerStep = RunProgress | LedgerRead;

/** Judges a ledger quietly, with the columns that only monitoring reads. Stop asking for more to cancel. */
export async function* readLedger(host: Host, register: Register, settings: RunSettings): AsyncGenerator<LedgerStep, void> {
  yield { stage: 'done', assessment: yield* judged(host, register, settings) };
}

async function* judged(host: Host, register: Register, settings: RunSettings): AsyncGenerator<RunProgress, Assessment> {
  const policy = await loadPolicy(register.policy);
  const pack = monitoringPack(policy.pack, register);
  return yield* assess(host, { pack, hash: policy.hash }, await optionsOf(host, pack, settings));
}

/** How an enterprise may stand with a measure it need not apply for, in the order an officer looks through. */
const standings = ['qualifies', 'qualifiesOpen', 'oneShort', 'more', 'officer'] as const satisfies readonly EntitledRow['standing'][];

/** The list 免申即享 of a ledger, also by standing. */
export interface EntitledRead extends LedgerRead {
  readonly list: EntitledList;
  readonly groups: ReadonlyMap<EntitledRow['standing'], Group<EntitledRow>>;
}

/** Judges a ledger and makes its list 免申即享, a few thousand rows at a time. */
export async function* readEntitled(
  host: Host,
  register: Register,
  settings: RunSettings,
): AsyncGenerator<RunProgress | EntitledRead, void> {
  const assessment = yield* judged(host, register, settings);
  const { count, pack } = assessment;
  const list = yield* inSteps(entitledInSlices(assessment, pack), count);
  const byStanding = groupedInSlices(
    list.rows,
    standings,
    ({ standing }) => standing,
    ({ amount }) => amount,
  );
  yield { stage: 'done', assessment, list, groups: yield* inSteps(byStanding, count) };
}

/** The four lists of a ledger. */
export interface ListsRead extends LedgerRead {
  readonly lists: FourLists;
}

/** Judges a ledger and makes its four lists, a few thousand rows at a time; a document without lists is a RangeError. */
export async function* readLists(host: Host, register: Register, settings: RunSettings): AsyncGenerator<RunProgress | ListsRead, void> {
  const rules = listRules.find(({ policy }) => policy === register.policy);
  if (rules === undefined) throw new RangeError(`no lists in ${register.policy}`);
  const assessment = yield* judged(host, register, settings);
  yield { stage: 'done', assessment, lists: yield* inSteps(fourListsInSlices(rules, assessment, assessment.pack), assessment.count) };
}

/** The industry map in force, where it is from, and what was wrong with the workbook's own. */
interface MapInForce {
  readonly map: IndustryMap;
  readonly from: 'sheet' | 'proposal';
  readonly problems: readonly MapProblem[];
}

/** The workbook's sheet 行业对照 where it is right, else the proposal; over it what the officer has assigned. */
async function mapInForce(host: Host, assigned: Assigned): Promise<MapInForce> {
  const own = await mapFrom(host);
  if (own !== null && own.problems.length === 0) return { map: assignedTo(own.map, assigned), from: 'sheet', problems: [] };
  return { map: assignedTo(await loadIndustries(), assigned), from: 'proposal', problems: own?.problems ?? [] };
}

/** Where the rows of a ledger fell, and by which map. */
export interface Fallen extends MapInForce {
  readonly reading: IndustryReading;
}

/** Puts the rows of a ledger under the documents' industries: undefined at each pause, last of all where they fell. Stop asking for more to cancel. */
export async function* fallenOf(
  host: Host,
  assessment: Assessment,
  register: Register,
  assigned: Assigned,
): AsyncGenerator<Fallen | undefined, void> {
  const inForce = await mapInForce(host, assigned);
  const inSmallBlocks: Pick<Host, 'read'> = { read: (sheet) => host.read(sheet, blockRows) };
  yield { ...inForce, reading: yield* gatherInSlices(inSmallBlocks, assessment, assessment.pack, register, inForce.map) };
}

/** The workbook's sheet 指标监测 as it was read. */
export interface FigureSheet extends FigureReading {
  readonly sheet: string;
  /** Rows with figures for indicators of other documents. */
  readonly others: number;
}

/** Reads the workbook's sheet 指标监测; null where it has none. */
export async function readFigures(host: Host, register: Register): Promise<FigureSheet | null> {
  const sheet = await figureSheetOf(host);
  const reading = sheet === null ? null : await figuresFrom(host, register);
  if (sheet === null || reading === null) return null;
  const series = (id: string): string => id.replace(/-t\d+$/, '');
  const own = new Set(register.indicators.map((indicator) => series(indicator.id)));
  const ofOthers = ({ code, text }: FigureProblem): boolean =>
    code === 'unknown-indicator' && /-t\d+$/.test(text) && !own.has(series(text));
  return {
    sheet,
    reported: reading.reported,
    problems: reading.problems.filter((problem) => !ofOthers(problem)),
    others: reading.problems.filter(ofOthers).length,
  };
}
