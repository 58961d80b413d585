import { runCommandLine } from './run';

process.exitCode = await runCommandLine({
  arguments: process.argv.slice(2),
  environment: process.env,
  input: process.stdin,
  output: process.stdout,
  error: process.stderr,
  now: () => new Date(),
});
