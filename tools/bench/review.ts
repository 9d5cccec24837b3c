/**
 * npm run bench:review [-- --plans 5000 --rounds 3]
 *
 * Times the review of many plans, and of one of 100 MB, against reading and parsing the same bytes. Both sides in turn,
 * in one run; medians.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { subscriptionId, writeFleet } from "./generated-fleet.ts";
import { type Measurement, measure, median } from "./measure.ts";

const { values } = parseArgs({
  options: { plans: { type: "string", default: "5000" }, rounds: { type: "string", default: "3" } },
});
const plans = Number(values.plans);
const rounds = Number(values.rounds);

const root = fileURLToPath(new URL("../../..", import.meta.url));
const cli = join(root, "dist/src/cli/main.js");
const floor = fileURLToPath(new URL("./parse-floor.js", import.meta.url));
const fixture = readFileSync(join(root, "test/fixtures/plans/azure/16-adopt-all.json"), "utf8");
const FIXTURE_SUBSCRIPTION = "00000000-0000-0000-0000-000000000020";

const work = mkdtempSync(join(tmpdir(), "csp-baseline-bench-"));
const usage = join(work, "usage");

/** A folder with the same plan for so many subscriptions. */
function planFolder(name: string, count: number): string {
  const folder = join(work, name);
  mkdirSync(folder);
  for (let index = 0; index < count; index += 1) {
    const id = subscriptionId(index);
    writeFileSync(join(folder, `${id}.json`), fixture.replaceAll(FIXTURE_SUBSCRIPTION, id));
  }
  return folder;
}

/** A folder with one plan of so many bytes: the fixture's, with many more changes of resources of no interest. */
function largePlan(name: string, bytes: number): string {
  const folder = join(work, name);
  mkdirSync(folder);
  const plan = JSON.parse(fixture.replaceAll(FIXTURE_SUBSCRIPTION, subscriptionId(0)));
  const values = { id: null, input: "x".repeat(400), triggers: { a: "1", b: ["2", "3"] } };
  const change = (index: number) => ({
    address: `terraform_data.filler[${index}]`,
    mode: "managed",
    type: "terraform_data",
    name: "filler",
    index,
    provider_name: "terraform.io/builtin/terraform",
    change: {
      actions: ["create"],
      before: null,
      after: values,
      after_unknown: { id: true },
      before_sensitive: false,
      after_sensitive: {},
    },
  });
  const size = JSON.stringify(change(0)).length;
  for (let index = 0; index * size < bytes; index += 1) plan.resource_changes.push(change(index));
  writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
  return folder;
}

function compare(fleet: string, folder: string): { ours: Measurement; floor: Measurement } {
  const ours: Measurement[] = [];
  const floors: Measurement[] = [];
  const args = ["review", "--fleet", fleet, "--plans", folder, "--output", join(work, "comment.md")];
  for (let round = 0; round < rounds; round += 1) {
    // Exit status 1: the generated plans have findings.
    ours.push(measure(cli, [...args, "--format", "github"], usage, [0, 1]));
    floors.push(measure(floor, [folder], usage));
  }
  const middle = (results: Measurement[]): Measurement => ({
    seconds: median(results.map(({ seconds }) => seconds)),
    megabytes: median(results.map(({ megabytes }) => megabytes)),
  });
  return { ours: middle(ours), floor: middle(floors) };
}

const fleet = join(work, "fleet");
writeFleet(fleet, plans);
const many = compare(fleet, planFolder("plans", plans));
const tenth = compare(fleet, planFolder("tenth", Math.ceil(plans / 10)));
const single = join(work, "single");
writeFleet(single, 1);
const large = compare(single, largePlan("large", 100_000_000));
rmSync(work, { recursive: true });

const ratio = (value: number) => value.toFixed(2);
console.log(
  `${plans} plans of ${Math.round(fixture.length / 1024)} KiB, node ${process.versions.node}, medians of ${rounds}\n`,
);
console.log("| figure | goal | measured |\n|---|---|---|");
console.log(
  `| ${plans} plans, time against reading and parsing them | <= 2.0 | ${ratio(many.ours.seconds / many.floor.seconds)} |`,
);
console.log(
  `| the same, in seconds | - | ${many.ours.seconds.toFixed(1)} / ${many.floor.seconds.toFixed(1)} |`,
);
console.log(`| ${plans} plans, peak memory | <= 300 MB | ${many.ours.megabytes.toFixed(0)} MB |`);
console.log(
  `| a tenth of them, peak memory (the fleet being the same) | flat | ${tenth.ours.megabytes.toFixed(0)} MB |`,
);
console.log(
  `| one plan of 100 MB, time against parsing it | <= 3.0 | ${ratio(large.ours.seconds / large.floor.seconds)} |`,
);
