import { SetupProblem } from '../setup.mjs';

/** Where the add-in will be served. */
export interface Place {
  /** As the manifest names it, without a slash at the end. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Folder on the server, such as `/apps/huiqi`; empty for the server's root. */
  readonly path: string;
  readonly secure: boolean;
  /** Only this machine can reach it. */
  readonly trial: boolean;
}

/** A name in ASCII (Chinese ones as browsers write them, `xn--…`), an address of IPv4 or IPv6. */
const server = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])$/;
const local = new Set(['localhost', '127.0.0.1', '[::1]']);

function refused(text: string, chinese: string, english: string): SetupProblem {
  return new SetupProblem(
    `--url ${text === '' ? '（空）' : text}：${chinese} ${english}\n例 Example: npm run package -- --url https://huiqi.example.gov.cn --office 21vianet`,
  );
}

/** The place an address names. Throws SetupProblem, saying what to do, where Excel could not load an add-in from it. */
export function placeOf(text: string): Place {
  if (!URL.canParse(text)) throw refused(text, '不是完整的网址，请写成 https://服务器名。', 'Not an address: write https://server.');
  const { protocol, hostname, port, pathname, search, hash, username, password } = new URL(text);
  const trial = local.has(hostname);
  const secure = protocol === 'https:';
  if (!secure && !(trial && protocol === 'http:'))
    throw refused(
      text,
      'Excel 只从 https 装入加载项，请给服务器装证书并写 https://…（只有本机试装可用 http://localhost）。',
      'Excel takes add-ins from https only; http://localhost is for trials.',
    );
  if (search !== '' || hash !== '' || /[?#]/.test(text))
    throw refused(text, '网址里不能有 ? 或 #，请只写服务器和文件夹。', 'No ? or #: name the server and the folder only.');
  if (username !== '' || password !== '') throw refused(text, '网址里不能有用户名和密码。', 'No user name and no password.');
  if (!server.test(hostname))
    throw refused(
      text,
      '服务器名只能用字母、数字、点和连字符，不能用 * 等符号。',
      'A server’s name holds letters, digits, dots and hyphens, no * and the like.',
    );
  const path = pathname.replace(/\/+$/, '');
  if (!/^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(path))
    throw refused(
      text,
      '文件夹名只能用字母、数字、. _ -，每级不空、不以点开头。',
      'Folders take letters, digits, . _ and - and do not begin with a dot.',
    );
  if (path.endsWith('.html') || path.endsWith('.xml'))
    throw refused(text, '请写放加载项的文件夹，不要写文件。', 'Name the folder, not a file in it.');
  return {
    url: `${protocol}//${hostname}${port === '' ? '' : `:${port}`}${path}`,
    host: hostname,
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    path,
    secure,
    trial,
  };
}

/** The origin of a page that may show the add-in in a frame besides those of Microsoft's clouds. Throws SetupProblem where it is none. */
export function frameOf(text: string): string {
  if (!/^https:\/\/(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d+)?$/.test(text))
    throw new SetupProblem(`--frame ${text}：请写成 https://服务器名，不带文件夹。 Write https://server, without a folder.`);
  return text.toLowerCase();
}
