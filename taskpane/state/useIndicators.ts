/** The state of 指标监测: figures typed and read, the ledger's sums, and how every indicator stands by them. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Assessment } from '../../src/assess';
import type { Host } from '../../src/hosts/host';
import { judgeIndicators, type Judged, type Register, type Reported, type Status } from '../../src/monitor';
import { breathe } from '../judging/breathe';
import { fallenOf, readFigures, type Fallen, type FigureSheet } from '../judging/monitoring';
import { noFigure, readTyped, reportedOf, type FigureTexts, type TypedFigures, type TypedReading } from '../model/figures';
import type { Assigned } from '../model/industries';
import type { Assessor, PaneStorage } from '../model/ports';
import type { Language } from '../words/pane';
import { fieldsOf, isObject, keys } from './remembered';
import { useChanges, useSettled } from './useChanges';
import { ledgerSettings, useReading, type LedgerRun } from './useLedgerRun';
import type { Pane } from './usePane';
import { useRegister } from './useRegister';

/** What the panel of indicators shows and can do. */
export interface Indicators {
  /** null while it is read. */
  readonly register: Register | null;
  readonly failure: string | null;
  readonly typed: TypedFigures;
  readonly typedReading: TypedReading;
  /** The workbook's sheet 指标监测; null where it has none. */
  readonly sheet: FigureSheet | null;
  readonly reported: readonly Reported[];
  readonly judged: readonly Judged[];
  readonly ledger: LedgerRun;
  /** Why the ledger cannot be summed yet is the pane's to say; true: it can. */
  readonly canSum: boolean;
  /** Where the rows of the ledger fell; null before it was summed. */
  readonly fallen: Fallen | null;
  readonly assigned: Assigned;
  readonly type: (key: string, field: keyof FigureTexts, text: string) => void;
  readonly clear: (key: string) => void;
  readonly readAgain: () => void;
  readonly sum: () => void;
  /** Puts a word or code of the ledger under an industry; null takes it back. */
  readonly assign: (word: string, industry: string | null) => void;
}

/** The groups an officer looks through, and which standings are in each. */
export const indicatorGroups = {
  met: ['met'],
  short: ['short', 'over'],
  open: ['open', 'officer', 'noTarget'],
  none: ['none'],
  recorded: ['recorded'],
} as const satisfies Readonly<Record<string, readonly Status[]>>;

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads typed figures as they were remembered; anything of another form is not used. */
function typedFrom(text: string | null): TypedFigures {
  const kept: Record<string, FigureTexts> = {};
  for (const [key, value] of Object.entries(fieldsOf(text) ?? {})) {
    if (!isObject(value)) continue;
    const { actual, now, before, target, source } = value;
    kept[key] = { actual: textIn(actual), now: textIn(now), before: textIn(before), target: textIn(target), source: textIn(source) };
  }
  return kept;
}

function assignedFrom(text: string | null): Assigned {
  const entries = Object.entries(fieldsOf(text) ?? {}).flatMap(([word, name]) => (typeof name === 'string' ? [[word, name] as const] : []));
  return Object.fromEntries(entries);
}

/** What the hook stands on. */
interface IndicatorPorts {
  readonly pane: Pane;
  readonly host: Host;
  readonly storage: PaneStorage;
  readonly assessor: Assessor;
  readonly language: Language;
}

/** Holds the state of the indicators of one document. */
export function useIndicators({ pane, host, storage, assessor, language }: IndicatorPorts, policy: string): Indicators {
  const { register, failure: notLoaded } = useRegister(policy);
  const [typed, setTyped] = useState<TypedFigures>({});
  const [assigned, setAssigned] = useState<Assigned>({});
  const [sheet, setSheet] = useState<FigureSheet | null>(null);
  const [fallen, setFallen] = useState<Fallen | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const ledger = useReading({ host, assessor, language });
  const { run, stop } = ledger;
  const turn = useRef(0);
  /** Only the newest gathering counts, and none that another document was asked for. */
  const gathered = useRef(0);

  const spoken = useRef(language);
  useEffect(() => {
    spoken.current = language;
  }, [language]);
  const refuse = useCallback((problem: unknown) => setFailure(assessor.explainFailure(problem, spoken.current)), [assessor]);

  const read = useCallback(
    async (of: Register) => {
      const mine = ++turn.current;
      try {
        const found = await readFigures(host, of);
        if (mine !== turn.current) return;
        setSheet(found);
        setFailure(null);
      } catch (problem) {
        if (mine === turn.current) refuse(problem);
      }
    },
    [host, refuse],
  );

  useEffect(() => {
    let here = true;
    gathered.current += 1;
    setTyped({});
    setFallen(null);
    stop();
    Promise.all([storage.load(keys.figures(policy)), storage.load(keys.industries)]).then(
      ([figures, industries]) => {
        if (!here) return;
        setTyped(typedFrom(figures));
        setAssigned(assignedFrom(industries));
      },
      (problem: unknown) => {
        if (here) refuse(problem);
      },
    );
    return () => {
      here = false;
    };
  }, [policy, refuse, stop, storage]);

  useEffect(() => {
    if (register === null) return;
    void read(register);
  }, [read, register]);

  const readAgain = () => {
    if (register !== null) void read(register);
  };
  useChanges(host, useSettled(readAgain), refuse);

  const typedReading = useMemo<TypedReading>(
    () => (register === null ? { reported: [], problems: new Map() } : readTyped(typed, register)),
    [register, typed],
  );
  const reported = useMemo(() => reportedOf(typedReading.reported, sheet?.reported ?? []), [sheet, typedReading]);
  const judged = useMemo(
    () => (register === null ? [] : judgeIndicators(register, reported, fallen?.reading.sums ?? null)),
    [fallen, register, reported],
  );

  const keep = (next: TypedFigures) => {
    setTyped(next);
    storage.save(keys.figures(policy), JSON.stringify(next)).catch(refuse);
  };
  const settings = ledgerSettings(pane, policy);

  const gather = async (assessment: Assessment, of: Register, by: Assigned) => {
    const mine = ++gathered.current;
    try {
      for await (const found of fallenOf(host, assessment, of, by)) {
        if (mine !== gathered.current) return;
        if (found === undefined) await breathe();
        else setFallen(found);
      }
    } catch (problem) {
      if (mine === gathered.current) refuse(problem);
    }
  };

  return {
    register,
    failure: notLoaded ?? failure,
    typed,
    typedReading,
    sheet,
    reported,
    judged,
    ledger,
    canSum: settings !== null,
    fallen,
    assigned,
    type: (key, field, text) => keep({ ...typed, [key]: { ...(typed[key] ?? noFigure), [field]: text } }),
    clear: (key) => keep(Object.fromEntries(Object.entries(typed).filter(([other]) => other !== key))),
    readAgain,
    sum: () => {
      if (register === null || settings === null) return;
      void run(register, settings).then((done) => (done === null ? undefined : gather(done.assessment, register, assigned)));
    },
    assign: (word, industry) => {
      const others = Object.fromEntries(Object.entries(assigned).filter(([other]) => other !== word));
      const next = industry === null ? others : { ...others, [word]: industry };
      setAssigned(next);
      storage.save(keys.industries, JSON.stringify(next)).catch(refuse);
      if (ledger.done !== null && register !== null) void gather(ledger.done.assessment, register, next);
    },
  };
}
