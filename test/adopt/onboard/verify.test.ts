import { expect, test } from "vitest";
import { missingOperations, verifyAccess } from "../../../src/adopt/onboard/verify.ts";
import { signIns } from "../../../src/audit/azure-sources.ts";
import type { AzureConnection } from "../../../src/azure/connection.ts";
import { endpointsOf } from "../../../src/azure/endpoints.ts";
import { Throttle } from "../../../src/azure/throttle.ts";
import type { Fleet } from "../../../src/fleet/index.ts";
import type { KnownSubscription, Sandbox } from "../../../src/sandbox/index.ts";
import { credentialOf, sandboxWith } from "../../audit/support/sandbox.ts";
import { CONTOSO, fleetOf } from "../../support/fleet.ts";

const fleet = fleetOf();
const known = (index: number, more: object = {}): KnownSubscription => ({
  id: `00000000-0000-0000-0000-00000000000${index}`,
  displayName: `subscription ${index}`,
  tenantId: "22222222-2222-2222-2222-222222222222",
  managedByTenantId: fleet.partner.tenantId,
  ...more,
});

async function verify(sandbox: Sandbox, of: Fleet = fleet, as: "deployer" | "reader" = "deployer") {
  const all = await signIns(of, {
    endpoints: endpointsOf({ CSP_BASELINE_ARM_ENDPOINT: sandbox.origin }),
    env: {},
    credential: credentialOf(sandbox),
    certificateAuthority: sandbox.certificate,
  });
  return verifyAccess(of, of.subscriptions, as, all);
}

test("a delegated subscription with a deployer's roles has all permissions", async () => {
  const verified = await verify(await sandboxWith(fleet, [known(1), known(2)]));
  expect(verified.map(({ visibility }) => visibility)).toEqual(["delegated", "delegated"]);
  expect(missingOperations(verified, "deployer")).toEqual([]);
  expect(verified[0]?.groups.map(({ id }) => id)).toContain("security-contact");
  expect(verified[0]?.groups.map(({ id }) => id)).not.toContain("policy-assignments");
});

test("a subscription without its delegation is not visible, with the reason", async () => {
  const elsewhere = { managedByTenantId: "99999999-9999-9999-9999-999999999999" };
  const verified = await verify(await sandboxWith(fleet, [known(1), known(2, elsewhere)]));
  expect(verified.map(({ failure, visibility }) => [visibility, failure !== undefined])).toEqual([
    ["delegated", false],
    ["not-seen", true],
  ]);
});

test("a subscription that is visible through another role is not delegated", async () => {
  const own = { tenantId: fleet.partner.tenantId, managedByTenantId: undefined };
  const verified = await verify(await sandboxWith(fleet, [known(1), { ...known(2, own) }]));
  expect(verified.map(({ visibility }) => visibility)).toEqual(["delegated", "not-delegated"]);
});

test("a customer's own application is visible in its tenant", async () => {
  const app = fleetOf({ contoso: `${CONTOSO}access: { model: customer-app }\n` });
  const of = { displayName: "x", tenantId: "22222222-2222-2222-2222-222222222222" };
  const subscriptions = app.subscriptions.map(({ id }) => ({ ...of, id }));
  const verified = await verify(await sandboxWith(app, subscriptions), app);
  expect(verified.map(({ visibility }) => visibility)).toEqual(["own", "own"]);
  expect(missingOperations(verified, "deployer")).toEqual([]);
});

test("a list that cannot be read, and an answer that is refused, are reported and do not count as permitted", async () => {
  const sandbox = await sandboxWith(fleet, [known(1), known(2)]);
  // The list is requested first.
  sandbox.addFault({ path: "/subscriptions", status: 403, code: "AuthorizationFailed", times: 1 });
  sandbox.addFault({ path: "*0002/*/permissions", status: 403, code: "AuthorizationFailed", times: null });
  const verified = await verify(sandbox);
  expect(verified.map(({ visibility }) => visibility)).toEqual(["unknown", "unknown"]);
  expect(verified[0]?.failure).toBeUndefined();
  expect(verified[1]?.failure).toContain("403 AuthorizationFailed");
});

test("missing operations are named once, with the role that gives them", () => {
  const group = {
    id: "budget",
    title: "budget",
    missingReads: [],
    missingWrites: ["Microsoft.Consumption/budgets/write"],
  };
  const verified = fleet.subscriptions.map((subscription) => ({
    subscription,
    visibility: "delegated" as const,
    groups: [group],
  }));
  expect(missingOperations(verified, "deployer")).toEqual([
    { operation: "Microsoft.Consumption/budgets/write", role: "Cost Management Contributor" },
  ]);
});

/** Azure for a caller with these permissions, in subscriptions that are delegated to the partner. */
function connectionWith(permissions: readonly unknown[]): AzureConnection {
  const unused = () => Promise.reject(new Error("not asked for here"));
  return {
    tenantId: fleet.partner.tenantId,
    throttle: new Throttle(),
    subscriptions: async function* () {
      const managedByTenants = [{ tenantId: fleet.partner.tenantId.toUpperCase() }];
      yield fleet.subscriptions.map(({ id }) => ({ subscriptionId: id.toUpperCase(), managedByTenants }));
    },
    query: unused,
    list: async () => permissions,
    partnerCenter: { get: unused },
  };
}

async function missingWith(permissions: readonly unknown[], as: "deployer" | "reader") {
  const signedIn = [{ connection: connectionWith(permissions), shows: () => true }];
  const verified = await verifyAccess(fleet, fleet.subscriptions, as, signedIn);
  expect(verified.map(({ visibility }) => visibility)).toEqual(["delegated", "delegated"]);
  return missingOperations(verified, as);
}

test("a reader is checked for read operations only", async () => {
  expect(await missingWith([{ actions: ["*/read"], notActions: [] }], "reader")).toEqual([]);
  const half = await missingWith([{ actions: ["Microsoft.Security/*"], notActions: [] }], "reader");
  expect(half).toContainEqual({ operation: "Microsoft.Consumption/budgets/read", role: "Reader" });
  expect(half.map(({ operation }) => operation)).not.toContain("Microsoft.Security/securityContacts/read");
});

test("an invalid permission grants nothing", async () => {
  for (const nonsense of [[], [null], ["*"], [{ actions: "*" }], [{ actions: [1, null] }], [{}]]) {
    expect((await missingWith(nonsense, "deployer")).length).toBeGreaterThan(10);
  }
});

test("a subscription whose tenant has no sign-in is reported", async () => {
  const verified = await verifyAccess(fleet, fleet.subscriptions, "reader", []);
  expect(verified.map(({ failure }) => failure)).toEqual([
    "no sign-in covers its tenant",
    "no sign-in covers its tenant",
  ]);
});
