import type { AssumedChange, Band, ExactNumber, ExclusiveChoice, Group, Input, Measure, Pack, Parameter } from '../engine';
import { grouped, shifted } from './figures';
import { fill, type Language } from './language';
import { words } from './words';

/** Where a code was said: the pack, and the measure, group measure or composite that was judged. */
export interface Place {
  readonly pack: Pack;
  readonly measureId: string;
}

/** The measure of an id. */
export function measureOf(pack: Pack, id: string): Measure | undefined {
  return pack.measures.find((measure) => measure.id === id);
}

/** The group of a group's id, its measure or its composite. */
export function groupOf(pack: Pack, id: string): Group | undefined {
  return pack.groups.find((group) => group.measure === id || group.composite === id || group.id === id);
}

/** What an id stands for in its document: a measure, a total or an exclusive choice; each has a clause, titles, a quote and notes. */
export function ruleOf(pack: Pack, id: string): Measure | Group | ExclusiveChoice | undefined {
  return measureOf(pack, id) ?? groupOf(pack, id) ?? pack.choices.find((choice) => choice.id === id);
}

/** The parameter a code names: by full name, or by its bare id within the measure. */
export function parameterOf(place: Place, subject: string): Parameter | undefined {
  const { pack, measureId } = place;
  const own = `${measureId}.${subject}`;
  if (Object.hasOwn(pack.parameters, own)) return pack.parameters[own];
  return Object.hasOwn(pack.parameters, subject) ? pack.parameters[subject] : undefined;
}

/** The input of an id. */
export function inputOf(pack: Pack, id: string): Input | undefined {
  return Object.hasOwn(pack.inputs, id) ? pack.inputs[id] : undefined;
}

/** What an input or a parameter is called in a sentence; the id itself where the pack does not know it. */
export function nameOf(place: Place, id: string, language: Language): string {
  const known = inputOf(place.pack, id) ?? parameterOf(place, id);
  return known === undefined ? id : fill(words(language).figureName, { name: known.name, id: known.id });
}

/** A clause as it is spoken of: （二十六） stays, a bare number is 第13条. */
export function clauseName(clause: string, language: Language): string {
  return /^[\d一二三四五六七八九十]+$/.test(clause) ? fill(words(language).clause, { clause }) : clause;
}

/** Clause and title of a measure, a group's measure, a composite or an exclusive choice. */
export function measureName(pack: Pack, id: string, language: Language): string {
  const known = ruleOf(pack, id);
  if (known === undefined) return id;
  return fill(words(language).measureName, {
    clause: clauseName(known.clause, language),
    title: language === 'zh-CN' ? known.title : known.titleEnglish,
  });
}

/** The verbatim words behind a condition, a cap, a floor or a condition of a group or choice; null where the pack has none. */
export function quoteOf(place: Place, id: string): string | null {
  const measure = measureOf(place.pack, place.measureId);
  if (measure) {
    const found = [...measure.conditions, ...measure.caps, ...(measure.floor ? [measure.floor] : [])].find((item) => item.id === id);
    if (found) return found.quote;
  }
  for (const group of place.pack.groups) {
    if (group.capId === id) return group.conditions.find((condition) => condition.id === 'total-cap')?.quote ?? group.quote;
    const found = group.conditions.find((condition) => condition.id === id);
    if (found) return found.quote;
  }
  const choice = place.pack.choices.find(({ id: own, members }) => own === place.measureId || members.includes(place.measureId));
  return choice?.conditions.find((condition) => condition.id === id)?.quote ?? null;
}

/** What an officer calls a reading; the id where the pack has none of it. */
export function readingName(pack: Pick<Pack, 'readings'>, id: string, language: Language): string {
  const reading = Object.hasOwn(pack.readings, id) ? pack.readings[id] : undefined;
  if (reading === undefined) return id;
  return language === 'zh-CN' ? reading.name : reading.nameEnglish;
}

/** A quote in quotation marks, with what is assumed in its place; the bare id where there is no quote. */
export function quoted(place: Place, id: string, language: Language): string {
  const quote = quoteOf(place, id);
  return (quote === null ? id : fill(words(language).quoted, { text: quote })) + assumedMark(place, id, language);
}

/** Changes of an overlay that touch a measure, or one part of it: a condition, a cap, a floor, `award`, a parameter, a reading. */
export function assumedChanges({ pack, measureId }: Place, part?: string): readonly AssumedChange[] {
  const changes = pack.assumption?.changes ?? [];
  return changes.filter(({ touches }) => touches.some((one) => one.measure === measureId && (part === undefined || one.part === part)));
}

