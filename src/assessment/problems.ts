import type { Problem } from '../explain';

/** A problem with its place. Rows and columns count from 0; −1 where there is none. */
export interface PlacedProblem extends Problem {
  readonly code: string;
  readonly sheet?: string;
  readonly row: number;
  readonly column: number;
  /** `B7`; empty where there is no place. */
  readonly address: string;
  readonly header: string;
  readonly text: string;
  readonly input?: string;
  readonly candidates?: readonly string[];
  readonly count?: number;
}

/** Problems of one kind that are listed one by one; further ones are counted. */
const mostOfAKind = 5000;

/** Gathers problems within bounds: however many there are, none goes uncounted. */
export class Problems {
  private readonly kept: PlacedProblem[] = [];
  private readonly counts = new Map<string, { sheet: string | undefined; code: string; kept: number; more: number }>();
  private total = 0;

  constructor(private readonly weigh: (problem: Problem) => 'error' | 'warning') {}

  private errorCount = 0;

  add(problem: PlacedProblem): void {
    this.total += 1;
    if (this.weigh(problem) === 'error') this.errorCount += 1;
    const kind = this.kind(problem);
    if (kind.kept < mostOfAKind) {
      kind.kept += 1;
      this.kept.push(problem);
    } else kind.more += 1;
  }

  /** Problems that were counted where they were found, and not handed on one by one. */
  addUnlisted(sheet: string, count: number): void {
    if (count <= 0) return;
    this.total += count;
    this.errorCount += count;
    this.kind({ code: 'unlisted', sheet, row: -1, column: -1, address: '', header: '', text: '' }).more += count;
  }

  private kind(problem: PlacedProblem): { sheet: string | undefined; code: string; kept: number; more: number } {
    const key = `${problem.sheet ?? ''} ${problem.code}`;
    let kind = this.counts.get(key);
    if (kind === undefined) this.counts.set(key, (kind = { sheet: problem.sheet, code: problem.code, kept: 0, more: 0 }));
    return kind;
  }

  get count(): number {
    return this.total;
  }

  get errors(): number {
    return this.errorCount;
  }

  /** The listed ones, then one line for each kind that has more. */
  list(): readonly PlacedProblem[] {
    const more = [...this.counts.values()].flatMap(({ sheet, code, more: count }): PlacedProblem[] =>
      count === 0
        ? []
        : [
            {
              code: 'more-problems',
              ...(sheet === undefined ? {} : { sheet }),
              row: -1,
              column: -1,
              address: '',
              header: '',
              text: code,
              count,
            },
          ],
    );
    return [...this.kept, ...more];
  }
}
