import type { Pack, Parameter, Shape, ShapeLimits, Written } from '../engine';
import type { Cell } from '../hosts/host';
import type { Language } from './language';
import { inputOf, parameterOf } from './names';
import { words } from './words';

/** The columns of a block of tier tables, in the order in which they are written; name and form stand in a table's first line alone. */
const columns = [
  'name',
  'source',
  'shape',
  'by',
  'from',
  'to',
  'value',
  'choice',
  'of',
  'step',
  'cap',
  'floor',
  'atLeast',
  'minimum',
  'noBase',
] as const;

type Column = (typeof columns)[number];
type Line = Partial<Record<Column, string>>;

/** A percentage point as the rules write the step of a form that goes by them. */
const percentagePoint = '1个百分点';

/**
 * The tier tables in force, line by line under one header, as the sheet 参数 reads them back (docs/tier-tables.md). Only columns that some
 * table needs are there. Tables that the sheet cannot hold, which go deeper than one table for each kind of enterprise, are left out;
 * no line at all where none is left.
 */
export function tierTables(pack: Pack, sources: Readonly<Record<string, string>>, language: Language): Cell[][] {
  const lines = Object.entries(pack.shapes ?? {}).flatMap(([fullName, shape]) => linesOf(shape, fullName, pack, sources, language) ?? []);
  if (lines.length === 0) return [];
  const { heads } = words(language).tiers;
  const used = columns.filter((column) => column === 'source' || lines.some((line) => line[column] !== undefined));
  return [used.map((column) => heads[column]), ...lines.map((line) => used.map((column) => line[column] ?? null))];
}

/** Whether the sheet 参数 can hold a tier table, so that it is read back as it was. */
export function fitsSheet(shape: Shape): boolean {
  if (shape.shape !== 'choice') return isFlat(shape);
  return !hasLimits(shape) && shape.rows.every(({ value }) => value.shape !== 'choice' && isFlat(value));
}

function isFlat(shape: Shape): boolean {
  return !('rows' in shape) || (shape.shape !== 'choice' && shape.rows.every(({ value }) => isWritten(value)));
}

function isWritten(value: Written | Shape): value is Written {
  return 'text' in value;
}

function hasLimits({ cap, floor, atLeast, minimum, noBase }: ShapeLimits): boolean {
  return [cap, floor, atLeast, minimum, noBase].some((limit) => limit !== undefined);
}

function linesOf(shape: Shape, fullName: string, pack: Pack, sources: Readonly<Record<string, string>>, language: Language): Line[] | null {
  const parameter = parameterOf({ pack, measureId: '' }, fullName);
  if (parameter === undefined || !fitsSheet(shape)) return null;
  const alike = Object.values(pack.parameters).filter(({ name }) => name === parameter.name);
  const source = shape.source ?? sources[fullName];
  const head: Line = { name: alike.length === 1 ? parameter.name : fullName, ...(source === undefined ? {} : { source }) };
  const lines =
    shape.shape === 'choice'
      ? shape.rows.flatMap(({ choices, value }) => {
          const [first, ...rest] = flatLines(value, parameter, language);
          return [{ ...first, choice: choices === null ? '*' : labels(choices, shape.by, parameter, pack) }, ...rest];
        })
      : flatLines(shape, parameter, language);
  return lines.map((line, index) => (index === 0 ? { ...head, ...line } : line));
}

/** Choices by their labels, as one cell holds them. */
function labels(choices: readonly string[], by: string, parameter: Parameter, pack: Pack): string {
  const going = parameter.going.find(({ id }) => id === by);
  const input = going !== undefined && 'choice' in going.by ? inputOf(pack, going.by.choice) : undefined;
  return choices.map((id) => input?.choices.find((choice) => choice.id === id)?.label ?? id).join('、');
}

/** The lines of a table that holds no other: its form, what it goes by and its limits in the first, a tier in each. */
function flatLines(shape: Shape, parameter: Parameter, language: Language): Line[] {
  const say = words(language).tiers;
  const name = (id: string): string => parameter.going.find((going) => going.id === id)?.name ?? id;
  const limits: Line = {
    ...textOf('cap', shape.cap),
    ...textOf('floor', shape.floor),
    ...textOf('atLeast', shape.atLeast),
    ...textOf('minimum', shape.minimum?.from),
    ...textOf('noBase', shape.noBase?.value),
  };
  switch (shape.shape) {
    case 'sum':
      return [{ ...limits, shape: say.forms.sum, value: shape.value.text }];
    case 'rate':
      return [{ ...limits, shape: say.forms.rate, value: shape.value.text, ...(shape.of === undefined ? {} : { of: name(shape.of) }) }];
    case 'perStep': {
      const byPoint = shape.step.text === percentagePoint;
      return [
        {
          ...limits,
          shape: byPoint ? say.forms.perPoint : say.forms.perStep,
          by: name(shape.by),
          value: shape.value.text,
          ...(byPoint ? {} : { step: shape.step.text }),
          ...textOf('from', shape.above),
        },
      ];
    }
    case 'bracket':
    case 'marginal':
      return shape.rows.map(({ from, to, value }, index) => ({
        ...(index > 0
          ? {}
          : { ...limits, shape: say.forms[shape.shape], by: name(shape.by), ...(shape.of === undefined ? {} : { of: name(shape.of) }) }),
        ...textOf('from', from),
        ...textOf('to', to),
        ...(isWritten(value) ? { value: value.text } : {}),
      }));
    case 'choice':
      return [];
  }
}

function textOf(column: Column, written: Written | undefined): Line {
  return written === undefined ? {} : { [column]: written.text };
}
