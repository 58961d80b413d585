import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { memoryPages, validateXML } from 'xmllint-wasm';
import { noTelemetry, officeFiles, offices, officeSources, type OfficeSource } from '../../../scripts/package/office';
import { packageFiles, sums, zipped, type Choice, type Sources } from '../../../scripts/package/pack';
import { frameOf, placeOf } from '../../../scripts/package/place';
import { commonHeaders, contentSecurityPolicy, folderRules, mimeTypes, nginxConf, webConfig } from '../../../scripts/package/server';

describe('the place of the add-in', () => {
  test.each<[string, { url: string; host: string; port: number; path: string; secure: boolean; trial: boolean }]>([
    ['https://huiqi.gov.cn', { url: 'https://huiqi.gov.cn', host: 'huiqi.gov.cn', port: 443, path: '', secure: true, trial: false }],
    ['https://huiqi.gov.cn/', { url: 'https://huiqi.gov.cn', host: 'huiqi.gov.cn', port: 443, path: '', secure: true, trial: false }],
    [
      'https://oa.gov.cn:8443/apps/huiqi/',
      { url: 'https://oa.gov.cn:8443/apps/huiqi', host: 'oa.gov.cn', port: 8443, path: '/apps/huiqi', secure: true, trial: false },
    ],
    ['https://10.1.2.3/hq', { url: 'https://10.1.2.3/hq', host: '10.1.2.3', port: 443, path: '/hq', secure: true, trial: false }],
    ['https://惠企.cn', { url: 'https://xn--hoq984b.cn', host: 'xn--hoq984b.cn', port: 443, path: '', secure: true, trial: false }],
    ['https://[::1]:3000', { url: 'https://[::1]:3000', host: '[::1]', port: 3000, path: '', secure: true, trial: true }],
    ['https://localhost:3000', { url: 'https://localhost:3000', host: 'localhost', port: 3000, path: '', secure: true, trial: true }],
    ['http://localhost:8080', { url: 'http://localhost:8080', host: 'localhost', port: 8080, path: '', secure: false, trial: true }],
  ])('%s is taken', (text, place) => {
    expect(placeOf(text)).toEqual(place);
  });

  test.each([
    ['', '不是完整的网址'],
    ['huiqi.gov.cn', '不是完整的网址'],
    ['http://huiqi.gov.cn', '只从 https'],
    ['http://10.1.2.3', '只从 https'],
    ['file:///srv/huiqi', '只从 https'],
    ['https://huiqi.gov.cn/?v=1', '不能有 ? 或 #'],
    ['https://huiqi.gov.cn/?', '不能有 ? 或 #'],
    ['https://huiqi.gov.cn/#pane', '不能有 ? 或 #'],
    ['https://admin:secret@huiqi.gov.cn', '用户名和密码'],
    ['https://*.gov.cn', '服务器名只能用'],
    ['https://huiqi.gov.cn;listen', '服务器名只能用'],
    ['https://huiqi_1.gov.cn', '服务器名只能用'],
    ['https://huiqi.gov.cn.', '服务器名只能用'],
    ['https://huiqi.gov.cn/政策', '文件夹名只能用'],
    ['https://huiqi.gov.cn/a b', '文件夹名只能用'],
    ['https://huiqi.gov.cn/a"><b', '文件夹名只能用'],
    ['https://huiqi.gov.cn/a//b', '文件夹名只能用'],
    ['https://huiqi.gov.cn/.git', '文件夹名只能用'],
    ['https://huiqi.gov.cn/manifest.xml', '不要写文件'],
  ])('%s is refused: %s', (text, why) => {
    expect(() => placeOf(text)).toThrow(why);
  });

  test.each([
    ['https://oos.gov.cn', 'https://oos.gov.cn'],
    ['https://*.Intra.gov.cn:8443', 'https://*.intra.gov.cn:8443'],
  ])('%s may show the pane', (text, frame) => {
    expect(frameOf(text)).toBe(frame);
  });

  test.each(['oos.gov.cn', 'http://oos.gov.cn', 'https://oos.gov.cn/wopi', 'https://oos.gov.cn; script-src *', '*'])(
    '%s is no server that could show the pane',
    (text) => {
      expect(() => frameOf(text)).toThrow('--frame');
    },
  );
});

