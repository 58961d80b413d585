import type { Input, Pack, Parameter } from '../engine';
import { compact, halfWidth, labelKey } from './text';
import { readUnit, splitUnit } from './units';

/** Columns that say whose row it is. */
export type LedgerKey = 'name' | 'creditCode' | 'city' | 'county' | 'number';

/** What a column can hold. `id`: the input's id, the parameter's full name, or the key. */
export type Target =
  | { readonly kind: 'input'; readonly id: string; readonly name: string; readonly declaration: Input }
  | { readonly kind: 'parameter'; readonly id: string; readonly name: string; readonly declaration: Parameter }
  | { readonly kind: 'key'; readonly id: LedgerKey; readonly name: string };

/** The keys' own words; the first is the one templates use. */
export const keyHeaders: Readonly<Record<LedgerKey, readonly string[]>> = {
  name: [
    '企业名称',
    '单位名称',
    '单位详细名称',
    '企业全称',
    '企业（单位）名称',
    '公司名称',
    '申报企业',
    '申报企业名称',
    '申报单位',
    '申报单位名称',
    '法人单位名称',
    '纳税人名称',
    '调查单位名称',
    'enterprise name',
    'enterprise',
    'company',
  ],
  creditCode: [
    '统一社会信用代码',
    '社会信用代码',
    '信用代码',
    '统一信用代码',
    '企业信用代码',
    '统一社会信用代码证号',
    '统一社会信用代码（18位）',
    'credit code',
    'creditCode',
  ],
  city: [
    '所在市',
    '设区市',
    '所在设区市',
    '所属市',
    '所在地市',
    '地市',
    '市',
    '城市',
    '市别',
    '所在地',
    '属地',
    '所属地区',
    '地区',
    'city',
  ],
  county: [
    '县（市、区）',
    '所在县（市、区）',
    '县区',
    '县市区',
    '区县',
    '所在县区',
    '所属县区',
    '所在县',
    '所在区县',
    '县（区）',
    '县别',
    'county',
  ],
  number: ['序号', '编号', '序', 'No.', '行号'],
};

/** Words a header may carry in brackets that do not change what it means. */
const FILLERS = /\((?:必填|选填|可选|非必填|是\/否|是或否|请选择|下拉选择|下拉|单选|填写|数字|数值|文本|日期|必填项|\*)\)/g;

/**
 * One form for all spellings of a header: width, case, spaces, brackets and punctuation; 一季度 = 第1季度 = Q1 = 1-3月; 2025年度 = 2025全年 = 25年;
 * 2025.1.20-2.20 = 2025年1月20日至2月20日; 1-3月累计 = 1-3月; 去年 = 上年; 工业总产值 = 产值.
 */
