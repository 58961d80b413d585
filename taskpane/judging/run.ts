/** The run: the ledger judged block by block, then added up. */
import { assess } from '../../src/assess';
import { timeText } from '../../src/explain';
import type { Host } from '../../src/hosts/host';
import type { Policy } from '../../src/policies';
import type { RunSettings, RunStep } from '../model/run';
import { settled } from './answers';
import { optionsOf } from './reading';

/** Thrown into a run that nobody waits for any more, so that it lets go of the workbook. */
class Abandoned extends Error {}

/** Judges the table; stop asking for more to cancel. `clock` tells when it was made. */
export async function* run(host: Host, policy: Policy, settings: RunSettings, clock: () => Date): AsyncGenerator<RunStep, void> {
  const steps = assess(host, policy, await optionsOf(host, policy.pack, settings));
  let ended = false;
  try {
    for (;;) {
      const step = await steps.next();
      if (step.done === true) {
        ended = true;
        yield* settled(step.value, host, timeText(clock()));
        return;
      }
      yield step.value;
    }
  } catch (failure) {
    ended = true;
    throw failure;
  } finally {
    if (!ended) await abandon(steps);
  }
}

async function abandon(steps: AsyncGenerator<unknown, unknown>): Promise<void> {
  try {
    await steps.throw(new Abandoned());
  } catch (failure) {
    if (!(failure instanceof Abandoned)) throw failure;
  }
}
