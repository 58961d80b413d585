import { dayNumber } from './calendar';
import { INVALID, KNOWN, MISSING } from './columns';
import { compareExact, readDecimal } from './decimal';
import type { RawValue } from './program';
import type { Band, Choice, ExactNumber, Input, Parameter } from './tree';

/** One figure as it came in: a number still exact, or a small integer (choice index, bit set, yes/no, day). */
export type Intake =
  | { readonly state: typeof MISSING | typeof INVALID }
  | { readonly state: typeof KNOWN; readonly number: ExactNumber }
  | { readonly state: typeof KNOWN; readonly small: number };

const missing: Intake = { state: MISSING };
const invalid: Intake = { state: INVALID };

/** The index of the choice a text names by id, label or alias; −1 where it names none. */
export function choiceIndex(choices: readonly Choice[], text: string): number {
  const word = text.trim();
  return choices.findIndex((choice) => choice.id === word || choice.label === word || choice.aliases.includes(word));
}

/** The bit set of the named choices and all below them; null where one is unknown. */
function choiceSet(choices: readonly Choice[], named: readonly string[]): number | null {
  let bits = 0;
  for (const word of named) {
    const index = choiceIndex(choices, word);
    if (index < 0) return null;
    bits |= 1 << index;
  }
  // A child stands under its parent, however deep.
  for (let grown = -1; grown !== bits;) {
    grown = bits;
    choices.forEach((choice, index) => {
      if (choice.parents.some((parent) => (bits & (1 << choices.findIndex((other) => other.id === parent))) !== 0)) bits |= 1 << index;
    });
  }
  return bits;
}

const truths = new Map<RawValue, number>([
  [true, 1],
  [false, 0],
  ['true', 1],
  ['false', 0],
  ['是', 1],
  ['否', 0],
]);

/** Whether a value lies outside a band. */
export function outside(value: ExactNumber, band: Band): boolean {
  if (band.low && compareExact(value, band.low.value) < (band.low.inclusive ? 0 : 1)) return true;
  return band.high !== undefined && compareExact(value, band.high.value) > (band.high.inclusive ? 0 : -1);
}

/** Whether an exact number can be what the fact declares: not below zero, no fraction of a person, inside the band or what is allowed. */
export function canBe(fact: Input | Parameter, value: ExactNumber): boolean {
  if (!fact.negative && value.digits.startsWith('-')) return false;
  if (fact.whole && value.power < 0) return false;
  const limits = 'band' in fact ? fact.band : fact.allowed;
  return limits === undefined || !outside(value, limits);
}

/** Reads one raw figure against its declaration. Blank is missing; what cannot be is invalid; nothing becomes 0. */
export function takeIn(fact: Input | Parameter, raw: RawValue): Intake {
  if (raw === null || raw === undefined || (typeof raw === 'string' && raw.trim() === ''))
    return 'otherwise' in fact && fact.otherwise !== undefined ? { state: KNOWN, number: fact.otherwise } : missing;
  switch (fact.type) {
    case 'number': {
      if (typeof raw !== 'string' && typeof raw !== 'number') return invalid;
      const number = readDecimal(String(raw).trim());
      return number === null || !canBe(fact, number) ? invalid : { state: KNOWN, number };
    }
    case 'yesno': {
      const small = truths.get(typeof raw === 'string' ? raw.trim() : raw);
      return small === undefined ? invalid : { state: KNOWN, small };
    }
    case 'date': {
      const day = typeof raw === 'string' ? dayNumber(raw.trim()) : null;
      return day === null ? invalid : { state: KNOWN, small: day };
    }
    case 'choice': {
      const index = typeof raw === 'string' ? choiceIndex(fact.choices, raw) : -1;
      return index < 0 ? invalid : { state: KNOWN, small: index };
    }
    case 'choices': {
      const named = typeof raw === 'string' ? raw.split(/[、,，;；\s]+/).filter((word) => word !== '') : raw;
      if (typeof named === 'number' || typeof named === 'boolean') return invalid;
      const bits = choiceSet(fact.choices, named);
      return bits === null ? invalid : { state: KNOWN, small: bits };
    }
  }
}
