/** The ledger as the tools of monitoring need it, and the officer's figures put to src/monitor: no view, no state. */
import { assess, readSettings, type Assessment } from '../src/assess';
import type { Host } from '../src/hosts/host';
import {
  figuresFrom,
  figureSheetOf,
  gatherIndustries,
  mapFrom,
  monitoringPack,
  readFigureJson,
  type FallenRow,
  type FigureProblem,
  type FigureReading,
  type IndustryMap,
  type IndustryReading,
  type MapProblem,
  type Register,
  type Reported,
} from '../src/monitor';
import { loadIndustries, loadPolicy } from '../src/policies';
import { planWith, settingsOf } from './assessor';
import type { RunProgress, RunSettings } from './model';

/** The rows of a ledger on their way, and last of all what was read. */
export type LedgerStep = RunProgress | { readonly stage: 'done'; readonly assessment: Assessment };

/** Judges a ledger quietly, with the columns that only monitoring reads. Stop asking for more to cancel. */
export async function* readLedger(host: Host, register: Register, settings: RunSettings): AsyncGenerator<LedgerStep, void> {
  const policy = await loadPolicy(register.policy);
  const pack = monitoringPack(policy.pack, register);
  const { given } = await planWith(host, pack, settings.sheet, settings.choices);
  const assessment = yield* assess(
    host,
    { pack, hash: policy.hash },
    { sheet: settings.sheet, choices: given, settings: settingsOf(settings, await readSettings(host, pack), pack) },
  );
  yield { stage: 'done', assessment };
}

// ---- industries

/** Words and codes of the ledger that an officer has put under an industry. */
export type Assigned = Readonly<Record<string, string>>;

/** The industry map in force, where it is from, and what was wrong with the workbook's own. */
export interface MapInForce {
  readonly map: IndustryMap;
  readonly from: 'sheet' | 'proposal';
  readonly problems: readonly MapProblem[];
}

const isCode = (text: string): boolean => /^\d{2,4}$/.test(text);

/** The map with what the officer has assigned: what stood elsewhere under that word or code is taken from there. */
function assignedTo(map: IndustryMap, assigned: Assigned): IndustryMap {
  const own = (text: string): boolean => Object.hasOwn(assigned, text);
  const industries = map.industries.map((industry) => {
    const added = Object.entries(assigned).flatMap(([text, name]) => (name === industry.name ? [text] : []));
    return {
      ...industry,
      codes: [...industry.codes.filter((code) => !own(code)), ...added.filter(isCode)],
      words: [...industry.words.filter((word) => !own(word)), ...added.filter((text) => !isCode(text))],
    };
  });
  return { ...map, industries };
}

/** The workbook's sheet 行业对照 where it is right, else the proposal; over it what the officer has assigned. */
export async function mapInForce(host: Host, assigned: Assigned): Promise<MapInForce> {
  const own = await mapFrom(host);
  if (own !== null && own.problems.length === 0) return { map: assignedTo(own.map, assigned), from: 'sheet', problems: [] };
  return { map: assignedTo(await loadIndustries(), assigned), from: 'proposal', problems: own?.problems ?? [] };
}

/** Where the rows of a ledger fell, and by which map. */
export interface Fallen extends MapInForce {
  readonly reading: IndustryReading;
}

/** Puts the rows of a ledger under the documents' industries. */
export async function fallenOf(host: Host, assessment: Assessment, register: Register, assigned: Assigned): Promise<Fallen> {
  const inForce = await mapInForce(host, assigned);
  return { ...inForce, reading: await gatherIndustries(host, assessment, assessment.pack, register, inForce.map) };
}

/** Words of the ledger under no industry, the most frequent first; `assignable` says whether a word may be put under one here. */
export interface UnmappedWord {
  readonly word: string;
  readonly by: FallenRow['fall']['by'];
  readonly says: readonly string[];
  readonly rows: number;
  readonly assignable: boolean;
}

/** The rows under no industry, by what stands in the ledger. Nothing is left out: blanks and contradictions are among them. */
export function unmappedWords(reading: IndustryReading): UnmappedWord[] {
  const found = new Map<string, UnmappedWord>();
  for (const { fall, industryWord, industryCode } of reading.rows) {
    if (fall.industry !== null) continue;
    const word = industryWord.trim() === '' ? industryCode.trim() : industryWord.trim();
    const key = `${fall.by}|${word}`;
    const known = found.get(key);
    found.set(key, { word, by: fall.by, says: fall.says, rows: (known?.rows ?? 0) + 1, assignable: fall.by === 'unknown' });
  }
  return [...found.values()].sort((left, right) => right.rows - left.rows);
}

// ---- figures

/** What an officer typed for an indicator or one of its parts, as typed; "" is blank. */
export interface FigureTexts {
  readonly actual: string;
  readonly now: string;
  readonly before: string;
  readonly target: string;
  readonly source: string;
}

/** Nothing typed. */
export const noFigure: FigureTexts = { actual: '', now: '', before: '', target: '', source: '' };

/** The key of an indicator's part; the whole has none. */
export function figureKey(indicator: string, part: string | null): string {
  return `${indicator}|${part ?? ''}`;
}

/** Typed texts by `figureKey`. */
export type TypedFigures = Readonly<Record<string, FigureTexts>>;

/** What was typed, read in each indicator's unit; a problem goes to the field it stands in. */
export interface TypedReading {
  readonly reported: readonly Reported[];
  /** By `figureKey`, then by field. */
  readonly problems: ReadonlyMap<string, ReadonlyMap<keyof FigureTexts, FigureProblem>>;
}

const fields: readonly (keyof FigureTexts)[] = ['actual', 'now', 'before', 'target', 'source'];

/** Reads what was typed. The unit stands beside each field, so a bare number is in it. */
export function readTyped(typed: TypedFigures, register: Register): TypedReading {
  const reported: Reported[] = [];
  const problems = new Map<string, ReadonlyMap<keyof FigureTexts, FigureProblem>>();
  for (const indicator of register.indicators) {
    for (const part of indicator.each.length > 0 ? indicator.each : [null]) {
      const key = figureKey(indicator.id, part);
      const texts = typed[key];
      if (texts === undefined) continue;
      const reading = readFigureJson({ [indicator.id]: { ...texts, part, unit: indicator.unit } }, register);
      reported.push(...reading.reported);
      if (reading.problems.length > 0) {
        problems.set(
          key,
          new Map(reading.problems.map((problem) => [fields.find((field) => problem.place.endsWith(`.${field}`)) ?? 'actual', problem])),
        );
      }
    }
  }
  return { reported, problems };
}

/** Figures of the sheet with those typed in their place. */
export function reportedOf(typed: readonly Reported[], sheet: readonly Reported[]): Reported[] {
  const own = new Set(typed.map((one) => figureKey(one.indicator, one.part)));
  return [...typed, ...sheet.filter((one) => !own.has(figureKey(one.indicator, one.part)))];
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
