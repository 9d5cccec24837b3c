import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript-5";

/** A name that a module exports. */
export interface Exported {
  readonly name: string;
  readonly kind: "class" | "constant" | "function" | "interface" | "type";
  /** The docstring without its tags; empty when there is none. */
  readonly text: string;
  /** The text of `@example`. @default - none */
  readonly example?: string | undefined;
  /** The file that declares the name, from the root. */
  readonly file: string;
  /** The properties of an interface, including those of nested objects. */
  readonly props: readonly ExportedProp[];
}

/** A property of an exported interface. */
export interface ExportedProp {
  readonly name: string;
  readonly optional: boolean;
  /** The docstring without its tags; empty when there is none. */
  readonly text: string;
  /** The text of `@default`. @default - none */
  readonly default?: string | undefined;
}

/** The exports of a module, and the docstring at its top. */
export interface ModuleExports {
  readonly text: string;
  readonly exports: readonly Exported[];
}

/**
 * Reads the exports of modules from their sources, sorted by name. Other packages are not read.
 *
 * Uses the compiler interface of TypeScript 5, because TypeScript 7 has none yet.
 *
 * @param root the folder of the repository, as a file URL that ends with a slash
 * @param modules paths of sources from the root
 * @throws {Error} when a source is missing, or exports a name without a declaration
 */
export function exportsOf(root: URL, modules: readonly string[]): ReadonlyMap<string, ModuleExports> {
  const folder = fileURLToPath(root);
  const options: ts.CompilerOptions = { noLib: true, types: [], target: ts.ScriptTarget.ES2022 };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) => {
      const file = resolve(dirname(from), text);
      const found = text.startsWith(".") && existsSync(file);
      return {
        resolvedModule: found ? { resolvedFileName: file, extension: ts.Extension.Ts } : undefined,
      };
    });
  const program = ts.createProgram(
    modules.map((path) => resolve(folder, path)),
    options,
    host,
  );
  const checker = program.getTypeChecker();
  return new Map(
    modules.map((path) => {
      const source = program.getSourceFile(resolve(folder, path));
      if (source === undefined) throw new Error(`${path} is missing: package.json names it in "exports"`);
      const module = checker.getSymbolAtLocation(source);
      const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
      const exports = symbols
        .map((symbol) => exported(symbol, checker, folder))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      return [path, { text: topText(source), exports }];
    }),
  );
}

function exported(symbol: ts.Symbol, checker: ts.TypeChecker, folder: string): Exported {
  const { name } = symbol;
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const [declaration] = target.declarations ?? [];
  // Declarations of other packages, such as the engine's `App`, are listed without details.
  const node = declaration ?? symbol.declarations?.[0];
  if (node === undefined) throw new Error(`no declaration of ${name}`);
  const tags = target.getJsDocTags(checker);
  const example = tags.find((tag) => tag.name === "example");
  return {
    name,
    kind: kindOf(declaration),
    text: ts.displayPartsToString(target.getDocumentationComment(checker)),
    example: example === undefined ? undefined : ts.displayPartsToString(example.text),
    file: relative(folder, node.getSourceFile().fileName),
    props: declaration !== undefined && ts.isInterfaceDeclaration(declaration) ? propsIn(declaration) : [],
  };
}

function kindOf(declaration: ts.Declaration | undefined): Exported["kind"] {
  if (declaration === undefined) return "type";
  if (ts.isClassDeclaration(declaration)) return "class";
  if (ts.isFunctionDeclaration(declaration)) return "function";
  if (ts.isInterfaceDeclaration(declaration)) return "interface";
  return ts.isVariableDeclaration(declaration) ? "constant" : "type";
}

function propsIn(node: ts.Node): ExportedProp[] {
  const props: ExportedProp[] = [];
  node.forEachChild((child) => {
    if (ts.isPropertySignature(child)) {
      const comment = ts.getJSDocCommentsAndTags(child).find(ts.isJSDoc);
      const tag = comment?.tags?.find(({ tagName }) => tagName.text === "default");
      props.push({
        name: child.name.getText(),
        optional: child.questionToken !== undefined,
        text: ts.getTextOfJSDocComment(comment?.comment) ?? "",
        default: tag === undefined ? undefined : ts.getTextOfJSDocComment(tag.comment),
      });
    }
    props.push(...propsIn(child));
  });
  return props;
}

/** Returns the docstring at the top of a module, if it belongs to the module and not to its first declaration. */
function topText(source: ts.SourceFile): string {
  const [comment = ""] = /^\/\*\*[\s\S]*?\*\//.exec(source.text) ?? [];
  return comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/^\s*\* ?/gm, "")
    .trim();
}
