import type { Amount, Core, CoreCondition, CoreMeasure, Truth } from './core';
import { join, nothing, type Lowered } from './fractions';
import { NumberLowering } from './lower-numbers';
import { constant, decimalInverse, inLowestTerms } from './scaled';
import type { Choice, CompareOperator, Condition, Measure, TruthNode } from '../tree';

/** The choices a set of ids covers: those named and all below them. */
function membersOf(choices: readonly Choice[], named: readonly string[]): number {
  const covered = (choice: Choice): boolean =>
    named.includes(choice.id) || choice.parents.some((parent) => choices.some((other) => other.id === parent && covered(other)));
  return choices.reduce((bits, choice, index) => (covered(choice) ? bits | (1 << index) : bits), 0);
}

/** Lowers a checked pack under one setting of its readings. */
export class Lowering extends NumberLowering {
  /** All measures of the pack in the integer core, with the largest magnitude any intermediate can reach. */
  core(): Core {
    const measures = this.pack.measures.map((measure) => this.measure(measure));
    return { slots: this.slots, measures, largest: this.largest, largestAt: this.largestAt };
  }

  private compare(operator: CompareOperator, a: Lowered, b: Lowered): Truth {
    if (a.kind === 'byChoice' || b.kind === 'byChoice') return this.compareByChoice(operator, a, b);
    const needs = join(a.needs, b.needs);
    const left = b.denominator === null ? a.numerator : this.times(a.numerator, b.denominator);
    const right = a.denominator === null ? b.numerator : this.times(b.numerator, a.denominator);
    const [x, y] = this.level(left, right);
    return { op: 'compare', operator, ...inLowestTerms(x.value, y.value), needs };
  }

  /** A comparison by choice: each case its own; a choice without a case leaves it open as not applicable. */
  private compareByChoice(operator: CompareOperator, a: Lowered, b: Lowered): Truth {
    const by = a.kind === 'byChoice' ? a : b;
    if (by.kind !== 'byChoice') throw new Error('one side is by choice');
    const choices = this.choiceCount(by.slot);
    const cases: (readonly [number, Truth])[] = by.cases.map(
      ([index, item]) => [index, a.kind === 'byChoice' ? this.compare(operator, item, b) : this.compare(operator, a, item)] as const,
    );
    const covered = new Set(by.cases.map(([index]) => index));
    const uncovered = Array.from({ length: choices }, (_, index) => index).filter((index) => !covered.has(index));
    const never: Truth = {
      op: 'compare',
      operator: '=',
      left: { op: 'byChoice', slot: by.slot, cases: [] },
      right: constant(0n),
      needs: { ...nothing, applicable: [{ slot: by.slot, indices: uncovered, reason: by.reason }] },
    };
    const other = a.kind === 'byChoice' ? b : a;
    const shared = other.kind === 'plain' ? other.needs : null;
    return { op: 'byChoice', slot: by.slot, cases: [...cases, ...uncovered.map((index) => [index, never] as const)], shared };
  }

  /** A truth under the readings in force. */
  truth(node: TruthNode, measure: string): Truth {
    switch (node.kind) {
      case 'constantTruth':
        return { op: 'always', value: node.value };
      case 'compare':
        return this.compare(node.operator, this.number(node.left, measure), this.number(node.right, measure));
      case 'isYes':
        return { op: 'yes', slot: this.slot('input', node.input) };
      case 'in': {
        const input = this.pack.inputs[node.input];
        const lists = node.lists.map((list) => ({
          slot: this.slot('parameter', list),
          required: this.pack.parameters[list]?.required === true,
        }));
        return {
          op: 'in',
          slot: this.slot('input', node.input),
          members: membersOf(input === undefined ? [] : input.choices, node.choices),
          lists,
        };
      }
      case 'and':
      case 'or':
        return { op: node.kind, items: node.items.map((item) => this.truth(item, measure)) };
      case 'not':
        return { op: 'not', of: this.truth(node.of, measure) };
      case 'hasBase':
        return {
          op: 'hasBase',
          figure: this.slot('input', node.figure),
          flag: this.slot('input', node.flag),
          contradiction: `invalid:${node.flag}`,
        };
      case 'isDay':
        return { op: 'isDay', slot: this.slot('input', node.input), days: node.days };
      case 'isBlank':
        return { op: 'blank', slot: this.slot('input', node.input) };
      case 'reading':
        return this.truth(this.chosen(node), measure);
      case 'byChoice': {
        const choices = this.pack.inputs[node.input]?.choices ?? [];
        const cases = Object.entries(node.cases).map(
          ([id, item]) => [choices.findIndex((choice) => choice.id === id), this.truth(item, measure)] as const,
        );
        return { op: 'byChoice', slot: this.slot('input', node.input), cases, shared: null };
      }
    }
  }

  private condition(condition: Condition, measure: string): CoreCondition {
    this.place = `${measure} ${condition.id}`;
    return {
      id: condition.id,
      guards: condition.guards.map((guard) => this.truth(guard, measure)),
      officer: condition.officerDecides
        ? { when: this.truth(condition.officerDecides.when, measure), reason: `officer-decision:${condition.officerDecides.code}` }
        : null,
      test: this.truth(condition.test, measure),
      relaxed: condition.relaxed
        ? { guard: this.truth(condition.relaxed.guard, measure), test: this.truth(condition.relaxed.test, measure) }
        : null,
    };
  }

  private measure(measure: Measure): CoreMeasure {
    const conditions = measure.conditions.filter((condition) => condition.tested).map((condition) => this.condition(condition, measure.id));
    this.place = `${measure.id} award`;
    const award = measure.award === null ? null : this.value(measure.award, measure.id);
    const caps = measure.caps.map((cap) => {
      const optional =
        cap.limit.kind === 'parameter' && this.pack.parameters[cap.limit.parameter]?.required === false
          ? this.slot('parameter', cap.limit.parameter)
          : null;
      return { applied: `${cap.code}:${cap.id}` as const, limit: this.value(cap.limit, measure.id), optional };
    });
    const floor =
      measure.floor === undefined ? null : { reason: `floor:${measure.floor.id}` as const, at: this.value(measure.floor.at, measure.id) };
    const parts = [award, ...caps.map((cap) => cap.limit), floor === null ? null : floor.at].filter((part) => part !== null);
    const power = Math.min(0, ...parts.map((part) => part.power));
    const level = (amount: Amount): Amount => ({ ...this.rescale(amount, power), needs: amount.needs });
    const paid = award === null ? null : level(award);
    this.awardScaled = { value: { op: 'slot', slot: this.slots.length }, power, bound: paid === null ? 0n : paid.bound };
    const outputs = measure.outputs.map((output) => {
      const lowered = this.number(output.value, measure.id);
      if (
        lowered.kind === 'plain' &&
        lowered.denominator !== null &&
        (lowered.denominator.value.op !== 'constant' || decimalInverse(lowered.denominator.value.value) === null)
      ) {
        const { numerator, denominator } = lowered;
        return {
          id: output.id,
          value: { ...numerator, power: numerator.power - denominator.power - output.unit.power, needs: lowered.needs },
          denominator: denominator.value,
        };
      }
      const amount = this.amount(lowered, measure.id);
      return { id: output.id, value: { ...amount, power: amount.power - output.unit.power }, denominator: null };
    });
    return {
      id: measure.id,
      conditions,
      power,
      unitPower: measure.amountUnit.power,
      award: paid,
      caps: caps.map((cap) => ({ ...cap, limit: level(cap.limit) })),
      floor: floor === null ? null : { ...floor, at: level(floor.at) },
      outputs,
    };
  }
}
