/** One indicator: what is asked for, how it stands, and where an officer enters its figures. */
import { Badge, Button, Field, Input, ProgressBar, Text, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronDown16Regular, ChevronUp16Regular } from '@fluentui/react-icons';
import {
  actualText,
  filled,
  gapText,
  monitorWords,
  noteText,
  requiredText,
  statusText,
  type Indicator,
  type Judged,
  type JudgedPart,
  type Status,
} from '../../../../src/monitor';
import { figureKey, noFigure, type FigureTexts, type TypedFigures, type TypedReading } from '../../../model/figures';
import type { Language } from '../../../words/pane';
import { toolWords, type ToolWords } from '../../../words/tools';
import { Quote, Term } from '../../parts/parts';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalM} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  head: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto', columnGap: tokens.spacingHorizontalS, alignItems: 'start' },
  name: { overflowWrap: 'anywhere' },
  clause: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  figures: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM, fontVariantNumeric: 'tabular-nums' },
  side: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  strong: { fontWeight: tokens.fontWeightSemibold },
  bar: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 40px', columnGap: tokens.spacingHorizontalS, alignItems: 'center' },
  percent: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  pair: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', columnGap: tokens.spacingHorizontalS },
  input: { minWidth: 0, '& input': { minWidth: 0 } },
  part: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    paddingLeft: tokens.spacingHorizontalS,
    borderLeft: `2px solid ${tokens.colorNeutralStroke2}`,
  },
});

const colors = {
  met: 'success',
  short: 'danger',
  over: 'danger',
  none: 'informative',
  open: 'warning',
  officer: 'warning',
  noTarget: 'warning',
  recorded: 'subtle',
} as const satisfies Readonly<Record<Status, string>>;

interface IndicatorCardProps {
  readonly language: Language;
  readonly judged: Judged;
  readonly typed: TypedFigures;
  readonly reading: TypedReading;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onType: (key: string, field: keyof FigureTexts, text: string) => void;
  readonly onClear: (key: string) => void;
}

/** A line of the list. */
export function IndicatorCard(props: IndicatorCardProps) {
  const { language, judged, open, onOpen } = props;
  const styles = useStyles();
  const say = toolWords[language];
  const { indicator } = judged;
  const name = `${indicator.subject} ${indicator.name}`;
  return (
    <li className={styles.card} aria-label={`${indicator.clause} ${name}`}>
      <div className={styles.head}>
        <span className={styles.name}>
          <Term className={styles.clause}>{indicator.clause}</Term> <Term>{name}</Term>
        </span>
        <Badge appearance="tint" color={colors[judged.status]}>
          {statusText(judged.status, language)}
        </Badge>
      </div>
      <Text size={200} className={styles.side}>
        {say.required} <Term className={styles.strong}>{requiredText(judged, language)}</Term>{' '}
        {indicator.commitment === null ? null : <Term>（{indicator.commitment}）</Term>}{' '}
        <span>{indicator.period[1] === null ? indicator.period[0] : `${indicator.period[0]} — ${indicator.period[1]}`}</span>
      </Text>
      {judged.parts.map((part) => (
        <PartLine key={part.part ?? ''} language={language} judged={judged} part={part} name={name} />
      ))}
      <div>
        <Button
          size="small"
          appearance="subtle"
          icon={open ? <ChevronUp16Regular /> : <ChevronDown16Regular />}
          iconPosition="after"
          aria-expanded={open}
          aria-label={say.fillOf(name)}
          onClick={() => onOpen(!open)}
        >
          {open ? say.fillClose : say.fill}
        </Button>
      </div>
      {open ? <Entry {...props} indicator={indicator} /> : null}
    </li>
  );
}

interface PartLineProps {
  readonly language: Language;
  readonly judged: Judged;
  readonly part: JudgedPart;
  readonly name: string;
}

/** The figure, how far it is, what is missing, and why it decides nothing. */
function PartLine({ language, judged, part, name }: PartLineProps) {
  const styles = useStyles();
  const say = toolWords[language];
  const { basis } = monitorWords(language);
  const gap = gapText(judged, part, language);
  const note = noteText(judged, part, language);
  const title = part.part === null ? name : `${name} ${part.part}`;
  return (
    <>
      {part.actual === null ? null : (
        <span className={styles.figures}>
          <Text size={200}>
            {part.part === null ? say.actual : <Term>{part.part}</Term>} <Term className={styles.strong}>{actualText(judged, part)}</Term>
            {part.basis === null ? null : ` · ${basis[part.basis]}`}
            {part.part === null ? null : ` · ${statusText(part.status, language)}`}
          </Text>
          {gap === '' ? null : (
            <Text size={200} className={styles.strong}>
              <Term>{gap}</Term>
            </Text>
          )}
        </span>
      )}
      {part.progress === null ? null : (
        <span className={styles.bar}>
          <ProgressBar
            aria-label={say.progressOf(title)}
            value={part.progress}
            max={100}
            thickness="large"
            color={part.status === 'met' ? 'success' : part.status === 'short' ? 'warning' : 'brand'}
          />
          <Text size={200} className={styles.percent}>
            {`${part.progress}%`}
          </Text>
        </span>
      )}
      {note === '' ? null : (
        <Text size={200} className={styles.side}>
          <Term>{note}</Term>
        </Text>
      )}
    </>
  );
}

