/**
 * npm run bench:synth [-- --subscriptions 5000 --rounds 3]
 *
 * Times check + synth + gate of a generated fleet against a plain CDKTF app that declares the same resources, and
 * against the floor (turn the same stacks into text and write them). All sides in turn, in one run; medians.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadFleet, parseCalendarDate } from "../inventory/index.ts";
import { Gate } from "../synthesis/index.ts";
import { OutputFolder } from "../synthesis/output-folder.ts";
import { subscriptionId, writeFleet } from "./generated-fleet.ts";
import { type Measurement, measure, median } from "./measure.ts";

const { values } = parseArgs({
  options: { subscriptions: { type: "string", default: "5000" }, rounds: { type: "string", default: "3" } },
});
const day = parseCalendarDate("2026-11-24");
if (day === undefined) throw new Error("no day");
const TODAY = day;
const subscriptions = Number(values.subscriptions);
const rounds = Number(values.rounds);

const work = mkdtempSync(join(tmpdir(), "csp-baseline-bench-"));
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const fleet = join(work, "fleet");
writeFleet(fleet, subscriptions);

const sides = {
  ours: (out: string) => measure(cli, ["synth", "--fleet", fleet, "--out", out], join(work, "usage")),
  plain: (out: string) =>
    measure(script("./plain-app.js"), [String(subscriptions), out], join(work, "usage")),
  floor: (out: string) =>
    measure(script("./floor.js"), [String(subscriptions), out, sample], join(work, "usage")),
};

// One untimed round each: it warms the disk cache, and gives the floor its stack.
const sample = join(work, "sample", "stacks", subscriptionId(0), "cdk.tf.json");
sides.ours(join(work, "sample"));
sides.plain(join(work, "plain-sample"));
sameResources(sample, join(work, "plain-sample", "stacks", subscriptionId(0), "cdk.tf.json"));
rmSync(join(work, "plain-sample"), { recursive: true });

const results: Record<keyof typeof sides, Measurement[]> = { ours: [], plain: [], floor: [] };
for (let round = 0; round < rounds; round += 1) {
  for (const side of ["ours", "plain", "floor"] as const) {
    const out = join(work, `${side}-${round}`);
    results[side].push(sides[side](out));
    rmSync(out, { recursive: true });
  }
}
const seconds = (side: keyof typeof sides) => median(results[side].map((result) => result.seconds));
const gate = gateShare();
const help = helpTime();
rmSync(work, { recursive: true });

const megabytes = (side: keyof typeof sides) => median(results[side].map((result) => result.megabytes));
const ratio = (value: number) => value.toFixed(2);
console.log(`${subscriptions} subscriptions, node ${process.versions.node}, medians of ${rounds}\n`);
console.log("| side | seconds | peak MB |\n|---|---|---|");
for (const side of ["ours", "plain", "floor"] as const) {
  console.log(`| ${side} | ${seconds(side).toFixed(2)} | ${megabytes(side).toFixed(0)} |`);
}
console.log("\n| figure | goal | measured |\n|---|---|---|");
console.log(`| time, ours / plain CDKTF app | <= 0.5 | ${ratio(seconds("ours") / seconds("plain"))} |`);
console.log(
  `| peak memory, ours / plain CDKTF app | <= 0.6 | ${ratio(megabytes("ours") / megabytes("plain"))} |`,
);
console.log(`| time, ours / floor | - | ${ratio(seconds("ours") / seconds("floor"))} |`);
console.log(`| gate and reconciliation, share of the total | <= 0.10 | ${ratio(gate)} |`);
console.log(`| csp-baseline --help, over node -e 0 | <= 150 ms | ${help.toFixed(0)} ms |`);

/** The peer must declare what we declare, or the comparison is none. */
function sameResources(ours: string, plain: string): void {
  const resources = (file: string) => {
    const { resource } = JSON.parse(readFileSync(file, "utf8"));
    return JSON.stringify(
      Object.entries<Record<string, Record<string, unknown>>>(resource)
        .map(([type, named]) => [
          type,
          Object.values(named)
            .map(({ "//": _, ...attributes }) => JSON.stringify(attributes).replaceAll("-", "_"))
            .sort(),
        ])
        .sort(),
    );
  };
  if (resources(ours) !== resources(plain))
    throw new Error("the plain app does not declare the same resources");
}

/**
 * The gate's share of the total: the time that judging every written stack and putting the output in place take,
 * apart from the rest, in this process.
 */
function gateShare(): number {
  const loaded = loadFleet(fleet, { today: TODAY });
  if (!loaded.ok) throw new Error("the generated fleet is not valid");
  const stacks = loaded.fleet.subscriptions.map((subscription) => {
    const text = readFileSync(join(work, "sample", "stacks", subscription.id, "cdk.tf.json"), "utf8");
    return { subscription, stack: { id: subscription.id, text, json: JSON.parse(text), errors: [] } };
  });
  const output = new OutputFolder(join(work, "gate"));
  for (const { stack } of stacks) output.writeStack(stack.id, stack.text);
  const gate = new Gate({ today: TODAY });
  const start = process.hrtime.bigint();
  for (const { stack, subscription } of stacks) gate.judge(subscription, { stacks: [stack] });
  output.commit("{}");
  return Number(process.hrtime.bigint() - start) / 1e9 / seconds("ours");
}

/** How much longer `--help` takes than an empty script, in milliseconds. */
function helpTime(): number {
  const runs = Array.from({ length: 7 }, () => {
    const ours = measure(cli, ["--help"], join(work, "usage")).seconds;
    const node = measure(script("./nothing.js"), [], join(work, "usage")).seconds;
    return (ours - node) * 1000;
  });
  return median(runs);
}
