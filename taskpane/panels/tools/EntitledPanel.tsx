/** 免申即享: who qualifies without applying, who is one figure short, and what is missing. */
import { Text, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { measureName, reasonParts, showMoney } from '../../../src/explain';
import {
  entitledSheet,
  measuresWithoutApplication,
  monitorWords,
  sumText,
  type EntitledRow,
  type EntitledSaying,
} from '../../../src/monitor';
import { registered } from '../../../src/policies';
import { useEntitled } from '../../state/useLedgerRun';
import { useRegister } from '../../state/useRegister';
import { countText } from '../../words/numbers';
import { toolWords } from '../../words/tools';
import { Term, amountWords } from '../parts/parts';
import { GroupedRows, LedgerList } from './LedgerList';
import type { ToolProps } from './props';

const useStyles = makeStyles({
  line: { display: 'flex', flexDirection: 'column', justifyContent: 'center', height: '100%', padding: `0 ${tokens.spacingHorizontalS}` },
  row: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalS, minWidth: 0 },
  text: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 },
  amount: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
});

type Standing = EntitledRow['standing'];

/** Loaded when it is opened. */
export default function EntitledPanel(props: ToolProps) {
  const { pane, pack, language, words } = props;
  const say = toolWords[language];
  const register = useRegister(registered.includes(pack.id) ? pack.id : null);
  const ledger = useEntitled(props);
  const { done } = ledger;
  const [standing, setStanding] = useState<Standing>('qualifies');
  const saying: EntitledSaying = {
    measure: (measure) => measureName(pack, measure, language),
    quote: (measure) => pack.measures.find((one) => one.id === measure)?.quote ?? null,
    needs: ({ measure, needs }) => needs.map((reason) => reasonParts(reason, { pack, measureId: measure }, language).text).join(say.pause),
    money: (amount) => (amount === null ? null : showMoney(amount)),
  };
  if (measuresWithoutApplication(pack).length === 0) return <Text>{say.entitledNone}</Text>;
  const names = monitorWords(language).standing;
  return (
    <LedgerList {...props} about={say.entitledText} register={register} ledger={ledger}>
      {done === null ? null : (
        <GroupedRows
          title={say.cases(countText(done.list.rows.length))}
          label={words.groups}
          listLabel={names[standing]}
          groups={[...done.groups].map(([key, { rows }]) => ({ key, name: names[key], rows }))}
          open={standing}
          notes={<Text size={200}>{say.sureSum(words.money(sumText([...done.groups.values()].map(({ sum }) => sum))))}</Text>}
          rowHeight={68}
          line={(row) => <Line row={row} saying={saying} words={words} language={language} />}
          language={language}
          words={words}
          onGroup={setStanding}
          onOpen={(row) => pane.acts.select(done.assessment.sheet, row.row - 1, null)}
          onWrite={() => {
            const title = language === 'zh-CN' ? pack.title : pack.titleEnglish;
            pane.acts.offer([entitledSheet(done.list.rows, saying, { title, draft: pack.status === 'draft', language })]);
          }}
        />
      )}
    </LedgerList>
  );
}

type LineProps = Pick<ToolProps, 'words' | 'language'> & { readonly row: EntitledRow; readonly saying: EntitledSaying };

function Line({ row, saying, words, language }: LineProps) {
  const styles = useStyles();
  const say = toolWords[language];
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
