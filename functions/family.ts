import { scaleText } from '../src/engine';
import { fill } from '../src/explain';
import { columnOf, listed, open, policyOf, sameHeight, single, wrong } from './arguments';
import type { Grid, GridCell } from './cells';
import { families, standsFor, type Family } from './families';
import {
  amountCell,
  answersOf,
  judge,
  membersOf,
  outputCell,
  tableOfMeasures,
  truthCell,
  type Answers,
  type Judged,
  type ResultCell,
} from './judged';
import type { Opened, Setting } from './setting';
import { words } from './words';

type Inputs = Readonly<Record<string, unknown>>;

/**
 * 万元 a row for one kind of award. Every input is a cell or a column; heights of one are repeated. Inputs that the document does not use are left aside.
 * Throws CellProblem where the arguments as a whole are wrong.
 */
export function awardOfFamily(family: Family, policy: unknown, inputs: Inputs, parameters: unknown, setting: Setting): ResultCell[][] {
  return judgeFamily(family, policy, inputs, parameters, setting, (judged, row, answers) => [amountCell(judged, row, answers, setting)]);
}

/** The day by which is to be paid, as an ISO date, a row. */
export function dueDates(policy: unknown, inputs: Inputs, parameters: unknown, setting: Setting): ResultCell[][] {
  return judgeFamily('DUE_DATE', policy, inputs, parameters, setting, (judged, row, answers) =>
    answers.map((each) => outputCell(judged, row, each, 'dueDate', setting)),
  );
}

/** The toll after the discount, in 元, a row. */
export function tolls(policy: unknown, inputs: Inputs, parameters: unknown, setting: Setting): ResultCell[][] {
  return judgeFamily('TOLL', policy, inputs, parameters, setting, (judged, row, answers) =>
    answers.map((each) => asNumber(outputCell(judged, row, each, 'payableYuan', setting))),
  );
}

/** Whether the quotas are kept, and the least for each of the two, in 万元, a row. */
export function quotas(policy: unknown, inputs: Inputs, parameters: unknown, setting: Setting): ResultCell[][] {
  return judgeFamily('QUOTA', policy, inputs, parameters, setting, (judged, row, answers) =>
    answers.flatMap((each) => [
      truthCell(judged, row, each, setting),
      ...['minSmeReserved', 'minMicroReserved'].map((output) => asNumber(outputCell(judged, row, each, output, setting))),
    ]),
  );
}

/** The share a row; beside it whether it is enough, where the document sets a line. */
export function shares(policy: unknown, inputs: Inputs, parameters: unknown, setting: Setting): ResultCell[][] {
  return judgeFamily('SHARE', policy, inputs, parameters, setting, (judged, row, answers) =>
    answers.flatMap((each) => {
      const measure = judged.opened.program.measure(each.id);
      const share = asNumber(outputCell(judged, row, each, measure?.outputs[0]?.id ?? '', setting));
      return measure?.award === null ? [share, truthCell(judged, row, each, setting)] : [share];
    }),
  );
}

const asNumber = (cell: ReturnType<typeof outputCell>): ResultCell => (typeof cell === 'string' ? Number(cell) : cell);

function judgeFamily(
  family: Family,
  policy: unknown,
  inputs: Inputs,
  parameters: unknown,
  setting: Setting,
  line: (judged: Judged, row: number, answers: readonly Answers[]) => ResultCell[],
): ResultCell[][] {
  const { opened, ids } = openFamily(family, policy, parameters, setting);
  const { pack } = opened.program;
  const measures = ids.flatMap((id) => membersOf(opened.program, id));
  const used = new Set(measures.flatMap((measure) => [...measure.inputs]));
  const columns = Object.entries(inputs).flatMap(([argument, value]) => {
    const id = (standsFor[argument] ?? [argument]).find((input) => used.has(input));
    const input = id === undefined ? undefined : pack.inputs[id];
    if (input === undefined) return [];
    const cells = columnOf(value, input.name, setting);
    return [{ id: input.id, name: input.name, cells: input.unit?.name === '比率' ? cells.map(percentage) : cells }];
  });
  const cells = sameHeight(columns, setting);
  // A name that looks like a company's makes every row one of an enterprise, however little it holds.
  const head: Grid = [[anyName.header, ...columns.map(({ id }) => id)]];
  const data = Array.from({ length: cells[0]?.length ?? 1 }, (_, row) => [anyName.value, ...cells.map((column) => column[row] ?? null)]);
  const judged = judge(opened, head, data, tableOfMeasures(measures));
  const answers = ids.map((id) => answersOf(judged, id));
  return data.map((_, row) => line(judged, row, answers));
}

const anyName = { header: '企业名称', value: '某公司' } as const;

/** A number up to 1 in a ratio's cell is what Excel shows as a percentage; a larger one says nothing without its sign and is refused with the row. */
function percentage(cell: GridCell): GridCell {
  if (typeof cell !== 'number' || Math.abs(cell) > 1) return cell;
  const text = scaleText(String(cell), 2);
  return text === null ? cell : `${text}%`;
}

/** The measures of a family that the document's id, or a measure's own, names. */
function openFamily(family: Family, policy: unknown, parameters: unknown, setting: Setting): { opened: Opened; ids: readonly string[] } {
  const say = words(setting.language);
  const id = single(policy, say.onePolicy);
  const owner = policyOf(id, setting);
  if (owner === undefined) throw wrong(fill(say.unknownPolicy, { policy: id, known: listed(setting.policies, setting) }));
  const awards = families[family].filter((ids) => ids.every((each) => policyOf(each, setting) === owner));
  const [award, other] = id === owner ? awards : awards.filter((ids) => ids.includes(id));
  if (!award) throw wrong(fill(say.noFamily, { policy: id }));
  if (other) throw wrong(fill(say.whichOfFamily, { policy: id, known: listed(awards.flat(), setting) }));
  return { opened: open(owner, parameters, setting), ids: id === owner ? award : [id] };
}
