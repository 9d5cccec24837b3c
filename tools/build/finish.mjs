/**
 * Completes `dist` after the compiler: `npm run build` runs it.
 *
 * - `tested-lock.json`: the package lock with which this version was tested; `init` copies it.
 * - `src/engine/cdktf.js`, `cdktn.js`: the re-exports of CommonJS packages become `require`. An import of such a
 *   package makes Node parse all its files for the names of their exports before it runs them. That is a third of the
 *   engine's loading time.
 */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";

const RE_EXPORT = /^export \{([^}]*)\} from ("[^"]+");$/gm;

copyFileSync("package-lock.json", "dist/tested-lock.json");
for (const name of ["cdktf", "cdktn"]) {
  const file = `dist/src/engine/${name}.js`;
  const compiled = readFileSync(file, "utf8");
  // The compiler leaves the file of an unchanged source as it is.
  if (RE_EXPORT.test(compiled)) writeFileSync(file, required(compiled));
}

function required(compiled) {
  const text = compiled.replace(RE_EXPORT, (_, names, from) => {
    const pattern = names.replaceAll(" as ", ": ");
    return `export const {${pattern}} = load(${from});`;
  });
  return `import { createRequire as loader } from "node:module";\nconst load = loader(import.meta.url);\n${text}`;
}
