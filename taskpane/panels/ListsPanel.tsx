/** The four lists of key enterprises, with what stands on none of them. */
import { Button, MessageBar, MessageBarBody, Select, Spinner, Text, makeStyles, tokens } from '@fluentui/react-components';
import { TableAdd20Regular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import { fourLists, listRules, listSheets, monitorWords, type ListedRow, type ListName } from '../../src/monitor';
import { policies } from '../../src/policies';
import { countText } from '../numbers';
import { toolWords } from '../tool-words';
import { ledgerSettings, useLedgerRun } from '../useLedgerRun';
import { useRegister } from '../useRegister';
import { LedgerRunBar } from './LedgerRunBar';
import { Section, Term } from './parts';
import type { ToolProps } from './tools';
import { VirtualList } from './VirtualList';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  side: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  line: { display: 'flex', flexDirection: 'column', justifyContent: 'center', height: '100%', padding: `0 ${tokens.spacingHorizontalS}` },
  text: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

const keys: readonly ListName[] = ['growing', 'falling', 'new', 'candidate', 'level', 'undecided'];

/** Loaded when it is opened. */
export default function ListsPanel({ pane, pack, host, assessor, language, words }: ToolProps) {
  const styles = useStyles();
  const say = toolWords[language];
  const rules = listRules.find((one) => one.policy === pack.id);
  const { register, failure } = useRegister(rules === undefined ? null : pack.id);
  const ledger = useLedgerRun(host, assessor, language);
  const [open, setOpen] = useState<ListName>('growing');
  const [active, setActive] = useState(0);
  const { assessment } = ledger;
  const lists = useMemo(
    () => (assessment === null || rules === undefined ? null : fourLists(rules, assessment, assessment.pack)),
    [assessment, rules],
  );
  if (rules === undefined) {
    const titles = listRules.map(({ policy }) => {
      const known = policies.find((one) => one.id === policy);
      return (language === 'zh-CN' ? known?.title : known?.titleEnglish) ?? policy;
    });
    return <Text>{say.listsNone(say.join(titles))}</Text>;
  }
  const settings = ledgerSettings(pane, pack.id);
  const said = monitorWords(language);
  const nameOf = (key: ListName) => (key === 'level' || key === 'undecided' ? said.lists[key] : rules.names[key]);
  const inputName = (id: string) => Object.values(pack.inputs).find((input) => input.id === id)?.name ?? id;
  const shown = lists?.rows[open] ?? [];
  const write = () => {
    if (lists === null) return;
    const title = language === 'zh-CN' ? pack.title : pack.titleEnglish;
    pane.acts.offer(listSheets(lists, inputName, { title, draft: pack.status === 'draft', language }));
  };
  return (
    <div className={styles.panel}>
      <Text size={200} className={styles.side}>
        <Term>{rules.clause}</Term> {said.titles.listsNote}
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
      {lists === null ? null : (
        <Section
          title={say.listCount(countText(keys.reduce((sum, key) => sum + lists.rows[key].length, 0)))}
          aside={
            <Button size="small" icon={<TableAdd20Regular />} onClick={write}>
              {say.write}
            </Button>
          }
        >
          {lists.candidatesKnown ? null : (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>
                <Term>{said.candidatesUnknown}</Term>
              </MessageBarBody>
            </MessageBar>
          )}
          <Select
            aria-label={say.lists.name}
            value={open}
            onChange={(_, { value }) => {
              setActive(0);
              setOpen(keys.find((key) => key === value) ?? 'growing');
            }}
          >
            {keys.map((key) => (
              <option key={key} value={key} {...(key === 'level' || key === 'undecided' ? {} : { lang: 'zh-CN' })}>
                {`${nameOf(key)} ${countText(lists.rows[key].length)}`}
              </option>
            ))}
          </Select>
          {shown.length === 0 ? (
            <Text>{say.nothingFound}</Text>
          ) : (
            <VirtualList
              label={`${say.lists.name} ${say.rowHint}`}
              count={shown.length}
              rowHeight={48}
              active={Math.min(active, shown.length - 1)}
              words={words}
              row={(position) => <Line row={shown[position]} inputName={inputName} words={words} language={language} />}
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

type LineProps = Pick<ToolProps, 'words' | 'language'> & {
  readonly row: ListedRow | undefined;
  readonly inputName: (id: string) => string;
};

function Line({ row, inputName, words, language }: LineProps) {
  const styles = useStyles();
  const say = toolWords[language];
  if (row === undefined) return null;
  const facts = [
    ...(row.change === null ? [] : [say.change(words.money(row.change))]),
    ...(row.missing.length === 0 ? [] : [say.missing(say.join(row.missing.map(inputName)))]),
    ...(row.odd === null ? [] : [monitorWords(language).odd]),
  ];
  return (
    <div className={styles.line}>
      <Text weight="semibold" className={styles.text} title={row.name}>
        {row.name === '' ? words.unnamed : <Term>{row.name}</Term>}
      </Text>
      <Text size={200} className={styles.text}>
        {say.row(countText(row.row))} · <Term>{facts.join(' · ')}</Term>
      </Text>
    </div>
  );
}
