/** What came out: sums, clauses, enterprises by answer, and one enterprise in full. */
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  SearchBox,
  Text,
  ToggleButton,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { DataBarVertical24Regular, Warning16Filled } from '@fluentui/react-icons';
import { useContext, useLayoutEffect, useRef, useState } from 'react';
import type { EnterpriseDetail as Detail, EnterpriseGroup, EnterpriseLine, MeasureTotal, Totals } from '../../model/answers';
import { countText } from '../../words/numbers';
import type { Language, Words } from '../../words/pane';
import { AnswerBadge, EmptyState, Section, Term, amountWords, isSumOpen } from '../parts/parts';
import { ScrollerContext } from '../parts/scroller';
import { VirtualList } from '../parts/VirtualList';
import { EnterpriseDetail } from './EnterpriseDetail';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL },
  hero: {
    display: 'grid',
    gridTemplateColumns: '1fr 1fr',
    rowGap: tokens.spacingVerticalM,
    columnGap: tokens.spacingHorizontalM,
    padding: tokens.spacingVerticalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorBrandBackground2,
  },
  whole: { gridColumn: '1 / -1' },
  figureLabel: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, display: 'block' },
  big: {
    fontSize: tokens.fontSizeHero800,
    lineHeight: tokens.lineHeightHero800,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    overflowWrap: 'anywhere',
  },
  unit: { fontSize: tokens.fontSizeBase300, color: tokens.colorNeutralForeground2, marginLeft: tokens.spacingHorizontalXS },
  mid: {
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    overflowWrap: 'anywhere',
  },
  note: { color: tokens.colorNeutralForeground2, display: 'block' },
  measures: { margin: 0, padding: 0, listStyleType: 'none', borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  measure: {
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
  },
  measureHead: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'baseline',
  },
  measureTitle: { overflowWrap: 'anywhere' },
  clause: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  number: { fontVariantNumeric: 'tabular-nums', fontWeight: tokens.fontWeightSemibold, textAlign: 'right' },
  bar: {
    display: 'flex',
    height: '4px',
    borderRadius: tokens.borderRadiusCircular,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground5,
  },
  barEligible: { backgroundColor: tokens.colorPaletteGreenBackground3 },
  barUnknown: { backgroundColor: tokens.colorPaletteMarigoldBackground3 },
  barNot: { backgroundColor: tokens.colorNeutralStroke1 },
  counts: { color: tokens.colorNeutralForeground3 },
  groups: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  group: { minWidth: 0, paddingLeft: tokens.spacingHorizontalS, paddingRight: tokens.spacingHorizontalS },
  search: { width: '100%', maxWidth: 'none' },
  line: {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    gap: tokens.spacingVerticalXXS,
    padding: `0 ${tokens.spacingHorizontalS}`,
    height: '100%',
    boxSizing: 'border-box',
  },
  lineRow: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalS, minWidth: 0 },
  lineName: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  lineSide: {
    color: tokens.colorNeutralForeground3,
    display: 'flex',
    gap: tokens.spacingHorizontalXS,
    alignItems: 'center',
    overflow: 'hidden',
    whiteSpace: 'nowrap',
  },
  lineProblem: { color: tokens.colorPaletteDarkOrangeForeground1, display: 'inline-flex', alignItems: 'center', gap: '2px' },
  lineAmount: { fontVariantNumeric: 'tabular-nums', textAlign: 'right', whiteSpace: 'nowrap' },
  stamp: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
  },
  stampLine: { display: 'contents' },
  stampValue: { margin: 0, overflowWrap: 'anywhere' },
  lineNothing: { color: tokens.colorNeutralForeground3 },
});

interface ResultPanelProps {
  readonly words: Words;
  readonly language: Language;
  /** Id of the document, for the facts of its clauses. */
  readonly policy: string;
  /** null: nothing was judged yet. */
  readonly totals: Totals | null;
  readonly stamp: readonly { readonly label: string; readonly value: string }[];
  readonly counts: Readonly<Record<EnterpriseGroup, number>>;
  readonly stale: boolean;
  readonly group: EnterpriseGroup;
  readonly search: string;
  /** Indices of the enterprises in the open list. */
  readonly listed: Int32Array;
  readonly line: (index: number) => EnterpriseLine;
  readonly detail: Detail | null;
  readonly onGroup: (group: EnterpriseGroup) => void;
  readonly onSearch: (text: string) => void;
  readonly onOpen: (index: number) => void;
  readonly onClose: () => void;
  readonly onSelect: (sheet: string, row: number, column: number | null) => void;
  readonly onRerun: () => void;
}

