import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { fillManifest, type ManifestForm } from './manifest';
import { noTelemetry, officeFiles, officeFolder, offices, type OfficeSource } from './office';
import type { Place } from './place';
import { contentSecurityPolicy, mimeTypes, nginxConf, webConfig } from './server';

/** What an administrator chooses. */
export interface Choice {
  readonly place: Place;
  readonly office: OfficeSource;
  readonly form: ManifestForm;
  /** Further origins that may show the add-in in a frame, such as an Office Online Server. */
  readonly frames: readonly string[];
}

/** Folders that the package is made of. */
export interface Sources {
  /** The project, for manifest.xml, LICENSE and the guide. */
  readonly root: string;
  /** The built add-in, `dist/addin`. */
  readonly addin: string;
  /** The npm package @microsoft/office-js. */
  readonly officeJs: string;
}

/** Files by their path inside the package, with `/` between folders. */
type Files = ReadonlyMap<string, Uint8Array>;

const page = 'taskpane/index.html';

/** Paths of the files below a folder, with `/` between folders, in order. */
function below(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** The page with the chosen office.js. Throws where it does not name Microsoft's exactly once. */
function withOffice(html: string, office: OfficeSource): string {
  const tag = `<script src="${offices.global.script}"></script>`;
  if (html.split(tag).length !== 2) throw new Error(`${page} does not hold ${tag} once`);
  return html.replace(tag, `<script src="${offices[office].script}"></script>`);
}

/** Source maps are for whoever has the sources; without functions their metadata has no reader; the manifest is made out anew. */
function belongs(path: string, form: ManifestForm): boolean {
  return !path.endsWith('.map') && path !== 'manifest.xml' && !(form === 'pane' && path.startsWith('functions/'));
}

/** Everything in the package: `site/` for the server, and beside it the manifest, nginx.conf, the guide, the licences and SHA256SUMS. */
export function packageFiles(sources: Sources, choice: Choice): Files {
  const { place, office, form, frames } = choice;
  const files = new Map<string, Uint8Array>();
  const put = (path: string, content: string | Uint8Array): void => {
    files.set(path, typeof content === 'string' ? strToU8(content) : content);
  };
  const policy = contentSecurityPolicy(offices[office], frames);
  for (const path of below(sources.addin).filter((each) => belongs(each, form)))
    put(`site/${path}`, readFileSync(join(sources.addin, path)));
  put(`site/${page}`, withOffice(readFileSync(join(sources.addin, page), 'utf8'), office));
  if (office === 'self') {
    for (const path of officeFiles) put(`site/${officeFolder}/${path}`, readFileSync(join(sources.officeJs, 'dist', path)));
    put(`site/${officeFolder}/${noTelemetry.path}`, noTelemetry.content);
    put('LICENSE-office-js.md', readFileSync(join(sources.officeJs, 'LICENSE.md')));
  }
  const manifest = fillManifest(readFileSync(join(sources.root, 'manifest.xml'), 'utf8'), place, form);
  put('manifest.xml', manifest);
  put('site/manifest.xml', manifest);
  put('site/web.config', webConfig(policy));
  put('nginx.conf', nginxConf(place, policy));
  put('LICENSE', readFileSync(join(sources.root, 'LICENSE')));
  put('deploy.md', readFileSync(join(sources.root, 'docs/deploy.md')));
  const strange = [...files.keys()].filter((path) => path.startsWith('site/') && !(extname(path).slice(1) in mimeTypes));
  const [unknown] = strange.filter((path) => path !== 'site/web.config');
  if (unknown !== undefined) throw new Error(`no content type for ${unknown}`);
  put('SHA256SUMS', sums(files));
  return files;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** One line a file, as `sha256sum -c` reads them. */
export function sums(files: Files): string {
  return [...files]
    .map(([path, bytes]) => `${hashOf(bytes)}  ${path}\n`)
    .sort((one, other) => (one.slice(66) < other.slice(66) ? -1 : 1))
    .join('');
}

/** The files as a .zip; the same files give the same bytes on every machine and on every day. */
export function zipped(files: Files): Uint8Array {
  const ordered = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  // The earliest day a .zip can name, in local time, which is how it is stored.
  return zipSync(Object.fromEntries(ordered), { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 });
}

/** Where the sources lie in a clone. */
export function sourcesIn(root: string): Sources {
  return { root, addin: join(root, 'dist/addin'), officeJs: dirname(join(root, 'node_modules/@microsoft/office-js/package.json')) };
}
