/** The answers of a run as the pane asks for them: sums, groups, lines, the sheets that would be written. */
import { assessmentSheets, rowsAtOnce, writeAssessment, type Assessment } from '../../src/assess';
import { leftRows, stamp, type Language } from '../../src/explain';
import type { Host } from '../../src/hosts/host';
import type { EnterpriseGroup, PaneAssessment } from '../model/answers';
import type { RunStep } from '../model/run';
import { planned } from '../model/writing';
import { detailOf, lineOf, problemCountOf, problemLine, titleOf } from './enterprise';

/** Adds up and groups what was judged, a few thousand rows at a time. */
export function* settled(assessment: Assessment, host: Host, time: string): Generator<RunStep, void> {
  const { count } = assessment;
  const step: RunStep = { stage: 'totals', rows: count, total: count };
  for (const _ of assessment.settle()) yield step;
  const groups = groupsFrom(assessment);
  for (;;) {
    const found = groups.next();
    if (found.done === true) {
      yield { stage: 'done', assessment: paneAssessment(assessment, found.value, host, time) };
      return;
    }
    yield step;
  }
}

type Groups = Record<EnterpriseGroup, Int32Array>;

function paneAssessment(assessment: Assessment, groups: Groups, host: Host, time: string): PaneAssessment {
  const problems = assessment.problems();
  // What is written bears the names that were shown: one taken since is refused, not replaced by another.
  let taken: readonly string[] | undefined;
  const sheets = async (language: Language) => {
    taken = (await host.sheets()).map((sheet) => sheet.name);
    return assessmentSheets(assessment, { language, time }, taken);
  };
  return {
    count: assessment.count,
    counts: {
      all: groups.all.length,
      eligible: groups.eligible.length,
      not: groups.not.length,
      unknown: groups.unknown.length,
      problem: groups.problem.length,
    },
    problemCount: problems.length,
    find: (group, text) => search(assessment, groups[group], text.trim().toLowerCase()),
    line: (index) => lineOf(assessment, index),
    detail: (index, language) => detailOf(assessment, index, language),
    problem: (index, language) => {
      const problem = problems[index];
      if (problem === undefined) throw new RangeError(`no problem ${index}`);
      return problemLine(problem, assessment, language);
    },
    totals: (language) => {
      const { measures, ...sums } = assessment.totals();
      return {
        ...sums,
        hasTotal: assessment.composite !== null,
        measures: measures.map(({ measure, notEligible, ...counts }) => {
          const known = assessment.pack.measures.find((one) => one.id === measure);
          return { ...counts, id: measure, not: notEligible, clause: known?.clause ?? '', title: titleOf(known, measure, language) };
        }),
      };
    },
    left: (language) => leftRows(assessment.stampData(time), language),
    stamp: (language) => stamp(assessment.stampData(time), language),
    writePlan: async (language) => (await sheets(language)).map(planned),
    write: (language, progress) => writeAssessment(host, assessment, { language, time, progress }, taken),
  };
}

function* groupsFrom(assessment: Assessment): Generator<void, Groups> {
  const all = new Int32Array(assessment.count);
  const lists: Record<Exclude<EnterpriseGroup, 'all'>, number[]> = { eligible: [], not: [], unknown: [], problem: [] };
  for (let index = 0; index < all.length; index += 1) {
    all[index] = index;
    lists[assessment.standing(index)].push(index);
    if (problemCountOf(assessment, index) > 0) lists.problem.push(index);
    if (index % rowsAtOnce === rowsAtOnce - 1) yield;
  }
  return {
    all,
    eligible: Int32Array.from(lists.eligible),
    not: Int32Array.from(lists.not),
    unknown: Int32Array.from(lists.unknown),
    problem: Int32Array.from(lists.problem),
  };
}

function search(assessment: Assessment, among: Int32Array, text: string): Int32Array {
  if (text === '') return among;
  return among.filter((index) => {
    const { name, code } = assessment.identity(index);
    return name.toLowerCase().includes(text) || (code !== null && code.toLowerCase().includes(text));
  });
}
