/** What the workbook remembers of an officer's work: under which keys, in which form, and what of it can still be used. */
import type { ParameterTexts } from '../model/parameters';
import type { Lack } from '../model/requirements';
import { limits, shapeForms, type DraftAmount, type DraftTable, type DraftTier, type ShapeDraft } from '../model/shapes';
import type { ColumnChoice, ColumnChoices } from '../model/table';
import type { PaneState } from './pane';

/** What the pane remembers for a workbook and a policy. */
interface Remembered extends ParameterTexts {
  readonly sheet: string | null;
  /** By sheet name. */
  readonly choices: Readonly<Record<string, ColumnChoices>>;
}

/** Where each thing is kept. */
export const keys = {
  /** Id of the policy of last time. */
  policy: 'huiqi.policy',
  /** Anything: the welcome was read. */
  welcome: 'huiqi.welcome',
  /** What was said (`lacksText`), so that another Excel, which lacks something else, says its own. */
  lacks: 'huiqi.lacks',
  /** `Remembered`. */
  settings: (policy: string) => `huiqi.${policy}`,
  /** Figures typed for the indicators of a document. */
  figures: (policy: string) => `huiqi.figures.${policy}`,
  /** Words of the ledger put under an industry. */
  industries: 'huiqi.industries',
} as const;

/** Lacks as they are remembered. */
export function lacksText(lacks: readonly Lack[]): string {
  return lacks.join(' ');
}

/** Settings as they are remembered. */
export function rememberedText({ sheet, choices, typed: { values, shapes, sources, readings } }: PaneState): string {
  return JSON.stringify({ sheet, choices, values, shapes, sources, readings } satisfies Remembered);
}

/** Reads what was remembered; text from elsewhere or of another form is not used. */
export function readRemembered(text: string | null): Remembered | null {
  const { sheet, choices, values, shapes, sources, readings } = fieldsOf(text) ?? {};
  if (!isObject(choices) || !isRecordOfTexts(values) || !isRecordOfTexts(sources) || !isRecordOfTexts(readings)) return null;
  const kept = Object.entries(choices).flatMap(([name, choice]) => {
    if (!isObject(choice)) return [];
    const { headerRow, columns } = choice;
    if (!Array.isArray(columns)) return [];
    return [[name, { headerRow: typeof headerRow === 'number' ? headerRow : null, columns: columns.filter(isColumnChoice) }] as const];
  });
  const drafts = Object.entries(isObject(shapes) ? shapes : {}).filter((entry): entry is [string, ShapeDraft] => isShapeDraft(entry[1]));
  return {
    sheet: typeof sheet === 'string' ? sheet : null,
    choices: Object.fromEntries(kept),
    values,
    shapes: Object.fromEntries(drafts),
    sources,
    readings,
  };
}

/** The fields of remembered JSON; null for anything else: it is not ours, and the officer starts afresh. */
export function fieldsOf(text: string | null): Readonly<Record<string, unknown>> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch (failure) {
    if (failure instanceof SyntaxError) return null;
    throw failure;
  }
}

/** Whether a value has fields of its own; a list has none. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordOfTexts(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isColumnChoice(value: unknown): value is ColumnChoice {
  if (!isObject(value)) return false;
  const { column, header, input, unit } = value;
  return (
    typeof column === 'number' &&
    typeof header === 'string' &&
    (input === null || typeof input === 'string') &&
    (unit === null || typeof unit === 'string')
  );
}

function isAmount(value: unknown): value is DraftAmount {
  return isObject(value) && typeof value['number'] === 'string' && typeof value['unit'] === 'string';
}

function isTier(value: unknown): value is DraftTier {
  return isObject(value) && isAmount(value['from']) && isAmount(value['to']) && isAmount(value['value']);
}

function isTable(value: unknown): value is DraftTable {
  return (
    isObject(value) &&
    typeof value['choice'] === 'string' &&
    shapeForms.some((form) => form === value['form']) &&
    typeof value['by'] === 'string' &&
    typeof value['of'] === 'string' &&
    Array.isArray(value['tiers']) &&
    value['tiers'].every(isTier) &&
    ['value', 'step', 'above', ...limits].every((key) => isAmount(value[key]))
  );
}

function isShapeDraft(value: unknown): value is ShapeDraft {
  return (
    isObject(value) &&
    typeof value['isUsed'] === 'boolean' &&
    typeof value['choice'] === 'string' &&
    Array.isArray(value['tables']) &&
    value['tables'].length > 0 &&
    value['tables'].every(isTable)
  );
}
