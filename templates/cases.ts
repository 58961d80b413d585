import {
  dayNumber,
  dayText,
  readReason,
  scaleText,
  type Input,
  type Measure,
  type Pack,
  type Parameter,
  type Program,
  type RawValue,
  type Verdict,
} from '../src/engine';
import { clauseName, quoteOf } from '../src/explain';
import { fullWidth } from './looks';
import type { Figures, Typical } from './typical';
import { CASES, UNDECIDED, WORDS } from './words';

/** A row that shows one thing. */
export interface Case {
  readonly figures: Figures;
  /** What it shows, in the officer's words. */
  readonly note: string;
}

/** A figure of a row: an input, or a parameter that the row gives itself. */
export type Fact = Input | Parameter;

/** A choice that is set to this or that. */
type Choice = Pack['choices'][number];

/** Last day of the search for a line between days, and the first. */
const DAYS = [dayNumber('2010-01-01') ?? 0, dayNumber('2035-12-31') ?? 0] as const;

/** The clause with the brackets of full width that headers and notes are written in. */
export function clauseOf(pack: Pack, id: string): string {
  const known = [...pack.measures, ...pack.choices].find((one) => one.id === id);
  return known === undefined ? id : fullWidth(clauseName(known.clause, 'zh-CN'));
}

/** The parameter that a row gives itself: an amount that is the whole award of one measure and that the text leaves open. */
export function ownParameters(pack: Pack, subject: Measure['subject']): readonly (readonly [fullName: string, parameter: Parameter])[] {
  const amounts = pack.measures.flatMap(({ subject: own, award }) =>
    own === subject && award?.kind === 'parameter' ? [award.parameter] : [],
  );
  const settings = pack.choices.flatMap(({ members, parameter }) =>
    pack.measures.some((measure) => members.includes(measure.id) && measure.subject === subject) ? [parameter] : [],
  );
  return [...amounts, ...settings].flatMap((name) => {
    const parameter = pack.parameters[name];
    return parameter === undefined ? [] : [[name, parameter] as const];
  });
}

/** Finds the cases of a document: on a line, beside it, blank, answered the other way; by asking the rules, figure by figure. */
export class Cases {
  /** What was shown before is not shown again. */
  private readonly shown = new Set<string>();

  constructor(
    private readonly program: Program,
    private readonly parameters: Figures,
  ) {}

  /** The typical row, and the cases around it. `common`: the figures that it leaves as they are. */
  around(typical: Typical, common: Figures): readonly Case[] {
    const { pack } = this.program;
    const { measure: id } = typical;
    const figures = { ...common, ...typical.figures };
    const measure = this.program.measure(id);
    const choice = pack.choices.find((one) => one.id === id);
    const also = (typical.also ?? []).map((more): Case => this.named(id, { ...figures, ...more }, Object.keys(more)));
    if (choice) return this.unlessShown([...this.choosing(choice, figures), ...also]);
    if (!measure) throw new Error(`no measure ${id}`);
    const verdict = this.judge(id, figures);
    if (verdict.eligible !== true) throw new Error(`a typical row is not entitled: ${id} ${verdict.reasons.join(' ')}`);
    const several = pack.measures.filter((other) => other.clause === measure.clause).length > 1;
    const first: Case = {
      figures,
      note: `${clauseOf(pack, id)}${several ? fullWidth(measure.title) : ''}${CASES.allHolds}${this.outcome(id, verdict)}`,
    };
    const facts = this.factsOf(measure).filter((name) => isGiven(figures[name]));
    return this.unlessShown([
      first,
      ...this.lines(measure, figures, facts),
      ...also,
      ...facts.flatMap((name) => this.answeredOtherwise(measure, figures, name)),
      ...facts.flatMap((name) => this.blank(measure, figures, name)),
    ]);
  }

  private unlessShown(cases: readonly Case[]): readonly Case[] {
    return cases.filter(({ note }) => {
      if (this.shown.has(note)) return false;
      this.shown.add(note);
      return true;
    });
  }

  private judge(id: string, figures: Figures): Verdict {
    const { inputs, parameters } = this.program.pack;
    const of = (known: Readonly<Record<string, unknown>>): Figures =>
      Object.fromEntries(Object.entries(figures).filter(([name, value]) => Object.hasOwn(known, name) && isGiven(value)));
    return this.program.judge(id, of(inputs), { ...this.parameters, ...of(parameters) });
  }

  /** The inputs of a measure in the order of their columns, and the parameters its rows give themselves. */
  private factsOf(measure: Measure): readonly string[] {
    const own = ownParameters(this.program.pack, measure.subject).filter(([, parameter]) => parameter.measure === measure.id);
    return [...Object.keys(this.program.pack.inputs).filter((id) => measure.inputs.includes(id)), ...own.map(([name]) => name)];
  }

