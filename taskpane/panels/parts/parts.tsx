/** Small parts that several panels share. They know Fluent and nothing of the assessment. */
import { Badge, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircle16Regular, DismissCircle16Regular, QuestionCircle16Regular, SubtractCircle16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { MeasureDetail } from '../../model/answers';
import type { Words } from '../../words/pane';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  sectionHead: {
    display: 'flex',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalS,
    flexWrap: 'wrap',
  },
  sectionTitle: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  lead: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  quote: {
    margin: 0,
    paddingLeft: tokens.spacingHorizontalS,
    borderLeft: `3px solid ${tokens.colorBrandStroke2}`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    overflowWrap: 'anywhere',
  },
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalL}`,
    color: tokens.colorNeutralForeground3,
  },
  emptyIcon: { fontSize: '40px', lineHeight: 1, color: tokens.colorNeutralForeground4 },
  emptyTitle: { fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  facts: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  fact: { display: 'contents' },
  factLabel: { color: tokens.colorNeutralForeground3 },
  factValue: { margin: 0, overflowWrap: 'anywhere' },
  badge: { flexShrink: 0, whiteSpace: 'nowrap' },
});

/** A titled part of a panel. */
export function Section({ title, aside, lead, children }: { title: string; aside?: ReactNode; lead?: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.sectionHead}>
        <h2 className={styles.sectionTitle}>{title}</h2>
        {aside}
      </div>
      {lead === undefined ? null : <Text className={styles.lead}>{lead}</Text>}
      {children}
    </section>
  );
}

/** A word of the policy: it stays Chinese, and screen readers are told so. */
export function Term({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span lang="zh-CN" className={className}>
      {children}
    </span>
  );
}

/** Verbatim words of the document. */
export function Quote({ children, className }: { children: string; className?: string }) {
  const styles = useStyles();
  return (
    <blockquote lang="zh-CN" className={mergeClasses(styles.quote, className)}>
      {children}
    </blockquote>
  );
}

/** Labels with what they say. `term`: the values are the policy's words. */
export function Facts({ facts, term = false }: { facts: readonly { label: string; value: string }[]; term?: boolean }) {
  const styles = useStyles();
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value }) => (
        <div key={label} className={styles.fact}>
          <dt className={styles.factLabel}>{label}</dt>
          <dd className={styles.factValue}>{term ? <Term>{value}</Term> : value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What a panel shows before there is anything to show. */
export function EmptyState({ icon, title, text, action }: { icon: ReactNode; title: string; text: string; action?: ReactNode }) {
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      <span className={styles.emptyIcon} aria-hidden="true">
        {icon}
      </span>
      <Text className={styles.emptyTitle}>{title}</Text>
      <Text>{text}</Text>
      {action}
    </div>
  );
}

/** An answer by word, mark and colour, never by colour alone. */
export function AnswerBadge({ answer, words }: { answer: MeasureDetail['answer']; words: Words }) {
  const styles = useStyles();
  const looks = {
    eligible: { color: 'success', icon: <CheckmarkCircle16Regular />, text: words.answerEligible },
    not: { color: 'informative', icon: <DismissCircle16Regular />, text: words.answerNot },
    unknown: { color: 'warning', icon: <QuestionCircle16Regular />, text: words.answerUnknown },
    notApplied: { color: 'subtle', icon: <SubtractCircle16Regular />, text: words.answerNotApplied },
  } as const;
  const { color, icon, text } = looks[answer];
  return (
    <Badge className={styles.badge} appearance="tint" color={color} icon={icon}>
      {text}
    </Badge>
  );
}

/** Whether a sum says nothing yet: nothing is in it, and amounts are still open. That is no 0. */
export function isSumOpen(sum: string, open: number): boolean {
  return open > 0 && sum === '0';
}

/** An amount: settled, a range, or open. Exact 万元 in, a figure with its unit out. */
export function amountWords(
  amount: string | null,
  range: { readonly min: string; readonly max: string | null } | null,
  words: Words,
): string {
  if (amount !== null) return words.money(amount);
  if (range === null) return words.moneyOpen;
  return range.max === null ? words.moneyFrom(range.min) : words.moneyRange(range.min, range.max);
}
