/** 指标监测: actual figures against the indicators of a document. */
import { Button, MessageBar, MessageBarBody, SearchBox, Text, ToggleButton, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowSync16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import {
  filled,
  indicatorSheet,
  industrySheets,
  monitorWords,
  problemSheet,
  type Judged,
  type Register,
  type TableSetting,
} from '../../../../src/monitor';
import { policies } from '../../../../src/policies';
import { indicatorGroups, useIndicators, type Indicators } from '../../../state/useIndicators';
import { countText } from '../../../words/numbers';
import type { Language } from '../../../words/pane';
import { toolWords } from '../../../words/tools';
import { Section, Term } from '../../parts/parts';
import { DocumentChoice, startDocument } from '../DocumentChoice';
import { DraftNote, WithRegister, WriteButton } from '../notes';
import type { ToolProps } from '../props';
import { IndicatorCard } from './IndicatorCard';
import { IndustryPart } from './IndustryPart';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  groups: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  group: { minWidth: 0, paddingLeft: tokens.spacingHorizontalS, paddingRight: tokens.spacingHorizontalS },
  search: { width: '100%', maxWidth: 'none' },
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexDirection: 'column' },
  side: { color: tokens.colorNeutralForeground3 },
  source: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalS },
  problems: { margin: 0, paddingLeft: '1.2em' },
});

type Group = keyof typeof indicatorGroups;
const groups: readonly Group[] = ['met', 'short', 'open', 'none', 'recorded'];

function groupOf({ status }: Judged): Group {
  const found = groups.find((group) => indicatorGroups[group].some((one) => one === status));
  if (found === undefined) throw new Error(`no group for ${status}`);
  return found;
}

/** Loaded when it is opened. */
export default function IndicatorPanel(props: ToolProps) {
  const { pack, language } = props;
  const styles = useStyles();
  const [chosen, setChosen] = useState(() => startDocument(pack.id));
  const indicators = useIndicators(props, chosen);
  return (
    <div className={styles.panel}>
      <DocumentChoice language={language} value={chosen} onChange={setChosen} />
      <WithRegister loaded={indicators} language={language}>
        {(register) => <Standing key={chosen} {...props} register={register} indicators={indicators} />}
      </WithRegister>
    </div>
  );
}

interface StandingProps extends ToolProps {
  readonly register: Register;
  readonly indicators: Indicators;
}

function Standing({ pane, words, language, register, indicators }: StandingProps) {
  const styles = useStyles();
  const say = toolWords[language];
  const [group, setGroup] = useState<Group | null>(null);
  const [text, setText] = useState('');
  const [opened, setOpened] = useState<string | null>(null);
  const { judged, sheet, fallen } = indicators;
  const draft = policies.some((policy) => policy.id === register.policy && policy.status === 'draft');
  const counts = countsOf(judged);
  const wanted = text.trim().toLowerCase();
  const shown = judged.filter((one) => {
    const { id, clause, subject, name } = one.indicator;
    // A card under an officer's hands stays, however its figure turns out.
    if (id === opened) return true;
    return (group === null || groupOf(one) === group) && `${clause} ${subject} ${name}`.toLowerCase().includes(wanted);
  });
  const write = () => {
    const setting: TableSetting = { title: register.title, draft, language };
    pane.acts.offer([
      indicatorSheet(judged, indicators.reported, setting),
      ...(fallen === null ? [] : industrySheets(fallen.reading, fallen.map, setting)),
      ...(sheet === null || sheet.problems.length === 0 ? [] : [problemSheet(sheet.problems, setting)]),
    ]);
  };
  return (
    <>
      <DraftNote draft={draft} language={language} />
      <FigureSource language={language} indicators={indicators} />
      <IndustryPart register={register} indicators={indicators} pane={pane} words={words} language={language} />
      <Section title={say.indicatorCount(countText(judged.length))} aside={<WriteButton language={language} onWrite={write} />}>
        <div className={styles.groups} role="group" aria-label={words.groups}>
          {([null, ...groups] as const).map((one) => (
            <ToggleButton
              key={one ?? 'all'}
              size="small"
              shape="circular"
              appearance={one === group ? 'primary' : 'outline'}
              checked={one === group}
              className={styles.group}
              onClick={() => setGroup(one)}
            >
              {one === null ? `${say.all} ${countText(judged.length)}` : `${groupName(one, language)} ${countText(counts[one])}`}
            </ToggleButton>
          ))}
        </div>
        <SearchBox
          className={styles.search}
          aria-label={say.searchIndicators}
          placeholder={say.searchIndicators}
          value={text}
          onChange={(_, { value }) => setText(value)}
        />
        {shown.length === 0 ? <Text>{say.nothingFound}</Text> : null}
        <ul className={styles.list}>
          {shown.map((one) => (
            <IndicatorCard
              key={one.indicator.id}
              language={language}
              judged={one}
              typed={indicators.typed}
              reading={indicators.typedReading}
              open={opened === one.indicator.id}
              onOpen={(open) => setOpened(open ? one.indicator.id : null)}
              onType={indicators.type}
              onClear={indicators.clear}
            />
          ))}
        </ul>
      </Section>
    </>
  );
}

function countsOf(judged: readonly Judged[]): Record<Group, number> {
  const counts: Record<Group, number> = { met: 0, short: 0, open: 0, none: 0, recorded: 0 };
  for (const one of judged) counts[groupOf(one)] += 1;
  return counts;
}

function groupName(group: Group, language: Language): string {
  const say = toolWords[language];
  return { met: say.groupMet, short: say.groupShort, open: say.groupOpen, none: say.groupNone, recorded: say.groupRecorded }[group];
}

/** Where the figures come from, and what of the sheet cannot be used. */
function FigureSource({ language, indicators }: { language: Language; indicators: Indicators }) {
  const styles = useStyles();
  const say = toolWords[language];
  const { problems: problemWords } = monitorWords(language);
  const { sheet } = indicators;
  return (
    <>
      <div className={styles.source}>
        <Text size={200} className={styles.side}>
          {sheet === null ? say.fromSheetNone : <Term>{say.fromSheet(sheet.sheet, countText(sheet.reported.length))}</Term>}{' '}
          {sheet === null || sheet.others === 0 ? null : say.fromOther(countText(sheet.others))} {say.remembered}
        </Text>
        <Button
          size="small"
          appearance="subtle"
          icon={<ArrowSync16Regular />}
          aria-label={say.readAgain}
          title={say.readAgain}
          onClick={indicators.readAgain}
        />
      </div>
      {sheet === null || sheet.problems.length === 0 ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {say.sheetProblems(countText(sheet.problems.length))}
            <ul className={styles.problems}>
              {sheet.problems.map((problem) => (
                <li key={`${problem.place} ${problem.code}`}>
                  {problem.place} <Term>{filled(problemWords[problem.code], { text: problem.text })}</Term>
                </li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}
