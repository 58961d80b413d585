import type { Pack } from '../engine';
import type { Cell, WrittenColumn } from '../hosts/host';
import { fill, type Language } from './language';
import {
  assumedMark,
  bandText,
  changeData,
  clauseName,
  measureName,
  measureOf,
  nameOf,
  parameterOf,
  readingName,
  type Place,
} from './names';
import { sayShape } from './shapes';
import { fitsSheet, tierTables } from './tier-table';
import { showValue } from './trace';
import { words } from './words';

/** The parameters and readings of a run: values by full name as they were given, their sources, the options in force. */
export interface ShownSettings {
  readonly pack: Pack;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** By full parameter name or reading id. */
  readonly sources: Readonly<Record<string, string>>;
  readonly readings: Readonly<Record<string, string>>;
  /** Header of the ledger column that gives a parameter row by row, by full name. */
  readonly columns: Readonly<Record<string, string>>;
}

/** A parameter's value as it was given, with its unit. */
export function givenValue(settings: ShownSettings, fullName: string, language: Language): string | null {
  const parameter = Object.hasOwn(settings.pack.parameters, fullName) ? settings.pack.parameters[fullName] : undefined;
  const value = Object.hasOwn(settings.parameters, fullName) ? settings.parameters[fullName] : undefined;
  if (parameter === undefined) return null;
  const shape = settings.pack.shapes?.[fullName];
  if (shape !== undefined) return sayShape(shape, fullName, settings.pack, language);
  if (value === undefined || value === null || value === '') return null;
  // What no parameter can be stands for a value or a table that was refused.
  if (value === '?') return words(language).shape.refused;
  const place = { pack: settings.pack, measureId: parameter.measure };
  const one = (item: unknown): string => {
    const text = String(item);
    const choice = parameter.choices.find((candidate) => candidate.id === text);
    return choice ? choice.label : showValue(fullName, text, parameter.unit?.name ?? '', place, language);
  };
  return Array.isArray(value) ? value.map(one).join(words(language).listed) : one(value);
}

/** Every unpublished figure, published figure and reading of a run, in the columns of the table 参数; a tier table in one sentence. */
export function settingRows(settings: ShownSettings, language: Language): Cell[][] {
  return rowsOf(settings, language, (_, text) => text);
}

/** `worded`: how a parameter's value stands, by its full name and what is to be said of it. */
function rowsOf(settings: ShownSettings, language: Language, worded: (fullName: string, text: string) => string): Cell[][] {
  const say = words(language);
  const { pack } = settings;
  const rows: Cell[][] = [];
  for (const [fullName, parameter] of Object.entries(pack.parameters)) {
    const place: Place = { pack, measureId: parameter.measure };
    const column = Object.hasOwn(settings.columns, fullName) ? settings.columns[fullName] : undefined;
    const text = givenValue(settings, fullName, language);
    const given = text === null ? null : worded(fullName, text);
    const value =
      column !== undefined
        ? [fill(say.parameterState.column, { header: column }), ...(given === null ? [] : [given])].join(say.semicolon)
        : (given ?? unsetText(fullName, pack, language));
    rows.push([
      measureName(pack, parameter.measure, language),
      fullName,
      nameOf(place, parameter.id, language),
      value,
      parameterBand(fullName, pack, language),
      parameter.quote,
      settings.sources[fullName] ?? '',
    ]);
  }
  for (const figure of pack.published) {
    const assumed = pack.assumption?.changes.find((change) => change.kind === 'published' && change.name === figure.name);
    const [state, source] =
      assumed === undefined ? [say.published, say.published] : [fill(say.assumed.published, { ...assumed }), assumed.source];
    rows.push([clauseName(figure.clause, language), figure.id, figure.name, figure.text, state, figure.quote, source]);
  }
  for (const reading of Object.values(pack.readings)) {
    const option = settings.readings[reading.id] ?? reading.default;
    const meaning = reading.options.find((candidate) => candidate.id === option)?.meaning ?? option;
    const users = pack.measures
      .filter((measure) => measure.readings.includes(reading.id))
      .map((measure) => clauseName(measure.clause, language));
    for (const { allocation, members, clause } of pack.groups)
      if (allocation === reading.id || ('reading' in members && members.reading === reading.id)) users.push(clauseName(clause, language));
    rows.push([
      users.join(''),
      reading.id,
      fill(say.readingName, { name: readingName(pack, reading.id, language) }),
      meaning,
      reading.options.map((candidate) => candidate.meaning).join(say.semicolon),
      reading.text,
      settings.sources[reading.id] ?? readingMark(pack, reading.id, option, language),
    ]);
  }
  return rows;
}

