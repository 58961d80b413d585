/** An officer's corrections of the columns of one sheet: what they are after one more. Pure; nothing is chosen for the officer. */
import type { ColumnChoice, ColumnChoices, LedgerView } from '../model/table';

/** A word on a column, with its header, by which it is found again when it has moved. */
function word(ledger: LedgerView | null, column: number, input: string | null): ColumnChoice {
  return { column, header: ledger?.columns.find((one) => one.index === column)?.header ?? '', input, unit: null };
}

/** Another header row, one-based as Excel numbers it; null goes back to finding it. What was said of columns under the old one is gone. */
export function withHeaderRow(row: number | null): ColumnChoices {
  return { headerRow: row === null ? null : row - 1, columns: [] };
}

/** A column holds this input, or nothing of ours (`ignore`); null forgets the correction. */
export function withColumn(choices: ColumnChoices, ledger: LedgerView | null, column: number, input: string | null): ColumnChoices {
  const others = choices.columns.filter((choice) => choice.column !== column);
  return { ...choices, columns: input === null ? others : [...others, word(ledger, column, input)] };
}

/** Gives an input this column and takes it from any other; null: the input has none. */
export function withInputColumn(choices: ColumnChoices, ledger: LedgerView | null, input: string, column: number | null): ColumnChoices {
  const asked = ledger?.questions.find((question) => question.kind === 'input' && question.input.id === input);
  const held = ledger?.inputs.find((match) => match.input === input)?.column ?? null;
  // Columns that would be taken for it again are set aside by name.
  const aside = [...(asked?.kind === 'input' ? asked.columns : []), ...(held === null ? [] : [held])].filter((other) => other !== column);
  const others = choices.columns.filter((choice) => choice.input !== input && choice.column !== column && !aside.includes(choice.column));
  const taken = column === null ? [] : [word(ledger, column, input)];
  return { ...choices, columns: [...others, ...aside.map((other) => word(ledger, other, 'ignore')), ...taken] };
}

/** The unit of a column; what it holds stays as it was said. */
export function withUnit(choices: ColumnChoices, ledger: LedgerView | null, column: number, unit: string): ColumnChoices {
  const before = choices.columns.find((choice) => choice.column === column);
  const others = choices.columns.filter((choice) => choice.column !== column);
  return { ...choices, columns: [...others, { ...(before ?? word(ledger, column, null)), unit }] };
}
