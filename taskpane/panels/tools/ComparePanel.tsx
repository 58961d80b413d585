/** One ledger under two readings, or under the published and assumed figures: who changes, and by how much. */
import { Field, MessageBar, MessageBarBody, Select, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { comparisonSheets, linesOf, sayMove, sideLines, summaryName, type ChangeSummary, type Comparison } from '../../../src/comparison';
import type { Pack, Reading } from '../../../src/engine';
import { assumptionLines, readingName, sayMoney } from '../../../src/explain';
import { assumptions } from '../../../src/policies';
import type { Chosen } from '../../judging/comparing';
import { useComparison } from '../../state/useComparison';
import { ledgerSettings } from '../../state/useLedgerRun';
import { countText } from '../../words/numbers';
import type { Language } from '../../words/pane';
import { toolWords } from '../../words/tools';
import { Section, Term } from '../parts/parts';
import { VirtualList } from '../parts/VirtualList';
import { DraftNote, WriteButton } from './notes';
import type { ToolProps } from './props';
import { WorkBar } from './WorkBar';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  side: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  lines: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  measures: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  measure: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  line: { display: 'flex', flexDirection: 'column', justifyContent: 'center', height: '100%', padding: `0 ${tokens.spacingHorizontalS}` },
  text: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  control: { minWidth: 0, '& select': { minWidth: 0 } },
});

/** What the officer has chosen to compare: a reading or an assumption, by its key, and the options of the two sides. */
interface Choice {
  readonly subject: string;
  readonly a: string;
  readonly b: string;
}

const readingKey = (id: string): string => `reading:${id}`;
const assumptionKey = (id: string): string => `assumption:${id}`;

/** Side A as the workbook has it, side B at the next option. */
function choiceOf(reading: Reading, option: string): Choice {
  const place = reading.options.findIndex(({ id }) => id === option);
  const next = reading.options[(place + 1) % reading.options.length];
  return { subject: readingKey(reading.id), a: option, b: next?.id ?? option };
}

/** Loaded when it is opened. */
export default function ComparePanel(props: ToolProps) {
  const { pane, pack, language, words } = props;
  const styles = useStyles();
  const say = toolWords[language];
  const readings = Object.values(pack.readings);
  const assumed = assumptions.filter((one) => one.policy === pack.id);
  const inForce = (reading: Reading): string => pane.parameters.readings[reading.id] ?? reading.default;
  const [kept, setKept] = useState<Choice | null>(null);
  const comparing = useComparison(props);
  const { done } = comparing;
  const [first] = readings;
  const known =
    kept !== null && [...readings.map(({ id }) => readingKey(id)), ...assumed.map(({ id }) => assumptionKey(id))].includes(kept.subject);
  const choice = known ? kept : first === undefined ? null : choiceOf(first, inForce(first));
  const reading = readings.find(({ id }) => readingKey(id) === choice?.subject);
  const isSame = reading !== undefined && choice?.a === choice?.b;
  const settings = ledgerSettings(pane, pack.id);
  if (choice === null && assumed.length === 0) return <Text>{say.compareNothing}</Text>;

  const subject = (key: string) => {
    const chosen = readings.find(({ id }) => readingKey(id) === key);
    comparing.stop();
    setKept(chosen === undefined ? { subject: key, a: '', b: '' } : choiceOf(chosen, inForce(chosen)));
  };
  const run = () => {
    if (settings === null || choice === null) return;
    const assumption = assumed.find(({ id }) => assumptionKey(id) === choice.subject);
    const chosen: Chosen | null =
      reading !== undefined
        ? { kind: 'reading', choice: { reading: reading.id, a: choice.a, b: choice.b } }
        : assumption === undefined
          ? null
          : { kind: 'assumption', id: assumption.id };
    if (chosen !== null) void comparing.run(pack, settings, chosen);
  };
  return (
    <div className={styles.panel}>
      <Field label={say.compareWhat}>
        <Select className={styles.control} value={choice?.subject ?? ''} onChange={(_, { value }) => subject(value)}>
          {readings.map(({ id }) => (
            <option key={id} value={readingKey(id)}>
              {readingName(pack, id, language)}
            </option>
          ))}
          {assumed.map(({ id, title, titleEnglish }) => (
            <option key={id} value={assumptionKey(id)}>
              {say.compareAssumed(language === 'zh-CN' ? title : titleEnglish)}
            </option>
          ))}
        </Select>
      </Field>
      {reading === undefined || choice === null ? (
        <Text size={200} className={styles.side}>
          {say.compareAssumedText}
        </Text>
      ) : (
        <>
          {(['a', 'b'] as const).map((side) => (
            <Field key={side} label={say.compareSide[side]}>
              <Select
                className={styles.control}
                value={choice[side]}
                onChange={(_, { value }) => {
                  comparing.stop();
                  setKept({ ...choice, [side]: value });
                }}
              >
                {reading.options.map(({ id, meaning }) => (
                  <option key={id} value={id} lang="zh-CN">
                    {meaning}
                  </option>
                ))}
              </Select>
            </Field>
          ))}
        </>
      )}
      <WorkBar
        language={language}
        work={comparing}
        labels={{ first: say.compareRun, again: say.compareRerun }}
        blocked={settings === null ? say.ledgerNotReady : isSame ? say.compareSame : null}
        onRun={run}
      />
      {done === null ? null : done.same ? (
        <Text>{say.compareSame}</Text>
      ) : (
        <Result
          key={done.time}
          comparison={done.comparison}
          pack={pack}
          language={language}
          words={words}
          onSelect={(sheet, row) => pane.acts.select(sheet, row, null)}
          onWrite={() => pane.acts.offer(comparisonSheets(done.comparison, { language, time: done.time }))}
        />
      )}
    </div>
  );
}

