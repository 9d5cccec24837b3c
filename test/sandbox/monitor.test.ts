import { beforeEach, describe, expect, test } from "vitest";
import { actionGroup, alert } from "./bodies.ts";
import { type Client, field, refusal, SCOPE, startedClient } from "./client.ts";

const GROUP = `${SCOPE}/resourceGroups/rg`;
const ACTION_GROUP = `${GROUP}/providers/Microsoft.Insights/actionGroups/ag@2023-01-01`;
const ALERT = `${GROUP}/providers/Microsoft.Insights/activityLogAlerts/health@2020-10-01`;
const EXPORT = `${SCOPE}/providers/Microsoft.Insights/diagnosticSettings/export@2021-05-01-preview`;
const WORKSPACE = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/log`;

let client: Client;
beforeEach(async () => {
  client = await startedClient();
  await client.arm(`PUT ${GROUP}@2023-07-01`, { body: { location: "westeurope" } });
});

const refused = async (path: string, body: object, message: RegExp) => {
  const answer = await client.arm(`PUT ${path}`, { body });
  expect(answer.status).toBe(400);
  expect(field(answer.body, "error", "message")).toMatch(message);
};

describe("an action group", () => {
  test("shows every kind of receiver, and that mail is enabled", async () => {
    expect(await client.arm(`PUT ${ACTION_GROUP}`, { body: actionGroup() })).toMatchObject({
      status: 201,
      body: {
        properties: {
          emailReceivers: [{ name: "noc", status: "Enabled" }],
          webhookReceivers: [],
          eventHubReceivers: [],
        },
      },
    });
  });

  test("is disabled by PATCH, and keeps the rest", async () => {
    await client.arm(`PUT ${ACTION_GROUP}`, { body: actionGroup() });
    const body = { properties: { enabled: false } };
    expect(await client.arm(`PATCH ${ACTION_GROUP}`, { body })).toMatchObject({
      status: 200,
      body: { properties: { enabled: false, groupShortName: "operations" } },
    });
  });

  test.each([
    ["a short name of 13 characters", { groupShortName: "operations-13" }, /1 to 12 characters/],
    ["no short name", { groupShortName: "" }, /groupShortName/],
    ["an invalid address", { emailReceivers: [{ name: "a", emailAddress: "noc" }] }, /e-mail address/],
    [
      "two receivers of one name",
      {
        emailReceivers: [{ name: "a", emailAddress: "a@b.example" }],
        webhookReceivers: [{ name: "A", serviceUri: "https://a.example" }],
      },
      /unique/,
    ],
    [
      "an SMS without a number",
      { smsReceivers: [{ name: "a", countryCode: "1" }] },
      /phoneNumber of receiver/,
    ],
    [
      "a Logic App without an address",
      { logicAppReceivers: [{ name: "a", resourceId: "x" }] },
      /callbackUrl/,
    ],
    [
      "an event hub without a subscription",
      { eventHubReceivers: [{ name: "a", eventHubNameSpace: "ns", eventHubName: "h" }] },
      /subscriptionId/,
    ],
    [
      "a runbook that does not say whether it is global",
      {
        automationRunbookReceivers: [
          { name: "a", automationAccountId: "x", runbookName: "y", webhookResourceId: "z" },
        ],
      },
      /isGlobalRunbook/,
    ],
    [
      "a webhook of Entra without its application",
      { webhookReceivers: [{ name: "a", serviceUri: "https://a.example", useAadAuth: true }] },
      /objectId/,
    ],
    ["a receiver without a name", { emailReceivers: [{ emailAddress: "a@b.example" }] }, /name/],
  ])("refuses %s", async (_, properties, message) => {
    await refused(ACTION_GROUP, actionGroup(properties), message);
  });

  test("does not quote a webhook's address, which may be secret, in an error", async () => {
    const body = actionGroup({ webhookReceivers: [{ name: "itsm", serviceUri: "secret-token" }] });
    const answer = await client.arm(`PUT ${ACTION_GROUP}`, { body });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain("secret-token");
  });
});

describe("an activity log alert", () => {
  test("is returned in Azure's casing, with its conditions", async () => {
    expect(await client.arm(`PUT ${ALERT}`, { body: alert() })).toMatchObject({
      status: 201,
      body: {
        id: `${GROUP}/providers/microsoft.insights/activityLogAlerts/health`,
        type: "Microsoft.Insights/ActivityLogAlerts",
        properties: {
          condition: { allOf: [{ field: "category", equals: "ServiceHealth", "odata.type": null }] },
        },
      },
    });
  });

  test.each([
    ["two scopes", alert({ scopes: [SCOPE, GROUP] }), /only one item/],
    ["no scope", alert({ scopes: [] }), /only one item/],
    ["no condition", alert({ condition: { allOf: [] } }), /at least one condition/],
    ["no category", alert({ condition: { allOf: [{ field: "status", equals: "x" }] } }), /category/],
    ["an unsupported location", alert({}, { location: "francecentral" }), /not available/],
    ["six action groups", alert({ actions: { actionGroups: [1, 2, 3, 4, 5, 6] } }), /at most 5/],
  ])("refuses %s", async (_, body, message) => {
    await refused(ALERT, body, message);
  });

  test("is limited to 100 in a subscription", async () => {
    for (let index = 0; index < 100; index += 1) {
      const { status } = await client.arm(`PUT ${ALERT.replace("health", `alert-${index}`)}`, {
        body: alert(),
      });
      expect(status).toBe(201);
    }
    expect(await client.arm(`PUT ${ALERT}`, { body: alert() })).toMatchObject(refusal(409, "QuotaExceeded"));
  });
});

describe("a subscription's diagnostic setting", () => {
  const setting = (properties: object = {}) => ({
    properties: {
      workspaceId: WORKSPACE,
      logs: [{ category: "Administrative", enabled: true }],
      ...properties,
    },
  });

  test("returns 200 at once, with the resource manager's name and without a type", async () => {
    expect(await client.arm(`PUT ${EXPORT}`, { body: setting() })).toMatchObject({
      status: 200,
      body: { id: `${SCOPE.slice(1)}/providers/AzureResourceManager/diagnosticSettings/export`, type: null },
    });
  });

  test("cannot send a category to the destination of another setting", async () => {
    await client.arm(`PUT ${EXPORT}`, { body: setting() });
    const second = EXPORT.replace("/export", "/second");
    expect(await client.arm(`PUT ${second}`, { body: setting() })).toMatchObject(
      refusal(409, "Conflict", /'export'/),
    );
    const other = setting({ logs: [{ category: "Security", enabled: true }] });
    expect(await client.arm(`PUT ${second}`, { body: other })).toMatchObject({ status: 200 });
  });

  test.each([
    ["no destination", { workspaceId: "" }, /data sink/],
    ["no enabled category", { logs: [{ category: "Alert", enabled: false }] }, /at least one log/i],
    ["an unknown category", { logs: [{ category: "Gossip", enabled: true }] }, /not supported/],
  ])("refuses %s", async (_, properties, message) => {
    await refused(EXPORT, setting(properties), message);
  });
});
