/** Words and codes of a ledger put under the industries of the documents, and those that fell under none. */
import type { FallenRow, IndustryMap, IndustryReading } from '../../src/monitor';

/** Words and codes of the ledger that an officer has put under an industry. */
export type Assigned = Readonly<Record<string, string>>;

const isCode = (text: string): boolean => /^\d{2,4}$/.test(text);

/** The map with what the officer has assigned: what stood elsewhere under that word or code is taken from there. */
export function assignedTo(map: IndustryMap, assigned: Assigned): IndustryMap {
  const own = (text: string): boolean => Object.hasOwn(assigned, text);
  const industries = map.industries.map((industry) => {
    const added = Object.entries(assigned).flatMap(([text, name]) => (name === industry.name ? [text] : []));
    return {
      ...industry,
      codes: [...industry.codes.filter((code) => !own(code)), ...added.filter(isCode)],
      words: [...industry.words.filter((word) => !own(word)), ...added.filter((text) => !isCode(text))],
    };
  });
  return { ...map, industries };
}

/** Words of the ledger under no industry, the most frequent first; `assignable` says whether a word may be put under one here. */
export interface UnmappedWord {
  readonly word: string;
  readonly by: FallenRow['fall']['by'];
  readonly says: readonly string[];
  readonly rows: number;
  readonly assignable: boolean;
}

/** The rows under no industry, by what stands in the ledger. Nothing is left out: blanks and contradictions are among them. */
export function unmappedWords(reading: IndustryReading): UnmappedWord[] {
  const found = new Map<string, UnmappedWord>();
  for (const { fall, industryWord, industryCode } of reading.rows) {
    if (fall.industry !== null) continue;
    const word = industryWord.trim() === '' ? industryCode.trim() : industryWord.trim();
    const key = `${fall.by}|${word}`;
    const known = found.get(key);
    found.set(key, { word, by: fall.by, says: fall.says, rows: (known?.rows ?? 0) + 1, assignable: fall.by === 'unknown' });
  }
  return [...found.values()].sort((left, right) => right.rows - left.rows);
}
