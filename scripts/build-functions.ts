/**
 * functions/functions.ts → dist/functions/functions.json (zh-CN) and functions.en-US.json, the metadata Excel and the workbench read, and the
 * functions table docs/functions.md with an example each. The JSDoc is the only declaration; English stands in functions/locales/en-US.json.
 * `--check` writes nothing and fails where docs/functions.md is not what it would write.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateCustomFunctionsMetadata } from 'custom-functions-metadata';
import ts from 'typescript';
import english from '../functions/locales/en-US.json';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'functions/functions.ts');

/** A parameter as Excel's functions.json declares it; each is a matrix, as every function takes cells or columns. */
interface ParameterMetadata {
  name: string;
  description: string;
  type: 'any';
  dimensionality: 'matrix';
  optional?: true;
}

/** A function as Excel's functions.json declares it. */
interface FunctionMetadata {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly ParameterMetadata[];
  readonly result: { readonly dimensionality: 'matrix' };
  readonly options: { readonly requiresAddress: true; readonly requiresParameterAddresses: true };
}

/** functions.json as Excel reads it. */
interface Metadata {
  /** Error cells reach the function, which says where they stand, instead of turning the whole result into an error. */
  readonly allowErrorForDataTypeAny: true;
  readonly functions: readonly FunctionMetadata[];
}

/** A worked example of the documentation: a formula and what its cells show. */
interface Example {
  readonly id: string;
  readonly formula: string;
  readonly result: string;
}

/** Something in the declarations that Excel would refuse or an officer would miss. */
export class WrongFunctions extends Error {}

/** Names of the Excel 4.0 macro language and of R1C1 that a function may not have. */
const reservedNames = new Set([
  'ABSREF',
  'ACTIVE.CELL',
  'ADD.BAR',
  'ALERT',
  'APP.TITLE',
  'ARGUMENT',
  'BEEP',
  'BREAK',
  'CALL',
  'CALLER',
  'CANCEL.KEY',
  'CELL',
  'DEREF',
  'DIRECTORY',
  'DOCUMENTS',
  'ECHO',
  'ELSE',
  'ERROR',
  'EVALUATE',
  'EXEC',
  'EXECUTE',
  'FILES',
  'FOR',
  'FORMULA',
  'GET.CELL',
  'GOTO',
  'GROUP',
  'HALT',
  'HELP',
  'INPUT',
  'LINKS',
  'MESSAGE',
  'NAMES',
  'NEXT',
  'NOTE',
  'POKE',
  'REFTEXT',
  'REGISTER',
  'RELREF',
  'RESTART',
  'RESULT',
  'RETURN',
  'SELECTION',
  'SERIES',
  'STEP',
  'TERMINATE',
  'TEXTREF',
  'UNREGISTER',
  'VOLATILE',
  'WAIT',
  'WHILE',
  'WINDOWS',
]);

/** `TAX2024`, `R1C1`: a name that Excel reads as a cell. */
const cellLike = /^([A-Za-z]{1,3}\d{1,7}|[Rr]\d*[Cc]\d*)$/;

