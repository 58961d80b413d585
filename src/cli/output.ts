import type { Writable } from 'node:stream';

function isGone(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}

/** Text in large pieces to a stream that may be slow, or gone: a reader that closed the pipe ends the work quietly, anything else is thrown. */
export class Output {
  private text = '';
  private gone = false;

  constructor(
    private readonly stream: Writable,
    private readonly pieceLength = 1 << 16,
  ) {
    // What went wrong is told where it is waited for, in `flush`.
    stream.on('error', () => undefined);
  }

  /** Whether nobody reads any more. */
  get closed(): boolean {
    return this.gone;
  }

  /** Takes a line in without waiting; true where `flush` is due. */
  add(text: string): boolean {
    this.text += `${text}\n`;
    return this.text.length >= this.pieceLength;
  }

  /** Hands on what was taken in, and waits until it is taken off. */
  async flush(): Promise<void> {
    const { text } = this;
    this.text = '';
    if (text === '' || this.gone) return;
    const error = await new Promise<Error | null>((resolve) => this.stream.write(text, (failure) => resolve(failure ?? null)));
    if (error === null) return;
    if (!isGone(error)) throw error;
    this.gone = true;
  }
}
