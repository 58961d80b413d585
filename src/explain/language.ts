/** The languages everything an officer reads exists in. */
export type Language = 'zh-CN' | 'en-US';

/** Every language, the first one is the default. */
export const languages: readonly Language[] = ['zh-CN', 'en-US'];

/** The language a setting such as `zh_CN.UTF-8`, `en` or `C` asks for; zh-CN where it names none of ours. */
export function languageNamed(setting: string | undefined): Language {
  return setting !== undefined && /^en\b|^en_/i.test(setting) ? 'en-US' : 'zh-CN';
}

/** Puts data into the `{places}` of a sentence; a place without data stays empty. */
export function fill(sentence: string, data: Readonly<Record<string, unknown>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, place: string) => {
    const value = Object.hasOwn(data, place) ? data[place] : undefined;
    return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  });
}
