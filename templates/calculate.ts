import { catalogue } from '../functions/catalogue';
import { CellProblem, type Grid } from '../functions/cells';
import { settingOf } from '../functions/setting';
import type { Pack } from '../src/engine';
import type { BookValue } from '../src/ooxml';

/** Calculates a function as Excel would, for the values a template shows where no add-in is at hand. */
export type Calculate = (name: string, args: readonly (Grid | null)[]) => BookValue;

/** The functions over this one pack. */
export function calculator(pack: Pack): Calculate {
  const setting = settingOf([{ pack }], 'zh-CN', null);
  return (name, args) => {
    const entry = catalogue.find(({ id }) => id === name);
    if (!entry) throw new Error(`no function ${name}`);
    try {
      return shown(entry.run(args, setting)[0]?.[0]);
    } catch (problem) {
      if (problem instanceof CellProblem) return shown(problem);
      throw problem;
    }
  };
}

function shown(value: unknown): BookValue {
  if (value instanceof CellProblem) return { error: value.code === 'notAvailable' ? '#N/A' : '#VALUE!' };
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  throw new Error(`a function gave ${String(value)}`);
}
