import type { CoreMeasure, Needs, Slot, Truth } from './core';
import type { Reason } from '../verdict';

/** Which reasons stand: bit i is the measure's i-th possible reason. */
export type ReasonBits = Int32Array;

const bitsPerWord = 31;

/** Every reason that may block a measure, in one fixed order, with the way to mark one. */
export class ReasonTable {
  readonly reasons: Reason[] = [];
  private readonly indexOf = new Map<Reason, number>();

  constructor(measure: CoreMeasure, slots: readonly Slot[]) {
    const slot = (index: number): void => {
      const found = slots[index];
      if (!found) return;
      this.add(found.missing);
      this.add(found.invalid);
    };
    const needs = (need: Needs): void => {
      need.slots.forEach(slot);
      for (const guard of need.guards) this.add(guard.reason);
      for (const choice of need.applicable) this.add(choice.reason);
      for (const branch of need.branches) {
        if (branch.op === 'byChoice') {
          slot(branch.slot);
          for (const [, own] of branch.cases) needs(own);
        } else if (branch.op === 'tiers') {
          for (const row of branch.rows) needs(row.needs);
          needs(branch.below);
        } else if (branch.op === 'given') {
          slot(branch.slot);
          needs(branch.own);
          needs(branch.of);
        } else this.add(branch.reason);
      }
    };
    const truth = (node: Truth): void => {
      switch (node.op) {
        case 'compare':
          needs(node.needs);
          return;
        case 'yes':
        case 'isDay':
          slot(node.slot);
          return;
        case 'blank':
          return;
        case 'in':
          slot(node.slot);
          for (const list of node.lists) slot(list.slot);
          return;
        case 'and':
        case 'or':
          node.items.forEach(truth);
          return;
        case 'not':
          truth(node.of);
          return;
        case 'hasBase':
          slot(node.figure);
          slot(node.flag);
          this.add(node.contradiction);
          return;
        case 'byChoice':
          slot(node.slot);
          for (const [, item] of node.cases) truth(item);
          return;
        case 'always':
          return;
      }
    };
    for (const condition of measure.conditions) {
      condition.guards.forEach(truth);
      if (condition.officer) {
        truth(condition.officer.when);
        this.add(condition.officer.reason);
      }
      truth(condition.test);
      if (condition.relaxed) {
        truth(condition.relaxed.guard);
        truth(condition.relaxed.test);
      }
    }
    if (measure.award) needs(measure.award.needs);
    for (const cap of measure.caps) needs(cap.limit.needs);
    if (measure.floor) this.add(measure.floor.reason);
  }

  private add(reason: Reason): void {
    if (this.indexOf.has(reason)) return;
    this.indexOf.set(reason, this.reasons.length);
    this.reasons.push(reason);
  }

  index(reason: Reason): number {
    const index = this.indexOf.get(reason);
    if (index === undefined) throw new Error(`${reason} is not in the table`);
    return index;
  }

  get words(): number {
    return Math.max(1, Math.ceil(this.reasons.length / bitsPerWord));
  }

  /** The word and bit of a reason. */
  place(reason: Reason): { word: number; bit: number } {
    const index = this.index(reason);
    return { word: Math.floor(index / bitsPerWord), bit: 1 << (index % bitsPerWord) };
  }

  read(bits: ReasonBits, from: number): Reason[] {
    return this.reasons.filter((_, index) => hasBit(bits, from + Math.floor(index / bitsPerWord), 1 << (index % bitsPerWord)));
  }
}

/** Marks one reason. */
export function setBit(bits: ReasonBits, { word, bit }: { readonly word: number; readonly bit: number }): void {
  const before = bits[word];
  if (before !== undefined) bits[word] = before | bit;
}

function hasBit(bits: ReasonBits, word: number, bit: number): boolean {
  const found = bits[word];
  return found !== undefined && (found & bit) !== 0;
}
