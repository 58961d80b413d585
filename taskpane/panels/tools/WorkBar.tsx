/** Asks for a tool's own work over the ledger, shows how far it is, lets it be stopped. */
import { Button, MessageBar, MessageBarBody, ProgressBar, Text, makeStyles, tokens } from '@fluentui/react-components';
import type { WorkState } from '../../state/useWork';
import { countText } from '../../words/numbers';
import type { Language } from '../../words/pane';
import { toolWords } from '../../words/tools';
import { FailureNote } from './notes';

const useStyles = makeStyles({
  bar: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  side: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
});

interface WorkBarProps {
  readonly language: Language;
  readonly work: WorkState<unknown> & { readonly stop: () => void };
  /** The first time and a further one. */
  readonly labels: { readonly first: string; readonly again: string };
  /** What stands in the way, in words; null: nothing. */
  readonly blocked: string | null;
  readonly onRun: () => void;
}

/** A button, then progress, then what went wrong. */
export function WorkBar({ language, work: { running, progress, done, stale, failure, stop }, labels, blocked, onRun }: WorkBarProps) {
  const styles = useStyles();
  const say = toolWords[language];
  return (
    <div className={styles.bar}>
      <div className={styles.row}>
        {running ? (
          <Button size="small" onClick={stop}>
            {say.stop}
          </Button>
        ) : (
          <Button size="small" appearance={done === null ? 'primary' : 'secondary'} disabled={blocked !== null} onClick={onRun}>
            {done === null ? labels.first : labels.again}
          </Button>
        )}
        {blocked === null ? null : (
          <Text size={200} className={styles.side}>
            {blocked}
          </Text>
        )}
        {progress === null ? null : <Text size={200}>{say.progress(countText(progress.rows))}</Text>}
      </div>
      {running ? <ProgressBar aria-label={labels.first} /> : null}
      {stale ? (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{say.ledgerStale}</MessageBarBody>
        </MessageBar>
      ) : null}
      <FailureNote failure={failure} language={language} />
    </div>
  );
}
