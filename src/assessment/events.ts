import type { ExclusiveChoice, Measure, NumberNode, Pack, Part, Program, RawFacts, RawParameters, Reason, Verdict } from '../engine';
import { addTexts, compareTexts, inTenThousand, shiftText, tenThousand } from './decimals';
import { boundsOf, type Answer } from './enterprises';

/** A project or event row, judged. Rows count from 0. */
export interface Item {
  readonly sheet: string;
  readonly row: number;
  readonly measure: string;
  readonly name: string;
  readonly code: string | null;
  /** Its enterprise in the ledger; −1 where none was found. */
  readonly enterprise: number;
  readonly answer: Answer;
  /** The exclusive choice that changed its answer. */
  readonly choice?: ExclusiveChoice;
  readonly facts: RawFacts;
  readonly parameters: RawParameters;
}

/** Inputs that belong to a measure alone: with all of them blank it was not applied for. */
export function ownInputs(pack: Pack, measure: Measure): readonly string[] {
  const { subject } = measure;
  if (subject !== 'enterprise') return measure.inputs.filter((id) => pack.inputs[id]?.table === subject);
  return measure.inputs.filter((id) => !pack.measures.some((other) => other !== measure && other.inputs.includes(id)));
}

/** Whether a row leaves all of a measure's own inputs blank. */
export function isBlank(facts: RawFacts, inputs: readonly string[]): boolean {
  return inputs.every((id) => facts[id] === null || facts[id] === undefined || facts[id] === '');
}

/** The answer a verdict gives, in exact 万元. */
export function answerOf(verdict: Verdict, measure: Measure): Answer {
  const { eligible, amount, reasons, applied, range } = verdict;
  return {
    eligible,
    amount: inTenThousand(amount, measure),
    reasons,
    applied,
    ...(range === undefined ? {} : { range: boundsOf(range, measure) }),
  };
}

/**
 * The answers of a row to the members of an exclusive choice, with no more than one of them paid: the others fail by the words of the
 * choice, and while it is open who is paid, so is every amount among them. Other measures keep their answer.
 */
export function settleChoice(choice: ExclusiveChoice, verdict: Verdict, answers: ReadonlyMap<string, Answer>): ReadonlyMap<string, Answer> {
  const members = [...answers].filter(([measure]) => choice.members.includes(measure));
  const entitled = members.filter(([, { eligible }]) => eligible === true);
  if (verdict.eligible !== true || entitled.length === 0) return answers;
  const settled = new Map(answers);
  if (verdict.amount === null) {
    const refused: Reason[] = verdict.reasons.includes(choiceRefused(choice)) ? [`invalid-parameter:${choice.parameter}`] : [];
    const open = members.filter(([, { eligible, amount }]) => eligible !== false && amount === null);
    for (const [measure, answer] of entitled) {
      if (answer.amount === null) continue;
      const reasons = [...refused, ...open.map(([other]): Reason => `missing-amount:${other}`)];
      settled.set(measure, {
        ...answer,
        amount: null,
        reasons,
        applied: [],
        ...(verdict.range === undefined ? {} : { range: verdict.range }),
      });
    }
    return settled;
  }
  // Where both come to the same the first listed is the one that pays.
  const paid = verdict.outputs?.['chosen'] ?? entitled[0]?.[0];
  const reasons = choice.conditions.map(({ id }): Reason => `fail:${id}`);
  for (const [measure, { eligible }] of members)
    if (measure !== paid && eligible !== false) settled.set(measure, { eligible: false, amount: '0', reasons, applied: [] });
  return settled;
}

/** How the verdict of a choice says that the officer's choice names no member. */
function choiceRefused({ id, parameter }: ExclusiveChoice): Reason {
  return `invalid-parameter:${parameter.slice(id.length + 1)}`;
}

/** 未申报. */
export const notApplied: Answer = { eligible: 'notApplied', amount: null, reasons: [], applied: [] };

/** The pack without the ceilings of one measure: over several events they bind the sum and not each event. */
export function withoutCaps(pack: Pack, measure: string): Pack {
  return { ...pack, measures: pack.measures.map((candidate) => (candidate.id === measure ? { ...candidate, caps: [] } : candidate)) };
}

/** A ceiling in exact 万元; null where it is not given or not a plain sum. */
function limitOf(limit: NumberNode, pack: Pack, parameters: RawParameters): string | null {
  if (limit.kind === 'constant') return shiftText(limit.value.digits, limit.value.power - tenThousand);
  if (limit.kind !== 'parameter') return null;
  const parameter = pack.parameters[limit.parameter];
  const given = parameters[limit.parameter];
  if (parameter?.unit === undefined || (typeof given !== 'string' && typeof given !== 'number')) return null;
  const text = String(given).trim();
  return /^\d+(\.\d+)?$/.test(text) ? shiftText(text, parameter.unit.power - tenThousand) : null;
}

/** What all events of one enterprise come to under one measure: the parts add up, then the measure's ceilings bind the sum. */
export interface EventTotal {
  readonly answer: Answer;
  readonly part: Part;
}

/** Adds up the events of one enterprise. `uncapped` is the program without the measure's ceilings. */
export function addEvents(measure: Measure, items: readonly Item[], program: Program, uncapped: Program): EventTotal {
  const parts = items.map((item) => uncapped.part(measure.id, item.facts, item.parameters));
  let low = addTexts(parts.map((part) => part.low));
  let high = parts.every((part) => part.high !== null) ? addTexts(parts.flatMap((part) => (part.high === null ? [] : [part.high]))) : null;
  const refused = new Set<Reason>();
  for (const item of items) for (const reason of item.answer.reasons) if (reason.startsWith('invalid-parameter:')) refused.add(reason);
  const applied: Answer['applied'][number][] = [];
  const parameters = items[0]?.parameters ?? {};
  for (const cap of measure.caps) {
    const limit = limitOf(cap.limit, program.pack, parameters);
    if (limit === null) continue;
    if (compareTexts(low, limit) > 0 || (high !== null && compareTexts(low, high) === 0 && compareTexts(high, limit) > 0))
      applied.splice(0, applied.length, `cap:${cap.id}`);
    if (compareTexts(low, limit) > 0) low = limit;
    if (high === null || compareTexts(high, limit) > 0) high = limit;
  }
  const settled = refused.size === 0 && high !== null && compareTexts(low, high) === 0;
  const amount = settled ? low : null;
  const some = (eligible: Answer['eligible']): boolean => items.some((item) => item.answer.eligible === eligible);
  const eligible = some(true) ? true : some('unknown') ? 'unknown' : false;
  const blocking = items.filter((item) => (eligible === false ? item.answer.eligible === false : item.answer.amount === null));
  const reasons = settled && eligible === true ? [] : [...new Set(blocking.flatMap((item) => item.answer.reasons))];
  const bounded = eligible === true && !settled && (low !== '0' || high !== null);
  return {
    answer: {
      eligible,
      amount: eligible === 'unknown' && !settled ? null : amount,
      reasons,
      applied: settled ? applied : [],
      ...(bounded ? { range: { min: low, max: high } } : {}),
    },
    part: { measure: measure.id, amount, low, high: refused.size > 0 ? null : high },
  };
}
