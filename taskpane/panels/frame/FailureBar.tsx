/** Something that could not be done, above whatever tab is open. */
import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons';
import type { Failure } from '../../state/pane';
import type { Words } from '../../words/pane';

interface FailureBarProps {
  readonly words: Words;
  /** null: nothing went wrong. */
  readonly failure: Failure | null;
  readonly onReload: () => void;
  readonly onDismiss: () => void;
}

/** What went wrong, in words; what was being read can be read again. */
export function FailureBar({ words, failure, onReload, onDismiss }: FailureBarProps) {
  if (failure === null) return null;
  const close = <Button appearance="transparent" size="small" aria-label={words.close} icon={<Dismiss16Regular />} onClick={onDismiss} />;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.failedTitle}</MessageBarTitle>
        {failure.text}
      </MessageBarBody>
      <MessageBarActions containerAction={close}>
        {failure.during === 'open' || failure.during === 'look' ? (
          <Button size="small" onClick={onReload}>
            {words.tryAgain}
          </Button>
        ) : null}
      </MessageBarActions>
    </MessageBar>
  );
}
