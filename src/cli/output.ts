import type { Writable } from 'node:stream';

/** Text in large pieces to a stream that may be slow, or gone: a reader that closed the pipe ends the work quietly. */
export class Output {
  private text = '';
  private gone = false;
  private failure: Error | null = null;

  constructor(
    private readonly stream: Writable,
    private readonly pieceLength = 1 << 16,
  ) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.gone = true;
      if (error.code !== 'EPIPE') this.failure = error;
    });
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

  async flush(): Promise<void> {
    const { text } = this;
    this.text = '';
    if (this.failure !== null) throw this.failure;
    if (text === '' || this.gone) return;
    if (this.stream.write(text)) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.stream.off('drain', done).off('close', done).off('error', done);
        resolve();
      };
      this.stream.once('drain', done).once('close', done).once('error', done);
    });
  }
}
