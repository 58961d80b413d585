import { dayNumber } from '../calendar';
import { readDecimal } from '../decimal';
import type { ExactNumber } from '../tree';
import { unitNamed } from '../units';

/** A parsed expression: names are not yet resolved, units not yet checked. `at` is the position in the text. */
export type Syntax = { readonly at: number } & (
  | { readonly kind: 'number'; readonly value: ExactNumber; readonly unit: string | null; readonly text: string }
  | { readonly kind: 'date'; readonly day: number; readonly text: string }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Syntax; readonly right: Syntax }
  | { readonly kind: 'not'; readonly of: Syntax }
  | { readonly kind: 'in'; readonly subject: Syntax; readonly members: readonly { readonly name: string; readonly at: number }[] }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Syntax[] }
  | {
      readonly kind: 'days';
      readonly call: 'IS_DAY' | 'SHIFT';
      readonly subject: Syntax;
      readonly days: readonly { readonly from: string; readonly to: string | null }[];
    }
  | {
      readonly kind: 'by';
      readonly subject: Syntax;
      readonly cases: readonly { readonly label: string; readonly value: Syntax; readonly at: number }[];
    }
  | {
      readonly kind: 'rows';
      readonly call: 'TIERS' | 'MARGINAL';
      readonly subject: Syntax;
      readonly rows: readonly { readonly from: Syntax; readonly value: Syntax }[];
    }
);

/** Why an expression cannot be read, and where. */
export class SyntaxProblem extends Error {
  constructor(
    readonly code: 'unexpected' | 'unknown-name' | 'unknown-unit' | 'no-such-date' | 'too-deep',
    readonly at: number,
    readonly found: string,
  ) {
    super(code);
  }
}

interface Token {
  readonly kind: 'number' | 'date' | 'monthDay' | 'name' | 'word' | 'symbol' | 'end';
  readonly text: string;
  readonly at: number;
}

const words = new Set([
  'AND',
  'OR',
  'NOT',
  'IN',
  'TRUE',
  'MIN',
  'MAX',
  'DAYS',
  'GROWTH',
  'BASE',
  'ROUND',
  'HAS_BASE',
  'BLANK',
  'BY',
  'AWARD',
  'IS_DAY',
  'SHIFT',
  'STEPS',
  'TIERS',
  'MARGINAL',
  'NO_BASE',
]);
const symbols = ['>=', '<=', '!=', '>', '<', '=', '+', '-', '*', '/', '(', ')', '{', '}', ',', ';', ':'];
const nameLike = /[\p{L}\p{N}_（）“”·]+/uy;
const latin = /[A-Za-z0-9_]/;
const dateLike = /\d{4}-\d{2}-\d{2}/y;
const monthDayLike = /\d{2}-\d{2}(?![\d-])/y;
const numberLike = /\d+(?:\.\d+)?/y;
const unitLike = /[ ]?((?:%|‰|[\p{L}]+)(?:\/[\p{L}]+)?)/uy;
const deepest = 60;

/** Splits a text; known names are taken longest first, so that 「2024年产值」 is one name and not a year. */
function tokenize(text: string, names: readonly string[]): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    if (text.charAt(at) === '「') {
      const close = text.indexOf('」', at);
      if (close < 0) throw new SyntaxProblem('unexpected', at, '「');
      tokens.push({ kind: 'name', text: text.slice(at + 1, close), at });
      at = close + 1;
      continue;
    }
    const known = names.find(
      (name) => text.startsWith(name, at) && !(latin.test(name.charAt(name.length - 1)) && latin.test(text.charAt(at + name.length))),
    );
    const date = match(dateLike);
    const like = match(nameLike);
    if (like !== null && words.has(like)) {
      tokens.push({ kind: 'word', text: like, at });
      at += like.length;
    } else if (known !== undefined && !(date !== null && date.length >= known.length)) {
      tokens.push({ kind: 'name', text: known, at });
      at += known.length;
    } else if (date !== null) {
      tokens.push({ kind: 'date', text: date, at });
      at += date.length;
    } else if (match(monthDayLike) !== null) {
      const monthDay = match(monthDayLike) ?? '';
      tokens.push({ kind: 'monthDay', text: monthDay, at });
      at += monthDay.length;
    } else if (match(numberLike) !== null) {
      const number = match(numberLike) ?? '';
      tokens.push({ kind: 'number', text: number, at });
      at += number.length;
    } else if (like !== null) {
      tokens.push({ kind: 'name', text: like, at });
      at += like.length;
    } else {
      const symbol =
        symbols.find((candidate) => text.startsWith(candidate, at)) ?? (/[%‰]/.test(text.charAt(at)) ? text.charAt(at) : undefined);
      if (symbol === undefined) throw new SyntaxProblem('unexpected', at, text.charAt(at));
      tokens.push({ kind: 'symbol', text: symbol, at });
      at += symbol.length;
    }
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

