import { figuresOf, nodes, type Site } from './sites';

/** What the words say of a figure just below a line, on it, and just above it. */
type Sides = readonly [below: boolean, at: boolean, above: boolean];

const from: Sides = [false, true, true];
const beyond: Sides = [false, false, true];
const until: Sides = [true, true, false];
const only: Sides = [false, true, false];
const always: Sides = [true, true, true];

/** The option of a switch says itself which way the line counts. */
const options: readonly (readonly [RegExp, Sides])[] = [
  [/^不含|起入库的才算/, beyond],
  [/^含|当天入库的也算/, from],
];

/** The words of the clauses, the narrower before the wider: 不低于 before 低于, 不超过 before 超过. */
const vocabulary: readonly (readonly [RegExp, Sides])[] = [
  [/低于[\d.]+万元的，不给予/, from],
  [/不低于|及以上|（含）以上|以上（含）|\d%?以上|达到/, from],
  [/不超过?|延至/, until],
  [/每年6月底、12月底/, only],
  [/无基数/, until],
  [/超过|有基数|同比增长$|同比增长的|销量增长|增量|增加的|新增|总产值情况|贷款/, beyond],
  [/增长贡献情况/, always],
];

/** Words that name a first and a last: both are in. */
const spans = /二类至五类|2019年、2020年|一季度举办|从2022年下半年开始……暂定执行至2024年3月底/;

/** Whether anything on the way to a line is rounded first. */
function isRounded(site: Site): boolean {
  return nodes(site.left).some(({ kind }) => kind === 'round');
}

/** What the clause's own words say of the two sides of a line and of the line itself. Words that say nothing are an error: a line without words is nobody's. */
export function sidesOf(site: Site): Sides {
  const { part, quote, measure, id } = site;
  // A ceiling lets everything up to it pass; a bend of an amount refuses nobody.
  if (part === 'cap') return until;
  if (part === 'kink') return always;
  // What the officer fills in is refused or taken; no line of the text refuses it.
  if ([...figuresOf(site.left), ...figuresOf(site.right)].every((figure) => 'parameter' in figure)) return always;
  // A growth is asked for only where there is something to grow from.
  if (part === 'guard') return beyond;
  // Half a step up is shown as the next figure, so a rounded growth counts from there, with or without the figure itself.
  if (isRounded(site)) return from;
  for (const [reading, option] of Object.entries(site.readings)) {
    const meaning = site.meanings[reading]?.[option] ?? '';
    const told = options.find(([words]) => words.test(meaning));
    if (told) return told[1];
  }
  if (spans.test(quote)) return site.edge === 'last' ? until : from;
  const told = vocabulary.find(([words]) => words.test(quote));
  if (!told) throw new Error(`${measure.id} ${id}: no word of 「${quote}」 says which side counts`);
  return told[1];
}

const numerals = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** Days that words name: 2023年7月1日, 2024年3月底, 2022年下半年, 2019年, 一季度 of the document's own period. */
function daysIn(quote: string, period: readonly [string, string]): string[] {
  const two = (digits: string | undefined): string => String(digits).padStart(2, '0');
  const found: string[] = [];
  for (const [, year, month, day] of quote.matchAll(/(\d{4})年(\d+)月(\d+)日/g)) found.push(`${year}-${two(month)}-${two(day)}`);
  for (const [, year, month] of quote.matchAll(/(\d{4})年(\d+)月底/g))
    found.push(new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10));
  for (const [, year] of quote.matchAll(/(\d{4})年下半年/g)) found.push(`${year}-07-01`);
  for (const [, year] of quote.matchAll(/(\d{4})年(?!\d|下半年)/g)) found.push(`${year}-01-01`, `${year}-12-31`);
  return quote.startsWith('一季度') ? [...found, ...period] : found;
}

/** Whether the words name the figure a line is drawn at: 2000 万元 in 产值2000万元及以上. A line at nothing needs no figure; an officer's figure has none. */
export function namesFigure(site: Site, period: readonly [string, string]): boolean {
  if (site.part === 'guard' || site.part === 'kink' || site.day !== undefined) return true;
  const drawn = nodes(site.right).filter((node) => node.kind === 'constant');
  return drawn.every(({ text, value }) => {
    if (value.digits === '0' || /^\d+天（|^-?\d+$/.test(text)) return true;
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return daysIn(site.quote, period).includes(text);
    const [figure = '', unit = ''] = text.split(' ');
    const chinese = numerals[Number(figure)];
    const words = `${site.quote} ${site.measure.quote}`;
    return words.includes(figure + unit) || (chinese !== undefined && words.includes(chinese + unit));
  });
}
