import { beforeEach, describe, expect, test } from "vitest";
import { type Client, field, refusal, SCOPE, startedClient } from "./client.ts";

const PRICINGS = `${SCOPE}/providers/Microsoft.Security/pricings`;
const VERSION = "2023-01-01";
const ASSIGNMENT = `${SCOPE}/providers/Microsoft.Authorization/policyAssignments/contact@2022-06-01`;
const DEFINITION =
  "/providers/Microsoft.Authorization/policyDefinitions/4f4f78b8-e367-4b10-a341-d9a4ad5cf1c7";

let client: Client;
beforeEach(async () => {
  client = await startedClient();
});

describe("Defender plans", () => {
  test("all exist from the start, as Free, on one page", async () => {
    const { body } = await client.arm(`GET ${PRICINGS}@${VERSION}`);
    const value = field(body, "value");
    if (!Array.isArray(value)) throw new Error("no list");
    expect(value.length).toBeGreaterThan(10);
    expect(value.map((plan) => field(plan, "properties", "pricingTier"))).not.toContain("Standard");
    expect(field(body, "nextLink")).toBeUndefined();
  });

  test("become Standard and Free again, always with 200", async () => {
    const standard = { properties: { pricingTier: "Standard", subPlan: "P2" } };
    const path = `${PRICINGS}/virtualmachines@${VERSION}`;
    expect(await client.arm(`PUT ${path}`, { body: standard })).toMatchObject({
      status: 200,
      body: {
        name: "VirtualMachines",
        properties: { ...standard.properties, freeTrialRemainingTime: "PT0S" },
      },
    });
    expect(await client.arm(`GET ${path}`)).toMatchObject({
      body: { properties: { pricingTier: "Standard" } },
    });
    await client.arm(`PUT ${path}`, { body: { properties: { pricingTier: "Free" } } });
    const { body } = await client.arm(`GET ${path}`);
    expect(field(body, "properties")).toEqual({ pricingTier: "Free", freeTrialRemainingTime: "PT0S" });
  });

  test("cannot be deleted, invented, or partly standard", async () => {
    expect(await client.arm(`DELETE ${PRICINGS}/Arm@${VERSION}`)).toMatchObject(
      refusal(405, "MethodNotAllowed"),
    );
    const body = { properties: { pricingTier: "Standard" } };
    expect(await client.arm(`PUT ${PRICINGS}/Toasters@${VERSION}`, { body })).toMatchObject(
      refusal(404, "PricingNotFound"),
    );
    const half = { properties: { pricingTier: "Basic" } };
    expect(await client.arm(`PUT ${PRICINGS}/Arm@${VERSION}`, { body: half })).toMatchObject(
      refusal(400, "BadRequest"),
    );
  });
});

test("extensions of a plan are checked as Azure's schema has them", async () => {
  const path = `${PRICINGS}/VirtualMachines@2024-01-01`;
  const put = (extension: object) =>
    client.arm(`PUT ${path}`, { body: { properties: { pricingTier: "Standard", extensions: [extension] } } });
  const name = "AgentlessVmScanning";
  expect(await put({ name, isEnabled: "True" })).toMatchObject({ status: 200 });
  expect(await put({ name, isEnabled: true })).toMatchObject(refusal(400, "BadRequest"));
  expect(await put({ isEnabled: "True" })).toMatchObject(refusal(400, "BadRequest"));
  const settings = { additionalExtensionProperties: { ExclusionTags: "[]" } };
  expect(await put({ name, isEnabled: "False", ...settings })).toMatchObject({ status: 500 });
});

describe("a policy assignment", () => {
  test("is created and updated with 201, and shows its scope", async () => {
    const body = { properties: { policyDefinitionId: DEFINITION, displayName: "Contact" } };
    for (const _ of ["create", "update"]) {
      expect(await client.arm(`PUT ${ASSIGNMENT}`, { body })).toMatchObject({
        status: 201,
        body: { properties: { scope: SCOPE, enforcementMode: "Default", notScopes: [] } },
      });
    }
  });

  test("needs a definition", async () => {
    const body = { properties: { policyDefinitionId: "contact" } };
    expect(await client.arm(`PUT ${ASSIGNMENT}`, { body })).toMatchObject(
      refusal(400, "InvalidPolicyDefinitionId"),
    );
  });
});

test("an assignment's identity has ids that Azure gives it, the same ones after each write", async () => {
  const at = `${SCOPE}/providers/Microsoft.Authorization/policyAssignments/identity@2025-01-01`;
  const put = (identity: object) =>
    client.arm(`PUT ${at}`, {
      body: { location: "westeurope", identity, properties: { policyDefinitionId: DEFINITION } },
    });
  const made = await put({ type: "SystemAssigned", principalId: "not-mine" });
  const guid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  const identity = { type: "SystemAssigned", principalId: guid, tenantId: guid };
  expect(made).toMatchObject({ status: 201, body: { identity } });
  expect(field((await put({ type: "SystemAssigned" })).body, "identity")).toEqual(
    field(made.body, "identity"),
  );
  const user = `${SCOPE}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one`;
  expect(await put({ type: "UserAssigned", userAssignedIdentities: { [user]: {} } })).toMatchObject({
    body: { identity: { userAssignedIdentities: { [user]: { principalId: guid, clientId: guid } } } },
  });
  expect(await put({ type: "UserAssigned" })).toMatchObject(refusal(400, "InvalidRequestContent"));
  expect(await put({ type: "Both" })).toMatchObject({ status: 400 });
});

test("a plan has extensions and their time since the version of 2023, and its coverage since that of 2024", async () => {
  const at = (version: string) => `${PRICINGS}/VirtualMachines@${version}`;
  const extensions = [{ name: "AgentlessVmScanning", isEnabled: "True" }];
  const given = { pricingTier: "Standard", subPlan: "P2", extensions, resourcesCoverageStatus: "NotCovered" };
  await client.arm(`PUT ${at("2024-01-01")}`, { body: { properties: given } });
  const read = async (version: string) => field((await client.arm(`GET ${at(version)}`)).body, "properties");
  const common = { pricingTier: "Standard", subPlan: "P2", freeTrialRemainingTime: "PT0S" };
  const enablementTime = "2026-11-24T12:00:00Z";
  expect(await read("2022-03-01")).toEqual(common);
  expect(await read("2023-01-01")).toEqual({ ...common, extensions, enablementTime });
  const coverage = { resourcesCoverageStatus: "FullyCovered" };
  expect(await read("2024-01-01")).toEqual({ ...common, extensions, enablementTime, ...coverage });
  const old = { properties: { pricingTier: "Standard", subPlan: "P1", extensions: [] } };
  await client.arm(`PUT ${at("2022-03-01")}`, { body: old });
  expect(await read("2023-01-01")).toMatchObject({ subPlan: "P1", extensions });
});
