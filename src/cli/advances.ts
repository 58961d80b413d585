import { planOf } from '../assess';
import type { Pack } from '../engine';
import { fill, problemParts, type Language } from '../explain';
import { cellAddress } from '../ledger';
import { advancePack, monitorWords, readAdvances, type Advance, type AdvanceRefusal } from '../monitor';
import { openLedger } from './files';
import { monitorCliWords } from './monitor-words';
import { Refusal } from './refusal';

/** Reads a file of advances (.xlsx or .csv), its first sheet, as `readAdvances` does. What cannot be used is a Refusal that names its row. */
export async function advancesOf(path: string, pack: Pack, language: Language): Promise<readonly Advance[]> {
  const host = await openLedger(path);
  const [info] = await host.sheets();
  const own = advancePack(pack);
  if (info === undefined) throw refusal({ kind: 'header' }, path, own, language);
  const reading = readAdvances(host, info, await planOf(host, info, own));
  for (;;) {
    const step = await reading.next();
    if (step.done !== true) continue;
    if ('refused' in step.value) throw refusal(step.value.refused, path, own, language);
    return step.value.advances;
  }
}

function refusal(refused: AdvanceRefusal, file: string, pack: Pack, language: Language): Refusal {
  const say = monitorCliWords(language).settle;
  if (refused.kind === 'header') return new Refusal(fill(say.header, { file }));
  return new Refusal(fill(say.wrong, { row: refused.row + 1, what: whatOf(refused, pack, language) }));
}

function whatOf(refused: Exclude<AdvanceRefusal, { readonly kind: 'header' }>, pack: Pack, language: Language): string {
  if (refused.kind === 'noCode' || refused.kind === 'noAmount') return monitorWords(language).advances[refused.kind];
  const { row, column } = refused.problem;
  const { text } = problemParts(refused.problem, language, pack);
  return refused.kind === 'table' ? text : `${cellAddress(row, column)} ${text}`;
}
