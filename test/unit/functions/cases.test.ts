import { catalogue } from '../../../functions/catalogue';
import { CellProblem, gridOf } from '../../../functions/cells';
import { loadSetting, type Setting } from '../../../functions/setting';
import type { Pack, RawValue } from '../../../src/engine';
import { loadCases, type Case } from '../../cases';

/** The worked cases of the pack, typed into cells: figures under their headers, parameters in a table, and read back as Excel shows them. */

let setting: Setting;
let pack: Pack;
beforeAll(async () => {
  setting = await loadSetting('zh-CN', null);
  const opened = setting.open('2025q1', []);
  if (!opened) throw new Error('no pack');
  pack = opened.program.pack;
});

const readings = [
  'threshold-2000-wording',
  'growth-rounding',
  'other-indicators',
  'yishang-inclusive',
  'hire-count-basis',
  'which-count',
  'cut-allocation',
];
const cases = loadCases('2025q1', readings).filter(({ measure }) => measure !== '2025q1-99-stacking-cap');

/** A figure as an officer types it. */
function typed(value: RawValue): unknown {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return Array.isArray(value) ? value.join('、') : value;
}

function tableOf({ measure, parameters, readings: set }: Case): unknown[][] {
  const rows = Object.entries(parameters).map(([name, value]) => {
    const full = name.includes('.') ? name : `${measure}.${name}`;
    const unit = pack.parameters[full]?.unit?.name;
    const text = typed(value);
    return [full, text === '' || unit === undefined ? text : `${String(text)}${unit}`];
  });
  return [...rows, ...Object.entries(set)];
}

const run = (id: string, one: Case): unknown => {
  const entry = catalogue.find((each) => each.id === id);
  if (!entry) throw new Error(id);
  const facts = Object.entries(one.facts).filter(([input]) => Object.hasOwn(pack.inputs, input));
  const head = [['企业名称', ...facts.map(([input]) => input)]];
  const row = [['甲机械有限公司', ...facts.map(([, value]) => typed(value as RawValue))]];
  const table = tableOf(one);
  return entry.run([[[one.measure]], head, row, table.length === 0 ? null : table], setting)[0]?.[0];
};

describe('the worked cases in cells', () => {
  test.each(cases.map((one) => [`${one.id} ${one.measure}`, one] as const))('%s', (_name, one) => {
    const { eligible, amount } = one.expected;
    const result = run('AWARD', one);
    if ((setting.open('2025q1', gridOf(tableOf(one)))?.problems ?? []).length > 0) {
      // In JSON the engine refuses such a parameter where it is used; a table that cannot be read is refused before anything is judged.
      for (const id of ['AWARD', 'ELIGIBLE', 'WHY']) expect(run(id, one)).toMatchObject({ code: 'invalidValue' });
      return;
    }
    if (amount === null) expect(result).toBeInstanceOf(CellProblem);
    else expect(result).toBe(Number(amount));
    expect(run('ELIGIBLE', one)).toBe(eligible === 'unknown' ? '待定' : eligible);
    expect(run('WHY', one)).toMatch(eligible === true ? /符合/ : eligible === false ? /不符合/ : /待定/);
  });
});
