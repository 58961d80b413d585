import { BookProblem } from './book';

/** Attributes by their full names (`r:id`, `ref`). */
export type Attributes = Readonly<Record<string, string>>;

/** What a scan reports; names are without their prefix. */
interface XmlListener {
  open(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(text: string, part: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w+);/g, (whole, name: string) => {
    if (!name.startsWith('#')) {
      const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
      if (known === undefined) throw new BookProblem('not-a-workbook', { part, entity: whole });
      return known;
    }
    const code = name[1] === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}

/** Reads XML from start to end. Refuses document types (no entity is ever expanded but the five of XML) and anything not well formed. */
export function scanXml(xml: string, part: string, listener: XmlListener): void {
  const broken = (at: number): never => {
    throw new BookProblem('not-a-workbook', { part, at });
  };
  const short = (): never => {
    throw new BookProblem('truncated', { part });
  };
  const open: string[] = [];
  let at = 0;
  while (at < xml.length) {
    const tag = xml.indexOf('<', at);
    if (tag > at && listener.text && open.length > 0) listener.text(decode(xml.slice(at, tag), part));
    if (tag < 0) break;
    if (xml.startsWith('<!--', tag)) {
      at = xml.indexOf('-->', tag) + 3;
      if (at < 3) short();
    } else if (xml.startsWith('<![CDATA[', tag)) {
      const end = xml.indexOf(']]>', tag);
      if (end < 0) short();
      listener.text?.(xml.slice(tag + 9, end));
      at = end + 3;
    } else if (xml[tag + 1] === '?') {
      at = xml.indexOf('?>', tag) + 2;
      if (at < 2) short();
    } else if (xml[tag + 1] === '!') {
      broken(tag);
    } else if (xml[tag + 1] === '/') {
      const end = xml.indexOf('>', tag);
      if (end < 0) short();
      const full = xml.slice(tag + 2, end).trim();
      if (open.pop() !== full) broken(tag);
      listener.close?.(localName(full));
      at = end + 1;
    } else {
      at = openTag(tag);
    }
  }
  if (open.length > 0) short();

  function openTag(tag: number): number {
    let from = tag + 1;
    while (from < xml.length && !isEnd(xml.charCodeAt(from))) from += 1;
    const full = xml.slice(tag + 1, from);
    if (full === '') broken(tag);
    const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
    for (;;) {
      while (xml.charCodeAt(from) <= 32) from += 1;
      const next = xml[from];
      if (next === undefined) return short();
      if (next === '>' || next === '/') break;
      const equals = xml.indexOf('=', from);
      if (equals < 0) short();
      const name = xml.slice(from, equals).trim();
      let quote = equals + 1;
      while (xml.charCodeAt(quote) <= 32) quote += 1;
      const mark = xml[quote];
      if (mark !== '"' && mark !== "'") broken(quote);
      const end = xml.indexOf(mark ?? '"', quote + 1);
      if (end < 0) short();
      attributes[name] = decode(xml.slice(quote + 1, end), part);
      from = end + 1;
    }
    const name = localName(full);
    listener.open(name, attributes);
    if (xml[from] === '/') {
      if (xml[from + 1] !== '>') broken(from);
      listener.close?.(name);
      return from + 2;
    }
    open.push(full);
    if (open.length > 200) broken(from);
    return from + 1;
  }
}

function isEnd(code: number): boolean {
  return code <= 32 || code === 62 || code === 47;
}

function localName(full: string): string {
  const colon = full.indexOf(':');
  return colon < 0 ? full : full.slice(colon + 1);
}

/** An element of a small part. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: XmlElement[];
  text: string;
}

/** A small part as a tree; sheets are scanned instead. */
export function parseXml(xml: string, part: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const path: XmlElement[] = [root];
  scanXml(xml, part, {
    open(name, attributes) {
      const element: XmlElement = { name, attributes, children: [], text: '' };
      path.at(-1)?.children.push(element);
      path.push(element);
    },
    close() {
      path.pop();
    },
    text(text) {
      const element = path.at(-1);
      if (element) element.text += text;
    },
  });
  const top = root.children[0];
  if (!top) throw new BookProblem('not-a-workbook', { part });
  return top;
}

/** The children of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element ? element.children.filter((child) => child.name === name) : [];
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** Text for XML. Characters XML cannot hold are written as Excel does: `_x0001_`. */
export function escapeXml(text: string): string {
  return text
    .replace(/_x(?=[0-9a-fA-F]{4}_)/g, '_x005F_x')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')

    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g,
      (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replace(/\r/g, '_x000D_')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** Undoes `_x000D_`. */
export function unescapeText(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text;
}