export function headerKey(header: string): string {
  if (header.length > 300) return '';
  const key = labelKey(header)
    .replace(FILLERS, '')
    .replace(/^[(]?\d{1,2}[.、)](?=\D|\d{4}年)/, '')
    .replace(/^[①-⑳]/, '')
    .replace(/[～~—–―‐]+|至|到/g, '-')
    .replace(/(?<![\d.])(\d{4})[.\/年-](\d{1,2})[.\/月-](\d{1,2})日?(?![\d月])/g, dayWords)
    .replace(/日-(\d{1,2})[.\/月-](\d{1,2})日?(?!\d)/g, (_, month: string, day: string) => `日-${Number(month)}月${Number(day)}日`)
    .replace(/(\d{4}年)(\d+月)(\d+日)-\1/g, '$1$2$3-')
    .replace(/(\d{4}年)(\d+月)(\d+日)-\2/g, '$1$2$3-')
    .replace(/(?<!\d)(20\d\d)(?![\d年])/g, '$1年')
    .replace(/(?<!\d)(\d\d)年/g, '20$1年')
    .replace(/(-\d{1,2}月份?)累计/g, '$1')
    .replace(/(?<!\d)0?1月?-12月份?(?!\d)/g, '')
    .replace(/(?<![\d月])0?([147]|10)月?-0?([369]|12)月份?(?!\d)/g, (whole: string, first: string, last: string) =>
      Number(last) === Number(first) + 2 ? `${Number(last) / 3}季度` : whole,
    )
    .replace(/第?([一二三四1-4])季度?/g, (_, digit: string) => `${'一二三四'.includes(digit) ? '一二三四'.indexOf(digit) + 1 : digit}季度`)
    .replace(/(?<![a-z])q([1-4])(?!\d)/g, '$1季度')
    .replace(/年度(?!计划)/g, '年')
    .replace(/年全年/g, '年')
    .replace(/去年/g, '上年')
    .replace(/(?:工业)?总产值/g, '产值')
    .replace(/[的吗]/g, '');
  return key.replace(/[()<>,.、。:;!?*·_/\\|~+&#]/g, '').replace(/(?<!\d|日|月)-|-(?!\d)/g, '');
}

function dayWords(_: string, year: string, month: string, day: string): string {
  return `${year}年${Number(month)}月${Number(day)}日`;
}

/** Whether a title names a time, so that a figure under it must not be taken without it. */
function saysPeriod(title: string): boolean {
  return /\d|年|季度|月|同期|上期|本期|基期|累计/.test(headerKey(title));
}

/** All spellings of everything a pack can take from a column. */
export interface Lexicon {
  readonly targets: readonly Target[];
  /** Header key → targets it names. */
  readonly byKey: ReadonlyMap<string, readonly Target[]>;
  /** Compact lower-case id → target. */
  readonly byId: ReadonlyMap<string, Target>;
}

/** Everything a column of this pack's tables can be. */
export function lexiconOf(pack: Pack): Lexicon {
  const byKey = new Map<string, Target[]>();
  const byId = new Map<string, Target>();
  const targets: Target[] = [];
  const add = (spelling: string, target: Target): void => {
    const key = headerKey(spelling);
    if (key === '') return;
    const list = byKey.get(key);
    if (!list) byKey.set(key, [target]);
    else if (!list.includes(target)) list.push(target);
  };
  for (const key of Object.keys(keyHeaders)) {
    if (!isLedgerKey(key)) continue;
    const target: Target = { kind: 'key', id: key, name: keyHeaders[key][0] ?? key };
    targets.push(target);
    for (const header of keyHeaders[key]) add(header, target);
  }
  for (const declaration of Object.values(pack.inputs)) {
    const target: Target = { kind: 'input', id: declaration.id, name: declaration.name, declaration };
    targets.push(target);
    byId.set(declaration.id.toLowerCase(), target);
    for (const spelling of [declaration.name, declaration.id, ...declaration.headers]) {
      for (const form of declaration.type === 'yesno' ? [spelling, `是否${spelling}`, spelling.replace(/^是否/, '')] : [spelling])
        add(form, target);
    }
  }
  for (const [full, declaration] of Object.entries(pack.parameters)) {
    const measure = pack.measures.find((one) => one.id === declaration.measure);
    const target: Target = { kind: 'parameter', id: full, name: declaration.name, declaration };
    targets.push(target);
    byId.set(full.toLowerCase(), target);
    add(declaration.name, target);
    add(declaration.id, target);
    for (const prefix of [declaration.measure, measure?.clause, measure?.title]) {
      if (prefix === undefined) continue;
      add(prefix + declaration.name, target);
      add(`${prefix}.${declaration.id}`, target);
    }
  }
  return { targets, byKey, byId };
}

/** Guards a text that should be a ledger key. */
export function isLedgerKey(text: string): text is LedgerKey {
  return text in keyHeaders && Object.hasOwn(keyHeaders, text);
}

/** How a header fits: its targets (several: to be asked), and the unit it names. */
interface HeaderMatch {
  readonly targets: readonly Target[];
  readonly by: 'id' | 'header' | null;
  readonly unit: string | undefined;
  readonly unitFrom: 'header' | 'group' | undefined;
  readonly unitUnclear: boolean;
}

/** Matches headers under their group titles, outermost first; each different one is worked out once. */
export type HeaderMatcher = (header: string, groups: readonly string[]) => HeaderMatch;

/** A matcher for one sheet. A fit that uses the group titles wins over one that leaves them out. */
export function headerMatcher(lexicon: Lexicon): HeaderMatcher {
  const known = new Map<string, HeaderMatch>();
  return (header, groups) => {
    const key = [...groups, header].join('\n\n');
    let match = known.get(key);
    if (!match) {
      match = matchHeader(header, groups, lexicon);
      known.set(key, match);
    }
    return match;
  };
}

function matchHeader(header: string, groups: readonly string[], lexicon: Lexicon): HeaderMatch {
  const own = splitUnit(header);
  const titles = groups.map(splitUnit);
  const group = titles.findLast((title) => title.unit !== undefined);
  const unit = own.unit === undefined ? group?.unit : own.unit;
  const unitFrom = own.unit !== undefined ? 'header' : group ? 'group' : undefined;
  const about = { unit, unitFrom, unitUnclear: own.unit === undefined ? group?.several === true : own.several } as const;
  const exact = lexicon.byId.get(compact(header).toLowerCase()) ?? lexicon.byId.get(compact(own.rest).toLowerCase());
  if (exact) return { targets: [exact], by: 'id', ...about };
  const words = titles.map((title) => title.rest);
  for (let from = 0; from <= words.length; from++) {
    const used = words.slice(from);
    const left = words.slice(0, from);
    const found = lookUp(used, own.rest, lexicon).filter((target) => !left.some((title) => saysPeriod(title)) || !isNumber(target));
    if (found.length > 0) return { targets: found, by: 'header', ...about };
  }
  if (own.unit === undefined && groups.length === 0) {
    for (const length of [5, 4, 3, 2]) {
      const plain = compact(header);
      const tail = plain.slice(-length);
      if (plain.length <= length || readUnit(tail) === undefined) continue;
      const found = lookUp([], plain.slice(0, -length), lexicon);
      if (found.length > 0) return { targets: found, by: 'header', unit: tail, unitFrom: 'header', unitUnclear: false };
    }
  }
  return { targets: [], by: null, ...about };
}

function isNumber(target: Target): boolean {
  return target.kind !== 'key' && target.declaration.type === 'number';
}

function lookUp(groups: readonly string[], header: string, lexicon: Lexicon): readonly Target[] {
  const found = new Set<Target>();
  for (const spelling of spellings(groups, header)) {
    const targets = lexicon.byKey.get(headerKey(spelling));
    if (targets) for (const target of targets) found.add(target);
  }
  return [...found];
}

/** The header, with its bracket also put in front (产值（一季度） = 一季度产值), and in every order with its group titles. */
function spellings(groups: readonly string[], header: string): readonly string[] {
  const bracket = /^(.+)\(([^()]+)\)\s*$/.exec(halfWidth(header));
  const forms = bracket?.[1] !== undefined && bracket[2] !== undefined ? [header, bracket[2] + bracket[1]] : [header];
  const [outer, inner] = groups;
  if (outer === undefined) return forms;
  if (inner === undefined) return forms.flatMap((form) => [outer + form, form + outer]);
  return forms.flatMap((form) => [
    outer + inner + form,
    inner + outer + form,
    outer + form + inner,
    inner + form + outer,
    form + outer + inner,
    form + inner + outer,
  ]);
}

/** The targets whose words come nearest, best first, at most three; never last year's figure for this year's, nor the other way. Only ever shown, never used. */
export function suggestionsFor(header: string, lexicon: Lexicon): readonly Target[] {
  const words = headerKey(splitUnit(header).rest);
  const wanted = pairs(words);
  if (wanted.size === 0) return [];
  const scores = new Map<Target, number>();
  // A header that names its year says by itself which of two years is meant.
  const dated = /20\d\d年/.test(words);
  for (const [key, all] of lexicon.byKey) {
    const targets = dated ? all : all.filter(({ name }) => saysBefore(headerKey(name)) === saysBefore(words));
    const other = pairs(key);
    let shared = 0;
    for (const pair of wanted) if (other.has(pair)) shared++;
    const score = (2 * shared) / (wanted.size + other.size);
    if (score < 0.5) continue;
    for (const target of targets) {
      const before = scores.get(target);
      if (before === undefined || score > before) scores.set(target, score);
    }
  }
  return [...scores]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([target]) => target);
}

function saysBefore(key: string): boolean {
  return /上年|同期|上期|基期/.test(key);
}

function pairs(key: string): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at + 1 < key.length; at++) found.add(key.slice(at, at + 2));
  return found;
}