describe('what a page may load', () => {
  const rules = (office: OfficeSource, frames: readonly string[] = []): Record<string, string> =>
    Object.fromEntries(
      contentSecurityPolicy(offices[office], frames)
        .split('; ')
        .map((part) => [part.slice(0, part.indexOf(' ')), part.slice(part.indexOf(' ') + 1)]),
    );

  test.each<[OfficeSource, string]>([
    ['global', "'self' https://appsforoffice.microsoft.com"],
    ['21vianet', "'self' https://appsforoffice.cdn.partner.office365.cn"],
    ['self', "'self'"],
  ])('%s: scripts from %s, and nothing else from elsewhere', (office, scripts) => {
    const { 'frame-ancestors': frames, ...others } = rules(office);
    expect(frames).toMatch(/^'self' https:/);
    expect(others).toEqual({
      'default-src': "'none'",
      'script-src': scripts,
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'worker-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
    });
  });

  test('each cloud’s Excel on the web shows the pane, and no other', () => {
    expect(rules('global')['frame-ancestors']).not.toContain('.cn');
    expect(rules('21vianet')['frame-ancestors']).not.toContain('.com');
    expect(rules('self')['frame-ancestors']).toContain('https://*.officeapps.live.com');
    expect(rules('self')['frame-ancestors']).toContain('https://*.partner.officewebapps.cn');
    expect(rules('global', ['https://oos.gov.cn'])['frame-ancestors']).toMatch(/ https:\/\/oos\.gov\.cn$/);
  });
});

