import { writeFileSync } from "node:fs";
import { operationsPage } from "./operations-page.ts";

// Runs as dist/onboarding/write-page.js.
writeFileSync(new URL("../../docs/access-operations.md", import.meta.url), operationsPage());
