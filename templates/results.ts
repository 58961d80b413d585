import type { Grid, GridCell } from '../functions/cells';
import type { Input, Measure, Pack, Parameter } from '../src/engine';
import type { BookValue } from '../src/ooxml';
import type { Calculate } from './calculate';
import { clauseOf } from './cases';
import { fullWidth } from './looks';
import { WORDS } from './words';

/** A calculated column of the template's ledger. */
export interface ResultColumn {
  readonly header: string;
  readonly measure: string;
  readonly formula: string;
  /** Money; otherwise a day, or whether the row is entitled. */
  readonly isMoney: boolean;
  /** What the formula shows, row by row. */
  values(rows: readonly RowFigures[], calculate: Calculate): readonly BookValue[];
}

/** A row of a sheet: the cells before its figures, and its figures by input id or full name. */
export interface RowFigures {
  readonly keys: readonly BookValue[];
  readonly facts: Readonly<Record<string, BookValue>>;
}

/** A column made with a function of its own: the arguments after the policy, in the function's order; null is left out. */
interface FamilyColumn {
  readonly measure: string;
  readonly short: string;
  readonly name: string;
  readonly inputs: readonly (string | null)[];
}

/** A column made with AWARD, which sees the whole row: the amount depends on a column of the enterprise's own. */
interface RowColumn {
  readonly measure: string;
  readonly short: string;
}

/** The columns of a document whose every row is about all its measures; those of the others are made for each measure alike. */
const COLUMNS: Readonly<Record<string, readonly (FamilyColumn | RowColumn)[]>> = {
  '2025q1': [
    {
      measure: '2025q1-01-holiday-continuous-production',
      short: '连续生产',
      name: 'HOLIDAY_AWARD',
      inputs: ['enterpriseType', 'annualOutputValue', 'industry', 'holidayElectricity', 'fourthQuarterElectricity'],
    },
    {
      measure: '2025q1-02-spring-festival-power',
      short: '春节用电',
      name: 'FESTIVAL_POWER',
      inputs: ['enterpriseType', 'annualOutputValue', 'isDualHighEnterprise', 'festivalElectricity', 'festivalElectricityLastYear'],
    },
    { measure: '2025q1-03-growth-with-base', short: '有基数增产' },
    { measure: '2025q1-04-ramp-up-no-base', short: '无基数爬坡' },
    {
      measure: '2025q1-25-incremental-power',
      short: '增量用电',
      name: 'POWER_INCENTIVE',
      inputs: [
        'enterpriseType',
        'inDualHighCatalogue',
        'separatelyMetered',
        'quarterlyOutputValue',
        'quarterlyOutputValueLastYear',
        'purchasedElectricity',
        'baseElectricity',
        null,
        null,
      ],
    },
    {
      measure: '2025q1-26-hiring-subsidy',
      short: '新增用工',
      name: 'HIRE_SUBSIDY',
      inputs: ['enterpriseType', 'quarterlyOutputValue', 'insuredEmployees', 'insuredEmployeesLastYear', 'newHires'],
    },
  ],
};

/** Where the formulas find their cells. */
interface ResultPlaces {
  readonly table: string;
  readonly subject: Measure['subject'];
  readonly parameterRange: string;
  /** The cells of that range. */
  readonly parameters: Grid;
  /** Headers of the columns before the figures. */
  readonly keys: readonly string[];
  /** The figures a row is judged by, in the order of their columns. */
  readonly judged: readonly { readonly id: string; readonly header: string }[];
  headerOf(fact: Input | Parameter): string;
}

/** The calculated columns of a sheet of a pack's template. The form `[[#This Row],[…]]` is the one all programs understand. */
export function resultColumns(pack: Pack, places: ResultPlaces): readonly ResultColumn[] {
  const named = COLUMNS[pack.id];
  if (named === undefined || places.subject !== 'enterprise') return awardsOf(pack, places).map((award) => awardColumn(award, places));
  return named.map((column) => {
    const header = `${WORDS.result}${clauseOf(pack, column.measure)}${column.short}（${WORDS.tenThousand}）`;
    if ('name' in column) return familyColumn(pack, column, header, places);
    return wholeRow({ id: column.measure, header, name: 'AWARD' }, { ...places, keys: [] });
  });
}

/** Whether every row of a document's ledger is about all its measures. */
export function hasWholeRows({ id }: Pack): boolean {
  return COLUMNS[id] !== undefined;
}

/** One function over cells of the row, each handed over as text (`&""`), in which a blank stays blank on every machine. */
function familyColumn(pack: Pack, column: FamilyColumn, header: string, places: ResultPlaces): ResultColumn {
  const { table, parameterRange, parameters } = places;
  const cells = column.inputs.map((id) => {
    if (id === null) return '';
    const input = pack.inputs[id];
    if (!input) throw new Error(`${pack.id} has no input ${id}`);
    return `${table}[[#This Row],[${places.headerOf(input)}]]&""`;
  });
  return {
    header,
    measure: column.measure,
    formula: `HUIQI.${column.name}("${pack.id}",${cells.join(',')},${parameterRange})`,
    isMoney: true,
    values: (rows, calculate) =>
      calculate(
        column.name,
        [
          [[pack.id]],
          ...column.inputs.map((id): Grid | null => (id === null ? null : rows.map(({ facts }) => [asText(facts[id])]))),
          parameters,
        ],
        rows.length,
      ),
  };
}

