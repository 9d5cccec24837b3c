import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Project } from "./project.ts";

const TENANT = "33333333-3333-3333-3333-333333333333";
const STACK = `tenant-${TENANT}`;
const ALERT = `/providers/Microsoft.Management/ManagementGroups/${TENANT}/providers/Microsoft.AlertsManagement/TenantActivityLogAlerts/csp-baseline-tenant-service-health`;

const WORKSPACE =
  "/subscriptions/00000000-0000-0000-0000-000000000011/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-soc";

/** Reduces the fleet to one customer with an application of the partner's, whose tenant has this baseline. */
function withBaseline(fleet: string, baseline: string): void {
  for (const customer of ["contoso", "fine-arts", "bellows-law"])
    rmSync(join(fleet, "customers", `${customer}.yaml`), { force: true });
  const path = join(fleet, "customers", "fourth-coffee.yaml");
  const text = readFileSync(path, "utf8").replace(/^tenantBaseline: .*\n/m, "");
  const [first = ""] = text.split("  - id: 00000000-0000-0000-0000-000000000012");
  writeFileSync(path, `${first}tenantBaseline: ${baseline}\n`);
}

test("a disabled alert of a tenant is adopted and enabled by azapi in a fleet of azurerm, and the next plan is clean", async () => {
  const project = await Project.start({
    prepare: (fleet) => withBaseline(fleet, "{ serviceHealthAlert: {} }"),
  });
  const { client } = project;
  const token = await client.token(TENANT);
  const condition = { allOf: [{ field: "category", equals: "ServiceHealth" }] };
  const properties = { tenantScope: TENANT, enabled: false, condition, actions: { actionGroups: [] } };
  const body = { location: "Global", properties };
  expect(await client.arm(`PUT ${ALERT}@2023-04-01-preview`, { token, body })).toMatchObject({ status: 201 });

  await project.synth();
  const adopted = await project.run("plan", "--only", STACK);
  expect(adopted, JSON.stringify(adopted.stacks)).toMatchObject({
    exit: 0,
    changes: { add: 0, change: 1, destroy: 0, import: 1 },
  });
  const deployed = await project.run("deploy", "--only", STACK);
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: 1 } });
  expect(await client.arm(`GET ${ALERT}@2023-04-01-preview`, { token })).toMatchObject({
    body: {
      properties: { enabled: true, actions: { actionGroups: [{ actionGroupId: expect.any(String) }] } },
    },
  });
  expect(await project.run("plan", "--only", STACK)).toMatchObject({ counts: { unchanged: 1 } });
});

test("an alert beside a log export is created, and deleted when it is switched off", async () => {
  const project = await Project.start({
    prepare: (fleet) =>
      withBaseline(fleet, `{ serviceHealthAlert: {}, entraLogExport: { workspaceId: ${WORKSPACE} } }`),
  });
  await project.synth();
  expect(await project.run("plan", "--only", STACK)).toMatchObject({ changes: { add: 2 } });
  const deployed = await project.run("deploy", "--only", STACK);
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: 1 } });
  expect(await project.run("plan", "--only", STACK)).toMatchObject({ counts: { unchanged: 1 } });

  withBaseline(
    join(project.root, "fleet"),
    `{ entraLogExport: { workspaceId: ${WORKSPACE} }, serviceHealthAlert: false }`,
  );
  await project.synth();
  const off = await project.run("plan", "--only", STACK);
  expect(off, JSON.stringify(off.stacks)).toMatchObject({ changes: { add: 0, change: 0, destroy: 1 } });
  expect(await project.run("deploy", "--only", STACK)).toMatchObject({ exit: 0, counts: { applied: 1 } });
  const token = await project.client.token(TENANT);
  expect(await project.client.arm(`GET ${ALERT}@2023-04-01-preview`, { token })).toMatchObject({
    status: 404,
  });
});
