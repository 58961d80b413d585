/** What matches what: questions first, then every input with its column, its unit and a way to correct it. */
import { Button, Field, Select, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, QuestionCircle16Filled, SubtractCircle16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { askedInputs, type InputMatch, type LedgerView, type TableColumn } from '../../model/table';
import { countText } from '../../words/numbers';
import type { Words } from '../../words/pane';
import { Section, Term } from '../parts/parts';

const useStyles = makeStyles({
  questions: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingVerticalM,
    border: `1px solid ${tokens.colorPaletteDarkOrangeBorder1}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorStatusWarningBackground1,
  },
  title: { margin: 0 },
  list: {
    display: 'flex',
    flexDirection: 'column',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  item: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXS,
    rowGap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  mark: { paddingTop: '2px', lineHeight: 1 },
  found: { color: tokens.colorPaletteGreenForeground1 },
  open: { color: tokens.colorPaletteDarkOrangeForeground1 },
  missing: { color: tokens.colorNeutralForeground3 },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  how: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  control: { minWidth: 0, '& select': { minWidth: 0, textOverflow: 'ellipsis' } },
  select: { gridColumnStart: 2, minWidth: 0, '& select': { minWidth: 0, textOverflow: 'ellipsis' } },
  keys: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  note: { color: tokens.colorNeutralForeground3 },
});

interface QuestionsProps {
  readonly words: Words;
  readonly ledger: LedgerView;
  readonly onColumn: (column: number, input: string | null) => void;
  readonly onInputColumn: (input: string, column: number | null) => void;
  readonly onUnit: (column: number, unit: string) => void;
}

/** Columns that fit more than one thing: asked, never chosen. */
export function ColumnQuestions({ words, ledger, onColumn, onInputColumn, onUnit }: QuestionsProps) {
  const styles = useStyles();
  if (ledger.questions.length === 0) return null;
  const columnAt = (index: number) => ledger.columns.find((column) => column.index === index);
  return (
    <div className={styles.questions} role="group" aria-label={words.questionsTitle(countText(ledger.questions.length))}>
      <div>
        <Text as="h2" block weight="semibold" className={styles.title}>
          {words.questionsTitle(countText(ledger.questions.length))}
        </Text>
        <Text size={200}>{words.questionsText}</Text>
      </div>
      {ledger.questions.map((question) =>
        question.kind === 'unit' ? (
          <Field
            key={`unit-${question.column}`}
            label={words.questionUnit(columnAt(question.column)?.letter ?? '', columnAt(question.column)?.header ?? '')}
          >
            <Select
              className={styles.control}
              value=""
              onChange={(_, { value }) => (value === 'ignore' ? onColumn(question.column, value) : onUnit(question.column, value))}
            >
              <option value="" disabled>
                {words.choose}
              </option>
              {question.units.map((unit) => (
                <option key={unit} value={unit} lang="zh-CN">
                  {unit}
                </option>
              ))}
              <option value="ignore">{words.ignoreColumn}</option>
            </Select>
          </Field>
        ) : question.kind === 'column' ? (
          <Field
            key={`column-${question.column}`}
            label={words.questionColumn(columnAt(question.column)?.letter ?? '', columnAt(question.column)?.header ?? '')}
          >
            <Select className={styles.control} value="" onChange={(_, { value }) => onColumn(question.column, value)}>
              <option value="" disabled>
                {words.choose}
              </option>
              {question.inputs.map(({ id, name }) => (
                <option key={id} value={id} lang="zh-CN">
                  {name}
                </option>
              ))}
              <option value="ignore">{words.ignoreColumn}</option>
            </Select>
          </Field>
        ) : (
          <Field key={`input-${question.input.id}`} label={words.questionInput(question.input.name)}>
            <Select
              className={styles.control}
              value=""
              onChange={(_, { value }) => onInputColumn(question.input.id, value === 'none' ? null : Number(value))}
            >
              <option value="" disabled>
                {words.choose}
              </option>
              {question.columns.map((index) => (
                <option key={index} value={index}>
                  {words.columnCell(columnAt(index)?.letter ?? '', columnAt(index)?.header ?? '')}
                </option>
              ))}
              <option value="none">{words.ignoreInput}</option>
            </Select>
          </Field>
        ),
      )}
    </div>
  );
}

interface ColumnMatchProps {
  readonly words: Words;
  readonly ledger: LedgerView;
  readonly onInputColumn: (input: string, column: number | null) => void;
}

/** Every input with its column; those without one first in view. */
export function ColumnMatch({ words, ledger, onInputColumn }: ColumnMatchProps) {
  const styles = useStyles();
  const [all, setAll] = useState(false);
  const found = ledger.inputs.filter((match) => match.column !== null);
  const open = ledger.inputs.filter((match) => match.column === null);
  const asked = new Set(askedInputs(ledger));
  const shown = all ? ledger.inputs : open;
  return (
    <Section
      title={words.columnsTitle}
      aside={
        <Button size="small" appearance="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? words.columnsShowOpen : words.columnsShowAll}
        </Button>
      }
      lead={open.length === 0 ? words.columnsAllFound : words.columnsFound(countText(found.length), countText(ledger.inputs.length))}
    >
      {shown.length === 0 ? null : (
        <ul className={styles.list}>
          {shown.map((match) => (
            <MatchLine
              key={match.input}
              words={words}
              match={match}
              asked={asked.has(match.input)}
              columns={ledger.columns}
              onColumn={(column) => onInputColumn(match.input, column)}
            />
          ))}
        </ul>
      )}
      {open.length === 0 ? null : (
        <Text size={200} className={styles.note}>
          {words.missingEffect}
        </Text>
      )}
      <Text size={200} className={styles.keys}>
        {words.keysTitle}
        {ledger.keys.map((key) => (
          <span key={key.name}>
            {' · '}
            <Term>{key.name}</Term> {ledger.columns.find((column) => column.index === key.column)?.letter ?? words.keyMissing}
          </span>
        ))}
      </Text>
      {ledger.besides.length === 0 ? null : (
        <Text size={200} className={styles.keys}>
          <Term>{words.besides(words.list(ledger.besides))}</Term>
        </Text>
      )}
      <Text size={200} className={styles.note}>
        {words.columnRemembered}
      </Text>
    </Section>
  );
}

interface MatchLineProps {
  readonly words: Words;
  readonly match: InputMatch;
  /** A question above is about this input. */
  readonly asked: boolean;
  readonly columns: readonly TableColumn[];
  readonly onColumn: (column: number | null) => void;
}

function MatchLine({ words, match, asked, columns, onColumn }: MatchLineProps) {
  const styles = useStyles();
  const look = match.column !== null ? 'found' : asked ? 'open' : 'missing';
  const marks = { found: <CheckmarkCircle16Filled />, open: <QuestionCircle16Filled />, missing: <SubtractCircle16Regular /> };
  return (
    <li className={styles.item}>
      <span className={mergeClasses(styles.mark, styles[look])} aria-hidden="true">
        {marks[look]}
      </span>
      <div>
        <Term className={styles.name}>{match.name}</Term>
        <Text size={200} block className={styles.how}>
          {matchWords(match, asked, words)}
        </Text>
      </div>
      <Select
        size="small"
        className={styles.select}
        aria-label={words.columnOf(match.name)}
        value={match.column === null ? '' : String(match.column)}
        onChange={(_, { value }) => onColumn(value === '' ? null : Number(value))}
      >
        <option value="">{words.columnNone}</option>
        {columns.map((column) => (
          <option key={column.index} value={column.index}>
            {words.columnCell(column.letter, column.header)}
          </option>
        ))}
      </Select>
    </li>
  );
}

/** How a column was found and what its unit is. */
function matchWords(match: InputMatch, asked: boolean, words: Words): string {
  if (match.column === null) return asked ? words.columnOpen : words.columnMissing;
  const by = { name: words.byName, id: words.byId, alias: words.byAlias, chosen: words.byChosen };
  return [match.by === null ? '' : by[match.by], unitWords(match, words)].filter((part) => part !== '').join(' · ');
}

function unitWords({ unit, unitFound, unitAssumed }: InputMatch, words: Words): string {
  if (unit === null) return '';
  if (unitFound === null) return unitAssumed ? words.unitAssumed(unit) : '';
  return unitFound === unit ? words.unitAs(unit) : words.unitConverted(unitFound, unit);
}
