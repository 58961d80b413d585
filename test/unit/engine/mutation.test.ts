import { compile, readPack } from '../../../src/engine';
import { Lowering } from '../../../src/engine/lanes/lower';
import type { Truth } from '../../../src/engine/lanes/core';
import { disagreements, ties } from '../../agreement';
import { packSource } from '../../cases';
import { batch } from '../../enterprises';

const { pack } = readPack(packSource('2025q1'));
if (!pack) throw new Error('the shipped pack is well formed');

/** A fault planted in the lowering: `change` sees every comparison it makes. */
function withFault(change: (truth: Truth) => Truth, run: () => void): void {
  const prototype = Lowering.prototype as unknown as { compare: (...given: unknown[]) => Truth };
  const original = prototype.compare;
  const spy = jest.spyOn(prototype, 'compare').mockImplementation(function (this: unknown, ...given: unknown[]) {
    return change(original.apply(this, given));
  });
  try {
    run();
  } finally {
    spy.mockRestore();
  }
}

/** Disagreements between the faulty engine and the reference over a few hundred enterprises. */
function found(): number {
  const tie = ties['2025q1'];
  if (!pack || !tie) throw new Error('2025q1 is tied');
  let count = 0;
  for (let seed = 1; seed <= 4; seed++) {
    const enterprises = batch(pack, seed, 150, tie);
    count += disagreements(compile(pack, { readings: enterprises.readings }), enterprises).length;
  }
  return count;
}

describe('a fault in the lowering cannot hide from the reference (README 7.3)', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(found()).toBe(0);
  });
  it.each([
    ['>= taken for >', '>=', '>'],
    ['> taken for >=', '>', '>='],
  ] as const)('%s', (_, from, to) => {
    withFault(
      (truth) => (truth.op === 'compare' && truth.operator === from ? { ...truth, operator: to } : truth),
      () => expect(found()).toBeGreaterThan(0),
    );
  });
  it('a recorded 0 taken for a base', () => {
    withFault(
      (truth) => (truth.op === 'compare' ? { ...truth, needs: { ...truth.needs, guards: [] } } : truth),
      () => expect(found()).toBeGreaterThan(0),
    );
  });
});
