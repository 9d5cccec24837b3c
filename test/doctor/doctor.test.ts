import { expect, test } from "vitest";
import { endpointsOf } from "../../src/azure/endpoints.ts";
import {
  type DoctorInput,
  doctorReport,
  fail,
  machineNet,
  runDoctor,
  statusOf,
} from "../../src/doctor/index.ts";
import { doctorJsonSchema } from "../../src/doctor/report.ts";
import type { Fleet } from "../../src/fleet/index.ts";
import type { KnownSubscription } from "../../src/sandbox/index.ts";
import { credentialOf, sandboxWith } from "../audit/support/sandbox.ts";
import { fleetOf } from "../support/fleet.ts";
import { unexplainedKeys, validatorOf } from "../support/json-schema.ts";

const fleet = fleetOf();
const known: KnownSubscription = {
  id: "00000000-0000-0000-0000-000000000001",
  displayName: "prod",
  tenantId: "22222222-2222-2222-2222-222222222222",
  managedByTenantId: fleet.partner.tenantId,
};

/** Without Terraform, so that only Azure's checks count. */
async function doctorIn(
  subscriptions: readonly KnownSubscription[],
  of: Fleet = fleet,
  more: Partial<DoctorInput> = {},
) {
  const sandbox = await sandboxWith(fleet, subscriptions);
  const origin = sandbox.origin;
  const checks = await runDoctor({
    env: { TERRAFORM_BINARY_NAME: "/nowhere/terraform" },
    now: () => new Date(),
    node: { version: "22.0.0", needed: "20.19" },
    endpoints: endpointsOf({ CSP_BASELINE_ARM_ENDPOINT: origin, AZURE_AUTHORITY_HOST: origin }),
    net: { ...machineNet(sandbox.certificate), credential: credentialOf(sandbox) },
    providers: [],
    fleet: { fleet: of, subscription: of.subscriptions[0], message: "1 customer" },
    purpose: "deployer",
    outdir: "cdktf.out",
    onStep: () => {},
    ...more,
  });
  return { checks, statuses: Object.fromEntries(checks.map(({ id, status }) => [id, status])) };
}

test("in the sandbox all checks of Azure are ok; those that need Terraform are unknown without it", async () => {
  const { checks, statuses } = await doctorIn([known]);
  expect(statuses).toEqual({
    node: "ok",
    terraform: "fail",
    providers: "unknown",
    fleet: "ok",
    tenant: "ok",
    clock: "ok",
    "sign-in": "ok",
    subscription: "ok",
    roles: "ok",
    backend: "ok",
  });
  const report = doctorReport(checks, { as: "deployer", subscription: null }, new Date(0));
  expect(validatorOf(JSON.parse(doctorJsonSchema("known")))(report)).toEqual([]);
  expect([report.status, report.summary]).toEqual(["fail", { ok: 8, fail: 1, unknown: 1 }]);
});

test("a subscription that is not delegated fails with a command, and its roles are unknown", async () => {
  const { checks, statuses } = await doctorIn([]);
  expect(statuses).toMatchObject({ "sign-in": "ok", subscription: "fail", roles: "unknown" });
  expect(checks.find(({ id }) => id === "subscription")?.fix).toContain("csp-baseline onboard contoso");
});

test("a clock that is off by an hour fails", async () => {
  const { statuses } = await doctorIn([known], fleet, { now: () => new Date(Date.now() - 3_600_000) });
  expect(statuses).toMatchObject({ clock: "fail", "sign-in": "ok" });
});

test("a tenant that does not exist makes all dependent checks unknown", async () => {
  const other = { ...fleet.partner, tenantId: fleetOf().customers[0]?.tenantId ?? fleet.partner.tenantId };
  const lost = { ...fleet, partner: { ...other, locate: fleet.partner.locate.bind(fleet.partner) } };
  const { statuses } = await doctorIn([], lost);
  expect(statuses).toMatchObject({
    tenant: "fail",
    "sign-in": "unknown",
    subscription: "unknown",
    roles: "unknown",
  });
});

test("a fleet that does not load makes all checks of Azure unknown", async () => {
  const { checks, statuses } = await doctorIn([known], fleet, { fleet: fail("fleet", "1 problem", "check") });
  expect(statuses).toMatchObject({ fleet: "fail", tenant: "unknown", backend: "unknown", node: "ok" });
  expect(checks).toHaveLength(10);
});

test("a fleet without a subscription makes the same checks unknown", async () => {
  const { statuses } = await doctorIn([], fleet, {
    fleet: { fleet, subscription: undefined, message: "none" },
  });
  expect(statuses).toMatchObject({ fleet: "ok", tenant: "unknown", roles: "unknown" });
});

test("a failure takes precedence over unknown, and unknown is not ok", () => {
  const one = (status: "ok" | "fail" | "unknown") => ({ id: "node" as const, status, message: "" });
  expect(statusOf([one("ok")])).toBe("ok");
  expect(statusOf([one("ok"), one("unknown")])).toBe("unknown");
  expect(statusOf([one("unknown"), one("fail")])).toBe("fail");
});

test("the schema describes every key, and allows more", () => {
  expect(unexplainedKeys(JSON.parse(doctorJsonSchema()), ["description", "$ref"])).toEqual([]);
});
