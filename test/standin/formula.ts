/** The formulas the stand-in can calculate: `=HUIQI.NAME(…)` over references, literals, arrays and `reference&""`; and a reference alone. */
import { quoteSheet, writeAddress, type Area } from './address';
import { textOf, type StandInSheet, type Value } from './sheet';
import type { Caller } from './table';
import type { StandInWorkbook } from './workbook';

/** Where an argument stands, and whether it is passed as text. */
export interface Source {
  readonly sheet: StandInSheet;
  readonly area: Area;
  readonly asText: boolean;
}

/** An argument: left out, written in the formula, or cells. */
type Argument = { readonly literal: readonly (readonly Value[])[] } | { readonly source: Source } | null;

/** A call of one of our functions. */
export interface Call {
  readonly id: string;
  readonly given: readonly Argument[];
}

/** The call a formula makes. Throws where it holds what the stand-in cannot calculate; null where it calls no function of the namespace. */
export function readCall(formula: string, namespace: string, workbook: StandInWorkbook, caller: Caller): Call | null {
  const match = /^=([A-Z0-9_]+)\.([A-Z0-9_.]+)\((.*)\)$/is.exec(formula);
  if (match?.[1]?.toUpperCase() !== namespace) return null;
  return {
    id: (match[2] ?? '').toUpperCase(),
    given: splitArguments(match[3] ?? '').map((text) => readArgument(text.trim(), workbook, caller)),
  };
}

/** Whether it begins with the namespace, so that Excel would look for the function. */
export const callsNamespace = (formula: string, namespace: string): boolean => formula.toUpperCase().startsWith(`=${namespace}.`);

function readArgument(text: string, workbook: StandInWorkbook, caller: Caller): Argument {
  if (text === '') return null;
  const literal = readLiteral(text);
  if (literal !== undefined) return { literal: [[literal]] };
  if (text.startsWith('{') && text.endsWith('}'))
    return {
      literal: text
        .slice(1, -1)
        .split(';')
        .map((row) => splitArguments(row).map((each) => readLiteral(each) ?? each)),
    };
  const asText = text.endsWith('&""');
  const found = workbook.resolve(asText ? text.slice(0, -3) : text, caller.sheet, caller);
  if (!found) throw new Error(`The stand-in host cannot calculate ${text}.`);
  return { source: { ...found, asText } };
}

/** What the function is handed, and the address that goes with it ("" where it is no plain reference). Errors travel as office.js reads them. */
export function handOver(argument: Argument, blank: 0 | null | ''): { value: unknown; address: string } {
  if (argument === null) return { value: null, address: '' };
  if ('literal' in argument) return { value: argument.literal, address: '' };
  const { sheet, area, asText } = argument.source;
  const value = sheet.matrix(area, (cell): unknown => {
    if (cell?.error === true) return { type: 'CustomFunctionError', code: cell.value };
    if (asText) return cell === undefined ? '' : textOf(cell.value);
    return cell === undefined || (cell.value === '' && cell.formula === undefined) ? blank : cell.value;
  });
  return { value, address: asText ? '' : `${quoteSheet(sheet.name)}!${writeAddress(area)}` };
}

function readLiteral(text: string): Value | undefined {
  const trimmed = text.trim();
  const quoted = /^"((?:[^"]|"")*)"$/s.exec(trimmed);
  if (quoted) return (quoted[1] ?? '').replaceAll('""', '"');
  if (/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?%?$/i.test(trimmed))
    return trimmed.endsWith('%') ? Number(trimmed.slice(0, -1)) / 100 : Number(trimmed);
  return /^(true|false)$/i.test(trimmed) ? trimmed.toLowerCase() === 'true' : undefined;
}

/** Cuts at commas that stand outside quotes and brackets. */
function splitArguments(source: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let depth = 0;
  for (const letter of source) {
    if (letter === '"') quoted = !quoted;
    if (!quoted && '({['.includes(letter)) depth += 1;
    if (!quoted && ')}]'.includes(letter)) depth -= 1;
    if (letter === ',' && !quoted && depth === 0) {
      parts.push(part);
      part = '';
    } else part += letter;
  }
  if (parts.length > 0 || part.trim() !== '') parts.push(part);
  return parts;
}
