/** Tier tables between the pane and the rules: an officer's draft, the source the rules read of it, and a shape that was read as a draft. */
import type { Going, Parameter, Shape, Written } from '../../src/engine';
import { shapeUnits, usualUnit } from '../../src/ledger';

/** A number as typed and its unit as chosen; either may be blank. */
export interface DraftAmount {
  readonly number: string;
  readonly unit: string;
}

/** One tier as typed: from (included), to (not included; blank in the last tier), what it gives. */
export interface DraftTier {
  readonly from: DraftAmount;
  readonly to: DraftAmount;
  readonly value: DraftAmount;
}

/** The forms an officer may choose for a figure that is more than one number. */
export const shapeForms = ['bracket', 'marginal', 'rate', 'perPoint', 'perStep', 'sum'] as const;

/** One of those forms. */
export type ShapeForm = (typeof shapeForms)[number];

/** How a figure is worked out, as typed, for everybody or for some kinds of enterprises. What its form does not use is kept, and not used. */
export interface DraftTable {
  /** The kinds it is for, as written (`汽车、机械`; `其余`); blank where it is for everybody. */
  readonly choice: string;
  readonly form: ShapeForm;
  /** Ids of the quantities it goes by and is taken of; blank where none is chosen. */
  readonly by: string;
  readonly of: string;
  readonly value: DraftAmount;
  readonly step: DraftAmount;
  readonly above: DraftAmount;
  readonly tiers: readonly DraftTier[];
  readonly cap: DraftAmount;
  readonly floor: DraftAmount;
  readonly atLeast: DraftAmount;
  readonly minimum: DraftAmount;
  readonly noBase: DraftAmount;
}

/** A figure that is more than one number, as the officer has it so far. */
export interface ShapeDraft {
  /** False: one number stands instead, and the draft is only kept. */
  readonly isUsed: boolean;
  /** Id of the choice the tables are told apart by (industry); blank: one table for everybody. */
  readonly choice: string;
  readonly tables: readonly DraftTable[];
}

const blank: DraftAmount = { number: '', unit: '' };

/** A tier nobody has filled in yet. */
const blankTier: DraftTier = { from: blank, to: blank, value: blank };

/** What bounds an amount, whatever the form. */
export const limits = ['cap', 'floor', 'atLeast', 'minimum', 'noBase'] as const;

/** Quantities of the row that tiers may go by. */
export function quantitiesOf(parameter: Parameter): readonly Going[] {
  return parameter.going.filter(({ by }) => 'number' in by);
}

/** Choices (industry) by which tables may be told apart. */
export function choicesOf(parameter: Parameter): readonly Going[] {
  return parameter.going.filter(({ by }) => 'choice' in by);
}

/** The forms a parameter may take: without a quantity to go by only a sum for each kind, points only of a growth. */
export function formsOf(parameter: Parameter): readonly ShapeForm[] {
  const units = Object.values(shapeUnits(parameter).quantities);
  if (units.length === 0) return ['sum'];
  return units.some((names) => names.includes('%')) ? shapeForms : shapeForms.filter((form) => form !== 'perPoint');
}

/** An empty table. */
export function newTable(parameter: Parameter): DraftTable {
  return {
    choice: '',
    form: formsOf(parameter)[0] ?? 'sum',
    by: '',
    of: '',
    value: blank,
    step: blank,
    above: blank,
    tiers: [blankTier],
    cap: blank,
    floor: blank,
    atLeast: blank,
    minimum: blank,
    noBase: blank,
  };
}

/** An empty draft; where a parameter can only differ by kind, it does. */
export function newDraft(parameter: Parameter): ShapeDraft {
  const [kind] = choicesOf(parameter);
  const choice = quantitiesOf(parameter).length === 0 && kind !== undefined ? kind.id : '';
  return { isUsed: true, choice, tables: [newTable(parameter)] };
}

/** The tier that follows: it begins where the one before ends, in the units chosen there. */
export function nextTier(before: DraftTier | undefined): DraftTier {
  if (before === undefined) return blankTier;
  const unit = before.to.unit === '' ? before.from.unit : before.to.unit;
  return { from: { number: before.to.number, unit }, to: { number: '', unit }, value: { number: '', unit: before.value.unit } };
}