/** A measure, or an exclusive choice in the place of its members, and the function that answers for it. */
interface Award {
  readonly id: string;
  readonly header: string;
  readonly name: 'AWARD' | 'ELIGIBLE' | 'DUE_DATE';
}

/** What is calculated of the rows of a sheet: every measure of its subject that needs nothing from another sheet. */
function awardsOf(pack: Pack, { subject, judged }: ResultPlaces): readonly (Award & { readonly inputs: readonly string[] })[] {
  const here = new Set(judged.map(({ id }) => id));
  const measures = pack.measures.filter((measure) => measure.subject === subject && measure.inputs.every((id) => here.has(id)));
  const awards = measures.map((measure) => {
    const choice = pack.choices.find(({ members }) => members.includes(measure.id));
    const { id, title } = choice ?? measure;
    const unit = measure.award === null ? '' : `（${measure.amountUnit.name}）`;
    return {
      id,
      header: `${WORDS.result}${clauseOf(pack, id)}${fullWidth(title)}${unit}`,
      name:
        measure.award !== null
          ? ('AWARD' as const)
          : measure.outputs.some((one) => one.id === 'dueDate')
            ? ('DUE_DATE' as const)
            : ('ELIGIBLE' as const),
      inputs: choice ? measures.flatMap((other) => (choice.members.includes(other.id) ? other.inputs : [])) : measure.inputs,
    };
  });
  return awards.filter(({ id }, at) => awards.findIndex((other) => other.id === id) === at);
}

/** One function over the row, and nothing at all where the row says nothing that the measure asks for: it is then about something else. */
function awardColumn(award: Award & { readonly inputs: readonly string[] }, places: ResultPlaces): ResultColumn {
  const column = award.name === 'DUE_DATE' ? dayColumn(award, places) : wholeRow(award, places);
  const asked = places.judged.filter(({ id }) => award.inputs.includes(id));
  const cells = asked.map((fact) => `${places.table}[[#This Row],[${fact.header}]]`);
  const inWords = award.name === 'ELIGIBLE';
  return {
    ...column,
    formula: `IF(COUNTA(${cells.join(',')})=0,"",${inWords ? said(column.formula) : column.formula})`,
    values: (rows, calculate) =>
      column.values(rows, calculate).map((value, at) => {
        if (!asked.some(({ id }) => gridCell(rows[at]?.facts[id]) !== null)) return '';
        return typeof value === 'boolean' ? (value ? WORDS.entitled : WORDS.notEntitled) : value;
      }),
  };
}

/** TRUE and FALSE in words; what is undecided is said in words already. */
function said(formula: string): string {
  return `SUBSTITUTE(SUBSTITUTE(${formula}&"","TRUE","${WORDS.entitled}"),"FALSE","${WORDS.notEntitled}")`;
}

/** The day by which is to be paid, from the one day the measure asks for. */
function dayColumn({ id, header, name, inputs }: Award & { readonly inputs: readonly string[] }, places: ResultPlaces): ResultColumn {
  const day = places.judged.find((fact) => inputs.includes(fact.id));
  if (!day || inputs.length !== 1) throw new Error(`${id} asks for more than a day`);
  return {
    header,
    measure: id,
    formula: `HUIQI.${name}("${id}",${places.table}[[#This Row],[${day.header}]],${places.parameterRange})`,
    isMoney: false,
    values: (rows, calculate) =>
      calculate(name, [[[id]], rows.map(({ facts }) => [gridCell(facts[day.id])]), places.parameters], rows.length),
  };
}

/** One function over the row with its name: without it a row that holds but one or two figures would be no row of anybody's. */
function wholeRow({ id, header, name }: Award, { table, parameterRange, parameters, keys, judged }: ResultPlaces): ResultColumn {
  const heads = [...keys, ...judged.map((fact) => fact.header)];
  const span = `[${heads[0] ?? ''}]:[${heads.at(-1) ?? ''}]`;
  return {
    header,
    measure: id,
    formula: `HUIQI.${name}("${id}",${table}[[#Headers],${span}],${table}[[#This Row],${span}],${parameterRange})`,
    isMoney: name === 'AWARD',
    values: (rows, calculate) => {
      const cells = rows.map((row) => [
        ...keys.map((_, at) => gridCell(row.keys[at])),
        ...judged.map((fact) => gridCell(row.facts[fact.id])),
      ]);
      return calculate(name, [[[id]], [heads], cells, parameters], rows.length);
    },
  };
}

/** A cell as a grid hands it to a function. */
export function gridCell(value: BookValue | undefined): GridCell {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? { fault: 'error', text: value.error } : value;
}

/** The same behind `&""`. */
function asText(value: BookValue | undefined): GridCell {
  const cell = gridCell(value);
  if (cell === null) return '';
  return typeof cell === 'object' ? cell : String(cell);
}
