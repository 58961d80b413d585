/** The fifth tab: the tools beside the run, as a list; the open one below its way back. */
import { Button, Spinner, Text, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowLeft20Regular, ChevronRight20Regular } from '@fluentui/react-icons';
import { useContext, useEffect, useRef, useState } from 'react';
import { toolWords } from '../../words/tools';
import { Loaded } from '../parts/Loaded';
import { ScrollerContext } from '../parts/scroller';
import type { ToolProps } from './props';
import { tools, type Tool } from './tools';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  tool: {
    width: '100%',
    maxWidth: 'none',
    minWidth: 0,
    display: 'grid',
    gridTemplateColumns: '24px minmax(0, 1fr) 20px',
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'center',
    textAlign: 'left',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
  },
  icon: { color: tokens.colorBrandForeground1, display: 'inline-flex' },
  said: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, minWidth: 0 },
  text: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  page: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, outlineStyle: 'none' },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
  name: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: tokens.fontWeightSemibold },
});

type ToolsPanelProps = Omit<ToolProps, 'pack' | 'language'>;

/** Loaded when 更多 is opened. */
export default function ToolsPanel(props: ToolsPanelProps) {
  const [open, setOpen] = useState<string | null>(null);
  const scroller = useContext(ScrollerContext);
  const list = useRef<HTMLUListElement>(null);
  const left = useRef<string | null>(null);
  const tool = tools.find((one) => one.id === open);

  // Each page starts at its top; coming back finds the keyboard on the tool one came from.
  useEffect(() => {
    scroller?.moveTo(0);
    if (open === null && left.current !== null) list.current?.querySelector<HTMLElement>(`[data-tool="${left.current}"]`)?.focus();
    left.current = open;
  }, [open, scroller]);

  if (tool !== undefined) return <ToolPage {...props} tool={tool} onBack={() => setOpen(null)} />;
  return <ToolList {...props} list={list} onOpen={setOpen} />;
}

interface ToolListProps extends ToolsPanelProps {
  readonly list: React.RefObject<HTMLUListElement>;
  readonly onOpen: (id: string) => void;
}

function ToolList({ pane, list, onOpen }: ToolListProps) {
  const styles = useStyles();
  const { language } = pane.state;
  return (
    <ul ref={list} className={styles.list} aria-label={toolWords[language].title}>
      {tools.map(({ id, icon, name, text }) => (
        <li key={id}>
          <Button data-tool={id} className={styles.tool} appearance="outline" onClick={() => onOpen(id)}>
            <span className={styles.icon} aria-hidden="true">
              {icon}
            </span>
            <span className={styles.said}>
              <Text weight="semibold">{name(language)}</Text>
              <Text size={200} className={styles.text}>
                {text(language)}
              </Text>
            </span>
            <ChevronRight20Regular aria-hidden="true" />
          </Button>
        </li>
      ))}
    </ul>
  );
}

function ToolPage({ tool, onBack, pane, words, ...ports }: ToolsPanelProps & { readonly tool: Tool; readonly onBack: () => void }) {
  const styles = useStyles();
  const page = useRef<HTMLElement>(null);
  // The officer asked for this page: reading goes on at its top, Escape leads back.
  useEffect(() => page.current?.focus({ preventScroll: true }), []);
  const { language, pack } = pane.state;
  const ToolBody = tool.panel;
  if (pack === null) return null;
  return (
    <article
      ref={page}
      tabIndex={-1}
      className={styles.page}
      aria-label={tool.name(language)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onBack();
      }}
    >
      <div className={styles.head}>
        <Button size="small" appearance="subtle" icon={<ArrowLeft20Regular />} onClick={onBack}>
          {toolWords[language].back}
        </Button>
        <h2 className={styles.name}>{tool.name(language)}</h2>
      </div>
      <Loaded words={words} waiting={<Spinner label={words.reading} />}>
        <ToolBody key={pack.id} {...ports} pane={pane} pack={pack} language={language} words={words} />
      </Loaded>
    </article>
  );
}
