import type { Place } from './place';

/**
 * Forms of the manifest. `full`: pane, ribbon button and functions; an Excel without functions takes the pane alone, without the button.
 * `pane`: pane and ribbon button, no functions anywhere: for offices where no Excel has them.
 */
export type ManifestForm = 'full' | 'pane';

/** Every form, with the identity it is known by: an organisation may hand out both, each to its own people. */
export const manifestIds: Readonly<Record<ManifestForm, string>> = {
  full: '48d3528e-5aae-447e-b634-7478ed72fdb5',
  pane: '9b1c0d7e-3f52-4c64-8a0b-6f0d2f6a41c3',
};

/** The address in manifest.xml, where the add-in is served while it is worked on. */
const workshop = 'https://localhost:3000';

/** What stands between `<!-- functions -->`, with or without a remark, and `<!-- /functions -->`. */
const functionParts = /[ \t]*<!-- functions\b[^]*?<!-- \/functions -->\n?/g;

/** manifest.xml made out for a place in one of its forms. Throws where the text is not the manifest this was written for. */
export function fillManifest(manifest: string, place: Place, form: ManifestForm): string {
  const asked = form === 'full' ? manifest : manifest.replace(functionParts, '');
  if (form === 'pane' && asked === manifest) throw new Error('manifest.xml marks no functions');
  if (!asked.includes(`<Id>${manifestIds.full}</Id>`)) throw new Error('manifest.xml has another Id');
  if (!asked.includes(workshop)) throw new Error(`manifest.xml does not name ${workshop}`);
  return asked.replace(`<Id>${manifestIds.full}</Id>`, `<Id>${manifestIds[form]}</Id>`).replaceAll(workshop, place.url);
}
