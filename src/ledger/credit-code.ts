import { shortestDigits } from './decimal';
import { compact } from './text';

/** GB 32100-2015: 31 characters, no I O S V Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** 3^(i-1) mod 31. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
/** GB 11714-1997, over characters 9 to 16 with A–Z = 10–35. */
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;
/** Letters the standard leaves out because they are taken for digits. */
const LOOKALIKES: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', Z: '2' };

const VALUE_31 = new Int8Array(128).fill(-1);
for (let at = 0; at < ALPHABET.length; at++) VALUE_31[ALPHABET.charCodeAt(at)] = at;

/** The answer about one 统一社会信用代码. `suggestions` are for the officer to confirm, never to be taken over. */
export interface CreditCodeCheck {
  readonly valid: boolean;
  readonly problem?:
    | 'credit-code-missing'
    | 'credit-code-digits-lost'
    | 'credit-code-length'
    | 'credit-code-characters'
    | 'credit-code-organisation'
    | 'credit-code-check';
  readonly suggestions?: readonly string[];
}

/** A code as it is compared: half-width, upper case, without spaces and hyphens. */
export function normalCreditCode(text: string): string {
  return compact(text)
    .toUpperCase()
    .replace(/[-‐‑–—'`]/g, '');
}

function value31(code: string, at: number): number {
  const unit = code.charCodeAt(at);
  const value = unit < 128 ? VALUE_31[unit] : undefined;
  return value === undefined ? -1 : value;
}

/** Character 17: the check digit of the organisation code in characters 9 to 16. */
function organisationDigit(code: string): string {
  let sum = 0;
  for (let at = 0; at < 8; at++) {
    const unit = code.charCodeAt(8 + at);
    const weight = ORGANISATION_WEIGHTS[at];
    if (weight !== undefined) sum += weight * (unit <= 57 ? unit - 48 : unit - 55);
  }
  const rest = 11 - (sum % 11);
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest);
}

/** Character 18: the check digit of the whole code. */
function lastCharacter(code: string): string {
  let sum = 0;
  for (let at = 0; at < 17; at++) {
    const weight = WEIGHTS[at];
    if (weight !== undefined) sum += weight * value31(code, at);
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Whether a normal code passes both checks. */
export function isCreditCode(code: string): boolean {
  if (code.length !== 18) return false;
  for (let at = 0; at < 18; at++) if (value31(code, at) < 0) return false;
  return organisationDigit(code) === code.charAt(16) && lastCharacter(code) === code.charAt(17);
}

/** All-digit codes that begin with these 15 digits: what a code may have been before a spreadsheet kept 15 digits of it. */
function codesBeginning(digits15: string): readonly string[] {
  const found: string[] = [];
  for (let digit = 0; digit <= 9; digit++) {
    const sixteen = digits15 + digit;
    const seventeen = sixteen + organisationDigit(sixteen);
    const code = seventeen + lastCharacter(seventeen);
    if (/^\d{18}$/.test(code)) found.push(code);
  }
  return found;
}

/** Checks one code as written. Division codes of old (横县, 柳江县 …) are digits like others: they stay valid. */
export function checkCreditCode(text: string): CreditCodeCheck {
  const code = normalCreditCode(text);
  if (code === '') return { valid: false, problem: 'credit-code-missing' };
  if (isCreditCode(code)) return { valid: true };
  if (/^\d(?:\.\d+)?E\+?17$/.test(code)) {
    const digits = code.replace(/E.*$/, '').replace('.', '');
    return lost(digits);
  }
  if (/^\d{15}000$/.test(code)) return lost(code.slice(0, 15));
  if (code.length !== 18) return { valid: false, problem: 'credit-code-length' };
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) {
    const suggestion = code.replace(/[IOSZ]/g, (letter) => LOOKALIKES[letter] ?? letter);
    return { valid: false, problem: 'credit-code-characters', ...(isCreditCode(suggestion) ? { suggestions: [suggestion] } : {}) };
  }
  return { valid: false, problem: lastCharacter(code) === code.charAt(17) ? 'credit-code-organisation' : 'credit-code-check' };
}

/** Checks a code that arrived as a number. A spreadsheet keeps 15 digits, so of 18 the last three are gone. */
export function checkNumericCode(value: number): CreditCodeCheck {
  if (!Number.isInteger(value) || value < 1e17 || value >= 1e18) return { valid: false, problem: 'credit-code-length' };
  return lost(shortestDigits(value).slice(0, 15));
}

function lost(digits: string): CreditCodeCheck {
  if (digits.length !== 15) return { valid: false, problem: 'credit-code-digits-lost' };
  return { valid: false, problem: 'credit-code-digits-lost', suggestions: codesBeginning(digits) };
}
