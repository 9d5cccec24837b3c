import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { findingsJsonSchema } from "./json-schema.ts";

/* Writes schema/findings.json of the working directory: `npm run build && node dist/findings/write-schema.js`. */
writeFileSync(resolve("schema", "findings.json"), findingsJsonSchema());