type EntryProps = IndicatorCardProps & { readonly indicator: Indicator };

function Entry({ language, typed, reading, onType, onClear, indicator }: EntryProps) {
  const styles = useStyles();
  const parts = indicator.each.length > 0 ? indicator.each : [null];
  return (
    <div className={styles.fields}>
      <Quote>{indicator.quote}</Quote>
      {parts.map((part) => {
        const key = figureKey(indicator.id, part);
        const fields = (
          <Fields
            language={language}
            indicator={indicator}
            part={part}
            texts={typed[key] ?? noFigure}
            problems={reading.problems.get(key)}
            filled={typed[key] !== undefined}
            onType={(field, text) => onType(key, field, text)}
            onClear={() => onClear(key)}
          />
        );
        return part === null ? (
          <div key={key} className={styles.fields}>
            {fields}
          </div>
        ) : (
          <div key={key} className={styles.part} role="group" aria-label={part}>
            <Text weight="semibold" size={200}>
              <Term>{part}</Term>
            </Text>
            {fields}
          </div>
        );
      })}
    </div>
  );
}

const pairedKinds: ReadonlySet<Indicator['kind']> = new Set(['growth', 'industryGrowth', 'ratio', 'share', 'increase']);

interface FieldsProps {
  readonly language: Language;
  readonly indicator: Indicator;
  readonly part: string | null;
  readonly texts: FigureTexts;
  readonly problems: ReturnType<TypedReading['problems']['get']>;
  readonly filled: boolean;
  readonly onType: (field: keyof FigureTexts, text: string) => void;
  readonly onClear: () => void;
}

/** The fields an indicator has a use for, each with its unit beside it. */
function Fields({ language, indicator, part, texts, problems, filled: isFilled, onType, onClear }: FieldsProps) {
  const styles = useStyles();
  const say = toolWords[language];
  const field = (name: keyof FigureTexts, label: string, unit: string, placeholder = '') => {
    const problem = problems?.get(name);
    const wrong =
      problem === undefined
        ? {}
        : {
            validationState: 'error' as const,
            validationMessage: filled(monitorWords(language).problems[problem.code], { text: problem.text }),
          };
    const of = part === null ? '' : ` ${part}`;
    return (
      <Field key={name} label={label} size="small" {...wrong}>
        <Input
          className={styles.input}
          size="small"
          value={texts[name]}
          placeholder={placeholder}
          aria-label={`${label}${of}`}
          {...(unit === '' ? {} : { contentAfter: <Term>{unit}</Term> })}
          onChange={(_, { value }) => onType(name, value)}
        />
      </Field>
    );
  };
  const isDate = indicator.kind === 'date';
  const paired = pairedKinds.has(indicator.kind);
  const pairUnit = indicator.kind === 'increase' ? indicator.unit : '';
  return (
    <>
      {field('actual', isDate ? say.dateField : say.actualField, indicator.unit, isDate ? say.dateHint : '')}
      {paired ? (
        <>
          <div className={styles.pair}>
            {field('now', say.nowField, pairUnit)}
            {field('before', say.beforeField, pairUnit)}
          </div>
          <Text size={200} className={styles.side}>
            {say.pairHint}
          </Text>
        </>
      ) : null}
      {needsTarget(indicator) ? field('target', say.targetField, indicator.unit) : null}
      {field('source', say.sourceField, '')}
      {isFilled ? <ClearButton say={say} onClear={onClear} /> : null}
    </>
  );
}

function ClearButton({ say, onClear }: { say: ToolWords; onClear: () => void }) {
  return (
    <div>
      <Button size="small" onClick={onClear}>
        {say.clear}
      </Button>
    </div>
  );
}

/** The text gives no figure to reach, and the rhythm none either. */
function needsTarget({ value, every, kind }: Indicator): boolean {
  return value === null && every === null && kind !== 'date';
}
