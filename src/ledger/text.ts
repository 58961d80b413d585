/** Full-width ASCII and the ideographic space become half-width. Superscripts and circled digits stay as they are: 10² is not 102. */
export function halfWidth(text: string): string {
  return text.replace(/[\uFF01-\uFF5E\u3000]/g, (c) => (c === '\u3000' ? ' ' : String.fromCharCode(c.charCodeAt(0) - 0xfee0)));
}

/** Half-width, without any space, line break or invisible character. */
export function compact(text: string): string {
  return halfWidth(text).replace(/[\s\u200B-\u200F\u2028-\u202F\u2060\uFEFF]+/g, '');
}

/** A label as officers write it, for comparing: compact, lower case, one kind of bracket and quote. */
export function labelKey(text: string): string {
  return compact(text)
    .toLowerCase()
    .replace(/[[【〔〖{]/g, '(')
    .replace(/[\]】〕〗}]/g, ')')
    .replace(/[“”‘’"'「」《》]/g, '');
}

/** Text for a message: one line, at most 60 characters. */
export function shortened(text: string): string {
  const line = text.slice(0, 80).replace(/\s+/g, ' ').trim();
  return line.length > 60 || text.length > 80 ? `${line.slice(0, 59)}…` : line;
}
