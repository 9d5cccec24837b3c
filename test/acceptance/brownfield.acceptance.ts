import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { RequestRecord } from "../../src/sandbox/index.ts";
import { PROVIDER, Project, type Resource } from "./project.ts";

const PARTNER_TENANT = "11111111-1111-1111-1111-111111111111";
const LAW_FIRM = "00000000-0000-0000-0000-000000000031";
const WEB_SHOP = "00000000-0000-0000-0000-000000000011";
const BOTH = [WEB_SHOP, LAW_FIRM];
const RETAILER = ["33333333-3333-3333-3333-333333333333", "33333333-0000-0000-0000-000000000001"] as const;

/** A customer that delegated its subscription to the partner, and one with an application of its own. */
function twoSubscriptions(fleet: string): void {
  for (const customer of ["contoso", "fine-arts"]) rmSync(join(fleet, "customers", `${customer}.yaml`));
  const retailer = join(fleet, "customers", "fourth-coffee.yaml");
  const text = readFileSync(retailer, "utf8");
  writeFileSync(retailer, text.slice(0, text.indexOf("  - id: 00000000-0000-0000-0000-000000000012")));
}

/** The writes of a deployment to Azure. */
let writes: readonly RequestRecord[];
let project: Project;
beforeAll(async () => {
  project = await Project.start({ prepare: twoSubscriptions });
});

test("throttling, failing servers and a token that ends are overcome, and the second plan is clean", async () => {
  const { sandbox } = project.client;
  sandbox.addFault({ method: "PUT", path: "/actionGroups/", status: 429, times: 4, retryAfter: 1 });
  sandbox.addFault({ method: "PUT", path: "/activityLogAlerts/", status: 500, times: 4 });
  const expired = { status: 401, code: "ExpiredAuthenticationToken" };
  sandbox.addFault({ method: "PUT", path: `${LAW_FIRM}/*/budgets/`, ...expired });
  await project.synth();
  expect(await project.run("plan")).toMatchObject({ exit: 0, counts: { planned: 2 } });
  const deployed = await project.run("deploy");
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: 2 } });
  expect(deployed.stacks.find(({ id }) => id === LAW_FIRM)?.retries).toBeGreaterThan(0);
  const again = await project.run("plan");
  expect(again, JSON.stringify(again.stacks)).toMatchObject({ exit: 0, counts: { unchanged: 2 } });
  writes = sandbox.requests().filter(({ code, method }) => method === "PUT" && code < 300);
});

/** A plan that is switched off exists too: Azure has them all. Terraform makes it its own by creating it. */
const FREE_PLAN = "/pricings/SqlServers";

/** The same resource as another person would have created it. */
function otherSettings({ body, path }: RequestRecord): unknown {
  const text = JSON.stringify(path.endsWith(FREE_PLAN) ? { properties: { pricingTier: "Free" } } : body)
    .replaceAll("fabrikam.example", "former-partner.example")
    .replaceAll('"enabled":true', '"enabled":false')
    .replace('"amount":', '"amount":1')
    .replace('"managed-by":"csp-baseline"', '"managed-by":"hand"');
  return JSON.parse(text);
}

/** The settings of resources. The start of an anomaly alert and the time at which a plan was switched on are not settings. */
function settings(resources: readonly Resource[]): unknown {
  const times = /"(startDate|endDate|enablementTime)":"[^"]*(?<!T00:00:00Z)"/g;
  return resources.map(({ content }) => JSON.parse(JSON.stringify(content).replace(times, '"$1":""')));
}

test("resources with other settings and a group in another casing are adopted without errors or duplicates, and the second plan is clean", async () => {
  const used = await Project.start({ prepare: twoSubscriptions });
  const partner = await used.client.token(PARTNER_TENANT);
  const retailer = await used.client.token(...RETAILER);
  for (const write of writes) {
    const token = write.path.includes(WEB_SHOP) ? retailer : partner;
    const body = otherSettings(write);
    const path = write.path.replace("/rg-csp-baseline", "/RG-CSP-Baseline");
    const answer = await used.client.arm(`PUT ${path}@${write.api}`, { token, body });
    expect(answer.status, `${write.path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  }
  const before = BOTH.map((id) => used.resources(id));

  await used.synth();
  const planned = await used.run("plan");
  expect(planned, JSON.stringify(planned.stacks)).toMatchObject({ exit: 0, counts: { planned: 2 } });
  const all = BOTH.map((id) => used.declared(id)).reduce((sum, count) => sum + count);
  // azurerm creates over the plan that is Free; azapi imports it as it does the others.
  const free = PROVIDER === "azurerm" ? 1 : 0;
  expect(planned.changes).toMatchObject({ import: all - free, add: free, destroy: 0 });
  expect(planned.changes.change).toBeGreaterThan(all / 2);
  const deployed = await used.run("deploy");
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: 2 } });
  const again = await used.run("plan");
  expect(again, JSON.stringify(again.stacks)).toMatchObject({ exit: 0, counts: { unchanged: 2 } });
  for (const [index, id] of BOTH.entries()) {
    const after = used.resources(id);
    expect(after.map((one) => one.id)).toEqual(before[index]?.map((one) => one.id));
    expect(settings(after)).toEqual(settings(project.resources(id)));
    expect(JSON.stringify(after)).not.toContain("former-partner");
  }
});
