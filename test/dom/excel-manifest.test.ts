/**
 * What Excel shows of the add-in: the buttons the manifest declares, and what a press does.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../standin/manifest';

const xml = readFileSync(join(process.cwd(), 'manifest.xml'), 'utf8');
const page = 'https://localhost:3000/taskpane/index.html';

test.each([
  ['zh-CN', '惠企政策测算', '政策测算', 'functions.json'],
  ['en-US', 'Huiqi: enterprise incentives', 'Judge ledger', 'functions.en-US.json'],
])('in %s the ribbon has one button, which opens the pane', (locale, name, label, functions) => {
  const manifest = readManifest(xml, locale);
  expect(manifest.name).toBe(name);
  expect(manifest.page).toBe(page);
  expect(manifest.buttons).toMatchObject([{ id: 'Huiqi.Open', label, action: { kind: 'pane', address: page } }]);
  expect([manifest.functions, manifest.namespace]).toEqual([`https://localhost:3000/functions/${functions}`, 'HUIQI']);
});

test('a button may run a function of the add-in instead', () => {
  const action = '<Action xsi:type="ExecuteFunction"><FunctionName>judgeLedger</FunctionName></Action>';
  const changed = xml.replace(/<Action xsi:type="ShowTaskpane">[\s\S]*?<\/Action>/, action);
  expect(readManifest(changed, 'zh-CN').buttons.map((button) => button.action)).toEqual([{ kind: 'function', name: 'judgeLedger' }]);
});

test.each([
  ['a control that is no button', xml.replace('<Control xsi:type="Button"', '<Control xsi:type="Menu"'), /does not cover/],
  ['a resource that is not there', xml.replace('<Label resid="Open.Label"/>', '<Label resid="Nothing"/>'), /no resource Nothing/],
])('%s is refused', (_what, changed, words) => {
  expect(() => readManifest(changed, 'zh-CN')).toThrow(words);
});
