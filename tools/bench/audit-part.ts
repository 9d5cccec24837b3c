/**
 * What `audit` does between reading the fleet and writing the result: reads the files, and judges every subscription.
 *
 * Usage: node audit-part.js FLEET FILE...
 */
import { auditExports } from "../../src/audit/audit.ts";
import { DeclaredStacks } from "../../src/audit/declared.ts";
import { AuditJudge } from "../../src/audit/judge.ts";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { ArmExports } from "../../src/evidence/arm/index.ts";
import { parseCalendarDate } from "../../src/fleet/index.ts";
import { timePart } from "./time-part.ts";

const [folder = "fleet", ...files] = process.argv.slice(2);
const today = parseCalendarDate("2026-11-24");
if (today === undefined) throw new Error("no day");
const loaded = loadFleet(folder, { today });
if (!loaded.ok) throw new Error("the generated fleet is not valid");
const { fleet } = loaded;
const judge = new AuditJudge({ today, declared: new DeclaredStacks(fleet, undefined), passes: false });
// The engine is loaded, and the one stack built, before the first subscription.
const [first] = fleet.subscriptions;
if (first !== undefined) judge.unknown(first, "warming up");

timePart(() => {
  const exports = new ArmExports();
  for (const file of files) exports.add(file);
  const { summary } = auditExports(fleet, exports, {
    subscriptions: fleet.subscriptions,
    isWanted: () => true,
    judge,
    onFindings: () => {},
  });
  if (summary.covered !== fleet.subscriptions.length) throw new Error("the generated fleet is not covered");
});
