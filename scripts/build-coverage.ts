/**
 * packs/<id>/clauses.yaml, targets.yaml and pack.yaml → docs/coverage.md: every clause of every document, what the software does with it,
 * who answers for it, and the rules and indicators that come from it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pack } from '../src/engine';
import { monitorWords, readRegister, type Clause, type ClauseClass, type Register } from '../src/monitor';
import { readPackFile, readYaml } from './build-packs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A document with its rules, where it has any. */
interface Covered {
  readonly register: Register;
  readonly pack: Pack | null;
}

/** Reads the registers and packs under `folder` in the order of time, oldest first. Faults are thrown. */
export function readCovered(folder: string): Covered[] {
  const text = (path: string): string => readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  const ids = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'clauses.yaml')));
  const covered = ids.map((id): Covered => {
    const at = join(folder, id);
    const read = readRegister(
      readYaml(text(join(at, 'clauses.yaml')), `${id}/clauses.yaml`).source,
      readYaml(text(join(at, 'targets.yaml')), `${id}/targets.yaml`).source,
    );
    if (read.problems) throw new Error(read.problems.map(({ place, what, text: found }) => `${id}: ${place}: ${what} ${found}`).join('\n'));
    const file = join(at, 'pack.yaml');
    return { register: read.register, pack: existsSync(file) ? readPackFile(text(file), `${id}/pack.yaml`).pack : null };
  });
  // 2020plan stands before 2020h2: the year's plan before its second half.
  const order = (id: string): string => id.replace('2020plan', '2020a');
  return covered.sort((a, b) => (order(a.register.policy) < order(b.register.policy) ? -1 : 1));
}

/** Every id of a measure that a pack can be asked for. */
function measureIds(pack: Pack): Set<string> {
  return new Set([
    ...pack.measures.map((measure) => measure.id),
    ...pack.groups.map((group) => group.measure),
    ...pack.choices.map((choice) => choice.id),
  ]);
}

/** Clauses and indicators that lead nowhere: `2025q1 （三）: <id>`. */
export function dangling(covered: readonly Covered[]): string[] {
  const registers = new Map(covered.map(({ register }) => [register.policy, register]));
  return covered.flatMap(({ register, pack }) => {
    const known = pack === null ? new Set<string>() : measureIds(pack);
    const used = new Set(register.clauses.flatMap((clause) => clause.measures));
    const unclaimed = [...known].filter((id) => !used.has(id)).map((id) => `${register.policy}: ${id} stands under no clause`);
    const wrong = register.clauses.flatMap((clause) => [
      ...clause.measures.filter((id) => !known.has(id)).map((id) => `${register.policy} ${clause.clause}: ${id}`),
      ...clause.relations.flatMap((relation) => {
        const other = registers.get(relation.policy);
        return relation.clauses
          .filter((one) => other?.clauses.some((place) => place.clause === one) !== true)
          .map((one) => `${register.policy} ${clause.clause}: ${relation.policy} ${one}`);
      }),
    ]);
    return [...wrong, ...unclaimed];
  });
}

const words = monitorWords('zh-CN');
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
const code = (ids: readonly string[]): string => ids.map((id) => `\`${id}\``).join('<br>');

function responsibleText(clause: Clause): string {
  const { responsible } = clause;
  if (responsible === null) return '';
  const parts = [
    responsible.all.join('、'),
    responsible.lead.length > 0 ? `牵头：${responsible.lead.join('、')}` : '',
    responsible.support.length > 0 ? `配合：${responsible.support.join('、')}` : '',
  ];
  return parts.filter((part) => part !== '').join('<br>');
}

function factsText(clause: Clause): string {
  const parts = [
    clause.commitments.length > 0 ? `承诺用语：${clause.commitments.join('、')}` : '',
    clause.funds.length > 0 ? `资金：${clause.funds.join('；')}` : '',
    clause.enterprises.length > 0 ? `点名企业：${clause.enterprises.join('、')}` : '',
    clause.projects.length > 0 ? `点名项目：${clause.projects.join('、')}` : '',
  ];
  return parts.filter((part) => part !== '').join('<br>');
}

const whens = { earlier: '此前', later: '此后', same: '本文件' };

function relationText(clause: Clause): string {
  return clause.relations.map((relation) => `${whens[relation.when]} ${relation.policy} ${relation.clauses.join('、')}`).join('<br>');
}

function clauseRow(clause: Clause): string {
  const what = clause.title === null ? clause.quote : `**${clause.title}**<br>${clause.quote}`;
  const sources = [code(clause.measures), clause.indicators.length === 0 ? '' : `指标 ${code(clause.indicators)}`]
    .filter((text) => text !== '')
    .join('<br>');
  return `| ${[clause.clause, what, clause.classes.join('+'), clause.does, sources, responsibleText(clause), factsText(clause), relationText(clause)].map(cell).join(' | ')} |`;
}