/** Why Excel would not take a name, or null. */
export function nameProblem(name: string): string | null {
  if (name.length < 3) return 'shorter than three characters';
  if (!/^[A-Z][A-Z0-9_.]*$/.test(name)) return 'not in A–Z, 0–9, _ and .';
  if (cellLike.test(name)) return 'an address of a cell';
  return reservedNames.has(name) ? 'a reserved word of Excel 4.0 macros' : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `企业类型：工业企业 或 …` → its name and its description. */
function nameAndText(id: string, parameter: string, comment: unknown): [string, string] {
  const text = typeof comment === 'string' ? comment.trim() : '';
  const colon = text.indexOf('：');
  if (colon < 1 || colon === text.length - 1) throw new WrongFunctions(`${id}: @param ${parameter} needs 「name：description」.`);
  return [text.slice(0, colon), text.slice(colon + 1)];
}

function checkedFunction(value: unknown): FunctionMetadata {
  if (!isRecord(value) || typeof value['id'] !== 'string' || !Array.isArray(value['parameters']))
    throw new WrongFunctions('The metadata has no functions.');
  const { id } = value;
  const problem = nameProblem(id);
  if (problem !== null) throw new WrongFunctions(`${id} is ${problem}.`);
  if (value['name'] !== id) throw new WrongFunctions(`${id}: its name must be its id in every language.`);
  const description = typeof value['description'] === 'string' ? value['description'].trim() : '';
  if (description === '') throw new WrongFunctions(`${id} needs a description.`);
  const parameters = value['parameters'].map((parameter: unknown): ParameterMetadata => {
    if (!isRecord(parameter) || typeof parameter['name'] !== 'string') throw new WrongFunctions(`${id}: a parameter without a name.`);
    if (parameter['type'] !== 'any' || parameter['dimensionality'] !== 'matrix')
      throw new WrongFunctions(`${id}: ${parameter['name']} must be unknown[][].`);
    const [name, text] = nameAndText(id, parameter['name'], parameter['description']);
    return {
      name,
      description: text,
      type: 'any',
      dimensionality: 'matrix',
      ...(parameter['optional'] === true ? { optional: true } : {}),
    };
  });
  const firstOptional = parameters.findIndex((parameter) => parameter.optional === true);
  if (firstOptional >= 0 && parameters.slice(firstOptional).some((parameter) => parameter.optional !== true))
    throw new WrongFunctions(`${id}: optional parameters must stand last.`);
  const table = parameters.findIndex(({ name }) => name === '参数表');
  if (table >= 0 && (table !== parameters.length - 1 || parameters[table]?.optional !== true))
    throw new WrongFunctions(`${id}: the parameter table must be optional and last.`);
  if (!isRecord(value['result']) || value['result']['dimensionality'] !== 'matrix')
    throw new WrongFunctions(`${id} must give unknown[][].`);
  const options = isRecord(value['options']) ? value['options'] : {};
  if (options['requiresAddress'] !== true || options['requiresParameterAddresses'] !== true)
    throw new WrongFunctions(
      `${id} needs @requiresAddress and @requiresParameterAddresses: without them a blank cell cannot be told from 0.`,
    );
  return {
    id,
    name: id,
    description,
    parameters,
    result: { dimensionality: 'matrix' },
    options: { requiresAddress: true, requiresParameterAddresses: true },
  };
}

/** The metadata in Chinese, read from the JSDoc and checked; WrongFunctions says what is wrong. */
export async function readMetadata(file: string = source): Promise<Metadata> {
  const made = await generateCustomFunctionsMetadata(file);
  if (made.errors.length > 0) throw new WrongFunctions(made.errors.join('\n'));
  const parsed: unknown = made.metadataJson === '' ? null : JSON.parse(made.metadataJson);
  const list: unknown[] = isRecord(parsed) && Array.isArray(parsed['functions']) ? parsed['functions'] : [];
  const functions = list.map(checkedFunction);
  const repeated = functions.find(({ id }, index) => functions.findIndex((other) => other.id === id) !== index);
  if (functions.length === 0 || repeated)
    throw new WrongFunctions(repeated ? `${repeated.id} is declared twice.` : 'There are no functions.');
  return { allowErrorForDataTypeAny: true, functions };
}

type Words = Readonly<Record<string, { readonly description: string; readonly parameters: Readonly<Record<string, readonly string[]>> }>>;

/** The parameters' identifiers, in order, by function id. */
export function parameterIds(text: string = readFileSync(source, 'utf8')): ReadonlyMap<string, readonly string[]> {
  return new Map(declarations(text).map(({ id, parameters }) => [id, parameters]));
}

/** The same metadata in another language. Every gap and every word too many is an error. */
export function translate(metadata: Metadata, words: Words, ids: ReadonlyMap<string, readonly string[]>): Metadata {
  const gaps: string[] = [];
  const functions = metadata.functions.map((each): FunctionMetadata => {
    const own = Object.hasOwn(words, each.id) ? words[each.id] : undefined;
    const names = ids.get(each.id) ?? [];
    if (!own) gaps.push(each.id);
    for (const extra of Object.keys(own?.parameters ?? {}).filter((name) => !names.includes(name)))
      gaps.push(`${each.id}.${extra} (not a parameter)`);
    const parameters = each.parameters.map((parameter, index): ParameterMetadata => {
      const id = names[index] ?? '';
      const [name, description] = (own && Object.hasOwn(own.parameters, id) ? own.parameters[id] : undefined) ?? [];
      if (!name || !description) gaps.push(`${each.id}.${id}`);
      return { ...parameter, name: name ?? id, description: description ?? '' };
    });
    return { ...each, description: own?.description ?? '', parameters };
  });
  const known = new Set(metadata.functions.map(({ id }) => id));
  gaps.push(
    ...Object.keys(words)
      .filter((id) => !known.has(id))
      .map((id) => `${id} (not a function)`),
  );
  if (gaps.length > 0) throw new WrongFunctions(`functions/locales: ${gaps.join(', ')}`);
  return { ...metadata, functions };
}

interface Declaration {
  readonly id: string;
  readonly parameters: readonly string[];
  readonly examples: readonly Example[];
}

function declarations(text: string): Declaration[] {
  const file = ts.createSourceFile('functions.ts', text, ts.ScriptTarget.Latest, true);
  return file.statements.filter(ts.isFunctionDeclaration).flatMap((statement): Declaration[] => {
    const tags = ts.getJSDocTags(statement);
    const comment = (tag: ts.JSDocTag): string => ts.getTextOfJSDocComment(tag.comment)?.trim() ?? '';
    const own = tags.find((tag) => tag.tagName.text === 'customfunction');
    if (!own) return [];
    const id = comment(own);
    const parameters = statement.parameters.slice(0, -1).map((parameter) => parameter.name.getText(file));
    const examples = tags
      .filter((tag) => tag.tagName.text === 'example')
      .map((tag): Example => {
        const [formula, result] = comment(tag).split(' → ');
        if (!formula?.startsWith(`=HUIQI.${id}(`) || !result)
          throw new WrongFunctions(`${id}: an example is 「=HUIQI.${id}(…) → result」.`);
        return { id, formula, result };
      });
    return [{ id, parameters, examples }];
  });
}

/** The worked examples of the declarations. */
export function readExamples(text: string = readFileSync(source, 'utf8')): readonly Example[] {
  return declarations(text).flatMap(({ examples }) => examples);
}

/** The functions table of the documentation, in both languages. */
export function documentation(chinese: Metadata, englishWords: Metadata, examples: readonly Example[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const lines = [
    '<!-- 由 scripts/build-functions.ts 从 functions/functions.ts 生成，请勿手改。 Made from the declarations: do not edit. -->',
    '',
    '# 函数 Functions',
    '',
    '每个参数可以是一个单元格或等高的一列，结果溢出。不符合为 0；缺数为 #N/A，提示写明缺什么；数据有错为 #VALUE!；空白从不当作 0。',
    '',
    'Every argument is a cell or a column of equal height; results spill. Not entitled is 0; a missing figure gives #N/A and says what is missing; bad input gives #VALUE!; a blank is never 0.',
    '',
  ];
  for (const [index, { id, description, parameters }] of chinese.functions.entries()) {
    const other = englishWords.functions[index];
    const list = parameters.map(({ name, optional }) => (optional === true ? `[${name}]` : name)).join(', ');
    lines.push(`## HUIQI.${id}`, '', `\`HUIQI.${id}(${list})\``, '', description, '', other?.description ?? '', '');
    lines.push('| 参数 | Parameter | 说明 | Meaning |', '| --- | --- | --- | --- |');
    parameters.forEach((parameter, at) => {
      const twin = other?.parameters[at];
      lines.push(
        `| ${cell(parameter.name)} | ${cell(twin?.name ?? '')} | ${cell(parameter.description)} | ${cell(twin?.description ?? '')} |`,
      );
    });
    lines.push('');
    for (const example of examples.filter((each) => each.id === id)) lines.push('```', example.formula, `→ ${example.result}`, '```', '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

const tableStart = '<!-- functions: made by scripts/build-functions.ts -->';
const tableEnd = '<!-- /functions -->';

/** The README with its short functions table brought up to date. */
function readmeWithTable(readme: string, chinese: Metadata, englishWords: Metadata): string {
  const start = readme.indexOf(tableStart);
  const end = readme.indexOf(tableEnd);
  if (start < 0 || end < start) throw new WrongFunctions('README.md has no place for the functions table.');
  const rows = chinese.functions.map(
    ({ id, description }, at) => `| \`HUIQI.${id}\` | ${description} | ${englishWords.functions[at]?.description ?? ''} |`,
  );
  const table = ['| 函数 Function | 算什么 | What it gives |', '| --- | --- | --- |', ...rows];
  return `${readme.slice(0, start + tableStart.length)}\n\n${table.join('\n')}\n\n${readme.slice(end)}`;
}

/** The manifest must name a script; in a shared runtime Excel takes the functions from the pane's page instead. */
const scriptNote = '// The functions of HUIQI run in the shared runtime of the pane: nothing is to be loaded here.\n';

async function main(): Promise<void> {
  const chinese = await readMetadata();
  const translated = translate(chinese, english, parameterIds());
  const document = join(root, 'docs/functions.md');
  const text = documentation(chinese, translated, readExamples());
  const readmeFile = join(root, 'README.md');
  const readme = readFileSync(readmeFile, 'utf8');
  const updated = readmeWithTable(readme, chinese, translated);
  if (process.argv.includes('--check')) {
    if (updated !== readme) throw new WrongFunctions('The functions table of README.md is out of date: run the build of functions.');
    if (readFileSync(document, 'utf8') !== text)
      throw new WrongFunctions('docs/functions.md is not what the declarations say: run the build of functions.');
    return;
  }
  const out = join(root, 'dist/functions');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'functions.json'), `${JSON.stringify(chinese, null, 2)}\n`);
  writeFileSync(join(out, 'functions.en-US.json'), `${JSON.stringify(translated, null, 2)}\n`);
  writeFileSync(join(out, 'functions.js'), scriptNote);
  writeFileSync(document, text);
  if (updated !== readme) writeFileSync(readmeFile, updated);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    if (!(error instanceof WrongFunctions)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
