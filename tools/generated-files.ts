import { readFileSync } from "node:fs";
import { operationsPage } from "../src/adopt/onboard/operations-page.ts";
import { auditControlsPage } from "../src/audit/controls-page.ts";
import { budgetsJsonSchema } from "../src/budgets/index.ts";
import { CONTROLS } from "../src/controls/built-in.ts";
import { controlsPage } from "../src/controls/catalogue-page.ts";
import { CONTROL_IDS } from "../src/controls/control-ids.ts";
import { PACKS } from "../src/controls/packs/index.ts";
import { policyPacksPage } from "../src/controls/packs/page.ts";
import { doctorJsonSchema } from "../src/doctor/report.ts";
import { enforceJsonSchema } from "../src/enforce/schema.ts";
import { findingsJsonSchema } from "../src/findings/json-schema.ts";
import { fleetJsonSchemas } from "../src/fleet/json-schema.ts";
import { packJsonSchema } from "../src/output/pack/index.ts";
import { alertsJsonSchema } from "../src/partner/alerts-report.ts";
import { incidentJsonSchema } from "../src/partner/incident/report.ts";
import { partnerDutiesPage } from "../src/partner/register/page.ts";
import { pilotJsonSchema } from "../src/pilot/index.ts";
import { runnerJsonSchema } from "../src/runner/json-schema.ts";
import { storedTables, withMeasured } from "./bench/markdown.ts";
import { node10Types } from "./node10-types.ts";
import { apiPage } from "./pages/api.ts";
import { generatedPages } from "./pages/index.ts";
import { peersPage } from "./pages/peers/page.ts";
import { exampleTables, withTables } from "./simulate/tables.ts";

/**
 * Every generated file of the repository with the text it should have: `[path from the root, text]`.
 *
 * @param root The folder of the repository, as a file URL that ends in a slash.
 */
export function generatedFiles(root: URL): [path: string, text: string][] {
  const read = (path: string) => readFileSync(new URL(path, root), "utf8");
  const measured = storedTables(new URL("tools/bench/", root));
  return [
    ...[...fleetJsonSchemas(CONTROL_IDS)].map(([name, text]): [string, string] => [`schema/${name}`, text]),
    ["schema/findings.json", findingsJsonSchema()],
    ["schema/enforce.json", enforceJsonSchema()],
    ["schema/run.json", runnerJsonSchema("run.json")],
    ["schema/changed.json", runnerJsonSchema("changed.json")],
    ["schema/budgets.json", budgetsJsonSchema()],
    ["schema/doctor.json", doctorJsonSchema()],
    ["schema/pack.json", packJsonSchema()],
    ["schema/partner-alerts.json", alertsJsonSchema()],
    ["schema/partner-incident.json", incidentJsonSchema()],
    ["schema/pilot.json", pilotJsonSchema()],
    ["CONTROLS.md", controlsPage(CONTROLS)],
    ["docs/access-operations.md", operationsPage()],
    ["docs/api.md", apiPage(root)],
    ["docs/audit-controls.md", auditControlsPage()],
    ["docs/partner-duties.md", partnerDutiesPage()],
    ["docs/peers.md", peersPage()],
    ["docs/performance.md", withMeasured(read("docs/performance.md"), measured)],
    ["docs/policy-packs.md", policyPacksPage(PACKS)],
    ["docs/scale.md", withMeasured(withTables(read("docs/scale.md"), exampleTables()), measured)],
    ...node10Types(read("package.json"), read("src/engine/cdktf.ts")),
    ...[...generatedPages(root)].map(([path, text]): [string, string] => [`docs/${path}`, text]),
  ];
}
