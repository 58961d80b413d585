import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assessSides, type AssessedPolicy, type Assessment } from '../../../src/assess';
import { compare, sidesOf, type Comparison, type SidesApart } from '../../../src/comparison';
import { layOver } from '../../../src/engine';
import type { Cell, Host } from '../../../src/hosts/host';
import { readYaml } from '../../../src/cli/yaml';
import { packSource } from '../../cases';
import { creditCode, good, policy, row } from '../assess/ledger';

/** Figures of （三）（二十六） alone: the other clauses of a good enterprise are not met. */
const few = { '是否“两高”项目企业': '是', '是否属于“两高”目录': '是', 节假日用电量: 1 };

/** An enterprise of Nanning that meets （三）（二十六） alone, but for what is said of it. */
export function firm(name: string, code: number, cells: Parameters<typeof row>[0] = {}): Cell[] {
  return row({ ...good, ...few, 企业名称: name, 统一社会信用代码: creditCode(code), 所在市: '南宁市', ...cells });
}

/** 2025q1 under the shipped assumption of 10 %. */
export function assumed(): AssessedPolicy {
  const text = readFileSync(join(process.cwd(), 'packs/2025q1/assumptions/issued-10-percent.yaml'), 'utf8');
  const laid = layOver({ source: packSource('2025q1'), hash: policy.hash }, { source: readYaml(text).source, hash: 'cd'.repeat(32) });
  if (laid.problems) throw new Error(JSON.stringify(laid.problems));
  return { pack: laid.pack, hash: policy.hash };
}

/** Both assessments of a workbook, made side by side. */
export async function sidesJudged(host: Host, apart: SidesApart): Promise<readonly [Assessment, Assessment]> {
  const run = assessSides(host, await sidesOf(host, policy, apart), { blockRows: 3 });
  for (;;) {
    const step = await run.next();
    if (step.done !== true) continue;
    const [a, b] = step.value;
    return [a!, b!];
  }
}

/** Two assessments compared to the end. */
export function comparedWith(a: Assessment, b: Assessment): Comparison {
  const run = compare(a, b);
  for (;;) {
    const step = run.next();
    if (step.done === true) return step.value;
  }
}

/** A workbook judged on both sides and compared. */
export async function compared(host: Host, apart: SidesApart): Promise<Comparison> {
  return comparedWith(...(await sidesJudged(host, apart)));
}
