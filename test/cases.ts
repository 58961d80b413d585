import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { RawFacts, RawParameters, RawValue, Verdict } from '../src/engine';

/** Figures of a worked case; `awards` only where a total is judged. */
type CaseFacts = RawFacts & { readonly awards?: unknown };

/** A list of awards as the facts of a total. */
export function claiming(awards: unknown): CaseFacts {
  return { awards } as CaseFacts;
}

/** What a worked case expects; what is left out is not looked at, but for `applied`, which is then empty. */
interface Expected {
  readonly eligible: true | false | 'unknown';
  readonly amount: string | null;
  readonly reasons: readonly string[];
  readonly applied?: readonly string[];
  readonly range?: { readonly min: string; readonly max: string | null };
  readonly outputs?: Readonly<Record<string, string | null>>;
  readonly perMeasure?: Readonly<Record<string, string | null>>;
  readonly note: string;
}

/** A worked case of a pack, ready to be judged. */
export interface Case {
  readonly id: string;
  readonly measure: string;
  readonly facts: CaseFacts;
  readonly parameters: RawParameters;
  readonly readings: Readonly<Record<string, string>>;
  readonly expected: Expected;
}

interface WrittenCase {
  readonly id: string;
  readonly measure: string;
  readonly inputs: CaseFacts;
  readonly parameters: Readonly<Record<string, RawValue | Readonly<Record<string, RawValue>>>>;
  readonly expected: Expected;
}

/** Tests and benches run in the project's root. */
const packs = join(process.cwd(), 'packs');

/** The parsed YAML of a pack, as `readPack` takes it. */
export function packSource(id: string): unknown {
  return parse(readFileSync(join(packs, id, 'pack.yaml'), 'utf8'));
}

function isByMeasure(value: RawValue | Readonly<Record<string, RawValue>>): value is Readonly<Record<string, RawValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The worked cases of a pack. `readings`: ids of its switches, which stand among a case's parameters. */
export function loadCases(pack: string, readings: readonly string[]): Case[] {
  const written = parse(readFileSync(join(packs, pack, 'cases.yaml'), 'utf8')) as readonly WrittenCase[];
  return written.map(({ id, measure, inputs, parameters, expected }) => {
    const given: Record<string, RawValue> = {};
    const settings: Record<string, string> = {};
    for (const [name, value] of Object.entries(parameters)) {
      if (isByMeasure(value)) for (const [own, figure] of Object.entries(value)) given[`${name}.${own}`] = figure;
      else if (readings.includes(name) && typeof value === 'string') settings[name] = value;
      else given[name] = value;
    }
    return { id, measure, facts: inputs, parameters: given, readings: settings, expected };
  });
}

/** The part of a verdict that a worked case speaks of, with reasons and caps as sorted lists. */
export function spoken(verdict: Verdict, expected: Expected): object {
  const keys = Object.keys(expected.outputs ?? {});
  return {
    measure: verdict.measure,
    eligible: verdict.eligible,
    amount: verdict.amount,
    reasons: [...verdict.reasons].sort(),
    applied: [...verdict.applied].sort(),
    ...(expected.range ? { range: verdict.range } : {}),
    ...(expected.outputs ? { outputs: Object.fromEntries(keys.map((key) => [key, verdict.outputs?.[key]])) } : {}),
    ...(expected.perMeasure ? { perMeasure: verdict.perMeasure } : {}),
  };
}

/** The same part as the case writes it. */
export function wanted(measure: string, expected: Expected): object {
  const { eligible, amount, reasons, applied = [], range, outputs, perMeasure } = expected;
  return {
    measure,
    eligible,
    amount,
    reasons: [...reasons].sort(),
    applied: [...applied].sort(),
    ...(range ? { range } : {}),
    ...(outputs ? { outputs } : {}),
    ...(perMeasure ? { perMeasure } : {}),
  };
}
