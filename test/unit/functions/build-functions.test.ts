import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import english from '../../../functions/locales/en-US.json';
import { words } from '../../../functions/words';
import {
  documentation,
  nameProblem,
  parameterIds,
  readExamples,
  readMetadata,
  translate,
  WrongFunctions,
} from '../../../scripts/build-functions';

const root = process.cwd();

/** Functions that hang on no parameter. */
const withoutTable = new Set(['GROWTH', 'CREDIT_CODE', 'CLAUSE', 'TARGET']);

describe('functions.json', () => {
  test('error cells reach the functions, rich values do not', async () => {
    const metadata = await readMetadata();
    expect(metadata).toHaveProperty('allowErrorForDataTypeAny', true);
    expect(metadata).not.toHaveProperty('allowCustomDataForDataTypeAny');
    for (const each of metadata.functions) {
      expect(each.options).toEqual({ requiresAddress: true, requiresParameterAddresses: true });
      expect(each.result).toEqual({ dimensionality: 'matrix' });
      const table = each.parameters.findIndex(({ name }) => name === '参数表');
      if (!withoutTable.has(each.id)) expect(table).toBe(each.parameters.length - 1);
      if (table >= 0) expect(each.parameters[table]).toHaveProperty('optional', true);
      expect(each.parameters.filter(({ name }, index) => each.parameters.findIndex((other) => other.name === name) !== index)).toEqual([]);
    }
  });

  test('English has no gap, no word too many and no Chinese but the values officers type', async () => {
    const metadata = await readMetadata();
    const translated = translate(metadata, english, parameterIds());
    expect(translated.functions.map(({ id }) => id)).toEqual(metadata.functions.map(({ id }) => id));
    const text = JSON.stringify(translated).replaceAll(
      /工业企业 \(industrial\)|软件和信息技术服务业企业 \(software\)|\\"待定\\" \(undecided\)|\\"无基数\\" \(no base\)|(新品发布会|产品订货会|国内外展会|其他活动|国有大型银行|城商行|农合机构|其他银行) \([a-z -]+\)/g,
      '',
    );
    expect(text.match(/\p{Script=Han}+/gu)).toBeNull();
    expect(JSON.stringify(words('en-US')).match(/\p{Script=Han}+/gu)).toBeNull();
    expect(Object.keys(words('en-US'))).toEqual(Object.keys(words('zh-CN')));
  });

  test.each<[string, (locale: Record<string, { description: string; parameters: Record<string, string[]> }>) => void, RegExp]>([
    ['a function without words', (locale) => delete locale['AWARD'], /AWARD/],
    ['a parameter without words', (locale) => delete locale['AWARD']?.parameters['rows'], /AWARD\.rows/],
    ['a parameter that is gone', (locale) => void (locale['AWARD']!.parameters['old'] = ['old', 'Old.']), /AWARD\.old/],
    ['a function that is gone', (locale) => void (locale['OLD_NAME'] = { description: 'Old.', parameters: {} }), /OLD_NAME/],
  ])('a gap is found: %s', async (_what, spoil, message) => {
    const locale: Record<string, { description: string; parameters: Record<string, string[]> }> = structuredClone(english);
    spoil(locale);
    const metadata = await readMetadata();
    expect(() => translate(metadata, locale, parameterIds())).toThrow(message);
  });

  test.each<[string, string | null]>([
    ['AWARD', null],
    ['AWARD_GROWTH', null],
    ['AB', 'shorter than three characters'],
    ['TAX2024', 'an address of a cell'],
    ['R1C1', 'an address of a cell'],
    ['XFD1', 'an address of a cell'],
    ['EVALUATE', 'a reserved word of Excel 4.0 macros'],
    ['奖励', 'shorter than three characters'],
    ['9LIVES', 'not in A–Z, 0–9, _ and .'],
  ])('the name %s: %s', (name, problem) => {
    expect(nameProblem(name)).toBe(problem);
  });

  describe('a wrong declaration is refused', () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'huiqi-functions-'));
    });
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    const declared = (tags: string, parameters: string): string => `
      /**
       * 说明。
       * @customfunction GOOD_NAME
       * @param policy 政策：文件编号。
       * @param [parameters] 参数表：两列。
       * @param {CustomFunctions.Invocation} setting
       ${tags}
       */
      export function good(${parameters}): unknown[][] { return policy; }`;
    const addresses = '* @requiresAddress\n * @requiresParameterAddresses';
    const usual = 'policy: unknown[][], parameters: unknown[][], setting: unknown';

    test('the good one passes', async () => {
      const file = join(folder, 'good.ts');
      writeFileSync(file, declared(addresses, usual));
      expect((await readMetadata(file)).functions).toHaveLength(1);
    });

    test.each<[string, string, RegExp]>([
      ['no addresses', declared('', usual), /blank cell/],
      ['a scalar parameter', declared(addresses, 'policy: unknown, parameters: unknown[][], setting: unknown'), /unknown\[\]\[\]/],
      ['no name before the colon', declared(addresses, usual).replace('政策：文件编号', '文件编号'), /name：description/],
      ['a parameter table that is required', declared(addresses, usual).replace('[parameters]', 'parameters'), /optional/],
      [
        'a parameter table that is not last',
        declared(addresses, 'parameters: unknown[][], policy: unknown[][], setting: unknown')
          .replace('* @param policy 政策：文件编号。\n', '')
          .replace('两列。\n', '两列。\n       * @param [policy] 政策：文件编号。\n'),
        /last/,
      ],
      [
        'an optional parameter before a required one',
        declared(addresses, usual).replace('@param policy', '@param [policy]').replace('[parameters]', 'parameters'),
        /optional/,
      ],
      ['a name that is a cell', declared(addresses, usual).replace('GOOD_NAME', 'TAX2024'), /address/],
      ['no description', declared(addresses, usual).replace('说明。', ''), /description/],
      ['no functions at all', 'export const nothing = 1;', /no functions/],
    ])('%s', async (_what, text, message) => {
      const file = join(folder, 'bad.ts');
      writeFileSync(file, text);
      const failing = readMetadata(file);
      await expect(failing).rejects.toThrow(message);
      await expect(failing).rejects.toBeInstanceOf(WrongFunctions);
    });
  });
});

test('docs/functions.md is what the declarations say', async () => {
  const metadata = await readMetadata();
  const text = documentation(metadata, translate(metadata, english, parameterIds()), readExamples());
  expect(readFileSync(join(root, 'docs/functions.md'), 'utf8')).toBe(text);
});

test('every function has a worked example', async () => {
  const shown = new Set(readExamples().map(({ id }) => id));
  const all = (await readMetadata()).functions.map(({ id }) => id);
  expect(all.filter((id) => !shown.has(id))).toEqual([]);
});
