/** Parameters between the pane and the rules: what a 参数 sheet holds as an officer would type it, and what was typed as the rules take it. */
import type { Pack, RawValue } from '../../src/engine';
import type { Problem } from '../../src/explain';
import { checkShape as checkTyped, isPossible, readParameterJson, type ParameterReading } from '../../src/ledger';
import type { ParameterCheck, ParameterTexts } from '../model/parameters';
import { draftOf, shapeSource, type ShapeDraft } from '../model/shapes';

/** The word for a choice by which the tables of a parameter are told apart. */
function choiceLabel(pack: Pack, parameter: string, id: string): string {
  for (const { by } of pack.parameters[parameter]?.going ?? []) {
    const found = 'choice' in by ? pack.inputs[by.choice]?.choices.find((choice) => choice.id === id) : undefined;
    if (found !== undefined) return found.label;
  }
  return id;
}

/** What a parameter sheet holds, as an officer would type it. */
export function textsOf(settings: ParameterReading, pack: Pack): ParameterTexts {
  const values = Object.entries(settings.parameters).map(([name, value]) => [name, valueText(value, pack.parameters[name])] as const);
  const shapes = Object.entries(settings.shapes ?? {}).flatMap(([name, shape]) => {
    const draft = draftOf(shape, (id) => choiceLabel(pack, name, id));
    return draft === null ? [] : [[name, draft] as const];
  });
  return {
    values: Object.fromEntries(values),
    shapes: Object.fromEntries(shapes),
    sources: settings.sources,
    readings: settings.readings,
  };
}

function valueText(value: RawValue, parameter: Pack['parameters'][string] | undefined): string {
  if (value === null || value === undefined) return '';
  const label = (id: string) => parameter?.choices.find((choice) => choice.id === id)?.label ?? id;
  if (typeof value === 'object') return value.map(label).join('、');
  if (typeof value === 'boolean') return value ? '是' : '否';
  return label(String(value));
}

/** What becomes of a parameter's figure as typed; `unset` where it is blank or the pack has no such parameter. */
export function checkParameter(pack: Pack, fullName: string, text: string): ParameterCheck {
  const parameter = pack.parameters[fullName];
  if (parameter === undefined || text.trim() === '') return { state: 'unset' };
  const { parameters, problems } = readParameterJson({ [fullName]: text }, pack);
  const problem = problems.find((one) => !isDoubt(one));
  if (problem !== undefined) return { state: 'unreadable', problem };
  const value = parameters[fullName];
  if (parameter.type === 'number' && (typeof value !== 'string' || !isPossible(value, parameter))) return { state: 'outside' };
  return { state: 'taken', doubts: problems };
}

/** Whether a problem only asks to look again: its value is used. */
function isDoubt(problem: Problem): boolean {
  return problem.code === 'parameter-unlikely';
}

/** What becomes of a parameter's tiers as typed. */
export function checkShape(pack: Pack, fullName: string, draft: ShapeDraft): ParameterCheck {
  const checked = checkTyped(shapeSource(draft, ''), fullName, pack);
  return checked.shape === undefined ? { state: 'faulty', problems: checked.problems } : { state: 'taken', ...checked };
}

/** The texts of the pane as the rules take them. Readings of an older edition of the policy fall back to their defaults. */
export function settingsOf(texts: ParameterTexts, fromSheet: ParameterReading, pack: Pack): ParameterReading {
  const onSheet = textsOf(fromSheet, pack);
  const isKnown = (name: string): boolean => Object.hasOwn(pack.parameters, name);
  const shaped = Object.entries(texts.shapes).filter(([name, draft]) => isKnown(name) && draft.isUsed);
  const isShaped = new Set(shaped.map(([name]) => name));
  const valued = Object.entries(texts.values).filter(([name, text]) => text.trim() !== '' && isKnown(name) && !isShaped.has(name));
  // What still stands as on the sheet was read and told there.
  const isSame = (name: string): boolean =>
    JSON.stringify(texts.shapes[name]) === JSON.stringify(onSheet.shapes[name]) && texts.sources[name] === onSheet.sources[name];
  const isUntouched = (name: string): boolean =>
    onSheet.shapes[name] === undefined && texts.shapes[name] === undefined && !valued.some(([other]) => other === name);
  const keptShapes = [
    ...shaped.filter(([name]) => isSame(name)).map(([name]) => name),
    ...Object.keys(fromSheet.shapes ?? {}).filter(isUntouched),
  ];
  const keptValues = valued.filter(([name, text]) => onSheet.values[name] === text).map(([name]) => name);
  const typed = readParameterJson(
    Object.fromEntries([
      ...valued.filter(([name]) => !keptValues.includes(name)),
      ...shaped
        .filter(([name]) => !keptShapes.includes(name))
        .map(([name, draft]) => [name, shapeSource(draft, texts.sources[name] ?? '')] as const),
    ]),
    pack,
  );
  const readings = Object.entries(texts.readings).filter(
    ([id, option]) => pack.readings[id]?.options.some((one) => one.id === option) === true,
  );
  const sources = Object.entries(texts.sources).filter(([, source]) => source.trim() !== '');
  return {
    shapes: { ...only(fromSheet.shapes ?? {}, keptShapes), ...typed.shapes },
    parameters: { ...only(fromSheet.parameters, keptValues), ...typed.parameters },
    readings: Object.fromEntries(readings),
    sources: Object.fromEntries(sources),
    problems: [...fromSheet.problems, ...typed.problems],
  };
}

/** The entries of these names. */
function only<T>(entries: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => names.includes(name)));
}
