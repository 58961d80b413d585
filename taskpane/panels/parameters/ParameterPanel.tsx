/** The figures the text leaves open, and the wordings that can be read two ways. */
import {
  Badge,
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  Select,
  Spinner,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { ChevronDown20Regular, ChevronRight20Regular } from '@fluentui/react-icons';
import { memo, useState } from 'react';
import type { Pack, Parameter, Reading } from '../../../src/engine';
import { bandText, joined, problemParts, readingName, sayProblem, type Problem } from '../../../src/explain';
import { columnLetters } from '../../../src/ledger';
import type { ParameterCheck, ParameterTexts } from '../../model/parameters';
import type { ShapeDraft } from '../../model/shapes';
import { newDraft } from '../../model/shapes';
import { countText } from '../../words/numbers';
import type { Language, Words } from '../../words/pane';
import { Loaded, fetched } from '../parts/Loaded';
import { Quote, Section, Term } from '../parts/parts';

/** Loaded when somebody gives a figure in tiers. */
const ShapeEditor = fetched(() => import('./ShapeEditor'));

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXL },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingVerticalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: tokens.spacingHorizontalXS },
  clause: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold, whiteSpace: 'nowrap' },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  wrong: { color: tokens.colorStatusDangerForeground1, overflowWrap: 'anywhere' },
  doubt: { color: tokens.colorStatusWarningForeground1, overflowWrap: 'anywhere' },
  note: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  more: { alignSelf: 'flex-start' },
  refused: { margin: 0, paddingLeft: '1.2em' },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 3fr)',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'start',
  },
  single: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)' },
  how: { flexWrap: 'wrap', marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})` },
  control: { minWidth: 0, '& select, & input': { minWidth: 0 } },
});

const unset: ParameterCheck = { state: 'unset' };

interface ParameterPanelProps {
  readonly words: Words;
  readonly language: Language;
  readonly pack: Pack;
  readonly parameters: ParameterTexts;
  /** What the workbook's own 参数 sheet gave. */
  readonly fromSheet: ParameterTexts | null;
  /** Parameters that the ledger keeps in a column, by full name. */
  readonly columns: Readonly<Record<string, number>>;
  readonly checks: Readonly<Record<string, ParameterCheck>>;
  /** What the 参数 sheet says and nobody can use. */
  readonly sheetProblems: readonly Problem[];
  readonly onValue: (name: string, text: string) => void;
  readonly onShape: (name: string, draft: ShapeDraft) => void;
  readonly onSource: (name: string, text: string) => void;
  readonly onReading: (id: string, option: string) => void;
}

/** The second tab. */
export function ParameterPanel({
  words,
  language,
  pack,
  parameters,
  fromSheet,
  columns,
  checks,
  sheetProblems,
  onValue,
  onShape,
  onSource,
  onReading,
}: ParameterPanelProps) {
  const styles = useStyles();
  const all = Object.entries(pack.parameters);
  const filled = all.filter(([name]) => checks[name]?.state === 'taken');
  const readings = Object.values(pack.readings);
  const required = all.filter(([, parameter]) => parameter.required);
  const optional = all.filter(([, parameter]) => !parameter.required);
  const [opened, setOpened] = useState(false);
  const shown = opened || optional.some(([name]) => (parameters.values[name] ?? '') !== '' || parameters.shapes[name]?.isUsed === true);
  const field = ([name, parameter]: readonly [string, Parameter]) => {
    const value = parameters.values[name] ?? '';
    const draft = parameters.shapes[name] ?? null;
    return (
      <ParameterField
        key={name}
        words={words}
        language={language}
        pack={pack}
        name={name}
        draft={draft}
        parameter={parameter}
        value={value}
        source={parameters.sources[name] ?? ''}
        check={checks[name] ?? unset}
        fromSheet={
          draft?.isUsed === true
            ? JSON.stringify(draft) === JSON.stringify(fromSheet?.shapes[name])
            : value !== '' && fromSheet?.values[name] === value
        }
        column={columns[name] ?? null}
        onValue={onValue}
        onShape={onShape}
        onSource={onSource}
      />
    );
  };
  return (
    <div className={styles.panel}>
      {sheetProblems.length === 0 ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {words.parametersSheetProblems}
            <ul className={styles.refused}>
              {sheetProblems.map((problem, index) => (
                <li key={index}>{sayProblem(problem, language, pack)}</li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
      <Section
        title={words.parametersTitle}
        aside={
          all.length === 0 ? undefined : <Text size={200}>{words.parametersFilled(countText(filled.length), countText(all.length))}</Text>
        }
        lead={all.length === 0 ? words.parametersNone : words.parametersText}
      >
        {required.map(field)}
        {optional.length === 0 ? null : (
          <Button
            appearance="subtle"
            className={styles.more}
            icon={shown ? <ChevronDown20Regular /> : <ChevronRight20Regular />}
            aria-expanded={shown}
            onClick={() => setOpened(!shown)}
          >
            {words.parametersOptional(countText(optional.length))}
          </Button>
        )}
        {shown ? optional.map(field) : null}
      </Section>
      {readings.length === 0 ? null : (
        <Section title={words.readingsTitle} lead={words.readingsText}>
          {readings.map((reading) => (
            <ReadingField
              key={reading.id}
              words={words}
              language={language}
              reading={reading}
              option={parameters.readings[reading.id] ?? reading.default}
              pack={pack}
              onReading={onReading}
            />
          ))}
          <Notes words={words} pack={pack} />
        </Section>
      )}
    </div>
  );
}

interface ParameterFieldProps extends Pick<ParameterPanelProps, 'words' | 'language' | 'pack' | 'onValue' | 'onShape' | 'onSource'> {
  /** The parameter's full name. */
  readonly name: string;
  /** Its tier table; null where nobody began one. */
  readonly draft: ShapeDraft | null;
  readonly parameter: Parameter;
  readonly value: string;
  readonly source: string;
  readonly check: ParameterCheck;
  readonly fromSheet: boolean;
  /** The ledger's own column of this parameter. */
  readonly column: number | null;
}

/** One open figure: clause, words, unit, band, value or tier table, source. Drawn anew only where something of its own changed. */
const ParameterField = memo(function ParameterField(props: ParameterFieldProps) {
  const { words, language, pack, name, draft, parameter, value, source, check, fromSheet, column, onValue, onShape, onSource } = props;
  const styles = useStyles();
  const unit = parameter.unit?.name ?? '';
  const clause = [...pack.measures, ...pack.choices].find(({ id }) => id === parameter.measure)?.clause ?? '';
  // null where the text sets no bound.
  const band = hasBand(parameter) ? bandText(parameter.band, unit, language) : null;
  const told = (problem: Problem) => joined(problemParts(problem, language, pack), language);
  const refusal = check.state === 'unreadable' ? told(check.problem) : null;
  const doubts = check.state === 'taken' ? check.doubts.map(told) : [];
  const isShaped = draft?.isUsed === true;
  const wanted = (isShaped || value.trim() !== '') && source.trim() === '';
  const wrong = check.state === 'outside' ? words.parameterOutside(band ?? '') : refusal;
  const notes = [
    wrong === null ? hintWords(parameter, band, words) : null,
    wanted ? words.parameterSourceMissing : null,
    fromSheet ? words.parameterFromSheet : null,
    column === null ? null : words.parameterFromColumn(columnLetters(column)),
  ].filter((note) => note !== null);
  return (
    <div className={styles.card} role="group" aria-label={`${clause}${parameter.name}`}>
      <div className={styles.head}>
        <Term className={styles.clause}>{clause}</Term>
        <Term className={styles.name}>{parameter.name}</Term>
        <Badge appearance="outline" color={parameter.required ? 'brand' : 'informative'}>
          {parameter.required ? words.parameterRequired : words.parameterOptional}
        </Badge>
      </div>
      <Quote>{parameter.quote}</Quote>
      {parameter.meaning === '' ? null : (
        <Text size={200} className={styles.note}>
          <Term>{parameter.meaning}</Term>
        </Text>
      )}
      {parameter.going.length === 0 ? null : (
        <RadioGroup
          layout="horizontal"
          className={styles.how}
          aria-label={words.parameterHow}
          value={isShaped ? 'shape' : 'number'}
          onChange={(_, { value: how }) => onShape(name, { ...(draft ?? newDraft(parameter)), isUsed: how === 'shape' })}
        >
          <Radio value="number" label={words.parameterAsNumber} />
          <Radio value="shape" label={words.parameterAsShape} />
        </RadioGroup>
      )}
      {isShaped ? (
        <Loaded words={words} waiting={<Spinner size="tiny" label={words.reading} />}>
          <ShapeEditor
            words={words}
            language={language}
            pack={pack}
            parameter={parameter}
            name={name}
            draft={draft}
            check={check}
            onDraft={(next) => onShape(name, next)}
          />
        </Loaded>
      ) : null}
      <div className={isShaped ? styles.single : styles.fields}>
        {isShaped ? null : (
          <Field size="small" label={words.parameterValue(unit)} {...valueState(check, refusal)}>
            <ValueControl
              words={words}
              label={words.parameterFull(parameter.name, unit)}
              parameter={parameter}
              value={value}
              onValue={(text) => onValue(name, text)}
            />
          </Field>
        )}
        <Field size="small" label={words.parameterSource} {...(wanted ? ({ validationState: 'warning' } as const) : {})}>
          <Input
            className={styles.control}
            aria-label={words.parameterSourceFor(parameter.name)}
            value={source}
            placeholder={words.parameterSourceHint}
            onChange={(_, { value: text }) => onSource(name, text)}
          />
        </Field>
      </div>
      {wrong === null ? null : (
        <Text size={200} role="alert" className={styles.wrong}>
          {wrong}
        </Text>
      )}
      {doubts.map((doubt) => (
        <Text key={doubt} size={200} role="alert" className={styles.doubt}>
          <Term>{doubt}</Term>
        </Text>
      ))}
      {notes.map((note) => (
        <Text key={note} size={200} className={styles.note}>
          {note}
        </Text>
      ))}
    </div>
  );
});

function hasBand({ band }: Parameter): boolean {
  return band.low !== undefined || band.high !== undefined;
}

function valueState(check: ParameterCheck, refusal: string | null) {
  return check.state === 'outside' || refusal !== null ? ({ validationState: 'error' } as const) : {};
}

/** What may be filled in. */
function hintWords({ type }: Parameter, band: string | null, words: Words): string | null {
  if (type === 'choices') return words.parameterList;
  if (type === 'date') return words.parameterDate;
  return band === null ? null : words.parameterBand(band);
}

interface ValueControlProps {
  readonly words: Words;
  readonly label: string;
  readonly parameter: Parameter;
  readonly value: string;
  readonly onValue: (text: string) => void;
}

/** A figure, a date or a list is typed; a choice or a yes/no is picked. The card names the figure; alone it needs its full label. */
function ValueControl({ words, label, parameter, value, onValue }: ValueControlProps) {
  const styles = useStyles();
  if (parameter.type === 'yesno' || parameter.type === 'choice') {
    const options =
      parameter.type === 'yesno'
        ? [
            { id: '是', label: words.parameterYes },
            { id: '否', label: words.parameterNo },
          ]
        : parameter.choices;
    return (
      <Select className={styles.control} aria-label={label} value={value} onChange={(_, { value: text }) => onValue(text)}>
        <option value="">{words.parameterUnset}</option>
        {options.map(({ id, label }) => (
          <option key={id} value={parameter.type === 'yesno' ? id : label}>
            {label}
          </option>
        ))}
      </Select>
    );
  }
  return (
    <Input
      className={styles.control}
      aria-label={label}
      value={value}
      inputMode={parameter.type === 'number' ? 'decimal' : 'text'}
      onChange={(_, { value: text }) => onValue(text)}
    />
  );
}

interface ReadingFieldProps {
  readonly words: Words;
  readonly language: Language;
  readonly reading: Reading;
  readonly option: string;
  readonly pack: Pack;
  readonly onReading: (id: string, option: string) => void;
}

/** A wording with its readings, the default and why. */
const ReadingField = memo(function ReadingField({ words, language, reading, option, pack, onReading }: ReadingFieldProps) {
  const styles = useStyles();
  const name = readingName(pack, reading.id, language);
  const clauses = pack.measures.filter((measure) => measure.readings.includes(reading.id)).map((measure) => measure.clause);
  return (
    <div className={styles.card}>
      <Text weight="semibold">{language === 'zh-CN' ? <Term>{name}</Term> : name}</Text>
      <Quote>{reading.text}</Quote>
      <RadioGroup aria-label={name} value={option} onChange={(_, { value }) => onReading(reading.id, value)}>
        {reading.options.map(({ id, meaning }) => (
          <Radio
            key={id}
            value={id}
            label={
              <>
                <Term>{meaning}</Term>{' '}
                {id === reading.default ? (
                  <Badge appearance="tint" color="brand">
                    {words.readingDefault}
                  </Badge>
                ) : null}
              </>
            }
          />
        ))}
      </RadioGroup>
      <Text size={200} className={styles.note}>
        {words.readingWhy} <Term>{reading.why}</Term>
      </Text>
      {clauses.length === 0 ? null : (
        <Text size={200} className={styles.note}>
          <Term>{words.readingClauses(clauses.join(''))}</Term>
        </Text>
      )}
    </div>
  );
});

/** Wordings that are no switch: how each is taken, and why. */
function Notes({ words, pack }: { words: Words; pack: Pack }) {
  const styles = useStyles();
  const [opened, setOpened] = useState(false);
  const notes = [...pack.measures, ...pack.groups].flatMap(({ id, clause, notes: own }) =>
    own.map((note) => ({ key: `${id} ${note.id}`, clause, note })),
  );
  if (notes.length === 0) return null;
  return (
    <>
      <Button
        appearance="subtle"
        className={styles.more}
        icon={opened ? <ChevronDown20Regular /> : <ChevronRight20Regular />}
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {words.notesShow(countText(notes.length))}
      </Button>
      {opened
        ? notes.map(({ key, clause, note }) => (
            <div key={key} className={styles.card}>
              <div className={styles.head}>
                <Term className={styles.clause}>{clause}</Term>
              </div>
              <Quote>{note.text}</Quote>
              <Text size={200}>
                {words.noteTaken} <Term>{note.default}</Term>
              </Text>
              <Text size={200} className={styles.note}>
                {words.readingWhy} <Term>{note.why}</Term>
              </Text>
            </div>
          ))
        : null}
    </>
  );
}