/** A change of an overlay as its sentences need it: the options of a reading by their meaning, everything else as written. */
export function changeData({ readings }: Pick<Pack, 'readings'>, change: AssumedChange): Readonly<Record<string, unknown>> {
  const options = change.kind === 'reading' && Object.hasOwn(readings, change.name) ? (readings[change.name]?.options ?? []) : [];
  const said = (written: string): string => options.find(({ id }) => id === written)?.meaning ?? written;
  return { ...change, from: said(change.from), to: said(change.to) };
}

/** What is assumed behind a part of a measure, in brackets; "" where it is as published. */
export function assumedMark(place: Place, part: string, language: Language): string {
  const changes = assumedChanges(place, part);
  if (changes.length === 0) return '';
  const { assumed, semicolon } = words(language);
  return fill(assumed.part, { changes: changes.map((change) => fill(assumed.change, changeData(place.pack, change))).join(semicolon) });
}

/** The lines that must stand above everything made with assumed figures: that they are assumed, which, from where. None for a published pack. */
export function assumptionLines(pack: Pick<Pack, 'assumption' | 'readings'>, language: Language): string[] {
  const { assumption } = pack;
  if (assumption === undefined) return [];
  const { assumed } = words(language);
  const title = language === 'zh-CN' ? assumption.title : assumption.titleEnglish;
  return [fill(assumed.title, { title }), ...assumption.changes.map((change) => fill(assumed.line, changeData(pack, change)))];
}

/** An exact number as plain decimal text. */
export function exactText(number: ExactNumber): string {
  const negative = number.digits.startsWith('-');
  const digits = negative ? number.digits.slice(1) : number.digits;
  if (number.power >= 0) return (negative ? '-' : '') + digits + '0'.repeat(digits === '0' ? 0 : number.power);
  const padded = digits.padStart(1 - number.power, '0');
  const text = `${padded.slice(0, number.power)}.${padded.slice(number.power)}`.replace(/\.?0+$/, '');
  return (negative ? '-' : '') + text;
}

/** A parameter's bounds in words, with its unit. */
export function bandText(band: Band, unit: string, language: Language): string {
  const say = words(language).band;
  const low = band.low === undefined ? '' : quantity(exactText(band.low.value), unit, language);
  const high = band.high === undefined ? '' : quantity(exactText(band.high.value), unit, language);
  if (band.low && band.high) {
    const lowIn = band.low.inclusive;
    const highIn = band.high.inclusive;
    return fill(lowIn && highIn ? say.between : lowIn ? say.openHigh : highIn ? say.openLow : say.open, { low, high });
  }
  if (band.low) return fill(band.low.inclusive ? say.atLeast : say.above, { low });
  if (band.high) return fill(band.high.inclusive ? say.atMost : say.below, { high });
  return say.none;
}

/** How a pack names the unit of a plain ratio. */
const ratio = '比率';

/** What an output of a clause, a total or a choice is called, with its unit: `自治区承担（万元）`; the id where nothing of that id is given. */
export function outputName({ pack, measureId }: Place, id: string, language: Language): string {
  const say = words(language);
  const output = measureOf(pack, measureId)?.outputs.find((one) => one.id === id);
  if (output === undefined) return say.outputs[id] ?? id;
  const name = language === 'zh-CN' ? output.name : output.nameEnglish;
  const { dimension, name: unit } = output.unit;
  if (dimension.day === 1 || unit === ratio || unit === '') return name;
  return fill(say.outputUnit, { name, unit: language === 'zh-CN' || /^[%‰]/.test(unit) ? unit : countedIn(unit, language) });
}

/** What one of a unit is: `10,000 yuan` for 万元, `yuan` for 元. */
function countedIn(unit: string, language: Language): string {
  const one = quantity('1', unit, language);
  return one.startsWith('1 ') ? one.slice('1 '.length) : one;
}

/** A number with its unit, as a sentence of the language says it: `4,000 万元`, `40,000,000 yuan`, `8%`; a plain ratio in percent, as the documents write it. */
export function quantity(number: string, unit: string, language: Language): string {
  const known: Readonly<Record<string, { readonly name: string; readonly power: number }>> = words(language).units;
  const said = Object.hasOwn(known, unit) ? known[unit] : undefined;
  if (unit === ratio) return `${grouped(shifted(number, 2))}%`;
  if (unit === '') return grouped(number);
  if (/^[%‰]/.test(unit)) return grouped(number) + unit;
  return said === undefined ? `${grouped(number)} ${unit}` : `${grouped(shifted(number, said.power))} ${said.name}`;
}
