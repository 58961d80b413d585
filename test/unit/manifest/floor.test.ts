import { join } from 'node:path';
import ts from 'typescript';

/** ExcelApi 1.`floor`: the least an Excel has in which the pane opens (manifest.xml, taskpane/model/requirements.ts). */
const floor = 7;

/** Every file of ours that speaks to Excel. */
const files = ['src/hosts/excel.ts', 'functions/excel-door.ts', 'taskpane/excel.tsx'];

/** A member of Office.js that a file uses: where, and the ExcelApi it came with. */
interface Use {
  readonly node: ts.Node;
  readonly name: string;
  readonly minor: number;
}

const tagged = /\[\s*Api set: ExcelApi 1\.(\d+)/;

/** The ExcelApi that Microsoft's own description of a member names; null where it names none. */
function minorOf(checker: ts.TypeChecker, node: ts.Node): number | null {
  const symbol = checker.getSymbolAtLocation(node);
  const [declaration] = symbol?.declarations ?? [];
  if (!symbol || !declaration?.getSourceFile().fileName.includes('@types/office-js')) return null;
  const text = [
    ts.displayPartsToString(symbol.getDocumentationComment(checker)),
    ...symbol.getJsDocTags(checker).map((tag) => ts.displayPartsToString(tag.text)),
  ].join('\n');
  const found = tagged.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

function usesIn(source: ts.SourceFile, checker: ts.TypeChecker): Use[] {
  const uses: Use[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const minor = minorOf(checker, node.name);
      if (minor !== null) uses.push({ node, name: node.name.text, minor });
    }
    node.forEachChild(visit);
  };
  visit(source);
  return uses;
}

/** Whether a condition asks for ExcelApi 1.`minor` or more. */
const asksFor = (condition: ts.Node, minor: number): boolean =>
  [...condition.getText().matchAll(/supports\('1\.(\d+)'\)/g)].some((found) => Number(found[1]) >= minor);

/** Whether a use is reached only where `supports` said yes: inside `if (supports(…))`, or after `if (!supports(…)) return …`. */
function guarded({ node, minor }: Use): boolean {
  for (let inner = node, outer = node.parent; !ts.isSourceFile(outer); inner = outer, outer = outer.parent) {
    if (ts.isIfStatement(outer) && outer.thenStatement === inner && asksFor(outer.expression, minor)) return true;
    if (ts.isConditionalExpression(outer) && outer.whenTrue === inner && asksFor(outer.condition, minor)) return true;
    if (!ts.isBlock(outer)) continue;
    const before = outer.statements.slice(
      0,
      outer.statements.findIndex((statement) => statement === inner),
    );
    const left = before.some(
      (statement) =>
        ts.isIfStatement(statement) &&
        /^!supports\(/.test(statement.expression.getText()) &&
        asksFor(statement.expression, minor) &&
        /^(return|throw)\b|^\{\s*(return|throw)\b/.test(statement.thenStatement.getText()),
    );
    if (left) return true;
  }
  return false;
}

const unguarded = (uses: readonly Use[]): string[] =>
  uses.filter((use) => use.minor > floor && !guarded(use)).map(({ name, minor }) => `${name} is of ExcelApi 1.${minor}`);

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX,
  types: ['office-js', 'custom-functions-runtime'],
  skipLibCheck: true,
  noEmit: true,
};

/** A file that is not there, with each kind of use. */
const planted = 'src/hosts/planted.ts';
const plantedText = `
  const supports = (version: string): boolean => Office.context.requirements.isSetSupported('ExcelApi', version);
  export function bad(range: Excel.Range): void { range.getSpecialCellsOrNullObject('Visible'); use(range.values); }
  export function tooLow(range: Excel.Range): void { if (supports('1.8')) range.getSpecialCellsOrNullObject('Visible'); }
  export function good(range: Excel.Range): void { if (supports('1.9')) range.getSpecialCellsOrNullObject('Visible'); }
  export function left(range: Excel.Range): void { if (!supports('1.9')) return; range.getSpecialCellsOrNullObject('Visible'); }
`;

/** All of them as TypeScript sees them. */
function read(): (file: string) => readonly Use[] {
  const root = process.cwd();
  const host = ts.createCompilerHost(options);
  const fromDisk = host.readFile.bind(host);
  host.readFile = (name) => (name === join(root, planted) ? plantedText : fromDisk(name));
  const program = ts.createProgram(
    [...files, planted].map((file) => join(root, file)),
    options,
    host,
  );
  return (file) => {
    const source = program.getSourceFile(join(root, file));
    if (!source) throw new Error(`no ${file}`);
    return usesIn(source, program.getTypeChecker());
  };
}

describe('calls newer than the pane’s floor', () => {
  let uses: (file: string) => readonly Use[];
  beforeAll(() => {
    uses = read();
  });

  test.each(files)('%s asks before each', (file) => {
    expect(unguarded(uses(file))).toEqual([]);
  });

  test('there are such calls to look at', () => {
    expect(uses('src/hosts/excel.ts').length).toBeGreaterThan(30);
  });

  test('a call without its question is found, one behind it is not', () => {
    expect(unguarded(uses(planted))).toEqual(Array(2).fill('getSpecialCellsOrNullObject is of ExcelApi 1.9'));
    expect(uses(planted).some(({ name, minor }) => name === 'values' && minor === 1)).toBe(true);
  });
});