/** The third tab. */
export function ResultPanel(props: ResultPanelProps) {
  const { words, totals, detail, stale } = props;
  const styles = useStyles();
  const scroller = useContext(ScrollerContext);
  const listScroll = useRef(0);
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const inDetail = detail !== null;
  const wasInDetail = useRef(false);

  // Coming back finds the list, and the keyboard, where they were.
  useLayoutEffect(() => {
    if (inDetail || wasInDetail.current) scroller?.moveTo(inDetail ? 0 : listScroll.current);
    if (!inDetail && wasInDetail.current) list.current?.querySelector<HTMLElement>('[role="listbox"]')?.focus({ preventScroll: true });
    wasInDetail.current = inDetail;
  }, [inDetail, scroller]);

  if (totals === null) {
    return <EmptyState icon={<DataBarVertical24Regular fontSize={40} />} title={words.resultsNoneTitle} text={words.resultsNoneText} />;
  }
  if (detail !== null) {
    return (
      <EnterpriseDetail
        words={words}
        language={props.language}
        policy={props.policy}
        detail={detail}
        onBack={props.onClose}
        onSelect={props.onSelect}
      />
    );
  }
  return (
    <div className={styles.panel}>
      {stale ? <Stale words={words} onRerun={props.onRerun} /> : null}
      {totals.hasTotal ? <Sums words={words} totals={totals} /> : null}
      <Section title={words.measuresTitle} aside={<Text size={200}>{words.measureAmount}</Text>}>
        <ul className={styles.measures}>
          {totals.measures.map((measure) => (
            <MeasureLine key={measure.id} words={words} measure={measure} />
          ))}
        </ul>
      </Section>
      <div ref={list}>
        <Enterprises
          {...props}
          active={active}
          onActive={setActive}
          onOpen={(index) => {
            listScroll.current = scroller === null ? 0 : scroller.position();
            props.onOpen(index);
          }}
        />
      </div>
      <Stamp words={words} stamp={props.stamp} />
    </div>
  );
}

