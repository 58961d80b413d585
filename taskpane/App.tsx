/** The pane: four tabs over one hook, a bar at the foot. It knows the host port, a memory and an assessor; neither Excel nor the engine. */
import { Button, FluentProvider, Spinner, Text, makeStyles, tokens } from '@fluentui/react-components';
import { LocalLanguage16Regular } from '@fluentui/react-icons';
import { useEffect, useMemo, useState } from 'react';
import type { Host } from '../src/hosts/host';
import type { EnterpriseGroup } from './model/answers';
import type { Assessor, PaneStorage } from './model/ports';
import type { Lack } from './model/requirements';
import { FailureBar } from './panels/frame/FailureBar';
import { Lacks } from './panels/frame/Lacks';
import { RunBar } from './panels/frame/RunBar';
import { Tabs } from './panels/frame/Tabs';
import { Welcome } from './panels/frame/Welcome';
import { LedgerPanel } from './panels/ledger/LedgerPanel';
import { Loaded, fetched } from './panels/parts/Loaded';
import { ScrollerContext, scrollerOf } from './panels/parts/scroller';
import { darkTheme, lightTheme } from './panels/parts/theme';
import type { Step } from './state/pane';
import { usePane, type Pane } from './state/usePane';
import { words as allWords, type Language, type Words } from './words/pane';

/** Loaded when their tab is first opened: the pane stands there the sooner. */
const ParameterPanel = fetched(async () => ({ default: (await import('./panels/parameters/ParameterPanel')).ParameterPanel }));
const ResultPanel = fetched(async () => ({ default: (await import('./panels/results/ResultPanel')).ResultPanel }));
const ProblemPanel = fetched(async () => ({ default: (await import('./panels/results/ProblemPanel')).ProblemPanel }));

/** Loaded when somebody opens 更多, with everything it lists. */
const ToolsPanel = fetched(() => import('./panels/tools/ToolsPanel'));

const useStyles = makeStyles({
  root: {
    height: '100%',
    overflow: 'hidden',
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground1,
    minWidth: 0,
  },
  // The top right corner stays free for the menu Office lays over it.
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} 40px 0 ${tokens.spacingHorizontalM}`,
  },
  title: { flexGrow: 1, minWidth: 0 },
  body: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'scroll',
    overflowX: 'hidden',
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalM}`,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    outlineOffset: '-2px',
  },
  aloud: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' },
});

const steps: readonly Step[] = ['ledger', 'parameters', 'results', 'problems', 'more'];

const noCounts: Readonly<Record<EnterpriseGroup, number>> = { all: 0, eligible: 0, not: 0, unknown: 0, problem: 0 };

/** What the pane stands on. */
interface AppProps {
  readonly host: Host;
  readonly storage: PaneStorage;
  readonly assessor: Assessor;
  readonly language: Language;
  /** The page around the pane has the language switch: the pane follows it and shows none of its own. */
  readonly languageFollows?: boolean;
  /** Office has a dark theme on. */
  readonly dark?: boolean;
  /** What this Excel lacks; said once. */
  readonly lacks?: readonly Lack[];
}

/** The whole pane. */
export function App({ host, storage, assessor, language, languageFollows = false, dark, lacks }: AppProps) {
  const styles = useStyles();
  const pane = usePane({ host, storage, assessor, language, ...(lacks === undefined ? {} : { lacks }) });
  const { state, acts } = pane;
  const words = allWords[state.language];
  const [body, setBody] = useState<HTMLElement | null>(null);
  const scroller = useMemo(() => (body === null ? null : scrollerOf(body)), [body]);

  const { setLanguage } = acts;
  useEffect(() => {
    if (languageFollows) setLanguage(language);
  }, [languageFollows, language, setLanguage]);

  // A new tab starts at its top.
  useEffect(() => {
    scroller?.moveTo(0);
  }, [scroller, state.step]);

  return (
    <FluentProvider theme={dark === true ? darkTheme : lightTheme} className={styles.root} lang={state.language}>
      <header className={styles.head}>
        <Text as="h1" weight="semibold" size={300} className={styles.title}>
          {words.appLabel}
        </Text>
        {languageFollows ? null : (
          <Button
            size="small"
            appearance="subtle"
            icon={<LocalLanguage16Regular />}
            aria-label={words.languageSwitchLabel}
            lang={state.language === 'zh-CN' ? 'en-US' : 'zh-CN'}
            onClick={() => acts.setLanguage(state.language === 'zh-CN' ? 'en-US' : 'zh-CN')}
          >
            {words.languageSwitch}
          </Button>
        )}
      </header>
      <Tabs
        label={words.steps}
        items={steps.map((value) => ({
          value,
          name: stepWords(value, words),
          ...(value === 'problems' ? { count: state.assessment?.problemCount ?? 0 } : {}),
        }))}
        selected={state.step}
        onSelect={acts.goTo}
      />
      <ScrollerContext.Provider value={scroller}>
        <main ref={setBody} className={styles.body} role="tabpanel" aria-label={stepWords(state.step, words)}>
          <Lacks words={words} lacks={state.lacks} onSkip={acts.dismissLacks} />
          {state.welcome && state.step === 'ledger' ? <Welcome words={words} onSkip={acts.dismissWelcome} /> : null}
          <FailureBar words={words} failure={state.failure} onReload={acts.reload} onDismiss={acts.dismissFailure} />
          <Loaded key={state.step} words={words} waiting={<Spinner label={words.reading} />}>
            <Panel pane={pane} assessor={assessor} words={words} />
          </Loaded>
          <Tools pane={pane} host={host} storage={storage} assessor={assessor} words={words} />
        </main>
      </ScrollerContext.Provider>
      <Foot pane={pane} words={words} />
      <div role="status" aria-live="polite" className={styles.aloud}>
        {state.announcement}
      </div>
    </FluentProvider>
  );
}

