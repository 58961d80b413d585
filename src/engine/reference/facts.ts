import type { RawValue } from '../program';
import type { Choice, FactType } from '../tree';

/** What intake made of one figure. Numbers stay decimal text in the declared unit until the arithmetic takes them. */
export type Fact =
  | { readonly state: 'missing' }
  | { readonly state: 'invalid' }
  | { readonly state: 'number'; readonly text: string }
  | { readonly state: 'yesno'; readonly yes: boolean }
  | { readonly state: 'choice'; readonly id: string }
  | { readonly state: 'choices'; readonly ids: readonly string[] };

/** The part of a declaration that intake looks at. */
interface Declared {
  readonly type: FactType;
  readonly choices: readonly Choice[];
}

const missing: Fact = { state: 'missing' };
const invalid: Fact = { state: 'invalid' };
const longestNumber = 400;
const dayLength = 24 * 60 * 60 * 1000;

/** Reads one raw figure; signs, fractions and bands are judged by the arithmetic, which alone knows numbers. */
export function readFact(written: RawValue, declared: Declared): Fact {
  const raw = typeof written === 'string' ? written.trim() : written;
  if (raw === null || raw === undefined || raw === '') return missing;
  switch (declared.type) {
    case 'number':
      return readNumber(raw);
    case 'yesno':
      return readYesNo(raw);
    case 'choice':
      return readChoice(raw, declared.choices);
    case 'choices':
      return readChoices(raw, declared.choices);
    case 'date':
      return readDate(raw);
  }
}

function readNumber(raw: RawValue): Fact {
  if (typeof raw === 'number') return Number.isFinite(raw) ? readNumber(String(raw)) : invalid;
  if (typeof raw !== 'string' || raw.length > longestNumber) return invalid;
  const match = /^[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE]([+-]?[0-9]{1,4}))?$/.exec(raw);
  if (!match) return invalid;
  const exponent = match[1];
  if (exponent !== undefined && Math.abs(Number(exponent)) > longestNumber) return invalid;
  return { state: 'number', text: raw };
}

function readYesNo(raw: RawValue): Fact {
  if (raw === true || raw === 'true' || raw === '是') return { state: 'yesno', yes: true };
  if (raw === false || raw === 'false' || raw === '否') return { state: 'yesno', yes: false };
  return invalid;
}

function choiceId(word: string, choices: readonly Choice[]): string | undefined {
  return choices.find((choice) => [choice.id, choice.label, ...choice.aliases].includes(word))?.id;
}

function readChoice(raw: RawValue, choices: readonly Choice[]): Fact {
  const id = typeof raw === 'string' ? choiceId(raw, choices) : undefined;
  return id === undefined ? invalid : { state: 'choice', id };
}

function readChoices(raw: RawValue, choices: readonly Choice[]): Fact {
  const words = typeof raw === 'string' ? raw.split(/[、,，;；\s]/).filter((word) => word !== '') : raw;
  if (!Array.isArray(words)) return invalid;
  const ids = words.map((word) => (typeof word === 'string' ? choiceId(word.trim(), choices) : undefined));
  const known = ids.filter((id) => id !== undefined);
  return known.length === ids.length ? { state: 'choices', ids: known } : invalid;
}

function readDate(raw: RawValue): Fact {
  const match = typeof raw === 'string' ? /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(raw) : null;
  if (!match) return invalid;
  const day = Date.parse(`${match[0]}T00:00:00Z`);
  // Date.parse lets 31 June roll into July in some engines: the day must print as it was written.
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== match[0]) return invalid;
  return { state: 'number', text: String(day / dayLength) };
}

/** A choice and every wider choice that contains it. */
export function withParents(id: string, choices: readonly Choice[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (next: string): void => {
    if (found.has(next)) return;
    found.add(next);
    for (const parent of choices.find((choice) => choice.id === next)?.parents ?? []) visit(parent);
  };
  visit(id);
  return found;
}

/** Month and day of a day number, as month × 100 + day. */
function dayOfYear(day: number): number {
  const [, month, date] = dateOfDay(day).split('-');
  return Number(month) * 100 + Number(date);
}

/** Whether a day number is the day month × 100 + day of its year. */
export function isDayOfYear(day: number, wanted: number): boolean {
  return dayOfYear(day) === wanted;
}

/** The ISO date of a day number. */
export function dateOfDay(day: number): string {
  return new Date(day * dayLength).toISOString().slice(0, 10);
}

/** A day moved by the rule for its day of the year: forward, a day at a time, to the first that is the rule's; any other day stays. */
export function movedDay(day: number, rules: readonly { readonly from: number; readonly to: number }[]): number {
  const rule = rules.find(({ from }) => isDayOfYear(day, from));
  if (!rule) return day;
  let moved = day;
  while (!isDayOfYear(moved, rule.to)) moved += 1;
  return moved;
}