function Stale({ words, onRerun }: { words: Words; onRerun: () => void }) {
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>{words.staleTitle}</MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={onRerun}>
          {words.rerun}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

function Sums({ words, totals }: { words: Words; totals: Totals }) {
  const styles = useStyles();
  const sum = (amount: string) => (isSumOpen(amount, totals.open) ? words.moneyOpen : words.amount(amount));
  return (
    <div className={styles.hero} role="group" aria-label={words.totalAfter}>
      <div className={styles.whole}>
        <span className={styles.figureLabel}>{words.totalAfter}</span>
        <span className={styles.big}>{sum(totals.after)}</span>
        {isSumOpen(totals.after, totals.open) ? null : <span className={styles.unit}>{words.moneyUnit}</span>}
        {totals.open === 0 ? null : (
          <Text size={200} className={styles.note}>
            {words.totalOpen(countText(totals.open))}
          </Text>
        )}
        {totals.atLimit === 0 ? null : (
          <Text size={200} className={styles.note}>
            {words.totalAtLimit(countText(totals.atLimit))}
          </Text>
        )}
      </div>
      <div>
        <span className={styles.figureLabel}>{words.totalBefore}</span>
        <span className={styles.mid}>{sum(totals.before)}</span>
      </div>
      <div>
        <span className={styles.figureLabel}>{words.totalCut}</span>
        <span className={styles.mid}>{words.amount(totals.cut)}</span>
        <Text size={200} className={styles.note}>
          {words.totalCapped(countText(totals.capped))}
        </Text>
      </div>
      {totals.outside === null ? null : (
        <div className={styles.whole}>
          <span className={styles.figureLabel}>{words.totalOutside}</span>
          <span className={styles.mid}>{words.amount(totals.outside)}</span>
        </div>
      )}
    </div>
  );
}

function MeasureLine({ words, measure }: { words: Words; measure: MeasureTotal }) {
  const styles = useStyles();
  const { eligible, not, unknown, notApplied, open } = measure;
  return (
    <li className={styles.measure}>
      <div className={styles.measureHead}>
        <span className={styles.measureTitle}>
          <Term className={styles.clause}>{measure.clause}</Term> {measure.title}
        </span>
        {measure.amount === null ? null : (
          <span className={styles.number}>{isSumOpen(measure.amount, open) ? words.moneyOpen : words.amount(measure.amount)}</span>
        )}
      </div>
      <div className={styles.bar} aria-hidden="true">
        <span className={styles.barEligible} style={{ flexGrow: eligible }} />
        <span className={styles.barUnknown} style={{ flexGrow: unknown }} />
        <span className={styles.barNot} style={{ flexGrow: not }} />
      </div>
      <Text size={200} className={styles.counts}>
        {words.measureCounts(countText(eligible), countText(not), countText(unknown))}
        {notApplied === 0 ? '' : ` · ${words.measureNotApplied(countText(notApplied))}`}
        {open === 0 ? '' : ` · ${words.measureOpen(countText(open))}`}
      </Text>
    </li>
  );
}

interface EnterprisesProps extends ResultPanelProps {
  readonly active: number;
  readonly onActive: (position: number) => void;
}

function Enterprises({ words, counts, group, search, listed, line, active, onActive, onGroup, onSearch, onOpen }: EnterprisesProps) {
  const styles = useStyles();
  const groups: readonly (readonly [EnterpriseGroup, string])[] = [
    ['all', words.groupAll],
    ['eligible', words.groupEligible],
    ['not', words.groupNot],
    ['unknown', words.groupUnknown],
    ['problem', words.groupProblem],
  ];
  const at = (position: number) => listed[position] ?? -1;
  return (
    <Section title={words.enterprisesTitle} aside={<Text size={200}>{words.enterpriseCount(countText(listed.length))}</Text>}>
      <div className={styles.groups} role="group" aria-label={words.groups}>
        {groups.map(([id, name]) => (
          <ToggleButton
            key={id}
            size="small"
            shape="circular"
            appearance={id === group ? 'primary' : 'outline'}
            checked={id === group}
            className={styles.group}
            onClick={() => {
              onActive(0);
              onGroup(id);
            }}
          >
            {`${name} ${countText(counts[id])}`}
          </ToggleButton>
        ))}
      </div>
      <SearchBox
        className={styles.search}
        aria-label={words.search}
        placeholder={words.search}
        value={search}
        onChange={(_, { value }) => {
          onActive(0);
          onSearch(value);
        }}
      />
      {listed.length === 0 ? (
        <Text>{words.enterprisesNone}</Text>
      ) : (
        <VirtualList
          label={`${words.enterprisesTitle} ${words.listHint}`}
          count={listed.length}
          rowHeight={60}
          active={Math.min(active, listed.length - 1)}
          words={words}
          row={(position) => <Line words={words} line={line(at(position))} />}
          onMove={onActive}
          onOpen={(position) => onOpen(at(position))}
        />
      )}
    </Section>
  );
}

function Line({ words, line }: { words: Words; line: EnterpriseLine }) {
  const styles = useStyles();
  return (
    <div className={styles.line}>
      <div className={styles.lineRow}>
        <Text weight="semibold" className={styles.lineName} title={line.name}>
          {line.name === '' ? words.unnamed : <Term>{line.name}</Term>}
        </Text>
        <AnswerBadge answer={line.answer} words={words} />
      </div>
      <div className={styles.lineRow}>
        <Text size={200} className={styles.lineSide}>
          {words.enterpriseRow(countText(line.row + 1))}
          {line.problems === 0 ? null : (
            <span className={styles.lineProblem}>
              <Warning16Filled aria-hidden="true" /> {words.enterpriseProblems(countText(line.problems))}
            </span>
          )}
        </Text>
        <Text className={mergeClasses(styles.lineAmount, line.answer === 'not' && styles.lineNothing)}>
          {line.hasTotal ? amountWords(line.amount, line.range, words) : null}
        </Text>
      </div>
    </div>
  );
}

/** The record that goes with every result. */
function Stamp({ words, stamp }: { words: Words; stamp: ResultPanelProps['stamp'] }) {
  const styles = useStyles();
  return (
    <Section title={words.stampTitle}>
      <dl className={styles.stamp}>
        {stamp.map(({ label, value }, index) => (
          <div key={index} className={styles.stampLine}>
            <dt>
              <Text size={200} className={styles.counts}>
                {label}
              </Text>
            </dt>
            <dd className={styles.stampValue}>
              <Text size={200} font="numeric">
                <Term>{value}</Term>
              </Text>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