interface ResultProps extends Pick<ToolProps, 'language' | 'words'> {
  readonly comparison: Comparison;
  readonly pack: Pack;
  readonly onSelect: (sheet: string, row: number) => void;
  readonly onWrite: () => void;
}

function Result({ comparison, pack, language, words, onSelect, onWrite }: ResultProps) {
  const styles = useStyles();
  const say = toolWords[language];
  const [active, setActive] = useState(0);
  const { rows } = comparison;
  const assumed = assumptionLines(comparison.b.pack, language);
  const changed = comparison.summaries.filter((summary) => summary.changed > 0);
  return (
    <>
      <DraftNote draft={pack.status === 'draft'} language={language} />
      {assumed.length === 0 ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <span className={styles.lines}>
              {assumed.map((line) => (
                <Term key={line}>{line}</Term>
              ))}
            </span>
          </MessageBarBody>
        </MessageBar>
      )}
      <Section title={say.compareCount(countText(comparison.persons))} aside={<WriteButton language={language} onWrite={onWrite} />}>
        {sideLines(comparison, language).map((line) => (
          <Text key={line} size={200} className={styles.side}>
            <Term>{line}</Term>
          </Text>
        ))}
        {changed.length === 0 ? (
          <Text>{say.compareNobody}</Text>
        ) : (
          <ul className={styles.measures} aria-label={say.compareSums}>
            {changed.map((summary) => (
              <li key={summary.measure ?? summary.part} className={styles.measure}>
                <Text weight="semibold">
                  <Term>{summaryName(comparison, summary, language)}</Term>
                </Text>
                <Text size={200}>{movesText(summary, language)}</Text>
                <Text size={200}>
                  {say.compareSum(sayMoney(summary.a, language), sayMoney(summary.b, language), sayMoney(summary.difference, language))}
                </Text>
                {summary.settledInA === '0' && summary.settledInB === '0' ? null : (
                  <Text size={200} className={styles.side}>
                    {say.compareOneSide(sayMoney(summary.settledInA, language), sayMoney(summary.settledInB, language))}
                  </Text>
                )}
              </li>
            ))}
          </ul>
        )}
        {rows.length === 0 ? null : (
          <VirtualList
            label={`${say.compareRows} ${say.rowHint}`}
            count={rows.length}
            rowHeight={64}
            active={Math.min(active, rows.length - 1)}
            words={words}
            row={(position) => <Line comparison={comparison} index={rows[position]} words={words} language={language} />}
            onMove={setActive}
            onOpen={(position) => {
              const index = rows[position];
              if (index !== undefined) onSelect(comparison.a.sheet, comparison.a.identity(index).row);
            }}
          />
        )}
      </Section>
    </>
  );
}

function movesText({ moves }: ChangeSummary, language: Language): string {
  const say = toolWords[language];
  const isMove = (text: string): text is keyof typeof moves => Object.hasOwn(moves, text);
  const texts = Object.entries(moves).map(([move, count]) =>
    say.compareMove(isMove(move) ? sayMove(move, language) : move, countText(count)),
  );
  return say.join(texts);
}

type LineProps = Pick<ToolProps, 'words' | 'language'> & { readonly comparison: Comparison; readonly index: number | undefined };

/** One enterprise: what becomes of its total, else of the first clause that changes. */
function Line({ comparison, index, words, language }: LineProps) {
  const styles = useStyles();
  const say = toolWords[language];
  if (index === undefined) return null;
  const { name, row } = comparison.a.identity(index);
  const lines = linesOf(comparison, comparison.change(index), language);
  const texts = lines.map(({ measure, change, shown }) => say.compareLine(measure, change, shown.a, shown.b));
  return (
    <div className={styles.line} title={texts.join('\n')}>
      <Text weight="semibold" className={styles.text}>
        {name === '' ? words.unnamed : <Term>{name}</Term>}
      </Text>
      <Text size={200} className={styles.text}>
        {say.row(countText(row + 1))} · <Term>{texts.at(-1) ?? ''}</Term>
      </Text>
      {texts.length < 2 ? null : (
        <Text size={200} className={styles.text}>
          <Term>{say.join(texts.slice(0, -1))}</Term>
        </Text>
      )}
    </div>
  );
}
