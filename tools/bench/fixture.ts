import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Fixture } from "./benchmarks.ts";
import { writeExports } from "./generated-exports.ts";
import { subscriptionId, writeFleet } from "./generated-fleet.ts";
import { measure } from "./measure.ts";

const CLI = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));
const PLAN = new URL("../../../test/fixtures/plans/azure/16-adopt-all.json", import.meta.url);
const PLAN_SUBSCRIPTION = "00000000-0000-0000-0000-000000000020";

/** Creates the benchmarks' input in a temporary folder. */
export function makeFixture(subscriptions: number): Fixture & { readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "csp-baseline-bench-"));
  const small = Math.max(1, Math.floor(subscriptions / 10));
  const within = (name: string) => join(folder, name);
  const synthesized = (name: string, fleet: string) => {
    measure(CLI, ["synth", "--fleet", fleet, "--out", within(name)], within("usage"));
    return within(name);
  };
  const [fleet, smallFleet, changingFleet] = [within("fleet"), within("small"), within("changing")];
  writeFleet(fleet, subscriptions);
  writeFleet(smallFleet, small);
  cpSync(fleet, changingFleet, { recursive: true });
  writePlans(within("plans"), small);
  return {
    subscriptions,
    fleet,
    stacks: synthesized("stacks", fleet),
    smallFleet,
    smallStacks: synthesized("small-stacks", smallFleet),
    changingFleet,
    changingStacks: synthesized("changing-stacks", changingFleet),
    plans: within("plans"),
    exports: writeExports(within("exports"), small),
    out: within("out"),
    usageFile: within("usage"),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function writePlans(folder: string, count: number): void {
  mkdirSync(folder);
  const plan = readFileSync(PLAN, "utf8");
  for (let index = 0; index < count; index += 1) {
    const id = subscriptionId(index);
    writeFileSync(join(folder, `${id}.json`), plan.replaceAll(PLAN_SUBSCRIPTION, id));
  }
}
