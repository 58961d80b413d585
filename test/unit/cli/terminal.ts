import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runCommandLine, type Surroundings } from '../../../src/cli/run';

/** What a command line left behind. */
interface Ended {
  readonly code: number;
  readonly output: string;
  readonly error: string;
}

class Kept extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

async function* bytesOf(input: string | readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  if (typeof input === 'string') yield new TextEncoder().encode(input);
  else yield* input;
}

/** Runs a command line as a shell would, on what `input` types. */
export async function terminal(
  args: readonly string[],
  input: string | readonly Uint8Array[] = '',
  environment: Surroundings['environment'] = {},
): Promise<Ended> {
  const output = new Kept();
  const error = new Kept();
  // The parser prints help and version by itself.
  const info = jest.spyOn(console, 'info').mockImplementation((text: string) => void output.write(`${text}\n`));
  const log = jest.spyOn(console, 'log').mockImplementation((text: string) => void output.write(`${text}\n`));
  try {
    const code = await runCommandLine({
      arguments: args,
      environment,
      input: bytesOf(input),
      output,
      error,
      now: () => new Date(Date.UTC(2025, 3, 1, 1)),
      startThread: null,
    });
    return { code, output: output.text, error: error.text };
  } finally {
    info.mockRestore();
    log.mockRestore();
  }
}

/** A folder that is gone after the tests of a file. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huiqi-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