/** The strongest class of a clause: A > B > D > C > E. */
function strongest(clause: Clause): ClauseClass {
  const order: readonly ClauseClass[] = ['A', 'B', 'D', 'C', 'E'];
  return order.find((one) => clause.classes.includes(one)) ?? 'E';
}

const classes: readonly ClauseClass[] = ['A', 'B', 'D', 'C', 'E'];

/** The page docs/coverage.md. */
export function coveragePage(covered: readonly Covered[]): string {
  const numbered = (register: Register): Clause[] => register.clauses.filter((clause) => clause.numbered);
  const all = covered.flatMap(({ register }) => numbered(register));
  const count = (clauses: readonly Clause[], one: ClauseClass): number => clauses.filter((clause) => strongest(clause) === one).length;
  const rules = covered.reduce((sum, { pack }) => sum + (pack === null ? 0 : measureIds(pack).size), 0);
  const indicators = covered.reduce((sum, { register }) => sum + register.indicators.length, 0);
  const lines = [
    '# 逐条对照：五份文件的每一条，软件做什么',
    '',
    '由 `scripts/build-coverage.ts` 从 `packs/*/clauses.yaml`、`targets.yaml`、`pack.yaml` 生成，请勿手改。',
    '',
    'Every clause of the five documents and what the software does with it. Generated; change the files under `packs/` instead.',
    '',
    `共 ${all.length} 条编号条款、${indicators} 项指标、${rules} 条规则。类别：${classes.map((one) => `**${one}** ${words.classes[one]}`).join('，')}。一条可以有几类；下表按最强的一类（A、B、D、C、E 的次序）各计一次。`,
    '',
    `| 文件 | 条款 | ${classes.join(' | ')} | 指标 | 规则 |`,
    `|---|---|${classes.map(() => '---').join('|')}|---|---|`,
    ...covered.map(({ register, pack }) => {
      const own = numbered(register);
      return `| [${register.policy}](#${register.policy}) ${register.title} | ${own.length} | ${classes.map((one) => count(own, one)).join(' | ')} | ${register.indicators.length} | ${pack === null ? '—' : measureIds(pack).size} |`;
    }),
    `| 合计 | ${all.length} | ${classes.map((one) => count(all, one)).join(' | ')} | ${indicators} | ${rules} |`,
  ];
  for (const { register, pack } of covered) {
    const draft = pack?.status === 'draft' ? '征求意见稿。' : '';
    const facts = [register.issuer, register.number, register.date].filter((fact) => fact !== null).join('，');
    lines.push(
      '',
      `<a id="${register.policy}"></a>`,
      '',
      `## ${register.policy}　${register.title}`,
      '',
      `${draft}${facts === '' ? '' : `${facts}。`}有效期：${register.validity}。${register.note}。编号条款 ${register.numbered} 条。`,
    );
    let heading: string | null | undefined;
    for (const clause of register.clauses) {
      if (clause.heading !== heading) {
        heading = clause.heading;
        if (heading !== null) lines.push('', `### ${heading}`);
        lines.push(
          '',
          '| 条款 | 原文 | 类 | 软件做什么 | 规则和指标 | 责任单位 | 承诺、资金、点名 | 相关条款 |',
          '|---|---|---|---|---|---|---|---|',
        );
      }
      lines.push(clauseRow(clause));
    }
  }
  lines.push(
    '',
    '## 指标一览',
    '',
    '| 指标 | 文件 | 条款 | 主体 | 指标名 | 要求 | 期间 | 种类 |',
    '|---|---|---|---|---|---|---|---|',
    ...covered.flatMap(({ register }) =>
      register.indicators.map((one) => {
        const compare = one.compare === 'about' ? '约' : one.compare === 'between' ? '' : one.compare === 'none' ? '' : one.compare;
        const asks =
          one.every !== null
            ? `每${one.every}一次`
            : one.value === null
              ? '（由经办人填写）'
              : `${compare} ${one.value}${one.most === null ? '' : `—${one.most}`}${one.unit}`.trim();
        return `| ${[`\`${one.id}\``, register.policy, one.clause, one.subject, one.name, asks, `${one.period[0]} — ${one.period[1] ?? ''}`, words.kinds[one.kind]].map(cell).join(' | ')} |`;
      }),
    ),
    '',
  );
  return lines.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const covered = readCovered(join(root, 'packs'));
  const wrong = dangling(covered);
  if (wrong.length > 0) {
    process.stderr.write(`${wrong.join('\n')}\n`);
    process.exitCode = 1;
  } else writeFileSync(join(root, 'docs/coverage.md'), coveragePage(covered));
}