// ---- draft → source

function amountText({ number, unit }: DraftAmount): string {
  const space = /^[%‰]/.test(unit) ? '' : ' ';
  return number.trim() === '' ? '' : `${number.trim()}${space}${unit}`.trim();
}

function tableSource(table: DraftTable): Record<string, unknown> {
  const { form } = table;
  const bounds = limits.map((key) => [key, amountText(table[key])] as const).filter(([, text]) => text !== '');
  const value = amountText(table.value);
  const own = (): Record<string, unknown> => {
    switch (form) {
      case 'sum':
        return { value };
      case 'rate':
        return { value, of: table.of };
      case 'perPoint':
        return { value, by: table.by, above: amountText(table.above) };
      case 'perStep':
        return { value, by: table.by, step: amountText(table.step), above: amountText(table.above) };
      case 'bracket':
      case 'marginal':
        return {
          by: table.by,
          ...(form === 'bracket' ? { of: table.of } : {}),
          rows: table.tiers.map(({ from, to, value: given }) => ({
            from: amountText(from),
            to: amountText(to),
            value: amountText(given),
          })),
        };
    }
  };
  return { shape: form, ...own(), ...Object.fromEntries(bounds) };
}

/** What `readShape` reads; `from` is where the officer has the figures from, blank where that is not said. */
export function shapeSource({ choice, tables }: ShapeDraft, from: string): Record<string, unknown> {
  const source = from.trim() === '' ? {} : { source: from.trim() };
  const [only] = tables;
  if (choice === '' && only !== undefined) return { ...tableSource(only), ...source };
  return { shape: 'choice', by: choice, rows: tables.map((table) => ({ choice: table.choice, value: tableSource(table) })), ...source };
}

// ---- shape → draft

function amountOf(written: Written | undefined): DraftAmount {
  const match = /^([+-]?[\d.,]+)\s*(.*)$/.exec(written?.text.normalize('NFKC') ?? '');
  const unit = match?.[2] ?? '';
  return { number: match?.[1] ?? '', unit: usualUnit(unit) };
}

/** A shape without tables in its tables; null for others. */
function tableOf(shape: Shape, choice: string): DraftTable | null {
  const common = {
    choice,
    by: 'by' in shape ? shape.by : '',
    of: 'of' in shape && shape.of !== undefined ? shape.of : '',
    value: blank,
    step: blank,
    above: blank,
    tiers: [blankTier],
    cap: amountOf(shape.cap),
    floor: amountOf(shape.floor),
    atLeast: amountOf(shape.atLeast),
    minimum: amountOf(shape.minimum?.from),
    noBase: amountOf(shape.noBase?.value),
  };
  switch (shape.shape) {
    case 'sum':
    case 'rate':
      return { ...common, form: shape.shape, value: amountOf(shape.value) };
    case 'perStep': {
      const own = { ...common, value: amountOf(shape.value), above: amountOf(shape.above) };
      const isPoint = shape.above !== undefined && shape.step.text === '1%';
      return isPoint ? { ...own, form: 'perPoint' } : { ...own, form: 'perStep', step: amountOf(shape.step) };
    }
    case 'bracket':
    case 'marginal': {
      const tiers = shape.rows.flatMap(({ from, to, value }) =>
        'shape' in value ? [] : [{ from: amountOf(from), to: amountOf(to), value: amountOf(value) }],
      );
      return tiers.length < shape.rows.length ? null : { ...common, form: shape.shape, tiers };
    }
    case 'choice':
      return null;
  }
}

/** A shape that was read, as a draft; null where it holds tables within tables, which the pane does not edit. `labelOf` gives the word for a choice. */
export function draftOf(shape: Shape, labelOf: (choice: string) => string): ShapeDraft | null {
  if (shape.shape !== 'choice') {
    const table = tableOf(shape, '');
    return table === null ? null : { isUsed: true, choice: '', tables: [table] };
  }
  const tables = shape.rows.flatMap(
    ({ choices, value }) => tableOf(value, choices === null ? '其余' : choices.map(labelOf).join('、')) ?? [],
  );
  return tables.length < shape.rows.length ? null : { isUsed: true, choice: shape.by, tables };
}
