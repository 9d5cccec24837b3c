/** Makes the tables of what was measured anew, in docs/scale.md and docs/performance.md, from what bench/ keeps. */
import { readFileSync, writeFileSync } from "node:fs";
import { storedTables, withMeasured } from "./markdown.ts";

const tables = storedTables(new URL("../../bench/", import.meta.url));
for (const name of ["scale.md", "performance.md"]) {
  const page = new URL(`../../docs/${name}`, import.meta.url);
  writeFileSync(page, withMeasured(readFileSync(page, "utf8"), tables));
}
