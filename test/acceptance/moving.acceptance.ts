import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Project, type Resource } from "./project.ts";

const CONTOSO = "00000000-0000-0000-0000-000000000001";
const LAW_FIRM = "00000000-0000-0000-0000-000000000031";
const BOTH = [CONTOSO, LAW_FIRM];

/**
 * What azapi writes again in the move, and why: it declares the dates of the anomaly alert, which azurerm does not, and
 * the export has a setting of azapi besides.
 */
const WRITTEN = ["azapi_resource.activity_log_export", "azapi_resource.cost_anomaly"];

/** A subscription with every optional part, and one with nothing of its own. */
function twoSubscriptions(fleet: string): void {
  for (const customer of ["fine-arts", "fourth-coffee"]) rmSync(join(fleet, "customers", `${customer}.yaml`));
  const contoso = join(fleet, "customers", "contoso.yaml");
  const text = readFileSync(contoso, "utf8");
  const first = text.slice(0, text.indexOf("  - id: 00000000-0000-0000-0000-000000000002"));
  writeFileSync(contoso, first.replace("# policyAssignments: true ", "policyAssignments: true   "));
}

/** What resources are set to, without the times of their writes and the dates of the anomaly alert. */
function settings(resources: readonly Resource[]): unknown {
  const volatile = /"(?:startDate|endDate|updatedOn|enablementTime)":(?:"[^"]*"|null)/g;
  const settled = resources.map(({ content, id }) => {
    const text = JSON.stringify(content)
      .replace(volatile, '"at":0')
      .replace(/"to":\[[^\]]*\]/, '"to":0');
    return [id.toLowerCase(), JSON.parse(text)] as const;
  });
  return Object.fromEntries(settled);
}

interface Change {
  readonly address: string;
  readonly previous_address?: string;
  readonly change: { readonly actions: readonly string[]; readonly importing?: unknown };
}

function plannedChanges(id: string): readonly Change[] {
  return JSON.parse(readFileSync(join(project.root, "plans", `${id}.json`), "utf8")).resource_changes;
}

const stackText = (id: string) => readFileSync(join(project.stack(id), "cdk.tf.json"), "utf8");
const azure = () => BOTH.map((id) => settings(project.resources(id)));

/** Says in the fleet which provider declares the resources, and synthesizes. */
async function choose(provider: string): Promise<void> {
  const path = join(project.root, "fleet", "partner.yaml");
  const text = readFileSync(path, "utf8").replace(/^provider: .*\n/m, "");
  writeFileSync(path, `provider: ${provider}\n${text}`);
  await project.synth();
}

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

test("a move to azapi destroys, creates and replaces nothing, and the review says so", async () => {
  await choose("{ name: azapi, movedFrom: azurerm }");
  const planned = await project.run("plan");
  expect(planned, JSON.stringify(planned.stacks)).toMatchObject({
    exit: 0,
    counts: { planned: 2 },
    changes: { add: 0, change: 3, destroy: 0, import: 0, forget: 0 },
  });
  for (const id of BOTH) {
    const changes = plannedChanges(id).filter(({ address }) => !address.startsWith("data."));
    expect(changes).toHaveLength(project.declared(id));
    for (const { address, change, previous_address: from } of changes) {
      expect(change.actions, address).toEqual(WRITTEN.includes(address) ? ["update"] : ["no-op"]);
      if (address !== "azapi_resource.security_contact") expect(from, address).toMatch(/^azurerm_/);
    }
  }
  const review = await project.csp("review", "--plans", "plans");
  expect(review.status, review.stdout).toBe(0);
  expect(review.stdout).toContain("moves to AzAPI, 1 resource is written again");
  expect(review.stdout).not.toContain("takes something away");
});

test("the move is deployed, nothing is lost in Azure, and the second plan is clean", async () => {
  const deployed = await project.run("deploy");
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: 2 } });
  expect(azure()).toEqual(before);
  const again = await project.run("plan");
  expect(again, JSON.stringify(again.stacks)).toMatchObject({ exit: 0, counts: { unchanged: 2 } });
});

test("when the fleet says that the move is over, azurerm is needed no more", async () => {
  await choose("azapi");
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
  await choose("{ name: azurerm, movedFrom: azapi }");
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

test("at the end the stacks are those of the beginning, and their plan is clean", async () => {
  expect(await project.run("plan")).toMatchObject({ exit: 0, counts: { unchanged: 2 } });
  await choose("azurerm");
  expect(BOTH.map(stackText)).toEqual(stacks);
  expect(await project.run("plan")).toMatchObject({ exit: 0, counts: { unchanged: 2 } });
});
