/** One enterprise: each clause with its words, figures, lines and gaps; what is missing and what to do. */
import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Badge,
  Button,
  Spinner,
  Text,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import {
  ArrowLeft20Regular,
  CheckmarkCircle16Filled,
  DismissCircle16Filled,
  QuestionCircle16Filled,
  SubtractCircle16Regular,
  TableCursor20Regular,
} from '@fluentui/react-icons';
import { useEffect, useRef, useState } from 'react';
import type { EnterpriseDetail as Detail, MeasureDetail, Need, StepView, TotalDetail } from '../../model/answers';
import { countText } from '../../words/numbers';
import type { Language, Words } from '../../words/pane';
import { Loaded, fetched } from '../parts/Loaded';
import { AnswerBadge, Quote, Term, amountWords } from '../parts/parts';
import { Line } from './ProblemPanel';

/** Loaded when somebody asks what a clause says beside its award. */
const ClauseNote = fetched(() => import('../tools/clauses/ClauseNote'));

const useStyles = makeStyles({
  page: { outlineStyle: 'none', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  head: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  bar: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  name: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
  side: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  total: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingVerticalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorBrandBackground2,
  },
  totalHead: { display: 'flex', justifyContent: 'space-between', alignItems: 'baseline', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  totalAmount: { fontSize: tokens.fontSizeBase500, fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
  item: { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  itemHead: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalS,
    rowGap: tokens.spacingVerticalXXS,
    width: '100%',
    padding: `${tokens.spacingVerticalS} 0`,
    textAlign: 'left',
  },
  itemTitle: { overflowWrap: 'anywhere' },
  clause: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  itemAmount: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, padding: `0 0 ${tokens.spacingVerticalM}`, margin: 0 },
  sub: { margin: 0, fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground2 },
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  steps: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  step: { display: 'grid', gridTemplateColumns: '20px minmax(0, 1fr)', columnGap: tokens.spacingHorizontalXS },
  stepBody: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, minWidth: 0 },
  holds: { color: tokens.colorPaletteGreenForeground1 },
  fails: { color: tokens.colorPaletteRedForeground1 },
  unknown: { color: tokens.colorPaletteDarkOrangeForeground1 },
  na: { color: tokens.colorNeutralForeground3 },
  mark: { paddingTop: '2px' },
  figures: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: 'tabular-nums',
  },
  strong: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  missing: { color: tokens.colorPaletteDarkOrangeForeground1, fontWeight: tokens.fontWeightSemibold },
  formula: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  needs: { margin: 0, paddingLeft: '1.2em', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  todo: { color: tokens.colorNeutralForeground2, display: 'block' },
});

interface EnterpriseDetailProps {
  readonly words: Words;
  readonly language: Language;
  /** Id of the document, for the facts of its clauses. */
  readonly policy: string;
  readonly detail: Detail;
  readonly onBack: () => void;
  readonly onSelect: (sheet: string, row: number, column: number | null) => void;
}

/** The page behind a line of the list. */
export function EnterpriseDetail({ words, language, policy, detail, onBack, onSelect }: EnterpriseDetailProps) {
  const styles = useStyles();
  const page = useRef<HTMLElement>(null);
  // The officer asked for this page: reading goes on at its top, Escape leads back.
  useEffect(() => page.current?.focus({ preventScroll: true }), []);
  const name = detail.name === '' ? words.unnamed : detail.name;
  return (
    <article
      ref={page}
      tabIndex={-1}
      className={styles.page}
      aria-label={words.detailOf(name)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onBack();
      }}
    >
      <div className={styles.head}>
        <div className={styles.bar}>
          <Button size="small" appearance="subtle" icon={<ArrowLeft20Regular />} onClick={onBack}>
            {words.detailBack}
          </Button>
          <Button size="small" appearance="subtle" icon={<TableCursor20Regular />} onClick={() => onSelect(detail.sheet, detail.row, null)}>
            {words.detailSelect}
          </Button>
        </div>
        <h2 className={styles.name}>{detail.name === '' ? name : <Term>{name}</Term>}</h2>
        <Text size={200} className={styles.side}>
          {detail.code === null ? null : <Term>{detail.code}　</Term>}
          <Term>{detail.sheet}</Term> {words.enterpriseRow(countText(detail.row + 1))}
        </Text>
      </div>
      <Total words={words} detail={detail} total={detail.total} />
      <Accordion collapsible multiple defaultOpenItems={detail.measures.filter(worthOpening).map(keyOf)}>
        {detail.measures.map((measure) => (
          <AccordionItem key={keyOf(measure)} value={keyOf(measure)} className={styles.item}>
            <AccordionHeader as="h3" expandIconPosition="end" size="small">
              <span className={styles.itemHead}>
                <span className={styles.itemTitle}>
                  <Term className={styles.clause}>{measure.clause}</Term> {measure.title}
                </span>
                <AnswerBadge answer={measure.answer} words={words} />
                {measure.place === null ? null : (
                  <span className={styles.itemAmount}>
                    <Term>{measure.place.sheet}</Term> {words.enterpriseRow(countText(measure.place.row + 1))}
                  </span>
                )}
                {measure.pays && (measure.answer === 'eligible' || measure.range !== null) ? (
                  <span className={styles.itemAmount}>{amountWords(measure.amount, measure.range, words)}</span>
                ) : null}
              </span>
            </AccordionHeader>
            <AccordionPanel className={styles.body}>
              <MeasureBody words={words} measure={measure} />
              <AboutClause words={words} language={language} policy={policy} measure={measure.id} />
            </AccordionPanel>
          </AccordionItem>
        ))}
      </Accordion>
      {detail.problemLines.length === 0 ? null : (
        <div className={styles.group}>
          <h3 className={styles.sub}>{words.detailProblems}</h3>
          {detail.problemLines.map((problem, index) => (
            <Button key={index} appearance="outline" onClick={() => onSelect(problem.sheet, problem.row ?? detail.row, problem.column)}>
              <Line words={words} problem={problem} />
            </Button>
          ))}
        </div>
      )}
    </article>
  );
}

