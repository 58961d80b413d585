/** Names of the workbook and of sheets. */
import { quoteSheet, writeAddress } from '../address';
import { ExcelError } from '../errors';
import type { StandInSheet } from '../sheet';
import type { StandInName } from '../workbook';
import { kind, nothing, textArgument, type Maker, type Reference, type Surroundings } from './kind';
import { isRange, rangeOf } from './range';

const placeOf = (name: StandInName, { workbook }: Surroundings): ReturnType<ReturnType<Surroundings['workbook']>['resolve']> =>
  workbook().resolve(name.formula.replace(/^=/, ''), name.scope);

const namedItem: Maker<StandInName> = kind<StandInName>('NamedItem', {
  identity: (name) => ({ _Id: name.name }),
  read: {
    _Id: (name) => name.name,
    Name: (name) => name.name,
    Formula: (name) => name.formula,
    Value: (name) => name.formula,
    Comment: (name) => name.comment,
    Visible: (name) => name.visible,
    Scope: (name) => (name.scope ? 'Worksheet' : 'Workbook'),
    Type: (name, around) => (placeOf(name, around) ? 'Range' : 'String'),
  },
  write: {
    Formula: (name, value) => {
      name.formula = String(value);
    },
    Comment: (name, value) => {
      name.comment = String(value);
    },
    Visible: (name, value) => {
      name.visible = value === true;
    },
  },
  call: {
    GetRange: (name, _args, around) => {
      const place = placeOf(name, around);
      if (!place) throw new ExcelError('InvalidOperation', 'NamedItem.getRange');
      return rangeOf(place.sheet, place.area, around);
    },
    GetRangeOrNullObject: (name, _args, around) => {
      const place = placeOf(name, around);
      return place ? rangeOf(place.sheet, place.area, around) : nothing;
    },
    Delete: (name, _args, { workbook }) => {
      workbook().names.splice(workbook().names.indexOf(name), 1);
      return null;
    },
  },
});

/** `names` of the workbook (null) or of a sheet. */
export const nameCollection: Maker<StandInSheet | null> = kind<StandInSheet | null>('NamedItemCollection', {
  items: (scope, around) =>
    around
      .workbook()
      .names.filter((name) => name.scope === scope)
      .map((name) => namedItem(name, around)),
  item: (scope, args, around) => {
    const found = around.workbook().name(textArgument(args, 0, 'NamedItemCollection.getItem'), scope);
    if (!found) throw new ExcelError('ItemNotFound', 'NamedItemCollection.getItem');
    return namedItem(found, around);
  },
  call: {
    GetItemOrNullObject: (scope, args, around) => {
      const found = around.workbook().name(textArgument(args, 0, 'NamedItemCollection.getItemOrNullObject'), scope);
      return found ? namedItem(found, around) : nothing;
    },
    GetCount: (scope, _args, { workbook }) => workbook().names.filter((name) => name.scope === scope).length,
    Add: (scope, args, around): Reference => {
      const location = 'NamedItemCollection.add';
      const comment = typeof args[2] === 'string' ? args[2] : '';
      return namedItem(around.workbook().addName(textArgument(args, 0, location), formulaOf(args[1], location), scope, comment), around);
    },
  },
});

/** A name is given a range or a formula. */
function formulaOf(given: unknown, location: string): string {
  if (typeof given === 'string') return given;
  if (typeof given === 'number') return `=${given}`;
  if (isRange(given)) return `=${quoteSheet(given.sheet.name)}!${writeAddress(given)}`;
  throw new ExcelError('InvalidArgument', location);
}
