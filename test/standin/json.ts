/** What comes in messages is not known before it was looked at. */

/** An object of a message. */
export interface Json {
  readonly [key: string]: unknown;
}

/** Whether it is an object and no list. */
export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The list, or an empty one where there is none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
