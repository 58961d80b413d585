import { readReason, type Applied, type Eligibility, type Pack, type Parameter, type Reason } from '../engine';
import { fill, type Language } from './language';
import { assumedMark, bandText, clauseName, measureName, nameOf, parameterOf, quoted, ruleOf, type Place } from './names';
import type { Saying } from './saying';
import { words } from './words';

/** A reason in words: what and why, and what to do (null where nothing can be done: the text is not met). */
export function reasonParts(reason: Reason, place: Place, language: Language): Saying {
  const say = words(language);
  const { kind, subject } = readReason(reason);
  const sayings: Readonly<Record<string, Saying>> = say.reasons;
  const saying = Object.hasOwn(sayings, kind) ? sayings[kind] : undefined;
  if (saying === undefined) return { text: fill(say.reasons.other.text, { code: reason }), todo: null };
  const parameter = parameterOf(place, subject);
  const holder = parameter?.measure ?? place.measureId;
  const data = {
    name: nameOf(place, subject, language),
    quote: parameter ? fill(say.quoted, { text: parameter.quote }) : quoted(place, subject, language),
    clause: clauseName(ruleOf(place.pack, holder)?.clause ?? '', language),
    band: parameter ? bandText(parameter.band, parameter.unit?.name ?? '', language) + bandMark(parameter, place, language) : '',
    measure: measureName(place.pack, subject, language),
  };
  return { text: fill(saying.text, data), todo: saying.todo === null ? null : fill(saying.todo, data) };
}

function bandMark(parameter: Parameter, { pack }: Place, language: Language): string {
  return assumedMark({ pack, measureId: parameter.measure }, `${parameter.measure}.${parameter.id}`, language);
}

/** A reason as one or two whole sentences. */
export function sayReason(reason: Reason, place: Place, language: Language): string {
  return joined(reasonParts(reason, place, language), language);
}

/** The two halves of a saying as text. */
export function joined(saying: Saying, language: Language): string {
  const { stop } = words(language);
  return saying.todo === null ? saying.text + stop : `${saying.text}${stop}${language === 'zh-CN' ? '' : ' '}${saying.todo}${stop}`;
}

/** What a cap or a fund limit did, in words. */
export function sayApplied(applied: Applied, place: Place, language: Language): string {
  const colon = applied.indexOf(':');
  const id = applied.slice(colon + 1);
  const sayings: Readonly<Record<string, string>> = words(language).applied;
  const kind = applied.slice(0, colon);
  return fill((Object.hasOwn(sayings, kind) ? sayings[kind] : undefined) ?? words(language).applied.cap, {
    quote: quoted(place, id, language),
  });
}

/** 符合, 不符合, 待定, or 未申报. */
export function sayEligibility(eligible: Eligibility | 'notApplied', language: Language): string {
  const { answer } = words(language);
  if (eligible === 'notApplied') return answer.notApplied;
  return eligible === 'unknown' ? answer.unknown : eligible ? answer.eligible : answer.notEligible;
}

/** Whether a document is a draft, issued or repealed, in words, and that its figures are assumed where they are. */
export function sayStatus(policy: Pick<Pack, 'status' | 'assumption'>, language: Language): string {
  const { status: statuses, assumed } = words(language);
  const status = statuses[policy.status];
  const { assumption } = policy;
  if (assumption === undefined) return status;
  return fill(assumed.status, { status, title: language === 'zh-CN' ? assumption.title : assumption.titleEnglish });
}
