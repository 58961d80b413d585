import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { compile, readPack } from '../../../../src/engine';
import { sayPackProblem } from '../../../../src/explain';

const readme = readFileSync(join(process.cwd(), 'src/engine/README.md'), 'utf8');
const section = readme.slice(readme.indexOf('## 10.'));
const [packText = '', casesText = ''] = [...section.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text);

interface WrittenCase {
  readonly measure: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly expected: Readonly<Record<string, unknown>>;
}

describe('the pack that the README shows (10.1)', () => {
  const { pack, problems = [] } = readPack(parse(packText));
  const program = pack === undefined ? undefined : compile(pack);

  it('is a right pack', () => {
    expect(problems.map((problem) => sayPackProblem(problem, 'zh-CN'))).toEqual([]);
  });

  it.each([
    ['0.01 万元 below 5 %', '2099q1-1-growth', { output: '2099.99', outputLastYear: '2000' }, {}, '0', ['fail:growth-min']],
    ['exactly 5 %', '2099q1-1-growth', { output: '2100', outputLastYear: '2000' }, {}, '10', []],
    ['exactly 10 %', '2099q1-1-growth', { output: '2200', outputLastYear: '2000' }, {}, '20', []],
    ['no figure of a year before', '2099q1-1-growth', { output: '2200' }, {}, null, ['missing:outputLastYear']],
    [
      'all of it in the first part',
      '2099q1-2-power',
      { electricity: '1000001', electricityLastYear: '1' },
      { higherRate: '0.08' },
      '5',
      [],
    ],
    ['2 million kWh', '2099q1-2-power', { electricity: '2000001', electricityLastYear: '1' }, { higherRate: '0.08' }, '13', []],
    ['more than the cap', '2099q1-2-power', { electricity: '99000000', electricityLastYear: '0' }, { higherRate: '0.08' }, '50', []],
    [
      'a rate that is not higher',
      '2099q1-2-power',
      { electricity: '2000001', electricityLastYear: '1' },
      { higherRate: '0.05' },
      null,
      ['invalid-parameter:higherRate'],
    ],
  ])('%s', (_why, measure, row, parameters, amount, reasons) => {
    expect(program?.judge(measure, row, parameters)).toMatchObject({ amount, reasons });
  });

  it('its worked case is right (10.3)', () => {
    const cases = parse(casesText) as readonly WrittenCase[];
    expect(cases).toHaveLength(1);
    for (const { measure, inputs, expected } of cases) {
      const { note: _note, ...answer } = expected;
      expect(program?.judge(measure, inputs)).toMatchObject(answer);
    }
  });
});
