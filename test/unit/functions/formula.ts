/** Reads the literal arguments of an example: text, numbers, TRUE/FALSE, arrays `{1,2;3,4}`, and arguments left empty. */
export function readCall(formula: string): { id: string; args: unknown[] } {
  const match = /^=HUIQI\.([A-Z_]+)\((.*)\)$/s.exec(formula);
  if (!match) throw new Error(`no formula: ${formula}`);
  return { id: match[1] ?? '', args: cut(match[2] ?? '', ',').map(readArgument) };
}

/** What an example says its cells show: one value, or an array. */
export function readResult(text: string): unknown[][] {
  return text.startsWith('{') ? rows(text) : [[literal(text)]];
}

const readArgument = (text: string): unknown =>
  text.trim() === '' ? null : text.trim().startsWith('{') ? rows(text.trim()) : [[literal(text)]];

const rows = (text: string): unknown[][] => cut(text.slice(1, -1), ';').map((row) => cut(row, ',').map(literal));

function literal(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed.startsWith('"')) return trimmed.slice(1, -1).replaceAll('""', '"');
  if (trimmed === 'TRUE' || trimmed === 'FALSE') return trimmed === 'TRUE';
  return trimmed.startsWith('#') ? trimmed : Number(trimmed);
}

function cut(text: string, at: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let depth = 0;
  for (const letter of text) {
    if (letter === '"') quoted = !quoted;
    if (!quoted && letter === '{') depth += 1;
    if (!quoted && letter === '}') depth -= 1;
    if (letter === at && !quoted && depth === 0) {
      parts.push(part);
      part = '';
    } else part += letter;
  }
  return [...parts, part];
}
