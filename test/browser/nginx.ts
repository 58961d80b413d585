import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get, type RequestOptions } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { generateCertificates } from 'office-addin-dev-certs';
import { nginxPath } from '../../scripts/nginx';

/** What a server answers. */
interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A package as an administrator puts it on a server: unpacked, with nginx in front of it. */
export interface ServedPackage {
  /** The unpacked package. */
  readonly folder: string;
  /** Asks for a path exactly as it stands, trusting the server's own certificate and no other. */
  ask(path: string, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  await new Promise((closed) => server.close(closed));
  return address.port;
}

/** Fills in the lines of the shipped nginx.conf that its author left to the administrator, and only those. */
function filledIn(conf: string, folder: string): string {
  const values: Readonly<Record<string, string>> = {
    ssl_certificate: join(folder, 'server.crt'),
    ssl_certificate_key: join(folder, 'server.key'),
    root: join(folder, 'site'),
    alias: `${join(folder, 'site')}/`,
  };
  const lines = conf.split('\n').map((line) => {
    const found = /^(\s*)(\w+)(\s+).*改$/.exec(line);
    const value = values[found?.[2] ?? ''];
    return found === null || value === undefined ? line : `${found[1]}${found[2]}${found[3]}${value};`;
  });
  return lines.join('\n');
}

/** Throw-away certificates for localhost; nothing is trusted by the machine. */
async function makeCertificates(folder: string): Promise<void> {
  await generateCertificates(join(folder, 'ca.crt'), join(folder, 'server.crt'), join(folder, 'server.key'), 2, ['localhost', '127.0.0.1']);
}

async function untilListening(port: number, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`nginx ended with ${server.exitCode}`);
    const open = await new Promise<boolean>((tell) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => tell(socket.destroy().destroyed));
      socket.once('error', () => tell(false));
    });
    if (open) return;
  }
}

/** Unpacks a .zip of `npm run package` for https://localhost:`port`… and serves it with the nginx.conf that lies in it. */
export async function serveWithNginx(zip: Uint8Array, port: number): Promise<ServedPackage> {
  const nginx = nginxPath();
  if (nginx === null) throw new Error('no nginx');
  const folder = mkdtempSync(join(tmpdir(), 'huiqi-package-'));
  for (const [path, bytes] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  await makeCertificates(folder);
  writeFileSync(join(folder, 'huiqi.conf'), filledIn(readFileSync(join(folder, 'nginx.conf'), 'utf8'), folder));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path ${join(folder, kind)};`);
  const main = join(folder, 'main.conf');
  writeFileSync(
    main,
    [
      'daemon off;',
      'master_process off;',
      `pid ${join(folder, 'nginx.pid')};`,
      'events {}',
      'http {',
      `  access_log ${join(folder, 'access.log')};`,
      ...temporary,
      '  include huiqi.conf;',
      '}',
      '',
    ].join('\n'),
  );
  const words = ['-p', folder, '-c', main, '-e', join(folder, 'error.log')];
  const checked = spawnSync(nginx, [...words, '-t'], { encoding: 'utf8' });
  if (checked.status !== 0) throw new Error(`nginx refuses the shipped configuration: ${checked.stderr}`);
  const server = spawn(nginx, words, { stdio: 'ignore' });
  const ended = new Promise((done) => server.once('exit', done));
  await untilListening(port, server);
  const ca = readFileSync(join(folder, 'ca.crt'));
  return {
    folder,
    ask: (path, headers = {}) =>
      new Promise((answered, failed) => {
        const options: RequestOptions = { host: 'localhost', port, path, headers, ca, agent: false };
        get(options, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            answered({ status: response.statusCode ?? NaN, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }),
          );
        }).on('error', failed);
      }),
    close: async () => {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
