import { readSettings, type AssessedPolicy, type AssessedSide } from '../assess';
import type { Host } from '../hosts/host';
import type { ParameterReading } from '../ledger';

/** A reading with its option on each side; `a` null: as the workbook has it. */
export interface ReadingChoice {
  readonly reading: string;
  readonly a: string | null;
  readonly b: string;
}

/** What the two sides differ in. What is left out is the same on both. */
export interface SidesApart {
  readonly readings?: readonly ReadingChoice[];
  /** The document of side B where its figures are assumed. */
  readonly policyB?: AssessedPolicy;
  /** Parameters, readings and sources of side B. */
  readonly settingsB?: ParameterReading;
}

function withReadings(settings: ParameterReading, readings: Readonly<Record<string, string>>): ParameterReading {
  return { ...settings, readings: { ...settings.readings, ...readings } };
}

/** The two sides to judge a ledger by. Side A stands under `settings`, or under the workbook's own sheet 参数. */
export async function sidesOf(
  host: Host,
  policy: AssessedPolicy,
  apart: SidesApart,
  settings?: ParameterReading,
): Promise<readonly [AssessedSide, AssessedSide]> {
  const own = settings ?? (await readSettings(host, policy.pack));
  const chosen = apart.readings ?? [];
  const a = Object.fromEntries(chosen.flatMap(({ reading, a: option }) => (option === null ? [] : [[reading, option]])));
  const b = Object.fromEntries(chosen.map(({ reading, b: option }) => [reading, option]));
  return [
    { policy, settings: withReadings(own, a) },
    { policy: apart.policyB ?? policy, settings: withReadings(apart.settingsB ?? own, b) },
  ];
}
