/** Makes the tables of docs/scale.md anew from the simulation: node dist/simulate/write-page.js */
import { readFileSync, writeFileSync } from "node:fs";
import { exampleTables, withTables } from "./tables.ts";

const page = new URL("../../docs/scale.md", import.meta.url);
writeFileSync(page, withTables(readFileSync(page, "utf8"), exampleTables()));
