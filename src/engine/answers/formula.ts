import type { NumberNode, Pack, TierRow, TruthNode } from '../tree';

/** 630 as 6月30日. */
function dayOfYear(day: number): string {
  return `${Math.floor(day / 100)}月${day % 100}日`;
}

/** Writes an expression back in the pack's own words, under the readings in force. */
export class Formula {
  constructor(
    private readonly pack: Pack,
    private readonly readings: Readonly<Record<string, string>>,
  ) {}

  private input(id: string): string {
    return this.pack.inputs[id]?.name ?? id;
  }

  private label(input: string, choice: string): string {
    return this.pack.inputs[input]?.choices.find((known) => known.id === choice)?.label ?? choice;
  }

  private chosen<T>(node: { readonly reading: string; readonly options: Readonly<Record<string, T>> }): T {
    const option = node.options[this.readings[node.reading] ?? ''];
    if (option === undefined) throw new Error(`reading ${node.reading} is not in force`);
    return option;
  }

  number(node: NumberNode): string {
    switch (node.kind) {
      case 'constant':
        return node.text;
      case 'input':
        return this.input(node.input);
      case 'base':
        return this.input(node.input);
      case 'parameter':
        return this.pack.parameters[node.parameter]?.name ?? node.parameter;
      case 'award':
        return '奖补金额';
      case 'shift':
        return `${this.input(node.input)}（${node.rules.map(({ from, to }) => `${dayOfYear(from)}顺延至${dayOfYear(to)}`).join('；')}）`;
      case 'growth':
        return `(${this.number(node.now)} − ${this.input(node.before)}) ÷ ${this.input(node.before)}`;
      case 'add':
        return `${this.number(node.left)} + ${this.number(node.right)}`;
      case 'subtract':
        return `${this.number(node.left)} − ${this.inner(node.right)}`;
      case 'multiply':
        return `${this.inner(node.left)} × ${this.inner(node.right)}`;
      case 'divide':
        return `${this.inner(node.left)} ÷ ${this.inner(node.right)}`;
      case 'min':
        return `取小(${node.items.map((item) => this.number(item)).join('，')})`;
      case 'max':
        return `取大(${node.items.map((item) => this.number(item)).join('，')})`;
      case 'round':
        return `四舍五入(${this.number(node.of)})`;
      case 'reading':
        return this.number(this.chosen(node));
      case 'byChoice':
        return `按${this.input(node.input)}(${Object.entries(node.cases)
          .map(([id, item]) => `${this.label(node.input, id)}：${this.number(item)}`)
          .join('；')})`;
      case 'steps':
        return `取整(${this.inner(node.of)} ÷ ${node.text})`;
      case 'tiers':
        return `按档(${this.number(node.of)}；${this.rows(node.rows)})`;
      case 'marginal':
        return `分段累计(${this.number(node.of)}；${this.rows(node.rows)})`;
      case 'noBase':
        return `${this.input(node.base)}为 0 时：${this.number(node.none)}；不为 0 时：${this.number(node.of)}`;
      case 'given':
      case 'within':
        return this.number(node.of);
    }
  }

  private rows(rows: readonly TierRow[]): string {
    return rows.map(({ text, value }) => `${text}起：${this.number(value)}`).join('；');
  }

  /** The same as a factor: in parentheses where it needs them. */
  inner(node: NumberNode): string {
    const text = this.number(node);
    const resolved = node.kind === 'reading' ? this.chosen(node) : node;
    return ['add', 'subtract', 'growth', 'divide'].includes(resolved.kind) ? `(${text})` : text;
  }

  truth(node: TruthNode): string {
    switch (node.kind) {
      case 'constantTruth':
        return node.value ? '成立' : '不成立';
      case 'compare': {
        const operators = { '>=': '≥', '>': '＞', '<=': '≤', '<': '＜', '=': '＝', '!=': '≠' };
        return `${this.number(node.left)} ${operators[node.operator]} ${this.number(node.right)}`;
      }
      case 'isYes':
        return `${this.input(node.input)} 为“是”`;
      case 'in': {
        const lists = node.lists.map((list) => this.pack.parameters[list]?.name ?? list);
        const named = node.choices.map((choice) => this.label(node.input, choice));
        return `${this.input(node.input)} 属于 ${[...named, ...lists].join('、')}`;
      }
      case 'and':
        return node.items.map((item) => this.truth(item)).join(' 且 ');
      case 'or':
        return node.items.map((item) => this.truth(item)).join(' 或 ');
      case 'not':
        return `非（${this.truth(node.of)}）`;
      case 'hasBase':
        return `${this.input(node.figure)} 大于 0（未填时看“${this.input(node.flag)}”）`;
      case 'isDay':
        return `${this.input(node.input)} 为 ${node.days.map(dayOfYear).join('、')}`;
      case 'isBlank':
        return `${this.input(node.input)} 未填`;
      case 'reading':
        return this.truth(this.chosen(node));
      case 'byChoice':
        return Object.entries(node.cases)
          .map(([id, item]) => `${this.label(node.input, id)}：${this.truth(item)}`)
          .join('；');
    }
  }
}
