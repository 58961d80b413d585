import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { HandParameters } from './hand';

/**
 * The same document in two public rule engines, each in the form that was fastest of those tried: json-rules-engine has conditions only, so
 * growth and amounts are ordinary code around it; in GoRules Zen all is expressions. In both, a blank is null, and three-valued logic has to
 * be spelled out: a rule or expression for "holds" and one for "fails".
 */
export interface Peer {
  readonly name: string;
  /** How the rows were given to it. */
  readonly how: string;
  /** Judges the rows; `answer` gets status and amount (NaN: open) by measure, and the total. */
  judge(
    rows: readonly PeerFacts[],
    answer: (row: number, status: readonly number[], amount: readonly number[], total: number) => void,
  ): Promise<void>;
}

/** The figures of one row as a peer takes them: plain numbers, null where blank. */
export type PeerFacts = Readonly<Record<string, number | boolean | string | null>>;

/** Peers are installed by `npm --prefix bench ci`; `null` where they are not. */
function peerModule(name: string): unknown {
  const load = createRequire(join(process.cwd(), 'bench', 'package.json'));
  return load(name);
}

/** What a measure is, given only whether it holds, and the total over those that count. */
function amounts(status: readonly number[], row: PeerFacts, given: HandParameters): { amount: number[]; total: number } {
  const figure = (id: string): number => {
    const value = row[id];
    return typeof value === 'number' ? value : NaN;
  };
  const rent = figure('venueRent');
  const stand = figure('standConstructionCost');
  const sureCosts = given.eventRate * (Number.isNaN(rent) ? stand : rent);
  const costs = given.eventRate * (rent + stand);
  const awards = [
    10,
    Math.min(given.festivalCap, ((figure('festivalElectricity') - figure('festivalElectricityLastYear')) * given.festivalRate) / 10_000),
    given.growthAward,
    given.rampUpAward,
    given.investmentRate * figure('projectInvestment'),
    costs >= given.eventCap || sureCosts >= given.eventCap ? given.eventCap : costs,
    Math.min(given.powerCap, ((figure('purchasedElectricity') - figure('baseElectricity')) * given.powerRate) / 10_000),
    Math.min(20, 0.1 * Math.min(figure('newHires'), figure('insuredEmployees') - figure('insuredEmployeesLastYear'))),
  ];
  const amount = awards.map((award, index) => (status[index] === 1 ? award : status[index] === 0 ? 0 : NaN));
  const counted = amount.filter((_, index) => index !== 4 && index !== 5);
  const sure = counted.reduce((sum, each) => (Number.isNaN(each) ? sum : sum + each), 0);
  return { amount, total: sure >= 100 ? 100 : counted.some(Number.isNaN) ? NaN : sure };
}

// ── json-rules-engine ──────────────────────────────────────────────────────────────────────────────────────────────────────────

type Condition = { fact: string; operator: string; value: unknown } | { all: Condition[] } | { any: Condition[] };

/** A condition three-valued: when it holds, and when it is known to fail. */
interface Three {
  readonly holds: Condition;
  readonly fails: Condition;
}

const is = (fact: string, operator: string, value: unknown): Condition => ({ fact, operator, value });
const atLeast = (fact: string, line: number): Three => ({
  holds: is(fact, 'greaterThanInclusive', line),
  fails: is(fact, 'lessThan', line),
});
const above = (fact: string, line: number): Three => ({ holds: is(fact, 'greaterThan', line), fails: is(fact, 'lessThanInclusive', line) });
const yes = (fact: string, word: unknown = true): Three => ({
  holds: is(fact, 'equal', word),
  fails: { all: [is(fact, 'notEqual', word), is(fact, 'notEqual', null)] },
});
const among = (fact: string, words: readonly string[]): Three => ({
  holds: is(fact, 'in', words),
  fails: { all: [is(fact, 'notIn', words), is(fact, 'notEqual', null)] },
});
const not = ({ holds, fails }: Three): Three => ({ holds: fails, fails: holds });
const and = (...items: readonly Three[]): Three => ({
  holds: { all: items.map((item) => item.holds) },
  fails: { any: items.map((item) => item.fails) },
});
const or = (...items: readonly Three[]): Three => not(and(...items.map(not)));
/** The lowered line where the full one fails: asked only of a named industry. */
const relaxed = (full: Three, industry: Three, lowered: Three): Three => ({
  holds: { any: [full.holds, { all: [full.fails, industry.holds, lowered.holds] }] },
  fails: { all: [full.fails, { any: [industry.fails, { all: [industry.holds, lowered.fails] }] }] },
});

