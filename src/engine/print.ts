import { INVALID, KNOWN, MISSING } from './columns';
import { compile, packKey } from './compile';
import type { CoreCondition, CoreMeasure, Integer, Needs, Slot, Truth } from './core';
import { Lowering } from './lower';
import { ReasonTable } from './run';
import type { Pack } from './tree';
import type { Reason } from './verdict';

/** Writes one measure as a function over columns. Three-valued results are 0 no, 1 yes, 2 undecided; unknown numbers are NaN and stay so. */
class MeasurePrinter {
  private readonly values = new Set<number>();
  private readonly states = new Set<number>();
  private names = 0;
  private readonly table: ReasonTable;

  constructor(
    private readonly measure: CoreMeasure,
    private readonly slots: readonly Slot[],
    private readonly index: number,
  ) {
    this.table = new ReasonTable(measure, slots);
  }

  private fresh(): string {
    this.names += 1;
    return `t${this.names}`;
  }

  private value(slot: number): string {
    this.values.add(slot);
    return `x${slot}`;
  }

  /** States are read from their column only where they are asked. */
  private state(slot: number): string {
    this.states.add(slot);
    return `s${slot}[i]`;
  }

  private keep(expression: string, lines: string[]): string {
    const name = this.fresh();
    lines.push(`const ${name} = ${expression};`);
    return name;
  }

  private integer(node: Integer): string {
    switch (node.op) {
      case 'constant':
        return node.value < 0n ? `(${node.value})` : String(node.value);
      case 'slot':
        return this.value(node.slot);
      case 'add':
        return `(${this.integer(node.left)} + ${this.integer(node.right)})`;
      case 'subtract':
        return `(${this.integer(node.left)} - ${this.integer(node.right)})`;
      case 'multiply':
        return `${this.integer(node.left)} * ${this.integer(node.right)}`;
      case 'min':
      case 'max':
        return `Math.${node.op}(${this.integer(node.left)}, ${this.integer(node.right)})`;
      case 'quotient':
        return `quotient(${this.integer(node.numerator)}, ${this.integer(node.denominator)})`;
      case 'shift':
        throw new Error('a moved date stands in outputs, which are not printed');
      case 'byChoice':
        return node.cases.reduceRight((otherwise, [index, item]) => `(${this.value(node.slot)} === ${index} ? ${this.integer(item)} : ${otherwise})`, 'NaN');
    }
  }

