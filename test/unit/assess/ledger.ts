import { assess, writeAssessment, type Assessment, type AssessOptions } from '../../../src/assess';
import { compile, readPack, type Pack } from '../../../src/engine';
import type { Cell, Host } from '../../../src/hosts/host';
import { memoryHost, type MemorySheet } from '../../../src/hosts/memory';
import { packSource } from '../../cases';

const read = readPack(packSource('2025q1'));
if (read.problems) throw new Error(JSON.stringify(read.problems[0]));

/** The shipped pack, checked. */
export const pack: Pack = read.pack;
/** Under its default readings. */
export const program = compile(pack);
/** As a policy; the digest stands for the real one. */
export const policy = { pack, hash: 'ab'.repeat(32) };

const order = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The i-th credit code that passes both checks. */
export function creditCode(i: number): string {
  const organisation = String(i).padStart(8, '0');
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...organisation].reduce((total, digit, at) => total + Number(digit) * weights[at]!, 0);
  const rest = 11 - (sum % 11);
  const seventeen = `91450100${organisation}${rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)}`;
  const total = [...seventeen].reduce(
    (whole, character, at) => whole + order.indexOf(character) * [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28][at]!,
    0,
  );
  return seventeen + order.charAt((31 - (total % 31)) % 31);
}

/** Headers of a ledger with everything the pack asks of an enterprise. */
export const ledgerHeaders = [
  '企业名称',
  '统一社会信用代码',
  '所在市',
  ...Object.values(pack.inputs)
    .filter((input) => input.table === 'ledger')
    .map((input) => input.name),
];

/** A ledger row: cells by header, the rest blank. */
export function row(cells: Readonly<Record<string, Cell>>): Cell[] {
  for (const header of Object.keys(cells)) if (!ledgerHeaders.includes(header)) throw new Error(`no column ${header}`);
  return ledgerHeaders.map((header) => cells[header] ?? null);
}

/** Figures that meet every condition of （一）（二）（三）（二十五）（二十六）. */
export const good: Readonly<Record<string, Cell>> = {
  企业类型: '工业企业',
  行业: '机械',
  '2024年产值': 20000,
  节假日用电量: 288000,
  四季度用电量: 920000,
  '是否“两高”项目企业': '否',
  春节用电量: 620000,
  上年春节用电量: 500000,
  一季度产值: 5400,
  上年一季度产值: 4900,
  是否具备独立电量计量条件: '是',
  '是否属于“两高”目录': '否',
  一季度外购电量: 900000,
  基数电量: 700000,
  社保缴纳人数: 500,
  上年同期社保缴纳人数: 300,
  新增用工人数: 200,
};

/** The sheet 参数 that settles every amount of the ledger. */
export const parameterSheet: MemorySheet = {
  name: '参数',
  cells: [
    ['参数', '值', '来源'],
    ['2025q1-02-spring-festival-power.powerRate', '0.5 元/千瓦时', '桂工信〔2025〕1号'],
    ['2025q1-03-growth-with-base.awardAmount', '50 万元', ''],
    ['2025q1-04-ramp-up-no-base.awardAmount', '30 万元', ''],
    ['2025q1-25-incremental-power.powerRate', '0.7 元/千瓦时', ''],
    ['2025q1-21-product-launch-exhibition.supportRate', '50%', ''],
    ['2025q1-19-project-investment.subsidyRate', '3%', ''],
  ],
};

/** A workbook with a ledger of these rows and further sheets. */
export function workbook(
  rows: readonly (readonly Cell[])[],
  more: readonly MemorySheet[] = [parameterSheet],
): ReturnType<typeof memoryHost> {
  return memoryHost([{ name: '台账', cells: [ledgerHeaders, ...rows] }, ...more], '台账.xlsx');
}

/** Judges a workbook to the end. */
export async function judged(host: Host, options: AssessOptions = {}): Promise<Assessment> {
  const run = assess(host, policy, options);
  for (;;) {
    const step = await run.next();
    if (step.done === true) return step.value;
  }
}

/** A cell as text, for headers and titles. */
export const textOf = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell : JSON.stringify(cell ?? ''));

/** Writes the results and gives back every cell of one of the sheets, titles and header apart. */
export async function written(
  host: Host,
  assessment: Assessment,
  sheet: string,
  language: 'zh-CN' | 'en-US' = 'zh-CN',
): Promise<{ titles: string[]; header: string[]; rows: readonly Cell[][] }> {
  await writeAssessment(host, assessment, { language, time: '2025-04-01 09:00:00 +08:00' });
  const cells: Cell[][] = [];
  for await (const block of host.read(sheet)) for (const line of block.cells) cells.push([...line]);
  const start = cells.findIndex((line) => line.length > 1);
  return { titles: cells.slice(0, start).map((line) => textOf(line[0])), header: cells[start]!.map(textOf), rows: cells.slice(start + 1) };
}