interface JsonRulesEngine {
  addRule(rule: { conditions: Condition; event: { type: string; params: { measure: number; status: number } } }): void;
  run(facts: PeerFacts): Promise<{ events: { params: { measure: number; status: number } }[] }>;
}

/** Names of the industries a clause names, those an officer added among them. */
export interface PeerLists {
  readonly excluded: readonly string[];
  readonly relaxedWithBase: readonly string[];
  readonly relaxedWithoutBase: readonly string[];
}

function conditionsOf(given: HandParameters, lists: PeerLists): Three[] {
  const industrial = yes('enterpriseType', 'industrial');
  const large = atLeast('annualOutputValue', 2000);
  const withBase = relaxed(
    atLeast('quarterlyOutputValue', 4000),
    among('industry', lists.relaxedWithBase),
    atLeast('quarterlyOutputValue', given.growthRelaxedOutput),
  );
  const grows = relaxed(atLeast('growth', 0.08), among('industry', lists.relaxedWithBase), atLeast('growth', given.growthRelaxedGrowth));
  const withoutBase = relaxed(
    atLeast('quarterlyOutputValue', 2000),
    among('industry', lists.relaxedWithoutBase),
    atLeast('quarterlyOutputValue', given.rampUpRelaxedOutput),
  );
  const software = yes('enterpriseType', 'software');
  /** The case of the type recorded; a blank type leaves it undecided. */
  const byType = (one: Three, other: Three): Three => ({
    holds: { any: [{ all: [industrial.holds, one.holds] }, { all: [software.holds, other.holds] }] },
    fails: { any: [{ all: [industrial.holds, one.fails] }, { all: [software.holds, other.fails] }] },
  });
  return [
    and(industrial, large, not(among('industry', lists.excluded)), atLeast('dailyUse', 0.9)),
    and(industrial, large, not(yes('isDualHighEnterprise')), above('festivalIncrease', 0)),
    and(
      yes('hasBase'),
      byType(
        and(withBase, or(yes('outputBase', false), grows)),
        and(atLeast('quarterlyOperatingRevenue', 2000), or(yes('revenueBase', false), atLeast('revenueGrowth', 0.1))),
      ),
    ),
    and(not(yes('hasBase')), byType(withoutBase, atLeast('quarterlyOperatingRevenue', 1000))),
    yes('officerConfirmedConditions'),
    and(industrial, atLeast('eventDate', 20089), not(above('eventDate', 20178)), {
      holds: is('eventKind', 'in', ['productLaunch', 'orderFair', 'exhibition']),
      fails: is('eventKind', 'in', []),
    }),
    and(
      industrial,
      not(yes('inDualHighCatalogue')),
      yes('separatelyMetered'),
      atLeast('quarterlyOutputValue', 1000),
      atLeast('growth', 0.1),
      above('powerIncrease', 0),
    ),
    and(industrial, atLeast('quarterlyOutputValue', 2000), above('insuredIncrease', 0), above('newHires', 0)),
  ];
}

