import { existsSync, readFileSync } from "node:fs";

/** Of `client/`, each after those that it imports from. */
const MODULES = [
  "dom",
  "model",
  "view",
  "rows",
  "findings-list",
  "sheet",
  "heat-map-cells",
  "heat-map",
  "overview",
  "exceptions",
  "filters",
  "main",
];

/** Where the build puts the script's modules: beside this file, which runs compiled or, in tests, as it is. */
const FOLDERS = ["./client/", "../../../dist/src/output/html/client/"].map(
  (folder) => new URL(folder, import.meta.url),
);

/**
 * The page's script: the modules of `client/`, compiled, as one.
 *
 * @throws when they have not been compiled
 */
export function clientScript(): string {
  const folder = FOLDERS.find((candidate) => existsSync(new URL("main.js", candidate)));
  if (folder === undefined) throw new Error("the report's script is not compiled: run npm run build");
  return joinModules(
    MODULES.map((name) => ({ name, text: readFileSync(new URL(`${name}.js`, folder), "utf8") })),
  );
}

/**
 * Modules as one: each becomes a function's scope that returns what the module exports, and its imports are taken
 * from the earlier ones.
 *
 * @param modules as tsc writes them: declarations that are exported where they are made, imports of names; each
 *   after those that it imports from
 * @throws for a module that imports or exports in another way
 */
export function joinModules(modules: readonly { readonly name: string; readonly text: string }[]): string {
  return modules.map(scope).join("");
}

function scope({ name, text }: { readonly name: string; readonly text: string }): string {
  const exported = [...text.matchAll(/^export (?:class|const|function) (\w+)/gm)].map(([, word]) => word);
  const body = text
    .replace(/^import \{([^}]*)\} from "\.\/([\w-]+)\.js";$/gm, (_, names: string, from: string) => {
      return `const {${names.replaceAll(" as ", ": ")}} = ${variable(from)};`;
    })
    .replace(/^export (?=(?:class|const|function) )/gm, "")
    .replace(/^export \{\};\n/gm, "");
  const left = /^(?:import|export)\b.*/m.exec(body);
  if (left !== null) throw new Error(`${name} of the page's script cannot be joined: ${left[0]}`);
  return `const ${variable(name)} = (() => {\n${body}return { ${exported.join(", ")} };\n})();\n`;
}

/** `heat-map` as `heat_map$`: no module declares such a name. */
function variable(name: string): string {
  return `${name.replaceAll("-", "_")}$`;
}
