import { INVALID, KNOWN, MISSING } from './columns';
import { compile, packKey } from './compile';
import type { Branch, CoreCondition, CoreMeasure, Integer, Needs, Slot, Truth } from './lanes/core';
import { Lowering } from './lanes/lower';
import { ReasonTable } from './lanes/reasons';
import type { Pack } from './tree';
import type { Reason } from './verdict';

/** A three-valued expression as two JavaScript conditions: when it is known to hold, and when it is known to fail. */
interface Printed {
  readonly holds: string;
  readonly fails: string;
}

/** Items joined by `&&`, without those that are always so. */
function all(...items: readonly string[]): string {
  if (items.includes('false')) return 'false';
  const asked = items.filter((item) => item !== 'true');
  return asked.length > 1 ? `(${asked.join(' && ')})` : (asked[0] ?? 'true');
}

/** Items joined by `||`, without those that are never so. */
function any(...items: readonly string[]): string {
  if (items.includes('true')) return 'true';
  const asked = items.filter((item) => item !== 'false');
  return asked.length > 1 ? `(${asked.join(' || ')})` : (asked[0] ?? 'false');
}

const undecided = ({ holds, fails }: Printed): string =>
  all(...[holds, fails].map((known) => (known === 'false' ? 'true' : known === 'true' ? 'false' : `!(${known})`)));

/** Whether a value, by its name, lies within bounds. */
function inside(value: string, { low, high }: { readonly low: bigint | null; readonly high: bigint | null }): string {
  return `${value} >= ${low ?? '-Infinity'} && ${value} <= ${high ?? 'Infinity'}`;
}

