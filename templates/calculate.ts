import { catalogue } from '../functions/catalogue';
import { CellProblem, type Grid } from '../functions/cells';
import { settingOf } from '../functions/setting';
import type { Pack } from '../src/engine';
import type { BookValue } from '../src/ooxml';

/** Calculates a function over a column of rows as Excel would row by row, for the values a template shows where no add-in is at hand. */
export type Calculate = (name: string, args: readonly (Grid | null)[], rows: number) => readonly BookValue[];

/** The functions over this one pack. */
export function calculator(pack: Pack): Calculate {
  const setting = settingOf([{ pack }], 'zh-CN', null);
  return (name, args, rows) => {
    const entry = catalogue.find(({ id }) => id === name);
    if (!entry) throw new Error(`no function ${name}`);
    try {
      const answers = entry.run(args, setting);
      if (answers.length === rows) return answers.map(([answer]) => shown(answer));
      // What is wrong as a whole is said once, and of every row.
      if (answers.length === 1) return Array.from({ length: rows }, () => shown(answers[0]?.[0]));
      throw new Error(`${name} answered ${answers.length} of ${rows} rows`);
    } catch (problem) {
      if (problem instanceof CellProblem) return Array.from({ length: rows }, () => shown(problem));
      throw problem;
    }
  };
}

function shown(value: unknown): BookValue {
  if (value instanceof CellProblem) return { error: value.code === 'notAvailable' ? '#N/A' : '#VALUE!' };
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  throw new Error(`a function gave ${String(value)}`);
}
