import type { Measure, NumberNode, TruthNode } from '../tree';

/** The inputs and readings a measure's expressions touch, in the order they first stand there. */
export function namesUsed(measure: Pick<Measure, 'conditions' | 'award' | 'caps' | 'outputs' | 'floor'>): {
  inputs: string[];
  readings: string[];
} {
  const inputs = new Set<string>();
  const readings = new Set<string>();
  const number = (node: NumberNode): void => {
    switch (node.kind) {
      case 'input':
      case 'base':
      case 'shift':
        inputs.add(node.input);
        return;
      case 'growth':
        number(node.now);
        inputs.add(node.before);
        return;
      case 'add':
      case 'subtract':
      case 'multiply':
      case 'divide':
        number(node.left);
        number(node.right);
        return;
      case 'min':
      case 'max':
        node.items.forEach(number);
        return;
      case 'round':
      case 'steps':
      case 'within':
        number(node.of);
        return;
      case 'tiers':
      case 'marginal':
        number(node.of);
        for (const row of node.rows) number(row.value);
        return;
      case 'noBase':
        inputs.add(node.base);
        number(node.none);
        number(node.of);
        return;
      case 'given':
        number(node.own);
        number(node.of);
        return;
      case 'reading':
        readings.add(node.reading);
        Object.values(node.options).forEach(number);
        return;
      case 'byChoice':
        inputs.add(node.input);
        Object.values(node.cases).forEach(number);
        return;
      case 'constant':
      case 'parameter':
      case 'award':
        return;
    }
  };
  const truth = (node: TruthNode): void => {
    switch (node.kind) {
      case 'compare':
        number(node.left);
        number(node.right);
        return;
      case 'isYes':
      case 'in':
      case 'isBlank':
      case 'isDay':
        inputs.add(node.input);
        return;
      case 'hasBase':
        inputs.add(node.figure).add(node.flag);
        return;
      case 'and':
      case 'or':
        node.items.forEach(truth);
        return;
      case 'not':
        truth(node.of);
        return;
      case 'reading':
        readings.add(node.reading);
        Object.values(node.options).forEach(truth);
        return;
      case 'byChoice':
        inputs.add(node.input);
        Object.values(node.cases).forEach(truth);
        return;
      case 'constantTruth':
        return;
    }
  };
  for (const condition of measure.conditions) {
    condition.guards.forEach(truth);
    if (condition.officerDecides) truth(condition.officerDecides.when);
    truth(condition.test);
    if (condition.relaxed) {
      truth(condition.relaxed.guard);
      truth(condition.relaxed.test);
    }
  }
  if (measure.award) number(measure.award);
  for (const cap of measure.caps) number(cap.limit);
  if (measure.floor) number(measure.floor.at);
  for (const output of measure.outputs) number(output.value);
  return { inputs: [...inputs], readings: [...readings] };
}