/** Writes one measure as a function over columns. Unknown numbers are NaN and stay so. */
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
    if (/^(x\d+|true|false)$/.test(expression)) return expression;
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
        return node.cases.reduceRight(
          (otherwise, [index, item]) => `(${this.value(node.slot)} === ${index} ? ${this.integer(item)} : ${otherwise})`,
          'NaN',
        );
      case 'floor':
        return `wholeSteps(${this.integer(node.numerator)}, ${this.integer(node.denominator)})`;
      case 'tiers':
        return this.tiers(
          node.rows.map(({ left, right, value }) => ({ left, right, then: this.integer(value) })),
          this.integer(node.below),
        );
      case 'guarded':
        return `(${this.value(node.slot)} > 0 ? ${this.integer(node.of)} : NaN)`;
      case 'given':
        return `(${this.state(node.slot)} === ${MISSING} ? ${this.integer(node.of)} : ${this.integer(node.own)})`;
      case 'within':
        return `within(${this.integer(node.of)}, ${node.low ?? '-Infinity'}, ${node.high ?? 'Infinity'})`;
    }
  }

  /** A choice among what follows each row, as one expression; NaN while what is compared is unknown. */
  private tiers(rows: readonly { readonly left: Integer; readonly right: Integer; readonly then: string }[], below: string): string {
    const [first, ...others] = rows;
    if (first === undefined) return below;
    const left = this.integer(first.left);
    const right = this.integer(first.right);
    return `(${left} >= ${right} ? ${this.tiers(others, first.then)} : ${left} < ${right} ? ${below} : NaN)`;
  }

  /** When a truth is known to hold and when it is known to fail; where neither is so it is undecided. */
  private truth(node: Truth, lines: string[]): Printed {
    switch (node.op) {
      case 'always':
        return node.value ? { holds: 'true', fails: 'false' } : { holds: 'false', fails: 'true' };
      case 'compare': {
        const left = this.keep(this.integer(node.left), lines);
        const right = node.right.op === 'constant' ? this.integer(node.right) : this.keep(this.integer(node.right), lines);
        const opposite = { '>=': '<', '>': '<=', '<=': '>', '<': '>=' } as const;
        const equal = `${left} === ${right}`;
        const apart = `(${left} < ${right} || ${left} > ${right})`;
        // Neither side of a comparison with NaN is true.
        const plain: Printed =
          node.operator === '='
            ? { holds: equal, fails: apart }
            : node.operator === '!='
              ? { holds: apart, fails: equal }
              : { holds: `${left} ${node.operator} ${right}`, fails: `${left} ${opposite[node.operator]} ${right}` };
        const guards = node.needs.guards.map((guard) => `${this.value(guard.slot)} > 0`);
        return { holds: all(...guards, plain.holds), fails: all(...guards, plain.fails) };
      }
      case 'yes': {
        const value = this.value(node.slot);
        return { holds: `${value} === 1`, fails: `${value} === 0` };
      }
      case 'blank': {
        const state = this.state(node.slot);
        return { holds: `${state} === ${MISSING}`, fails: `${state} !== ${MISSING}` };
      }
      case 'isDay': {
        const value = this.value(node.slot);
        const listed = `${JSON.stringify(node.days)}.includes(monthDay(${value}))`;
        return { holds: all(`${value} === ${value}`, listed), fails: all(`${value} === ${value}`, `!${listed}`) };
      }
      case 'in': {
        const value = this.value(node.slot);
        const known = `${value} === ${value}`;
        const only = Math.log2(node.members);
        const one = Number.isInteger(only);
        const named = one ? `${value} === ${only}` : `((${node.members} >> ${value}) & 1) === 1`;
        const others = one ? `${value} !== ${only}` : `((${node.members} >> ${value}) & 1) === 0`;
        const lists = node.lists.map((list): Printed => {
          const given = `${this.state(list.slot)} === ${KNOWN}`;
          const bit = `((${this.value(list.slot)} >> ${value}) & 1)`;
          const left = all(given, `${bit} === 0`);
          return { holds: all(given, `${bit} === 1`), fails: list.required ? left : any(`${this.state(list.slot)} === ${MISSING}`, left) };
        });
        const holds = any(named, ...lists.map((list) => list.holds));
        return {
          holds: one && lists.length === 0 ? named : all(known, holds),
          fails: all(known, others, ...lists.map((list) => list.fails)),
        };
      }
      case 'and':
      case 'or': {
        const items = node.items.map((item) => this.truth(item, lines));
        const holds = items.map((item) => item.holds);
        const fails = items.map((item) => item.fails);
        return node.op === 'and' ? { holds: all(...holds), fails: any(...fails) } : { holds: any(...holds), fails: all(...fails) };
      }
      case 'not': {
        const { holds, fails } = this.truth(node.of, lines);
        return { holds: fails, fails: holds };
      }
      case 'hasBase': {
        const figure = this.value(node.figure);
        const flag = this.value(node.flag);
        // Both are NaN unless known, so the states are asked only where something is not.
        const silent = all(`${flag} !== ${flag}`, `${this.state(node.flag)} !== ${INVALID}`);
        const blank = all(`${figure} !== ${figure}`, `${this.state(node.figure)} !== ${INVALID}`);
        return {
          holds: any(all(`${figure} > 0`, any(`${flag} === 1`, silent)), all(`${flag} === 1`, blank)),
          fails: any(all(`${figure} <= 0`, any(`${flag} === 0`, silent)), all(`${flag} === 0`, blank)),
        };
      }
      case 'byChoice': {
        const value = this.value(node.slot);
        const cases = node.cases.map(([index, item]) => ({ index, ...this.truth(item, lines) }));
        const holds = cases.reduceRight(
          (otherwise, item) => `${value} === ${item.index} ? ${item.holds} : ${otherwise}`,
          `${value} === ${value}`,
        );
        return { holds: `(${holds})`, fails: any(...cases.map((item) => all(`${value} === ${item.index}`, item.fails))) };
      }
    }
  }

  private condition(condition: CoreCondition, lines: string[]): Printed {
    let { holds, fails } = this.truth(condition.test, lines);
    if (condition.relaxed !== null) {
      const missed = this.keep(fails, lines);
      const guard = this.truth(condition.relaxed.guard, lines);
      const relaxed = this.truth(condition.relaxed.test, lines);
      holds = any(holds, all(missed, guard.holds, relaxed.holds));
      fails = all(missed, any(guard.fails, all(guard.holds, relaxed.fails)));
    }
    if (condition.officer !== null) {
      const when = this.truth(condition.officer.when, lines);
      holds = all(when.fails, holds);
      fails = all(when.fails, fails);
    }
    for (const guard of [...condition.guards].reverse()) {
      const asked = this.truth(guard, lines);
      holds = any(asked.fails, all(asked.holds, holds));
      fails = all(asked.holds, fails);
    }
    return { holds, fails };
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
      ...needs.applicable.map(
        (choice) =>
          `if (${choice.indices.map((index) => `${this.value(choice.slot)} === ${index}`).join(' || ') || 'false'}) { ${this.mark(choice.reason)} }`,
      ),
      ...needs.branches.flatMap((branch) => this.branch(branch)),
    ];
  }

  private branch(branch: Branch): string[] {
    switch (branch.op) {
      case 'byChoice': {
        const value = this.value(branch.slot);
        return branch.cases.flatMap(([index, needs]) => [
          `if (${value} === ${index} || ${value} !== ${value}) {`,
          ...this.needs(needs),
          '}',
        ]);
      }
      case 'tiers': {
        const at = this.fresh();
        const rows = branch.rows.map(({ left, right }, index) => ({ left, right, then: String(index) }));
        const marks = [branch.below, ...branch.rows.map(({ needs }) => needs)].flatMap((needs, index) => [
          `if (${at} === ${index - 1} || ${at} !== ${at}) {`,
          ...this.needs(needs),
          '}',
        ]);
        return ['{', `const ${at} = ${this.tiers(rows, '-1')};`, ...marks, '}'];
      }
      case 'given':
        return [`if (${this.state(branch.slot)} === ${MISSING}) {`, ...this.needs(branch.of), '} else {', ...this.needs(branch.own), '}'];
      case 'within': {
        const of = this.fresh();
        return [
          '{',
          `const ${of} = ${this.integer(branch.value.of)};`,
          `if (${of} === ${of} && !(${inside(of, branch.value)})) { ${this.mark(branch.reason)} }`,
          '}',
        ];
      }
    }
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
        const lists = node.lists.map((list) =>
          list.required ? this.blockSlot(list.slot) : `if (${this.state(list.slot)} === ${INVALID}) { ${this.blockSlot(list.slot)} }`,
        );
        return [`if (${value} !== ${value}) { ${this.blockSlot(node.slot)} } else { ${lists.join(' ')} }`];
      }
      case 'and':
      case 'or':
        return node.items.flatMap((item) => {
          const lines: string[] = [];
          const open = undecided(this.truth(item, lines));
          return ['{', ...lines, `if (${open}) {`, ...this.block(item), '} }'];
        });
      case 'not':
        return this.block(node.of);
      case 'hasBase': {
        const invalid = [node.figure, node.flag]
          .map((slot) => `if (${this.state(slot)} === ${INVALID}) { ${this.blockSlot(slot)} }`)
          .join(' ');
        return [
          `if (${this.state(node.figure)} === ${INVALID} || ${this.state(node.flag)} === ${INVALID}) { ${invalid} }`,
          `else if (${this.state(node.figure)} === ${MISSING}) { ${this.blockSlot(node.figure)} } else { ${this.mark(node.contradiction)} }`,
        ];
      }
      case 'byChoice': {
        const value = this.value(node.slot);
        const cases = node.cases.map(([index, item]) => `else if (${value} === ${index}) { ${this.block(item).join(' ')} }`);
        const shared = node.shared === null ? [] : this.needs(node.shared);
        return [`if (${value} !== ${value}) { ${[this.blockSlot(node.slot), ...shared].join(' ')} }`, ...cases];
      }
    }
  }

  private blockCondition(condition: CoreCondition): string[] {
    const lines: string[] = ['{'];
    let depth = 1;
    for (const guard of condition.guards) {
      const asked = this.truth(guard, lines);
      lines.push(`if (${undecided(asked)}) {`, ...this.block(guard), `} else if (${asked.holds}) {`);
      depth += 1;
    }
    if (condition.officer !== null) {
      const when = this.truth(condition.officer.when, lines);
      lines.push(
        `if (${when.holds}) { ${this.mark(condition.officer.reason)} } else if (${undecided(when)}) {`,
        ...this.block(condition.officer.when),
        '} else {',
      );
      depth += 1;
    }
    const test = this.truth(condition.test, lines);
    lines.push(`if (${undecided(test)}) {`, ...this.block(condition.test), '}');
    if (condition.relaxed !== null) {
      lines.push(`else if (${test.fails}) {`);
      const guard = this.truth(condition.relaxed.guard, lines);
      const relaxed = this.truth(condition.relaxed.test, lines);
      lines.push(`if (${undecided(guard)}) {`, ...this.block(condition.relaxed.guard));
      lines.push(`} else if (${all(guard.holds, undecided(relaxed))}) {`, ...this.block(condition.relaxed.test), '} }');
    }
    lines.push('}'.repeat(depth));
    return lines;
  }

  // ── the function ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Declares the columns used since `from`, outside the loop, and their values inside it. */
  private declarations(): { outside: string[]; inside: string[] } {
    const outside = [...this.values]
      .map((slot) => `const v${slot} = values[${slot}];`)
      .concat([...this.states].map((slot) => `const s${slot} = states[${slot}];`));
    const inside = [...this.values].map((slot) => `const x${slot} = v${slot}[i];`);
    this.values.clear();
    this.states.clear();
    return { outside, inside };
  }

  /** The most an undecided row may come to; below the floor it is decided. */
  private payable(): string[] {
    const { award, caps, floor } = this.measure;
    if (award === null) return [];
    const lines = [`let most = ${this.integer(award.value)};`];
    for (const cap of caps) {
      const limit = this.fresh();
      const cut = `const ${limit} = ${this.integer(cap.limit.value)}; if (${limit} !== ${limit}) most = NaN; else if (${limit} < most) most = ${limit};`;
      lines.push(cap.optional === null ? `{ ${cut} }` : `if (${this.state(cap.optional)} !== ${MISSING}) { ${cut} }`);
    }
    lines.push('amount[i] = most < 0 ? 0 : most;');
    if (floor === null) return lines;
    return [...lines, `if (most < ${this.integer(floor.at.value)}) { ${this.missFloor(floor.reason)} amount[i] = 0; }`];
  }

  /** The award is below the floor: that alone is the answer. */
  private missFloor(reason: Reason): string {
    const { word, bit } = this.table.place(reason);
    const { words } = this.table;
    return `status[i] = 0; floored[i] = 1; applied[i] = 0; bits.fill(0, i * ${words}, i * ${words} + ${words}); bits[i * ${words} + ${word}] = ${bit};`;
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
    if (floor !== null) lines.push(`if (paid < ${this.integer(floor.at.value)}) { ${this.missFloor(floor.reason)} paid = 0; }`);
    lines.push('amount[i] = paid;', `if (paid !== paid) { applied[i] = 0; blockAward${this.index}(i, values, states, bits); }`);
    return lines;
  }

  print(): string {
    const lines: string[] = [];
    const conditions = this.measure.conditions.map((condition) => this.condition(condition, lines));
    const failed = conditions.flatMap(({ fails }, index) => (fails === 'false' ? [] : [`(${fails} ? ${1 << index} : 0)`]));
    const hot = [
      ...lines,
      `const failed = ${failed.length > 0 ? failed.join(' |\n') : '0'};`,
      `if (failed !== 0) { fails[i] = failed; ${this.measure.award === null ? 'amount[i] = NaN; ' : ''}continue; }`,
      `const holds = ${
        conditions
          .map(({ holds }) => holds)
          .filter((holds) => holds !== 'true')
          .join(' &&\n') || 'true'
      };`,
      `if (!holds) { status[i] = 2; block${this.index}(i, values, states, bits);`,
      ...this.payable(),
      'continue; }',
      'status[i] = 1;',
      ...this.payment(),
    ];
    const loop = this.declarations();
    const judge = [
      `function measure${this.index}(rows, values, states, skip, { status, amount, fails, bits, applied, floored }) {`,
      ...loop.outside,
      'for (let i = 0; i < rows; i++) {',
      'if (skip[i] === 1) continue;',
      ...loop.inside,
      ...hot,
      '} }',
    ];
    const slow = this.measure.conditions.flatMap((condition) => this.blockCondition(condition));
    const blocked = this.declarations();
    const block = [
      `function block${this.index}(i, values, states, bits) {`,
      `const at = i * ${this.table.words};`,
      ...blocked.outside,
      ...blocked.inside,
      ...slow,
      '}',
    ];
    const award = [
      ...(this.measure.award === null ? [] : this.needs(this.measure.award.needs)),
      ...this.measure.caps.flatMap((cap) =>
        cap.optional === null
          ? this.needs(cap.limit.needs)
          : [`if (${this.state(cap.optional)} !== ${MISSING}) {`, ...this.needs(cap.limit.needs), '}'],
      ),
    ];
    const awarded = this.declarations();
    const blockAward = [
      `function blockAward${this.index}(i, values, states, bits) {`,
      `const at = i * ${this.table.words};`,
      ...awarded.outside,
      ...awarded.inside,
      ...award,
      '}',
    ];
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

const wholeSteps = `function wholeSteps(numerator, denominator) {
  if (!(denominator > 0)) return NaN;
  const quotient = Math.floor(numerator / denominator);
  const rest = numerator - quotient * denominator;
  return rest < 0 ? quotient - 1 : rest >= denominator ? quotient + 1 : quotient;
}`;

const within = `function within(value, low, high) {
  return value >= low && value <= high ? value : NaN;
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
  const printed = core.measures.map((measure, index) => new MeasurePrinter(measure, core.slots, index).print()).join('\n');
  return [
    `export const pack = ${JSON.stringify(packKey(pack))};`,
    `export const readings = ${JSON.stringify(inForce)};`,
    ...[quotient, wholeSteps, within, monthDay].filter((helper) => printed.includes(`${/function (\w+)/.exec(helper)?.[1] ?? ''}(`)),
    printed,
    'export function columns({ rows, values, states }, skip, out) {',
    ...core.measures.map((_, index) => `measure${index}(rows, values, states, skip, out[${index}]);`),
    '}',
    '',
  ].join('\n');
}
