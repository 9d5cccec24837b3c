import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { Gate } from "../../src/synthesis/index.ts";
import { TODAY } from "../support/fleet.ts";
import { must, PROD } from "../synthesis/support/edits.ts";
import { randomEdits } from "../synthesis/support/random-edits.ts";
import { PROVIDER, Project } from "./project.ts";

/*
 * Stacks that pass the gate are deployed by real Terraform and audited without findings. One subscription is deployed repeatedly: each
 * stack meets what the one before it left. ATTACK_RUNS sets how many random stacks are tried.
 */

const RUNS = Number(process.env["ATTACK_RUNS"] ?? 30);
const LONG = RUNS * 120_000;

let project: Project;
beforeAll(async () => {
  project = await Project.start({
    prepare: (fleet) => {
      for (const customer of ["bellows-law", "fine-arts", "fourth-coffee"])
        rmSync(join(fleet, "customers", `${customer}.yaml`));
    },
  });
  await project.synth();
});

/** Returns the findings of an audit of the subscription. */
async function lacking(): Promise<string[]> {
  const audit = await project.csp("audit", "--only", PROD, "--format", "json");
  expect(audit.stdout, audit.stderr).toMatch(/^{/);
  const { findings } = JSON.parse(audit.stdout);
  return findings
    .filter((one: { subscriptionId?: string; status: string }) => one.subscriptionId === PROD)
    .filter((one: { status: string }) => one.status === "fail" || one.status === "unknown")
    .map((one: { control: string; message: string }) => `${one.control}: ${one.message}`);
}

test(
  "a random stack that the gate passes is audited clean after its deployment",
  async () => {
    const loaded = loadFleet(join(project.root, "fleet"), { today: TODAY });
    if (!loaded.ok) throw new Error("the fleet cannot be loaded");
    const { fleet } = loaded;
    const subscription = must(fleet.subscription(PROD));
    const file = join(project.stack(PROD), "cdk.tf.json");
    const text = readFileSync(file, "utf8");
    const count = { deployed: 0, refused: 0, failed: 0 };
    for (const edit of fc.sample(randomEdits[PROVIDER], { seed: 2026, numRuns: RUNS })) {
      const json = JSON.parse(text);
      edit(json);
      const stack = { id: PROD, json, text: JSON.stringify(json), errors: [] };
      const findings = new Gate({ fleet, today: TODAY }).judge(subscription, { stacks: [stack] });
      if (findings.some(({ status }) => status !== "pass" && status !== "excepted")) {
        count.refused += 1;
        continue;
      }
      writeFileSync(file, stack.text);
      const planned = await project.run("plan", "--only", PROD);
      const deployed = planned.exit === 0 ? await project.run("deploy", "--only", PROD) : planned;
      if (deployed.exit !== 0) {
        count.failed += 1;
        continue;
      }
      count.deployed += 1;
      expect(await lacking(), stack.text).toEqual([]);
    }
    expect(count.deployed / RUNS, JSON.stringify(count)).toBeGreaterThanOrEqual(0.3);
    console.log(`attacks: ${JSON.stringify(count)}`);
  },
  LONG,
);
