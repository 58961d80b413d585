/** The four lists of key enterprises, with what stands on none of them. */
import { MessageBar, MessageBarBody, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { listRules, listSheets, monitorWords, type ListedRow, type ListName } from '../../../src/monitor';
import { policies } from '../../../src/policies';
import { useLists } from '../../state/useLedgerRun';
import { useRegister } from '../../state/useRegister';
import { countText } from '../../words/numbers';
import { toolWords } from '../../words/tools';
import { Term } from '../parts/parts';
import { GroupedRows, LedgerList } from './LedgerList';
import type { ToolProps } from './props';

const useStyles = makeStyles({
  line: { display: 'flex', flexDirection: 'column', justifyContent: 'center', height: '100%', padding: `0 ${tokens.spacingHorizontalS}` },
  text: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

const keys: readonly ListName[] = ['growing', 'falling', 'new', 'candidate', 'level', 'undecided'];

/** Loaded when it is opened. */
export default function ListsPanel(props: ToolProps) {
  const { pane, pack, language, words } = props;
  const say = toolWords[language];
  const rules = listRules.find((one) => one.policy === pack.id);
  const register = useRegister(rules === undefined ? null : pack.id);
  const ledger = useLists(props);
  const [open, setOpen] = useState<ListName>('growing');
  const { done } = ledger;
  if (rules === undefined) {
    const titles = listRules.map(({ policy }) => {
      const known = policies.find((one) => one.id === policy);
      return (language === 'zh-CN' ? known?.title : known?.titleEnglish) ?? policy;
    });
    return <Text>{say.listsNone(say.join(titles))}</Text>;
  }
  const said = monitorWords(language);
  const inputName = (id: string) => Object.values(pack.inputs).find((input) => input.id === id)?.name ?? id;
  const about = (
    <>
      <Term>{rules.clause}</Term> {said.titles.listsNote}
    </>
  );
  return (
    <LedgerList {...props} about={about} register={register} ledger={ledger}>
      {done === null ? null : (
        <GroupedRows
          title={say.listCount(countText(keys.reduce((sum, key) => sum + done.lists.rows[key].length, 0)))}
          label={say.lists.name}
          listLabel={say.lists.name}
          groups={keys.map((key) => {
            const rows = done.lists.rows[key];
            return key === 'level' || key === 'undecided'
              ? { key, name: said.lists[key], rows }
              : { key, name: rules.names[key], isTerm: true, rows };
          })}
          open={open}
          notes={
            done.lists.candidatesKnown ? null : (
              <MessageBar intent="warning" layout="multiline">
                <MessageBarBody>
                  <Term>{said.candidatesUnknown}</Term>
                </MessageBarBody>
              </MessageBar>
            )
          }
          rowHeight={48}
          line={(row) => <Line row={row} inputName={inputName} words={words} language={language} />}
          language={language}
          words={words}
          onGroup={setOpen}
          onOpen={(row) => pane.acts.select(done.assessment.sheet, row.row - 1, null)}
          onWrite={() => {
            const title = language === 'zh-CN' ? pack.title : pack.titleEnglish;
            pane.acts.offer(listSheets(done.lists, inputName, { title, draft: pack.status === 'draft', language }));
          }}
        />
      )}
    </LedgerList>
  );
}

type LineProps = Pick<ToolProps, 'words' | 'language'> & {
  readonly row: ListedRow;
  readonly inputName: (id: string) => string;
};

function Line({ row, inputName, words, language }: LineProps) {
  const styles = useStyles();
  const say = toolWords[language];
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
