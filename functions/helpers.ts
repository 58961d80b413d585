import { decimalText, readDecimal, type ExactNumber, type Parameter, type RawValue, type Reason } from '../src/engine';
import { clauseName, exactText, fill, sayProblem, sayReason, sayShape } from '../src/explain';
import { checkCreditCode } from '../src/ledger';
import { columnOf, joined, listed, numberOf, open, policyOf, sameHeight, single, textOf, wrong } from './arguments';
import { CellProblem, isBlank, isDoubtful, type GridCell } from './cells';
import { choiceOf } from './choice';
import { problemOf, type ResultCell } from './judged';
import type { Opened, Setting, Target } from './setting';
import { words } from './words';

// ---- growth

/** What GROWTH says where there is no base; the same in every language, so that formulas can ask for it. */
const noBase = '无基数';

/** (now − before) ÷ before a row, exact but for the last digit a cell can hold; 无基数 where before is 0 or less. */
export function growth(now: unknown, before: unknown, setting: Setting): ResultCell[][] {
  const say = words(setting.language);
  const [left = [], right = []] = sameHeight(
    [
      { name: say.now, cells: columnOf(now, say.now, setting) },
      { name: say.before, cells: columnOf(before, say.before, setting) },
    ],
    setting,
  );
  return left.map((cell, row) => {
    const figures = [figureOf(cell, say.now, setting), figureOf(right[row] ?? null, say.before, setting)] as const;
    const problem = figures.find((figure) => figure instanceof CellProblem && figure.code === 'invalidValue');
    if (problem instanceof CellProblem) return [problem];
    const [current, base] = figures;
    if (base instanceof CellProblem) return [base];
    // Without a base the figure of now can change nothing.
    if (base.digits === '0' || base.digits.startsWith('-')) return [noBase];
    return [current instanceof CellProblem ? current : quotient(current, base)];
  });
}

function figureOf(cell: GridCell, name: string, setting: Setting): ExactNumber | CellProblem {
  const say = words(setting.language);
  if (isDoubtful(cell)) return new CellProblem('notAvailable', fill(say.zeroOrBlank, { name }));
  const text = textOf(cell);
  if (isBlank(cell) || text === '#N/A') return new CellProblem('notAvailable', fill(say.blank, { name }));
  return numberOf(text) ?? wrong(fill(say.notANumber, { name, text }));
}

/** Digits behind the point that a quotient is worked out to: more than a cell can hold. */
const places = 30;

function quotient(now: ExactNumber, base: ExactNumber): number {
  const power = Math.min(now.power, base.power);
  const [current, before] = [now, base].map((value) => BigInt(value.digits) * 10n ** BigInt(value.power - power));
  if (current === undefined || before === undefined) throw new Error('two figures');
  return Number(decimalText(((current - before) * 10n ** BigInt(places)) / before, -places));
}

// ---- credit codes

/** TRUE, or what is wrong with the code in words, a row. */
export function creditCodes(codes: unknown, setting: Setting): ResultCell[][] {
  const { language } = setting;
  return columnOf(codes, words(language).columns.code, setting).map((cell) => {
    const text = isDoubtful(cell) ? '' : textOf(cell);
    const { valid, problem, suggestions } = checkCreditCode(text);
    if (valid || problem === undefined) return [valid];
    return [sayProblem({ code: problem, ...{ text, candidates: suggestions ?? [] } }, language)];
  });
}

// ---- clauses

/** Number and words of the clause a row: of a measure, an exclusive choice or a total. A blank cell gives blanks. */
export function clauses(measures: unknown, setting: Setting): ResultCell[][] {
  const { language } = setting;
  const say = words(language);
  return columnOf(measures, say.measure, setting).map((cell) => {
    if (isBlank(cell)) return ['', ''];
    const id = textOf(cell);
    const owner = policyOf(id, setting);
    const program = owner === undefined ? undefined : setting.open(owner, [])?.program;
    const found = program && (program.measure(id) ?? choiceOf(program.pack, id) ?? program.group(id));
    if (!found) return [wrong(fill(say.unknownMeasure, { measure: id, known: listed(setting.policies, setting) })), ''];
    return [clauseName(found.clause, language) + (program.pack.status === 'draft' ? say.draft : ''), found.quote];
  });
}

// ---- targets