/** What the clause says beside the award: who answers for it, use of funds, commitment words, names. */
function AboutClause({ words, language, policy, measure }: { words: Words; language: Language; policy: string; measure: string }) {
  const styles = useStyles();
  const [shown, setShown] = useState(false);
  return (
    <div className={styles.group}>
      <div>
        <Button size="small" appearance="subtle" aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? words.clauseHide : words.clauseShow}
        </Button>
      </div>
      {shown ? (
        <Loaded words={words} waiting={<Spinner size="tiny" label={words.reading} />}>
          <ClauseNote language={language} policy={policy} measure={measure} />
        </Loaded>
      ) : null}
    </div>
  );
}

/** Events and projects repeat a measure: each has its row. */
function keyOf({ id, place }: MeasureDetail): string {
  return place === null ? id : `${id} ${place.sheet} ${place.row}`;
}

/** Measures that pay or wait for something open by themselves. */
function worthOpening({ answer }: MeasureDetail): boolean {
  return answer === 'eligible' || answer === 'unknown';
}

function Total({ words, detail, total }: { words: Words; detail: Detail; total: TotalDetail | null }) {
  const styles = useStyles();
  return (
    <div className={styles.total} role="group" aria-label={words.detailTotal}>
      <div className={styles.totalHead}>
        <AnswerBadge answer={detail.answer} words={words} />
        {detail.hasTotal ? <span className={styles.totalAmount}>{amountWords(detail.amount, detail.range, words)}</span> : null}
      </div>
      {total === null || !total.capped ? null : (
        <>
          <Text size={200}>
            {total.before === null ? '' : `${words.totalBefore} ${words.money(total.before)} · `}
            {total.cut === null ? words.detailAtCap('') : `${words.totalCut} ${words.money(total.cut)}`}
          </Text>
          <Quote>{total.quote}</Quote>
        </>
      )}
      {total === null || total.sharedRows.length === 0 ? null : (
        <Text size={200}>{words.detailShared(words.list(total.sharedRows.map((row) => countText(row + 1))))}</Text>
      )}
      {total === null || total.needs.length === 0 ? null : <Needs needs={total.needs} />}
      {total === null ? null : <Readings words={words} readings={total.readings} />}
    </div>
  );
}

function Needs({ needs }: { needs: readonly Need[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.needs}>
      {needs.map(({ text, todo }) => (
        <li key={text}>
          <Text size={200}>{text}</Text>
          {todo === null ? null : (
            <Text size={200} className={styles.todo}>
              {todo}
            </Text>
          )}
        </li>
      ))}
    </ul>
  );
}

function MeasureBody({ words, measure }: { words: Words; measure: MeasureDetail }) {
  const styles = useStyles();
  const conditions = measure.steps.filter((step) => step.kind === 'condition');
  const amounts = measure.steps.filter((step) => step.kind !== 'condition');
  return (
    <>
      {measure.needs.length === 0 ? null : (
        <div className={styles.group}>
          <h4 className={styles.sub}>{measure.answer === 'not' ? words.detailReasons : words.detailNeeds}</h4>
          <Needs needs={measure.needs} />
        </div>
      )}
      {conditions.length === 0 ? null : (
        <div className={styles.group}>
          <h4 className={styles.sub}>{words.detailConditions}</h4>
          <ul className={styles.steps}>
            {conditions.map((step) => (
              <StepLine key={step.id} words={words} step={step} />
            ))}
          </ul>
        </div>
      )}
      {amounts.length === 0 || measure.answer === 'not' || measure.answer === 'notApplied' ? null : (
        <div className={styles.group}>
          <h4 className={styles.sub}>{words.detailAward}</h4>
          <ul className={styles.steps}>
            {amounts.map((step) => (
              <StepLine key={`${step.kind}-${step.id}`} words={words} step={step} />
            ))}
          </ul>
        </div>
      )}
      <Readings words={words} readings={measure.readings} />
    </>
  );
}

