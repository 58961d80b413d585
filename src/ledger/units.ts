import { sameDimension, unitNamed, type Dimension, type Unit } from '../engine';
import { compact, halfWidth } from './text';

/** The unit a text names (`万元`, `单位：千元`, `元/千瓦时`); undefined where it names none. */
export function readUnit(text: string): Unit | undefined {
  const name = compact(text).replace(/^(?:计量)?单位[:为]?/, '');
  return name === '' || name.length > 20 ? undefined : unitNamed(name);
}

function powers(dimension: Dimension): readonly (readonly [string, number])[] {
  return Object.entries(dimension).filter(([, power]) => power !== 0);
}

/** Whether both are the same unit, whatever they are called. */
function sameUnit(left: Unit, right: Unit): boolean {
  return left.power === right.power && sameDimension(left.dimension, right.dimension);
}

/** A plain ratio: 8 % and 0.08 are the same, so a bare number says nothing. */
export function isRatio(dimension: Dimension): boolean {
  return powers(dimension).length === 0;
}

/** A share, or so much per something: never guessed where its unit is not written. */
export function isRate(dimension: Dimension): boolean {
  return isRatio(dimension) || powers(dimension).some(([, power]) => power < 0);
}

const WHOLES = ['元', '千瓦时', '人', '辆', '吨'];

/** A unit for a quantity of this dimension; a bare `万`, `千` or `亿` counts in the quantity's own base (用电量（万） is 万千瓦时). */
export function readUnitFor(text: string, declared: Dimension): Unit | undefined {
  const name = compact(text);
  if (!/^(?:单位[:为]?)?[千万亿]$/.test(name)) return readUnit(name);
  for (const whole of WHOLES) {
    const unit = readUnit(name + whole);
    if (unit && sameDimension(unit.dimension, declared)) return unit;
  }
  return undefined;
}

/** A header without its unit: the unit's own words, undefined where it names none; `several` where it names two that differ. */
interface SplitHeader {
  readonly rest: string;
  readonly unit: string | undefined;
  readonly several: boolean;
}

/** Takes the unit out of a header: `产值（千元）`, `用电量(单位：万千瓦时)`, `产值（当季，万元）`, `产值/万元`, `增速%`. */
export function splitUnit(header: string): SplitHeader {
  const names: string[] = [];
  let rest = halfWidth(header).replace(/[([【〔]([^()[\]【】〔〕]*)[)\]】〕]/g, (whole, content: string) => {
    if (readUnit(content)) {
      names.push(content);
      return '';
    }
    const parts = content.split(/[,、;\s]+/).filter((part) => part !== '');
    const named = parts.filter((part) => readUnit(part) !== undefined);
    if (parts.length < 2 || named.length === 0) return whole;
    names.push(...named);
    const kept = parts.filter((part) => !named.includes(part) && !/^保留.*小数$/.test(part));
    return kept.length > 0 ? `(${kept.join('')})` : '';
  });
  if (names.length === 0) {
    const at = tailUnit(rest);
    if (at >= 0) {
      names.push(rest.slice(at));
      rest = rest.slice(0, at);
    }
  }
  const units = names.map((name) => readUnit(name));
  const several = units.some((unit) => unit !== undefined && units[0] !== undefined && !sameUnit(unit, units[0]));
  return { rest, unit: names[0] === undefined ? undefined : compact(names[0]).replace(/^[/,、:_-]/, ''), several };
}

/** Where a unit begins that a separator (or its own sign) sets off at the end; -1 where there is none. */
function tailUnit(text: string): number {
  const end = text.trimEnd();
  for (let at = Math.max(1, end.length - 24); at < end.length; at++) {
    if (/[/,、:\s_-]/.test(end.charAt(at)) && readUnit(end.slice(at + 1)) !== undefined) return at;
  }
  return /.[%‰]$/.test(end) ? end.length - 1 : -1;
}

/** The units of a line such as `单位：万元`, `产值单位：千元；用电量单位：万千瓦时` or `（万元）`; none where it names the reporting body. */
export function readUnitLine(text: string): readonly Unit[] {
  if (text.length > 200) return [];
  const line = halfWidth(text);
  const stated = [...line.matchAll(/单位\s*[:为]\s*([^;。)\]]+)/g)].map((match) => match[1]);
  const bracketed = /^\s*[([]\s*([^()[\]]{1,12})\s*[)\]]\s*$/.exec(line)?.[1];
  const found: Unit[] = [];
  for (const words of [...stated, bracketed]) {
    if (words === undefined) continue;
    const whole = readUnit(words);
    const units = whole ? [whole] : words.split(/[,、和及\s]+/).map((part) => readUnit(part.replace(/^[^:]*:/, '')));
    for (const unit of units) if (unit && !found.some((other) => sameUnit(other, unit))) found.push(unit);
  }
  return found;
}