/** The figures that need arithmetic, null where one of theirs is blank. */
function derived(row: PeerFacts): PeerFacts {
  const of = (a: string, b: string, f: (a: number, b: number) => number | null): number | null => {
    const left = row[a];
    const right = row[b];
    return typeof left === 'number' && typeof right === 'number' ? f(left, right) : null;
  };
  const growth = (now: string, before: string): number | null => of(now, before, (a, b) => (b > 0 ? a / b - 1 : null));
  const has = (before: string): boolean | null => {
    const figure = row[before];
    return typeof figure === 'number' ? figure > 0 : null;
  };
  const recorded =
    row.enterpriseType === null
      ? null
      : has(row.enterpriseType === 'industrial' ? 'quarterlyOutputValueLastYear' : 'quarterlyOperatingRevenueLastYear');
  const said = row.hasComparisonBase as boolean | null;
  return {
    ...row,
    growth: growth('quarterlyOutputValue', 'quarterlyOutputValueLastYear'),
    revenueGrowth: growth('quarterlyOperatingRevenue', 'quarterlyOperatingRevenueLastYear'),
    outputBase: has('quarterlyOutputValueLastYear'),
    revenueBase: has('quarterlyOperatingRevenueLastYear'),
    hasBase: row.enterpriseType === null || (recorded !== null && said !== null && recorded !== said) ? null : (recorded ?? said),
    dailyUse: of('holidayElectricity', 'fourthQuarterElectricity', (now, before) => (before > 0 ? now / 32 / (before / 92) : null)),
    festivalIncrease: of('festivalElectricity', 'festivalElectricityLastYear', (now, before) => now - before),
    powerIncrease: of('purchasedElectricity', 'baseElectricity', (now, before) => (before > 0 ? now - before : null)),
    insuredIncrease: of('insuredEmployees', 'insuredEmployeesLastYear', (now, before) => now - before),
  };
}

/** json-rules-engine: two rules a measure, awaited row by row as its documentation does. */
export function jsonRules(given: HandParameters, lists: PeerLists): Peer {
  const { Engine } = peerModule('json-rules-engine') as { Engine: new (rules: [], options: object) => JsonRulesEngine };
  const engine = new Engine([], { allowUndefinedFacts: true });
  conditionsOf(given, lists).forEach(({ holds, fails }, measure) => {
    const rule = (condition: Condition, status: number): void =>
      engine.addRule({
        conditions: 'fact' in condition ? { all: [condition] } : condition,
        event: { type: `${measure}`, params: { measure, status } },
      });
    rule(holds, 1);
    rule(fails, 0);
  });
  return {
    name: 'json-rules-engine 7.3.1',
    how: 'one run a row',
    async judge(rows, answer) {
      for (const [index, row] of rows.entries()) {
        const status = [2, 2, 2, 2, 2, 2, 2, 2];
        const { events } = await engine.run(derived(row));
        for (const { params } of events) status[params.measure] = params.status;
        const { amount, total } = amounts(status, row, given);
        answer(index, status, amount, total);
      }
    },
  };
}

// ── GoRules Zen ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface ZenDecision {
  evaluate(context: PeerFacts): Promise<{ result: Readonly<Record<string, number | null>> }>;
}

