/** 免申即享: who qualifies without applying, who is one figure short, and what is missing. */
import { Button, MessageBar, MessageBarBody, Select, Spinner, Text, makeStyles, tokens } from '@fluentui/react-components';
import { TableAdd20Regular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import { measureName, reasonParts } from '../../src/explain';
import {
  entitledList,
  entitledSheet,
  measuresWithoutApplication,
  monitorWords,
  sumText,
  type EntitledRow,
  type EntitledSaying,
} from '../../src/monitor';
import { registered } from '../../src/policies';
import { countText } from '../numbers';
import { toolWords } from '../tool-words';
import { ledgerSettings, useLedgerRun } from '../useLedgerRun';
import { useRegister } from '../useRegister';
import { LedgerRunBar } from './LedgerRunBar';
import { Section, Term, amountWords } from './parts';
import type { ToolProps } from './tools';
import { VirtualList } from './VirtualList';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  side: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  line: { display: 'flex', flexDirection: 'column', justifyContent: 'center', height: '100%', padding: `0 ${tokens.spacingHorizontalS}` },
  row: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalS, minWidth: 0 },
  text: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 },
  amount: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
});

type Standing = EntitledRow['standing'];
const standings: readonly Standing[] = ['qualifies', 'qualifiesOpen', 'oneShort', 'more', 'officer'];

/** Loaded when it is opened. */
export default function EntitledPanel({ pane, pack, host, assessor, language, words }: ToolProps) {
  const styles = useStyles();
  const say = toolWords[language];
  const { register, failure } = useRegister(registered.includes(pack.id) ? pack.id : null);
  const ledger = useLedgerRun(host, assessor, language);
  const [standing, setStanding] = useState<Standing>('qualifies');
  const [active, setActive] = useState(0);
  const { assessment } = ledger;
  const list = useMemo(() => (assessment === null ? null : entitledList(assessment, assessment.pack)), [assessment]);
  const settings = ledgerSettings(pane, pack.id);
  const saying: EntitledSaying = {
    measure: (measure) => measureName(pack, measure, language),
    quote: (measure) => pack.measures.find((one) => one.id === measure)?.quote ?? null,
    needs: ({ measure, needs }) => needs.map((reason) => reasonParts(reason, { pack, measureId: measure }, language).text).join(say.pause),
    money: (amount) => amount,
  };
  if (measuresWithoutApplication(pack).length === 0) return <Text>{say.entitledNone}</Text>;
  const shown = list?.rows.filter((row) => row.standing === standing) ?? [];
  const names = monitorWords(language).standing;
  const sure = list === null ? null : sumText(list.rows.flatMap((row) => (row.amount === null ? [] : [row.amount])));
  const write = () => {
    if (list === null) return;
    const title = language === 'zh-CN' ? pack.title : pack.titleEnglish;
    pane.acts.offer([entitledSheet(list.rows, saying, { title, draft: pack.status === 'draft', language })]);
  };
  return (
    <div className={styles.panel}>
      <Text size={200} className={styles.side}>
        {say.entitledText}
      </Text>
      {pack.status === 'draft' ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{say.draft}</MessageBarBody>
        </MessageBar>
      ) : null}
      {failure === null ? null : (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            {say.failed}
            {failure}
          </MessageBarBody>
        </MessageBar>
      )}
      {register === null ? (
        failure === null ? (
          <Spinner label={say.loading} />
        ) : null
      ) : (
        <LedgerRunBar
          language={language}
          ledger={ledger}
          labels={{ first: say.ledgerRun, again: say.ledgerRerun }}
          ready={settings !== null}
          onRun={() => {
            setActive(0);
            if (settings !== null) void ledger.run(register, settings);
          }}
        />
      )}
      {list === null || sure === null ? null : (
        <Section
          title={say.cases(countText(list.rows.length))}
          aside={
            <Button size="small" icon={<TableAdd20Regular />} onClick={write}>
              {say.write}
            </Button>
          }
        >
          <Text size={200}>{say.sureSum(words.money(sure))}</Text>
          <Select
            aria-label={words.groups}
            value={standing}
            onChange={(_, { value }) => {
              setActive(0);
              setStanding(standings.find((one) => one === value) ?? 'qualifies');
            }}
          >
            {standings.map((one) => (
              <option key={one} value={one}>
                {`${names[one]} ${countText(list.rows.filter((row) => row.standing === one).length)}`}
              </option>
            ))}
          </Select>
          {shown.length === 0 ? (
            <Text>{say.nothingFound}</Text>
          ) : (
            <VirtualList
              label={`${names[standing]} ${say.rowHint}`}
              count={shown.length}
              rowHeight={68}
              active={Math.min(active, shown.length - 1)}
              words={words}
              row={(position) => <Line row={shown[position]} saying={saying} words={words} language={language} />}
              onMove={setActive}
              onOpen={(position) => {
                const row = shown[position];
                if (row !== undefined && assessment !== null) pane.acts.select(assessment.sheet, row.row - 1, null);
              }}
            />
          )}
        </Section>
      )}
    </div>
  );
}

type LineProps = Pick<ToolProps, 'words' | 'language'> & { readonly row: EntitledRow | undefined; readonly saying: EntitledSaying };

function Line({ row, saying, words, language }: LineProps) {
  const styles = useStyles();
  const say = toolWords[language];
  if (row === undefined) return null;
  const needs = saying.needs(row);
  const entitled = row.standing === 'qualifies' || row.standing === 'qualifiesOpen' || row.range !== null;
  return (
    <div className={styles.line}>
      <span className={styles.row}>
        <Text weight="semibold" className={styles.text} title={row.name}>
          {row.name === '' ? words.unnamed : <Term>{row.name}</Term>}
        </Text>
        <Text className={styles.amount}>{entitled ? amountWords(row.amount, row.range, words) : null}</Text>
      </span>
      <Text size={200} className={styles.text}>
        {say.row(countText(row.row))} · <Term>{saying.measure(row.measure)}</Term>
      </Text>
      <Text size={200} className={styles.text} title={needs}>
        <Term>{needs}</Term>
      </Text>
    </div>
  );
}
