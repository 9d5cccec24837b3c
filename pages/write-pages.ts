import { mkdirSync, writeFileSync } from "node:fs";
import { generatedPages } from "./index.ts";

// Runs as dist/pages/write-pages.js: the pages lie below the top of the package.
const root = new URL("../../", import.meta.url);
for (const folder of ["controls/", "constructs/"])
  mkdirSync(new URL(`docs/${folder}`, root), { recursive: true });
for (const [path, text] of generatedPages(root)) writeFileSync(new URL(`docs/${path}`, root), text);
