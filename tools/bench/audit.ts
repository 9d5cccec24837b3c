/**
 * npm run bench:audit [-- --subscriptions 10000 --rounds 3 --live 10000]
 *
 * Offline: reading exported files and judging every subscription, against reading and parsing the same bytes; the two sides in
 * turn, medians. Live: the same fleet behind ARM's published limits, and how many requests it took. `--live 0` leaves it out.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { auditAzure } from "../../src/audit/audit.ts";
import { azureSources } from "../../src/audit/azure-sources.ts";
import { DeclaredStacks } from "../../src/audit/declared.ts";
import { AuditJudge } from "../../src/audit/judge.ts";
import { connect } from "../../src/azure/connection.ts";
import { endpointsOf } from "../../src/azure/endpoints.ts";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { parseCalendarDate } from "../../src/fleet/index.ts";
import { writeExports } from "./generated-exports.ts";
import { writeFleet } from "./generated-fleet.ts";
import { startLimitedAzure } from "./limited-azure.ts";
import { type Measurement, measure, median } from "./measure.ts";

const { values } = parseArgs({
  options: {
    subscriptions: { type: "string", default: "10000" },
    rounds: { type: "string", default: "3" },
    live: { type: "string", default: "10000" },
  },
});
const subscriptions = Number(values.subscriptions);
const rounds = Number(values.rounds);
const live = Number(values.live);

const work = mkdtempSync(join(tmpdir(), "csp-baseline-bench-"));
const usage = join(work, "usage");
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const rows: string[] = [];

try {
  offline();
  if (live > 0) await online();
} finally {
  rmSync(work, { recursive: true });
}
console.log(`${subscriptions} subscriptions, node ${process.versions.node}, medians of ${rounds}\n`);
console.log(["| figure | goal | measured |", "|---|---|---|", ...rows].join("\n"));

function offline(): void {
  const whole = compare("whole", subscriptions);
  const tenth = compare("tenth", Math.ceil(subscriptions / 10));
  const ratio = (whole.ours.seconds / whole.floor.seconds).toFixed(2);
  rows.push(
    `| ${Math.round(whole.bytes / 1e6)} MB of exports, read and judged, against reading and parsing them | <= 2.0 | ${ratio} |`,
    `| the same, in seconds | - | ${whole.ours.seconds.toFixed(2)} / ${whole.floor.seconds.toFixed(2)} |`,
    `| peak memory, at a tenth and in all | flat | ${tenth.ours.megabytes.toFixed(0)} / ${whole.ours.megabytes.toFixed(0)} MB |`,
  );
}

function compare(name: string, count: number): { ours: Measurement; floor: Measurement; bytes: number } {
  const fleet = join(work, name, "fleet");
  writeFleet(fleet, count);
  const files = writeExports(join(work, name, "exports"), count);
  const ours: Measurement[] = [];
  const floor: Measurement[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(measure(script("./audit-part.js"), [fleet, ...files], usage));
    floor.push(measure(script("./parse-files.js"), files, usage));
  }
  const middle = (results: Measurement[]): Measurement => ({
    seconds: median(results.map(({ seconds }) => seconds)),
    megabytes: median(results.map(({ megabytes }) => megabytes)),
  });
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  return { ours: middle(ours), floor: middle(floor), bytes };
}

async function online(): Promise<void> {
  const today = parseCalendarDate("2026-11-24");
  if (today === undefined) throw new Error("no day");
  writeFleet(join(work, "live"), live);
  const loaded = loadFleet(join(work, "live"), { today });
  if (!loaded.ok) throw new Error("the generated fleet is not valid");
  const { fleet } = loaded;
  const azure = await startLimitedAzure(live);
  const connection = await connect({
    endpoints: endpointsOf({ CSP_BASELINE_ARM_ENDPOINT: azure.origin }),
    tenantId: fleet.partner.tenantId,
    certificateAuthority: azure.certificate,
    credential: { getToken: async () => ({ token: "bench", expiresOnTimestamp: Date.now() + 86_400_000 }) },
  });
  const signIns = [{ connection, shows: () => true }];
  const start = performance.now();
  const { summary } = await auditAzure(fleet, {
    signIns,
    sources: azureSources(signIns, ["arm", "graph"]),
    subscriptions: fleet.subscriptions,
    isWanted: () => true,
    judge: new AuditJudge({ today, declared: new DeclaredStacks(fleet, undefined), passes: false }),
    onFindings: () => {},
  });
  const seconds = (performance.now() - start) / 1000;
  azure.close();
  if (summary.covered !== live) throw new Error(`${summary.covered} of ${live} covered`);
  const { requests, refused } = azure.counts;
  const least = leastRequests(live);
  rows.push(
    `| live, ${live} subscriptions: requests against the least possible | <= 1.2 | ${(requests / least).toFixed(2)} (${requests} / ${least}) |`,
    `| live: requests refused with 429, all answered in the end | - | ${refused} |`,
    `| live: seconds | - | ${seconds.toFixed(0)} |`,
  );
}

/** Three types that Resource Graph does not have, in each subscription; full pages for the rest, and for the lists. */
function leastRequests(count: number): number {
  const pages = (items: number) => Math.ceil(items / 1000);
  const rowsOfGraph = 15 * count;
  return 3 * count + pages(rowsOfGraph) + 2 * pages(count);
}