  private fact(name: string): Fact {
    const { inputs, parameters } = this.program.pack;
    const found = inputs[name] ?? parameters[name];
    if (!found) throw new Error(`no figure ${name}`);
    return found;
  }

  /** Every line that a figure of the row can be moved onto. */
  private lines(measure: Measure, figures: Figures, facts: readonly string[]): Case[] {
    const drawn = comparisons(measure);
    const found: { readonly name: string; readonly answer: string }[] = [];
    return facts.flatMap((name) => {
      const fact = this.fact(name);
      const scale = scaleOf(fact);
      if (scale === null) return [];
      const start = scale.read(figures[name]);
      const at = (units: number): Verdict => this.judge(measure.id, { ...figures, [name]: scale.write(units) });
      return scale.ends.flatMap((end) =>
        crossings((units) => answerOf(at(units)), start, end).flatMap(({ inside, outside }) => {
          const answer = answerOf(at(outside));
          if (/invalid|conflict/.test(answer)) return [];
          const again = found.some(
            (one) => one.answer === answer && drawn.some((both) => both.has(one.name) && both.has(name) && one.name !== name),
          );
          if (again) return [];
          found.push({ name, answer });
          const line = roundness(scale.write(inside)) >= roundness(scale.write(outside)) ? inside : outside;
          // One unit above nothing is nobody's figure.
          const beside = line === 0 ? [] : [line === inside ? outside : inside];
          return [line, ...beside].map((units): Case => {
            const changed = { ...figures, [name]: scale.write(units) };
            const place = line === 0 ? '' : units === line ? CASES.onTheLine : scale.beside(units - line);
            return { figures: changed, note: this.note(measure.id, name, changed, place) };
          });
        }),
      );
    });
  }

  /** A yes for a no; a choice that is answered for in another way. */
  private answeredOtherwise(measure: Measure, figures: Figures, name: string): Case[] {
    const fact = this.fact(name);
    const before = answerOf(this.judge(measure.id, figures));
    const answers = new Set([before]);
    const values: readonly RawValue[] =
      fact.type === 'yesno' ? [figures[name] !== true] : fact.type === 'choice' ? fact.choices.map(({ label }) => label) : [];
    return values.flatMap((value) => {
      const changed = { ...figures, [name]: value };
      const answer = answerOf(this.judge(measure.id, changed));
      if (answers.has(answer)) return [];
      answers.add(answer);
      return [{ figures: changed, note: this.note(measure.id, name, changed, '') }];
    });
  }

  /** Nothing in the cell. What is answered with yes or no is left blank by nobody who has answered the rest. */
  private blank(measure: Measure, figures: Figures, name: string): Case[] {
    if (this.fact(name).type === 'yesno') return [];
    const changed = { ...figures, [name]: null };
    if (answerOf(this.judge(measure.id, figures)) === answerOf(this.judge(measure.id, changed))) return [];
    const isAll = !measure.inputs.some((id) => isGiven(changed[id]));
    return [{ figures: changed, note: this.note(measure.id, name, changed, '') + (isAll ? CASES.nothingShown : '') }];
  }

  /** Which one of an exclusive choice is paid: by default, and by each of its settings. */
  private choosing(choice: Choice, figures: Figures): Case[] {
    const setting = this.program.pack.parameters[choice.parameter];
    const labels = setting?.choices.map(({ label }) => label) ?? [];
    return [null, ...labels].map((label): Case => this.named(choice.id, { ...figures, [choice.parameter]: label }, [choice.parameter]));
  }

  private named(id: string, figures: Figures, names: readonly string[]): Case {
    const said = names.map((name) => this.said(name, figures)).join('，');
    return { figures, note: `${clauseOf(this.program.pack, id)}${said}，${this.outcome(id, this.judge(id, figures))}` };
  }

  private note(id: string, name: string, figures: Figures, place: string): string {
    const verdict = this.judge(id, figures);
    return `${clauseOf(this.program.pack, id)}${this.said(name, figures)}${place === '' ? '' : `，${place}`}，${this.outcome(id, verdict)}`;
  }

  /** A figure with its value: 总投资499.99万元; 是否在建为“否”; 基数电量未填. */
  private said(name: string, figures: Figures): string {
    const fact = this.fact(name);
    const value = figures[name];
    if (!isGiven(value)) return `${fact.name}${CASES.blank}`;
    const scale = scaleOf(fact);
    if (scale !== null) return `${fact.name}${scale.show(scale.read(value))}`;
    const word = typeof value === 'boolean' ? (value ? WORDS.yes : WORDS.no) : String(value);
    return `${fact.name}${CASES.is}“${word}”`;
  }

