import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryPages, validateXML } from 'xmllint-wasm';
import english from '../../../functions/locales/en-US.json';
import { nameProblem, parameterIds, readMetadata, translate } from '../../../scripts/build-functions';
import { fillManifest, manifestIds, type ManifestForm } from '../../../scripts/package/manifest';
import { placeOf } from '../../../scripts/package/place';

const root = process.cwd();
const manifest = readFileSync(join(root, 'manifest.xml'), 'utf8');
const schema = (name: string): { fileName: string; contents: string } => ({
  fileName: name,
  contents: readFileSync(join(root, 'test/manifest', name), 'utf8'),
});
const officeapp = schema('officeapp.xsd');
const imported = [schema('taskpane-overrides.xsd'), schema('basictypes.xsd')];

async function problemsOf(xml: string): Promise<readonly string[]> {
  const result = await validateXML({
    xml: [{ fileName: 'manifest.xml', contents: xml }],
    schema: [officeapp],
    preload: imported,
    initialMemoryPages: 32 * memoryPages.MiB,
  });
  return result.valid ? [] : result.errors.map((error) => error.message);
}

const replaced = (from: string | RegExp, to: string): string => {
  const changed = manifest.replace(from, to);
  if (changed === manifest) throw new Error(`Nothing to replace: ${from.toString()}`);
  return changed;
};

const allIn = (xml: string, pattern: RegExp): string[] => [...xml.matchAll(pattern)].flatMap((match) => match[1] ?? []);
const all = (pattern: RegExp): string[] => allIn(manifest, pattern);

const bureau = placeOf('https://huiqi.example.gov.cn/apps/huiqi/');

/** Every manifest that is ever handed out, and the one to work with. */
const forms: readonly [name: string, form: ManifestForm, xml: string, url: string][] = [
  ['manifest.xml', 'full', manifest, 'https://localhost:3000'],
  ['full', 'full', fillManifest(manifest, bureau, 'full'), bureau.url],
  ['pane', 'pane', fillManifest(manifest, bureau, 'pane'), bureau.url],
];

