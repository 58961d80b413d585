import { posix } from 'node:path';
import ts from 'typescript';

/** One import of a file, however it is written. */
export interface Import {
  readonly specifier: string;
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
  readonly line: number;
  /** The project file it leads to; null for a package or one of Node's own modules. */
  readonly target: string | null;
  /** The exports it takes; of a module taken whole (by `* as` or `import()`), every name that the file says. */
  readonly names: ReadonlySet<string>;
  /** `export * from`: whatever others take of this file is taken of that one. */
  readonly passesAll: boolean;
}

/** A source file as the rules see it. Paths are relative to the project's root, with forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  /** Free names and `new Name()`, such as `Excel`, `console`, `Date.now`, each with its line. */
  readonly globals: readonly { readonly name: string; readonly line: number }[];
  /** What it exports by name (`default` too), and what it passes on by name from another file. */
  readonly exports: readonly { readonly name: string; readonly line: number }[];
}

const endings = ['', '.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.json', '/index.ts', '/index.tsx', '/index.js'];

function resolve(from: string, specifier: string, paths: ReadonlySet<string>): string | null {
  if (!specifier.startsWith('.')) return null;
  const bare = posix.join(posix.dirname(from), specifier.split('?')[0]!);
  // A generated file is not there before the build: its path stands for it.
  return endings.map((ending) => bare + ending).find((path) => paths.has(path)) ?? bare;
}

const watched = new Set([
  'Excel',
  'Office',
  'OfficeExtension',
  'CustomFunctions',
  'console',
  'process',
  'performance',
  'window',
  'document',
  'localStorage',
  'fetch',
  'setTimeout',
  'setInterval',
  'globalThis',
  'Buffer',
]);

function isPlaceOfName(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent))
    return (ts.isPropertyAccessExpression(parent) ? parent.name : parent.right) === node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isJsxAttribute(parent)) return true;
  const declares =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isEnumMember(parent);
  return (declares && parent.name === node) || (ts.isBindingElement(parent) && parent.propertyName === node);
}

/** The names that an import or `export … from` takes of its module; null where it takes the module whole. */
function namesTaken(node: ts.ImportDeclaration | ts.ExportDeclaration): readonly string[] | null {
  if (ts.isExportDeclaration(node)) {
    const clause = node.exportClause;
    return clause && ts.isNamedExports(clause) ? clause.elements.map((one) => (one.propertyName ?? one.name).text) : null;
  }
  const clause = node.importClause;
  const named = clause?.namedBindings;
  if (named && ts.isNamespaceImport(named)) return null;
  return [...(clause?.name ? ['default'] : []), ...(named?.elements ?? []).map((one) => (one.propertyName ?? one.name).text)];
}

/** The names under which a statement of a file exports something. */
function namesExported(node: ts.Statement): readonly string[] {
  if (ts.isExportAssignment(node)) return ['default'];
  if (ts.isExportDeclaration(node)) {
    const clause = node.exportClause;
    if (clause === undefined) return [];
    return ts.isNamedExports(clause) ? clause.elements.map((one) => one.name.text) : [clause.name.text];
  }
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  const has = (kind: ts.SyntaxKind): boolean => modifiers.some((one) => one.kind === kind);
  if (!has(ts.SyntaxKind.ExportKeyword)) return [];
  if (has(ts.SyntaxKind.DefaultKeyword)) return ['default'];
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap((one) => namesBound(one.name));
  const named =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node);
  return named && node.name ? [node.name.text] : [];
}

function namesBound(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? namesBound(one.name) : []));
}

/** Reads imports, exports and watched names of a TypeScript or JavaScript file. */
export function readSource(path: string, text: string, paths: ReadonlySet<string>): Source {
  const kind = /x$/.test(path) ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, kind);
  const imports: Import[] = [];
  const globals: { name: string; line: number }[] = [];
  const declared = new Set<string>();
  const spelled = new Set(['default']);
  const lineOf = (node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
  const add = (specifier: ts.Node | undefined, typeOnly: boolean, names: readonly string[] | null, passesAll = false): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const target = resolve(path, specifier.text, paths);
    imports.push({
      specifier: specifier.text,
      typeOnly,
      line: lineOf(specifier),
      target,
      names: names === null ? spelled : new Set(names),
      passesAll,
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const named = clause?.namedBindings;
      const everyNameIsType =
        named !== undefined &&
        ts.isNamedImports(named) &&
        named.elements.length > 0 &&
        named.elements.every((element) => element.isTypeOnly);
      add(
        node.moduleSpecifier,
        clause !== undefined && (clause.phaseModifier === ts.SyntaxKind.TypeKeyword || (clause.name === undefined && everyNameIsType)),
        namesTaken(node),
      );
    } else if (ts.isExportDeclaration(node)) {
      const everyNameIsType =
        node.exportClause !== undefined &&
        ts.isNamedExports(node.exportClause) &&
        node.exportClause.elements.every((element) => element.isTypeOnly);
      const passesAll = node.exportClause === undefined;
      add(node.moduleSpecifier, node.isTypeOnly || everyNameIsType, passesAll ? [] : namesTaken(node), passesAll);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true, null);
    else if (ts.isCallExpression(node)) {
      const requires = ts.isIdentifier(node.expression) && node.expression.text === 'require';
      if (requires || node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false, null);
    }
    if (
      (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
      ts.isIdentifier(node.expression) &&
      ['eval', 'Function'].includes(node.expression.text)
    ) {
      globals.push({ name: node.expression.text, line: lineOf(node) });
    }
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date' && !node.arguments?.length) {
      globals.push({ name: 'new Date()', line: lineOf(node) });
    }
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const name = `${node.expression.text}.${node.name.text}`;
      if (name === 'Date.now' || name === 'Math.random') globals.push({ name, line: lineOf(node) });
    }
    if (ts.isIdentifier(node)) spelled.add(node.text);
    if (ts.isIdentifier(node) && watched.has(node.text) && !isPlaceOfName(node)) {
      if (
        (ts.isParameter(node.parent) ||
          ts.isVariableDeclaration(node.parent) ||
          ts.isBindingElement(node.parent) ||
          ts.isFunctionDeclaration(node.parent)) &&
        node.parent.name === node
      )
        declared.add(node.text);
      globals.push({ name: node.text, line: lineOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const exports = file.statements.flatMap((statement) => namesExported(statement).map((name) => ({ name, line: lineOf(statement) })));
  // `document` as a parameter's or variable's own name is not the browser's.
  return { path, text, imports, globals: globals.filter(({ name }) => !declared.has(name)), exports };
}
