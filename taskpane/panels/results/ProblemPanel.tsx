/** What is wrong in the table, cell by cell; ↑ ↓ walk through the sheet. */
import { Badge, Text, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkCircle24Regular, ErrorCircle16Filled, Info16Filled } from '@fluentui/react-icons';
import { useState } from 'react';
import type { ProblemLine } from '../../model/answers';
import { countText } from '../../words/numbers';
import type { Words } from '../../words/pane';
import { EmptyState, Section, Term } from '../parts/parts';
import { VirtualList } from '../parts/VirtualList';

const useStyles = makeStyles({
  line: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXS}`,
    height: '100%',
    boxSizing: 'border-box',
  },
  error: { color: tokens.colorPaletteRedForeground1, paddingTop: '2px' },
  warning: { color: tokens.colorPaletteDarkOrangeForeground1, paddingTop: '2px' },
  place: { display: 'flex', gap: tokens.spacingHorizontalXS, alignItems: 'baseline', minWidth: 0 },
  address: { fontVariantNumeric: 'tabular-nums', fontWeight: tokens.fontWeightSemibold },
  header: { color: tokens.colorNeutralForeground3, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 },
  // Three lines; the rest is in the hint and in the written sheet.
  text: { display: 'block', maxHeight: `calc(3 * ${tokens.lineHeightBase200})`, overflow: 'hidden', overflowWrap: 'anywhere' },
});

interface ProblemPanelProps {
  readonly words: Words;
  /** null: nothing was judged yet. */
  readonly count: number | null;
  readonly problem: (index: number) => ProblemLine;
  readonly onSelect: (problem: ProblemLine) => void;
}

/** The last tab. */
export function ProblemPanel({ words, count, problem, onSelect }: ProblemPanelProps) {
  const [active, setActive] = useState(0);
  if (count === null || count === 0) {
    return (
      <EmptyState
        icon={<CheckmarkCircle24Regular fontSize={40} />}
        title={count === null ? words.resultsNoneTitle : words.problemsNone}
        text={count === null ? words.problemsNotYet : ''}
      />
    );
  }
  return (
    <Section
      title={words.problemsTitle}
      aside={<Badge appearance="tint">{countText(count)}</Badge>}
      lead={`${words.problemsText} ${words.problemHint}`}
    >
      <VirtualList
        label={words.problemsTitle}
        count={count}
        rowHeight={88}
        active={Math.min(active, count - 1)}
        words={words}
        row={(index) => <Line words={words} problem={problem(index)} />}
        onMove={(index) => {
          setActive(index);
          onSelect(problem(index));
        }}
        onOpen={(index) => onSelect(problem(index))}
      />
    </Section>
  );
}

/** One problem: where, what, what to do. */
export function Line({ words, problem }: { words: Words; problem: ProblemLine }) {
  const styles = useStyles();
  const heavy = problem.severity === 'error';
  return (
    <div className={styles.line}>
      <span className={heavy ? styles.error : styles.warning} role="img" aria-label={heavy ? words.problemError : words.problemWarning}>
        {heavy ? <ErrorCircle16Filled /> : <Info16Filled />}
      </span>
      <div>
        <div className={styles.place}>
          <Text size={200} className={styles.address}>
            {problem.address === null ? <Term>{problem.sheet}</Term> : problem.address}
          </Text>
          {problem.header === null ? null : (
            <Text size={200} className={styles.header}>
              <Term>{problem.header}</Term>
            </Text>
          )}
        </div>
        <Text size={200} className={styles.text} title={words.sentence(problem.text, problem.todo)}>
          {words.sentence(problem.text, problem.todo)}
        </Text>
      </div>
    </div>
  );
}
