import {
  dayText,
  decimalText,
  INVALID,
  KNOWN,
  WIDE,
  type BlockFacts,
  type Column,
  type ExclusiveChoice,
  type Pack,
  type Program,
  type RawParameters,
  type RawValue,
  type Verdict,
} from '../src/engine';

/** The measures of which only one is paid, by their id. */
export function choiceOf(pack: Pack, id: string): ExclusiveChoice | undefined {
  return pack.choices.find((choice) => choice.id === id);
}

/** What a figure that cannot be is handed on as: no number, choice or date reads like this, so it stays impossible. */
const impossible = '?';

/** Answers rows of a block by an exclusive choice: it stands in no column, so each row asked for is judged by itself, once. */
export function judgeChoice(
  program: Program,
  choice: ExclusiveChoice,
  facts: BlockFacts,
  parameters: RawParameters,
): (row: number) => Verdict {
  const { pack } = program;
  const answers = new Map<number, Verdict>();
  return (row) => {
    const before = answers.get(row);
    if (before) return before;
    const figures = Object.entries(facts.inputs).map(([id, column]) => [id, valueAt(column, row, pack.inputs[id])] as const);
    const own = Object.entries(facts.parameterColumns)
      .map(([id, column]) => [id, valueAt(column, row, pack.parameters[id])] as const)
      .filter(([, value]) => value !== null);
    const verdict = program.judge(choice.id, Object.fromEntries(figures), { ...parameters, ...Object.fromEntries(own) });
    answers.set(row, verdict);
    return verdict;
  };
}

type Fact = Pack['inputs'][string] | Pack['parameters'][string];

/** A figure of a column as the one-row lane takes it. */
function valueAt(column: Column, row: number, fact: Fact | undefined): RawValue {
  const state = column.states[row];
  if (state === INVALID) return impossible;
  if (state === WIDE) return column.wide.get(row) ?? impossible;
  const value = column.values[row];
  if (fact === undefined || state !== KNOWN || value === undefined) return null;
  switch (fact.type) {
    case 'number':
      return decimalText(BigInt(value), -fact.decimals);
    case 'yesno':
      return value === 1;
    case 'choice':
      return fact.choices[value]?.id ?? impossible;
    case 'date':
      return dayText(value);
    case 'choices':
      return fact.choices.filter((_, index) => (value & (1 << index)) !== 0).map(({ id }) => id);
  }
}
