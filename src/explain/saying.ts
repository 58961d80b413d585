/** A sentence in two halves: what is wrong and why; what to do. Both may hold `{places}`. */
export interface Saying {
  readonly text: string;
  readonly todo: string | null;
}

/** A problem's sentence and how much it weighs: an error leaves a figure out, a warning only asks to be looked at. */
export interface ProblemSaying extends Saying {
  readonly severity: 'error' | 'warning';
}