function stepWords(step: Step, words: Words): string {
  return {
    ledger: words.stepLedger,
    parameters: words.stepParameters,
    results: words.stepResults,
    problems: words.stepProblems,
    more: words.stepMore,
  }[step];
}

/** The open tab. */
function Panel({ pane, assessor, words }: { pane: Pane; assessor: Assessor; words: Words }) {
  const { state, acts, parameters, checks, listed } = pane;
  const { assessment, language, opened, pack, ledger } = state;
  const totals = useMemo(() => assessment?.totals(language) ?? null, [assessment, language]);
  const left = useMemo(() => assessment?.left(language) ?? [], [assessment, language]);
  const stamp = useMemo(() => assessment?.stamp(language) ?? [], [assessment, language]);
  const detail = useMemo(
    () => (assessment === null || opened === null ? null : assessment.detail(opened, language)),
    [assessment, language, opened],
  );
  if (pack === null) return state.failure === null ? <Spinner label={words.reading} /> : null;
  switch (state.step) {
    case 'ledger':
      return (
        <LedgerPanel
          words={words}
          language={language}
          policies={assessor.policies}
          pack={pack}
          sheets={state.sheets}
          sheet={state.sheet}
          ledger={ledger}
          left={left}
          looking={state.activity.kind === 'opening' || state.activity.kind === 'looking'}
          onPolicy={acts.choosePolicy}
          onSheet={acts.chooseSheet}
          onHeaderRow={acts.chooseHeaderRow}
          onColumn={acts.chooseColumn}
          onInputColumn={acts.chooseInputColumn}
          onUnit={acts.chooseUnit}
          onReload={acts.reload}
        />
      );
    case 'parameters':
      return (
        <ParameterPanel
          words={words}
          language={language}
          pack={pack}
          parameters={parameters}
          fromSheet={ledger?.parameterSheet ?? null}
          columns={ledger?.parameterColumns ?? {}}
          checks={checks}
          sheetProblems={ledger?.parameterProblems ?? []}
          onValue={acts.setParameter}
          onShape={acts.setShape}
          onSource={acts.setSource}
          onReading={acts.setReading}
        />
      );
    case 'results':
      return (
        <ResultPanel
          words={words}
          language={language}
          policy={pack.id}
          totals={totals}
          stamp={stamp}
          counts={assessment?.counts ?? noCounts}
          stale={state.stale}
          group={state.group}
          search={state.search}
          listed={listed}
          line={(index) => (assessment === null ? neverShown() : assessment.line(index))}
          detail={detail}
          onGroup={acts.showGroup}
          onSearch={acts.searchFor}
          onOpen={acts.openEnterprise}
          onClose={acts.closeEnterprise}
          onSelect={acts.select}
          onRerun={acts.run}
        />
      );
    case 'problems':
      return (
        <ProblemPanel
          words={words}
          count={assessment?.problemCount ?? null}
          problem={(index) => (assessment === null ? neverShown() : assessment.problem(index, language))}
          onSelect={(problem) => {
            if (problem.row !== null) acts.select(problem.sheet, problem.row, problem.column);
          }}
        />
      );
    case 'more':
      return null;
  }
}

type ToolsProps = Omit<AppProps, 'language'> & { readonly pane: Pane; readonly words: Words };

/** 更多, once it was opened: it keeps what an officer has begun there while another tab is looked at. */
function Tools({ pane, host, storage, assessor, words }: ToolsProps) {
  const open = pane.state.step === 'more';
  const [opened, setOpened] = useState(open);
  if (open && !opened) setOpened(true);
  if (!opened || pane.state.pack === null) return null;
  return (
    <div hidden={!open}>
      <Loaded words={words} waiting={<Spinner label={words.reading} />}>
        <ToolsPanel pane={pane} host={host} storage={storage} assessor={assessor} words={words} />
      </Loaded>
    </div>
  );
}

/** Lists are only drawn once there is an assessment. */
function neverShown(): never {
  throw new Error('a list was drawn without an assessment');
}

function Foot({ pane, words }: { pane: Pane; words: Words }) {
  const { state, acts, readiness } = pane;
  const { assessment, plan, written } = state;
  return (
    <RunBar
      words={words}
      activity={state.activity}
      readiness={readiness}
      hasResults={assessment !== null}
      plan={plan}
      stale={state.stale}
      written={written?.map((sheet) => sheet.sheet) ?? null}
      onRun={acts.run}
      onCancel={acts.cancel}
      onAskToWrite={acts.askToWrite}
      onDismissWrite={acts.dismissWrite}
      onWrite={acts.write}
      onUndo={acts.undo}
    />
  );
}
