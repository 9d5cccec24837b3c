import { writeFileSync } from "node:fs";
import { partnerDutiesPage } from "./page.ts";

// Runs as dist/partner/register/write-page.js.
writeFileSync(new URL("../../../docs/partner-duties.md", import.meta.url), partnerDutiesPage());
