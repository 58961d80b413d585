/** Looks, validation and conditional formats of ranges: remembered as they were asked for, so that a test can say what it sees. */
import { overlap, writeAddress } from '../address';
import { ExcelError, notCovered } from '../errors';
import { isRecord } from '../json';
import type { Conditional, Validation } from '../sheet';
import { kind, remembered, textArgument, type Maker, type Reference } from './kind';
import type { RangeTarget } from './range';

const look = (target: RangeTarget): Record<string, unknown> => {
  const key = writeAddress(target);
  let looks = target.sheet.looks.get(key);
  if (!looks) target.sheet.looks.set(key, (looks = {}));
  return looks;
};

/** As `remembered`, refused where the sheet is protected. */
function guarded(names: readonly string[], prefix = ''): ReturnType<typeof remembered<RangeTarget>> {
  const { read, write } = remembered(look, names, prefix);
  const permit = (target: RangeTarget): void => {
    target.sheet.permit('RangeFormat', 'allowFormatCells');
  };
  return {
    read: read ?? {},
    write: Object.fromEntries(
      Object.entries(write ?? {}).map(([name, set]) => [
        name,
        (target: RangeTarget, value: unknown, around: Parameters<typeof set>[2]) => {
          permit(target);
          set(target, value, around);
        },
      ]),
    ),
  };
}

const font = kind<RangeTarget>('RangeFont', guarded(['Bold', 'Color', 'Italic', 'Name', 'Size', 'Underline', 'Strikethrough'], 'Font.'));
const fill = kind<RangeTarget>('RangeFill', {
  ...guarded(['Color'], 'Fill.'),
  call: {
    Clear: (target) => {
      target.sheet.permit('RangeFill.clear', 'allowFormatCells');
      delete look(target)['Fill.Color'];
      return null;
    },
  },
});

const sides = ['EdgeTop', 'EdgeBottom', 'EdgeLeft', 'EdgeRight', 'InsideVertical', 'InsideHorizontal', 'DiagonalDown', 'DiagonalUp'];
const border = kind<{ readonly range: RangeTarget; readonly side: string }>('RangeBorder', {
  read: { SideIndex: ({ side }) => side },
  write: Object.fromEntries(
    ['Style', 'Color', 'Weight'].map((name) => [
      name,
      ({ range, side }: { readonly range: RangeTarget; readonly side: string }, value: unknown) => {
        range.sheet.permit('RangeBorder', 'allowFormatCells');
        look(range)[`Border.${side}.${name}`] = value;
      },
    ]),
  ),
});
const borders = kind<RangeTarget>('RangeBorderCollection', {
  item: (range, args, around) => {
    const side = textArgument(args, 0, 'RangeBorderCollection.getItem');
    if (!sides.includes(side)) throw new ExcelError('InvalidArgument', 'RangeBorderCollection.getItem');
    return border({ range, side }, around);
  },
});

/** `Range.format`. */
export const rangeFormat: Maker<RangeTarget> = kind<RangeTarget>('RangeFormat', {
  ...guarded(['ColumnWidth', 'RowHeight', 'WrapText', 'HorizontalAlignment', 'VerticalAlignment', 'IndentLevel', 'ShrinkToFit']),
  child: { Font: font, Fill: fill, Borders: borders },
  call: {
    AutofitColumns: (target) => {
      target.sheet.permit('RangeFormat.autofitColumns', 'allowFormatColumns');
      look(target)['ColumnWidth'] = 'autofit';
      return null;
    },
    AutofitRows: (target) => {
      target.sheet.permit('RangeFormat.autofitRows', 'allowFormatRows');
      look(target)['RowHeight'] = 'autofit';
      return null;
    },
  },
});

// ---- validation

const validationTypes = ['wholeNumber', 'decimal', 'list', 'date', 'time', 'textLength', 'custom'];
const validationOf = ({ sheet, row, column, rows, columns }: RangeTarget): Validation | undefined =>
  sheet.validations.find(({ area }) => area.row === row && area.column === column && area.rows === rows && area.columns === columns);
const touching = ({ sheet, row, column, rows, columns }: RangeTarget): Validation[] =>
  sheet.validations.filter(({ area }) => overlap(area, { row, column, rows, columns }) !== null);

function setValidation(target: RangeTarget, name: string, value: unknown): void {
  target.sheet.permit('DataValidation');
  const found = validationOf(target);
  if (found) {
    found.properties[name] = value;
    return;
  }
  const { row, column, rows, columns } = target;
  for (const old of touching(target)) target.sheet.validations.splice(target.sheet.validations.indexOf(old), 1);
  target.sheet.validations.push({ area: { row, column, rows, columns }, properties: { [name]: value } });
}

