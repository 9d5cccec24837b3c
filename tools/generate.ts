/** Writes every generated file: the JSON Schemas and the generated pages. Run it as `npm run generate`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { generatedFiles } from "./generated-files.ts";

const root = new URL("../../", import.meta.url);
for (const [path, text] of generatedFiles(root)) {
  const file = new URL(path, root);
  mkdirSync(new URL(".", file), { recursive: true });
  writeFileSync(file, text);
}
