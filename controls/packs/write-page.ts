import { writeFileSync } from "node:fs";
import { PACKS } from "./index.ts";
import { policyPacksPage } from "./page.ts";

// Runs as dist/controls/packs/write-page.js.
writeFileSync(new URL("../../../docs/policy-packs.md", import.meta.url), policyPacksPage(PACKS));
