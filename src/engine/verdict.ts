/** What a reason says; the subject follows the colon: `fail:output-min`, `missing:newHires`. See README §4. */
export type ReasonKind =
  | 'fail'
  | 'floor'
  | 'missing'
  | 'invalid'
  | 'missing-parameter'
  | 'invalid-parameter'
  | 'undefined-base'
  | 'undefined-growth'
  | 'officer-decision'
  | 'not-applicable'
  | 'conflict'
  | 'missing-amount';

/** A code with its data: `kind:subject`. Words live in src/explain. */
export type Reason = `${ReasonKind}:${string}`;

/** A ceiling that changed the amount: `cap:<id>` or `fund-limit:<id>`. */
export type Applied = `${'cap' | 'fund-limit'}:${string}`;

/** Entitled, not entitled, or undecided for want of something. */
export type Eligibility = true | false | 'unknown';

/** The answer for one measure and one row. Amounts are exact decimals in 万元, without trailing zeros. */
export interface Verdict {
  readonly measure: string;
  readonly eligible: Eligibility;
  /** null while it is open. */
  readonly amount: string | null;
  /** Given where the amount is open, the row is entitled, and a bound beyond 0 is known. `max` is null where it has none. */
  readonly range?: { readonly min: string; readonly max: string | null };
  readonly reasons: readonly Reason[];
  readonly applied: readonly Applied[];
  readonly outputs?: Readonly<Record<string, string | null>>;
  /** Composite only: each member's amount. */
  readonly perMeasure?: Readonly<Record<string, string | null>>;
}

/** Splits `kind:subject`. */
export function readReason(reason: Reason): { kind: string; subject: string } {
  const colon = reason.indexOf(':');
  return { kind: reason.slice(0, colon), subject: reason.slice(colon + 1) };
}
