import { isAlias, isMap, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';

/** YAML as read. */
export interface ReadYaml {
  readonly source: unknown;
  /** The line, from 1, of the key or item that a path leads to; of its nearest container where it does not exist. */
  readonly locate: (path: readonly (string | number)[]) => number | undefined;
}

/** Text that is no YAML: each fault with its line, from 1. */
export class YamlProblem extends Error {
  constructor(readonly faults: readonly { readonly line: number; readonly message: string }[]) {
    super(faults.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  }
}

function lineOfPath(document: Document, lines: LineCounter, path: readonly (string | number)[]): number | undefined {
  const lineAt = (offset: number | undefined): number | undefined => (offset === undefined ? undefined : lines.linePos(offset).line);
  let node: unknown = document.contents;
  let line: number | undefined;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap<Node, Node | null>(node)) {
      const pair = node.items.find((item) => String(item.key) === String(step));
      if (!pair) break;
      line = lineAt(pair.key.range?.[0]) ?? line;
      node = pair.value;
    } else if (isSeq<Node>(node)) {
      const item = node.items[Number(step)];
      if (!item) break;
      line = lineAt(item.range?.[0]) ?? line;
      node = item;
    } else break;
  }
  return line ?? 1;
}

/** Reads YAML text (1.2 core, no repeated keys; JSON is YAML too). Anything wrong with it is thrown as a YamlProblem. */
export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, strict: true });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) throw new YamlProblem(faults.map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, message })));
  return { source: document.toJS({ maxAliasCount: 1000 }) as unknown, locate: (path) => lineOfPath(document, lines, path) };
}
