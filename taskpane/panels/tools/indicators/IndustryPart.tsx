/** Industry growth summed from the ledger: by which map, which enterprises fell where, and the unmapped first of all. */
import { Button, Field, MessageBar, MessageBarBody, Select, Text, makeStyles, tokens } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { filled, mapSheet, monitorWords, sumLines, type FallenRow, type Register, type SumLine } from '../../../../src/monitor';
import type { Fallen } from '../../../judging/monitoring';
import { unmappedWords, type UnmappedWord } from '../../../model/industries';
import type { Indicators } from '../../../state/useIndicators';
import type { Pane } from '../../../state/usePane';
import { countText } from '../../../words/numbers';
import type { Language, Words } from '../../../words/pane';
import { toolWords, type ToolWords } from '../../../words/tools';
import { Section, Term } from '../../parts/parts';
import { VirtualList } from '../../parts/VirtualList';
import { WorkBar } from '../WorkBar';

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  side: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  block: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  sub: { margin: 0, fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground2 },
  words: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  word: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 140px)',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'center',
  },
  select: { minWidth: 0, width: '100%', '& select': { minWidth: 0, width: '100%', textOverflow: 'ellipsis' } },
  sums: { margin: 0, padding: 0, listStyleType: 'none' },
  sum: {
    padding: `${tokens.spacingVerticalXS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    fontVariantNumeric: 'tabular-nums',
  },
  line: { display: 'flex', flexDirection: 'column', justifyContent: 'center', height: '100%', padding: `0 ${tokens.spacingHorizontalS}` },
  lineText: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

interface IndustryPartProps {
  readonly register: Register;
  readonly indicators: Indicators;
  readonly pane: Pane;
  readonly words: Words;
  readonly language: Language;
}

/** A part of 指标监测, for documents whose growth a ledger can give. */
export function IndustryPart(props: IndustryPartProps) {
  const { register, indicators, language } = props;
  const styles = useStyles();
  const say = toolWords[language];
  const [shown, setShown] = useState(false);
  const { ledger, fallen } = indicators;
  if (register.ledger.output === null) {
    return (
      <Text size={200} className={styles.side}>
        {say.industriesNone}
      </Text>
    );
  }
  return (
    <Section title={say.industriesTitle} lead={say.industriesText}>
      <WorkBar
        language={language}
        work={ledger}
        labels={{ first: say.ledgerSum, again: say.ledgerSumAgain }}
        blocked={indicators.canSum ? null : say.ledgerNotReady}
        onRun={indicators.sum}
      />
      {fallen === null ? null : (
        <>
          <Counts fallen={fallen} language={language} />
          <div>
            <Button size="small" appearance="subtle" aria-expanded={shown} onClick={() => setShown(!shown)}>
              {shown ? say.industryHide : say.industryShow}
            </Button>
          </div>
          {shown ? <WhoFellWhere {...props} fallen={fallen} /> : null}
        </>
      )}
    </Section>
  );
}

/** How many rows fell under an industry, and by which map. */
function Counts({ fallen, language }: { fallen: Fallen; language: Language }) {
  const styles = useStyles();
  const say = toolWords[language];
  const { rows, missingColumns } = fallen.reading;
  const unmapped = rows.filter((row) => row.fall.industry === null).length;
  return (
    <div className={styles.block} role="status">
      <Text size={200}>{say.industryCounts(countText(rows.length), countText(rows.length - unmapped), countText(unmapped))}</Text>
      <Text size={200} className={styles.side}>
        {fallen.from === 'sheet' ? say.mapFromSheet : <Term>{say.mapProposal(fallen.map.status)}</Term>}
      </Text>
      {fallen.problems.length === 0 ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <Term>{say.mapWrong(say.join(fallen.problems.map(({ code, text }) => `${code} ${text}`.trim())))}</Term>
          </MessageBarBody>
        </MessageBar>
      )}
      {missingColumns.length === 0 ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <Term>{say.industryColumns(say.join(missingColumns))}</Term>
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}

function WhoFellWhere({ fallen, indicators, pane, words, language }: IndustryPartProps & { readonly fallen: Fallen }) {
  const styles = useStyles();
  const say = toolWords[language];
  return (
    <>
      <Unmapped fallen={fallen} indicators={indicators} language={language} />
      <div className={styles.block}>
        <h3 className={styles.sub}>{say.sumsTitle}</h3>
        <ul className={styles.sums}>
          {sumLines(fallen.reading).map((sum) => (
            <li key={sum.industry} className={styles.sum}>
              <Text size={200} weight="semibold">
                <Term>{sum.industry}</Term>
              </Text>{' '}
              <Text size={200}>
                {[
                  say.sumRows(countText(sum.rows)),
                  say.sumLine(sum.now, sum.before),
                  ...(sum.growth === null ? [] : [say.sumGrowth(sum.growth)]),
                  ...lacking(sum, say),
                ].join(' · ')}
              </Text>
            </li>
          ))}
        </ul>
      </div>
      <Rows fallen={fallen} pane={pane} indicators={indicators} words={words} language={language} />
      <div className={styles.row}>
        <Button size="small" onClick={() => pane.acts.offer([mapSheet(fallen.map, language)])}>
          {say.mapWrite}
        </Button>
        <Text size={200} className={styles.side}>
          {say.mapWriteText}
        </Text>
      </div>
    </>
  );
}

function lacking({ withoutNow, withoutBefore, withoutBoth }: SumLine, say: ToolWords): string[] {
  const rows = withoutNow + withoutBefore + withoutBoth;
  return rows === 0 ? [] : [say.sumMissing(countText(rows))];
}

/** Words of the ledger that are under no industry, each with the way to put it under one. */
function Unmapped({ fallen, indicators, language }: { fallen: Fallen; indicators: Indicators; language: Language }) {
  const styles = useStyles();
  const say = toolWords[language];
  const unmapped = unmappedWords(fallen.reading);
  const rows = unmapped.reduce((sum, one) => sum + one.rows, 0);
  const assigned = Object.entries(indicators.assigned);
  return (
    <div className={styles.block}>
      <h3 className={styles.sub}>{say.unmappedTitle(countText(rows))}</h3>
      <Text size={200} className={styles.side}>
        {say.unmappedText}
      </Text>
      <ul className={styles.words}>
        {unmapped.map((one) => (
          <li key={`${one.by} ${one.word}`} className={styles.word}>
            <UnmappedName one={one} language={language} />
            {one.assignable ? (
              <Select
                className={styles.select}
                size="small"
                aria-label={say.assign(one.word)}
                value=""
                onChange={(_, { value }) => {
                  if (value !== '') indicators.assign(one.word, value);
                }}
              >
                <option value="">{say.assignNone}</option>
                {fallen.map.industries.map(({ name }) => (
                  <option key={name} value={name} lang="zh-CN">
                    {name}
                  </option>
                ))}
              </Select>
            ) : null}
          </li>
        ))}
      </ul>
      {assigned.length === 0 ? null : (
        <>
          <h3 className={styles.sub}>{say.assignedTitle}</h3>
          <ul className={styles.words}>
            {assigned.map(([word, industry]) => (
              <li key={word} className={styles.row}>
                <Text size={200}>
                  <Term>{say.assigned(word, industry)}</Term>
                </Text>
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<Dismiss16Regular />}
                  aria-label={say.unassign(word)}
                  onClick={() => indicators.assign(word, null)}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function UnmappedName({ one, language }: { one: UnmappedWord; language: Language }) {
  const styles = useStyles();
  const say = toolWords[language];
  const why = filled(monitorWords(language).by[one.by], { says: one.says.join('／') });
  return (
    <span>
      <Text size={200} block>
        <Term>{say.unmappedRows(one.word === '' ? '—' : one.word, countText(one.rows))}</Term>
      </Text>
      <Text size={200} className={styles.side}>
        <Term>{why}</Term>
      </Text>
    </span>
  );
}

/** Every row with where it fell, the unmapped first; Enter shows it in the sheet. */
function Rows({ fallen, pane, indicators, words, language }: Omit<IndustryPartProps, 'register'> & { readonly fallen: Fallen }) {
  const styles = useStyles();
  const say = toolWords[language];
  const [industry, setIndustry] = useState<string>('');
  const [active, setActive] = useState(0);
  const none = monitorWords(language).unmapped;
  const { rows } = fallen.reading;
  const unmapped = rows.filter((row) => row.fall.industry === null);
  const shown =
    industry === ''
      ? [...unmapped, ...rows.filter((row) => row.fall.industry !== null)]
      : industry === none
        ? unmapped
        : rows.filter((row) => row.fall.industry === industry);
  const sheet = indicators.ledger.done?.assessment.sheet ?? null;
  return (
    <div className={styles.block}>
      <Field label={say.rowsTitle} size="small" className={styles.select}>
        <Select
          size="small"
          value={industry}
          onChange={(_, { value }) => {
            setActive(0);
            setIndustry(value);
          }}
        >
          <option value="">{say.rowsAll}</option>
          <option value={none}>{none}</option>
          {fallen.map.industries.map(({ name }) => (
            <option key={name} value={name} lang="zh-CN">
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {shown.length === 0 ? (
        <Text size={200}>{say.nothingFound}</Text>
      ) : (
        <VirtualList
          label={`${say.rowsTitle} ${say.rowHint}`}
          count={shown.length}
          rowHeight={48}
          active={Math.min(active, shown.length - 1)}
          words={words}
          row={(position) => <RowLine row={shown[position]} words={words} language={language} />}
          onMove={setActive}
          onOpen={(position) => {
            const row = shown[position];
            if (row !== undefined && sheet !== null) pane.acts.select(sheet, row.row - 1, null);
          }}
        />
      )}
    </div>
  );
}

function RowLine({ row, words, language }: { row: FallenRow | undefined; words: Words; language: Language }) {
  const styles = useStyles();
  const say = toolWords[language];
  if (row === undefined) return null;
  const { by, unmapped } = monitorWords(language);
  return (
    <div className={styles.line}>
      <Text size={200} weight="semibold" className={styles.lineText}>
        {row.name === '' ? words.unnamed : <Term>{row.name}</Term>}
      </Text>
      <Text size={200} className={styles.lineText}>
        {say.row(countText(row.row))} · <Term>{row.fall.industry ?? unmapped}</Term> ·{' '}
        <Term>{filled(by[row.fall.by], { says: row.fall.says.join('／') })}</Term>
      </Text>
    </div>
  );
}
