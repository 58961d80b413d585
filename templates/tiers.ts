import type { Pack, Parameter } from '../src/engine';
import type { BookValidation } from '../src/ooxml';
import { LOOKS, type Page } from './looks';
import { WORDS } from './words';

/** Empty rows below the example: several tables fit. */
const EMPTY_ROWS = 15;
/** The tiers of the example, by growth. */
const TIERS: readonly (readonly [from: string, to: string])[] = [
  ['10%', '20%'],
  ['20%', '30%'],
  ['30%', ''],
];
/** What the example gives a tier, by the unit of its parameter: made up, and marked so. */
const EXAMPLE_VALUES: Readonly<Record<string, readonly string[]>> = {
  '元/千瓦时': ['0.05 元/千瓦时', '0.1 元/千瓦时', '0.2 元/千瓦时'],
  比率: ['1%', '2%', '3%'],
  万元: ['10 万元', '20 万元', '30 万元'],
};

/** 形式 among the columns of the block. */
const FORM_COLUMN = 1;

/**
 * Adds the block of tier tables to the sheet 参数: heading, an example that no reader takes (its name begins with 示例), empty rows of text cells,
 * in which 10% stays 10%. Gives the checks of its cells; none and no block where no parameter of the document can go by a growth rate.
 * `parameters`: by full name; the example is of the first that can.
 */
export function addTiers(page: Page, parameters: Pack['parameters']): readonly BookValidation[] {
  const example = Object.values(parameters)
    .map(exampleOf)
    .find((found) => found !== undefined);
  if (example === undefined) return [];
  page.add([]);
  page.add(
    [{ value: WORDS.tierTitle, look: LOOKS.section }, ...WORDS.tierHeads.slice(1).map(() => ({ value: null, look: LOOKS.section }))],
    22,
  );
  page.add([{ value: WORDS.tierNote, look: LOOKS.note }], 18);
  page.add(
    WORDS.tierHeads.map((value) => ({ value, look: LOOKS.parameterHeader })),
    24,
  );
  for (const [line, cells] of example.entries())
    page.add(
      cells.map((value) => ({ value: value === '' ? null : value, look: LOOKS.example })),
      line === 0 ? 32 : 18,
    );
  const top = page.rows.length;
  for (let line = 0; line < EMPTY_ROWS; line += 1)
    page.add(
      WORDS.tierHeads.map(() => ({ value: null, look: LOOKS.fillText })),
      18,
    );
  return [
    {
      type: 'list',
      formula1: `"${WORDS.tierForms.join(',')}"`,
      allowBlank: true,
      errorStyle: 'warning',
      errorTitle: WORDS.checkTitle,
      error: WORDS.chooseFrom,
      areas: [{ top, left: FORM_COLUMN, bottom: page.rows.length - 1, right: FORM_COLUMN }],
    },
  ];
}

/** A table of three tiers by growth, line by line under the heads; undefined where the parameter cannot go by one. */
function exampleOf({ name, unit, going }: Parameter): string[][] | undefined {
  const growth = going.find(({ id }) => id === 'growth');
  const values = EXAMPLE_VALUES[unit?.name ?? ''];
  if (growth === undefined || values === undefined) return undefined;
  const cap = unit?.name === '万元' ? '' : '200 万元';
  return TIERS.map(([from, to], line) => {
    const first = line === 0 ? [`${WORDS.tierExample}${name}`, WORDS.tierForms[0], growth.name] : ['', '', ''];
    return [...first, '', from, to, values[line] ?? '', line === 0 ? cap : '', line === 0 ? WORDS.sampleSource : ''];
  });
}