describe('manifest.xml', () => {
  test.each<[string, string]>([
    ['a resid that is defined nowhere', replaced('<FunctionFile resid="Taskpane.Url"/>', '<FunctionFile resid="Nowhere.Url"/>')],
    ['a text where an address belongs', replaced('<Namespace resid="Functions.Namespace"/>', '<Namespace resid="Taskpane.Url"/>')],
    ['an id defined twice', replaced('id="Icon.20" DefaultValue', 'id="Icon.16" DefaultValue')],
    ['an id longer than 32 characters', replaced(/Open\.Label/g, 'Open.Label.That.Is.Longer.Than.It.May.Be')],
    [
      'an Override without its prefix',
      replaced('<bt:Override Locale="en-US" Value="Incentives"/>', '<Override Locale="en-US" Value="Incentives"/>'),
    ],
    ['elements out of order', replaced(/(<Permissions>.*<\/Permissions>)\s*(<VersionOverrides[\s\S]*<\/VersionOverrides>)/, '$2$1')],
    [
      'Hosts after Requirements',
      replaced(/(<Hosts>\s*<Host Name="Workbook"\/>\s*<\/Hosts>)\s*(<Requirements>[\s\S]*?<\/Requirements>)/, '$2$1'),
    ],
    [
      'an address without encryption',
      replaced('"https://localhost:3000/assets/icon-32.png"/>\n  <High', '"http://localhost:3000/assets/icon-32.png"/>\n  <High'),
    ],
    ['a short text that is too long', replaced('DefaultValue="政策测算"', `DefaultValue="${'测'.repeat(126)}"`)],
    ['a wrong identity', replaced(/<Id>.*<\/Id>/, '<Id>huiqi</Id>')],
    ['an icon of a size Office does not know', replaced(/size="20"/g, 'size="19"')],
    ['a button without an icon', replaced(/(<\/Supertip>)\s*<Icon>[\s\S]*?<\/Icon>/, '$1')],
    ['a group twice', replaced(/(<Group id=[\s\S]*<\/Group>)/, '$1$1')],
    ['an unknown element', replaced('<Page>', '<Pages/><Page>')],
    ['a runtime of no known lifetime', replaced('lifetime="long"', 'lifetime="forever"')],
  ])('a planted mistake is found: %s', async (_what, xml) => {
    expect(await problemsOf(xml)).not.toEqual([]);
  });

  test('every picture it names is drawn', () => {
    const pictures = all(/https:\/\/localhost:3000\/(assets\/[^"]+)"/g);
    expect(new Set(pictures).size).toBe(8);
    expect(pictures.filter((picture) => !existsSync(join(root, picture)))).toEqual([]);
    for (const picture of pictures) {
      const bytes = readFileSync(join(root, picture));
      expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
      const size = Number(/icon-(\d+)/.exec(picture)?.[1]);
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([size, size]);
    }
  });

  test('the version of the package is the version of the add-in', () => {
    const parsed: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const version = typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '';
    expect(all(/<Version>([^<]+)<\/Version>/g)).toEqual([`${version}.0`]);
  });
});

describe.each(forms)('the form %s', (_name, form, xml, url) => {
  const found = (pattern: RegExp): string[] => allIn(xml, pattern);

  test('is valid', async () => {
    expect(await problemsOf(xml)).toEqual([]);
  });

  test('every resource that is defined is used, and the other way round', () => {
    const defined = new Set(found(/<bt:(?:Image|Url|String) id="([^"]+)"/g));
    const used = new Set(found(/resid="([^"]+)"/g));
    expect([...used].filter((id) => !defined.has(id))).toEqual([]);
    expect([...defined].filter((id) => !used.has(id))).toEqual([]);
  });

  test('whatever stands in it is loaded from one place', () => {
    const addresses = found(/"(https?:\/\/[^"]+)"/g).filter((address) => !/schemas\.microsoft\.com|www\.w3\.org/.test(address));
    expect(addresses.length).toBeGreaterThan(10);
    expect(addresses.filter((address) => !address.startsWith(`${url}/`))).toEqual([]);
  });

  test('the pane needs ExcelApi 1.7 and nothing else; functions are asked for apart from it', () => {
    const [base = '', overrides = ''] = xml.split('<VersionOverrides');
    expect(allIn(base, /<Set Name="([^"]+)"/g)).toEqual(['ExcelApi']);
    expect(allIn(base, /<Set Name="ExcelApi" MinVersion="([^"]+)"/g)).toEqual(['1.7']);
    expect(allIn(overrides, /<bt:Set Name="([^"]+)"/g)).toEqual(form === 'full' ? ['SharedRuntime', 'CustomFunctionsRuntime'] : []);
  });

  test('Runtime, Page, FunctionFile and button name one address, or the shared runtime does not start', () => {
    const runtime = found(/<Runtime resid="([^"]+)"/g);
    const page = found(/<Page>\s*<SourceLocation resid="([^"]+)"/g);
    const functionFile = found(/<FunctionFile resid="([^"]+)"/g);
    const button = found(/<TaskpaneId>[^<]*<\/TaskpaneId>\s*<SourceLocation resid="([^"]+)"/g);
    expect([runtime.length, page.length]).toEqual(form === 'full' ? [1, 1] : [0, 0]);
    expect(new Set([...runtime, ...page, ...functionFile, ...button])).toEqual(new Set(['Taskpane.Url']));
    expect(found(/<SourceLocation DefaultValue="([^"]+)"/g)).toEqual(found(/id="Taskpane\.Url" DefaultValue="([^"]+)"/g));
  });

  test('every text exists in English too, and so does the metadata where there are functions', () => {
    const texts = [
      ...xml.matchAll(
        /<(?:bt:String|DisplayName|Description|bt:Url)[^>]*DefaultValue="[^"]*\p{Script=Han}[^"]*"\s*(\/>|>\s*<)(bt:)?(Override)?/gu,
      ),
    ];
    expect(texts.length).toBeGreaterThan(6);
    expect(texts.filter((match) => match[3] !== 'Override')).toEqual([]);
    const english = found(/<(?:bt:)?Override Locale="en-US" Value="([^"]+)"/g);
    expect(english.filter((text) => /\p{Script=Han}/u.test(text))).toEqual([]);
    expect(english.filter((text) => text === `${url}/functions/functions.en-US.json`)).toHaveLength(form === 'full' ? 1 : 0);
  });

  test('without functions nothing speaks of them', () => {
    expect(/HUIQI|functions\/|CustomFunctions|<Runtime\b/.test(xml)).toBe(form === 'full');
  });

  test('it has the identity of its form', () => {
    expect(found(/<Id>([^<]+)<\/Id>/g)).toEqual([manifestIds[form]]);
  });
});

test('the two forms may be installed side by side', () => {
  expect(manifestIds.full).not.toBe(manifestIds.pane);
});

describe('the functions the manifest leads to', () => {
  test('no name is the address of a cell, a reserved word or too short, and both languages have the same names', async () => {
    const { functions } = await readMetadata();
    expect(functions.length).toBeGreaterThan(20);
    expect(functions.map(({ name }) => [name, nameProblem(name)])).toEqual(functions.map(({ id }) => [id, null]));
    const translated = translate({ allowErrorForDataTypeAny: true, functions }, english, parameterIds());
    expect(translated.functions.map(({ id, name }) => [id, name])).toEqual(functions.map(({ id, name }) => [id, name]));
  });

  test('the namespace is the one of the documentation and of the templates', () => {
    expect(all(/id="Functions\.Namespace" DefaultValue="([^"]+)"/g)).toEqual(['HUIQI']);
    expect(nameProblem('HUIQI')).toBeNull();
  });
});
