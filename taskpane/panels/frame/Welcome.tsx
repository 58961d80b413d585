/** The first run: three sentences, and out of the way. */
import { Button, Text, makeStyles, tokens } from '@fluentui/react-components';
import type { Words } from '../../words/pane';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingVerticalL,
    border: `1px solid ${tokens.colorBrandStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorBrandBackground2,
  },
  title: { margin: 0 },
  button: { alignSelf: 'flex-start' },
});

/** Shown until the officer has read it once. */
export function Welcome({ words, onSkip }: { words: Words; onSkip: () => void }) {
  const styles = useStyles();
  return (
    <section className={styles.card} aria-label={words.welcomeTitle}>
      <Text as="h2" className={styles.title} weight="semibold" size={400}>
        {words.welcomeTitle}
      </Text>
      <Text>{words.welcomeText}</Text>
      <Text size={200}>{words.welcomeSample}</Text>
      <Button className={styles.button} size="small" appearance="primary" onClick={onSkip}>
        {words.skip}
      </Button>
    </section>
  );
}
