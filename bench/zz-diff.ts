import { writeFileSync } from 'node:fs';
import { compile, printColumns, readPack, type ColumnsModule } from '../src/engine';
import { packSource } from '../test/cases';
import { ties } from '../test/agreement';
import { batch } from '../test/enterprises';
for (const id of process.argv.slice(3)) {
  const { pack, problems } = readPack(packSource(id));
  if (!pack) { console.log(id, JSON.stringify(problems).slice(0, 300)); continue; }
  let differing = 0, answers = 0;
  for (let seed = 1; seed <= Number(process.argv[2]); seed++) {
    const b = batch(pack, seed, 500, ties[id] ?? { ratios: [], usual: {}, columns: [] } as never);
    let closures; try { closures = compile(pack, { readings: b.readings }); } catch (e) { console.log(id, String(e)); break; }
    const file = `/tmp/gens/${id}-${seed}.mjs`;
    writeFileSync(file, printColumns(pack, b.readings));
    const columns = (await import(file)) as ColumnsModule;
    const x = closures.judgeBlock(b.block, b.parameters), y = compile(pack, { readings: b.readings, columns }).judgeBlock(b.block, b.parameters);
    for (let r = 0; r < b.rows.length; r++) for (const m of [...pack.measures.map((m) => m.id), ...pack.groups.map((g) => g.composite)]) {
      answers++;
      const f = (v: typeof x) => JSON.stringify([v.verdict(m, r), v.amount(m, r), v.status(m, r), v.reasons(m, r), v.applied(m, r), pack.measures.some((k) => k.id === m) ? v.part(m, r) : 0]);
      if (f(x) !== f(y) && differing++ < 3) console.log(m, r, seed, f(x), '\n   ', f(y));
    }
  }
  console.log(id, answers, 'differ', differing);
}
