import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { runnerJsonSchema } from "./json-schema.ts";

/* Writes schema/run.json and schema/changed.json of the working directory: `npm run build && node dist/runner/write-schemas.js`. */
for (const file of ["run.json", "changed.json"] as const) {
  writeFileSync(resolve("schema", file), runnerJsonSchema(file));
}
