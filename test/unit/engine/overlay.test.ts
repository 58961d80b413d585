import { compile, layOver, type Pack, type PackProblemCode } from '../../../src/engine';
import { explainTrace, sayPackProblem, titleLines } from '../../../src/explain';
import { changed } from './small-pack';

const small = { source: changed([], undefined), hash: 'a1b2c3d4'.repeat(8) };
const news = '据新闻报道，未见正式文本';

const written = (more: Record<string, unknown>): Record<string, unknown> => ({
  basedOn: 'small',
  title: '示例假设',
  titleEnglish: 'Sample assumption',
  source: news,
  ...more,
});

function assumed(more: Record<string, unknown>): Pack {
  const { pack, problems } = layOver(small, { source: written(more), hash: 'ef'.repeat(32) });
  if (pack === undefined) throw new Error(problems.map((problem) => sayPackProblem(problem, 'zh-CN')).join('\n'));
  return pack;
}

const hire = { output: 2000, outputBefore: 1851, people: 100, industry: 'feed' };

describe('a pack under an assumption', () => {
  test.each([
    ['a published figure, by its name', {}, { published: { 标准: '500 元/人' } }, '5'],
    ['by its id, in another unit of the same kind', {}, { published: { perHire: '0.2 万元/人' } }, '20'],
    ['a condition: growth 8.049… % fails 10 %', {}, { conditions: { growth: '增速 >= 10%' } }, 'fail:growth'],
    [
      'a condition by its full name, with a source of its own',
      {},
      { conditions: { 'small-1-hire.growth': { value: '增速 >= 8%  ', source: '通知' } } },
      '10',
    ],
    [
      'a condition that takes its wording away from the reading',
      {},
      { conditions: { 'output-min': '产值 > 2000 万元' } },
      'fail:output-min',
    ],
    [
      'a condition for each option of the reading',
      {},
      { conditions: { 'output-min': { reading: 'above', inclusive: '产值 >= 3000 万元', exclusive: '产值 > 3000 万元' } } },
      'fail:output-min',
    ],
    ['a cap', {}, { limits: { 'per-enterprise-20': '4 万元' } }, '4'],
    ['the default of a reading', {}, { readings: { above: 'exclusive' } }, 'fail:output-min'],
    ['the default of a reading, where the officer chose', { above: 'inclusive' }, { readings: { above: 'exclusive' } }, '10'],
  ] as const)('%s', (_, readings, more, expected) => {
    const pack = assumed(more);
    const { amount, reasons } = compile(pack, { readings }).judge('small-1-hire', hire);
    expect(reasons[0] ?? amount).toBe(expected);
  });

  test.each([
    ['a tier of 6 under 2—5', null, ['invalid-parameter:tier']],
    ['the same where 2—8 is assumed', { bands: { 'small-2-tier.tier': '2 万元 .. 8 万元' } }, []],
  ] as const)('%s', (_, more, reasons) => {
    const pack = assumed(more ?? { limits: { 'total-10': '12 万元' } });
    expect(compile(pack).judge('small-2-tier', { electricity: 2, electricityBefore: 1 }, { tier: 6 }).reasons).toEqual(reasons);
  });

  test('a floor and the cap of the total', () => {
    const pack = assumed({ limits: { 'min-award': '5 万元', 'total-10': '3 万元' } });
    const program = compile(pack);
    expect(program.judge('small-2-tier', { electricity: 2, electricityBefore: 1 }, { tier: 4 }).reasons).toEqual(['floor:min-award']);
    expect(program.judge('small-package', hire).amount).toBe('3');
  });

  test('leaves the pack itself, and its version, as they were', () => {
    const before = JSON.stringify(small.source);
    expect(assumed({ published: { 标准: '500 元/人' } }).version).toBe('1.0.0+assumed');
    expect(JSON.stringify(small.source)).toBe(before);
  });

  test('never takes code that was made for the published figures', () => {
    const columns = {
      pack: 'small@1.0.0',
      readings: { above: 'inclusive', share: 'totalOnly' },
      columns: () => {
        throw new Error('taken');
      },
    };
    const block = { rows: 0, inputs: {}, parameterColumns: {} };
    expect(() => compile(assumed({ published: { 标准: '500 元/人' } }), { columns }).judgeBlock(block)).not.toThrow();
  });

  test('knows what it changed, from what, to what, where from, and what that touches', () => {
    const { assumption } = assumed({
      published: { 标准: { value: '500 元/人', source: '县里的通知' } },
      conditions: { growth: '增速 >= 10%' },
      readings: { above: 'exclusive' },
    });
    expect(assumption).toEqual({
      title: '示例假设',
      titleEnglish: 'Sample assumption',
      basedOn: `small@${small.hash}`,
      hash: 'ef'.repeat(32),
      changes: [
        {
          kind: 'published',
          name: '标准',
          label: '标准',
          from: '1000 元/人',
          to: '500 元/人',
          source: '县里的通知',
          touches: [{ measure: 'small-1-hire', part: 'award' }],
        },
        {
          kind: 'condition',
          name: 'small-1-hire.growth',
          label: '（一）同比增长8%',
          from: '增速 >= 8%',
          to: '增速 >= 10%',
          source: news,
          touches: [{ measure: 'small-1-hire', part: 'growth' }],
        },
        {
          kind: 'reading',
          name: 'above',
          label: '“以上”是否含本数',
          from: 'inclusive',
          to: 'exclusive',
          source: news,
          touches: [{ measure: 'small-1-hire', part: 'above' }],
        },
      ],
    });
  });

  test('says so in an explanation and above every table, in both languages', () => {
    const pack = assumed({ conditions: { growth: '增速 >= 10%' } });
    const lines = explainTrace(compile(pack).trace('small-1-hire', hire), pack, 'zh-CN');
    expect(lines[0]).toBe('（一） 用工奖补〔假设〕');
    expect(lines).toContain(`假设：（一）同比增长8%按增速 >= 10%（文件为增速 >= 8%）。来源：${news}`);
    expect(lines).toContain('  [不符合] 同比增长8%（假设：（一）同比增长8%按增速 >= 10%，文件为增速 >= 8%）');
    expect(titleLines(pack, 'results', 'zh-CN')).toContain('假设：示例假设。不是文件公布的内容，只供比较，不作为兑付依据。');
    expect(titleLines(pack, 'stamp', 'en-US')).toContain(
      'Assumption: Sample assumption. This is not what the text publishes; for comparison only, not a basis for payment.',
    );
  });
});

