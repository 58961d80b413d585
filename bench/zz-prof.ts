import { compile, printColumns, type ColumnsModule } from '../src/engine';
import { writeFileSync } from 'node:fs';
import { loadPolicy } from '../src/policies';
import { enterprises, parameters } from './enterprises';
import { answersFor, judgeByHand } from './hand';
const { pack } = await loadPolicy('2025q1');
writeFileSync('/tmp/gen.mjs', printColumns(pack));
const columns = (await import(String('/tmp/gen.mjs'))) as ColumnsModule;
const which = process.argv[2]!;
const blocks = Array.from({ length: 122 }, (_, i) => enterprises(pack, i + 1, 8192));
const p = compile(pack, which === 'gen' ? { columns } : {});
const scratch = answersFor(8192);
const given = {
  festivalRate: 0.05,
  festivalCap: 50,
  growthAward: 30,
  growthRelaxedOutput: 3000,
  growthRelaxedGrowth: 0.05,
  rampUpAward: 40,
  rampUpRelaxedOutput: 1500,
  investmentRate: 0.05,
  eventRate: 0.3,
  eventCap: 8,
  powerRate: 0.06,
  powerCap: 50,
  excluded: 93,
  relaxedWithBase: 55682,
  relaxedWithoutBase: 55682,
};
const n = Number(process.argv[3] ?? 40);
const rates: number[] = [];
for (let k = 0; k < n; k++) {
  const c = process.cpuUsage().user;
  for (const b of blocks)
    if (which === 'hand') judgeByHand(b.rows, b.figures, given, scratch);
    else p.judgeBlock(b.block, parameters);
  rates.push(((process.cpuUsage().user - c) / (122 * 8192)) * 1000);
}
rates.sort((a, b) => a - b);
console.log(which, 'ns/row cpu median', rates[n >> 1]!.toFixed(1), 'min', rates[0]!.toFixed(1));