/** Zen's expressions: 0, 1, 2 for fails, holds, undecided; decimals are exact. */
function expressionsOf(given: HandParameters, lists: PeerLists): [key: string, value: string][] {
  const reach = (figure: string, line: string | number): string => `(${figure} == null ? 2 : ${figure} >= ${line} ? 1 : 0)`;
  const exceed = (figure: string, line: string | number): string => `(${figure} == null ? 2 : ${figure} > ${line} ? 1 : 0)`;
  const flag = (figure: string, when: boolean): string => `(${figure} == null ? 2 : ${figure} ? ${when ? '1 : 0' : '0 : 1'})`;
  const one = (words: readonly string[], inside: number): string =>
    `(industry == null ? 2 : industry in ${JSON.stringify(words)} ? ${inside} : ${1 - inside})`;
  const lowered = (full: string, words: string, low: string): string =>
    `($.${full} != 0 ? $.${full} : $.${words} == 1 ? ${low} : $.${words})`;
  const every = (...items: readonly string[]): string => `(min([${items.join(', ')}]) == 0 ? 0 : max([${items.join(', ')}]) == 2 ? 2 : 1)`;
  const both = (now: string, before: string, value: string, when = ''): string =>
    `(${now} == null or ${before} == null ? null : ${when === '' ? value : `${when} ? ${value} : null`})`;
  const [out, outBefore, sales, salesBefore] = [
    'quarterlyOutputValue',
    'quarterlyOutputValueLastYear',
    'quarterlyOperatingRevenue',
    'quarterlyOperatingRevenueLastYear',
  ];
  const isKind = (kind: string): string => `(enterpriseType == null ? 2 : enterpriseType == '${kind}' ? 1 : 0)`;
  const paid = (status: string, award: string): string => `($.${status} == 1 ? ${award} : $.${status} == 0 ? 0 : null)`;
  const capped = (award: string, cap: number): string => `min([${cap}, ${award}])`;
  const counted = ['a1', 'a2', 'a3', 'a4', 'a25', 'a26'];
  return [
    ['industrial', isKind('industrial')],
    ['large', reach('annualOutputValue', 2000)],
    [
      'use',
      both(
        'holidayElectricity',
        'fourthQuarterElectricity',
        'holidayElectricity * 92 - fourthQuarterElectricity * 32 * 0.9',
        'fourthQuarterElectricity > 0',
      ),
    ],
    ['more', both('festivalElectricity', 'festivalElectricityLastYear', 'festivalElectricity - festivalElectricityLastYear')],
    ['added', both('purchasedElectricity', 'baseElectricity', 'purchasedElectricity - baseElectricity', 'baseElectricity > 0')],
    ['net', both('insuredEmployees', 'insuredEmployeesLastYear', 'insuredEmployees - insuredEmployeesLastYear')],
    ['growth', both(out, outBefore, `${out} / ${outBefore} - 1`, `${outBefore} > 0`)],
    ['salesGrowth', both(sales, salesBefore, `${sales} / ${salesBefore} - 1`, `${salesBefore} > 0`)],
    ['before', `enterpriseType == null ? null : enterpriseType == 'industrial' ? ${outBefore} : ${salesBefore}`],
    ['recorded', '($.before == null ? 2 : $.before > 0 ? 1 : 0)'],
    ['said', flag('hasComparisonBase', true)],
    ['hasBase', '(enterpriseType == null ? 2 : $.recorded == 2 ? $.said : $.said == 2 or $.said == $.recorded ? $.recorded : 2)'],
    ['noBase', '($.hasBase == 2 ? 2 : 1 - $.hasBase)'],
    ['easedWith', one(lists.relaxedWithBase, 1)],
    ['easedWithout', one(lists.relaxedWithoutBase, 1)],
    ['full', reach(out, 4000)],
    ['grown', `(${outBefore} == 0 ? 1 : ${reach('$.growth', 0.08)})`],
    ['fullWithout', reach(out, 2000)],
    ['lines', lowered('full', 'easedWith', reach(out, given.growthRelaxedOutput))],
    ['grows', lowered('grown', 'easedWith', reach('$.growth', given.growthRelaxedGrowth))],
    ['linesWithout', lowered('fullWithout', 'easedWithout', reach(out, given.rampUpRelaxedOutput))],
    ['salesGrows', `(${salesBefore} == 0 ? 1 : ${reach('$.salesGrowth', 0.1)})`],
    ['s1', every('$.industrial', '$.large', one(lists.excluded, 0), reach('$.use', 0))],
    ['s2', every('$.industrial', '$.large', flag('isDualHighEnterprise', false), exceed('$.more', 0))],
    [
      's3',
      `enterpriseType == null ? 2 : enterpriseType == 'industrial' ? ${every('$.hasBase', '$.lines', '$.grows')} : ${every('$.hasBase', reach(sales, 2000), '$.salesGrows')}`,
    ],
    [
      's4',
      `enterpriseType == null ? 2 : enterpriseType == 'industrial' ? ${every('$.noBase', '$.linesWithout')} : ${every('$.noBase', reach(sales, 1000))}`,
    ],
    ['s19', flag('officerConfirmedConditions', true)],
    [
      's21',
      every(
        '$.industrial',
        '(eventDate == null ? 2 : eventDate >= 20089 and eventDate <= 20178 ? 1 : 0)',
        "(eventKind == null or eventKind == 'other' ? 2 : 1)",
      ),
    ],
    [
      's25',
      every(
        '$.industrial',
        flag('inDualHighCatalogue', false),
        flag('separatelyMetered', true),
        reach(out, 1000),
        reach('$.growth', 0.1),
        exceed('$.added', 0),
      ),
    ],
    ['s26', every('$.industrial', reach(out, 2000), exceed('$.net', 0), exceed('newHires', 0))],
    ['a1', paid('s1', '10')],
    ['a2', paid('s2', capped(`$.more * ${given.festivalRate} / 10000`, given.festivalCap))],
    ['a3', paid('s3', `${given.growthAward}`)],
    ['a4', paid('s4', `${given.rampUpAward}`)],
    ['a19', paid('s19', `(projectInvestment == null ? null : projectInvestment * ${given.investmentRate})`)],
    ['costs', `${given.eventRate} * ((venueRent == null ? 0 : venueRent) + (standConstructionCost == null ? 0 : standConstructionCost))`],
    [
      'a21',
      paid(
        's21',
        `($.costs >= ${given.eventCap} ? ${given.eventCap} : venueRent == null or standConstructionCost == null ? null : $.costs)`,
      ),
    ],
    ['a25', paid('s25', capped(`$.added * ${given.powerRate} / 10000`, given.powerCap))],
    ['a26', paid('s26', capped('0.1 * min([newHires, $.net])', 20))],
    ['sure', counted.map((name) => `($.${name} == null ? 0 : $.${name})`).join(' + ')],
    ['total', `$.sure >= 100 ? 100 : ${counted.map((name) => `$.${name} == null`).join(' or ')} ? null : $.sure`],
  ];
}

