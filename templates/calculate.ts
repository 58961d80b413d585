import { catalogue } from '../functions/catalogue';
import { CellProblem, ledgerCell, type Grid } from '../functions/cells';
import type { Setting } from '../functions/setting';
import { compile, type Pack } from '../src/engine';
import { planLedger, readParameterSheet, type LedgerPlan } from '../src/ledger';
import type { BookValue } from '../src/ooxml';

/** Calculates a function as Excel would, for the values a template shows where no add-in is at hand. */
export type Calculate = (name: string, args: readonly (Grid | null)[]) => BookValue;

/** The functions over this one pack. */
export function calculator(pack: Pack): Calculate {
  const opened = new Map<string, ReturnType<Setting['open']>>();
  const setting: Setting = {
    language: 'zh-CN',
    resultLimit: null,
    policies: [pack.id],
    open(id, table) {
      const key = JSON.stringify(table);
      if (id === pack.id && !opened.has(key)) {
        const cells = table.map((row) => row.map(ledgerCell));
        const { parameters, readings, problems } = readParameterSheet(cells, pack);
        const plans = new Map<string, LedgerPlan>();
        opened.set(key, {
          program: compile(pack, { readings }),
          parameters,
          problems,
          doubtful: false,
          plan(head, kind) {
            const headKey = kind + JSON.stringify(head);
            const plan = plans.get(headKey) ?? planLedger({ cells: head.map((row) => row.map(ledgerCell)) }, pack, {}, kind);
            plans.set(headKey, plan);
            return plan;
          },
        });
      }
      return opened.get(key);
    },
  };
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
