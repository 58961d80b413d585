/** What a sample cell holds; null is blank, `{ error }` an error value. */
export type SampleCell = string | number | null | { readonly error: string };

/** One enterprise of the sample ledger; figures by input id (or by a parameter's full name). */
export interface SampleEnterprise {
  readonly name: string;
  readonly code: SampleCell;
  readonly city: string;
  readonly county: string;
  readonly facts: Readonly<Record<string, SampleCell>>;
  /** What the row shows, in the officer's words. */
  readonly note: string;
}

/** A project or an event of an enterprise of the sample. */
export interface SampleEntry {
  readonly title: string;
  readonly enterprise: string;
  readonly code: SampleCell;
  readonly facts: Readonly<Record<string, SampleCell>>;
  readonly note: string;
}

/** Made-up data of a template. */
export interface Sample {
  readonly enterprises: readonly SampleEnterprise[];
  readonly projects: readonly SampleEntry[];
  readonly events: readonly SampleEntry[];
  /** Example values of unpublished parameters, by full name. */
  readonly parameters: Readonly<Record<string, SampleCell>>;
}
