import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { customerWithBaseline } from "../fleet/fleet-folder.ts";
import { EXTRAS } from "../support/extras.ts";
import { Project } from "./project.ts";
import { choose, plannedChanges, settings } from "./support/moving.ts";

/*
 * One subscription with everything that a fleet can say beside the required parts moves from azurerm to azapi and back.
 */

/** The values that azapi writes again in the move without a change: dates of the anomaly alert, settings of azapi. */
const WRITTEN = [
  "azapi_resource.activity_log_export",
  "azapi_resource.budget",
  "azapi_resource.budget_extra_shop",
  "azapi_resource.cost_anomaly",
  "azapi_resource.defender_virtual_machines",
  "azapi_resource.policy_own_allowed_locations",
];

let project: Project;
let id: string;
let before: unknown;
beforeAll(async () => {
  project = await Project.start({
    prepare: (fleet) => {
      const customers = join(fleet, "customers");
      for (const name of readdirSync(customers)) rmSync(join(customers, name));
      writeFileSync(join(customers, "contoso.yaml"), customerWithBaseline(EXTRAS));
    },
  });
});

const azure = () => settings(project.resources(id));

/** The counts of a plan as Terraform's summary has them, and where it creates, updates or deletes. */
async function planned() {
  const result = await project.run("plan");
  expect(result.exit, JSON.stringify(result.stacks)).toBe(0);
  const changes = plannedChanges(project, id);
  const written = changes
    .filter(({ change }) => !["no-op", "forget"].includes(change.actions.join()))
    .map(({ address, change }) => `${address}: ${change.actions.join()}`);
  console.log(JSON.stringify(result.changes), written.join(", "));
  return { ...result, written };
}

async function deployed(): Promise<void> {
  const result = await project.run("deploy");
  expect(result, JSON.stringify(result.stacks)).toMatchObject({ exit: 0, counts: { applied: 1 } });
  expect(await project.run("plan")).toMatchObject({ exit: 0, counts: { unchanged: 1 } });
}

test("azurerm deploys everything, and the second plan is clean", async () => {
  await project.synth();
  [id = ""] = readdirSync(join(project.root, "cdktf.out", "stacks"));
  const { changes } = await planned();
  expect(changes).toMatchObject({ add: project.declared(id), change: 0, destroy: 0 });
  await deployed();
  before = azure();
});

test("the move to azapi destroys, creates and replaces nothing", async () => {
  await choose(project, "{ name: azapi, movedFrom: azurerm }");
  const { changes, written } = await planned();
  expect(changes).toMatchObject({ add: 0, destroy: 0, import: 0, forget: 0 });
  expect(written).toEqual(WRITTEN.map((address) => `${address}: update`));
  await deployed();
  expect(azure()).toEqual(before);
});

test("the way back forgets and imports, and changes nothing in Azure", async () => {
  await choose(project, "{ name: azurerm, movedFrom: azapi }");
  const { changes, written } = await planned();
  const moved = project.declared(id) - 1;
  expect(changes).toMatchObject({ add: 0, change: 0, destroy: 0, import: moved, forget: moved });
  expect(written).toEqual([]);
  await deployed();
  expect(azure()).toEqual(before);
});
