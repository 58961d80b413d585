import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { openLedger } from './files';
import { serveLedger } from './ledger-thread';
import { runCommandLine } from './run';

if (isMainThread) {
  process.exitCode = await runCommandLine({
    arguments: process.argv.slice(2),
    environment: process.env,
    input: process.stdin,
    output: process.stdout,
    error: process.stderr,
    now: () => new Date(),
    startThread: (ledger) => new Worker(new URL(import.meta.url), { workerData: ledger }),
  });
} else if (parentPort !== null) {
  const ledger: unknown = workerData;
  serveLedger(parentPort, async () => openLedger(String(ledger)));
}
