import { expect, test } from "vitest";
import type { Evidence } from "../../src/evidence/index.ts";
import { changed, coveredSubscription, withoutType } from "../support/arm.ts";
import { CONTOSO, fleetOf } from "../support/fleet.ts";
import { PARTNER_TENANT, subscriptionId } from "./support/loopback.ts";
import { auditIn, deploy, sandboxWith } from "./support/sandbox.ts";

const CONTOSO_TENANT = "22222222-2222-2222-2222-222222222222";
const fleet = fleetOf();

function known(index: number, more: object = {}) {
  return {
    id: subscriptionId(index),
    displayName: `subscription ${index}`,
    tenantId: CONTOSO_TENANT,
    managedByTenantId: PARTNER_TENANT,
    ...more,
  };
}

/** A covered subscription as its provider accepts it: without the parts that only optional controls require. */
function deployed(): Evidence {
  const optional = [
    "Microsoft.Insights/diagnosticSettings",
    "Microsoft.Security/pricings",
    "Microsoft.Authorization/policyAssignments",
  ];
  const required = optional.reduce(withoutType, coveredSubscription());
  const evidence = changed(required, "cost-anomaly", ["properties", "displayName"], "Daily cost anomaly");
  return changed(
    evidence,
    "csp-baseline-monthly",
    ["properties", "timePeriod", "startDate"],
    "2026-11-01T00:00:00Z",
  );
}

const openOf = (
  findings: readonly { control: string; status: string; subscriptionId: string }[],
  index: number,
) =>
  findings
    .filter((one) => one.subscriptionId === subscriptionId(index) && one.status !== "pass")
    .map(({ control, status }) => `${control} ${status}`);

test("a deployed subscription is covered, an empty one is not, and one outside the fleet is found", async () => {
  const sandbox = await sandboxWith(fleet, [known(1), known(2), known(7)]);
  await deploy(sandbox, deployed());
  const { coverage, findings, summary } = await auditIn(sandbox, fleet);
  expect(openOf(findings, 1)).toEqual([]);
  expect(openOf(findings, 2)).toContain("security-contact fail");
  expect(openOf(findings, 7)).toEqual(["unmanaged-subscription fail"]);
  expect(
    coverage.answers.map(({ complete, kind, subscriptions }) => [kind, subscriptions.length, complete]),
  ).toEqual([
    ["arm", 3, true],
    ["graph", 3, true],
  ]);
  expect(summary).toMatchObject({ subscriptions: 2, covered: 1 });
  // Azure shows these only for a deployed subscription.
  expect(findings).toContainEqual(
    expect.objectContaining({
      control: "cost-anomaly-alert-end",
      status: "pass",
      subscriptionId: subscriptionId(1),
    }),
  );
});

test("a lost delegation is not a covered subscription", async () => {
  const sandbox = await sandboxWith(fleet, [known(1), known(2, { managedByTenantId: CONTOSO_TENANT })]);
  await deploy(sandbox, deployed());
  const { findings, summary } = await auditIn(sandbox, fleet);
  expect(openOf(findings, 2)).toContain("not-visible fail");
  expect(openOf(findings, 2)).toContain("budget unknown");
  expect(summary).toMatchObject({ subscriptions: 2, covered: 1 });
});

test("a type without permission is unknown, with the permission's name; the rest is judged", async () => {
  const sandbox = await sandboxWith(fleet, [known(1), known(2)]);
  await deploy(sandbox, deployed());
  sandbox.addFault({
    path: "*/microsoft.security/securitycontacts",
    status: 403,
    code: "AuthorizationFailed",
    times: null,
  });
  const { findings, unread } = await auditIn(sandbox, fleet);
  const contact = findings.find(
    (one) => one.control === "security-contact" && one.subscriptionId === subscriptionId(1),
  );
  expect(contact).toMatchObject({
    status: "unknown",
    message:
      "Microsoft.Security/securityContacts cannot be read: the signed-in identity lacks Microsoft.Security/securityContacts/read (AuthorizationFailed)",
  });
  expect(openOf(findings, 1)).toEqual(["security-contact unknown", "security-contact-as-deployed unknown"]);
  expect(unread.size).toBe(0);
});

test("a failing Resource Graph makes its types unknown and does not affect those of ARM", async () => {
  const sandbox = await sandboxWith(fleet, [known(1), known(2)]);
  await deploy(sandbox, deployed());
  // The query for discovery comes first, then those for evidence.
  sandbox.addFault({
    path: "/providers/microsoft.resourcegraph/resources",
    status: 400,
    code: "BadRequest",
    after: 1,
    times: null,
  });
  const { findings } = await auditIn(sandbox, fleet);
  const open = openOf(findings, 1);
  expect(open).toContain("action-group unknown");
  expect(open).not.toContain("budget unknown");
});

test("without Resource Graph, everything is read from ARM", async () => {
  const sandbox = await sandboxWith(fleet, [known(1), known(2)]);
  await deploy(sandbox, deployed());
  const { findings } = await auditIn(sandbox, fleet, ["arm"]);
  expect(openOf(findings, 1)).toEqual([]);
  expect(sandbox.requests().some(({ path }) => /resourcegraph/i.test(path))).toBe(false);
});

test("throttled requests are retried until they succeed", async () => {
  const sandbox = await sandboxWith(fleet, [known(1), known(2)]);
  await deploy(sandbox, deployed());
  sandbox.addFault({ path: "*/budgets", status: 429, retryAfter: 1, times: 2 });
  sandbox.addFault({
    path: "/providers/microsoft.resourcegraph/resources",
    status: 429,
    retryAfter: 1,
    times: 1,
  });
  const { findings } = await auditIn(sandbox, fleet);
  expect(openOf(findings, 1)).toEqual([]);
});

test("a customer whose tenant rejects the application is reported, and the others are judged", async () => {
  const own = CONTOSO.replace("customer: contoso", "customer: contoso\naccess: { model: customer-app }");
  const mixed = fleetOf({ contoso: own });
  // The tenant does not exist: Entra rejects the request.
  const sandbox = await sandboxWith(mixed, [known(7, { tenantId: PARTNER_TENANT })]);
  const { coverage, findings, read } = await auditIn(sandbox, mixed);
  const failed = coverage.answers.filter(({ complete }) => !complete);
  expect(failed.map(({ name }) => name)).toEqual([
    `Azure Resource Manager (tenant ${CONTOSO_TENANT})`,
    `Azure Resource Graph (tenant ${CONTOSO_TENANT})`,
  ]);
  expect(openOf(findings, 1)).toContain("not-visible unknown");
  expect(read).toBe(0);
});

test("the number of requests is minimal: a list for each type that Resource Graph lacks, and its own queries", async () => {
  const sandbox = await sandboxWith(fleet, [known(1), known(2)]);
  await auditIn(sandbox, fleet);
  const paths = sandbox.requests().map(({ method, path }) => `${method} ${path.toLowerCase()}`);
  const perSubscription = paths.filter((path) => /^get \/subscriptions\/[^/]+\//i.test(path));
  expect(perSubscription).toHaveLength(2 * 3);
  expect(paths.filter((path) => path.startsWith("POST /providers/microsoft.resourcegraph"))).toHaveLength(
    1 + 2,
  );
});