/**
 * The table 参数: every unpublished figure with its quote, value, band and source; published figures; the readings in force; below them the
 * tier tables, under a header of their own. All of it is read back as it was.
 */
export function settingsTable(
  settings: ShownSettings,
  language: Language,
): { readonly columns: readonly WrittenColumn[]; readonly rows: Cell[][] } {
  const say = words(language);
  const { pack } = settings;
  const tiers = tierTables(pack, settings.sources, language);
  const rows = rowsOf(settings, language, (fullName, text) => {
    const shape = pack.shapes?.[fullName];
    return shape !== undefined && fitsSheet(shape) ? fill(say.tiers.below, { text }) : text;
  });
  const columns: WrittenColumn[] = [
    { header: say.columns.measure, kind: 'text', width: 28, wraps: true },
    { header: say.columns.parameterId, kind: 'text', width: 40, wraps: true },
    { header: say.columns.parameter, kind: 'text', width: 24, wraps: true },
    { header: say.columns.value, kind: 'text', width: 32, wraps: true },
    { header: say.columns.band, kind: 'text', width: 28, wraps: true },
    { header: say.columns.quote, kind: 'text', width: 48, wraps: true },
    { header: say.columns.source, kind: 'text', width: 32, wraps: true },
  ];
  // Tier tables may have more columns than the table above them.
  const more = (tiers[0] ?? []).slice(columns.length).map((): WrittenColumn => ({ header: '', kind: 'text', width: 16, wraps: true }));
  return {
    columns: [...columns, ...more],
    rows: tiers.length === 0 ? rows : [...rows, [], ...tiers],
  };
}

/** Whether a reading stands at its default, at an assumed one, or was chosen. */
export function readingMark(pack: Pack, id: string, option: string, language: Language): string {
  const say = words(language);
  if (option !== pack.readings[id]?.default) return say.readingChosen;
  const assumed = pack.assumption?.changes.find((change) => change.kind === 'reading' && change.name === id);
  return assumed === undefined ? say.readingDefault : fill(say.assumed.value, changeData(pack, assumed));
}

/** What it means that a parameter was not given: nothing, for a list, a ceiling or a choice that the text need not have, and where a value stands in. */
function unsetText(fullName: string, pack: Pack, language: Language): string {
  const say = words(language).parameterState;
  const parameter = pack.parameters[fullName];
  if (parameter === undefined || parameter.required) return say.missing;
  const isCeiling = measureOf(pack, parameter.measure)?.caps.some(
    (cap) => cap.limit.kind === 'parameter' && cap.limit.parameter === fullName,
  );
  const isChoice = pack.choices.some((choice) => choice.parameter === fullName);
  return parameter.type === 'choices' || isCeiling === true || isChoice || parameter.otherwise !== undefined ? say.optional : say.whereUsed;
}

function parameterBand(fullName: string, pack: Pack, language: Language): string {
  const parameter = parameterOf({ pack, measureId: '' }, fullName);
  if (parameter === undefined || parameter.type !== 'number') return '';
  return (
    bandText(parameter.band, parameter.unit?.name ?? '', language) + assumedMark({ pack, measureId: parameter.measure }, fullName, language)
  );
}