  private three(node: Truth, lines: string[]): string {
    switch (node.op) {
      case 'always':
        return node.value ? '1' : '0';
      case 'compare': {
        const left = this.keep(this.integer(node.left), lines);
        const right = node.right.op === 'constant' ? this.integer(node.right) : this.keep(this.integer(node.right), lines);
        const opposite = { '>=': '<', '>': '<=', '<=': '>', '<': '>=', '=': '', '!=': '' }[node.operator];
        const equal = node.operator === '=' ? ['1', '0'] : ['0', '1'];
        const plain =
          opposite === ''
            ? `(${left} === ${right} ? ${equal[0]} : ${left} < ${right} || ${left} > ${right} ? ${equal[1]} : 2)`
            : `(${left} ${node.operator} ${right} ? 1 : ${left} ${opposite} ${right} ? 0 : 2)`;
        const guarded = node.needs.guards.map((guard) => `${this.value(guard.slot)} > 0`);
        return guarded.length === 0 ? plain : `(${guarded.join(' && ')} ? ${plain} : 2)`;
      }
      case 'yes': {
        const value = this.value(node.slot);
        return `(${value} === 1 ? 1 : ${value} === 0 ? 0 : 2)`;
      }
      case 'blank':
        return `(${this.state(node.slot)} === ${MISSING} ? 1 : 0)`;
      case 'isDay': {
        const value = this.value(node.slot);
        return `(${value} !== ${value} ? 2 : ${JSON.stringify(node.days)}.includes(monthDay(${value})) ? 1 : 0)`;
      }
      case 'in': {
        const value = this.value(node.slot);
        const lists = node.lists.reduceRight((otherwise, list) => {
          const listed = `${this.state(list.slot)} === ${KNOWN}`;
          const absent = list.required ? '2' : `${this.state(list.slot)} === ${INVALID} ? 2 : ${otherwise}`;
          return `(${listed} ? ((${this.value(list.slot)} >> ${value}) & 1) === 1 ? 1 : ${otherwise} : ${absent})`;
        }, '0');
        const named = lists === '0' ? `(${node.members} >> ${value}) & 1` : `((${node.members} >> ${value}) & 1) === 1 ? 1 : ${lists}`;
        return `(${value} !== ${value} ? 2 : ${named})`;
      }
      case 'and':
      case 'or': {
        const items = node.items.map((item) => this.keep(this.three(item, lines), lines));
        const [decisive, otherwise] = node.op === 'and' ? [0, 1] : [1, 0];
        return `(${items.map((item) => `${item} === ${decisive}`).join(' || ')} ? ${decisive} : ${items.map((item) => `${item} === 2`).join(' || ')} ? 2 : ${otherwise})`;
      }
      case 'not': {
        const of = this.keep(this.three(node.of, lines), lines);
        return `(${of} === 2 ? 2 : 1 - ${of})`;
      }
      case 'hasBase': {
        const figure = this.value(node.figure);
        const flag = this.value(node.flag);
        const above = this.keep(`${figure} > 0 ? 1 : 0`, lines);
        const invalid = `${this.state(node.figure)} === ${INVALID} || ${this.state(node.flag)} === ${INVALID}`;
        // Both are NaN unless known, so the states are asked only where something is not.
        return `(${figure} === ${figure} ? ${flag} === ${flag} ? ${flag} === ${above} ? ${above} : 2 : ${this.state(node.flag)} === ${INVALID} ? 2 : ${above} : ${invalid} ? 2 : ${flag} === ${flag} ? ${flag} : 2)`;
      }
      case 'byChoice': {
        const value = this.value(node.slot);
        const cases = node.cases.reduceRight((otherwise, [index, item]) => `${value} === ${index} ? ${this.three(item, lines)} : ${otherwise}`, '1');
        return `(${value} !== ${value} ? 2 : ${cases})`;
      }
    }
  }

  private condition(condition: CoreCondition, lines: string[]): string {
    const test = this.three(condition.test, lines);
    let result = test;
    if (condition.relaxed !== null) {
      const kept = this.keep(test, lines);
      const guard = this.keep(this.three(condition.relaxed.guard, lines), lines);
      const relaxed = this.three(condition.relaxed.test, lines);
      result = `(${kept} !== 0 ? ${kept} : ${guard} === 1 ? ${relaxed} : ${guard})`;
    }
    if (condition.officer !== null) {
      const when = this.keep(this.three(condition.officer.when, lines), lines);
      result = `(${when} !== 0 ? 2 : ${result})`;
    }
    for (const guard of [...condition.guards].reverse()) {
      const kept = this.keep(this.three(guard, lines), lines);
      result = `(${kept} === 1 ? ${result} : ${kept} === 0 ? 1 : 2)`;
    }
    return this.keep(result, lines);
  }

