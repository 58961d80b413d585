/** Finds rows that carry one credit code, in a few bytes a row: a table of hashes, checked against the texts themselves. */
export class Persons {
  private hashes = new Int32Array(1 << 10);
  /** Row → next row of the same person; −1 at the end. */
  private next = new Int32Array(1 << 10).fill(-1);
  /** Row → first row of the same person. */
  private first = new Int32Array(1 << 10);
  /** Row + 1 of the first row with a hash; 0 is free. */
  private slots = new Int32Array(1 << 11);
  private size = 0;
  private people = 0;
  /** First row → last row, for persons with several. */
  private readonly lasts = new Map<number, number>();

  /** `codeOf` gives the code of a row taken in before. */
  constructor(private readonly codeOf: (row: number) => string | null) {}

  /** Takes the next row in. A row without a code is a person of its own. */
  add(code: string | null): void {
    const row = this.size;
    this.grow(row + 1);
    this.size += 1;
    this.first[row] = row;
    if (code === null) {
      this.people += 1;
      return;
    }
    const hash = hashOf(code);
    this.hashes[row] = hash;
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const taken = at(this.slots, slot) - 1;
      if (taken < 0) {
        this.slots[slot] = row + 1;
        this.people += 1;
        return;
      }
      if (this.hashes[taken] === hash && this.codeOf(taken) === code) {
        this.link(taken, row);
        return;
      }
    }
  }

  private link(first: number, row: number): void {
    this.first[row] = first;
    const last = this.lasts.get(first);
    this.next[last === undefined ? first : last] = row;
    this.lasts.set(first, row);
  }

  /** The first row of a code; −1 where no row has it. */
  find(code: string): number {
    const hash = hashOf(code);
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const taken = at(this.slots, slot) - 1;
      if (taken < 0) return -1;
      if (this.hashes[taken] === hash && this.codeOf(taken) === code) return taken;
    }
  }

  /** The first row of a row's person. */
  firstOf(row: number): number {
    return this.first[row] ?? row;
  }

  /** Whether a person has several rows. */
  isShared(row: number): boolean {
    return (this.next[this.firstOf(row)] ?? -1) >= 0;
  }

  /** The rows of a row's person, in order: all of them, or the first `most`, however many there are. */
  rowsOf(row: number, most = Infinity): number[] {
    const rows: number[] = [];
    for (let at = this.firstOf(row); at >= 0 && rows.length < most; at = this.next[at] ?? -1) rows.push(at);
    return rows;
  }

  /** First rows of the persons that have several. */
  get shared(): readonly number[] {
    return [...this.lasts.keys()].sort((a, b) => a - b);
  }

  /** How many persons there are. */
  get count(): number {
    return this.people;
  }

  private grow(rows: number): void {
    if (rows > this.next.length) {
      this.hashes = grown(this.hashes);
      this.first = grown(this.first);
      const longer = grown(this.next);
      longer.fill(-1, this.next.length);
      this.next = longer;
    }
    if (rows * 2 <= this.slots.length) return;
    const wider = new Int32Array(this.slots.length * 2);
    const mask = wider.length - 1;
    for (const entry of this.slots) {
      if (entry === 0) continue;
      let slot = at(this.hashes, entry - 1) & mask;
      while (wider[slot] !== 0) slot = (slot + 1) & mask;
      wider[slot] = entry;
    }
    this.slots = wider;
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}

function at(array: Int32Array, index: number): number {
  const value = array[index];
  if (value === undefined) throw new RangeError(`no place ${index}`);
  return value;
}

/** FNV-1a over the characters, its bits mixed once more. */
function hashOf(code: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < code.length; at += 1) hash = Math.imul(hash ^ code.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) | 0;
}
