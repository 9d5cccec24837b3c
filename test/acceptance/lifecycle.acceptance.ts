import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { DEPLOYER_CLIENT_ID } from "../../src/sandbox/index.ts";
import { declaredAs, Project } from "./project.ts";

const PARTNER_TENANT = "11111111-1111-1111-1111-111111111111";
const BELLOWS = { tenant: "55555555-5555-5555-5555-555555555555", file: "customers/bellows-law.yaml" };
const LAW_FIRM = "00000000-0000-0000-0000-000000000031";
const NEW_OFFICE = "00000000-0000-0000-0000-000000000032";
const WEB_SHOP = "00000000-0000-0000-0000-000000000011";
const RETAILER = {
  tenant: "33333333-3333-3333-3333-333333333333",
  app: "33333333-0000-0000-0000-000000000001",
};
const EXCEPTION = `
exceptions:
  - control: budget
    reason: The firm pays a flat fee
    approvedBy: bob@fabrikam.example
    expires: 2030-12-31
`;

let project: Project;
beforeAll(async () => {
  const office = { id: NEW_OFFICE, displayName: "Office", tenantId: BELLOWS.tenant };
  project = await Project.start({ more: [{ ...office, managedByTenantId: PARTNER_TENANT }] });
});

/** Of one subscription's budget. */
const amount = (subscriptionId: string) => {
  const budgets = project.resources(subscriptionId).filter(({ type }) => type.endsWith("/budgets"));
  return budgets.map(({ content }) =>
    Reflect.get(Object(Reflect.get(Object(content), "properties")), "amount"),
  );
};

/** Azure's own audit policies too: azurerm waits a minute and a half for them, so the example has none. */
function assignPolicies(): void {
  project.edit("customers/contoso.yaml", (text) =>
    text.replace(/(name: contoso-prod\n {4}baseline:\n)/, "$1      policyAssignments: true\n"),
  );
}

test("the example fleet is planned, reviewed and deployed, and the second plan is clean", async () => {
  assignPolicies();
  await project.synth();
  const planned = await project.run("plan");
  expect(planned, JSON.stringify(planned.stacks)).toMatchObject({ exit: 0, counts: { planned: 9 } });
  for (const { id } of planned.stacks)
    expect(await project.terraform(id, "validate")).toMatchObject({ status: 0 });
  const review = await project.csp("review", "--plans", "plans");
  expect(review.status, review.stdout).toBe(0);
  const deployed = await project.run("deploy");
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: 9 } });
  for (const { id } of deployed.stacks) expect(project.resources(id)).toHaveLength(project.declared(id));
  const again = await project.run("plan", "--detailed-exitcode");
  expect(again, JSON.stringify(again.stacks)).toMatchObject({ exit: 0, counts: { unchanged: 9 } });
});

test("each subscription was reached with its own access model", () => {
  const callers = (subscriptionId: string) => {
    const requests = project.client.sandbox.requests().filter(({ path }) => path.includes(subscriptionId));
    return new Set(requests.map(({ appId, tenantId }) => `${tenantId}/${appId}`));
  };
  expect(callers(LAW_FIRM)).toEqual(new Set([`${PARTNER_TENANT}/${DEPLOYER_CLIENT_ID}`]));
  expect(callers(WEB_SHOP)).toEqual(new Set([`${RETAILER.tenant}/${RETAILER.app}`]));
});

test("a change outside of Terraform is found, reviewed and repaired", async () => {
  const budget = project.resources(LAW_FIRM).find(({ type }) => type.endsWith("/budgets"));
  const path = `${budget?.id}@2023-05-01`;
  const token = await project.client.token(PARTNER_TENANT);
  const { body } = await project.client.arm(`GET ${path}`, { token });
  const changed = JSON.parse(JSON.stringify(body).replace('"amount":1000', '"amount":7'));
  expect(await project.client.arm(`PUT ${path}`, { token, body: changed })).toMatchObject({ status: 200 });
  expect(amount(LAW_FIRM)).toEqual([7]);

  const planned = await project.run("plan", "--only", LAW_FIRM);
  expect(planned).toMatchObject({ exit: 0, changes: { add: 0, change: 1, destroy: 0 } });
  const review = await project.csp("review", "--plans", `plans/${LAW_FIRM}.json`, "--format", "json");
  const { changes } = JSON.parse(review.stdout);
  expect(
    changes.find((one: { subscriptionId: string }) => one.subscriptionId === LAW_FIRM).drift,
  ).toMatchObject([
    { type: declaredAs("azurerm_consumption_budget_subscription.budget").split(".")[0], action: "update" },
  ]);
  expect(await project.run("deploy", "--only", LAW_FIRM)).toMatchObject({
    exit: 0,
    counts: { applied: 1 },
  });
  expect(amount(LAW_FIRM)).toEqual([1000]);
  expect(await project.run("plan", "--only", LAW_FIRM)).toMatchObject({ counts: { unchanged: 1 } });
});

test("an exception removes its resource, the review shows it, and without the exception the resource is created again", async () => {
  project.edit(BELLOWS.file, (text) => `${text}${EXCEPTION}`);
  await project.synth();
  const planned = await project.run("plan", "--only", LAW_FIRM);
  expect(planned).toMatchObject({ exit: 0, changes: { add: 0, change: 0, destroy: 1 } });
  const review = await project.csp("review", "--plans", `plans/${LAW_FIRM}.json`);
  expect(review.status, review.stdout).toBe(0);
  expect(review.stdout).toContain("The firm pays a flat fee");
  expect(await project.run("deploy", "--only", LAW_FIRM)).toMatchObject({ exit: 0 });
  expect(amount(LAW_FIRM)).toEqual([]);
  expect(await project.run("plan", "--only", LAW_FIRM)).toMatchObject({ counts: { unchanged: 1 } });

  project.edit(BELLOWS.file, (text) => text.replace(EXCEPTION, ""));
  await project.synth();
  expect(await project.run("plan", "--only", LAW_FIRM)).toMatchObject({ changes: { add: 1, destroy: 0 } });
  expect(await project.run("deploy", "--only", LAW_FIRM)).toMatchObject({ exit: 0 });
  expect(amount(LAW_FIRM)).toEqual([1000]);
});

test("only a subscription that joins the fleet is planned, and it receives the whole baseline", async () => {
  cpSync(join(project.root, "cdktf.out"), join(project.root, "before.out"), { recursive: true });
  project.edit(BELLOWS.file, (text) => `${text}  - id: ${NEW_OFFICE}\n    name: New office\n`);
  await project.synth();
  const planned = await project.run("plan", "--changed-since", "before.out");
  expect(planned.stacks.map(({ id }) => id)).toEqual([NEW_OFFICE]);
  expect(await project.run("deploy", "--only", NEW_OFFICE)).toMatchObject({
    exit: 0,
    counts: { applied: 1 },
  });
  expect(project.resources(NEW_OFFICE)).toHaveLength(project.declared(NEW_OFFICE));
  expect(await project.run("plan", "--only", NEW_OFFICE)).toMatchObject({ counts: { unchanged: 1 } });
});

test("terraform destroy leaves nothing of the baseline behind, and the other subscriptions alone", async () => {
  const destroyed = await project.terraform(NEW_OFFICE, "destroy", "-auto-approve");
  expect(destroyed.status, destroyed.stderr).toBe(0);
  expect(project.resources(NEW_OFFICE)).toEqual([]);
  expect(project.resources(LAW_FIRM)).toHaveLength(project.declared(LAW_FIRM));
});
