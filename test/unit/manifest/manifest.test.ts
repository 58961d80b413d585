import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryPages, validateXML } from 'xmllint-wasm';

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

const all = (pattern: RegExp): string[] => [...manifest.matchAll(pattern)].flatMap((match) => match[1] ?? []);

describe('manifest.xml', () => {
  test('is valid', async () => {
    expect(await problemsOf(manifest)).toEqual([]);
  });

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

  test('every resource that is defined is used, and the other way round', () => {
    const defined = new Set(all(/<bt:(?:Image|Url|String) id="([^"]+)"/g));
    const used = new Set(all(/resid="([^"]+)"/g));
    expect([...used].filter((id) => !defined.has(id))).toEqual([]);
    expect([...defined].filter((id) => !used.has(id))).toEqual([]);
  });

  test('Runtime, Page, FunctionFile and button name one address, or the shared runtime does not start', () => {
    const runtime = all(/<Runtime resid="([^"]+)"/g);
    const page = all(/<Page>\s*<SourceLocation resid="([^"]+)"/g);
    const functionFile = all(/<FunctionFile resid="([^"]+)"/g);
    const button = all(/<TaskpaneId>[^<]*<\/TaskpaneId>\s*<SourceLocation resid="([^"]+)"/g);
    expect([...runtime, ...page, ...functionFile, ...button]).toEqual(Array(4).fill('Taskpane.Url'));
    expect(all(/<SourceLocation DefaultValue="([^"]+)"/g)).toEqual(all(/id="Taskpane\.Url" DefaultValue="([^"]+)"/g));
  });

  test('every text and the metadata exist in English too', () => {
    const texts = [
      ...manifest.matchAll(
        /<(?:bt:String|DisplayName|Description|bt:Url)[^>]*DefaultValue="[^"]*\p{Script=Han}[^"]*"\s*(\/>|>\s*<)(bt:)?(Override)?/gu,
      ),
    ];
    expect(texts.length).toBeGreaterThan(6);
    expect(texts.filter((match) => match[3] !== 'Override')).toEqual([]);
    const english = all(/<(?:bt:)?Override Locale="en-US" Value="([^"]+)"/g);
    expect(english.filter((text) => /\p{Script=Han}/u.test(text))).toEqual([]);
    expect(english).toContain('https://localhost:3000/functions/functions.en-US.json');
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
