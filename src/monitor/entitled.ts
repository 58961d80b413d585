import { readReason, type Pack, type Reason } from '../engine';
import { ended, rowsAtOnce } from './slices';

/** How one measure's answer stands for one row, as an assessment gives it. */
interface GivenAnswer {
  readonly eligible: boolean | 'unknown' | 'notApplied';
  readonly amount: string | null;
  readonly reasons: readonly Reason[];
  readonly range?: { readonly min: string; readonly max: string | null };
}

/** The rows and answers of an assessment. */
export interface AnsweredRows {
  readonly count: number;
  readonly measures: readonly string[];
  identity(index: number): { readonly row: number; readonly name: string; readonly code: string | null };
  answer(index: number, measure: string): GivenAnswer;
}

/**
 * Where an enterprise stands with a measure it need not apply for: qualifies (amount known), qualifiesOpen (entitled, the amount hangs on a
 * figure nobody has given), oneShort (one figure of its own is missing), more (several are), officer (an officer must decide).
 */
export type Standing = 'qualifies' | 'qualifiesOpen' | 'oneShort' | 'more' | 'officer';

/** One enterprise and one measure. */
export interface EntitledRow {
  readonly index: number;
  /** From 1. */
  readonly row: number;
  readonly name: string;
  readonly code: string | null;
  readonly measure: string;
  readonly standing: Standing;
  readonly amount: string | null;
  readonly range: { readonly min: string; readonly max: string | null } | null;
  /** What is needed, as reasons. */
  readonly needs: readonly Reason[];
}

/** The list 免申即享: every enterprise that is entitled, or may be, under measures that need no application. Those that fail are not on it. */
export interface EntitledList {
  readonly measures: readonly string[];
  readonly rows: readonly EntitledRow[];
}

/** Measures of enterprises that are judged from figures alone: no application, no project, no event. */
export function measuresWithoutApplication(pack: Pack): string[] {
  return pack.measures
    .filter((measure) => measure.subject === 'enterprise' && !measure.onApplication && measure.award !== null)
    .map((measure) => measure.id);
}

function standingOf(answer: GivenAnswer): Standing | null {
  if (answer.eligible === false || answer.eligible === 'notApplied') return null;
  if (answer.eligible === true) return answer.amount === null ? 'qualifiesOpen' : 'qualifies';
  const kinds = answer.reasons.map((reason) => readReason(reason).kind);
  if (kinds.some((kind) => kind === 'officer-decision')) return 'officer';
  const own = kinds.filter((kind) => kind !== 'missing-parameter' && kind !== 'invalid-parameter').length;
  return own === 1 && kinds.length === 1 ? 'oneShort' : 'more';
}

/** Makes the list from an assessment's answers, in the order of the measures and then of the ledger. An amount of 0 is not on it. */
export function entitledList(rows: AnsweredRows, pack: Pack): EntitledList {
  return ended(entitledInSlices(rows, pack));
}

/** The same, with a pause after every few thousand answers: a page goes on answering its user between them, and stops asking for more to cancel. */
export function* entitledInSlices(rows: AnsweredRows, pack: Pack): Generator<void, EntitledList, undefined> {
  const measures = measuresWithoutApplication(pack).filter((measure) => rows.measures.includes(measure));
  const found: EntitledRow[] = [];
  for (const measure of measures) {
    for (let index = 0; index < rows.count; index += 1) {
      if (index % rowsAtOnce === rowsAtOnce - 1) yield;
      const answer = rows.answer(index, measure);
      const standing = standingOf(answer);
      if (standing === null || answer.amount === '0') continue;
      const { row, name, code } = rows.identity(index);
      found.push({
        index,
        row: row + 1,
        name,
        code,
        measure,
        standing,
        amount: answer.amount,
        range: answer.range ?? null,
        needs: answer.reasons,
      });
    }
  }
  return { measures, rows: found };
}
