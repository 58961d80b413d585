/** packs/<id>/pack.yaml and cases.yaml → docs/boundaries.md: every line of every document, just below it, on it and just above it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boundariesPage } from '../test/boundaries/page';
import { survey } from '../test/boundaries/survey';
import { readPackFile } from './build-packs';

const root = fileURLToPath(new URL('..', import.meta.url));
const packs = readdirSync(join(root, 'packs'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => readPackFile(readFileSync(join(root, 'packs', name, 'pack.yaml'), 'utf8'), `packs/${name}/pack.yaml`).pack)
  .sort((a, b) => (a.id < b.id ? -1 : 1));

writeFileSync(join(root, 'docs/boundaries.md'), boundariesPage(packs.map(survey)));
