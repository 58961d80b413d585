/** 先预拨后清算: what to advance now, or what is still to be paid or recovered after what was advanced. */
import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Radio,
  RadioGroup,
  Select,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useState, type ReactNode } from 'react';
import { problemParts, showMoney } from '../../../src/explain';
import {
  advanceSheet,
  monitorWords,
  readPercent,
  settlementSheet,
  type Settled,
  type Shared,
  type TableSetting,
} from '../../../src/monitor';
import type { AdvanceMade, SettlementMade, SettlingChoice, SettlingDone, SettlingRefused } from '../../judging/settling';
import { ledgerSettings } from '../../state/useLedgerRun';
import { useSettling } from '../../state/useSettling';
import { countText } from '../../words/numbers';
import type { Language, Words } from '../../words/pane';
import { toolWords } from '../../words/tools';
import { Facts, Term, amountWords } from '../parts/parts';
import { GroupedRows } from './LedgerList';
import { DraftNote } from './notes';
import type { ToolProps } from './props';
import { WorkBar } from './WorkBar';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  side: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  control: { minWidth: 0, '& select': { minWidth: 0, textOverflow: 'ellipsis' } },
  notes: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  line: { display: 'flex', flexDirection: 'column', justifyContent: 'center', height: '100%', padding: `0 ${tokens.spacingHorizontalS}` },
  row: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalS, minWidth: 0 },
  text: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 },
  amount: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
});

/** An exact amount as a cell shows it. */
const money = (amount: string | null): string | null => (amount === null ? null : showMoney(amount));

type Kind = SettlingChoice['kind'];
const kinds: readonly Kind[] = ['advance', 'settle'];

/** What the officer typed or picked; full-width signs are read as half-width ones. */
interface Asked {
  readonly kind: Kind;
  readonly percent: string;
  readonly sheet: string;
}

const percentOf = (text: string): ReturnType<typeof readPercent> => readPercent(text.normalize('NFKC').trim());

function choiceOf({ kind, percent, sheet }: Asked): SettlingChoice | null {
  if (kind === 'settle') return sheet === '' ? null : { kind, sheet };
  const share = percentOf(percent);
  return share === null ? null : { kind, percent: share };
}

/** Loaded when it is opened. */
export default function SettlePanel(props: ToolProps) {
  const { pane, pack, language } = props;
  const styles = useStyles();
  const say = toolWords[language];
  const settling = useSettling(props);
  const [asked, setAsked] = useState<Asked>({ kind: 'advance', percent: '', sheet: '' });
  if (pack.groups.length === 0) return <Text>{say.settleNone}</Text>;
  const settings = ledgerSettings(pane, pack.id);
  const choice = choiceOf(asked);
  const ask = (change: Partial<Asked>) => {
    settling.stop();
    setAsked({ ...asked, ...change });
  };
  return (
    <div className={styles.panel}>
      <Text size={200} className={styles.side}>
        {say.settleText}
      </Text>
      <DraftNote draft={pack.status === 'draft'} language={language} />
      <RadioGroup
        aria-label={say.settle.name}
        value={asked.kind}
        onChange={(_, { value }) => {
          const kind = kinds.find((one) => one === value);
          if (kind !== undefined) ask({ kind });
        }}
      >
        {kinds.map((kind) => (
          <Radio key={kind} value={kind} label={say.settleKind[kind]} />
        ))}
      </RadioGroup>
      {asked.kind === 'advance' ? (
        <Percent language={language} text={asked.percent} onType={(percent) => ask({ percent })} />
      ) : (
        <AdvanceSheetChoice {...props} sheet={asked.sheet} onChoose={(sheet) => ask({ sheet })} />
      )}
      <WorkBar
        language={language}
        work={settling}
        labels={{ first: say.settleRun[asked.kind], again: say.settleRerun }}
        blocked={settings === null ? say.ledgerNotReady : choice === null ? say.settleFirst[asked.kind] : null}
        onRun={() => {
          if (settings !== null && choice !== null) void settling.run(pack, settings, choice);
        }}
      />
      {settling.done === null ? null : <Made {...props} done={settling.done} percent={asked.percent.normalize('NFKC').trim()} />}
    </div>
  );
}

