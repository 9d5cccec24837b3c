import { existsSync, readFileSync } from "node:fs";

/** The modules of `client/`, each after those that it imports. */
const MODULES = [
  "dom",
  "model",
  "view",
  "address",
  "selection",
  "rows",
  "findings-list",
  "sheet",
  "details",
  "csv",
  "heat-map-cells",
  "heat-map",
  "overview",
  "controls-table",
  "exceptions",
  "filters",
  "navigation",
  "main",
];

/** Where the build writes the script's modules. This file runs compiled, or uncompiled in tests. */
const FOLDERS = ["./client/", "../../../dist/src/output/html/client/"].map(
  (folder) => new URL(folder, import.meta.url),
);

/**
 * Returns the page's script: the compiled modules of `client/` in one text.
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
 * Joins modules into one script: each becomes the scope of a function that returns its exports. Imports read the
 * results of earlier functions.
 *
 * @param modules as tsc writes them: exported declarations and named imports; each module after those that it imports
 * @throws for a module with another form of import or export
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

/** Returns the variable of a module: `heat-map` becomes `heat_map$`, a name that no module declares. */
function variable(name: string): string {
  return `${name.replaceAll("-", "_")}$`;
}
