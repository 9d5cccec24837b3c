import { writeFileSync } from "node:fs";
import { auditControlsPage } from "./controls-page.ts";
import { peersPage } from "./peers/page.ts";

// Runs as dist/audit/write-pages.js.
writeFileSync(new URL("../../docs/peers.md", import.meta.url), peersPage());
writeFileSync(new URL("../../docs/audit-controls.md", import.meta.url), auditControlsPage());