describe('both servers are told the same', () => {
  const policy = contentSecurityPolicy(offices['21vianet'], []);
  const nginx = nginxConf(placeOf('https://huiqi.gov.cn/apps/hq'), policy);
  const iis = webConfig(policy);
  const unescaped = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');

  test('headers', () => {
    const headers = commonHeaders(policy);
    const [general = ''] = iis.split('<location');
    const inIis = [...general.matchAll(/<add name="([^"]+)" value="([^"]+)"\/>/g)].map(([, name, value]) => [
      name,
      unescaped(String(value)),
    ]);
    const inNginx = [...nginx.matchAll(/add_header (\S+) "([^"]+)" always;/g)].map(([, name, value]) => [name, value]);
    expect(Object.fromEntries(inIis)).toEqual(headers);
    expect(Object.fromEntries(inNginx)).toEqual(headers);
  });

  test('content types', () => {
    for (const [kind, type] of Object.entries(mimeTypes)) {
      expect(nginx).toContain(`${type} ${kind};`);
      expect(iis.replaceAll('; charset=utf-8', '')).toContain(`<mimeMap fileExtension=".${kind}" mimeType="${type}"/>`);
    }
  });

  test('what is not found is not kept: during an update it may be there a moment later', () => {
    expect(nginx).toContain('add_header Cache-Control $huiqi_cache;');
    expect(nginx).toMatch(/add_header Content-Security-Policy .* always;/);
  });

  test('how long each folder may be kept', () => {
    for (const { folder, cache, readableByAll } of folderRules.filter((rule) => rule.folder !== '')) {
      expect(nginx).toContain(`"~^/apps/hq/${folder}" ${JSON.stringify(cache ?? '')};`);
      const location = iis.split(`<location path="${folder.slice(0, -1)}">`)[1]?.split('</location>')[0] ?? '';
      const mode = cache === null ? 'NoControl' : cache === 'no-cache' ? 'DisableCache' : 'UseMaxAge';
      expect(location).toContain(`cacheControlMode="${mode}"`);
      expect(location.includes('Access-Control-Allow-Origin')).toBe(readableByAll);
    }
    expect(iis).toContain('cacheControlMaxAge="365.00:00:00" cacheControlCustom="public, immutable"');
  });

  test('web.config is well-formed', async () => {
    const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="configuration"><xs:complexType><xs:sequence>
      <xs:any processContents="skip" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element></xs:schema>`;
    const valid = async (contents: string): Promise<boolean> =>
      (
        await validateXML({
          xml: [{ fileName: 'web.config', contents }],
          schema: [{ fileName: 'configuration.xsd', contents: schema }],
          initialMemoryPages: 32 * memoryPages.MiB,
        })
      ).valid;
    expect(await valid(iis)).toBe(true);
    expect(await valid(iis.replace('</configuration>', ''))).toBe(false);
  });

  test('http is served without a certificate', () => {
    const plain = nginxConf(placeOf('http://localhost:8080'), policy);
    expect(plain).toContain('listen 8080;');
    expect(plain).not.toContain('ssl');
    expect(plain).toContain('location / {\n        root  /srv/huiqi/site;');
  });
});

describe('the package', () => {
  let root: string;
  let sources: Sources;
  const page = (script: string): string => `<!doctype html><script src="${script}"></script><div id="pane"></div>`;
  const put = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const choice = (office: OfficeSource, more: Partial<Choice> = {}): Choice => ({
    place: placeOf('https://huiqi.gov.cn'),
    office,
    form: 'full',
    frames: [],
    ...more,
  });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'huiqi-pack-'));
    sources = { root, addin: join(root, 'addin'), officeJs: join(root, 'office-js') };
    put('LICENSE', 'licence');
    put('docs/deploy.md', '# 部署');
    put(
      'manifest.xml',
      '<Id>48d3528e-5aae-447e-b634-7478ed72fdb5</Id>\n<!-- functions: why -->\n<Runtime/>\n<!-- /functions -->\n<a v="https://localhost:3000/b"/>\n',
    );
    put('addin/taskpane/index.html', page(offices.global.script));
    put('addin/code/index-AbC123.js', 'code');
    put('addin/code/index-AbC123.js.map', '{}');
    put('addin/functions/functions.json', '{}');
    put('addin/manifest.xml', 'for localhost');
    put('office-js/LICENSE.md', 'Microsoft');
    for (const file of officeFiles) put(`office-js/dist/${file}`, file);
    put('office-js/dist/telemetry/oteljs_agave.js', 'sends');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('what is in it', () => {
    expect([...packageFiles(sources, choice('global')).keys()].sort()).toEqual([
      'LICENSE',
      'SHA256SUMS',
      'deploy.md',
      'manifest.xml',
      'nginx.conf',
      'site/code/index-AbC123.js',
      'site/functions/functions.json',
      'site/manifest.xml',
      'site/taskpane/index.html',
      'site/web.config',
    ]);
  });

  test('its own office.js comes with its licence and without telemetry', () => {
    const files = packageFiles(sources, choice('self'));
    const own = [...files.keys()];
    expect(own.filter((path) => path.startsWith('site/office/'))).toEqual(
      [...officeFiles, noTelemetry.path].map((file) => `site/office/${file}`),
    );
    expect(strFromU8(files.get(`site/office/${noTelemetry.path}`) ?? new Uint8Array())).toMatch(/^\/\*[^*]*\*\/\n$/);
    expect(own).toContain('LICENSE-office-js.md');
  });

  test('without functions there is no metadata', () => {
    const files = packageFiles(sources, choice('global', { form: 'pane' }));
    expect([...files.keys()].filter((path) => path.includes('functions'))).toEqual([]);
    expect(strFromU8(files.get('manifest.xml') ?? new Uint8Array())).toBe(
      '<Id>9b1c0d7e-3f52-4c64-8a0b-6f0d2f6a41c3</Id>\n<a v="https://huiqi.gov.cn/b"/>\n',
    );
  });

  test.each(officeSources)('the page takes office.js from %s', (office) => {
    const html = strFromU8(packageFiles(sources, choice(office)).get('site/taskpane/index.html') ?? new Uint8Array());
    expect(html).toBe(page(offices[office].script));
  });

  test.each([
    ['without office.js', '<!doctype html>'],
    ['with another office.js', page('/office.js')],
    ['with office.js twice', page(offices.global.script).repeat(2)],
  ])('a page %s is not packed', (_what, html) => {
    put('addin/taskpane/index.html', html);
    expect(() => packageFiles(sources, choice('self'))).toThrow('does not hold');
  });

  test('a kind of file that no server announces is not packed', () => {
    put('addin/code/engine.wasm', 'wasm');
    expect(() => packageFiles(sources, choice('global'))).toThrow('no content type for site/code/engine.wasm');
  });

  test('the same files give the same bytes, on any day and in any order', () => {
    const files = packageFiles(sources, choice('self'));
    const bytes = Buffer.from(zipped(files));
    const now = jest.useFakeTimers({ now: new Date('2031-05-06T07:08:09Z') });
    expect(Buffer.from(zipped(new Map([...packageFiles(sources, choice('self'))].reverse()))).equals(bytes)).toBe(true);
    now.useRealTimers();
    expect(Object.keys(unzipSync(bytes)).sort()).toEqual([...files.keys()].sort());
    put('addin/code/index-AbC123.js', 'other code');
    expect(Buffer.from(zipped(packageFiles(sources, choice('self')))).equals(bytes)).toBe(false);
  });

  test('sums as sha256sum writes them', () => {
    expect(
      sums(
        new Map([
          ['b', new Uint8Array()],
          ['a/ä', Buffer.from('abc')],
        ]),
      ),
    ).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a/ä\n' +
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b\n',
    );
  });
});