function refused(why: string, code: PackProblemCode, place: readonly string[], overlay: unknown, remedy: RegExp): void {
  test(why, () => {
    const result = layOver(small, { source: overlay, hash: '' }, (path) => path.length + 1);
    expect(result.pack).toBeUndefined();
    const found = result.problems!.find((problem) => problem.code === code);
    expect(found?.path).toEqual(place);
    expect(found?.line).toBe(place.length + 1);
    expect(sayPackProblem(found!, 'zh-CN')).toMatch(remedy);
  });
}

describe('a wrong overlay is refused with its place and what to do', () => {
  const one = { 标准: '500 元/人' };
  refused('no map', 'not-a-map', [], [], /名称: 内容/);
  refused('written for another pack', 'not-one-of', ['basedOn'], written({ basedOn: '2024q2', published: one }), /可用：small/);
  refused('for another edition', 'other-edition', ['basedOn'], written({ basedOn: 'small@00000000', published: one }), /对照现在的规则包/);
  refused('for an edition cut too short', 'other-edition', ['basedOn'], written({ basedOn: 'small@a1b2', published: one }), /basedOn/);
  refused('without a title', 'missing-key', [], written({ title: undefined, published: one }), /缺少“title”/);
  refused('without a source', 'missing-source', ['published', '标准'], written({ source: undefined, published: one }), /请写 source/);
  refused('without a change', 'missing-key', [], written({}), /published/);
  refused('a figure nobody published', 'no-such-figure', ['published', '奖励'], written({ published: { 奖励: '1 万元' } }), /可用：标准/);
  refused(
    'a name that stands twice',
    'several-figures',
    ['bands', 'tier'],
    written({ bands: { tier: '> 0' } }),
    /small-1-hire\.tier, small-2-tier\.tier/,
  );
  refused('another unit', 'units-disagree', ['published', '标准'], written({ published: { 标准: '8%' } }), /单位/);
  refused('no unit', 'bare-number', ['published', '标准'], written({ published: { 标准: 500 } }), /单位/);
  refused('no figure at all', 'not-a-text', ['published', '标准'], written({ published: { 标准: null } }), /文字/);
  refused('the same figure', 'nothing-changed', ['published', '标准'], written({ published: { 标准: '1000 元/人' } }), /删除这一项/);
  refused(
    'the same figure twice',
    'duplicate-id',
    ['published', 'perHire'],
    written({ published: { ...one, perHire: '2 元/人' } }),
    /重复/,
  );
  refused('a key nobody knows', 'unknown-key', ['figures'], written({ figures: one, published: one }), /可用：basedOn/);
  refused(
    'a condition that cannot be read',
    'bare-number',
    ['conditions', 'growth'],
    written({ conditions: { growth: '增速 >= 10' } }),
    /8%/,
  );
  refused(
    'a condition in another unit',
    'units-disagree',
    ['conditions', 'growth'],
    written({ conditions: { growth: '增速 >= 8 万元' } }),
    /单位/,
  );
  refused('a limit in persons', 'units-disagree', ['limits', 'total-10'], written({ limits: { 'total-10': '10 人' } }), /单位/);
  refused(
    'a band that cannot be read',
    'bad-band',
    ['bands', 'small-2-tier.tier'],
    written({ bands: { 'small-2-tier.tier': '2到5' } }),
    /20 万元/,
  );
  refused('an option nobody knows', 'not-one-of', ['readings', 'above'], written({ readings: { above: 'both' } }), /inclusive, exclusive/);

  test('tells every fault, not only the first', () => {
    const { problems } = layOver(small, { source: written({ basedOn: 'x', published: { 一: '1 元', 标准: '8%' } }), hash: '' });
    expect(problems!.map(({ code }) => code)).toEqual(['not-one-of', 'no-such-figure', 'units-disagree']);
  });
});
