import { english } from './en-US';
import type { Language } from './language';
import { chinese, type Words } from './zh-CN';

const byLanguage: Readonly<Record<Language, Words>> = { 'zh-CN': chinese, 'en-US': english };

/** The words of a language. */
export function words(language: Language): Words {
  return byLanguage[language];
}