/** Reads one expression of the rule language (README §2). `names`: every name that may stand in it, for the longest match. */
export function parseExpression(text: string, names: Iterable<string>): Syntax {
  const known = [...names].sort((a, b) => b.length - a.length);
  const knownSet = new Set(known);
  const tokens = tokenize(text, known);
  let next = 0;
  let depth = 0;
  const peek = (): Token => tokens[next] ?? { kind: 'end', text: '', at: text.length };
  const take = (): Token => {
    const token = peek();
    next += 1;
    return token;
  };
  const isNext = (...texts: string[]): boolean => peek().kind !== 'name' && texts.includes(peek().text);
  const unexpected = (token: Token): SyntaxProblem =>
    token.kind === 'name' ? new SyntaxProblem('unknown-name', token.at, token.text) : new SyntaxProblem('unexpected', token.at, token.text);
  const expect = (symbol: string): void => {
    const token = take();
    if (token.kind === 'name' || token.text !== symbol) throw unexpected(token);
  };
  const nested = <T>(read: () => T): T => {
    depth += 1;
    if (depth > deepest) throw new SyntaxProblem('too-deep', peek().at, peek().text);
    const result = read();
    depth -= 1;
    return result;
  };
  const chain = (operators: readonly string[], read: () => Syntax): Syntax => {
    let left = read();
    while (isNext(...operators)) {
      const operator = take();
      left = { kind: 'binary', operator: operator.text, left, right: read(), at: operator.at };
    }
    return left;
  };
  const either = (): Syntax => chain(['OR'], both);
  const both = (): Syntax => chain(['AND'], negation);
  const negation = (): Syntax => {
    if (!isNext('NOT')) return comparison();
    const at = take().at;
    return nested(() => ({ kind: 'not', of: negation(), at }));
  };
  const comparison = (): Syntax => {
    const left = sum();
    if (isNext('IN')) {
      const at = take().at;
      expect('{');
      const members: { name: string; at: number }[] = [];
      do {
        const member = take();
        if (member.kind !== 'name') throw unexpected(member);
        members.push({ name: member.text, at: member.at });
      } while (isNext(',') && take());
      expect('}');
      return { kind: 'in', subject: left, members, at };
    }
    if (!isNext('>=', '>', '<=', '<', '=', '!=')) return left;
    const operator = take();
    return { kind: 'binary', operator: operator.text, left, right: sum(), at: operator.at };
  };
  const sum = (): Syntax => chain(['+', '-'], product);
  const product = (): Syntax => chain(['*', '/'], primary);
  const number = (token: Token): Syntax => {
    const value = readDecimal(token.text);
    if (value === null) throw new SyntaxProblem('unexpected', token.at, token.text);
    // The unit follows in the text itself: the tokens after the number may have split 元/千瓦时 into names and a slash.
    const end = token.at + token.text.length;
    unitLike.lastIndex = end;
    const match = unitLike.exec(text);
    let unit: string | null = null;
    if (match?.[1] !== undefined) {
      const candidates = [match[1], match[1].split('/')[0] ?? ''];
      unit = candidates.find((candidate) => unitNamed(candidate) !== undefined) ?? null;
      if (unit === null && !words.has(match[1])) throw new SyntaxProblem('unknown-unit', end, match[1]);
    }
    let stop = end;
    if (unit !== null) {
      stop = text.indexOf(unit, end) + unit.length;
      while (peek().kind !== 'end' && peek().at < stop) next += 1;
    }
    return { kind: 'number', value, unit, text: text.slice(token.at, stop), at: token.at };
  };
  const primary = (): Syntax => {
    const token = take();
    if (token.kind === 'number') return number(token);
    if (token.kind === 'date') {
      const day = dayNumber(token.text);
      if (day === null) throw new SyntaxProblem('no-such-date', token.at, token.text);
      return { kind: 'date', day, text: token.text, at: token.at };
    }
    if (token.kind === 'name') {
      if (!knownSet.has(token.text)) throw unexpected(token);
      return { kind: 'name', name: token.text, at: token.at };
    }
    if (token.text === '(' && token.kind === 'symbol') {
      const inner = nested(either);
      expect(')');
      return inner;
    }
    if (token.kind === 'word' && token.text === 'TRUE') return { kind: 'truth', value: true, at: token.at };
    if (token.kind === 'word' && token.text === 'AWARD') return { kind: 'call', name: 'AWARD', arguments: [], at: token.at };
    if (token.kind === 'word' && token.text === 'BY') return by(token.at);
    if (token.kind === 'word' && (token.text === 'TIERS' || token.text === 'MARGINAL')) return rows(token.text, token.at);
    if (token.kind === 'word' && (token.text === 'IS_DAY' || token.text === 'SHIFT')) return days(token.text, token.at);
    if (token.kind === 'word' && !['AND', 'OR', 'NOT', 'IN'].includes(token.text)) {
      expect('(');
      const list: Syntax[] = [];
      do list.push(nested(either));
      while (isNext(',') && take());
      expect(')');
      return { kind: 'call', name: token.text, arguments: list, at: token.at };
    }
    throw unexpected(token);
  };
  const by = (at: number): Syntax => {
    expect('(');
    const subject = primary();
    const cases: { label: string; value: Syntax; at: number }[] = [];
    while (isNext(';')) {
      take();
      const label = take();
      if (label.kind !== 'name') throw unexpected(label);
      expect(':');
      cases.push({ label: label.text, value: nested(either), at: label.at });
    }
    expect(')');
    return { kind: 'by', subject, cases, at };
  };
  const rows = (call: 'TIERS' | 'MARGINAL', at: number): Syntax => {
    expect('(');
    const subject = nested(sum);
    const found: { from: Syntax; value: Syntax }[] = [];
    while (isNext(';')) {
      take();
      const from = primary();
      expect(':');
      found.push({ from, value: nested(either) });
    }
    expect(')');
    return { kind: 'rows', call, subject, rows: found, at };
  };
  const days = (call: 'IS_DAY' | 'SHIFT', at: number): Syntax => {
    expect('(');
    const subject = primary();
    const found: { from: string; to: string | null }[] = [];
    const monthDay = (): string => {
      const token = take();
      if (token.kind !== 'monthDay') throw unexpected(token);
      return token.text;
    };
    while (isNext(';')) {
      take();
      const from = monthDay();
      if (call === 'SHIFT') expect(':');
      found.push({ from, to: call === 'SHIFT' ? monthDay() : null });
    }
    expect(')');
    return { kind: 'days', call, subject, days: found, at };
  };
  const result = either();
  if (peek().kind !== 'end') throw unexpected(peek());
  return result;
}