/** `Range.dataValidation`. */
export const dataValidation: Maker<RangeTarget> = kind<RangeTarget>('DataValidation', {
  read: {
    Rule: (target) => touching(target)[0]?.properties['Rule'] ?? {},
    Type: (target) => {
      const rule = touching(target)[0]?.properties['Rule'];
      const type = isRecord(rule) ? validationTypes.find((name) => name in rule) : undefined;
      return type === undefined ? 'None' : type.charAt(0).toUpperCase() + type.slice(1);
    },
    ErrorAlert: (target) => touching(target)[0]?.properties['ErrorAlert'] ?? null,
    Prompt: (target) => touching(target)[0]?.properties['Prompt'] ?? null,
    IgnoreBlanks: (target) => touching(target)[0]?.properties['IgnoreBlanks'] ?? true,
  },
  write: {
    Rule: (target, value) => {
      if (!isRecord(value) || !validationTypes.some((name) => name in value))
        throw new ExcelError('InvalidArgument', 'DataValidation.rule');
      setValidation(target, 'Rule', value);
    },
    ErrorAlert: (target, value) => {
      setValidation(target, 'ErrorAlert', value);
    },
    Prompt: (target, value) => {
      setValidation(target, 'Prompt', value);
    },
    IgnoreBlanks: (target, value) => {
      setValidation(target, 'IgnoreBlanks', value);
    },
  },
  call: {
    Clear: (target) => {
      target.sheet.permit('DataValidation.clear');
      for (const old of touching(target)) target.sheet.validations.splice(target.sheet.validations.indexOf(old), 1);
      return null;
    },
  },
});

// ---- conditional formats

interface OneConditional {
  readonly range: RangeTarget;
  readonly conditional: Conditional;
}
const propertiesOf = ({ conditional }: OneConditional): Record<string, unknown> => conditional.properties;
const conditionalFont = kind<OneConditional>('ConditionalRangeFont', remembered(propertiesOf, ['Bold', 'Color', 'Italic'], 'Font.'));
const conditionalFill = kind<OneConditional>('ConditionalRangeFill', remembered(propertiesOf, ['Color'], 'Fill.'));
const conditionalLook = kind<OneConditional>('ConditionalRangeFormat', {
  ...remembered(propertiesOf, ['NumberFormat']),
  child: { Font: conditionalFont, Fill: conditionalFill },
});
const formulaRule = kind<OneConditional>('ConditionalFormatRule', remembered(propertiesOf, ['Formula'], 'Rule.'));
const custom = kind<OneConditional>('CustomConditionalFormat', { child: { Format: conditionalLook, Rule: formulaRule } });
const cellValue = kind<OneConditional>('CellValueConditionalFormat', {
  ...remembered(propertiesOf, ['Rule']),
  child: { Format: conditionalLook },
});
/** What hangs below a conditional format, by its type. */
const conditionalKinds: Readonly<Record<string, readonly [name: string, make: Maker<OneConditional>]>> = {
  Custom: ['Custom', custom],
  CellValue: ['CellValue', cellValue],
};

const below = (name: string): Record<string, (target: OneConditional, around: Parameters<Maker<OneConditional>>[1]) => Reference> => ({
  [name]: (target, around) => {
    const made = conditionalKinds[target.conditional.type];
    if (made?.[0] !== name) throw new ExcelError('InvalidOperation', `ConditionalFormat.${name}`);
    return made[1](target, around);
  },
});
const conditionalFormat: Maker<OneConditional> = kind<OneConditional>('ConditionalFormat', {
  identity: ({ conditional }) => ({ Id: conditional.id }),
  read: {
    Id: ({ conditional }) => conditional.id,
    Type: ({ conditional }) => conditional.type,
    Priority: ({ range, conditional }) => range.sheet.conditionals.indexOf(conditional),
  },
  child: { ...below('Custom'), ...below('CellValue') },
  call: {
    Delete: ({ range, conditional }) => {
      range.sheet.permit('ConditionalFormat.delete');
      range.sheet.conditionals.splice(range.sheet.conditionals.indexOf(conditional), 1);
      return null;
    },
  },
});
const conditionalsOf = (range: RangeTarget): Conditional[] => range.sheet.conditionals.filter(({ area }) => overlap(area, range) !== null);

/** `Range.conditionalFormats`. */
export const conditionalFormats: Maker<RangeTarget> = kind<RangeTarget>('ConditionalFormatCollection', {
  items: (range, around) => conditionalsOf(range).map((conditional) => conditionalFormat({ range, conditional }, around)),
  item: (range, args, around) => {
    const conditional = conditionalsOf(range).find(({ id }) => id === args[0]);
    if (!conditional) throw new ExcelError('ItemNotFound', 'ConditionalFormatCollection.getItem');
    return conditionalFormat({ range, conditional }, around);
  },
  call: {
    Add: (range, args, around) => {
      range.sheet.permit('ConditionalFormatCollection.add');
      const type = textArgument(args, 0, 'ConditionalFormatCollection.add');
      if (!(type in conditionalKinds)) throw notCovered(`the conditional format ${type}`);
      const { row, column, rows, columns } = range;
      const conditional: Conditional = {
        id: around.workbook().newId('FORMAT'),
        area: { row, column, rows, columns },
        type,
        properties: {},
      };
      range.sheet.conditionals.unshift(conditional);
      return conditionalFormat({ range, conditional }, around);
    },
    GetCount: (range) => conditionalsOf(range).length,
    ClearAll: (range) => {
      range.sheet.permit('ConditionalFormatCollection.clearAll');
      for (const old of conditionalsOf(range)) range.sheet.conditionals.splice(range.sheet.conditionals.indexOf(old), 1);
      return null;
    },
  },
});
