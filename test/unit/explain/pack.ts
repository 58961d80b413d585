import { compile, readPack, type Pack, type Program } from '../../../src/engine';
import { packSource } from '../../cases';

/** A shipped pack, checked. */
export function shippedPack(id = '2025q1'): Pack {
  const read = readPack(packSource(id));
  if (read.problems) throw new Error(JSON.stringify(read.problems[0]));
  return read.pack;
}

/** The shipped pack under its default readings, or the given ones. */
export function shippedProgram(readings: Readonly<Record<string, string>> = {}): Program {
  return compile(shippedPack(), { readings });
}
