import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { alertsJsonSchema } from "./alerts-report.ts";

/* Writes schema/partner-alerts.json of the working directory: `npm run build && node dist/partner/write-schema.js`. */
writeFileSync(resolve("schema", "partner-alerts.json"), alertsJsonSchema());
