/** Asks for a tool's own reading of the ledger, shows how far it is, lets it be stopped. */
import { Button, MessageBar, MessageBarBody, ProgressBar, Text, makeStyles, tokens } from '@fluentui/react-components';
import { countText } from '../numbers';
import { toolWords } from '../tool-words';
import type { LedgerRun } from '../useLedgerRun';
import type { Language } from '../words';

const useStyles = makeStyles({
  bar: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  side: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
});

interface LedgerRunBarProps {
  readonly language: Language;
  readonly ledger: LedgerRun;
  /** The first reading and a further one. */
  readonly labels: { readonly first: string; readonly again: string };
  /** false: the sheet or its columns are not settled. */
  readonly ready: boolean;
  readonly onRun: () => void;
}

/** A button, then progress, then what went wrong. */
export function LedgerRunBar({ language, ledger, labels, ready, onRun }: LedgerRunBarProps) {
  const styles = useStyles();
  const say = toolWords[language];
  return (
    <div className={styles.bar}>
      <div className={styles.row}>
        {ledger.running ? (
          <Button size="small" onClick={ledger.stop}>
            {say.stop}
          </Button>
        ) : (
          <Button size="small" appearance={ledger.assessment === null ? 'primary' : 'secondary'} disabled={!ready} onClick={onRun}>
            {ledger.assessment === null ? labels.first : labels.again}
          </Button>
        )}
        {ready ? null : (
          <Text size={200} className={styles.side}>
            {say.ledgerNotReady}
          </Text>
        )}
        {ledger.progress === null ? null : <Text size={200}>{say.progress(countText(ledger.progress.rows))}</Text>}
      </div>
      {ledger.running ? <ProgressBar aria-label={labels.first} /> : null}
      {ledger.stale ? (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{say.ledgerStale}</MessageBarBody>
        </MessageBar>
      ) : null}
      {ledger.failure === null ? null : (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            {say.failed}
            {ledger.failure}
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}