/** What a document sets to be reached, one line each: name, comparison, figure, unit, words. A subject is a subject, an industry or an id. */
export function targetsOf(policy: unknown, subject: unknown, setting: Setting): ResultCell[][] {
  const say = words(setting.language);
  const id = single(policy, say.onePolicy);
  const all = setting.targets(id);
  if (!all) throw wrong(fill(say.unknownPolicy, { policy: id, known: listed(setting.policies, setting) }));
  const [asked = null] = columnOf(subject, say.subject, setting);
  const wanted = textOf(asked);
  const found = isBlank(asked) ? all : all.filter((target) => [target.subject, target.industry, target.id].includes(wanted));
  const draft = setting.open(id, [])?.program.pack.status === 'draft' ? say.draft : '';
  if (found.length > 0) return found.map((target) => [...targetLine(target, setting), target.quote + draft]);
  const known = [...new Set(all.map((target) => target.subject))];
  throw wrong(fill(say.unknownSubject, { policy: id, subject: wanted, known: listed(known, setting) }));
}

function targetLine({ name, compare, value, most, unit, every }: Target, setting: Setting): ResultCell[] {
  const say = words(setting.language);
  const asked = every === null ? fill(say.compare[compare], { most }) : fill(say.every, { every });
  const figure = value === null ? '' : /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return [name, asked, figure, unit];
}

// ---- parameters

/** What is in force under a name: a figure the document publishes, a parameter as the table gives it, or the option of a reading. */
export function parameterInForce(policy: unknown, name: unknown, parameters: unknown, setting: Setting): ResultCell[][] {
  const say = words(setting.language);
  const opened = open(single(policy, say.onePolicy), parameters, setting);
  return columnOf(name, say.parameterName, setting).map((cell) => [isBlank(cell) ? '' : valueNamed(textOf(cell), opened, setting)]);
}

function valueNamed(name: string, opened: Opened, setting: Setting): ResultCell {
  const say = words(setting.language);
  const { pack, readings } = opened.program;
  const named = Object.entries(pack.parameters).filter(([full, { id, name: own }]) => [full, id, own].includes(name));
  const [first, second] = named;
  if (first && second)
    return wrong(
      fill(say.severalParameters, {
        name,
        known: listed(
          named.map(([full]) => full),
          setting,
        ),
      }),
    );
  if (first) return valueOf(first[0], first[1], opened, setting);
  const published = pack.published.find((figure) => figure.id === name || figure.name === name);
  return published?.text ?? readings[name] ?? wrong(fill(say.unknownParameter, { policy: pack.id, name }));
}

function valueOf(full: string, parameter: Parameter, { program, parameters, doubtful }: Opened, setting: Setting): ResultCell {
  const say = words(setting.language);
  const place = { pack: program.pack, measureId: parameter.measure };
  const shape = program.pack.shapes?.[full];
  if (shape !== undefined) return sayShape(shape, full, program.pack, setting.language);
  const given = Object.hasOwn(parameters, full) ? parameters[full] : undefined;
  if (given === undefined || given === null || given === '') {
    if (parameter.otherwise) return Number(exactText(parameter.otherwise));
    if (!parameter.required) return '';
    const reason: Reason = `missing-parameter:${parameter.id}`;
    const doubt = doubtful ? [fill(say.zeroOrBlank, { name: say.parameterTable })] : [];
    return problemOf([reason], [...doubt, sayReason(reason, place, setting.language)], setting);
  }
  const exact = typeof given === 'string' || typeof given === 'number' ? readDecimal(String(given)) : null;
  if (parameter.type === 'number' && (exact === null || outside(exact, parameter))) {
    const reason: Reason = `invalid-parameter:${parameter.id}`;
    return wrong(joined([sayReason(reason, place, setting.language)], setting));
  }
  return shown(given, parameter);
}

function shown(value: RawValue, { type, choices }: Parameter): ResultCell {
  if (type === 'number') return Number(value);
  if (typeof value === 'boolean') return value;
  const ids = Array.isArray(value) ? value.map(String) : [String(value)];
  return ids.map((id) => choices.find((choice) => choice.id === id)?.label ?? id).join('、');
}

/** Whether the engine would refuse the figure: below zero where none can be, or out of the band the text fixes. */
function outside(value: ExactNumber, { negative, whole, band: { low, high } }: Parameter): boolean {
  if ((!negative && value.digits.startsWith('-')) || (whole && value.power < 0)) return true;
  const [under, over] = [low && order(value, low.value), high && order(value, high.value)];
  return (
    (low && under !== undefined && under < (low.inclusive ? 0 : 1)) ||
    (high && over !== undefined && over > (high.inclusive ? 0 : -1)) ||
    false
  );
}

/** −1, 0 or 1. */
function order(left: ExactNumber, right: ExactNumber): number {
  const power = Math.min(left.power, right.power);
  const [a, b] = [left, right].map((value) => BigInt(value.digits) * 10n ** BigInt(value.power - power));
  return a === undefined || b === undefined || a === b ? 0 : a < b ? -1 : 1;
}
