import type { NumberNode, Pack } from '../../src/engine';
import { declared, textOf, valueIn, type Figure, type Row } from './figures';
import { mayBeBlank } from './missing';
import { shown, type Boundary, type PlacedRow } from './rows';
import { figuresOf, type Site } from './sites';
import type { Survey } from './survey';

const kinds = {
  condition: '条件',
  guard: '适用范围',
  officer: '经办人决定',
  relaxed: '放宽后的条件',
  cap: '封顶',
  floor: '起付线',
  kink: '取大取小',
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

function nameOf(pack: Pack, figure: Figure): string {
  const { name, unit } = declared(pack, figure);
  return unit && unit.name !== '比率' ? `${name}（${unit.name}）` : name;
}

/** The line as an officer would say it. */
function lineOf(pack: Pack, { left, right, operator, day }: Site): string {
  const signs: Record<string, string> = { '>=': '≥', '<=': '≤', '!=': '≠' };
  const said = (node: NumberNode): string => {
    switch (node.kind) {
      case 'constant':
        return node.text;
      case 'add':
        return `${said(node.left)} + ${said(node.right)}`;
      case 'subtract':
        return `${said(node.left)} − ${said(node.right)}`;
      case 'multiply':
        return `${said(node.left)} × ${said(node.right)}`;
      case 'divide':
        return `${said(node.left)} ÷ ${said(node.right)}`;
      case 'min':
      case 'max':
        return `${node.kind === 'min' ? '取小' : '取大'}（${node.items.map(said).join('，')}）`;
      case 'growth':
        return `${said(node.now)}比${pack.inputs[node.before]?.name ?? ''}的增速`;
      case 'round':
        return `${said(node.of)}，四舍五入`;
      default:
        return figuresOf(node)
          .map((figure) => declared(pack, figure).name)
          .join('、');
    }
  };
  if (day !== undefined) return `${said(left)} = ${Math.floor(day / 100)}月${day % 100}日`;
  return `${said(left)} ${signs[operator] ?? operator} ${said(right)}`;
}

/** What a row is answered: 符合, with what is paid; 不符合; 不接受. */
function outcome({ site }: Boundary, { expected: { eligible, amount, applied } }: PlacedRow): string {
  if (eligible === 'unknown' || (eligible && amount === null && site.measure.award !== null)) return '不接受此数';
  if (!eligible) return site.part === 'floor' ? '不发' : '不符合';
  if (amount === null) return '符合';
  return `${amount} ${site.measure.amountUnit.name}${applied.length > 0 ? '（已封顶）' : ''}`;
}

function settingOf(pack: Pack, { readings, choices, meanings }: Site): string {
  return [
    ...Object.entries(readings).map(([reading, option]) => meanings[reading]?.[option] ?? option),
    ...Object.entries(choices).map(([input, id]) => pack.inputs[input]?.choices.find((choice) => choice.id === id)?.label ?? id),
  ].join('；');
}

function lineRows({ pack, lines }: Survey): string[] {
  return lines.reached.map((one) => {
    const { measure, part, quote } = one.site;
    const on = one.rows[1]?.row;
    const words = part === 'kink' ? '' : `「${quote}」`;
    const what = [`${kinds[part]}：${lineOf(pack, one.site)}`, settingOf(pack, one.site)].filter((text) => text !== '').join('；');
    const results = one.rows.map((placed) => `${shown(pack, placed.row, one.figure)}：${outcome(one, placed)}`);
    return row([measure.clause, what, words, nameOf(pack, one.figure), ...(on ? results : [])]);
  });
}

function missingRows({ pack, missing: { found, never } }: Survey): string[] {
  const titles = new Map(pack.measures.map((measure) => [measure.id, measure]));
  return [
    ...found.map(({ measure, figure, expected: { eligible } }) =>
      row([
        measure.clause,
        measure.title,
        declared(pack, figure).name,
        eligible === 'unknown' ? '是否符合待定，缺此数' : '符合，金额待定，缺此数',
      ]),
    ),
    ...never.map((name) => {
      const [id = '', input = ''] = name.split(' ');
      const measure = titles.get(id);
      return row([measure?.clause ?? '', measure?.title ?? '', pack.inputs[input]?.name ?? input, `可以空白：${mayBeBlank[name] ?? ''}`]);
    }),
  ];
}

function bandRows({ pack, bands }: Survey): string[] {
  return bands.found.map(({ parameter, end, rows }) => {
    const fact = declared(pack, { parameter });
    const measure = pack.measures.find(({ parameters }) => parameters.includes(parameter));
    const value = (of: Row): string => {
      const at = valueIn(pack, of, { parameter });
      return at === null ? '' : (textOf(at) ?? '');
    };
    return row([
      measure?.clause ?? '',
      nameOf(pack, { parameter }),
      end === 'low' ? '下限' : '上限',
      ...rows.map((one) => `${value(one.row)}：${one.accepted ? '接受' : '不接受'}`),
      `「${'quote' in fact ? fact.quote : ''}」`,
    ]);
  });
}

/** docs/boundaries.md: every line of every document, one unit below, on it, one unit above; every missing figure; every end of a parameter. */
export function boundariesPage(surveys: readonly Survey[]): string {
  const out = [
    '# 界线',
    '',
    '由 `npm run boundaries` 从 `packs/` 生成，`test/unit/engine/boundaries.test.ts` 逐行检验（单行、整列、参照三种算法）。',
    '每条界线各有三行：在界线以下差最后一位小数的一个单位、恰好在界线上、在界线以上多一个单位；其他条件都符合。',
    '“以下”“以上”说的是界线两侧：上年数多一个单位，增速反而在界线以下。该不该算，按原文的字眼判定，不按程序。',
    '',
    '| 文件 | 界线 | 界线上的算例 | 缺一个数的算例 | 参数上下限的算例 |',
    '|---|---|---|---|---|',
  ];
  const body: string[] = [];
  for (const one of surveys) {
    const { pack, lines } = one;
    const table = lineRows(one);
    const missing = missingRows(one);
    const bands = bandRows(one);
    const { reached } = lines;
    out.push(
      row(
        [pack.id, new Set(reached.map(({ site }) => site)).size, reached.length * 3, missing.length, bands.length * 3].map(
          (each) => `${each}`,
        ),
      ),
    );
    body.push(
      '',
      `## ${pack.title}`,
      '',
      '| 条款 | 界线 | 原文 | 变动的数 | 以下 | 恰好 | 以上 |',
      '|---|---|---|---|---|---|---|',
      ...table,
    );
    if (bands.length > 0)
      body.push(
        '',
        '### 参数的上下限',
        '',
        '| 条款 | 参数 | 哪一端 | 以下 | 恰好 | 以上 | 原文 |',
        '|---|---|---|---|---|---|---|',
        ...bands,
      );
    body.push('', '### 只缺一个数', '', '| 条款 | 措施 | 空白的数 | 结论 |', '|---|---|---|---|', ...missing);
  }
  return `${[...out, ...body].join('\n')}\n`;
}