/** Wordings that can be read otherwise, and how they were read. */
function Readings({ words, readings }: { words: Words; readings: MeasureDetail['readings'] }) {
  const styles = useStyles();
  if (readings.length === 0) return null;
  return (
    <div className={styles.group}>
      <h4 className={styles.sub}>{words.detailReadings}</h4>
      {readings.map((reading) => (
        <Text key={reading.id} size={200}>
          <Term>{reading.text}</Term> → <Term>{reading.meaning}</Term>{' '}
          {reading.isDefault ? null : <Badge appearance="tint">{words.readingChanged}</Badge>}
        </Text>
      ))}
    </div>
  );
}

/** How a step stands, in words; caps read the other way round: `holds` is whether they cut. */
function standing(step: StepView, words: Words): string {
  const key = step.holds === 'unknown' ? 'unknown' : step.holds === 'notApplicable' ? 'na' : step.holds ? 'yes' : 'no';
  const said: Record<StepView['kind'], Record<typeof key, string>> = {
    condition: { yes: words.conditionHolds, no: words.conditionFails, unknown: words.conditionUnknown, na: words.conditionNotApplicable },
    cap: { yes: words.capCuts, no: words.capNot, unknown: words.capUnknown, na: words.conditionNotApplicable },
    floor: { yes: words.floorHolds, no: words.floorFails, unknown: words.conditionUnknown, na: words.conditionNotApplicable },
    award: { yes: '', no: '', unknown: words.conditionUnknown, na: words.conditionNotApplicable },
    output: { yes: '', no: '', unknown: words.conditionUnknown, na: words.conditionNotApplicable },
    shape: { yes: '', no: '', unknown: words.conditionUnknown, na: words.conditionNotApplicable },
    total: { yes: words.capCuts, no: words.capNot, unknown: words.capUnknown, na: words.conditionNotApplicable },
  };
  return said[step.kind][key];
}

function StepLine({ words, step }: { words: Words; step: StepView }) {
  const styles = useStyles();
  const said = standing(step, words);
  return (
    <li className={styles.step}>
      <Mark step={step} label={said} />
      <div className={styles.stepBody}>
        {step.quote === '' ? null : (
          <Text size={300}>
            <Term>{step.quote}</Term>
          </Text>
        )}
        <Figures words={words} step={step} said={said} />
        <Text size={200} className={styles.formula}>
          <Term>{step.formula}</Term>
        </Text>
      </div>
    </li>
  );
}

function Mark({ step, label }: { step: StepView; label: string }) {
  const styles = useStyles();
  const isCondition = step.kind === 'condition';
  const look =
    step.holds === 'unknown' ? 'unknown' : step.holds === 'notApplicable' || !isCondition ? 'na' : step.holds ? 'holds' : 'fails';
  const icons = {
    holds: <CheckmarkCircle16Filled />,
    fails: <DismissCircle16Filled />,
    unknown: <QuestionCircle16Filled />,
    na: <SubtractCircle16Regular />,
  };
  return (
    <span className={mergeClasses(styles.mark, styles[look])} role="img" aria-label={label}>
      {icons[look]}
    </span>
  );
}

/** How it stands against its line; the figures behind it where there are several or no line; what it comes to. */
function Figures({ words, step, said }: { words: Words; step: StepView; said: string }) {
  const styles = useStyles();
  const { comparison, figures, value } = step;
  const head = [said, comparison ?? ''].filter((part) => part !== '').join(' · ');
  return (
    <>
      {head === '' ? null : (
        <Text size={200} className={styles.strong}>
          <Term>{head}</Term>
        </Text>
      )}
      {comparison !== null && figures.length < 2 ? null : (
        <Text size={200} as="span" className={styles.figures}>
          {figures.map(({ name, text }) => (
            <span key={name}>
              <Term>{name}</Term> {text === null ? <span className={styles.missing}>{words.figureMissing}</span> : <Term>{text}</Term>}
            </span>
          ))}
        </Text>
      )}
      {value === null ? null : (
        <Text size={200} className={styles.strong}>
          <Term>= {value}</Term>
        </Text>
      )}
    </>
  );
}
