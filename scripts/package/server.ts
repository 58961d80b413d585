import type { OfficeLibrary } from './office';
import type { Place } from './place';

/** How the files of one folder of the site are served. */
interface FolderRule {
  /** `code/`; the empty text stands for everything else. */
  readonly folder: string;
  /** Cache-Control; null sends none. */
  readonly cache: string | null;
  /** Pages of other origins may read it. */
  readonly readableByAll: boolean;
}

/**
 * The folders that differ from the rest. Names in code/ carry a hash of what they hold. Excel on the web reads the functions' metadata
 * from its own origin. Office shows its own picture instead of an icon that comes with any Cache-Control (Image element, Microsoft Learn).
 */
export const folderRules: readonly FolderRule[] = [
  { folder: '', cache: 'no-cache', readableByAll: false },
  { folder: 'assets/', cache: null, readableByAll: false },
  { folder: 'code/', cache: 'public, max-age=31536000, immutable', readableByAll: false },
  { folder: 'functions/', cache: 'no-cache', readableByAll: true },
];

/** Every kind of file in the site and what it is announced as. */
export const mimeTypes: Readonly<Record<string, string>> = {
  css: 'text/css',
  html: 'text/html',
  js: 'text/javascript',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xml: 'text/xml',
};

/** Kinds that are text: sent as UTF-8, and compressed. */
const textKinds = ['css', 'html', 'js', 'json', 'svg', 'xml'];

/**
 * What a page of the add-in may load: its own origin and the chosen office.js. Styles may stand in the page: office.js on the web sets style
 * attributes, which take no nonce, and whose hashes change whenever Microsoft changes office.js.
 */
export function contentSecurityPolicy(office: OfficeLibrary, frames: readonly string[]): string {
  const scripts = ["'self'", ...(office.origin === null ? [] : [office.origin])];
  return [
    "default-src 'none'",
    `script-src ${scripts.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${["'self'", ...office.frames, ...frames].join(' ')}`,
  ].join('; ');
}

/** The headers that come with every file. */
export function commonHeaders(policy: string): Readonly<Record<string, string>> {
  return { 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };
}

const asRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A file for nginx's conf.d. What an administrator has to fill in stands in lines that end with 改. */
export function nginxConf(place: Place, policy: string): string {
  const under = `${place.path}/`;
  const chosen = (value: (rule: FolderRule) => string): string[] =>
    folderRules.map((rule) =>
      rule.folder === ''
        ? `    default ${JSON.stringify(value(rule))};`
        : `    "~^${asRegex(under + rule.folder)}" ${JSON.stringify(value(rule))};`,
    );
  const certificate = [
    '    ssl_certificate     /etc/nginx/huiqi/server.crt; # 证书，含中间证书 the certificate with its chain 改',
    '    ssl_certificate_key /etc/nginx/huiqi/server.key; # 私钥 its key 改',
    '    ssl_protocols TLSv1.2 TLSv1.3;',
  ];
  const types = Object.entries(mimeTypes).map(([kind, type]) => `        ${type} ${kind};`);
  const compressed = textKinds.filter((kind) => kind !== 'html').map((kind) => mimeTypes[kind]);
  return [
    `# 惠企加载项 ${place.url} ：放进 /etc/nginx/conf.d/，改带“改”字的行。 Put into conf.d and fill in the lines marked 改.`,
    'map $uri $huiqi_cache {',
    ...chosen((rule) => rule.cache ?? ''),
    '}',
    'map $uri $huiqi_readable_by {',
    ...chosen((rule) => (rule.readableByAll ? '*' : '')),
    '}',
    '',
    'server {',
    `    listen ${place.port}${place.secure ? ' ssl' : ''};`,
    `    server_name ${place.host};`,
    ...(place.secure ? certificate : []),
    '    server_tokens off;',
    '',
    `    location ${under} {`,
    `        ${place.path === '' ? 'root ' : 'alias'} /srv/huiqi/site${place.path === '' ? '' : '/'}; # 压缩包里的 site 文件夹 the folder site of the package 改`,
    '        types {',
    ...types.map((line) => `    ${line}`),
    '        }',
    '        default_type application/octet-stream;',
    '        charset utf-8;',
    `        charset_types ${textKinds.map((kind) => mimeTypes[kind]).join(' ')};`,
    '        gzip on;',
    '        gzip_vary on;',
    `        gzip_types ${compressed.join(' ')};`,
    '        # 空值的头不会发出。 A header without a value is not sent.',
    '        # 不带 always：找不到的文件不记住，补上就能取到。 Without always: a file that is not there yet is not remembered as missing.',
    '        add_header Cache-Control $huiqi_cache;',
    '        add_header Access-Control-Allow-Origin $huiqi_readable_by always;',
    ...Object.entries(commonHeaders(policy)).map(([name, value]) => `        add_header ${name} ${JSON.stringify(value)} always;`),
    '    }',
    `    location = ${under}web.config { return 404; }`,
    ...(place.path === '' ? [] : ['    location / { return 404; }']),
    '}',
    '',
  ].join('\n');
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** How IIS is told a Cache-Control. */
function clientCache(cache: string | null): string {
  if (cache === null) return '<clientCache cacheControlMode="NoControl"/>';
  if (cache === 'no-cache') return '<clientCache cacheControlMode="DisableCache"/>';
  const seconds = /max-age=(\d+)/.exec(cache)?.[1];
  if (seconds === undefined) throw new Error(`no max-age in ${cache}`);
  const others = cache
    .split(', ')
    .filter((part) => !part.startsWith('max-age='))
    .join(', ');
  return `<clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="${Number(seconds) / 86400}.00:00:00" cacheControlCustom="${others}"/>`;
}

/** web.config of the site, for IIS 8 and later. */
export function webConfig(policy: string): string {
  const types = Object.entries(mimeTypes).flatMap(([kind, type]) => [
    `      <remove fileExtension=".${kind}"/>`,
    `      <mimeMap fileExtension=".${kind}" mimeType="${type}${textKinds.includes(kind) ? '; charset=utf-8' : ''}"/>`,
  ]);
  const header = (name: string, value: string): string => `<add name="${name}" value="${escaped(value)}"/>`;
  const [usual, ...folders] = folderRules;
  if (usual?.folder !== '') throw new Error('the first rule is for everything else');
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<!-- 惠企加载项：IIS 站点根文件夹（或虚拟目录）的设置。 Settings of the add-in’s folder in IIS. -->',
    '<configuration>',
    '  <system.webServer>',
    '    <directoryBrowse enabled="false"/>',
    '    <defaultDocument enabled="false"/>',
    '    <urlCompression doStaticCompression="true"/>',
    '    <staticContent>',
    `      ${clientCache(usual.cache)}`,
    ...types,
    '    </staticContent>',
    '    <httpProtocol>',
    '      <customHeaders>',
    '        <remove name="X-Powered-By"/>',
    ...Object.entries(commonHeaders(policy)).map(([name, value]) => `        ${header(name, value)}`),
    '      </customHeaders>',
    '    </httpProtocol>',
    '  </system.webServer>',
    ...folders.flatMap((rule) => [
      `  <location path="${rule.folder.replace(/\/$/, '')}">`,
      '    <system.webServer>',
      `      <staticContent>${clientCache(rule.cache)}</staticContent>`,
      ...(rule.readableByAll
        ? [`      <httpProtocol><customHeaders>${header('Access-Control-Allow-Origin', '*')}</customHeaders></httpProtocol>`]
        : []),
      '    </system.webServer>',
      '  </location>',
    ]),
    '</configuration>',
    '',
  ].join('\n');
}