  // ── what blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private mark(reason: Reason): string {
    const { word, bit } = this.table.place(reason);
    return `bits[at + ${word}] |= ${bit};`;
  }

  private blockSlot(slot: number): string {
    const declared = this.slots[slot];
    if (!declared) throw new Error(`no slot ${slot}`);
    return `if (${this.state(slot)} === ${MISSING}) { ${this.mark(declared.missing)} } else if (${this.state(slot)} === ${INVALID}) { ${this.mark(declared.invalid)} }`;
  }

  private needs(needs: Needs): string[] {
    return [
      ...needs.slots.map((slot) => this.blockSlot(slot)),
      ...needs.guards.map((guard) => `if (${this.value(guard.slot)} <= 0) { ${this.mark(guard.reason)} }`),
      ...needs.applicable.map((choice) => `if (${choice.indices.map((index) => `${this.value(choice.slot)} === ${index}`).join(' || ') || 'false'}) { ${this.mark(choice.reason)} }`),
    ];
  }

  private block(node: Truth): string[] {
    switch (node.op) {
      case 'always':
      case 'blank':
        return [];
      case 'compare':
        return this.needs(node.needs);
      case 'yes':
      case 'isDay':
        return [this.blockSlot(node.slot)];
      case 'in': {
        const value = this.value(node.slot);
        const lists = node.lists.map((list) => (list.required ? this.blockSlot(list.slot) : `if (${this.state(list.slot)} === ${INVALID}) { ${this.blockSlot(list.slot)} }`));
        return [`if (${value} !== ${value}) { ${this.blockSlot(node.slot)} } else { ${lists.join(' ')} }`];
      }
      case 'and':
      case 'or':
        return node.items.flatMap((item) => {
          const lines: string[] = [];
          const open = this.three(item, lines);
          return ['{', ...lines, `if (${open} === 2) {`, ...this.block(item), '} }'];
        });
      case 'not':
        return this.block(node.of);
      case 'hasBase': {
        const invalid = [node.figure, node.flag].map((slot) => `if (${this.state(slot)} === ${INVALID}) { ${this.blockSlot(slot)} }`).join(' ');
        return [
          `if (${this.state(node.figure)} === ${INVALID} || ${this.state(node.flag)} === ${INVALID}) { ${invalid} }`,
          `else if (${this.state(node.figure)} === ${MISSING}) { ${this.blockSlot(node.figure)} } else { ${this.mark(node.contradiction)} }`,
        ];
      }
      case 'byChoice': {
        const value = this.value(node.slot);
        const cases = node.cases.map(([index, item]) => `else if (${value} === ${index}) { ${this.block(item).join(' ')} }`);
        return [`if (${value} !== ${value}) { ${this.blockSlot(node.slot)} }`, ...cases];
      }
    }
  }

  private blockCondition(condition: CoreCondition): string[] {
    const lines: string[] = ['{'];
    const outcome = this.condition(condition, lines);
    lines.push(`if (${outcome} === 2) {`);
    let depth = 2;
    for (const guard of condition.guards) {
      const kept = this.keep(this.three(guard, lines), lines);
      lines.push(`if (${kept} === 2) {`, ...this.block(guard), '} else {');
      depth += 1;
    }
    if (condition.officer !== null) {
      const when = this.keep(this.three(condition.officer.when, lines), lines);
      lines.push(`if (${when} === 1) { ${this.mark(condition.officer.reason)} } else if (${when} === 2) {`, ...this.block(condition.officer.when), '} else {');
      depth += 1;
    }
    const test = this.keep(this.three(condition.test, lines), lines);
    lines.push(`if (${test} === 2) {`, ...this.block(condition.test), '}');
    if (condition.relaxed !== null) {
      lines.push('else {');
      const guard = this.keep(this.three(condition.relaxed.guard, lines), lines);
      lines.push(`if (${guard} === 2) {`, ...this.block(condition.relaxed.guard), '} else {', ...this.block(condition.relaxed.test), '} }');
    }
    lines.push('}'.repeat(depth));
    return lines;
  }

  // ── the function ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Declares the columns used since `from`, outside the loop, and their values inside it. */
  private declarations(): { outside: string[]; inside: string[] } {
    const outside = [...this.values].map((slot) => `const v${slot} = values[${slot}];`).concat([...this.states].map((slot) => `const s${slot} = states[${slot}];`));
    const inside = [...this.values].map((slot) => `const x${slot} = v${slot}[i];`);
    this.values.clear();
    this.states.clear();
    return { outside, inside };
  }

  /** What an undecided row would be paid. */
  private payable(): string[] {
    const { award, caps } = this.measure;
    if (award === null) return [];
    const lines = [`let most = ${this.integer(award.value)};`];
    for (const cap of caps) {
      const limit = this.fresh();
      const cut = `const ${limit} = ${this.integer(cap.limit.value)}; if (${limit} !== ${limit}) most = NaN; else if (${limit} < most) most = ${limit};`;
      lines.push(cap.optional === null ? `{ ${cut} }` : `if (${this.state(cap.optional)} !== ${MISSING}) { ${cut} }`);
    }
    return [...lines, 'high[i] = most < 0 ? 0 : most;'];
  }

  private payment(): string[] {
    const { award, caps, floor } = this.measure;
    if (award === null) return ['amount[i] = NaN;'];
    const lines = [`let paid = ${this.integer(award.value)};`];
    caps.forEach((cap, index) => {
      const limit = this.fresh();
      const cut = `const ${limit} = ${this.integer(cap.limit.value)}; if (${limit} !== ${limit}) paid = NaN; else if (${limit} < paid) { paid = ${limit}; applied[i] = ${index + 1}; }`;
      lines.push(cap.optional === null ? `{ ${cut} }` : `if (${this.state(cap.optional)} !== ${MISSING}) { ${cut} }`);
    });
    if (floor !== null) {
      const { word, bit } = this.table.place(floor.reason);
      lines.push(`if (paid < ${this.integer(floor.at.value)}) { status[i] = 0; floored[i] = 1; applied[i] = 0; bits[i * ${this.table.words} + ${word}] = ${bit}; paid = 0; }`);
    }
    lines.push('amount[i] = paid;', `if (paid !== paid) { applied[i] = 0; blockAward${this.index}(i, values, states, bits); }`);
    return lines;
  }

  print(): string {
    const lines: string[] = [];
    const conditions = this.measure.conditions.map((condition) => this.condition(condition, lines));
    const fails = conditions.map((name, index) => `(${name} === 0 ? ${1 << index} : 0)`).join(' | ') || '0';
    const holds = conditions.map((name) => `${name} === 1`).join(' && ') || 'true';
    const hot = [
      ...lines,
      `const failed = ${fails};`,
      `if (failed !== 0) { fails[i] = failed; ${this.measure.award === null ? 'amount[i] = NaN; ' : ''}continue; }`,
      `if (!(${holds})) { status[i] = 2; amount[i] = NaN; block${this.index}(i, values, states, bits);`,
      ...this.payable(),
      'continue; }',
      'status[i] = 1;',
      ...this.payment(),
    ];
    const loop = this.declarations();
    const judge = [
      `function measure${this.index}(rows, values, states, skip, { status, amount, fails, bits, applied, floored, high }) {`,
      ...loop.outside,
      'for (let i = 0; i < rows; i++) {',
      'if (skip[i] === 1) continue;',
      ...loop.inside,
      ...hot,
      '} }',
    ];
    const slow = this.measure.conditions.flatMap((condition) => this.blockCondition(condition));
    const blocked = this.declarations();
    const block = [`function block${this.index}(i, values, states, bits) {`, `const at = i * ${this.table.words};`, ...blocked.outside, ...blocked.inside, ...slow, '}'];
    const award = [
      ...(this.measure.award === null ? [] : this.needs(this.measure.award.needs)),
      ...this.measure.caps.flatMap((cap) => (cap.optional === null ? this.needs(cap.limit.needs) : [`if (${this.state(cap.optional)} !== ${MISSING}) {`, ...this.needs(cap.limit.needs), '}'])),
    ];
    const awarded = this.declarations();
    const blockAward = [`function blockAward${this.index}(i, values, states, bits) {`, `const at = i * ${this.table.words};`, ...awarded.outside, ...awarded.inside, ...award, '}'];
    return [...judge, ...block, ...blockAward].join('\n');
  }
}

