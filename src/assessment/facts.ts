import {
  INVALID,
  KNOWN,
  MISSING,
  WIDE,
  type BlockFacts,
  type Column,
  type Pack,
  type RawFacts,
  type RawParameters,
  type RawValue,
} from '../engine';

type Fact = Pack['inputs'][string] | Pack['parameters'][string];
type Numbers = Int8Array | Int16Array | Int32Array | Float64Array;

/** A column in as few bytes as its figures need. */
interface PackedColumn {
  readonly fact: Fact;
  readonly numbers: Numbers;
  /** null: every row is known. */
  readonly states: Uint8Array | null;
  readonly wide: ReadonlyMap<number, string>;
}

/** What an impossible figure is handed on as: no number, choice or date reads like this, so it stays impossible. */
const impossible = '?';

/** The facts of a block, kept for the row somebody asks about later. */
export class PackedFacts {
  private readonly inputs: (readonly [string, PackedColumn])[];
  private readonly parameters: (readonly [string, PackedColumn])[];

  constructor(block: BlockFacts, pack: Pack) {
    this.inputs = packed(block.inputs, pack.inputs);
    this.parameters = packed(block.parameterColumns, pack.parameters);
  }

  /** One row's figures as the one-row lane takes them; a blank is null. */
  facts(row: number): RawFacts {
    return Object.fromEntries(this.inputs.map(([id, column]) => [id, valueOf(column, row)]));
  }

  /** One of them. */
  fact(row: number, input: string): RawValue {
    const column = this.inputs.find(([id]) => id === input)?.[1];
    return column === undefined ? null : valueOf(column, row);
  }

  /** Parameters that the row itself gives, by full name. */
  rowParameters(row: number): RawParameters {
    return Object.fromEntries(
      this.parameters.map(([id, column]) => [id, valueOf(column, row)] as const).filter(([, value]) => value !== null),
    );
  }
}

function packed(columns: Readonly<Record<string, Column>>, facts: Readonly<Record<string, Fact>>): (readonly [string, PackedColumn])[] {
  return Object.entries(columns).flatMap(([id, column]) => {
    const fact = Object.hasOwn(facts, id) ? facts[id] : undefined;
    if (fact === undefined || column.states.every((state) => state === MISSING)) return [];
    return [[id, packColumn(fact, column)] as const];
  });
}

function packColumn(fact: Fact, column: Column): PackedColumn {
  const { values, states } = column;
  let most = 0;
  let whole = true;
  let allKnown = true;
  for (let row = 0; row < values.length; row += 1) {
    if (states[row] !== KNOWN) {
      allKnown = false;
      continue;
    }
    const value = values[row];
    if (value === undefined) continue;
    const size = Math.abs(value);
    if (size > most) most = size;
    if (!Number.isInteger(value)) whole = false;
  }
  const numbers =
    !whole || most > 0x7fffffff
      ? new Float64Array(values.length)
      : most > 0x7fff
        ? new Int32Array(values.length)
        : most > 0x7f
          ? new Int16Array(values.length)
          : new Int8Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (states[row] === KNOWN && value !== undefined) numbers[row] = value;
  }
  return { fact, numbers, states: allKnown ? null : states.slice(), wide: column.wide };
}

function valueOf(column: PackedColumn, row: number): RawValue {
  const state = column.states === null ? KNOWN : column.states[row];
  if (state === MISSING || state === undefined) return null;
  if (state === INVALID) return impossible;
  if (state === WIDE) return column.wide.get(row) ?? impossible;
  const number = column.numbers[row];
  if (number === undefined) return null;
  const { fact } = column;
  switch (fact.type) {
    case 'number':
      return unscaled(number, fact.decimals);
    case 'yesno':
      return number === 1;
    case 'choice':
      return fact.choices[number]?.id ?? impossible;
    case 'date':
      return new Date(number * 86_400_000).toISOString().slice(0, 10);
    case 'choices':
      return fact.choices.filter((_, index) => (number & (1 << index)) !== 0).map((choice) => choice.id);
  }
}

/** value × 10^decimals back to decimal text. */
function unscaled(scaled: number, decimals: number): string {
  const negative = scaled < 0;
  const digits = BigInt(Math.abs(scaled)).toString();
  if (decimals === 0) return (negative ? '-' : '') + digits;
  const padded = digits.padStart(decimals + 1, '0');
  const text = `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`.replace(/\.?0+$/, '');
  return negative ? `-${text}` : text;
}
