import { HostProblem } from '../host';

/** Where a piece of XML stands, for problems. */
export type Place = Readonly<Record<string, string | number>>;

/** One opening (or self-closed) tag of a small part: the name without its prefix, attributes by their full names. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const entity = /&([^;&<\s]{0,12});?/g;

/** XML text as it was meant: the five entities of XML and character numbers. Any other entity gives null; none is ever expanded. */
export function plainText(raw: string): string | null {
  let text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  if (!text.includes('&')) return text;
  let known = true;
  text = text.replace(entity, (whole: string, name: string) => {
    if (whole.endsWith(';') && Object.hasOwn(entities, name)) return entities[name] ?? '';
    const code = /^#x[0-9a-f]+$/i.test(name) ? parseInt(name.slice(2), 16) : /^#[0-9]+$/.test(name) ? parseInt(name.slice(1), 10) : -1;
    if (!whole.endsWith(';') || code <= 0 || code > 0x10ffff) {
      known = false;
      return '';
    }
    return String.fromCodePoint(code);
  });
  return known ? text : null;
}

/** Excel's own escapes inside texts: `_x000D_` is a carriage return, `_x005F_` an underscore. */
export function withoutEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** The opening tags of a small part in order. A document type is refused: no workbook needs one, and bombs are made of them. */
export function* elements(xml: string, place: Place): Generator<Element> {
  let at = 0;
  for (;;) {
    const open = xml.indexOf('<', at);
    if (open < 0) return;
    const skipped = skipSpecial(xml, open, place);
    if (skipped !== null) {
      at = skipped;
      continue;
    }
    const end = tagEnd(xml, open, place);
    if (xml[open + 1] !== '/') yield element(xml.slice(open + 1, end), place);
    at = end + 1;
  }
}

/** Past a comment, a processing instruction or CDATA; null where a tag stands. */
function skipSpecial(xml: string, open: number, place: Place): number | null {
  const closer = xml.startsWith('<!--', open)
    ? '-->'
    : xml.startsWith('<![CDATA[', open)
      ? ']]>'
      : xml.startsWith('<?', open)
        ? '?>'
        : null;
  if (closer === null) {
    if (xml[open + 1] === '!') throw new HostProblem('unsupported-format', { ...place, reason: 'doctype' });
    return null;
  }
  const end = xml.indexOf(closer, open + 2);
  if (end < 0) throw new HostProblem('truncated', { ...place, reason: 'end' });
  return end + closer.length;
}

/** The `>` of the tag that opens there; one inside quotes does not count. */
function tagEnd(xml: string, open: number, place: Place): number {
  let from = open;
  for (;;) {
    const end = xml.indexOf('>', from);
    if (end < 0) throw new HostProblem('truncated', { ...place, reason: 'end' });
    const quote = openQuote(xml, open, end);
    if (quote === null) return end;
    const closed = xml.indexOf(quote, end);
    if (closed < 0) throw new HostProblem('truncated', { ...place, reason: 'end' });
    from = closed + 1;
  }
}

function openQuote(xml: string, from: number, to: number): string | null {
  let quote: string | null = null;
  for (let at = from; at < to; at += 1) {
    const here = xml[at];
    if (quote === null ? here === '"' || here === "'" : here === quote) quote = quote === null ? (here ?? null) : null;
  }
  return quote;
}

const attribute = /([^\s=/"'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function element(tag: string, place: Place): Element {
  const attributes = new Map<string, string>();
  for (const [, name, double, single] of tag.matchAll(attribute)) {
    const value = plainText(double ?? single ?? '');
    if (value === null || name === undefined) throw new HostProblem('not-a-workbook', { ...place, reason: 'markup' });
    attributes.set(name, value);
  }
  const full = /^[^\s/>]*/.exec(tag)?.[0] ?? '';
  return { name: full.slice(full.indexOf(':') + 1), attributes };
}

const unsafe = /[&<>\r_\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/;

const unwritable =
  /[\u0000-\u0008\u000b\u000c\r\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text as XML content; what XML cannot hold is written as Excel does (`_x0001_`), and so is a text that looks like such an escape. */
export function xmlText(text: string): string {
  if (!unsafe.test(text)) return text;
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(unwritable, (bad) => `_x${bad.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** A text as the value of an attribute in double quotes. */
export function xmlAttribute(text: string): string {
  return xmlText(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;');
}
