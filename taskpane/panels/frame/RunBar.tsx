/** The bar at the foot: what stands in the way, the next act, progress, and taking back what was written. */
import { Button, ProgressBar, Text, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowUndo20Regular, Calculator20Regular, Dismiss20Regular, TableAdd20Regular } from '@fluentui/react-icons';
import { useLayoutEffect, useRef, useState, type FocusEvent } from 'react';
import type { WritePlanSheet } from '../../model/writing';
import type { Activity, Readiness } from '../../state/pane';
import { countText } from '../../words/numbers';
import type { Words } from '../../words/pane';
import { Loaded, fetched } from '../parts/Loaded';
import { Term } from '../parts/parts';

/** Loaded when there is something to ask. */
const WriteDialog = fetched(async () => ({ default: (await import('./WriteDialog')).WriteDialog }));

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
  },
  note: { color: tokens.colorNeutralForeground3 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  grow: { flexGrow: 1, minWidth: '96px' },
  row: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalS },
});

interface RunBarProps {
  readonly words: Words;
  readonly activity: Activity;
  readonly readiness: Readiness;
  /** There are results to write. */
  readonly hasResults: boolean;
  /** What would be written, while the officer is asked. */
  readonly plan: readonly WritePlanSheet[] | null;
  readonly stale: boolean;
  /** Names of the sheets of the last writing. */
  readonly written: readonly string[] | null;
  readonly onRun: () => void;
  readonly onCancel: () => void;
  readonly onAskToWrite: () => void;
  readonly onDismissWrite: () => void;
  readonly onWrite: () => void;
  readonly onUndo: () => void;
}

/** Always in view. */
export function RunBar(props: RunBarProps) {
  const { words, activity, plan, written, onCancel } = props;
  const styles = useStyles();
  const bar = useRef<HTMLDivElement>(null);
  const inside = useRef(false);
  const busy = activity.kind === 'running' || activity.kind === 'writing';
  const asking = plan !== null;
  // The dialog closes before it goes away: one that only went away would leave the pane hidden from screen readers.
  const [asked, setAsked] = useState(plan);
  if (plan !== null && plan !== asked) setAsked(plan);

  // Where the button under the keyboard goes away, the next one of the bar takes over; elsewhere the keyboard stays where it is.
  useLayoutEffect(() => {
    if (inside.current && !asking && bar.current?.contains(document.activeElement) === false) bar.current.querySelector('button')?.focus();
  }, [busy, asking, written]);
  const onBlur = (event: FocusEvent) => {
    if (event.relatedTarget !== null) inside.current = event.currentTarget.contains(event.relatedTarget);
  };

  return (
    <div ref={bar} className={styles.bar} onFocus={() => (inside.current = true)} onBlur={onBlur}>
      {activity.kind === 'running' || activity.kind === 'writing' ? (
        <Progress words={words} activity={activity} onCancel={onCancel} />
      ) : (
        <Acts {...props} />
      )}
      {asked === null ? null : (
        <Loaded words={words} waiting={null}>
          <WriteDialog words={words} open={asking} plan={asked} onWrite={props.onWrite} onDismiss={props.onDismissWrite} />
        </Loaded>
      )}
    </div>
  );
}

function Acts({ words, activity, readiness, hasResults, stale, written, onRun, onAskToWrite, onUndo }: RunBarProps) {
  const styles = useStyles();
  return (
    <>
      <Text size={200} className={styles.note}>
        {written === null ? readinessWords(readiness, words) : <Term>{words.written(words.list(written))}</Term>}
      </Text>
      <div className={styles.buttons}>
        <Button
          className={styles.grow}
          appearance={!hasResults || stale ? 'primary' : 'secondary'}
          icon={<Calculator20Regular />}
          disabled={!readiness.canRun}
          disabledFocusable={activity.kind !== 'idle'}
          onClick={onRun}
        >
          {hasResults ? words.rerun : words.run}
        </Button>
        {hasResults && written === null ? (
          <Button
            className={styles.grow}
            appearance={stale ? 'secondary' : 'primary'}
            icon={<TableAdd20Regular />}
            disabledFocusable={activity.kind !== 'idle'}
            onClick={onAskToWrite}
          >
            {words.write}
          </Button>
        ) : null}
        {written === null ? null : (
          <Button className={styles.grow} icon={<ArrowUndo20Regular />} onClick={onUndo}>
            {words.undo}
          </Button>
        )}
      </div>
    </>
  );
}

/** What an officer should know before pressing the button. */
function readinessWords(readiness: Readiness, words: Words): string {
  if (readiness.questions > 0) return words.runQuestions(countText(readiness.questions));
  if (!readiness.canRun) return words.runNoLedger;
  if (readiness.wrongParameters > 0) return words.runWrong(countText(readiness.wrongParameters));
  if (readiness.missingColumns > 0 || readiness.unsetParameters > 0) {
    return words.runOpen(countText(readiness.missingColumns), countText(readiness.unsetParameters));
  }
  return words.runReady;
}

type Busy = Extract<Activity, { readonly kind: 'running' | 'writing' }>;

function Progress({ words, activity, onCancel }: { words: Words; activity: Busy; onCancel: () => void }) {
  const styles = useStyles();
  const bounds = progressBounds(activity);
  return (
    <>
      <div className={styles.row}>
        <Text size={200}>{progressWords(activity, words)}</Text>
        {activity.kind === 'running' || !activity.stopping ? (
          <Button size="small" icon={<Dismiss20Regular />} onClick={onCancel}>
            {words.cancel}
          </Button>
        ) : null}
      </div>
      <ProgressBar aria-label={activity.kind === 'writing' ? words.writingLabel : words.progressLabel} {...bounds} />
    </>
  );
}

function progressBounds(activity: Busy): { value?: number; max?: number } {
  if (activity.kind === 'writing')
    return activity.stopping || activity.total === 0 ? {} : { value: Math.min(activity.rows, activity.total), max: activity.total };
  if (activity.progress === null || activity.progress.total === null) return {};
  return { value: Math.min(activity.progress.rows, activity.progress.total), max: activity.progress.total };
}

function progressWords(activity: Busy, words: Words): string {
  if (activity.kind === 'writing') return activity.stopping ? words.writingStops : words.writing(countText(activity.rows));
  if (activity.progress === null) return words.reading;
  const { stage, rows } = activity.progress;
  if (stage === 'totals') return words.progressTotals;
  return stage === 'reading' ? words.progressReading(countText(rows)) : words.progressJudging(countText(rows));
}
