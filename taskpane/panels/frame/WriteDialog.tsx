/** The question before anything is written: which sheets, how large, with which columns. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { WritePlanSheet } from '../../model/writing';
import { countText } from '../../words/numbers';
import type { Words } from '../../words/pane';
import { Term } from '../parts/parts';

const useStyles = makeStyles({
  sheets: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  columns: { color: tokens.colorNeutralForeground3, display: 'block', overflowWrap: 'anywhere' },
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  surface: { width: 'calc(100vw - 24px)', maxWidth: '420px', padding: tokens.spacingVerticalL },
});

/** So many columns name a sheet well enough; their number stands beside. */
const columnsShown = 8;

function firstColumns(columns: readonly string[], words: Words): string {
  const shown = words.list(columns.slice(0, columnsShown));
  return columns.length > columnsShown ? `${shown} …` : shown;
}

interface WriteDialogProps {
  readonly words: Words;
  readonly open: boolean;
  readonly plan: readonly WritePlanSheet[];
  readonly onWrite: () => void;
  readonly onDismiss: () => void;
}

/** Says what will be written before anything is. */
export function WriteDialog({ words, open, plan, onWrite, onDismiss }: WriteDialogProps) {
  const styles = useStyles();
  return (
    <Dialog
      open={open}
      onOpenChange={(_, change) => {
        if (!change.open) onDismiss();
      }}
    >
      <DialogSurface className={styles.surface}>
        <DialogBody>
          <DialogTitle>{words.writeTitle}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>{words.writeText}</Text>
            <ul className={styles.sheets}>
              {plan.map(({ name, rows, columns }) => (
                <li key={name}>
                  <Text weight="semibold">
                    <Term>{name}</Term>
                  </Text>{' '}
                  <Text size={200}>
                    {rows === null
                      ? words.writeSheetColumns(countText(columns.length))
                      : words.writeSheet(countText(rows), countText(columns.length))}
                  </Text>
                  <Text size={200} className={styles.columns}>
                    <Term>{firstColumns(columns, words)}</Term>
                  </Text>
                </li>
              ))}
            </ul>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onWrite}>
              {words.writeConfirm}
            </Button>
            <Button onClick={onDismiss}>{words.cancel}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