  private outcome(id: string, { eligible, amount, reasons, applied, outputs }: Verdict): string {
    const { pack } = this.program;
    const quote = (code: string): string => {
      const words = quoteOf({ pack, measureId: id }, code);
      return words === null ? '' : `：「${words}」`;
    };
    const [reason] = reasons;
    const { kind, subject } = reason === undefined ? { kind: '', subject: '' } : readReason(reason);
    if (eligible === false) return WORDS.notEntitled + quote(subject);
    if (eligible === 'unknown') return UNDECIDED[kind] ?? CASES.undecided;
    const measure = this.program.measure(id);
    const [cap] = applied;
    const due = outputs?.['dueDate'];
    if (measure !== undefined && measure.award === null) return typeof due === 'string' ? `${CASES.until}${due}` : WORDS.entitled;
    if (amount === null) return CASES.amountOpen;
    const paid = amount + (measure?.amountUnit.name ?? WORDS.tenThousand);
    if (cap !== undefined) return CASES.cut + paid + quote(cap.slice(cap.indexOf(':') + 1));
    return `${CASES.paid}${paid}`;
  }
}

function isGiven(value: RawValue): boolean {
  return value !== null && value !== undefined && value !== '';
}

/** What two rows must share to be answered for in the same way; amounts aside. */
function answerOf({ eligible, reasons, applied, amount, outputs }: Verdict): string {
  const isPaid = eligible === true && reasons.length === 0;
  return JSON.stringify([eligible, reasons, applied, amount === null, isPaid ? outputs?.['chosen'] : null]);
}

/** A share is asked for in per cent, as officers write it. */
export function isShare({ unit }: Fact): boolean {
  return unit?.name === CASES.share;
}

/** The unit as officers write it; nothing for what has none. */
export function unitName(fact: Fact): string {
  const name = fact.unit?.name ?? '';
  return isShare(fact) ? '%' : name;
}

/** A figure counted in its last decimal (a date in days), so that neighbours are one apart. */
interface Scale {
  readonly ends: readonly [low: number, high: number];
  read(value: RawValue): number;
  write(units: number): string;
  /** With its unit; a share in per cent. */
  show(units: number): string;
  /** How far from the line, with the unit. */
  beside(units: number): string;
}

/** null: the figure cannot be moved step by step. */
function scaleOf(fact: Fact): Scale | null {
  if (fact.type === 'date')
    return {
      ends: DAYS,
      read: (value) => dayNumber(String(value)) ?? NaN,
      write: dayText,
      show: dayText,
      beside: (units) => (units < 0 ? CASES.dayEarlier : CASES.dayLater),
    };
  if (fact.type !== 'number') return null;
  const decimals = fact.whole ? 0 : fact.decimals;
  const text = (units: number, power: number): string => {
    const written = scaleText(String(units), power - decimals);
    if (written === null) throw new Error(`not a number: ${units}`);
    return written;
  };
  const show = (units: number): string => (isShare(fact) ? `${text(units, 2)}%` : text(units, 0) + unitName(fact));
  const most = Number(fact.max) * 10 ** decimals;
  return {
    ends: [fact.negative ? -most : 0, most],
    read: (value) => Math.round(Number(value) * 10 ** decimals),
    write: (units) => text(units, 0),
    show,
    beside: (units) => (units < 0 ? CASES.below : CASES.above) + show(Math.abs(units)),
  };
}

/** Where the answer changes on the way from one number to another: the last on this side, the first on the other. Beyond a refusal nothing is looked for. */
function crossings(
  answer: (units: number) => string,
  start: number,
  end: number,
): readonly { readonly inside: number; readonly outside: number }[] {
  const found: { inside: number; outside: number }[] = [];
  let from = start;
  for (;;) {
    const here = answer(from);
    if (answer(end) === here) return found;
    let inside = from;
    let outside = end;
    while (Math.abs(outside - inside) > 1) {
      const middle = Math.trunc((inside + outside) / 2);
      if (answer(middle) === here) inside = middle;
      else outside = middle;
    }
    found.push({ inside, outside });
    if (!answer(outside).startsWith('[true')) return found;
    from = outside;
  }
}

/** Zeros at the end of a written number: of two neighbours the rounder one is the line. */
function roundness(written: string): number {
  if (/^\d{4}-/.test(written)) return 0;
  return /^-?0$/.test(written)
    ? Infinity
    : (/0*$/.exec(written.replace(/\..*$/, ''))?.[0].length ?? 0) - (written.split('.')[1]?.length ?? 0);
}

/** The inputs that each comparison of a measure names together: moving either of them reaches one and the same line. */
function comparisons(measure: Measure): readonly ReadonlySet<string>[] {
  const found: Set<string>[] = [];
  const inputsOf = (node: unknown, into: Set<string>): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node))
      if (typeof value === 'string' && (key === 'input' || key === 'before')) into.add(value);
      else inputsOf(value, into);
  };
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('kind' in node && node.kind === 'compare') {
      const both = new Set<string>();
      inputsOf(node, both);
      found.push(both);
    } else Object.values(node).forEach(walk);
  };
  walk(measure.conditions);
  return found;
}