/** The share to advance: as the officer writes it, with its sign. */
function Percent({ language, text, onType }: { language: Language; text: string; onType: (text: string) => void }) {
  const styles = useStyles();
  const say = toolWords[language];
  const isWrong = text.trim() !== '' && percentOf(text) === null;
  return (
    <Field
      label={say.advancePercent}
      hint={say.advancePercentHint}
      {...(isWrong ? { validationState: 'error' as const, validationMessage: say.advancePercentWrong } : {})}
    >
      <Input className={styles.control} value={text} onChange={(_, { value }) => onType(value)} />
    </Field>
  );
}

/** Which sheet says what was advanced: none is chosen for the officer. */
function AdvanceSheetChoice({ pane, language, words, sheet, onChoose }: ToolProps & { sheet: string; onChoose: (sheet: string) => void }) {
  const styles = useStyles();
  const say = toolWords[language];
  return (
    <Field label={say.advanceSheet} hint={say.advanceSheetHint}>
      <Select className={styles.control} value={sheet} onChange={(_, { value }) => onChoose(value)}>
        <option value="">{words.choose}</option>
        {pane.state.sheets.map(({ name, hidden }) => (
          <option key={name} value={name}>
            {hidden ? `${name}${words.sheetHidden}` : name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

type MadeProps<Done> = ToolProps & { readonly done: Done; readonly percent: string };

function Made({ done, ...props }: MadeProps<SettlingDone>) {
  if (done.kind === 'refused') return <Refused {...props} done={done} />;
  return done.kind === 'advance' ? <AdvanceList {...props} done={done} /> : <SettlementList {...props} done={done} />;
}

/** Why a sheet of advances is not used, and the way to the cell. */
function Refused({ pane, language, words, done: { refused, advances, pack } }: MadeProps<SettlingRefused>) {
  const say = toolWords[language];
  if (refused.kind === 'header') {
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>{say.advanceHeader(advances)}</MessageBarBody>
      </MessageBar>
    );
  }
  const { row } = refused;
  const column = 'problem' in refused && refused.problem.column >= 0 ? refused.problem.column : null;
  const what = 'problem' in refused ? problemParts(refused.problem, language, pack).text : monitorWords(language).advances[refused.kind];
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <Term>{say.advanceWrong(advances, countText(row + 1), what)}</Term>
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => pane.acts.select(advances, Math.max(0, row), column)}>
          {words.detailSelect}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

/** What is said of the ledger before its rows. */
function Notes({ done, language, children }: { done: AdvanceMade | SettlementMade; language: Language; children: ReactNode }) {
  const styles = useStyles();
  const say = toolWords[language];
  const { problemCount } = done.assessment;
  return (
    <div className={styles.notes} role="status">
      {children}
      {done.sharing === 0 ? null : <Text size={200}>{say.settleSharing(countText(done.sharing))}</Text>}
      {problemCount === 0 ? null : <Text size={200}>{say.settleProblems(countText(problemCount))}</Text>}
    </div>
  );
}

const settingOf = ({ pack, language }: Pick<ToolProps, 'pack' | 'language'>): TableSetting => ({
  title: language === 'zh-CN' ? pack.title : pack.titleEnglish,
  draft: pack.status === 'draft',
  language,
});

function AdvanceList(props: MadeProps<AdvanceMade>) {
  const { pane, done, percent, language, words } = props;
  const say = toolWords[language];
  const [open, setOpen] = useState<Shared['standing']>('advanced');
  const paid = done.groups.get('advanced');
  return (
    <GroupedRows
      title={say.settlePersons(countText(done.shares.length))}
      label={say.settleGroups}
      listLabel={say.advanceStanding[open]}
      groups={[...done.groups].map(([key, { rows }]) => ({ key, name: say.advanceStanding[key], rows }))}
      open={open}
      notes={
        <Notes done={done} language={language}>
          <Text size={200}>{say.advanceSum(percent, countText(paid?.rows.length ?? 0), words.money(paid?.sum ?? '0'))}</Text>
        </Notes>
      }
      rowHeight={68}
      line={({ due, share, standing }) => (
        <Line
          words={words}
          name={due.name}
          amount={standing === 'advanced' ? words.money(share) : ''}
          place={[say.row(countText(due.row)), due.code ?? say.settleNoCode]}
          facts={[say.settleDue(amountWords(due.amount, due.range, words))]}
        />
      )}
      language={language}
      words={words}
      onGroup={setOpen}
      onOpen={({ due }) => pane.acts.select(done.assessment.sheet, due.row - 1, null)}
      onWrite={() => pane.acts.offer([advanceSheet(done.shares, money, settingOf(props))])}
    />
  );
}

function SettlementList(props: MadeProps<SettlementMade>) {
  const { pane, done, language, words } = props;
  const say = toolWords[language];
  const [open, setOpen] = useState<Settled['settlement']>('pay');
  const names = monitorWords(language).settlement;
  const found = [...done.groups].filter(([, { rows }]) => rows.length > 0);
  return (
    <GroupedRows
      title={say.settlePersons(countText(done.settled.length))}
      label={say.settleGroups}
      listLabel={names[open]}
      groups={[...done.groups].map(([key, { rows }]) => ({ key, name: names[key], rows }))}
      open={open}
      notes={
        <Notes done={done} language={language}>
          <Facts
            facts={found.map(([key, { rows, sum }]) => ({
              label: names[key],
              value: say.settleSum[key](countText(rows.length), words.money(sum)),
            }))}
          />
        </Notes>
      }
      rowHeight={68}
      line={(one) => (
        <Line
          words={words}
          name={one.name}
          amount={settledWords(one, words)}
          place={[placeOf(one, language), one.code ?? say.settleNoCode]}
          facts={[
            ...(one.settlement === 'notInLedger' ? [] : [say.settleDue(one.due === null ? words.moneyOpen : words.money(one.due))]),
            say.settleAdvanced(words.money(one.advanced)),
          ]}
        />
      )}
      language={language}
      words={words}
      onGroup={setOpen}
      onOpen={({ row, advanceRow }) => {
        if (row !== null) pane.acts.select(done.assessment.sheet, row - 1, null);
        else if (advanceRow !== null) pane.acts.select(done.advances, advanceRow - 1, null);
      }}
      onWrite={() => pane.acts.offer([settlementSheet(done.settled, money, settingOf(props))])}
    />
  );
}

/** The amount an account is about; an open one and one that is even have none. */
function settledWords({ settlement, pay, recover, due, advanced }: Settled, words: Words): string {
  if (settlement === 'pay') return words.money(pay ?? '0');
  if (settlement === 'recover') return words.money(recover ?? '0');
  if (settlement === 'recoverAtLeast') return words.moneyFrom(recover ?? '0');
  if (settlement === 'notInLedger') return words.money(advanced);
  return settlement === 'noCode' && due !== null ? words.money(due) : '';
}

function placeOf({ row, advanceRow }: Settled, language: Language): string {
  const say = toolWords[language];
  return row === null ? say.settleAdvanceRow(countText(advanceRow ?? 0)) : say.row(countText(row));
}

interface LineProps {
  readonly words: Words;
  readonly name: string;
  readonly amount: string;
  readonly place: readonly string[];
  readonly facts: readonly string[];
}

/** One legal person: who, how much, where it stands, from what. */
function Line({ words, name, amount, place, facts }: LineProps) {
  const styles = useStyles();
  return (
    <div className={styles.line}>
      <span className={styles.row}>
        <Text weight="semibold" className={styles.text} title={name}>
          {name === '' ? words.unnamed : <Term>{name}</Term>}
        </Text>
        <Text className={styles.amount}>{amount}</Text>
      </span>
      <Text size={200} className={styles.text}>
        {place.join(' · ')}
      </Text>
      <Text size={200} className={styles.text}>
        {facts.join(' · ')}
      </Text>
    </div>
  );
}
