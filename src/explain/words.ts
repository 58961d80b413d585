import type { Language } from './language';
import { chinese, type Words } from './zh-CN';

/** Chinese is always at hand. */
const byLanguage = new Map<Language, Words>([['zh-CN', chinese]]);

/** Puts the words of a language at hand. */
export function addWords(language: Language, words: Words): void {
  byLanguage.set(language, words);
}

/** Loads the words of a language, once: every door asks before it speaks, so that a page fetches no other. Rejects where they cannot be fetched. */
export async function loadWords(language: Language): Promise<void> {
  if (byLanguage.has(language)) return;
  const { english } = await import('./en-US');
  addWords('en-US', english);
}

/** The words of a language. RangeError where they are not loaded. */
export function words(language: Language): Words {
  const found = byLanguage.get(language);
  if (found === undefined) throw new RangeError(`the words of ${language} are not loaded`);
  return found;
}
