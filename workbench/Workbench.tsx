import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  FluentProvider,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  mergeClasses,
  Text,
  tokens,
  Toolbar,
  ToolbarButton,
} from '@fluentui/react-components';
import {
  ArrowDownload20Regular,
  Dismiss16Regular,
  DocumentTable20Regular,
  FolderOpen20Regular,
  Info16Regular,
  LocalLanguage20Regular,
} from '@fluentui/react-icons';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { BookProblem, readBook, writeBook, type Book } from '../src/ooxml';
import { sayProblem } from '../src/explain';
import { HostProblem } from '../src/hosts/host';
import { webHost } from '../src/hosts/web';
import { App } from '../taskpane/App';
import { createAssessor } from '../taskpane/judging/assessor';
import { lightTheme } from '../taskpane/panels/parts/theme';
import type { Grid } from './grid';
import { readCsvBook } from './open-csv';
import { pageStorage } from './storage';
import { WORDS, type Language, type WorkbenchWords } from './words';

const NAMESPACE = 'HUIQI';
const NARROWEST = 320;
const WIDEST = 640;
/** Files of plain text with a separator. */
const DELIMITED = /\.(csv|tsv|txt)$/i;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const useStyles = makeStyles({
  root: { height: '100%', display: 'flex', flexDirection: 'column', backgroundColor: tokens.colorNeutralBackground3 },
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    height: '44px',
    padding: '0 12px',
    flexShrink: 0,
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
  },
  brand: { display: 'flex', alignItems: 'baseline', gap: '10px', flexShrink: 0 },
  file: {
    flexGrow: 1,
    minWidth: 0,
    textAlign: 'center',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: 'inherit',
  },
  quiet: { opacity: 0.85 },
  tools: { padding: 0, flexShrink: 0 },
  tool: {
    color: 'inherit',
    ':hover': { color: 'inherit', backgroundColor: tokens.colorBrandBackgroundHover },
    ':hover:active': { color: 'inherit', backgroundColor: tokens.colorBrandBackgroundPressed },
    '& .fui-Button__icon': { color: 'inherit !important' },
  },
  oneLine: { whiteSpace: 'nowrap' },
  body: { flexGrow: 1, minHeight: 0, display: 'flex' },
  sheet: {
    flexGrow: 1,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    position: 'relative',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  grid: { flexGrow: 1, minHeight: 0, position: 'relative' },
  said: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    minHeight: '28px',
    padding: '2px 12px',
    flexShrink: 0,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  saidText: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  splitter: {
    width: '6px',
    flexShrink: 0,
    cursor: 'col-resize',
    touchAction: 'none',
    backgroundColor: tokens.colorNeutralBackground4,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    ':hover': { backgroundColor: tokens.colorBrandBackground2 },
    ':focus-visible': { backgroundColor: tokens.colorBrandBackground, outlineStyle: 'none' },
  },
  pane: { flexShrink: 0, minWidth: 0, overflow: 'hidden', backgroundColor: tokens.colorNeutralBackground1 },
});

/** What the page stands on: the grid (made once, outside React) and where the sample lies. */
interface WorkbenchProps {
  readonly grid: Grid;
  readonly sampleUrl: string;
}

interface Note {
  readonly intent: 'success' | 'warning' | 'error';
  readonly text: (words: WorkbenchWords, language: Language) => string;
}

/** A workbook read and ready to take the place of the open one. */
interface Waiting {
  readonly book: Book;
  readonly name: string;
  /** What is said once it is open. */
  readonly notes: readonly Note[];
}

