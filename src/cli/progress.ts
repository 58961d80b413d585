import cliProgress from 'cli-progress';
import { fill } from '../explain';
import type { CliWords } from './words';

/** Shows how far the work is: a bar on a terminal, nothing anywhere else. */
interface ProgressBar {
  update(stage: 'reading' | 'judging' | 'totals' | 'writing', rows: number, total: number | null): void;
  stop(): void;
}

/** A bar on standard error, so that standard output stays the program's own. */
export function progressBar(say: CliWords, stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  if (!stream.isTTY) return { update: () => undefined, stop: () => undefined };
  const format = fill(say.progress.rows, { stage: '{stage}', bar: '{bar}', value: '{value}' });
  const bar = new cliProgress.SingleBar(
    { format, stream, clearOnComplete: true, hideCursor: true, fps: 8 },
    cliProgress.Presets.shades_classic,
  );
  let running = false;
  return {
    update(stage, rows, total) {
      const end = total === null ? Math.max(rows, 1) : total;
      if (!running) bar.start(end, rows, { stage: say.progress[stage] });
      running = true;
      bar.setTotal(end);
      bar.update(rows, { stage: say.progress[stage] });
    },
    stop() {
      if (running) bar.stop();
      running = false;
    },
  };
}