const quotient = `function quotient(numerator, denominator) {
  if (!(denominator > 0)) return NaN;
  const magnitude = Math.abs(numerator);
  let result = Math.floor(magnitude / denominator);
  let rest = magnitude - result * denominator;
  if (rest < 0) { result -= 1; rest += denominator; } else if (rest >= denominator) { result += 1; rest -= denominator; }
  if (2 * rest >= denominator) result += 1;
  return numerator < 0 ? -result : result;
}`;

const monthDay = `function monthDay(day) {
  const date = new Date(day * 86400000);
  return (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}`;

/**
 * Prints a pack, under one setting of its readings (its defaults where none is given), as a JavaScript module with the form of
 * ColumnsModule. Made when the product is built, so that nothing is evaluated at run time; the same answers as the closures.
 */
export function printColumns(pack: Pack, readings: Readonly<Record<string, string>> = {}): string {
  const inForce = compile(pack, { readings }).readings;
  const core = new Lowering(pack, inForce, 0).core();
  const measures = core.measures.map((measure, index) => new MeasurePrinter(measure, core.slots, index).print());
  return [
    `export const pack = ${JSON.stringify(packKey(pack))};`,
    `export const readings = ${JSON.stringify(inForce)};`,
    quotient,
    monthDay,
    ...measures,
    'export function columns({ rows, values, states }, skip, out) {',
    ...core.measures.map((_, index) => `measure${index}(rows, values, states, skip, out[${index}]);`),
    '}',
    '',
  ].join('\n');
}
