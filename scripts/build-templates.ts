/** packs → templates/<id>.xlsx: the sample workbook of every shipped policy. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadClauses, loadPolicy, policies, registered } from '../src/policies';
import { buildTemplate } from '../templates/build';

for (const { id } of policies) {
  const { pack } = await loadPolicy(id);
  const register = registered.includes(id) ? await loadClauses(id) : null;
  writeFileSync(fileURLToPath(new URL(`../templates/${id}.xlsx`, import.meta.url)), buildTemplate(pack, { sample: true, register }));
}
