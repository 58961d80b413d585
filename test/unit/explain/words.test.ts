import type { PackProblemCode, ReasonKind } from '../../../src/engine';
import { fill, joined, problemParts, sayPackProblem, sayProblem, type Problem } from '../../../src/explain';
import { english } from '../../../src/explain/en-US';
import { chinese } from '../../../src/explain/zh-CN';
import type { HostProblem } from '../../../src/hosts/host';
import { ledgerProblemCodes } from '../../../src/ledger';
import { shippedPack } from './pack';

/** Every sentence of a words file, by the keys that lead to it. */
function sentences(words: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words) as [string, unknown][]) {
    if (typeof value === 'string') found.set(`${path}${key}`, value);
    else if (typeof value === 'object' && value !== null)
      for (const [inner, text] of sentences(value, `${path}${key}.`)) found.set(inner, text);
  }
  return found;
}

const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const zh = sentences(chinese);
const en = sentences(english);

/** Units are looked up by the pack's own names, so English has keys for some that Chinese needs none for. */
const shared = [...zh.keys()].filter((key) => !key.startsWith('units.'));

test('both languages have the same sentences', () => {
  expect([...en.keys()].filter((key) => !key.startsWith('units.')).sort()).toEqual([...shared].sort());
});

test.each(shared)('%s asks for the same data in both languages', (key) => {
  // English puts the id beside a Chinese name.
  const more = key === 'figureName' ? ['{id}'] : [];
  expect(places(en.get(key)!)).toEqual([...more, ...places(zh.get(key)!)]);
});

test('no Chinese character is left in English', () => {
  expect([...en].filter(([, text]) => /\p{Script=Han}/u.test(text))).toEqual([]);
});

test('no sentence ends in a full stop of its own', () => {
  for (const [key, text] of zh) {
    if (/\.(text|todo)$/.test(key)) expect([key, text]).toEqual([key, expect.not.stringMatching(/[。.]$/)]);
  }
});

const hostCodes: Record<HostProblem['code'], true> = {
  'sheet-taken': true,
  'sheet-missing': true,
  protected: true,
  encrypted: true,
  'not-a-workbook': true,
  truncated: true,
  'too-large': true,
  'unsupported-format': true,
  'unreadable-cell': true,
  'cannot-read': true,
  'cannot-write': true,
  'nothing-to-undo': true,
  'row-too-large': true,
  'cell-edited': true,
  'edited-by-others': true,
  'refused-by-excel': true,
  'left-behind': true,
  'edited-since': true,
};

test.each([...ledgerProblemCodes, ...Object.keys(hostCodes)])('%s has a sentence of its own', (code) => {
  const parts = problemParts({ code }, 'zh-CN');
  expect(parts.text).not.toBe(problemParts({ code: 'no such code' }, 'zh-CN').text.replace('no such code', code));
  expect(['error', 'warning']).toContain(parts.severity);
  if (parts.severity === 'error') expect(parts.todo).not.toBeNull();
});

/** Every reason that the port's own table names. */
const hostReasons = [
  'missing-file',
  'no-permission',
  'in-use',
  'is-folder',
  'changed',
  'is-source',
  'no-folder',
  'disk-full',
  'already-written',
  'read-only',
  'no-sheets',
  'sheet-name',
  'cell-too-long',
  'too-many-columns',
  'not-a-number',
  'empty',
  'text',
  'missing-part',
  'duplicate-part',
  'part-name',
  'markup',
  'outside-part',
  'binary',
  'end',
  'damaged',
  'checksum',
  'rows',
  'part',
  'ratio',
  'strings',
  'parts',
  'file',
  'doctype',
  'compression',
  'part-encoding',
  'address',
  'order',
  'repeated',
  'shared-text',
  'entity',
  'encoding',
  'mixed-encoding',
];

test.each(hostReasons)('the reason %s is said in words', (reason) => {
  expect(problemParts({ code: 'cannot-read', data: { file: 'a.xlsx', reason } } as Problem, 'en-US').text).not.toContain(
    reason.includes('-') ? reason : `: ${reason}`,
  );
});

test('a reason nobody knows is still told', () => {
  expect(sayProblem({ code: 'cannot-read', data: { file: 'a.xlsx', reason: 'EIO' } } as Problem, 'zh-CN')).toBe(
    '不能读取“a.xlsx”：EIO。请检查文件名、路径和权限后重试。',
  );
});

const packCodes: Record<PackProblemCode, true> = {
  'not-a-map': true,
  'not-a-list': true,
  'not-a-text': true,
  'not-a-truth': true,
  'missing-key': true,
  'unknown-key': true,
  'forbidden-key': true,
  'not-one-of': true,
  'duplicate-id': true,
  'bad-id': true,
  'dangling-name': true,
  'ambiguous-name': true,
  'missing-quote': true,
  'missing-bound': true,
  'unknown-unit': true,
  'units-disagree': true,
  'bare-number': true,
  'unexpected-text': true,
  'no-such-date': true,
  'wrong-kind': true,
  'wrong-argument': true,
  'missing-option': true,
  'bad-band': true,
  'too-many-choices': true,
  'too-many-conditions': true,
  'several-totals': true,
  'circular-name': true,
  'quotient-not-exact': true,
  'beyond-exact': true,
  'period-reversed': true,
  'other-edition': true,
  'no-such-figure': true,
  'several-figures': true,
  'missing-source': true,
  'nothing-changed': true,
};

test.each(Object.keys(packCodes))('the pack fault %s has a sentence with its line', (code) => {
  const said = sayPackProblem({ code, path: ['clauses', 0, 'quote'], line: 12, data: {} }, 'zh-CN');
  expect(said).toMatch(/^第12行（clauses\.0\.quote）：/);
  expect(said).not.toContain('规则包有误');
});

const kinds: Record<ReasonKind, true> = {
  fail: true,
  floor: true,
  missing: true,
  invalid: true,
  'missing-parameter': true,
  'invalid-parameter': true,
  'undefined-base': true,
  'undefined-growth': true,
  'officer-decision': true,
  'not-applicable': true,
  conflict: true,
  'missing-amount': true,
};

test.each(Object.keys(kinds))('the reason kind %s has a long and a short form', (kind) => {
  expect(Object.keys(chinese.reasons)).toContain(kind);
  expect(Object.keys(chinese.short)).toContain(kind);
});

test('a problem names its cell, its input and what could be meant', () => {
  const problem = {
    code: 'unknown-choice',
    sheet: '台账',
    address: 'D7',
    input: 'industry',
    text: '水泥',
    candidates: ['建材', '其他行业'],
  };
  expect(sayProblem(problem, 'zh-CN', shippedPack())).toBe('“台账”D7：“水泥”不是“行业”的选项。请改填：建材、其他行业。');
  expect(sayProblem(problem, 'en-US', shippedPack())).toBe(
    '“台账” D7: “水泥” is no choice of 行业 (industry). Use one of: 建材, 其他行业.',
  );
});

test('data a sentence has no place for, and places without data, do no harm', () => {
  expect(fill('{a}与{b}与{a}', { a: 1, b: null, toString: 'x' })).toBe('1与与1');
  expect(fill('{toString}', {})).toBe('');
  expect(joined({ text: '甲', todo: null }, 'zh-CN')).toBe('甲。');
});
