/** Which policy, which sheet, and what its columns are. */
import {
  Badge,
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  Select,
  Spinner,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { ArrowSync20Regular, DocumentTable24Regular, TableSearch24Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { Pack } from '../../../src/engine';
import type { SheetInfo } from '../../../src/hosts/host';
import type { PolicySummary } from '../../../src/policies';
import type { LedgerView } from '../../model/table';
import { countText } from '../../words/numbers';
import type { Language, Words } from '../../words/pane';
import { EmptyState, Facts, Section } from '../parts/parts';
import { ColumnMatch, ColumnQuestions } from './ColumnMatch';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL },
  policy: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  facts: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS, color: tokens.colorNeutralForeground3 },
  title: { fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, overflowWrap: 'anywhere' },
  sheet: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 80px 32px', columnGap: tokens.spacingHorizontalM, alignItems: 'start' },
  control: { minWidth: 0, '& select, & input': { minWidth: 0, textOverflow: 'ellipsis' } },
  reload: { marginTop: '26px' },
  message: { overflowWrap: 'anywhere' },
});

interface LedgerPanelProps {
  readonly words: Words;
  readonly language: Language;
  readonly policies: readonly PolicySummary[];
  readonly pack: Pack;
  readonly sheets: readonly SheetInfo[];
  readonly sheet: string | null;
  readonly ledger: LedgerView | null;
  readonly looking: boolean;
  /** What the last run did not take as enterprises, and hidden rows it took; empty before a run. */
  readonly left: readonly { readonly label: string; readonly value: string }[];
  readonly onPolicy: (id: string) => void;
  readonly onSheet: (name: string) => void;
  /** One-based; null: find it. */
  readonly onHeaderRow: (row: number | null) => void;
  readonly onColumn: (column: number, input: string | null) => void;
  readonly onInputColumn: (input: string, column: number | null) => void;
  readonly onUnit: (column: number, unit: string) => void;
  readonly onReload: () => void;
}

/** The first tab. */
export function LedgerPanel(props: LedgerPanelProps) {
  const { words, sheets, ledger, looking } = props;
  const styles = useStyles();
  return (
    <div className={styles.panel}>
      <PolicyChoice {...props} />
      {sheets.length === 0 ? (
        looking ? (
          <Spinner label={words.reading} />
        ) : (
          <EmptyState
            icon={<DocumentTable24Regular fontSize={40} />}
            title={words.noSheetTitle}
            text={words.noSheetText}
            action={
              <Button icon={<ArrowSync20Regular />} onClick={props.onReload}>
                {words.reload}
              </Button>
            }
          />
        )
      ) : (
        <SheetChoice {...props} />
      )}
      {ledger === null && looking && sheets.length > 0 ? <Spinner size="small" label={words.reading} /> : null}
      {ledger !== null && ledger.headerRow === null ? (
        <EmptyState icon={<TableSearch24Regular fontSize={40} />} title={words.noHeaderTitle} text={words.noHeaderText} />
      ) : null}
      {ledger !== null && ledger.headerRow !== null ? (
        <>
          <ColumnQuestions
            words={words}
            ledger={ledger}
            onColumn={props.onColumn}
            onInputColumn={props.onInputColumn}
            onUnit={props.onUnit}
          />
          <ColumnMatch words={words} ledger={ledger} onInputColumn={props.onInputColumn} />
          <LeftRows words={words} left={props.left} />
        </>
      ) : null}
    </div>
  );
}

/** Nothing is left out in silence: totals, notes and blank rows are counted, hidden rows are said to count. */
function LeftRows({ words, left }: Pick<LedgerPanelProps, 'words' | 'left'>) {
  if (left.length === 0) return null;
  return (
    <Section title={words.leftTitle} lead={words.leftText}>
      <Facts facts={left} />
    </Section>
  );
}

function PolicyChoice({ words, language, policies, pack, onPolicy }: LedgerPanelProps) {
  const styles = useStyles();
  const status = {
    draft: { text: words.statusDraft, color: 'warning', note: words.statusDraftNote },
    issued: { text: words.statusIssued, color: 'success', note: null },
    repealed: { text: words.statusRepealed, color: 'severe', note: words.statusRepealedNote },
  } as const;
  const { text, color, note } = status[pack.status];
  const titleOf = ({ title, titleEnglish }: PolicySummary | Pack) => (language === 'zh-CN' ? title : titleEnglish);
  return (
    <div className={styles.policy}>
      <Field label={words.policy}>
        <Select className={styles.control} value={pack.id} onChange={(_, { value }) => onPolicy(value)}>
          {policies.map((policy) => (
            <option key={policy.id} value={policy.id}>
              {titleOf(policy)}
            </option>
          ))}
        </Select>
      </Field>
      <Text className={styles.title}>{titleOf(pack)}</Text>
      <div className={styles.facts}>
        <Badge appearance="tint" size="large" color={color}>
          {text}
        </Badge>
        <Text size={200}>{words.policyPeriod(pack.period[0], pack.period[1])}</Text>
        <Text size={200}>{words.policyVersion(pack.version)}</Text>
      </div>
      {note === null ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody className={styles.message}>{note}</MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}

function SheetChoice({ words, sheets, sheet, ledger, onSheet, onHeaderRow, onReload }: LedgerPanelProps) {
  const styles = useStyles();
  const found = ledger === null || ledger.headerRow === null ? '' : String(ledger.headerRow + 1);
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    if (typed === null) return;
    const row = /^[1-9]\d{0,6}$/.test(typed.trim()) ? Number(typed.trim()) : null;
    if (typed.trim() !== found) onHeaderRow(row);
    setTyped(null);
  };
  return (
    <div className={styles.sheet}>
      <Field label={words.sheet} {...(ledger === null ? {} : { hint: words.sheetHint(countText(ledger.rows)) })}>
        <Select className={styles.control} value={sheet ?? ''} onChange={(_, { value }) => onSheet(value)}>
          {sheets.map(({ name, hidden }) => (
            <option key={name} value={name}>
              {hidden ? `${name}${words.sheetHidden}` : name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.headerRow}>
        <Input
          className={styles.control}
          inputMode="numeric"
          value={typed ?? found}
          title={words.headerRowHint}
          onChange={(_, { value }) => setTyped(value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
          }}
        />
      </Field>
      <Button
        className={styles.reload}
        appearance="subtle"
        icon={<ArrowSync20Regular />}
        title={words.reload}
        aria-label={words.reload}
        onClick={onReload}
      />
    </div>
  );
}
