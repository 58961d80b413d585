/** The state of 指标监测: figures typed and read, the ledger's sums, and how every indicator stands by them. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Host } from '../src/hosts/host';
import { judgeIndicators, type Judged, type Register, type Reported, type Status } from '../src/monitor';
import type { Assessor, PaneStorage } from './model';
import {
  fallenOf,
  noFigure,
  readFigures,
  readTyped,
  reportedOf,
  type Assigned,
  type Fallen,
  type FigureSheet,
  type FigureTexts,
  type TypedFigures,
  type TypedReading,
} from './monitoring';
import { ledgerSettings, useLedgerRun, type LedgerRun } from './useLedgerRun';
import { useRegister } from './useRegister';
import type { Pane } from './useAssessment';
import type { Language } from './words';

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

const figuresKey = (policy: string) => `huiqi.figures.${policy}`;
const industriesKey = 'huiqi.industries';

/** Typing in the sheet goes on for a while; it is read again when it rests. */
const settleTime = 400;

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function parsed(text: string | null): Readonly<Record<string, unknown>> | null {
  if (text === null) return null;
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return null; // not ours: the officer starts afresh
  }
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads typed figures as they were remembered; anything of another form is not used. */
function typedFrom(text: string | null): TypedFigures {
  const kept: Record<string, FigureTexts> = {};
  for (const [key, value] of Object.entries(parsed(text) ?? {})) {
    const fields = fieldsOf(value);
    if (fields === null) continue;
    const { actual, now, before, target, source } = fields;
    kept[key] = { actual: textIn(actual), now: textIn(now), before: textIn(before), target: textIn(target), source: textIn(source) };
  }
  return kept;
}

function assignedFrom(text: string | null): Assigned {
  const entries = Object.entries(parsed(text) ?? {}).flatMap(([word, name]) => (typeof name === 'string' ? [[word, name] as const] : []));
  return Object.fromEntries(entries);
}

/** What the hook stands on. */
export interface IndicatorPorts {
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
  const ledger = useLedgerRun(host, assessor, language);
  const { run, stop } = ledger;
  const turn = useRef(0);

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
    setTyped({});
    setFallen(null);
    stop();
    Promise.all([storage.load(figuresKey(policy)), storage.load(industriesKey)]).then(
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
    let stopped = false;
    let end: (() => void) | null = null;
    let pending: ReturnType<typeof setTimeout> | undefined;
    const changed = () => {
      clearTimeout(pending);
      pending = setTimeout(() => void read(register), settleTime);
    };
    host.onChange(changed).then((stopListening) => {
      if (stopped) stopListening();
      else end = stopListening;
    }, refuse);
    return () => {
      stopped = true;
      clearTimeout(pending);
      end?.();
    };
  }, [host, read, refuse, register]);

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
    storage.save(figuresKey(policy), JSON.stringify(next)).catch(refuse);
  };
  const settings = ledgerSettings(pane, policy);

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
    readAgain: () => {
      if (register !== null) void read(register);
    },
    sum: () => {
      if (register === null || settings === null) return;
      run(register, settings)
        .then(async (assessment) => {
          if (assessment !== null) setFallen(await fallenOf(host, assessment, register, assigned));
        })
        .catch(refuse);
    },
    assign: (word, industry) => {
      const others = Object.fromEntries(Object.entries(assigned).filter(([other]) => other !== word));
      const next = industry === null ? others : { ...others, [word]: industry };
      setAssigned(next);
      storage.save(industriesKey, JSON.stringify(next)).catch(refuse);
      const { assessment } = ledger;
      if (assessment !== null && register !== null) fallenOf(host, assessment, register, next).then(setFallen, refuse);
    },
  };
}
