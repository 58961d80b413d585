import { compile, readPack } from '../src/engine';
import { disagreements, ties } from '../test/agreement';
import { packSource } from '../test/cases';
import { batch } from '../test/enterprises';

// npm run bench -- agreement [rows] [first seed]: random enterprises of every document, judged by the one-row lane, the columns and the
// reference interpreter. Ends with 1 where any field of any answer differs.

const rowsInBatch = 500;
/** Differences shown of each document. */
const shown = 3;
const [rows = 200_000, first = 1] = process.argv.slice(2).map(Number);
let differing = 0;

for (const [id, tied] of Object.entries(ties)) {
  const { pack, problems } = readPack(packSource(id));
  if (!pack) throw new Error(JSON.stringify(problems));
  const start = performance.now();
  let judged = 0;
  let differ = 0;
  for (let seed = first; judged < rows; seed++) {
    const enterprises = batch(pack, seed, Math.min(rowsInBatch, rows - judged), tied);
    const found = disagreements(compile(pack, { readings: enterprises.readings }), enterprises);
    judged += enterprises.rows.length;
    for (const one of found.slice(0, Math.max(0, shown - differ))) console.log(`seed ${seed}`, JSON.stringify(one, null, 1));
    differ += found.length;
  }
  const answers = judged * (pack.measures.length + pack.groups.length);
  console.log(`${id}: ${judged} rows, ${answers} answers three ways, ${differ} differ, ${Math.round(performance.now() - start)} ms`);
  differing += differ;
}
process.exitCode = differing === 0 ? 0 : 1;
