import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fleetJsonSchemas } from "./json-schema.ts";

/* Writes schema/*.json of the working directory: `npm run build && node dist/inventory/write-schemas.js`. */
for (const [name, text] of fleetJsonSchemas()) writeFileSync(resolve("schema", name), text);
