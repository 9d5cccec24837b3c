import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Project } from "./project.ts";

const TENANT = "tenant-33333333-3333-3333-3333-333333333333";
const WORKSPACE =
  "/subscriptions/00000000-0000-0000-0000-000000000011/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-soc";

/** A customer with an application of the partner's, whose tenant exports its logs. */
function oneTenant(fleet: string): void {
  for (const customer of ["contoso", "fine-arts", "bellows-law"])
    rmSync(join(fleet, "customers", `${customer}.yaml`));
  const path = join(fleet, "customers", "fourth-coffee.yaml");
  const text = readFileSync(path, "utf8");
  const first = text.slice(0, text.indexOf("  - id: 00000000-0000-0000-0000-000000000012"));
  writeFileSync(path, `${first}tenantBaseline: { entraLogExport: { workspaceId: ${WORKSPACE} } }\n`);
}

let project: Project;
beforeAll(async () => {
  project = await Project.start({ prepare: oneTenant });
});

async function planned(provider: string) {
  const path = join(project.root, "fleet", "partner.yaml");
  const text = readFileSync(path, "utf8").replace(/^provider: .*\n/m, "");
  writeFileSync(path, `provider: ${provider}\n${text}`);
  await project.synth();
  return project.run("plan", "--only", TENANT);
}

async function deployed(): Promise<void> {
  const result = await project.run("deploy", "--only", TENANT);
  expect(result, JSON.stringify(result.stacks)).toMatchObject({ exit: 0, counts: { applied: 1 } });
  expect(await project.run("plan", "--only", TENANT)).toMatchObject({ counts: { unchanged: 1 } });
}

test("a tenant's export moves to azapi and back, and is never destroyed", async () => {
  const first = await planned("azurerm");
  expect(first, JSON.stringify(first.stacks)).toMatchObject({ exit: 0, changes: { add: 1 } });
  await deployed();
  const there = await planned("{ name: azapi, movedFrom: azurerm }");
  expect(there, JSON.stringify(there.stacks)).toMatchObject({
    changes: { add: 0, change: 1, destroy: 0, import: 0, forget: 0 },
  });
  await deployed();
  expect(await planned("azapi")).toMatchObject({ counts: { unchanged: 1 } });
  const back = await planned("{ name: azurerm, movedFrom: azapi }");
  expect(back, JSON.stringify(back.stacks)).toMatchObject({
    changes: { add: 0, change: 0, destroy: 0, import: 1, forget: 1 },
  });
  await deployed();
  expect(await planned("azurerm")).toMatchObject({ counts: { unchanged: 1 } });
});
