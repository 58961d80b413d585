/** A tool that lists rows of the ledger: the ledger is read for it, then its rows stand there group by group. */
import { Select, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactNode } from 'react';
import type { LedgerRun } from '../../state/useLedgerRun';
import { ledgerSettings } from '../../state/useLedgerRun';
import type { LoadedRegister } from '../../state/useRegister';
import { countText } from '../../words/numbers';
import { toolWords } from '../../words/tools';
import { Section } from '../parts/parts';
import { VirtualList } from '../parts/VirtualList';
import { DraftNote, WithRegister, WriteButton } from './notes';
import type { ToolProps } from './props';
import { WorkBar } from './WorkBar';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  side: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
});

interface LedgerListProps extends Pick<ToolProps, 'pane' | 'pack' | 'language'> {
  /** What the list is. */
  readonly about: ReactNode;
  readonly register: LoadedRegister;
  readonly ledger: LedgerRun;
  /** What came of the reading; null before there is anything. */
  readonly children: ReactNode;
}

/** What the list is, whether its document is a draft, the reading, then what came of it. */
export function LedgerList({ about, pane, pack, language, register, ledger, children }: LedgerListProps) {
  const styles = useStyles();
  const say = toolWords[language];
  const settings = ledgerSettings(pane, pack.id);
  return (
    <div className={styles.panel}>
      <Text size={200} className={styles.side}>
        {about}
      </Text>
      <DraftNote draft={pack.status === 'draft'} language={language} />
      <WithRegister loaded={register} language={language}>
        {(known) => (
          <WorkBar
            language={language}
            work={ledger}
            labels={{ first: say.ledgerRun, again: say.ledgerRerun }}
            blocked={settings === null ? say.ledgerNotReady : null}
            onRun={() => {
              if (settings !== null) void ledger.run(known, settings);
            }}
          />
        )}
      </WithRegister>
      {children}
    </div>
  );
}

/** Some rows of the ledger under one name. */
interface RowGroup<Key extends string, Row> {
  readonly key: Key;
  readonly name: string;
  /** The name is the document's own word. */
  readonly isTerm?: boolean;
  readonly rows: readonly Row[];
}

interface GroupedRowsProps<Key extends string, Row> extends Pick<ToolProps, 'language' | 'words'> {
  readonly title: string;
  /** What the groups are, for screen readers. */
  readonly label: string;
  /** What the open group's rows are, for screen readers. */
  readonly listLabel: string;
  readonly groups: readonly RowGroup<Key, Row>[];
  readonly open: Key;
  /** Said above the groups. */
  readonly notes: ReactNode;
  readonly rowHeight: number;
  readonly line: (row: Row) => ReactNode;
  readonly onGroup: (key: Key) => void;
  readonly onOpen: (row: Row) => void;
  readonly onWrite: () => void;
}

/** The rows of one group at a time. */
export function GroupedRows<Key extends string, Row>(props: GroupedRowsProps<Key, Row>) {
  const { title, label, listLabel, groups, open, notes, rowHeight, line, language, words, onGroup, onOpen, onWrite } = props;
  const say = toolWords[language];
  const [active, setActive] = useState(0);
  const shown = groups.find(({ key }) => key === open)?.rows ?? [];
  const rowAt = (position: number): ReactNode => {
    const row = shown[position];
    return row === undefined ? null : line(row);
  };
  return (
    <Section title={title} aside={<WriteButton language={language} onWrite={onWrite} />}>
      {notes}
      <Select
        aria-label={label}
        value={open}
        onChange={(_, { value }) => {
          const chosen = groups.find(({ key }) => key === value);
          setActive(0);
          if (chosen !== undefined) onGroup(chosen.key);
        }}
      >
        {groups.map(({ key, name, isTerm, rows }) => (
          <option key={key} value={key} {...(isTerm === true ? { lang: 'zh-CN' } : {})}>
            {`${name} ${countText(rows.length)}`}
          </option>
        ))}
      </Select>
      {shown.length === 0 ? (
        <Text>{say.nothingFound}</Text>
      ) : (
        <VirtualList
          label={`${listLabel} ${say.rowHint}`}
          count={shown.length}
          rowHeight={rowHeight}
          active={Math.min(active, shown.length - 1)}
          words={words}
          row={rowAt}
          onMove={setActive}
          onOpen={(position) => {
            const row = shown[position];
            if (row !== undefined) onOpen(row);
          }}
        />
      )}
    </Section>
  );
}