/** Calls under way at once: native Zen works on threads of its own, and 256 were the fastest of those tried. */
const inFlight = 256;

/** GoRules Zen, native: one expression node. */
export function zen(given: HandParameters, lists: PeerLists): Peer {
  const { ZenEngine } = peerModule('@gorules/zen-engine') as { ZenEngine: new () => { createDecision(content: object): ZenDecision } };
  const expressions = expressionsOf(given, lists).map(([key, value], index) => ({ id: `e${index}`, key, value }));
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in', position: { x: 0, y: 0 } },
      { id: 'rules', type: 'expressionNode', name: 'rules', position: { x: 1, y: 0 }, content: { expressions } },
      { id: 'out', type: 'outputNode', name: 'out', position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: '1', type: 'edge', sourceId: 'in', targetId: 'rules' },
      { id: '2', type: 'edge', sourceId: 'rules', targetId: 'out' },
    ],
  });
  const measures = ['1', '2', '3', '4', '19', '21', '25', '26'];
  const number = (value: number | null | undefined): number => (typeof value === 'number' ? value : NaN);
  return {
    name: 'GoRules Zen 0.54.0, native',
    how: `${inFlight} calls in flight`,
    async judge(rows, answer) {
      for (let from = 0; from < rows.length; from += inFlight) {
        const results = await Promise.all(rows.slice(from, from + inFlight).map((row) => decision.evaluate(row)));
        results.forEach(({ result }, index) =>
          answer(
            from + index,
            measures.map((measure) => number(result[`s${measure}`])),
            measures.map((measure) => number(result[`a${measure}`])),
            number(result.total),
          ),
        );
      }
    },
  };
}
