import type { Grid, GridCell } from '../functions/cells';
import type { Input, Pack, Parameter } from '../src/engine';
import type { BookValue } from '../src/ooxml';
import type { Calculate } from './calculate';

/** A calculated column of the template's ledger. */
export interface ResultColumn {
  readonly header: string;
  readonly measure: string;
  readonly formula: string;
  /** What the formula shows for a row of figures, by input id or full name. */
  value(figures: Readonly<Record<string, BookValue>>, calculate: Calculate): BookValue;
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
export interface ResultPlaces {
  readonly table: string;
  readonly parameterRange: string;
  /** The cells of that range. */
  readonly parameters: Grid;
  /** The figures a row is judged by, in the order of their columns. */
  readonly judged: readonly { readonly id: string; readonly header: string }[];
  headerOf(fact: Input | Parameter): string;
}

/**
 * The calculated columns of a pack's template. Each cell is handed over as text (`&""`), in which a blank stays blank on every machine; the form
 * `[[#This Row],[…]]` is the one all programs understand.
 */
export function resultColumns(pack: Pack, places: ResultPlaces): readonly ResultColumn[] {
  return (COLUMNS[pack.id] ?? []).map((column) => {
    const clause = pack.measures.find((measure) => measure.id === column.measure)?.clause ?? '';
    const header = `测算${clause}${column.short}（万元）`;
    const { table, parameterRange } = places;
    if ('name' in column) {
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
        value: (figures, calculate) =>
          calculate(column.name, [
            [[pack.id]],
            ...column.inputs.map((id): Grid | null => (id === null ? null : [[asText(figures[id])]])),
            places.parameters,
          ]),
      };
    }
    const span = `[${places.judged[0]?.header ?? ''}]:[${places.judged.at(-1)?.header ?? ''}]`;
    return {
      header,
      measure: column.measure,
      formula: `HUIQI.AWARD("${column.measure}",${table}[[#Headers],${span}],${table}[[#This Row],${span}],${parameterRange})`,
      value: (figures, calculate) =>
        calculate('AWARD', [
          [[column.measure]],
          [places.judged.map(({ header: title }) => title)],
          [places.judged.map(({ id }) => gridCell(figures[id]))],
          places.parameters,
        ]),
    };
  });
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
