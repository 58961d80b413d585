/** What this Excel lacks and what to do instead. */
import {
  Button,
  FluentProvider,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { Lack } from '../../model/requirements';
import { words as allWords, type Language, type Words } from '../../words/pane';
import { lightTheme } from '../parts/theme';

const useStyles = makeStyles({
  // A bar of several lines does not give way to what stands below it.
  bar: { flexShrink: 0 },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
  page: { padding: tokens.spacingHorizontalM },
});

const sentences = {
  pane: 'lackPane',
  functions: 'lackFunctions',
  addresses: 'lackAddresses',
  hiddenRows: 'lackHiddenRows',
  merges: 'lackMerges',
} as const satisfies Record<Lack, keyof Words>;

/** Shown until the officer has read it. */
export function Lacks({ words, lacks, onSkip }: { words: Words; lacks: readonly Lack[]; onSkip: () => void }) {
  const styles = useStyles();
  if (lacks.length === 0) return null;
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.bar}>
      <MessageBarBody>
        <MessageBarTitle>{words.lacksTitle}</MessageBarTitle>
        <ul className={styles.list}>
          {lacks.map((lack) => (
            <li key={lack}>{words[sentences[lack]]}</li>
          ))}
        </ul>
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={onSkip}>
          {words.skip}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

/** Instead of the pane, where Excel cannot give it the workbook. */
export function TooOld({ language }: { language: Language }) {
  const styles = useStyles();
  const words = allWords[language];
  return (
    <FluentProvider theme={lightTheme} className={styles.page} lang={language}>
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{words.lacksTitle}</MessageBarTitle>
          <Text>{words.lackPane}</Text>
        </MessageBarBody>
      </MessageBar>
    </FluentProvider>
  );
}
