import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Project } from "./project.ts";
import { choose, plannedChanges, settings } from "./support/moving.ts";

const CONTOSO = "00000000-0000-0000-0000-000000000001";
const LAW_FIRM = "00000000-0000-0000-0000-000000000031";
const BOTH = [CONTOSO, LAW_FIRM];

/**
 * Resources that azapi writes again in the move: it declares the dates of the anomaly alert, which azurerm does not, and
 * the others have additional settings of azapi.
 */
const WRITTEN = [
  "azapi_resource.activity_log_export",
  "azapi_resource.budget",
  "azapi_resource.cost_anomaly",
];

/** A subscription with every optional part, and one with nothing of its own. */
function twoSubscriptions(fleet: string): void {
  for (const customer of ["fine-arts", "fourth-coffee"]) rmSync(join(fleet, "customers", `${customer}.yaml`));
  const contoso = join(fleet, "customers", "contoso.yaml");
  const text = readFileSync(contoso, "utf8");
  const first = text.slice(0, text.indexOf("  - id: 00000000-0000-0000-0000-000000000002"));
  writeFileSync(contoso, first.replace("# policyAssignments: true ", "policyAssignments: true   "));
}

const stackText = (id: string) => readFileSync(join(project.stack(id), "cdk.tf.json"), "utf8");
const azure = () => BOTH.map((id) => settings(project.resources(id)));

let project: Project;
let before: readonly unknown[];
let stacks: readonly string[];
beforeAll(async () => {
  project = await Project.start({ prepare: twoSubscriptions });
});

test("azurerm deploys the whole baseline", async () => {
  await project.synth();
  stacks = BOTH.map(stackText);
  expect(await project.run("plan")).toMatchObject({ exit: 0, counts: { planned: 2 } });
  const deployed = await project.run("deploy");
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: 2 } });
  before = azure();
});

test("a move to azapi destroys, creates and replaces nothing, as the review shows", async () => {
  await choose(project, "{ name: azapi, movedFrom: azurerm }");
  const planned = await project.run("plan");
  expect(planned, JSON.stringify(planned.stacks)).toMatchObject({
    exit: 0,
    counts: { planned: 2 },
    changes: { add: 0, change: 5, destroy: 0, import: 0, forget: 0 },
  });
  for (const id of BOTH) {
    const changes = plannedChanges(project, id);
    expect(changes).toHaveLength(project.declared(id));
    for (const { address, change, previous_address: from } of changes) {
      expect(change.actions, address).toEqual(WRITTEN.includes(address) ? ["update"] : ["no-op"]);
      if (address !== "azapi_resource.security_contact") expect(from, address).toMatch(/^azurerm_/);
    }
  }
  const review = await project.csp("review", "--plans", "plans");
  expect(review.status, review.stdout).toBe(0);
  expect(review.stdout).toContain("moves to AzAPI, 2 resources are written again");
  expect(review.stdout).not.toContain("takes something away");
});

test("the move is deployed, nothing is lost in Azure, and the second plan is clean", async () => {
  const deployed = await project.run("deploy");
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: 2 } });
  expect(azure()).toEqual(before);
  const again = await project.run("plan");
  expect(again, JSON.stringify(again.stacks)).toMatchObject({ exit: 0, counts: { unchanged: 2 } });
});

test("after the move is removed from the fleet, azurerm is not required", async () => {
  await choose(project, "azapi");
  for (const id of BOTH) {
    expect(stackText(id)).not.toContain("azurerm");
    rmSync(join(project.stack(id), ".terraform"), { recursive: true, force: true });
  }
  const planned = await project.run("plan");
  expect(planned, JSON.stringify(planned.stacks)).toMatchObject({ exit: 0, counts: { unchanged: 2 } });
  for (const id of BOTH) {
    const providers = join(project.stack(id), ".terraform", "providers", "registry.terraform.io");
    expect(existsSync(providers), providers).toBe(true);
    expect(existsSync(join(providers, "hashicorp"))).toBe(false);
  }
});

test("the way back forgets and imports each resource, and nothing changes in Azure", async () => {
  await choose(project, "{ name: azurerm, movedFrom: azapi }");
  const planned = await project.run("plan");
  // The security contact stays with azapi.
  const moved = BOTH.map((id) => project.declared(id) - 1).reduce((sum, count) => sum + count);
  expect(planned, JSON.stringify(planned.stacks)).toMatchObject({
    exit: 0,
    changes: { add: 0, change: 0, destroy: 0, import: moved, forget: moved },
  });
  const review = await project.csp("review", "--plans", "plans");
  expect(review.status, review.stdout).toBe(0);
  expect(review.stdout).toContain("moves to AzureRM, nothing changes in Azure");
  expect(review.stdout).not.toContain("takes something away");
  const deployed = await project.run("deploy");
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: 2 } });
  expect(azure()).toEqual(before);
});

test("at the end the stacks equal the initial ones, and their plan is clean", async () => {
  expect(await project.run("plan")).toMatchObject({ exit: 0, counts: { unchanged: 2 } });
  await choose(project, "azurerm");
  expect(BOTH.map(stackText)).toEqual(stacks);
  expect(await project.run("plan")).toMatchObject({ exit: 0, counts: { unchanged: 2 } });
});