/** The grid with its bar above and the pane beside it. */
export function Workbench({ grid, sampleUrl }: WorkbenchProps) {
  const styles = useStyles();
  const [language, setLanguage] = useState<Language>('zh-CN');
  const [file, setFile] = useState<{ readonly name: string; readonly number: number } | null>(null);
  const [notes, setNotes] = useState<readonly Note[]>([]);
  const [width, setWidth] = useState(380);
  const picker = useRef<HTMLInputElement>(null);
  const words = WORDS[language];

  // What the grid holds and no file does: asked about before another workbook takes its place.
  const unsaved = useRef(false);
  const [waiting, setWaiting] = useState<Waiting | null>(null);

  const show = async ({ book, name, notes: more }: Waiting): Promise<void> => {
    setWaiting(null);
    const { recalculated, formulas } = await grid.open(book, name);
    unsaved.current = false;
    setFile((before) => ({ name, number: (before?.number ?? 0) + 1 }));
    const asSaved: Note = { intent: 'warning', text: (said) => said.notRecalculated(formulas) };
    setNotes(recalculated ? more : [...more, asSaved]);
  };

  const showOrAsk = async (next: Waiting): Promise<void> => {
    if (unsaved.current) setWaiting(next);
    else await show(next);
  };

  const refuse = (problem: unknown, otherwise: 'cannotOpen' | 'cannotSave'): void => {
    // What is no fault of the file is one of ours: the officer hears that it failed, the console where.
    if (!(problem instanceof BookProblem || problem instanceof HostProblem)) console.error(problem);
    const text = (said: WorkbenchWords, spoken: Language): string =>
      problem instanceof BookProblem
        ? said.problems[problem.code]
        : problem instanceof HostProblem
          ? sayProblem(problem, spoken)
          : said[otherwise];
    setNotes([{ intent: 'error', text }]);
  };

  // A file may take longer to read than one asked for after it: the last one asked for is meant.
  const asked = useRef(0);

  const openSample = async (): Promise<void> => {
    const turn = ++asked.current;
    setNotes([]);
    const answer = await fetch(sampleUrl);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (turn !== asked.current) return;
    const { book } = readBook(bytes, NAMESPACE);
    await showOrAsk({ book, name: words.sampleName, notes: [] });
  };

  const openFile = async (picked: File): Promise<void> => {
    const turn = ++asked.current;
    setNotes([]);
    try {
      const bytes = new Uint8Array(await picked.arrayBuffer());
      const { book, left } = DELIMITED.test(picked.name)
        ? { book: await readCsvBook(bytes, picked.name), left: [] }
        : readBook(bytes, NAMESPACE);
      if (turn !== asked.current) return;
      const lost = (said: WorkbenchWords): string => said.leftBehind(left.map((thing) => said.left[thing]).join(said.comma));
      await showOrAsk({
        book,
        name: picked.name,
        notes: [
          { intent: 'success', text: (said) => said.opened(picked.name) },
          ...(left.length === 0 ? [] : [{ intent: 'warning', text: lost } as const]),
        ],
      });
    } catch (problem) {
      if (turn === asked.current) refuse(problem, 'cannotOpen');
    }
  };

  /** Whether it was saved. */
  const save = (): boolean => {
    if (!file) return false;
    const name = file.name.replace(/\.\w+$/, '') + '.xlsx';
    try {
      const bytes = writeBook(grid.book(), NAMESPACE);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([bytes.slice().buffer], { type: XLSX }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      unsaved.current = false;
      setNotes([{ intent: 'success', text: (said) => said.saved(name) }]);
      return true;
    } catch (problem) {
      refuse(problem, 'cannotSave');
      return false;
    }
  };

  /** The officer's answer about what is not saved. */
  const answer = (next: Waiting, saveFirst: boolean): void => {
    if (saveFirst && !save()) setWaiting(null);
    else void show(next);
  };

  useEffect(() => grid.onChange(() => void (unsaved.current = true)), [grid]);

  useEffect(() => {
    const leaving = (event: BeforeUnloadEvent): void => {
      if (unsaved.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', leaving);
    return () => window.removeEventListener('beforeunload', leaving);
  }, []);

  // The sample opens once, with the page.
  const atFirst = useRef(openSample);
  useEffect(() => {
    let here = true;
    void atFirst.current().then(() => {
      if (here) document.documentElement.dataset['ready'] = 'yes';
    });
    return () => {
      here = false;
    };
  }, []);

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = words.name;
    void grid.setLanguage(language);
  }, [grid, language, words]);

  return (
    <FluentProvider theme={lightTheme} className={styles.root}>
      <header className={styles.bar}>
        <div className={styles.brand}>
          <Text as="h1" size={500} weight="semibold">
            {words.name}
          </Text>
          <Text size={200} className={styles.quiet}>
            {words.tagline}
          </Text>
        </div>
        <Text size={200} className={styles.file} title={file?.name}>
          {file?.name ?? words.loading}
        </Text>
        <Toolbar className={styles.tools} size="small" aria-label={words.name}>
          <ToolbarButton className={styles.tool} icon={<FolderOpen20Regular />} onClick={() => picker.current?.click()}>
            {words.open}
          </ToolbarButton>
          <ToolbarButton className={styles.tool} icon={<ArrowDownload20Regular />} disabled={!file} onClick={save}>
            {words.save}
          </ToolbarButton>
          <ToolbarButton className={styles.tool} icon={<DocumentTable20Regular />} disabled={!file} onClick={() => void openSample()}>
            {words.sample}
          </ToolbarButton>
          <ToolbarButton
            className={styles.tool}
            icon={<LocalLanguage20Regular />}
            lang={language === 'zh-CN' ? 'en-US' : 'zh-CN'}
            onClick={() => setLanguage(language === 'zh-CN' ? 'en-US' : 'zh-CN')}
          >
            {words.language}
          </ToolbarButton>
        </Toolbar>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".xlsx,.xlsm,.csv,.tsv,.txt"
          aria-label={words.open}
          onChange={(event) => {
            const picked = event.target.files?.[0];
            event.target.value = '';
            if (picked) void openFile(picked);
          }}
        />
      </header>
      {/* Always there, or a screen reader would not say what appears in it. */}
      <div role="status">
        {notes.map((note) => (
          <MessageBar key={note.text(words, language)} intent={note.intent} layout="multiline">
            <MessageBarBody>{note.text(words, language)}</MessageBarBody>
            <MessageBarActions
              containerAction={
                <Button
                  appearance="transparent"
                  size="small"
                  icon={<Dismiss16Regular />}
                  aria-label={words.dismiss}
                  onClick={() => setNotes(notes.filter((other) => other !== note))}
                />
              }
            />
          </MessageBar>
        ))}
      </div>
      {waiting === null || file === null ? null : (
        <UnsavedDialog
          words={words}
          file={file.name}
          next={waiting.name}
          onAnswer={(saveFirst) => answer(waiting, saveFirst)}
          onCancel={() => setWaiting(null)}
        />
      )}
      <div className={styles.body}>
        <div className={styles.sheet}>
          <GridPlace className={styles.grid} />
          <Said grid={grid} cell={words.cell} />
        </div>
        <Splitter label={words.splitter} width={width} onWidth={setWidth} className={styles.splitter} />
        <aside className={styles.pane} style={{ width }}>
          {file ? <Pane key={file.number} grid={grid} file={file.name} language={language} /> : null}
        </aside>
      </div>
    </FluentProvider>
  );
}

interface UnsavedDialogProps {
  readonly words: WorkbenchWords;
  /** The open workbook, and the one that is to take its place. */
  readonly file: string;
  readonly next: string;
  readonly onAnswer: (saveFirst: boolean) => void;
  readonly onCancel: () => void;
}

/** Asks before what no file holds is gone. */
function UnsavedDialog({ words, file, next, onAnswer, onCancel }: UnsavedDialogProps) {
  const { oneLine } = useStyles();
  return (
    <Dialog open modalType="alert">
      <DialogSurface onKeyDown={(event) => (event.key === 'Escape' ? onCancel() : undefined)}>
        <DialogBody>
          <DialogTitle>{words.unsaved}</DialogTitle>
          <DialogContent>{words.unsavedText(file, next)}</DialogContent>
          <DialogActions>
            <Button appearance="primary" className={oneLine} onClick={() => onAnswer(true)}>
              {words.saveFirst}
            </Button>
            <Button className={oneLine} onClick={() => onAnswer(false)}>
              {words.openAnyway}
            </Button>
            <Button onClick={onCancel}>{words.cancel}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** The grid's element, made before React: it moves in here once and React leaves it alone. */
function GridPlace({ className }: { readonly className: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = document.getElementById('grid');
    if (element && place.current) {
      place.current.append(element);
      element.hidden = false;
    }
  }, []);
  return <div ref={place} className={className} />;
}

/** The pane over one workbook: another one gets a pane of its own. */
function Pane({ grid, file, language }: { readonly grid: Grid; readonly file: string; readonly language: Language }) {
  // The stamp of a result names the file it was made from.
  const host = useMemo(() => ({ ...webHost(grid.api), name: file, subject: async () => grid.subject() }), [grid, file]);
  const storage = useMemo(() => pageStorage(file), [file]);
  const assessor = useMemo(() => createAssessor(), []);
  return <App host={host} storage={storage} assessor={assessor} language={language} languageFollows />;
}

/** Why the selected cell shows an error: what the function has to say about it. */
function Said({ grid, cell }: { readonly grid: Grid; readonly cell: string }) {
  const styles = useStyles();
  const [said, setSaid] = useState<{ readonly address: string; readonly message: string } | null>(null);
  useEffect(() => grid.onMessage(setSaid), [grid]);
  if (!said) return null;
  return (
    <div className={styles.said} role="status">
      <Info16Regular />
      <Text size={200} weight="semibold">{`${cell} ${said.address}`}</Text>
      <Text size={200} className={mergeClasses(styles.saidText)} title={said.message}>
        {said.message}
      </Text>
    </div>
  );
}

interface SplitterProps {
  readonly label: string;
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly className: string;
}

/** Drags or arrow keys change the pane's width. */
function Splitter({ label, width, onWidth, className }: SplitterProps) {
  const limited = (wanted: number): number => Math.min(WIDEST, Math.max(NARROWEST, wanted));
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onWidth(limited(window.innerWidth - event.clientX - 3));
  };
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? 20 : event.key === 'ArrowRight' ? -20 : 0;
    if (step === 0) return;
    event.preventDefault();
    onWidth(limited(width + step));
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      className={className}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={move}
      onKeyDown={press}
    />
  );
}
