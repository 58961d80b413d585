import type { Language } from './language';
import { english } from './en-US';
import { chinese } from './zh-CN';

/** A sentence in two halves: what is wrong and why; what to do. Both may hold `{places}`. */
export interface Saying {
  readonly text: string;
  readonly todo: string | null;
}

/** A problem's sentence and how much it weighs: an error leaves a figure out, a warning only asks to be looked at. */
export interface ProblemSaying extends Saying {
  readonly severity: 'error' | 'warning';
}

/** Every word of src/explain, by the same keys in each language. */
export type Words = typeof chinese;

const byLanguage: Readonly<Record<Language, Words>> = { 'zh-CN': chinese, 'en-US': english };

/** The words of a language. */
export function words(language: Language): Words {
  return byLanguage[language];
}
